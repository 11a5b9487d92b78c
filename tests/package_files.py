"""The published files of a package in memory, as {path: content}: read, a table changed, hashes corrected.

A changed package whose hashes are right again is one as a careful attacker would leave it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from curation.package.csv_parquet import write_json
from curation.paths import DESCRIPTOR, MANIFEST, PARQUET_FOLDER

Files = dict[str, bytes]
Rows = list[dict[str, str]]
PUBLISHED = (
    *("datapackage.json", "croissant.json", "CITATION.cff", ".zenodo.json", "metadata.yaml", "schemas/*.json"),
    *("annotations/decisions.yaml", "annotations/evidence.yaml", "annotations/places.yaml"),
    *("build/*.txt", "build/csv/**/*", "build/lexicon/*", "build/parquet/**/*"),
)


def read_published(root: Path) -> Files:
    """Return what a release holds, without its documents."""
    paths = [path for pattern in PUBLISHED for path in sorted(root.glob(pattern))]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def read_seeds(root: Path) -> Files:
    """Return the texts of a collection and their register by the files' names, as verify.py takes them."""
    return {path.name: path.read_bytes() for path in sorted((root / "seeds").iterdir())}


def read_table(files: Files, table: str) -> Rows:
    return list(csv.DictReader(io.StringIO(files[f"build/csv/{table}.csv"].decode(), newline="")))


def write_table(files: Files, table: str, rows: Iterable[dict[str, str]]) -> Files:
    """Return the files with other rows in a table; without rows its columns are those that are there."""
    path, listed, text = f"build/csv/{table}.csv", list(rows), io.StringIO(newline="")
    columns = list(listed[0]) if listed else next(csv.reader(io.StringIO(files[path].decode(), newline="")))
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    return {**files, path: text.getvalue().encode()}


def set_leaf(value: Any, where: Sequence[str], leaf: object) -> None:
    """Put another value at a place in JSON; the number of an item of a list is a text too."""
    *ways, last = where
    for way in ways:
        value = value[int(way)] if isinstance(value, list) else value[way]
    value[int(last) if isinstance(value, list) else last] = leaf


def fix_descriptors(files: Files) -> Files:
    """Return the files with every hash and size in both descriptors corrected; a descriptor that is right stays as it is."""
    fixed = dict(files)
    for path in (DESCRIPTOR, f"{PARQUET_FOLDER}/{DESCRIPTOR}"):
        head, base = json.loads(fixed[path]), path.removesuffix(DESCRIPTOR)
        listed = [(base, one) for one in head.get("resources", ())] + [("", one) for one in head.get("lexicon", ())]
        for start, one in listed:
            content = fixed.get(start + str(one.get("path")))
            if content is not None:
                one["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
                one.update({"bytes": len(content)} if "bytes" in one else {})
        if write_json(head) != fixed[path]:
            fixed[path] = write_json(head)
    return fixed


def fix_manifest(files: Files) -> Files:
    """Return the files with the hashes of the manifest corrected; what is no longer there is listed no longer."""
    if MANIFEST not in files:
        return files
    lines = [line.split("  ", 1) for line in files[MANIFEST].decode().splitlines()]
    sums = [f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for _, path in lines if path in files]
    return files | {MANIFEST: "".join(sums).encode()}
