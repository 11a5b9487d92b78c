"""Rows that answers say are the same get one name, right after the annotations are read: all that follows sees only that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from curation.annotation.answers import Answers
from curation.annotation.causes import Texts
from curation.annotation.document import Annotation, CodedCell, CodedRow, Passage, Speaker
from curation.problems import Cause, Problem
from curation.schema.tables import Schemas


def rename_annotation(annotation: Annotation, answers: Answers, schemas: Schemas) -> Annotation:
    """Return the annotation with the published name of each row: of its cells, of those they refer to, of speakers."""
    if not answers.published:
        return annotation

    def rename_speaker(by: Speaker | None) -> Speaker | None:
        return by and replace(
            by, speaker=name_speaker(by.speaker, answers, schemas), via=name_speaker(by.via, answers, schemas)
        )

    def rename_cell(cell: CodedCell) -> CodedCell:
        target = schemas[cell.table].reference_of(cell.field.name)
        value = answers.name_row(target, cell.notation.value) if target else cell.notation.value
        return cell._replace(row=answers.name_row(cell.table, cell.row), notation=cell.notation._replace(value=value))

    def rename_row(row: CodedRow) -> CodedRow:
        name = answers.name_row(row.table.name, row.id)
        return replace(row, id=name, cells=tuple(map(rename_cell, row.cells)), by=rename_speaker(row.by))

    def rename_passage(passage: Passage) -> Passage:
        return replace(passage, rows=tuple(map(rename_row, passage.rows)))

    return replace(annotation, passages=tuple(map(rename_passage, annotation.passages)))


def name_speaker(speaker: str, answers: Answers, schemas: Schemas) -> str:
    """Return the published name of a person or body."""
    names = (answers.name_row(table.name, speaker) for table in schemas.values() if table.speakers)
    return next((published for published in names if published != speaker), speaker)


def rename_problems(problems: Iterable[Problem], answers: Answers) -> list[Problem]:
    """Return the problems of reading with the published names of the rows that they spoil: consequences name these."""

    def rename(cause: Cause) -> Cause:
        return cause._replace(row=answers.name_row(cause.table, cause.row)) if cause.row else cause

    return [
        replace(problem, spoils=frozenset(map(rename, problem.spoils)), follows=frozenset(map(rename, problem.follows)))
        for problem in problems
    ]


def rename_texts(texts: Texts, answers: Answers) -> Texts:
    """Return the files' texts, each with the published names of the rows that it names otherwise."""
    renamed = dict(texts)
    for (_, row), published in answers.published.items():
        renamed |= {file: f"{text}\n{published}" for file, text in renamed.items() if row in text}
    return renamed
