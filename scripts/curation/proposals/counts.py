"""Rules on people by country: each country whose people a sentence counts or names, in its own row of nationals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from curation.proposals.aboard import NOT_ABOARD, find_carried, find_carrying
from curation.proposals.article import Article, Sentence, has_several
from curation.proposals.bystanders import mentions_other
from curation.proposals.codes import COUNTS, Code, find_verb, share_codes
from curation.proposals.flights import Flight, read_value
from curation.proposals.letters import CAPITAL
from curation.proposals.memory import load_rules
from curation.proposals.naming import AGED
from curation.proposals.places import CODE, has_country, is_whose
from curation.proposals.proposal import SHARED, Proposal
from curation.proposals.row_ids import make_row_id
from curation.text.countries import CountryExpression
from curation.text.country_names import load_usual_names
from curation.text.folding import Span
from curation.text.lists import find_lists
from curation.text.moments import choose
from curation.text.numbers import NumberExpression

BEFORE_PEOPLE = re.compile(r" (?:(?!(?:from|of|in|to|for|with|and|at|on)\b)[a-z-]+ )?")
"""What is between a number and a people: 44 undocumented Uzbek nationals."""
BEING = re.compile(r" (?:of (?:them|those(?: [\w]+)?|the \w+) )?(?:are|were|is|was)(?: an?| all)? ")
"""What is between a number and the people that so many are: five of the passengers are Cubans."""
ALL_BUT = re.compile(r"\b[Aa]ll but $")
"""What is before a number of those who are left out."""
BEFORE_NOUN = re.compile(r" (?:(?!with\b|flights?\b)[\w-]+ ){0,2}")
SHARE = re.compile(r"%|per ?cent")
"""A number of which people are not counted: 57 percent were Ethiopians."""
IN_BRACKETS = re.compile(r" ?[(:] ?")
ENDS_ITEM = re.compile(r"[),;.]|$| and\b")
"""What follows such a number: in "South Sudan: two from Cuba" the two are not of South Sudan."""
BETWEEN_PEOPLES = (", ", " and ", ", and ")
OF_NUMBER = re.compile(r"(?: each)? of (?:the )?(?:[A-Z]\w+(?: [A-Z]\w+)* and )?$")
"""What is between a number and the name of a country in a list."""
NEXT_ITEM = re.compile(r"(?:,| and|, and) [\w-]+(?: each)? of ")
"""What follows a country in a list each item of which has a number of its own: 30 citizens of Peru, 26 of Laos."""
FROM = (
    r"(?: of (?:them|those|(?:the|these) {people})(?: (?:on board|aboard))?)?"
    r"(?P<verb> (?:were|was|are|is|hail(?:s|ed)?))? from (?:the )?$"
)
"""What is between a number and the country of origin of so many; who came from a country mostly was sent by it."""
SENT = re.compile(r" came from [^;.]*$")
"""What is before a further number of those whom a country sent: nine came from Sweden and four from Norway."""
HELD = re.compile(r" (?:\w+ )?(?:cent(?:re|er)|prison|jail|camp|border|airport|capital)\b")
"""Behind the name of a country: a place in it, from which people came."""
ABOVE = 5
"""The first sentences, among which the headline is."""
LIVE = re.compile(r" (live)\b")
"""Behind people of a country: where they are at home now."""
AFTER_PEOPLE = re.compile(
    r"[.,;:]|$| (?:and|or|were|are|have|had|who|from|in|on|to|aboard|left|came|returned|landed|arrived|flew|boarded)\b"
)
SHORT_NAME = 4
"""Characters of names that end with "s" and are no people: the U.S."""
REFERS = re.compile(r"(?:They|These|Those|The group|Among them|Among|Of them|On board|Aboard|All)\b")
"""The beginning of a sentence that goes on about the people of the one before."""
ORIGINS = re.compile(r"countr(?:y|ies) of origin")
BESIDE_LIST = re.compile(r"\W*(?:(?:are|were|include|included|being|namely) )?(?:the )?\W*")
"""What is between the words "countries of origin" and their list."""


@dataclass(frozen=True)
class Count:
    """A country whose people a sentence counts or names. Positions are those of the sentence."""

    country: CountryExpression
    number: NumberExpression | None = None
    basis: Span | None = None
    """The words that say that citizens, or people of that origin, are counted."""
    code: str = "citizenship"

    @property
    def meant(self) -> str:
        """The country's code; of a name with several meanings that of the country, which a reason must support."""
        return self.country.code or self.country.meanings[:CODE]


