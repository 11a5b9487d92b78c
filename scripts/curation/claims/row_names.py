"""Whether a row is named after what it says, and whether it refers to a row of which its sentence speaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from curation.claims.claim import Claim
from curation.claims.lists import NAMED_BY
from curation.problems import Cause, Problem
from curation.schema.kinds import ParserName
from curation.schema.tables import Schemas


def check_row_names(claims: Iterable[Claim]) -> Iterator[Problem]:
    """Report rows that are named after the country or place of another row of their sentence, and not after their own."""
    groups: dict[tuple[int, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.field.reads in NAMED_BY and claim.field.reads != ParserName.DATE:
            groups[claim.passage.number, claim.table, claim.field.name].append(claim)
    reported: set[tuple[str, str]] = set()
    for (_, table, _), group in groups.items():
        values: dict[str, set[str]] = defaultdict(set)
        for claim in group:
            values[claim.row].add(name_part(claim))
        known = {value for some in values.values() for value in some if value}
        for claim in group:
            own = values[claim.row]
            named = {value for value in known if f"-{value}-" in f"-{claim.row}-"}
            if named and not named & own and (table, claim.row) not in reported:
                reported.add((table, claim.row))
                message = f"{table}/{claim.row}/{claim.field.name} is {claim.reading.value}, as another row's name says"
                advice = "take the words of this row, or name the row after them"
                lost = Cause(claim.file, table, passage=claim.passage.number)
                yield claim.fail(message, advice, spoils={claim.cause}, follows={lost})


def name_part(claim: Claim) -> str:
    """Return what a claim's value would be as a part of a row's name: uzb, uttar-pradesh."""
    return re.sub(r"[^a-z0-9]+", "-", claim.reading.value.casefold()).strip("-")


def check_references_near(claims: Sequence[Claim], schemas: Schemas, known: Set[tuple[str, str]]) -> Iterator[Problem]:
    """Report references to a row of which neither their sentence nor the nearest that has such rows says anything.

    `known` are the rows of all sources by table and name: that there is no row at all is a problem of its own.
    """
    spoken: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        spoken[claim.table][claim.passage.number].add(claim.row)
    for claim in claims:
        other = schemas[claim.table].reference_of(claim.field.name) if claim.field.reads == ParserName.REFERENCE else ""
        table = schemas.get(other)
        if not table or not table.is_coded_by_hand or table.speakers or claim.reason:
            continue
        passages = sorted(spoken[other])
        index = bisect_right(passages, claim.passage.number)
        near = passages[max(0, index - 1)] if passages else 0
        rows = spoken[other].get(near, set())
        if claim.reading.value not in rows and (other, claim.reading.value) in known:
            message = f"{claim.field.name} is {claim.reading.value}, of which its sentence does not speak"
            there = f"near it are: {', '.join(sorted(rows))}; " if rows else ""
            advice = f"{there}correct the name, or give a reason: name <- words -- reason"
            follows = {claim.cause, Cause(claim.file, other)}
            yield claim.fail(message, advice, spoils={claim.cause}, follows=follows)
