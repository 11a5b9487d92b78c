"""Whether a ruling takes what a source gives, and whether its kind can be that of the difference on which it rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curation.annotation.evidence import find_citations
from curation.annotation.rulings import Places, Ruling
from curation.claims.claim import Claim
from curation.claims.reasons import fold_printed, quotes
from curation.facts.best_evidence import list_known
from curation.facts.rules import agree_narrower
from curation.paths import PLACES
from curation.problems import Problem, shorten
from curation.schema.kinds import Basis, DisagreementKind, FieldType, ParserName, RuleName
from curation.schema.tables import Field
from curation.text.folding import list_words
from curation.text.readings import Reading

UNKNOWN = "unknown"
"""The code that leaves open whatever its field asks, and the quantity of which no number is known."""


def check_value(reading: Reading, claims: Sequence[Claim], ruling: Ruling) -> Problem | None:
    """Report a ruling whose value no claim has. A code that leaves it open may always be published."""
    field = claims[0].field
    values = list(dict.fromkeys(claim.reading.value for claim in claims))
    is_open = reading.value in (UNKNOWN, *(field.parse.leaves_open if field.parse else ()))
    if reading.value in values or (is_open and (reading.value in field.codes or field.reads == ParserName.QUANTITY)):
        return None
    message = f"value: {shorten(reading.value)!r} on {'/'.join(ruling.cell)} is no value that a source gives"
    listed = "; ".join(shorten(value) for value in values)
    return ruling.fail(message, f"take one of {listed}; or leave 'value' out, so that nothing is published")


def check_kind(column: Field, claims: Sequence[Claim], ruling: Ruling, places: Places, texts: Iterable[str]) -> list[Problem]:
    """Report a ruling whose kind cannot be right for the claims' values. `texts` are those of the sources."""
    if ruling.kind == DisagreementKind.SOURCE_ERROR:
        found = find_unsupported(ruling, texts)
    else:
        found = find_wrong_kind(column, list_known(claims), ruling.kind, places)
    return [ruling.fail(f"kind: {ruling.kind} on {'/'.join(ruling.cell)}: {why}", advice) for why, advice in found]


def find_unsupported(ruling: Ruling, texts: Iterable[str]) -> list[tuple[str, str]]:
    """Say that nothing shows a printed error: neither evidence that is cited nor words of a source that are quoted."""
    if ruling.evidence or find_citations(ruling.reason):
        return []
    if any(quotes(ruling.reason, fold_printed(text)) for text in texts):
        return []
    return [("nothing shows the error", "cite evidence [id], or quote the words of a source that show it")]


def find_wrong_kind(column: Field, claims: Sequence[Claim], kind: str, places: Places) -> list[tuple[str, str]]:
    """Say why the values cannot differ in this way, and how they do."""
    field, values = claims[0].field, {claim.reading.value for claim in claims}
    if (
        field.basis == Basis.VERBATIM
        and len({list_words(value) for value in values}) == 1
        and kind != DisagreementKind.WORDING
    ):
        return [("the values differ only in capitals and marks", "write wording")]
    if kind == DisagreementKind.WORDING:
        has_words = field.basis == Basis.VERBATIM or (field.reads == ParserName.CODE and field.type != FieldType.BOOLEAN)
        return [] if has_words else [("the values are no words", "write precision, scope or contradiction")]
    excludes = do_exclude(column, claims, places)
    if kind == DisagreementKind.CONTRADICTION and excludes is False:
        return [("the values do not exclude each other", "write precision")]
    if kind == DisagreementKind.PRECISION and excludes:
        nested = f"; where one place lies in the other, say so in {PLACES}" if column.rule == RuleName.NARROWER else ""
        return [("the values exclude each other", f"write contradiction, or what else it is{nested}")]
    if kind == DisagreementKind.SCOPE and excludes and (field.type == FieldType.BOOLEAN or field.reads == ParserName.COUNTRY):
        return [("neither value is wider than the other", "write contradiction")]
    return []


def do_exclude(column: Field, claims: Sequence[Claim], places: Places) -> bool | None:
    """Whether no value fits all claims; None where the values do not show it."""
    field = claims[0].field
    if field.type == FieldType.BOOLEAN or field.reads == ParserName.COUNTRY:
        return True
    if column.rule == RuleName.NARROWER:
        return agree_narrower(claims, places) is None
    if field.reads in (ParserName.QUANTITY, ParserName.DATE):
        lows = [claim.reading.bounds[0] for claim in claims if claim.reading.bounds[0] is not None]
        highs = [claim.reading.bounds[1] for claim in claims if claim.reading.bounds[1] is not None]
        is_bounded = all(claim.reading.bounds != (None, None) for claim in claims)
        if lows and highs and max(lows) > min(highs):
            return True
        return False if is_bounded else None
    return None
