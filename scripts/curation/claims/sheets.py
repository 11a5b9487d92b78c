"""The sheets of the second coding (annotations/second/SOURCE.csv) and the settlements of its differences."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath

from curation.characters import REMOVE, report_lines
from curation.files import has_file, list_files, read_file
from curation.paths import ANNOTATIONS, REGISTER, SECOND, SEGMENT_JOINER, SETTLEMENTS
from curation.problems import Cause, Problem, shorten, suggest_nearest
from curation.records import Records, read_csv
from curation.schema.kinds import Certainty
from curation.schema.tables import Field, Schemas
from curation.sources.register import Source
from curation.text.folding import Span, fold_spaces

SHEET_COLUMNS = ("table", "row", "field", "value", "words", "by", "certainty")
SETTLEMENT_COLUMNS = ("source", "table", "row", "field", "kind", "first", "second", "ruling", "reason")


class DifferenceKind(StrEnum):
    """On what the two codings of a cell differ."""

    VALUE = "value"
    WORDS = "words"
    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"
    ATTRIBUTION = "attribution"
    CERTAINTY = "certainty"


class Settlement(StrEnum):
    """For which coding a difference was settled."""

    FIRST = "first"
    SECOND = "second"
    EITHER = "either"


KINDS = {
    DifferenceKind.VALUE: "both codings have the cell and read it differently",
    DifferenceKind.WORDS: "both read the same thing from words that are cut differently",
    DifferenceKind.ONLY_FIRST: "only the first coding has it",
    DifferenceKind.ONLY_SECOND: "only the second coding has it",
    DifferenceKind.ATTRIBUTION: "they give it to different speakers",
    DifferenceKind.CERTAINTY: "they take it as differently certain",
}
RULINGS = {
    Settlement.FIRST: "the first coding is kept",
    Settlement.SECOND: "the first coding was corrected",
    Settlement.EITHER: "the words bear both; the first coding is kept",
}
MOST_OCCURRENCES = 1000


@dataclass(frozen=True)
class SheetLine:
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
class CodingDifference:
    """A cell of one source on which the two codings differ. `row` is the first coding's, or ~ and the second's."""

    source: str
    table: str
    row: str
    field: str
    kind: str
    first: str
    second: str


def read_sheets(root: Path, sources: dict[str, Source], schemas: Schemas) -> tuple[dict[str, list[SheetLine]], list[Problem]]:
    """Read the second coding of each source that has one."""
    sheets: dict[str, list[SheetLine]] = {}
    files, problems = list_files(root, SECOND, ".csv")
    for file in files:
        if file == SETTLEMENTS:
            continue
        stem = PurePosixPath(file).stem
        if stem not in sources:
            advice = suggest_nearest(stem, sources)
            follows = frozenset({Cause(f"{ANNOTATIONS}/{stem}.yaml"), Cause(REGISTER, row=stem)})
            gone = (name for name, count in count_codings(root, sources).items() if count < 2)
            meant = frozenset(Cause(f"{SECOND}/{name}.csv") for name in gone)
            message = f"no source is named {stem!r}"
            problems.append(Problem(file, 0, 0, message, advice, spoils=meant, follows=follows))
            continue
        records, found = read_known_columns(root, file, SHEET_COLUMNS)
        problems += found
        lines = [read_line(record, number, sources[stem], schemas, file) for number, record in records]
        problems += [line for line in lines if isinstance(line, Problem)]
        if not records and not found:
            advice = "write a line for each claim, or remove the file: the source then counts as coded once"
            problems.append(Problem(file, 1, 1, "a sheet without a line", advice, spoils=frozenset({Cause(file)})))
        sheets[stem] = [line for line in lines if isinstance(line, SheetLine)]
    return sheets, problems


def read_known_columns(root: Path, file: str, columns: tuple[str, ...]) -> tuple[Records, list[Problem]]:
    """Read a CSV file with these columns; each record comes with the line on which it ends."""
    whole = frozenset({Cause(file)})
    found = read_file(root, file)
    if isinstance(found, Problem):
        return [], [replace(found, spoils=whole)]
    content = (found or b"").removeprefix(codecs.BOM_UTF8)
    problems = report_lines(file, content.decode("utf-8", errors="replace"), REMOVE)
    if problems:
        return [], [replace(problem, spoils=whole) for problem in problems]
    header, records, problems = read_csv(file, content)
    if tuple(header) != columns:
        problems = [] if header else problems
        problems = problems or [Problem(file, 1, 1, f"header is {','.join(header)}", f"write {','.join(columns)}")]
        records = []
    return records, [replace(problem, spoils=whole) for problem in problems]


def read_line(record: dict[str, str], number: int, source: Source, schemas: Schemas, file: str) -> SheetLine | Problem:
    """Read one line of a sheet, or say what is wrong with it."""
    table = schemas.get(record["table"])
    column = table.fields.get(record["field"]) if table else None
    lost = Cause(file, table.name if table else "", field=column.name if column else "")

    def fail(message: str, advice: str) -> Problem:
        return Problem(file, number, 1, message, advice, spoils=frozenset({lost}))

    if table is None or not table.is_coded_by_hand:
        return fail(f"unknown table {record['table']!r}", suggest_nearest(record["table"], schemas))
    if column is None or not column.is_compared:
        known = [name for name, item in table.fields.items() if item.is_compared]
        return fail(f"unknown field {table.name}.{record['field']}", suggest_nearest(record["field"], known))
    spans: list[Span] = []
    for piece in fold_spaces(record["words"]).split(SEGMENT_JOINER):
        found = find_all(source.folded.folded, piece)
        if not found:
            return fail(f"the words are not in the source: «{shorten(piece)}»", "copy them from the text")
        spans += found
    return SheetLine(
        table=table.name,
        row=record["row"],
        field=column,
        value=fold_spaces(record["value"]),
        words=fold_spaces(record["words"]),
        by=fold_spaces(record["by"]),
        certainty=record["certainty"] or Certainty.ASSERTED,
        spans=tuple(spans),
        number=number,
    )


def find_all(text: str, words: str) -> list[Span]:
    """Return every place where words occur in a text."""
    spans: list[Span] = []
    start = text.find(words) if words else -1
    while start >= 0 and len(spans) < MOST_OCCURRENCES:
        spans.append((start, start + len(words)))
        start = text.find(words, start + 1)
    return spans


Settlements = dict[CodingDifference, tuple[int, str, str]]
"""Each difference that there ever was, with the line of its settlement, the ruling and the reason."""


def read_settlements(root: Path) -> tuple[Settlements, list[Problem]]:
    """Read settlements.csv: how each difference ever found was settled, and why."""
    if not has_file(root, SETTLEMENTS):
        return {}, []
    records, problems = read_known_columns(root, SETTLEMENTS, SETTLEMENT_COLUMNS)
    settled: Settlements = {}
    for number, record in records:
        if record["ruling"] not in RULINGS or not record["reason"]:
            advice = f"ruling is one of {', '.join(RULINGS)}"
            spoils = frozenset({Cause(SETTLEMENTS, record["table"], record["row"], record["field"])})
            message = "settlement without a ruling and a reason"
            problems.append(Problem(SETTLEMENTS, number, 1, message, advice, spoils=spoils))
        difference = CodingDifference(*(record[name] for name in SETTLEMENT_COLUMNS[:7]))
        settled[difference] = (number, record["ruling"], record["reason"])
    return settled, problems


def count_codings(root: Path, sources: dict[str, Source]) -> dict[str, int]:
    """Return how many times each source was coded: 2 where it has a second sheet."""
    sheets = {*list_files(root, SECOND, ".csv")[0]}
    return {name: 2 if f"{SECOND}/{name}.csv" in sheets else 1 for name in sources}
