"""Bodies in words: those that the collection knows, and new ones by the heads of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from curation.claims.code_words import index_phrases
from curation.proposals.article import find_any
from curation.proposals.letters import CAPITAL, CAPITALIZED
from curation.proposals.memory import Memory, load_rules
from curation.proposals.offices import list_roles
from curation.proposals.row_ids import drop_country, make_body_id
from curation.text.countries import find_countries
from curation.text.edtf import MONTHS
from curation.text.folding import Span
from curation.text.phrases import Phrases, match_phrases

OUTLETS = ("news_agency", "newspaper", "unnamed_media")
NO_STATEMENTS = (*OUTLETS, "ngo", "company", "airline")
"""Kinds of bodies of which nothing is coded as a statement."""
ONE_EACH = ("foreign_ministry", "head_of_state")
"""Kinds of bodies of which a country has one."""
NO_BODY = re.compile(r"\b(?:Act|Law|Convention|Protocol|Agreement|Treaty|Programme|Program|Scheme|Status|Plan)$")
"""The end of a name that is that of no body."""
WHOLE = rf"(?:(?:[A-Z]\.){{2,}}|{CAPITALIZED}|[A-Z]{{2,}})(?:’s|'s)?"
"""A word of a name."""
PLACE = rf"(?: (?:in|to) (?:the )?{WHOLE}(?: {WHOLE})*)?"
"""Where an embassy is, or to whom a mission is sent."""
OPENING = re.compile(
    rf"(?:(?:The|A|An|As|In|On|At|By|For|From|But|And|When|While|Acting|Assistant|Deputy|{'|'.join(MONTHS)}) )*"
    r"(?:(?:[Oo]fficers|[Aa]gents|[Ss]taff) of the )?(?:Spokes\w+ (?:of|for) (?:the )?)?"
)
"""Words with a capital at the start of a sentence that begin no name."""
THROUGH = re.compile(r"(?:[Ss]ources (?:in|at|of|from|close to)|[Rr]epresentatives? (?:of|from)) (?:the )?$")
"""Before a body for which nobody in office speaks: sources in the ministry."""
LISTED = re.compile(rf"(?:\b[Tt]he |^)((?:{CAPITAL}[\w-]+, )+)$")
"""The beginning of a body's name that is a list: the Foreign, Commonwealth and Development Office."""
MEMBER = re.compile(rf"({CAPITAL}[\w.’'-]+(?: {CAPITAL}[\w.’'-]+)+) of (?:the )?")
"""What can be the name of somebody of a body: Andrzej Nowak of the Border Guard."""
OFFICER = re.compile(
    r"(?:Superintendent|Inspector|Commissioner|Commander|Colonel|Captain|Sheriff|Governor)(?: General)? of\b"
)
"""The beginning of an office, and of no body's name: Superintendent of Police."""
FIELD_OFFICE = re.compile(r"\bField Office\b")
"""A part of a body, whose director does not speak for it as a whole: ERO Boston Field Office Director."""
GROUP = re.compile(r"\b(?:Refugee Council|Jesuit|Caritas|Red C(?:ross|rescent)|Amnesty|Rights Watch|Legal Aid)\b")
"""What only the name of a group has, whatever its head is."""
APPOSED_GROUP = re.compile(
    r", (?:an?|the) (?:[\w’'-]+ ){0,4}"
    r"(?:group|charity|NGO|non-?profit|network|association|collective|organi[sz]ation|clinic)\b"
)
"""Behind the name of a group: the Committee for Returnees' Rights, a Colombo-based group."""
UN = re.compile(r"(?:UN|U\.N\.)(?= )")
OFFICE_OF = re.compile(r"[Oo]ffice of\b")
GENERAL_BEFORE = re.compile(r" (?:Department|Inspectorate|Directorate|Administration|Secretariat|Commission|Office|Staff)\b")
GENERAL_BEHIND = re.compile(r"\b(?:Direct(?:ion|orate)|Inspectorate|Secretariat|Consulate|Department) $")
"""Beside "General", which then is no rank."""
AREA = re.compile(r"(?:Minister|Secretary) (?:for|of) (?:the )?(?:[A-Z][\w’'-]*,? (?:and )?)*$")
"""What an office is for, before the rest of it: the Minister for Justice, Home Affairs and Migration."""
RANK = re.compile(r"(?: (?:Deputy|Acting|Executive|Vice|Senior|Assistant|Chief|of|for|the|and))+$")
"""The beginning of an office behind a body's name: Frontex Deputy Executive Director."""
ALONE = re.compile(r"(\w+) for ")
"""The name of a body in one word, before what somebody of it is for: Frontex for Returns."""
PERFORMING = re.compile(r"\bOfficials? Performing\b")
"""In a title that is no body's name: Senior Official Performing the Duties of the Director."""
TELLING = re.compile(r"[A-Z][a-z]+ (?:\w+ )*[A-Z][a-z]+")
"""The name of an agency that means the same without its country or its head: Homeland Security."""
INITIALS = re.compile(r"[A-Z]{2,5}")
ADDRESS = re.compile(r"\w+\.\w{2,3}")
"""A site by its address: Orda.kz."""


