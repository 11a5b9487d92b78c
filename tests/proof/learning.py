"""What coders choose, learned from the finished codings of retold texts: the weights of the learned rules of proposals.

Each question of questions.csv is learned twice: which answer a coder gives to a number, a name or a sentence with certain
cues, and which words the answer rests on. Both are means of two logistic regressions, one with few weights (L1) and one with
small ones (L2). Each weight can be read: in `learned-unit,persons,behind ~people,1.2` a word for people behind a number says
that persons are counted.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from conftest import ROOT
from curation.proposals.article import Article, read_article
from curation.proposals.codes import COUNTS, ROW_NUMBERS, STATISTICS
from curation.proposals.cues import find_place
from curation.proposals.flight_facts import FLIGHTS
from curation.proposals.headings import ORGANIZATIONS
from curation.proposals.learned import (
    BIAS,
    GIVEN,
    NONE,
    WHERE,
    WHOLE,
    About,
    Inquiry,
    Weights,
    list_phrase_cues,
    load_inquiries,
)
from curation.proposals.learned_bodies import BODY, list_body_cues
from curation.proposals.learned_rows import FIGURE, LEFT, NAMES, PERSONS, SOURCES
from curation.proposals.lines import CodedLine, list_lines
from curation.proposals.memory import remember_annotations
from curation.proposals.proposal import UNCODED
from curation.proposals.propose import Findings, read_by_rules
from curation.proposals.row_words import list_row_words
from curation.proposals.scenes import Scene, list_expression_cues, list_name_cues, list_number_cues
from curation.schema.read import read_schemas
from curation.text.folding import spans_overlap
from retold import FIRST, SEEN, read_five, read_retold

NUMBERED = (STATISTICS, COUNTS)
"""Tables in which a number can have a row."""
COPIED = (
    "population",
    "measure_printed",
    "place",
    "period",
    "flight_id",
    "cites",
    "organization_id",
    "agency",
    "terms_printed",
)
"""Fields whose words are the value, or whose value is that of a row."""
ENDINGS = ("country", "countries", "place", "_date")
"""The ends of the names of more of them."""
FEWEST = 3
"""Cases that must have a cue, and an answer, for it to get a weight."""
STRENGTHS = {1.0: 0.5, 0.0: 0.1}
"""How freely weights are given (C of scikit-learn), by the share of L1: the less, the fewer weights, or the smaller ones."""
TOLERANCE = 0.001
"""How near a regression comes to its end; ten times nearer takes much longer and gives nearly the same sums."""
SMALLEST = 0.06
"""The smallest weight that is kept."""
KEPT = 0.4
"""The share of the phrases that are no answer by which the words are learned."""
BY_RULES = tuple(name for name in SEEN if name not in FIRST)
"""Collections that were coded when docs/coding.md said on which words codes rest; their choices count more."""
RULED = 4.0
SEED = 0


@dataclass(frozen=True)
class Case:
    """A number, a name or a sentence of a finished coding, and what a coder wrote of it."""

    collection: str
    kind: str
    """"number", "name", "sentence", or the name of a question that is asked of nothing else."""
    table: str
    """The table of the row that it has; nothing of a sentence that has no flight, `none` of a number without a row."""
    cues: Sequence[str]
    scene: Scene
    about: About
    cells: Mapping[str, Sequence[CodedLine]] = field(default_factory=dict)


def read_cases(names: Iterable[str]) -> list[Case]:
    """Return the cases of the texts of some collections, read by what the five articles say."""
    memory = remember_annotations(read_five(), read_schemas(ROOT)[0])
    cases: list[Case] = []
    for name in names:
        for annotation in read_retold(name):
            lines: dict[int, list[CodedLine]] = defaultdict(list)
            for line in list_lines(annotation):
                lines[line.start].append(line)
            read = read_by_rules(read_article(annotation.source.id, annotation.source.text, memory))
            cases += list_body_cases(name, read, lines)
            for scene in read.scenes:
                coded = lines[scene.sentence.passage.start]
                for number in scene.sentence.numbers:
                    cues = list_number_cues(read.article, scene, number)
                    words = list_row_words(read.article, scene.sentence, number)
                    about = About((number.start, number.end), words=words)
                    cases.append(make_number_case(name, scene, cues, about, coded))
                    cases.append(make_persons_case(name, scene, cues, about, coded))
                cases += list_name_cases(name, scene, coded)
                cases += list_left_cases(name, read.article, scene, coded)
                cases.append(make_sentence_case(name, scene, coded))
    return cases


def make_number_case(name: str, scene: Scene, cues: Sequence[str], about: About, coded: Sequence[CodedLine]) -> Case:
    """Return a number with the cells of its row."""
    assert about.anchor
    spans = (scene.sentence.place(*about.anchor),)
    own = [line for line in coded if line.field in ROW_NUMBERS and line.spans == spans]
    for table in NUMBERED:
        row = next((min(line.rows) for line in own if line.table == table), "")
        if row:
            cells = [line for line in coded if line.table == table and row in line.rows and line not in own]
            measure = next((line.value or GIVEN for line in cells if line.field == "measure"), "")
            return Case(name, "number", table, cues, scene, replace(about, measure=measure), group_cells(cells))
    return Case(name, "number", "none", cues, scene, about)


def make_persons_case(name: str, scene: Scene, cues: Sequence[str], about: About, coded: Sequence[CodedLine]) -> Case:
    """Return a number with the persons of a flight that it may be."""
    assert about.anchor
    spans = (scene.sentence.place(*about.anchor),)
    cells = [line for line in coded if (line.table, line.field) == (FLIGHTS, "persons") and line.spans == spans]
    return Case(name, PERSONS, FLIGHTS, cues, scene, about, group_cells(cells[:1]))


def list_name_cases(name: str, scene: Scene, coded: Sequence[CodedLine]) -> Iterator[Case]:
    """Yield the names of persons and bodies with the cells of their rows; a body has who cites it too."""
    start, seen = scene.sentence.passage.start, set()
    for line in coded:
        row = min(line.rows, default="")
        if line.table not in NAMES or line.field not in ("name", "spellings") or len(line.spans) != 1 or row in seen:
            continue
        seen.add(row)
        cells = [one for one in coded if one.table == line.table and row in one.rows]
        cells += [one for one in coded if one.field == "cites" and one.value == row]
        if line.field == "name" or len({one.field for one in cells}) > 1:
            anchor = line.spans[0][0] - start, line.spans[0][1] - start
            cues = list_name_cues(scene, anchor)
            yield Case(name, "name", line.table, cues, scene, About(anchor), group_cells(cells))


def list_body_cases(name: str, read: Findings, lines: Mapping[int, Sequence[CodedLine]]) -> Iterator[Case]:
    """Yield the bodies that a text names, each with the name of a row that a coder has given there."""
    for scene, body, cues in list_body_cues(read.article, read.scenes):
        spans = (scene.sentence.place(*body.span),)
        own = [one for one in lines[scene.sentence.passage.start] if one.table == ORGANIZATIONS and one.spans == spans]
        yield Case(name, BODY, ORGANIZATIONS, cues, scene, About(body.span), group_cells(own))


def list_left_cases(name: str, article: Article, scene: Scene, coded: Sequence[CodedLine]) -> Iterator[Case]:
    """Yield the numbers, dates and countries of a sentence, each with the words over it that are left out."""
    for kind, anchor, cues in list_expression_cues(article, scene):
        span = scene.sentence.place(*anchor)
        cells = [line for line in coded if line.field == UNCODED and line.spans and spans_overlap(line.spans, [span])]
        yield Case(name, LEFT + kind, "", cues, scene, About(anchor), group_cells(cells))


def make_sentence_case(name: str, scene: Scene, coded: Sequence[CodedLine]) -> Case:
    """Return a sentence with the cells of flights, and whether it is set aside as a whole."""
    cells = [line for line in coded if line.table == FLIGHTS or (line.field == UNCODED and not line.spans)]
    return Case(name, "sentence", FLIGHTS if scene.flight else "", scene.cues, scene, About(), group_cells(cells))


def group_cells(lines: Iterable[CodedLine]) -> dict[str, list[CodedLine]]:
    """Return lines by their field."""
    cells: dict[str, list[CodedLine]] = defaultdict(list)
    for line in lines:
        cells[line.field].append(line)
    return cells


def list_asked(name: str, question: Inquiry, cases: Sequence[Case]) -> list[Case]:
    """Return the cases of which a question is asked."""
    if name == FIGURE:
        return [case for case in cases if case.kind == "number"]
    if name in (PERSONS, BODY) or name.startswith(LEFT):
        return [case for case in cases if case.kind == name]
    if not question.table:
        return [case for case in cases if case.kind == "sentence"]
    kind = {FLIGHTS: "sentence", SOURCES: "name", **dict.fromkeys(NAMES, "name")}.get(question.table, "number")
    table = ORGANIZATIONS if question.table == SOURCES else question.table
    return [case for case in cases if (case.kind, case.table) == (kind, table)]


def give_answer(name: str, question: Inquiry, case: Case) -> str:
    """Return what a coder answered: the table of a number's row, or the code of a cell, and whether it has words."""
    if name == FIGURE:
        return case.table
    lines = case.cells.get(question.field, ())
    if not lines or (case.about.anchor and len(lines) > 1) or len(lines[0].spans) > 1:
        return NONE
    is_copied = question.field in COPIED or question.field.endswith(ENDINGS)
    code = GIVEN if is_copied or not lines[0].value else lines[0].value
    return code if lines[0].spans else code + WHOLE


