"""The unit of a row and the bounds of its quantities: strict bounds move by one in counts only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from curation.claims.claim import Claim
from curation.text.quantities import loosen_bounds


def apply_units(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims; those of quantities on rows whose unit is no count (money, a share) without a step of one.

    A schema names the unit's field and those of its codes under `counts_unless`. The unit may come from another source.
    """
    claims = tuple(claims)
    units = {(claim.table, unit) for claim in claims for unit in list_units(claim)}
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for claim in claims:
        if (claim.table, claim.field.name) in units:
            said[claim.table, claim.row, claim.field.name].add(claim.reading.value)
    return tuple(
        replace(claim, reading=loosen_bounds(claim.reading))
        if any(said[claim.table, claim.row, unit].intersection(codes) for unit, codes in list_units(claim).items())
        else claim
        for claim in claims
    )


def list_units(claim: Claim) -> Mapping[str, Sequence[str]]:
    """Return the fields of the unit of a claim's quantity, each with the codes that are no counts."""
    return claim.field.parse.counts_unless if claim.field.parse else {}
