"""What tests need to read a site: its pages as elements, its links, and packages to make sites of."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from curation.compare.load import load_files
from curation.site.make import make_site
from curation.site.published import Published
from curation.site.reading import read_published
from package_files import Rows, write_table

Package = dict[str, bytes]
"""The files of a package, by their paths in it."""

VOID = {"meta", "link", "input", "br", "img", "rect", "circle", "path"}


@dataclass
class Page(HTMLParser):
    """One page: its elements, the text of each kind of element, and its ids."""

    html: str
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.setdefault(tag, []).append("")
        if tag not in VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.opened:
            while self.opened.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        for tag in dict.fromkeys(self.opened):
            self.texts[tag][-1] += data

    def list_values(self, attribute: str) -> list[str]:
        return [str(attrs[attribute]) for _, attrs in self.elements if attribute in attrs]


def list_ids(html: str) -> set[str]:
    """Return the ids on a page."""
    return set(Page(html).list_values("id"))


@dataclass
class Grid(HTMLParser):
    """The body of the table of a table's page: each line's texts, with those of cells that are for several lines."""

    html: str
    lines: list[list[str]] = field(default_factory=list)
    above: dict[int, tuple[str, int]] = field(default_factory=dict)
    """For each place the text of the cell that goes on, and for how many lines."""
    cell: tuple[int, int] | None = None
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        body = self.html.partition("<tbody>")[2].partition("</table>")[0]
        self.feed(body)
        self.end_line()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.end_line()
            self.lines.append([])
        if tag in ("td", "th"):
            self.end_cell()
            self.take_above()
            self.cell = len(self.lines[-1]), int(dict(attrs).get("rowspan") or 1)

    def handle_data(self, data: str) -> None:
        self.text += data

    def end_cell(self) -> None:
        if self.cell:
            place, rows = self.cell
            text = " ".join(self.text.split())
            self.lines[-1].append(text)
            if rows > 1:
                self.above[place] = text, rows - 1
        self.cell, self.text = None, ""

    def take_above(self) -> None:
        line = self.lines[-1]
        while len(line) in self.above:
            text, rows = self.above.pop(len(line))
            if rows > 1:
                self.above[len(line)] = text, rows - 1
            line.append(text)

    def end_line(self) -> None:
        self.end_cell()
        if self.lines:
            self.take_above()


def read_package(root: Path) -> Package:
    """Read what a site is made of: the descriptors, the tables and the documents."""
    paths = [root / "datapackage.json", *sorted((root / "build").rglob("*")), *sorted((root / "docs").glob("*.md"))]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def make_pages(package: Package) -> dict[str, bytes]:
    files, problems = make_site("package", "", package.get)
    assert problems == []
    return files


def publish(package: Package) -> Published:
    release, problems = load_files("package", "", package.get)
    assert release
    assert problems == []
    published, problems = read_published(release)
    assert published
    assert problems == []
    return published


def parse_pages(files: dict[str, bytes]) -> dict[str, Page]:
    return {name: Page(content.decode()) for name, content in files.items() if name.endswith(".html")}


def list_links(name: str, page: Page) -> Iterable[tuple[str, str]]:
    """Return the file and the fragment to which each link within the site leads."""
    for target in (*page.list_values("href"), *page.list_values("src")):
        if "://" not in target:
            path, _, fragment = target.partition("#")
            yield posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name, fragment


def put_table(package: Package, name: str, rows: Rows) -> None:
    """Put rows into a table, in the place of those that are there."""
    package.update(write_table(package, name, rows))


def describe(package: Package, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in json.loads(package["datapackage.json"])["resources"] if one["name"] == name)
    return found


def write_pages(folder: Path, pages: Package) -> None:
    """Write pages under a folder."""
    for address, content in pages.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
