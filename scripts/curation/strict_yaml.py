"""Strict subset of YAML: block mappings, block lists and strings. Every node keeps its line and column.

Every scalar is a string, whatever it looks like. Duplicate keys, flow collections, aliases and tags are problems:
each of them has changed values silently elsewhere (`NO` read as false, `{value: over 66,000}` as `over 66`).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from curation.characters import REMOVE, describe_refused, find_refused, report_lines
from curation.files import has_file, read_file
from curation.problems import Cause, Problem, shorten, suggest_nearest

DEEPEST = 12


class Scalar(NamedTuple):
    """A text, and its place in the file."""

    value: str
    line: int
    column: int


@dataclass(frozen=True)
class Sequence:
    """A list, and its place in the file."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True)
class Mapping:
    """Keys with their values, and its place in the file."""

    items: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        for name, node in self.items:
            if name.value == key:
                return node
        return None

    def text(self, key: str) -> str:
        """Return the scalar under a key, or an empty string."""
        node = self.get(key)
        return node.value if isinstance(node, Scalar) else ""


Node = Scalar | Sequence | Mapping


def read_yaml(root: Path, file: str) -> tuple[Node | None, list[Problem]]:
    """Read root/file. A file that cannot be read, or is empty, gives None and one problem that says where and why."""
    tree, problems = read_optional(root, file)
    if tree or problems:
        return tree, problems
    is_there, advice = has_file(root, file), "bring back an earlier version of it, such as with git; docs/ say what it holds"
    lacking = Problem(file, 1, 1, "file is empty", advice) if is_there else Problem(file, 0, 0, "file is missing", advice)
    return None, [replace(lacking, spoils=frozenset({Cause(file)}))]


