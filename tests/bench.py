"""Measure processor time and memory of the commands on generated collections, and write docs/performance.md: make bench.

python tests/bench.py [SOURCES ...]      # 5, 500 and 2,000 sources, if none are named
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from conftest import ROOT
from curation.unchanged import DOUBTFUL
from many_sources import write_many, write_register

REPORT = ROOT / "docs" / "performance.md"
RUNS = 3
REGISTERS = (5, 25_000, 100_000)
"""Sources of the registers that are read."""
SHARED = 500
"""Sources of the collection by which it is measured what several processes could save."""
FLOOR = """
import hashlib, sys
from pathlib import Path
root, out = Path(sys.argv[1]), Path(sys.argv[2])
texts = [path.read_bytes() for folder in ("seeds", "annotations") for path in sorted((root / folder).rglob("*.*"))]
hashes = [hashlib.sha256(text).hexdigest() for text in texts]
found = sum(text.find(line) for text in texts for line in text.split(b"\\n")[:40])
out.write_bytes(b"".join(path.read_bytes() for path in sorted((root / "build").rglob("*.*"))))
"""
"""Read and hash every file, find as many words as there are claims, write as many bytes as are published."""


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds of processor time, and megabytes at most."""

    seconds: float
    memory: float


def measure(*words: str, runs: int = RUNS, is_compiled: bool = True) -> Cost:
    """Return the least that a command took in a few runs."""
    return min((run_once(words, is_compiled) for _ in range(runs)), key=lambda cost: cost.seconds)


RUNNER = """
import json, os, subprocess, sys
with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL) as process:
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""
"""A small process that runs a command: that of a large one begins as its copy, and has its memory."""


KEPT = tempfile.TemporaryDirectory()
"""Where Python keeps the compiled modules of the commands that are measured, and a copy of our modules without such files."""


def run_once(words: tuple[str, ...], is_compiled: bool) -> Cost:
    """Run a command in a process of its own and return what it took: our modules compiled, as users have them, or not."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if is_compiled:
        environment |= {"PYTHONPATH": str(ROOT / "scripts"), "PYTHONPYCACHEPREFIX": KEPT.name}
    else:
        bare = Path(KEPT.name) / "bare"
        shutil.copytree(ROOT / "scripts", bare, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        environment |= {"PYTHONPATH": str(bare), "PYTHONDONTWRITEBYTECODE": "1"}
    runner = [sys.executable, "-S", "-c", RUNNER, sys.executable, *words]
    done = subprocess.run(runner, stdout=subprocess.PIPE, env=environment, check=True)
    code, seconds, memory = json.loads(done.stdout)
    if code:
        raise SystemExit(f"{' '.join(words)} ended with {code}")
    return Cost(seconds, memory / (2**20 if sys.platform == "darwin" else 2**10))


def build(root: Path, runs: int = RUNS, is_compiled: bool = True) -> Cost:
    """Return what a build took that finds no record of an earlier one."""
    costs = []
    for _ in range(runs):
        (root / ".curate-record.json").unlink(missing_ok=True)
        costs.append(measure("-m", "curation.start", "build", "--root", str(root), runs=1, is_compiled=is_compiled))
    return min(costs, key=lambda cost: cost.seconds)


def build_again(root: Path) -> Cost:
    """Return what a build with nothing to do took: files that were just written are read once more, and then not again."""
    time.sleep(DOUBTFUL / 1e9)
    measure("-m", "curation.start", "build", "--root", str(root), runs=1)
    return measure("-m", "curation.start", "build", "--root", str(root))


def change_word(root: Path) -> None:
    """Add a word to the reason of a sentence that is not coded: of what is published that reason changes."""
    path = sorted((root / "annotations").glob("*.yaml"))[-1]
    text = path.read_text(encoding="utf-8")
    *_, last = (line for line in text.splitlines() if line.startswith("  uncoded: ") and " -- " not in line)
    path.write_text(text.replace(last, f"{last} again"), encoding="utf-8")


def measure_five(folder: Path) -> list[str]:
    """Return the lines on the package itself."""
    root = folder / "five"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(root)], check=True)
    build(root, runs=1)  # the modules are compiled now
    cold, uncompiled = build(root), build(root, is_compiled=False)
    same = build_again(root)
    changed = []
    for _ in range(RUNS):
        change_word(root)
        changed.append(measure("-m", "curation.start", "build", "--root", str(root), runs=1))
    verified = measure(str(ROOT / "scripts" / "verify.py"), str(root))
    checked = measure("-m", "curation.start", "check", "--root", str(root))
    rows = {
        "curate build, nothing built before": cold,
        "the same, where Python keeps no compiled files of ours": uncompiled,
        "curate build, one word changed": min(changed, key=lambda cost: cost.seconds),
        "curate build, nothing changed": same,
        "curate check (all files read, frictionless too)": checked,
        "scripts/verify.py": verified,
    }
    lines = ["| command | processor time (s) | memory (MB) |", "| --- | --- | --- |"]
    return lines + [f"| {name} | {cost.seconds:.2f} | {cost.memory:.0f} |" for name, cost in rows.items()]


