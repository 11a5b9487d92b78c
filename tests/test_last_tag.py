"""Finding the last tag: known, or there is none; where a tag may be missing the command fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, copy_path

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="make uses sh there too, but tests cannot rely on it"),
    pytest.mark.skipif(not shutil.which("git"), reason="git is not installed here"),
]
IDENTITY = {"NAME": "Ada", "EMAIL": "ada@example.org"}
NO_SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
WHO = ("AUTHOR", "COMMITTER")
ENVIRONMENT = os.environ | NO_SETTINGS | {f"GIT_{who}_{key}": IDENTITY[key] for who in WHO for key in IDENTITY}
CHANGELOG = "# Changelog\n\n## 0.2.0 (2026-02-02)\n\nNew.\n\n## 0.1.0 (2026-01-01)\n\nFirst.\n"


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)


def find_last_tag(folder: Path) -> subprocess.CompletedProcess[str]:
    words = ["sh", str(folder / ".ci" / "last-tag")]
    return subprocess.run(words, env=ENVIRONMENT, text=True, capture_output=True, check=False)


def commit(folder: Path, changelog: str) -> None:
    (folder / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--message", "Change", "--allow-empty")


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository of two commits; no version is tagged."""
    folder = tmp_path / "origin"
    folder.mkdir()
    git(folder, "init", "--initial-branch", "main")
    copy_path(ROOT / ".ci" / "last-tag", folder / ".ci" / "last-tag")
    commit(folder, "# Changelog\n\n## 0.1.0 (2026-01-01)\n\nFirst.\n")
    commit(folder, CHANGELOG)
    return folder


@pytest.fixture
def tagged(origin: Path) -> Path:
    """The same with its first version tagged."""
    git(origin, "tag", "v0.1.0", "HEAD~1")
    return origin


def clone(origin: Path, *words: str) -> Path:
    folder = origin.parent / "clone"
    git(origin.parent, "clone", *words, origin.as_uri(), str(folder))
    return folder


def test_a_whole_clone_has_the_tag(tagged: Path) -> None:
    done = find_last_tag(clone(tagged))
    assert (done.returncode, done.stdout, done.stderr) == (0, "v0.1.0\n", "")


@pytest.mark.parametrize("words", [("--depth", "1"), ("--depth", "1", "--no-tags"), ("--depth", "2", "--no-single-branch")])
def test_in_a_shallow_clone_it_is_not_known(words: tuple[str, ...], tagged: Path) -> None:
    git(tagged, "commit", "--allow-empty", "--message", "Third")
    done = find_last_tag(clone(tagged, *words))
    assert (done.returncode, done.stdout) == (1, "")
    assert "git fetch --unshallow --tags" in done.stderr


def test_in_a_clone_without_the_tags_of_its_origin_it_is_not_known(tagged: Path) -> None:
    done = find_last_tag(clone(tagged, "--no-tags"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "git fetch --tags" in done.stderr


def test_where_the_origin_cannot_be_asked_a_changelog_of_several_versions_is_a_warning(tagged: Path) -> None:
    folder = clone(tagged, "--no-tags")
    git(folder, "remote", "remove", "origin")
    done = find_last_tag(folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("warning: CHANGELOG.md lists 2 versions")


def test_before_the_first_version_is_tagged_there_is_none_and_no_warning(origin: Path) -> None:
    folder = clone(origin)
    commit(folder, "# Changelog\n\n## 0.1.0 (2026-01-01)\n\nFirst.\n")
    done = find_last_tag(folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_in_a_folder_without_git_it_is_not_known(tagged: Path) -> None:
    shutil.rmtree(tagged / ".git")
    done = find_last_tag(tagged)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Clone the repository" in done.stderr


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed here")
@pytest.mark.parametrize("target", ["check-version", "diff-since-tag"])
def test_make_fails_where_the_last_tag_is_not_known(target: str, tagged: Path) -> None:
    """What the virtual environment holds does not matter: there is nothing to compare with."""
    for file in ("Makefile", "requirements.lock", "pyproject.toml"):
        copy_path(ROOT / file, tagged / file)
    commit(tagged, CHANGELOG)
    folder = clone(tagged, "--depth", "1")
    (folder / ".venv").mkdir()
    (folder / ".venv" / "runtime").touch()
    done = subprocess.run(["make", target], cwd=folder, env=ENVIRONMENT, text=True, capture_output=True, check=False)
    assert done.returncode != 0
    assert "this clone is shallow" in done.stderr
    assert "any version fits" not in done.stdout
