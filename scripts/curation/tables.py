"""Rows, and for each non-empty cell the words behind it."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from curation.claims import SEGMENT_JOINER, Claim, Speakers
from curation.facts import (
    CellName,
    Decision,
    Fact,
    Places,
    describe_readings,
    group_claims,
    list_wider,
    list_words,
    make_fact,
)
from curation.problems import Problem, suggest_nearest
from curation.readings import Part, format_number
from curation.schemas import SET_SEPARATOR, SOURCES, Field, Schemas, Table
from curation.sources import REGISTER, Source

Row = dict[str, Part]
WORDS_OPEN, WORDS_CLOSE = "⟦", "⟧"


@dataclass(frozen=True)
class Collection:
    """All that the rows are made of."""

    schemas: Schemas
    sources: dict[str, Source]
    claims: tuple[Claim, ...]
    decisions: dict[CellName, Decision]
    places: Places
    speakers: Speakers
    codings: dict[str, int]
    """How many times each source was coded."""


@dataclass(frozen=True)
class Filled:
    """One non-empty cell: what is published, and what it rests on."""

    table: str
    row: str
    field: str
    value: Part
    basis: str
    rule: str
    deciding: tuple[Claim, ...]
    others: tuple[Claim, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Built:
    """The published rows of every table, the facts behind them and their filled cells."""

    rows: dict[str, list[Row]]
    facts: dict[CellName, Fact]
    filled: list[Filled]


def build_tables(collection: Collection) -> tuple[Built, list[Problem]]:
    """Build every table: those coded by hand first, then those gathered from them, then the build's own."""
    facts, problems = make_facts(collection)
    members = gather_members(collection.schemas, facts)
    gathered, found = make_gathered_facts(collection, facts, members)
    facts |= gathered
    problems += found + find_stale_decisions(collection, facts, problems + found)
    unsettled = find_unsettled(collection, facts, members)
    rows: dict[str, list[Row]] = {}
    filled: list[Filled] = []
    by_row: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for (table_name, row_id, field_name), fact in facts.items():
        by_row[table_name, row_id][field_name] = fact
    for table in collection.schemas.values():
        if not table.is_fact:
            continue
        rows[table.name] = []
        ids = {row_id for name, row_id in by_row if name == table.name}
        ids |= set(collection.sources) if table.name == SOURCES else set()
        for row_id in sorted(ids):
            context = RowContext(collection, table, row_id, by_row[table.name, row_id], members.get((table.name, row_id), ()))
            cells = list(fill_row(context))
            row: Row = dict.fromkeys(table.fields)
            row |= {cell.field: cell.value for cell in cells}
            rows[table.name].append(row)
            filled += cells
            problems += check_required(context, row, unsettled, ids)
        problems += check_natural_key(table, rows[table.name], by_row, unsettled)
    problems += check_references(collection, rows, by_row)
    problems += [*check_ties(facts), *warn_of_formulas(filled)]
    rows["claims"] = list(list_claims(collection))
    titles = find_titles(collection)
    rows["cells"] = [describe_cell(cell, titles) for cell in filled]
    rows["disagreements"], found = list_disagreements(collection, facts)
    return Built(rows, facts, filled), problems + found


# Facts


def make_facts(collection: Collection) -> tuple[dict[CellName, Fact], list[Problem]]:
    facts: dict[CellName, Fact] = {}
    problems: list[Problem] = []
    for name, claims in group_claims(collection.claims).items():
        fact, found = make_fact(claims[0].field, name[1], claims, collection.places, collection.decisions.get(name))
        problems += found
        if fact:
            facts[name] = fact
    return facts, problems


Members = dict[tuple[str, str], tuple[str, ...]]
"""For each row of a gathered table the rows of the other table that it gathers."""


