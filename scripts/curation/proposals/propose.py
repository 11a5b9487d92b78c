"""The rules, applied to a new text one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from curation.proposals.article import Article
from curation.proposals.body_rows import propose_bodies, propose_cites, propose_groups
from curation.proposals.counts import propose_counts
from curation.proposals.figures import propose_figures
from curation.proposals.flight_facts import propose_flight
from curation.proposals.flights import assign_flights
from curation.proposals.grounds import propose_grounds
from curation.proposals.headings import propose_headings
from curation.proposals.memory import load_rules
from curation.proposals.naming import learn_names
from curation.proposals.others import find_others
from curation.proposals.parts import propose_parts
from curation.proposals.persons import propose_persons
from curation.proposals.proposal import UNCODED, Proposal
from curation.proposals.quotes import propose_quotes
from curation.proposals.set_aside import propose_set_aside
from curation.proposals.speech import find_speeches


def propose(article: Article) -> list[Proposal]:
    """Return what the rules propose for a text, in its order; of one cell the first proposal."""
    article = learn_names(article)
    speeches = find_speeches(article)
    flights = assign_flights(article)
    found = [
        *propose_headings(article),
        *propose_quotes(article, speeches),
        *propose_persons(article, speeches),
        *propose_bodies(article, speeches),
        *propose_cites(article, speeches),
        *propose_groups(article),
        *propose_flight(article, flights),
        *propose_grounds(article, flights),
        *propose_counts(article, flights),
    ]
    taken = {span for one in found for span in one.spans if one.field == "persons"}
    parts = list(propose_parts(article, taken))
    others = find_others(article, speeches)
    found += [*parts, *propose_figures(article, flights, taken | {span for one in parts for span in one.spans}, others)]
    found += propose_set_aside(article, speeches, others, found)
    off, schemas = load_rules()["off"], article.memory.schemas
    found = [one for one in found if not one.table or one.field in schemas[one.table].fields]
    kept = {
        (one.passage, one.table, one.row, one.field, one.value, one.spans): one
        for one in reversed(found)
        if one.rule not in off
    }
    proposals = [one for one in found if kept.get((one.passage, one.table, one.row, one.field, one.value, one.spans)) is one]
    return sorted(drop_beside_introductions(proposals), key=lambda one: one.passage)


def drop_beside_introductions(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals without those beside a sentence that only introduces a quotation, unless it names somebody new."""
    named = {one.passage for one in proposals if one.field in ("name", "spellings")}
    whole = {id(one) for one in proposals if one.field == UNCODED and not one.spans}
    left_out = {one.passage for one in proposals if id(one) in whole} - named
    return [one for one in proposals if (id(one) in whole) == (one.passage in left_out)]
