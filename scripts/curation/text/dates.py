"""Dates: the whole expression found in a text, and read as EDTF."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import ClassVar, NamedTuple

from curation.problems import shorten
from curation.text.beside_dates import YEAR_LATER, look_after, look_before, prints_year_later
from curation.text.edtf import OPEN, make_date, open_after, open_before
from curation.text.lexicon import load_words
from curation.text.lookalikes import fold_lookalikes
from curation.text.moments import TWO_DAYS, YEAR_DIGITS, Moment, MomentKind, choose, scan_moments
from curation.text.periods import KnownDates, resolve_moment, share_year
from curation.text.readings import Outcome, Reading, Unread
from curation.text.tokens import KEPT, scan_tokens

LOOK_BACK = 64
"""Characters before a date in which the words are looked for that open, narrow or move it."""
ADVICE = "write the date and why: 2025-04-30 <- words -- reason"


@dataclass(frozen=True)
class DateExpression:
    """A date or period in a text, with the words that open, narrow or move it. Positions are those of the text.

    `opening` is since, until, before, after or about, or empty. `fault` says why it cannot be read.
    """

    kind: ClassVar[str] = "date"
    start: int
    end: int
    first: Moment
    last: Moment | None = None
    opening: str = ""
    weekday: int | None = None
    fault: str = ""


class Prefix(NamedTuple):
    """What stands directly before a date and belongs to it: where it begins, how it opens the date, and its fault."""

    start: int
    opening: str = ""
    fault: str = ""


@cache
def load_prefixes() -> dict[str, re.Pattern[str]]:
    """Return the patterns of what can stand before a date, each up to the end of the text before it."""
    words = load_words("dates")
    numbers = choose([*words["numbers"], *words["several"], "the", "only", "just"])
    counted = choose([*words["numbers"], *words["several"]])
    opening = "|".join(f"(?P<{code}>{choose(phrases)})" for code, phrases in words["opening"].items())
    in_a_day = "".join(f"(?<!{phrase.removesuffix('hours')})" for phrase in words["parts"]["hours"])
    patterns = {
        "in_a_day": rf"(?:{choose([*words['parts']['hours'], *words['day_parts']])}) of(?: the)? ",
        "part": rf"(?:(?:{choose(words['parts']['words'])})(?: the)?[ -]|end-)",
        "opening": rf"(?:(?:{choose(words['strengthening'])}) )?(?:{opening})(?: the)* ",
        "moving": rf"(?:(?:\d+|{numbers}) )*(?:{choose(words['moving'])}) ",
        "refused": rf"(?:(?:\d+|{counted}) )?(?:{choose(words['parts']['refused'])}|{in_a_day}hours of)(?: the)? ",
    }
    return {name: re.compile(rf"(?<![\w-]){pattern}$", re.IGNORECASE) for name, pattern in patterns.items()}


def find_prefix(text: str, floor: int, start: int) -> Prefix:
    """Return what stands before a date: early, since, two days after. Nothing before `floor` is looked at."""
    patterns = load_prefixes()
    in_a_day = patterns["in_a_day"].search(text[floor:start])
    if in_a_day:  # it belongs to the date only where something opens it: since the early hours of April 30
        opened = find_prefix(text, floor, floor + in_a_day.start())
        fault = opened.fault or ("a part of a day is opened" if opened.opening in ("before", "after") else "")
        return Prefix(opened.start, opened.opening, fault) if opened.opening else Prefix(start)
    found = Prefix(start)
    for name in ("part", "refused", "opening", "moving"):
        match = patterns[name].search(text[floor : found.start])
        if not match or (name == "moving" and not found.opening):
            continue
        opening = next((code for code in load_words("dates")["opening"] if name == "opening" and match[code]), found.opening)
        is_part = found.start < start and not text[found.start : start].lower().startswith(("year", "calendar"))
        if name == "opening" and is_part:
            opening = {"before": "until", "after": "since"}.get(opening, opening)  # before the end of 2025 is within 2025
        fault = "the words before it move the date" if name in ("refused", "moving") else found.fault
        found = Prefix(floor + match.start(), opening, fault)
    return found


@cache
def load_suffix() -> re.Pattern[str]:
    """Return the pattern of what can stand directly after a date and belongs to it."""
    after = load_words("dates")["opening_after"].items()
    return re.compile(" (?:" + "|".join(f"(?P<{code}>{choose(phrases)})" for code, phrases in after) + r")(?!\w)")


@cache
def load_joiner() -> re.Pattern[str]:
    """Return the pattern of what joins two dates to a period."""
    words = [word for word in load_words("dates")["joiners"] if word[0].isalpha()]
    return re.compile(rf"\.? ?[-–] ?|\.?,? (?:{choose(words)}) (?:the )?(?:end of (?:the )?)?|\.?,? (?P<and>and) (?:the )?")


@lru_cache(maxsize=KEPT)
def scan_dates(text: str) -> tuple[DateExpression, ...]:
    """Return the dates of a text, in its order, none overlapping another."""
    looks, positions = fold_lookalikes(text)
    found = tuple(join_moments(looks, merge_weekdays(looks, list(scan_moments(looks)))))
    if positions is None:
        return found
    return tuple(restore_place(text, looks, positions, item) for item in found)


def restore_place(text: str, looks: str, positions: Sequence[int], item: DateExpression) -> DateExpression:
    """Return an expression with its place in the text itself; unusual characters in it are its fault."""
    start, end = positions[item.start], positions[item.end - 1] + 1
    is_folded = text[start:end] != looks[item.start : item.end]
    fault = "it has characters that look like others" if is_folded else item.fault
    return DateExpression(start, end, item.first, item.last, item.opening, item.weekday, fault)


def merge_weekdays(text: str, moments: Sequence[Moment]) -> list[tuple[Moment, Moment | None]]:
    """Return each moment with the weekday directly before it, where it is a day: Wednesday, April 30."""
    merged: list[tuple[Moment, Moment | None]] = []
    index = 0
    while index < len(moments):
        one, after = moments[index], moments[index + 1] if index + 1 < len(moments) else None
        gap = text[one.end : after.start] if after else ""
        is_year = one.kind == MomentKind.RELATIVE and one.relative.endswith(" year")
        if (
            is_year
            and after
            and after.kind == MomentKind.PLAIN
            and after.year is None
            and re.fullmatch(r",? (?:on|in) ", gap)
        ):
            merged.append((replace(after, start=one.start, relative=one.relative), None))  # last year on April 30
            index += 2
        elif one.kind == MomentKind.WEEKDAY and after and after.day and re.fullmatch(r"\.?,? (?:the )?", gap):
            merged.append((after, one))
            index += 2
        else:
            merged.append((one, None))
            index += 1
    return merged


def join_moments(text: str, moments: list[tuple[Moment, Moment | None]]) -> Iterator[DateExpression]:
    """Yield the expressions that moments make: periods of two, and single ones with what opens or narrows them."""
    index, floor = 0, 0
    while index < len(moments):
        first, weekday = moments[index]
        start = weekday.start if weekday else first.start
        if start < floor:  # a year ago, of March a year ago
            index += 1
            continue
        end, last, opener, is_list = first.end, None, "", False
        before = re.search(r"\b(between|from) (?:the )?$", text[max(floor, start - 14) : start], re.IGNORECASE)
        if index + 1 < len(moments):
            following, other = moments[index + 1]
            gap = text[first.end : other.start if other else following.start]
            joiner = load_joiner().fullmatch(gap)
            is_between = bool(before and before[1].lower() == "between")
            is_list = bool(joiner and joiner["and"]) and not is_between and shares_year(first, following)
            if (
                joiner
                and (bool(joiner["and"]) == is_between or is_list)
                and MomentKind.WEEKDAY not in (first.kind, following.kind)
            ):
                last, end = following, following.end
                opener = before[1].lower() if before else ""
        if before and before[1].lower() == "between" and first.fault == TWO_DAYS:
            first = replace(first, kind=MomentKind.PLAIN, fault="")
        if before and (opener or first.last_day):
            start -= before.end() - before.start()
        if not last and prints_year_later(text, moments, index):
            first = replace(first, fault=YEAR_LATER)
        if last and not opener and is_list and not are_neighbours(first, last):
            first = replace(first, fault="two dates are named")
        item = make_expression(text, max(floor, start - LOOK_BACK), start, end, first, last, weekday)
        if item:
            yield item
            floor = item.end
        index += 2 if last else 1


def shares_year(first: Moment, last: Moment) -> bool:
    """Return whether a list of two dates prints a year for both: April and May 2025."""
    is_plain = first.kind == last.kind == MomentKind.PLAIN
    return is_plain and first.year is None and not first.relative and (last.year is not None or bool(last.relative))


def are_neighbours(first: Moment, last: Moment) -> bool:
    """Return whether the second of two months or days follows the first."""
    if first.day is None and last.day is None:
        return (first.month or 0) + 1 == last.month
    return first.month == last.month and (first.day or 0) + 1 == last.day


def make_expression(
    text: str, floor: int, start: int, end: int, first: Moment, last: Moment | None, weekday: Moment | None
) -> DateExpression | None:
    """Return the expression of one or two moments with the words around it; None of a bare year, which may be a count."""
    prefix, suffix = find_prefix(text, floor, start), load_suffix().match(text, end)
    opening = prefix.opening
    fault = next((moment.fault for moment in (first, last) if moment and moment.fault), "") or prefix.fault
    is_from = re.search(r"\b(?:from|starting) $", text[floor:start], re.IGNORECASE)
    if suffix and first.kind != MomentKind.WEEKDAY and (is_from or suffix.group() != " on"):
        fault = fault or ("it is opened twice" if opening or last else "")
        opening = next(code for code in load_words("dates")["opening_after"] if suffix[code])
        end = suffix.end()
        prefix = prefix._replace(start=floor + is_from.start()) if is_from else prefix
    between = re.search(r"\bbetween (?:the )?$", text[floor:start], re.IGNORECASE)
    end, wrong = look_after(text, first, last, end, between is not None)
    begin, wrong_before = look_before(text, floor, prefix.start, first, last)
    fault, prefix = fault or wrong or wrong_before, prefix._replace(start=begin)
    if between and wrong:
        prefix = prefix._replace(start=min(prefix.start, floor + between.start()))
    is_bare = prefix.start == start and end == first.end
    is_count = text[prefix.start : start].strip().lower() in load_words("dates")["not_before_a_year"]
    if first.kind == MomentKind.YEAR and not last and (is_bare or is_count):
        return None
    if last and prefix.opening:
        fault = fault or "a period is opened"
    return DateExpression(prefix.start, end, first, last, opening, weekday.number if weekday else None, fault)


def read_date(words: str, known: KnownDates | None = None) -> Outcome:
    """Return the one date or period of the words; `known` holds what is known of the source's day and year."""
    known = known or KnownDates()
    found = scan_dates(words)
    if not found:
        bare = re.fullmatch(rf"(?:(?:in|by|of|for|during|the|as of|calendar|year) )*({YEAR_DIGITS})", words, re.IGNORECASE)
        return make_date(bare[1], "explicit") if bare else Unread(f"no date in «{shorten(words)}»", ADVICE)
    rest = words
    lexicon = load_words("dates")
    for item in reversed(found):
        rest = rest[: item.start] + " " + rest[item.end :]
    rest = re.sub(rf"(?i)\b(?:{choose(lexicon['parts']['hours'])})\b", " ", rest)
    strange = [token.text for token in scan_tokens(rest) if token.lower not in lexicon["around_a_date"]]
    is_list = len(found) == 2 and strange == ["and"] and not any(item.opening or item.last for item in found)
    if (strange and not is_list and strange != ["."]) or len(found) > 2:
        return Unread(f"not one date or period: «{shorten(words)}»", "take the date only")
    if len(found) == 2 and not is_list:
        return Unread(f"two dates in «{shorten(words)}»", "take one of them")
    fault = next((item.fault for item in found if item.fault), "")
    if fault:
        return Unread(f"no reading of «{shorten(words)}»: {fault}", ADVICE)
    outcome = resolve_period([found[0].first, found[-1].first if is_list else found[0].last], found[0].opening, known)
    if isinstance(outcome, Unread):
        return Unread(f"{outcome.message}: «{shorten(words)}»", outcome.advice)
    wrong = check_weekday(words, outcome)
    return Unread(f"«{shorten(words)}», but {wrong}", "see which of the two is meant") if wrong else outcome


