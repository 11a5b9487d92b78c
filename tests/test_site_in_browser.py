"""The site in a browser, as a reader uses it: Chromium, where the system has one. Opened as files, without a server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from conftest import FLIGHT, OTHER_FLIGHTS, ROOT, copy_collection
from curation.pipeline import build
from package_files import read_table
from site_packages import grow_package, spoil_package
from site_pages import Grid, list_ids, make_pages, read_package, write_pages

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), "")
REQUIRED = "REQUIRE_CHROMIUM"
"""Where this is set, a missing browser is an error."""

AXE = (ROOT / "tests" / "axe" / "axe.min.js").read_text(encoding="utf-8")
PHONE, DESKTOP, NARROW = (390, 844), (1280, 900), (320, 640)
METHODOLOGY = f"# How it was made\n\n| a | b |\n|---|---|\n| {'long ' * 90} | x |\n\n| c |\n|---|\n| {'x' * 400} |\n".encode()
MOST_ROWS = 200
"""Rows that a page shows at a time."""
RECORD = f"flights/{FLIGHT}.html"
KINDS = (
    *("index.html", "who-says-what.html", RECORD, "flights/index.html", "evidence/index.html"),
    *("cells/index.html", "claims/index.html", "coverage/index.html", "methodology.html"),
    *(
        "disagreements.html",
        "statements.html",
        "figures.html",
        "codebook.html",
        "for-data-users.html",
        "by-article/s100.html",
    ),
)
"""A page of each kind."""

pytestmark = pytest.mark.skipif(
    not CHROMIUM and REQUIRED not in os.environ,
    reason=f"no Chromium: apt-get install chromium ({REQUIRED}=1 makes it an error)",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "no Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small collection, under a path with a space in it."""
    folder = tmp_path_factory.mktemp("site") / "sub path"
    package = read_package(small_root) | {"docs/methodology.md": METHODOLOGY}
    write_pages(folder, make_pages(package))
    return folder


@pytest.fixture(scope="module")
def hostile(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    write_pages(folder, make_pages(spoil_package(read_package(small_root)) | {"docs/methodology.md": METHODOLOGY}))
    return folder


@pytest.fixture
def heard() -> list[str]:
    """What pages have said or asked for that they should not."""
    return []


def open_context(
    browser: Browser, size: tuple[int, int] = DESKTOP, scheme: str = "light", script: bool = True
) -> BrowserContext:
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
    )


