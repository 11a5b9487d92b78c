"""Planted slips: one of each kind of mistake that a coder can make, tried on the sources as if each were coded once.

tests/published/planted_slips.yaml holds them. Whoever planted them had read the annotations and the coding rules, and did not
know what is checked.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from conftest import ROOT, Copy, copy_inputs
from curation.paths import SECOND
from curation.pipeline import read_collection

MOST_PASSING = 15
"""Of the planted slips so many may pass unseen where a source was coded once."""

FILE = ROOT / "tests" / "published" / "planted_slips.yaml"


@dataclass(frozen=True)
class Planted:
    """One slip. Each edit is a text that is exactly once in the file, and what replaces it."""

    id: str
    what: str
    file: str
    edits: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Trial:
    """What the build said of a slip; nothing where the slip passed."""

    slip: Planted
    errors: tuple[str, ...]


def read_planted() -> list[Planted]:
    """Return all planted slips."""
    entries: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [
        Planted(one["id"], one["what"], one["file"], tuple((edit["old"], edit["new"]) for edit in one["edits"]))
        for one in entries
    ]


def copy_as_coded_once(target: Path) -> Copy:
    """Copy the real collection without its second codings."""
    copy = copy_inputs(target)
    shutil.rmtree(target / SECOND)
    return copy


def try_planted(copy: Copy, slip: Planted) -> Trial:
    """Make the slip in a copy of the collection, build it in memory, and take the slip back."""
    path = copy.root / slip.file
    original = path.read_text(encoding="utf-8")
    pieces, position = [], 0
    for old, new in sorted(slip.edits, key=lambda edit: original.find(edit[0])):
        assert original.count(old) == 1, f"{slip.id}: {slip.file} has changed; plant this slip again: {old!r}"
        start = original.find(old)
        pieces += [original[position:start], new]
        position = start + len(old)
    path.write_text("".join([*pieces, original[position:]]), encoding="utf-8")
    try:
        return Trial(slip, tuple(map(str, read_collection(copy.root).errors)))
    finally:
        path.write_text(original, encoding="utf-8")


def report_planted(trials: Iterable[Trial]) -> list[str]:
    """Return how many slips were tried and stopped, and a line for each that passed."""
    trials = list(trials)
    passed = [trial.slip for trial in trials if not trial.errors]
    lines = [f"{len(trials)} kinds were tried; {len(trials) - len(passed)} were stopped, and {len(passed)} passed:", ""]
    items = (f"- `{slip.id}`: {slip.what}" for slip in passed)
    return lines + [line for item in items for line in wrap_item(item)]


def wrap_item(text: str) -> list[str]:
    """Return an item of a Markdown list as lines of at most 120 characters, where its words allow."""
    return textwrap.wrap(text, 120, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
