"""build/manifest-sha256.txt: the SHA-256 of every file about the data, as `sha256sum --check` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from curation.files import list_files, read_file
from curation.hashes import hash_content
from curation.package.staged import measure_file
from curation.paths import DECISIONS, DOCUMENTS, EVIDENCE, MANIFEST, METADATA, PLACES, README, SCHEMAS

BY_HAND = (METADATA, DECISIONS, EVIDENCE, PLACES)
"""Files that no build writes and that say something about the data. A collection need not have all of them."""


def write_manifest(root: Path, generated: Mapping[str, bytes]) -> bytes:
    """Return `HASH  path` for each file, sorted by path: generated files as given, those written by hand from disk.

    What is wrong with a file written by hand has been reported where the build reads it.
    """
    names = (*BY_HAND, *list_files(root, SCHEMAS, ".json")[0])
    hashes = {name: hash_content(content) for name in names if isinstance(content := read_file(root, name), bytes)}
    hashes |= {name: measure_file(generated, name).sha256 for name in generated if is_listed(name)}
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items())).encode()


def is_listed(name: str) -> bool:
    """Return whether a generated file belongs in the manifest. Documents for people do not: a release changes their links."""
    return name not in (MANIFEST, README) and not name.startswith(f"{DOCUMENTS}/")
