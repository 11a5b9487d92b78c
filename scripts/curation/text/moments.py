"""The simple dates of a text, before intervals and openings are made of them: April 30, FY2024, two weeks ago."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from curation.text.lexicon import load_words
from curation.text.numeric_dates import MAY_BE_DAY, may_be_number, read_numeric_date

YEAR_DIGITS = r"(?:1[89]|20)\d\d"


class MomentKind(StrEnum):
    """What a moment names. UNREAD is spotted and cannot be read; its fault says why."""

    PLAIN = "plain"
    YEAR = "year"
    QUARTER = "quarter"
    HALF = "half"
    MONTHS = "months"
    ENDING = "ending"
    SEASON = "season"
    DECADE = "decade"
    FISCAL = "fiscal"
    RELATIVE = "relative"
    AGO = "ago"
    WEEKDAY = "weekday"
    UNREAD = "unread"


@dataclass(frozen=True)
class Moment:
    """A simple date as far as its words say it. Positions are those of the text as it looks."""

    start: int
    end: int
    kind: MomentKind = MomentKind.PLAIN
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    number: int = 0
    """Of a quarter or half; the code of a season; how many units ago; how many months, below zero the last ones of a year;
    the weekday from Monday = 0."""
    relative: str = ""
    """last year, yesterday, weeks (ago)."""
    country: str = ""
    """Whose fiscal year."""
    fault: str = ""


def choose(words: Any) -> str:
    """Return the alternatives of a pattern, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def load_months() -> dict[str, int]:
    """Return the number of each month by its names."""
    return {name: number for number, names in enumerate(load_words("dates")["months"], 1) for name in names}


@cache
def load_pattern() -> re.Pattern[str]:
    """Return the pattern that finds any simple date. Its outermost group says which; groups inside have its name first."""
    branches = []
    for name, pattern in list_forms().items():
        named = re.sub(r"\(\?P([<=])(\w+)", rf"(?P\g<1>{name}__\g<2>", pattern)
        branches.append(f"(?P<{name}>{named})")
    words = load_words("dates")
    first = [*words["numbers"], *words["ordinals"], *words["seasons"], *words["relative"]["determiners"], *words["day_words"]]
    first += [*words["hedges"], *words["several"], "fiscal", "financial", "earlier", "later", "early", "late", "final"]
    first += ["year", "quarter", "opening", "closing", "latter", "start", "beginning"]
    # Most words can begin no date: they are passed over before any branch is tried.
    return re.compile(rf"(?<!\w)(?=[\dA-Z'’‘]|(?:{choose({word.split()[0] for word in first})})\b)(?:{'|'.join(branches)})")


@cache
def list_parts() -> dict[str, list[tuple[str, str]]]:
    """Return the parts of each form, each with its group of the pattern. The pattern has far more groups than a form."""
    parts: dict[str, list[tuple[str, str]]] = {name: [] for name in list_forms()}
    for group in load_pattern().groupindex:
        name, _, part = group.partition("__")
        parts[name] += [(part, group)] if part else []
    return parts


@cache
def list_forms() -> dict[str, str]:
    """Return the pattern of each form of a simple date, with its pieces and lists of words put in."""
    words, forms = load_words("dates"), load_words("date_forms")
    months, relative = words["months"], words["relative"]
    full, units = [names[0] for names in months], relative["units"]
    listed = {
        "months": choose([*map(str.title, full), *map(str.upper, full)]),
        "short_months": choose(name.title() for names in months for name in names[1:]),
        "weekdays": choose([*map(str.title, words["weekdays"]), *map(str.upper, words["weekdays"])]),
        "short_weekdays": choose(map(str.title, words["short_weekdays"])),
        "units": choose([*units, *(f"{unit}s" for unit in units), "hours", "hour", "minutes"]),
        "unit": choose(units),
        "days_or_more": choose([*units, *(f"{unit}s" for unit in units)]),
        "some": f"(?:\\d+|{choose([*words['numbers'], *words['several']])})",
        "which": choose(relative["determiners"]),
        "counted": choose(relative["counted"]),
        "countries": choose(words["fiscal_years"]["names"]),
        **{name: choose(words[name]) for name in ("day_parts", "seasons", "ordinals", "hedges", "day_words", "numbers")},
    }

    def expand(pattern: str) -> str:
        known = forms["pieces"] | listed
        return re.sub(r"\{([a-z_]+)\}", lambda match: expand(known[match[1]]), pattern)

    return {name: expand(pattern) for name, pattern in forms["forms"].items()}


