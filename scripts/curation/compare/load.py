"""Load a published package from a folder, a zip file, a git revision or memory. Nothing in a package is trusted."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from jsonschema import Draft202012Validator

from curation.paths import CHANGELOG, DESCRIPTOR, METADATA
from curation.problems import Problem, make_visible, shorten
from curation.records import group_records, read_csv
from curation.schema.tables import as_list

SHAPE = Draft202012Validator(json.loads(Path(__file__).with_name("descriptor.schema.json").read_text(encoding="utf-8")))
LEADS_OUT = re.compile(r"[\\\0]|^[A-Za-z]:|://|^/|^$|(^|/)\.\.(/|$)")  # a path that leaves the package, on any system
LARGEST = 2**30  # bytes of one file of a zip: a small zip can claim to hold more than fits into memory
Values = dict[str, Any]
Read = Callable[[str], bytes | None]  # returns a file of a package by its path in it; None where there is no such file


@dataclass(frozen=True)
class Release:
    """A package. `prefix` and a path in it name a file; a table is its resource, with its `rows` (no empty values) by key."""

    place: str
    prefix: str
    version: str
    created: str
    about: Values
    tables: dict[str, Values]
    changelog: str | None
    metadata: str | None


def load_release(name: str, root: Path) -> tuple[Release | None, list[Problem]]:
    """Load the package at a path or, where there is no such path, at that revision of the repository at `root`."""
    place, path = make_visible(name), Path(name)
    try:
        prefix, read = open_folder(path) if path.is_dir() else open_zip(path) if path.is_file() else open_revision(name, root)
    except Exception as error:  # a damaged or forged zip, or links in a circle, can raise anything
        advice = "name a folder, a .zip, or a revision that `git log` knows (install git; fetch tags: git fetch --tags)"
        return None, [Problem(place, 0, 0, f"cannot be read: {make_visible(str(error))}", advice)]
    return load_files(place, make_visible(prefix), read)


def open_folder(path: Path) -> tuple[str, Read]:
    """Return the prefix of the names of the package's files, and what reads them; open_zip and open_revision too."""
    folders = [item for item in path.iterdir() if item.is_dir()]
    top = folders[0] if len(folders) == 1 and not (path / DESCRIPTOR).is_file() else path

    def read(name: str) -> bytes | None:
        target = (top / name).resolve()
        if not target.is_relative_to(top.resolve()):
            raise ValueError("it points outside the package")
        return target.read_bytes() if target.is_file() else None

    return "" if top == Path() else f"{top.as_posix()}/", read


def open_zip(path: Path) -> tuple[str, Read]:
    """Return the top folder of a zip, if it has one, and what reads its files. Raises ValueError for a forged zip."""
    archive = zipfile.ZipFile(path)  # closed with the last reference to it
    items = {item.filename.rstrip("/"): item for item in archive.infolist()}
    if len(items) < len(archive.infolist()) or any(map(LEADS_OUT.search, items)):
        raise ValueError("it holds a name twice, or one that leads out of the zip")
    tops = {name.partition("/")[0] for name in items}
    top = f"{min(tops)}/" if len(tops) == 1 and DESCRIPTOR not in items else ""

    def read(name: str) -> bytes | None:
        item = items.get(top + name)
        if item and item.file_size > LARGEST:
            raise ValueError(f"it says that it is larger than {LARGEST >> 20} MiB")
        return archive.read(item) if item else None

    return f"{path}/{top}", read


def open_revision(name: str, root: Path) -> tuple[str, Read]:
    """Read a revision with git itself. Once it is a commit's hash, no name can be taken for an option."""

    def ask_git(*words: str) -> bytes | None:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, stdin=subprocess.DEVNULL, check=False)
        return done.stdout if done.returncode == 0 else None

    commit = None if name.startswith("-") else ask_git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if not commit:
        raise ValueError(f"it is no folder, no file, and no revision of the repository at {root}")
    tree = f"{commit.decode().strip()}:./"  # "./" reads beside `root`, which may be a folder within the repository
    return f"{name}:", lambda path: ask_git("cat-file", "blob", f"{tree}{PurePosixPath(path)}")


