"""Which hand-written files name a row or a page: only there can a claim on it have been lost."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from curation.files import has_file, list_files, read_file
from curation.paths import ANNOTATIONS, DECISIONS, EVIDENCE, METADATA, PLACES, REGISTER, SETTLEMENTS
from curation.problems import Cause, Problem

RULED_CELLS = f"{DECISIONS}: cells"
"""The cells that rulings are on. Where the codings of one differ, a ruling on it may only seem stale."""

Texts = dict[str, str]
"""Hand-written files as they stand, by name. The text of one that is missing or cannot be read is empty."""


def read_annotation_texts(root: Path, sources: Iterable[str]) -> Texts:
    """Return the annotation files of these sources, and those of all others that there are."""
    files = set(list_files(root, ANNOTATIONS, ".yaml")[0])
    files |= {f"{ANNOTATIONS}/{source}.yaml" for source in sources}
    return read_texts(root, files - {DECISIONS, PLACES, EVIDENCE})


def read_citing_texts(root: Path) -> Texts:
    """Return the other files that can cite evidence."""
    return read_texts(root, [file for file in (DECISIONS, METADATA, REGISTER, SETTLEMENTS) if has_file(root, file)])


def read_texts(root: Path, files: Iterable[str]) -> Texts:
    """Return files as they stand."""
    return {file: read_text(root, file) for file in sorted(files)}


def read_text(root: Path, file: str) -> str:
    """Return a file's text, whatever bytes it has; of one that cannot be read nothing."""
    content = read_file(root, file)
    return content.decode("utf-8", errors="replace") if isinstance(content, bytes) else ""


def find_mentions(texts: Texts, name: str) -> list[str]:
    """Return the files that have a name anywhere. One that could not be read may have any.

    >>> find_mentions({"s000.yaml": "flights/f1:", "s001.yaml": "flights/f2:", "s002.yaml": ""}, "f1")
    ['s000.yaml', 's002.yaml']
    """
    return [file for file, text in texts.items() if not text or name in text]


def trace_row(texts: Texts, table: str, row: str, field: str = "") -> frozenset[Cause]:
    """Return where the claims on a row, or on one field of it, are written down, or were left out."""
    files = find_mentions(texts, row)
    return frozenset(Cause(name, table, row, field) for file in files for name in (file, name_left_out(file)))


def name_keys(file: str, number: int = 0) -> str:
    """Return the name of the keys in an annotation's head, or in a passage."""
    return f"{file}: keys of passage {number}" if number else f"{file}: keys"


def name_left_out(file: str) -> str:
    """Return the name of what a coder left out of an annotation: its words are there, and not under a cell."""
    return f"{file}: left out"


def forget_spoilt(texts: Texts, problems: Iterable[Problem]) -> Texts:
    """Return the files as they stand, without those that lost something which may have named any row, such as a passage."""
    whole = {problem.file for problem in problems if Cause(problem.file) in problem.spoils}
    return {file: "" if file in whole else text for file, text in texts.items()}


def name_text(file: str) -> str:
    """Return the name of the passages' text in an annotation: where it is cut, words are missed that were in it."""
    return f"{file}: text"