def scan_moments(text: str) -> Iterator[Moment]:
    """Yield the simple dates of a text from left to right, none overlapping another; bare years and weekdays too."""
    for match in load_pattern().finditer(text):
        name = match.lastgroup or ""
        parts = {part: value for part, group in list_parts()[name] if (value := match[group])}
        fields = MAKERS[name](parts, match.group())
        if fields is not None and not (name == "month" and is_other_word(text, match, parts)):
            if name == "day_after" and may_be_number(text, match, parts):
                yield Moment(match.start(), match.end(f"{name}__mon"), **spoil(MAY_BE_DAY))
                continue
            # A point after an abbreviation is inside a date (Jan. 20) or ends the sentence.
            end = match.end() - (match.group().endswith("."))
            yield Moment(match.start(), end, **fields)


def is_other_word(text: str, match: re.Match[str], parts: dict[str, str]) -> bool:
    """Return whether "may", "march" and the like are no month: alone they need a preposition before them."""
    words = load_words("dates")
    if "year" in parts or parts["mon"].lower().rstrip(".") not in words["unclear_months"]:
        return False
    after = re.match(r"\.? ?(?:[-–]|to|and|or|through) ?([A-Z][a-z]+)", text[match.end() : match.end() + 20])
    if after and after[1].lower() in load_months():
        return False
    left = text[max(0, match.start() - 14) : match.start()]
    before, listed = re.search(r"([A-Za-z]+)[ -]$", left), re.search(r"([A-Z][a-z]+)\.?(?:,| or| &| ?/) ?$", left)
    if listed and listed[1].lower() in load_months():  # in April, May and June
        return False
    is_alone = not text[: match.start()].strip() and not text[match.end() :].strip(" .")
    return not is_alone and (before is None or before[1].lower() not in words["before_a_month"])


Parts = dict[str, str]
Fields = dict[str, Any]
TWO_DAYS = "two days are named"
SEVERAL_DAYS = "several days are named"
OPEN_WORDS = "the words alone do not fix a date"
TWO_ORDERS = "day and month, or month and day"


def spoil(fault: str) -> Fields:
    """Return the fields of a date that is spotted and cannot be read."""
    return {"kind": MomentKind.UNREAD, "fault": fault}


def take_year(text: str) -> Fields:
    """Return the fields of a year that is printed (2024) or relative (last year)."""
    return {"year": int(text)} if text.isdigit() else {"relative": text.lower().replace("the same", "that")} if text else {}


def make_iso(parts: Parts, text: str) -> Fields | None:
    """Return the fields of 2025-04-30 and 2025-04; None where there is no such month."""
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 2 and numbers[1] == (numbers[0] + 1) % 100:
        return spoil("two years, or a year and a month")
    if not 1 <= numbers[1] <= 12:
        return None
    return {"year": numbers[0], "month": numbers[1], "day": numbers[2] if len(numbers) > 2 else None}


def make_numeric(parts: Parts, text: str) -> Fields:
    """Return the fields of 22/08/2025; 03/08/2025 can be two days and is spoiled."""
    found = read_numeric_date(text)
    return {name: found[at] for at, name in enumerate(("year", "month", "day"))} if found else spoil(TWO_ORDERS)


