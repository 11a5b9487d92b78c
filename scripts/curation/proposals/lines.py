"""Lines of an annotation, written by a coder or proposed, so that the two can be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as defined

from curation.annotation.document import Annotation, CodedRow, Passage
from curation.annotation.notation import Notation
from curation.claims.selectors import Miss, find_words
from curation.proposals.proposal import BY, HEDGE, SHARED, UNCODED, Proposal
from curation.text.folding import Span

MARKS_OF_A_LINE = 8
"""Characters of a line beside its parts: the indent, the colon, the arrow."""
MARKS_OF_A_HEADING = 4
"""Characters of a line that names a row beside its table and its name: the indent, the slash, the colon."""


@dataclass(frozen=True)
class CodedLine:
    """A cell, or a `by`, `hedge` or `uncoded`. Of shared cells it has all rows that share them."""

    start: int
    """Where its passage begins in the folded text."""
    table: str
    rows: frozenset[str]
    field: str
    value: str
    spans: tuple[Span, ...]
    length: int = defined(default=0, compare=False)
    """Characters that it takes to write it."""
    rule: str = defined(default="", compare=False)
    reason: str = defined(default="", compare=False)


def list_lines(annotation: Annotation) -> Iterator[CodedLine]:
    """Yield what a coder wrote, line by line; what several rows share once."""
    for passage in annotation.passages:
        found: dict[tuple[int, int, str], CodedLine] = {}
        for notation, line in list_written_lines(annotation, passage):
            key = notation.line, notation.column, line.field
            before = found.get(key)
            found[key] = replace(line, rows=line.rows | before.rows) if before else line
        yield from found.values()


def list_headings(annotation: Annotation) -> Iterator[CodedLine]:
    """Yield the lines that name the rows of each passage, as lines without a field; not "table/*"."""
    for passage in annotation.passages:
        for table, row in dict.fromkeys((row.table.name, row.id) for row in passage.rows):
            length = len(table) + len(row) + MARKS_OF_A_HEADING
            yield CodedLine(passage.start, table, frozenset({row}), "", "", (), length)


def list_written_lines(annotation: Annotation, passage: Passage) -> Iterator[tuple[Notation, CodedLine]]:
    """Yield each line of a passage with its notation; one that several rows share once for each of them."""
    for row in passage.rows:
        for notation, line in list_row_lines(passage, row):
            yield notation, replace(line, spans=find_spans(annotation, passage, notation))
    for notation in passage.uncoded:
        yield notation, replace(make_line(passage, notation, UNCODED), spans=find_spans(annotation, passage, notation))


def list_row_lines(passage: Passage, row: CodedRow) -> Iterator[tuple[Notation, CodedLine]]:
    """Yield the lines of one row, without where their words are."""
    if row.by:
        speaker = " via ".join(filter(None, (row.by.speaker, row.by.via)))
        yield row.by.notation, make_line(passage, row.by.notation, BY, speaker)
    if row.hedge:
        yield row.hedge.notation, make_line(passage, row.hedge.notation, HEDGE, row.hedge.certainty)
    for cell in row.cells:
        line = make_line(passage, cell.notation, cell.field.name, cell.notation.value)
        yield cell.notation, replace(line, table=cell.table, rows=frozenset({cell.row}))


def make_line(passage: Passage, notation: Notation, name: str, value: str = "") -> CodedLine:
    """Return a line that belongs to no row."""
    length = len(name) + len(value) + sum(map(len, notation.words)) + len(notation.reason) + MARKS_OF_A_LINE
    return CodedLine(passage.start, "", frozenset(), name, value, (), length, reason=notation.reason)


def find_spans(annotation: Annotation, passage: Passage, notation: Notation) -> tuple[Span, ...]:
    """Return where the words of a notation are; none where it rests on the whole passage.

    A code alone that is itself a word of the passage rests on that word: arrived.
    """
    own = re.findall(rf"(?<![\w-]){re.escape(notation.value)}(?![\w-])", passage.text) if notation.value else []
    written = notation.words or (own if len(own) == 1 else [])
    spans = [find_words(annotation.source.folded, passage, words) for words in written]
    return tuple(span for span in spans if not isinstance(span, Miss))


def list_proposed(proposals: Sequence[Proposal], starts: Sequence[int]) -> Iterator[CodedLine]:
    """Yield the lines that were proposed; `starts` has where each passage begins."""
    sharers: dict[tuple[int, str], set[str]] = defaultdict(set)
    for one in proposals:
        if one.row not in ("", SHARED):
            sharers[one.passage, one.table].add(one.row)
    for one in proposals:
        rows = sharers[one.passage, one.table] if one.row == SHARED else filter(None, [one.row])
        line = CodedLine(starts[one.passage - 1], one.table, frozenset(rows), one.field, one.value, one.spans)
        yield replace(line, rule=one.rule, reason=one.reason)
