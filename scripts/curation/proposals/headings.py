"""Rules on the lines above a text: its headline, who publishes it, who wrote it, and its day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from curation.proposals.article import Article, Sentence, find_any
from curation.proposals.bodies import list_body_spans, list_kind_phrases
from curation.proposals.letters import PERSON
from curation.proposals.mastheads import (
    HEAD,
    find_agency,
    find_author,
    find_day,
    find_outlet,
    is_day_of_text,
    is_label,
    is_name,
    names_author,
)
from curation.proposals.memory import load_rules
from curation.proposals.proposal import Proposal
from curation.proposals.row_ids import make_row_id
from curation.schema.tables import SOURCES
from curation.text.countries import find_countries
from curation.text.folding import Span, strip_accents
from curation.text.phrases import match_phrases

ORGANIZATIONS = "organizations"
ABOVE = 5
"""The first sentences, among which the lines above a text are."""
MASTHEAD = 5
"""Words of a first line in capitals that is the name of a paper."""
FEW_WORDS = 3
"""Words of a line that is too short for a headline."""
LETTERHEAD = 0.8
"""The share of a line that the name of a body takes, so that the line is no headline."""
RELEASE = re.compile(r"(?i)\b(?:release|bulletin|communiqu[eé]|statement|notice)\b.{0,10}\d")
"""The number of a release, which is no headline."""
BY = re.compile(r"[Bb]y ([A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)+)(?:, [A-Z].*)?$")
"""Who wrote a text, and where or as what."""
OFFICE = re.compile(
    r"(?i)(?:our|press|news|communications?|media|bulletin|statement|for immediate)"
    r"(?: (?:office|release|unit|service|department|statement|team|cent(?:re|er)|bureau|no\.?))?"
    r"(?:$|[ ,]*[–—,-]| \d)|[•*–-] "
    r"|.*\b(?:press|public relations|media|communications?)(?: and \w+(?: \w+)?)?"
    r" (?:office|structure|unit|service|department|section)$"
)
"""The beginning of a line that is no headline: the unit that issues a release, or an item of a list."""
UNIT = re.compile(r"\b(?:Our|Unit|Communications?|Section|Division|Desk|Information)\b")
"""What a line is the name of that is no person's."""
NAME_WORD = r"(?:[A-ZÀ-Ý][\w’'.&-]*,?|of|for|and|the|to|on|at|[–—-])"
BODY_LINE = re.compile(rf"{NAME_WORD}(?: {NAME_WORD})*(?=$| \([A-Z]+\)$)")
"""A line with words in capitals alone, as a body's name has them."""
STATE_HEADS = re.compile(
    r"(?i)\b(?:ministry|department|directorate|agency|police|service|guard|embassy|consulate|office of|bureau|commission|"
    r"government|authority|command|force|customs enforcement|inspectorate|institute|organi[sz]ation|secretariat|operations)\b"
)
OWN_UNIT = re.compile(
    r"(?i)(?:press|media|public (?:relations|affairs)|information|communications?)(?: and \w+)?"
    r" (?:service|office|unit|department|section)(?: of (?:the )?|, )|From the "
)
"""The part of a body that issues its releases, before the body's name."""
DASH = re.compile(r" [–—-] ")
"""Between a body and its part in a line."""
NO_BODY = re.compile(
    r"(?i)(?:press |media )?(?:statement|release|communiqu[eé]|notice|message)\b"
    r"|(?:office|directorate|department|division|unit|section) of (?:the )?(?:\w+ )?"
    r"(?:public|communications?|press|media|spokes|information\b)|government of\b"
)
"""The beginning of a line that names a part of the publisher, the state, or what the text is."""
PLACE_BEHIND = re.compile(r", ([A-ZÀ-Ý][\w’'-]+(?: [A-ZÀ-Ý][\w’'-]+)?)$|, Republic of [A-Z].*$")
"""The city or the state of a body, behind its name in a line."""
LABEL = re.compile(r"[A-ZÀ-Ý]{4,}(?: [A-ZÀ-Ý]{4,})*: |Subject: ")
"""What a release calls itself in capitals before its headline."""
PART = re.compile(r"(?i)\b(?:unit|section|division|desk|headquarters|bureau)\b")
"""What a part of a publisher is called."""
ISSUED = re.compile(r"Issued |News from ")
"""The beginning of a line that says whose a text is."""


