"""Proposals compared with the finished coding of a text: exact, one edit away, wrong, missed; and characters typed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from curation.proposals.lines import CodedLine
from curation.proposals.proposal import BY, UNCODED
from curation.sources.register import Source
from curation.text.folding import Span, spans_overlap

EXACT, EDIT, WRONG = "exact", "one edit", "wrong"


@dataclass(frozen=True)
class Judged:
    """A proposal and what became of it, with the line of the finished coding that is meant."""

    kind: str
    line: CodedLine
    coded: CodedLine | None


@dataclass(frozen=True)
class Outcome:
    """What became of the proposals for one text."""

    source: Source
    judged: tuple[Judged, ...]
    missed: tuple[CodedLine, ...]
    lines: int
    """Lines of the finished coding."""
    typed: int
    """Characters that are typed from the proposals on: to delete a mark or a line takes one, to correct a line half of it."""
    whole: int
    """Characters of all lines of the finished coding, and of those that name its rows."""


def compare_lines(
    source: Source, proposed: Sequence[CodedLine], coded: Sequence[CodedLine], headings: Sequence[CodedLine]
) -> Outcome:
    """Compare proposals with a finished coding and the headings of its rows. New rows and names may be called otherwise."""
    names = find_renaming(source.folded.folded, proposed, coded)
    left: dict[tuple[str, str], list[CodedLine]] = defaultdict(list)
    for line in coded:
        left[line.table, line.field].append(line)
    judged: list[Judged] = []
    typed = 0
    renamed = [rename(line, names) for line in proposed]
    for line, meant in zip(proposed, renamed, strict=True):
        candidates = left[line.table, line.field]
        one = judge(line, meant, candidates)
        judged.append(one)
        typed += 1
        if one.coded:
            candidates[:] = [other for other in candidates if other is not one.coded]
            typed += measure_reason(line, one.coded) if one.kind == EXACT else one.coded.length // 2
    missed = tuple(line for lines in left.values() for line in lines)
    named = {(line.start, line.table, row) for line in renamed for row in line.rows}
    typed += sum(1 if is_named(line, named) else line.length for line in headings)
    typed += sum(line.length for line in missed)
    whole = sum(line.length for line in (*coded, *headings))
    return Outcome(source, tuple(judged), missed, len(coded), typed, whole)


def is_named(heading: CodedLine, named: Set[tuple[int, str, str]]) -> bool:
    """Whether proposals name the row of a heading in its passage."""
    return any((heading.start, heading.table, row) in named for row in heading.rows)


def measure_reason(line: CodedLine, coded: CodedLine) -> int:
    """Return the characters of a reason that is still to be typed: none where a rule proposes one."""
    return 0 if line.reason or (line.field == UNCODED and line.value) else len(coded.reason)


def judge(line: CodedLine, renamed: CodedLine, candidates: Sequence[CodedLine]) -> Judged:
    """Return what became of a proposal, given the lines of its field that no other proposal has met."""
    for kind, fits in ((EXACT, is_exact), (EDIT, differs_once)):
        found = next((one for one in candidates if fits(renamed, one)), None)
        if found:
            return Judged(kind, line, found)
    return Judged(WRONG, line, None)


def is_exact(one: CodedLine, coded: CodedLine) -> bool:
    """Whether a proposal is what the coder wrote. A row that shares the coder's cell is one of its rows."""
    return one.start == coded.start and one.spans == coded.spans and has_value(one, coded) and one.rows <= coded.rows


def differs_once(one: CodedLine, coded: CodedLine) -> bool:
    """Whether one thing must be changed: the words, the value or the row. Other words must touch, or the rest be the same."""
    has_row = not one.rows or bool(one.rows & coded.rows)
    has_words = one.spans == coded.spans
    is_same = has_value(one, coded)
    near = not one.spans or not coded.spans or spans_overlap(one.spans, coded.spans)
    return one.start == coded.start and (has_row + has_words + is_same) >= 2 and (near or (is_same and has_row))


def has_value(one: CodedLine, coded: CodedLine) -> bool:
    """Whether two lines have the same value; one that is read from the words need not be written."""
    return one.value == coded.value or not (one.value and coded.value)


Names = dict[tuple[str, str], str]
"""What a new name is called in the finished coding, by its table, or its field, and the name."""
NAMING = {"statement_id": "statement_id", "quotation_id": "quotation_id"}
"""Fields whose values are names that are made for the text."""
REFERS = {
    "flight_id": "flights",
    "organization_id": "organizations",
    "cites": "organizations",
    "agency": "organizations",
    "subject": "organizations",
}
"""Fields whose values are the names of rows."""
SPEAKERS = ("officials", "organizations")
SAME_WORDS, SOME_WORDS = 3, 1
"""How much it says that two lines mean the same, where their words are the same, and where they overlap."""


def find_renaming(text: str, proposed: Sequence[CodedLine], coded: Sequence[CodedLine]) -> Names:
    """Return how the finished coding calls what the proposals name: the name that most lines with the same words have.

    Who speaks says it too, where the words have a name (the Interior Ministry said), and not by a pronoun.
    """
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    by_place: dict[tuple[int, str, str], list[CodedLine]] = defaultdict(list)
    for line in coded:
        by_place[line.start, line.table, line.field].append(line)
    for line in proposed:
        for other in by_place[line.start, line.table, line.field]:
            weight = weigh(line, other)
            if len(line.rows) == len(other.rows) == 1 and weight:
                counts[line.table][next(iter(line.rows)), next(iter(other.rows))] += weight
            if line.field in NAMING and line.value and other.value:
                counts[NAMING[line.field]][line.value, other.value] += weight or SOME_WORDS
            is_alone = " via " not in line.value + other.value
            if line.field == BY and is_alone and line.spans == other.spans and has_name(text, line.spans):
                counts[SPEAKERS[-1]][line.value, other.value] += SAME_WORDS
            if line.field in REFERS and line.spans == other.spans:
                counts[REFERS[line.field]][line.value, other.value] += SAME_WORDS
    return {(table, own): theirs for table, pairs in counts.items() for own, theirs in pair_names(pairs).items()}


def has_name(text: str, spans: Sequence[Span]) -> bool:
    """Whether words have a name behind their first word."""
    return any(re.search(r" \W?[A-Z]|[A-Z]{2}", text[slice(*span)]) for span in spans)


def weigh(line: CodedLine, other: CodedLine) -> int:
    """Return how much it says that a line and another one of its field and passage mean the same."""
    return SAME_WORDS if line.spans == other.spans else SOME_WORDS if spans_overlap(line.spans, other.spans) else 0


def pair_names(pairs: Counter[tuple[str, str]]) -> dict[str, str]:
    """Return one name of the finished coding for each name that was proposed, none of them twice."""
    names: dict[str, str] = {}
    for (own, theirs), _ in pairs.most_common():
        if own not in names and theirs not in names.values():
            names[own] = theirs
    return names


def rename(line: CodedLine, names: Names) -> CodedLine:
    """Return a line with the names of the finished coding."""
    rows = frozenset(names.get((line.table, row), row) for row in line.rows)
    table = NAMING.get(line.field) or REFERS.get(line.field, "")
    value = names.get((table, line.value), line.value)
    if line.field == BY:
        value = " via ".join(rename_speaker(part, names) for part in line.value.split(" via "))
    return replace(line, rows=rows, value=value)


def rename_speaker(name: str, names: Names) -> str:
    """Return what the finished coding calls a person or a body."""
    return next((names[table, name] for table in SPEAKERS if (table, name) in names), name)
