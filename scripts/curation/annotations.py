"""The coders' files: a source's text passage by passage, with the cells that each passage supports beneath it.

The notation of a cell is `[value <- ] words [ -- reason]`; docs/annotation.md describes the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from curation.problems import Problem, shorten, suggest_nearest
from curation.schemas import ROW_ID, Field, Schemas, Table
from curation.sources import Source, fold_spaces
from curation.strict_yaml import Mapping, Node, Scalar, Sequence, read_yaml

FOLDER = "annotations"
HEADER = ("source", "text_sha256", "year", "passages")
PASSAGE_KEYS = ("in", "by", "hedge", "uncoded")
ROW_KEYS = ("by", "hedge")
NOBODY = "nobody"
"""Says in `by:` that a source names no speaker."""
CERTAINTIES = ("hedged", "planned")


@dataclass(frozen=True)
class Expression:
    """What a coder wrote for one cell: a value, the words (a piece a span) and a reason; what is not there is empty."""

    value: str
    words: tuple[str, ...]
    reason: str
    line: int
    column: int


@dataclass(frozen=True)
class Speaker:
    """Who says it: a person's or a body's id, the outlet through which it came, and the words that say so."""

    speaker: str
    via: str
    expression: Expression


@dataclass(frozen=True)
class Hedge:
    certainty: str
    expression: Expression


@dataclass(frozen=True)
class Cell:
    table: str
    row: str
    field: Field
    expression: Expression


@dataclass(frozen=True)
class Row:
    """One row's coding in one passage, with the speaker and the hedge that reach its cells."""

    table: Table
    id: str
    cells: tuple[Cell, ...]
    by: Speaker | None
    hedge: Hedge | None
    line: int
    column: int


@dataclass(frozen=True)
class Passage:
    """One sentence of a source. `start` and `end` are its place in the folded text."""

    number: int
    text: str
    start: int
    end: int
    rows: tuple[Row, ...]
    uncoded: tuple[Expression, ...]
    line: int
    column: int

    @property
    def is_uncoded(self) -> bool:
        """Whether the passage as a whole is declared to have no place in the tables."""
        return any(not entry.words for entry in self.uncoded)


@dataclass(frozen=True)
class Annotation:
    source: Source
    file: str
    year: Expression | None
    passages: tuple[Passage, ...]


def read_annotation(root: Path, source: Source, schemas: Schemas) -> tuple[Annotation | None, list[Problem]]:
    """Read annotations/SOURCE.yaml and lay its passages over the source's text."""
    file = f"{FOLDER}/{source.id}.yaml"
    tree, problems = read_yaml(root, file)
    if tree is None:
        return None, [
            replace(problem, advice=f"write it, beginning with: curate new {source.file}")
            if problem.message == "file is missing"
            else problem
            for problem in problems
        ]
    reader = Reader(file, schemas, problems)
    if not isinstance(tree, Mapping):
        reader.fail(tree, "not a mapping", f"it begins with {', '.join(HEADER)}")
        return None, problems
    for key, _ in tree.items:
        if key.value not in HEADER:
            reader.fail(key, f"unknown key {key.value!r}", suggest_nearest(key.value, HEADER))
    if tree.text("source") != source.id:
        reader.fail(tree.get("source") or tree, f"source is {tree.text('source')!r}", f"the file's name says {source.id!r}")
    if tree.text("text_sha256") != source.text_sha256:
        advice = f"read the text again, then write {source.text_sha256}"
        reader.fail(tree.get("text_sha256") or tree, "this coding was made of another text", advice)
    year_node = tree.get("year")
    year = reader.read_expression(year_node, takes_value=True) if isinstance(year_node, Scalar) else None
    if year and not re.fullmatch(r"\d{4}", year.value):
        reader.fail(year_node or tree, f"year is {year.value!r}", "write four digits and a reason: 2025 -- reason")
    nodes = tree.get("passages")
    if not isinstance(nodes, Sequence):
        reader.fail(nodes or tree, "no list of passages", "each passage begins with '- in: >-'")
        return None, problems
    passages = tuple(reader.tile(nodes, source))
    return Annotation(source, file, year, passages), problems


