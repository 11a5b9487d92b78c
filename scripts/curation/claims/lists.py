"""Lists in a sentence: each number is next to its own name, as in "369 Kazakh citizens, 319 Kyrgyz citizens"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from curation.claims.claim import Claim
from curation.problems import Cause, Problem, shorten
from curation.schema.kinds import ParserName
from curation.text.countries import CountryExpression, scan_countries
from curation.text.dates import DateExpression
from curation.text.expressions import scan_expressions
from curation.text.folding import Span
from curation.text.lexicon import load_words
from curation.text.numbers import NumberExpression
from curation.text.phrases import load_common_words

NAMED_BY = (ParserName.COUNTRY, ParserName.SUBDIVISION, ParserName.VERBATIM, ParserName.DATE)
"""How the fields are read that tell the rows of a list apart."""

KINDS = {ParserName.QUANTITY: NumberExpression, ParserName.DATE: DateExpression, ParserName.COUNTRY: CountryExpression}
"""The expressions in which the values of a parser are found."""

ADJECTIVES = re.compile(r"\s(?:[a-z]+(?:-[a-z]+)*\s){0,2}")

Item = tuple[Span, bool]
"""A place in the sentence, and whether a number is there; otherwise a name."""


@dataclass(frozen=True)
class Pair:
    """The number and the name that one row takes from a sentence, each with its place."""

    number: Claim
    name: Claim
    number_at: Span
    name_at: Span


def check_lists(claims: Iterable[Claim], is_once: bool) -> Iterator[Problem]:
    """Report each number that a row takes from another row's place in a list, or leaves out where it is shared.

    In a source that was coded once, the words of codes and references are names too: 30 arrests and 20 removals.
    """
    read_as = (*NAMED_BY, ParserName.CODE, ParserName.REFERENCE) if is_once else NAMED_BY
    sentences: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.has_words:
            sentences[claim.passage.number, claim.table].append(claim)
    for group in sentences.values():
        reported: set[str] = set()
        yield from find_left_out(group)
        for pairs in list_pairs(group, read_as):
            for pair, right in find_swapped(pairs):
                if pair.number.row not in reported:
                    reported.add(pair.number.row)
                    yield report_swapped(pair, right)


def list_pairs(claims: Sequence[Claim], read_as: Sequence[ParserName]) -> Iterator[list[Pair]]:
    """Return the rows' numbers and names of a sentence, for each two fields that at least two rows have."""
    numbers: dict[str, list[Claim]] = defaultdict(list)
    names: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        # Who overrules the words with a reason has looked at them.
        if not claim.reason or claim.field.reads in (ParserName.COUNTRY, ParserName.SUBDIVISION):
            if claim.field.reads == ParserName.QUANTITY:
                numbers[claim.field.name].append(claim)
            elif claim.field.reads in read_as:
                names[claim.field.name].append(claim)
    for some in (some for some in numbers.values() if len(some) > 1):
        for others in (others for others in names.values() if len(others) > 1):
            by_row: dict[str, list[Claim]] = defaultdict(list)
            for other in others:
                by_row[other.row].append(other)
            pairs = [make_pair(one, other) for one in some for other in by_row[one.row]]
            placed = [pair for pair in pairs if pair]
            if len({pair.name_at for pair in placed}) > 1 and len({pair.number_at for pair in placed}) > 1:
                yield placed


def find_left_out(claims: Sequence[Claim]) -> Iterator[Problem]:
    """Report each row of a list that leaves out the number which the names around its own share: one each from A, B and C."""
    names = [claim for claim in claims if claim.field.reads == ParserName.COUNTRY]
    if len(names) < 2:
        return  # one name shares nothing
    for field in {claim.field.name for claim in claims if claim.field.reads == ParserName.QUANTITY}:
        numbers = {claim.row: find_place(claim) for claim in claims if claim.field.name == field}
        placed = {place: claim for claim in names if (place := find_place(claim))}
        items = sorted([*((place, True) for place in {*numbers.values()} if place), *((place, False) for place in placed)])
        runs = [[place for place, _ in group] for _, group in groupby(items, key=lambda item: item[1])]
        right = (pair_runs(runs, is_number_first=items[0][1]) if items else None) or {}
        for place, claim in placed.items() if right else ():
            number = right[place]
            sharing = [other.row for at, other in placed.items() if right[at] == number == numbers.get(other.row)]
            if claim.row not in numbers and len(sharing) > 1:
                words = claim.passage.text[slice(*number)]
                message = (
                    f"{claim.table}/{claim.row}: its list has «{words}» for «{claim.words}» too, and there is no {field}"
                )
                cause = Cause(claim.file, claim.table, claim.row, field, claim.passage.number)
                yield claim.fail(message, f"write {field}: {words}", spoils={cause}, follows={cause})


def make_pair(number: Claim, name: Claim) -> Pair | None:
    """Return a row's number and name with their places; None where one of them is not a single thing in the sentence."""
    number_at, name_at = find_place(number), find_place(name)
    return Pair(number, name, number_at, name_at) if number_at and name_at else None


def find_place(claim: Claim) -> Span | None:
    """Return where the number, country or date of a claim is in its passage; words as printed are where they are."""
    inside = claim.spans_in_passage
    if len(inside) != 1:
        return None
    start, end = inside[0]
    if claim.field.reads not in KINDS:
        return start, end
    places = list_places(claim.passage.text, claim.field.reads)
    found = places[bisect_left(places, (start, start)) :][:2]
    inside = [place for place in found if place[1] <= end]
    return inside[0] if len(inside) == 1 else None


