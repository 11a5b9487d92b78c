"""What differs between two packages, told: as text for a terminal, as Markdown for a pull request, as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from curation.comparing import Change, Claim, Difference, RowChange, check_version, find_lowest, leave_out
from curation.published import make_visible
from curation.schemas import SYSTEM_TABLES

LONGEST_COMMENT = 65_536
"""Characters that GitHub takes in one comment."""
LONGEST_SECTION = 30
"""Items of one section that a terminal shows."""
FOLDED = 12
"""Lines from which on a section of the Markdown is folded."""
SAME_CLAIMS = 3
"""How many of the claims that both sides have are shown behind a changed cell."""
KINDS = {"table": "Tables", "field": "Fields", "type": "Types", "code": "Codes", "text": "Texts"}


@dataclass(frozen=True)
class Style:
    """How a form writes a value that comes from the data, and how long it may be there."""

    quote: Callable[[str], str]
    limit: int


@dataclass(frozen=True)
class Section:
    """A title and what stands under it. An item is lines; two spaces before a line put it a level deeper."""

    title: str
    items: list[list[str]]


def escape_markdown(text: str) -> str:
    """Make a value code that no mark in it can end: entities stand for all that Markdown, HTML or GitHub may read."""
    escaped = re.sub(r"[^\w\s.,;/()'\"→…«»⟦⟧⏎-]|_", lambda mark: f"&#{ord(mark.group())};", make_visible(text))
    return f"<code>{escaped}</code>"


TEXT = Style(str, 100)
MARKDOWN = Style(escape_markdown, 300)


# What text and Markdown say alike


def list_sections(difference: Difference, style: Style) -> list[Section]:
    """Return what differs, the most important first; of a table that came or went only that it did."""
    tables = {change.table for change in difference.changes if change.kind == "table"}
    rows = [row for row in difference.rows if row.table not in tables]
    facts = [row for row in rows if row.is_fact]
    said = {
        title: [[describe_change(difference, change, style)] for change in difference.changes if change.kind == kind]
        for kind, title in KINDS.items()
    }
    texts = said.pop(KINDS["text"])
    said["Rows added"] = [describe_row(difference, row, style) for row in facts if row.change == "added"]
    said["Rows removed"] = [describe_row(difference, row, style) for row in facts if row.change == "removed"]
    said["Cells changed"] = [describe_cells(difference, row, style) for row in facts if row.change == "changed"]
    said["Disagreements and rulings"] = [
        describe_ruling(difference, row, style) for row in rows if row.table == "disagreements"
    ]
    said["Claims behind cells that stay as they are"] = describe_claims(difference, style)
    said["Texts"] = texts
    return [Section(title, kept) for title, items in said.items() if (kept := [item for item in items if item])]


def describe_change(difference: Difference, change: Change, style: Style) -> str:
    where, what = style.quote(".".join(filter(None, (change.table, change.field))) or "the package"), style.quote(change.name)
    old, new = (None if value is None else to_text(value) for value in (change.old, change.new))
    if change.kind == "table":
        table = (difference.new if change.old is None else difference.old).tables[change.table]
        return f"{where} {change.change}: {len(table.rows)} rows, {len(table.fields)} fields"
    if change.kind == "field":
        return f"{where} {change.change}: {show_value(to_text((change.new or change.old).get('type')), style)}"
    if change.kind == "code" and change.change != "changed":
        return f"{where}: code {what} {change.change}: {show_value(new or old, style)}"
    return f"{where}: {'code ' if change.kind == 'code' else ''}{what}: {show_pair(old, new, style)}"


def describe_row(difference: Difference, row: RowChange, style: Style) -> list[str]:
    """Tell a row that came or went: its name, the claims that name it, and its cells."""
    side, evidence = (difference.new, 1) if row.old is None else (difference.old, 0)
    table, cells = side.tables[row.table], row.new or row.old or {}
    named = (row.table, "/".join(row.key), table.key[0] if table.key else "")
    lines = [style.quote(row.name)]
    lines += [f"  {describe_claim(claim, style)}" for claim in difference.evidence[evidence].find_behind(named)[:1]]
    names = [name for name in table.fields if name in cells and name not in table.key]
    values = "; ".join(f"{name}: {cut(cells[name], style.limit // 2)}" for name in names)
    most = 5 * style.limit
    return [*lines, f"  {style.quote(values[:most] + ('…' if len(values) > most else ''))}"]


def describe_cells(difference: Difference, row: RowChange, style: Style) -> list[str]:
    """Tell a row's changed cells; under those for which the same claims came and went stand these claims."""
    groups: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}
    for name in row.list_fields(difference.list_shared(row.table)):
        value = show_pair((row.old or {}).get(name), (row.new or {}).get(name), style)
        before, after = difference.find_claims((row.table, "/".join(row.key), name))
        own = any(claim.get("field_name") == name for claim in after)
        lines, count = describe_both(before, after, style, SAME_CLAIMS if own else 0)
        cells, _ = groups.setdefault(tuple(lines), ([], count if own or lines else []))
        cells.append(f"  {style.quote(name)}: {value}")
    told = [
        line for lines, (cells, count) in groups.items() for line in (*cells, *(f"    {claim}" for claim in (*lines, *count)))
    ]
    return [style.quote(row.name), *told] if told else []


