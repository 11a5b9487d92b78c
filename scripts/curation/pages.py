"""The pages that are generated for readers on GitHub: docs/facts.md, and the generated blocks of README.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from curation.claims import Claim
from curation.facts import CellName, Fact
from curation.markdown import escape_note, escape_text, mark_spans, quote_text
from curation.metadata import Metadata
from curation.overview import OVERVIEW, find_referring, list_lines, list_other_lines, make_matrix
from curation.package import Files
from curation.printings import are_alike, list_printings, make_printings
from curation.problems import Problem, suggest_nearest
from curation.provenance import find_titles
from curation.rows import Collection, Row, format_value
from curation.schemas import ROW_ID, SET_SEPARATOR, Field, Table
from curation.tables import Built

FACTS = "docs/facts.md"
README = "README.md"
MARKER = re.compile(r"<!-- (begin|end) generated: (\S+(?: \S+)?) -->")
MARKER_LIKE = re.compile(r"<!--\s*(begin|end)\s+generated\b", re.IGNORECASE)
HOW_TO_MARK = "write <!-- begin generated: KIND TABLE/ROW -->, and end in place of begin below it, each on its own line"


def make_pages(root: Path, collection: Collection, metadata: Metadata, built: Built) -> tuple[Files, list[Problem]]:
    """Make docs/facts.md and, where README.md has generated blocks, README.md with these blocks as they must be."""
    files = {FACTS: write_facts(collection, metadata, built).encode()}
    path = root / README
    if not path.exists() and not path.is_symlink():
        return files, []
    if path.is_symlink() or not path.is_file():
        return {}, [Problem(README, 0, 0, "is not a regular file", "the build writes into it: make it one")]
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return {}, [Problem(README, 0, 0, f"cannot be read: {error}", "it must be a readable file in UTF-8")]
    filled, problems = fill_blocks(text, lambda name: make_block(collection, built, name))
    if MARKER_LIKE.search(text):
        files[README] = filled.encode()
    return files, problems


# The blocks of README.md


Block = list[str] | tuple[str, str]
"""The lines of a block, or what is wrong with its name, and advice."""


def fill_blocks(text: str, make: Callable[[str], Block]) -> tuple[str, list[Problem]]:
    """Return the text with the block between each pair of markers made again. Everything else is kept."""
    lines: list[str] = []
    problems: list[Problem] = []
    opened, opened_at = "", 0

    def fail(number: int, message: str, advice: str = HOW_TO_MARK) -> None:
        problems.append(Problem(README, number, 1, message, advice))

    for number, line in enumerate(text.split("\n"), 1):
        marker = MARKER.fullmatch(line.rstrip())
        if not marker and MARKER_LIKE.search(line):
            fail(number, "not a marker of a generated block")
        elif marker and marker[1] == "begin":
            if opened:
                fail(number, f"a block begins inside the block {opened!r} of line {opened_at}", "end that one first")
            opened, opened_at = marker[2], number
            block = make(opened)
            if isinstance(block, tuple):
                fail(number, *block)
            else:
                lines += [line, "", *block, ""]
        elif marker:
            if marker[2] != opened:
                fail(number, f"the block {marker[2]!r} ends here, but {repr(opened) if opened else 'none'} has begun")
            opened = ""
        if not opened:
            lines.append(line)
    if opened:
        fail(opened_at, f"the block {opened!r} has no end", f"write <!-- end generated: {opened} --> after it")
    return "\n".join(lines), problems


def make_block(collection: Collection, built: Built, name: str) -> Block:
    """Make the block that a marker names: its kind, and the row that it is about."""
    kind, _, path = name.partition(" ")
    if kind not in BLOCKS:
        return f"unknown block {kind!r}", suggest_nearest(kind, BLOCKS)
    table, _, row = path.partition("/")
    if table not in collection.schemas or not collection.schemas[table].is_fact:
        facts = [one.name for one in collection.schemas.values() if one.is_fact]
        return f"{kind}: no table {table!r}", suggest_nearest(table, facts)
    rows = [format_value(one[collection.schemas[table].key[0]]) for one in built.rows[table]]
    if row not in rows:
        return f"{kind}: no row {row!r} in {table}", suggest_nearest(row, rows)
    return BLOCKS[kind](collection, built, collection.schemas[table], row)


def make_matrix_block(collection: Collection, built: Built, table: Table, row: str) -> Block:
    lines = list_lines(table, collection.schemas)
    if not lines:
        return f"the schema of {table.name} has no {OVERVIEW}", "say there which lines the matrix has (docs/schemas.md)"
    return make_matrix(built, row, lines, find_referring(lines, collection.schemas, built, table))


def make_printings_block(collection: Collection, built: Built, table: Table, row: str) -> Block:
    fact = built.facts.get((table.name, row, table.headline))
    if not fact:
        return f"no source's words on the headline of {table.name}/{row}", "name another row"
    return make_printings(list_printings(fact))


BLOCKS: dict[str, Callable[[Collection, Built, Table, str], Block]] = {
    "matrix": make_matrix_block,
    "printings": make_printings_block,
}
"""A new kind of block is one entry here; markers name it first."""


# docs/facts.md


INTRODUCTION = """\
Each fact of the tables with the sentences that it was read from, as `curate show` prints them. **Bold** are the words that
a value was read from. Who speaks is named; where nobody is named, the source says it in its own voice.

