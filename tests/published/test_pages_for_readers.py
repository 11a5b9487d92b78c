"""docs/facts.md and the matrices of README.md show what the claims say, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from curation.package.matrix import SILENT
from curation.paths import FACTS, README
from curation.schema.overview import OverviewLine, list_lines
from curation.schema.read import read_schemas
from curation.schema.tables import Schemas
from published.conftest import Package
from rendered import Page, fold

TAGS = {
    "h1",
    "h2",
    "h3",
    "p",
    "ul",
    "li",
    "a",
    "b",
    "em",
    "strong",
    "code",
    "span",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


def read_matrices(root: Path) -> Iterator[tuple[str, str, list[list[str]]]]:
    """Read the matrices of README.md: the table, the row, and the cells as a page shows them."""
    text = (root / README).read_text(encoding="utf-8")
    for table, row, block in re.findall(r"begin generated: matrix (\w+)/(\S+) -->\n(.*?)\n<!-- end", text, flags=re.DOTALL):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        cells = [[Page(f"x {cell}").text[2:].strip() for cell in line.split("|")[1:-1]] for line in (lines[0], *lines[2:])]
        yield table, row, cells


def find_cells(package: Package, schemas: Schemas, table: str, row: str, line: OverviewLine) -> set[tuple[str, str, str]]:
    """Return the cells that a line of a row's matrix quotes: its own, and those of rows that refer to it."""
    cells = set()
    for other, field in line.columns:
        links = [own for own, target, _ in schemas[other].foreign_keys if target == table]
        key = schemas[other].key[0]
        rows = [one[key] for one in package.rows(other) if any(one[link] == row for link in links)]
        cells |= {(other, one, field) for one in ([row] if other == table else rows)}
    return cells


def test_every_cell_of_the_matrix_quotes_its_source(package: Package) -> None:
    claims = package.rows("claims")
    schemas, _ = read_schemas(package.root)
    matrices = list(read_matrices(package.root))
    assert matrices
    for table, row, (header, *body) in matrices:
        lines = {line.label: line for line in list_lines(schemas[table], schemas)}
        for label, *cells in body:
            quoted = find_cells(package, schemas, table, row, lines[label])
            for source, cell in zip(header[1:], cells, strict=True):
                said = [c for c in claims if c["source_id"] == source]
                said = [c for c in said if (c["table_name"], c["row_id"], c["field_name"]) in quoted]
                check_cell(cell, {fold(claim["exact"]).casefold() for claim in said}, lines[label])
                assert ("(hedged" in cell) <= any(claim["certainty"] == "hedged" for claim in said)


def check_cell(cell: str, printed: set[str], line: OverviewLine) -> None:
    """Assert that a cell quotes the printed words, all of them and no others."""
    shown = [piece.casefold() for words in re.findall("“(.*?)”", cell) for piece in words.split(" … ")]
    assert (cell == SILENT) == (not printed), line.label
    assert all(any(words in piece for piece in shown) for words in printed), line.label
    if line.is_joined:
        assert all(piece.startswith(tuple(printed)) and piece.endswith(tuple(printed)) for piece in shown)
    else:
        assert set(shown) == printed


def read_sections(package: Package) -> dict[str, str]:
    text = (package.root / FACTS).read_text(encoding="utf-8")
    return dict(re.findall(r"^### (\S+/\S+)\n(.*?)(?=^##|\Z)", text, flags=re.MULTILINE | re.DOTALL))


def test_the_words_of_every_claim_are_marked_under_their_row(package: Package) -> None:
    sections = {name: [fold(bold) for bold in Page(text).bold] for name, text in read_sections(package).items()}
    for claim in package.rows("claims"):
        bold = sections[f"{claim['table_name']}/{claim['row_id']}"]
        assert any(fold(claim["exact"]) in words for words in bold), claim["claim_id"]


def test_a_fact_shows_a_sentence_of_a_source_once(package: Package) -> None:
    for name, text in read_sections(package).items():
        for fact in re.split(r"^- ", text, flags=re.MULTILINE)[1:]:
            lines = [line for line in fact.splitlines() if line.startswith("  - ")]
            assert len(lines) == len(set(lines)), name


def test_the_page_of_facts_has_plain_lists_and_tables(package: Package) -> None:
    text = (package.root / FACTS).read_text(encoding="utf-8")
    assert set(Page(text).tags) <= TAGS
    assert len(text.encode()) < 400_000 or len(read_sections(package)) > 200
