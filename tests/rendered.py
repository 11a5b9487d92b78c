"""A Markdown page as a reader sees it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt


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
