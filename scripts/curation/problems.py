"""What is wrong, where, and what to do about it. Problems are values; only the command line prints them.

One slip can cause many errors: a cell whose words are not found leaves a required field empty, makes a ruling stale and
differs from the second coding. So each problem says what it `spoils`: which parts of the input were not read, or cannot
be trusted. And a problem that may be nothing but a consequence says what it `follows`. `drop_consequences` has the rule.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple


class Cause(NamedTuple):
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
    paste: str = field(default="", compare=False)
    """Lines of YAML that may be pasted into a file as they stand: they are printed from the first column on."""
    spoils: frozenset[Cause] = field(default=frozenset(), compare=False, repr=False)
    """What is unreliable until this error is corrected."""
    follows: frozenset[Cause] = field(default=frozenset(), compare=False, repr=False)
    """What may have caused this problem. Where an error spoils any of it, this problem is not shown."""
    also_in: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    """The other files in which the same is wrong."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        kind = "warning: " if self.is_warning else ""
        advice = f"\n    → {self.advice}" if self.advice else ""
        return f"{place}: {kind}{self.message}{advice}" + (f"\n{self.paste}" if self.paste else "")


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
    files = frozenset(problem.file for problem in problems)
    return replace(first, advice=first.advice + also, spoils=spoils, also_in=files - {first.file})


FARTHEST = 4
"""A name is near another one where they differ in at most one character of so many."""

MOST_LISTED = 12
LONGEST_COMPARED = 199
"""Characters. Of longer texts difflib leaves out the frequent ones."""


def count_slips(one: str, other: str) -> int:
    """Return how many characters were mistyped, left out, added or exchanged with the next one between two words.

    >>> count_slips("tblisi", "tbilisi"), count_slips("tarins", "trains"), count_slips("us-ice", "uz-mfa")
    (1, 1, 4)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        line = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and wanted == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


def find_nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that a mistyped one is most likely to mean, or an empty string where none is near.

    >>> find_nearest("tarins", ["trains", "seats"]), find_nearest("uz-mfa", ["us-ice", "us-dhs"])
    ('trains', '')
    """
    typed = word[:LONGEST_COMPARED]
    names = {name.casefold(): name for name in sorted(known)}
    alike = difflib.get_close_matches(typed.casefold(), names, n=20, cutoff=0.6)  # fast, and finds far ones too
    slips = {name: count_slips(typed.casefold(), name) for name in alike}
    near = [name for name in alike if slips[name] * FARTHEST <= max(len(typed), len(name))]
    return names[min(near, key=lambda name: slips[name])] if near else ""


def suggest_nearest(word: str, known: Iterable[str]) -> str:
    """Return advice that names the known word nearest to a mistyped one, or lists some of those that there are."""
    names = sorted(known)
    near = find_nearest(word, names)
    if near:
        return f"did you mean {near!r}?"
    parts = split_name(word)
    # A name of which only a part is known ("seats") has the full ones ("seats_taken") at the head of the list.
    names.sort(key=lambda name: -len(parts & split_name(name)))
    shown = ", ".join(names[:MOST_LISTED]) + (", …" if len(names) > MOST_LISTED else "")
    return f"known are: {shown}" if names else "none is known"


def split_name(name: str) -> set[str]:
    """Return the words of which a name is made."""
    return {part for part in re.split(r"[\W_]+", name.casefold()) if len(part) > 1}


def suggest_adding(rows: Sequence[str], word: str, known: Iterable[str]) -> str:
    """Return advice for a row that is named and not there: add it; or the known name is meant where one is really near.

    >>> suggest_adding(["organizations/uz-mfa"], "uz-mfa", ["us-ice"])
    'add organizations/uz-mfa'
    >>> suggest_adding(["organizations/us-ic"], "us-ic", ["us-ice"])
    "add organizations/us-ic; or did you mean 'us-ice'?"
    """
    near = find_nearest(word, known)
    return f"add {' or '.join(rows)}" + (f"; or did you mean {near!r}?" if near else "")


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
