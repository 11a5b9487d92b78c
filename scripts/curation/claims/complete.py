"""What follows for a claim from the other claims of its source: its name and place, and whose words it takes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from curation.annotation.document import CodedCell, Passage
from curation.claims.claim import STATES, Attribution, Claim
from curation.claims.selectors import Selector
from curation.problems import Problem
from curation.schema.kinds import Basis, ParserName
from curation.text.folding import Span, spans_overlap
from curation.text.quotations import Quotation, is_inside
from curation.text.readings import Reading


def find_borrowed_words(claims: Iterable[Claim]) -> list[Problem]:
    """Find codes that rest on words which give a number, a date or a country to another row of their sentence alone."""
    beside: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        beside[claim.passage.number, claim.table].append(claim)
    problems = []
    for group in beside.values():
        read = [claim for claim in group if claim.field.basis == Basis.PARSED]
        rows = {claim.row for claim in read}
        for claim in group if len(rows) > 1 else ():
            is_code = claim.field.reads == ParserName.CODE and claim.has_words
            owners = {other.row for other in read if is_code and spans_overlap(claim.spans, other.spans)}
            if owners and claim.row in rows and claim.row not in owners:
                cell = f"{claim.table}/{claim.row}/{claim.field.name}"
                message = f"{cell} rests on words of {', '.join(sorted(owners))}: «{claim.words}»"
                problems.append(claim.fail(message, "take the words of this row", spoils={claim.cause}))
    return problems


class FoundWords(NamedTuple):
    """The words of a cell, found and read. A claim is made of them when all of its source are known."""

    passage: Passage
    cell: CodedCell
    attribution: Attribution
    reading: Reading
    basis: Basis
    spans: tuple[Span, ...]
    selectors: tuple[Selector, ...]


class Standing(NamedTuple):
    """What follows for a claim from the others of its source: its name and place, and how directly its passage speaks."""

    id: str
    order: int
    follows_hedge: bool
    is_quoted: tuple[bool, ...]
    is_mention: bool


def list_standings(source: str, found: Sequence[FoundWords], quotations: Sequence[Quotation]) -> Iterator[Standing]:
    """Yield what follows for each claim of a source from all of them.

    A claim is named table/row/field@source#n, n counting the claims of one source on one cell in the text's order.
    """
    counts: Counter[str] = Counter()
    hedges: dict[int, int] = {}
    fields: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for one in found:
        number, start = one.passage.number, one.attribution.hedge_start
        fields[number, one.cell.table, one.cell.row].add(one.cell.field.name)
        if start is not None:
            hedges[number] = min(start, hedges.get(number, start))
    for order, one in enumerate(found):
        number, cell = one.passage.number, one.cell
        stem = f"{cell.table}/{cell.row}/{cell.field.name}@{source}"
        counts[stem] += 1
        yield Standing(
            id=f"{stem}#{counts[stem]}",
            order=order,
            follows_hedge=number in hedges and hedges[number] < one.selectors[0].start,
            is_quoted=tuple([is_inside(quotations, selector.start, selector.end) for selector in one.selectors]),
            is_mention=len(fields[number, cell.table, cell.row]) < STATES,
        )
