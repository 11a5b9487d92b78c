"""Who speaks in a sentence: the verb of speech, and the name before or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from curation.proposals.article import BLANK, Article, Sentence, find_any
from curation.proposals.bodies import Named
from curation.proposals.bystanders import CLIENTS, is_about_other
from curation.proposals.headings import is_release
from curation.proposals.heard import Heard
from curation.proposals.letters import PERSON
from curation.proposals.memory import Memory, load_rules
from curation.proposals.naming import AGED, NO_PERSON, is_other_name, list_persons_in_office, name_speaker
from curation.proposals.offices import find_offices
from curation.proposals.speech_verbs import compile_verbs, find_verbs, list_names, skip_article
from curation.text.folding import Span

LABEL = re.compile(rf"([^:{BLANK}]+): ?[“„\"«‘']?{BLANK}")
"""A speaker with a colon before a quotation."""
NEW_NAME = re.compile(r"(?<!\bof )(?<!\bfor )(?<!\b[Ii]n )(?<!\b[Oo]n )(?<!\b[Aa]t )\b(?:the|a|an) ")
"""The article with which a name begins, and not one within the name or in what comes before it."""
PREPOSITION = re.compile(
    r"(?:in|on|by|at|for|from|since|after|during|as|following|under|amid|is|was|has|had)\b", re.IGNORECASE
)
PAPER = re.compile(
    r"(?i)\b(?:statement|release|report|letter|post|note|communiqu[eé]|bulletin|figures|data"
    r"|(?:press|media) (?:service|office))\b"
)
"""What a body speaks by: a statement released by the ministry said."""
OPENS = 4
"""Characters in which a sentence begins with a name: Ms Ana Ruiz."""
LONGEST_LEAD = 4
"""Words before the name of a body that speaks: a spokesman for the ministry."""
RELATIVE = re.compile(r", (?:who|which|whose)\b[^,]*(?:,|$)")
"""A clause on a name: the embassy, which is closed, said."""
RECEIVED = re.compile(r"\b(?:received|obtained|given|sent|provided|available|submitted) (?:by|to|at) (?:the )?$")
"""Before the name of a body that has heard something, and does not say it."""
FINITE = re.compile(r" (?:has|have|had|is|are|was|were|did|does|do|will|would|can|could|until|unless|to) ")
"""Behind a name: the verb that it is the subject of, so that a later verb has another one."""


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
    has_name: bool = True
    """Whether nobody else is named beside the speaker, who then would be the one that speaks."""


def find_speeches(article: Article) -> list[Speech]:
    """Return who speaks in each sentence; "he" and "she" are the person who spoke or was named last, and unsure."""
    speeches: list[Speech] = []
    heard = Heard(is_release(article))
    for sentence in article.sentences:
        found = list(list_speeches(article.memory, sentence, heard))
        speeches += join_outlets(found)
        named = name_speaker(sentence.bare, article.memory) if not found and not sentence.is_heading else None
        if named:
            heard.mention(named)
        elif is_about_other(sentence) or (not found and names_speaker(sentence)):
            heard.forget()
        heard.read(article.memory, sentence)
    return speeches


def names_speaker(sentence: Sentence) -> bool:
    """Whether a sentence has a name and a verb of speech, or begins with a name, so that somebody else may speak."""
    name = PERSON.search(sentence.bare)
    return name is not None and (compile_verbs().search(sentence.bare) is not None or name.start() < OPENS)


def list_speeches(memory: Memory, sentence: Sentence, heard: Heard) -> Iterator[Speech]:
    """Yield each verb of speech outside quotations that has a speaker; `heard` are those named before."""
    label = read_label(memory, sentence)
    if label:
        heard.hear(label.speaker, label.sentence.text[slice(*label.words)])
        yield label
        return
    taken = 0
    for match in find_verbs(sentence.bare):
        speech = None if match.start() < taken else read_speech(memory, sentence, match, heard)
        if speech:
            taken = max(speech.words[1], match.end())
            heard.hear(speech.speaker, sentence.text[slice(*speech.words)])
            yield speech


def read_label(memory: Memory, sentence: Sentence) -> Speech | None:
    """Return the speech of a sentence that begins with a speaker and a colon, and goes on with a quotation."""
    match = LABEL.match(sentence.bare)
    named = name_speaker(match[1], memory) if match else None
    if not match or not named or find_any(match[1], (*load_rules()["clause"], *load_rules()["act"])):
        return None
    return Speech(sentence, named, "", (match.end(1), match.end(1)), match.span(1), follows=False)


def read_speech(memory: Memory, sentence: Sentence, match: re.Match[str], heard: Heard) -> Speech | None:
    """Return who speaks by one verb, or None where no name is beside it."""
    for (start, stop), follows in list_names(sentence.bare, match):
        end, words = stop, sentence.bare[start:stop]
        named = name_speaker(words, memory)
        is_other = AGED.search(sentence.bare) or (named and is_somebody_else(words, named))
        is_other = is_other or (named and RECEIVED.search(words, 0, named.span[0]))
        if named and not named.is_person and is_other:
            continue
        if named and not follows and is_of_another_verb(words, named):
            continue
        meant = None if CLIENTS.search(sentence.bare) else heard.resolve(words.split(", ")[0], memory)
        speaker = named or find_before(memory, sentence, start, words) or meant
        if not speaker:
            continue
        first = start + (measure_lead(words, named) if named else 0)
        if named and named.is_person:
            name = start + named.span[0], start + named.span[1]
            offices = find_offices(sentence.bare, name, memory)
            first, end = min([first, *(one[0] for one in offices)]), max([end, *(one[1] for one in offices)])
        span = (match.start(), end) if follows else (skip_article(sentence.bare, first), match.end())
        if named:
            speaker = replace(named, span=(start + named.span[0], start + named.span[1]))
        # Of a body, somebody may be named of whom no office is known: IOM officer Ana Ruiz said.
        has_name = named is None or named.is_person or not names_another(words, named, memory)
        is_sure = named is not None and has_name
        return Speech(sentence, speaker, match.group(), match.span(), span, follows, is_sure=is_sure, has_name=has_name)
    return None


def find_before(memory: Memory, sentence: Sentence, start: int, words: str) -> Named | None:
    """Return whom a pronoun means in the sentence itself: the consul, Ana Ruiz, was there; she said."""
    if words.lower() not in load_rules()["pronouns"]:
        return None
    persons = list(list_persons_in_office(sentence.bare[:start], memory))
    return persons[-1] if persons else None


def names_another(words: str, body: Named, memory: Memory) -> bool:
    """Whether a name that can be a person's is behind that of a body: not in New Orleans."""
    names = PERSON.finditer(words, body.span[1])
    return any(not NO_PERSON.search(words, 0, one.start()) and not is_other_name(one.group(), memory) for one in names)


def is_somebody_else(words: str, body: Named) -> bool:
    """Whether words with a body's name are on somebody else: a lawyer for ICE; who oversees ICE."""
    is_clause = words.startswith(("who ", "which ", "whose "))
    return is_clause or find_any(words[: body.span[0]], load_rules()["others"]) is not None


def is_of_another_verb(words: str, named: Named) -> bool:
    """Whether a name before a verb is not its subject: it is that of another verb, or behind one."""
    lead = words[measure_lead(words, named) : named.span[0]]
    is_far = not named.is_person and len(lead.split()) > LONGEST_LEAD and not PAPER.search(lead)
    return is_far or FINITE.search(RELATIVE.sub(",", words[named.span[1] :])) is not None


def measure_lead(words: str, named: Named) -> int:
    """Return the length of the time or place that a sentence puts before a name: in May the ministry."""
    before = words[: named.span[0]]
    if not PREPOSITION.match(before):
        return 0
    return max((match.end() for match in NEW_NAME.finditer(before)), default=len(before))


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
