"""Names that a file can have on every system, and names that some system takes for one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from curation.characters import is_refused

DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
DEVICES |= {f"{port}{number}" for port in ("COM", "LPT") for number in range(10)}
"""What Windows takes for a device, whatever ending follows, in any folder."""


def is_device(name: str) -> bool:
    """Return whether Windows takes a name for a device.

    >>> [is_device(name) for name in ("nul", "Aux.txt", "COM².a.b", "console")]
    [True, True, True, False]
    """
    return unicodedata.normalize("NFKC", name.partition(".")[0].rstrip(" ")).upper() in DEVICES  # COM² is COM2 to it


def find_fault(name: str) -> str:
    """Return what keeps a name from being one of a file on every system, and plain text in YAML; empty where nothing does.

    >>> find_fault("005_article.txt"), find_fault("Aux.txt"), find_fault("article.")
    ('', 'is reserved on Windows', 'ends in a point')
    >>> find_fault("005 article.txt"), find_fault("-article.txt")
    ('has spaces or marks in it', 'begins with a mark')
    """
    if any(is_refused(mark) or not (unicodedata.category(mark)[0] in "LMN" or mark in "._-") for mark in name):
        return "has spaces or marks in it"
    if not name or not (name[0].isalnum() or name[0] == "_"):
        return "begins with a mark"
    if name.endswith("."):
        return "ends in a point"
    return "is reserved on Windows" if is_device(name) else ""


def fold_name(name: str) -> str:
    r"""Return what all spellings of a name have in common that some file system takes for one file.

    >>> fold_name("STRASSE.TXT") == fold_name("stra\u00dfe.txt"), fold_name("e\u0301") == fold_name("\u00c9")
    (True, True)
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).upper().casefold())


def find_same(name: str, known: Iterable[str]) -> str:
    """Return the known name that some file system takes for this one, or an empty string."""
    folded = fold_name(name)
    return next((other for other in known if fold_name(other) == folded), "")
