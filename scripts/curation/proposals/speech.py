"""Who speaks in a sentence: the verb of speech, and the name before or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from curation.proposals.article import BLANK, Article, Sentence, find_any
from curation.proposals.memory import Memory, load_rules
from curation.proposals.naming import Named, find_bodies, name_speaker
from curation.text.folding import Span

BOUNDARY = re.compile(
    rf"[;:—–{BLANK}”“\"»«]|, | (?:what|where|because|that|whose|but|although|though|if|while|when|as) ", re.IGNORECASE
)
"""What a name before a verb does not go beyond."""
AFTER = re.compile(
    r"[.;:—–()“\"«]|(?<!\w)(?:in|on|at|during|after|before|when|while|as|to|that|adding|who|which|via|through|about|late|earlier)(?!\w)"
)
"""Where a name after a verb ends."""
ARTICLE = re.compile(r"(?:the|a|an|The|A|An) ")
APPOSED = re.compile(
    r", (?:(?:Mr\.|Ms\.|Mrs\.|Dr\.) "
    r"|(?:[\w’'-]+ ){0,9}(?:spokes\w+|minister|secretary|director|head|chief|commissioner|ambassador|officer|president|governor)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Speech:
    """A speaker and a verb in a sentence. Positions are those of the sentence."""

    sentence: Sentence
    speaker: Named
    verb: str
    verb_span: Span
    words: Span
    """From the name to the verb, or from the verb to the name."""
    follows: bool
    """Whether the name follows its verb: "…," said the minister."""
    via: Named | None = None
    is_sure: bool = True


@dataclass(frozen=True)
class Heard:
    """Who spoke or was named before a sentence: whom a pronoun, or a noun like "the ministry", can mean."""

    last: Named | None = None
    last_body: Named | None = None
    bodies: tuple[Named, ...] = ()
    """All bodies that were named, the last one first."""

    def hear(self, named: Named) -> Heard:
        """Return this with one who spoke."""
        return replace(self, last=named, last_body=self.last_body if named.is_person else named)

    def find_body(self, noun: str) -> Named | None:
        """Return the body that was named last and is of the kind that a noun means, or else the one that spoke last."""
        kinds = load_kinds().get(noun, ())
        return next((body for body in self.bodies if body.kind in kinds), None) or self.last_body


def load_kinds() -> dict[str, list[str]]:
    """Return the kinds of bodies that nouns mean."""
    return {noun: load_rules()[f"kinds_{kind}"] for kind in ("ministry", "embassy") for noun in load_rules()[f"means_{kind}"]}


def find_speeches(article: Article) -> list[Speech]:
    """Return who speaks in each sentence; a pronoun or "the ministry" is whoever spoke or was named last, and unsure."""
    speeches: list[Speech] = []
    heard = Heard()
    for sentence in article.sentences:
        bodies = reversed([body for body in find_bodies(sentence.bare, article.memory) if body.is_official])
        heard = replace(heard, bodies=(*bodies, *heard.bodies))
        found = list(list_speeches(article.memory, sentence, heard))
        speeches += join_outlets(found)
        for one in found:
            if one.speaker.is_official:
                heard = heard.hear(one.speaker)
        named = name_speaker(sentence.bare, article.memory) if not found and not sentence.is_heading else None
        if named and named.is_official and (named.is_known or named.is_person):
            heard = heard.hear(named)
    return speeches


def list_speeches(memory: Memory, sentence: Sentence, heard: Heard) -> Iterator[Speech]:
    """Yield each verb of speech outside quotations that has a speaker."""
    label = read_label(memory, sentence)
    if label:
        yield label
        return
    taken = 0
    for match in compile_verbs().finditer(sentence.bare):
        speech = read_speech(memory, sentence, match, heard) if match.start() >= taken else None
        if speech:
            taken = max(speech.words[1], match.end())
            heard = replace(heard, last=speech.speaker)
            yield speech


@cache
def compile_verbs() -> re.Pattern[str]:
    """Return the pattern of the verbs of speech, and of what names a speaker without one."""
    rules = load_rules()
    verbs = "|".join(sorted((*rules["clause"], *rules["act"]), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{verbs})(?![\w-])|[Aa]ccording to(?= )|(?<![\w-])citing(?= )")


def read_label(memory: Memory, sentence: Sentence) -> Speech | None:
    """Return the speech of a sentence that begins with a speaker and a colon, and goes on with a quotation."""
    match = re.match(rf"([^:{BLANK}]+): {BLANK}", sentence.bare)
    named = name_speaker(match[1], memory) if match else None
    if not match or not named or find_any(match[1], (*load_rules()["clause"], *load_rules()["act"])):
        return None
    return Speech(sentence, named, "", (match.end(1), match.end(1)), match.span(1), follows=False)


def read_speech(memory: Memory, sentence: Sentence, match: re.Match[str], heard: Heard) -> Speech | None:
    """Return who speaks by one verb, or None where no name is beside it."""
    bare = sentence.bare
    spans = []
    if match.group().lower() in ("according to", "citing"):
        spans = [(span, True) for span in [span_after(bare, match.end())] if span]
    elif bare[match.end() :].startswith(" by "):
        spans = [(span, True) for span in [span_after(bare, match.end() + 4)] if span]
    else:
        before, after = span_before(bare, match.start()), span_after(bare, match.end())
        inverted = re.search(rf"[,{BLANK}”\"»’'][ ,]*$", bare[: match.start()]) and after
        spans = [(after, True)] if inverted and after and starts_name(bare, after) else []
        spans += [(before, False)] if before else []
    for span, follows in spans:
        named = name_speaker(bare[slice(*span)], memory)
        is_sure = True
        if not named:
            named, is_sure = stand_in(bare[slice(*span)], heard), False
        if not named:
            continue
        span = tighten(bare, span, named) if is_sure else span
        words = (match.start(), span[1]) if follows else (skip_article(bare, span[0]), match.end())
        return Speech(sentence, named, match.group(), match.span(), words, follows, is_sure=is_sure)
    return None


NEW_NAME = re.compile(r"(?<!\bof )(?<!\bfor )(?<!\b[Ii]n )(?<!\b[Oo]n )(?<!\b[Aa]t )\b(?:the|a|an) ")
"""The article with which a name begins, and not one within the name or in what comes before it."""
PREPOSITION = re.compile(
    r"(?:in|on|by|at|for|from|since|after|during|as|following|under|amid|is|was|has|had)\b", re.IGNORECASE
)


def tighten(bare: str, span: Span, named: Named) -> Span:
    """Return the span of a name without the time or place that a sentence puts before it: in May the ministry."""
    before = bare[span[0] : span[0] + named.span[0]]
    if not PREPOSITION.match(before):
        return span
    article = max((match.end() for match in NEW_NAME.finditer(before)), default=len(before))
    return span[0] + article, span[1]


def starts_name(bare: str, span: Span) -> bool:
    """Whether what follows a verb can be a name: it has a capital, a pronoun or an article."""
    return re.match(r"(?:the|a|an|he|she|they|it)\b|[A-Z]", bare[slice(*span)]) is not None


def skip_article(text: str, start: int) -> int:
    """Return where a name begins without its article."""
    match = ARTICLE.match(text, start)
    return match.end() if match else start


def span_before(bare: str, verb: int) -> Span | None:
    """Return the span of the name that ends before a verb, with what stands in apposition to it."""
    left = bare[:verb].rstrip()
    words = "|".join(load_rules()["before_verb"])
    while match := re.search(rf"(?:^| )(?:{words}|[a-z]+ly)$", left):
        left = left[: match.start()].rstrip()
    end = len(left)
    floor = 0
    if left.endswith(","):
        # Ana Ruiz, a spokeswoman for the airline, said
        opening = left.rfind(", ", 0, len(left) - 1)
        if opening < 0:
            return None
        end, left = len(left) - 1, left[:opening]
    for match in BOUNDARY.finditer(left):
        floor = match.end()
    if left[floor:].startswith("and "):
        floor += 4
    start = floor + len(left[floor:]) - len(left[floor:].lstrip())
    return (start, end) if start < end and bare[start:end].strip() else None


def span_after(bare: str, verb: int) -> Span | None:
    """Return the span of the name that follows a verb, with what stands in apposition to it."""
    start = verb + len(bare[verb:]) - len(bare[verb:].lstrip())
    stop = len(bare)
    for match in AFTER.finditer(bare, start):
        if match.group() == "." and re.search(
            r"(?:\b[A-Z]|\b(?:Mr|Ms|Mrs|Dr|Gen|Sen|Rep|Gov|Lt|Col|St))$", bare[start : match.start()]
        ):
            continue
        # "for" and "of" go on; "in" and "at" are parts of embassies and missions only.
        if match.group() in ("in", "at", "to") and re.search(
            r"(?i)(?:embassy|mission|ambassador|consulate|representative) $", bare[start : match.start()]
        ):
            continue
        stop = match.start()
        break
    comma = bare.find(", ", start, stop)
    while comma >= 0 and APPOSED.match(bare, comma):
        comma = bare.find(", ", comma + 2, stop)
    stop = comma if comma >= 0 else stop
    text = bare[start:stop].rstrip(" ,”\"»’'")
    return (start, start + len(text)) if text else None


def stand_in(words: str, heard: Heard) -> Named | None:
    """Return whom a pronoun, or a noun like "the ministry", means: whoever spoke last, or was named last."""
    text = words.strip().lower()
    if text in ("he", "she"):
        return heard.last if heard.last and heard.last.is_person else None
    if text in ("it", "they"):
        return heard.last_body or heard.last
    nouns = "|".join(load_rules()["repeated"])
    through = re.fullmatch(rf"(?:(?:an?|the) spokes\w+ (?:of|for)|figures (?:of|from)) the ({nouns})", text)
    if through:
        return heard.find_body(through[1])
    direct = re.fullmatch(rf"the (?:[\w’']+ )?({nouns})", text)
    if not direct:
        return None
    if heard.last and heard.last.is_person and direct[1] in load_rules()["offices"]:
        return heard.last
    return heard.find_body(direct[1]) or heard.last


def join_outlets(found: Sequence[Speech]) -> list[Speech]:
    """Return the speeches of a sentence; where an outlet passes on what an official says, the official speaks via it."""
    officials = [one for one in found if one.speaker.is_official]
    outlets = [one for one in found if one.speaker.is_outlet]
    if len(found) == 2 and found[1].verb == "citing" and outlets:
        whole = found[0].words[0], found[1].words[1]
        return [replace(found[1], words=whole, via=found[0].speaker if found[0].speaker.is_outlet else None)]
    if len(officials) == 1 and len(outlets) == 1:
        words = [one.words for one in (*officials, *outlets)]
        whole = min(start for start, _ in words), max(end for _, end in words)
        return [replace(officials[0], words=whole, via=outlets[0].speaker, is_sure=False)]
    return list(found)


def mentions_other(sentence: Sentence) -> bool:
    """Whether a sentence is about people whose statements are not coded: critics, lawyers."""
    return find_any(sentence.bare, load_rules()["others"]) is not None
