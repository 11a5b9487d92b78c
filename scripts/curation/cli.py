"""The command `curate`. Each command imports what it needs, so that --help is fast."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from curation.hashes import hash_content
from curation.paths import HERE
from curation.running import build_package, count, finish, prepare_process, report

app = typer.Typer(
    name="curate",
    help="Make validated tables from coded news articles, each cell with the words it was read from.\n\n"
    "Exit codes: 0 success, 1 an error in the data or annotations, 2 an error in the command line.",
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
        help="Folder with seeds/, annotations/, schemas/ and metadata.yaml.",
        exists=True,
        file_okay=False,
    ),
]


@app.command()
def build(
    source: Annotated[
        str,
        typer.Argument(metavar="SOURCE", help="Report the problems of this source alone, such as s005.", show_default=False),
    ] = "",
    root: Root = HERE,
) -> None:
    """Build all generated files from seeds/ and annotations/.

    The build validates everything, also with frictionless, before it replaces any file. If there are errors, it lists
    them with file, line and column, and changes nothing. With the name of a source, it lists the errors of that source,
    and the disagreements in which it takes part; it only counts the others. Example: curate build, or: curate build s005
    """
    from curation.authoring.focus import list_source_names
    from curation.unchanged import describe_unchanged

    if source:
        refuse_unknown_source(source, list_source_names(root))
    said = describe_unchanged(root)
    if said is not None:
        typer.echo(said)
        return
    raise typer.Exit(build_package(root, source))


@app.command()
def check(root: Root = HERE) -> None:
    """Check that all generated files are valid and up to date.

    This also compares the second coding with the first. It writes nothing. Example: curate check
    """
    from curation import pipeline

    raise typer.Exit(finish(pipeline.check(root), "OK: all generated files are up to date"))


@app.command()
def release(
    tag: Annotated[str, typer.Option(metavar="TAG", help="Fail if TAG is not the version's tag: v1.2.3 for 1.2.3.")] = "",
    root: Root = HERE,
) -> None:
    """Check everything, then write the files of a release to dist/.

    They are a zip of the package, each table as a file, a workbook, a database and hashes. Example: curate release
    """
    from curation import pipeline
    from curation.paths import DIST, MANIFEST

    prepared, assets = pipeline.release(root, tag)
    code = finish(prepared, "OK: all generated files are up to date")
    if code:
        raise typer.Exit(code)
    for name, content in sorted(assets.items()):
        typer.echo(f"{len(content):>11,}  {DIST}/{name}")
    typer.echo(f"SHA-256 of {MANIFEST}: {hash_content(prepared.files[MANIFEST])}")


@app.command()
def site(
    package: Annotated[
        Path | None,
        typer.Argument(
            metavar="PACKAGE", help="A folder with datapackage.json, or a release's zip. Default: --root.", exists=True
        ),
    ] = None,
    root: Root = HERE,
) -> None:
    """Write the pages of a package to build/site/.

    They are made from its tables alone, and can be opened without a server. Example: curate site
    """
    from curation.paths import SITE_FOLDER
    from curation.site.make import write_site

    files, problems = write_site(package or root, root)
    report(problems)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"wrote {count(len(files), 'file')}: open {SITE_FOLDER}/index.html")


@app.command()
def new(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Text of the article, UTF-8. The command copies it to seeds/.", dir_okay=False, exists=True
        ),
    ],
    name: Annotated[
        str, typer.Option("--id", metavar="ID", help="Name of the source. Default: made from the file name.")
    ] = "",
    language: Annotated[str, typer.Option(metavar="CODE", help="Language of the text (ISO 639-1).")] = "en",
    is_blank: Annotated[bool, typer.Option("--blank", help="Propose nothing. For a second coder.")] = False,
    root: Root = HERE,
) -> None:
    """Register an article and write its annotation skeleton.

    The skeleton has one passage for each sentence, with proposals. Each proposal has a mark (?) that the build refuses:
    read it, then delete the mark or the line. Example: curate new article.txt --id s005
    """
    from curation.authoring.new import add_source
    from curation.proposals.memory import list_unknown, remember_collection
    from curation.schema.read import read_schemas

    schemas, problems = read_schemas(root)
    if not problems:
        may_propose = not is_blank and language == "en" and not list_unknown(schemas)
        memory = remember_collection(root, schemas) if may_propose else None
        written, problems = add_source(root, schemas, file, name, language, memory)
    report(problems)
    if problems:
        raise typer.Exit(1)
    for path in written:
        typer.echo(f"wrote {path}")
    _, annotation, *_ = written
    typer.echo(f"Next: code {annotation} sentence by sentence (docs/coding.md, docs/annotation.md).")
    typer.echo("Names of rows that other sources have: curate show, curate show TABLE")
    typer.echo(f"Errors of this source alone: curate build {Path(annotation).stem}")


@app.command()
def proposals(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="Show what was not exact of one source, line by line.")] = "",
    is_without: Annotated[
        bool, typer.Option("--leave-one-out", help="Propose again for each source, by what the others say alone.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--on", metavar="FOLDER", help="Propose for another collection, by what this one says.")
    ] = None,
    root: Root = HERE,
) -> None:
    """Compare what `curate new` proposed with the finished coding.

    For each source and each rule: how many proposals are exact, one edit away, or wrong; of how many lines of the coding
    which share was found; and which share of the characters is left to type. Names of new rows are not compared.
    Example: curate proposals s005
    """
    from curation.problems import Problem, make_visible
    from curation.proposals.measure import measure
    from curation.proposals.report import render_outcomes, render_source
    from curation.schema.read import read_schemas

    schemas, problems = read_schemas(root)
    outcomes, problems = ([], problems) if problems else measure(root, schemas, folder, is_without=is_without)
    shown = [one for one in outcomes if name in ("", one.source.id)]
    if name and not shown and not problems:
        advice = "name a source that has both (curate proposals lists them), or add --leave-one-out"
        problems = [Problem(make_visible(name), 0, 0, "no proposals with a finished coding to compare them with", advice)]
    report(problems)
    if problems:
        raise typer.Exit(1)
    typer.echo(render_outcomes(shown))
    if name:
        typer.echo("\n" + render_source(shown[0]))


@app.command()
def show(
    cell: Annotated[
        str, typer.Argument(metavar="TABLE[/ROW[/FIELD]]", help="A table, a row, or a cell.", show_default=False)
    ] = "",
    root: Root = HERE,
) -> None:
    """List the tables or the rows of one, or show a row with its words.

    Without a name it lists the tables; with the name of a table it lists the rows with their names. For each source it
    shows the sentence with the words marked, who says it, and how the sources agree. Example: curate show flights, then:
    curate show flights/2025-04-30-new-york-tashkent/persons
    """
    from curation.annotation.marks import UNREAD
    from curation.authoring.show import show_cell
    from curation.pipeline import read_collection

    prepared = read_collection(root)
    if prepared.built is None:
        report(prepared.problems)
        raise typer.Exit(1)
    if prepared.errors:
        files = sorted({problem.file for problem in prepared.errors})
        typer.echo(f"This may be incomplete: there are errors in {', '.join(files)}", err=True)
        unread = sorted({problem.file for problem in prepared.errors if problem.message == UNREAD})
        if unread:
            typer.echo(f"It shows proposals that nobody has read as if they were accepted: {', '.join(unread)}", err=True)
    lines, problems = show_cell(prepared.built, prepared.schemas, cell)
    report(problems)
    if problems:
        raise typer.Exit(1)
    typer.echo("\n".join(lines).rstrip())


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="Old release: a folder, a .zip or a git revision such as a tag.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="New release: a folder, a .zip or a git revision.")],
    form: Annotated[Literal["text", "markdown", "json"], typer.Option("--format", help="Format of the output.")] = "text",
    require_version: Annotated[
        bool,
        typer.Option("--require-version", help="Exit with 1 if the version or CHANGELOG.md of NEW does not fit the change."),
    ] = False,
    root: Root = HERE,
) -> None:
    """Compare two published packages, cell by cell.

    It shows each change with the claims behind it, and which part of the version must be raised: major for a field added,
    removed or retyped, minor for rows, patch for corrections and texts. Example: curate diff v0.1.0 .
    """
    from curation.compare.compare import compare_releases
    from curation.compare.load import load_release
    from curation.compare.render import FORMS
    from curation.problems import Problem

    (before, problems), (after, found) = load_release(old, root), load_release(new, root)
    report(problems + found)
    if not before or not after:
        raise typer.Exit(1)
    difference = compare_releases(before, after)
    typer.echo(FORMS[form](difference))
    if require_version:
        report([Problem(column=min(one["line"], 1), **one) for one in difference["problems"]])
        raise typer.Exit(1 if difference["problems"] else 0)


@app.command()
def agreement(root: Root = HERE) -> None:
    """Print how far the two codings agreed, by kind of field.

    It prints percent and Krippendorff's alpha for the codings as they were before they were compared
    (docs/methodology.md). Example: curate agreement
    """
    from curation.claims.agreement import measure_agreement, read_units, render_agreement

    units, problems = read_units(root)
    report(problems)
    if problems:
        raise typer.Exit(1)
    typer.echo(render_agreement(measure_agreement(units)))


def refuse_unknown_source(source: str, known: Iterable[str]) -> None:
    """End the command with 2 where no source has a name."""
    from curation.problems import suggest_nearest

    names = set(known)
    if source not in names:
        raise typer.BadParameter(f"no source is named {source!r}: {suggest_nearest(source, names)} (curate new adds one)")


def main() -> None:
    """Run the command. Typer ends it at an interrupt, without a traceback."""
    prepare_process()
    app()


if __name__ == "__main__":
    main()
