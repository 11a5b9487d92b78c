"""Whether the evidence that a reason cites shows what the row says: the figures and days of a correction, first of all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from curation.annotation.evidence import CITATION, EvidenceRegister, find_citations
from curation.claims.claim import Claim
from curation.claims.code_words import list_said
from curation.claims.parsers import PARSERS
from curation.paths import EVIDENCE
from curation.problems import Cause, Problem, shorten
from curation.schema.kinds import ParserName
from curation.schema.tables import Schemas
from curation.tables.types import Collection
from curation.text.dates import scan_dates
from curation.text.edtf import parse_day
from curation.text.numbers import scan_numbers
from curation.text.periods import KnownDates
from curation.text.readings import Reading

NUMBER = re.compile(r"\d+(?:\.\d+)?")
YEAR = re.compile(r"(?<![\d,.])\d{4}(?![\d,]|\.\d)")

RowOf = tuple[str, str]
"""Table and row."""

FieldOf = tuple[str, str]
"""Table and field."""


@dataclass(frozen=True)
class Shown:
    """What a text shows: its numbers, those of dates left out, its years, and its days."""

    numbers: frozenset[Decimal]
    years: frozenset[int]
    days: frozenset[tuple[int, int]]
    """Month and day."""

    def __or__(self, other: Shown) -> Shown:
        return Shown(self.numbers | other.numbers, self.years | other.years, self.days | other.days)


NOTHING = Shown(frozenset(), frozenset(), frozenset())


@cache
def list_shown(text: str) -> Shown:
    """Return what a text shows."""
    dates = scan_dates(text)
    moments = [moment for one in dates for moment in (one.first, one.last) if moment]
    numbers = scan_numbers(text, [(one.start, one.end) for one in dates])
    return Shown(
        frozenset(number for one in numbers for number in one.numbers),
        frozenset(map(int, YEAR.findall(text))) | {moment.year for moment in moments if moment.year},
        frozenset((moment.month, moment.day) for moment in moments if moment.month and moment.day),
    )


def check_corrections(collection: Collection) -> Iterator[Problem]:
    """Report corrections that their evidence does not show, and corrections in the place of what is printed."""
    pairs = list(list_corrected(collection.schemas))
    printed, corrected = {one for one, _ in pairs}, {other for _, other in pairs}
    rows: dict[RowOf, list[Claim]] = defaultdict(list)
    for claim in collection.claims:
        rows[claim.table, claim.row].append(claim)
    for claim in collection.list_claims_on(lambda column: (column.table, column.name) in printed | corrected):
        name, row = (claim.table, claim.field.name), rows[claim.table, claim.row]
        if name in corrected and not CITATION.search(claim.reason):
            message = f"{claim.field.name}: a correction without evidence"
            yield claim.fail(message, "cite the page that shows it: value <- words -- reason [page]", {claim.cause})
        elif name in corrected:
            yield from check_correction(claim, row, collection.evidence)
        elif name in printed and CITATION.search(claim.reason) and overrules(claim):
            yield report_overruled(claim, dict(pairs)[name][1])
    for row in rows.values():
        if any(claim.reason for claim in row):
            yield from check_figures_shown(row, collection.evidence)


def list_corrected(schemas: Schemas) -> Iterator[tuple[FieldOf, FieldOf]]:
    """Return each field that a code can mark as a printed error, with the field of its correction."""
    for name, table in schemas.items():
        for column in table.fields.values():
            for printed, corrected in (column.parse.marks_error if column.parse else {}).values():
                yield (name, printed), (name, corrected)


def overrules(claim: Claim) -> bool:
    """Whether a claim has another value than its words say."""
    reads = claim.field.reads
    if not claim.has_words or reads is None:
        return False
    if reads == ParserName.CODE:
        said = list_said(claim.words, claim.field)
        return bool(said) and claim.reading.value not in said
    read = PARSERS[reads].read_words(claim.words, claim.field, KnownDates())
    return isinstance(read, Reading) and read.value != claim.reading.value


def report_overruled(claim: Claim, corrected: str) -> Problem:
    """Report a correction that is coded as what is printed."""
    message = f"{claim.field.name} is {claim.reading.value}, but «{shorten(claim.words)}» prints something else"
    advice = f"code here what is printed, and what the evidence shows in {corrected}"
    return claim.fail(message, advice, {claim.cause}, {claim.cause})


def check_correction(claim: Claim, row: Sequence[Claim], evidence: EvidenceRegister) -> Iterator[Problem]:
    """Report a corrected figure or date that neither its evidence nor the row's printed words show."""
    pages = find_pages(claim.reason, evidence)
    if pages is None:
        return
    words = " … ".join(one.words for one in row if one.source == claim.source and one.has_words)
    shown = show_pages(pages.values()) | list_shown(words)
    missing = sorted(find_unshown(claim, shown))
    if missing:
        message = f"{claim.field.name}: {claim.reading.value}, but no page that its reason cites shows {', '.join(missing)}"
        advice = "correct it, or cite the page that shows it, and write into its 'shows' what it shows"
        yield claim.fail(message, advice, {claim.cause}, {claim.cause, *(Cause(EVIDENCE, row=name) for name in pages)})


