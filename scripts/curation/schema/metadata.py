"""The package's metadata: title, version, licences and people, read from metadata.yaml."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pydantic
from pydantic.json_schema import SkipJsonSchema

from curation.paths import METADATA
from curation.problems import Cause, Problem, find_nearest, suggest_nearest
from curation.schema.fills import Strict
from curation.schema.tables import Schemas
from curation.strict_yaml import Mapping, Node, Scalar, read_yaml

Metadata = dict[str, Any]
"""What metadata.yaml holds, checked by PackageMetadata, and what the tables say (COMPLETED)."""

COMPLETED = ("sources", "temporal", "documents", "agreement")
"""What the tables say of the package: it is added to what is written in metadata.yaml."""

CREATOR = "creator"
"""The role of those who are cited."""

Text = Annotated[str, pydantic.Field(min_length=1)]


def check_count(written: str) -> int:
    """Return a number of rows. It is published as it is written, so only one way of writing it is read."""
    if not re.fullmatch("[1-9][0-9]*", written):
        raise ValueError("write a number of rows: 20000")
    return int(written)


class Licence(Strict):
    """A licence of the data: its SPDX identifier, address and title."""

    name: Annotated[str, pydantic.Field(pattern=r"^[A-Za-z0-9.-]+$")]
    path: Annotated[str, pydantic.Field(pattern=r"^https://")]
    title: Text


class Contributor(Strict):
    """A person or body that made the package. Data Package v2 recommends the roles creator, contact, funder, dataCurator."""

    title: Text
    roles: Annotated[list[Text], pydantic.Field(min_length=1, json_schema_extra={"uniqueItems": True})]


class CoveredCountry(Strict):
    """A country that the package is about: ISO 3166-1 alpha-3 and name."""

    code: Annotated[str, pydantic.Field(pattern=r"^[A-Z]{3}$")]
    title: Text


Rows = Annotated[int, pydantic.Field(ge=1), pydantic.BeforeValidator(check_count)]


class PackageMetadata(Strict):
    """What metadata.yaml must hold."""

    name: Annotated[str, pydantic.Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    id: Annotated[str, pydantic.Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    homepage: Annotated[str, pydantic.Field(pattern=r"^https://[^ ]+$")] | SkipJsonSchema[None] = None
    doi: Annotated[str, pydantic.Field(pattern=r"^10\.[0-9]{4,}/[^ ]+$")] | SkipJsonSchema[None] = None
    title: Text
    description: Text
    version: Annotated[str, pydantic.Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    created: Annotated[str, pydantic.Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"})]
    licenses: Annotated[list[Licence], pydantic.Field(min_length=1)]
    code_license: Text
    language: Annotated[str, pydantic.Field(pattern=r"^[a-z]{2}$")]
    contributors: Annotated[
        list[Contributor],
        pydantic.Field(
            min_length=1, json_schema_extra={"contains": {"properties": {"roles": {"contains": {"const": CREATOR}}}}}
        ),
    ]
    method: Text | SkipJsonSchema[None] = None
    """How the data were made."""
    annotators: Text | SkipJsonSchema[None] = None
    """Who coded."""
    keywords: Annotated[list[Text], pydantic.Field(min_length=1)]
    spatial: Annotated[list[CoveredCountry], pydantic.Field(min_length=1)]
    cautions: Annotated[list[Text], pydantic.Field(min_length=1)]
    tables: Annotated[list[str], pydantic.Field(min_length=1, json_schema_extra={"uniqueItems": True})]
    split: Annotated[dict[str, Rows], pydantic.Field(min_length=1, default_factory=dict)]
    """How many rows a file of a table has, where it is published as several."""

    @pydantic.field_validator("created")
    @classmethod
    def check_day(cls, day: str) -> str:
        """Check that the day exists."""
        date.fromisoformat(day)
        return day

    @pydantic.field_validator("contributors")
    @classmethod
    def check_author(cls, people: list[Contributor]) -> list[Contributor]:
        """Check that somebody can be cited."""
        if not any(CREATOR in person.roles for person in people):
            raise ValueError(f"no contributor has the role {CREATOR}")
        return people


def read_metadata(root: Path, schemas: Schemas) -> tuple[Metadata, list[Problem]]:
    """Read metadata.yaml, check it by its model and against the tables that there are."""
    tree, problems = read_yaml(root, METADATA)
    if tree is None or problems:
        return {}, [replace(problem, spoils=frozenset({Cause(METADATA)})) for problem in problems]

    def fail(path: list[str | int], message: str, advice: str) -> Problem:
        return Problem(METADATA, *find_place(tree, path), message, advice, spoils=frozenset({Cause(METADATA)}))

    def link(problem: Problem, error: Any, errors: list[Any]) -> Problem:
        """Let a key that is missing follow from an unknown one beside it that is nearest to it."""
        beside = [one["loc"][-1] for one in errors if one["type"] == "missing" and one["loc"][:-1] == error["loc"][:-1]]
        key = find_nearest(str(error["loc"][-1]), beside)
        cause = Cause(f"{METADATA}: keys", row=str(error["loc"][:-1]), field=key)
        if error["type"] == "extra_forbidden":
            return replace(problem, spoils=problem.spoils | {cause})
        return replace(problem, follows=frozenset({cause})) if error["type"] == "missing" else problem

    try:
        metadata = PackageMetadata.model_validate(to_plain(tree)).model_dump(exclude_unset=True)
    except pydantic.ValidationError as error:
        errors = error.errors(include_url=False)
        return {}, [link(fail(list(item["loc"]), *explain_fault(item)), item, errors) for item in errors]
    if sorted(metadata["tables"]) != sorted(schemas):
        problems = [fail(["tables"], "tables are not those of schemas/", f"list each once: {', '.join(sorted(schemas))}")]
    for name in (name for name in metadata.get("split", ()) if name not in schemas):
        problems.append(fail(["split", name], f"split: there is no table {name!r}", suggest_nearest(name, schemas)))
    return metadata, problems


def explain_fault(error: Any) -> tuple[str, str]:
    """Say in words what pydantic found wrong with metadata.yaml, and what to do."""
    key = "/".join(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return f"unknown key {key!r}", suggest_nearest(key, PackageMetadata.model_fields)
    if error["type"] == "missing":
        return f"no {key}", f"write {key}: …"
    return f"{key}: {error['msg'].removeprefix('Value error, ')}", "see schemas/metadata.schema.json"


def to_plain(node: Node) -> Any:
    """Return a YAML tree as plain texts, dicts and lists."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.value: to_plain(value) for key, value in node.items}
    return [to_plain(item) for item in node.items]


def find_place(node: Node, path: list[str | int]) -> tuple[int, int]:
    """Return line and column of the deepest node on a path that is there."""
    for step in path:
        following = (
            node.get(str(step))
            if isinstance(node, Mapping)
            else node.items[int(step)]
            if not isinstance(node, Scalar)
            else None
        )
        if following is None:
            break
        node = following
    return node.line, node.column
