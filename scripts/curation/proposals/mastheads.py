"""What the lines around a text are made of: its head, and the day, the author and the outlet that a line of it names.

A line is divided at its marks (Himal Online | National; Lima, 12 September 2025): each piece is a name, a label or a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.proposals.article import Article, Sentence, find_any
from curation.proposals.letters import CAPITAL, PERSON, TITLES
from curation.proposals.memory import load_rules
from curation.text.countries import find_countries
from curation.text.dates import DateExpression
from curation.text.folding import Span

HEAD = 10
"""The first sentences, among which the lines above a text are."""
TAIL = 4
"""The last sentences, among which the lines beneath a text are."""
SHORT = 110
"""Characters of what can be before the day in a line."""
DIVIDER = re.compile(r" ?[,|/>»›·•–—:]+ ?| -+ ?|\.-? (?=[-–—])")
"""The marks between the pieces of a line."""
SMALL = frozenset(
    ["of", "the", "and", "for", "in", "on", "de", "del", "la", "los", "las", "da", "do", "du", "le", "van", "von", "der"]
)
"""Words in small letters within a name."""
OPEN = ("on", "of", "at")
"""Words of a label that begin none."""
DAY_AND_MONTH = re.compile(r"(?<!\d)[0-3]?\d(?!\d)")
"""The day of a date; a month or a year alone has none."""
TIME = (
    r"(?:,? (?:at )?\d{1,2}[:.h]\d\d(?: ?(?:[ap]\.?m\b\.?|[AP]M\b|hrs\b\.?))?|,? \d{1,2} ?(?:[ap]\.?m\b\.?|[AP]M\b))?"
    r"(?: ?\(?[A-Z]{2,4}\)?(?: \d\d?[:.]\d\d)?)?"
)
"""A time of the day, with its zone."""
TIME_BEHIND = re.compile(rf"{TIME}[.)]*")
"""A time of the day behind the day in a line of its own."""
TEXT_BEHIND = re.compile(rf"(?: ?\([^()]{{2,40}}\))?{TIME}(?:\.? ?[–—-]+ |: (?=[A-Z])| / [A-Z])")
"""What is between the day and the first words of a text."""
BYLINE = re.compile(r"(?:(?:[A-Z]{4,}|Written|Reported) )?(?:[Bb]y|BY):? (?:the |our )?(?P<names>.+)")
"""A line that says who wrote a text."""
ONE_OF_US = re.compile(r"(?:From )?(?P<names>(?:Our (?:Staff )?|Staff |Special )(?:Bureau|Correspondent|Reporter))")
"""A line that says so without a name."""
CALLED = re.compile(rf"(?!By )(?P<names>{PERSON.pattern}), (?:[\w’'-]+ ){{0,4}}(?i:correspondent|reporter|editor|writer)")
"""A name with what somebody is at a paper."""
WRITERS = frozenset(("editors", "newsroom", "staff", "reporters"))
"""Who can have written a text, in small letters."""
SIGNED = re.compile(r"(?i)signed:?|\(?(?:sgd|signed)\)?\.?:?")
"""A line above the name of who signs a release."""
MOST_NAMES = 8
"""Words of the names of those who wrote a text."""
ARTICLE = re.compile(r"The |THE ")
OUTLET_WORDS = 5
"""Words of the name of an outlet."""
OWN_OFFICE = re.compile(r"(?i)(?:press|media|news|information) (?:service|office|release|room|section|unit)$")
"""A part of a publisher."""
AGENCY_LINE = re.compile(r"[A-ZÀ-Ý][^()“\"]{2,60} \((?P<name>[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)*)\)\.?(?P<mark> ?[–—-]|$)")
"""Where a report was written, with the agency in brackets."""
ISSUED_IN = re.compile(r"^((?:Issued|Done|Given)\b) (?:in|at) [A-ZÀ-Ý][\w’'-]+(?: [A-ZÀ-Ý][\w’'-]+)*(?: on)?$")
"""Where a text was issued, before its day."""
ALONE = (2, 3)
"""The lines, behind the headline, in which a name alone is that of the author."""
MOST_ALONE = 3
"""Words of such a name."""


def split_pieces(text: str) -> Iterator[Span]:
    """Yield where the pieces of a line are, between its marks; the last one may be empty."""
    start = 0
    for mark in DIVIDER.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)


def is_name(piece: str) -> bool:
    """Whether a piece can be a name: each word has a capital, or is a small one within it."""
    return all(re.match(CAPITAL, word.lstrip("(")) or word in SMALL for word in piece.split())


def is_label(piece: str) -> bool:
    """Whether a piece says what a line or a day is: Published on, Press release No. 14, For immediate release."""
    words = piece.split()
    is_begun = bool(words) and is_label_word(words[0]) and words[0].lower() not in OPEN
    return is_begun and all(is_label_word(word) or has_digit(word) for word in words)


def is_plain(piece: str) -> bool:
    """Whether a piece has words of names, labels and times alone."""
    return all(is_name(word) or is_label_word(word) or has_digit(word) or word in WRITERS for word in piece.split())


def is_label_word(word: str) -> bool:
    """Whether a word is one by which lines and days are named."""
    return word.strip(".:()").lower() in load_rules()["labels"]


def has_digit(word: str) -> bool:
    """Whether a word has a figure."""
    return any(map(str.isdigit, word))


def is_day_of_text(sentence: Sentence, one: DateExpression) -> bool:
    """Whether a date is the day of the text itself: in a line of its own, or before the first words of a text.

    Before it there can be names, each with a mark behind it, and a label; behind it a time, and in a line more of them.
    """
    text = sentence.text
    before, day, behind = text[: one.start], text[one.start : one.end], text[one.end :]
    if len(before) > SHORT or not DAY_AND_MONTH.search(day):
        return False
    *others, last = [ISSUED_IN.sub(r"\1", before[slice(*span)].strip(" (")) for span in split_pieces(before)]
    if not all(map(is_plain, others)) or (last and not is_label(last)):
        return False
    time = TIME_BEHIND.match(behind)
    rest = behind[time.end() if time else 0 :]
    is_line = len(rest) < SHORT and all(is_plain(rest[slice(*span)].strip(" ().")) for span in split_pieces(rest))
    return (is_line and not re.match(r" \w", rest)) or TEXT_BEHIND.match(behind) is not None


def find_day(article: Article) -> tuple[Sentence, DateExpression] | None:
    """Return the day that a text prints as its own, above it, at its beginning or beneath it."""
    for sentence in (*article.sentences[:HEAD], *article.sentences[-TAIL:]):
        for date in sentence.dates:
            if is_day_of_text(sentence, date):
                return sentence, date
    return None


def find_author(article: Article) -> tuple[Sentence, Span] | None:
    """Return who wrote a text, in a line above it, or who signed it."""
    head = article.sentences[:HEAD]
    for sentence, find in [*((one, find_byline) for one in head), *((one, find_unnamed) for one in head)]:
        span = find(sentence)
        if span:
            return sentence, span
    for at, sentence in enumerate(article.sentences):
        if SIGNED.fullmatch(sentence.text):
            for line in article.sentences[at + 1 : at + 3]:
                name = re.fullmatch(rf"(?:{TITLES}\.? )*({PERSON.pattern})", line.text)
                if name:
                    return line, name.span(1)
    return None


def find_byline(sentence: Sentence) -> Span | None:
    """Return who wrote a text, where a line names the author: By Ana Ruiz; Ana Ruiz, Staff Writer; or the name alone."""
    text = sentence.text
    found, by = CALLED.fullmatch(text), BYLINE.fullmatch(text) if sentence.is_heading else None
    if found:
        return found.span("names")
    if by:
        start, end = next(split_pieces(by["names"]))
        words = by["names"][start:end].split()
        is_author = 0 < len(words) <= MOST_NAMES and all(word in WRITERS or is_name(word) for word in words)
        return (by.start("names") + start, by.start("names") + end) if is_author else None
    name = text.title() if text.isupper() else text
    is_alone = sentence.number in ALONE and 1 < len(text.split()) <= MOST_ALONE and PERSON.fullmatch(name) is not None
    is_other = any(map(is_label_word, text.split())) or find_any(text, list_other_names())
    return (0, len(text)) if is_alone and not is_other and not find_countries(text) else None


def find_unnamed(sentence: Sentence) -> Span | None:
    """Return who wrote a text, where a line does not name the author: Our Bureau; From Our Staff Reporter."""
    found = ONE_OF_US.fullmatch(sentence.text)
    return found.span("names") if found else None


def names_author(sentence: Sentence) -> bool:
    """Whether a line says who wrote a text."""
    return find_byline(sentence) is not None or find_unnamed(sentence) is not None


def list_other_names() -> tuple[str, ...]:
    """Return words of names that are not those of a person."""
    rules = load_rules()
    return (*rules["bodies"], *rules["named_things"], *rules["papers"], *rules["outlets"])


def find_outlet(sentence: Sentence) -> Span | None:
    """Return where a line above a text names the paper, the station or the site that prints it."""
    is_line = sentence.is_heading or len(sentence.text.split()) <= OUTLET_WORDS
    for start, end in split_pieces(sentence.text) if is_line else ():
        piece = sentence.text[start:end].rstrip(".")
        is_other = BYLINE.match(piece) or OWN_OFFICE.search(piece) or is_label(piece) or not is_name(piece)
        if not is_other and 1 < len(piece.split()) <= OUTLET_WORDS and find_any(piece, load_rules()["papers"]):
            article = ARTICLE.match(piece)
            return start + (article.end() if article else 0), start + len(piece)
    return None


def find_agency(sentence: Sentence) -> Span | None:
    """Return where the dateline of a report has the agency that wrote it, in brackets."""
    found = AGENCY_LINE.match(sentence.text)
    is_dateline = found and (found["mark"] or any(is_day_of_text(sentence, date) for date in sentence.dates))
    return found.span("name") if found and is_dateline else None
