"""What the claims on one cell agree on, by the rule that the field's schema names; where they do not, a written ruling."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import starmap
from pathlib import Path

from curation.annotations import FOLDER
from curation.claims import Claim
from curation.evidence import Cited
from curation.expressions import find_countries
from curation.problems import Problem, shorten, suggest_nearest
from curation.readings import PARSERS, Reading, Unread, make_date, make_quantity
from curation.schemas import SET_SEPARATOR, Field, Schemas
from curation.sources import fold_spaces
from curation.strict_yaml import Mapping, Node, Scalar, read_top
from curation.strict_yaml import Sequence as YamlSequence

DECISIONS = f"{FOLDER}/decisions.yaml"
PLACES = f"{FOLDER}/places.yaml"

CellName = tuple[str, str, str]
"""Table, row and field."""

Places = dict[str, str]
"""The wider place in which each place lies."""


@dataclass(frozen=True)
class Agreement:
    """What claims agree on, and those that decide it. `kind` names a difference that is none in substance."""

    reading: Reading
    deciding: tuple[Claim, ...]
    kind: str = ""


@dataclass(frozen=True)
class Decision:
    """A coder's ruling on one cell. Without a value nothing is published there."""

    cell: CellName
    kind: str
    between: tuple[str, ...]
    value: str
    take: str
    reason: str
    evidence: tuple[str, ...]
    line: int
    column: int

    @property
    def cites(self) -> Cited:
        return Cited(DECISIONS, self.line, self.column, self.reason, self.evidence)

    def fail(self, message: str, advice: str = "") -> Problem:
        return Problem(DECISIONS, self.line, self.column, message, advice)


@dataclass(frozen=True)
class Fact:
    """One cell's claims and what is published of them. `reading` is None where a ruling publishes nothing."""

    field: Field
    row: str
    claims: tuple[Claim, ...]
    reading: Reading | None
    deciding: tuple[Claim, ...]
    kind: str = ""
    decision: Decision | None = None

    @property
    def basis(self) -> str:
        if self.decision and not any(claim.reading.value == self.decided for claim in self.deciding):
            return "inferred"
        bases = {claim.basis for claim in self.deciding}
        return next(basis for basis in ("verbatim", "parsed", "coded", "inferred") if basis in bases)

    @property
    def rest(self) -> tuple[Claim, ...]:
        """The claims that do not decide."""
        deciding = {claim.id for claim in self.deciding}
        return tuple(claim for claim in self.claims if claim.id not in deciding)

    @property
    def is_set(self) -> bool:
        return self.decision is None and self.field.curation.get("agree") == "set"

    @property
    def dissenting(self) -> tuple[Claim, ...]:
        """The claims that say otherwise, or less: another value than the published one. Members of a set never do."""
        deciding = () if self.decision else {claim.id for claim in self.deciding}
        return tuple(
            claim
            for claim in list_known(self.claims)
            if not self.says_the_same(claim.reading.value) and claim.id not in deciding
        )

    def says_the_same(self, value: str) -> bool:
        """Whether a claim's value is the published one, or of a set a member, by the rule on which the claims agree."""
        if self.is_set:
            return value.casefold() in self.decided.casefold().split(SET_SEPARATOR)
        if self.field.curation.get("agree") == "wording":
            return list_words(value) == list_words(self.decided)
        return value == self.decided

    @property
    def decided(self) -> str:
        return self.reading.value if self.reading else ""

    @property
    def reason(self) -> str:
        if self.decision:
            return self.decision.reason
        if self.basis == "inferred":
            return next((claim.reason for claim in self.deciding if claim.reason), "")
        return next((f"year {claim.year_given}" for claim in self.deciding[:1] if claim.year_given), "")


# The rules


def agree_same(claims: Sequence[Claim], places: Places) -> Agreement | None:
    """All say the same. A code `unknown` says nothing and contradicts nothing."""
    known = list_known(claims)
    if len({claim.reading.value for claim in known}) > 1:
        return None
    return Agreement(known[0].reading, prefer_firm(known))


