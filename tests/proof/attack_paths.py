"""Zips with two meanings: one value for whoever reads them in place, another one for whoever unpacks them.

Each attack adds a member (or moves one) under a name that some program takes for a published path, with another number in
it; or it lets the parts of the zip contradict each other. verify.py and `curate diff` must refuse them all.
"""

from __future__ import annotations

import io
import re
import struct
import subprocess
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from shutil import which

from package_files import Files
from proof.attack_trials import (
    DIFF,
    VERIFY,
    Trial,
    change_content,
    find_table_with_number,
    make_release,
    refuse_release,
    verify_path,
)
from proof.raw_zip import UTF_8, Member, read_from_front, write_raw_zip

FAMILY = "names and parts of a zip"
AFTER, BEFORE, INSTEAD = "after", "before", "instead"
"""Where the changed member is: after or before the honest one, or alone."""


@dataclass(frozen=True)
class ZipAttack:
    """A member under another name, or (without a name) a zip whose parts contradict each other."""

    kind: str
    target: str
    """The published path that gets a second meaning."""
    name: str = ""
    place: str = AFTER


# Names


def spell_path(path: str) -> Iterator[tuple[str, str]]:
    """Yield kinds and names that some program takes for this path, or that no honest package holds."""
    head, _, tail = path.rpartition("/")
    folder = f"{head}/" if head else ""
    top, _, rest = path.partition("/")
    yield "the same name twice", path
    for name in (f"./{path}", f"{folder}./{tail}", f"././{path}"):
        yield "`.` in a name", name
    for name in (
        f"x/../{path}",
        f"{folder}x/../{tail}",
        f"../{Path.cwd().name}/{path}",
        f"../../{path}",
        f"{folder}../{path}",
    ):
        yield "`..` in a name", name
    for name in (f"/{path}", f"//{path}", f"///{path}", f"//server/share/{path}"):
        yield "an absolute name", name
    if head:
        for name in (path.replace("/", "//"), f"{head}//{tail}", f"{head}///{tail}"):
            yield "empty parts in a name", name
        for name in (path.replace("/", "\\"), f"{head}\\{tail}", f"{top}\\{rest}", path.replace("/", "/\\")):
            yield "a backslash in a name", name
        for name in (f"{head}./{tail}", f"{head} /{tail}", f"{head}.../{tail}"):
            yield "a point or blank at the end", name
        for name in (path.replace("/", "\uff0f"), path.replace("/", "\u2215"), path.replace("/", "\u2044")):
            yield "look-alike marks", name
    yield "a backslash in a name", f".\\{path}"
    for name in (f"C:{path}", f"C:/{path}", f"C:\\{path}", f"\\\\?\\C:\\{path}", f"\\\\.\\{path}", f"file:///{path}"):
        yield "a drive in a name", name
    for name in (path.upper(), path.title(), path[:1].upper() + path[1:], path[:-1] + path[-1:].upper(), path.swapcase()):
        yield "other capitals", name
    for one, others in {"s": "ſ", "k": "\u212a", "i": "ıİ", "fl": "ﬂ", "fi": "ﬁ", "ff": "ﬀ", "st": "ﬆ"}.items():
        for other in others:
            if one in path:
                yield "letters that fold to others", path.replace(one, other, 1)
    for other in ("\u200c", "\u200d", "\ufeff", "\u00ad", "\u2060", "\u200b", "\u202e", "\U000e0020", "\ufe0f"):
        yield "invisible characters", f"{folder}{tail[:1]}{other}{tail[1:]}"
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in tail)
    yield "look-alike marks", folder + wide
    yield "look-alike marks", path.replace("e", "\u0435", 1)
    yield "composed and decomposed letters", f"{folder}e\u0301{tail}"
    yield "composed and decomposed letters", f"{folder}\u00e9{tail}"
    for end in (".", " ", "..", ". ", "\u00a0", "\t"):
        yield "a point or blank at the end", path + end
    for start in (" ", "\u00a0", "~"):
        yield "a blank before a name", start + path
    for end in ("::$DATA", ":x", ":x:$DATA"):
        yield "a second stream", path + end
    yield (
        "a short name of DOS",
        f"{folder}{re.sub(r'[^A-Z0-9]', '', tail.upper())[:6]}~1.{tail.rpartition('.')[2][:3].upper()}",
    )
    for mark in ("\n", "\r", "\x1b[2K", "\x7f", "\x01"):
        yield "controls in a name", f"{folder}{tail}{mark}"
        yield "controls in a name", f"{folder}{mark}{tail}"
    for mark in '<>"|?*:':
        yield "marks that Windows forbids", f"{folder}{tail}{mark}"
    for name in ("NUL", "con.csv", "AUX.json", "com1.csv", "LPT9", "CONIN$", "com\u00b9.txt", "prn .csv", "nul.tar.gz"):
        yield "reserved names of Windows", folder + name
    for name in (f"{path}.bak", f"{path}~", f"{folder}.{tail}", f"{folder}other.csv", f"{folder}x/{tail}", "x", "setup.py"):
        yield "a member that no release has", name
    for name in (".git/hooks/post-checkout", ".gitattributes", "__MACOSX/._x", ".DS_Store", "Thumbs.db", "desktop.ini"):
        yield "a member that no release has", name
    for name in (f"{path}/", f"{path}/x", f"{folder}x/", "x/", f"{path}//"):
        yield "a folder among the files", name
    yield "a very long name", f"{folder}{'x' * 300}"
    yield "a very long name", f"{'x/' * 200}{tail}"
    yield "a percent code in a name", f"{folder}{tail.replace('.', '%2E')}"
    yield "an empty name", ""


