"""Rows: the cells of one row, filled from facts, from the register and by derivation, each with the words behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from curation.claims import SEGMENT_JOINER, Claim, Speakers
from curation.evidence import Register
from curation.facts import CellName, Decision, Fact, Places, choose_claim, group_members, list_words, prefer_firm
from curation.readings import Part, format_number
from curation.schemas import SET_SEPARATOR, Field, Schemas, Table
from curation.sources import Source

Row = dict[str, Part]


@dataclass(frozen=True)
class Collection:
    """All that the rows are made of."""

    schemas: Schemas
    sources: dict[str, Source]
    claims: tuple[Claim, ...]
    decisions: dict[CellName, Decision]
    places: Places
    speakers: Speakers
    codings: dict[str, int]
    """How many times each source was coded."""
    evidence: Register = field(default_factory=dict)


@dataclass(frozen=True)
class Member:
    """One value of a cell, of a set each one: how it was got, the claims that decide it, and those of other sources."""

    value: Part
    basis: str
    deciding: tuple[Claim, ...] = ()
    agreeing: tuple[Claim, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Filled:
    """One non-empty cell: what is published, and what it rests on."""

    table: str
    row: str
    field: str
    value: Part
    basis: str
    rule: str
    deciding: tuple[Claim, ...]
    members: tuple[Member, ...]
    reason: str = ""
    fact: Fact | None = None


@dataclass(frozen=True)
class RowContext:
    """What the derivations of one row's cells can look at."""

    collection: Collection
    table: Table
    row: str
    facts: dict[str, Fact]
    members: tuple[str, ...]

    @property
    def claims(self) -> list[Claim]:
        """All claims on the row, in the order of the sources and of their texts."""
        return sorted(
            (claim for fact in self.facts.values() for claim in fact.claims),
            key=lambda claim: (claim.source, claim.passage.start, claim.spans[0], claim.order),
        )

    @property
    def deciding_claims(self) -> list[Claim]:
        """The claims that decide the headline field; those that decide any field of the row where it has none."""
        fact = self.facts.get(self.table.headline)
        if fact:
            return list(fact.deciding)
        deciding = {claim.id for one in self.facts.values() for claim in one.deciding}
        return [claim for claim in self.claims if claim.id in deciding]

    @property
    def headline_claims(self) -> list[Claim]:
        """The claims on the headline field, those that decide it first; all claims of the row where it has none."""
        fact = self.facts.get(self.table.headline)
        if not fact:
            return self.claims
        return [*fact.deciding, *fact.rest]


Derived = tuple[Part, Sequence[Claim]] | dict[str, Sequence[Claim]]
"""A value and the claims whose words it rests on; of a set each member with its claims."""


def derive_row_id(context: RowContext, column: Field) -> Derived:
    return context.row, context.headline_claims[:1]


def derive_source_ids(context: RowContext, column: Field) -> Derived:
    """Name every source that has a claim on the row: by its claim on the headline field, where it has one."""
    found = {claim.source: [claim] for claim in reversed([*context.headline_claims, *context.claims])}
    return dict(sorted(found.items()))


def derive_one_source(context: RowContext, column: Field) -> Derived:
    """Name the one source with claims on the row; nothing where there are several."""
    sources = sorted({claim.source for claim in context.claims})
    return sources[0] if len(sources) == 1 else None, context.headline_claims[:1]


def derive_origins(context: RowContext, column: Field) -> Derived:
    """Name whom the deciding claims go back to: the bodies cited, or a source itself where it cites none."""
    body_of = context.collection.speakers.body_of
    has_headline = context.table.headline in context.facts

    def name_group(claim: Claim) -> tuple[str, ...]:
        """What an unattributed claim and an attributed one of its source share to have one origin: the figure, or the row."""
        return (claim.source, claim.field.name, claim.reading.value) if has_headline else (claim.source,)

    attributed = {
        name_group(claim): body_of(claim.attribution.speaker)
        for claim in reversed(context.headline_claims)
        if claim.attribution.speaker
    }
    origins: dict[str, list[Claim]] = {}
    for claim in context.deciding_claims:
        cited = attributed.get(name_group(claim), "")
        origins.setdefault(body_of(claim.attribution.speaker) or cited or claim.source, []).append(claim)
    return {name: origins[name][:1] for name in sorted(origins)}


def derive_sentence(context: RowContext, column: Field) -> Derived:
    claims = context.headline_claims[:1]
    return (claims[0].passage.text if claims else None), claims


def derive_count_status(context: RowContext, column: Field) -> Derived:
    """Say whether any source gives a number; only where no source says itself that it is lacking."""
    fact = context.facts.get(column.curation["derive_from"])
    parts = fact.reading.parts if fact and fact.reading else {}
    has_number = any(parts.get(part) is not None for part in ("value", "low", "high")) or parts.get("qualifier") == "about"
    return ("stated" if has_number else "not_stated"), (fact.deciding if fact else context.headline_claims[:1])


def derive_gather_count(context: RowContext, column: Field) -> Derived:
    return len(context.members), context.headline_claims


def derive_gather_rows(context: RowContext, column: Field) -> Derived:
    return {name: [claim for claim in context.headline_claims if claim.row == name] for name in context.members}


