"""Check a release's annotations by the W3C's own JSON schemas: the tests of the Web Annotation Data Model.

Usage: python tests/consumers/w3c.py [FILE]

Checks dist/claims.annotations.jsonl or FILE. The schemas are the folder annotation-model of the repository
web-platform-tests/wpt (BSD-3-Clause), of which nothing is copied here. The environment variable ANNOTATION_MODEL names a copy
of that folder. Without it, git fetches the folder of one commit. Where neither is to be had, this prints NOT TRIED and fails.

The W3C lists the schemas in files that end in `.test`: those that every annotation MUST meet, and those that say of a
feature, which an annotation may or should have, whether it is there. Every annotation must meet all of the first, and
those of the second whose features we say that all our annotations have (CLAIMED).

Each schema is read in two ways: draft-04 ignores what is written beside a `$ref`; the W3C's own page, by Ajv 4, does not. An
annotation meets a schema where it does so in both.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, FormatChecker, validators
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT4

ROOT = Path(__file__).resolve().parents[2]
REPOSITORY = "https://github.com/web-platform-tests/wpt"
COMMIT = "faf875d9b84f4319ac950cd51ef03a3dcf466a7f"
MODEL = "annotation-model"
FOLDER_NAMED_BY = "ANNOTATION_MODEL"
ELSEWHERE = {"collections", "examples", "tools"}
"""Folders whose lists are not of single annotations."""

CLAIMED = (
    "3.2.1-bodyFormat.json",
    "3.2.4-bodyETB.json",
    "3.2.4-bodyETBTypeTextualBody.json",
    "3.3.1-annotationGeneratedImplemented.json",
    "3.3.5-annotationMotivationImplemented.json",
    "3.3.5-bodyPurpose.json",
    "3.3.6-annotationRightsImplemented.json",
    "4-targSpecificResource.json",
    "4.2.4-textQuoteSelector.json",
    "4.2.5-textPositionSelector.json",
)
"""Optional features that docs/format.md says of every annotation, by the schemas that detect them."""

URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
FORMATS = FormatChecker(formats=())

create: Any = validators.create  # its types are those of later drafts, where a schema may be true or false
WITH_SIBLINGS = create(
    meta_schema=Draft4Validator.META_SCHEMA,
    validators=Draft4Validator.VALIDATORS,
    type_checker=Draft4Validator.TYPE_CHECKER,
    id_of=DRAFT4.id_of,
    applicable_validators=lambda schema: schema.items(),
)
READERS: tuple[Any, ...] = (Draft4Validator, WITH_SIBLINGS)

Schemas = dict[str, dict[str, Any]]
"""Schemas by their paths below the folder."""


@FORMATS.checks("uri")
def is_uri(value: object) -> bool:
    """Say whether a string is a URI; other values have no format."""
    return not isinstance(value, str) or bool(URI.fullmatch(value))


@FORMATS.checks("date-time", raises=ValueError)
def is_time(value: object) -> bool:
    """Say whether a string is a time of RFC 3339, of a day that there is; other values have no format."""
    return not isinstance(value, str) or bool(TIME.fullmatch(value) and datetime.fromisoformat(value))


# The W3C's files
def fetch_model(place: Path, repository: str = REPOSITORY, commit: str = COMMIT) -> Path | str:
    """Fetch the folder of one commit and return it, or what git says against it."""
    git = ["git", "-C", str(place), "-c", "advice.detachedHead=false"]
    for words in (
        ["init", "--quiet"],
        ["remote", "add", "origin", repository],
        ["sparse-checkout", "set", MODEL],
        ["fetch", "--quiet", "--depth=1", "--filter=blob:none", "origin", commit],
        ["checkout", "--quiet", "FETCH_HEAD"],
    ):
        try:
            done = subprocess.run(
                [*git, *words],
                env=os.environ | {"GIT_TERMINAL_PROMPT": "0"},
                text=True,
                capture_output=True,
                check=False,
                timeout=300,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode:
            return done.stderr.strip()
    return place / MODEL


def read_lists(folder: Path) -> Schemas:
    """Return each schema that a list of the folder names: with a slash below the folder, without one beside the list."""
    schemas: Schemas = {}
    for path in sorted(folder.rglob("*.test")):
        if ELSEWHERE & set(path.relative_to(folder).parts):
            continue
        for name in json.loads(path.read_text(encoding="utf-8"))["assertions"]:
            if not isinstance(name, str):
                raise ValueError(f"{path.relative_to(folder)} has an assertion that is no file: {json.dumps(name)[:80]}")
            file = folder / name if "/" in name else path.parent / name
            schemas[file.relative_to(folder).as_posix()] = json.loads(file.read_text(encoding="utf-8"))
    return schemas


def read_definitions(folder: Path) -> Schemas:
    """Return the schemas to which the others refer, by the names by which they do so."""
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (folder / "definitions").glob("*.json")}


def list_formats(part: Any) -> Iterator[str]:
    """Yield the formats that a schema asks for."""
    if isinstance(part, dict):
        if isinstance(part.get("format"), str):
            yield part["format"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from list_formats(one)


# What our annotations meet
def choose_schemas(listed: Schemas) -> tuple[Schemas, Schemas]:
    """Return the schemas that an annotation must meet, and the optional ones whose features all of ours have."""
    musts = {name: schema for name, schema in listed.items() if schema.get("assertionType", "must") == "must"}
    claimed = {name: listed[name] for name in listed.keys() - musts if name.rpartition("/")[2] in CLAIMED}
    return musts, claimed


def find_unfit(listed: Schemas, definitions: Schemas) -> Iterator[str]:
    """Yield why the W3C's files are not those that this program can read."""
    musts, claimed = choose_schemas(listed)
    if not musts:
        yield "no list has a schema that must be met"
    missing = set(CLAIMED) - {name.rpartition("/")[2] for name in claimed}
    yield from (f"no list has {name} as an optional schema" for name in sorted(missing))
    known = set(FORMATS.checkers)
    wanted = {name for schema in [*listed.values(), *definitions.values()] for name in list_formats(schema)}
    yield from (f"a format that is not checked here: {name}" for name in sorted(wanted - known))
    yield from (
        f"{name}: a result that is not known: {schema['expectedResult']}"
        for name, schema in listed.items()
        if schema.get("expectedResult", "valid") not in {"valid", "invalid"}
    )


