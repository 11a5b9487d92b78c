"""Each source has a short name of its own: registered, or made from what is known of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Copy, read_rows
from curation.pipeline import build
from curation.tables.defaults import distinguish
from one_source import REGISTERED, build_and_verify, write_collection
from test_schemas import change_field

REGISTER = "seeds/sources.yaml"


def list_names(copy: Copy) -> dict[str, str]:
    assert not build(copy.root).errors
    return {row["source_id"]: row["short_name"] for row in read_rows(copy.root, "sources")}


def test_a_short_name_is_the_registered_one_or_the_publisher_whether_registered_or_printed(two_sources: Copy) -> None:
    assert list_names(two_sources) == {"s100": "The Gazette", "s101": "The Courier"}
    two_sources.edit(REGISTER, "    publisher: The Gazette\n", "    publisher: The Gazette\n    short_name: Gazette\n")
    assert list_names(two_sources)["s100"] == "Gazette"


def test_a_source_of_which_nothing_is_known_is_called_by_its_own_name(tmp_path: Path) -> None:
    copy = write_collection(tmp_path, "A flight left.", "- in: A flight left.\n  uncoded: No figure.\n")
    assert build_and_verify(copy) == ([], [])
    assert list_names(copy) == {"s900": "s900"}


def test_two_articles_of_one_publisher_have_different_names(two_sources: Copy) -> None:
    two_sources.edit(REGISTER, "    publisher: The Gazette\n", "    publisher: The courier\n")
    assert list_names(two_sources) == {"s100": "The courier (s100)", "s101": "The Courier (s101)"}
    two_sources.edit(
        REGISTER, "    publisher_basis: inferred\n", "    publisher_basis: inferred\n    short_name: The Courier\n"
    )
    assert list_names(two_sources) == {"s100": "The courier (s100)", "s101": "The Courier"}


def test_one_short_name_registered_twice_is_an_error_at_its_line(two_sources: Copy) -> None:
    two_sources.edit(REGISTER, "    language: en\n", "    short_name: gazette\n    language: en\n")
    two_sources.edit(REGISTER, "    publisher_basis: inferred\n", "    publisher_basis: inferred\n    short_name: Gazette\n")
    (error,) = two_sources.errors()
    line = (two_sources.root / REGISTER).read_text(encoding="utf-8").splitlines().index("    short_name: Gazette") + 1
    assert error.startswith(f"{REGISTER}:{line}:17: s101: short_name 'Gazette' is that of s100 too")


def test_an_empty_short_name_is_none(tmp_path: Path) -> None:
    registered = f'{REGISTERED}    short_name: ""\n'
    copy = write_collection(tmp_path, "A flight left.", "- in: A flight left.\n  uncoded: No figure.\n", registered)
    assert list_names(copy) == {"s900": "s900"}


NAMES = st.sampled_from(["a", "A", "b"])
SOURCES = st.sampled_from(["s1", "s2", "s3", "s4"])


@given(st.dictionaries(SOURCES, NAMES, min_size=1), st.dictionaries(SOURCES, st.just("Own"), max_size=1))
def test_no_two_sources_have_one_short_name_and_a_registered_one_stays(found: dict[str, str], own: dict[str, str]) -> None:
    values = distinguish(own, found)
    assert values.keys() == found.keys() | own.keys()
    assert len({value.casefold() for value in values.values()}) == len(values)
    assert values | own == values


@pytest.mark.parametrize("fill", [{"default_from": "publishr"}, {"default_from": "publisher", "default": "x"}])
def test_a_default_comes_from_a_field_or_is_a_value(fill: dict[str, str]) -> None:
    wrong = change_field("short_name", {"curation": {"fill": "register", **fill}}, "sources")
    assert "field 'short_name': default_from: " in wrong
