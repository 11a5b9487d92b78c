"""A built collection many times over: each source, row and claim of it copied under names of its own, and packaged."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from curation.package.citation import complete_metadata
from curation.package.csv_parquet import Files, write_json
from curation.package.generate import make_catalogues, make_files
from curation.package.manifest import write_manifest
from curation.paths import MANIFEST, REGISTERS
from curation.pipeline import Prepared
from curation.schema.tables import SYSTEM_TABLES, Table
from curation.tables.types import Row, Tables


def grow_package(root: Path, prepared: Prepared, copies: int) -> Files:
    """Return the files of a package that holds a built collection so many times. Its evidence and places stay one."""
    registers = json.loads(prepared.files[REGISTERS])
    grown = registers | {"sources": {}, "attributions": {}}
    tables = {name: [*made] for name, made in prepared.tables.items()}
    grown_rows: dict[str, list[Row]] = {name: [] for name in tables if name != "evidence"}
    for number in range(copies):
        rename = make_renamer(prepared, f"-c{number:05}")
        for name, some in grown_rows.items():
            some += [rename_row(prepared.schemas[name], row, rename) for row in tables[name]]
        for source, entry in registers["sources"].items():
            changed = {"sha256": hash_name(rename(source))} if "sha256" in entry else {}
            changed |= {"short_name": rename(source)}
            grown["sources"][rename(source)] = entry | changed
            grown["attributions"][rename(source)] = {
                passage: [[rename(who), words, rename(via)] for who, words, via in ways]
                for passage, ways in registers["attributions"][source].items()
            }
    rows: Tables = {**prepared.tables, **grown_rows}
    for name, table in prepared.schemas.items():
        rows[name] = sorted(rows[name], key=make_order(prepared, table))
    metadata = complete_metadata(registers["metadata"], prepared.schemas, rows)
    files: Files = {}
    assert not make_files(prepared.schemas, metadata, rows, write_json(grown), files)
    files |= make_catalogues(prepared.schemas, metadata, rows, files)
    files = {name: content for name, content in files.items() if not name.startswith("docs/")}
    annotations = (root / "annotations" / f"{name}.yaml" for name in ("decisions", "evidence", "places"))
    by_hand = [root / "metadata.yaml", *(root / "schemas").glob("*.json"), *(path for path in annotations if path.exists())]
    files |= {path.relative_to(root).as_posix(): path.read_bytes() for path in by_hand if ".schema." not in path.name}
    return files | {MANIFEST: write_manifest(root, files)}


def make_renamer(prepared: Prepared, ending: str) -> Callable[[str], str]:
    """Return a function that adds an ending to each name of a row of facts or a source in a text, outside quoted words."""
    facts = [table for name, table in prepared.schemas.items() if name not in SYSTEM_TABLES]
    names = {str(row[table.key[0]]) for table in facts for row in prepared.tables[table.name]}
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    pattern = re.compile(rf"«[^»]*»|(?<![\w.\-])({'|'.join(longest)})(?![\w.\-])")
    return lambda text: pattern.sub(lambda found: found[0] + ending if found[1] else found[0], text)


def rename_row(table: Table, row: Row, rename: Callable[[str], str]) -> Row:
    """Return a row with every name in it renamed; texts that a source wrote are as they were."""
    kept = {"exact", "prefix", "suffix", "words", "in_sentence", "attributed_words", "hedge_words", "sentence"}
    changed: dict[str, Any] = {
        column: rename(value) if isinstance(value, str) and column not in kept and not column.endswith("_printed") else value
        for column, value in row.items()
    }
    if table.name == "sources":
        changed |= {"sha256": hash_name(str(changed["source_id"])), "short_name": changed["source_id"]}
    if table.name == "cells" and (row["table_name"], row["field_name"]) == ("sources", "sha256"):
        changed["value"] = hash_name(str(changed["row_id"]))
    if table.name == "cells" and (row["table_name"], row["field_name"]) == ("sources", "short_name"):
        changed["value"] = changed["row_id"]
    return changed


def hash_name(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def make_order(prepared: Prepared, table: Table) -> Callable[[Row], tuple[Any, ...]]:
    """Return the key by which the rows of a table are sorted."""
    if table.name == "claims":
        return lambda row: (row["source_id"], row["passage"])
    if table.name == "cells":
        places = {name: [*one.fields] for name, one in prepared.schemas.items()}
        return lambda row: (
            row["table_name"],
            row["row_id"],
            places[str(row["table_name"])].index(str(row["field_name"])),
            row["member"],
        )
    return lambda row: tuple(row[name] for name in table.key)


def write_grown(folder: Path, copies: int) -> None:
    """Write so many copies of the small collection into a folder, to be measured: python tests/grown.py FOLDER COPIES."""
    from conftest import copy_collection
    from curation.pipeline import build

    root = copy_collection(folder / "collection").root
    prepared = build(root)
    for name, content in grow_package(root, prepared, copies).items():
        (folder / "package" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "package" / name).write_bytes(content)


if __name__ == "__main__":
    write_grown(Path(sys.argv[1]), int(sys.argv[2]))
