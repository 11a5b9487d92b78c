"""Seeds as received: read, hashed, normalized to NFC, and folded so that words can be looked up in them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from curation.problems import Problem
from curation.schemas import ROW_ID, SOURCES, Schemas
from curation.strict_yaml import Mapping, Scalar, read_yaml

FOLDER = "seeds"
REGISTER = f"{FOLDER}/sources.yaml"
MISSING = (
    "restore it: archives and releases carry no article's text, only a clone of the repository can be built; "
    "what is published can be checked without it: python scripts/verify.py ."
)
LARGEST_SEED = 64 * 2**20
"""Bytes. A larger seed is refused: no article is that long."""


@dataclass(frozen=True)
class FoldedText:
    """A text with its runs of white space as one space each, and the way back to positions in the text.

    Positions are Unicode code points; an end is exclusive.
    """

    text: str
    folded: str
    word_starts: list[int] = field(repr=False)
    """Where each word starts in `folded`."""
    text_starts: list[int] = field(repr=False)
    """Where the same words start in `text`."""

    def unfold(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in `text` of a span in `folded` that starts and ends on no space."""
        return self._position(start), self._position(end - 1) + 1

    def fold(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in `folded` of a span in `text` that starts and ends on no space."""
        return self._folded_position(start), self._folded_position(end - 1) + 1

    def _folded_position(self, index: int) -> int:
        word = bisect_right(self.text_starts, index) - 1
        return self.word_starts[word] + index - self.text_starts[word]

    def _position(self, index: int) -> int:
        word = bisect_right(self.word_starts, index) - 1
        return self.text_starts[word] + index - self.word_starts[word]


def fold_text(text: str) -> FoldedText:
    words, word_starts, text_starts, length = [], [], [], 0
    for word in re.finditer(r"\S+", text):
        words.append(word.group())
        word_starts.append(length)
        text_starts.append(word.start())
        length += len(word.group()) + 1
    return FoldedText(text, " ".join(words), word_starts, text_starts)


def fold_spaces(text: str) -> str:
    """Return the text with each run of white space, a no-break space too, as one space, and none at its ends."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Source:
    """One registered document. `registered` holds what is known of it and not read from its words."""

    id: str
    file: str
    folded: FoldedText
    text_sha256: str
    registered: dict[str, str]

    @property
    def text(self) -> str:
        return self.folded.text


def normalize_seed(content: bytes) -> str:
    """Return the text of a seed's bytes: UTF-8, a byte order mark dropped, in NFC. Raises UnicodeDecodeError."""
    return unicodedata.normalize("NFC", content.decode("utf-8-sig"))


def name_untitled(source: str) -> str:
    """Return what replaces the title of a source that prints none."""
    return f"[Article without a headline, {source}]"


def hash_content(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hash_text(text: str) -> str:
    return hash_content(text.encode("utf-8"))


def read_sources(root: Path, schemas: Schemas) -> tuple[dict[str, Source], list[Problem]]:
    """Read the register and each seed that it names; what is wrong with one does not hide the others."""
    entries, problems = read_register(root, schemas)
    sources: dict[str, Source] = {}
    for name, entry in entries.items():
        outcome = read_source(root, name.value, entry, name)
        if isinstance(outcome, Source):
            sources[outcome.id] = outcome
        else:
            problems.append(outcome)
    registered = {entry["seed_file"].value for entry in entries.values() if "seed_file" in entry}
    problems += [
        Problem(f"{FOLDER}/{path.name}", 0, 0, "seed is not registered", f"add it with: curate new {FOLDER}/{path.name}")
        for path in sorted((root / FOLDER).glob("*.txt"))
        if path.name not in registered
    ]
    return sources, problems


def parse_day(text: str) -> date | None:
    """Return the day that an ISO 8601 date names, or None."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


Register = dict[Scalar, dict[str, Scalar]]


def read_register(root: Path, schemas: Schemas) -> tuple[Register, list[Problem]]:
    tree, problems = read_yaml(root, REGISTER)
    if tree is None:
        return {}, problems
    top = tree.get(SOURCES) if isinstance(tree, Mapping) else None
    if not isinstance(top, Mapping):
        return {}, [Problem(REGISTER, 1, 1, f"no mapping {SOURCES!r}", "register a source with: curate new FILE")]
    fields = {name: column for name, column in schemas[SOURCES].fields.items() if column.curation.get("registered")}
    register: Register = {}
    for name, entry in top.items:
        if not isinstance(entry, Mapping):
            problems.append(Problem(REGISTER, name.line, name.column, f"{name.value}: not a mapping"))
            continue
        values = {key.value: value for key, value in entry.items if isinstance(value, Scalar)}
        for key, value in entry.items:
            if key.value not in fields or not isinstance(value, Scalar):
                advice = f"registered are: {', '.join(fields)}"
                problems.append(Problem(REGISTER, key.line, key.column, f"unknown entry {key.value!r}", advice))
            elif fields[key.value].type == "date" and not parse_day(value.value):
                del values[key.value]
                problems.append(
                    Problem(REGISTER, value.line, value.column, f"{value.value!r} is not a day", "write 2025-04-30")
                )
            elif fields[key.value].codes and value.value not in fields[key.value].codes:
                advice = f"codes are: {', '.join(fields[key.value].codes)}"
                problems.append(Problem(REGISTER, value.line, value.column, f"unknown code {value.value!r}", advice))
        missing = [key for key, column in fields.items() if column.is_required and not values.get(key)]
        if missing:
            problems.append(Problem(REGISTER, name.line, name.column, f"{name.value}: no {', '.join(missing)}"))
        else:
            register[name] = values
    return register, problems


def read_source(root: Path, source_id: str, entry: dict[str, Scalar], place: Scalar) -> Source | Problem:
    seed = entry["seed_file"]

    def fail(message: str, advice: str, at: Scalar = seed) -> Problem:
        return Problem(REGISTER, at.line, at.column, f"{source_id}: {message}", advice)

    if not ROW_ID.fullmatch(source_id):
        return fail(f"{source_id!r} is no name for a source", "use lower-case letters, digits, points and hyphens", place)
    path = root / FOLDER / seed.value
    if PurePosixPath(seed.value).name != seed.value or "\\" in seed.value or path.is_symlink():
        return fail(f"{seed.value!r} points outside {FOLDER}/", f"name a plain file that lies in {FOLDER}/")
    if not path.is_file():
        return fail(f"{FOLDER}/{seed.value} is missing", MISSING)
    if path.stat().st_size > LARGEST_SEED:
        return fail(f"{FOLDER}/{seed.value} is larger than {LARGEST_SEED} bytes", "register the article alone")
    content = path.read_bytes()
    digest = hash_content(content)
    if digest != entry["sha256"].value:
        advice = "restore the seed; if the new bytes are meant, code them anew under a new source"
        return fail(f"{FOLDER}/{seed.value} has changed: its SHA-256 is {digest}", advice, entry["sha256"])
    try:
        text = normalize_seed(content)
    except UnicodeDecodeError as error:
        return fail(f"{FOLDER}/{seed.value} is not UTF-8: byte {error.start}", "convert it before it is registered")
    if "\0" in text:
        return fail(f"{FOLDER}/{seed.value} holds a NUL at {text.index(chr(0))}", "register text, not a binary file")
    return Source(source_id, seed.value, fold_text(text), hash_text(text), {key: value.value for key, value in entry.items()})
