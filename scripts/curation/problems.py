"""What is wrong, where, and what to do about it. Problems are values; only the command line prints them.

One slip can cause many errors: a cell whose words are not found leaves a required field empty, makes a ruling stale and
differs from the second coding. So each problem says what it `spoils`: which parts of the input were not read, or cannot
be trusted. And a problem that may be nothing but a consequence says what it `follows`. `drop_consequences` has the rule.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Cause:
    """A part of an input file: all of it, or only a table, row, field or passage there. A part left empty means all.

    >>> seats = Cause("annotations/s002.yaml", "trains", "t1", "seats", passage=3)
    >>> Cause("annotations/s002.yaml", "trains", "t1").overlaps(seats)
    True
    >>> Cause("annotations/s002.yaml").overlaps(seats)
    True
    >>> Cause("annotations/s002.yaml", "trains", "t2").overlaps(seats)
    False
    """

    file: str
    """Its name, or file:line for a single line. What is made of several files has a name of its own, as in `name_choice`."""
    table: str = ""
    row: str = ""
    field: str = ""
    passage: int = 0

    def overlaps(self, other: Cause) -> bool:
        """Whether the two have anything in common."""
        return (
            self.file == other.file
            and (not self.row or not other.row or self.row == other.row)
            and (not self.field or not other.field or self.field == other.field)
            and (not self.table or not other.table or self.table == other.table)
            and (not self.passage or not other.passage or self.passage == other.passage)
        )


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong at one place. `line` and `column` count from 1; 0 means the file as a whole."""

    file: str
    line: int
    column: int
    message: str
    advice: str = ""
    is_warning: bool = False
    spoils: frozenset[Cause] = field(default=frozenset(), compare=False, repr=False)
    """What is unreliable until this error is corrected."""
    follows: frozenset[Cause] = field(default=frozenset(), compare=False, repr=False)
    """What may have caused this problem. Where an error spoils any of it, this problem is not shown."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        kind = "warning: " if self.is_warning else ""
        return f"{place}: {kind}{self.message}" + (f"\n    → {self.advice}" if self.advice else "")


def drop_consequences(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without those that follow from an error, sorted, each once.

    A problem is dropped where an error before it spoils what it follows. What a dropped error spoils counts as well, since
    it is unreliable too. Problems that follow nothing come first; the others must be given with causes before consequences.
    Of two problems at one place with one message that are not both dropped, one is returned.

    >>> cell = Cause("annotations/s002.yaml", "trains", "t1", "seats")
    >>> unread = Problem("annotations/s002.yaml", 9, 5, "words not found", spoils=frozenset({cell}))
    >>> empty = Problem("annotations/s002.yaml", 8, 3, "trains/t1: no seats", follows=frozenset({cell}))
    >>> other = Problem("annotations/s003.yaml", 4, 1, "unknown key")
    >>> [problem.message for problem in drop_consequences([empty, unread, other])]
    ['words not found', 'unknown key']
    >>> [problem.message for problem in drop_consequences([empty, other])]
    ['trains/t1: no seats', 'unknown key']
    """
    spoilt: dict[str, set[Cause]] = defaultdict(set)
    shown = set()
    for problem in sorted(problems, key=lambda problem: bool(problem.follows)):
        if not any(cause.overlaps(other) for cause in problem.follows for other in spoilt[cause.file]):
            shown.add(problem)
        for cause in () if problem.is_warning else problem.spoils:
            spoilt[cause.file].add(cause)
    return sorted(shown)


def join_places(problems: Sequence[Problem]) -> Problem:
    """Return one problem for a name that is wrong at several places: at the first of them, the others in its advice."""
    first = problems[0]
    places = list(dict.fromkeys(f"{problem.file}:{problem.line}" for problem in problems))
    also = f"; so at {', '.join(places[1:])}" if len(places) > 1 else ""
    spoils = frozenset(cause for problem in problems for cause in problem.spoils)
    return replace(first, advice=first.advice + also, spoils=spoils)


def find_nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is nearest to a mistyped one, or an empty string."""
    return next(iter(difflib.get_close_matches(word[:200], sorted(known), n=1, cutoff=0.5)), "")


def suggest_nearest(word: str, known: Iterable[str]) -> str:
    """Return advice that names the known word nearest to a mistyped one, or lists the known ones."""
    names = sorted(known)
    near = find_nearest(word, names)
    if near:
        return f"did you mean {near!r}?"
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"known are: {shown}" if names else "none is known"


def shorten(text: str, limit: int = 80) -> str:
    """Return the text on one line, cut in its middle where it is longer than `limit` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    half = (limit - 1) // 2
    return f"{line[:half]}…{line[-half:]}"


def make_visible(text: str) -> str:
    """Return the text on one line, with escapes for all that steers a terminal or cannot be seen."""
    return "".join(mark if mark.isprintable() else "⏎" if mark == "\n" else f"\\u{ord(mark):04x}" for mark in text)
