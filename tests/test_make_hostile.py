"""No name of a tag, branch, file or folder reaches a shell, make or an option of a command: the real targets are run."""

from __future__ import annotations

import os
import re
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, copy_path, copy_repository
from test_last_tag import CHANGELOG, ENVIRONMENT, commit, find_last_tag, git

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="make uses sh there too, but tests cannot rely on it"),
    pytest.mark.skipif(not shutil.which("git") or not shutil.which("make"), reason="git or make is not installed here"),
]
CODE = "touch${IFS}pwned"
HOSTILE_TAGS = (
    *(
        f'v9"$({CODE})"',
        f"v9'$({CODE})'",
        f"v9$({CODE})",
        f"v9`{CODE}`",
        f"v9;{CODE}",
        f"v9|{CODE}",
        f"v9&{CODE}",
        f"v9&&{CODE}",
    ),
    *(
        f"v9$(shell,{CODE})",
        "v9$(shell${IFS}touch${IFS}pwned)",
        "v9$$",
        "v9$@",
        "v9${TAG}",
        "v9$(MAKE)",
        "v9#x",
        "v9%x",
        "v9!x",
    ),
    *(
        "v9{a,b}",
        "v9<x",
        "v9>pwned",
        "v9\u202e1",
        "v9é",
        "v9\u3164",
        "v9'\"",
        "v9)",
        "v9(",
        "v9.9.9;x",
        "v9.9.9\u0660",
        "v9.9.9-x",
    ),
    *("v8/--output=pwned", "v1.2", "v9", "v9.9.9.9x", "v99.0.0=x", "v99.0.0,x", "v99.0.0+x", "vx.1.2"),
)
"""Names that git takes for tags. None is that of a version."""

STUB = '#!/bin/sh\n{ printf "%s\\0" "$@"; printf "\\n\\0"; } >> "$CALLS"\n'
"""In the place of `curate`: it writes down its words."""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A repository with the real Makefile, and a `curate` that writes down its words. Version 0.1.0 is tagged."""
    return make_workshop(tmp_path / "workshop")


def make_workshop(folder: Path) -> Path:
    for file in ("Makefile", "requirements.lock", "requirements-dev.lock", "pyproject.toml", ".ci/last-tag"):
        copy_path(ROOT / file, folder / file)
    (folder / ".gitignore").write_text(".venv\n", encoding="utf-8")
    git(folder, "init", "--initial-branch", "main")
    commit(folder, CHANGELOG)
    git(folder, "tag", "v0.1.0")
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name in ("runtime", "dev"):
        (folder / ".venv" / name).touch()
    for name, text in (("curate", STUB), ("frictionless", "#!/bin/sh\n")):
        (folder / ".venv" / "bin" / name).write_text(text, encoding="utf-8")
        (folder / ".venv" / "bin" / name).chmod(0o755)
    return folder


def make(folder: Path, *words: str, **environment: str) -> tuple[subprocess.CompletedProcess[str], list[list[str]]]:
    """Run make, and return what it printed and the words of each call of `curate`."""
    calls = folder.parent / "calls"
    calls.unlink(missing_ok=True)
    environment = {**ENVIRONMENT, "CALLS": str(calls), **environment}
    done = subprocess.run(["make", *words], cwd=folder, env=environment, text=True, capture_output=True, check=False)
    found: list[list[str]] = [[]]
    for word in calls.read_bytes().decode().split("\0")[:-1] if calls.exists() else []:
        found = [*found, []] if word == "\n" else [*found[:-1], [*found[-1], word]]
    return done, found[:-1]


def list_written(folder: Path) -> list[str]:
    """Return what the hostile names would write: git's own files may have such names."""
    return [str(path) for path in folder.parent.rglob("*") if path.name in ("pwned", "x") and ".git" not in path.parts]


@pytest.mark.parametrize("tag", HOSTILE_TAGS)
def test_a_tag_is_never_code_and_only_that_of_a_version_is_compared_with(workshop: Path, tag: str) -> None:
    commit(workshop, CHANGELOG)
    git(workshop, "tag", tag)
    for target, options in {"diff-since-tag": ["--format", "markdown"], "check-version": ["--require-version"]}.items():
        done, calls = make(workshop, target)
        assert (done.returncode, done.stderr) == (0, "")
        assert calls == [["diff", *options, "--", "refs/tags/v0.1.0", "."]]
    for words, environment in ((["release"], {"TAG": tag}), (["release", f"TAG={tag.replace('$', '$$')}"], {})):
        _, calls = make(workshop, *words, **environment)
        assert calls[0][0] == "release"
        assert list_written(workshop) == []
    assert calls, "make ran the command"


