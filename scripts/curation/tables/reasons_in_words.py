"""Why claims agree by a rule, and what a printed error is an error for: in words that need no column's or code's name."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from curation.annotation.rulings import name_place
from curation.facts.best_evidence import list_known
from curation.facts.resolve import Fact
from curation.schema.kinds import ParserName, RuleName
from curation.schema.tables import Field
from curation.text.edtf import OPEN, write_plain

MOST_WORDS = 3
"""How many wordings are quoted; the others are counted."""


def explain_agreement(fact: Fact) -> str:
    """Return why the claims of a cell agree by its rule, though their values differ."""
    if all(claim.reading.value != fact.decided for claim in fact.deciding):
        low, high = fact.deciding
        value = say_value(fact.field, fact.decided)
        return f"Together they leave {value}: «{low.words}» sets the lower end, «{high.words}» the upper end."
    if fact.field.rule == RuleName.NARROWER:
        place = name_place(fact.decided)
        wider = [claim.words for claim in fact.claims if name_place(claim.reading.value) != place]
        return f"{start_sentence(fact.decided)} fits all of them: it lies in {join_words(wider)}."
    others = list_distinct([claim.words for claim in list_known(fact.claims) if claim.reading.value != fact.decided])
    value = start_sentence(say_value(fact.field, fact.decided))
    return f"{value} fits all of them: {join_words(others)} {'does' if len(others) == 1 else 'do'} not contradict it."


def explain_error(printed: Fact, corrected: Fact) -> str:
    """Return what a printed error is an error for, and how that is known."""
    value = say_value(corrected.field, corrected.decided)
    return f"«{printed.deciding[0].words}» is a printed error for {value}: {corrected.reason}"


def list_distinct(words: Sequence[str]) -> list[str]:
    """Return words without those that differ from earlier ones in capitals only."""
    distinct: dict[str, str] = {}
    for one in words:
        distinct.setdefault(one.casefold(), one)
    return list(distinct.values())


def join_words(words: Sequence[str]) -> str:
    """Return words between quotation marks as a list in a sentence.

    >>> join_words(["over 100"]), join_words(["A", "a", "b", "c", "d"])
    ('«over 100»', '«A», «b», «c» and 1 more')
    """
    distinct = list_distinct(words)
    shown = [f"«{one}»" for one in distinct[:MOST_WORDS]]
    shown += [f"{len(distinct) - MOST_WORDS} more"] if len(distinct) > MOST_WORDS else []
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def start_sentence(text: str) -> str:
    """Return a text with a capital at its start."""
    return text[:1].upper() + text[1:]


def say_value(column: Field, value: str) -> str:
    """Return a value in words: a number, a date, what a code is called; any other value as it is."""
    if column.reads == ParserName.QUANTITY:
        return say_quantity(value)
    if column.reads == ParserName.DATE:
        return say_date(value)
    label = column.codes[value].label if value in column.codes else value
    return label[:1].lower() + label[1:] if value in column.codes and label[1:2].islower() else label


def say_quantity(value: str) -> str:
    """Return a quantity in words.

    >>> say_quantity("exact 1200000"), say_quantity("more_than 100"), say_quantity("range 101 199")
    ('1,200,000', 'more than 100', '101 to 199')
    """
    qualifier, *numbers = value.split(" ")
    said = " to ".join(f"{Decimal(number):,}" for number in numbers)
    return said if qualifier in ("exact", "range") else " ".join(filter(None, (qualifier.replace("_", " "), said)))


def say_date(value: str) -> str:
    """Return an EDTF date in words.

    >>> say_date("2025-04-30"), say_date("2023-10/2024-09"), say_date("2021/.."), say_date("2025-21~")
    ('30 April 2025', 'October 2023 to September 2024', 'since 2021', 'about spring 2025')
    """
    first, slash, last = value.partition("/")
    if slash:
        said = [say_date(one) for one in (first, last) if one != OPEN]
        return " to ".join(said) if len(said) > 1 else f"{'until' if first == OPEN else 'since'} {said[0]}"
    return ("about " if value.endswith("~") else "") + write_plain(value.removesuffix("~"))
