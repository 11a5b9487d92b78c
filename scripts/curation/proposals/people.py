"""Which people a number counts: by their noun, as some of the passengers, or as part of a group."""

from __future__ import annotations

import re
from functools import cache

from curation.proposals.article import Article, Sentence, find_any, has_several
from curation.proposals.codes import find_verb
from curation.proposals.counted import GOES_ON, Counted, match_noun
from curation.proposals.flights import speaks_of_flight
from curation.proposals.memory import load_rules
from curation.proposals.passengers import OF_NUMBER, find_bare, find_had, read_some
from curation.proposals.places import DESTINATION, list_places
from curation.text.moments import choose
from curation.text.numbers import NumberExpression

MORE = re.compile(r"(?:(?:more|further|other|others|additional|such|of the|of) )*")
PEOPLE = ("people", "persons")
HAS = re.compile(r" (?:had|have|were|are)\b")
"""Behind a noun that says nothing of the people: what follows says of whom a number is."""


def read_passengers(sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return the unit of some of the passengers: the words that say of whom."""
    some = read_some(sentence, number)
    if not some:
        bare = find_bare(sentence, number)
        return None if bare is None else Counted("persons", "some", None, tuple(("population", one) for one in bare))
    cells = (("population", some.population),) if some.population else ()
    return Counted("persons", sentence.text[slice(*some.unit)], some.unit, cells, some)


KIND = re.compile(r"(?<![\w-])(?!(?:federal|private|more|other|further|additional|medical|armed)\b)[A-Za-z][\w’'-]* $")
"""What kind of officers or nurses somebody is, before their noun: escort officers, flight nurses."""
RESPECTIVELY = re.compile(r"[^.;]{0,60}\brespectively\b")
"""Behind numbers each of which is that of something else: in January and April, with 22 and 35 passengers respectively."""


def read_people(article: Article, sentence: Sentence, number: NumberExpression) -> Counted | None:
    """Return the unit of people who are not counted by their country: their noun, or the group of which they are a part."""
    text = sentence.text
    if text[: number.start].endswith(" of the ") or RESPECTIVELY.search(text, number.end):
        return None
    whole = OF_NUMBER.match(text, number.end)
    end = whole.end() if whole else number.end
    part = match_part(text, end)
    found = part or match_noun("counted", text, number.end)
    if not found:
        return None
    had = find_had(text, found.end(1)) if found[1].lower() in PEOPLE and HAS.match(text, found.end(1)) else None
    between = [*(one.start for one in sentence.countries), *(one.start for one in sentence.numbers)]
    if any(end <= start < found.start(1) for start in between):
        return None
    # People without another name are a figure by what happened to them, and are elsewhere those of a flight.
    if found[1].lower() == "people" and not find_verb(sentence, number.start, found.end(1)):
        return None
    is_some = text[: found.start(1)].endswith(" of the ") or is_staff(found[1])
    is_all = not is_some and is_of_flight(article, sentence, "" if is_whole_group(sentence, number) else found[1])
    if not part and (is_all or text[: number.start].lower().endswith(("the ", "all "))):
        return None
    more = MORE.match(text, number.end + 1)
    kind = KIND.search(text, end, found.start(1)) if is_staff(found[1]) else None
    noun = kind.start() if kind else found.start(1)
    start = noun if part or kind or not more else more.end()
    is_open = GOES_ON.match(text, found.end(1)) or text[: found.start(1)].endswith(" of the ")
    if had:
        return Counted("persons", found[1], (noun, found.end(1)), (("population", had),))
    population = () if is_open else (("population", (start, find_last(text, found.end(1)))),)
    return Counted("persons", found[1], (noun, found.end(1)), population)


def is_staff(noun: str) -> bool:
    """Whether a noun is one of those who are with the passengers or work on the ground."""
    return noun.lower() in load_rules()["staff"]


def find_last(text: str, end: int) -> int:
    """Return where the noun for people ends, with another one that is joined to it: children and teenagers."""
    more = re.match(rf" and (?:{choose(load_rules()['groups'])})(?![\w-])", text[end:])
    return end + more.end() if more else end


def is_whole_group(sentence: Sentence, number: NumberExpression) -> bool:
    """Whether a number of men or women is alone in a sentence, and can be that of all who were moved."""
    groups = [one for one in sentence.numbers if match_noun("groups", sentence.text, one.end)]
    before = find_any(sentence.text[: number.start], load_rules()["part"])
    return len(groups) == 1 and not before


def is_of_flight(article: Article, sentence: Sentence, noun: str) -> bool:
    """Whether people of a sentence can be all those aboard a flight: it speaks of one, or says where they were brought."""
    rules = load_rules()
    if noun in rules["groups"] or has_several(sentence):
        return False
    return speaks_of_flight(sentence) or any(place.role == DESTINATION for place in list_places(article, sentence))


def match_part(text: str, start: int) -> re.Match[str] | None:
    """Return where a number goes on with what some of the people are: 65 of them children, five of whom are minors."""
    return compile_part().match(text, start)


@cache
def compile_part() -> re.Pattern[str]:
    """Return the pattern of the part of a group behind a number."""
    groups = choose(load_rules()["groups"])
    return re.compile(rf"(?: of (?:them|whom)(?:,? (?:are|were))? | of the |,? (?:are|were) )({groups})(?![\w-])")
