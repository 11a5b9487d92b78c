"""Reads the coders' files, annotations/SOURCE.yaml, and collects all that is wrong with them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from curation.annotation.causes import name_keys, name_left_out, name_text
from curation.annotation.document import Annotation, CodedCell, CodedRow, Hedge, Passage, Speaker
from curation.annotation.marks import ACCEPT, UNREAD, Lines, accept_all
from curation.annotation.notation import Notation, split_cell, unescape
from curation.files import has_file
from curation.paths import ANNOTATIONS
from curation.problems import Cause, Problem, find_nearest, shorten, suggest_nearest
from curation.schema.kinds import Basis, Certainty
from curation.schema.tables import ROW_ID, Field, Schemas, advise_field
from curation.sources.register import Source
from curation.strict_yaml import Mapping, Node, Scalar, Sequence, read_yaml
from curation.text.folding import fold_spaces
from curation.text.sentences import ENDED, ends_sentence

HEADER = ("source", "text_sha256", "year", "fiscal_year", "passages")
PASSAGE_KEYS = ("in", "by", "hedge", "uncoded")
ROW_KEYS = ("by", "hedge")

NOBODY = "nobody"
"""Says in `by:` that a source names no speaker."""

HEDGES = (Certainty.HEDGED, Certainty.PLANNED)
"""The certainties that words can give; without such words a claim is asserted."""


def read_annotation(root: Path, source: Source, schemas: Schemas) -> tuple[Annotation | None, list[Problem]]:
    """Read annotations/SOURCE.yaml and match its passages with the source's text."""
    file = f"{ANNOTATIONS}/{source.id}.yaml"
    whole = frozenset({Cause(file)})
    tree, problems = read_yaml(root, file)
    if tree is None and not has_file(root, file):
        advice = f"write it, beginning with: curate new {source.file}"
        return None, [Problem(file, 0, 0, "file is missing", advice, spoils=whole, follows=whole)]
    if tree is None:
        return None, problems
    reader = AnnotationReader(file, schemas)
    if not isinstance(tree, Mapping):
        reader.fail(tree, "not a mapping", f"it begins with {', '.join(HEADER)}")
        return None, problems + reader.problems
    tree = reader.refuse_head_marks(tree)
    reader.read_header(tree, source)
    year = reader.read_key(tree, "year", r"\d{4}", "write four digits and a reason: 2025 -- reason")
    fiscal_year = reader.read_key(tree, "fiscal_year", "[A-Z]{3}", "write a country's code and a reason: USA -- reason")
    reader.within = whole
    nodes = tree.get("passages")
    if not isinstance(nodes, Sequence):
        reader.fail(nodes or tree, "no list of passages", "each passage begins with '- in: >-'", lost="passages")
        return None, problems + reader.problems
    passages = tuple(reader.tile(nodes, source))
    unread = tuple(reader.unread)
    problems = [replace(problem, spoils=problem.spoils | reader.find_rows(nodes, problem.line)) for problem in problems]
    return Annotation(source, file, year, fiscal_year, passages, unread), problems + reader.problems


