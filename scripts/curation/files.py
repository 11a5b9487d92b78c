"""The files of a collection are opened here, for reading and for writing, and nowhere else.

A file that is opened is a regular file inside the root, of a size that fits into memory. No part of the way to it is a
symbolic link, so that no link can make the build read, write or delete elsewhere; only the root may be reached by one.
Where the system has it (all but Windows), each folder on the way is opened from the one before it: nobody can put a link
there in the meantime. On Windows a folder is looked at and then passed by its name.

What is written is a new file, and then moved to its place. So a file that has other names elsewhere (hard links) is not
changed under them.
"""

from __future__ import annotations

import io
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from curation.new_file import NewFile
from curation.problems import Problem, make_visible
from curation.watched import WATCHED

LARGEST_FILE = 64 * 2**20
"""Bytes. No article and no file that is written by hand is so large."""
LARGEST_WRITTEN = 2**31
"""Bytes of a file that a build wrote. Much of it may be larger than what is written by hand."""

HOLDS_FOLDERS = os.supports_dir_fd >= {os.open, os.stat, os.mkdir, os.rename, os.unlink, os.rmdir}
"""Whether the system opens a file from a folder that is open."""

AS_IT_IS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
# Opening a pipe or a terminal must neither wait nor take it over, if one is put there after it was looked at.
READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
WRITE_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | AS_IT_IS
OPEN_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)

LINK_TAGS = {getattr(stat, f"IO_REPARSE_TAG_{name}", 0) for name in ("SYMLINK", "MOUNT_POINT")} - {0}
"""What a symbolic link and a junction have on Windows."""

INSIDE = "only what is itself inside the collection's folder is read and written"
CHECK_DISK = "see the permissions and the free space; nothing is half-written: correct this, and run the command again"


