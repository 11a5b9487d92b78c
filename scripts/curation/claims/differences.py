"""The problems that differences between the two codings are, and what they may follow from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from curation.annotation.causes import RULED_CELLS, name_left_out
from curation.annotation.document import Annotation
from curation.claims.claim import Claim
from curation.claims.parsers import PARSERS
from curation.claims.sheets import CodingDifference, DifferenceKind, Settlements, SheetLine
from curation.paths import ANNOTATIONS, SECOND, SETTLEMENTS
from curation.problems import Cause, Problem, find_nearest, join_places, shorten
from curation.schema.kinds import Basis, ParserName
from curation.schema.tables import Schemas
from curation.text.folding import spans_overlap

UNMATCHED = "~"
"""Stands before the name of a row of the second coding that has no partner in the first."""


@dataclass(frozen=True)
class Codings:
    """Both codings of all sources: what a difference between them may follow from."""

    schemas: Schemas
    annotations: Sequence[Annotation]
    sheets: dict[str, list[SheetLine]]
    claims: dict[tuple[str, str, str, str], list[Claim]]
    """The first coding's claims by source, table, row and field."""
    speakers: dict[tuple[str, str, str], set[str]]
    """Who says each row in the first coding, by source, table and row."""

    def trace(self, difference: CodingDifference, torn: set[tuple[str, str]]) -> frozenset[Cause]:
        """Return the cell in the first coding and its field in the second; what the first left out; the rows that it names.

        `torn` are the sources and tables where a row has lost its partner in the other coding, or has found one: then others
        may have another partner, too.
        """
        source, table, row, field = difference.source, difference.table, difference.row, difference.field
        first, second = f"{ANNOTATIONS}/{source}.yaml", f"{SECOND}/{source}.csv"
        is_torn = (source, table) in torn
        cell = Cause(first, table, "" if is_torn else row, "" if is_torn else field)
        # A figure that nothing accounts for may belong to any field that reads figures, also to one without a cell yet.
        lost = "" if difference.kind == DifferenceKind.ONLY_SECOND and self.reads_figures(difference) else field
        left_out = (Cause(name_left_out(first), field=lost, passage=number) for number in self.find_passages(difference))
        named = (Cause(one.file, row=name) for one in self.annotations for name in self.list_named(difference))
        years = (year for claim in self.claims.get((source, table, row, field), ()) for year in claim.year_causes)
        return frozenset(
            {
                cell,
                *years,
                Cause(second, table, "", "" if is_torn else field),
                *left_out,
                *named,
                *self.list_bodies(difference),
            }
        )

    def reads_figures(self, difference: CodingDifference) -> bool:
        """Whether the field of a difference accounts for numbers or dates."""
        reads = self.schemas[difference.table].fields[difference.field].reads
        return reads is not None and bool(PARSERS[reads].accounts_for)

    def list_bodies(self, difference: CodingDifference) -> frozenset[Cause]:
        """Return the bodies of those who say a row, where the difference is on that body."""
        if not self.schemas[difference.table].fields[difference.field].speaker:
            return frozenset()
        return frozenset(map(name_body, self.speakers.get((difference.source, difference.table, difference.row), ())))

    def says_body(self, difference: CodingDifference) -> bool:
        """Whether the field of a difference says for which body a speaker speaks."""
        parse = self.schemas[difference.table].fields[difference.field].parse
        return parse is not None and parse.speaks_for

    def list_lines(self, difference: CodingDifference) -> frozenset[int]:
        """Return the lines of the first coding that have the cell of a difference. Several rows may share one."""
        cell = (difference.source, difference.table, difference.row, difference.field)
        return frozenset(claim.line for claim in self.claims.get(cell, ()))

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
    schemas: Schemas, annotations: Sequence[Annotation], sheets: dict[str, list[SheetLine]], claims: Iterable[Claim]
) -> Codings:
    """Return both codings, the claims of the sources that were coded twice by their cells."""
    cells: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    speakers: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for claim in (claim for claim in claims if claim.source in sheets):
        cells[claim.source, claim.table, claim.row, claim.field.name].append(claim)
        if claim.attribution.speaker:
            speakers[claim.source, claim.table, claim.row].add(claim.attribution.speaker)
    return Codings(schemas, annotations, sheets, dict(cells), dict(speakers))


def name_body(speaker: str) -> Cause:
    """Return the body for which someone speaks: the rows of a speaker have it from the speaker's own row."""
    return Cause(f"{SECOND} compared: the body of a speaker", row=speaker)


def locate_difference(difference: CodingDifference) -> Cause:
    """Return the cell of one source as the comparison names it."""
    name = f"{SECOND} compared: {difference.source}"
    return Cause(name, difference.table, difference.row, difference.field)


def name_values(difference: CodingDifference) -> Cause:
    """Return what two codings of a source have, whatever cell it is on: a settlement shows by it which one is meant."""
    return Cause(f"{SETTLEMENTS}: {difference.source}", row=f"{difference.kind}: {difference.first} / {difference.second}")


