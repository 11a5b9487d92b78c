"""Which rows may be one fact: those that have equal keys, and whose intervals of dates and of quantities meet.

Rows are compared by hash where columns must be equal, and by a tree of boxes where intervals must meet. So the time grows
with the rows and the pairs that are found, not with all pairs of rows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product

Interval = tuple[float, float]
"""The lowest and the highest place. The highest is moved by how far apart two intervals may be and still meet."""

UNBOUNDED: Interval = (-math.inf, math.inf)
"""Meets any interval."""

LARGEST_LEAF = 8
"""Rows that a leaf of the tree holds."""


@dataclass(frozen=True)
class Profile:
    """What of a row is compared with other rows. Each key is what a column may hold; several values are in dispute."""

    keys: tuple[frozenset[str], ...]
    """Of columns that must be equal."""
    open_keys: tuple[frozenset[str], ...] = ()
    """Of columns that must be equal, or empty in one of the rows; without a value where the column is empty."""
    box: tuple[Interval, ...] = ()
    """Intervals that must meet those of the other row."""

    @property
    def pattern(self) -> tuple[int, ...]:
        """Which of the open keys have a value."""
        return tuple(number for number, values in enumerate(self.open_keys) if values)


def may_be_one(one: Profile, other: Profile) -> bool:
    """Whether two rows may be one fact.

    >>> first = Profile((frozenset({"uzb"}),), (frozenset(),), ((1, 3),))
    >>> may_be_one(first, Profile((frozenset({"uzb", "kaz"}),), (frozenset({"x"}),), ((3, 5),)))
    True
    >>> may_be_one(first, Profile((frozenset({"uzb"}),), (frozenset(),), ((4, 6),)))
    False
    """
    return (
        all(map(has_common, one.keys, other.keys))
        and all(map(has_common_or_none, one.open_keys, other.open_keys))
        and all(map(do_meet, one.box, other.box))
    )


def has_common(values: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two columns may hold the same."""
    return not values.isdisjoint(others)


def has_common_or_none(values: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two columns may hold the same, or one of them is empty."""
    return not (values and others) or has_common(values, others)


def do_meet(one: Interval, other: Interval) -> bool:
    """Whether two intervals have a place in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def find_earlier(profiles: Sequence[Profile]) -> Iterator[tuple[int, Iterator[int]]]:
    """Yield for each row the rows before it that may be one fact with it, each found when it is asked for.

    >>> rows = [Profile((frozenset({key}),)) for key in "abab"]
    >>> [(row, list(others)) for row, others in find_earlier(rows)]
    [(0, []), (1, []), (2, [0]), (3, [1])]
    """
    index = ProfileIndex(tuple(profiles))
    for number in range(len(profiles)):
        yield number, index.find_earlier(number)


def find_earlier_by_any(ways: Sequence[Sequence[Profile]]) -> Iterator[tuple[int, Iterator[int]]]:
    """Yield for each row the rows before it that may be one fact with it in one of several ways, each row once.

    >>> names, surnames = ([Profile((frozenset({key}),)) for key in keys] for keys in ("abca", "xyyz"))
    >>> [(row, list(others)) for row, others in find_earlier_by_any([names, surnames])]
    [(0, []), (1, []), (2, [1]), (3, [0])]
    """
    for found in zip(*map(find_earlier, ways), strict=True):
        yield found[0][0], drop_repeated(chain.from_iterable(others for _, others in found))


def drop_repeated(numbers: Iterable[int]) -> Iterator[int]:
    """Yield each number once, when it is asked for."""
    seen = set()
    for number in numbers:
        if number not in seen:
            seen.add(number)
            yield number


Shared = tuple[tuple[int, ...], tuple[int, ...]]
"""The pattern of the rows that are looked for, and those of its open keys that the row in question has too."""


@dataclass(frozen=True)
class ProfileIndex:
    """Rows by their keys, for each pattern of open keys that occurs and each part of it that another pattern shares."""

    profiles: tuple[Profile, ...]

    @cached_property
    def patterns(self) -> dict[tuple[int, ...], list[int]]:
        """The rows of each pattern."""
        found: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for number, profile in enumerate(self.profiles):
            found[profile.pattern].append(number)
        return dict(found)

    @cached_property
    def groups(self) -> dict[Shared, dict[tuple[str, ...], list[int] | BoxTree]]:
        """The rows of a pattern by their keys; each group becomes a tree when it is first looked at."""
        return {}

    def find_earlier(self, number: int) -> Iterator[int]:
        """Yield the rows before one that may be one fact with it."""
        profile, seen = self.profiles[number], set()
        for pattern in self.patterns:
            shared = tuple(place for place in pattern if place in profile.pattern)
            for key in list_keys(profile, shared):
                for other in self.find_tree((pattern, shared), key).find_before(number, profile.box):
                    if other not in seen:
                        seen.add(other)
                        yield other

    def find_tree(self, which: Shared, key: tuple[str, ...]) -> BoxTree:
        """Return the tree of the rows of a pattern that have a key."""
        if which not in self.groups:
            found: dict[tuple[str, ...], list[int] | BoxTree] = {}
            for number in self.patterns[which[0]]:
                for own in list_keys(self.profiles[number], which[1]):
                    group = found.setdefault(own, [])
                    group.append(number) if isinstance(group, list) else None
            self.groups[which] = found
        group = self.groups[which].get(key, [])
        if isinstance(group, list):
            group = plant_tree([(number, self.profiles[number].box) for number in group])
            self.groups[which][key] = group
        return group


def list_keys(profile: Profile, shared: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Return the keys under which a row is found: one for each choice among the values that are in dispute."""
    return product(*profile.keys, *(profile.open_keys[place] for place in shared))


Placed = tuple[int, tuple[Interval, ...]]
"""The number of a row, and its box."""


@dataclass(frozen=True)
class BoxTree:
    """Boxes, halved again and again by where they begin; each half knows the box around it and its first row."""

    first: int
    box: tuple[Interval, ...]
    rows: tuple[Placed, ...] = ()
    halves: tuple[BoxTree, ...] = ()

    def find_before(self, number: int, box: tuple[Interval, ...]) -> Iterator[int]:
        """Yield the rows before one whose boxes meet its box."""
        waiting = [self]
        while waiting:
            tree = waiting.pop()
            if tree.first < number and all(map(do_meet, tree.box, box)):
                waiting += tree.halves
                yield from (row for row, own in tree.rows if row < number and all(map(do_meet, own, box)))


def plant_tree(placed: Sequence[Placed], depth: int = 0) -> BoxTree:
    """Return the tree of boxes: halved by one side after the other, leaving out sides that are the same for all."""
    first = min((row for row, _ in placed), default=0)
    sides = [sorted({box[side] for _, box in placed}) for side in range(len(placed[0][1]) if placed else 0)]
    around = tuple((side[0][0], max(high for _, high in side)) for side in sides)
    telling = [number for number, side in enumerate(sides) if len(side) > 1]
    if len(placed) <= LARGEST_LEAF:
        return BoxTree(first, around, tuple(placed))
    by = telling[depth % len(telling)] if telling else None
    ordered = sorted(placed, key=lambda item: (item[1][by] if by is not None else UNBOUNDED, item[0]))
    middle = len(ordered) // 2
    halves = (plant_tree(ordered[:middle], depth + 1), plant_tree(ordered[middle:], depth + 1))
    return BoxTree(first, around, (), halves)
