"""Slips planted in the annotations, tried as if each source were coded once. docs/reliability.md lists those that pass."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT, Copy
from curation.pipeline import read_collection
from proof.planted import MOST_PASSING, Planted, copy_as_coded_once, read_planted, try_planted


def list_passing() -> list[str]:
    """Return the slips of which docs/reliability.md says that they pass."""
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"<!-- measured: planted -->\n(.*?)<!-- end -->", text, flags=re.DOTALL)
    return re.findall(r"^- `([a-z-]+)`: ", block, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def coded_once(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The real collection without its second codings; a test takes back what it changes."""
    return copy_as_coded_once(tmp_path_factory.mktemp("once") / "collection")


def test_the_articles_as_they_are_coded_pass_the_checks_of_sources_coded_once(coded_once: Copy) -> None:
    assert not read_collection(coded_once.root).errors


def test_few_kinds_of_slips_pass_and_each_is_listed() -> None:
    passing = list_passing()
    assert len(read_planted()) == 88
    assert len(passing) <= MOST_PASSING
    assert set(passing) <= {slip.id for slip in read_planted()}


@pytest.mark.parametrize("slip", [slip for slip in read_planted() if slip.id not in list_passing()], ids=lambda slip: slip.id)
def test_a_planted_slip_that_is_not_listed_is_stopped(slip: Planted, coded_once: Copy) -> None:
    assert try_planted(coded_once, slip).errors
