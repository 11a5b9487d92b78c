"""Who speaks in a sentence: the verb of speech, and the name before or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from curation.claims.no_speech import is_without_speaker
from curation.proposals.article import BLANK, Article, Sentence, find_any
from curation.proposals.bodies import LISTED, Named
from curation.proposals.bystanders import is_about_other
from curation.proposals.headings import is_release
from curation.proposals.heard import Heard
from curation.proposals.letters import CAPITAL, PERSON
from curation.proposals.memory import Memory, load_rules
from curation.proposals.naming import AGED, SHORT_NAME, name_speaker
from curation.proposals.offices import find_offices
from curation.text.folding import Span
from curation.text.lexicon import load_words
from curation.text.moments import choose
from curation.text.tokens import Token

BOUNDARY = re.compile(
    rf"[;:—–{BLANK}”“\"»«]|, | (?:what|where|because|that|whose|but|although|though|if|while|when|as|until|unless|before"
    r"|since|whether|than) ",
    re.IGNORECASE,
)
"""What a name before a verb does not go beyond."""
AFTER = re.compile(
    r"[.;:—–()“\"«]|(?<![\w-])(?:in|on|at|during|after|before|when|while|as|to|that|adding|who|which|via|through|about|late|earlier)"
    r"(?![\w-])"
)
"""Where a name after a verb ends."""
ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Hon|Mr|Ms|Mrs|Dr|Gen|Sen|Rep|Gov|Lt|Col|St))$")
PLACED = re.compile(r"(?:embassy|mission|ambassador|consulate|representative|ministry|headquarters) $", re.IGNORECASE)
QUOTED_BEFORE = re.compile(rf"[,{BLANK}”\"»’'][ ,]*$")
"""The end of a quotation, or a comma: then the name may follow the verb."""
STARTS_NAME = re.compile(
    rf"(?:the|a|an|he|she|they|it|acting|interim|deputy|vice|senior|chief|former|then|spokes\w+|minister|director|head|president"
    rf"|commissioner|ambassador|consul|mayor|governor|ministry|embassy|police|government|immigration|border)\b|{CAPITAL}"
)
"""The beginning of a name behind a verb, with its article or the office before it."""
LABEL = re.compile(rf"([^:{BLANK}]+): ?[“„\"«‘']?{BLANK}")
"""A speaker with a colon before a quotation."""
NEW_NAME = re.compile(r"(?<!\bof )(?<!\bfor )(?<!\b[Ii]n )(?<!\b[Oo]n )(?<!\b[Aa]t )\b(?:the|a|an) ")
"""The article with which a name begins, and not one within the name or in what comes before it."""
PREPOSITION = re.compile(
    r"(?:in|on|by|at|for|from|since|after|during|as|following|under|amid|is|was|has|had)\b", re.IGNORECASE
)
STORY = re.compile(r"(?:He|She) (?:was|is|has|had|sat|came|left|lived|worked|spent|got|entered|arrived|boarded|waited)\b")
PAPER = re.compile(r"(?i)\b(?:statement|release|report|letter|post|note|communiqu[eé]|bulletin|figures|data)\b")
"""What a body speaks by: a statement released by the ministry said."""
LONGEST_LEAD = 4
"""Words before the name of a body that speaks: a spokesman for the ministry."""
LONGEST_ADVERB = 30
"""Characters in which the last word before a verb is looked for."""
OFFICE = (
    r"(?:spokes\w+|chair\w*|commander|minister|secretary|director|manager|head|chief|commissioner|ambassador|officer|president"
    r"|governor)\b"
)
APPOSED = re.compile(rf", (?:(?:Mr\.|Ms\.|Mrs\.|Dr\.) |(?:[\w’'-]+ ){{0,9}}(?:\w+-)?{OFFICE})", re.IGNORECASE)
"""What belongs to a name behind a comma."""
APPOSED_OFFICE = re.compile(rf", [^,]*\b{OFFICE}[^,]*$", re.IGNORECASE)
"""An office behind a name and a comma: Ana Ruiz, director of the division at Frontex."""
PROPER = re.compile(rf" (?:the )?{CAPITAL}")
"""A name behind a preposition."""
OFFICE_FOR = re.compile(
    rf"(?:{CAPITAL}[\w’'-]* )*(?i:{OFFICE}) (?:for|of) (?:the )?{CAPITAL}[\w’'-]*(?: {CAPITAL}[\w’'-]*)*"
    rf"(?:, {CAPITAL}[\w’'-]*(?: (?:and )?{CAPITAL}[\w’'-]*)*)*, $",
)
"""An office for several things before a name: Minister for Justice, Home Affairs and Migration, Ana Ruiz."""
ENDS_OFFICE = re.compile(rf"{OFFICE}(?: (?:for|of) (?:the )?[A-Z]\w*(?: [A-Z]\w*)*)?$", re.IGNORECASE)
NAMED = re.compile(rf", {CAPITAL}[\w’'-]+ {CAPITAL}")
"""A name behind an office and a comma: the Minister for Justice, Ana Ruiz."""
SAID_BEFORE = re.compile(rf"[{BLANK}”\"»’'][ ,]*$")
"""The end of a quotation."""
HEARD = ("told", "tells", "informed", "informs")
"""Verbs before the one who hears what is said."""
NOT_SAID = re.compile(
    r"\b(?:is|are|was|were|be|been|being|not|never|(?<!wish )(?<!wishes )to|of"
    r"|can|could|may|might|must|shall|should|will|would|nobody|none)"
    r"(?: \w+ly)? $|n[’']t $"
)
"""Before a verb: somebody is the one to whom it is done, or does not do it, or only can, or it is a noun."""
CAN_CONFIRM = re.compile(r"\bcan (?:now |today )?confirm$")
SHOWN_BY = re.compile(
    r"\b(?:figures|records|data|statistics|report|tally|count)"
    r"(?: (?:from|of|by|released by|published by|compiled by) [^,;.]{2,60})? $"
)
"""The paper of a body that shows something."""
SAID_NOTHING = re.compile(
    r" (?:nothing|little|no more|no word|neither)\b"
    r"|(?<=welcomed)(?: \w+){1,3} (?:compatriots|returnees|deportees|passengers|group|citizens|nationals)\b"
    r"|(?<=posted) (?:an?|the|videos?|photos?|pictures?|footage)\b"
)
"""Behind a verb: what is said is that nothing was said, or it is a thing and no words, or people who are met."""
RELATIVE = re.compile(r", (?:who|which|whose)\b[^,]*(?:,|$)")
"""A clause on a name: the embassy, which is closed, said."""
FINITE = re.compile(r" (?:has|have|had|is|are|was|were|did|does|do|will|would|can|could|until|unless|to) ")
"""Behind a name: the verb that it is the subject of, so that a later verb has another one."""
ARTICLE = re.compile(
    r"(?:(?:But|And|Yet|Still|Then|Meanwhile|However|Earlier|Later|Now),? )?"
    r"(?:(?i:the|an?|its|his|her|their) )?"
)

COORDINATED = re.compile(
    r"(?P<name>[^,;:“”\"]{2,80}?) (?:(?:does|did|do|has|have|had|would|could)(?: not|n[’']t)|declined|refused) [^;:“”\"]*?"
    r",? but(?: (?:also|has|have|had|later))? $"
)
"""What is before the second verb of a speaker: the office did not comment on cases but (said)."""
SILENT = re.compile(
    r"(?i)\b(?:(?:did|does|do|has|have|had)(?: not|n[’']t) (?:immediately |yet )?"
    r"(?:respond|answer|repl|comment|return|say|give|specif|name|confirm)\w*"
    r"|(?:declined|refused) to \w+|could not (?:immediately )?be reached|was not available|no comment"
    r"|(?:efforts|attempts|calls) to (?:get|reach|contact|speak to)|proved abortive)\b"
)
"""Words of somebody who did not answer."""


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
    """Whether a sentence has a name and a verb of speech, so that somebody else may have spoken."""
    return compile_verbs().search(sentence.bare) is not None and PERSON.search(sentence.bare) is not None


def list_speeches(memory: Memory, sentence: Sentence, heard: Heard) -> Iterator[Speech]:
    """Yield each verb of speech outside quotations that has a speaker; `heard` are those named before."""
    label = read_label(memory, sentence)
    if label:
        heard.hear(label.speaker, label.sentence.text[slice(*label.words)])
        yield label
        return
    taken = 0
    for match in compile_verbs().finditer(sentence.bare):
        is_none = (
            match.start() < taken
            or (match.group().startswith("show") and not SHOWN_BY.search(sentence.bare, 0, match.start()))
            or (NOT_SAID.search(sentence.bare, 0, match.start()) and not CAN_CONFIRM.search(sentence.bare, 0, match.end()))
            or SAID_NOTHING.match(sentence.bare, match.end())
            or is_noun(sentence.bare, match)
        )
        speech = None if is_none else read_speech(memory, sentence, match, heard)
        if speech:
            taken = max(speech.words[1], match.end())
            heard.hear(speech.speaker, sentence.text[slice(*speech.words)])
            yield speech


def is_noun(text: str, verb: re.Match[str]) -> bool:
    """Whether a word that can be a verb of speech is a noun, by what is beside it: from the five states it covers."""
    is_noun_too = verb.group().lower() in load_words("quotations")["nouns"]
    if not is_noun_too or QUOTED_BEFORE.search(text, 0, verb.start()):  # "…," says the minister
        return False
    return is_without_speaker(text, Token(verb.group(), *verb.span(), verb.group().lower()))


@cache
def compile_verbs() -> re.Pattern[str]:
    """Return the pattern of the verbs of speech, and of what names a speaker without one."""
    rules = load_rules()
    verbs = choose([*rules["clause"], *rules["act"]])
    nouns = (
        r"(?:questions|claims|reports|demands|notes) (?:to|about|of|from)\b|puts?\b(?! the\b[^,.;]{1,80}? at\b)"
        r"|states (?:have|had|are|were|that|which|of|to|in|and)\b"
    )
    said = rf"(?<![\w-])(?!{nouns})(?:{verbs})(?![\w-])"
    shown = r"(?<![\w-])shows?(?![\w-])"
    wished = rf"(?:(?<=wish to )|(?<=wishes to ))(?:{choose(rules['wished'])})"
    return re.compile(rf"{said}|{shown}|{wished}|[Aa](?:ccording to|s per)(?= )|(?<![\w-])citing(?= )")


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
        if named and not named.is_person and is_other:
            continue
        if named and not follows and is_of_another_verb(words, named):
            continue
        speaker = named or heard.resolve(words.split(", ")[0], memory)
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
        has_name = named is None or named.is_person or not PERSON.search(words, named.span[1])
        is_sure = named is not None and has_name
        return Speech(sentence, speaker, match.group(), match.span(), span, follows, is_sure=is_sure, has_name=has_name)
    return None


def is_somebody_else(words: str, body: Named) -> bool:
    """Whether words with a body's name are on somebody else: a lawyer for ICE; who oversees ICE."""
    is_clause = words.startswith(("who ", "which ", "whose "))
    return is_clause or find_any(words[: body.span[0]], load_rules()["others"]) is not None