def gather_members(schemas: Schemas, facts: dict[CellName, Fact]) -> Members:
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table in schemas.values():
        origin = table.curation.get("rows_from", {})
        for (name, row, column), fact in sorted(facts.items()):
            if (name, column) == (origin.get("table"), origin.get("field")) and fact.reading:
                members[table.name, fact.reading.value].append(row)
    return {key: tuple(rows) for key, rows in members.items()}


def make_gathered_facts(
    collection: Collection, facts: dict[CellName, Fact], members: Members
) -> tuple[dict[CellName, Fact], list[Problem]]:
    """Let the claims of the rows that a row gathers agree as if they were its own."""
    gathered: dict[CellName, Fact] = {}
    problems: list[Problem] = []
    for (name, row), rows in members.items():
        table = collection.schemas[name]
        for column in table.fields.values():
            origin = column.curation.get("gather")
            if not origin:
                continue
            parts = [facts.get((table.curation["rows_from"]["table"], member, origin)) for member in rows]
            claims = [claim for fact in parts if fact for claim in fact.claims]
            if claims:
                fact, found = make_fact(
                    column, row, claims, collection.places, collection.decisions.get((name, row, column.name))
                )
                problems += found
                if fact:
                    gathered[name, row, column.name] = fact
    return gathered, problems


def find_stale_decisions(collection: Collection, facts: dict[CellName, Fact], known: list[Problem]) -> list[Problem]:
    reported = {(problem.line, problem.column) for problem in known}
    return [
        as_consequence(decision.fail(f"stale decision: no claims on {'/'.join(name)}", "remove it, or mend the cell's name"))
        for name, decision in collection.decisions.items()
        if name not in facts and (decision.line, decision.column) not in reported
    ]


def find_unsettled(collection: Collection, facts: dict[CellName, Fact], members: Members) -> set[CellName]:
    """Return the cells whose claims do not agree: they are empty for that reason alone, which is reported already."""
    claimed = set(group_claims(collection.claims))
    for name, row in members:
        claimed |= {
            (name, row, column.name) for column in collection.schemas[name].fields.values() if "gather" in column.curation
        }
    return claimed - set(facts)


# Rows


@dataclass(frozen=True)
class RowContext:
    """What the derivations of one row's cells can look at."""

    collection: Collection
    table: Table
    row: str
    facts: dict[str, Fact]
    members: tuple[str, ...]

    @property
    def claims(self) -> list[Claim]:
        """All claims on the row, in the order of the sources and of their texts."""
        return sorted(
            (claim for fact in self.facts.values() for claim in fact.claims),
            key=lambda claim: (claim.source, claim.passage.start, claim.spans[0]),
        )

    @property
    def headline_claims(self) -> list[Claim]:
        """The claims on the headline field, those that decide it first; all claims of the row where it has none."""
        fact = self.facts.get(self.table.headline)
        if not fact:
            return self.claims
        return [*fact.deciding, *fact.others]


Derived = tuple[Part, Sequence[Claim]]
"""A value and the claims whose words it rests on."""


def derive_row_id(context: RowContext, column: Field) -> Derived:
    return context.row, context.headline_claims[:1]


def derive_source_ids(context: RowContext, column: Field) -> Derived:
    """Name every source that has a claim on the row."""
    return SET_SEPARATOR.join(sorted({claim.source for claim in context.claims})), context.headline_claims[:1]


def derive_one_source(context: RowContext, column: Field) -> Derived:
    """Name the one source with claims on the row; nothing where there are several."""
    sources = sorted({claim.source for claim in context.claims})
    return sources[0] if len(sources) == 1 else None, context.headline_claims[:1]


def derive_origins(context: RowContext, column: Field) -> Derived:
    """Name whom the headline claims go back to: the bodies cited, or a source itself where it cites none."""
    claims = context.headline_claims
    body_of = context.collection.speakers.body_of
    attributed = {
        (claim.source, claim.field.name, claim.reading.value): body_of(claim.attribution.speaker)
        for claim in reversed(claims)
        if claim.attribution.speaker
    }
    origins = {
        body_of(claim.attribution.speaker)
        or attributed.get((claim.source, claim.field.name, claim.reading.value))
        or claim.source
        for claim in claims
    }
    return SET_SEPARATOR.join(sorted(origins)) or None, claims[:1]


