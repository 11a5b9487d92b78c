"""What a collection knows: its speakers and their spellings, flights, figures, statements and places."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from curation.annotation.document import Annotation
from curation.annotation.reader import read_annotation
from curation.claims.claim import Claim, CodedSource, Speakers
from curation.claims.extract import collect_speakers, make_claims
from curation.claims.speaker_words import KnownNames, collect_names
from curation.records import read_csv
from curation.schema.tables import Schemas
from curation.sources.register import read_sources
from curation.text.countries import read_country
from curation.text.folding import list_words, strip_accents
from curation.text.lexicon import load_words
from curation.text.readings import Reading

HERE = Path(__file__).parent
NEEDED = {
    "organizations": ("name", "organization_type", "country"),
    "officials": ("name", "role", "organization_id"),
    "quotes": ("statement_id", "quote_mode", "quote_text"),
    "flights": ("persons", "event_date", "departure_date", "arrival_date", "destination_place", "destination_country"),
    "nationals_by_country": ("country", "persons", "measure"),
    "statistics": ("value", "unit", "measure"),
}
"""The tables and fields that the rules must know by name."""


@dataclass(frozen=True)
class KnownFlight:
    """A flight that the collection has: its days, the names of its places, and its countries."""

    id: str
    days: frozenset[str]
    places: frozenset[str]
    countries: frozenset[str]
    """The codes of the countries to which it went."""
    persons: frozenset[str]


@dataclass(frozen=True)
class Memory:
    """What the claims of a collection say, by what a new text can have in common with them."""

    schemas: Schemas
    names: KnownNames
    is_person: Mapping[str, bool]
    """Whether each speaker is a person."""
    values: Mapping[tuple[str, str, str], str]
    """The value that most claims give to a field: table, row, field."""
    forms: Mapping[str, frozenset[str]]
    """The names and spellings of each speaker as printed."""
    flights: Sequence[KnownFlight]
    figures: Mapping[tuple[str, str], str]
    """The row of each figure that is no number of persons aboard, by its country and its number."""
    statements: Mapping[str, Sequence[frozenset[str]]]
    """The words of each rendering of a statement."""
    cities: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)
    named: frozenset[str] = frozenset()
    """The countries that the text names."""
    visited: frozenset[str] = frozenset()
    """The countries of which the text names a city that no other country has."""
    surnames: Mapping[str, str] = field(default_factory=dict)
    """The person whom each surname means in the text that is read, of those whom it names in full."""
    in_office: frozenset[str] = frozenset()
    """The persons of the text whose office is one of a state's body that the text named before: Its director, Ana Ruiz."""
    of_group: frozenset[str] = frozenset()
    """Those whose office is one of a group that is none of a state's bodies."""
    is_release: bool = False
    """Whether the text is a release, of which an officer without another body is the publisher's."""
    short_names: Mapping[str, str] = field(default_factory=dict)
    """The body that the text introduces with each short name in parentheses."""

    def value(self, table: str, row: str, name: str) -> str:
        """Return the value of a field of a row that most claims give."""
        return self.values.get((table, row, name), "")


SITE_WORDS = frozenset(("the", "international", "airport", "airfield", "intl"))
"""Words that many airports have in their names."""


@cache
def load_rules() -> dict[str, list[str]]:
    """Return the words of the rules."""
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


@cache
def load_order() -> dict[str, list[str]]:
    """Return the names of the rules that are off, of those that are asked last, and of those that are doubtful."""
    return tomllib.loads((HERE / "order.toml").read_text(encoding="utf-8"))


@cache
def load_cities() -> dict[str, tuple[str, ...]]:
    """Return the countries that have a city of each name of the list, by the name without accents."""
    _, records, _ = read_csv("cities.csv", (HERE / "cities.csv").read_bytes())
    common = {word.capitalize() for word in load_words("coding")["common"]}
    return {strip_accents(row["name"]): tuple(row["codes"].split()) for _, row in records if row["name"] not in common}


@cache
def load_airports() -> dict[str, frozenset[str]]:
    """Return the countries that have an airport of each name of the list, by what the name has beside "airport"."""
    _, records, _ = read_csv("airports.csv", (HERE / "airports.csv").read_bytes())
    countries: dict[str, set[str]] = defaultdict(set)
    for _, row in records:
        countries[name_site(row["name"])].update(row["codes"].split())
    return {name: frozenset(codes) for name, codes in countries.items() if name}


def name_site(name: str) -> str:
    """Return the name of an airport without accents, marks and the words that say what it is.

    >>> name_site("José Joaquín de Olmedo International Airport"), name_site("the Manas airport")
    ('jose joaquin de olmedo', 'manas')
    """
    words = re.findall(r"\w+", strip_accents(name).lower())
    return " ".join(word for word in words if word not in SITE_WORDS)


def locate_airport(memory: Memory, name: str) -> str:
    """Return the country of an airport of the list; of several countries the one that the text names."""
    return choose_named(memory, load_airports().get(name_site(name), ()))


