"""Crashes: the build killed at moments spread over its run, each move included."""

from __future__ import annotations

import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path

from conftest import copy_inputs
from test_crash import assert_whole_and_repaired, change_after_build, kill_after, kill_at_move, run_in_child

LONGEST = 2.4
"""Seconds: a little more than a build in its own process takes."""


@dataclass(frozen=True)
class Crash:
    kind: str
    """move: in place of the nth move; time: after so many seconds."""
    moment: float


def list_crashes(moves: int) -> list[Crash]:
    """Return sixty moments: each move, and the rest spread evenly over the run."""
    times = 60 - moves
    return [Crash("move", number + 1) for number in range(moves)] + [Crash("time", LONGEST * n / times) for n in range(times)]


def count_moves() -> int:
    """Return how many files the build that is killed has to move in."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = change_after_build(copy_inputs(Path(folder) / "collection"))
        return sum(old[name] != new[name] for name in new)


def try_crash(crash: Crash) -> str:
    """Kill a build; return what is wrong afterwards, or an empty string."""
    with tempfile.TemporaryDirectory() as folder:
        collection = copy_inputs(Path(folder) / "collection")
        old, new = change_after_build(collection)
        if crash.kind == "time":
            kill_after(collection.root, crash.moment)
        elif run_in_child(lambda: kill_at_move(collection.root, int(crash.moment))) != -signal.SIGKILL:
            return f"{crash}: not killed"
        try:
            assert_whole_and_repaired(collection.root, old, new)
        except AssertionError as error:
            return f"{crash}: {error}"
    return ""
