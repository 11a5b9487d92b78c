"""The site: pages made from a published package alone, on which each figure shows its sentence."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import OTHER_FLIGHTS, ROOT, Copy, copy_collection
from curation.package.printings import mark_differences
from curation.pipeline import build
from curation.site.addresses import find_article, find_record, find_table, name_anchor, name_file, name_folder, relate
from curation.site.documents import render_document
from curation.site.figure_intervals import read_interval
from curation.site.figures import list_figures
from curation.site.marks import mark_sentence
from curation.site.places import Places, cut_record
from curation.site.site import Site
from curation.site.table_lines import (
    TableCell,
    TableGroup,
    TableHead,
    TableLine,
    cut_groups,
    join_equal,
    list_fields_of_equal,
)
from curation.site.values import ShownValue
from growth import LINEAR_AT_MOST, measure_growth
from package_files import read_table
from site_packages import HOSTILE, grow_package, spoil_package
from site_pages import (
    Grid,
    Package,
    Page,
    describe,
    list_links,
    make_pages,
    parse_pages,
    publish,
    put_table,
    read_package,
)

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'"
)
LARGEST_PAGE = 500_000


@pytest.fixture(scope="module")
def package(small_root: Path) -> Package:
    return read_package(small_root)


@pytest.fixture(scope="module")
def pages(package: Package) -> dict[str, Page]:
    return parse_pages(make_pages(package))


@pytest.fixture(scope="module")
def other_package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    root = copy_collection(tmp_path_factory.mktemp("other") / OTHER_FLIGHTS, OTHER_FLIGHTS).root
    assert not build(root).errors
    return read_package(root)


@pytest.fixture(scope="module")
def hostile(package: Package) -> Package:
    return spoil_package(package)


@pytest.fixture(scope="module")
def grown(package: Package) -> tuple[Package, Package]:
    """A package of many sources, and its pages."""
    many = grow_package(package, 120)
    return many, make_pages(many)


# What is there


def check_links(files: dict[str, bytes]) -> None:
    pages = parse_pages(files)
    ids = {name: set(page.list_values("id")) for name, page in pages.items()}
    for name, page in pages.items():
        for path, fragment in list_links(name, page):
            assert path in files, f"{name} leads to {path}"
            assert not fragment or fragment in ids[path], f"{name} leads to {path}#{fragment}"


def test_each_link_leads_to_a_page_and_a_place_on_it(package: Package) -> None:
    check_links(make_pages(package))


def test_several_flights_have_a_page_each_and_every_link_leads_somewhere(other_package: Package) -> None:
    files = make_pages(other_package)
    check_links(files)
    flights = read_table(other_package, "flights")
    assert len(flights) > 1
    for flight in flights:
        assert f"who-says-what/{flight['flight_id']}.html" in files


def test_no_id_is_there_twice_on_a_page(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        twice = [one for one, number in Counter(page.list_values("id")).items() if number > 1]
        assert twice == [], name


def check_addresses(package: Package, pages: dict[str, Page]) -> None:
    published = publish(package)
    places = Places(published)
    ids = {name: set(page.list_values("id")) for name, page in pages.items()}
    addresses = {claim.id: places.find_claim(claim) for claim in published.claims.values()}
    assert len(set(addresses.values())) == len(addresses)
    for claim, address in addresses.items():
        path, _, fragment = address.partition("#")
        assert fragment in ids[path], claim
    for cell in published.tables["cells"].rows.values():
        path, _, fragment = places.find_fact(cell["table_name"], cell["row_id"], cell["field_name"]).partition("#")
        assert fragment in ids[path], cell


def test_every_cell_and_every_claim_has_an_address(package: Package, pages: dict[str, Page]) -> None:
    check_addresses(package, pages)


def test_addresses_hold_where_pages_are_cut(grown: tuple[Package, Package]) -> None:
    pages = parse_pages(grown[1])
    check_addresses(grown[0], pages)
    assert any(".." in name for name in pages)


@pytest.mark.parametrize("most", [1, 7, 40])
def test_no_page_of_a_row_has_more_claims_than_it_may(package: Package, most: int) -> None:
    published = publish(grow_package(package, 30))
    for rows in published.facts.values():
        for facts in rows.values():
            pages = cut_record(facts, most)
            assert all(sum(len(claims) for _, claims in parts) <= most for parts in pages)
            shown = [claim.id for parts in pages for _, claims in parts for claim in claims]
            assert sorted(shown) == sorted(claim.id for fact in facts for claim in fact.claims)


def test_each_sentence_is_on_the_page_of_a_row_once(package: Package, pages: dict[str, Page]) -> None:
    published = publish(package)
    for table in published.fact_tables:
        for row in table.rows:
            page = pages.get(f"{table.name}/{row}.html")
            sentences = page.texts.get("blockquote", []) if page else []
            assert len(set(sentences)) == len(sentences), row


def test_the_words_of_a_claim_are_marked_in_its_sentence(package: Package, pages: dict[str, Page]) -> None:
    (flight,) = read_table(package, "flights")
    page = pages[f"flights/{flight['flight_id']}.html"]
    claims = [
        one for one in read_table(package, "claims") if one["field_name"] == "persons" and one["table_name"] == "flights"
    ]
    assert claims
    for claim in claims:
        assert claim["exact"] in page.texts["mark"]


def test_the_address_of_a_claim_is_that_of_its_words_in_a_sentence(package: Package, pages: dict[str, Page]) -> None:
    published = publish(package)
    places = Places(published)
    claims = [claim for claim in published.claims.values() if claim.table != "sources"]
    assert claims
    for claim in claims:
        path, _, fragment = places.find_claim(claim).partition("#")
        start = pages[path].html.index(f" id={fragment}>")
        before, after = pages[path].html[:start], pages[path].html[start:]
        assert before.rfind("<blockquote") > before.rfind("</blockquote>"), claim.id
        rest = html.unescape(re.sub("<[^<>]*>", "", after.partition(">")[2].partition("</blockquote>")[0]))
        begin = len(claim.sentence) - len(rest)  # where the words that have the address begin
        assert claim.sentence.endswith(rest) and begin <= claim.spans[0][0], claim.id


def test_a_page_shows_the_published_value_and_how_many_articles_say_the_same(
    package: Package, pages: dict[str, Page]
) -> None:
    published = publish(package)
    facts = published.facts["flights"][next(iter(published.tables["flights"].rows))]
    persons = next(fact for fact in facts if fact.column.name == "persons")
    card = next(text for text in pages["index.html"].texts["a"] if persons.column.question in text)
    assert persons.members[0]["value"] in card
    sources = {claim.source for claim in persons.claims if persons.is_borne_out(claim)}
    speaking = len(publish(package).sources)
    assert len(sources) in (1, speaking) or f"{len(sources)} of {speaking}" in card


def test_words_that_say_otherwise_or_less_have_a_ring(package: Package, pages: dict[str, Page]) -> None:
    published = publish(package)
    row = next(iter(published.tables["flights"].rows))
    values = {fact.column.name: {cell["value"] for cell in fact.members} for fact in published.facts["flights"][row]}
    claims = [claim for claim in published.claims.values() if (claim.table, claim.row) == ("flights", row)]
    other = {
        f"{claim.field}.{claim.source}.{claim.number}"
        for claim in claims
        if claim.field == "persons" and claim.value != f"exact {next(iter(values['persons']))}"
    }
    assert other
    part = pages[f"flights/{row}.html"].html.partition("<section id=persons>")[2].partition("</section>")[0]
    assert part.count(" class=o>") == len(other)


def test_every_disagreement_is_shown_with_its_reason(package: Package, pages: dict[str, Page]) -> None:
    rows = read_table(package, "disagreements")
    assert rows
    text = " ".join("".join(pages["disagreements.html"].texts["p"]).split())
    for row in rows:
        words = re.sub(r"\[[a-z0-9.-]+\]", "", row["reason"]).split()
        assert words[-1].rstrip(".") in text


def test_a_site_holds_nothing_of_another_collection(pages: dict[str, Page]) -> None:
    examples = "codebook.html"  # the schemas have made-up examples
    for name, page in ((name, page) for name, page in pages.items() if name != examples):
        assert "Tashkent" not in page.html, name
        assert "131" not in re.sub(r"<[^>]*>|[0-9a-f]{64}", "", page.html), name


def test_the_programs_for_data_users_print_what_the_page_says(small_root: Path, pages: dict[str, Page]) -> None:
    page = pages["for-data-users.html"]
    programs, outputs = page.texts["code"], page.texts["samp"]
    programs = [program for program in programs if "import" in program]
    assert len(programs) == len(outputs) >= 3
    for program, output in zip(programs, outputs, strict=True):
        done = subprocess.run([sys.executable, "-c", program], cwd=small_root, capture_output=True, text=True, check=True)
        assert done.stdout.rstrip("\n") == output


def test_the_files_to_download_are_the_packages_own(package: Package) -> None:
    files = make_pages(package)
    for path in ("datapackage.json", "build/csv/cells.csv", "build/parquet/cells.parquet", "build/parquet/datapackage.json"):
        assert files[f"data-files/{path}"] == package[path]


def test_words_of_another_language_say_so(package: Package) -> None:
    spoilt = dict(package)
    rows = read_table(spoilt, "sources")
    rows[0]["language"] = "ru"
    put_table(spoilt, "sources", rows)
    pages = parse_pages(make_pages(spoilt))
    quoted = [attrs for page in pages.values() for tag, attrs in page.elements if tag == "blockquote"]
    assert {attrs.get("lang") for attrs in quoted} == {None, "ru"}
    assert {attrs["lang"] for page in pages.values() for tag, attrs in page.elements if tag == "html"} == {"en"}


# The pages of tables


def read_lines(files: Package, address: str) -> list[list[str]]:
    """Return the lines of a table's page, and of the pages that follow it."""
    stem = address.removesuffix(".html")
    parts = sorted((int(name[len(stem) + 2 : -5]), name) for name in files if name.startswith(f"{stem}.."))
    return [line for name in (address, *(name for _, name in parts)) for line in Grid(files[name].decode()).lines]


