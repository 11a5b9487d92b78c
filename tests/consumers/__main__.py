"""Load a release as strangers do: each tool in a virtual environment of its own that has never seen the repository.

Usage: python tests/consumers [TOOL...]

Unpacks dist/ outside the repository, installs each tool as its users do (its newest release, unpinned), runs the README's
code for it unchanged, and lets it report every table: rows, the type of each column, its empty cells and, where the
format has labels, the label of each code and the number of rows that have it. All must be what the descriptor and the CSV
files say, and no tool may warn. For Hugging Face's datasets the README is the dataset card, as on the Hub.

R and its packages are not installed here. Without R or jsonlite this fails; haven and arrow are used where they are
installed, and it is printed where they are not.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
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
Report = dict[str, Any]
"""For each table its number of `rows`; in `columns`, for each column, [type, empty cells]; in `labels`, for each
column with a closed list of codes, the label of each code with the number of rows that have it."""


@dataclass(frozen=True)
class Tool:
    """What to install, and which of the README's blocks are the tool's."""

    name: str
    packages: tuple[str, ...]
    language: str = "python"
    mark: str = ""
    """What is in each of the tool's blocks; empty where the README has none."""
    zip: str = ".zip"
    """How the name of the zip ends that the tool's users unpack, after the version."""
    has_labels: bool = False
    """Whether the tool's format says what codes are called."""
    is_optional: bool = False
    """Whether the tool is left out where it is not installed."""


TOOLS = (
    Tool("frictionless", ("frictionless",), mark="from frictionless import", has_labels=True),
    Tool("pandas", ("pandas", "pyarrow"), mark="import pandas"),
    Tool("polars", ("polars",), mark="import polars"),
    Tool("duckdb", ("duckdb",), "sql", "SELECT"),
    Tool("pyarrow", ("pyarrow",), mark="import pyarrow", has_labels=True),
    Tool("sqlite3", (), mark="import sqlite3"),
    Tool("datasette", ("datasette",), "sh", "datasette ", has_labels=True),
    Tool("datasets", ("datasets",), mark="from datasets import", zip="-huggingface.zip"),
    Tool("pyreadstat", ("pyreadstat", "pandas"), has_labels=True),
    Tool("r", ("jsonlite",), "r", "read.csv", has_labels=True),
    Tool("haven", ("jsonlite", "haven"), "r", has_labels=True, is_optional=True),
    Tool("arrow", ("jsonlite", "arrow"), "r", is_optional=True),
)


def find_zip(ending: str) -> Path:
    """Return the zip of dist/ whose name has this ending after the version."""
    (archive,) = (path for path in (ROOT / "dist").glob("*.zip") if re.fullmatch(rf".*-\d+\.\d+\.\d+{ending}", path.name))
    return archive


def unpack_release(archive: Path, folder: Path) -> Path:
    """Unpack a zip, lay beside it the files that have a name of their own, and return the folder that a user works in."""
    top = folder / archive.stem
    with zipfile.ZipFile(archive) as content:
        content.extractall(top)
    for pattern in ("*.sqlite", "*.datasette.json", "*.dta"):
        for path in (ROOT / "dist").glob(pattern):
            shutil.copy(path, top)
    return top


def describe_release(folder: Path) -> Report:
    """Say what every tool should see: the descriptor's types and labels, and the rows and empty cells of the CSV files."""
    csv.field_size_limit(2**31 - 1)  # as it is, no field may have more than 131,072 characters
    report: Report = {}
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        rows = [row for path in list_paths(resource["path"]) for row in read_csv(folder / path)]
        fields = resource["schema"]["fields"]
        report[resource["name"]] = {
            "rows": len(rows),
            "columns": {field["name"]: [field["type"], sum(not row[field["name"]] for row in rows)] for field in fields},
            "labels": {
                field["name"]: {
                    code["label"]: sum(row[field["name"]] == code["value"] for row in rows) for code in field["categories"]
                }
                for field in fields
                if "categories" in field
            },
        }
    return report


def list_paths(path: str | list[str]) -> list[str]:
    """Return the files of a resource: one, or its parts."""
    return [path] if isinstance(path, str) else path


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find_blocks(folder: Path, tool: Tool) -> list[str]:
    """Return the blocks of the README that are the tool's."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{tool.language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return [block for block in blocks if tool.mark in block]


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in the release's folder, with nothing of this project in its environment."""
    hidden = ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"HF_HOME": str(folder / ".huggingface"), "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    return subprocess.run(words, cwd=folder, env=environment, text=True, capture_output=True, check=False)


