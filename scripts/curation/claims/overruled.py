"""Values that no reason may put in place of the words: a name from elsewhere, another country, a number from nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from curation.annotation.evidence import CITATION
from curation.claims.claim import Claim, CodedSource
from curation.claims.reasons import fold_printed, stands_in
from curation.paths import SEGMENT_JOINER
from curation.problems import Problem, shorten
from curation.schema.kinds import ParserName
from curation.text.countries import read_country, scan_countries
from curation.text.lexicon import load_words
from curation.text.numbers import scan_numbers
from curation.text.phrases import scan_words
from curation.text.readings import Reading


def check_overruled(coded: CodedSource) -> Iterator[Problem]:
    """Report values of a source that its words, or its text, do not allow, whatever the reason says."""
    text = fold_printed(coded.annotation.source.text)
    for claim in coded.claims:
        if not claim.reason or claim.field.speaker:
            continue
        cell = f"{claim.table}/{claim.row}/{claim.field.name}"
        if claim.field.reads == ParserName.VERBATIM and not is_printed(claim, text):
            message = f"{cell}: «{shorten(claim.reading.value)}» is not in the text of {claim.source}"
            advice = "take words of this source: what another one prints is coded there"
        elif claim.field.reads == ParserName.COUNTRY and (code := find_named(claim)):
            message = f"{cell} is {claim.reading.value}, but «{shorten(claim.words)}» is the name of {code}"
            advice = "correct the code, or take other words: no reason makes one country's name another's"
        elif claim.field.reads == ParserName.QUANTITY and is_unfounded(claim):
            message = f"{cell} is {claim.reading.value}, but «{shorten(claim.words)}» has no number"
            advice = "leave it out; a number that the words do not give needs evidence: value <- words -- reason [id]"
        else:
            continue
        yield claim.fail(message, advice, spoils={claim.cause}, follows={claim.cause})


def is_printed(claim: Claim, text: str) -> bool:
    """Whether all pieces of a claim's value are whole words of its source's folded text."""
    return all(stands_in(fold_printed(piece), text) for piece in claim.reading.value.split(SEGMENT_JOINER))


def find_named(claim: Claim) -> str:
    """Return the other country that words name which say nothing else: a name, or its people. Empty where there is none."""
    said = read_country(claim.words) if claim.has_words else None
    if not isinstance(said, Reading) or said.value == claim.reading.value:
        return ""
    outside, position = "", 0
    for name in scan_countries(claim.words):
        outside, position = f"{outside}{claim.words[position : name.start]} ", name.end
    rest = {word.lower for word in scan_words(outside + claim.words[position:])}
    return said.value if rest <= {*load_words("coding")["beside_countries"], "s"} else ""


def is_unfounded(claim: Claim) -> bool:
    """Whether a value has a number, its words have neither one nor a word of few, and the reason cites no evidence."""
    if not any(map(str.isdigit, claim.reading.value)):
        return False
    few = {*load_words("coding")["few"]}
    has_number = bool(scan_numbers(claim.words, [])) or any(word.lower in few for word in scan_words(claim.words))
    return not has_number and not CITATION.search(claim.reason)
