"""No text and no hand-written file holds a character that a reader does not see."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import pytest

from conftest import Copy
from curation.characters import is_refused, report_lines, report_text
from one_source import write_collection
from test_cli import run
from verify import list_hidden

ALL = [chr(number) for number in range(sys.maxunicode + 1)]
HIDDEN = [
    *("\0", "\a", "\x0b", "\x0c", "\x1c", "\x1f", "\x7f", "\x85", "\u2028", "\u2029"),  # controls, and ends of lines
    *("\u00ad", "\u061c", "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\U000e0041"),  # format characters
    *("\u034f", "\u115f", "\u17b4", "\u180b", "\u3164", "\ufe0f", "\uffa0", "\U000e0100"),  # letters and marks left out
    *("\u2800", "\ufffc", "\ue000", "\U0010fffd", "\uffff", "\u0378"),  # blank, private, unassigned
]
SEEN = "aÀé\u0301Жя中ا١½’“«–…—€👍🇺🇿\u00a0\u2009\u3000\t\n"


def test_every_character_of_a_category_that_is_not_seen_is_refused() -> None:
    for character in ALL:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            assert is_refused(character) == (character not in "\t\n"), hex(ord(character))


@pytest.mark.parametrize("character", HIDDEN)
def test_characters_that_are_not_seen_are_refused(character: str) -> None:
    assert is_refused(character)


@pytest.mark.parametrize("character", [*SEEN])
def test_letters_digits_marks_and_spaces_of_any_script_are_not(character: str) -> None:
    assert not is_refused(character)


def test_verify_py_has_the_same_rule_for_all_characters_that_unicode_has() -> None:
    """What a newer Unicode has is for the build to refuse: verify.py runs with any Python."""
    known = [character for character in ALL if unicodedata.category(character) != "Cn"]
    assert list_hidden("".join(known)) == sorted(character for character in known if is_refused(character))


# Where they are refused


HAND_WRITTEN = {
    "annotations/s100.yaml": "outside the tables",
    "annotations/decisions.yaml": "whose return Georgia paid for",
    "annotations/places.yaml": "Germany",
    "annotations/evidence.yaml": "Removals by month",
    "annotations/second/s101.csv": "Georgia",
    "annotations/second/settlements.csv": "The word stands",
    "seeds/sources.yaml": "The Gazette",
    "metadata.yaml": "keywords",
    "schemas/flights.json": "Flights",
}


@pytest.mark.parametrize("character", ["\u061c", "\u00ad", "\ufe0f", "\ue000"])
@pytest.mark.parametrize("file", HAND_WRITTEN)
def test_a_hand_written_file_with_a_character_that_is_not_seen_is_refused_at_its_line(
    file: str, character: str, two_sources: Copy
) -> None:
    text = (two_sources.root / file).read_text(encoding="utf-8")
    words = HAND_WRITTEN[file]
    two_sources.edit(file, words, words[:1] + character + words[1:])
    line = text[: text.index(words)].count("\n") + 1
    code = f"U+{ord(character):04X}"
    errors = two_sources.errors()
    assert any(error.startswith(f"{file}:{line}:") and code in error for error in errors), errors


@pytest.mark.parametrize("escape", ['"outside\\u061c the tables"', '"outside\\r the tables"', '"outside\\x0b the tables"'])
def test_an_escape_of_yaml_hides_none(escape: str, two_sources: Copy) -> None:
    two_sources.edit("annotations/s100.yaml", "weather, outside the tables", escape)
    (error,) = two_sources.errors()
    assert error.startswith("annotations/s100.yaml:")
    assert "character U+" in error


@pytest.mark.parametrize("escape", ["\\u00ad", "\\udb40\\udc41", "\\u0085"])
def test_an_escape_of_json_hides_none(escape: str, two_sources: Copy) -> None:
    path = two_sources.root / "schemas" / "flights.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"][1]["description"] += "HIDDEN"
    path.write_text(json.dumps(schema).replace("HIDDEN", escape), encoding="utf-8")
    (error,) = two_sources.errors()
    assert error.startswith("schemas/flights.json: character U+")


@pytest.mark.parametrize("character", ["\r", "\x85", "\u2028", "\x1d", "\u00ad", "\u200d"])
def test_a_source_is_refused_where_it_holds_one_when_it_is_registered_and_when_it_is_built(
    character: str, two_sources: Copy, tmp_path: Path
) -> None:
    text = f"One line.\nPeople {character}went {character}home.\n"
    copy = write_collection(tmp_path / "collection", text, "- in: >-\n    x\n")
    (error,) = copy.errors()
    assert error.startswith(f"seeds/900.txt:2:8: character U+{ord(character):04X}")
    assert "(2 times)" in error
    file = tmp_path / "article.txt"
    file.write_bytes(text.encode())
    done = run("new", str(file), "--root", str(two_sources.root))
    assert done.returncode == 1
    assert f"article.txt:2:8: character U+{ord(character):04X}" in done.stderr
    assert not (two_sources.root / "seeds" / "article.txt").exists()


def test_marks_of_published_sentences_are_refused_in_a_source(tmp_path: Path) -> None:
    (error,) = write_collection(tmp_path, "They ⟦all⟧ went.\n", "- in: >-\n    x\n").errors()
    assert error.startswith("seeds/900.txt:1:6: ⟦ stands around the words of a claim")


def test_all_refused_characters_of_a_text_are_told_at_once() -> None:
    problem = report_text("x.txt", "a\u00adb\nc\u200bd\u200be\n", "")
    assert problem
    assert (problem.line, problem.column) == (1, 2)
    assert "U+00AD SOFT HYPHEN" in problem.message
    assert "U+200B ZERO WIDTH SPACE is an invisible control, at 2:2 (2 times)" in problem.message
    assert report_text("x.txt", "a\tb\n", "") is None


def test_lines_may_end_in_cr_lf_but_not_in_cr() -> None:
    assert report_lines("x.yaml", "a\r\nb\r\n", "") == []
    assert [(problem.line, problem.column) for problem in report_lines("x.yaml", "a\r\nb\rc\r\r\n", "")] == [(2, 2)]
