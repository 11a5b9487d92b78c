"""Run every sweep, show how far it is, and write what was measured into docs/reliability.md."""

from __future__ import annotations

import multiprocessing
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from rich.progress import Progress

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conftest import ROOT, Copy, copy_inputs
from proof.slips import Result, list_slips, try_slip
from proof.tampers import Outcome, list_tampers, try_column

REPORT = ROOT / "docs" / "reliability.md"
_copies: list[Copy] = []


def start_worker() -> None:
    _copies.append(copy_inputs(Path(tempfile.mkdtemp()) / "collection"))


def try_in_worker(slip: Any) -> Result:
    return try_slip(_copies[0], slip)


def sweep(title: str, work: Callable[[Any], Any], items: list[Any]) -> list[Any]:
    """Do the work for all items on all cores, with a progress bar."""
    with Progress() as progress, multiprocessing.Pool(initializer=start_worker) as pool:
        return list(progress.track(pool.imap(work, items, chunksize=4), total=len(items), description=title))


def report_slips(results: Iterable[Result]) -> list[str]:
    results = list(results)
    lines = [
        "| slip | tried | stopped | the error names the place | not stopped: no published value changes | a value changes |"
    ]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for kind in dict.fromkeys(result.slip.kind for result in results):
        of_kind = [result for result in results if result.slip.kind == kind]
        stopped = [result for result in of_kind if result.is_stopped]
        harmless = [result for result in of_kind if not result.is_stopped and not result.changed]
        named = sum(result.is_named for result in stopped)
        changed = len(of_kind) - len(stopped) - len(harmless)
        lines.append(f"| {kind} | {len(of_kind)} | {len(stopped)} | {named} | {len(harmless)} | {changed} |")
    for result in results:
        if not result.is_stopped and result.changed:
            lines.append(f"\nNot stopped: {result.slip.kind}, {result.slip.what}: changes {', '.join(result.changed)}.")
    return lines


def report_tampers(outcomes: Iterable[Outcome]) -> list[str]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for outcome in outcomes:
        of_table = counts.setdefault((outcome.table, outcome.kind), Counter())
        of_table.update(tried=outcome.tried, found=outcome.found_by_check)
    lines = ["| table | file | cells changed | found and named by `curate check` |", "| --- | --- | --- | --- |"]
    return lines + [f"| {table} | {kind} | {of['tried']} | {of['found']} |" for (table, kind), of in counts.items()]


def write_block(name: str, lines: list[str]) -> None:
    """Replace the block of this name in the report."""
    text = REPORT.read_text(encoding="utf-8")
    pattern = rf"(<!-- measured: {name} -->\n).*?(<!-- end -->)"
    assert re.search(pattern, text, flags=re.DOTALL), name
    block = "\n".join(lines)
    REPORT.write_text(
        re.sub(pattern, lambda match: f"{match[1]}\n{block}\n\n{match[2]}", text, flags=re.DOTALL), encoding="utf-8"
    )


def main() -> int:
    begun = time.perf_counter()
    slips = sweep("slips", try_in_worker, list_slips())
    tampers = sweep("tampers", try_column, list_tampers())
    write_block("slips", report_slips(slips))
    write_block("tampers", report_tampers(tampers))
    bad = sum(bool(not result.is_stopped and result.changed) for result in slips)
    missed = sum(outcome.tried - outcome.found_by_check for outcome in tampers)
    tried = sum(outcome.tried for outcome in tampers)
    print(f"{len(slips)} slips and {tried} tampered cells in {time.perf_counter() - begun:.0f} s")
    print(f"{bad} slips changed a published value unseen; {missed} tampered cells were not seen by curate check")
    return 1 if bad or missed else 0


if __name__ == "__main__":
    sys.exit(main())
