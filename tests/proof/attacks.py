"""Attacks on packages and on the folders around them, generated and tried one by one, and what each reader makes of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proof import attack_bombs, attack_descriptors, attack_files, attack_paths, attack_rebuilt, attack_rows
from proof.attack_trials import DIFF, VERIFY, WITH_SEEDS, Trial


@dataclass(frozen=True)
class Family:
    """Attacks of one sort: how they are listed for a collection, and how one is tried on it."""

    name: str
    list_attacks: Callable[[Path], list[Any]]
    try_attack: Callable[[Path, Any], Trial]


FAMILIES = (
    Family(attack_paths.FAMILY, attack_paths.list_zip_attacks, attack_paths.try_zip_attack),
    Family(attack_descriptors.FAMILY, attack_descriptors.list_head_attacks, attack_descriptors.try_head_attack),
    Family(attack_rows.FAMILY, attack_rows.list_forgeries, attack_rows.try_forgery),
    Family(attack_rebuilt.FAMILY, attack_rebuilt.list_rewrites, attack_rebuilt.try_rewrite),
    Family(attack_bombs.FAMILY, attack_bombs.list_all_bombs, attack_bombs.try_bomb),
    Family(attack_files.FAMILY, lambda root: attack_files.list_traps(), lambda root, trap: attack_files.try_trap(trap)),
)
READERS = (VERIFY, WITH_SEEDS, DIFF)
Why = tuple[str, str, str, str]
"""Family, pattern of the kind, pattern of what is attacked, and why it cannot be found."""
NOT_OURS = "nothing contradicts it: another dataset; only the manifest's hash, or the attestation, shows whose it is"
JUDGED = "that words are set aside is a judgement: a false reason is seen by whoever reads the passage"
UNASKED = "what is left accounts for every number, date, quotation and country; what has none of them may be left out"
HARMLESS = "it breaks a rule of zips, and no program gets other data from it"
OTHER_RULE = (
    "the data fit this rule too, and schemas/ have it: only the manifest's hash, or the attestation, shows whose it is"
)
WHY: tuple[Why, ...] = (
    (
        attack_descriptors.FAMILY,
        ".*",
        f"/(constraints(/[a-z]+)?|categoriesOrdered|rowTitle|overview|foreignKeys): .*, {attack_descriptors.SCHEMAS_TOO}$",
        OTHER_RULE,
    ),
    (attack_rebuilt.FAMILY, "a text of the makers", "", NOT_OURS),
    (attack_rows.FAMILY, ".*", f"(, {attack_rows.SET_ASIDE}|; {attack_rows.PASSAGE_ASIDE})$", JUDGED),
    (attack_rows.FAMILY, ".*", f"; {attack_rows.WHOLE}$", UNASKED),
)


def explain(trial: Trial) -> str:
    """Return why an attack cannot be found, or need not be; or nothing."""
    if trial.family == attack_paths.FAMILY and trial.kind in attack_paths.STRUCTURES and not trial.effect:
        return HARMLESS
    for family, kind, what, why in WHY:
        if trial.family == family and re.fullmatch(kind, trial.kind) and re.search(what, trial.what):
            return why
    return ""


def list_missed(trial: Trial) -> list[str]:
    """Return the readers that did not find an attack."""
    return [reader for reader, found in trial.found.items() if not found]


def report_trials(trials: Iterable[Trial]) -> list[str]:
    """Return how many attacks of each family were found by each reader, and which were not, and why."""
    trials = list(trials)
    heads = ("attacks", "variants", "other data for somebody", *(f"found by `{one}`" for one in READERS), "safe commands")
    lines = [f"| {' | '.join(heads)} |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for family in dict.fromkeys(trial.family for trial in trials):
        of = [trial for trial in trials if trial.family == family]
        real = sum(bool(trial.effect) for trial in of) if family in (attack_paths.FAMILY, attack_descriptors.FAMILY) else ""
        is_of_commands = family == attack_files.FAMILY
        counts = ["" if is_of_commands else count_found(of, (reader,)) for reader in READERS]
        counts.append(count_found(of, attack_files.COMMANDS) if is_of_commands else "")
        lines.append(f"| {family} | {len(of)} | {real} | {' | '.join(counts)} |")
    missed = Counter((t.family, t.kind, ", ".join(list_missed(t)), explain(t)) for t in trials if list_missed(t))
    lines += ["", "| not found | by | variants | why |", "| --- | --- | --- | --- |"]
    lines += [f"| {family}: {kind} | {readers} | {count} | {why} |" for (family, kind, readers, why), count in missed.items()]
    return lines + report_costs([trial for trial in trials if trial.cost[0]])


def report_costs(trials: list[Trial]) -> list[str]:
    """Return what the packages with too much in them cost at most, in short lines."""
    if not trials:
        return []
    seconds, size = max(trial.cost[0] for trial in trials), max(trial.cost[1] for trial in trials)
    above = sum(trial.cost[0] > attack_bombs.SECONDS or trial.cost[1] > attack_bombs.BYTES for trial in trials)
    return [
        "",
        f"Of the {len(trials)} packages with too much in them, the slowest took {seconds:.1f} s of processor time, and the",
        f"largest {size >> 20} MiB. {above} took more than {attack_bombs.SECONDS} s or {attack_bombs.BYTES >> 30} GiB.",
    ]


def count_found(trials: list[Trial], readers: Iterable[str]) -> str:
    """Return how many were found, of how many that were tried with one of these readers."""
    seen = [trial.found[reader] for trial in trials for reader in readers if reader in trial.found]
    return f"{sum(seen)}" if len(seen) == len(trials) else f"{sum(seen)} of {len(seen)}" if seen else ""


def judge_trials(trials: Iterable[Trial]) -> list[str]:
    """Return the attacks that were not found and for which no reason is written, and reasons for which there is no attack."""
    trials = list(trials)
    missed = [trial for trial in trials if list_missed(trial)]
    wrong = [f"not found by {', '.join(list_missed(t))}: {t.family}: {t.kind}: {t.what}" for t in missed if not explain(t)]
    used = {explain(trial) for trial in missed}
    tried = {trial.family for trial in trials}
    return wrong + [
        f"nothing is missed for this reason: {why}" for family, _, _, why in WHY if family in tried and why not in used
    ]


def try_one(root: Path, work: tuple[int, Any]) -> Trial:
    """Try an attack of the family of that number."""
    number, attack = work
    return FAMILIES[number].try_attack(root, attack)


def list_work(root: Path, names: Iterable[str] = ()) -> list[tuple[int, Any]]:
    """Return the attacks of all families, or of those whose names begin so."""
    names = tuple(names)
    chosen = [(n, one) for n, one in enumerate(FAMILIES) if not names or one.name.startswith(names)]
    return [(number, attack) for number, family in chosen for attack in family.list_attacks(root)]
