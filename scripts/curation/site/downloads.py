"""The files of the package that the site holds for download: the package as it is, in a folder of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from curation.compare.load import Read
from curation.compare.package_names import describe_name
from curation.hashes import hash_content
from curation.package.citation import cite_package, write_bibtex
from curation.package.parts import list_files_of
from curation.paths import DESCRIPTOR, PARQUET_FOLDER
from curation.schema.metadata import CREATOR
from curation.site.addresses import DATA
from curation.site.site import Site


@dataclass(frozen=True)
class Download:
    """One file: where it is in the site, its size in bytes and its SHA-256."""

    form: str
    href: str
    size: int
    sha256: str

    @property
    def kilobytes(self) -> str:
        """Its size for readers."""
        return f"{max(round(self.size / 1000), 1):,} KB"


def collect_files(site: Site, read: Read) -> dict[str, bytes]:
    """Return the descriptors and the files of the tables, by their paths in the package: those that are there."""
    paths = [DESCRIPTOR, *(file for table in site.published.tables.values() for file in table.files)]
    described = read(f"{PARQUET_FOLDER}/{DESCRIPTOR}")
    if described is not None:
        paths += [f"{PARQUET_FOLDER}/{DESCRIPTOR}", *list_parquet(described)]
    found = {path: content for path in paths if (content := read(path)) is not None}
    return dict(sorted(found.items()))


def list_parquet(described: bytes) -> list[str]:
    """Return the paths of the Parquet files that their descriptor names; none that leads out of its folder."""
    try:
        names = [str(one["path"]) for table in json.loads(described)["resources"] for one in table.get("parts", [table])]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
    return [f"{PARQUET_FOLDER}/{name}" for name in names if not describe_name(name)]


def list_downloads(site: Site, files: dict[str, bytes]) -> list[tuple[str, int, list[Download]]]:
    """Return each table with its number of rows and its files."""
    return [
        (
            table.name,
            len(table.rows),
            [
                download
                for form, paths in (
                    ("CSV", [path for path in table.files if path in files]),
                    ("Parquet", list_files_of(files, PARQUET_FOLDER, table.name)),
                )
                for download in describe_downloads(form, paths, files)
            ],
        )
        for table in site.published.tables.values()
    ]


def describe_downloads(form: str, paths: list[str], files: dict[str, bytes]) -> list[Download]:
    """Return the files of a table in one form; of several each has its number."""
    return [
        Download(
            f"{form}, {number} of {len(paths)}" if len(paths) > 1 else form,
            f"{DATA}/{path}",
            len(files[path]),
            hash_content(files[path]),
        )
        for number, path in enumerate(paths, 1)
    ]


def describe_citation(site: Site) -> list[tuple[str, str]]:
    """Return how the package is cited: as text, and as BibTeX."""
    about = site.published.about
    authors = [{"title": one.get("title", ""), "roles": [CREATOR]} for one in about.get("contributors") or ()]
    known: dict[str, Any] = {
        "name": about.get("name", ""),
        "title": about.get("title", ""),
        "version": site.published.version,
        "created": site.published.created,
        "contributors": [one for one in authors if one["title"]],
        **{name: about[name] for name in ("homepage", "doi") if about.get(name)},
    }
    return [("Text", cite_package(known)), ("BibTeX", write_bibtex(known))]
