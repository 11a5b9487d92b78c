"""Which proposals are kept: those that a coder is likely to leave as they are.

Of each proposal, by whatever rule, one more question is asked: is it a line of the finished coding, must one thing of it be
changed, or is it wrong? What is seen of it is its rule and field, how likely a learned rule holds it, what else is proposed
for its row and its sentence, its words, and the number of its row. The weights are in weights.csv under `line`. A proposal is
kept where it probably saves more than it costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from curation.proposals.article import Article
from curation.proposals.codes import COUNTS, ROW_NUMBERS, STATISTICS
from curation.proposals.comparing import EXACT, WRONG
from curation.proposals.cues import describe_phrase, find_place
from curation.proposals.headings import ORGANIZATIONS
from curation.proposals.learned import NONE, answer
from curation.proposals.lines import MARKS_OF_A_LINE
from curation.proposals.memory import load_order
from curation.proposals.persons import OFFICIALS
from curation.proposals.proposal import SHARED, Proposal
from curation.proposals.quotes import QUOTES
from curation.proposals.scenes import Scene, list_own_cues

LINE = "line"
"""The name of the question."""
FOUND, PRICE, LEAST = 320, 150, 180
"""What an exact line is worth beside its characters, what a wrong one costs, and what a line must probably be worth."""
SURE = 0.8
"""How likely a line of a doubtful rule must be exact."""
HEADS = {STATISTICS: "value", COUNTS: "persons", QUOTES: "quote_text", ORGANIZATIONS: "name", OFFICIALS: "name"}
"""The cell without which nothing else of a row is proposed in a sentence, where it was found there."""
CHANCES = ("answer", "words", "row")
STEPS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
"""Chances that count, each from there on."""
CODES = ("measure", "unit", "stock_or_flow", "period_type")
"""Fields whose codes say what kind of row it is."""
MOST = 8
"""From so many proposals on, a sentence has many of them."""
MARKS = ("is ", "numbers ", "countries ", "dates ", "rule ", "has ~")
"""The beginnings of what is seen of a sentence and counts for its proposals."""
CROSSED = ("is ", "numbers ", "has ~")
"""Those that count for each field by itself too."""
PLACED = ("first ", "last ", "before ", "after ", "length ", "found ")
"""The beginnings of what is seen of words and counts."""


def keep_likely(article: Article, scenes: Sequence[Scene], proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals that are worth their risk, of a row without its first cell nothing else."""
    judged = zip(proposals, list_line_cues(article, scenes, proposals), strict=True)
    kept = [one for one, cues in judged if is_worth_it(one, answer(LINE, cues))]
    return list(drop_headless(proposals, kept))


def is_worth_it(one: Proposal, answers: Sequence[tuple[float, str]]) -> bool:
    """Whether a line probably saves more than it costs. One of a doubtful rule must also be exact with a high probability."""
    chances = {kind: chance for chance, kind in answers}
    # Without weights all is kept.
    exact, wrong = chances.get(EXACT, chances.get(NONE, 0.0)), chances.get(WRONG, 0.0)
    length = len(one.field) + len(one.value) + sum(end - start for start, end in one.spans) + MARKS_OF_A_LINE
    is_sure = exact >= SURE or one.rule not in load_order()["doubtful"]
    return is_sure and exact * (FOUND + length) - wrong * PRICE > LEAST


