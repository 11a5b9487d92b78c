"""Where each page, cell and claim is: addresses relative to the site's root, in names that every system allows."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from curation.hashes import hash_content
from curation.portable import is_device

FIRST_PAGE = "index"
"""The name of a folder's first page."""
HOME = f"{FIRST_PAGE}.html"
SAYS = "who-says-what"
ARTICLES = "by-article"
DATA = "data-files"
FIGURE_FILES = f"{DATA}/figures"
"""Folders. Each has a hyphen in its name, which no folder of a table has."""
DISAGREEMENTS = "disagreements.html"
STATEMENTS = "statements.html"
CODEBOOK = "codebook.html"
METHODOLOGY = "methodology.html"
FOR_DATA_USERS = "for-data-users.html"
FIGURES = "figures.html"
STYLE, SCRIPT = "site.css", "site.js"

LONGEST_FILE_NAME = 100
UNSAFE = re.compile(r"[^a-z0-9_.-]|^\.|\.\Z")
"""Characters that a file's name does not have on every system; a dot only at the beginning or the end."""


@cache
def name_file(name: str) -> str:
    """Return a name that may be a file's on every system; different names stay different.

    >>> name_file("2025-04-30-new-york"), name_file("nul"), name_file("con.x"), name_file("a."), name_file("A/b")
    ('2025-04-30-new-york', '~nul', '~con.x', 'a~2e', '~41~2fb')
    """
    safe = UNSAFE.sub(lambda found: "".join(f"~{byte:02x}" for byte in found[0].encode("utf-8", "surrogatepass")), name)
    safe = safe.replace("..", ".~2e")
    if len(safe) > LONGEST_FILE_NAME:
        safe = f"{safe[:LONGEST_FILE_NAME]}~{hash_content(name.encode('utf-8', 'surrogatepass'))[:16]}"
    return f"~{safe}" if is_device(safe) or safe == FIRST_PAGE else safe or "~"


def number_page(address: str, number: int) -> str:
    """Return the address of one of the pages that a long page is cut into.

    >>> number_page("claims/index.html", 1), number_page("claims/index.html", 2)
    ('claims/index.html', 'claims/index..2.html')
    """
    return address if number == 1 else f"{address.removesuffix('.html')}..{number}.html"


def number_pages(address: str, count: int) -> list[tuple[int, str]]:
    """Return the number and the address of each of the pages that a long page is cut into."""
    return [(number, number_page(address, number)) for number in range(1, count + 1)]


def find_record(table: str, row: str) -> str:
    """Return the address of the page of a row."""
    return f"{name_folder(table)}/{name_file(row)}.html"


def find_says(row: str = "") -> str:
    """Return the address of the page on who says what of a row; of the only row there is, without its name."""
    return f"{SAYS}/{name_file(row)}.html" if row else f"{SAYS}.html"


def find_article(source: str) -> str:
    """Return the address of the page of an article."""
    return f"{ARTICLES}/{name_file(source)}.html"


def find_table(table: str) -> str:
    """Return the address of the page of a table. That of the disagreements is a page of its own."""
    if table == "disagreements":
        return DISAGREEMENTS
    return f"{name_folder(table)}/index.html"


def name_folder(table: str) -> str:
    """Return the folder of a table and its rows.

    >>> name_folder("train_stops"), name_folder("data-files")
    ('train_stops', 'data~2dfiles')
    """
    return name_file(table).replace("-", "~2d")


def name_anchor(*parts: str) -> str:
    """Return the id of a part of a page: a space may be in none.

    >>> name_anchor("seats", "s000", "1"), name_anchor("a b", "c")
    ('seats.s000.1', 'a_20b.c')
    """
    return ".".join(re.sub(r"[^\w-]", lambda found: f"_{ord(found[0]):02x}", part) for part in parts)


def relate(page: str, target: str) -> str:
    """Return an address of the site, relative to a page.

    >>> relate("index.html", "trains/a.html#b"), relate("trains/a.html", "trains/b.html#c")
    ('trains/a.html#b', 'b.html#c')
    >>> relate("trains/a.html", "trains/a.html#c"), relate("trains/a.html", "index.html")
    ('#c', '../index.html')
    """
    path, mark, part = target.partition("#")
    if path == page:
        return f"#{part or 'main'}"
    folder, name = path.rpartition("/")[::2]
    if folder and folder == page.rpartition("/")[0]:
        return name + mark + part
    return "../" * page.count("/") + target


def is_web_address(address: str) -> bool:
    """Return whether an address may be linked: http or https, with a host.

    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)"), is_web_address("http:///a")
    (True, False, False)
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\\]", address)
