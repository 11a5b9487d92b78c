"""Files that are written to a folder as soon as they are made, and read when they are asked for: none stays in memory.

All published files of a large collection together are larger than all else that a build holds but the claims
(docs/performance.md has their size). So a build keeps none of them until the last one is made.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path

from curation.files import CHECK_DISK, LARGEST_WRITTEN, explain_error, make_problem, open_new, read_unwatched
from curation.problems import Problem

Output = MutableMapping[str, bytes]
"""The files that a build makes, by their path under the root: a dict, or those of a folder."""


class UnstagedError(Exception):
    """Raised where a file cannot be written to its folder, or not be read again; caught where the folder is made."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class StagedFiles(Output):
    """The files of a folder by their path in it; an empty `folder` is the root itself."""

    def __init__(self, root: Path, folder: str = "", names: Iterable[str] = ()) -> None:
        self.root = root
        self.folder = folder
        self.names = dict.fromkeys(names)

    def place(self, name: str) -> str:
        """Return the path of a file from the root."""
        return f"{self.folder}/{name}" if self.folder else name

    @contextmanager
    def begin(self, name: str) -> Iterator[io.BufferedIOBase]:
        """Open a new file for writing."""
        try:
            with open_new(self.root, self.place(name)) as opened:
                yield opened
        except OSError as error:
            raise UnstagedError(explain_error(error, self.place(name), "written", CHECK_DISK)) from error
        self.names[name] = None

    def __setitem__(self, name: str, content: bytes) -> None:
        with self.begin(name) as opened:
            opened.write(content)

    def __getitem__(self, name: str) -> bytes:
        if name not in self.names:
            raise KeyError(name)
        content = read_unwatched(self.root, self.place(name), LARGEST_WRITTEN)
        if not isinstance(content, bytes):
            lost = make_problem(self.place(name), "is not there any more", "run the command again")
            raise UnstagedError(content or lost)
        return content

    def __delitem__(self, name: str) -> None:
        del self.names[name]

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@contextmanager
def open_output(files: Output, name: str) -> Iterator[io.BufferedIOBase]:
    """Open a new file for writing, so that it can be made piece by piece."""
    if isinstance(files, StagedFiles):
        with files.begin(name) as opened:
            yield opened
    else:
        content = io.BytesIO()
        yield content
        files[name] = content.getvalue()
