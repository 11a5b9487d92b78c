"""What one article says of one fact: its words, who speaks, how surely, and whether they say what is published."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from curation.site.published import PublishedClaim, PublishedFact
from curation.site.site import Site
from curation.site.values import ShownValue

CERTAINTIES = {"asserted": "", "hedged": "Hedged", "planned": "Planned or expected"}
BORNE_OUT, CONCLUDED, OTHERWISE, SILENT = "yes", "concluded", "other", "silent"
"""The stances of an article: it says what is published; a coder concluded that from its words; it says otherwise, or less; it
says nothing."""


@dataclass(frozen=True)
class Said:
    """The same words of one article for one fact, said `times` in the same way; `other_value` where they say otherwise."""

    words: str
    stance: str
    times: int
    speakers: list[ShownValue]
    via: list[ShownValue]
    certainty: str
    hedge_words: str
    other_value: str
    href: str


def list_said(site: Site, fact: PublishedFact, claims: Iterable[PublishedClaim]) -> list[Said]:
    """Return what some claims on a fact say, in the text's order; equal words of one speaker and stance are one."""
    groups: dict[tuple[str, ...], list[PublishedClaim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.source, claim.start)):
        certainty = "" if claim.is_sure else claim.certainty
        key = claim.words.casefold(), find_stance(fact, claim), certainty, claim.value, claim.speaker, claim.via
        groups.setdefault(key, []).append(claim)
    return [describe_group(site, fact, group) for group in groups.values()]


def find_stance(fact: PublishedFact, claim: PublishedClaim) -> str:
    """Return whether a claim says what is published, alone or by a coder's conclusion, or otherwise."""
    if not fact.is_borne_out(claim):
        return OTHERWISE
    return CONCLUDED if claim.is_concluded else BORNE_OUT


def describe_group(site: Site, fact: PublishedFact, group: Sequence[PublishedClaim]) -> Said:
    """Return what some claims with the same words say."""
    first = group[0]
    stance = find_stance(fact, first)
    other = site.names.show_claimed(fact.column, first).text if stance == OTHERWISE else ""
    return Said(
        words=first.words,
        stance=stance,
        times=len(group),
        speakers=site.names.show_bodies(claim.speaker for claim in group),
        via=site.names.show_bodies(claim.via for claim in group),
        certainty=CERTAINTIES.get(first.certainty, first.certainty),
        hedge_words=first.hedge_words,
        other_value="" if other.casefold() == first.words.casefold() else other,
        href=site.places.find_claim(first),
    )


def find_stances(fact: PublishedFact, less: Container[str] = ()) -> dict[str, str]:
    """Return the stance of each article that speaks of a fact: the best of those of its words. Those in `less` say less."""
    found: dict[str, list[str]] = {}
    for claim in fact.claims:
        stance = OTHERWISE if claim.words.casefold() in less else find_stance(fact, claim)
        found.setdefault(claim.source, []).append(stance)
    return {source: min(stances, key=(BORNE_OUT, CONCLUDED, OTHERWISE).index) for source, stances in found.items()}


def describe_certainty(fact: PublishedFact) -> str:
    """Return how surely it is said: empty where an article that says what is published asserts it."""
    borne = [claim for claim in fact.claims if fact.is_borne_out(claim)] or list(fact.claims)
    if any(claim.is_sure for claim in borne):
        return ""
    return CERTAINTIES.get(borne[0].certainty, borne[0].certainty) if borne else ""
