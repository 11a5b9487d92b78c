"""Proposals compared with the finished coding of a text: exact, one edit away, wrong, missed; and characters typed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as defined
from pathlib import Path

from curation.annotation.document import Annotation, Passage
from curation.annotation.notation import Notation
from curation.annotation.reader import read_annotation
from curation.claims.selectors import Miss, find_words
from curation.files import read_file
from curation.paths import PROPOSALS
from curation.problems import Problem
from curation.proposals.article import list_passages, read_article
from curation.proposals.memory import Memory, remember_annotations
from curation.proposals.proposal import BY, HEDGE, SHARED, UNCODED, Proposal
from curation.proposals.propose import propose
from curation.proposals.write import list_written, load_proposals
from curation.schema.tables import Schemas
from curation.sources.register import read_sources
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
    length: int = defined(default=0, compare=False)
    """Characters that it takes to write it."""
    rule: str = defined(default="", compare=False)
    reason: str = defined(default="", compare=False)


RIGHT_ENOUGH = 0.8
"""A rule of whose proposals fewer are exact is to be switched off (OFF in propose.py)."""
EXACT, EDIT, WRONG = "exact", "one edit", "wrong"


@dataclass(frozen=True)
class Judged:
    """A proposal and what became of it, with the line of the finished coding that is meant."""

    kind: str
    line: Line
    coded: Line | None


@dataclass(frozen=True)
class Outcome:
    """What became of the proposals for one text."""

    source: str
    judged: tuple[Judged, ...]
    missed: tuple[Line, ...]
    lines: int
    """Lines of the finished coding."""
    typed: int
    """Characters that are typed from the proposals on: a mark, or a line, is one."""
    whole: int
    """Characters of all lines of the finished coding."""


def list_lines(annotation: Annotation) -> Iterator[Line]:
    """Yield what a coder wrote, line by line: each `by`, `hedge` and `uncoded`, and each cell; shared cells once."""
    for passage in annotation.passages:
        found: dict[tuple[int, int, str], Line] = {}
        for line, notation in list_written_lines(annotation, passage):
            key = notation.line, notation.column, line.field
            before = found.get(key)
            found[key] = replace(line, rows=line.rows | before.rows) if before else line
        yield from found.values()


def list_written_lines(annotation: Annotation, passage: Passage) -> Iterator[tuple[Line, Notation]]:
    """Yield each line of a passage with its notation; one that several rows share once for each of them."""

    def make(notation: Notation, name: str, value: str, table: str = "", row: str = "") -> tuple[Line, Notation]:
        length = len(name) + len(value) + sum(map(len, notation.words)) + len(notation.reason) + MARKS_OF_A_LINE
        rows = frozenset({row} if row else ())
        spans = find_spans(annotation, passage, notation)
        return Line(passage.start, table, rows, name, value, spans, length, "", notation.reason), notation

    for row in passage.rows:
        if row.by:
            yield make(row.by.notation, BY, row.by.speaker + (f" via {row.by.via}" if row.by.via else ""))
        if row.hedge:
            yield make(row.hedge.notation, HEDGE, row.hedge.certainty)
        for cell in row.cells:
            yield make(cell.notation, cell.field.name, cell.notation.value, cell.table, cell.row)
    for notation in passage.uncoded:
        yield make(notation, UNCODED, "")


MARKS_OF_A_LINE = 8
"""Characters of a line beside its parts: the indent, the colon, the arrow."""


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


def compare_lines(source: str, proposed: Sequence[Line], coded: Sequence[Line]) -> Outcome:
    """Compare proposals with a finished coding. Rows and names that are new may be called otherwise."""
    renaming = find_renaming(proposed, coded)
    by_field: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in coded:
        by_field[line.table, line.field].append(line)
    judged: list[Judged] = []
    used: set[int] = set()
    typed = 0
    for line in proposed:
        renamed = rename(line, renaming)
        left = [one for one in by_field[line.table, line.field] if id(one) not in used]
        exact = next((one for one in left if is_exact(renamed, one)), None)
        near = exact or next((one for one in left if differs_once(renamed, one)), None)
        judged.append(Judged(EXACT if exact else EDIT if near else WRONG, line, near))
        typed += 1
        if near:
            used.add(id(near))
            typed += len(near.reason) if exact else near.length // 2
    missed = tuple(line for line in coded if id(line) not in used)
    whole = sum(line.length for line in coded)
    return Outcome(source, tuple(judged), missed, len(coded), typed + sum(line.length for line in missed), whole)


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
    same = [
        one.spans == coded.spans,
        one.value == coded.value or not (one.value and coded.value),
        not one.rows or bool(one.rows & coded.rows),
    ]
    return sum(same) >= 2 and (overlap or (same[1] and same[2]))


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
    for table, pairs in counts.items():
        taken: set[str] = set()
        for (own, theirs), _ in pairs.most_common():
            if (table, own) not in names and theirs not in taken:
                names[table, own] = theirs
                taken.add(theirs)
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
        parts = [
            names.get(("officials", part)) or names.get(("organizations", part)) or part for part in line.value.split(" via ")
        ]
        value = " via ".join(parts)
    return Line(line.start, line.table, rows, line.field, value, line.spans, line.length, line.rule)


def measure_kept(root: Path, schemas: Schemas) -> tuple[list[Outcome], list[Problem]]:
    """Compare the proposals that `curate new` kept with the finished coding of each source."""
    sources, problems = read_sources(root, schemas)
    outcomes: list[Outcome] = []
    for source in sources.values():
        content = read_file(root, f"{PROPOSALS}/{source.id}.json")
        if isinstance(content, Problem):
            problems.append(content)
        annotation, _ = read_annotation(root, source, schemas)
        if not isinstance(content, bytes) or not annotation or annotation.unread:
            continue
        starts = [passage.start for passage in list_passages(source.text)]
        proposed = list(list_proposed(load_proposals(content), starts))
        outcomes.append(compare_lines(source.id, proposed, list(list_lines(annotation))))
    return outcomes, problems


def measure_without(root: Path, schemas: Schemas) -> tuple[list[Outcome], list[Problem]]:
    """Propose for each source by what the others say alone, and compare with its coding."""
    sources, problems = read_sources(root, schemas)
    read = [read_annotation(root, source, schemas)[0] for source in sources.values()]
    annotations = [annotation for annotation in read if annotation and not annotation.unread]
    outcomes = [
        measure_source(annotation, remember_annotations([one for one in annotations if one is not annotation], schemas))
        for annotation in annotations
    ]
    return outcomes, problems


def measure_source(annotation: Annotation, memory: Memory) -> Outcome:
    """Propose for a coded source by what a collection knows, and compare with its coding."""
    article = read_article(annotation.source.id, annotation.source.text, memory)
    starts = [sentence.passage.start for sentence in article.sentences]
    proposed = list(list_proposed(list_written(article, propose(article)), starts))
    return compare_lines(annotation.source.id, proposed, list(list_lines(annotation)))


def render_outcomes(outcomes: Sequence[Outcome]) -> str:
    """Return tables of what became of proposals: a line for each source, and one for each rule."""
    if not outcomes:
        return "no source has proposals and a finished coding"
    lines = [HEAD.format("source", *COLUMNS)]
    lines += [render_line(one.source, [one]) for one in outcomes]
    lines += [render_line("all", outcomes), "", HEAD.format("rule", *COLUMNS[:4], "", "", "")]
    rules = sorted({judged.line.rule for one in outcomes for judged in one.judged})
    for rule in rules:
        counts = count_kinds(judged for one in outcomes for judged in one.judged if judged.line.rule == rule)
        lines.append(HEAD.format(rule, *counts, "", "", "").rstrip())
    poor = [rule for rule in rules if is_poor(rule, outcomes)]
    lines += ["", f"fewer than {RIGHT_ENOUGH:.0%} exact: {', '.join(poor)}"] if poor else []
    return "\n".join(lines)


HEAD = "{:<16} {:>8} {:>6} {:>8} {:>6} {:>7} {:>7} {:>6}"
COLUMNS = ("proposed", EXACT, EDIT, WRONG, "missed", "found", "typed")


def render_line(name: str, outcomes: Sequence[Outcome]) -> str:
    """Return the line of one or several texts."""
    counts = count_kinds(judged for one in outcomes for judged in one.judged)
    lines, missed = sum(one.lines for one in outcomes), sum(len(one.missed) for one in outcomes)
    typed = sum(one.typed for one in outcomes) / max(1, sum(one.whole for one in outcomes))
    return HEAD.format(name, *counts, missed, f"{counts[1] / max(1, lines):.0%}", f"{typed:.0%}")


def count_kinds(judged: Iterable[Judged]) -> tuple[int, int, int, int]:
    """Return how many proposals there are, and how many are exact, one edit away, and wrong."""
    counts = Counter(one.kind for one in judged)
    return counts.total(), counts[EXACT], counts[EDIT], counts[WRONG]


def is_poor(rule: str, outcomes: Sequence[Outcome]) -> bool:
    """Whether too few proposals of a rule are exact."""
    proposed, exact, _, _ = count_kinds(judged for one in outcomes for judged in one.judged if judged.line.rule == rule)
    return exact < RIGHT_ENOUGH * proposed
