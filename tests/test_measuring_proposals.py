"""`curate proposals`: what was proposed, compared with the finished coding."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Copy, copy_collection
from curation.pipeline import build
from curation.proposals.comparing import EDIT, EXACT, WRONG, Outcome, compare_lines
from curation.proposals.kept import dump_proposals, load_proposals
from curation.proposals.lines import CodedLine, list_headings, list_lines
from curation.proposals.measure import read_finished
from curation.proposals.proposal import Proposal
from curation.proposals.report import list_poor, list_rules, list_sources, render_outcomes
from curation.schema.read import read_schemas
from curation.sources.register import Source, read_sources
from odd_files import read_tree
from test_cli import run

KEPT = "annotations/proposals/s100.json"


@pytest.fixture
def source(two_sources: Copy) -> Source:
    return read_sources(two_sources.root, read_schemas(two_sources.root)[0])[0]["s100"]


def line(
    words: tuple[int, int] | None, *, row: str = "a", field: str = "persons", value: str = "", rule: str = "r"
) -> CodedLine:
    """Return a line of a passage that begins at 0, ten characters long."""
    spans = (words,) if words else ()
    table = "quotes" if field.startswith("st") else "flights"
    return CodedLine(0, table, frozenset({row}), field, value, spans, 10, rule)


def compare(
    source: Source, proposed: Sequence[CodedLine], coded: Sequence[CodedLine], headings: Sequence[CodedLine] = ()
) -> tuple[list[str], Outcome]:
    outcome = compare_lines(source, proposed, coded, headings)
    return [one.kind for one in outcome.judged], outcome


def test_a_line_is_exact_one_edit_away_or_wrong(source: Source) -> None:
    coded = [line((0, 5)), line((8, 9), field="funder", value="USA")]
    for proposed, kind in [
        (line((0, 5)), EXACT),
        (line((0, 4)), EDIT),
        (line((0, 5), value="exact 4"), EXACT),
        (line((8, 9), field="funder", value="USA"), EXACT),
        (line((8, 9), field="funder", value="KAZ"), EDIT),
        (line((2, 3), field="funder", value="KAZ"), WRONG),
        (line((0, 5), field="aircraft"), WRONG),
    ]:
        assert compare(source, [proposed], coded)[0] == [kind], proposed


def test_a_line_of_the_coding_is_met_once_and_the_others_are_missed(source: Source) -> None:
    kinds, outcome = compare(source, [line((0, 5)), line((0, 5))], [line((0, 5)), line((7, 9), field="funder")])
    assert kinds == [EXACT, WRONG]
    assert [one.field for one in outcome.missed] == ["funder"]
    assert (outcome.lines, outcome.whole) == (2, 20)


def test_typed_are_marks_reasons_half_of_an_edit_and_what_was_missed(source: Source) -> None:
    coded = replace(line((0, 5)), reason="12345")
    for proposed, typed in [
        ([line((0, 5))], 1 + 5),
        ([replace(line((0, 5)), reason="it is so")], 1),
        ([line((0, 4))], 1 + 5),
        ([], 10),
        ([line((7, 9), field="funder")], 1 + 10),
    ]:
        assert compare(source, proposed, [coded])[1].typed == typed


def test_the_name_of_a_row_is_typed_where_no_line_of_it_is_proposed_in_the_passage(source: Source) -> None:
    coded = [line((0, 5), row="b")]
    heading = replace(line(None, row="b", field=""), length=30)
    for proposed, typed in [
        ([], 10 + 30),
        (coded, 1 + 1),
        ([line((0, 5), row="new")], 1 + 1),
        ([line((0, 5), row="new"), line((7, 9), row="new", field="funder")], 2 + 1),
        ([replace(coded[0], start=20)], 1 + 10 + 30),
        ([line((7, 9), row="other", field="funder")], 1 + 10 + 30),
    ]:
        outcome = compare(source, proposed, coded, [heading])[1]
        assert (outcome.typed, outcome.whole) == (typed, 40), proposed


def test_each_row_of_a_passage_has_a_heading(two_sources: Copy) -> None:
    annotations, _ = read_finished(two_sources.root, read_schemas(two_sources.root)[0])
    texts = [path.read_text(encoding="utf-8") for path in sorted((two_sources.root / "annotations").glob("s*.yaml"))]
    for annotation, text in zip(annotations, texts, strict=True):
        written = [one for one in text.split("\n") if re.fullmatch(r"  \w+/[\w.-]+:", one)]
        headings = {f"  {one.table}/{''.join(one.rows)}:": one.length for one in list_headings(annotation)}
        assert headings == {one: len(one) for one in written if "*" not in one}


def test_a_reason_that_a_rule_proposes_is_not_typed(source: Source) -> None:
    coded = [replace(line((0, 5), field="uncoded"), table="", rows=frozenset(), length=30, reason="no figure at all")]
    for value, typed in (("no figure", 1), ("", 1 + len("no figure at all"))):
        proposed = [replace(coded[0], value=value, reason="")]
        assert compare(source, proposed, coded)[1].typed == typed


def test_new_rows_and_statements_may_have_other_names_and_no_two_the_same(source: Source) -> None:
    coded = [
        line((0, 5), row="b"),
        line((0, 5), field="funder", row="b"),
        line(None, row="q", field="statement_id", value="x"),
    ]
    proposed = [line((0, 5)), line((0, 5), field="funder"), line(None, row="p", field="statement_id", value="y")]
    assert compare(source, proposed, coded)[0] == [EXACT] * 3
    two = [line((0, 5)), line((6, 9), field="funder", row="other")]
    assert compare(source, two, [line((0, 5), row="b"), line((6, 9), field="funder", row="b")])[0] == [EXACT, EDIT]


def test_a_new_body_to_which_a_line_refers_may_have_another_name(source: Source) -> None:
    coded = [line((0, 5), field="organization_id", value="lao-police"), line((6, 9), field="cites", value="lao-police")]
    same = [line((0, 5), field="organization_id", value="police"), line((6, 9), field="cites", value="police")]
    assert compare(source, same, coded)[0] == [EXACT, EXACT]
    assert compare(source, [line((0, 4), field="organization_id", value="police")], coded)[0] == [WRONG]


def test_a_new_body_that_speaks_may_have_another_name_where_the_words_name_it(source: Source) -> None:
    text = source.folded.folded
    start = text.index("said Ada Holm")
    for words, kind in (((start, start + len("said Ada Holm")), EXACT), ((start, start + len("said")), EDIT)):
        proposed = [replace(line(words, field="by", value="lao-police"), table="", rows=frozenset())]
        coded = [replace(proposed[0], value="police-of-laos")]
        assert compare(source, proposed, coded)[0] == [kind]
        assert compare(source, [replace(proposed[0], value="lao-police via radio")], coded)[0] == [EDIT]


def test_a_code_alone_rests_on_the_word_of_the_sentence_that_is_the_code(two_sources: Copy) -> None:
    path = two_sources.root / "annotations" / "s100.yaml"
    text = path.read_text(encoding="utf-8")
    assert "flight_type: charter <- charter" in text
    path.write_text(text.replace("flight_type: charter <- charter", "flight_type: charter"), encoding="utf-8")
    annotations, _ = read_finished(two_sources.root, read_schemas(two_sources.root)[0])
    folded = annotations[0].source.folded.folded
    alone = [one for one in list_lines(annotations[0]) if one.field == "flight_type"]
    assert [[folded[slice(*span)] for span in one.spans] for one in alone] == [["Charter"], ["charter"]]


def test_tables_have_a_line_for_each_source_and_rule_and_name_the_poor(source: Source) -> None:
    coded = [line((0, 5)), line((8, 9), field="funder")]
    outcome = compare(source, [line((0, 5), rule="good"), line((2, 3), field="aircraft", rule="bad")], coded)[1]
    assert [cells[0] for cells in list_sources([outcome])] == ["s100", "all"]
    assert list(list_rules([outcome])) == [
        ("bad", "1", "0 (0%)", "0 (0%)", "1 (100%)"),
        ("good", "1", "1 (100%)", "0 (0%)", "0 (0%)"),
    ]
    assert list_poor([outcome]) == ["bad"]
    assert "fewer than 80% exact: bad" in render_outcomes([outcome])
    assert render_outcomes([]) == "no source has both proposals and a finished coding"


# What was kept


def keep(copy: Copy, proposals: Sequence[Proposal] | str, name: str = KEPT) -> None:
    path = copy.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(proposals.encode() if isinstance(proposals, str) else dump_proposals(proposals))


def call(copy: Copy, *words: str) -> tuple[int, str, str]:
    done = run("proposals", *words, "--root", str(copy.root))
    return done.returncode, done.stdout, done.stderr


def test_what_was_kept_is_compared_and_shown_line_by_line(two_sources: Copy) -> None:
    keep(
        two_sources,
        [
            Proposal("flight-persons", 1, "flights", "x", "persons", spans=((13, 15),)),
            Proposal("figure", 1, "statistics", "y", "value", spans=((13, 15),)),
        ],
    )
    code, shown, _ = call(two_sources)
    assert code == 0
    assert shown.split("\n")[1].split()[:3] == ["s100", "2", "1"]
    _, shown, _ = call(two_sources, "s100")
    assert "wrong     figure          statistics/y value: 46" in shown
    assert "missed" in shown


def test_a_source_that_is_not_read_to_its_end_is_not_compared(two_sources: Copy) -> None:
    keep(two_sources, [Proposal("flight-persons", 1, "flights", "x", "persons", spans=((13, 15),))])
    two_sources.edit("annotations/s100.yaml", "    persons: 46", "    ?persons: 46")
    assert call(two_sources)[:2] == (0, "no source has both proposals and a finished coding\n")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[1]",
        "[" * 5000,
        '[{"rule": "r"}]',
        '[{"rule": "r", "passage": "1"}]',
        '[{"rule": "r", "passage": 1, "more": 1}]',
    ],
)
def test_a_broken_file_is_one_error_that_names_it(content: str, two_sources: Copy) -> None:
    keep(two_sources, content)
    code, shown, errors = call(two_sources)
    assert (code, shown) == (1, "")
    assert errors.startswith(f"{KEPT}: ")
    assert errors.endswith("\n1 error\n")


def test_proposals_of_another_text_are_an_error(two_sources: Copy) -> None:
    keep(two_sources, [Proposal("r", 99, "flights", "x", "persons")])
    assert "of another text" in call(two_sources)[2]


def test_a_file_of_no_source_is_an_error_of_this_command_and_not_of_the_build(two_sources: Copy) -> None:
    keep(two_sources, "", "annotations/proposals/nobody.json")
    assert "nobody.json: no source has this name" in call(two_sources)[2]
    assert two_sources.errors() == []


def test_another_collection_is_measured_by_what_this_one_says(two_sources: Copy, tmp_path: Path) -> None:
    other = copy_collection(tmp_path / "other", "other_flights")
    code, shown, _ = call(two_sources, "--on", str(other.root))
    assert code == 0
    assert [row.split()[0] for row in shown.split("\n")[1:4]] == ["s11", "s13", "s15"]
    assert call(two_sources, "--on", str(two_sources.root))[1] == "no source has both proposals and a finished coding\n"
    assert call(two_sources, "--on", str(tmp_path / "nothing"))[0] == 1


def test_a_source_that_cannot_be_shown_is_an_error(two_sources: Copy) -> None:
    assert "nobody: no proposals" in call(two_sources, "nobody")[2]


def test_no_proposal_has_a_form_of_its_own_in_the_file() -> None:
    one = Proposal("r", 2, "quotes", "q", "quote_text", "v <- w", ((0, 3), (5, 9)), is_sure=False, needs_reason=True)
    assert load_proposals(dump_proposals([one])) == (one,)
    assert json.loads(dump_proposals([one]))[0]["spans"] == [[0, 3], [5, 9]]


def test_the_build_and_the_manifest_ignore_what_was_kept(two_sources: Copy) -> None:
    assert not build(two_sources.root).errors
    before = read_tree(two_sources.root)
    keep(two_sources, [Proposal("flight-persons", 1, "flights", "x", "persons", spans=((13, 15),))])
    assert not build(two_sources.root).errors
    assert {name for name, content in read_tree(two_sources.root).items() if before.get(name) != content} == {KEPT}
    assert b"proposals" not in before["build/manifest-sha256.txt"]
