"""The first page: what this is, the key facts, what the articles cannot tell, who says what, where they disagree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from curation.schema.tables import SOURCES
from curation.site.addresses import find_record, find_says
from curation.site.columns import ValueKind
from curation.site.published import read_key
from curation.site.record import describe_stances
from curation.site.site import Site
from curation.site.stances import CERTAINTIES, SILENT
from curation.site.summaries import summarize
from curation.site.values import ShownValue, cut_text
from curation.site.who_says_what import Question, list_questions, list_speaking

MOST_EVENTS = 1
"""Rows of the main table of which the first page shows who says what; of more it shows each in short."""
MOST_LISTED = 50
MOST_SEGMENTS = 24
"""Articles of which a bar has a segment each; of more it has one for each stance."""
MOST_CARDS = 8
LETTERS = ascii_uppercase[:MOST_SEGMENTS]
"""What the segments of a bar are called: one letter for each article."""


@dataclass(frozen=True)
class Card:
    """A key fact: its question with its value, and whether each article says so."""

    question: Question
    stances: list[str]
    said: str

    @property
    def counts(self) -> Counter[str]:
        """How many articles have each stance."""
        return Counter(self.stances)


@dataclass(frozen=True)
class Kind:
    """One kind of disagreement with how many there are, and the link to the first."""

    label: ShownValue
    number: int
    href: str


@dataclass(frozen=True)
class Hedged:
    """A fact that no article asserts."""

    row: ShownValue
    fact: ShownValue
    values: list[str]
    certainty: str
    hedge_words: str


def view_home(site: Site) -> dict[str, Any]:
    """Return what the first page shows."""
    published, about = site.published, site.published.about
    main = published.main
    rows = list(main.rows)
    events = [view_event(site, row) for row in rows[:MOST_EVENTS]] if len(rows) <= MOST_EVENTS else []
    return {
        "description": about.get("description") or "",
        "articles": len(published.sources),
        "claims": len(published.claims),
        "cautions": [list(site.names.link_reason(str(one))) for one in about.get("cautions") or ()],
        "main": main,
        "events": events,
        "summaries": [summarize(site, row) for row in ([] if events else rows[:MOST_LISTED])],
        "says": find_says(),
        "kinds": list_kinds(site),
        "hedged": list_hedged(site),
        "sources": [(site.names.show_row(SOURCES, name), row) for name, row in list(published.sources.items())[:MOST_LISTED]],
        "tables": published.tables,
    }


def view_event(site: Site, row: str) -> dict[str, Any]:
    """Return the key facts of a row of the main table, and who says what of it."""
    questions = list_questions(site, row)
    speaking = list_speaking(site, questions)
    stances = [question.find_stances() for question in questions]
    cards = [
        Card(question, [found.get(source, SILENT) for source in speaking], describe_stances(site, found))
        for question, found in zip(questions, stances, strict=True)
    ]
    return {
        "name": site.names.find_row(site.published.main.name, row),
        "href": find_record(site.published.main.name, row),
        "says": site.places.find_says(row),
        "speaking": [site.names.show_row(SOURCES, one) for one in speaking],
        "cards": [card for card in cards if card.question.values][:MOST_CARDS],
        "lines": cards,
        "is_wide": len(speaking) > MOST_SEGMENTS,
        "letters": LETTERS,
    }


def list_kinds(site: Site) -> list[Kind]:
    """Return the kinds of disagreement that there are, the gravest first."""
    column = site.published.tables["disagreements"].columns["kind"]
    rows = [row for page in site.places.disputes for row in page]
    counts = Counter(row["kind"] for row in rows)
    firsts = {row["kind"]: row for row in reversed(rows)}
    return [
        Kind(
            site.names.show(column, kind),
            number,
            site.places.find_dispute(*read_key(firsts[kind])),
        )
        for kind, number in counts.items()
    ]


def list_hedged(site: Site) -> list[Hedged]:
    """Return what is published and said only with a hedge, or only as planned: answers to questions, and texts."""
    found: dict[tuple[str, str, str], Hedged] = {}
    for cell in site.published.tables["cells"].rows.values():
        if cell.get("certainty", "asserted") == "asserted":
            continue
        table = site.published.tables[cell["table_name"]]
        column = table.columns[cell["field_name"]]
        key = table.name, cell["row_id"], column.name
        if column.question and column.kind != ValueKind.NAME and not column.is_mechanical:
            row = site.names.show_row(*key[:2])
            fact = ShownValue(column.question, href=site.places.find_fact(*key))
            certainty = CERTAINTIES.get(cell["certainty"], cell["certainty"])
            one = found.setdefault(key, Hedged(row, fact, [], certainty, cell.get("hedge_words", "")))
            one.values.append(cut_text(site.names.write(column, cell["value"])))
    return list(found.values())[:MOST_LISTED]
