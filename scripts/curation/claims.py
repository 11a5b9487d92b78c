"""What one source's words say of one cell. Each source is read by itself; nothing here compares two of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curation.anchors import Anchor, Miss, Span, find_words, make_anchor
from curation.annotations import Annotation, Cell, Expression, Hedge, Passage, Row, Speaker
from curation.expressions import Found, scan_expressions, spans_overlap
from curation.problems import Problem, shorten, suggest_nearest
from curation.readings import PARSERS, Outcome, Parser, Reading, Unread, check_weekday
from curation.schemas import Field, Schemas
from curation.sources import fold_spaces

STATES = 3
"""Fields of one row: a passage with claims on so many speaks of the row, with fewer it mentions it in passing."""
SEGMENT_JOINER = " … "
"""Stands between the pieces of a claim that has several."""


@dataclass(frozen=True)
class Attribution:
    """Who says it, by what words, and how surely. Empty speaker: the source in its own voice."""

    speaker: str = ""
    speaker_words: str = ""
    via: str = ""
    certainty: str = "asserted"
    hedge_words: str = ""
    hedge_start: int | None = None
    """Where the words of the hedge begin in the NFC text."""


@dataclass(frozen=True)
class Claim:
    """One source's words for one cell. `spans` are in the folded text, `anchors` the same in the NFC text."""

    id: str
    field: Field
    row: str
    reading: Reading
    basis: str
    reason: str
    year_given: str
    """The year that the reading took from the annotation's head, and how it is known; empty where it took none."""
    source: str
    passage: Passage
    attribution: Attribution
    spans: tuple[Span, ...]
    anchors: tuple[Anchor, ...]
    file: str
    line: int
    column: int
    follows_hedge: bool = False
    """Whether the words follow a hedge of their passage, whatever it hedges (It is expected that …)."""
    order: int = 0
    """Its place among the claims of its source."""
    is_mention: bool = False
    """Whether its passage only mentions the row: it has claims on fewer than STATES fields of it."""

    @property
    def table(self) -> str:
        return self.field.table

    @property
    def weakness(self) -> tuple[bool, bool, bool, bool]:
        """Sort key for evidence: parsed before inferred, asserted before hedged, statements before mentions."""
        return self.basis == "inferred", self.attribution.certainty != "asserted", self.follows_hedge, self.is_mention

    @property
    def spans_in_passage(self) -> list[Span]:
        """The spans as positions in the passage's text."""
        return [(start - self.passage.start, end - self.passage.start) for start, end in self.spans]

    @property
    def words(self) -> str:
        return SEGMENT_JOINER.join(fold_spaces(anchor.exact) for anchor in self.anchors)

    def fail(self, message: str, advice: str = "") -> Problem:
        return Problem(self.file, self.line, self.column, message, advice)


@dataclass(frozen=True)
class Speakers:
    """Who can say something: each person's body (empty where none is coded), and the bodies."""

    bodies_of_persons: dict[str, str]
    bodies: frozenset[str]

    def body_of(self, speaker: str) -> str:
        """Return the body for which someone speaks: a person's (empty where none is coded), else the speaker."""
        return self.bodies_of_persons.get(speaker, speaker)


@dataclass(frozen=True)
class CodedSource:
    """All claims of one source, and the spans that its coder set aside as uncoded."""

    annotation: Annotation
    claims: tuple[Claim, ...]
    uncoded: tuple[Span, ...]
    attribution_spans: tuple[Span, ...]


def collect_speakers(annotations: Iterable[Annotation], schemas: Schemas) -> Speakers:
    """Collect the persons and bodies that any annotation names, so that `by:` can refer to them from every source."""
    persons: dict[str, str] = {}
    bodies: set[str] = set()
    for annotation in annotations:
        for row in (row for passage in annotation.passages for row in passage.rows):
            if row.table.speakers == "person":
                persons.setdefault(row.id, "")
                for cell in row.cells:
                    if cell.field.curation.get("speaks_for"):
                        persons[row.id] = cell.expression.value
            elif row.table.speakers == "body":
                bodies.add(row.id)
    return Speakers(persons, frozenset(bodies))


def make_claims(annotation: Annotation, schemas: Schemas, speakers: Speakers) -> tuple[CodedSource, list[Problem]]:
    """Anchor and read every cell of one source."""
    maker = ClaimMaker(annotation, speakers)
    claims = [claim for passage in annotation.passages for claim in maker.read_passage(passage)]
    maker.check_year()
    maker.problems += find_borrowed_words(claims)
    coded = CodedSource(annotation, tuple(complete_claims(claims)), tuple(maker.uncoded), tuple(maker.attribution_spans))
    return coded, maker.problems


