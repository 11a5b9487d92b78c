"""Collections made at random build and verify: other columns, tables, countries, names, sources and forms of text."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import COLLECTIONS, OTHER_FLIGHTS, ROOT, TWO_SOURCES, Copy, copy_collection, copy_path, join_collections
from curation.hashes import hash_content
from curation.sources.register import hash_text, normalize_seed
from one_source import build_and_verify

SPEAKER = """\
  officials/ana-ruiz:
    name: Ana Ruiz
    role: minister <- a minister
    roles_printed: a minister of Peru
    country: Peru
"""
RELATED = [("131", "131"), ("more than 100", "131"), ("about 130", "131"), ("at least 100", "up to 200"), ("131", "90")]
"""Numbers of two sources for one figure: equal, less precise, combined, and in contradiction."""
DATES = [("30 April 2025", "30 April 2025"), ("April 2025", "30 April 2025"), ("2025", "the second quarter of 2025")]
COUNTRIES = ["Peru", "Eswatini", "South Sudan", "Papua New Guinea", "Kyrgyz"]


@dataclass(frozen=True)
class Figure:
    """One row of statistics, as one source reports it."""

    number: int
    value: str
    date: str
    by: str
    """Who says it: nobody, the passage's speaker, or a speaker of the row's own with other words."""
    is_hedged: bool

    @property
    def tag(self) -> str:
        return "q" + "".join(chr(ord("a") + int(digit)) for digit in str(self.number))

    def write(self) -> tuple[str, str]:
        """Return the sentence and its coding."""
        hedge = " reportedly" if self.is_hedged else ""
        said = {"": "", "passage": ", said Ana Ruiz", "row": ", said Ana Ruiz and wrote Ana"}[self.by]
        text = f"In {self.tag} town {self.value} people{hedge} left on {self.date}{said}."
        coding = "  by: ana-ruiz <- said Ana Ruiz\n" * bool(self.by) + "  hedge: hedged <- reportedly\n" * self.is_hedged
        coding += f"""\
  statistics/{self.tag}:
    measure: other <- left
    population: people
    stock_or_flow: flow <- left
    unit: persons <- people
    period_type: unspecified <- on
    period: {self.date}
    value: {self.value}
    place: {self.tag} town
"""
        if self.by == "row":
            coding += f"  statistics/{self.tag}-too:\n    by: ana-ruiz <- wrote Ana\n    measure_printed: left\n"
        return text, coding


def write_folk(tag: str) -> tuple[str, str]:
    """Return a sentence that says more of a row of which another sentence says one thing only."""
    coding = f"  statistics/{tag}-too:\n    measure: other <- counted\n    unit: persons <- folk\n"
    coding += f"    period_type: unspecified <- counted\n    value: 7\n    place: {tag} folk\n"
    return f"Of {tag} folk 7 were counted.", coding


def write_quote(source: str, number: int, words: str, verb: str) -> tuple[str, str]:
    coding = f"""\
  by: ana-ruiz <- {verb} Ana Ruiz
  quotes/{source}-q{number}:
    statement_id: st-{number}
    quote_mode: direct
    quote_text: {words}