def check_lines(package: Package, files: Package) -> None:
    published = publish(package)
    names = Site(published).names
    for table in published.tables.values():
        if table.name == "disagreements":
            continue  # they have a page of their own
        if table.name == "codings":
            continue  # lines of several rows (tests/published)
        lines = read_lines(files, find_table(table.name))
        assert len(lines) == len(table.rows), table.name
        for line, (row, record) in zip(lines, table.rows.items(), strict=True):
            if table.is_fact:
                head, words = names.find_row(table.name, row), ""
            elif table.name in ("claims", "coverage"):
                head = f"{names.name_source(record['source_id'])}, sentence {record['passage']}"
                words = record.get("exact", "")
            else:
                head = names.find_row(record["table_name"], record["row_id"]) if table.name == "cells" else record["title"]
                words = record.get("field_name", "")
            assert line[0].rstrip("…") == head[: len(line[0].rstrip("…"))], (table.name, row)
            shown = [one.rstrip("…").removesuffix(" ≠") for one in line[1:]]
            assert not words or any(one and " ".join(words.split()).startswith(one) for one in shown), (table.name, row)


def test_every_row_of_every_table_has_a_line_on_its_page(package: Package, other_package: Package) -> None:
    for one in (package, other_package):
        check_lines(one, make_pages(one))


