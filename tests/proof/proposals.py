"""How good proposals are, as tables in docs/proposals.md.

Each block of the document says what it is of: `leave-one-out`, the retold texts that are `seen` or `unseen`, or those that
were coded `again` by somebody else, whose lines are compared as proposals are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from conftest import COLLECTIONS, ROOT
from curation.annotation.document import Annotation
from curation.annotation.reader import read_annotation
from curation.proposals.comparing import Outcome, compare_lines
from curation.proposals.lines import list_lines
from curation.proposals.measure import measure_on, measure_without, read_finished
from curation.proposals.report import COLUMNS, list_rules, list_sources
from curation.schema.read import read_schemas
from retold import SEEN, UNSEEN

DOCUMENT = ROOT / "docs" / "proposals.md"
WITHOUT = "leave-one-out"
FOLDERS = {"seen": SEEN, "unseen": UNSEEN}
"""The collections of a block of several."""
AGAIN = "again"
CODED_AGAIN = ("retold_seventh_reports", "retold_seventh_releases")
"""Collections of which the folder `coded_again` has a second coding, by somebody who has not seen the first one."""
FIVE = ("s000", "s001", "s002", "s003", "s004")
"""The articles by which the document measures, however many sources there are."""
BLOCK = re.compile(r"(<!-- measured: proposals (\S+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def list_blocks() -> dict[str, str]:
    """Return what the document has in each block, by what the block is of."""
    return {match[2]: match[3] for match in BLOCK.finditer(DOCUMENT.read_text(encoding="utf-8"))}


def measure_block(name: str) -> list[Outcome]:
    """Return what became of proposals for the five articles, each by the other four, or for retold texts by the five."""
    if name == AGAIN:
        return [outcome for folder in CODED_AGAIN for outcome in measure_again(folder)]
    return measure_five() if name == WITHOUT else [outcome for folder in FOLDERS[name] for outcome in measure_folder(folder)]


@cache
def measure_five() -> list[Outcome]:
    """Return what became of proposals for each of the five articles, by what the other four say."""
    return measure_without(read_five(), read_schemas(ROOT)[0])


@cache
def measure_folder(name: str) -> list[Outcome]:
    """Return what became of proposals for the texts of a collection, by what the five articles say."""
    schemas, _ = read_schemas(ROOT)
    others, problems = read_finished(COLLECTIONS / name, schemas)
    assert not problems
    return measure_on(read_five(), others, schemas)


def measure_again(name: str) -> Iterator[Outcome]:
    """Yield how far the second coding of each text has the lines of the first one."""
    schemas, _ = read_schemas(ROOT)
    first, problems = read_finished(COLLECTIONS / name, schemas)
    assert not problems
    for annotation in first:
        second, found = read_annotation(COLLECTIONS / name / "coded_again", annotation.source, schemas)
        assert second and not found
        yield compare_lines(annotation.source, list(list_lines(second)), list(list_lines(annotation)))


@cache
def read_five() -> list[Annotation]:
    """Return the annotations of the five articles."""
    annotations, problems = read_finished(ROOT, read_schemas(ROOT)[0])
    assert not problems
    return [one for one in annotations if one.source.id in FIVE]


def report_block(name: str) -> str:
    """Return what is measured, as a block has it."""
    outcomes = measure_block(name)
    sources = write_table([("text", *COLUMNS), *list_sources(outcomes)])
    rules = [] if name == AGAIN else ["", *write_table([("rule", *COLUMNS[:4]), *list_rules(outcomes)])]
    return "\n".join(["", *sources, *rules, "", ""])


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
