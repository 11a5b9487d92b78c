"""Whether the words of `by:` name the speaker: by a known spelling, or by a pronoun that means the one named last."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from curation.annotation.document import Annotation, Speaker
from curation.annotation.evidence import CITATION
from curation.claims.claim import Claim, CodedSource, Speakers
from curation.claims.reasons import QUOTED
from curation.claims.selectors import Miss, find_words
from curation.problems import Cause, Problem, shorten
from curation.schema.kinds import ParserName, SpeakerKind
from curation.schema.tables import Schemas
from curation.text.folding import Span
from curation.text.lexicon import load_words
from curation.text.phrases import Phrase, Phrases, load_common_words, match_phrases, scan_words, split_phrase

Mention = tuple[int, int, frozenset[str]]
"""Where a text names a speaker, and whom the name can mean."""


@dataclass(frozen=True)
class KnownNames:
    """How the annotations name each speaker: whole names, and the words of them and of the roles."""

    whole: Phrases[frozenset[str]]
    """The speakers of each whole name; a person's surname is one too, where one person has it."""
    own: dict[str, Phrases[str]]
    """The whole names of each speaker."""
    words: dict[str, frozenset[str]]
    """The words by which each speaker can be meant: the ministry, the spokeswoman."""
    speakers: Speakers
    persons: Phrases[frozenset[str]] = field(default_factory=lambda: Phrases({}))
    """The names of all persons, whatever source prints them: a person's name is no common noun."""

    def list_related(self, by: Speaker) -> set[str]:
        """Return whose names may stand for a speaker: his own and his body's."""
        return {by.speaker, self.speakers.body_of(by.speaker)} - {""}


@dataclass(frozen=True)
class Attributed:
    """A `by:` of a source with its words, and where they are in the folded text."""

    by: Speaker
    words: str
    span: Span
    rows: frozenset[Cause]


def names_speaker(claim: Claim, schemas: Schemas) -> bool:
    """Whether a claim has a printed name of a person or body."""
    return schemas[claim.table].speakers is not None and claim.field.parse is not None and claim.field.parse.names_row


def list_used_rows(claims: Iterable[Claim], schemas: Schemas) -> set[str]:
    """Return the persons and bodies that a source itself names or refers to, by its claims."""
    used: set[str] = set()
    for claim in claims:
        used |= {claim.attribution.speaker, claim.attribution.via}
        if schemas[claim.table].speakers:
            used.add(claim.row)
        if claim.field.reads == ParserName.REFERENCE:
            used.add(claim.reading.value)
    return used


def keep_own_names(coded: Sequence[CodedSource], names: KnownNames, schemas: Schemas) -> Iterator[KnownNames]:
    """Yield for each source the names as its own text has them: no other source's name is another body's name there.

    Whole names are those that the source prints, and the full names of the persons and bodies that it uses. Where none of
    them is in words, the persons of all sources are looked for.
    """
    known, everyone = names.speakers.bodies_of_persons.keys(), names.whole.meanings.items()
    persons = Phrases({phrase: ids for phrase, ids in everyone if ids <= known})
    full = [claim for one in coded for claim in one.claims if names_speaker(claim, schemas) and not claim.field.is_set]
    full_names: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in full:
        full_names[claim.row][claim.words] = claim
    for one in coded:
        used = sorted(list_used_rows(one.claims, schemas) & full_names.keys())
        claims = [*one.claims, *(claim for row in used for claim in full_names[row].values())]
        yield replace(names, whole=freeze_names(collect_whole_names(claims, schemas)), persons=persons)


