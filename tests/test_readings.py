"""Parsers: what they read from words, and what they refuse."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from curation.claims.parsers import PARSERS
from curation.schema.kinds import ParserName
from curation.schema.tables import Field
from curation.text.periods import KnownDates
from curation.text.readings import Reading, Unread


def make_field(name: str = "x", type_: str = "integer", **curation: Any) -> Field:
    described: dict[str, Any] = {"title": name, "description": name, "example": "", "type": type_}
    return Field(name=name, **described, **curation)


FIELD = make_field()


@given(st.text(max_size=200), st.sampled_from(sorted(PARSERS)))
def test_any_text_is_read_or_refused_by_every_parser(text: str, name: ParserName) -> None:
    parser = PARSERS[name]
    assert isinstance(parser.read_words(text, FIELD, KnownDates(2025)), Reading | Unread)
    assert isinstance(parser.read_value(text, FIELD), Reading | Unread)
