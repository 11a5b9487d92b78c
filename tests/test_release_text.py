"""The text of a GitHub release: the notes, the changes since the release before it, and the SWHID of its revision."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, copy_path
from test_last_tag import CHANGELOG, ENVIRONMENT, clone, commit, find_last_tag, git
from test_make_hostile import HOSTILE_TAGS, list_written, make, make_workshop

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="make uses sh there too, but tests cannot rely on it"),
    pytest.mark.skipif(not shutil.which("git") or not shutil.which("make"), reason="git or make is not installed here"),
]
NOTES = "- More rows.\n"
WORKFLOW = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


def finish_workshop(folder: Path) -> Path:
    """Give a repository the script and the notes of a release."""
    copy_path(ROOT / ".ci" / "release-text", folder / ".ci" / "release-text")
    (folder / ".gitignore").write_text(".venv\ndist\n", encoding="utf-8")
    (folder / "dist").mkdir()
    (folder / "dist" / "RELEASE_NOTES.md").write_text(NOTES, encoding="utf-8")
    return folder


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A repository in which v0.1.0 is tagged, and v0.2.0 at HEAD. Its `curate` writes down its words and prints nothing."""
    folder = finish_workshop(make_workshop(tmp_path / "workshop"))
    commit(folder, CHANGELOG)
    git(folder, "tag", "v0.2.0")
    return folder


def furnish(workshop: Path, folder: Path) -> None:
    """Give a clone what git ignores; its environment is newer than the lock files."""
    for name in (".venv", "dist"):
        shutil.copytree(workshop / name, folder / name)
    for name in ("runtime", "dev"):
        (folder / ".venv" / name).touch()


def name_revision(folder: Path) -> str:
    """Return the SWHID of HEAD, from the bytes of the commit alone."""
    words = ["git", "cat-file", "commit", "HEAD"]
    content = subprocess.run(words, cwd=folder, env=ENVIRONMENT, capture_output=True, check=True).stdout
    digest = hashlib.sha1(b"commit %d\0" % len(content) + content).hexdigest()
    return f"swh:1:rev:{digest}"


def test_it_begins_with_the_notes_and_ends_with_the_identifier_of_the_revision(workshop: Path) -> None:
    done, calls = make(workshop, "--silent", "release-text")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(NOTES)
    assert "## What has changed since v0.1.0" in done.stdout
    assert done.stdout.endswith(f"    {name_revision(workshop)}\n")
    assert re.fullmatch(r"swh:1:rev:[0-9a-f]{40}", done.stdout.split()[-1])
    assert calls == [["diff", "--format", "markdown", "--", "refs/tags/v0.1.0", "."]]


def test_before_its_tag_is_made_the_same_release_is_compared_with(workshop: Path) -> None:
    git(workshop, "tag", "--delete", "v0.2.0")
    _, calls = make(workshop, "--silent", "release-text")
    assert calls[0][4] == "refs/tags/v0.1.0"


def test_the_first_release_has_no_other_to_compare_with(workshop: Path) -> None:
    git(workshop, "tag", "--delete", "v0.1.0")
    folder = clone(workshop)  # its origin has the tag, and so has the clone
    furnish(workshop, folder)
    done, calls = make(folder, "--silent", "release-text")
    assert (done.returncode, done.stderr) == (0, "")
    assert "This is the first release" in done.stdout
    assert name_revision(folder) in done.stdout
    assert calls == []


def test_where_the_release_before_is_not_known_it_fails(workshop: Path) -> None:
    for words in (("--depth", "1"), ("--no-tags",)):
        folder = clone(workshop, *words)
        furnish(workshop, folder)
        done, calls = make(folder, "--silent", "release-text")
        assert done.returncode != 0
        assert "The last tag is not known" in done.stderr
        assert calls == []
        shutil.rmtree(folder)


def test_a_commit_with_another_hash_has_no_such_identifier(tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--object-format=sha256", "--initial-branch", "main")
    copy_path(ROOT / ".ci" / "last-tag", folder / ".ci" / "last-tag")
    finish_workshop(folder)
    commit(folder, CHANGELOG)
    words = ["sh", str(folder / ".ci" / "release-text"), "true"]
    done = subprocess.run(words, env=ENVIRONMENT, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "No identifier of Software Heritage" in done.stderr


@pytest.mark.parametrize("tag", HOSTILE_TAGS)
def test_no_tag_is_code_and_only_that_of_a_version_is_compared_with(workshop: Path, tag: str) -> None:
    for revision in ("HEAD", "HEAD~1"):
        git(workshop, "tag", "--force", tag, revision)
        done, calls = make(workshop, "--silent", "release-text")
        assert (done.returncode, done.stderr) == (0, "")
        assert calls == [["diff", "--format", "markdown", "--", "refs/tags/v0.1.0", "."]]
        assert list_written(workshop) == []


def test_a_long_list_of_changes_is_cut(workshop: Path) -> None:
    """GitHub takes 125,000 characters."""
    curate = workshop / ".venv" / "bin" / "curate"
    curate.write_text("#!/bin/sh\nseq 1 60000 | sed 's/^/a change: ü $(touch pwned) /'\n", encoding="utf-8")
    done, _ = make(workshop, "--silent", "release-text")
    assert "The list is cut here" in done.stdout
    assert 60_000 < len(done.stdout) < 100_000
    assert done.stdout.endswith(f"{name_revision(workshop)}\n")
    assert list_written(workshop) == []


def test_a_comparison_that_fails_is_no_text(workshop: Path) -> None:
    (workshop / ".venv" / "bin" / "curate").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    done, _ = make(workshop, "--silent", "release-text")
    assert done.returncode != 0


def test_before_head_the_last_tag_is_that_of_an_older_commit(workshop: Path) -> None:
    words = ["sh", str(workshop / ".ci" / "last-tag"), "--before-head"]
    done = subprocess.run(words, env=ENVIRONMENT, text=True, capture_output=True, check=True)
    assert (done.stdout, find_last_tag(workshop).stdout) == ("v0.1.0\n", "v0.2.0\n")


def test_the_real_repository_has_an_identifier() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("needs git")
    commit_hash = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True, capture_output=True, check=True).stdout
    assert name_revision(ROOT) == f"swh:1:rev:{commit_hash.strip()}"


def test_the_workflow_attaches_the_attestation_and_gives_the_text() -> None:
    steps = yaml.safe_load(WORKFLOW)["jobs"]["publish"]["steps"]
    (attest,) = [step for step in steps if "attest-build-provenance" in step.get("uses", "")]
    (copied,) = [step for step in steps if "attestation.sigstore.json" in step.get("run", "") and "cp" in step["run"]]
    assert copied["env"] == {"BUNDLE": f"${{{{ steps.{attest['id']}.outputs.bundle-path }}}}"}
    assert '"$BUNDLE"' in copied["run"]
    (create,) = [step["run"] for step in steps if "gh release create" in step.get("run", "")]
    assert "dist/* attestation.sigstore.json" in create
    assert "--notes-file text/release-text.md" in create
    assert steps.index(attest) < steps.index(copied)
