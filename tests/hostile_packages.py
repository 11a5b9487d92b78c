"""Packages that mean two things at once, or too much: families of zips, folders, descriptors and JSON, each from a sound one.

A sound package is {path: bytes}. Each function yields (kind, variant); the kind says what is wrong. In most of them `path`
is there twice or in another way, and `content` is what the other reading of it finds. None of them may be read as sound.
"""

from __future__ import annotations

import copy
import json
import os
import socket
import stat
import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

Files = dict[str, bytes]
Zips = Iterator[tuple[str, bytes]]
Folders = Iterator[tuple[str, Callable[[Path], None]]]
Json = dict[str, Any]

UTF8, ENCRYPTED, LATER = 0x800, 0x1, 0x8  # flags of a member: its name is UTF-8; it is encrypted; its sizes follow it
STORED, DEFLATED = 0, 8


# Zips, with whatever in them: the standard library writes no name that is not sound


@dataclass(frozen=True)
class Member:
    """A member of a zip as its two headers describe it. What is None is as it must be."""

    name: str | bytes
    content: bytes = b""
    mode: int = stat.S_IFREG | 0o644
    method: int = STORED
    flags: int = UTF8
    system: int = 3
    """3: Unix, so that `mode` counts; 0: DOS."""
    local_name: str | bytes | None = None
    local_content: bytes | None = None
    """What is in the zip, where the central directory's checksum is that of `content`."""
    packed: bytes | None = None
    """What is in the zip, where it is packed already."""
    size: int | None = None
    """The size that it says it has when it is unpacked."""
    checksum: int | None = None
    extra: bytes = b""
    local_extra: bytes | None = None
    attributes: int = 0
    """Those of DOS and Windows, in two bytes."""
    disk: int = 0
    version: int = 20
    """Of the standard, which a program must know to unpack it."""
    local_version: int | None = None
    offset: int | None = None
    """Of another member's header."""
    is_listed: bool = True
    """Whether the central directory lists it."""


def encode_name(name: str | bytes) -> bytes:
    return name if isinstance(name, bytes) else name.encode("utf-8", "surrogatepass")


def compress(content: bytes, method: int) -> bytes:
    if method != DEFLATED:
        return content
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def write_zip(members: Sequence[Member], before: bytes = b"", comment: bytes = b"", after: bytes = b"") -> bytes:
    """Return a zip of these members: local headers, central directory, end record. Nothing is checked."""
    body, directory, listed = bytearray(before), bytearray(), 0
    for member in members:
        name, local = encode_name(member.name), encode_name(member.name if member.local_name is None else member.local_name)
        data = compress(member.content if member.local_content is None else member.local_content, member.method)
        data = data if member.packed is None else member.packed
        size = len(member.content) if member.size is None else member.size
        checksum = zlib.crc32(member.content) if member.checksum is None else member.checksum
        sizes = struct.pack("<III", checksum, len(data), size)
        about = struct.pack("<HHHH", member.flags, member.method, 0, 0x21)
        version = struct.pack("<H", member.version)
        local_version = version if member.local_version is None else struct.pack("<H", member.local_version)
        extra = member.extra if member.local_extra is None else member.local_extra
        offset = len(body) if member.offset is None else member.offset
        body += (
            b"PK\x03\x04" + local_version + about + sizes + struct.pack("<HH", len(local), len(extra)) + local + extra + data
        )
        if member.is_listed:
            listed += 1
            external = member.mode << 16 | member.attributes
            lengths = struct.pack("<HHHHHII", len(name), len(member.extra), 0, member.disk, 0, external, offset)
            made_by = struct.pack("<BB", 20, member.system)
            directory += b"PK\x01\x02" + made_by + version + about + sizes + lengths + name + member.extra
    end = struct.pack("<HHHHIIH", 0, 0, listed & 0xFFFF, listed & 0xFFFF, len(directory), len(body), len(comment))
    return bytes(body + directory + b"PK\x05\x06" + end + comment + after)


def list_members(files: Files, top: str = "") -> list[Member]:
    return [Member(top + path, content) for path, content in sorted(files.items())]


# Paths: other spellings that some program unpacks to the same place, or to a place outside


