"""Reasons of codes whose words do not say them by themselves: who "them" are, and why somebody holds another office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from curation.claims.code_words import list_said
from curation.proposals.aboard import compile_craft
from curation.proposals.article import Article
from curation.proposals.codes import COUNTS, ROW_NUMBERS, STATISTICS
from curation.proposals.counted import compile_noun
from curation.proposals.flight_facts import FLIGHTS
from curation.proposals.learned_rows import AT_FLIGHT
from curation.proposals.memory import load_rules
from curation.proposals.proposal import Proposal
from curation.text.folding import Span, spans_overlap

FIGURES = (STATISTICS, COUNTS)
OF_ABOARD = ("measure", "stock_or_flow", "flight_id")
"""What rests on the same words where people are aboard: these have one reason."""
DEPUTY = re.compile(r"(?i)(?<![\w-])(?:deputy|assistant|associate|additional|vice)(?:[ -](?!field)[\w’'-]+)?")
"""Somebody below the head of a body, with the word behind."""
PART = re.compile(
    r"(?i)(?<![\w-])(?:field office"
    r"|(?:[a-z][\w’'&-]+ )?(?:department|division|section|directorate|bureau|unit|branch|command))(?![\w-])"
)
"""A part of a body, with the word before."""


def explain_codes(article: Article, found: Sequence[Proposal], proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield proposals; those of codes that their words do not say with a reason, or the mark for one.

    `found` has what all rules found, also those that are off: they may know how many were aboard.
    """
    unsaid = {name_words(one) for one in proposals if one.value == AT_FLIGHT and one.spans and not is_said(article, one)}
    flights = {name_words(one): one.value for one in proposals if one.field == "flight_id"}
    facts = sorted((one for one in (*found, *proposals) if one.table == FLIGHTS and one.spans), key=lambda one: one.spans)
    counted = [span for one in proposals if one.table in FIGURES and one.field in ROW_NUMBERS for span in one.spans]
    titles = {(one.passage, one.row): one for one in proposals if one.field == "roles_printed"}
    for one in proposals:
        words = name_words(one)
        if one.field in OF_ABOARD and words in unsaid:
            before = [other for other in facts if other.passage <= one.passage and other.row == flights.get(words)]
            yield replace(one, needs_reason=True, reason=explain_aboard(article, before, counted, one.passage))
        elif (one.field, one.value) == ("role", "other") and one.spans:
            title = titles.get((one.passage, one.row), one)
            yield replace(one, needs_reason=True, reason=explain_office(read_words(article, one), read_words(article, title)))
        else:
            yield one


def name_words(one: Proposal) -> tuple[int, str, tuple[Span, ...]]:
    """Return the passage, the table and the words of a proposal."""
    return one.passage, one.table, one.spans


def read_words(article: Article, one: Proposal) -> str:
    """Return the words of a proposal."""
    return " ".join(article.text.folded[slice(*span)] for span in one.spans)


def is_said(article: Article, one: Proposal) -> bool:
    """Whether the words of a code have a phrase for it in the schema."""
    return one.value in list_said(read_words(article, one), article.memory.schemas[one.table].fields[one.field])


def explain_aboard(article: Article, facts: Sequence[Proposal], counted: Sequence[Span], last: int) -> str:
    """Return of whom people are: of those whom the text has counted aboard, or of those on the flight that it has named.

    `facts` are what is known of the flight up to the passage `last`. Nothing where the text has done neither before.
    """
    groups = [other for other in facts if other.field == "persons" and not spans_overlap(other.spans, counted)]
    group = next(filter(None, (print_group(article, other) for other in reversed(groups))), "")
    if group:
        return f'they are of the "{group}" aboard'
    for passage in sorted({last, *(other.passage for other in facts)}, reverse=True):
        craft = compile_craft("{craft}").search(article.sentences[passage - 1].text)
        if craft:
            return f'they were on the "{craft.group()}"'
    return ""


def print_group(article: Article, carried: Proposal) -> str:
    """Return a number of persons aboard with the noun behind it; nothing where there is none."""
    sentence, span = article.sentences[carried.passage - 1], carried.spans[0]
    number = sentence.find_number(span)
    if not number:
        return ""
    noun = compile_noun("people").match(sentence.text, number.end)
    named = [one.end for one in sentence.countries if one.start == number.end + 1]
    ends = [*([noun.end()] if noun else []), *named]
    return sentence.text[number.start : min(ends)] if ends else ""


def explain_office(role: str, title: str) -> str:
    """Return why an office is none of those that have a code: it is below another one, that of a part, or a rank.

    >>> explain_office("Director", "Director of the Return Division")
    'the "Return Division" is a part of the body'
    >>> explain_office("deputy director", "deputy director of ICE"), explain_office("Captain", "Captain")
    ('a "deputy director" is not at the head of the body', 'a "Captain" is that by rank')
    """
    part, deputy = PART.search(title), DEPUTY.search(role)
    if part:
        return f'the "{part.group()}" is a part of the body'
    if deputy:
        return f'a "{deputy.group()}" is not at the head of the body'
    is_rank = any(role.lower().endswith(rank) for rank in load_rules()["ranks"])
    return f'a "{role}" is that by rank' if is_rank else ""