def test_every_row_has_a_line_where_a_table_goes_over_several_pages(grown: tuple[Package, Package]) -> None:
    package, files = grown
    check_lines(package, files)
    parts = [name for name in files if name.startswith("claims/index")]
    assert len(parts) > 1
    assert all("Sorting and searching are of this part." in files[name].decode() for name in parts)


CELL = st.builds(lambda text, rows: TableCell([ShownValue(text)] if text else [], rows=rows), st.text(max_size=5), st.just(1))
GROUPS = st.lists(
    st.builds(
        lambda name, lines: TableGroup(TableHead(name, ""), [TableLine(line) for line in lines]),
        st.text(max_size=5),
        st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    ),
    max_size=6,
)


@given(GROUPS, st.integers(1, 400))
def test_a_table_is_cut_into_pages_without_losing_a_line(groups: list[TableGroup], most: int) -> None:
    joined = [join_equal(group, {"row_id": 0, "field_name": 1}) for group in groups]
    pages = cut_groups(joined, most)
    shown = [(part.head, line) for page in pages for part in page for line in spread_lines(part)]
    assert shown == [(group.head, [cell.values for cell in line.cells]) for group in groups for line in group.lines]


def spread_lines(group: TableGroup) -> list[list[list[ShownValue]]]:
    """Return the values of each line, with those of cells above that go on."""
    found: list[list[list[ShownValue]]] = []
    left = [0] * len(group.lines[0].cells)
    for line in group.lines:
        values = []
        for place, cell in enumerate(line.cells):
            assert (cell.rows == 0) == (left[place] > 0)
            left[place] = left[place] - 1 if left[place] else cell.rows - 1
            values.append(cell.values if cell.rows else found[-1][place])
        found.append(values)
    assert not any(left)
    return found


