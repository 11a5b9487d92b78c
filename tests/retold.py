"""Texts retold and coded for the collection of the five articles: joined with them, as one collection."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from conftest import COLLECTIONS, FIVE, ROOT, Copy, copy_inputs, copy_path
from curation.annotation.document import Annotation
from curation.proposals.measure import read_finished
from curation.schema.read import read_schemas

SEEN = (
    "retold_reports",
    "retold_releases",
    "retold_more_reports",
    "retold_more_releases",
    "retold_third_reports",
    "retold_third_releases",
    "retold_fourth_reports",
    "retold_fourth_releases",
    "retold_fifth_reports",
    "retold_fifth_releases",
    "retold_sixth_reports",
    "retold_sixth_releases",
    "retold_seventh_reports",
    "retold_seventh_releases",
    "retold_eighth_reports",
    "retold_eighth_releases",
    "retold_ninth_reports",
    "retold_ninth_releases",
    "retold_tenth_reports",
    "retold_tenth_releases",
    "retold_eleventh_reports",
    "retold_eleventh_releases",
    "retold_twelfth_reports",
    "retold_twelfth_releases",
    "retold_thirteenth_reports",
    "retold_thirteenth_releases",
    "retold_fourteenth_reports",
    "retold_fourteenth_releases",
    "retold_fifteenth_reports",
    "retold_fifteenth_releases",
    "retold_sixteenth_reports",
    "retold_sixteenth_releases",
    "retold_seventeenth_reports",
    "retold_seventeenth_releases",
    "retold_eighteenth_reports",
    "retold_eighteenth_releases",
    "retold_nineteenth_reports",
    "retold_nineteenth_releases",
    "retold_twentieth_reports",
    "retold_twentieth_releases",
    "retold_twenty_first_reports",
    "retold_twenty_first_releases",
    "retold_twenty_second_reports",
    "retold_twenty_second_releases",
    "retold_twenty_third_reports",
    "retold_twenty_third_releases",
    "retold_twenty_fourth_reports",
    "retold_twenty_fourth_releases",
    "retold_twenty_fifth_reports",
    "retold_twenty_fifth_releases",
    "retold_twenty_sixth_reports",
    "retold_twenty_sixth_releases",
    "retold_twenty_seventh_reports",
    "retold_twenty_seventh_releases",
    "retold_twenty_eighth_reports",
    "retold_twenty_eighth_releases",
    "retold_twenty_ninth_reports",
    "retold_twenty_ninth_releases",
    "retold_thirtieth_reports",
    "retold_thirtieth_releases",
    "retold_thirty_first_reports",
    "retold_thirty_first_releases",
    "retold_thirty_second_reports",
    "retold_thirty_second_releases",
    "retold_thirty_third_reports",
    "retold_thirty_third_releases",
    "retold_thirty_fourth_reports",
    "retold_thirty_fourth_releases",
    "retold_thirty_fifth_reports",
    "retold_thirty_fifth_releases",
    "retold_thirty_sixth_reports",
    "retold_thirty_sixth_releases",
    "retold_thirty_seventh_reports",
    "retold_thirty_seventh_releases",
    "retold_thirty_eighth_reports",
    "retold_thirty_eighth_releases",
    "retold_thirty_ninth_reports",
    "retold_thirty_ninth_releases",
    "retold_fortieth_reports",
    "retold_fortieth_releases",
    "retold_forty_first_reports",
    "retold_forty_first_releases",
    "retold_forty_second_reports",
    "retold_forty_second_releases",
    "retold_forty_third_reports",
    "retold_forty_third_releases",
    "retold_forty_fourth_reports",
    "retold_forty_fourth_releases",
    "retold_forty_fifth_reports",
    "retold_forty_fifth_releases",
    "retold_forty_sixth_reports",
    "retold_forty_sixth_releases",
    "retold_forty_seventh_reports",
    "retold_forty_seventh_releases",
    "retold_forty_eighth_reports",
    "retold_forty_eighth_releases",
    "retold_forty_ninth_reports",
    "retold_forty_ninth_releases",
    "retold_fiftieth_reports",
    "retold_fiftieth_releases",
    "retold_fifty_first_reports",
    "retold_fifty_first_releases",
    "retold_fifty_second_reports",
    "retold_fifty_second_releases",
    "retold_fifty_third_reports",
    "retold_fifty_third_releases",
    "retold_fifty_fourth_reports",
    "retold_fifty_fourth_releases",
    "retold_fifty_fifth_reports",
    "retold_fifty_fifth_releases",
    "retold_fifty_sixth_reports",
    "retold_fifty_sixth_releases",
    "retold_fifty_seventh_reports",
    "retold_fifty_seventh_releases",
)
"""Collections by which the rules of proposals were improved, and from which those that are learned were learned."""
FIRST = (*SEEN[:10], "retold_seventh_reports", "retold_seventh_releases")
"""Collections that were coded before docs/coding.md said on which words codes rest; the others were coded by it, or again."""
UNSEEN = (
    "retold_fifty_eighth_reports",
    "retold_fifty_eighth_releases",
    "retold_fifty_ninth_reports",
    "retold_fifty_ninth_releases",
    "retold_sixtieth_reports",
    "retold_sixtieth_releases",
    "retold_sixty_first_reports",
    "retold_sixty_first_releases",
)
"""Collections that were measured when the rules were done. Nobody who changes rules reads them (docs/proposals.md)."""
RETOLD = (*SEEN, *UNSEEN)
MERGED = ("seeds/sources.yaml", "annotations/places.yaml", "annotations/decisions.yaml")


@cache
def read_five() -> list[Annotation]:
    """Return the annotations of the five articles, by which proposals are measured, however many sources there are."""
    annotations, problems = read_finished(ROOT, read_schemas(ROOT)[0])
    assert not problems
    return [one for one in annotations if one.source.id in FIVE]


def read_retold(name: str) -> list[Annotation]:
    """Return the annotations of a collection of retold texts."""
    annotations, problems = read_finished(COLLECTIONS / name, read_schemas(ROOT)[0])
    assert not problems
    return annotations


def list_sources(name: str) -> list[str]:
    """Return the sources of a collection of retold texts."""
    return sorted(path.stem for path in (COLLECTIONS / name / "annotations").glob("[a-z][0-9]*.yaml"))


def join_retold(target: Path, name: str) -> Copy:
    """Copy the real collection and add a collection of retold texts to it: their files, and what is added to those of all."""
    copy, added = copy_inputs(target), COLLECTIONS / name
    for source in list_sources(name):
        copy_path(added / "annotations" / f"{source}.yaml", target / "annotations" / f"{source}.yaml")
    for text in (added / "seeds").glob("*.txt"):
        copy_path(text, target / "seeds" / text.name)
    for file in MERGED:
        for key, entries in split_keys(added / file).items():
            whole = (target / file).read_text(encoding="utf-8")
            (target / file).write_text(add_entries(whole, key, entries), encoding="utf-8")
    return copy


def split_keys(path: Path) -> dict[str, str]:
    """Return the text under each key of a file."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    parts = re.split(r"^(\w+:\n)", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def add_entries(whole: str, key: str, entries: str) -> str:
    """Return a file with more entries under a key, which may be new."""
    head, found, rest = whole.partition(f"\n{key}") if not whole.startswith(key) else ("", key, whole[len(key) :])
    return f"{head}{found}{entries.rstrip()}\n{rest}" if found else f"{whole.rstrip()}\n{key}{entries}"


def accept_unread(text: str) -> str:
    """Return an annotation as somebody leaves it who deletes the marks and reads nothing."""
    return re.sub(r"(?m)^( *)\?| --(?=[ ]\?$)", r"\1", text).replace(" ?\n", "\n")
