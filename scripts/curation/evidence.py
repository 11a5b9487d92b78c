"""The register of outside evidence: pages beyond the sources that a ruling, a reason or a correction may cite by their id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from curation.annotations import FOLDER, Annotation, Expression
from curation.problems import Problem, suggest_nearest
from curation.schemas import ROW_ID
from curation.sources import REGISTER, Source, fold_spaces, parse_day
from curation.strict_yaml import Mapping, Scalar, read_top

EVIDENCE = f"{FOLDER}/evidence.yaml"
KEYS = ("url", "title", "publisher", "shows", "read_on")
IDENTIFIED_BY = "identified_by"
"""The column of `sources` that names the page by which a source was identified."""
CITATION = re.compile(rf"\[({ROW_ID.pattern})\]")
"""How a reason cites a page: its id between brackets."""
ADDRESS = re.compile(r"https?://|\bwww\.")


@dataclass(frozen=True)
class Evidence:
    """One page outside the sources: where it is, what it shows in our words, and the day on which it was read."""

    id: str
    url: str
    title: str
    publisher: str
    shows: str
    read_on: date
    line: int
    column: int


@dataclass(frozen=True)
class Cited:
    """A text that may cite evidence, and its place. `ids` are citations given beside the text."""

    file: str
    line: int
    column: int
    text: str
    ids: tuple[str, ...] = ()

    def fail(self, message: str, advice: str) -> Problem:
        return Problem(self.file, self.line, self.column, message, advice)


Register = dict[str, Evidence]


def read_evidence(root: Path) -> tuple[Register, list[Problem]]:
    """Read annotations/evidence.yaml. A collection without outside evidence needs no such file."""
    top, problems = read_top(root, EVIDENCE, "evidence", Mapping)
    register: Register = {}
    for name, node in top.items if top else ():
        entry, found = read_entry(name, node)
        problems += found
        if entry:
            register[entry.id] = entry
    return register, problems


def read_entry(name: Scalar, node: object) -> tuple[Evidence | None, list[Problem]]:
    """Read one page of the register, or say all that is wrong with it."""

    def fail(message: str, advice: str, at: Scalar = name) -> Problem:
        return Problem(EVIDENCE, at.line, at.column, f"{name.value}: {message}", advice)

    if not isinstance(node, Mapping):
        return None, [fail("not a page", f"write {', '.join(KEYS)} beneath it")]
    problems = [
        fail(f"unknown key {key.value!r}", suggest_nearest(key.value, KEYS), key)
        for key, _ in node.items
        if key.value not in KEYS
    ]
    if not ROW_ID.fullmatch(name.value):
        problems.append(fail(f"{name.value!r} is not an id", "use lower-case letters, digits, points and hyphens"))
    texts = {key: fold_spaces(node.text(key)) for key in KEYS}
    problems += [fail(f"no {key}", f"write {key}: …") for key in KEYS if not texts[key]]
    if texts["url"] and not re.fullmatch(r"https?://\S+", texts["url"]):
        problems.append(fail(f"url is {texts['url']!r}", "write an address that begins with http:// or https://"))
    day = parse_day(texts["read_on"])
    if texts["read_on"] and not day:
        problems.append(fail(f"read_on is {texts['read_on']!r}", "write a day: 2026-11-25"))
    if problems or day is None:
        return None, problems
    place = name.line, name.column
    return Evidence(name.value, texts["url"], texts["title"], texts["publisher"], texts["shows"], day, *place), []


def find_citations(*texts: str) -> list[str]:
    """Return the ids of the evidence that texts cite, sorted, each once."""
    return sorted({name for text in texts for name in CITATION.findall(text)})


def list_cited(annotations: Iterable[Annotation], sources: Iterable[Source]) -> list[Cited]:
    """Return every text of the annotations and of the register of sources that may cite evidence."""
    cited = [
        Cited(annotation.file, expression.line, expression.column, expression.reason)
        for annotation in annotations
        for expression in list_expressions(annotation)
        if expression.reason
    ]
    cited += [
        Cited(REGISTER, 0, 0, "", (source.registered[IDENTIFIED_BY],))
        for source in sources
        if source.registered.get(IDENTIFIED_BY)
    ]
    return list(dict.fromkeys(cited))


def list_expressions(annotation: Annotation) -> Iterable[Expression]:
    """Return everything in an annotation that can have a reason."""
    if annotation.year:
        yield annotation.year
    for passage in annotation.passages:
        yield from passage.uncoded
        for row in passage.rows:
            yield from (cell.expression for cell in row.cells)
            yield from (part.expression for part in (row.by, row.hedge) if part)


def check_citations(register: Register, cited: Iterable[Cited]) -> list[Problem]:
    """Report bare addresses, citations of pages that are not registered, and registered pages that nothing cites."""
    problems: list[Problem] = []
    used: set[str] = set()
    for one in cited:
        names = dict.fromkeys([*one.ids, *CITATION.findall(one.text)])
        used |= names.keys()
        problems += [
            one.fail(f"evidence [{name}] is not registered", f"add it to {EVIDENCE}, or: {suggest_nearest(name, register)}")
            for name in names
            if name not in register
        ]
        if ADDRESS.search(one.text):
            problems.append(one.fail("a reason holds an address", f"register the page in {EVIDENCE} and cite its [id]"))
    problems += [
        Problem(
            EVIDENCE,
            entry.line,
            entry.column,
            f"nothing cites {entry.id}",
            "cite it in a reason, or remove it",
            may_follow=True,
        )
        for entry in register.values()
        if entry.id not in used
    ]
    return problems


def check_identified(register: Register, sources: Iterable[Source]) -> list[Problem]:
    """Check that a source that a page identifies has the address of that page."""
    return [
        Problem(REGISTER, 0, 0, f"{source.id}: url is not that of [{name}]", f"write url: {register[name].url}")
        for source in sources
        if (name := source.registered.get(IDENTIFIED_BY, "")) in register
        and source.registered.get("url") != register[name].url
    ]