PRESS = frozenset(("news_agency", "newspaper"))
"""The kinds of those who print a text."""
LONG_LINE = 8
"""Words from which on a first line is a headline, and names no outlet."""


def propose_headings(article: Article) -> Iterator[Proposal]:
    """Propose what the lines around a text say of it as a whole."""
    headline = find_headline(article)
    if headline:
        label = LABEL.match(headline.text)
        yield make_cell(article, headline, "headline", "headline", (label.end() if label else 0, len(headline.text)))
    author = find_author(article)
    if author:
        yield make_cell(article, author[0], "author", "author", author[1])
    publisher = find_publisher(article)
    if publisher:
        yield make_cell(article, publisher[0], "publisher", "publisher", publisher[1])
    else:
        yield from propose_outlet(article)
    dated = find_day(article)
    if dated:
        sentence, day = dated
        yield make_cell(article, sentence, "dateline", "published", (day.start, day.end), is_sure=False)


def find_headline(article: Article) -> Sentence | None:
    """Return the line that is the headline: the first one, or the first that speaks of people, a flight or a number.

    In a release, or behind another line, one without such words is it only where it is alone.
    """
    lines = [one for one in article.sentences[:HEAD] if can_be_headline(one)]
    if lines and lines[0] is article.sentences[0] and not is_release(article):
        return lines[0]
    rules = load_rules()
    words = (*rules["flight"], *rules["moved"], *rules["removal"], *rules["people"], *rules["ahead"])
    telling = [one for one in lines if one.numbers or find_any(one.text, words)]
    return telling[0] if telling else lines[0] if len(lines) == 1 else None


def can_be_headline(sentence: Sentence) -> bool:
    """Whether a line can be a headline: it is long enough, and names no publisher, part of one, author or day."""
    text = sentence.text
    is_part = PART.search(text) is not None and is_name(text)
    is_other = is_part or ISSUED.match(text) is not None or is_label(text) or is_letterhead(sentence)
    return sentence.is_heading and len(text.split()) > FEW_WORDS and not is_other and not names_author(sentence)


def propose_outlet(article: Article) -> Iterator[Proposal]:
    """Propose the outlet that prints a text: in a line above it, or else the agency in brackets in its dateline."""
    above = article.sentences[:HEAD]
    for find in (find_outlet, find_agency):
        for sentence in above:
            span = find(sentence)
            if not span or (sentence.number == 1 and find is find_outlet and len(sentence.text.split()) > LONG_LINE):
                continue
            row, spans = make_row_id(sentence.text[slice(*span)]), (sentence.place(*span),)
            yield make_cell(article, sentence, "outlet", "publisher", span)
            yield Proposal("outlet", sentence.number, ORGANIZATIONS, row, "name", "", spans)
            yield propose_kind(article, sentence, row, span, is_agency=find is find_agency)
            return


def propose_kind(article: Article, sentence: Sentence, row: str, name: Span, *, is_agency: bool) -> Proposal:
    """Return of what kind an outlet is: by a phrase of the schema in its name, or by its name with a reason."""
    words = sentence.text[slice(*name)]
    said = next((one for one in match_phrases(words, list_kind_phrases(article.memory)) if one[2] & PRESS), None)
    start, end = (said[0], said[1]) if said else (0, len(words))
    kind, reason = (min(said[2] & PRESS), "") if said else conclude_kind(words, is_agency=is_agency)
    cell = Proposal("outlet", sentence.number, ORGANIZATIONS, row, "organization_type", kind)
    spans = (sentence.place(name[0] + start, name[0] + end),)
    return replace(cell, spans=spans, needs_reason=bool(reason), reason=reason)


def conclude_kind(name: str, *, is_agency: bool) -> tuple[str, str]:
    """Return of what kind an outlet is whose name has no phrase for it, with the reason."""
    if is_agency:
        return "news_agency", "it stands in the dateline, as a news agency does"
    rules = load_rules()
    word = find_any(name, rules["broadcasters"])
    paper = word or find_any(name, rules["papers"])
    return "news_agency" if word else "newspaper", f'its name has "{paper.group() if paper else name}"'


