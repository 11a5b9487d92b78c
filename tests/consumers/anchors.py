"""Show a release's annotations to the tools that place them in a page: dom-anchor-text-quote and Recogito, in a DOM.

Usage: python tests/consumers/anchors.py

Takes dist/claims.annotations.jsonl and the texts of seeds/ (no release has them), installs the tools outside the repository
as their users do (the newest release, unpinned), and lets them find the words of every annotation: all must be found at the
place that the annotation names.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_suffix(".mjs")
PACKAGES = ("jsdom", "dom-anchor-text-position", "dom-anchor-text-quote", "@recogito/text-annotator")
WAYS = {
    "place": "by its place alone",
    "quote": "by its words, near its place",
    "recogito": "as Recogito reads it",
}


def read_texts() -> dict[str, str]:
    """Return the text of each source by the name of its bytes (RFC 6920), without the code of the build."""
    texts = {}
    for path in (ROOT / "seeds").glob("*.txt"):
        content = path.read_bytes()
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig")).replace("\r\n", "\n")
        texts[f"ni:///sha-256;{digest}"] = text
    return texts


def run(words: list[str], folder: Path) -> str:
    """Run a command and return what it prints, or end with what it says."""
    done = subprocess.run(words, cwd=folder, text=True, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def anchor(annotations: list[Any], texts: dict[str, str], folder: Path) -> Any:
    """Install the tools, let them place the annotations, and return their report."""
    for name, value in (("package.json", {"private": True}), ("annotations.json", annotations), ("texts.json", texts)):
        (folder / name).write_text(json.dumps(value), encoding="utf-8")
    shutil.copy(SCRIPT, folder)
    run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES], folder)
    return json.loads(run(["node", SCRIPT.name, "annotations.json", "texts.json"], folder))


def main() -> int:
    """Print how many annotations each tool finds, and return 1 if it is not all of them."""
    missing = [name for name in ("node", "npm") if not shutil.which(name)]
    if missing:
        sys.exit(f"{' and '.join(missing)} missing: install Node.js 20 or newer with npm")
    lines = (ROOT / "dist" / "claims.annotations.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    with tempfile.TemporaryDirectory() as name:
        report = anchor([json.loads(line) for line in lines], read_texts(), Path(name))
    print(f"{len(lines)} annotations with {report['targets']} pieces of text")
    for way, said in WAYS.items():
        print(
            f"  {said}: {report['targets'] - len(report[way])} found"
            + "".join(f"\n    not found: {one}" for one in report[way])
        )
    alone = report["targets"] - report["repeated"]
    print(f"  by its words alone, where these are there once: {alone - len(report['alone'])} of {alone} found (no condition)")
    return int(not report["targets"] or any(report[way] for way in WAYS))


if __name__ == "__main__":
    sys.exit(main())
