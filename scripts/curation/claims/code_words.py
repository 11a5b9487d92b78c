"""Whether the words of a code say it: the phrases of a schema, and a denial that the words leave out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from curation.claims.claim import Claim
from curation.claims.fixed_phrases import list_hedging_words_of, load_list
from curation.paths import SEGMENT_JOINER
from curation.problems import Cause, Problem, shorten
from curation.schema.kinds import ParserName
from curation.schema.tables import Field
from curation.text.currencies import list_currency_names, scan_currencies
from curation.text.folding import Span, spans_overlap, subtract_spans
from curation.text.lexicon import load_words
from curation.text.names import scan_names
from curation.text.phrases import Phrase, Phrases, match_phrases, scan_words, split_phrase
from curation.text.tokens import KEPT, Token

RowInPassage = tuple[int, str, str]
"""Passage, table and row."""

ORDINAL = re.compile(r"\d+(?:,\d+)*(?:st|nd|rd|th)")
OVERRULE = "correct the code, or take the words that say it, or give a reason: code <- words -- reason"


def check_codes(claims: Sequence[Claim], is_once: bool) -> Iterator[Problem]:
    """Report codes whose words say another code, or deny it; of a source that was coded once also what it must say."""
    beside = list_beside(claims)
    for claim in claims:
        if claim.field.reads != ParserName.CODE or claim.reason:
            continue
        if not claim.has_words:
            continue
        code, parse = claim.reading.value, claim.field.parse
        cell = f"{claim.table}/{claim.row}/{claim.field.name}"
        said = list_said(cut_fixed(claim, claim.field), claim.field)
        if said and code not in said:
            message = f"{cell} is {code}, but «{shorten(claim.words)}» says {' and '.join(sorted(said))}"
            yield fail(claim, message, OVERRULE)
        elif (
            is_once
            and not said
            and parse
            and code in parse.needs_words
            and not says_beside(beside[name_row(claim)].values(), claim)
        ):
            known = ", ".join(parse.words[code][:6])
            message = f"{cell} is {code}, but «{shorten(claim.words)}» does not say so"
            yield fail(claim, message, f"{OVERRULE}; {code} is said by: {known}")
        elif narrower := find_narrower(claim):
            message = f"{cell} is {code}, but «{shorten(claim.words)}» says {narrower}"
            yield fail(claim, message, OVERRULE)
        elif other := find_other_currency(claim):
            message = f"{cell} is {code}, but «{shorten(other)}» names another currency"
            yield fail(claim, message, OVERRULE)
        elif act := find_act(claim):
            message = f"{cell} is {code}, but «{act}» does not say so"
            yield fail(claim, message, OVERRULE)
        elif denial := find_denial(claim):
            message = f"{cell}: the words «{shorten(claim.words)}» leave out «{denial}» before them"
            yield fail(claim, message, f"take it with them: «{denial} … », and correct the code, or give a reason")


def find_unexplained(claims: Sequence[Claim]) -> Iterator[Problem]:
    """Report codes of a source that was coded once which need a reason and have none."""
    explained = find_explained(claims)
    for claim in claims:
        needed = claim.field.parse.needs_reason if claim.field.parse else ()
        if claim.reading.value in needed and not claim.reason and (claim.table, claim.row) not in explained:
            cell = f"{claim.table}/{claim.row}/{claim.field.name}"
            message = f"{cell}: {claim.reading.value} needs a reason in a source that was coded once"
            yield fail(claim, message, f"write: {claim.reading.value} -- the reason")


def find_explained(claims: Iterable[Claim]) -> set[tuple[str, str]]:
    """Return the rows of a source with a reason at their `by:`. It explains how they are quoted too."""
    passages = {claim.passage.number: claim.passage for claim in claims}
    rows = (row for passage in passages.values() for row in passage.rows)
    return {(row.table.name, row.id) for row in rows if row.by and row.by.notation.reason}


def list_said(words: str, column: Field) -> set[str]:
    """Return the codes of a field whose phrases the words hold, or that an ordinal in them says."""
    found, parted = [*match_phrases(words, index_words(column))], part_compounds(words)
    said = {code for _, _, codes in found for code in codes}
    if parted != words:
        said |= {code for _, _, codes in match_phrases(parted, index_words(column)) for code in codes}
    if not column.parse or not column.parse.ordinals:
        return said
    fixed = [(start, end) for start, end, codes in found if not codes]
    outside = (words[start:end] for start, end in subtract_spans((0, len(words)), fixed))
    return said | {column.parse.ordinals} if any(map(holds_ordinal, outside)) else said


def part_compounds(words: str) -> str:
    """Return words with spaces in compounds that begin with a number and are no part of a name.

    >>> part_compounds("a six-week course, a half-hour, a two-day-old ban, a first-class seat")
    'a six week course, a half hour, a two-day-old ban, a first-class seat'
    """
    if "-" not in words:
        return words
    known = {*load_words("numbers")["numbers"], *load_words("numbers")["durations"]["parts"]}
    names = [(one.start, one.end) for one in scan_names(words)]
    for token in scan_words(words):
        is_number = token.lower.partition("-")[0] in known and token.lower.count("-")
        if is_number and not spans_overlap(names, [(token.start, token.end)]):
            words = words[: token.start] + words[token.start : token.end].replace("-", " ") + words[token.end :]
    return words


def index_words(column: Field) -> Phrases[set[str]]:
    """Return the codes that each phrase of a field says; those that are fixed say none."""
    if not column.parse:
        return index_phrases(())
    return index_phrases(tuple(column.parse.words.items()), column.parse.fixed_phrases)


@lru_cache(maxsize=KEPT)
def find_fixed(text: str, listed: tuple[tuple[str, tuple[str, ...]], ...], fixed: tuple[str, ...]) -> tuple[Span, ...]:
    """Return where the fixed phrases of a field are in a text. Many claims of a sentence ask for them."""
    return tuple((start, end) for start, end, codes in match_phrases(text, index_phrases(listed, fixed)) if not codes)


def cut_fixed(claim: Claim, column: Field) -> str:
    """Return a claim's words without what they take of a fixed phrase of a field: accord, in "of their own accord"."""
    if not column.parse or not column.parse.fixed_phrases:
        return claim.words
    text, spans = claim.passage.text, claim.spans_in_passage
    fixed = find_fixed(text, tuple(column.parse.words.items()), column.parse.fixed_phrases)
    cut = [one for one in fixed if spans_overlap([one], spans)]
    left = [part for span in spans for part in subtract_spans(span, cut)] if cut else []
    return SEGMENT_JOINER.join(text[start:end] for start, end in left) if cut else claim.words


