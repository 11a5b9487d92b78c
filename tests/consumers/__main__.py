"""Load a release as strangers do: each tool in a virtual environment of its own that has never seen the repository.

Usage: python tests/consumers [TOOL...]

Unpacks dist/ outside the repository, installs each tool as its users do (its newest release, unpinned), runs the README's
code for it as it stands, and lets it report every table: rows, the type of each column and its empty cells. All must be
what the descriptor and the CSV files say. For Hugging Face's datasets the README is the dataset card, as on the Hub.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
READERS = Path(__file__).parent / "readers"
SCHEMA = "columns.csv"
Report = dict[str, Any]
"""For each table its number of rows and, for each column, [type, number of empty cells]."""


@dataclass(frozen=True)
class Tool:
    """What to install, and which of the README's blocks are the tool's; the file of dist/ that is its README, if any."""

    name: str
    packages: tuple[str, ...]
    language: str
    mark: str
    readme: str = ""


TOOLS = (
    Tool("frictionless", ("frictionless",), "python", "from frictionless import"),
    Tool("pandas", ("pandas", "pyarrow"), "python", "import pandas"),
    Tool("polars", ("polars",), "python", "import polars"),
    Tool("duckdb", ("duckdb",), "sql", "SELECT"),
    Tool("pyarrow", ("pyarrow",), "python", "import pyarrow"),
    Tool("sqlite3", (), "python", "import sqlite3"),
    Tool("datasets", ("datasets",), "python", "from datasets import", "*.huggingface.md"),
    Tool("r", (), "r", "read.csv"),
)


def unpack_release(folder: Path) -> Path:
    """Unpack the release's zip, lay the database beside, and return the folder that a user works in."""
    (archive,) = (ROOT / "dist").glob("*.zip")
    (database,) = (ROOT / "dist").glob("*.sqlite")
    top = folder / archive.stem
    with zipfile.ZipFile(archive) as content:
        content.extractall(top)
    shutil.copy(database, top)
    return top


def put_readme(folder: Path, pattern: str) -> Path:
    """Return a copy of the release's folder in which a file of dist/ is the README."""
    (readme,) = (ROOT / "dist").glob(pattern)
    target = folder.with_name(f"{folder.name}-{readme.suffixes[-2][1:]}")
    shutil.copytree(folder, target)
    shutil.copy(readme, target / "README.md")
    return target


def describe_release(folder: Path) -> Report:
    """Say what every tool should see: the descriptor's types, and the rows and empty cells of the CSV files."""
    report: Report = {}
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = {
            field["name"]: [field["type"], sum(not row[field["name"]] for row in rows)]
            for field in resource["schema"]["fields"]
        }
        report[resource["name"]] = {"rows": len(rows), "columns": columns}
    return report


def write_schema(folder: Path, report: Report) -> None:
    """Write the columns' types as CSV, for a tool that reads no JSON."""
    with (folder / SCHEMA).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "column", "type"])
        writer.writerows(
            [table, column, kind] for table, said in report.items() for column, (kind, _) in said["columns"].items()
        )


def find_blocks(folder: Path, tool: Tool) -> list[str]:
    text = (folder / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{tool.language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return [block for block in blocks if tool.mark in block]


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in the release's folder, with nothing of this project in its environment."""
    hidden = ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"HF_HOME": str(folder / ".huggingface"), "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    return subprocess.run(words, cwd=folder, env=environment, text=True, capture_output=True, check=False)


def install(tool: Tool, folder: Path) -> list[str]:
    """Make the tool's environment, and return the command that runs a script in it."""
    if tool.language == "r":
        found = shutil.which("Rscript")
        if not found:
            sys.exit("Rscript is missing: install R (Debian: r-base-core), or name the other tools on the command line")
        return [found, "--vanilla"]
    home = folder / tool.name
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    if tool.packages:
        quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = run([str(python), *quiet, *tool.packages], folder)
        if done.returncode:
            sys.exit(f"pip install {' '.join(tool.packages)} failed:\n{done.stderr}")
    return [str(python)]


def try_tool(tool: Tool, environments: Path, folder: Path, wanted: Report) -> Iterator[str]:
    """Run the README's blocks and the tool's reader, and yield what is wrong."""
    command = install(tool, environments)
    blocks = find_blocks(folder, tool)
    if not blocks:
        yield "the README has no code for it"
    for block in blocks:
        code = block if tool.language != "sql" else f"import duckdb\nprint(len(duckdb.sql({block!r}).fetchall()) or 1 / 0)"
        done = run([*command, "-e" if tool.language == "r" else "-c", code], folder)
        if done.returncode or done.stderr.strip():
            yield f"the README's code fails or warns:\n{block}\n{done.stderr}"
    if tool.name == "frictionless":
        (archive,) = (ROOT / "dist").glob("*.zip")
        for target in ("datapackage.json", str(archive)):
            done = run([str(Path(command[0]).with_name("frictionless")), "validate", target], folder)
            if done.returncode or "INVALID" in done.stdout or done.stdout.count(" VALID ") < len(wanted):
                yield f"frictionless validate {target} fails:\n{done.stdout}{done.stderr}"
    done = run([*command, str(READERS / f"{tool.name}.{'R' if tool.language == 'r' else 'py'}")], folder)
    if done.returncode:
        yield f"the reader fails:\n{done.stderr}"
    else:
        yield from compare(json.loads(done.stdout), wanted)


def compare(seen: Report, wanted: Report) -> Iterator[str]:
    for table, said in wanted.items():
        if table not in seen or seen[table]["rows"] != said["rows"]:
            yield f"{table}: {seen.get(table, {}).get('rows', 'no')} rows, {said['rows']} are published"
            continue
        for column, value in said["columns"].items():
            if seen[table]["columns"].get(column) != value:
                yield f"{table}.{column}: {seen[table]['columns'].get(column)} where [type, empty cells] should be {value}"


def main(names: list[str]) -> int:
    unknown = set(names) - {tool.name for tool in TOOLS}
    if unknown:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; known are: {', '.join(tool.name for tool in TOOLS)}")
    is_wrong = False
    with tempfile.TemporaryDirectory() as place:
        folder = unpack_release(Path(place))
        wanted = describe_release(folder)
        write_schema(folder, wanted)
        cells = sum(said["rows"] * len(said["columns"]) for said in wanted.values())
        for tool in TOOLS:
            if names and tool.name not in names:
                continue
            home = put_readme(folder, tool.readme) if tool.readme else folder
            faults = list(try_tool(tool, Path(place), home, wanted))
            is_wrong = is_wrong or bool(faults)
            outcome = f"{len(wanted)} tables, {cells} cells: rows, types and empty cells agree; the README's code runs"
            print(f"{tool.name:13}{outcome if not faults else 'WRONG'}", *faults, sep="\n    ", flush=True)
    return int(is_wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