def spell_path(path: str) -> Iterator[tuple[str, str]]:
    """Yield other spellings of a path, each of which at least one system or program takes for it."""
    folder, _, file = path.rpartition("/")
    stem, _, ending = file.rpartition(".")
    yield from {
        "a point before": f"./{path}",
        "a point within": path.replace("/", "/./", 1),
        "a doubled slash": path.replace("/", "//", 1),
        "up and down again": f"x/../{path}",
        "up and down again within": f"{folder}/x/../{file}",
        "up to its own folder": f"{folder}/../{folder.rpartition('/')[2]}/{file}",
        "absolute": f"/{path}",
        "absolute twice": f"//{path}",
        "a drive": f"C:{path}",
        "a drive's top": f"C:/{path}",
        "out of the package": f"../{path}",
        "out of the package from within": f"{folder}/../../../{path}",
        "backslashes": path.replace("/", "\\"),
        "one backslash": "\\".join(path.rsplit("/", 1)),
        "a backslash before": f"\\{path}",
        "a server": f"\\\\server\\share\\{path}",
        "a device path": f"\\\\?\\{path}",
        "a NUL and more": f"{path}\0.txt",
        "a NUL at the end": f"{path}\0",
        "a slash at the end": f"{path}/",
        "a point at the end": f"{path}.",
        "a blank at the end": f"{path} ",
        "a blank before": f" {path}",
        "a point at the end of the folder": f"{folder}./{file}",
        "a blank at the end of the folder": f"{folder} /{file}",
        "a stream of NTFS": f"{path}::$DATA",
        "capitals": path.upper(),
        "a capital": f"{folder}/{file.capitalize()}",
        "the folder in capitals": f"{folder.upper()}/{file}",
        "the ending in capitals": f"{folder}/{stem}.{ending.upper()}",
        "a long s": path.replace("s", "\u017f", 1),
        "a Kelvin sign": path.replace("k", "\u212a", 1) if "k" in path else f"{path}\u212a",
        "a ligature": path.replace("fl", "\ufb02").replace("st", "\ufb06") if "fl" in path else f"{path}\ufb06",
        "full width": path.replace(file[0], chr(ord(file[0]) + 0xFEE0), 1),
        "a Cyrillic letter": path.replace("c", "\u0441", 1),
        "a combining mark": f"{path}\u0301",
        "a mark that is not seen": path.replace(file, f"{file[:1]}\u200d{file[1:]}"),
        "a soft hyphen": path.replace(file, f"{file[:1]}\u00ad{file[1:]}"),
        "a mark of direction": f"{folder}/\u202e{file}",
        "a tag": f"{path}\U000e0041",
        "a byte order mark": f"\ufeff{path}",
        "a short name of DOS": f"{folder}/{stem[:6].upper()}~1.{ending[:3].upper()}",
        "a line feed": f"{path}\n",
        "a carriage return": f"{path}\r",
        "an escape": f"{folder}/\x1b[2J{file}",
        "a slash that is none": path.replace("/", "\u2215", 1),
        "percent signs": path.replace("/", "%2F", 1),
        "a URL": f"file:///{path}",
    }.items()


def find_spellings(path: str) -> st.SearchStrategy[str]:
    """Strategy: one to three changes of a path after one another that leave it the same file somewhere, but not its name."""
    steps: list[Callable[[str, int], str]] = [
        lambda name, at: insert(name, at, "/.", "/./"),
        lambda name, at: insert(name, at, "/", "//"),
        lambda name, at: insert(name, at, "/x/..", "/x/../"),
        lambda name, at: put(name, at, "\\") if "/" in name else f".\\{name}",
        change_case,
        lambda name, at: end_part(name, at, "."),
        lambda name, at: end_part(name, at, " "),
        lambda name, _: f"/{name}",
        lambda name, _: f"./{name}",
        lambda name, _: f"c:{name}",
        lambda name, _: f"{name}\0",
        lambda name, _: f"../{name}",
    ]
    step = st.tuples(st.sampled_from(steps), st.integers(0, 50))

    def apply(chosen: list[tuple[Callable[[str, int], str], int]]) -> str:
        name = path
        for change, at in chosen:
            name = change(name, at)
        return name

    return st.lists(step, min_size=1, max_size=3).map(apply).filter(lambda name: name != path)