@given(GROUPS)
def test_rows_that_differ_in_their_column_alone_are_one_line(groups: list[TableGroup]) -> None:
    for group in groups:
        listed = list_fields_of_equal(group, 1)
        assert sum(line.rows for line in listed.lines) == len(group.lines)
        rest = [(line.cells[0].values, line.cells[2].values) for line in listed.lines]
        assert len({repr(one) for one in rest}) == len(rest)


def test_what_a_table_leaves_out_is_named_on_its_page(package: Package, pages: dict[str, Page]) -> None:
    titles = {one["name"]: one["title"] for one in describe(package, "claims")["schema"]["fields"]}
    text = "".join(pages["claims/index.html"].texts["details"])
    assert titles["prefix"] in text
    assert titles["exact"] not in text
    assert "data-files/build/csv/claims.csv" in {
        name for name, _ in list_links("claims/index.html", pages["claims/index.html"])
    }


def test_what_is_read_from_the_codebook_is_there_for_every_column(package: Package, pages: dict[str, Page]) -> None:
    ids = set(pages["codebook.html"].list_values("id"))
    for table in publish(package).tables.values():
        assert {name_anchor(table.name, column) for column in table.columns} <= ids


# Running texts


def test_a_running_text_names_rows_by_what_they_are_called(package: Package) -> None:
    published = publish(package)
    names = Site(published).names
    source = next(iter(published.sources))
    row = next(name for name in published.tables["organizations"].rows if "-" in name)
    called = names.find_row("organizations", row)
    assert (
        names.name_mentioned(f"{source}'s {row}, and {source}.")
        == f"{names.name_source(source)}'s {called}, and {names.name_source(source)}."
    )
    for text in (f"x{source}", f"{source}-b", f"/{row}", f"{row}@x", "of the"):
        assert names.name_mentioned(text) == text
    linked = {piece.text: piece.href for piece in names.link_reason(f"{source} {row}") if piece.href}
    assert linked == {names.name_source(source): find_article(source), called: find_record("organizations", row)}


def test_a_document_names_sources_in_its_text_and_not_in_code() -> None:
    _, html = render_document("# T\n\ns100 and `s100`", lambda text: text.replace("s100", "The Gazette"))
    assert html == "<p>The Gazette and <code>s100</code></p>\n"


