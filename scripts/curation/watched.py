"""What is read of a collection while somebody watches, so that it can be seen later whether any of it has changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from curation.hashes import hash_content


@dataclass
class Watched:
    """The files and folders that were read."""

    files: dict[str, str | None] = field(default_factory=dict)
    """The hash of each file: empty where it was not there, None where only its name was looked for."""
    folders: dict[str, list[str]] = field(default_factory=dict)
    """The names in each folder."""

    def add_file(self, file: str, content: bytes | None) -> None:
        """Add a file that was read, or of which nothing could be read."""
        self.files[file] = "" if content is None else hash_content(content)


WATCHED: ContextVar[Watched | None] = ContextVar("WATCHED", default=None)


@contextmanager
def watch() -> Iterator[Watched]:
    """Watch what is read."""
    watched = Watched()
    token = WATCHED.set(watched)
    try:
        yield watched
    finally:
        WATCHED.reset(token)
