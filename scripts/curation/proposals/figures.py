"""Rules on other figures: their number, and the unit where the words have it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.proposals.article import Article, Sentence
from curation.proposals.memory import load_rules
from curation.proposals.proposal import Proposal
from curation.proposals.row_ids import make_row_id
from curation.text.folding import Span
from curation.text.numbers import NumberExpression

STATISTICS = "statistics"
NOUN = re.compile(r" ((?:[a-z][\w’'-]*[ -]){0,2}?[a-z][\w’'-]*s)(?![\w-])")
"""The noun in the plural that follows a number, with up to two words before it."""


def propose_figures(article: Article, taken: set[Span]) -> Iterator[Proposal]:
    """Propose a row of statistics for each number with a noun or a per cent sign that no other rule has taken."""
    seen: set[str] = set()
    for sentence in article.body:
        for number in sentence.numbers:
            if sentence.place(number.start, number.end) not in taken and number.qualifier != "ordinal":
                yield from describe_figure(article, sentence, number, seen)


def describe_figure(article: Article, sentence: Sentence, number: NumberExpression, seen: set[str]) -> Iterator[Proposal]:
    """Yield the number and the unit of a figure."""
    text = sentence.text
    words, place = text[number.start : number.end], sentence.place(number.start, number.end)
    noun = NOUN.match(text, number.end)
    percent = re.search(r"%|per ?cent", words)
    dollars = re.search(r"\$|dollars", words)
    group = noun and re.search(r"(?:^| )(?:women|men|children|minors|adults|hours|minutes|days)$", noun[1])
    if not (group or percent or dollars) or re.fullmatch(r"(?i)(?:one|first|second|third|both)", words):
        return
    name = make_row_id(f"{article.source} {noun[1] if noun else 'percent' if percent else 'usd'}")
    row = name if name not in seen else f"{name}-{len(seen)}"
    seen.add(row)

    def cell(field: str, spans: tuple[Span, ...], value: str = "") -> Proposal:
        return Proposal("figure", sentence.number, STATISTICS, row, field, value, spans, False)

    yield cell("value", (place,))
    if percent or dollars:
        yield cell("unit", (place,), "percent" if percent else "usd")
    elif noun and noun[1] in load_rules()["durations"]:
        yield cell("unit", (), noun[1])