@lru_cache(maxsize=8)
def list_places(text: str, reads: ParserName) -> list[Span]:
    """Return where a sentence has expressions of the kind that a parser reads."""
    found = scan_countries(text) if reads == ParserName.COUNTRY else scan_expressions(text)
    return [(item.start, item.end) for item in found if isinstance(item, KINDS[reads])]


def find_swapped(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Span]]:
    """Yield each pair whose number belongs to another name, with the place of the right number.

    A number directly before its noun is that noun's, and no other's: eight such flights, four of the seven local men.
    """
    placed = sorted({pair.number_at for pair in pairs})
    own = {(pair.name_at, pair.number_at) for pair in pairs}
    for pair in pairs:
        index = bisect_left(placed, pair.name_at) - 1
        if index >= 0 and (pair.name_at, placed[index]) not in own and is_own_noun(placed[index], pair):
            yield pair, placed[index]
    settled = [pair for pair in pairs if is_directly_before(pair)]
    pairs = [pair for pair in pairs if pair.name_at not in {one.name_at for one in settled}]
    used = {one.number_at for one in settled} - {pair.number_at for pair in pairs}
    pairs = [pair for pair in pairs if pair.number_at not in used]
    if not pairs:
        return
    numbers, names = {pair.number_at for pair in pairs}, {pair.name_at for pair in pairs}
    if any(one[0] < other[1] and other[0] < one[1] for one in numbers for other in names):
        return
    items = sorted([*((place, True) for place in numbers), *((place, False) for place in names)])
    runs = [[place for place, _ in group] for _, group in groupby(items, key=lambda item: item[1])]
    right = pair_runs(runs, is_number_first=items[0][1])
    taken: dict[Span, set[Span]] = defaultdict(set)
    for pair in pairs:
        taken[pair.name_at].add(pair.number_at)
    for pair in pairs:
        if right is None:
            other = find_nearer(pair, items, taken)
        else:
            other = right[pair.name_at] if right[pair.name_at] not in taken[pair.name_at] else None
        if other:
            yield pair, other


def is_directly_before(pair: Pair) -> bool:
    """Whether a number is directly before its name, with at most two adjectives between them."""
    between = pair.number.passage.text[pair.number_at[1] : pair.name_at[0]]
    if not ADJECTIVES.fullmatch(between):
        return False
    lexicon, words = load_words("coding"), {*between.split()}
    return not words & ((load_common_words() | {*lexicon["no_part_of_a_noun"]}) - {*lexicon["before_a_noun"]})


def is_own_noun(number_at: Span, pair: Pair) -> bool:
    """Whether the name of a pair follows a number at once, or after a word such as "such": it can be no other number's."""
    between = pair.number.passage.text[number_at[1] : pair.name_at[0]]
    return bool(ADJECTIVES.fullmatch(between)) and {*between.split()} <= {*load_words("coding")["before_a_noun"]}


def pair_runs(runs: Sequence[Sequence[Span]], is_number_first: bool) -> dict[Span, Span] | None:
    """Return the number of each name where the whole list has one direction; None where it has not.

    A run is several numbers, or several names, with nothing else between. One number before several names is that of each
    ("3 each from A and B"); as many numbers as names are in one order ("A, B and C: 5, 6 and 7").
    """
    if len(runs) % 2:
        return None
    found: dict[Span, Span] = {}
    for first, second in zip(runs[::2], runs[1::2], strict=True):
        numbers, names = (first, second) if is_number_first else (second, first)
        if len(numbers) not in (1, len(names)):
            return None
        found |= zip(names, numbers if len(numbers) > 1 else [numbers[0]] * len(names), strict=True)
    return found


def find_nearer(pair: Pair, items: Sequence[Item], taken: dict[Span, set[Span]]) -> Span | None:
    """Return the number beside a name that has none of its own beside it, where another name took that number in exchange."""
    index, own = bisect_left(items, (pair.name_at, False)), taken[pair.name_at]
    beside = [place for place, is_number in (*items[max(0, index - 1) : index], *items[index + 1 : index + 2]) if is_number]
    if own & set(beside):
        return None
    low, high = sorted([index, bisect_left(items, (pair.number_at, True))])
    between = {place for place, _ in items[low + 1 : high]}
    if any({name, number} <= between and is_beside(name, number, items) for name, some in taken.items() for number in some):
        numbers = [place for place, is_number in items[low + 1 : high] if is_number]
        return min(numbers, key=lambda place: abs(place[0] - pair.name_at[0]))
    for place in beside:
        owners = [name for name, numbers in taken.items() if place in numbers]
        if any(is_beside(owner, number, items) for owner in owners for number in own):
            return place
    return None


def is_beside(name: Span, number: Span, items: Sequence[Item]) -> bool:
    """Whether nothing else of the list is between a name and a number."""
    return abs(bisect_left(items, (name, False)) - bisect_left(items, (number, True))) == 1


def report_swapped(pair: Pair, right: Span) -> Problem:
    """Return the problem of a row with a number of another place of its list."""
    claim, name, text = pair.number, pair.name, pair.number.passage.text
    words, other = text[slice(*pair.name_at)], text[slice(*right)]
    message = (
        f"{claim.table}/{claim.row}/{claim.field.name}: in its list «{shorten(words)}» has «{other}», not «{claim.words}»"
    )
    advice = f"take «{other}», or correct {name.field.name}"
    lost = Cause(claim.file, claim.table, passage=claim.passage.number)
    return claim.fail(message, advice, spoils={claim.cause}, follows={lost})
