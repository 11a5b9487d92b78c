"""The figure of a number as each article gives it: a point where it is exact, a line where the words leave it open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from curation.schema.tables import SOURCES
from curation.site.addresses import name_file
from curation.site.columns import ValueKind
from curation.site.figure import LABELS, LINE, LONGEST_LABEL, MOST_FIGURES, WIDTH, Figure
from curation.site.published import PublishedClaim, PublishedFact
from curation.site.site import Site
from curation.site.values import ShownValue, count_things, cut_text, join_words, read_number

MOST_LINES = 24
"""Lines of articles; where there are more, each distinct number has a line with how many articles give it."""
RIGHT = WIDTH - 16
OPEN_BELOW, OPEN_ABOVE = ("less_than", "up_to", "almost"), ("at_least", "more_than")


@dataclass(frozen=True)
class Interval:
    """What some words say of a number: its bounds, None where it is open."""

    low: float | None
    high: float | None


def read_interval(value: str) -> Interval | None:
    """Return the bounds of a quantity in the notation of claims.value; None where it has none.

    >>> read_interval("exact 131"), read_interval("more_than 100"), read_interval("vague")
    (Interval(low=131.0, high=131.0), Interval(low=100.0, high=None), None)
    """
    qualifier, *numbers = value.split(" ")
    ends = [end for number in numbers if (end := read_number(number)) is not None]
    if not ends or len(ends) < len(numbers):
        return None
    if qualifier in OPEN_ABOVE:
        return Interval(ends[0], None)
    if qualifier in OPEN_BELOW:
        return Interval(None, ends[0])
    return Interval(ends[0], ends[-1])


def list_intervals(site: Site) -> Iterator[Figure]:
    """Yield a figure for each number of the main table on which articles differ."""
    main = site.published.main
    found = 0
    for row in main.rows:
        for fact in site.published.facts[main.name][row]:
            is_figure = fact.column.kind == ValueKind.QUANTITY and len({claim.value for claim in fact.claims}) > 1
            if is_figure and found < MOST_FIGURES:
                found += 1
                yield draw_intervals(site, fact)


def list_lines(site: Site, fact: PublishedFact) -> list[tuple[str, PublishedClaim]]:
    """Return a line for each number of each article; of too many articles, for each number alone."""
    by_article: dict[tuple[str, str], PublishedClaim] = {}
    for claim in fact.claims:
        by_article.setdefault((claim.source, claim.value), claim)
    if len(by_article) <= MOST_LINES:
        order = site.published.source_order
        ranked = sorted(by_article.values(), key=lambda claim: (order[claim.source], claim.start))
        return [(site.names.name_source(claim.source), claim) for claim in ranked]
    articles: dict[str, set[str]] = {}
    firsts: dict[str, PublishedClaim] = {}
    for claim in by_article.values():
        articles.setdefault(claim.value, set()).add(claim.source)
        firsts.setdefault(claim.value, claim)
    ranked_values = sorted(firsts, key=lambda value: -len(articles[value]))[:MOST_LINES]
    return [(count_things(len(articles[value]), "article"), firsts[value]) for value in ranked_values]


def draw_intervals(site: Site, fact: PublishedFact) -> Figure:
    """Draw a line for each number that an article gives. Where the table has several rows the title names this one."""
    lines = list_lines(site, fact)
    name = site.names.find_row(fact.table, fact.row)
    is_alone = len(site.published.tables[fact.table].rows) == 1
    published = ", ".join(value.text for value in site.names.show_fact(fact))
    marks = [mark_interval(site, fact, name, claim) for name, claim in lines]
    said = join_words([f"{mark['label']}: {mark['text']}" for mark in marks])
    return Figure(
        name=name_file(f"{fact.column.name}-{fact.row}"),
        template="intervals.svg.jinja",
        title=fact.column.question or fact.column.title if is_alone else f"{fact.column.title}: {name}",
        caption=f"{name}. {fact.column.title}: what the words of each article mean, against the published value.",
        caveat="A line that is open at an end contradicts no number on that side of its bound.",
        alt=f"Published: {published or 'nothing'}. {said}.",
        marks=place_intervals(marks, read_number(fact.members[0]["value"]) if fact.members else None, published),
        head=("Article", fact.column.title, "Words"),
        rows=[
            (
                site.names.show_row(SOURCES, claim.source),
                ShownValue(site.names.show_claimed(fact.column, claim).text),
                ShownValue(claim.words, href=site.places.find_claim(claim), is_words=True),
            )
            for _, claim in lines
        ],
    )


def mark_interval(site: Site, fact: PublishedFact, name: str, claim: PublishedClaim) -> dict[str, Any]:
    """Return a line of the figure, with its bounds as numbers."""
    bounds = read_interval(claim.value)
    return {
        "label": cut_text(name, LONGEST_LABEL),
        "text": site.names.show_claimed(fact.column, claim).text,
        "is_point": bool(bounds and bounds.low == bounds.high),
        "is_borne_out": fact.is_borne_out(claim),
        "low": bounds.low if bounds else None,
        "high": bounds.high if bounds else None,
    }


def place_intervals(marks: list[dict[str, Any]], published: float | None, value: str) -> dict[str, Any]:
    """Return where lines and points are: numbers from left to right, with room for what is open at an end."""
    ends = [mark[end] for mark in marks for end in ("low", "high") if mark[end] is not None]
    ends = ends if published is None else [*ends, published]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    margin = max((high - low) * 0.25, abs(high) * 0.05, 1.0)
    low, high = low - margin if low < 0 else max(low - margin, 0.0), high + margin

    def place(number: float | None, otherwise: float) -> float:
        return otherwise if number is None else round(LABELS + (number - low) / (high - low) * (RIGHT - LABELS), 1)

    for number, mark in enumerate(marks):
        opens = ["left"] * (mark["low"] is None) + ["right"] * (mark["high"] is None)
        mark |= {"y": number * LINE, "from": place(mark["low"], LABELS), "to": place(mark["high"], RIGHT)}
        mark["opens"] = "both" if len(opens) == 2 else "".join(opens)
    return {
        "lines": marks,
        "height": len(marks) * LINE + 40,
        "published": None if published is None else place(published, LABELS),
        "value": value,
    }
