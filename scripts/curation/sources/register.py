"""Seeds as received: registered in seeds/sources.yaml, read, hashed, normalized to NFC and folded."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from curation.characters import find_place, fold_line_ends, report_text
from curation.files import list_files, read_file
from curation.hashes import hash_content
from curation.paths import ANNOTATIONS, REGISTER, SEEDS, WORDS_CLOSE, WORDS_OPEN
from curation.problems import Cause, Problem, find_nearest, make_visible
from curation.schema.tables import ROW_ID, SOURCES, Field, Schemas
from curation.strict_yaml import Mapping, Node, Scalar, read_yaml
from curation.text.edtf import parse_day
from curation.text.folding import FoldedText, fold_spaces, fold_text

MISSING = (
    "restore it: archives and releases carry no article's text, only a clone of the repository can be built; "
    "what is published can be checked without it: python scripts/verify.py ."
)

CLEAN = "take each out of the text, or write there what a reader sees (a line feed, a space, a hyphen); register that text"

LINES = "write it beneath the source, as the other sources have it (docs/annotation.md)"

SYSTEM_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""What file managers write into any folder by themselves."""


@dataclass(frozen=True)
class Source:
    """One registered document. `registered` holds what is known of it and not read from its words."""

    id: str
    file: str
    folded: FoldedText
    text_sha256: str
    registered: dict[str, str]
    other_sha256: str = ""
    """The same for a text whose lines end in CR LF, with these line ends: version 0.2.1 wrote it into annotations."""

    @property
    def text(self) -> str:
        return self.folded.text


def normalize_seed(content: bytes) -> str:
    """Return the text of a seed's bytes: UTF-8 without a byte order mark, in NFC, with LF for CR LF.

    Raises UnicodeDecodeError.
    """
    return fold_line_ends(decode_seed(content))


def decode_seed(content: bytes) -> str:
    """Return the text of a seed's bytes with its own line ends. Raises UnicodeDecodeError."""
    return unicodedata.normalize("NFC", content.decode("utf-8-sig"))


def check_text(file: str, text: str) -> Problem | None:
    """Return what is wrong with the characters of a source's text, if anything is."""
    refused = report_text(file, text, CLEAN)
    mark = re.search(f"[{WORDS_OPEN}{WORDS_CLOSE}]", text)
    if refused or not mark:
        return refused
    advice = "write other brackets, and register that text"
    message = f"{mark.group()} stands around the words of a claim in published sentences, so no text may contain it"
    return Problem(file, *find_place(text, mark.start()), message, advice)


def name_untitled(source: str) -> str:
    """Return what replaces the title of a source that prints none."""
    return f"[Article without a headline, {source}]"


def name_content(sha256: str) -> str:
    """Return the address that names bytes by their SHA-256, wherever they are (RFC 6920), from its hexadecimal digits.

    >>> name_content(hash_content(b"Hello World!"))
    'ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk'
    """
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hash_content(text.encode("utf-8"))


def read_sources(root: Path, schemas: Schemas) -> tuple[dict[str, Source], list[Problem]]:
    """Read the register and each seed that it names, in the order of their ids, whatever order the register has.

    What is wrong with one does not hide the others.
    """
    tree, problems = read_yaml(root, REGISTER)
    entries, problems = read_register(tree, problems, schemas)
    if problems and not entries:
        return {}, problems
    registered = {value for _, key, value in list_register_lines(tree) if key == "seed_file"}
    files, found = list_files(root, SEEDS)
    known = {REGISTER, *(f"{SEEDS}/{name}" for name in registered | SYSTEM_FILES)}
    problems += found
    sources: dict[str, Source] = {}
    for name, entry in entries.items():
        outcome = read_source(root, name.value, entry, name)
        if isinstance(outcome, Source):
            sources[outcome.id] = outcome
        else:
            problems.append(outcome)
    return dict(sorted(sources.items())), problems + [report_stray(root, file) for file in files if file not in known]


