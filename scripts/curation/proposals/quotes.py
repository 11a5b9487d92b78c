"""Rules on statements: quotations, reported clauses, their speakers and the way in which they were given."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from curation.proposals.article import BLANK, Article, Quoted, Sentence, find_any
from curation.proposals.body_rows import is_of_several
from curation.proposals.days import DAY_OF_WEEK, measure_dateline
from curation.proposals.memory import find_statement, load_rules
from curation.proposals.naming import SHORT_NAME
from curation.proposals.proposal import BY, UNCODED, Proposal
from curation.proposals.row_ids import make_row_id
from curation.proposals.speech import Speech
from curation.proposals.speech_verbs import skip_article
from curation.text.folding import Span
from curation.text.lexicon import load_words

SHORTEST = 4
"""Words of a quotation without a verb of speech beside it: a shorter one only marks a word."""
CLOSING = " ,.;:"
SHORT_WORD = 3
"""Characters of words that are too short for the name of a row."""
BEGINS = re.compile(r"(?:this|these|that|those|we|they|it|he|she|there|our|my|i|all|if|no)\b", re.IGNORECASE)
"""Words that begin a sentence, in small letters too where it is quoted."""
THAT_NEAR = re.compile(
    r" (?:(?:(?:on|last|this|in|earlier) \w+(?: \w+)?|at (?:the|a) \w+(?: \w+)?|later|yesterday|today|at the time) )?that "
)
JUDGED = re.compile(r"\bas “?\"?$|\bcalled (?:\w+ ){1,4}[“\"]?$")
"""What is before one quoted word that is a judgement: described it as "exemplary"."""
THAT_FAR = re.compile(r"[^.;:,]{0,60}?(?<!\w)that (?=\w)")
"""The "that" of a clause directly behind the verb, or behind the listener."""
DENIALS = ("denied", "denies", "deny")
"""Verbs that are a part of what is said: the clause alone says the contrary."""
KEPT = re.compile(r"(?i:its|his|her|their|an? (?:hundred|thousand|million|dozen|couple|quarter|half)) ?\b")
"""What a clause begins with that is no article or more than one."""
CLAUSE = re.compile(r" (?:is|are|was|were|has|have|had|will|would|can|could|should|may|might|must) ")
"""The verb of a clause that goes on with a second "that": said it was a deal that nobody liked."""
HOW_GIVEN = re.compile(
    r"[ ,]*(?:\.|(?:in|on|at|via|during|by|without) |to (?:this |the |our )?(?:newspaper|paper|reporters|journalists|press)\b"
    rf"|(?:{DAY_OF_WEEK}|yesterday|today|earlier)\b|$)"
)
"""How or when something was said, or the end of a sentence: what is reported comes before the verb."""
ON_SPEAKER = re.compile(r", (?:which|who|whose|known as|where) [^,;:]*\W*$|, but ")
"""What is said of the speaker behind the name: …, which organizes the flights."""
GOES_ON = re.compile(r"(?:compared (?:with|to)|up from|down from|against|of whom|most of them|among them|including) ")
"""What a clause without a verb goes on with behind its speaker."""
MEDIUM_END = re.compile(
    r",? (?:in an? (?:[\w-]+ )?(?:statement|release|post|interview|briefing)(?: with [A-Z][\w’']*(?: [A-Z][\w’']*)*)?"
    rf"(?: (?:on )?{DAY_OF_WEEK})?|on {DAY_OF_WEEK}|yesterday"
    r"|to (?:this |the |our )?(?:newspaper|paper|reporters|journalists|newsmen|press))$"
)
LONGEST_MEDIUM = 60
DIRECTLY = re.compile(r"(?i)(?<!, )\b(?:an?|the|in|on|his|her|its|their|to|by|via) $")
"""What is directly before the words for how something was given."""
DASH = re.compile(r"[–—-] ")
"""What begins a quotation without marks."""
QUOTES = "quotes"
ADDED = re.compile(
    r"(?:, |,” |,\" |,? and )"
    r"((?:warning|adding|noting|saying|stressing|insisting|explaining|added|noted|warned|said|says|stressed|explained) that"
    r"|said(?= (?:each|all|they|he|she|it|the)\b)) "
)
"""The verb of a clause beside a quotation."""
INTRODUCES = "says only who speaks the quotation after it"


@dataclass
class Given:
    """The names that were given to new rows of `quotes` and to quotations over several sentences."""

    names: dict[str, int] = field(default_factory=dict)
    """How often each name was wanted."""
    sentences: dict[str, str] = field(default_factory=dict)
    """The name of the row of each sentence: one that is printed again has the same."""
    first: dict[int, int] = field(default_factory=dict)
    """The quotation with which one goes on that goes on after its speaker, by its number in the text."""
    wholes: dict[int, str] = field(default_factory=dict)
    """The name of each quotation that has several rows, by its number in the text."""

    def take(self, name: str) -> str:
        """Return a name that no other row has, and take it."""
        self.names[name] = self.names.get(name, 0) + 1
        return name if self.names[name] == 1 else self.take(f"{name}-{self.names[name]}")


def propose_quotes(article: Article, speeches: Sequence[Speech]) -> Iterator[Proposal]:
    """Propose a row of `quotes` for each sentence that quotes or reports an official, with who speaks."""
    given = Given()
    spoken: dict[int, list[Speech]] = defaultdict(list)
    for one in speeches:
        spoken[one.sentence.number].append(one)
    attributed = {part.number for one in speeches if one.speaker.is_official for part in one.sentence.quoted}
    introduced: dict[int, Speech] = {}
    for sentence in article.sentences:
        speech = choose_speech(spoken[sentence.number])
        opened = find_introduced(article, sentence) if speech and speech.speaker.is_official else None
        if speech and opened is not None:
            introduced[opened] = speech
            yield Proposal("introduced", sentence.number, field=UNCODED, value=INTRODUCES)
            continue
        if sentence.is_heading and not sentence.quoted and not (speech and speech.speaker.is_person):
            continue
        before = next((introduced[part.number] for part in sentence.quoted if part.number in introduced), None)
        if before and not speech:
            reason = f'"{before.sentence.text[slice(*before.words)]}" is before the quotation'
            yield Proposal("introduced", sentence.number, field=BY, value=before.speaker.id, needs_reason=True, reason=reason)
            yield from propose_quoted(article, sentence, before, given)
            continue
        if speech and is_named(speech):
            yield propose_speaker(sentence, speech)
        if speech and not speech.speaker.is_official:
            continue
        goes_on = any(not part.is_whole and part.number in attributed for part in sentence.quoted)
        is_told = any(one.speaker.is_official for one in spoken[sentence.number - 1])
        before_it = continues(article, sentence) if is_told else None
        if before_it is not None:
            attributed |= {part.number for part in sentence.quoted}
            given.first |= {part.number: before_it for part in sentence.quoted}
        if sentence.quoted and (speech or goes_on or before_it is not None):
            yield from propose_quoted(article, sentence, speech, given)
            if speech:
                yield from propose_added(article, sentence, speech, given)
        elif speech and not sentence.quoted:
            yield from propose_reported(article, sentence, speech, given)


def find_introduced(article: Article, sentence: Sentence) -> int | None:
    """Return the quotation that begins the next sentence, where a sentence only says who speaks it; None of any other."""
    after = article.sentences[sentence.number] if sentence.number < len(article.sentences) else None
    opens = after and after.quoted and not after.text[: after.quoted[0].start].strip("“„\"«‘' ")
    return after.quoted[0].number if after and opens and not sentence.quoted and sentence.text.endswith(":") else None


def choose_speech(spoken: Sequence[Speech]) -> Speech | None:
    """Return the speech of a sentence that gives its words: of several the one of an official."""
    return next((one for one in spoken if one.speaker.is_official), next(iter(spoken), None))


def is_named(speech: Speech) -> bool:
    """Whether those who speak are persons, or bodies that the collection knows: a new body has no row to name."""
    is_named = not speech.is_sure or not is_of_several(speech.sentence, speech.speaker)
    return speech.speaker.is_official and speech.has_name and is_named


def propose_speaker(sentence: Sentence, speech: Speech) -> Proposal:
    """Return the `by` of a sentence."""
    value = speech.speaker.id + (f" via {speech.via.id}" if speech.via else "")
    spans = (sentence.place(*speech.words),)
    return Proposal("speaker", sentence.number, field=BY, value=value, spans=spans, is_sure=speech.is_sure)


def name_quote(speaker: str, words: str, given: Given, key: str) -> str:
    """Return the name of a new row of `quotes`, and of its statement without the source: the speaker and two words.

    What is printed again has the same key, and the same name.
    """
    if key in given.sentences:
        return given.sentences[key]
    common = set(load_words("coding")["common"])
    said = [word for word in re.findall(r"[a-z]+", words.lower()) if word not in common and len(word) > SHORT_WORD]
    name = given.take(make_row_id(" ".join([speaker.split("-", 1)[-1], *said[:2]])))
    return given.sentences.setdefault(key, name)


def propose_quoted(article: Article, sentence: Sentence, speech: Speech | None, given: Given) -> Iterator[Proposal]:
    """Propose the row of what a sentence quotes."""
    parts = [part for part in sentence.quoted if is_statement(sentence, part, speech)]
    if not parts:
        return
    words = " ".join(sentence.text[part.start : part.end] for part in parts)
    name = name_quote(speech.speaker.id if speech else "unknown", words, given, sentence.text)
    row = f"{article.source}-{name}"

    def cell(field: str, value: str = "", spans: Sequence[Span] = (), *, is_sure: bool = True) -> Proposal:
        return Proposal("quotation", sentence.number, QUOTES, row, field, value, tuple(spans), is_sure=is_sure)

    known = find_statement(article.memory, words)
    yield cell("statement_id", known or name, is_sure=bool(known))
    group = find_group(article, sentence, parts)
    if group is not None:
        group = given.first.get(group, group)
        yield cell("quotation_id", given.wholes.setdefault(group, f"{row}-whole"))
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
    if not is_all or not before or not before.quoted or not re.search(r"\w", before.bare[before.quoted[-1].end :]):
        return None
    return before.quoted[-1].number if before.text[before.quoted[0].start :][:1].isupper() else None


def is_statement(sentence: Sentence, part: Quoted, speech: Speech | None) -> bool:
    """Whether a quotation says something, and does not only mark a word or a name."""
    words = sentence.text[part.start : part.end].split()
    if not part.is_whole:
        return True
    is_judgement = len(words) > 1 or JUDGED.search(sentence.text, 0, part.start) is not None
    return len(words) >= SHORTEST or (speech is not None and is_judgement)


def is_partial(sentence: Sentence, part: Quoted) -> bool:
    """Whether a quotation is a piece of a sentence: it begins with a small letter, and not with a word that begins one."""
    quoted = sentence.text[part.start : part.end]
    has_before = re.search(r"\w", sentence.text[: part.start]) is not None
    if BEGINS.match(quoted) or not has_before:
        return False
    return not quoted[:1].isupper() if part.is_whole else quoted[:1].islower()


def trim(sentence: Sentence, part: Quoted) -> Span:
    """Return the span of a quotation without the comma or full stop that closes it."""
    text = sentence.text[part.start : part.end]
    return part.start + len(text) - len(text.lstrip("“„\"«‘' ")), part.start + len(text.rstrip(CLOSING))


def propose_reported(article: Article, sentence: Sentence, speech: Speech, given: Given) -> Iterator[Proposal]:
    """Propose the row of what a sentence reports: the clause behind "that", or with the verb where it is no clause."""
    if speech.verb.lower() in load_rules()["act"] and ADDED.search(sentence.bare, speech.verb_span[1]):
        yield from propose_added(article, sentence, speech, given)
        return
    found = find_clause(sentence, speech)
    words = " ".join(sentence.text[slice(*piece)] for piece in found[0]) if found else ""
    if not found or not words.strip():
        return
    clause, verb = found
    name = name_quote(speech.speaker.id, words, given, sentence.text)
    row = f"{article.source}-{name}"

    def cell(field: str, value: str = "", spans: Sequence[Span] = (), *, is_sure: bool = True) -> Proposal:
        return Proposal("reported", sentence.number, QUOTES, row, field, value, tuple(spans), is_sure=is_sure)

    known = find_statement(article.memory, words)
    yield cell("statement_id", known or name, is_sure=bool(known))
    yield cell("quote_mode", "reported", [sentence.place(*verb)])
    yield cell("quote_text", "", [sentence.place(*piece) for piece in clause], is_sure=speech.is_sure)
    yield from propose_medium(article, sentence, row)


def propose_added(article: Article, sentence: Sentence, speech: Speech, given: Given) -> Iterator[Proposal]:
    """Propose the row of what a sentence reports beside its quotation: warning that nobody would come."""
    added = ADDED.search(sentence.bare)
    stop = len(sentence.bare.rstrip(' .!?”"'))
    if not added or BLANK in sentence.bare[added.end() : stop]:
        return
    clause, verb = (skip_opening(sentence.bare, added.end()), stop), added.span(1)
    name = name_quote(speech.speaker.id, f"{added[1]} {sentence.text[slice(*clause)]}", given, key=f"{sentence.text} (added)")

    def cell(field: str, value: str = "", spans: Sequence[Span] = ()) -> Proposal:
        return Proposal("added", sentence.number, QUOTES, f"{article.source}-{name}", field, value, tuple(spans))

    yield cell("statement_id", name)
    yield cell("quote_mode", "reported", [sentence.place(*verb)])
    yield cell("quote_text", "", [sentence.place(*clause)])


def find_clause(sentence: Sentence, speech: Speech) -> tuple[list[Span], Span] | None:
    """Return the spans of what is reported, and that of the verb with "that"; None where a reader must find it.

    That is a clause after a dash, one with a second verb of speech, and none at all. A speaker can divide a clause.
    """
    text = sentence.text
    start, end = speech.verb_span
    stop = len(text.rstrip(' .!?”"'))
    if DASH.match(text) or ADDED.search(sentence.bare, end):
        return None
    opening = skip_opening(text, measure_dateline(text))
    if speech.follows:
        before = text[: speech.words[0]].rstrip(" ,")
        short = SHORT_NAME.match(text, speech.words[1])
        behind = short.end() if short else speech.words[1]
        rest = skip_marks(text, behind)
        if not before.strip():
            return [(skip_opening(text, rest), stop)], (start, end)
        if HOW_GIVEN.match(text, behind) or ON_SPEAKER.match(text, behind):
            return [(opening, len(before))], (start, end)
        is_divided = text.startswith(("; ", ", "), behind) and (GOES_ON.match(text, rest) or CLAUSE.search(text, rest))
        return ([(opening, len(before)), (rest, stop)], (start, end)) if is_divided else None
    stop = cut_medium(text, stop)
    rules = load_rules()
    verb = speech.verb.lower()
    near = THAT_NEAR.match(text, end)
    is_act = verb in rules["act"] and not (near and near.group() == " that ")
    if is_act or (verb in rules["naming"] and not near and not HOW_GIVEN.match(text, end)):
        return ([(start, stop)], (start, end)) if stop > end else None
    if near and verb in DENIALS:
        return [(start, stop)], (start, near.end() - 1)
    if near:
        return [(skip_opening(text, near.end()), stop)], (start, near.end() - 1 if near.group() == " that " else end)
    far = THAT_FAR.match(text, end)
    if far and not CLAUSE.search(far.group()):
        return ([(skip_opening(text, far.end()), stop)], (start, end)) if verb in rules["to_somebody"] else None
    before = re.sub(r" (?:the|a|an)$", "", text[: speech.words[0]].rstrip(" "))
    is_after = before.endswith(",") and (len(before.split()) > SHORTEST or CLAUSE.search(before) is not None)
    if is_after and (verb == "told" or HOW_GIVEN.match(text, end)):
        return [(opening, len(before) - 1)], (start, end)
    rest = skip_marks(text, end)
    if before.endswith(",") and text.startswith(",", end):
        return [(opening, len(before) - 1), (rest, stop)], (start, end)
    return [(skip_opening(text, rest), stop)], (start, end)


def skip_opening(text: str, start: int) -> int:
    """Return where a clause begins without "and", "but" or an article; "his" belongs to it, and the "a" of a number."""
    return start if KEPT.match(text, start) else skip_article(text, start)


def skip_marks(text: str, start: int) -> int:
    """Return where words go on behind a comma, a colon or a space."""
    return start + len(text[start:]) - len(text[start:].lstrip(" ,:"))


def cut_medium(text: str, end: int) -> int:
    """Return where a clause ends without the words that say how or when it was given: in a statement, on Tuesday."""
    found = MEDIUM_END.search(text, max(0, end - LONGEST_MEDIUM), end)
    return found.start() if found else end


def propose_medium(article: Article, sentence: Sentence, row: str) -> Iterator[Proposal]:
    """Propose how the words of a sentence were given, where it says so outside the quotation."""
    parse = article.memory.schemas["quotes"].fields["medium"].parse
    found = find_any(sentence.bare, parse.asked_by if parse else ())
    if found:
        end = found.end()
        words = re.sub(r"^(?:in|on|his|her|their|to|carried) ", "", found.group(), flags=re.IGNORECASE)
        # Of a word between the article and the noun only a reader knows whether it belongs to it: a weekly news conference.
        is_verb = sentence.bare.endswith(" to ", 0, end - len(words)) and not found.group().lower().startswith("to ")
        if DIRECTLY.search(sentence.bare, 0, end - len(words)) and not is_verb:
            yield Proposal("medium", sentence.number, QUOTES, row, "medium", "", (sentence.place(end - len(words), end),))