def find_borrowed_words(claims: Iterable[Claim]) -> list[Problem]:
    """Find codes that rest on words which give a number, a date or a country to another row of their sentence alone."""
    beside: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        beside[claim.passage.number, claim.table].append(claim)
    problems = []
    for group in beside.values():
        read = [claim for claim in group if PARSERS[str(claim.field.curation.get("reads", "code"))].basis == "parsed"]
        rows = {claim.row for claim in read}
        for claim in group if len(rows) > 1 else ():
            is_code = claim.field.curation.get("reads") == "code" and claim.spans != (
                (claim.passage.start, claim.passage.end),
            )
            owners = {other.row for other in read if is_code and spans_overlap(claim.spans, other.spans)}
            if owners and claim.row in rows and claim.row not in owners:
                cell = f"{claim.table}/{claim.row}/{claim.field.name}"
                message = f"{cell} rests on words of {', '.join(sorted(owners))}: «{claim.words}»"
                problems.append(claim.fail(message, "take the words that stand with this row"))
    return problems


def complete_claims(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Give each claim of a source what follows from all of them: its name, its place, and how directly its passage speaks.

    A claim is named table/row/field@source#n, n counting the claims of one source on one cell in the text's order.
    """
    counts: Counter[str] = Counter()
    hedges: dict[int, int] = {}
    fields: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for claim in claims:
        number, start = claim.passage.number, claim.attribution.hedge_start
        fields[number, claim.table, claim.row].add(claim.field.name)
        if start is not None:
            hedges[number] = min(start, hedges.get(number, start))
    for order, claim in enumerate(claims):
        number = claim.passage.number
        stem = f"{claim.table}/{claim.row}/{claim.field.name}@{claim.source}"
        counts[stem] += 1
        yield replace(
            claim,
            id=f"{stem}#{counts[stem]}",
            order=order,
            follows_hedge=number in hedges and hedges[number] < claim.anchors[0].start,
            is_mention=len(fields[number, claim.table, claim.row]) < STATES,
        )


class ClaimMaker:
    """Turns the passages of one annotation into claims and collects what is wrong."""

    def __init__(self, annotation: Annotation, speakers: Speakers) -> None:
        self.annotation = annotation
        self.text = annotation.source.folded
        self.year = int(annotation.year.value) if annotation.year and annotation.year.value.isdigit() else None
        self.speakers = speakers
        self.problems: list[Problem] = []
        self.uncoded: list[Span] = []
        self.attribution_spans: list[Span] = []

    def fail(self, at: Expression, message: str, advice: str = "") -> None:
        self.problems.append(Problem(self.annotation.file, at.line, at.column, message, advice))

    def check_year(self) -> None:
        if self.annotation.year and not self.annotation.year.reason:
            self.fail(self.annotation.year, "year: without a reason", "write: year: 2025 -- how it is known")

    def read_passage(self, passage: Passage) -> Iterator[Claim]:
        expressions = scan_expressions(passage.text) if passage.rows else []
        for row in passage.rows:
            attribution = self.read_attribution(passage, row.by, row.hedge)
            yield from self.read_attributed_fields(passage, row, attribution)
            for cell in row.cells:
                claim = self.read_cell(passage, cell, attribution, expressions)
                if claim:
                    yield claim
        for entry in passage.uncoded:
            self.uncoded += self.find_spans(passage, entry) or ()

    def read_attribution(self, passage: Passage, by: Speaker | None, hedge: Hedge | None) -> Attribution:
        result = Attribution()
        if hedge:
            spans = self.find_spans(passage, hedge.expression)
            if spans:
                self.attribution_spans += spans
                words, start = self.text.folded[slice(*spans[0])], self.text.unfold(*spans[0])[0]
                result = replace(result, certainty=hedge.certainty, hedge_words=words, hedge_start=start)
        if by:
            for name in filter(None, (by.speaker, by.via)):
                if name not in self.speakers.bodies_of_persons and name not in self.speakers.bodies:
                    known = {*self.speakers.bodies_of_persons, *self.speakers.bodies}
                    self.fail(by.expression, f"by: nobody is named {name!r}", suggest_nearest(name, known))
            spans = self.find_spans(passage, by.expression) if by.expression.words else ()
            words = self.text.folded[slice(*spans[0])] if spans else ""
            self.attribution_spans += spans or ()
            result = replace(result, speaker=by.speaker, via=by.via, speaker_words=words)
        return result

    def read_attributed_fields(self, passage: Passage, row: Row, attribution: Attribution) -> Iterator[Claim]:
        """Make the claims of the columns that say who speaks: they come from `by:` and are not coded twice."""
        spans = self.find_spans(passage, row.by.expression) if row.by and attribution.speaker else None
        if not row.by or not spans:
            return
        is_person = attribution.speaker in self.speakers.bodies_of_persons
        values = {
            "person": attribution.speaker if is_person else "",
            "body": self.speakers.bodies_of_persons.get(attribution.speaker, "" if is_person else attribution.speaker),
            "via": attribution.via,
            "words": attribution.speaker_words,
        }
        for column in row.table.fields.values():
            value = values.get(str(column.curation.get("by", "")), "")
            if value:
                basis = "verbatim" if column.curation["by"] == "words" else "coded"
                cell = Cell(row.table.name, row.id, column, row.by.expression)
                yield self.build(passage, cell, attribution, Reading(value, {"value": value}), basis, spans)

    def read_cell(self, passage: Passage, cell: Cell, attribution: Attribution, expressions: list[Found]) -> Claim | None:
        parser = PARSERS[cell.field.curation["reads"]]
        spans = self.find_spans(passage, cell.expression)
        if spans is None:
            return None
        words = SEGMENT_JOINER.join(self.text.folded[slice(*span)] for span in spans) if cell.expression.words else ""
        outcome = self.read_value(cell, parser, words)
        if isinstance(outcome, Unread):
            self.fail(cell.expression, outcome.message, outcome.advice)
            return None
        if parser.accounts_for:
            self.check_whole(passage, cell, spans, expressions)
        return self.build(passage, cell, attribution, outcome, parser.basis, spans)

    def read_value(self, cell: Cell, parser: Parser, words: str) -> Outcome:
        """Read the words; where the coder wrote a value too, it must be what they say, or have a reason."""
        expression = cell.expression
        if parser.basis == "coded":
            return parser.read_value(expression.value, cell.field)
        said = parser.read_words(words, cell.field, self.year)
        if not expression.value:
            return said
        written = parser.read_value(expression.value, cell.field)
        if isinstance(written, Unread):
            return written
        if isinstance(said, Reading) and said.value == written.value:
            return said
        if not expression.reason:
            what = f"say {said.value!r}" if isinstance(said, Reading) else "do not say it"
            return Unread(
                f"{cell.field.name}: {written.value!r}, but the words «{shorten(words)}» {what}",
                "correct the value or the words; where the words are overruled add the reason: value <- words -- reason",
            )
        wrong = check_weekday(words, written)
        return Unread(f"{cell.field.name}: «{shorten(words)}», but {wrong}", "correct the date") if wrong else written

    def check_whole(self, passage: Passage, cell: Cell, spans: tuple[Span, ...], expressions: list[Found]) -> None:
        """Refuse an anchor that takes a part of a number or date: 100 out of "more than 100", April 30 out of a full date."""
        for item in expressions:
            whole = passage.start + item.start, passage.start + item.end
            for start, end in spans:
                if start < whole[1] and whole[0] < end and not (start <= whole[0] and whole[1] <= end):
                    text = self.text.folded[slice(*whole)]
                    self.fail(
                        cell.expression,
                        f"anchor cuts a {item.kind}: «{self.text.folded[start:end]}»",
                        f"take it whole: «{text}»",
                    )

    def describe_year(self, reading: Reading) -> str:
        year = self.annotation.year
        is_needed = reading.parts.get("date_basis") in ("inferred_year", "relative")
        return f"{year.value}: {year.reason}" if year and is_needed else ""

    def find_spans(self, passage: Passage, expression: Expression) -> tuple[Span, ...] | None:
        """Return the spans of an expression's words, the whole passage where it has none, None where one is not found."""
        if not expression.words:
            return ((passage.start, passage.end),)
        spans = []
        for words in expression.words:
            span = find_words(self.text, passage, words)
            if isinstance(span, Miss):
                self.fail(expression, span.message, span.advice)
            else:
                spans.append(span)
        if len(spans) < len(expression.words):
            return None
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            self.fail(
                expression,
                "segments overlap or stand in another order than in the text",
                "put them in the text's order",
            )
            return None
        return tuple(spans)

    def build(
        self,
        passage: Passage,
        cell: Cell,
        attribution: Attribution,
        reading: Reading,
        basis: str,
        spans: tuple[Span, ...],
    ) -> Claim:
        return Claim(
            id="",
            field=cell.field,
            row=cell.row,
            reading=reading,
            basis="inferred" if cell.expression.reason else basis,
            reason=cell.expression.reason,
            year_given=self.describe_year(reading),
            source=self.annotation.source.id,
            passage=passage,
            attribution=attribution,
            spans=spans,
            anchors=tuple(make_anchor(self.text, span) for span in spans),
            file=self.annotation.file,
            line=cell.expression.line,
            column=cell.expression.column,
        )
