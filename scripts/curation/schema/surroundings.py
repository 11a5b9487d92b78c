"""Whether what a field says of the surroundings of its words is consistent: phrases, codes, and the parser that they fit."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from curation.problems import suggest_nearest
from curation.schema.fills import ParseFill
from curation.schema.kinds import ParserName

Said = tuple[str, str]
"""What is wrong, and what to do."""


def check_surroundings_of_words(fill: ParseFill, codes: Collection[str]) -> Iterator[Said]:
    """Check the phrases and codes by which the surroundings of a field's words are judged."""
    narrowed = {code for pair in fill.narrows.items() for code in (pair[0], *pair[1])}
    listed = {
        "narrows": sorted(narrowed),
        "not_words": tuple(fill.not_words),
        "currencies": fill.currencies,
        "ordinals": [fill.ordinals] if fill.ordinals else [],
        "outlets": fill.outlets,
        "unnamed": fill.unnamed,
    }
    for key, named in listed.items():
        for code in named:
            if code not in codes:
                yield f"{key}: unknown code {code!r}", suggest_nearest(code, codes)
    for key, is_there in (("outside_quotations", fill.outside_quotations), ("opens_text", fill.opens_text)):
        if is_there and fill.reads != ParserName.VERBATIM:
            yield f"{key}: {fill.reads} prints no words", "read it as verbatim"
    yield from check_fixed_phrases(fill)
    phrases = (*fill.not_words.values(), fill.said_with, fill.asked_by, fill.fixed_phrases)
    for phrase in (phrase for some in phrases for phrase in some):
        if phrase != " ".join(phrase.split()).casefold() or not phrase:
            yield f"{phrase!r} is no phrase", "write it in lower case, with one space between words"


def check_fixed_phrases(fill: ParseFill) -> Iterator[Said]:
    """Check that each fixed phrase holds a phrase of a code, and is none itself."""
    said = {tuple(phrase.split()) for phrases in fill.words.values() for phrase in phrases}
    for phrase in fill.fixed_phrases:
        words = tuple(phrase.replace("-", " ").split())
        parts = {words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
        if tuple(phrase.split()) in said:
            yield f"fixed_phrases: {phrase!r} is a phrase of a code too", "leave it out in one of the two"
        elif not parts & said:
            yield f"fixed_phrases: {phrase!r} holds no phrase of a code", "leave it out: it says none"
