"""Whether each name of a country or a people is accounted for: a row that was lost from a sentence is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from curation.annotation.causes import name_left_out
from curation.annotation.document import Passage
from curation.claims.account import AccountItem
from curation.claims.claim import Claim, CodedSource
from curation.claims.coverage import complain, list_fields
from curation.problems import Cause, Problem
from curation.schema.kinds import ItemKind, ParserName
from curation.schema.tables import Field
from curation.text.countries import CountryExpression
from curation.text.folding import Span, merge_spans, spans_overlap, subtract_spans
from curation.text.lists import find_lists

Unnamed = dict[CountryExpression, str]
"""Names that nothing accounts for, each with the table that reads other names of the same list, if there is one."""


def account_for_countries(coded: CodedSource, account: Iterable[AccountItem]) -> Iterator[Problem]:
    """Return the names of countries and peoples that nothing accounts for, each once.

    Each must be under a claim that names something, under a `by` or a hedge, or uncoded; and where a table reads one name of
    a list, it must read the others.
    """
    reading: dict[int, list[Claim]] = defaultdict(list)
    for claim in coded.claims:
        if claim.field.reads == ParserName.COUNTRY:
            reading[claim.passage.number].append(claim)
    fields = list_fields(coded, reads_countries)
    named = (item for item in account if item.kind == ItemKind.COUNTRY)
    for _, group in groupby(named, key=lambda item: item.passage.number):
        items = [(item, item.found) for item in group if isinstance(item.found, CountryExpression)]
        passage, names = items[0][0].passage, [name for _, name in items]
        left: Unnamed = {name: "" for item, name in items if item.missing}
        left |= find_left_out(passage, names, reading[passage.number], coded.uncoded)
        for name, table in left.items():
            yield report_name(coded, passage, name, table, fields)


def reads_countries(column: Field) -> bool:
    """Whether a field reads the name of a country."""
    return column.reads == ParserName.COUNTRY


def find_left_out(
    passage: Passage, names: Sequence[CountryExpression], claims: Sequence[Claim], uncoded: Sequence[Span]
) -> Unnamed:
    """Return the names of lists that a table does not read, where it reads another name of the list.

    Where a table reads less than half of a list, it may read the others elsewhere: then any other table may read them.
    """
    left: Unnamed = {}
    for listed in find_lists(passage.text, names) if claims else ():
        spans = [place_in_source(passage, name) for name in listed]
        for table in dict.fromkeys(claim.table for claim in claims):
            own = merge_spans(span for claim in claims if claim.table == table for span in claim.spans)
            read = sum(spans_overlap([span], own) for span in spans)
            others = [span for claim in claims for span in claim.spans] if 2 * read < len(spans) else []
            covered = merge_spans([*own, *others, *uncoded])
            if read:
                left |= {name: table for name, span in zip(listed, spans, strict=True) if subtract_spans(span, covered)}
    return left


def place_in_source(passage: Passage, name: CountryExpression) -> Span:
    """Return the span of a name of a passage in its source."""
    return passage.start + name.start, passage.start + name.end


def report_name(coded: CodedSource, passage: Passage, name: CountryExpression, table: str, fields: set[str]) -> Problem:
    """Report a name. It may be left over from a cell that was not read, and its row then lacks what else it has here."""
    words, file = passage.text[name.start : name.end], coded.annotation.file
    message = f"{name.kind} not accounted for: «{words}»"
    advice = f"code it, or write beneath the passage: uncoded: {words} -- the reason"
    if table:
        advice = f"{table} has another name of the same list; {advice}"
    return replace(
        complain(coded, passage, message, advice),
        spoils=frozenset(
            Cause(name_left_out(file), table, field="" if table else field, passage=passage.number) for field in fields
        ),
        follows=frozenset({Cause(file, passage=passage.number)}),
    )
