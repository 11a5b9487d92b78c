"""The rules, applied to a new text one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from curation.proposals.article import Article
from curation.proposals.body_rows import propose_bodies, propose_cites, propose_groups
from curation.proposals.codes import COUNTS, STATISTICS
from curation.proposals.counts import propose_counts
from curation.proposals.figures import propose_figures
from curation.proposals.flight_facts import propose_flight
from curation.proposals.flights import assign_flights
from curation.proposals.grounds import propose_grounds
from curation.proposals.headings import propose_headings
from curation.proposals.learned_rows import propose_learned, propose_learned_asides, propose_learned_words
from curation.proposals.likely import keep_likely
from curation.proposals.memory import load_order
from curation.proposals.naming import learn_names
from curation.proposals.others import find_others, mark_speakers
from curation.proposals.parts import propose_parts
from curation.proposals.persons import propose_persons
from curation.proposals.proposal import SHARED, UNCODED, Proposal
from curation.proposals.quotes import propose_quotes
from curation.proposals.reasons import explain_codes
from curation.proposals.scenes import Scene, list_scenes
from curation.proposals.set_aside import propose_set_aside
from curation.proposals.speech import Speech, find_speeches
from curation.proposals.transfers import propose_transfers

SHARING = (STATISTICS, COUNTS)
"""Tables whose rows a sentence often has several of."""


def propose(article: Article) -> list[Proposal]:
    """Return what the rules propose for a text, in its order; of one cell the first proposal."""
    read = read_by_rules(article)
    rows = keep_likely(read.article, read.scenes, list_rows(read))
    found = [*rows, *keep_likely(read.article, read.scenes, list_left_out(read, rows))]
    found = drop_beside_introductions(list(explain_codes(read.article, read.found, found)))
    return sorted((replace(one, chances=()) for one in found), key=lambda one: one.passage)


@dataclass(frozen=True)
class Findings:
    """What the rules by hand read in a text, also those that are off, and the text as learned rules see it."""

    article: Article
    speeches: list[Speech]
    others: frozenset[int]
    found: list[Proposal]
    scenes: list[Scene]


def read_by_rules(article: Article) -> Findings:
    """Return what the rules by hand read in a text, and its sentences as learned rules see them."""
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
    found += list(propose_transfers(article, found))
    taken = {span for one in found for span in one.spans if one.field == "persons"}
    parts = list(propose_parts(article, taken))
    others = find_others(article, speeches)
    found += [*parts, *propose_figures(article, flights, taken | {span for one in parts for span in one.spans}, others)]
    speakers = mark_speakers(article, speeches, others)
    return Findings(article, speeches, others, found, list(list_scenes(article, flights, others, speakers, found)))


def list_rows(read: Findings) -> list[Proposal]:
    """Return what rules by hand and learned rules propose, however likely it is; of one cell the first proposal."""
    schemas = read.article.memory.schemas
    found = drop_off(one for one in read.found if one.rule not in load_order()["last"])
    found += propose_learned(read.article, read.scenes, found)
    found += list_last(drop_off(read.found), found)
    firsts: dict[tuple[object, ...], Proposal] = {}
    for one in found:
        if not one.table or one.field in schemas[one.table].fields:
            firsts.setdefault((one.passage, one.table, one.row, one.field, one.value, one.spans), one)
    return list(share_same([*firsts.values()]))


def list_last(proposals: Sequence[Proposal], found: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals of rules that are asked last, for cells that no other rule has filled."""
    filled = {(one.passage, one.table, row, one.field) for one in found for row in {one.row, SHARED}}
    return [
        one
        for one in proposals
        if one.rule in load_order()["last"] and (one.passage, one.table, one.row, one.field) not in filled
    ]


def list_left_out(read: Findings, rows: Sequence[Proposal]) -> list[Proposal]:
    """Return what is proposed to be left out beside the rows that are proposed, however likely it is."""
    found = drop_off(propose_set_aside(read.article, read.speeches, read.others, [*read.found, *rows]))
    found += propose_learned_asides(read.scenes, [*rows, *found])
    found += propose_learned_words(read.article, read.scenes, [*rows, *found])
    return found


def drop_off(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return proposals without those by rules that are off."""
    return [one for one in proposals if one.rule not in load_order()["off"]]


def share_same(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield proposals, with a cell that the rows of a table in a passage have alike once, as one that they share.

    A row without such a cell shares it too: a coder writes once what is said of all. Rows of different units share nothing.
    """
    cells: dict[tuple[int, str, str], list[Proposal]] = defaultdict(list)
    for one in proposals:
        if one.table in SHARING and one.row != SHARED:
            cells[one.passage, one.table, one.field].append(one)
    shared = {
        (passage, table, field)
        for (passage, table, field), some in cells.items()
        if len(some) > 1
        and len({(one.value, one.spans) for one in some}) == 1
        and len({one.value for one in cells.get((passage, table, "unit"), ())}) <= 1
    }
    for one in proposals:
        key = one.passage, one.table, one.field
        if one.row == SHARED or key not in shared:
            yield one
        elif one is cells[key][0]:
            yield replace(one, row=SHARED)


def drop_beside_introductions(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals without those beside a sentence that only introduces a quotation, unless it names somebody new."""
    named = {one.passage for one in proposals if one.field in ("name", "spellings")}
    whole = {id(one) for one in proposals if one.field == UNCODED and not one.spans}
    left_out = {one.passage for one in proposals if id(one) in whole} - named
    return [one for one in proposals if (id(one) in whole) == (one.passage in left_out)]
