"""Lists of countries and peoples: names that a sentence puts side by side, as in "Uzbek, Kazakh and Kyrgyz nationals"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from curation.text.countries import CountryExpression
from curation.text.numbers import scan_numbers

BETWEEN = re.compile(
    r"(?:'s|’s)?(?P<noun>(?: [a-z][\w'’-]*){0,3})(?: \(#+\)|[:,]? #+)?"
    r"(?: ?[,;/] ?(?:(?:and|or|plus|but also) )?| (?:and|or|plus|&|as well as|but also) )"
    r"(?P<lead>(?:(?:#+|[a-z]+):? )*)"
)
"""What stands between two names of a list: what is counted, a comma or "and", and what leads to the next name."""

FURTHEST = 80
"""How many characters can stand between two names of a list."""

POSSESSIVE = re.compile(r"(?:'s|’s|(?<=s)['’])(?!\w)")
REPEATED = re.compile(r"['’]s? (?:and|or) ")
"""A possessive before "and" belongs to all names of the list: Benin, Togo's and Gabon's citizens."""

LEADING = {"the", "from", "of", "in", "to", "for", "with", "each", "apiece", "another", "also", "either", "both"}
"""Words that a list may repeat before any of its names."""


def find_lists(text: str, names: Sequence[CountryExpression]) -> list[list[CountryExpression]]:
    """Return the names that stand in one list, for each list of two or more.

    >>> from curation.text.countries import scan_countries
    >>> text = "two from Cuba, one each from Laos and Yemen, which border no Malian town"
    >>> [[name.code for name in names] for names in find_lists(text, scan_countries(text))]
    [['CUB', 'LAO', 'YEM']]
    """
    lists: list[list[CountryExpression]] = []
    blank = blank_numbers(text) if len(names) > 1 else text
    for first, second in pairwise(names):
        if not stands_beside(blank, first, second):
            continue
        if lists and lists[-1][-1] is first:
            lists[-1].append(second)
        else:
            lists.append([first, second])
    return lists


def blank_numbers(text: str) -> str:
    """Return a text of the same length with # for each character of a number."""
    for item in scan_numbers(text, []):
        text = text[: item.start] + "#" * (item.end - item.start) + text[item.end :]
    return text


def begins_another_phrase(text: str, first: CountryExpression, second: CountryExpression) -> bool:
    """Whether a name after a comma has a possessive that none before it has: 38 of Togo, Gabon's immigration service said."""
    is_joined = re.search(r"(?<!\w)(?:and|or|plus|as|but|&)(?!\w)", text[first.end : second.start])
    has_possessive = [POSSESSIVE.match(text, name.end) is not None for name in (first, second)]
    return not is_joined and has_possessive == [False, True] and not REPEATED.match(text, second.end)


def stands_beside(text: str, first: CountryExpression, second: CountryExpression) -> bool:
    """Whether two names stand beside each other in a list. What is counted must be repeated, or be counted again."""
    match = BETWEEN.fullmatch(text, first.end, second.start) if second.start - first.end <= FURTHEST else None
    if not match:
        return False
    lead = re.sub(r"#+ ", "", match["lead"]).strip()
    before = f" {text[: first.start].lower()}"
    if not set(lead.split()) <= LEADING and not before.endswith(f" {lead} "):
        return False
    if begins_another_phrase(text, first, second):
        return False
    noun = match["noun"]
    is_repeated = re.match(rf"{re.escape(noun)}(?!\w)", text[second.end :]) is not None
    return not noun or "#" in match["lead"] or is_repeated
