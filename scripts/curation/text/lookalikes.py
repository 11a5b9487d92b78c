"""A text as it looks to a reader: look-alike letters, compatibility characters and other digits as Latin ones."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from curation.text.lexicon import load_words

UNUSUAL = re.compile(r"[^\x00-\xa9\xab\xac\xae-\xb1\xb4-\xb8\xbb\xbf-\u024f\u2010-\u2027\u202f-\u2043\u20a0-\u20bf]")
"""Any character but ASCII, Latin letters, punctuation and currency signs. Most texts have none."""
WORD = re.compile(r"[^\W\d_]+")


@cache
def load_lookalikes() -> dict[str, str]:
    """Return the Latin letter of each letter of another script that looks like it."""
    pairs = load_words("lookalikes")["letters"].values()
    return {letter: latin for letters, latins in pairs for letter, latin in zip(letters, latins, strict=True)}


def fold_lookalikes(text: str) -> tuple[str, list[int] | None]:
    """Return the text as it looks, and where each of its characters is in `text`; None where nothing was folded.

    Invisible characters are left out, so that a word with a soft hyphen in it is found as well.
    """
    if not UNUSUAL.search(text):
        return text, None
    letters = load_lookalikes()
    mixed = {
        index
        for word in WORD.finditer(text)
        if any(letter in letters for letter in word.group()) and re.search("[A-Za-z]", word.group())
        for index in range(*word.span())
    }
    folded: list[str] = []
    positions: list[int] = []
    for index, character in enumerate(text):
        shown = letters.get(character, character) if index in mixed else fold_character(character)
        folded.append(shown)
        positions += [index] * len(shown)
    return ("".join(folded), positions) if "".join(folded) != text else (text, None)


def fold_character(character: str) -> str:
    """Return a character as plain text: ﬁ as fi, １ and ١ as 1, ½ as 1/2, a soft hyphen or a selector of style as nothing."""
    category = unicodedata.category(character)
    if category == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] in "LN" or "\uff01" <= character <= "\uff5e":
        return unicodedata.normalize("NFKC", character).replace("\u2044", "/")
    return character
