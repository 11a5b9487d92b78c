"""A new source: registered, with the skeleton of its annotation."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from curation.characters import is_refused
from curation.paths import ANNOTATION_SCHEMA, ANNOTATIONS, REGISTER, SEEDS
from curation.problems import Problem
from curation.schema.tables import ROW_ID, SOURCES, Schemas
from curation.sources.register import check_text, hash_content, hash_text, normalize_seed
from curation.strict_yaml import Mapping, read_yaml
from curation.text.countries import scan_countries
from curation.text.expressions import scan_expressions
from curation.text.folding import Span, fold_spaces
from curation.text.names import NameExpression
from curation.text.quotations import Quotation, scan_quotations
from curation.text.sentences import split_sentences


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
    if re.search(r"[\s:#'\"\\]", file.name) or file.name.startswith((".", "-")) or any(map(is_refused, file.name)):
        problems.append(
            fail("the file's name has spaces or marks in it", "rename it: letters, digits, points, hyphens, underscores")
        )
    refused = check_text(str(file), text)
    problems += [refused] if refused else []
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
    quotations = scan_quotations(text)
    sentences = [
        (paragraph.start() + start, paragraph.start() + end)
        for paragraph in re.finditer(r"[^\n]+", text)
        for start, end in split_sentences(paragraph.group())
    ]
    for index, span in enumerate(sentences):
        lines += write_passage(text, span)
        lines += write_quotations(text, sentences, index, quotations)
        lines.append("  # uncoded: the reason, where the sentence has no place in the tables")
    return "\n".join(lines) + "\n"


def write_passage(text: str, span: Span) -> Iterator[str]:
    """Yield the lines of one passage: its sentence, and the numbers, dates and countries that must be coded in it."""
    sentence = fold_spaces(text[slice(*span)])
    countries = [name for name in scan_countries(sentence) if name.can_be_country]
    yield "- in: >-"
    yield f"    {sentence}"
    for item in sorted([*scan_expressions(sentence), *countries], key=lambda item: item.start):
        task = "not to code: name" if item.kind == NameExpression.kind else f"to code: {item.kind}"
        yield f"  # {task} «{sentence[item.start : item.end]}»"


def write_quotations(text: str, sentences: Sequence[Span], index: int, quotations: Sequence[Quotation]) -> Iterator[str]:
    """Yield a line for each quotation in a sentence: the whole one where it begins, its part where it goes on."""
    start, end = sentences[index]
    number = bisect_right(quotations, start, key=lambda quotation: quotation.end)
    while number < len(quotations) and quotations[number].start < end:
        quotation, number = quotations[number], number + 1
        what = " ".join(filter(None, ("quotation", quotation.fault)))
        here = fold_spaces(text[max(quotation.start, start) : min(quotation.end, end)])
        count = bisect_left(sentences, quotation.end, key=lambda span: span[0]) - index
        if quotation.start < start:
            yield f"  # to code: {what}, continued: «{here}»"
        else:
            over = f", over {count} passages; here «{here}»" if count > 1 else ""
            yield f"  # to code: {what} «{fold_spaces(text[quotation.start : quotation.end])}»{over}"
