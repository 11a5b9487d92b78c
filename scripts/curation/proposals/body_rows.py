"""The rule on bodies that the collection knows: their names, kinds and countries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.proposals.article import Article, Sentence
from curation.proposals.bodies import Named, find_bodies, list_kind_phrases
from curation.proposals.memory import Memory
from curation.proposals.naming import SHORT_NAME
from curation.proposals.proposal import Proposal
from curation.proposals.speech import Speech
from curation.text.folding import Span
from curation.text.phrases import match_phrases, scan_words

ORGANIZATIONS = "organizations"
WHOLE_NAMES = ("national_agency", "unnamed_official", "unnamed_media")
"""Kinds that the whole name says, where no head of it does."""
HEAD = re.compile(r"U\.?S\.? Department\b")
"""The words of a name that say that it is an agency of the United States."""


def propose_bodies(article: Article, speeches: Sequence[Speech]) -> Iterator[Proposal]:
    """Propose each known body that speaks, or for which or through which somebody speaks, where the text first names it."""
    speaking = {body.id for speech in speeches for body in list_speaking(article, speech)}
    seen: set[tuple[str, str]] = set()
    for sentence in article.sentences:
        for body in find_bodies(sentence.text, article.memory):
            if body.is_known and body.id in speaking and not sentence.is_quoted(*body.span):
                yield from describe_body(article, sentence, body, seen)


def list_speaking(article: Article, speech: Speech) -> Iterator[Named]:
    """Yield the bodies of a speech: the speaker's, and the one that passes it on. Positions are those of its words."""
    words = speech.sentence.text[slice(*speech.words)]
    for named in (speech.speaker, speech.via):
        if not named or (not speech.is_sure and named is speech.speaker and not speech.via):
            continue
        others = {one.id for one in (speech.speaker, speech.via) if one and one is not named}
        bodies = (one for one in find_bodies(words, article.memory) if one.id not in others)
        yield from [one for one in bodies if named.is_person or one.id == named.id][:1]


def describe_body(article: Article, sentence: Sentence, body: Named, seen: set[tuple[str, str]]) -> Iterator[Proposal]:
    """Yield the cells of a body's row: each name once in a text, what kind it is and its country with the first one."""
    name = sentence.text[slice(*body.span)]
    if (body.id, name) in seen:
        return
    is_first = not any(one == body.id for one, _ in seen)
    seen.add((body.id, name))

    def cell(field: str, span: Span, value: str = "") -> Proposal:
        return Proposal("body", sentence.number, ORGANIZATIONS, body.id, field, value, (sentence.place(*span),))

    known = article.memory.value(ORGANIZATIONS, body.id, "name")
    if not known and is_first:
        yield cell("name", body.span)
    elif name != known:
        yield cell("spellings", body.span)
    short = SHORT_NAME.match(sentence.text, body.span[1])
    if short and (body.id, short[1]) not in seen:
        seen.add((body.id, short[1]))
        yield cell("spellings", short.span(1))
    if not is_first:
        return
    kind = find_kind_words(body, name, article.memory)
    if kind:
        yield cell("organization_type", *kind)
    for country in sentence.countries:
        if body.span[0] <= country.start and country.end <= body.span[1] and country.code:
            yield cell("country", (country.start, country.end))
            return


def find_kind_words(body: Named, name: str, memory: Memory) -> tuple[Span, str] | None:
    """Return the words that say the kind of a body, and the kind: a phrase of the schema, a head of the name, or all."""
    start, end = body.span
    said = next(match_phrases(name, list_kind_phrases(memory)), None)
    if said and body.kind == min(said[2]) and body.kind not in WHOLE_NAMES:
        return (start + said[0], start + said[1]), body.kind
    if not body.kind or len(scan_words(name)) == 1:
        return None
    head = HEAD.match(name) if body.kind == "national_agency" else None
    return (start, start + head.end() if head else end), body.kind
