"""Kills: each command that writes, ended before each of its calls that change the disk, and in the middle of each write.

The calls are counted while a command runs once. Python's own audit events say whether all of them were seen.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import curation.folders
from conftest import copy_collection
from curation.authoring.new import add_source
from curation.paths import DIST, DIST_STAGING, PROPOSALS, REGISTER, STAGING
from curation.pipeline import build, release
from curation.proposals.memory import remember_collection
from curation.schema.read import read_schemas
from odd_files import read_tree
from releases import copy_small_repository
from test_crash import assert_whole_and_repaired, change_after_build, read_outputs, run_in_child

ARTICLE = "Eleven more flown home\n\nThe ministry said on May 2 that 11 more went to Tashkent.\n"
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
AUDITED = {"open": "open", "mkdir": "os.mkdir", "replace": "os.rename", "rename": "os.rename"}
AUDITED |= {"unlink": "os.remove", "rmdir": "os.rmdir"}
"""Each call that changes the disk, and the audit event that Python raises for it. Writing into an open file raises none."""

OTHER_EVENTS = ("os.symlink", "os.link", "os.truncate", "os.chmod", "os.utime")


@dataclass(frozen=True)
class Kill:
    """`call` is the kind of the nth call that changes the disk; `is_half`: of a write the first half is done."""

    command: str
    number: int
    call: str
    is_half: bool = False


@dataclass(frozen=True)
class Case:
    """A collection to run a command on, as it is before; and what the command does."""

    root: Path
    run: Callable[[Path], object]


def make_build() -> Case:
    copy = copy_collection(Path(tempfile.mkdtemp()) / "collection")
    change_after_build(copy)
    return Case(copy.root, build)


def make_release() -> Case:
    """A folder with a release, whose collection has another version since."""
    folder = Path(tempfile.mkdtemp())
    small = copy_collection(folder / "collection")
    assert not build(small.root).errors
    copy = copy_small_repository(small.root, folder / "repository")
    run_release(copy.root)
    copy.edit("metadata.yaml", "\nversion: ", "\nversion: 1")
    assert not build(copy.root).errors
    return Case(copy.root, run_release)


def make_release_by_two_moves() -> Case:
    return Case(make_case("release").root, run_release_without_exchange)


def run_release(root: Path) -> None:
    prepared, _ = release(root)
    assert not prepared.errors, [str(error) for error in prepared.errors]


def run_release_without_exchange(root: Path) -> None:
    """Release as on a system where two names cannot change places at once."""
    curation.folders.exchange_names = lambda *names: False  # in a child process, which ends
    run_release(root)


def make_new() -> Case:
    folder = Path(tempfile.mkdtemp())
    (folder / "906_article.txt").write_text(ARTICLE, encoding="utf-8")
    copy = copy_collection(folder / "collection")
    assert not build(copy.root).errors
    return Case(copy.root, lambda root: add_article(root, folder / "906_article.txt"))


def add_article(root: Path, article: Path) -> list[str]:
    schemas, _ = read_schemas(root)
    written, problems = add_source(root, schemas, article, "", "en", remember_collection(root, schemas))
    assert not problems, [str(problem) for problem in problems]
    return written


COMMANDS: dict[str, Callable[[], Case]] = {
    "build": make_build,
    "release": make_release,
    "release by two moves": make_release_by_two_moves,
    "new": make_new,
}


@cache
def make_case(command: str) -> Case:
    """Return what a command is tried on. It is made once, and copied for each trial."""
    return COMMANDS[command]()


Watch = Callable[[int, str, tuple[Any, ...]], None]
"""Called before each call that changes the disk, with its number from 1, its kind and its arguments."""

write_bytes = os.write


def watch_changes(watch: Watch) -> None:
    """Have each call that changes the disk watched, until this process ends."""
    count = 0

    def wrap(owner: Any, name: str, kind: str) -> None:
        original = getattr(owner, name)

        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal count
            if name != "open" or arguments[1] & WRITING:
                count += 1
                watch(count, kind, arguments)
            return original(*arguments, **named)

        setattr(owner, name, call)

    for name in (*AUDITED, "write"):
        wrap(os, name, name)
    wrap(curation.folders, "exchange_names", "exchange")
    sys.dont_write_bytecode = True


def record_changes(case: Case, root: Path, report: Path) -> None:
    """Run a command; write down the kinds of its calls, and the audit events that no call explains."""
    calls: list[str] = []
    events: Counter[str] = Counter()

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        if event in (*AUDITED.values(), *OTHER_EVENTS) and (event != "open" or int(arguments[2] or 0) & WRITING):
            events[event] += 1

    watch_changes(lambda number, kind, arguments: calls.append(kind))
    sys.addaudithook(listen)
    case.run(root)
    seen = Counter(AUDITED[kind] for kind in calls if kind in AUDITED)
    report.write_text(json.dumps([calls, dict(events - seen)]), encoding="utf-8")


@cache
def list_calls(command: str) -> tuple[str, ...]:
    """Return the kinds of the calls by which a command changes the disk, in their order."""
    case = make_case(command)
    with tempfile.TemporaryDirectory() as folder:
        root, report = Path(shutil.copytree(case.root, Path(folder) / "root")), Path(folder) / "report"
        assert run_in_child(lambda: record_changes(case, root, report)) == 0
        calls, unseen = json.loads(report.read_text(encoding="utf-8"))
    assert not unseen, f"{command} changes the disk by other calls: {unseen}"
    return tuple(calls)


def list_kills(command: str) -> list[Kill]:
    """Return every moment at which a command can be killed: before each call, and in the middle of each write."""
    kills = [Kill(command, number, call) for number, call in enumerate(list_calls(command), 1)]
    return kills + [Kill(command, kill.number, kill.call, is_half=True) for kill in kills if kill.call == "write"]


def run_and_die(kill: Kill, root: Path) -> None:
    """Run a command, and end the process at a moment."""

    def watch(number: int, kind: str, arguments: tuple[Any, ...]) -> None:
        if number == kill.number:
            if kill.is_half:
                write_bytes(arguments[0], arguments[1][: len(arguments[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)

    watch_changes(watch)
    make_case(kill.command).run(root)


def try_kill(kill: Kill) -> str:
    """Kill a command, run it again, and return what is wrong in between or afterwards, or an empty string."""
    case = make_case(kill.command)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(case.root, Path(folder) / "root"))
        if run_in_child(lambda: run_and_die(kill, root)) != -signal.SIGKILL:
            return f"{kill}: not killed"
        try:
            CHECKS[kill.command](case, root)
        except AssertionError as error:
            return f"{kill}: {error}"
    return ""


@cache
def finish_once(command: str) -> dict[str, bytes]:
    """Return the files that there are after a command that was not killed."""
    case = make_case(command)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(case.root, Path(folder) / "root"))
        case.run(root)
        return read_tree(root)


def take_folder(files: dict[str, bytes], folder: str) -> dict[str, bytes]:
    """Return the files of a folder by their names in it."""
    return {name.removeprefix(f"{folder}/"): content for name, content in files.items() if name.startswith(f"{folder}/")}


def check_build(case: Case, root: Path) -> None:
    old, finished = read_outputs(case.root), finish_once("build")
    assert_whole_and_repaired(root, old, {name: finished[name] for name in old})


def check_release(case: Case, root: Path) -> None:
    old, new = take_folder(read_tree(case.root), DIST), take_folder(finish_once("release"), DIST)
    assert take_folder(read_tree(root), DIST) in (old, new), f"{DIST}/ is neither the old one nor the new one"
    check_next_release(root)


def check_release_by_two_moves(case: Case, root: Path) -> None:
    """Between the two moves the old one has another name."""
    if (root / DIST).exists():
        check_release(case, root)
    else:
        old, new, present = read_tree(case.root), finish_once("release"), read_tree(root)
        assert take_folder(present, f"{DIST_STAGING}-old") == take_folder(old, DIST)
        assert take_folder(present, DIST_STAGING) == take_folder(new, DIST)
        check_next_release(root)


def check_next_release(root: Path) -> None:
    run_release(root)
    assert read_tree(root) == finish_once("release"), "the next release leaves something else"
    assert not list(root.glob(f"{STAGING}*")), "the next release leaves a folder"


def check_new(case: Case, root: Path) -> None:
    """Each file is not there or complete, and what a build reports is what was left, by its name."""
    old, new, present = read_tree(case.root), finish_once("new"), read_tree(root)
    added = {name for name in new if old.get(name) != new[name]}
    for name in old.keys() | added:
        assert present.get(name) in (old.get(name), new.get(name)), f"{name} is half-written"
    left = {name for name in added if present.get(name) == new[name]}
    errors = {error.file for error in build(root).errors}
    if REGISTER in left:
        assert left == added, "what is registered is there"
        assert REGISTER not in errors
    else:
        # What was proposed is no input of the build; `curate proposals` names it.
        read = {name for name in left if not name.startswith(f"{PROPOSALS}/")}
        assert errors == read, "the build names what was left, and nothing else"
    with suppress(AssertionError):  # it is registered already
        case.run(root)
    assert read_tree(root) == new, "the next call leaves something else"
    assert not list(root.glob(f"{STAGING}*")), "the next call leaves a folder"


CHECKS: dict[str, Callable[[Case, Path], None]] = {
    "build": check_build,
    "release": check_release,
    "release by two moves": check_release_by_two_moves,
    "new": check_new,
}
