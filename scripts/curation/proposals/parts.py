"""Rules on how many people came from each part of a country: 15 of the men came from Hesse, and three each from A and B."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.proposals.article import Article, Sentence, find_any
from curation.proposals.codes import STATISTICS
from curation.proposals.memory import load_rules
from curation.proposals.proposal import SHARED, Proposal
from curation.proposals.row_ids import make_row_id
from curation.proposals.units import TIME
from curation.text.folding import Span, strip_accents
from curation.text.numbers import NumberExpression
from curation.text.readings import Reading
from curation.text.subdivisions import fold_name, load_subdivisions, read_subdivision

FEWEST = 2
"""Parts of a list; a single place beside a number can be anything."""
TO_PLACE = re.compile(r"(?: [a-z’'-]+){0,5}? (?:from|in) (?:the )?(?:states? of )?(?=[A-Z])")
"""What is between a number and the place from which so many came."""
NAME = re.compile(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
AND = re.compile(r"(?:, | and |, and )(?=[A-Z])")


def propose_parts(article: Article, taken: set[Span]) -> Iterator[Proposal]:
    """Propose a row of statistics for each part of a country in a list with numbers, and the people whom they count."""
    for sentence in article.body:
        numbers = [one for one in sentence.numbers if sentence.place(one.start, one.end) not in taken]
        found = [(number, span) for number in numbers for span in list_parts(sentence, number)]
        if len(found) >= FEWEST:
            yield from describe_parts(article, sentence, found)


def list_parts(sentence: Sentence, number: NumberExpression) -> Iterator[Span]:
    """Yield where the names of the parts of a country are that a number is of; of several where it is of each."""
    text = sentence.text
    between = None if TIME.match(text, number.end) else TO_PLACE.match(text, number.end)
    position = between.end() if between else len(text)
    is_each = between is not None and find_any(between.group(), ["each"]) is not None
    while name := NAME.match(text, position):
        is_country = any(one.start == position and one.end == name.end() for one in sentence.countries)
        is_within = between is not None and " in " in between.group() and " born " not in between.group()
        if fold_name(name.group()) not in load_subdivisions() and not (is_country and is_within):
            return
        yield name.span()
        more = AND.match(text, name.end())
        if not more or not is_each:
            return
        position = more.end()


def describe_parts(article: Article, sentence: Sentence, found: list[tuple[NumberExpression, Span]]) -> Iterator[Proposal]:
    """Yield the number and the place of each part, and the noun for the people, which all of them share."""

    def cell(row: str, field: str, span: Span, value: str = "") -> Proposal:
        return Proposal("figure-part", sentence.number, STATISTICS, row, field, value, (sentence.place(*span),), False)

    for number, span in found:
        name = sentence.text[slice(*span)]
        row = make_row_id(f"{article.source} {name}")
        yield cell(row, "value", (number.start, number.end))
        yield cell(row, "place", span)
        # A city can have the name of the province in which it is, and a country that of a province.
        is_other = any((one.start, one.end) == span and one.code for one in sentence.countries)
        is_other = is_other or strip_accents(name) in article.memory.cities
        if not is_other and isinstance(read_subdivision(name), Reading):
            yield cell(row, "subdivision", span)
    people = find_any(sentence.text, [*load_rules()["counted"]])
    if people:
        yield cell(SHARED, "unit", people.span(), "persons")
    yield Proposal("part-time", sentence.number, STATISTICS, SHARED, "period_type", "unspecified", (), False)
