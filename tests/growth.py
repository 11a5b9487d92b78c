"""How the processor time of a piece of work grows with its size: a ratio within one run, so that no clock decides."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

FACTOR = 8
LINEAR_AT_MOST = 24.0
"""Eight times the size takes eight times as long where time is linear, and 64 times where it is quadratic."""
MOST_RUNS = 6


def measure_growth(work: Callable[[int], object], size: int, factor: int = FACTOR, at_most: float = LINEAR_AT_MOST) -> float:
    """Return how many times longer work takes on `factor` times the size: processor time, the least of a few runs.

    A busy machine only makes a run longer. So the runs end as soon as the growth is seen to be below `at_most`.
    """
    times: dict[int, list[float]] = {size: [], size * factor: []}
    growth = 0.0
    with set_aside_objects():
        for _ in range(MOST_RUNS):
            for some, found in times.items():
                begun = time.process_time()
                work(some)
                found.append(time.process_time() - begun)
            growth = min(times[size * factor]) / max(min(times[size]), 1e-4)
            if growth < at_most:
                break
    return growth


@contextmanager
def set_aside_objects() -> Iterator[None]:
    """Let Python look for no garbage, as in a build: only large work would have to wait for that."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