def describe_both(old: list[Claim], new: list[Claim], style: Style, most: int = 0) -> tuple[list[str], list[str]]:
    """Tell the claims that only one side has or, where there are none, at most so many of both; and count the others."""
    gone, come = leave_out(old, new), leave_out(new, old)
    same = leave_out(new, come)
    shown = [] if gone or come else same[:most]
    lines = [
        f"{when}: {describe_claim(claim, style)}"
        for when, claims in (("before", gone), ("after", come), ("both", shown))
        for claim in claims
    ]
    more = len(same) - len(shown)
    return lines, [f"and {more} claim{'s' if more > 1 else ''} on both sides"] if more else []


def describe_claim(claim: Claim, style: Style) -> str:
    value, words, certainty = claim.get("value", ""), claim.get("words", ""), claim.get("certainty", "asserted")
    said = style.quote(claim.get("source_id", "")) + ": "
    said += "" if value == words else style.quote(cut(value, style.limit)) + " "
    said += style.quote(f"«{cut(words, style.limit)}»")
    said += f", said by {style.quote(claim['attributed_to'])}" if "attributed_to" in claim else ""
    said += f" via {style.quote(claim['via'])}" if "via" in claim else ""
    said += "" if certainty == "asserted" else f", {style.quote(certainty)} ({style.quote(claim.get('hedge_words', ''))})"
    said += f", because: {style.quote(cut(claim['reason'], style.limit))}" if "reason" in claim else ""
    return said


def describe_ruling(difference: Difference, row: RowChange, style: Style) -> list[str]:
    """Tell what differs of a disagreement; that its claims are others is told where they are."""
    shown = ("kind", "readings", "ruling", "ruled_by", "reason", "evidence")
    if row.change != "changed":
        cells = row.new or row.old or {}
        values = [f"  {style.quote(name)}: {show_value(cells[name], style)}" for name in shown if name in cells]
        return [f"{style.quote('/'.join(row.key))} {row.change}", *values]
    lines = [
        f"  {style.quote(name)}: {show_pair((row.old or {}).get(name), (row.new or {}).get(name), style)}"
        for name in row.list_fields(shown)
    ]
    return [style.quote("/".join(row.key)), *lines] if lines else []