def list_names(bare: str, verb: re.Match[str]) -> Iterator[tuple[Span, bool]]:
    """Yield where the name of the speaker can be, the likeliest place first, and whether it follows the verb."""
    if bare.startswith(" by ", verb.end()):
        return
    after = find_name_after(bare, verb.end())
    if verb.group().lower() in ("according to", "as per", "citing"):
        # Where it opens a sentence, a comma says where the name ends: According to Gerdes, the agency helped.
        short = SHORT_NAME.match(bare, after[1]) if after else None
        after = (after[0], short.end()) if after and short else after
        is_open = verb.group()[0].isupper() and after is not None and not bare.startswith(",", after[1])
        yield from [(after, True)] if after and not is_open else []
        return
    coordinated = COORDINATED.match(bare, 0, verb.start())
    if coordinated:
        yield coordinated.span("name"), False
        return
    before = find_name_before(bare, verb.start())
    # The name behind "told" is that of who hears it, and behind "thanked" of who is thanked, but for the end of a quotation.
    is_said = SAID_BEFORE.search(bare, 0, verb.start()) is not None
    if verb.group().lower() in HEARD or (verb.group().lower() in load_rules()["act"] and not is_said):
        after = None
    if after and QUOTED_BEFORE.search(bare, 0, verb.start()) and STARTS_NAME.match(bare, *after):
        # Behind the apposition of a name the verb has that name: Ana Ruiz, the minister, thanked the police.
        is_apposed = re.search(r"\w, $", bare[: verb.start()]) is not None
        places = [(after, True), (before, False)] if before else [(after, True)]
        yield from reversed(places) if is_apposed else places
    elif before:
        yield before, False


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


