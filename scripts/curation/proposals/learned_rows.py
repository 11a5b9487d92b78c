"""Learned rules: rows of statistics for numbers, and what rows and sentences have beside what other rules have found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from curation.proposals.article import Article
from curation.proposals.bodies import find_bodies
from curation.proposals.codes import COUNTS, STATISTICS
from curation.proposals.flight_facts import FLIGHTS
from curation.proposals.headings import ORGANIZATIONS
from curation.proposals.learned import GIVEN, NONE, WHOLE, About, Inquiry, answer, choose_phrase, load_inquiries
from curation.proposals.memory import load_rules, locate
from curation.proposals.persons import OFFICIALS
from curation.proposals.places import explain_place
from curation.proposals.proposal import SHARED, UNCODED, Proposal
from curation.proposals.row_ids import make_row_id
from curation.proposals.row_words import list_row_words
from curation.proposals.scenes import Scene, list_name_cues, list_number_cues
from curation.text.countries import read_country
from curation.text.folding import Span
from curation.text.readings import Reading

FIGURE, ASIDE = "learned-figure", "learned-aside"
SOURCES = "sources"
NAMES = (ORGANIZATIONS, OFFICIALS)
BACKGROUND = "background, outside the tables"
"""The reason of a sentence that is left out; a reader may write a better one."""
COUNTRIES = ("country", "countries")
"""The ends of the names of fields whose words are a country, or a place in it."""
FLOW = "flow"
SURE = 0.95
"""How sure it is that a number or a name has the row that another rule has proposed."""
MOST = 20
"""Numbers of a sentence. One with more is a table."""
NEW_ROWS = {STATISTICS: (FIGURE, "value"), FLIGHTS: ("learned-persons", "persons")}
"""The rule and the field by which a number has a row of its own."""
Filled = dict[tuple[int, str], set[tuple[str, str]]]
"""The row and field of each cell that is proposed, by passage and table."""


def propose_learned(article: Article, scenes: Sequence[Scene], found: Sequence[Proposal]) -> Iterator[Proposal]:
    """Propose what is most probably coded, beside what other rules have proposed."""
    filled: Filled = defaultdict(set)
    for one in found:
        filled[one.passage, one.table].add((one.row, one.field))
    known = {one.spans[0]: one for one in found if one.field in ("value", "persons") and len(one.spans) == 1}
    named: dict[int, list[Proposal]] = defaultdict(list)
    for one in found:
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
            if not {(one.row, one.field), (SHARED, one.field)} & done:
                yield one


def list_of_numbers(article: Article, scene: Scene, known: Mapping[Span, Proposal], rows: set[str]) -> Iterator[Proposal]:
    """Yield the row of each number that other rules have not found, and the cells of each row of a number."""
    is_stock = bool(scene.sentence.has_word(load_rules()["stock"]))
    for number in scene.sentence.numbers if len(scene.sentence.numbers) <= MOST else ():
        anchor, span = (number.start, number.end), scene.sentence.place(number.start, number.end)
        cues = list_number_cues(article, scene, number)
        before = known.get(span)
        chance, table = (SURE, before.table) if before else answer(FIGURE, cues)[0]
        if chance < load_inquiries()[FIGURE].least:
            continue
        about = About(anchor, answer_measure(table, cues), list_row_words(article, scene.sentence, number))
        row = before.row if before else choose_row(article, scene, table, cues, about, rows)
        if row and not before:
            rule, field = NEW_ROWS[table]
            yield Proposal(rule, scene.sentence.number, table, row, field, "", (span,), False)
        # What the collection knows of a figure says its own row, and no sentence on a flight beside it.
        if row and table != FLIGHTS and row not in article.memory.figures.values():
            cells = list_cells(article, scene, table, row, cues, about, chance)
            yield from (one for one in cells if not (is_stock and table == COUNTS and one.value == FLOW))


def answer_measure(table: str, cues: Sequence[str]) -> str:
    """Return what a number of a table most probably measures; nothing where the table has no measure."""
    name = next((name for name, one in load_inquiries().items() if one.table == table and one.field == "measure"), "")
    return answer(name, cues)[0][1] if name else ""


def choose_row(article: Article, scene: Scene, table: str, cues: Sequence[str], about: About, rows: set[str]) -> str:
    """Return the name of the row of a number: the flight, or a new one by the noun; nothing where a reader must choose."""
    if table != STATISTICS:
        return scene.flight.id if table == FLIGHTS and scene.flight else ""
    chosen = choose_cell("learned-unit", scene, cues, about)
    noun = scene.sentence.text[slice(*chosen[2])] if chosen and chosen[2] else ""
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
    for name, question in load_inquiries().items():
        if question.table != table or name in (FIGURE, ASIDE):
            continue
        chosen = choose_cell(name, scene, cues, about)
        if chosen is None or chosen[0] * chance < question.least:
            continue
        _, code, span = chosen
        value = fill_in(article, scene, question, code, span, meant)
        if value is not None:
            spans = (scene.sentence.place(*span),) if span else ()
            needs_reason = bool(value) and question.field.endswith(COUNTRIES)
            reason = explain_place(scene.sentence.text[slice(*span)], value) if needs_reason and span else ""
            yield Proposal(name, scene.sentence.number, table, row, question.field, value, spans, False, needs_reason, reason)


def fill_in(article: Article, scene: Scene, question: Inquiry, code: str, span: Span | None, meant: str) -> str | None:
    """Return the value of a cell beside its words; None where it needs one that is not known."""
    if meant:
        return meant
    if question.field == "flight_id":
        return scene.flight.id if scene.flight else None
    words = scene.sentence.text[slice(*span)] if span else ""
    if question.field == "organization_id":
        body = next(iter(find_bodies(words, article.memory)), None)
        return body.id if body else None
    if question.field.endswith(COUNTRIES):
        return "" if isinstance(read_country(words), Reading) else locate(article.memory, words) or None
    return "" if code == GIVEN else code


def choose_cell(name: str, scene: Scene, cues: Sequence[str], about: About) -> tuple[float, str, Span | None] | None:
    """Return how likely a cell is, its code and its words; nothing where most probably there is none."""
    chance, code = answer(name, cues)[0]
    if code == NONE:
        return None
    if code.endswith(WHOLE):
        return chance, code.removesuffix(WHOLE), None
    phrase = choose_phrase(name, code, scene, about)
    return (chance * phrase[0], code, phrase[1]) if phrase else None


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
            yield Proposal(ASIDE, scene.sentence.number, field=UNCODED, value=BACKGROUND)