def derive_sentence(context: RowContext, column: Field) -> Derived:
    claims = context.headline_claims[:1]
    return (claims[0].passage.text if claims else None), claims


def derive_count_status(context: RowContext, column: Field) -> Derived:
    """Say whether any source gives a number; only where no source says itself that it is lacking."""
    fact = context.facts.get(column.curation["derive_from"])
    parts = fact.reading.parts if fact and fact.reading else {}
    has_number = any(parts.get(part) is not None for part in ("value", "low", "high")) or parts.get("qualifier") == "about"
    return ("stated" if has_number else "not_stated"), (fact.deciding if fact else context.headline_claims[:1])


def derive_gather_count(context: RowContext, column: Field) -> Derived:
    return len(context.members), context.headline_claims


def derive_gather_rows(context: RowContext, column: Field) -> Derived:
    return SET_SEPARATOR.join(context.members), context.headline_claims


def derive_gather_alike(context: RowContext, column: Field) -> Derived:
    """Say whether the gathered rows have the same words; nothing where there is only one."""
    if len(context.members) < 2:
        return None, ()
    claims = [claim for claim in context.headline_claims if claim.field.name == column.curation["derive_from"]]
    return len({list_words(claim.reading.value) for claim in claims}) == 1, claims


def derive_characters(context: RowContext, column: Field) -> Derived:
    return len(context.collection.sources[context.row].text), ()


def derive_codings(context: RowContext, column: Field) -> Derived:
    return context.collection.codings[context.row], ()


DERIVATIONS: dict[str, Callable[[RowContext, Field], Derived]] = {
    "row_id": derive_row_id,
    "source_ids": derive_source_ids,
    "one_source": derive_one_source,
    "origins": derive_origins,
    "sentence": derive_sentence,
    "count_status": derive_count_status,
    "gather_count": derive_gather_count,
    "gather_rows": derive_gather_rows,
    "gather_alike": derive_gather_alike,
    "characters": derive_characters,
    "codings": derive_codings,
}
"""A new derivation is one entry here; schemas name it under `derive`."""


def fill_row(context: RowContext) -> Iterator[Filled]:
    for column in context.table.fields.values():
        cell = fill_from_claims(context, column) or fill_by_derivation(context, column)
        if cell and cell.value is not None and cell.value != "":
            yield cell


def fill_from_claims(context: RowContext, column: Field) -> Filled | None:
    fact = context.facts.get(column.main_field)
    if not fact or not fact.reading:
        return None
    part = str(column.curation.get("part", "value"))
    if part == "printed":
        value: Part = print_words(fact)
    else:
        value = fit_type(fact.reading.parts.get(part), column)
    rule = name_rule(fact, column)
    return Filled(
        context.table.name, context.row, column.name, value, fact.basis, rule, fact.deciding, fact.others, fact.reason
    )


def print_words(fact: Fact) -> str:
    """Return the words that the value was read from; where several claims' bounds made it, the words of each."""
    is_combined = all(claim.reading != fact.reading for claim in fact.deciding)
    claims = fact.deciding if is_combined else fact.deciding[:1]
    return SEGMENT_JOINER.join(dict.fromkeys(claim.words for claim in claims))


def name_rule(fact: Fact, column: Field) -> str:
    reads = "by" if "by" in fact.field.curation else str(fact.field.curation.get("reads", "gather"))
    part = column.curation.get("part")
    agree = "decision" if fact.decision else str(fact.field.curation.get("agree", "same"))
    return f"{reads}.{part}, {agree}" if part else f"{reads}, {agree}"


