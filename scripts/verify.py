#!/usr/bin/env python3
"""Verify the published files of us-central-asia-removals without the code that built them.

Usage: python verify.py PATH [--seeds DIR]

PATH is a folder or a .zip with datapackage.json at its top or in one top-level folder; DIR holds the sources' files.
Written from docs/format.md, docs/codebook.md and the published files, with the Python standard library alone (3.11 or
later). Tables, columns, codes and rules are those of schemas/, words those of build/lexicon/: without them nothing can be
verified. What belongs in each cell is made again from the published claims, and compared. One line a fault, sorted:
`table/row/column: what is there, what belongs there`; where two places contradict each other, a line for each of them.
Exit 0: no fault, 1: faults, 2: wrong command line. Of Parquet files only the SHA-256 is checked, not the content.
"""

from __future__ import annotations

import argparse
import calendar
import csv
import functools
import hashlib
import io
import itertools
import json
import math
import operator
import os
import re
import sys
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, str]
Key = tuple[str, str, str]
Json = dict[str, Any]
Where = Sequence[str]
Cited = tuple[Where, str]  # a place of which a value is made, and what is there
Days = tuple[str | None, str | None]  # the first and the last, None at an open end
Dated = tuple[str, str, set[str]]  # an EDTF value, how its year is known, and what from outside the words its reading used
Given = tuple[int | None, date | None, str]  # a year, a day of publication and a country from outside the words
Derived = tuple[str, list["Claim"]]  # a value, and the claims that it rests on
Judged = Iterator[tuple[str, object, str]]  # a column, whether what is there may be there, and what belongs there

# What schemas/ may name: parsers (each with the basis of its claims), parts of a reading, agreement rules, derivations, and
# what of the speaker fills a column.
PARSERS = dict.fromkeys(("quantity", "date", "country", "subdivision"), "parsed") | {"verbatim": "verbatim"}
PARSERS |= {"code": "coded", "reference": "coded"}
PARTS = {"quantity": ("printed", "low", "high", "qualifier"), "country": ("printed",)}
PARTS |= {"date": ("printed", "earliest", "latest", "precision", "date_basis")}
AGREEMENTS = ("same", "single", "set", "furthest", "interval", "narrower", "wording")
DERIVED_SETS = ("source_ids", "origins", "gather_rows")
DERIVATIONS = (*DERIVED_SETS, "row_id", "one_source", "sentence", "count_status", "gather_count", "gather_alike")
COUNTED = ("characters", "codings")  # these derivations rest on no words
SPEAKER = ("person", "body", "words", "via")
# The ways in which a column is filled, and the properties that each must have.
FILLS: dict[str, tuple[str, ...]] = {"parse": ("reads", "agree"), "part": ("part", "of"), "speaker": ("by",)}
FILLS |= {"derive": ("derive",), "gather": ("gather", "agree"), "register": ()}
SYSTEM = ("cells", "claims", "disagreements", "evidence")  # these tables and `sources` are known by name
DESCRIPTORS = {"datapackage.json": ("build/csv/", "csv"), "build/parquet/datapackage.json": ("build/parquet/", "parquet")}
OF_FILE = {"path", "hash", "bytes", "format", "mediatype", "encoding"}  # in these the two descriptors differ
STEP = {"": 0, "this": 0, "the": 0, "last": -1, "next": 1}
# What a line of `cells` repeats of the first of its claims, and where it stands there; and of a decision.
COPIED = {c: c for c in ("basis", "reason", "source_id", "attributed_to", "certainty", "hedge_words")} | {"words": "exact"}
RULED = {"reason": "reason", "rule": "ruled_by", "basis": "ruling"}
SPEAKING = ("attributed_to", "attributed_words", "via")
TOLD = ("value", "attributed_to", "via", "certainty", "hedge_words")  # of a claim in `agreeing` and `others`
SIDE = 32  # code points of prefix and suffix
MOST_DIGITS = 15  # of a number: the most that every double holds as printed
LARGEST = 1 << 27  # bytes of one file that are read
# By how much the lowest and the highest count are away from the number of a qualifier; None where there is no bound.
STEPS = {"exact": (0, 0), "more_than": (1, None), "at_least": (0, None), "up_to": (None, 0)}
STEPS |= {"less_than": (None, -1), "almost": (None, -1)}
CANONICAL = {"integer": r"-?(0|[1-9]\d*)", "number": r"-?(0|[1-9]\d*)(\.\d*[1-9])?", "boolean": "true|false"}
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # general categories of Unicode that no reader sees, or that end a line
# Letters, marks and symbols without a picture, and what Unicode says is no character.
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\uffa0\ufff0-\ufffc\U00016fe4"
BLANK += "\U0001d159\U000e0000-\U000e0fff" + "".join(chr(n) + chr(n + 1) for n in range(0xFFFE, 0x110000, 0x10000))
NOTATION = re.compile(r"vague|unknown|range \S+ \S+|[a-z_]+ \d+(\.\d*[1-9])?")  # of a quantity
URL = re.compile(r"https?://|\bwww\.")
CITED = re.compile(r"\[([a-z0-9][a-z0-9.-]*)\]")
CLOSING_POINT = re.compile(r"(?<!\b[^\W\d_]\.[^\W\d_])\.$|,$")  # U.S. keeps its point


# ---- texts -----------------------------------------------------------------------------------------------------------


class Said(str):
    """A rule in words, printed without marks."""


def fold_space(text: str) -> str:
    """Each run of white space as one space."""
    return " ".join(text.split())


def list_hidden(text: str) -> list[str]:
    """The characters of a text that no text may hold: a tab and a line feed are none of them."""
    return [c for c in sorted({*text} - {"\t", "\n"}) if unicodedata.category(c) in HIDDEN or re.match(f"[{BLANK}]", c)]


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text, without capitals: runs of letters, digits and underscores, points within and of initials aside."""
    return tuple(re.findall(r"\w+", re.sub(r"(?<=\w)[.'’](?=\w)|(?<=(?<!\w)\w)\.", "", text).casefold()))


def show_text(text: object) -> str:
    """A value as it stands in a fault: on one line and not too long."""
    shown = json.dumps(text, ensure_ascii=False) if isinstance(text, str) else str(text)
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)
    return shown if len(shown) <= 160 else shown[:100] + "…" + shown[-59:]


def split_set(text: str) -> list[str]:
    """The members of a set as printed."""
    return text.split("|") if text else []


def print_number(number: Decimal) -> str:
    """A number without idle zeros."""
    return f"{number.normalize():f}"


def parse_day(text: str | None) -> date | None:
    """The day of an ISO 8601 date."""
    try:
        return date.fromisoformat(text) if text and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


# ---- readers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of a reader, what they mean, the patterns that they make, and (of dates) the forms of what is read."""

    words: Json
    values: dict[str, Any]
    patterns: dict[str, re.Pattern[str]]
    forms: dict[str, re.Pattern[str]]


@functools.lru_cache(maxsize=2)
def load_lexicons(content: bytes) -> dict[str, Lexicon]:
    """What readers.json has for the parsers, and for quotation marks."""
    found: dict[str, Lexicon] = {}
    for reader, part in json.loads(content.decode("utf-8")).items():
        lists = {f"<{name}>": words for name, words in part["lists"].items()}  # they stand several times in a pattern
        put_in = functools.partial(re.sub, "<names>|<long>|<several>", lambda match, lists=lists: lists[match[0]])
        patterns, forms = ({n: re.compile(put_in(p)) for n, p in part[kind].items()} for kind in ("patterns", "forms"))
        found[reader] = Lexicon(part["words"], part["values"], patterns, forms)
    return found


def multiply(numbers: Lexicon, text: str | None) -> Decimal:
    """The product of magnitudes that become larger: lakh crore; 0 where they do not."""
    scales = [numbers.values[word] for word in re.findall("[a-z]+", text or "")]
    return Decimal(0 if any(a <= b for b, a in itertools.pairwise(scales)) else math.prod(scales))


def add_words(numbers: Lexicon, text: str) -> tuple[Decimal, Decimal]:
    """What number words add up to, and the magnitude that they end with; zeros where they are no one number."""
    total, group, last, scale = 0, 0, math.inf, 1
    words = [word for word in re.findall("[a-z]+", text) if word not in ("a", "an", "and")]
    for word in words:
        value = numbers.values[word]
        scale = value if value >= 100 or word == "dozen" else 1
        if (value >= 1000 and value >= last) or (word in numbers.words["ordinals"] and word is not words[-1]):
            return Decimal(0), Decimal(0)
        group = group + value if scale == 1 else max(group, 1) * value
        if value >= 1000:
            total, group, last = total + group, 0, value
    return Decimal(total + group), Decimal(scale)


