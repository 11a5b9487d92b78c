"""The command `curate`. What is heavy is imported where it is used, so that --help answers at once."""

from __future__ import annotations

import gc
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from curation.building import Prepared
    from curation.problems import Problem

app = typer.Typer(
    name="curate",
    help="Make validated tables from coded news articles, each cell with the words it was read from.\n\n"
    "Exit codes: 0 good, 1 the data or the annotations are wrong, 2 the command line is wrong.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Root = Annotated[
    Path,
    typer.Option(
        "--root",
        metavar="DIR",
        help="The collection: a folder with seeds/, annotations/, schemas/ and metadata.yaml.",
        exists=True,
        file_okay=False,
    ),
]
HERE = Path(__file__).resolve().parents[2]
"""The repository, when the package is run from it."""


@app.command()
def build(root: Root = HERE) -> None:
    """Build all generated files from seeds/ and annotations/.

    Everything is validated, with frictionless too, before any file is replaced. Errors are listed with file, line and
    column, and then nothing is changed. Example: curate build
    """
    from curation import building

    finish(building.build(root), "built")


@app.command()
def check(root: Root = HERE) -> None:
    """Check that all generated files are valid and up to date.

    The second coding is compared too. Nothing is written. Example: curate check
    """
    from curation import building

    finish(building.check(root), "OK: all generated files are up to date")


@app.command()
def release(
    tag: Annotated[str, typer.Option(metavar="TAG", help="Refuse unless this is the version's tag: v1.2.3 for 1.2.3.")] = "",
    root: Root = HERE,
) -> None:
    """Check everything, then write the release to dist/.

    It holds a zip of the package, each table by itself, a workbook, a database and hashes. Example: curate release
    """
    from curation import releasing

    prepared, assets = releasing.release(root, tag)
    finish(prepared, "OK: all generated files are up to date")
    for name, content in sorted(assets.items()):
        typer.echo(f"{len(content):>11,}  {releasing.DIST}/{name}")


@app.command()
def new(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="The article's text, UTF-8; it is copied into seeds/.", dir_okay=False, exists=True
        ),
    ],
    name: Annotated[
        str, typer.Option("--id", metavar="ID", help="The source's name; by default it is made from the file's.")
    ] = "",
    language: Annotated[str, typer.Option(metavar="CODE", help="Language of the text, ISO 639-1.")] = "en",
    root: Root = HERE,
) -> None:
    """Register an article and write its annotation skeleton.

    The skeleton has a passage for each sentence, to be coded. Example: curate new article.txt --id s005
    """
    from curation.coding_aids import add_source
    from curation.schemas import read_schemas

    schemas, problems = read_schemas(root)
    if not problems:
        written, problems = add_source(root, schemas, file, name, language)
    report(problems)
    if problems:
        raise typer.Exit(1)
    for path in written:
        typer.echo(f"wrote {path.relative_to(root).as_posix()}")
    typer.echo("Code it sentence by sentence (docs/coding.md, docs/annotation.md), then: curate build")


@app.command()
def show(
    cell: Annotated[str, typer.Argument(metavar="TABLE[/ROW[/FIELD]]", help="A table, a row, or a cell.")],
    root: Root = HERE,
) -> None:
    """List a table's rows, or show a row or cell with its words.

    Every source's sentence is shown with the words marked, who says it, and how the sources agree. Example: curate show
    flights, then: curate show flights/2025-04-30-new-york-tashkent/persons
    """
    from curation.building import prepare
    from curation.coding_aids import show_cell

    prepared = prepare(root)
    if prepared.built is None:
        report(prepared.problems)
        raise typer.Exit(1)
    if prepared.errors:
        files = sorted({problem.file for problem in prepared.errors})
        typer.echo(f"shown as far as it is coded; there are errors in {', '.join(files)}", err=True)
    lines, problems = show_cell(prepared.built, prepared.schemas, cell)
    report(problems)
    if problems:
        raise typer.Exit(1)
    typer.echo("\n".join(lines).rstrip())


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A release: a folder, a .zip, or a git revision such as a tag.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What to compare with it, a folder, a .zip or a revision too.")],
    form: Annotated[Literal["text", "markdown", "json"], typer.Option("--format", help="What to write.")] = "text",
    require_version: Annotated[
        bool,
        typer.Option("--require-version", help="End with 1 where NEW's version or CHANGELOG.md does not fit the change."),
    ] = False,
    root: Root = HERE,
) -> None:
    """Compare two published packages, cell by cell.

    Each change is shown with the claims behind it, and which part of the version must move: a field added, removed or
    retyped is major, rows are minor, corrections and texts patch. Example: curate diff v0.1.0 .
    """
    from curation.comparing import check_version, compare_releases
    from curation.published import read_release
    from curation.telling import FORMS

    (before, problems), (after, found) = read_release(old, root), read_release(new, root)
    report(problems + found)
    if not before or not after:
        raise typer.Exit(1)
    difference = compare_releases(before, after)
    typer.echo(FORMS[form](difference))
    if require_version:
        problems = check_version(difference)
        report(problems)
        raise typer.Exit(1 if problems else 0)


@app.command()
def agreement(root: Root = HERE) -> None:
    """Print how far the two codings agreed, by kind of field.

    Percent and Krippendorff's alpha, of the codings as they were before they were compared (docs/methodology.md).
    Example: curate agreement
    """
    from curation.agreement import measure_agreement, read_units, render_agreement

    units, problems = read_units(root)
    report(problems)
    if problems:
        raise typer.Exit(1)
    typer.echo(render_agreement(measure_agreement(units)))


def finish(prepared: Prepared, done: str) -> None:
    report(prepared.problems)
    if prepared.errors or prepared.built is None:
        raise typer.Exit(1)
    counts = {name: len(rows) for name, rows in prepared.built.rows.items()}
    facts = ", ".join(f"{name} {counts[name]}" for name, table in prepared.schemas.items() if table.is_fact)
    typer.echo(f"{done}: {len(prepared.coded)} sources, {counts['claims']} spans of words, {counts['cells']} cells ({facts})")
    typer.echo(f"disagreements shown: {counts['disagreements']}")
    if prepared.comparison and prepared.comparison.cells:
        typer.echo("\n".join(prepared.comparison.describe()))


def report(problems: list[Problem]) -> None:
    """Print every problem to standard error, errors counted at the end."""
    for problem in sorted(problems):
        typer.echo(str(problem), err=True)
    errors = sum(not problem.is_warning for problem in problems)
    if errors:
        typer.echo(f"{errors} error{'s' if errors > 1 else ''}", err=True)


def main() -> None:
    """Run the command; an interrupt ends it without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # on Windows a pipe would have the machine's code page
    gc.set_threshold(1_000_000)  # a build makes many objects and few cycles; looking for them takes a seventh of its time
    try:
        app()
    except KeyboardInterrupt:
        sys.exit("interrupted")


if __name__ == "__main__":
    main()
