"""Values derived from the claims of a row. A schema names the derivation of a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from curation.claims.claim import Claim
from curation.paths import SET_SEPARATOR
from curation.schema.kinds import DerivationName
from curation.schema.tables import Field
from curation.tables.types import RowContext
from curation.text.country_names import load_usual_names
from curation.text.folding import list_words
from curation.text.readings import Value

Derived = tuple[Value, Sequence[Claim]] | dict[str, Sequence[Claim]]
"""A value and the claims whose words it rests on; of a set each member with its claims."""


def derive_row_id(context: RowContext, column: Field) -> Derived:
    """Name the row."""
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
    """Take the passage of the claim that decides the headline."""
    claims = context.headline_claims[:1]
    return (claims[0].passage.text if claims else None), claims


def derive_count_status(context: RowContext, column: Field) -> Derived:
    """Say whether any source gives a number; only where no source says itself that it is lacking."""
    fact = context.facts.get(column.derivation.from_field if column.derivation else "")
    parts = fact.reading.parts if fact and fact.reading else {}
    has_number = any(parts.get(part) is not None for part in ("value", "low", "high")) or parts.get("qualifier") == "about"
    return ("stated" if has_number else "not_stated"), (fact.deciding if fact else context.headline_claims[:1])


def derive_country_name(context: RowContext, column: Field) -> Derived:
    """Name the country of another field; of a set each country, in the order of their codes."""
    fact = context.facts.get(column.derivation.from_field if column.derivation else "")
    if not fact or not fact.reading:
        return None, ()
    return SET_SEPARATOR.join(load_usual_names()[code] for code in fact.decided.split(SET_SEPARATOR)), fact.deciding


def derive_gather_count(context: RowContext, column: Field) -> Derived:
    """Count the gathered rows."""
    return len(context.members), context.headline_claims


def derive_gather_rows(context: RowContext, column: Field) -> Derived:
    """Name the gathered rows."""
    return {name: [claim for claim in context.headline_claims if claim.row == name] for name in context.members}


def derive_gather_alike(context: RowContext, column: Field) -> Derived:
    """Say whether the gathered rows have the same words; nothing where there is only one."""
    if len(context.members) < 2:
        return None, ()
    looks_at = column.derivation.from_gathered if column.derivation else ""
    claims = [claim for claim in context.headline_claims if claim.field.name == looks_at]
    return len({list_words(claim.reading.value) for claim in claims}) == 1, claims


def derive_characters(context: RowContext, column: Field) -> Derived:
    """Count the characters of a source's text."""
    return len(context.collection.sources[context.row].text), ()


def derive_codings(context: RowContext, column: Field) -> Derived:
    """Say how many times a source was coded."""
    return context.collection.codings[context.row], ()


DERIVATIONS: dict[DerivationName, Callable[[RowContext, Field], Derived]] = {
    DerivationName.ROW_ID: derive_row_id,
    DerivationName.SOURCE_IDS: derive_source_ids,
    DerivationName.ONE_SOURCE: derive_one_source,
    DerivationName.ORIGINS: derive_origins,
    DerivationName.SENTENCE: derive_sentence,
    DerivationName.COUNT_STATUS: derive_count_status,
    DerivationName.COUNTRY_NAME: derive_country_name,
    DerivationName.GATHER_COUNT: derive_gather_count,
    DerivationName.GATHER_ROWS: derive_gather_rows,
    DerivationName.GATHER_ALIKE: derive_gather_alike,
    DerivationName.CHARACTERS: derive_characters,
    DerivationName.CODINGS: derive_codings,
}
"""A new derivation is one entry here; schemas name it under `derive`."""
