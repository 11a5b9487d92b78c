"""The phrases of a list that a text holds: whole words, whatever their capitals; a possessive 's is no part of a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Generic, TypeVar

from curation.text.lexicon import load_words
from curation.text.tokens import KEPT, Token, scan_text

Meaning = TypeVar("Meaning")

STEM = 5
"""So many letters at the beginning make two words one: organize, organizer."""

Phrase = tuple[str, ...]
"""The words of a phrase in lower case."""


@dataclass(frozen=True)
class Phrases(Generic[Meaning]):
    """Phrases with what each means."""

    meanings: Mapping[Phrase, Meaning]

    @cached_property
    def longest(self) -> dict[str, int]:
        """How many words the longest phrase has that begins with a word."""
        return {phrase[0]: len(phrase) for phrase in sorted(filter(None, self.meanings), key=len)}


@cache
def load_signs() -> frozenset[str]:
    """Return the marks that mean something alone: the per cent sign, and the signs of currencies."""
    return frozenset({"%", *load_words("numbers")["units"]["signs"]})


@lru_cache(maxsize=KEPT)
def split_phrase(text: str) -> Phrase:
    """Return the words of a text in lower case, without points and other marks.

    >>> split_phrase("the U.S. Department's spokeswoman")
    ('the', 'us', 'department', 'spokeswoman')
    """
    return tuple(token.lower for token in scan_words(text))


@lru_cache(maxsize=KEPT)
def scan_words(text: str) -> tuple[Token, ...]:
    """Return the words, numbers and signs of a text; of marks only those that mean something alone. One word: U.S., J$."""
    words: list[Token] = []
    for token in scan_text(text):
        last = words[-1] if words else None
        if last and is_one_word(text, last, token):
            words[-1] = Token(text[last.start : token.end], last.start, token.end, last.lower + token.lower)
        elif token.text[0].isalnum() or token.text in load_signs():
            is_possessive = token.lower.endswith(("'s", "’s"))
            words.append(token._replace(lower=token.lower[:-2]) if is_possessive else token)
    return tuple(words)


def is_one_word(text: str, last: Token, token: Token) -> bool:
    """Whether a token goes on with the word before it: a letter after a point, or the sign of a currency after letters."""
    between = text[last.end : token.start]
    if token.text in load_signs():
        return not between and last.text[-1].isalpha() and token.text != "%"
    return between == "." and len(token.text) == 1 and last.text.replace(".", "").isupper()


@cache
def load_common_words() -> frozenset[str]:
    """Return the words that say nothing of a subject: the, and, of."""
    return frozenset(load_words("coding")["common"])


def match_phrases(text: str, phrases: Phrases[Meaning]) -> Iterator[tuple[int, int, Meaning]]:
    """Yield start, end and meaning of each known phrase in a text, from left to right; the longest wins.

    >>> list(match_phrases("a former President spoke", Phrases({("president",): 1, ("former", "president"): 2})))
    [(2, 18, 2)]
    """
    words = scan_words(text)
    index = 0
    while index < len(words):
        longest = phrases.longest.get(words[index].lower, 0)
        for size in range(min(longest, len(words) - index), 0, -1):
            phrase = tuple(word.lower for word in words[index : index + size])
            if phrase in phrases.meanings:
                yield words[index].start, words[index + size - 1].end, phrases.meanings[phrase]
                index += size - 1
                break
        index += 1
