"""Learned rules: what coders mostly choose where a sentence has certain cues, with how sure that is.

A question is asked of an anchor (a number, or a whole sentence): which code, or none? Then: which words does it rest on? Each
answer is a sum of weights of cues, one weight for each, as `python tests/proof/__main__.py weights` learned them from
finished codings (weights.csv). What is asked, with how sure an answer must be, is in questions.csv: of a number what its
figure or its people are, of a sentence what it says of a flight, of a name whose it is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from curation.proposals.cues import describe_phrase, find_place, list_phrases
from curation.proposals.scenes import Scene
from curation.records import read_csv
from curation.text.folding import Span

HERE = Path(__file__).parent
WEIGHTS = HERE / "weights.csv"
NONE = "-"
"""The answer that a row has no such cell."""
WHOLE = "@"
"""The end of an answer whose cell rests on no words of its own."""
WHERE = "?"
"""In weights.csv, in the place of an answer: the weights by which words are chosen."""
GIVEN = "words"
"""The answer of a cell whose words are its value."""
BIAS = ""
"""The cue that every case has."""
MOST_SURE = 30.0
"""The largest sum of weights that counts, so that its odds are a number."""
NOWHERE = 0.3
"""The odds that none of the phrases is the one that a coder takes."""


@dataclass(frozen=True)
class Inquiry:
    """What is asked of an anchor."""

    table: str
    field: str
    longest: int
    """Words of the longest phrase that a code rests on."""
    least: float
    """How likely an answer must be, with the row that it is for, so that likely.py is asked whether to propose it."""


@dataclass(frozen=True)
class Weights:
    """The weights of the cues of one question: of each answer, and of the words."""

    answers: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    words: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class About:
    """The number or name of which something is asked."""

    anchor: Span | None = None
    """Where it is in the sentence."""
    measure: str = ""
    """What a number most probably measures."""
    words: Mapping[Span, Sequence[str]] = field(default_factory=dict)
    """The names of what words of the sentence are for it (row_words.py)."""


@cache
def load_inquiries() -> dict[str, Inquiry]:
    """Return what is asked, by the name of the question."""
    _, records, _ = read_csv("questions.csv", (HERE / "questions.csv").read_bytes())
    return {row["name"]: Inquiry(row["table"], row["field"], int(row["longest"]), float(row["least"])) for _, row in records}


@cache
def load_weights() -> dict[str, Weights]:
    """Return the weights that were learned, by the name of the question."""
    _, records, _ = read_csv(WEIGHTS.name, WEIGHTS.read_bytes())
    weights: dict[str, Weights] = defaultdict(Weights)
    for _, row in records:
        of = weights[row["question"]]
        cues = of.words if row["answer"] == WHERE else of.answers[row["answer"]]
        cues[row["cue"]] = float(row["weight"])
    return weights


def sum_odds(weights: dict[str, float], cues: Set[str]) -> float:
    """Return the odds that the weights of cues give: the same in whatever order they are summed up."""
    total = math.fsum([weights.get(BIAS, 0.0), *(weights[cue] for cue in cues if cue in weights)])
    return math.exp(max(-MOST_SURE, min(MOST_SURE, total)))


def answer(name: str, cues: Iterable[str]) -> list[tuple[float, str]]:
    """Return the answers to a question, the likeliest first, each with its probability."""
    seen = set(cues)
    odds = {one: sum_odds(weights, seen) for one, weights in load_weights()[name].answers.items()}
    shares = {one: value / (1 + value) for one, value in odds.items()}
    whole = sum(shares.values()) or 1.0
    return sorted(((share / whole, one) for one, share in shares.items()), reverse=True) or [(1.0, NONE)]


def choose_phrase(codes: Mapping[str, str], scene: Scene, about: About) -> tuple[float, Span] | None:
    """Return the words on which codes rest together, each by its question, with how likely it is that they are these."""
    shares: dict[Span, float] = defaultdict(float)
    for name, code in codes.items():
        for span, share in weigh_phrases(name, code, scene, about).items():
            shares[span] += share / len(codes)
    best = max(shares, key=lambda span: shares[span], default=None)
    return (shares[best], best) if best else None


def weigh_phrases(name: str, code: str, scene: Scene, about: About) -> dict[Span, float]:
    """Return how likely it is of each phrase that a code rests on it."""
    words = scene.words
    weights, longest = load_weights()[name].words, load_inquiries()[name].longest
    odds = {
        (words[first].start, words[behind - 1].end): sum_odds(weights, cues)
        for first, behind, cues in list_phrase_cues(scene, about, longest, code)
    }
    whole = math.fsum([NOWHERE, *odds.values()])
    return {span: one / whole for span, one in odds.items()}


def list_phrase_cues(scene: Scene, about: About, longest: int, code: str) -> Iterator[tuple[int, int, set[str]]]:
    """Yield each phrase that may be the words of a code, with what is seen of it: by itself, for this code and this row."""
    place = find_place(scene.words, about.anchor) if about.anchor else None
    named = {find_place(scene.words, span): names for span, names in about.words.items()}
    for phrase in list_phrases(scene.words, longest, place):
        cues = list(describe_phrase(scene.words, phrase, place, scene.found))
        names = [f"is {name}" for name in named.get(phrase, ())]
        yield (
            *phrase,
            {*cues, *names, *(f"{code}: {cue}" for cue in (*cues, *names)), *(f"{about.measure} {name}" for name in names)},
        )
