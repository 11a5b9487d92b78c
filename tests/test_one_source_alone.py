"""`curate build SOURCE` shows what concerns one source, and counts the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import FLIGHT, Copy
from curation.authoring.focus import list_source_names, split_problems
from test_cli import Done, run

A, B = "annotations/s100.yaml", "annotations/s101.yaml"
REGISTER, DECISIONS, SETTLEMENTS = "seeds/sources.yaml", "annotations/decisions.yaml", "annotations/second/settlements.csv"
FUNDER = f"flights/{FLIGHT}/funder_scope"


def build_one(copy: Copy, source: str) -> Done:
    return run("build", source, "--root", str(copy.root))


def test_a_named_source_shows_its_own_errors_and_counts_the_others(two_sources: Copy) -> None:
    two_sources.edit(A, "operator: Polar Air", "operator: Solar Air")
    two_sources.edit(A, "    persons: 27\n", "    persons: 28\n")
    two_sources.edit(B, "    medium: statement\n", "    medium: letter\n")
    done = build_one(two_sources, "s101")
    assert done.returncode == 1
    assert f"{B}:" in done.stderr
    assert A not in done.stderr
    assert "2 errors in other files: curate build shows all" in done.stderr


def test_nothing_is_built_while_another_source_has_errors(two_sources: Copy) -> None:
    two_sources.edit(A, "operator: Polar Air", "operator: Solar Air")
    done = build_one(two_sources, "s101")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "s101: no errors. Nothing is built, because other files have errors",
        "1 error in other files: curate build shows all",
    ]
    assert not (two_sources.root / "build").exists()


def test_a_collection_without_errors_is_built_whatever_source_is_named(two_sources: Copy) -> None:
    done = build_one(two_sources, "s101")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("built: 2 sources")
    assert (two_sources.root / "build" / "csv" / "flights.csv").exists()


@pytest.mark.parametrize(("name", "advice"), [("s11", "did you mean 's101'?"), ("courier", "known are: s100, s101")])
def test_an_unknown_source_is_an_error_in_the_command_line(name: str, advice: str, two_sources: Copy) -> None:
    done = build_one(two_sources, name)
    assert done.returncode == 2
    assert f"no source is named {name!r}: {advice}" in " ".join(done.stderr.replace("│", " ").split())


def test_an_unknown_source_is_an_error_also_where_nothing_has_changed(two_sources: Copy) -> None:
    assert build_one(two_sources, "s101").returncode == 0
    assert build_one(two_sources, "nosuch").returncode == 2


SHARED = {
    "a disagreement at the other one": (DECISIONS, FUNDER, f"flights/{FLIGHT}/funder", {"s100", "s101"}),
    "a ruling on its row": (DECISIONS, "  reason: s101 says", "  reasons: s101 says", {"s100", "s101"}),
    "its entry in the register": (REGISTER, "published: 2031-03-13", "published: 2031-02-30", {"s100"}),
    "its seed": (REGISTER, "sha256: e98", "sha256: e99", {"s100"}),
    "its second coding": ("annotations/second/s100.csv", "exact 27,27", "exact 28,27", {"s100"}),
    "its settlements": (SETTLEMENTS, ",second,The first", ",secnd,The first", {"s100"}),
    "a speaker of its own": (A, "by: ada-holm <- Holm said", "by: ada-hom <- Holm said", {"s100"}),
    "metadata": ("metadata.yaml", "\ntitle: ", "\ntile: ", set()),
}  # fmt: skip


@pytest.mark.parametrize("name", SHARED)
def test_a_problem_is_shown_to_the_sources_that_it_concerns(name: str, two_sources: Copy) -> None:
    file, old, new, wanted = SHARED[name]
    two_sources.edit(file, old, new)
    problems = two_sources.prepare().errors
    assert len(problems) == 1, problems
    assert {source for source in ("s100", "s101") if split_problems(two_sources.root, problems, source)[0]} == wanted


def test_a_name_that_is_wrong_in_two_sources_is_shown_to_both(two_sources: Copy) -> None:
    for file in (A, B):
        path = two_sources.root / file
        path.write_text(path.read_text(encoding="utf-8").replace("by: ada-holm", "by: ada-hom"), encoding="utf-8")
    problems = two_sources.prepare().errors
    for source in ("s100", "s101"):
        own, _ = split_problems(two_sources.root, problems, source)
        assert any("unknown speaker 'ada-hom'" in problem.message for problem in own), source


def test_a_page_that_two_sources_cite_and_nobody_registered_is_shown_to_both(two_sources: Copy) -> None:
    for file, old in ((A, "Hamburg is a city in Germany"), (B, "the publisher's page is of March 2031")):
        two_sources.edit(file, old, f"{old} [no-page]")
    problems = two_sources.prepare().errors
    assert len(problems) == 1, problems
    for source in ("s100", "s101"):
        assert split_problems(two_sources.root, problems, source) == (problems, []), source


def test_a_source_that_is_not_registered_can_be_named(two_sources: Copy) -> None:
    two_sources.edit(REGISTER, "  s101:", "  s11:")
    assert list_source_names(two_sources.root) == {"s100", "s101", "s11"}
    assert f"{B}: unknown source 's101'" in build_one(two_sources, "s101").stderr


def test_no_problem_is_lost_between_a_source_and_the_others(two_sources: Copy, tmp_path: Path) -> None:
    for file, old, new, _ in SHARED.values():
        two_sources.edit(file, old, new)
    problems = two_sources.prepare().problems
    own, others = split_problems(two_sources.root, problems, "s100")
    assert sorted([*own, *others]) == sorted(problems)
