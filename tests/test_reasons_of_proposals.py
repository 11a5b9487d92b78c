"""The reason that is proposed with a code which its words do not say: of whom people are, and what an office is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from curation.proposals.article import Article, read_article
from curation.proposals.memory import Memory
from curation.proposals.proposal import Proposal
from curation.proposals.reasons import explain_codes, explain_office
from curation.proposals.write import write_cell

LEAD = "All are home again\n\nA charter flight brought 43 citizens of Laos to Vientiane. "


def place(article: Article, passage: int, words: str) -> tuple[tuple[int, int], ...]:
    sentence = article.sentences[passage - 1]
    start = sentence.text.index(words)
    return (sentence.place(start, start + len(words)),)


def propose_some(article: Article, words: str, number: str) -> list[Proposal]:
    """Return what is proposed of some of the passengers in the third passage: their number, and three codes by some words."""
    spans = place(article, 3, words)
    codes = (("measure", "aboard_flight"), ("stock_or_flow", "flow"), ("flight_id", "vientiane"))
    cells = [Proposal("learned", 3, "statistics", "some", field, value, spans) for field, value in codes]
    return [Proposal("learned", 3, "statistics", "some", "value", "", place(article, 3, number)), *cells]


def list_reasons(article: Article, found: Sequence[Proposal], proposals: Sequence[Proposal]) -> dict[str, str]:
    return {one.field: one.reason for one in explain_codes(article, found, proposals) if one.needs_reason}


def test_people_are_of_those_whom_the_text_has_counted_aboard(blank: Memory) -> None:
    article = read_article("s900", f"{LEAD}Five of them were ill.", blank)
    carried = Proposal("flight-persons", 2, "flights", "vientiane", "persons", "", place(article, 2, "43"))
    reasons = list_reasons(article, [carried], propose_some(article, "them", "Five"))
    assert reasons == dict.fromkeys(("measure", "stock_or_flow", "flight_id"), 'they are of the "43 citizens" aboard')


def test_people_whom_nothing_counts_were_on_the_flight_that_the_text_has_named(blank: Memory) -> None:
    article = read_article("s900", f"{LEAD}Five of them were ill.", blank)
    landed = Proposal("flight-type", 2, "flights", "vientiane", "flight_type", "charter", place(article, 2, "charter"))
    reasons = list_reasons(article, [landed], propose_some(article, "them", "Five"))
    assert set(reasons.values()) == {'they were on the "charter"'}


def test_a_number_is_not_explained_by_itself_and_what_nothing_explains_keeps_the_mark(blank: Memory) -> None:
    article = read_article("s900", "All are home again\n\nAll were glad. The 43 citizens were ill.", blank)
    own = Proposal("flight-persons", 3, "flights", "vientiane", "persons", "", place(article, 3, "43"))
    cells = list(explain_codes(article, [own], propose_some(article, "citizens", "43")))
    written = [write_cell(article, one) for one in cells if one.field == "measure"]
    assert written == ["aboard_flight <- citizens -- ?"]


def test_words_that_say_the_code_need_no_reason(blank: Memory) -> None:
    article = read_article("s900", f"{LEAD}Five men were on board.", blank)
    assert not list_reasons(article, [], propose_some(article, "on board", "Five"))


@pytest.mark.parametrize(
    ("role", "title", "reason"),
    [
        ("Director", "Director of the Return Division", 'the "Return Division" is a part of the body'),
        ("acting director", "acting director of the St. Paul field office", 'the "field office" is a part of the body'),
        ("Deputy Head", "Deputy Head of the Inspectorate", 'a "Deputy Head" is not at the head of the body'),
        ("Assistant Field Office Director", "Assistant Field Office Director", 'the "Field Office" is a part of the body'),
        ("Chief Superintendent", "Chief Superintendent", 'a "Chief Superintendent" is that by rank'),
        ("coordinator", "regional coordinator", ""),
    ],
)
def test_an_office_without_a_code_is_below_another_of_a_part_or_a_rank(role: str, title: str, reason: str) -> None:
    assert explain_office(role, title) == reason


def test_the_title_says_why_an_office_has_no_code(blank: Memory) -> None:
    article = read_article("s900", "All are home again\n\nAna Ruiz, director of the Return Division, said so.", blank)
    role = Proposal("learned-role", 2, "officials", "ana-ruiz", "role", "other", place(article, 2, "director"))
    title = Proposal(
        "role", 2, "officials", "ana-ruiz", "roles_printed", "", place(article, 2, "director of the Return Division")
    )
    assert list_reasons(article, [], [role, title]) == {"role": 'the "Return Division" is a part of the body'}
