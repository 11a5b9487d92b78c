"""Rules on persons and bodies: their names, offices and countries, and whom the source cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.claims.code_words import index_phrases
from curation.proposals.article import Article, Sentence
from curation.proposals.memory import Memory
from curation.proposals.naming import Named, find_bodies, list_roles, name_speaker
from curation.proposals.proposal import Proposal
from curation.proposals.speech import Speech
from curation.schema.tables import SOURCES
from curation.text.folding import Span
from curation.text.phrases import match_phrases, scan_words

WHOLE_NAMES = ("national_agency", "unnamed_official", "unnamed_media")
"""Kinds that the whole name says, where no head of it does."""
PORTFOLIO = re.compile(
    r"(Deputy )?(?:(?:Prime|Vice|Executive|Foreign|Interior|Justice|Defen[cs]e|Health|Home|Migration|Labou?r) )+$|(Deputy )$"
)
"""What belongs to an office before its noun: Deputy Interior Minister."""
DEPUTIES = {"minister": "deputy_minister"}
NEAR = 90
"""Characters beside a person's name in which the office is looked for."""


def propose_persons(article: Article) -> Iterator[Proposal]:
    """Propose each person whom a sentence names with an office, or whom the collection knows, outside quotations or in them."""
    seen: set[tuple[str, str, str]] = set()
    for sentence in article.sentences:
        if sentence.is_heading:
            continue
        for named, span, phrase in list_persons(article, sentence):
            yield from describe_person(article, sentence, named, span, phrase, seen)


def list_persons(article: Article, sentence: Sentence) -> Iterator[tuple[Named, Span, Span]]:
    """Yield each person of a sentence with the span of the name, and of the name with the office beside it."""
    text, memory = sentence.text, article.memory
    found: list[tuple[Named, Span]] = []
    for start, end, ids in match_phrases(text, memory.names.whole):
        persons = [name for name in ids if memory.is_person.get(name)]
        if len(persons) == 1:
            found.append((Named(persons[0], True, True, "", (start, end)), (start, end)))
    if not found:
        for match in re.finditer(r"[^;:“”\"]+", text):
            named = name_speaker(match.group(), memory)
            if named and named.is_person and not named.is_known:
                start = match.start() + named.span[0]
                found.append((named, (start, match.start() + named.span[1])))
    for named, span in found:
        yield named, span, find_office(article, sentence, span)


def find_office(article: Article, sentence: Sentence, span: Span) -> Span:
    """Return the span of the office that stands before a name, or in apposition after it; empty where none does."""
    text, memory = sentence.text, article.memory
    left = max(0, span[0] - NEAR)
    before = text[left : span[0]]
    cut = max(before.rfind(mark) for mark in ("“", '"', "; ", ": ", " said ", " by ", " with ", " to ", "— "))
    start = left + (cut + (len(before[cut:]) - len(before[cut:].lstrip('“";: —')) if cut >= 0 else 0) if cut >= 0 else 0)
    roles = [(a + start, b + start) for a, b, _ in list_roles(text[start : span[0]], memory)]
    roles = [
        one
        for one in roles
        if re.fullmatch(
            r"(?:,? (?:Mr|Ms|Mrs|Dr)\.|(?: (?:of|for) (?:the )?(?:[A-Z][\w’'.-]*|and|of)(?: (?:[A-Z][\w’'.-]*|and|of|the))*,?))? ",
            text[one[1] : span[0]],
        )
    ]
    if roles:
        role = roles[-1]
        lead = re.search(
            r"(?:(?:[A-Z][\w.’'-]*|of|for|the|and|former|acting|deputy|foreign|interior|prime|homeland|security) )*$",
            text[start : role[0]],
        )
        begin = role[0] - (len(lead.group()) if lead else 0)
        while match := re.match(r"(?:the|of|for|and|The|In|On|At|As|But|When|U\.S\. and) ", text[begin : role[0]]):
            begin += match.end()
        return begin, max(
            role[1],
            begin + len(text[begin : span[0]].rstrip(" ,")) if re.match(r" (?:of|for) ", text[role[1] :]) else role[1],
        )
    match = re.match(r", (?:(?:a|an|the|who is|who) )?", text[span[1] :])
    if match:
        begin = span[1] + match.end()
        if re.match(r"(?:whom?|which) ", text[begin:]):
            begin += next((start for start, _, _ in list_roles(text[begin:], memory)), 0)
        stop = re.search(r"[,.;“\"—]|(?: (?:said|wrote|told|in a|on|at|told|stated|added)\b)", text[begin:])
        end = begin + stop.start() if stop else len(text)
        if any(True for _ in list_roles(text[begin:end], memory)):
            return begin, end
    return span[0], span[0]


