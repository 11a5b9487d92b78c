"""The build's own tables: claims, cells, disagreements, coverage, codings and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from curation.annotation.evidence import find_citations
from curation.claims.claim import Claim, mark_words
from curation.claims.codings import number_units
from curation.facts.resolve import Fact, describe_readings
from curation.paths import SET_SEPARATOR
from curation.problems import Problem
from curation.schema.kinds import Basis, DisagreementKind, ItemKind, Treatment
from curation.schema.tables import SOURCES, CellName
from curation.sources.register import name_untitled
from curation.tables.causes import trace_cell
from curation.tables.reasons_in_words import explain_agreement, explain_error
from curation.tables.rows import list_members
from curation.tables.types import Cell, Collection, Member, Row, Values, format_value


def list_claims(collection: Collection) -> Iterator[Values]:
    """Make the rows of `claims`, one a span, in the order of the sources and of their texts."""
    for claim in collection.claims:
        for segment, (selector, span) in enumerate(zip(claim.selectors, claim.spans, strict=True), 1):
            yield (
                claim.id,
                segment,
                claim.table,
                claim.row,
                claim.field.name,
                claim.reading.value,
                claim.basis,
                claim.reason or None,
                claim.year_given or None,
                claim.source,
                claim.passage.number,
                claim.attribution.speaker or None,
                claim.attribution.speaker_words or None,
                claim.attribution.via or None,
                claim.attribution.certainty,
                claim.attribution.hedge_words or None,
                claim.attribution.hedge_start,
                selector.exact,
                selector.prefix or None,
                selector.suffix or None,
                selector.start,
                selector.end,
                mark_words(claim.passage, [span]) if len(claim.spans) > 1 else claim.in_sentence,
            )


def list_cells(cells: Iterable[Cell], titles: dict[str, str]) -> Iterator[Values]:
    """Make the rows of `cells`, in the order of the tables, rows and columns: a row for each member of a set."""
    row, sentences = "", dict[str, str]()
    for cell in cells:
        if cell.row != row:
            row, sentences = cell.row, {}
        for number, member in enumerate(list_members(cell), 1):
            yield describe_member(cell, number, member, titles, sentences)


def describe_member(cell: Cell, number: int, member: Member, titles: dict[str, str], sentences: dict[str, str]) -> Values:
    """Make the row of `cells` for a member of a set, or for the one value of another cell.

    `sentences` has the sentence of each claim, with its words marked, that was needed before: a claim decides several cells
    of a row.
    """
    first = member.deciding[0] if member.deciding else None
    speaker = first.attribution if first else None
    # What is derived or registered rests on no words of its own: nothing hedges it.
    said = speaker if member.basis != Basis.DERIVED else None
    dissenting = cell.fact.dissenting if cell.fact else ()
    return (
        cell.table,
        cell.row,
        cell.field,
        number,
        member.value if type(member.value) is str else format_value(member.value),
        member.basis,
        cell.rule,
        first.source if first else None,
        titles[first.source] if first else None,
        speaker.speaker or None if speaker else None,
        said.certainty if said else None,
        said.hedge_words or None if said else None,
        first.words if first else None,
        sentences.get(first.id) or sentences.setdefault(first.id, first.in_sentence) if first else None,
        join_said(member.agreeing) if member.agreeing else None,
        join_sources(member.agreeing) if member.agreeing else None,
        join_said(dissenting, with_value=True) if dissenting else None,
        member.reason or None,
        SET_SEPARATOR.join([claim.id for claim in member.deciding]) or None,
    )


def join_sources(claims: Iterable[Claim]) -> str:
    """Return the sources of claims as a set has its members."""
    return SET_SEPARATOR.join(sorted({claim.source for claim in claims}))


def join_said(claims: Sequence[Claim], with_value: bool = False) -> str:
    """Return what claims say: source, value where it is wanted, words, speaker and hedge; equal ones once."""
    said = []
    for claim in claims:
        who = claim.attribution
        text = f"{claim.source}: " + (f"{claim.reading.value} " if with_value else "") + f"«{claim.words}»"
        text += f" by {who.speaker}" if who.speaker else ""
        text += f" via {who.via}" if who.via else ""
        text += f" ({who.certainty}: «{who.hedge_words}»)" if who.hedge_words else ""
        said.append(text)
    return "; ".join(dict.fromkeys(said))


def list_evidence(collection: Collection) -> list[Row]:
    """Make the rows of `evidence` from the register, in the order of their ids."""
    return [
        {
            "evidence_id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "publisher": entry.publisher,
            "shows": entry.shows,
            "read_on": entry.read_on,
        }
        for _, entry in sorted(collection.evidence.items())
    ]


def find_titles(collection: Collection) -> dict[str, str]:
    """Return each source's printed title, or what replaces it where it prints none."""
    headline = collection.schemas[SOURCES].headline
    printed = {
        claim.row: claim.words
        for claim in reversed(collection.claims)
        if (claim.table, claim.field.name) == (SOURCES, headline)
    }
    return {name: printed.get(name) or name_untitled(name) for name in collection.sources}


