"""Rules on other figures: their number, and the unit, the noun and the group of people that the words beside it give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from curation.proposals.aboard import list_aboard
from curation.proposals.article import Article, Sentence, find_any, has_several
from curation.proposals.codes import (
    Code,
    find_verb,
    list_event_codes,
    list_rank_codes,
    list_times,
    share_codes,
)
from curation.proposals.flights import Flight, speaks_of_flight
from curation.proposals.memory import load_rules
from curation.proposals.naming import AGE, AGED
from curation.proposals.passengers import (
    OF_NUMBER,
    SOME,
    Some,
    find_bare,
    find_had,
    list_some_codes,
    list_staff_codes,
    read_some,
)
from curation.proposals.places import DESTINATION, list_places
from curation.proposals.proposal import Proposal
from curation.proposals.row_ids import make_row_id
from curation.proposals.speech import mentions_other
from curation.text.folding import Span
from curation.text.lists import find_lists
from curation.text.moments import choose
from curation.text.numbers import NumberExpression

STATISTICS = "statistics"
SINGLE = re.compile(r"(?i)(?:one|both|first|second)$")
"""Numbers that are also pronouns and adverbs: they are figures only before a noun of an order."""
UNREAD = re.compile(r"(?i)[€£$]|dollars|half|quarter|thirds$|(?:one|a)[ -]third$")
"""Sums of money, and fractions, which need a value that the words do not have."""
DOLLARS = re.compile(r"(?:US)?\$\d|USD \d")
"""An amount of dollars of the United States in figures."""
OWN_DOLLARS = frozenset(
    ("AUS", "BHS", "BRB", "CAN", "FJI", "GUY", "HKG", "JAM", "LBR", "NAM", "NZL", "SGP", "SLB", "SUR", "TTO", "TWN")
)
"""Countries with a dollar of their own, which a text on them can mean by the sign alone."""
NOT_COUNTED = re.compile(r"\b(?i:every|all but|my|his|her|their|has|have) $")
"""What is before a number of a share, of those who are left out, and of somebody's family.

