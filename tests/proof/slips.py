"""Slips: for each claim, the ways in which a coder's hand or eye can fail. Each must stop the build, naming the claim."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conftest import Copy
from curation.annotation.notation import split_cell
from curation.claims.claim import Claim, CodedSource
from curation.claims.parsers import PARSERS
from curation.pipeline import Prepared, read_collection
from curation.schema.kinds import Basis
from curation.sources.register import Source, hash_text
from curation.text.countries import list_country_codes
from curation.text.expressions import scan_expressions


@dataclass(frozen=True)
class Slip:
    """One change to the inputs. `edits` are whole new lines (None: the line goes) by file and line number from 1."""

    kind: str
    cells: tuple[str, ...]
    edits: tuple[tuple[str, int, str | None], ...]
    what: str


@dataclass(frozen=True)
class Result:
    slip: Slip
    is_stopped: bool
    is_named: bool
    changed: tuple[str, ...]
    """Of a slip that is not stopped: the published cells that it changes. Where there are none it is harmless."""


@cache
def prepare_once(root: Path) -> Prepared:
    return read_collection(root)


@cache
def read_lines(root: Path, file: str) -> list[str]:
    return (root / file).read_text(encoding="utf-8").split("\n")


@cache
def list_claims(root: Path) -> list[Claim]:
    """Return every claim that a coder wrote down as a cell; those that come from `by:` are tried with it."""
    return [claim for coded in prepare_once(root).coded for claim in coded.claims if claim.field.parse]


def name_cell(claim: Claim) -> str:
    return f"{claim.table}/{claim.row}/{claim.field.name}"


def list_slips(root: Path) -> list[Slip]:
    """Return every slip once, in a stable order; a line that makes several claims is changed once for all of them."""
    found: dict[tuple[str, tuple[tuple[str, int, str | None], ...]], Slip] = {}
    for claim in list_claims(root):
        for slip in (
            *change_digits(root, claim),
            *change_value(root, claim),
            *take_neighbour(root, claim),
            *swap_anchors(root, claim),
            *drop_context(root, claim),
            delete_claim(root, claim),
            *attribute_elsewhere(root, claim),
        ):
            known = found.get((slip.kind, slip.edits))
            cells = tuple(dict.fromkeys((*(known.cells if known else ()), *slip.cells)))
            found[slip.kind, slip.edits] = Slip(slip.kind, cells, slip.edits, slip.what)
    return [*found.values(), *change_sources(root)]


def read_scalar(root: Path, claim: Claim) -> tuple[str, str]:
    """Return what is on the claim's line before its cell, and the cell as it is written."""
    line = read_lines(root, claim.file)[claim.line - 1]
    return line[: claim.column - 1], line[claim.column - 1 :]


def has_segments(root: Path, claim: Claim) -> bool:
    return read_scalar(root, claim)[1].startswith("segments:")


def rewrite(root: Path, claim: Claim, kind: str, cell: str, what: str) -> Slip:
    before, _ = read_scalar(root, claim)
    return Slip(kind, (name_cell(claim),), ((claim.file, claim.line, before + cell),), what)


def split_written(root: Path, claim: Claim) -> tuple[str, str, str]:
    """Return the value, the words and the reason as written; a coded cell without words has the value alone."""
    value, words, reason = split_cell(read_scalar(root, claim)[1])
    if not value and claim.field.basis == Basis.CODED:
        return words, "", reason
    return value, words, reason


def join_written(value: str, words: str, reason: str) -> str:
    body = f"{value} <- {words}" if value and words else value or words
    return f"{body} -- {reason}" if reason else body


def change_digits(root: Path, claim: Claim) -> Iterator[Slip]:
    """Another digit for each digit of the words."""
    if has_segments(root, claim):
        return
    value, words, reason = split_written(root, claim)
    for match in re.finditer(r"\d", words):
        other = str((int(match[0]) + 1) % 10)
        changed = words[: match.start()] + other + words[match.end() :]
        yield rewrite(root, claim, "digit", join_written(value, changed, reason), f"{words} → {changed}")


def change_value(root: Path, claim: Claim) -> Iterator[Slip]:
    """Another value, with the same words and the same reason."""
    if has_segments(root, claim):
        return
    value, words, reason = split_written(root, claim)
    other = find_other_value(root, claim)
    if other:
        yield rewrite(root, claim, "value", join_written(other, words, reason), f"{value or claim.reading.value} → {other}")


