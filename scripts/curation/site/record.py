"""The page of a row: each fact with its best sentences. Each sentence is on a page once, with all its marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from curation.site.addresses import name_anchor
from curation.site.columns import PublishedColumn
from curation.site.marks import Piece, mark_sentence
from curation.site.places import Part, name_claim, name_sentence
from curation.site.published import PublishedClaim, PublishedFact, PublishedTable, group_items, name_kind
from curation.site.site import Site
from curation.site.stances import (
    BORNE_OUT,
    CONCLUDED,
    OTHERWISE,
    Said,
    describe_certainty,
    describe_group,
    find_stance,
    find_stances,
)
from curation.site.values import ShownValue

MOST_SHOWN = 3
"""Sentences of a fact that are not folded, each of another article."""
MOST_REFERRING, LONGEST_NAMING = 12, 40
"""Rows that name a row, and characters of their names."""
MOST_NAMED = 6
"""Articles that a fact names; of more it says how many they are."""
LONG = 60
"""Characters."""
MOST_OF_IT = 0.7
"""Words of other facts that are more of a sentence are not marked in it: they would mark all of it."""

ROW_SOURCES = "source_ids"
"""The rule of the column that names the articles that speak of a row: its page names them with their sentences."""

Place = tuple[str, int]
"""Source and passage."""


@dataclass(frozen=True)
class Line:
    """One claim under its sentence. `anchor`: the id of its words where the sentence is shown; a claim of another table's row
    has its address there, and here that of the sentence.

    `is_long`: its words are most of the sentence, and need not be repeated.
    """

    anchor: str
    said: Said
    reason: list[ShownValue]
    is_long: bool


@dataclass(frozen=True)
class Block:
    """A sentence with the claims on one fact in it. Without pieces it is shown under another fact of the page."""

    source: ShownValue
    anchor: str
    lang: str
    lines: list[Line]
    pieces: list[Piece]
    brief: list[FactView]
    """The facts that have no more than this sentence: they are shown under it."""


@dataclass(frozen=True)
class Dispute:
    """How the articles differ on a fact, and how that was settled."""

    kind: ShownValue
    reason: list[ShownValue]
    href: str


@dataclass(frozen=True)
class FactView:
    """One fact as its page shows it."""

    anchor: str
    column: PublishedColumn
    values: list[ShownValue]
    certainty: str
    basis: ShownValue
    stances: dict[str, str]
    says_so: str
    shown: list[Block]
    folded: list[Block]
    dispute: Dispute | None
    reason: list[ShownValue]
    under: str
    """The sentence under which it is shown, where it has only that one and that is shown under another fact."""
    is_read_above: bool
    """Whether all its sentences are shown under other facts, and the articles do not differ: it needs no part of its own."""

    @property
    def borne_out(self) -> int:
        """How many articles say what is published, alone or by a coder's conclusion."""
        return sum(stance != OTHERWISE for stance in self.stances.values())

    @property
    def otherwise(self) -> int:
        """How many articles say only something else, or less."""
        return len(self.stances) - self.borne_out


@dataclass(frozen=True)
class OtherCell:
    """A cell that is shown in the table of the other columns: a derived value, or a part, by what it is called as one."""

    anchor: str
    title: str
    values: list[ShownValue]


def view_record(site: Site, parts: Sequence[Part]) -> dict[str, list[FactView]]:
    """Return the facts of one page of a row: those with sentences of their own, and those read from the same sentences."""
    sentences = group_items(((fact, claim) for fact, claims in parts for claim in claims), lambda pair: pair[1].place)
    groups = [group_items(claims, lambda claim: claim.place) for _, claims in parts]
    shown = [choose_shown(fact, group) for (fact, _), group in zip(parts, groups, strict=True)]
    fact_of: dict[Place, int] = {}
    for numbered in (enumerate(shown), enumerate(groups)):
        for number, places in numbered:
            fact_of |= {place: number for place in places if place not in fact_of}
    views = [
        view_fact(site, fact, group, chosen, {place for place in group if fact_of[place] == number}, sentences)
        for number, ((fact, _), group, chosen) in enumerate(zip(parts, groups, shown, strict=True))
    ]
    return place_brief(views)