def insert(name: str, at: int, _: str, put_in: str) -> str:
    """Put something in the place of one of a path's slashes."""
    parts = name.split("/")
    at = at % max(len(parts) - 1, 1) + 1
    return "/".join(parts[:at]) + put_in + "/".join(parts[at:])


def put(name: str, at: int, mark: str) -> str:
    places = [place for place, one in enumerate(name) if one == "/"]
    place = places[at % len(places)]
    return name[:place] + mark + name[place + 1 :]


def change_case(name: str, at: int) -> str:
    places = [place for place, one in enumerate(name) if one.swapcase() != one]
    place = places[at % len(places)]
    return name[:place] + name[place].swapcase() + name[place + 1 :]


def end_part(name: str, at: int, mark: str) -> str:
    parts = name.split("/")
    parts[at % len(parts)] += mark
    return "/".join(parts)


FORBIDDEN_NAMES = (
    *("con", "CON", "prn", "aux", "nul", "NUL.csv", "com1.csv", "COM9", "lpt1.txt", "com\u00b9.csv", "conin$", "conout$"),
    *("a<b.csv", "a>b.csv", "a:b.csv", 'a"b.csv', "a|b.csv", "a?b.csv", "a*b.csv", "a\x01.csv", "a\x1f.csv", "a\x7f.csv"),
    *("a.", "a ", "a. ", ".", "..", "...", "", "a\tb.csv", "con .csv", "aux..csv"),
)
"""Names of files that some Windows cannot write, or writes under another name."""

UNKNOWN_PATHS = (
    *("x.csv", "build/x.csv", "build/csv/x/y.csv", "build/csv/flights.tsv", "build/csv/flights.csv.gz", "build/other/x.csv"),
    *("build", "build/csv", "datapackage.json/x", "datapackage.yaml", "data.package.json", ".git/config", ".gitattributes"),
    *(
        "seeds/s001.txt",
        "setup.py",
        "scripts/x.py",
        "docs/x.html",
        "docs/x/y.md",
        "schemas/x.yaml",
        "__MACOSX/._x",
        ".DS_Store",
    ),
    *("Thumbs.db", "sitecustomize.py", "build/csv/.hidden.csv", "build/csv/-x.csv", "build/csv/é.csv", "~/x", "autorun.inf"),
)
"""Paths that no release has."""


# Zips


def list_hostile_zips(files: Files, path: str, content: bytes, top: str = "") -> Zips:
    """Yield zips in which `path` (one of the files, in a folder) is also `content`, or that no program can unpack so."""
    yield from list_hostile_names(files, path, content, top)
    yield from list_hostile_kinds(files, path, top)
    yield from list_hostile_layouts(files, path, content, top)


def list_hostile_names(files: Files, path: str, content: bytes, top: str = "") -> Zips:
    """Yield zips with a member whose name is not that of a file of a release, or that is there twice."""
    sound = list_members(files, top)
    others = [member for member in sound if member.name != top + path]
    for kind, name in spell_path(path):
        yield f"a second member: {kind}", write_zip([*sound, Member(top + name, content)])
        yield f"a second member, first: {kind}", write_zip([Member(top + name, content), *sound])
        yield f"the only member: {kind}", write_zip([*others, Member(top + name, content)])
    yield "twice", write_zip([*sound, Member(top + path, content)])
    yield "twice, first", write_zip([Member(top + path, content), *sound])
    for name in FORBIDDEN_NAMES:
        yield f"a name of no file: {name!r}", write_zip([*sound, Member(f"{top}build/csv/{name}", content)])
        yield f"a name of no folder: {name!r}", write_zip([*sound, Member(f"{top}build/{name}/x.csv", content)])
        yield f"a name of no file at the top: {name!r}", write_zip([*sound, Member(top + name, content)])
    for folder in FORBIDDEN_NAMES:
        if folder:
            yield f"all in a folder {folder!r}", write_zip(list_members(files, f"{folder}/{top}"))
    for folder in ("\u202ea", "e\u0301", "a\\b", "C:", "../a", "/a", "a//", "./a", "x" * 300):
        yield f"all in a folder {folder!r}", write_zip(list_members(files, f"{folder}/"))
    old = [replace(member, name=b"\x81/" + encode_name(member.name), flags=0) for member in sound]
    yield "all in a folder of an old code page", write_zip(old)
    both = [Member(f"{top}build/lexicon/{name}", content) for name in ("LICENSE.txt", "license.txt")]
    yield "two files that differ in capitals", write_zip([*sound, *both])
    yield "a table that is not listed", write_zip([*sound, Member(f"{top}{path.replace('.csv', '_2.csv')}", content)])
    yield "a file and a folder of one name", write_zip([*sound, Member(f"{top}{path}/x.csv", content)])
    for name in UNKNOWN_PATHS:
        yield f"a path that no release has: {name}", write_zip([*sound, Member(top + name, content)])


