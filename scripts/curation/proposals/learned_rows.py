"""Learned rules: rows of statistics for numbers, and what rows and sentences have beside what other rules have found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from curation.proposals.article import Article
from curation.proposals.asides import AN_AGE, find_why
from curation.proposals.bodies import find_bodies
from curation.proposals.codes import COUNTS, ROW_NUMBERS, STATISTICS
from curation.proposals.flight_facts import FLIGHTS
from curation.proposals.headings import ORGANIZATIONS
from curation.proposals.learned import GIVEN, NONE, WHOLE, About, Inquiry, answer, choose_phrase, load_inquiries
from curation.proposals.learned_bodies import BODY, propose_learned_bodies
from curation.proposals.memory import load_rules, locate
from curation.proposals.persons import OFFICIALS
from curation.proposals.places import explain_place
from curation.proposals.proposal import SHARED, UNCODED, Proposal
from curation.proposals.row_ids import make_row_id
from curation.proposals.row_words import list_row_words
from curation.proposals.scenes import Scene, list_expression_cues, list_name_cues, list_number_cues
from curation.proposals.units import is_no_length
from curation.text.countries import read_country
from curation.text.folding import Span, spans_overlap
from curation.text.numbers import NumberExpression
from curation.text.readings import Reading

FIGURE, PERSONS, ASIDE = "learned-figure", "learned-persons", "learned-aside"
LEFT = "learned-left-"
"""The beginning of the rules by which a number, a date or a country is left out; its kind is the end."""
SOURCES = "sources"
NAMES = (ORGANIZATIONS, OFFICIALS)
BACKGROUND = "background, outside the tables"
"""The reason of a sentence that is left out; a reader may write a better one."""
WHY_LEFT = {
    "number": "a number of something that the tables do not count",
    "date": "the time of something that the tables do not date",
    "country": "a country of which the sentence says nothing for the tables",
}
"""The reason of words that are left out, by what they are; a reader may write a better one."""
YEAR = re.compile(r"(?:19|20)\d\d")
"""A number that is a year."""
WIDE_FIELDS = ("quote_text", "by")
"""Fields whose words have others in them that are read too."""
BODIES = ("organization_id", "agency")
"""Fields whose value is the row of the body that their words name."""
COUNTRIES = ("country", "countries")
"""The ends of the names of fields whose words are a country, or a place in it."""
FLOW = "flow"
AT_FLIGHT = "aboard_flight"
ABOARD = {
    STATISTICS: {"learned-measure": AT_FLIGHT, "learned-flow": FLOW, "learned-flight": GIVEN},
    COUNTS: {"learned-people-measure": AT_FLIGHT, "learned-people-flow": FLOW, "learned-people-flight": GIVEN},
}
"""The questions of persons aboard that have their answer by the same words, that on the measure first."""
DESTINATIONS = ("destination_country", "destination_place")
OWN_ANCHORS = (FIGURE, PERSONS, BODY)
"""Questions that say whether there is a row, and are asked of no row."""
SURE = 0.95
"""How sure it is that a number or a name has the row that another rule has proposed."""
OTHERS = {"is of others", "is on others"}
"""What is seen of a sentence on people who hold no office: a reader must say whose its figures are."""
MOST = 20
"""Numbers of a sentence. One with more is a table."""


@dataclass(frozen=True)
class Choice:
    """The code of a cell and its words, if any, with how likely each is."""

    chance: float
    code: str
    span: Span | None = None
    chance_of_words: float = 1.0


Filled = dict[tuple[int, str], set[tuple[str, str]]]
"""The row and field of each cell that is proposed, by passage and table."""


def propose_learned(article: Article, scenes: Sequence[Scene], found: Sequence[Proposal]) -> Iterator[Proposal]:
    """Propose what is most probably coded, beside what other rules have proposed."""
    filled: Filled = defaultdict(set)
    for one in found:
        filled[one.passage, one.table].add((one.row, one.field))
    known = {one.spans[0]: one for one in found if one.field in ROW_NUMBERS and len(one.spans) == 1}
    named: dict[int, list[Proposal]] = defaultdict(list)
    bodies = list(propose_learned_bodies(article, scenes, found))
    yield from bodies
    for one in (*found, *bodies):
        if one.table in NAMES and one.field == "name":
            named[one.passage].append(one)
    rows = {one.row for one in found}
    for scene in scenes:
        cells = [
            *list_of_numbers(article, scene, known, rows),
            *list_of_sentence(article, scene),
            *(cell for one in named[scene.sentence.number] for cell in list_of_name(article, scene, one)),
        ]
        for one in cells:
            done = filled[one.passage, one.table]
            if not {(one.row, one.field), (SHARED, one.field)} & done and not misses_end(article, scene, one):
                yield one


def list_of_numbers(article: Article, scene: Scene, known: Mapping[Span, Proposal], rows: set[str]) -> Iterator[Proposal]:
    """Yield the row of each number that other rules have not found, and the cells of each row of a number."""
    is_stock = bool(scene.sentence.has_word(load_rules()["stock"]))
    for number in scene.sentence.numbers if len(scene.sentence.numbers) <= MOST else ():
        anchor, span = (number.start, number.end), scene.sentence.place(number.start, number.end)
        cues = list_number_cues(article, scene, number)
        carried, answered = answer(PERSONS, cues)[0]
        if scene.flight and answered != NONE and carried >= load_inquiries()[PERSONS].least:
            yield make_number(PERSONS, scene, FLIGHTS, scene.flight.id, span, carried)
        before = known.get(span)
        chance, table = (SURE, before.table) if before else answer(FIGURE, cues)[0]
        if chance < load_inquiries()[FIGURE].least or (not before and is_left(scene, number)):
            continue
        about = About(anchor, answer_measure(table, cues), list_row_words(article, scene.sentence, number))
        row = before.row if before else choose_row(article, scene, table, cues, about, rows)
        if row and not before:
            yield make_number(FIGURE, scene, table, row, span, chance)
        # What the collection knows of a figure says its own row, and no sentence on a flight beside it.
        if row and table != FLIGHTS and row not in article.memory.figures.values():
            cells = list_cells(article, scene, table, row, cues, about, chance)
            yield from (one for one in cells if not (is_stock and says_aboard(one)))


def is_left(scene: Scene, number: NumberExpression) -> bool:
    """Whether a number without a row is left to a reader: of people without an office, an age, a time, or of nobody."""
    sentence, words = scene.sentence, scene.sentence.text[number.start : number.end]
    is_age = find_why(sentence.text, (number.start, number.end)) == AN_AGE
    is_nobody = words.lower().startswith("not ")
    return bool(OTHERS & set(scene.cues)) or is_age or is_nobody or is_no_length(sentence, number)


def misses_end(article: Article, scene: Scene, cell: Proposal) -> bool:
    """Whether a cell says that the flight ended where it only stopped, or where nobody knows whether it did."""
    flight = scene.flight
    if not flight or (cell.table, cell.row) != (FLIGHTS, flight.id):
        return False
    if cell.field not in DESTINATIONS:
        return flight.is_open and (cell.field == "arrival_date" or cell.value == "arrived")
    words = article.text.folded[slice(*cell.spans[0])] if cell.spans else ""
    read = read_country(words)
    country = cell.value or (read.value if isinstance(read, Reading) else locate(article.memory, words))
    return flight.is_open or (bool(flight.ends and country) and country not in flight.ends)


def make_number(rule: str, scene: Scene, table: str, row: str, span: Span, chance: float) -> Proposal:
    """Return the number of a row, or the persons of a flight."""
    field = "persons" if table == FLIGHTS else "value"
    return Proposal(rule, scene.sentence.number, table, row, field, "", (span,), False, chances=(chance,))


def says_aboard(cell: Proposal) -> bool:
    """Whether a cell says that nationals were moved, or by the flight, which nobody on a list or under an order was."""
    return cell.table == COUNTS and (cell.value in (FLOW, AT_FLIGHT) or cell.field == "flight_id")


def answer_measure(table: str, cues: Sequence[str]) -> str:
    """Return what a number of a table most probably measures; nothing where the table has no measure."""
    name = next((name for name, one in load_inquiries().items() if one.table == table and one.field == "measure"), "")
    return answer(name, cues)[0][1] if name else ""


def choose_row(article: Article, scene: Scene, table: str, cues: Sequence[str], about: About, rows: set[str]) -> str:
    """Return the name of the new row of a number, by the noun; nothing where a reader must choose, as of nationals."""
    if table != STATISTICS:
        return ""
    chosen = choose_cell("learned-unit", scene, cues, about)
    noun = scene.sentence.text[slice(*chosen.span)] if chosen and chosen.span else ""
    name = make_row_id(f"{article.source} {noun}")
    name = name if name not in rows else f"{name}-{len(rows)}"
    rows.add(name)
    return name


def list_of_sentence(article: Article, scene: Scene) -> Iterator[Proposal]:
    """Yield what a sentence says of the flight."""
    if scene.flight:
        yield from list_cells(article, scene, FLIGHTS, scene.flight.id, scene.cues, About(), 1.0)


def list_of_name(article: Article, scene: Scene, one: Proposal) -> Iterator[Proposal]:
    """Yield what is beside the name of a body or a person."""
    start = scene.sentence.passage.start
    anchor = one.spans[0][0] - start, one.spans[0][1] - start
    cues, about = list_name_cues(scene, anchor), About(anchor)
    yield from list_cells(article, scene, one.table, one.row, cues, about, SURE)
    if one.table == ORGANIZATIONS:
        yield from list_cells(article, scene, SOURCES, article.source, cues, about, SURE, one.row)


def list_cells(
    article: Article,
    scene: Scene,
    table: str,
    row: str,
    cues: Sequence[str],
    about: About,
    chance: float,
    meant: str = "",
) -> Iterator[Proposal]:
    """Yield the cells of a row that are likely enough, given how likely the row is."""
    aboard = choose_aboard(table, scene, cues, about)
    for name, question in load_inquiries().items():
        if question.table != table or name in OWN_ANCHORS:
            continue
        chosen = aboard.get(name) or choose_cell(name, scene, cues, about, chance, question.least)
        if chosen is None or chosen.chance * chance < question.least:
            continue
        code, span = chosen.code, widen_body(article, scene, question.field, chosen.span)
        value = fill_in(article, scene, question, code, span, meant)
        if value is not None:
            spans = (scene.sentence.place(*span),) if span else ()
            needs_reason = bool(value) and question.field.endswith(COUNTRIES)
            reason = explain_place(scene.sentence.text[slice(*span)], value) if needs_reason and span else ""
            chances = chosen.chance, chosen.chance_of_words, chance
            where = name, scene.sentence.number, table, row, question.field, value, spans
            yield Proposal(*where, is_sure=False, needs_reason=needs_reason, reason=reason, chances=chances)


def widen_body(article: Article, scene: Scene, field: str, words: Span | None) -> Span | None:
    """Return the whole name of the body of which the words of a cell are a part; other words as they are."""
    if not words or field not in (*BODIES, "cites"):
        return words
    bodies = (one.span for one in find_bodies(scene.sentence.bare, article.memory))
    return next((span for span in bodies if span[0] <= words[0] and words[1] <= span[1]), words)


def fill_in(article: Article, scene: Scene, question: Inquiry, code: str, span: Span | None, meant: str) -> str | None:
    """Return the value of a cell beside its words; None where it needs one that is not known."""
    if meant:
        return meant
    if question.field == "flight_id":
        return scene.flight.id if scene.flight else None
    words = scene.sentence.text[slice(*span)] if span else ""
    if question.field in BODIES:
        body = next(iter(find_bodies(words, article.memory)), None)
        return body.id if body else None
    if question.field.endswith(COUNTRIES):
        return "" if isinstance(read_country(words), Reading) else locate(article.memory, words) or None
    return "" if code == GIVEN else code


def choose_cell(
    name: str, scene: Scene, cues: Sequence[str], about: About, given: float = 1.0, least: float = 0.0
) -> Choice | None:
    """Return how likely a cell is, its code and its words; nothing where most probably there is none.

    Nor where the answer is not likely enough, `given` how likely its row is: to look for its words takes most of the time.
    """
    chance, code = answer(name, cues)[0]
    if code == NONE or chance * given < least:
        return None
    if code.endswith(WHOLE):
        return Choice(chance, code.removesuffix(WHOLE))
    phrase = choose_phrase({name: code}, scene, about)
    return Choice(chance, code, phrase[1], phrase[0]) if phrase else None


def choose_aboard(table: str, scene: Scene, cues: Sequence[str], about: About) -> dict[str, Choice]:
    """Return that people were aboard, that they were moved and by which flight: by the same words (docs/coding.md).

    Nothing where a row most probably measures something else.
    """
    codes = ABOARD.get(table, {})
    if about.measure != AT_FLIGHT or not codes:
        return {}
    measure = next(iter(codes))
    chance = next(one for one, code in answer(measure, cues) if code == AT_FLIGHT)
    phrase = choose_phrase(codes, scene, about)
    return {name: Choice(chance, code, phrase[1], phrase[0]) for name, code in codes.items()} if phrase else {}


def propose_learned_asides(scenes: Sequence[Scene], found: Sequence[Proposal]) -> Iterator[Proposal]:
    """Propose to leave out the sentences of which nothing else is proposed and most probably nothing is coded.

    A quotation whose speaker no rule knows can be that of an official: it is left to a reader.
    """
    busy = {one.passage for one in found}
    for scene in scenes:
        is_open = "is quoted" in scene.cues and "is of others" not in scene.cues
        if scene.sentence.number in busy or not scene.words or is_open:
            continue
        chance, code = answer(ASIDE, scene.cues)[0]
        if code != NONE and chance >= load_inquiries()[ASIDE].least:
            yield Proposal(ASIDE, scene.sentence.number, field=UNCODED, value=BACKGROUND, chances=(chance,))


def propose_learned_words(article: Article, scenes: Sequence[Scene], found: Sequence[Proposal]) -> Iterator[Proposal]:
    """Propose to leave out numbers, dates and countries of which most probably nothing is coded."""
    whole = {one.passage for one in found if one.field == UNCODED and not one.spans}
    taken: dict[int, list[Span]] = defaultdict(list)
    for one in found:
        taken[one.passage] += [span for span in one.spans if one.field not in WIDE_FIELDS]
    for scene in scenes:
        number = scene.sentence.number
        if number not in whole and len(scene.sentence.numbers) <= MOST:
            yield from list_left(article, scene, taken[number])


def list_left(article: Article, scene: Scene, taken: Sequence[Span]) -> Iterator[Proposal]:
    """Yield the words of a sentence that probably say nothing, and are not taken."""
    busy = list(taken)
    for kind, anchor, cues in list_expression_cues(article, scene):
        name = LEFT + kind
        is_busy = spans_overlap([scene.sentence.place(*anchor)], busy)
        least = load_inquiries()[name].least
        chosen = None if is_busy else choose_cell(name, scene, cues, About(anchor), least=least)
        if chosen and chosen.span:
            span = scene.sentence.place(*chosen.span)
            if not spans_overlap([span], busy):
                busy.append(span)
                why = explain_left(scene.sentence.text, kind, anchor)
                chances = chosen.chance, chosen.chance_of_words
                yield Proposal(name, scene.sentence.number, field=UNCODED, value=why, spans=(span,), chances=chances)


def explain_left(text: str, kind: str, anchor: Span) -> str:
    """Return why a number, a date or a country is left out."""
    if kind == "number" and YEAR.fullmatch(text, *anchor):
        return WHY_LEFT["date"]
    return (find_why(text, anchor) if kind == "number" else "") or WHY_LEFT[kind]