def list_counts(sentence: Sentence) -> list[Count]:
    """Return each country whose people a sentence counts or names, with its number and the noun for citizens."""
    lists = find_lists(sentence.text, sentence.countries)
    is_of_one = AGED.search(sentence.text) is not None  # Ana Ruiz, 38, a citizen of Ghana
    counts = []
    for country in sentence.countries:
        names = next((names for names in lists if country in names), [country])
        is_alone = len(names) == 1 and not any(sentence.text[country.end : one.start] == ", " for one in sentence.countries)
        is_alone = is_alone or has_own_number(sentence, country, names)
        count = read_count(sentence, country, is_alone=is_alone) or read_listed(sentence, country, names)
        if count and count.meant and not is_of_one:
            counts.append(count)
    return counts


def has_own_number(sentence: Sentence, country: CountryExpression, names: Sequence[CountryExpression]) -> bool:
    """Whether a number before a country of a list is its alone: the next country has one too, or it is the last one."""
    behind = next((one for one in names if one.start > country.end), None)
    before = max((one.end for one in names if one.end < country.start), default=-1)
    numbers = [one.start for one in sentence.numbers]
    return any(before < start < country.start for start in numbers) and (
        behind is None or any(country.end < start < behind.start for start in numbers)
    )


def read_count(sentence: Sentence, country: CountryExpression, *, is_alone: bool) -> Count | None:
    """Return the count of a country with a noun for people, a number, or both beside its name; None without them."""
    text = sentence.text
    # A number before several peoples is that of all of them: 43 Nigerians and Ghanaians.
    is_of_all = any(text[country.end : one.start] in BETWEEN_PEOPLES for one in sentence.countries)
    number = None if is_of_all else find_number(sentence, country.start, BEFORE_PEOPLE)
    number = number or find_number_after(sentence, country) or find_number(sentence, country.start, BEING)
    number = None if number and ALL_BUT.search(text, 0, number.start) else number
    noun = match_people(r"(?:’s|'s)? ({people})(?!\w)", text, country.end)
    before = search_people(r"({people})(?: each)? (from|of) (?:the )?$", text[: country.start])
    if before and before[2] == "from" and not is_whose(sentence, before, number):
        before = None
    if before and not number and (is_alone or NEXT_ITEM.match(text, country.end)):
        number = find_number(sentence, before.start(), BEFORE_NOUN)
    listed = None if noun or before else find_listed_number(sentence, country)
    came = search_people(FROM, text[: country.start])
    is_sent = came is not None and not came["verb"] and SENT.search(text[: came.start()]) is not None
    if came and not number and is_alone and not is_sent:
        number = find_number(sentence, came.start(), re.compile(""))
        is_known = number is not None and text[: number.start].lower().endswith((" of the ", "the "))
        number = None if is_known or HELD.match(text, country.end) else number
    is_people = number is not None and not noun and stands_for_people(sentence, country)
    if listed:
        return listed
    if not (noun or before or (number and (came or is_people or IN_BRACKETS.match(text, country.end)))):
        return None
    basis = next((found.span(1) for found in (noun, before) if found and is_citizens(found[1])), None)
    is_people = is_people or (noun is not None and number is not None)
    return Count(country, number, basis or ((country.start, country.end) if is_people else None))


def find_listed_number(sentence: Sentence, country: CountryExpression) -> Count | None:
    """Return the count of a country in a list that names the people once: 30 citizens of Peru, 26 of Laos."""
    text = sentence.text
    lead = search_people(r"({people}) of (?:the )?(?=[A-Z])", text[: country.start])
    of = OF_NUMBER.search(text[: country.start])
    number = next((one for one in sentence.numbers if of and one.end == of.start()), None)
    return Count(country, number, lead.span(1) if is_citizens(lead[1]) else None) if lead and number else None


def find_number(sentence: Sentence, end: int, between: re.Pattern[str]) -> NumberExpression | None:
    """Return the last number before a position with nothing but some words between; no share of people."""
    found = [one for one in sentence.numbers if one.end <= end and between.fullmatch(sentence.text, one.end, end)]
    found = [one for one in found if not SHARE.search(sentence.text[one.start : one.end])]
    return found[-1] if found else None


def find_number_after(sentence: Sentence, country: CountryExpression) -> NumberExpression | None:
    """Return the number in brackets, or behind a colon, after a country: Uzbekistan (131)."""
    text = sentence.text
    after = (one for one in sentence.numbers if one.start > country.end and ENDS_ITEM.match(text, one.end))
    return next((one for one in after if IN_BRACKETS.fullmatch(text, country.end, one.start)), None)


