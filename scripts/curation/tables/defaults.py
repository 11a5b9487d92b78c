"""What is registered of a source without a line in the register: taken from another field, or the source's name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from curation.claims.claim import Claim
from curation.schema.tables import SOURCES, Schemas
from curation.sources.register import Source


def complete_sources(schemas: Schemas, sources: dict[str, Source], claims: Iterable[Claim]) -> dict[str, Source]:
    """Return the sources with what is registered of them by default from another field: a short name from the publisher."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in claims:
        if claim.table == SOURCES:
            said[claim.row, claim.field.name].add(claim.reading.value)
    registered = {name: source.registered for name, source in sources.items()}
    for column in schemas[SOURCES].fields.values():
        if column.default_from:
            found = {name: choose_default(name, known, column.default_from, said) for name, known in registered.items()}
            own = {name: known[column.name] for name, known in registered.items() if known.get(column.name)}
            values = distinguish(own, found) if column.constraints.unique else found | own
            registered = {name: known | {column.name: values[name]} for name, known in registered.items()}
    return {name: replace(source, registered=registered[name]) for name, source in sources.items()}


def choose_default(source: str, known: dict[str, str], field: str, said: dict[tuple[str, str], set[str]]) -> str:
    """Return another field's value, registered or the only one that words say; where there is none, the source's name."""
    words = said.get((source, field), set())
    return known.get(field) or (next(iter(words)) if len(words) == 1 else source)


def distinguish(own: dict[str, str], found: dict[str, str]) -> dict[str, str]:
    """Return a value for each source: its own, or by default the one found, with the source's name where others have it.

    >>> distinguish({"s1": "Gazette"}, {"s1": "s1", "s2": "The Courier", "s3": "Gazette"})
    {'s1': 'Gazette', 's2': 'The Courier', 's3': 'Gazette (s3)'}
    """
    values = found | own
    count = Counter(value.casefold() for value in values.values())
    return {
        name: f"{value} ({name})" if name not in own and count[value.casefold()] > 1 else value
        for name, value in values.items()
    }
