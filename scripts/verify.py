#!/usr/bin/env python3
"""Verify the published files of us-central-asia-removals without the code that built them.

Usage: python verify.py PATH [--seeds DIR]

PATH is a folder or a .zip with datapackage.json at its top or in one top-level folder; DIR holds the sources' files.
Written from docs/format.md, docs/codebook.md and the published files, with the Python standard library alone (3.11 or
later). Tables, columns, codes and rules are those of schemas/, without which nothing can be verified. One line a fault,
sorted: `table/row/column: what is there, what belongs there`; where two places contradict each other, a line for each of
them. Then a summary. Exit 0: no fault, 1: faults, 2: wrong command line. The standard library cannot read Parquet: of those
files only the SHA-256 is checked, not the content.
"""

from __future__ import annotations

import csv
import datetime
import functools
import hashlib
import io
import itertools
import json
import os
import re
import sys
import tomllib
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVarTuple

Row = dict[str, str]
Key = tuple[str, str, str]
Json = dict[str, Any]
Arguments = TypeVarTuple("Arguments")
Pairs = list[tuple[str, Any]]

# What schemas/ may name: parsers, agreement rules, derivations, and the parts of a reading.
PARSERS = ("verbatim", "quantity", "date", "country", "code", "reference")
AGREEMENTS = ("same", "single", "set", "furthest", "interval", "narrower", "wording")
DERIVATIONS = (
    *("row_id", "source_ids", "one_source", "origins", "sentence", "count_status", "characters", "codings"),
    *("gather_count", "gather_rows", "gather_alike"),
)
SPEAKER = ("person", "body", "words", "via")
# The ways in which a column is filled, and the properties that each must have; some hold one of a list of names.
FILLS = {
    "parse": ("reads", "agree"),
    "part": ("part", "of"),
    "speaker": ("by",),
    "derive": ("derive",),
    "gather": ("gather", "agree"),
    "register": (),
}
NAMES = {"reads": PARSERS, "agree": AGREEMENTS, "derive": DERIVATIONS, "by": SPEAKER}
DERIVED_SETS = {"source_ids", "origins", "gather_rows"}
PARTS = {
    "quantity": ("printed", "low", "high", "qualifier"),
    "country": ("printed",),
    "date": ("printed", "earliest", "latest", "precision", "date_basis"),
}
SYSTEM = ("cells", "claims", "disagreements", "evidence")  # the tables that are known by name
# What a line of `cells` repeats of the first of its claims, and where it stands there.
COPIED = {c: c for c in ("basis", "reason", "source_id", "attributed_to", "certainty", "hedge_words")} | {"words": "exact"}
RULED = {"reason": "reason", "rule": "ruled_by", "basis": "ruling"}  # and of a disagreement
CLAIM_COLUMNS = (
    "value",
    "basis",
    "reason",
    "year_given",
    "source_id",
    "attributed_to",
    "attributed_words",
    "via",
    "certainty",
)
SPEAKING = ("attributed_to", "attributed_words", "via")
# Quotation marks of the press. Which of them opens and which closes depends on the country: “ opens in English and closes in
# German. Points may stand before a closing mark, and a space within « ».
DOUBLE, SINGLE = '"“”„‟«»‹›「」『』＂', "'‘’‚‛`´"
OPENED = re.compile(rf"(?:[{DOUBLE}{SINGLE}]|,,|«\s)$")
CLOSED = re.compile(rf"[,.;:?!…]*(?:[{DOUBLE}]|[{SINGLE}](?!\w))|\s»")
SIDE = 32  # code points of prefix and suffix
MOST_DIGITS = 15  # of a number: the most that every double holds as printed
LARGEST = 1 << 27  # bytes of one file that are read


BOUNDED = {
    "exact": (0, 0),
    "more_than": (1, None),
    "at_least": (0, None),
    "less_than": (None, -1),
    "almost": (None, -1),
    "up_to": (None, 0),
    "about": (None, None),
}
CANONICAL = {
    "integer": r"-?(0|[1-9]\d*)",
    "number": r"-?(0|[1-9]\d*)(\.\d*[1-9])?",
    "boolean": "true|false",
    "date": r"\d{4}-\d\d-\d\d",
    "string": r"(?s:.+)",
}
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # general categories of Unicode that no reader sees, or that end a line
HIDDEN_RANGES = (  # letters, marks and symbols without a picture, and what Unicode says is no character
    *((0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164)),
    *((0xFDD0, 0xFDEF), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFC), (0x16FE4, 0x16FE4), (0x1D159, 0x1D159)),
    *((0xE0000, 0xE0FFF), *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))),
)
YAML_QUOTED = r'"(?:[^"\\]|\\[\s\S])*"' + r"|'(?:[^']|'')*'"
YAML_CLOSING = {'"': re.compile(r'(?:[^"\\]|\\.|\\$)*"'), "'": re.compile(r"(?:[^']|'')*'(?!')")}
YAML_ENTRY = re.compile(rf"""({YAML_QUOTED}|[^\s"'](?:(?!\s#).)*?)\s*:(?:\s+(.*))?""")
URL = re.compile(r"https?://|\bwww\.")
CITED = re.compile(r"\[([a-z0-9][a-z0-9.-]*)\]")


# ---- words and values ------------------------------------------------------------------------------------------------


def fold_space(text: str) -> str:
    """Each run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


def list_hidden(text: str) -> list[str]:
    """The characters of a text that no text may hold: a tab and a line feed are none of them."""
    characters = sorted({*text} - {"\t", "\n"})
    return [
        c
        for c in characters
        if unicodedata.category(c) in HIDDEN or any(first <= ord(c) <= last for first, last in HIDDEN_RANGES)
    ]


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text, without capitals: runs of letters, digits and underscores, points within and of initials aside."""

    def is_part(at: int) -> bool:
        return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")

    kept = []
    for n, c in enumerate(text):
        within = c in ".'’" and is_part(n - 1) and is_part(n + 1)
        of_initial = c == "." and is_part(n - 1) and not is_part(n - 2)
        kept += [] if within or of_initial else [c]
    joined = "".join(kept).casefold()
    return tuple("".join(c if c.isalnum() or c == "_" else " " for c in joined).split())


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
    return f"{number:f}" if number != number.to_integral_value() else str(int(number))


Token = tuple[str, int, int]  # the word, its start and its end
Numeral = tuple[Decimal, Decimal, int, int]  # the value, the magnitude that ends it, start and end


@dataclass(frozen=True, eq=False)
class Words:
    """The published lexicon of numbers, as patterns over lower-case text."""

    known: frozenset[str]
    values: dict[str, Decimal]
    scales: dict[str, Decimal]
    short: dict[str, Decimal]
    shares: dict[str, Decimal]
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]
    turns: dict[str, str]
    vague: re.Pattern[str]
    no_count: re.Pattern[str]
    money: re.Pattern[str]


def join_phrases(phrases: Iterable[str]) -> str:
    """A pattern for any of some phrases of the lexicon, which has a space before a point."""
    return "|".join(re.escape(p.replace(" .", ".")).replace(r"\ ", r"\s*" if p[0] in "<>" else r"\s+") for p in phrases)


@functools.lru_cache(maxsize=2)
def load_numbers(content: bytes) -> Words:
    """The words of build/lexicon/numbers.toml."""
    found = tomllib.loads(content.decode("utf-8"))

    def take(*path: str) -> Json:
        at: Any = found
        for key in path:
            at = at.get(key, {}) if isinstance(at, dict) else {}
        return at if isinstance(at, dict) else {}

    def listed(value: object) -> list[str]:
        return [str(word) for word in value] if isinstance(value, list) else []

    def number(part: Json) -> dict[str, Decimal]:
        return {str(word): Decimal(value) for word, value in part.items() if isinstance(value, int)}

    pairs = {
        name: [(c, p) for c, ps in take(name).items() for p in listed(ps)] for name in ("qualifiers", "qualifiers_after")
    }
    longest = {name: sorted(some, key=lambda pair: -len(pair[1])) for name, some in pairs.items()}
    vague, units = take("vague"), take("units")
    open_words, vague_words = "|".join(listed(vague.get("before_a_magnitude"))), "|".join(listed(vague.get("words")))
    values, scales, shares = (
        number(take("numbers")) | number(take("ordinals")),
        number(take("magnitudes")),
        number(take("fractions")),
    )
    return Words(
        frozenset({*values, *scales, *shares}),
        values,
        scales,
        number(take("abbreviations")),
        shares,
        longest["qualifiers"],
        longest["qualifiers_after"],
        {str(code): str(turned) for code, turned in take("negation", "turns").items()},
        re.compile(rf"\b(?:{vague_words or '(?!)'})\b|\b(?:{open_words or '(?!)'})\s+(?:{'|'.join(scales) or '(?!)'})\b"),
        re.compile(
            rf"(?:{join_phrases([*listed(units.get('percent')), *listed(units.get('currency'))]) or '(?!)'})(?!\w)|[$€£%¥₽₹]"
        ),
        re.compile(rf"(?:{join_phrases(listed(units.get('currency_words'))) or '(?!)'})(?!\w)"),
    )


def take_numeral(words: Words, tokens: list[Token], at: int) -> int:
    """The index after the tokens that make one numeral from an index on; the same index where none begins."""
    end = at
    while end < len(tokens):
        token, start, _ = tokens[end]
        last = tokens[end - 1][0] if end > at else ""
        following = tokens[end + 1][0] if end + 1 < len(tokens) else ""
        glued = end > at and start == tokens[end - 1][2]
        if token[0].isdigit():
            fits = end == at
        elif token == "-":
            fits = glued and following in words.known
        elif token == "and":
            fits = end > at and (following in words.values or following == "a")
        elif token in ("a", "an"):
            fits = following in words.scales or following in words.shares
        elif token == "of":
            fits = last in words.shares and (following in words.scales or following in ("a", "an"))
        elif token in words.short and last[:1].isdigit():
            fits = glued or len(token) > 1
        else:
            fits = token in words.known
        if not fits:
            break
        end += 1
    return end


def add_numeral(words: Words, tokens: list[str]) -> tuple[Decimal, Decimal]:
    """The number that digits and words add up to, and the magnitude that it ends with."""
    done, open_, scale = Decimal(0), None, Decimal(1)  # what is scaled already, what may still be scaled
    for place, token in enumerate(tokens):
        is_share = token in words.shares and (token not in words.values or tokens[place + 1 : place + 2] == ["of"])
        if token[0].isdigit():
            open_, scale = Decimal(token.replace(",", "")), Decimal(1)
        elif is_share and tokens[place - 2 : place] == ["and", "a"]:  # a half of what was counted last
            done, open_ = Decimal(0), done + (open_ or 0) + scale / words.shares[token]
        elif is_share:
            open_ = (open_ or Decimal(1)) / words.shares[token]
        elif token in words.scales or token in words.short:
            last, scale = scale, words.scales.get(token) or words.short[token]
            if open_ is None and done and last >= 1000:  # a lakh crore
                done *= scale
                continue
            open_ = (Decimal(1) if open_ is None else open_) * scale
            if scale >= 1000:
                done, open_ = done + open_, None
        elif token in words.values:
            open_, scale = (open_ or Decimal(0)) + words.values[token], Decimal(1)
    return done + (open_ or Decimal(0)), scale


def find_numerals(words: Words, text: str) -> list[Numeral]:
    """The numerals of a lower-case text: value, magnitude that ends it, start and end."""
    tokens = [
        (m[1] or m[2], m.start(), m.end()) for m in re.finditer(r"(\d+(?:[.,]\d+)*)(?:st|nd|rd|th)?|([a-z]+|[^\s\w])", text)
    ]
    found, at = [], 0
    while at < len(tokens):
        end = take_numeral(words, tokens, at)
        if end > at:
            value, scale = add_numeral(words, [token for token, _, _ in tokens[at:end]])
            found.append((value, scale, tokens[at][1], tokens[end - 1][2]))
        at = max(end, at + 1)
    return found


def qualify_number(words: Words, before: str, after: str) -> str:
    """The qualifier that stands before or after a number."""
    before = re.sub(r"(?:\b(?:us|usd|eur|gbp|rub|kzt|uzs|an?)|[$€£¥₽₹\s])+$", "", before)
    for code, phrase in words.before:
        if re.search(rf"(?<!\w)(?:{join_phrases([phrase])})$", before):
            rest = re.sub(rf"(?:{join_phrases([phrase])})$", "", before).rstrip()
            denied = re.search(r"(?:\b(?:not|no|never|without|nor|neither|cannot|nothing|none)|n['’]t)$", rest)
            return words.turns.get(code, code) if denied else code
    for code, phrase in words.after:
        if re.match(rf"[-,\s]*(?:%|per ?cent|pct)?\s*(?:[a-z]+\s+){{0,2}}(?:{join_phrases([phrase])})(?!\w)", after):
            return code
    return "exact"


def read_quantity(words: Words, text: str) -> str | None:
    """`qualifier number` as the words say; None where this reading finds none."""
    text = re.sub(r"[‑‒–—]", "-", fold_space(text).lower())
    couple = re.search(r"\bcouple\s+(?:of\s+)?(?:an?\s+)?([a-z]*)", text)
    if couple:
        return f"about {print_number(2 * words.scales.get(couple[1], Decimal(1)))}"
    if words.vague.search(text) and not any(character.isdigit() for character in text):
        return "vague"
    between = re.fullmatch(r"(.*\bbetween\b.*?)\band\b(.*)", text)
    halves = between.groups() if between else (text,)
    found = [(part, numeral) for part in halves for numeral in find_numerals(words, part)]
    if len(found) == 2:
        (_, (low, scale, _, end)), (second, (high, carried, start, _)) = found
        link = "" if between else re.sub(r"%|per ?cent|us\b|[$€£¥₽]", "", text[end:start])
        if between or re.fullmatch(r"\W*(?:to|through|or|-)\W*(?:to\W*)?", link):
            if scale == 1 and carried > 1 and low < 1000 and not re.match(r"an?\b", second[start:]):
                low *= carried
            return f"range {print_number(low)} {print_number(high)}"
    if len(found) != 1:
        return None
    value, _, start, end = found[0][1]
    return f"{qualify_number(words, text[:start], text[end:])} {print_number(value)}"


