"""The pages for readers on GitHub: printed words come back as text, and what is generated is what the claims say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conftest import ROOT, Copy, Rows
from curation.building import Prepared, build, check
from curation.markdown import escape_note, escape_text, mark_spans
from curation.overview import OVERVIEW, SILENT, check_overviews, list_lines
from curation.pages import FACTS, README, Block, fill_blocks
from curation.printings import fold_word, mark_differences, split_words

TEXTS = st.one_of(
    st.text(alphabet="ab1w _*`|~<>&[]()!#@:/\\$-=+.\"'\n\t", max_size=40),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40),
)
WORDS = st.lists(st.sampled_from(["a", "A", "b", "b,", "c", "…"]), max_size=8).map(" ".join)


TAGS = {
    "h1",
    "h2",
    "h3",
    "p",
    "ul",
    "li",
    "a",
    "b",
    "em",
    "strong",
    "code",
    "span",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


class Page(HTMLParser):
    """The tags of a rendered page, its text, and the text that is bold."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.bold: list[str] = []
        self.text = ""
        self.is_bold = False
        self.feed(MarkdownIt("gfm-like", {"linkify": False}).render(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "b":
            self.is_bold = True
            self.bold.append("")

    def handle_endtag(self, tag: str) -> None:
        self.is_bold = self.is_bold and tag != "b"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.is_bold:
            self.bold[-1] += data


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


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


@given(TEXTS, TEXTS, TEXTS)
def test_marked_words_are_bold_whatever_stands_beside_them(before: str, words: str, after: str) -> None:
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


def test_words_that_differ_are_marked_and_missing_words_leave_a_gap() -> None:
    assert mark_differences(["We return it home.", "we return it back home"]) == [
        [("We return it", False), ("", True), ("home.", False)],
        [("we return it", False), ("back", True), ("home", False)],
    ]
    assert mark_differences(["In the U.S. now"]) == [[("In the U.S. now", False)]]
    assert mark_differences(["the U.S. now", "The US now"]) == [[("the U.S. now", False)], [("The US now", False)]]


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_the_pieces_are_the_texts_and_what_is_unmarked_is_shared(texts: list[str]) -> None:
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
def test_only_what_stands_between_the_markers_is_written(before: str, inside: str, after: str) -> None:
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
def test_a_wrong_marker_is_a_problem_at_its_line(text: str, line: int, message: str) -> None:
    _, (problem, *_) = fill_blocks(text, make)
    assert problem.line == line
    assert message in problem.message


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("personz", "unknown field 'personz'"),
        ("no_table.country", "no table 'no_table' refers to this one"),
        ("officials.name", "no table 'officials' refers to this one"),
        ({"label": "x"}, "is no entry"),
        ({"fields": ["persons"], "join": ["persons"]}, "is no entry"),
        ({"fields": "persons"}, "is no entry"),
        (7, "is no entry"),
    ],
)
def test_a_wrong_entry_of_an_overview_is_a_problem(prepared: Prepared, entry: Any, message: str) -> None:
    table = prepared.schemas["flights"]
    schemas = {**prepared.schemas, "flights": replace(table, curation={**table.curation, OVERVIEW: [entry]})}
    (problem,) = check_overviews(schemas)
    assert message in problem.message


# What is generated is what the claims say


def read_matrices() -> Iterator[tuple[str, str, list[list[str]]]]:
    """Read the matrices of README.md: the table, the row, and the cells as a page shows them."""
    text = (ROOT / README).read_text(encoding="utf-8")
    for table, row, block in re.findall(r"begin generated: matrix (\w+)/(\S+) -->\n(.*?)\n<!-- end", text, flags=re.DOTALL):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        yield (
            table,
            row,
            [[Page(f"x {cell}").text[2:].strip() for cell in line.split("|")[1:-1]] for line in (lines[0], *lines[2:])],
        )


