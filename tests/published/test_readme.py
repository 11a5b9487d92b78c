"""README.md says of the published package what its metadata and tables say."""

from __future__ import annotations

import re
import unicodedata

from conftest import ROOT, Read
from curation.package.citation import cite_package
from curation.pipeline import Prepared


def test_the_readme_says_every_caution_word_for_word(prepared: Prepared) -> None:
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").replace("**", "").replace("`", "").split())
    for caution in prepared.metadata["cautions"]:
        assert caution in text


def test_the_readme_cites_the_package_as_its_metadata_does(prepared: Prepared) -> None:
    text = re.sub(r"\\(.)", r"\1", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert cite_package(prepared.metadata) in text


def test_the_readme_lists_each_source_with_its_title_author_and_publisher(published: Read) -> None:
    lines = re.findall(r"^- ([a-z0-9.-]+): (.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    listed = dict(lines)
    for row in published("sources"):
        line = re.sub(r"\\(.)", r"\1", listed[row["source_id"]])
        assert all(row[name] in line for name in ("headline", "author", "publisher", "url"))


def test_the_readme_says_how_much_of_each_article_the_quoted_spans_hold(published: Read) -> None:
    shares = []
    for source in published("sources"):
        text = unicodedata.normalize("NFC", (ROOT / "seeds" / source["seed_file"]).read_text(encoding="utf-8"))
        held = set()
        for claim in (claim for claim in published("claims") if claim["source_id"] == source["source_id"]):
            start = int(claim["char_start"]) - len(claim["prefix"])
            held |= set(range(start, int(claim["char_end"]) + len(claim["suffix"])))
            words = re.sub("[⟦⟧]", "", claim["in_sentence"]).split()
            found = re.search(r"\s+".join(map(re.escape, words)), text)
            held |= set(range(*found.span())) if words and found else set()
        shares.append(len(held) / len(text))
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"spans hold {min(shares) * 100:.0f} % to {max(shares) * 100:.0f} % of an article's characters" in readme
