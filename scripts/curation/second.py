"""The second coding, made blind from the bare text, compared with the first claim by claim.

A sheet (annotations/second/SOURCE.csv) knows no row of the first coding: its rows are matched to the first's by the words
that they share. A difference stops the build until it is settled in writing. annotations/second/settlements.csv keeps every
difference that there ever was: settled for the first coding or for either, it must still be there; settled for the second,
the first coding was corrected, and it must be gone.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from curation.anchors import Span
from curation.annotations import FOLDER
from curation.claims import SEGMENT_JOINER, Claim, Speakers
from curation.evidence import Cited
from curation.expressions import spans_overlap
from curation.problems import Problem, shorten, suggest_nearest
from curation.readings import PARSERS
from curation.schemas import Field, Schemas
from curation.sources import Source, fold_spaces

SECOND = f"{FOLDER}/second"
SETTLEMENTS = f"{SECOND}/settlements.csv"
SHEET_COLUMNS = ("table", "row", "field", "value", "words", "by", "certainty")
SETTLEMENT_COLUMNS = ("source", "table", "row", "field", "kind", "first", "second", "ruling", "reason")
KINDS = {
    "value": "both codings have the cell and read it differently",
    "words": "both read the same thing from words that are cut differently",
    "only_first": "only the first coding has it",
    "only_second": "only the second coding has it",
    "attribution": "they give it to different speakers",
    "certainty": "they take it as differently certain",
}
RULINGS = {
    "first": "the first coding stands",
    "second": "the first coding was corrected",
    "either": "the words bear both; the first coding stands",
}
MOST_OCCURRENCES = 1000


@dataclass(frozen=True)
class Line:
    """One claim of the second coding. `spans` are all the places in the folded text where its words stand."""

    table: str
    row: str
    field: Field
    value: str
    words: str
    by: str
    certainty: str
    spans: tuple[Span, ...]
    number: int


@dataclass(frozen=True, order=True)
class Difference:
    """A cell of one source on which the two codings differ. `row` is the first coding's, or ~ and the second's."""

    source: str
    table: str
    row: str
    field: str
    kind: str
    first: str
    second: str


@dataclass(frozen=True)
class Comparison:
    """How the codings of all twice-coded sources compare, and the ruling on each difference ever found."""

    cells: int
    differences: tuple[Difference, ...]
    settlements: dict[Difference, str]
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


def read_sheets(root: Path, sources: dict[str, Source], schemas: Schemas) -> tuple[dict[str, list[Line]], list[Problem]]:
    """Read the second coding of each source that has one."""
    sheets: dict[str, list[Line]] = {}
    problems: list[Problem] = []
    for path in sorted((root / SECOND).glob("*.csv")):
        file = f"{SECOND}/{path.name}"
        if file == SETTLEMENTS:
            continue
        if path.stem not in sources:
            advice = suggest_nearest(path.stem, sources)
            problems.append(Problem(file, 0, 0, f"no source is named {path.stem!r}", advice, may_follow=True))
            continue
        records, found = read_csv(root, file, SHEET_COLUMNS)
        problems += found
        lines = [read_line(record, number, sources[path.stem], schemas, file) for number, record in records]
        problems += [line for line in lines if isinstance(line, Problem)]
        sheets[path.stem] = [line for line in lines if isinstance(line, Line)]
    return sheets, problems


def read_csv(root: Path, file: str, columns: tuple[str, ...]) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """Read a CSV file with these columns; each record comes with the line on which it ends."""
    try:
        text = (root / file).read_bytes().decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if tuple(reader.fieldnames or ()) != columns:
            return [], [Problem(file, 1, 1, f"header is {','.join(reader.fieldnames or ())}", f"write {','.join(columns)}")]
        records = [(reader.line_num, record) for record in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        return [], [Problem(file, 0, 0, f"cannot be read: {error}", "save it as CSV in UTF-8")]
    ragged = [number for number, record in records if None in record or None in record.values()]
    return records, [
        Problem(file, number, 1, f"not {len(columns)} cells", "quote cells that hold commas") for number in ragged
    ]


def read_line(record: dict[str, str], number: int, source: Source, schemas: Schemas, file: str) -> Line | Problem:
    table = schemas.get(record["table"])
    if table is None or not table.is_coded_by_hand:
        return Problem(file, number, 1, f"unknown table {record['table']!r}", suggest_nearest(record["table"], schemas))
    column = table.fields.get(record["field"])
    if column is None or not ("reads" in column.curation or "by" in column.curation):
        known = [name for name, item in table.fields.items() if "reads" in item.curation or "by" in item.curation]
        return Problem(
            file, number, 1, f"unknown field {table.name}.{record['field']}", suggest_nearest(record["field"], known)
        )
    spans: list[Span] = []
    for piece in fold_spaces(record["words"]).split(SEGMENT_JOINER):
        found = find_all(source.folded.folded, piece)
        if not found:
            return Problem(
                file, number, 1, f"words do not stand in the source: «{shorten(piece)}»", "copy them from the text"
            )
        spans += found
    return Line(
        table=table.name,
        row=record["row"],
        field=column,
        value=fold_spaces(record["value"]),
        words=fold_spaces(record["words"]),
        by=fold_spaces(record["by"]),
        certainty=record["certainty"] or "asserted",
        spans=tuple(spans),
        number=number,
    )


def find_all(text: str, words: str) -> list[Span]:
    spans: list[Span] = []
    start = text.find(words) if words else -1
    while start >= 0 and len(spans) < MOST_OCCURRENCES:
        spans.append((start, start + len(words)))
        start = text.find(words, start + 1)
    return spans


# Matching and comparing


def compare_codings(
    sheets: dict[str, list[Line]], claims: Iterable[Claim], schemas: Schemas, speakers: Speakers
) -> tuple[int, list[Difference]]:
    """Compare the codings of each twice-coded source; return the number of cells compared, and the differences."""
    by_source: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_source[claim.source].append(claim)
    names = collect_names([claim for found in by_source.values() for claim in found], schemas)
    cells = 0
    differences: set[Difference] = set()
    for source, lines in sheets.items():
        first = by_source[source]
        rows = match_rows(lines, first)
        compared = group_cells(lines, first, rows)
        differences |= find_borrowed_words(source, compared)
        cells += len(compared)
        for (table, row, _), (line_group, claim_group) in compared.items():
            for kind, one, other in compare_cell(line_group, claim_group, names, rows, speakers):
                column = (claim_group or line_group)[0].field.name
                differences.add(Difference(source, table, row, column, kind, one, other))
    return cells, sorted(differences)


RowMatch = dict[tuple[str, str], str]
"""The first coding's row for each table and row of the second."""