def make_cell(article: Article, sentence: Sentence, rule: str, field: str, span: Span, *, is_sure: bool = True) -> Proposal:
    """Return a cell of the source's own row."""
    spans = (sentence.place(*span),)
    return Proposal(rule, sentence.number, SOURCES, article.source, field, "", spans, is_sure=is_sure)


def is_letterhead(sentence: Sentence) -> bool:
    """Whether a line has only the name of a body, a date or a person."""
    is_plain = not re.search(r"\b[a-z]{4,}", sentence.text)
    is_dated = any(is_day_of_text(sentence, date) or is_plain for date in sentence.dates)
    is_office = OFFICE.match(sentence.text) is not None or is_state(sentence)
    is_name = bool(find_letterhead(sentence) or measure_letterhead(sentence))
    is_outlet = sentence.text.isupper() and len(sentence.text.split()) <= MASTHEAD and sentence.number == 1
    is_name = is_name or is_outlet or bool(read_byline(sentence)) or re.search(" [|>›»] ", sentence.text) is not None
    return is_dated or is_office or is_numbered_release(sentence) or is_name


def is_state(sentence: Sentence) -> bool:
    """Whether a line has only the name of a state: BOLIVARIAN REPUBLIC OF VENEZUELA."""
    return any(
        re.fullmatch(rf"(?:[A-Z-]+ ){{0,3}}{re.escape(name)}", sentence.text) and sentence.text.isupper()
        for _, name in find_countries(sentence.text)
    )


def measure_letterhead(sentence: Sentence) -> int:
    """Return the length of the name of a state's body that is a line of its own, without its short name; or 0."""
    line = BODY_LINE.match(sentence.text)
    is_other = OFFICE.match(sentence.text) or re.search(r"\d", sentence.text)
    return len(line.group().rstrip()) if line and not is_other and STATE_HEADS.search(line.group()) else 0


def find_publisher(article: Article) -> tuple[Sentence, Span] | None:
    """Return the line above a text that names the body which publishes it, and where: of several lines the last."""
    lines = [one for one in article.sentences[:ABOVE] if one.is_heading and measure_letterhead(one)]
    lines = [one for one in lines if not NO_BODY.match(one.text)]
    if not lines:
        return None
    line = lines[-1]
    end = measure_letterhead(line)
    end = next((mark.start() for mark in DASH.finditer(line.text, 0, end)), end)
    unit, place = OWN_UNIT.match(line.text[:end]), PLACE_BEHIND.search(line.text[:end])
    is_city = place and (not place[1] or strip_accents(place[1].title()) in article.memory.cities)
    span = unit.end() if unit else 0, place.start() if place and is_city else end
    return (line, span) if STATE_HEADS.search(line.text[slice(*span)]) else None


def is_release(article: Article) -> bool:
    """Whether a text is a release: one of its first lines is a letterhead, or says so."""
    lines = [one for one in article.sentences[:ABOVE] if one.is_heading]
    return any(measure_letterhead(one) or is_numbered_release(one) or OFFICE.match(one.text) for one in lines)


def is_numbered_release(sentence: Sentence) -> bool:
    """Whether a line says that a text is a release, with its number."""
    label = LABEL.match(sentence.text)
    is_headline = label is not None and len(sentence.text[label.end() :].split()) > FEW_WORDS
    return sentence.is_heading and RELEASE.search(sentence.text) is not None and not is_headline


def find_letterhead(sentence: Sentence) -> list[Span]:
    """Return the name of a body that is nearly the whole line; nothing where there is none."""
    return [(start, end) for start, end in list_body_spans(sentence.text) if end - start > LETTERHEAD * len(sentence.text)]


def read_byline(sentence: Sentence) -> str:
    """Return the name of the person that is a line of its own, with or without "By"; nothing where it is none."""
    by = BY.match(sentence.text)
    name = by[1] if by else sentence.text
    return (
        ""
        if (not by and name.isupper())
        or UNIT.search(name)
        or not PERSON.fullmatch(name)
        or find_letterhead(sentence)
        or find_countries(name)
        else name
    )
