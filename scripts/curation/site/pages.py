"""All pages of the site of a package."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from curation.compare.load import Read
from curation.paths import DESCRIPTOR
from curation.schema.tables import SOURCES
from curation.site.addresses import (
    CODEBOOK,
    DATA,
    DISAGREEMENTS,
    FIGURES,
    FOR_DATA_USERS,
    HOME,
    METHODOLOGY,
    SCRIPT,
    STATEMENTS,
    STYLE,
    find_article,
    find_record,
    find_says,
    name_anchor,
    number_pages,
)
from curation.site.article import describe_article, list_repeated, view_sentence
from curation.site.codebook import list_codebook
from curation.site.disputes import group_disputes
from curation.site.documents import render_document
from curation.site.downloads import collect_files, describe_citation, list_downloads
from curation.site.examples import list_examples
from curation.site.figures import list_figures
from curation.site.home import view_home
from curation.site.names import PAGES
from curation.site.places import cut_list
from curation.site.published import PublishedTable
from curation.site.record import list_other_cells, list_referring, view_record
from curation.site.render import draw_figure, read_code, render_page
from curation.site.site import Site
from curation.site.statements import MOST_STATEMENTS, list_statements, view_statement
from curation.site.summaries import list_beside, list_summaries, summarize
from curation.site.table_lines import TableGroup, cut_groups, trim_line
from curation.site.tables import (
    has_disputes,
    list_columns,
    list_fields,
    list_groups,
    list_left_out,
    list_shown,
    name_head,
)
from curation.site.values import LONGEST_HEADING, ShownValue
from curation.site.who_says_what import MOST_ARTICLES, compare_articles, list_questions, list_speaking

Pages = dict[str, bytes]
ON_ROWS = ("Who says what",)
"""The links of the menu that the page of a row has without the script, which adds the others: there are many such pages."""
DOCUMENTS = {"docs/methodology.md": METHODOLOGY}
"""Documents of the package, and their addresses in the site."""
MOST_FIGURES = 2
"""Figures on the first page."""


def make_pages(site: Site, read: Read) -> Pages:
    """Make every page and file, by its address. `read` returns a file of the package: its tables, and its documents."""
    files = collect_files(site, read)
    documents = read_documents(site, read)
    common = describe_site(site)
    pages: Pages = {STYLE: read_code(STYLE), SCRIPT: write_menu(common["menu"]) + read_code(SCRIPT)}
    figures = [draw_figure(figure) for figure in list_figures(site)]
    pages |= {figure.file: f"{figure.svg}\n".encode() for figure in figures}
    pages[FIGURES] = render_page("figures.html.jinja", FIGURES, **common, figures=figures)
    home = view_home(site)
    pages[HOME] = render_page(
        "home.html.jinja",
        HOME,
        **common,
        **home,
        figures=figures[:MOST_FIGURES],
        downloads=list_downloads(site, files),
        descriptors=[f"{DATA}/{path}" for path in files if path.endswith(DESCRIPTOR)],
        citations=describe_citation(site),
    )
    pages |= {f"{DATA}/{path}": content for path, content in files.items()}
    pages |= make_documents(site, common, documents, home["cautions"])
    for table in site.published.tables.values():
        if table.name != "disagreements":  # they have pages of their own
            pages |= make_table(site, table, common)
        if table.is_fact and table.name != SOURCES:
            pages |= make_records(site, table, common)
    pages |= make_says(site, common)
    pages |= make_articles(site, common)
    pages |= make_disputes(site, common)
    pages |= make_statements(site, common)
    return pages


Documents = list[tuple[str, str, str]]
"""The heading of each document, its address, and its HTML."""


def read_documents(site: Site, read: Read) -> Documents:
    """Return the documents of the package that the site shows: those that are there."""
    found = []
    for path, address in DOCUMENTS.items():
        content = read(path)
        if content is not None:
            heading, html = render_document(content.decode("utf-8", "replace"), site.names.name_mentioned)
            found.append((heading or path, address, html))
    return found


def make_documents(
    site: Site, common: dict[str, Any], documents: Documents, cautions: list[list[ShownValue]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the codebook, the package's documents, and the page for data users."""
    tables, kinds = list_codebook(site)
    yield CODEBOOK, render_page("codebook.html.jinja", CODEBOOK, **common, tables=tables, kinds=kinds)
    for heading, address, html in documents:
        yield address, render_page("document.html.jinja", address, **common, heading=heading, body=Markup(html))
    yield (
        FOR_DATA_USERS,
        render_page(
            "for-data-users.html.jinja",
            FOR_DATA_USERS,
            **common,
            documents=[(heading, address) for heading, address, _ in documents],
            cautions=cautions,
            examples=list_examples(site),
        ),
    )


def describe_site(site: Site) -> dict[str, Any]:
    """Return what the frame of every page shows."""
    about = site.published.about
    title = str(about.get("title") or about.get("name") or "")
    return {
        "lang": PAGES,
        "title": title,
        "brand": title.partition(":")[0],
        "version": site.published.version,
        "created": site.published.created,
        "licences": about.get("licenses") or [],
        "menu": list_menu(site),
    }