def test_every_cell_of_the_matrix_is_a_sources_printed_words(prepared: Prepared, published: Callable[[str], Rows]) -> None:
    claims = published("claims")
    matrices = list(read_matrices())
    assert matrices
    for name, row, (header, *body) in matrices:
        lines = {line.label: line for line in list_lines(prepared.schemas[name], prepared.schemas)}
        for label, *cells in body:
            line = lines[label]
            for source, cell in zip(header[1:], cells, strict=True):
                cells_of_line = set()
                for other, field in line.columns:
                    links = [own for own, target, _ in prepared.schemas[other].foreign_keys if target == name]
                    key = prepared.schemas[other].key[0]
                    rows = [one[key] for one in published(other) if any(one[link] == row for link in links)]
                    cells_of_line |= {(other, one, field) for one in ([row] if other == name else rows)}
                said = [c for c in claims if c["source_id"] == source]
                said = [c for c in said if (c["table_name"], c["row_id"], c["field_name"]) in cells_of_line]
                printed = {fold(claim["exact"]).casefold() for claim in said}
                shown = [piece.casefold() for words in re.findall("“(.*?)”", cell) for piece in words.split(" … ")]
                assert (cell == SILENT) == (not printed), (label, source)
                assert all(any(words in piece for piece in shown) for words in printed), (label, source)
                if line.is_joined:
                    assert all(piece.startswith(tuple(printed)) and piece.endswith(tuple(printed)) for piece in shown)
                else:
                    assert set(shown) == printed
                assert ("(hedged" in cell) <= any(claim["certainty"] == "hedged" for claim in said)


def read_sections() -> dict[str, str]:
    text = (ROOT / FACTS).read_text(encoding="utf-8")
    return dict(re.findall(r"^### (\S+/\S+)\n(.*?)(?=^##|\Z)", text, flags=re.MULTILINE | re.DOTALL))


def test_the_words_of_every_claim_are_marked_under_their_row(published: Callable[[str], Rows]) -> None:
    sections = {name: Page(text).bold for name, text in read_sections().items()}
    for claim in published("claims"):
        bold = sections[f"{claim['table_name']}/{claim['row_id']}"]
        assert any(fold(claim["exact"]) in fold(words) for words in bold), claim["claim_id"]


def test_a_fact_shows_a_sentence_of_a_source_once() -> None:
    for name, text in read_sections().items():
        for fact in re.split(r"^- ", text, flags=re.MULTILINE)[1:]:
            lines = [line for line in fact.splitlines() if line.startswith("  - ")]
            assert len(lines) == len(set(lines)), name


def test_the_facts_are_plain_lists_and_tables() -> None:
    text = (ROOT / FACTS).read_text(encoding="utf-8")
    assert set(Page(text).tags) <= TAGS
    assert len(text.encode()) < 400_000 or len(read_sections()) > 200


# The build writes them, and check sees that they are stale


def test_what_is_generated_cannot_be_undone_unseen(collection: Copy, prepared: Prepared) -> None:
    assert prepared.built
    schemas = prepared.schemas
    block = next(f"printings {table}/{row}" for table, row, name in prepared.built.facts if name == schemas[table].headline)
    readme = collection.root / README
    readme.write_text(
        f"# Mine\n\n<!-- begin generated: {block} -->\n<!-- end generated: {block} -->\n\nText.\n", encoding="utf-8"
    )
    assert not build(collection.root).errors
    written = readme.read_text(encoding="utf-8")
    assert written.startswith("# Mine\n")
    assert written.endswith("-->\n\nText.\n")
    assert not check(collection.root).errors
    collection.edit(README, "as printed", "as said")
    collection.edit(FACTS, "<b>", "")
    stale = {problem.file: problem for problem in check(collection.root).errors}
    assert stale.keys() == {README, FACTS}
    assert not build(collection.root).errors
    assert readme.read_text(encoding="utf-8") == written


def test_a_block_without_its_row_stops_the_build(collection: Copy) -> None:
    block = "matrix flights/no-such-flight"
    text = f"<!-- begin generated: {block} -->\n<!-- end generated: {block} -->\n"
    (collection.root / README).write_text(text, encoding="utf-8")
    done = build(collection.root)
    assert [problem.message for problem in done.errors] == ["matrix: no row 'no-such-flight' in flights"]
    assert not (collection.root / FACTS).exists()


def test_a_readme_that_leads_elsewhere_is_not_written(collection: Copy, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.md"
    target.write_text("a", encoding="utf-8")
    (collection.root / README).symlink_to(target)
    assert [problem.message for problem in collection.prepare().errors] == ["is not a regular file"]
