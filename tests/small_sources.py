"""Collections of several sources for tests, each written as its sentences with the cells beneath them."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from conftest import COLLECTIONS, ROOT, TWO_SOURCES, Copy, copy_path
from curation.sources.register import hash_text
from one_source import REGISTERED, hash_bytes

Coded = list[tuple[str, str]]
"""Sentences, each with the YAML that is beneath it."""


def write_sources(root: Path, sources: dict[str, Coded], decisions: str = "") -> Copy:
    """Write a collection of these sources, with the repository's own schemas."""
    metadata = (COLLECTIONS / TWO_SOURCES / "metadata.yaml").read_text(encoding="utf-8")
    files = {"metadata.yaml": re.sub(r"\s*\[[a-z0-9.-]+\]", "", metadata), "seeds/sources.yaml": "sources:\n"}
    for name, coded in sources.items():
        text = " ".join(sentence for sentence, _ in coded)
        files["seeds/sources.yaml"] += (
            f"  {name}:\n    seed_file: {name}.txt\n    sha256: {hash_bytes(text.encode())}\n{REGISTERED}"
        )
        passages = "".join(
            f"- in: >-\n    {sentence}\n{textwrap.indent(textwrap.dedent(cells).strip(), '  ')}\n"
            for sentence, cells in coded
        )
        files[f"seeds/{name}.txt"] = text
        files[f"annotations/{name}.yaml"] = f"source: {name}\ntext_sha256: {hash_text(text)}\npassages:\n{passages}"
    if decisions:
        files["annotations/decisions.yaml"] = decisions
    for file, written in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8", newline="")
    copy_path(ROOT / "schemas", root / "schemas")
    return Copy(root)
