"""Countries and peoples: found in a text as whole names, and read as ISO 3166-1 alpha-3 codes, or refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import ClassVar
from unicodedata import category

from curation.problems import shorten, suggest_nearest
from curation.text.country_names import FoldedNames, FoundName, fold_names, load_codes, load_phrases, scan_known_names
from curation.text.moments import choose
from curation.text.readings import Outcome, Reading, Unread
from curation.text.tokens import KEPT

CONTEXT = 48
"""How many characters before a name can belong to it."""
SEVERAL = "is several names together"


@dataclass(frozen=True)
class CountryExpression:
    """A name in a text, with all words that change what it means: a country's code, or why it is none.

    `problem` says why it cannot be read, `meanings` what it can mean, `text` how it looks.
    """

    kind: ClassVar[str] = "country's name"
    start: int
    end: int
    code: str
    problem: str = ""
    meanings: str = ""
    text: str = ""

    @property
    def can_be_country(self) -> bool:
        """Whether the name can mean a country or a people."""
        return bool(self.code or self.meanings) or self.problem.endswith(SEVERAL)


@dataclass(frozen=True)
class Around:
    """The patterns of what belongs to a name: each with what the whole is then."""

    before: tuple[tuple[re.Pattern[str], str], ...]
    after: tuple[tuple[re.Pattern[str], str], ...]
    person_before: re.Pattern[str]
    person_after: re.Pattern[str]
    capitals_before: re.Pattern[str]


@cache
def load_around() -> Around:
    """Return the patterns of the words before and after a name."""
    words = load_phrases()
    denied, before, after = choose(words["denied"]["words"]), words["before"]["words"], words["after"]["words"]
    speak, language = words["language"]["before"], words["language"]["after"]
    beside = choose(words["people"]["beside"])
    titles = choose(words["people"]["titles"])
    capital = rf"(?!(?i:{beside})(?![\w'-]))[^\W\d_a-z][\w'-]*"
    return Around(
        (
            (re.compile(r"(?<![\w.-])(?:[\w.]+-)+$"), "a compound, which can mean something else"),
            (re.compile(r"@$|\w+['.·]$"), "part of a longer word"),
            (re.compile(rf"(?<!\w)(?=[^\W\d_a-z])(?i:{choose(before)}) $"), "a longer name that the list does not know"),
            (re.compile(rf"(?<!\w)(?i:{denied}) (?i:the )?$"), "denied, or no citizenship"),
            (re.compile(rf"(?<!\w)(?i:{choose(speak)}) $"), "a language"),
        ),
        (
            (re.compile(r"-(?!-)[\w.]{0,48}(?:-[\w.]{1,48}){0,4}"), "a compound, which can mean something else"),
            (re.compile(r"\$"), "money"),
            (re.compile(rf" (?i:{choose(words['money']['words'])})(?!\w)"), "money"),
            (re.compile(r"'(?!s(?!\w))\w{1,48}|[.·]\w{1,48}", re.IGNORECASE), "part of a longer word"),
            (re.compile(rf" (?=[^\W\d_a-z])(?i:{choose(after)})(?!\w)"), "a place"),
            (re.compile(rf", (?:{choose(words['states']['names'])})(?!\w)"), "a place in the United States"),
            (re.compile(rf" (?i:{choose(language)})(?!\w)"), "a language"),
        ),
        re.compile(rf"(?<![\w-])(?:{capital}|(?:{titles})|[^\W\d_a-z]\.) $"),
        re.compile(rf" {capital}"),
        re.compile(rf"(?<!\w)(?!(?i:{choose(words['capitals']['after'])}) )[A-Z]{{2,}} $"),
    )


@lru_cache(maxsize=KEPT)
def scan_countries(text: str) -> tuple[CountryExpression, ...]:
    """Return the names of countries and peoples of a text, and the longer names that hold one, in its order."""
    folded = fold_names(text)
    found: list[CountryExpression] = []
    for item in scan_known_names(folded):
        least = found[-1].end if found else 0
        one = extend_name(folded, item, least)
        if found and (whole := join_names(folded, found[-1], one)):
            found[-1] = whole
        elif not found or found[-1].end <= one.start:
            found.append(one)
    return tuple(place_name_in_text(folded, one) for one in found)


def extend_name(folded: FoldedNames, item: FoundName, least: int) -> CountryExpression:
    """Return a name with the words beside it that make another name of it. No word before `least` is taken."""
    around, name = load_around(), item.name
    shown = folded.looks[item.start : item.end]
    left, start, end = folded.looks[max(least, item.start - CONTEXT) : item.start], item.start, item.end
    problem = "" if name.code else "has several meanings" if name.meanings else "is the name of no country"
    if not item.is_capitalized and name.code:
        problem = "does not have the capitals of a name"
    if not stands_apart(folded.looks, item.start, item.end):
        problem = "is part of a longer word"
    is_abbreviation = shown == shown.upper() and shown in name.forms
    for pattern, what in around.before:
        match = (
            pattern.search(left) if not (is_abbreviation and what == "a longer name that the list does not know") else None
        )
        if match:
            start = min(start, item.start - len(match.group()))
            problem = f"is {what}"
    for pattern, what in around.after:
        if match := pattern.match(folded.looks, end):
            end = match.end()
            problem = f"is {what}"
    if not problem:
        start, end = extend_person(folded, item, left)
        problem = "" if (start, end) == (item.start, item.end) else "may be a person's name"
    if not problem and shown in load_phrases()["capitals"]["names"] and (match := around.capitals_before.search(left)):
        start -= len(match.group())
        problem = "may be no name: all is in capitals"
    return CountryExpression(start, end, "" if problem else name.code, problem, name.meanings)


def stands_apart(text: str, start: int, end: int) -> bool:
    """Whether no character beside a name may join it to a word: an accent, an invisible character, an unknown sign."""
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return all(c.isascii() or c.isspace() or category(c)[0] in "PZ" for c in beside)


def extend_person(folded: FoldedNames, item: FoundName, left: str) -> tuple[int, int]:
    """Return the span of a name with the capitalized words beside it, where the two may be a person's name."""
    persons, around = load_phrases()["people"]["names"], load_around()
    shown = folded.looks[item.start : item.end]
    if shown not in persons and shown.capitalize() not in persons:
        return item.start, item.end
    before, after = around.person_before.search(left), around.person_after.match(folded.looks, item.end)
    return item.start - (len(before.group()) if before else 0), after.end() if after else item.end


