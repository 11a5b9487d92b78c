"""Whether quoted words are cut, and their mode of quotation coded, as the marks around them say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.claims.claim import Claim
from curation.claims.run_on import covers_quotations
from curation.facts.resolve import Fact
from curation.problems import Problem, shorten
from curation.schema.kinds import ParserName
from curation.text.quotation_marks import load_marks

SHORTEST_CLAUSE = 5
"""Words. A shorter quotation that begins a sentence may be a phrase: "Highly dangerous men," said the minister."""

CLOSING_POINT = re.compile(r",$|(?<!\b[^\W\d_]\.[^\W\d_])\.$")
"""A closing comma or full stop; but U.S. and a.m. keep theirs."""


def check_quoted(table: str, row: str, facts: dict[str, Fact]) -> Iterator[Problem]:
    """Report quoted words of a row with marks that do not belong to them, and a mode that the marks contradict."""
    for fact in (fact for fact in facts.values() if covers_quotations(fact.field)):
        claim = fact.claims[0]
        if CLOSING_POINT.search(fact.decided) or has_outer_mark(fact.decided):
            message = f"{table}/{row}/{fact.field.name}: «{shorten(fact.decided)}» with a mark that stands around it"
            advice = "leave out the outer quotation marks, and the closing comma or full stop"
            yield claim.fail(message, advice, {claim.cause}, {claim.cause})
        modes = [other for other in facts.values() if other.field.reads == ParserName.CODE and other.decided in MODES]
        for mode in modes:
            belongs = MODES[mode.decided]
            if mode.decided == "direct_partial" and is_whole_sentence(claim) and not mode.claims[0].reason:
                message = f"{table}/{row}/{mode.field.name}: direct_partial, but «{shorten(claim.words)}» begins its sentence"
                advice = "write direct, or a reason why the words are no whole clause: direct_partial -- reason"
                yield mode.claims[0].fail(message, advice, {mode.claims[0].cause}, {claim.cause, mode.claims[0].cause})
            if not fits_marks(mode.decided, fact, is_tied=any(is_tie(other) for other in facts.values())):
                message = f"{table}/{row}/{mode.field.name}: {mode.decided} is for words {belongs}"
                causes = {claim.cause, mode.claims[0].cause}
                yield mode.claims[0].fail(message, "correct the code, or take the words between the marks", causes, causes)


MODES = {
    "direct": "between quotation marks",
    "direct_partial": "each piece of which is between quotation marks",
    "block": "without quotation marks",
    "reported": "without quotation marks",
}
"""The codes of a mode of quotation that marks can contradict, and what the marks must be."""


def is_tie(fact: Fact) -> bool:
    """Whether a fact ties its row to a neighbour, as the sentences of one quotation are tied."""
    return bool(fact.field.parse and fact.field.parse.ties_neighbours)


def has_outer_mark(text: str) -> bool:
    """Whether a double mark at an end of a text has its partner at the other end or outside of the text."""
    double = load_marks().doubles
    begins, ends = text[:1] in double, text[-1:] in double
    if not (begins or ends):
        return False
    number = sum(character in double for character in text)
    return number % 2 == 1 or (begins and ends and number == 2)


def is_whole_sentence(claim: Claim) -> bool:
    """Whether quoted words begin their passage with a capital and are long: then they are a clause, and no part of one."""
    before = claim.passage.text[: claim.spans_in_passage[0][0]]
    is_first = not before.strip(f"{load_marks().characters} ")
    return is_first and len(claim.spans) == 1 and claim.words[0].isupper() and len(claim.words.split()) >= SHORTEST_CLAUSE


def fits_marks(mode: str, fact: Fact, is_tied: bool) -> bool:
    """Whether the words of each claim are between quotation marks as a mode says. A tied row's begin in another sentence."""
    for claim in fact.claims:
        fits = {
            "direct": claim.is_quoted[0] or claim.is_quoted[-1] or is_tied,
            "direct_partial": all(claim.is_quoted),
            "block": not any(claim.is_quoted),
            "reported": not any(claim.is_quoted),
        }
        if not fits[mode]:
            return False
    return True