def open_page(context: BrowserContext, folder: Path, address: str, heard: list[str]) -> Page:
    page = context.new_page()
    page.on("console", lambda message: heard.append(f"{address}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"{address}: {error}"))
    page.on("request", lambda request: heard.extend([request.url] if not request.url.startswith("file:") else []))
    page.goto(f"{folder.as_uri()}/{address}")
    return page


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_that_axe_finds(
    browser: Browser, site: Path, heard: list[str], size: tuple[int, int], scheme: str
) -> None:
    context = open_context(browser, size, scheme)
    found = []
    for address in KINDS:
        page = open_page(context, site, address, heard)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.evaluate(AXE)
        result = page.evaluate("axe.run({preload: false})")
        found += [(address, one["id"], one["nodes"][0]["html"]) for one in result["violations"]]
        page.close()
    assert found == []
    assert heard == []
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROW], ids=["desktop", "phone", "400 %"])
@pytest.mark.parametrize("folder", ["site", "hostile"])
def test_no_page_is_wider_than_the_window(
    browser: Browser, folder: str, heard: list[str], size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    context = open_context(browser, size)
    for address in KINDS:
        page = open_page(context, request.getfixturevalue(folder), address, heard)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
        page.close()
    context.close()


def test_a_card_leads_to_the_words(browser: Browser, site: Path, small_root: Path, heard: list[str]) -> None:
    claim = next(row for row in read_table(read_package(small_root), "claims") if row["field_name"] == "persons")
    context = open_context(browser)
    page = open_page(context, site, "index.html", heard)
    page.get_by_role("link", name="How many people were aboard?").first.click()
    assert page.url.endswith("#persons")
    assert page.locator("#persons mark", has_text=claim["exact"]).first.is_visible()
    assert heard == []
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_each_words_side_by_side_lead_to_where_they_can_be_seen(
    browser: Browser, site: Path, heard: list[str], size: tuple[int, int], script: bool
) -> None:
    context = open_context(browser, size, script=script)
    page = open_page(context, site, "who-says-what.html", heard)
    ways = [str(one.get_attribute("href")) for one in page.locator(".matrix li a").all()]
    assert ways
    page.close()
    for way in ways:
        page = open_page(context, site, way, heard)
        words = page.locator(f"[id='{way.partition('#')[2]}']")
        box = words.bounding_box()
        sentence = page.locator("blockquote", has=words).last.bounding_box()
        assert box and sentence, way
        assert sentence["y"] >= 0, way
        assert box["y"] + box["height"] <= size[1], way
        page.close()
    assert heard == []
    context.close()


def test_the_menu_is_the_same_on_the_page_of_a_row(browser: Browser, site: Path, heard: list[str]) -> None:
    context = open_context(browser)
    menus = []
    for address in ("index.html", RECORD):
        page = open_page(context, site, address, heard)
        menus.append(page.evaluate("[...document.querySelectorAll('.top nav a')].map(one => [one.textContent, one.href])"))
    assert len(menus[0]) > 1
    assert menus[0] == menus[1]
    assert heard == []
    context.close()


def test_the_name_of_a_row_stays_in_view_and_what_is_asked_comes_first(
    browser: Browser, site: Path, heard: list[str]
) -> None:
    context = open_context(browser, PHONE)
    page = open_page(context, site, "flights/index.html", heard)
    titles = [one.inner_text().split("\n")[0].removesuffix(" ↕") for one in page.locator("thead th").all()[1:4]]
    assert titles == ["Persons aboard", "Date given for the flight", "Date of departure"]
    page.evaluate("document.querySelector('.scroll').scrollLeft = 600")
    box = page.locator("tbody th").first.bounding_box()
    assert box and box["x"] >= 0
    page.emulate_media(media="print")
    assert page.locator("thead input").count()
    assert not any(one.is_visible() for one in page.locator("thead input").all())
    context.close()


def test_a_table_is_sorted_and_filtered_by_keyboard(browser: Browser, site: Path, heard: list[str]) -> None:
    context = open_context(browser)
    page = open_page(context, site, "quotes/index.html", heard)
    rows = page.locator("table.data tbody tr")
    heads = [row.split("\n")[0] for row in rows.all_inner_texts()]
    button = page.get_by_role("button", name="Quotes", exact=False).first
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("thead th").first.get_attribute("aria-sort") == "descending"
    after = [row.split("\n")[0] for row in rows.all_inner_texts()]
    assert sorted(after) == sorted(heads)
    assert after[0] >= after[-1]
    page.keyboard.press("Tab")  # into the filter of the column
    page.keyboard.type("zzz nothing")
    assert not rows.first.is_visible()
    assert f"0 of {len(heads)} rows" in page.get_by_role("status").inner_text()
    assert heard == []
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_columns_that_say_how_values_are_stored_are_folded_and_can_be_shown(
    browser: Browser, site: Path, heard: list[str], script: bool
) -> None:
    context = open_context(browser, script=script)
    page = open_page(context, site, "flights/index.html", heard)
    folded = page.locator("thead th.mech").first
    cells = page.locator("tbody tr").first.locator(".mech, .mech ~ *")
    assert not folded.is_visible()
    assert cells.count()
    assert not any(cell.is_visible() for cell in cells.all())
    page.get_by_label("Show the columns that say how a value is known").check()
    assert folded.is_visible()
    assert all(cell.is_visible() for cell in cells.all())
    context.close()


@pytest.fixture(scope="module")
def grown(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of many sources: tables of more rows than are shown at a time."""
    folder = tmp_path_factory.mktemp("grown")
    write_pages(folder, make_pages(grow_package(read_package(small_root), 24)))
    return folder


def test_200_rows_are_shown_and_all_are_sorted_and_searched(browser: Browser, grown: Path, heard: list[str]) -> None:
    context = open_context(browser)
    page = open_page(context, grown, "claims/index.html", heard)
    rows, status = page.locator("table.data tbody tr"), page.get_by_role("status")
    assert rows.count() == MOST_ROWS
    total = int(status.inner_text().rpartition(" ")[2].replace(",", ""))
    assert total > MOST_ROWS
    top = rows.first.inner_text()
    page.get_by_role("button", name="Next").click()
    assert status.inner_text().startswith(f"Rows {MOST_ROWS + 1} to ")
    assert rows.first.inner_text() != top
    titles = {line[2].removesuffix(" ≠") for line in Grid((grown / "claims/index.html").read_text(encoding="utf-8")).lines}
    for furthest in (min, max):
        page.get_by_role("button", name="Column of the cell").click()
        assert status.inner_text().startswith("Rows 1 to ")
        assert rows.first.locator("td").nth(1).inner_text().removesuffix(" ≠") == furthest(titles, key=str.casefold)
    page.get_by_label("Show rows with").fill("zzz nothing")
    assert status.inner_text() == f"0 of {total:,} rows"
    assert rows.count() == 0
    assert heard == []
    context.close()


def test_without_script_all_rows_are_there(browser: Browser, grown: Path, heard: list[str]) -> None:
    context = open_context(browser, script=False)
    page = open_page(context, grown, "claims/index.html", heard)
    assert page.locator("table.data tbody tr").count() > MOST_ROWS
    assert not page.locator("button").count()
    context.close()


@pytest.mark.parametrize("address", ["cells/index.html", "flights/index.html", "nationals_by_country/index.html"])
def test_each_value_of_a_table_leads_to_where_its_row_shows_it(
    browser: Browser, site: Path, heard: list[str], address: str
) -> None:
    context = open_context(browser)
    page = open_page(context, site, address, heard)
    ways = page.evaluate(
        "[...document.querySelectorAll('tbody tr')].flatMap(row => [...row.querySelectorAll('td')]"
        ".filter(cell => cell.textContent.trim() && !cell.previousElementSibling?.matches('th:only-child'))"
        ".map(cell => cell.querySelector('a')?.href)).filter(Boolean)"
    )
    assert ways
    found: dict[str, set[str]] = {}
    for way in dict.fromkeys(ways):
        path, _, fragment = way.partition("#")
        if path not in found:
            found[path] = list_ids(Path(unquote(urlsplit(path).path)).read_text(encoding="utf-8"))
        assert fragment in found[path], way
    unlinked = page.evaluate(
        "[...document.querySelectorAll('thead th[data-field]')].map(head => head.cellIndex)"
        ".flatMap(place => [...document.querySelectorAll('tbody tr')].map(row => row.cells[place]))"
        ".filter(cell => cell.textContent.trim() && !cell.querySelector('a')).length"
    )
    assert unlinked == 0
    context.close()


def test_on_a_phone_other_articles_sentences_are_folded_and_printed(browser: Browser, site: Path, heard: list[str]) -> None:
    for size, is_folded in ((PHONE, True), (DESKTOP, False)):
        context = open_context(browser, size)
        page = open_page(context, site, RECORD, heard)
        more = page.locator("details.more")
        assert more.count()
        assert more.first.locator("p").first.is_visible() != is_folded
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("details:not([open])").count() == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert more.first.locator("p").first.is_visible() != is_folded
        context.close()


def test_an_address_of_a_claim_opens_what_it_is_in(browser: Browser, site: Path, heard: list[str]) -> None:
    context = open_context(browser)
    page = open_page(context, site, RECORD, heard)
    inside = page.evaluate("[...document.querySelectorAll('details [id]')].map(one => one.id)")
    page.close()
    assert inside
    for fragment in inside[:: max(len(inside) // 8, 1)]:
        page = open_page(context, site, f"{RECORD}#{fragment}", heard)
        assert page.locator(f"[id='{fragment}']").is_visible(), fragment
        page.close()
    context.close()


@pytest.mark.parametrize("address", KINDS)
def test_every_page_can_be_read_without_script(browser: Browser, site: Path, heard: list[str], address: str) -> None:
    context = open_context(browser, script=False)
    page = open_page(context, site, address, heard)
    assert page.locator("main h1").first.is_visible()
    assert not page.locator("button").count()
    for cell in page.locator("table.data thead th:not(.mech, .mech ~ *)").all():
        assert cell.is_visible()
    context.close()


def test_a_keyboard_reaches_the_content_at_once(browser: Browser, site: Path, heard: list[str]) -> None:
    context = open_context(browser)
    page = open_page(context, site, "index.html", heard)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_the_matrix_is_a_table_for_a_screen_reader_on_a_phone_too(browser: Browser, site: Path, heard: list[str]) -> None:
    for size in (DESKTOP, PHONE):
        context = open_context(browser, size)
        page = open_page(context, site, "who-says-what.html", heard)
        table = page.get_by_role("table").first
        assert table.get_by_role("row").count() > 3
        assert table.get_by_role("rowheader").count() > 2
        context.close()


def test_text_can_be_copied(browser: Browser, site: Path, heard: list[str]) -> None:
    context = open_context(browser)
    page = open_page(context, site, "index.html", heard)
    page.get_by_role("button", name="Copy: BibTeX").click()
    holder = page.locator("[data-copy='BibTeX']")
    holder.get_by_text("Copied").or_(holder.get_by_text("Selected")).wait_for()
    assert heard == []
    context.close()


def test_nothing_hostile_runs_or_is_asked_for(browser: Browser, hostile: Path, heard: list[str]) -> None:
    context = open_context(browser)
    for path in sorted(hostile.rglob("*.html")):
        page = open_page(context, hostile, path.relative_to(hostile).as_posix(), heard)
        assert page.evaluate("window.owned === undefined"), path.name
        assert not page.locator("main img, main script").count()
        page.close()
    assert heard == []
    context.close()


def test_a_collection_of_several_flights_works_too(browser: Browser, tmp_path: Path, heard: list[str]) -> None:
    root = copy_collection(tmp_path / OTHER_FLIGHTS, OTHER_FLIGHTS).root
    assert not build(root).errors
    write_pages(tmp_path / "site", make_pages(read_package(root)))
    context = open_context(browser, PHONE)
    firsts = {path.parent: path for path in sorted((tmp_path / "site").rglob("*.html"), reverse=True)}
    for path in firsts.values():
        page = open_page(context, tmp_path / "site", path.relative_to(tmp_path / "site").as_posix(), heard)
        page.evaluate(AXE)
        found = [(one["id"], one["nodes"][0]["html"]) for one in page.evaluate("axe.run({preload: false})")["violations"]]
        assert found == [], path
        page.close()
    assert heard == []
    context.close()


@pytest.mark.parametrize("media", ["print", "forced"])
def test_pages_can_be_printed_and_used_with_forced_colours(
    browser: Browser, site: Path, heard: list[str], media: str
) -> None:
    context = browser.new_context(forced_colors="active" if media == "forced" else "none")
    page = open_page(context, site, RECORD, heard)
    if media == "print":
        page.emulate_media(media="print")
        assert not page.locator(".top nav").is_visible()
    assert page.locator("blockquote mark").first.is_visible()
    context.close()
