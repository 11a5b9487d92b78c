"""The package: it follows any schema, and the checks around it find what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import Any

import frictionless
import yaml

from conftest import ROOT, Copy
from curation.paths import SCHEMAS
from curation.pipeline import Prepared, build
from curation.schema.tables import SYSTEM_TABLES

A = "annotations/s100.yaml"


def test_frictionless_finds_a_changed_cell(built_copy: Copy) -> None:
    assert frictionless.validate(str(built_copy.root / "datapackage.json")).valid
    built_copy.edit("build/csv/flights.csv", ",charter,", ",chatrer,")
    assert not frictionless.validate(str(built_copy.root / "datapackage.json")).valid


def run_check(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *words], cwd=ROOT, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflows_are_valid() -> None:
    workflows = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    run_check("--builtin-schema", "vendor.github-workflows", *workflows)


def test_the_issue_forms_are_valid() -> None:
    forms = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
    run_check("--builtin-schema", "vendor.github-issue-forms", *map(str, forms))
    run_check("--builtin-schema", "vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml")


def test_the_schemas_are_valid_table_schemas() -> None:
    files = sorted(str(path) for path in (ROOT / "schemas").glob("*.json") if ".schema." not in path.name)
    run_check("--schemafile", "tests/tableschema.json", *files)


def test_the_commit_hooks_need_no_network() -> None:
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    assert {hook["language"] for hook in repositories[0]["hooks"]} == {"system"}


def test_a_new_table_and_column_need_schemas_and_annotations_only(two_sources: Copy) -> None:
    """A new table of announcements, and a new column of flights, both of existing parsers and rules."""

    def field(name: str, type_: str, **more: Any) -> dict[str, Any]:
        example = "2025-04-18" if type_ == "date" else "x"
        return {"name": name, "type": type_, "title": name, "description": f"The {name}.", "example": example, **more}

    announcements = {
        "name": "announcements",
        "title": "Announcements",
        "description": "A row is an announcement.",
        "fields": [
            field(
                "announcement_id",
                "string",
                constraints={"required": True, "unique": True},
                curation={"fill": "derive", "derive": "row_id"},
            ),
            field("announced_for", "string", curation={"fill": "parse", "reads": "date", "agree": "interval"}),
            field("announced_for_earliest", "date", curation={"fill": "part", "part": "earliest", "of": "announced_for"}),
            field("subject", "string", curation={"fill": "parse", "reads": "verbatim", "agree": "same"}),
            field(
                "source_ids", "string", constraints={"required": True}, curation={"fill": "derive", "derive": "source_ids"}
            ),
        ],
        "primaryKey": ["announcement_id"],
        "missingValues": [""],
        "curation": {"identity": {"equal": ["announced_for"]}, "headline": "announced_for"},
    }
    (two_sources.root / SCHEMAS / "announcements.json").write_text(json.dumps(announcements), encoding="utf-8")
    flights = json.loads((two_sources.root / SCHEMAS / "flights.json").read_text(encoding="utf-8"))
    flights["fields"].insert(-3, field("haste", "string", curation={"fill": "parse", "reads": "verbatim", "agree": "same"}))
    (two_sources.root / SCHEMAS / "flights.json").write_text(json.dumps(flights), encoding="utf-8")
    two_sources.append("metadata.yaml", "- announcements\n")
    two_sources.edit(
        A,
        "  officials/ada-holm:\n",
        "  announcements/flight:\n    announced_for: 12 March 2031\n    subject: charter flight\n  officials/ada-holm:\n",
    )
    two_sources.edit(A, "    funder: GEO <-", "    haste: the whole flight\n    funder: GEO <-")
    (two_sources.root / "annotations" / "second" / "s100.csv").unlink()
    settlements = two_sources.root / "annotations" / "second" / "settlements.csv"
    lines = [line for line in settlements.read_text(encoding="utf-8").splitlines() if not line.startswith("s100,")]
    settlements.write_text("\n".join(lines) + "\n", encoding="utf-8")
    built = build(two_sources.root)
    assert not built.errors, "\n".join(map(str, built.errors))
    assert built.built
    (announcement,) = built.built.rows["announcements"]
    assert (announcement["announced_for"], announcement["announced_for_earliest"]) == ("2031-03-12", date(2031, 3, 12))
    assert built.built.rows["flights"][0]["haste"] == "the whole flight"
    assert (two_sources.root / "build" / "parquet" / "announcements.parquet").exists()


def test_the_code_names_no_table_or_column_of_facts(small: Prepared) -> None:
    """Only sources, claims, cells and disagreements are known by name; every other one comes from its schema."""
    own = {"sources", *SYSTEM_TABLES}
    own_columns = {name for table in own for name in small.schemas[table].fields}
    foreign = {table for table in small.schemas if table not in own}
    foreign |= {name for table in foreign for name in small.schemas[table].fields if name not in own_columns}
    # words of the language of schemas and annotations, and a kind of disagreement, which happen to be columns too
    foreign -= {
        "source_error",
        "title",
        "origins",
        "sentence",
        "unit",
        "place",
        "name",
        "role",
        "via",
        "country",
        "subdivision",
        "count_status",
        "country_name",
        "source_ids",
        "measure",
    }
    for path in sorted((ROOT / "scripts" / "curation").rglob("*.py")):
        if path.parent.name == "proposals":
            continue  # its rules are about what these tables hold, and decide nothing that is published
        text = path.read_text(encoding="utf-8")
        named = sorted(name for name in foreign if f'"{name}"' in text)
        assert not named, f"{path.name} names {named}"
