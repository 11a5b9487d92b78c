"""What people say who hold no office: relatives, passengers, lawyers, activists. It says nothing for the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from curation.proposals.article import Article, Sentence, find_any
from curation.proposals.letters import CAPITAL, CAPITALIZED
from curation.proposals.memory import load_rules
from curation.proposals.naming import AGE, AGED
from curation.proposals.speech import Speech
from curation.proposals.speech_verbs import compile_verbs, list_names

PRONOUNS = ("he", "she", "they")
SOURCES = re.compile(r"[Ss]ources(?: (?:at|in) (?:the )?[a-z]+)?")
"""Those without a name whom no word places in a body."""
NAME = re.compile(rf"{CAPITALIZED}(?: {CAPITALIZED})+")


@dataclass
class Others:
    """The people without an office whom a text has named so far."""

    surnames: set[str] = field(default_factory=set)
    is_last: bool = False
    """Whether one of them spoke last."""
    is_quoted: bool = False
    """Whether the sentence before is one of them that is quoted, so that the quotation may go on."""


STARTS = re.compile(rf"{CAPITAL}|(?:he|she|they|his|her|their|an?)\b")
"""How a speaker behind a verb begins; a clause begins otherwise."""
QUOTED = re.compile(r"[”\"»’'] $")
APPOSITION = re.compile(r",[^,.;]*")


def find_others(article: Article, speeches: Sequence[Speech]) -> frozenset[int]:
    """Return the numbers of the sentences in which nobody speaks but people without an office."""
    official = list_official(speeches)
    others = Others()
    found = []
    for sentence in article.body:
        number = sentence.number
        others.surnames |= {*AGED.findall(sentence.text), *list_surnames(sentence)}
        subjects = list(list_subjects(sentence))
        is_other = number not in official and speaks_as_other(sentence, subjects, others)
        if is_other:
            found.append(number)
        is_somebody = names_somebody(sentence) or bool(subjects)
        others.is_last = is_other or (others.is_last and number not in official and not is_somebody)
        others.is_last = others.is_last or AGED.search(sentence.bare) is not None
        others.is_quoted = is_other and bool(sentence.quoted)
    return frozenset(found)


def mark_speakers(article: Article, speeches: Sequence[Speech], others: frozenset[int]) -> dict[int, tuple[str, ...]]:
    """Return cues of who speaks in each sentence, for learned rules: an official, somebody else, or whoever spoke before."""
    official = list_official(speeches)
    marks: dict[int, tuple[str, ...]] = {}
    last = "nobody"
    for sentence in article.body:
        number = sentence.number
        subjects = [] if number in official else list(list_subjects(sentence))
        is_alone = is_quote_alone(sentence)
        who = "official" if number in official else "other" if number in others else "somebody" if subjects else "nobody"
        words = [f"speaker {word}" for subject in subjects for word in re.findall(r"[\w-]+", subject.lower())]
        is_named = any(NAME.search(subject) for subject in subjects)
        marks[number] = (
            f"said by {who}",
            f"{'quote alone' if is_alone else 'sentence'} after {last}",
            *words,
            *(["speaker has name"] if is_named else []),
        )
        last = last if who == "nobody" and (is_alone or not names_somebody(sentence)) else who
    return marks


def list_official(speeches: Sequence[Speech]) -> set[int]:
    """Return the numbers of the sentences in which an official speaks."""
    return {one.sentence.number for one in speeches if one.speaker.is_official}


def names_somebody(sentence: Sentence) -> bool:
    """Whether a sentence names somebody, whom a later pronoun may mean."""
    return NAME.search(sentence.bare) is not None


def is_quote_alone(sentence: Sentence) -> bool:
    """Whether a sentence is nothing but a quotation."""
    return bool(sentence.quoted) and re.search(r"\w", sentence.bare) is None


def speaks_as_other(sentence: Sentence, subjects: Sequence[str], others: Others) -> bool:
    """Whether somebody without an office speaks in a sentence in which no official does; keep who it is."""
    ours = [subject for subject in subjects if is_other(subject, others)]
    for subject in ours:
        others.surnames |= {name.group().rsplit(" ", 1)[-1] for name in NAME.finditer(subject)}
    goes_on = (others.is_quoted or others.is_last) and is_quote_alone(sentence)
    return bool(ours) or goes_on


def list_surnames(sentence: Sentence) -> Iterator[str]:
    """Yield the surnames of those whom a sentence calls one without an office: Ana Ruiz, a lawyer; attorney Ana Ruiz."""
    rules = load_rules()
    words = (*rules["others"], *rules["alone"], *rules["relatives"])
    for name in NAME.finditer(sentence.bare):
        behind = APPOSITION.match(sentence.bare, name.end())
        before = [*sentence.bare[: name.start()].split(" ")[-2:], *name.group().split(" ")[:-1]]
        if find_any(" ".join(before), words) or (behind and find_any(behind.group(), words)):
            yield name.group().rsplit(" ", 1)[-1]


def list_subjects(sentence: Sentence) -> Iterator[str]:
    """Yield the words that may name who speaks, with what is in apposition to them, one for each verb of speech."""
    for match in compile_verbs().finditer(sentence.bare):
        for (start, end), follows in list_names(sentence.bare, match):
            is_clause = not STARTS.match(sentence.bare, start) and not QUOTED.search(sentence.bare, 0, match.start())
            if follows and is_clause:
                continue
            behind = APPOSITION.match(sentence.bare, end) if follows else None
            yield sentence.bare[start : behind.end() if behind else end]


def is_other(subject: str, others: Others) -> bool:
    """Whether the subject of a verb of speech is somebody without an office."""
    rules = load_rules()
    if subject.strip().lower() in PRONOUNS:
        return others.is_last
    if SOURCES.fullmatch(subject.strip()):
        return True
    if AGE.search(subject) or find_any(subject, (*rules["others"], *rules["alone"], *rules["relatives"])):
        return True
    return any(re.search(rf"\b{re.escape(surname)}\b", subject) for surname in others.surnames)
