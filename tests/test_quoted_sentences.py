"""A quotation is coded sentence by sentence: coverage asks for each part, the skeleton shows it, and `by:` runs on in it."""

from __future__ import annotations

import hashlib
import re

import pytest

from conftest import Copy
from curation.authoring.new import write_skeleton
from curation.claims.claim import Claim
from curation.pipeline import build
from curation.sources.register import hash_text
from package_files import read_published, read_seeds
from verify import verify_files

FILE = "annotations/s900.yaml"
WHO = """\
  officials/ana-ruiz:
    name: Ana Ruiz
    role: spokesperson <- Ana Ruiz -- Ana Ruiz speaks for Example Air
    organization_id: example-air <- Example Air
  organizations/example-air:
    name: Example Air
    organization_type: government <- Example Air
  sources/s900:
    cites: example-air <- Example Air
"""
FIRST = "“We carried all,” said Ana Ruiz of Example Air."
SECOND = "“They were tired of the journey."
THIRD = "“They slept for 9 hours."
FOURTH = "It was a long flight,” she added."
QUOTED = {
    FIRST: f"  by: ana-ruiz <- said Ana Ruiz\n{WHO}  quotes/s900-all:\n    quote_text: We carried all\n",
    SECOND: "  quotes/s900-tired:\n    quote_text: They were tired of the journey\n",
    THIRD: "  quotes/s900-slept:\n    quote_text: They slept for 9 hours\n  uncoded: 9 -- hours\n",
    FOURTH: "  by: ana-ruiz <- she added\n  quotes/s900-long:\n    quote_text: It was a long flight\n",
}
"""Two quotations, the second one over two paragraphs, whose speaker the last sentence names."""


TEXT = f"{FIRST} {SECOND}\n{THIRD} {FOURTH}\n"


def code(collection: Copy, passages: dict[str, str], text: str = TEXT) -> Copy:
    """Add a source with these passages and what is beneath them. Each quote is a direct one with a statement of its own."""
    (collection.root / "seeds" / "900.txt").write_text(text, encoding="utf-8")
    entry = f"  s900:\n    seed_file: 900.txt\n    sha256: {hashlib.sha256(text.encode()).hexdigest()}\n"
    collection.append("seeds/sources.yaml", entry + "    language: en\n    publisher_basis: unknown\n")
    lines = [f"source: s900\ntext_sha256: {hash_text(text)}\npassages:\n"]
    direct = r"\1    statement_id: \2\n    quote_mode: direct\n"
    for passage, coded in passages.items():
        lines.append(f"- in: >-\n    {passage}\n" + re.sub(r"(  quotes/s900-(\w+):\n)", direct, coded))
    (collection.root / FILE).write_text("".join(lines), encoding="utf-8")
    return collection


def change(passage: str, old: str, new: str) -> dict[str, str]:
    assert old in QUOTED[passage]
    return QUOTED | {passage: QUOTED[passage].replace(old, new)}


def list_claims(collection: Copy) -> dict[tuple[str, str], Claim]:
    """Return the claims on the quotes of the added source, by row and field."""
    prepared = collection.prepare()
    assert not prepared.errors, "\n".join(map(str, prepared.errors))
    claims = [claim for coded in prepared.coded for claim in coded.claims if claim.source == "s900"]
    return {(claim.row, claim.field.name): claim for claim in claims}


# By runs on


def test_by_runs_on_to_the_sentences_of_one_pair_of_marks(two_sources: Copy) -> None:
    claims = list_claims(code(two_sources, QUOTED))
    for row in ("s900-tired", "s900-slept"):
        said = claims[row, "quote_text"].attribution
        assert (said.speaker, said.speaker_words) == ("ana-ruiz", "she added")
        printed = claims[row, "speaker_printed"]
        assert (printed.words, printed.passage.text, printed.basis) == ("she added", FOURTH, "verbatim")
        assert claims[row, "organization_id"].reading.value == "example-air"


