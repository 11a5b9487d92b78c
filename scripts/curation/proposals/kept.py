"""The proposals of a text as `curate new` keeps them beside its annotation: JSON, one proposal in each line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import pydantic

from curation.files import list_files, read_file
from curation.paths import PROPOSALS
from curation.problems import Problem, make_visible
from curation.proposals.proposal import Proposal

ENDING = ".json"
FORM = pydantic.TypeAdapter(tuple[Proposal, ...], config=pydantic.ConfigDict(extra="forbid"))
ADVICE = "restore it with git; or delete it, and its source is not measured"


def name_kept(source: str) -> str:
    """Return the name of the file that keeps a source's proposals."""
    return f"{PROPOSALS}/{source}{ENDING}"


def dump_proposals(proposals: Iterable[Proposal]) -> bytes:
    """Return proposals as the file that is kept, without what is empty."""
    entries = [{name: value for name, value in asdict(one).items() if value not in ("", ())} for one in proposals]
    lines = [json.dumps(entry, ensure_ascii=False, separators=(", ", ": ")) for entry in entries]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def load_proposals(content: bytes, file: str = "", passages: int = 0) -> tuple[Proposal, ...] | Problem:
    """Return the proposals of a file, or what is wrong with it. With a number of passages, all must be in one of them."""
    try:
        proposals = FORM.validate_json(content, strict=True)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = " ".join(map(str, first["loc"]))
        return Problem(file, 0, 0, f"not as curate new wrote it: {make_visible(place)}: {make_visible(first['msg'])}", ADVICE)
    if passages and not all(0 < one.passage <= passages for one in proposals):
        return Problem(file, 0, 0, "it is of another text, or of a text that was divided otherwise", ADVICE)
    return proposals


def read_kept(root: Path, source: str, passages: int) -> tuple[Proposal, ...] | Problem | None:
    """Return the proposals that were kept for a source; None where there are none."""
    file = name_kept(source)
    content = read_file(root, file)
    return load_proposals(content, file, passages) if isinstance(content, bytes) else content


def find_strays(root: Path, sources: Sequence[str]) -> list[Problem]:
    """Return a problem for each file that keeps proposals of no source."""
    files, problems = list_files(root, PROPOSALS)
    known = {name_kept(source) for source in sources}
    advice = f"each file has the name of a source: {PROPOSALS}/SOURCE{ENDING}"
    return [
        *problems,
        *(Problem(make_visible(file), 0, 0, "no source has this name", advice) for file in files if file not in known),
    ]
