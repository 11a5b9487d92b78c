"""Which characters a text may hold: those that a reader sees, spaces, tabs and line feeds.

A character that is not seen changes words without anybody noticing, and programs disagree on what ends a line. So texts of
sources and hand-written files hold none. The rule goes by Unicode's general categories; `UNSEEN` has what they do not tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from curation.problems import Problem

REFUSED_CATEGORIES = {
    "Cc": "a control character",
    "Cf": "an invisible control",
    "Cs": "half of a surrogate pair",
    "Co": "a private character, which each font shows as something else",
    "Cn": f"no character of Unicode {unicodedata.unidata_version}",
    "Zl": "a separator of lines",
    "Zp": "a separator of paragraphs",
}
"""Each refused general category, and what its characters are."""

REMOVE = "remove it: what a reader sees must be all that is there"

ALLOWED_CONTROLS = "\t\n"

UNSEEN = re.compile(
    # Letters and marks that Unicode lets a program leave out (its property Default_Ignorable_Code_Point).
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
    # Symbols and marks that are drawn as nothing: a blank Braille cell, an object's place, a filler, an empty note.
    "\u2800\ufffc\U00016fe4\U0001d159]"
)


def is_refused(character: str) -> bool:
    r"""Return whether no text may hold a character.

    >>> [is_refused(character) for character in "a\u00e9\u00a0\t\u00ad\u2028\u3164"]
    [False, False, False, False, True, True, True]
    """
    if unicodedata.category(character) in REFUSED_CATEGORIES:
        return character not in ALLOWED_CONTROLS
    return UNSEEN.match(character) is not None


def fold_line_ends(text: str) -> str:
    """Return the text with each CR LF as LF. A CR alone stays: it is refused."""
    return text.replace("\r\n", "\n")


def find_refused(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each refused character that a text holds, with its first position and how often it is there, in their order."""
    refused = {character: text.index(character) for character in set(text) if is_refused(character)}
    for character, position in sorted(refused.items(), key=lambda item: item[1]):
        yield character, position, text.count(character)


def describe_refused(character: str) -> str:
    r"""Return which character it is, and why it is refused.

    >>> describe_refused("\u061c")
    'character U+061C ARABIC LETTER MARK is an invisible control'
    """
    name = unicodedata.name(character, "")
    why = REFUSED_CATEGORIES.get(unicodedata.category(character), "invisible")
    return f"character U+{ord(character):04X}{' ' if name else ''}{name} is {why}"


def find_place(text: str, position: int) -> tuple[int, int]:
    """Return line and column of a position, both from 1."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def report_lines(file: str, text: str, advice: str) -> list[Problem]:
    """Return a problem for each line of a file and each refused character on it. CR LF ends a line."""
    text = fold_line_ends(text)
    if not any(map(is_refused, set(text))):
        return []
    return [
        Problem(file, number, position + 1, describe_refused(character) + (f" ({count} times)" if count > 1 else ""), advice)
        for number, line in enumerate(text.split("\n"), 1)
        for character, position, count in find_refused(line)
    ]


def report_text(file: str, text: str, advice: str) -> Problem | None:
    """Return one problem, at the first refused character of a text, that names all of them; None where there is none."""
    told: list[str] = []
    first = (0, 0)
    for character, position, count in find_refused(text):
        line, column = find_place(text, position)
        place = f", at {line}:{column}" if told else ""
        first = first if told else (line, column)
        told.append(f"{describe_refused(character)}{place}{f' ({count} times)' if count > 1 else ''}")
    return Problem(file, *first, "; ".join(told), advice) if told else None
