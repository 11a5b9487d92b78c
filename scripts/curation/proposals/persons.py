"""Rules on persons: their names, offices, bodies and countries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.proposals.article import Article, Sentence
from curation.proposals.bodies import Named, find_bodies
from curation.proposals.memory import Memory
from curation.proposals.naming import name_speaker
from curation.proposals.offices import find_office, read_role
from curation.proposals.proposal import Proposal
from curation.text.folding import Span
from curation.text.phrases import match_phrases

OFFICIALS = "officials"
PART = re.compile(r"[^;:“”\"]+")
"""A part of a sentence in which a person's name and office are."""


MINISTERS = ("minister", "deputy_minister")
"""Offices whose words a coder chooses: what a minister is minister of can be among them."""


def propose_persons(article: Article) -> Iterator[Proposal]:
    """Propose each person whom a sentence names with an office, or whom the collection knows, in quotations too."""
    seen: set[tuple[str, str]] = set()
    for sentence in article.body:
        for person, span in list_persons(sentence, article.memory):
            yield from describe_name(article, sentence, person, span, seen)
            office = find_office(sentence.text, span, article.memory)
            if office:
                yield from describe_office(article, sentence, person, span, office, seen)


def list_persons(sentence: Sentence, memory: Memory) -> list[tuple[str, Span]]:
    """Return each person of a sentence that the collection knows, or else the new ones, with the span of the name."""
    known = []
    for start, end, ids in match_phrases(sentence.text, memory.names.whole):
        persons = [name for name in ids if memory.is_person.get(name)]
        if len(persons) == 1:
            known.append((persons[0], (start, start + len(re.sub("[’']s$", "", sentence.text[start:end])))))
    return known or list(list_new_persons(sentence, memory))


def list_new_persons(sentence: Sentence, memory: Memory) -> Iterator[tuple[str, Span]]:
    """Yield each person of a sentence that is new to the collection, one in each part of it."""
    for part in PART.finditer(sentence.text):
        named: Named | None = name_speaker(part.group(), memory)
        if named and named.is_person and not named.is_known:
            start, end = named.span
            yield named.id, (part.start() + start, part.start() + end)


def make_cell(sentence: Sentence, rule: str, person: str, field: str, span: Span, value: str = "") -> Proposal:
    """Return a cell of a person's row."""
    return Proposal(rule, sentence.number, OFFICIALS, person, field, value, (sentence.place(*span),))


def describe_name(
    article: Article, sentence: Sentence, person: str, span: Span, seen: set[tuple[str, str]]
) -> Iterator[Proposal]:
    """Yield the name of a person as printed; each spelling once in a text. A surname alone is none."""
    name = sentence.text[slice(*span)]
    if " " not in name:
        return
    if name == (article.memory.value(OFFICIALS, person, "name") or name):
        yield make_cell(sentence, "person", person, "name", span)
    if (person, name) not in seen:
        seen.add((person, name))
        yield make_cell(sentence, "person", person, "spellings", span)


def describe_office(
    article: Article, sentence: Sentence, person: str, name: Span, office: Span, seen: set[tuple[str, str]]
) -> Iterator[Proposal]:
    """Yield the role, the title as printed, the body and the country of an office; a title once in a text."""
    start, end = office
    title = sentence.text[start:end]
    role = read_role(title, article.memory, is_before=end <= name[0])
    if (person, title) not in seen:
        seen.add((person, title))
        if role and role[1] not in MINISTERS:
            (first, last), code = role
            yield make_cell(sentence, "role", person, "role", (start + first, start + last), code)
        yield make_cell(sentence, "role", person, "roles_printed", office)
    bodies = list(find_bodies(title, article.memory))
    for body in (body for body in bodies[:1] if body.is_known):
        first, last = body.span
        yield make_cell(sentence, "role", person, "organization_id", (start + first, start + last), body.id)
    for country in sentence.countries:
        first, last = country.start - start, country.end - start
        # The country in a body's name is that of the body.
        is_own = (
            first >= 0 and last <= len(title) and not any(a <= first and last <= b for a, b in (one.span for one in bodies))
        )
        if is_own and country.code:
            yield make_cell(sentence, "role", person, "country", (country.start, country.end))
            break
