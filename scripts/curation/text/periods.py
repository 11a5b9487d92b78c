"""What a simple date means, given the day and the year of the source: its EDTF value and how its year is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from curation.text.lexicon import load_words
from curation.text.moments import OPEN_WORDS, Moment, MomentKind
from curation.text.readings import Unread

ADVICE = "write the date and why: 2025-04-30 <- words -- reason"


@dataclass(frozen=True)
class KnownDates:
    """What is known of a source: its year, its day of publication, and the country whose fiscal years it means."""

    year: int | None = None
    published: date | None = None
    fiscal_year: str = ""


@dataclass(frozen=True)
class Resolved:
    """An EDTF value, how its year is known, and what of the source was used: year, published, fiscal_year."""

    value: str
    basis: str
    given: frozenset[str] = frozenset()


def share_year(ends: Sequence[Moment]) -> list[Moment]:
    """Return the two ends of a period; a year that only one of them has belongs to both, or over New Year to the one.

    From November to February 2025 begins in 2024.
    """
    if len(ends) < 2:
        return list(ends)
    first, last = ends
    if first.kind == last.kind == MomentKind.PLAIN:
        turns = first.month is not None and last.month is not None and first.month > last.month
        if first.year is None and not first.relative:
            first = replace(first, year=last.year - turns if last.year else last.year, relative=last.relative)
        elif last.year is None and not last.relative:
            last = replace(last, year=first.year + turns if first.year else first.year, relative=first.relative)
    return [first, last]


def resolve_moment(moment: Moment, known: KnownDates) -> Resolved | Unread:
    """Return the value of a simple date, or why the words do not fix it."""
    if moment.kind in (MomentKind.UNREAD, MomentKind.WEEKDAY):
        return Unread(moment.fault or OPEN_WORDS, ADVICE)
    if moment.kind == MomentKind.FISCAL:
        return resolve_fiscal_year(moment, known)
    if moment.kind == MomentKind.ENDING:
        return Resolved(find_months_before(moment), "explicit")
    if moment.kind in (MomentKind.RELATIVE, MomentKind.AGO):
        return resolve_relative(moment, known)
    if moment.kind == MomentKind.DECADE and moment.year:
        return Resolved(f"{moment.year}/{moment.year + 9}", "explicit")
    found = find_year(moment, known)
    if isinstance(found, Unread):
        return found
    year = found.value
    if moment.kind == MomentKind.QUARTER:
        return replace(found, value=f"{year}-{moment.number * 3 - 2:02}/{year}-{moment.number * 3:02}")
    if moment.kind == MomentKind.HALF:
        return replace(found, value=f"{year}-{moment.number * 6 - 5:02}/{year}-{moment.number * 6:02}")
    if moment.kind == MomentKind.MONTHS:
        first, last = (1, moment.number) if moment.number > 0 else (13 + moment.number, 12)
        return replace(found, value=f"{year}-{first:02}/{year}-{last:02}")
    if moment.kind == MomentKind.SEASON:
        return replace(found, value=f"{year}-{moment.number}")
    parts = [year, *(f"{part:02}" for part in (moment.month, moment.day) if part is not None)]
    value = "-".join(parts)
    return replace(found, value=f"{value}/{'-'.join(parts[:2])}-{moment.last_day:02}" if moment.last_day else value)


def find_year(moment: Moment, known: KnownDates) -> Resolved | Unread:
    """Return the year of a moment: printed, relative (last year), or that of the source."""
    if moment.year is not None:
        return Resolved(f"{moment.year:04}", "explicit")
    year, given = known.year, "year"
    if year is None and known.published:
        year, given = known.published.year, "published"
    if year is None:
        return Unread("no year is printed", "write at the file's head: year: 2025 -- how it is known")
    steps = {"": 0, "this year": 0, "last year": -1, "next year": 1}
    if moment.relative not in steps:
        return Unread(OPEN_WORDS, ADVICE)
    basis = "relative" if moment.relative else "inferred_year"
    return Resolved(f"{year + steps[moment.relative]:04}", basis, frozenset({given}))


def resolve_fiscal_year(moment: Moment, known: KnownDates) -> Resolved | Unread:
    """Return the months of a fiscal year: the year ends in the year that it is named after."""
    country, given = (moment.country, set[str]()) if moment.country else (known.fiscal_year, {"fiscal_year"})
    begins = load_words("dates")["fiscal_years"]["begins"].get(country)
    if not begins or moment.year is None:
        return Unread(
            "whose fiscal year is not said", "write at the file's head: fiscal_year: USA -- why, or the date and why"
        )
    value = f"{moment.year - 1:04}-{begins:02}/{moment.year:04}-{begins - 1:02}"
    return Resolved(value, "explicit", frozenset(given))


def find_months_before(moment: Moment) -> str:
    """Return the months up to one, in days where its last day is named: the year ending 31 March 2024."""
    year, month = moment.year or 0, moment.month or 0
    first, last = name_month(year * 12 + month - moment.number), f"{year:04}-{month:02}"
    return f"{first}-01/{last}-{moment.day:02}" if moment.day else first if first == last else f"{first}/{last}"


def name_month(months: int) -> str:
    """Return a month by the number of months before it, from the year 0 on.

    >>> name_month(2024 * 12)
    '2024-01'
    """
    return f"{months // 12:04}-{months % 12 + 1:02}"


def resolve_relative(moment: Moment, known: KnownDates) -> Resolved | Unread:
    """Return the value of words such as yesterday, last week, two days ago, this April."""
    words, day = moment.relative, known.published
    if words.endswith(" year") and not moment.month:
        return find_year(moment, known)
    if words == "this month of this name":
        return resolve_moment(Moment(0, 0, month=moment.month, relative="this year"), known)
    if day is None:
        return Unread("the day of the report is not known", f"register it under published:, or {ADVICE}")
    value = find_ago(moment, day) if moment.kind == MomentKind.AGO else find_relative(moment, day)
    return Resolved(value, "relative", frozenset({"published"})) if value else Unread(OPEN_WORDS, ADVICE)


def find_ago(moment: Moment, day: date) -> str:
    """Return the value of so many days ago; of weeks, months and years ago it is approximate."""
    number = moment.number
    if days := {"day": 1, "week": 7, "fortnight": 14}.get(moment.relative):
        ago = (day - timedelta(days=number * days)).isoformat()
        return ago if moment.relative == "day" else f"{ago}~"
    if moment.relative == "year":
        return f"{day.year - number:04}~"
    return f"{name_month(day.year * 12 + day.month - 1 - number)}~"


def find_relative(moment: Moment, day: date) -> str:
    """Return the value of words that name a day, week, weekend or month by the day of the report; empty where unclear."""
    words = moment.relative
    steps = {"before yesterday": -2, "after tomorrow": 2, "yesterday": -1, "last night": -1, "tomorrow": 1}
    for phrase, days in steps.items():
        if phrase in words:
            return (day + timedelta(days=days)).isoformat()
    which, _, unit = words.partition(" ")
    step = {"this": 0, "last": -1, "next": 1}.get(which, 0)
    is_today = words.startswith(("today", "tonight", "earlier", "later"))
    if is_today or (which == "this" and unit in load_words("dates")["day_parts"]):
        return day.isoformat()
    if unit == "month":
        return name_month(day.year * 12 + day.month - 1 + step)
    if unit == "month of this name" and moment.month:
        return find_named_month(moment.month, step, day)
    if unit == "week":
        # Weeks begin on Monday or on Sunday: the days of both are allowed.
        monday = day - timedelta(days=day.weekday())
        sunday = day - timedelta(days=(day.weekday() + 1) % 7)
        first = min(monday, sunday) + timedelta(weeks=step)
        last = max(monday, sunday) + timedelta(weeks=step, days=6)
        return f"{first.isoformat()}/{last.isoformat()}"
    if unit == "weekend" and which == "this" and day.weekday() >= 5:
        saturday = day - timedelta(days=day.weekday() - 5)
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
    return ""


def find_named_month(month: int, step: int, day: date) -> str:
    """Return last or next April where only one can be meant: last April, told in March, is the year before's."""
    if (step < 0 and month >= day.month) or (step > 0 and month <= day.month):
        return f"{day.year + step:04}-{month:02}"
    return ""
