"""Whom words name: a known person, a new one in office, or a body; and what a text itself says of names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from curation.proposals.article import Article, find_any
from curation.proposals.bodies import Named, find_bodies, says_kind
from curation.proposals.headings import is_release
from curation.proposals.letters import ABBREVIATION, CAPITAL, CAPITALIZED, PERSON, TITLES
from curation.proposals.memory import Memory, load_rules
from curation.proposals.offices import find_office, find_offices, list_roles
from curation.proposals.row_ids import drop_country, make_row_id
from curation.text.countries import find_countries
from curation.text.folding import Span, strip_accents
from curation.text.lexicon import load_words
from curation.text.moments import choose
from curation.text.phrases import match_phrases

TITLE = re.compile(rf"\b{TITLES}\.? ")
AGE = re.compile(r"\b\d\d?-year-old\b")
AGED = re.compile(rf"({CAPITALIZED})(?: \([^)]*\))?, (?:(?:aged? )?\d\d?,(?!\d)|(?:an? |the )?{AGE.pattern})")
"""A name with an age behind it, which nobody in office has."""
SHORT_NAME = re.compile(r" \(([A-Z][\w.-]*)\)")
"""The short name of a body, in parentheses behind its name."""
INITIALS = 3
"""Letters of initials that can be a body's short name."""
PART = re.compile(r"[^;:“”\"]+")
"""A part of a sentence in which a person's name and office are."""
PRIVATE = "ngo"
"""The kind of a body that is none of a state, where its name does not say more."""
STATE_ROLES = (
    "minister",
    "deputy_minister",
    "secretary",
    "head_of_government",
    "monarch",
    "ambassador",
    "deputy_chief_of_mission",
    "legislator",
    "regional_head",
    "judge",
    "military_officer",
    "rank",
)
"""Offices that only a state has."""
GROUP_ROLE = "secretary"
"""One of these that a group has too: its secretary."""
SPOKESMAN = re.compile(r"(?:chief |deputy )?spokes(?:man|woman|person)")
"""Somebody who speaks for the body of which the text has spoken before, which is mostly one of a state."""
CLAUSE = re.compile(
    r", who (?:\w+ )?(?:is|heads|leads|runs|oversees|directs|commands|manages|coordinates|supervises|is in charge of) "
    r"([^,.;:—–“”«»\"\ufffc]*)"
)
"""What somebody does in office, behind the name: Ana Ruiz, who oversees the flights of ICE."""
RUNS_ONE = re.compile(r"(?:who )?(?:heads|leads|runs|manages|directs|coordinates) an? ")
"""What somebody does for something that nobody has named: runs a shelter."""
OFFICER = re.compile(r"(?i)\b(?:director|head|chief|commissioner|comptroller|officer|superintendent|secretary|commander)\b")
"""An office that a state's body has; in its own release it is one of that body."""
BY_NOUN = r"the \w+['’]s"
OWNED = re.compile(rf"(?i)\b(?:its|their|his|her|whose|{BY_NOUN}) (?:\w+ )?$")
"""Before an office that is one of a body named before."""
GROUP = re.compile(
    r"(?i)\b(?:(?<!human )(?:migrants?|refugees?|immigrants?|rights|aid|relief|advocacy|support|solidarity|campaign)['’]?"
    r" (?:group|council|organi[sz]ation)|(?:non-\w+|-based) (?:group|organi[sz]ation)"
    r"|network|charity|NGO|(?<!in )association|alliance|coalition(?! government)|collective|foundation)\b"
)
"""What a sentence has that names a group which is none of a state's bodies."""
OWNED_BY_NOUN = re.compile(rf"(?i)\b{BY_NOUN} (?:\w+ )?$")
"""Before an office: a noun for whose it is, which may be another one than a group of the sentence before."""
NAME_STARTS = re.compile(rf"{CAPITAL}[\w’'&-]+ {CAPITAL}|\b{CAPITAL}{{2}}|[a-z] {CAPITAL}\w+ [a-z]+ {CAPITAL}")
"""Where a name of several words begins, or one of capitals."""
OWNER = re.compile(rf"({CAPITAL}[\w.]*(?: (?:{CAPITAL}[\w.]*|of|for))*)['’]s (?:\w+ )?$")
"""Before an office: the body whose it is, by its name."""
OF_STATE = re.compile(
    r"(?i)\b(?:the|that) (?:\w+ )?"
    r"(?:ministry|embassy|consulate|department|police|directorate|inspectorate|agency|government)['’]s (?:[\w-]+ ){0,3}$"
)
"""Before an office that is one of a state by the noun of whose it is."""
NO_PERSON = re.compile(r"\b(?:[Tt]he|(?P<place>[Ii]n|[Aa]t)) $")
"""What is before a name that is not that of a person."""
CITY = re.compile(rf"{CAPITAL}[\w’'-]+(?: {CAPITAL}[\w’'-]+)*")
LONGEST_PLACE = 3
"""Words of the name of a city."""
NO_NAME = re.compile(r"[;:“”\"]")
"""What no person's name and office go beyond."""


