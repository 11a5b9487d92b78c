"""Which of several claims is the best evidence: parsed before inferred, asserted before hedged, stated before mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from curation.claims.claim import Claim
from curation.schema.kinds import Basis, Certainty


def rank_weakness(claim: Claim) -> tuple[bool, bool, bool, bool]:
    """Return the sort key of evidence: parsed before inferred, asserted before hedged, statements before mentions."""
    is_hedged = claim.attribution.certainty != Certainty.ASSERTED
    return claim.basis == Basis.INFERRED, is_hedged, claim.follows_hedge, claim.is_mention


def list_known(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that say something: the code `unknown` does not, unless all say so."""
    return [claim for claim in claims if claim.reading.value != "unknown"] or list(claims)


def sort_best_first(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Sort claims, the best evidence first: see `rank_weakness`."""
    return tuple(sorted(claims, key=rank_weakness))


def group_members(claims: Sequence[Claim]) -> dict[str, tuple[Claim, ...]]:
    """Return the members of a set in their order, each with its claims, the best evidence first."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in sort_best_first(claims):
        groups[claim.reading.value.casefold()].append(claim)
    members = {max(claim.reading.value for claim in group): tuple(group) for group in groups.values()}
    return dict(sorted(members.items()))


def choose_claim(member: str, claims: Sequence[Claim]) -> Claim:
    """Return the best of a member's claims that print it in the published form."""
    return next(claim for claim in claims if claim.reading.value == member)


def rank_vagueness(claim: Claim) -> int:
    """Return how vague a quantity is: 0 for bounds, then about, vague, unknown."""
    order = ("about", "vague", "unknown")
    qualifier = claim.reading.parts.get("qualifier")
    return order.index(qualifier) + 1 if qualifier in order else 0
