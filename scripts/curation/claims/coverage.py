"""Whether everything in a source's text is accounted for: numbers, dates, quotations, statements and hedges."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from curation.annotation.causes import name_left_out
from curation.annotation.document import Passage
from curation.claims.claim import CodedSource
from curation.claims.parsers import PARSERS
from curation.claims.run_on import covers_quotations
from curation.problems import Cause, Problem, shorten
from curation.schema.tables import Field
from curation.text.expressions import scan_expressions
from curation.text.folding import Span, fold_spaces, merge_spans, subtract_spans
from curation.text.lexicon import load_words
from curation.text.names import NameExpression
from curation.text.quotation_marks import load_marks
from curation.text.quotations import MarkFault, Quotation, scan_listed_words

PUNCTUATION = ",.;:!?…"
SPEECH = {"verbs": ("verb of speech", "say who speaks with by:"), "hedges": ("hedge", "use it with hedge:")}


def account_for(coded: CodedSource) -> list[Problem]:
    """Return what no claim and no `uncoded` accounts for. Passages without either are the annotation's own problem."""
    return [*account_for_figures(coded), *account_for_quotations(coded), *warn_of_speech(coded)]


def account_for_figures(coded: CodedSource) -> Iterator[Problem]:
    """Each number and date must be whole under claims of fields that read numbers or dates, or uncoded.

    A quotation that contains "131" does not account for 131.
    """
    figures = {name for name, parser in PARSERS.items() if parser.accounts_for}
    claimed = (span for claim in coded.claims if claim.field.reads in figures for span in claim.spans)
    covered = merge_spans([*claimed, *coded.uncoded])
    fields = list_fields(coded, lambda column: column.reads in figures)
    for passage in coded.annotation.passages:
        for item in () if passage.is_uncoded else scan_expressions(passage.text):
            if item.kind != NameExpression.kind and subtract_spans(
                (passage.start + item.start, passage.start + item.end), covered
            ):
                words = passage.text[item.start : item.end]
                advice = f"code it, or write beneath the passage: uncoded: {words} -- the reason"
                problem = complain(coded, passage, f"{item.kind} not accounted for: «{words}»", advice)
                yield link_to_cells(problem, coded, passage, fields)


def account_for_quotations(coded: CodedSource) -> Iterator[Problem]:
    """Each quotation must be under the claims of a field that covers quotations, to its last word, or uncoded.

    Of marks that do not pair all must be that the quotation may hold.
    """
    covered = merge_spans([*list_quoted(coded), *coded.uncoded])
    text = coded.annotation.source.folded
    fields = list_fields(coded, covers_quotations)
    for quotation in coded.quotations:
        start, end = trim_marks(text.text, quotation.start, quotation.end)
        left = subtract_spans(text.fold(start, end), covered) if start < end else []
        for passage, span in split_by_passage(coded, left):
            words = text.folded[slice(*trim_marks(text.folded, *span))]
            if words and not passage.is_uncoded:
                what = " ".join(filter(None, ("quotation", quotation.fault)))
                problem = complain(coded, passage, f"{what} not accounted for: «{shorten(words)}»", advise(coded, quotation))
                yield link_to_cells(problem, coded, passage, fields)


def split_by_passage(coded: CodedSource, spans: Iterable[Span]) -> Iterator[tuple[Passage, Span]]:
    """Return the parts of spans, each with the passage in which it lies."""
    passages = coded.annotation.passages
    for start, end in spans:
        index = max(0, bisect_right(passages, start, key=lambda passage: passage.start) - 1)
        while index < len(passages) and passages[index].start < end:
            passage = passages[index]
            if start < passage.end:
                yield passage, (max(start, passage.start), min(end, passage.end))
            index += 1


def advise(coded: CodedSource, quotation: Quotation) -> str:
    """Say how to account for a quotation; where its marks do not pair, where they are, and that a mark may be none."""
    advice = "code it as a quote, or write beneath the passage: uncoded: the words -- the reason"
    if not quotation.fault:
        return advice
    ends = {MarkFault.UNCLOSED: [quotation.start], MarkFault.UNOPENED: [quotation.end]}
    text = coded.annotation.source.text
    places = [text[max(0, end - 24) : end + 24] for end in ends.get(quotation.fault, [quotation.start, quotation.end])]
    where = " and ".join(f"«{fold_spaces(place)}»" for place in places)
    return f"{advice}; the mark is at {where}: if it is no quotation mark write: uncoded: its word -- what it is"


def warn_of_speech(coded: CodedSource) -> Iterator[Problem]:
    """Warn of verbs of speech and hedges that no attribution, hedge or claim uses."""
    words = load_words("quotations")
    narrow = (span for claim in coded.claims for span in claim.spans if span[1] - span[0] < len(claim.passage.text))
    used = merge_spans([*coded.attribution_spans, *coded.uncoded, *list_quoted(coded), *narrow])
    for passage in coded.annotation.passages:
        for kind, (what, advice) in {} if passage.is_uncoded else SPEECH.items():
            for token in scan_listed_words(passage.text, words[kind]):
                if subtract_spans((passage.start + token.start, passage.start + token.end), used):
                    message = f"{what} that nothing uses: «{token.text}»"
                    lost = frozenset({Cause(coded.annotation.file, passage=passage.number)})
                    problem = complain(coded, passage, message, f"{advice}, or set it aside as uncoded")
                    yield replace(problem, is_warning=True, follows=lost)


def list_quoted(coded: CodedSource) -> Iterator[Span]:
    """Return the spans of the claims that cover quotations."""
    return (span for claim in coded.claims if covers_quotations(claim.field) for span in claim.spans)


def list_fields(coded: CodedSource, accounts: Callable[[Field], bool]) -> set[str]:
    """Return the fields with cells anywhere in a source whose claims account for something."""
    rows = (row for passage in coded.annotation.passages for row in passage.rows)
    return {cell.field.name for row in rows for cell in row.cells if accounts(cell.field)}


def link_to_cells(problem: Problem, coded: CodedSource, passage: Passage, fields: set[str]) -> Problem:
    """Say which cells could account for what nothing accounts for: they are unread here, or were left out of the passage."""
    file, number = coded.annotation.file, passage.number
    return replace(
        problem,
        spoils=frozenset(Cause(name_left_out(file), field=field, passage=number) for field in fields),
        follows=frozenset(Cause(file, field=field, passage=number) for field in (*fields, "uncoded")),
    )


def trim_marks(text: str, start: int, end: int) -> Span:
    """Leave the punctuation, the quotation marks and the white space at both ends of a span out of it."""
    end, outer = min(end, len(text)), f"{PUNCTUATION}{load_marks().characters}"
    while start < end and (text[start] in outer or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in outer or text[end - 1].isspace()):
        end -= 1
    return start, end


def complain(coded: CodedSource, passage: Passage, message: str, advice: str) -> Problem:
    """Return a problem at the place of a passage."""
    return Problem(coded.annotation.file, passage.line, passage.column, message, advice)