def make_two_years(parts: Parts, text: str) -> Fields | None:
    """Return the fields of 2024-11, a month; 2024-25 and 2023/24 are two years and are spoiled."""
    follows = int(parts["b"]) == (int(parts["a"]) + 1) % 100
    if text == f"{parts['a']}-{parts['b']}" and not follows:
        return make_iso(parts, text)
    return spoil("two years, or a year and a month") if follows or "-" not in text or not text[0].isdigit() else None


def make_day(parts: Parts, text: str) -> Fields:
    """Return the fields of a day or of days of one month: April 30, 3-5 March 2026."""
    if "short" in parts:
        return spoil("a year of two digits")
    month = load_months()[parts["mon"].lower().rstrip(".")]
    ordinals = load_words("dates")["ordinals"]
    first, last = (
        ordinals.get(day.lower()) or int(re.sub(r"\D", "", day) or 0) for day in (parts["d"], parts.get("d2", parts["d"]))
    )
    if last < first:
        return spoil("the days are not in order")
    year = take_year(parts.get("year") or parts.get("ry") or "")
    fields = {"month": month, "day": first, "last_day": last if last > first else None, **year}
    return fields | spoil(TWO_DAYS) if "and" in parts.get("dash", "") and last != first + 1 else fields


def make_month(parts: Parts, text: str) -> Fields:
    """Return the fields of a month: April, April 2024, April of this year."""
    return {"month": load_months()[parts["mon"].lower().rstrip(".")], **take_year(parts.get("year", ""))}


def make_fiscal(parts: Parts, text: str) -> Fields:
    """Return the fields of a fiscal year: FY2024, U.S. fiscal year 2024."""
    if "more" in parts or re.search(r"(?i)years\b", text):
        return spoil("more than one fiscal year")
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    names = load_words("dates")["fiscal_years"]["names"]
    return {"kind": MomentKind.FISCAL, "year": year, "country": names.get(parts.get("of", "").lower(), "")}


def make_numbered(kind: MomentKind, parts: Parts) -> Fields:
    """Return the fields of a quarter or a half of a year."""
    if "fiscal" in parts:
        return spoil("a part of a fiscal year")
    word = parts.get("n") or parts.get("m") or parts.get("k") or ""
    last = 4 if kind == MomentKind.QUARTER else 2
    number = load_words("dates")["ordinals"].get(word.lower()) or int(re.sub(r"\D", "", word) or last)
    year = parts.get("year") or parts.get("y2") or parts.get("y3") or ""
    return {"kind": kind, "number": number, **take_year("this year" if year == "the year" else year)}


def make_months(parts: Parts, text: str) -> Fields:
    """Return the fields of the first or the last months of a year: the first ten months of 2025."""
    number = read_count(parts["n"])
    is_last = parts["which"].lower() in ("last", "final", "closing")
    if not 0 < number < 12:
        return spoil(OPEN_WORDS)
    year = take_year("this year" if parts["year"] == "the year" else parts["year"])
    return {"kind": MomentKind.MONTHS, "number": -number if is_last else number, **year}


def make_ending(parts: Parts, text: str) -> Fields:
    """Return the fields of the months up to one or to its last day: year ending 31 March 2024, three months to June 2025."""
    month, year = load_months()[parts["mon"].lower().rstrip(".")], int(parts["year"])
    number = {"year": 12, "quarter": 3}.get(parts.get("unit", "").lower()) or read_count(parts["n"])
    days = [int(re.sub(r"\D", "", parts[name])) for name in ("d", "d2") if name in parts]
    if not number or days not in ([], [calendar.monthrange(year, month)[1]]):
        return spoil(OPEN_WORDS)
    return {"kind": MomentKind.ENDING, "number": number, "year": year, "month": month, "day": days[0] if days else None}


def read_count(word: str) -> int:
    """Return a small number in digits or words; 0 where it is none."""
    return load_words("dates")["numbers"].get(word.lower()) or (int(word) if word.isdigit() else 0)


def make_season(parts: Parts, text: str) -> Fields:
    """Return the fields of a season of a year."""
    code = load_words("dates")["seasons"][(parts.get("n") or parts["m"]).lower()]
    if code == 24:
        return spoil("a winter has days of two years")
    return {"kind": MomentKind.SEASON, "number": code, **take_year(parts.get("year") or parts["y2"])}