def measure_grown(folder: Path, roots: dict[int, Path]) -> list[str]:
    """Return the lines on generated collections: a source each with about 39 claims."""
    lines = [
        "| sources | build (s) | ms a source | MB | MB a source | nothing changed (s) | verify.py (s) | its MB | floor (s) |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    base, sizes = Cost(0, 0), [*roots]
    for number, root in roots.items():
        runs = RUNS if number < 1000 else 1
        cost = build(root, runs)
        same = build_again(root)
        verified = measure(str(ROOT / "scripts" / "verify.py"), str(root), runs=runs)
        floor = measure("-c", FLOOR, str(root), str(folder / "floor"), runs=runs)
        base = base if base.seconds else cost
        each = (cost.seconds - base.seconds) / (number - sizes[0]) * 1000 if number != sizes[0] else 0
        memory = (cost.memory - base.memory) / (number - sizes[0]) if number != sizes[0] else 0
        shown = (f"{each:.1f}", f"{memory:.2f}") if number != sizes[0] else ("", "")
        lines.append(
            f"| {number:,} | {cost.seconds:.1f} | {shown[0]} | {cost.memory:.0f} | {shown[1]} | {same.seconds:.2f}"
            f" | {verified.seconds:.1f} | {verified.memory:.0f} | {floor.seconds:.2f} |"
        )
    return lines


def measure_sizes(roots: dict[int, Path]) -> list[str]:
    """Return the lines on how large built collections are, beside what verify.py takes, and how many sources that is."""
    import verify

    lines = [
        "| sources | files | MB of all files | MB of JSON | largest file (MB) | longest cell (characters) |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    most = [verify.MOST_FILES, verify.MOST_BYTES, verify.MOST_JSON, None, verify.MOST_CELL]
    taken = []
    for number, root in roots.items():
        files, _ = verify.read_package(root)
        bytes_of = {name: len(content) for name, content in files.items()}
        tables = [content for name, content in files.items() if name.startswith("build/csv/")]
        lines_of = (csv.reader(io.StringIO(table.decode(), newline="")) for table in tables)
        longest = max(len(cell) for line in chain.from_iterable(lines_of) for cell in line)
        json_bytes = sum(size for name, size in bytes_of.items() if name.endswith(".json"))
        sizes = [len(files), sum(bytes_of.values()), json_bytes, max(bytes_of.values()), longest]
        lines.append(show_sizes(f"{number:,}", sizes))
        taken.append((number, sizes))
    lines.append(show_sizes("verify.py takes", most))
    (few, small), (many, large) = taken[0], taken[-1]
    if many > few:
        pairs = [(one, other, limit) for one, other, limit in zip(small, large, most, strict=True) if limit and other > one]
        reached = min(many + (limit - other) * (many - few) / (other - one) for one, other, limit in pairs)
        lines += ["", f"If they go on so, the first of these limits is reached at about {reached:,.0f} sources."]
    return lines


def show_sizes(name: str, sizes: Sequence[int | None]) -> str:
    """Return a line of the table of sizes: bytes as megabytes."""
    files, whole, in_json, largest, longest = sizes
    shown = [f"{files:,}", *(f"{size / 1e6:.1f}" if size else "" for size in (whole, in_json, largest)), f"{longest:,}"]
    return f"| {name} | {' | '.join(shown)} |"


REGISTER = """
import sys
from pathlib import Path
from curation.schema.read import read_schemas
from curation.sources.register import read_sources
sources, problems = read_sources(Path(sys.argv[1]), read_schemas(Path(sys.argv[1]))[0])
sys.exit(len(sources) != int(sys.argv[2]) or bool(problems))
"""
"""Read the register, and hash, check and fold each text."""


def measure_register(folder: Path) -> list[str]:
    """Return the lines on registers: what reading them takes, with every text that they name."""
    lines = ["| sources | processor time (s) | memory (MB) | KB a source |", "| --- | --- | --- | --- |"]
    base = Cost(0, 0)
    for number in REGISTERS:
        root = write_register(folder / f"register{number}", number)
        cost = measure("-c", REGISTER, str(root), str(number), runs=1)
        base = base if base.seconds else cost
        each = (cost.memory - base.memory) / (number - REGISTERS[0]) * 1000 if number != REGISTERS[0] else 0
        lines.append(f"| {number:,} | {cost.seconds:.1f} | {cost.memory:.0f} | {f'{each:.1f}' if each else ''} |")
    return lines


def measure_checks() -> list[str]:
    """Return the line on the checks of whole columns against frictionless, in rows a second."""
    import time

    import frictionless

    from curation.package.columns import check_columns, check_references
    from curation.package.csv_parquet import read_columns
    from test_columns import HEAD, TABLE, write_package

    few, many = 5_000, 1_000_000
    rows = [f"flight-{number},Tashkent,12,1.5,true,2025-04-30,day," for number in range(many)]
    with tempfile.TemporaryDirectory() as folder:
        package = write_package(Path(folder), TABLE, "\n".join([HEAD, *rows[:few]]) + "\n")
        begun = time.process_time()
        frictionless.validate(package)
        by_rows = few / (time.process_time() - begun)
    content = ("\n".join([HEAD, *rows]) + "\n").encode()
    begun = time.process_time()
    columns = read_columns(TABLE, content)
    read = time.process_time()
    list(check_columns("rows.csv", TABLE, columns))
    list(check_references({TABLE.name: TABLE}, {TABLE.name: columns}))
    done = time.process_time()
    return [
        "| a table of 1,000,000 rows and 8 columns | rows a second of processor time |",
        "| --- | --- |",
        f"| frictionless (5,000 rows of it) | {by_rows:,.0f} |",
        f"| whole columns, without reading the file | {many / (done - read):,.0f} |",
        f"| whole columns, with reading the file | {many / (done - begun):,.0f} |",
    ]


def measure_workers(root: Path) -> list[str]:
    """Return the lines on what several processes could save: the share of the step that takes one source, and its sending."""
    import pickle
    import time

    from curation.annotation.reader import read_annotation
    from curation.claims.account import make_account
    from curation.claims.extract import collect_speakers, make_claims
    from curation.pipeline import read_collection
    from curation.schema.read import read_schemas
    from curation.sources.register import read_sources

    begun = time.process_time()
    read_collection(root)
    whole = time.process_time() - begun
    schemas, _ = read_schemas(root)
    sources, _ = read_sources(root, schemas)
    begun = time.process_time()
    read = [read_annotation(root, source, schemas)[0] for source in sources.values()]
    annotations = [one for one in read if one]
    speakers = collect_speakers(annotations)
    made = [make_claims(one, speakers)[0] for one in annotations]
    accounts = [make_account(one) for one in made]
    step = time.process_time() - begun
    begun = time.process_time()
    sent = pickle.dumps((made, accounts))
    pickle.loads(sent)
    sending = time.process_time() - begun
    bound = whole / (whole - step / 2 + sending)
    return [
        f"Of {whole:.1f} s for {len(made)} sources, the step that takes one source at a time (its annotation, its words, the",
        f"account of its text) is {step:.1f} s. Sending the results to another process takes {sending:.1f} s. So two",
        f"processes can make a build at most {bound:.2f} times as fast.",
    ]


def write_block(name: str, lines: list[str]) -> None:
    """Replace the block of this name in the report."""
    text = REPORT.read_text(encoding="utf-8")
    pattern = rf"(<!-- measured: {name} -->\n).*?(<!-- end -->)"
    block = "\n".join(["", *lines, "", ""])
    REPORT.write_text(re.sub(pattern, lambda found: f"{found[1]}{block}{found[2]}", text, flags=re.DOTALL), encoding="utf-8")


def main() -> None:
    """Measure all, and write the report."""
    sizes = [int(word.replace(",", "")) for word in sys.argv[1:]] or [5, 500, 2000]
    with tempfile.TemporaryDirectory() as folder:
        write_block("five", measure_five(Path(folder)))
        write_block("checks", measure_checks())
        roots = {number: write_many(Path(folder) / f"many{number}", number) for number in sizes}
        write_block("grown", measure_grown(Path(folder), roots))
        write_block("sizes", measure_sizes(roots))
        write_block("register", measure_register(Path(folder)))
        write_block("workers", measure_workers(write_many(Path(folder) / "shared", SHARED)))
    version = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    code = hashlib.sha256(b"".join(path.read_bytes() for path in sorted((ROOT / "scripts").rglob("*.py")))).hexdigest()
    write_block("machine", [f"{version}; the code's SHA-256 begins with {code[:12]}."])


if __name__ == "__main__":
    main()
