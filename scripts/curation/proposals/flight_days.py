"""The days that a text gives for a flight: of its departure or its arrival, by the verb before the date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from curation.proposals.article import Article, Sentence, compile_any, find_any, has_several
from curation.proposals.days import DAY, is_since, read_time, read_weekday
from curation.proposals.mastheads import is_day_of_text
from curation.proposals.memory import load_rules
from curation.text.dates import DateExpression

DEPARTURE, ARRIVAL = "departure_date", "arrival_date"
TODAY = re.compile(r"(?i)\b(?:today|yesterday|tonight|this (?:morning|afternoon|evening)|last night)\b")
"""Words for a day that is counted from that of the text."""


def list_flight_days(article: Article, sentence: Sentence, own: date | None) -> Iterator[tuple[DateExpression, str, str]]:
    """Yield each day that a sentence gives for a flight, its field, and its value where a weekday alone names it.

    `own` is the day of the text.
    """
    rules = load_rules()
    if has_several(sentence) or is_of_several_days(article, sentence):
        return
    for one in sentence.dates:
        field = find_field(sentence, one)
        weekday = read_weekday(own, one)
        is_stop = field == ARRIVAL and sentence.has_word(rules["stop"])
        if field and not is_stop and is_plain(sentence, one) and (weekday or is_day(article, sentence, one)):
            yield one, field, weekday


def is_of_several_days(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence gives several days, and neither left nor came is said: each can be that of another flight."""
    rules = load_rules()
    times = {read_time(article, sentence, one) for one in sentence.dates}
    return len(times) > 1 and not find_any(sentence.bare, [*rules["departed"], *rules["arrived"]])


def is_plain(sentence: Sentence, one: DateExpression) -> bool:
    """Whether a date is one day of the source's own: no period, no day of the text itself, not since when, and not quoted."""
    is_period = bool(one.opening or one.last)
    return not (
        is_period or is_day_of_text(sentence, one) or is_since(sentence, one) or sentence.is_quoted(one.start, one.end)
    )


def is_day(article: Article, sentence: Sentence, one: DateExpression) -> bool:
    """Whether a date is a day, by its number or counted from the day of the text."""
    return len(read_time(article, sentence, one)) == DAY or TODAY.search(sentence.text[one.start : one.end]) is not None


def find_field(sentence: Sentence, one: DateExpression) -> str:
    """Return the field of the last verb before a date; nothing where it is one of speech, or of the whole operation."""
    rules = load_rules()
    words = {DEPARTURE: rules["departed"], ARRIVAL: rules["arrived"], "": [*rules["clause"], *rules["carried_out"]]}
    found = [
        (match.start(), name) for name, some in words.items() for match in compile_any(tuple(some)).finditer(sentence.bare)
    ]
    return max(((start, name) for start, name in found if start < one.start), default=(0, ""))[1]
