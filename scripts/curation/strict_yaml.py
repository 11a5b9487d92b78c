"""YAML of one kind: block mappings, block lists and strings, each with its place in the file.

Every scalar is a string, whatever it looks like. Duplicate keys, flow collections, aliases and tags are problems:
each of them has changed values silently elsewhere (`NO` read as false, `{value: over 66,000}` as `over 66`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curation.problems import Problem, shorten

DEEPEST = 12
LARGEST_FILE = 64 * 2**20
"""Bytes."""


@dataclass(frozen=True)
class Scalar:
    value: str
    line: int
    column: int


@dataclass(frozen=True)
class Sequence:
    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True)
class Mapping:
    items: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        return next((node for name, node in self.items if name.value == key), None)

    def text(self, key: str) -> str:
        """Return the scalar under a key, or an empty string."""
        node = self.get(key)
        return node.value if isinstance(node, Scalar) else ""


Node = Scalar | Sequence | Mapping


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read_yaml(root: Path, file: str) -> tuple[Node | None, list[Problem]]:
    """Read root/file. A file that cannot be read gives None and one problem that says where and why."""
    path = root / file
    try:
        if path.stat().st_size > LARGEST_FILE:
            return None, [Problem(file, 0, 0, f"larger than {LARGEST_FILE} bytes", "split it")]
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None, [Problem(file, 0, 0, "file is missing")]
    except OSError as error:
        return None, [Problem(file, 0, 0, f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError as error:
        return None, [Problem(file, 0, 0, f"not UTF-8: byte {error.start}", "save it as UTF-8")]
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    problems: list[Problem] = []
    try:
        node: Any = YAML(typ="base", pure=True).compose(text)
        if node is None:
            return None, [Problem(file, 1, 1, "file is empty")]
        return _convert(node, file, problems, 0), problems
    except _Refused as refused:
        return None, [*problems, refused.problem]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = " ".join(str(part) for part in (error.context, error.problem) if part)
        return None, [Problem(file, line, column, f"not YAML: {what}", "quote the text, or write it as a block: >-")]
    except (YAMLError, ValueError) as error:
        return None, [Problem(file, 0, 0, f"not YAML: {shorten(str(error), 200)}")]
    except RecursionError:
        return None, [Problem(file, 0, 0, "nested too deeply", f"no coding needs more than {DEEPEST} levels")]


def _convert(node: Any, file: str, problems: list[Problem], depth: int) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if depth > DEEPEST:
        raise _Refused(Problem(file, line, column, "nested too deeply", f"no coding needs more than {DEEPEST} levels"))
    if node.anchor is not None:
        # Refused at once: aliases of aliases grow without end when they are followed.
        raise _Refused(Problem(file, line, column, f"YAML anchor &{node.anchor}", "write the text out where it is needed"))
    if type(node).__name__ == "ScalarNode":
        return Scalar(node.value, line, column)
    if node.flow_style:
        advice = "write it as a block, or quote the text"
        problems.append(Problem(file, line, column, "flow collection ({…} or […])", advice))
    if type(node).__name__ == "SequenceNode":
        return Sequence(tuple(_convert(item, file, problems, depth + 1) for item in node.value), line, column)
    return Mapping(tuple(_convert_items(node, file, problems, depth)), line, column)


def _convert_items(node: Any, file: str, problems: list[Problem], depth: int) -> Iterator[tuple[Scalar, Node]]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = _convert(key_node, file, problems, depth + 1)
        if not isinstance(key, Scalar):
            problems.append(Problem(file, key.line, key.column, "a key that is no plain text"))
            continue
        if key.value in seen:
            message = f"duplicate key {shorten(key.value)!r}, first on line {seen[key.value]}"
            problems.append(Problem(file, key.line, key.column, message, "join the two, or make a list"))
        seen.setdefault(key.value, key.line)
        yield key, _convert(value_node, file, problems, depth + 1)
