"""Quotations, verbs of speech and hedges of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum

from curation.text.quotation_marks import Mark, Strength, find_marks, load_marks
from curation.text.tokens import Token


class MarkFault(StrEnum):
    """What is wrong with the marks of a quotation. It is the source's fault, or a mark is none."""

    UNCLOSED = "without its closing mark"
    UNOPENED = "without its opening mark"
    UNPAIRED = "between marks that are no pair"
    UNCERTAIN = "that may end at an earlier mark"


@dataclass(frozen=True)
class Quotation:
    """The text between two quotation marks, with the quotations in it; over paragraphs with the marks that begin them.

    With a `fault` it is all that the quotation may be: what follows an opening mark up to the end of its paragraph, or what
    is before a closing mark in its paragraph, without the other quotations there.
    """

    start: int
    end: int
    fault: MarkFault | None = None


def scan_quotations(text: str, set_aside: Container[int] = ()) -> list[Quotation]:
    """Return the quotations of a text with its line ends, in order, positions without the outer marks.

    A line is a paragraph. Where a quotation is open at its end, and the next one begins with the same opening mark, the
    quotation goes on. Characters at positions set aside are no marks.

    >>> text = "“They left. ‘Good.’\\n“They slept,” he said."
    >>> [text[quotation.start : quotation.end] for quotation in scan_quotations(text)]
    ['They left. ‘Good.’\\n“They slept,']
    """
    scanner = QuotationScanner(text)
    for paragraph in re.finditer(r"[^\n]*[^\s][^\n]*", text):
        scanner.read_paragraph(paragraph.span(), list(find_marks(text, *paragraph.span(), set_aside)))
    scanner.leave_open()
    return scanner.found


Found = tuple[int, int, Quotation]
"""A quotation, with where its marks begin and end."""


@dataclass
class Frame:
    """A quotation that is open, with the quotations found in it."""

    mark: Mark
    inner: list[Found] = field(default_factory=list)
    is_uncertain: bool = False
    """Whether a mark that could have closed it was taken for an apostrophe."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What follows a mark in its paragraph."""

    is_single: bool = False
    """Whether the next mark is a single one."""
    strength: Strength = Strength.NONE
    """How surely the next single mark closes a quotation; one that opens does not."""
    is_closed: bool = False
    """Whether of the double marks before the next one that opens one closes and does not stand for inches."""