def list_registered(root: Path) -> list[str]:
    """Return the sources that the register names, those that cannot be read too."""
    return list(dict.fromkeys(name for name, _, _ in list_register_lines(read_yaml(root, REGISTER)[0])))


def list_register_lines(tree: Node | None) -> list[tuple[str, str, str]]:
    """Return source, key and value of each line of the register, of entries at fault too; what is not there is empty."""
    top = tree.get(SOURCES) if isinstance(tree, Mapping) else None
    lines: list[tuple[str, str, str]] = []
    for name, entry in top.items if isinstance(top, Mapping) else ():
        items = entry.items if isinstance(entry, Mapping) else ()
        lines += [(name.value, key.value, value.value) for key, value in items if isinstance(value, Scalar)]
        lines += [] if items else [(name.value, "", "")]
    return lines


def report_stray(root: Path, file: str) -> Problem:
    """Return the problem that a file is which no source has. Where its entry is at fault, it is known by name or hash."""
    content = read_file(root, file)
    if isinstance(content, Problem):
        return replace(content, follows=frozenset({Cause(file)}))
    follows = frozenset({Cause(file), Cause(f"{SEEDS}: {hash_content(content or b'')}")})
    shown = make_visible(file)
    advice = f"add it with: curate new {shown}; or move it elsewhere, if it is no source"
    return Problem(shown, 0, 0, "seed is not registered", advice, follows=follows)


def spoil_source(source: str, entry: dict[str, Scalar]) -> frozenset[Cause]:
    """Return what is unreliable where a source cannot be read: its annotation, its entry in the register and its seed."""
    seed, digest = (entry[key].value if key in entry else "" for key in ("seed_file", "sha256"))
    names = f"{ANNOTATIONS}/{source}.yaml", f"{SEEDS}/{seed}", f"{SEEDS}: {digest}"
    return frozenset({*map(Cause, names), Cause(REGISTER, row=source)})


Entries = dict[Scalar, dict[str, Scalar]]


def read_register(tree: Node | None, problems: list[Problem], schemas: Schemas) -> tuple[Entries, list[Problem]]:
    """Read the tree of seeds/sources.yaml: what is registered about each source. `problems` are what YAML has against it."""
    problems = [replace(problem, spoils=problem.spoils | {Cause(REGISTER)}) for problem in problems]
    if tree is None:
        return {}, problems
    top = tree.get(SOURCES) if isinstance(tree, Mapping) else None
    if not isinstance(top, Mapping):
        message, advice = f"no mapping {SOURCES!r}", "register a source with: curate new FILE"
        return {}, [Problem(REGISTER, 1, 1, message, advice, spoils=frozenset({Cause(REGISTER)}))]
    fields = {name: column for name, column in schemas[SOURCES].fields.items() if column.is_registered}
    defaults = {name: default for name, column in fields.items() if (default := column.default)}
    register: Entries = {}
    for name, entry in top.items:
        if not isinstance(entry, Mapping):
            spoils = spoil_source(name.value, {})
            problems.append(Problem(REGISTER, name.line, name.column, f"{name.value}: not a mapping", LINES, spoils=spoils))
            continue
        if len({key.value for key, _ in entry.items}) < len(entry.items):
            continue  # two entries in one, which is reported: neither can be read
        found = [check_entry(name.value, key, value, fields) for key, value in entry.items]
        problems += [problem for problem in found if problem]
        values = {key.value: fold_scalar(value) for key, value in entry.items if isinstance(value, Scalar)}
        for key, column in fields.items():
            if column.type == "date" and key in values and not parse_day(values[key].value):
                del values[key]
        values = {key: name._replace(value=default) for key, default in defaults.items()} | values
        needed = [key for key, column in fields.items() if column.is_required and not column.default_from]
        missing = [key for key in needed if not values.get(key)]
        if missing:
            spoils = spoil_source(name.value, values)
            follows = frozenset(Cause(REGISTER, row=name.value, field=key) for key in missing)
            message = f"{name.value}: no {', '.join(missing)}"
            problems.append(Problem(REGISTER, name.line, name.column, message, LINES, spoils=spoils, follows=follows))
        else:
            register[name] = values
    return register, [*problems, *find_shared(register, fields)]


