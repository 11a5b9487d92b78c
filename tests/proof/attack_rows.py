"""Packages in which something is missing: rows, claims, words, whole sentences, with all that depends on them.

The forger has our code. He takes claims away (or cuts their words), builds the package again without the checks of the
build, and adapts the account of the text. All hashes, tables and registers agree. Only the text of the sources can show it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from curation import pipeline
from curation.annotation.document import CodedCell
from curation.annotation.notation import Notation
from curation.claims.account import make_account
from curation.claims.claim import Claim, CodedSource, join_words
from curation.claims.complete import FoundWords, list_standings
from curation.claims.extract import describe_source
from curation.claims.parsers import PARSERS
from curation.claims.selectors import cuts_word, make_selector
from curation.claims.units import apply_units
from curation.package.csv_parquet import write_json
from curation.package.registers import list_attributions
from curation.package.write_tables import write_csv
from curation.paths import CSV_FOLDER, REGISTERS
from curation.pipeline import Prepared, read_collection
from curation.schema.kinds import ParserName
from curation.schema.tables import SOURCES
from curation.tables.assemble import build_tables
from curation.tables.types import Collection, Tables, list_values
from curation.text.folding import Span
from curation.text.readings import Reading
from package_files import Files, read_seeds
from proof.attack_trials import VERIFY, WITH_SEEDS, Trial, keep_known, make_release, read_json
from proof.verifier import load_verifier

FAMILY = "rows and words left out"
Name = tuple[str, int]
"""A claim: its source, and its place among the claims of the source."""
AS_BEFORE, LEFT_OUT, SET_ASIDE, UNDER_ANOTHER = "as before", "left out", "set aside", "under another claim"
"""What the forger makes of the account of what is missing now."""
TREATMENTS = (AS_BEFORE, LEFT_OUT, SET_ASIDE, UNDER_ANOTHER)
WHOLE = "the rest accounts for the text"
"""Of a forgery after which every number, date, quotation and country is still under a claim."""
PASSAGE_ASIDE = "its passages, without claims now, are set aside"
SAMPLE = 40
"""Of the claims, cells and cuts so many are tried."""
INVENTED = "background that has no place in the tables"


@dataclass(frozen=True)
class Forgery:
    """Claims to be left out or cut, registered rows to be left out, and what becomes of the account."""

    kind: str
    what: str
    gone: frozenset[Name] = frozenset()
    cut: tuple[tuple[Name, Span], ...] = ()
    registered: tuple[str, str] = ("", "")
    treatment: str = AS_BEFORE


@dataclass(frozen=True)
class Stock:
    """All that the honest build has in hand before it makes its tables."""

    prepared: Prepared
    collection: Collection

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self.collection.claims


@cache
def take_stock(root: Path) -> Stock:
    """Build once, and keep what the tables are made of."""
    kept: list[Collection] = []

    def spy(collection: Collection) -> Any:
        kept.append(collection)
        return build_tables(collection)

    pipeline.build_tables = spy  # type: ignore[attr-defined]
    try:
        prepared = read_collection(root)
    finally:
        pipeline.build_tables = build_tables  # type: ignore[attr-defined]
    assert not prepared.errors
    return Stock(prepared, kept[0])


def name_claim(claim: Claim) -> Name:
    return claim.source, claim.order


# What can be left out


def list_forgeries(root: Path) -> list[Forgery]:
    """Return every row, and a seeded sample of claims, cells, passages and cuts; what leaves out the same is there once."""
    stock = take_stock(root)
    found: dict[object, Forgery] = {}
    for forgery in (*leave_out_rows(stock), *leave_out_losers(stock)):
        for treatment in TREATMENTS if any(count_missing(root, forgery)) else (LEFT_OUT,):
            found.setdefault((forgery.gone, forgery.registered, treatment), replace(forgery, treatment=treatment))
    for make in (leave_out_cells, leave_out_claims, leave_out_passages, cut_words):
        every = [one for one in make(stock) if one.cut or (one.gone, ("", ""), LEFT_OUT) not in found]
        for one in random.Random(make.__name__).sample(every, min(SAMPLE, len(every))):
            treatment = SET_ASIDE if make is leave_out_passages else LEFT_OUT
            found.setdefault((one.gone, one.cut, treatment), replace(one, treatment=treatment))
    return [*found.values()]


def leave_out_rows(stock: Stock) -> Iterator[Forgery]:
    """Each row of each table of facts, and each registered page, with whatever refers to it."""
    for name, rows in stock.prepared.tables.items():
        table = stock.prepared.schemas[name]
        for row in rows if table.is_fact or name == "evidence" else ():
            key = str(row[table.key[0]])
            gone = find_dependants(stock, name, key)
            registered = (name, key) if name in (SOURCES, "evidence") else ("", "")
            if gone or registered[0]:
                yield Forgery(f"a row of {name}", key, gone, registered=registered)


def find_dependants(stock: Stock, table: str, row: str) -> frozenset[Name]:
    """Return the claims on a row, those that name it, and those on every row that cannot be without it."""
    schemas, gone = stock.prepared.schemas, set[Name]()
    todo, done = [(table, row)], set[tuple[str, str]]()
    while todo:
        at = todo.pop()
        done.add(at)
        for claim in stock.claims:
            said = claim.attribution
            is_named = at[0] in ("officials", "organizations") and at[1] in (said.speaker, said.via)
            refers = claim.reading.value == at[1] and at[0] in list_targets(schemas, claim)
            if (claim.table, claim.row) == at or refers or is_named or (at[0] == SOURCES and claim.source == at[1]):
                gone.add(name_claim(claim))
            if at[0] == "evidence" and f"[{at[1]}]" in claim.reason:
                gone.add(name_claim(claim))
            if refers and claim.field.is_required and (claim.table, claim.row) not in done:
                todo.append((claim.table, claim.row))
    return frozenset(gone)


def list_targets(schemas: Any, claim: Claim) -> tuple[str, ...]:
    """Return the tables to whose rows a claim's value may refer."""
    parse = claim.field.parse
    return schemas[claim.table].reference_of(claim.field.name), str(getattr(parse, "refers_to", "") or "")


