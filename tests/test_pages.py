"""Pages for readers on GitHub: printed words stay text, and the build writes its own blocks alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import FLIGHT, Copy
from curation.package.citation import cite_package
from curation.package.markdown import escape_note, escape_text, mark_spans
from curation.package.printings import fold_word, mark_differences, split_words
from curation.package.readme import Block, fill_blocks
from curation.paths import FACTS, README, SITE_FOLDER
from curation.pipeline import build, check
from curation.schema.read import read_schemas
from rendered import Page, fold

TEXTS = st.one_of(
    st.text(alphabet="ab1w _*`|~<>&[]()!#@:/\\$-=+.\"'\n\t", max_size=40),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40),
)
WORDS = st.lists(st.sampled_from(["a", "A", "b", "b,", "c", "…"]), max_size=8).map(" ".join)


# Text stays text


@given(TEXTS)
def test_no_mark_in_a_text_becomes_markdown_or_html(text: str) -> None:
    for before, after, tags in (("", "", {"p", "span"}), ("- ", "", {"ul", "li", "span"}), ("x “", "” x", {"p", "span"})):
        page = Page(f"{before}{escape_text(text)}{after}\n")
        assert set(page.tags) <= tags
        assert fold(page.text) == fold(before.removeprefix("- ") + text + after)


@given(TEXTS)
def test_a_text_stays_in_its_cell_of_a_table(text: str) -> None:
    page = Page(f"| a | b |\n| --- | --- |\n| x{escape_text(text)}x | end |\n")
    assert [tag for tag in page.tags if tag != "span"] == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert fold(f"x{text}x") in fold(page.text)


PIECES = ["a", "1", " ", "  ", "\n", "\u00a0", "www.", "w.", "http:", "//", ".", ")", *"-+=(\\`*_[]~#&<>|$@:é"]


@given(st.lists(st.sampled_from(PIECES), max_size=4).map("".join))
def test_text_without_marks_is_escaped_as_other_text_is(text: str) -> None:
    """A bar is a mark: a text with one behind it is looked at for all of them."""
    assert escape_text(f"{text}|") == f"{escape_text(text)}&#124;"


@given(TEXTS, TEXTS, TEXTS)
def test_marked_words_are_bold_whatever_is_beside_them(before: str, words: str, after: str) -> None:
    words = f"x{words}x"
    page = Page("- y" + mark_spans(before + words + after, [(len(before), len(before + words))]) + "\n")
    assert [fold(bold) for bold in page.bold] == [fold(words)]
    assert fold(page.text) == fold(f"y{before}{words}{after}")
    assert set(page.tags) <= {"ul", "li", "b", "span"}


def test_github_makes_no_link_mention_emoji_or_formula_of_a_text() -> None:
    escaped = escape_text("https://example.org www.example.org a@example.org @everyone :smile: $x$")
    assert not re.search(r"://|www\.|@\w|:\w+:|\$\w", escaped)


def test_an_address_in_a_note_of_our_own_is_a_link() -> None:
    page = Page(escape_note("a <b> (https://example.org/a_b_c?x=1&y=2). *c*"))
    assert page.tags == ["p", "a"]
    assert page.text.strip() == "a <b> (https://example.org/a_b_c?x=1&y=2). *c*"


# The printings


def test_differing_words_are_marked_and_missing_words_leave_a_gap() -> None:
    assert mark_differences(["We return it home.", "we return it back home"]) == [
        [("We return it", False), ("", True), ("home.", False)],
        [("we return it", False), ("back", True), ("home", False)],
    ]
    assert mark_differences(["In the U.S. now"]) == [[("In the U.S. now", False)]]
    assert mark_differences(["the U.S. now", "The US now"]) == [[("the U.S. now", False)], [("The US now", False)]]


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_unmarked_pieces_are_shared_by_all_printings(texts: list[str]) -> None:
    marked = mark_differences(texts)
    for text, pieces in zip(texts, marked, strict=True):
        assert " ".join(words for words, _ in pieces if words) == text
    shared = {
        tuple(fold_word(word) for words, differs in pieces if not differs for word in split_words(words)) for pieces in marked
    }
    assert len(shared) == 1
    assert len({len(pieces) for pieces in marked}) == 1


# The blocks of a README


BEGIN, END = "<!-- begin generated: kind t/r -->", "<!-- end generated: kind t/r -->"


def make(name: str) -> Block:
    return [f"made {name}"] if name.startswith("kind ") else (f"unknown block {name!r}", "")


@given(
    st.text(alphabet="ab \n-", max_size=20), st.text(alphabet="ab \n-", max_size=20), st.text(alphabet="ab \n", max_size=20)
)
def test_only_the_text_between_the_markers_is_written(before: str, inside: str, after: str) -> None:
    filled, problems = fill_blocks(f"{before}\n{BEGIN}\n{inside}\n{END}\n{after}", make)
    assert not problems
    assert filled == f"{before}\n{BEGIN}\n\nmade kind t/r\n\n{END}\n{after}"
    assert fill_blocks(filled, make) == (filled, [])


def test_a_text_without_markers_stays_as_it_is() -> None:
    assert fill_blocks("a\n\nb", make) == ("a\n\nb", [])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (f"a\n{BEGIN}\nb", 2, "has no end"),
        (f"{END}\n", 1, "none has begun"),
        (f"{BEGIN}\n{END.replace('t/r', 't/q')}", 2, "ends here, but 'kind t/r' has begun"),
        (f"{BEGIN}\n{BEGIN}\n{END}", 2, "begins inside the block"),
        (BEGIN.replace("kind", "knid") + "\n" + END.replace("kind", "knid"), 1, "unknown block"),
        (f"a {BEGIN}", 1, "not a marker"),
        ("<!--begin generated kind t/r-->", 1, "not a marker"),
    ],
)
def test_a_wrong_marker_is_an_error_with_its_line(text: str, line: int, message: str) -> None:
    _, (problem, *_) = fill_blocks(text, make)
    assert problem.line == line
    assert message in problem.message


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("personz", "unknown field 'personz'"),
        ("no_table.country", "no table 'no_table' refers to this one"),
        ("officials.name", "no table 'officials' refers to this one"),
        ({"label": "x"}, "write a field, or"),
        ({"fields": ["persons"], "join": ["persons"]}, "write a field, or"),
        ({"fields": "persons"}, "valid tuple"),
        (7, "valid dictionary"),
    ],
)
def test_a_wrong_entry_of_an_overview_is_an_error(two_sources: Copy, entry: Any, message: str) -> None:
    path = two_sources.root / "schemas" / "flights.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["overview"] = [entry]
    path.write_text(json.dumps(schema), encoding="utf-8")
    problems = read_schemas(two_sources.root)[1]
    assert problems
    assert {problem.file for problem in problems} == {"schemas/flights.json"}
    assert message in problems[0].message


# The build writes them, and check reports that they are stale


def test_the_build_fills_the_blocks_and_leaves_the_rest_of_the_readme(two_sources: Copy) -> None:
    block = "printings statements/holm-thank"
    readme = two_sources.root / README
    readme.write_text(
        f"# Mine\n\n<!-- begin generated: {block} -->\n<!-- end generated: {block} -->\n\nText.\n", encoding="utf-8"
    )
    assert not build(two_sources.root).errors
    written = readme.read_text(encoding="utf-8")
    assert written.startswith("# Mine\n")
    assert "its <b>quick</b> help" in written
    assert written.endswith("-->\n\nText.\n")


def mark_block(name: str) -> str:
    return f"<!-- begin generated: {name} -->\n<!-- end generated: {name} -->\n\n"


def test_blocks_list_the_sources_their_shares_and_the_citation(two_sources: Copy) -> None:
    readme = two_sources.root / README
    names = ("sources", "shares", "citation")
    readme.write_text("# Mine\n\n" + "".join(map(mark_block, names)), encoding="utf-8")
    assert not build(two_sources.root).errors
    sources, shares, citation = readme.read_text(encoding="utf-8").split("<!-- begin generated: ")[1:]
    title = "*Charter with 46 people leaves Hamburg for Tbilisi*"
    assert f"- s100: {title}, [The Gazette](https://gazette.example/2031/charter)\n- s101: " in sources
    assert re.search(r"the quoted spans hold \d+ %( to \d+ %)? of an article's characters\.", shares)
    assert cite_package(two_sources.prepare().metadata) in Page(citation.partition("-->")[2]).text


@pytest.mark.parametrize("address", ["", "https://pages.example/removals(1)/"])
def test_a_block_links_the_pages_beside_it_and_at_the_packages_address(two_sources: Copy, address: str) -> None:
    readme = two_sources.root / README
    readme.write_text("# Mine\n\n" + mark_block("site"), encoding="utf-8")
    if address:
        two_sources.edit("metadata.yaml", "name: ", f"homepage: {address}\nname: ")
    assert not build(two_sources.root).errors
    text = readme.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)]*)\)", text)
    assert links == [*([address.replace("(", "%28").replace(")", "%29")] if address else []), f"{SITE_FOLDER}/index.html"]
    metadata = two_sources.prepare().metadata
    assert f"`{metadata['name']}-{metadata['version']}-site.zip` is unpacked into `{SITE_FOLDER}`" in fold(text)


@pytest.mark.parametrize(
    ("name", "message"), [("cell flights/x/persons", "no row"), (f"cell flights/{FLIGHT}/terms", "no cell")]
)
def test_a_block_of_a_cell_that_is_not_there_is_an_error(two_sources: Copy, name: str, message: str) -> None:
    (two_sources.root / README).write_text(mark_block(name), encoding="utf-8")
    (problem,) = build(two_sources.root).errors
    assert problem.file == README
    assert message in problem.message


def test_a_change_to_generated_text_is_reported_and_repaired(built_copy: Copy) -> None:
    written = (built_copy.root / README).read_text(encoding="utf-8")
    built_copy.edit(README, "as printed", "as said")
    built_copy.edit(FACTS, "<b>", "")
    assert {problem.file for problem in check(built_copy.root).errors} == {README, FACTS}
    assert not build(built_copy.root).errors
    assert (built_copy.root / README).read_text(encoding="utf-8") == written
    assert not check(built_copy.root).errors


def test_a_block_without_its_row_stops_the_build(two_sources: Copy) -> None:
    block = "matrix flights/no-such-flight"
    text = f"<!-- begin generated: {block} -->\n<!-- end generated: {block} -->\n"
    (two_sources.root / README).write_text(text, encoding="utf-8")
    done = build(two_sources.root)
    assert [problem.message for problem in done.errors] == ["matrix: no row 'no-such-flight' in flights"]
    assert not (two_sources.root / FACTS).exists()


def test_a_readme_that_is_a_link_is_not_written(two_sources: Copy, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.md"
    target.write_text("a", encoding="utf-8")
    (two_sources.root / README).unlink()
    (two_sources.root / README).symlink_to(target)
    assert [problem.message for problem in two_sources.prepare().errors] == ["is a symbolic link, not a file"]
