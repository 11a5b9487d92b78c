"""A ruling that the build proposes can be pasted: with what the coder chooses and a reason, it builds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import FLIGHT, Copy
from curation.characters import find_refused
from curation.facts.proposals import CHOOSE_KIND, CHOOSE_SOURCE, CHOOSE_VALUE
from curation.problems import Problem
from curation.strict_yaml import Mapping, Scalar, Sequence, parse_yaml, write_scalar
from curation.text.folding import fold_spaces

A, B = "annotations/s100.yaml", "annotations/s101.yaml"
DECISIONS = "annotations/decisions.yaml"
SHEET, OTHER_SHEET = "annotations/second/s100.csv", "annotations/second/s101.csv"

RULED = """\
- cell: flights/2031-03-12-hamburg-tbilisi/funder_scope
  kind: contradiction
  between:
  - own_nationals
  - whole_operation
  value: own_nationals
  reason: s101 says whose return Georgia paid for, and so do two pages [embassy-copy] [georgia-embassy]; s100 speaks of the flight as a whole.
"""  # noqa: E501
REASON = 's101 says "its own citizens" [embassy-copy] [georgia-embassy]'


def find_proposal(copy: Copy) -> Problem:
    """Return the one error of a collection; it proposes something."""
    errors = copy.prepare().errors
    assert len(errors) == 1, [str(error) for error in errors]
    (error,) = errors
    assert error.paste
    assert str(error).endswith(f"\n{error.paste}"), "it is printed from the first column on"
    return error


def fill_in(paste: str, kind: str, choice: str) -> str:
    """Fill in what the coder chooses, and the reason; comments stay as they are."""
    filled = paste.replace(f"kind: {CHOOSE_KIND}", f"kind: {kind}")
    filled = re.sub(rf"(take: {CHOOSE_SOURCE}|value: {CHOOSE_VALUE})", choice, filled)
    return filled.replace("  reason:", f"  reason: {REASON}") + "\n"


@pytest.mark.parametrize("choice", ["take: s101", "value: own_nationals"])
def test_a_pasted_ruling_builds_when_its_open_places_are_filled(choice: str, two_sources: Copy) -> None:
    two_sources.edit(DECISIONS, RULED, "")
    paste = find_proposal(two_sources).paste
    two_sources.append(DECISIONS, fill_in(paste, "scope", choice))
    assert two_sources.errors() == []
    (flight,) = two_sources.prepare().tables["flights"]
    assert flight["funder_scope"] == "own_nationals"


def test_a_pasted_ruling_that_nobody_filled_in_is_refused(two_sources: Copy) -> None:
    two_sources.edit(DECISIONS, RULED, "")
    two_sources.append(DECISIONS, find_proposal(two_sources).paste + "\n")
    assert two_sources.errors()


def test_the_values_of_quotations_are_proposed_so_that_yaml_reads_them(two_sources: Copy) -> None:
    """A quotation may hold a colon, a hash or marks, and be longer than a line."""
    path = two_sources.root / DECISIONS
    text = path.read_text(encoding="utf-8")
    path.write_text(text.partition("- cell: statements/")[0], encoding="utf-8")
    long = "We thank Georgia: nobody forgets the #1 'friend' of us all and of so many others"
    long += " for its help in this return"
    replace_everywhere(two_sources, "We thank Georgia for its help in this return", long)
    proposal = find_proposal(two_sources)
    assert "kind: wording" in proposal.paste, "a text that is compared by its wording"
    two_sources.append(DECISIONS, fill_in(proposal.paste, "", "take: s101"))
    assert two_sources.errors() == []
    assert long in {row["statement_text"] for row in two_sources.prepare().tables["statements"]}


def replace_everywhere(copy: Copy, old: str, new: str) -> None:
    """Change what a source prints in its text, its annotation and its second coding, and the hashes with it."""
    from curation.hashes import hash_content
    from curation.sources.register import hash_text, normalize_seed

    seed = copy.root / "seeds" / "101_courier.txt"
    before = seed.read_bytes()
    assert old.encode() in before
    after = before.replace(old.encode(), new.encode())
    seed.write_bytes(after)
    for file in (B, OTHER_SHEET, "seeds/sources.yaml"):
        path = copy.root / file
        text = path.read_text(encoding="utf-8").replace(old, new)
        text = text.replace(hash_content(before), hash_content(after))
        path.write_text(text.replace(hash_text(normalize_seed(before)), hash_text(normalize_seed(after))), encoding="utf-8")


def test_figures_that_exclude_each_other_are_proposed_as_a_contradiction(two_sources: Copy) -> None:
    replace_everywhere(two_sources, "More than 40", "More than 50")
    two_sources.edit(OTHER_SHEET, "more_than 40", "more_than 50")
    proposal = find_proposal(two_sources)
    assert "  kind: contradiction  # or " in proposal.paste
    assert "  - exact 46\n" in proposal.paste
    assert "  - more_than 50\n" in proposal.paste


def test_a_stale_ruling_shows_the_values_to_paste_into_it(two_sources: Copy) -> None:
    two_sources.edit(DECISIONS, "  - own_nationals\n", "  - none\n")
    error = find_proposal(two_sources)
    assert "stale ruling" in error.message
    two_sources.edit(DECISIONS, "  between:\n  - none\n  - whole_operation", error.paste)
    assert two_sources.errors() == []


def test_a_source_with_two_values_of_its_own_is_not_offered(two_sources: Copy) -> None:
    two_sources.edit(A, "    funder_scope: whole_operation <- the whole flight\n", TWO_VALUES)
    two_sources.edit(DECISIONS, RULED, "")
    (paste,) = {error.paste for error in two_sources.prepare().errors if FLIGHT in error.message and error.paste}
    assert f"take: {CHOOSE_SOURCE}  # one of s101;" in paste


TWO_VALUES = """\
    funder_scope:
    - whole_operation <- the whole flight
    - own_nationals <- the whole flight -- the whole flight is said of its citizens
"""

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300).map(fold_spaces)


@given(st.one_of(TEXTS, st.text("ab :#-'\"|>&*!%@`?[]{},~\\", min_size=1).map(fold_spaces)).filter(bool))
def test_whatever_text_is_written_yaml_reads_the_same(text: str) -> None:
    if list(find_refused(text)):
        return  # no text of a source has such a character
    lines = ["top:", *write_scalar("  key: ", text), "  list:", *write_scalar("  - ", text)]
    node, problems = parse_yaml("\n".join(lines) + "\n", "x.yaml")
    assert not problems
    assert isinstance(node, Mapping)
    top = node.get("top")
    assert isinstance(top, Mapping)
    items = top.get("list")
    assert isinstance(items, Sequence)
    assert top.text("key") == text
    assert [item.value for item in items.items if isinstance(item, Scalar)] == [text]
