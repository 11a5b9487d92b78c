"""A rule on whose citizens are taken where: their own country, where the flight of a sentence ends in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from curation.proposals.article import Article
from curation.proposals.codes import COUNTS
from curation.proposals.flight_facts import FLIGHTS
from curation.proposals.proposal import Proposal
from curation.text.countries import read_country
from curation.text.folding import Span
from curation.text.readings import Reading

OF_FLIGHT = "flight-"
"""The beginning of the name of a row of people aboard; its end is their country."""
CODE = 3
"""Letters of a country's code."""
ENDS = ("destination_country", "stopover_countries")
"""The countries in which a flight left people."""


def propose_transfers(article: Article, found: Sequence[Proposal]) -> Iterator[Proposal]:
    """Propose that people were taken to their own country, where a sentence has them and the end or a stop of a flight."""
    ends: dict[tuple[int, str], Span] = {}
    rows: dict[int, set[str]] = defaultdict(set)
    for one in found:
        is_line = article.sentences[one.passage - 1].is_heading
        if one.table == FLIGHTS and one.field in ENDS and one.spans and not is_line:
            read = read_country(article.text.folded[slice(*one.spans[0])])
            code = one.value or (read.value if isinstance(read, Reading) else "")
            ends.setdefault((one.passage, code), one.spans[0])
        if one.table == COUNTS and one.row.startswith(OF_FLIGHT):
            rows[one.passage].add(one.row)
    for passage, some in rows.items():
        for row in sorted(some):
            span = ends.get((passage, row[-CODE:].upper()))
            if span:
                reason = f"{article.text.folded[slice(*span)]} is in their own country"
                cell = Proposal("transfer", passage, COUNTS, row, "transfer_type", "own_nationals", (span,), is_sure=False)
                yield replace(cell, needs_reason=True, reason=reason)
