"""Whether everything in a source's text is accounted for: passages, numbers, dates, quotations, statements and hedges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from curation.annotation.causes import name_left_out
from curation.annotation.document import Passage
from curation.claims.account import AccountItem, reads_figures
from curation.claims.claim import CodedSource
from curation.claims.fixed_phrases import drop_unhedged
from curation.claims.no_speech import is_without_speaker
from curation.claims.run_on import covers_quotations
from curation.problems import Cause, Problem, shorten
from curation.schema.kinds import ItemKind
from curation.schema.tables import Field
from curation.text.folding import Span, fold_spaces, merge_spans, subtract_spans
from curation.text.lexicon import load_words
from curation.text.phrases import Phrase, split_phrase
from curation.text.quotations import MarkFault, Quotation, list_known_words
from curation.text.tokens import scan_text

FIGURES = (ItemKind.NUMBER, ItemKind.DATE)
SPEECH = {"verbs": ("verb of speech", "say who speaks with by:"), "hedges": ("hedge", "use it with hedge:")}
MOST_REPEATED = 5
"""So many words in a row a reason may have of a passage without cells: reasons are published, and its text is not."""


LONGEST_PASSAGE = 2**16
"""Characters. Each claim and each cell of a passage is published with all of it; verify.py reads no longer ones."""


def account_for(coded: CodedSource, account: Iterable[AccountItem]) -> list[Problem]:
    """Return what no claim and no `uncoded` accounts for, and the verbs of speech and hedges that nothing uses."""
    items = [item for item in account if item.missing]
    missing = chain(report_passages(coded, items), report_figures(coded, items), report_quotations(coded, items))
    return [
        *report_long_passages(coded),
        *(missing if items else ()),
        *warn_of_speech(coded),
        *report_repeated(coded),
    ]


def report_long_passages(coded: CodedSource) -> Iterator[Problem]:
    """Report passages with rows that are too long to be published."""
    for passage in coded.annotation.passages:
        if passage.rows and len(passage.text) > LONGEST_PASSAGE:
            message = f"passage {passage.number} has {len(passage.text):,} characters, and at most {LONGEST_PASSAGE:,} are"
            yield complain(coded, passage, f"{message} published as one", "divide it: a passage is a sentence")


def report_passages(coded: CodedSource, items: Iterable[AccountItem]) -> Iterator[Problem]:
    """Report passages with rows and without a claim. One with neither rows nor a reason is the annotation's own problem."""
    for item in items:
        if item.kind == ItemKind.PASSAGE and item.passage.rows:
            message = f"passage {item.passage.number} has rows without cells: «{shorten(item.passage.text)}»"
            problem = complain(coded, item.passage, message, "code a cell, or write: uncoded: the reason")
            yield replace(problem, follows=frozenset({Cause(coded.annotation.file, passage=item.passage.number)}))


def report_figures(coded: CodedSource, items: Iterable[AccountItem]) -> Iterator[Problem]:
    """Report numbers and dates that are not whole under claims of fields that read numbers or dates, nor uncoded."""
    fields = list_fields(coded, reads_figures)
    for item in items:
        if item.kind in FIGURES:
            words = coded.annotation.source.folded.folded[slice(*item.span)]
            advice = f"code it, or write beneath the passage: uncoded: {words} -- the reason"
            problem = complain(coded, item.passage, f"{item.kind} not accounted for: «{words}»", advice)
            yield link_to_cells(problem, coded, item.passage, fields)


def report_quotations(coded: CodedSource, items: Iterable[AccountItem]) -> Iterator[Problem]:
    """Report the parts of quotations that are neither under claims of fields that cover quotations nor uncoded."""
    fields = list_fields(coded, covers_quotations)
    for item in items:
        if not isinstance(found := item.found, Quotation):
            continue
        for piece in item.missing:
            words = coded.annotation.source.folded.folded[slice(*piece.span)]
            what = " ".join(filter(None, ("quotation", found.fault)))
            problem = complain(coded, item.passage, f"{what} not accounted for: «{shorten(words)}»", advise(coded, found))
            yield link_to_cells(problem, coded, item.passage, fields)


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
    known = {kind: {*load_words("quotations")[kind]} for kind in SPEECH}
    narrow = (span for claim in coded.claims for span in claim.spans if span[1] - span[0] < len(claim.passage.text))
    used = merge_spans([*coded.attribution_spans, *coded.uncoded, *list_quoted(coded), *narrow])
    for passage in (passage for passage in coded.annotation.passages if not passage.is_uncoded):
        tokens = scan_text(passage.text)
        for kind, (what, advice) in SPEECH.items():
            found = list_known_words(tokens, known[kind])
            for token in drop_unhedged(passage.text, found) if kind == "hedges" else found:
                is_used = not subtract_spans((passage.start + token.start, passage.start + token.end), used)
                if is_used or (kind == "verbs" and is_without_speaker(passage.text, token)):
                    continue
                message = f"{what} that nothing uses: «{token.text}»"
                lost = frozenset({Cause(coded.annotation.file, passage=passage.number)})
                problem = complain(coded, passage, message, f"{advice}, or set it aside as uncoded")
                yield replace(problem, is_warning=True, follows=lost)


def report_repeated(coded: CodedSource) -> Iterator[Problem]:
    """Report reasons of `uncoded` that repeat the text of passages without cells: it is published nowhere."""
    file, spoken = coded.annotation.file, {claim.passage.number for claim in coded.claims}
    silent = [passage for passage in coded.annotation.passages if not passage.rows and passage.number not in spoken]
    printed = {run for passage in silent for run in list_runs(passage.text)}
    for passage in coded.annotation.passages if printed else ():
        for entry in passage.uncoded:
            for run in (run for run in list_runs(entry.reason) if run in printed):
                message = f"uncoded: the reason repeats a passage without cells: «{' '.join(run)}»"
                advice = "say it in your own words: reasons are published, and the text of such a passage is not"
                causes = frozenset({Cause(file, field="uncoded", passage=passage.number)})
                yield Problem(file, entry.line, entry.column, message, advice, spoils=causes, follows=causes)
                break


def list_runs(text: str) -> list[Phrase]:
    """Return all runs of words of a text that are longer than what a reason may repeat.

    >>> list_runs("Two dogs, and no cat, were aboard.")
    [('two', 'dogs', 'and', 'no', 'cat', 'were'), ('dogs', 'and', 'no', 'cat', 'were', 'aboard')]
    """
    words = split_phrase(text)
    return [words[start : start + MOST_REPEATED + 1] for start in range(len(words) - MOST_REPEATED)]


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


def complain(coded: CodedSource, passage: Passage, message: str, advice: str) -> Problem:
    """Return a problem at the place of a passage."""
    return Problem(coded.annotation.file, passage.line, passage.column, message, advice)
