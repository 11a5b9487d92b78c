"""Fill the cells of one row: from facts, by derivation, or from the register of sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import chain

from curation.claims.claim import Claim
from curation.facts.best_evidence import choose_claim, group_members
from curation.facts.resolve import Fact
from curation.paths import SEGMENT_JOINER, SET_SEPARATOR
from curation.schema.fills import PartFill
from curation.schema.kinds import Basis, PartName
from curation.schema.tables import Field
from curation.tables.derivations import DERIVATIONS
from curation.tables.types import Cell, Member, RowContext
from curation.text.readings import Value


def fill_row(context: RowContext) -> Iterator[Cell]:
    """Yield the cells of a row that are not empty."""
    facts = context.facts
    for column in context.table.fields.values():
        # Most columns of a row have no claims, and many of those can be filled by nothing else.
        cell = fill_from_claims(context, column) if column.main_field in facts else None
        if not cell and (column.derivation or column.is_registered):
            cell = fill_by_derivation(context, column)
        if cell and cell.value is not None and cell.value != "":
            yield cell


def fill_from_claims(context: RowContext, column: Field) -> Cell | None:
    """Fill a cell from the claims on it, or on the field of which it is a part."""
    fact = context.facts.get(column.main_field)
    if not fact or not fact.reading:
        return None
    part = column.fill.part if isinstance(column.fill, PartFill) else "value"
    value = print_words(fact) if part == PartName.PRINTED else fit_type(fact.reading.parts.get(part), column)
    table, rule = context.table.name, name_rule(fact, column)
    return Cell(table, context.row, column.name, value, fact.basis, rule, fact.deciding, (), fact.reason, fact)


def list_members(cell: Cell) -> Sequence[Member]:
    """List the members of a set, or the one value of another cell, each with its own claims and who else says it."""
    fact = cell.fact
    if not fact:
        return cell.derived or [Member(cell.value, cell.basis, cell.deciding)]
    if not fact.is_set:
        alike = fact.agreeing if len(fact.claims) > 1 else ()
        agreeing = find_agreeing(cell.deciding[0], alike) if alike else ()
        return [Member(cell.value, cell.basis, cell.deciding, agreeing, cell.reason)]
    groups = group_members(fact.claims)
    members = []
    for name, claims in groups.items():
        first = choose_claim(name, claims)
        basis, reason = (first.basis, first.reason) if len(groups) > 1 else (fact.basis, fact.reason)
        members.append(Member(name, basis, (first,), find_agreeing(first, claims), reason))
    return members


def count_members(cell: Cell) -> int:
    """Return how many members `list_members` lists."""
    if not cell.fact or not cell.fact.is_set:
        return len(cell.derived) or 1
    return len({claim.reading.value.casefold() for claim in cell.fact.claims})


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
    """Return how a cell was read and by what rule it was decided, as `cells.rule` has it."""
    reads = "by" if fact.field.speaker else fact.field.reads or "gather"
    agree = "decision" if fact.ruling else fact.field.rule
    part = f".{column.fill.part}" if isinstance(column.fill, PartFill) else ""
    return join_rule(reads, part, agree)


@cache
def join_rule(reads: str, part: str, agree: str) -> str:
    """Return one text for all cells that are read and decided so."""
    return f"{reads}{part}, {agree}"


def fill_by_derivation(context: RowContext, column: Field) -> Cell | None:
    """Fill a cell that has no claims: from the register, or by a derivation."""
    name, table = column.name, context.table.name
    if column.is_registered:
        known = context.collection.sources[context.row].registered.get(name)
        value: Value = date.fromisoformat(known) if known and column.type == "date" else known
        return Cell(table, context.row, name, value, Basis.REGISTERED, "register", ()) if known else None
    if not column.derivation:
        return None
    rule = column.derivation.derive
    outcome = DERIVATIONS[rule](context, column)
    claims: Iterable[Claim]
    if isinstance(outcome, dict):
        members = tuple(Member(member, Basis.DERIVED, tuple(said)) for member, said in outcome.items())
        value, claims = SET_SEPARATOR.join(outcome) or None, chain.from_iterable(outcome.values())
    else:
        members, (value, claims) = (), outcome
    deciding = tuple({claim.id: claim for claim in claims}.values())
    return Cell(table, context.row, name, value, Basis.DERIVED, rule, deciding, members)


def fit_type(value: Value, column: Field) -> Value:
    """Return a whole Decimal as an integer where the column is one."""
    is_whole = isinstance(value, Decimal) and value == value.to_integral_value()
    return int(value) if isinstance(value, Decimal) and is_whole and column.type == "integer" else value
