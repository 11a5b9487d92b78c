"""The beginning of the command `curate`: a plain build ends here, and all else goes to the command line.

The command line is a tenth of the time of a small build, only to be imported. What it says and with which code it ends is
the same here.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from curation.paths import HERE


def main() -> None:
    """Run a plain build, or the command line. Neither an interrupt nor a closed pipe shows a traceback."""
    root = find_root(sys.argv[1:])
    if root is None:
        from curation.cli import main as run

        run()
        return
    try:
        sys.exit(build_plainly(root))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python writes again when it ends
        sys.exit(1)


def build_plainly(root: Path) -> int:
    """Say that nothing has changed, or build; return the code of the command."""
    from curation.running import build_package, prepare_process
    from curation.unchanged import describe_unchanged

    prepare_process()
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # else it looks for plugins in all installed packages
    said = describe_unchanged(root)
    if said is None:
        import_arrow_alone()
        gc.disable()  # a build makes millions of objects and a few hundred cycles
        code = build_package(root)
        gc.freeze()  # nor are cycles looked for when the process ends
        return code
    print(said, flush=True)
    return 0


def import_arrow_alone() -> None:
    """Import pyarrow without numpy, which it takes where it is there: a build needs none, and is a twentieth shorter.

    Only a process that ends with the build may do so, because its pyarrow has no numpy from then on.
    """
    sys.modules["numpy"] = None  # type: ignore[assignment]  # Python's own way to say that there is no such module
    import pyarrow.compute
    import pyarrow.csv
    import pyarrow.parquet  # noqa: F401

    del sys.modules["numpy"]


def find_root(words: Sequence[str]) -> Path | None:
    """Return the root of a plain build; None for all other commands, and where it is no folder that can be read.

    >>> find_root(["check"]), find_root(["build", "s005"]), find_root(["build", "--root", "no such folder"])
    (None, None, None)
    >>> find_root(["build", "--root", "."])
    PosixPath('.')
    """
    match [*words]:
        case ["build"]:
            return HERE
        case ["build", "--root", folder] if folder and Path(folder).is_dir() and os.access(folder, os.R_OK):
            return Path(folder)
        case _:
            return None


if __name__ == "__main__":
    main()
