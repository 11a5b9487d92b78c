"""A ruling proposed as YAML to paste, where the claims on a cell cannot agree: the coder chooses and says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from curation.claims.claim import Claim
from curation.schema.kinds import Basis, DisagreementKind, FieldType, ParserName, RuleName
from curation.schema.tables import CellName, Field
from curation.strict_yaml import write_scalar
from curation.text.folding import list_words

CHOOSE_SOURCE, CHOOSE_VALUE, CHOOSE_KIND = "SOURCE", "VALUE", "KIND"
"""What stands where the coder must choose. None of them is a source, a value or a kind, so the build refuses them."""


def propose_ruling(cell: CellName, column: Field, claims: Sequence[Claim]) -> str:
    """Return a ruling on a cell, to be pasted under `decisions:`. What to take and the reason are left to the coder."""
    guessed, *others = order_kinds(column, claims)
    lines = [
        *write_scalar("- cell: ", "/".join(cell)),
        f"  kind: {guessed}  # or {', '.join(others)}" if guessed else f"  kind: {CHOOSE_KIND}  # {', '.join(others)}",
        *propose_between(claims),
        propose_choice(claims),
        "  reason:",
    ]
    return "\n".join(lines)


def propose_between(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield the lines that list every value of the claims."""
    yield "  between:"
    for value in dict.fromkeys(claim.reading.value for claim in claims):
        yield from write_scalar("  - ", value)


def propose_choice(claims: Sequence[Claim]) -> str:
    """Return the line in which the coder chooses: a source whose value is taken, or else a value."""
    values: dict[str, set[str]] = {}
    for claim in claims:
        values.setdefault(claim.source, set()).add(claim.reading.value)
    sources = [source for source, said in values.items() if len(said) == 1]
    if not sources or len(values) == 1:
        return f"  value: {CHOOSE_VALUE}  # one of the values above; without this line nothing is published"
    listed = ", ".join(sources)
    return f"  take: {CHOOSE_SOURCE}  # one of {listed}; or instead value: with one of the values above"


def order_kinds(column: Field, claims: Sequence[Claim]) -> list[str]:
    """Return the kinds that a disagreement on a field can be; the first is a guess, or empty where the values show none."""
    scope, contradiction, error = (
        DisagreementKind.SCOPE,
        DisagreementKind.CONTRADICTION,
        DisagreementKind.SOURCE_ERROR,
    )
    reads, is_verbatim = claims[0].field.reads, claims[0].field.basis == Basis.VERBATIM
    if is_verbatim and (column.rule == RuleName.WORDING or len({list_words(claim.reading.value) for claim in claims}) == 1):
        return [DisagreementKind.WORDING, error]
    if column.type == FieldType.BOOLEAN or reads in (ParserName.COUNTRY, ParserName.REFERENCE):
        return [contradiction, error]
    if reads in (ParserName.QUANTITY, ParserName.DATE):
        return [contradiction, scope, error]
    return ["", DisagreementKind.WORDING, scope, contradiction, error]