def test_by_runs_on_between_quotations_of_one_name(two_sources: Copy) -> None:
    """An interrupted quotation is one by quotation_id alone; the nearest words before a sentence are taken."""
    passages = change(FIRST, "quote_text:", "quotation_id: s900-ruiz\n    quote_text:")
    for passage in (SECOND, THIRD, FOURTH):
        passages[passage] = passages[passage].replace("quote_text:", "quotation_id: s900-ruiz\n    quote_text:")
    claims = list_claims(code(two_sources, passages))
    assert claims["s900-tired", "speaker_printed"].words == "said Ana Ruiz"
    assert claims["s900-long", "speaker_printed"].words == "she added"


def test_by_runs_on_to_the_figures_inside_the_quotation_alone(two_sources: Copy) -> None:
    hours = (
        "  statistics/hours:\n    value: 9\n    unit: hours <- hours\n    measure: duration <- slept\n"
        "    period_type: unspecified\n    measure_printed: slept\n    stock_or_flow: flow <- slept\n"
    )
    claims = list_claims(code(two_sources, change(THIRD, "  uncoded: 9 -- hours\n", hours)))
    said = claims["hours", "value"].attribution
    assert (said.speaker, said.speaker_words) == ("ana-ruiz", "she added")


def test_words_outside_the_marks_stay_the_sources_own(two_sources: Copy) -> None:
    text = "The 131 spoke: “We slept. We woke,” said Ana Ruiz of Example Air."
    first, second = "The 131 spoke: “We slept.", "We woke,” said Ana Ruiz of Example Air."
    figure = (
        "  statistics/spoke:\n    value: 131\n    unit: persons <- spoke\n    measure: other <- spoke\n"
        "    period_type: unspecified <- spoke\n    measure_printed: spoke\n    stock_or_flow: flow <- spoke\n"
    )
    passages = {
        first: f"{figure}  quotes/s900-slept:\n    quote_text: We slept\n",
        second: f"  by: ana-ruiz <- said Ana Ruiz\n{WHO}  quotes/s900-woke:\n    quote_text: We woke\n",
    }
    claims = list_claims(code(two_sources, passages, f"{text}\n"))
    assert claims["spoke", "value"].attribution.speaker == ""
    assert claims["s900-slept", "quote_text"].attribution.speaker == "ana-ruiz"


def test_another_speaker_of_a_sentence_wins(two_sources: Copy) -> None:
    other = "    by: example-air -- the sentence is its own, read out\n    quote_text:"
    claims = list_claims(code(two_sources, change(SECOND, "    quote_text:", other)))
    assert claims["s900-tired", "quote_text"].attribution.speaker == "example-air"
    assert claims["s900-slept", "quote_text"].attribution.speaker == "ana-ruiz"


def test_a_cell_is_coded_in_the_sentence_that_has_its_words_whichever_that_is(two_sources: Copy) -> None:
    passages = QUOTED | {FOURTH: f"{QUOTED[FOURTH]}  quotes/s900-tired:\n    medium: flight\n"}
    root = code(two_sources, passages).root
    prepared = build(root)
    assert not prepared.errors
    (row,) = [row for row in prepared.tables["quotes"] if row["quote_id"] == "s900-tired"]
    assert (row["medium"], row["speaker_printed"], row["quote_text"]) == (
        "flight",
        "she added",
        "They were tired of the journey",
    )
    assert not verify_files(read_published(root), None)


def test_by_with_a_reason_alone_is_meant_for_its_own_sentence(two_sources: Copy) -> None:
    (error,) = code(two_sources, change(FOURTH, "<- she added", '-- "she" is the one who speaks')).errors()
    assert "quotes/s900-tired: nobody speaks" in error
    assert re.search(r"; so at annotations/s900\.yaml:\d+$", error), "one by: is missing, for both sentences"


@pytest.mark.parametrize(
    ("passages", "message"),
    [
        (
            change(FOURTH, "  by: ana-ruiz <- she added\n", ""),
            r"s900\.yaml:\d+:3: quotes/s900-tired: nobody speaks\n.*write by:.*; so at annotations/s900\.yaml:\d+, ann",
        ),
        (
            change(SECOND, "    quote_text:", "    by: ada-holm <- They\n    quote_text:"),
            r"quotes/s900-slept: its quotation has several speakers: ada-holm, ana-ruiz\n.*write by: for this sentence",
        ),
    ],
)
def test_a_speaker_is_not_guessed(passages: dict[str, str], message: str, two_sources: Copy) -> None:
    errors = "\n".join(code(two_sources, passages).errors())
    assert re.search(message, errors), errors