def test_each_segment_of_a_bar_names_its_article(package: Package, pages: dict[str, Page]) -> None:
    published = publish(package)
    names = Site(published).names
    segments = [attrs["title"] for tag, attrs in pages["index.html"].elements if tag == "i" and "title" in attrs]
    speaking = [names.name_source(one) for one in published.sources]
    assert segments
    assert segments == speaking * (len(segments) // len(speaking))
    letters = [text for text in pages["index.html"].texts["b"] if text in ("A", "B")]
    assert letters == ["A", "B"]


# Safe


@pytest.mark.parametrize("kind", ["package", "hostile"])
def test_pages_have_the_policy_and_neither_inline_code_nor_outside_files(kind: str, request: pytest.FixtureRequest) -> None:
    for name, page in parse_pages(make_pages(request.getfixturevalue(kind))).items():
        policies = [one["content"] for tag, one in page.elements if one.get("http-equiv") == "Content-Security-Policy"]
        assert policies == [POLICY], name
        for tag, attrs in page.elements:
            assert tag not in ("style", "img", "iframe", "form", "base", "object"), name
            assert not [key for key in attrs if key.startswith("on") or key == "style"], name
            assert tag != "script" or str(attrs["src"]).endswith("site.js"), name
            assert tag != "link" or str(attrs["href"]).endswith("site.css"), name
            href = str(attrs.get("href") or "")
            assert re.match(r"https?://|[\w.~/#-]*$", href), href
        assert not page.texts.get("script", [""])[0].strip()


def test_hostile_text_is_text_on_every_page(hostile: Package) -> None:
    pages = parse_pages(make_pages(hostile))
    shown = sum(page.html.count("&lt;script&gt;") for page in pages.values())
    assert shown > 500
    for page in pages.values():
        assert "<script>" not in page.html
        assert "<img" not in page.html


def test_what_steers_the_direction_of_text_is_shown_and_not_obeyed(hostile: Package) -> None:
    files = make_pages(hostile)
    pages = parse_pages(files)
    assert sum(page.html.count("\\u202e") for page in pages.values()) > 500
    for name, content in files.items():
        assert name.startswith("data-files/") or "\u202e" not in content.decode(), name


def test_every_element_is_isolated_from_the_text_around_it(package: Package) -> None:
    assert re.search(r"\}\*\{[^}]*unicode-bidi: isolate", make_pages(package)["site.css"].decode())


def test_characters_beyond_the_first_plane_are_marked_as_one() -> None:
    assert [(one.text, one.mark) for one in mark_sentence("\U0001f600a\U0001f600", [(1, 2)])] == [
        ("\U0001f600", ""),
        ("a", "of"),
        ("\U0001f600", ""),
    ]


def test_an_address_that_is_not_of_the_web_is_no_link(package: Package) -> None:
    spoilt = dict(package)
    rows = read_table(spoilt, "sources")
    rows[0]["url"], rows[1]["url"] = "javascript:alert(1)", "javascript://example.org/%0Aalert(1)"
    put_table(spoilt, "sources", rows)
    for page in parse_pages(make_pages(spoilt)).values():
        assert not [href for href in page.list_values("href") if href.startswith("javascript")]


# Names of files


@given(st.text(max_size=40), st.text(max_size=40))
def test_different_names_are_different_files_whatever_the_system(one: str, other: str) -> None:
    assert (name_file(one) == name_file(other)) == (one == other)
    assert (name_file(one).casefold() == name_file(other).casefold()) == (one == other)


@given(
    st.one_of(st.text(max_size=200), st.sampled_from(["con", "nul.x", "com1", "aux", "index", "..", ".", "a.", "LPT9.txt"]))
)
def test_a_name_is_one_that_every_system_allows(name: str) -> None:
    made = name_file(name)
    assert re.fullmatch(r"[a-z0-9_~.-]{1,130}", made)
    assert not made.startswith(".")
    assert not made.endswith(".")
    assert ".." not in made
    assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", made)
    assert made != "index"
    assert "-" not in name_folder(name)


@given(
    st.sampled_from(["index.html", "a/b.html", "a/c.html"]),
    st.sampled_from(["index.html#x", "a/b.html#z", "a/d.html#y", "c/d.html#y"]),
)
def test_the_way_from_a_page_leads_to_its_target(page: str, target: str) -> None:
    way = relate(page, target)
    ((path, fragment),) = list_links(page, Page(f'<a href="{way}">'))
    assert path == target.partition("#")[0]
    assert target.partition("#")[2] == fragment


# Figures and alignment


@given(st.lists(st.lists(st.sampled_from(["we", "return", "home", "Home", "back"]), max_size=8), min_size=1, max_size=4))
def test_wordings_are_cut_into_as_many_segments_and_lose_no_word(texts: list[list[str]]) -> None:
    aligned = mark_differences([" ".join(words) for words in texts])
    assert len({len(pieces) for pieces in aligned}) == 1
    for words, pieces in zip(texts, aligned, strict=True):
        assert " ".join(text for text, _ in pieces if text).split() == words


def test_the_data_behind_each_figure_is_a_table(pages: dict[str, Page]) -> None:
    page = pages["figures.html"]
    drawn = [attrs for tag, attrs in page.elements if tag == "svg"]
    assert drawn
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in drawn)
    assert sum(tag == "table" for tag, _ in page.elements) == len(drawn)


def test_a_number_is_drawn_as_each_article_gives_it(package: Package) -> None:
    published = publish(package)
    row = next(iter(published.tables["flights"].rows))
    fact = next(fact for fact in published.facts["flights"][row] if fact.column.name == "persons")
    figures = {figure.name: figure for figure in list_figures(Site(published))}
    figure = figures[f"persons-{row}"]
    drawn = {(line["is_point"], line["opens"], line["is_borne_out"]) for line in figure.marks["lines"]}
    kinds = {claim.value.partition(" ")[0] for claim in fact.claims}
    assert kinds == {"exact", "more_than"}
    assert drawn == {(True, "", True), (False, "right", False)}
    point = next(line for line in figure.marks["lines"] if line["is_point"])
    assert point["from"] == point["to"] == figure.marks["published"]
    assert {"who-repeats-whom", "how-much-is-coded"} < set(figures)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("exact 131", 131, 131),
        ("more_than 100", 100, None),
        ("at_least 100", 100, None),
        ("up_to 9", None, 9),
        ("range 5 10", 5, 10),
        ("about 40", 40, 40),
        ("vague", None, None),
        ("exact nan", None, None),
        ("range 5 x", None, None),
    ],
)
def test_the_bounds_of_a_number_are_those_of_its_words(value: str, low: float | None, high: float | None) -> None:
    found = read_interval(value)
    assert ((found.low, found.high) if found else (None, None)) == (low, high)


