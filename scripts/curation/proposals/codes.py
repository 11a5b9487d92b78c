"""Rules on the codes of figures: what is counted, stock or flow, and the time, as the words beside a number say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from curation.proposals.article import YEAR, Article, Sentence, find_any
from curation.proposals.days import read_time
from curation.proposals.mastheads import is_day_of_text
from curation.proposals.memory import load_rules
from curation.proposals.proposal import SHARED, Proposal
from curation.text.dates import DateExpression
from curation.text.folding import Span
from curation.text.moments import choose

STATISTICS = "statistics"
COUNTS = "nationals_by_country"
ROW_NUMBERS = ("value", "persons")
"""Fields that have the number of a row."""
YEAR_LONG, DAY_LONG = 4, 10
"""Characters of a year and of a day as EDTF writes them."""
IN_TIME = re.compile(r"\b((?:so far )?(?:in|of) )$")
"""What is before a year and belongs to the words that say what kind of period it is."""
BEING = r"(?: (?:with|without|of|from) [^,.;:0-9]{1,40}?)? (?:(?:had|have|has) been|(?:were|was|are)(?: being)?|will be) "
"""What is between the noun of people and a verb that says what happened to them: persons without a visa were (returned)."""
KNOWN_PEOPLE = re.compile(r"(?i)\b(?:of the|those|these|the) $")
"""What is before people of whom a text has spoken: what happened to them is not what they are counted for."""


@dataclass(frozen=True)
class Code:
    """A cell that words say. The span is that of the sentence; of a code that rests on the whole passage there is none."""

    rule: str
    field: str
    value: str
    span: Span | None


def share_codes(
    sentence: Sentence, codes: Mapping[str, Sequence[Code]], rows: Sequence[str], table: str = STATISTICS
) -> Iterator[Proposal]:
    """Yield the codes of the rows of a sentence; what all of its rows have in common once, as shared cells."""
    for code in dict.fromkeys(code for some in codes.values() for code in some):
        having = [row for row in rows if code in codes.get(row, ())]
        spans = (sentence.place(*code.span),) if code.span else ()
        for row in [SHARED] if len(having) == len(rows) > 1 else having:
            yield Proposal(code.rule, sentence.number, table, row, code.field, code.value, spans, False)


def list_rank_codes(article: Article, sentence: Sentence, noun: Span | None) -> Iterator[Code]:
    """Yield the codes of a place in an order: its noun is what is ranked."""
    if noun:
        measure = find_measure(article, sentence, noun)
        if measure:
            yield Code("rank-measure", "measure", measure, noun)
    yield from list_times(article, sentence, "rank-time", ranks=True)


def list_event_codes(article: Article, sentence: Sentence, noun: Span, number: Span) -> Iterator[Code]:
    """Yield the codes of a number of events: its noun says what is counted, the verb beside it that they happened."""
    measure = find_measure(article, sentence, noun)
    if measure:
        yield Code("events-measure", "measure", measure, noun)
    so_far, verb = find_any(sentence.bare, ["so far"]), find_verb(sentence, number[0], noun[1])
    if verb:
        yield Code("events-flow", "stock_or_flow", "flow", so_far.span() if so_far else verb)
    yield from list_times(article, sentence, "events-time")


def find_verb(sentence: Sentence, start: int, end: int) -> Span | None:
    """Return the verb directly before a number, or behind its noun, that says what happened to so many."""
    text = sentence.bare
    if KNOWN_PEOPLE.search(text[:start]) or KNOWN_PEOPLE.search(text[:end].rpartition(" ")[0] + " "):
        return None
    before, behind = compile_happened().search(text[:start]), compile_happened_to().match(text, end)
    found = before or behind
    return found.span(1) if found else None


def choose_happened() -> str:
    """Return the alternatives of a pattern for a verb that says that something happened to people: any regular one too."""
    rules = load_rules()
    regular = rf"(?!(?:{choose((*rules['not_done'], *rules['clause']))})\b)[a-z]{{2,}}ed"
    return rf"{choose((*rules['happened'], *rules['moved']))}|{regular}"


@cache
def compile_happened() -> re.Pattern[str]:
    """Return the pattern of a verb before a number; not of one of two that are joined: removed or returned."""
    return re.compile(rf"(?i)(?<!\bor )(?<![\w-])({choose_happened()}) $")


@cache
def compile_happened_to() -> re.Pattern[str]:
    """Return the pattern of a verb behind a noun: were resettled."""
    return re.compile(rf"{BEING}({choose_happened()})(?![\w-])(?! or\b)")


def find_measure(article: Article, sentence: Sentence, span: Span) -> str:
    """Return the code of which words are a phrase in the schema; "other" for flights, which none has.

    Nothing where the sentence has a phrase of a narrower code: of removals, "ICE".
    """
    said = sentence.text[slice(*span)].lower()
    column = article.memory.schemas[STATISTICS].fields["measure"].parse
    words = column.words if column else {}
    narrow = column.narrows if column else {}
    codes = [code for code, phrases in words.items() if said in phrases and code not in (*narrow, "aboard_flight")]
    if len(codes) == 1:
        narrower = [one for one, wider in narrow.items() if codes[0] in wider]
        own = [phrase for one in narrower for phrase in words[one] if phrase not in words[codes[0]]]
        return "" if own and sentence.has_word(own) else codes[0]
    rules = load_rules()
    return "other" if not codes and find_any(said, [*rules["several"], *rules["aircraft"], *rules["ranked"]]) else ""


def list_times(article: Article, sentence: Sentence, rule: str, *, ranks: bool = False) -> Iterator[Code]:
    """Yield that a figure has no period, where its sentence names no time; of ranks the year, where it names one time.

    The day on which a flight went is not the time over which flights are ranked. The year of an agreement is no period of
    the people whom it names.
    """
    dates = [one for one in sentence.dates if not is_day_of_text(sentence, one)]
    dates = [one for one in dates if not ranks or len(read_time(article, sentence, one)) != DAY_LONG]
    years = [
        one.span() for one in YEAR.finditer(sentence.text) if not any(is_within(one.span(), date) for date in sentence.dates)
    ]
    is_other = bool(sentence.has_word(load_rules()["times"]))
    if not dates and not years and not is_other:
        yield Code(rule, "period_type", "unspecified", None)
    if not ranks or len(dates) + len(years) != 1:
        return
    span = years[0] if years else (dates[0].start, dates[0].end)
    before = IN_TIME.search(sentence.text[: span[0]])
    if years or len(read_time(article, sentence, dates[0])) == YEAR_LONG:
        yield Code(rule, "period", "", span)
        yield Code(rule, "period_type", "calendar_year", (before.start(1), span[1]) if before and years else span)


def is_within(span: Span, date: DateExpression) -> bool:
    """Whether a span lies in a date."""
    return date.start <= span[0] and span[1] <= date.end