def describe_claims(difference: Difference, style: Style) -> list[list[str]]:
    """Tell the claims that came, went or changed and were told neither with a changed cell nor with a row."""
    before, after = (side.made_on for side in difference.evidence)
    if not before or not after:  # where only one side has claims at all, that its table came or went says it
        return []
    rows = {(row.table, "/".join(row.key)): row for row in difference.rows if row.is_fact}
    items = []
    for cell in sorted(before.keys() | after.keys()):
        old, new, row = before.get(cell, []), after.get(cell, []), rows.get(cell[:2])
        gone, come = leave_out(old, new), leave_out(new, old)
        if row and row.change == "changed" and (gone or come):
            cells = [(*cell[:2], name) for name in row.list_fields(difference.list_shared(row.table))]
            told = [difference.find_claims(one) for one in cells]
            gone = [claim for claim in gone if not any(claim in one for one, _ in told)]
            come = [claim for claim in come if not any(claim in other for _, other in told)]
        if (gone or come) and not (row and row.change != "changed"):
            lines, count = describe_both(old, new, style)
            items.append([style.quote("/".join(cell)), *(f"  {line}" for line in (*lines, *count))])
    return items


def to_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def show_pair(old: str | None, new: str | None, style: Style) -> str:
    """Show two values; of long ones, what differs and a little around it."""
    if old is None or new is None or max(len(old), len(new)) <= style.limit:
        return f"{show_value(old, style)} → {show_value(new, style)}"
    around = style.limit // 4
    start = count_shared(old, new)
    end = count_shared(old[start:][::-1], new[start:][::-1])
    start, end = max(0, start - around), max(0, end - around)
    before, after = (
        ("…" if start else "") + cut(value[start : len(value) - end], style.limit) + ("…" if end else "")
        for value in (old, new)
    )
    return f"{show_value(before, style)} → {show_value(after, style)}"


def count_shared(one: str, other: str) -> int:
    """Return the length of the beginning that two texts share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (mark, second) in pairs if mark != second), min(len(one), len(other)))


def show_value(value: str | None, style: Style) -> str:
    if not value:
        return "empty"
    value = cut(value, style.limit + 2)
    return style.quote(f"«{value}»" if " " in value else value)


def cut(text: str, limit: int) -> str:
    """Cut a text in its middle where it is longer than the limit."""
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-((limit - 1) // 2) :]}"


def summarize(difference: Difference) -> str:
    """Say in one line how much has changed of each kind, the build's own tables aside."""
    facts = [row for row in difference.rows if row.is_fact]
    counts = Counter((change.kind, change.change) for change in difference.changes)
    counts.update(("row", row.change) for row in facts if row.change != "changed")
    for row in facts:
        if row.change == "changed":
            counts["cell", "changed"] += len(row.list_fields(difference.list_shared(row.table)))
    ranks = ["table", "field", "type", "code", "row", "cell", "text"]
    told = sorted((ranks.index(kind), kind, change, count) for (kind, change), count in counts.items() if count)
    return ", ".join(f"{count} {kind}{'s' if count > 1 else ''} {change}" for _, kind, change, count in told)


def summarize_own(difference: Difference) -> str:
    """Count what differs in the tables that the build derives from the others."""
    counts = Counter((row.table, row.change) for row in difference.rows if not row.is_fact)
    said = {
        table: ", ".join(
            f"{counts[table, change]} {change}" for change in ("added", "removed", "changed") if counts[table, change]
        )
        for table in SYSTEM_TABLES
    }
    return "; ".join(f"{table}: {text}" for table, text in said.items() if text)


def judge_version(difference: Difference, style: Style) -> str:
    if difference.part == "none":
        return "Nothing that is published differs."
    lowest, new = find_lowest(difference.old.version, difference.part), style.quote(cut(difference.new.version, style.limit))
    return f"This is a {difference.part} change" + (
        f": the version must be {lowest} or later, and is {new}." if lowest else "."
    )


# The forms


