"""Run every sweep, show how far it is, and write what was measured into docs/reliability.md and docs/proposals.md."""

from __future__ import annotations

import multiprocessing
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from rich.progress import Progress

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conftest import ROOT, Copy, copy_inputs
from proof.attack_trials import Trial as Attacked
from proof.attacks import judge_trials, list_work, report_trials, try_one
from proof.crashes import Crash, count_moves, list_crashes, try_crash
from proof.judging import write_weights
from proof.kills import COMMANDS, Kill, list_kills, try_kill
from proof.planted import MOST_PASSING, Trial, copy_as_coded_once, read_planted, report_planted, try_planted, wrap_item
from proof.proposals import write_blocks
from proof.slips import Result, list_slips, try_slip
from proof.tampers import Outcome, list_tampers, try_column
from proof.verifier import Sight, judge_sights, list_batches, report_sights, try_batch
from retold import SEEN

REPORT = ROOT / "docs" / "reliability.md"
_copies: list[Copy] = []


def start_worker() -> None:
    _copies.append(copy_inputs(Path(tempfile.mkdtemp()) / "collection"))


def try_in_worker(slip: Any) -> Result:
    return try_slip(ROOT, _copies[0], slip)


def sweep(title: str, work: Callable[[Any], Any], items: list[Any]) -> list[Any]:
    """Do the work for all items on all cores, with a progress bar."""
    with Progress() as progress, multiprocessing.Pool(initializer=start_worker) as pool:
        return list(progress.track(pool.imap(work, items, chunksize=4), total=len(items), description=title))


def report_slips(results: Iterable[Result]) -> list[str]:
    results = list(results)
    lines = [
        "| slip | tried | stopped | the error names the place | not stopped, no published value changes | a value changes |"
    ]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for kind in dict.fromkeys(result.slip.kind for result in results):
        of_kind = [result for result in results if result.slip.kind == kind]
        stopped = [result for result in of_kind if result.is_stopped]
        harmless = [result for result in of_kind if not result.is_stopped and not result.changed]
        named = sum(result.is_named for result in stopped)
        changed = len(of_kind) - len(stopped) - len(harmless)
        lines.append(f"| {kind} | {len(of_kind)} | {len(stopped)} | {named} | {len(harmless)} | {changed} |")
    lines += ["", "Slips that were not stopped: the cell, and what was changed on the line of its claim:", ""]
    for result in (result for result in results if not result.is_stopped):
        effect = f" changes {', '.join(result.changed)}" if result.changed else ""
        lines += wrap_item(f"- {result.slip.kind}: {', '.join(result.slip.cells)}: `{result.slip.what}`{effect}")
    return lines


def report_tampers(outcomes: Iterable[Outcome]) -> list[str]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for outcome in outcomes:
        of_table = counts.setdefault((outcome.table, outcome.kind), Counter())
        of_table.update(tried=outcome.tried, found=outcome.found)
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


def report_crashes(crashes: list[Crash], wrong: list[str]) -> list[str]:
    moves = sum(crash.kind == "move" for crash in crashes)
    whole = len(wrong) - sum(map(bool, wrong))
    return [
        f"{len(crashes)} builds were killed, {moves} of them instead of a move. "
        f"After {whole} of them every file was complete, `curate check` found any",
        "mixture of old and new files, the next build repaired it, and no temporary file was left.",
    ]


def prove_slips() -> list[str]:
    results = sweep("slips", try_in_worker, list_slips(ROOT))
    write_block("slips", report_slips(results))
    return [f"slip unseen: {result.slip}" for result in results if not result.is_stopped and result.changed]


def prove_planted() -> list[str]:
    copy = copy_as_coded_once(Path(tempfile.mkdtemp()) / "collection")
    trials: list[Trial] = [try_planted(copy, slip) for slip in read_planted()]
    write_block("planted", report_planted(trials))
    passed = sum(not trial.errors for trial in trials)
    return [f"{passed} planted slips pass, more than {MOST_PASSING}"] if passed > MOST_PASSING else []


def prove_tampers() -> list[str]:
    outcomes = sweep("tampers", partial(try_column, ROOT), list_tampers(ROOT))
    write_block("tampers", report_tampers(outcomes))
    return [f"not seen by curate check: {missed}" for outcome in outcomes for missed in outcome.missed]


def prove_verifier() -> list[str]:
    sights: list[Sight] = sweep("verify.py", partial(try_batch, ROOT), list_batches(ROOT))
    write_block("verifier", report_sights(sights))
    return judge_sights(ROOT, sights)


def prove_crashes() -> list[str]:
    crashes = list_crashes(count_moves())
    wrong = sweep("crashes", try_crash, crashes)
    write_block("crashes", report_crashes(crashes, wrong))
    return [message for message in wrong if message]


def prove_attacks() -> list[str]:
    work = list_work(ROOT)
    tried = work[:: EVERY[0]]
    trials: list[Attacked] = sweep("attacks", partial(try_one, ROOT), tried)
    sample = [f"A sample: one of {EVERY[0]} variants was tried, {len(tried)} of {len(work)}.", ""] if EVERY[0] > 1 else []
    write_block("attacks", [*sample, *report_trials(trials)])
    return judge_trials(trials)


def prove_kills() -> list[str]:
    kills = [kill for command in COMMANDS for kill in list_kills(command)]
    wrong = sweep("kills", try_kill, kills)
    write_block("kills", report_kills(kills, wrong))
    return [f"{kill}: {message}" for kill, message in zip(kills, wrong, strict=True) if message]


def report_kills(kills: list[Kill], wrong: list[str]) -> list[str]:
    lines = ["| command | moments at which it was killed | old or new as a whole, and repaired by the next call |"]
    lines.append("| --- | --- | --- |")
    for command in COMMANDS:
        of_command = [message for kill, message in zip(kills, wrong, strict=True) if kill.command == command]
        lines.append(f"| {command} | {len(of_command)} | {sum(not message for message in of_command)} |")
    return lines


def prove_proposals() -> list[str]:
    """Write the tables of docs/proposals.md. They have floors in the tests; nothing is to be seen or missed here."""
    write_blocks()
    return []


def prove_weights() -> list[str]:
    """Learn the weights of proposals from the retold texts that are seen. Nothing is to be seen or missed here."""
    write_weights(SEEN)
    return []


SWEEPS = {
    "slips": prove_slips,
    "planted": prove_planted,
    "tampers": prove_tampers,
    "verifier": prove_verifier,
    "crashes": prove_crashes,
    "kills": prove_kills,
    "attacks": prove_attacks,
    "weights": prove_weights,
    "proposals": prove_proposals,
}


EVERY = [1]
"""Of how many attacks one is tried."""


def main() -> int:
    """Run the sweeps that are named, or all. `--every N` tries one of N attacks."""
    begun = time.perf_counter()
    names = sys.argv[1:]
    if "--every" in names:
        place = names.index("--every")
        EVERY[0] = int(names[place + 1])
        del names[place : place + 2]
    wrong = [message for name in names or SWEEPS for message in SWEEPS[name]()]
    print("\n".join(wrong) or "nothing that should have been seen was missed", f"({time.perf_counter() - begun:.0f} s)")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