def fill_by_derivation(context: RowContext, column: Field) -> Filled | None:
    name, table = column.name, context.table.name
    if column.curation.get("registered"):
        value = context.collection.sources[context.row].registered.get(name)
        return Filled(table, context.row, name, value, "registered", "register", ()) if value else None
    rule = column.curation.get("derive")
    if not rule:
        return None
    value_and_claims = DERIVATIONS[rule](context, column)
    return Filled(table, context.row, name, value_and_claims[0], "derived", rule, tuple(value_and_claims[1]))


def fit_type(value: Part, column: Field) -> Part:
    """Return a whole Decimal as an integer where the column is one."""
    return int(value) if isinstance(value, Decimal) and column.type == "integer" else value


def format_value(value: Part) -> str:
    """Write a value as the CSV files do: ISO 8601 dates, true and false, numbers without idle zeros, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format_number(value)
    return value.isoformat() if isinstance(value, date) else str(value)


# Checks


def check_required(context: RowContext, row: Row, unsettled: set[CellName], rows: Iterable[str]) -> list[Problem]:
    name = context.table.name
    missing = [
        column.name
        for column in context.table.fields.values()
        if column.is_required and row[column.name] is None and (name, context.row, column.main_field) not in unsettled
    ]
    if not missing:
        return []
    message = f"{name}/{context.row}: no {', '.join(missing)}"
    near = difflib.get_close_matches(context.row, set(rows) - {context.row}, n=1, cutoff=0.7)
    advice = "code it where the words say it" + (f"; or is {name}/{near[0]} meant?" if near else "")
    claims = context.claims
    return [as_consequence(claims[0].fail(message, advice) if claims else Problem(REGISTER, 0, 0, message, advice))]


def as_consequence(problem: Problem) -> Problem:
    return replace(problem, may_follow=True)


def check_ties(facts: dict[CellName, Fact]) -> list[Problem]:
    """Check the names that tie neighbouring rows: several rows have each, all of one source, in sentences side by side.

    Rows that the schema says always continue each other (a code of another field, such as a block) need the name as well.
    """
    ties: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    problems = []
    for (table, row, column), fact in facts.items():
        if fact.field.curation.get("ties_neighbours"):
            ties[table, column, fact.decided] += fact.claims
        for tie in fact.field.curation.get("continued_by", {}).get(fact.decided, ()):
            if (table, row, tie) not in facts and has_neighbour(fact, facts):
                message = f"{table}/{row}: {fact.decided} beside another, without {tie}"
                problems.append(as_consequence(fact.claims[0].fail(message, f"give both the same {tie}")))
    for (_, column, value), claims in ties.items():
        places = sorted({(claim.source, claim.passage.number) for claim in claims})
        wrong = ""
        if len({claim.row for claim in claims}) < 2:
            wrong = "ties no two rows"
        elif len({source for source, _ in places}) > 1:
            wrong = "ties rows of several sources"
        elif places[-1][1] - places[0][1] >= len(places):
            wrong = "ties sentences that do not stand side by side"
        if wrong:
            problems.append(as_consequence(claims[-1].fail(f"{column} {value!r} {wrong}", "mend it, or leave it out")))
    return problems


def has_neighbour(fact: Fact, facts: dict[CellName, Fact]) -> bool:
    """Whether a row with the same code stands in the sentence before or after, given to the same speaker."""
    claim = fact.claims[0]
    return any(
        other.decided == fact.decided
        and other.field is fact.field
        and other.claims[0].source == claim.source
        and other.claims[0].attribution.speaker == claim.attribution.speaker
        and abs(other.claims[0].passage.number - claim.passage.number) == 1
        for other in facts.values()
    )


def warn_of_formulas(filled: Iterable[Filled]) -> Iterator[Problem]:
    """Warn of words that begin as a spreadsheet's formula does. They are published as printed, since they are evidence."""
    for cell in filled:
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "\t", "\r")) and cell.deciding:
            message = f"{cell.table}/{cell.row}/{cell.field} begins with {cell.value[0]!r}: a spreadsheet would run it"
            advice = "nothing needs to be done here; docs/format.md tells readers to import such columns as text"
            yield replace(cell.deciding[0].fail(message, advice), is_warning=True)