class QuotationScanner:
    """Pairs the marks of a text, paragraph by paragraph."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Quotation] = []
        self.open: list[Frame] = []
        self.counts: Counter[str | bool] = Counter()
        """How many quotations are open, by the mark that opened them, and by whether that is a single one."""
        self.position = 0
        """Where the last quotation of the paragraph ends, or the paragraph begins."""
        self.end = 0
        """Where the paragraph ends."""

    def read_paragraph(self, paragraph: tuple[int, int], marks: list[Mark]) -> None:
        """Pair the marks of one paragraph."""
        begun = self.continue_quotation(paragraph[0], marks)
        self.position, self.end = paragraph
        ahead = [Ahead()]
        for mark in reversed(marks[begun:]):
            ahead.append(look_past(mark, ahead[-1]))
        for mark, following in zip(marks[begun:], reversed(ahead[:-1]), strict=True):
            if mark.is_single:
                self.take_single(mark, following)
            else:
                self.take_double(mark, following)

    def continue_quotation(self, start: int, marks: list[Mark]) -> int:
        """Return how many marks at the beginning of a paragraph only say that the open quotation, and one in it, go on."""
        count = 0
        for mark, frame in zip(marks, self.open, strict=False):
            if mark.text != frame.mark.text or self.text[start : mark.start].strip():
                break
            start, count = mark.end, count + 1
        if not count:
            self.leave_open()
            return 0
        self.open[count - 1].inner += [found for frame in self.open[count:] for found in frame.inner]
        while len(self.open) > count:
            self.pop()
        return count

    def take_double(self, mark: Mark, ahead: Ahead) -> None:
        """Let a double mark open or close a quotation, or stand for inches."""
        lexicon = load_marks()
        only_opens, only_closes = mark.opens and not mark.closes, mark.closes and not mark.opens
        if mark.text in lexicon.separators and not (mark.opens or mark.closes or self.has_partner(mark)):
            return
        if self.has_partner(mark) and not (only_opens and mark.text in lexicon.openers):
            if not (mark.may_be_inches and mark.text in lexicon.openers and ahead.is_closed):
                self.close(mark)
        elif mark.may_be_inches and not only_opens:
            if only_closes and self.counts[False] and not ahead.is_closed:
                self.close(mark, MarkFault.UNPAIRED)
        elif (mark.text in lexicon.openers and not only_closes) or (mark.text in lexicon.turned and only_opens):
            self.push(mark)
        elif only_closes and self.counts[False]:
            self.close(mark, MarkFault.UNPAIRED)
        elif not self.open:
            self.add_unopened(mark)

    def take_single(self, mark: Mark, ahead: Ahead) -> None:
        """Let a single mark open or close a quotation, or be an apostrophe.

        A possible apostrophe closes a quotation only where no later mark can: of ‘The Uzbeks’ flight left,’ the last one.
        """
        lexicon, is_open = load_marks(), self.counts[True] > 0
        if mark.opens and not (mark.closes and is_open):
            may_open = mark.text in lexicon.openers or mark.text in lexicon.turned
            if may_open and (not mark.needs or (ahead.strength >= mark.needs and not is_open)):
                self.push(mark)
        elif mark.strength == Strength.NONE or mark.text not in lexicon.closes:
            return
        elif not is_open:
            if mark.is_after_punctuation and mark.strength == Strength.SURE and not self.open:
                self.add_unopened(mark)
        elif mark.strength == Strength.POSSIBLE and (ahead.strength == Strength.SURE or (ahead.is_single and ahead.strength)):
            self.open[-1].is_uncertain |= self.open[-1].mark.is_single
        elif self.open[-1].mark.is_single or mark.strength == Strength.SURE:
            is_uncertain = mark.strength == Strength.POSSIBLE and self.open[-1].is_uncertain
            if self.has_partner(mark):
                self.close(mark, MarkFault.UNCERTAIN if is_uncertain else None)
            elif mark.text not in lexicon.openers or mark.text in lexicon.closes[mark.text]:
                self.close(mark, MarkFault.UNPAIRED)

    def has_partner(self, mark: Mark) -> bool:
        """Whether a quotation is open that the mark can close."""
        return any(self.counts[opener] for opener in load_marks().closes.get(mark.text, ()))

    def push(self, mark: Mark) -> None:
        """Open a quotation."""
        self.open.append(Frame(mark))
        self.counts[mark.text] += 1
        self.counts[mark.is_single] += 1

    def pop(self) -> Frame:
        """Take away the quotation that was opened last."""
        frame = self.open.pop()
        self.counts[frame.mark.text] -= 1
        self.counts[frame.mark.is_single] -= 1
        return frame

    def close(self, mark: Mark, fault: MarkFault | None = None) -> None:
        """Close the innermost quotation that the mark can close; of an unpaired one the innermost of single, or double marks.

        What was opened in it and is still open, and what was found in it, is part of it.
        """
        partners = load_marks().closes.get(mark.text, frozenset())
        frame = self.pop()
        is_unpaired = fault == MarkFault.UNPAIRED
        while frame.mark.is_single != mark.is_single if is_unpaired else frame.mark.text not in partners:
            frame = self.pop()
        quotation = Quotation(frame.mark.end, mark.start, fault)
        is_blank = not self.text[quotation.start : quotation.end].strip()
        if not self.open:
            self.position = mark.end
            self.found += [] if is_blank else [quotation]
        elif not is_blank:
            self.open[-1].inner.append((frame.mark.start, mark.end, quotation))

    def add_unopened(self, mark: Mark) -> None:
        """Add what is before a closing mark that closes nothing."""
        self.add_faulty(self.position, mark.start, MarkFault.UNOPENED)
        self.position = mark.end

    def leave_open(self) -> None:
        """Add what the open quotations hold, and the quotations in them, where no mark closes them."""
        inner = [found for frame in self.open for found in frame.inner]
        start = self.open[0].mark.end if self.open else self.end
        for begin, end, quotation in inner:
            self.add_faulty(start, begin, MarkFault.UNCLOSED)
            self.found.append(quotation)
            start = end
        self.add_faulty(start, self.end, MarkFault.UNCLOSED)
        while self.open:
            self.pop()

    def add_faulty(self, start: int, end: int, fault: MarkFault) -> None:
        """Add a part of the text as a quotation with a fault, if it has words."""
        if any(character.isalnum() for character in self.text[start:end]):
            self.found.append(Quotation(start, end, fault))


def look_past(mark: Mark, ahead: Ahead) -> Ahead:
    """Return what follows the place before a mark, from what follows the mark."""
    if not mark.is_single:
        only_closes = mark.closes and not mark.opens
        return Ahead(False, ahead.strength, only_closes and (ahead.is_closed or not mark.may_be_inches))
    is_apostrophe = bool(mark.needs) or not (mark.opens or mark.strength)
    strength = ahead.strength if is_apostrophe else Strength.NONE if mark.opens and not mark.closes else mark.strength
    return Ahead(not is_apostrophe or ahead.is_single, strength, ahead.is_closed)


def list_known_words(tokens: Iterable[Token], known: Set[str]) -> list[Token]:
    """Return the known words of a text; capitalized ones only where they begin it (the United States states nothing)."""
    return [token for token in tokens if token.lower in known and (token.text.islower() or token.start == 0)]


def is_inside(quotations: Sequence[Quotation], start: int, end: int) -> bool:
    """Return whether a span of the text lies within one of its quotations, which are in order."""
    index = bisect_right(quotations, start, key=lambda quotation: quotation.start) - 1
    return index >= 0 and end <= quotations[index].end