def match_people(pattern: str, text: str, start: int) -> re.Match[str] | None:
    """Return where a pattern with a noun for people is at a position."""
    return compile_people(pattern).match(text, start)


def search_people(pattern: str, text: str) -> re.Match[str] | None:
    """Return where a pattern with a noun for people is in a text."""
    return compile_people(pattern).search(text)


@cache
def compile_people(pattern: str) -> re.Pattern[str]:
    """Return a pattern with the nouns for people in the place of {people}."""
    people = rf"(?!Nationals? {CAPITAL})(?i:{choose(load_rules()['people'])})"  # the Peruvian National Police
    return re.compile(pattern.replace("{people}", people))


def is_citizens(noun: str) -> bool:
    """Whether a noun for people says that they are citizens."""
    return noun.lower() in load_rules()["citizenship"]


def stands_for_people(sentence: Sentence, country: CountryExpression) -> bool:
    """Whether a name behind a number means people and needs no noun: 18 Afghans, 22 Chinese."""
    name = sentence.text[country.start : country.end]
    if name == load_usual_names().get(country.code):
        return False
    if name.endswith("s") and not name.endswith("ss"):
        return len(name) > SHORT_NAME and not name.isupper()
    return name.endswith(("ese", "ss")) and AFTER_PEOPLE.match(sentence.text, country.end) is not None


def read_listed(sentence: Sentence, country: CountryExpression, names: Sequence[CountryExpression]) -> Count | None:
    """Return the count of a country in a list with one noun for all: nationals of A, B and C; A, B and C nationals."""
    text = sentence.text
    if len(names) == 1:
        return None
    lead = search_people(r"({people}) (?:from|of) (?:the )?$", text[: names[0].start])
    lead = None if lead and has_country(sentence, lead.start(1)) else lead
    tail = match_people(r"(?:’s|'s)? ({people})(?!\w)", text, names[-1].end)
    found = lead or tail
    if found:
        return Count(country, None, found.span(1) if is_citizens(found[1]) else None)
    origins = ORIGINS.search(text)
    is_beside = origins and BESIDE_LIST.fullmatch(text[origins.end() : names[0].start])
    return Count(country, None, origins.span(), "origin") if origins and is_beside else None


def propose_counts(article: Article, flights: Mapping[int, Flight]) -> Iterator[Proposal]:
    """Propose a row of nationals for each country whose people a sentence counts."""
    before = last = None
    aboard: dict[int, Flight] = {}
    for sentence in article.sentences:
        last = flights.get(sentence.number, last)
        before = flights.get(sentence.number) or (before if REFERS.match(sentence.text) else None)
        before = last if ORIGINS.search(sentence.text) else before
        if before and is_aboard(sentence):
            aboard[sentence.number] = before
    again = {key: aboard[one.number] for one in article.sentences if one.number in aboard for key in list_values(one)}
    peoples = {count.meant for one in article.sentences for count in list_counts(one) if count.basis and count.number}
    for sentence in article.sentences:
        flight = aboard.get(sentence.number)
        if NOT_ABOARD.search(sentence.text) or (sentence.is_heading and sentence.number > ABOVE):
            continue
        known = {} if flight or sentence.has_word(load_rules()["stock"]) else again
        yield from describe_counts(article, sentence, flight, known, peoples)