def match_rows(lines: Iterable[Line], claims: Iterable[Claim]) -> RowMatch:
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


Cells = dict[tuple[str, str, str], tuple[list[Line], list[Claim]]]


def group_cells(lines: Iterable[Line], claims: Iterable[Claim], rows: RowMatch) -> Cells:
    """Put the two codings of each cell together. Names that tie rows across sources are no part of a blind coding."""
    cells: Cells = defaultdict(lambda: ([], []))
    for line in lines:
        row = rows.get((line.table, line.row), f"~{line.row}")
        cells[line.table, row, line.field.name][0].append(line)
    for claim in claims:
        if not claim.field.curation.get("ties_sources"):
            cells[claim.table, claim.row, claim.field.name][1].append(claim)
    return dict(sorted(cells.items()))


def compare_cell(
    lines: list[Line], claims: list[Claim], names: dict[str, str], rows: RowMatch, speakers: Speakers
) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, first, second) for each difference on one cell.

    Codes and references are compared as sets of values; what is read out of words also by where the words stand.
    """
    column = (claims or lines)[0].field
    is_coded = "by" in column.curation or PARSERS[str(column.curation["reads"])].basis == "coded"
    is_exact = not is_coded or column.curation.get("by") == "words"
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
            kind = "words" if column.curation.get("reads") == "verbatim" or column.curation.get("by") == "words" else "value"
            yield kind, claim.reading.value, read[near[0].number]
        else:
            yield "only_first", claim.reading.value, ""
    for line in unmatched:
        yield "only_second", "", read[line.number]


def find_borrowed_words(source: str, cells: Cells) -> set[Difference]:
    """Find codes that rest on another row's words.

    Two coders may choose different words for one code. But where a claim shares words with none of the second coding's lines
    for its row, and shares them with a line for another row, its words were taken from there.
    """
    by_field: dict[tuple[str, str], list[tuple[str, list[Line]]]] = defaultdict(list)
    for (table, row, column), (lines, _) in cells.items():
        by_field[table, column].append((row, lines))
    borrowed = set()
    for (table, row, column), (lines, claims) in cells.items():
        for claim in claims if lines else ():
            if claim.field.curation.get("reads") != "code" or any(spans_overlap(line.spans, claim.spans) for line in lines):
                continue
            others = [
                other
                for other, theirs in by_field[table, column]
                if other != row and any(spans_overlap(line.spans, claim.spans) for line in theirs)
            ]
            if others:
                borrowed.add(Difference(source, table, row, column, "words", claim.words, f"words of {others[0]}"))
    return borrowed


def compare_attribution(
    lines: list[Line], claim: Claim, names: dict[str, str], speakers: Speakers
) -> Iterator[tuple[str, str, str]]:
    if "by" in claim.field.curation:
        return  # these columns are the attribution, and are compared as cells
    said_by = {names.get(line.by.casefold(), line.by) for line in lines}
    speaker = claim.attribution.speaker
    if not said_by & {speaker, speakers.body_of(speaker)}:
        yield (
            "attribution",
            f"{claim.reading.value} by {speaker or 'the source'}",
            " or ".join(sorted(name or "the source" for name in said_by)),
        )
    certainties = {line.certainty for line in lines}
    if claim.attribution.certainty not in certainties:
        yield "certainty", f"{claim.reading.value} {claim.attribution.certainty}", " or ".join(sorted(certainties))


def collect_names(claims: Iterable[Claim], schemas: Schemas) -> dict[str, str]:
    """Return the row that each printed name of a person or body stands for, in whatever source it is printed."""
    return {
        claim.reading.value.casefold(): claim.row
        for claim in claims
        if schemas[claim.table].speakers and claim.field.curation.get("names_row")
    }


def resolve_value(line: Line, names: dict[str, str], rows: RowMatch) -> str:
    """Return a second coding's value as the first would write it: a name becomes the row that it names."""
    is_reference = line.field.curation.get("reads") == "reference" or line.field.curation.get("by") in (
        "person",
        "body",
        "via",
    )
    if not is_reference:
        return line.value
    named = [first for (_, second), first in rows.items() if second == line.value]
    return names.get(line.value.casefold()) or (named[0] if named else line.value)