def drop_headless(proposals: Sequence[Proposal], kept: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield what is kept, but of a row whose first cell was found and is not kept nothing, and what no row shares."""
    heads = {name_row(one) for one in proposals if one.field == HEADS.get(one.table)}
    heads -= {name_row(one) for one in kept if one.field == HEADS.get(one.table)}
    left = [one for one in kept if name_row(one) not in heads]
    sharers = {(one.passage, one.table) for one in left if one.row != SHARED}
    yield from (one for one in left if one.row != SHARED or (one.passage, one.table) in sharers)


def name_row(one: Proposal) -> tuple[int, str, str]:
    """Return what is one row in a sentence."""
    return one.passage, one.table, one.row


def list_line_cues(article: Article, scenes: Sequence[Scene], proposals: Sequence[Proposal]) -> Iterator[list[str]]:
    """Yield what is seen of each proposal; the scenes are all sentences of the text."""
    of_passage: dict[int, list[Proposal]] = defaultdict(list)
    for one in proposals:
        of_passage[one.passage].append(one)
    marks = {passage: [cue for cue in scenes[passage - 1].cues if cue.startswith(MARKS)] for passage in of_passage}
    numbers = read_row_numbers(article, scenes, proposals)
    for one in proposals:
        beside, scene = of_passage[one.passage], scenes[one.passage - 1]
        cues = [*describe_rule(one), *describe_row(one, beside), *describe_marks(one, marks[one.passage])]
        cues += describe_words(one, scene)
        cell = f"{one.field} {one.value}" if one.field in CODES else one.field
        cues += [f"{cell} number: {cue}" for cue in numbers.get(name_row(one), ())]
        cues += [f"same {other.rule} {other.field}" for other in beside if shares_words(one, other)]
        yield [*cues, f"beside {min(MOST, len(beside))}"]


def read_row_numbers(
    article: Article, scenes: Sequence[Scene], proposals: Sequence[Proposal]
) -> dict[tuple[int, str, str], list[str]]:
    """Return what is seen of the number of each row; of the cells that rows share that of the first of them."""
    seen: dict[tuple[int, str, str], list[str]] = {}
    for one in sorted(proposals, key=lambda one: (one.passage, one.spans)):
        if one.field in ROW_NUMBERS and one.spans:
            scene = scenes[one.passage - 1]
            number = scene.sentence.find_number(one.spans[0])
            cues = list_own_cues(article, scene, number) if number else []
            for row in {one.row, SHARED} if cues else ():
                seen.setdefault((one.passage, one.table, row), cues)
    return seen


def describe_rule(one: Proposal) -> Iterator[str]:
    """Yield by which rule a proposal is, for which field, and how likely the rule holds it, where it is learned."""
    yield f"rule {one.rule}"
    yield f"rule {one.rule} {one.field}"
    yield f"rule {one.rule} {one.field} {one.value}"
    yield f"field {one.table} {one.field}"
    for name, chance in zip(CHANCES, one.chances, strict=False):
        for step in STEPS:
            if chance >= step:
                yield f"{name} over {step}"
                yield f"{one.rule} {name} over {step}"


def describe_row(one: Proposal, beside: Sequence[Proposal]) -> Iterator[str]:
    """Yield what else is proposed for the row of a proposal, or for the first of those that share it."""
    if not one.row:
        return
    owned = [other for other in beside if other.table == one.table and other.row != SHARED]
    rows = {other.row for other in owned}
    first = min(owned, key=lambda other: (other.field not in ROW_NUMBERS, other.spans, other.row), default=one)
    row = first.row if one.row == SHARED else one.row
    mates = [other for other in beside if other.table == one.table and other.row in (row, SHARED) and other is not one]
    yield f"rows {min(MOST, len(rows))}"
    yield f"cells {min(MOST, len(mates))}"
    for other in mates:
        yield f"mate {other.rule} {other.field}"
        if other.field in CODES:
            yield f"{one.field} mate {other.field} {other.value}"
        if other.field == HEADS.get(one.table):
            yield f"of {other.rule}"
            yield f"{one.field} of {other.rule}"


def describe_marks(one: Proposal, marks: Sequence[str]) -> Iterator[str]:
    """Yield what counts of its sentence for a proposal, some of it for its field by itself too."""
    yield from marks
    yield from (f"{one.field} {cue}" for cue in marks if cue.startswith(CROSSED))


def describe_words(one: Proposal, scene: Scene) -> Iterator[str]:
    """Yield what is seen of the first words of a proposal, also for its field by itself."""
    start = scene.sentence.passage.start
    for span in one.spans[:1]:
        phrase = find_place(scene.words, (span[0] - start, span[1] - start))
        if phrase[0] < phrase[1]:
            for cue in describe_phrase(scene.words, phrase, None, {}):
                if cue.startswith(PLACED):
                    yield f"words {cue}"
                    yield f"{one.field} words {cue}"


def shares_words(one: Proposal, other: Proposal) -> bool:
    """Whether another field rests on words of a proposal."""
    return other.field != one.field and bool(set(one.spans) & set(other.spans))
