"""What the command shows holds no character that a reader does not see, and its JSON says which ones there are."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons import FLIGHTS, compare, edit_descriptor, read, read_files, read_from_memory
from conftest import Copy
from curation.characters import is_refused
from curation.compare.compare import compare_releases
from curation.compare.render import FORMS
from curation.compare.strict_json import parse_json, write_json
from curation.compare.unseen import escape_unseen, is_unseen, show_text
from hostile_packages import UNSEEN_CHARACTERS
from test_cli import run

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(UNSEEN_CHARACTERS), max_size=12)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | ANY_TEXT,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(ANY_TEXT, parts, max_size=4),
    max_leaves=12,
)
TO_CELL = "Polar Air"
"""The operator of the one flight."""


def list_unseen(text: str) -> set[str]:
    """Return what a terminal must not be shown, by a rule of this test alone."""
    kinds = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return {mark for mark in text if mark != "\n" and (unicodedata.category(mark) in kinds or mark in UNSEEN_CHARACTERS)}


@given(ANY_JSON)
def test_json_shows_nothing_unseen_and_gives_the_data_unchanged(value: Any) -> None:
    text = write_json(value)
    assert not list_unseen(text)
    assert json.loads(text) == value
    assert parse_json(text) == value


@given(ANY_TEXT, ANY_TEXT)
def test_two_texts_that_differ_are_shown_as_different_in_json(one: str, other: str) -> None:
    assert (write_json(one) == write_json(other)) == (one == other)


@pytest.mark.parametrize("character", UNSEEN_CHARACTERS, ids=lambda one: f"U+{ord(one):04X}")
def test_each_unseen_character_is_an_escape_in_every_form(character: str) -> None:
    assert is_unseen(character)
    shown = write_json({f"a{character}b": f"c{character}d"})
    assert not list_unseen(shown)
    assert json.loads(shown) == {f"a{character}b": f"c{character}d"}
    assert not list_unseen(show_text(f"a{character}b"))
    assert re.search(r"a\\u[0-9a-f]{4}", show_text(f"a{character}b"))


@given(ANY_TEXT)
def test_all_that_no_text_may_hold_is_escaped(text: str) -> None:
    shown = show_text(text)
    assert not any(map(is_refused, shown))
    assert shown.isprintable()
    assert show_text(shown) == shown
    assert escape_unseen(text, but=text) == text


def test_letters_of_all_languages_stay_letters() -> None:
    words = "Тошкент Ўзбекистон Қазақстан ўғли ‘oʻzbek’ café 東京 नेपाल العربية — «»"
    assert show_text(words) == words
    assert words in write_json(words)


@pytest.mark.parametrize("form", FORMS)
def test_whatever_a_package_holds_is_seen_in_every_form(form: str, old_release: Path) -> None:
    """In cells, keys of rows, texts, codes, names of properties, tables, fields, versions and dates, and in the changelog."""
    bad = "".join(UNSEEN_CHARACTERS).replace("\r", "")
    files = read_files(old_release)
    about = json.loads(files["datapackage.json"])
    for resource in about["resources"]:
        if resource["name"] in ("flights", "officials", "claims"):
            for column in resource["schema"]["fields"]:
                column.update(title=bad, codes={**column.get("codes", {}), bad: bad}, unit=bad, **{bad: bad})
            path = resource["path"]
            files[path] = files[path].replace(b",46,", f",46{bad},".encode()).replace(b"Polar Air", f"Polar{bad}Air".encode())
    extra = {"name": f"x{bad}", "path": "build/csv/x.csv", "schema": {"fields": [{"name": bad, "type": bad}]}}
    about["resources"].append(extra)
    about |= {"title": bad, "version": bad, "created": bad, bad: bad, "cautions": {bad: [bad]}}
    files |= {"datapackage.json": json.dumps(about, ensure_ascii=False).encode(), "CHANGELOG.md": f"## {bad}".encode()}
    files["build/csv/x.csv"] = f'"{bad}"\n"{bad}"\n'.encode()
    new = read_from_memory(files, bad, bad)
    for pair in (compare_releases(read(old_release), new), compare_releases(new, read(old_release))):
        text = FORMS[form](pair)
        assert not list_unseen(text)
        if form == "json":
            assert json.loads(text) == pair
            assert bad in [one[side] for one in json.loads(text)["changes"] for side in ("old", "new")]


@settings(max_examples=25)
@given(ANY_TEXT.filter(lambda text: "\r" not in text and '"' not in text))
def test_the_json_of_a_changed_cell_has_its_value(old_release: Path, value: str) -> None:
    files = read_files(old_release)
    cell = f'"x{value}x"'.encode()
    new = read_from_memory(files | {FLIGHTS: files[FLIGHTS].replace(TO_CELL.encode(), cell)})
    text = FORMS["json"](compare_releases(read(old_release), new))
    assert not list_unseen(text)
    (row,) = (row for row in json.loads(text)["rows"] if row["table"] == "flights")
    assert [cell["new"] for cell in row["cells"]] == [f"x{value}x"]


def test_the_command_prints_json_without_an_escape_of_a_terminal(old_release: Path, new_release: Copy) -> None:
    new_release.edit(FLIGHTS, TO_CELL, '"\x1b]0;x\x07Polar\r\u202e\u2028 Air\U000e0041"')
    done = run("diff", str(old_release), str(new_release.root), "--format", "json")
    assert done.returncode == 0
    assert not list_unseen(done.stdout)
    assert "\\u001b]0;x\\u0007Polar\\r\\u202e\\u2028 Air\\udb40\\udc41" in done.stdout
    (row,) = json.loads(done.stdout)["rows"]
    assert row["cells"][0]["new"] == "\x1b]0;x\x07Polar\r\u202e\u2028 Air\U000e0041"


def test_errors_show_nothing_unseen(new_release: Copy) -> None:
    bad = "\x1b[2J\u202e\u3164"
    edit_descriptor(new_release, "flights", lambda one: one.update(path=f"build/{bad}.csv", **{bad: bad}))
    done = run("diff", str(new_release.root), str(new_release.root))
    assert done.returncode == 1
    assert not list_unseen(done.stderr)
    edit_descriptor(new_release, "flights", lambda one: [one.pop(bad), one.update(name=bad)])
    done = run("diff", str(new_release.root), str(new_release.root))
    assert not list_unseen(done.stderr)


def test_a_cell_that_differs_in_an_unseen_character_alone_is_shown_to_differ(old_release: Path, new_release: Copy) -> None:
    new_release.edit(FLIGHTS, TO_CELL, "Polar\u200b Air")
    text = FORMS["text"](compare(old_release, new_release.root))
    assert "Polar\\u200b Air" in text
