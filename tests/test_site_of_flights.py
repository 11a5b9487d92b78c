"""The site of a collection with several flights, and of rows that say little: what they are called, and how to reach them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from conftest import OTHER_FLIGHTS, copy_collection
from curation.pipeline import build
from curation.site.figure import Figure
from curation.site.figures import list_figures
from curation.site.names import Names
from curation.site.places import Places
from curation.site.published import PublishedFact
from curation.site.site import Site
from curation.site.who_says_what import Question
from package_files import read_table
from site_pages import Package, Page, make_pages, parse_pages, publish, put_table, read_package

SAYS = "who-says-what.html"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    root = copy_collection(tmp_path_factory.mktemp("flights") / OTHER_FLIGHTS, OTHER_FLIGHTS).root
    assert not build(root).errors
    return read_package(root)


@pytest.fixture(scope="module")
def pages(package: Package) -> dict[str, Page]:
    return parse_pages(make_pages(package))


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({"event_date": "2031-03-12", "origin_place": "Hamburg"}, "12 March 2031, Hamburg to Tbilisi"),
        ({"event_date": "2031-03-12"}, "12 March 2031, to Tbilisi"),
        ({"event_date": "2031-03"}, "March 2031, to Tbilisi"),
        ({"origin_place": "de Kooy"}, "de Kooy to Tbilisi"),
        ({}, "To Tbilisi"),
    ],
)
def test_a_flight_is_named_by_what_is_known_of_it(package: Package, known: dict[str, str], name: str) -> None:
    changed = dict(package)
    rows = read_table(package, "flights")
    empty = {column: "" for column in rows[0] if re.match("(event|departure|arrival)_date|origin_", column)}
    put_table(changed, "flights", [{**rows[0], **empty, "destination_place": "Tbilisi", **known}, *rows[1:]])
    assert Names(publish(changed)).find_row("flights", rows[0]["flight_id"]) == name


def test_the_first_page_shows_each_flight_with_its_persons_and_a_link_to_their_words(
    package: Package, pages: dict[str, Page]
) -> None:
    published = publish(package)
    site = Site(published)
    flights = pages["index.html"].html.split("<li class=flight>")[1:]
    assert len(flights) == len(published.main.rows) > 1
    for html, row in zip(flights, published.main.rows, strict=True):
        persons = next(fact for fact in published.facts["flights"][row] if fact.column.name == "persons")
        assert f"<a href={site.places.find_fact(*persons.key)}>{persons.members[0]['value']}</a>" in html
        assert f"<a class=go href={site.places.find_says(row)}>" in html
        speaking = {claim.source for claim in persons.claims}
        assert re.search(r"<p>(\d+) articles?:", html)[1] >= str(len(speaking))  # type: ignore[index]
        for number, record in published.tables["nationals_by_country"].rows.items():
            if record.get("flight_id") == row:
                assert site.places.find_fact("nationals_by_country", number, "country") in html


def test_the_menu_leads_to_a_page_of_all_flights_with_a_link_to_each_comparison(
    package: Package, pages: dict[str, Page]
) -> None:
    for address, page in pages.items():
        menu = page.html.partition("<nav>")[2].partition("</nav>")[0]
        assert f"{SAYS if address != SAYS else '#main aria-current=page'}>Who says what</a>" in menu
    for flight in read_table(package, "flights"):
        assert f"who-says-what/{flight['flight_id']}.html" in pages[SAYS].list_values("href")


def test_each_comparison_names_its_flight_and_leads_to_the_others(package: Package, pages: dict[str, Page]) -> None:
    published = publish(package)
    rows = list(published.main.rows)
    for row in rows:
        page = pages[f"who-says-what/{row}.html"]
        name = Names(published).find_row("flights", row)
        assert page.texts["h1"] == [f"Who says what: {name}"]
        assert name in page.texts["title"][0]
        assert {f"{other}.html" for other in rows if other != row} <= set(page.list_values("href"))
        assert Places(published).find_says(row) == f"who-says-what/{row}.html"


def test_the_figure_of_a_number_names_its_flight_where_there_are_several(package: Package) -> None:
    claims = read_table(package, "claims")
    first = next(one for one in claims if one["table_name"] == "flights" and one["field_name"] == "persons")
    name = first["claim_id"].rpartition("#")[0]
    put_table(changed := dict(package), "claims", [*claims, {**first, "claim_id": f"{name}#9", "value": "more_than 1"}])
    published = publish(changed)
    figure = next(one for one in list_figures(Site(published)) if one.template == "intervals.svg.jinja")
    assert Names(published).find_row("flights", first["row_id"]) in figure.title


def list_bar_charts(package: Package) -> list[Figure]:
    return [one for one in list_figures(Site(publish(package))) if one.template == "bars.svg.jinja"]


def test_a_chart_by_country_has_all_people_of_one_flight_and_says_who_has_no_number(package: Package) -> None:
    counts = read_table(package, "nationals_by_country")
    flights = Counter(row["flight_id"] for row in counts if row["flight_id"] and row["persons"])
    flight, number = flights.most_common(1)[0]
    mine = [row for row in counts if row["flight_id"] == flight]
    assert len({row["transfer_type"] for row in mine}) > 1
    (figure,) = (one for one in list_bar_charts(package) if len(one.rows) == number)
    name = Names(publish(package)).find_row("flights", flight)
    assert figure.title.endswith(f": {name}")
    assert "No exact number" not in figure.caption
    without = {**mine[0], "persons": ""}
    put_table(changed := dict(package), "nationals_by_country", [without if row is mine[0] else row for row in counts])
    (figure,) = (one for one in list_bar_charts(changed) if one.title.endswith(f": {name}"))
    assert len(figure.rows) == number - 1
    assert f"No exact number is printed for {mine[0]['country_name']}." in figure.caption


def test_rows_that_a_page_leaves_out_have_a_link_to_their_table(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curation.site.record.MOST_REFERRING", 1)
    flight = next(row["flight_id"] for row in read_table(package, "nationals_by_country") if row["flight_id"])
    html = make_pages(package)[f"flights/{flight}.html"].decode()
    assert re.search(r"<p>And \d+ more rows? of <a href=\.\./\w+/index\.html>", html)


def test_the_same_words_have_one_mark_on_a_question(package: Package) -> None:
    published = publish(package)
    base = next(iter(published.claims.values()))
    columns = published.tables["flights"].columns
    precise = replace(base, id="a", source="s1", words="New York", value="New York")
    less = replace(base, id="b", source="s2", words="U.S.", value="U.S.")
    wide = replace(base, id="c", source="s3", words="U.S.", value="USA")
    whole = replace(wide, id="d", source="s4", words="United States")
    place = PublishedFact("flights", "x", columns["origin_place"], (), (precise, less), frozenset({"a"}), None)
    country = PublishedFact("flights", "x", columns["origin_country"], (), (wide, whole), frozenset({"c"}), None)
    asked = Question("Where from?", [], "", "", [], (place, country))
    assert asked.find_stances() == {"s1": "yes", "s2": "other", "s3": "other", "s4": "other"}
    alone = Question("From which country?", [], "", "", [], (country,))
    assert alone.find_stances() == {"s3": "yes", "s4": "yes"}


def test_a_part_of_a_country_is_shown_by_the_name_from_which_it_was_read(package: Package, pages: dict[str, Page]) -> None:
    rows = [row for row in read_table(package, "statistics") if row["subdivision"]]
    assert rows
    claims = {one["row_id"]: one for one in read_table(package, "claims") if one["field_name"] == "subdivision"}
    for row in rows:
        claim, html = claims[row["statistic_id"]], pages[f"statistics/{row['statistic_id']}.html"].html
        is_read = claim["basis"] == "parsed"  # a name that two countries have is concluded: its words may be others
        assert (f"{claim['exact']} ({row['subdivision']})" in html) == is_read
