"""The second coding, made blind from the bare text, compared with the first claim by claim.

A sheet knows no row of the first coding: its rows are matched to the first's by the words that they share. A difference
stops the build until it is settled in writing. annotations/second/settlements.csv keeps every difference ever found:
settled for the first coding or for either, it must still be there; settled for the second, the first coding was corrected,
and it must be gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from curation.annotation.document import Annotation
from curation.annotation.evidence import Cited
from curation.claims.claim import Claim, Speakers
from curation.claims.differences import (
    UNMATCHED,
    collect_codings,
    group_differences,
    join_rows,
    report_differences,
    report_missing_sheet,
    report_stale_settlements,
)
from curation.claims.sheets import (
    KINDS,
    RULINGS,
    CodingDifference,
    DifferenceKind,
    Settlement,
    SheetLine,
    read_settlements,
    read_sheets,
)
from curation.claims.speaker_words import list_used_rows, names_speaker
from curation.files import has_file
from curation.paths import SECOND, SETTLEMENTS
from curation.problems import Problem
from curation.schema.kinds import Basis, ParserName
from curation.schema.tables import Schemas
from curation.sources.register import Source
from curation.text.folding import spans_overlap


@dataclass(frozen=True)
class CodingComparison:
    """How the codings of all twice-coded sources compare, and the ruling on each difference ever found."""

    cells: int
    differences: tuple[CodingDifference, ...]
    settlements: dict[CodingDifference, str]
    cited: tuple[Cited, ...] = ()
    """The settlements' reasons."""

    def count_settled(self, kind: str, ruling: str) -> int:
        return sum((item.kind, ruled) == (kind, ruling) for item, ruled in self.settlements.items())

    def count_cells(self) -> int:
        """Return the number of cells on which there ever was a difference."""
        return len({(item.source, item.table, item.row, item.field) for item in self.settlements})

    def describe(self) -> list[str]:
        """Say how many cells were compared, how many differed, of what kind, and how each kind was settled."""
        found = f"{len(self.settlements)} differences ever found, on {self.count_cells()} cells"
        lines = [f"second coding: {self.cells} cells compared; {found}"]
        lines.append(f"  {'kind':<12}" + "".join(f"{ruling:>8}" for ruling in RULINGS))
        lines += [f"  {kind:<12}" + "".join(f"{self.count_settled(kind, ruling):>8}" for ruling in RULINGS) for kind in KINDS]
        return lines


def compare_codings(
    sheets: dict[str, list[SheetLine]], claims: Iterable[Claim], schemas: Schemas, speakers: Speakers
) -> tuple[int, list[CodingDifference]]:
    """Compare the codings of each twice-coded source; return the number of cells compared, and the differences."""
    by_source: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_source[claim.source].append(claim)
    named = [claim for found in by_source.values() for claim in found if names_speaker(claim, schemas)]
    cells = 0
    differences: set[CodingDifference] = set()
    for source, lines in sheets.items():
        first = by_source[source]
        names = collect_names(first, named, schemas)
        rows = match_rows(lines, first)
        compared = group_cells(lines, first, rows)
        differences |= find_borrowed_codes(source, compared)
        cells += len(compared)
        for (table, row, _), (line_group, claim_group) in compared.items():
            for kind, one, other in compare_cell(line_group, claim_group, names, rows, speakers):
                column = (claim_group or line_group)[0].field.name
                differences.add(CodingDifference(source, table, row, column, kind, one, other))
    return cells, sorted(differences)


RowMatch = dict[tuple[str, str], str]
"""The first coding's row for each table and row of the second."""


def match_rows(lines: Iterable[SheetLine], claims: Iterable[Claim]) -> RowMatch:
    """Match rows by the words that they share: the pair that shares most comes first, and each row is matched once."""
    by_field: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_field[claim.table, claim.field.name].append(claim)
    scores: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in lines:
        for claim in by_field[line.table, line.field.name]:
            if spans_overlap(line.spans, claim.spans):
                scores[line.table, line.row, claim.row] += 3 if line.value == claim.reading.value else 1
    matched: RowMatch = {}
    taken: set[tuple[str, str]] = set()
    for (table, second, first), _ in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if (table, second) not in matched and (table, first) not in taken:
            matched[table, second] = first
            taken.add((table, first))
    return matched


ComparedCells = dict[tuple[str, str, str], tuple[list[SheetLine], list[Claim]]]


def group_cells(lines: Iterable[SheetLine], claims: Iterable[Claim], rows: RowMatch) -> ComparedCells:
    """Put the two codings of each cell together. Names that tie rows across sources are no part of a blind coding."""
    cells: ComparedCells = defaultdict(lambda: ([], []))
    for line in lines:
        row = rows.get((line.table, line.row), f"{UNMATCHED}{line.row}")
        cells[line.table, row, line.field.name][0].append(line)
    for claim in claims:
        if not (claim.field.parse and claim.field.parse.ties_sources):
            cells[claim.table, claim.row, claim.field.name][1].append(claim)
    return dict(sorted(cells.items()))


