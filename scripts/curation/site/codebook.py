"""The codebook: every table and column, with the codes and what they mean; what is the same for many is there once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curation.site.addresses import name_anchor
from curation.site.columns import Label, PublishedColumn
from curation.site.published import PublishedTable, name_kind
from curation.site.site import Site


@dataclass(frozen=True)
class PartOfColumn:
    """A column that is read together with another: its name, and how its kind of part is called."""

    anchor: str
    name: str
    kind: str


@dataclass(frozen=True)
class CodebookColumn:
    """One column; `same_as` is the anchor of the column that lists the same codes."""

    anchor: str
    column: PublishedColumn
    codes: list[Label]
    same_as: str
    same_title: str
    parts: list[PartOfColumn]


@dataclass(frozen=True)
class KindOfPart:
    """What columns of the same kind are: those that are read together with another."""

    kind: str
    description: str
    type: str
    codes: list[Label]


Kinds = dict[tuple[str, str, str], KindOfPart]
"""The kinds of parts, by what is the same for all columns of the same kind."""


def drop_repeated(label: Label) -> Label:
    """Return a code without a description that only repeats its label."""
    same = label.description.rstrip(".").casefold() == label.label.casefold()
    return Label(label.value, label.label, "" if same else label.description)


def list_codebook(site: Site) -> tuple[list[tuple[PublishedTable, list[CodebookColumn]]], list[KindOfPart]]:
    """Return all tables with their columns, and the kinds of parts that columns have."""
    listed: dict[tuple[Label, ...], tuple[str, str]] = {}
    kinds: Kinds = {}
    found = []
    for table in site.published.tables.values():
        columns: dict[str, CodebookColumn] = {}
        for column in table.columns.values():
            anchor = name_anchor(table.name, column.name)
            kind = name_kind(table, column)
            if kind and column.of in columns:
                columns[column.of].parts.append(PartOfColumn(anchor, column.name, kind))
                add_kind(kinds, column, kind)
                continue
            codes = tuple(map(drop_repeated, column.labels.values()))
            same = listed.get(codes, ("", "")) if codes else ("", "")
            listed.setdefault(codes, (anchor, f"{table.name}.{column.name}"))
            columns[column.name] = CodebookColumn(anchor, column, [] if same[0] else list(codes), *same, [])
        found.append((table, list(columns.values())))
    return found, list(kinds.values())


def add_kind(kinds: Kinds, column: PublishedColumn, kind: str) -> None:
    """Add the kind of a part to those that are known, with the column's name left out of what it is."""
    description = re.sub(rf"\b{re.escape(column.of)}\b", "the column", column.description)
    codes = list(map(drop_repeated, column.labels.values()))
    names = " ".join(code.value for code in codes)
    kinds.setdefault((kind, description, names), KindOfPart(kind, description, column.type, codes))