def test_a_repository_with_hostile_tags_alone_has_no_version(workshop: Path) -> None:
    git(workshop, "tag", "--delete", "v0.1.0")
    for tag in HOSTILE_TAGS:
        git(workshop, "tag", tag)
    done = find_last_tag(workshop)
    assert (done.returncode, done.stdout) == (0, "")
    for target in ("diff-since-tag", "check-version"):
        done, calls = make(workshop, target)
        assert done.returncode == 0
        assert "Nothing is released yet" in done.stdout
        assert calls == []
    assert list_written(workshop) == []


def test_hostile_tags_of_the_origin_are_no_versions_that_a_clone_lacks(workshop: Path) -> None:
    git(workshop, "tag", "--delete", "v0.1.0")
    for tag in HOSTILE_TAGS:
        git(workshop, "tag", tag)
    git(workshop.parent, "clone", "--no-tags", workshop.as_uri(), "clone")
    assert find_last_tag(workshop.parent / "clone").returncode == 0
    git(workshop, "tag", "v0.1.0")
    assert "Run: git fetch --tags" in find_last_tag(workshop.parent / "clone").stderr


MEANING = st.text(st.sampled_from("$(){}[]`'\"\\;|&<>*?!#~%@^:=,. \n\t-/x" + string.ascii_lowercase), max_size=12)
FROM_OUTSIDE = st.one_of(
    st.sampled_from(["$(shell touch pwned)", "$$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "'; touch pwned; '"]),
    st.tuples(
        MEANING, st.sampled_from(["$(shell touch pwned)", "$(touch pwned)", "`touch pwned`", "$(eval x:=1)"]), MEANING
    ).map("".join),
    MEANING,
)


@settings(max_examples=60)
@given(FROM_OUTSIDE)
def test_the_workflows_tag_reaches_the_command_as_one_word(tmp_path_factory: pytest.TempPathFactory, tag: str) -> None:
    folder = make_workshop(tmp_path_factory.mktemp("tag") / "workshop")
    done, calls = make(folder, "release", TAG=tag)
    assert done.returncode == 0
    assert calls == [["release", f"--tag={tag}"]]
    assert list_written(folder) == []


@settings(max_examples=60)
@given(FROM_OUTSIDE)
def test_a_tag_on_the_command_line_of_make_is_not_read_by_make(tmp_path_factory: pytest.TempPathFactory, tag: str) -> None:
    folder = make_workshop(tmp_path_factory.mktemp("tag") / "workshop")
    for words in (("release", f"TAG={tag}"), ("help", f"TAG={tag}"), ("--dry-run", "release", f"TAG={tag}")):
        _, calls = make(folder, *words)
        assert list_written(folder) == []
        if words[0] == "release":
            assert calls == [["release", f"--tag={tag.lstrip()}"]]


def test_without_a_tag_the_release_checks_none(workshop: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "TAG"}
    subprocess.run(["make", "release"], cwd=workshop, env=environment | {"CALLS": str(workshop.parent / "calls")}, check=True)
    assert (workshop.parent / "calls").read_text(encoding="utf-8").split("\0")[:2] == ["release", "--tag="]


@pytest.mark.parametrize("name", [f"a b$({CODE})", f"a'\"b`{CODE}`", "-n", "a;b|c&d", "$(shell touch pwned)", "é\u202ex"])
def test_make_runs_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    folder = make_workshop(tmp_path / name)
    for words in (("check-version",), ("diff-since-tag",), ("release",), ("check-rows",)):
        done, calls = make(folder, *words, CDPATH=str(tmp_path))
        assert done.returncode == 0, done.stderr
        assert len(calls) == 1
    assert list_written(folder) == []


FILE_NAMES = ("a b", "-n", "--output=pwned", f"$({CODE})", f"`{CODE}`", "a\nb", ":(exclude)build", "'", '"', "a;b", "é", "*")


@pytest.mark.parametrize("name", FILE_NAMES)
def test_a_file_of_any_name_is_a_difference_and_never_code(workshop: Path, name: str) -> None:
    """Beside one that is committed and changed, and one that is new."""
    (workshop / name).write_text("a", encoding="utf-8")
    for target in ("check-bytes",):
        assert make(workshop, target)[0].returncode != 0, "a new file"
    commit(workshop, CHANGELOG)
    for target in ("check-bytes", "check-rows"):
        assert make(workshop, target)[0].returncode == 0
    (workshop / name).write_text("b", encoding="utf-8")
    for target in ("check-bytes", "check-rows"):
        assert make(workshop, target)[0].returncode != 0, "a changed file"
    assert list_written(workshop) == []


@pytest.mark.parametrize("branch", [f"b$({CODE})", f"b`{CODE}`", f"b;{CODE}", 'b"x', "b'x", "v0.1.0", "refs/tags/v0.1.0"])
def test_a_branch_of_any_name_is_never_code_nor_a_tag(workshop: Path, branch: str) -> None:
    git(workshop, "switch", "--create", branch)
    for target in ("diff-since-tag", "check-version"):
        done, calls = make(workshop, target)
        assert done.returncode == 0, done.stderr
        assert calls[0][-2:] == ["refs/tags/v0.1.0", "."]
    assert list_written(workshop) == []


# With the command itself


def test_no_file_or_folder_is_taken_for_the_tag(tmp_path: Path) -> None:
    """The whole way: hostile tags, and folders that are named like the tag and hold a package of another version."""
    folder = copy_repository(tmp_path / "repository")
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "runtime").touch()
    git(folder, "init", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--message", "All")
    git(folder, "tag", "v0.0.1")
    for tag in HOSTILE_TAGS:
        git(folder, "tag", tag)
    for name in ("v0.0.1", "refs/tags/v0.0.1"):
        (folder / name).mkdir(parents=True)
        (folder / name / "datapackage.json").write_text("{}", encoding="utf-8")
    curate = folder / ".venv" / "bin" / "curate"
    curate.write_text('#!/bin/sh\nexec "$INTERPRETER" -m curation.cli "$@"\n', encoding="utf-8")
    curate.chmod(0o755)
    environment = {"INTERPRETER": sys.executable, "PYTHONPATH": str(folder / "scripts")}
    done, _ = make(folder, "--silent", "diff-since-tag", **environment)
    assert done.returncode == 0, done.stderr
    assert "Nothing that is published differs" in done.stdout
    done, _ = make(folder, "--silent", "release", TAG=HOSTILE_TAGS[0], **environment)
    assert done.returncode != 0
    assert f"the tag {HOSTILE_TAGS[0]}" in done.stderr
    assert list_written(folder) == []


# Workflows


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SAFE_EXPRESSIONS = re.compile(r"\$\{\{ (matrix\.(system|python)|github\.token|github\.repository|github\.event\.number) \}\}")


def list_steps(path: Path) -> list[tuple[dict[str, object], dict[str, object]]]:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return [(job, step) for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_puts_an_expression_into_a_shell(path: Path) -> None:
    for _, step in list_steps(path):
        assert "${{" not in str(step.get("run", ""))
        assert "${{" not in str(step.get("shell", ""))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_each_action_is_pinned_by_a_hash_and_keeps_no_credentials(path: Path) -> None:
    for _, step in list_steps(path):
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", str(step["uses"]))
        if "actions/checkout@" in str(step.get("uses", "")):
            assert step["with"]["persist-credentials"] is False  # type: ignore[index]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_job_that_may_write_runs_nothing_of_the_repository(path: Path) -> None:
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {}
    for job, step in list_steps(path):
        if "write" in job["permissions"].values():  # type: ignore[attr-defined]
            assert "actions/checkout@" not in str(step.get("uses", ""))
            assert "make" not in str(step.get("run", "")).split()


def test_only_the_tag_of_a_version_starts_a_release() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    (pattern,) = re.findall(r'tags: \["(.*)"\]', text)
    as_regex = re.compile(pattern.replace(".", r"\."))  # of the filters' signs this one has only [ ] and +, as in a regex
    assert as_regex.fullmatch("v0.1.0")
    assert as_regex.fullmatch("v10.20.30")
    assert not [tag for tag in HOSTILE_TAGS if as_regex.fullmatch(tag)]
