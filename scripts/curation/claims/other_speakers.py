"""Whether another speaker than the coded one is in the sentence: a person for a body, an outlet, a second unnamed body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from curation.annotation.document import Passage
from curation.claims.claim import Claim, CodedSource
from curation.claims.speaker_words import Attributed, KnownNames, complain
from curation.problems import Cause, Problem, shorten
from curation.text.folding import merge_spans, subtract_spans
from curation.text.phrases import match_phrases, scan_words, split_phrase
from curation.text.quotations import is_inside


def check_persons(coded: CodedSource, attributed: Iterable[Attributed], names: KnownNames) -> Iterator[Problem]:
    """Report a `by:` that gives to a body what its words give to a person by the whole name."""
    persons = names.speakers.bodies_of_persons.keys()
    for one in attributed:
        if one.by.speaker in names.speakers.bodies and not one.by.notation.reason:
            named = {name for name in find_whole_names(one, names) if name in persons}
            if named:
                yield complain(coded.annotation, one, f"the words name {' and '.join(sorted(named))}")


def find_whole_names(one: Attributed, names: KnownNames) -> Iterator[str]:
    """Yield the speakers whose names of several words stand in a `by:`, and belong to nothing after them: X's office."""
    own = names.words.get(one.by.speaker, frozenset())
    for start, end, ids in match_phrases(one.words, names.whole):
        after = scan_words(one.words[end:])
        is_owner = one.words[start:end].endswith(("'s", "’s")) or bool(after and after[0].lower in own)
        if len(split_phrase(one.words[start:end])) > 1 and not is_owner:
            yield from ids


def list_outlets(sources: Iterable[CodedSource]) -> frozenset[str]:
    """Return the bodies through which words come, by the codes that a schema lists."""
    claims = (claim for one in sources for claim in one.claims)
    parsed = ((claim, parse) for claim in claims if (parse := claim.field.parse) and parse.outlets)
    return frozenset(claim.row for claim, parse in parsed if claim.reading.value in parse.outlets)


def check_outlets(coded: CodedSource, names: KnownNames, outlets: frozenset[str]) -> Iterator[Problem]:
    """Report known outlets in the sentence of a `by:` that are neither the speaker nor via."""
    reached = {*outlets} & names.own.keys()
    for passage in coded.annotation.passages:
        spoken = [row for row in passage.rows if row.by and row.by.speaker and row.by.notation.words]
        involved = {name for row in passage.rows if row.by for name in (row.by.speaker, row.by.via)}
        if not spoken or any(row.by and row.by.notation.reason for row in spoken):
            continue
        for name, words in find_mentioned(coded, passage, names, reached - involved):
            at = spoken[0].by.notation if spoken[0].by else passage
            message = f"by: the sentence names {name}, «{words}», and no by: has it"
            advice = f"write by: SPEAKER via {name} <- words, or beneath the passage: uncoded: {words} -- the reason"
            cause = Cause(coded.annotation.file, passage=passage.number)
            follows = frozenset({cause, Cause(coded.annotation.file, row=name)})
            yield Problem(
                coded.annotation.file, at.line, at.column, message, advice, spoils=frozenset({cause}), follows=follows
            )


def find_mentioned(coded: CodedSource, passage: Passage, names: KnownNames, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each of the wanted bodies that a sentence names outside quotations and uncoded words, with the words."""
    uncoded, folded, seen = merge_spans(coded.uncoded), coded.annotation.source.folded, set[str]()
    for start, end, ids in match_phrases(passage.text, names.whole) if wanted else ():
        span = passage.start + start, passage.start + end
        if not ids <= wanted or ids & seen or not subtract_spans(span, uncoded):
            continue
        if passage.text[start:end].islower():
            continue  # "newspaper" in one source is an outlet there, and any newspaper in another
        if not is_inside(coded.quotations, *folded.unfold(*span)):
            seen |= ids
            yield min(ids), passage.text[start:end]


def check_unnamed(coded: CodedSource) -> Iterator[Problem]:
    """Report a body without a name that a source describes in two ways: an official, and a representative, are two bodies."""
    forms: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    unnamed: set[tuple[str, str]] = set()
    for claim in coded.claims:
        parse = claim.field.parse
        if parse and claim.reading.value in parse.unnamed:
            unnamed.add((claim.table, claim.row))
        if parse and parse.names_row:
            forms[claim.table, claim.row].append(claim)
    for key in sorted(unnamed):
        for claim, other in find_apart(forms[key]):
            message = f"{claim.table}/{claim.row}: «{shorten(claim.words)}» and «{shorten(other.words)}» are two descriptions"
            advice = (
                "who has no name and is described in two ways is two bodies: give each a row, or give a reason at the form"
            )
            lost = Cause(claim.file, row=claim.row)
            yield claim.fail(message, advice, spoils={claim.cause, lost}, follows={claim.cause})


def find_apart(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield each form of a body with an earlier one, where neither has all words of the other."""
    for index, claim in enumerate(claims):
        own = {*split_phrase(claim.words)}
        for other in claims[:index]:
            others = {*split_phrase(other.words)}
            if not own <= others and not others <= own and not claim.reason and not other.reason:
                yield claim, other
                break


def check_other_speakers(
    coded: CodedSource, attributed: Iterable[Attributed], names: KnownNames, outlets: frozenset[str], is_once: bool
) -> Iterator[Problem]:
    """Return what a source's sentences say of other speakers; the outlets of one that was coded once."""
    yield from check_persons(coded, attributed, names)
    yield from check_unnamed(coded)
    if is_once:
        yield from check_outlets(coded, names, outlets)