def find_shared(register: Entries, fields: dict[str, Field]) -> Iterator[Problem]:
    """Report what sources have in common that is to tell one from the other. Capitals tell a reader little."""
    for key in (key for key, column in fields.items() if column.default_from and column.constraints.unique):
        known: dict[str, str] = {}
        for name, entry in register.items():
            value = entry[key].value if key in entry else ""
            first = known.setdefault(value.casefold(), name.value)
            if value and first != name.value:
                message, advice = f"{name.value}: {key} {value!r} is that of {first} too", "give each source its own"
                yield Problem(REGISTER, entry[key].line, entry[key].column, message, advice)


def fold_scalar(node: Scalar) -> Scalar:
    """Return a text with its white space folded: how it is laid out in the file means nothing."""
    return node._replace(value=fold_spaces(node.value))


def check_entry(source: str, key: Scalar, value: Node, fields: dict[str, Field]) -> Problem | None:
    """Say what is wrong with one line of a source's entry."""
    column = fields.get(key.value)
    if column is None or not isinstance(value, Scalar):
        message, advice, at = f"unknown entry {key.value!r}", f"registered are: {', '.join(fields)}", key
    elif column.type == "date" and not parse_day(value.value):
        message, advice, at = f"{value.value!r} is not a day", "write 2025-04-30", value
    elif column.codes and value.value not in column.codes:
        message, advice, at = f"unknown code {value.value!r}", f"codes are: {', '.join(column.codes)}", value
    else:
        return None
    spoils = frozenset({Cause(REGISTER, row=source, field=find_nearest(key.value, fields) or key.value)})
    return Problem(REGISTER, at.line, at.column, message, advice, spoils=spoils)


def read_source(root: Path, source_id: str, entry: dict[str, Scalar], place: Scalar) -> Source | Problem:
    """Read the seed of one registered source, or say what is wrong with it."""
    seed = entry["seed_file"]

    def fail(message: str, advice: str, at: Scalar = seed) -> Problem:
        spoils = spoil_source(source_id, entry)
        return Problem(REGISTER, at.line, at.column, f"{source_id}: {message}", advice, spoils=spoils)

    if not ROW_ID.fullmatch(source_id):
        return fail(f"{source_id!r} is no name for a source", "use lower-case letters, digits, points and hyphens", place)
    if PurePosixPath(seed.value).name != seed.value or "\\" in seed.value:
        return fail(f"{seed.value!r} points outside {SEEDS}/", f"name a file in {SEEDS}/")
    content = read_file(root, f"{SEEDS}/{seed.value}")
    if content is None:
        return fail(f"{SEEDS}/{seed.value} is missing", MISSING)
    if isinstance(content, Problem):
        return replace(content, spoils=spoil_source(source_id, entry))
    digest = hash_content(content)
    if digest != entry["sha256"].value:
        advice = "restore the seed; if the new bytes are meant, register them as a new source and code that"
        return fail(f"{SEEDS}/{seed.value} has changed: its SHA-256 is {digest}", advice, entry["sha256"])
    try:
        text = normalize_seed(content)
    except UnicodeDecodeError as error:
        return fail(f"{SEEDS}/{seed.value} is not UTF-8: byte {error.start}", "convert it before it is registered")
    refused = check_text(f"{SEEDS}/{seed.value}", text)
    if refused:
        return replace(refused, spoils=spoil_source(source_id, entry))
    registered = {key: value.value for key, value in entry.items()}
    other = hash_text(decode_seed(content))
    return Source(source_id, seed.value, fold_text(text), hash_text(text), registered, other)
