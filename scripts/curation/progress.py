"""How far a long build is: one line on a terminal, and nothing elsewhere. It changes nothing of what is built."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

Follow = Callable[[Sequence[Item], str], Iterator[Item]]
"""Gives the items of a long step one after the other; the text says what is done with them."""

PATIENCE = 2.0
"""Seconds for which a build may be silent."""


def pass_on(items: Sequence[Item], what: str) -> Iterator[Item]:
    """Yield the items."""
    yield from items


def follow_on_terminal() -> Follow[Item]:
    """Return what shows, from PATIENCE seconds on, how many items are done, where standard error is a terminal."""
    begun = time.monotonic()
    if not sys.stderr.isatty():
        return pass_on

    def follow(items: Sequence[Item], what: str) -> Iterator[Item]:
        from rich.console import Console
        from rich.progress import Progress

        progress = Progress(console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
        task = progress.add_task(what, total=len(items))
        try:
            for number, item in enumerate(items):
                if time.monotonic() - begun > PATIENCE:
                    progress.start()
                    progress.update(task, completed=number)
                yield item
        finally:
            progress.stop()

    return follow
