"""The register of outside evidence: pages beyond the sources that a ruling, a reason or a correction may cite by their id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from curation.annotation.causes import Texts, find_mentions
from curation.annotation.document import Annotation
from curation.annotation.notation import Notation
from curation.paths import EVIDENCE, REGISTER
from curation.problems import Cause, Problem, find_nearest, join_places, suggest_nearest
from curation.schema.tables import ROW_ID
from curation.sources.register import Source
from curation.strict_yaml import Mapping, Scalar, read_top
from curation.text.edtf import parse_day
from curation.text.folding import fold_spaces

PAGE_KEYS = ("url", "title", "publisher", "shows", "read_on")

IDENTIFIED_BY = "identified_by"
"""The column of `sources` that names the page by which a source was identified."""

CITATION = re.compile(rf"\[({ROW_ID.pattern})\]")
"""How a reason cites a page: its id between brackets."""

BARE_ADDRESS = re.compile(r"https?://|\bwww\.")


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


EvidenceRegister = dict[str, Evidence]


def read_evidence(root: Path) -> tuple[EvidenceRegister, list[Problem]]:
    """Read annotations/evidence.yaml. A collection without outside evidence needs no such file."""
    top, problems = read_top(root, EVIDENCE, "evidence", Mapping)
    register: EvidenceRegister = {}
    for name, node in top.items if top else ():
        entry, found = read_page(name, node)
        problems += found
        if entry:
            register[entry.id] = entry
    return register, problems


def read_page(name: Scalar, node: object) -> tuple[Evidence | None, list[Problem]]:
    """Read one page of the register, or say all that is wrong with it."""

    def fail(message: str, advice: str, at: Scalar = name, lost: str = "", meant: str = "") -> Problem:
        """Return a problem. Where a key is `lost`, an unknown one may be the one that is `meant`."""
        spoils = {Cause(EVIDENCE, row=name.value, field=field) for field in ("page", meant) if field}
        follows = frozenset({Cause(EVIDENCE, row=name.value, field=lost)} if lost else ())
        message = f"{name.value}: {message}"
        return Problem(EVIDENCE, at.line, at.column, message, advice, spoils=frozenset(spoils), follows=follows)

    if not isinstance(node, Mapping):
        return None, [fail("not a page", f"write {', '.join(PAGE_KEYS)} beneath it")]
    problems = [
        fail(
            f"unknown key {key.value!r}", suggest_nearest(key.value, PAGE_KEYS), key, meant=find_nearest(key.value, PAGE_KEYS)
        )
        for key, _ in node.items
        if key.value not in PAGE_KEYS
    ]
    if not ROW_ID.fullmatch(name.value):
        problems.append(fail(f"{name.value!r} is not an id", "use lower-case letters, digits, points and hyphens"))
    texts = {key: fold_spaces(node.text(key)) for key in PAGE_KEYS}
    problems += [fail(f"no {key}", f"write {key}: …", lost=key) for key in PAGE_KEYS if not texts[key]]
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
        Cited(annotation.file, notation.line, notation.column, notation.reason)
        for annotation in annotations
        for notation in list_notations(annotation)
        if notation.reason
    ]
    cited += [
        Cited(REGISTER, 0, 0, "", (source.registered[IDENTIFIED_BY],))
        for source in sources
        if source.registered.get(IDENTIFIED_BY)
    ]
    return list(dict.fromkeys(cited))


def list_notations(annotation: Annotation) -> Iterable[Notation]:
    """Return everything in an annotation that can have a reason."""
    yield from filter(None, (annotation.year, annotation.fiscal_year))
    for passage in annotation.passages:
        yield from passage.uncoded
        for row in passage.rows:
            yield from (cell.notation for cell in row.cells)
            yield from (part.notation for part in (row.by, row.hedge) if part)


def check_citations(register: EvidenceRegister, cited: Iterable[Cited], texts: Texts) -> list[Problem]:
    """Report bare addresses, citations of pages that are not registered, and registered pages that nothing cites.

    `texts` are the files that can cite: a page that nothing cites may be cited by what could not be read of them.
    """
    problems: list[Problem] = []
    used: dict[str, list[Cited]] = defaultdict(list)
    for one in cited:
        for name in dict.fromkeys([*one.ids, *CITATION.findall(one.text)]):
            used[name].append(one)
        if BARE_ADDRESS.search(one.text):
            problems.append(one.fail("a reason holds an address", f"register the page in {EVIDENCE} and cite its [id]"))
    problems += [report_unregistered(name, places, register) for name, places in used.items() if name not in register]
    for entry in register.values():
        if entry.id not in used:
            lost = {Cause(EVIDENCE, row=entry.id, field="citation"), *map(Cause, find_mentions(texts, entry.id))}
            message, advice = f"nothing cites {entry.id}", "cite it in a reason, or remove it"
            problems.append(Problem(EVIDENCE, entry.line, entry.column, message, advice, follows=frozenset(lost)))
    return problems


def report_unregistered(name: str, cited: Iterable[Cited], register: EvidenceRegister) -> Problem:
    """Report a page that is cited and not registered, at the first place; the page that is meant may seem uncited."""
    advice = f"add it to {EVIDENCE}, or: {suggest_nearest(name, register)}"
    first = join_places([one.fail(f"evidence [{name}] is not registered", advice) for one in cited])
    meant = Cause(EVIDENCE, row=find_nearest(name, register), field="citation")
    page = Cause(EVIDENCE, row=name, field="page")
    return replace(first, spoils=frozenset({meant, page}), follows=frozenset({page}))


def check_identified(register: EvidenceRegister, sources: Iterable[Source]) -> list[Problem]:
    """Check that a source that a page identifies has the address of that page."""
    return [
        Problem(
            REGISTER,
            0,
            0,
            f"{source.id}: url is not that of [{name}]",
            f"write url: {register[name].url}",
            follows=frozenset({Cause(REGISTER, row=source.id, field="url")}),
        )
        for source in sources
        if (name := source.registered.get(IDENTIFIED_BY, "")) in register
        and source.registered.get("url") != register[name].url
    ]
