"""Agreement of the two codings before they were compared: percent agreement and Krippendorff's alpha.

The codings are read from a file that was made once from the repository's first commit (docs/methodology.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

from curation.claims.sheets import read_known_columns
from curation.files import has_file
from curation.paths import UNITS
from curation.problems import Problem, suggest_nearest

UNIT_COLUMNS = ("source", "table", "row", "field", "reads", "compared", "of", "words", "first", "second")

FIELD_KINDS = {
    "quantity": "numbers",
    "date": "dates",
    "country": "countries",
    "subdivision": "parts of countries",
    "code": "codes",
    "reference": "references to other rows",
    "speaker": "speakers of quotes",
    "verbatim": "words kept as printed",
}
"""How a field's value is read, and the name of that kind of field."""

COMPARED = ("row", "cell", "value", "speaker", "certainty")

OR = " or "
"""Joins the speakers or certainties that the second coder gave one value."""

Pair = tuple[str, str]
"""What the first coder gave, and what the second."""


@dataclass(frozen=True)
class Unit:
    """One thing on which the two coders can agree. `first` and `second` are what each gave; empty: that coder has none.

    `compared` says what it is: whether a row is there, whether a cell of it is filled, a value, the speaker of a value (`of`)
    or its certainty. `words` are those that a value was read from, where wordings are distinguished.
    """

    source: str
    table: str
    row: str
    field: str
    reads: str
    compared: str
    of: str
    words: str
    first: str
    second: str

    @property
    def has_both(self) -> bool:
        return bool(self.first and self.second)

    @property
    def pair(self) -> Pair:
        """What the coders gave. Of several speakers or certainties that the second gave, the one that the first gave too."""
        is_alike = self.compared in ("speaker", "certainty") and self.first in self.second.split(OR)
        return self.first, self.first if is_alike else self.second


@dataclass(frozen=True)
class Agreement:
    """How far the codings agree on one kind of unit. `alpha` is None where it is not defined or says nothing."""

    kind: str
    units: int
    alike: int
    alpha: float | None

    @property
    def percent(self) -> float:
        return 100 * self.alike / self.units


def read_units(root: Path) -> tuple[list[Unit], list[Problem]]:
    """Read the units on which the codings are compared."""
    if not has_file(root, UNITS):
        return [], [Problem(UNITS, 0, 0, "no such file", "docs/methodology.md says how it is made")]
    records, problems = read_known_columns(root, UNITS, UNIT_COLUMNS)
    if problems:
        return [], problems
    for number, record in records:
        if record["compared"] not in COMPARED:
            advice = suggest_nearest(record["compared"], COMPARED)
            problems.append(Problem(UNITS, number, 1, f"unknown comparison {record['compared']!r}", advice))
        if record["reads"] not in FIELD_KINDS and record["compared"] != "row":
            problems.append(
                Problem(
                    UNITS, number, 1, f"unknown parser {record['reads']!r}", suggest_nearest(record["reads"], FIELD_KINDS)
                )
            )
    return [Unit(**record) for _, record in records], problems


def compute_alpha(variables: Iterable[Iterable[Sequence[Hashable]]]) -> float | None:
    """Return Krippendorff's alpha for nominal data; None where chance alone could not produce a difference.

    A variable is a list of units, and a unit the values that the coders gave it. A unit with fewer than two values says
    nothing and is left out. For one variable this is alpha as published. For several, the observed differences and those
    that chance would give are each counted within the variables and then summed, since the codes of one field cannot be taken
    for those of another.

    >>> compute_alpha([["aa", "ab", "bb", "bb"]])
    0.5333333333333333
    """
    observed = expected = 0.0
    for units in variables:
        coincidences: dict[tuple[Hashable, Hashable], float] = defaultdict(float)
        for values in units:
            for pair in permutations(values, 2):
                coincidences[pair] += 1 / (len(values) - 1)
        totals: dict[Hashable, float] = defaultdict(float)
        for (value, _), weight in coincidences.items():
            totals[value] += weight
        size = sum(totals.values())
        if not size:
            continue
        observed += sum(weight for (one, other), weight in coincidences.items() if one != other)
        expected += (size**2 - sum(total**2 for total in totals.values())) / (size - 1)
    return 1 - observed / expected if expected else None


def measure_agreement(units: Iterable[Unit]) -> list[Agreement]:
    """Return the agreement on values, by kind of field; on their speakers and certainty; and on what is coded at all.

    A value that only one coder has is left out of the agreement on values, and is a difference in the agreement on whether a
    value is coded. Rows and values that both coders passed over cannot be counted. So what chance would give is not known
    there, and alpha is None. Of cells it is known: on a row of both codings each coder fills each field or leaves it empty.
    """
    by_compared: dict[str, list[Unit]] = {compared: [] for compared in COMPARED}
    for unit in units:
        by_compared[unit.compared].append(unit)
    values = [unit for unit in by_compared["value"] if unit.has_both]
    measures = [
        measure(f"value: {kind}", [unit for unit in values if unit.reads == reads]) for reads, kind in FIELD_KINDS.items()
    ]
    measures.append(measure("value: all kinds", values))
    measures.append(measure("speaker of a value", by_compared["speaker"], one_variable=True))
    measures.append(measure("certainty of a value", by_compared["certainty"], one_variable=True))
    measures.append(measure("whether a cell is coded", by_compared["cell"]))
    for compared in ("value", "row"):
        found = by_compared[compared]
        measures.append(Agreement(f"whether a {compared} is coded", len(found), sum(unit.has_both for unit in found), None))
    return [item for item in measures if item.units]


def measure(kind: str, units: Iterable[Unit], one_variable: bool = False) -> Agreement:
    """Measure the agreement on these units; each field is a variable, unless all of them are one."""
    variables: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for unit in units:
        variables[("", "") if one_variable else (unit.table, unit.field)].append(unit.pair)
    pairs = [pair for found in variables.values() for pair in found]
    return Agreement(kind, len(pairs), sum(first == second for first, second in pairs), compute_alpha(variables.values()))


def describe_agreement(measures: Iterable[Agreement]) -> list[dict[str, Any]]:
    """Return the measures as they are published: units, those on which both wrote the same, and alpha with six digits."""
    return [
        {"kind": item.kind, "units": item.units, "alike": item.alike}
        | ({} if item.alpha is None else {"alpha": round(item.alpha, 6)})
        for item in measures
    ]


def render_agreement(measures: Iterable[Agreement]) -> str:
    """Return the measures as a Markdown table."""
    lines = ["| what is compared | units | alike | percent | alpha |", "| --- | ---: | ---: | ---: | ---: |"]
    for item in measures:
        alpha = "–" if item.alpha is None else f"{item.alpha:.2f}"
        lines.append(f"| {item.kind} | {item.units} | {item.alike} | {item.percent:.0f} | {alpha} |")
    return "\n".join(lines)
