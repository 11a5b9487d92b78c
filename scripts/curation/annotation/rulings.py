"""Written rulings on cells where sources disagree (decisions.yaml), and which place lies in which (places.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from curation.annotation.evidence import Cited
from curation.paths import DECISIONS, PLACES
from curation.problems import Cause, Problem, shorten, suggest_nearest
from curation.schema.tables import CellName, Schemas
from curation.strict_yaml import Mapping, Node, Scalar, Sequence, read_top
from curation.text.countries import find_countries
from curation.text.folding import fold_spaces

Places = dict[str, str]
"""The wider place in which each place lies."""


@dataclass(frozen=True)
class Ruling:
    """A coder's ruling on one cell. Without a value nothing is published there."""

    cell: CellName
    kind: str
    between: tuple[str, ...]
    value: str
    take: str
    reason: str
    evidence: tuple[str, ...]
    line: int
    column: int

    @property
    def cites(self) -> Cited:
        return Cited(DECISIONS, self.line, self.column, self.reason, self.evidence)

    def fail(self, message: str, advice: str = "") -> Problem:
        return Problem(DECISIONS, self.line, self.column, message, advice)


RULED = "decisions"
"""The key of the rulings in annotations/decisions.yaml; answers.py reads its other keys."""


def read_rulings(nodes: Sequence | None, schemas: Schemas) -> tuple[dict[CellName, Ruling], list[Problem]]:
    """Read the list of rulings in annotations/decisions.yaml: the ruling on each cell that has one."""
    problems: list[Problem] = []
    rulings: dict[CellName, Ruling] = {}
    for node in nodes.items if nodes else ():
        outcome = read_ruling(node, schemas)
        if isinstance(outcome, Problem):
            problems.append(outcome)
        elif outcome.cell in rulings:
            problems.append(outcome.fail(f"second ruling on {'/'.join(outcome.cell)}", "keep one"))
        else:
            rulings[outcome.cell] = outcome
    return rulings, problems


RULING_KEYS = ("cell", "kind", "between", "value", "take", "reason", "evidence")


def read_ruling(node: Node, schemas: Schemas) -> Ruling | Problem:
    """Read one ruling, or say what is wrong with it."""

    cell = node.text("cell").split("/") if isinstance(node, Mapping) else []

    def fail(message: str, advice: str = "") -> Problem:
        spoils = frozenset({locate_ruling(cell, schemas)})
        return Problem(DECISIONS, node.line, node.column, message, advice, spoils=spoils)

    if not isinstance(node, Mapping):
        return fail("not a ruling", f"write {', '.join(RULING_KEYS)}")
    for key, _ in node.items:
        if key.value not in RULING_KEYS:
            return fail(f"unknown key {key.value!r}", suggest_nearest(key.value, RULING_KEYS))
    if len(cell) != 3 or cell[0] not in schemas or cell[2] not in schemas[cell[0]].fields:
        return fail(f"cell: {shorten(node.text('cell'))!r} is no cell", "write table/row/field")
    kinds = schemas["disagreements"].fields["kind"].codes
    if node.text("kind") not in kinds:
        return fail(f"kind: unknown code {node.text('kind')!r}", suggest_nearest(node.text("kind"), kinds))
    if not node.text("reason"):
        return fail("ruling without a reason", "say why, citing words or evidence")
    between = node.get("between")
    values = list_texts(between) if isinstance(between, Sequence) else []
    if len(values) < 2:
        return fail("ruling without the values between which it decides", "list them under 'between:'")
    return Ruling(
        cell=(cell[0], cell[1], cell[2]),
        kind=node.text("kind"),
        between=tuple(fold_spaces(value) for value in values),
        value=fold_spaces(node.text("value")),
        take=node.text("take"),
        reason=fold_spaces(node.text("reason")),
        evidence=tuple(list_texts(node.get("evidence"))),
        line=node.line,
        column=node.column,
    )


def locate_ruling(cell: list[str], schemas: Schemas) -> Cause:
    """Return the cell that a ruling is on. A name that is unknown may be any."""
    table, row, field = cell if len(cell) == 3 else ("", "", "")
    if table not in schemas:
        return Cause(DECISIONS, row=row)
    return Cause(DECISIONS, table, row, field if field in schemas[table].fields else "")


def list_texts(node: Node | None) -> list[str]:
    """Return the text of a scalar, or those of a list."""
    items = node.items if isinstance(node, Sequence) else () if node is None else (node,)
    return [item.value for item in items if isinstance(item, Scalar)]


def read_places(root: Path) -> tuple[Places, list[Problem]]:
    """Read annotations/places.yaml: the wider place in which each place lies."""
    top, problems = read_top(root, PLACES, "places", Mapping)
    places: Places = {}
    for key, node in top.items if top else ():
        place = name_place(fold_spaces(key.value))
        wider = name_place(fold_spaces(node.value)) if isinstance(node, Scalar) else ""
        wrong = ""
        if not wider:
            wrong, advice = f"{place}: no place", "write the wider place behind it: Hamburg: Germany"
        elif place in places:
            wrong, advice = f"{place} is there twice", "a country has one line, whatever its name"
        elif place in list_wider(wider, places):
            wrong, advice = f"{place} lies in itself", "remove one of the lines that say so"
        if wrong:
            problems.append(Problem(PLACES, key.line, key.column, wrong, advice, spoils=frozenset({Cause(PLACES)})))
        else:
            places[place] = wider
    return places, problems


def list_wider(place: str, places: Places) -> list[str]:
    """Return a place and all in which it lies, from the narrowest on."""
    chain = [name_place(place)]
    while chain[-1] in places and places[chain[-1]] not in chain:
        chain.append(places[chain[-1]])
    return chain


def name_place(place: str) -> str:
    """Return one name for a place: a country's code where the words are a country's name and nothing else."""
    named = find_countries(place)
    return named[0][0] if len(named) == 1 and named[0][1] == place else place
