"""Documents of a package, written in Markdown, as HTML. Raw HTML, pictures and links into the repository are left out."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.token import Token

from curation.site.addresses import is_web_address, name_anchor

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def render_document(text: str, rename: Callable[[str], str] = str) -> tuple[str, str]:
    """Return the title of a document, and its HTML without that title; `rename` is applied to its text, not to code.

    >>> render_document("# Title\\n\\n[a](b.md) and <b>")[1]
    '<p>a and &lt;b&gt;</p>\\n'
    """
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = renderer.parse(COMMENT.sub("", text))
    title = ""
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title, tokens = tokens[1].content, tokens[3:]
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following:
            token.attrSet("id", name_anchor(*re.findall(r"\w+", following.content.casefold())))
        token.attrs.pop("style", None)  # of cells that are aligned: the policy allows no inline style
        if token.type == "inline" and token.children:
            token.children = [*drop_inner_links(token.children)]
            for child in token.children:
                child.content = rename(child.content) if child.type == "text" else child.content
    html = renderer.renderer.render(tokens, renderer.options, {})
    parts = html.replace("<pre>", '<pre tabindex="0">').split("<table>")  # what scrolls can be reached by keyboard
    scrolled = (
        f'<div class="scroll" role="region" aria-label="Table {number}" tabindex="0"><table>{part}'
        for number, part in enumerate(parts[1:], 1)
    )
    return title, parts[0] + "".join(scrolled).replace("</table>", "</table></div>")


def drop_inner_links(children: list[Token]) -> list[Token]:
    """Return the tokens of a line without links that lead to files of the repository; their text stays."""
    kept, dropped = [], 0
    for token in children:
        if token.type == "link_open" and not is_web_address(str(token.attrGet("href") or "")):
            dropped += 1
        elif token.type == "link_close" and dropped:
            dropped -= 1
        else:
            kept.append(token)
    return kept
