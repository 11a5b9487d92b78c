"""Whether a reason cites anything: evidence, words or names of the sources, or the sentence that it explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from curation.annotation.causes import name_keys
from curation.annotation.document import Annotation, Passage
from curation.annotation.evidence import CITATION
from curation.annotation.notation import Notation
from curation.claims.fixed_phrases import drop_pronoun, drop_unhedged
from curation.problems import Cause, Problem, shorten
from curation.text.dates import scan_dates
from curation.text.folding import fold_spaces, merge_spans
from curation.text.lexicon import load_words
from curation.text.names import scan_names
from curation.text.numbers import scan_numbers
from curation.text.phrases import STEM, Phrases, load_common_words, match_phrases, scan_words, split_phrase
from curation.text.tokens import Token

QUOTED = re.compile(r'"([^"]+)"|“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|‘([^’]+)’')
"""Words between quotation marks in a reason."""
SMALL = ((Decimal(1),), (Decimal(0),))
"""Numbers that are words of other kinds, too: one of them, no figure."""


@dataclass(frozen=True)
class Explained:
    """A reason with its place, the text that it is about, and what is unread where it is wrong."""

    notation: Notation
    what: str
    words: str
    within: Cause


@dataclass(frozen=True)
class Printed:
    """The texts that a reason can cite, folded and without capitals, and its own source as printed."""

    own: str
    all: dict[str, str]
    text: str


def check_reasons(annotation: Annotation, texts: dict[str, str]) -> Iterator[Problem]:
    """Report the reasons of a source that cite nothing. `texts` are those of all sources, by their ids."""
    source = annotation.source
    printed = Printed(texts[source.id], texts, source.text)
    for one in list_reasons(annotation):
        if not cites(one, printed):
            message = f"{one.what}: the reason cites nothing: «{shorten(one.notation.reason)}»"
            advice = (
                'quote words of the text in "…", name a source or a page of evidence [id], or speak of the words themselves'
            )
            at = one.notation
            follows = frozenset({one.within})
            yield Problem(annotation.file, at.line, at.column, message, advice, spoils=follows, follows=follows)


def check_hedges(annotation: Annotation) -> Iterator[Problem]:
    """Report words of a hedge that do not give the certainty which it has: a plan speaks of the future."""
    seen: set[tuple[int, int]] = set()
    for passage in annotation.passages:
        for row in (row for row in passage.rows if row.hedge):
            hedge = row.hedge
            place = (hedge.notation.line, hedge.notation.column) if hedge else (0, 0)
            if not hedge or hedge.notation.reason or place in seen:
                continue
            seen.add(place)
            printed = list_hedge_words(passage, " ".join(hedge.notation.words))
            words = {drop_pronoun(word.lower) for word in printed}
            others = list_certainties(words)
            if hedge.certainty not in others:
                message = f"hedge: «{shorten(' '.join(hedge.notation.words))}» does not make it {hedge.certainty}"
                advice = f"write {' or '.join(others)} <- words" if others else "take the words that weaken it"
                cause = frozenset({Cause(annotation.file, row.table.name, row.id, passage=passage.number)})
                at = hedge.notation
                advice += ", or give a reason"
                yield Problem(annotation.file, at.line, at.column, message, advice, spoils=cause, follows=cause)


def list_hedge_words(passage: Passage, text: str) -> list[Token]:
    """Return the words of a hedge that can be one where they are: the "scheduled" of "scheduled flights" can not."""
    start = passage.text.find(text)
    if start < 0:
        return drop_unhedged(text, scan_words(text))
    end = start + len(text)
    return drop_unhedged(passage.text, [word for word in scan_words(passage.text) if start <= word.start < end])


def list_certainties(words: set[str]) -> list[str]:
    """Return what the words of a hedge can make of a claim.

    >>> [list_certainties({*text.split()}) for text in ("is set to leave", "is believed to be", "it is expected")]
    [['planned'], ['hedged'], ['planned']]
    """
    listed = {certainty: {*some} for certainty, some in load_words("coding")["certainty"].items()}
    is_doubted = bool(words & listed["hedged"])
    is_future = bool(words & listed["planned"]) or (not is_doubted and bool(words & listed["weak"]))
    return [certainty for certainty, is_said in (("planned", is_future), ("hedged", is_doubted)) if is_said]


def check_uncoded(annotation: Annotation) -> Iterator[Problem]:
    """Report the reasons of `uncoded` that say nothing of what is set aside."""
    common = load_common_words()
    for passage in annotation.passages:
        for entry in passage.uncoded:
            if not {word.lower for word in scan_words(entry.reason)} - common:
                message = f"uncoded: the reason says nothing: «{shorten(entry.reason)}»"
                cause = frozenset({Cause(annotation.file, field="uncoded", passage=passage.number)})
                advice = "say what the words are, or why the tables have no place for them"
                yield Problem(annotation.file, entry.line, entry.column, message, advice, spoils=cause, follows=cause)


def check_numbers_set_aside(annotation: Annotation) -> Iterator[Problem]:
    """Report numbers that are set aside with a reason which says that there is none: hundreds are a number, too."""
    denying = Phrases({split_phrase(phrase): True for phrase in load_words("coding")["without_number"]})
    for passage in annotation.passages:
        for entry in passage.uncoded:
            words = " … ".join(entry.words) or passage.text
            denials = [entry.reason[start:end] for start, end, _ in match_phrases(entry.reason, denying)]
            numbers = find_numbers(words) if denials else []
            if numbers:
                message = f"uncoded: the reason says «{denials[0]}», and the words give «{numbers[0]}»"
                cause = frozenset({Cause(annotation.file, field="uncoded", passage=passage.number)})
                advice = "code it (hundreds are a value, too), or say what it counts and why no table has a place"
                yield Problem(annotation.file, entry.line, entry.column, message, advice, spoils=cause, follows=cause)


def find_numbers(words: str) -> list[str]:
    """Return the numbers of words, those without digits too (hundreds); not those of dates and of names."""
    names = [(one.start, one.end) for one in scan_dates(words)] + [(one.start, one.end) for one in scan_names(words)]
    found = scan_numbers(words, merge_spans(names, words))
    return [words[one.start : one.end] for one in found if one.is_count and one.numbers not in SMALL]


def list_reasons(annotation: Annotation) -> Iterator[Explained]:
    """Return every written reason of a source's values, speakers and hedges, each once; those of `uncoded` are others."""
    seen: set[tuple[int, int]] = set()
    for found in (*list_head(annotation), *list_cells(annotation)):
        place = found.notation.line, found.notation.column
        if found.notation.reason and place not in seen:
            seen.add(place)
            yield found