RowFacts = dict[tuple[str, str], dict[str, Fact]]


def check_natural_key(table: Table, rows: list[Row], by_row: RowFacts, unsettled: set[CellName]) -> list[Problem]:
    """Find two rows that are one fact: their natural keys are equal, where an optional part that is empty fits any."""
    required = [column for column in table.natural_key if table.fields[column].is_required]
    optional = [column for column in table.natural_key if column not in required]
    alike: dict[tuple[Part, ...], list[Row]] = defaultdict(list)
    problems = []
    for row in rows if table.natural_key else ():
        name = str(row[table.key[0]])
        if any((table.name, name, column) in unsettled for column in table.natural_key):
            continue
        group = alike[tuple(row[column] for column in required)]
        for other in group:
            if all(row[column] == other[column] or None in (row[column], other[column]) for column in optional):
                shared = ", ".join(
                    f"{column} {' or '.join(dict.fromkeys(format_value(one[column]) or 'empty' for one in (row, other)))}"
                    for column in table.natural_key
                )
                message = (
                    f"{table.name}/{name} and {table.name}/{other[table.key[0]]} are one row by their natural key: {shared}"
                )
                advice = (
                    f"use one name for both, or code what tells them apart; an empty one of {', '.join(optional)} fits any"
                )
                problems.append(locate(by_row, table.name, name, message, advice))
        group.append(row)
    return problems


def check_references(collection: Collection, rows: dict[str, list[Row]], by_row: RowFacts) -> list[Problem]:
    problems = []
    for table in collection.schemas.values():
        for column in table.fields if table.is_fact else ():
            target = table.reference_of(column)
            if not target:
                continue
            known = {str(row[collection.schemas[target].key[0]]) for row in rows[target]}
            for row in rows[table.name]:
                for value in format_value(row[column]).split(SET_SEPARATOR):
                    if value and value not in known:
                        name = str(row[table.key[0]])
                        message = f"{table.name}/{name}: {column} {value!r} names no row of {target}"
                        problem = locate(by_row, table.name, name, message, suggest_nearest(value, known), column)
                        problems.append(as_consequence(problem))
    return problems


def locate(by_row: RowFacts, table: str, row: str, message: str, advice: str, column: str = "") -> Problem:
    """Place a problem at the first claim of a row, or of one of its fields."""
    facts = by_row[table, row]
    claims = facts[column].claims if column in facts else [claim for fact in facts.values() for claim in fact.claims]
    return claims[0].fail(message, advice) if claims else Problem(REGISTER, 0, 0, message, advice)


# The build's own tables


def list_claims(collection: Collection) -> Iterator[Row]:
    """Make the rows of `claims`, one a span, in the order of the sources and of their texts."""
    for claim in collection.claims:
        for segment, anchor in enumerate(claim.anchors, 1):
            yield {
                "claim_id": claim.id,
                "segment": segment,
                "table_name": claim.table,
                "row_id": claim.row,
                "field_name": claim.field.name,
                "value": claim.reading.value,
                "basis": claim.basis,
                "reason": claim.reason or None,
                "year_given": claim.year_given or None,
                "source_id": claim.source,
                "passage": claim.passage.number,
                "attributed_to": claim.attribution.speaker or None,
                "attributed_words": claim.attribution.speaker_words or None,
                "via": claim.attribution.via or None,
                "certainty": claim.attribution.certainty,
                "hedge_words": claim.attribution.hedge_words or None,
                "exact": anchor.exact,
                "prefix": anchor.prefix or None,
                "suffix": anchor.suffix or None,
                "char_start": anchor.start,
                "char_end": anchor.end,
            }


