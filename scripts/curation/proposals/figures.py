"""Rules on other figures: a row for each number, with its unit, the noun and the codes that the words beside it give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from curation.proposals.aboard import list_aboard
from curation.proposals.article import Article, Sentence
from curation.proposals.bystanders import mentions_other
from curation.proposals.codes import STATISTICS, Code, find_verb, list_event_codes, list_rank_codes, list_times, share_codes
from curation.proposals.counted import Counted
from curation.proposals.flights import Flight
from curation.proposals.passengers import list_some_codes, list_staff_codes
from curation.proposals.people import is_staff
from curation.proposals.proposal import Proposal
from curation.proposals.row_ids import make_row_id
from curation.proposals.speech_verbs import tells_story
from curation.proposals.units import read_unit
from curation.text.folding import Span
from curation.text.numbers import NumberExpression

BEFORE = re.compile(
    r"(?i)\b(?:previous|last|latest|most recent|earlier|similar) (?:one|flights?|charters?|operations?|planes?)\b"
    r"|, the most recent,"
)
"""Words of flights before; who was on them is no figure of its own."""


def propose_figures(
    article: Article, flights: Mapping[int, Flight], taken: set[Span], others: frozenset[int]
) -> Iterator[Proposal]:
    """Propose a row of statistics for each number with a noun or a per cent sign that no other rule has taken.

    `others` are the sentences of people who hold no office.
    """
    seen: set[str] = set()
    main = next((one for one in flights.values() if one.is_main), None)
    has_flown = False
    for sentence in article.sentences:
        rows: list[str] = []
        codes: dict[str, list[Code]] = {}
        has_flown = has_flown or sentence.number in flights
        is_other = mentions_other(sentence) or sentence.number in others or tells_story(sentence)
        is_before = BEFORE.search(sentence.text) is not None
        for number in () if is_other else sentence.numbers:
            unit = None if sentence.place(number.start, number.end) in taken else read_unit(article, sentence, number)
            is_left = unit and ((is_before and unit.kind == "persons") or (sentence.is_heading and unit.code != "rank"))
            if unit and not is_left:
                name = make_row_id(f"{article.source} {unit.noun}")
                # A place in an order that is said again is the same one.
                is_new = name not in seen or unit.kind == "rank"
                rows.append(name if is_new else f"{name}-{len(seen)}")
                seen.add(rows[-1])
                yield from describe_figure(sentence, number, unit, rows[-1])
                flight = main if has_flown else None
                codes[rows[-1]] = list(
                    list_codes(article, sentence, unit, number, flight, is_on_flight=sentence.number in flights)
                )
        yield from share_codes(sentence, codes, rows)


def list_codes(
    article: Article,
    sentence: Sentence,
    unit: Counted,
    number: NumberExpression,
    flight: Flight | None,
    *,
    is_on_flight: bool,
) -> Iterator[Code]:
    """Yield the codes of a figure, of a sentence that is on a flight or of a text that has spoken of one before."""
    noun = dict(unit.cells).get("measure_printed")
    staff = list(list_staff_codes(sentence, unit.words, flight)) if is_staff(unit.noun) and unit.words else []
    if unit.some and flight:
        yield from list_some_codes(unit.some, flight)
    elif staff:
        yield from staff
    elif unit.kind == "rank":
        yield from list_rank_codes(article, sentence, noun)
    elif unit.code == "events" and noun:
        yield from list_event_codes(article, sentence, noun, (number.start, number.end))
    elif flight and (aboard := list_aboard(sentence, unit.noun, flight.id)):
        yield from aboard
    elif unit.kind == "persons":
        verb = find_verb(sentence, number.start, unit.words[1]) if unit.words and not is_on_flight else None
        if verb:
            yield Code("moved-flow", "stock_or_flow", "flow", verb)
        yield from list_times(article, sentence, "persons-time")
    elif unit.noun.endswith(" duration"):
        yield Code("duration-time", "period_type", "unspecified", None)


def describe_figure(sentence: Sentence, number: NumberExpression, unit: Counted, row: str) -> Iterator[Proposal]:
    """Yield the number and the unit of a figure, and what else its words give."""

    def cell(name: str, span: Span, value: str = "") -> Proposal:
        spans = (sentence.place(*span),)
        return Proposal(unit.rule, sentence.number, STATISTICS, row, name, value, spans, False)

    yield cell("value", (number.start, number.end))
    if unit.words:
        yield cell("unit", unit.words, unit.code)
    for name, span in unit.cells:
        yield cell(name, span)
