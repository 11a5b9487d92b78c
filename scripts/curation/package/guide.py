"""What the tables and columns mean, for the first sheet of the workbook and the first table of the database."""

from __future__ import annotations

from collections.abc import Iterator

from curation.package.citation import cite_package
from curation.schema.describe import explain_code, explain_field
from curation.schema.metadata import Metadata
from curation.schema.tables import Field
from curation.text.folding import fold_spaces

GUIDE = "About this dataset"

MUST_KNOW = "What every user must know:"
"""The line above the cautions."""


def describe_for_readers(metadata: Metadata) -> Iterator[tuple[str, str]]:
    """Yield what the package is and what its users must know, as pairs of a subject and a text."""
    licence = metadata["licenses"][0]
    yield "what it is", metadata["description"]
    yield "version", f"{metadata['version']} ({metadata['created']})"
    yield "licence", f"{licence['title']} ({licence['path']})"
    yield "cite as", cite_package(metadata)
    if "homepage" in metadata:
        yield "address", metadata["homepage"]
    for caution in metadata["cautions"]:
        yield "caution", caution
    for source in metadata["sources"]:
        yield "source", source
    yield "words", "The table cells has a line for each cell of the others: its exact words, who said them, and where."
    yield "empty", "An empty cell is a missing value. The members of a set are joined by |."
    yield "filled by", "How a column's cells come about; docs/schemas.md in the release's zip explains each name."


def explain_codes(column: Field, mark: str = "") -> str:
    """Return what a column means, its unit and, each after a mark, what its codes are called and mean, on one line."""
    codes = (f"{mark}{name}: {explain_code(code)}" for name, code in column.codes.items())
    return fold_spaces(" ".join([explain_field(column), *codes]))