@dataclass(frozen=True)
class Named:
    """A speaker whom words name. Positions are those of the words."""

    id: str
    is_person: bool
    is_known: bool
    kind: str
    """The `organization_type` of a body, or of the body of a person who holds no office of a state; else nothing."""
    span: Span
    """Where the name is: of a person without the office."""

    @property
    def is_outlet(self) -> bool:
        return self.kind in OUTLETS

    @property
    def is_official(self) -> bool:
        """Whether what it says is a statement: not of an outlet, a company or a group, nor of somebody who speaks for one."""
        return self.kind not in NO_STATEMENTS


def find_bodies(words: str, memory: Memory) -> Iterator[Named]:
    """Yield the bodies that words name, known and new ones, in their order."""
    roles = [start for start, end, _ in list_roles(words, memory) if not is_within_name(words, start, end)]
    spans = [drop_rank(words, cut_office(words, span, roles)) for span in list_body_spans(words)]
    spans = [span for span in spans if is_body(words[slice(*span)])]
    known = {}
    for span, body in find_known(words, memory).items():
        around = next((one for one in spans if one[0] <= span[0] and span[1] <= one[1]), None)
        if not around:
            spans.append(span)
        if around in (None, span) or is_form(memory, body, words[slice(*around)]):
            known[around or span] = body
    for span in sorted(spans):
        name = words[slice(*span)]
        kind = find_kind(name, memory)
        body = known.get(span) or find_same_body(name, kind, memory)
        if body:
            is_known = body in memory.is_person
            own = memory.value("organizations", body, "organization_type") if is_known else find_kind(name, memory)
            yield Named(body, False, is_known, own, span)
        else:
            kind = "ngo" if APPOSED_GROUP.match(words, span[1]) else kind
            yield Named(make_body_id(name, kind), False, False, kind, span)


def is_within_name(words: str, start: int, end: int) -> bool:
    """Whether a word for an office is a part of a body's name: the General Inspectorate, the Directorate General."""
    beside = GENERAL_BEFORE.match(words, end) or GENERAL_BEHIND.search(words, 0, start)
    return words[start:end] == "General" and beside is not None


def find_body_of_office(title: str, memory: Memory) -> Named | None:
    """Return the first body in the title of an office; none where it is only that of a part of one."""
    return None if FIELD_OFFICE.search(title) else next(find_bodies(title, memory), None)


def find_known(words: str, memory: Memory) -> dict[Span, str]:
    """Return where words have a name of a body that the collection or the text itself has given."""
    known: dict[Span, str] = {}
    for start, end, ids in match_phrases(words, memory.names.whole):
        bodies = [name for name in ids if not memory.is_person.get(name, True)]
        if len(bodies) == 1 and not words[start:end].islower():
            known[start, cut_possessive(words, end)] = bodies[0]
    for name, body in memory.short_names.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", words):
            known.setdefault(match.span(), body)
    return known


def cut_possessive(words: str, end: int) -> int:
    """Return where a name ends without a possessive at its end."""
    return end - 2 if words.endswith(("’s", "'s"), 0, end) else end


def list_body_spans(words: str) -> Iterator[Span]:
    """Yield where words have the name of a body: from its first capital to its head and what follows "of"."""
    for match in compile_names().finditer(words):
        if is_body(match.group()):
            start = match.start() + measure_opening(match.group())
            listed = LISTED.search(words, 0, start) if " and " in match.group() else None
            member = MEMBER.match(words, start, match.end())
            if member and not is_body(member.group(1)) and is_body(words[member.end() : match.end()]):
                start = member.end()
            end = cut_possessive(words, match.end())
            yield listed.start(1) if listed else start, end


@cache
def compile_names() -> re.Pattern[str]:
    """Return the pattern of what can be a body's name: with small heads, with endings, or of officials without a name."""
    rules = load_rules()
    within, endings, areas, heads, ranks = (
        "|".join(rules[key]) for key in ("within_name", "name_endings", "head_areas", "small_heads", "unnamed_ranks")
    )
    listed = rf"(?:Department|Ministry) (?:of|for) {WHOLE}(?: {WHOLE})*(?:, {WHOLE}(?: {WHOLE})*)+ and {WHOLE}(?: {WHOLE})*"
    office = rf"[Oo]ffice of (?:the )?{WHOLE}(?: {WHOLE})*"
    small = rf"(?:(?:{areas}) )?(?:{heads})(?:(?<=embassy){PLACE}|(?<=consulate){PLACE})?(?: officials?\b)?"
    missions = ("Embassy", "Consulate", "Consulate General", "Mission", "Commission")
    mission = f"(?:{'|'.join(f'(?<={head}){PLACE}' for head in missions)})?"
    large = rf"(?:(?: (?:{within}))? {WHOLE}| (?:{endings})\b)*{mission}"
    unnamed = rf"(?:(?:{ranks}) )*(?:officials?|authorities)\b(?: (?:of|in) the {small})?"
    return re.compile(
        rf"(?<!\w)(?!(?:The|A|An|Its|His|Her|Their|Our) )(?:{listed}|{office}|{WHOLE}(?: {small}|{large})|{unnamed})"
    )


