"""The packages on which the rules must hold: the published one, and the same with two more sources added."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, join_collections, read_rows
from curation.pipeline import build
from package_files import Rows


@dataclass(frozen=True)
class Package:
    """A built package in its collection's folder."""

    root: Path

    @cached_property
    def descriptor(self) -> Any:
        return self.read_json("datapackage.json")

    @property
    def tables(self) -> list[str]:
        return [resource["name"] for resource in self.descriptor["resources"]]

    @property
    def schemas(self) -> dict[str, Any]:
        return {resource["name"]: resource["schema"] for resource in self.descriptor["resources"]}

    @property
    def facts(self) -> list[str]:
        """The tables whose every cell has its words; the others are made by the build."""
        return [name for name in self.tables if self.read_json(f"schemas/{name}.json").get("curation", {}).get("identity")]

    def read_json(self, name: str) -> Any:
        return json.loads((self.root / name).read_text(encoding="utf-8"))

    def rows(self, table: str) -> Rows:
        return read_rows(self.root, table)


@pytest.fixture(scope="session")
def more_sources(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The real collection with the two invented reports of two_sources, built."""
    root = join_collections(tmp_path_factory.mktemp("joined") / "collection").root
    built = build(root)
    assert not built.errors, "\n".join(map(str, built.errors))
    return Package(root)


@pytest.fixture(scope="session", params=["as published", "with two more sources"])
def package(request: pytest.FixtureRequest) -> Package:
    if request.param == "as published":
        return Package(ROOT)
    joined: Package = request.getfixturevalue("more_sources")
    return joined