def learn(cases: Sequence[Case]) -> dict[str, Weights]:
    """Return the weights of all questions, learned from cases."""
    return {name: learn_question(name, question, cases) for name, question in load_inquiries().items()}


def learn_question(name: str, question: Inquiry, cases: Sequence[Case]) -> Weights:
    """Return the weights of the answers to a question, and of the words that they rest on."""
    asked = list_asked(name, question, cases)
    given = [give_answer(name, question, case) for case in asked]
    answers = fit([case.cues for case in asked], given)
    return Weights(answers, learn_words(question, asked, given) if question.longest else {})


def learn_words(question: Inquiry, asked: Sequence[Case], given: Sequence[str]) -> dict[str, float]:
    """Return the weights of the cues of phrases: which of them are the words of an answer."""
    random = numpy.random.default_rng(SEED)
    cues: list[set[str]] = []
    chosen: list[str] = []
    weights: list[float] = []
    for case, code in zip(asked, given, strict=True):
        if code == NONE or code.endswith(WHOLE):
            continue
        words, start = case.scene.words, case.scene.sentence.passage.start
        spans = [line.spans[0] for line in case.cells[question.field] if len(line.spans) == 1]
        meant = {find_place(words, (span[0] - start, span[1] - start)) for span in spans}
        for first, behind, seen in list_phrase_cues(case.scene, case.about, question.longest, code):
            is_meant = (first, behind) in meant
            if is_meant or random.random() < KEPT:
                cues.append(seen)
                chosen.append(WHERE if is_meant else NONE)
                weights.append(RULED if case.collection in BY_RULES else 1.0)
    found = fit(cues, chosen, weights).get(WHERE, {})
    # The phrases that were left out make the others likelier than they are.
    return {**found, BIAS: round(found.get(BIAS, 0.0) + float(numpy.log(KEPT)), 2)}


