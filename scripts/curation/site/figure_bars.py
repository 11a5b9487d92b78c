"""The bar charts: one figure for each of several countries, of rows that do not differ otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curation.site.addresses import name_file
from curation.site.columns import PublishedColumn, ValueKind
from curation.site.figure import LINE, LONGEST_BAR, LONGEST_LABEL, MOST_FIGURES, Figure
from curation.site.published import PublishedTable, Record, split_set
from curation.site.site import Site
from curation.site.values import ShownValue, count_things, cut_text, join_words, read_number, write_number

FEWEST_BARS = 3
MOST_BARS = 25
MOST_NAMED = 4
"""Articles that a caption names; of more it says how many they are."""


def list_bars(site: Site) -> Iterator[Figure]:
    """Yield a bar chart for each group of rows that give one figure for several countries and do not differ otherwise."""
    for table in site.published.fact_tables:
        country, figure = find_asked(table, ValueKind.COUNTRY), find_asked(table, ValueKind.QUANTITY)
        if country and figure:
            for rows in group_rows(table, country, figure, find_event(site, table)):
                yield draw_bars(site, table, country, figure, rows)


def find_event(site: Site, table: PublishedTable) -> str:
    """Return the column of a table that names a row of the main table, empty where there is none."""
    return next((one.name for one in table.columns.values() if one.refers_to == site.published.main.name), "")


def find_asked(table: PublishedTable, kind: ValueKind) -> PublishedColumn | None:
    """Return the first column of some kind for which readers ask; None where there is none."""
    columns = table.columns.values()
    return next((one for one in columns if one.kind == kind and not one.is_mechanical and one.question), None)


def group_rows(
    table: PublishedTable, country: PublishedColumn, figure: PublishedColumn, event: str
) -> list[list[tuple[str, Record]]]:
    """Return the groups of rows that have all codes and dates in common, and a number: those of enough countries.

    The rows on one row of the main table, which the column `event` names, are one group for each thing that is counted: they
    may differ in other codes, such as where people were taken.
    """
    measure = find_asked(table, ValueKind.CODE)
    of_event = [event, measure.name] if measure else [event]
    parting = [
        column.name
        for column in table.columns.values()
        if not column.is_mechanical
        and column.kind in (ValueKind.CODE, ValueKind.DATE)
        and (column.is_required or column.question)
    ]
    groups: dict[tuple[str, ...], list[tuple[str, Record]]] = {}
    for row, record in table.rows.items():
        if read_number(record.get(figure.name, "")) is not None and record.get(country.name):
            names = of_event if record.get(event) else [*parting, event]
            groups.setdefault(tuple(record.get(name, "") for name in names), []).append((row, record))
    found = [rows for rows in groups.values() if len({record[country.name] for _, record in rows}) >= FEWEST_BARS]
    return sorted(found, key=len, reverse=True)[:MOST_FIGURES]


def draw_bars(
    site: Site, table: PublishedTable, country: PublishedColumn, figure: PublishedColumn, rows: list[tuple[str, Record]]
) -> Figure:
    """Draw one bar for each country, the longest first."""
    rows = sorted(rows, key=lambda row: -(read_number(row[1][figure.name]) or 0.0))
    first = rows[0][1]
    names = site.names
    measure, period = find_asked(table, ValueKind.CODE), find_asked(table, ValueKind.DATE)
    what = names.show(measure, first[measure.name]) if measure and first.get(measure.name) else ShownValue(table.title)
    event = find_event(site, table)
    whose = names.find_row(site.published.main.name, first[event]) if first.get(event) else ""
    when = names.write(period, first[period.name]) if period and first.get(period.name) else ""
    lacking = list_lacking(site, table, country, figure, first) if whose else []
    longest = max(read_number(record[figure.name]) or 0.0 for _, record in rows) or 1.0
    bars = [
        {
            "label": cut_text(names.write(country, record[country.name]), LONGEST_LABEL),
            "y": number * LINE,
            "width": round(max(read_number(record[figure.name]) or 0.0, 0.0) / longest * LONGEST_BAR, 1),
            "value": write_number(record[figure.name]),
        }
        for number, (_, record) in enumerate(rows[:MOST_BARS])
    ]
    printing = [split_set(record.get("source_ids", "")) for _, record in rows]
    said = "; ".join(f"{bar['label']} {bar['value']}" for bar in bars)
    rest = f" The {count_things(len(rows) - len(bars), 'smaller figure')} are in the table." if len(rows) > len(bars) else ""
    return Figure(
        name=name_file(f"by-country-{rows[0][0]}"),
        template="bars.svg.jinja",
        title=": ".join(part for part in (", ".join(part for part in (what.text, when) if part), whose) if part),
        caption=f"By country, {name_printing(site, printing)}.{rest}"
        + (f" No exact number is printed for {join_words(lacking)}." if lacking else ""),
        caveat=what.meaning,
        alt=f"Bar chart. {said}.",
        marks={"bars": bars, "height": len(bars) * LINE + 8},
        head=(country.title, figure.title),
        rows=[
            (
                ShownValue(names.write(country, record[country.name])),
                ShownValue(write_number(record[figure.name]), href=site.places.find_fact(table.name, row, figure.name)),
            )
            for row, record in rows
        ],
    )


def list_lacking(
    site: Site, table: PublishedTable, country: PublishedColumn, figure: PublishedColumn, like: Record
) -> list[str]:
    """Return the countries of which a row on the same row of the main table has no number: they have no bar."""
    event = find_event(site, table)
    return [
        site.names.write(country, record[country.name])
        for record in table.rows.values()
        if record.get(event) == like[event] and record.get(country.name) and read_number(record.get(figure.name, "")) is None
    ]


def name_printing(site: Site, printing: Sequence[Sequence[str]]) -> str:
    """Say which articles print all of some figures, and which only some of them; `printing` has the articles of each."""
    articles = list(dict.fromkeys(source for sources in printing for source in sources))
    whole = [source for source in articles if all(source in sources for sources in printing)]
    part = [source for source in articles if source not in whole]
    some = f"{site.names.name_articles(part, MOST_NAMED)} {'prints' if len(part) == 1 else 'print'} some of them"
    if not whole:
        return f"of which no article prints all: {some}"
    return f"as printed by {site.names.name_articles(whole, MOST_NAMED)}" + (f"; {some}" if part else "")
