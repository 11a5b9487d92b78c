"""Whether the words of a claim are where its field wants them: beside which words, outside quotations, at the beginning."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from curation.claims.claim import Claim, CodedSource
from curation.claims.code_words import RowInPassage, index_phrases, name_row
from curation.problems import Cause, Problem, shorten
from curation.schema.tables import Field, Schemas
from curation.text.folding import Span, merge_spans, spans_overlap
from curation.text.phrases import match_phrases, scan_words

ENDS = (".", "。")


def check_said_with(claims: Iterable[Claim], schemas: Schemas) -> Iterator[Problem]:
    """Report claims whose sentence, and whose reason, has no word of what the field is about: who paid, what arrived."""
    for claim in claims:
        phrases = claim.field.parse.said_with if claim.field.parse else ()
        if not phrases:
            continue
        said = list_fields_said(claim.words if claim.has_words else "", schemas[claim.table].fields.values())
        if has_phrase(claim.reason, claim.field):
            continue
        cell = f"{claim.table}/{claim.row}/{claim.field.name}"
        # What belongs into another field of the row is lacking there.
        spoils = {Cause(claim.file, claim.table, claim.row, passage=claim.passage.number)}
        advice = (
            f"correct the field, or say in a reason what happened; {claim.field.name} is said by: {', '.join(phrases[:6])}"
        )
        if said and claim.field.name not in said:
            message = f"{cell}: «{shorten(claim.words)}» speaks of {', '.join(sorted(said))}"
            yield claim.fail(message, advice, spoils=spoils, follows={claim.cause})
        elif not has_phrase(claim.passage.text, claim.field):
            message = f"{cell}: its sentence has no word that says so"
            yield claim.fail(message, advice, spoils=spoils, follows={claim.cause})


def list_fields_said(words: str, fields: Iterable[Field]) -> set[str]:
    """Return the fields of a table whose phrases words hold."""
    return {column.name for column in fields if has_phrase(words, column)}


def has_phrase(text: str, column: Field) -> bool:
    """Whether a text holds a phrase with which a field is said."""
    said = column.parse.said_with if column.parse else ()
    listed = index_phrases(((column.name, said),))
    return bool(text and said) and any(True for _ in match_phrases(text, listed))


def check_outside(claims: Iterable[Claim]) -> Iterator[Problem]:
    """Report words between quotation marks where a field has the source's own words only."""
    for claim in claims:
        if claim.field.parse and claim.field.parse.outside_quotations and any(claim.is_quoted) and not claim.reason:
            message = f"{claim.table}/{claim.row}/{claim.field.name}: «{shorten(claim.words)}» stands between quotation marks"
            advice = f"{claim.field.name} has the source's own words: leave it out, or give a reason: words -- reason"
            yield claim.fail(message, advice, spoils={claim.cause}, follows={claim.cause})


def check_opening(coded: CodedSource) -> Iterator[Problem]:
    """Report what opens a text by its field, and is behind a sentence or ends as one: a headline in the text.

    A letterhead, the day and the name of a site are no sentences: a headline may stand behind them.
    """
    prose = [passage for passage in coded.annotation.passages if not passage.is_uncoded and has_full_stop(passage.text)]
    first = min((passage.number for passage in prose), default=math.inf)
    for claim in coded.claims:
        if not claim.field.parse or not claim.field.parse.opens_text or claim.reason:
            continue
        text, (start, end) = claim.passage.text, claim.spans_in_passage[0]
        if claim.passage.number > first or any(character.isalnum() for character in text[:start]):
            what = "does not open the text"
        elif has_full_stop(text, end):
            what = "ends as a sentence does"
        else:
            continue
        message = f"{claim.table}/{claim.row}/{claim.field.name}: «{shorten(claim.words)}» {what}"
        advice = f"leave it out where the text has none, or give a reason: {claim.field.name}: words -- reason"
        yield claim.fail(message, advice, spoils={claim.cause}, follows={claim.cause})


def has_full_stop(text: str, end: int | None = None) -> bool:
    """Whether words that end a text, or end at a place in it, end with the full stop of a sentence, not of an abbreviation.

    >>> text = "Flight from U.S. It landed."
    >>> has_full_stop(text, 16), has_full_stop(text, 26), has_full_stop(text)
    (False, True, True)
    """
    words = scan_words(text[:end])
    last = words[-1] if words else None
    if not last or "." in last.text:
        return False
    return text[last.end :].lstrip("”’\"')»").startswith(ENDS)


def find_unasked(coded: CodedSource) -> Iterator[Problem]:
    """Report words that ask for a field which the rows of their sentence have not: a statement, and no medium."""
    rows: dict[RowInPassage, Claim] = {}
    asking: dict[str, dict[str, Field]] = defaultdict(dict)
    filled: set[tuple[str, str, str]] = set()
    for claim in coded.claims:
        if claim.attribution.speaker:
            rows.setdefault(name_row(claim), claim)
        filled.add((claim.table, claim.row, claim.field.name))
    for column in list_columns(coded):
        if column.parse and column.parse.asked_by:
            asking[column.table][column.name] = column
    for (_, table, row), claim in rows.items():
        for column in asking.get(table, {}).values():
            words = "" if (table, row, column.name) in filled else find_asking(coded, claim, column)
            if words:
                message = f"{table}/{row}: «{words}» is not coded, and there is no {column.name}"
                advice = f"write {column.name}: {words}, or beneath the passage: uncoded: {words} -- the reason"
                cause = Cause(claim.file, table, row, column.name)
                yield claim.fail(message, advice, spoils={cause}, follows={cause, claim.cause})


def list_columns(coded: CodedSource) -> Iterator[Field]:
    """Return the columns of the tables of which a source has rows."""
    tables = {row.table.name: row.table for passage in coded.annotation.passages for row in passage.rows}
    return (column for table in tables.values() for column in table.fields.values())


def find_asking(coded: CodedSource, claim: Claim, column: Field) -> str:
    """Return the words of a claim's sentence that ask for a field: neither uncoded, nor what is quoted, nor its own."""
    phrases = column.parse.asked_by if column.parse else ()
    found = [*match_phrases(claim.passage.text, index_phrases(((column.name, phrases),)))]
    if not found:
        return ""
    taken = [span for other in coded.claims if other.field.name == column.name for span in other.spans]
    reported = [span for other in coded.claims if other.field.parse and other.field.parse.covers for span in other.spans]
    used, start = merge_spans([*taken, *reported, *coded.uncoded]), claim.passage.start
    for first, last, _ in found:
        span: Span = (start + first, start + last)
        if not spans_overlap(used, [span]):
            return claim.passage.text[first:last]
    return ""


def check_surroundings(coded: CodedSource, schemas: Schemas, is_once: bool) -> Iterator[Problem]:
    """Return what the surroundings of a source's claims show; of one that was coded once also what a sentence must say."""
    yield from check_outside(coded.claims)
    yield from check_opening(coded)
    if is_once:
        yield from check_said_with(coded.claims, schemas)
        yield from find_unasked(coded)
