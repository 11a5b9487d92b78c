"""Which proposals coders leave as they are, learned from what became of proposals for finished codings.

The texts are a few parts. What is proposed for the texts of a part is by weights that were learned from the other parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from math import prod
from unittest.mock import patch

from conftest import ROOT
from curation.annotation.document import Annotation
from curation.proposals.article import read_article
from curation.proposals.comparing import WRONG
from curation.proposals.learned import WEIGHTS, Weights
from curation.proposals.likely import LINE, list_line_cues
from curation.proposals.measure import compare_with
from curation.proposals.memory import Memory, remember_annotations
from curation.proposals.propose import list_left_out, list_rows, read_by_rules
from curation.proposals.write import list_written
from curation.schema.read import read_schemas
from proof.learning import BY_RULES, Case, dump_weights, fit, learn, read_cases
from retold import read_five, read_retold

PARTS = 3
SURE = 0.6
"""How likely a learned rule must hold a line, so that no other line leaves out its sentence."""
STRENGTHS = {0.0: 0.02}
"""How freely weights are given to lines, by the share of L1: many small ones (L2)."""
SMALLEST = 0.03
"""The smallest weight that is kept."""


@dataclass(frozen=True)
class Line:
    """A proposal for a finished coding: what is seen of it, and what became of it."""

    cues: Sequence[str]
    kind: str


@dataclass(frozen=True)
class Part:
    """A part of the collections, what the others teach, and the proposals for its texts by that."""

    names: tuple[str, ...]
    weights: dict[str, Weights]
    lines: tuple[Line, ...]


def learn_parts(names: Sequence[str], cases: Sequence[Case]) -> list[Part]:
    """Return the parts of some collections, each with what the others teach; reports and releases of one set are in one."""
    pairs = [names[at : at + 2] for at in range(0, len(names), 2)]
    parts = []
    for number in range(PARTS):
        own = tuple(name for pair in pairs[number::PARTS] for name in pair)
        weights = learn([case for case in cases if case.collection not in own])
        with use_weights(weights):
            parts.append(Part(own, weights, tuple(read_lines(own))))
    return parts


def use_weights(weights: dict[str, Weights]) -> AbstractContextManager[object]:
    """Let learned rules have other weights than those of the product, for a while."""
    return patch("curation.proposals.learned.load_weights", lambda: weights)


def read_lines(names: Iterable[str]) -> Iterator[Line]:
    """Yield the proposals for the texts of those of some collections that were coded by rules for words."""
    memory = remember_annotations(read_five(), read_schemas(ROOT)[0])
    for name in names:
        for annotation in read_retold(name) if name in BY_RULES else ():
            yield from judge_lines(annotation, memory)


def judge_lines(annotation: Annotation, memory: Memory) -> Iterator[Line]:
    """Yield all that rules propose for a coded text, then what they leave out beside those lines that are right and sure."""
    article = read_article(annotation.source.id, annotation.source.text, memory)
    read = read_by_rules(article)
    rows = list_written(article, list_rows(read))
    judged = [one.kind for one in compare_with(annotation, rows).judged]
    yield from map(Line, list_line_cues(read.article, read.scenes, rows), judged)
    right = [one for one, kind in zip(rows, judged, strict=True) if kind != WRONG and prod(one.chances[:2]) >= SURE]
    left = list_written(article, list_left_out(read, right))
    judged = [one.kind for one in compare_with(annotation, [*right, *left]).judged[len(right) :]]
    yield from map(Line, list_line_cues(read.article, read.scenes, left), judged)


def learn_lines(lines: Sequence[Line]) -> Weights:
    """Return the weights that say what becomes of a line."""
    return Weights(fit([line.cues for line in lines], [line.kind for line in lines], None, STRENGTHS, SMALLEST))


def learn_all(names: Sequence[str]) -> dict[str, Weights]:
    """Return the weights of all questions, and of the lines, from some collections."""
    cases = read_cases(names)
    lines = [line for part in learn_parts(names, cases) for line in part.lines]
    return {**learn(cases), LINE: learn_lines(lines)}


def write_weights(names: Sequence[str]) -> None:
    """Learn the weights from some collections, and write them for the product."""
    WEIGHTS.write_bytes(dump_weights(learn_all(names)))
