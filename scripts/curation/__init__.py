"""From news articles to tables in which every value can be followed to the exact words it was read from.

Folders and modules stand in the order in which data goes through them. Each imports only from those above it:

    problems      what is wrong, where, and what to do about it
    progress      how far a long build is, on a terminal
    characters    which characters a text may hold
    portable      which names a file can have on every system
    paths         the names of files and folders, and the separators
    hashes        the hash by which bytes are known
    watched       what is read, written down while somebody watches
    new_file      a file that is open for writing: each part reaches the system by one call, and is hashed
    files         files are opened here, for reading and for writing: regular ones, inside the collection
    folders       a folder is replaced as a whole
    unchanged     whether anything has changed since the last build
    records       CSV files as records, and how the rows of two tables differ
    strict_yaml   a strict subset of YAML; every node keeps its place
    schema/       the tables, metadata.yaml and how columns are filled, as typed models
    text/         what can be read from words: numbers, dates, countries, quotations, sentences
    sources/      the articles' texts as received
    annotation/   the coders' files: passages, cells, rulings, evidence
    claims/       what one source says about one cell; coverage; slips; the second coding
    facts/        what the claims on one cell agree on
    tables/       rows and cells, what must hold for them, and their provenance
    package/      the files that are published: tables, descriptors, pages, releases
    compare/      two published packages, compared
    site/         pages on which each figure shows its sentence, from a published package alone
    proposals/    what can be read from a new text by rules: nothing decides by it
    authoring/    help for coders: a new source, a cell shown with its words
    pipeline      read, claim, resolve, tabulate, package
    running       how a command runs, what it prints and with which code it ends
    cli           the command `curate`
    start         its beginning: a plain build ends here, without the command line

docs/api.md shows how to use the package from Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curation.pipeline import Prepared, build, check, read_collection

__all__ = ["Prepared", "build", "check", "read_collection"]


def __getattr__(name: str) -> Any:
    """Return a function of the pipeline. It is imported when it is used, so that `curate --help` answers at once."""
    if name not in __all__:
        raise AttributeError(f"module 'curation' has no attribute {name!r}")
    from curation import pipeline

    return getattr(pipeline, name)