- *decides*: the published value was read from these words.
- *says the same*: other words with the same value.
- *says otherwise*: another value, which may only be less precise. It is in parentheses where it is not the words themselves.
- *hedged*, *planned*: the source does not assert it; the words that say so follow.

What the columns and codes mean is in [codebook.md](codebook.md)."""


def write_facts(collection: Collection, metadata: Metadata, built: Built) -> str:
    """Write docs/facts.md: the sources, the matrices, and each table's facts."""
    tables = [table for name in metadata["tables"] if (table := collection.schemas[name]).is_fact]
    listed = [(table, rows) for table in tables if (rows := gather_facts(table, built))]
    lines = ["# Facts and their sentences", "", "<!-- Generated by `make build` from annotations/; do not edit. -->", ""]
    lines += [INTRODUCTION, "", "| table | rows | facts |", "| --- | --- | --- |"]
    for table, rows in listed:
        lines.append(f"| [{table.name}](#{table.name}) | {len(rows)} | {sum(map(len, rows.values()))} |")
    titles = find_titles(collection)
    lines += ["", "Before them: [who says what](#who-says-what), as a matrix. The sources:", ""]
    lines += [f"- {escape_text(source)}: {escape_text(title)}" for source, title in sorted(titles.items())]
    lines += write_matrices(collection, built, listed)
    settled = {str(row["disagreement_id"]): row for row in built.rows["disagreements"]}
    for table, rows in listed:
        lines += ["", f"## {table.name}", "", escape_note(table.description)]
        values = {format_value(row[table.key[0]]): row for row in built.rows[table.name]}
        for row, facts in rows.items():
            lines += ["", f"### {table.name}/{row}", ""]
            if values[row].get("origins"):
                origins = ", ".join(format_value(values[row]["origins"]).split(SET_SEPARATOR))
                lines.append(f"- {escape_text(table.fields[table.headline].title)} goes back to: {escape_text(origins)}")
            for name, fact in facts:
                lines += write_fact(fact, values[row], settled.get("/".join(name)))
            lines += write_printings(built.facts.get((table.name, row, table.headline)))
    lines += write_evidence(collection)
    return "\n".join(lines) + "\n"


def write_evidence(collection: Collection) -> Iterator[str]:
    """List the pages outside the sources, to which the reasons above refer by their ids."""
    if collection.evidence:
        yield from ["", "## Evidence", "", "Pages outside the sources. A reason cites one by its id between brackets.", ""]
    for name, entry in sorted(collection.evidence.items()):
        about = f"{escape_text(entry.title)}, {escape_text(entry.publisher)}: {escape_text(entry.shows)}"
        yield f"- {escape_text(name)}: {about} {escape_note(entry.url)}"


def write_note(reason: str) -> str:
    """Return Markdown for a reason: the evidence that it cites links to the list of evidence."""
    return re.sub(rf"\\\[({ROW_ID.pattern})\\\]", r"[\\[\1\\]](#evidence)", escape_note(reason))


FactsOfRows = dict[str, list[tuple[CellName, Fact]]]


def gather_facts(table: Table, built: Built) -> FactsOfRows:
    """Return the facts of each row that has some, in the order of rows and columns.

    Parts, identifiers and derived columns have no facts of their own.
    """
    found: FactsOfRows = {}
    for row in built.rows[table.name]:
        key = format_value(row[table.key[0]])
        names = [(table.name, key, name) for name in table.fields]
        if facts := [(name, built.facts[name]) for name in names if name in built.facts]:
            found[key] = facts
    return found


