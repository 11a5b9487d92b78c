"""Whether everything in a source's text is accounted for: numbers, dates, quotations, statements and hedges."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from curation.anchors import Span
from curation.annotations import Passage
from curation.claims import CodedSource
from curation.expressions import load_words, scan_expressions, scan_listed_words, scan_quotations
from curation.problems import Problem, shorten
from curation.readings import PARSERS

UNMARKED = re.compile(r"^[\s,.;:!?…\"“”'‘’]+|[\s,.;:!?…\"“”'‘’]+$")


def account_for(coded: CodedSource) -> list[Problem]:
    """Return what no claim and no `uncoded` accounts for. Passages without either are the annotation's own problem."""
    return [*account_for_figures(coded), *account_for_quotations(coded), *warn_of_speech(coded)]


def account_for_figures(coded: CodedSource) -> Iterator[Problem]:
    """Each number and date must be whole in a claim of a field that reads numbers or dates, or uncoded.

    A quotation that contains "131" does not account for 131.
    """
    covered = sorted(
        span
        for claim in coded.claims
        if PARSERS.get(str(claim.field.curation.get("reads")), PARSERS["verbatim"]).accounts_for
        for span in claim.spans
    ) + list(coded.uncoded)
    for passage in coded.annotation.passages:
        if passage.is_uncoded:
            continue
        near = [span for span in covered if span[0] < passage.end and passage.start < span[1]]
        for item in scan_expressions(passage.text):
            start, end = passage.start + item.start, passage.start + item.end
            if not any(span[0] <= start and end <= span[1] for span in near):
                words = passage.text[item.start : item.end]
                advice = f"code it, or write beneath the passage: uncoded: {words} -- the reason"
                yield complain(coded, passage, f"{item.kind} not accounted for: «{words}»", advice)


def account_for_quotations(coded: CodedSource) -> Iterator[Problem]:
    """Each quotation must be under the claims of a field that covers quotations, to its last word, or uncoded."""
    covered = [span for claim in coded.claims if claim.field.curation.get("covers") == "quotation" for span in claim.spans]
    covered += coded.uncoded
    text = coded.annotation.source.folded
    for quotation in scan_quotations(text.text):
        inside = text.text[quotation.start : quotation.end]
        lead, tail = UNMARKED.match(inside), UNMARKED.search(inside, 1)
        start = quotation.start + (lead.end() if lead else 0)
        end = quotation.end - (len(inside) - tail.start() if tail else 0)
        if start >= end:
            continue
        folded = fold_span(coded, start, end)
        passage = find_passage(coded, folded[0])
        if passage.is_uncoded:
            continue
        left = subtract_spans(folded, covered)
        rest = [span for span in left if UNMARKED.sub("", text.folded[slice(*span)])]
        for span in rest:
            passage = find_passage(coded, span[0])
            if not passage.is_uncoded:
                words = shorten(text.folded[slice(*span)])
                advice = "code it as a quote, or write beneath the passage: uncoded: the words -- the reason"
                yield complain(coded, passage, f"quotation not accounted for: «{words}»", advice)
        if quotation.is_open and rest:
            yield complain(
                coded,
                passage,
                "quotation mark without its other half",
                "set the quoted words aside as uncoded, or code them",
            )


def fold_span(coded: CodedSource, start: int, end: int) -> Span:
    """Return the span in the folded text of a span in the NFC text that starts and ends on no space."""
    text = coded.annotation.source.folded

    def fold(position: int) -> int:
        word = bisect_right(text.text_starts, position) - 1
        return text.word_starts[word] + position - text.text_starts[word]

    return fold(start), fold(end - 1) + 1


def find_passage(coded: CodedSource, position: int) -> Passage:
    return next(passage for passage in coded.annotation.passages if position < passage.end)


def subtract_spans(whole: Span, spans: list[Span]) -> list[Span]:
    """Return what is left of a span when others are taken away."""
    left, position = [], whole[0]
    for start, end in sorted(spans):
        if start > position:
            left.append((position, min(start, whole[1])))
        position = max(position, end)
        if position >= whole[1]:
            break
    if position < whole[1]:
        left.append((position, whole[1]))
    return [(start, end) for start, end in left if start < end]


def warn_of_speech(coded: CodedSource) -> Iterator[Problem]:
    """Warn of verbs of speech and hedges that no attribution, hedge or claim uses."""
    words = load_words()["speech"]
    quoted = [span for claim in coded.claims if claim.field.curation.get("covers") == "quotation" for span in claim.spans]
    used = [*coded.attribution_spans, *coded.uncoded, *quoted]
    used += [span for claim in coded.claims for span in claim.spans if span[1] - span[0] < len(claim.passage.text)]
    for passage in coded.annotation.passages:
        if passage.is_uncoded:
            continue
        near = [span for span in used if span[0] < passage.end and passage.start < span[1]]
        for kind in ("verbs", "hedges"):
            for token in scan_listed_words(passage.text, words[kind]):
                if not any(start <= passage.start + token.start < end for start, end in near):
                    what, advice = (
                        ("verb of speech", "say who speaks with by:") if kind == "verbs" else ("hedge", "use it with hedge:")
                    )
                    problem = complain(
                        coded,
                        passage,
                        f"{what} that nothing uses: «{token.text}»",
                        f"{advice}, or set it aside as uncoded",
                    )
                    yield Problem(
                        problem.file, problem.line, problem.column, problem.message, problem.advice, is_warning=True
                    )


def complain(coded: CodedSource, passage: Passage, message: str, advice: str) -> Problem:
    return Problem(coded.annotation.file, passage.line, passage.column, message, advice)
