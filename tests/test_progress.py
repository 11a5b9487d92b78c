"""A long build says on a terminal how far it is; a pipe gets nothing of it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Copy
from curation.progress import follow_on_terminal, pass_on

SCRIPT = """
import sys
from curation import progress
progress.PATIENCE = float(sys.argv[1])
for item in progress.follow_on_terminal()(list(range(3)), "reading sources"):
    print(item)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no pseudo-terminals")


def run_on_terminal(*words: str) -> tuple[str, str]:
    """Run Python with a terminal as standard error; return what it wrote to standard output and to the terminal."""
    outer, inner = pty.openpty()
    done = subprocess.run([sys.executable, *words], stdout=subprocess.PIPE, stderr=inner, text=True, check=True)
    os.close(inner)
    shown = b""
    try:
        while part := os.read(outer, 4096):
            shown += part
    except OSError:  # all is read
        pass
    os.close(outer)
    return done.stdout, shown.decode()


def test_a_long_step_is_shown_on_a_terminal() -> None:
    printed, shown = run_on_terminal("-c", SCRIPT, "-1")
    assert printed == "0\n1\n2\n"
    assert "reading sources" in shown


def test_a_short_step_is_not() -> None:
    printed, shown = run_on_terminal("-c", SCRIPT, "600")
    assert (printed, shown.replace("\x1b[?25l", "").replace("\x1b[?25h", "").strip()) == ("0\n1\n2\n", "")


def test_a_pipe_gets_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT, "-1"], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0\n1\n2\n", "")
    assert follow_on_terminal() is pass_on


def test_a_build_on_a_terminal_prints_what_it_prints_in_a_pipe(two_sources: Copy) -> None:
    words = ("-m", "curation.cli", "build", "--root", str(two_sources.root))
    printed, _ = run_on_terminal(*words)
    (two_sources.root / ".curate-record.json").unlink()
    assert printed == subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True).stdout
    assert Path(two_sources.root / "datapackage.json").exists()
