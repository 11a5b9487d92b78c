"""A plain build ends before the command line: it must print the same, end with the same code and import less."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Copy
from curation import start
from curation.paths import RECORD
from curation.start import find_root

HEAVY = ("frictionless", "numpy", "pandas", "rich", "typer")


def run(module: str, root: Path) -> tuple[int, str, str]:
    """Run `curate build` by a module, as if nothing had been built before; return its code and what it printed."""
    (root / RECORD).unlink(missing_ok=True)
    words = [sys.executable, "-m", module, "build", "--root", str(root)]
    done = subprocess.run(words, text=True, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_only_a_plain_build_ends_before_the_command_line(tmp_path: Path) -> None:
    assert find_root(["build", "--root", str(tmp_path)]) == tmp_path
    nowhere = (["build", "--root", str(tmp_path / "x")], ["build", "--root", ""])
    for words in ([], ["check"], ["build", "s005"], ["build", "--help"], ["release"], *nowhere):
        assert find_root(words) is None


@pytest.mark.parametrize("is_sound", [True, False])
def test_a_plain_build_prints_what_the_command_line_prints(is_sound: bool, two_sources: Copy) -> None:
    if not is_sound:
        two_sources.edit("annotations/s100.yaml", "flight_status:", "flight_staus:")
    plain, other = (run(module, two_sources.root) for module in ("curation.start", "curation.cli"))
    assert plain == other
    assert (plain[0], "Traceback" in plain[2]) == (0 if is_sound else 1, False)


def test_a_plain_build_imports_nothing_that_it_does_not_use(two_sources: Copy) -> None:
    script = (
        "import sys; from curation.start import main; sys.argv = ['curate', 'build', '--root', sys.argv[1]]\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(two_sources.root)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("built: ")
    assert done.stdout.endswith("\n[]\n")


@pytest.mark.skipif(os.name != "posix", reason="Windows has another kind of pipe")
def test_a_closed_pipe_shows_no_traceback(two_sources: Copy) -> None:
    words = [sys.executable, "-m", "curation.start", "build", "--root", str(two_sources.root)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_an_interrupt_shows_no_traceback(two_sources: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(root: Path) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "build_plainly", interrupt)
    monkeypatch.setattr(sys, "argv", ["curate", "build", "--root", str(two_sources.root)])
    with pytest.raises(SystemExit) as ended:
        start.main()
    assert ended.value.code == 130
