"""Whether everything in a source's text is accounted for: numbers, dates, quotations, statements and hedges."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from curation.anchors import Span, merge_spans
from curation.annotations import Passage
from curation.claims import CodedSource
from curation.expressions import load_words, scan_expressions, scan_listed_words, scan_quotations
from curation.problems import Problem, shorten
from curation.readings import PARSERS

UNMARKED = re.compile(r"^[\s,.;:!?…\"“”'‘’]+|[\s,.;:!?…\"“”'‘’]+$")
SPEECH = {"verbs": ("verb of speech", "say who speaks with by:"), "hedges": ("hedge", "use it with hedge:")}


def account_for(coded: CodedSource) -> list[Problem]:
    """Return what no claim and no `uncoded` accounts for. Passages without either are the annotation's own problem."""
    return [*account_for_figures(coded), *account_for_quotations(coded), *warn_of_speech(coded)]


def account_for_figures(coded: CodedSource) -> Iterator[Problem]:
    """Each number and date must be whole under claims of fields that read numbers or dates, or uncoded.

    A quotation that contains "131" does not account for 131.
    """
    figures = {name for name, parser in PARSERS.items() if parser.accounts_for}
    claimed = (span for claim in coded.claims if claim.field.curation.get("reads") in figures for span in claim.spans)
    covered = merge_spans([*claimed, *coded.uncoded])
    for passage in coded.annotation.passages:
        for item in () if passage.is_uncoded else scan_expressions(passage.text):
            if subtract_spans((passage.start + item.start, passage.start + item.end), covered):
                words = passage.text[item.start : item.end]
                advice = f"code it, or write beneath the passage: uncoded: {words} -- the reason"
                yield complain(coded, passage, f"{item.kind} not accounted for: «{words}»", advice)


def account_for_quotations(coded: CodedSource) -> Iterator[Problem]:
    """Each quotation must be under the claims of a field that covers quotations, to its last word, or uncoded."""
    covered = merge_spans([*list_quoted(coded), *coded.uncoded])
    text = coded.annotation.source.folded
    for quotation in scan_quotations(text.text):
        start, end = trim_marks(text.text, quotation.start, quotation.end)
        left = subtract_spans(text.fold(start, end), covered) if start < end else []
        for span in left:
            passage = find_passage(coded, span[0])
            words = UNMARKED.sub("", text.folded[slice(*span)])
            if words and passage and not passage.is_uncoded:
                what = "quotation without its closing mark" if quotation.is_open else "quotation"
                advice = "code it as a quote, or write beneath the passage: uncoded: the words -- the reason"
                yield complain(coded, passage, f"{what} not accounted for: «{shorten(words)}»", advice)


def warn_of_speech(coded: CodedSource) -> Iterator[Problem]:
    """Warn of verbs of speech and hedges that no attribution, hedge or claim uses."""
    words = load_words()["speech"]
    narrow = (span for claim in coded.claims for span in claim.spans if span[1] - span[0] < len(claim.passage.text))
    used = merge_spans([*coded.attribution_spans, *coded.uncoded, *list_quoted(coded), *narrow])
    for passage in coded.annotation.passages:
        for kind, (what, advice) in {} if passage.is_uncoded else SPEECH.items():
            for token in scan_listed_words(passage.text, words[kind]):
                if subtract_spans((passage.start + token.start, passage.start + token.end), used):
                    message = f"{what} that nothing uses: «{token.text}»"
                    problem = complain(coded, passage, message, f"{advice}, or set it aside as uncoded")
                    yield replace(problem, is_warning=True)


def list_quoted(coded: CodedSource) -> Iterator[Span]:
    """Return the spans of the claims that cover quotations."""
    return (span for claim in coded.claims if claim.field.curation.get("covers") == "quotation" for span in claim.spans)


def trim_marks(text: str, start: int, end: int) -> Span:
    """Leave the punctuation at both ends of a span out of it."""
    inside = text[start:end]
    lead = UNMARKED.match(inside)
    start += lead.end() if lead else 0
    return start, start + len(UNMARKED.sub("", text[start:end]))


def find_passage(coded: CodedSource, position: int) -> Passage | None:
    """Return the passage in which a position of the folded text lies."""
    passages = coded.annotation.passages
    index = bisect_right(passages, position, key=lambda passage: passage.start) - 1
    return passages[index] if index >= 0 and position < passages[index].end else None


def subtract_spans(whole: Span, merged: list[Span]) -> list[Span]:
    """Return what is left of a span when merged spans are taken away."""
    left, position = [], whole[0]
    index = max(0, bisect_right(merged, position, key=lambda span: span[0]) - 1)
    while index < len(merged) and merged[index][0] < whole[1]:
        start, end = merged[index]
        if start > position:
            left.append((position, start))
        position = max(position, end)
        index += 1
    return [*left, (position, whole[1])] if position < whole[1] else left


def complain(coded: CodedSource, passage: Passage, message: str, advice: str) -> Problem:
    return Problem(coded.annotation.file, passage.line, passage.column, message, advice)
