"""Cheap checks of a coder's slips: what a second coding would have shown. A source that was coded once has more of them.

The checks judge by the text and the schemas. Those that sources coded twice pass as they are hold for every source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from curation.annotation.causes import name_keys
from curation.annotation.document import Annotation
from curation.annotation.evidence import CITATION
from curation.claims.claim import CodedSource, Speakers
from curation.claims.code_words import check_codes, find_unexplained
from curation.claims.joint_figures import check_joint_figures
from curation.claims.lists import check_lists
from curation.claims.other_speakers import check_other_speakers, list_outlets
from curation.claims.overruled import check_overruled
from curation.claims.reasons import (
    check_hedges,
    check_numbers_set_aside,
    check_reasons,
    check_uncoded,
    fold_printed,
    quotes,
)
from curation.claims.row_fields import (
    Leads,
    check_leading_words,
    check_printed,
    find_missing,
    find_unhedged,
    list_filled,
)
from curation.claims.row_names import check_references_near, check_row_names
from curation.claims.speaker_words import check_speaker_words, collect_names, keep_own_names, list_attributed
from curation.claims.surroundings import check_surroundings
from curation.claims.tied_rows import check_tied_rows
from curation.problems import Cause, Problem
from curation.schema.tables import Schemas
from curation.sources.register import Source
from curation.text.dates import scan_dates
from curation.text.edtf import parse_day


def check_alone(one: CodedSource, schemas: Schemas, leads: dict[str, Leads], is_once: bool) -> Iterator[Problem]:
    """Return the slips that a source shows by itself. So they are looked for while what was read of its text is kept."""
    yield from check_joint_figures(one.claims)
    yield from check_lists(one.claims, is_once)
    yield from check_row_names(one.claims)
    yield from check_printed(one.claims)
    yield from check_leading_words(one.claims, leads)
    yield from check_codes(one.claims, is_once)
    yield from check_year(one)
    yield from check_surroundings(one, schemas, is_once)
    yield from check_overruled(one)
    yield from check_numbers_set_aside(one.annotation)
    if is_once:
        yield from check_hedges(one.annotation)
        yield from check_uncoded(one.annotation)
        yield from find_unhedged(one.claims)


def check_together(
    coded: Sequence[CodedSource],
    schemas: Schemas,
    speakers: Speakers,
    sources: Mapping[str, Source],
    codings: Mapping[str, int],
) -> Iterator[Problem]:
    """Return the slips of each source that show only where all sources are known: their rows, speakers and texts."""
    outlets = list_outlets(coded)
    texts = {name: fold_printed(source.text) for name, source in sources.items()}
    claims = [claim for one in coded for claim in one.claims]
    filled = list_filled(claims)
    names = collect_names(claims, schemas, speakers)
    yield from check_tied_rows(claims, schemas)
    for one, own_names in zip(coded, keep_own_names(coded, names, schemas), strict=True):
        is_once = codings.get(one.annotation.source.id, 1) < 2
        yield from check_references_near(one.claims, schemas, filled.keys())
        attributed = list_attributed(one.annotation)
        yield from check_speaker_words(one, attributed, own_names, schemas, is_once)
        yield from check_other_speakers(one, attributed, names, outlets, is_once)
        if is_once:
            yield from check_reasons(one.annotation, texts)
            yield from find_missing(one.claims, filled)


def check_needed_reasons(coded: Sequence[CodedSource], codings: Mapping[str, int]) -> Iterator[Problem]:
    """Return the codes without a reason that need one. That the marks contradict such a code is a problem before it."""
    for one in coded:
        if codings.get(one.annotation.source.id, 1) < 2:
            yield from find_unexplained(one.claims)


def check_year(coded: CodedSource) -> Iterator[Problem]:
    """Report a year at the head that is not near the years that the text prints, without a reason that cites something.

    Near are those years, and the one after the last of them; the year of the day of publication, and the one before it.
    """
    annotation = coded.annotation
    head = annotation.year
    if not head or not head.value.isdigit():
        return
    source, year = annotation.source, int(head.value)
    printed, told = list_years(source.text), list_years(head.reason)
    published = parse_day(source.registered.get("published", ""))
    near = {*printed, *told, *({published.year, published.year - 1} if published else ())}
    near |= {max(some) + 1 for some in (printed, told) if some}
    if not near or year in near or CITATION.search(head.reason) or quotes(head.reason, fold_printed(source.text)):
        return
    there = ", ".join(map(str, sorted({*printed, *({published.year} if published else ())} or told)))
    advice = f"the dates are of {there}: correct it, or quote in its reason the words that give the year, or cite a page [id]"
    key = Cause(name_keys(annotation.file), field="year")
    dated = frozenset(claim.cause for claim in coded.claims if claim.year_given)
    yield Problem(
        annotation.file, head.line, head.column, f"year is {year}", advice, spoils=dated | {key}, follows=frozenset({key})
    )


def list_years(text: str) -> set[int]:
    """Return the years that the dates of a text print. A number of persons is no year."""
    moments = [moment for item in scan_dates(text) for moment in (item.first, item.last) if moment]
    return {moment.year for moment in moments if moment.year}


def sharpen_warnings(annotation: Annotation, problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems of a source that was coded once: a hedge or a verb of speech that nothing uses is an error there.

    Where a reason alone says who speaks, its sentence need not have words that do.
    """
    silent = {
        passage.line for passage in annotation.passages if any(row.by and not row.by.notation.words for row in passage.rows)
    }
    return [problem if problem.line in silent else replace(problem, is_warning=False) for problem in problems]
