"""The rules, applied to a new text one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.proposals.article import Article, Sentence
from curation.proposals.figures import propose_figures
from curation.proposals.counts import propose_counts
from curation.proposals.flight_facts import propose_flight
from curation.proposals.flights import DATELINE, is_dateline
from curation.proposals.memory import load_rules
from curation.proposals.naming import learn_names, list_body_spans
from curation.proposals.persons import propose_bodies, propose_persons
from curation.proposals.proposal import UNCODED, Proposal
from curation.proposals.quotes import propose_quotes
from curation.proposals.speech import find_speeches
from curation.schema.tables import SOURCES
from curation.text.lexicon import load_words
from curation.text.quotations import scan_listed_words

OFF: frozenset[str] = frozenset()
"""Rules that are switched off, because too few of their proposals were right."""


def propose(article: Article) -> list[Proposal]:
    """Return what the rules propose for a text, in its order; of one cell the first proposal."""
    article = learn_names(article)
    speeches = find_speeches(article)
    found = [
        *propose_headline(article),
        *propose_quotes(article, speeches),
        *propose_persons(article),
        *propose_bodies(article, speeches),
        *propose_flight(article),
        *propose_counts(article),
    ]
    taken = {span for one in found for span in one.spans if one.field in ("persons", "event_date")}
    found += propose_figures(article, taken)
    kept = {
        (one.passage, one.table, one.row, one.field, one.value, one.spans): one
        for one in reversed(found)
        if one.rule not in OFF
    }
    proposals = [one for one in found if kept.get((one.passage, one.table, one.row, one.field, one.value, one.spans)) is one]
    proposals += propose_uncoded(article, {one.passage for one in proposals})
    return sorted(proposals, key=lambda one: one.passage)


def propose_headline(article: Article) -> Iterator[Proposal]:
    """Propose the first line as the headline where it has no full stop, and more than a few words."""
    lines = [one for one in article.sentences[:5] if one.is_heading and len(one.text.split()) > 3]
    first = next((one for one in lines if not is_letterhead(one)), None)
    if first:
        label = LABEL.match(first.text)
        place = first.place(label.end() if label else 0, len(first.text))
        yield Proposal("headline", first.number, SOURCES, article.source, "headline", "", (place,))
    for sentence in article.sentences[:6]:
        day = next((one for one in sentence.dates if is_dateline(sentence, one)), None)
        if day:
            place = (sentence.place(day.start, day.end),)
            yield Proposal("dateline", sentence.number, SOURCES, article.source, "published", "", place, is_sure=False)
            return


LABEL = re.compile(r"[A-ZÀ-Ý]{4,}(?: [A-ZÀ-Ý]{4,})*: ")
"""What a release calls itself in capitals before its headline."""


def is_letterhead(sentence: Sentence) -> bool:
    """Whether a line has only the name of a body, a date or a person."""
    spans = list(list_body_spans(sentence.text))
    return bool(DATELINE.match(sentence.text)) or any(end - start > LETTERHEAD * len(sentence.text) for start, end in spans)


LETTERHEAD = 0.8
"""The share of a line that the name of a body takes, so that the line is no headline."""


def propose_uncoded(article: Article, used: set[int]) -> Iterator[Proposal]:
    """Propose to leave out sentences that have nothing of what the tables hold."""
    for sentence in article.sentences:
        if sentence.number not in used and not sentence.is_heading and is_bare(sentence) and not says_fact(article, sentence):
            yield Proposal("uncoded", sentence.number, field=UNCODED, needs_reason=True)


def says_fact(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence has a phrase by which a field of a flight is said: who paid, what kind of flight."""
    fills = [column.parse for column in article.memory.schemas["flights"].fields.values() if column.parse]
    phrases = [
        phrase for fill in fills for phrase in (*fill.said_with, *(one for some in fill.words.values() for one in some))
    ]
    return bool(sentence.has_word(phrases))


def is_bare(sentence: Sentence) -> bool:
    """Whether a sentence has no verb of speech, quotation, figure, date, country or word of a removal."""
    rules = load_rules()
    lexicon = load_words("quotations")
    verbs = (*lexicon["verbs"], *rules["clause"], *rules["act"])
    return not (
        sentence.quoted
        or sentence.countries
        or sentence.expressions
        or scan_listed_words(sentence.text, verbs)
        or sentence.has_word([*rules["terms"], *rules["flight"], *rules["moved"]])
    )
