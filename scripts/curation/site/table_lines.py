"""The lines of a table's page: what those under each other have in common is said once, and long tables are cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from curation.site.columns import PublishedColumn
from curation.site.values import ShownValue

ROW, FIELD = "row_id", "field_name"
MOST_BYTES = 240_000
"""About how many bytes of rows one file has; of the rows of a file the script shows 200 at a time, and sorts all."""


@dataclass(frozen=True)
class TableCell:
    """One cell of a table: its values, what to sort it by, the link to its words, and whether the articles differ.

    `rows` is how many lines it is for, 0 where the line above has it.
    """

    values: list[ShownValue]
    sort: str = ""
    href: str = ""
    is_disputed: bool = False
    rows: int = 1


@dataclass(frozen=True)
class TableHead:
    """What a row is called, or what several rows are about, with the link to it and its own address."""

    name: str
    href: str
    anchor: str = ""


@dataclass(frozen=True)
class TableLine:
    """A line of a table's page. It is of several rows where these are alike in all that is shown but the column's name."""

    cells: list[TableCell]
    rows: int = 1


@dataclass(frozen=True)
class TableGroup:
    """Consecutive rows of a table that are about one thing."""

    head: TableHead
    lines: list[TableLine]


def list_fields_of_equal(group: TableGroup, place: int) -> TableGroup:
    """Return a group with one line for the rows that differ in no more than the column that they are about."""
    found: dict[tuple[tuple[str, ...], ...], list[TableLine]] = {}
    for line in group.lines:
        rest = tuple(tuple(one.text for one in cell.values) for cell in (*line.cells[:place], *line.cells[place + 1 :]))
        found.setdefault(rest, []).append(line)
    lines = []
    for alike in found.values():
        counts = Counter(one.text for line in alike for one in line.cells[place].values)
        named = [ShownValue(f"{name} ×{number}" if number > 1 else name) for name, number in counts.items()]
        is_disputed = any(line.cells[place].is_disputed for line in alike)
        cell = TableCell([ShownValue(", ".join(one.text for one in named))] if named else [], is_disputed=is_disputed)
        lines.append(TableLine([*alike[0].cells[:place], cell, *alike[0].cells[place + 1 :]], len(alike)))
    return TableGroup(group.head, lines)


def join_equal(group: TableGroup, places: dict[str, int]) -> TableGroup:
    """Return a group in which the name of a row or of a column is there once for the lines on it."""
    lines = [list(line.cells) for line in group.lines]
    for name, place in places.items():
        same = [place, *([places[ROW]] if name == FIELD and ROW in places else [])]
        first = 0
        for number in range(1, len(lines)):
            cells = group.lines[number].cells
            if cells[place].values and is_same(cells, group.lines[first].cells, same):
                lines[first][place] = replace(lines[first][place], rows=number - first + 1)
                lines[number][place] = replace(lines[number][place], rows=0)
            else:
                first = number
    return TableGroup(group.head, list(map(TableLine, lines)))


def is_same(one: Sequence[TableCell], other: Sequence[TableCell], places: Sequence[int]) -> bool:
    """Return whether two lines show the same in some places."""
    return all(one[place].values == other[place].values for place in places)


def cut_groups(groups: Iterable[TableGroup], most: int = MOST_BYTES) -> list[list[TableGroup]]:
    """Return the rows of each file. A group that is larger than a file is on several."""
    pages: list[list[TableGroup]] = [[]]
    room = most
    for group in groups:
        room -= measure_head(group.head)
        for line in group.lines:
            size = measure_line(line.cells)
            if size > room and pages[-1]:
                pages.append([])
                room = most - measure_head(group.head)
            if not pages[-1] or pages[-1][-1].head is not group.head:
                pages[-1].append(TableGroup(group.head, []))
            pages[-1][-1].lines.append(line)
            room -= size
    return [[cut_rows(group) for group in page] for page in pages]


def cut_rows(group: TableGroup) -> TableGroup:
    """Return a group whose first line has all its cells, and of which no cell is for more lines than there are."""
    lines = [list(line.cells) for line in group.lines]
    for place in range(len(lines[0])):
        if lines[0][place].rows == 0:
            rest = next((number for number, line in enumerate(lines) if line[place].rows), len(lines))
            lines[0][place] = replace(lines[0][place], rows=rest)
        for number, line in enumerate(lines):
            if line[place].rows > len(lines) - number:
                line[place] = replace(line[place], rows=len(lines) - number)
    return TableGroup(group.head, [TableLine(cells, line.rows) for cells, line in zip(lines, group.lines, strict=True)])


def measure_head(head: TableHead) -> int:
    """Return about how many bytes the head of a group takes."""
    return len(head.name.encode("utf-8", "replace")) + len(head.href) + 40


def measure_line(line: Sequence[TableCell]) -> int:
    """Return about how many bytes a line takes."""
    texts = (len(value.text.encode("utf-8", "replace")) + len(value.href) + 5 for cell in line for value in cell.values)
    return sum(texts) + sum(len(cell.href) + 16 for cell in line if cell.values) + 12


def trim_line(line: TableLine, columns: Sequence[PublishedColumn]) -> list[tuple[TableCell, PublishedColumn, int]]:
    """Return the cells that a line has itself, each with its column and place, without empty ones at the line's end."""
    last = max((number for number, cell in enumerate(line.cells, 1) if cell.values), default=0)
    places = zip(line.cells[:last], columns, range(last), strict=False)
    return [(cell, column, place) for cell, column, place in places if cell.rows]
