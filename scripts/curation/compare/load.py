"""Load a published package from a folder, a zip file, a git revision or memory. Nothing in a package is trusted."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from curation.compare.descriptor import parse_descriptor
from curation.compare.package_names import list_folders
from curation.compare.unseen import show_text
from curation.compare.zip_members import LARGEST, open_members, read_member
from curation.paths import CHANGELOG, CSV_FOLDER, DESCRIPTOR, METADATA
from curation.problems import Problem
from curation.records import Records, group_records, read_csv
from curation.schema.tables import as_list

MOST_CELLS = 2**23
"""Of all tables together, by their commas and line ends: what fits into memory."""

PLAIN_MODES = ("100644", "100755")
"""What git calls a file; links and submodules have other modes."""

Values = dict[str, Any]
Read = Callable[[str], bytes | None]
"""Returns a file of a package by its path in it; None where there is no such file. What it raises is shown."""


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
    place, path = show_text(name), Path(name)
    try:
        if name.startswith("refs/"):  # so that no file or folder is taken for a tag
            prefix, read, names = open_revision(name, root)
        elif path.is_dir():
            prefix, read, names = open_folder(path)
        else:
            prefix, read, names = open_zip(path) if path.is_file() else open_revision(name, root)
    except Exception as error:  # a damaged or forged zip, or links in a circle, can raise anything
        advice = "name a folder, a .zip, or a revision that `git log` knows (install git; fetch tags: git fetch --tags)"
        return None, [Problem(place, 0, 0, f"cannot be read: {show_text(str(error))}", advice)]
    release, problems = load_files(place, show_text(prefix), read)
    unlisted = [*find_unlisted(release, names)] if release else []
    return (None, unlisted) if unlisted else (release, problems)


def find_unlisted(release: Release, names: Iterable[str]) -> Iterator[Problem]:
    """Yield each table file that the descriptor does not list: who reads a folder of tables would take it for one."""
    listed = {path for table in release.tables.values() for path in as_list(table["path"])}
    for name in names:
        if name.startswith(f"{CSV_FOLDER}/") and name not in listed:
            advice = "download or build the package again"
            yield Problem(release.prefix + show_text(name), 0, 0, f"is not listed in {DESCRIPTOR}", advice)


def open_folder(path: Path) -> tuple[str, Read, Iterable[str]]:
    """Return the prefix of the names of the package's files, what reads them, and (of a zip) their names.

    open_zip and open_revision return the same. They raise ValueError for what is no package.
    """
    folders = [item for item in path.iterdir() if item.is_dir() and not item.is_symlink()]
    top = folders[0] if len(folders) == 1 and not os.path.lexists(path / DESCRIPTOR) else path
    return "" if top == Path() else f"{top.as_posix()}/", lambda name: read_plainly(top, name), ()


def read_plainly(folder: Path, name: str) -> bytes | None:
    """Return a file of a folder; None where there is none. Raises where a link or no file is in its place or on the way."""
    target = folder
    for part in name.split("/"):
        target /= part
        if not os.path.lexists(target):
            return None
        kind = stat.S_IFMT(target.lstat().st_mode)
        if kind == stat.S_IFLNK:
            raise ValueError(f"{part} is a link: a package holds its files itself")
    # What was a file may be another thing by now: no link is followed, and a pipe is not waited for.
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if kind != stat.S_IFREG:
        raise ValueError("it is no file")
    with os.fdopen(os.open(target, os.O_RDONLY | flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("it is no file")
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST >> 20} MiB")
    return content


def open_zip(path: Path) -> tuple[str, Read, Iterable[str]]:
    """Open a zip; its prefix has its top folder, if it has one."""
    file, top, members = open_members(path)
    return f"{path}/{top}", lambda name: read_member(file, *members[name]) if name in members else None, members


def open_revision(name: str, root: Path) -> tuple[str, Read, Iterable[str]]:
    """Read a revision with git itself. Once it is a commit's hash, no name can be taken for an option."""

    def ask_git(*words: str) -> bytes | None:
        command = ["git", "--no-replace-objects", "-C", str(root), *words]
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        return done.stdout if done.returncode == 0 else None

    commit = (
        None
        if name.startswith("-")
        else ask_git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    )
    if not commit:
        raise ValueError(f"it is no folder, no file, and no revision of the repository at {root}")
    # "./" is the tree beside `root`, which may be a folder within the repository
    listed = ask_git("ls-tree", "-r", "-l", "-z", "--full-tree", f"{commit.decode().strip()}:./")
    if listed is None:
        raise ValueError(f"the revision does not have the folder {root}")
    entries = [entry.partition("\t") for entry in listed.decode("utf-8", "surrogateescape").split("\0") if entry]
    items = {path: about.split() for about, _, path in entries}

    def read(path: str) -> bytes | None:
        for place in (*list_folders(path), path):
            mode, kind, _, size = items.get(place, ("100644", "blob", "", "0"))
            if mode not in PLAIN_MODES or kind != "blob":
                raise ValueError(f"{place} is a link or a submodule: a package holds its files itself")
            if int(size) > LARGEST:
                raise ValueError(f"it is larger than {LARGEST >> 20} MiB")
        content = ask_git("cat-file", "blob", items[path][2]) if path in items else None
        if path in items and content is None:
            raise ValueError("git does not have its content here")
        return content

    return f"{name}:", read, ()


