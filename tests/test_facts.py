"""Rules of agreement: on what several claims on one cell agree, and when they do not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.claims.claim import Attribution, Claim
from curation.facts.rules import RULES
from curation.schema.kinds import Basis, Certainty, RuleName
from curation.schema.tables import Category, Field
from curation.text.dates import read_date_value
from curation.text.folding import list_words
from curation.text.quantities import read_quantity_value
from curation.text.readings import Reading, Unread

CODES = tuple(Category(value=code, label=code, description=code) for code in ("planned", "departed", "arrived"))
DESCRIBED: dict[str, Any] = {"name": "x", "type": "integer", "title": "x", "description": "x", "example": ""}
FIELD = Field(**DESCRIBED, categories=CODES)
PLACES = {"New York": "USA", "Brooklyn": "New York", "Tashkent": "UZB"}


def claim(
    reading: Reading | Unread,
    source: str = "s1",
    basis: Basis = Basis.PARSED,
    certainty: Certainty = Certainty.ASSERTED,
    **more: Any,
) -> Any:
    """A claim of a field with three codes, as the rules look at it."""
    assert isinstance(reading, Reading)
    said = Attribution(certainty=certainty)
    passage: Any = None
    return Claim("", "t", "r", FIELD, reading, basis, "", "", source, passage, said, (), (), "", "f", 1, 1, **more)


def quantity(value: str, **more: Any) -> Any:
    return claim(read_quantity_value(value), **more)


def words(value: str, **more: Any) -> Any:
    return claim(Reading(value, {"value": value}), **more)


@pytest.mark.parametrize(
    ("values", "agreed"),
    [
        (["more_than 100", "exact 131"], "exact 131"),
        (["exact 131", "about 120"], "exact 131"),
        (["vague", "at_least 200"], "at_least 200"),
        (["vague", "about 200"], "about 200"),
        (["more_than 100", "less_than 200"], "range 101 199"),
        (["range 5 10", "at_least 7"], "range 7 10"),
        (["at_least 131", "up_to 131"], "exact 131"),
        (["more_than 100", "more_than 100"], "more_than 100"),
    ],
)
def test_quantities_agree_on_their_common_bounds(values: list[str], agreed: str) -> None:
    for order in (values, values[::-1]):
        agreement = RULES[RuleName.INTERVAL]([quantity(value) for value in order], {})
        assert agreement
        assert agreement.reading.value == agreed


@pytest.mark.parametrize(
    "values", [["exact 131", "exact 113"], ["more_than 131", "exact 131"], ["almost 100", "at_least 100"]]
)
def test_quantities_without_a_common_number_do_not_agree(values: list[str]) -> None:
    assert RULES[RuleName.INTERVAL]([quantity(value) for value in values], {}) is None


QUANTITIES = st.builds(
    "{} {}".format,
    st.sampled_from(["exact", "more_than", "at_least", "less_than", "almost", "up_to", "about"]),
    st.integers(1, 50),
)


@given(st.lists(QUANTITIES, min_size=1, max_size=5))
def test_agreed_bounds_are_the_intersection_in_any_order(values: list[str]) -> None:
    claims = [quantity(value) for value in values]
    lows = [item.reading.bounds[0] for item in claims if item.reading.bounds[0] is not None]
    highs = [item.reading.bounds[1] for item in claims if item.reading.bounds[1] is not None]
    agreement = RULES[RuleName.INTERVAL](claims, {})
    if lows and highs and max(lows) > min(highs):
        assert agreement is None
    else:
        assert agreement
        assert agreement.reading.bounds == (max(lows, default=None), min(highs, default=None))


def test_dates_agree_on_their_common_days() -> None:
    both = [claim(read_date_value(value)) for value in ("2025-04", "2025-04-30")]
    agreement = RULES[RuleName.INTERVAL](both, {})
    assert agreement
    assert agreement.reading.bounds == (date(2025, 4, 30), date(2025, 4, 30))
    apart = [claim(read_date_value(value)) for value in ("2025-01", "2024-11")]
    assert RULES[RuleName.INTERVAL](apart, {}) is None


def test_the_rule_same_ignores_only_unknown() -> None:
    agreement = RULES[RuleName.SAME]([words("unknown"), words("charter")], {})
    assert agreement
    assert agreement.reading.value == "charter"
    assert RULES[RuleName.SAME]([words("charter"), words("military")], {}) is None


def test_parsed_claims_decide_before_inferred_ones() -> None:
    inferred, read = words("USA", basis=Basis.INFERRED), words("USA", source="s2")
    agreement = RULES[RuleName.SAME]([inferred, read], {})
    assert agreement
    assert agreement.deciding[0] is read


def test_asserted_claims_decide_before_planned_ones() -> None:
    planned, asserted = words("USA", certainty=Certainty.PLANNED), words("USA", source="s2")
    agreement = RULES[RuleName.SAME]([planned, asserted], {})
    assert agreement
    assert agreement.deciding[0] is asserted


def test_a_statement_decides_before_a_mention_and_a_hedged_sentence() -> None:
    hedged = words("UZB", follows_hedge=True)
    mention, statement = words("UZB", source="s2", is_mention=True), words("UZB", source="s3")
    agreement = RULES[RuleName.SAME]([hedged, mention, statement], {})
    assert agreement
    assert [claim.source for claim in agreement.deciding] == ["s3", "s2", "s1"]


def test_the_furthest_status_is_published_in_any_order() -> None:
    for order in (["departed", "planned", "arrived"], ["arrived", "departed", "planned"], ["planned", "arrived"]):
        agreement = RULES[RuleName.FURTHEST]([words(value) for value in order], {})
        assert agreement
        assert (agreement.reading.value, agreement.kind) == ("arrived", "")
        assert [claim.reading.value for claim in agreement.deciding] == ["arrived"]


def test_members_that_differ_in_capitals_only_are_merged() -> None:
    agreement = RULES[RuleName.SET]([words("Deports"), words("deports", source="s2"), words("FoxNews")], {})
    assert agreement
    assert agreement.reading.value == "FoxNews|deports"
    assert [claim.source for claim in agreement.deciding] == ["s1", "s2"]


def test_the_rule_single_allows_one_source_only() -> None:
    assert RULES[RuleName.SINGLE]([words("a"), words("a")], {})
    assert RULES[RuleName.SINGLE]([words("a"), words("a", source="s2")], {}) is None


@given(st.lists(st.sampled_from("abcde"), min_size=1))
def test_a_set_has_each_member_once_and_sorted(values: list[str]) -> None:
    agreement = RULES[RuleName.SET]([words(value) for value in values], {})
    assert agreement
    assert agreement.reading.value == "|".join(sorted(set(values)))


@pytest.mark.parametrize(
    ("values", "agreed"),
    [
        (["the U.S.", "U.S."], None),
        (["U.S.", "New York"], "New York"),
        (["United States", "Brooklyn", "New York"], "Brooklyn"),
        (["New York", "Tashkent"], None),
        (["New York", "New York"], "New York"),
    ],
)
def test_the_narrower_place_is_published(values: list[str], agreed: str | None) -> None:
    agreement = RULES[RuleName.NARROWER]([words(value) for value in values], PLACES)
    assert (agreement.reading.value if agreement else None) == agreed


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("This landmark partnership", "this landmark partnership", True),
        ("for US alliances", "for U.S. alliances", True),
        ("Trump’s vision", "Trump's vision", True),
        ("We go,", "“We go”", True),
        ("sets the standard", "sets a standard", False),
        ("to their home country", "back to their home country", False),
    ],
)
def test_wordings_are_compared_by_their_words(one: str, other: str, alike: bool) -> None:
    assert (list_words(one) == list_words(other)) is alike
