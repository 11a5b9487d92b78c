"""How good proposals are: those that were kept, or those for a text by what a collection knew before it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from curation.annotation.document import Annotation
from curation.annotation.reader import read_annotation
from curation.problems import Problem
from curation.proposals.article import list_passages, read_article
from curation.proposals.comparing import Outcome, compare_lines
from curation.proposals.kept import find_strays, read_kept
from curation.proposals.lines import CodedLine, list_headings, list_lines, list_proposed
from curation.proposals.memory import Memory, remember_annotations
from curation.proposals.proposal import Proposal
from curation.proposals.propose import propose
from curation.proposals.write import list_written
from curation.schema.tables import Schemas
from curation.sources.register import read_sources


def measure(
    root: Path, schemas: Schemas, folder: Path | None = None, *, is_without: bool = False
) -> tuple[list[Outcome], list[Problem]]:
    """Compare proposals with finished codings: those that were kept, or new ones for this or another collection."""
    if not folder and not is_without:
        return measure_kept(root, schemas)
    annotations, problems = read_finished(root, schemas)
    others, found = read_finished(folder, schemas) if folder else ([], [])
    outcomes = measure_on(annotations, others, schemas) if folder else measure_without(annotations, schemas)
    return outcomes, [*problems, *found]


def measure_kept(root: Path, schemas: Schemas) -> tuple[list[Outcome], list[Problem]]:
    """Compare the proposals that `curate new` kept with the finished coding of each source."""
    sources, problems = read_sources(root, schemas)
    problems = [*problems, *find_strays(root, list(sources))]
    outcomes: list[Outcome] = []
    for source in sources.values():
        passages = list_passages(source.text)
        kept = read_kept(root, source.id, len(passages))
        if isinstance(kept, Problem):
            problems.append(kept)
        elif kept:
            annotation, _ = read_annotation(root, source, schemas)
            if annotation and not annotation.unread:
                outcomes.append(compare_with(annotation, kept))
    return outcomes, problems


def measure_without(annotations: Sequence[Annotation], schemas: Schemas) -> list[Outcome]:
    """Propose for each coded source by what the others say alone, and compare with its coding."""
    others = [[one for one in annotations if one is not annotation] for annotation in annotations]
    known = [remember_annotations(some, schemas) for some in others]
    return [measure_source(annotation, memory) for annotation, memory in zip(annotations, known, strict=True)]


def measure_on(annotations: Sequence[Annotation], others: Sequence[Annotation], schemas: Schemas) -> list[Outcome]:
    """Propose for each of other coded sources by what some annotations say, and compare with its coding."""
    memory = remember_annotations(annotations, schemas)
    known = {annotation.source.text_sha256 for annotation in annotations}
    return [measure_source(other, memory) for other in others if other.source.text_sha256 not in known]


def read_finished(root: Path, schemas: Schemas) -> tuple[list[Annotation], list[Problem]]:
    """Return the annotations of a collection in which nothing is unread."""
    sources, problems = read_sources(root, schemas)
    read = [read_annotation(root, source, schemas) for source in sources.values()]
    problems = [*problems, *(problem for _, found in read for problem in found)]
    return [annotation for annotation, _ in read if annotation and not annotation.unread], problems


def measure_source(annotation: Annotation, memory: Memory) -> Outcome:
    """Propose for a coded source by what a collection knows, and compare with its coding."""
    article = read_article(annotation.source.id, annotation.source.text, memory)
    return compare_with(annotation, list_written(article, propose(article)))


def compare_with(annotation: Annotation, proposals: Sequence[Proposal]) -> Outcome:
    """Compare proposals with the finished coding of their text."""
    starts = [passage.start for passage in list_passages(annotation.source.text)]
    return compare_coding(annotation, list(list_proposed(proposals, starts)))


def compare_coding(annotation: Annotation, lines: Sequence[CodedLine]) -> Outcome:
    """Compare lines, proposed or written by somebody else, with the finished coding of their text."""
    return compare_lines(annotation.source, lines, list(list_lines(annotation)), list(list_headings(annotation)))
