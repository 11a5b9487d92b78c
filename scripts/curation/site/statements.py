"""The statements: a row for each wording, a column for each segment, so that dropped and changed words are seen."""

from __future__ import annotations

from dataclasses import dataclass

from curation.package.printings import Piece, mark_differences
from curation.site.addresses import name_anchor
from curation.site.published import PublishedClaim, PublishedFact, PublishedTable
from curation.site.values import ShownValue
from curation.site.whole import Site

MOST_STATEMENTS = 60
MOST_WORDINGS = 12
"""Wordings of one statement that are shown below each other."""


@dataclass(frozen=True)
class Wording:
    """One wording with the articles that print it."""

    sources: list[ShownValue]
    pieces: list[Piece]


@dataclass(frozen=True)
class StatementView:
    """One statement in its wordings. `segments` is how many pieces each of them has."""

    anchor: str
    name: ShownValue
    speakers: list[ShownValue]
    wordings: list[Wording]
    segments: int
    left_out: int
    note: list[ShownValue]
    differs: bool


def find_statement_tables(site: Site) -> list[PublishedTable]:
    """Return the tables whose rows gather the wordings of one text: their `*_text` rests on another table's claims."""
    return [
        table
        for table in site.published.fact_tables
        if any(is_gathered(fact) for facts in site.published.facts[table.name].values() for fact in facts)
    ]


def is_gathered(fact: PublishedFact) -> bool:
    """Return whether a fact is a text that other rows' claims give."""
    return fact.column.name.endswith("_text") and any(claim.table != fact.table for claim in fact.claims)


def cut_statements(site: Site) -> list[list[PublishedFact]]:
    """Return the statements of each page: first those whose wordings differ, then those of several articles."""
    facts = [
        fact
        for table in find_statement_tables(site)
        for row in site.published.facts[table.name].values()
        for fact in row
        if is_gathered(fact)
    ]

    def rank(fact: PublishedFact) -> tuple[bool, int]:
        sources = {claim.source for claim in fact.claims}
        return len({claim.value.casefold() for claim in fact.claims}) < 2, -len(sources)

    ranked = sorted(facts, key=rank)
    return [ranked[start : start + MOST_STATEMENTS] for start in range(0, len(ranked), MOST_STATEMENTS)] or [[]]


def view_statement(site: Site, fact: PublishedFact) -> StatementView:
    """Return a statement with its wordings; equal ones, capitals aside, are one."""
    groups: dict[str, list[PublishedClaim]] = {}
    for claim in sorted(fact.claims, key=lambda claim: (claim.source, claim.start)):
        groups.setdefault(claim.value.casefold(), []).append(claim)
    shown = list(groups.values())[:MOST_WORDINGS]
    aligned = mark_differences([claims[0].value for claims in shown])
    speakers = dict.fromkeys(claim.speaker for claim in fact.claims if claim.speaker)
    return StatementView(
        anchor=name_anchor(fact.row),
        name=ShownValue(site.names.find_row(fact.table, fact.row), href=site.places.find_fact(*fact.key)),
        speakers=[ShownValue(site.names.name_body(one), href=site.names.locate(one)) for one in speakers],
        wordings=[
            Wording(
                list(
                    {
                        claim.source: ShownValue(site.names.name_source(claim.source), href=site.places.find_claim(claim))
                        for claim in claims
                    }.values()
                ),
                pieces,
            )
            for claims, pieces in zip(shown, aligned, strict=True)
        ],
        segments=len(aligned[0]) if aligned else 0,
        left_out=len(groups) - len(shown),
        note=list(site.names.link_reason(fact.dispute.get("reason", ""))) if fact.dispute else [],
        differs=len(groups) > 1,
    )