def describe_person(
    article: Article, sentence: Sentence, named: Named, span: Span, office: Span, seen: set[tuple[str, str, str]]
) -> Iterator[Proposal]:
    """Yield the cells of a person's row in a sentence; a spelling and a title once in a text."""
    text, memory = sentence.text, article.memory
    name = text[slice(*span)]

    def cell(field: str, value: str, place: Span, rule: str = "person", *, is_sure: bool = True) -> Proposal:
        spans = (sentence.place(*place),)
        return Proposal(rule, sentence.number, "officials", named.id, field, value, spans, is_sure=is_sure)

    is_full = " " in name
    known = memory.value("officials", named.id, "name")
    if is_full and name == (known or name):
        yield cell("name", "", span)
    if is_full and (named.id, "spellings", name) not in seen:
        seen.add((named.id, "spellings", name))
        yield cell("spellings", "", span)
    if office[0] == office[1]:
        return
    title = text[slice(*office)]
    roles = list(list_roles(title, memory))
    if roles and (named.id, "roles_printed", title) not in seen:
        start, end, code = roles[-1] if office[1] <= span[0] else roles[0]
        lead = PORTFOLIO.search(title[:start])
        if code in DEPUTIES and lead and lead[1]:
            code = DEPUTIES[code]
        yield cell("role", code, (office[0] + (lead.start() if lead else start), office[0] + end), "role")
    if (named.id, "roles_printed", title) not in seen:
        seen.add((named.id, "roles_printed", title))
        yield cell("roles_printed", "", office, "role")
    for body in find_bodies(title, memory):
        yield cell("organization_id", body.id, (office[0] + body.span[0], office[0] + body.span[1]), "role")
        break
    within = [body.span for body in find_bodies(title, memory)]
    for country in sentence.countries:
        start, end = country.start - office[0], country.end - office[0]
        if 0 <= start and end <= len(title) and country.code and not any(a <= start and end <= b for a, b in within):
            yield cell("country", "", (country.start, country.end), "role")
            break


def propose_bodies(article: Article, speeches: Sequence[Speech]) -> Iterator[Proposal]:
    """Propose each body that speaks, or through which somebody speaks: whom the source cites; its names, kind and country."""
    cited: set[str] = set()
    for speech in speeches:
        words = speech.sentence.text[slice(*speech.words)]
        for named in (speech.speaker, speech.via):
            if not named or (not speech.is_sure and named is speech.speaker and not speech.via):
                continue
            for body, span in list_bodies(article, speech.sentence, speech, named, words):
                if body.id not in cited:
                    cited.add(body.id)
                    place = (speech.sentence.place(*span),)
                    yield Proposal("cites", speech.sentence.number, SOURCES, article.source, "cites", body.id, place)
    seen: set[tuple[str, str]] = set()
    for sentence in article.sentences:
        for body in find_bodies(sentence.text, article.memory):
            if body.id in cited and not sentence.is_quoted(*body.span):
                yield from describe_body(article, sentence, body, body.span, seen)


def list_bodies(
    article: Article, sentence: Sentence, speech: Speech, named: Named, words: str
) -> Iterator[tuple[Named, Span]]:
    """Yield the body that a speaker is, or for which the person speaks, with its name's span in the sentence."""
    memory = article.memory
    offset = speech.words[0]
    others = {one.id for one in (speech.speaker, speech.via) if one and one is not named}
    for found in find_bodies(words, memory):
        if found.id not in others and (named.is_person or found.id == named.id):
            yield found, (offset + found.span[0], offset + found.span[1])
            return


def describe_body(
    article: Article, sentence: Sentence, body: Named, span: Span, seen: set[tuple[str, str]]
) -> Iterator[Proposal]:
    """Yield the cells of a body's row in a sentence; each once in a text."""
    text, memory = sentence.text, article.memory
    name = text[slice(*span)]

    def cell(field: str, value: str, place: Span) -> Proposal:
        return Proposal("body", sentence.number, "organizations", body.id, field, value, (sentence.place(*place),))

    if (body.id, name) in seen:
        return
    is_first = not any(one == body.id for one, _ in seen)
    seen.add((body.id, name))
    canonical = memory.value("organizations", body.id, "name")
    if not canonical and is_first:
        yield cell("name", "", span)
    elif name != canonical:
        yield cell("spellings", "", span)
    parse = memory.schemas["organizations"].fields["organization_type"].parse
    short = re.match(r" \(([A-Z][\w.-]*)\)", text[span[1] :])
    if short and (body.id, short[1]) not in seen:
        seen.add((body.id, short[1]))
        yield cell("spellings", "", (span[1] + 2, span[1] + 2 + len(short[1])))
    if not is_first:
        return
    yield from (cell("organization_type", *kind) for kind in find_kind_words(body, name, span, memory))
    for country in sentence.countries:
        if span[0] <= country.start and country.end <= span[1] and country.code:
            yield cell("country", "", (country.start, country.end))
            break


def find_kind_words(body: Named, name: str, span: Span, memory: Memory) -> Iterator[tuple[str, Span]]:
    """Yield the kind of a body with the words that say it: a phrase of the schema, the head of its name, or the whole name."""
    parse = memory.schemas["organizations"].fields["organization_type"].parse
    said = next(match_phrases(name, index_phrases(tuple(parse.words.items()) if parse else ())), None)
    kind = sorted(said[2])[0] if said else body.kind
    if said and kind not in WHOLE_NAMES:
        yield kind, (span[0] + said[0], span[0] + said[1])
    elif kind and len(scan_words(name)) > 1:
        head = re.match(r"U\.?S\.? Department\b", name) if kind == "national_agency" else None
        yield kind, (span[0], span[0] + head.end()) if head else span