def list_hostile_kinds(files: Files, path: str, top: str = "") -> Zips:
    """Yield zips with a member that is no plain file, or not packed plainly."""
    sound = list_members(files, top)
    others = [member for member in sound if member.name != top + path]
    (own,) = [member for member in sound if member.name == top + path]
    kinds = {
        "link": stat.S_IFLNK,
        "pipe": stat.S_IFIFO,
        "device": stat.S_IFCHR,
        "disk": stat.S_IFBLK,
        "socket": stat.S_IFSOCK,
    }
    kinds |= {"folder": stat.S_IFDIR, "file of no kind": 0o170000}
    for kind, mode in kinds.items():
        yield f"a {kind} in its place", write_zip([*others, replace(own, content=b"../../x.csv", mode=mode | 0o777)])
        yield f"a {kind} in its place, as from DOS", write_zip([*others, replace(own, mode=mode | 0o777, system=0)])
        if kind != "folder":
            yield f"a {kind} as its folder", write_zip([Member(f"{top}build/csv", b"x", mode | 0o777), *sound])
            yield f"a {kind} with a slash", write_zip([Member(f"{top}build/csv/", b"x", mode | 0o777), *sound])
    for bit, kind in ((0o4000, "its owner"), (0o2000, "its group"), (0o1000, "its folder")):
        yield f"with the rights of {kind}", write_zip([*others, replace(own, mode=stat.S_IFREG | 0o755 | bit)])
    for bit, kind in ((0x08, "volume"), (0x10, "folder"), (0x40, "device"), (0x400, "link")):
        for mode, system in ((own.mode, 3), (0, 0), (0, 10)):
            member = replace(own, mode=mode, system=system, attributes=bit)
            yield f"a {kind} of Windows, mode {mode:o}, system {system}", write_zip([*others, member])
    yield "on another disk", write_zip([*others, replace(own, disk=1)])
    for mode in (stat.S_IFREG, stat.S_IFDIR, 0):
        yield f"a folder with a content, mode {mode:o}", write_zip([Member(f"{top}build/csv/", b"x", mode | 0o755), *sound])
    packed = compress(own.content, DEFLATED) + b"x"
    yield "something after what is packed", write_zip([*others, replace(own, method=DEFLATED, packed=packed)])
    yield "packed and not ended", write_zip([*others, replace(own, method=DEFLATED, packed=packed[:-3])])
    twice = compress(own.content, DEFLATED) * 2
    yield "packed twice", write_zip([*others, replace(own, method=DEFLATED, packed=twice)])
    yield "encrypted", write_zip([*others, replace(own, flags=UTF8 | ENCRYPTED)])
    yield "strongly encrypted", write_zip([*others, replace(own, flags=UTF8 | 0x41)])
    yield "with a masked directory", write_zip([*others, replace(own, flags=UTF8 | 0x2001)])
    yield "a patch", write_zip([*others, replace(own, flags=UTF8 | 0x20)])
    for method in (1, 6, 9, 12, 14, 93, 95, 97, 98, 99):
        yield f"packed by method {method}", write_zip([*others, replace(own, method=method)])


