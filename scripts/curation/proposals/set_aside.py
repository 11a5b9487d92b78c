"""Rules on what says nothing for the tables: whole sentences, and words in those of which something else is proposed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.claims.code_words import index_phrases
from curation.proposals.article import Article, Sentence, find_any
from curation.proposals.asides import MONEY, list_asides, list_years, propose_countries
from curation.proposals.flights import goes_on
from curation.proposals.headings import is_letterhead, read_byline
from curation.proposals.memory import load_rules
from curation.proposals.naming import TITLE, list_persons_in_office
from curation.proposals.offices import list_roles
from curation.proposals.proposal import UNCODED, Proposal
from curation.proposals.speech import Speech
from curation.proposals.speech_verbs import SILENT, compile_verbs
from curation.text.folding import spans_overlap
from curation.text.phrases import match_phrases

NOTHING_HERE = "no figure, statement or removal"
"""The reason of a sentence that is left out; the rule looks for each of these."""
HEADING = "a heading, or a line above or below the text"
NOT_SAID = "that somebody gave no answer is no statement"
OF_OTHERS = "the words of somebody who holds no office"
NOT_ABOARD = "who was not aboard; nobody is counted"
OLD = "the ages of passengers, outside the tables"
ORGANIZED = re.compile(r"(?i)\b(?:organi[sz]\w+|(?:run|operated|chartered|led|covered|paid|borne|funded|financed) by)\b")
"""Words of who carried out an operation."""
BYLINE = re.compile(
    r"(?:By|From|Posted|Published|Updated|Issued|Last updated) |\(Reporting |(?:\w+ )?[Aa]uthor: "
    r"|.*, (?:\w+ ){0,3}(?:[Cc]orrespondent|[Rr]eporter|[Ee]ditor|[Ww]riter)\b"
)
NOBODY = re.compile(
    r"(?i)\bno (?:[\w-]+ ){0,2}(?:children|minors|women|families|men)\b.* (?:on board|aboard|on the (?:flight|plane))\b"
)
"""Who was not aboard."""
AGES = re.compile(r"(?i)\byoungest\b.*\boldest\b")
"""How old the passengers were."""


def propose_set_aside(
    article: Article, speeches: Sequence[Speech], others: frozenset[int], found: Sequence[Proposal]
) -> Iterator[Proposal]:
    """Propose what to set aside: sentences of which nothing else is proposed, and words in the others."""
    busy = {one.passage for one in found}
    spoken = {one.sentence.number for one in speeches if one.speaker.is_official}
    taken = [span for one in found for span in one.spans if one.field != "quote_text"]
    quoted = {one.passage for one in found if one.table == "quotes"}
    figures = {one.passage for one in found if one.table in ("statistics", "nationals_by_country", "flights", "sources")}
    for sentence in article.sentences:
        if not sentence.text:
            continue
        is_counted = bool(sentence.countries and sentence.numbers)
        if sentence.number in others and not is_counted and sentence.number not in busy | spoken:
            yield Proposal("uncoded", sentence.number, field=UNCODED, value=OF_OTHERS)
            continue
        reason = "" if sentence.number in busy | spoken else find_reason(article, sentence)
        if reason:
            yield Proposal("uncoded", sentence.number, field=UNCODED, value=reason)
            continue
        if sentence.number in quoted:
            yield from propose_countries(sentence, taken)
        if sentence.number in busy:
            years = [] if sentence.number in figures else list_years(sentence)
            aside = {sentence.place(*span): why for span, why in (*years, *list_asides(sentence, speeches))}
            for span, why in aside.items():
                if not spans_overlap([span], taken):
                    yield Proposal("set-aside", sentence.number, field=UNCODED, value=why, spans=(span,))


def find_reason(article: Article, sentence: Sentence) -> str:
    """Return why a whole sentence says nothing for the tables; nothing where it may say something."""
    if says_ground(article, sentence) or goes_on(sentence):
        return ""
    if sentence.is_heading:
        is_known = is_letterhead(sentence) and find_any(sentence.text, load_rules()["bodies"])
        is_masthead = sentence.number == 1 and sentence.text.isupper()
        is_ahead = find_any(sentence.text, (*load_rules()["flight"], *load_rules()["ahead"])) is not None
        is_byline = is_masthead or is_ahead or read_byline(sentence) or BYLINE.match(sentence.text)
        is_trail = TITLE.match(sentence.text) is not None or (
            any(True for _ in list_roles(sentence.text, article.memory)) or re.search(" [|>›»/] ", sentence.text) is not None
        )
        return "" if is_known or is_byline or is_trail or has_anything(sentence) else HEADING
    if list(list_persons_in_office(sentence.text, article.memory)):
        return ""
    has_verb = compile_verbs().search(sentence.bare) is not None
    words = list(list_asides(sentence, ()))
    if len(words) == len(sentence.numbers) == 1 and not sentence.dates and not sentence.countries:
        return MONEY if words[0][1] == MONEY and not find_any(sentence.text, load_rules()["flight"]) else ""
    if SILENT.search(sentence.bare) and not sentence.numbers and not sentence.dates:
        return "" if " but " in sentence.bare else NOT_SAID
    if NOBODY.search(sentence.bare) and not sentence.numbers:
        return NOT_ABOARD
    if AGES.search(sentence.bare) and not sentence.countries and not sentence.dates:
        return OLD
    if sentence.numbers or sentence.countries or speaks_of_removal(sentence):
        return ""
    if sentence.quoted or has_verb:
        return ""
    rules = load_rules()
    people = rules["people"] if sentence.dates else ()
    return "" if find_any(sentence.text, (*rules["flight"], *rules["removal"], *people)) else NOTHING_HERE


def says_ground(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence may give the ground of a removal."""
    parse = article.memory.schemas["flights"].fields["legal_grounds"].parse
    return any(True for _ in match_phrases(sentence.text, index_phrases(tuple(parse.words.items()) if parse else ())))


def has_anything(sentence: Sentence) -> bool:
    """Whether a sentence has a number, a date, a country or a word of a removal."""
    return bool(sentence.numbers or sentence.dates or sentence.countries or speaks_of_removal(sentence))


def speaks_of_removal(sentence: Sentence) -> bool:
    """Whether a sentence has a word of a removal, or of who carried out or paid something."""
    return ORGANIZED.search(sentence.text) is not None or find_any(sentence.text, load_rules()["moved"]) is not None
