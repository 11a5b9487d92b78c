"""What follows for a claim from the other claims of its source: its name and place, and whose words it takes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from curation.claims.claim import STATES, Claim
from curation.problems import Problem
from curation.schema.kinds import Basis, ParserName
from curation.text.folding import spans_overlap
from curation.text.quotations import Quotation, is_inside


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


def complete_claims(claims: Sequence[Claim], quotations: Sequence[Quotation]) -> Iterator[Claim]:
    """Give each claim of a source what follows from all of them: its name, its place, and how directly its passage speaks.

    A claim is named table/row/field@source#n, n counting the claims of one source on one cell in the text's order.
    """
    counts: Counter[str] = Counter()
    hedges: dict[int, int] = {}
    fields: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for claim in claims:
        number, start = claim.passage.number, claim.attribution.hedge_start
        fields[number, claim.table, claim.row].add(claim.field.name)
        if start is not None:
            hedges[number] = min(start, hedges.get(number, start))
    for order, claim in enumerate(claims):
        number = claim.passage.number
        stem = f"{claim.table}/{claim.row}/{claim.field.name}@{claim.source}"
        counts[stem] += 1
        yield replace(
            claim,
            id=f"{stem}#{counts[stem]}",
            order=order,
            follows_hedge=number in hedges and hedges[number] < claim.selectors[0].start,
            is_quoted=tuple(is_inside(quotations, selector.start, selector.end) for selector in claim.selectors),
            is_mention=len(fields[number, claim.table, claim.row]) < STATES,
        )