def list_hostile_layouts(files: Files, path: str, content: bytes, top: str = "") -> Zips:
    """Yield zips that programs read in two ways: by the directory, by the headers, from the beginning or from the end."""
    sound = list_members(files, top)
    others = [member for member in sound if member.name != top + path]
    (own,) = [member for member in sound if member.name == top + path]
    yield "another name in its own header", write_zip([*others, replace(own, local_name=f"{top}build/csv/x.csv")])
    hidden = replace(own, name=f"{top}build/csv/{path.rpartition('/')[2]}", local_name=own.name, content=content)
    yield "another member has its name in the header", write_zip([*sound, replace(hidden, name=f"{top}README.md")])
    unicode_path = encode_name(top + path)
    other = f"{top}build/csv/other.csv"
    extra = struct.pack("<BI", 1, zlib.crc32(other.encode())) + unicode_path
    extra = struct.pack("<HH", 0x7075, len(extra)) + extra
    yield "its name in an extra field of another", write_zip([*sound, Member(other, content, extra=extra)])
    link = struct.pack("<HHIIHH", 0x000D, 12 + len(b"x.csv"), 0, 0, 0, 0) + b"x.csv"
    broken = b"\x55\x54\xff\x00x"
    for kind, field in (("a Unix link", link), ("fields cut off", broken), ("a byte", b"x"), ("another name", extra)):
        yield f"{kind} among its extra fields", write_zip([*others, replace(own, extra=field)])
        yield (
            f"{kind} among the extra fields of the directory",
            write_zip([*others, replace(own, extra=field, local_extra=b"")]),
        )
        yield f"{kind} among the extra fields of the header", write_zip([*others, replace(own, local_extra=field)])
    yield "not in the directory", write_zip([*sound, Member(top + path, content, is_listed=False)])
    yield "not in the directory, first", write_zip([Member(top + path, content, is_listed=False), *sound])
    yield "the content of another", write_zip([*sound, Member(f"{top}README.md", offset=0)])
    yield "another content than its checksum", write_zip([*others, replace(own, local_content=content)])
    yield "another zip before it", write_zip(sound, before=write_zip([*others, Member(top + path, content)]))
    yield "a program before it", write_zip(sound, before=b"#!/bin/sh\n")
    yield "another zip after it", write_zip(sound) + write_zip([*others, Member(top + path, content)])
    yield "another zip in its comment", write_zip(sound, comment=write_zip(list_members({path: content[:9000]}, top)))
    yield "a byte after it", write_zip(sound, after=b"\n")
    yield "a second top", write_zip([*sound, *list_members(files | {path: content}, "other/")])
    yield "a second top before", write_zip([*list_members(files | {path: content}, "a/"), *list_members(files, "z/")])
    yield "a name that is not UTF-8", write_zip([*sound, Member(b"build/csv/\xff.csv", content)])
    yield "a name in an old code page", write_zip([*sound, Member(b"build/csv/\x81.csv", content, flags=0)])
    yield "a name of half a pair", write_zip([*sound, Member("build/csv/\ud800.csv", content)])
    yield "a long name", write_zip([*sound, Member(f"{top}build/csv/{'x' * 5000}.csv", content)])
    yield "a deep folder", write_zip([*sound, Member(f"{top}build/csv/{'x/' * 500}x.csv", content)])
    yield "no descriptor", write_zip([member for member in sound if not str(member.name).endswith("datapackage.json")])
    yield "no member", write_zip([])
    yield "no zip", b"PK\x05\x06"
    yield "cut off", write_zip(sound)[:-30]


def list_bombs(files: Files, path: str, most: int = 1 << 31) -> Zips:
    """Yield small zips that hold, or say that they hold, at least `most` bytes, or very many members."""
    others = [member for member in list_members(files) if member.name != path]
    zeros, part = write_zeros(path, most), write_zeros(path, most >> 4)
    names = [f"build/csv/x{number}.csv" for number in range(17)]
    yield "one member of zeros", write_zip([*others, zeros])
    yield "one member of zeros that says it is small", write_zip([*others, replace(zeros, size=1000)])
    small = replace(zeros, size=1000, checksum=zlib.crc32(bytes(1000)))
    yield "one member of zeros that says it is small, with that checksum", write_zip([*others, small])
    yield "many members of zeros", write_zip([*others, *(replace(part, name=name) for name in names)])
    yield (
        "many members that say they are small",
        write_zip([*others, *(replace(part, name=name, size=1000) for name in names)]),
    )
    yield "a member that says it is large", write_zip([*others, Member(path, b"x", size=0xFFFF_FFF0)])
    yield (
        "a member that says it is a little larger",
        write_zip([*others, Member(path, files[path], size=len(files[path]) + 1)]),
    )
    yield "a member that says it is smaller", write_zip([*others, Member(path, files[path], size=len(files[path]) - 1)])
    empty = [Member(f"build/csv/x{number}.csv") for number in range(65_000)]
    yield "65,000 empty members", write_zip([*list_members(files), *empty])
    yield "65,000 folders", write_zip([*list_members(files), *(Member(f"build/csv/x{number}/") for number in range(65_000))])
    yield "one content of many members", write_overlapping(files, 10_000)


