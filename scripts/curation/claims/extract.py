"""From one source's annotation to its claims. Each source is read by itself; nothing here compares two of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from curation.annotation.causes import Texts, trace_row
from curation.annotation.document import Annotation, CodedCell, CodedRow, Hedge, Passage, Speaker
from curation.annotation.notation import Notation
from curation.annotation.reader import name_keys
from curation.claims.claim import STATES, Attribution, Claim, CodedSource, Speakers
from curation.claims.parsers import PARSERS, Parser
from curation.claims.selectors import Miss, find_words, make_selector
from curation.paths import SEGMENT_JOINER
from curation.problems import Cause, Problem, join_places, shorten, suggest_nearest
from curation.schema.kinds import Basis, ParserName, SpeakerKind, SpeakerPart
from curation.schema.tables import Schemas
from curation.text.dates import check_weekday
from curation.text.expressions import Expression, scan_expressions
from curation.text.folding import Span, spans_overlap
from curation.text.readings import Outcome, Reading, Unread


def collect_speakers(annotations: Iterable[Annotation], schemas: Schemas) -> Speakers:
    """Collect the persons and bodies that any annotation names, so that `by:` can refer to them from every source."""
    persons: dict[str, str] = {}
    bodies: set[str] = set()
    for _, _, row in list_coded_rows(annotations):
        if row.table.speakers == SpeakerKind.PERSON:
            persons.setdefault(row.id, "")
            for cell in row.cells:
                if cell.field.parse and cell.field.parse.speaks_for:
                    persons[row.id] = cell.notation.value
        elif row.table.speakers == SpeakerKind.BODY:
            bodies.add(row.id)
    return Speakers(persons, frozenset(bodies))


def check_speakers(annotations: Iterable[Annotation], speakers: Speakers, schemas: Schemas, texts: Texts) -> list[Problem]:
    """Report each name in `by:` that no person and no body has, at the first place that has it."""
    known = {*speakers.bodies_of_persons, *speakers.bodies}
    nameable = known | {""}
    tables = [table.name for table in schemas.values() if table.speakers]
    unknown: dict[str, list[Problem]] = defaultdict(list)
    for annotation, passage, row in list_coded_rows(annotations):
        if not row.by:
            continue
        for name in sorted({row.by.speaker, row.by.via} - nameable):
            at, lost = row.by.notation, Cause(annotation.file, row.table.name, row.id, passage=passage.number)
            places = " or ".join(f"{table}/{name}" for table in tables)
            message, advice = f"by: unknown speaker {name!r}", f"{suggest_nearest(name, known)} Or add {places}"
            spoils = frozenset({lost, Cause(annotation.file, row=name)})
            unknown[name].append(Problem(annotation.file, at.line, at.column, message, advice, spoils=spoils))
    return [
        replace(join_places(found), follows=frozenset().union(*(trace_row(texts, table, name) for table in tables)))
        for name, found in unknown.items()
    ]


def list_coded_rows(annotations: Iterable[Annotation]) -> Iterator[tuple[Annotation, Passage, CodedRow]]:
    """Return every row of every passage of every annotation."""
    for annotation in annotations:
        for passage in annotation.passages:
            yield from ((annotation, passage, row) for row in passage.rows)


def make_claims(annotation: Annotation, schemas: Schemas, speakers: Speakers) -> tuple[CodedSource, list[Problem]]:
    """Find and read the words of every cell of one source."""
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
        read = [claim for claim in group if claim.field.basis == Basis.PARSED]
        rows = {claim.row for claim in read}
        for claim in group if len(rows) > 1 else ():
            is_code = claim.field.reads == ParserName.CODE and claim.spans != ((claim.passage.start, claim.passage.end),)
            owners = {other.row for other in read if is_code and spans_overlap(claim.spans, other.spans)}
            if owners and claim.row in rows and claim.row not in owners:
                cell = f"{claim.table}/{claim.row}/{claim.field.name}"
                message = f"{cell} rests on words of {', '.join(sorted(owners))}: «{claim.words}»"
                problems.append(claim.fail(message, "take the words of this row", spoils={claim.cause}))
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
            follows_hedge=number in hedges and hedges[number] < claim.selectors[0].start,
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
        self.within = Cause(annotation.file)
        """What is being read, and is unreliable where anything is wrong with it."""

    def fail(self, at: Notation, message: str, advice: str = "", follows: frozenset[Cause] = frozenset()) -> None:
        spoils = frozenset({self.within})
        self.problems.append(
            Problem(self.annotation.file, at.line, at.column, message, advice, spoils=spoils, follows=follows)
        )

    def check_year(self) -> None:
        if self.annotation.year and not self.annotation.year.reason:
            self.within = Cause(name_keys(self.annotation.file), field="year")
            self.fail(self.annotation.year, "year: without a reason", "write: year: 2025 -- how it is known")

    def read_passage(self, passage: Passage) -> Iterator[Claim]:
        expressions = scan_expressions(passage.text) if passage.rows else []
        for row in passage.rows:
            self.within = Cause(self.annotation.file, row.table.name, row.id, passage=passage.number)
            attribution = self.read_attribution(passage, row.by, row.hedge)
            yield from self.read_attributed_fields(passage, row, attribution)
            for cell in row.cells:
                claim = self.read_cell(passage, cell, attribution, expressions)
                if claim:
                    yield claim
        self.within = Cause(self.annotation.file, field="uncoded", passage=passage.number)
        for entry in passage.uncoded:
            self.uncoded += self.find_spans(passage, entry) or ()

    def read_attribution(self, passage: Passage, by: Speaker | None, hedge: Hedge | None) -> Attribution:
        result = Attribution()
        if hedge:
            spans = self.find_spans(passage, hedge.notation)
            if spans:
                self.attribution_spans += spans
                words, start = self.text.folded[slice(*spans[0])], self.text.unfold(*spans[0])[0]
                result = replace(result, certainty=hedge.certainty, hedge_words=words, hedge_start=start)
        if by:
            spans = self.find_spans(passage, by.notation) if by.notation.words else ()
            words = self.text.folded[slice(*spans[0])] if spans else ""
            self.attribution_spans += spans or ()
            result = replace(result, speaker=by.speaker, via=by.via, speaker_words=words)
        return result

    def read_attributed_fields(self, passage: Passage, row: CodedRow, attribution: Attribution) -> Iterator[Claim]:
        """Make the claims of the columns that say who speaks: they come from `by:` and are not coded twice."""
        spans = self.find_spans(passage, row.by.notation) if row.by and attribution.speaker else None
        if not row.by or not spans:
            return
        is_person = attribution.speaker in self.speakers.bodies_of_persons
        values = {
            SpeakerPart.PERSON: attribution.speaker if is_person else "",
            SpeakerPart.BODY: self.speakers.bodies_of_persons.get(
                attribution.speaker, "" if is_person else attribution.speaker
            ),
            SpeakerPart.VIA: attribution.via,
            SpeakerPart.WORDS: attribution.speaker_words,
        }
        for column in row.table.fields.values():
            value = values.get(column.speaker, "") if column.speaker else ""
            if value:
                cell = CodedCell(row.table.name, row.id, column, row.by.notation)
                yield self.build(passage, cell, attribution, Reading(value, {"value": value}), column.basis, spans)

    def read_cell(
        self, passage: Passage, cell: CodedCell, attribution: Attribution, expressions: list[Expression]
    ) -> Claim | None:
        self.within = Cause(self.annotation.file, cell.table, cell.row, cell.field.name, passage.number)
        parser = PARSERS[cell.field.reads or ParserName.VERBATIM]
        spans = self.find_spans(passage, cell.notation)
        if spans is None:
            return None
        words = SEGMENT_JOINER.join(self.text.folded[slice(*span)] for span in spans) if cell.notation.words else ""
        outcome = self.read_value(cell, parser, words)
        if isinstance(outcome, Unread):
            # A date may be unread because the year at the head is.
            year = Cause(name_keys(self.annotation.file), field="year")
            follows = frozenset({year} if cell.field.reads == ParserName.DATE and self.year is None else ())
            self.fail(cell.notation, outcome.message, outcome.advice, follows)
            return None
        if parser.accounts_for and not self.is_whole(passage, cell, spans, expressions):
            return None
        return self.build(passage, cell, attribution, outcome, cell.field.basis, spans)

    def read_value(self, cell: CodedCell, parser: Parser, words: str) -> Outcome:
        """Read the words; where the coder wrote a value too, it must be what they say, or have a reason."""
        notation = cell.notation
        if cell.field.basis == Basis.CODED:
            return parser.read_value(notation.value, cell.field)
        said = parser.read_words(words, cell.field, self.year)
        if not notation.value:
            return said
        written = parser.read_value(notation.value, cell.field)
        if isinstance(written, Unread):
            return written
        if isinstance(said, Reading) and said.value == written.value:
            return said
        if not notation.reason:
            what = f"say {said.value!r}" if isinstance(said, Reading) else "do not say it"
            return Unread(
                f"{cell.field.name}: {written.value!r}, but the words «{shorten(words)}» {what}",
                "correct the value or the words; where the words are overruled add the reason: value <- words -- reason",
            )
        wrong = check_weekday(words, written)
        return Unread(f"{cell.field.name}: «{shorten(words)}», but {wrong}", "correct the date") if wrong else written

    def is_whole(self, passage: Passage, cell: CodedCell, spans: tuple[Span, ...], expressions: list[Expression]) -> bool:
        """Whether words take no part of a number or date: 100 out of "more than 100", April 30 out of a full date."""
        count = len(self.problems)
        for item in expressions:
            whole = passage.start + item.start, passage.start + item.end
            for start, end in spans:
                if start < whole[1] and whole[0] < end and not (start <= whole[0] and whole[1] <= end):
                    text = self.text.folded[slice(*whole)]
                    self.fail(
                        cell.notation,
                        f"words cut a {item.kind}: «{self.text.folded[start:end]}»",
                        f"take it whole: «{text}»",
                    )
        return len(self.problems) == count

    def describe_year(self, reading: Reading) -> str:
        year = self.annotation.year
        is_needed = reading.parts.get("date_basis") in ("inferred_year", "relative")
        return f"{year.value}: {year.reason}" if year and is_needed else ""

    def find_spans(self, passage: Passage, notation: Notation) -> tuple[Span, ...] | None:
        """Return the spans of a notation's words, the whole passage where it has none, None where one is not found."""
        if not notation.words:
            return ((passage.start, passage.end),)
        spans = []
        for words in notation.words:
            span = find_words(self.text, passage, words)
            if isinstance(span, Miss):
                self.fail(notation, span.message, span.advice)
            else:
                spans.append(span)
        if len(spans) < len(notation.words):
            return None
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            self.fail(
                notation,
                "segments overlap, or their order is not that of the text",
                "put them in the text's order",
            )
            return None
        return tuple(spans)

    def build(
        self,
        passage: Passage,
        cell: CodedCell,
        attribution: Attribution,
        reading: Reading,
        basis: Basis,
        spans: tuple[Span, ...],
    ) -> Claim:
        return Claim(
            id="",
            field=cell.field,
            row=cell.row,
            reading=reading,
            basis=Basis.INFERRED if cell.notation.reason else basis,
            reason=cell.notation.reason,
            year_given=self.describe_year(reading),
            source=self.annotation.source.id,
            passage=passage,
            attribution=attribution,
            spans=spans,
            selectors=tuple(make_selector(self.text, span) for span in spans),
            file=self.annotation.file,
            line=cell.notation.line,
            column=cell.notation.column,
        )
