"""A claim: what one source says about one cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from curation.annotation.document import Annotation, Passage
from curation.claims.selectors import Selector
from curation.paths import SEGMENT_JOINER, WORDS_CLOSE, WORDS_OPEN
from curation.problems import Cause, Problem
from curation.schema.kinds import Basis, Certainty
from curation.schema.tables import Field
from curation.text.folding import Span, fold_spaces
from curation.text.quotations import Quotation
from curation.text.readings import Reading

STATES = 3
"""Fields of one row: a passage with claims on so many speaks of the row, with fewer it mentions it in passing."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it, by what words, and how surely. Empty speaker: the source in its own voice."""

    speaker: str = ""
    speaker_words: str = ""
    via: str = ""
    certainty: Certainty = Certainty.ASSERTED
    hedge_words: str = ""
    hedge_start: int | None = None
    """Where the words of the hedge begin in the NFC text."""
    spans: tuple[Span, ...] = field(default=(), compare=False)
    """Where the words of the hedge and of the speaker are in the folded text."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's words for one cell. `spans` are in the folded text, `selectors` the same in the NFC text."""

    id: str
    table: str
    row: str
    field: Field
    reading: Reading
    basis: Basis
    reason: str
    year_given: str
    """The year that the reading took from the annotation's head, and how it is known; empty where it took none."""
    source: str
    passage: Passage
    attribution: Attribution
    spans: tuple[Span, ...]
    selectors: tuple[Selector, ...]
    words: str
    """What it rests on, all spans of it. Kept, as its table is, since it is asked for in many places."""
    file: str
    line: int
    column: int
    follows_hedge: bool = False
    """Whether the words follow a hedge of their passage, whatever it hedges (It is expected that …)."""
    order: int = 0
    """Its place among the claims of its source."""
    is_quoted: tuple[bool, ...] = ()
    """Of each span whether it lies between quotation marks, which may be in other sentences."""
    is_mention: bool = False
    """Whether its passage only mentions the row: it has claims on fewer than STATES fields of it."""

    @property
    def has_words(self) -> bool:
        """Whether it rests on words of its own, and not on its passage as a whole."""
        return self.spans != ((self.passage.start, self.passage.end),)

    @property
    def spans_in_passage(self) -> list[Span]:
        """The spans as positions in the passage's text."""
        return [(start - self.passage.start, end - self.passage.start) for start, end in self.spans]

    @property
    def in_sentence(self) -> str:
        """Its passage with its words between marks."""
        return mark_words(self.passage, self.spans)

    @property
    def cause(self) -> Cause:
        """The cell as it is written down in the source's annotation."""
        return Cause(self.file, self.table, self.row, self.field.name, self.passage.number)

    @property
    def year_causes(self) -> frozenset[Cause]:
        """What was taken from the head of the annotation: all dates that took it are wrong where it is."""
        return frozenset({Cause(f"{self.file}: given dates")} if self.year_given else ())

    def fail(self, message: str, advice: str = "", spoils: Iterable[Cause] = (), follows: Iterable[Cause] = ()) -> Problem:
        """Return a problem at the claim's place."""
        return Problem(
            self.file, self.line, self.column, message, advice, spoils=frozenset(spoils), follows=frozenset(follows)
        )


def join_words(selectors: Sequence[Selector]) -> str:
    """Return the words that several spans hold. Those that are in the selector already are not kept a second time."""
    words, exact = SEGMENT_JOINER.join([fold_spaces(selector.exact) for selector in selectors]), selectors[0].exact
    return exact if words == exact else words


def mark_words(passage: Passage, spans: Iterable[Span]) -> str:
    """Return a passage with some spans of it between marks."""
    text, first = passage.text, passage.start
    marked, position = "", 0
    for start, end in spans:
        words = text[start - first : end - first]
        marked, position = f"{marked}{text[position : start - first]}{WORDS_OPEN}{words}{WORDS_CLOSE}", end - first
    return marked + text[position:]


@dataclass(frozen=True)
class Speakers:
    """Who can say something: each person's body (empty where none is coded), and the bodies."""

    bodies_of_persons: dict[str, str]
    bodies: frozenset[str]

    def body_of(self, speaker: str) -> str:
        """Return the body for which someone speaks: a person's (empty where none is coded), else the speaker."""
        return self.bodies_of_persons.get(speaker, speaker)


@dataclass(frozen=True)
class SetAside:
    """Words that a coder set aside as `uncoded`, and why; a whole passage where the coder names no words."""

    passage: int
    span: Span
    reason: str


@dataclass(frozen=True)
class CodedSource:
    """All claims of one source, and what its coder set aside as uncoded."""

    annotation: Annotation
    claims: tuple[Claim, ...]
    set_aside: tuple[SetAside, ...]
    attribution_spans: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    """The quotations of its text, without the marks that its coder set aside."""

    @property
    def uncoded(self) -> tuple[Span, ...]:
        """The spans that its coder set aside."""
        return tuple(entry.span for entry in self.set_aside)