def list_menu(site: Site) -> list[tuple[str, str]]:
    """Return the pages that every page leads to."""
    main = site.published.main
    rows = list(main.rows)
    says = [("Who says what", site.places.find_says(rows[0]) if len(rows) == 1 else find_says())] if rows else []
    return [
        *says,
        ("Disagreements", DISAGREEMENTS),
        ("Statements", STATEMENTS),
        ("Figures", FIGURES),
        ("Tables", f"{HOME}#tables"),
        ("For data users", FOR_DATA_USERS),
    ]


def write_menu(menu: list[tuple[str, str]]) -> bytes:
    """Return the menu as the first line of the script, which puts it on the pages that have only its first link.

    >>> write_menu([("Figures", "figures.html")])
    b'const MENU = [["Figures", "figures.html"]];\\n'
    """
    return f"const MENU = {json.dumps(menu)};\n".encode()


def render_parts(
    template: str, first: str, cut: Sequence[Any], view: Callable[[Any], dict[str, Any]], **same: Any
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a list that is cut into parts: `view` returns what a page shows of its part, all show `same`."""
    numbers = number_pages(first, len(cut))
    for (number, address), part in zip(numbers, cut, strict=True):
        yield address, render_page(template, address, **same, **view(part), part=number, numbers=numbers)


def make_records(site: Site, table: PublishedTable, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a table's rows."""
    common = common | {"menu": [one for one in common["menu"] if one[0] in ON_ROWS]}
    for row in table.rows:
        cut = site.places.records[table.name, row]
        others, unseen = list_other_cells(site, table, row, [fact.column.name for parts in cut for fact, _ in parts])
        referring, left_out = list_referring(site, table.name, row)
        yield from render_parts(
            "record.html.jinja",
            find_record(table.name, row),
            cut,
            lambda parts: view_record(site, parts),
            **common,
            table=table,
            name=site.names.find_row(table.name, row),
            heading=site.names.find_row(table.name, row, LONGEST_HEADING),
            key=name_anchor(table.key),
            says=site.places.find_says(row) if table is site.published.main else "",
            others=others,
            unseen=unseen,
            referring=referring,
            left_out=left_out,
        )


def make_table(site: Site, table: PublishedTable, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a table."""
    columns = list_columns(table)
    total = len(list_shown(table))

    def view(groups: Sequence[TableGroup]) -> dict[str, Any]:
        return {
            "groups": [(one.head, len(one.lines), [trim_line(line, columns) for line in one.lines]) for one in groups],
            "is_linked": any(one.head.href for one in groups),
            "here": sum(line.rows for group in groups for line in group.lines),
            "shown": sum(len(group.lines) for group in groups),
        }

    return render_parts(
        "table.html.jinja",
        table.address,
        cut_groups(list_groups(site, table, columns)),
        view,
        **common,
        table=table,
        head=name_head(table),
        columns=columns,
        fields=list_fields(table, columns),
        folded=sum(not column.is_mechanical for column in columns),
        disputed=has_disputes(site, table, columns),
        left_out=list_left_out(table, columns),
        files=[f"{DATA}/{file}" for file in table.files],
        total=total,
        alike=len(table.rows) - total,
    )


def make_says(site: Site, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages on who says what of each row of the main table, and where there are several one of all of them."""
    main = site.published.main
    all_says = find_says() if len(main.rows) > 1 else ""
    if all_says:
        yield from render_parts(
            "all-says.html.jinja",
            all_says,
            list_summaries(site),
            lambda rows: {"summaries": [summarize(site, row) for row in rows]},
            **common,
            main=main,
        )
    for row in main.rows:
        questions = list_questions(site, row)
        yield from render_parts(
            "says.html.jinja",
            site.places.find_says(row),
            cut_list(list_speaking(site, questions), MOST_ARTICLES),
            partial(compare_articles, site, questions),
            **common,
            name=site.names.find_row(main.name, row),
            record=find_record(main.name, row),
            main=main,
            all_says=all_says,
            beside=list_beside(site, row),
        )


def make_articles(site: Site, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the articles."""
    for source, record in site.published.sources.items():
        cut = site.places.articles[source]
        yield from render_parts(
            "article.html.jinja",
            find_article(source),
            cut,
            lambda sentences: {"sentences": [view_sentence(site, claims) for claims in sentences]},
            **common,
            name=site.names.name_source(source),
            record=record,
            language=site.names.find_language(source),
            about=describe_article(site, source),
            repeated=list_repeated(site, source),
            claims=sum(len(claims) for sentences in cut for claims in sentences),
        )


def make_disputes(site: Site, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the disagreements."""
    return render_parts(
        "disagreements.html.jinja",
        DISAGREEMENTS,
        site.places.disputes,
        lambda rows: {"kinds": group_disputes(site, rows)},
        **common,
        total=len(site.published.disputes),
    )


def make_statements(site: Site, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the statements: the texts that several rows render."""
    return render_parts(
        "statements.html.jinja",
        STATEMENTS,
        cut_list(list_statements(site), MOST_STATEMENTS),
        lambda facts: {"texts": [view_statement(site, fact) for fact in facts]},
        **common,
    )
