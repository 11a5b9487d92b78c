"""A new file as the operating system has it: opened and closed by curation.files, and written here."""

from __future__ import annotations

import hashlib
import io
import os
from typing import TYPE_CHECKING, NamedTuple

from curation.hashes import hash_content

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Written(NamedTuple):
    """What a file holds, in short: two files of which these are the same hold the same."""

    size: int
    sha256: str


class NewFile(io.RawIOBase):
    """A file that is open for writing, each part by `os.write`: all that changes the disk is done by `os`.

    What is written is hashed on the way, so that no file is read again for its hash.
    """

    def __init__(self, handle: int) -> None:
        self.handle = handle
        self.size = 0
        self.hash = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, part: ReadableBuffer, /) -> int:
        done = os.write(self.handle, part)
        self.hash.update(memoryview(part)[:done])
        self.size += done
        return done

    def measure(self) -> Written:
        """Return what was written so far."""
        return Written(self.size, self.hash.hexdigest())


def measure_content(content: bytes) -> Written:
    """Return what a file of this content holds."""
    return Written(len(content), hash_content(content))