def describe_cell(cell: Filled, titles: dict[str, str]) -> Row:
    first = cell.deciding[0] if cell.deciding else None
    return {
        "table_name": cell.table,
        "row_id": cell.row,
        "field_name": cell.field,
        "value": format_value(cell.value),
        "basis": cell.basis,
        "rule": cell.rule,
        "source_id": first.source if first else None,
        "source_title": titles[first.source] if first else None,
        "attributed_to": first.attribution.speaker or None if first else None,
        "words": first.words if first else None,
        "in_sentence": mark_words(first) if first else None,
        "others": "; ".join(f"{claim.source}: {claim.reading.value} «{claim.words}»" for claim in cell.others) or None,
        "reason": cell.reason or None,
        "claim_ids": SET_SEPARATOR.join(claim.id for claim in cell.deciding) or None,
    }


def find_titles(collection: Collection) -> dict[str, str]:
    """Return each source's printed title, or its file's name where it prints none."""
    headline = collection.schemas[SOURCES].headline
    printed = {
        claim.row: claim.words
        for claim in reversed(collection.claims)
        if (claim.table, claim.field.name) == (SOURCES, headline)
    }
    return {name: printed.get(name, source.file) for name, source in collection.sources.items()}


def mark_words(claim: Claim) -> str:
    """Return the claim's passage with its words between marks."""
    text, position = "", claim.passage.start
    for start, end in claim.spans:
        before = claim.passage.text[position - claim.passage.start : start - claim.passage.start]
        inside = claim.passage.text[start - claim.passage.start : end - claim.passage.start]
        text, position = f"{text}{before}{WORDS_OPEN}{inside}{WORDS_CLOSE}", end
    return text + claim.passage.text[position - claim.passage.start :]


def list_disagreements(collection: Collection, facts: dict[CellName, Fact]) -> tuple[list[Row], list[Problem]]:
    rows = [describe_disagreement(name, fact, collection.places) for name, fact in sorted(facts.items()) if fact.kind]
    errors, problems = list_printed_errors(collection, facts)
    return sorted(rows + errors, key=lambda row: str(row["disagreement_id"])), problems


def describe_disagreement(name: CellName, fact: Fact, places: Places) -> Row:
    rule = fact.field.curation.get("agree", "same")
    reason = fact.decision.reason if fact.decision else f"By the rule {rule} the claims agree on {fact.decided}."
    if not fact.decision and rule == "narrower":
        reason += f" It lies in {', '.join(list_wider(fact.decided, places)[1:])}."
    evidence = fact.decision.evidence if fact.decision else ""
    ruled_by = "decision" if fact.decision else "rule"
    return make_disagreement(name, fact, fact.kind, fact.decided, ruled_by, reason, [evidence] if evidence else [])


def make_disagreement(
    name: CellName, fact: Fact, kind: str, ruling: str, ruled_by: str, reason: str, evidence: Iterable[str]
) -> Row:
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
    for (table, row, _), fact in sorted(facts.items()):
        marks: dict[str, Any] = fact.field.curation.get("marks_error", {})
        if fact.decided not in marks:
            continue
        printed_name, corrected_name = marks[fact.decided]
        printed, corrected = facts.get((table, row, printed_name)), facts.get((table, row, corrected_name))
        if not printed or not corrected:
            message = f"{table}/{row}: marked as an error without {printed_name} or {corrected_name}"
            problems.append(fact.claims[0].fail(message, "code both"))
            continue
        reason = f"Printed {printed.decided}; {corrected_name} is {corrected.decided}: {corrected.reason}"
        evidence = re.findall(r"https?://[^\s;,)]+", f"{corrected.reason} {fact.reason}")
        name = (table, row, printed_name)
        rows.append(make_disagreement(name, printed, "source_error", printed.decided, "inference", reason, evidence))
    return rows, problems