MOST_DANGEROUS = ("`.` in a name", "empty parts in a name", "other capitals", "a backslash in a name")
"""Kinds of names that are tried for every target."""


def list_targets(files: Files) -> list[str]:
    """Return one published file of each sort."""
    wanted = (
        find_table_with_number(files),
        *("datapackage.json", "build/parquet/datapackage.json", "build/lexicon/readers.json", "metadata.yaml"),
        *("CHANGELOG.md", "README.md", "croissant.json", "scripts/verify.py", "build/manifest-sha256.txt"),
        *("build/csv/claims.csv", "annotations/decisions.yaml", "docs/codebook.md"),
        *(min(path for path in files if path.startswith(folder)) for folder in ("schemas/", "build/parquet/")),
    )
    return [path for path in dict.fromkeys(wanted) if path in files]


def list_zip_attacks(root: Path) -> list[ZipAttack]:
    """Return every spelling of the first target in every place, and what other targets and places can add to that."""
    files = make_release(root)
    first, second, *others = list_targets(files)
    found: dict[tuple[str, str, str], ZipAttack] = {}
    for target, places in {first: (AFTER, BEFORE, INSTEAD), second: (AFTER,), **dict.fromkeys(others, (AFTER,))}.items():
        for kind, name in spell_path(target):
            is_short = target in others and kind not in MOST_DANGEROUS
            for place in () if is_short or (name == target and target != first) else places:
                if (name, place) != (target, INSTEAD):
                    found.setdefault((name, place, target if place == INSTEAD else ""), ZipAttack(kind, target, name, place))
        for kind in STRUCTURES if target in (first, second) else ():
            found[kind, "", target] = ZipAttack(kind, target, "", "")
    return [*found.values()]


# Parts that contradict each other


def list_members(files: Files) -> list[Member]:
    return [Member(path.encode(), content) for path, content in sorted(files.items())]


def change_member(files: Files, target: str, **changes: object) -> list[Member]:
    """Return honest members, of which one has other properties."""
    return [
        replace(member, **changes) if member.name == target.encode() else member  # type: ignore[arg-type]
        for member in list_members(files)
    ]


def add_member(files: Files, target: str, **changes: object) -> list[Member]:
    """Return honest members, and after them a changed one of the same name with other properties."""
    return [*list_members(files), replace(Member(target.encode(), change_content(files[target])), **changes)]  # type: ignore[arg-type]


def put_under_top(files: Files, top: str) -> list[Member]:
    return [replace(member, name=top.encode() + member.name) for member in list_members(files)]


def name_in_extra(target: str, listed: bytes) -> bytes:
    """Return the extra field by which Info-ZIP gives a member another name (Unicode path)."""
    data = struct.pack("<BI", 1, zlib.crc32(listed)) + target.encode()
    return struct.pack("<HH", 0x7075, len(data)) + data


