"""The layout of scripts/curation: the order of its folders, the sizes of its files, and one name for one thing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "scripts" / "curation"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 350, 50
"""Lines."""


def name_module(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def list_imported(path: Path) -> set[str]:
    """Return the package's modules that a module imports, those inside functions too."""
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "curation":
            below = (node.module or "").partition(".")[2]
            imported |= {below} if below else {alias.name for alias in node.names}
    return imported


def list_order() -> list[str]:
    """Return folders and modules as the package's docstring lists them."""
    text = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    return re.findall(r"^    (\w+)/? {2,}\S", text, flags=re.MULTILINE)


def test_the_docstring_lists_every_folder_and_module() -> None:
    parts = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert sorted(list_order()) == sorted(parts - {"__init__"})


@pytest.mark.parametrize("path", MODULES, ids=name_module)
def test_a_folder_imports_only_from_those_above_it(path: Path) -> None:
    order, own = list_order(), name_module(path).split(".")[0]
    if own == "__init__":
        return
    above = order[: order.index(own)]
    for name in list_imported(path):
        top = name.split(".")[0]
        assert top in above or (top == own and "." in name), f"{name_module(path)} imports {name}"


def test_no_modules_of_a_folder_import_each_other_in_a_circle() -> None:
    TopologicalSorter({name_module(path): list_imported(path) for path in MODULES}).prepare()


@pytest.mark.parametrize("path", MODULES, ids=name_module)
def test_files_and_functions_can_be_read_at_one_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_each_class_name_is_used_once() -> None:
    names = Counter(
        node.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("path", MODULES, ids=name_module)
def test_public_functions_and_classes_have_a_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name_module(path)}.{node.name}"