def find_missing(tool: Tool, folder: Path) -> str:
    """Return what of R a tool lacks, with how it is installed, or nothing."""
    if tool.language != "r":
        return ""
    found = shutil.which("Rscript")
    if not found:
        return "Rscript is missing (Debian: r-base-core)"
    for package in tool.packages:
        if run([found, "--vanilla", "-e", f"loadNamespace('{package}')"], folder).returncode:
            return f"R's package {package} is missing (install.packages('{package}'))"
    return ""


def install(tool: Tool, folder: Path) -> list[str]:
    """Make the tool's environment, and return the command that runs a script in it."""
    if tool.language == "r":
        return ["Rscript", "--vanilla"]
    home = folder / tool.name
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    if tool.packages:
        quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = run([str(python), *quiet, *tool.packages], folder)
        if done.returncode:
            sys.exit(f"pip install {' '.join(tool.packages)} failed:\n{done.stderr}")
    return [str(python)]


def make_command(tool: Tool, command: list[str], block: str) -> list[str]:
    """Return the command that runs one of the README's blocks. Datasette serves its first page and ends."""
    if tool.language == "sh":
        program, *words = shlex.split(block)
        return [str(Path(command[0]).with_name(program)), *words, "--get", "/"]
    if tool.language == "r":
        return [*command, "-e", block]
    is_sql = tool.language == "sql"
    return [*command, "-c", f"import duckdb\nprint(len(duckdb.sql({block!r}).fetchall()) or 1 / 0)" if is_sql else block]


def try_tool(tool: Tool, environments: Path, folder: Path, wanted: Report) -> Iterator[str]:
    """Run the README's blocks and the tool's reader, and yield what is wrong."""
    command = install(tool, environments)
    blocks = find_blocks(folder, tool) if tool.mark else []
    if tool.mark and not blocks:
        yield "the README has no code for it"
    for block in blocks:
        done = run(make_command(tool, command, block), folder)
        if done.returncode or done.stderr.strip():
            yield f"the README's code fails or warns:\n{block}\n{done.stderr}"
    if tool.name == "frictionless":
        for target in ("datapackage.json", str(find_zip(".zip"))):
            done = run([str(Path(command[0]).with_name("frictionless")), "validate", target], folder)
            if done.returncode or "INVALID" in done.stdout or done.stdout.count(" VALID ") < len(wanted):
                yield f"frictionless validate {target} fails:\n{done.stdout}{done.stderr}"
    done = run([*command, str(READERS / f"{tool.name}.{'R' if tool.language == 'r' else 'py'}")], folder)
    if done.returncode:
        yield f"the reader fails:\n{done.stderr}"
        return
    if done.stderr.strip():
        yield f"the reader warns:\n{done.stderr}"
    yield from compare(json.loads(done.stdout), wanted, tool.has_labels)


def compare(seen: Report, wanted: Report, has_labels: bool) -> Iterator[str]:
    """Yield what a tool sees otherwise than it should."""
    for table, said in wanted.items():
        if table not in seen or seen[table]["rows"] != said["rows"]:
            yield f"{table}: {seen.get(table, {}).get('rows', 'no')} rows, {said['rows']} are published"
            continue
        for part in ("columns", "labels") if has_labels else ("columns",):
            for column, value in said[part].items():
                found = seen[table][part].get(column)
                if found != value:
                    yield f"{table}.{column}: {part} {found}, and should be {value}"


def main(names: list[str]) -> int:
    """Try each tool, or those named, and return 1 if one of them sees anything else than the release says."""
    unknown = set(names) - {tool.name for tool in TOOLS}
    if unknown:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; known are: {', '.join(tool.name for tool in TOOLS)}")
    is_wrong = False
    with tempfile.TemporaryDirectory() as place:
        folders = {ending: unpack_release(find_zip(ending), Path(place)) for ending in {tool.zip for tool in TOOLS}}
        wanted = describe_release(folders[".zip"])
        cells = sum(said["rows"] * len(said["columns"]) for said in wanted.values())
        for tool in TOOLS:
            if names and tool.name not in names:
                continue
            missing = find_missing(tool, Path(place))
            if missing and tool.is_optional:
                print(f"{tool.name:13}NOT TRIED: {missing}", flush=True)
                continue
            faults = [missing] if missing else list(try_tool(tool, Path(place), folders[tool.zip], wanted))
            is_wrong = is_wrong or bool(faults)
            parts = "rows, types, empty cells and labels" if tool.has_labels else "rows, types and empty cells"
            outcome = f"{len(wanted)} tables, {cells} cells: {parts} agree" + (
                "; the README's code runs" if tool.mark else ""
            )
            print(f"{tool.name:13}{outcome if not faults else 'WRONG'}", *faults, sep="\n    ", flush=True)
    return int(is_wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