def test_by_does_not_run_on_where_the_marks_do_not_pair(two_sources: Copy) -> None:
    first, second = "“They left.", "They woke,” added Ana Ruiz of Example Air."
    passages = {
        first: "  quotes/s900-left:\n    quote_text: They left\n",
        second: f"  by: ana-ruiz <- added Ana Ruiz\n{WHO}  quotes/s900-woke:\n    quote_text: They woke\n",
    }
    errors = code(two_sources, passages, f"{first}\n{second}\n").errors()
    assert [error.partition("\n")[0].partition(": ")[2] for error in errors] == ["quotes/s900-left: nobody speaks"]


def test_a_row_with_words_inside_and_outside_the_quotation_needs_a_speaker(two_sources: Copy) -> None:
    first, second = "The crew said: “All 9 slept.", "They woke,” added Ana Ruiz of Example Air."
    figure = (
        "  statistics/slept:\n    value: 9\n    unit: persons <- crew\n    measure: other <- slept\n"
        "    period_type: unspecified\n"
    )
    passages = {
        first: f"{figure}  quotes/s900-slept:\n    quote_text: All 9 slept\n",
        second: f"  by: ana-ruiz <- added Ana Ruiz\n{WHO}  quotes/s900-woke:\n    quote_text: They woke\n",
    }
    errors = "\n".join(code(two_sources, passages, f"{first} {second}\n").errors())
    assert re.search(r"statistics/slept: some of its words are in a quotation of ana-ruiz, and some are not", errors), errors


def test_verify_accepts_a_speaker_of_another_sentence_and_finds_a_changed_one(two_sources: Copy) -> None:
    root = code(two_sources, QUOTED).root
    assert not build(root).errors
    files, seeds = read_published(root), read_seeds(root)
    assert verify_files(files, seeds) == []
    path = "build/csv/claims.csv"
    name = b"quotes/s900-tired/quote_text@s900#1,"
    line = next(line for line in files[path].splitlines(keepends=True) if line.startswith(name))
    for words in (b"said Ana Ruiz", b"she aded", b""):
        changed = files[path].replace(line, line.replace(b"she added", words))
        assert any(
            fault.startswith("claims/quotes/s900-tired/quote_text@s900#1/1/attributed_words")
            for fault in verify_files({**files, path: changed}, None, check_hashes=False)
        ), words


@pytest.mark.parametrize("pair", ["“”", "„“", "„”", "«»", "»«", "‘’", "''", '""', "‹›", "‚‘"])
def test_verify_accepts_quotations_between_all_marks_and_sentences_inside_them(pair: str, two_sources: Copy) -> None:
    first, second, third = (
        f"{pair[0]}We carried all.",
        "They were tired.",
        f"They slept,{pair[1]} said Ana Ruiz of Example Air.",
    )
    passages = {
        first: "  quotes/s900-all:\n    quote_text: We carried all\n",
        second: "  quotes/s900-tired:\n    quote_text: They were tired\n",
        third: f"  by: ana-ruiz <- said Ana Ruiz\n{WHO}  quotes/s900-slept:\n    quote_text: They slept\n",
    }
    root = code(two_sources, passages, f"{first} {second} {third}\n").root
    assert not build(root).errors
    assert verify_files(read_published(root), read_seeds(root)) == []


@pytest.mark.parametrize(
    ("passage", "quoted", "is_fault"),
    [
        ("‘“No” is our answer,’ said Ana Ruiz of Example Air.", "“No” is our answer", False),
        ("“We said ‘no’,” said Ana Ruiz of Example Air.", "We said ‘no’", False),
        ("‘We said “no”,’ said Ana Ruiz of Example Air.", "We said “no”", False),
        ("“We said no,” said Ana Ruiz of Example Air.", "“We said no,”", True),
        ("“We said no,” said Ana Ruiz of Example Air.", "“We said no", True),
    ],
)
def test_outer_marks_are_distinguished_from_those_inside(
    passage: str, quoted: str, is_fault: bool, two_sources: Copy
) -> None:
    coded = f"  by: ana-ruiz <- said Ana Ruiz\n{WHO}  quotes/s900-no:\n    quote_text: {quoted}\n"
    collection = code(two_sources, {passage: coded}, f"{passage}\n")
    built = build(collection.root)
    assert [str(problem) for problem in built.errors if "around it" not in problem.message] == []
    assert bool(built.errors) == is_fault
    assert is_fault or verify_files(read_published(collection.root), None) == []


