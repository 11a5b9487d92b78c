r"""The names that files of a package may have, so that every program unpacks them to the same places.

A name is refused where it is no plain relative path, where Windows cannot write it, and where no release has such a file.
Two names are refused where some file system takes them for one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from curation.compare.unseen import is_unseen
from curation.portable import is_device

LONGEST_PART, LONGEST_NAME = 200, 400
"""Characters of one part of a name, and of all: what each system can write, in a folder of some depth."""

KNOWN = re.compile(
    r"""
    datapackage\.json | croissant\.json | metadata\.yaml | CITATION\.cff | \.zenodo\.json | LICENSE(-[A-Z]+)? | [A-Z]+\.md
    | docs/[a-z][a-z0-9_-]*\.md | docs/figures/[a-z][a-z0-9_-]*\.png
    | schemas/[a-z][a-z0-9_]*(\.schema)?\.json
    | annotations/(decisions|evidence|places)\.yaml
    | scripts/verify\.py
    | build/manifest-sha256\.txt
    | build/csv/([a-z][a-z0-9_]*\.csv | (?P<csv>[a-z][a-z0-9_]*)/(?P=csv)-[0-9]{3}\.csv)
    | build/parquet/(
        [a-z][a-z0-9_]*\.parquet | datapackage\.json | (?P<parquet>[a-z][a-z0-9_]*)/(?P=parquet)-[0-9]{3}\.parquet
      )
    | build/lexicon/[A-Za-z][A-Za-z0-9_-]*\.(csv|json|toml|txt)
    """,
    re.VERBOSE,
)
"""The files that releases hold: of the first version, of this one, and of later ones with other tables and documents."""


def describe_name(name: str) -> str:
    r"""Return what is wrong with a name in any folder; an empty text where nothing is.

    >>> [describe_name(name) for name in ("build/csv/flights.csv", "build//csv", "../x", "nul.csv")]
    ['', 'is no plain path', 'is no plain path', 'is a name that Windows forbids']
    """
    parts = name.split("/")
    is_plain = "\\" not in name and not any(part in ("", ".", "..") for part in parts)
    faults = {
        "is no plain path": not is_plain or re.match("[A-Za-z]:", name),
        "holds a character that is not seen": any(map(is_unseen, name)),
        "is not normalized (NFC)": unicodedata.normalize("NFC", name) != name,
        "is a name that Windows forbids": any(map(is_forbidden, parts)),
        "is too long": len(name) > LONGEST_NAME or max(map(len, parts)) > LONGEST_PART,
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def is_forbidden(part: str) -> bool:
    """Return whether Windows cannot write a part of a name, or writes another one."""
    return is_device(part) or re.search(r'[<>:"|?*]|[. ]$|^ ', part) is not None


def fold_name(name: str) -> str:
    r"""Return a name as file systems compare it that know no capitals, take \ for / and compose letters.

    >>> fold_name("Build\\CSV") == fold_name("build/csv")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.replace("\\", "/")).casefold())


def list_folders(name: str) -> list[str]:
    """Return the folders in which a file is, the innermost last.

    >>> list_folders("build/csv/flights.csv")
    ['build', 'build/csv']
    """
    return [name[:place] for place, mark in enumerate(name) if mark == "/"]


def find_clashes(files: Iterable[str], folders: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield each file that some file system takes for another one or for a folder, and what it clashes with.

    >>> [*find_clashes(["a/x", "A/X", "b"], ["B"])]
    [('A/X', 'a/x'), ('b', 'B')]
    """
    files = [*files]
    taken = {fold_name(folder): folder for folder in folders}
    taken |= {fold_name(folder): folder for file in files for folder in list_folders(file)}
    for file in files:
        folded = fold_name(file)
        if folded in taken:
            yield file, taken[folded]
        taken[folded] = file


def find_name_faults(files: Iterable[str], folders: Iterable[str] = (), top: str = "") -> Iterator[tuple[str, str]]:
    """Yield each name that a package may not have, and why. `folders` are listed by themselves; `top` holds all."""
    files, folders = [*files], [*folders]
    tops = [top] if top else []
    faults = [(name, fault) for name in (*tops, *files, *folders) if (fault := describe_name(name))]
    yield from faults
    if faults:
        return  # the rest would take long for a name of thousands of slashes
    known = {folder for file in files for folder in list_folders(file)}
    yield from ((name, "is no file of a release") for name in files if not KNOWN.fullmatch(name))
    yield from ((name, "is no folder of a release") for name in folders if name not in known)
    yield from ((name, f"may be the same as {other}") for name, other in find_clashes(files, folders))
