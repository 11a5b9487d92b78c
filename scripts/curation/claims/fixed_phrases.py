"""Fixed phrases, in which a word does not mean what it means alone: against their will, of their own accord."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from curation.claims.claim import Claim
from curation.text.folding import Span
from curation.text.lexicon import load_words
from curation.text.phrases import Phrases, match_phrases, scan_words, split_phrase
from curation.text.tokens import KEPT, Token

LONGEST_KIND = 80
"""Characters after a word in which the noun is looked for that makes the two a kind of flight."""


@cache
def load_unhedged() -> Phrases[bool]:
    """Return the phrases in which a word that weakens, or one of the future, does neither."""
    return Phrases({split_phrase(phrase): True for phrase in load_words("coding")["unhedged"]})


@lru_cache(maxsize=KEPT)
def list_unhedged(text: str) -> tuple[Span, ...]:
    """Return where these phrases stand in a text."""
    return tuple((start, end) for start, end, _ in match_phrases(text, load_unhedged()))


def drop_unhedged(text: str, words: Iterable[Token]) -> list[Token]:
    """Return the words of a text that are in none of these phrases.

    >>> text = "They will go against their will."
    >>> [word.start for word in drop_unhedged(text, scan_words(text)) if word.text == "will"]
    [5]
    """
    outside = [word for word in words if not any(start <= word.start < end for start, end in list_unhedged(text))]
    return [word for word in outside if not names_kind(text, word)]


def names_kind(text: str, word: Token) -> bool:
    """Whether a word with what follows it is a kind of flight: a scheduled EgyptAir service; not the scheduled May flight."""
    listed, dates = load_words("coding")["kinds_of_flight"], load_words("dates")
    if word.lower not in listed["words"]:
        return False
    days = {*dates["weekdays"], *(name for names in dates["months"] for name in names)}
    for one in scan_words(text[word.end : word.end + LONGEST_KIND]):
        if one.lower in listed["nouns"]:
            return True
        is_name = one.text[0].isupper() and one.lower not in days
        if not (is_name or one.lower in listed["between"]):
            return False
    return False


@cache
def load_list(name: str) -> frozenset[str]:
    """Return one of the lists of words of the lexicon of codings."""
    return frozenset(load_words("coding")[name])


@lru_cache(maxsize=KEPT)
def find_hedging_words(text: str, listed: frozenset[str]) -> tuple[Token, ...]:
    """Return the words of a list that can weaken, or speak of the future, where they are in a text.

    >>> [word.text for word in find_hedging_words("They’ll go as expected, and will return.", load_list("future"))]
    ['They’ll', 'will']
    """
    return tuple(drop_unhedged(text, [word for word in scan_words(text) if drop_pronoun(word.lower) in listed]))


def drop_pronoun(word: str) -> str:
    """Return a verb without the pronoun that it is written together with: ll, of they'll."""
    return word.replace("’", "'").rpartition("'")[2]


def list_hedging_words_of(claim: Claim, listed: frozenset[str]) -> list[Token]:
    """Return the words of a list in the words of a claim that can weaken it, or speak of the future."""
    found = find_hedging_words(claim.passage.text, listed)
    return [word for word in found if any(start <= word.start < end for start, end in claim.spans_in_passage)]