def list_known(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that say something: the code `unknown` does not, unless all say so."""
    return [claim for claim in claims if claim.reading.value != "unknown"] or list(claims)


def prefer_firm(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Sort claims, the best evidence first: see `Claim.weakness`."""
    return tuple(sorted(claims, key=lambda claim: claim.weakness))


def agree_single(claims: Sequence[Claim], places: Places) -> Agreement | None:
    """One source says it."""
    return agree_same(claims, places) if len({claim.source for claim in claims}) == 1 else None


def agree_set(claims: Sequence[Claim], places: Places) -> Agreement | None:
    """Every claim adds a member; of members that differ in capitals only, the last by code point is published."""
    members = group_members(claims)
    value = SET_SEPARATOR.join(members)
    return Agreement(Reading(value, {"value": value}), tuple(starmap(choose_claim, members.items())))


def group_members(claims: Sequence[Claim]) -> dict[str, tuple[Claim, ...]]:
    """Return the members of a set in their order, each with its claims, the best evidence first."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in prefer_firm(claims):
        groups[claim.reading.value.casefold()].append(claim)
    members = {max(claim.reading.value for claim in group): tuple(group) for group in groups.values()}
    return dict(sorted(members.items()))


def choose_claim(member: str, claims: Sequence[Claim]) -> Claim:
    """Return the best of a member's claims that print it in the published form."""
    return next(claim for claim in claims if claim.reading.value == member)


def agree_furthest(claims: Sequence[Claim], places: Places) -> Agreement | None:
    """The last code in the field's list: who says that a flight arrived does not deny that it departed."""
    order = list(claims[0].field.codes)
    furthest = max(list_known(claims), key=lambda claim: order.index(claim.reading.value)).reading
    return Agreement(furthest, prefer_firm([claim for claim in claims if claim.reading.value == furthest.value]))


def agree_interval(claims: Sequence[Claim], places: Places) -> Agreement | None:
    """What all the claims' bounds leave: "more than 100" and "131" agree on 131. About and vague bound nothing."""
    lows = [claim for claim in claims if claim.reading.bounds[0] is not None]
    highs = [claim for claim in claims if claim.reading.bounds[1] is not None]
    low = max((claim.reading.bounds[0] for claim in lows), default=None)
    high = min((claim.reading.bounds[1] for claim in highs), default=None)
    if low is not None and high is not None and low > high:
        return None
    kind = "precision" if len({claim.reading.value for claim in claims}) > 1 else ""
    whole = [claim for claim in claims if claim.reading.bounds == (low, high)]
    if whole:
        best = min(whole, key=lambda claim: (rank_vagueness(claim), claim.weakness))
        same = [claim for claim in whole if claim.reading.value == best.reading.value]
        return Agreement(best.reading, prefer_firm(same), kind)
    deciding = (
        next(claim for claim in lows if claim.reading.bounds[0] == low),
        next(claim for claim in highs if claim.reading.bounds[1] == high),
    )
    if "earliest" in deciding[0].reading.parts:
        period = f"{low}" if low == high else f"{low}/{high}"
        dated = make_date(period, str(deciding[0].reading.parts["date_basis"]))
        return Agreement(dated, deciding, kind) if isinstance(dated, Reading) else None
    bounds = tuple(dict.fromkeys(bound for bound in (low, high) if bound is not None))
    return Agreement(make_quantity("range" if len(bounds) > 1 else "exact", bounds, is_count=True), deciding, kind)


def rank_vagueness(claim: Claim) -> int:
    order = ("about", "vague", "unknown")
    qualifier = claim.reading.parts.get("qualifier")
    return order.index(qualifier) + 1 if qualifier in order else 0


def agree_narrower(claims: Sequence[Claim], places: Places) -> Agreement | None:
    """The narrowest place, if it lies in all the others: New York is in the United States."""
    chains = [(claim, list_wider(claim.reading.value, places)) for claim in claims]
    claim, chain = max(chains, key=lambda pair: len(pair[1]))
    if any(name_place(other.reading.value) not in chain for other, _ in chains):
        return None
    deciding = prefer_firm([other for other, wider in chains if wider == chain])
    kind = "precision" if any(wider != chain for _, wider in chains) else ""
    return Agreement(claim.reading, deciding, kind)


def list_wider(place: str, places: Places) -> list[str]:
    """Return a place and all in which it lies, from the narrowest on."""
    chain = [name_place(place)]
    while chain[-1] in places and places[chain[-1]] not in chain:
        chain.append(places[chain[-1]])
    return chain


def name_place(place: str) -> str:
    """Return one name for a place: a country's code where the words are a country's name and nothing else."""
    named = find_countries(place)
    return named[0][0] if len(named) == 1 and named[0][1] == place else place


def agree_wording(claims: Sequence[Claim], places: Places) -> Agreement | None:
    """All have the same words, capitals and marks aside; the words of the best evidence are published."""
    if len({list_words(claim.reading.value) for claim in claims}) > 1:
        return None
    deciding = prefer_firm(claims)
    return Agreement(deciding[0].reading, deciding)


def list_words(text: str) -> tuple[str, ...]:
    """Return the words of a text for comparison, without capitals, points and marks."""
    return tuple(re.findall(r"\w+", re.sub(r"(?<=\w)[.'’](?=\w)|(?<=\b\w)\.", "", text).casefold()))


RULES: dict[str, Callable[[Sequence[Claim], Places], Agreement | None]] = {
    "same": agree_same,
    "single": agree_single,
    "set": agree_set,
    "furthest": agree_furthest,
    "interval": agree_interval,
    "narrower": agree_narrower,
    "wording": agree_wording,
}
"""A new rule is one entry here; schemas name it under `agree`."""


# The facts


def group_claims(claims: Iterable[Claim]) -> dict[CellName, list[Claim]]:
    groups: dict[CellName, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.table, claim.row, claim.field.name].append(claim)
    return groups


def make_fact(
    column: Field, row: str, claims: Sequence[Claim], places: Places, decision: Decision | None
) -> tuple[Fact | None, list[Problem]]:
    """Let the claims on one cell agree, or apply the decision on it."""
    rule = "same" if "by" in column.curation else str(column.curation["agree"])
    agreement = RULES[rule](claims, places)
    if decision is None:
        if agreement is None:
            return None, [report_disagreement(column, row, claims, rule)]
        return Fact(column, row, tuple(claims), agreement.reading, agreement.deciding, agreement.kind), []
    values = list(dict.fromkeys(claim.reading.value for claim in claims))
    if set(decision.between) == set(values) and not (agreement and not agreement.kind):
        return apply_decision(column, row, claims, decision)
    now = "; ".join(shorten(value) for value in values)
    stale = decision.fail(
        f"stale decision: the claims on {'/'.join(decision.cell)} are now {now}", "decide anew, or remove it"
    )
    return None, [replace(stale, may_follow=True)]


def report_disagreement(column: Field, row: str, claims: Sequence[Claim], rule: str) -> Problem:
    """Report claims that cannot agree at the odd one out: of the value with fewest claims the last one."""
    counts = Counter(claim.reading.value for claim in claims)
    odd = [claim for claim in claims if counts[claim.reading.value] == min(counts.values())][-1]
    cell = f"{column.table}/{row}/{column.name}"
    who = "sources disagree" if len({claim.source for claim in claims}) > 1 else "one source disagrees with itself"
    advice = f"where the words are read rightly, write a decision on {cell} in {DECISIONS}, between {'; '.join(counts)}"
    if rule == "narrower":
        advice = f"where one place lies in the other, say so in {PLACES}; else {advice}"
    elif rule == "single":
        advice = "this cell is coded in one source alone; other forms have a field, or a row, of their own"
    return odd.fail(f"{who} on {cell}: {shorten(describe_readings(claims), 600)}", advice)


def apply_decision(column: Field, row: str, claims: Sequence[Claim], decision: Decision) -> tuple[Fact | None, list[Problem]]:
    chosen: Reading | None = None
    if decision.take:
        taken = [claim for claim in claims if claim.source == decision.take]
        if len({claim.reading.value for claim in taken}) != 1:
            return None, [decision.fail(f"take: {decision.take} has no claim, or several, on {'/'.join(decision.cell)}")]
        chosen = taken[0].reading
    elif decision.value:
        outcome = PARSERS[str(column.curation.get("reads", "verbatim"))].read_value(decision.value, column)
        if isinstance(outcome, Unread):
            return None, [decision.fail(outcome.message, outcome.advice)]
        chosen = outcome
    deciding = tuple(claim for claim in prefer_firm(claims) if chosen and claim.reading.value == chosen.value)
    if decision.take:
        deciding = tuple(sorted(deciding, key=lambda claim: claim.source != decision.take))
    # A value that some words say keeps what those words made of it, how its date was read included.
    reading = deciding[0].reading if deciding else chosen
    return Fact(column, row, tuple(claims), reading, deciding or tuple(claims), decision.kind, decision), []


def describe_readings(claims: Iterable[Claim]) -> str:
    """List each value with the sources that have it and their words."""
    by_value: dict[str, dict[str, list[str]]] = {}
    for claim in claims:
        sources = by_value.setdefault(claim.reading.value, {})
        if claim.words not in sources.setdefault(claim.source, []):
            sources[claim.source].append(claim.words)
    return "; ".join(f"{value} ({', '.join(starmap(quote_words, sources.items()))})" for value, sources in by_value.items())


def quote_words(source: str, words: Iterable[str]) -> str:
    return f"{source}: {' / '.join(f'«{word}»' for word in words)}"


# The hand-written files


def read_decisions(root: Path, schemas: Schemas) -> tuple[dict[CellName, Decision], list[Problem]]:
    nodes, problems = read_top(root, DECISIONS, "decisions", YamlSequence)
    decisions: dict[CellName, Decision] = {}
    for node in nodes.items if nodes else ():
        outcome = read_decision(node, schemas)
        if isinstance(outcome, Problem):
            problems.append(outcome)
        elif outcome.cell in decisions:
            problems.append(outcome.fail(f"second decision on {'/'.join(outcome.cell)}", "keep one"))
        else:
            decisions[outcome.cell] = outcome
    return decisions, problems


DECISION_KEYS = ("cell", "kind", "between", "value", "take", "reason", "evidence")


def read_decision(node: Node, schemas: Schemas) -> Decision | Problem:
    def fail(message: str, advice: str = "") -> Problem:
        return Problem(DECISIONS, node.line, node.column, message, advice)

    if not isinstance(node, Mapping):
        return fail("not a decision", f"write {', '.join(DECISION_KEYS)}")
    for key, _ in node.items:
        if key.value not in DECISION_KEYS:
            return fail(f"unknown key {key.value!r}", suggest_nearest(key.value, DECISION_KEYS))
    cell = node.text("cell").split("/")
    if len(cell) != 3 or cell[0] not in schemas or cell[2] not in schemas[cell[0]].fields:
        return fail(f"cell: {shorten(node.text('cell'))!r} is no cell", "write table/row/field")
    kinds = schemas["disagreements"].fields["kind"].codes
    if node.text("kind") not in kinds:
        return fail(f"kind: unknown code {node.text('kind')!r}", suggest_nearest(node.text("kind"), kinds))
    if not node.text("reason"):
        return fail("decision without a reason", "say why, citing words or evidence")
    between = node.get("between")
    values = list_texts(between) if isinstance(between, YamlSequence) else []
    if len(values) < 2:
        return fail("decision without the values between which it decides", "list them under 'between:'")
    return Decision(
        cell=(cell[0], cell[1], cell[2]),
        kind=node.text("kind"),
        between=tuple(fold_spaces(value) for value in values),
        value=fold_spaces(node.text("value")),
        take=node.text("take"),
        reason=fold_spaces(node.text("reason")),
        evidence=tuple(list_texts(node.get("evidence"))),
        line=node.line,
        column=node.column,
    )


def list_texts(node: Node | None) -> list[str]:
    """Return the text of a scalar, or those of a list."""
    items = node.items if isinstance(node, YamlSequence) else () if node is None else (node,)
    return [item.value for item in items if isinstance(item, Scalar)]


def read_places(root: Path) -> tuple[Places, list[Problem]]:
    top, problems = read_top(root, PLACES, "places", Mapping)
    items = top.items if top else ()
    return {key.value: name_place(node.value) for key, node in items if isinstance(node, Scalar)}, problems
