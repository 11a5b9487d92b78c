"""Render pages from the templates. All that comes from the package is escaped; nothing undefined is passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from curation.characters import match_property
from curation.compare.unseen import escape_character
from curation.site.addresses import FIGURE_FILES, STYLE, is_web_address, relate
from curation.site.figure import Figure
from curation.site.values import count_things, cut_text

TEMPLATES = Path(__file__).with_name("templates")


@cache
def make_environment() -> Environment:
    """Return what renders the templates."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=show_controls,
    )
    made.filters |= {
        "at": relate_to_page,
        "count": count_things,
        "is_web": is_web_address,
        "cut": cut_text,
    }
    return made


STEERING = re.compile(f"[{match_property('Bidi_Control')}]")
"""Characters that are not seen and change the direction of the text around them. No source may hold any; a package might."""


def show_controls(value: Any) -> Any:
    """Return a value for a template with a visible escape in place of each character that steers the direction of text."""
    if isinstance(value, str) and not isinstance(value, Markup) and STEERING.search(value):
        return STEERING.sub(lambda found: escape_character(found[0]), value)
    return value


@pass_context
def relate_to_page(context: Context, target: str) -> str:
    """Return an address of the site, relative to the page that is rendered."""
    return relate(context["address"], target)


def render_page(template: str, address: str, **values: Any) -> bytes:
    """Return the page at an address as bytes."""
    html = make_environment().get_template(template).render(address=address, **values)
    return squeeze(html).encode("utf-8", "replace")


def render_figure(figure: Figure) -> str:
    """Return a figure as an SVG document. Its attributes give its colours where no stylesheet does."""
    return re.sub(r"\s*\n\s*", "\n", make_environment().get_template(figure.template).render(figure=figure)).strip()


@dataclass(frozen=True)
class DrawnFigure:
    """A figure with its drawing, which is markup, and the address of the drawing as a file."""

    figure: Figure
    svg: Markup
    file: str

    def __getattr__(self, name: str) -> Any:
        """Return what the figure itself says."""
        return getattr(self.figure, name)


def draw_figure(figure: Figure) -> DrawnFigure:
    """Return a figure drawn. The drawing comes from a template that escapes, so that it may be put into a page."""
    return DrawnFigure(figure, Markup(render_figure(figure)), f"{FIGURE_FILES}/{figure.name}.svg")


COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)


AROUND = re.compile(r"\s*([{};,])\s*")
"""Characters of a stylesheet around which white space says nothing."""


def read_code(name: str) -> bytes:
    """Return the stylesheet or the script without comments and without the white space that begins lines."""
    code = COMMENT.sub("", (TEMPLATES / name).read_text(encoding="utf-8"))
    if name == STYLE:
        code = AROUND.sub(r"\1", code).replace(";}", "}")
    return re.sub(r"\s*\n\s*", "\n", code).strip().encode() + b"\n"


PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
BLOCK = (
    "blockquote|caption|details|div|figcaption|figure|footer|h1|h2|h3|head|header|html|li|link|main|meta|nav|p|script|section"
    "|summary|table|tbody|td|th|thead|title|tr|ul"
)
"""Elements around which white space is not seen."""
PLAIN_ATTRIBUTE = re.compile(r'(?<= )([a-z-]+)="([\w#./~@:-]+)"(?=[ >])')
BEFORE_BLOCK = re.compile(rf"\s*\n\s*(?=</?(?:{BLOCK})\b)")
AFTER_BLOCK = re.compile(rf"(</?(?:{BLOCK})\b[^<>]*>)\s*\n\s*")
IMPLIED = re.compile(
    r"</(?:td|th|tr|li|caption|tbody|thead|html|body|head)>|<(?:head|body)>"
    r"|</p>(?=<(?:p|table|div|section|ul|details|pre|h[1-6])\b|</(?:div|section|header|details|figcaption)>)"
)
"""Tags that HTML puts in by itself. A body begins with an element that no head can have."""
TEXT = re.compile(r">[^<>]+")
HEAD_OF_ROW = re.compile(r"(<tr[^<>]*><th) scope=row(?=[ >])")
"""A head with cells after it is that of its row without saying so."""
HEAD_OF_COLUMN = re.compile(r"(<th)((?: [a-z-]+=(?:\w+|\"[^\"]*\"))*?) scope=col(?=[ >])")
"""A head in a row of heads alone, as those of a table's head are, is that of its column without saying so."""


def squeeze(html: str) -> str:
    """Return HTML without what HTML lets be left out: white space around blocks, implied tags, marks of plain attributes.

    No text is changed: there white space is folded, and `<` and `"` are escaped. No attribute is between two `'`. What is in
    <pre> stays as it is.
    """
    parts = PREFORMATTED.split(html)
    parts[::2] = map(squeeze_part, parts[::2])
    return "".join(parts).strip() + "\n"


def squeeze_part(html: str) -> str:
    """Return HTML that has no <pre> without what HTML lets be left out.

    >>> squeeze_part('<tr id="a">\\n<th scope="row">b</th>\\n<td>c</td></tr>\\n<tr>')
    '<tr id=a><th>b<td>c<tr>'
    """
    html = PLAIN_ATTRIBUTE.sub(r"\1=\2", html).replace("&#39;", "'")
    html = AFTER_BLOCK.sub(r"\1", BEFORE_BLOCK.sub("", html))
    html = HEAD_OF_ROW.sub(r"\1", re.sub(r"\s*\n\s*", "\n", IMPLIED.sub("", html)))
    html = HEAD_OF_COLUMN.sub(r"\1\2", html)
    return TEXT.sub(lambda found: found[0].replace("&#34;", '"'), html)
