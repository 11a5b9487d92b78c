"""What a number counts: the unit, the nouns behind a number, and other fields that the words beside it give."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from curation.proposals.memory import load_rules
from curation.proposals.passengers import SOME, Some
from curation.text.folding import Span
from curation.text.moments import choose

GOES_ON = re.compile(r" (?:of(?! \d{4}\b)|who|from|with|under|aged)\b")
"""What follows a noun that is not yet the whole name of what is counted: officers of the Federal Police."""
MOST_WORDS = 3
"""Words between a number and its noun."""
NOT_BETWEEN = "against|before|after|by|at|than|as|of|and|or|to|in|from|on|for|per|with|is|are|was|were|be|been|has|have|had"


@dataclass(frozen=True)
class Counted:
    """What is counted, in the words beside a number. Positions are those of the sentence."""

    code: str
    noun: str
    words: Span | None
    """Where the unit is said; nowhere where a reader chooses the words: per cent, in words."""
    cells: tuple[tuple[str, Span], ...] = field(default=())
    """Other fields that the words give."""
    some: Some | None = None
    """Of whom it counts some, where they are passengers."""

    @property
    def kind(self) -> str:
        """The code of the unit; of events per day, what they have in common with others."""
        return self.code.partition("_")[0]

    @property
    def rule(self) -> str:
        """The name of the rule that found it."""
        if self.some:
            return SOME
        return "figure-duration" if self.noun.endswith(" duration") else f"figure-{self.kind}"


def match_noun(key: str, text: str, start: int) -> re.Match[str] | None:
    """Return where a noun of a list follows a position, with a few words in small letters between; the noun is group 1."""
    return compile_noun(key).match(text, start)


@cache
def compile_noun(key: str) -> re.Pattern[str]:
    """Return the pattern of a noun of a list behind a number."""
    nouns = choose(load_rules()[key])
    between = rf"(?:(?!\d|(?:{NOT_BETWEEN})\b)[\w.-]+ ){{0,{MOST_WORDS}}}?"
    return re.compile(rf" (?:of (?:the )?)?{between}((?i:{nouns}))(?![\w-])")


def print_noun(start: int, noun: re.Match[str]) -> tuple[tuple[str, Span], ...]:
    """Return the noun for what is counted as a cell; nothing where it goes on behind the noun."""
    return () if GOES_ON.match(noun.string, noun.end(1)) else (("measure_printed", (start, noun.end(1))),)
