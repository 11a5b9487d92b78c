"""The site of the real package: its size, its processor time, and the pictures in the README."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from curation.compare.load import open_folder
from curation.site.make import read_site
from curation.site.pictures import make_pictures
from site_pages import make_pages, parse_pages, read_package

LARGEST = 1_000_000
"""Bytes of all pages of the five sources; another source may add a fifth of them."""
SLOWEST = 2.0
"""Seconds of processor time, the least of a few runs: reading, making and writing."""
FIVE = 5


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return make_pages(read_package(ROOT))


def test_the_whole_site_is_small(pages: dict[str, bytes]) -> None:
    sources = sum(name.startswith("by-article/") and ".." not in name for name in pages)
    size = sum(len(content) for name, content in pages.items() if not name.startswith("data-files/"))
    assert size < LARGEST * max(sources, FIVE) / FIVE


def test_the_whole_site_is_made_at_once(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time; from curation.site.make import write_site; "
        f"assert not write_site(pathlib.Path({str(ROOT)!r}), pathlib.Path(sys.argv[1]))[1]; print(time.process_time())"
    )
    times = []
    for number in range(4):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
        times.append(float(done.stdout))
        if times[-1] < SLOWEST:
            break
    assert min(times) < SLOWEST


def test_the_pictures_in_the_readme_are_those_that_the_site_draws() -> None:
    prefix, read, _ = open_folder(ROOT)
    site, problems = read_site(str(ROOT), prefix, read)
    assert site, problems
    pictures, problems = make_pictures(site, read)
    assert problems == []
    assert pictures
    for name, content in pictures.items():
        assert (ROOT / name).read_bytes() == content, f"{name} is out of date: make site"


def test_what_a_reader_must_know_is_before_any_chart(pages: dict[str, bytes]) -> None:
    html = pages["index.html"].decode()
    assert html.index("What these articles cannot tell you") < html.index("<svg")


def test_no_page_shows_a_country_as_its_code(pages: dict[str, bytes]) -> None:
    for name, page in parse_pages(pages).items():
        if name not in ("codebook.html", "codings/index.html", "for-data-users.html", "methodology.html"):
            for text in page.texts.get("td", []):
                assert text.strip() not in ("USA", "UZB", "KAZ", "KGZ", "TJK", "TKM"), name
