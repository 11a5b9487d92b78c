"""The rule on bodies that the collection knows: their names, kinds and countries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from curation.proposals.article import Article, Sentence
from curation.proposals.bodies import (
    INITIALS,
    OUTLETS,
    UN,
    Named,
    find_bodies,
    find_body_of_office,
    find_kind,
    list_kind_phrases,
)
from curation.proposals.headings import ABOVE, ORGANIZATIONS, find_publisher, is_release
from curation.proposals.letters import CAPITALIZED
from curation.proposals.memory import Memory, load_rules, locate
from curation.proposals.naming import SHORT_NAME, list_persons_in_office
from curation.proposals.offices import find_offices
from curation.proposals.places import explain_place
from curation.proposals.proposal import Proposal
from curation.proposals.row_ids import make_body_id, make_row_id
from curation.proposals.speech import Speech
from curation.proposals.speech_verbs import compile_verbs
from curation.text.countries import find_countries
from curation.text.folding import Span
from curation.text.phrases import match_phrases, scan_words

WHOLE_NAMES = ("national_agency", "unnamed_official", "unnamed_media")
"""Kinds that the whole name says, where no head of it does."""
WITH_COUNTRY = re.compile(r"(?:media|authorities)$")
"""The end of a name that says what kind of body it is only with its country: Iranian media, U.S. authorities."""
SEVERAL = re.compile(r"authorities$")
"""The end of a name that may mean several bodies, of which a reader says the kind."""
JOINED = re.compile(r" (?:and|on|in|at|of|from|with|who|for)\b")
JOINED_BEFORE = re.compile(r"\band (?:\w+ )?$")
WORDS_OF_KINDS = {
    "government": re.compile(r"(?i)\bgovernment\b|\badministration$"),
    "unnamed_official": re.compile(r"(?i)\bofficials?\b"),
    "ministry": re.compile(r"(?i)\bministry(?= (?:of|for))"),
    "head_of_state": re.compile(r"(?i)office of (?:the )?president\b"),
}
"""The words of a name that say the kind."""
KIND = (
    r"(?P<kind>(?:(?:refugee|immigrant|migrant|human|rights|aid|relief|advocacy|campaign|support|legal|monitoring"
    r"|non-governmental) )+(?:group|organi[sz]ation|charity|network)|NGO|charity|association|group of volunteers)"
)
GROUP_NAME = rf"(?P<name>{CAPITALIZED}(?:(?: at| of| for| del?| des| sans)?(?: the)? {CAPITALIZED}| [A-Z]{{2,}})*)"
GROUP_FIRST = re.compile(rf"\b{KIND} {GROUP_NAME}")
GROUP_BEHIND = re.compile(rf"{GROUP_NAME}, an? (?:[A-Z]\w+ |[\w]+-based |[a-z]+ )?{KIND}")
"""A group without an office, which a text calls one: before its name, or behind a comma."""
OPENING = re.compile(r"(?:[^“”\"]{2,60} [–—-] ?)?(?:The )?")
"""What can be before the first words of a sentence: a dateline."""
OWNER = re.compile(r"[A-Z][\w ]*[’']s ")
OWN = re.compile(r"[’']s ")
"""What is between the name of a country and that of its body."""
OF_THING = re.compile(r"\b[Aa]n? $")
THING = re.compile(r" (?!spokes|official)[a-z]+")
"""Around a body's name that belongs to a noun: a Home Office flight, and not a Home Office spokesperson."""
MISSION = re.compile(r"High Commission\b")
HEADQUARTERS = re.compile(r"(?i) headquarters$")
WORDS_OF_LETTERHEADS = {
    "ministry": re.compile(r"(?i)ministry"),
    "foreign_ministry": re.compile(r"(?i)ministry of foreign affairs"),
    "embassy": re.compile(r"(?i)embassy|consulate general|consulate|high commission"),
}
"""The words of a line above a text that say the kind; of other kinds it is the whole name."""
WITHIN = re.compile(r" (?:at|within) the (?:Ministry|Department)\b.*")
"""Of what a body is a part, behind its name."""
INITIALS_BEHIND = re.compile(r" ([A-Z]{2,6})$")
"""The initials of a body behind its name: State Secretariat for Migration SEM."""
CITY_BEFORE = re.compile(r"([A-ZÀ-Ý][\w’'-]+(?: [A-ZÀ-Ý][\w’'-]+)?),")
"""The city at the beginning of a dateline."""


