"""Everyday forms of dates: mid-2024, 2024-2025, from November to February 2025, 1Q 2025, a fortnight ago."""

from __future__ import annotations

from datetime import date

import pytest

from curation.package.readers import write_readers
from curation.text.dates import read_date
from curation.text.expressions import scan_expressions
from curation.text.periods import KnownDates
from curation.text.readings import Reading
from verify import load_lexicons
from verify import read_date as read_again

DAY = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("mid-2024", "2024"),
        ("until mid-2024", "../2024"),
        ("end-2024", "2024"),
        ("end-June 2025", "2025-06"),
        ("Late-2023", "2023"),
        ("2024-2025", "2024/2025"),
        ("From 2022-2024", "2022/2024"),
        ("From November to February 2025", "2024-11/2025-02"),
        ("Between October and March 2025", "2024-10/2025-03"),
        ("Between October 2024 and March", "2024-10/2025-03"),
        ("From 30 December to 2 January 2025", "2024-12-30/2025-01-02"),
        ("From May to July 2025", "2025-05/2025-07"),
        ("From November to February", None),
        ("1Q 2025", "2025-01/2025-03"),
        ("2H2024", "2024-07/2024-12"),
        ("the latter half of 2024", "2024-07/2024-12"),
        ("a fortnight ago", "2025-08-18~"),
        ("the first fortnight of May", "2025-05"),
        ("the final days of May", "2025-05"),
        ("Since the start of the year", "2025/.."),
        ("the beginning of the year", "2025"),
    ],
)
def test_an_everyday_form_of_a_date_is_read_alike_by_both_readers(words: str, value: str | None) -> None:
    outcome = read_date(words, KnownDates(2025, DAY))
    assert (outcome.value if isinstance(outcome, Reading) else None) == value
    again = read_again(load_lexicons(write_readers())["date"], words, (2025, DAY, ""))
    assert (again and again[0]) == value


@pytest.mark.parametrize("text", ["It was in mid-2024.", "They left in 2024-2025.", "In 1Q 2025 they left."])
def test_the_year_of_an_everyday_form_is_no_number(text: str) -> None:
    assert [item.kind for item in scan_expressions(text)] == ["date"]


@pytest.mark.parametrize("text", ["Some 2000-2025 people left.", "The flight will end on April 30.", "It has 12-2024 in it."])
def test_figures_and_words_like_these_are_no_other_date(text: str) -> None:
    dates = [text[item.start : item.end] for item in scan_expressions(text) if item.kind == "date"]
    assert dates in ([], ["April 30"])