def has_age(text: str) -> bool:
    """Whether a text says how old somebody is: Ana Ruiz, 24, a 24-year-old.

    >>> [has_age(text) for text in ("Ana Ruiz, 24, left.", "A 24-year-old left.", "Ruiz left on May 24, 2031.")]
    [True, True, False]
    """
    return AGED.search(text) is not None or AGE.search(text) is not None


def name_speaker(words: str, memory: Memory) -> Named | None:
    """Return whom words name: a known person, a new person in office, a known body or a new one; None where no one."""
    if re.search(r"\b[Oo]ffice of ", words):
        return next(find_bodies(words, memory), None)
    for start, end, ids in match_phrases(words, memory.names.whole):
        persons = [name for name in ids if memory.is_person.get(name)]
        if len(persons) == 1 and not is_head_of_body(words, end):
            return Named(persons[0], True, True, "", (start, end))
    span = find_person(words, memory)
    if span:
        return Named(make_row_id(words[slice(*span)]), True, False, find_side(words, span, memory), span)
    return find_surname(words, memory) or next(find_bodies(words, memory), None)


def is_head_of_body(words: str, end: int) -> bool:
    """Whether a name goes on as that of a body: the Trump administration."""
    return re.match(rf" (?:{choose(load_rules()['bare'])})\b", words[end:]) is not None


def find_side(words: str, name: Span, memory: Memory) -> str:
    """Return the kind of body for which somebody holds an office that is none of a state; nothing where it is one of a state.

    Ministers, ambassadors and judges are a state's. Anybody can have a director or a spokesman: these are a state's
    where their title has a body of a state.
    """
    if make_row_id(words[slice(*name)]) in memory.in_office:
        return ""
    offices = find_offices(words, name, memory)
    office = offices[0] if offices else None
    title = words[slice(*office)] if office else ""
    # Of a colonel who directs a division the rank says enough.
    codes = {code for span in offices for _, _, code in list_roles(words[slice(*span)], memory)}
    is_of_group = make_row_id(words[slice(*name)]) in memory.of_group
    if codes & {*STATE_ROLES} - ({GROUP_ROLE} if is_of_group else set()):
        return ""
    if is_of_group:
        return PRIVATE
    if SPOKESMAN.fullmatch(title):
        return ""
    behind = CLAUSE.match(words, name[1])
    if RUNS_ONE.match(title):
        return PRIVATE
    bodies = list(find_bodies(title, memory)) or list(find_bodies(behind[1] if behind else "", memory))
    if bodies:
        return "" if any(body.is_official for body in bodies) else bodies[0].kind
    if find_any(title, (*load_rules()["bare"], "county", "city", "district", "state", "u.s. attorney")) or has_domain(title):
        return ""
    # The embassy's consul; of an agency that is named before see `find_in_office`.
    if office and OF_STATE.search(words[: office[0]]):
        return ""
    owner = OWNER.search(words[: office[0]]) if office else None
    if owner and any(body.is_official for body in find_bodies(owner[1], memory)):
        return ""
    is_owned = office is not None and OWNED.search(words[: office[0]]) is not None
    is_own = memory.is_release and OFFICER.search(title) is not None
    return "" if (is_own or is_plain_president(title)) and not is_owned else PRIVATE


def has_domain(title: str) -> bool:
    """Whether a title is on what only a state has to do with, and has no name of a body that may be another's.

    >>> [has_domain(title) for title in ("Director of Immigration", "immigration director at Haven House")]
    [True, False]
    """
    domain = find_any(title, load_rules()["domains"])
    left = title[: domain.start()] + title[domain.end() :] if domain else ""
    return domain is not None and not re.search(rf" (?:at|of|for|with) (?:the )?{CAPITAL}", left)