def load_files(place: str, prefix: str, read: Read) -> tuple[Release | None, list[Problem]]:
    """Load the package whose files `read` returns: of files in memory by their paths, it is their dict's `get`."""
    (content, problems), *others = (read_file(prefix, name, read) for name in (DESCRIPTOR, CHANGELOG, METADATA))
    if content is None:
        return None, problems or [
            Problem(place, 0, 0, f"holds no {DESCRIPTOR}", "name the folder that holds it, or a zip of it")
        ]
    about, problems = parse_descriptor(prefix + DESCRIPTOR, content)
    tables = {resource["name"]: resource for resource in about.pop("resources", ())}
    room = [LARGEST, MOST_CELLS]
    for table in tables.values():
        table["rows"], found = load_rows(prefix, table, read, room)
        problems += found
    problems += [problem for _, found in others for problem in found]
    version, created = (show_text(str(about.pop(name, ""))) for name in ("version", "created"))
    texts = [None if text is None else text.decode("utf-8", errors="replace") for text, _ in others]
    release = Release(place, prefix, version, created[:10], about, tables, *texts)
    shown = [replace(problem, file=show_text(problem.file), message=show_text(problem.message)) for problem in problems]
    return (None, shown) if shown else (release, [])


def read_file(prefix: str, name: str, read: Read) -> tuple[bytes | None, list[Problem]]:
    """Return a file, or None where there is none, and a problem where it cannot be read."""
    try:
        return read(name), []
    except Exception as error:  # as above
        message, advice = f"cannot be read: {show_text(str(error))}", "download or build the package again"
        return None, [Problem(prefix + show_text(name), 0, 0, message, advice)]


def load_rows(prefix: str, table: Values, read: Read, room: list[int]) -> tuple[dict[tuple[str, ...], Values], list[Problem]]:
    """Return a table's rows by key, and all that is wrong with its files. Without a key, equal rows are numbered.

    `room` is how many bytes and cells may be read: it becomes less.
    """
    key, columns = as_list(table["schema"].get("primaryKey")), [column["name"] for column in table["schema"]["fields"]]
    placed: list[tuple[str, int, Values]] = []
    problems: list[Problem] = []
    for path in (paths := as_list(table["path"])):
        records, found = load_file(prefix, path, columns, read, room, path != paths[-1])
        placed += [(prefix + show_text(path), line, row) for line, row in records]
        problems += found
        if min(room) < 0:
            break
    kept = ((number, {name: value for name, value in row.items() if value}) for number, (_, _, row) in enumerate(placed))
    rows: dict[tuple[str, ...], Values] = {}
    for name, group in group_records(key or columns, kept).items() if not problems else ():
        rows |= {(name if key else (*name, str(number))): row for number, (_, row) in enumerate(group, 1)}
        doubled = f"key {show_text('/'.join(name))!r} is there twice"
        problems += [Problem(*placed[number][:2], 1, doubled, "build the package again") for number, _ in group[1:] if key]
    return rows, problems


def load_file(
    prefix: str, path: str, columns: list[str], read: Read, room: list[int], goes_on: bool
) -> tuple[Records, list[Problem]]:
    """Return the records of a file of a table, and all that is wrong with it. The table may go on in another file."""
    file = prefix + show_text(path)
    content, problems = read_file(prefix, path, read)
    if content is None:
        return [], problems or [Problem(file, 0, 0, f"is missing, and {DESCRIPTOR} lists it", "build the package again")]
    room[:] = room[0] - len(content), room[1] - sum(map(content.count, (b",", b"\n", b"\r")))
    if min(room) < 0:
        message = f"with this file the tables have more than {LARGEST >> 20} MiB or {MOST_CELLS:,} cells"
        return [], [Problem(file, 0, 0, message, "so large a package is not compared")]
    there, records, problems = read_csv(file, content)
    if not problems and there != columns:
        problems = [Problem(file, 1, 1, f"its header is not the list of fields in {DESCRIPTOR}", "build the package again")]
    if goes_on and content[-1:] != b"\n":
        problems += [Problem(file, 0, 0, "its last line has no end: whoever joins the parts reads other rows", "write LF")]
    if b"\r" in content and re.search(rb"\r(?!\n)", re.sub(rb'"[^"]*"', b"", content)):
        problems += [Problem(file, 0, 0, "a carriage return is alone: not every program ends a row there", "write LF")]
    return records, problems
