"""What the readers read is built, validated and verified: the phrases of tests/phrases.csv in one collection."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import read_rows
from one_source import REGISTERED, build_and_verify, write_collection
from test_phrases import PHRASES, Row, split_phrase

PUBLISHED, YEAR = "2025-04-30", "2025"
PASSAGE = """\
- in: >-
    {sentence}
  statistics/r{number}:
    measure: other <- They told
    population: {tag}
    stock_or_flow: flow <- They told
    unit: events <- They told
    period_type: unspecified <- They told
    {field}: >-
      {words}
"""


def escape(words: str) -> str:
    """Write words as an annotation has them: marks of its notation behind a backslash."""
    return re.sub(r"[<>\\]|--|\.\.\.", r"\\\g<0>", words)


def write_sentence(number: int, words: str) -> str:
    """Write a sentence with the words and a name of its own, so that no two rows are one by their natural key."""
    return f"They told of {words} there to {write_tag(number)}."


def write_tag(number: int) -> str:
    return "q" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def write_passage(number: int, words: str, kind: str) -> str:
    field = "value" if kind == "number" else "period"
    sentence, tag = write_sentence(number, words), write_tag(number)
    passage = PASSAGE.format(sentence=sentence, number=number, tag=tag, field=field, words=escape(words))
    return passage if kind == "number" else passage + "    value: unknown <- They told -- no figure\n"


def is_codable(row: Row) -> bool:
    """Whether an expression is read with the year and the day of publication of the collection."""
    known = row["year"] in ("", YEAR) and row["published"] in ("", PUBLISHED)
    return row["kind"] in ("number", "date") and row["reading"] != "refused" and known


def test_every_reading_is_built_validated_and_verified(tmp_path: Path) -> None:
    coded = [(split_phrase(row)[1], row["kind"]) for row in PHRASES if is_codable(row)]
    text = "\n".join(write_sentence(number, words) for number, (words, _) in enumerate(coded)) + "\n"
    passages = "".join(write_passage(number, *row) for number, row in enumerate(coded))
    copy = write_collection(tmp_path, text, passages, REGISTERED + f"    published: {PUBLISHED}\n")
    copy.edit("annotations/s900.yaml", "passages:\n", f"year: {YEAR} -- as all phrases\npassages:\n")
    assert build_and_verify(copy) == ([], [])
    assert len(read_rows(copy.root, "statistics")) == len(coded)
