"""The account of a source's text: each passage and each expression in it, with the claims or the reasons that account for it.

What nothing accounts for stops the build (coverage.py, coverage_of_countries.py); the rest is published (`coverage`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from curation.annotation.document import Passage
from curation.claims.claim import Claim, CodedSource, SetAside
from curation.claims.parsers import PARSERS
from curation.claims.run_on import covers_quotations
from curation.schema.kinds import ItemKind, ParserName
from curation.schema.tables import Field
from curation.sources.register import Source
from curation.text.countries import CountryExpression, scan_countries
from curation.text.expressions import Expression, scan_expressions
from curation.text.folding import Span, merge_spans, subtract_spans
from curation.text.names import NameExpression
from curation.text.quotation_marks import load_marks
from curation.text.quotations import Quotation

PUNCTUATION = ",.;:!?…"
NAMING = (ParserName.COUNTRY, ParserName.VERBATIM, ParserName.REFERENCE)
"""What reads a name out of words. The words of a code or a number may go over a name that they do not mean."""
IN_A_NAME = "part of a name: its number counts nothing"
"""Why a name that contains a number needs no coding."""

Owner = TypeVar("Owner", Claim, SetAside)
Trim = Callable[[Span], Span]
"""Leaves out of a span what needs no account at its ends."""


@dataclass(frozen=True, slots=True)
class AccountPiece:
    """A part of an expression: the claims that account for it, or the words set aside that do. Neither: nothing does."""

    span: Span
    claims: tuple[Claim, ...] = ()
    set_aside: tuple[SetAside, ...] = ()

    @property
    def is_missing(self) -> bool:
        return not self.claims and not self.set_aside

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is set aside, each reason once."""
        return tuple(dict.fromkeys(entry.reason for entry in self.set_aside))


@dataclass(frozen=True, slots=True)
class AccountItem:
    """A passage, or an expression in it, in pieces that are accounted for in one way each. Spans are of the folded text."""

    source: Source
    passage: Passage
    kind: ItemKind
    span: Span
    pieces: tuple[AccountPiece, ...]
    found: Expression | CountryExpression | Quotation | None = None

    @property
    def missing(self) -> list[AccountPiece]:
        """The pieces that nothing accounts for."""
        return [piece for piece in self.pieces if piece.is_missing]


@dataclass(frozen=True)
class CoverLayer(Generic[Owner]):
    """Spans in order, each with the claim or the words set aside to which it belongs."""

    spans: list[Span]
    owners: list[Owner]
    reach: list[int]
    """How far the spans up to each of them go."""
    merged: list[Span]

    def find(self, span: Span) -> list[Owner]:
        """Return those whose spans share a position with a span."""
        first, last = bisect_right(self.reach, span[0]), bisect_left(self.spans, (span[1], 0))
        pairs = zip(self.spans[first:last], self.owners[first:last], strict=True)
        return [owner for (_, end), owner in pairs if end > span[0]]


def make_layer(pairs: Iterable[tuple[Span, Owner]]) -> CoverLayer[Owner]:
    """Return spans with their owners as a layer."""
    ordered = sorted(pairs, key=lambda pair: pair[0])
    spans = [span for span, _ in ordered]
    reach = list(accumulate((end for _, end in spans), max))
    return CoverLayer(spans, [owner for _, owner in ordered], reach, merge_spans(spans))


def make_account(coded: CodedSource) -> tuple[AccountItem, ...]:
    """Return the account of a source, in the order of its text; of a passage that is set aside as a whole no expressions."""
    naming = make_layer(list_naming(coded.claims))
    aside = make_layer((entry.span, entry) for entry in coded.set_aside)
    items = [
        *list_passages(coded),
        *list_figures(coded, naming, aside),
        *list_quotations(coded, aside),
        *list_countries(coded, naming, aside),
    ]
    shown = {
        entry
        for item in items
        for piece in item.pieces
        for entry in piece.set_aside
        if entry.span == piece.span or item.kind == ItemKind.NAME
    }
    items += list_other_words(coded, shown)
    kinds = list(ItemKind)
    return tuple(sorted(items, key=lambda item: (item.passage.number, item.span[0], -item.span[1], kinds.index(item.kind))))


