"""The beginning of the command `curate`: a build with nothing to do ends before the command line is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from curation.paths import HERE


def main() -> None:
    """Say at once that nothing has changed, or run the command line."""
    from curation.unchanged import describe_unchanged

    root = find_root(sys.argv[1:])
    said = describe_unchanged(root) if root else None
    if said is None:
        from curation.cli import main as run

        run()
    else:
        sys.stdout.buffer.write(f"{said}\n".encode())


def find_root(words: Sequence[str]) -> Path | None:
    """Return the root of a plain build; None for all other commands.

    >>> find_root(["check"]), find_root(["build", "--root", "there"]), find_root(["build", "s005", "--root", "there"])
    (None, PosixPath('there'), None)
    """
    match [*words]:
        case ["build"]:
            return HERE
        case ["build", "--root", folder]:
            return Path(folder)
        case _:
            return None


if __name__ == "__main__":
    main()
