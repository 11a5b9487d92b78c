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
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").replace("> ", "").split())
    assert cite_package(prepared.metadata) in text


def test_the_sources_that_the_readme_lists_are_named_as_they_name_themselves(published: Read) -> None:
    lines = re.findall(r"^- (s\d{3}): (.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    listed = dict(lines)
    assert listed
    for row in (row for row in published("sources") if row["source_id"] in listed):
        assert all(row[name] in listed[row["source_id"]] for name in ("headline", "author", "publisher"))


def test_the_readme_says_how_much_of_each_article_the_quoted_spans_hold(published: Read) -> None:
    shares = []
    for source in published("sources"):
        text = unicodedata.normalize("NFC", (ROOT / "seeds" / source["seed_file"]).read_text(encoding="utf-8"))
        held = set()
        for claim in (claim for claim in published("claims") if claim["source_id"] == source["source_id"]):
            start = int(claim["char_start"]) - len(claim["prefix"])
            held |= set(range(start, int(claim["char_end"]) + len(claim["suffix"])))
        for cell in (cell for cell in published("cells") if cell["source_id"] == source["source_id"]):
            words = re.sub("[⟦⟧]", "", cell["in_sentence"]).split()
            found = re.search(r"\s+".join(map(re.escape, words)), text)
            held |= set(range(*found.span())) if words and found else set()
        shares.append(len(held) / len(text))
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"these spans hold {min(shares) * 100:.0f} % to {max(shares) * 100:.0f} % of an article's characters" in readme
