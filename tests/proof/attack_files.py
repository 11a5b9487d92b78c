"""Hostile file systems: links, pipes and folders where a command reads or writes a file, one place at a time.

Each command is run on a small collection in which one path is something else than the file that it should be. It must not
hang or show a traceback, and nothing outside the collection may be changed or come into its output. Where it uses the path,
it must end with an error that names it, or put a file of its own there.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import odd_files
from conftest import TWO_SOURCES, Copy, copy_collection
from curation.cli import app
from curation.pipeline import build
from proof.attack_trials import Trial, load_verifier_alone
from releases import copy_small_repository

FAMILY = "hostile file systems"
LONGEST, WAITING = 120, 6
"""Seconds on a busy machine, of which so many without any work. A command works for about one."""
SECRET = "outside-of-the-collection"
COMMANDS = ("build", "check", "release", "new", "verify.py", "verify.py --seeds", "diff")


@dataclass(frozen=True)
class Trap:
    """What is put in the place of a file or folder that a command may use."""

    command: str
    path: str
    kind: str


@dataclass(frozen=True)
class End:
    """How a command ended."""

    code: int | None
    """None: it did not end."""
    said: str
    touched: tuple[str, ...] = ()
    """What changed outside, or what of the outside came in."""
    is_replaced: bool = False
    """Whether a plain file or folder of its own is there now."""


# Traps


def link_outside(place: Path, outside: Path) -> None:
    """A link to a file outside, which is what should be here, and some words more."""
    target = outside / place.name
    content = place.read_bytes() if place.is_file() else b""
    mark = b"\n" if place.suffix in (".json", ".csv", ".parquet") else f"\n# {SECRET}\n".encode()
    target.write_bytes(content + mark)
    remove(place)
    place.symlink_to(target)


def link_folder_outside(place: Path, outside: Path) -> None:
    target = outside / place.name
    shutil.copytree(place, target) if place.is_dir() else target.mkdir()
    (target / f"{SECRET}.txt").write_text(SECRET)
    remove(place)
    place.symlink_to(target, target_is_directory=True)


def link_inside(place: Path, outside: Path) -> None:
    """A link to another place of the collection, with the same content."""
    target = place.parent / f"{place.name}-moved"
    place.rename(target) if place.exists() else target.touch()
    place.symlink_to(target.name)


def link_to_nothing(place: Path, outside: Path) -> None:
    remove(place)
    place.symlink_to(outside / "new-file")


def link_to_itself(place: Path, outside: Path) -> None:
    remove(place)
    place.symlink_to(place.name)


def link_to_zeros(place: Path, outside: Path) -> None:
    remove(place)
    place.symlink_to("/dev/zero")


def put_pipe(place: Path, outside: Path) -> None:
    remove(place)
    os.mkfifo(place)


def put_socket(place: Path, outside: Path) -> None:
    remove(place)
    odd_files.put_socket(place, outside)


def put_folder(place: Path, outside: Path) -> None:
    remove(place)
    place.mkdir()
    (place / "x.txt").write_text("x")


def put_file(place: Path, outside: Path) -> None:
    remove(place)
    place.write_text("no folder")


def put_large_file(place: Path, outside: Path) -> None:
    with place.open("ab") as file:
        file.truncate(1 << 43)


def put_second_name(place: Path, outside: Path) -> None:
    """A file outside that is the same file as the one here (a hard link)."""
    os.link(place, outside / place.name)


def remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    elif place.is_symlink() or place.exists():
        place.unlink()


Put = Callable[[Path, Path], None]
FOR_FILES: dict[str, Put] = {
    "a named pipe": put_pipe,
    "a link to a file outside": link_outside,
    "a link within the collection": link_inside,
    "a link to nothing": link_to_nothing,
    "a link to itself": link_to_itself,
    "a link to /dev/zero": link_to_zeros,
    "a folder": put_folder,
    "a socket": put_socket,
    "a file of 8 TiB": put_large_file,
    "a second name outside": put_second_name,
}
FOR_FOLDERS: dict[str, Put] = {
    "a named pipe for a folder": put_pipe,
    "a link to a folder outside": link_folder_outside,
    "a link to a folder within": link_inside,
    "a link to nothing for a folder": link_to_nothing,
    "a link to itself for a folder": link_to_itself,
    "a file for a folder": put_file,
}
HARMLESS = ("a second name outside", "a file of 8 TiB")
"""What a command that only reads may take for what it is; then nothing comes in from outside."""


# Which paths


@cache
def make_collection() -> Path:
    """Return a small collection, built, with the documents of a repository and a release in it."""
    folder = Path(tempfile.mkdtemp())
    root = copy_collection(folder / TWO_SOURCES).root
    assert not build(root).errors
    copy = copy_small_repository(root, folder / "repository")
    code, said = run_forked("release", copy.root, folder)
    assert code == 0, said
    (folder / "new-article.txt").write_text("One sentence about 12 persons.\n")
    return copy.root


def choose_paths(root: Path) -> Iterator[str]:
    """Yield each folder, of each folder the first file of each sort, and all that have a meaning by their name."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        beside = sorted(one.name for one in path.parent.iterdir() if one.is_file() and one.suffix == path.suffix)
        is_named = name.startswith(("annotations/", "seeds/")) or path.name == "datapackage.json" or "/" not in name
        if path.is_dir() or is_named or path.name == beside[0]:
            yield name