One for every five detainees, all but two of them, her three children.
"""
GOES_ON = re.compile(r" (?:of(?! \d{4}\b)|who|from|with|under|aged)\b")
"""What follows a noun that is not yet the whole name of what is counted: officers of the Federal Police."""
GROUP_GOES_ON = re.compile(r" (?:of [\w ,]+? )?(?:to\b|since\b|sent\b|deported\b|expelled\b)")
"""Behind "group", where groups have an order: the second group to be sent."""
OFTEN = re.compile(r" (?P<often>(?:per|a|each|every) (?P<unit>day|month)|(?P<every>daily|monthly))\b")
"""How often as many events were: 310 removals per day."""
NO_UNIT = re.compile(r" (?:(?:per|a|each|every) (?:week|year)|weekly|yearly)\b")
"""How often events were, where the tables have no unit for it: two flights a week."""
MORE = re.compile(r"(?:(?:more|further|other|others|additional|such|of the|of) )*")
PEOPLE = ("people", "persons")
HAS = re.compile(r" (?:had|have|were|are)\b")
"""Behind a noun that says nothing of the people: what follows says of whom a number is."""
MOST_WORDS = 3
"""Words between a number and its noun."""
NOT_BETWEEN = "of|and|or|to|in|from|on|for|per|with|is|are|was|were|be|been|has|have|had"


@dataclass(frozen=True)
class Counted:
    """What is counted, in the words beside a number. Positions are those of the sentence."""

    code: str
    noun: str
    words: Span | None
    """Where the unit is said; nowhere where a reader chooses the words: per cent, in words."""
    cells: tuple[tuple[str, Span], ...] = field(default=())
    """Other fields that the words give."""
    some: Some | None = None
    """Of whom it counts some, where they are passengers."""

    @property
    def kind(self) -> str:
        """The code of the unit; of events per day, what they have in common with others."""
        return self.code.partition("_")[0]

    @property
    def rule(self) -> str:
        """The name of the rule that found it."""
        if self.some:
            return SOME
        return "figure-duration" if self.noun.endswith(" duration") else f"figure-{self.kind}"


def propose_figures(
    article: Article, flights: Mapping[int, Flight], taken: set[Span], others: frozenset[int]
) -> Iterator[Proposal]:
    """Propose a row of statistics for each number with a noun or a per cent sign that no other rule has taken.

    `others` are the sentences of people who hold no office.
    """
    seen: set[str] = set()
    main = next((one for one in flights.values() if one.is_main), None)
    has_flown = False
    for sentence in article.sentences:
        rows: list[str] = []
        codes: dict[str, list[Code]] = {}
        has_flown = has_flown or sentence.number in flights
        is_other = mentions_other(sentence) or sentence.number in others
        for number in () if is_other else sentence.numbers:
            unit = None if sentence.place(number.start, number.end) in taken else read_unit(article, sentence, number)
            if unit and not (sentence.is_heading and unit.code != "rank"):
                name = make_row_id(f"{article.source} {unit.noun}")
                # A place in an order that is said again is the same one.
                is_new = name not in seen or unit.kind == "rank"
                rows.append(name if is_new else f"{name}-{len(seen)}")
                seen.add(rows[-1])
                yield from describe_figure(sentence, number, unit, rows[-1])
                flight = main if has_flown else None
                codes[rows[-1]] = list(
                    list_codes(article, sentence, unit, number, flight, is_on_flight=sentence.number in flights)
                )
        yield from share_codes(sentence, codes, rows)


def list_codes(
    article: Article,
    sentence: Sentence,
    unit: Counted,
    number: NumberExpression,
    flight: Flight | None,
    *,
    is_on_flight: bool,
) -> Iterator[Code]:
    """Yield the codes of a figure, of a sentence that is on a flight or of a text that has spoken of one before."""
    noun = dict(unit.cells).get("measure_printed")
    staff = list(list_staff_codes(sentence, unit.words, flight)) if is_staff(unit.noun) and unit.words else []
    if unit.some and flight:
        yield from list_some_codes(unit.some, flight)
    elif staff:
        yield from staff
    elif unit.kind == "rank":
        yield from list_rank_codes(article, sentence, noun)
    elif unit.code == "events" and noun:
        yield from list_event_codes(article, sentence, noun, (number.start, number.end))
    elif flight and (aboard := list_aboard(sentence, unit.noun, flight.id)):
        yield from aboard
    elif unit.kind == "persons":
        verb = find_verb(sentence, number.start, unit.words[1]) if unit.words and not is_on_flight else None
        if verb:
            yield Code("moved-flow", "stock_or_flow", "flow", verb)
        yield from list_times(article, sentence, "persons-time")
    elif unit.noun.endswith(" duration"):
        yield Code("duration-time", "period_type", "unspecified", None)


def describe_figure(sentence: Sentence, number: NumberExpression, unit: Counted, row: str) -> Iterator[Proposal]:
    """Yield the number and the unit of a figure, and what else its words give."""

    def cell(name: str, span: Span, value: str = "") -> Proposal:
        spans = (sentence.place(*span),)
        return Proposal(unit.rule, sentence.number, STATISTICS, row, name, value, spans, False)

    yield cell("value", (number.start, number.end))
    if unit.words:
        yield cell("unit", unit.words, unit.code)
    for name, span in unit.cells:
        yield cell(name, span)


def read_unit(article: Article, sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return what a number counts: per cent, a place in an order, events or people; None where unknown."""
    words, own = sentence.text[number.start : number.end], (number.start, number.end)
    if re.search(r"%|per ?cent", words):
        return Counted("percent", "percent", own if "%" in words else None)
    if DOLLARS.match(words) and "-" not in words and not (article.memory.named & OWN_DOLLARS):
        return Counted("usd", "usd", own)
    if UNREAD.search(words) or NOT_COUNTED.search(sentence.text[: number.start]):
        return None
    long = LASTING.match(sentence.text, number.end)
    if long and says_how_long(sentence, number):
        return Counted(long[1], f"{long[1]} duration", long.span(1))
    order = None if is_only_possible(sentence, number) else match_noun("ranked", sentence.bare, number.end)
    if is_ordinal(words):
        order = order or match_before(sentence, number)
        if not order or (order[1].endswith("group") and not GROUP_GOES_ON.match(sentence.text, order.end(1))):
            return None
        place = find_end(sentence, order.end(1)) or find_end(sentence, number.end)
        cells = (*print_noun(order.start(1), order), *((("place", place),) if place else ()))
        return Counted("rank", f"{order[1]} {words} rank".lower(), own, cells)
    if SINGLE.match(words):
        return None
    return read_events(sentence, number) or read_passengers(sentence, number) or read_people(article, sentence, number)


