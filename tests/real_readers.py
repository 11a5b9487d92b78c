"""Which tests read what a source adds to this repository: its texts, its coding, the tables, and documents with figures.

There is no list to keep. Each function, fixture and constant of tests/ is looked at. It may read what a source adds if it
uses ROOT for anything but a path into a folder that no source changes, or if it uses another one that may.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

TESTS = ROOT / "tests"
UNCHANGED = (".ci", ".github", "schemas", "scripts", "tests")
"""Folders that are the same whatever the sources are."""
OF_SCHEMAS = ("read_schemas",)
"""Functions that take ROOT and read schemas/ alone."""
BY_NAME = ("usefixtures", "getfixturevalue")
"""Functions of pytest that take the name of a fixture as a text."""
THE_ROOT = ("conftest", "ROOT")
DOCUMENTS = ("releases", "copy_small_repository")
"""It puts the documents beside a small collection. Their figures are others with more sources, and no test of the small
collection reads them; tests/test_docs.py and a release of the copy itself do.
"""

Name = tuple[str, str]
"""A module of tests/ and a name in it."""


def list_readers() -> list[str]:
    """Return the tests outside tests/published that may read what a source adds, as pytest names them."""
    modules = {name_module(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(TESTS.rglob("*.py"))}
    uses = {name: used for module, tree in modules.items() for name, used in list_uses(module, tree)}
    del uses[THE_ROOT], uses[DOCUMENTS]
    readers = {THE_ROOT}
    while more := {name for name, used in uses.items() if used & readers} - readers:
        readers |= more
    is_test = {name for name in readers if name[0].startswith("test_") and name[1].startswith("test_")}
    return [f"tests/{module}.py::{name}" for module, name in uses if (module, name) in is_test]


def name_module(path: Path) -> str:
    return ".".join(path.relative_to(TESTS).with_suffix("").parts)


def list_uses(module: str, tree: ast.Module) -> Iterator[tuple[Name, set[Name]]]:
    """Yield the functions, classes and constants of a module, each with what it uses of its own module and of others."""
    parts = [(name, node) for node in tree.body for name in name_defined(node)]
    known = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    known |= {name: (module, name) for name, _ in parts}
    for name, node in parts:
        fixtures = {one: known.get(one, ("conftest", one)) for one in list_fixtures(node)}
        used = {known[one] for one in list_names(node) if one in known}
        yield (module, name), used | {*fixtures.values()}


def name_defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]


def list_names(node: ast.stmt) -> set[str]:
    """Return the names that a part uses, without ROOT where it is the start of a path into an unchanged folder."""
    unchanged = {id(start) for one in ast.walk(node) if (start := find_unchanged(one))}
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and id(one) not in unchanged}


def find_unchanged(node: ast.AST) -> ast.expr | None:
    """Return ROOT of an expression like ROOT / "scripts" or read_schemas(ROOT): what it reads is the same for all sources."""
    match node:
        case ast.BinOp(ast.Name() as start, ast.Div(), ast.Constant(str(path))) if path.split("/")[0] in UNCHANGED:
            return start
        case ast.Call(ast.Name(name), [ast.Name() as start]) if name in OF_SCHEMAS:
            return start
    return None


def list_fixtures(node: ast.stmt) -> set[str]:
    """Return the fixtures that a test or a fixture asks for."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call) and getattr(one.func, "attr", "") in BY_NAME]
    found = {str(word.value) for call in calls for word in call.args if isinstance(word, ast.Constant)}
    is_given = isinstance(node, ast.FunctionDef) and (node.name.startswith("test_") or bool(node.decorator_list))
    return found | ({one.arg for one in node.args.args} if is_given and isinstance(node, ast.FunctionDef) else set())
