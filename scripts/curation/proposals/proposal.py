"""A proposal: a line that a coder may accept or strike."""

from __future__ import annotations

from dataclasses import dataclass

from curation.text.folding import Span

BY, HEDGE, UNCODED = "by", "hedge", "uncoded"
SHARED = "*"
"""The name of the row whose cells all rows of its table in the passage share."""


@dataclass(frozen=True)
class Proposal:
    """A cell of a row, or what a passage has beside its rows: `by`, `hedge` or `uncoded`; and the rule that found it."""

    rule: str
    passage: int
    table: str = ""
    row: str = ""
    field: str = ""
    value: str = ""
    """Where the words do not give it, and of a code or a reference."""
    spans: tuple[Span, ...] = ()
    """Where its words are in the folded text."""
    is_sure: bool = True
    needs_reason: bool = False
    reason: str = ""
    """Why its words mean its value, where a rule knows that. Else a reader writes it."""
    chances: tuple[float, ...] = ()
    """How likely its answer, its words and its row are, where a learned rule says that."""
