"""Which problems concern one source: those in its files, and those of the collection that its claims have a part in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from curation.annotation.causes import read_text
from curation.files import list_files
from curation.paths import ANNOTATIONS, DECISIONS, EVIDENCE, PLACES, REGISTER, SECOND, SEEDS, SETTLEMENTS
from curation.problems import Cause, Problem
from curation.sources.register import list_registered
from curation.strict_yaml import Mapping, read_yaml

SHARED = (DECISIONS, PLACES, EVIDENCE)
"""Hand-written files in which the coders of all sources write."""


@dataclass(frozen=True)
class Focus:
    """One source: its files, its lines in the files that it shares with others, and the text of its annotation."""

    source: str
    files: frozenset[str]
    lines: frozenset[tuple[str, int]]
    text: str

    def is_own(self, cause: Cause) -> bool:
        """Whether a part of the input lies in the source's files. What is derived from a file has its name and a colon."""
        name = cause.file.partition(":")[0]
        return name in self.files or (name == REGISTER and cause.row == self.source)

    def is_named(self, cause: Cause) -> bool:
        """Whether a part of a shared file is about what the source's annotation names. No row: it may be about anything."""
        return cause.file.partition(":")[0] in SHARED and (not cause.row or cause.row in self.text)

    def concerns(self, problem: Problem) -> bool:
        """Whether the source's coder must know of a problem."""
        if problem.file in self.files or problem.also_in & self.files or (problem.file, problem.line) in self.lines:
            return True
        if any(map(self.is_own, problem.spoils)):
            return True
        causes = problem.spoils | problem.follows
        if problem.file in SHARED:
            return not causes or any(self.is_named(cause) for cause in causes)
        return problem.file == REGISTER and not problem.line and any(map(self.is_own, causes))


def list_source_names(root: Path) -> set[str]:
    """Return the names of the sources: those that are registered, and those that have an annotation."""
    annotated = {PurePosixPath(file).stem for file in list_files(root, ANNOTATIONS, ".yaml")[0] if file not in SHARED}
    return annotated | set(list_registered(root))


def focus_on(root: Path, source: str) -> Focus:
    """Return what a collection has of one source."""
    annotation = f"{ANNOTATIONS}/{source}.yaml"
    seed, lines = find_entry(root, source)
    files = {annotation, f"{SECOND}/{source}.csv", *([f"{SEEDS}/{seed}"] if seed else [])}
    settled = read_text(root, SETTLEMENTS).splitlines()
    lines |= {(SETTLEMENTS, number) for number, line in enumerate(settled, 1) if line.startswith(f"{source},")}
    return Focus(source, frozenset(files), frozenset(lines), read_text(root, annotation))


def find_entry(root: Path, source: str) -> tuple[str, set[tuple[str, int]]]:
    """Return the seed file of a source in the register, and the lines of its entry. Of one that is not there, nothing."""
    tree, _ = read_yaml(root, REGISTER)
    top = tree.get("sources") if isinstance(tree, Mapping) else None
    entries = top.items if isinstance(top, Mapping) else ()
    length = len(read_text(root, REGISTER).splitlines())
    ends = [*(key.line for key, _ in entries[1:]), length + 1]
    for (key, entry), end in zip(entries, ends, strict=True) if entries else ():
        if key.value == source:
            seed = entry.text("seed_file") if isinstance(entry, Mapping) else ""
            return seed, {(REGISTER, line) for line in range(key.line, end)}
    return "", set()


def split_problems(root: Path, problems: Iterable[Problem], source: str) -> tuple[list[Problem], list[Problem]]:
    """Return the problems that concern a source, and the others."""
    focus = focus_on(root, source)
    own: list[Problem] = []
    others: list[Problem] = []
    for problem in problems:
        (own if focus.concerns(problem) else others).append(problem)
    return own, others