def list_values(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Yield the country and the number of each count of a sentence, without its qualifier."""
    return (
        (count.meant, drop_qualifier(read_value(sentence, count.number))) for count in list_counts(sentence) if count.number
    )


def drop_qualifier(value: str) -> str:
    """Return the number of a value alone.

    >>> drop_qualifier("up_to 176")
    '176'
    """
    return value.rpartition(" ")[2]


def is_aboard(sentence: Sentence) -> bool:
    """Whether the people of a sentence on a flight can be aboard: no word of a stock, or of a total."""
    rules = load_rules()
    is_on = find_carrying(sentence)
    is_of_total = has_several(sentence) or sentence.has_word(rules["total"])
    return not sentence.has_word(rules["stock"]) and bool(is_on or not is_of_total)


def describe_counts(
    article: Article,
    sentence: Sentence,
    flight: Flight | None,
    again: Mapping[tuple[str, str], Flight],
    peoples: Set[str],
) -> Iterator[Proposal]:
    """Yield the rows of nationals of a sentence, with what they have in common as shared cells.

    `again` has the flight of each count that another sentence has put aboard one, `peoples` the countries whose citizens the
    text counts. Those who are only said to be from another country mostly were sent by it.
    """
    counts = [] if mentions_other(sentence) else list_counts(sentence)
    counts = [one for one in counts if one.basis or one.meant in peoples or not peoples]
    if flight and not mentions_other(sentence):
        counts += list_peoples(sentence, counts)
    counts = [one for one in counts if not sentence.is_quoted(one.country.start, one.country.end)]
    found = [(row, count) for count in counts if (row := find_row(article, sentence, flight, again, count))]
    known_rows = {*article.memory.figures.values()}
    bases = {count.basis for _, count in found}
    shared = found[0][1] if len(found) > 1 and len(bases) == 1 and None not in bases else None
    for row, count in found:
        yield from describe_count(sentence, row, replace(count, basis=None) if shared else count)
    if shared and shared.basis:
        spans = (sentence.place(*shared.basis),)
        yield Proposal("count", sentence.number, COUNTS, SHARED, "country_basis", shared.code, spans)
    if not flight and not known_rows & {row for row, _ in found}:
        codes = {row: list(list_said(sentence, count)) for row, count in found}
        yield from share_codes(sentence, codes, [row for row, _ in found], COUNTS)
    # A row that is known for another figure has nothing of a flight, and shares nothing with one.
    if found and flight and not {row for row, _ in found} & known_rows:
        rows = list(dict.fromkeys(row for row, _ in found))
        yield from share_codes(sentence, dict.fromkeys(rows, find_carried(sentence, flight.id)), rows, COUNTS)


def list_said(sentence: Sentence, count: Count) -> Iterator[Code]:
    """Yield the codes of people by country who are not aboard, where a verb beside their number says what happened."""
    end = (count.basis or (0, count.country.end))[1]
    lives = LIVE.match(sentence.bare, end)
    if lives:
        yield Code("counted-stock", "measure", "other", lives.span(1))
        yield Code("counted-stock", "measure_printed", "", lives.span(1))
        yield Code("counted-stock", "stock_or_flow", "stock", lives.span(1))
        yield Code("counted-stock", "period_type", "as_of", lives.span(1))
        return
    verb = find_verb(sentence, count.number.start, end) if count.number else None
    if verb:
        yield Code("counted-flow", "stock_or_flow", "flow", verb)


def list_peoples(sentence: Sentence, counts: Sequence[Count]) -> list[Count]:
    """Return the peoples aboard that a sentence names without a number of their own: 43 Nigerians and Ghanaians."""
    rules = load_rules()
    if not sentence.has_word([*rules["carried"], *rules["aircraft"]], bare=True):
        return []
    left = [one for one in sentence.countries if not any(count.country is one for count in counts)]
    return [Count(one, None, (one.start, one.end)) for one in left if one.code and stands_for_people(sentence, one)]


def find_row(
    article: Article, sentence: Sentence, flight: Flight | None, again: Mapping[tuple[str, str], Flight], count: Count
) -> str:
    """Return the row of a count: of a known figure its own, never the flight's; else that of the flight, where it is one."""
    value = read_value(sentence, count.number) if count.number else ""
    known = article.memory.figures.get((count.meant, value), "")
    if known:
        return known
    flight = flight or again.get((count.meant, drop_qualifier(value)))
    if not flight:
        return make_row_id(f"{article.source} {count.meant} {drop_qualifier(value)}") if value else ""
    return f"flight-{flight.day or flight.id}-{count.meant.lower()}"


def describe_count(sentence: Sentence, row: str, count: Count) -> Iterator[Proposal]:
    """Yield the cells of a row of nationals."""

    def cell(field: str, span: Span, value: str = "", *, needs_reason: bool = False) -> Proposal:
        spans = (sentence.place(*span),)
        return Proposal("count", sentence.number, COUNTS, row, field, value, spans, needs_reason=needs_reason)

    value = "" if count.country.code else count.meant
    yield cell("country", (count.country.start, count.country.end), value, needs_reason=bool(value))
    if count.number:
        yield cell("persons", (count.number.start, count.number.end))
    if count.basis:
        yield cell("country_basis", widen_basis(sentence, count.basis, count.country), count.code)


def widen_basis(sentence: Sentence, basis: Span, country: CountryExpression) -> Span:
    """Return the noun for citizens, with the people's name where the noun is there twice (docs/coding.md)."""
    if sentence.text.count(sentence.text[slice(*basis)]) == 1:
        return basis
    return min(basis[0], country.start), max(basis[1], country.end)
