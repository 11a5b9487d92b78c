"""A folder is replaced as a whole: at any moment the old one or the new one is there, and complete."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping
from pathlib import Path

from curation.files import (
    CHECK_DISK,
    check_names,
    expect,
    explain_error,
    hold_folder,
    hold_parent,
    look_at,
    remove_folder,
    write_files,
)
from curation.problems import Problem

EXCHANGE = 2
"""The flag of renameat2 (Linux) and renameatx_np (macOS) by which two names change places at once."""


def replace_folder(root: Path, folder: str, files: Mapping[str, bytes], staging: str) -> Problem | None:
    """Make a folder hold these files and no others; return what prevents it.

    They are written into the folder `staging`, which then changes places with the old one. So the old folder or the new one
    is there at any moment, and each is complete. What an earlier call left, if it was ended, is removed first.
    """
    aside = f"{staging}-old"
    problem = restore_folder(root, folder, aside) or remove_folder(root, staging)
    if problem:
        return problem
    try:
        problem = write_files(root, staging, files) or exchange_folders(root, staging, folder, aside)
    finally:
        left = remove_folder(root, staging) or remove_folder(root, aside)
    return problem or left


def restore_folder(root: Path, folder: str, aside: str) -> Problem | None:
    """Give a folder its name back where `exchange_folders` was ended between two moves; return what prevents it."""
    try:
        with hold_parent(root, folder) as (held, place), hold_parent(root, aside) as (other, kept):
            try:
                expect(look_at(held, place, folder), folder, is_folder=True)
            except FileNotFoundError:
                os.rename(kept, place, src_dir_fd=other, dst_dir_fd=held)
    except FileNotFoundError:
        return None
    except OSError as error:
        return explain_error(error, folder, "written", CHECK_DISK)
    return remove_folder(root, aside)


def exchange_folders(root: Path, new: str, folder: str, aside: str) -> Problem | None:
    """Put a new folder in the place of an old one, which gets the new one's name or `aside`; return what prevents it."""
    try:
        with hold_parent(root, folder, is_made=True) as (held, place), hold_parent(root, new) as (source, staged):
            try:
                expect(look_at(held, place, folder), folder, is_folder=True)
            except FileNotFoundError:
                os.rename(staged, place, src_dir_fd=source, dst_dir_fd=held)
                return None
            if exchange_names(source, staged, held, place):
                return None
            with hold_parent(root, aside) as (other, kept):
                os.rename(place, kept, src_dir_fd=held, dst_dir_fd=other)
                try:
                    os.rename(staged, place, src_dir_fd=source, dst_dir_fd=held)
                except BaseException:
                    os.rename(kept, place, src_dir_fd=other, dst_dir_fd=held)
                    raise
    except OSError as error:
        return explain_error(error, folder, "written", "close what has a file of it open, and run the command again")
    return None


def exchange_names(held: int | None, place: str, target: int | None, name: str) -> bool:
    """Let two names change places at once; return whether the system could."""
    if held is None or target is None:
        return False
    library = ctypes.CDLL(None)
    exchange = getattr(library, "renameat2", None) or getattr(library, "renameatx_np", None)
    names = held, os.fsencode(place), target, os.fsencode(name)
    return exchange is not None and exchange(*names, EXCHANGE) == 0


def has_folder(root: Path, folder: str) -> bool:
    """Return whether there is a folder of this name, reached by no link."""
    try:
        check_names(folder)
        with hold_folder(root, folder.split("/")):
            return True
    except OSError:
        return False
