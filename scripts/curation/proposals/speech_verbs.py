"""The verbs of speech in a sentence, and where the names of those who speak can be beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from curation.claims.no_speech import is_without_speaker
from curation.proposals.article import BLANK, Sentence
from curation.proposals.bodies import LISTED
from curation.proposals.letters import CAPITAL, TITLES
from curation.proposals.memory import load_rules
from curation.proposals.naming import CLAUSE, SHORT_NAME
from curation.text.folding import Span
from curation.text.lexicon import load_words
from curation.text.moments import choose
from curation.text.tokens import Token

BOUNDARY = re.compile(
    rf"[;:—–{BLANK}”“\"»«]|[,.?!]’ | --? |, | (?:what|where|because|that|whose|but|although|though|if|while|when|as|until"
    r"|unless|before|since|whether|than) ",
    re.IGNORECASE,
)
"""What a name before a verb does not go beyond."""
OPENED = re.compile(r" (?:when|while|as|if|because|until|unless|whether)$")
"""The beginning of a clause that has no name before its verb: she informed the police when asked."""
AFTER = re.compile(
    r"[.;:—–()“\"«]|(?<![\w-])(?:in|on|at|during|after|before|when|while|as|to|that|adding|who|which|via|through|about|late|earlier)"
    r"(?![\w-])"
)
"""Where a name after a verb ends."""
ABBREVIATED = re.compile(rf"\b(?:[A-Z]|St|{TITLES})$")
PLACED = re.compile(r"(?:embassy|mission|ambassador|consulate|representative|ministry|headquarters) $", re.IGNORECASE)
QUOTED_BEFORE = re.compile(rf"[,{BLANK}”\"»’'][ ,]*$")
"""The end of a quotation, or a comma: then the name may follow the verb."""
STARTS_NAME = re.compile(
    rf"(?:the|a|an|he|she|they|it|acting|interim|deputy|vice|senior|chief|former|then|spokes\w+|minister|director|head|president"
    rf"|commissioner|ambassador|consul|mayor|governor|ministry|embassy|police|government|immigration|border)\b|{CAPITAL}"
)
"""The beginning of a name behind a verb, with its article or the office before it."""
STORY = re.compile(r"(?:He|She) (?:was|is|has|had|sat|came|left|lived|worked|spent|got|entered|arrived|boarded|waited)\b")
LONGEST_ADVERB = 30
"""Characters in which the last word before a verb is looked for."""
ASIDE = re.compile(
    r"(?:,? (?:however|meanwhile|though|too|in turn|for (?:its|his|her|their) part|on the other hand"
    r"|in an? (?:[\w-]+ )?(?:statement|release|letter|note|post)(?: [^,]{2,50})?)"
    r"|, (?:in|speaking|contacted|reached|asked|quoted|writing|via|by|through|on) [^,]{3,60})+,$"
)
"""What can stand between a name and its verb, between commas: the ministry, in a statement on Friday, said."""
OFFICE = (
    r"(?:spokes\w+|chair\w*|commander|minister|secretary|director|manager|head|chief|commissioner|ambassador|officer|president"
    r"|governor|delegate|coordinator|consul|mayor|inspector|superintendent)\b"
)
APPOSED = re.compile(rf", (?:(?:Mr\.|Ms\.|Mrs\.|Dr\.) |(?:[\w’'-]+ ){{0,9}}(?:\w+-)?{OFFICE})", re.IGNORECASE)
"""What belongs to a name behind a comma."""
APPOSED_OFFICE = re.compile(rf", [^,]*\b{OFFICE}[^,]*$", re.IGNORECASE)
"""An office behind a name and a comma: Ana Ruiz, director of the division at Frontex."""
PROPER = re.compile(rf" (?:the )?{CAPITAL}")
"""A name behind a preposition."""
OFFICE_FOR = re.compile(
    rf"(?:{CAPITAL}[\w’'-]* )*(?:(?i:{OFFICE})|Ministry|Department|Secretariat|Directorate|Office) "
    rf"(?:for|of) (?:the )?{CAPITAL}[\w’'-]*(?: {CAPITAL}[\w’'-]*)*"
    rf"(?:, {CAPITAL}[\w’'-]*(?: (?:and )?{CAPITAL}[\w’'-]*)*)*, $",
)
"""An office for several things before a name: Minister for Justice, Home Affairs and Migration, Ana Ruiz."""
ENDS_OFFICE = re.compile(rf"{OFFICE}(?:[ -][Gg]eneral)?(?: (?:for|of) (?:the )?[A-Z]\w*(?: [A-Z]\w*)*)?$", re.IGNORECASE)
NAMED = re.compile(rf", {CAPITAL}[\w’'-]+ {CAPITAL}")
"""A name behind an office and a comma: the Minister for Justice, Ana Ruiz."""
SAID_BEFORE = re.compile(rf"[{BLANK}”\"»’'][ ,]*$")
"""The end of a quotation."""
HEARD = ("told", "tells", "informed", "informs")
"""Verbs before the one who hears what is said."""
WISHES = ("wish", "wishes", "pleased", "honour", "honor", "regrets")
"""Words behind which "to inform" says something: wishes to inform, is pleased to announce."""
NOT_SAID = re.compile(
    rf"\b(?:is|are|was|were|be|been|being|not|never|{''.join(f'(?<!{word} )' for word in WISHES)}to|of"
    r"|can|could|may|might|must|shall|should|will|would|nobody|none)"
    r"(?: \w+ly)? $|n[’']t $"
)
"""Before a verb: somebody is the one to whom it is done, or does not do it, or only can, or it is a noun."""
CAN_CONFIRM = re.compile(r"\bcan (?:now |today )?confirm$")
SHOWN_BY = re.compile(
    r"\b(?:figures|records|data|statistics|report|tally|count|table|documents|manifest|register)"
    r"(?: (?:from|of|by|released by|published by|compiled by) [^,;.]{2,60})? $"
)
"""The paper of a body that shows something."""
SAID_NOTHING = re.compile(
    r" (?:nothing|little|no more|no word|neither|(?:as )?follows|(?:of )?the following)\b"
    r"|(?<=welcomed)(?: \w+){1,3} (?:compatriots|returnees|deportees|passengers|group|citizens|nationals)\b"
    r"|(?<=went on) to (?=(?:the )?[A-Z])"
    r"|(?:(?<=noted)|(?<=notes)) (?:the|with \w+) (?:[\w-]+ ){0,2}"
    r"(?:remarks|comments|statements?|reports?|concerns?|allegations?)\b(?! (?:is|are|was|were|has|have|had|that)\b)"
    r"|(?<=posted) (?:an?|the|videos?|photos?|pictures?|footage)\b"
    r"|(?:(?<=rejected)|(?<=rejects)|(?<=dismissed)|(?<=dismisses))(?: [\w’'-]+){0,3}?"
    r" (?:appeals?|applications?|petitions?|motions?|bids?|pleas?)\b"
)
"""Behind a verb: what is said is that nothing was said, or it is a thing and no words, people who are met, or a ruling."""
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
    r"|(?:declined|refused) to (?!leave|go|board|depart|travel|disembark|step|accept|take)\w+"
    r"|could not (?:immediately )?be reached|was not available|no comment"
    r"|(?:efforts|attempts|calls) to (?:get|reach|contact|speak to)|proved abortive)\b"
)
"""Words of somebody who did not answer."""


def find_verbs(bare: str) -> Iterator[re.Match[str]]:
    """Yield the verbs of speech that give words to somebody: no passive, no noun, nothing that is only possible."""
    for match in compile_verbs().finditer(bare):
        is_only_shown = match.group().startswith("show") and not SHOWN_BY.search(bare, 0, match.start())
        is_not_said = NOT_SAID.search(bare, 0, match.start()) and not CAN_CONFIRM.search(bare, 0, match.end())
        if not (is_only_shown or is_not_said or SAID_NOTHING.match(bare, match.end()) or is_noun(bare, match)):
            yield match


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
        r"(?:questions|claims|reports|demands|notes) (?:to|about|of|from)\b|called (?:[a-z]+ )?(?:at|in)\b"
        r"|puts?\b(?! (?:the\b[^,.;]{1,80}? at|it|at)\b)"
        r"|states (?:have|had|are|were|which|of|to|in|and)\b"
    )
    said = rf"(?<![\w-])(?!{nouns})(?:{verbs})(?![\w-])"
    shown = r"(?<![\w-])show(?:s|ed)?(?![\w-])"
    before = "|".join(f"(?<={word} to )" for word in WISHES)
    wished = rf"(?:{before})(?:{choose(rules['wished'])})"
    return re.compile(rf"{said}|{shown}|{wished}|[Aa](?:ccording to|s per)(?= )|(?<![\w-])citing(?= )")


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


def skip_article(text: str, start: int) -> int:
    """Return where a name begins without its article."""
    match = ARTICLE.match(text, start)
    return match.end() if match else start


def find_name_before(bare: str, verb: int) -> Span | None:
    """Return the span of the name that ends before a verb, with its apposition."""
    left = bare[:verb].rstrip()
    while match := compile_between().search(left, max(0, len(left) - LONGEST_ADVERB)):
        left = left[: match.start()].rstrip()
    aside = ASIDE.search(left)
    left = left[: aside.start()] if aside else left
    end = len(left)
    if left.endswith(","):
        # Ana Ruiz, a spokeswoman for the airline, said
        opening = left.rfind(", ", 0, len(left) - 1)
        if opening < 0:
            return None
        end, left = len(left) - 1, left[:opening]
    if OPENED.search(left):
        return None
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
    clause = CLAUSE.match(bare, stop - len(", ")) if bare.startswith("who ", stop) else None
    if clause:
        return start, clause.end()
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


def tells_story(sentence: Sentence) -> bool:
    """Whether a sentence is on one person, and nobody says it: She sat between two officers."""
    return STORY.match(sentence.bare) is not None and compile_verbs().search(sentence.bare) is None