USES: dict[str, str] = {
    "build": "seeds|annotations|schemas|metadata|build|docs|README|datapackage|croissant|CITATION|.zenodo|.curate-staging",
    "check": "build/csv|datapackage|docs$",
    "release": "dist|docs|README|CHANGELOG|LICENSE|scripts|annotations/(decisions|evidence|places)|metadata|schemas",
    "new": "seeds|annotations/|annotations$|schemas",
    "verify.py": "datapackage|build|schemas|metadata|croissant",
    "verify.py --seeds": "seeds",
    "diff": "datapackage|build/csv|CHANGELOG|metadata|build$|schemas",
}
"""What each command may use: other paths are not tried with it."""
TO_COME = {
    "build": (".curate-staging", ".curate-staging/datapackage.json"),
    "release": (".curate-staging", "dist-new", "dist-old", ".dist"),
    "new": ("seeds/new-article.txt", "annotations/s300.yaml", "seeds/.new-article.txt", "seeds/sources.yaml.new"),
}
"""Paths that are not there before a command runs."""


def list_traps() -> list[Trap]:
    """Return a pipe at every path that a command may use, and all traps at a few of each folder's."""
    root = make_collection()
    found: dict[Trap, None] = {}
    for command in COMMANDS:
        paths = [path for path in choose_paths(root) if re.match(f"({USES[command]})", path)]
        for path in (*paths, *TO_COME.get(command, ())):
            is_there = (root / path).exists()
            kinds = list(FOR_FOLDERS if (root / path).is_dir() else FOR_FILES)
            kinds += FOR_FOLDERS if path.startswith(".") and not is_there else ()
            kinds = [kind for kind in kinds if is_there or kind not in HARMLESS]
            others = [trap for trap in found if (trap.command, Path(trap.path).parent) == (command, Path(path).parent)]
            is_first = len({trap.path for trap in others if trap.kind in FOR_FILES}) < 1 or kinds[0] in FOR_FOLDERS
            found |= {Trap(command, path, kind): None for kind in (kinds if is_first else kinds[:2])}
    return [*found]


# Running


def run_forked(command: str, root: Path, outside: Path) -> tuple[int | None, str]:
    """Run a command in a child process; return its exit code (None where it did not end) and what it said."""
    said = tempfile.TemporaryFile()  # noqa: SIM115
    child = os.fork()
    if child == 0:
        code = 70
        try:
            for stream in (1, 2):
                os.dup2(said.fileno(), stream)
            resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
            most = read_own_size() + (3 << 30)
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
            code = call_command(command, root, outside)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    begun = last = time.monotonic()
    spent = -1
    while (done := os.waitpid(child, os.WNOHANG))[0] == 0:
        now = time.monotonic()
        is_asleep, ticks = read_state(child)
        last, spent = (last, spent) if is_asleep and ticks == spent else (now, ticks)
        if now - last > WAITING or now - begun > LONGEST:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return None, "did not end"
        time.sleep(0.02)
    status = done[1]
    said.seek(0)
    return os.waitstatus_to_exitcode(status), said.read().decode("utf-8", "replace")


def read_own_size() -> int:
    """Return how much address space this process has: a child begins with as much as its parent, which ran other tests."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def read_state(process: int) -> tuple[bool, int]:
    """Return whether a process waits for something, and the processor time that it has used."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False, 0
    return fields[0] in "SD", int(fields[11]) + int(fields[12])