def collect_whole_names(claims: Iterable[Claim], schemas: Schemas) -> dict[Phrase, set[str]]:
    """Return the speakers of each whole name of claims; a surname is one too, where one person has it."""
    whole: dict[Phrase, set[str]] = defaultdict(set)
    surnames: dict[Phrase, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.field.reads != ParserName.VERBATIM or not names_speaker(claim, schemas):
            continue
        if phrase := split_phrase(claim.words):
            whole[phrase].add(claim.row)
            if schemas[claim.table].speakers == SpeakerKind.PERSON:
                surnames[phrase[-1:]].add(claim.row)
    for phrase, persons in surnames.items():
        if len(persons) == 1 and phrase not in whole:
            whole[phrase] |= persons
    return whole


def freeze_names(whole: dict[Phrase, set[str]]) -> Phrases[frozenset[str]]:
    """Return whole names as they are looked for."""
    return Phrases({phrase: frozenset(ids) for phrase, ids in whole.items()})


def collect_names(claims: Sequence[Claim], schemas: Schemas, speakers: Speakers) -> KnownNames:
    """Collect the names of persons and bodies from claims, and the words by which they can be meant."""
    whole, common = collect_whole_names(claims, schemas), load_common_words()
    words: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if schemas[claim.table].speakers and claim.field.reads == ParserName.VERBATIM and claim.field.parse:
            words[claim.row] |= {*split_phrase(claim.words)} - common
    own: dict[str, dict[Phrase, str]] = defaultdict(dict)
    for phrase, ids in whole.items():
        for name in ids:
            own[name][phrase] = name
    return KnownNames(
        freeze_names(whole),
        {name: Phrases(phrases) for name, phrases in own.items()},
        {name: frozenset(some) for name, some in words.items()},
        speakers,
    )


def check_speaker_words(
    coded: CodedSource, attributed: Iterable[Attributed], names: KnownNames, schemas: Schemas, is_once: bool
) -> Iterator[Problem]:
    """Report words of `by:`, and of cells that name a speaker, that name another one or, in a source coded once, no one."""
    annotation = coded.annotation
    last: Attributed | None = None

    @cache
    def list_mentions() -> list[Mention]:
        """Return all speakers that the text names: few sources need it, and one needs it often."""
        return list(match_phrases(annotation.source.folded.folded, names.whole))

    for one in attributed:
        related = names.list_related(one.by)
        others, rest = split_named(one.words, names, related)
        if one.by.speaker in names.words and not one.by.notation.reason:
            others -= {one.by.via}
            is_named = not rest or is_meant(rest, names, related)
            if others and not is_named:
                yield complain(annotation, one, f"the words name {' and '.join(sorted(others))}")
            elif (
                is_once and not is_named and not names_outlet(one, names) and not stands_for(one, last, list_mentions, names)
            ):
                yield complain(annotation, one, "the words do not name him, her or it")
            last = one
        elif one.by.speaker:
            last = one
    yield from check_references(coded.claims, names, schemas)


def list_attributed(annotation: Annotation) -> list[Attributed]:
    """Return each `by:` with words of a source once, in the text's order."""
    found: dict[tuple[int, int], Attributed] = {}
    for passage in annotation.passages:
        for row in passage.rows:
            if row.by and row.by.speaker and row.by.notation.words:
                notation = row.by.notation
                span = find_words(annotation.source.folded, passage, notation.words[0])
                lost = Cause(annotation.file, row.table.name, row.id, passage=passage.number)
                if not isinstance(span, Miss):
                    words = annotation.source.folded.folded[slice(*span)]
                    before = found.get((notation.line, notation.column))
                    rows = frozenset({lost}) | (before.rows if before else frozenset())
                    found[notation.line, notation.column] = Attributed(row.by, words, span, rows)
    return sorted(found.values(), key=lambda one: one.span)


def split_named(words: str, names: KnownNames, related: set[str]) -> tuple[set[str], list[str]]:
    """Return the other speakers that words name, and the words beside these names; nothing where a related one is named."""
    if any(True for name in related if name in names.own for _ in match_phrases(words, names.own[name])):
        return set(), []
    others: set[str] = set()
    outside, position = "", 0
    found = [*match_phrases(words, names.whole)] or [*match_phrases(words, names.persons)]
    for start, end, ids in found:
        others |= ids
        outside, position = f"{outside}{words[position:start]} ", end
    return others, [word.lower for word in scan_words(outside + words[position:])]


def names_outlet(one: Attributed, names: KnownNames) -> bool:
    """Whether words name the outlet: "the airline told the Daily News". The speaker may have no name in them."""
    known = names.own.get(one.by.via)
    return known is not None and any(True for _ in match_phrases(one.words, known))


def is_meant(rest: Sequence[str], names: KnownNames, related: set[str]) -> bool:
    """Whether words that are no other speaker's name are a part of a name or of a role of one who is related."""
    return any(word in names.words.get(name, ()) for name in related for word in rest)


def stands_for(
    one: Attributed, last: Attributed | None, list_mentions: Callable[[], list[Mention]], names: KnownNames
) -> bool:
    """Whether words have a pronoun, or name a paper, that can stand for the speaker: the one who spoke or was named last."""
    lexicon = load_words("coding")
    pronouns, kind = lexicon["pronouns"], "person" if one.by.speaker in names.speakers.bodies_of_persons else "body"
    fitting = {*pronouns[kind], *pronouns["any"], *lexicon["documents"]}
    if not fitting & {word.lower for word in scan_words(one.words)}:
        return False
    if last and one.by.speaker in names.list_related(last.by):
        return True
    return one.by.speaker in find_last_named(one.span[0], kind, list_mentions(), names)


def find_last_named(position: int, kind: str, mentions: Sequence[Mention], names: KnownNames) -> set[str]:
    """Return the speakers of a kind that the text names last before a position, with their bodies where bodies are meant."""
    persons = names.speakers.bodies_of_persons.keys()
    before = bisect_right(mentions, position, key=lambda mention: mention[1])
    for _, _, ids in reversed(mentions[:before]):
        if kind == "body":
            return {*ids, *(names.speakers.body_of(name) for name in ids)}
        if ids & persons:
            return {*ids}
    return set()


def check_references(claims: Iterable[Claim], names: KnownNames, schemas: Schemas) -> Iterator[Problem]:
    """Report cells that name a speaker by words that are another speaker's name."""
    for claim in claims:
        if claim.field.reads != ParserName.REFERENCE or not claim.has_words:
            continue
        # A reason overrules another one's name only where it cites something.
        if CITATION.search(claim.reason) or QUOTED.search(claim.reason):
            continue
        related = {claim.reading.value}
        if not names.words.get(claim.reading.value):
            continue
        others, rest = split_named(claim.words, names, related)
        table = schemas.get(schemas[claim.table].reference_of(claim.field.name))
        is_person = table is not None and table.speakers == SpeakerKind.PERSON
        # A body may be told by a person's name: only another one of its kind is taken for it.
        others = {name for name in others if (name in names.speakers.bodies_of_persons) == is_person}
        if others and not is_meant(rest, names, related):
            said = f"«{shorten(claim.words)}» names {', '.join(sorted(others))}"
            message = f"{claim.field.name} is {claim.reading.value}, but {said}"
            advice = "correct the name, or take the words that name it, or give a reason: name <- words -- reason"
            yield claim.fail(message, advice, spoils={claim.cause}, follows={claim.cause})


def complain(annotation: Annotation, one: Attributed, what: str) -> Problem:
    """Return the problem of a `by:` whose words do not name its speaker."""
    at, name = one.by.notation, one.by.speaker
    message = f"by: {name} <- «{shorten(one.words)}»: {what}"
    advice = (
        f"correct the name, or take the words that name {name}, or code the spelling, or write: {name} <- words -- reason"
    )
    follows = one.rows | {Cause(annotation.file, row=name)}
    return Problem(annotation.file, at.line, at.column, message, advice, spoils=one.rows, follows=follows)