# The same everywhere, and in proportion


def test_the_site_is_the_same_bytes_in_another_world(small_root: Path, tmp_path: Path) -> None:
    made = []
    for number, world in enumerate(({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tashkent"})):
        target = tmp_path / str(number)
        target.mkdir()
        code = "import sys, pathlib; from curation.site.make import write_site; " + (
            "assert not write_site(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))[1]"
        )
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), **world}
        subprocess.run([sys.executable, "-c", code, str(small_root), str(target)], env=environment, check=True)
        files = sorted(path for path in target.rglob("*") if path.is_file())
        made.append({path.relative_to(target): path.read_bytes() for path in files})
    assert made[0] == made[1]


def test_no_page_grows_beyond_its_size_and_the_time_is_linear_in_the_sources(package: Package) -> None:
    grown = {size: grow_package(package, size) for size in (20, 160)}
    growth = measure_growth(lambda size: make_pages(grown[size]), 20)
    assert growth < LINEAR_AT_MOST
    for name, content in make_pages(grown[160]).items():
        assert len(content) < LARGEST_PAGE or name.startswith("data-files/"), name


# The command


def test_curate_site_writes_the_pages_and_removes_old_ones(built_copy: Copy) -> None:
    from typer.testing import CliRunner

    from curation.cli import app

    old = built_copy.root / "build" / "site" / "old.html"
    old.parent.mkdir(parents=True)
    old.write_text("old", encoding="utf-8")
    done = CliRunner().invoke(app, ["site", "--root", str(built_copy.root)])
    assert done.exit_code == 0, done.output
    assert "build/site/index.html" in done.output
    assert (built_copy.root / "build" / "site" / "index.html").exists()
    assert not old.exists()


def test_a_package_without_sentences_is_refused_with_advice(package: Package) -> None:
    from curation.site.make import make_site

    spoilt = dict(package)
    about = json.loads(spoilt["datapackage.json"])
    claims = next(one for one in about["resources"] if one["name"] == "claims")
    fields = claims["schema"]["fields"]
    rows = read_table(spoilt, "claims")
    claims["schema"]["fields"] = [one for one in fields if one["name"] != "in_sentence"]
    spoilt["datapackage.json"] = json.dumps(about).encode()
    put_table(spoilt, "claims", [{key: value for key, value in row.items() if key != "in_sentence"} for row in rows])
    files, problems = make_site("package", "", spoilt.get)
    assert files == {}
    assert "'claims' has no column 'in_sentence'" in problems[0].message
    assert problems[0].advice


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("table_name", "no table 'none'"),
        ("row_id", "no row 'none'"),
        ("field_name", "no column 'none'"),
        ("source_id", "no source 'none'"),
    ],
)
def test_a_package_whose_claims_are_of_nothing_is_refused(package: Package, column: str, message: str) -> None:
    from curation.site.make import make_site

    spoilt = dict(package)
    rows = read_table(spoilt, "claims")
    rows[-1][column] = "none"
    put_table(spoilt, "claims", rows)
    files, problems = make_site("package", "", spoilt.get)
    assert files == {}
    assert [message in problem.message and problem.file for problem in problems] == ["build/csv/claims.csv"]


def test_a_readme_that_shows_a_figure_that_there_is_not_is_refused(built_copy: Copy) -> None:
    from curation.site.make import write_site

    (built_copy.root / "README.md").write_text("![x](docs/figures/none.png)\n", encoding="utf-8")
    _, problems = write_site(built_copy.root, built_copy.root)
    assert [(problem.file, problem.line) for problem in problems] == [("README.md", 1)]
    assert "no figure 'none.png'" in problems[0].message


def test_hostile_text_has_all_that_it_should(hostile: Package) -> None:
    assert HOSTILE in hostile["build/csv/claims.csv"].decode().replace('""', '"')
