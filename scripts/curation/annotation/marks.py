"""The marks of what was proposed and nobody has read: `?` before a key, and `?` in the place of a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curation.annotation.document import Annotation
from curation.annotation.notation import split_cell
from curation.problems import Problem
from curation.strict_yaml import Mapping, Node, Scalar, Sequence

MARK = "?"
UNREAD = "proposed, not read"


def find_marks(node: Node) -> Iterator[Scalar]:
    """Yield the keys and the cells that bear a mark, in the order of the file."""
    if isinstance(node, Scalar):
        if split_cell(node.value)[2] == MARK:
            yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from find_marks(item)
    else:
        for key, value in node.items:
            yield from [key] if key.value.startswith(MARK) else []
            # The sentence itself may end with anything; a reason that has a line of its own is one as well.
            is_reason = key.value == "reason" and isinstance(value, Scalar) and value.value.strip() == MARK
            yield from [value] if is_reason and isinstance(value, Scalar) else find_marks(value) if key.value != "in" else []


def strip_marks(node: Mapping) -> Mapping:
    """Return a mapping as it would be if all were accepted. What is wrong elsewhere is then seen in the same run."""
    return Mapping(
        tuple(
            (
                Scalar(key.value.removeprefix(MARK), key.line, key.column),
                strip_marks(value) if isinstance(value, Mapping) else value,
            )
            for key, value in node.items
        ),
        node.line,
        node.column,
    )


def hide_unread(problems: Iterable[Problem], annotations: Iterable[Annotation]) -> Iterator[Problem]:
    """Yield the problems without those within proposals that nobody has read: first they are read."""
    unread = {annotation.file: annotation.unread for annotation in annotations if annotation.unread}
    for problem in problems:
        parts = unread.get(problem.file, ())
        if problem.message == UNREAD or not any(first <= problem.line <= last for first, last in parts):
            yield problem