def make_decade(parts: Parts, text: str) -> Fields:
    """Return the fields of a decade: the 1990s."""
    year = parts.get("year", "")
    return (
        spoil("a decade or a century") if not year or year.endswith("00") else {"kind": MomentKind.DECADE, "year": int(year)}
    )


def make_ago(parts: Parts, text: str) -> Fields:
    """Return the fields of so many days, weeks, months or years ago."""
    number = read_count(parts["n"])
    unit = parts["unit"].lower().rstrip("s")
    is_known = number and number < 1000 and unit in ("day", "week", "fortnight", "month", "year") and "hedge" not in parts
    return {"kind": MomentKind.AGO, "number": number, "relative": unit} if is_known else spoil(OPEN_WORDS)


def make_relative_month(parts: Parts, text: str) -> Fields:
    """Return the fields of last, this or next April."""
    month = load_months()[parts["mon"].lower().rstrip(".")]
    if parts["det"].lower() not in ("this", "last", "next"):
        return spoil(OPEN_WORDS)
    return {"kind": MomentKind.RELATIVE, "month": month, "relative": f"{parts['det'].lower()} month of this name"}


def make_relative(parts: Parts, text: str) -> Fields:
    """Return the fields of this week, last month, next year."""
    det, unit = parts["det"].lower(), parts["unit"].lower()
    known = det in ("this", "last", "next") and unit in ("year", "month", "week", "weekend")
    return {"kind": MomentKind.RELATIVE, "relative": f"{det} {unit}"} if known else spoil(OPEN_WORDS)


def make_relative_day(parts: Parts, text: str) -> Fields:
    """Return the fields of yesterday, last night, this morning."""
    return {"kind": MomentKind.RELATIVE, "relative": parts["rel"].lower()}


def make_weekday(parts: Parts, text: str) -> Fields:
    """Return the fields of a weekday."""
    word = (parts.get("wd") or parts["ws"]).lower()
    number = next(
        n for n, name in enumerate(load_words("dates")["weekdays"]) if name.startswith(word[:2]) and name[:3] == word[:3]
    )
    return {"kind": MomentKind.WEEKDAY, "number": number}


MAKERS: dict[str, Callable[[Parts, str], Fields | None]] = {
    "two_years": make_two_years,
    "iso": make_iso,
    "numeric": make_numeric,
    "fiscal": make_fiscal,
    "fiscal_after": make_fiscal,
    "fiscal_open": lambda parts, text: spoil(OPEN_WORDS),
    "quarter": lambda parts, text: make_numbered(MomentKind.QUARTER, parts),
    "short_quarter": lambda parts, text: make_numbered(MomentKind.QUARTER, parts),
    "half": lambda parts, text: make_numbered(MomentKind.HALF, parts),
    "months": make_months,
    "ending": make_ending,
    "season": make_season,
    "decade": make_decade,
    "century": lambda parts, text: spoil("a century"),
    "ago": make_ago,
    "span": lambda parts, text: spoil(OPEN_WORDS),
    "relative_month": make_relative_month,
    "relative_day": make_relative_day,
    "relative_weekday": lambda parts, text: spoil(OPEN_WORDS),
    "beginning": lambda parts, text: {"kind": MomentKind.RELATIVE, "relative": "this year"},
    "relative": make_relative,
    "day_dashed": make_day,
    "days_before": make_day,
    "days_after": make_day,
    "days_listed": lambda parts, text: spoil(SEVERAL_DAYS),
    "days_listed_after": lambda parts, text: spoil(SEVERAL_DAYS),
    "day_before": make_day,
    "ordinal_before": make_day,
    "day_after": make_day,
    "month": make_month,
    "year": lambda parts, text: {"kind": MomentKind.YEAR, "year": int(parts["year"])},
    "weekday": make_weekday,
}