def list_head(annotation: Annotation) -> Iterator[Explained]:
    """Return the reasons at the head of an annotation."""
    for key, notation in (("year", annotation.year), ("fiscal_year", annotation.fiscal_year)):
        if notation:
            words = annotation.source.folded.folded
            yield Explained(notation, key, words, Cause(name_keys(annotation.file), field=key))


def list_cells(annotation: Annotation) -> Iterator[Explained]:
    """Return the reasons beneath the passages. One without words may speak of any words of the source."""
    whole = annotation.source.folded.folded
    for passage in annotation.passages:
        for row in passage.rows:
            within = Cause(annotation.file, row.table.name, row.id, passage=passage.number)
            spoken = [("by", row.by.notation)] if row.by else []
            spoken += [("hedge", row.hedge.notation)] if row.hedge else []
            for what, notation in ((what, notation) for what, notation in spoken if notation.reason):
                yield Explained(notation, what, passage.text if notation.words else whole, within)
            for cell in (cell for cell in row.cells if cell.notation.reason):
                # A reason for a code may also speak of what the code means.
                code = cell.field.codes.get(cell.notation.value)
                words = f"{passage.text if cell.notation.words else whole} {code.description if code else ''}"
                what = f"{cell.table}/{cell.row}/{cell.field.name}"
                yield Explained(cell.notation, what, words, within._replace(field=cell.field.name))


def cites(one: Explained, printed: Printed) -> bool:
    """Whether a reason cites a page, a source, words or a number or name of the text, or speaks of the text it explains."""
    reason, lexicon = one.notation.reason, load_words("coding")
    pieces = list_quoted(reason)
    if CITATION.search(reason) or any(
        stands_in(piece, text) for piece in pieces for text in chain([printed.own], printed.all.values())
    ):
        return True
    common, words = load_common_words(), scan_words(reason)
    used = {word.lower for word in words}
    if used & {*lexicon["parts_of_text"], *lexicon["pronouns"]["person"]} or {*reason.split()} & printed.all.keys():
        return True
    own = {word.lower[:STEM] for word in scan_words(one.words) if word.lower not in common}
    if {word[:STEM] for word in used - common} & own:
        return True
    names = {word.text for word in words if word.text[0].isupper() and word.lower not in common and len(word.text) > 1}
    numbers = {word.text for word in words if word.text[0].isdigit()}
    return bool((names | numbers) & {word.text for word in scan_words(printed.text)})


def fold_printed(text: str) -> str:
    """Return a text as `quotes` looks at it."""
    return fold_spaces(text).casefold()


def quotes(reason: str, text: str) -> bool:
    """Whether a reason has words between quotation marks that stand in a folded text, whatever their capitals."""
    return any(stands_in(piece, text) for piece in list_quoted(reason))


def list_quoted(reason: str) -> list[str]:
    """Return the words that a reason has between quotation marks, folded."""
    pieces = [fold_printed("".join(filter(None, groups))).strip(" .,") for groups in QUOTED.findall(reason)]
    return [piece for piece in pieces if len(piece) > 1]


def stands_in(piece: str, text: str) -> bool:
    """Whether a folded text has a piece of text as whole words."""
    return piece in text and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text) is not None
