"""Who says what about one row: a matrix with a line for each thing said and a column for each source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from curation.claims.claim import Claim
from curation.package.markdown import escape_text, quote_text, write_table
from curation.paths import SEGMENT_JOINER
from curation.schema.kinds import Certainty
from curation.schema.overview import OverviewLine, find_links
from curation.schema.tables import Schemas, Table
from curation.tables.assemble import Built
from curation.tables.types import format_value
from curation.text.folding import merge_spans

SILENT = "-"
"""Shown where a source says nothing."""

Referring = dict[str, dict[str, list[str]]]
"""For each table of the lines' columns, the rows whose claims are of a row: in its own table that row itself."""


def find_referring(lines: Iterable[OverviewLine], schemas: Schemas, built: Built, table: Table) -> Referring:
    """Find which rows of the lines' tables refer to which row of a table; a row of the table itself is its own."""
    found: Referring = {}
    for name in dict.fromkeys(other for line in lines for other, _ in line.columns):
        owner, rows = schemas[name], found.setdefault(name, defaultdict(list))
        for candidate in built.rows[name]:
            key = format_value(candidate[owner.key[0]])
            named = {key} if owner is table else {candidate[link] for link in find_links(owner, table)}
            for row in named - {None}:
                rows[format_value(row)].append(key)
    return found


def make_matrix(built: Built, row: str, lines: Sequence[OverviewLine], referring: Referring) -> list[str]:
    """Return the matrix of one row as the lines of a Markdown table, without lines of which no source says anything."""
    said = [(line, list_said(line, find_line_claims(line, built, row, referring))) for line in lines]
    sources = sorted({source for _, words in said for source in words})
    body = [
        [escape_text(line.label), *(show_words(words[source]) if source in words else SILENT for source in sources)]
        for line, words in said
        if words
    ]
    return write_table(["", *map(escape_text, sources)], body) if sources else []


def find_line_claims(line: OverviewLine, built: Built, row: str, referring: Referring) -> list[Claim]:
    """Return the claims on a line's columns, of this row or of the rows that refer to it."""
    return [
        claim
        for other, field in line.columns
        for one in referring[other].get(row, ())
        if (fact := built.facts.get((other, one, field)))
        for claim in fact.claims
    ]


SaidBySource = dict[str, dict[str, str]]
"""For each source the words that it prints, each with how surely: empty where they are asserted at least once."""


def list_said(line: OverviewLine, claims: Iterable[Claim]) -> SaidBySource:
    """Return each source's distinct words, in the order of its text; capitals do not make words distinct."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        place = (claim.source, claim.passage.start)
        groups[place if line.is_joined else (*place, claim.spans)].append(claim)
    said: dict[str, dict[str, tuple[str, set[str]]]] = defaultdict(dict)
    for group in sorted(groups.values(), key=lambda group: (group[0].source, min(claim.spans[0] for claim in group))):
        words = join_words(group) if line.is_joined else group[0].words
        kinds = said[group[0].source].setdefault(words.casefold(), (words, set()))[1]
        if line.is_joined:
            kinds.add(", ".join(sorted({claim.attribution.certainty for claim in group} - {Certainty.ASSERTED})))
        else:
            kinds |= {
                "" if claim.attribution.certainty == Certainty.ASSERTED else claim.attribution.certainty for claim in group
            }
    return {
        source: {words: "" if "" in kinds else ", ".join(sorted(kinds)) for words, kinds in entries.values()}
        for source, entries in said.items()
    }


def join_words(claims: Sequence[Claim]) -> str:
    """Return the words of several claims on one passage, in the text's order, as one quotation."""
    passage = claims[0].passage
    spans = [span for claim in claims for span in claim.spans_in_passage]
    return SEGMENT_JOINER.join(passage.text[start:end] for start, end in merge_spans(spans, passage.text))


def show_words(words: dict[str, str]) -> str:
    """Return a source's words as Markdown, each with how surely it is said."""
    return "; ".join(quote_text(said) + (f" ({escape_text(kind)})" if kind else "") for said, kind in words.items())