class Reader:
    """Reads the nodes of one file and collects what is wrong with them."""

    def __init__(self, file: str, schemas: Schemas, problems: list[Problem]) -> None:
        self.file = file
        self.schemas = schemas
        self.problems = problems

    def fail(self, node: Node | Expression, message: str, advice: str = "") -> None:
        self.problems.append(Problem(self.file, node.line, node.column, message, advice))

    def tile(self, nodes: Sequence, source: Source) -> Iterator[Passage]:
        """Lay the passages one after the other over the folded text; they must cover it, in its order.

        A passage that does not stand where it should is reported; the ones after it are laid where they stand, so that
        their own problems are seen in the same run.
        """
        text, position, is_torn = source.folded.folded, 0, False
        for number, node in enumerate(nodes.items, 1):
            if not isinstance(node, Mapping) or not isinstance(node.get("in"), Scalar):
                self.fail(node, f"passage {number} has no text", "begin it with '- in: >-'")
                continue
            words = fold_spaces(node.text("in"))
            start = text.find(words, position) if words else -1
            if start != position:
                there = f"here the source goes on: «{shorten(text[position : position + 80])}»"
                why = " (a passage is left out before this one)" if start >= 0 else ""
                if not (is_torn and start >= 0):
                    self.fail(
                        node.get("in") or node, f"passage {number} does not tile the text: «{shorten(words)}»", there + why
                    )
                is_torn = start < 0
                if start < 0:
                    continue
            end = start + len(words)
            yield self.read_passage(node, number, words, start, end)
            position, is_torn = end + 1, False
        if position <= len(text) and not is_torn:
            advice = f"add passages from: «{shorten(text[position : position + 80])}»"
            self.fail(nodes, "the passages end before the text does", advice)

    def read_passage(self, node: Mapping, number: int, words: str, start: int, end: int) -> Passage:
        by = self.read_speaker(node.get("by"))
        hedge = self.read_hedge(node.get("hedge"))
        rows: list[Row] = []
        shared: dict[str, list[Row]] = {}
        for key, value in node.items:
            if key.value in PASSAGE_KEYS:
                continue
            row = self.read_row(key, value, by, hedge)
            if row is None:
                continue
            if row.id == "*":
                shared.setdefault(row.table.name, []).append(row)
            else:
                rows.append(row)
        for name, sharers in shared.items():
            targets = list(dict.fromkeys(row.id for row in rows if row.table.name == name))
            if not targets:
                self.fail(node, f"{name}/* has no row of {name} in this passage to share with", "name a row")
            for sharer in sharers:
                for target in targets:
                    cells = tuple(replace(cell, row=target) for cell in sharer.cells)
                    rows.append(replace(sharer, id=target, cells=cells))
        uncoded = tuple(self.read_uncoded(node.get("uncoded"), has_rows=bool(rows)))
        if not rows and not uncoded:
            advice = "code it, or write: uncoded: the reason"
            self.fail(node, f"passage {number} has neither cells nor a reason: «{shorten(words)}»", advice)
        return Passage(number, words, start, end, tuple(rows), uncoded, node.line, node.column)

    def read_row(self, key: Scalar, node: Node, by: Speaker | None, hedge: Hedge | None) -> Row | None:
        name, slash, row_id = key.value.partition("/")
        coded = {table.name: table for table in self.schemas.values() if table.is_coded_by_hand}
        if not slash:
            self.fail(key, f"unknown key {key.value!r}", f"keys are {', '.join(PASSAGE_KEYS)} and table/row")
            return None
        if name not in coded:
            self.fail(key, f"unknown table {name!r}", suggest_nearest(name, coded))
            return None
        if row_id != "*" and not ROW_ID.fullmatch(row_id):
            self.fail(key, f"{row_id!r} is no name for a row", "use lower-case letters, digits, points and hyphens")
            return None
        if not isinstance(node, Mapping):
            self.fail(node, f"{key.value} has no cells", "write them beneath it: field: words")
            return None
        table = coded[name]
        cells: list[Cell] = []
        for field_key, value in node.items:
            if field_key.value in ROW_KEYS:
                continue
            known = {column.name: column for column in table.fields.values() if column.is_coded_by_hand}
            column = known.get(field_key.value)
            if column is None:
                self.fail(
                    field_key,
                    f"unknown field {name}.{field_key.value}",
                    self.advise_field(table, field_key.value, known),
                )
                continue
            cells += [Cell(name, row_id, column, expression) for expression in self.read_cell(value, column)]
        # What is said of a speaker or of a document is the source's own naming: the passage's speaker does not say it.
        is_attributed = bool(table.curation.get("attributed", True))
        # A row of sayings needs a speaker, or the word that the source names none: forgotten, nothing else would show it.
        if any("by" in column.curation for column in table.fields.values()) and row_id != "*" and not (node.get("by") or by):
            self.fail(key, f"{key.value}: nobody speaks", f"write by: id <- words, or by: {NOBODY} -- why no one is named")
        row_by = self.read_speaker(node.get("by")) if node.get("by") else by if is_attributed else None
        row_hedge = self.read_hedge(node.get("hedge")) if node.get("hedge") else hedge if is_attributed else None
        return Row(table, row_id, tuple(cells), row_by, row_hedge, key.line, key.column)

    def advise_field(self, table: Table, name: str, known: dict[str, Field]) -> str:
        column = table.fields.get(name)
        if column is None:
            return suggest_nearest(name, known)
        if "of" in column.curation:
            return f"it is read with {column.main_field!r}: code that"
        if "by" in column.curation:
            return "it comes from 'by:'"
        return "the build fills it"

    def read_cell(self, node: Node, column: Field) -> Iterator[Expression]:
        """Read a cell: one expression, a list of them (several claims), or one with several segments."""
        takes_value = column.curation["reads"] in ("code", "reference")
        if isinstance(node, Scalar):
            yield self.read_expression(node, takes_value)
        elif isinstance(node, Sequence):
            for item in node.items:
                if isinstance(item, Scalar):
                    yield self.read_expression(item, takes_value)
                else:
                    self.fail(item, f"{column.name}: a list holds one cell a line")
        else:
            segments = node.get("segments")
            unknown = [key for key, _ in node.items if key.value not in ("segments", "reason")]
            if unknown or not isinstance(segments, Sequence) or not all(isinstance(item, Scalar) for item in segments.items):
                self.fail(
                    node,
                    f"{column.name}: not a cell",
                    "write words, a list of cells, or: segments: with a list of words",
                )
                return
            words = tuple(unescape(item.value) for item in segments.items if isinstance(item, Scalar))
            yield Expression("", words, fold_spaces(node.text("reason")), node.line, node.column)

    def read_expression(self, node: Scalar, takes_value: bool) -> Expression:
        value, words, reason = split_cell(node.value)
        if not value and takes_value:
            value, words = words, ""
        if not value and not words:
            self.fail(node, "empty cell", "leave the field out where the words say nothing")
        return Expression(value, (words,) if words else (), reason, node.line, node.column)

    def read_speaker(self, node: Node | None) -> Speaker | None:
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.fail(node, "by: is not one speaker", "write: person or body [via outlet] <- words")
            return None
        expression = self.read_expression(node, takes_value=True)
        match = re.fullmatch(rf"({ROW_ID.pattern})(?: via ({ROW_ID.pattern}))?", expression.value)
        if not match:
            self.fail(
                node,
                f"by: {shorten(expression.value)!r} names no speaker",
                "write: person or body [via outlet] <- words",
            )
            return None
        if match[1] == NOBODY:
            return Speaker("", "", expression)
        if not expression.words and not expression.reason:
            self.fail(node, "by: has neither words nor a reason", "write: id <- words, or: id -- reason")
        return Speaker(match[1], match[2] or "", expression)

    def read_hedge(self, node: Node | None) -> Hedge | None:
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.fail(node, "hedge: is not one hedge", "write: [hedged <- | planned <-] words")
            return None
        value, words, reason = split_cell(node.value)
        certainty = value or CERTAINTIES[0]
        if certainty not in CERTAINTIES or not words:
            self.fail(node, f"hedge: {shorten(node.value)!r}", f"write: [{' <- | '.join(CERTAINTIES)} <-] words")
            return None
        return Hedge(certainty, Expression(certainty, (words,), reason, node.line, node.column))

    def read_uncoded(self, node: Node | None, has_rows: bool) -> Iterator[Expression]:
        nodes = node.items if isinstance(node, Sequence) else () if node is None else (node,)
        for item in nodes:
            if not isinstance(item, Scalar):
                self.fail(item, "uncoded: is not text", "write: uncoded: the reason, or: words -- the reason")
                continue
            _, words, reason = split_cell(item.value)
            if not reason and has_rows:
                self.fail(item, "uncoded: without the words", "this passage has cells: write: words -- the reason")
            elif not reason:
                yield Expression("", (), words, item.line, item.column)
            else:
                yield Expression("", (words,), reason, item.line, item.column)


MARKS = ("<-", "--", "...", "<", ">", "\\")
_HIDDEN = {mark: chr(0xF0000 + number) for number, mark in enumerate(MARKS)}
_ESCAPED = re.compile(r"\\(<-|--|\.\.\.|<|>|\\)")


def split_cell(text: str) -> tuple[str, str, str]:
    r"""Split `[value <- ] words [ -- reason]` into its three parts; what is missing is empty.

    A backslash before a mark (`\<-`, `\--`, `\...`, `\<`, `\>`, `\\`) makes it part of the words.
    The words keep their backslashes: `anchors` reads the marks within them.
    """
    hidden = fold_spaces(_ESCAPED.sub(lambda match: _HIDDEN[match[1]], text))
    body, _, reason = f" {hidden} ".partition(" -- ")
    value, arrow, words = f"{body} ".partition(" <- ")
    if not arrow:
        value, words = "", value
    return (unescape(restore(value)).strip(), restore(words).strip(), unescape(restore(reason)).strip())


def restore(text: str) -> str:
    for mark, character in _HIDDEN.items():
        text = text.replace(character, "\\" + mark)
    return text


def unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: match[1], text)
