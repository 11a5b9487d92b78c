"""The words that the readers know: data files, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LEXICON = Path(__file__).parent


@cache
def load_words(name: str) -> dict[str, Any]:
    """Return the lexicon file lexicon/<name>.toml."""
    return parse_words((LEXICON / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def parse_words(text: str) -> dict[str, Any]:
    """Return what a text of TOML says. A lexicon is read where it is used, and looked through before it is published."""
    return tomllib.loads(text)


@cache
def read_lexicon() -> dict[str, bytes]:
    """Return the bytes of each data file of the lexicon, and of the licence of its names, by its name: they are published."""
    return {path.name: path.read_bytes() for path in sorted(LEXICON.iterdir()) if path.suffix in (".csv", ".toml", ".txt")}
