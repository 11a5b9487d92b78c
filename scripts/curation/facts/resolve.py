"""What the claims on one cell agree on, by the field's rule; where they do not agree, a written ruling."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import starmap

from curation.annotation.causes import RULED_CELLS, name_left_out
from curation.annotation.rulings import Places, Ruling
from curation.claims.claim import Claim
from curation.claims.parsers import PARSERS
from curation.facts.best_evidence import list_known, sort_best_first
from curation.facts.check_rulings import check_value
from curation.facts.proposals import propose_between, propose_ruling
from curation.facts.rules import RULES, are_one_label
from curation.paths import DECISIONS, EVIDENCE, PLACES, SET_SEPARATOR
from curation.problems import Cause, Problem, shorten
from curation.schema.kinds import Basis, ParserName, RuleName
from curation.schema.tables import CellName, Field
from curation.text.folding import list_words
from curation.text.readings import Reading, Unread


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell's claims and what is published of them. `reading` is None where a ruling publishes nothing."""

    field: Field
    row: str
    claims: tuple[Claim, ...]
    reading: Reading | None
    deciding: tuple[Claim, ...]
    kind: str = ""
    ruling: Ruling | None = None

    @property
    def basis(self) -> Basis:
        if self.ruling and not any(claim.reading.value == self.decided for claim in self.deciding):
            return Basis.INFERRED
        if len(self.deciding) == 1:
            return self.deciding[0].basis
        bases = {claim.basis for claim in self.deciding}
        return bases.pop() if len(bases) == 1 else next(basis for basis in Basis if basis in bases)

    @property
    def rest(self) -> tuple[Claim, ...]:
        """The claims that do not decide."""
        if len(self.deciding) == len(self.claims):
            return ()
        deciding = {claim.id for claim in self.deciding}
        return tuple(claim for claim in self.claims if claim.id not in deciding)

    @property
    def is_set(self) -> bool:
        return self.ruling is None and self.field.is_set

    @property
    def agreeing(self) -> tuple[Claim, ...]:
        """The claims that say the published value, the best evidence first."""
        return tuple(claim for claim in sort_best_first(self.claims) if self.says_the_same(claim.reading.value))

    @property
    def dissenting(self) -> tuple[Claim, ...]:
        """The claims that say otherwise, or less: another value than the published one. Members of a set never do."""
        if not self.ruling and len(self.deciding) == len(self.claims):
            return ()
        deciding = () if self.ruling else {claim.id for claim in self.deciding}
        return tuple(
            claim
            for claim in list_known(self.claims)
            if not self.says_the_same(claim.reading.value) and claim.id not in deciding
        )

    def says_the_same(self, value: str) -> bool:
        """Whether a claim's value is the published one, or of a set a member, by the rule on which the claims agree."""
        if self.is_set:
            return value.casefold() in self.decided.casefold().split(SET_SEPARATOR)
        if self.field.rule == RuleName.SAME:
            return are_one_label(self.claims[0].field, value, self.decided)
        if self.field.rule == RuleName.WORDING:
            return list_words(value) == list_words(self.decided)
        return value == self.decided

    @property
    def decided(self) -> str:
        return self.reading.value if self.reading else ""

    @property
    def reason(self) -> str:
        if self.ruling:
            return self.ruling.reason
        if self.basis == Basis.INFERRED:
            return next((claim.reason for claim in self.deciding if claim.reason), "")
        given = self.deciding[0].year_given if self.deciding else ""
        return f"year {given}" if given and re.match(r"\d{4}:", given) else given


