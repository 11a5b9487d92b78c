"""On which page each fact and each claim is: long pages are cut, so that each stays small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from curation.schema.tables import SOURCES
from curation.site.addresses import DISAGREEMENTS, find_article, find_record, find_says, name_anchor, number_page
from curation.site.published import CellKey, Published, PublishedClaim, PublishedFact, PublishedTable, Record, read_key

Item = TypeVar("Item")
MOST_CLAIMS = 300
"""Claims on one page of a row, or of an article."""

MOST_DISPUTES = 60
GRAVEST = ("contradiction", "source_error", "scope", "precision", "wording")
"""The kinds of disagreement, gravest first; a kind that is not among them comes last."""

Part = tuple[PublishedFact, tuple[PublishedClaim, ...]]
"""A fact with the claims on it that one page shows, the best first."""


def rank_claims(fact: PublishedFact) -> list[PublishedClaim]:
    """Sort the claims on a fact: first those that say what is published, asserted before hedged, own voice before others'."""
    return sorted(fact.claims, key=lambda claim: (not fact.is_borne_out(claim), not claim.is_sure, bool(claim.speaker)))


def cut_record(facts: Sequence[PublishedFact], most: int = MOST_CLAIMS) -> list[list[Part]]:
    """Return the pages of a row: its facts in their order, a fact with more claims than a page holds on several."""
    pages: list[list[Part]] = [[]]
    room = most
    for fact in facts:
        ranked = rank_claims(fact)
        if len(ranked) > room and room < most:
            pages.append([])
            room = most
        for start in range(0, len(ranked), most):
            if start:
                pages.append([])
            part = tuple(ranked[start : start + most])
            pages[-1].append((fact, part))
            room = (most if start else room) - len(part)
    return pages


@dataclass(frozen=True)
class Places:
    """Where facts, claims and sentences are in the site of a package."""

    published: Published

    @cached_property
    def records(self) -> dict[tuple[str, str], list[list[Part]]]:
        """The pages of each row."""
        return {
            (table, row): cut_record(sort_facts(self.published.tables[table], facts))
            for table, rows in self.published.facts.items()
            for row, facts in rows.items()
        }

    @cached_property
    def articles(self) -> dict[str, list[list[tuple[PublishedClaim, ...]]]]:
        """The pages of each article: its sentences in reading order, each with all claims on it."""
        sentences: dict[str, dict[int, list[PublishedClaim]]] = {source: {} for source in self.published.sources}
        for claim in self.published.claims.values():
            sentences[claim.source].setdefault(claim.passage, []).append(claim)
        return {source: cut_article(passages) for source, passages in sentences.items()}

    @cached_property
    def pages_of_facts(self) -> dict[CellKey, int]:
        """The page of its row on which each fact begins, from 1."""
        found: dict[CellKey, int] = {}
        for fact, _, number in self.list_parts():
            found.setdefault(fact.key, number)
        return found

    @cached_property
    def pages_of_claims(self) -> dict[str, int]:
        """The page of its own row on which each claim is, from 1."""
        return {
            claim.id: number
            for fact, claims, number in self.list_parts()
            for claim in claims
            if (claim.table, claim.row) == (fact.table, fact.row)
        }

    def list_parts(self) -> Iterator[tuple[PublishedFact, tuple[PublishedClaim, ...], int]]:
        """Yield each fact with the claims on it that a page shows, and the number of that page."""
        for pages in self.records.values():
            for number, parts in enumerate(pages, 1):
                for fact, claims in parts:
                    yield fact, claims, number

    @cached_property
    def pages_of_sentences(self) -> dict[tuple[str, int], int]:
        """The page of its article on which each sentence is, from 1."""
        return {
            claims[0].place: number
            for pages in self.articles.values()
            for number, sentences in enumerate(pages, 1)
            for claims in sentences
        }

    def find_fact(self, table: str, row: str, field: str) -> str:
        """Return the address of a cell. One without claims is among the other columns of the first page."""
        if table == SOURCES:
            return f"{find_article(row)}#{name_anchor(field)}"
        number = self.pages_of_facts.get((table, row, field), 1)
        return f"{number_page(find_record(table, row), number)}#{name_anchor(field)}"

    def find_claim(self, claim: PublishedClaim) -> str:
        """Return the address of a claim: on the page of its row. What an article says of itself is on its own page."""
        if claim.table == SOURCES:
            return f"{self.find_sentence(claim.place).partition('#')[0]}#{name_claim(claim)}"
        page = number_page(find_record(claim.table, claim.row), self.pages_of_claims.get(claim.id, 1))
        return f"{page}#{name_claim(claim)}"

    def find_says(self, row: str) -> str:
        """Return the address of the page on who says what of a row of the main table."""
        return find_says(row if len(self.published.main.rows) > 1 else "")

    @cached_property
    def disputes(self) -> list[Sequence[Record]]:
        """The disagreements on each page of them: the gravest kinds first."""
        column = self.published.tables["disagreements"].columns["kind"]
        grave = [*GRAVEST, *(kind for kind in column.labels if kind not in GRAVEST)]
        order = {kind: number for number, kind in enumerate(grave)}
        rows = self.published.tables["disagreements"].rows.values()
        ranked = sorted(rows, key=lambda row: order.get(row["kind"], len(order)))
        return cut_list(ranked, MOST_DISPUTES)

    @cached_property
    def pages_of_disputes(self) -> dict[CellKey, int]:
        """The page on which each disagreement is, from 1."""
        return {read_key(row): number for number, rows in enumerate(self.disputes, 1) for row in rows}

    def find_dispute(self, table: str, row: str, field: str) -> str:
        """Return the address of a disagreement."""
        page = number_page(DISAGREEMENTS, self.pages_of_disputes.get((table, row, field), 1))
        return f"{page}#{name_anchor(table, row, field)}"

    def find_sentence(self, place: tuple[str, int]) -> str:
        """Return the address of a sentence: on the page of its article."""
        return f"{number_page(find_article(place[0]), self.pages_of_sentences.get(place, 1))}#{name_passage(place)}"


