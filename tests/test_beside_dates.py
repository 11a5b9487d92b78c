"""Dates whose year, days or period are printed beside them: refused whole, and never read as a date of the report's year."""

from __future__ import annotations

from datetime import date

import pytest

from curation.claims.wholeness import find_fault
from curation.text.dates import DateExpression, read_date, scan_dates
from curation.text.expressions import scan_expressions
from curation.text.periods import KnownDates
from curation.text.readings import Reading

KNOWN = KnownDates(2025, date(2025, 9, 1))


def list_dates(text: str) -> list[tuple[str, bool]]:
    """Return the words of each date of a text, and whether a coder who takes exactly these gets a value."""
    found = [item for item in scan_expressions(text) if isinstance(item, DateExpression)]
    words = [text[item.start : item.end] for item in found]
    return [
        (one, not find_fault(item) and isinstance(read_date(one, KNOWN), Reading))
        for one, item in zip(words, found, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They left in Nov. '23.", "Nov. '23"),
        ("They left on 3 May 24.", "3 May 24"),
        ("They left in May (2024).", "May (2024)"),
        ("In 2024, on May 3, they left.", "2024, on May 3"),
        ("In 2024, from May to July, they left.", "2024, from May to July"),
        ("In May, in 2024, they left.", "May, in 2024"),
        ("Compared with June a year earlier.", "June a year earlier"),
        ("In March two years ago they left.", "March two years ago"),
        ("They left on 3 March in the previous year.", "3 March in the previous year"),
        ("In June of the year before last they left.", "June of the year before last"),
        ("It was the June before.", "June before"),
        ("On 3 March 12 months earlier they left.", "3 March 12 months earlier"),
    ],
)
def test_a_date_takes_the_year_beside_it_and_is_refused(text: str, words: str) -> None:
    assert list_dates(text) == [(words, False)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They left on May 3 or 4, 2024.", "May 3 or 4, 2024"),
        ("They left on May 3 & 4, 2024.", "May 3 & 4, 2024"),
        ("They left on May 3/4, 2024.", "May 3/4, 2024"),
        ("They left on May 3, 5 and 9, 2024.", "May 3, 5 and 9, 2024"),
        ("On May 3, 5 and 9 they left.", "May 3, 5 and 9"),
        ("They left on 3, 5 and 9 May 2024.", "3, 5 and 9 May 2024"),
        ("On the night of 3/4 May they left.", "3/4 May"),
    ],
)
def test_several_days_of_a_month_are_one_expression_and_refused(text: str, words: str) -> None:
    assert list_dates(text) == [(words, False)]
    assert len(scan_expressions(text)) == 1


def test_a_number_before_a_day_is_no_other_day_of_its_month() -> None:
    assert list_dates("Press release of page 14, 22 January 2026") == [("22 January 2026", True)]


@pytest.mark.parametrize(
    "text",
    [
        "They left in {April} or May 2024.",
        "They left in {April} & May 2024.",
        "They left in {April} as well as May 2024.",
        "In {January}/February 2024 they left.",
        "In {late January}/early February 2024 they left.",
        "On {31 January}/1 February 2024 they left.",
        "They left on {3 May} and again on 5 June 2024.",
        "They left on {3 May}, and on 5 June 2024.",
        "They left in {January}, February and March 2025.",
        "It went from 40 in {April} to 50 in May 2024.",
        "There were 40 in {April}, 50 in May and 60 in June 2024.",
    ],
)
def test_a_date_of_a_list_that_prints_its_year_later_needs_a_reason(text: str) -> None:
    first = text.partition("{")[2].partition("}")[0]
    (found, *others) = list_dates(text.replace("{", "").replace("}", ""))
    assert found == (first, False)
    assert others[-1][1]


def test_may_behind_another_month_is_a_month() -> None:
    assert [words for words, _ in list_dates("They left in April, May, June 2024.")] == ["April", "May", "June 2024"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The June quarter of 2025 was bad.", "June quarter of 2025"),
        ("The June 2024 quarter was bad.", "June 2024 quarter"),
        ("Between May 2024 and now they left.", "Between May 2024 and now"),
        ("It took six months from May 2024.", "six months from May 2024"),
        ("In the year to end June 2024 they left.", "year to end June 2024"),
        ("For the year-ended June 2024 they left.", "year-ended June 2024"),
    ],
)
def test_a_month_in_the_name_of_a_longer_time_is_refused(text: str, words: str) -> None:
    assert list_dates(text) == [(words, False)]


@pytest.mark.parametrize("now", ["to date", "to the present", "until now", "up to now"])
def test_a_time_until_now_is_open(now: str) -> None:
    words = f"From May 2024 {now}"
    assert list_dates(f"{words} they left.") == [(words, True)]
    outcome = read_date(words, KNOWN)
    assert isinstance(outcome, Reading)
    assert outcome.value == "2024-05/.."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("On 3 May 24 people left.", ["3 May"]),
        ("On May 3, 45 people left.", ["May 3"]),
        ("On May 3, 5 people left.", ["May 3"]),
        ("On May 3, 5 and 9 people left.", ["May 3"]),
        ("In May, 300 people left.", ["May"]),
        ("He left on 3 May, and on 5 June he came.", ["3 May", "5 June"]),
        ("In 2024 they left, and in May they came.", ["May"]),
        ("Since May 3, Togo took none.", ["Since May 3"]),
    ],
)
def test_what_only_stands_behind_a_date_changes_nothing(text: str, words: list[str]) -> None:
    assert list_dates(text) == [(one, True) for one in words]


def test_a_long_row_of_days_is_scanned_in_parts() -> None:
    assert len(scan_dates("3, " * 2000)) == 0