class UnfitError(OSError):
    """Raised, within this module only, where a part of the way to a file is not what it must be."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


# Reading


def read_file(root: Path, file: str, largest: int = LARGEST_FILE) -> bytes | Problem | None:
    """Return the bytes of root/file, what is wrong with it, or None where there is nothing of this name."""
    content = read_unwatched(root, file, largest)
    watched = WATCHED.get()
    if watched:
        watched.add_file(file, content if isinstance(content, bytes) else None)
    return content


def read_unwatched(root: Path, file: str, largest: int = LARGEST_FILE) -> bytes | Problem | None:
    """Return what `read_file` returns."""
    try:
        with hold_parent(root, file) as (held, place):
            seen = look_at(held, place, file)
            expect(seen, file)
            handle = os.open(place, READ | AS_IT_IS, dir_fd=held)
            # Without held folders a link may have been put on the way since they were looked at.
            return read_opened(handle, file, largest, None if HOLDS_FOLDERS else seen)
    except FileNotFoundError:
        return None
    except OSError as error:
        return explain_error(error, file, "read", "make it readable")


def read_given(path: Path, largest: int = LARGEST_FILE) -> bytes | Problem:
    """Return the bytes of a file that a user names on the command line, or what is wrong. It may be anywhere."""
    try:
        expect(path.stat(), str(path))  # to open a device can set it going
        return read_opened(os.open(path, READ), str(path), largest)
    except OSError as error:
        return explain_error(error, str(path), "read", "name a text file")


def read_opened(handle: int, file: str, largest: int, seen: os.stat_result | None = None) -> bytes:
    """Return the bytes of an open file, and close it. Raises UnfitError where it is too large or not the one seen."""
    with open(handle, "rb") as opened:
        info = os.fstat(handle)
        expect(info, file)
        if seen and not os.path.samestat(seen, info):
            raise UnfitError(make_problem(file, "was exchanged while it was read", "run the command again"))
        content = opened.read(info.st_size + 1) if info.st_size <= largest else b""
        if len(content) > info.st_size:  # it grew in the meantime
            content += opened.read(largest)
    if max(len(content), info.st_size) > largest:
        raise UnfitError(make_problem(file, f"is larger than {largest} bytes", "leave in it what belongs there alone"))
    return content


def has_file(root: Path, file: str) -> bool:
    """Return whether there may be something of this name. Where the way to it is barred, reading it says how."""
    watched = WATCHED.get()
    if watched:
        watched.files.setdefault(file, None)
    try:
        with hold_parent(root, file) as (held, place):
            look_at(held, place, file)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def check_place(root: Path, file: str) -> Problem | None:
    """Return what prevents a file from being put there: anything that is neither nothing nor a regular file."""
    try:
        with hold_parent(root, file) as (held, place):
            expect(look_at(held, place, file), file)
    except FileNotFoundError:
        return None
    except OSError as error:
        return explain_error(error, file, "read", "make it readable")
    return None


def list_files(root: Path, folder: str, ending: str = "") -> tuple[list[str], list[Problem]]:
    """Return all that a folder holds, by its path from the root, in the order of the names; nothing where it is not there."""
    names: list[str] = []
    try:
        check_names(folder)
        with hold_folder(root, folder.split("/")) as (held, place), os.scandir(place if held is None else held) as entries:
            names = sorted(str(entry.name) for entry in entries)
    except FileNotFoundError:
        return [], []
    except OSError as error:
        return [], [explain_error(error, folder, "read", "make it readable")]
    finally:
        watched = WATCHED.get()
        if watched:
            watched.folders[folder] = names
    return [f"{folder}/{name}" for name in names if name.endswith(ending)], []


# Writing


@contextmanager
def open_new(root: Path, file: str) -> Iterator[tuple[io.BufferedIOBase, NewFile]]:
    """Open a new file for writing, with the folders on the way to it. Raises OSError; then a part of it may be there."""
    with hold_parent(root, file, is_made=True) as (held, place):
        handle = os.open(place, WRITE_NEW, 0o666, dir_fd=held)
        try:
            new = NewFile(handle)
            with io.BufferedWriter(new) as opened:
                yield opened, new
        finally:
            os.close(handle)


def write_file(root: Path, file: str, content: bytes) -> Problem | None:
    """Write a new file, with the folders on the way to it. Return what prevents it; then a part of it may be there."""
    try:
        with open_new(root, file) as (opened, _):
            opened.write(content)
    except OSError as error:
        return explain_error(error, file, "written", CHECK_DISK)
    return None


def write_files(root: Path, folder: str, files: Mapping[str, bytes]) -> Problem | None:
    """Write new files under a folder; return what prevents it."""
    return next(filter(None, (write_file(root, f"{folder}/{name}", content) for name, content in files.items())), None)


def move_file(root: Path, old: str, new: str) -> Problem | None:
    """Give a file its place, where another file may be; return what prevents it."""
    try:
        with hold_parent(root, old) as (held, place), hold_parent(root, new, is_made=True) as (target, name):
            with suppress(FileNotFoundError):
                expect(look_at(target, name, new), new)
            os.replace(place, name, src_dir_fd=held, dst_dir_fd=target)
    except OSError as error:
        return explain_error(error, new, "written", CHECK_DISK)
    return None


def remove_file(root: Path, file: str) -> Problem | None:
    """Remove a file, if it is there; return what prevents it."""
    return remove_place(root, file, os.unlink)


def remove_folder(root: Path, folder: str) -> Problem | None:
    """Remove a folder with all that it holds, if it is there; return what prevents it. No link in it is followed."""
    return remove_place(root, folder, shutil.rmtree, is_folder=True)


def remove_empty_folder(root: Path, folder: str) -> Problem | None:
    """Remove a folder that holds nothing, if it is there; return what prevents it."""
    return remove_place(root, folder, os.rmdir, is_folder=True)


def remove_place(root: Path, name: str, remove: Callable[..., None], is_folder: bool = False) -> Problem | None:
    """Remove what is under a name, if it is of the expected kind; return what prevents it."""
    try:
        with hold_parent(root, name) as (held, place), suppress(FileNotFoundError):
            expect(look_at(held, place, name), name, is_folder=is_folder)
            remove(place, dir_fd=held)
    except OSError as error:
        return explain_error(error, name, "removed", CHECK_DISK)
    return None


@contextmanager
def hold_lock(root: Path) -> Iterator[Problem | None]:
    """Lock a collection against others who write, and yield what prevents it.

    The system frees the lock of a process that is killed; no file is left. Windows has no such lock: there two builds at
    once are for their user to avoid.
    """
    try:
        import fcntl
    except ImportError:
        yield None
        return
    problem, handle = None, None
    try:
        handle = os.open(root, OPEN_FOLDER)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        problem = Problem(str(root), 0, 0, "another build is running here", "wait for it to end, then run the command again")
    except OSError as error:
        problem = explain_error(error, str(root), "locked", CHECK_DISK)
    try:
        yield problem
    finally:
        if handle is not None:
            os.close(handle)


# The way to a file


@contextmanager
def hold_parent(root: Path, file: str, is_made: bool = False) -> Iterator[tuple[int | None, str]]:
    """Yield the folder in which a file is, as `hold_folder` does, with the name by which to open the file."""
    *folders, name = file.split("/")
    check_names(file)
    with hold_folder(root, folders, is_made) as (held, place):
        yield held, name if held is not None else str(Path(place, name))


@contextmanager
def hold_folder(root: Path, folders: list[str], is_made: bool = False) -> Iterator[tuple[int | None, str]]:
    """Yield a folder, opened, and no name; or None and its path. Raises UnfitError where it is reached by a link.

    With `is_made` folders that are not there are made; without, FileNotFoundError is raised.
    """
    held, place = (os.open(root, OPEN_FOLDER), "") if HOLDS_FOLDERS else (None, str(root))
    try:
        for number, part in enumerate(folders, 1):
            path = "/".join(folders[:number])
            name = part if held is not None else str(Path(place, part))
            if is_made:
                make_folder(held, name, path)
            expect(look_at(held, name, path), path, is_folder=True)
            if held is None:
                place = name
            else:
                before, held = held, open_folder(held, name, path)
                os.close(before)
        yield held, place
    finally:
        if held is not None:
            os.close(held)


def make_folder(held: int | None, name: str, path: str) -> None:
    """Make a folder, if there is nothing of its name."""
    try:
        look_at(held, name, path)
    except FileNotFoundError:
        with suppress(FileExistsError):  # another process has made it meanwhile
            os.mkdir(name, dir_fd=held)


def open_folder(held: int, name: str, path: str) -> int:
    """Open a folder from the one that holds it, so that a link put there meanwhile is not followed."""
    try:
        return os.open(name, OPEN_FOLDER | AS_IT_IS, dir_fd=held)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnfitError(explain_error(error, path, "read", "make it readable")) from error


def look_at(held: int | None, place: str, path: str) -> os.stat_result:
    """Return what there is of a name, of a link itself."""
    try:
        return os.lstat(place, dir_fd=held)
    except PermissionError as error:  # the folder is closed, so the others in it are too
        folder = path.rpartition("/")[0] or path
        raise UnfitError(explain_error(error, folder, "searched", "make it readable")) from error


def check_names(path: str) -> None:
    """Raise UnfitError where a path may lead out of the root, or no file can have it."""
    refused = {"\0", "\\", ":"} if os.sep == "\\" else {"\0"}
    try:
        os.fsencode(path)
        is_name = not {"", ".", ".."} & {*path.split("/")} and not refused & {*path}
    except UnicodeEncodeError:
        is_name = False
    if not is_name:
        raise UnfitError(make_problem(path, "is no name of a file here", INSIDE))


def expect(info: os.stat_result, path: str, is_folder: bool = False) -> None:
    """Raise UnfitError where a name is that of no regular file, or of no folder."""
    kind, wanted = describe_kind(info), "a folder" if is_folder else "a file"
    if kind != wanted:
        raise UnfitError(make_problem(path, f"is {kind}, not {wanted}", f"put {wanted} in its place, or remove it: {INSIDE}"))


def describe_kind(info: os.stat_result) -> str:
    """Return what something is, in words."""
    if stat.S_ISLNK(info.st_mode) or getattr(info, "st_reparse_tag", 0) in LINK_TAGS:
        return "a symbolic link"
    kinds = {stat.S_IFREG: "a file", stat.S_IFDIR: "a folder", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(info.st_mode), "a device")


def explain_error(error: OSError, path: str, done: str, advice: str) -> Problem:
    """Return the problem that an error of the system is; `done` is what was to be done with the file."""
    if isinstance(error, UnfitError):
        return error.problem
    return make_problem(path, f"cannot be {done}: {error.strerror or error}", advice)


def make_problem(path: str, message: str, advice: str) -> Problem:
    """Return a problem of a file as a whole. Its name may be anyone's, and is shown without what steers a terminal."""
    return Problem(make_visible(path), 0, 0, message, advice)