def call_command(command: str, root: Path, outside: Path) -> int:
    """Run a command in this process."""
    if command.startswith("verify.py"):
        words = ["--seeds", str(root / "seeds")] if command.endswith("--seeds") else []
        try:
            return int(load_verifier_alone().main([str(root), *words]))
        except SystemExit as end:  # of a wrong command line
            return int(end.code or 0)
    words = [command]
    if command == "new":
        words += [str(make_collection().parent / "new-article.txt"), "--id", "s300"]
    if command == "diff":
        words += [str(make_collection()), str(root)]
    try:
        app([*words, "--root", str(root)], standalone_mode=False)
    except SystemExit as end:
        return int(end.code or 0)
    except Exception as error:  # click's own, of a wrong command line
        if hasattr(error, "exit_code"):
            print(getattr(error, "message", ""), file=sys.stderr)
            return int(error.exit_code)
        raise
    return 0


def run_trap(trap: Trap) -> End:
    """Put the trap, run the command, and see what it did."""
    with tempfile.TemporaryDirectory() as folder:
        root, outside = Path(folder, "repository"), Path(folder, "outside")
        shutil.copytree(make_collection(), root, symlinks=True)
        outside.mkdir()
        (outside / "stays.txt").write_text("stays")
        place = root / trap.path
        place.parent.mkdir(parents=True, exist_ok=True)
        (FOR_FILES | FOR_FOLDERS)[trap.kind](place, outside)
        before = read_outside(outside)
        code, said = run_forked(trap.command, root, outside)
        after = read_outside(outside)
        touched = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
        touched += [f"inside: {name}" for name in find_secret(root)] + (["in the output"] if SECRET in said else [])
        is_replaced = not place.is_symlink() and (place.is_file() or place.is_dir())
        return End(code, said.replace(folder, ""), tuple(touched), is_replaced)


def read_outside(folder: Path) -> dict[str, object]:
    """Return what is in a folder, with content and times; of large files their size."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_mode,
            path.lstat().st_size,
            path.read_bytes() if path.is_file() and path.lstat().st_size < 1 << 26 else b"",
        )
        for path in folder.rglob("*")
    }


def find_secret(root: Path) -> Iterator[str]:
    """Yield the plain files of the collection that hold words from outside."""
    for path in root.rglob("*"):
        if (
            path.is_file()
            and not path.is_symlink()
            and path.lstat().st_size < 1 << 26
            and SECRET.encode() in path.read_bytes()
        ):
            yield path.relative_to(root).as_posix()


@cache
def is_used(command: str, path: str) -> bool:
    """Whether a command reads or writes a path: with a pipe there it does not end, or does not succeed."""
    is_folder = (make_collection() / path).is_dir()
    end = run_trap(Trap(command, path, "a named pipe for a folder" if is_folder else "a named pipe"))
    return end.code != 0 or end.is_replaced


def judge_end(trap: Trap, end: End) -> str:
    """Return what is wrong with the end of a command, or nothing."""
    if end.code is None:
        return "does not end"
    if "Traceback (most recent call last)" in end.said or end.code not in (0, 1, 2):
        return f"a traceback: {end.said.strip().splitlines()[-1][:120] if end.said.strip() else end.code}"
    if (end.touched and trap.kind != "a second name outside") or any(not name.startswith("in") for name in end.touched):
        return f"touches what is outside: {', '.join(end.touched)[:120]}"
    if end.code:
        first = trap.path.split("/")
        is_named = (
            any(part in end.said for part in ("/".join(first[: n + 1]) for n in range(len(first)))) or first[-1] in end.said
        )
        return "" if is_named else f"an error that does not name it: {end.said.strip()[:120]}"
    is_fine = end.is_replaced or trap.kind in HARMLESS or not is_used(trap.command, trap.path)
    return "" if is_fine else "passes unseen"


def try_trap(trap: Trap) -> Trial:
    wrong = judge_end(trap, run_trap(trap))
    what = f"{trap.command}: {trap.kind} at {trap.path}" + (f": {wrong}" if wrong else "")
    return Trial(FAMILY, trap.kind, what, {trap.command: not wrong}, (trap.command,))


__all__ = ["Copy", "Trap", "list_traps", "try_trap"]