# Coverage


@pytest.mark.parametrize(
    ("passage", "left"),
    [
        ("‘We carried all of them home,’ Example Air said.", "quotation not accounted for: «We carried all of them home»"),
        ("'We carried all of them home,' Example Air said.", "quotation not accounted for: «We carried all of them home»"),
        ("„We carried all of them home,“ Example Air said.", "quotation not accounted for: «We carried all of them home»"),
        ("«We carried all of them home», Example Air said.", "quotation not accounted for: «We carried all of them home»"),
        ("It is ‘a model’, Example Air said.", "quotation not accounted for: «a model»"),
        ("“We carried ‘all’ home,” Example Air said.", "quotation not accounted for: «We carried ‘all’ home»"),
        (
            "“We carried all, Example Air said.",
            "without its closing mark not accounted for: «We carried all, Example Air said»",
        ),
        ("We carried all,” Example Air said.", "without its opening mark not accounted for: «We carried all»"),
        ('“We carried all," Example Air said.', "between marks that are no pair not accounted for: «We carried all»"),
    ],
)
def test_a_quotation_is_asked_for_whole(passage: str, left: str, two_sources: Copy) -> None:
    coded = "  organizations/example-air:\n    name: Example Air\n    organization_type: government <- Example Air\n"
    errors = code(two_sources, {passage: coded}, f"{passage}\n").errors()
    assert any(error.startswith(f"{FILE}:4:") and left in error for error in errors), errors


def test_each_sentence_of_a_quotation_is_asked_for(two_sources: Copy) -> None:
    passages = QUOTED | {
        SECOND: "  organizations/example-air:\n    spellings: journey\n",
        THIRD: "  uncoded: nothing that is said of the flight\n",
    }
    passages[FOURTH] = passages[FOURTH].replace("It was a long flight\n", "long flight\n")
    errors = "\n".join(code(two_sources, passages).errors())
    assert re.findall(r"not accounted for: (.*)", errors) == ["«They were tired of the journey»", "«It was a»"]


@pytest.mark.parametrize(
    ("uncoded", "is_settled"),
    [
        ("‘Ali -- a letter of the name", True),
        ("Example Air said ... sailor. -- a letter of the name", True),
        ("sailor -- no quotation", False),
    ],
)
def test_a_mark_that_is_none_is_set_aside_with_its_word(uncoded: str, is_settled: bool, two_sources: Copy) -> None:
    coded = "  organizations/example-air:\n    name: Example Air\n    organization_type: government <- Example Air\n"
    text = "Example Air said so to ‘Ali, a sailor."
    errors = "\n".join(code(two_sources, {text: f"{coded}  uncoded: {uncoded}\n"}, f"{text}\n").errors())
    assert ("the mark is at «Example Air said so to ‘Ali, a sailor.»" in errors) != is_settled, errors


# The skeleton


def test_the_skeleton_shows_a_quotation_whole_and_where_it_goes_on() -> None:
    text = "“We go.” He paused. “They were tired. So\nwe left.\n\n“They slept,” she said.\n"
    text = text.replace("So\n", "So ")
    comments = [line for line in write_skeleton("s900", text).splitlines() if "quotation" in line]
    assert comments == [
        "  # to code: quotation «We go.»",
        "  # to code: quotation «They were tired. So we left. “They slept,», over 3 passages; here «They were tired.»",
        "  # to code: quotation, continued: «So we left.»",
        "  # to code: quotation, continued: «“They slept,»",
    ]


def test_the_skeleton_names_marks_that_do_not_pair() -> None:
    comments = [line for line in write_skeleton("s900", "“We go.\nHe left,” she said.\n").splitlines() if "quotation" in line]
    assert comments == [
        "  # to code: quotation without its closing mark «We go.»",
        "  # to code: quotation without its opening mark «He left,»",
    ]