def place_brief(views: Sequence[FactView]) -> dict[str, list[FactView]]:
    """Put each fact that rests on one sentence, which is shown under another fact, under that sentence; return the others."""
    blocks = {block.anchor: block for view in views for block in (*view.shown, *view.folded) if block.pieces}
    for view in views:
        if view.under:
            blocks[view.under].brief.append(view)
    rest = [view for view in views if not view.under]
    return {
        "facts": [view for view in rest if not view.is_read_above],
        "above": [view for view in rest if view.is_read_above],
    }


def choose_shown(fact: PublishedFact, group: dict[Place, list[PublishedClaim]]) -> list[Place]:
    """Choose the sentences of a fact that are not folded: of different articles, and one that says otherwise if any does."""
    chosen: dict[str, Place] = {}
    for place in group:
        if len(chosen) < MOST_SHOWN:
            chosen.setdefault(place[0], place)
    places = list(chosen.values())
    stances = {place: find_stance(fact, claims[0]) for place, claims in group.items()}
    if not any(stances[place] == OTHERWISE for place in places):
        places += [place for place in group if stances[place] == OTHERWISE and place not in places][:1]
    return places


def view_fact(
    site: Site,
    fact: PublishedFact,
    group: dict[Place, list[PublishedClaim]],
    chosen: Sequence[Place],
    here: set[Place],
    sentences: dict[Place, list[tuple[PublishedFact, PublishedClaim]]],
) -> FactView:
    """Return one fact with its sentences. `here` are those that are shown under it, with all their marks."""
    cell = fact.members[0] if fact.members else {}
    reason = cell.get("reason", "")
    blocks = {
        place: view_block(site, fact, claims, reason, sentences[place] if place in here else ())
        for place, claims in group.items()
    }
    basis = site.published.tables["cells"].columns["basis"]
    stances = find_stances(fact)
    is_brief = len(group) == 1 and not here and not fact.dispute
    return FactView(
        anchor=name_anchor(fact.column.name),
        column=fact.column,
        values=site.names.show_fact(fact),
        certainty=describe_certainty(fact),
        basis=site.names.show(basis, cell.get("basis", "")),
        stances=stances,
        says_so=describe_stances(site, stances),
        shown=[blocks[place] for place in chosen],
        folded=[block for place, block in blocks.items() if place not in chosen],
        dispute=view_dispute(site, fact),
        reason=[] if fact.dispute or not reason else list(site.names.link_reason(reason)),
        under=name_sentence(next(iter(group))) if is_brief else "",
        is_read_above=not here and not fact.dispute,
    )


def describe_stances(site: Site, stances: dict[str, str]) -> str:
    """Return which articles say what is published, and which do not; of many how many. Empty where one alone speaks."""
    ordered = sorted(stances, key=site.published.source_order.__getitem__)
    borne, concluded, other = (
        [one for one in ordered if stances[one] == stance] for stance in (BORNE_OUT, CONCLUDED, OTHERWISE)
    )
    if len(stances) < 2 and not other:
        return ""
    said = [
        f"{site.names.name_articles(those, MOST_NAMED)} {'says' if len(those) == 1 else 'say'} {what}"
        for those, what in ((borne, "so"), (concluded, "so by conclusion"), (other, "otherwise, or less"))
        if those
    ]
    return f"{'; '.join(said)}."


