"""No text and no hand-written file holds a character that a reader does not see."""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from conftest import Copy, read_rows
from curation.characters import (
    describe_refused,
    find_refused,
    is_refused,
    load_emoji,
    load_properties,
    report_lines,
    report_text,
)
from curation.claims.selectors import cuts_word
from curation.package import documents
from curation.package.csv_parquet import quote_field
from curation.package.documents import check_content, check_documents
from curation.text.countries import read_country, scan_countries
from curation.text.quantities import read_quantity
from curation.text.readings import Unread
from make_characters import write_list
from one_source import build_and_verify, write_collection
from package_files import read_published
from test_cli import run
from test_every_form import WORDS, check_forms
from verify import EMOJI as EMOJI_OF_VERIFY
from verify import list_hidden, verify_files

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
    ignorable = list_property("Default_Ignorable_Code_Point")  # some of them are not assigned
    assert list_hidden("".join(ignorable)) == sorted(ignorable)


def list_property(name: str) -> list[str]:
    """Return the characters that have a property, as the package regex knows it."""
    return [*regex.findall(rf"\p{{{name}}}", "".join(ALL))]


def list_ours(name: str) -> set[str]:
    return {chr(number) for first, last in load_properties()[name] for number in range(first, last + 1)}


@pytest.mark.parametrize("name", ["Default_Ignorable_Code_Point", "Bidi_Control"])
def test_every_character_that_unicode_says_is_not_seen_or_steers_direction_is_refused(name: str) -> None:
    characters = list_property(name)
    assert list_ours(name) == {*characters}
    assert all(map(is_refused, characters))


def test_the_list_of_emoji_is_that_of_another_source() -> None:
    """That of the package regex may be newer: the characters that Python knows are compared."""
    emoji = {*list_property("Emoji")} & {*list_property("Extended_Pictographic")}
    assert list_ours("Emoji") <= emoji
    assert {one for one in emoji - list_ours("Emoji") if unicodedata.category(one) != "Cn"} == set()
    assert list_ours("Emoji_Modifier") == {*list_property("Emoji_Modifier")}
    # Only emoji and keys of phones may have a selector, and each emoji may that is shown as text without one.
    shown_as_text = emoji - {*list_property("Emoji_Presentation")}
    assert shown_as_text <= list_ours("Emoji_Variation_Sequence") <= emoji | {*"0123456789#*"}


def test_the_list_is_written_from_files_of_unicodes_form() -> None:
    lines = [
        "0023 ; Emoji # no picture",
        "2764 ; Emoji",
        "2600..2764 ; Extended_Pictographic",
        "1F3FB..1F3FF ; Emoji_Modifier",
    ]
    lines += ["061C ; Bidi_Control", "200e..200f ; Bidi_Control", "2764 FE0E ; text style; #", "2764 FE0F ; emoji style; #"]
    assert write_list(lines).splitlines() == [
        "property,first,last",
        "Bidi_Control,061C,061C",
        "Bidi_Control,200E,200F",
        "Emoji,2764,2764",
        "Emoji_Modifier,1F3FB,1F3FF",
        "Emoji_Variation_Sequence,2764,2764",
    ]


# What emoji are made of


ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
EMOJI = [
    *("❤", "❤\ufe0f", "❤\ufe0e", "©\ufe0f", "ℹ\ufe0f", "👍🏽", "☝\ufe0f🏽", "🇺🇿", "1\ufe0f\u20e3", "#\ufe0f\u20e3"),
    *(
        "👩\u200d🚀",
        "👩🏽\u200d🚀",
        "👨\u200d👩\u200d👧\u200d👦",
        "🏳\ufe0f\u200d🌈",
        "👁\ufe0f\u200d🗨\ufe0f",
        "🏴\u200d☠\ufe0f",
    ),
    *(ENGLAND, ENGLAND.replace("\U000e0065\U000e006e\U000e0067", "\U000e0073\U000e0063\U000e0074"), "\U0001faea"),
]
NOT_EMOJI = {
    "\ufe0f": ["a{}", "131{}", "1{}1", "{}", "❤\ufe0f{}", "👩{}", "🇺{}", "#{}", "👍🏽{}", "中{}"],
    "\ufe0e": ["a{}", "1{}", "1{}\u20e3", "❤\ufe0f{}", "🚀{}x🧑{}"],
    "\ufe00": ["❤{}", "中{}"],
    "\u200d": ["a{}b", "क्{}ष", "👩{}", "{}👩", "👩{}{}🚀", "❤\ufe0e{}🚀", "1{}2", "🇺{}🇿", "👩{}x"],
    "\u200c": ["می{}خواهم", "👩{}🚀"],
    "\U000e0067": ["{}", "a{}", "🏴{}", "🏴{}\U000e007f", "🚩{}\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"],
    "\U000e007f": ["🏴{}", "🏴\U000e0068\U000e0069{}", ENGLAND + "{}"],
}


