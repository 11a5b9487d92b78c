"""A new source: registered, with the skeleton of its annotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from curation.paths import ANNOTATION_SCHEMA, ANNOTATIONS, REGISTER, SEEDS
from curation.problems import Problem, shorten
from curation.schema.tables import ROW_ID, SOURCES, Schemas
from curation.sources.register import hash_content, hash_text, normalize_seed
from curation.strict_yaml import INVISIBLE, Mapping, read_yaml
from curation.text.expressions import scan_expressions
from curation.text.folding import fold_spaces
from curation.text.quotations import scan_quotations
from curation.text.sentences import split_sentences

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What YAML cannot hold."""


def add_source(root: Path, schemas: Schemas, file: Path, name: str, language: str) -> tuple[list[Path], list[Problem]]:
    """Copy a text into seeds/, register it and write the skeleton of its annotation; return the written files."""
    seed = root / SEEDS / file.name
    source_id = name or make_id(file.stem)
    annotation = root / ANNOTATIONS / f"{source_id}.yaml"
    content, problems = read_text(root, file, source_id)
    problems += check_language(schemas, language)
    if problems:
        return [], problems
    register_path = root / REGISTER
    register = register_path.read_text(encoding="utf-8") if register_path.exists() else "sources:\n"
    entry = [
        f"  {source_id}:",
        f"    seed_file: {file.name}",
        f"    sha256: {hash_content(content)}",
        f"    language: {language}",
        "    publisher_basis: unknown",
    ]
    text = normalize_seed(content)
    written = [seed, register_path, annotation]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
    if seed.resolve() != file.resolve():
        seed.write_bytes(content)
    register_path.write_text(register.rstrip("\n") + "\n" + "\n".join(entry) + "\n", encoding="utf-8", newline="\n")
    annotation.write_text(write_skeleton(source_id, text), encoding="utf-8", newline="\n")
    return written, []


def check_language(schemas: Schemas, language: str) -> list[Problem]:
    """Check that the register can hold a language: the schema of sources says what a code looks like."""
    if re.fullmatch(schemas[SOURCES].fields["language"].constraints.pattern or ".+", language):
        return []
    return [Problem("--language", 0, 0, f"{language!r} is no language code", "write a code of ISO 639-1, such as en")]


def make_id(stem: str) -> str:
    """Make a source's name from its file's: 005_2bf3… becomes s005, a word stays a word."""
    number = re.match(r"(\d+)_", stem)
    words = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return f"s{number[1]}" if number else f"s{words}" if words[:1].isdigit() else words


def read_text(root: Path, file: Path, source_id: str) -> tuple[bytes, list[Problem]]:
    """Read a new source's bytes, and say all that stands in the way of registering it."""

    def fail(message: str, advice: str) -> Problem:
        return Problem(str(file), 0, 0, message, advice)

    try:
        content = file.read_bytes()
        text = normalize_seed(content)
    except OSError as error:
        return b"", [fail(f"cannot be read: {error.strerror}", "name a text file")]
    except UnicodeDecodeError as error:
        return b"", [fail(f"not UTF-8: byte {error.start}", "convert it before it is registered")]
    problems = []
    if not ROW_ID.fullmatch(source_id):
        problems.append(
            fail(f"{source_id!r} is no name for a source", "give one with --id: lower-case letters, digits, hyphens")
        )
    if re.search(r"[\s:#'\"\\]", file.name) or file.name.startswith((".", "-")):
        problems.append(
            fail("the file's name has spaces or marks in it", "rename it: letters, digits, points, hyphens, underscores")
        )
    strange = UNPRINTABLE.search(text) or INVISIBLE.search(text)
    if strange:
        problems.append(
            fail(
                f"character U+{ord(strange.group()):04X} at {strange.start()}",
                "no annotation can hold it: register the text without it",
            )
        )
    if not text.strip():
        problems.append(fail("the text is empty", "name a text file"))
    tree, _ = read_yaml(root, REGISTER)
    known = tree.get("sources") if isinstance(tree, Mapping) else None
    for key, entry in known.items if isinstance(known, Mapping) else ():
        registered = entry if isinstance(entry, Mapping) else Mapping((), 0, 0)
        if key.value == source_id:
            problems.append(fail(f"{source_id} is registered already", "give another name with --id"))
        elif registered.text("sha256") == hash_content(content):
            problems.append(fail(f"the same bytes are registered as {key.value}", "code each document once"))
        elif registered.text("seed_file") == file.name:
            problems.append(fail(f"{file.name} is registered as {key.value}", "rename the file"))
    if (root / ANNOTATIONS / f"{source_id}.yaml").exists():
        problems.append(fail(f"{ANNOTATIONS}/{source_id}.yaml exists already", "give another name with --id"))
    return content, problems


def write_skeleton(source_id: str, text: str) -> str:
    """Write an annotation's frame: each sentence a passage, and beneath it what must still be coded."""
    lines = [
        f"# yaml-language-server: $schema=../{ANNOTATION_SCHEMA}",
        f"source: {source_id}",
        f"text_sha256: {hash_text(text)}",
        "# Dates without a year need it here, with the reason: year: 2025 -- how it is known",
        "passages:",
    ]
    quotations = [(quotation.start, quotation.end) for quotation in scan_quotations(text)]
    for paragraph in re.finditer(r"[^\n]+", text):
        for start, end in split_sentences(paragraph.group()):
            span = paragraph.start() + start, paragraph.start() + end
            lines += write_passage(text, span, quotations)
    return "\n".join(lines) + "\n"


def write_passage(text: str, span: tuple[int, int], quotations: list[tuple[int, int]]) -> Iterator[str]:
    """Yield the lines of one passage: its sentence, and what must be coded in it."""
    sentence = fold_spaces(text[slice(*span)])
    yield "- in: >-"
    yield f"    {sentence}"
    for item in scan_expressions(sentence):
        yield f"  # to code: {item.kind} «{sentence[item.start : item.end]}»"
    for start, end in quotations:
        if span[0] <= start < span[1]:
            yield f"  # to code: quotation «{shorten(text[start:end])}»"
    yield "  # uncoded: the reason, where the sentence has no place in the tables"
