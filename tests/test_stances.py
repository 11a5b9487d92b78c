"""Who says what on the site: whose words they are, and whether a coder concluded the value from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curation.site.published import Published, PublishedClaim, PublishedFact
from curation.site.site import Site
from curation.site.stances import BORNE_OUT, CONCLUDED, OTHERWISE, find_stances, list_said
from site_pages import publish, read_package


@pytest.fixture(scope="module")
def published(small_root: Path) -> Published:
    return publish(read_package(small_root))


def is_plain(claim: PublishedClaim) -> bool:
    """Whether a source says something itself, without a hedge, and a coder concluded nothing."""
    return claim.is_sure and not (claim.speaker or claim.is_concluded)


def choose_fact(published: Published) -> tuple[PublishedFact, PublishedClaim]:
    """Return a fact of the main table with a claim that says what is published, in the source's own voice."""
    facts = (fact for facts in published.facts[published.main.name].values() for fact in facts)
    pairs = ((fact, claim) for fact in facts for claim in fact.claims)
    return next(pair for pair in pairs if pair[0].is_borne_out(pair[1]) and is_plain(pair[1]))


def test_words_of_a_source_itself_are_not_those_of_somebody_who_says_the_same(published: Published) -> None:
    fact, own = choose_fact(published)
    speaker = next(claim.speaker for claim in published.claims.values() if claim.speaker)
    spoken = replace(own, id=f"{own.id}9", speaker=speaker)
    said = list_said(Site(published), fact, [own, own, spoken])
    assert [(one.times, len(one.speakers)) for one in said] == [(2, 0), (1, 1)]


def test_a_source_of_which_a_coder_concluded_a_value_does_not_say_it(published: Published) -> None:
    fact, own = choose_fact(published)
    concluded = replace(own, source="other", is_concluded=True)
    less = replace(own, id="third", source="third", value="something else")
    stances = find_stances(replace(fact, claims=(own, concluded, less)))
    assert stances == {own.source: BORNE_OUT, "other": CONCLUDED, "third": OTHERWISE}
    both = find_stances(replace(fact, claims=(concluded, replace(own, source="other"))))
    assert both == {"other": BORNE_OUT}
