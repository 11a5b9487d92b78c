"""build/manifest-sha256.txt: the SHA-256 of every file about the data, as `sha256sum --check` reads it."""

from __future__ import annotations

from pathlib import Path

from curation.files import list_files, read_file
from curation.package.csv_parquet import Files
from curation.paths import DECISIONS, DOCUMENTS, EVIDENCE, MANIFEST, METADATA, PLACES, README, SCHEMAS
from curation.sources.register import hash_content

BY_HAND = (METADATA, DECISIONS, EVIDENCE, PLACES)
"""Files that no build writes and that say something about the data. A collection need not have all of them."""


def write_manifest(root: Path, generated: Files) -> bytes:
    """Return `HASH  path` for each file, sorted by path: generated files as given, those written by hand from disk.

    What is wrong with a file written by hand has been reported where the build reads it.
    """
    names = (*BY_HAND, *list_files(root, SCHEMAS, ".json")[0])
    by_hand = {name: content for name in names if isinstance(content := read_file(root, name), bytes)}
    listed = by_hand | {name: content for name, content in generated.items() if is_listed(name)}
    return "".join(f"{hash_content(content)}  {name}\n" for name, content in sorted(listed.items())).encode()


def is_listed(name: str) -> bool:
    """Return whether a generated file belongs in the manifest. Documents for people do not: a release changes their links."""
    return name not in (MANIFEST, README) and not name.startswith(f"{DOCUMENTS}/")