def read_passengers(sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return the unit of some of the passengers: the words that say of whom."""
    some = read_some(sentence, number)
    if not some:
        bare = find_bare(sentence, number)
        return None if bare is None else Counted("persons", "some", None, tuple(("population", one) for one in bare))
    cells = (("population", some.population),) if some.population else ()
    return Counted("persons", sentence.text[slice(*some.unit)], some.unit, cells, some)


LASTING = re.compile(
    r" (minutes|hours|days|weeks|months|years)\b"
    r"(?! (?:after|before|ago|earlier|later|old|in a row|between|since|in|an?|per|each|every)\b)"
)
"""The unit of a time that something lasted; not of one between two events, an age, or how often: 24 hours a day."""
SPAN_OF = re.compile(r"\b(?:in|every|the|last|past|next|first)(?: (?:last|past|next|first))? $")
"""What is before a time within which something happened."""


def says_how_long(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number of days or years says how long something lasted, and not in the story of one person."""
    if AGED.search(sentence.text) or AGE.search(sentence.text) or sentence.text[: number.start].endswith(" of "):
        return False
    is_within = SPAN_OF.search(sentence.text[: number.start]) is not None
    return not is_within and not sentence.has_word(["he", "she", "his", "her", "i", "my"])


def is_only_possible(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a place in an order is that of something that there may be or may not be: no date for a third flight."""
    words = sentence.text[: number.end].split(" ")[-2:]
    is_new = len(words) == 2 and words[0].lower() == "a"
    return is_new and bool(sentence.has_word(["no", "may", "might", "could", "planned", "due", "expected", "scheduled"]))


def match_before(sentence: Sentence, number: NumberExpression) -> re.Match[str] | None:
    """Return where the noun of an order is that is said to have a place in it: the flight is the second."""
    found = compile_is().search(sentence.bare[: number.start])
    return found if found and not sentence.text[number.end :].startswith(" time") else None


@cache
def compile_is() -> re.Pattern[str]:
    """Return the pattern of a noun of an order that is before its place."""
    nouns = choose(load_rules()["ranked"])
    return re.compile(
        rf"\b(?:[Tt]he|[Aa]|[Tt]his) (?:[\w-]+ ){{0,2}}({nouns})(?: [^,.;:]{{1,40}})? (?:is|was) (?:only )?the $"
    )


def is_ordinal(words: str) -> bool:
    """Whether a number is a place in an order: third, THIRD, 3rd."""
    return re.fullmatch(r"(?i)first|second|third|[\w-]+(?:st|nd|rd|th)", words) is not None


def match_noun(key: str, text: str, start: int) -> re.Match[str] | None:
    """Return where a noun of a list follows a position, with a few words in small letters between; the noun is group 1."""
    return compile_noun(key).match(text, start)


@cache
def compile_noun(key: str) -> re.Pattern[str]:
    """Return the pattern of a noun of a list behind a number."""
    nouns = choose(load_rules()[key])
    between = rf"(?:(?!\d|(?:{NOT_BETWEEN})\b)[\w.-]+ ){{0,{MOST_WORDS}}}?"
    return re.compile(rf" (?:of (?:the )?)?{between}((?i:{nouns}))(?![\w-])")


def read_events(sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return the unit of flights, arrests or other events: their noun."""
    found = match_noun("events", sentence.text, number.end)
    if not found or NO_UNIT.match(sentence.text, found.end(1)):
        return None
    charter = re.search(r"\bcharter(?:ed)? $", sentence.text[: found.start(1)])
    often = OFTEN.match(sentence.text, found.end(1))
    if often:
        code = f"events_per_{(often['unit'] or often['every']).removesuffix('ly').replace('dai', 'day')}"
        return Counted(code, found[1], often.span("often"), (("measure_printed", found.span(1)),))
    printed = print_noun((charter or found).start(1 - bool(charter)), found)
    place = find_end(sentence, found.end(1))
    return Counted("events", found[1], found.span(1), (*printed, *((("place", place),) if place else ())))


def find_end(sentence: Sentence, start: int) -> Span | None:
    """Return the country to which events went, right behind their noun; None where they went to several."""
    ends = find_lists(sentence.text, sentence.countries)
    for one in sentence.countries:
        if re.fullmatch(r" to (?:the )?", sentence.text[start : one.start]) and not any(one in names for names in ends):
            return one.start, one.end
    return None


def print_noun(start: int, noun: re.Match[str]) -> tuple[tuple[str, Span], ...]:
    """Return the noun for what is counted as a cell; nothing where it goes on behind the noun."""
    return () if GOES_ON.match(noun.string, noun.end(1)) else (("measure_printed", (start, noun.end(1))),)


def read_people(article: Article, sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return the unit of people who are not counted by their country: their noun, or the group of which they are a part."""
    text = sentence.text
    if text[: number.start].endswith(" of the "):
        return None
    whole = OF_NUMBER.match(text, number.end)
    part = match_part(text, whole.end() if whole else number.end)
    found = part or match_noun("counted", text, number.end)
    if not found:
        return None
    had = find_had(text, found.end(1)) if found[1].lower() in PEOPLE and HAS.match(text, found.end(1)) else None
    between = [*(one.start for one in sentence.countries), *(one.start for one in sentence.numbers)]
    if any(number.end <= start < found.start(1) for start in between):
        return None
    # People without another name are a figure by what happened to them, and are elsewhere those of a flight.
    if found[1].lower() == "people" and not find_verb(sentence, number.start, found.end(1)):
        return None
    is_all = is_of_flight(article, sentence, "" if is_whole_group(sentence, number) else found[1])
    is_all = is_all and not is_staff(found[1])
    is_all = is_all and not text[: found.start(1)].endswith(" of the ")
    if not part and (is_all or text[: number.start].lower().endswith(("the ", "all "))):
        return None
    more = MORE.match(text, number.end + 1)
    start = found.start(1) if part or not more else more.end()
    is_open = GOES_ON.match(text, found.end(1)) or text[: found.start(1)].endswith(" of the ")
    if had:
        return Counted("persons", found[1], found.span(1), (("population", had),))
    return Counted(
        "persons", found[1], found.span(1), () if is_open else (("population", (start, find_last(text, found.end(1)))),)
    )


def is_staff(noun: str) -> bool:
    """Whether a noun is one of those who are with the passengers or work on the ground."""
    return noun.lower() in load_rules()["staff"]


def find_last(text: str, end: int) -> int:
    """Return where the noun for people ends, with another one that is joined to it: children and teenagers."""
    more = re.match(rf" and (?:{choose(load_rules()['groups'])})(?![\w-])", text[end:])
    return end + more.end() if more else end


def is_whole_group(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number of men or women is alone in a sentence, and can be that of all who were moved."""
    groups = [one for one in sentence.numbers if match_noun("groups", sentence.text, one.end)]
    before = find_any(sentence.text[: number.start], load_rules()["part"])
    return len(groups) == 1 and not before


def is_of_flight(article: Article, sentence: Sentence, noun: str) -> bool:
    """Whether people of a sentence can be all those aboard a flight: it speaks of one, or says where they were brought."""
    rules = load_rules()
    if noun in rules["groups"] or has_several(sentence):
        return False
    return speaks_of_flight(sentence) or any(place.role == DESTINATION for place in list_places(article, sentence))


def match_part(text: str, start: int) -> re.Match[str] | None:
    """Return where a number goes on with what some of the people are: 65 of them children, five of whom are minors."""
    return compile_part().match(text, start)


@cache
def compile_part() -> re.Pattern[str]:
    """Return the pattern of the part of a group behind a number."""
    groups = choose(load_rules()["groups"])
    return re.compile(rf"(?: of (?:them|whom)(?:,? (?:are|were))? | of the |,? (?:are|were) )({groups})(?![\w-])")