def write_large_size(size: int) -> bytes:
    return struct.pack("<HHQQ", 1, 16, size, size)


def change_files(files: Files, target: str) -> Files:
    return files | {target: change_content(files[target])}


Structure = Callable[[Files, str], bytes]
OTHER = b"docs/notes.md"
STRUCTURES: dict[str, Structure] = {
    "a member that the directory does not list": lambda f, t: write_raw_zip(add_member(f, t, is_listed=False)),
    "the first member not in the directory": lambda f, t: write_raw_zip(
        [replace(add_member(f, t)[-1], is_listed=False), *list_members(f)]
    ),
    "two zips, the honest one last": lambda f, t: (
        write_raw_zip(list_members(change_files(f, t))) + write_raw_zip(list_members(f))
    ),
    "two zips, the honest one last, places moved": lambda f, t: write_raw_zip(
        list_members(f), prefix=write_raw_zip(list_members(change_files(f, t)))
    ),
    "two zips, the honest one first": lambda f, t: (
        write_raw_zip(list_members(f)) + write_raw_zip(list_members(change_files(f, t)))
    ),
    "a second zip in the comment": lambda f, t: write_raw_zip(
        list_members(f), comment=write_raw_zip([Member(t.encode(), change_content(f[t])[:30000])])
    ),
    "an end of a zip in the comment": lambda f, t: write_raw_zip(list_members(f), comment=write_raw_zip([])),
    "data before the zip": lambda f, t: write_raw_zip(list_members(f), prefix=b"#!/bin/sh\nexit\n"),
    "data before the zip, places not moved": lambda f, t: write_raw_zip(list_members(f), prefix=b"MZ" * 50, offset=0),
    "data after the zip": lambda f, t: write_raw_zip(list_members(f), suffix=change_content(f[t])),
    "a comment": lambda f, t: write_raw_zip(list_members(f), comment=b"131 = 999"),
    "data between members": lambda f, t: write_raw_zip(change_member(f, t, trailer=change_content(f[t]))),
    "data before the directory": lambda f, t: write_raw_zip(list_members(f), gap=change_content(f[t])),
    "another name before the content": lambda f, t: write_raw_zip(
        [*list_members(f), Member(OTHER, change_content(f[t]), local_name=t.encode())]
    ),
    "a name in the extra field": lambda f, t: write_raw_zip(
        [*list_members(f), Member(OTHER, change_content(f[t]), flags=0, extra=name_in_extra(t, OTHER))]
    ),
    "a name in the extra field of the file itself": lambda f, t: write_raw_zip(
        change_member(f, t, flags=0, extra=name_in_extra("x", t.encode()))
    ),
    "a NUL in a name": lambda f, t: write_raw_zip(add_member(f, t, name=t.encode() + b"\0.txt")),
    "a name that is not UTF-8": lambda f, t: write_raw_zip(add_member(f, t, name=b"docs/\xff\xfe.md")),
    "a size that is too small": lambda f, t: write_raw_zip(change_member(f, t, size=len(f[t]) - 9)),
    "a size that is too small, with its checksum": lambda f, t: write_raw_zip(
        change_member(f, t, size=len(f[t]) - 9, checksum=zlib.crc32(f[t][:-9]))
    ),
    "a size that is too large": lambda f, t: write_raw_zip(change_member(f, t, size=len(f[t]) + 9)),
    "another size before the content": lambda f, t: write_raw_zip(change_member(f, t, local_size=len(f[t]) - 9)),
    "a size in the extra field": lambda f, t: write_raw_zip(change_member(f, t, extra=write_large_size(len(f[t]) - 9))),
    "a wrong checksum": lambda f, t: write_raw_zip(change_member(f, t, checksum=1)),
    "the flag of encryption": lambda f, t: write_raw_zip(change_member(f, t, flags=UTF_8 | 1)),
    "the flag of strong encryption": lambda f, t: write_raw_zip(change_member(f, t, flags=UTF_8 | 0x41)),
    "the flag of sizes behind the content": lambda f, t: write_raw_zip(change_member(f, t, flags=UTF_8 | 8)),
    "the flag of a patch": lambda f, t: write_raw_zip(change_member(f, t, flags=UTF_8 | 0x20)),
    "an unknown method of compression": lambda f, t: write_raw_zip(change_member(f, t, method=99)),
    "a version that nobody reads": lambda f, t: write_raw_zip(change_member(f, t, version=255)),
    "two members with one content": lambda f, t: write_raw_zip([*list_members(f), Member(b"x.csv", b"", is_alias=True)]),
    "a count that is too small": lambda f, t: write_raw_zip(list_members(f), count=len(f) - 1),
    "a count that is too large": lambda f, t: write_raw_zip(list_members(f), count=len(f) + 1),
    "a part of several disks": lambda f, t: write_raw_zip(list_members(f), disk=1),
    "a link to the file": lambda f, t: write_raw_zip(
        [*list_members(f), Member(b"docs/link.md", b"../" + t.encode(), mode=0o120777)]
    ),
    "the file is a link": lambda f, t: write_raw_zip(
        [*change_member(f, t, content=b"/etc/passwd", mode=0o120777), Member(OTHER, b"")]
    ),
    "the file is a link, by its mode alone": lambda f, t: write_raw_zip(change_member(f, t, mode=0o120777)),
    "a folder is a link out of the package": lambda f, t: write_raw_zip(
        [*list_members(f), Member(b"docs/link", b"../..", mode=0o120777), Member(b"docs/link/x", b"999")]
    ),
    "a named pipe": lambda f, t: write_raw_zip(change_member(f, t, mode=0o10644)),
    "a device": lambda f, t: write_raw_zip(change_member(f, t, mode=0o20644)),
    "a socket": lambda f, t: write_raw_zip(change_member(f, t, mode=0o140644)),
    "a folder by its mode": lambda f, t: write_raw_zip(change_member(f, t, mode=0o40755)),
    "a file with rights of its owner": lambda f, t: write_raw_zip(change_member(f, t, mode=0o104755)),
    "a second top folder": lambda f, t: write_raw_zip([*list_members(f), *put_under_top(change_files(f, t), "other/")]),
    "two top folders": lambda f, t: write_raw_zip([*put_under_top(f, "one/"), *put_under_top(change_files(f, t), "two/")]),
    "two tops that differ in capitals": lambda f, t: write_raw_zip(
        [*put_under_top(f, "one/"), *put_under_top(change_files(f, t), "One/")]
    ),
    "a top folder, and the file beside it": lambda f, t: write_raw_zip(
        [*put_under_top(f, "one/"), Member(t.encode(), change_content(f[t]))]
    ),
    "a top of two folders": lambda f, t: write_raw_zip(put_under_top(f, "one/two/")),
    "a top that is `..`": lambda f, t: write_raw_zip(put_under_top(f, "../")),
    "a top that is `.`": lambda f, t: write_raw_zip(put_under_top(f, "./")),
    "no zip at all": lambda f, t: f[t],
    "a zip without members": lambda f, t: write_raw_zip([]),
    "half a zip": lambda f, t: (whole := write_raw_zip(list_members(f)))[: len(whole) // 2],
}
"""Zips by what is wrong with them; each takes the honest files and the path that gets a second meaning."""


def write_attack(root: Path, attack: ZipAttack) -> bytes:
    files = make_release(root)
    if not attack.name and attack.kind in STRUCTURES:
        return STRUCTURES[attack.kind](files, attack.target)
    honest = [one for one in list_members(files) if attack.place != INSTEAD or one.name != attack.target.encode()]
    changed = Member(attack.name.encode("utf-8", "surrogatepass"), change_content(files[attack.target]))
    return write_raw_zip([changed, *honest] if attack.place == BEFORE else [*honest, changed])


# What unpackers make of it


UNREADABLE = (OSError, ValueError, RuntimeError, LookupError, zipfile.BadZipFile, EOFError, zlib.error)
"""What Python raises where it cannot unpack a member."""


def unpack_with_python(archive: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for info in opened.infolist():  # one that cannot be read does not keep the others from being written
            try:
                opened.extract(info, folder)
            except UNREADABLE:
                continue


def unpack_with_unzip(archive: bytes, folder: Path) -> None:
    path = folder.parent / "attack.zip"
    path.write_bytes(archive)
    words = ["unzip", "-qq", "-o", str(path), "-d", str(folder)]
    subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)


def list_listed(archive: bytes) -> list[tuple[str, bytes]]:
    """Return what a program has in hand that reads the directory, by the names as written."""
    found = []
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for info in opened.infolist():
            try:
                found.append((info.orig_filename, opened.read(info)))
            except UNREADABLE:
                continue
    return found


def name_on_windows(name: str) -> str:
    """Return the path that a name has on Windows, by its rules: no other capitals, points or blanks at the end, streams."""
    name = re.sub(r"^(\\\\[?.]\\)?([A-Za-z]:)?", "", name).replace("\\", "/")
    parts = [re.sub(r":.*", "", part).rstrip(". ") if part not in (".", "..") else part for part in name.split("/")]
    return settle_parts(parts).casefold()


def name_on_a_mac(name: str) -> str:
    """Return the path that a name has on a Mac: letters folded and decomposed, some invisible characters left out."""
    ignored = re.sub("[\u200c\u200d\ufeff\u2060\u200b]", "", name)
    return settle_parts(unicodedata.normalize("NFD", unicodedata.normalize("NFD", ignored).casefold()).split("/"))


def name_anywhere(name: str) -> str:
    return settle_parts(name.split("/"))


def settle_parts(parts: list[str]) -> str:
    """Return a path without empty parts, `.` and `..`."""
    kept: list[str] = []
    for part in parts:
        if part == "..":
            del kept[-1:]
        elif part not in ("", "."):
            kept.append(part)
    return "/".join(kept)


NAMED: dict[str, Callable[[str], str]] = {
    "Windows": name_on_windows,
    "a Mac": name_on_a_mac,
    "a plain unpacker": name_anywhere,
}
"""How systems that are not at hand name the files that they write, by their documents."""
UNPACKERS: dict[str, Callable[[bytes, Path], None]] = {"Python": unpack_with_python}
UNPACKERS |= {"unzip": unpack_with_unzip} if which("unzip") else {}


def list_effects(archive: bytes, target: str, honest: bytes) -> Iterator[str]:
    """Yield the programs for which a path holds other content than what was published, or that write outside."""
    for name, unpack in UNPACKERS.items():
        with tempfile.TemporaryDirectory() as outer:
            folder = Path(outer, "a", "b", "c")
            folder.mkdir(parents=True)
            try:
                unpack(archive, folder)
            except (*UNREADABLE, subprocess.TimeoutExpired):
                continue
            path = folder / target
            is_other = path.is_symlink() or (path.is_file() and path.read_bytes() != honest)
            around = {one for above in list(folder.parents)[:3] for one in above.iterdir()}
            if is_other or around - {folder, *folder.parents, folder.parent / "attack.zip"}:
                yield name
    with suppress(*UNREADABLE):
        listed = list_listed(archive)
        for system, name_file in NAMED.items():
            written = {name_file(name): content for name, content in listed if not name.endswith("/")}
            if written.get(name_file(target), honest) != honest:
                yield system
    front = {name_anywhere(name.decode("utf-8", "replace")): content for name, content in read_from_front(archive)}
    if front.get(target, honest) != honest:
        yield "a reader from the front"


@cache
def check_zip_without_an_attack(root: Path) -> None:
    """The zip that is attacked is itself accepted: else every attack would seem to be found."""
    trial = try_archive(root, "honest", "", write_raw_zip(list_members(make_release(root))), "README.md")
    assert not any(trial.found.values()), trial


def try_zip_attack(root: Path, attack: ZipAttack) -> Trial:
    check_zip_without_an_attack(root)
    what = f"{attack.name!r} {attack.place} {attack.target}" if attack.kind not in STRUCTURES else attack.target
    return try_archive(root, attack.kind, what, write_attack(root, attack), attack.target)


def try_archive(root: Path, kind: str, what: str, archive: bytes, target: str) -> Trial:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "package.zip")
        path.write_bytes(archive)
        found = {VERIFY: verify_path(path)[0], DIFF: refuse_release(path, root)[0]}
    return Trial(FAMILY, kind, what, found, tuple(list_effects(archive, target, make_release(root)[target])))
