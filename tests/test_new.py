"""`curate new`: a source is added wholly or not at all, under names that every system can hold."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Copy
from curation.authoring.new import add_source, quote_text
from curation.files import hold_lock
from curation.paths import SCHEMAS, STAGING
from curation.portable import find_fault, fold_name
from curation.proposals.memory import remember_collection
from curation.schema.read import read_schemas
from curation.sources.register import list_registered
from curation.strict_yaml import Mapping, parse_yaml
from odd_files import FOLDERS, exchange, read_tree
from test_cli import run
from test_crash import run_in_child

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its files have names that Windows refuses")

TEXT = "Eleven more flown home\n\nThe ministry said on May 2 that 11 more went to Tashkent.\n"
REGISTER = "seeds/sources.yaml"
KEPT = "annotations/proposals/s906.json"
ADDED = {REGISTER, "seeds/906.txt", "annotations/s906.yaml", KEPT}


def write_article(folder: Path, name: str = "906.txt", text: str = TEXT) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def list_changed(before: dict[str, bytes], root: Path) -> set[str]:
    after = read_tree(root)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def refuse(copy: Copy, *words: str) -> str:
    """Run `curate new`, which must refuse with one message and change nothing; return the message."""
    before = read_tree(copy.root)
    done = run("new", *words, "--root", str(copy.root))
    assert done.returncode == 1
    assert done.stderr.endswith("\n1 error\n")
    assert done.stderr.count("    → ") == 1
    assert not list_changed(before, copy.root)
    assert not list(copy.root.glob(f"{STAGING}*"))
    return done.stderr


@pytest.mark.parametrize(
    "name", ["con.txt", "AUX.md", "nul", "Com1.tar.gz", "lpt9.txt", "com¹.txt", "prn.", "906.", "906 .txt"]
)
def test_a_file_whose_name_windows_cannot_hold_is_refused(name: str, two_sources: Copy, tmp_path: Path) -> None:
    message = refuse(two_sources, str(write_article(tmp_path / "in", name)), "--id", "s906")
    assert "the file's name " in message


@pytest.mark.parametrize(
    "source", ["con", "aux", "nul", "com1", "lpt0", "nul.x", "s906.", "s906 ", "s906\n", "S906", "-s906"]
)
def test_an_id_that_windows_or_the_register_cannot_hold_is_refused(source: str, two_sources: Copy, tmp_path: Path) -> None:
    assert " is no name for a source" in refuse(two_sources, str(write_article(tmp_path / "in")), f"--id={source}")


@pytest.mark.parametrize("source", ["decisions", "evidence", "places", "settlements"])
def test_an_id_that_is_the_name_of_another_file_is_refused(source: str, two_sources: Copy, tmp_path: Path) -> None:
    for name in ("decisions", "evidence", "places"):
        (two_sources.root / "annotations" / f"{name}.yaml").unlink()
    assert "is the name of a file of all sources" in refuse(two_sources, str(write_article(tmp_path / "in")), "--id", source)


@pytest.mark.parametrize("name", ["sources.yaml", "Sources.YAML", "SOURCES.yaml", "thumbs.db"])
def test_a_file_named_as_the_register_is_refused(name: str, two_sources: Copy, tmp_path: Path) -> None:
    assert f"{name} is the name of another file in seeds/" in refuse(
        two_sources, str(write_article(tmp_path / "in", name)), "--id", "s906"
    )


@pytest.mark.parametrize(
    ("there", "name"),
    [
        ("906_café.txt", "906_CAFÉ.TXT"),
        ("906_café.txt", "906_cafe\u0301.txt"),
        ("906_cafe\u0301.txt", "906_café.txt"),
        ("906_straße.txt", "906_STRASSE.txt"),
        ("906_ΑΣ.txt", "906_ας.txt"),
        ("906_İ.txt", "906_i\u0307.txt"),
    ],
)
@pytest.mark.parametrize("is_registered", [True, False])
def test_a_file_name_that_some_system_takes_for_another_one_is_refused(
    there: str, name: str, is_registered: bool, two_sources: Copy, tmp_path: Path
) -> None:
    if is_registered:
        entry = f"  s905:\n    seed_file: {there}\n    sha256: {64 * 'a'}\n    language: en\n    publisher_basis: unknown\n"
        two_sources.append(REGISTER, entry)
    else:
        write_article(two_sources.root / "seeds", there, "Another text.\n")
    message = refuse(two_sources, str(write_article(tmp_path / "in", name)), "--id", "s906")
    assert "on some systems" in message or "exists already" in message


@pytest.mark.parametrize("there", ["S906", "s906"])
def test_an_id_that_some_system_takes_for_another_one_is_refused(there: str, two_sources: Copy, tmp_path: Path) -> None:
    write_article(two_sources.root / "annotations", f"{there}.yaml", "source: s906\n")
    assert "exists already" in refuse(two_sources, str(write_article(tmp_path / "in")))


@pytest.mark.parametrize(
    "language", ["en\n", "en\nurl: x", "en: x", "en #", " en", "", "en\u200b", "'en'", "e\x07", "!x", "*en"]
)
@pytest.mark.parametrize("has_pattern", [True, False])
def test_a_language_that_yaml_would_read_otherwise_is_refused(
    language: str, has_pattern: bool, two_sources: Copy, tmp_path: Path
) -> None:
    if not has_pattern:
        path = two_sources.root / SCHEMAS / "sources.json"
        schema = json.loads(path.read_text(encoding="utf-8"))
        (field,) = [one for one in schema["fields"] if one["name"] == "language"]
        del field["constraints"]["pattern"]
        path.write_text(json.dumps(schema), encoding="utf-8")
    message = refuse(two_sources, str(write_article(tmp_path / "in")), f"--language={language}")
    assert message.startswith("--language: ")
    assert "is no language code" in message


@pytest.mark.parametrize(
    "name", ["a\nb.txt", "a: b.txt", "a#b.txt", "&a.txt", "*a.txt", "'a'.txt", "{a}.txt", "-.txt", "a\u200b.txt"]
)
def test_a_file_whose_name_yaml_would_read_otherwise_is_refused(name: str, two_sources: Copy, tmp_path: Path) -> None:
    assert "the file's name " in refuse(two_sources, str(write_article(tmp_path / "in", name)), "--id", "s906")


def test_a_file_whose_name_is_no_text_is_refused(two_sources: Copy, tmp_path: Path) -> None:
    article = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(article)).write_text(TEXT, encoding="utf-8")
    _, (problem,) = add_source(two_sources.root, read_schemas(two_sources.root)[0], Path(os.fsdecode(article)), "s906", "en")
    assert "the file's name has spaces or marks in it" in problem.message
    str(problem).encode()


@pytest.mark.parametrize(
    ("name", "source", "language"), [("2025-04-30", "1.5", "no"), ("null", "null", "en"), ("1e3", "on", "en")]
)
def test_what_other_readers_take_for_a_number_or_a_date_is_quoted(
    name: str, source: str, language: str, two_sources: Copy, tmp_path: Path
) -> None:
    words = ("--id", source, "--language", language, "--root", str(two_sources.root))
    done = run("new", str(write_article(tmp_path / "in", name)), *words)
    assert done.returncode == 0, done.stderr
    entry = yaml.safe_load((two_sources.root / REGISTER).read_text(encoding="utf-8"))["sources"][source]
    assert (entry["seed_file"], entry["language"]) == (name, language)
    assert (
        yaml.safe_load((two_sources.root / "annotations" / f"{source}.yaml").read_text(encoding="utf-8"))["source"] == source
    )
    errors = two_sources.errors()
    assert {error.partition(":")[0] for error in errors} == {f"annotations/{source}.yaml"}, "it is read, and to be coded"


@given(st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=20))
@example("=")
@example("2025-99-99")
def test_every_reader_reads_a_text_that_was_written_into_the_register(text: str) -> None:
    written = f"key: {quote_text(text)}"
    tree, _ = parse_yaml(written, "x.yaml")
    assert isinstance(tree, Mapping)
    assert (tree.text("key"), yaml.safe_load(written)["key"]) == (text, text)


def test_a_folded_name_is_that_of_every_spelling_of_every_character() -> None:
    for character in map(chr, (*range(0xD800), *range(0xE000, 0x30000))):
        spellings = (character, character.upper(), character.lower(), character.casefold(), character.swapcase())
        forms = {unicodedata.normalize(form, spelling) for form in ("NFC", "NFD") for spelling in spellings}
        assert {fold_name(spelling) for spelling in forms} == {fold_name(character)}, f"U+{ord(character):04X}"


@given(st.text(max_size=12))
def test_a_fault_of_a_name_is_reported_on_one_line(name: str) -> None:
    assert "\n" not in find_fault(name)
    assert find_fault(name) or (name and "/" not in name and quote_text(name).strip("'") == name)


@pytest.mark.parametrize(
    ("register", "is_added"),
    [
        ("", True),
        ("# nothing yet\n", True),
        ("sources:\n", True),
        ("sources:\n    s905:\n        seed_file: 905.txt\n        sha256: b\n        language: en", True),
        ("sources:\r\n  s905:\r\n    seed_file: 905.txt\r\n    sha256: b\r\n    language: en\r\n", True),
        ("sources:\n  s905:\n    seed_file: 905.txt\n    sha256: b\n    language: en\nother: x\n", False),
        ("sources:\n  s905:\n    seed_file: 905.txt\n    sha256: b\n    language: en\n...\n", False),
        ("sources: {}\n", False),
        ("sources: x\n", False),
        ("- x\n", False),
        ("sources: |\n", False),
        ("sources:\n  s905: &a\n    seed_file: 905.txt\n", False),
    ],
)
def test_an_entry_is_added_to_a_register_or_refused_where_it_would_be_read_as_something_else(
    register: str, is_added: bool, two_sources: Copy, tmp_path: Path
) -> None:
    (two_sources.root / REGISTER).write_text(register, encoding="utf-8", newline="")
    known = list_registered(two_sources.root)
    article = write_article(tmp_path / "in")
    if is_added:
        done = run("new", str(article), "--root", str(two_sources.root))
        assert done.returncode == 0, done.stderr
        assert list_registered(two_sources.root) == [*known, "s906"]
    else:
        assert f"{REGISTER}:" in refuse(two_sources, str(article))


def test_a_register_that_is_not_there_is_begun(two_sources: Copy, tmp_path: Path) -> None:
    shutil.rmtree(two_sources.root / "seeds")
    assert run("new", str(write_article(tmp_path / "in")), "--root", str(two_sources.root)).returncode == 0
    assert list_registered(two_sources.root) == ["s906"]


# What is there already


def test_a_text_in_seeds_is_registered_where_it_is(two_sources: Copy) -> None:
    before = read_tree(two_sources.root)
    article = write_article(two_sources.root / "seeds")
    assert run("new", str(article), "--root", str(two_sources.root)).returncode == 0
    assert list_changed(before, two_sources.root) == ADDED
    assert article.read_text(encoding="utf-8") == TEXT


def test_another_text_in_seeds_is_not_replaced(two_sources: Copy, tmp_path: Path) -> None:
    write_article(two_sources.root / "seeds", text="Another text.\n")
    assert "seeds/906.txt exists already" in refuse(two_sources, str(write_article(tmp_path / "in")))


@pytest.mark.parametrize(
    "name", ["seeds", "annotations", "seeds/906.txt", "annotations/s906.yaml", REGISTER, f"{STAGING}-new"]
)
@pytest.mark.parametrize("kind", ["a link", "a dangling link", "a pipe"])
def test_nothing_is_written_through_a_link(name: str, kind: str, two_sources: Copy, tmp_path: Path) -> None:
    exchange(two_sources.root, name, FOLDERS[kind], tmp_path / "outside")
    before = read_tree(tmp_path)
    done = run("new", str(write_article(tmp_path / "in")), "--root", str(two_sources.root))
    assert done.returncode == 1
    assert done.stderr.endswith("\n1 error\n")
    assert name in done.stderr
    assert list_changed(before, tmp_path) == {"in/906.txt"}


# When it cannot be written


def fail_at(number: int, call: str, failure: BaseException) -> Callable[..., Any]:
    """Return the nth call of a function of `os` as one that fails."""
    count, original = 0, getattr(os, call)

    def fail(*arguments: Any, **named: Any) -> Any:
        nonlocal count
        if call != "open" or arguments[1] & os.O_CREAT:
            count += 1
            if count == number:
                raise failure
        return original(*arguments, **named)

    return fail


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize(
    ("call", "code"),
    [("write", errno.ENOSPC), ("open", errno.EACCES), ("replace", errno.EROFS), ("replace", errno.EXDEV)],
)
def test_an_error_of_the_system_at_any_step_leaves_nothing(
    call: str, code: int, number: int, two_sources: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = write_article(tmp_path / "in")
    schemas, _ = read_schemas(two_sources.root)
    before = read_tree(two_sources.root)
    with monkeypatch.context() as patch:
        memory = remember_collection(two_sources.root, schemas)
        patch.setattr(os, call, fail_at(number, call, OSError(code, os.strerror(code))))
        written, problems = add_source(two_sources.root, schemas, article, "", "en", memory)
    assert not written
    (problem,) = problems
    assert f"cannot be written: {os.strerror(code)}" in problem.message
    assert "nothing is half-written" in problem.advice
    assert not list_changed(before, two_sources.root)
    assert not list(two_sources.root.glob(f"{STAGING}*"))
    assert run("new", str(article), "--root", str(two_sources.root)).returncode == 0
    assert list_changed(before, two_sources.root) == ADDED


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_interrupt_leaves_nothing(number: int, two_sources: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = write_article(tmp_path / "in")
    schemas, _ = read_schemas(two_sources.root)
    before = read_tree(two_sources.root)
    monkeypatch.setattr(os, "replace", fail_at(number, "replace", KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        add_source(two_sources.root, schemas, article, "", "en")
    assert not list_changed(before, two_sources.root)
    assert not list(two_sources.root.glob(f"{STAGING}*"))


def test_on_a_full_disk_nothing_is_added(two_sources: Copy, tmp_path: Path) -> None:
    article = write_article(tmp_path / "in", text=TEXT * 100)
    schemas, _ = read_schemas(two_sources.root)
    before = read_tree(two_sources.root)

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
        _, (problem,) = add_source(two_sources.root, schemas, article, "", "en")
        assert "cannot be written: File too large" in problem.message

    assert run_in_child(work) == 0
    assert not list_changed(before, two_sources.root)


def test_nothing_is_added_while_a_build_is_running(two_sources: Copy, tmp_path: Path) -> None:
    with hold_lock(two_sources.root) as problem:
        assert problem is None
        assert "another build is running here" in refuse(two_sources, str(write_article(tmp_path / "in")))


def test_what_a_killed_call_left_is_completed_by_the_next_one(two_sources: Copy, tmp_path: Path) -> None:
    article = write_article(tmp_path / "in")
    register = (two_sources.root / REGISTER).read_bytes()
    before = read_tree(two_sources.root)
    assert run("new", str(article), "--root", str(two_sources.root)).returncode == 0
    after = read_tree(two_sources.root)
    (two_sources.root / REGISTER).write_bytes(register)
    (two_sources.root / f"{STAGING}-new" / "seeds").mkdir(parents=True)
    assert {error.partition(":")[0] for error in two_sources.errors()} == ADDED - {REGISTER, KEPT}
    assert run("new", str(two_sources.root / "seeds" / "906.txt"), "--root", str(two_sources.root)).returncode == 0
    assert read_tree(two_sources.root) == after
    assert list_changed(before, two_sources.root) == ADDED
    assert not list(two_sources.root.glob(f"{STAGING}*"))


# What is in seeds/ and is not registered


@pytest.mark.parametrize("name", ["905.md", "905", "905.TXT", ".905.txt", "905.txt~", "notes.pdf", "905.yaml", "905\n.txt"])
def test_a_file_in_seeds_that_is_not_registered_is_reported_whatever_its_ending(name: str, two_sources: Copy) -> None:
    write_article(two_sources.root / "seeds", name)
    (error,) = two_sources.errors()
    shown = name.replace("\n", "⏎")
    assert error.startswith(f"seeds/{shown}: seed is not registered\n    → add it with: curate new seeds/{shown}")


def test_a_folder_in_seeds_is_reported(two_sources: Copy) -> None:
    write_article(two_sources.root / "seeds" / "more")
    (error,) = two_sources.errors()
    assert error.startswith("seeds/more: is a folder, not a file")


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_what_a_file_manager_writes_by_itself_is_not_reported(name: str, two_sources: Copy) -> None:
    write_article(two_sources.root / "seeds", name)
    assert not two_sources.errors()
