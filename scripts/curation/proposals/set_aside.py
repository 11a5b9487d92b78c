"""Rules on what says nothing for the tables: whole sentences, and numbers, amounts and days within one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from curation.claims.code_words import index_phrases
from curation.proposals.article import Article, Sentence, find_any
from curation.proposals.flights import goes_on
from curation.proposals.headings import is_letterhead, read_byline
from curation.proposals.memory import load_rules
from curation.proposals.naming import list_persons_in_office
from curation.proposals.proposal import UNCODED, Proposal
from curation.proposals.speech import Speech, compile_verbs
from curation.text.folding import Span
from curation.text.moments import choose
from curation.text.phrases import match_phrases

NOTHING_HERE = "no figure, statement or removal"
"""The reason of a sentence that is left out; the rule looks for each of these."""
HEADING = "a heading, or a line above or below the text"
REMOVAL = ("removal", "removals", "deportation", "deportations", "expulsion", "expulsions", "return", "sent", "taken")
"""Nouns of removals, and verbs that may be of one."""
NOT_SAID = "that somebody gave no answer is no statement"
OF_OTHERS = "the words of somebody who holds no office"
NO_UNIT = "a number of {}, for which the tables have no unit"
NOT_ABOARD = "who was not aboard; nobody is counted"
OLD = "the ages of passengers, outside the tables"
AN_AGE = "an age, outside the tables"
A_YEAR = "the year of something else; no figure and no flight"
PRONOUN = "a pronoun; it counts nothing"
NO_ORDER = "what is done before other things; no place in an order"
MONEY = "an amount of money that is not in dollars, for which the tables have no unit"
SAID_ON = "the day of the statement, outside the tables"
ORIGIN = ("origin", "nationality", "nationalities", "came from", "come from", "citizens", "nationals")
"""Words that say whose nationals somebody is."""
ORGANIZED = re.compile(r"(?i)\b(?:organi[sz]\w+|(?:run|operated|chartered|led|covered|paid|borne|funded|financed) by)\b")
"""Words of who carried out an operation."""
BYLINE = re.compile(r"(?:By|From) |\(Reporting |(?:\w+ )?[Aa]uthor: ")
SILENT = re.compile(
    r"(?i)\b(?:(?:did|does|do|has|have|had)(?: not|n[’']t) (?:immediately |yet )?"
    r"(?:respond|answer|repl|comment|return|say|give|specif|name|confirm)\w*"
    r"|(?:declined|refused) to \w+|could not (?:immediately )?be reached|was not available|no comment)\b"
)
"""Words of somebody who did not answer."""
IN_YEAR = re.compile(r"(?<=\bin )(?:19|20)\d\d\b|(?<=\bof )(?:19|20)\d\d\b")
"""A year alone."""
ONE = re.compile(r"(?i)\b(?:every|each|this|that|the|previous|similar) $")
"""What is before "one" where it counts nothing."""
AFTER_AGE = re.compile(r"(?: years| months| weeks)? (?:old|of age)\b")
BEFORE_AGE = re.compile(r"\b(?:aged|(?:under|below|over) the age of|(?:man|woman|boy|girl|child|baby) of) $")
AFTER_NAME = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+, $")
"""What is before an age, and between a name and another comma."""
FIRST = re.compile(r"\b(?:will|would|were|was|had|have|has|been|at|is|are|to) $")
"""What is before "first" where it says when something is done, and no place in an order."""
DAY = re.compile(
    r"(?:(?:last|this|next) (?:week|month|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|yesterday|today|earlier"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?! (?:night|morning|evening|afternoon))\b"
)
"""A day or week near the text's own."""
NOBODY = re.compile(
    r"(?i)\bno (?:[\w-]+ ){0,2}(?:children|minors|women|families|men)\b.* (?:on board|aboard|on the (?:flight|plane))\b"
)
"""Who was not aboard."""
AGES = re.compile(r"(?i)\byoungest\b.*\boldest\b")
"""How old the passengers were."""
UNTIL_DAY = re.compile(
    r"[ ,]*(?:(?:at|in|to|told|during) (?:an? |the |his |her |its |their )?(?:[\w-]+ ){1,4})?(?:(?:on|late|early) )*$"
)
"""What can be between a verb of speech and the day of the statement: said at a news conference on Wednesday."""


