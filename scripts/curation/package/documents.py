"""What is published as it was written by hand and is read by no other part of the build: its characters are checked here."""

from __future__ import annotations

import tomllib
from pathlib import Path

from curation.characters import REMOVE, report_lines
from curation.files import read_file
from curation.package.release import FOR_CONTRIBUTORS, HAND_WRITTEN, list_matching
from curation.paths import CODEBOOK, FACTS, UNITS
from curation.problems import Problem
from curation.schema.read import report_escaped
from curation.text.lexicon import read_lexicon

WRITTEN_BY_THE_BUILD = (CODEBOOK, FACTS)

NO_TEXT_HERE = (".yaml", ".json", ".png")
"""The endings of what the build reads elsewhere (metadata, annotations, schemas), and of pictures."""

LEXICON_SOURCES = "scripts/curation/text/lexicon"


def check_documents(root: Path) -> list[Problem]:
    """Return a problem for each line of a document, a licence, verify.py or a lexicon that holds a refused character."""
    listed = [list_matching(root, pattern) for pattern in (*HAND_WRITTEN, *FOR_CONTRIBUTORS, UNITS)]
    problems = [problem for _, found in listed for problem in found]
    for name in sorted({name for names, _ in listed for name in names}):
        if name not in WRITTEN_BY_THE_BUILD and not name.endswith(NO_TEXT_HERE):
            content = read_file(root, name)
            problems += [content] if isinstance(content, Problem) else check_content(name, content or b"")
    for name, content in read_lexicon().items():
        problems += check_content(f"{LEXICON_SOURCES}/{name}", content)
    return problems


def check_content(file: str, content: bytes) -> list[Problem]:
    """Return what is wrong with the characters of a file; of a TOML file also those that an escape writes."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [Problem(file, line, 1, f"not UTF-8: byte {error.start}", "save it as UTF-8")]
    found = report_lines(file, text, REMOVE)
    return found if found or not file.endswith(".toml") else [*report_escaped(file, text, tomllib.loads(text))]