def join_names(folded: FoldedNames, first: CountryExpression, second: CountryExpression) -> CountryExpression | None:
    """Return two names as one where they touch, or stand beside each other or with "of" between them: Turkmen of Iraq."""
    between = folded.looks[first.end : second.start]
    touches = second.start < first.end
    beside = between == " " or re.fullmatch(r" of (?:the )?", between)
    is_one = first.code == second.code != ""
    could_be = first.can_be_country and second.can_be_country
    if not touches and (not beside or is_one or not could_be):
        return None
    return CountryExpression(first.start, max(first.end, second.end), "", SEVERAL)


def place_name_in_text(folded: FoldedNames, one: CountryExpression) -> CountryExpression:
    """Return a name at its place in the text. A name with look-alike or invisible characters is no country's."""
    start, end = folded.unfold(one.start, one.end)
    shown = folded.looks[one.start : one.end]
    is_folded = folded.positions is not None and fold_names(folded.text[start:end]).positions is not None
    problem = "is written with look-alike or invisible characters" if is_folded else one.problem
    return CountryExpression(
        start, end, "" if problem else one.code, problem and f"«{shorten(shown)}» {problem}", one.meanings, shown
    )


@cache
def list_country_codes() -> frozenset[str]:
    """Return the alpha-3 codes of ISO 3166-1."""
    return frozenset(load_codes().values())


def find_countries(words: str) -> list[tuple[str, str]]:
    """Return (alpha-3 code, name as printed) of each country or people that the words name, in their order."""
    return [(one.code, words[one.start : one.end]) for one in scan_countries(words) if one.code]


@lru_cache(maxsize=KEPT)
def read_country(words: str) -> Outcome:
    """Return the one country that the words name."""
    found = scan_countries(words)
    for one in found:
        if one.problem:
            means = f": {one.meanings}" if one.meanings else ""
            codes = re.findall(r"\b[A-Z]{3}\b", one.meanings)
            code = codes[0] if len(codes) == 1 else "XXX"
            return Unread(f"{one.problem}{means}", f"write what it means: {code} <- {shorten(words)} -- reason")
    named = dict.fromkeys(one.code for one in found)
    if len(named) != 1:
        said = f"several countries ({', '.join(named)})" if named else "no country"
        return Unread(
            f"the words name {said}: «{shorten(words)}»",
            "write the code and why: XXX <- words -- reason",
        )
    return read_country_code(next(iter(named)))


def read_country_code(value: str) -> Outcome:
    """Return the country that a coder wrote as its code."""
    codes = list_country_codes()
    if value not in codes:
        return Unread(f"{shorten(value)!r} is no ISO 3166-1 alpha-3 code", suggest_nearest(value, codes))
    return Reading(value, {"value": value})