def compare_cell(
    lines: list[SheetLine], claims: list[Claim], names: dict[str, str], rows: RowMatch, speakers: Speakers
) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, first, second) for each difference on one cell.

    Codes and references are compared as sets of values; what is read out of words also by where the words stand.
    """
    column = (claims or lines)[0].field
    is_exact = column.basis != Basis.CODED
    read = {line.number: resolve_value(line, names, rows) for line in lines}
    alike = [
        [
            line
            for line in lines
            if read[line.number] == claim.reading.value and (not is_exact or spans_overlap(line.spans, claim.spans))
        ]
        for claim in claims
    ]
    matched = {line.number for same in alike for line in same}
    unmatched = [line for line in lines if line.number not in matched]
    for claim, same in zip(claims, alike, strict=True):
        if same:
            yield from compare_attribution(same, claim, names, speakers)
            continue
        near = [line for line in unmatched if not is_exact or spans_overlap(line.spans, claim.spans)]
        if near:
            unmatched.remove(near[0])
            kind = DifferenceKind.WORDS if column.basis == Basis.VERBATIM else DifferenceKind.VALUE
            yield kind, claim.reading.value, read[near[0].number]
        else:
            yield DifferenceKind.ONLY_FIRST, claim.reading.value, ""
    for line in unmatched:
        yield DifferenceKind.ONLY_SECOND, "", read[line.number]


def find_borrowed_codes(source: str, cells: ComparedCells) -> set[CodingDifference]:
    """Find codes that rest on another row's words.

    Two coders may choose different words for one code. But where a claim shares words with none of the second coding's lines
    for its row, and shares them with a line for another row, its words were taken from there.
    """
    by_field: dict[tuple[str, str], list[tuple[str, list[SheetLine]]]] = defaultdict(list)
    for (table, row, column), (lines, _) in cells.items():
        by_field[table, column].append((row, lines))
    borrowed = set()
    for (table, row, column), (lines, claims) in cells.items():
        for claim in claims if lines else ():
            if claim.field.reads != ParserName.CODE or any(spans_overlap(line.spans, claim.spans) for line in lines):
                continue
            others = [
                other
                for other, theirs in by_field[table, column]
                if other != row and any(spans_overlap(line.spans, claim.spans) for line in theirs)
            ]
            if others:
                borrowed.add(
                    CodingDifference(source, table, row, column, DifferenceKind.WORDS, claim.words, f"words of {others[0]}")
                )
    return borrowed


def compare_attribution(
    lines: list[SheetLine], claim: Claim, names: dict[str, str], speakers: Speakers
) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, first, second) where both codings have a value and differ on who says it or how surely."""
    if claim.field.speaker:
        return  # these columns are the attribution, and are compared as cells
    said_by = {names.get(line.by.casefold(), line.by) for line in lines}
    speaker = claim.attribution.speaker
    if not said_by & {speaker, speakers.body_of(speaker)}:
        yield (
            DifferenceKind.ATTRIBUTION,
            f"{claim.reading.value} by {speaker or 'the source'}",
            " or ".join(sorted(name or "the source" for name in said_by)),
        )
    certainties = {line.certainty for line in lines}
    if claim.attribution.certainty not in certainties:
        yield (
            DifferenceKind.CERTAINTY,
            f"{claim.reading.value} {claim.attribution.certainty}",
            " or ".join(sorted(certainties)),
        )


def collect_names(first: Sequence[Claim], named: Iterable[Claim], schemas: Schemas) -> dict[str, str]:
    """Return the row that each printed name of a person or body means in a source, by its first coding.

    A full name may be coded in another source. It counts where the source itself uses the row, so that no source that is
    added changes what the words of this one mean.
    """
    used = list_used_rows(first, schemas)
    full = [claim for claim in named if claim.row in used and not claim.field.is_set]
    own = [claim for claim in first if names_speaker(claim, schemas)]
    return {claim.reading.value.casefold(): claim.row for claim in (*full, *own)}


def resolve_value(line: SheetLine, names: dict[str, str], rows: RowMatch) -> str:
    """Return a second coding's value as the first would write it: a name becomes the row that it names."""
    is_reference = line.field.reads == ParserName.REFERENCE or (line.field.speaker and line.field.basis == Basis.CODED)
    if not is_reference:
        return line.value
    named = [first for (_, second), first in rows.items() if second == line.value]
    return names.get(line.value.casefold()) or (named[0] if named else line.value)


def compare_with_second(
    root: Path,
    sources: dict[str, Source],
    annotations: Sequence[Annotation],
    claims: Sequence[Claim],
    schemas: Schemas,
    speakers: Speakers,
) -> tuple[CodingComparison, list[Problem]]:
    """Compare all sheets, and report each difference that is not settled and each settlement of none."""
    sheets, problems = read_sheets(root, sources, schemas)
    settlements, found = read_settlements(root)
    cells, differences = compare_codings(sheets, claims, schemas, speakers)
    problems += found
    present = set(differences)
    kept = {difference for difference, (_, ruling, _) in settlements.items() if ruling != Settlement.SECOND}
    unsettled = [difference for difference in differences if difference not in kept]
    stale = sorted(difference for difference in kept - present if difference.source in sheets)
    codings = collect_codings(schemas, annotations, sheets, claims)
    torn = {
        (item.source, item.table)
        for item in (*unsettled, *stale)
        if item.row.startswith(UNMATCHED) or (item in kept and item.kind == DifferenceKind.ONLY_FIRST)
    }
    for group in join_rows(group_differences(unsettled, schemas), stale, codings):
        # The same problem for each, since each has its own causes.
        problems += [report_differences(group, codings.trace(difference, torn), codings) for difference in group]
    problems += report_stale_settlements(stale, settlements, codings, torn)
    missing = [name for name in {one.source for one in settlements} if not has_file(root, f"{SECOND}/{name}.csv")]
    problems += [report_missing_sheet(source, settlements, sheets) for source in sorted(missing)]
    rulings = {difference: ruling for difference, (_, ruling, _) in settlements.items()}
    cited = tuple(Cited(SETTLEMENTS, number, 1, reason) for number, _, reason in settlements.values())
    return CodingComparison(cells, tuple(differences), rulings, cited), problems
