"""What the attacks share: a release to attack, its readers, and what became of each attack."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from curation.compare.load import load_release
from curation.package.release import collect_files
from curation.paths import CSV_FOLDER
from curation.pipeline import read_collection
from package_files import Files, fix_descriptors, fix_manifest
from proof.verifier import load_verifier

VERIFY, WITH_SEEDS, DIFF = "verify.py", "verify.py --seeds", "curate diff"


@dataclass(frozen=True)
class Trial:
    """One attack, and what its readers made of it."""

    family: str
    kind: str
    what: str
    found: Mapping[str, bool]
    """For each reader that was tried whether it found or refused the attack."""
    effect: tuple[str, ...] = field(default=())
    """The programs that get other data from it than the publisher meant; none where it only breaks a rule."""
    cost: tuple[float, int] = (0, 0)
    """The processor time in seconds and the memory in bytes of the reader that took most, where they were measured."""


@cache
def make_release(root: Path) -> Files:
    """Return what the zip of a release holds."""
    prepared = read_collection(root)
    files, problems = collect_files(root, prepared.files)
    assert not prepared.errors and not problems, [*prepared.errors, *problems]
    return files


def read_json(content: bytes) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(content)
    return value


def change_content(content: bytes) -> bytes:
    """Return a file with one other number: the last cell that is a number, or the last digit."""
    cells = [*re.finditer(rb"(?<=,)\d+(?=[,\n])", content)] or [*re.finditer(rb"\d", content)]
    if not cells:
        return content + b"9\n"
    start, end = cells[-1].span()
    other = b"999" if content[start:end] != b"999" else b"998"
    return content[:start] + (other if end - start > 1 else b"%d" % ((int(content[start:end]) + 1) % 10)) + content[end:]


def fix_hashes(files: Files) -> Files:
    """Return the files with every hash and size in descriptors and manifest as a careful attacker would write it."""
    return fix_manifest(fix_descriptors(files))


def verify_path(path: Path, *words: str) -> tuple[bool, str]:
    """Return whether verify.py, run on a path, finds a fault, and what it prints."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = load_verifier().main([str(path), *words])
    return code != 0, said.getvalue()


def refuse_release(path: Path, root: Path) -> tuple[bool, str]:
    """Return whether `curate diff` refuses a package, and what it says."""
    release, problems = load_release(str(path), root)
    return release is None, "\n".join(map(str, problems))


def keep_known(files: Files) -> Files:
    """Return what verify.py reads of a release: what says something about the data."""
    known = r"[^/]+\.(json|yaml|cff)|(build|schemas)/.*|annotations/(decisions|evidence|places)\.yaml"
    return {path: content for path, content in files.items() if re.fullmatch(known, path)}


def find_table_with_number(files: Files) -> str:
    """Return the smallest table in which a cell is a number."""
    tables = [path for path in files if path.startswith(f"{CSV_FOLDER}/") and re.search(rb",\d\d+,", files[path])]
    return min(tables, key=lambda path: len(files[path]))


@cache
def load_verifier_alone() -> ModuleType:
    """Return verify.py as it is, without what the sweeps remember between calls."""
    import verify

    return verify
