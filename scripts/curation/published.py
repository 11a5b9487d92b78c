"""A published package, read from where it lies: a folder, a zip file or a git revision. Nothing in it is trusted."""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import struct
import subprocess
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from curation.metadata import METADATA
from curation.package import DESCRIPTOR
from curation.problems import Problem, shorten
from curation.schemas import as_list

CHANGELOG = "CHANGELOG.md"
LARGEST = 2**30
"""Bytes of one file of a zip; a small zip can claim to hold more than any memory does."""
UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, struct.error, OSError, ValueError)
"""What reading a damaged, encrypted or forged zip can raise."""
REPACK = "download it or pack it anew, or unpack it and name the folder"

Row = dict[str, str]
"""The cells of a row by column, without the empty ones."""
Key = tuple[str, ...]
Read = Callable[[str], bytes | Problem | None]
"""Reads a file of the package by its path; None where there is no such file."""


@dataclass(frozen=True)
class PublishedTable:
    """A table as its own descriptor describes it. `about` is all that is said of the table itself."""

    about: dict[str, Any]
    fields: dict[str, dict[str, Any]]
    key: tuple[str, ...]
    rows: dict[Key, Row] = field(repr=False)


@dataclass(frozen=True)
class Release:
    """A whole package. `place` is what the user calls it, `prefix` what turns a path in it into the name of a file."""

    place: str
    prefix: str
    about: dict[str, Any]
    tables: dict[str, PublishedTable]
    texts: dict[str, str]

    @property
    def version(self) -> str:
        return make_visible(str(self.about.get("version", "")))

    @property
    def created(self) -> str:
        return make_visible(str(self.about.get("created", ""))[:10])


Found = tuple[Release | None, list[Problem]]


def read_release(name: str, root: Path) -> Found:
    """Read what lies at a path or, where there is no such path, at that revision of the repository at `root`."""
    place, path = make_visible(name), Path(name)
    try:
        if path.is_dir():
            return read_folder(place, path)
        if path.exists():
            return read_zip(place, path)
    except OSError as error:
        return None, [Problem(place, 0, 0, f"cannot be read: {error.strerror}")]
    return read_revision(place, name, root)


def make_visible(text: str) -> str:
    """Return the text on one line with nothing in it that steers a terminal or cannot be seen."""
    return "".join(mark if mark.isprintable() else "⏎" if mark == "\n" else f"\\u{ord(mark):04x}" for mark in text)


def is_inside(path: Any) -> bool:
    """Say whether a path stays in the package, on any system."""
    if not isinstance(path, str) or not path or re.search(r"[\\\0]|^[A-Za-z]:|://", path):
        return False
    return not path.startswith("/") and ".." not in path.split("/")


# Where it lies


def read_folder(place: str, path: Path) -> Found:
    folders = [item for item in path.iterdir() if item.is_dir()]
    if not (path / DESCRIPTOR).is_file() and len(folders) == 1 and (folders[0] / DESCRIPTOR).is_file():
        path = folders[0]
    prefix = "" if path == Path() else f"{make_visible(path.as_posix())}/"
    home = path.resolve()

    def read(name: str) -> bytes | Problem | None:
        target = (home / name).resolve()
        if not target.is_relative_to(home):
            return Problem(prefix + name, 0, 0, "points outside the package", "put the file itself there")
        return target.read_bytes() if target.is_file() else None

    return load_release(place, prefix, read)


def read_zip(place: str, path: Path) -> Found:
    if not path.is_file() or not zipfile.is_zipfile(path):
        return None, [Problem(place, 0, 0, "is no folder and no zip file", "name a folder, a .zip or a git revision")]
    try:
        archive = zipfile.ZipFile(path)
    except UNREADABLE as error:
        return None, [Problem(place, 0, 0, f"cannot be unpacked: {make_visible(str(error))}", REPACK)]
    with archive:
        names = Counter(item.filename.rstrip("/") for item in archive.infolist())
        bad = [name for name, count in names.items() if count > 1 or not is_inside(name)]
        if bad:
            return None, [Problem(place, 0, 0, f"holds {make_visible(bad[0])!r} twice, or it leads out of the zip", REPACK)]
        tops = {name.partition("/")[0] for name in names}
        top = f"{min(tops)}/" if len(tops) == 1 and DESCRIPTOR not in names else ""
        prefix = f"{place}/{make_visible(top)}"

        def read(name: str) -> bytes | Problem | None:
            if top + name not in names:
                return None
            try:
                item = archive.getinfo(top + name)
                if item.file_size > LARGEST:
                    raise ValueError(f"it says that it is larger than {LARGEST >> 20} MiB")
                return archive.read(item)
            except (*UNREADABLE, KeyError) as error:
                return Problem(prefix + name, 0, 0, f"cannot be unpacked: {make_visible(str(error))}", REPACK)

        return load_release(place, prefix, read)


def read_revision(place: str, name: str, root: Path) -> Found:
    """Read a revision with git itself. Once it is a commit's hash, no name can be taken for an option."""
    advice = "name a folder, a .zip, or a revision that `git log` knows (a tag: git fetch --tags)"
    nothing = Problem(place, 0, 0, f"is no path, and no revision of the repository at {make_visible(str(root))}", advice)
    if name.startswith("-") or "\0" in name:
        return None, [nothing]
    try:
        commit = run_git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if not commit:
            return None, [nothing]
        hash_ = commit.decode().strip()
        # "./" reads beside `root`, which may be a folder within the repository
        return load_release(
            place, f"{place}:", lambda path: run_git(root, "cat-file", "blob", f"{hash_}:./{PurePosixPath(path)}")
        )
    except OSError as error:
        message = f"is no path, and git cannot be asked for a revision: {error.strerror}"
        return None, [Problem(place, 0, 0, message, "install git, or name a folder or a .zip")]


