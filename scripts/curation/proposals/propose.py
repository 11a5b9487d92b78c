"""The rules, applied to a new text one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curation.proposals.article import Article, Sentence
from curation.proposals.body_rows import propose_bodies
from curation.proposals.counts import propose_counts
from curation.proposals.figures import propose_figures
from curation.proposals.flight_facts import propose_flight
from curation.proposals.flights import assign_flights
from curation.proposals.headings import propose_headings
from curation.proposals.memory import load_rules
from curation.proposals.naming import learn_names
from curation.proposals.parts import propose_parts
from curation.proposals.persons import propose_persons
from curation.proposals.proposal import UNCODED, Proposal
from curation.proposals.quotes import propose_quotes
from curation.proposals.speech import find_speeches
from curation.text.lexicon import load_words
from curation.text.quotations import scan_listed_words


def propose(article: Article) -> list[Proposal]:
    """Return what the rules propose for a text, in its order; of one cell the first proposal."""
    article = learn_names(article)
    speeches = find_speeches(article)
    flights = assign_flights(article)
    found = [
        *propose_headings(article),
        *propose_quotes(article, speeches),
        *propose_persons(article),
        *propose_bodies(article, speeches),
        *propose_flight(article, flights, {one.sentence.number for one in speeches if one.speaker.is_official}),
        *propose_counts(article, flights),
    ]
    taken = {span for one in found for span in one.spans if one.field in ("persons", "event_date")}
    parts = list(propose_parts(article, taken))
    found += [*parts, *propose_figures(article, flights, parts, taken | {span for one in parts for span in one.spans})]
    off = load_rules()["off"]
    kept = {
        (one.passage, one.table, one.row, one.field, one.value, one.spans): one
        for one in reversed(found)
        if one.rule not in off
    }
    proposals = [one for one in found if kept.get((one.passage, one.table, one.row, one.field, one.value, one.spans)) is one]
    proposals = drop_beside_introductions(proposals)
    proposals += propose_uncoded(article, {one.passage for one in proposals})
    return sorted(proposals, key=lambda one: one.passage)


def drop_beside_introductions(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals without those beside a sentence that only introduces a quotation, unless it names somebody anew."""
    named = {one.passage for one in proposals if one.field in ("name", "spellings")}
    left_out = {one.passage for one in proposals if one.field == UNCODED}
    return [one for one in proposals if (one.field == UNCODED) == (one.passage in left_out - named)]


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
