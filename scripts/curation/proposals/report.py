"""What became of proposals, as tables: of each source and of each rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from curation.proposals.comparing import EDIT, EXACT, WRONG, Judged, Outcome
from curation.proposals.lines import CodedLine
from curation.text.folding import FoldedText

RIGHT_ENOUGH = 0.8
"""A rule of whose proposals fewer are exact is to be switched off, asked last or doubted (order.toml)."""
COLUMNS = ("proposed", EXACT, EDIT, WRONG, "lines", "found", "typed")


def list_sources(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of a table with a line for each source, and one for all."""
    for name, some in [*((one.source.id, [one]) for one in outcomes), ("all", outcomes)]:
        proposed, *counts = count_kinds(judged for one in some for judged in one.judged)
        lines = sum(one.lines for one in some)
        typed = sum(one.typed for one in some) / max(1, sum(one.whole for one in some))
        shares = [f"{count} ({count / max(1, proposed):.0%})" for count in counts]
        yield name, str(proposed), *shares, str(lines), f"{counts[0] / max(1, lines):.0%}", f"{typed:.0%}"


def list_rules(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of a table with a line for each rule."""
    for rule in sorted({judged.line.rule for one in outcomes for judged in one.judged}):
        proposed, *counts = count_rule(rule, outcomes)
        yield rule, str(proposed), *(f"{count} ({count / proposed:.0%})" for count in counts)


def count_rule(rule: str, outcomes: Sequence[Outcome]) -> tuple[int, int, int, int]:
    """Return how many proposals of a rule there are, and how many are exact, one edit away, and wrong."""
    return count_kinds(judged for one in outcomes for judged in one.judged if judged.line.rule == rule)


def count_kinds(judged: Iterable[Judged]) -> tuple[int, int, int, int]:
    """Return how many proposals there are, and how many are exact, one edit away, and wrong."""
    counts = Counter(one.kind for one in judged)
    return counts.total(), counts[EXACT], counts[EDIT], counts[WRONG]


def list_poor(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the rules too few of whose proposals are exact."""
    rules = sorted({judged.line.rule for one in outcomes for judged in one.judged})
    counts = {rule: count_rule(rule, outcomes) for rule in rules}
    return [rule for rule, (proposed, exact, _, _) in counts.items() if exact < RIGHT_ENOUGH * proposed]


def render_outcomes(outcomes: Sequence[Outcome]) -> str:
    """Return what became of proposals as tables for a terminal."""
    if not outcomes:
        return "no source has both proposals and a finished coding"
    tables = [[("source", *COLUMNS), *list_sources(outcomes)], [("rule", *COLUMNS[:4]), *list_rules(outcomes)]]
    poor = list_poor(outcomes)
    advice = [f"fewer than {RIGHT_ENOUGH:.0%} exact: {', '.join(poor)}"] if poor else []
    return "\n\n".join([*("\n".join(align(table)) for table in tables), *advice])


def align(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table with its columns below each other."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for first, *cells in table:
        rest = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *rest])


def render_source(outcome: Outcome) -> str:
    """Return what was not exact, and what was missed, line by line: the rule, the proposal, and what was coded."""
    text = outcome.source.folded
    lines = [
        f"{judged.kind:<8}  {judged.line.rule:<14}  {show(text, judged.line)}"
        + (f"\n{'coded':>26}  {show(text, judged.coded)}" if judged.coded else "")
        for judged in outcome.judged
        if judged.kind != EXACT
    ]
    return "\n".join([*lines, *(f"{'missed':<26}{show(text, line)}" for line in outcome.missed)])


def show(text: FoldedText, line: CodedLine) -> str:
    """Return a line as a coder would write it in one."""
    words = " | ".join(text.folded[slice(*span)] for span in line.spans)
    row = f"{line.table}/{','.join(sorted(line.rows))} " if line.table else ""
    return f"{row}{line.field}: {' <- '.join(filter(None, (line.value, words)))}"