def measure_opening(name: str) -> int:
    """Return the length of the words before a name that only open a sentence."""
    opening = OPENING.match(name)
    return opening.end() if opening else 0


def cut_office(words: str, span: Span, offices: list[int]) -> Span:
    """Return the span of a body's name without the office that follows it; of what the office itself is for, an empty one."""
    start, end = span
    if OFFICE_OF.match(words, start):
        return span
    if THROUGH.search(words, 0, start):
        return start, start
    end = min([end, *(max(start, office - 1) for office in offices if start <= office < end)])
    is_portfolio = end < span[1] or end + 1 in offices
    heads = {token.lower() for token in re.findall(r"\w+", words[start:end])} & {*load_rules()["bodies"]}
    is_portfolio = is_portfolio and bool(heads) and heads <= {*load_rules()["portfolios"]}
    return start, start if is_portfolio or AREA.search(words, 0, start) else end


def drop_rank(words: str, span: Span) -> Span:
    """Return the span of a body's name without the rank of an office behind it; an empty one where it is a title alone."""
    name = words[slice(*span)]
    rank = RANK.search(name)
    alone = ALONE.match(name)
    if alone and is_body(alone[1]):
        return span[0], span[0] + alone.end(1)
    is_title = PERFORMING.search(name) is not None
    return span[0], span[0] if is_title else span[0] + rank.start() if rank else span[1]


def is_body(name: str) -> bool:
    """Whether a name has the head of a body's name, or is its initials or an address."""
    rules = load_rules()
    tokens = {token.lower() for token in re.findall(r"\w+", name)}
    if (len(tokens) == 1 and tokens & {*rules["bare"]}) or OFFICER.match(name):
        return False
    if NO_BODY.search(name) or (len(tokens) == 1 and tokens & {*rules["portfolios"]}):
        return False
    has_head = bool(tokens & {*rules["bodies"], *rules["outlets"]})
    return has_head or bool(ADDRESS.fullmatch(name)) or bool(INITIALS.fullmatch(name) and not find_countries(name))


def is_form(memory: Memory, body: str, name: str) -> bool:
    """Whether a name is one that the collection has for a body."""
    return any(name.casefold() == form.casefold() for form in memory.forms.get(body, ()))


def find_same_body(name: str, kind: str, memory: Memory) -> str:
    """Return the known body that another name means: an agency without its country, a country's one foreign ministry."""
    bare = drop_country(name) or name
    if kind == "national_agency" and TELLING.search(bare):
        same = [body for body, forms in memory.forms.items() if any(bare in form for form in forms)]
        return same[0] if len(same) == 1 else ""
    countries = {code for code, _ in find_countries(name)}
    if kind not in ONE_EACH or len(countries) != 1:
        return ""
    return next((body for body in memory.is_person if is_of(memory, body, kind, countries)), "")


def is_of(memory: Memory, body: str, kind: str, countries: set[str]) -> bool:
    """Whether a known body is of a kind and of one of some countries."""
    is_kind = memory.value("organizations", body, "organization_type") == kind
    return is_kind and memory.value("organizations", body, "country") in countries


def list_kind_phrases(memory: Memory) -> Phrases[set[str]]:
    """Return the phrases of the schema that say what kind of body one is."""
    parse = memory.schemas["organizations"].fields["organization_type"].parse
    return index_phrases(tuple(parse.words.items()) if parse else ())


def says_kind(name: str, memory: Memory) -> bool:
    """Whether a name says what kind of body it is."""
    return any(True for _ in match_phrases(name, list_kind_phrases(memory)))


def find_kind(name: str, memory: Memory) -> str:
    """Return the kind of a body by a phrase of the schema, or by the head of its name; a body of a state is an agency."""
    if UN.match(name) or name.startswith("European "):
        return "international_organization"
    if re.match(r"(?i)office of (?:the )?president\b", name):
        return "head_of_state"
    if re.search(r"High Commission\b", name) and not UN.match(name):
        return "embassy"
    if GROUP.search(name):
        return "ngo"
    if re.search(r"(?:Home|Interior) Office$", name):
        return "ministry"
    for _, _, codes in match_phrases(name, list_kind_phrases(memory)):
        return min(codes)
    rules = load_rules()
    tokens = [token.lower() for token in re.findall(r"\w+", name)]
    if tokens and tokens[-1] in rules["outlets"] and tokens[-1] not in rules["bodies"]:
        return "newspaper"
    if re.search(r"[A-Z]\w+ administration$", name):
        return "government"
    if tokens and (tokens[-1] == "government" or tokens[:2] == ["government", "of"]):
        return "government"
    if {"official", "officials"} & {*tokens}:
        return "unnamed_official"
    return "ministry" if find_any(name, ["ministry"]) else "national_agency"
