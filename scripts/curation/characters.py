"""Which characters a text may hold: those that a reader sees, spaces, tabs and line feeds.

A character that is not seen changes words without anybody noticing, and programs disagree on what ends a line. So texts of
sources and hand-written files hold none, but for those that an emoji is made of: ❤ and a selector of its style, 👩 and 🚀
with a joiner between them. The rule goes by properties of Unicode, which are in text/lexicon/characters.csv, and by
Unicode's general categories; `BLANK` has what they leave out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from curation.problems import Problem

LIST = Path(__file__).parent / "text" / "lexicon" / "characters.csv"
"""Properties of Unicode by ranges of code points. The build publishes it as build/lexicon/characters.csv."""

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

REFUSED_PROPERTIES = ("Default_Ignorable_Code_Point", "Bidi_Control")

REMOVE = "remove it: what a reader sees must be all that is there"

ALLOWED_CONTROLS = "\t\n"

BLANK = "\u2800\ufffc\U00016fe4\U0001d159\U00013441\U00013442"
"""Symbols and marks that are drawn as nothing: a blank Braille cell, an object's place, a filler, an empty note, and blanks
between hieroglyphs. Unicode has no property for them."""

TEXT_STYLE, EMOJI_STYLE, JOINER, KEYCAP, BLACK_FLAG = "\ufe0e", "\ufe0f", "\u200d", "\u20e3", "\U0001f3f4"
FLAG_LETTERS = "\U0001f1e6-\U0001f1ff"
TAGS = "\U000e0020-\U000e007f"
FLAGS = ("gbeng", "gbsct", "gbwls")
"""What the tags behind a black flag may say: the flags of England, Scotland and Wales, which Unicode recommends. With any
other tags most readers see a black flag alone, and not what the tags say."""

LONGEST_RUN = 100
"""Characters on each side of a boundary that are looked at for emoji: an emoji has far fewer."""

NEEDED = {
    TEXT_STYLE: "; it may follow only a character that Unicode has as text and as emoji",
    EMOJI_STYLE: "; it may follow only a character that Unicode has as text and as emoji, or a digit in a keycap",
    JOINER: "; it may stand only between two emoji",
}
"""What joins or styles emoji, and where it is allowed."""


@cache
def load_properties() -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the ranges of code points that have each property of the list."""
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines()[1:]:
        name, first, last = line.split(",")
        found[name] = (*found.get(name, ()), (int(first, 16), int(last, 16)))
    return found


def match_property(*names: str) -> str:
    """Return the inside of a regular expression's class: the characters that have one of some properties."""
    ranges = (pair for name in names for pair in load_properties()[name])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)


@cache
def load_refused() -> re.Pattern[str]:
    """Return a pattern of the characters that are refused whatever their general category."""
    return re.compile(f"[{match_property(*REFUSED_PROPERTIES)}{BLANK}]")


@cache
def load_emoji() -> re.Pattern[str]:
    """Return a pattern of one emoji: a character or a sequence, with all in it that no reader sees by itself.

    It takes no more than Unicode has (UTS #51): a selector of style behind a character that Unicode has as text and as emoji,
    a keycap, a joiner between two emoji, and the tags of the flags in FLAGS.
    """
    styled, emoji, tone = (match_property(name) for name in ("Emoji_Variation_Sequence", "Emoji", "Emoji_Modifier"))
    element = f"(?:(?![0-9#*])[{styled}]{EMOJI_STYLE}|[{emoji}])[{tone}]?"
    flags = "|".join("".join(chr(0xE0000 + ord(letter)) for letter in flag) for flag in FLAGS)
    return re.compile(
        f"{BLACK_FLAG}(?:{flags})\U000e007f|[0-9#*]{EMOJI_STYLE}?{KEYCAP}|(?![0-9#*])[{styled}]{TEXT_STYLE}"
        f"|{element}(?:{JOINER}{element})*|[{FLAG_LETTERS}]{{1,2}}|[{tone}]"
    )


@cache
def load_parts() -> re.Pattern[str]:
    """Return a pattern of any characters that emoji are made of, but for the digits and signs of keycaps."""
    return re.compile(
        f"[{match_property('Emoji', 'Emoji_Modifier')}{TEXT_STYLE}{EMOJI_STYLE}{JOINER}{KEYCAP}{FLAG_LETTERS}{TAGS}]+"
    )


def cuts_emoji(text: str, position: int) -> bool:
    r"""Return whether a boundary at `position` lies within an emoji, or beside emoji that are within a word or number.

    >>> cuts_emoji("131 \u2764\ufe0f", 5), cuts_emoji("131\U0001f44d", 3), cuts_emoji("13\U0001f44d1", 2)
    (True, False, True)
    """
    parts = load_parts()
    if not parts.search(text[max(position - 1, 0) : position + 1]):
        return False
    floor, top = max(position - LONGEST_RUN, 0), position + LONGEST_RUN
    start = position
    while start > floor and parts.match(text[start - 1]):
        start -= 1
    run = parts.match(text, start, top)
    end = run.end() if run else start
    if start and text[start - 1].isalnum() and text[end : end + 1].isalnum():
        return True
    start -= start > 0 and text[start - 1] in "0123456789#*"  # of a keycap
    return any(emoji.start() < position < emoji.end() for emoji in load_emoji().finditer(text, start, end))


@cache
def is_refused(character: str) -> bool:
    r"""Return whether no text may hold a character, unless an emoji is made of it (`find_refused`).

    >>> [is_refused(character) for character in "a\u00e9\u00a0\t\u00ad\u2028\u3164"]
    [False, False, False, False, True, True, True]
    """
    if unicodedata.category(character) in REFUSED_CATEGORIES:
        return character not in ALLOWED_CONTROLS
    return load_refused().match(character) is not None


def fold_line_ends(text: str) -> str:
    """Return the text with each CR LF as LF. A CR alone stays: it is refused."""
    return text.replace("\r\n", "\n")


def find_refused(text: str) -> Iterator[tuple[str, int, int]]:
    r"""Yield each refused character that a text holds, with its first position and how often it is there, in their order.

    Whole emoji are left out, also those that are newer than what Python knows of Unicode.

    >>> list(find_refused("❤\ufe0f heart\ufe0f"))
    [('️', 8, 1)]
    """
    if text.isascii() and text.isprintable():
        return  # as most texts are
    found = {character for character in set(text) if is_refused(character)}
    if not found:
        return
    plain = load_emoji().sub(lambda emoji: " " * len(emoji[0]), text)  # positions stay
    refused = {character: plain.index(character) for character in found if character in plain}
    for character, position in sorted(refused.items(), key=lambda item: item[1]):
        yield character, position, plain.count(character)


def describe_refused(character: str) -> str:
    r"""Return which character it is, and why it is refused.

    >>> describe_refused("\u061c")
    'character U+061C ARABIC LETTER MARK is an invisible control'
    """
    name = unicodedata.name(character, "")
    why = REFUSED_CATEGORIES.get(unicodedata.category(character), "invisible")
    needed = NEEDED.get(character, "; it may stand only in a flag of England, Scotland or Wales" if is_tag(character) else "")
    return f"character U+{ord(character):04X}{' ' if name else ''}{name} is {why}{needed}"


def is_tag(character: str) -> bool:
    """Return whether a character is one of those that say, behind a black flag, which flag it is."""
    return re.match(f"[{TAGS}]", character) is not None


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
