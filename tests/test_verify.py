"""verify.py, the verifier that shares no code with the build: it passes what is published and finds what is tampered with."""

from __future__ import annotations

import ast
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from proof.tampers import list_samples, read_published, try_verifier
from verify import verify_files

VERIFIER = ROOT / "scripts" / "verify.py"
UNSEEN = {
    "reason",
    "evidence",
    "kind",
    "attributed_to",
    "certainty",
    "passage",
    "language",
    "codings",
    "attributed_words",
    "via",
}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", str(VERIFIER), *words], text=True, capture_output=True, check=False)


def test_it_imports_nothing_of_ours_and_nothing_but_the_standard_library() -> None:
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_passes_what_is_published_with_and_without_the_seeds() -> None:
    assert run(str(ROOT)).returncode == 0
    done = run(str(ROOT), "--seeds", str(ROOT / "seeds"))
    assert done.returncode == 0, done.stdout
    assert "0 faults" in done.stdout


def test_it_passes_a_zip_with_no_repository_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in read_published().items():
            archive.writestr(f"us-central-asia-removals-0/{name}", content)
    done = run(str(path))
    assert done.returncode == 0, done.stdout


def test_a_changed_file_without_its_hash_is_found() -> None:
    for name in read_published():
        if name.endswith((".csv", ".parquet")):
            changed = {**read_published(), name: read_published()[name] + b"\n"}
            assert any(Path(name).stem in fault for fault in verify_files(changed, None)), name


def test_a_changed_word_in_a_seed_is_found() -> None:
    seeds = {path.name: path.read_bytes() for path in (ROOT / "seeds").glob("*.txt")}
    assert not verify_files(read_published(), seeds)
    name = "002_f5dd51b720eb846b.txt"
    assert verify_files(read_published(), {**seeds, name: seeds[name].replace(b"572", b"573")})


def test_it_finds_a_sample_of_tampered_cells_whose_hashes_were_mended() -> None:
    """What it cannot see is named in docs/reliability.md."""
    work = [item for item in list_samples(1) if item[1] not in UNSEEN]
    for item in random.Random(7).sample(work, 30):
        assert not try_verifier(item).missed


@pytest.mark.parametrize("words", [(), ("nowhere",), (".", "--seeds"), (".", "--seeds", "nowhere")])
def test_a_wrong_command_line_ends_with_2(words: tuple[str, ...]) -> None:
    assert run(*words).returncode == 2


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(read_published())), st.integers(0, 20_000), st.binary(max_size=20), st.integers(0, 200))
def test_bytes_changed_anywhere_give_faults_and_no_traceback(name: str, start: int, new: bytes, length: int) -> None:
    content = read_published()[name]
    changed = content[:start] + new + content[start + length :]
    faults = verify_files({**read_published(), name: changed}, None)
    assert faults or changed == content or name.endswith("datapackage.json")


def test_a_corrupt_zip_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(b"PK\x03\x04 no zip")
    done = run(str(path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
