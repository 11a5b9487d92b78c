"""A command that is killed at any of its changes of the disk leaves what was there or what it makes, never a part of it.

`make test-mutations` tries every moment (tests/proof/kills.py); here are those of `curate new`, and a sample of the others.
"""

from __future__ import annotations

import random
import sys

import pytest

from proof.kills import list_calls, list_kills, try_kill

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills of POSIX")


def sample(command: str, count: int) -> list[int]:
    """Return which moments are tried: those of the folder's exchange and beside it, and some of the others."""
    kills = list_kills(command)
    swaps = {number for number, kill in enumerate(kills) if kill.call in ("exchange", "rename")}
    beside = {number + step for number in swaps for step in (-1, 0, 1)}
    return sorted(beside | set(random.Random(command).sample(range(len(kills)), count)))


def test_every_call_that_changes_the_disk_is_known() -> None:
    """Otherwise `list_calls` fails: Python reports a change that is none of the calls that are watched."""
    assert list_calls("new").count("replace") == 4, "seed, annotation, proposals and register"
    assert "exchange" in list_calls("release")
    assert list_calls("release by two moves").count("rename") == 2


def test_new_killed_at_any_moment_adds_a_source_or_says_what_is_left() -> None:
    assert [wrong for kill in list_kills("new") if (wrong := try_kill(kill))] == []


@pytest.mark.parametrize("command", ["build", "release", "release by two moves"])
def test_a_command_killed_at_a_sample_of_moments_leaves_the_old_or_the_new(command: str) -> None:
    kills = list_kills(command)
    assert [wrong for number in sample(command, 2) if (wrong := try_kill(kills[number]))] == []
