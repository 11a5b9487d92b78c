"""Which currency words name: Canadian dollars, dollars of Namibia, $15,000 CAD, A$5,000."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from curation.text.countries import CountryExpression, read_country, scan_countries
from curation.text.currency_names import list_currency_codes, list_shared_units, load_currencies
from curation.text.lexicon import load_words
from curation.text.numbers import LETTERS_AFTER_SIGN, LETTERS_BEFORE_SIGN, scan_numbers
from curation.text.phrases import Phrases, load_common_words, match_phrases, scan_words, split_phrase
from curation.text.readings import Reading
from curation.text.tokens import KEPT

NEXT = re.compile(r" ?\(?|-")
"""Between an amount or a unit and what says whose it is: $5,000 CAD, dollars (Canadian)."""
LONGEST_COUNTRY = 64
"""Characters before a unit in which the name of a country is looked for."""
CODE = re.compile(r"[A-Z]{3}(?![\w-])")
OF = re.compile(r" of (?:the )?")
IN = " in "
BEFORE = re.compile(r"(?<!\w)([A-Z]{3}) $")
NEAR = 16
"""Characters before an amount in which the letters at its sign, or a code, are looked for."""


@dataclass(frozen=True)
class FoundCurrency:
    """Words of a text that name a currency, with the amount where it is beside them.

    `names` has the codes that they can mean: of currencies (ISO 4217), or of the country that they name (ISO 3166). It is
    empty where letters at a sign name a currency that the lexicon does not know: A$.
    """

    start: int
    end: int
    names: frozenset[str]


Places = Mapping[int, CountryExpression]
"""The names of countries in a text, by where they begin."""


@cache
def load_names() -> Phrases[frozenset[str]]:
    """Return the codes that each name of a currency can mean."""
    return Phrases({split_phrase(name): codes for name, codes in load_currencies().items()})


@lru_cache(maxsize=KEPT)
def scan_currencies(text: str) -> tuple[FoundCurrency, ...]:
    """Return the currencies that a text names by more than a sign or a unit that several have.

    >>> text = "$15,000 CAD, 5,000 Fijian dollars, US$30 or $20?"
    >>> [(text[one.start : one.end], *one.names) for one in scan_currencies(text)]
    [('Fijian dollars', 'FJD'), ('$15,000 CAD', 'CAD'), ('US$30', 'USA')]
    """
    named = [FoundCurrency(*found) for found in match_phrases(text, load_names())]
    if not named and not any(word.lower in list_shared_units() or holds_sign(word.text) for word in scan_words(text)):
        return ()
    places = {one.start: one for one in scan_countries(text) if one.code}
    units = [*named, *find_units(text, places)]
    return (*units, *find_amounts(text, units, places))


def holds_sign(word: str) -> bool:
    """Return whether the sign of a currency is in a word."""
    return any(character in load_words("numbers")["units"]["signs"] for character in word)


def find_units(text: str, places: Places) -> Iterator[FoundCurrency]:
    """Yield units that several currencies have, with the country or the code beside them: Taiwan dollars, dollars of Fiji."""
    for unit in (word for word in scan_words(text) if word.lower in list_shared_units()):
        start = max(0, unit.start - LONGEST_COUNTRY)
        before = scan_countries(text[start : unit.start - 1]) if text[unit.start - 1 : unit.start] in (" ", "-") else ()
        if before and before[-1].code and start + before[-1].end == unit.start - 1:
            yield FoundCurrency(start + before[-1].start, unit.end, frozenset({before[-1].code}))
        yield from find_owner(text, unit.start, unit.end, places)


def find_amounts(text: str, units: Sequence[FoundCurrency], places: Places) -> Iterator[FoundCurrency]:
    """Yield amounts with a sign, and what beside them says whose it is: A$5, $5 CAD, $5 Canadian, $5 in Fijian dollars."""
    by_start = {one.start: one for one in units}
    for amount in scan_numbers(text):
        sign = find_sign(text, amount.start, amount.end)
        if not sign:
            continue
        if sign[1]:
            yield FoundCurrency(min(sign[0], amount.start), amount.end, name_letters(sign[1]))
        yield from find_owner(text, amount.start, amount.end, places)
        unit = by_start.get(amount.end + len(IN)) if text.startswith(IN, amount.end) else None
        if unit:
            yield FoundCurrency(amount.start, unit.end, unit.names)
        before = BEFORE.search(text[max(0, amount.start - NEAR) : amount.start])
        if before and before[1] in list_currency_codes():
            yield FoundCurrency(amount.start - len(before[0]), amount.end, frozenset({before[1]}))


@cache
def list_currency_names(code: str) -> frozenset[str]:
    """Return the code of a currency, and those of the countries whose names are in its names.

    >>> sorted(list_currency_names("CAD"))
    ['CAD', 'CAN']
    """
    names = [name.rpartition(" ")[0] for name, codes in load_currencies().items() if code in codes]
    return frozenset({code, *(found.value for found in map(read_country, names) if isinstance(found, Reading))})


def find_sign(text: str, start: int, end: int) -> tuple[int, str] | None:
    """Return where the sign of a currency in a number begins, with the letters that touch it; and these letters."""
    signs = load_words("numbers")["units"]["signs"]
    at = next((at for at in range(start, end) if text[at] in signs), -1)
    if at < 0:
        return None
    before = re.search(rf"(?<![^\W_])(?:[^\W\d_]\.?){{0,{LETTERS_BEFORE_SIGN}}}$", text[max(0, at - NEAR) : at])
    after = re.compile(rf"[^\W\d_]{{0,{LETTERS_AFTER_SIGN}}}(?= ?\d)").match(text, at + 1)
    letters = (before[0] if before else "") + (after[0] if after else "")
    return at - len(before[0] if before else ""), letters.replace(".", "")


def name_letters(letters: str) -> frozenset[str]:
    """Return the code that letters at a sign mean: CAD$, US$; none of those that the lexicon does not know."""
    country = read_country(letters)
    if letters in list_currency_codes():
        return frozenset({letters})
    return frozenset({country.value} if isinstance(country, Reading) else ())


def find_owner(text: str, start: int, end: int, places: Places) -> Iterator[FoundCurrency]:
    """Yield the unit or the amount at a place with the code or the country after it that says whose it is."""
    beside, of = NEXT.match(text, end), OF.match(text, end)
    place = beside.end() if beside and beside.end() > end else -1
    closes = ")" if place > 0 and text[place - 1] == "(" else ""
    code = CODE.match(text, place) if place > 0 else None
    if code and code[0] in list_currency_codes() and text.startswith(closes, code.end()):
        yield FoundCurrency(start, code.end(), frozenset({code[0]}))
    country = places.get(place)
    if country and text.startswith(closes, country.end) and not describes_noun(text, country.end):
        yield FoundCurrency(start, country.end, frozenset({country.code}))
    owner = places.get(of.end()) if of else None
    if owner:
        yield FoundCurrency(start, owner.end, frozenset({owner.code}))


def describes_noun(text: str, end: int) -> bool:
    """Return whether a noun is after a country's name: a $5,000 Canadian fine may be paid in any dollars."""
    word = re.compile(r" (\w[\w’'-]*)").match(text, end)
    shared = load_words("coding")["shared_out"]
    return word is not None and word[1].lower() not in load_common_words() and word[1].lower() not in shared