def skip_article(text: str, start: int) -> int:
    """Return where a name begins without its article."""
    match = ARTICLE.match(text, start)
    return match.end() if match else start


def find_name_before(bare: str, verb: int) -> Span | None:
    """Return the span of the name that ends before a verb, with its apposition."""
    left = bare[:verb].rstrip()
    while match := compile_between().search(left, max(0, len(left) - LONGEST_ADVERB)):
        left = left[: match.start()].rstrip()
    end = len(left)
    if left.endswith(","):
        # Ana Ruiz, a spokeswoman for the airline, said
        opening = left.rfind(", ", 0, len(left) - 1)
        if opening < 0:
            return None
        end, left = len(left) - 1, left[:opening]
    start = max((match.end() for match in BOUNDARY.finditer(left)), default=0)
    if left.startswith("and ", start):
        start += len("and ")
    start += len(left[start:]) - len(left[start:].lstrip())
    office, listed = OFFICE_FOR.search(left, 0, start), LISTED.search(left, 0, start)
    is_list = listed is not None and left[start : start + 1].isupper() and " and " in left[start:]
    start = office.start() if office else listed.start(1) if listed and is_list else start
    return (start, end) if bare[start:end].strip() else None


@cache
def compile_between() -> re.Pattern[str]:
    """Return the pattern of the words between a name and its verb: has also repeatedly."""
    return re.compile(rf"(?:^| )(?:{choose(load_rules()['before_verb'])}|[a-z]+ly)$")


