"""Whether anything has changed since the last build: every file that it read, every folder that it listed, what it wrote.

A build keeps a record of these in one file, which is not published. A file counts as unchanged where its size, its times and
its number on the disk are those of the record, and else where its bytes are. The time of its last change (ctime) cannot be
set by a program, so that a file whose size and time were kept is read. A file that was changed so shortly before the record
was written that the clock may not tell is read too. On Windows ctime is the time of creation: there all files are read.
`curate check` and the tests never look at the record.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISREG
from typing import Any

from curation.files import LARGEST_WRITTEN, move_file, read_file, remove_folder, write_files
from curation.hashes import hash_content
from curation.paths import BUILD_FOLDER, RECORD, RECORD_STAGING
from curation.problems import Problem
from curation.watched import Watched

KNOWS_CHANGES = os.name == "posix"
"""Whether ctime is the time of the last change of a file, which no program can set."""
DOUBTFUL = 2_000_000_000
"""Nanoseconds before the record was written, in which a change may have the same time as an earlier one."""

Look = tuple[int, int, int, int]
"""Size, time of the content, time of the last change, and number of a file."""


@dataclass(frozen=True)
class Record:
    """What a build read and wrote, and what it printed."""

    code: str
    said: list[str]
    folders: dict[str, list[str]]
    """The names in each folder that was listed."""
    files: dict[str, tuple[str, Look | None]]
    """The hash of each file (empty: it was not there), and how it looked; None where that cannot be relied on."""


def describe_unchanged(root: Path) -> str | None:
    """Return what a build with nothing to do says; None where something may have changed."""
    said = find_unchanged(root)
    return None if said is None else "\n".join(["nothing has changed since the last build", *said])


def find_unchanged(root: Path) -> list[str] | None:
    """Return what the last build printed where nothing has changed since; None where something may have."""
    begun = time.time_ns()
    try:
        record = read_record(json.loads((root / RECORD).read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    if record.code != describe_code() or not all(is_same_listing(root, *folder) for folder in record.folders.items()):
        return None
    looks = look_at_folders(root, record.files)
    if not all(is_same_file(root, name, looks.get(name), *known) for name, known in record.files.items()):
        return None
    files = {name: (digest, take_look(looks.get(name), begun)) for name, (digest, _) in record.files.items()}
    if files != record.files:  # some had to be read; now they are old enough
        write_record(root, replace(record, files=files))
    return record.said


def take_look(look: Look | None, begun: int) -> Look | None:
    """Return how a file looks, where a later change will look otherwise."""
    return look if look and KNOWS_CHANGES and look[2] < begun - DOUBTFUL else None


def is_same_listing(root: Path, folder: str, names: list[str]) -> bool:
    """Whether a folder holds what it held."""
    try:
        return list_names(root, folder) == names
    except OSError:
        return False


def look_at_folders(root: Path, files: Iterable[str]) -> dict[str, Look]:
    """Return how files look that are regular, and in folders that are reached by no link; by their paths."""
    looks: dict[str, Look] = {}
    for folder in {name.rpartition("/")[0] for name in files}:
        if any((root / part).is_symlink() for part in list_parents(folder)):
            continue
        with suppress(OSError), os.scandir(root / folder) as entries:
            for entry in entries:
                info = entry.stat(follow_symlinks=False)
                if S_ISREG(info.st_mode):
                    name = f"{folder}/{entry.name}" if folder else entry.name
                    looks[name] = info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino
    return looks


def list_parents(folder: str) -> Iterator[str]:
    """Yield a folder and those that hold it; of the root nothing."""
    parts = folder.split("/") if folder else []
    yield from ("/".join(parts[:number]) for number in range(1, len(parts) + 1))


def is_same_file(root: Path, name: str, look: Look | None, digest: str, known: Look | None) -> bool:
    """Whether a file is as it was: it looks so, or its bytes are those."""
    if known and look == known:
        return True
    if not digest:
        return not os.path.lexists(root / name)
    content = read_file(root, name, LARGEST_WRITTEN)
    return isinstance(content, bytes) and hash_content(content) == digest


def describe_code() -> str:
    """Return what changes where the code, its data, Python or an installed package does."""
    here = Path(__file__).parent
    looks = [sys.version, str(here)]
    for folder, folders, names in os.walk(here):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.stat()) for entry in entries if entry.name in names)
        looks += [f"{name} {info.st_size} {info.st_mtime_ns} {info.st_ctime_ns}" for name, info in found]
    for place in sys.path:
        if place.endswith("-packages"):
            looks.append(f"{place} {Path(place).stat().st_mtime_ns}")
    return hash_content("\n".join(looks).encode())


def keep_record(root: Path, watched: Watched, outputs: Mapping[str, str], said: list[str], begun: int) -> None:
    """Keep the record of a build that began at a time (in nanoseconds); none where something was changed meanwhile.

    Of what it wrote the hashes are known (`outputs`), and nothing is read again. A file that somebody has changed since has
    another hash, or looks otherwise than the one that was found to be as it must be: the next build sees that.
    """
    files: dict[str, tuple[str, Look | None]] = {}
    looks = look_at_folders(root, {*watched.files, *outputs})
    for name in sorted({*watched.files, *outputs}):
        look, seen = take_look(looks.get(name), begun), outputs.get(name) or watched.files.get(name)
        if seen and (look or name in outputs):
            files[name] = seen, look  # where it looks so, it was changed last before it was read
            continue
        content = read_file(root, name, LARGEST_WRITTEN)
        digest = hash_content(content) if isinstance(content, bytes) else ""
        if isinstance(content, Problem) or (seen is not None and seen != digest):
            return
        files[name] = digest, look
    written_to = {folder for name in outputs for folder in list_parents(name.rpartition("/")[0])}
    folders = {name: list_names(root, name) for name in watched.folders}
    # The folder of a table's parts goes where the table is not split any more.
    gone = {name for name, names in folders.items() if not names and name.startswith(f"{BUILD_FOLDER}/")}
    if any(folders[name] != names for name, names in watched.folders.items() if name not in written_to | gone):
        return
    write_record(root, Record(describe_code(), said, folders, files))


def list_names(root: Path, folder: str) -> list[str]:
    """Return the names in a folder; none where it is not there."""
    try:
        return sorted(entry.name for entry in os.scandir(root / folder))
    except FileNotFoundError:
        return []


def write_record(root: Path, record: Record) -> None:
    """Write a record; where it cannot be written the next build looks at everything."""
    content = json.dumps(vars(record), separators=(",", ":")).encode()
    left = remove_folder(root, RECORD_STAGING) or write_files(root, RECORD_STAGING, {"record": content})
    if not left:
        move_file(root, f"{RECORD_STAGING}/record", RECORD)
    remove_folder(root, RECORD_STAGING)


def read_record(found: dict[str, Any]) -> Record:
    """Return a record from its JSON."""
    files = {name: (digest, (*look,) if look else None) for name, (digest, look) in found["files"].items()}
    return Record(found["code"], found["said"], found["folders"], files)