def fit(
    cues: Sequence[Iterable[str]],
    answers: Sequence[str],
    importance: Sequence[float] | None = None,
    strengths: Mapping[float, float] = STRENGTHS,
    smallest: float = SMALLEST,
) -> dict[str, dict[str, float]]:
    """Return the weights of the cues of each answer that enough cases have: the mean of its regressions."""
    counts = Counter(cue for some in cues for cue in set(some))
    index = {cue: place for place, cue in enumerate(sorted(cue for cue, count in counts.items() if count >= FEWEST))}
    table = tabulate(cues, index)
    given = numpy.array(answers)
    weights: dict[str, dict[str, float]] = {}
    for answer in sorted(set(answers)):
        if FEWEST < (given == answer).sum() < len(given):
            models = [regress(table, given == answer, strengths[share], share, importance) for share in strengths]
            found = numpy.mean([model.coef_[0] for model in models], axis=0)
            weights[answer] = {cue: round(float(found[at]), 2) for cue, at in index.items() if abs(found[at]) >= smallest}
            weights[answer][BIAS] = round(float(numpy.mean([model.intercept_[0] for model in models])), 2)
    return weights


def regress(
    table: Any, is_given: Any, strength: float, share: float, importance: Sequence[float] | None
) -> LogisticRegression:
    """Return a regression of whether cases have an answer on their cues."""
    model = LogisticRegression(C=strength, l1_ratio=share, solver="liblinear", tol=TOLERANCE, random_state=SEED)
    return model.fit(table, is_given, sample_weight=importance)


def tabulate(cues: Sequence[Iterable[str]], index: Mapping[str, int]) -> Any:
    """Return which cues each case has, as a sparse matrix."""
    rows = [sorted({index[cue] for cue in some if cue in index}) for some in cues]
    ends = numpy.cumsum([0, *map(len, rows)])
    places = [place for row in rows for place in row]
    return csr_matrix((numpy.ones(len(places)), places, ends), shape=(len(rows), len(index)))


def dump_weights(weights: Mapping[str, Weights]) -> bytes:
    """Return weights as a CSV file."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("question", "answer", "cue", "weight"))
    for name, one in weights.items():
        for answer, cues in [*sorted(one.answers.items()), (WHERE, one.words)]:
            writer.writerows((name, answer, cue, weight) for cue, weight in sorted(cues.items()))
    return file.getvalue().encode()
