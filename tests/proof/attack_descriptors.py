"""Descriptors that say something else: every property that the standards and frictionless define, with hostile values.

Data Package and Table Schema let a descriptor change what is read out of a file: another word for a missing value, swapped
words for true and false, comment rows, another encoding, another file. So each property is added or changed at each place
where it may be, in one descriptor, in both, and in schemas/ too, with all hashes right; and each property that the
package has is changed and removed. verify.py must find each. frictionless shows in how many cases a reader gets other data.
"""

from __future__ import annotations

import copy
import csv
import functools
import io
import json
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import frictionless
import yaml

from curation.package.csv_parquet import write_json
from curation.paths import CSV_FOLDER
from package_files import Files, fix_manifest
from proof.attack_trials import VERIFY, Trial, keep_known, make_release, read_json
from proof.verifier import load_verifier

FAMILY = "descriptors"
CSV_HEAD, PARQUET_HEAD = "datapackage.json", "build/parquet/datapackage.json"
PROFILE = Path(__file__).resolve().parents[1] / "official" / "datapackage-2.0.json"
Place = tuple[str | int, ...]
"""The way to an object of a descriptor."""
GONE = "gone"
ONE, OTHER, BOTH, SCHEMAS_TOO = "in datapackage.json", "in Parquet's", "in both", "in both, and in schemas/"


@dataclass(frozen=True)
class HeadAttack:
    """A property of one object of the descriptors with another value."""

    kind: str
    place: Place
    name: str
    value: str
    """As JSON; `gone` where the property is taken away."""
    scope: str


# The properties that are defined


@cache
def read_profile() -> dict[str, Any]:
    return read_json(PROFILE.read_bytes())


