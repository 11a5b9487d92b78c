"""The Python interface that docs/api.md describes."""

from __future__ import annotations

import re
import subprocess
import sys

import curation
from conftest import ROOT

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_example_of_the_documents_runs_as_it_is_printed() -> None:
    (block,) = re.findall(r"^```python\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)
    done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert " from " in done.stdout


def test_every_public_name_is_documented_and_there() -> None:
    for name in curation.__all__:
        assert f"`{name}" in TEXT
        assert getattr(curation, name).__doc__


def test_every_documented_attribute_is_there() -> None:
    prepared = curation.read_collection(ROOT / "tests")  # no collection: the problems say so
    assert prepared.errors
    for line in re.findall(r"^\| (`\w+`.*?) \|", TEXT, flags=re.MULTILINE):
        for name in re.findall(r"`(\w+)`", line):
            assert hasattr(prepared, name), name