def read_optional(root: Path, file: str) -> tuple[Node | None, list[Problem]]:
    """Read root/file as `read_yaml` does. One that is empty or not there gives None and no problem."""
    content = read_file(root, file)
    whole = frozenset({Cause(file)})
    if isinstance(content, Problem):
        return None, [replace(content, spoils=whole)]
    try:
        text = (content or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [Problem(file, 0, 0, f"not UTF-8: byte {error.start}", "save it as UTF-8", spoils=whole)]
    return parse_optional(text, file)


Top = TypeVar("Top", Mapping, Sequence)


def read_top(root: Path, file: str, key: str, kind: type[Top]) -> tuple[Top | None, list[Problem]]:
    """Read what a file has under its one top key, a mapping or a list. A collection need not have the file."""
    tree, problems = read_optional(root, file)
    node = tree.get(key) if isinstance(tree, Mapping) else None
    problems = [replace(problem, spoils=problem.spoils | {Cause(file)}) for problem in problems]
    if isinstance(node, kind):
        return node, problems
    if is_blank(tree) or (node and is_blank(node)):
        return None, problems
    what = "mapping" if kind is Mapping else "list"
    lacking = Problem(file, 1, 1, f"no {what} of {key}", f"it begins with '{key}:'", spoils=frozenset({Cause(file)}))
    return None, problems or [lacking]


def read_lists(root: Path, file: str, keys: Iterable[str]) -> tuple[dict[str, Sequence], list[Problem]]:
    """Read the lists that a file has under its top keys; it needs only one of them. A collection need not have the file."""
    known = tuple(keys)
    tree, problems = read_optional(root, file)
    problems = [replace(problem, spoils=problem.spoils | {Cause(file)}) for problem in problems]
    found: dict[str, Sequence] = {}
    for key, node in tree.items if isinstance(tree, Mapping) else ():
        if key.value not in known:
            message, advice = f"unknown key {key.value!r}", suggest_nearest(key.value, known)
        elif is_blank(node):
            continue
        elif not isinstance(node, Sequence):
            message, advice = f"no list of {key.value}", f"write its entries beneath '{key.value}:', each after a hyphen"
        else:
            found[key.value] = node
            continue
        problems.append(Problem(file, key.line, key.column, message, advice, spoils=frozenset({Cause(file)})))
    if problems or isinstance(tree, Mapping) or is_blank(tree):
        return found, problems
    advice = f"it begins with {' or '.join(f'{key}:' for key in known)}"
    return {}, [Problem(file, 1, 1, f"no list of {known[0]}", advice, spoils=frozenset({Cause(file)}))]


def is_blank(node: Node | None) -> bool:
    """Return whether nothing is written where a node may be: nothing but comments in a file, or nothing behind a key."""
    return node is None or (isinstance(node, Scalar) and not node.value)


def parse_yaml(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Parse a text that must not be empty, as `parse_optional` does."""
    node, problems = parse_optional(text, file)
    empty = Problem(file, 1, 1, "file is empty", spoils=frozenset({Cause(file)}))
    return node, problems if node or problems else [empty]


def parse_optional(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Parse a text; what YAML itself forbids ends the reading, what this format forbids is collected.

    A problem spoils its line; where there is no tree it spoils the file.
    """
    node, problems = parse_events(text, file)
    causes = {problem.line: Cause(f"{file}:{problem.line}" if node else file) for problem in problems}
    return node, [replace(problem, spoils=frozenset({causes[problem.line]})) for problem in problems]


def parse_events(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Parse a text, without saying what its problems spoil."""
    import yaml

    problems = report_lines(file, text, REMOVE)
    # Events, not nodes or values: PyYAML's constructors would read NO as false, and its composer recurses, so that deep
    # nesting crashes the process.
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        node = build_tree(iter(loader.get_event, None), file, problems)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = " ".join(str(part) for part in (error.context, error.problem) if part)
        begun = "".join(text.splitlines()[line - 1 : line])[: column - 1 or None]
        is_tab = "\t" in begun[: len(begun) - len(begun.lstrip())]
        advice = "indent with spaces, and not with a tab" if is_tab else "quote the text, or write it as a block: >-"
        return None, [*problems, Problem(file, line, column, f"not YAML: {what}", advice)]
    except (yaml.YAMLError, ValueError) as error:
        return None, [*problems, Problem(file, 0, 0, f"not YAML: {shorten(str(error), 200)}")]
    return node, problems


@dataclass
class _Open:
    """A collection that is being read; of a mapping the keys and the values take turns."""

    event: Any
    children: list[Node]


STARTS = frozenset({"MappingStartEvent", "SequenceStartEvent"})
ENDS = frozenset({"MappingEndEvent", "SequenceEndEvent"})
NAMEABLE = STARTS | {"ScalarEvent", "AliasEvent"}
"""The events that can have an anchor, or are one's name."""


def build_tree(events: Iterable[Any], file: str, problems: list[Problem]) -> Node | None:
    """Build the tree of the one document in a stream of YAML events, without recursion."""
    stack: list[_Open] = []
    root: Node | None = None

    def fail(event: Any, message: str, advice: str) -> Problem:
        return Problem(file, event.start_mark.line + 1, event.start_mark.column + 1, message, advice)

    for event in events:
        name = type(event).__name__
        if name in NAMEABLE and event.anchor is not None:
            problems.append(fail(event, "YAML anchor or alias", "write the text out where it is needed"))
            return None
        if name in STARTS:
            if event.flow_style:
                problems.append(fail(event, "flow collection ({…} or […])", "write it as a block, or quote the text"))
            if len(stack) >= DEEPEST:
                problems.append(fail(event, "nested too deeply", f"no coding needs more than {DEEPEST} levels"))
                return None
            stack.append(_Open(event, []))
            continue
        if name == "ScalarEvent":
            mark = event.start_mark
            node: Node = Scalar(event.value, mark.line + 1, mark.column + 1)
            # Within double quotes YAML has escapes: "\u200b". Any other text stands in the file as it is.
            if event.style == '"':
                escaped = find_refused(event.value)
                problems += [fail(event, describe_refused(character), REMOVE) for character, _, _ in escaped]
            if event.tag not in (None, "!"):
                problems.append(fail(event, f"YAML tag {event.tag}", "leave it out: every value is text"))
        elif name in ENDS:
            node = close_collection(stack.pop(), file, problems)
        elif name == "DocumentStartEvent" and root is not None:
            problems.append(fail(event, "second document", "write one document a file"))
            return None
        else:
            continue
        if stack:
            stack[-1].children.append(node)
        else:
            root = node
    return root


def close_collection(opened: _Open, file: str, problems: list[Problem]) -> Node:
    """Return the node of a list or mapping whose end was read."""
    line, column = opened.event.start_mark.line + 1, opened.event.start_mark.column + 1
    children = opened.children
    if type(opened.event).__name__ == "SequenceStartEvent":
        return Sequence(tuple(children), line, column)
    items: list[tuple[Scalar, Node]] = []
    seen: dict[str, int] = {}
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            problems.append(
                Problem(file, key.line, key.column, "a key that is no plain text", "write a word before the colon")
            )
            continue
        if key.value in seen:
            message = f"duplicate key {shorten(key.value)!r}, first on line {seen[key.value]}"
            problems.append(Problem(file, key.line, key.column, message, "join the two, or make a list"))
        seen.setdefault(key.value, key.line)
        items.append((key, value))
    return Mapping(tuple(items), line, column)


LONGEST_LINE = 120
"""Characters. A longer text is written over several lines."""


def write_scalar(before: str, text: str) -> list[str]:
    r"""Return the lines that hold a text behind a key or a dash: as it stands where it can, else as a block.

    The text has single spaces only. `before` is indented as the lines are; reading them gives the same text again.

    >>> write_scalar("- ", "over 100"), write_scalar("- ", "The answer: none")
    (['- over 100'], ['- >-', '  The answer: none'])
    """
    line = f"{before}{text}"
    if len(line) <= LONGEST_LINE and is_plain(text):
        return [line]
    indent = " " * (len(before) - len(before.lstrip()) + 2)
    wrapped = textwrap.wrap(text, LONGEST_LINE - len(indent), break_long_words=False, break_on_hyphens=False)
    return [f"{before.rstrip()} >-", *(indent + part for part in wrapped)]


def is_plain(text: str) -> bool:
    """Return whether YAML reads a text as itself where it stands without quotation marks, behind a key or in a list."""
    key, _ = parse_yaml(f"key: {text}", "")
    item, problems = parse_yaml(f"- {text}", "")
    value = key.get("key") if isinstance(key, Mapping) else None
    values = (value, *(item.items if isinstance(item, Sequence) else (None,)))
    return not problems and all(isinstance(node, Scalar) and node.value == text for node in values)