def load_files(place: str, prefix: str, read: Read) -> tuple[Release | None, list[Problem]]:
    """Load the package whose files `read` returns: of files in memory by their paths, it is their dict's `get`."""
    (content, problems), *others = (read_file(prefix, name, read) for name in (DESCRIPTOR, CHANGELOG, METADATA))
    if content is None:
        return None, problems or [
            Problem(place, 0, 0, f"holds no {DESCRIPTOR}", "name the folder that holds it, or a zip of it")
        ]
    about, problems = parse_descriptor(prefix + DESCRIPTOR, content)
    tables = {resource["name"]: resource for resource in about.pop("resources", ())}
    for table in tables.values():
        table["rows"], found = load_rows(prefix, table, read)
        problems += found
    problems += [problem for _, found in others for problem in found]
    version, created = (make_visible(str(about.pop(name, ""))) for name in ("version", "created"))
    texts = [None if text is None else text.decode("utf-8", errors="replace") for text, _ in others]
    release = Release(place, prefix, version, created[:10], about, tables, *texts)
    return (None, problems) if problems else (release, [])


def read_file(prefix: str, name: str, read: Read) -> tuple[bytes | None, list[Problem]]:
    """Return a file, or None where there is none, and a problem where it cannot be read."""
    try:
        return read(name), []
    except Exception as error:  # as above
        message, advice = f"cannot be read: {make_visible(str(error))}", "download or build the package again"
        return None, [Problem(prefix + make_visible(name), 0, 0, message, advice)]


def parse_descriptor(file: str, content: bytes) -> tuple[Values, list[Problem]]:
    """Return the descriptor, or an empty one and all that is wrong with it."""
    try:
        about = json.loads(content.decode("utf-8"))
        json.dumps(about, ensure_ascii=False, allow_nan=False).encode()  # neither NaN nor half a surrogate pair
        faults = [f"{error.json_path}: {shorten(error.message)}" for error in SHAPE.iter_errors(about)]
    except (ValueError, RecursionError) as error:
        return {}, [Problem(file, getattr(error, "lineno", 0), getattr(error, "colno", 0), f"not JSON: {error}")]
    faults = faults or [*check_resources(about["resources"])]
    return ({} if faults else about), [Problem(file, 0, 0, fault) for fault in faults]


def check_resources(resources: list[Values]) -> Iterator[str]:
    """Yield what is wrong with names, paths and keys, which a JSON Schema cannot say."""
    names = [resource["name"] for resource in resources]
    for name, path, schema in ((one["name"], one["path"], one["schema"]) for one in resources):
        fields = [column["name"] for column in schema["fields"]]
        faults = {
            "is listed twice": names.count(name) > 1,
            f"path {shorten(repr(path))} is no path within the package": LEADS_OUT.search(path),
            "each field needs a name of its own": len(set(fields)) < len(fields),
            "its key names a field that it does not have": not set(as_list(schema.get("primaryKey"))) <= set(fields),
        }
        yield from (f"resource {name!r}: {fault}" for fault, is_so in faults.items() if is_so)


def load_rows(prefix: str, table: Values, read: Read) -> tuple[dict[tuple[str, ...], Values], list[Problem]]:
    """Return a table's rows by key, and all that is wrong with its file. Without a key, equal rows are numbered."""
    schema, path, file = table["schema"], table["path"], prefix + make_visible(table["path"])
    content, problems = read_file(prefix, path, read)
    if content is None:
        return {}, problems or [Problem(file, 0, 0, f"is missing, and {DESCRIPTOR} lists it", "build the package again")]
    columns, records, problems = read_csv(file, content)
    if not problems and columns != [column["name"] for column in schema["fields"]]:
        problems = [Problem(file, 1, 1, f"its header is not the list of fields in {DESCRIPTOR}", "build the package again")]
    missing, key = schema.get("missingValues", [""]), as_list(schema.get("primaryKey"))
    kept = [(line, {name: value for name, value in row.items() if value not in missing}) for line, row in records]
    rows: dict[tuple[str, ...], Values] = {}
    for name, group in group_records(key or columns, kept).items() if not problems else ():
        rows |= {(name if key else (*name, str(number))): row for number, (_, row) in enumerate(group, 1)}
        doubled = f"key {make_visible('/'.join(name))!r} is there twice"
        problems += [Problem(file, line, 1, doubled) for line, _ in group[1:] if key]
    return rows, problems