def is_plain_president(title: str) -> bool:
    """Whether a title is that of a president with a country at most, and not of the president of something."""
    bare = title
    for _, country in find_countries(title):
        bare = re.sub(rf"{re.escape(country)}(?:[’']s)?", "", bare)
    return re.fullmatch(r"\W*(?:(?:former|then|of|the)\W*)*president\W*", bare, re.IGNORECASE) is not None


def find_person(words: str, memory: Memory) -> Span | None:
    """Return where words have the name of a person with an office: DHS Secretary Kristi Noem; Ana Ruiz, a spokeswoman.

    Of several names it is the first one that is beside an office.
    """
    roles = list(list_roles(words, memory))
    blank = words
    for start, end, _ in roles:
        blank = blank[:start] + "." * (end - start) + blank[end:]
    for pattern in (TITLE, compile_portfolio()):
        blank = pattern.sub(lambda found: "." * len(found.group()), blank)
    found: list[Span] = []
    for match in PERSON.finditer(blank) if roles else ():
        behind = NO_PERSON.search(words, 0, match.start())
        cities = memory.cities if behind and behind["place"] else ()
        start, name = skip_portfolio(match.start(), match.group(), cities)
        if (
            " " in name
            and not NO_PERSON.search(words, 0, start)
            and not is_other_name(name, memory)
            and not is_people(words, start + len(name))
        ):
            found.append((start, start + len(name)))
    return next((span for span in found if find_office(words, span, memory)), None)


@cache
def compile_portfolio() -> re.Pattern[str]:
    """Return the pattern of what a bearer of an office is for, behind the office: … for Consular Affairs and Migration."""
    area = choose([*load_rules()["portfolios"], *load_rules()["fields"]])
    return re.compile(rf"(?<=\.)(?:,? (?:(?:for|of|to) )?(?:the )?(?:and )?(?i:{area})(?![\w’'-]))+(?= )")


def list_persons_in_office(words: str, memory: Memory) -> Iterator[Named]:
    """Yield each person whom words name with an office, one in each part of them."""
    for part in PART.finditer(words):
        named = name_speaker(part.group(), memory)
        if named and named.is_person:
            start, end = named.span
            yield replace(named, span=(part.start() + start, part.start() + end))


def is_people(words: str, end: int) -> bool:
    """Whether a noun for people follows a name: West African nationals."""
    return re.match(rf" (?:{choose(load_rules()['people'])})\b", words[end:]) is not None


def is_other_name(name: str, memory: Memory) -> bool:
    """Whether a name in capitals is that of a body, a country or a city."""
    is_city = strip_accents(name) in memory.cities
    heads = (*load_rules()["bodies"], *load_rules()["named_things"])
    return is_city or bool(find_any(name, heads) or find_countries(name) or says_kind(name, memory))


def skip_portfolio(start: int, name: str, cities: Container[str]) -> tuple[int, str]:
    """Return a name and where it starts, without what its bearer is minister of, the place before it, and opening words."""
    left_out, heads = load_no_names()
    while " " in name:
        first, rest = name.split(" ", 1)
        place = measure_place(name, cities) if cities else 0
        # Of the Inspectorate Ana Ruiz.
        is_rank = " " in rest and re.fullmatch(ABBREVIATION, first) is not None
        is_head = " " in rest and first.lower() in heads and not rest.startswith(("of ", "for "))
        if place:
            first = name[:place]
        elif first.lower() not in left_out and not is_head and not is_rank:
            break
        start, name = start + len(first) + 1, name[len(first) + 1 :]
    return start, name


