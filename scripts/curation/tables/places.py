"""Whether the countries of a row are those of its places, as places.yaml and the places' own names say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from curation.annotation.rulings import Places, list_wider
from curation.claims.claim import Claim
from curation.paths import PLACES
from curation.problems import Cause, Problem
from curation.schema.kinds import ParserName
from curation.tables.causes import spoil_line
from curation.tables.types import Collection
from curation.text.countries import list_country_codes


def check_places(collection: Collection) -> Iterator[Problem]:
    """Report each claim on a country, or on a place, that places.yaml contradicts."""
    by_cell: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in collection.list_claims_on(lambda column: column.reads == ParserName.COUNTRY):
        by_cell[claim.table, claim.row, claim.field.name].append(claim)
    for same_cell in by_cell.values():
        for claim in same_cell:
            yield from check_named_place(claim, same_cell, collection.places)
    for claim in collection.list_claims_on(lambda column: column.parse and column.parse.lies_in):
        column = claim.field.parse.lies_in if claim.field.parse else ""
        yield from check_country(claim, by_cell.get((claim.table, claim.row, column), []), collection.places)


def check_named_place(claim: Claim, same_cell: list[Claim], places: Places) -> Iterator[Problem]:
    """Report a country that a coder wrote for a place which lies in another one: KAZ <- Tashkent."""
    place = claim.words.removesuffix("'s").removesuffix("’s")
    country = find_country(place, places) if place in places else ""
    if country not in ("", claim.reading.value):
        message = f"{claim.field.name}: {claim.reading.value} for «{claim.words}», which lies in {country}"
        yield report_place(claim, message, [claim], same_cell)


def check_country(claim: Claim, countries: list[Claim], places: Places) -> Iterator[Problem]:
    """Report a place in another country than that of its row, which the same source says, or else any other."""
    country = find_country(claim.reading.value, places)
    said = [one for one in countries if one.source == claim.source] or countries
    if country and said and all(one.reading.value != country for one in said):
        other = f"{said[0].field.name} is {said[0].reading.value}"
        yield report_place(
            claim, f"{claim.field.name}: «{claim.words}» lies in {country}, and {other}", [claim, *said], [claim, *countries]
        )


def find_country(place: str, places: Places) -> str:
    """Return the country in which a place lies, or which it is; an empty string where that is not known."""
    widest = list_wider(place, places)[-1]
    return widest if widest in list_country_codes() else ""


def report_place(claim: Claim, message: str, claims: list[Claim], disagreeing: list[Claim]) -> Problem:
    """Report a contradiction with places.yaml, at a claim. It may follow from what is wrong with any of the claims.

    Where the claims on the country disagree with each other, this is why.
    """
    causes = {one.cause for one in claims}
    return claim.fail(
        message,
        f"correct the words or the country; where the place is wrong in {PLACES}, correct it there",
        spoils=causes | {spoil_line(one) for one in disagreeing},
        follows=causes | {Cause(PLACES)},
    )