@pytest.mark.parametrize("emoji", EMOJI)
def test_whole_emoji_are_no_hidden_characters(emoji: str) -> None:
    for text in (emoji, f"a {emoji} b", f"131{emoji}", emoji + emoji, f"{emoji}."):
        assert [*find_refused(text)] == []
        assert list_hidden(text) == []


@pytest.mark.parametrize(("character", "frame"), [(one, frame) for one, frames in NOT_EMOJI.items() for frame in frames])
def test_what_emoji_are_made_of_is_refused_elsewhere(character: str, frame: str) -> None:
    text = frame.replace("{}", character)
    assert character in {refused for refused, _, _ in find_refused(text)}
    assert character in list_hidden(text)


def test_only_the_hidden_character_is_reported_beside_an_emoji() -> None:
    assert [*find_refused("❤\ufe0f a\ufe0f\ufe0f 👩\u200d🚀")] == [("\ufe0f", 4, 2)]
    (problem,) = report_lines("x.md", "❤\ufe0f\nNiger\u200dia 👩\u200d🚀\n", "")
    assert (problem.line, problem.column) == (2, 6)
    assert problem.message.startswith("character U+200D ZERO WIDTH JOINER is an invisible control; it may stand only between")
    assert "only in a flag of England" in describe_refused("\U000e0067")


PARTS = st.sampled_from([*"a1#️︎‍❤👩🚀🏽🇺🇿🏴⃣ ", "\U000e0067", "\U000e007f", "\u200c", "\u00ad", ENGLAND, "\U000e0062\U000e0065"])


@given(st.lists(PARTS, max_size=12).map("".join))
def test_verify_py_sees_the_same_hidden_characters_between_parts_of_emoji(text: str) -> None:
    assert list_hidden(text) == sorted(character for character, _, _ in find_refused(text))


@pytest.mark.parametrize("frame", ["{}\ufe0f", "{}\ufe0e", "{}\u200d🚀"])
def test_verify_py_knows_the_same_emoji_of_all_characters(frame: str) -> None:
    text = " ".join(frame.replace("{}", character) for character in ALL)
    joined = list_joined(load_emoji(), text)
    assert joined == list_joined(re.compile(EMOJI_OF_VERIFY), text)
    assert joined


