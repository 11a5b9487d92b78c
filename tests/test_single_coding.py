"""What stops a coder's slip in a source that was coded once, and what must pass. Each collection is written for its test."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import OTHER_FLIGHTS, Copy, copy_collection, copy_inputs
from curation.claims.lists import pair_runs
from curation.claims.reasons import quotes
from curation.claims.single_coding import list_years
from curation.text.phrases import Phrases, match_phrases, split_phrase
from one_source import write_collection
from small_sources import write_sources

BY = """\
  organizations/police:
    name: Border Police
    spellings: Border Police
    organization_type: national_agency -- the Border Police is a service of the state
"""


def list_errors(root: Path, *passages: str, head: str = "", registered: str = "") -> list[str]:
    """Return the errors of a source that was coded once. A passage is its sentence, a line break and its cells."""
    texts = [passage.partition("\n")[0] for passage in passages]
    coded = "".join(f"- in: >-\n    {text}\n{cells}" for text, _, cells in (passage.partition("\n") for passage in passages))
    copy = write_collection(
        root, "\n".join(texts) + "\n", coded, f"    language: en\n    publisher_basis: unknown\n{registered}"
    )
    copy.edit("annotations/s900.yaml", "passages:\n", f"{head}passages:\n")
    return copy.errors()


def find(errors: list[str], *words: str) -> list[str]:
    """Return the errors that have all of these words."""
    return [error for error in errors if all(word in error for word in words)]


def make_list(text: str, *rows: tuple[str, str, str]) -> str:
    """Return a passage with a row of statistics for each place and its number; the words of the rest are `taken`."""
    cells = "".join(f"  statistics/{row}:\n    value: {value}\n    place: {place}\n" for row, value, place in rows)
    return f"{text}\n{cells}{SHARED}"


SHARED = """\
  statistics/*:
    measure: other <- taken
    measure_printed: taken
    unit: persons <- people
    stock_or_flow: flow <- taken
    period_type: unspecified
"""


LISTS = {
    "number first": ("{} people from Hatay, {} from Izmir and {} from Konya were taken.", (12, 7, 5)),
    "name first": ("Of those people taken, Hatay has {}, Izmir has {} and Konya has {}.", (12, 7, 5)),
    "in brackets": ("The people taken are from Hatay ({}), Izmir ({}) and Konya ({}).", (12, 7, 5)),
    "respectively": ("From Hatay, Izmir and Konya {}, {} and {} people were taken respectively.", (12, 7, 5)),
    "numbers together first": ("There were {}, {} and {} people taken from Hatay, Izmir and Konya.", (12, 7, 5)),
    "both directions": ("From Hatay {} people were taken, while {} were from Izmir and {} were from Konya.", (12, 7, 5)),
}


@pytest.mark.parametrize("name", LISTS)
def test_each_number_of_a_list_is_next_to_its_own_name(name: str, tmp_path: Path) -> None:
    pattern, numbers = LISTS[name]
    text = pattern.format(*numbers)
    places = ("Hatay", "Izmir", "Konya")
    right = [(place.lower(), str(number), place) for place, number in zip(places, numbers, strict=True)]
    assert not find(list_errors(tmp_path / "right", make_list(text, *right)), "in its list")
    for one, other in ((0, 1), (1, 2), (0, 2)):
        swapped = list(right)
        swapped[one] = (right[one][0], right[other][1], right[one][2])
        swapped[other] = (right[other][0], right[one][1], right[other][2])
        errors = list_errors(tmp_path / f"swapped-{one}{other}", make_list(text, *swapped))
        assert find(errors, "in its list", "s900.yaml:"), (text, swapped)


def make_figures(text: str, *rows: tuple[str, str]) -> str:
    """Return a sentence with a row for each number and the noun that it counts."""
    return f"{text}\n" + "".join(
        f"  statistics/{noun.lower().replace(' ', '-')}:\n    value: {value}\n    measure_printed: {noun}\n"
        for value, noun in rows
    )


def test_a_number_directly_before_its_noun_is_that_nouns(tmp_path: Path) -> None:
    text = "It has received eight such flights from Hatay with 417 persons on board."
    right = make_figures(text, ("eight", "flights"), ("417", "received"))
    assert not find(list_errors(tmp_path / "right", right), "in its list")
    swapped = make_figures(text, ("417", "flights"), ("eight", "received"))
    assert find(list_errors(tmp_path / "swapped", swapped), "in its list «flights» has «eight», not «417»")
    part = make_figures("Four of the seven local men had served in Hatay.", ("Four", "served"), ("seven", "men"))
    assert not find(list_errors(tmp_path / "part", part), "in its list")
    parts = make_figures("In all 30 left, of 20 buses and 9 trucks.", ("30", "In all"), ("20", "buses"), ("9", "trucks"))
    assert not find(list_errors(tmp_path / "parts", parts), "in its list")


def test_a_number_before_several_names_is_that_of_each(tmp_path: Path) -> None:
    text = "There were 8 from Hatay, 3 each from Izmir and Konya, and 2 people from Rize were taken."
    right = [("hatay", "8", "Hatay"), ("izmir", "3", "Izmir"), ("konya", "3", "Konya"), ("rize", "2", "Rize")]
    assert not find(list_errors(tmp_path / "right", make_list(text, *right)), "in its list")
    wrong = [*right[:2], ("konya", "2", "Konya"), right[3]]
    errors = list_errors(tmp_path / "wrong", make_list(text, *wrong))
    assert find(errors, "statistics/konya/value: in its list «Konya» has «3», not «2»")


def make_nationals(text: str, *rows: tuple[str, str, str], more: str = "") -> str:
    cells = "".join(
        f"  nationals_by_country/{row}:\n    country: {country}\n" + (f"    persons: {number}\n" if number else "")
        for row, country, number in rows
    )
    shared = "    country_basis: citizenship <- citizens\n    measure: other <- sent\n    stock_or_flow: flow <- sent\n"
    return f"{text}\n{cells}  nationals_by_country/*:\n{shared}    measure_printed: sent\n{more}"


def test_a_country_that_shares_a_number_with_its_neighbours_may_not_lack_it(tmp_path: Path) -> None:
    text = "There were sent two citizens of Cuba and one each of Laos, Mexico and Vietnam."
    right = [("a-cub", "Cuba", "two"), ("a-lao", "Laos", "one"), ("a-mex", "Mexico", "one"), ("a-vnm", "Vietnam", "one")]
    assert not find(list_errors(tmp_path / "right", make_nationals(text, *right)), "list")
    wrong = [*right[:2], ("a-mex", "Mexico", ""), right[3]]
    errors = list_errors(tmp_path / "wrong", make_nationals(text, *wrong))
    assert find(errors, "nationals_by_country/a-mex: its list has «one» for «Mexico» too, and there is no persons")


def test_a_date_belongs_to_the_figure_beside_it(tmp_path: Path) -> None:
    text = "They counted 310 arrests in February 2031 and 400 arrests in February 2030."
    cells = """{}
  statistics/arrests-2031:
    value: 310
    period: February {}
  statistics/arrests-2030:
    value: 400
    period: February {}
  statistics/*:
    measure: arrest <- They counted 310 ... arrests in February 2031
    unit: events <- counted
    stock_or_flow: flow <- counted
    period_type: month <- counted
"""
    cells = cells.replace("They counted 310 ... arrests in February 2031", "counted")
    assert not find(list_errors(tmp_path / "right", cells.format(text, 2031, 2030)), "in its list")
    errors = list_errors(tmp_path / "wrong", cells.format(text, 2030, 2031))
    assert find(errors, "statistics/arrests-2031/value: in its list «February 2030» has «400», not «310»")


@given(st.integers(2, 9), st.booleans())
def test_a_list_of_one_direction_gives_each_name_the_number_beside_it(size: int, is_number_first: bool) -> None:
    runs = [[(10 * place, 10 * place + 5)] for place in range(2 * size)]
    right = pair_runs(runs, is_number_first)
    assert right
    for name, number in right.items():
        assert name[0] - number[0] == (10 if is_number_first else -10)


def test_rows_are_not_named_after_the_country_of_another_row(tmp_path: Path) -> None:
    text = "There were sent citizens of Laos and Yemen."
    right = [("a-lao", "Laos", ""), ("a-yem", "Yemen", "")]
    assert not find(list_errors(tmp_path / "right", make_nationals(text, *right)), "name says")
    wrong = [("a-lao", "Yemen", ""), ("a-yem", "Laos", "")]
    errors = list_errors(tmp_path / "wrong", make_nationals(text, *wrong))
    assert find(errors, "nationals_by_country/a-lao/country is YEM, as another row's name says")


# Codes and their words

OFFICIAL = """{text}
  by: ana-ruiz <- said {words}
  officials/ana-ruiz:
    name: Ana Ruiz
    spellings: Ana Ruiz
    role: {role}
    roles_printed: {words_of_role}
  quotes/a:
    statement_id: a
    quote_mode: reported <- said
    quote_text: It rained
"""


def code_role(root: Path, role: str, printed: str) -> list[str]:
    text = f"It rained, said Ana Ruiz, {printed} of the Border Police."
    return list_errors(root, OFFICIAL.format(text=text, words="Ana Ruiz", role=role, words_of_role=printed))


@pytest.mark.parametrize(
    ("role", "printed", "message"),
    [
        ("spokesperson <- spokeswoman", "spokeswoman", ""),
        ("spokesperson <- Spokeswoman", "Spokeswoman", ""),
        ("president <- spokeswoman", "spokeswoman", "role is president, but «spokeswoman» says spokesperson"),
        (
            "president <- former president",
            "former president",
            "role is president, but «former president» says former_president",
        ),
        ("former_president <- former president", "former president", ""),
        ("president <- vice-president", "vice-president", "role is president, but «vice-president» says other"),
        ("other <- pilot", "pilot", ""),
        ("secretary <- pilot", "pilot", "role is secretary, but «pilot» does not say so"),
        ("secretary <- chief -- the chief of this service is a secretary by the word of its Border Police", "chief", ""),
    ],
)
def test_the_words_of_a_code_say_it(role: str, printed: str, message: str, tmp_path: Path) -> None:
    errors = find(code_role(tmp_path, role, printed), "officials/ana-ruiz/role")
    assert bool(errors) == bool(message), errors
    assert not message or find(errors, message)


@pytest.mark.parametrize(
    ("words", "is_rank"),
    [("sixth", True), ("11th", True), ("twenty-first", True), ("fourth-largest", True), ("six", False), ("only", False)],
)
def test_every_ordinal_says_a_rank(words: str, is_rank: bool, tmp_path: Path) -> None:
    cells = f'  statistics/deal:\n    value: 6 <- {words} -- "{words}"\n    unit: rank <- {words}\n'
    assert bool(find(list_errors(tmp_path, f"It was the {words} pact of all, a deal.\n{cells}"), "unit is rank")) != is_rank


@pytest.mark.parametrize(
    ("amount", "is_usd"), [("$15,000", True), ("US$15,000", True), ("J$15,000", False), ("Rs15,000", False)]
)
def test_an_amount_of_another_currency_is_no_us_dollars(amount: str, is_usd: bool, tmp_path: Path) -> None:
    cells = f"  statistics/fine:\n    value: {amount}\n    unit: usd <- {amount}\n"
    assert bool(find(list_errors(tmp_path, f"They paid {amount} each.\n{cells}"), "unit is usd", "does not say so")) != is_usd


def test_what_a_code_needs_is_asked_for_only_where_a_source_was_coded_once(two_sources: Copy) -> None:
    two_sources.edit("annotations/s101.yaml", "flight_status: arrived <- landed", "flight_status: arrived <- the plane")
    assert not find(two_sources.errors(), "does not say so")
    shutil.rmtree(two_sources.root / "annotations" / "second")
    assert find(two_sources.errors(), "flight_status is arrived, but «the plane» does not say so")


def test_words_that_say_another_code_are_an_error_in_every_source(two_sources: Copy) -> None:
    two_sources.edit("annotations/s101.yaml", "flight_status: arrived <- landed", "flight_status: departed <- landed")
    assert find(two_sources.errors(), "flight_status is departed, but «landed» says arrived")


@pytest.mark.parametrize(("words", "is_denied"), [("departed", True), ("not yet departed", False), ("yet departed", True)])
def test_words_of_a_code_do_not_leave_out_what_denies_them(words: str, is_denied: bool, tmp_path: Path) -> None:
    text = "The flight has not yet departed for Laos."
    passage = f"{text}\n  flights/a:\n    destination_country: Laos\n    flight_status: departed <- {words}\n"
    assert bool(find(list_errors(tmp_path, passage), "leave out «not» before them")) == is_denied


def test_printed_words_do_not_say_another_code_than_the_row_has(tmp_path: Path) -> None:
    errors = code_role(tmp_path / "right", "president <- president", "president")
    assert not find(errors, "roles_printed")
    text = "It rained, said Ana Ruiz, president of a club, to a spokesman of the Border Police."
    passage = OFFICIAL.format(text=text, words="Ana Ruiz", role="president <- president", words_of_role="spokesman")
    assert find(list_errors(tmp_path / "wrong", passage), "«spokesman» says spokesperson, and role is president")


@pytest.mark.parametrize(
    ("words", "measure", "is_wrong"),
    [
        ("removed from the manifest", "other <- manifest", False),
        ("removed", "other <- manifest", True),
        ("repatriating", "repatriation_total <- repatriating", False),
        ("expelled", "other <- expelled", False),
        ("expelled", "expulsion_title42 <- expelled", True),
        ("expelled under Title 42", "expulsion_title42 <- Title 42", False),
        ("expelled", "aboard_flight <- expelled", False),
    ],
)
def test_what_is_counted_is_what_its_words_say(words: str, measure: str, is_wrong: bool, tmp_path: Path) -> None:
    cells = f"  statistics/a:\n    value: 7\n    measure: {measure}\n    measure_printed: {words}\n"
    errors = list_errors(tmp_path, f"They say that 7 were {words} there, by the manifest.\n{cells}")
    assert bool([*find(errors, "measure is"), *find(errors, "measure_printed: «")]) == is_wrong, errors


def test_a_quotation_that_begins_its_sentence_is_no_part_of_one(tmp_path: Path) -> None:
    passage = f"""\
"We carried all of them home," said the Border Police.
  by: police <- said the Border Police
{BY}  quotes/a:
    statement_id: a
    quote_mode: {{}}
    quote_text: We carried all of them home
  sources/s900:
    cites: police <- Border Police
"""
    assert not list_errors(tmp_path / "right", passage.format("direct"))
    assert find(
        list_errors(tmp_path / "wrong", passage.format("direct_partial")), "direct_partial, but", "begins its sentence"
    )
    reason = passage.format('direct_partial -- "carried" has an object that the quotation leaves out')
    assert not list_errors(tmp_path / "reason", reason)


BLOCK = f"""\
The Border Police said in a statement
  by: police <- Border Police said
{BY}"""
BLOCK_ROWS = """\
We carried all of them home.
  quotes/a:
    by: police -- {}
    statement_id: a
    quotation_id: b
    quote_mode: {}
    quote_text: We carried all of them home
"""


def test_a_block_needs_a_reason(tmp_path: Path) -> None:
    other = (
        BLOCK_ROWS.replace("quotes/a", "quotes/b").replace("id: a", "id: c").replace("We", "They").replace("carried", "flew")
    )
    silent = [part.replace("    by: police -- {}\n", "    by: police <- police\n") for part in (BLOCK_ROWS, other)]
    rows = [part.replace("all of them home", "all of them home with the police") for part in silent]
    errors = list_errors(tmp_path / "none", BLOCK, *(part.format("block") for part in rows))
    assert find(errors, "quote_mode: block needs a reason")
    explained = [part.format('block -- "in a statement" opens it') for part in rows]
    assert not find(list_errors(tmp_path / "reason", BLOCK, *explained), "needs a reason")
    beside = [part.format('"in a statement" opens it', "block") for part in (BLOCK_ROWS, other)]
    assert not find(list_errors(tmp_path / "by", BLOCK, *beside), "needs a reason")


# Fields that belong together


def test_what_a_code_goes_with_is_asked_for(tmp_path: Path) -> None:
    row = """\
The Border Police counted 310 arrests in May 2031.
  statistics/a:
    value: 310
    measure: arrest <- arrests
    unit: events <- arrests
    stock_or_flow: flow <- counted
    period_type: month <- May
"""
    assert not list_errors(tmp_path / "right", row + "    period: May 2031\n")
    errors = list_errors(tmp_path / "wrong", row + "  uncoded: May 2031 -- the month of the count\n")
    assert find(errors, "statistics/a: period_type is month, and there is no period")


FLIGHT = """\
They were flown from Laos to Cuba.
  flights/a:
    origin_place: {}
    origin_country: {}
    destination_place: {}
    destination_country: {}
"""


@pytest.mark.parametrize(
    ("cells", "is_wrong"),
    [
        (("Laos", "Laos", "Cuba", "Cuba"), False),
        (("Cuba", "Cuba", "Laos", "Laos"), True),
        (("Laos", "Laos", "Cuba", "Laos"), True),
        (("Cuba", "Laos", "Cuba", "Cuba"), True),
    ],
)
def test_from_and_to_say_where_a_flight_begins_and_ends(cells: tuple[str, ...], is_wrong: bool, tmp_path: Path) -> None:
    assert bool(find(list_errors(tmp_path, FLIGHT.format(*cells)), "stands after")) == is_wrong


def test_a_journey_may_go_on_from_its_destination(tmp_path: Path) -> None:
    passage = """\
Five will travel on from Cuba to Laos.
  flights/a:
    hedge: planned <- will travel
    persons: Five
    destination_place: Cuba
    destination_country: Cuba
    onward_travel: expected <- will travel on
    onward_countries: Laos
"""
    assert not list_errors(tmp_path, passage)


def test_a_row_refers_to_a_row_of_which_its_sentence_speaks(tmp_path: Path) -> None:
    flights = """\
Five were flown to Cuba.
  flights/cuba-flight:
    persons: Five
    destination_country: Cuba
"""
    later = """\
Seven citizens of Laos were flown to Mexico.
  flights/mexico-flight:
    persons: Seven
    destination_country: Mexico
  nationals_by_country/a:
    country: Laos
    country_basis: citizenship <- citizens
    measure: aboard_flight <- flown
    stock_or_flow: flow <- flown
    flight_id: {}
"""
    assert not list_errors(tmp_path / "right", flights, later.format("mexico-flight <- flown"))
    errors = list_errors(tmp_path / "wrong", flights, later.format("cuba-flight <- flown"))
    assert find(errors, "flight_id is cuba-flight, of which its sentence does not speak", "near it are: mexico-flight")
    reason = 'cuba-flight <- flown -- "flown to Cuba" is said of the same journey'
    assert not find(list_errors(tmp_path / "reason", flights, later.format(reason)), "does not speak")


def test_two_renderings_of_one_statement_have_words_in_common(tmp_path: Path) -> None:
    passage = f"""\
The Border Police said that it rained hard in Hatay.
  by: police <- Border Police said
{BY}  quotes/a:
    statement_id: rained
    quote_mode: reported <- said
    quote_text: it rained hard in Hatay
"""
    second = """\
The Border Police said that {}.
  by: police <- Border Police said
  quotes/b:
    statement_id: rained
    quote_mode: reported <- said
    quote_text: {}
"""
    alike = second.format("hard rain fell in Hatay", "hard rain fell in Hatay")
    unlike = second.format("nobody was hurt at sea", "nobody was hurt at sea")
    assert not find(list_errors(tmp_path / "alike", passage, alike), "unlike")
    assert find(list_errors(tmp_path / "unlike", passage, unlike), "quotes/b/statement_id is rained", "unlike those of a")


# Who speaks

TWO_PERSONS = """\
It rained, said Ana Ruiz, a spokeswoman of the Border Police, when Omar Diaz had left.
  by: ana-ruiz <- said Ana Ruiz
  officials/ana-ruiz:
    name: Ana Ruiz
    spellings: Ana Ruiz
    role: spokesperson <- spokeswoman
    roles_printed: spokeswoman
    organization_id: police <- Border Police
  officials/omar-diaz:
    name: Omar Diaz
    spellings: Omar Diaz
  organizations/police:
    name: Border Police
    spellings: Border Police
    organization_type: national_agency <- Border Police
  quotes/a:
    statement_id: a
    quote_mode: reported <- said
    quote_text: It rained
"""
SAID = """\
{text}
  by: {by}
  quotes/b:
    statement_id: b
    quote_mode: reported <- {verb}
    quote_text: it would snow
"""


@pytest.mark.parametrize(
    ("text", "by", "message"),
    [
        ("Ruiz said it would snow.", "ana-ruiz <- Ruiz said", ""),
        ("Ruiz said it would snow.", "omar-diaz <- Ruiz said", "the words name ana-ruiz"),
        ("Diaz said it would snow.", "ana-ruiz <- Diaz said", "the words name omar-diaz"),
        ("Diaz said it would snow.", "police <- Diaz said", "the words name omar-diaz"),
        ("The spokeswoman said it would snow.", "ana-ruiz <- spokeswoman said", ""),
        ("The police said it would snow.", "police <- police said", ""),
        ("She said it would snow.", "ana-ruiz <- She said", ""),
        ("She said it would snow.", "police <- She said", "do not name"),
        ("It said it would snow.", "police <- It said", ""),
        ("It said it would snow.", "ana-ruiz <- It said", "do not name"),
        ("A statement said it would snow.", "ana-ruiz <- statement said", ""),
        ("A neighbour said it would snow.", "ana-ruiz <- neighbour said", "do not name"),
        ("A neighbour said it would snow.", "ana-ruiz <- neighbour said -- Ruiz is the neighbour in Hatay", ""),
    ],
)
def test_the_words_of_by_name_the_speaker(text: str, by: str, message: str, tmp_path: Path) -> None:
    errors = find(list_errors(tmp_path, TWO_PERSONS, SAID.format(text=text, by=by, verb="said")), "by: ")
    assert bool(errors) == bool(message), errors
    assert not message or find(errors, message)


def make_speech(row: str, name: str, by: str, said: str) -> str:
    """Return the cells beneath a sentence in which a body of this row and name says something."""
    return f"""
        by: {row} <- {by}
        organizations/{row}:
          name: {name}
          organization_type: national_agency -- "police" is a service of a state
        quotes/{row}-snow:
          statement_id: {row}-snow
          quote_mode: reported <- said
          quote_text: {said}
        """


@pytest.mark.parametrize("is_twice", [False, True])
def test_what_another_source_calls_a_body_is_no_other_bodys_name_here(is_twice: bool, tmp_path: Path) -> None:
    """A source that is added changes neither what the words of another one mean nor its second coding."""
    other = ("It rained, said the police.", make_speech("other-police", "police", "said the police", "It rained"))
    text = "The police said it would snow, and the Border Police left."
    own = (text, make_speech("own-police", "Border Police", "police said", "it would snow"))
    sheet = "table,row,field,value,words,by,certainty\nquotes,q,quote_text,it would snow,it would snow,police,asserted\n"
    errors = []
    for name, sources in (("alone", {"s900": [own]}), ("both", {"s900": [own], "s901": [other]})):
        copy = write_sources(tmp_path / name, sources)
        if is_twice:
            (copy.root / "annotations/second").mkdir()
            (copy.root / "annotations/second/s900.csv").write_text(sheet, encoding="utf-8")
        errors.append([error for error in copy.errors() if "s900" in error])
    assert errors[0] == errors[1]
    assert bool(find(errors[0], "quote_text", "police")) == is_twice, errors


def test_the_words_of_a_reference_do_not_name_another_body(tmp_path: Path) -> None:
    passage = TWO_PERSONS.replace("organization_id: police <- Border Police", "organization_id: police <- {}")
    assert not find(list_errors(tmp_path / "right", passage.format("Border Police")), "organization_id is")
    other = "  organizations/navy:\n    name: Omar\n    spellings: Omar Diaz\n    organization_type: ngo -- Omar is a club\n"
    wrong = passage.format("Omar Diaz") + other
    assert find(list_errors(tmp_path / "wrong", wrong), "organization_id is police, but «Omar Diaz» names")


@pytest.mark.parametrize(
    ("hedge", "message"),
    [
        ("planned <- will travel", ""),
        ("hedged <- will travel", "«will travel» does not make it hedged"),
        ("planned <- travel", "«travel» does not make it planned"),
        ("planned <- travel -- the travel is announced for later in the text", ""),
    ],
)
def test_the_words_of_a_hedge_weaken_the_claim(hedge: str, message: str, tmp_path: Path) -> None:
    passage = f"They will travel to Cuba.\n  flights/a:\n    hedge: {hedge}\n    destination_country: Cuba\n"
    errors = find(list_errors(tmp_path, passage), "hedge: ")
    assert bool(errors) == bool(message), errors
    assert not message or find(errors, message)


def test_a_hedge_that_nothing_uses_is_an_error_where_a_source_was_coded_once(tmp_path: Path) -> None:
    passage = "Five were reportedly sent to Cuba.\n  flights/a:\n{}    persons: Five\n    destination_country: Cuba\n"
    assert not list_errors(tmp_path / "right", passage.format("    hedge: reportedly\n"))
    assert find(list_errors(tmp_path / "wrong", passage.format("")), "hedge that nothing uses: «reportedly»")


@pytest.mark.parametrize(
    ("sentence", "is_reported"),
    [
        ("They denied reports that five were sent to Cuba.", False),
        ("It has been announced that five were sent to Cuba.", False),
        ("The club reports that five were sent to Cuba.", True),
        ("It was announced by the club that five were sent to Cuba.", True),
    ],
)
def test_a_noun_and_a_passive_without_a_speaker_are_no_speech(sentence: str, is_reported: bool, tmp_path: Path) -> None:
    passage = f"{sentence}\n  flights/a:\n    persons: five\n    destination_country: Cuba\n"
    passage += "  uncoded: They denied -- for this test\n" if "denied" in sentence else ""
    assert bool(find(list_errors(tmp_path, passage), "verb of speech that nothing uses")) == is_reported


def test_may_before_the_words_of_a_claim_asks_for_a_hedge(tmp_path: Path) -> None:
    passage = "Five may already have been flown to Cuba.\n  flights/a:\n{}    persons: Five\n    destination_country: Cuba\n"
    passage += "    terms_printed: flown\n"
    assert not list_errors(tmp_path / "right", passage.format("    hedge: may\n"))
    assert find(list_errors(tmp_path / "wrong", passage.format("")), "terms_printed rests on «may», and its row has no hedge")


def test_words_that_weaken_a_claim_ask_for_a_hedge(tmp_path: Path) -> None:
    cells = "    flight_status: planned <- will travel\n    persons: Five\n    destination_country: Cuba\n"
    passage = "Five will travel to Cuba.\n  flights/a:\n{}" + cells
    assert not list_errors(tmp_path / "right", passage.format("    hedge: planned <- will travel\n"))
    assert find(
        list_errors(tmp_path / "wrong", passage.format("")), "flight_status rests on «will», and its row has no hedge"
    )


def test_the_words_of_by_name_no_other_speaker_beside_the_outlet(tmp_path: Path) -> None:
    body = "    name: Omar Diaz\n    spellings: Omar Diaz\n    organization_type: newspaper -- Omar Diaz is a paper\n"
    paper = f"{TWO_PERSONS}  organizations/paper:\n{body}"
    said = "Omar Diaz writes that Ruiz said it would snow."
    right = SAID.format(text=said, by="ana-ruiz via paper <- Omar Diaz writes that Ruiz said", verb="said")
    assert not find(list_errors(tmp_path / "right", paper, right), "by: ")
    wrong = SAID.format(text=said, by="police via paper <- Omar Diaz writes that Ruiz said", verb="said")
    assert find(list_errors(tmp_path / "wrong", paper, wrong), "by: police", "name ana-ruiz")


# Reasons

REASON = """\
They landed in Havana on a Tuesday night, and Omar Diaz met 12 of them.
  flights/a:
    destination_place: Havana
    destination_country: CUB <- Havana -- {}
  uncoded:
  - 12 -- a part of the group
  - Tuesday night -- the weekday alone
"""


@pytest.mark.parametrize(
    ("reason", "cites"),
    [
        ("Havana is the capital of Cuba", True),
        ('the words "landed in" name the end of the flight', True),
        ("the sentence names the city alone", True),
        ("s900 has the name of the city alone", True),
        ("Diaz lives there", True),
        ("all 12 of them live there", True),
        ("I think so", False),
        ("obvious", False),
        ("see above", False),
        ("it is known", False),
        ("It is clear from the text", False),
        ('everybody "knows" it', False),
    ],
)
def test_a_reason_cites_words_or_evidence(reason: str, cites: bool, tmp_path: Path) -> None:
    errors = find(list_errors(tmp_path, REASON.format(reason)), "flights/a/destination_country: the reason cites nothing")
    assert bool(errors) != cites


@pytest.mark.parametrize(("reason", "says"), [("animals, outside the tables", True), ("an age", True), ("see above", False)])
def test_a_reason_of_uncoded_says_something(reason: str, says: bool, tmp_path: Path) -> None:
    first = "They were sent to Cuba.\n  flights/a:\n    destination_country: Cuba\n"
    errors = list_errors(tmp_path, first, f"Two dogs were aboard.\n  uncoded: {reason}\n")
    assert bool(find(errors, "uncoded: the reason says nothing")) != says


# The year at the head

DATED = """\
They were sent to Cuba on April 30.
  flights/a:
    destination_country: Cuba
    event_date: April 30
    event_date_of: removal <- sent
"""


@pytest.mark.parametrize(
    ("other", "year", "registered", "is_right"),
    [
        ("In May 2024 it rained.", "2024 -- the rain is of that year", "", True),
        ("In May 2024 it rained.", "2025 -- the rain was the year before", "", True),
        ("In May 2024 it rained.", "2026 -- the rain was before", "", False),
        ("In May 2024 it rained.", "2023 -- the rain was after", "", False),
        ("In May 2024 it rained.", '2026 -- "it rained" is said of two years before', "", True),
        ("It rained on 2025 houses.", "2030 -- no year is printed near the houses", "", True),
        ("It rained.", "2030 -- the page is of March 2031, when it rained", "", False),
        ("It rained.", "2031 -- the page is of March 2031, when it rained", "", True),
        ("It rained.", "2025 -- it rained by the register", "    published: 2026-01-02\n", True),
        ("It rained.", "2024 -- it rained by the register", "    published: 2026-01-02\n", False),
    ],
)
def test_the_year_at_the_head_is_near_the_years_of_the_text(
    other: str, year: str, registered: str, is_right: bool, tmp_path: Path
) -> None:
    passages = DATED, f"{other}\n  uncoded: weather, outside the tables\n"
    errors = list_errors(tmp_path, *passages, head=f"year: {year}\n", registered=registered)
    assert bool(find(errors, f"year is {year[:4]}")) != is_right, errors


def test_a_number_of_persons_is_no_year() -> None:
    assert list_years("In April 2024 the 2025 persons were flown; since May 2023 they were 1999 persons.") == {2024, 2023}


# Phrases


def test_the_longest_phrase_wins_whatever_the_capitals() -> None:
    phrases = Phrases({("president",): "one", ("former", "president"): "two"})
    assert [found for _, _, found in match_phrases("The Former President's plane; a President; presidents", phrases)] == [
        "two",
        "one",
    ]


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=8))
def test_phrases_are_found_in_order_and_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    phrases = Phrases(
        {split_phrase(" ".join(words[start:end])): 0 for start in range(len(words)) for end in (start + 1, start + 2)}
    )
    found = list(match_phrases(text, phrases))
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert "".join(text[start:end] for start, end, _ in found).replace(" ", "") == "".join(words)


@given(st.text("abc ", min_size=3, max_size=20))
def test_quoted_words_are_cited_only_as_whole_words(text: str) -> None:
    folded = " ".join(text.split())
    assert quotes(f'because "{folded}" is there', folded) == (len(folded) > 1)
    assert not quotes(f'because "{folded}x" is there', folded)


# Schemas and whole collections


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"words": {"boat": ["boat"]}}, "words: unknown code 'boat'"),
        ({"words": {"charter": ["Charter"]}}, "'Charter' is no phrase"),
        ({"needs_words": ["unknown"]}, "needs_words: 'unknown' has no words"),
        ({"ordinals": "boat"}, "ordinals: unknown code 'boat'"),
        ({"needs_reason": ["boat"]}, "needs_reason: unknown code 'boat'"),
        ({"goes_with": {"charter": ["seats"]}}, "goes_with: 'seats' is no field that coders write"),
        ({"goes_with": {"boat": ["persons"]}}, "goes_with: unknown code 'boat'"),
        ({"prints": "persons"}, "prints: 'persons' is no field with words"),
        ({"phrases": {}}, "phrases"),
    ],
)
def test_what_a_schema_says_of_words_is_checked(change: dict[str, object], message: str, two_sources: Copy) -> None:
    path = two_sources.root / "schemas" / "flights.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    column = next(column for column in table["fields"] if column["name"] == "flight_type")
    column["curation"] |= change
    path.write_text(json.dumps(table), encoding="utf-8")
    assert find(two_sources.errors(), message)


def test_the_collections_for_tests_and_the_real_one_have_no_slip_when_they_are_coded_once(tmp_path: Path) -> None:
    for name, copy in (
        ("other", copy_collection(tmp_path / "other", OTHER_FLIGHTS)),
        ("two", copy_collection(tmp_path / "two")),
        ("real", copy_inputs(tmp_path / "real")),
    ):
        shutil.rmtree(copy.root / "annotations" / "second", ignore_errors=True)
        assert not copy.errors(), name
