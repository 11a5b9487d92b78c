"""The rules by which claims on one cell agree. A schema names one for each field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import starmap
from typing import NamedTuple

from curation.annotation.rulings import Places, list_wider, name_place
from curation.claims.claim import Claim
from curation.facts.best_evidence import (
    choose_claim,
    group_members,
    list_known,
    rank_vagueness,
    rank_weakness,
    sort_best_first,
)
from curation.paths import SET_SEPARATOR
from curation.schema.kinds import DisagreementKind, ParserName, RuleName
from curation.schema.tables import Field
from curation.text.edtf import make_date
from curation.text.folding import list_words
from curation.text.quantities import make_quantity
from curation.text.readings import Reading


class Consensus(NamedTuple):
    """What claims agree on, and those that decide it. `kind` names a difference that is none in substance."""

    reading: Reading
    deciding: tuple[Claim, ...]
    kind: str = ""


def agree_same(claims: Sequence[Claim], places: Places) -> Consensus | None:
    """All say the same. A code `unknown` says nothing and contradicts nothing.

    Of printed labels that differ in capitals only, the last by code point is published, and decided by those that print it.
    """
    known = list_known(claims)
    last = max(known, key=lambda claim: claim.reading.value)
    if not all(are_one_label(claim.field, claim.reading.value, last.reading.value) for claim in known):
        return None
    return Consensus(last.reading, sort_best_first([claim for claim in known if claim.reading.value == last.reading.value]))


def are_one_label(field: Field, one: str, other: str) -> bool:
    """Whether two values are the same by the rule `same`: of printed labels capitals are left aside."""
    return one == other or (field.reads == ParserName.VERBATIM and one.casefold() == other.casefold())


def agree_single(claims: Sequence[Claim], places: Places) -> Consensus | None:
    """One source says it, in one form."""
    alike = len({claim.source for claim in claims}) == len({claim.reading.value for claim in list_known(claims)}) == 1
    return agree_same(claims, places) if alike else None


def agree_set(claims: Sequence[Claim], places: Places) -> Consensus | None:
    """Every claim adds a member; of members that differ in capitals only, the last by code point is published."""
    members = group_members(claims)
    value = SET_SEPARATOR.join(members)
    return Consensus(Reading(value, {"value": value}), tuple(starmap(choose_claim, members.items())))


def agree_furthest(claims: Sequence[Claim], places: Places) -> Consensus | None:
    """The last code in the field's list: who says that a flight arrived does not deny that it departed."""
    order = list(claims[0].field.codes)
    furthest = max(list_known(claims), key=lambda claim: order.index(claim.reading.value)).reading
    return Consensus(furthest, sort_best_first([claim for claim in claims if claim.reading.value == furthest.value]))


def agree_interval(claims: Sequence[Claim], places: Places) -> Consensus | None:
    """What all the claims' bounds leave: "more than 100" and "131" agree on 131. About and vague bound nothing."""
    lows = [claim for claim in claims if claim.reading.bounds[0] is not None]
    highs = [claim for claim in claims if claim.reading.bounds[1] is not None]
    low = max((claim.reading.bounds[0] for claim in lows), default=None)
    high = min((claim.reading.bounds[1] for claim in highs), default=None)
    if low is not None and high is not None and low > high:
        return None
    kind = DisagreementKind.PRECISION if len({claim.reading.value for claim in list_known(claims)}) > 1 else ""
    whole = [claim for claim in claims if claim.reading.bounds == (low, high)]
    if whole:
        best = min(whole, key=lambda claim: (rank_vagueness(claim), rank_weakness(claim)))
        same = [claim for claim in whole if claim.reading.value == best.reading.value]
        return Consensus(best.reading, sort_best_first(same), kind)
    deciding = (
        next(claim for claim in sort_best_first(lows) if claim.reading.bounds[0] == low),
        next(claim for claim in sort_best_first(highs) if claim.reading.bounds[1] == high),
    )
    if "earliest" in deciding[0].reading.parts:
        period = f"{low}" if low == high else f"{low}/{high}"
        dated = make_date(period, str(deciding[0].reading.parts["date_basis"]))
        return Consensus(dated, deciding, kind) if isinstance(dated, Reading) else None
    bounds = tuple(dict.fromkeys(bound for bound in (low, high) if bound is not None))
    return Consensus(make_quantity("range" if len(bounds) > 1 else "exact", bounds, is_count=True), deciding, kind)


def agree_narrower(claims: Sequence[Claim], places: Places) -> Consensus | None:
    """The narrowest place, if it lies in all the others: New York is in the United States."""
    chains = [(claim, list_wider(claim.reading.value, places)) for claim in claims]
    claim, chain = max(chains, key=lambda pair: len(pair[1]))
    if any(name_place(other.reading.value) not in chain for other, _ in chains):
        return None
    deciding = sort_best_first([other for other, wider in chains if wider == chain])
    kind = DisagreementKind.PRECISION if any(wider != chain for _, wider in chains) else ""
    return Consensus(claim.reading, deciding, kind)


def agree_wording(claims: Sequence[Claim], places: Places) -> Consensus | None:
    """All have the same words, capitals and marks aside; the words of the best evidence are published."""
    if len(claims) > 1 and len({list_words(claim.reading.value) for claim in claims}) > 1:
        return None
    deciding = sort_best_first(claims)
    return Consensus(deciding[0].reading, deciding)


RULES: dict[RuleName, Callable[[Sequence[Claim], Places], Consensus | None]] = {
    RuleName.SAME: agree_same,
    RuleName.SINGLE: agree_single,
    RuleName.SET: agree_set,
    RuleName.FURTHEST: agree_furthest,
    RuleName.INTERVAL: agree_interval,
    RuleName.NARROWER: agree_narrower,
    RuleName.WORDING: agree_wording,
}
"""A new rule is one entry here; schemas name it under `agree`."""
