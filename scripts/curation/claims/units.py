"""The unit of a row and the bounds of its quantities: strict bounds move by one in counts only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from curation.claims.claim import Claim
from curation.text.quantities import loosen_bounds


def apply_units(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims; those of quantities on rows whose unit is no count (money, a share) without a step of one.

    A schema names the unit's field and those of its codes under `counts_unless`. The unit may come from another source.
    """
    claims = tuple(claims)
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for claim in claims:
        said[claim.table, claim.row, claim.field.name].add(claim.reading.value)
    return tuple(
        replace(claim, reading=loosen_bounds(claim.reading))
        if claim.field.parse
        and claim.field.parse.counts_unless
        and any(
            said.get((claim.table, claim.row, unit), set()) & set(codes)
            for unit, codes in claim.field.parse.counts_unless.items()
        )
        else claim
        for claim in claims
    )