def write_text(difference: Difference) -> str:
    """Write for a person at a terminal: short, the most important first."""
    old, new = difference.old, difference.new
    lines = [f"{old.place} ({old.version}, {old.created}) → {new.place} ({new.version}, {new.created})"]
    lines += filter(None, (summarize(difference), judge_version(difference, TEXT)))
    for section in list_sections(difference, TEXT):
        lines += ["", f"{section.title} ({len(section.items)})"]
        lines += [f"  {line}" for item in section.items[:LONGEST_SECTION] for line in item]
        more = len(section.items) - LONGEST_SECTION
        lines += [f"  … and {more} more: --format json shows all"] if more > 0 else []
    own = summarize_own(difference)
    lines += ["", f"Rows of the build's own tables: {own}"] if own else []
    return "\n".join(make_visible(line) for line in lines)


def write_markdown(difference: Difference) -> str:
    """Write a comment for a pull request. What goes beyond the length that GitHub takes is left out, and counted."""
    old, new = difference.old, difference.new

    def show(text: str) -> str:
        return MARKDOWN.quote(cut(text, MARKDOWN.limit))

    problems = [f"- {show(one.file)}: {show(one.message)}: {show(one.advice)}" for one in check_version(difference)]
    parts = [
        f"### Data: {show(old.version)} → {show(new.version)}",
        f"{show(old.place)} of {show(old.created)}, compared with {show(new.place)} of {show(new.created)}",
        summarize(difference),
        judge_version(difference, MARKDOWN),
        "\n".join(problems),
    ]
    own = summarize_own(difference)
    foot = [f"Rows of the build's own tables: {own}"] if own else []
    room = LONGEST_COMMENT - sum(len(part) + 2 for part in (*parts, *foot)) - len(LEFT_OUT) - 20
    left = 0
    for section in list_sections(difference, MARKDOWN):
        room -= len(section.title) + 100  # the heading, or what folds it
        items = []
        for item in section.items:
            text = "\n".join(make_bullet(line) for line in item)
            if len(text) < room:
                room -= len(text) + 1
                items.append(text)
            else:
                left += 1
        parts += write_section(f"{section.title} ({len(section.items)})", items)
    parts += [LEFT_OUT.format(left)] if left else []
    return "\n\n".join(part for part in (*parts, *foot) if part)


LEFT_OUT = "{} changes are too many for one comment: `curate diff OLD NEW --format json` shows them all."


def make_bullet(line: str) -> str:
    text = line.lstrip(" ")
    return " " * (len(line) - len(text)) + "- " + text


def write_section(title: str, items: list[str]) -> list[str]:
    """Write a section, folded where it is long."""
    text = "\n".join(items)
    if not items:
        return []
    if text.count("\n") < FOLDED:
        return [f"**{title}**", text]
    return [f"<details><summary>{title}</summary>", text, "</details>"]


def write_json(difference: Difference) -> str:
    """Write all that differs, in an order that does not depend on the run (docs/diff.md says what is what)."""
    sides = {
        name: {"place": side.place, "version": side.version, "created": side.created}
        for name, side in (("old", difference.old), ("new", difference.new))
    }
    told = {
        **sides,
        "part": difference.part,
        "lowest_version": find_lowest(difference.old.version, difference.part),
        "problems": [
            {"file": problem.file, "line": problem.line, "message": problem.message, "advice": problem.advice}
            for problem in check_version(difference)
        ],
        "changes": [{**asdict(change), "part": change.part} for change in difference.changes],
        "rows": [
            {
                "table": row.table,
                "row": list(row.key),
                "change": row.change,
                "part": row.part,
                "cells": [tell_cell(difference, row, name) for name in row.list_fields(difference.list_fields(row.table))],
            }
            for row in difference.rows
        ],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def tell_cell(difference: Difference, row: RowChange, field: str) -> dict[str, Any]:
    told: dict[str, Any] = {"field": field, "old": (row.old or {}).get(field), "new": (row.new or {}).get(field)}
    if row.is_fact:
        told["old_claims"], told["new_claims"] = difference.find_claims((row.table, "/".join(row.key), field))
    return told


FORMS: dict[str, Callable[[Difference], str]] = {"text": write_text, "markdown": write_markdown, "json": write_json}
