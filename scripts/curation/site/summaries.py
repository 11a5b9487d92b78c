"""The rows of the main table in short: what is published of each, how many articles speak of it, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curation.schema.tables import OverviewEntry
from curation.site.places import cut_list
from curation.site.record import Dispute
from curation.site.site import Site
from curation.site.values import ShownValue
from curation.site.who_says_what import Question, ask_entry, list_speaking

MOST_SUMMARIES = 100
"""Rows on one page of them."""
MOST_BESIDE = 12
"""Other rows that the page on who says what of a row leads to; of more only the page of all."""


@dataclass(frozen=True)
class SummaryLine:
    """One question on a row, by a short name, with what is published: each value leads to its words."""

    label: str
    values: list[ShownValue]
    question: Question


@dataclass(frozen=True)
class Summary:
    """A row in short: what it is called, the lines of its overview that any article answers, and who says what of it."""

    row: ShownValue
    says: str
    articles: int
    lines: list[SummaryLine]

    @property
    def disputes(self) -> list[Dispute]:
        """How the articles differ on these lines, each kind once."""
        return list({one.kind.text: one for line in self.lines for one in line.question.disputes}.values())


def summarize(site: Site, row: str) -> Summary:
    """Return a row of the main table in short."""
    main = site.published.main
    facts = {fact.column.name: fact for fact in site.published.facts[main.name][row]}
    asked = [(name_entry(site, entry), ask_entry(site, entry, row, facts)) for entry in main.overview]
    answered = [(label, question) for label, question in asked if question]
    return Summary(
        row=site.names.show_row(main.name, row),
        says=site.places.find_says(row),
        articles=len(list_speaking(site, [question for _, question in answered])),
        lines=[SummaryLine(label, values, one) for label, one in answered if (values := link_values(site, one))],
    )


def link_values(site: Site, question: Question) -> list[ShownValue]:
    """Return what is published on a question: one link for all values, or for each the link to its own row."""
    if len({fact.row for fact in question.facts}) > 1:
        found = {
            value.text: ShownValue(value.text, href=site.places.find_fact(*fact.key))
            for fact in question.facts
            for value in site.names.show_fact(fact)
        }
        return list(found.values())
    text = question.joiner.join(value.text for value in question.values)
    return [ShownValue(text, href=question.href)] if text else []


def name_entry(site: Site, entry: OverviewEntry) -> str:
    """Return what a line of the overview is called: its label, or the title of its first column."""
    table, _, field = (entry.fields or entry.join)[0].rpartition(".")
    columns = site.published.tables[table or site.published.main.name].columns
    return entry.label or (columns[field].title if field in columns else field)


def list_summaries(site: Site) -> list[Sequence[str]]:
    """Return the rows on each page of summaries."""
    return cut_list(list(site.published.main.rows), MOST_SUMMARIES)


def list_beside(site: Site, row: str) -> list[ShownValue]:
    """Return the other rows of the main table, each with the link to who says what of it; none where they are too many."""
    main = site.published.main
    others = [other for other in main.rows if other != row]
    if len(others) > MOST_BESIDE:
        return []
    return [ShownValue(site.names.find_row(main.name, other), href=site.places.find_says(other)) for other in others]
