"""What a coder's file holds: a source's text passage by passage, with the cells that each passage supports beneath it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from curation.annotation.notation import Notation
from curation.schema.kinds import Certainty
from curation.schema.tables import Field, Table
from curation.sources.register import Source


@dataclass(frozen=True)
class Speaker:
    """Who says it: a person's or a body's id, the outlet through which it came, and the words that say so."""

    speaker: str
    via: str
    notation: Notation


@dataclass(frozen=True)
class Hedge:
    """The words that weaken a claim, and the certainty that they give it."""

    certainty: Certainty
    notation: Notation


class CodedCell(NamedTuple):
    """One cell as a coder wrote it: its column, and value, words and reason."""

    table: str
    row: str
    field: Field
    notation: Notation


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One row's coding in one passage, with the speaker and the hedge that reach its cells."""

    table: Table
    id: str
    cells: tuple[CodedCell, ...]
    by: Speaker | None
    hedge: Hedge | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a source. `start` and `end` are its place in the folded text."""

    number: int
    text: str
    start: int
    end: int
    rows: tuple[CodedRow, ...]
    uncoded: tuple[Notation, ...]
    line: int
    column: int

    @property
    def is_uncoded(self) -> bool:
        """Whether the passage as a whole is declared to have no place in the tables."""
        return any(not entry.words for entry in self.uncoded)


@dataclass(frozen=True)
class Annotation:
    """One source's annotation file, read."""

    source: Source
    file: str
    year: Notation | None
    fiscal_year: Notation | None
    """The country whose fiscal years the source means."""
    passages: tuple[Passage, ...]
    unread: tuple[tuple[int, int], ...] = ()
    """First and last line of each part that has proposals which nobody has read."""
