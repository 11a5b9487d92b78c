"""Proposals as lines of an annotation, each with the mark that the build refuses, and as the file that keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from curation.annotation.marks import MARK
from curation.proposals.article import Article
from curation.proposals.proposal import SHARED, UNCODED, Proposal
from curation.proposals.words import choose_words, escape
from curation.strict_yaml import write_scalar

ORDER = ("sources", "organizations", "officials", "quotes", "flights", "nationals_by_country", "statistics")
"""The tables in the order in which a coder reads them."""


def write_proposals(article: Article, proposals: Sequence[Proposal]) -> Iterator[str]:
    """Yield the lines of one passage's proposals: what the passage has beside its rows, then its rows."""
    cells = [(one, text) for one in proposals if (text := write_cell(article, one))]
    for field in dict.fromkeys(one.field for one, _ in cells if not one.table):
        texts = [text for one, text in cells if (one.table, one.field) == ("", field)]
        if len(texts) == 1:
            yield from write_scalar(f"  {MARK}{field}: ", texts[0])
            continue
        yield f"  {MARK}{field}:"
        for text in texts:
            yield from write_scalar("  - ", text)
    rows = dict.fromkeys((one.table, one.row) for one, _ in cells if one.table)
    for table, row in sorted(rows, key=lambda name: (ORDER.index(name[0]), name[1] == SHARED)):
        yield f"  {MARK}{table}/{row}:"
        fields = dict.fromkeys(one.field for one, _ in cells if (one.table, one.row) == (table, row))
        for field in fields:
            of_field = [(one, text) for one, text in cells if (one.table, one.row, one.field) == (table, row, field)]
            yield from write_field(field, of_field)


def write_field(field: str, cells: Sequence[tuple[Proposal, str]]) -> Iterator[str]:
    """Yield the lines of a field: one cell, a list of cells, or one with several pieces."""
    mark = "" if all(one.is_sure for one, _ in cells) else MARK
    if len(cells) > 1:
        yield f"    {mark}{field}:"
        for _, text in cells:
            yield from write_scalar("    - ", text)
    elif "\n" in cells[0][1]:
        yield f"    {mark}{field}:"
        yield "      segments:"
        for piece in cells[0][1].split("\n"):
            yield from write_scalar("      - ", piece)
    else:
        yield from write_scalar(f"    {mark}{field}: ", cells[0][1])


def write_cell(article: Article, one: Proposal) -> str:
    """Return a cell as a coder writes it, each piece on a line of its own; nothing where its words cannot be named."""
    passage = article.sentences[one.passage - 1].passage
    words = [choose_words(article.text, passage, span) for span in one.spans]
    if one.field == UNCODED:
        return " -- ".join([*words, one.value or MARK]) if all(words) else ""
    if not all(words) or (len(words) > 1 and (one.value or one.needs_reason)):
        return ""
    if len(words) > 1:
        return "\n".join(words)
    parts = [escape(one.value), *(["<-"] if one.value and words else []), *words]
    return " ".join([*filter(None, parts), *(["--", one.reason or MARK] if one.needs_reason else [])])


def list_written(article: Article, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that can be written."""
    return [one for one in proposals if write_cell(article, one)]
