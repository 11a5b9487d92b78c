"""Files that are written to a folder as soon as they are made, and read when they are asked for: none stays in memory.

All published files of a large collection together are larger than all else that a build holds but the claims
(docs/performance.md has their size). So a build keeps none of them until the last one is made.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path

from curation.files import CHECK_DISK, LARGEST_WRITTEN, explain_error, make_problem, open_new, read_unwatched
from curation.new_file import Written, measure_content
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

    def __init__(self, root: Path, folder: str = "", written: Mapping[str, Written] | None = None) -> None:
        self.root = root
        self.folder = folder
        self.written = {**(written or {})}

    def place(self, name: str) -> str:
        """Return the path of a file from the root."""
        return f"{self.folder}/{name}" if self.folder else name

    @contextmanager
    def begin(self, name: str) -> Iterator[io.BufferedIOBase]:
        """Open a new file for writing."""
        try:
            with open_new(self.root, self.place(name)) as (opened, new):
                yield opened
        except OSError as error:
            raise UnstagedError(explain_error(error, self.place(name), "written", CHECK_DISK)) from error
        self.written[name] = new.measure()

    def __setitem__(self, name: str, content: bytes) -> None:
        with self.begin(name) as opened:
            opened.write(content)

    def __getitem__(self, name: str) -> bytes:
        if name not in self.written:
            raise KeyError(name)
        content = read_unwatched(self.root, self.place(name), LARGEST_WRITTEN)
        if not isinstance(content, bytes):
            raise UnstagedError(content or self.report_lost(name))
        return content

    def report_lost(self, name: str) -> Problem:
        """Return that a file was removed by somebody else."""
        return make_problem(self.place(name), "is not there any more", "run the command again")

    def find_lost(self) -> Iterator[Problem]:
        """Yield the files that were removed by somebody else. Only the way to each is gone; none is read."""
        yield from (self.report_lost(name) for name in self.written if read_unwatched(self.root, self.place(name), 0) is None)

    def __delitem__(self, name: str) -> None:
        del self.written[name]

    def __contains__(self, name: object) -> bool:
        return name in self.written

    def __iter__(self) -> Iterator[str]:
        return iter(self.written)

    def __len__(self) -> int:
        return len(self.written)


def measure_file(files: Mapping[str, bytes], name: str) -> Written:
    """Return the size and the hash of a file; of one that was written to a folder, as it was written."""
    return files.written[name] if isinstance(files, StagedFiles) else measure_content(files[name])


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