def group_claims(claims: Iterable[Claim]) -> dict[CellName, list[Claim]]:
    """Return the claims on each cell."""
    groups: dict[CellName, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[name_cell(claim)].append(claim)
    return groups


def name_cell(claim: Claim) -> CellName:
    """Return the cell that a claim is on."""
    return claim.table, claim.row, claim.field.name


def make_fact(
    column: Field, row: str, claims: Sequence[Claim], places: Places, ruling: Ruling | None
) -> tuple[Fact | None, list[Problem]]:
    """Let the claims on one cell agree, or apply the ruling on it."""
    agreement = RULES[column.rule](claims, places)
    if ruling is None:
        if agreement is None:
            return None, [report_disagreement(column, row, claims)]
        return Fact(column, row, tuple(claims), agreement.reading, agreement.deciding, agreement.kind), []
    values = list(dict.fromkeys(claim.reading.value for claim in claims))
    if set(ruling.between) == set(values) and not (agreement and not agreement.kind):
        return apply_ruling(column, row, claims, ruling)
    now = "; ".join(shorten(value) for value in values)
    message = f"stale ruling: the claims on {'/'.join(ruling.cell)} are now {now}"
    if agreement and not agreement.kind:
        stale = report_stale(ruling, message, "remove it: they agree")
    else:
        stale = report_stale(ruling, message, "read its reason again; then remove it, or write these values in it:")
        stale = replace(stale, paste="\n".join(propose_between(claims)))
    return None, [replace(stale, spoils=frozenset(claim.cause for claim in claims))]


def report_stale(ruling: Ruling, message: str, advice: str) -> Problem:
    """Report a ruling on no disagreement. Claims may be unread, its row have two names, or its own cell be mistyped."""
    rows, cell = Cause(RULED_ROWS, ruling.cell[0], ruling.cell[1]), Cause(RULED_CELLS, *ruling.cell)
    return replace(ruling.fail(message, advice), follows=frozenset({rows, cell, name_choice(ruling.between)}))


RULED_ROWS = f"{DECISIONS}: rows"
"""The rows that rulings name. A row that is coded under two names makes the rulings on both unreliable."""


def name_choice(values: Iterable[str]) -> Cause:
    """Return the values between which a ruling decides, whatever cell it names: they show which one is meant."""
    return Cause(f"{DECISIONS}: between", row="; ".join(sorted(set(values))))


def report_disagreement(column: Field, row: str, claims: Sequence[Claim]) -> Problem:
    """Report claims that cannot agree at the odd one out: of the value with fewest claims the last one."""
    counts = Counter(claim.reading.value for claim in claims)
    odd = [claim for claim in claims if counts[claim.reading.value] == min(counts.values())][-1]
    cell = f"{column.table}/{row}/{column.name}"
    who = "sources disagree" if len({claim.source for claim in claims}) > 1 else "one source disagrees with itself"
    advice = f"if the words are read rightly, paste this under 'decisions:' in {DECISIONS}, choose, and write the reason:"
    paste = propose_ruling((column.table, row, column.name), column, claims)
    if column.rule == RuleName.NARROWER:
        advice = f"if one place lies in the other, say so in {PLACES} (Hamburg: Germany); {advice}"
    elif column.rule == RuleName.SINGLE:
        advice, paste = "this cell is coded in one source alone; other forms have a field, or a row, of their own", ""
    # One line can be shared by several rows: it is reported once.
    line = Cause(f"{odd.file}:{odd.line}")
    # A wrong `by:` makes more of the row unreliable than the column that names the speaker.
    cells = (claim.cause._replace(field="") if claim.field.speaker else claim.cause for claim in claims)
    # A wrong year at the head makes all dates wrong that took it.
    years = frozenset().union(*(claim.year_causes for claim in claims))
    # Pages that only its ruling will cite are cited by nothing yet.
    spoils = {line, name_choice(counts), *cells, *years, Cause(EVIDENCE, field="citation")}
    left_out = {Cause(name_left_out(one.file), field=one.field.name, passage=one.passage.number) for one in claims}
    follows = {line, *(claim.cause for claim in claims), Cause(DECISIONS, column.table, row, column.name), *left_out, *years}
    follows |= {Cause(PLACES)} if column.rule == RuleName.NARROWER else set()
    problem = odd.fail(f"{who} on {cell}: {shorten(describe_readings(claims), 600)}", advice, spoils, follows)
    return replace(problem, paste=paste)


def apply_ruling(column: Field, row: str, claims: Sequence[Claim], ruling: Ruling) -> tuple[Fact | None, list[Problem]]:
    """Make the fact that a ruling decides, or say why the ruling cannot be applied."""
    chosen: Reading | None = None
    if ruling.take:
        taken = [claim for claim in claims if claim.source == ruling.take]
        if len({claim.reading.value for claim in taken}) != 1:
            return None, [
                ruling.fail(
                    f"take: {ruling.take} has no claim, or several, on {'/'.join(ruling.cell)}",
                    "name a source that gives one value, or write the value itself: value: …",
                )
            ]
        chosen = taken[0].reading
    elif ruling.value:
        outcome = PARSERS[column.reads or ParserName.VERBATIM].read_value(ruling.value, column)
        if isinstance(outcome, Unread):
            return None, [ruling.fail(outcome.message, outcome.advice)]
        wrong = check_value(outcome, claims, ruling)
        if wrong:
            return None, [wrong]
        chosen = outcome
    deciding = tuple(claim for claim in sort_best_first(claims) if chosen and claim.reading.value == chosen.value)
    if ruling.take:
        deciding = tuple(sorted(deciding, key=lambda claim: claim.source != ruling.take))
    # A value that some words say keeps what those words made of it, how its date was read included.
    reading = deciding[0].reading if deciding else chosen
    return Fact(column, row, tuple(claims), reading, deciding or tuple(claims), ruling.kind, ruling), []


def describe_readings(claims: Iterable[Claim]) -> str:
    """List each value with the sources that have it and their words."""
    by_value: dict[str, dict[str, list[str]]] = {}
    for claim in claims:
        sources = by_value.setdefault(claim.reading.value, {})
        if claim.words not in sources.setdefault(claim.source, []):
            sources[claim.source].append(claim.words)
    return "; ".join(f"{value} ({', '.join(starmap(quote_words, sources.items()))})" for value, sources in by_value.items())


def quote_words(source: str, words: Iterable[str]) -> str:
    """Return a source's words between quotation marks."""
    return f"{source}: {' / '.join(f'«{word}»' for word in words)}"
