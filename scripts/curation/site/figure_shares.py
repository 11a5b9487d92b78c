"""The figure of how much of each article is coded: characters under claims, in sentences with claims, and set aside."""

from __future__ import annotations

from curation.schema.tables import SOURCES
from curation.site.figure import LINE, LONGEST_BAR, LONGEST_LABEL, Figure
from curation.site.site import Site
from curation.site.values import ShownValue, cut_text, read_number

MOST_ARTICLES = 40
SENTENCE, CODED = "passage", "coded"
"""Codes of the table `coverage`: a sentence as a whole, and that it has claims."""


def measure_shares(site: Site) -> dict[str, tuple[float, float]]:
    """Return for each article which share of its characters is under claims, and which in sentences that have claims."""
    spans: dict[str, list[tuple[int, int]]] = {source: [] for source in site.published.sources}
    for row in site.published.tables["claims"].rows.values():
        spans[row["source_id"]].append((int(row["char_start"]), int(row["char_end"])))
    coverage = site.published.tables.get("coverage")
    sentences: dict[str, int] = dict.fromkeys(spans, 0)
    for row in coverage.rows.values() if coverage else ():
        if row["kind"] == SENTENCE and row["treatment"] == CODED:
            sentences[row["source_id"]] += int(row["char_end"]) - int(row["char_start"])
    found = {}
    for source, record in site.published.sources.items():
        length = int(read_number(record.get("characters", "")) or 0)
        if length:
            words = measure_union(spans[source])
            found[source] = words / length, max(sentences[source], words) / length
    return found


def measure_union(spans: list[tuple[int, int]]) -> int:
    """Return how many characters are in any of some spans.

    >>> measure_union([(0, 4), (2, 6), (8, 9)])
    7
    """
    total, end = 0, 0
    for start, stop in sorted(spans):
        total += max(stop - max(start, end), 0)
        end = max(end, stop)
    return total


def draw_shares(site: Site) -> Figure | None:
    """Draw a bar for each article; None where no length of a text is known."""
    shares = measure_shares(site)
    if not shares:
        return None
    names = site.names
    bars = [
        {
            "label": cut_text(names.name_source(source), LONGEST_LABEL),
            "y": number * LINE,
            "words": round(words * LONGEST_BAR, 1),
            "sentences": round(sentences * LONGEST_BAR, 1),
            "whole": LONGEST_BAR,
            "value": f"{words:.0%}",
        }
        for number, (source, (words, sentences)) in enumerate(list(shares.items())[:MOST_ARTICLES])
    ]
    left_out = f" The table has all {len(shares)} articles." if len(shares) > len(bars) else ""
    return Figure(
        name="how-much-is-coded",
        template="shares.svg.jinja",
        title="How much of each article is coded",
        caption="Dark: characters under the words of a claim. Light: the rest of the sentences that have claims. "
        f"The number is the share that is under words.{left_out}",
        caveat="Sentences without a claim were read too: the table coverage has the reason why each is set aside.",
        alt="Bar chart. " + "; ".join(f"{bar['label']} {bar['value']}" for bar in bars) + ".",
        marks={"bars": bars, "height": len(bars) * LINE + 8},
        head=("Article", "Under the words of a claim", "In sentences with claims"),
        rows=[
            (names.show_row(SOURCES, source), ShownValue(f"{words:.0%}"), ShownValue(f"{sentences:.0%}"))
            for source, (words, sentences) in shares.items()
        ],
    )
