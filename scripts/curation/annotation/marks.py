"""The marks of what was proposed and nobody has read: `?` before a key, and `?` in the place of a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curation.annotation.document import Annotation
from curation.annotation.notation import split_cell
from curation.problems import Problem
from curation.strict_yaml import Mapping, Node, Scalar, Sequence

MARK = "?"
UNREAD = "proposed, not read"
ACCEPT = "accept or strike: delete the mark (?) of each line that is right, write its reason, and delete the other lines"

Lines = tuple[int, int]
"""The first and the last line of a part of a file."""


def accept_all(node: Mapping) -> tuple[Scalar | None, Mapping]:
    """Return the first mark in a mapping, and the mapping as it would be if all were accepted.

    By this what is wrong elsewhere is seen in the same run. Nothing is written.
    """
    mark = find_mark(node)
    return mark, strip_marks(node) if mark else node


def find_mark(node: Node) -> Scalar | None:
    """Return the first key or cell that bears a mark. A sentence of the source bears none."""
    if isinstance(node, Scalar):
        return node if node.value.rstrip().endswith(MARK) and split_cell(node.value)[2] == MARK else None
    if isinstance(node, Sequence):
        return next(filter(None, map(find_mark, node.items)), None)
    for key, value in node.items:
        if key.value.startswith(MARK):
            return key
        if key.value == "reason" and isinstance(value, Scalar):
            mark = value if value.value.strip() == MARK else None
        else:
            mark = find_mark(value) if key.value != "in" else None
        if mark:
            return mark
    return None


def strip_marks(node: Mapping) -> Mapping:
    """Return a mapping whose keys bear no marks, those in it neither."""
    items = (
        (
            Scalar(key.value.removeprefix(MARK), key.line, key.column),
            strip_marks(value) if isinstance(value, Mapping) else value,
        )
        for key, value in node.items
    )
    return Mapping(tuple(items), node.line, node.column)


def hide_unread(problems: Iterable[Problem], annotations: Iterable[Annotation]) -> Iterator[Problem]:
    """Yield the problems without those within proposals that are reported as unread: first they are read."""
    problems = list(problems)
    unread = {(one.file, lines) for one in annotations for lines in one.unread}
    reported = [one for one in problems if one.message == UNREAD]
    parts = [(file, lines) for file, lines in unread if any(is_within(one, file, lines) for one in reported)]
    for problem in problems:
        if problem.message == UNREAD or not any(is_within(problem, file, lines) for file, lines in parts):
            yield problem


def is_within(problem: Problem, file: str, lines: Lines) -> bool:
    """Whether a problem is in a part of a file."""
    return problem.file == file and lines[0] <= problem.line <= lines[1]
