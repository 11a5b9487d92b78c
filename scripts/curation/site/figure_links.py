"""The figure of who repeats whom: a line from each article to those to whom it attributes what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import Any

from curation.schema.tables import SOURCES
from curation.site.figure import WIDTH, Figure
from curation.site.site import Site
from curation.site.values import ShownValue, count_things, cut_text

MOST_ARTICLES, MOST_BODIES = 24, 16
LONGEST_ARTICLE, LONGEST_BODY = 16, 22
MOST_ROWS = 300
"""Of the data behind the figure."""
STEP = 26
LEFT, RIGHT = 132, WIDTH - 200
"""Where lines begin and end."""


def count_attributed(site: Site) -> dict[tuple[str, str], int]:
    """Return in how many sentences each article attributes something to each person, body or outlet."""
    sentences: dict[tuple[str, str], set[int]] = {}
    for claim in site.published.claims.values():
        own = site.names.name_source(claim.source)
        for body in claim.named:
            if site.names.name_body(body) == own:
                continue  # an article that names its own outlet repeats nobody
            sentences.setdefault((claim.source, body), set()).add(claim.passage)
    return {pair: len(found) for pair, found in sentences.items()}


def draw_links(site: Site) -> Figure | None:
    """Draw the lines; None where no article attributes anything."""
    links = count_attributed(site)
    if not links:
        return None
    articles, bodies, reach = Counter[str](), Counter[str](), Counter[str]()
    for (source, body), number in links.items():
        articles[source] += number
        bodies[body] += number
        reach[body] += 1
    most = {source for source, _ in articles.most_common(MOST_ARTICLES)}
    left = [source for source in site.published.sources if source in most]
    right = sorted(bodies, key=lambda body: (-reach[body], -bodies[body], body))
    shared = [site.names.name_body(body) for body in right[:MOST_BODIES] if reach[body] > 1]
    order = {body: number for number, body in enumerate(right)}
    ranked = sorted(links.items(), key=lambda item: (order[item[0][1]], item[0]))[:MOST_ROWS]
    left_out = f" The table has the first {MOST_ROWS:,} of {len(links):,} lines." if len(links) > MOST_ROWS else ""
    return Figure(
        name="who-repeats-whom",
        template="links.svg.jinja",
        title="Who repeats whom",
        caption="From each article to the persons, bodies and outlets to which it attributes sentences. A thicker line: more "
        f"sentences. Those that most articles repeat come first.{left_out}",
        caveat="Articles that repeat one body are not independent witnesses. What an article says in its own voice may come "
        "from the same body.",
        alt=f"Lines from {count_things(len(left), 'article')} to those they repeat. Repeated by more than one article: "
        f"{', '.join(shared) or 'none'}.",
        marks=place_links(site, links, left, right[:MOST_BODIES]),
        head=("To whom", "By which article", "Sentences"),
        rows=[
            (site.names.show_body(body), site.names.show_row(SOURCES, source), ShownValue(f"{number}"))
            for (source, body), number in ranked
        ],
    )


def place_links(site: Site, links: dict[tuple[str, str], int], left: Sequence[str], right: Sequence[str]) -> dict[str, Any]:
    """Return where the names and the lines are: articles on the left, those whom they repeat on the right."""
    height = max(len(left), len(right)) * STEP
    ends = [
        {name: round((number + 0.5) * height / len(side), 1) for number, name in enumerate(side)} for side in (left, right)
    ]
    return {
        "articles": [(cut_text(site.names.name_source(name), LONGEST_ARTICLE), y) for name, y in ends[0].items()],
        "bodies": [(cut_text(site.names.name_body(name), LONGEST_BODY), y) for name, y in ends[1].items()],
        "lines": [
            {"from": ends[0][source], "to": ends[1][body], "width": round(1.5 * sqrt(number), 1)}
            for (source, body), number in links.items()
            if source in ends[0] and body in ends[1]
        ],
        "left": LEFT,
        "right": RIGHT,
        "height": height,
    }