def find_failures(annotations: list[Any], schemas: Schemas, definitions: Schemas) -> Iterator[str]:
    """Yield each schema with an annotation that does not meet it, and what the W3C says of that."""
    resources = ((name, DRAFT4.create_resource(schema)) for name, schema in definitions.items())
    registry: Any = Registry().with_resources(resources)
    for name, schema in schemas.items():
        expected = schema.get("expectedResult", "valid") == "valid"
        readers = [reader(schema, registry=registry, format_checker=FORMATS) for reader in READERS]
        for annotation in annotations:
            try:
                if any(reader.is_valid(annotation) != expected for reader in readers):
                    yield f"{name}: {annotation.get('id', 'an annotation without an id')}: {schema.get('errorMessage', '')}"
            except Unresolvable as error:
                yield f"{name}: {error}"
                break


def check(annotations: list[Any], folder: Path) -> int:
    """Check the annotations by the schemas of a folder, print what was checked, and return 1 where one is not met."""
    listed, definitions = read_lists(folder), read_definitions(folder)
    faults = list(find_unfit(listed, definitions))
    musts, claimed = choose_schemas(listed)
    for kind, schemas in (("that must be met", musts), ("of features that all our annotations have", claimed)):
        failures = list(find_failures(annotations, schemas, definitions))
        count = len(annotations) * len(schemas)
        print(f"  {len(annotations)} annotations x {len(schemas)} schemas {kind}: {count} checked, {len(failures)} failed")
        faults += failures
    print(*(f"    {fault}" for fault in faults), sep="\n", end="\n" if faults else "")
    return int(bool(faults) or not annotations)


def main(names: list[str]) -> int:
    """Check a file of annotations, one a line."""
    file = Path(names[0]) if names else ROOT / "dist" / "claims.annotations.jsonl"
    annotations = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n")[:-1]]
    with tempfile.TemporaryDirectory() as place:
        named = os.environ.get(FOLDER_NAMED_BY)
        folder = Path(named) if named else fetch_model(Path(place))
        if isinstance(folder, str):
            print(f"W3C's JSON schemas: NOT TRIED, which is no pass. git cannot fetch them: {folder}")
            print(f"    {FOLDER_NAMED_BY} can name the folder {MODEL} of a copy of {REPOSITORY}")
            return 1
        print(f"W3C's JSON schemas ({named or f'{REPOSITORY} at {COMMIT}'})")
        try:
            return check(annotations, folder)
        except (OSError, ValueError) as error:
            sys.exit(f"    the schemas cannot be read: {error}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
