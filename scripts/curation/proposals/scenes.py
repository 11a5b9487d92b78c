"""A sentence as learned rules see it: its words, and what is known of it from the text around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from curation.proposals.article import Article, Sentence
from curation.proposals.bystanders import mentions_other
from curation.proposals.codes import find_verb
from curation.proposals.cues import NEAR, Word, find_place, list_cues, list_cues_beside, split_words
from curation.proposals.flights import Flight
from curation.proposals.naming import has_age
from curation.proposals.proposal import Proposal
from curation.proposals.speech_verbs import tells_story
from curation.proposals.units import is_ordinal, read_unit
from curation.text.folding import Span, spans_overlap
from curation.text.numbers import NumberExpression

LEAD = 3
"""The first sentences of a text."""
MANY = 3
"""From so many numbers or countries on, a sentence has many of them."""
OPENING = 2
"""Words with which a sentence begins."""
SIGN = re.compile(r"[$€£%]|per ?cent")


@dataclass(frozen=True)
class Scene:
    """A sentence with its words and cues, and the flight of which it, or a sentence before it, speaks."""

    sentence: Sentence
    words: tuple[Word, ...]
    cues: tuple[str, ...]
    flight: Flight | None
    found: Mapping[Span, tuple[str, ...]]
    """What other rules propose, also those that are off: the rule and the field, by the words in the sentence."""
    again: frozenset[str]
    """Its numbers that sentences before have too."""
    carried: frozenset[tuple[Decimal, ...]]
    """The numbers that the text gives for the persons aboard, as a rule sees it."""


def list_scenes(
    article: Article,
    flights: Mapping[int, Flight],
    others: frozenset[int],
    speakers: Mapping[int, Sequence[str]],
    found: Sequence[Proposal],
) -> Iterator[Scene]:
    """Yield the sentences of a text, in its order.

    `others` are those of people who hold no office, `speakers` has cues of who speaks in each sentence.
    """
    of_passage: dict[int, list[Proposal]] = defaultdict(list)
    for one in found:
        of_passage[one.passage].append(one)
    said: set[str] = set()
    carried = frozenset(find_carried(article, found))
    main = next((one for one in flights.values() if one.is_main), None)
    has_flown = False
    last: tuple[Word, ...] = ()
    for sentence in article.sentences:
        has_flown = has_flown or sentence.number in flights
        words = split_words(sentence.text, list_found(sentence))
        cues = [*list_cues(words), *list_marks(sentence, flights.get(sentence.number), others)]
        cues += ["is after flight"] if has_flown else []
        cues += speakers.get(sentence.number, ())
        cues += [f"opens {word.text}" for word in words[:OPENING]]
        cues += [f"opens ~{kind}" for word in words[:OPENING] for kind in word.kinds]
        cues += [f"last ~{kind}" for word in last for kind in word.kinds]
        cues += [f"rule {one.rule}" for one in of_passage[sentence.number]]
        flight = flights.get(sentence.number) or (main if has_flown else None)
        marks = mark_found(sentence, of_passage[sentence.number])
        numbers = {sentence.text[one.start : one.end].lower() for one in sentence.numbers}
        yield Scene(sentence, words, tuple(dict.fromkeys(cues)), flight, marks, frozenset(numbers & said), carried)
        said |= numbers
        last = words


def find_carried(article: Article, found: Sequence[Proposal]) -> Iterator[tuple[Decimal, ...]]:
    """Yield the numbers that a rule sees as those of the persons aboard."""
    for one in found:
        if one.rule == "flight-persons":
            number = article.sentences[one.passage - 1].find_number(one.spans[0])
            yield from [number.numbers] if number else []


def mark_found(sentence: Sentence, found: Sequence[Proposal]) -> dict[Span, tuple[str, ...]]:
    """Return what rules propose for words of a sentence."""
    start, marks = sentence.passage.start, defaultdict(list)
    for one in found:
        for span in one.spans:
            marks[span[0] - start, span[1] - start].append(f"{one.rule} {one.field}")
    return {span: tuple(dict.fromkeys(some)) for span, some in marks.items()}


def list_found(sentence: Sentence) -> Iterator[tuple[str, Span]]:
    """Yield the numbers, dates and countries of a sentence."""
    yield from (("number", (one.start, one.end)) for one in sentence.numbers)
    yield from (("date", (one.start, one.end)) for one in sentence.dates)
    yield from (("country", (one.start, one.end)) for one in sentence.countries)


def list_marks(sentence: Sentence, flight: Flight | None, others: frozenset[int]) -> Iterator[str]:
    """Yield what kind of sentence it is, and how much it has of what readers find."""
    marks = {
        "is heading": sentence.is_heading,
        "is on flight": flight is not None and flight.is_main,
        "is on other flight": flight is not None and not flight.is_main,
        "is of others": sentence.number in others,
        "is on others": mentions_other(sentence),
        "is on somebody": has_age(sentence.text),
        "is story": tells_story(sentence),
        "is quoted": bool(sentence.quoted),
        "is lead": sentence.number <= LEAD,
    }
    yield from (mark for mark, holds in marks.items() if holds)
    yield f"numbers {min(MANY, len(sentence.numbers))}"
    yield f"countries {min(MANY, len(sentence.countries))}"
    yield f"dates {min(MANY, len(sentence.dates))}"


def list_number_cues(article: Article, scene: Scene, number: NumberExpression) -> list[str]:
    """Return what is seen of a number, beside it and in its sentence."""
    return [*scene.cues, *list_own_cues(article, scene, number)]


def list_own_cues(article: Article, scene: Scene, number: NumberExpression) -> list[str]:
    """Return what is seen of a number itself and beside it."""
    span = number.start, number.end
    own = [f"found {mark}" for mark in scene.found.get(span, ())]
    own += [f"number {'of' if number.numbers in scene.carried else 'not of'} flight"] if scene.carried else []
    own += ["number again"] if scene.sentence.text[slice(*span)].lower() in scene.again else []
    return [*own, *describe_number(article, scene.sentence, number), *list_cues_beside(scene.words, span)]


def list_name_cues(scene: Scene, name: Span) -> list[str]:
    """Return what is seen of a name, beside it and in its sentence."""
    first, behind = find_place(scene.words, name)
    own = scene.words[first:behind]
    cues = [f"name {word.text}" for word in own]
    cues += [f"name ~{kind}" for word in own for kind in word.kinds]
    cues += [f"name first {word.text}" for word in own[:1]]
    cues += [f"name last {word.text}" for word in own[-1:]]
    cues += [f"name of {min(len(own), NEAR)} words"]
    cues += [f"found {mark}" for mark in scene.found.get(name, ())]
    return [*scene.cues, *cues, *list_cues_beside(scene.words, name)]


def list_expression_cues(article: Article, scene: Scene) -> Iterator[tuple[str, Span, list[str]]]:
    """Yield the numbers, dates and countries of a sentence: what each is, where it is, and what is seen of it."""
    for number in scene.sentence.numbers:
        span = number.start, number.end
        yield "number", span, [*list_number_cues(article, scene, number), *list_surrounding(scene, span)]
    for date in scene.sentence.dates:
        span = date.start, date.end
        yield "date", span, [*list_name_cues(scene, span), *list_surrounding(scene, span)]
    for country in scene.sentence.countries:
        span = country.start, country.end
        cues = [*list_name_cues(scene, span), *list_surrounding(scene, span)]
        if scene.flight:
            cues += ["is end of flight"] if country.code in scene.flight.ends else []
            cues += ["is start of flight"] if country.code in scene.flight.starts else []
        yield "country", span, cues


def list_surrounding(scene: Scene, span: Span) -> Iterator[str]:
    """Yield what rules propose for longer words in which a span lies, or for words that it has."""
    for words, marks in scene.found.items():
        if words != span and words[0] <= span[0] and span[1] <= words[1]:
            yield from (f"inside {mark}" for mark in marks)
        elif spans_overlap([words], [span]):
            yield from (f"over {mark}" for mark in marks)


def describe_number(article: Article, sentence: Sentence, number: NumberExpression) -> Iterator[str]:
    """Yield how a number is printed, and what the rules on units see in it."""
    words = sentence.text[number.start : number.end].lower()
    yield f"number {words}"
    yield f"number digits {sum(map(str.isdigit, words))}" if words[0].isdigit() else "number in words"
    yield from ["number order"] if is_ordinal(words) else []
    yield from ["number year"] if re.fullmatch(r"(?:19|20)\d\d", words) else []
    yield from (f"number {sign}" for sign in SIGN.findall(words))
    yield from ["number of several words"] if " " in words else []
    yield from ["number quoted"] if sentence.is_quoted(number.start, number.end) else []
    yield from ["number first"] if number.start == 0 else []
    unit = read_unit(article, sentence, number)
    yield f"unit {unit.kind if unit else 'none'}"
    yield from ["unit some"] if unit and unit.some else []
    if unit and unit.words:
        yield f"noun {sentence.text[slice(*unit.words)].lower()}"
        yield from ["unit verb"] if find_verb(sentence, number.start, unit.words[1]) else []
