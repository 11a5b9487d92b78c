"""Whether the fields of a row fit each other: what must be there together, printed words and codes, from and to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from curation.claims.claim import Claim
from curation.claims.code_words import RowInPassage, find_word_before, list_said, list_words_before, name_row
from curation.claims.fixed_phrases import find_hedging_words, list_hedging_words_of, load_list
from curation.claims.run_on import covers_quotations
from curation.problems import Cause, Problem, shorten
from curation.schema.kinds import Certainty, ParserName
from curation.schema.tables import Field, Schemas
from curation.text.folding import spans_overlap
from curation.text.phrases import Phrase, split_phrase

RowName = tuple[str, str]
"""Table and row."""
Leads = dict[Phrase, set[str]]
"""The fields that a phrase leads to."""


def find_missing(claims: Iterable[Claim], filled: dict[RowName, set[str]]) -> Iterator[Problem]:
    """Report fields that a row of a source coded once has not, in any source, though what it has asks for them."""
    reported: set[tuple[str, str, str]] = set()
    for claim in claims:
        needed = claim.field.parse.goes_with if claim.field.parse else {}
        fields = (*needed.get("*", ()), *needed.get(claim.reading.value, ()))
        for name in fields:
            if name not in filled[claim.table, claim.row] and (claim.table, claim.row, name) not in reported:
                reported.add((claim.table, claim.row, name))
                cell = f"{claim.table}/{claim.row}"
                message = f"{cell}: {claim.field.name} is {claim.reading.value}, and there is no {name}"
                advice = f"code {name}, or correct {claim.field.name}"
                own, lost = Cause(claim.file, claim.table, claim.row, name), claim.cause
                yield claim.fail(message, advice, spoils={own}, follows={own, lost})


def list_filled(claims: Iterable[Claim]) -> dict[RowName, set[str]]:
    """Return the fields of each row on which any source has a claim."""
    filled: dict[RowName, set[str]] = defaultdict(set)
    for claim in claims:
        filled[claim.table, claim.row].add(claim.field.name)
    return filled


def find_unhedged(claims: Iterable[Claim]) -> Iterator[Problem]:
    """Report claims that rest on words which weaken them, or whose speaker's words do, and that have no hedge."""
    weakening, before_others = load_list("weakening"), load_list("weakening_before")
    reported: set[RowInPassage] = set()
    for claim in claims:
        is_own_naming = claim.field.speaker is not None or covers_quotations(claim.field) or not claim.has_words
        if claim.attribution.certainty != Certainty.ASSERTED or claim.reason or name_row(claim) in reported:
            continue
        words = [] if is_own_naming else list_hedging_words_of(claim, weakening)
        found = [word.text for word in (*words, *find_hedging_words(claim.attribution.speaker_words, weakening))]
        before = "" if is_own_naming else find_word_before(claim)
        found += [before] if before in before_others else []
        if found:
            reported.add(name_row(claim))
            message = f"{claim.table}/{claim.row}/{claim.field.name} rests on «{found[0]}», and its row has no hedge"
            advice = f"write beneath the row: hedge: {found[0]}, or hedge: planned <- the words"
            yield claim.fail(message, advice, {claim.cause}, {claim.cause})


def check_printed(claims: Sequence[Claim]) -> Iterator[Problem]:
    """Report printed words that say another code than their row has in the sentence: the words may be another row's."""
    codes: dict[tuple[RowInPassage, str], set[str]] = defaultdict(set)
    fields: dict[tuple[str, str], Field] = {}
    for claim in claims:
        if claim.field.reads == ParserName.CODE and not claim.reason:
            codes[name_row(claim), claim.field.name].add(claim.reading.value)
            fields[claim.table, claim.field.name] = claim.field
    for claim in claims:
        column = claim.field.parse.prints if claim.field.parse else ""
        own = codes.get((name_row(claim), column), set())
        said = list_printed_codes(claim.words, fields[claim.table, column], own) if own else set()
        if said and not said & own and not claim.reason:
            cell = f"{claim.table}/{claim.row}/{claim.field.name}"
            says = f"«{shorten(claim.words)}» says {' and '.join(sorted(said))}"
            message = f"{cell}: {says}, and {column} is {'|'.join(sorted(own))}"
            advice = f"take the words of this row, or correct {column}"
            lost = Cause(claim.file, claim.table, claim.row, column, claim.passage.number)
            yield claim.fail(message, advice, spoils={claim.cause}, follows={claim.cause, lost})


