"""What both coders wrote of each thing on which they can agree, and how each difference was settled: it is published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from curation.claims.agreement import Unit, read_units
from curation.claims.sheets import (
    CodingDifference,
    DifferenceKind,
    Settlement,
    Settlements,
    read_known_columns,
    read_settlements,
)
from curation.files import has_file
from curation.paths import ANNOTATIONS, REGISTER, RENAMED, SETTLEMENTS, UNITS
from curation.problems import Cause, Problem, suggest_nearest
from curation.schema.kinds import ParserName, SpeakerPart
from curation.schema.tables import Field, Schemas
from curation.sources.register import Source

RENAMED_COLUMNS = ("now", "then")

VERBATIM, SPEAKER = ParserName.VERBATIM.value, "speaker"
"""How fields are read that hold words as printed, and those that say who speaks."""


class Stage(StrEnum):
    """Whether something is from before or from after the comparison of the two codings."""

    BLIND = "blind"
    LATER = "later"


@dataclass(frozen=True)
class ComparedUnit:
    """One thing on which the coders can agree, how they differ on it, for whom that was settled, and why."""

    unit: Unit
    stage: Stage
    difference: str = ""
    ruling: str = ""
    reason: str = ""


def read_codings(root: Path, sources: Mapping[str, Source], schemas: Schemas) -> tuple[list[ComparedUnit], list[Problem]]:
    """Read what both coders wrote before anybody compared it, and the settlements; each unit of a source with its number.

    What is wrong with the settlements themselves is reported where today's codings are compared.
    """
    units, problems = read_units(root) if has_file(root, UNITS) else ([], [])
    then, found = read_renamed(root)
    problems += found
    settlements, _ = read_settlements(root)
    problems += find_unknown(units, settlements, sources, schemas)
    if problems:
        return [], problems
    known = {one: settled for one, settled in settlements.items() if one.source in sources}
    return join_settlements(units, known, then, schemas), []


def read_renamed(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """Return what a code or row that is named otherwise today was called when the codings were compared."""
    if not has_file(root, RENAMED):
        return {}, []
    records, problems = read_known_columns(root, RENAMED, RENAMED_COLUMNS)
    return {record["now"]: record["then"] for _, record in records}, problems


def find_unknown(
    units: Iterable[Unit], settlements: Settlements, sources: Mapping[str, Source], schemas: Schemas
) -> Iterator[Problem]:
    """Report units of sources, tables and fields that are unknown; and settlements of such fields that nothing else reports.

    A settlement for the second coding is of a difference that is gone: that its cell is unknown shows nowhere else.
    """
    for number, unit in enumerate(units, 2):
        is_known = unit.source in sources
        wrong = find_wrong_name(unit.table, unit.field, schemas) if is_known else (unit.source, list(sources))
        if wrong:
            message = f"no source, table or field is named {wrong[0]!r}"
            # A source that is registered may be unread for another reason, which is reported there.
            lost = {Cause(f"{ANNOTATIONS}/{unit.source}.yaml"), Cause(REGISTER, row=unit.source)}
            follows = frozenset() if is_known else frozenset(lost)
            yield Problem(UNITS, number, 1, message, suggest_nearest(*wrong), follows=follows)
            break  # the file is made by a program: one name is wrong in many lines
    for one, (number, ruling, _) in settlements.items():
        wrong = find_wrong_name(one.table, one.field, schemas)
        if wrong and ruling == Settlement.SECOND:
            spoils = frozenset({Cause(SETTLEMENTS, one.table, one.row, one.field)})
            message = f"no table or field is named {wrong[0]!r}"
            yield Problem(SETTLEMENTS, number, 1, message, suggest_nearest(*wrong), spoils=spoils)


def find_wrong_name(table: str, column: str, schemas: Schemas) -> tuple[str, list[str]] | None:
    """Return a name that no table or field has, and those that there are; None where both names are known."""
    if table not in schemas:
        return table, list(schemas)
    fields = schemas[table].fields
    return (column, list(fields)) if column and column not in fields else None


def join_settlements(
    units: Iterable[Unit], settlements: Settlements, then: Mapping[str, str], schemas: Schemas
) -> list[ComparedUnit]:
    """Return all units with the settlement of each difference, and as later ones the settlements of no unit."""
    old_names = {one: rename_difference(one, then) for one in settlements}
    by_old_name = {old: one for one, old in reversed(old_names.items())} | {one: one for one in settlements}
    compared, used = [], set()
    for unit in units:
        difference = name_difference(unit)
        settled = by_old_name.get(difference) if difference else None
        used |= {old_names[settled]} if settled else set()
        _, ruling, reason = settlements[settled] if settled else (0, "", "")
        compared.append(ComparedUnit(unit, Stage.BLIND, difference.kind if difference else "", ruling, reason))
    for one, (_, ruling, reason) in settlements.items():
        if old_names[one] not in used and not find_wrong_name(one.table, one.field, schemas):
            unit = make_unit(one, schemas[one.table].fields[one.field])
            compared.append(ComparedUnit(unit, Stage.LATER, one.kind, ruling, reason))
    return compared


def name_difference(unit: Unit) -> CodingDifference | None:
    """Return the difference of the coders on a unit as settlements name it; None for rows and cells, and where they agree."""
    first, second = unit.pair
    if first == second or unit.compared in ("row", "cell"):
        return None
    kind = {"speaker": DifferenceKind.ATTRIBUTION, "certainty": DifferenceKind.CERTAINTY}.get(unit.compared)
    if kind == DifferenceKind.ATTRIBUTION:
        first = f"{unit.of} by {first}"
    elif kind == DifferenceKind.CERTAINTY:
        first = f"{unit.of} {first}"
    elif not first or not second:
        kind = DifferenceKind.ONLY_SECOND if second else DifferenceKind.ONLY_FIRST
    else:
        kind = DifferenceKind.WORDS if unit.reads == VERBATIM else DifferenceKind.VALUE
    return CodingDifference(unit.source, unit.table, unit.row, unit.field, kind, first, second)


def rename_difference(one: CodingDifference, then: Mapping[str, str]) -> CodingDifference:
    """Return a difference with the row and the codes as they were named when the codings were compared.

    A code or name is the first word of what a coder wrote, or the last one (a speaker).
    """

    def rename(text: str) -> str:
        return re.sub(r"^[\w.-]+|(?<= by )[\w.-]+$", lambda found: then.get(found[0], found[0]), text)

    return replace(one, row=then.get(one.row, one.row), first=rename(one.first), second=rename(one.second))


def make_unit(one: CodingDifference, column: Field) -> Unit:
    """Return the unit on which a settled difference is."""
    compared, of, first = "value", "", one.first
    if one.kind == DifferenceKind.ATTRIBUTION:
        compared, (of, _, first) = "speaker", one.first.rpartition(" by ")
    elif one.kind == DifferenceKind.CERTAINTY:
        compared, (of, _, first) = "certainty", one.first.rpartition(" ")
    reads = name_reading(column)
    return Unit(one.source, one.table, one.row, one.field, reads, compared, of, "", first, one.second)


def name_reading(column: Field) -> str:
    """Return how the values of a column are read."""
    if column.speaker:
        return VERBATIM if column.speaker == SpeakerPart.WORDS else SPEAKER
    return str(column.reads.value) if column.reads else ""


def number_units(compared: Iterable[ComparedUnit]) -> Iterator[tuple[int, ComparedUnit]]:
    """Yield the units by source, table and row, each with its number in the row; those from before the comparison first."""
    rows: dict[tuple[str, str, str], list[ComparedUnit]] = defaultdict(list)
    for one in compared:
        rows[one.unit.source, one.unit.table, one.unit.row].append(one)
    for _, units in sorted(rows.items()):
        yield from enumerate(units, 1)