def propose_set_aside(
    article: Article, speeches: Sequence[Speech], others: frozenset[int], found: Sequence[Proposal]
) -> Iterator[Proposal]:
    """Propose what to set aside: sentences of which nothing else is proposed, and words in the others."""
    busy = {one.passage for one in found}
    spoken = {one.sentence.number for one in speeches if one.speaker.is_official}
    taken = {span for one in found for span in one.spans if one.field != "quote_text"}
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
        if sentence.number not in busy:
            continue
        if sentence.number not in figures:
            years = [one.span() for one in IN_YEAR.finditer(sentence.text)]
            for start, end in years:
                span = sentence.place(start, end)
                if not any(span[0] < last and first < span[1] for first, last in taken):
                    yield Proposal("set-aside", sentence.number, field=UNCODED, value=A_YEAR, spans=(span,))
        aside = {sentence.place(*span): why for span, why in list_words(sentence, speeches)}
        for span, why in aside.items():
            if span not in taken:
                yield Proposal("set-aside", sentence.number, field=UNCODED, value=why, spans=(span,))


def propose_countries(sentence: Sentence, taken: set[Span]) -> Iterator[Proposal]:
    """Propose to set aside the one country of a statement that speaks of no removal, no flight and no number."""
    rules = load_rules()
    if sentence.numbers or find_any(sentence.text, (*rules["moved"], *rules["flight"], *ORIGIN)):
        return
    for country in sentence.countries if len(sentence.countries) == 1 else ():
        start, end = sentence.place(country.start, country.end)
        is_opening = re.fullmatch("In (?:the )?", sentence.text[: country.start]) is not None
        if not is_opening and not any(first < end and start < last for first, last in taken):
            yield Proposal("country", sentence.number, field=UNCODED, spans=((start, end),), needs_reason=True)


def find_reason(article: Article, sentence: Sentence) -> str:
    """Return why a whole sentence says nothing for the tables; nothing where it may say something."""
    if says_ground(article, sentence) or goes_on(sentence):
        return ""
    if sentence.is_heading:
        is_known = is_letterhead(sentence) and find_any(sentence.text, load_rules()["bodies"])
        is_byline = read_byline(sentence) or BYLINE.match(sentence.text)
        is_trail = re.search(" [|>›/] ", sentence.text) is not None
        return "" if is_known or is_byline or is_trail or has_anything(sentence) else HEADING
    if list(list_persons_in_office(sentence.text, article.memory)):
        return ""
    has_verb = compile_verbs().search(sentence.bare) is not None
    words = list(list_words(sentence, ()))
    if len(words) == len(sentence.numbers) == 1 and not sentence.dates and not sentence.countries:
        return MONEY if words[0][1] == MONEY and not find_any(sentence.text, load_rules()["flight"]) else ""
    if SILENT.search(sentence.bare) and not sentence.numbers and not sentence.dates and " but " not in sentence.bare:
        return NOT_SAID
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
    return "" if find_any(sentence.text, (*rules["flight"], *REMOVAL, *people)) else NOTHING_HERE


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


def list_words(sentence: Sentence, speeches: Sequence[Speech]) -> Iterator[tuple[Span, str]]:
    """Yield words within a sentence that are set aside, with the reason."""
    text = sentence.text
    for number in sentence.numbers:
        why = find_why(text, (number.start, number.end))
        if why:
            yield (number.start, number.end), why
    for speech in speeches:
        if speech.sentence is sentence:
            yield from ((span, SAID_ON) for span in list_days_of_speech(speech))


def find_why(text: str, number: Span) -> str:
    """Return why a number says nothing for the tables; nothing where it may say something."""
    start, end = number
    words, before = text[start:end].lower(), text[:start]
    noun = compile_things().match(text, end)
    if noun:
        return NO_UNIT.format(noun[1].lower())
    if compile_money().search(text[start:end]) or compile_money().match(text[end:]):
        return MONEY
    if AFTER_AGE.match(text, end) or BEFORE_AGE.search(before) or (AFTER_NAME.search(before) and text.startswith(",", end)):
        return AN_AGE
    if words == "one" and ONE.search(before):
        return PRONOUN
    return NO_ORDER if words == "first" and FIRST.search(before) else ""


@cache
def compile_things() -> re.Pattern[str]:
    """Return the pattern of a noun, behind a number, for what is counted and has no unit."""
    return re.compile(
        rf" (?:(?!(?:and|to|of|in|from|on|at|with|for|by)\b)[\w-]+ ){{0,2}}({choose(load_rules()['things'])})(?![\w-])",
        re.IGNORECASE,
    )


@cache
def compile_money() -> re.Pattern[str]:
    """Return the pattern of a sign or a name of money that is no dollar of the United States."""
    return re.compile(rf"[€£₹¥₽₺]|\b(?:Rs|Tk|PHP|EUR|GBP|RM|DKK|SEK|NOK|CHF)\b|^ ({choose(load_rules()['money'])})\b")


def list_days_of_speech(speech: Speech) -> Iterator[Span]:
    """Yield the day of a statement, behind the verb or where it was made."""
    text = speech.sentence.bare
    for day in DAY.finditer(text, speech.words[1]):
        if UNTIL_DAY.fullmatch(text, speech.words[1], day.start()):
            yield day.span()
            return