def list_printed_codes(words: str, column: Field, own: set[str]) -> set[str]:
    """Return the codes that printed words say. Where the row's code has no phrases, only a phrase that is all of them counts:

    "removals" says no other measure, and "removed from the manifest" may be one.
    """
    said = list_said(words, column)
    has_phrases = column.parse is not None and any(column.parse.words.get(code) for code in own)
    is_whole = any(split_phrase(words) == split_phrase(phrase) for code in said for phrase in list_phrases(column, code))
    return said if has_phrases or is_whole else set()


def list_phrases(column: Field, code: str) -> Sequence[str]:
    """Return the phrases that say a code of a field."""
    return column.parse.words.get(code, ()) if column.parse else ()


def list_leads(schemas: Schemas) -> dict[str, Leads]:
    """Return the phrases of each table that has any, with the fields of which the words stand after them."""
    leads: dict[str, Leads] = defaultdict(lambda: defaultdict(set))
    for table in schemas.values():
        for column in table.fields.values():
            for phrase in column.parse.after if column.parse else ():
                leads[table.name][split_phrase(phrase)].add(column.name)
    return leads


def check_leading_words(claims: Sequence[Claim], leads: dict[str, Leads]) -> Iterator[Problem]:
    """Report words that stand after the phrase of another field: a destination after "from", an origin after "to"."""
    beside: dict[RowInPassage, list[Claim]] = defaultdict(list)
    placed = [claim for claim in claims if claim.table in leads and claim.has_words]
    for claim in placed:
        beside[name_row(claim)].append(claim)
    for claim in placed:
        own = claim.field.parse.after if claim.field.parse else ()
        # Who overrules the words with a reason has looked at them; a country has one because a city is no country.
        is_explained = claim.reason and claim.field.reads != ParserName.COUNTRY
        if not own or is_explained:
            continue
        lead = find_lead(claim, leads[claim.table])
        owners = leads[claim.table].get(lead, set())
        if not owners or claim.field.name in owners:
            continue
        # A journey that goes on leads from the destination: then nothing else of the row stands there.
        others = [other for other in beside[name_row(claim)] if other.field.name in owners]
        if not any(takes_place(other, claim, find_lead(other, leads[claim.table])) for other in others):
            continue
        cell = f"{claim.table}/{claim.row}/{claim.field.name}"
        message = f"{cell}: «{claim.words}» stands after «{' '.join(lead)}», which leads to {', '.join(sorted(owners))}"
        advice = f"correct it; {claim.field.name} stands after {', '.join(own)}"
        yield claim.fail(message, advice, spoils={claim.cause}, follows={claim.cause})


def find_lead(claim: Claim, leads: Leads) -> Phrase:
    """Return the longest known phrase directly before the words of a claim; "the" may stand between them."""
    words = [*list_words_before(claim)]
    while words and words[-1].lower == "the":
        words.pop()
    for size in range(min(len(words), max(map(len, leads), default=0)), 0, -1):
        phrase = tuple(word.lower for word in words[-size:])
        if phrase in leads:
            return phrase
    return ()


def takes_place(other: Claim, claim: Claim, lead: Phrase) -> bool:
    """Whether another field of the row has the place of a claim too, or stands after a phrase that leads to the claim's."""
    own = {split_phrase(phrase) for phrase in (claim.field.parse.after if claim.field.parse else ())}
    return spans_overlap(other.spans, claim.spans) or lead in own