def write_zeros(name: str, size: int) -> Member:
    """Return a member of zeros: it is a thousandth of their size, made in parts."""
    packer, block, checksum = zlib.compressobj(9, zlib.DEFLATED, -15), bytes(1 << 20), 0
    parts = []
    for _ in range(size >> 20):
        parts.append(packer.compress(block))
        checksum = zlib.crc32(block, checksum)
    packed = b"".join([*parts, packer.flush()])
    return Member(name, method=DEFLATED, packed=packed, size=size >> 20 << 20, checksum=checksum)


def write_overlapping(files: Files, number: int) -> bytes:
    """Return a zip whose directory names one content many times."""
    sound = list_members(files)
    return write_zip(
        [*sound, *(replace(sound[0], name=f"build/csv/x{one}.csv", content=b"", offset=0) for one in range(number))]
    )


# Folders


def write_files(folder: Path, files: Files) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def list_hostile_folders(files: Files, path: str, content: bytes) -> Folders:
    """Yield what makes a folder (which does not exist yet) that must not be read: links and special files on the way."""

    def replace_file(make: Callable[[Path], None], name: str = path) -> Callable[[Path], None]:
        def write(folder: Path) -> None:
            write_files(folder, {one: text for one, text in files.items() if one != name and not one.startswith(f"{name}/")})
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            make(folder / name)

        return write

    def link_outside(place: Path) -> None:
        outside = place.parents[place.parts[::-1].index("build")] if "build" in place.parts else place.parent
        target = outside.parent / f"{outside.name}-outside-{place.name}"
        target.write_bytes(content)
        place.symlink_to(target)

    def link_inside(place: Path) -> None:
        (place.parent / "other.txt").write_bytes(content)
        place.symlink_to("other.txt")

    def link_folder(place: Path) -> None:
        target = place.parent / f"{place.name}-real"
        write_files(target, {one.removeprefix(f"{part}/"): text for one, text in files.items() if one.startswith(f"{part}/")})
        place.symlink_to(target, target_is_directory=True)

    def make_socket(place: Path) -> None:
        here = os.open(place.parent, os.O_RDONLY)  # a socket's path must be short
        try:
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(f"/proc/self/fd/{here}/{place.name}" if Path("/proc/self/fd").exists() else str(place))
        finally:
            os.close(here)

    for name in (path, "datapackage.json"):
        yield f"a link to a file outside for {name}", replace_file(link_outside, name)
        yield f"a link to a file inside for {name}", replace_file(link_inside, name)
        yield f"a link to nothing for {name}", replace_file(lambda place: place.symlink_to("nothing"), name)
        yield f"a link to itself for {name}", replace_file(lambda place: place.symlink_to(place.name), name)
        yield f"a link to /dev/zero for {name}", replace_file(lambda place: place.symlink_to("/dev/zero"), name)
        yield f"a folder for {name}", replace_file(Path.mkdir, name)
        if hasattr(os, "mkfifo"):
            yield f"a pipe for {name}", replace_file(os.mkfifo, name)
            yield f"a socket for {name}", replace_file(make_socket, name)
    parts = path.split("/")[:-1]
    for number in range(1, len(parts) + 1):
        part = "/".join(parts[:number])
        yield f"a link for the folder {part}", replace_file(link_folder, part)


# Descriptors


