"""What sites that serve the data need: Datasette's metadata and Hugging Face's dataset card."""

from __future__ import annotations

from typing import Any

from curation.package.citation import cite_package, quote
from curation.package.database import find_views
from curation.package.guide import GUIDE, explain_codes
from curation.paths import PARQUET_FOLDER
from curation.schema.metadata import Metadata
from curation.schema.tables import Schemas, Table
from curation.tables.types import Tables


def describe_for_datasette(schemas: Schemas, metadata: Metadata, rows: Tables, database: str) -> dict[str, Any]:
    """Describe the SQLite database in Datasette's metadata format. `database` is its file's name without the suffix.

    See https://docs.datasette.io/en/stable/metadata.html.
    """
    licence = metadata["licenses"][0]
    address = f"https://doi.org/{metadata['doi']}" if "doi" in metadata else metadata.get("homepage")
    about = {
        "title": metadata["title"],
        "description": " ".join([metadata["description"], *metadata["cautions"]]),
        "license": licence["title"],
        "license_url": licence["path"],
        "source": cite_package(metadata),
        **({"source_url": address} if address else {}),
    }
    tables = {name: describe_for_host(schemas[name], schemas[name].description) for name in metadata["tables"]}
    tables |= {view.name: describe_for_host(view.table, view.description) for view in find_views(schemas, metadata, rows)}
    tables[GUIDE] = {
        "description": "What the database is, and what its users must know.",
        "columns": {"what": "What the text is about.", "text": "The text."},
    }
    return {**about, "databases": {database: {**about, "tables": tables}}}


def describe_for_host(table: Table, description: str) -> dict[str, Any]:
    """Return a table's description and the texts of its columns."""
    columns = {column.name: explain_codes(column) for column in table.fields.values()}
    return {"description": description, "columns": columns}


def write_card(schemas: Schemas, metadata: Metadata) -> str:
    """Write a dataset card: as README.md in an unpacked release it makes each table a configuration of `load_dataset`.

    JSON strings are YAML strings, so that no text needs escaping by hand.
    """
    tables = [schemas[name] for name in metadata["tables"]]
    default = next((table.name for table in tables if table.is_fact), tables[0].name)
    lines = [
        "---",
        f"pretty_name: {quote(metadata['title'])}",
        f"license: {metadata['licenses'][0]['name'].lower()}",
        "language:",
        f"- {metadata['language']}",
        "tags:",
        *(f"- {quote(word)}" for word in metadata["keywords"]),
        "configs:",
    ]
    for table in tables:
        lines += [f"- config_name: {table.name}", f"  data_files: {PARQUET_FOLDER}/{table.name}.parquet"]
        lines += ["  default: true"] if table.name == default else []
    lines += ["---", "", f"# {metadata['title']}", "", metadata["description"], "", f"Version {metadata['version']}.", ""]
    lines += ["What every user must know:", "", *(f"- {caution}" for caution in metadata["cautions"]), ""]
    lines += ["| configuration | what it holds |", "| --- | --- |"]
    lines += [f"| `{table.name}` | {table.description.replace('|', chr(92) + '|')} |" for table in tables]
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
        "[docs/codebook.md](docs/codebook.md), what the files promise in [docs/format.md](docs/format.md).",
        "",
        f"Cite as: {cite_package(metadata)}",
    ]
    return "\n".join(lines) + "\n"