def holds_ordinal(words: str) -> bool:
    """Whether words hold an ordinal in letters or digits that is no part of a name.

    >>> [holds_ordinal(words) for words in ("sixth", "twenty-first flight", "the 21st", "third-largest", "Fifth Circuit")]
    [True, True, True, True, False]
    """
    ordinals = load_words("numbers")["ordinals"]
    outside = [word for word in scan_words(words) if not any(one.start < word.end <= one.end for one in scan_names(words))]
    parts = (part for word in outside for part in word.lower.split("-"))
    return any(part in ordinals or ORDINAL.fullmatch(part) for part in parts)


def find_narrower(claim: Claim) -> str:
    """Return the narrower code that the words of a claim say by a phrase that does not say its own."""
    parse, code = claim.field.parse, claim.reading.value
    listed = index_words(claim.field) if parse and parse.narrows else index_phrases(())
    said = [codes for _, _, codes in match_phrases(claim.words, listed)]
    narrower = (name for name, wider in (parse.narrows.items() if parse else ()) if code in wider)
    return next((name for name in narrower if any(name in codes and code not in codes for codes in said)), "")


def find_other_currency(claim: Claim) -> str:
    """Return the words that name another currency than that of a claim's code, where the claim rests on a part of them."""
    code = claim.reading.value
    is_currency = claim.field.parse is not None and code in claim.field.parse.currencies
    found = scan_currencies(claim.passage.text) if is_currency else ()
    beside = [one for one in found if spans_overlap([(one.start, one.end)], claim.spans_in_passage)]
    others = [claim.passage.text[one.start : one.end] for one in beside if not one.names & list_currency_names(code.upper())]
    return max(others, key=len, default="")