def cut_list(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """Return the parts of a list that is cut after every `most` items; of an empty list one part.

    >>> cut_list("abcde", 2), cut_list([], 2)
    (['ab', 'cd', 'e'], [[]])
    """
    return [items[start : start + most] for start in range(0, len(items) or 1, most)]


def cut_article(passages: dict[int, list[PublishedClaim]], most: int = MOST_CLAIMS) -> list[list[tuple[PublishedClaim, ...]]]:
    """Return the pages of an article, each with some of its sentences."""
    pages: list[list[tuple[PublishedClaim, ...]]] = [[]]
    room = most
    for _, claims in sorted(passages.items()):
        if len(claims) > room and pages[-1]:
            pages.append([])
            room = most
        pages[-1].append(tuple(sorted(claims, key=lambda claim: claim.start)))
        room -= len(claims)
    return pages


def sort_facts(table: PublishedTable, facts: Sequence[PublishedFact]) -> list[PublishedFact]:
    """Sort the facts of a row as readers ask for them: by the table's overview; figures, texts and names before others."""
    asked = list_asked(table)

    def rank(fact: PublishedFact) -> tuple[int | bool, ...]:
        column = fact.column
        is_named = column.name == "name" or column.name.endswith("_text")
        return asked.get(column.name, len(asked)), not column.is_numeric, not is_named, not column.question

    return sorted(facts, key=rank)


def list_asked(table: PublishedTable) -> dict[str, int]:
    """Return the columns that a table's overview names, each with its place."""
    names = [name for entry in table.overview for name in entry.fields or entry.join]
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def name_claim(claim: PublishedClaim) -> str:
    """Return the id of a claim on the page of its row."""
    return name_anchor(claim.field, claim.source, claim.number)


def name_passage(place: tuple[str, int]) -> str:
    """Return the id of a sentence on the page of its article."""
    return name_anchor("in", str(place[1]))


def name_sentence(place: tuple[str, int]) -> str:
    """Return the id of a sentence on another page."""
    return name_anchor("in", place[0], str(place[1]))
