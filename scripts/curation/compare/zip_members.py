"""A zip read so that it means one thing: its members follow one another, are plain files, and are as large as they say.

Programs differ: some read the directory at a zip's end, some the headers from its beginning, some what is in extra
fields. So a zip is refused unless all of them find the same. Its size is known before anything in it is unpacked.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from curation.compare.package_names import find_name_faults
from curation.compare.unseen import show_text
from curation.problems import shorten

MOST_MEMBERS = 1000
LARGEST = 2**28
"""Bytes of all files of a package together, unpacked: 256 MiB."""

LONGEST_DIRECTORY = 2**20
"""Bytes. It is read before the members are known."""

END = struct.Struct("<4sHHHHIIH")
"""The end record: mark, disk, disk of the directory, members here, members, directory's size and place, comment's length."""

HEADER = struct.Struct("<4sHHHHHIIIHH")
"""A local header: mark, version, flags, method, time, day, checksum, packed size, size, lengths of name and extra fields."""

PLAIN_FLAGS = 0x80E
"""How well it was deflated (two bits), its sizes follow it, its name is UTF-8. All others change how it is read."""

UTF8_NAME, SIZES_FOLLOW = 0x800, 0x8
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
PLAIN_FIELDS = {0x5455, 0x5855, 0x7855, 0x7875, 0x000A}
"""Extra fields with times and owners. Others can hold another name, a link's target or a key."""

PLAIN_ATTRIBUTES = 0xFFFF_0000 | 0xA7
"""Of Windows: read-only, hidden, system, archive, normal. Not: a folder, a volume's name, a link."""

DOS_FOLDER = 0x10
Members = dict[str, tuple[int, zipfile.ZipInfo]]
"""Where the content of each file begins, and what the directory says of it."""


def open_members(path: Path) -> tuple[BinaryIO, str, Members]:
    """Return an open zip, its top folder (with a slash, or nothing) and its files by name. Raises ValueError in doubt."""
    file = path.open("rb")  # closed with the last reference to it
    number, start = read_end(file)
    items = zipfile.ZipFile(file).infolist()
    if len(items) != number:
        raise ValueError("its directory has not as many members as it says")
    if sum(item.file_size for item in items) > LARGEST:
        raise ValueError(f"it says that it holds more than {LARGEST >> 20} MiB")
    for fault in (fault for item in items for fault in find_faults(item)):
        raise ValueError(fault)
    members = {item.filename: (begin, item) for item, begin in find_contents(file, items, start)}
    if len(members) < len(items):
        raise ValueError("it holds a name twice")
    top = find_top([*members])
    inside = [name.removeprefix(top) for name in members if not top or name != top]
    files, folders = [name for name in inside if name[-1:] != "/"], [name[:-1] for name in inside if name[-1:] == "/"]
    for name, fault in find_name_faults(files, folders, top[:-1]):
        raise ValueError(f"{quote_name(name)} {fault}")
    return file, top, {name: members[top + name] for name in files}


def read_member(file: BinaryIO, start: int, item: zipfile.ZipInfo) -> bytes:
    """Return a member's content. Raises ValueError where it is not what the directory says: more is never unpacked."""
    file.seek(start)
    content, is_whole = file.read(item.compress_size), True
    if item.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacker.decompress(content, item.file_size + 1)
        is_whole = unpacker.eof and not unpacker.unused_data
    if not is_whole or len(content) != item.file_size or zlib.crc32(content) != item.CRC:
        raise ValueError("it has not the size or the checksum that the zip says")
    return content