def run_git(root: Path, *words: str) -> bytes | None:
    """Return what git prints, or None where it fails."""
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return done.stdout if done.returncode == 0 else None


# What it holds


def load_release(place: str, prefix: str, read: Read) -> Found:
    """Read the descriptor and each table that it lists, and say all that is wrong with them."""
    file = f"{prefix}{DESCRIPTOR}"
    content = read(DESCRIPTOR)
    if content is None:
        advice = f"name a package: {DESCRIPTOR} stands at its top, or in its one folder"
        return None, [Problem(place, 0, 0, f"holds no {DESCRIPTOR}", advice)]
    if isinstance(content, Problem):
        return None, [content]
    about, problems = parse_descriptor(file, content)
    tables: dict[str, PublishedTable] = {}
    for resource in about.pop("resources", []) if not problems else []:
        found = [Problem(file, 0, 0, message) for message in check_resource(resource, tables)]
        if not found:
            tables[resource["name"]], found = load_table(prefix, resource, read)
        problems += found
    texts = {}
    for name in (CHANGELOG, METADATA):
        content = read(name)
        problems += [content] if isinstance(content, Problem) else []
        if isinstance(content, bytes):
            texts[name] = content.decode("utf-8", errors="replace")
    return (None, problems) if problems else (Release(place, prefix, about, tables, texts), [])


def parse_descriptor(file: str, content: bytes) -> tuple[dict[str, Any], list[Problem]]:
    try:
        about = json.loads(content.decode("utf-8"))
        json.dumps(about, ensure_ascii=False, allow_nan=False).encode()  # neither NaN nor half a surrogate pair
    except (ValueError, RecursionError) as error:
        return {}, [Problem(file, getattr(error, "lineno", 0), getattr(error, "colno", 0), f"not JSON: {error}")]
    if not isinstance(about, dict) or not isinstance(about.get("resources"), list):
        return {}, [Problem(file, 0, 0, "no Data Package: it has no list of resources")]
    return about, []


def check_resource(resource: Any, known: dict[str, PublishedTable]) -> Iterator[str]:
    """Check what is relied on here; frictionless checks the rest."""
    if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
        yield "a resource has no name"
        return
    name, schema = make_visible(resource["name"]), resource.get("schema")
    if resource["name"] in known:
        yield f"resource {name!r} stands twice"
    if not is_inside(resource.get("path")):
        yield f"resource {name!r}: path {shorten(repr(resource.get('path')))} is no path within the package"
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(schema, dict) or not isinstance(fields, list) or not fields:
        yield f"resource {name!r} is no table: its schema has no list of fields"
        return
    names = [column.get("name") if isinstance(column, dict) else None for column in fields]
    if not all(isinstance(one, str) for one in names) or len(set(names)) < len(names):
        yield f"resource {name!r}: each field needs a name of its own"
    elif any(key not in names for key in as_list(schema.get("primaryKey"))):
        yield f"resource {name!r}: its key names a field that it does not have"


def load_table(prefix: str, resource: dict[str, Any], read: Read) -> tuple[PublishedTable, list[Problem]]:
    schema = resource["schema"]
    # sizes and hashes follow from the rows
    said = {key: value for key, value in resource.items() if key not in ("name", "schema", "bytes", "hash")}
    about = {key: value for key, value in schema.items() if key not in ("name", "fields", "primaryKey")} | said
    fields = {column["name"]: column for column in schema["fields"]}
    table = PublishedTable(about, fields, tuple(as_list(schema.get("primaryKey"))), {})
    file, content = prefix + make_visible(resource["path"]), read(resource["path"])
    if content is None:
        return table, [Problem(file, 0, 0, f"is missing, and {DESCRIPTOR} lists it", "build or unpack the package anew")]
    if isinstance(content, Problem):
        return table, [content]
    missing = as_list(schema.get("missingValues", [""]))
    return table, read_rows(file, content, table, [value for value in missing if isinstance(value, str)])


def read_rows(file: str, content: bytes, table: PublishedTable, missing: list[str]) -> list[Problem]:
    """Read a CSV file into the table's rows, as far as it can be read."""
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline=""), strict=True)
    names, repeated = list(table.fields), Counter[Key]()
    try:
        if next(lines, []) != names:
            return [Problem(file, 1, 1, f"its header is not the list of fields in {DESCRIPTOR}", "build the package anew")]
        for values in lines:
            if len(values) != len(names):
                return [Problem(file, lines.line_num, 1, f"{len(values)} fields, and the header has {len(names)}")]
            row = {name: value for name, value in zip(names, values, strict=True) if value not in missing}
            key = tuple(row.get(name, "") for name in table.key or names)
            if not table.key:  # without a key a row is all that it holds, and equal rows are told apart by their number
                repeated[key] += 1
                key = (*key, str(repeated[key]))
            if key in table.rows:
                return [Problem(file, lines.line_num, 1, f"key {make_visible('/'.join(key))!r} stands twice")]
            table.rows[key] = row
    except UnicodeDecodeError as error:
        return [Problem(file, lines.line_num + 1, 1, f"not UTF-8: {error.reason}")]
    except csv.Error as error:
        return [Problem(file, lines.line_num, 1, f"not CSV: {error}")]
    return []
