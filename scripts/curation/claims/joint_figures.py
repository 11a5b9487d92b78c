"""A number that a sentence gives to several countries together: it is that of none of them alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from curation.claims.claim import Claim
from curation.claims.lists import find_place
from curation.problems import Cause, Problem, shorten
from curation.schema.kinds import ParserName
from curation.text.countries import scan_countries
from curation.text.folding import Span
from curation.text.lexicon import load_words
from curation.text.lists import find_lists
from curation.text.phrases import scan_words


def check_joint_figures(claims: Iterable[Claim]) -> Iterator[Problem]:
    """Report each row that takes for one country the number before or after a list of countries, as in "100 from A and B"."""
    sentences: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.has_words:
            sentences[claim.passage.number, claim.table].append(claim)
    for group in sentences.values():
        countries = [claim for claim in group if claim.field.reads == ParserName.COUNTRY]
        numbers = [claim for claim in group if claim.field.reads == ParserName.QUANTITY and not claim.reason]
        has_list = numbers and len({claim.row for claim in countries}) > 1
        for listed in find_joined(group[0].passage.text) if has_list else ():
            yield from report_joint(listed, countries, numbers)


def find_joined(text: str) -> Iterator[list[Span]]:
    """Yield the places of the names of each list that has one number at most, and before or after all of its names.

    >>> list(find_joined("100 citizens from Cuba, Laos and Yemen"))
    [[(18, 22), (24, 28), (33, 38)]]
    >>> list(find_joined("2 from Cuba and 3 from Laos")), list(find_joined("3 each from Cuba and Laos"))
    ([], [])
    """
    lexicon = load_words("coding")
    if {word.lower for word in scan_words(text)} & {*lexicon["shared_out"]}:
        return
    for names in find_lists(text, scan_countries(text)):
        between = " ".join(text[one.end : other.start] for one, other in pairwise(names))
        if {word.lower for word in scan_words(between)} <= {*lexicon["between_names"]}:
            yield [(name.start, name.end) for name in names]


def report_joint(listed: Sequence[Span], countries: Sequence[Claim], numbers: Sequence[Claim]) -> Iterator[Problem]:
    """Report the rows of a list that take a number outside it, where all that take one take the same."""
    owners: dict[str, set[bool]] = defaultdict(set)
    for claim in countries:
        owners[claim.row].add(find_place(claim) in listed)
    rows = {row for row, are_listed in owners.items() if are_listed == {True}}
    taken = [(claim, place) for claim in numbers if claim.row in rows and (place := find_place(claim))]
    if len(rows) < 2 or len({place for _, place in taken}) != 1:
        return
    text = countries[0].passage.text
    names = shorten(text[listed[0][0] : listed[-1][1]])
    for claim, _ in taken:
        message = f"{claim.table}/{claim.row}/{claim.field.name}: «{claim.words}» counts «{names}» together"
        advice = "leave it out: a figure of several countries together is that of none of them; or give a reason"
        # That a row lacks what the names around it have is the same slip.
        causes = {Cause(claim.file, claim.table, row, claim.field.name, claim.passage.number) for row in rows}
        yield claim.fail(message, advice, spoils=causes, follows={claim.cause})
