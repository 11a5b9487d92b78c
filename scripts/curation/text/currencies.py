"""Which currency words name: Canadian dollars, dollars of Namibia, $15,000 CAD, A$5,000."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
OF = re.compile(r" of (?:the )?")
IN = re.compile(r" in ")


@dataclass(frozen=True)
class FoundCurrency:
    """Words of a text that name a currency, with the amount where it is beside them.

    `names` has the codes that they can mean: of currencies (ISO 4217), or of the country that they name (ISO 3166). It is
    empty where letters at a sign name a currency that the lexicon does not know: A$.
    """

    start: int
    end: int
    names: frozenset[str]


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
    units = [*named, *find_units(text)]
    return (*units, *find_amounts(text, units))


def find_units(text: str) -> Iterator[FoundCurrency]:
    """Yield units that several currencies have, with the country or the code beside them: Taiwan dollars, dollars of Fiji."""
    countries = [one for one in scan_countries(text) if one.code]
    for unit in (word for word in scan_words(text) if word.lower in list_shared_units()):
        before = next((one for one in countries if one.end < unit.start and NEXT.fullmatch(text, one.end, unit.start)), None)
        if before:
            yield FoundCurrency(before.start, unit.end, frozenset({before.code}))
        yield from find_owner(text, unit.start, unit.end, countries)


def find_amounts(text: str, units: list[FoundCurrency]) -> Iterator[FoundCurrency]:
    """Yield amounts with a sign, and what beside them says whose it is: A$5, $5 CAD, $5 Canadian, $5 in Fijian dollars."""
    countries = [one for one in scan_countries(text) if one.code]
    for amount in scan_numbers(text):
        sign = find_sign(text, amount.start, amount.end)
        if not sign:
            continue
        if sign[1]:
            yield FoundCurrency(min(sign[0], amount.start), amount.end, name_letters(sign[1]))
        yield from find_owner(text, amount.start, amount.end, countries)
        unit = IN.match(text, amount.end)
        yield from (FoundCurrency(amount.start, one.end, one.names) for one in units if unit and unit.end() == one.start)
        before = re.search(r"(?<!\w)([A-Z]{3}) $", text[: amount.start])
        if before and before[1] in list_currency_codes():
            yield FoundCurrency(before.start(), amount.end, frozenset({before[1]}))


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
    before = re.search(rf"(?<![^\W_])(?:[^\W\d_]\.?){{0,{LETTERS_BEFORE_SIGN}}}$", text[:at])
    after = re.compile(rf"[^\W\d_]{{0,{LETTERS_AFTER_SIGN}}}(?= ?\d)").match(text, at + 1)
    letters = (before[0] if before else "") + (after[0] if after else "")
    return before.start() if before else at, letters.replace(".", "")


def name_letters(letters: str) -> frozenset[str]:
    """Return the code that letters at a sign mean: CAD$, US$; none of those that the lexicon does not know."""
    country = read_country(letters)
    if letters in list_currency_codes():
        return frozenset({letters})
    return frozenset({country.value} if isinstance(country, Reading) else ())


def find_owner(text: str, start: int, end: int, countries: list[CountryExpression]) -> Iterator[FoundCurrency]:
    """Yield the unit or the amount at a place with the code or the country after it that says whose it is."""
    beside = NEXT.match(text, end)
    place = beside.end() if beside and beside.end() > end else -1
    closes = ")" if place > 0 and text[place - 1] == "(" else ""
    code = re.compile(r"([A-Z]{3})(?![\w-])").match(text, place) if place > 0 else None
    if code and code[1] in list_currency_codes() and text.startswith(closes, code.end()):
        yield FoundCurrency(start, code.end(), frozenset({code[1]}))
    of = OF.match(text, end)
    for one in countries:
        is_beside = one.start == place and text.startswith(closes, one.end) and not counts_noun(text, one.end)
        if is_beside or (of and one.start == of.end()):
            yield FoundCurrency(start, one.end, frozenset({one.code}))


def counts_noun(text: str, end: int) -> bool:
    """Return whether a noun is after a country's name: a $5,000 Canadian fine may be paid in any dollars."""
    word = re.compile(r" (\w[\w’'-]*)").match(text, end)
    shared = load_words("coding")["shared_out"]
    return word is not None and word[1].lower() not in load_common_words() and word[1].lower() not in shared