class AnnotationReader:
    """Reads the nodes of one file and collects what is wrong with them."""

    def __init__(self, file: str, schemas: Schemas) -> None:
        self.file = file
        self.schemas = schemas
        self.coded = {table.name: table for table in schemas.values() if table.is_coded_by_hand}
        self.problems: list[Problem] = []
        self.within = frozenset({Cause(file)})
        """What is being read, and is unreliable where anything is wrong with it."""
        self.passage = self.within
        """All that the passage names that is being read."""
        self.number = 0
        """The passage that is being read; 0 is the head."""
        self.unread: list[tuple[int, int]] = []
        """The lines of what has proposals that nobody has read."""

    def fail(self, node: Node | Notation, message: str, advice: str = "", lost: str = "") -> None:
        """Report a problem. It follows from what YAML has against its line, or from a mistyped key, where `lost` is meant."""
        follows = {Cause(f"{self.file}:{node.line}"), *([self.locate_key(lost)] if lost else [])}
        self.problems.append(
            Problem(self.file, node.line, node.column, message, advice, spoils=self.within, follows=frozenset(follows))
        )

    def locate_key(self, key: str) -> Cause:
        """Return the place of a key in the head, or in the passage that is being read."""
        return Cause(name_keys(self.file, self.number), field=key)

    def read_header(self, tree: Mapping, source: Source) -> None:
        """Check the keys that stand before the passages."""
        for key, _ in tree.items:
            if key.value not in HEADER:
                self.within = frozenset({self.locate_key(find_nearest(key.value, HEADER))})
                self.fail(key, f"unknown key {key.value!r}", suggest_nearest(key.value, HEADER))
        self.within = frozenset()
        if tree.text("source") != source.id:
            message = f"source is {tree.text('source')!r}"
            self.fail(tree.get("source") or tree, message, f"the file's name says {source.id!r}", lost="source")
        if tree.text("text_sha256") not in (source.text_sha256, source.other_sha256):
            advice = f"read the text again, then write {source.text_sha256}"
            node = tree.get("text_sha256") or tree
            self.fail(node, "the source text has changed since it was annotated", advice, lost="text_sha256")

    def read_key(self, tree: Mapping, key: str, pattern: str, advice: str) -> Notation | None:
        """Return what the head gives under a key: a value and its reason; None where it gives nothing."""
        node = tree.get(key)
        found = self.read_notation(node, takes_value=True) if isinstance(node, Scalar) else None
        if node and found and not re.fullmatch(pattern, found.value):
            self.within = frozenset({self.locate_key(key)})
            self.fail(node, f"{key} is {found.value!r}", advice)
            return None
        return found

    def tile(self, nodes: Sequence, source: Source) -> Iterator[Passage]:
        """Lay the passages one after the other over the folded text; they must cover it, in its order.

        A passage that does not stand where it should is reported; the ones after it are laid where they stand, so that
        their own problems are seen in the same run.
        """
        text, position, is_torn = source.folded.folded, 0, False
        for number, item in enumerate(nodes.items, 1):
            node = self.refuse_passage_marks(item, number, nodes) if isinstance(item, Mapping) else item
            if not isinstance(node, Mapping) or not isinstance(node.get("in"), Scalar):
                self.within = frozenset({Cause(self.file)})
                self.fail(node, f"passage {number} has no text", "begin it with '- in: >-'")
                is_torn = True
                continue
            words = fold_spaces(node.text("in"))
            start = text.find(words, position) if words else -1
            is_lost = start > position and all(ends_sentence(source.folded, end) for end in (position, start))
            if start != position:
                there = f"here the source goes on: «{shorten(text[position : position + 80])}»"
                why = " (a passage is left out before this one)" if is_lost else ""
                if not (is_torn and start >= 0):
                    self.within = frozenset({Cause(self.file)}) if is_lost else self.list_rows(node, number)
                    self.within |= set() if is_lost else self.list_cut(number)
                    message = f"passage {number} does not tile the text: «{shorten(words)}»"
                    self.fail(node.get("in") or node, message, there + why)
                is_torn = start < 0
                if start < 0:
                    continue
            end = start + len(words)
            yield self.read_passage(node, number, words, start, end)
            position, is_torn = end + 1, False
        if position <= len(text) and not is_torn:
            advice = f"add passages from: «{shorten(text[position : position + 80])}»"
            self.within = frozenset({Cause(self.file), *self.list_cut(len(nodes.items) + 1)})
            self.fail(nodes, "the passages end before the text does", advice)

    def refuse_head_marks(self, tree: Mapping) -> Mapping:
        """Return the tree without the marks of proposals in its head; report the first of them."""
        passages = [item for item in tree.items if item[0].value == "passages"]
        mark, head = accept_all(replace(tree, items=tuple(item for item in tree.items if item not in passages)))
        self.within = frozenset(self.locate_key(key.value) for key, _ in head.items)
        self.refuse_mark(mark, (1, max((key.line for key, _ in head.items), default=0)))
        return replace(tree, items=(*head.items, *passages))

    def refuse_mark(self, mark: Scalar | None, lines: Lines) -> None:
        """Report the first mark of a proposal in these lines, if any: all in them is unreliable."""
        if mark:
            self.fail(mark, UNREAD, ACCEPT)
            self.unread.append(lines)

    def refuse_passage_marks(self, node: Mapping, number: int, nodes: Sequence) -> Mapping:
        """Return a passage without the marks of proposals; report the first of them."""
        mark, accepted = accept_all(node)
        if mark:
            left_out = {Cause(name(self.file), passage=number) for name in (name_left_out, name_text)}
            self.within = self.list_rows(accepted, number) | left_out | {Cause(self.file, passage=number)}
        self.refuse_mark(mark, (node.line, nodes.items[number].line - 1 if number < len(nodes.items) else sys.maxsize))
        return accepted

    def list_cut(self, number: int) -> set[Cause]:
        """Return the texts of a passage and of the one before it: words are missed in them that lie where they are cut."""
        return {Cause(name_text(self.file), passage=one) for one in (number - 1, number) if one}

    def find_rows(self, passages: Sequence, line: int) -> frozenset[Cause]:
        """Return what the passage names that a line is in; of a line before the first one the whole file."""
        number = sum(node.line <= line for node in passages.items)
        node = passages.items[number - 1] if number else None
        return self.list_rows(node, number) if isinstance(node, Mapping) else frozenset({Cause(self.file)})

    def list_rows(self, node: Mapping, number: int) -> frozenset[Cause]:
        """Return the rows that a passage names, and its words that are set aside; for an unknown key the whole passage."""
        keys = [key.value for key, _ in node.items if key.value not in PASSAGE_KEYS]
        return frozenset({*(self.locate(key, number) for key in keys), Cause(self.file, field="uncoded", passage=number)})

    def locate(self, key: str, number: int) -> Cause:
        """Return the part of the file that a key of a passage names. A name that is mistyped may be any."""
        table, _, row = key.partition("/")
        is_known = table in self.schemas
        return Cause(self.file, table if is_known else "", row if ROW_ID.fullmatch(row) else "", passage=number)

    def read_passage(self, node: Mapping, number: int, words: str, start: int, end: int) -> Passage:
        self.number = number
        self.within = self.passage = self.list_rows(node, number)
        by = self.read_speaker(node.get("by"))
        hedge = self.read_hedge(node.get("hedge"))
        is_lost = False
        rows: list[CodedRow] = []
        shared: dict[str, list[CodedRow]] = {}
        # Rows come last: one may lack what an unknown key was meant to give.
        for key, value in sorted(node.items, key=lambda item: "/" in item[0].value):
            if key.value in PASSAGE_KEYS:
                continue
            self.within = frozenset({self.locate(key.value, number)})
            row = self.read_row(key, value, by, hedge)
            if row is None:
                is_lost = True
                continue
            if row.id == "*":
                shared.setdefault(row.table.name, []).append(row)
            else:
                rows.append(row)
        self.within = self.passage
        for name, sharers in shared.items():
            targets = list(dict.fromkeys(row.id for row in rows if row.table.name == name))
            if not targets and not is_lost:
                self.fail(node, f"{name}/* has no row of {name} in this passage to share with", "name a row")
            for sharer in sharers:
                for target in targets:
                    cells = tuple(cell._replace(row=target) for cell in sharer.cells)
                    rows.append(replace(sharer, id=target, cells=cells))
        uncoded = tuple(self.read_uncoded(node.get("uncoded"), has_rows=bool(rows)))
        if not node.get("uncoded") and all(key.value in PASSAGE_KEYS for key, _ in node.items):
            advice = "code it, or write: uncoded: the reason"
            if not ENDED.search(words) or words[:1].islower():
                advice += "; where the sentence goes on in another passage, join the two"
            figures = Cause(self.file, field="uncoded", passage=number)
            cut = self.list_cut(number) | self.list_cut(number + 1)
            self.within = frozenset({Cause(name_left_out(self.file), passage=number), figures, *cut})
            self.fail(node, f"passage {number} has neither cells nor a reason: «{shorten(words)}»", advice)
        return Passage(number, words, start, end, tuple(rows), uncoded, node.line, node.column)

    def read_row(self, key: Scalar, node: Node, by: Speaker | None, hedge: Hedge | None) -> CodedRow | None:
        name, slash, row_id = key.value.partition("/")
        if not slash:
            self.within = self.passage | {self.locate_key("by")}
            self.fail(key, f"unknown key {key.value!r}", f"keys are {', '.join(PASSAGE_KEYS)} and table/row")
            return None
        if name not in self.coded:
            self.fail(key, f"unknown table {name!r}", suggest_nearest(name, self.coded))
            return None
        if row_id != "*" and not ROW_ID.fullmatch(row_id):
            self.fail(key, f"{row_id!r} is no name for a row", "use lower-case letters, digits, points and hyphens")
            return None
        if not isinstance(node, Mapping):
            self.fail(node, f"{key.value} has no cells", "write them beneath it: field: words")
            return None
        table = self.coded[name]
        cells: list[CodedCell] = []
        for field_key, value in node.items:
            if field_key.value in ROW_KEYS:
                continue
            column = table.coded_fields.get(field_key.value)
            if column is None:
                self.fail(field_key, f"unknown field {name}.{field_key.value}", advise_field(table, field_key.value))
                continue
            cells += [CodedCell(name, row_id, column, notation) for notation in self.read_cell(value, column)]
        # What is said of a speaker or of a document is the source's own naming: the passage's speaker does not say it.
        is_attributed = table.curation.attributed
        row_by = self.read_speaker(node.get("by")) if node.get("by") else by if is_attributed else None
        row_hedge = self.read_hedge(node.get("hedge")) if node.get("hedge") else hedge if is_attributed else None
        return CodedRow(table, row_id, tuple(cells), row_by, row_hedge, key.line, key.column)

    def read_cell(self, node: Node, column: Field) -> Iterator[Notation]:
        """Read a cell: one notation, a list of them (several claims), or one with several segments."""
        takes_value = column.basis == Basis.CODED
        if isinstance(node, Scalar):
            yield self.read_notation(node, takes_value)
        elif isinstance(node, Sequence):
            for item in node.items:
                if isinstance(item, Scalar):
                    yield self.read_notation(item, takes_value)
                else:
                    self.fail(item, f"{column.name}: a list holds one cell a line", "write words behind each hyphen")
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
            yield Notation("", words, fold_spaces(node.text("reason")), node.line, node.column)

    def read_notation(self, node: Scalar, takes_value: bool) -> Notation:
        value, words, reason = split_cell(node.value)
        if not value and takes_value:
            value, words = words, ""
        if not value and not words:
            self.fail(node, "empty cell", "leave the field out where the words say nothing")
        return Notation(value, (words,) if words else (), reason, node.line, node.column)

    def read_speaker(self, node: Node | None) -> Speaker | None:
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.fail(node, "by: is not one speaker", "write: person or body [via outlet] <- words")
            return None
        notation = self.read_notation(node, takes_value=True)
        match = re.fullmatch(rf"({ROW_ID.pattern})(?: via ({ROW_ID.pattern}))?", notation.value)
        if not match:
            self.fail(
                node,
                f"by: {shorten(notation.value)!r} names no speaker",
                "write: person or body [via outlet] <- words",
            )
            return None
        if match[1] == NOBODY:
            return Speaker("", "", notation)
        if not notation.words and not notation.reason:
            self.fail(node, "by: has neither words nor a reason", "write: id <- words, or: id -- reason")
        return Speaker(match[1], match[2] or "", notation)

    def read_hedge(self, node: Node | None) -> Hedge | None:
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.fail(node, "hedge: is not one hedge", "write: [hedged <- | planned <-] words")
            return None
        value, words, reason = split_cell(node.value)
        certainty = next((one for one in HEDGES if one == (value or Certainty.HEDGED)), None)
        if not certainty or not words:
            self.fail(node, f"hedge: {shorten(node.value)!r}", f"write: [{' <- | '.join(HEDGES)} <-] words")
            return None
        return Hedge(certainty, Notation(certainty, (words,), reason, node.line, node.column))

    def read_uncoded(self, node: Node | None, has_rows: bool) -> Iterator[Notation]:
        nodes = node.items if isinstance(node, Sequence) else () if node is None else (node,)
        for item in nodes:
            if not isinstance(item, Scalar):
                self.fail(item, "uncoded: is not text", "write: uncoded: the reason, or: words -- the reason")
                continue
            _, words, reason = split_cell(item.value)
            if not reason and has_rows:
                self.fail(item, "uncoded: without the words", "this passage has cells: write: words -- the reason")
            elif not reason:
                yield Notation("", (), unescape(words), item.line, item.column)
            else:
                yield Notation("", (words,), reason, item.line, item.column)