def find_unshown(claim: Claim, shown: Shown) -> set[str]:
    """Return the numbers of a claim's figure, or the years and the day of its date, that are not shown."""
    bounds = {bound for bound in claim.reading.bounds if isinstance(bound, date)}
    if claim.field.reads == ParserName.QUANTITY:
        return {number for number in NUMBER.findall(claim.reading.value) if Decimal(number) not in shown.numbers}
    if claim.field.reads != ParserName.DATE:
        return set()
    missing = {str(bound.year) for bound in bounds if bound.year not in shown.years}
    day = parse_day(claim.reading.value)
    return missing | ({str(day)} if day and (day.month, day.day) not in shown.days else set())


def check_figures_shown(row: Sequence[Claim], evidence: EvidenceRegister) -> Iterator[Problem]:
    """Report reasons of a row with figures whose pages show other figures only. What they have in common stands in the row.

    A reason may name the number that a page shows and the row has not: then the page is the one that is meant.
    """
    figures = frozenset(Decimal(number) for one in row if is_figure(one) for number in NUMBER.findall(one.reading.value))
    days = frozenset(day for one in row if one.field.reads == ParserName.DATE and (day := parse_day(one.reading.value)))
    reported: set[tuple[int, int]] = set()
    for claim in row if figures else ():
        pages = find_pages(claim.reason, evidence)
        shown = [list_shown(page) for page in (pages or {}).values()]
        if not pages or (claim.line, claim.column) in reported or not all(one.numbers for one in shown):
            continue
        explained = list_explained(row, pages)
        own = Shown(figures | explained.numbers, frozenset(), frozenset((day.month, day.day) for day in days))
        if not any(one.numbers & own.numbers or one.days & own.days for one in shown):
            reported.add((claim.line, claim.column))
            message = f"{claim.table}/{claim.row}/{claim.field.name}: [{'], ['.join(pages)}] shows other figures than the row"
            advice = "cite the page that shows it, or give in the reason the number that the page shows"
            yield claim.fail(message, advice, {claim.cause}, {claim.cause, *(Cause(EVIDENCE, row=one) for one in pages)})


def is_figure(claim: Claim) -> bool:
    """Whether a claim is a figure."""
    return claim.field.reads == ParserName.QUANTITY


def list_explained(row: Iterable[Claim], pages: Mapping[str, str]) -> Shown:
    """Return the numbers that the reasons of a row give where they cite any of these pages."""
    explained = NOTHING
    for reason in {claim.reason for claim in row if pages.keys() & {*CITATION.findall(claim.reason)}}:
        explained |= list_shown(CITATION.sub("", reason))
    return explained


def find_pages(reason: str, evidence: EvidenceRegister) -> dict[str, str] | None:
    """Return the texts of the pages that a reason cites by their ids; None where one is not registered, which is reported."""
    ids = find_citations(reason)
    known = all(name in evidence for name in ids)
    return {name: f"{evidence[name].title}. {evidence[name].shows}" for name in ids} if known else None


def show_pages(pages: Iterable[str]) -> Shown:
    """Return what pages show together."""
    shown = NOTHING
    for page in pages:
        shown |= list_shown(page)
    return shown
