"""What is wrong, where, and what to do about it. Problems are values; only the command line prints them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong at one place. `line` and `column` count from 1; 0 means the file as a whole."""

    file: str
    line: int
    column: int
    message: str
    advice: str = ""
    is_warning: bool = False
    may_follow: bool = False
    """Whether it may be only the consequence of another problem; then it is shown where there is no other."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        kind = "warning: " if self.is_warning else ""
        return f"{place}: {kind}{self.message}" + (f"\n    → {self.advice}" if self.advice else "")


def suggest_nearest(word: str, known: Iterable[str]) -> str:
    """Return advice that names the known word nearest to a mistyped one, or lists the known ones."""
    names = sorted(known)
    near = difflib.get_close_matches(word[:200], names, n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"known are: {shown}" if names else "none is known"


def shorten(text: str, limit: int = 80) -> str:
    """Return the text on one line, cut in its middle where it is longer than `limit` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    half = (limit - 1) // 2
    return f"{line[:half]}…{line[-half:]}"
