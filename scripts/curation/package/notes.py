"""The notes of a release: what changed, and how far the coding of each source was checked by a second one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from curation.claims.claim import CodedSource
from curation.hashes import hash_content
from curation.package.markdown import write_table
from curation.paths import CHANGELOG, MANIFEST, SET_SEPARATOR
from curation.schema.kinds import Basis
from curation.schema.metadata import Metadata
from curation.schema.tables import SOURCES, Schemas
from curation.tables.types import Row, Tables, format_value

RELATIVE_LINK = re.compile(r"\[([^\]]+)\]\((?!https?://)([^)#\s]*)[^)]*\)")
"""A Markdown link that leads nowhere outside the repository."""


def write_notes(
    changelog: str, schemas: Schemas, metadata: Metadata, rows: Tables, coded: Iterable[CodedSource], manifest: bytes
) -> str:
    """Return the notes of a release: what changed, the hash of its manifest, and what was coded once and what twice."""
    version = metadata["version"]
    changed = find_section(changelog, version) or f"{CHANGELOG} has no section for {version}."
    codings = {str(row["source_id"]): int(str(row["codings"])) for row in rows[SOURCES]}
    lines = [unlink(changed), "", "## How the sources were coded", ""]
    lines += list_sources(rows, codings, coded)
    if any(count > 1 for count in codings.values()):
        lines += ["", describe_second_coding(schemas)]
    for source in (name for name, count in codings.items() if count == 1):
        lines += ["", *describe_single_coding(source, rows, {name for name, count in codings.items() if count > 1})]
    return "\n".join([*lines, *describe_manifest(manifest)]) + "\n"


def describe_manifest(manifest: bytes) -> list[str]:
    """Say by which hash a receiver knows that every file is that of the release."""
    said = (
        f"The SHA-256 of `{MANIFEST}`, which lists the hashes of all files about the data. `scripts/verify.py` prints it too:"
    )
    return ["", "## What to check", "", said, "", f"    {hash_content(manifest)}"]


def find_section(changelog: str, version: str) -> str:
    """Return what a changelog says of a version, without the heading; an empty string where it has no such section.

    >>> find_section("# Changelog\\n\\n## 0.2.0 (2026-01-02)\\n\\n- More.\\n\\n## 0.1.0 (2026-01-01)\\n\\nFirst.\\n", "0.2.0")
    '- More.'
    """
    match = re.search(
        rf"^## {re.escape(version)}(?: \([^\n]*\))?[ \t]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL
    )
    return match[1].strip() if match else ""


def unlink(text: str) -> str:
    """Replace links to files of the repository by their text and the file's name: notes are read outside it."""
    return RELATIVE_LINK.sub(lambda link: link[2] if link[1] == link[2] else f"{link[1]} ({link[2]})", text)


def list_sources(rows: Tables, codings: dict[str, int], coded: Iterable[CodedSource]) -> list[str]:
    """Return a table of the sources: how many times each was coded, its claims, and its passages without a cell."""
    claims = Counter(source for _, source in list_claimed(rows))
    left_out = {one.annotation.source.id: sum(p.is_uncoded for p in one.annotation.passages) for one in coded}
    return write_table(
        ("source", "codings", "claims", "passages left uncoded"),
        [(name, str(count), str(claims[name]), str(left_out.get(name, 0))) for name, count in codings.items()],
    )


def list_claimed(rows: Tables) -> set[tuple[str, str]]:
    """Return each claim, whatever its segments, with its source."""
    return {(str(row["claim_id"]), str(row["source_id"])) for row in rows["claims"]}


def describe_second_coding(schemas: Schemas) -> str:
    """Say what the second coders of the sources that were coded twice were not asked for."""
    ties = [
        f"`{table.name}.{column.name}`"
        for table in schemas.values()
        for column in table.fields.values()
        if column.parse and column.parse.ties_sources
    ]
    named = f"the names that tie rows to each other ({' and '.join(ties)}), " if ties else ""
    return (
        "Of a source that was coded twice, a program compared both codings cell by cell, and each difference was settled in "
        f"writing. The second coder was not asked for {named}the reasons, and why a passage was left uncoded."
    )


def describe_single_coding(source: str, rows: Tables, twice: set[str]) -> list[str]:
    """Say what of a source that was coded once was not double-checked: its claims, by table and row."""
    claimed: dict[str, Counter[str]] = defaultdict(Counter)
    seen = set()
    for row in rows["claims"]:
        if row["source_id"] == source and row["claim_id"] not in seen:
            seen.add(row["claim_id"])
            claimed[str(row["table_name"])][str(row["row_id"])] += 1
    alone = sum(is_alone(cell, source, twice) for cell in rows["cells"])
    says = (
        f"{len(seen)} claims rest on one coding alone. No source that was coded twice says the same as {alone} of its values."
    )
    lines = [f"### {source}: coded once", "", says, ""]
    return lines + write_table(
        ("table", "claims", "rows (claims)"),
        [
            (table, str(counts.total()), ", ".join(f"{row} ({count})" for row, count in sorted(counts.items())))
            for table, counts in sorted(claimed.items())
        ],
    )


def is_alone(cell: Row, source: str, twice: set[str]) -> bool:
    """Whether a published value comes from a source, and no source that was coded twice says the same as it."""
    agreeing = set(format_value(cell["agreeing_source_ids"]).split(SET_SEPARATOR))
    rests_on_words = cell["basis"] not in (Basis.DERIVED, Basis.REGISTERED)
    return rests_on_words and cell["source_id"] == source and not agreeing & twice