def view_block(
    site: Site,
    fact: PublishedFact,
    claims: Sequence[PublishedClaim],
    known: str,
    all_here: Sequence[tuple[PublishedFact, PublishedClaim]],
) -> Block:
    """Return a sentence with the claims on a fact in it. `known` is the fact's reason, which is not repeated."""
    first = claims[0]
    own = {claim.id for claim in claims}
    others = [(other, claim) for other, claim in all_here if claim.id not in own]
    pieces = mark_sentence(
        first.sentence,
        [span for claim in claims for span in claim.spans],
        [span for _, claim in others for span in claim.spans if span[1] - span[0] < MOST_OF_IT * len(first.sentence)],
        list_anchors(all_here),
    )
    return Block(
        source=ShownValue(site.names.name_source(first.source), href=site.places.find_sentence(first.place)),
        anchor=name_sentence(first.place),
        lang=site.names.find_language(first.source),
        lines=[view_line(site, fact, claim, known) for claim in claims],
        pieces=pieces if all_here else [],
        brief=[],
    )


def list_anchors(claims: Iterable[tuple[PublishedFact, PublishedClaim]]) -> list[tuple[int, str]]:
    """Return where the words of each claim on a row begin in their sentence, with the claim's id, in the order of the ids."""
    found = {name_claim(claim): claim.spans[0][0] for fact, claim in claims if is_own(fact, claim)}
    return [(start, name) for name, start in found.items()]


def is_own(fact: PublishedFact, claim: PublishedClaim) -> bool:
    """Return whether a claim is on the row of a fact, and not on a row of another table."""
    return (claim.table, claim.row) == (fact.table, fact.row)


def view_line(site: Site, fact: PublishedFact, claim: PublishedClaim, known: str) -> Line:
    """Return one claim as a line under its sentence."""
    reason = claim.reason if claim.reason != known else ""
    return Line(
        anchor=name_claim(claim) if is_own(fact, claim) else name_sentence(claim.place),
        said=describe_group(site, fact, [claim]),
        reason=list(site.names.link_reason(reason)) if reason else [],
        is_long=len(claim.words) > LONG or claim.words == claim.value,
    )


def view_dispute(site: Site, fact: PublishedFact) -> Dispute | None:
    """Return how the articles differ on a fact, where they do."""
    if not fact.dispute:
        return None
    kind = site.published.tables["disagreements"].columns["kind"]
    return Dispute(
        kind=site.names.show(kind, fact.dispute["kind"]),
        reason=list(site.names.link_reason(fact.dispute.get("reason", ""))),
        href=site.places.find_dispute(*fact.key),
    )


def list_other_cells(
    site: Site, table: PublishedTable, row: str, shown: Iterable[str]
) -> tuple[list[tuple[str, list[OtherCell]]], list[str]]:
    """Return the cells of a row that are no facts of their own, by what they are of; and anchors of what is shown anyway."""
    facts = set(shown)
    found: dict[str, list[OtherCell]] = {}
    unseen = []
    for name, members in site.published.cells.get((table.name, row), {}).items():
        column = table.columns.get(name)
        if not column or name in facts or name == table.key:
            continue
        if column.is_repeating or members[0]["rule"] == ROW_SOURCES:
            unseen.append(name_anchor(name))
            continue
        kind = name_kind(table, column)
        title = table.columns[column.of].title if kind else column.title
        values = [replace(site.names.show(column, cell["value"]), href="") for cell in members]  # they are linked above
        found.setdefault(title, []).append(OtherCell(name_anchor(name), kind or column.title, values))
    return list(found.items()), unseen


def list_referring(
    site: Site, table: str, row: str
) -> tuple[list[tuple[str, list[ShownValue]]], list[tuple[ShownValue, int]]]:
    """Return the rows of other tables that name a row, by table; and the tables of those left out, with how many."""
    others = site.referring.get((table, row), [])
    found: dict[str, list[ShownValue]] = {}
    for name, other in others[:MOST_REFERRING]:
        title = site.published.tables[name].title
        found.setdefault(title, []).append(site.names.show_row(name, other, LONGEST_NAMING))
    rest = Counter(name for name, _ in others[MOST_REFERRING:])
    tables = [(site.published.tables[name], number) for name, number in rest.items()]
    return list(found.items()), [(ShownValue(one.title, href=one.address), number) for one, number in tables]
