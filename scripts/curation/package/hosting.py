"""What sites that serve the data need: Datasette's metadata and Hugging Face's dataset card."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from curation.package.citation import cite_package, find_address, quote
from curation.package.database import find_views
from curation.package.guide import GUIDE, MUST_KNOW, explain_codes
from curation.package.markdown import write_table
from curation.package.parts import find_size
from curation.paths import PARQUET_FOLDER
from curation.schema.metadata import Metadata
from curation.schema.tables import Schemas, Table
from curation.tables.types import Tables

HUB_LICENCES = re.compile(
    r"apache-2\.0|mit|cc0-1\.0|cc-by-(2\.0|2\.5|3\.0|4\.0)|cc-by-sa-[34]\.0|cc-by-nc-[234]\.0|cc-by-nd-4\.0|cc-by-nc-nd-[34]\.0"
    r"|cc-by-nc-sa-[234]\.0|cdla-(sharing-1|permissive-[12])\.0"
)
"""The licences of data that Hugging Face knows by their SPDX identifier in small letters."""

HUB_NAMES = {"odbl-1.0": "odbl", "odc-by-1.0": "odc-by", "pddl-1.0": "pddl"}
"""Those that it knows by another name. Any other licence is `other` there, with its name and its address."""

HUB_README = "docs/readme.md"
"""Where the package's own README is on Hugging Face: its README.md there is the card."""

HUB_SIZES = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")
"""Between which numbers Hugging Face's categories of size lie."""


def describe_for_datasette(schemas: Schemas, metadata: Metadata, rows: Tables, database: str) -> dict[str, Any]:
    """Describe the SQLite database in Datasette's metadata format. `database` is its file's name without the suffix.

    A column's unit is in its description: Datasette's own `units` are for physical ones. See
    https://docs.datasette.io/en/stable/metadata.html.
    """
    licence = metadata["licenses"][0]
    address = find_address(metadata)
    # Not every version of Datasette shows on a table's page what is said of the database alone.
    rights = {
        "license": licence["title"],
        "license_url": licence["path"],
        "source": cite_package(metadata),
        **({"source_url": address} if address else {}),
    }
    about = {"title": metadata["title"], "description_html": describe_in_html(metadata), **rights}
    tables = {name: describe_for_host(schemas[name], schemas[name].description) for name in metadata["tables"]}
    tables |= {view.name: describe_for_host(view.table, view.description) for view in find_views(schemas, metadata, rows)}
    tables[GUIDE] = {
        "description": "What the database is, and what its users must know.",
        "columns": {"what": "What the text is about.", "text": "The text."},
    }
    described = {name: {**said, **rights} for name, said in tables.items()}
    return {**about, "databases": {database: {**about, "tables": described}}}


def describe_in_html(metadata: Metadata) -> str:
    """Return what the package is and what its users must know as HTML, a paragraph each, with all texts escaped."""
    texts = [metadata["description"], MUST_KNOW, *metadata["cautions"]]
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def describe_for_host(table: Table, description: str) -> dict[str, Any]:
    """Return a table's description and the texts of its columns. A page shows each as one paragraph: a • is before a code."""
    columns = {column.name: explain_codes(column, "• ") for column in table.fields.values()}
    return {"description": description, "columns": columns}


def write_card(schemas: Schemas, metadata: Metadata, rows: Tables) -> str:
    """Write a dataset card: as README.md in an unpacked release it makes each table a configuration of `load_dataset`.

    JSON strings are YAML strings, so that no text needs escaping by hand; `no` and `on` would be no texts without quotes.
    """
    tables = [schemas[name] for name in metadata["tables"]]
    default = next((table.name for table in tables if table.is_fact), tables[0].name)
    lines = [
        "---",
        f"pretty_name: {quote(metadata['title'])}",
        *name_licence(metadata),
        "language:",
        f"- {quote(metadata['language'])}",
        "tags:",
        *(f"- {quote(word)}" for word in metadata["keywords"]),
        "size_categories:",
        f"- {name_size(sum(len(rows[table.name]) for table in tables))}",
        "configs:",
    ]
    for table in tables:
        files = f"{table.name}/*" if find_size(metadata, table.name) else table.name
        lines += [f"- config_name: {quote(table.name)}", f"  data_files: {PARQUET_FOLDER}/{files}.parquet"]
        lines += ["  default: true"] if table.name == default else []
    lines += ["---", "", f"# {metadata['title']}", "", metadata["description"], "", f"Version {metadata['version']}.", ""]
    lines += [MUST_KNOW, "", *(f"- {caution}" for caution in metadata["cautions"]), ""]
    held = ((f"`{table.name}`", table.description.replace("|", "\\|")) for table in tables)
    lines += write_table(("configuration", "what it holds"), held)
    lines += [
        "",
        "```python",
        "from pathlib import Path",
        "",
        "from datasets import load_dataset",
        "",
        "dataset = str(Path.cwd())  # the folder with these files; on the Hub the name of this dataset",
        f'{default} = load_dataset(dataset, "{default}", split="train")',
        f"print({default}[0])",
        "```",
        "",
        "There is one split; it is called `train` because the Hub calls it so. Every column and code is described in",
        "[docs/codebook.md](docs/codebook.md), what the files promise in [docs/format.md](docs/format.md), how to read the",
        f"columns in [{HUB_README}]({HUB_README}).",
        "",
        f"Cite as: {cite_package(metadata)}",
    ]
    return "\n".join(lines) + "\n"


def name_licence(metadata: Metadata) -> list[str]:
    """Return the lines of a card that name the data's licence as Hugging Face does."""
    licence = metadata["licenses"][0]
    name = licence["name"].lower()
    if HUB_LICENCES.fullmatch(name) or name in HUB_NAMES:
        return [f"license: {HUB_NAMES.get(name, name)}"]
    return ["license: other", f"license_name: {quote(name)}", f"license_link: {quote(licence['path'])}"]


def name_size(count: int) -> str:
    """Return the size category of a number of rows, by the names of Hugging Face.

    >>> name_size(999), name_size(1000), name_size(123_456), name_size(10**7), name_size(10**12)
    ('n<1K', '1K<n<10K', '100K<n<1M', '10M<n<100M', 'n>1T')
    """
    place = len(str(count)) - 4
    if place < 0:
        return f"n<{HUB_SIZES[0]}"
    if place >= len(HUB_SIZES) - 1:
        return f"n>{HUB_SIZES[-1]}"
    return f"{HUB_SIZES[place]}<n<{HUB_SIZES[place + 1]}"
