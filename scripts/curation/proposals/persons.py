"""Rules on persons: their names, offices, bodies and countries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.proposals.article import Article, Sentence
from curation.proposals.bodies import find_body_of_office
from curation.proposals.memory import Memory
from curation.proposals.naming import list_persons_in_office
from curation.proposals.offices import find_office, list_roles, read_role
from curation.proposals.proposal import Proposal
from curation.proposals.speech import Speech
from curation.proposals.speech_verbs import SILENT
from curation.text.folding import Span
from curation.text.phrases import match_phrases

OFFICIALS = "officials"

OWNER = re.compile(r"\w['’]s? (?=\w)")
NO_CODE = ("chair", "rank")
"""Offices whose words or code a coder chooses: what a minister is minister of can be among them."""
OF_HEAD = re.compile(r"\b(?:government|administration|cabinet) of ")
"""Before the office of somebody whose government is meant."""
ONLY_SPEAKERS = ("judge", "legislator")
"""Offices of whom only those are coded who speak."""
LOWER = re.compile(r"secretary for|(?i:\b(?:joint|permanent|assistant|under|first|second|third|embassy)[ -]secretary)")
PART_OF = re.compile(
    r"(?i)\b(?:ministry|embassy|government|division|section|unit|branch|directorate|department|field|deputy|operations|team|programme|program|desk|returns|removals|county|city|state|district|regional)\b"
)
"""Words of a title that is not that of the head of a nation's agency."""


def propose_persons(article: Article, speeches: Sequence[Speech]) -> Iterator[Proposal]:
    """Propose each person whom a sentence names with an office, or whom the collection knows, in quotations too.

    Judges and members of a parliament are coded where they speak.
    """
    spoken = {speech.speaker.id for speech in speeches}
    seen: set[tuple[str, str]] = set()
    for sentence in article.body:
        if SILENT.search(sentence.bare):
            continue
        for person, span in list_persons(sentence, article.memory):
            office = find_office(sentence.text, span, article.memory)
            if office and OF_HEAD.search(sentence.text[slice(*office)]):
                continue
            codes = {code for _, _, code in list_roles(sentence.text[slice(*office)], article.memory)} if office else set()
            if codes & {*ONLY_SPEAKERS} and person not in spoken:
                continue
            yield from describe_name(article, sentence, person, span, seen)
            if office:
                yield from describe_office(
                    article, sentence, person, span, skip_owner(sentence.text, office, article.memory), seen
                )


def skip_owner(text: str, office: Span, memory: Memory) -> Span:
    """Return the span of an office without whose it is, before its noun: Senegal's Interior Minister."""
    noun = office[0] + next((start for start, _, _ in list_roles(text[slice(*office)], memory)), 0)
    owners = [owner.end() for owner in OWNER.finditer(text, office[0], noun)]
    return max([office[0], *owners]), office[1]


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
    for named in list_persons_in_office(sentence.text, memory):
        if not named.is_known and named.is_official:
            yield named.id, named.span


def is_another_office(title: str, code: str) -> bool:
    """Whether a title has the words of a code, and is not that office: the director of a division."""
    is_part = code == "agency_head" and PART_OF.search(title) is not None
    return is_part or (code == "secretary" and LOWER.search(title) is not None)


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
    article: Article,
    sentence: Sentence,
    person: str,
    name: Span,
    office: Span,
    seen: set[tuple[str, str]],
) -> Iterator[Proposal]:
    """Yield the role, the title as printed, the body and the country of an office; a title once in a text."""
    start, end = office
    title = sentence.text[start:end]
    role = read_role(title, article.memory, is_before=end <= name[0])
    if (person, title) not in seen:
        seen.add((person, title))
        if role and role[1] not in NO_CODE and not is_another_office(title, role[1]):
            (first, last), code = role
            yield make_cell(sentence, "role-code", person, "role", (start + first, start + last), code)
        yield make_cell(sentence, "role", person, "roles_printed", office)
    body = find_body_of_office(title, article.memory)
    if body:
        first, last = body.span
        yield make_cell(sentence, "role-body", person, "organization_id", (start + first, start + last), body.id)
    for country in sentence.countries:
        first, last = country.start - start, country.end - start
        # The country in a body's name is that of the body.
        is_of_body = body is not None and body.span[0] <= first and last <= body.span[1]
        is_own = first >= 0 and last <= len(title) and not is_of_body
        if is_own and country.code:
            yield make_cell(sentence, "role-country", person, "country", (country.start, country.end))
            break