def bound_quantity(value: str, is_loose: bool) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and the highest number that a reading allows. Loose: what is no count has no step of one."""
    name, *numbers = value.split(" ")
    given = [Decimal(n) for n in numbers]
    if name == "range" and len(given) == 2:
        return given[0], given[1]
    if name not in BOUNDED or len(given) != 1:
        return None, None
    is_loose = is_loose or given[0] != given[0].to_integral_value()
    low, high = (None if step is None else given[0] + (0 if is_loose else step) for step in BOUNDED[name])
    return low, high


def is_no_count(data: Data, claim: Claim) -> bool:
    """Whether a claim's number is money or a share: by its words, by the word after them, or by the row's unit."""
    table, row, column = claim.cell
    units = data.rules[table].fields[column].unless.items() if column in data.rules[table].fields else ()
    by_unit = any(c.value in codes for unit, codes in units for c in data.by_cell.get((table, row, unit), ()))
    after = claim.spans[-1][2]["suffix"].lower().lstrip()
    words = data.numbers
    return bool(by_unit or (words and (words.no_count.search(claim.words.lower()) or words.money.match(after))))


MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MON = rf"(?:{'|'.join(MONTH_NAMES)})[a-z]*\.?"
YEAR = r"(?:\d{4}|(?:this|last|next|that|the same) year)"
AFTER = {name: rf"(?:,? (?:of |in )?(?P<{name}>{YEAR})(?!\d))?" for name in ("y1", "y2", "y4")}
ORDINAL = r"(?:twenty-|thirty-)?(?:first|second|third|[a-z]{2,8}th)"
DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)"
# The forms of dates in lower-case words, the first that fits at a place; the letter before a group's name is its form's.
DATE_FORMS = re.compile(
    r"(?<!\w)(?:(?<!-)(?P<iso>\d{4}-\d\d(?:-\d\d)?)(?![\w-])"
    rf"|(?:(?P<fc>[a-z.]+) )?(?:(?:fiscal|financial)(?: year)?,? |fy[ -]?)(?P<fy>\d{{4}}|\d\d)"
    rf"|(?:(?P<gc>[a-z.]+) )?(?P<gy>\d{{4}}) (?:fiscal|financial) year"
    rf"|(?P<qn>first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th))[ -]quarter,? (?:of |in )?(?P<qy>{YEAR}|the year)"
    r"|q(?P<qm>[1-4])(?: of|,)?[ -]?(?P<qz>\d{4})|(?P<qx>\d{4})[ -]q(?P<ql>[1-4])"
    rf"|(?P<hn>first|second|last|1st|2nd)[ -]half (?:of |in )?(?P<hy>{YEAR}|the year)"
    r"|h(?P<hm>[12])(?: of)?[ -]?(?P<hz>\d{4})"
    rf"|(?P<sn>spring|summer|autumn|fall)(?: of|,| in)? (?P<sy>{YEAR})|(?P<sz>\d{{4}}) (?P<sm>spring|summer|autumn|fall)"
    r"|(?P<dec>\d{3}0)['’]?s\b|(?P<an>\d+|[a-z]+) (?P<au>day|week|month|year)s? ago"
    r"|(?P<rd>the day before yesterday|the day after tomorrow|yesterday|tomorrow|last night|today|tonight"
    r"|this (?:morning|afternoon|evening|night))"
    rf"|(?P<rw>this|last|next) (?P<ru>year|month|week|weekend)\b(?! of )|(?P<mw>this|last|next) (?P<mm>{MON})(?! \d)"
    rf"|(?P<d5>\d{{1,2}})[-/.](?P<m5>{MON})[-/.](?P<y5>\d{{4}})(?!\d)"
    rf"|(?P<d1>{DAY})(?:(?: ?[-–] ?| to | through | and )(?P<d2>{DAY}))? (?:of )?(?P<m1>{MON}){AFTER['y1']}"
    rf"|(?P<m2>{MON}) (?:the )?(?P<d3>{DAY}|{ORDINAL}\b)"
    rf"(?:(?: ?[-–] ?| to | through | and )(?P<d4>{DAY})(?! {MON}))?{AFTER['y2']}"
    rf"|(?P<o1>{ORDINAL}) of (?P<m4>{MON}){AFTER['y4']}"
    rf"|(?P<m3>{MON})(?:(?:,| of)? (?P<y3>{YEAR}))?|(?P<y>\d{{4}})(?!\d))"
)


@dataclass(frozen=True)
class Given:
    """What a claim says that its reading took from outside the words: a year, a day of publication, a country."""

    year: int | None
    day: datetime.date | None
    country: str


def take_given(text: str) -> Given:
    """What `year_given` holds: `2025: reason`, `2025-05-02: …`, `USA: reason`, joined by `; `."""
    found = re.findall(r"(?:^|; )(\d{4}|\d{4}-\d\d-\d\d|[A-Z]{3}): ", text)
    years, countries = [f for f in found if len(f) == 4], [f for f in found if len(f) == 3]
    try:
        days = [datetime.date.fromisoformat(f) for f in found if len(f) == 10]
    except ValueError:
        days = []
    return Given(int(years[0]) if years else None, days[0] if days else None, countries[0] if countries else "")


def shift_month(day: datetime.date, months: int) -> str:
    """The month so many months away from that of a day."""
    number = day.year * 12 + day.month - 1 + months
    return f"{number // 12:04}-{number % 12 + 1:02}"


def name_relative(m: re.Match[str], words: Json, day: datetime.date | None) -> str:
    """The value of words that count from the day of the report; nothing where they fix none."""
    if day is None:
        return ""
    step = {"this": 0, "last": -1, "next": 1}.get(m["rw"] or m["mw"] or "", 0)
    if m["rd"]:
        days = -2 if "before yes" in m["rd"] else 2 if "after tom" in m["rd"] else -1 if re.match("yes|last", m["rd"]) else 0
        return (day + datetime.timedelta(days=1 if m["rd"] == "tomorrow" else days)).isoformat()
    if m["an"]:
        numbers = take_dict(words.get("numbers"))
        number = int(m["an"]) if m["an"].isdigit() else int(numbers.get(m["an"], 0))
        if m["au"] in ("day", "week"):
            ago = (day - datetime.timedelta(days=number * (7 if m["au"] == "week" else 1))).isoformat()
            return ago + ("~" if m["au"] == "week" else "")
        return shift_month(day, -number) + "~" if m["au"] == "month" else f"{day.year - number:04}~"
    if m["mm"]:
        month = MONTH_NAMES.index(m["mm"][:3]) + 1
        fits = month >= day.month if step < 0 else month <= day.month if step > 0 else True
        return f"{day.year + step:04}-{month:02}" if fits else ""
    if m["ru"] == "month":
        return shift_month(day, step)
    monday, sunday = (day - datetime.timedelta(days=n) for n in (day.weekday(), day.isoweekday() % 7))
    if m["ru"] == "week":
        first, last = min(monday, sunday), max(monday, sunday) + datetime.timedelta(days=6)
        return "/".join((d + datetime.timedelta(weeks=step)).isoformat() for d in (first, last))
    saturday = monday + datetime.timedelta(days=5)
    return f"{saturday}/{saturday + datetime.timedelta(days=1)}" if day.weekday() >= 5 and not step else ""


def name_period(m: re.Match[str], words: Json, given: Given, shared: str) -> tuple[str, str, set[str]]:
    """The EDTF value of one date, the basis of its year, and what of the given it used; `shared` is the other end's year."""
    if m["iso"] or m["dec"]:
        return m["iso"] or f"{m['dec']}/{int(m['dec']) + 9}", "explicit", set()
    if m["fy"] or m["gy"]:
        fiscal = take_dict(words.get("fiscal_years"))
        own = take_dict(fiscal.get("names")).get(m["fc"] or m["gc"] or "")
        begins = int(take_dict(fiscal.get("begins")).get(own or given.country, 0))
        ends = int(m["fy"] or m["gy"]) + (2000 if len(m["fy"] or m["gy"]) == 2 else 0)
        value = f"{ends - 1}-{begins:02}/{ends}-{begins - 1:02}" if begins else ""
        return value, "explicit", set() if own else {"country"}
    year: str = (
        next((m[g] for g in ("y1", "y2", "y3", "y4", "y5", "qy", "qz", "qx", "hy", "hz", "sy", "sz", "y") if m[g]), "")
        or shared
    )
    if m["ru"] == "year":
        year = f"{m['rw']} year"
    elif m["mw"] == "this":
        year = "this year"
    elif m["rd"] or m["an"] or m["ru"] or m["mw"]:
        return name_relative(m, words, given.day), "relative", {"day"}
    basis, used = "explicit", set[str]()
    if not year.isdigit():
        base = given.year or (given.day.year if given.day else 0)
        used = {"year"} if given.year else {"day"}
        basis = "relative" if year else "inferred_year"
        year = f"{base + {'last year': -1, 'next year': 1}.get(year, 0):04}"
    ordinals = take_dict(words.get("ordinals"))
    number = next((m[g] for g in ("qn", "qm", "ql", "hn", "hm") if m[g]), "")
    if number:
        which, last = (
            int(ordinals.get(number) or re.sub(r"\D", "", number) or 0),
            4 if number in (m["qn"], m["qm"], m["ql"]) else 2,
        )
        each, which = 12 // last, which or last
        return f"{year}-{which * each - each + 1:02}/{year}-{which * each:02}", basis, used
    if m["sn"] or m["sm"]:
        return f"{year}-{take_dict(words.get('seasons')).get(m['sn'] or m['sm'])}", basis, used
    month = next((m[g] for g in ("m1", "m2", "m3", "m4", "m5", "mm") if m[g]), "")
    days = [int(ordinals.get(m[g]) or re.sub(r"\D", "", m[g]) or 0) for g in ("d1", "d3", "d5", "o1", "d2", "d4") if m[g]]
    stem = year + (f"-{MONTH_NAMES.index(month[:3]) + 1:02}" if month else "")
    return "/".join([f"{stem}-{d:02}" for d in days] or [stem]), basis, used


def read_period(words: Json, text: str, given: Given) -> tuple[str, str, set[str]] | None:
    """The EDTF value that words say, its basis, and what of the given it used; None where this reading finds none."""
    text = re.sub(r"\bmid-", "mid ", fold_space(text).lower())
    found = list(DATE_FORMS.finditer(text))
    if (
        len(found) == 2
        and found[0]["ru"] == "year"
        and re.fullmatch(r",? (?:on|in) ", text[found[0].end() : found[1].start()])
    ):
        text = f"{text[found[1].start() : found[1].end()]} {found[0][0]}"  # last year on April 30
        found = list(DATE_FORMS.finditer(text))
    if not 1 <= len(found) <= 2:
        return None
    years = [next((m[g] for g in ("y1", "y2", "y3", "y4", "y5") if m[g]), "") for m in found]
    read = [name_period(m, words, given, next(filter(None, years), "") if not years[n] else "") for n, m in enumerate(found)]
    if not all(value for value, _, _ in read):
        return None
    value = read[0][0] if len(read) == 1 else f"{read[0][0].split('/')[0]}/{read[1][0].split('/')[-1]}"
    basis = next((b for b in ("relative", "inferred_year") if b in [one[1] for one in read]), "explicit")
    opening, part = "", False
    before, after = text[: found[0].start()], text[found[-1].end() :].strip()
    own = next((found[0][g] for g in ("fc", "gc") if found[0][g]), "")
    before += f"{own} " if own and own not in take_dict(take_dict(words.get("fiscal_years")).get("names")) else ""
    pairs = [(len(p), code, p) for code, ps in take_dict(words.get("opening")).items() for p in ps]
    for _, code, phrase in sorted(pairs, reverse=True) if len(found) == 1 else ():
        if m := re.search(rf"(?<![\w-]){re.escape(phrase)} (?P<rest>.*)$", before):
            opening, part = (
                code,
                bool(
                    re.sub(r"\b(?:the|of|calendar|year|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b", "", m["rest"]).strip(" -,.")
                ),
            )
            break
    for code, phrases in take_dict(words.get("opening_after")).items():
        opening = code if after in phrases and (after != "on" or re.search(r"\b(?:from|starting)\b", before)) else opening
    first, last = value.split("/")[0], value.split("/")[-1]
    if opening in ("before", "after") and not part:
        edge = bound_date(first if opening == "before" else last) or (None, None)
        day = datetime.date.fromisoformat(edge[0 if opening == "before" else 1] or "1000-01-01")
        day += datetime.timedelta(days=-1 if opening == "before" else 1)
        value = f"../{day.isoformat()[: len(first)]}" if opening == "before" else f"{day.isoformat()[: len(last)]}/.."
    elif opening:
        value = {
            "until": f"../{last}",
            "before": f"../{last}",
            "since": f"{first}/..",
            "after": f"{first}/..",
            "about": f"{value}~",
        }[opening]
    return value, basis, set().union(*(used for _, _, used in read))


def bound_date(value: str) -> tuple[str | None, str | None] | None:
    """The first and the last day that an EDTF date can mean, None at an open end; None where it is no date."""
    if value.endswith("~"):
        return (None, None) if bound_date(value[:-1]) else None
    if season := re.fullmatch(r"(\d{4})-2[1-3]", value):
        return bound_date(season[1])
    parts = value.split("/")
    days: list[tuple[str | None, str | None]] = []
    if len(parts) > 2 or parts.count("..") == len(parts):
        return None
    for part in parts:
        if part == ".." and len(parts) == 2:
            days.append((None, None))
            continue
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", part):
            return None
        numbers = [int(n) for n in part.split("-")]
        try:
            first = last = datetime.date(numbers[0], *([*numbers[1:], 1, 1])[:2])
            if len(numbers) < 3:
                year, month = divmod(first.year * 12 + (first.month if len(numbers) == 2 else 12), 12)
                last = datetime.date(year, month + 1, 1) - datetime.timedelta(days=1)
        except (ValueError, OverflowError):
            return None
        days.append((first.isoformat(), last.isoformat()))
    return days[0][0], days[-1][1]


def lies_within(inner: tuple[str | None, str | None], outer: tuple[str | None, str | None]) -> bool:
    """Whether one span of days lies in another; None is an open end."""
    begins = not outer[0] or bool(inner[0] and outer[0] <= inner[0])
    return begins and (not outer[1] or bool(inner[1] and inner[1] <= outer[1]))


def tell_precision(value: str, starts: Iterable[int]) -> str:
    """How precise an EDTF date is, by its form; `starts` are the months in which fiscal years begin."""
    bounds = bound_date(value)
    if re.fullmatch(r"\d{4}(-[01]\d(-\d\d)?)?", value):
        return ("year", "month", "day")[value.count("-")]
    if not bounds or not bounds[0] or not bounds[1] or "/" not in value:
        return "unknown"
    first, last = (datetime.date.fromisoformat(bound) for bound in bounds if bound)
    if len(value) == 21:
        return "week" if (last - first).days in (6, 7) else "unknown"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if len(value) == 15 and months == 3 and first.month in (1, 4, 7, 10):
        return "quarter"
    return "fiscal_year" if len(value) == 15 and months == 12 and first.month in {*starts} else "unknown"


