"""The words on which the codes of a figure rest by docs/coding.md, where a sentence has them: cues for learned rules.

"On board", "them" of "12 of them", "remaining", "the group" of "the group comprised 12 men", the noun, the verbs beside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from curation.proposals.article import Article, Sentence
from curation.proposals.memory import load_rules
from curation.proposals.units import read_unit
from curation.text.folding import Span
from curation.text.moments import choose
from curation.text.numbers import NumberExpression

DONE = r"[a-z]+(?:ed|en|wn|ught|nt)(?: (?:back|home|out|over|off))?"
"""A verb that says what was done with people: removed, sent back."""
WHO = rf"(?:them|whom|these|those(?: (?:{DONE}|on board|aboard))?|(?:the|its|their) (?:\d[\d,]* )?(?:[\w-]+ )??[\w-]+)"
"""Those of whom some are counted."""
OF_THEM = re.compile(rf"(?i) (?:\w+ )?of ({WHO})\b")
OF_THEM_BEFORE = re.compile(rf"(?i)\b(?:of|among|amongst) ({WHO})\b")
ARTICLE = re.compile(r"(?i)(?:the|its|their) (?:\d[\d,]* )?")
LEFT = re.compile(r"(?i)\b(remaining|other|others|further|additional|another|rest) $")
OTHERS = re.compile(r" (others?)\b")
SUBJECT = re.compile(
    r"(?i)\b(group|batch|party|contingent|passengers|returnees|deportees|arrivals|travell?ers|they)\b,? (?:also )?"
    r"(?:(?:of whom|was|were|is|are|had) )?"
    r"(?:compris|consist|made up|includ|compos|number|\d|[a-z-]+ (?:men|women|children)\b)"
)
"""What is said to have so many: the group comprised 12 men."""
OPENING = re.compile(r"\W*(?:(?:The|An?) )?([\w’'-]+)")


def list_row_words(article: Article, sentence: Sentence, number: NumberExpression) -> dict[Span, tuple[str, ...]]:
    """Return the names of what words are for a number, by where they are in the sentence."""
    named = list(list_named(article, sentence, number))
    first = next(span for name, span in named if name in FIRSTS)
    found: dict[Span, list[str]] = defaultdict(list)
    for name, span in [*named, ("first of all", first)]:
        found[span].append(name)
    return {span: tuple(names) for span, names in found.items()}


OF = ("of them", "before of")
"""Words of those of whom some are counted; an article is none of them."""
FIRSTS = ("on board", "of them", "left", "others", "before of", "subject", "noun", "number")
"""The words on which the codes of persons aboard rest: the first that a sentence has."""


def list_named(article: Article, sentence: Sentence, number: NumberExpression) -> Iterator[tuple[str, Span]]:
    """Yield what words are for a number, and where; those that come first in docs/coding.md first."""
    text, start, end = sentence.text, number.start, number.end
    subject = SUBJECT.search(text, 0, end)
    beside = [
        ("on board", compile_on_board().search(text)),
        ("of them", OF_THEM.match(text, end)),
        ("left", LEFT.search(text, 0, start)),
        ("others", OTHERS.match(text, end)),
        *(("before of", match) for match in reversed(list(OF_THEM_BEFORE.finditer(text, 0, start)))),
        ("subject", subject if subject and subject.start() < start else None),
        ("opening", OPENING.match(text)),
    ]
    yield from ((name, drop_article(text, match.span(1)) if name in OF else match.span(1)) for name, match in beside if match)
    unit = read_unit(article, sentence, number)
    if unit and unit.words:
        yield "noun", unit.words
    yield from (("printed", span) for field, span in (unit.cells if unit else ()) if field == "measure_printed")
    yield "number", (start, end)
    yield from list_verbs(text, start, end)


def list_verbs(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Yield the verbs beside a number, and those that say that people were moved: the nearest, and the first one."""
    verbs = [match.span() for match in compile_verb().finditer(text)]
    moved = [match.span() for match in compile_moved().finditer(text)]
    yield from [("verb before", span) for span in verbs if span[1] <= start][-1:]
    yield from [("verb behind", span) for span in verbs if span[0] >= end][:1]
    yield from [("moved", min(moved, key=lambda span: max(span[0] - end, start - span[1])))] if moved else []
    yield from [("moved first", span) for span in moved[:1]]


def drop_article(text: str, span: Span) -> Span:
    """Return where words begin without an article and a number: passengers of "the 43 passengers"."""
    article = ARTICLE.match(text, *span)
    return (article.end() if article else span[0]), span[1]


@cache
def compile_on_board() -> re.Pattern[str]:
    """Return the pattern of the words that say that people were aboard: aboard, on the charter flight."""
    craft = choose(load_rules()["aircraft"])
    which = r"(?:the|an?|this|that|its|each)(?: [\w’'-]+){0,3}? "
    return re.compile(rf"(?i)(?<![\w-])({choose(load_rules()['aboard'])}|on (?:{which})?(?:{craft}))(?![\w-])")


@cache
def compile_verb() -> re.Pattern[str]:
    """Return the pattern of verbs that can say what happened."""
    rules = load_rules()
    some = choose({*rules["moved"], *rules["happened"], *rules["carried_out"], *rules["arrived"], *rules["departed"]})
    return re.compile(rf"(?i)(?<![\w-])(?:{some}|came|went|held|met|[a-z]{{2,}}ed)(?![\w-])")


@cache
def compile_moved() -> re.Pattern[str]:
    """Return the pattern of verbs that say that people were moved."""
    rules = load_rules()
    return re.compile(rf"(?i)(?<![\w-])(?:{choose({*rules['moved'], *rules['carried_out']})})(?![\w-])")
