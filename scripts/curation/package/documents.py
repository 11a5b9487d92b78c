"""What is published as it was written by hand and is read by no other part of the build: its characters are checked here."""

from __future__ import annotations

from pathlib import Path

from curation.characters import REMOVE, report_lines
from curation.files import has_file, list_files, read_file
from curation.paths import CODEBOOK, FACTS, FIGURES_FOLDER, README, UNITS
from curation.problems import Problem
from curation.schema.read import report_escaped
from curation.text.lexicon import parse_words, read_lexicon

FIGURES = f"{FIGURES_FOLDER}/*.png"
"""The pictures that README.md shows, where it shows any."""

HAND_WRITTEN = (
    README,
    "CHANGELOG.md",
    "LICENSE",
    "LICENSE-DATA",
    "metadata.yaml",
    "annotations/decisions.yaml",
    "annotations/evidence.yaml",
    "annotations/places.yaml",
    "scripts/verify.py",
    "docs/*.md",
    FIGURES,
    "schemas/*.json",
)
"""What goes into the zip beside the generated files. The articles' texts do not, nor the annotations, which hold them."""

FOR_CONTRIBUTORS = (
    "CONTRIBUTING.md",
    "RELEASING.md",
    *(f"docs/{name}.md" for name in ("annotation", "diff", "performance", "proposals")),
)
"""Documents that are of use only in a clone: they stay out of the zip."""

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
    return found if found or not file.endswith(".toml") else [*report_escaped(file, text, parse_words(text))]


def list_matching(root: Path, pattern: str) -> tuple[list[str], list[Problem]]:
    """Return the files that a pattern of HAND_WRITTEN matches: a file, or all in a folder with an ending."""
    folder, star, ending = pattern.partition("/*")
    names, problems = list_files(root, folder, ending) if star else ([pattern] if has_file(root, pattern) else [], [])
    return names, problems
