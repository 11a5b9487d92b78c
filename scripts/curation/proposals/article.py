"""A new text as the rules see it: its sentences, and where each is quoted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from curation.annotation.document import Passage
from curation.proposals.memory import Memory, load_rules
from curation.text.countries import CountryExpression, scan_countries
from curation.text.dates import DateExpression
from curation.text.expressions import Expression, scan_expressions
from curation.text.folding import FoldedText, Span, fold_text
from curation.text.moments import choose
from curation.text.numbers import NumberExpression
from curation.text.quotations import Quotation, scan_quotations
from curation.text.sentences import split_sentences

BLANK = "\ufffc"
"""In place of each quoted character, so that no rule reads in a quotation what only the source itself can say."""
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
FIRST_LINES = 300
"""Characters of the lines above a text, where its day is."""
LONGEST = 2000
"""Characters of a sentence that rules read. A longer one is none: a table, or lines without full stops."""
TITLE = 0.6
"""The share of words with capitals from which a first line is a headline, whatever it ends with."""


@dataclass(frozen=True)
class Quoted:
    """The part of a quotation that lies in one sentence; positions are those of the sentence."""

    start: int
    end: int
    number: int
    """The quotation in the text, from 0."""
    is_whole: bool
    """Whether the quotation lies in this sentence alone."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a new text; it will be one passage."""

    passage: Passage
    quoted: tuple[Quoted, ...]

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def number(self) -> int:
        return self.passage.number

    @cached_property
    def bare(self) -> str:
        """The sentence with what is quoted left blank, in the same length."""
        pieces, position = [], 0
        for part in self.quoted:
            pieces += [self.text[position : part.start], BLANK * (part.end - part.start)]
            position = part.end
        return "".join([*pieces, self.text[position:]])

    @cached_property
    def countries(self) -> list[CountryExpression]:
        return [one for one in scan_countries(self.text) if one.can_be_country]

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        return scan_expressions(self.text)

    @property
    def numbers(self) -> list[NumberExpression]:
        return [one for one in self.expressions if isinstance(one, NumberExpression)]

    @property
    def dates(self) -> list[DateExpression]:
        return [one for one in self.expressions if isinstance(one, DateExpression)]

    @cached_property
    def is_heading(self) -> bool:
        """Whether it is a line of its own, and not the sentence of a text."""
        words = re.findall(r"\w[\w.’'-]*", self.text)
        is_title = self.number == 1 and sum(not word.islower() for word in words) > TITLE * len(words)
        return is_title or not re.search(r"[.!?…:;,][^\w]*$", self.text)

    def place(self, start: int, end: int) -> Span:
        """Return a span of the sentence as one of the folded text, without white space at its ends."""
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        return self.passage.start + start, self.passage.start + start + len(part.strip())

    def find_number(self, span: Span) -> NumberExpression | None:
        """Return the number that has just these words of the folded text; None where none has."""
        return next((one for one in self.numbers if self.place(one.start, one.end) == span), None)

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether a span lies in a quotation."""
        return any(part.start <= start and end <= part.end for part in self.quoted)

    def has_word(self, words: Sequence[str], *, bare: bool = False) -> str:
        """Return the first of some words or phrases that the sentence has, as it has it; nothing where it has none."""
        found = find_any(self.bare if bare else self.text, words)
        return found.group() if found else ""


def has_several(sentence: Sentence) -> bool:
    """Whether a sentence is on several flights; not by the name of a body: Removal Operations."""
    text = re.sub(r"(?<=[a-z] )(?:Air )?Operations\b", "", sentence.text)
    return find_any(text, load_rules()["several"]) is not None


def find_any(text: str, words: Sequence[str]) -> re.Match[str] | None:
    """Return where a text has one of some words or phrases first, whatever their capitals."""
    return compile_any(tuple(words)).search(text)


@cache
def compile_any(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of some words or phrases, the longest first."""
    return re.compile(rf"(?<![\w-])(?:{choose(words)})(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True)
class Article:
    """A new text, and what the collection knows."""

    source: str
    text: FoldedText
    sentences: tuple[Sentence, ...]
    memory: Memory

    @cached_property
    def body(self) -> tuple[Sentence, ...]:
        """The sentences that are no headings."""
        return tuple(one for one in self.sentences if not one.is_heading)

    @cached_property
    def year(self) -> int | None:
        """The year that the text prints most; of several the first one that its first lines print, else the last.

        None where it prints none.
        """
        years = Counter(YEAR.findall(self.text.folded))
        above = YEAR.findall(self.text.folded[:FIRST_LINES])[:1]
        return int(max(years, key=lambda year: (years[year], year in above, year))) if years else None


def read_article(source: str, text: str, memory: Memory) -> Article:
    """Return a text as the rules see it."""
    folded = fold_text(text)
    quotations = scan_quotations(text)
    sentences = [make_sentence(folded, number, span, quotations) for number, span in enumerate(list_sentences(text), 1)]
    return Article(source, folded, tuple(map(leave_out_long, sentences)), memory)


def leave_out_long(sentence: Sentence) -> Sentence:
    """Return a sentence, without its words where it is too long for the rules."""
    return sentence if len(sentence.text) <= LONGEST else Sentence(replace(sentence.passage, text=""), ())


def list_passages(text: str) -> list[Passage]:
    """Return the passages that a text is divided into."""
    folded = fold_text(text)
    return [make_sentence(folded, number, span, ()).passage for number, span in enumerate(list_sentences(text), 1)]


def list_sentences(text: str) -> Iterator[Span]:
    """Yield the span of each sentence of a text."""
    for paragraph in re.finditer(r"[^\n]+", text):
        for start, end in split_sentences(paragraph.group()):
            yield paragraph.start() + start, paragraph.start() + end


def make_sentence(text: FoldedText, number: int, span: Span, quotations: Sequence[Quotation]) -> Sentence:
    """Return a sentence with the parts of quotations in it."""
    start, end = text.fold(*span)
    passage = Passage(number, text.folded[start:end], start, end, (), (), 0, 0)
    first = bisect_right(quotations, span[0], key=lambda quotation: quotation.end)
    last = bisect_left(quotations, span[1], key=lambda quotation: quotation.start)
    parts = []
    for index in range(first, last):
        quotation = quotations[index]
        words = text.text[max(quotation.start, span[0]) : min(quotation.end, span[1])]
        if quotation.fault or not words.strip():
            continue
        lead = max(quotation.start, span[0]) + len(words) - len(words.lstrip())
        begin, stop = text.fold(lead, lead + len(words.strip()))
        is_whole = span[0] <= quotation.start and quotation.end <= span[1]
        parts.append(Quoted(begin - start, stop - start, index, is_whole))
    return Sentence(passage, tuple(parts))
