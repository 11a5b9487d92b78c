"""How good proposals are, as tables in docs/proposals.md.

Each block of the document says what it is of: `leave-one-out`, or the folder of a collection that has texts and codings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from conftest import ROOT
from curation.proposals.comparing import Outcome
from curation.proposals.measure import measure_on, measure_without, read_finished
from curation.proposals.report import COLUMNS, list_rules, list_sources
from curation.schema.read import read_schemas

DOCUMENT = ROOT / "docs" / "proposals.md"
WITHOUT = "leave-one-out"
FIVE = ("s000", "s001", "s002", "s003", "s004")
"""The articles by which the document measures, however many sources there are."""
BLOCK = re.compile(r"(<!-- measured: proposals (\S+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def list_blocks() -> dict[str, str]:
    """Return what the document has in each block, by what the block is of."""
    return {match[2]: match[3] for match in BLOCK.finditer(DOCUMENT.read_text(encoding="utf-8"))}


@cache
def measure_block(name: str) -> list[Outcome]:
    """Return what became of proposals for the five articles, each by the other four, or for a folder's texts by the five."""
    schemas, _ = read_schemas(ROOT)
    annotations, problems = read_finished(ROOT, schemas)
    five = [one for one in annotations if one.source.id in FIVE]
    others, found = ([], []) if name == WITHOUT else read_finished(ROOT / name, schemas)
    assert not [*problems, *found]
    return measure_without(five, schemas) if name == WITHOUT else measure_on(five, others, schemas)


def report_block(name: str) -> str:
    """Return what is measured, as a block has it."""
    outcomes = measure_block(name)
    sources = write_table([("text", *COLUMNS), *list_sources(outcomes)])
    rules = write_table([("rule", *COLUMNS[:4]), *list_rules(outcomes)])
    return "\n".join(["", *sources, "", *rules, "", ""])


def write_table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    for number, cells in enumerate(rows):
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"| {' | '.join('---' for _ in cells)} |"


def write_blocks() -> None:
    """Write what is measured into each block of the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    text = BLOCK.sub(lambda match: f"{match[1]}{report_block(match[2])}{match[4]}", text)
    DOCUMENT.write_text(text, encoding="utf-8")