def propose_bodies(article: Article, speeches: Sequence[Speech]) -> Iterator[Proposal]:
    """Propose each known body that speaks, or for which or through which somebody speaks, where the text first names it."""
    speaking = {body.id for speech in speeches for body in list_speaking(article, speech)}
    speaking |= {body.id for sentence in article.body for body in list_bodies_of_persons(sentence.text, article.memory)}
    seen: set[tuple[str, str]] = set()
    yield from describe_letterhead(article, seen)
    for sentence in article.sentences:
        is_capitals = sentence.is_heading and sentence.text.isupper()
        for body in find_bodies(sentence.text, article.memory) if not is_capitals else ():
            is_short = INITIALS.fullmatch(sentence.text, *body.span) is not None
            is_left_out = sentence.is_quoted(*body.span) or is_of_several(sentence, body) or is_of_thing(sentence, body)
            is_left_out = is_left_out or (is_short and sentence.is_heading) or is_head_alone(sentence.text[slice(*body.span)])
            is_named = body.is_known and body.kind not in OUTLETS and is_subject(sentence, body)
            if body.id in speaking and not is_left_out:
                yield from describe_body(article, sentence, body, seen)
            elif is_named and not is_left_out:
                named = describe_body(article, sentence, body, seen)
                yield from (replace(one, rule="body-known") for one in named if one.rule != "body-kind")


def propose_cites(article: Article, speeches: Sequence[Speech]) -> Iterator[Proposal]:
    """Propose each body that speaks, or for which somebody speaks, as one that the text cites: where it first does."""
    cited: set[str] = set()
    # A release speaks for its own body, and cites others only now and then.
    for speech in () if is_release(article) else speeches:
        for body, span in list_cited(article, speech):
            if body.id not in cited and span and not is_of_several(speech.sentence, replace(body, span=span)):
                spans = (speech.sentence.place(*span),)
                yield Proposal("cites", speech.sentence.number, "sources", article.source, "cites", body.id, spans)
            cited.add(body.id)


def propose_groups(article: Article) -> Iterator[Proposal]:
    """Propose the row of each group that a text calls one, and names: the refugee group X; X, a rights group."""
    seen: set[str] = set()
    for sentence in article.body:
        for match in (*GROUP_FIRST.finditer(sentence.text), *GROUP_BEHIND.finditer(sentence.text)):
            row = make_row_id(match["name"])
            if row in seen or sentence.is_quoted(*match.span("name")) or row in article.memory.is_person:
                continue
            seen.add(row)
            for field, part, value in (("name", "name", ""), ("organization_type", "kind", "ngo")):
                spans = (sentence.place(*match.span(part)),)
                yield Proposal("ngo", sentence.number, ORGANIZATIONS, row, field, value, spans)
            verb = compile_verbs().search(sentence.bare)
            if verb and not is_release(article):
                spans = (sentence.place(*match.span("name")),)
                yield Proposal("ngo", sentence.number, "sources", article.source, "cites", row, spans)


def describe_letterhead(article: Article, seen: set[tuple[str, str]]) -> Iterator[Proposal]:
    """Yield the row of the body whose letterhead a release has: its name, also in capitals, its kind and country."""
    found = find_publisher(article)
    if not found:
        return
    line, (start, end) = found
    owner = skip_country(line, start, end)
    span = owner, owner + len(HEADQUARTERS.sub("", WITHIN.sub("", line.text[owner:end])))
    printed = line.text[slice(*span)]
    name = lower_capitals(printed)
    short = SHORT_NAME.match(line.text, end)
    initials = None if printed.isupper() else INITIALS_BEHIND.search(line.text, *span)
    if initials and not short:
        short, span = initials, (owner, initials.start())
        printed = name = line.text[slice(*span)]
    known = next((one for one in find_bodies(line.text[start:end], article.memory) if one.is_known), None)
    if known:
        seen.add((known.id, line.text[start:end]))
        spans = (line.place(start, end),)
        yield Proposal("letterhead", line.number, ORGANIZATIONS, known.id, "spellings", "", spans)
        return
    row = make_body_id(short[1] if short else line.text[start : span[1]].title() if printed.isupper() else name)
    seen.add((row, printed))

    def cell(field: str, span: Span, value: str = "", reason: str = "") -> Proposal:
        spans = (line.place(*span),)
        return Proposal("letterhead", line.number, ORGANIZATIONS, row, field, value, spans, True, bool(reason), reason)

    yield cell("name", span)
    if short:
        seen.add((row, short[1]))
        yield cell("spellings", short.span(1))
    kind = find_kind(name, article.memory)
    words = WORDS_OF_LETTERHEADS.get(kind)
    said = words.search(line.text, *span) if words else None
    if kind and not DEPARTMENT.match(name):
        yield cell("organization_type", said.span() if said else span, kind)
    own = next((one for one in line.countries if start <= one.start and one.end <= end), None)
    if own:
        yield cell("country", (own.start, own.end))
    else:
        city, country = find_own_city(article)
        if country:
            yield cell("country", span, country, f"the text is from {city}, and {explain_place(city, country)}")


