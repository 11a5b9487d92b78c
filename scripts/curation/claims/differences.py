"""The problems that differences between the two codings are, and what they may follow from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from curation.annotation.causes import name_left_out
from curation.annotation.document import Annotation
from curation.claims.claim import Claim
from curation.claims.sheets import CodingDifference, DifferenceKind, SheetLine
from curation.paths import ANNOTATIONS, SECOND, SETTLEMENTS
from curation.problems import Cause, Problem, shorten
from curation.schema.kinds import Basis, ParserName
from curation.schema.tables import Schemas
from curation.text.folding import spans_overlap

UNMATCHED = "~"
"""Stands before the name of a row of the second coding that has no partner in the first."""


@dataclass(frozen=True)
class Codings:
    """Both codings of all sources: what a difference between them may follow from."""

    annotations: Sequence[Annotation]
    sheets: dict[str, list[SheetLine]]
    claims: dict[tuple[str, str, str, str], list[Claim]]
    """The first coding's claims by source, table, row and field."""

    def trace(self, difference: CodingDifference, torn: set[tuple[str, str]]) -> frozenset[Cause]:
        """Return the cell in the first coding and its field in the second; what the first left out; the rows that it names.

        `torn` are the sources and tables where a row has lost its partner in the other coding, or has found one: then others
        may have another partner, too.
        """
        source, table, row, field = difference.source, difference.table, difference.row, difference.field
        first, second = f"{ANNOTATIONS}/{source}.yaml", f"{SECOND}/{source}.csv"
        is_torn = (source, table) in torn
        cell = Cause(first, table, "" if is_torn else row, "" if is_torn else field)
        left_out = (Cause(name_left_out(first), field=field, passage=number) for number in self.find_passages(difference))
        named = (Cause(one.file, row=name) for one in self.annotations for name in self.list_named(difference))
        return frozenset({cell, Cause(second, table, "", "" if is_torn else field), *left_out, *named})

    def list_named(self, difference: CodingDifference) -> set[str]:
        """Return the rows that a cell and its speaker are: where the names of these rows are unread, names differ."""
        claims = self.claims.get((difference.source, difference.table, difference.row, difference.field), ())
        speakers = {name for claim in claims for name in (claim.attribution.speaker, claim.attribution.via) if name}
        return speakers | {
            claim.reading.value
            for claim in claims
            if claim.field.basis == Basis.CODED and claim.field.reads != ParserName.CODE
        }

    def find_passages(self, difference: CodingDifference) -> set[int]:
        """Return the passages from which either coding has its words for a cell."""
        source, table, field = difference.source, difference.table, difference.field
        spans = [
            span
            for line in self.sheets.get(source, ())
            if (line.table, line.field.name) == (table, field)
            and (line.value == difference.second or line.field.basis == Basis.CODED)
            for span in line.spans
        ]
        found = {
            passage.number
            for annotation in self.annotations
            if annotation.source.id == source
            for passage in annotation.passages
            if spans_overlap(spans, ((passage.start, passage.end),))
        }
        return found | {claim.passage.number for claim in self.claims.get((source, table, difference.row, field), ())}


def collect_codings(
    annotations: Sequence[Annotation], sheets: dict[str, list[SheetLine]], claims: Iterable[Claim]
) -> Codings:
    """Return both codings, the claims by their cells."""
    cells: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        cells[claim.source, claim.table, claim.row, claim.field.name].append(claim)
    return Codings(annotations, sheets, dict(cells))


def locate_difference(difference: CodingDifference) -> Cause:
    """Return the cell of one source as the comparison names it."""
    name = f"{SECOND} compared: {difference.source}"
    return Cause(name, difference.table, difference.row, difference.field)


def name_values(difference: CodingDifference) -> Cause:
    """Return what two codings of a source have, whatever cell it is on: a settlement shows by it which one is meant."""
    return Cause(f"{SETTLEMENTS}: {difference.source}", row=f"{difference.kind}: {difference.first} / {difference.second}")


def report_stale_settlement(difference: CodingDifference, line: int, causes: frozenset[Cause]) -> Problem:
    """Return the problem that the settlement of no difference is. A new difference on the same cell may have replaced it."""
    settlement = Cause(SETTLEMENTS, difference.table, difference.row, difference.field)
    follows = frozenset({*causes, settlement, locate_difference(difference), name_values(difference)})
    message = f"stale settlement: {describe_cell(difference)}: the codings no longer differ so"
    return Problem(SETTLEMENTS, line, 1, message, "remove it", follows=follows)


def group_differences(differences: Sequence[CodingDifference], schemas: Schemas) -> list[list[CodingDifference]]:
    """Return together what is one error: the differences on a cell, on who says a row, and on how surely."""
    keys = {DifferenceKind.ATTRIBUTION: "by:", DifferenceKind.CERTAINTY: "hedge:"}
    read_otherwise = {locate_difference(difference) for difference in differences if difference.kind not in keys}
    groups: dict[tuple[str, ...], list[CodingDifference]] = defaultdict(list)
    for difference in differences:
        is_speaker = schemas[difference.table].fields[difference.field].speaker
        is_cell = locate_difference(difference) in read_otherwise
        what = "by:" if is_speaker else difference.field if is_cell else keys[DifferenceKind(difference.kind)]
        groups[difference.source, difference.table, difference.row, what].append(difference)
    return list(groups.values())


def report_differences(differences: Sequence[CodingDifference], causes: frozenset[Cause]) -> Problem:
    """Return the problem that unsettled differences are.

    What only an unmatched row of the second coding has may be what the first coding has in another row.
    """
    first = differences[0]
    is_unmatched = first.row.startswith(UNMATCHED)
    settlements = {Cause(SETTLEMENTS, first.table, first.row, first.field)}
    elsewhere = {replace(locate_difference(first), row="")} if is_unmatched else set()
    spoils = {*map(name_values, differences), *(() if is_unmatched else map(locate_difference, differences))}
    return Problem(
        f"{SECOND}/{first.source}.csv",
        0,
        0,
        describe_differences(differences),
        f"read the words again; correct the coding, or settle it in {SETTLEMENTS}",
        spoils=frozenset(spoils),
        follows=causes | settlements | elsewhere,
    )


def describe_differences(differences: Sequence[CodingDifference]) -> str:
    """Say what both codings have on the first cell, and on which fields of the row they differ besides."""
    first = differences[0]
    values = [
        f"({one.kind}): first «{shorten(one.first, 120)}», second «{shorten(one.second, 120)}»"
        for one in differences
        if one.field == first.field
    ]
    others = dict.fromkeys(one.field for one in differences if one.field != first.field)
    besides = f"; so do {', '.join(others)}" if others else ""
    return f"{describe_cell(first)} differs from the second coding {'; '.join(values[:5])}{besides}"


def describe_cell(difference: CodingDifference) -> str:
    """Return the name of the cell on which the codings differ."""
    return f"{difference.source}: {difference.table}/{difference.row}/{difference.field}"
