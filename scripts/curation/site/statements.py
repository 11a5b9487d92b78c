"""The statements: a row for each wording, a column for each segment, so that dropped and changed words are seen."""

from __future__ import annotations

from dataclasses import dataclass

from curation.package.printings import Piece, mark_differences
from curation.site.addresses import name_anchor
from curation.site.published import PublishedFact, group_items
from curation.site.site import Site
from curation.site.values import ShownValue

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
    """One statement in its wordings."""

    anchor: str
    name: ShownValue
    speakers: list[ShownValue]
    wordings: list[Wording]
    left_out: int
    note: list[ShownValue]
    differs: bool


def is_gathered(fact: PublishedFact) -> bool:
    """Return whether a fact is a text that other rows' claims give."""
    return fact.column.name.endswith("_text") and any(claim.table != fact.table for claim in fact.claims)


def list_statements(site: Site) -> list[PublishedFact]:
    """Return the statements: first those whose wordings differ, then those of several articles."""
    facts = [fact for rows in site.published.facts.values() for row in rows.values() for fact in row if is_gathered(fact)]

    def rank(fact: PublishedFact) -> tuple[bool, int]:
        sources = {claim.source for claim in fact.claims}
        return len({claim.value.casefold() for claim in fact.claims}) < 2, -len(sources)

    return sorted(facts, key=rank)


def view_statement(site: Site, fact: PublishedFact) -> StatementView:
    """Return a statement with its wordings; equal ones, capitals aside, are one."""
    ordered = sorted(fact.claims, key=lambda claim: (claim.source, claim.start))
    groups = group_items(ordered, lambda claim: claim.value.casefold())
    shown = list(groups.values())[:MOST_WORDINGS]
    aligned = mark_differences([claims[0].value for claims in shown])
    return StatementView(
        anchor=name_anchor(fact.row),
        name=ShownValue(site.names.find_row(fact.table, fact.row), href=site.places.find_fact(*fact.key)),
        speakers=site.names.show_bodies(claim.speaker for claim in fact.claims),
        wordings=[
            Wording(
                [
                    ShownValue(site.names.name_source(source), href=site.places.find_claim(claim))
                    for source, claim in {claim.source: claim for claim in claims}.items()
                ],
                pieces,
            )
            for claims, pieces in zip(shown, aligned, strict=True)
        ],
        left_out=len(groups) - len(shown),
        note=list(site.names.link_reason(fact.dispute.get("reason", ""))) if fact.dispute else [],
        differs=len(groups) > 1,
    )
