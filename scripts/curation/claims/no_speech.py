"""Words that can be verbs of speech and are none: reports that …, the three states, a ship that called at a port."""

from __future__ import annotations

import re

from curation.text.lexicon import load_words
from curation.text.phrases import scan_words
from curation.text.tokens import Token

NEAR = 80
"""Characters before and after a verb of speech in which a speaker of its passive is looked for."""
LONGEST_PAPER = 4
"""Words between "according to" and the paper: a three-page police note."""


def is_without_speaker(text: str, verb: Token) -> bool:
    """Whether a word that can be a verb of speech is none, or is a passive of which nobody is named.

    >>> texts = ("They denied reports of it.", "It was announced.", "It was announced by the police.", "It called at a port.")
    >>> [is_without_speaker(text, scan_words(text)[index]) for text, index in zip(texts, (2, 2, 2, 1), strict=True)]
    [True, True, False, True]
    """
    listed, word = load_words("quotations"), verb.lower
    before = [one.lower for one in scan_words(text[max(0, verb.start - NEAR) : verb.start])]
    after = [one.lower for one in scan_words(text[verb.end : verb.end + NEAR])]
    while before and before[-1].endswith("ly"):
        before.pop()
    last, following = before[-1] if before else "", after[0] if after else ""
    if following in listed["other_verbs"].get(word, ()) or (word == "according" and names_paper(text, verb.end)):
        return True
    if word in listed["nouns"]:
        return not last or last in listed["before_a_noun"] or is_plural_noun(word, last, following)
    is_passive = last in listed["passive"] and word not in listed["no_passive"]
    return is_passive and "by" not in after


def is_plural_noun(word: str, last: str, following: str) -> bool:
    """Whether the words beside one show that it is a noun of several: three states, Gulf states, reports were."""
    listed = load_words("quotations")
    if following == "that":
        return False
    is_counted = last.isdigit() or load_words("numbers")["numbers"].get(last, 0) > 1
    return is_counted or last in listed["before_nouns"].get(word, ()) or following in listed["verbs_of_several"]


def names_paper(text: str, start: int) -> bool:
    """Whether "according" before a place goes on with a paper of which no author is named: to a briefing note."""
    words = scan_words(re.split("[,.;:!?]", text[start : start + NEAR])[0])
    listed = load_words("quotations")
    if [word.lower for word in words[:1]] != ["to"]:
        return False
    article = len(words) > 1 and words[1].lower in listed["before_a_paper"]
    for at, word in enumerate(words[1 + article : 2 + article + LONGEST_PAPER], 1 + article):
        if not word.text.islower() or word.text.endswith(("'s", "’s")):
            return False
        if word.lower in listed["papers"]:
            return not any(one.lower in listed["authors"] for one in words[at + 1 :])
    return False
