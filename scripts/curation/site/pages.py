"""All pages of the site of a package."""

from __future__ import annotations

from collections.abc import Iterator
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
    find_table,
    name_anchor,
    number_page,
)
from curation.site.article import describe_article, list_repeated, view_sentence
from curation.site.codebook import list_codebook
from curation.site.disputes import group_disputes
from curation.site.documents import render_document
from curation.site.downloads import collect_files, describe_citation, list_downloads
from curation.site.examples import list_examples
from curation.site.figures import list_figures
from curation.site.home import view_home
from curation.site.lines import cut_groups, trim_line
from curation.site.published import PublishedTable
from curation.site.record import list_other_cells, list_referring, view_record
from curation.site.render import draw_figure, read_code, render_page
from curation.site.says import MOST_ARTICLES, list_questions, list_speaking, say
from curation.site.statements import cut_statements, view_statement
from curation.site.tables import (
    has_disputes,
    list_columns,
    list_fields,
    list_groups,
    list_left_out,
    list_shown,
    name_head,
    number_pages,
)
from curation.site.values import LONGEST_HEADING, PAGES, ShownValue
from curation.site.whole import Site

Pages = dict[str, bytes]
ON_ROWS = ("Who says what",)
"""What the page of a row leads to of the menu: there are many such pages, and the first page leads to all the rest."""
DOCUMENTS = {"docs/methodology.md": METHODOLOGY}
"""Documents of the package, and their addresses in the site."""
MOST_FIGURES = 2
"""Figures on the first page."""


def make_pages(site: Site, read: Read) -> Pages:
    """Make every page and file, by its address. `read` returns a file of the package: its tables, and its documents."""
    files = collect_files(site, read)
    documents = read_documents(site, read)
    common = describe_site(site)
    pages: Pages = {name: read_code(name) for name in (STYLE, SCRIPT)}
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
    hrefs = [find_table(table.name) for table, _ in tables]
    yield CODEBOOK, render_page("codebook.html.jinja", CODEBOOK, **common, tables=tables, kinds=kinds, hrefs=hrefs)
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
    says = [("Who says what", site.places.find_says(rows[0]) if len(rows) == 1 else find_table(main.name))] if rows else []
    return [
        *says,
        ("Disagreements", DISAGREEMENTS),
        ("Statements", STATEMENTS),
        ("Figures", FIGURES),
        ("Tables", f"{HOME}#tables"),
        ("For data users", FOR_DATA_USERS),
    ]


def make_records(site: Site, table: PublishedTable, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a table's rows."""
    for row in table.rows:
        cut = site.places.records[table.name, row]
        first = find_record(table.name, row)
        shown = [fact.column.name for parts in cut for fact, _ in parts]
        others, unseen = list_other_cells(site, table, row, shown)
        referring, left_out = list_referring(site, table.name, row)
        for number, parts in enumerate(cut, 1):
            address = number_page(first, number)
            facts, above = view_record(site, parts)
            yield (
                address,
                render_page(
                    "record.html.jinja",
                    address,
                    **common | {"menu": [one for one in common["menu"] if one[0] in ON_ROWS]},
                    table=table,
                    table_href=find_table(table.name),
                    name=site.names.find_row(table.name, row),
                    heading=site.names.find_row(table.name, row, LONGEST_HEADING),
                    key=name_anchor(table.key),
                    says=site.places.find_says(row) if table is site.published.main else "",
                    facts=facts,
                    above=above,
                    others=others if number == 1 else [],
                    unseen=unseen if number == 1 else [],
                    referring=referring if number == 1 else [],
                    left_out=left_out,
                    numbers=number_pages(first, cut),
                ),
            )


def make_table(site: Site, table: PublishedTable, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a table."""
    columns, first = list_columns(table), find_table(table.name)
    cut = cut_groups(list_groups(site, table, columns))
    for number, groups in enumerate(cut, 1):
        address = number_page(first, number)
        yield (
            address,
            render_page(
                "table.html.jinja",
                address,
                **common,
                table=table,
                head=name_head(table),
                columns=columns,
                fields=list_fields(table, columns),
                folded=sum(not column.is_mechanical for column in columns),
                is_linked=any(one.head.href for one in groups),
                disputed=has_disputes(site, table, columns),
                left_out=list_left_out(table, columns),
                files=[f"{DATA}/{file}" for file in table.files],
                groups=[(one.head, len(one.lines), [trim_line(line, columns) for line in one.lines]) for one in groups],
                total=len(list_shown(table)),
                alike=len(table.rows) - len(list_shown(table)),
                part=number,
                here=sum(line.rows for group in groups for line in group.lines),
                shown=sum(len(group.lines) for group in groups),
                numbers=number_pages(first, cut),
            ),
        )


def make_says(site: Site, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages on who says what of each row of the main table."""
    main = site.published.main
    for row in main.rows:
        questions = list_questions(site, row)
        speaking = list_speaking(site, questions)
        cut = [speaking[start : start + MOST_ARTICLES] for start in range(0, len(speaking), MOST_ARTICLES)] or [[]]
        for number, sources in enumerate(cut, 1):
            address = number_page(site.places.find_says(row), number)
            heads = [
                ShownValue(
                    site.names.name_source(source),
                    site.published.sources[source].get("headline", ""),
                    site.names.locate(source, SOURCES),
                )
                for source in sources
            ]
            yield (
                address,
                render_page(
                    "says.html.jinja",
                    address,
                    **common,
                    name=site.names.find_row(main.name, row),
                    record=find_record(main.name, row),
                    sources=heads,
                    lines=[(question, say(site, question, sources)) for question in questions],
                    numbers=number_pages(site.places.find_says(row), cut),
                ),
            )


def make_articles(site: Site, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the articles."""
    for source, record in site.published.sources.items():
        cut, first = site.places.articles[source], find_article(source)
        for number, sentences in enumerate(cut, 1):
            address = number_page(first, number)
            yield (
                address,
                render_page(
                    "article.html.jinja",
                    address,
                    **common,
                    name=site.names.name_source(source),
                    record=record,
                    language=site.names.find_language(source),
                    about=describe_article(site, source) if number == 1 else [],
                    repeated=list_repeated(site, source) if number == 1 else [],
                    sentences=[view_sentence(site, claims) for claims in sentences],
                    claims=sum(len(claims) for page in cut for claims in page),
                    numbers=number_pages(first, cut),
                ),
            )


def make_disputes(site: Site, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the disagreements."""
    for number, rows in enumerate(site.places.disputes, 1):
        address = number_page(DISAGREEMENTS, number)
        yield (
            address,
            render_page(
                "disagreements.html.jinja",
                address,
                **common,
                kinds=group_disputes(site, rows),
                total=len(site.published.disputes),
                numbers=number_pages(DISAGREEMENTS, site.places.disputes),
            ),
        )


def make_statements(site: Site, common: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the statements: the texts that several rows render."""
    cut = cut_statements(site)
    for number, statements in enumerate(cut, 1):
        address = number_page(STATEMENTS, number)
        yield (
            address,
            render_page(
                "statements.html.jinja",
                address,
                **common,
                statements=[view_statement(site, fact) for fact in statements],
                numbers=number_pages(STATEMENTS, cut),
            ),
        )
