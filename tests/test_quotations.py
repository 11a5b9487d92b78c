"""Quotations are found whole between all pairs of marks; apostrophes and inches are none; a mark without a pair is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.text.lexicon import load_words
from curation.text.quotation_marks import load_marks
from curation.text.quotations import MarkFault, scan_quotations
from growth import LINEAR_AT_MOST, measure_growth

PAIRS = [tuple(pair.split(" ")) for name in ("pairs", "reversed_pairs") for pair in load_words("quotations")[name]]
MARKS = load_marks().characters
WORDS = st.text(alphabet="abcdefghijklmnopqrwy ABC .,?!-\u00a0éß", min_size=1, max_size=30)
MARKED = st.text(alphabet=MARKS + "aBs9 .,-—(\n\u200b", max_size=120)


def scan(text: str) -> list[str]:
    """Return the quotations of a text as printed, each fault before it."""
    return [(f"{one.fault}: " if one.fault else "") + text[one.start : one.end] for one in scan_quotations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("‘We carried all,’ Example Air said.", ["We carried all,"]),
        ("'We carried all,' Example Air said.", ["We carried all,"]),
        ("„We carried all,“ Example Air said.", ["We carried all,"]),
        ("„We carried all,” Example Air said.", ["We carried all,"]),
        ("«We carried all», the airline said.", ["We carried all"]),
        ("« We carried all », the airline said.", [" We carried all "]),
        ("»We carried all«, the airline said.", ["We carried all"]),
        ("‹We› and ›we‹ and ‚we‘ and ‚we’", ["We", "we", "we", "we"]),
        ("“We go.” “We stay.”", ["We go.", "We stay."]),
        ('He said "one thing" and “another.”', ["one thing", "another."]),
        ("(“We go”)—“and”—he", ["We go", "and"]),
        ('It calls the "model"-like deal “historic.”', ["model", "historic."]),
        ('" We go , " the minister said', [" We go , "]),
        ("``We go,'' he said, ''and stay.''", ["We go,", "and stay."]),
        ("an anti-‘woke’ law", ["woke"]),
        ("“The 131 left. They slept. ‘Good.’ They woke,” he said.", ["The 131 left. They slept. ‘Good.’ They woke,"]),
    ],
)
def test_quotations_are_found_between_the_pairs_of_marks_of_the_press(text: str, found: list[str]) -> None:
    assert scan(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“He said ‘no’ and left,” she said.", ["He said ‘no’ and left,"]),
        ("‘He said “no” and left,’ she said.", ["He said “no” and left,"]),
        ('"The "model" deal," she said.', ['The "model" deal,']),
        ("«Газета «Правда»», he said.", ["Газета «Правда»"]),
        ("„Er sagte ‚nein‘ und “no” dazu“, sie.", ["Er sagte ‚nein‘ und “no” dazu"]),
        ("“He called it ‘a model.’”", ["He called it ‘a model.’"]),
        ("“Of the Uzbeks’ plane ‘we know,” she said.", ["Of the Uzbeks’ plane ‘we know,"]),
    ],
)
def test_a_quotation_inside_another_is_part_of_it(text: str, found: list[str]) -> None:
    assert scan(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It's the Uzbeks' plane; they don't know o'clock, rock 'n' roll, the '90s, '24, 'tis, O'Brien",
        "It’s the Uzbeks’ plane; they don’t know o’clock, rock ’n’ roll, the ’90s, ’24, ’tis, O’Brien",
        "goin’ home o’ the Kazan’ flight, the U.S.’ role, Inc.' shares, Marx’ book",
        "O‘zbekiston, tog‘ yo‘li, Qur’an, al-‘Aziz, al-'Ain",
        'He is 6\'2" tall, with a 5" pipe, a 5"-wide one and one of 6’ 2”.',
        "at 41°18'45\"N, 69°16'47\"E; 5′ and 6″ are primes",
        '“” and "" and ‘’',
    ],
)
def test_apostrophes_inches_and_primes_are_no_quotation_marks(text: str) -> None:
    assert scan(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("‘The students’ union didn’t vote,’ he said.", ["The students’ union didn’t vote,"]),
        ("‘The Uzbeks’ flight left’, he said.", ["The Uzbeks’ flight left"]),
        ("‘We carried the refugees’ he said.", ["We carried the refugees"]),
        ("The ‘refugees’ came to the ‘camp’.", ["refugees", "camp"]),
        ("‘The Uzbeks’ “union” voted,’ he said.", ["The Uzbeks’ “union” voted,"]),
        ("‘’Tis the season of the ’90s,’ he said.", ["’Tis the season of the ’90s,"]),
        ("‘90s music is back,’ he said.", ["90s music is back,"]),
        ("'I don't know,' he said, 'and I won't.'", ["I don't know,", "and I won't."]),
        ('"He is 6\'2" or 6\'3" tall," she said.', ["He is 6'2\" or 6'3\" tall,"]),
        ('"We carried 57" and "58", he said.', ["We carried 57", "58"]),
        ('The "737" and the "C-17" flew.', ["737", "C-17"]),
        ("The 'Sons and Lovers' and the parents' day", [f"{MarkFault.UNCERTAIN}: Sons and Lovers' and the parents"]),
        ("“It is 6’2” tall”", ["It is 6’2", f"{MarkFault.UNOPENED}:  tall"]),
    ],
)
def test_apostrophes_and_inches_inside_a_quotation_do_not_end_it(text: str, found: list[str]) -> None:
    assert scan(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We go.” He paused. “They were tired.\n\n“They slept.”", ["We go.", "They were tired.\n\n“They slept."]),
        ('"A b.\n"C d.\n"E f," he said.', ['A b.\n"C d.\n"E f,']),
        ("‘A b.\n‘C d,’ he said.", ["A b.\n‘C d,"]),
        ("«A b.\n«C d», he said.", ["A b.\n«C d"]),
        ("“A ‘b c.\n“‘D e’ f,” he said.", ["A ‘b c.\n“‘D e’ f,"]),
        ("“A ‘b c.\n“D e,” he said.", ["A ‘b c.\n“D e,"]),
    ],
)
def test_a_paragraph_that_begins_with_the_mark_continues_the_open_quotation(text: str, found: list[str]) -> None:
    assert scan(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We go, he said.", [f"{MarkFault.UNCLOSED}: We go, he said."]),
        ("He said: ‘We go.\nNext line", [f"{MarkFault.UNCLOSED}: We go."]),
        ("“A b.\nC d.\n“E f,” he said.", [f"{MarkFault.UNCLOSED}: A b.", "E f,"]),
        ("“A b.\n‘C d,’ he said.", [f"{MarkFault.UNCLOSED}: A b.", "C d,"]),
        (
            '"We go, he said. "They left," she said.',
            [f"{MarkFault.UNCLOSED}: We go, he said. ", "They left,", f"{MarkFault.UNCLOSED}:  she said."],
        ),
        ("We go,” he said. “Good.”", [f"{MarkFault.UNOPENED}: We go,", "Good."]),
        ("We go,’ he said.", [f"{MarkFault.UNOPENED}: We go,"]),
        ("“A.” He left,” she said.", ["A.", f"{MarkFault.UNOPENED}:  He left,"]),
        ('“We go," he said.', [f"{MarkFault.UNPAIRED}: We go,"]),
        ("“We go,“ he said.", [f"{MarkFault.UNPAIRED}: We go,"]),
        ("'We go,’ he said.", [f"{MarkFault.UNPAIRED}: We go,"]),
        ('“We carried 57" he said.', [f"{MarkFault.UNPAIRED}: We carried 57"]),
    ],
)
def test_marks_that_do_not_pair_are_faults_and_no_word_is_lost(text: str, found: list[str]) -> None:
    assert scan(text) == found


def test_a_mark_that_is_set_aside_is_none() -> None:
    text = "‘Ali went. ‘We go,’ he said."
    assert [text[one.start : one.end] for one in scan_quotations(text, {0})] == ["We go,"]


@given(st.sampled_from(PAIRS), WORDS.filter(lambda words: ",," not in words))
def test_text_between_the_marks_of_a_pair_is_found_whole(pair: tuple[str, str], words: str) -> None:
    text = f"He said: {pair[0]}We {words} home.{pair[1]} They left."
    assert scan(text) == [f"We {words} home."]


@given(st.text(alphabet=st.characters(exclude_characters=MARKS), max_size=300))
def test_a_text_without_marks_has_no_quotation(text: str) -> None:
    assert scan_quotations(text) == []


@given(MARKED)
def test_quotations_are_in_order_and_do_not_overlap(text: str) -> None:
    position = 0
    for quotation in scan_quotations(text):
        assert position <= quotation.start < quotation.end <= len(text)
        assert text[quotation.start : quotation.end].strip()
        position = quotation.end


@given(MARKED, st.sampled_from(["“", "«", "„", "‹"]))
def test_no_word_after_an_opening_mark_is_lost(text: str, mark: str) -> None:
    text = text.replace("\n", " ").replace(",,", "").replace("''", "")
    inside = "".join(character for character in text if character not in MARKS)
    text = f"{mark}{inside}"
    assert [character for one in scan_quotations(text) for character in text[one.start : one.end] if character.isalnum()] == [
        character for character in inside if character.isalnum()
    ]


CRAFTED = [
    '"',
    "“",
    "“ ",
    "“a” ",
    "“a",
    "“a\n",
    "‘a",
    "’",
    "s’ ",
    "'",
    "' ",
    '5" ',
    "” ",
    "a” ",
    "“‘",
    "“«a»\n",
    ",,a",
    "''a ",
]


@pytest.mark.parametrize("pattern", CRAFTED)
def test_a_crafted_line_is_scanned_in_linear_time(pattern: str) -> None:
    assert measure_growth(lambda length: scan_quotations(pattern * (length // len(pattern))), 12_500) < LINEAR_AT_MOST