# Settlements


Settlements = dict[Difference, tuple[int, str, str]]
"""Each difference that there ever was, with the line of its settlement, the ruling and the reason."""


def read_settlements(root: Path) -> tuple[Settlements, list[Problem]]:
    if not (root / SETTLEMENTS).exists():
        return {}, []
    records, problems = read_csv(root, SETTLEMENTS, SETTLEMENT_COLUMNS)
    settled: Settlements = {}
    for number, record in records:
        if record["ruling"] not in RULINGS or not record["reason"]:
            advice = f"ruling is one of {', '.join(RULINGS)}"
            problems.append(Problem(SETTLEMENTS, number, 1, "settlement without a ruling and a reason", advice))
        difference = Difference(*(record[name] for name in SETTLEMENT_COLUMNS[:7]))
        settled[difference] = (number, record["ruling"], record["reason"])
    return settled, problems


def compare_with_second(
    root: Path, sources: dict[str, Source], claims: Iterable[Claim], schemas: Schemas, speakers: Speakers
) -> tuple[Comparison, list[Problem]]:
    """Compare all sheets, and report each difference that is not settled and each settlement of none."""
    sheets, problems = read_sheets(root, sources, schemas)
    settlements, found = read_settlements(root)
    cells, differences = compare_codings(sheets, claims, schemas, speakers)
    problems += found
    present = set(differences)
    kept = {difference for difference, (_, ruling, _) in settlements.items() if ruling != "second"}
    problems += [describe_difference(difference) for difference in differences if difference not in kept]
    problems += [
        Problem(
            SETTLEMENTS,
            settlements[difference][0],
            1,
            f"stale settlement: {describe_cell(difference)}: the codings no longer differ so",
            "remove it",
            may_follow=True,
        )
        for difference in sorted(kept - present)
    ]
    rulings = {difference: ruling for difference, (_, ruling, _) in settlements.items()}
    cited = tuple(Cited(SETTLEMENTS, number, 1, reason) for number, _, reason in settlements.values())
    return Comparison(cells, tuple(differences), rulings, cited), problems


def describe_difference(difference: Difference) -> Problem:
    what = f"{describe_cell(difference)} differs from the second coding ({difference.kind})"
    values = f"first «{shorten(difference.first, 120)}», second «{shorten(difference.second, 120)}»"
    advice = f"read the words again; correct the coding, or settle it in {SETTLEMENTS}"
    return Problem(f"{SECOND}/{difference.source}.csv", 0, 0, f"{what}: {values}", advice, may_follow=True)


def describe_cell(difference: Difference) -> str:
    return f"{difference.source}: {difference.table}/{difference.row}/{difference.field}"


def count_codings(root: Path, sources: dict[str, Source]) -> dict[str, int]:
    """Return how many times each source was coded: 2 where it has a second sheet."""
    return {name: 2 if (root / SECOND / f"{name}.csv").exists() else 1 for name in sources}