OF_RESOURCE: Json = {
    "data": [["a"], ["1"]],
    "extrapaths": ["build/csv/other.csv"],
    "dialect": {"delimiter": ";"},
    "encoding": "latin-1",
    "format": "json",
    "mediatype": "application/json",
    "compression": "gzip",
    "innerpath": "x.csv",
    "control": {"limit": 1},
    "layout": {"limitRows": 1},
    "profile": "data-resource",
    "type": "json",
    "scheme": "multipart",
    "hashing": "md5",
    "jsonschema": {},
    "$ref": "#/resources/1",
    "url": "https://example.org/x.csv",
    "basepath": "other",
    "query": {},
    "detector": {"fieldNames": []},
    "checklist": {},
    "pipeline": {"steps": []},
    "transform": {},
    "tabular": False,
    "steps": [],
}
"""Properties with which some reader of Data Packages reads other data than the CSV file at `path`."""

DIALECTS: tuple[Any, ...] = (
    *({"delimiter": ";"}, {"delimiter": "\t"}, {"lineTerminator": "\r"}, {"quoteChar": "'"}, {"doubleQuote": False}),
    *({"escapeChar": "\\"}, {"nullSequence": "131"}, {"skipInitialSpace": True}, {"header": False}, {"headerRows": [2]}),
    *(
        {"headerRows": [1, 2]},
        {"headerJoin": "_"},
        {"commentRows": [2]},
        {"commentChar": "f"},
        {"caseSensitiveHeader": False},
    ),
    *({"property": "x"}, {"itemType": "object"}, {"itemKeys": ["x"]}, {"sheetNumber": 2}, {"sheetName": "x"}, {"table": "x"}),
    *({"csv": {"delimiter": ";"}}, {"controls": []}, {"$schema": "x"}, "dialect.json", "https://example.org/dialect.json"),
)

OF_SCHEMA: Json = {
    "missingValues": ["", "131"],
    "fieldsMatch": "subset",
    "$ref": "#/resources/1/schema",
    "fields_strict": False,
    "transform": {},
    "trueValues": ["false"],
}
MISSING: tuple[Any, ...] = ([], ["131"], ["", "0"], "", [{"value": "", "label": "x"}], [{"value": "131"}], [None], None, [0])

OF_FIELD: Json = {
    "missingValues": ["131"],
    "trueValues": ["false"],
    "falseValues": ["true"],
    "format": "%d/%m/%y",
    "decimalChar": ",",
    "groupChar": ".",
    "bareNumber": False,
    "delimiter": ";",
    "itemType": "integer",
    "arrayItem": {"type": "integer"},
    "floatNumber": True,
}
"""Properties with which some reader of Data Packages finds another value in a field, or a value of another type."""


def edit(descriptor: Json, table: str, change: Callable[[Json], object]) -> bytes:
    changed = copy.deepcopy(descriptor)
    change(next(one for one in changed["resources"] if one["name"] == table))
    return json.dumps(changed).encode()


