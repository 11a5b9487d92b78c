"""Proposals compared with the finished coding of a text: exact, one edit away, wrong, missed; and characters typed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from curation.annotation.document import Annotation, Passage
from curation.annotation.notation import Notation
from curation.claims.selectors import Miss, find_words
from curation.proposals.proposal import BY, HEDGE, SHARED, UNCODED, Proposal
from curation.text.folding import Span


@dataclass(frozen=True)
class Line:
    """What a coder wrote in one line, or what was proposed for one: comparable, whatever new rows are called."""

    start: int
    """Where its passage begins in the folded text."""
    table: str
    rows: frozenset[str]
    field: str
    value: str
    spans: tuple[Span, ...]
    length: int = field(default=0, compare=False)
    """Characters that it takes to write it."""
    rule: str = field(default="", compare=False)
    reason: str = field(default="", compare=False)


@dataclass
class Score:
    """How many proposals of a rule, or of a text, were right."""

    exact: int = 0
    edit: int = 0
    wrong: int = 0

    @property
    def proposed(self) -> int:
        return self.exact + self.edit + self.wrong


@dataclass
class Outcome:
    """What became of the proposals for one text."""

    scores: dict[str, Score]
    missed: list[Line]
    lines: int
    """Lines of the finished coding."""
    typed: int
    """Characters that are typed from the proposals on."""
    whole: int
    """Characters of all lines of the finished coding."""
    details: list[tuple[str, Line, Line | None]] = field(default_factory=list)

    @property
    def total(self) -> Score:
        scores = self.scores.values()
        return Score(sum(one.exact for one in scores), sum(one.edit for one in scores), sum(one.wrong for one in scores))


def list_lines(annotation: Annotation) -> Iterator[Line]:
    """Yield what a coder wrote, line by line: each `by`, `hedge` and `uncoded`, and each cell; shared cells once."""
    for passage in annotation.passages:
        found: dict[tuple[int, int, str], Line] = {}

        def add(notation: Notation, table: str, row: str, name: str, value: str, passage: Passage = passage, found: dict[tuple[int, int, str], Line] = found) -> None:
            key = notation.line, notation.column, name
            spans = find_spans(annotation, passage, notation)
            length = len(name) + len(value) + sum(map(len, notation.words)) + len(notation.reason) + 8
            before = found.get(key)
            rows = (before.rows if before else frozenset()) | ({row} if row else frozenset())
            found[key] = Line(passage.start, table, rows, name, value, spans, length, "", notation.reason)

        for row in passage.rows:
            if row.by:
                add(row.by.notation, "", "", BY, row.by.speaker + (f" via {row.by.via}" if row.by.via else ""))
            if row.hedge:
                add(row.hedge.notation, "", "", HEDGE, row.hedge.certainty)
            for cell in row.cells:
                add(cell.notation, cell.table, cell.row, cell.field.name, cell.notation.value)
        for notation in passage.uncoded:
            add(notation, "", "", UNCODED, "")
        yield from found.values()


def find_spans(annotation: Annotation, passage: Passage, notation: Notation) -> tuple[Span, ...]:
    """Return where the words of a notation are; none where it rests on the whole passage."""
    spans = [find_words(annotation.source.folded, passage, words) for words in notation.words]
    return tuple(span for span in spans if not isinstance(span, Miss))


def list_proposed(proposals: Iterable[Proposal], starts: Sequence[int]) -> Iterator[Line]:
    """Yield the lines that were proposed; `starts` has where each passage begins."""
    rows_of: dict[tuple[int, str], set[str]] = defaultdict(set)
    proposals = list(proposals)
    for one in proposals:
        if one.row and one.row != SHARED:
            rows_of[one.passage, one.table].add(one.row)
    for one in proposals:
        rows = frozenset(rows_of[one.passage, one.table] if one.row == SHARED else {one.row} if one.row else ())
        yield Line(starts[one.passage - 1], one.table, rows, one.field, one.value, one.spans, 0, one.rule)


def compare_lines(proposed: Sequence[Line], coded: Sequence[Line]) -> Outcome:
    """Compare proposals with a finished coding. Rows and names that are new may be called otherwise."""
    renaming = find_renaming(proposed, coded)
    left: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in coded:
        left[line.table, line.field].append(line)
    scores: dict[str, Score] = defaultdict(Score)
    details: list[tuple[str, Line, Line | None]] = []
    typed = 0
    used: set[int] = set()
    for line in proposed:
        renamed = rename(line, renaming)
        candidates = [one for one in left[line.table, line.field] if id(one) not in used]
        exact = next((one for one in candidates if is_exact(renamed, one)), None)
        near = exact or next((one for one in candidates if differs_once(renamed, one)), None)
        kind = "exact" if exact else "edit" if near else "wrong"
        score = scores[line.rule]
        setattr(score, kind, getattr(score, kind) + 1)
        details.append((kind, line, near))
        typed += 1  # the mark, or the line, is deleted
        if near:
            used.add(id(near))
            typed += len(near.reason) if exact else near.length // 2
    missed = [line for line in coded if id(line) not in used]
    typed += sum(line.length for line in missed)
    return Outcome(dict(scores), missed, len(coded), typed, sum(line.length for line in coded), details)


def is_exact(one: Line, coded: Line) -> bool:
    """Whether a proposal is what the coder wrote."""
    return (
        one.start == coded.start
        and one.spans == coded.spans
        and (one.value == coded.value or not (one.value and coded.value))
        and (not one.rows or one.rows == coded.rows or one.rows <= coded.rows)
    )


def differs_once(one: Line, coded: Line) -> bool:
    """Whether one thing must be changed: the words, the value or the row."""
    if one.start != coded.start:
        return False
    overlap = not one.spans or not coded.spans or any(a[0] < b[1] and b[0] < a[1] for a in one.spans for b in coded.spans)
    same = [one.spans == coded.spans, one.value == coded.value or not (one.value and coded.value), not one.rows or bool(one.rows & coded.rows)]
    return sum(same) >= 2 and (overlap or same[1] and same[2])


Names = dict[tuple[str, str], str]
"""What a new name is called in the finished coding, by its table, or its field, and the name."""


def find_renaming(proposed: Sequence[Line], coded: Sequence[Line]) -> Names:
    """Return how the finished coding calls what the proposals name: the name that most lines with the same words have."""
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    by_place: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in coded:
        by_place[line.start, line.table, line.field].append(line)
    for line in proposed:
        for other in by_place[line.start, line.table, line.field]:
            same = line.spans == other.spans
            touches = same or any(a[0] < b[1] and b[0] < a[1] for a in line.spans for b in other.spans)
            weight = 3 if same else 1 if touches else 0
            if len(line.rows) == len(other.rows) == 1 and weight:
                counts[line.table][next(iter(line.rows)), next(iter(other.rows))] += weight
            if line.field in NAMING and line.value and other.value and (weight or line.field == "statement_id"):
                counts[NAMING[line.field]][line.value, other.value] += weight or 1
    names: Names = {}
    for table, counter in counts.items():
        taken: set[str] = set()
        for (name, other), _ in counter.most_common():
            if (table, name) not in names and other not in taken:
                names[table, name] = other
                taken.add(other)
    return names


NAMING = {"statement_id": "statement_id", "quotation_id": "quotation_id"}
"""Fields whose values are names that are made for the text."""
REFERS = {"flight_id": "flights", "organization_id": "organizations", "cites": "organizations"}


def rename(line: Line, names: Names) -> Line:
    """Return a line with the names of the finished coding."""
    rows = frozenset(names.get((line.table, row), row) for row in line.rows)
    table = NAMING.get(line.field) or REFERS.get(line.field, "")
    value = names.get((table, line.value), line.value)
    if line.field == BY:
        parts = [names.get(("officials", part)) or names.get(("organizations", part)) or part for part in line.value.split(" via ")]
        value = " via ".join(parts)
    return Line(line.start, line.table, rows, line.field, value, line.spans, line.length, line.rule)