def list_joined(emoji: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return where the emoji are in a text that have a character in them which no reader sees."""
    return [one.span() for one in emoji.finditer(text) if one.group()[-1] in "\ufe0e\ufe0f" or "\u200d" in one.group()]


def test_a_text_with_emoji_builds_verifies_and_is_the_same_in_every_form(tmp_path: Path) -> None:
    words = " ".join(EMOJI[:-1])
    uncoded = "  uncoded: 1\ufe0f\u20e3 -- a key of a telephone\n  statistics"
    passage = WORDS.format(words=words, list="a", row=0, notation=words).replace("  statistics", uncoded)
    copy = write_collection(tmp_path, f"The {words} people of list a were 100 in all.\n", passage)
    assert build_and_verify(copy) == ([], [])
    (row,) = read_rows(copy.root, "statistics")
    assert row["population"] == f"{words} people"
    check_forms(copy)


RESCUED = """\
- in: >-
    {text}
  statistics/x:
    measure: other
    unit: persons
    period_type: unspecified
    value: 100
    population: rescued
"""


@pytest.mark.parametrize("emoji", [ENGLAND, "👩\u200d❤\ufe0f\u200d👨", "❤\ufe0f"])
def test_the_words_before_and_after_may_begin_and_end_within_an_emoji(emoji: str, tmp_path: Path) -> None:
    is_cut = False
    for length in (26, 28, 30):
        text = f"These {emoji}{'x' * length} rescued {'x' * length}{emoji} were 100 in all."
        copy = write_collection(tmp_path / str(length), f"{text}\n", RESCUED.format(text=text))
        assert build_and_verify(copy) == ([], [])
        (row,) = [row for row in read_rows(copy.root, "claims") if row["exact"] == "rescued"]
        is_cut |= is_refused(row["prefix"][0])
    assert is_cut


@pytest.mark.parametrize("column", ["exact", "value", "prefix", "suffix", "reason"])
@pytest.mark.parametrize("hidden", ["\ufe0f", "\u200d", "\U000e0067", "\u00ad"])
def test_verify_py_finds_a_part_of_an_emoji_that_was_put_into_a_table(column: str, hidden: str, small_root: Path) -> None:
    files, rows = read_published(small_root), read_rows(small_root, "claims")
    row = next(row for row in rows if len(row[column]) > 8)
    row[column] = row[column][:7] + hidden + row[column][7:]
    lines = [[*row], *([*row.values()] for row in rows)]
    files["build/csv/claims.csv"] = "".join(",".join(map(quote_field, line)) + "\n" for line in lines).encode()
    found = [fault for fault in verify_files(files, None, check_hashes=False) if "characters that a reader sees" in fault]
    assert any(f"/{column}: " in fault for fault in found), found


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("13👍1 people", [2, 3]),
        ("Niger🇳🇬ia", [5, 6, 7]),
        ("Uzbek❤\ufe0fistan", [5, 6, 7]),
        ("1\ufe0f\u20e33\ufe0f\u20e3 people", [1, 2, 3, 4, 5]),
        ("131\ufe0f\u20e3", [3, 4]),
        ("131\u20e3", [3]),
        ("a ❤\ufe0f b", [3]),
        ("a 👩\u200d🚀 b", [3, 4]),
        (f"a {ENGLAND} b", [3, 4, 5, 6, 7, 8]),
        ("a 🇺🇿🇰🇿 b", [3, 5]),
        ("a 👍🏽 b", [3]),
        ("का", [1]),
    ],
)
def test_words_never_cut_an_emoji_nor_a_word_that_has_one_in_it(text: str, cut: list[int]) -> None:
    inside = [at for at in range(1, len(text)) if not (text[at - 1].isalnum() and text[at].isalnum())]
    assert [at for at in inside if cuts_word(text, at)] == cut


def test_a_long_run_of_emoji_takes_no_longer_at_each_place() -> None:
    text = "👍" * 200_000
    start = time.process_time()
    assert not any(cuts_word(text, at) for at in range(0, len(text), 20))
    assert time.process_time() - start < 5


@pytest.mark.parametrize("text", ["131👍 people", "👍131 people", "Niger🇳🇪, Mali🇲🇱", "🇺🇿Uzbekistan", "❤\ufe0f131"])
def test_words_beside_an_emoji_are_whole(text: str) -> None:
    edges = [at for at in range(1, len(text)) if text[at - 1].isascii() != text[at].isascii()]
    assert not any(cuts_word(text, at) for at in edges if text[at] not in "\ufe0f")


@pytest.mark.parametrize(
    "words", ["13👍1", "131👍", "131\ufe0f\u20e3", "1\ufe0f\u20e33\ufe0f\u20e31\ufe0f\u20e3", "1\u20e3", "13❤\ufe0f1"]
)
def test_a_number_with_an_emoji_in_its_words_is_refused(words: str) -> None:
    assert isinstance(read_quantity(words), Unread)


@pytest.mark.parametrize("words", ["Niger🇳🇬ia", "Niger❤\ufe0fia", "Brazℹ\ufe0fl", "Uzbek👩\u200d🚀istan"])
def test_a_country_with_an_emoji_in_its_name_is_refused(words: str) -> None:
    assert isinstance(read_country(words), Unread)


def test_a_letter_that_is_an_emoji_hides_no_country() -> None:
    """ℹ looks like i."""
    (found,) = scan_countries("They flew to Brazℹ\ufe0fl on Monday.")
    assert "look-alike" in found.problem


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


DOCUMENTS = [
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "RELEASING.md", "LICENSE", "LICENSE-DATA", "docs/coding.md"),
    *("docs/annotation.md", "docs/new.md", "scripts/verify.py", "annotations/second/before_comparison/units.csv"),
]


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\r", "\u3164"])
@pytest.mark.parametrize("file", DOCUMENTS)
def test_a_document_with_a_character_that_is_not_seen_is_refused_at_its_line(
    file: str, character: str, two_sources: Copy
) -> None:
    path = two_sources.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"A line ❤\ufe0f.\r\nNiger{character}ia\n".encode())
    (error,) = check_documents(two_sources.root)
    assert str(error).startswith(f"{file}:2:6: character U+{ord(character):04X}")
    assert error.advice.startswith("remove it")


def test_a_build_and_a_check_refuse_a_document_with_a_hidden_character(two_sources: Copy) -> None:
    (two_sources.root / "CHANGELOG.md").write_text("❤\ufe0f Nige\u00adria\n", encoding="utf-8")
    for command in ("build", "check"):
        done = run(command, "--root", str(two_sources.root))
        assert done.returncode == 1
        assert "CHANGELOG.md:1:8: character U+00AD SOFT HYPHEN" in done.stdout + done.stderr
    assert not (two_sources.root / "datapackage.json").exists()


def test_a_document_that_is_not_utf_8_is_refused_at_its_line(two_sources: Copy) -> None:
    (two_sources.root / "LICENSE").write_bytes(b"One.\nTwo \xe9.\n")
    (error,) = two_sources.errors()
    assert error.startswith("LICENSE:2:1: not UTF-8")


def test_a_page_that_the_build_writes_is_written_again_whatever_it_holds(two_sources: Copy) -> None:
    (two_sources.root / "docs").mkdir()
    (two_sources.root / "docs" / "facts.md").write_text("Nige\u00adria\n", encoding="utf-8")
    assert two_sources.errors() == []


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("names.toml", 'words = ["a", "b\u00adc"]\n', "1:17"),
        ("names.toml", 'words = ["a",\n  "b\\u00ADc"]\n', "2:5"),
        ("names.toml", 'words = ["a", "\\U000E0041"]\n', "1:16"),
        ("names.csv", "code,name\nNER,Niger\u200b\n", "2:10"),
        ("LICENSE-UNICODE.txt", "Copy\u2060right\n", "1:5"),
    ],
)
def test_a_lexicon_with_a_character_that_is_not_seen_is_refused_at_its_place(
    name: str, content: str, place: str, two_sources: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "read_lexicon", lambda: {name: content.encode()})
    (error,) = check_documents(two_sources.root)
    assert str(error).startswith(f"scripts/curation/text/lexicon/{name}:{place}: character U+")


def test_an_emoji_in_a_lexicon_is_none() -> None:
    assert check_content("x.toml", 'words = ["❤\ufe0f", "\\u2764\\uFE0F"]\n'.encode()) == []


@pytest.mark.parametrize("escape", ['"outside\\u061c the tables"', '"outside\\r the tables"', '"outside\\x0b the tables"'])
def test_an_escape_of_yaml_hides_none(escape: str, two_sources: Copy) -> None:
    two_sources.edit("annotations/s100.yaml", "weather, outside the tables", escape)
    (error,) = two_sources.errors()
    assert error.startswith("annotations/s100.yaml:")
    assert "character U+" in error


@pytest.mark.parametrize("escape", ["\\u00ad", "\\uDB40\\udc41", "\\u0085", "\\r"])
def test_an_escape_of_json_hides_none(escape: str, two_sources: Copy) -> None:
    path = two_sources.root / "schemas" / "flights.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"][1]["description"] += "HIDDEN"
    path.write_text(json.dumps(schema).replace("HIDDEN", escape), encoding="utf-8")
    (error,) = two_sources.errors()
    place = path.read_text(encoding="utf-8").index(escape) + 1  # the whole file is one line
    assert error.startswith(f"schemas/flights.json:1:{place}: character U+")


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


def test_a_source_with_emoji_is_registered(two_sources: Copy, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(f"People {' '.join(EMOJI)} went home.\n", encoding="utf-8")
    done = run("new", str(file), "--root", str(two_sources.root))
    assert done.returncode == 0, done.stderr
    errors = two_sources.errors()
    assert errors
    assert not any("character U+" in error or "not YAML" in error for error in errors), errors


def test_marks_of_published_sentences_are_refused_in_a_source(tmp_path: Path) -> None:
    (error,) = write_collection(tmp_path, "They ⟦all⟧ went.\n", "- in: >-\n    x\n").errors()
    assert error.startswith("seeds/900.txt:1:6: ⟦ stands around the words of a claim")


def test_all_refused_characters_of_a_text_are_reported_at_once() -> None:
    problem = report_text("x.txt", "a\u00adb\nc\u200bd\u200be\n", "")
    assert problem
    assert (problem.line, problem.column) == (1, 2)
    assert "U+00AD SOFT HYPHEN" in problem.message
    assert "U+200B ZERO WIDTH SPACE is an invisible control, at 2:2 (2 times)" in problem.message
    assert report_text("x.txt", "a\tb\n", "") is None


def test_lines_may_end_in_cr_lf_but_not_in_cr() -> None:
    assert report_lines("x.yaml", "a\r\nb\r\n", "") == []
    assert [(problem.line, problem.column) for problem in report_lines("x.yaml", "a\r\nb\rc\r\r\n", "")] == [(2, 2)]