def choose_named(memory: Memory, codes: Collection[str]) -> str:
    """Return the only one of some countries, or of several the one that the text names; nothing where that is not one."""
    named = codes if len(codes) == 1 else [code for code in codes if code in memory.named]
    return next(iter(named)) if len(named) == 1 else ""


def remember(coded: Sequence[CodedSource], schemas: Schemas, speakers: Speakers) -> Memory:
    """Return what the claims of coded sources say."""
    claims = [claim for one in coded for claim in one.claims]
    counted: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for claim in claims:
        counted[claim.table, claim.row, claim.field.name][claim.reading.value] += 1
    values = {key: counter.most_common(1)[0][0] for key, counter in counted.items()}
    return Memory(
        schemas,
        collect_names(claims, schemas, speakers),
        {
            **dict.fromkeys(speakers.bodies, False),
            **dict.fromkeys(speakers.bodies_of_persons, True),
        },
        values,
        collect_forms(claims, schemas),
        list(list_flights(claims)),
        collect_figures(claims, values),
        collect_statements(claims),
        load_cities(),
    )


def list_unknown(schemas: Schemas) -> list[str]:
    """Return the fields by which the rules know a row that the schemas do not have: for them nothing is proposed."""
    known = {(table.name, name) for table in schemas.values() for name in table.fields}
    return [f"{table}.{field}" for table, fields in NEEDED.items() for field in fields if (table, field) not in known]


def remember_collection(root: Path, schemas: Schemas) -> Memory:
    """Return what the annotations of a collection say, whatever is wrong with some of them."""
    sources, _ = read_sources(root, schemas)
    read = [read_annotation(root, source, schemas)[0] for source in sources.values()]
    annotations = [annotation for annotation in read if annotation]
    return remember_annotations(annotations, schemas)


def remember_annotations(annotations: Sequence[Annotation], schemas: Schemas) -> Memory:
    """Return what annotations say."""
    speakers = collect_speakers(annotations)
    return remember([make_claims(annotation, speakers)[0] for annotation in annotations], schemas, speakers)


def collect_forms(claims: Iterable[Claim], schemas: Schemas) -> dict[str, frozenset[str]]:
    """Return how each speaker's name is printed."""
    forms: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if schemas[claim.table].speakers and claim.field.parse and claim.field.parse.names_row:
            forms[claim.row].add(claim.words)
    return {row: frozenset(some) for row, some in forms.items()}


def list_flights(claims: Iterable[Claim]) -> Iterable[KnownFlight]:
    """Return what the claims say of each flight."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        if claim.table == "flights":
            said[claim.row][claim.field.name].add(claim.reading.value)
    for row, values in said.items():
        days = {day for name in ("event_date", "departure_date", "arrival_date") for day in values[name]}
        yield KnownFlight(
            row,
            frozenset(days),
            frozenset(values["destination_place"]),
            frozenset(values["destination_country"]),
            frozenset(values["persons"]),
        )


def collect_figures(claims: Iterable[Claim], values: Mapping[tuple[str, str, str], str]) -> dict[tuple[str, str], str]:
    """Return the row of each number of nationals who are not aboard a flight."""
    figures: dict[tuple[str, str], str] = {}
    for claim in claims:
        if claim.table != "nationals_by_country" or claim.field.name != "persons":
            continue
        country = values.get((claim.table, claim.row, "country"), "")
        if values.get((claim.table, claim.row, "measure"), "") != "aboard_flight":
            figures[country, claim.reading.value] = claim.row
    return figures


def collect_statements(claims: Iterable[Claim]) -> dict[str, list[frozenset[str]]]:
    """Return the words of the renderings of each statement."""
    statement_of = {claim.row: claim.reading.value for claim in claims if claim.field.name == "statement_id"}
    words: dict[str, list[frozenset[str]]] = defaultdict(list)
    for claim in claims:
        if claim.table == "quotes" and claim.field.name == "quote_text" and claim.row in statement_of:
            words[statement_of[claim.row]].append(frozenset(list_words(claim.words)))
    return words


def find_statement(memory: Memory, text: str) -> str:
    """Return the statement of which a text is a rendering: most of the words of one are in the other."""
    words = frozenset(list_words(text))
    best, found = 0.0, ""
    for statement, renderings in memory.statements.items():
        for known in renderings:
            share = len(words & known) / max(len(words | known), 1)
            if share > best:
                best, found = share, statement
    return found if best >= ALIKE else ""


ALIKE = 0.5
"""The share of words that two renderings of one statement have in common, of all their words."""


def locate(memory: Memory, place: str) -> str:
    """Return the country of a place: a country, or a city of the list; of several countries the one that the text names."""
    read = read_country(place)
    if isinstance(read, Reading):
        return read.value
    if place.lower().endswith("airport"):
        return locate_airport(memory, place)
    return choose_named(memory, memory.cities.get(strip_accents(place), ()))
