"""The generated blocks of README.md. Everything outside the markers is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from curation.files import read_file
from curation.package.citation import cite_package
from curation.package.facts_page import write_facts
from curation.package.markdown import escape_text, make_link, write_table
from curation.package.matrix import find_referring, make_matrix
from curation.package.printings import list_printings, make_printings
from curation.package.staged import Output, open_output
from curation.paths import FACTS, README, SITE_FOLDER
from curation.problems import Problem, suggest_nearest
from curation.schema.metadata import Metadata
from curation.schema.overview import list_lines
from curation.schema.tables import SOURCES, Table
from curation.sources.register import Source, name_untitled
from curation.tables.assemble import Built
from curation.tables.types import Collection, Row, format_value
from curation.text.folding import merge_spans

MARKER = re.compile(r"<!-- (begin|end) generated: (\S+(?: \S+)?) -->")
MARKER_LIKE = re.compile(r"<!--\s*(begin|end)\s+generated\b", re.IGNORECASE)
SOURCE_ID = "source_id"

HOW_TO_MARK = "write <!-- begin generated: KIND TABLE/ROW -->, and end in place of begin below it, each on its own line"

# The blocks of README.md
Block = list[str] | tuple[str, str]
"""The lines of a block, or what is wrong with its name, and advice."""


def make_pages(root: Path, collection: Collection, metadata: Metadata, built: Built, files: Output) -> list[Problem]:
    """Make docs/facts.md and, where README.md has generated blocks, README.md with them; return what is wrong there."""
    with open_output(files, FACTS) as file:
        file.writelines(("\n".join(lines) + "\n").encode() for lines in write_facts(collection, metadata, built) if lines)
    content = read_file(root, README)
    if isinstance(content, Problem):
        return [content]
    if content is None:
        return []
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return [Problem(README, 0, 0, f"cannot be read: {error}", "it must be a readable file in UTF-8")]
    filled, problems = fill_blocks(text, lambda name: make_block(collection, metadata, built, name))
    if MARKER_LIKE.search(text):
        files[README] = filled.encode()
    return problems


def fill_blocks(text: str, make: Callable[[str], Block]) -> tuple[str, list[Problem]]:
    """Return the text with the block between each pair of markers made again. Everything else is kept."""
    lines: list[str] = []
    problems: list[Problem] = []
    opened, opened_at = "", 0

    def fail(number: int, message: str, advice: str = HOW_TO_MARK) -> None:
        problems.append(Problem(README, number, 1, message, advice))

    for number, line in enumerate(text.split("\n"), 1):
        marker = MARKER.fullmatch(line.rstrip())
        if not marker and MARKER_LIKE.search(line):
            fail(number, "not a marker of a generated block")
        elif marker and marker[1] == "begin":
            if opened:
                fail(number, f"a block begins inside the block {opened!r} of line {opened_at}", "end that one first")
            opened, opened_at = marker[2], number
            block = make(opened)
            if isinstance(block, tuple):
                fail(number, *block)
            else:
                lines += [line, "", *block, ""]
        elif marker:
            if marker[2] != opened:
                fail(number, f"the block {marker[2]!r} ends here, but {repr(opened) if opened else 'none'} has begun")
            opened = ""
        if not opened:
            lines.append(line)
    if opened:
        fail(opened_at, f"the block {opened!r} has no end", f"write <!-- end generated: {opened} --> after it")
    return "\n".join(lines), problems


def make_block(collection: Collection, metadata: Metadata, built: Built, name: str) -> Block:
    """Make the block that a marker names: its kind and, where the kind has one, the row or cell that it is about."""
    kind, _, path = name.partition(" ")
    if kind in BLOCKS_OF_ALL:
        return BLOCKS_OF_ALL[kind](collection, metadata, built)
    if kind not in BLOCKS:
        return f"unknown block {kind!r}", suggest_nearest(kind, [*BLOCKS, *BLOCKS_OF_ALL])
    table, _, row = path.partition("/")
    row, _, field = row.partition("/")
    if table not in collection.schemas or not collection.schemas[table].is_fact:
        facts = [one.name for one in collection.schemas.values() if one.is_fact]
        return f"{kind}: no table {table!r}", suggest_nearest(table, facts)
    rows = [format_value(one[collection.schemas[table].key[0]]) for one in built.rows[table]]
    if row not in rows:
        return f"{kind}: no row {row!r} in {table}", suggest_nearest(row, rows)
    return BLOCKS[kind](collection, built, collection.schemas[table], row, field)


def make_matrix_block(collection: Collection, built: Built, table: Table, row: str, field: str) -> Block:
    """Make the matrix of a row: who says what."""
    lines = list_lines(table, collection.schemas)
    if not lines:
        return f"the schema of {table.name} has no overview", "say there which lines the matrix has (docs/schemas.md)"
    return make_matrix(built, row, lines, find_referring(lines, collection.schemas, built, table))


def make_printings_block(collection: Collection, built: Built, table: Table, row: str, field: str) -> Block:
    """Make the printings of a row's headline, side by side."""
    fact = built.facts.get((table.name, row, table.headline))
    if not fact:
        return f"no source's words on the headline of {table.name}/{row}", "name another row"
    return make_printings(list_printings(fact))