def find_act(claim: Claim) -> str:
    """Return the words of a claim that do not say its code where no verb of speech is with them: agreed, ruled, ordered."""
    phrases = claim.field.parse.not_words.get(claim.reading.value, ()) if claim.field.parse else ()
    found = [*match_phrases(claim.words, index_phrases(((claim.reading.value, phrases),)))] if phrases else []
    if not found:
        return ""
    verbs = {*load_words("quotations")["verbs"], *load_words("coding")["speech_forms"]}
    if any(word.lower in verbs for word in scan_words(claim.words)):
        return ""
    return claim.words[slice(*found[0][:2])]


@cache
def index_phrases(listed: tuple[tuple[str, tuple[str, ...]], ...], fixed: tuple[str, ...] = ()) -> Phrases[set[str]]:
    """Return the codes that each phrase says; fixed ones say none, and no shorter phrase is looked for in them."""
    said: dict[Phrase, set[str]] = defaultdict(set, {split_phrase(phrase): set() for phrase in fixed})
    for code, some in listed:
        for phrase in some:
            said[split_phrase(phrase)].add(code)
    return Phrases(said)


def name_row(claim: Claim) -> RowInPassage:
    """Return the passage and the row of a claim."""
    return claim.passage.number, claim.table, claim.row


def list_beside(claims: Iterable[Claim]) -> dict[RowInPassage, dict[str, Claim]]:
    """Return the words of all cells of each row in each sentence, each with a claim that rests on them."""
    beside: dict[RowInPassage, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        if claim.has_words:
            beside[name_row(claim)][claim.words] = claim
    return beside


def says_beside(beside: Iterable[Claim], claim: Claim) -> bool:
    """Whether other words of the row in the sentence say a claim's code: the measure as printed, for example."""
    return any(claim.reading.value in list_said(cut_fixed(other, claim.field), claim.field) for other in beside)


def find_denial(claim: Claim) -> str:
    """Return the word directly before the words of a claim that denies them: not departed, did not yet arrive."""
    last = find_word_before(claim)
    is_denial = last.lower() in load_words("coding")["denials"] or last.lower().endswith(("n't", "n’t"))
    return last if is_denial else ""


def find_word_before(claim: Claim) -> str:
    """Return the word before the words of a claim that can deny or weaken them; those of its verb are passed over."""
    between = load_words("coding")["between_denial"]
    return next((word.text for word in reversed(list_words_before(claim)) if word.lower not in between), "")


def list_words_before(claim: Claim) -> tuple[Token, ...]:
    """Return the last words of the sentence before those of a claim; none where a comma or another mark is between them."""
    return list_words_until(claim.passage.text, claim.spans[0][0] - claim.passage.start)


@lru_cache(maxsize=KEPT)
def list_words_until(text: str, start: int) -> tuple[Token, ...]:
    """Return the last words before a place of a sentence. Each check of a claim asks for them, and claims begin together."""
    words = scan_words(text)
    index = bisect_right(words, start, key=lambda word: word.end)
    return words[max(0, index - LOOK_BACK) : index] if index and not text[words[index - 1].end : start].strip() else ()


LOOK_BACK = 12
"""Words before those of a claim that can deny or weaken them, or lead to them."""


def find_future(claim: Claim) -> str:
    """Return the word of the future in the words of a claim, or directly before them: is expected to have landed."""
    lexicon, future = load_words("coding"), load_list("future")
    words = list_hedging_words_of(claim, future)
    found = [*list_words_before(claim)] if claim.has_words else []
    if words or not found:
        return words[0].text if words else ""
    while found and found[-1].lower in lexicon["between_denial"]:
        found.pop()
    return found[-1].text if found and found[-1].lower in future | load_list("before_future") else ""


def fail(claim: Claim, message: str, advice: str) -> Problem:
    """Return a problem of a claim that also follows from what is wrong with it already, or with another row on its line."""
    causes = {claim.cause, Cause(f"{claim.file}:{claim.line}")}
    return claim.fail(message, advice, spoils=causes, follows=causes)
