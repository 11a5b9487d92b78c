"""How good proposals are, as tables in docs/proposals.md.

Each block of the document says what it is of: `leave-one-out`, or the folder of a collection that has texts and codings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from conftest import ROOT
from curation.proposals.measure import measure
from curation.proposals.report import COLUMNS, list_rules, list_sources
from curation.schema.read import read_schemas

DOCUMENT = ROOT / "docs" / "proposals.md"
WITHOUT = "leave-one-out"
BLOCK = re.compile(r"(<!-- measured: proposals (\S+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def list_blocks() -> dict[str, str]:
    """Return what the document has in each block, by what the block is of."""
    return {match[2]: match[3] for match in BLOCK.finditer(DOCUMENT.read_text(encoding="utf-8"))}


def report_block(name: str) -> str:
    """Return what is measured, as a block has it."""
    schemas, problems = read_schemas(ROOT)
    assert not problems
    outcomes, problems = measure(ROOT, schemas, None if name == WITHOUT else ROOT / name, is_without=name == WITHOUT)
    assert not problems, [str(problem) for problem in problems]
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