def list_passages(coded: CodedSource) -> Iterator[AccountItem]:
    """Yield each passage with all its claims; without claims with the reasons of what is set aside in it."""
    claims: dict[int, list[Claim]] = defaultdict(list)
    aside: dict[int, list[SetAside]] = defaultdict(list)
    for claim in coded.claims:
        claims[claim.passage.number].append(claim)
    for entry in coded.set_aside:
        aside[entry.passage].append(entry)
    for passage in coded.annotation.passages:
        own = tuple(claims[passage.number])
        span = passage.start, passage.end
        piece = AccountPiece(span, own, () if own else tuple(aside[passage.number]))
        yield AccountItem(coded.annotation.source, passage, ItemKind.PASSAGE, span, (piece,))


def list_figures(coded: CodedSource, naming: CoverLayer[Claim], aside: CoverLayer[SetAside]) -> Iterator[AccountItem]:
    """Yield each number and date, and each name that contains a number.

    Numbers and dates are accounted for by claims of fields that read them: a quotation that contains "131" does not. A name
    needs no account; it is under the claims that name something and have it whole, or set aside as a name.
    """
    figures = make_layer((span, claim) for claim in coded.claims if reads_figures(claim.field) for span in claim.spans)
    source = coded.annotation.source
    for passage in coded.annotation.passages:
        for found in () if passage.is_uncoded else scan_expressions(passage.text):
            span, is_name = (passage.start + found.start, passage.start + found.end), found.kind == NameExpression.kind
            pieces = split_cover(span, [naming if is_name else figures], aside)
            if is_name and (len(pieces) > 1 or pieces[0].is_missing):
                entries = tuple(aside.find(span)) or (SetAside(passage.number, span, IN_A_NAME),)
                pieces = (AccountPiece(span, (), entries),)
            yield AccountItem(source, passage, ItemKind(found.kind), span, pieces, found)


def list_quotations(coded: CodedSource, aside: CoverLayer[SetAside]) -> Iterator[AccountItem]:
    """Yield the part of each quotation in each passage: under claims of fields that cover quotations, to its last word.

    Of marks that do not pair all is a quotation that may be one.
    """
    quoting = make_layer((span, claim) for claim in coded.claims if covers_quotations(claim.field) for span in claim.spans)
    text = coded.annotation.source.folded
    for quotation in coded.quotations:
        start, end = trim_marks(text.text, quotation.start, quotation.end)
        for passage, part in split_by_passage(coded, text.fold(start, end)) if start < end else ():
            span = trim_marks(text.folded, *part)
            if span[0] < span[1] and not passage.is_uncoded:
                pieces = split_cover(span, [quoting], aside, lambda piece: trim_marks(text.folded, *piece))
                yield AccountItem(coded.annotation.source, passage, ItemKind.QUOTATION, span, pieces, quotation)


def list_countries(coded: CodedSource, naming: CoverLayer[Claim], aside: CoverLayer[SetAside]) -> Iterator[AccountItem]:
    """Yield each name of a country or a people: under claims that name something, or under the words of a `by` or a hedge."""
    attributing = make_layer(
        (span, claim)
        for claim in coded.claims
        for span in claim.attribution.spans
        if claim.passage.start <= span[0] < claim.passage.end
    )
    for passage in coded.annotation.passages:
        for name in () if passage.is_uncoded else list_names(passage.text):
            span = passage.start + name.start, passage.start + name.end
            pieces = split_cover(span, [naming, attributing], aside)
            yield AccountItem(coded.annotation.source, passage, ItemKind.COUNTRY, span, pieces, name)