def read_end(file: BinaryIO) -> tuple[int, int]:
    """Return the number of a zip's members and where its directory begins. Raises ValueError where two readings differ."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END.size - 0xFFFF))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < END.size:
        raise ValueError("it is no zip, or not all of one")
    _, *disks, here, number, length, start, comment = END.unpack_from(tail, place)
    if any(disks) or here != number or comment or len(tail) - place > END.size:
        raise ValueError("it does not end with its end record, has a comment, or has several parts")
    if start + length != size - len(tail) + place:
        raise ValueError("something is before or after what the zip says it holds, or it is a ZIP64")
    if number > MOST_MEMBERS or length > LONGEST_DIRECTORY:
        raise ValueError(f"it has more than {MOST_MEMBERS} members, or very long names")
    return number, start


def find_faults(item: zipfile.ZipInfo) -> Iterator[str]:
    """Yield why a member is no plain file or folder, or why programs may read it in several ways."""
    raw, kind, is_folder = item.orig_filename, stat.S_IFMT(item.external_attr >> 16), item.filename[-1:] == "/"
    attributes = PLAIN_ATTRIBUTES | (DOS_FOLDER if is_folder else 0)
    faults = {
        "has a name that is cut off or changed": raw != item.filename,
        "has a name of an unknown character set": not raw.isascii() and not item.flag_bits & UTF8_NAME,
        "may take the rights of its owner": item.external_attr >> 16 & 0o7000,
        "is a link, a device or another thing that is no file": kind not in (0, stat.S_IFDIR if is_folder else stat.S_IFREG),
        "is marked as something that is no file": item.external_attr & ~attributes,
        "is encrypted, or a part of something": item.flag_bits & ~PLAIN_FLAGS or item.volume,
        "is packed in an unusual way": item.compress_type not in METHODS,
        "has unusual extra fields": not list_fields(item.extra) <= PLAIN_FIELDS,
        "is a folder with a content": is_folder and item.file_size,
    }
    yield from (f"{quote_name(raw)} {fault}" for fault, is_so in faults.items() if is_so)


def list_fields(extra: bytes) -> set[int]:
    """Return the kinds of a member's extra fields; -1 where they are no fields."""
    found, place = set[int](), 0
    while place < len(extra):
        if place + 4 > len(extra):
            return {-1}
        kind, length = struct.unpack_from("<HH", extra, place)
        found, place = found | {kind}, place + 4 + length
    return found if place == len(extra) else {-1}


def find_contents(file: BinaryIO, items: list[zipfile.ZipInfo], end: int) -> Iterator[tuple[zipfile.ZipInfo, int]]:
    """Yield each member and where its content begins. Raises ValueError unless they follow each other up to `end`."""
    place = 0
    for item in sorted(items, key=lambda item: item.header_offset):
        name = quote_name(item.orig_filename)
        if item.header_offset != place:
            raise ValueError(f"before {name} there is something that the directory does not list")
        file.seek(place)
        header = file.read(HEADER.size)
        if len(header) < HEADER.size:
            raise ValueError(f"{name} has no header")
        mark, _, flags, method, _, _, *said, length, more = HEADER.unpack(header)
        own, fields = file.read(length), file.read(more)
        wanted = [item.CRC, item.compress_size, item.file_size]
        is_later = bool(flags & SIZES_FOLLOW)
        same = (mark, flags, method) == (b"PK\x03\x04", item.flag_bits, item.compress_type)
        same = same and own.decode("utf-8" if flags & UTF8_NAME else "cp437") == item.orig_filename
        same = same and all(one == other or (is_later and not one) for one, other in zip(said, wanted, strict=True))
        if not same or not list_fields(fields) <= PLAIN_FIELDS:
            raise ValueError(f"{name} has a header that says something else than the directory")
        place += HEADER.size + length + more
        yield item, place
        place += item.compress_size
        place += measure_sizes(file, place, wanted, name) if is_later else 0
    if place != end:
        raise ValueError("after the last member there is something that the directory does not list")


def measure_sizes(file: BinaryIO, place: int, wanted: list[int], name: str) -> int:
    """Return the length of what repeats a member's checksum and sizes after it. Raises ValueError where it says others."""
    file.seek(place)
    found, sizes = file.read(16), struct.pack("<III", *wanted)
    if found == b"PK\x07\x08" + sizes:
        return 16
    if found[:12] == sizes:
        return 12
    raise ValueError(f"after {name} other sizes stand than in the directory")


def find_top(names: list[str]) -> str:
    """Return the folder that holds all members, with a slash; an empty text where they are at the top. Raises ValueError."""
    tops = {name.partition("/")[0] for name in names}
    if "datapackage.json" in names:
        return ""
    if len(tops) != 1 or tops == {""} or f"{min(tops)}/datapackage.json" not in names:
        raise ValueError("it has no datapackage.json at its top, nor one folder that holds all, with that file in it")
    return f"{min(tops)}/"


def quote_name(name: str) -> str:
    """Return a name as it is shown in a message."""
    return f"«{shorten(show_text(name))}»"
