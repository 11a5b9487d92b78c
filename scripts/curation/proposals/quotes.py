"""Rules on statements: quotations, reported clauses, their speakers and the way in which they were given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count

from curation.proposals.article import Article, Quoted, Sentence, find_any
from curation.proposals.memory import find_statement, load_rules
from curation.proposals.naming import make_row_id
from curation.proposals.proposal import BY, Proposal
from curation.proposals.speech import Speech, mentions_other
from curation.text.folding import Span
from curation.text.lexicon import load_words

SHORTEST = 4
"""Words of a quotation without a verb of speech beside it: a shorter one only marks a word."""
CLOSING = " ,.;:"


def propose_quotes(article: Article, speeches: Sequence[Speech]) -> Iterator[Proposal]:
    """Propose a row of `quotes` for each sentence that quotes or reports an official, with who speaks."""
    seen: dict[str, str] = {}
    quotation_of: dict[int, str] = {}
    for sentence in article.sentences:
        if sentence.is_heading and not sentence.quoted:
            continue
        spoken = [one for one in speeches if one.sentence is sentence]
        speech = choose_speech(spoken, sentence)
        if speech and (speech.speaker.is_official or speech.via or speech.verb == "citing"):
            yield propose_speaker(sentence, speech)
        if speech and not speech.speaker.is_official:
            continue
        if (
            sentence.quoted
            and not speech
            and not any(goes_on(part, speeches) for part in sentence.quoted)
            and continues(article, sentence) is None
        ):
            continue
        if sentence.quoted:
            yield from propose_quoted(article, sentence, speech, seen, quotation_of)
        elif speech and not mentions_other(sentence):
            yield from propose_reported(article, sentence, speech, seen)


def goes_on(part: Quoted, speeches: Sequence[Speech]) -> bool:
    """Whether a quotation goes over several sentences, of which one says who speaks."""
    return not part.is_whole and any(part.number in [one.number for one in speech.sentence.quoted] for speech in speeches)


def choose_speech(spoken: Sequence[Speech], sentence: Sentence) -> Speech | None:
    """Return the speech of a sentence that gives its words: of several the one of an official."""
    officials = [one for one in spoken if one.speaker.is_official]
    return next(iter(officials or spoken), None)


def propose_speaker(sentence: Sentence, speech: Speech) -> Proposal:
    """Return the `by` of a sentence."""
    value = speech.speaker.id + (f" via {speech.via.id}" if speech.via else "")
    return Proposal(
        "speaker", sentence.number, field=BY, value=value, spans=(sentence.place(*speech.words),), is_sure=speech.is_sure
    )


def name_quote(article: Article, speaker: str, words: str, seen: dict[str, str]) -> str:
    """Return the name of a new row of `quotes`, and of its statement without the source: speaker and two words."""
    common = set(load_words("coding")["common"])
    said = [word for word in re.findall(r"[a-z]+", words.lower()) if word not in common and len(word) > 3]
    last = speaker.split("-", 1)[-1] if "-" in speaker else speaker
    name = make_row_id(" ".join([last, *said[:2]])) if said or last else "quote"
    taken = set(seen.values())
    return next(one for one in chain([name], (f"{name}-{number}" for number in count(2))) if one not in taken)


def propose_quoted(
    article: Article, sentence: Sentence, speech: Speech | None, seen: dict[str, str], quotation_of: dict[int, str]
) -> Iterator[Proposal]:
    """Propose the row of what a sentence quotes."""
    parts = [part for part in sentence.quoted if is_statement(sentence, part, speech)]
    if not parts:
        return
    speaker = speech.speaker.id if speech else "unknown"
    words = " ".join(sentence.text[part.start : part.end] for part in parts)
    name = seen.get(sentence.text) or name_quote(article, speaker, words, seen)
    seen[sentence.text] = name
    row = f"{article.source}-{name}"

    def cell(field: str, value: str = "", spans: Sequence[Span] = (), *, is_sure: bool = True) -> Proposal:
        return Proposal("quotation", sentence.number, "quotes", row, field, value, tuple(spans), is_sure=is_sure)

    known = find_statement(article.memory, words)
    yield cell("statement_id", known or name, is_sure=bool(known))
    group = find_group(article, sentence, parts)
    if group is not None:
        yield cell("quotation_id", quotation_of.setdefault(group, f"{row}-whole"))
    yield cell("quote_mode", "direct_partial" if all(is_partial(sentence, part) for part in parts) else "direct")
    yield cell("quote_text", "", [sentence.place(*trim(sentence, part)) for part in parts])
    yield from propose_medium(article, sentence, row)


def find_group(article: Article, sentence: Sentence, parts: Sequence[Quoted]) -> int | None:
    """Return the first quotation of those that a source prints as one: over several sentences, or after an interruption."""
    over = next((part.number for part in parts if not part.is_whole), None)
    if over is not None:
        return over
    first = continues(article, sentence)
    after = article.sentences[sentence.number] if sentence.number < len(article.sentences) else None
    if first is not None:
        return first
    return parts[-1].number if after and continues(article, after) == parts[-1].number else None


def continues(article: Article, sentence: Sentence) -> int | None:
    """Return the quotation that a sentence goes on with: it is quoted as a whole, right after one with its speaker."""
    before = article.sentences[sentence.number - 2] if sentence.number > 1 else None
    is_all = len(sentence.quoted) == 1 and not re.search(r"\w", sentence.bare)
    if not is_all or not before or not before.quoted or not re.search(r"\w", before.bare) or not before.quoted[-1].is_whole:
        return None
    return before.quoted[-1].number if before.text[before.quoted[0].start :][:1].isupper() else None


def is_statement(sentence: Sentence, part: Quoted, speech: Speech | None) -> bool:
    """Whether a quotation says something, and does not only mark a word or a name."""
    words = sentence.text[part.start : part.end].split()
    if not part.is_whole:
        return True
    return len(words) >= SHORTEST or (speech is not None and len(words) > 1)


def is_partial(sentence: Sentence, part: Quoted) -> bool:
    """Whether a quotation is a piece of a sentence: it begins with a small letter in the middle of one."""
    quoted = sentence.text[part.start : part.end]
    if re.match(r"(?:this|these|that|those|we|they|it|he|she|there|our|my|i|all|if|no)\b", quoted, re.IGNORECASE):
        return False
    outside = re.sub(r"\W", "", sentence.text[: part.start])
    ends_itself = quoted.rstrip("”\"'’")[-1:] in ".!?," and quoted[:1].isupper()
    return (
        bool(outside) and not quoted[:1].isupper()
        if part.is_whole
        else False
        if ends_itself
        else bool(outside and quoted[:1].islower())
    )


def trim(sentence: Sentence, part: Quoted) -> Span:
    """Return the span of a quotation without the comma or full stop that closes it."""
    text = sentence.text[part.start : part.end]
    return part.start, part.start + len(text.rstrip(CLOSING))


def propose_reported(article: Article, sentence: Sentence, speech: Speech, seen: dict[str, str]) -> Iterator[Proposal]:
    """Propose the row of what a sentence reports: the clause behind the verb and "that", or with the verb where it is no clause."""
    clause, verb = find_clause(sentence, speech)
    if not clause or not sentence.text[slice(*clause)].strip():
        return
    words = sentence.text[slice(*clause)]
    name = seen.get(sentence.text) or name_quote(article, speech.speaker.id, words, seen)
    seen[sentence.text] = name
    row = f"{article.source}-{name}"

    def cell(field: str, value: str = "", spans: Sequence[Span] = (), *, is_sure: bool = True) -> Proposal:
        return Proposal("reported", sentence.number, "quotes", row, field, value, tuple(spans), is_sure=is_sure)

    known = find_statement(article.memory, words)
    yield cell("statement_id", known or name, is_sure=bool(known))
    yield cell("quote_mode", "reported", [sentence.place(*verb)])
    yield cell("quote_text", "", [sentence.place(*clause)], is_sure=speech.is_sure)
    yield from propose_medium(article, sentence, row)


def find_clause(sentence: Sentence, speech: Speech) -> tuple[Span | None, Span]:
    """Return the span of what is reported, and of the verb with "that"."""
    text = sentence.text
    start, end = speech.verb_span
    body_end = len(text.rstrip(' .!?”"'))
    if speech.follows:
        before = text[: speech.words[0]].rstrip(" ,")
        if before.strip():
            return (find_start(text), len(before)), (start, end)
        after = text[speech.words[1] :]
        lead = len(after) - len(after.lstrip(" ,"))
        return (speech.words[1] + lead, body_end), (start, end)
    body_end = cut_medium(text, body_end)
    that_follows = re.match(r" (?:on \w+(?: \d+)? )?that ", text[end:])
    if speech.verb.lower() in load_rules()["act"] or (speech.verb.lower() in NAMING and not that_follows):
        return (start, body_end), (start, end)
    that = re.match(r"(?:[^.;:]{0,60}?)(?<!\w)that (?=\w)", text[end:])
    near = re.match(r" (?:on \w+(?: \d+)? )?that ", text[end:])
    if near:
        clause = end + near.end()
        verb = (start, clause - 1) if near.group() == " that " else (start, end)
        return (clause, body_end), verb
    if that and "," not in that.group():
        return (end + that.end(), body_end), (start, end)
    rest = text[end:]
    lead = len(rest) - len(rest.lstrip(" ,:"))
    before = re.sub(r" (?:the|a|an)$", "", text[: speech.words[0]].rstrip(" "))
    if before.endswith(",") and len(before.split()) > 4 and (GIVEN.match(rest) or speech.verb == "told"):
        return (find_start(text), len(before) - 1), (start, end)
    return (end + lead, body_end), (start, end)


def find_start(text: str) -> int:
    """Return where a sentence begins behind its dateline: BERLIN, July 18 –"""
    match = re.match(r"[A-Z][A-Z .,’'/-]+,? [A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?(?: ?\([A-Za-z]+\))? ?[–—-]+ ", text)
    return match.end() if match else 0


GIVEN = re.compile(r" ?(?:[.,]|in |on |at |via |during |$)")
"""How or when something was said, or the end of a sentence: what is reported comes before the verb."""
NAMING = (
    "announced",
    "announces",
    "declared",
    "declares",
    "reported",
    "reports",
    "confirmed",
    "confirms",
    "denied",
    "disclosed",
)
"""Verbs that may have a noun in place of a clause: announced a crackdown."""


def cut_medium(text: str, end: int) -> int:
    """Return where a clause ends without the words that say how it was given: in a statement, on Tuesday."""
    found = re.search(
        r",? (?:in an? (?:[\w-]+ )?(?:statement|release|post|interview|briefing)|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$",
        text[:end],
    )
    return found.start() if found else end


def propose_medium(article: Article, sentence: Sentence, row: str) -> Iterator[Proposal]:
    """Propose how the words of a sentence were given, where it says so outside the quotation."""
    parse = article.memory.schemas["quotes"].fields["medium"].parse
    found = find_any(sentence.bare, parse.asked_by if parse else ())
    if found:
        end = found.end()
        words = re.sub(r"^(?:in|on|his|her|their|to|carried) ", "", found.group(), flags=re.IGNORECASE)
        yield Proposal("medium", sentence.number, "quotes", row, "medium", "", (sentence.place(end - len(words), end),))