"""
    return f"“{words},” {verb} Ana Ruiz.", coding


def write_sources(root: Path, sources: dict[str, list[tuple[str, str]]], form: str = "") -> Copy:
    """Write a collection of sources, each of sentences with their coding. `form` is that of the texts: crlf, bom."""
    metadata = (COLLECTIONS / TWO_SOURCES / "metadata.yaml").read_text(encoding="utf-8").replace(" [police-monthly]", "")
    registered = "sources:\n"
    (root / "seeds").mkdir(parents=True)
    (root / "annotations").mkdir()
    (root / "metadata.yaml").write_text(metadata, encoding="utf-8")
    for source, sentences in sources.items():
        text = "\n".join(sentence for sentence, _ in sentences) + "\n"
        content = text.replace("\n", "\r\n" if "crlf" in form else "\n").encode("utf-8-sig" if "bom" in form else "utf-8")
        (root / "seeds" / f"{source}.txt").write_bytes(content)
        registered += f"  {source}:\n    seed_file: {source}.txt\n    sha256: {hash_content(content)}\n"
        registered += "    language: en\n    publisher_basis: unknown\n"
        passages = "".join(f"- in: >-\n    {sentence}\n{coding}" for sentence, coding in sentences)
        head = f"source: {source}\ntext_sha256: {hash_text(normalize_seed(content))}\npassages:\n"
        (root / "annotations" / f"{source}.yaml").write_text(head + passages, encoding="utf-8")
    (root / "seeds" / "sources.yaml").write_text(registered, encoding="utf-8")
    copy_path(ROOT / "schemas", root / "schemas")
    return Copy(root)


def add_field(name: str, kind: str = "string", **curation: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": name, "description": "Of a ship.", "example": "1", "curation": curation}


def add_table(copy: Copy) -> None:
    """Add a table of ships, and a column to the statistics."""
    fields = [
        add_field("ship_id", fill="derive", derive="row_id") | {"constraints": {"required": True, "unique": True}},
        add_field("name", fill="parse", reads="verbatim", agree="same"),
        add_field("crew", "integer", fill="parse", reads="quantity", agree="interval"),
        *(add_field(f"crew_{part}", "integer", fill="part", part=part, of="crew") for part in ("low", "high")),
        *(add_field(f"crew_{part}", fill="part", part=part, of="crew") for part in ("printed", "qualifier")),
        add_field("flag", fill="parse", reads="country", agree="same"),
        add_field("flag_printed", fill="part", part="printed", of="flag"),
        add_field("seen_by", fill="derive", derive="source_ids"),
        add_field("from_whom", fill="derive", derive="origins"),
    ]
    missing = {"missingValues": [""], "primaryKey": ["ship_id"], "foreignKeys": []}
    curation = {"curation": {"identity": {"equal": ["name"]}, "headline": "crew"}}
    head = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "name": "ships", "title": "Ships"}
    schema = {**head, "description": "A row is a ship.", "fields": fields, **missing, **curation}
    (copy.root / "schemas" / "ships.json").write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
    copy.edit("metadata.yaml", "tables:\n", "tables:\n- ships\n")
    path = copy.root / "schemas" / "statistics.json"
    statistics = json.loads(path.read_text(encoding="utf-8"))
    statistics["fields"].append(add_field("colour", fill="parse", reads="verbatim", agree="set"))
    path.write_text(json.dumps(statistics, indent=2) + "\n", encoding="utf-8")


def write_ship(number: int, crew: str, country: str) -> tuple[str, str]:
    tag = chr(ord("A") + number)
    coding = f"  ships/{tag.lower()}:\n    name: Ship {tag}\n    crew: {crew}\n    flag: {country}\n"
    return f"The {country} vessel Ship {tag} had a crew of {crew} there.", coding


@st.composite
def draw_collection(draw: st.DrawFn) -> tuple[dict[str, list[tuple[str, str]]], str, bool]:
    """Draw the sources' sentences, the form of their texts, and whether a table and a column are added."""
    names = draw(st.lists(st.sampled_from(["s11", "orda", "a.b-c", "s900", "gazette"]), min_size=1, max_size=3, unique=True))
    is_wider = draw(st.booleans())
    papers = dict(zip(names, "ABC", strict=False))
    sources = {n: [(f"Ana Ruiz, a minister of Peru, spoke to paper {of}.", SPEAKER)] for n, of in papers.items()}
    for number in range(draw(st.integers(1, 3))):
        related, dates = draw(st.sampled_from(RELATED[:4])), draw(st.sampled_from(DATES))
        country = draw(st.sampled_from(COUNTRIES))
        for sentences in sources.values():
            kind = draw(st.sampled_from(["", "passage", "row"]))
            value, date = draw(st.sampled_from(related)), draw(st.sampled_from(dates))
            if draw(st.booleans()):
                figure = Figure(number, value, date, kind, draw(st.booleans()))
                sentences += [figure.write(), *([write_folk(figure.tag)] if kind == "row" else [])]
            if is_wider and draw(st.booleans()):
                sentences.append(write_ship(number, draw(st.sampled_from(related)), country))
        for name, sentences in sources.items():
            if draw(st.booleans()):
                words = draw(st.sampled_from(["We went home to {}", "we went, home to {}", "We went home to {}!"]))
                words = words.format("abc"[number] * 3)
                sentences.append(write_quote(name, number, words, draw(st.sampled_from(["said", "added"]))))
    return sources, draw(st.sampled_from(["", "crlf", "bom", "crlf bom"])), is_wider


def test_what_builds_verifies_and_most_of_what_is_generated_builds() -> None:
    built = {"yes": 0, "no": 0}

    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
    @given(draw_collection())
    def try_collection(drawn: tuple[dict[str, list[tuple[str, str]]], str, bool]) -> None:
        sources, form, is_wider = drawn
        folder = Path(tempfile.mkdtemp())
        try:
            copy = write_sources(folder / "collection", sources, form)
            if is_wider:
                add_table(copy)
            errors, faults = build_and_verify(copy)
            built["no" if errors else "yes"] += 1
            assert faults == []
        finally:
            shutil.rmtree(folder)

    try_collection()
    assert built["yes"] > built["no"], built


@pytest.mark.parametrize("is_joined", [False, True])
def test_reports_of_other_flights_build_and_verify_alone_and_with_the_real_ones(is_joined: bool, tmp_path: Path) -> None:
    target = tmp_path / OTHER_FLIGHTS
    copy = join_collections(target) if is_joined else copy_collection(target, OTHER_FLIGHTS)
    assert build_and_verify(copy) == ([], [])
