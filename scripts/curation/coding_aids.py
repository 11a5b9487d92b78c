"""Help for coders: a new source registered, with the skeleton of its annotation; a cell shown with all its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from curation.annotations import FOLDER as ANNOTATIONS
from curation.claims import Claim
from curation.expressions import scan_expressions, scan_quotations, split_sentences
from curation.package import ANNOTATION_SCHEMA
from curation.problems import Problem, shorten, suggest_nearest
from curation.provenance import mark_words
from curation.rows import Filled, format_value
from curation.schemas import ROW_ID, SOURCES, Schemas, Table
from curation.sources import FOLDER as SEEDS
from curation.sources import REGISTER, fold_spaces, hash_content, hash_text, normalize_seed
from curation.strict_yaml import INVISIBLE, Mapping, read_yaml
from curation.tables import Built

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
    if re.fullmatch(schemas[SOURCES].fields["language"].constraints.get("pattern", ".+"), language):
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
    sentence = fold_spaces(text[slice(*span)])
    yield "- in: >-"
    yield f"    {sentence}"
    for item in scan_expressions(sentence):
        yield f"  # to code: {item.kind} «{sentence[item.start : item.end]}»"
    for start, end in quotations:
        if span[0] <= start < span[1]:
            yield f"  # to code: quotation «{shorten(text[start:end])}»"
    yield "  # uncoded: the reason, where the sentence has no place in the tables"


# A cell, shown


def show_cell(built: Built, schemas: Schemas, path: str) -> tuple[list[str], list[Problem]]:
    """Describe TABLE/ROW or TABLE/ROW/FIELD: each cell, the words behind it, who says them, how they agree.

    Of TABLE alone the rows are listed, each with the value of the table's headline field.
    """
    parts = path.strip("/").split("/")
    if len(parts) == 1 and parts[0] in schemas and schemas[parts[0]].is_fact:
        return list(list_rows(built, schemas[parts[0]])), []
    cells = [
        cell
        for cell in built.filled
        if len(parts) in (2, 3) and (cell.table, cell.row) == (parts[0], parts[1]) and parts[2:] in ([], [cell.field])
    ]
    if not cells:
        return [], [explain_missing(built, parts, path)]
    return [line for cell in cells for line in describe_filled(built, cell)], []


def list_rows(built: Built, table: Table) -> Iterator[str]:
    """List a table's rows, each with the printed words, or the value, of its headline field."""
    for row in built.rows[table.name]:
        value = row.get(f"{table.headline}_printed") or row.get(table.headline)
        yield f"{table.name}/{format_value(row[table.key[0]])}" + (f"  {shorten(format_value(value))}" if value else "")


def explain_missing(built: Built, parts: list[str], path: str) -> Problem:
    """Say what is wrong with the name of a cell: table, row or field, or that the cell is empty."""
    tables = {cell.table for cell in built.filled}
    rows = {cell.row for cell in built.filled if cell.table == parts[0]}
    if parts[0] not in tables:
        return Problem(path, 0, 0, f"no table {parts[0]!r}", suggest_nearest(parts[0], tables))
    if len(parts) not in (2, 3):
        return Problem(
            path, 0, 0, "names no cell", f"write TABLE, TABLE/ROW or TABLE/ROW/FIELD; rows are: {', '.join(sorted(rows))}"
        )
    if parts[1] not in rows:
        return Problem(path, 0, 0, f"no row {parts[1]!r} in {parts[0]}", suggest_nearest(parts[1], rows))
    fields = {name for row in built.rows[parts[0]] for name in row}
    if parts[2] in fields:
        return Problem(path, 0, 0, "the cell is empty: no source says it, or a decision publishes nothing")
    return Problem(path, 0, 0, f"no field {parts[2]!r} in {parts[0]}", suggest_nearest(parts[2], fields))


def describe_filled(built: Built, cell: Filled) -> Iterator[str]:
    yield f"{cell.table}/{cell.row}/{cell.field} = {format_value(cell.value)}"
    yield f"  {cell.basis}, by {cell.rule}" + (f": {cell.reason}" if cell.reason else "")
    seen: set[str] = set()
    for claim in (*cell.deciding, *(cell.fact.rest if cell.fact else ())):
        line = describe_claim(claim, is_deciding=claim in cell.deciding)
        if line not in seen:
            yield line
        seen.add(line)
    fact = cell.fact
    if fact and fact.kind and fact.field.name == cell.field:
        yield f"  the sources differ: {fact.kind}" + (" (ruled by a decision)" if fact.decision else " (settled by the rule)")
    yield ""


def describe_claim(claim: Claim, is_deciding: bool) -> str:
    said = claim.attribution
    who = f", said by {said.speaker}" if said.speaker else ", in the source's own voice"
    who += f" via {said.via}" if said.via else ""
    who += "" if said.certainty == "asserted" else f", {said.certainty} («{said.hedge_words}»)"
    mark = "*" if is_deciding else " "
    lines = [
        f"  {mark} {claim.source}: {shorten(claim.reading.value)}{who} ({claim.file}:{claim.line})",
        f"      {mark_words(claim)}",
    ]
    if claim.reason:
        lines.append(f"      because: {claim.reason}")
    return "\n".join(lines)
