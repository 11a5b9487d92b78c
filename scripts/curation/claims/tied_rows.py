"""Whether rows that are said to be one statement have words in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from curation.claims.claim import Claim
from curation.problems import Cause, Problem
from curation.schema.tables import Schemas
from curation.text.phrases import STEM, load_common_words, scan_words

ALIKE = 0.2
"""The share of the shorter one's words that two renderings of one statement have in common; two translations have more."""


def check_tied_rows(claims: Sequence[Claim], schemas: Schemas) -> Iterator[Problem]:
    """Report rows whose words have nothing in common with those of any other row that has the same name of a gathered row."""
    for table in schemas.values():
        origin = table.curation.rows_from
        own = schemas.get(origin.table) if origin else None
        if not origin or not own:
            continue
        words: dict[str, list[str]] = defaultdict(list)
        tied: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            if claim.table == own.name and claim.field.name == own.headline:
                words[claim.row].append(claim.words)
            elif claim.table == own.name and claim.field.name == origin.field:
                tied[claim.reading.value].append(claim)
        for name, some in tied.items():
            yield from find_unlike(name, some, words)


def list_stems(texts: Iterable[str]) -> set[str]:
    """Return the beginnings of the words of some texts that say something."""
    parts = {part for text in texts for word in scan_words(text) for part in re.findall(r"\w+", word.lower)}
    return {part[:STEM] for part in parts - load_common_words()}


def find_unlike(name: str, tied: Sequence[Claim], words: dict[str, list[str]]) -> Iterator[Problem]:
    """Report each row that is unlike all others of its name; of two rows the second one."""
    rows = {claim.row: claim for claim in tied}
    stems = {row: list_stems(words[row]) for row in rows} if len(rows) > 1 else {}
    for claim in list(rows.values())[1 if len(rows) == 2 else 0 :]:
        others = [stems[row] for row in rows if row != claim.row]
        if not claim.reason and others and not any(is_alike(stems[claim.row], other) for other in others):
            also = ", ".join(row for row in rows if row != claim.row)
            message = f"{claim.table}/{claim.row}/{claim.field.name} is {name}, and its words are unlike those of {also}"
            advice = "give it the name of its own statement, or a reason: name -- the reason"
            lost = [Cause(claim.file, claim.table, claim.row)]
            yield claim.fail(message, advice, spoils={claim.cause}, follows=lost)


def is_alike(some: set[str], others: set[str]) -> bool:
    """Whether two texts have words in common; where one has none of its own nothing is known."""
    least = min(len(some), len(others))
    return not least or len(some & others) >= ALIKE * least
