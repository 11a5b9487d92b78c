"""Who says what of one row: questions as rows, articles as columns, the printed words in each cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from curation.schema.tables import SOURCES, OverviewEntry
from curation.site.addresses import find_table
from curation.site.places import sort_facts
from curation.site.published import PublishedClaim, PublishedFact, group_items
from curation.site.record import Dispute, view_dispute
from curation.site.site import Site
from curation.site.stances import OTHERWISE, Said, describe_certainty, find_stance, find_stances, list_said
from curation.site.values import ShownValue

MOST_ARTICLES = 8
"""Articles side by side on one page."""


@dataclass(frozen=True)
class Question:
    """One question with the facts that answer it, the first of them first. `is_joined`: only all of them together do."""

    text: str
    values: list[ShownValue]
    href: str
    certainty: str
    disputes: list[Dispute]
    facts: tuple[PublishedFact, ...]
    is_joined: bool = False

    @property
    def joiner(self) -> str:
        """What is put between the values."""
        return ": " if self.is_joined else ", "

    @cached_property
    def claims(self) -> dict[str, list[tuple[PublishedFact, list[PublishedClaim]]]]:
        """What each article says of each fact."""
        found: dict[str, list[tuple[PublishedFact, list[PublishedClaim]]]] = defaultdict(list)
        for fact in self.facts:
            for source, claims in group_items(fact.claims, lambda claim: claim.source).items():
                found[source].append((fact, claims))
        return found

    @cached_property
    def less(self) -> frozenset[str]:
        """Words that say otherwise, or less, than the first fact, which alone gives the value: they do so under each fact.

        Words that mean the same as such words under another fact are among them: where U.S. says less than New York, United
        States does too.
        """
        if self.is_joined or len({fact.row for fact in self.facts}) > 1:
            return frozenset()
        first = self.facts[0]
        so = {claim.words.casefold() for claim in first.claims if find_stance(first, claim) != OTHERWISE}
        found = {claim.words.casefold() for claim in first.claims} - so
        for fact in self.facts[1:]:
            values = {claim.value for claim in fact.claims if claim.words.casefold() in found}
            found |= {claim.words.casefold() for claim in fact.claims if claim.value in values} - so
        return frozenset(found)

    def find_stances(self) -> dict[str, str]:
        """Return the stance of each article that speaks of it."""
        found: dict[str, str] = {}
        for fact in self.facts:
            for source, stance in find_stances(fact, self.less).items():
                if self.is_joined and stance == OTHERWISE:
                    found[source] = stance
                found.setdefault(source, stance)
        return found


def list_questions(site: Site, row: str) -> list[Question]:
    """Return the questions on a row of the main table that any article answers: those of the overview, then the others."""
    main = site.published.main
    facts = {fact.column.name: fact for fact in site.published.facts[main.name][row]}
    questions = [question for entry in main.overview if (question := ask_entry(site, entry, row, facts))]
    answered = {fact.key for question in questions for fact in question.facts}
    others = [fact for fact in sort_facts(main, list(facts.values())) if fact.key not in answered]
    if any(fact.column.question for fact in facts.values()):
        others = [fact for fact in others if fact.column.question]
    return [*questions, *(ask(site, (fact,)) for fact in others)]


def ask_entry(site: Site, entry: OverviewEntry, row: str, own: dict[str, PublishedFact]) -> Question | None:
    """Return the question of an entry of the overview; None where no article answers it."""
    facts: list[PublishedFact] = []
    for name in entry.fields or entry.join:
        table, _, field = name.rpartition(".")
        if not table:
            facts += [own[field]] if field in own else []
        else:
            others = [other for name, other in site.referring.get((site.published.main.name, row), ()) if name == table]
            facts += [fact for one in others for fact in site.published.facts[table][one] if fact.column.name == field]
    return ask(site, tuple(facts), entry.question, bool(entry.join)) if facts else None


def ask(site: Site, facts: tuple[PublishedFact, ...], text: str = "", is_joined: bool = False) -> Question:
    """Return a question with the facts that answer it. The first gives the value, unless they are joined or of many rows."""
    first = facts[0]
    are_of_rows = len({fact.row for fact in facts}) > 1
    shown = facts if is_joined or are_of_rows else facts[:1]
    values = {value.text: value for fact in shown for value in site.names.show_fact(fact)}
    certainties = {describe_certainty(fact) for fact in shown}
    leading = next((fact for fact in shown if fact.dispute), first)  # where there is most to be seen
    disputes = [dispute for fact in facts if (dispute := view_dispute(site, fact))]
    return Question(
        text=text or first.column.question or first.column.title,
        values=list(values.values()),
        href=find_table(first.table) if are_of_rows else site.places.find_fact(*leading.key),
        certainty=certainties.pop() if len(certainties) == 1 else "",
        disputes=list({dispute.kind.text: dispute for dispute in disputes}.values()),
        facts=facts,
        is_joined=is_joined,
    )


def list_speaking(site: Site, questions: Sequence[Question]) -> list[str]:
    """Return the articles that speak of a row, in the package's order."""
    speaking = {source for question in questions for source in question.claims}
    return sorted(speaking, key=site.published.source_order.__getitem__)


def compare_articles(site: Site, questions: Sequence[Question], sources: Sequence[str]) -> dict[str, Any]:
    """Return some articles with their headlines, and each question with what each of these articles says."""
    headlines = {source: site.published.sources[source].get("headline", "") for source in sources}
    return {
        "sources": [replace(site.names.show_row(SOURCES, one), meaning=headline) for one, headline in headlines.items()],
        "lines": [(question, say(site, question, sources)) for question in questions],
    }


def say(site: Site, question: Question, sources: Sequence[str]) -> list[list[Said]]:
    """Return what each of some articles says on a question; equal words once, as they are to the first fact."""
    return [
        say_once(
            [
                replace(said, stance=OTHERWISE) if said.words.casefold() in question.less else said
                for fact, claims in question.claims.get(source, ())
                for said in list_said(site, fact, claims)
            ]
        )
        for source in sources
    ]


def say_once(saids: Sequence[Said]) -> list[Said]:
    """Return what an article says without the words that are there already."""
    found: dict[tuple[object, ...], Said] = {}
    for said in saids:
        who = (*(one.text for one in said.speakers), "", *(one.text for one in said.via))
        found.setdefault((said.words.casefold(), said.certainty, *who), said)
    return list(found.values())
