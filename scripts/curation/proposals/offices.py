"""Offices in words: which role they are, and the office that is printed beside a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from curation.claims.code_words import index_phrases
from curation.proposals.letters import ABBREVIATION, CAPITAL, TITLES
from curation.proposals.memory import Memory, load_rules
from curation.text.folding import Span
from curation.text.moments import choose
from curation.text.phrases import Phrases, match_phrases

OF = re.compile(r" (?:of|for)$")
"""The end of a phrase for an office that goes on with what it is of: head of."""
NEAR = 160
"""Characters before a person's name in which the office is looked for."""
STOPS = re.compile(r"[“”\";:—] ?")
"""What an office before a name does not go beyond."""
CAPITALS = rf"{CAPITAL}[\w’'./-]*"
SHORT = rf"\({CAPITAL}[\w.-]*\)"
"""The short name of a body, behind its name."""
AREA = (
    rf"(?: (?:of|for|in|at|in charge of) (?:the )?(?:{CAPITALS}|and|of)(?: (?:{CAPITALS}|{SHORT}|and|of|the|in))*"
    rf"(?:, {CAPITALS}(?: {CAPITALS})*(?: and {CAPITALS})?(?: {CAPITALS})*(?=,))?)"
)
SMALL_AREA = (
    rf"(?: (?:of|for|to|at|in|with)(?: (?!and the |who |that |said |is |was |has |had )(?:[\w’'./-]+|{SHORT})){{1,9}}(?=,))"
)
"""What an office is for, in small letters too where a comma is behind it: the spokesman of the city’s port, Ana Ruiz."""
WITHIN = r"(?: \([^()]{1,40}\))"
"""What is said of an office in brackets: Additional Secretary (Employment)."""
BETWEEN = re.compile(
    rf"\.?(?P<area>{WITHIN}?(?:{AREA}|{SMALL_AREA})?),?(?: (?:the )?(?:{TITLES}\.?|(?<=, ){ABBREVIATION}))? "
)
"""What can be between an office and the name: Minister of the Interior Ana Ruiz."""
OPENING = re.compile(
    r"(?:(?:the|an?|of|for|and|its|his|her|their|The|An?|Its|His|Her|Their|In|On|At|As|But|When|U\.S\. and) )*"
)
"""Words before an office that are no part of it."""
APPOSED = re.compile(r", (?:(?:a|an|the|who is|who) )?")
RELATIVE = re.compile(r"(?:whom?|which) ")
AT_BODY = rf"at (?:(?:the )?{CAPITAL}|the (?:embassy|consulate|mission|ministry)\b)"
"""What an office can be at: a director at the Department of Immigration."""
ENDS = re.compile(rf"(?<!\b{CAPITAL})(?<!\bSt)\.|[,;“\"—]| (?:said|wrote|told|stated|added|in a|on)\b| (?!{AT_BODY})at\b")
"""Where an office behind a name ends."""
PORTFOLIO = re.compile(
    r"(?P<deputy>(?:Deputy|Assistant) )?(?:(?:Prime|Vice|Executive|Foreign|Interior|Justice|Defen[cs]e|Health|Home"
    r"|Migration|Immigration|Police|Finance|Labou?r|Security|[Ss]tate) )*$"
)
"""What belongs to an office before its noun: Deputy Interior Minister."""
WITH_LEAD = ("secretary", "head_of_government", "head_of_state", "agency_head", "monarch")
"""Offices whose words begin before their noun: Prime Minister, Foreign Secretary, Executive Director."""
DEPUTIES = {"minister": "deputy_minister"}
RANKS = ("military_officer", "rank", "ambassador")
"""What somebody can be beside an office: Brigadier General Ana Ruiz, deputy head of the border guard."""


@cache
def compile_lead() -> re.Pattern[str]:
    """Return the pattern of the words of an office before its noun."""
    rules = load_rules()
    own = ("former", "state", "county", "consular", "unit", "section", "division")
    small = choose([*rules["portfolios"], *rules["unnamed_ranks"], *rules["head_areas"], *rules["bare"], *own])
    return re.compile(rf"(?:(?:{CAPITALS}|of|for|the|and|{small})[ /])*$")


@cache
def index_offices(listed: tuple[tuple[str, tuple[str, ...]], ...]) -> Phrases[set[str]]:
    """Return the phrases of the schema for offices and those of the rules, with their codes."""
    rules = load_rules()
    more = tuple((code, tuple(rules[key])) for code, key in MORE_OFFICES.items())
    return index_phrases((*listed, *more))


MORE_OFFICES = {
    "legislator": "legislators",
    "deputy_minister": "deputy_ministers",
    "ambassador": "ambassadors",
    "chair": "chairs",
    "rank": "ranks",
}
"""Offices in words that the schema does not have, by their codes; "chair" and "rank" are none."""


def list_roles(words: str, memory: Memory) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and code of each office that words have."""
    parse = memory.schemas["officials"].fields["role"].parse
    for start, end, codes in match_phrases(words, index_offices(tuple(parse.words.items()) if parse else ())):
        yield start, end, min(codes)


def read_role(title: str, memory: Memory, *, is_before: bool) -> tuple[Span, str] | None:
    """Return the words of a title that say the role, and its code: the noun with what belongs to it."""
    roles = list(list_roles(title, memory))
    if not roles:
        return None
    start, end, code = roles[-1] if is_before else roles[0]
    end += title.startswith(".", end)
    lead = PORTFOLIO.search(title[:start])
    # The words of the office alone: of a minister without what he is minister of.
    if not lead or not (lead["deputy"] or code in WITH_LEAD):
        return (start, end), code
    return (lead.start(), end), DEPUTIES.get(code, code) if lead["deputy"] else code


def find_office(text: str, name: Span, memory: Memory) -> Span | None:
    """Return the span of the office before a name, or in apposition behind it; None where neither does."""
    return next(iter(find_offices(text, name, memory)), None)


def find_offices(text: str, name: Span, memory: Memory) -> list[Span]:
    """Return the spans of the offices beside a name: that of which it has its role first, and a rank behind it."""
    before = find_office_before(text, name[0], memory)
    behind = find_office_behind(text, name[1], memory)
    if not before:
        return [behind] if behind else []
    is_rank = any(code in RANKS for _, _, code in list_roles(text[slice(*before)], memory))
    if not is_rank:
        return [before]
    comma = before[0] - 2 if text.startswith(", ", before[0] - 2) else -1
    first = behind or (find_office_before(text, comma + 2, memory) if comma > 0 else None)
    return [first, before] if first else [before]


def find_office_before(text: str, name: int, memory: Memory) -> Span | None:
    """Return the span of the office before a name."""
    left = max(0, name - NEAR)
    left = max([left, *(stop.end() for stop in STOPS.finditer(text, left, name))])
    beside = [(left + start, left + end) for start, end, _ in list_roles(text[left:name], memory)]
    beside = [(start, start + len(OF.sub("", text[start:end]))) for start, end in beside]
    beside = [(start, end) for start, end in beside if BETWEEN.fullmatch(text, end, name)]
    if not beside:
        return None
    start, end = beside[-1]
    lead = compile_lead().search(text[left:start])
    begin = left + lead.start() if lead else start
    opening = OPENING.match(text, begin, start)
    between = BETWEEN.fullmatch(text, end, name)
    if between and between["area"]:
        end = between.end("area")
    elif text.startswith(". ", end):
        end += 1
    return opening.end() if opening else begin, end


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
    return (begin, end) if any(True for _ in list_roles(text[name:end], memory)) else None