def write_matrices(collection: Collection, built: Built, listed: Iterable[tuple[Table, Iterable[str]]]) -> Iterator[str]:
    """Write a matrix for each row of a table with an overview: the overview's lines, and every other field's."""
    shown = [(table, rows, lines) for table, rows in listed if (lines := list_lines(table, collection.schemas))]
    if shown:
        yield from ("", "## Who says what", "", "What each source prints; - where it says nothing.")
    for table, rows, first in shown:
        lines = first + list_other_lines(table, first)
        referring = find_referring(lines, collection.schemas, built, table)
        for row in rows:
            yield from ("", f"### Who says what of {table.name}/{row}", "")
            yield from make_matrix(built, row, lines, referring)


def write_printings(fact: Fact | None) -> list[str]:
    """Write the printings of a text that sources print differently: where the claims agree by their wording."""
    if not fact or fact.field.curation.get("agree") != "wording" or are_alike(list_printings(fact)):
        return []
    return ["", "The printings:", "", *make_printings(list_printings(fact))]


def write_fact(fact: Fact, row: Row, settled: Row | None) -> Iterator[str]:
    """Write one fact: its value, how differences were settled, and each source's sentences."""
    column = fact.field
    value = show_value(column, format_value(row[column.name]) or fact.decided)
    yield f"- {escape_text(column.title)} (`{column.name}`): {value}"
    if settled:
        kind, ruled_by = (escape_text(str(settled[name])) for name in ("kind", "ruled_by"))
        yield f"  - *difference* ({kind}), settled by {ruled_by}: {write_note(str(settled['reason']))}"
    elif fact.reason:
        yield f"  - *reason*: {write_note(fact.reason)}"
    shown_reason = "" if settled else fact.reason
    groups: dict[tuple[int, str, str], list[Claim]] = {}
    for claim in (*fact.deciding, *fact.rest):
        groups.setdefault((rank_claim(fact, claim), claim.source, claim.passage.text), []).append(claim)
    for (rank, source, _), claims in sorted(groups.items(), key=lambda group: (*group[0][:2], group[1][0].passage.number)):
        yield f"  - {escape_text(source)} {describe_claims(fact, STANCES[rank], claims)}"
        reasons = dict.fromkeys(claim.reason for claim in claims if claim.reason not in ("", shown_reason))
        yield from (f"    - *reason*: {write_note(reason)}" for reason in reasons)


def show_value(column: Field, value: str) -> str:
    if not value:
        return "*nothing is published*"
    members = value.split(SET_SEPARATOR) if column.curation.get("agree") == "set" else [value]
    return ", ".join(escape_text(member) for member in members)


STANCES = ("decides", "says the same", "says otherwise")


def rank_claim(fact: Fact, claim: Claim) -> int:
    """Return whether a claim decides (0), says the same (1) or says otherwise (2)."""
    if fact.decision and claim.reading.value != fact.decided:
        return 2
    deciding = {one.id for one in fact.deciding}
    return 0 if claim.id in deciding else 1 if fact.says_the_same(claim.reading.value) else 2


def describe_claims(fact: Fact, stance: str, claims: list[Claim]) -> str:
    """Describe one source's claims in one sentence: the stance, the value where it is another, who speaks, the sentence."""
    said = f"*{stance}*"
    values = {claim.reading.value for claim in claims if claim.reading.value not in (fact.decided, claim.words)}
    said += f" ({', '.join(map(escape_text, sorted(values)))})" if values else ""
    said += "".join(dict.fromkeys(describe_attribution(claim) for claim in claims))
    spans = [span for claim in claims for span in claim.spans_in_passage]
    return f"{said}: {mark_spans(claims[0].passage.text, spans)}"


def describe_attribution(claim: Claim) -> str:
    said = claim.attribution
    text = f", said by {escape_text(said.speaker)}" if said.speaker else ""
    text += f" via {escape_text(said.via)}" if said.via else ""
    hedge = f" ({quote_text(said.hedge_words)})" if said.hedge_words else ""
    return text + ("" if said.certainty == "asserted" else f", *{escape_text(said.certainty)}*{hedge}")