def count_coverage(collection: Collection) -> int:
    """Return how many rows `list_coverage` makes."""
    number, is_shown = 0, False
    for item in collection.account:
        if item.kind == ItemKind.PASSAGE:
            number, is_shown = number + 1, bool(item.pieces[0].claims)
        elif is_shown:
            number += len(item.pieces)
    return number


def list_coverage(collection: Collection) -> Iterator[Values]:
    """Make the rows of `coverage`: each passage as item 0, then what is in it, a row for each piece.

    Of a passage without claims nothing more is published than its place and why it has none.
    """
    for (source, number), group in groupby(collection.account, key=lambda item: (item.source.id, item.passage.number)):
        whole, *items = group
        shown = [(piece, item) for item in items for piece in item.pieces] if whole.pieces[0].claims else []
        shown.sort(key=lambda pair: (pair[0].span[0], -pair[0].span[1]))
        for place, (piece, item) in enumerate([(whole.pieces[0], whole), *shown]):
            start, end = item.source.folded.unfold(*piece.span)
            yield (
                source,
                number,
                place,
                item.kind,
                start,
                end,
                Treatment.CODED if piece.claims else Treatment.SET_ASIDE,
                SET_SEPARATOR.join(claim.id for claim in piece.claims) or None,
                "; ".join(piece.reasons) or None,
            )


def list_codings(collection: Collection) -> Iterator[Row]:
    """Make the rows of `codings`: what both coders wrote, and how each difference was settled."""
    for number, one in number_units(collection.compared):
        first, second = one.unit.pair
        yield {
            "source_id": one.unit.source,
            "table_name": one.unit.table,
            "row_id": one.unit.row,
            "item": number,
            "field_name": one.unit.field or None,
            "stage": one.stage,
            "compared": one.unit.compared,
            "reads": one.unit.reads or None,
            "of_value": one.unit.of or None,
            "words": one.unit.words or None,
            "first_coder": one.unit.first or None,
            "second_coder": one.unit.second or None,
            "alike": first == second,
            "difference": one.difference or None,
            "settled_for": one.ruling or None,
            "reason": one.reason or None,
        }


def list_disagreements(collection: Collection, facts: dict[CellName, Fact]) -> tuple[list[Row], list[Problem]]:
    """Make the rows of `disagreements`: on what the sources differ, and printed errors."""
    rows = [describe_disagreement(name, fact) for name, fact in facts.items() if fact.kind]
    errors, problems = list_printed_errors(collection, facts)
    return sorted(rows + errors, key=lambda row: str(row["disagreement_id"])), problems


def describe_disagreement(name: CellName, fact: Fact) -> Row:
    """Make the row of a fact on which sources differ."""
    reason = fact.ruling.reason if fact.ruling else explain_agreement(fact)
    evidence = [*fact.ruling.evidence, *find_citations(reason)] if fact.ruling else []
    ruled_by = "decision" if fact.ruling else "rule"
    return make_disagreement(name, fact, fact.kind, fact.decided, ruled_by, reason, evidence)


def make_disagreement(
    name: CellName, fact: Fact, kind: str, ruling: str, ruled_by: str, reason: str, evidence: Iterable[str]
) -> Row:
    """Make a row of `disagreements`."""
    return {
        "disagreement_id": "/".join(name),
        "table_name": name[0],
        "row_id": name[1],
        "field_name": name[2],
        "kind": kind,
        "readings": describe_readings(fact.claims),
        "ruling": ruling or None,
        "ruled_by": ruled_by,
        "reason": reason,
        "evidence": SET_SEPARATOR.join(sorted(set(evidence))) or None,
        "claim_ids": SET_SEPARATOR.join(claim.id for claim in fact.claims),
    }


def list_printed_errors(collection: Collection, facts: dict[CellName, Fact]) -> tuple[list[Row], list[Problem]]:
    """Make a row for each printed error that a coder marked: the printed value is kept, the correction beside it."""
    rows: list[Row] = []
    problems: list[Problem] = []
    marking = [(name, fact) for name, fact in facts.items() if fact.field.parse and fact.field.parse.marks_error]
    for (table, row, _), fact in sorted(marking, key=itemgetter(0)):
        marks = fact.field.parse.marks_error if fact.field.parse else {}
        if fact.decided not in marks:
            continue
        printed_name, corrected_name = marks[fact.decided]
        printed, corrected = facts.get((table, row, printed_name)), facts.get((table, row, corrected_name))
        if not printed or not corrected:
            message = f"{table}/{row}: marked as an error without {printed_name} or {corrected_name}"
            names = [(table, row, name) for name in marks[fact.decided]]
            follows = frozenset().union(*(trace_cell(collection, {}, name) for name in names))
            problems.append(fact.claims[0].fail(message, "code both", spoils=follows, follows=follows))
            continue
        reason = explain_error(printed, corrected)
        evidence = find_citations(corrected.reason, fact.reason)
        name = (table, row, printed_name)
        rows.append(
            make_disagreement(name, printed, DisagreementKind.SOURCE_ERROR, printed.decided, "inference", reason, evidence)
        )
    return rows, problems