def make_cell_block(collection: Collection, built: Built, table: Table, row: str, field: str) -> Block:
    """Make the output of code that prints a cell: its value, who says the same, and who says otherwise."""
    key = ("table_name", "row_id", "field_name")
    cells = [one for one in built.rows["cells"] if tuple(one[name] for name in key) == (table.name, row, field)]
    if len(cells) != 1 or not cells[0]["agreeing"] or not cells[0]["others"]:
        message = f"no cell {table.name}/{row}/{field} with one value on which sources agree and others differ"
        return message, "name such a cell: TABLE/ROW/FIELD"
    (cell,) = cells
    others = [f"  {said}" for said in format_value(cell["others"]).split("; ") if said]
    first = f"{format_value(cell['value'])} by {cell['source_id']} and {cell['agreeing_source_ids']}"
    return ["```text", first, "otherwise:", *others, "```"]


def list_sources_block(collection: Collection, metadata: Metadata, built: Built) -> Block:
    """List the sources: title, author and publisher, with the address where it is known."""
    return [f"- {escape_text(str(row[SOURCE_ID]))}: {describe_source(row)}" for row in built.rows[SOURCES]]


def describe_source(row: Row) -> str:
    """Return a source's title, author and publisher as Markdown."""
    title = f"*{escape_text(str(row['headline']))}*" if row["headline"] else escape_text(name_untitled(str(row[SOURCE_ID])))
    publisher, url = (format_value(row[name]) for name in ("publisher", "url"))
    linked = make_link(publisher or url, url) if url else escape_text(publisher)
    return ", ".join(filter(None, (title, escape_text(format_value(row["author"])), linked)))


def cite_block(collection: Collection, metadata: Metadata, built: Built) -> Block:
    """Say how the package is cited."""
    return [f"> {escape_text(cite_package(metadata))}"]


def explain_coding_block(collection: Collection, metadata: Metadata, built: Built) -> Block:
    """Say how the data were made, who coded, and how far the codings agreed before they were compared."""
    said = [metadata[name] for name in ("method", "annotators") if name in metadata]
    measures = metadata["agreement"]
    if measures:
        said.append("How far the two codings agreed before they were compared (Krippendorff's alpha: 1 is full agreement):")
    lines = [line for text in said for line in ("", escape_text(text))]
    if measures:
        rows = [(one["kind"], str(one["units"]), str(one["alike"]), show_alpha(one)) for one in measures]
        lines += ["", *write_table(("what is compared", "units", "alike", "alpha"), rows)]
    return lines[1:] or ["It is not said how the data were made."]


def show_alpha(one: dict[str, Any]) -> str:
    """Return alpha as a table shows it."""
    return f"{one['alpha']:.2f}" if "alpha" in one else "–"


def site_block(collection: Collection, metadata: Metadata, built: Built) -> Block:
    """Say where the pages are: at the package's address, where it has one, and beside README.md."""
    home = f"{SITE_FOLDER}/index.html"
    asset = f"{metadata['name']}-{metadata['version']}-site.zip"
    address = metadata.get("homepage", "")
    return [
        *([f"On the web: {make_link(address, address)}."] if address else []),
        f"Beside this file: [{home}]({home}). In a clone `make site` writes it. With a release it is there",
        f"when `{asset}` is unpacked into `{SITE_FOLDER}`.",
    ]


def measure_shares_block(collection: Collection, metadata: Metadata, built: Built) -> Block:
    """Say which share of each source's text the published spans, their context and the published sentences hold."""
    shares = [share for source in collection.sources.values() if (share := measure_share(source, collection))]
    if not shares:
        return ["No text of a source is quoted."]
    low, high = (f"{share * 100:.0f} %" for share in (min(shares), max(shares)))
    held = low if low == high else f"{low} to {high}"
    return [f"Put together with their sentences, the quoted spans hold {held} of an article's characters."]


def measure_share(source: Source, collection: Collection) -> float:
    """Return the share of a source's NFC text that is in a claim's words or context, or in its passage."""
    claims = [claim for claim in collection.claims if claim.source == source.id]
    spans = [(one.start - len(one.prefix), one.end + len(one.suffix)) for claim in claims for one in claim.selectors]
    passages = {(claim.passage.start, claim.passage.end) for claim in claims}
    spans += [source.folded.unfold(*passage) for passage in passages]
    return sum(end - start for start, end in merge_spans(spans)) / len(source.text)


BLOCKS: dict[str, Callable[[Collection, Built, Table, str, str], Block]] = {
    "matrix": make_matrix_block,
    "printings": make_printings_block,
    "cell": make_cell_block,
}
"""A new kind of block on a row or a cell is one entry here; markers name it first."""

BLOCKS_OF_ALL: dict[str, Callable[[Collection, Metadata, Built], Block]] = {
    "site": site_block,
    "sources": list_sources_block,
    "shares": measure_shares_block,
    "citation": cite_block,
    "coding": explain_coding_block,
}
"""The same for blocks on the collection as a whole."""
