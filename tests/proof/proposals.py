"""How good proposals are, as tables in docs/proposals.md.

Each block of the document says what it is of: `leave-one-out`; the retold texts that are `seen`, each by weights learned from
others; those that are `unseen`; or those that were coded `again` by somebody else, whose lines are compared as proposals are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from conftest import COLLECTIONS, ROOT
from curation.annotation.reader import read_annotation
from curation.proposals.comparing import Outcome
from curation.proposals.likely import LINE
from curation.proposals.lines import list_lines
from curation.proposals.measure import compare_coding, measure_on, measure_without
from curation.proposals.report import COLUMNS, list_rules, list_sources
from curation.schema.read import read_schemas
from proof.judging import learn_lines, learn_parts, use_weights
from proof.learning import read_cases
from retold import RETOLD, SEEN, UNSEEN, read_five, read_retold

DOCUMENT = ROOT / "docs" / "proposals.md"
WITHOUT = "leave-one-out"
CROSSED, UNKNOWN = "seen", "unseen"
AGAIN = "again"
CODED_AGAIN = tuple(name for name in RETOLD if (COLLECTIONS / name / "coded_again").is_dir())
"""Collections of which the folder `coded_again` has a second coding, by somebody who has not seen the first one.

Where a third person has settled the differences, the first coding is in `coded_first`.
"""
BLOCK = re.compile(r"(<!-- measured: proposals (\S+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def list_blocks() -> dict[str, str]:
    """Return what the document has in each block, by what the block is of."""
    return {match[2]: match[3] for match in BLOCK.finditer(DOCUMENT.read_text(encoding="utf-8"))}


def measure_block(name: str) -> list[Outcome]:
    """Return what became of proposals for the five articles, each by the other four, or for retold texts by the five."""
    if name == AGAIN:
        return [outcome for folder in CODED_AGAIN for outcome in measure_again(folder)]
    if name == CROSSED:
        return list(measure_crossed())
    return measure_five() if name == WITHOUT else [outcome for folder in UNSEEN for outcome in measure_folder(folder)]


def measure_crossed() -> Iterator[Outcome]:
    """Yield what became of proposals for each seen text, by weights that were learned without its part of the texts."""
    parts = learn_parts(SEEN, read_cases(SEEN))
    for part in parts:
        lines = [line for other in parts if other is not part for line in other.lines]
        weights = {**part.weights, LINE: learn_lines(lines)}
        with use_weights(weights):
            yield from (outcome for name in part.names for outcome in measure_texts(name))


@cache
def measure_five() -> list[Outcome]:
    """Return what became of proposals for each of the five articles, by what the other four say."""
    return measure_without(read_five(), read_schemas(ROOT)[0])


@cache
def measure_folder(name: str) -> list[Outcome]:
    """Return what became of proposals for the texts of a collection, by what the five articles say."""
    return measure_texts(name)


def measure_texts(name: str) -> list[Outcome]:
    """Measure the texts of a collection once more, by the weights of the moment."""
    schemas, _ = read_schemas(ROOT)
    return measure_on(read_five(), read_retold(name), schemas)


def measure_again(name: str) -> Iterator[Outcome]:
    """Yield how far the second coding of each text has the lines of the first one."""
    schemas, _ = read_schemas(ROOT)
    folder = COLLECTIONS / name / "coded_first"
    for one in read_retold(name):
        first, found = read_annotation(folder, one.source, schemas) if folder.exists() else (one, [])
        second, more = read_annotation(COLLECTIONS / name / "coded_again", one.source, schemas)
        assert first and second and not found and not more
        yield compare_coding(first, list(list_lines(second)))


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
