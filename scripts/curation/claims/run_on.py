"""How `by:` runs on: a speaker named in one sentence of a quotation says its others too, where they have no `by:`."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from curation.annotation.causes import name_keys
from curation.annotation.document import Annotation, CodedCell, CodedRow, Hedge, Passage, Speaker
from curation.annotation.reader import NOBODY
from curation.claims.selectors import Miss, find_words
from curation.problems import Cause, Problem, join_places
from curation.schema.tables import Field
from curation.text.folding import Span, merge_spans
from curation.text.quotations import Quotation

RowName = tuple[int, str, str]
"""Passage, table and row."""


@dataclass(frozen=True)
class RunOn:
    """A `by:` that reaches a row of another passage: who speaks, the passage with the words, and the hedge on them there."""

    by: Speaker
    passage: Passage
    hedge: Hedge | None


@dataclass
class QuotedRow:
    """A row in one passage, and the quotation that its words are in; 0 is none."""

    passage: Passage
    entries: list[CodedRow]
    quotation: int = 0
    is_torn: bool = False
    """Whether some of its words are in the quotation and some are not."""

    @property
    def name(self) -> RowName:
        return self.passage.number, self.entries[0].table.name, self.entries[0].id

    @property
    def is_saying(self) -> bool:
        return self.entries[0].table.has_sayings

    @property
    def is_silent(self) -> bool:
        """Whether no `by:` is written for it."""
        return not any(row.by for row in self.entries)

    @cached_property
    def cells(self) -> list[CodedCell]:
        return [cell for row in self.entries for cell in row.cells]

    @cached_property
    def quoting(self) -> list[CodedCell]:
        """The cells whose words are quotations."""
        return [cell for cell in self.cells if covers_quotations(cell.field)]

    @property
    def given(self) -> list[RunOn]:
        """What runs on from it: a speaker with words. A `by:` that has only a reason is meant for its own sentence."""
        written = [(row.by, row.hedge) for row in self.entries if row.by]
        return [RunOn(by, self.passage, hedge) for by, hedge in written if by.speaker and by.notation.words]


class Regions:
    """The quotations of a source in its folded text. Several parts of the text may be one quotation."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = merge_spans(spans)
        self.same_as = list(range(len(self.spans)))

    def find(self, span: Span) -> int:
        """Return the number of the quotation in which the whole span is, or 0."""
        index = bisect_right(self.spans, span[0], key=lambda one: one[0]) - 1
        return self.follow(index) + 1 if index >= 0 and span[1] <= self.spans[index][1] else 0

    def touch(self, span: Span) -> bool:
        """Whether a part of a span is in a quotation."""
        index = bisect_right(self.spans, span[1], key=lambda one: one[0]) - 1
        return index >= 0 and span[0] < self.spans[index][1]

    def follow(self, index: int) -> int:
        """Return the index of the first of the spans that are one quotation with this one."""
        while self.same_as[index] != index:
            self.same_as[index] = self.same_as[self.same_as[index]]
            index = self.same_as[index]
        return index

    def join(self, pieces: Sequence[Span]) -> None:
        """Make the quotations of several spans one."""
        found = [self.find(span) - 1 for span in pieces]
        for index in found:
            self.same_as[index] = found[0]


def find_run_on(annotation: Annotation, quotations: Iterable[Quotation]) -> tuple[dict[RowName, RunOn], list[Problem]]:
    """Return the `by:` that runs on to rows without one, and a problem for each row of sayings that nobody says.

    What is between two marks is one quotation, and so is what the rows quote that have one name which ties neighbours.
    `by:` runs on in it from the sentences that have one to those that have none.
    """
    rows = list(list_attributed_rows(annotation))
    regions = find_regions(annotation, quotations, rows)
    groups: dict[int, list[QuotedRow]] = defaultdict(list)
    for row in rows:
        place_row(annotation, regions, row)
        groups[row.quotation].append(row)
    found: dict[RowName, RunOn] = {}
    problems: list[Problem] = []
    for number, group in groups.items():
        given = [one for row in group if number and not row.is_torn for one in row.given]
        named = sorted({name_speaker(one.by) for one in given})
        decided = {row.passage.number for row in group if row.is_saying and not row.is_silent}
        nameless: list[Problem] = []
        for row in (row for row in group if row.is_silent):
            speakers = [] if row.passage.number in decided else named
            if len(speakers) == 1 and not row.is_torn:
                found[row.name] = choose_nearest(row.passage, given)
            elif row.is_saying or speakers:
                (problems if speakers else nameless).append(report_silent(annotation, row, speakers))
        # One `by:` is enough for all sentences of a quotation, so one that is missing is one error.
        problems += [join_places(nameless)] if number and nameless else nameless
    return found, problems