def find_other_value(root: Path, claim: Claim) -> str:
    reads, value = claim.field.reads, claim.reading.value
    if reads == "code" and claim.field.type == "boolean":
        return "false" if value == "true" else "true"
    if reads == "code":
        codes = list(claim.field.codes)
        return codes[(codes.index(value) + 1) % len(codes)]
    if reads == "reference":
        rows = sorted({other.reading.value for other in list_claims(root) if other.field is claim.field} - {value})
        return rows[0] if rows else f"{value}-x"
    if reads == "country":
        codes = sorted(list_country_codes() - {value})
        return codes[len(codes) // 2]
    if reads == "quantity":
        return re.sub(r"\d+", lambda match: str(int(match[0]) + 1), value) if re.search(r"\d", value) else "exact 7"
    if reads == "date":
        return re.sub(r"\d{4}", lambda match: str(int(match[0]) - 1), value)
    return f"{value} so"


def take_neighbour(root: Path, claim: Claim) -> Iterator[Slip]:
    """Every other number, or date, of the same sentence in place of the right one."""
    wanted = PARSERS[claim.field.reads].accounts_for if claim.field.reads else ""
    value, words, reason = ("", "", "") if has_segments(root, claim) else split_written(root, claim)
    for item in scan_expressions(claim.passage.text) if wanted and words else ():
        other = claim.passage.text[item.start : item.end]
        if item.kind == wanted and other not in words:
            yield rewrite(root, claim, "neighbour", join_written(value, other, reason), f"{words} → {other}")


def swap_anchors(root: Path, claim: Claim) -> Iterator[Slip]:
    """The same field's words of another row in the same sentence, and the other way round."""
    if has_segments(root, claim):
        return
    for other in list_claims(root):
        beside = other.file == claim.file and other.passage.number == claim.passage.number and other.field is claim.field
        if beside and other.row > claim.row and other.line != claim.line and not has_segments(root, other):
            (before, mine), (other_before, theirs) = read_scalar(root, claim), read_scalar(root, other)
            if mine != theirs:
                edits = ((claim.file, claim.line, before + theirs), (other.file, other.line, other_before + mine))
                yield Slip("swap", (name_cell(claim), name_cell(other)), edits, f"{mine} ↔ {theirs}")


def drop_context(root: Path, claim: Claim) -> Iterator[Slip]:
    """The words without the frame or the span that makes them exact."""
    if has_segments(root, claim):
        return
    value, words, reason = split_written(root, claim)
    framed = re.search(r"<([^<>]+)>", words)
    parts = [framed[1]] if framed else words.split(" ... ") if " ... " in words else []
    for part in parts:
        yield rewrite(root, claim, "context", join_written(value, part, reason), f"{words} → {part}")


def delete_claim(root: Path, claim: Claim) -> Slip:
    """The line, and what belongs to it beneath."""
    lines = read_lines(root, claim.file)
    first = claim.line - 1
    if has_segments(root, claim):
        first -= 1
    indent = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while has_segments(root, claim) and len(lines[last]) - len(lines[last].lstrip()) > indent:
        last += 1
    edits = tuple((claim.file, number + 1, None) for number in range(first, last))
    return Slip("delete", (name_cell(claim),), edits, lines[first].strip())


@cache
def list_agencies(root: Path) -> list[str]:
    built = prepare_once(root).built
    assert built
    rows = built.rows["organizations"]
    return sorted(str(row["organization_id"]) for row in rows if row["organization_type"] == "national_agency")


def attribute_elsewhere(root: Path, claim: Claim) -> Iterator[Slip]:
    """Someone else says it: a `by:` of its own for the row, in place of the one that is there."""
    row = next(
        row
        for row in claim.passage.rows
        if (row.table.name, row.id) == (claim.table, claim.row) and claim.field in [cell.field for cell in row.cells]
    )
    if not row.table.curation.attributed:
        return
    *_, other, last = list_agencies(root)
    other = last if claim.attribution.speaker != last else other
    lines = read_lines(root, claim.file)
    indent = " " * (len(lines[row.line - 1]) - len(lines[row.line - 1].lstrip()) + 2)
    edits: list[tuple[str, int, str | None]] = [
        (claim.file, row.line, f"{lines[row.line - 1]}\n{indent}by: {other} -- a slip")
    ]
    number = row.line
    while lines[number].startswith(indent):
        if re.match(rf"{indent}by: ", lines[number]):
            edits.append((claim.file, number + 1, None))
        number += 1
    cells = tuple(f"{row.table.name}/{row.id}/{cell.field.name}" for cell in row.cells)
    yield Slip("attribute", cells, tuple(edits), f"{claim.attribution.speaker or 'the source'} → {other}")


# Changed sources


def change_sources(root: Path) -> Iterator[Slip]:
    """Another digit in the seed wherever a claim rests on one, the hashes re-registered.

    `source digit`: the sentence in the annotation is changed with it. `source digit, words too`: the cells' words as well.
    """
    for coded in prepare_once(root).coded:
        source = coded.annotation.source
        positions: dict[int, list[Claim]] = {}
        for claim in coded.claims:
            for start, end in claim.spans:
                if end - start < len(claim.passage.text):
                    for position in range(start, end):
                        if source.folded.folded[position].isdigit():
                            positions.setdefault(position, []).append(claim)
        for position, claims in sorted(positions.items()):
            for kind in ("source digit", "source digit, words too"):
                yield change_source_digit(root, kind, coded, position, claims)


def change_source_digit(root: Path, kind: str, coded: CodedSource, position: int, claims: list[Claim]) -> Slip:
    source, file, passage = coded.annotation.source, coded.annotation.file, claims[0].passage
    place = source.folded.unfold(position, position + 1)[0]
    digit = str((int(source.text[place]) + 1) % 10)
    text = source.text[:place] + digit + source.text[place + 1 :]
    offset = position - passage.start
    changed = passage.text[:offset] + digit + passage.text[offset + 1 :]
    old_token, new_token = find_token(passage.text, offset), find_token(changed, offset)
    edits = register_text(root, file, source, text)
    lines = read_lines(root, file)
    begin = passage.line - 1
    end = next((n for n in range(begin + 1, len(lines)) if lines[n].startswith("- in:")), len(lines))
    rewritten = False
    for n in range(begin, end):
        if lines[n].lstrip().startswith(("- in:", "by:", "hedge:")):
            continue
        is_text = lines[n].startswith("    ") and " ".join(lines[n].split()) in passage.text and len(lines[n]) > 30
        if is_text and not rewritten:
            line = replace_in_line(lines[n], passage.text, changed, offset)
            edits.append((file, n + 1, line))
            rewritten = " ".join(lines[n].split()) == passage.text or digit in line
        elif kind.endswith("too") and old_token in lines[n]:
            edits.append((file, n + 1, lines[n].replace(old_token, new_token)))
    cells = tuple(dict.fromkeys(name_cell(claim) for claim in claims))
    return Slip(kind, cells, tuple(edits), f"{old_token} → {new_token} in {source.id}")


def register_text(root: Path, file: str, source: Source, text: str) -> list[tuple[str, int, str | None]]:
    """Return the edits by which a source has another text, with both of its hashes."""
    path, register, lines = f"seeds/{source.file}", read_lines(root, "seeds/sources.yaml"), read_lines(root, file)
    old, new = hashlib.sha256((root / path).read_bytes()).hexdigest(), hashlib.sha256(text.encode()).hexdigest()
    line = next(number for number, value in enumerate(register, 1) if old in value)
    head = next(number for number, value in enumerate(lines, 1) if value.startswith("text_sha256:"))
    return [
        (path, 0, text),
        ("seeds/sources.yaml", line, register[line - 1].replace(old, new)),
        (file, head, f"text_sha256: {hash_text(unicodedata.normalize('NFC', text))}"),
    ]


def find_token(sentence: str, offset: int) -> str:
    start = offset
    while start > 0 and not sentence[start - 1].isspace():
        start -= 1
    match = re.match(r"\S+", sentence[start:])
    return match[0].strip(',.;“”"') if match else ""


def replace_in_line(line: str, sentence: str, changed: str, offset: int) -> str:
    """Change the digit in the one line of the passage's text that holds it."""
    words = " ".join(line.split())
    start = sentence.find(words)
    if start <= offset < start + len(words):
        indent = line[: len(line) - len(line.lstrip())]
        return indent + changed[start : start + len(words)]
    return line


# Running


def try_slip(root: Path, copy: Copy, slip: Slip) -> Result:
    """Make the slip in a copy of the collection in `root`, build it, and take the slip back."""
    files = sorted({file for file, _, _ in slip.edits})
    originals = {file: (copy.root / file).read_bytes() for file in files}
    for file in files:
        whole = next((text for name, number, text in slip.edits if name == file and number == 0), None)
        lines: list[str | None] = list(originals[file].decode().split("\n"))
        for name, number, text in slip.edits:
            if name == file and number:
                lines[number - 1] = text
        text = whole if whole is not None else "\n".join(line for line in lines if line is not None)
        (copy.root / file).write_text(text, encoding="utf-8", newline="")
    try:
        prepared = read_collection(copy.root)
        errors = [str(problem) for problem in prepared.errors]
    finally:
        for file, content in originals.items():
            (copy.root / file).write_bytes(content)
    return Result(slip, bool(errors), is_named(slip, errors), () if errors else list_changed(root, prepared))


def list_changed(root: Path, prepared: Prepared) -> tuple[str, ...]:
    """Return the fact tables' cells whose published value is not what it was; the words behind it may be others."""
    assert prepared.built
    original = prepare_once(root).built
    assert original
    before = {(cell.table, cell.row, cell.field): cell.value for cell in original.filled}
    after = {(cell.table, cell.row, cell.field): cell.value for cell in prepared.built.filled}
    return tuple("/".join(name) for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name))


def is_named(slip: Slip, errors: list[str]) -> bool:
    """Whether an error names one of the rows, or the words or value that slipped, or is in a file that was changed."""
    slipped = [part for part in re.split(r" [→↔] | in s\d+$", slip.what) if part]
    places = {file for file, number, _ in slip.edits if number}
    rows = {cell.rpartition("/")[0] for cell in slip.cells}
    names, starts = (*rows, *slipped), tuple(f"{file}:" for file in places)
    return any(any(name in error for name in names) or error.startswith(starts) for error in errors)