def find_own_city(article: Article) -> tuple[str, str]:
    """Return the city in which a text was written, by its dateline, and its country; nothing without one."""
    for sentence in article.sentences[: ABOVE + 2]:
        found = CITY_BEFORE.match(sentence.text)
        city = lower_capitals(found[1]) if found else ""
        country = locate(article.memory, city) if city else ""
        if country:
            return city, country
    return "", ""


def list_cited(article: Article, speech: Speech) -> Iterator[tuple[Named, Span | None]]:
    """Yield the bodies of a speech with where the sentence names them; without a place where it only means them."""
    first, last = speech.words
    for named in (speech.speaker, speech.via):
        if named and named.is_person and named.is_official:
            for body in list_bodies_of_offices(speech, article.memory):
                one = drop_owner(speech.sentence, replace(body, span=(first + body.span[0], first + body.span[1])))
                yield one, one.span
        elif named and not named.is_person:
            one = drop_owner(speech.sentence, named)
            yield one, one.span if first <= one.span[0] and one.span[1] <= last and speech.is_sure else None


def is_of_several(sentence: Sentence, body: Named) -> bool:
    """Whether officials without a name are only some of those meant, or are described behind it: officials on both sides."""
    if body.is_known or body.kind != "unnamed_official":
        return False
    start, end = body.span
    return JOINED_BEFORE.search(sentence.text, 0, start) is not None or JOINED.match(sentence.text, end) is not None


def is_subject(sentence: Sentence, body: Named) -> bool:
    """Whether a sentence begins with the whole name of a body, behind the dateline of a report."""
    start, end = body.span
    return " " in sentence.text[start:end] and OPENING.fullmatch(sentence.text[:start]) is not None


def is_head_alone(name: str) -> bool:
    """Whether a name is only the head of one, with a capital: the Inspectorate, the Institute."""
    return name.istitle() and name.lower() in load_rules()["bodies"]


def is_of_thing(sentence: Sentence, body: Named) -> bool:
    """Whether a body's name only says whose a thing is: a Home Office flight."""
    return (
        OF_THING.search(sentence.text, 0, body.span[0]) is not None and THING.match(sentence.text, body.span[1]) is not None
    )


def list_speaking(article: Article, speech: Speech) -> Iterator[Named]:
    """Yield the bodies of a speech: the speaker's, and the one that passes it on. Positions are those of its words."""
    for named in (speech.speaker, speech.via):
        if named and named.is_person and named.is_official:
            yield from list_bodies_of_offices(speech, article.memory)
        elif named and not named.is_person:
            yield named


def list_bodies_of_offices(speech: Speech, memory: Memory) -> Iterator[Named]:
    """Yield the first body in the office of a person who speaks, where the words beside the verb give one."""
    return list_bodies_of_persons(speech.sentence.bare[slice(*speech.words)], memory)


def list_bodies_of_persons(words: str, memory: Memory) -> Iterator[Named]:
    """Yield the first body in the office of each person whom words name."""
    for person in list_persons_in_office(words, memory):
        for start, end in find_offices(words, person.span, memory) if person.is_official else ():
            body = find_body_of_office(words[start:end], memory)
            if body:
                yield replace(body, span=(start + body.span[0], start + body.span[1]))