def resolve_period(moments: Sequence[Moment | None], opening: str, known: KnownDates) -> Outcome:
    """Return the reading of one moment, or of the period from one to another, opened as its words say."""
    ends = [moment for moment in moments if moment]
    values, basis, given = [], "explicit", set[str]()
    for moment in share_year(ends):
        resolved = resolve_moment(moment, known)
        if isinstance(resolved, Unread):
            return resolved
        values.append(resolved.value)
        basis = resolved.basis if resolved.basis != "explicit" else basis
        given |= resolved.given
    value = values[0] if len(values) == 1 else f"{values[0].split('/')[0]}/{values[1].split('/')[-1]}"
    outcome = make_date(open_value(value, opening), basis)
    if isinstance(outcome, Unread):
        return Unread(outcome.message, ADVICE)
    return Reading(outcome.value, {**outcome.parts, "given": " ".join(sorted(given))}, outcome.bounds)


def open_value(value: str, opening: str) -> str:
    """Return a value opened at one end: since 2021 is 2021/.., before April 30 ends on the day before."""
    if opening == "since":
        return f"{value.split('/', maxsplit=1)[0]}/{OPEN}"
    if opening == "until":
        return f"{OPEN}/{value.rsplit('/', maxsplit=1)[-1]}"
    if opening == "before":
        return open_before(value)
    if opening == "after":
        return open_after(value)
    return f"{value}~" if opening == "about" else value


def read_date_value(value: str) -> Outcome:
    """Return the date or period that a coder wrote as EDTF."""
    return make_date(value, "from_other_source")


def check_weekday(words: str, reading: Reading) -> str:
    """Return what is wrong where words name a weekday that the date which a coder gave them is not."""
    expressions = scan_dates(words)
    named = {item.weekday for item in expressions if item.weekday is not None}
    named |= {item.first.number for item in expressions if item.first.kind == MomentKind.WEEKDAY}
    day = reading.bounds[0]
    if named and isinstance(day, date) and day == reading.bounds[1] and day.weekday() not in named:
        return f"{day.isoformat()} is a {calendar.day_name[day.weekday()]}"
    return ""