def list_branches(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a JSON Schema and all its alternatives."""
    yield schema
    for word in ("oneOf", "anyOf", "allOf"):
        for branch in schema.get(word, ()):
            yield from list_branches(branch)


def find_properties(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: one for branch in list_branches(schema) for name, one in branch.get("properties", {}).items()}


def find_items(properties: dict[str, dict[str, Any]], name: str) -> dict[str, dict[str, Any]]:
    """Return the properties of the objects in a list."""
    found: dict[str, dict[str, Any]] = {}
    for branch in list_branches(properties[name]):
        found |= find_properties(branch["items"]) if "items" in branch else {}
    return found


def list_defined() -> dict[str, dict[str, dict[str, Any]]]:
    """Return for each kind of object the properties that the standards define for it, and those that frictionless reads."""
    package = find_properties(read_profile())
    resource = find_items(package, "resources")
    schema = find_properties(resource["schema"])
    field = find_items(schema, "fields")
    keys = find_items(schema, "foreignKeys")
    constraints = {
        name: one
        for branch in list_branches(schema["fields"]["items"])
        for name, one in find_properties(branch.get("properties", {}).get("constraints", {})).items()
    }
    ours = {
        "package": package | find_own(frictionless.Package),
        "resource": resource | find_own(frictionless.Resource) | {name: {} for name in LEGACY},
        "schema": schema | find_own(frictionless.Schema),
        "field": field | find_own(frictionless.Field) | {name: {} for name in OF_SOME_FIELDS},
        "constraints": constraints,
        "dialect": find_properties(resource["dialect"]) | find_own(frictionless.Dialect) | {name: {} for name in CONTROLS},
        "foreign key": keys,
        "reference": find_properties(keys["reference"]),
        "licence": find_items(package, "licenses"),
        "source": find_items(package, "sources"),
        "contributor": find_items(package, "contributors"),
    }
    return {kind: dict(sorted(properties.items())) for kind, properties in ours.items()}


def find_own(kind: Any) -> dict[str, dict[str, Any]]:
    """Return the properties that a class of frictionless reads."""
    found: dict[str, dict[str, Any]] = kind.metadata_profile.get("properties", {})
    return found


LEGACY = ("profile", "url", "profiles", "control", "hashing", "layout", "query", "checklist", "detector", "pipeline", "stats")
"""What older versions of the standard, or of frictionless, read in a resource."""
OF_SOME_FIELDS = (
    *("arrayItem", "groupChar", "decimalChar", "bareNumber", "floatNumber", "trueValues", "falseValues", "itemType"),
    *("categories", "categoriesOrdered", "codes", "unit", "enum", "delimiter", "rdfType", "jsonSchema", "coordinates"),
)
CONTROLS = ("csv", "excel", "json", "sql", "parquet", "local", "remote", "zip", "inline", "keyed", "table", "property")
"""What frictionless reads in a dialect for each format."""

# What they are changed to

HOSTILE = Path(__file__).with_name("hostile_properties.yaml")
PLAIN: tuple[Any, ...] = ("x", "", 0, 1, True, None, [], {}, ["x"], {"x": "y"})
"""Values for properties of which nothing else is written above."""


@cache
def read_hostile() -> dict[str, list[Any]]:
    """Return for each property the values that change what is read, or what a reader reads."""
    values: dict[str, list[Any]] = yaml.safe_load(HOSTILE.read_text(encoding="utf-8"))
    return values


def fill_in(value: Any, filled: dict[str, str]) -> Any:
    """Return a value in which the places of paths and cells are filled."""
    if isinstance(value, str):
        return functools.reduce(lambda text, pair: text.replace(*pair), filled.items(), value)
    return [fill_in(one, filled) for one in value] if isinstance(value, list) else value


def find_cell(root: Path, table: str, column: str) -> str:
    """Return what the first cell of a column holds that is not empty."""
    rows = csv.DictReader(io.StringIO(make_release(root)[f"{CSV_FOLDER}/{table}.csv"].decode(), newline=""))
    return next((row[column] for row in rows if row[column]), "")


# Where


def list_places(head: dict[str, Any]) -> Iterator[tuple[str, Place, dict[str, Any]]]:
    """Yield places of each kind of object, one of each sort of field among them, and the object that is there."""
    yield "package", (), head
    resource, at, seen = head["resources"][0], ("resources", 0), set()
    yield "resource", at, resource
    yield "dialect", (*at, "dialect"), {}
    yield "schema", (*at, "schema"), resource["schema"]
    for kind, name in (("licence", "licenses"), ("source", "sources"), ("contributor", "contributors")):
        yield kind, (name, 0), head[name][0]
        yield kind, (*at, name, 0), {}
    for number, one in enumerate(head["resources"]):
        for index, field in enumerate(one["schema"]["fields"]):
            sort = field["type"], "codes" in field or "categories" in field
            if sort not in seen:
                seen.add(sort)
                place = ("resources", number, "schema", "fields", index)
                yield "field", place, field
                yield "constraints", (*place, "constraints"), field.get("constraints", {})
    number = next(n for n, one in enumerate(head["resources"]) if one["schema"].get("foreignKeys"))
    key = head["resources"][number]["schema"]["foreignKeys"][0]
    yield "foreign key", ("resources", number, "schema", "foreignKeys", 0), key
    yield "reference", ("resources", number, "schema", "foreignKeys", 0, "reference"), key["reference"]


def list_head_attacks(root: Path) -> list[HeadAttack]:
    """Return every property at every place with every hostile value, and each that is there changed and taken away."""
    head, defined = read_json(make_release(root)[CSV_HEAD]), list_defined()
    found: dict[HeadAttack, None] = {}
    for kind, place, there in list_places(head):
        for name in dict.fromkeys([*defined[kind], *there, "x-own"]):
            own = there.get(name)
            filled = {"<own>": head["resources"][0]["path"], "<another table>": head["resources"][1]["path"]}
            filled["<a cell>"] = (
                find_cell(root, head["resources"][place[1]]["name"], there["name"]) if kind == "field" else "131"
            )
            values = [fill_in(value, filled) for value in read_hostile().get(name, PLAIN)]
            values += [f"{own} x", own.swapcase()] if isinstance(own, str) else []
            values += [[*own, *own[:1]], own[1:], own[::-1]] if isinstance(own, list) else []
            values += [{**own, "x": "y"}, dict([*own.items()][1:])] if isinstance(own, dict) else []
            chosen = {json.dumps(value, ensure_ascii=False): value for value in values if name not in there or value != own}
            for value in (*chosen, *([GONE] if name in there else [])):
                for scope in list_scopes(place):
                    if scope in (BOTH, SCHEMAS_TOO) or value in (*chosen, GONE)[:1]:
                        found[HeadAttack(kind, place, name, value, scope)] = None
    return [*found]


def list_scopes(place: Place) -> tuple[str, ...]:
    return (ONE, OTHER, BOTH, SCHEMAS_TOO) if "schema" in place else (ONE, OTHER, BOTH)


def change_object(value: Any, place: Place, name: str, new: str) -> None:
    """Set or remove a property of the object at a place, which is made where it is not there."""
    for number, part in enumerate(place, 1):
        empty: Any = [{}] if isinstance((*place, "")[number], int) else {}
        value = value.setdefault(part, empty) if isinstance(value, dict) else value[part]
    if new == GONE:
        value.pop(name, None)
    else:
        value[name] = json.loads(new)


def attack_head(root: Path, attack: HeadAttack) -> Files:
    """Return the published files with the change, and with a manifest that fits them."""
    files = dict(make_release(root))
    heads = {ONE: (CSV_HEAD,), OTHER: (PARQUET_HEAD,)}.get(attack.scope, (CSV_HEAD, PARQUET_HEAD))
    for path in heads:
        head = read_json(files[path])
        change_object(head, attack.place, attack.name, attack.value)
        files[path] = write_json(head)
    if attack.scope == SCHEMAS_TOO:
        name = read_json(make_release(root)[CSV_HEAD])["resources"][attack.place[1]]["name"]
        path = f"schemas/{name}.json"
        schema = read_json(files[path])
        change_object(schema, attack.place[3:], attack.name, attack.value)
        files[path] = write_json(schema)
    return fix_manifest(files)


# What readers make of it


def is_found(files: Files) -> bool:
    """Return whether verify.py finds a fault: first by its check of the descriptors, which is fast, then by all of them."""
    verify = load_verifier()
    data = verify.Data(files)
    verify.run_check(data, "descriptors", verify.read_schemas)
    for name in data.tables:
        verify.run_check(data, name, verify.read_table, name)
    verify.run_check(data, "descriptors", verify.check_descriptors, True)
    return bool(data.faults or verify.verify_files(files, None))


def try_head_attack(root: Path, attack: HeadAttack) -> Trial:
    files = attack_head(root, attack)
    found = is_found(keep_known(files))
    what = f"{'/'.join(map(str, attack.place))}/{attack.name}: {attack.value}, {attack.scope}"
    effect = read_with_frictionless(root, files[CSV_HEAD]) if attack.scope != OTHER else ""
    return Trial(FAMILY, f"{attack.kind}", what, {VERIFY: found}, (effect,) if effect else ())


@cache
def unpack_tables(root: Path) -> Path:
    folder = Path(tempfile.mkdtemp())
    for path, content in make_release(root).items():
        if path.startswith("build/csv/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    return folder


@cache
def read_tables(root: Path) -> dict[str, list[list[Any]]]:
    """Return the rows of each table as frictionless reads the honest package."""
    head = read_json(make_release(root)[CSV_HEAD])
    return {one["name"]: read_resource(root, one) for one in head["resources"]}


def read_resource(root: Path, descriptor: dict[str, Any]) -> list[list[Any]]:
    resource = frictionless.Resource.from_descriptor(copy.deepcopy(descriptor), basepath=str(unpack_tables(root)))
    if resource.schema:
        resource.schema.foreign_keys = []  # to read them takes the other tables
    with resource as opened:
        return [[row.get(name) for name in row.field_names] for row in opened.row_stream]


def read_with_frictionless(root: Path, content: bytes) -> str:
    """Return its name where frictionless reads other data by a descriptor; nothing where it reads the same, or refuses."""
    honest, heads = read_tables(root), read_json(make_release(root)[CSV_HEAD])["resources"]
    resources = read_json(content).get("resources")
    for before, after in zip(heads, resources if isinstance(resources, list) else (), strict=False):
        if before != after:
            try:
                with warnings.catch_warnings(action="ignore"):
                    rows = read_resource(root, after)
            except Exception:  # it raises many
                return ""
            return "frictionless" if rows != honest[before["name"]] else ""
    return ""
