"""dist/: what a release holds. A zip, each table by itself, a workbook, a database, metadata for hosts, and hashes."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from curation.files import hold_lock, read_file
from curation.folders import replace_folder
from curation.hashes import hash_content
from curation.package.croissant import is_data
from curation.package.csv_parquet import Files, write_json
from curation.package.database import name_database, write_database
from curation.package.documents import FIGURES, FOR_CONTRIBUTORS, HAND_WRITTEN, list_matching
from curation.package.hosting import HUB_README, describe_for_datasette, write_card
from curation.package.stata import write_stata
from curation.package.web_annotations import write_annotations
from curation.package.workbook import write_workbook
from curation.paths import (
    DECISIONS,
    DIST,
    DIST_STAGING,
    EVIDENCE,
    NOTES,
    PLACES,
    README,
    SUMS,
    WEB_ANNOTATIONS,
)
from curation.problems import Problem
from curation.schema.metadata import Metadata
from curation.schema.tables import Schemas
from curation.tables.types import Tables

OPTIONAL = (DECISIONS, EVIDENCE, PLACES, FIGURES)
"""What a collection need not have."""

LINK = re.compile(r"\[([^\]]+)\]\(([^)#\s]+)[^)]*\)")
"""A Markdown link: its text and the file that it leads to."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every member of the zip: the first that a zip can hold, since the build knows no clock."""


def write_release(root: Path, assets: Files) -> Problem | None:
    """Make dist/ hold these files and no others; return what prevents it. The old dist/ is there until the new one is."""
    with hold_lock(root) as problem:
        return problem or replace_folder(root, DIST, assets, DIST_STAGING)


def collect_files(root: Path, generated: Mapping[str, bytes]) -> tuple[Files, list[Problem]]:
    """Collect what goes into the zip: the generated files, and those written by hand that a reader of them needs."""
    files = dict(generated)
    problems = []
    for pattern in HAND_WRITTEN:
        names, found = list_matching(root, pattern)
        problems += found
        if not names and not found and pattern not in OPTIONAL:
            problems.append(Problem(pattern, 0, 0, "is missing", "a release holds it"))
        for name in (name for name in names if name not in FOR_CONTRIBUTORS):
            content = read_file(root, name)
            if isinstance(content, Problem):
                problems.append(content)
            elif content is not None:
                files[name] = content
    for name in (name for name in files if name.endswith(".md")):
        files[name] = unlink_left_out(name, files[name].decode()).encode()  # the build has read each as UTF-8
    return files, list(dict.fromkeys(problems))


def unlink_left_out(name: str, text: str) -> str:
    """Replace a document's links to files that the zip leaves out by their text and where to find the file.

    >>> unlink_left_out("docs/coding.md", "See [how](annotation.md#a-cell) and [the codes](codebook.md).")
    'See how (docs/annotation.md in the repository) and [the codes](codebook.md).'
    """

    def replace(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link[2]))
        if target not in FOR_CONTRIBUTORS:
            return link[0]
        return f"{target} (in the repository)" if link[1] == link[2] else f"{link[1]} ({target} in the repository)"

    return LINK.sub(replace, text)


def make_assets(
    collected: Files, schemas: Schemas, metadata: Metadata, rows: Tables, notes: str = "", site: Files | None = None
) -> Files:
    """Make every file of dist/ by its name: flat, as the assets of a release are. `collected` goes into the zip."""
    name, database = f"{metadata['name']}-{metadata['version']}", name_database(metadata)
    assets = {f"{name}.zip": write_zip(collected)}
    assets |= {Path(path).name: content for path, content in collected.items() if is_data(path)}
    assets |= {f"{table}.dta": write_stata(schemas[table], rows[table], metadata) for table in metadata["tables"]}
    assets[f"{name}.xlsx"] = write_workbook(schemas, metadata, rows)
    assets[f"{database}.sqlite"] = write_database(schemas, metadata, rows)
    assets[f"{database}.datasette.json"] = write_json(describe_for_datasette(schemas, metadata, rows, database))
    assets[f"{name}-huggingface.zip"] = write_zip(make_hub_folder(collected, write_card(schemas, metadata, rows)))
    assets[WEB_ANNOTATIONS] = write_annotations(schemas, metadata, rows)
    assets |= {f"{name}-site.zip": write_zip(site)} if site else {}
    assets |= {NOTES: notes.encode()} if notes else {}
    sums = "".join(f"{hash_content(content)}  {path}\n" for path, content in sorted(assets.items()))
    return assets | {SUMS: sums.encode()}


def make_hub_folder(collected: Files, card: str) -> Files:
    """Return the files of the zip as Hugging Face shows them: its README.md is the card, the package's own is in docs/."""
    return move_document(collected, README, HUB_README) | {README: card.encode()}


def move_document(files: Files, old: str, new: str) -> Files:
    """Return the files with one document elsewhere; every link from it and to it leads where it led before.

    >>> files = {"README.md": b"[a](docs/a.md#b) [c](https://c.org)", "docs/a.md": b"[readme](../README.md)"}
    >>> moved = move_document(files, "README.md", "docs/README.md")
    >>> moved["docs/README.md"], moved["docs/a.md"]
    (b'[a](a.md#b) [c](https://c.org)', b'[readme](README.md)')
    """
    moved = {}
    for name, content in files.items():
        place = new if name == old else name

        def relink(link: re.Match[str], name: str = name, place: str = place) -> str:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link[2]))
            if target not in files:
                return link[0]
            path = posixpath.relpath(new if target == old else target, posixpath.dirname(place) or ".")
            return link[0].replace(f"]({link[2]}", f"]({path}", 1)

        moved[place] = LINK.sub(relink, content.decode()).encode() if name.endswith(".md") else content
    return moved


def write_zip(files: Files) -> bytes:
    """Write a zip whose bytes depend on the files' names and bytes alone.

    It has no top folder: frictionless reads a zip only where datapackage.json is at its root.

    Members are stored and not deflated: what a deflater writes differs from one zlib to another. Parquet is compressed
    in itself.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            member = zipfile.ZipInfo(name, EPOCH)
            member.create_system = 3  # Unix, on Windows too
            member.external_attr = 0o100644 << 16
            archive.writestr(member, content)
    return buffer.getvalue()
