"""Rules on other figures: their number, and the unit, the noun and the group of people that the words beside it give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from curation.proposals.article import YEAR, Article, Sentence, find_any
from curation.proposals.counts import share_flight
from curation.proposals.days import ANY_YEAR, DAY, find_published, is_dateline, is_of_speech
from curation.proposals.flights import DESTINATION, Flight, list_places, speaks_of_flight
from curation.proposals.memory import load_rules
from curation.proposals.proposal import SHARED, Proposal
from curation.proposals.row_ids import make_row_id
from curation.text.dates import read_date
from curation.text.folding import Span, spans_overlap
from curation.text.lists import find_lists
from curation.text.moments import choose
from curation.text.numbers import NumberExpression
from curation.text.periods import KnownDates
from curation.text.readings import Reading

STATISTICS = "statistics"
SINGLE = re.compile(r"(?i)(?:one|both|first|second)$")
"""Numbers that are also pronouns and adverbs: they are figures only before a noun of an order."""
UNREAD = re.compile(r"(?i)[€£]|half|quarter|thirds$|(?:one|a)[ -]third$")
"""Sums in other money, and fractions, which need a value that the words do not have."""
GOES_ON = re.compile(r" (?:of|who|from|with)\b")
"""What follows a noun that is not yet the whole name of what is counted: officers of the Federal Police."""
OFTEN = re.compile(r" (?P<often>(?:per|a|each|every) (?P<unit>day|month)|(?P<every>daily|monthly))\b")
"""How often as many events were: 310 removals per day."""
IN_YEAR = re.compile(r"\b(?:[Ii]n|[Ff]or|of) (20\d\d)(?!\d)(?! [A-Za-z]+s\b)")
"""A year that stands alone."""
BARE = re.compile(r"(?: more| others?)? (?:are|were|had|have)\b")
"""What follows a number of people without a noun: 40 are known to have left."""
MORE = re.compile(r"(?:(?:more|further|other|others|additional|such|of the|of) )*")
MOST_WORDS = 3
"""Words between a number and its noun."""
PERIOD_NEAR = ["since", "so far", "per", "daily", "monthly", "annually", "the year", "same period", "months", "years"]
"""Words of a period that is no date."""
NO_DURATION = re.compile(r"(?:\b(?:in|within|last|past|next|every|each|first|of|after|before|older than|under|aged?)|-) $")
"""What stands before a number of days that says when something was, or how old somebody is, and not how long it took."""


@dataclass(frozen=True)
class Counted:
    """What is counted, in the words beside a number. Positions are those of the sentence."""

    code: str
    noun: str
    words: Span | None
    """Where the unit is said; nowhere of people without a noun."""
    cells: tuple[tuple[str, Span], ...] = field(default=())
    """Other fields that the words give."""

    @property
    def kind(self) -> str:
        """The code of the unit; of hours, days and the like, and of events per day, what they have in common."""
        return "duration" if self.code in load_rules()["durations"] else self.code.partition("_")[0]


def propose_figures(
    article: Article, flights: Mapping[int, Flight], parts: Sequence[Proposal], taken: set[Span]
) -> Iterator[Proposal]:
    """Propose a row of statistics for each number with a noun or a per cent sign that no other rule has taken.

    `parts` has the rows that are proposed for the parts of a country.
    """
    seen: set[str] = set()
    published = find_published(article)
    for sentence in article.sentences:
        rows = sorted({one.row for one in parts if one.passage == sentence.number} - {SHARED})
        codes: set[str] = set()
        groups = 0
        for number in sentence.numbers:
            unit = None if sentence.place(number.start, number.end) in taken else read_unit(article, sentence, number)
            if unit and not (sentence.is_heading and unit.code != "rank"):
                name = make_row_id(f"{article.source} {unit.noun}")
                rows.append(name if name not in seen else f"{name}-{len(seen)}")
                seen.add(rows[-1])
                codes.add(unit.code)
                groups += unit.noun in load_rules()["groups"]
                yield from describe_figure(sentence, number, unit, rows[-1])
        flight = flights.get(sentence.number)
        if rows and flight and groups == len(rows):
            yield from share_flight(sentence, flight, rows, is_counted=False, table=STATISTICS)
        if rows and (len(rows) == 1 or codes <= {"persons", "events", "bare"}):
            yield from describe_time(article, sentence, rows, published)


def describe_time(article: Article, sentence: Sentence, rows: Sequence[str], published: date | None) -> Iterator[Proposal]:
    """Yield the one time that a sentence gives to its figures, or that it gives none."""
    row = rows[0] if len(set(rows)) == 1 else SHARED
    if not has_period(sentence):
        yield Proposal("default", sentence.number, STATISTICS, row, "period_type", "unspecified")
    dates = [one for one in sentence.dates if not is_dateline(sentence, one) and not is_of_speech(sentence, one)]
    times = [(one.start, one.end) for one in dates]
    times += [one.span(1) for one in IN_YEAR.finditer(sentence.text) if not spans_overlap([one.span(1)], times)]
    is_of_many = sentence.has_word([*load_rules()["several"], *load_rules()["total"]]) or not speaks_of_flight(sentence)
    if len(times) == 1 and is_of_many and not sentence.is_heading and not sentence.has_word(["since"]):
        start, end = times[0]
        read = read_date(sentence.text[start:end], KnownDates(article.year or ANY_YEAR, published, ""))
        if isinstance(read, Reading) and len(read.value) != DAY:
            spans = (sentence.place(start, end),)
            yield Proposal("figure-period", sentence.number, STATISTICS, row, "period", "", spans, is_sure=False)


def has_period(sentence: Sentence) -> bool:
    """Whether a sentence has words of a time that its figures can be of."""
    return bool(sentence.dates or YEAR.search(sentence.text) or find_any(sentence.text, PERIOD_NEAR))


def describe_figure(sentence: Sentence, number: NumberExpression, unit: Counted, row: str) -> Iterator[Proposal]:
    """Yield the number and the unit of a figure, and what else its words give."""

    def cell(name: str, span: Span, value: str = "") -> Proposal:
        spans = (sentence.place(*span),)
        return Proposal(f"figure-{unit.kind}", sentence.number, STATISTICS, row, name, value, spans, False)

    yield cell("value", (number.start, number.end))
    if unit.words:
        unit_cell = cell("unit", unit.words, unit.code)
        yield replace(unit_cell, rule="duration-unit") if unit.kind == "duration" else unit_cell
    for name, span in unit.cells:
        yield cell(name, span)


def read_unit(article: Article, sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return what a number counts: per cent, dollars, a place in an order, a time, events or people; None where unknown."""
    words, own = sentence.text[number.start : number.end], (number.start, number.end)
    if re.search(r"%|per ?cent", words):
        return Counted("percent", "percent", own)
    if re.search(r"\$|dollars", words):
        return Counted("usd", "usd", own)
    if UNREAD.search(words):
        return None
    order = match_noun("ranked", sentence.bare, number.end)
    if is_ordinal(words):
        return Counted("rank", order[0].lower(), own, print_noun(order.start(1), order)) if order else None
    if SINGLE.match(words):
        return None
    return read_duration(sentence, number) or read_events(sentence, number) or read_people(article, sentence, number)