@cache
def load_no_names() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that begin no name, and the heads of bodies, which begin none where two more names follow."""
    rules = load_rules()
    left_out = frozenset((*rules["portfolios"], *load_words("coding")["common"]))
    return left_out, frozenset((*rules["bodies"], *rules["bare"])) - left_out


def measure_place(name: str, cities: Container[str]) -> int:
    """Return the length of the city before a name of two words at least: New York Ana Ruiz; 0 where there is none."""
    words = name.split(" ")
    places = [" ".join(words[:count]) for count in range(min(len(words) - 2, LONGEST_PLACE), 0, -1)]
    return next((len(place) for place in places if strip_accents(place) in cities), 0)


def find_surname(words: str, memory: Memory) -> Named | None:
    """Return the person whom words name by the surname alone, where the text has the full name too."""
    for match in re.finditer(CAPITALIZED, words):
        person = memory.surnames.get(match.group())
        if person and not is_head_of_body(words, match.end()):
            return Named(person, True, False, "", match.span())
    return None


def is_apposed(text: str, end: int, name: Span) -> bool:
    """Whether a name ends before a comma and another name that says whose it is: Frontex, the European Border Agency."""
    return text[end : name[0]] == ", the " and re.match(r" [a-z]", text[name[1] :]) is None


def find_in_office(
    article: Article, persons: Sequence[Sequence[tuple[str, Span | None]]]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return those whose office is one of a state's body that the text has just named, its director, and those of a group.

    `persons` has the parts of each sentence, each with where a person's name is in it.
    """
    found: set[str] = set()
    of_group: set[str] = set()
    before = ""
    for sentence, parts in zip(article.sentences, persons, strict=True):
        for part, span in parts:
            office = find_office(part, span, article.memory) if span else None
            if span and office and OWNED.search(part[: office[0]]):
                lead = part[: office[0]]
                of = lead if NAME_STARTS.search(lead) or GROUP.search(lead) else before
                owner = find_last_body(of, article.memory)
                person = make_row_id(part[slice(*span)])
                is_of_noun = of is before and OWNED_BY_NOUN.search(lead) is not None
                if GROUP.search(of) and not is_of_noun and not (owner and of is lead):
                    of_group.add(person)
                elif owner and owner.is_official:
                    found.add(person)
        before = sentence.text
    return frozenset(found), frozenset(of_group)


def find_last_body(text: str, memory: Memory) -> Named | None:
    """Return the body that is the last name of a text; nothing where another name is."""
    starts = (match.start() for match in NAME_STARTS.finditer(text))
    last = max((start + len("The ") if text.startswith("The ", start) else start for start in starts), default=0)
    return next((body for body in find_bodies(text, memory) if body.span[0] <= last < body.span[1]), None)


def learn_names(article: Article) -> Article:
    """Return a text with what it says of names itself: whose a surname is, which body a short name means, which countries."""
    persons = [[(part, find_person(part, article.memory)) for part in NO_NAME.split(one.text)] for one in article.sentences]
    in_office, of_group = find_in_office(article, persons)
    memory = replace(article.memory, in_office=in_office, of_group=of_group, is_release=is_release(article))
    surnames: dict[str, set[str]] = defaultdict(set)
    short_names: dict[str, str] = {}
    for sentence, parts in zip(article.sentences, persons, strict=True):
        for part, span in parts:
            if span and not find_side(part, span, memory):
                name = part[slice(*span)]
                for alone in (word for word in name.split(" ") if len(word.rstrip(".")) > 1):
                    surnames[alone[:1].upper() + alone[1:]].add(make_row_id(name))
        bodies = list(find_bodies(sentence.text, memory))
        for first, second in pairwise(bodies):
            if " " not in sentence.text[slice(*first.span)] and is_apposed(sentence.text, first.span[1], second.span):
                short_names[sentence.text[slice(*first.span)]] = second.id
        for body in bodies:
            short = SHORT_NAME.match(sentence.text, body.span[1])
            bare = drop_country(sentence.text[slice(*body.span)])
            initials = "".join(re.findall(r"\b[A-Z]", sentence.text[slice(*body.span)]))
            for name in (short[1] if short else "", bare, initials if len(initials) >= INITIALS else ""):
                if name and not body.is_known:
                    short_names.setdefault(name, body.id)
    alone = {surname: next(iter(persons)) for surname, persons in surnames.items() if len(persons) == 1}
    named = frozenset(country.code for sentence in article.sentences for country in sentence.countries if country.code)
    names = {match.group() for sentence in article.sentences for match in CITY.finditer(sentence.text)}
    cities = [memory.cities.get(strip_accents(name), ()) for name in names]
    visited = frozenset(codes[0] for codes in cities if len(codes) == 1)
    known = replace(memory, surnames=alone, short_names=short_names, named=named, visited=visited)
    return replace(article, memory=known)