def read_numeral(numbers: Lexicon, text: str, is_percent: bool = False) -> tuple[Decimal, Decimal] | None:
    """The value of a numeral and the magnitude that it ends with; None where it is no number, or may be two."""
    if part := numbers.patterns["share"].fullmatch(text):
        top = part["top"] or "a"
        number = Decimal(top.replace(",", "")) if top[0].isdigit() else numbers.values.get(top, 1)
        value = number * multiply(numbers, part["of"]) / numbers.words["fractions"][part["share"]]
        return (value, Decimal(1)) if value and value == value.to_integral_value() else None
    text, half, more = text.partition(" and a half")
    figure = re.fullmatch(r"([0-9.,]+)(?:st|nd|rd|th)?(.*)", text)
    value, scale = (Decimal(0), multiply(numbers, figure[2])) if figure else add_words(numbers, text)
    value, factor = Decimal(figure[1].replace(",", "")) * scale if figure else value, multiply(numbers, more)
    is_grouped = figure and not is_percent and re.fullmatch(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+", figure[1])
    return None if is_grouped or not scale * factor else ((value + scale / 2 * bool(half)) * factor, scale * factor)


def read_span(numbers: Lexicon, found: re.Match[str]) -> str | None:
    """The range of two numbers; None where it may be meant in two ways."""
    first, second = (read_numeral(numbers, found[name]) for name in ("low", "high"))
    if not first or not second or (found["joiner"] == "and") != ("between" in (found["opener"] or "")):
        return None
    (low, scale), (high, carried) = first, second
    is_small = scale == 1 and low < 1000 and "," not in found["low"]
    is_unclear = is_small and carried == 1 and low < 1000 <= high and low * 1000 < high
    low *= carried if is_small and not found["article"] else 1
    is_unclear = is_unclear or low >= high or (found["joiner"] == "or" and high > 2 * low)
    return None if is_unclear else f"range {print_number(low)} {print_number(high)}"


def read_quantity(numbers: Lexicon, words: str) -> str | None:
    """`qualifier number` as the words say; None where this reading finds none, or several."""
    text = fold_space(words).lower()
    vague, span, couple, single = (numbers.patterns[one].fullmatch(text) for one in ("vague", "span", "couple", "single"))
    if vague or (span and not single):
        return "vague" if vague or not span else read_span(numbers, span)
    found = couple or single
    numeral = read_numeral(numbers, single["number"], bool(single["unit"])) if single and not couple else None
    value = 2 * multiply(numbers, couple["of"] or couple["scale"]) if couple else numeral[0] if numeral else None
    if found is None or value is None:
        return None
    lists = {"before": "qualifiers", "again": "qualifiers", "after": "qualifiers_after"}
    before, again, after = (numbers.words[name].get((found[at] or "").replace(" ", ""), "") for at, name in lists.items())
    turned = numbers.words["negation"]["turns"].get(before, "") if found["denied"] else before
    codes = {turned, after, "about" if couple else ""} - {"", "exact"}
    is_refused = (found["denied"] and not turned) or again not in ("", turned) or len(codes) > 1
    return None if is_refused else f"{next(iter(codes), 'exact')} {print_number(value)}"


def bound_quantity(value: str, is_loose: bool) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and the highest number that a reading allows. Loose: what is no count has no step of one."""
    name, *numbers = value.split(" ")
    given = [Decimal(n) for n in numbers]
    is_loose = is_loose or any(n != n.to_integral_value() for n in given)
    steps = STEPS.get(name, (None, None))
    low, high = (None if step is None or not given else given[0] + (0 if is_loose else step) for step in steps)
    return (given[0], given[-1]) if name == "range" else (low, high)


def take_given(text: str) -> Given:
    """What `year_given` holds: `2025: reason`, `2025-05-02: …`, `USA: reason`, joined by `; `."""
    found = re.findall(r"(?:^|; )(\d{4}|\d{4}-\d\d-\d\d|[A-Z]{3}): ", text)
    year, day, country = (next((f for f in found if len(f) == length), "") for length in (4, 10, 3))
    return int(year) if year else None, parse_day(day), country


def take_parts(dates: Lexicon, text: str) -> tuple[Row, str]:
    """The parts of a simple date, in small letters, its form among them; and the weekday that stands before it."""
    weekday = dates.patterns["weekday"].match(text)
    shown, day = (text[weekday.end() :], weekday[1] or "") if weekday else (text, "")
    form, found = next((name, found) for name, one in dates.forms.items() if (found := one.fullmatch(shown)))
    parts = {name: part.lower() for name, part in found.groupdict().items() if part}
    return {"year": "", "month": ""} | parts | {"form": form.partition("_")[0]}, day[:3].lower()


def name_relative(dates: Lexicon, parts: Row, day: date) -> str:
    """The value of words that count from the day of the report; nothing where they fix none."""
    number = dates.words["numbers"].get(parts.get("number")) or int(parts.get("number", 0))
    months = day.year * 12 + day.month - 1 + (-number if "ago" in parts else STEP.get(parts.get("which", ""), 0))
    month_then = f"{months // 12:04}-{months % 12 + 1:02}"
    if unit := parts.get("ago"):
        days = timedelta(days=number * (7 if unit == "week" else 1))
        ago = f"{day - days}" if unit in ("day", "week") else month_then if unit == "month" else f"{day.year - number:04}"
        return ago + "~" * (unit != "day")
    if word := parts.get("day_word"):
        steps = {"before yesterday": -2, "after tomorrow": 2, "yesterday": -1, "last night": -1, "tomorrow": 1}
        return str(day + timedelta(days=next((n for phrase, n in steps.items() if phrase in word), 0)))
    step, month = STEP[parts["which"]], dates.values.get(parts["month"])
    if month:
        return f"{day.year + step:04}-{month:02}" if (month - day.month) * step <= 0 else ""
    monday, sunday = day - timedelta(days=day.weekday()), day - timedelta(days=day.isoweekday() % 7)
    if parts["unit"] == "week":  # it may begin on Monday or on Sunday
        first, last = min(monday, sunday), max(monday, sunday) + timedelta(days=6)
        return f"{first + timedelta(weeks=step)}/{last + timedelta(weeks=step)}"
    if parts["unit"] == "weekend":
        return f"{monday + timedelta(days=5)}/{monday + timedelta(days=6)}" if step == 0 <= day.weekday() - 5 else ""
    return month_then


def name_moment(dates: Lexicon, parts: Row, given: Given) -> Dated | None:
    """What a simple date means; None where it is not read."""
    (known, day, country), words, year, form = given, dates.words, parts["year"], parts["form"]
    if value := parts.get("iso"):
        follows = len(value) == 7 and int(value[5:]) == (int(value[:4]) + 1) % 100
        return None if follows else (value, "explicit", set())
    if value := parts.get("decade"):
        return f"{value}/{int(value) + 9}", "explicit", set()
    if value := parts.get("fiscal"):
        own, ends = words["fiscal_years"]["names"].get(parts.get("country")), int(value) + 2000 * (len(value) == 2)
        begins = words["fiscal_years"]["begins"].get(own or country, 1)
        value = f"{ends - 1:04}-{begins:02}/{ends:04}-{begins - 1:02}"
        return (value, "explicit", set() if own else {"country"}) if begins > 1 else None
    if parts.get("unit") == "year" or (parts["month"] and parts.get("which") == "this"):
        year = f"{parts['which']} year"
    elif {"ago", "day_word", "which"} & parts.keys():
        value = name_relative(dates, parts, day) if day else ""
        return (value, "relative", {"day"}) if value else None
    days = [words["ordinals"].get(d) or int(re.sub(r"\D", "", d)) for d in map(parts.get, ("day", "last_day")) if d]
    is_apart = "and" in parts.get("dash", "") and days[1:] != [days[0] + 1]
    base, basis, used = known or (day and day.year), "explicit", set[str]()
    if not year.isdigit() and base:
        basis, used = "relative" if year else "inferred_year", {"year" if known else "day"}
        year = f"{base + STEP[year.removesuffix(' year')]:04}"
    if is_apart or days != sorted(days) or not year:
        return None
    if last := {"quarter": 4, "half": 2}.get(form, 0):
        number, each = words["ordinals"].get(parts["number"]) or int(re.sub(r"\D", "", parts["number"]) or last), 12 // last
        return f"{year}-{number * each - each + 1:02}/{year}-{number * each:02}", basis, used
    month = words["seasons"].get(parts.get("season")) or dates.values.get(parts["month"])
    year += f"-{month:02}" if month else ""
    return "/".join([f"{year}-{d:02}" for d in dict.fromkeys(days)] or [year]), basis, used


def read_date(dates: Lexicon, words: str, given: Given) -> Dated | None:
    """What the words of a date or period mean; None where this reading finds none, or several."""
    text = fold_space(words)
    single, period = (dates.patterns[name].fullmatch(text) for name in ("single", "period"))
    found = single or period
    if found is None:
        return None
    around, is_list = found["around"].lower().replace(",", "").split(), False
    ends, weekdays = zip(*(take_parts(dates, found[name]) for name in ("first", "last")[: 1 if single else 2]), strict=True)
    first, last = ends[0], ends[-1]
    first["dash"] = "" if "between" in around else first.get("dash", "")
    first["year"] = ((single and single["last_year"]) or first["year"]).lower()
    if not single and all(one["month"] and "which" not in one for one in ends):  # a year of one end belongs to both
        is_list = bool(period and period["and"] and "between" not in around and last["year"] and not first["year"])
        first["year"], last["year"] = first["year"] or last["year"], last["year"] or first["year"]
    read = [named for one in ends if (named := name_moment(dates, one, given))]
    openings = [code for code in ("since", "until", "before", "after", "about") if found[code]]
    openings += ["since"] * bool(found["from"]) + ["until"] * bool(found["to"])
    is_counted = first["form"] == "year" and text[: found.start("first")].strip().lower() in dates.words["not_before_a_year"]
    is_apart = found["from"] == "on" and "from" not in around
    if len(read) < len(ends) or len(openings) > (1 if single else 0) or is_counted or is_apart:
        return None
    value = read[0][0] if single else f"{read[0][0].split('/')[0]}/{read[1][0].split('/')[-1]}"
    edges = [parse_day((bound_date(one[0]) or ("", ""))[side - 1]) for side, one in enumerate(read)]
    is_part = bool(found["part"]) and not found["part"].lower().startswith(("year", "calendar"))
    value = open_date(value, "".join(openings), is_part)
    day, known = parse_day(value), {day for day in weekdays if day}
    is_wrong = day and known and known != {dates.words["weekdays"][day.weekday()][:3]}
    follows = not is_list or (edges[0] and edges[0] + timedelta(days=1) == edges[1])  # April and May 2025
    bases = {basis for _, basis, _ in read} - {"explicit"}
    basis = "relative" if "relative" in bases else next(iter(bases), "explicit")
    used = set[str]().union(*(used for _, _, used in read))
    return (value, basis, used) if bound_date(value) and follows and not is_wrong else None


def open_date(value: str, opening: str, is_part: bool) -> str:
    """A date opened as its words say: since 2021 is 2021/..; before the end of 2025 is within 2025."""
    first, _, last = value.partition("/")
    last = last or first
    if opening in ("before", "after") and not is_part:
        step = -1 if opening == "before" else 1
        day = parse_day((bound_date(first if step < 0 else last) or ("", ""))[step > 0])
        moved = str(day + timedelta(days=step)) if day else ""
        return f"../{moved[: len(first)]}" if step < 0 else f"{moved[: len(last)]}/.."
    return {"": value, "about": f"{value}~", "until": f"../{last}", "before": f"../{last}"}.get(opening, f"{first}/..")


def bound_date(value: str) -> Days | None:
    """The first and the last day that an EDTF date can mean, None at an open end; None where it is no date."""
    if value.endswith("~"):
        return (None, None) if bound_date(value[:-1]) else None
    days: list[str | None] = []
    parts = re.sub(r"^([0-9]{4})-2[1-3]$", r"\1", value).split("/")  # a season
    for part in parts:
        known = re.fullmatch(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?", part)
        year, first, last = (known[1], known[2] or "01", known[2] or "12") if known else ("", "", "")
        end = str(calendar.monthrange(int(year) or 1, int(last))[1]) if known else ""
        days += [f"{year}-{first}-{known[3] or '01'}", f"{year}-{last}-{known[3] or end}"] if known else [None, None]
        if not (known and parse_day(days[-1])) and not (part == ".." and len(parts) == 2):
            return None
    start, end_day = days[0], days[-1]
    is_date = len(parts) <= 2 and (start or end_day) and not (start and end_day and start > end_day)
    return (start, end_day) if is_date else None


def tell_precision(value: str, starts: Iterable[int]) -> str:
    """How precise an EDTF date is, by its form; `starts` are the months in which fiscal years begin."""
    if re.fullmatch(r"\d{4}(-[01]\d(-\d\d)?)?", value):
        return ("year", "month", "day")[value.count("-")]
    first, last = (parse_day(bound) for bound in bound_date(value) or ("", ""))
    if not first or not last or len(value) not in (15, 21):
        return "unknown"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    is_fiscal = months == 12 and first.month in {*starts}
    named = "quarter" if months == 3 and first.month % 3 == 1 else "fiscal_year" if is_fiscal else "unknown"
    return named if len(value) == 15 else "week" if (last - first).days in (6, 7) else "unknown"


def level_marks(text: str) -> str:
    """A text with one sort of dash and one of apostrophe."""
    return fold_space(re.sub("[’‘ʼʻ`´]", "'", re.sub("[‐‑‒–−]", "-", text)))


def find_names(countries: Lexicon, text: str) -> list[tuple[int, int, str]]:
    """The longest names in a text: start, end, and the code; no code where it is not sure that a country is meant."""
    found: list[tuple[int, int, str]] = []
    small = countries.words["small"]["words"]  # these may have any capitals
    for match in countries.patterns["name"].finditer(text):
        (start, end), shown = match.span(), match["name"] or ""
        code, *forms = countries.values.get(shown.lower(), [""])
        pairs = [[*zip(*(re.split(r"[ '-]", one) for one in (shown, form)), strict=False)] for form in forms]
        is_written = any(all(a in (b, b.upper()) or a.lower() in small for a, b in pair) for pair in pairs)
        beside = text[max(start - 1, 0) : start] + text[end : end + 1]
        is_sure = is_written and all(c.isascii() or c.isspace() or unicodedata.category(c)[0] in "PZ" for c in beside)
        found += [(start, end, code if is_sure else "")] if is_written or " " in shown or match["wrong"] else []
    return found


def read_country(countries: Lexicon, words: str) -> str | None:
    """The code of the one country that the words name; None where they name none, several, or one that is not sure."""
    text = level_marks(words)
    for word in re.findall(r"[^\W\d_]+", text):
        if re.search("[A-Za-z]", word) and any(not unicodedata.name(c, "").startswith("LATIN") for c in word):
            return None  # letters of two scripts
    hidden = "".join("\0" if unicodedata.category(c) == "Cf" else c for c in text)
    codes = {code for _, _, code in find_names(countries, hidden.replace("\0", ""))}
    return codes.pop() or None if len(codes) == 1 and not re.search(r"\w\0+\w", hidden) else None


def name_place(countries: Lexicon, place: str) -> str:
    """A country's code for a place that is a country's name and nothing else."""
    found = find_names(countries, level_marks(place))
    return found[0][2] or place if [one[:2] for one in found] == [(0, len(place))] else place


def read_subdivision(subdivisions: Lexicon, words: str) -> str | None:
    """The code of the subdivision of that name; None where several have it."""
    codes = subdivisions.values.get(unicodedata.normalize("NFC", fold_space(words)).casefold(), ())
    return min(codes) if len(codes) == 1 else None


READERS = {"quantity": read_quantity, "country": read_country, "subdivision": read_subdivision}


# ---- the data --------------------------------------------------------------------------------------------------------


class Claim:
    """A claim: the row of its first span with white space folded, all its spans, and its place among all claims."""

    rank: tuple[bool | int, ...] = ()  # how good its evidence is: the best is the least
    saying = ""  # whether its row says who speaks: `by` where the claim does so itself

    def __init__(self, row: Row, spans: list[tuple[int, int, Row]], order: int) -> None:
        """Give names to what is read often."""
        self.row, self.spans, self.order = row, spans, order
        self.id, self.value, self.basis, self.reason = row["claim_id"], row["value"], row["basis"], row["reason"]
        self.cell, self.source, self.number = name_cell(row), row["source_id"], to_int(row["passage"])
        self.key = (self.source, row["passage"])
        self.speaker, self.speaker_words, self.via = self.way = row["attributed_to"], row["attributed_words"], row["via"]
        self.hedge, self.hedge_start = row["hedge_words"], to_int(row["hedge_start"])
        self.words = " … ".join(fold_space(span["exact"]) for _, _, span in spans)

    def name(self, column: str) -> Where:
        """Where a column of the claim stands, for a fault: in the row of its first span."""
        return ["claims", self.id, self.row["segment"], column]

    def cite(self, *columns: str) -> list[Cited]:
        """Some of its columns, as places of which something was made."""
        return [(self.name(column), self.spans[0][2][column]) for column in columns]

    def print(self, value: str = "") -> str:
        """Its words as the columns `agreeing` and, with its value, `others` print them."""
        hedge = f" ({self.row['certainty']}: «{self.hedge}»)" if self.hedge else ""
        speaker = (f" by {self.speaker}" if self.speaker else "") + (f" via {self.via}" if self.via else "")
        return f"{self.source}: {value + ' ' if value else ''}«{self.words}»{speaker}{hedge}"


@dataclass(eq=False)
class Line:
    """What belongs in a cell, or in a set as one member, and what it rests on."""

    value: str
    deciding: list[Claim]
    rule: str
    basis: str = "derived"
    reason: str = ""
    agreeing: Sequence[Claim] = ()
    others: Sequence[Claim] = ()


class Field:
    """A column that has claims: the parser (or `by` or `gather`), the rule by which they agree, and how else it is filled."""

    def __init__(self, name: str, how: Json, refers: str, parts: dict[str, str]) -> None:
        """`parts` has the column of each part of the reading."""
        self.name, self.how, self.parts, self.rule = name, how, parts, str(how.get("agree", "same"))
        self.kind = {"parse": str(how.get("reads")), "speaker": "by"}.get(str(how.get("fill")), "gather")
        self.refers = str(how.get("refers_to") or refers)
        is_printed = self.kind == "verbatim" or how.get("by") == "words"
        self.folds = self.rule == "set" or (is_printed and self.rule in ("same", "single"))  # capitals do not count

    def fold(self, value: str) -> str:
        """A value as the rule compares it."""
        return " ".join(split_words(value)) if self.rule == "wording" else value.casefold() if self.folds else value

    def list_known(self, claims: list[Claim]) -> list[Claim]:
        """The claims between which the rule looks for agreement; by most rules `unknown` says nothing."""
        return [c for c in claims if c.value != "unknown" or self.rule in ("set", "wording", "narrower")] or claims


class Table:
    """A table as its schema describes it, and how its columns are filled."""

    def __init__(self, name: str, schema: Json) -> None:
        """Read what the verifier needs."""
        self.name, self.schema, self.curation = name, schema, take_dict(schema.get("curation"))
        self.columns = {f["name"]: f for f in list_of(dict, schema.get("fields")) if isinstance(f.get("name"), str)}
        self.key, self.headline = list_of(str, schema.get("primaryKey")), str(self.curation.get("headline"))
        links = [(take_dict(e.get("reference")), e.get("fields")) for e in list_of(dict, schema.get("foreignKeys"))]
        self.foreign = [(str(to.get("resource")), list_of(str, to.get("fields")), list_of(str, own)) for to, own in links]
        refers = {column: target for target, _, own in self.foreign for column in own}
        fills = {column: take_dict(spec.get("curation")) for column, spec in self.columns.items()}
        parts: dict[str, dict[str, str]] = defaultdict(dict)
        for column, how in fills.items():
            parts[str(how.get("of"))][str(how.get("part"))] = column
        coded = {c: how for c, how in fills.items() if how.get("fill") in ("parse", "speaker", "gather")}
        self.fields = {c: Field(c, how, refers.get(c, ""), parts[c]) for c, how in coded.items()}
        rest = {c: take_dict(how.get("otherwise")) if c in coded else how for c, how in fills.items()}
        self.derived = {c: how for c, how in rest.items() if how.get("fill") == "derive"}
        self.registered = [c for c, how in rest.items() if how.get("fill") == "register"]
        self.says = any(column.kind == "by" for column in self.fields.values())  # who speaks
        self.speakers = str(self.curation.get("speakers", ""))
        origin = take_dict(self.curation.get("rows_from"))
        self.gathers = str(origin.get("table", "")), str(origin.get("field", ""))
        self.sets = {c for c, how in self.derived.items() if how.get("derive") in DERIVED_SETS}
        self.sets |= {c for c, column in self.fields.items() if column.rule == "set"}
        self.sets |= {"evidence", "agreeing_source_ids"} if name in SYSTEM else set()

    def list_codes(self, column: str) -> list[str]:
        """The codes of a field, in the order of its list."""
        spec = self.columns.get(column, {})
        return take_dict(spec.get("constraints")).get("enum") or list(take_dict(spec.get("codes"))) or ["true", "false"]


@dataclass
class Data:
    """The published files as read, and the faults found so far."""

    files: dict[str, bytes]
    faults: list[str] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    lexicons: dict[str, Lexicon] = field(default_factory=dict)  # by the parser that reads by them, and `marks`
    registers: Json = field(default_factory=dict)  # which place lies in which; what is registered of sources and pages
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    index: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    bodies: dict[str, str] = field(default_factory=dict)  # of each person, if any, and of each body itself
    members: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))  # of a gathered table's row
    claims: dict[str, Claim] = field(default_factory=dict)
    groups: dict[tuple[str, ...], list[Claim]] = field(default_factory=lambda: defaultdict(list))
    """Claims by `cell`, `passage`, `source`, `speaker` (in a source, by which words) and `hedge` (in a passage)."""
    passages: dict[tuple[str, str], str] = field(default_factory=dict)
    leads: set[tuple[Key, str]] = field(default_factory=set)  # cells, each with a claim that a line of it names first
    disputes: dict[Key, Row] = field(default_factory=dict)
    settled: dict[Key, list[Line]] = field(default_factory=dict)  # what the claims on a cell come to

    @property
    def facts(self) -> list[Table]:
        """The tables of facts."""
        return [table for name, table in self.tables.items() if name not in SYSTEM]

    def add_fault(self, where: Where, there: object, belongs: object, cited: Iterable[Cited] = ()) -> None:
        """Note a fault, and one for each place of which the value was made: which was changed nobody can tell."""
        place = "/".join("".join(c if c.isprintable() else "?" for c in str(part)) for part in where)
        self.faults.append(f"{place}: {show_text(there)}, {belongs if isinstance(belongs, Said) else show_text(belongs)}")
        for other, found in cited:
            self.add_fault(other, found, Said(f"what {place} has, or there {show_text(belongs)}"))

    def expect(self, where: Where, there: object, belongs: object, cited: Iterable[Cited] = ()) -> bool:
        """Note a fault where two values differ."""
        if there != belongs:
            self.add_fault(where, there, belongs, cited)
        return there == belongs

    def require(self, holds: object, where: Where, there: object, belongs: str) -> None:
        """Note a fault, with the rule in words, where it does not hold."""
        if not holds:
            self.add_fault(where, there, Said(belongs))

    def compare(self, where: Where, there: object, belongs: object) -> None:
        """Note a fault for each leaf in which two JSON values differ."""
        ours, theirs = dict(list_leaves(there)), dict(list_leaves(belongs))
        for leaf in sorted({*ours, *theirs}):
            self.expect([*where, *leaf], ours.get(leaf), theirs.get(leaf))

    def find_field(self, cell: Key) -> Field | None:
        """How a cell with claims is filled; nothing for another one."""
        return self.tables[cell[0]].fields.get(cell[2]) if cell[0] in self.tables else None

    def name_row(self, table: str, row: Row) -> list[str]:
        """Where a row stands, for a fault."""
        return [table, *(row.get(c, "") for c in self.tables[table].key)]


BY_RANK = operator.attrgetter("rank")  # claims, the best evidence first; of each source
BY_SOURCE = operator.attrgetter("source", "rank")


def name_cell(row: Row) -> Key:
    """The cell that a row of `cells`, `claims` or `disagreements` is about."""
    return row["table_name"], row["row_id"], row["field_name"]


def to_int(text: str) -> int:
    """A whole number, or -1 where the text is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else -1


# ---- reading the files -----------------------------------------------------------------------------------------------


def take_dict(value: object) -> Json:
    """A JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(kind: type, value: object) -> list[Any]:
    """What a JSON list has of a type; one value counts as a list of one."""
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, kind)]


def list_leaves(value: object, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """What stands in a JSON value, each with the way to it."""
    if isinstance(value, dict | list) and value:
        for name, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from list_leaves(part, (*where, str(name)))
    else:
        yield where, repr(value)


def read_json(data: Data, path: str) -> Json:
    """A JSON object; empty, and a fault, where the file is none."""
    try:
        found = json.loads(data.files[path].decode("utf-8")) if path in data.files else "no file"
    except (ValueError, RecursionError, MemoryError) as error:
        found = type(error).__name__
    belongs = "a published file" if found == "no file" else "a JSON object in UTF-8"
    data.require(isinstance(found, dict), [path], found, belongs)
    return take_dict(found)


def read_schemas(data: Data) -> None:
    """The tables and how they are filled, of which every word is known; the readers and the registers of build/lexicon/."""
    paths = {f"schemas/{name}.json" for name in SYSTEM} | {p for p in data.files if re.fullmatch(r"schemas/[^/.]+\.json", p)}
    for path, schema in ((path, read_json(data, path)) for path in sorted(paths)):
        data.tables |= {path[8:-5]: Table(path[8:-5], schema)} if path in data.files else {}
    readers, data.registers = (read_json(data, f"build/lexicon/{name}.json") for name in ("readers", "registers"))
    data.lexicons = load_lexicons(data.files["build/lexicon/readers.json"]) if readers else {}
    known: dict[str, Iterable[object]] = {"fill": FILLS, "reads": PARSERS, "agree": AGREEMENTS, "by": SPEAKER}
    known |= {"derive": DERIVATIONS + COUNTED, "refers_to": data.tables, "table": data.tables, "covers": ["quotation"]}
    known |= {"speakers": ["person", "body"], "speaks_for": [True, False], "ties_neighbours": [True, False]}
    for table in data.facts:
        gathered = data.tables[table.gathers[0]].columns if table.gathers[0] in data.tables else {}
        own = known | dict.fromkeys(("gather", "from_gathered", "field"), gathered)
        own |= dict.fromkeys(("of", "from_field", "headline", "marks_error"), table.columns)
        own |= {"counts_unless": [code for column in table.columns for code in table.list_codes(column)]}
        for column, how in ((c, take_dict(spec.get("curation"))) for c, spec in [("", table.schema), *table.columns.items()]):
            place = [f"schemas/{table.name}.json", "curation", column]
            for where, leaf in list_leaves(how):
                is_read = where[0] in {*own, "otherwise", "rows_from"}  # other properties serve the build alone
                named = next((part for part in reversed(where) if part in own), "") if is_read else ""
                is_known = not named or leaf in map(repr, own[named])
                data.require(is_known, [*place, *where], leaf, "a known word")
            of = table.fields.get(str(how.get("of")))
            missing = {*FILLS.get(str(how.get("fill")), ())} - how.keys()
            missing |= {"part"} if of and how.get("part") not in PARTS.get(of.kind, ()) else set()
            data.require(not missing, place, how, f"{missing}, as its fill needs")


def check_descriptors(data: Data, check_hashes: bool) -> None:
    """Both descriptors: files, hashes, sizes, schemas that agree, and no file missing or extra."""
    heads: list[Json] = []
    for path, (folder, ending) in DESCRIPTORS.items():
        head, base = read_json(data, path), path.removesuffix("datapackage.json")
        resources = [(str(r.get("name")), r) for r in list_of(dict, head.get("resources"))]
        data.expect([path, "resources"], sorted(name for name, _ in resources), sorted(data.tables))
        entries = [(base, f"{folder}{name}.{ending}", resource) for name, resource in resources]
        entries += [("", str(entry.get("path")), entry) for entry in list_of(dict, head.get("lexicon"))]
        for start, file, entry in entries:
            content = data.files.get(file)
            data.require(content is not None, [file], "no file", "a published file")
            data.expect([path, file, "path"], entry.get("path"), file.removeprefix(start))
            if content is not None and check_hashes:
                data.expect([path, file, "hash"], entry.get("hash"), f"sha256:{hashlib.sha256(content).hexdigest()}")
                is_counted = "bytes" in entry or file.startswith("build/csv/")
                data.expect([path, file, "bytes"], entry.get("bytes"), len(content) if is_counted else None)
        strays = {*data.files} - {file for _, file, _ in entries} - DESCRIPTORS.keys()
        for file in sorted(stray for stray in strays if stray.startswith((folder, "build/lexicon/"))):
            data.add_fault([file], "a file", Said("not published by the descriptor"))
        kept = {name: {part: v for part, v in r.items() if part not in OF_FILE} for name, r in resources}
        heads.append(head | {"resources": kept})
    data.compare(["build/parquet/datapackage.json"], heads[1], heads[0])
    for name, table in data.tables.items():
        columns = list_of(dict, table.schema.get("fields"))
        fields = [{part: v for part, v in spec.items() if part != "curation"} for spec in columns]
        ours = {part: v for part, v in table.schema.items() if part != "curation"} | {"fields": fields}
        data.compare([f"schemas/{name}.json"], ours, take_dict(heads[0]["resources"].get(name)).get("schema"))
        data.expect([f"schemas/{name}.json", "missingValues"], ours.get("missingValues"), [""])


def widen_place(data: Data, place: str) -> list[str]:
    """A place, with a country by its code, and all that it lies in."""
    found = [name_place(data.lexicons["country"], place)]
    while (wider := take_dict(data.registers.get("places")).get(found[-1])) and wider not in found:
        found.append(wider)
    return found


def read_table(data: Data, name: str) -> None:
    """Read a CSV file into rows; note every way in which it is not the table that format.md describes."""
    path, columns = f"build/csv/{name}.csv", [*data.tables[name].columns]
    content = data.files.get(path, b"")
    text = content.decode("utf-8", "replace")
    empty = r'(?:^|[,\n])""(?=[,\n]|$)'  # it may also stand within a field in quotes
    has_empty = re.search(empty, text) and re.search(empty, re.sub(r'"(?:[^"]|"")+"', "x", text))
    wrong: dict[str, object] = {"no file": path not in data.files, "bytes that are not UTF-8": text.encode() != content}
    wrong |= {"a byte order mark": text[:1] == "\ufeff", "CR LF": "\r\n" in text, "an empty string in quotes": has_empty}
    for what, is_there in (wrong | {"a NUL": "\0" in text, "no LF at the end": not text.endswith("\n")}).items():
        data.require(not is_there, [path], what, "a table in UTF-8 with LF, in which an empty field is a missing value")
    records = list(csv.reader(io.StringIO(text, newline=""), strict=True)) or [[]]
    data.expect([path, "header"], records[0], columns)
    header, hidden = records[0] if len({*records[0]}) == len(records[0]) else columns, list_hidden(text)
    for number, record in enumerate(records[1:], 1):
        if data.expect([path, f"record {number}", "fields"], len(record), len(header)):
            row = dict.fromkeys(columns, "") | dict(zip(header, record, strict=True))
            data.rows[name].append(row)
            for column, value in row.items() if hidden else ():
                found = "".join(c for c in hidden if c in value)
                data.require(not found, [*data.name_row(name, row), column], found, "characters that a reader sees")


def find_wrong(spec: Json, is_set: bool, value: str) -> str:
    """What a cell should be by its field's type and constraints, where it is something else."""
    limits, kind = take_dict(spec.get("constraints")), str(spec.get("type"))
    members, digits, is_number = split_set(value), len(re.sub(r"\D", "", value)), kind in ("integer", "number")
    if not value:
        return "a value (required)" if limits.get("required") else ""
    if not re.fullmatch(CANONICAL.get(kind, "(?s:.+)"), value) or (kind == "date" and parse_day(value) is None):
        return f"of type {kind}, plainly printed"
    if is_number and (digits > MOST_DIGITS or Decimal(value) < Decimal(str(limits.get("minimum", value)))):
        return f"at least {limits.get('minimum')}, and of at most {MOST_DIGITS} digits"
    if value not in limits.get("enum", [value]) or not re.search(str(limits.get("pattern", "")), value):
        return "one of the field's codes, or as its pattern says"
    is_sorted = members == sorted({v.casefold(): v for v in sorted(members)}.values())
    return "" if is_sorted or not is_set else "a set: sorted, each member once"


def check_table(data: Data, name: str) -> None:
    """Types, constraints, unique values and keys of one table, and the order of its rows."""
    table, rows = data.tables[name], data.rows[name]
    unique = [[c] for c, spec in table.columns.items() if take_dict(spec.get("constraints")).get("unique")]
    for column, spec in table.columns.items():
        wrong = {value: find_wrong(spec, column in table.sets, value) for value in {row[column] for row in rows}}
        for row in (row for row in rows if wrong[row[column]]):
            data.add_fault([*data.name_row(name, row), column], row[column], Said(wrong[row[column]]))
    for columns in [table.key, *unique]:
        counts = Counter(tuple(row[c] for c in columns) for row in rows)
        for row in (row for row in rows if counts[tuple(row[c] for c in columns)] > 1):
            for column in columns:
                data.add_fault([*data.name_row(name, row), column], row[column], Said(f"unique ({', '.join(columns)})"))
    for other, targets, columns in table.foreign:
        there = {tuple(row.get(c, "") for c in targets) for row in data.rows[other]}
        for row in rows:
            value = tuple(row[c] for c in columns)
            is_known = not any(value) or value in there
            data.require(is_known, [*data.name_row(name, row), *columns], "|".join(value), f"names a row of {other}")
    positions = {(t, c): n for t, of in data.tables.items() for n, c in enumerate(of.columns)}
    keys: list[tuple[str | int, ...]] = [tuple(row[c] for c in table.key) for row in rows]
    if name == "claims":
        keys = [(row["source_id"], to_int(row["passage"])) for row in rows]
    elif name == "cells":
        keys = [(*name_cell(row)[:2], positions.get(name_cell(row)[::2], -1), to_int(row["member"])) for row in rows]
    for before, key, row in zip(keys, keys[1:], rows[1:], strict=False):
        data.require(before <= key, data.name_row(name, row), "a row out of order", "sorted")


# ---- claims ----------------------------------------------------------------------------------------------------------


def index_rows(data: Data) -> None:
    """Rows by key, disagreements by cell, speakers, claims, and passages as most lines of `cells` print their texts."""
    for name, table in data.tables.items():
        data.index[name] = {row[table.key[0]]: row for row in data.rows[name]} if len(table.key) == 1 else {}
        origin, tie = table.gathers
        for row in data.rows[origin] if origin else ():
            data.members[name, row[tie]].append(row[data.tables[origin].key[0]])
        serves = [c for c, one in table.fields.items() if one.how.get("speaks_for") is True]
        for key, row in data.index[name].items() if table.speakers else ():
            data.bodies[key] = "".join(row[c] for c in serves) if table.speakers == "person" else key
    data.disputes = {name_cell(row): row for row in data.rows["disagreements"]}
    numbers: Counter[str] = Counter()
    for claim_id, group in itertools.groupby(data.rows["claims"], lambda row: row["claim_id"]):
        rows = [*group]
        first = {column: fold_space(value) for column, value in rows[0].items()}
        stem = f"{'/'.join(name_cell(first))}@{first['source_id']}"
        numbers[stem] += 1
        for known in (claim_id, f"{stem}#{numbers[stem]}"):  # the row as it is named, and as it should be
            data.expect(["claims", known, first["segment"], "claim_id"], claim_id, f"{stem}#{numbers[stem]}")
        parts = re.split("[/@#]", claim_id)
        for name, part in zip(("table_name", "row_id", "field_name", "source_id"), parts, strict=False):
            data.expect(["claims", claim_id, first["segment"], name], first[name], part)
        if claim_id not in data.claims:
            spans = [(to_int(row["char_start"]), to_int(row["char_end"]), row) for row in rows]
            data.claims[claim_id] = claim = Claim(first, spans, len(data.claims))
            if (column := data.find_field(claim.cell)) and data.tables[claim.cell[0]].says:
                claim.saying = "by" if column.kind == "by" else "saying"
            ways = [("cell", *claim.cell), ("passage", *claim.key), ("source", claim.source)]
            for way in (*ways, ("speaker", claim.source, *claim.way), ("hedge", *claim.key, claim.hedge)):
                data.groups[way].append(claim)
    for claims in (claims for way, claims in data.groups.items() if way[0] == "passage"):
        least = min((c.hedge_start for c in claims if c.hedge_start >= 0), default=math.inf)
        fields = Counter(row for row, _ in {(c.cell[:2], c.cell[2]) for c in claims})
        for c in claims:  # on words before inferred, asserted before hedged, before a hedge, with much of the row, first
            weak = c.basis == "inferred", c.row["certainty"] != "asserted", least < c.spans[0][0], fields[c.cell[:2]] < 3
            c.rank = (*weak, c.order)
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for line in data.rows["cells"]:
        first_id = line["claim_ids"].partition("|")[0]
        data.leads.add((name_cell(line), first_id))
        if first_id in data.claims and line["in_sentence"]:
            votes[data.claims[first_id].key][re.sub("[⟦⟧]", "", line["in_sentence"])] += 1
    data.passages = {key: counter.most_common(1)[0][0] for key, counter in votes.items()}


def check_claims(data: Data) -> None:
    """Every claim by itself, and what the claims of a source or of a passage have in common."""
    years: dict[str, set[int]] = defaultdict(set)
    named = {(c.source, c.speaker) for c in data.claims.values() if c.speaker_words}
    speaking = {table.name for table in data.facts if table.speakers}
    named |= {(c.source, c.cell[1]) for c in data.claims.values() if c.cell[0] in speaking}
    for claim in data.claims.values():
        length = to_int(data.index["sources"].get(claim.source, {}).get("characters", ""))
        check_spans(data, claim, length)
        is_known = claim.speaker in data.bodies and (claim.source, claim.speaker) in named
        is_known = is_known if claim.speaker else not claim.speaker_words and not claim.via
        data.require(is_known, claim.name("attributed_to"), claim.speaker, "a person or body whom words of the source name")
        for column, holds, belongs in itertools.chain(judge_words(data, claim, length), judge_value(data, claim)):
            data.require(holds, claim.name(column), claim.row[column], belongs)
        years[claim.source] |= {year for year in take_given(claim.row["year_given"])[:1] if year}
    for source, found in years.items():
        belongs = "one year for all dates of the source without one"
        data.require(len(found) < 2, ["claims", source, "value"], sorted(found), belongs)
    for claims in (claims for way, claims in data.groups.items() if way[0] == "passage"):
        check_attributions(data, claims)
    check_passages(data)
    check_pieces(data)


def check_spans(data: Data, claim: Claim, length: int) -> None:
    """Numbers, lengths and surroundings of a claim's spans; what all its spans share."""
    reached, own = 0, {"segment", "exact", "prefix", "suffix", "char_start", "char_end"}
    for number, (start, end, row) in enumerate(claim.spans, 1):
        belongs = {column: value for column, value in claim.spans[0][2].items() if column not in own}
        length_here = len(row["exact"])
        belongs |= {"segment": str(number), "char_start": str(end - length_here), "char_end": str(start + length_here)}
        for column, value in belongs.items():
            cited = [(["claims", claim.id, row["segment"], "exact"], row["exact"])] if column == "char_end" else []
            data.expect(["claims", claim.id, row["segment"], column], row[column], value, cited)
        data.expect(["claims", claim.id, str(number), "segment"], row["segment"], str(number))
        after = min(SIDE, max(length - end, 0)) if length >= 0 else len(row["suffix"])
        for column, size in (("prefix", min(SIDE, max(start, 0))), ("suffix", after)):
            data.expect(["claims", claim.id, row["segment"], column], len(row[column]), size)
        fits = reached <= start and (length < 0 or end <= length)
        data.require(fits, ["claims", claim.id, row["segment"], "char_start"], start, f"from {reached} to {length}")
        reached = end


def judge_words(data: Data, claim: Claim, length: int) -> Judged:
    """Who speaks, how surely, and by which words: the hedge is as far from the claim's words as the passage has it."""
    passage, words, hedge, start = data.passages.get(claim.key), claim.speaker_words, claim.hedge, claim.hedge_start
    yield "via", not claim.via or data.bodies.get(claim.via) == claim.via, "a body"
    for column in ("certainty", "hedge_words"):
        yield column, bool(hedge) == (claim.row["certainty"] != "asserted"), "words where hedged or planned, and only there"
    yield "hedge_words", passage is None or hedge in passage, "words of the passage"
    belongs = "words of the passage, or of the sentence of its quotation that names the speaker"
    yield "attributed_words", passage is None or words in passage or runs_on(data, claim), belongs
    filled = data.find_field(claim.cell)
    if filled and filled.kind == "by":
        by = {"person": claim.speaker, "body": data.bodies.get(claim.speaker), "via": claim.via, "words": words}
        yield "value", claim.value == by.get(str(filled.how.get("by"))), f"who speaks: {by}"
        yield "exact", (words or passage) in (None, claim.words), "the words of the attribution"
    yield "hedge_start", bool(hedge) == (start >= 0), "given with the words of a hedge, and only there"
    if hedge and start >= 0:
        spots, own = ([m.start() for m in re.finditer(re.escape(one), passage or "")] for one in (hedge, claim.row["exact"]))
        starts = {c.hedge_start for c in data.groups["hedge", *claim.key, hedge]}
        yield "hedge_start", length < 0 or start + len(hedge) <= length, f"within {length} characters"
        yield "hedge_start", len(starts) == 1 or len(spots) > 1, f"one position for one hedge, not {sorted(starts)}"
        gap = claim.spans[0][0] - start  # in the source it may hold more white space than in the passage
        fits = any(gap == g or (gap * g > 0 and abs(gap) > abs(g)) for g in (at - spot for at in own for spot in spots))
        yield "hedge_start", fits or not (spots and own), "as far before the claim's words as in the passage"


def judge_value(data: Data, claim: Claim) -> Judged:
    """The value of a claim, by its basis and by how its column is filled."""
    found, value, given = data.find_field(claim.cell), claim.value, claim.row["year_given"]
    is_known = found and found.kind != "gather" and claim.cell[1] in data.index[claim.cell[0]]
    yield "claim_id", is_known, "on a row, and on a column with claims"
    if not found or not is_known:
        return
    kind = found.kind
    basis = PARSERS.get(kind) or ("verbatim" if found.how.get("by") == "words" else "coded")
    for column in ("basis", "reason"):
        yield column, claim.basis == ("inferred" if claim.reason else basis), f"{basis}, or inferred with a reason"
    if kind == "date" and claim.basis == basis:
        read = read_date(data.lexicons[kind], claim.words, take_given(given)) or ("", "", set())
        yield "value", value == read[0], f"what «{claim.words}» says: {read[0]}"
        held = {name for name, one in zip(("year", "day", "country"), take_given(given), strict=True) if one}
        is_right = value == read[0] and held == read[2] and bool(held) == bool(given)
        yield "year_given", is_right, "what the reading took from outside the words, and its reason"
    elif kind in READERS and claim.basis == basis:
        yield "value", value == READERS[kind](data.lexicons[kind], claim.words), f"the {kind} that «{claim.words}» says"
    yield "value", kind != "verbatim" or claim.basis != basis or value == claim.words, "the words"
    yield "value", kind != "quantity" or NOTATION.fullmatch(value), "a quantity"
    yield "value", kind != "date" or bound_date(value), "a date in EDTF"
    words = data.lexicons[kind].words if kind in READERS else {}
    codes = data.tables[claim.cell[0]].list_codes(found.name) if kind == "code" else words.get("codes", [value])
    yield "value", value in codes, "a known code"
    yield "value", not found.refers or value in data.index[found.refers], f"a row of {found.refers}"


def runs_on(data: Data, claim: Claim) -> bool:
    """Whether claims by the same words, on the sentence where these stand, show that its quotation runs on to a claim."""
    same = data.groups["speaker", claim.source, *claim.way]
    there = [c for c in same if claim.speaker_words in data.passages.get(c.key, "")]
    beside = [c for c in data.groups["passage", *claim.key] if c.speaker == claim.speaker and c.saying]
    sayings = {claim.cell[:2]} if claim.saying else {c.cell[:2] for c in beside}
    is_any = any(c.cell[:2] in sayings and (c.saying == "by" or not claim.saying) for c in there)
    return is_any if sayings else bool(there)


def check_attributions(data: Data, claims: list[Claim]) -> None:
    """The claims of a passage are attributed as its coder wrote, and those of a saying all in one way."""
    firsts = {c.cell[:2]: c for c in reversed(claims)}
    written = take_dict(take_dict(data.registers.get("attributions")).get(claims[0].source)).get(claims[0].row["passage"], [])
    for c in claims:
        first = firsts[c.cell[:2]]
        is_right = [*c.way] in written and (c.way == first.way or not c.saying)
        for column in SPEAKING if not is_right else ():
            said = Said(f"one of {written} as registered, and one for a saying")
            data.add_fault(c.name(column), ", ".join(c.way), said, first.cite(column) if c.saying else ())


def check_passages(data: Data) -> None:
    """Passages stand one after the other, and the claims' words stand in their passages, with what is around them."""
    reach: dict[str, tuple[int, int, list[Claim]]] = defaultdict(lambda: (0, 0, []))
    for key, claims in ((key, [*group]) for key, group in itertools.groupby(data.claims.values(), key=lambda c: c.key)):
        number, start, end = claims[0].number, min(c.spans[0][0] for c in claims), max(c.spans[-1][1] for c in claims)
        before, reached, earlier = reach[key[0]]
        for claim in [] if number > before and start >= reached else [*earlier[:1], claims[0]]:
            belongs = f"passage {number}, whose words start at {start}, after {before}, whose words end at {reached}"
            data.add_fault(claim.name("passage"), claim.row["passage"], Said(belongs))
        reach[key[0]] = (number, end, claims)
        for claim, (_, _, row) in ((c, span) for c in claims for span in c.spans) if key in data.passages else ():
            is_held = fold_space(row["exact"]) in data.passages[key]
            data.require(is_held, claim.name("passage"), number, "the passage with the claim's words")
            for column in ("prefix", "suffix") if is_held and not find_spots(data.passages[key], row) else ():
                data.add_fault(["claims", claim.id, row["segment"], column], row[column], Said("what is beside the words"))


def find_spots(passage: str, row: Row) -> list[int]:
    """Where the words of a span are in their passage, with what the span has before and after them."""
    words, prefix, suffix = (fold_space(row[column]) for column in ("exact", "prefix", "suffix"))
    found = []
    for m in re.finditer(re.escape(words), passage):
        before, after = passage[: m.start()].rstrip(), passage[m.end() :].lstrip()
        begins = before.endswith(prefix) or prefix.endswith(before)
        found += [m.start()] if begins and (after.startswith(suffix) or suffix.startswith(after)) else []
    return found


def check_pieces(data: Data) -> None:
    """Rebuild each source from the claims' pieces: one character at one position."""
    pieces: list[tuple[str, list[Where], int, str]] = []
    for claim in data.claims.values():
        for start, end, row in claim.spans:
            for column, at in (("prefix", start - len(row["prefix"])), ("exact", start), ("suffix", end)):
                pieces.append((claim.source, [["claims", claim.id, row["segment"], column]], at, row[column]))
        if claim.hedge and claim.hedge_start >= 0:  # only its first word: white space within may be folded
            where = [claim.name(column) for column in ("hedge_start", "hedge_words")]
            pieces.append((claim.source, where, claim.hedge_start, claim.hedge.split(" ", 1)[0]))
    pages: dict[str, dict[int, str]] = defaultdict(dict)
    for source, _, start, text in pieces:
        for at, character in enumerate(text, start):
            pages[source][at] = pages[source].get(at, "") + character
    votes = ((source, at, said) for source, page in pages.items() for at, said in page.items() if len({*said}) > 1)
    split = {(source, at): Counter(said).most_common(2) for source, at, said in votes}
    for source, where, start, text in pieces if split else ():
        for at, character in enumerate(text, start):
            (first, most), (second, others) = split.get((source, at), [(character, 1), ("", 0)])
            if character != first or most == others:
                for place in where:
                    data.add_fault(place, text, Said(f"other claims have «{first}» or «{second}» at position {at}"))
                break


# ---- from claims to cells --------------------------------------------------------------------------------------------


def bound_claim(data: Data, kind: str, claim: Claim) -> tuple[Any, Any]:
    """The least and the greatest number, or the first and the last day, that a claim allows; None for no bound."""
    if kind != "quantity":
        return bound_date(claim.value) or (None, None)
    units = take_dict(data.tables[claim.cell[0]].fields[claim.cell[2]].how.get("counts_unless"))
    by_unit = any(c.value in codes for unit, codes in units.items() for c in data.groups["cell", *claim.cell[:2], unit])
    patterns, after = data.lexicons["quantity"].patterns, claim.spans[-1][2]["suffix"].lower().lstrip()
    is_loose = patterns["no_count"].search(claim.words.lower()) or patterns["money"].match(after)
    return bound_quantity(claim.value, by_unit or bool(is_loose))


def agree_interval(data: Data, kind: str, claims: list[Claim]) -> tuple[str, list[Claim]] | None:
    """The greatest lower and the least upper bound of quantities or dates, and the claims that set them."""
    bounds = {c.id: bound_claim(data, kind, c) for c in claims}
    low = max((low for low, _ in bounds.values() if low is not None), default=None)
    high = min((high for _, high in bounds.values() if high is not None), default=None)
    if low is not None and high is not None and low > high:
        return None
    if whole := [c for c in claims if bounds[c.id] == (low, high)]:
        vague = {"about": 1, "vague": 2, "unknown": 3}
        best = min(whole, key=lambda c: (vague.get(c.value.split(" ", 1)[0], 0), c.rank))
        return best.value, sorted((c for c in whole if c.value == best.value), key=BY_RANK)
    best_first, ends = sorted(claims, key=BY_RANK), [*dict.fromkeys(bound for bound in (low, high) if bound is not None)]
    setters = [next(c for c in best_first if bounds[c.id][side] == bound) for side, bound in enumerate((low, high))]
    name = "range" if len(ends) > 1 else "exact"
    value = " ".join([name, *map(print_number, ends)]) if kind == "quantity" else "/".join(ends)
    return value, setters


def agree_claims(data: Data, column: Field, claims: list[Claim]) -> tuple[str, list[Claim]] | None:
    """The value on which claims agree by a rule other than `set`, and those that decide it; None where they do not agree."""
    rule, known = column.rule, column.list_known(claims)
    values = {column.fold(c.value) for c in known}
    if rule == "interval":
        return agree_interval(data, column.kind, known)
    if rule == "narrower":
        chains = {c.id: widen_place(data, c.value) for c in claims}
        narrowest = max(claims, key=lambda c: len(chains[c.id]))
        chain = chains[narrowest.id]
        deciding = sorted((c for c in claims if chains[c.id] == chain), key=BY_RANK)
        return (narrowest.value, deciding) if all(one[0] in chain for one in chains.values()) else None
    if rule == "furthest":
        codes = data.tables[claims[0].cell[0]].list_codes(claims[0].cell[2])
        value = max(values, key=lambda v: codes.index(v) if v in codes else -1)
    elif len(values) > 1 or (rule == "single" and len({c.source for c in claims}) > 1):
        return None
    else:
        value = sorted(claims, key=BY_RANK)[0].value if rule == "wording" else max(c.value for c in known)
    return value, sorted((c for c in known if rule == "wording" or c.value == value), key=BY_RANK)


def tell_basis(deciding: Sequence[Claim]) -> tuple[str, str]:
    """The basis and the reason of a value that some claims decide."""
    basis = min((c.basis for c in deciding), key=("verbatim", "parsed", "coded", "inferred").index)
    reason = next((c.reason for c in deciding if c.reason), "")
    return basis, reason if basis == "inferred" else re.sub(r"^(?=\d{4}:)", "year ", deciding[0].row["year_given"])


def settle_cell(data: Data, cell: Key, column: Field, claims: list[Claim]) -> list[Line]:
    """What the claims on a cell come to, by its rule or by a decision, of a set each member; nothing where they disagree."""
    if column.rule == "set":
        return list_members(column, claims)
    dispute = data.disputes.get(cell, {})
    is_ruled = dispute.get("ruled_by") == "decision"
    if is_ruled:
        value = dispute["ruling"]
        chosen = sorted((c for c in claims if value and c.value == value), key=BY_RANK)
        # Which source the ruling takes, if any, is not published; its claims come before the others.
        taken = {c.source for c in chosen[1:] if (cell, c.id) in data.leads}
        deciding = sorted(chosen, key=lambda c: bool(taken) and c.source not in taken) or claims
        basis, reason = tell_basis(deciding)[0] if chosen else "inferred", dispute["reason"]
    elif agreed := agree_claims(data, column, claims):
        value, deciding = agreed
        basis, reason = tell_basis(deciding)
    else:
        values = "; ".join(dict.fromkeys(c.value for c in claims))
        data.add_fault(cell, values, Said(f"agree by {column.rule}, or a decision"), cite_dispute(data, cell, "ruled_by"))
        return []
    same = [c for c in claims if column.fold(c.value) == column.fold(value)]
    apart = {c.id for c in [*same, *(() if is_ruled else deciding)]}
    others = [c for c in ([c for c in claims if c.value != "unknown"] or claims) if c.id not in apart]
    rule, first = f"{column.kind}, {'decision' if is_ruled else column.rule}", deciding[0]
    agreeing = sorted((c for c in same if c.source != first.source), key=BY_SOURCE)
    return [Line(value, deciding, rule, basis, reason, agreeing, others)]


def list_members(column: Field, claims: list[Claim]) -> list[Line]:
    """The members of a set: values that differ in capitals alone are one, in the last form by code point."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=BY_RANK):
        groups[claim.value.casefold()].append(claim)
    lines = []
    for same in groups.values():
        value = max(c.value for c in same)
        first = next(c for c in same if c.value == value)
        basis, reason = (first.basis, first.reason) if len(groups) > 1 else tell_basis([first])
        agreeing = sorted((c for c in same if c.source != first.source), key=BY_SOURCE)
        lines.append(Line(value, [first], f"{column.kind}, set", basis, reason, agreeing))
    return sorted(lines, key=lambda line: line.value)


def spread_parts(data: Data, column: Field, line: Line) -> Iterator[tuple[str, str, str]]:
    """The column, the value and the parser of a reading and of each of its parts."""
    kind, value, first = column.kind, line.value, line.deciding[0]
    is_combined = all(c.value != value for c in line.deciding)
    printed = " … ".join(dict.fromkeys(c.words for c in line.deciding[: None if is_combined else 1]))
    parts: tuple[str, ...] = (value, printed)
    if kind == "quantity":
        bounds = bound_quantity(value, False) if is_combined else bound_claim(data, kind, first)
        exact = value.removeprefix("exact ") if value.startswith("exact ") else ""
        parts = exact, printed, *("" if bound is None else print_number(bound) for bound in bounds), value.split(" ", 1)[0]
    elif kind == "date":
        lexicon, is_inferred = data.lexicons["date"], "inferred" in (line.basis, first.basis)
        read = None if is_inferred else read_date(lexicon, first.words, take_given(first.row["year_given"]))
        precision = tell_precision(value, lexicon.words["fiscal_years"]["begins"].values())
        basis = "from_other_source" if is_inferred else (read or ("", ""))[1]
        parts += (*(bound or "" for bound in bound_date(value) or ("", "")), precision, basis)
    yield column.name, parts[0], kind
    for part, found in zip(PARTS.get(kind, ()), parts[1:], strict=False):
        if part in column.parts:
            yield column.parts[part], found, f"{kind}.{part}"


def find_claims(data: Data, cell: Key) -> list[Claim]:
    """The claims on a cell; of a column that is gathered those on the rows that its row gathers."""
    column = data.find_field(cell)
    if not column or column.kind != "gather":
        return data.groups["cell", *cell]
    origin, name = data.tables[cell[0]].gathers[0], str(column.how.get("gather"))
    found = [c for row in data.members[cell[:2]] for c in data.groups["cell", origin, row, name]]
    return sorted(found, key=lambda c: c.order)


def make_cells(data: Data, table: Table, row: Row) -> dict[str, list[Line]]:
    """All cells of a row that the published claims give, each (of a set each member) with what it rests on."""
    key = row[table.key[0]]
    cells = {name: [Line(row[name], [], "register", "registered")] for name in table.registered}
    said: dict[str, list[Claim]] = {}
    for name, column in table.fields.items():
        cell = (table.name, key, name)
        claims = find_claims(data, cell)
        if claims and (lines := settle_cell(data, cell, column, claims)):
            cells[name], said[name] = lines, claims
            data.settled[cell] = lines
            agreed = lines[0].rule.split(", ")[1]
            is_one = column.rule != "set" and lines[0].value
            for part, value, parser in spread_parts(data, column, lines[0]) if is_one else ():
                cells[part] = [replace(lines[0], value=value, rule=f"{parser}, {agreed}")]
    for name in table.derived.keys() - said.keys():
        rule = str(table.derived[name].get("derive"))
        made = [(row[name], [])] if rule in COUNTED else derive_cell(data, table, key, name, said)
        cells[name] = [Line(value, claims, rule) for value, claims in made]
    return {name: [line for line in lines if line.value] for name, lines in cells.items()}


def derive_cell(data: Data, table: Table, key: str, name: str, said: dict[str, list[Claim]]) -> Iterable[Derived]:
    """A derived cell of a row, of a set each member, with the claims that it rests on; `said` are those on each field."""
    how, headline, members = table.derived[name], table.headline, data.members[table.name, key]
    rule, looks_at = str(how.get("derive")), str(how.get("from_field"))
    deciding = {one: [c for line in data.settled[table.name, key, one] for c in line.deciding] for one in said}
    every = [c for claims in said.values() for c in claims]
    every.sort(key=lambda c: (c.source, c.number, c.spans[0][:2], c.order))
    if not every:  # a registered source on whose row nothing is coded
        data.require(table.name == "sources", [table.name, key], "no claims", "a row with claims")
        return [({"row_id": key, "count_status": "not_stated"}.get(rule, ""), [])]
    leading = {c.id for one, claims in deciding.items() for c in claims if one == headline or headline not in said}
    leads = deciding.get(headline) or [c for c in every if c.id in leading]
    ordered = [*leads, *(c for c in said[headline] if c.id not in leading)] if headline in said else every
    if rule == "source_ids":
        return sorted({c.source: [c] for c in reversed([*ordered, *every])}.items())
    if rule == "origins":  # the body, or the body that the source cites for the same, or the source
        groups = {c.id: (c.source, c.cell[2], c.value) if headline in said else (c.source,) for c in ordered}
        cited = {groups[c.id]: data.bodies.get(c.speaker, "") for c in reversed(ordered) if c.speaker}
        origins = [(data.bodies.get(c.speaker) or cited.get(groups[c.id]) or c.source, c) for c in reversed(leads)]
        return sorted({origin: [c] for origin, c in origins}.items())
    if rule == "gather_rows":
        return [(one, [c for c in ordered if c.cell[1] == one]) for one in sorted(members)]
    texts = [c for c in ordered if c.cell[2] == how.get("from_gathered")]
    is_alike = str(len({split_words(c.value) for c in texts}) == 1).lower()
    is_stated = looks_at in said and data.settled[table.name, key, looks_at][0].value not in ("", "vague", "unknown")
    sentence = data.passages.get(ordered[0].key, data.index[table.name][key].get(name, ""))
    made = {"row_id": (key, ordered[:1]), "sentence": (sentence, ordered[:1]), "gather_count": (str(len(members)), ordered)}
    made |= {"one_source": (ordered[0].source if len({c.source for c in every}) == 1 else "", ordered[:1])}
    made |= {"gather_alike": (is_alike if len(members) > 1 else "", texts)}
    made |= {"count_status": ("stated" if is_stated else "not_stated", deciding.get(looks_at, ordered[:1]))}
    return [made[rule]]


def check_facts(data: Data) -> None:
    """Every cell of the fact tables against its claims, and its lines in `cells` against both."""
    rest = {(*name_cell(r), r["member"]): r for r in data.rows["cells"]}
    for table, row in ((of, row) for of in data.facts for row in data.rows[of.name]):
        made = make_cells(data, table, row)
        for column, there in row.items():
            cell, lines = (table.name, row[table.key[0]], column), made.get(column, [])
            cited = [one for c in data.groups["cell", *cell] for one in c.cite("value")] + cite_dispute(data, cell, "ruling")
            data.expect(cell, there, "|".join(line.value for line in lines), cited)
            for number, member in enumerate(split_set(there) if column in table.sets else [there] * bool(there), 1):
                where, line = ["cells", *cell, str(number)], rest.pop((*cell, str(number)), None)
                if line is None:
                    data.add_fault(where, "no line", member)
                    continue
                data.expect([*where, "value"], line["value"], member, [(cell, there)])
                for one in ([one for one in lines if one.value == member] or lines[number - 1 : number])[:1]:
                    check_line(data, where, line, one)
    for line in rest.values():
        cell = name_cell(line)
        value = data.index[cell[0]].get(cell[1], {}).get(cell[2])
        cited = [(cell, value)] if value else []
        data.add_fault(data.name_row("cells", line), "a line", Said("no such cell or member"), cited)


def cite_dispute(data: Data, cell: Key, column: str) -> list[Cited]:
    """A column of the disagreement on a cell, if there is one."""
    row = data.disputes.get(cell)
    return [(["disagreements", row["disagreement_id"], column], row[column])] if row else []


def check_line(data: Data, where: Where, line: Row, made: Line) -> None:
    """A line of `cells` against what the cell rests on."""
    first, is_derived, passage = next(iter(made.deciding), None), made.basis == "derived", ""
    said = {"agreeing": {c.print(): c for c in made.agreeing}}
    said |= {"others": {c.print(c.value): c for c in made.others}}
    belongs = {"basis": made.basis, "rule": made.rule, "reason": made.reason}
    belongs |= {"claim_ids": "|".join(c.id for c in made.deciding)} | {name: "; ".join(some) for name, some in said.items()}
    belongs |= {"agreeing_source_ids": "|".join(sorted({c.source for c in made.agreeing}))}
    belongs |= dict.fromkeys(("source_id", "source_title", "attributed_to", "words", "certainty", "hedge_words"), "")
    if first:
        printed = data.groups["cell", "sources", first.source, data.tables["sources"].headline]
        title = printed[0].words if printed else f"[Article without a headline, {first.source}]"
        belongs |= {"source_id": first.source, "source_title": title, "attributed_to": first.speaker, "words": first.words}
        belongs |= {} if is_derived else {"certainty": first.row["certainty"], "hedge_words": first.hedge}
        passage = data.passages.get(first.key, "")
    for column, value in belongs.items():
        cited = [] if is_derived or column not in RULED else cite_dispute(data, name_cell(line), RULED[column])
        if first and column in COPIED and (column != "reason" or not made.rule.endswith("decision")):
            cited += first.cite("year_given" if column == "reason" and first.row["year_given"] else COPIED[column])
        cited += [one for text, c in said.get(column, {}).items() if text not in line[column] for one in c.cite(*TOLD)]
        data.expect([*where, column], line[column], value, cited)
    pieces = re.split("[⟦⟧]", line["in_sentence"])
    starts = itertools.accumulate(map(len, pieces))
    spots = zip(first.spans if first else (), [*starts][::2], strict=False)
    is_marked = all(start in find_spots(passage, row) for (_, _, row), start in spots)
    fits = "".join(pieces) == passage and is_marked and " … ".join(pieces[1::2]) == belongs["words"]
    data.require(fits, [*where, "in_sentence"], line["in_sentence"], f"«{belongs['words']}» marked in «{passage}»")


# ---- quotations, registers, disagreements ----------------------------------------------------------------------------


def check_quoted(data: Data, table: Table, column: Field) -> None:
    """The quoted words of a column are cut, and their mode of quotation coded, as the marks around them say."""
    marks, before, is_open = data.lexicons["marks"], None, False  # whether a sentence before leaves a quotation open
    ties = [name for name, one in table.fields.items() if one.how.get("ties_neighbours") is True]
    claims = [c for row in data.rows[table.name] for c in data.groups["cell", table.name, row[table.key[0]], column.name]]
    for claim in sorted(claims, key=lambda c: (c.source, c.spans[0][0])):
        row = data.index[table.name][claim.cell[1]]
        where, text = [table.name, claim.cell[1]], row[column.name]
        doubles = [at for at, character in enumerate(text) if character in marks.words["double"]]
        ends = (doubles[:1] == [0]) + (doubles[-1:] == [len(text) - 1])  # marks whose partner is there too, or outside
        is_bare = not (ends and len(doubles) % 2) and not ends == len(doubles) == 2 and not CLOSING_POINT.search(text)
        data.require(is_bare, [*where, column.name], text, "no outer marks, no closing point")
        opened = [bool(marks.patterns["opened"].search(span["prefix"])) for _, _, span in claim.spans]
        closed = [marks.patterns["closed"].match(span["suffix"]) for _, _, span in claim.spans]
        is_open = is_open and before is not None and before.source == claim.source and claim.number - before.number <= 1
        is_bare = not any(opened) and not any(found and found["double"] for found in closed)
        is_direct = opened[0] or closed[-1] or is_open or any(row[tie] for tie in ties)
        fits = {"direct": is_direct, "direct_partial": all(opened) and all(closed), "block": is_bare, "reported": is_bare}
        for name in (name for name, one in table.fields.items() if one.kind == "code"):
            data.require(fits.get(row[name], True), [*where, name], row[name], "as the marks around the words say")
        before, is_open = claim, not closed[-1] and (opened[0] or is_open)


def check_registers(data: Data) -> None:
    """What is registered is in the tables, reasons cite what is registered, and it is known how a publisher is known."""
    for table in data.facts:
        for column in (column for column in table.fields.values() if column.how.get("covers") == "quotation"):
            check_quoted(data, table, column)
    columns_of = {"sources": data.tables["sources"].registered, "evidence": [*data.tables["evidence"].columns][1:]}
    for name, columns in columns_of.items():
        register, rows = take_dict(data.registers.get(name)), data.index[name]
        for key in sorted({*register, *rows}):
            row, entry = rows.get(key, {}), take_dict(register.get(key))
            data.require(row and entry, [name, key], "a row" if row else "no row", "as in the register")
            for one in columns if row and entry else ():
                if one in entry or (name, key, one) not in data.settled:  # else its words say it
                    data.expect([name, key, one], row[one], entry.get(one, ""))
    for of, row in ((name, row) for name in ("claims", "cells", "disagreements") for row in data.rows[name]):
        for one in ("reason", "year_given", "evidence"):
            text = row.get(one, "")
            cited = split_set(text) if one == "evidence" else CITED.findall(text)
            fits = not URL.search(text) and {*cited} <= data.index["evidence"].keys()
            data.require(fits, [*data.name_row(of, row), one], text, "rows of evidence, and no address")
    for row in data.rows["sources"] if {"publisher", "publisher_basis"} <= data.tables["sources"].columns.keys() else ():
        bases = {c.basis for c in data.groups["cell", "sources", row["source_id"], "publisher"]}
        basis = "unknown" if not row["publisher"] else "inferred" if bases == {"inferred"} else "stated"
        basis = "same_text" if row["publisher"] and (not bases or row["publisher_basis"] == "same_text") else basis
        where, is_known = ["sources", row["source_id"], "publisher_basis"], row.get("url") and row.get("identified_by")
        is_right = row["publisher_basis"] == basis and (basis != "same_text" or is_known)
        data.require(is_right, where, row["publisher_basis"], f"{basis}; same_text with an address and the evidence")


def list_readings(claims: list[Claim]) -> str:
    """Each value with its sources and their words."""
    values: dict[str, dict[str, dict[str, None]]] = {}
    for claim in claims:
        values.setdefault(claim.value, {}).setdefault(claim.source, {})[f"«{claim.words}»"] = None
    said = {value: [f"{source}: {' / '.join(words)}" for source, words in some.items()] for value, some in values.items()}
    return "; ".join(f"{value} ({', '.join(sources)})" for value, sources in said.items())


def make_errors(data: Data) -> dict[Key, Row]:
    """What belongs in `disagreements` of each printed error."""
    found: dict[Key, Row] = {}
    for (table, row, name), lines in data.settled.items():
        marks = take_dict(data.tables[table].fields[name].how.get("marks_error"))
        printed, corrected = list_of(str, marks.get(lines[0].value)) or ("", "")
        wrong, right = (data.settled.get((table, row, one), [None])[0] for one in (printed, corrected))
        data.require(not printed or (wrong and right), (table, row, name), lines[0].value, f"with {printed} and {corrected}")
        if wrong and right:
            reason = f"Printed {wrong.value}; {corrected} is {right.value}: {right.reason}"
            evidence = "|".join(sorted({*CITED.findall(right.reason), *CITED.findall(lines[0].reason)}))
            found[table, row, printed] = {"kind": "source_error", "ruling": wrong.value, "ruled_by": "inference"}
            found[table, row, printed] |= {"reason": reason, "evidence": evidence}
    return found


def make_dispute(data: Data, cell: Key, column: Field, claims: list[Claim]) -> Row | None:
    """What belongs in `disagreements` of a cell on which claims differ; of a decision what stands there itself."""
    there, rule, value = data.disputes.get(cell, {}), column.rule, data.settled[cell][0].value
    values = {widen_place(data, c.value)[0] for c in claims} if rule == "narrower" else set()
    values = values or {column.fold(c.value) for c in column.list_known(claims)}
    if len(values) < 2 or rule in ("set", "furthest"):
        return None
    if there.get("ruled_by") == "decision":
        is_kind = there["kind"] != "precision" or agree_claims(data, column, claims)
        cited = "|".join(sorted({*split_set(there["evidence"]), *CITED.findall(there["reason"])}))
        return {**there, "kind": there["kind"] if is_kind else "none that the rule could settle", "evidence": cited}
    wider = f" It lies in {', '.join(widen_place(data, value)[1:])}." if rule == "narrower" else ""
    reason = f"By the rule {rule} the claims agree on {value}.{wider}"
    return {"kind": "precision", "ruling": value, "ruled_by": "rule", "reason": reason, "evidence": ""}


def check_disagreements(data: Data) -> None:
    """A row for every cell on which claims differ and for every printed error, and nothing else."""
    rest, errors = dict(data.disputes), make_errors(data)
    for row in data.rows["disagreements"]:
        for column, part in zip(("table_name", "row_id", "field_name"), row["disagreement_id"].split("/"), strict=False):
            data.expect(["disagreements", row["disagreement_id"], column], row[column], part)
    for cell, where in ((cell, ["disagreements", "/".join(cell)]) for cell in data.settled):
        claims, row = find_claims(data, cell), rest.pop(cell, {})
        made = errors.get(cell) or make_dispute(data, cell, data.tables[cell[0]].fields[cell[2]], claims)
        belongs = "a row where claims differ, or one is a printed error"
        data.require(bool(row) == bool(made), where, "a row" if row else "no row", belongs)
        if row and made:
            made |= {"disagreement_id": "/".join(cell), "claim_ids": "|".join(c.id for c in claims)}
            made |= {"readings": list_readings(claims)}
            for column, value in made.items():
                cited = [place for c in claims for place in c.cite("value", "exact")] if column == "readings" else []
                data.expect([*where, column], row[column], value, cited)
    for stray in rest.values():
        data.add_fault(["disagreements", stray["disagreement_id"]], "a row", Said("no cell with claims that differ"))


def check_seeds(data: Data, seeds: dict[str, bytes]) -> None:
    """The sources' files: hash, length, and every word where the claims place it."""
    for row in data.rows["sources"]:
        where, content = ["sources", row["source_id"]], seeds.get(row["seed_file"], b"")
        decoded = content.decode("utf-8", "replace")
        text = unicodedata.normalize("NFC", decoded.removeprefix("\ufeff")).replace("\r\n", "\n")
        is_sound = row["seed_file"] in seeds and decoded.encode() == content and not list_hidden(text)
        data.require(is_sound, [*where, "seed_file"], row["seed_file"], "a file in UTF-8, of characters that a reader sees")
        data.expect([*where, "sha256"], row["sha256"], hashlib.sha256(content).hexdigest())
        data.expect([*where, "characters"], row["characters"], str(len(text)))
        check_text(data, row["source_id"], text)


def check_text(data: Data, source: str, text: str) -> None:
    """The claims of one source against its text."""
    folded: list[str] = []
    places = []  # of each position of the text its position with white space folded
    for character in text:
        folded += [] if character.isspace() and folded[-1:] == [" "] else [" " if character.isspace() else character]
        places.append(len(folded) - 1)
    whole, extents = "".join(folded), dict[int, tuple[int, int]]()
    for claim in data.groups["source", source]:
        for start, end, row in claim.spans:
            low, high = max(start, 0), max(end, 0)
            belongs = {"exact": text[low:high], "prefix": text[max(low - SIDE, 0) : low], "suffix": text[high : high + SIDE]}
            for column, words in belongs.items():
                data.expect(["claims", claim.id, row["segment"], column], row[column], words)
        for column, words in (("attributed_words", claim.speaker_words), ("hedge_words", claim.hedge)):
            data.require(words in whole, claim.name(column), words, "words of the source")
        passage, at, number = data.passages.get(claim.key), claim.hedge_start, claim.number
        start = whole.rfind(passage or "", 0, [*places, 0][min(max(claim.spans[0][0], 0), len(places))] + len(passage or ""))
        data.require(start >= 0, claim.name("passage"), number, "a passage of the source with the claim's words")
        extents |= {number: (start, start + len(passage))} if passage is not None else {}
        if claim.hedge and 0 <= at < len(places):
            there = text[at : at + 2 * len(claim.hedge) + SIDE]
            is_there = fold_space(there).startswith(claim.hedge) and not there[:1].isspace()
            is_there = is_there and (passage is None or start <= places[at] < start + len(passage))
            data.require(is_there, claim.name("hedge_start"), at, f"where «{claim.hedge}» begins, not «{there[:SIDE]}»")
    for (number, (_, end)), (following, (start, _)) in itertools.pairwise(sorted(extents.items())):
        fits = start >= end and (following == number + 1) == (not whole[end:start].strip())
        data.require(fits, ["claims", source, "passage"], following, f"what may follow {number}")


# ---- the whole -------------------------------------------------------------------------------------------------------


def run_check(data: Data, name: str, check: Callable[..., None], *arguments: object) -> None:
    """Run a check; what it cannot carry out on broken files is a fault, never a traceback."""
    try:
        check(data, *arguments)
    except Exception as error:
        data.add_fault([name], f"{type(error).__name__}: {error}", Said("files on which the check can be carried out"))


def verify_data(files: dict[str, bytes], seeds: dict[str, bytes] | None, check_hashes: bool) -> Data:
    """Run all checks and return the data with its faults."""
    data = Data(files)
    csv.field_size_limit(LARGEST)
    run_check(data, "schemas", read_schemas)
    if {*SYSTEM} <= data.tables.keys() and data.lexicons:  # else nothing can be read
        run_check(data, "descriptors", check_descriptors, check_hashes)
        for check, name in itertools.product((read_table, check_table), data.tables):
            run_check(data, name, check, name)
        for step in (index_rows, check_claims, check_facts, check_registers, check_disagreements):
            run_check(data, step.__name__, step)
        if seeds is not None:
            run_check(data, "seeds", check_seeds, seeds)
    data.faults = sorted({*data.faults})
    return data


def verify_files(files: dict[str, bytes], seeds: dict[str, bytes] | None, *, check_hashes: bool = True) -> list[str]:
    """The faults of published files given as {path: bytes}, and of the sources' files given as {name: bytes}."""
    return verify_data(files, seeds, check_hashes).faults


def read_folder(root: Path, inner: Sequence[str]) -> dict[str, bytes]:
    """The files of a folder that lie in some of its parts. Raises OSError."""
    paths = sorted(path for top in inner for path in ((root / top), *(root / top).rglob("*")) if path.is_file())
    for path in paths:
        if path.stat().st_size > LARGEST:
            raise OSError(f"{path.name} is larger than is read")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def read_package(path: Path) -> dict[str, bytes]:
    """The published files of a folder or zip, named from where datapackage.json stands: at the top, or one folder below."""
    files: dict[str, bytes] = {}
    if path.is_dir():
        tops = [one.parent for one in (path / "datapackage.json", *sorted(path.glob("*/datapackage.json"))) if one.is_file()]
        top = tops[0] if tops and (tops[0] == path or len(tops) == 1) else path
        return read_folder(top, ("datapackage.json", "build", "schemas"))
    with zipfile.ZipFile(path) as archive:
        for info in (info for info in archive.infolist() if not info.is_dir()):
            if info.filename in files or info.file_size > LARGEST:
                raise OSError(f"{info.filename} is twice in the zip, or larger than is read")
            files[info.filename] = archive.read(info)
    folders = [name.removesuffix("datapackage.json") for name in files if re.fullmatch(r"([^/]+/)?datapackage\.json", name)]
    folder = folders[0] if len(folders) == 1 else ""
    return {name.removeprefix(folder): content for name, content in files.items() if name.startswith(folder)}


def main(arguments: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Verify the published files; exit code 0: no fault, 1: faults.")
    parser.add_argument("path", type=Path, help="a folder, or a .zip")
    parser.add_argument("--seeds", type=Path, help="the folder of the sources' files")
    given = parser.parse_args(arguments)
    if not os.access(given.path, os.F_OK) or not (given.seeds or Path()).is_dir():
        parser.error("no such file or folder")
    try:
        files, seeds = read_package(given.path), read_folder(given.seeds, [""]) if given.seeds else None
    except Exception as error:  # zipfile raises many
        print(f"{given.path}: {type(error).__name__}: {show_text(str(error))}, files that can be read")
        return 1
    data = verify_data(files, seeds, True)
    rows = Counter({name: len(found) for name, found in data.rows.items()})
    summary = f"{len(files)} files, {sum(rows[t.name] for t in data.facts)} rows of {len(data.facts)} fact tables, "
    summary += f"{rows['cells']} cells, {len(data.claims)} claims in {rows['claims']} spans, "
    summary += f"{rows['disagreements']} disagreements, {len({*(seeds or ())} - {'sources.yaml'}) or 'no'} sources' files: "
    summary += f"{len(data.faults)} fault{'' if len(data.faults) == 1 else 's'}"
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    print("\n".join([*data.faults, summary]))
    return 1 if data.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