def list_tokens(text: str) -> list[tuple[str, int, int]]:
    """The words and marks of a text, each with its start and end."""
    return [(m.group(), m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", text)]


def level_marks(text: str) -> str:
    """A text with one sort of dash and one of apostrophe."""
    return fold_space(re.sub("[’‘ʼʻ`´]", "'", re.sub("[‐‑‒–−]", "-", text)))


def ends_in(text: str, phrases: Iterable[str]) -> str:
    """The longest of some phrases, as printed, that stands at the end of a text with a space after it."""
    for phrase in sorted(phrases, key=len, reverse=True):
        at = len(text) - len(phrase) - 1
        if at >= 0 and text[at:].lower() == f"{phrase.lower()} " and (at == 0 or not re.match(r"\w", text[at - 1])):
            return text[at:-1]
    return ""


def starts_with(text: str, phrases: Iterable[str]) -> str:
    """The one of some phrases, as printed, with which a text begins after a space."""
    for phrase in phrases:
        if text.lower().startswith(f" {phrase.lower()}") and not re.match(r"\w", text[len(phrase) + 1 :]):
            return text[1 : len(phrase) + 1]
    return ""


@dataclass(eq=False)
class Gazetteer:
    """The names of countries and peoples, and the longer names that hold one: by their words and marks in small letters."""

    words: Json
    names: dict[tuple[str, ...], list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    codes: set[str] = field(default_factory=set)
    longest: int = 0

    def add_name(self, name: str, code: str) -> None:
        """Add a name in all its spellings, with its code, or without one where it is no country or may be several."""
        forms = {level_marks(name)}
        self.codes |= {code} - {""}
        for part, others in self.words.get("written_as", {}).items():
            forms |= {form.replace(part, other) for form in forms for other in others}
        for form in sorted(forms):
            key = tuple(word.lower() for word, _, _ in list_tokens(form))
            self.names[key].append((form, code))
            self.longest = max(self.longest, len(key))

    def find_names(self, text: str) -> list[tuple[str, int, int, bool]]:
        """The longest names in a text from left to right: code, start, end, and whether the capitals are a name's."""
        tokens, found, at = list_tokens(text), [], 0
        while at < len(tokens):
            for length in range(min(self.longest, len(tokens) - at), 0, -1):
                start, end = tokens[at][1], tokens[at + length - 1][2]
                forms = self.names.get(tuple(word.lower() for word, _, _ in tokens[at : at + length]), [])
                if not forms or text[end : end + 1].isalnum():
                    continue
                right = any(self.is_written(tokens[at : at + length], form) for form, _ in forms)
                if right or " " in text[start:end]:
                    found.append((forms[0][1], start, end, right))
                at += length - 1
                break
            at += 1
        return found

    def is_written(self, tokens: list[tuple[str, int, int]], form: str) -> bool:
        """Whether a name has the capitals of its form, or is in capitals; small words of a name may have any."""
        small = self.words.get("small", {}).get("words", [])
        printed = [word for word, _, _ in list_tokens(form)]
        return all(
            shown in (word, word.upper()) or shown.lower() in small
            for (shown, _, _), word in zip(tokens, printed, strict=False)
        )

    def is_plain(self, text: str, least: int, start: int, end: int) -> bool:
        """Whether nothing beside a name makes another name of it, denies it, or makes it a language or a person."""
        before, after, shown = text[max(least, start - 80) : start], text[end : end + 80], text[start:end]
        if re.match(r"-(?!-)|\$", after) or re.search(r"(?<![\w.-])(?:[\w.]+-)+$", before):
            return False
        near = before[-1:] + after[:1]
        if any(ord(c) > 127 and not c.isspace() and unicodedata.category(c)[0] not in "PZ" for c in near):
            return False
        if re.match(r"(?!'[sS]\b)['.·]\w", after) or re.search(r"@$|\w['.·]$", before):
            return False
        longer, words = ends_in(before, self.words["before"]["words"]), self.words
        if longer and not longer[0].islower() and not (shown.isupper() and shown in self.list_forms(shown)):
            return False
        place = starts_with(after, words["after"]["words"])
        if place and not place[0].islower():
            return False
        states = [state for state in words["states"]["names"] if after.startswith(f", {state}")]
        if any(not re.match(r"\w", after[len(state) + 2 :]) for state in states):
            return False
        denied = ends_in(before, words["denied"]["words"]) or ends_in(before, [f"{w} the" for w in words["denied"]["words"]])
        if denied or ends_in(before, words["language"]["before"]) or starts_with(after, words["language"]["after"]):
            return False
        return not self.may_be_person(before, shown, after) and not self.may_be_word(before, shown)

    def list_forms(self, shown: str) -> list[str]:
        """The forms of a name as listed."""
        return [form for form, _ in self.names.get(tuple(word.lower() for word, _, _ in list_tokens(shown)), [])]

    def may_be_person(self, before: str, shown: str, after: str) -> bool:
        """Whether a capitalized word beside a name makes it a person's."""
        people = self.words["people"]
        if shown not in people["names"] and shown.capitalize() not in people["names"]:
            return False
        usual = {word.lower() for word in people["beside"]}
        left, right = re.search(r"(?<![\w-])([\w'-]+) $", before), re.match(r" ([\w'-]+)", after)
        beside = [m[1] for m in (left, right) if m]
        named = any(re.match(r"[^\W\d_a-z]", word) and word.lower() not in usual for word in beside)
        return named or bool(ends_in(before, people["titles"])) or bool(re.search(r"(?<![\w-])[^\W\d_a-z]\. $", before))

    def may_be_word(self, before: str, shown: str) -> bool:
        """Whether a name in capitals among capitals may be another word: LET US GO."""
        left = re.search(r"(?<!\w)([A-Z]{2,}) $", before)
        usual = self.words["capitals"]["after"]
        return shown in self.words["capitals"]["names"] and left is not None and left[1].lower() not in usual


def read_country(names: Gazetteer, words: str) -> str | None:
    """The code of the one country that the words name; None where they name none, several, or one that is not sure."""
    text = level_marks(words)
    for word in re.findall(r"[^\W\d_]+", text):
        if re.search("[A-Za-z]", word) and any(not unicodedata.name(c, "").startswith("LATIN") for c in word):
            return None  # letters of two scripts
    hidden = "".join("\0" if unicodedata.category(c) == "Cf" else c for c in text)
    if re.search(r"\w\0+\w", hidden):
        return None
    text = hidden.replace("\0", "")
    found = names.find_names(text)
    least = 0  # the end of the name before: its words belong to no other
    for code, start, end, right in found:
        if not (code and right and names.is_plain(text, least, start, end)):
            return None
        least = end
    codes = {code for code, *_ in found}
    return codes.pop() if len(codes) == 1 else None


def name_place(names: Gazetteer | None, place: str) -> str:
    """A country's code for a place that is a country's name and nothing else."""
    found = names.find_names(level_marks(place)) if names else []
    is_whole = [(start, end) for _, start, end, _ in found] == [(0, len(place))]
    return (read_country(names, place) if names and is_whole else None) or place


# ---- the data --------------------------------------------------------------------------------------------------------


@dataclass
class Claim:
    """A claim with all its spans."""

    claim_id: str
    cell: Key
    spans: list[tuple[int, int, Row]]
    order: int
    passage: int
    hedge_start: int
    words: str
    hedge: str
    value: str
    basis: str
    reason: str
    year_given: str
    source: str
    speaker: str
    speaker_words: str
    via: str
    certainty: str

    def name_column(self, column: str) -> list[str]:
        """Where a column of the claim stands, for a fault: in the row of its first span."""
        return ["claims", self.claim_id, self.spans[0][2]["segment"], column]


@dataclass
class Outcome:
    """What a cell's claims come to: the reading, the claims that decide it, and how."""

    reading: str
    deciding: list[Claim]
    rule: str
    basis: str
    reason: str = ""
    agreeing: list[Claim] = field(default_factory=list)
    others: list[Claim] = field(default_factory=list)


@dataclass
class Field:
    """A column that has claims, and how schemas/ has it filled."""

    name: str
    kind: str
    """The parser, or `by` or `gather`."""
    rule: str
    source: str
    """What of the speaker a column `by` has; the gathered field."""
    refers: str
    parts: dict[str, str] = field(default_factory=dict)
    """The column of each part of the reading."""
    unless: dict[str, list[str]] = field(default_factory=dict)
    """The field with the unit, and those of its codes that are no counts."""


@dataclass
class Rules:
    """How schemas/ has the columns of a fact table filled."""

    key: str
    headline: str
    natural: list[str]
    fields: dict[str, Field]
    derived: dict[str, str]
    registered: list[str]
    errors: dict[str, tuple[str, str]]
    """For each code of `source_error` the printed field that is wrong, and the field with the correction."""

    def is_set(self, column: str) -> bool:
        """Whether a column holds a set."""
        return self.derived.get(column) in DERIVED_SETS or (column in self.fields and self.fields[column].rule == "set")


@dataclass
class Data:
    """The published files as read, and the faults found so far."""

    files: dict[str, bytes]
    faults: list[str] = field(default_factory=list)
    descriptions: dict[str, Json] = field(default_factory=dict)
    schemas: dict[str, list[Json]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    rules: dict[str, Rules] = field(default_factory=dict)
    keys: dict[str, tuple[list[str], list[tuple[list[str], str, list[str]]]]] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    index: dict[str, dict[str, Row]] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    by_cell: dict[Key, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    by_row: dict[tuple[str, str], list[Claim]] = field(default_factory=lambda: defaultdict(list))
    by_passage: dict[tuple[str, int], list[Claim]] = field(default_factory=lambda: defaultdict(list))
    by_words: dict[tuple[str, str, str, str], list[Claim]] = field(default_factory=lambda: defaultdict(list))
    """Claims by their source and whom they are attributed to by which words."""
    disputes: dict[Key, Row] = field(default_factory=dict)
    lines: dict[Key, list[Row]] = field(default_factory=lambda: defaultdict(list))
    passages: dict[tuple[str, int], str] = field(default_factory=dict)
    places: dict[str, str] | None = None
    countries: Gazetteer | None = None
    numbers: Words | None = None
    dates: Json = field(default_factory=dict)
    years: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def add_fault(self, where: Iterable[str], there: object, belongs: object) -> None:
        """Note one fault."""
        place = "/".join("".join(c if c.isprintable() else "?" for c in str(part)) for part in where)
        self.faults.append(f"{place}: {show_text(there)}, {belongs if isinstance(belongs, Said) else show_text(belongs)}")

    def expect(self, where: Iterable[str], there: object, belongs: object) -> bool:
        """Note a fault where two values differ."""
        if there != belongs:
            self.add_fault(where, there, belongs)
        return there == belongs

    def require(self, holds: object, where: Iterable[str], there: object, belongs: str) -> None:
        """Note a fault, with the rule in words, where it does not hold."""
        if not holds:
            self.add_fault(where, there, Said(belongs))

    def has_row(self, table: str, row: str) -> bool:
        """Whether a table has the row."""
        return row in self.index.get(table, {})

    def get_body(self, speaker: str) -> str:
        """The body of a person, if any, or the body itself."""
        person = self.index.get("officials", {}).get(speaker)
        return speaker if person is None else person["organization_id"]


class Said(str):
    """A rule in words, printed without marks."""


def tell_kind(data: Data, table: str, column: str) -> str:
    """How a column with claims is filled; nothing for another column."""
    found = data.rules[table].fields.get(column) if table in data.rules else None
    return found.kind if found else ""


def name_cell(row: Row) -> Key:
    """The cell that a row of `cells`, `claims` or `disagreements` is about."""
    return row["table_name"], row["row_id"], row["field_name"]


# ---- reading the files -----------------------------------------------------------------------------------------------


def read_json(data: Data, path: str) -> Json:
    """A JSON object; empty, and a fault, where the file is none."""
    if path not in data.files:
        data.add_fault([path], "no file", Said("a published file"))
        return {}
    try:
        found = json.loads(data.files[path].decode("utf-8"))
    except (ValueError, RecursionError, MemoryError) as error:
        data.add_fault([path], f"not JSON in UTF-8 ({type(error).__name__})", Said("a Data Package"))
        return {}
    data.require(isinstance(found, dict), [path], type(found).__name__, "a JSON object")
    return take_dict(found)


def list_dicts(value: object) -> list[Json]:
    """The objects in a JSON list; none where it is no list."""
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def take_dict(value: object) -> Json:
    """A JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def check_resource(data: Data, base: str, path: str, resource: Json, hashes: bool) -> str:
    """Compare a file with its hash and size in a descriptor; return the file's path."""
    name = resource.get("path")
    full = base + name if isinstance(name, str) else ""
    where = [path, str(resource.get("name"))]
    if full not in data.files:
        data.add_fault([*where, "path"], name if isinstance(name, str) else "no path", Said("a published file"))
    elif hashes:
        content = data.files[full]
        data.expect([*where, "hash"], resource.get("hash"), "sha256:" + hashlib.sha256(content).hexdigest())
        if "bytes" in resource or full.endswith(".csv"):
            data.expect([*where, "bytes"], resource.get("bytes"), len(content))
    return full


def note_schema(data: Data, name: str, schema: Json) -> None:
    """Keep a table's columns and keys, as the descriptor has them."""
    fields = [f for f in list_dicts(schema.get("fields")) if isinstance(f.get("name"), str)]
    data.descriptions[name], data.schemas[name] = schema, fields
    foreign = []
    for entry in list_dicts(schema.get("foreignKeys")):
        reference = take_dict(entry.get("reference"))
        target = str(reference.get("resource"))
        foreign.append((list_names(entry.get("fields")), target, list_names(reference.get("fields"))))
    data.keys[name] = (list_names(schema.get("primaryKey")), foreign)


def read_top(data: Data, path: str, content: bytes, top: str) -> Pairs:
    """What a hand-written file has under its one top key; a fault where it cannot be read."""
    try:
        ((key, pairs),) = read_mapping(content.decode("utf-8").replace("\r\n", "\n").split("\n"))
    except ValueError as error:
        data.add_fault([path], str(error), Said(f"`{top}:`, and beneath it block mappings of texts"))
        return []
    data.require(key == top and isinstance(pairs, list), [path], key, f"`{top}:`, and what it holds beneath it")
    return pairs if isinstance(pairs, list) else []


def read_mapping(lines: list[str]) -> Pairs:
    """The pairs of a block mapping in YAML: a key, and a text with its white space folded, or the pairs beneath the key."""
    found: Pairs = []
    at = 0
    while at < len(lines):
        line, indent = lines[at].strip(), measure_indent(lines[at])
        at += 1
        if not line or line[0] == "#" or line == "---":
            continue
        entry = YAML_ENTRY.fullmatch(line)
        if not entry:
            raise ValueError(f"not read: {line}")
        key, text = unquote(entry[1]), (entry[2] or "").strip()
        inner: list[str] = []
        closing = YAML_CLOSING.get(text[:1])
        is_open = closing and not closing.match(text[1:])
        while at < len(lines) and (is_open or is_idle(lines[at]) or measure_indent(lines[at]) > indent):
            is_open = is_open and closing and not closing.match(lines[at].strip())
            inner.append(lines[at])
            at += 1
        if text[:1] not in {"", "#"}:
            found.append((key, read_scalar([text, *inner], indent)))
            continue
        body = list(itertools.dropwhile(is_idle, inner))
        if body and YAML_ENTRY.fullmatch(body[0].strip()):
            found.append((key, read_mapping(body)))
        else:
            found.append((key, read_scalar([line.strip() for line in body[:1]] + body[1:], indent)))
    return found


def read_scalar(lines: list[str], indent: int) -> str:
    """A text in YAML, white space folded, of its lines; the first is what stands behind the key, `indent` the key's."""
    first, *rest = lines or [""]
    if first[:1] in {'"', "'"}:
        whole = re.match(YAML_QUOTED, "\n".join(map(str.strip, lines)))
        return fold_space(unquote(whole[0])) if whole else ""
    block = re.fullmatch(r"[|>][-+]?(\d?)[-+]?(?:\s+#.*)?", first)
    if block:
        least = indent + int(block[1]) if block[1] else next((measure_indent(line) for line in rest if line.strip()), 0)
        return fold_space(" ".join(line for line in rest if measure_indent(line) >= least))
    inner = [line for line in rest if measure_indent(line) > indent]
    return fold_space(" ".join(re.sub(r"(^|\s)#.*", "", line) for line in [first, *inner]))


def unquote(text: str) -> str:
    """A text in YAML without the marks around it, if any."""
    if text[:1] == "'":
        return text[1:-1].replace("''", "'")
    if text[:1] != '"':
        return text
    known = {"n": "\n", "t": "\t", "_": "\u00a0", "\n": ""}

    def read_escape(match: re.Match[str]) -> str:
        code = match[1].strip(" \t")
        return chr(int(code[1:], 16)) if code[1:] else known.get(code, code or " ")

    return re.sub(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\n|.)", read_escape, text[1:-1])


def measure_indent(line: str) -> int:
    """How many spaces a line begins with; an empty one none."""
    return len(line) - len(line.lstrip(" ")) if line.strip() else 0


def is_idle(line: str) -> bool:
    """Whether a line has no more than a comment."""
    return line.strip()[:1] in {"", "#"}


def list_names(value: object) -> list[str]:
    """Names of columns, given as one or as a list."""
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]


def check_descriptors(data: Data, hashes: bool) -> None:
    """Both descriptors: files, hashes, sizes, schemas that agree, and no file missing or extra."""
    heads: list[Json] = []
    both: list[dict[str, Json]] = []
    for path, base, folder, ending in (
        ("datapackage.json", "", "build/csv/", "csv"),
        ("build/parquet/datapackage.json", "build/parquet/", "build/parquet/", "parquet"),
    ):
        heads.append(read_json(data, path))
        resources = list_dicts(heads[-1].get("resources"))
        names = [str(r.get("name")) for r in resources]
        data.expect([path, "resources"], sorted(names), sorted(data.columns))
        listed = {check_resource(data, base, path, r, hashes) for r in resources}
        for name in names:
            belongs = f"{folder}{name}.{ending}"
            data.require(belongs in listed, [path, name, "path"], "another path", belongs)
        for file in sorted(data.files):
            if file.startswith(folder) and file not in listed and file != path:
                data.add_fault([file], "a file", Said("not published by the descriptor"))
        both.append({str(r.get("name")): r for r in resources})
    if {"datapackage.json", "build/parquet/datapackage.json"} <= data.files.keys():
        compare_parts(data, [], heads[0], heads[1], {"resources"})
    apart = {"schema", "path", "hash", "bytes", "format", "mediatype", "encoding"}
    for name in data.columns:
        here, there = (take_dict(d.get(name)) for d in both)
        compare_parts(data, [name], here, there, apart)
        ours, theirs = take_dict(here.get("schema")), take_dict(there.get("schema"))
        compare_parts(data, [name, "schema"], ours, theirs, set())
        data.expect(["datapackage.json", name, "schema", "missingValues"], ours.get("missingValues"), [""])
        note_schema(data, name, ours)


def compare_parts(data: Data, where: list[str], ours: Json, theirs: Json, besides: set[str]) -> None:
    """What both descriptors say, besides some parts, is the same."""
    for part in sorted({*ours, *theirs} - besides):
        place = ["build/parquet/datapackage.json", *where, part]
        data.require(repr(ours.get(part)) == repr(theirs.get(part)), place, "differs", "the same in both descriptors")


def list_leaves(value: object, where: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], object]]:
    """What stands in a JSON value, each with the way to it."""
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from list_leaves(part, (*where, name))
    elif isinstance(value, list) and value:
        for number, part in enumerate(value):
            yield from list_leaves(part, (*where, f"{number} {take_dict(part).get('name', '')}".rstrip()))
    else:
        yield where, repr(value)


def read_schemas(data: Data) -> None:
    """The tables, their columns and how they are filled, as schemas/ has them."""
    paths = [p for p in sorted(data.files) if re.fullmatch(r"schemas/[^/.]+\.json", p)]
    gathered: dict[str, str] = {}  # the table whose rows each table gathers
    for path in {f"schemas/{name}.json" for name in SYSTEM} - set(paths):
        data.add_fault([path], "no file", Said("a published file"))
    for path in paths:
        schema, name = read_json(data, path), path[len("schemas/") : -len(".json")]
        columns = [f for f in list_dicts(schema.get("fields")) if isinstance(f.get("name"), str)]
        data.columns[name] = [f["name"] for f in columns]
        of_table = take_dict(schema.get("curation"))
        if name in SYSTEM:
            continue
        natural, headline = list_names(of_table.get("natural_key")), str(of_table.get("headline"))
        key = next(iter(list_names(schema.get("primaryKey"))), "")
        data.rules[name] = rules = Rules(key, headline, natural, {}, {}, [], {})
        unknown = {key, headline, *natural} - {*data.columns[name]}
        data.require(natural and not unknown, [path, "curation"], sorted(unknown), "columns of the table, in both keys")
        foreign = {
            column: str(take_dict(entry.get("reference")).get("resource"))
            for entry in list_dicts(schema.get("foreignKeys"))
            for column in list_names(entry.get("fields"))
        }
        gathered[name] = str(take_dict(of_table.get("rows_from")).get("table"))
        curations = {f["name"]: take_dict(f.get("curation")) for f in columns}
        for column, curation in curations.items():
            read_rule(data, name, column, curation, foreign)
        for column, curation in curations.items():
            of, part = rules.fields.get(str(curation.get("of"))), str(curation.get("part"))
            known = of and part in PARTS.get(of.kind, ())
            data.require(known or curation.get("fill") != "part", [path, "curation", column, "part"], part, "a known part")
            if of:
                of.parts[part] = column
    for name, named in ((name, f) for name, rules in data.rules.items() for f in rules.fields.values()):
        where = [f"schemas/{name}.json", "curation", named.name]
        data.require(not named.refers or named.refers in data.columns, [*where, "refers_to"], named.refers, "a table")
        known = named.kind != "gather" or named.source in data.columns.get(gathered[name], ())
        data.require(known, [*where, "gather"], named.source, f"a column of {gathered[name]}")


def read_rule(data: Data, table: str, column: str, curation: Json, foreign: dict[str, str]) -> None:
    """How one column is filled."""
    rules, where = data.rules[table], [f"schemas/{table}.json", "curation", column]
    fill = str(curation.get("fill"))
    data.require(fill in FILLS, [*where, "fill"], fill, f"one of {', '.join(FILLS)}")
    for part in FILLS.get(fill, ()):
        names, given = NAMES.get(part, ()), str(curation.get(part, ""))
        data.require(
            given in names if names else given, [*where, part], given, f"one of {', '.join(names)}" if names else "text"
        )
    data.require(curation.get("speaks_for", True) is True, [*where, "speaks_for"], curation.get("speaks_for"), "true")
    if fill in ("parse", "speaker", "gather"):
        kind = {"parse": str(curation.get("reads")), "speaker": "by"}.get(fill, fill)
        refers = str(curation.get("refers_to") or foreign.get(column, ""))
        looks_at = str(curation.get(FILLS[fill][0]))
        unless = {unit: list_names(codes) for unit, codes in take_dict(curation.get("counts_unless")).items()}
        rules.fields[column] = Field(column, kind, str(curation.get("agree", "same")), looks_at, refers, unless=unless)
    otherwise = curation if fill != "parse" else take_dict(curation.get("otherwise"))
    if otherwise.get("fill") == "derive":
        rule = str(otherwise.get("derive"))
        data.require(rule in DERIVATIONS, [*where, "derive"], rule, f"one of {', '.join(DERIVATIONS)}")
        rules.derived[column] = rule
    if otherwise.get("fill") == "register":
        rules.registered.append(column)
    for code, pair in take_dict(curation.get("marks_error")).items():
        columns = list_names(pair)
        sound = len(columns) == 2 and {*columns} <= {*data.columns[table]}
        data.require(sound, [*where, "marks_error", code], pair, "the printed field, and the field with its correction")
        if sound:
            rules.errors[code] = (columns[0], columns[1])


def check_schemas(data: Data) -> None:
    """Besides `curation`, schemas/ says what the descriptor says."""
    for table, rules in data.rules.items():
        for column, how in rules.fields.items():
            for unit, codes in how.unless.items():
                known = {*list_codes(data, table, unit)} if unit in data.columns[table] else set()
                place = [f"schemas/{table}.json", "curation", column, "counts_unless", unit]
                data.require(codes and {*codes} <= known, place, codes, "codes of a field of this table")
    for name in data.columns:
        ours = dict(list_leaves(data.descriptions.get(name)))
        schema = take_dict(json.loads(data.files[f"schemas/{name}.json"]))
        theirs = {where: leaf for where, leaf in list_leaves(schema) if "curation" not in where}
        for where in sorted({*ours, *theirs}):
            data.expect([f"schemas/{name}.json", *where], theirs.get(where), ours.get(where))


def check_lexicon(data: Data) -> None:
    """The files of build/lexicon/ are those that both descriptors list, by their hashes."""
    for path in ("datapackage.json", "build/parquet/datapackage.json"):
        listed = {
            str(entry.get("path")): str(entry.get("hash")) for entry in list_dicts(read_json(data, path).get("lexicon"))
        }
        there = {name for name in data.files if name.startswith("build/lexicon/")}
        for name in sorted(listed.keys() - there):
            data.add_fault([name], "no file", Said("a published file"))
        for name in sorted(there):
            sha = f"sha256:{hashlib.sha256(data.files[name]).hexdigest()}"
            data.expect([path, "lexicon", name], listed.get(name, "not listed"), sha)


def read_lexicon(data: Data, name: str) -> Json:
    """The words of a file of build/lexicon/; none, and a fault, where it is missing or cannot be read."""
    path = f"build/lexicon/{name}.toml"
    if path not in data.files:
        data.add_fault([path], "no file", Said("a published file"))
        return {}
    try:
        return tomllib.loads(data.files[path].decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        data.add_fault([path], str(error), Said("a file in TOML"))
        return {}


def read_words(data: Data) -> None:
    """The words of numbers and of dates, from build/lexicon/."""
    data.numbers = load_numbers(data.files["build/lexicon/numbers.toml"]) if read_lexicon(data, "numbers") else None
    data.dates = read_lexicon(data, "dates")


@functools.lru_cache(maxsize=2)
def make_gazetteer(listed: bytes, described: bytes) -> Gazetteer:
    """The names of countries.csv and countries.toml."""
    names = Gazetteer(tomllib.loads(described.decode("utf-8")))
    for row in csv.DictReader(io.StringIO(listed.decode("utf-8"), newline="")):
        for name in split_set(row["names"]):
            names.add_name(name, row["alpha_3"])
    for name in [*names.words["ambiguous"], *names.words["no_country"]["names"]]:
        names.add_name(name, "")
    return names


def read_countries(data: Data) -> None:
    """The names of countries and peoples, from build/lexicon/countries.csv and .toml."""
    words, path = read_lexicon(data, "countries"), "build/lexicon/countries.csv"
    if path not in data.files:
        data.add_fault([path], "no file", Said("a published file"))
    if path not in data.files or not words:
        return
    data.countries = make_gazetteer(data.files[path], data.files["build/lexicon/countries.toml"])


def read_places(data: Data) -> None:
    """Which place lies in which, where annotations/places.yaml is given."""
    path = "annotations/places.yaml"
    if path not in data.files:
        return
    data.places = {}
    for name, text in read_top(data, path, data.files[path], "places"):
        data.require(isinstance(text, str), [path, name], "a block", "a place")
        place, wider = (name_place(data.countries, name) for name in (name, str(text)))
        data.require(place not in data.places, [path, place], wider, "once, in one place")
        data.places[place] = wider
    for place in data.places:
        data.require(place not in widen_place(data, data.places[place]), [path, place], place, "not within itself")


def widen_place(data: Data, place: str) -> list[str]:
    """A place, with a country by its code, and all that it lies in."""
    found = [name_place(data.countries, place)]
    while (wider := (data.places or {}).get(found[-1])) and wider not in found:
        found.append(wider)
    return found


def read_table(data: Data, name: str) -> None:
    """Read a CSV file into rows; note every way in which it is not the table that format.md describes."""
    path = f"build/csv/{name}.csv"
    data.tables[name] = []
    content = data.files.get(path)
    if content is None:
        return data.add_fault([path], "no file", Said("a published table"))
    for sign, what in ((b"\xef\xbb\xbf", "a byte order mark"), (b"\0", "a NUL")):
        data.require(sign not in content, [path], what, "none")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        data.add_fault([path], f"byte {error.start} is not UTF-8", Said("UTF-8"))
        text = content.decode("utf-8", "replace")
    data.require(text.endswith("\n"), [path], "no line feed at the end", "LF ends a record")
    data.require("\r\n" not in text, [path], "CR LF", "LF ends a record")
    empty = r'(?:^|[,\n])""(?=[,\n]|$)'  # it may also stand within a field in quotes
    has_empty = re.search(empty, text) and re.search(empty, re.sub(r'"(?:[^"]|"")+"', "x", text))
    data.require(not has_empty, [path], "an empty string in quotes", "an empty field is a missing value")
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), strict=True):
            records.append(record)
    except csv.Error as error:
        data.add_fault([path, f"record {len(records) + 1}"], str(error), Said("RFC 4180"))
    columns = [f["name"] for f in data.schemas.get(name, [])]
    if not data.expect([path, "header"], records[0] if records else [], columns):
        columns = records[0] if records and len(set(records[0])) == len(records[0]) else columns
    known, hidden = data.columns[name], list_hidden(text)
    empty_row = dict.fromkeys(known, "") if set(known) != set(columns) else {}
    for number, record in enumerate(records[1:], 1):
        if len(record) != len(columns):
            data.add_fault([path, f"record {number}"], f"{len(record)} fields", Said(f"{len(columns)} fields"))
            continue
        row = empty_row | dict(zip(columns, record, strict=False))
        data.tables[name].append(row)
        for column, value in row.items() if hidden else ():
            told = " ".join(f"U+{ord(c):04X}" for c in hidden if c in value)
            data.require(not told, [*name_row(data, name, row), column], told, "characters that a reader sees")
    return None


def name_row(data: Data, table: str, row: Row) -> list[str]:
    """Where a row stands, for a fault."""
    return [table, *(row.get(c, "") for c in data.keys.get(table, ([], []))[0])]


# ---- types, constraints, keys, order ---------------------------------------------------------------------------------


def check_value(data: Data, where: list[str], spec: Json, value: str) -> None:
    """One cell against its field's type and constraints."""
    limits = take_dict(spec.get("constraints"))
    if not value:
        return data.require(not limits.get("required"), where, value, "a value (required)")
    kind = str(spec.get("type"))
    if not re.fullmatch(CANONICAL.get(kind, "(?s:.+)"), value) or (kind == "date" and bound_date(value) is None):
        return data.add_fault(where, value, Said(f"of type {kind}, plainly printed"))
    if kind in {"integer", "number"}:
        digits = len(re.sub(r"\D", "", value))
        data.require(digits <= MOST_DIGITS, where, value, f"a number of at most {MOST_DIGITS} digits")
    codes, pattern, minimum = limits.get("enum"), limits.get("pattern"), limits.get("minimum")
    if isinstance(codes, list):
        data.require(value in codes, where, value, "one of the field's codes")
    if isinstance(pattern, str):
        try:
            data.require(re.search(pattern, value), where, value, f"matches {pattern}")
        except (re.error, RecursionError):
            data.add_fault(where, pattern, Said("a pattern"))
    if isinstance(minimum, (int, float)) and kind in {"integer", "number"}:
        data.require(Decimal(value) >= Decimal(str(minimum)), where, value, f"at least {minimum}")
    rules = data.rules.get(where[0])
    if "|" in value and (rules.is_set(where[-1]) if rules else where[-1] in {"evidence", "agreeing_source_ids"}):
        data.expect(where, split_set(value), sorted({v.casefold(): v for v in sorted(split_set(value))}.values()))
    return None


def check_schema(data: Data, name: str) -> None:
    """Types, constraints, unique values and keys of one table."""
    primary, foreign = data.keys.get(name, ([], []))
    rows = data.tables[name]
    places = [name_row(data, name, row) for row in rows]
    for spec in data.schemas.get(name, []):
        sound: set[str] = set()
        for row, place in zip(rows, places, strict=False):
            text, faults = row.get(spec["name"], ""), len(data.faults)
            if text not in sound:
                check_value(data, [*place, spec["name"]], spec, text)
                sound |= {text} if len(data.faults) == faults else set()
        if take_dict(spec.get("constraints")).get("unique"):
            check_unique(data, name, [spec["name"]])
    check_unique(data, name, primary)
    if name in data.rules:
        check_natural(data, name, data.rules[name].natural)
    for columns, table, targets in foreign:
        there = {tuple(row.get(c, "") for c in targets) for row in data.tables.get(table, [])}
        for row in rows:
            value = tuple(row.get(c, "") for c in columns)
            where = [*name_row(data, name, row), *columns]
            data.require(not any(value) or value in there, where, "|".join(value), f"names a row of {table}")


def check_unique(data: Data, name: str, columns: list[str]) -> None:
    """No two rows with the same values in the columns."""
    seen: set[tuple[str, ...]] = set()
    for row in data.tables[name]:
        value = tuple(row.get(c, "") for c in columns)
        for column in columns if value in seen else []:
            data.add_fault([*name_row(data, name, row), column], "|".join(value), Said(f"unique ({', '.join(columns)})"))
        seen.add(value)


def check_natural(data: Data, name: str, columns: list[str]) -> None:
    """No two rows for one fact: equal in the natural key, where an optional column that is empty fits any value."""
    required = {f["name"] for f in data.schemas.get(name, []) if take_dict(f.get("constraints")).get("required")}
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in data.tables[name]:
        groups[tuple(row.get(c, "") for c in columns if c in required)].append(row)
    for row, other in (pair for group in groups.values() for pair in itertools.combinations(group, 2)):
        values = [(row.get(c, ""), other.get(c, "")) for c in columns if c not in required]
        for one, two in ((row, other), (other, row)) if all(a == b or not (a and b) for a, b in values) else ():
            key = " ".join(filter(None, (one.get(c) for c in columns)))
            belongs = f"another fact than {'/'.join(name_row(data, name, two))}"
            data.add_fault([*name_row(data, name, one), "natural key"], key, Said(belongs))


def check_order(data: Data) -> None:
    """Rows by key; claims by source and passage; cells by table, row and column."""
    position = {(t, f["name"]): n for t in data.rules for n, f in enumerate(data.schemas.get(t, []))}

    def place_row(name: str, row: Row) -> tuple[str | int, ...]:
        if name == "claims":
            return row["source_id"], to_int(row["passage"])
        if name == "cells":
            cell = row["table_name"], row["field_name"]
            return row["table_name"], row["row_id"], position.get(cell, -1), to_int(row["member"])
        return tuple(row[c] for c in data.keys[name][0])

    for name in data.columns:
        for before, row in itertools.pairwise(data.tables[name]):
            in_order = place_row(name, before) <= place_row(name, row)
            data.require(in_order, name_row(data, name, row), "a row out of order", "sorted")


def to_int(text: str) -> int:
    """A whole number, or -1 where the text is none."""
    return int(text) if re.fullmatch(r"\d{1,12}", text) else -1


# ---- claims ----------------------------------------------------------------------------------------------------------


def index_tables(data: Data) -> None:
    """Rows by key, claims by id, cell and row, and disagreements by cell."""
    for name, (key, _) in data.keys.items():
        if len(key) == 1:
            data.index[name] = {row[key[0]]: row for row in data.tables[name]}
    for row in data.tables["disagreements"]:
        data.disputes[name_cell(row)] = row
    for row in data.tables["cells"]:
        data.lines[name_cell(row)].append(row)
    numbers: Counter[str] = Counter()
    groups = itertools.groupby(data.tables["claims"], key=lambda row: (row["claim_id"], name_claims(row)))
    for (claim_id, claims), group in groups:
        rows = list(group)
        first = rows[0]
        numbers[claims] += 1
        if claim_id in data.claims:
            apart = f"{claim_id}, whose spans are apart"
            where = ["claims", f"{claims}#{numbers[claims]}", first["segment"], "claim_id"]
            data.add_fault(where, apart, Said("a name of its own"))
            expect_name(data, ["claims", claim_id, first["segment"]], first)
            continue
        cell = name_cell(first)
        spans = [(to_int(r["char_start"]), to_int(r["char_end"]), r) for r in rows]
        words, hedge = " … ".join(fold_space(r["exact"]) for r in rows), fold_space(first["hedge_words"])
        places = to_int(first["passage"]), to_int(first["hedge_start"])
        claim = Claim(claim_id, cell, spans, len(data.claims), *places, words, hedge, *(first[c] for c in CLAIM_COLUMNS))
        data.claims[claim_id] = claim
        data.by_cell[cell].append(claim)
        data.by_row[cell[:2]].append(claim)
        data.by_passage[claim.source, claim.passage].append(claim)
        data.by_words[name_way(claim)].append(claim)


def name_way(claim: Claim) -> tuple[str, str, str, str]:
    """The source of a claim, and whom it is attributed to, through whom and by which words."""
    return claim.source, claim.speaker, claim.via, fold_space(claim.speaker_words)


def name_claims(row: Row) -> str:
    """What the names of a source's claims on a cell have before their number."""
    return f"{'/'.join(name_cell(row))}@{row['source_id']}"


def expect_name(data: Data, where: list[str], row: Row) -> None:
    """The cell and the source of a claim are those of its name."""
    named = re.fullmatch(r"([^/]*)/([^/]*)/([^/]*)@([^/]*)#\d+", row["claim_id"])
    for column, name in zip(
        ("table_name", "row_id", "field_name", "source_id"), named.groups() if named else (), strict=False
    ):
        data.expect([*where, column], row[column], name)


def check_claims(data: Data) -> None:
    """Every claim: its spans, its name, who speaks, its value."""
    for claim in data.claims.values():
        check_spans(data, claim)
        check_speaker(data, claim)
        check_hedge(data, claim)
        check_claim_value(data, claim)
    for cell, claims in data.by_cell.items():
        counts: Counter[str] = Counter()
        for claim in claims:
            counts[claim.source] += 1
            name = f"{'/'.join(cell)}@{claim.source}#{counts[claim.source]}"
            for known in (name, claim.claim_id):  # the row as it should be named, and as it is
                data.expect(["claims", known, claim.spans[0][2]["segment"], "claim_id"], claim.claim_id, name)
            expect_name(data, claim.name_column("")[:-1], claim.spans[0][2])
    for source, years in data.years.items():
        where, there = ["claims", source, "value"], f"years {sorted(years)}"
        data.require(len(years) < 2, where, there, "one year for all dates of the source without one")
    check_attributions(data)
    check_passages(data)
    check_pieces(data)


def check_attributions(data: Data) -> None:
    """One passage names a speaker by the same words and outlet for all its claims; a source says somewhere who speaks.

    A row may have a `by:` of its own, with other words for the same speaker: then all its claims of the passage have them.
    Where columns of the row say who speaks, this is checked with them.
    """
    ways: dict[tuple[str, int, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    of_row: dict[tuple[str, int, str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    named: set[tuple[str, str]] = set()
    for claim in data.claims.values():
        way = (fold_space(claim.speaker_words), claim.via)
        ways[claim.source, claim.passage, claim.speaker][way] += 1
        of_row[claim.source, claim.passage, *claim.cell[:2], claim.speaker][way] += 1
        named |= {(claim.source, claim.speaker)} if claim.speaker_words else set()
        named |= {(claim.source, claim.cell[1])} if claim.cell[0] in {"officials", "organizations"} else set()
    for claim in data.claims.values():
        way = (fold_space(claim.speaker_words), claim.via)
        usual = ways[claim.source, claim.passage, claim.speaker].most_common(1)[0][0]
        own = of_row[claim.source, claim.passage, *claim.cell[:2], claim.speaker]
        is_own = (len(own) == 1 and own[way] > 1) or tells_speaker(data, claim.cell[0])
        words, passage = way[0], data.passages.get((claim.source, claim.passage), "")
        is_own = is_own or bool(words and words != usual[0] and words in passage)
        belongs = f"«{', '.join(usual)}» as in the passage's other claims of «{claim.speaker}»"
        for column in SPEAKING if way != usual and not is_own else ():
            data.add_fault(claim.name_column(column), ", ".join((claim.speaker, *way)), Said(belongs))
        is_named = not claim.speaker or (claim.source, claim.speaker) in named
        where = claim.name_column("attributed_to")
        data.require(is_named, where, claim.speaker, "someone whom words of the source name")


def tells_speaker(data: Data, table: str) -> bool:
    """Whether a table has columns that say who speaks."""
    return table in data.rules and any(column.kind == "by" for column in data.rules[table].fields.values())


def runs_on(data: Data, claim: Claim) -> bool:
    """Whether a claim is attributed by words of another sentence of its quotation.

    The source has claims by the same words on the sentence where they stand. Of a saying they are on its own columns of who
    speaks. Of another row they are on a saying of the claim's sentence, if that has any; else its claims agree on the words.
    """
    words = fold_space(claim.speaker_words)
    there = [c for c in data.by_words[name_way(claim)] if words in data.passages.get((c.source, c.passage), "")]
    if tells_speaker(data, claim.cell[0]):
        return any(c.cell[:2] == claim.cell[:2] and tell_kind(data, c.cell[0], c.cell[2]) == "by" for c in there)
    beside = [c for c in data.by_passage[claim.source, claim.passage] if c.speaker == claim.speaker]
    sayings = {c.cell[:2] for c in beside if tells_speaker(data, c.cell[0])}
    if sayings:
        return any(c.cell[:2] in sayings for c in there)
    return bool(there) and sum(name_way(c) == name_way(claim) for c in beside) > 1


def check_spans(data: Data, claim: Claim) -> None:
    """Numbers, lengths and surroundings of a claim's spans; what all its spans share."""
    own = {"segment", "exact", "prefix", "suffix", "char_start", "char_end"}
    length = to_int(data.index["sources"].get(claim.source, {}).get("characters", ""))
    for number, (start, end, row) in enumerate(claim.spans, 1):
        where = ["claims", claim.claim_id, row["segment"]]
        data.expect([*where[:2], str(number), "segment"], row["segment"], str(number))
        if not data.expect([*where, "char_start"], start, end - len(row["exact"])):
            data.expect([*where, "char_end"], end, start + len(row["exact"]))
            data.add_fault([*where, "exact"], row["exact"], Said(f"{end - start} characters"))
        data.expect([*where, "prefix"], len(row["prefix"]), min(SIDE, max(start, 0)))
        if length >= 0:
            data.require(end <= length, [*where, "char_end"], end, f"within {length} characters")
            data.expect([*where, "suffix"], len(row["suffix"]), min(SIDE, max(length - end, 0)))
        for column in set(data.columns["claims"]) - own:
            data.expect([*where, column], row[column], claim.spans[0][2][column])
    for before, after in itertools.pairwise(claim.spans):
        data.require(before[1] <= after[0], ["claims", claim.claim_id, "char_start"], after[0], "after the span before it")


def check_speaker(data: Data, claim: Claim) -> None:
    """Who speaks, by which words, and how sure."""
    where, row = claim.name_column("")[:-1], claim.spans[0][2]
    known = data.has_row("officials", claim.speaker) or data.has_row("organizations", claim.speaker)
    data.require(not claim.speaker or known, [*where, "attributed_to"], claim.speaker, "an official or an organization")
    data.require(not claim.via or data.has_row("organizations", claim.via), [*where, "via"], claim.via, "an organization")
    is_known = claim.speaker or not (claim.speaker_words or claim.via)
    data.require(is_known, [*where, "attributed_to"], claim.speaker, "who speaks, where words or an outlet are given")
    for column in ("certainty", "hedge_words"):
        fits, there = (
            bool(row["hedge_words"]) == (row["certainty"] != "asserted"),
            f"{row['certainty']}: {row['hedge_words']}",
        )
        data.require(fits, [*where, column], there, "words where hedged or planned, and only there")
    passage = data.passages.get((claim.source, claim.passage))
    is_held = passage is None or fold_space(row["hedge_words"]) in passage
    data.require(is_held, [*where, "hedge_words"], row["hedge_words"], "words of the passage")
    is_held = passage is None or fold_space(claim.speaker_words) in passage or runs_on(data, claim)
    belongs = "words of the passage, or of the sentence of its quotation that names the speaker"
    data.require(is_held, [*where, "attributed_words"], claim.speaker_words, belongs)
    if claim.cell[0] != "quotes":
        return
    by = {
        "person": claim.speaker,
        "body": data.get_body(claim.speaker),
        "via": claim.via,
        "words": fold_space(claim.speaker_words),
    }
    if tell_kind(data, "quotes", claim.cell[2]) == "by":
        data.expect([*where, "value"], claim.value, by[data.rules["quotes"].fields[claim.cell[2]].source])
        words = fold_space(claim.speaker_words) or passage
        data.require(words is None or claim.words == words, [*where, "exact"], claim.words, "the words of the attribution")
    for other in data.by_row[claim.cell[:2]]:
        if other.passage == claim.passage and other.order < claim.order:
            same = (other.speaker, other.speaker_words, other.via) == (claim.speaker, claim.speaker_words, claim.via)
            for told, column in itertools.product((claim, other) if not same else (), SPEAKING):
                there = f"{told.speaker}, {told.speaker_words}, {told.via}"
                data.add_fault(
                    told.name_column(column), there, Said("the speaker of the quote's other claims on the passage")
                )


def check_hedge(data: Data, claim: Claim) -> None:
    """Where the hedge begins: at one place for all claims of a passage, as far from their words as the passage has it."""
    where, start = claim.name_column("hedge_start"), claim.hedge_start
    data.require(bool(claim.hedge) == (start >= 0), where, start, "given with the words of a hedge, and only there")
    if not claim.hedge or start < 0:
        return
    length = to_int(data.index["sources"].get(claim.source, {}).get("characters", ""))
    data.require(length < 0 or start + len(claim.hedge) <= length, where, start, f"within {length} characters")
    passage = data.passages.get((claim.source, claim.passage))
    spots = [m.start() for m in re.finditer(re.escape(claim.hedge), passage or "")]
    beside = [c for c in data.by_passage[claim.source, claim.passage] if c.hedge == claim.hedge]
    starts = {c.hedge_start for c in beside}
    data.require(len(starts) == 1 or len(spots) > 1, where, start, f"one position for one hedge, not {sorted(starts)}")
    own = [m.start() for m in re.finditer(re.escape(fold_space(claim.spans[0][2]["exact"])), passage or "")]
    gaps = [at - spot for at, spot in itertools.product(own, spots)]
    gap = claim.spans[0][0] - start  # in the source it may hold more white space than in the passage
    fits = any(gap == g or (gap * g > 0 and abs(gap) > abs(g)) for g in gaps)
    data.require(fits or not gaps, where, start, f"{sorted(set(gaps))} characters before the claim's words at {start + gap}")


def check_claim_value(data: Data, claim: Claim) -> None:
    """The value of a claim, by its basis and by how its column is filled."""
    where = claim.name_column("value")
    table, row, column = claim.cell
    kind = tell_kind(data, table, column)
    refers = data.rules[table].fields[column].refers if kind else ""
    if not kind or kind == "gather" or not data.has_row(table, row):
        return data.add_fault(claim.name_column("claim_id"), claim.claim_id, Said("a row and a column with claims"))
    if kind == "by":
        kind = "verbatim" if column == "speaker_printed" else "reference"
    basis = {"verbatim": "verbatim", "code": "coded", "reference": "coded"}.get(kind, "parsed")
    if not data.expect(claim.name_column("basis"), claim.basis, "inferred" if claim.reason else basis):
        data.add_fault(claim.name_column("reason"), claim.reason, Said("a reason where inferred, and only there"))
    if kind == "verbatim" and claim.basis == "verbatim":
        data.expect(where, claim.value, claim.words)
    elif kind == "quantity":
        words = data.numbers
        read = read_quantity(words, claim.words) if words and claim.basis == "parsed" else claim.value
        data.expect(where, claim.value, read or Said("a quantity that the words give"))
        notation = r"(vague|unknown|range \S+ \S+|[a-z_]+ \d+(\.\d*[1-9])?)"
        data.require(re.fullmatch(notation, claim.value), where, claim.value, "qualifier and number")
    elif kind == "date":
        data.require(bound_date(claim.value), where, claim.value, "an EDTF date")
        given = take_given(claim.year_given)
        read_as = read_period(data.dates, claim.words, given) if claim.basis != "inferred" and data.dates else None
        if claim.basis != "inferred" and data.dates:
            says = read_as and read_as[0] == claim.value
            data.require(says, where, claim.value, f"the date that «{claim.words}» says")
            held = {name for name in ("year", "day", "country") if getattr(given, name)}
            is_right = not read_as or (held == read_as[2] and bool(held) == bool(claim.year_given))
            at = claim.name_column("year_given")
            data.require(is_right, at, claim.year_given, "what the reading took from outside the words, and its reason")
            if given.year:
                data.years[claim.source][given.year] += 1
    elif kind == "country":
        names = data.countries
        read = read_country(names, claim.words) if names and claim.basis == "parsed" else claim.value
        data.expect(where, claim.value, read or Said("a country that the words name"))
        is_code = re.fullmatch("[A-Z]{3}", claim.value) and (names is None or claim.value in names.codes)
        data.require(is_code, where, claim.value, "an alpha-3 code")
    elif kind == "code":
        check_code(data, where, table, column, claim.value)
    elif kind == "reference" and refers:
        data.require(data.has_row(refers, claim.value), where, claim.value, f"a row of {refers}")
    return None


def list_codes(data: Data, table: str, column: str) -> list[str]:
    """The codes of a field, in the order of its list."""
    spec = next((f for f in data.schemas.get(table, []) if f["name"] == column), {})
    codes = take_dict(spec.get("constraints")).get("enum") or list(take_dict(spec.get("codes")))
    return list_names(codes or ["true", "false"])


def check_code(data: Data, where: list[str], table: str, column: str, value: str) -> None:
    """A code is one of its field's list."""
    data.require(value in list_codes(data, table, column), where, value, "one of the field's codes")


def check_passages(data: Data) -> None:
    """Passages stand one after the other, and the claims' words stand in their passages."""
    reach: dict[str, tuple[int, int, list[Claim]]] = defaultdict(lambda: (0, 0, []))
    groups = itertools.groupby(data.claims.values(), key=lambda c: (c.source, c.passage))
    for (source, passage), group in groups:
        claims = list(group)
        start, end = min(c.spans[0][0] for c in claims), max(c.spans[-1][1] for c in claims)
        before, reached, earlier = reach[source]
        for claim in [] if passage > before and start >= reached else [*earlier[:1], claims[0]]:
            belongs = f"passage {passage}, whose words start at {start}, after {before}, whose words end at {reached}"
            data.add_fault(claim.name_column("passage"), claim.passage, Said(belongs))
        reach[source] = (passage, end, claims)
        text = data.passages.get((source, passage))
        for claim in claims if text is not None else ():
            check_passage(data, claim, text or "")


def check_passage(data: Data, claim: Claim, text: str) -> None:
    """A claim's words stand in its passage, and around them what the claim has before and after them."""
    held = all(fold_space(row["exact"]) in text for _, _, row in claim.spans)
    data.require(held, claim.name_column("passage"), claim.passage, "the passage with the claim's words")
    for _, _, row in claim.spans if held else ():
        words, prefix, suffix = (fold_space(row[column]) for column in ("exact", "prefix", "suffix"))
        spots = [(text[: m.start()].rstrip(), text[m.end() :].lstrip()) for m in re.finditer(re.escape(words), text)]
        spots = [(before, after) for before, after in spots if before.endswith(prefix) or prefix.endswith(before)]
        where = ["claims", claim.claim_id, row["segment"]]
        data.require(spots, [*where, "prefix"], row["prefix"], "what the passage has before the words")
        fits = any(after.startswith(suffix) or suffix.startswith(after) for _, after in spots)
        data.require(fits or not spots, [*where, "suffix"], row["suffix"], "what the passage has after the words")


def check_pieces(data: Data) -> None:
    """Rebuild each source from the claims' pieces: one character at one position."""
    pieces = [
        (claim, row, column, at, row[column])
        for claim in data.claims.values()
        for start, end, row in claim.spans
        for column, at in (("prefix", start - len(row["prefix"])), ("exact", start), ("suffix", end))
    ]
    pieces += [  # of a hedge only the first word: white space within may be folded
        (claim, claim.spans[0][2], "hedge_start", claim.hedge_start, claim.hedge.split(" ")[0])
        for claim in data.claims.values()
        if claim.hedge and claim.hedge_start >= 0
    ]
    pages: dict[str, dict[int, str]] = defaultdict(dict)
    for claim, _, _, at, text in pieces:
        pages[claim.source].update(enumerate(text, at))
    split = {
        (claim.source, place)
        for claim, _, _, at, text in pieces
        for place, character in enumerate(text, at)
        if pages[claim.source][place] != character
    }
    votes: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for claim, _, _, at, text in pieces if split else []:
        for place, character in enumerate(text, at):
            if (claim.source, place) in split:
                votes[claim.source, place][character] += 1
    for claim, row, column, at, text in pieces if split else []:
        for place, character in enumerate(text, at):
            ranked = votes[claim.source, place].most_common() if (claim.source, place) in split else []
            if ranked and (character != ranked[0][0] or ranked[0][1] == ranked[1][1]):
                belongs = Said(f"other claims have «{ranked[0][0]}» or «{ranked[1][0]}» at position {place}")
                for named in (column, "hedge_words") if column == "hedge_start" else (column,):
                    data.add_fault(["claims", claim.claim_id, row["segment"], named], text, belongs)
                break


# ---- from claims to cells --------------------------------------------------------------------------------------------


def order_evidence(data: Data, claims: list[Claim]) -> list[Claim]:
    """Claims by how good their evidence is, the best first."""
    return sorted(claims, key=lambda claim: rank_evidence(data, claim))


def rank_evidence(data: Data, claim: Claim) -> tuple[bool, bool, bool, bool, int]:
    """On words before inferred, asserted before hedged, before a hedge of the passage, with much of the row, first."""
    beside = data.by_passage[claim.source, claim.passage]
    hedges = [c.hedge_start for c in beside if c.hedge_start >= 0]
    behind = bool(hedges) and min(hedges) < claim.spans[0][0]
    fields = {c.cell[2] for c in beside if c.cell[:2] == claim.cell[:2]}
    return claim.basis == "inferred", claim.certainty != "asserted", behind, len(fields) < 3, claim.order


def agree_interval(data: Data, claims: list[Claim], kind: str) -> tuple[str, list[Claim]] | None:
    """The greatest lower and least upper bound of quantities or dates, and the claims that set them."""
    claims = [c for c in claims if c.value != "unknown"] or claims
    bounds: dict[str, tuple[Any, Any]] = {  # numbers, each with None for no bound, or days
        c.claim_id: bound_quantity(c.value, is_no_count(data, c)) if kind == "quantity" else bound_date(c.value) or ("", "")
        for c in claims
    }
    lows = [low for low, _ in bounds.values() if low is not None]
    highs = [high for _, high in bounds.values() if high is not None]
    low, high = (max(lows) if lows else None), (min(highs) if highs else None)
    if low is not None and high is not None and low > high:
        return None
    fitting = [c for c in claims if bounds[c.claim_id] == (low, high)]
    if fitting:
        rank = {"about": 1, "vague": 2, "unknown": 3}
        fitting = sorted(order_evidence(data, fitting), key=lambda c: rank.get(c.value.split(" ")[0], 0))
        return fitting[0].value, [c for c in order_evidence(data, fitting) if c.value == fitting[0].value]
    setters = [
        next(c for c in order_evidence(data, claims) if bounds[c.claim_id][side] == bound)
        for side, bound in enumerate((low, high))
        if bound is not None
    ]
    text = [print_number(b) if isinstance(b, Decimal) else str(b) for b in (low, high)]
    if low == high:
        return (f"exact {text[0]}" if kind == "quantity" else text[0]), setters
    return ("range " + " ".join(text) if kind == "quantity" else "/".join(text)), setters


def list_values(claims: list[Claim], rule: str) -> set[str]:
    """The values between which a rule looks for agreement; by most rules `unknown` says nothing."""
    values = {c.value for c in claims}
    return values if rule in {"set", "wording", "narrower"} else values - {"unknown"} or values


def agree_claims(data: Data, cell: Key, claims: list[Claim], column: Field, published: str) -> tuple[str, list[Claim]] | None:
    """The value on which claims agree by a rule, and the claims that decide it; None where they do not agree."""
    kind, rule = column.kind, column.rule
    values = list_values(claims, rule)
    if rule == "set":
        forms = {value.casefold(): value for value in sorted(values)}  # of each the last form
        members = sorted(forms.values())
        firsts = {c.value: c for c in reversed(order_evidence(data, claims))}
        return "|".join(members), [firsts[member] for member in members]
    if rule == "furthest":
        codes = list_codes(data, cell[0], cell[2])
        value = max(values, key=lambda v: codes.index(v) if v in codes else -1)
        return value, [c for c in order_evidence(data, claims) if c.value == value]
    if rule == "interval":
        return agree_interval(data, claims, kind)
    if rule == "wording":
        best = order_evidence(data, claims)
        return (best[0].value, best) if len({split_words(v) for v in values}) == 1 else None
    if rule == "narrower" and (data.places is not None or published in values):
        # Without the places' file whatever is published and claimed is taken for the narrowest.
        wider = {name_place(data.countries, v) for v in values}
        narrowest = {v for v in values if data.places is None or wider <= set(widen_place(data, v))}
        value = published if published in narrowest else min(narrowest, default="")
        return (value, [c for c in order_evidence(data, claims) if c.value == value]) if narrowest else None
    if len(values) > 1 or (rule == "single" and len({c.source for c in claims}) > 1):
        return None
    value = values.pop()
    return value, [c for c in order_evidence(data, claims) if c.value == value]


def settle_cell(data: Data, cell: Key, column: Field, claims: list[Claim]) -> Outcome | None:
    """What the claims on a cell come to, by its rule or by a decision; None where nothing is published."""
    if not claims:
        return None
    dispute = data.disputes.get(cell)
    kind, rule = column.kind, column.rule
    if dispute and dispute["ruled_by"] == "decision":
        reading = dispute["ruling"]
        if not reading:
            return None
        chosen = [c for c in claims if c.value in ({*split_set(reading)} if rule == "set" else {reading})]
        deciding = order_evidence(data, chosen) if chosen else claims
        # Which source the ruling takes, if any, is not published; its claims come before the others.
        there, plain = {line["claim_ids"] for line in data.lines.get(cell, ())}, "|".join(c.claim_id for c in deciding)
        leads = {ids.split("|")[0] for ids in there - {plain}}
        taken = {c.source for c in deciding if c.claim_id in leads and chosen}
        deciding = sorted(deciding, key=lambda c: bool(taken) and c.source not in taken)
        basis, reason, named = (deciding[0].basis if chosen else "inferred"), dispute["reason"], "decision"
    else:
        published = data.index[cell[0]][cell[1]][cell[2]]
        found = agree_claims(data, cell, claims, column, published)
        if found is None:
            data.add_fault(cell, "; ".join(dict.fromkeys(c.value for c in claims)), Said(f"agree by {rule}, or a decision"))
            return None
        (reading, deciding), named = found, rule
        basis, reason = tell_basis(deciding[0])
    outcome = Outcome(reading, deciding, f"{kind}, {named}", basis, reason)
    if rule == "set":
        return outcome  # its members have their own
    same = [c for c in claims if tell_same(rule, c.value, reading)]
    rest = [c for c in claims if c not in same]
    if any(c.value != "unknown" for c in claims):
        rest = [c for c in rest if c.value != "unknown"]
    if named == "interval" and not same:
        rest = [c for c in rest if c not in deciding]  # the two of a combined range say it together
    first = deciding[0].source
    agreeing = sorted((c for c in same if c.source != first), key=lambda c: (c.source, rank_evidence(data, c)))
    return replace(outcome, agreeing=agreeing, others=rest)


def tell_same(rule: str, value: str, other: str) -> bool:
    """Whether two claims have the same value by a rule."""
    if rule == "wording":
        return split_words(value) == split_words(other)
    return value.casefold() == other.casefold() if rule == "set" else value == other


def tell_basis(claim: Claim) -> tuple[str, str]:
    """The basis and the reason of a value that a claim decides."""
    has_year = claim.basis != "inferred" and claim.year_given
    return claim.basis, re.sub(r"^(?=\d{4}: )", "year ", claim.year_given) if has_year else claim.reason


def split_members(data: Data, outcome: Outcome, claims: list[Claim]) -> list[tuple[str, Outcome]]:
    """The members of a set, each with what its line rests on."""
    members = split_set(outcome.reading)
    found = []
    for member in members:
        same = [c for c in claims if tell_same("set", c.value, member)]
        deciding = order_evidence(data, [c for c in same if c.value == member] or claims)[:1]
        agreeing = [c for c in same if c.source != deciding[0].source]
        agreeing.sort(key=lambda c: (c.source, rank_evidence(data, c)))
        own = replace(outcome, deciding=deciding, agreeing=agreeing)
        if len(members) > 1:
            basis, reason = tell_basis(deciding[0])
            own = replace(own, basis=basis, reason=reason)
        found.append((member, own))
    return found


def spread_parts(data: Data, column: Field, outcome: Outcome) -> dict[str, tuple[str, str]]:
    """The values of a column and of its parts, and the parser (with the part) of each."""
    name, kind, first, reading = column.name, column.kind, outcome.deciding[0], outcome.reading
    is_combined = all(c.value != reading for c in outcome.deciding)
    printed = " … ".join(dict.fromkeys(c.words for c in outcome.deciding[: None if is_combined else 1]))
    values = {name: (reading, kind)}
    if kind == "quantity":
        low, high = bound_quantity(reading, is_no_count(data, first))
        number = reading.split(" ")[1] if reading.startswith("exact ") else ""
        values[name] = (number, kind)
        found = [printed, *("" if b is None else print_number(b) for b in (low, high)), reading.split(" ")[0]]
    elif kind == "date":
        read = read_period(data.dates, first.words, take_given(first.year_given))
        precision = tell_precision(reading, take_dict(take_dict(data.dates.get("fiscal_years")).get("begins")).values())
        basis = "from_other_source" if outcome.basis == "inferred" else (read or ("", ""))[1]
        found = [printed, *(bound or "" for bound in bound_date(reading) or ("", "")), precision, basis]
    else:
        found = [printed]
    for part, value in zip(PARTS.get(kind, ()), found, strict=False):
        if part in column.parts:
            values[column.parts[part]] = (value, f"{kind}.{part}")
    return values


def find_claims(data: Data, cell: Key) -> list[Claim]:
    """The claims on a cell; of a column that is gathered, those on the quotes that render the statement."""
    if tell_kind(data, cell[0], cell[2]) != "gather":
        return data.by_cell.get(cell, [])
    quotes = {row["quote_id"] for row in data.tables["quotes"] if row["statement_id"] == cell[1]}
    gathered = data.rules[cell[0]].fields[cell[2]].source
    return [c for c in data.claims.values() if c.cell[0] == "quotes" and c.cell[2] == gathered and c.cell[1] in quotes]


def trace_origins(data: Data, claim: Claim, of_row: list[Claim]) -> set[str]:
    """Whom a claim goes back to; `of_row` are the claims on its row where the headline has none, else nothing."""
    equal = [c for c in data.by_cell[claim.cell] if c.speaker and (c.source, c.value) == (claim.source, claim.value)]
    equal = [c for c in of_row if c.speaker and c.source == claim.source][:1] if of_row else equal
    return {data.get_body(c.speaker) or c.source for c in ([claim] if claim.speaker else equal)} or {claim.source}


def order_places(claims: list[Claim]) -> list[Claim]:
    """Claims of a row by source, passage and first span, then as they are in `claims`."""
    return sorted(claims, key=lambda c: (c.source, c.passage, c.spans[0][:2], c.order))


def derive_members(
    data: Data, table: str, row: str, claims: list[Claim], deciding: list[Claim]
) -> dict[str, dict[str, list[Claim]]]:
    """The members of the derived sets of a row, each with its claims; `claims` are on the headline, or it has none."""
    sources: dict[str, list[Claim]] = {}
    of_row = order_places(data.by_row.get((table, row), []))
    for claim in [*(deciding if claims else ()), *claims, *of_row]:
        sources.setdefault(claim.source, [claim])
    origins: dict[str, list[Claim]] = {}
    for claim in deciding if claims else order_places(deciding):
        for origin in trace_origins(data, claim, [] if claims else of_row):
            origins.setdefault(origin, [claim])
    quotes = {r["quote_id"] for r in data.tables["quotes"] if r["statement_id"] == row} if table == "statements" else set()
    texts = {q: order_evidence(data, data.by_cell.get(("quotes", q, "quote_text"), [])) for q in quotes}
    found = {"source_ids": sources, "origins": origins, "gather_rows": texts}
    return {name: dict(sorted(members.items())) for name, members in found.items()}


def derive_cells(data: Data, table: str, row: Row, settled: dict[str, Outcome]) -> dict[str, list[tuple[str, Outcome]]]:
    """The derived columns of a row: value and what its line in `cells` rests on, of a set for each member."""
    rules = data.rules[table]
    key = row[rules.key]
    claims = find_claims(data, (table, key, rules.headline))
    headline = settled.get(rules.headline)
    every = claims or data.by_row.get((table, key), [])
    if not every and table == "sources":  # a registered source on whose row nothing is coded: its cells rest on no words
        data.require((table, key, rules.key) in data.lines, [table, key, rules.key], key, "a source that has lines in cells")
        known = {"row_id": key, "count_status": "not_stated"}
        known |= {rule: row[c] for c, rule in rules.derived.items() if rule in {"characters", "codings"}}
        return {c: [(known[rule], Outcome("", [], rule, "derived"))] for c, rule in rules.derived.items() if rule in known}
    if not every:
        data.add_fault([table, key], "no claims", Said("a row with claims"))
        return {}
    lead = headline.deciding[0] if headline else order_places(every)[0]
    deciding = headline.deciding if headline else [c for o in settled.values() for c in o.deciding]
    sets = derive_members(data, table, key, claims, deciding)
    single = {
        "row_id": key,
        "one_source": next(iter(sets["source_ids"])),
        "sentence": data.passages.get((lead.source, lead.passage), row.get("sentence", "")),
    }
    alike = len({split_words(c.value) for c in every}) == 1
    count = len(sets["gather_rows"])
    gathered = {"gather_count": str(count), "gather_alike": "" if count == 1 else "true" if alike else "false"}
    found: dict[str, list[tuple[str, Outcome]]] = {}
    for column, rule in rules.derived.items():
        if rule == "one_source":
            data.require(len(sets["source_ids"]) == 1, [table, key, column], "|".join(sets["source_ids"]), "one source")
        if rule in DERIVED_SETS:
            found[column] = [(member, Outcome("", c, rule, "derived")) for member, c in sets[rule].items()]
        elif rule in gathered and headline:
            rest = [c for c in claims if c not in headline.deciding]
            found[column] = [(gathered[rule], Outcome("", headline.deciding + rest, rule, "derived"))]
        elif rule in single:
            found[column] = [(single[rule], Outcome("", [lead], rule, "derived"))]
        elif rule == "count_status" and column not in settled:
            bounds = bound_quantity(headline.reading, is_no_count(data, headline.deciding[0])) if headline else (None, None)
            is_stated = headline and (bounds != (None, None) or " " in headline.reading)
            deciding = headline.deciding if headline else [lead]
            found[column] = [("stated" if is_stated else "not_stated", Outcome("", deciding, rule, "derived"))]
        elif rule in {"characters", "codings"}:
            found[column] = [(row[column], Outcome("", [], rule, "derived"))]
    return found


def expect_row(data: Data, table: str, row: Row) -> dict[str, list[tuple[str, Outcome]]]:
    """All cells of a row that the published claims give, each (of a set each member) with the outcome that it rests on."""
    rules = data.rules[table]
    key = row[rules.key]
    cells: dict[str, list[tuple[str, Outcome]]] = {}
    settled: dict[str, Outcome] = {}
    for name, column in rules.fields.items():
        claims = find_claims(data, (table, key, name))
        outcome = settle_cell(data, (table, key, name), column, claims)
        if outcome is None:
            continue
        settled[name] = outcome
        agreed = outcome.rule.split(", ")[1]
        if column.rule == "set":
            cells[name] = split_members(data, outcome, claims)
            continue
        for part, (value, parser) in spread_parts(data, column, outcome).items():
            cells[part] = [(value, replace(outcome, rule=f"{parser}, {agreed}"))]
    cells |= derive_cells(data, table, row, settled)
    for name in set(rules.registered) - settled.keys():
        cells[name] = [(row[name], Outcome("", [], "register", "registered"))]
    return cells


def check_facts(data: Data) -> None:
    """Every cell of the fact tables against its claims, and its lines in `cells` against both."""
    rest = {(*name_cell(r), r["member"]): r for r in data.tables["cells"]}
    for table, rules in data.rules.items():
        for row in data.tables[table]:
            key = row[rules.key]
            expected = expect_row(data, table, row)
            for column in sorted(data.columns[table]):
                cell = (table, key, column)
                members = expected.get(column, [])
                value = "|".join(member for member, _ in members)
                if not data.expect(cell, row[column], value):
                    for claim in data.by_cell.get(cell, []):
                        blame_claim(data, claim, cell)
                    blame_dispute(data, cell, "ruling", row[column])
                published = split_set(row[column]) if rules.is_set(column) else [row[column]] if row[column] else []
                for number, member in enumerate(published, 1):
                    line = rest.pop((*cell, str(number)), None)
                    if line is None:
                        data.add_fault(["cells", *cell, str(number)], "no line", member)
                        continue
                    where = ["cells", *cell, str(number), "value"]
                    if not data.expect(where, line["value"], member):
                        data.add_fault(cell, row[column], Said(f"{show_text(line['value'])} as in cells"))
                    outcome = dict(members).get(member) or (members[number - 1][1] if number <= len(members) else None)
                    if outcome:
                        check_line(data, line, outcome)
    for (table, key, column, _), line in rest.items():
        data.add_fault(name_row(data, "cells", line), "a line", Said("no such non-empty cell or member"))
        if column in (found := data.index.get(table, {}).get(key, {})):
            data.add_fault([table, key, column], found[column], Said(f"{show_text(line['value'])} as in cells"))


def print_claim(claim: Claim, value: str = "") -> str:
    """A claim as the columns `agreeing` and, with its value, `others` print it."""
    hedge = f" ({claim.certainty}: «{claim.hedge}»)" if claim.hedge else ""
    speaker = (f" by {claim.speaker}" if claim.speaker else "") + (f" via {claim.via}" if claim.via else "")
    return f"{claim.source}: {value + ' ' if value else ''}«{claim.words}»{speaker}{hedge}"


def blame_claim(data: Data, claim: Claim, where: Iterable[str], columns: Iterable[str] = ("value",)) -> None:
    """A claim that differs from what was made of it: which of the two was changed nobody can tell, so both are named."""
    place = "/".join(where)
    for column in columns:
        data.add_fault(claim.name_column(column), claim.spans[0][2][column], Said(f"what {place} has"))


def blame_dispute(data: Data, cell: Key, column: str, published: str) -> None:
    """A ruling that differs from what was made of it is named too."""
    if cell in data.disputes:
        row = data.disputes[cell]
        belongs = Said(f"what gives {show_text(published)} in {'/'.join(cell)}")
        data.add_fault(["disagreements", row["disagreement_id"], column], row[column], belongs)


def check_line(data: Data, line: Row, outcome: Outcome) -> None:
    """A line of `cells` against what the cell rests on."""
    where = ["cells", *name_cell(line), line["member"]]
    first = outcome.deciding[0] if outcome.deciding else None
    source = data.index["sources"].get(first.source, {}) if first else {}
    title = source.get("headline") or f"[Article without a headline, {first.source if first else ''}]"
    own = first if outcome.basis != "derived" else None
    belongs = {
        "basis": outcome.basis,
        "rule": outcome.rule,
        "reason": outcome.reason,
        "claim_ids": "|".join(c.claim_id for c in outcome.deciding),
        "agreeing": "; ".join(dict.fromkeys(map(print_claim, outcome.agreeing))),
        "agreeing_source_ids": "|".join(sorted({c.source for c in outcome.agreeing})),
        "others": "; ".join(dict.fromkeys(print_claim(c, c.value) for c in outcome.others)),
        "source_id": first.source if first else "",
        "source_title": title if first else "",
        "attributed_to": first.speaker if first else "",
        "certainty": own.certainty if own else "",
        "hedge_words": own.spans[0][2]["hedge_words"] if own else "",
        "words": first.words if first else "",
    }
    for column, value in belongs.items():
        if data.expect([*where, column], line[column], value):
            continue
        if column in RULED and outcome.basis != "derived":
            blame_dispute(data, name_cell(line), RULED[column], line[column])
        if first and column in COPIED and (column, outcome.rule[-8:]) != ("reason", "decision"):
            place = "year_given" if column == "reason" and value.startswith("year ") else COPIED[column]
            said = Said(f"{show_text(line[column])} as in {'/'.join(where)}")
            data.add_fault(first.name_column(place), first.spans[0][2][place], said)
    told = ("value", *SPEAKING[::2], "certainty", "hedge_words")
    for column, claims in (("agreeing", outcome.agreeing), ("others", outcome.others)):
        for claim in claims:
            if print_claim(claim, claim.value if column == "others" else "") not in line[column]:
                blame_claim(data, claim, [*where, column], told)
    if first is None:
        data.expect([*where, "in_sentence"], line["in_sentence"], "")
        return
    marked = re.findall("⟦(.*?)⟧", line["in_sentence"])
    data.expect([*where, "in_sentence"], " … ".join(marked), first.words)
    plain = line["in_sentence"].replace("⟦", "").replace("⟧", "")
    data.expect([*where, "in_sentence"], plain, data.passages.get((first.source, first.passage), plain))
    check_surroundings(data, [*where, "in_sentence"], line["in_sentence"], first)


def check_surroundings(data: Data, where: list[str], sentence: str, claim: Claim) -> None:
    """What stands around the marked words in a passage is what the claim has before and after them."""
    pieces = re.split("[⟦⟧]", sentence)
    for number, (_, _, row) in enumerate(claim.spans):
        if 2 * number + 2 >= len(pieces):
            return
        before = "".join(pieces[: 2 * number + 1]).rstrip()
        after = "".join(pieces[2 * number + 2 :]).lstrip()
        prefix, suffix = fold_space(row["prefix"]), fold_space(row["suffix"])
        fits = before.endswith(prefix) or prefix.endswith(before)
        data.require(fits, where, before[-SIDE:], f"«{prefix}» before the words")
        data.require(after.startswith(suffix) or suffix.startswith(after), where, after[:SIDE], f"«{suffix}» after the words")


def collect_passages(data: Data) -> None:
    """The passages' texts, as the lines of `cells` print them; the one that most lines print."""
    votes: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for line in data.tables["cells"]:
        claim = data.claims.get(line["claim_ids"].split("|")[0])
        if claim and line["in_sentence"]:
            votes[claim.source, claim.passage][line["in_sentence"].replace("⟦", "").replace("⟧", "")] += 1
    data.passages = {key: counter.most_common(1)[0][0] for key, counter in votes.items()}


# ---- single tables ---------------------------------------------------------------------------------------------------


def check_quotes(data: Data) -> None:
    """Marks around quoted words, and quotations of one source."""
    groups: dict[str, set[str]] = defaultdict(set)
    inside = find_inside(data)
    for row in data.tables["quotes"]:
        where = ["quotes", row["quote_id"]]
        groups[row["quotation_id"]].add(row["source_id"])
        text, mode = row["quote_text"], row["quote_mode"]
        is_bare = not has_outer_marks(text) and not re.search(
            r"(?<!\b[^\W\d_]\.[^\W\d_])\.$|,$", text
        )  # U.S. keeps its point
        data.require(is_bare, [*where, "quote_text"], text, "no outer marks, no closing point")
        for claim in data.by_cell.get(("quotes", row["quote_id"], "quote_text"), []):
            opened, closed = find_marks(claim)
            # A single mark after the words may be an apostrophe: the migrants’ plane.
            after = [row["suffix"].lstrip(",.;:?!…")[:1] for _, _, row in claim.spans]
            apart = [is_closed and mark not in {*SINGLE} for is_closed, mark in zip(closed, after, strict=True)]
            fits = {
                "direct": opened[0] or closed[-1] or row["quotation_id"] or claim.claim_id in inside,
                "direct_partial": all(opened + closed),
                "block": not any(opened + apart),
                "reported": not any(opened + apart),
            }
            data.require(fits.get(mode, True), [*where, "quote_mode"], mode, "as the marks around the words say")
    for quotation, sources in groups.items():
        where = ["quotes", quotation, "quotation_id"]
        data.require(not quotation or len(sources) == 1, where, "|".join(sorted(sources)), "one source")


def find_marks(claim: Claim) -> tuple[list[bool], list[bool]]:
    """For each span of a claim whether a quotation mark is before it, and whether one is after it."""
    opened = [bool(OPENED.search(row["prefix"])) for _, _, row in claim.spans]
    return opened, [bool(CLOSED.match(row["suffix"])) for _, _, row in claim.spans]


def find_inside(data: Data) -> set[str]:
    """The claims on quoted words within a quotation that a sentence before has opened and none has closed."""
    found: set[str] = set()
    texts = [c for c in data.claims.values() if c.cell[0] == "quotes" and c.cell[2] == "quote_text"]
    before: Claim | None = None
    for claim in sorted(texts, key=lambda c: (c.source, c.spans[0][0])):
        is_next = before is not None and before.source == claim.source and 0 <= claim.passage - before.passage <= 1
        if before is not None and is_next and not find_marks(before)[1][-1]:
            found |= {claim.claim_id} if find_marks(before)[0][0] or before.claim_id in found else set()
        before = claim
    return found


def has_outer_marks(text: str) -> bool:
    """Whether a mark at an end of a text has its partner at the other end, or outside."""
    marks = [number for number, character in enumerate(text) if character in DOUBLE]
    begins, ends = marks[:1] == [0], marks[-1:] == [len(text) - 1]
    return (begins or ends) and (len(marks) % 2 == 1 or (begins and ends and len(marks) == 2))


def check_sources(data: Data) -> None:
    """The length of a text and the publisher's basis, as far as the claims tell."""
    for row in data.tables["sources"]:
        where = ["sources", row["source_id"]]
        publisher = [c.basis for c in data.by_cell.get(("sources", row["source_id"], "publisher"), [])]
        basis = "unknown" if not row["publisher"] else "inferred" if set(publisher) == {"inferred"} else "stated"
        if row["publisher"] and (not publisher or row["publisher_basis"] == "same_text"):  # it is registered
            basis = "same_text"
            known = row["url"] and row["identified_by"]
            data.require(known, [*where, "publisher_basis"], basis, "with an address and the evidence")
        data.expect([*where, "publisher_basis"], row["publisher_basis"], basis)
        ends = {
            end + len(r["suffix"])
            for c in data.claims.values()
            if c.source == row["source_id"]
            for _, end, r in c.spans
            if len(r["suffix"]) < SIDE
        }
        fits = {str(end) for end in ends} <= {row["characters"]}
        data.require(fits, [*where, "characters"], row["characters"], f"the claims' words end at {sorted(ends)}")


def check_errors(data: Data) -> None:
    """A printed error has its correction, its evidence and its disagreement, and only it."""
    for table, rules in data.rules.items():
        for row, (code, (printed, corrected)) in itertools.product(data.tables[table], rules.errors.items()):
            key, wrong = row[rules.key], row["source_error"]
            where = [table, key, "source_error"]
            # A printed period may also be corrected only because it is less precise.
            inner, outer = (bound_date(row.get(c, "")) for c in (corrected, printed))
            is_finer = inner and outer and inner != outer and lies_within(inner, outer)
            fits = not row[corrected] or wrong == code or is_finer
            data.require(fits, where, wrong, f"what is wrong, where {corrected} is given")
            if wrong == code:
                data.require(row[corrected], [table, key, corrected], "", "the correction of the printed error")
                has_row = data.disputes.get((table, key, printed), {}).get("kind") == "source_error"
                data.require(has_row, ["disagreements", table, key, printed], "no row", "the printed error")
            for column in (corrected, "source_error"):
                for claim in data.by_cell.get((table, key, column), []):
                    has_evidence = CITED.search(claim.reason)
                    data.require(has_evidence, claim.name_column("reason"), claim.reason, "a reason that cites evidence")


# ---- outside evidence ------------------------------------------------------------------------------------------------


def read_register(data: Data, path: str, content: bytes, top: str) -> dict[str, dict[str, str]]:
    """A register in YAML: `TOP:`, then ids, then names with their texts."""
    found: dict[str, dict[str, str]] = {}
    for name, pairs in read_top(data, path, content, top):
        data.require(name not in found and isinstance(pairs, list), [path, name], name, "once, with names and texts")
        entry = found[name] = {}
        for key, text in pairs if isinstance(pairs, list) else ():
            data.require(key not in entry and isinstance(text, str), [path, name, key], key, "once, with a text")
            entry[key] = str(text)
    return found


def check_evidence(data: Data) -> None:
    """The table is what its register has; what reasons cite is in it, and no reason holds an address."""
    path = "annotations/evidence.yaml"
    if path in data.files:
        register = read_register(data, path, data.files[path], "evidence")
        for name in sorted({*register, *data.index["evidence"]}):
            row, entry = data.index["evidence"].get(name), register.get(name)
            if row is None or entry is None:
                data.add_fault(["evidence", name], "no row" if row is None else "a row", Said("as in the register"))
                continue
            for column in sorted({*row, *entry} - {"evidence_id"}):
                data.expect(["evidence", name, column], row.get(column, ""), entry.get(column, ""))
    for table, columns in (("claims", ("reason", "year_given")), ("cells", ("reason",)), ("disagreements", ("reason",))):
        for row, column in itertools.product(data.tables[table], columns):
            where, text = [*name_row(data, table, row), column], row[column]
            data.require(not URL.search(text), where, text, "no address")
            for name in CITED.findall(text):
                data.require(data.has_row("evidence", name), where, f"[{name}]", "a row of evidence")
    for row in data.tables["disagreements"]:
        where, named = ["disagreements", row["disagreement_id"], "evidence"], split_set(row["evidence"])
        for name in named:
            data.require(data.has_row("evidence", name), where, name, "a row of evidence")
        cited = set(CITED.findall(row["reason"]))
        data.require(cited <= set(named), where, row["evidence"], f"with {', '.join(sorted(cited))}, which the reason cites")


# ---- disagreements ---------------------------------------------------------------------------------------------------


def match_readings(printed: str, claims: list[Claim]) -> bool:
    """Whether the readings list every value with its sources and words; long words may be cut in the middle by …"""
    values: dict[str, dict[str, list[str]]] = {}
    for claim in claims:
        words = values.setdefault(claim.value, {}).setdefault(claim.source, [])
        if claim.words not in words:
            words.append(claim.words)
    at = 0
    texts: list[str] = []
    for value, sources in values.items():
        texts += [f"; {value} (" if texts else f"{value} ("]
        for number, (source, words) in enumerate(sources.items()):
            texts += [f", {source}: " if number else f"{source}: "]
            texts += [part for n, w in enumerate(words) for part in ([" / "] if n else []) + [f"«{w}»"]]
        texts += [")"]
    for text in texts:
        length = match_words(printed[at:], text)
        if not length:
            return False
        at += length
    return at == len(printed)


def match_words(printed: str, text: str) -> int:
    """How much of a text stands at the start: the whole, or (long words) a head and a tail of at least 60 characters."""
    if printed.startswith(text):
        return len(text)
    head, mark, rest = printed.partition("…")
    tail = rest[: rest.find("»") + 1]
    cut = text.startswith("«") and mark and min(len(head), len(tail)) >= 60 and len(head) + len(tail) < len(text)
    return len(head) + 1 + len(tail) if cut and text.startswith(head) and text.endswith(tail) else 0


def check_disagreements(data: Data) -> None:
    """A row for every cell on which claims differ, and nothing else but printed errors."""
    rest = dict(data.disputes)
    for line in data.tables["disagreements"]:
        for column, name in zip(("table_name", "row_id", "field_name"), line["disagreement_id"].split("/"), strict=False):
            data.expect(["disagreements", line["disagreement_id"], column], line[column], name)
    cells = [
        ((table, row[rules.key], name), column)
        for table, rules in data.rules.items()
        for name, column in rules.fields.items()
        for row in data.tables[table]
    ]
    for cell, filled in cells:
        rule = filled.rule
        claims = find_claims(data, cell)
        if not claims:
            continue
        values = {" ".join(split_words(v)) if rule == "wording" else v for v in list_values(claims, rule)}
        row = rest.pop(cell, None)
        differ = len(values) > 1 and rule not in {"set", "furthest"}  # under these all claims agree
        if row is None:
            data.require(not differ, ["disagreements", *cell], "no row", "claims differ")
            continue
        where = ["disagreements", "/".join(cell)]
        data.expect([*where, "disagreement_id"], row["disagreement_id"], "/".join(cell))
        data.expect([*where, "claim_ids"], row["claim_ids"], "|".join(c.claim_id for c in claims))
        if not match_readings(row["readings"], claims):
            data.add_fault([*where, "readings"], row["readings"], Said("the claims' values and words"))
            for claim in claims:
                blame_claim(data, claim, [*where, "readings"])
        check_ruling(data, cell, row, filled, claims, differ)
    for row in rest.values():
        data.add_fault(["disagreements", row["disagreement_id"]], "a row", Said("no cell with claims"))


def check_ruling(data: Data, cell: Key, row: Row, column: Field, claims: list[Claim], differ: bool) -> None:
    """Who rules, what, and why."""
    where, by = ["disagreements", row["disagreement_id"]], row["ruled_by"]
    kind, rule, rules = column.kind, column.rule, data.rules[cell[0]]
    if by == "rule":
        agreed = agree_claims(data, cell, claims, column, data.index[cell[0]][cell[1]][cell[2]])
        is_ruled = differ and agreed and rule in {"interval", "narrower"}
        data.require(is_ruled, [*where, "ruled_by"], by, "claims that differ and agree")
        data.expect([*where, "ruling"], row["ruling"], agreed[0] if agreed else "")
        data.expect([*where, "kind"], row["kind"], "precision")
        data.expect([*where, "evidence"], row["evidence"], "")
        wider = sorted({name_place(data.countries, c.value) for c in claims if c.value != row["ruling"]})
        told = f" It lies in {', '.join(wider)}." if rule == "narrower" else ""
        reason = f"By the rule {rule} the claims agree on {row['ruling']}.{told}"
        if rule != "narrower" or data.countries:
            data.expect([*where, "reason"], row["reason"], reason)
    elif by == "inference":
        published = data.index[cell[0]][cell[1]]
        wrong = published.get("source_error", "")
        printed, name = rules.errors.get(wrong, ("", ""))
        corrected = data.by_cell.get((cell[0], cell[1], name), [])
        behind = corrected + data.by_cell.get((cell[0], cell[1], "source_error"), [])
        cited = {name for c in behind for name in CITED.findall(c.reason)}
        data.require(printed == cell[2], [*where, "ruled_by"], by, "a printed error")
        data.expect([*where, "ruling"], row["ruling"], data.index[cell[0]][cell[1]][cell[2]])
        data.expect([*where, "kind"], row["kind"], "source_error")
        data.expect([*where, "evidence"], split_set(row["evidence"]), sorted(cited))
        reasons = [f"Printed {row['ruling']}; {name} is {published.get(name, '')}: {c.reason}" for c in corrected]
        data.require(row["reason"] in reasons, [*where, "reason"], row["reason"], f"one of {reasons}")
    else:
        data.require(differ, [*where, "ruled_by"], by, "claims that differ")
        data.require(row["kind"] != "precision", [*where, "kind"], row["kind"], "none that the rule could settle")
        if row["ruling"] and rule not in {"interval", "set"} and kind == "code":
            check_code(data, [*where, "ruling"], cell[0], cell[2], row["ruling"])


# ---- the sources' files ----------------------------------------------------------------------------------------------


def check_seeds(data: Data, seeds: dict[str, bytes]) -> None:
    """The sources' files: register, hash, length, and every word where the claims place it."""
    path = "sources.yaml"
    register = read_register(data, path, seeds[path], "sources") if path in seeds else {}
    for name in sorted({*register, *data.index["sources"]}) if register else ():
        for column in data.rules["sources"].registered:
            there, entry = data.index["sources"].get(name, {}).get(column, ""), register.get(name, {})
            if column in entry or ("sources", name, column) not in data.by_cell:  # else its words say it
                data.expect(["sources", name, column], there, entry.get(column, ""))
    for row in data.tables["sources"]:
        where, content = ["sources", row["source_id"]], seeds.get(row["seed_file"])
        if content is None:
            data.add_fault([*where, "seed_file"], row["seed_file"], Said("a file of the sources' folder"))
            continue
        data.expect([*where, "sha256"], row["sha256"], hashlib.sha256(content).hexdigest())
        try:
            text = unicodedata.normalize("NFC", content.decode("utf-8").removeprefix("\ufeff")).replace("\r\n", "\n")
        except UnicodeDecodeError:
            data.add_fault([*where, "seed_file"], row["seed_file"], Said("UTF-8"))
            continue
        told = " ".join(f"U+{ord(c):04X}" for c in list_hidden(text))
        data.require(not told, [*where, "seed_file"], told, "a text of characters that a reader sees")
        data.expect([*where, "characters"], row["characters"], str(len(text)))
        check_seed_claims(data, row["source_id"], text)


def check_seed_claims(data: Data, source: str, text: str) -> None:
    """The claims of one source against its text."""
    folded, places = fold_text(text)
    extents: dict[int, tuple[int, int]] = {}
    for claim in (c for c in data.claims.values() if c.source == source):
        for start, end, row in claim.spans:
            where = ["claims", claim.claim_id, row["segment"]]
            data.expect([*where, "exact"], row["exact"], text[max(start, 0) : max(end, 0)])
            data.expect([*where, "prefix"], row["prefix"], text[max(start - SIDE, 0) : max(start, 0)])
            data.expect([*where, "suffix"], row["suffix"], text[max(end, 0) : max(end, 0) + SIDE])
        for column in ("attributed_words", "hedge_words"):
            words = claim.spans[0][2][column]
            data.require(fold_space(words) in folded, claim.name_column(column), words, "words of the source")
        if claim.hedge:
            there = fold_space(text[claim.hedge_start : claim.hedge_start + 2 * len(claim.hedge) + SIDE])
            is_there = claim.hedge_start >= 0 and there.startswith(claim.hedge) and not text[claim.hedge_start].isspace()
            belongs = f"where «{claim.hedge}» begins, not «{there[:SIDE]}»"
            data.require(is_there, claim.name_column("hedge_start"), claim.hedge_start, belongs)
        passage = data.passages.get((source, claim.passage))
        if passage is None or not 0 <= claim.spans[0][0] < len(places):
            continue
        at = places[claim.spans[0][0]]
        start = folded.rfind(passage, 0, at + len(passage))
        belongs = "a passage of the source, as printed, with the claim's words"
        data.require(start >= 0, claim.name_column("passage"), claim.passage, belongs)
        if start >= 0:
            extents[claim.passage] = (start, start + len(passage))
        if start >= 0 and claim.hedge and 0 <= claim.hedge_start < len(places):
            is_within = start <= places[claim.hedge_start] < start + len(passage)
            data.require(is_within, claim.name_column("hedge_start"), claim.hedge_start, "within the claim's passage")
    for (number, (_, end)), (following, (start, _)) in itertools.pairwise(sorted(extents.items())):
        between = folded[end:start].strip()
        fits = start >= end and (following == number + 1) == (not between)
        belongs = f"the next passage after {number} that has words between or none"
        data.require(fits, ["claims", source, "passage"], following, belongs)


def fold_text(text: str) -> tuple[str, list[int]]:
    """A text with white space folded, and for each position of the text its position there."""
    folded: list[str] = []
    places = []
    for character in text:
        space = character.isspace()
        if not (space and folded and folded[-1] == " "):
            folded.append(" " if space else character)
        places.append(len(folded) - 1)
    return "".join(folded), places


# ---- the whole -------------------------------------------------------------------------------------------------------


def run_check(data: Data, name: str, check: Callable[[Data, *Arguments], None], *arguments: *Arguments) -> None:
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
    if not {*SYSTEM} <= data.columns.keys():  # nothing can be read
        data.faults.sort()
        return data
    run_check(data, "descriptors", check_descriptors, check_hashes)
    run_check(data, "schemas", check_schemas)
    if check_hashes:
        run_check(data, "build/lexicon", check_lexicon)
    run_check(data, "build/lexicon/countries", read_countries)
    run_check(data, "build/lexicon", read_words)
    run_check(data, "annotations/places.yaml", read_places)
    for name in data.columns:
        data.tables[name] = []
        run_check(data, name, read_table, name)
        data.keys.setdefault(name, ([], []))
    for name in data.columns:
        run_check(data, name, check_schema, name)
    steps = [check_order, index_tables, collect_passages, check_claims, check_facts, check_quotes, check_sources]
    steps += [check_errors, check_evidence, check_disagreements]
    for step in steps:
        run_check(data, step.__name__, step)
    if seeds is not None:
        run_check(data, "seeds", check_seeds, seeds)
    data.faults = sorted(set(data.faults))
    return data


def verify_files(files: dict[str, bytes], seeds: dict[str, bytes] | None, *, check_hashes: bool = True) -> list[str]:
    """The faults of published files given as {path: bytes}, and of the sources' files given as {name: bytes}."""
    return verify_data(files, seeds, check_hashes).faults


def read_folder(root: Path, faults: list[str], inner: tuple[str, ...]) -> dict[str, bytes]:
    """The files of a folder; only those in `inner` (names and folders) where given."""
    found: dict[str, bytes] = {}
    tops = [root / name for name in inner] if inner else [root]
    for top in tops:
        paths = [top] if top.is_file() else sorted(top.rglob("*")) if top.is_dir() else []
        for path in paths:
            try:
                if path.is_file():
                    if path.stat().st_size > LARGEST:
                        raise OSError("larger than is read")
                    found[path.relative_to(root).as_posix()] = path.read_bytes()
            except OSError as error:
                faults.append(f"{path.relative_to(root).as_posix()}: {error}, a file that can be read")
    return found


def read_zip(path: Path, faults: list[str]) -> dict[str, bytes]:
    """The files of a zip."""
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                if info.filename in found:
                    faults.append(f"{show_text(info.filename)}: twice in the zip, once")
                try:
                    if info.file_size > LARGEST:
                        raise OSError("larger than is read")
                    found[info.filename] = archive.read(info)
                except Exception as error:
                    told = f"{type(error).__name__}: {show_text(str(error))}"
                    faults.append(f"{show_text(info.filename)}: {told}, a sound member")
    except Exception as error:
        faults.append(f"{path.name}: {type(error).__name__}: {show_text(str(error))}, a zip")
    return found


def read_package(path: Path, faults: list[str]) -> dict[str, bytes]:
    """The published files of a folder or zip, named from where datapackage.json stands."""
    inner = ("datapackage.json", "build", "schemas", "annotations/places.yaml", "annotations/evidence.yaml")
    if path.is_dir():
        if not (path / "datapackage.json").is_file():
            folders = [p for p in sorted(path.iterdir()) if (p / "datapackage.json").is_file()]
            path = folders[0] if len(folders) == 1 else path
        return read_folder(path, faults, inner)
    files = read_zip(path, faults)
    if "datapackage.json" not in files:
        tops = [n.split("/")[0] + "/" for n in files if n.count("/") == 1 and n.endswith("/datapackage.json")]
        if len(tops) == 1:
            files = {n.removeprefix(tops[0]): c for n, c in files.items() if n.startswith(tops[0])}
    return files


def summarize(data: Data, seeds: dict[str, bytes] | None, faults: int) -> str:
    """The last line: what was checked."""
    rows = {name: len(data.tables.get(name, [])) for name in (*SYSTEM, *data.columns)}
    facts = sum(rows[t] for t in data.rules)
    sources = "no sources' files" if seeds is None else f"{len(seeds)} sources' files"
    return (
        f"{len(data.files)} files, {facts} rows of {len(data.rules)} fact tables, {rows['cells']} cells, "
        f"{len(data.claims)} claims in {rows['claims']} spans, {rows['disagreements']} disagreements, {sources}: "
        f"{faults} fault{'' if faults == 1 else 's'}"
    )


def main(arguments: list[str]) -> int:
    """The command line."""
    seeds_folder: str | None = None
    paths = list(arguments)
    if "--seeds" in paths:
        at = paths.index("--seeds")
        seeds_folder, paths = (paths[at + 1] if at + 1 < len(paths) else ""), paths[:at] + paths[at + 2 :]
    wrong = len(paths) != 1 or paths[0].startswith("-") or not os.access(paths[0], os.F_OK)
    if wrong or (seeds_folder is not None and not (os.access(seeds_folder, os.F_OK) and Path(seeds_folder).is_dir())):
        usage = "usage: python verify.py PATH [--seeds DIR]    (PATH: a folder or a .zip; DIR: the sources' files)"
        print(usage, file=sys.stderr)
        return 2
    faults: list[str] = []
    try:
        files = read_package(Path(paths[0]), faults)
        seeds = None if seeds_folder is None else read_folder(Path(seeds_folder), faults, ())
    except OSError as error:
        faults, files, seeds = [f"{paths[0]}: {error}, files that can be read"], {}, None
    data = verify_data(files, seeds, True)
    faults = sorted({*faults, *data.faults})
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    print("\n".join([*faults, summarize(data, seeds, len(faults))]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