def list_run_on_rows(annotation: Annotation, found: dict[RowName, RunOn]) -> dict[int, list[CodedRow]]:
    """Return, for each passage, the rows of others to which a `by:` of it runs on, with that `by:`, each row once."""
    rows: dict[int, dict[tuple[str, str], CodedRow]] = defaultdict(dict)
    for passage in annotation.passages:
        for row in passage.rows:
            reached = found.get((passage.number, row.table.name, row.id))
            if reached:
                rows[reached.passage.number][row.table.name, row.id] = replace(row, by=reached.by, hedge=reached.hedge)
    return {number: list(reached.values()) for number, reached in rows.items()}


def find_set_aside(annotation: Annotation) -> set[int]:
    """Return the positions in the text of single words that are `uncoded`: a mark in one of them is no quotation mark."""
    text, positions = annotation.source.folded, set[int]()
    for passage in annotation.passages:
        for entry in passage.uncoded:
            found = find_words(text, passage, entry.words[0]) if entry.words else Miss("", "")
            if not isinstance(found, Miss) and " " not in text.folded[slice(*found)]:
                positions.update(range(*text.unfold(*found)))
    return positions


def list_attributed_rows(annotation: Annotation) -> Iterator[QuotedRow]:
    """Return the rows that someone may say, each once for a passage."""
    for passage in annotation.passages:
        entries: dict[tuple[str, str], list[CodedRow]] = defaultdict(list)
        for row in passage.rows:
            if row.table.curation.attributed:
                entries[row.table.name, row.id].append(row)
        yield from (QuotedRow(passage, found) for found in entries.values())


def find_regions(annotation: Annotation, quotations: Iterable[Quotation], rows: Sequence[QuotedRow]) -> Regions:
    """Return the quotations of a source. Of one whose marks do not pair the end is not known: it is left out."""
    text = annotation.source.folded
    marked = []
    for quotation in quotations:
        inside = text.text[quotation.start : quotation.end]
        start = quotation.start + len(inside) - len(inside.lstrip())
        marked += [] if quotation.fault else [text.fold(start, quotation.start + len(inside.rstrip()))]
    one: dict[str, list[Span]] = defaultdict(list)
    for row in rows:
        quoted = list_spans(annotation, row.passage, row.quoting)
        marked += quoted
        ties = {cell.notation.value for cell in row.cells if cell.field.parse and cell.field.parse.ties_neighbours}
        for name in ties or {f"{row.name}"}:
            one[name] += quoted
    regions = Regions(marked)
    for pieces in one.values():
        regions.join(pieces)
    return regions


def place_row(annotation: Annotation, regions: Regions, row: QuotedRow) -> None:
    """Find the quotation in which a row's words are: of a saying those that it quotes, else all that it rests on."""
    if not regions.touch((row.passage.start, row.passage.end)):
        return
    spans = list_spans(annotation, row.passage, row.quoting if row.is_saying else row.cells)
    if not spans and not row.is_saying:
        spans = [(row.passage.start, row.passage.end)]
    numbers = {regions.find(span) for span in spans}
    row.is_torn = len(numbers) > 1
    row.quotation = max(numbers, default=0)


def list_spans(annotation: Annotation, passage: Passage, cells: Iterable[CodedCell]) -> list[Span]:
    """Return the spans of the words of cells. Words that are not found are a problem of their own."""
    found = [find_words(annotation.source.folded, passage, words) for cell in cells for words in cell.notation.words]
    return [span for span in found if not isinstance(span, Miss)]


def covers_quotations(column: Field) -> bool:
    """Whether the claims of a field account for quotations."""
    return bool(column.parse and column.parse.covers)


def name_speaker(by: Speaker) -> str:
    """Return a speaker as `by:` has it."""
    return f"{by.speaker} via {by.via}" if by.via else by.speaker


def choose_nearest(passage: Passage, given: Sequence[RunOn]) -> RunOn:
    """Return the last `by:` before a passage, or the first after it."""
    return given[max(0, bisect_right(given, passage.number, key=lambda one: one.passage.number) - 1)]


def report_silent(annotation: Annotation, row: QuotedRow, speakers: Sequence[str]) -> Problem:
    """Return the problem of a row of which it is not known who says it."""
    number, table, name = row.name
    file, first = annotation.file, row.entries[0]
    message, advice = f"{table}/{name}: nobody speaks", f"write by: id <- words, or by: {NOBODY} -- why no one is named"
    if row.is_torn and speakers:
        message = f"{table}/{name}: some of its words are in a quotation of {speakers[0]}, and some are not"
        advice = f"write beneath the row: by: who says it, or by: {NOBODY} -- reason, where the source speaks"
    elif speakers:
        message = f"{table}/{name}: its quotation has several speakers: {', '.join(speakers)}"
        advice = "write by: for this sentence"
    rows = {Cause(file, other.table.name, other.id, passage=number) for other in row.passage.rows}
    fields = {Cause(file, table, name, column.name, number) for column in first.table.fields.values()}
    follows = {Cause(f"{file}:{first.line}"), Cause(name_keys(file, number), field="by")}
    follows |= {cause for cause in fields if covers_quotations(first.table.fields[cause.field])}
    spoils = frozenset({*rows, Cause(file, field="uncoded", passage=number)})
    return Problem(file, first.line, first.column, message, advice, spoils=spoils, follows=frozenset(follows))
