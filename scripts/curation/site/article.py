"""The page of an article: what it is, whom it repeats, and every claim in reading order in its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from curation.schema.tables import SOURCES
from curation.site.addresses import name_anchor
from curation.site.columns import ValueKind
from curation.site.marks import Piece, mark_sentence
from curation.site.places import name_claim, name_passage
from curation.site.published import PublishedClaim
from curation.site.record import LONG, MOST_OF_IT
from curation.site.site import Site
from curation.site.stances import CERTAINTIES
from curation.site.values import ShownValue, count_things

MOST_REPEATED = 30
LONGEST_ROW = 36
"""Characters of the name of a row under a sentence."""


@dataclass(frozen=True)
class ClaimInArticle:
    """One claim: its column, and what it says. `anchor`: its id, empty where it is on the page of a row."""

    title: str
    said: str
    anchor: str


@dataclass(frozen=True)
class RowOfSentence:
    """What a sentence says of one row, with the link to the first of its claims; the others are near it."""

    row: ShownValue
    claims: list[ClaimInArticle]


@dataclass(frozen=True)
class SentenceView:
    """A sentence with all claims on it."""

    anchor: str
    lang: str
    pieces: list[Piece]
    speakers: list[ShownValue]
    hedges: list[tuple[str, str]]
    rows: list[RowOfSentence]
    claims: int


def view_sentence(site: Site, claims: Sequence[PublishedClaim]) -> SentenceView:
    """Return a sentence with its claims, by row."""
    first = claims[0]
    rows: dict[tuple[str, str], dict[tuple[str, str], PublishedClaim]] = {}
    for claim in claims:
        rows.setdefault((claim.table, claim.row), {}).setdefault((claim.field, claim.value), claim)
    hedges = dict.fromkeys((claim.certainty, claim.hedge_words) for claim in claims if not claim.is_sure)
    return SentenceView(
        anchor=name_passage(first.place),
        lang=site.names.find_language(first.source),
        pieces=mark_sentence(first.sentence, choose_spans(claims, len(first.sentence))),
        speakers=site.names.show_bodies(claim.speaker for claim in claims),
        hedges=[(CERTAINTIES.get(kind, kind), words) for kind, words in hedges],
        rows=[
            RowOfSentence(
                ShownValue(site.names.find_row(*row, LONGEST_ROW), href=find_first(site, list(found.values()))),
                [view_claim(site, claim) for claim in found.values()],
            )
            for row, found in rows.items()
        ],
        claims=len(claims),
    )


def choose_spans(claims: Sequence[PublishedClaim], length: int) -> list[tuple[int, int]]:
    """Return which words of a sentence are marked: all, but those that are most of it only where there are no others."""
    spans = [span for claim in claims for span in claim.spans]
    return [span for span in spans if span[1] - span[0] < MOST_OF_IT * length] or spans


def view_claim(site: Site, claim: PublishedClaim) -> ClaimInArticle:
    """Return a claim as its column with what it says. The names of rows and long words are not repeated."""
    column = site.published.tables[claim.table].columns[claim.field]
    is_long = column.kind == ValueKind.NAME or (len(claim.value) > LONG and claim.value == claim.words)
    said = "" if is_long else site.names.show_claimed(column, claim).text
    is_of_article = claim.table == SOURCES
    return ClaimInArticle(column.title, said, name_claim(claim) if is_of_article else "")


def find_first(site: Site, claims: Sequence[PublishedClaim]) -> str:
    """Return the link to the first of some claims on a row, empty where the row is on this page."""
    first = min(claims, key=lambda claim: not site.published.tables[claim.table].columns[claim.field].question)
    return "" if first.table == SOURCES else site.places.find_claim(first)


def list_repeated(site: Site, source: str) -> list[tuple[ShownValue, str]]:
    """Return the persons, bodies and outlets to which an article attributes claims, the most first, with how many."""
    claims = (claim for page in site.places.articles[source] for sentence in page for claim in sentence)
    counts = Counter(name for claim in claims for name in claim.named)
    return [(site.names.show_body(name), count_things(number, "claim")) for name, number in counts.most_common(MOST_REPEATED)]


def describe_article(site: Site, source: str) -> list[tuple[str, str, list[ShownValue]]]:
    """Return what the table of sources says of an article: each column's anchor, title and values."""
    table = site.published.tables[SOURCES]
    record = site.published.sources[source]
    return [
        (name_anchor(column.name), column.title, site.names.show_all(column, record[column.name]))
        for column in table.columns.values()
        if record.get(column.name)
    ]
