"""From one source's annotation to its claims. Each source is read by itself; nothing here compares two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from curation.annotation.causes import Texts, name_keys, name_text, trace_row
from curation.annotation.document import Annotation, CodedCell, CodedRow, Hedge, Passage, Speaker
from curation.annotation.notation import Notation
from curation.claims.claim import Attribution, Claim, CodedSource, SetAside, Speakers, join_words
from curation.claims.complete import FoundWords, Standing, find_borrowed_words, list_standings
from curation.claims.parsers import PARSERS, Parser
from curation.claims.run_on import RowName, RunOn, find_run_on, find_set_aside, list_run_on_rows
from curation.claims.selectors import Miss, find_words, make_selector
from curation.claims.wholeness import apply_unit, find_cut, find_name_faults, list_inside, list_uncut, show_change
from curation.paths import SEGMENT_JOINER
from curation.problems import Cause, Problem, join_places, shorten, suggest_adding
from curation.schema.kinds import Basis, Certainty, ParserName, SpeakerKind, SpeakerPart
from curation.schema.tables import SOURCES, Schemas
from curation.text.dates import check_weekday
from curation.text.edtf import parse_day
from curation.text.expressions import Expression, scan_expressions
from curation.text.folding import Span
from curation.text.periods import KnownDates
from curation.text.quantities import find_dropped
from curation.text.quotations import scan_quotations
from curation.text.readings import Outcome, Reading, Unread

PUBLISHED = "published"
"""The field of `sources` with the day from which "last week" is counted."""
REGISTERED_DAY = "the day of publication in the register of sources"
PRINTED_DAY = "the day of publication that the source prints"


def collect_speakers(annotations: Iterable[Annotation]) -> Speakers:
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
            message = f"by: unknown speaker {name!r}"
            advice = suggest_adding([f"{table}/{name}" for table in tables], name, known)
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


def make_claims(annotation: Annotation, speakers: Speakers) -> tuple[CodedSource, list[Problem]]:
    """Find and read the words of every cell of one source."""
    quotations = scan_quotations(annotation.source.text, find_set_aside(annotation))
    run_on, silent = find_run_on(annotation, quotations)
    maker = ClaimMaker(annotation, speakers, run_on)
    maker.read_day_of_publication()
    found = [one for passage in annotation.passages for one in maker.read_passage(passage)]
    standings = list_standings(annotation.source.id, found, quotations)
    claims = tuple(maker.make_claim(one, standing) for one, standing in zip(found, standings, strict=True))
    maker.check_head()
    maker.problems += [*silent, *find_borrowed_words(claims)]
    set_aside, attributions = tuple(maker.set_aside), tuple(maker.attribution_spans)
    return CodedSource(annotation, claims, set_aside, attributions, tuple(quotations)), maker.problems


def describe_source(annotation: Annotation) -> KnownDates:
    """Return what the annotation's head and the register say of the source's day, year and fiscal years."""
    year, fiscal_year = annotation.year, annotation.fiscal_year
    return KnownDates(
        int(year.value) if year and year.value.isdigit() else None,
        parse_day(annotation.source.registered.get(PUBLISHED, "")),
        fiscal_year.value if fiscal_year else "",
    )


class ClaimMaker:
    """Turns the passages of one annotation into claims and collects what is wrong."""

    def __init__(self, annotation: Annotation, speakers: Speakers, run_on: dict[RowName, RunOn]) -> None:
        self.annotation = annotation
        self.text = annotation.source.folded
        self.known = describe_source(annotation)
        self.day_basis = REGISTERED_DAY
        self.speakers = speakers
        self.run_on = run_on
        self.run_on_rows = list_run_on_rows(annotation, run_on)
        self.problems: list[Problem] = []
        self.set_aside: list[SetAside] = []
        self.attribution_spans: list[Span] = []
        self.within = Cause(annotation.file)
        """What is being read, and is unreliable where anything is wrong with it."""

    def fail(self, at: Notation, message: str, advice: str = "", follows: frozenset[Cause] = frozenset()) -> None:
        spoils = frozenset({self.within})
        self.problems.append(
            Problem(self.annotation.file, at.line, at.column, message, advice, spoils=spoils, follows=follows)
        )

    def check_head(self) -> None:
        for key, found in (("year", self.annotation.year), ("fiscal_year", self.annotation.fiscal_year)):
            if found and not found.reason:
                self.within = Cause(name_keys(self.annotation.file), field=key)
                self.fail(found, f"{key}: without a reason", f"write: {key}: {found.value} -- how it is known")

    def read_day_of_publication(self) -> None:
        """Read first the day that the source prints as its own: the dates of all passages may be counted from it."""
        for passage in self.annotation.passages:
            for cell in (cell for row in passage.rows for cell in row.cells):
                name = cell.table, cell.row, cell.field.name
                if name != (SOURCES, self.annotation.source.id, PUBLISHED) or cell.field.reads != ParserName.DATE:
                    continue
                spans = [find_words(self.text, passage, words) for words in cell.notation.words]
                printed = [self.text.folded[slice(*span)] for span in spans if not isinstance(span, Miss)]
                outcome = self.read_value(cell, PARSERS[ParserName.DATE], SEGMENT_JOINER.join(printed))
                day = parse_day(outcome.value) if isinstance(outcome, Reading) and len(printed) == len(spans) else None
                if day:
                    self.known, self.day_basis = replace(self.known, published=day), PRINTED_DAY
                    return

    def read_passage(self, passage: Passage) -> Iterator[FoundWords]:
        expressions = scan_expressions(passage.text) if passage.rows else ()
        for row in passage.rows:
            self.within = Cause(self.annotation.file, row.table.name, row.id, passage=passage.number)
            reached = None if row.by else self.run_on.get((passage.number, row.table.name, row.id))
            by, named_in = (reached.by, reached.passage) if reached else (row.by, passage)
            attribution = self.read_attribution(passage, by, named_in, row.hedge)
            if row.by:
                yield from self.read_attributed_fields(passage, row, row.by, attribution)
            for cell in row.cells:
                if found := self.read_cell(passage, cell, attribution, expressions):
                    yield found
        yield from self.read_run_on(passage)
        self.within = Cause(self.annotation.file, field="uncoded", passage=passage.number)
        for entry in passage.uncoded:
            spans = self.find_spans(passage, entry) or ()
            self.set_aside += [SetAside(passage.number, span, entry.reason) for span in spans]

    def read_run_on(self, passage: Passage) -> Iterator[FoundWords]:
        """Find the words on who speaks of the rows of other passages to which a `by:` of this one runs on."""
        own = {(row.table.name, row.id) for row in passage.rows if row.by}
        for row in self.run_on_rows.get(passage.number, ()):
            if row.by and (row.table.name, row.id) not in own:
                self.within = Cause(self.annotation.file, row.table.name, row.id, passage=passage.number)
                attribution = self.read_attribution(passage, row.by, passage, row.hedge)
                yield from self.read_attributed_fields(passage, row, row.by, attribution)

    def read_attribution(self, passage: Passage, by: Speaker | None, named_in: Passage, hedge: Hedge | None) -> Attribution:
        """Return who says it, by words of the passage `named_in`, and how surely."""
        hedging = (self.find_spans(passage, hedge.notation) if hedge else None) or ()
        naming = (self.find_spans(named_in, by.notation) if by and by.notation.words else None) or ()
        self.attribution_spans += [*hedging, *naming]
        return Attribution(
            speaker=by.speaker if by else "",
            speaker_words=self.text.folded[slice(*naming[0])] if naming else "",
            via=by.via if by else "",
            certainty=hedge.certainty if hedge and hedging else Certainty.ASSERTED,
            hedge_words=self.text.folded[slice(*hedging[0])] if hedging else "",
            hedge_start=self.text.unfold(*hedging[0])[0] if hedging else None,
            spans=(*hedging, *naming),
        )

    def read_attributed_fields(
        self, passage: Passage, row: CodedRow, by: Speaker, attribution: Attribution
    ) -> Iterator[FoundWords]:
        """Find the words of the columns that say who speaks: they come from `by:` and are not coded twice."""
        spans = self.find_spans(passage, by.notation) if attribution.speaker else None
        if not spans:
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
                cell = CodedCell(row.table.name, row.id, column, by.notation)
                yield self.select(passage, cell, attribution, Reading(value, {"value": value}), column.basis, spans)

    def read_cell(
        self, passage: Passage, cell: CodedCell, attribution: Attribution, expressions: Sequence[Expression]
    ) -> FoundWords | None:
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
            follows = frozenset({year} if cell.field.reads == ParserName.DATE and self.known.year is None else ())
            self.fail(cell.notation, outcome.message, outcome.advice, follows)
            return None
        if not self.takes_whole_names(passage, cell, spans, words):
            return None
        if parser.accounts_for and not self.is_whole(passage, cell, spans):
            return None
        if "qualifier" in outcome.parts:
            outcome = apply_unit(outcome, list_inside(passage, spans, expressions))
        return self.select(passage, cell, attribution, outcome, cell.field.basis, spans)

    def read_value(self, cell: CodedCell, parser: Parser, words: str) -> Outcome:
        """Read the words; where the coder wrote a value too, it must be what they say, or have a reason."""
        notation = cell.notation
        if cell.field.basis == Basis.CODED:
            return parser.read_value(notation.value, cell.field)
        said = parser.read_words(words, cell.field, self.known)
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
        dropped = find_dropped(words, written) if cell.field.reads == ParserName.QUANTITY else ""
        if dropped:
            message = f"{cell.field.name}: {written.value!r} leaves out what «{shorten(words)}» say: {dropped}"
            return Unread(message, f"write {dropped} with the number, or vague")
        wrong = check_weekday(words, written)
        return Unread(f"{cell.field.name}: «{shorten(words)}», but {wrong}", "correct the date") if wrong else written

    def is_whole(self, passage: Passage, cell: CodedCell, spans: tuple[Span, ...]) -> bool:
        """Whether words take no part of a number or date, and are in their sentence what they are alone."""
        uncut = list_uncut(cell.field.reads, passage.text)
        cut = [*find_cut(passage, spans, uncut)]
        for item, span in cut:
            message = f"words cut a {item.kind}: «{self.text.folded[slice(*span)]}»"
            self.fail(cell.notation, message, f"take it whole: «{passage.text[item.start : item.end]}»")
        if cut or cell.notation.reason:
            return not cut
        words = SEGMENT_JOINER.join(self.text.folded[slice(*span)] for span in spans)
        found = show_change(passage, words, list_uncut(cell.field.reads, words), list_inside(passage, spans, uncut))
        if found:
            self.fail(
                cell.notation, f"in its sentence «{shorten(words)}» is read as {found}", "take one of them, or give a reason"
            )
        return not found

    def takes_whole_names(self, passage: Passage, cell: CodedCell, spans: tuple[Span, ...], words: str) -> bool:
        """Whether the words of a place cut no name of its kind, and are in their sentence what they are alone."""
        faults = find_name_faults(cell.field.reads, passage, words, spans, bool(cell.notation.reason)) if words else []
        for message, advice in faults:
            self.fail(cell.notation, f"{cell.field.name}: {message}", advice)
        return not faults

    def describe_given(self, reading: Reading) -> str:
        """Return what the reading took from outside the words, each with how it is known."""
        if not reading.parts.get("given"):
            return ""
        given = str(reading.parts["given"]).split()
        known = {"year": self.annotation.year, "fiscal_year": self.annotation.fiscal_year}
        found = [f"{notation.value}: {notation.reason}" for key in given if (notation := known.get(key))]
        return "; ".join([*found, *([f"{self.known.published}: {self.day_basis}"] if "published" in given else [])])

    def find_spans(self, passage: Passage, notation: Notation) -> tuple[Span, ...] | None:
        """Return the spans of a notation's words, the whole passage where it has none, None where one is not found."""
        if not notation.words:
            return ((passage.start, passage.end),)
        found = [find_words(self.text, passage, words) for words in notation.words]
        for miss in [one for one in found if isinstance(one, Miss)]:
            text = Cause(name_text(self.annotation.file), passage=passage.number)
            self.fail(notation, miss.message, miss.advice, frozenset({text}))
        spans = [one for one in found if not isinstance(one, Miss)]
        if len(spans) < len(notation.words):
            return None
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            message = "segments overlap, or their order is not that of the text"
            self.fail(notation, message, "put them in the text's order")
            return None
        return tuple(spans)

    def select(
        self,
        passage: Passage,
        cell: CodedCell,
        attribution: Attribution,
        reading: Reading,
        basis: Basis,
        spans: tuple[Span, ...],
    ) -> FoundWords:
        selectors = tuple([make_selector(self.text, span) for span in spans])
        return FoundWords(passage, cell, attribution, reading, basis, spans, selectors)

    def make_claim(self, found: FoundWords, standing: Standing) -> Claim:
        cell = found.cell
        return Claim(
            id=standing.id,
            table=cell.table,
            row=cell.row,
            field=cell.field,
            reading=found.reading,
            basis=Basis.INFERRED if cell.notation.reason else found.basis,
            reason=cell.notation.reason,
            year_given=self.describe_given(found.reading),
            source=self.annotation.source.id,
            passage=found.passage,
            attribution=found.attribution,
            spans=found.spans,
            selectors=found.selectors,
            words=join_words(found.selectors),
            file=self.annotation.file,
            line=cell.notation.line,
            column=cell.notation.column,
            follows_hedge=standing.follows_hedge,
            order=standing.order,
            is_quoted=standing.is_quoted,
            is_mention=standing.is_mention,
        )
