"""How a command runs: its streams, what it prints, the code with which it ends; and the command `curate build` itself.

The command line prints by way of this module. A plain `curate build` needs nothing else: it ends without the command line.
"""

from __future__ import annotations

import gc
import io
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curation.pipeline import Prepared
    from curation.problems import Problem


def prepare_process() -> None:
    """Let both streams write any text, and let the process look for cycles of objects rarely."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # On Windows a pipe uses the code page of the machine. A file's name may hold bytes that are no UTF-8.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    gc.set_threshold(1_000_000)  # a build makes many objects and few cycles; the default takes a seventh of the time


def build_package(root: Path, source: str = "") -> int:
    """Build a collection, print what is wrong or what was done, and keep a record of it; return the code of the command.

    With the name of a source, the problems of the others are only counted.
    """
    from curation import pipeline
    from curation.package.staged import measure_file
    from curation.progress import follow_on_terminal
    from curation.unchanged import keep_record
    from curation.watched import watch

    begun = time.time_ns()
    with watch() as watched:
        prepared = pipeline.build(root, follow_on_terminal())
    own, others = prepared.problems, list["Problem"]()
    if source:
        from curation.authoring.focus import split_problems

        found, others = split_problems(root, prepared.problems, source)
        own = tuple(found)
    code = finish(replace(prepared, problems=own), "built", others, source)
    if not prepared.problems:
        hashes = {name: measure_file(prepared.files, name).sha256 for name in prepared.files}
        keep_record(root, watched, hashes, prepared.describe("built"), begun)
    return code


def finish(prepared: Prepared, done: str, others: Sequence[Problem] = (), source: str = "") -> int:
    """Print all problems and, if there are no errors, what was done with the counts; return the code of the command.

    `others` are problems of other sources than the one that is named: they are counted in one line.
    """
    report(prepared.problems)
    elsewhere = count_errors(others)
    if source and elsewhere and not prepared.errors:
        print_error(f"{source}: no errors. Nothing is built, because other files have errors")
    if elsewhere:
        print_error(f"{count(elsewhere, 'error')} in other files: curate build shows all")
    elif others:
        print_error(f"{count(len(others), 'warning')} in other files: curate build shows all")
    if prepared.errors or elsewhere or prepared.built is None:
        return 1
    print("\n".join(prepared.describe(done)), flush=True)
    return 0


def report(problems: Iterable[Problem]) -> None:
    """Print every problem to standard error, then the number of errors. What is to be pasted has empty lines around it."""
    problems = sorted(problems)
    for problem in problems:
        print_error(f"{problem}\n" if problem.paste else str(problem))
    errors = count_errors(problems)
    if errors:
        print_error(count(errors, "error"))


def print_error(line: str) -> None:
    """Print a line to standard error."""
    print(line, file=sys.stderr, flush=True)


def count_errors(problems: Iterable[Problem]) -> int:
    """Return how many of the problems are errors; the others are warnings."""
    return sum(not problem.is_warning for problem in problems)


def count(number: int, what: str) -> str:
    """Return a number of things."""
    return f"{number} {what}{'' if number == 1 else 's'}"