def list_hostile_descriptors(files: Files, path: str, content: bytes) -> Iterator[tuple[str, Files]]:
    """Yield packages in which a reader of Data Packages finds other data in the table at `path` than its CSV file has."""
    descriptor = json.loads(files["datapackage.json"])
    resource = next(one for one in descriptor["resources"] if one["path"] == path)
    table, text = resource["name"], files["datapackage.json"].decode()

    def make(change: Callable[[Json], object]) -> Files:
        return files | {"datapackage.json": edit(descriptor, table, change)}

    def put_in(place: Callable[[Json], Json], **new: Any) -> Files:
        return make(lambda one: place(one).update(new))

    for key, value in OF_RESOURCE.items():
        yield f"resource.{key}", put_in(lambda one: one, **{key: value})
    for dialect in DIALECTS:
        yield f"dialect {dialect}", put_in(lambda one: one, dialect=dialect)
    for key, value in OF_SCHEMA.items():
        yield f"schema.{key}", put_in(lambda one: one["schema"], **{key: value})
    for missing in MISSING:
        yield f"missingValues {missing}", put_in(lambda one: one["schema"], missingValues=missing)
    for key, value in OF_FIELD.items():
        yield f"first field.{key}", put_in(lambda one: one["schema"]["fields"][0], **{key: value})
        yield f"last field.{key}", put_in(lambda one: one["schema"]["fields"][-1], **{key: value})
    for key in ("data", "dialect", "schema", "encoding", "missingValues", "basepath", "extrapaths", "$ref"):
        yield f"package.{key}", files | {"datapackage.json": json.dumps(descriptor | {key: [""]}).encode()}
    yield "the schema in a file", make(lambda one: one.update(schema="schemas/x.json"))
    yield "several paths", make(lambda one: one.update(path=[path, path]))
    yield "no path, but data", make(lambda one: [one.pop("path"), one.update(data=[["a"]])])
    for kind, name in spell_path(path):
        yield f"path: {kind}", put_in(lambda one: one, path=name) | {name: content}
    yield (
        "the same file for two tables",
        files
        | {
            "datapackage.json": json.dumps(
                descriptor | {"resources": [*descriptor["resources"], resource | {"name": f"{table}_again"}]}
            ).encode()
        },
    )
    yield (
        "names that differ in capitals",
        files
        | {
            "datapackage.json": json.dumps(
                descriptor
                | {"resources": [*descriptor["resources"], resource | {"name": table.upper(), "path": "build/csv/x.csv"}]}
            ).encode(),
            "build/csv/x.csv": content,
        },
    )
    other = json.dumps(path.replace(".csv", "_other.csv"))
    again = text.replace(json.dumps(path), f'{other}, "path": {json.dumps(path)}')
    yield "a key twice", files | {"datapackage.json": again.encode(), json.loads(other): content}
    yield (
        "a key twice, the second escaped",
        files
        | {"datapackage.json": again.replace(f'"path": {json.dumps(path)}', f'"p\\u0061th": {json.dumps(path)}').encode()},
    )
    yield "resources twice", files | {"datapackage.json": (text.rstrip().removesuffix("}") + ', "resources": []}').encode()}


def list_hostile_json() -> Iterator[tuple[str, bytes]]:
    """Yield texts that are no JSON, too much of it, or that programs read in two ways."""
    yield "deep lists", b"[" * 100_000
    yield "deep closed lists", b'{"resources": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"
    yield "deep objects", b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    yield "lists just deeper than any sound one", b'{"resources": [], "x": ' + b"[" * 120 + b"]" * 120 + b"}"
    yield "a long whole number", b'{"resources": [], "x": ' + b"9" * 5000 + b"}"
    yield "a whole number that no double holds", b'{"resources": [], "x": 9007199254740993}'
    yield "a decimal that no double holds", b'{"resources": [], "x": 0.12345678901234567890123}'
    yield "a number that is infinite", b'{"resources": [], "x": 1e999}'
    yield "not a number", b'{"resources": [], "x": NaN}'
    yield "infinity", b'{"resources": [], "x": -Infinity}'
    yield "half a pair", b'{"resources": [], "x": "\\ud800"}'
    yield "half a pair in a key", b'{"resources": [], "\\udc00": 1}'
    yield "a byte order mark", b"\xef\xbb\xbf{}"
    yield "UTF-16", '{"resources": []}'.encode("utf-16")
    yield "not UTF-8", b'{"resources": [], "x": "\xff"}'
    yield "overlong UTF-8", b'{"resources": [], "x": "\xc0\xaf"}'
    yield "a key twice", b'{"resources": [], "x": 1, "x": 2}'
    yield "a comment", b'{"resources": []} // x'
    yield "a comma at the end", b'{"resources": [],}'
    yield "no object", b"[]"
    yield "nothing", b""
    yield "a string with a line feed", b'{"resources": [], "x": "a\nb"}'


UNSEEN_CHARACTERS = (
    "\0\x07\x08\x0b\x0c\r\x1b\x7f\x85\x9b\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u2028"
    "\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2064\u2066\u2067\u2068\u2069\u206a\u206f\u2800\u3164\ufe00\ufe0f\ufeff"
    "\uffa0\ufff9\ufffb\ufffc\U00013430\U0001bca0\U0001d159\U0001d173\U00016fe4\U000e0001\U000e0041\U000e007f\U000e0100\ue000"
    "\U000f0000\uffff\u0378"
)
"""Characters that a reader does not see, that turn the direction of others, or that steer a terminal."""


def fold_name(name: str) -> str:
    """Return what a name is on a file system that knows no capitals, takes \\ for / and composes letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.replace("\\", "/")).casefold())
