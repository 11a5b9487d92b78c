"""The page of the disagreements: each with the words of the articles side by side, and how it was settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curation.package.printings import Piece, mark_differences
from curation.site.addresses import name_anchor
from curation.site.columns import ValueKind
from curation.site.published import PublishedClaim, PublishedFact, Record, group_items, read_key
from curation.site.site import Site
from curation.site.stances import Said, find_stance, list_said
from curation.site.values import ShownValue

MOST_WORDS = 6
"""Words of articles that one side shows."""
LONG = 40
"""Characters: longer words are aligned with the other sides' words."""


@dataclass(frozen=True)
class Side:
    """One of the values between which articles differ, with the words of those that have it."""

    value: str
    is_published: bool
    said: list[tuple[str, Said]]
    """What articles say, each with the article's name."""
    left_out: int
    aligned: list[Piece] | None


@dataclass(frozen=True)
class DisputeView:
    """One disagreement."""

    anchor: str
    row: ShownValue
    question: str
    sides: list[Side]
    published: list[ShownValue]
    ruled_by: ShownValue
    reason: list[ShownValue]
    href: str


def group_disputes(site: Site, rows: Iterable[Record]) -> list[tuple[ShownValue, str, list[DisputeView]]]:
    """Return disagreements by kind, each kind with what it means and its anchor."""
    column = site.published.tables["disagreements"].columns["kind"]
    return [
        (site.names.show(column, kind), name_anchor(kind), [view_dispute_in_full(site, row) for row in alike])
        for kind, alike in group_items(rows, lambda row: row["kind"]).items()
    ]


def view_dispute_in_full(site: Site, row: Record) -> DisputeView:
    """Return one disagreement with its sides."""
    table, of, field = key = read_key(row)
    fact = next((one for one in site.published.facts.get(table, {}).get(of, ()) if one.column.name == field), None)
    column = site.published.tables[table].columns[field]
    called = site.names.show_row(table, of)
    return DisputeView(
        anchor=name_anchor(*key),
        row=called,
        question=(column.question or column.title) if fact else f"{called.text}: {column.title}",
        sides=list_sides(site, fact) if fact else [],
        published=site.names.show_fact(fact) if fact else [],
        ruled_by=site.names.show(site.published.tables["disagreements"].columns["ruled_by"], row["ruled_by"]),
        reason=list(site.names.link_reason(row.get("reason", ""))),
        href=site.places.find_fact(*key),
    )


def list_sides(site: Site, fact: PublishedFact) -> list[Side]:
    """Return the values that the articles give, the published one first; long words are aligned with each other."""
    ranked = sorted(fact.claims, key=lambda claim: not fact.is_borne_out(claim))
    groups = group_items(ranked, lambda claim: claim.value.casefold())
    firsts = [claims[0] for claims in groups.values()]
    is_text = fact.column.kind == ValueKind.WORDS and any(len(claim.value) > LONG for claim in firsts)
    aligned = mark_differences([claim.value for claim in firsts]) if is_text else [None] * len(firsts)
    return [view_side(site, fact, claims, one) for claims, one in zip(groups.values(), aligned, strict=True)]


def view_side(site: Site, fact: PublishedFact, claims: list[PublishedClaim], aligned: list[Piece] | None) -> Side:
    """Return one value with the words of the articles that have it, those of one article together."""
    said = [
        (site.names.name_source(source), one)
        for source, group in group_items(claims, lambda claim: claim.source).items()
        for one in list_said(site, fact, group)
    ]
    return Side(
        value=site.names.show_claimed(fact.column, claims[0]).text,
        is_published=find_stance(fact, claims[0]) == "yes",
        said=said[:MOST_WORDS],
        left_out=max(len(said) - MOST_WORDS, 0),
        aligned=aligned,
    )
