"""The codebook: every table and column, with the codes and what they mean; a list of codes is there once."""

from __future__ import annotations

from dataclasses import dataclass

from curation.site.addresses import name_anchor
from curation.site.columns import Label, PublishedColumn
from curation.site.published import PublishedTable
from curation.site.whole import Site


@dataclass(frozen=True)
class CodebookColumn:
    """One column; `same_as` is the anchor of the column that lists the same codes."""

    anchor: str
    column: PublishedColumn
    codes: list[Label]
    same_as: str
    same_title: str


def drop_repeated(label: Label) -> Label:
    """Return a code without a description that only repeats its label."""
    same = label.description.rstrip(".").casefold() == label.label.casefold()
    return Label(label.value, label.label, "" if same else label.description)


def list_codebook(site: Site) -> list[tuple[PublishedTable, list[CodebookColumn]]]:
    """Return all tables with their columns."""
    listed: dict[tuple[Label, ...], tuple[str, str]] = {}
    found = []
    for table in site.published.tables.values():
        columns = []
        for column in table.columns.values():
            anchor = name_anchor(table.name, column.name)
            codes = tuple(map(drop_repeated, column.labels.values()))
            same = listed.get(codes, ("", "")) if codes else ("", "")
            listed.setdefault(codes, (anchor, f"{table.name}.{column.name}"))
            columns.append(CodebookColumn(anchor, column, [] if same[0] else list(codes), *same))
        found.append((table, columns))
    return found
