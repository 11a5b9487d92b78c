"""What may be in the place of a file or a folder of a collection, other than a file or a folder."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from curation.files import LARGEST_FILE

Put = Callable[[Path, Path], None]
"""Puts something odd in the place of a path, which is not there; `kept` is where what was there is kept, outside."""


def put_socket(path: Path, kept: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the whole path may be too long for a socket
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)


def put_large(path: Path, kept: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)


def put_circle(path: Path, kept: Path) -> None:
    path.symlink_to(f"{path.name}.other")
    kept.with_name(f"{path.name}.other").symlink_to(path)
    path.unlink()
    path.symlink_to(kept.with_name(f"{path.name}.other"))


LINKS: dict[str, Put] = {
    "a link": lambda path, kept: path.symlink_to(kept),
    "a dangling link": lambda path, kept: path.symlink_to(path.parent / "nowhere"),
    "links in a circle": put_circle,
    "a link to itself": lambda path, kept: path.symlink_to(path.name),
    "a link to a device": lambda path, kept: path.symlink_to("/dev/zero"),
}
FILES: dict[str, Put] = LINKS | {
    "a pipe": lambda path, kept: os.mkfifo(path),
    "a socket": put_socket,
    "a folder": lambda path, kept: path.mkdir(),
    "a large file": put_large,
}
FOLDERS: dict[str, Put] = LINKS | {
    "a pipe": lambda path, kept: os.mkfifo(path),
    "a file": lambda path, kept: path.touch(),
}


def exchange(root: Path, name: str, put: Put, outside: Path) -> None:
    """Move what has this name out of a collection, and put something odd in its place."""
    kept = outside / Path(name).name
    outside.mkdir(exist_ok=True)
    if (root / name).exists():
        shutil.move(root / name, kept)
    else:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        kept.mkdir()
    put(root / name, kept)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder with its content, and every link with its target."""
    found: dict[str, bytes] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = os.fsencode(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b"large"
    return found
