"""Offices in words: which role they are, and the office that is printed beside a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.claims.code_words import index_phrases
from curation.proposals.memory import Memory
from curation.text.folding import Span
from curation.text.phrases import match_phrases

NEAR = 90
"""Characters before a person's name in which the office is looked for."""
STOPS = re.compile(r"[“\";:—] ?| (?:said|by|with|to) ")
"""What an office before a name does not go beyond."""
CAPITALS = r"[A-Z][\w’'.-]*"
BETWEEN = re.compile(
    rf"(?:,? (?:Mr|Ms|Mrs|Dr)\.|(?P<area> (?:of|for) (?:the )?(?:{CAPITALS}|and|of)(?: (?:{CAPITALS}|and|of|the))*"
    rf"(?:, {CAPITALS}(?: {CAPITALS})*(?: and {CAPITALS})?(?: {CAPITALS})*(?=,))?),?)? "
)
"""What can be between an office and the name: Minister of the Interior Ana Ruiz."""
LEAD = re.compile(rf"(?:(?:{CAPITALS}|of|for|the|and|former|acting|deputy|foreign|interior|prime|homeland|security) )*$")
"""The words of an office before its noun."""
OPENING = re.compile(r"(?:(?:the|of|for|and|The|In|On|At|As|But|When|U\.S\. and) )*")
"""Words before an office that are no part of it."""
APPOSED = re.compile(r", (?:(?:a|an|the|who is|who) )?")
RELATIVE = re.compile(r"(?:whom?|which) ")
ENDS = re.compile(r"[,.;“\"—]| (?:said|wrote|told|stated|added|in a|on|at)\b")
"""Where an office behind a name ends."""
PORTFOLIO = re.compile(
    r"(?P<deputy>Deputy )?(?:(?:Prime|Vice|Executive|Foreign|Interior|Justice|Defen[cs]e|Health|Home|Migration|Labou?r) )*$"
)
"""What belongs to an office before its noun: Deputy Interior Minister."""
DEPUTIES = {"minister": "deputy_minister"}


def list_roles(words: str, memory: Memory) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and code of each office that words have."""
    parse = memory.schemas["officials"].fields["role"].parse
    for start, end, codes in match_phrases(words, index_phrases(tuple(parse.words.items()) if parse else ())):
        yield start, end, min(codes)


def read_role(title: str, memory: Memory, *, is_before: bool) -> tuple[Span, str] | None:
    """Return the words of a title that say the role, and its code: the noun with what belongs to it."""
    roles = list(list_roles(title, memory))
    if not roles:
        return None
    start, end, code = roles[-1] if is_before else roles[0]
    lead = PORTFOLIO.search(title[:start])
    if not lead:
        return (start, end), code
    return (lead.start(), end), DEPUTIES.get(code, code) if lead["deputy"] else code


def find_office(text: str, name: Span, memory: Memory) -> Span | None:
    """Return the span of the office before a name, or in apposition behind it; None where neither does."""
    return find_office_before(text, name[0], memory) or find_office_behind(text, name[1], memory)


def find_office_before(text: str, name: int, memory: Memory) -> Span | None:
    """Return the span of the office before a name."""
    left = max(0, name - NEAR)
    left = max([left, *(stop.end() for stop in STOPS.finditer(text, left, name))])
    beside = [(left + start, left + end) for start, end, _ in list_roles(text[left:name], memory)]
    beside = [(start, end) for start, end in beside if BETWEEN.fullmatch(text, end, name)]
    if not beside:
        return None
    start, end = beside[-1]
    lead = LEAD.search(text[left:start])
    begin = left + lead.start() if lead else start
    opening = OPENING.match(text, begin, start)
    between = BETWEEN.fullmatch(text, end, name)
    return opening.end() if opening else begin, between.end("area") if between and between["area"] else end


def find_office_behind(text: str, name: int, memory: Memory) -> Span | None:
    """Return the span of the office that is in apposition behind a name."""
    apposed = APPOSED.match(text, name)
    if not apposed:
        return None
    begin = apposed.end()
    if RELATIVE.match(text, begin):
        begin += next((start for start, _, _ in list_roles(text[begin:], memory)), 0)
    stop = ENDS.search(text, begin)
    end = stop.start() if stop else len(text)
    return (begin, end) if any(True for _ in list_roles(text[begin:end], memory)) else None