def is_ordinal(words: str) -> bool:
    """Whether a number is a place in an order: third, THIRD, 3rd."""
    return re.fullmatch(r"(?i)first|second|third|\w+(?:st|nd|rd|th)", words) is not None


def match_noun(key: str, text: str, start: int) -> re.Match[str] | None:
    """Return where a noun of a list follows a position, with a few words in small letters between; the noun is group 1."""
    return compile_noun(key).match(text, start)


@cache
def compile_noun(key: str) -> re.Pattern[str]:
    """Return the pattern of a noun of a list behind a number."""
    nouns = choose(load_rules()[key])
    between = rf"(?:(?!(?:of|and|or|to|in|from|on|for|per|with)\b)[\w-]+ ){{0,{MOST_WORDS}}}?"
    return re.compile(rf" (?:of (?:the )?)?{between}((?i:{nouns}))(?![\w-])")


def read_duration(sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return the unit of how long something took."""
    found = re.match(rf" ({choose(load_rules()['durations'])})\b(?! (?:ago|old|later|earlier))", sentence.text[number.end :])
    if not found or NO_DURATION.search(sentence.text[: number.start].lower()):
        return None
    return Counted(found[1], found[1], (number.end + found.start(1), number.end + found.end(1)))


def read_events(sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return the unit of flights, arrests or other events: their noun."""
    found = match_noun("events", sentence.text, number.end)
    if not found:
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
    text, rules = sentence.text, load_rules()
    part = match_part(text, number.end)
    found = part or match_noun("counted", text, number.end)
    if not found:
        is_bare = BARE.match(text, number.end) and not speaks_of_flight(sentence) and not means_others(sentence, number, "")
        return Counted("bare", "people", None) if is_bare else None
    if any(number.end <= one.start < found.start(1) for one in sentence.countries):
        return None
    is_all = is_of_flight(article, sentence, "" if is_whole_group(sentence, number) else found[1])
    if not part and (is_all or means_others(sentence, number, found[1])):
        return None
    more = MORE.match(text, number.end + 1)
    start = found.start(1) if part or not more else more.end()
    is_open = found[1] in rules["anybody"] or GOES_ON.match(text, found.end(1)) or text[: found.start(1)].endswith(" of the ")
    return Counted("persons", found[1], found.span(1), () if is_open else (("population", (start, found.end(1))),))


def is_whole_group(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number of men or women stands alone in a sentence, and can be that of all who were moved."""
    groups = [one for one in sentence.numbers if match_noun("groups", sentence.text, one.end)]
    before = find_any(sentence.text[: number.start], load_rules()["part"])
    return len(groups) == 1 and not before


def is_of_flight(article: Article, sentence: Sentence, noun: str) -> bool:
    """Whether people of a sentence can be all those aboard a flight: it speaks of one, or says where they were brought."""
    rules = load_rules()
    if noun in rules["groups"] or sentence.has_word(rules["several"]):
        return False
    return speaks_of_flight(sentence) or any(place.role == DESTINATION for place in list_places(article, sentence))


def means_others(sentence: Sentence, number: NumberExpression, noun: str) -> bool:
    """Whether a number is of those whom the sentence has named before it: the 81 men; the Uzbeks, 30 of them."""
    before = sentence.text[: number.start]
    named = any(one.end <= number.start and before[: one.end].endswith("s") for one in sentence.countries)
    return before.lower().endswith(("of the ", "all ")) or (
        noun == "them" and (named or find_any(before, load_rules()["events"]) is not None)
    )


def match_part(text: str, start: int) -> re.Match[str] | None:
    """Return where a number goes on with what some of the people are: 65 of them children, five of whom are minors."""
    return compile_part().match(text, start)


@cache
def compile_part() -> re.Pattern[str]:
    """Return the pattern of the part of a group behind a number."""
    groups = choose(load_rules()["groups"])
    return re.compile(rf"(?: of (?:them|whom)(?:,? (?:are|were))? | of the |,? (?:are|were) )({groups})(?![\w-])")
