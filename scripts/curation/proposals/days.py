"""The days of a text: its own in the dateline, and those that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from curation.proposals.article import YEAR, Article, Sentence
from curation.proposals.mastheads import is_day_of_text
from curation.text.dates import DateExpression, read_date
from curation.text.edtf import parse_day
from curation.text.moments import MomentKind
from curation.text.periods import KnownDates
from curation.text.readings import Reading

DAY = 10
"""Characters of a date that is a day."""
WEEK = 7
SINCE = re.compile(r"\bsince\b[^,;]*$")
"""What is before a date from which something is counted."""
ANY_YEAR = 2024
"""The year given to dates without one; it is never compared."""
DAY_OF_WEEK = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
"""The whole name of a day of the week."""
WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"
PRINTED_DAY = rf"{WEEKDAY}(?:[A-Z][a-z]+\.? \d{{1,2}}|\d{{1,2}} [A-Z][a-z]+|\d{{4}}-\d\d-\d\d)(?:,? \d{{4}})?"
CITY = r"[A-Z][A-Z .,’'/-]+(?:\([A-Za-z]+\))?,? |(?:[^\W\d_][\w.’'-]*(?: [A-Z][\w.’'-]*)*, )+"
"""The place before the day: BERLIN (Reuters), or Bogotá, D.C., in a line of their own."""
COUNTRY = r"(?:[A-Z]\w+(?: [A-Z]\w+)*, )?"
"""The country behind a city in capitals: SAN JOSE, Costa Rica."""
PUBLISHED = r"(?:Published|Posted|Updated|Released?|Date|Release Date|Press release)(?: on| of)?:? ?"
DATELINE = re.compile(
    rf"(?:(?:{CITY}){COUNTRY}|{PUBLISHED}|)({PRINTED_DAY})(?: ?\([A-Za-z ]+\))?(?:, \d\d?:\d\d)?(?:\.? ?[–—-]+ |\.?$| ?\|)"
)
"""The day that a text prints as its own: at the beginning of its first sentence, or in a line above it."""


OPENING = re.compile(r"[A-Z][A-Z .’'-]+(?:, [A-Z]\w+(?: [A-Z]\w+)*)?(?: \([A-Za-z]+\))? ?[–—-]+ ")
"""A dateline without a day: MANILA, Philippines —"""


AGENCY = re.compile(r"[A-ZÀ-Ý][^()“\"]{2,60} \([A-Z][^()]{1,40}\)\.? ?[–—-]+ ")
"""A dateline with the agency, or the day, in brackets: Leipzig/Berlin (DND) - or ALEXANDRIA, La. (May 2, 2031) —"""


def measure_dateline(text: str) -> int:
    """Return the length of the dateline with which a sentence begins; 0 where it has none, or is one as a whole."""
    match = DATELINE.match(text) or OPENING.match(text) or AGENCY.match(text)
    return match.end() if match and match.end() < len(text) else 0


def read_day(article: Article, sentence: Sentence, one: DateExpression) -> str:
    """Return the day of a date that is one; a date without its year is of one that the text prints, or of any."""
    read = read_date(sentence.text[one.start : one.end], KnownDates(article.year or ANY_YEAR, None, ""))
    return read.value if isinstance(read, Reading) and parse_day(read.value) else ""


def list_days(article: Article, sentence: Sentence) -> Iterator[str]:
    """Yield the days that a sentence prints; not the day of the text itself, nor one from which something is counted."""
    dates = (one for one in sentence.dates if not is_day_of_text(sentence, one) and not is_since(sentence, one))
    return (day for one in dates if (day := read_day(article, sentence, one)))


def is_since(sentence: Sentence, one: DateExpression) -> bool:
    """Whether a date is in a clause with "since": since he took office on January 20."""
    return SINCE.search(sentence.bare[: one.start]) is not None


def read_time(article: Article, sentence: Sentence, one: DateExpression) -> str:
    """Return the day, month or year of a date; nothing of a time before or after one, of a range, and of a weekday."""
    read = read_date(sentence.text[one.start : one.end], KnownDates(article.year or ANY_YEAR, None, ""))
    return read.value if isinstance(read, Reading) and not one.opening and "/" not in read.value else ""


def has_year(sentence: Sentence, one: DateExpression) -> bool:
    """Whether a date is printed with its year."""
    return YEAR.search(sentence.text[one.start : one.end]) is not None


def find_last_day(article: Article) -> str:
    """Return the last day that a text prints with its year; nothing without one. What came later it cannot speak of."""
    dated = ((sentence, one) for sentence in article.sentences for one in sentence.dates if has_year(sentence, one))
    return max((read_day(article, sentence, one) for sentence, one in dated), default="")


def find_own_day(article: Article) -> date | None:
    """Return the day that a text prints as its own; None without one."""
    found = [(one, date) for one in article.sentences for date in one.dates if is_day_of_text(one, date)]
    days = (read_day(article, one, date) for one, date in found if has_year(one, date))
    return next((parse_day(day) for day in days if day), None)


def read_weekday(own: date | None, one: DateExpression) -> str:
    """Return the day that a weekday alone means: the last such day up to that of the text; nothing where it has none."""
    if not own or one.first.kind != MomentKind.WEEKDAY:
        return ""
    return (own - timedelta((own.weekday() - one.first.number) % WEEK)).isoformat()
