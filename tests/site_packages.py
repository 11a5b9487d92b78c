"""Packages that try a site: one with many sources, and one whose every text is an attack."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from package_files import read_table
from site_pages import Package, put_table

HOSTILE = '</mark><script>window.owned = 1</script><img src=x onerror="window.owned = 1">\u202e\U0001f600\''

PLACE = ("table_name", "row_id", "field_name")
KEPT = {
    "cells": {*PLACE, "member", "basis", "rule", "source_id", "certainty", "claim_ids", "agreeing_source_ids"},
    "claims": {*PLACE, "basis", "source_id", "certainty", "value"},
    "disagreements": {"kind", "ruled_by", "claim_ids", "ruling", *PLACE},
    "coverage": {"kind", "treatment", "claim_ids", "source_id"},
}
"""Columns of the build's own tables that are no free text."""


def spoil_package(package: Package) -> Package:
    """Return a package in which an attack is in every free text: titles, descriptions, labels, and each column of text."""
    spoilt = dict(package)
    about = json.loads(package["datapackage.json"])
    for resource in about["resources"]:
        spoil_table(spoilt, resource)
    for name in ("title", "description"):
        about[name] += HOSTILE
    about["cautions"] = [text + HOSTILE for text in about["cautions"]]
    about["contributors"][0]["title"] += HOSTILE
    about["licenses"] = [{"name": "x", "title": HOSTILE, "path": "javascript:alert(1)"}]
    spoilt["datapackage.json"] = json.dumps(about).encode()
    return spoilt


def spoil_table(package: Package, resource: dict[str, Any]) -> None:
    """Put the attack into a table, and into what its schema says for people."""
    name, schema = resource["name"], resource["schema"]
    links = {field for link in schema.get("foreignKeys", ()) for field in link["fields"]}
    kept = {*schema["primaryKey"], *links, *KEPT.get(name, set())}
    rows = read_table(package, name)
    for field in schema["fields"]:
        free = field["type"] == "string" and field["name"] not in kept and not is_coded(field)
        for row in rows:
            if free and row[field["name"]]:
                row[field["name"]] = spoil_text(field["name"], row[field["name"]])
        for key in ("title", "description", "question", "example"):
            field[key] = field[key] + HOSTILE if field.get(key) else field.get(key, "")
        for code in field.get("categories") or field.get("itemCategories") or ():
            code["label"] += HOSTILE
            code["description"] += HOSTILE
    resource["title"] += HOSTILE
    resource["description"] += HOSTILE
    put_table(package, name, rows)


def is_coded(field: dict[str, Any]) -> bool:
    return bool(field.get("categories") or field.get("itemCategories") or field.get("constraints", {}).get("pattern"))


def spoil_text(column: str, text: str) -> str:
    """Return a text with the attack in it; of a sentence before its words and within them."""
    return HOSTILE + text.replace("⟦", f"⟦{HOSTILE}") if column == "in_sentence" else text + HOSTILE


def grow_package(package: Package, size: int) -> Package:
    """Return the package with each source copied so often that there are `size`, all of them on the same rows."""
    grown = dict(package)
    sources = read_table(package, "sources")
    claims, cells = read_table(package, "claims"), read_table(package, "cells")
    names = {
        old["source_id"]: [f"copy{number}" for number in range(size) if number % len(sources) == place]
        for place, old in enumerate(sources)
    }
    put_table(grown, "sources", [{**old, "source_id": new} for old in sources for new in names[old["source_id"]]])
    copies: dict[str, list[str]] = defaultdict(list)
    copied = []
    for claim in claims:
        for new in names[claim["source_id"]]:
            row = new if claim["table_name"] == "sources" else claim["row_id"]
            number = claim["claim_id"].rpartition("#")[2]
            name = f"{claim['table_name']}/{row}/{claim['field_name']}@{new}#{number}"
            copied.append({**claim, "claim_id": name, "source_id": new, "row_id": row})
            if claim["segment"] == "1":
                copies[claim["claim_id"]].append(name)
    put_table(grown, "claims", copied)
    put_table(grown, "cells", [copy for cell in cells for copy in copy_cell(cell, names, copies)])
    rows = read_table(package, "disagreements")
    put_table(grown, "disagreements", [{**row, "claim_ids": join_copies(row["claim_ids"], copies)} for row in rows])
    put_table(grown, "coverage", [])
    quotes = read_table(package, "quotes")
    put_table(grown, "quotes", [{**row, "source_id": names[row["source_id"]][0]} for row in quotes])
    return grown


def copy_cell(cell: dict[str, str], names: dict[str, list[str]], copies: dict[str, list[str]]) -> list[dict[str, str]]:
    """Return a cell that the copies of its claims decide; one for each copy of a source where it is about one."""
    claims = join_copies(cell["claim_ids"], copies)
    cell = {**cell, "source_id": names[cell["source_id"]][0]} if cell["source_id"] else cell
    if cell["table_name"] != "sources":
        return [{**cell, "claim_ids": claims, "agreeing": "", "others": "", "agreeing_source_ids": ""}]
    return [
        {**cell, "row_id": new, "claim_ids": "|".join(one for one in claims.split("|") if f"@{new}#" in one)}
        for new in names[cell["row_id"]]
    ]


def join_copies(claims: str, copies: dict[str, list[str]]) -> str:
    return "|".join(new for old in claims.split("|") for new in copies.get(old, ()))
