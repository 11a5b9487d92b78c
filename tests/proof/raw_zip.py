"""Zips written byte by byte, with what no honest program writes: names, sizes and places that contradict each other."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
DAY = 0x21
"""1 January 1980, the first day that a zip can hold."""
UTF_8 = 0x800
"""The flag by which a name is UTF-8."""


@dataclass(frozen=True)
class Member:
    """A member of a zip, stored without compression. What is None is as the content has it."""

    name: bytes
    content: bytes
    local_name: bytes | None = None
    flags: int = UTF_8
    method: int = 0
    version: int = 20
    mode: int = 0o100644
    system: int = 3
    """Who wrote it: 3 is Unix, 0 is DOS."""
    size: int | None = None
    local_size: int | None = None
    checksum: int | None = None
    extra: bytes = b""
    is_listed: bool = True
    """Whether the central directory lists it. A program that reads from the front finds it all the same."""
    is_alias: bool = False
    """Whether it has no content of its own, and the directory leads to the member before it."""
    trailer: bytes = b""
    """What is between it and the next one."""


def write_raw_zip(
    members: Sequence[Member],
    *,
    prefix: bytes = b"",
    suffix: bytes = b"",
    comment: bytes = b"",
    count: int | None = None,
    offset: int | None = None,
    disk: int = 0,
    gap: bytes = b"",
) -> bytes:
    """Return a zip. `offset` is added to all places, `count` is what its end says, `gap` is before its directory."""
    moved = len(prefix) if offset is None else offset
    body, entries = bytearray(), []
    place = 0
    for member in members:
        if not member.is_alias:
            place = len(body)
            body += write_local(member) + member.content + member.trailer
        if member.is_listed:
            entries.append(write_entry(member, place + moved))
    body += gap
    directory = b"".join(entries)
    number = len(entries) if count is None else count
    end = END.pack(b"PK\5\6", disk, disk, number, number, len(directory), len(body) + moved, len(comment))
    return prefix + bytes(body) + directory + end + comment + suffix


def find_checksum(member: Member) -> int:
    return zlib.crc32(member.content) if member.checksum is None else member.checksum


def write_local(member: Member) -> bytes:
    name = member.name if member.local_name is None else member.local_name
    size = len(member.content) if member.local_size is None else member.local_size
    head = (b"PK\3\4", member.version, member.flags, member.method, 0, DAY, find_checksum(member), size, size, len(name))
    return LOCAL.pack(*head, len(member.extra)) + name + member.extra


def write_entry(member: Member, place: int) -> bytes:
    size = len(member.content) if member.size is None else member.size
    made = member.system << 8 | member.version
    head = (b"PK\1\2", made, member.version, member.flags, member.method, 0, DAY, find_checksum(member), size, size)
    rest = (len(member.name), len(member.extra), 0, 0, 0, member.mode << 16, place)
    return CENTRAL.pack(*head, *rest) + member.name + member.extra


def read_from_front(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield names and contents as a program finds them that reads a zip as it comes, without its directory."""
    place = content.find(b"PK\3\4")
    while place >= 0 and content[place : place + 4] == b"PK\3\4":
        *_, size, _, name_length, extra_length = LOCAL.unpack_from(content, place)
        start = place + LOCAL.size + name_length + extra_length
        yield content[place + LOCAL.size : start - extra_length], content[start : start + size]
        place = start + size