def describe_body(article: Article, sentence: Sentence, body: Named, seen: set[tuple[str, str]]) -> Iterator[Proposal]:
    """Yield the cells of a body's row: each name once in a text, what kind it is and its country with the first one."""
    name = sentence.text[slice(*body.span)]
    if (body.id, name) in seen:
        return
    # A short name is a spelling, also where the text has the name in full only later.
    is_first = not is_a_short(article, body.id, name) and not any(
        one == body.id and not is_a_short(article, one, form) for one, form in seen
    )
    seen.add((body.id, name))
    whole, body = body.span, drop_owner(sentence, body)
    name = sentence.text[slice(*body.span)]

    def cell(field: str, span: Span, value: str = "", rule: str = "body") -> Proposal:
        return Proposal(rule, sentence.number, ORGANIZATIONS, body.id, field, value, (sentence.place(*span),))

    known = article.memory.value(ORGANIZATIONS, body.id, "name")
    is_again = body.span != whole and (body.id, name) in seen
    seen.add((body.id, name))
    above = "" if known else find_above(article, sentence, name)
    if not known and is_first:
        if name not in above:
            yield cell("spellings" if above else "name", body.span)
    elif name != known and not is_again:
        yield cell("spellings", body.span)
    short = SHORT_NAME.match(sentence.text, body.span[1])
    if short and (body.id, short[1]) not in seen:
        seen.add((body.id, short[1]))
        yield cell("spellings", short.span(1))
    if not is_first or above or known:
        return
    kind = find_kind_words(body, name, article.memory)
    if kind:
        yield cell("organization_type", *kind, rule="body-kind")
    for country in sentence.countries:
        is_own = OWN.match(sentence.text, country.end, body.span[0]) is not None
        is_own = is_own or (whole[0] <= country.start and country.end <= whole[1])
        if is_own and country.code:
            yield cell("country", (country.start, country.end), rule="body-country")
            return


def find_above(article: Article, sentence: Sentence, name: str) -> str:
    """Return the line above the text that has the name of a body too, in capitals or not: its name is coded there."""
    lines = [one.text for one in article.sentences[: sentence.number - 1] if one.is_heading]
    return next((line for line in lines if name.lower() in line.lower()), "")


def drop_owner(sentence: Sentence, body: Named) -> Named:
    """Return a new body without the country whose it is: Mongolia's Foreign Ministry, the Polish Border Guard."""
    owner = OWNER.match(sentence.text, *body.span)
    start, end = body.span
    first = owner.end() if owner else skip_country(sentence, start, end)
    is_whole = body.is_known or body.kind == "unnamed_official" or WITH_COUNTRY.search(sentence.text[first:end])
    return body if is_whole else replace(body, span=(first, end))


def skip_country(sentence: Sentence, start: int, end: int) -> int:
    """Return where a name goes on behind the country with which it begins: Polish Border Guard. Else its start."""
    return next((one.end + 1 for one in sentence.countries if one.start == start and one.end < end), start)


def lower_capitals(name: str) -> str:
    """Return a name that is in capitals as other texts print it.

    >>> lower_capitals("MINISTRY OF INTERIOR"), lower_capitals("Home Office")
    ('Ministry Of Interior', 'Home Office')
    """
    return name.title() if name.isupper() else name


def is_a_short(article: Article, body: str, form: str) -> bool:
    """Whether a form is a short name of a body, which the text has in full too."""
    return article.memory.short_names.get(form) == body != make_body_id(form)


DEPARTMENT = re.compile(r"(?:[A-Z][a-z]+ )?Department\b(?! of (?:Homeland Security|State)\b)")


def find_kind_words(body: Named, name: str, memory: Memory) -> tuple[Span, str] | None:
    """Return the words that say the kind of a body, and the kind: a phrase of the schema, a head of the name, or all."""
    start, end = body.span
    said = next(match_phrases(name, list_kind_phrases(memory)), None)
    if said and body.kind == min(said[2]) and body.kind not in WHOLE_NAMES and body.kind != "international_organization":
        return (start + said[0], start + said[1]), body.kind
    # A department is a ministry in one state, an agency in another, and within a ministry in a third.
    if body.kind == "national_agency" and DEPARTMENT.match(name):
        return None
    if not body.kind or SEVERAL.search(name) or (len(scan_words(name)) == 1 and not name.islower()):
        return None
    kinds = WORDS_OF_KINDS.get(body.kind)
    lead = UN.match(name) or MISSION.search(name) or (kinds.search(name) if kinds else None)
    if lead:
        return (start + lead.start(), start + lead.end()), body.kind
    country = next((one for _, one in find_countries(name) if name.startswith(one)), "")
    own = re.match(rf"(?:{re.escape(country)}|[A-Z]\w+(?=[’']s))(?:[’']s)? ", name)
    return (start + own.end() if own and not WITH_COUNTRY.search(name) else start, end), body.kind
