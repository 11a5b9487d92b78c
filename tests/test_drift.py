"""What happens when a source's text drifts: a defined result for each way, and never a silently moved anchor."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable

import pytest

from conftest import COLLECTIONS, TWO_SOURCES, Copy
from curation.pipeline import Prepared
from curation.sources.register import hash_text, normalize_seed

SEED = "seeds/100_gazette.txt"
ANNOTATION = "annotations/s100.yaml"
ORIGINAL = (COLLECTIONS / TWO_SOURCES / SEED).read_bytes()
SENTENCE = "It snowed in Hamburg."


def change(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda content: content.decode().replace(old, new, 1).encode()


def to_nfd(content: bytes) -> bytes:
    return unicodedata.normalize("NFD", content.decode()).encode()


REFUSED: dict[str, Callable[[bytes], bytes]] = {
    "a paragraph above": lambda content: b"An earlier paragraph.\n\n" + content,
    "a sentence twice": change(SENTENCE, f"{SENTENCE} {SENTENCE}"),
    "curly quotes made straight": change("“We thank", '"We thank'),
    "an apostrophe made curly": change("Germany's", "Germany’s"),
    "an emoji before an anchor": change("with 46", "with 🛬 46"),
    "an accented letter before an anchor": change("with 46", "wíth 46"),
    "a look-alike letter": change("with 46", "wіth 46"),
    "a digit": change("46", "64"),
}
UNSEEN: dict[str, Callable[[bytes], bytes]] = {
    "an invisible mark": change("with 46", "with \u200b46"),
    "a soft hyphen": change("Hamburg", "Ham\u00adburg"),
    "a carriage return alone": change("\n\n", "\r\r"),
    "a line separator": change("\n\n", "\u2028"),
}
KEPT: dict[str, Callable[[bytes], bytes]] = {
    "NFD": to_nfd,
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "CRLF": lambda content: content.replace(b"\n", b"\r\n"),
    "no-break spaces": lambda content: content.replace(b" ", "\u00a0".encode()),
    "more white space": lambda content: content.replace(b" ", b"  \t"),
}


def drift(two_sources: Copy, change_content: Callable[[bytes], bytes], *, reread: bool) -> Prepared:
    """Change the seed and register its new hash; `reread` also writes into the annotation that the text was read again."""
    content = change_content(ORIGINAL)
    assert content != ORIGINAL or change_content is to_nfd
    (two_sources.root / SEED).write_bytes(content)
    two_sources.edit("seeds/sources.yaml", hashlib.sha256(ORIGINAL).hexdigest(), hashlib.sha256(content).hexdigest())
    if reread:
        old, new = hash_text(normalize_seed(ORIGINAL)), hash_text(normalize_seed(content))
        two_sources.edit(ANNOTATION, old, new)
    return two_sources.prepare()


@pytest.mark.parametrize("name", [*REFUSED, *UNSEEN, *KEPT])
def test_a_seed_that_changes_is_refused_until_it_is_registered_again(name: str, two_sources: Copy) -> None:
    content = {**REFUSED, **UNSEEN, **KEPT}[name](ORIGINAL)
    if content == ORIGINAL:
        return
    (two_sources.root / SEED).write_bytes(content)
    assert any("has changed: its SHA-256 is" in error for error in two_sources.errors())


@pytest.mark.parametrize("name", REFUSED)
def test_a_text_with_other_words_is_refused_even_when_it_is_registered(name: str, two_sources: Copy) -> None:
    errors = [str(error) for error in drift(two_sources, REFUSED[name], reread=False).errors]
    assert any("the source text has changed since it was annotated" in error for error in errors)


@pytest.mark.parametrize("name", REFUSED)
def test_a_text_with_other_words_is_refused_where_they_differ(name: str, two_sources: Copy) -> None:
    errors = [str(error) for error in drift(two_sources, REFUSED[name], reread=True).errors]
    assert any(re.search(r"s100\.yaml:\d+:\d+: (passage \d+ does not tile|the passages end)", error) for error in errors), (
        errors
    )


@pytest.mark.parametrize("name", UNSEEN)
def test_a_text_with_a_character_that_is_not_seen_is_refused_even_when_it_is_read_again(name: str, two_sources: Copy) -> None:
    errors = [str(error) for error in drift(two_sources, UNSEEN[name], reread=True).errors]
    assert len(errors) == 1
    assert re.match(r"seeds/100_gazette\.txt:\d+:\d+: character U\+", errors[0])


@pytest.mark.parametrize("name", KEPT)
def test_claims_survive_whitespace_and_normalization(name: str, two_sources: Copy, small: Prepared) -> None:
    drifted = drift(two_sources, KEPT[name], reread=True)
    assert not drifted.errors, "\n".join(map(str, drifted.errors))
    before = {claim.id: (claim.reading.value, claim.words) for coded in small.coded for claim in coded.claims}
    after = {claim.id: (claim.reading.value, claim.words) for coded in drifted.coded for claim in coded.claims}
    assert before == after
    for coded in drifted.coded:
        text = coded.annotation.source.text
        for claim in coded.claims:
            assert all(text[selector.start : selector.end] == selector.exact for selector in claim.selectors)


def test_an_annotation_keeps_the_hash_of_a_text_with_its_own_line_ends(two_sources: Copy) -> None:
    """Version 0.2.1 wrote the hash of the text with CR LF where the file has them."""
    content = KEPT["CRLF"](ORIGINAL)
    (two_sources.root / SEED).write_bytes(content)
    two_sources.edit("seeds/sources.yaml", hashlib.sha256(ORIGINAL).hexdigest(), hashlib.sha256(content).hexdigest())
    two_sources.edit(ANNOTATION, hash_text(normalize_seed(ORIGINAL)), hash_text(content.decode()))
    assert not two_sources.errors()