def name_lost_row(difference: CodingDifference) -> Cause:
    """Return the rows of a table that only the second coding of a source has: the first may have lost one of its own."""
    return Cause(f"{SECOND} compared: rows of {difference.source}", difference.table)


def report_stale_settlements(
    stale: Iterable[CodingDifference], settlements: Settlements, codings: Codings, torn: set[tuple[str, str]]
) -> Iterator[Problem]:
    """Yield the problem that the settlements of no difference are: one for those that rows have alike, as of a shared cell.

    A new difference on the same cell may have replaced it, or its row may be lost.
    """
    alike: dict[CodingDifference, list[CodingDifference]] = defaultdict(list)
    for difference in stale:
        alike[replace(difference, row="")].append(difference)
    for group in alike.values():
        first = join_places([report_stale_settlement(difference, settlements[difference][0]) for difference in group])
        for difference in group:
            settlement = Cause(SETTLEMENTS, difference.table, difference.row, difference.field)
            causes = codings.trace(difference, torn) | {name_lost_row(difference), settlement}
            yield replace(first, follows=causes | {locate_difference(difference), name_values(difference)})


def report_stale_settlement(difference: CodingDifference, line: int) -> Problem:
    """Return the problem that the settlement of no difference is."""
    message = f"stale settlement: {describe_cell(difference)}: the codings no longer differ so"
    return Problem(SETTLEMENTS, line, 1, message, "remove it")


def report_missing_sheet(source: str, settlements: Settlements, sheets: Iterable[str]) -> Problem:
    """Return the problem that settlements of a source without a sheet are: it would count as coded once.

    The name of the source may be mistyped in a settlement: then the difference that it settles is reported.
    """
    own = {difference: line for difference, (line, _, _) in settlements.items() if difference.source == source}
    message = f"settlements of {source}, which has no {SECOND}/{source}.csv"
    advice = "put the sheet back; where the second coding is given up, remove its settlements too"
    meant = find_nearest(source, sheets)
    follows = frozenset({Cause(f"{SECOND}/{source}.csv"), *(name_values(replace(one, source=meant)) for one in own)})
    return Problem(SETTLEMENTS, min(own.values()), 1, message, advice, follows=follows)


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


def join_rows(
    groups: Iterable[list[CodingDifference]], stale: Iterable[CodingDifference], codings: Codings
) -> list[list[CodingDifference]]:
    """Return together the groups that one line can cause: a cell that rows share, a `by:`, a row that is lost or renamed.

    The new name of a row leaves the settlements of all its differences stale.
    """
    groups, settled = list(groups), {replace(difference, row="") for difference in stale}
    lost = Counter((one.source, one.table, one.row) for one, *_ in groups if one.kind == DifferenceKind.ONLY_SECOND)
    joined: dict[tuple[object, ...], list[CodingDifference]] = defaultdict(list)
    for group in groups:
        first, kinds = group[0], {difference.kind for difference in group}
        passages = frozenset(codings.find_passages(first))
        row, is_settled = (first.source, first.table, first.row), settled & {replace(one, row="") for one in group}
        if is_settled or (first.kind == DifferenceKind.ONLY_SECOND and (lost[row] > 1 or first.row.startswith(UNMATCHED))):
            what: tuple[object, ...] = row
        elif not passages:
            what = (first,)
        elif kinds <= {DifferenceKind.ATTRIBUTION, DifferenceKind.CERTAINTY}:
            what = (first.source, frozenset(kinds), passages)
        else:
            alike = {(difference.field, difference.kind, difference.first, difference.second) for difference in group}
            what = (first.source, first.table, frozenset(alike), passages, codings.list_lines(first))
        joined[what] += group
    return list(joined.values())


def report_differences(differences: Sequence[CodingDifference], causes: frozenset[Cause], codings: Codings) -> Problem:
    """Return the problem that unsettled differences are.

    What only an unmatched row of the second coding has may be what the first coding has in another row.
    """
    first = differences[0]
    is_unmatched = first.row.startswith(UNMATCHED)
    settlements = {Cause(SETTLEMENTS, first.table, first.row, first.field)}
    elsewhere = {locate_difference(first)._replace(row="")} if is_unmatched else set()
    spoils = {*map(name_values, differences), *(() if is_unmatched else map(locate_difference, differences))}
    spoils |= {Cause(RULED_CELLS, one.table, one.row, one.field) for one in differences}
    spoils |= {name_lost_row(first)} if is_unmatched else set()
    spoils |= {name_body(one.row) for one in differences if codings.says_body(one)}
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
        if (one.table, one.row, one.field) == (first.table, first.row, first.field)
    ]
    own = [one.field for one in differences if (one.table, one.row) == (first.table, first.row) and one.field != first.field]
    rows = [f"{one.table}/{one.row}" for one in differences if (one.table, one.row) != (first.table, first.row)]
    besides = f"; so do {', '.join(dict.fromkeys((*own, *rows)))}" if own or rows else ""
    return f"{describe_cell(first)} differs from the second coding {'; '.join(values[:5])}{besides}"


def describe_cell(difference: CodingDifference) -> str:
    """Return the name of the cell on which the codings differ."""
    return f"{difference.source}: {difference.table}/{difference.row}/{difference.field}"