def leave_out_losers(stock: Stock) -> Iterator[Forgery]:
    """Of each disagreement the claims that were overruled; of each printed error the claims that say so."""
    for row in stock.prepared.tables["disagreements"]:
        cell = str(row["table_name"]), str(row["row_id"]), str(row["field_name"])
        claims = stock.prepared.facts[cell].claims
        losers = frozenset(name_claim(claim) for claim in claims if claim.reading.value != row["ruling"])
        marking = {
            column.name: {column.name, *(name for pair in column.parse.marks_error.values() for name in pair)}
            for column in stock.prepared.schemas[cell[0]].fields.values()
            if column.parse and column.parse.marks_error
        }
        marks = {name for names in marking.values() for name in names if name != cell[2]}
        errors = frozenset(
            name_claim(claim)
            for claim in stock.claims
            if (claim.table, claim.row) == cell[:2] and claim.field.name in marks and row["kind"] == "source_error"
        )
        for gone in (losers, errors):
            if gone:
                yield Forgery("the other side of a disagreement", "/".join(cell), gone)


def leave_out_cells(stock: Stock) -> Iterator[Forgery]:
    """All claims on each cell."""
    for cell, fact in stock.prepared.facts.items():
        yield Forgery("a cell", "/".join(cell), frozenset(map(name_claim, fact.claims)))


def leave_out_claims(stock: Stock) -> Iterator[Forgery]:
    for claim in stock.claims:
        yield Forgery("a claim", claim.id, frozenset({name_claim(claim)}))


def leave_out_passages(stock: Stock) -> Iterator[Forgery]:
    """All claims of each passage, which then counts as background."""
    for passage in dict.fromkeys((claim.source, claim.passage.number) for claim in stock.claims):
        gone = frozenset(name_claim(c) for c in stock.claims if (c.source, c.passage.number) == passage)
        yield Forgery("a whole passage, set aside", f"{passage[0]}, passage {passage[1]}", gone)


def cut_words(stock: Stock) -> Iterator[Forgery]:
    """The words of each claim without their first or last words, where what is left says something else."""
    known = {one.annotation.source.id: describe_source(one.annotation) for one in stock.prepared.coded}
    for claim in stock.claims:
        reads = claim.field.reads
        if len(claim.spans) != 1 or not claim.has_words or reads in (None, ParserName.CODE, ParserName.REFERENCE):
            continue
        for span in list_shorter(stock, claim):
            words = stock.collection.sources[claim.source].folded.folded[slice(*span)]
            read = PARSERS[reads].read_words(words, claim.field, known[claim.source])
            if isinstance(read, Reading) and read.value != claim.reading.value:
                yield Forgery("words cut", f"{claim.id}: «{claim.words}» to «{words}»", cut=((name_claim(claim), span),))


def list_shorter(stock: Stock, claim: Claim) -> Iterator[Span]:
    """Yield the words without what is before each blank, and without what is after it."""
    text, (start, end) = stock.collection.sources[claim.source].folded.folded, claim.spans[0]
    blanks = [place for place in range(start, end) if text[place] == " "]
    spans = [(blank + 1, end) for blank in blanks] + [(start, blank) for blank in blanks]
    yield from (span for span in spans if not cuts_word(text, span[0]) and not cuts_word(text, span[1]))


# The forged package


