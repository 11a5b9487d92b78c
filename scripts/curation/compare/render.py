"""Render a package diff as text, Markdown or JSON. The layout is in templates/."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from os.path import commonprefix
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from curation.compare.compare import leave_out, list_lone, list_shared
from curation.compare.load import Values
from curation.compare.strict_json import write_json
from curation.compare.unseen import show_text
from curation.package.markdown import escape_code
from curation.schema.tables import SYSTEM_TABLES

LONGEST_COMMENT = 65_536  # characters, on GitHub


def render_text(diff: Values) -> str:
    """Render for a person at a terminal: short, the most important first."""
    environment = make_environment(show_text, 100)
    return environment.get_template("text.jinja").render(diff, sections=list_sections(environment, diff)).strip("\n")


def render_markdown(diff: Values) -> str:
    """Render a comment for a pull request. What goes beyond the length that GitHub takes is left out, and counted."""
    environment = make_environment(lambda text: escape_code(show_text(text)), 300)
    write = partial(environment.get_template("markdown.jinja").render, diff)
    room, left = LONGEST_COMMENT - len(write(sections=[], left=10**9)), 0
    shown: list[tuple[str, list[str]]] = []
    for title, items in list_sections(environment, diff):
        room -= len(title) + 100  # the heading, or what folds it
        kept: list[str] = []
        for item in (re.sub(r"(?m)^( *)", r"\1- ", item) for item in items):
            if len(item) < room:
                room, kept = room - len(item) - 1, [*kept, item]
        left += len(items) - len(kept)
        shown += [(f"{title} ({len(items)})", kept)] if kept else []
    return write(sections=shown, left=left).strip("\n")


FORMS: dict[str, Callable[[Values], str]] = {"text": render_text, "markdown": render_markdown, "json": write_json}


@cache
def make_environment(quote: Callable[[str], str], limit: int) -> Environment:
    """Return what renders the templates. `quote` writes a value that comes from the data, `limit` is how long it may be."""
    loader = FileSystemLoader(Path(__file__).with_name("templates"))
    made = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"quote": quote, "to_text": to_text, "cut": partial(cut, limit=limit), "cut_at": cut}
    made.globals |= {
        "limit": limit,
        "shorten_pair": partial(shorten_pair, limit=limit),
        "system_tables": SYSTEM_TABLES,
        "split_claims": split_claims,
        "group_cells": group_cells,
        "list_shared": list_shared,
        "list_lone": list_lone,
    }
    return made


def cut(text: str, limit: int) -> str:
    """Cut a text in its middle where it is longer than the limit."""
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-((limit - 1) // 2) :]}"


def to_text(value: Any) -> str:
    """Return a value as text: texts as they are, nothing for None, everything else as JSON."""
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def shorten_pair(old: str, new: str, limit: int) -> list[str]:
    """Return two values; of long ones, what differs and a little around it."""
    if max(len(old), len(new)) <= limit:
        return [old, new]
    start = len(commonprefix([old, new]))  # noqa: RUF071 (by characters it is)
    end = max(0, len(commonprefix([old[start:][::-1], new[start:][::-1]])) - limit // 4)  # noqa: RUF071
    start = max(0, start - limit // 4)
    dots = "…" if start else "", "…" if end else ""
    return [cut(value[start : len(value) - end], limit).join(dots) for value in (old, new)]


def split_claims(old: list[Any], new: list[Any], most: int = 0) -> Values:
    """Return the claims that only one side has; where there are none, at most so many of both; and how many more are."""
    before, after = leave_out(old, new), leave_out(new, old)
    same = leave_out(new, after)
    both = [] if before or after else same[:most]
    return {"before": before, "after": after, "both": both, "more": len(same) - len(both)}


def group_cells(cells: Iterable[Values], most: int = 3) -> list[tuple[list[Values], Values]]:
    """Return changed cells in groups, each with the claims that are shown with all of its cells; of the same ones, `most`."""
    groups: dict[str, tuple[list[Values], Values]] = {}
    for cell in cells:
        is_own = any(claim.get("field_name") == cell["field"] for claim in cell["new_claims"])
        claims = split_claims(cell["old_claims"], cell["new_claims"], most if is_own else 0)
        shown = [claims["before"], claims["after"], claims["both"]]
        claims["more"] *= is_own or any(shown)
        groups.setdefault(repr(shown), ([], claims))[0].append(cell)
    return list(groups.values())


def list_sections(environment: Environment, diff: Values) -> list[tuple[str, list[str]]]:
    """Return title and items of each section. The template sets them apart by marks that no visible text has."""
    sections = [text.split("\x1e") for text in environment.get_template("changes_in_order.jinja").render(diff).split("\x1d")]
    return [(title.strip("\n"), [item.strip("\n") for item in items]) for title, *items in sections if items]