def list_other_words(coded: CodedSource, shown: set[SetAside]) -> Iterator[AccountItem]:
    """Yield the words that a coder set aside and no other item shows: a statement, a verb of speech, a mark that is none."""
    passages = {passage.number: passage for passage in coded.annotation.passages}
    for entry in coded.set_aside:
        passage = passages[entry.passage]
        if not passage.is_uncoded and entry not in shown:
            piece = AccountPiece(entry.span, (), (entry,))
            yield AccountItem(coded.annotation.source, passage, ItemKind.WORDS, entry.span, (piece,))


def reads_figures(column: Field) -> bool:
    """Whether the claims of a field account for numbers and dates."""
    return column.reads is not None and bool(PARSERS[column.reads].accounts_for)


def list_names(text: str) -> list[CountryExpression]:
    """Return the names of countries and peoples in a text, without those that are part of a date or of a longer name."""
    longer = [(item.start, item.end) for item in scan_expressions(text)]
    names = [name for name in scan_countries(text) if name.can_be_country]
    return [name for name in names if not any(start <= name.start and name.end <= end for start, end in longer)]


def list_naming(claims: Iterable[Claim]) -> Iterator[tuple[Span, Claim]]:
    """Return the spans of the claims that name something: no quotation, which is about more, and no passage as a whole."""
    for claim in claims:
        if (claim.field.reads in NAMING or claim.field.speaker) and not covers_quotations(claim.field):
            yield from ((span, claim) for span in claim.spans if span != (claim.passage.start, claim.passage.end))


def split_cover(
    whole: Span, layers: Sequence[CoverLayer[Claim]], aside: CoverLayer[SetAside], trim: Trim | None = None
) -> tuple[AccountPiece, ...]:
    """Return the pieces of an expression: what the claims of each layer cover, then what is set aside, then the rest."""
    pieces: list[AccountPiece] = []
    left = [whole]
    for layer in layers:
        covered, left = cut_covered(left, layer.merged)
        pieces += [AccountPiece(span, order_claims(layer.find(span))) for span in trim_all(covered, trim)]
    covered, left = cut_covered(left, aside.merged)
    pieces += [AccountPiece(span, (), tuple(aside.find(span))) for span in trim_all(covered, trim)]
    pieces += [AccountPiece(span) for span in trim_all(left, trim)]
    return tuple(sorted(pieces, key=lambda piece: piece.span))


def trim_all(spans: Iterable[Span], trim: Trim | None) -> list[Span]:
    """Return spans without what needs no account at their ends, and none of which nothing is left."""
    trimmed = map(trim, spans) if trim else spans
    return [(start, end) for start, end in trimmed if start < end]


def cut_covered(parts: Iterable[Span], merged: list[Span]) -> tuple[list[Span], list[Span]]:
    """Return what merged spans cover of some parts, and what they leave."""
    covered: list[Span] = []
    left: list[Span] = []
    for part in parts:
        gaps = subtract_spans(part, merged)
        covered += subtract_spans(part, gaps)
        left += gaps
    return covered, left


def order_claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims in their source's order, each once."""
    by_order = {claim.order: claim for claim in claims}
    return tuple(by_order[order] for order in sorted(by_order))


def split_by_passage(coded: CodedSource, span: Span) -> Iterator[tuple[Passage, Span]]:
    """Return the parts of a span, each with the passage in which it lies."""
    passages = coded.annotation.passages
    start, end = span
    index = max(0, bisect_right(passages, start, key=lambda passage: passage.start) - 1)
    while index < len(passages) and passages[index].start < end:
        passage = passages[index]
        if start < passage.end:
            yield passage, (max(start, passage.start), min(end, passage.end))
        index += 1


def trim_marks(text: str, start: int, end: int) -> Span:
    """Leave the punctuation, the quotation marks and the white space at both ends of a span out of it."""
    end, outer = min(end, len(text)), f"{PUNCTUATION}{load_marks().characters}"
    while start < end and (text[start] in outer or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in outer or text[end - 1].isspace()):
        end -= 1
    return start, end
