"""A new file as the operating system has it: opened and closed by curation.files, and written here."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class NewFile(io.RawIOBase):
    """A file that is open for writing, each part by `os.write`: all that changes the disk is done by `os`."""

    def __init__(self, handle: int) -> None:
        self.handle = handle

    def writable(self) -> bool:
        return True

    def write(self, part: ReadableBuffer, /) -> int:
        return os.write(self.handle, part)