def derive_gather_alike(context: RowContext, column: Field) -> Derived:
    """Say whether the gathered rows have the same words; nothing where there is only one."""
    if len(context.members) < 2:
        return None, ()
    claims = [claim for claim in context.headline_claims if claim.field.name == column.curation["derive_from"]]
    return len({list_words(claim.reading.value) for claim in claims}) == 1, claims


def derive_characters(context: RowContext, column: Field) -> Derived:
    return len(context.collection.sources[context.row].text), ()


def derive_codings(context: RowContext, column: Field) -> Derived:
    return context.collection.codings[context.row], ()


DERIVATIONS: dict[str, Callable[[RowContext, Field], Derived]] = {
    "row_id": derive_row_id,
    "source_ids": derive_source_ids,
    "one_source": derive_one_source,
    "origins": derive_origins,
    "sentence": derive_sentence,
    "count_status": derive_count_status,
    "gather_count": derive_gather_count,
    "gather_rows": derive_gather_rows,
    "gather_alike": derive_gather_alike,
    "characters": derive_characters,
    "codings": derive_codings,
}
"""A new derivation is one entry here; schemas name it under `derive`."""


def fill_row(context: RowContext) -> Iterator[Filled]:
    for column in context.table.fields.values():
        cell = fill_from_claims(context, column) or fill_by_derivation(context, column)
        if cell and cell.value is not None and cell.value != "":
            yield cell


def fill_from_claims(context: RowContext, column: Field) -> Filled | None:
    fact = context.facts.get(column.main_field)
    if not fact or not fact.reading:
        return None
    part = str(column.curation.get("part", "value"))
    if part == "printed":
        value: Part = print_words(fact)
    else:
        value = fit_type(fact.reading.parts.get(part), column)
    return Filled(
        table=context.table.name,
        row=context.row,
        field=column.name,
        value=value,
        basis=fact.basis,
        rule=name_rule(fact, column),
        deciding=fact.deciding,
        members=tuple(list_members(fact, value)),
        reason=fact.reason,
        fact=fact,
    )


def list_members(fact: Fact, value: Part) -> Iterator[Member]:
    """List the members of a set, or the one value of another cell, each with its own claims and who else says it."""
    if fact.is_set:
        groups = group_members(fact.claims)
        for name, claims in groups.items():
            first = choose_claim(name, claims)
            basis, reason = (first.basis, first.reason) if len(groups) > 1 else (fact.basis, fact.reason)
            yield Member(name, basis, (first,), find_agreeing(first, claims), reason)
    else:
        alike = [claim for claim in prefer_firm(fact.claims) if fact.says_the_same(claim.reading.value)]
        yield Member(value, fact.basis, fact.deciding, find_agreeing(fact.deciding[0], alike), fact.reason)


def find_agreeing(shown: Claim, alike: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims that say the same in other sources than the one whose words are shown, source by source."""
    others = [claim for claim in alike if claim.source != shown.source]
    return tuple(sorted(others, key=lambda claim: claim.source))


def print_words(fact: Fact) -> str:
    """Return the words that the value was read from; where several claims' bounds made it, the words of each."""
    is_combined = all(claim.reading != fact.reading for claim in fact.deciding)
    claims = fact.deciding if is_combined else fact.deciding[:1]
    return SEGMENT_JOINER.join(dict.fromkeys(claim.words for claim in claims))


def name_rule(fact: Fact, column: Field) -> str:
    reads = "by" if "by" in fact.field.curation else str(fact.field.curation.get("reads", "gather"))
    part = column.curation.get("part")
    agree = "decision" if fact.decision else str(fact.field.curation.get("agree", "same"))
    return f"{reads}.{part}, {agree}" if part else f"{reads}, {agree}"


def fill_by_derivation(context: RowContext, column: Field) -> Filled | None:
    name, table = column.name, context.table.name
    if column.curation.get("registered"):
        known = context.collection.sources[context.row].registered.get(name)
        value: Part = date.fromisoformat(known) if known and column.type == "date" else known
        one = (Member(value, "registered"),)
        return Filled(table, context.row, name, value, "registered", "register", (), one) if known else None
    rule = column.curation.get("derive")
    if not rule:
        return None
    outcome = DERIVATIONS[rule](context, column)
    members: tuple[Member, ...]
    if isinstance(outcome, dict):
        members = tuple(Member(member, "derived", tuple(said)) for member, said in outcome.items())
        value = SET_SEPARATOR.join(outcome) or None
    else:
        value, claims = outcome
        members = (Member(value, "derived", tuple(claims)),)
    deciding = tuple({claim.id: claim for member in members for claim in member.deciding}.values())
    return Filled(table, context.row, name, value, "derived", rule, deciding, members)


def fit_type(value: Part, column: Field) -> Part:
    """Return a whole Decimal as an integer where the column is one."""
    return int(value) if isinstance(value, Decimal) and column.type == "integer" else value


def format_value(value: Part) -> str:
    """Write a value as the CSV files do: ISO 8601 dates, true and false, numbers without idle zeros, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format_number(value)
    return value.isoformat() if isinstance(value, date) else str(value)
