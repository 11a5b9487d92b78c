"""Another dataset: a word of a hand-written file changed, and everything built again with our own code.

Nothing in such a package contradicts anything else. It is in order, and it is not ours: only the hash of the manifest, which
a release prints, or the attestation of the files can show it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conftest import INPUTS, copy_path
from curation.pipeline import read_collection
from package_files import read_seeds
from proof.attack_trials import VERIFY, WITH_SEEDS, Trial, keep_known, load_verifier_alone

FAMILY = "built again from other texts"
LINE = re.compile(
    r'^(?P<before> *(?:- )?"?(?P<key>[A-Za-z$_]+)"?: )(?P<quote>"?)(?P<text>[^"\n{\[>|]+?)(?P<after>"?,?)$', re.M
)
PARSED = ("cell", "between", "kind", "take", "id", "path", "url", "read_on", "seed_file", "sha256", "text_sha256", "type")
"""Keys whose values are no texts: the build would refuse most others."""


@dataclass(frozen=True)
class Rewrite:
    """Of a hand-written file the first line with a key, and what is there instead."""

    file: str
    key: str
    old: str
    new: str


def list_rewrites(root: Path) -> list[Rewrite]:
    """Return one for each key of each hand-written file whose value is a text."""
    files = [
        "metadata.yaml",
        "seeds/sources.yaml",
        *(f"annotations/{one}.yaml" for one in ("decisions", "evidence", "places")),
    ]
    files += [
        path.relative_to(root).as_posix() for path in sorted((root / "schemas").glob("*.json")) if "schema" not in path.stem
    ]
    return [rewrite for file in files if (root / file).exists() for rewrite in rewrite_file(root, file)]


def rewrite_file(root: Path, file: str) -> Iterator[Rewrite]:
    seen: set[str] = set()
    for line in LINE.finditer((root / file).read_text(encoding="utf-8")):
        if line["key"] not in (*PARSED, *seen) and re.search("[a-z]", line["text"]):
            seen.add(line["key"])
            new = f"{line['before']}{line['quote']}{line['text']} (not so){line['after']}"
            yield Rewrite(file, line["key"], line[0], new)


def try_rewrite(root: Path, rewrite: Rewrite) -> Trial:
    """Build with the change. Where the build refuses it, it counts as found by the build."""
    with tempfile.TemporaryDirectory() as folder:
        for name in (*INPUTS, "README.md", "docs"):
            if (root / name).exists():
                copy_path(root / name, Path(folder, name))
        path = Path(folder, rewrite.file)
        text = path.read_text(encoding="utf-8")
        assert rewrite.old in text
        path.write_text(text.replace(rewrite.old, rewrite.new, 1), encoding="utf-8")
        prepared = read_collection(Path(folder))
        files = dict(prepared.files)
        for pattern in ("schemas/*.json", "annotations/*.yaml", "metadata.yaml"):
            for one in Path(folder).glob(pattern):
                files.setdefault(one.relative_to(folder).as_posix(), one.read_bytes())
    what = f"{rewrite.file}: {rewrite.key}"
    if prepared.errors:
        return Trial(FAMILY, "refused by the build itself", what, {VERIFY: True, WITH_SEEDS: True})
    verify = load_verifier_alone().verify_files
    found = {VERIFY: bool(verify(keep_known(files), None)), WITH_SEEDS: bool(verify(keep_known(files), read_seeds(root)))}
    return Trial(FAMILY, "a text of the makers", what, found, (VERIFY,))