def change_claims(stock: Stock, forgery: Forgery, coded: CodedSource) -> CodedSource:
    """Return a source without the claims that are left out, and with the others cut."""
    cut, text = dict(forgery.cut), coded.annotation.source.folded
    known = describe_source(coded.annotation)
    kept = []
    for claim in coded.claims:
        if (span := cut.get(name_claim(claim))) and claim.field.reads:
            read = PARSERS[claim.field.reads].read_words(text.folded[slice(*span)], claim.field, known)
            assert isinstance(read, Reading)
            selectors = (make_selector(text, span),)
            kept.append(replace(claim, spans=(span,), selectors=selectors, words=join_words(selectors), reading=read))
        elif name_claim(claim) not in forgery.gone:
            kept.append(claim)
    found = [
        FoundWords(
            claim.passage,
            CodedCell(claim.table, claim.row, claim.field, Notation("", (), "", claim.line, claim.column)),
            claim.attribution,
            claim.reading,
            claim.basis,
            claim.spans,
            claim.selectors,
        )
        for claim in kept
    ]
    standings = list_standings(coded.annotation.source.id, found, coded.quotations)
    claims = (replace(claim, **standing._asdict()) for claim, standing in zip(kept, standings, strict=True))
    return replace(coded, claims=tuple(claims))


def forge(root: Path, forgery: Forgery) -> Files:
    """Return the published files as the build would make them of what the forger keeps."""
    stock = take_stock(root)
    table, row = forgery.registered
    coded = [change_claims(stock, forgery, one) for one in stock.prepared.coded]
    coded = [one for one in coded if (table, row) != (SOURCES, one.annotation.source.id)]
    changed: dict[str, Any] = {"claims": apply_units(claim for one in coded for claim in one.claims)}
    if table == SOURCES:
        changed["sources"] = {name: source for name, source in stock.collection.sources.items() if name != row}
    if table == "evidence":
        changed["evidence"] = {name: page for name, page in stock.collection.evidence.items() if name != row}
    changed["account"] = tuple(item for one in coded for item in make_account(one))
    collection = replace(stock.collection, **changed)
    built, _ = build_tables(collection)
    rows = {
        name: adapt_account(stock, forgery, built.rows) if name == "coverage" else some for name, some in built.rows.items()
    }
    schemas = stock.prepared.schemas
    files: Files = {}
    for name, some in rows.items():
        write_csv(f"{CSV_FOLDER}/{name}.csv", schemas[name], list_values(some, [*schemas[name].fields]), files)
    return make_release(root) | files | {REGISTERS: adapt_registers(root, collection)}


def adapt_registers(root: Path, collection: Collection) -> bytes:
    """Return what is registered, of the sources and pages that are left, and who speaks in what is left of the passages."""
    registers = read_json(make_release(root)[REGISTERS])
    for name, left in (("sources", collection.sources), ("evidence", collection.evidence)):
        registers[name] = {key: entry for key, entry in registers[name].items() if key in left}
    return write_json(registers | {"attributions": list_attributions(collection)})


def adapt_account(stock: Stock, forgery: Forgery, rows: Tables) -> Sequence[dict[str, Any]]:
    """Return the rows of the account as the forger leaves them."""
    if forgery.treatment == AS_BEFORE:
        return stock.prepared.tables["coverage"]
    adapted: list[dict[str, Any]] = []
    numbers: dict[tuple[Any, Any], int] = {}
    claims = [row for row in rows["claims"] if row["segment"] == 1]
    for row in rows["coverage"]:
        passage, changed = (row["source_id"], row["passage"]), {}
        if not row["claim_ids"] and not row["reason"]:
            there = [str(claim["claim_id"]) for claim in claims if (claim["source_id"], claim["passage"]) == passage]
            if forgery.treatment == LEFT_OUT and row["item"]:
                continue
            changed = {"reason": INVENTED}
            if forgery.treatment == UNDER_ANOTHER and there:
                changed = {"treatment": "coded", "claim_ids": there[0]}
        number = numbers.get(passage, 0)
        adapted.append(row | changed | {"item": number})
        numbers[passage] = number + 1
    return adapted


def count_missing(root: Path, forgery: Forgery) -> tuple[int, int]:
    """Return how many pieces of the text have no account after the forgery: in passages with claims, and in those without.

    Of a passage without claims nothing is published: it counts as set aside.
    """
    stock = take_stock(root)
    of = {source for source, _ in (*forgery.gone, *(name for name, _ in forgery.cut))}
    coded = [change_claims(stock, forgery, one) for one in stock.prepared.coded if one.annotation.source.id in of]
    spoken = {(claim.source, claim.passage.number) for one in coded for claim in one.claims}
    items = [item for one in coded for item in make_account(one)]
    missing = [(item.source.id, item.passage.number) in spoken for item in items for piece in item.pieces if piece.is_missing]
    return sum(missing), len(missing) - sum(missing)


def try_forgery(root: Path, forgery: Forgery) -> Trial:
    verify: Callable[..., list[str]] = load_verifier().verify_files
    files = keep_known(forge(root, forgery))
    seen = bool(verify(files, None, check_hashes=False))
    with_seeds = seen or bool(verify(files, read_seeds(root), check_hashes=False))
    missing, silent = count_missing(root, forgery)
    account = f"{missing} without account, {forgery.treatment}" if missing else PASSAGE_ASIDE if silent else WHOLE
    found = {VERIFY: seen, WITH_SEEDS: with_seeds}
    return Trial(FAMILY, forgery.kind, f"{forgery.what}; {account}", found, (VERIFY,))