def find_name_after(bare: str, verb: int) -> Span | None:
    """Return the span of the name that follows a verb, with its apposition."""
    start = verb + len(bare[verb:]) - len(bare[verb:].lstrip())
    stop = next(
        (one.start() for one in AFTER.finditer(bare, start) if not goes_on(bare[start : one.start()], one)), len(bare)
    )
    comma = bare.find(", ", start, stop)
    while comma >= 0 and (
        APPOSED.match(bare, comma) or (ENDS_OFFICE.search(bare, start, comma) and NAMED.match(bare, comma))
    ):
        comma = bare.find(", ", comma + 2, stop)
    text = bare[start : comma if comma >= 0 else stop].rstrip(" ,”\"»’'")
    return (start, start + len(text)) if text else None


def goes_on(name: str, mark: re.Match[str]) -> bool:
    """Whether a name goes on behind a mark: the point of an initial or a title, the place of an embassy."""
    if mark.group() == ".":
        return ABBREVIATED.search(name) is not None
    if mark.group() in ("at", "in") and PROPER.match(mark.string, mark.end()) and APPOSED_OFFICE.search(name):
        return True
    return mark.group() in ("in", "at", "to") and PLACED.search(name) is not None


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


def tells_story(sentence: Sentence) -> bool:
    """Whether a sentence is on one person, and nobody says it: She sat between two officers."""
    return STORY.match(sentence.bare) is not None and compile_verbs().search(sentence.bare) is None
