"""What happens when a source's text drifts: a defined result for each way, and never a silently moved anchor."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable

import pytest

from conftest import ROOT, Copy
from curation.building import Prepared
from curation.sources import hash_text, normalize_seed

SEED = "seeds/002_f5dd51b720eb846b.txt"
ANNOTATION = "annotations/s002.yaml"
ORIGINAL = (ROOT / SEED).read_bytes()
SENTENCE = "The government has appealed the court ruling."


def change(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda content: content.decode().replace(old, new, 1).encode()


def to_nfd(content: bytes) -> bytes:
    return unicodedata.normalize("NFD", content.decode()).encode()


REFUSED: dict[str, Callable[[bytes], bytes]] = {
    "a paragraph above": lambda content: b"An earlier paragraph.\n\n" + content,
    "a sentence twice": change(SENTENCE, f"{SENTENCE} {SENTENCE}"),
    "curly quotes made straight": change("Uzbekistan’s", "Uzbekistan's"),
    "straight quotes made curly": change('"We commend', "“We commend"),
    "an emoji before an anchor": change("deported 572", "deported 🛬 572"),
    "an accented letter before an anchor": change("deported 572", "déported 572"),
    "a look-alike letter": change("deported 572", "deрorted 572"),
    "an invisible mark": change("deported 572", "deported \u200b572"),
    "a digit": change("572", "527"),
}
KEPT: dict[str, Callable[[bytes], bytes]] = {
    "NFD": to_nfd,
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "CRLF": lambda content: content.replace(b"\n", b"\r\n"),
    "no-break spaces": lambda content: content.replace(b" ", "\u00a0".encode()),
    "more white space": lambda content: content.replace(b" ", b"  \t"),
}


def drift(collection: Copy, change_content: Callable[[bytes], bytes], *, reread: bool) -> Prepared:
    """Change the seed and register its new hash; `reread` also tells the annotation that the text was read again."""
    content = change_content(ORIGINAL)
    assert content != ORIGINAL or change_content is to_nfd
    (collection.root / SEED).write_bytes(content)
    collection.edit("seeds/sources.yaml", hashlib.sha256(ORIGINAL).hexdigest(), hashlib.sha256(content).hexdigest())
    if reread:
        old, new = hash_text(normalize_seed(ORIGINAL)), hash_text(normalize_seed(content))
        collection.edit(ANNOTATION, old, new)
    return collection.prepare()


@pytest.mark.parametrize("name", [*REFUSED, *KEPT])
def test_a_seed_that_changes_is_refused_until_it_is_registered_anew(name: str, collection: Copy) -> None:
    content = {**REFUSED, **KEPT}[name](ORIGINAL)
    if content == ORIGINAL:
        return
    (collection.root / SEED).write_bytes(content)
    assert any("has changed: its SHA-256 is" in error for error in collection.errors())


@pytest.mark.parametrize("name", REFUSED)
def test_a_text_with_other_words_is_refused_even_when_it_is_registered(name: str, collection: Copy) -> None:
    errors = [str(error) for error in drift(collection, REFUSED[name], reread=False).errors]
    assert any("this coding was made of another text" in error for error in errors)


@pytest.mark.parametrize("name", REFUSED)
def test_a_text_with_other_words_is_refused_where_they_differ(name: str, collection: Copy) -> None:
    errors = [str(error) for error in drift(collection, REFUSED[name], reread=True).errors]
    assert any(re.search(r"s002\.yaml:\d+:\d+: (passage \d+ does not tile|the passages end)", error) for error in errors), (
        errors
    )


@pytest.mark.parametrize("name", KEPT)
def test_the_same_words_in_another_dress_keep_every_claim_on_its_words(
    name: str, collection: Copy, prepared: Prepared
) -> None:
    drifted = drift(collection, KEPT[name], reread=True)
    assert not drifted.errors, "\n".join(map(str, drifted.errors))
    before = {claim.id: (claim.reading.value, claim.words) for coded in prepared.coded for claim in coded.claims}
    after = {claim.id: (claim.reading.value, claim.words) for coded in drifted.coded for claim in coded.claims}
    assert before == after
    for coded in drifted.coded:
        text = coded.annotation.source.text
        for claim in coded.claims:
            assert all(text[anchor.start : anchor.end] == anchor.exact for anchor in claim.anchors)
