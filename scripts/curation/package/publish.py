"""Let files be made in a staging folder, and move them into place. A build that fails or is killed loses nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any

from curation.files import (
    LARGEST_FILE,
    check_place,
    hold_lock,
    list_files,
    move_file,
    read_file,
    read_unwatched,
    remove_empty_folder,
    remove_file,
    remove_folder,
)
from curation.folders import has_folder
from curation.new_file import measure_content
from curation.package.columns import NOT_PUBLISHED
from curation.package.csv_parquet import read_parquet
from curation.package.parts import list_tables, name_table
from curation.package.staged import Output, StagedFiles, UnstagedError
from curation.paths import (
    ANNOTATION_SCHEMA,
    BUILD_FOLDER,
    CSV_FOLDER,
    DESCRIPTOR,
    LEXICON_FOLDER,
    METADATA,
    METADATA_SCHEMA,
    PARQUET_FOLDER,
    SITE_FOLDER,
    STAGING,
)
from curation.problems import Problem, make_visible, shorten
from curation.records import Records, compare_records, find_first_line, read_csv
from curation.schema.metadata import COMPLETED, Metadata
from curation.schema.tables import Schemas, Table

REBUILD = "run: curate build"


def publish(root: Path, make: Callable[[Output], list[Problem]]) -> tuple[Mapping[str, bytes], list[Problem]]:
    """Make files in the staging folder, and move them in once all of them are made and valid. Return what is wrong.

    So no file needs to be kept in memory, and a build that fails has changed nothing.
    """
    with hold_lock(root) as locked:
        left = locked or remove_folder(root, STAGING)  # of a build that was killed
        if left:
            return {}, [left]
        staged = StagedFiles(root, STAGING)
        try:
            problems = make(staged) or check_places(root, staged) or move_files(root, staged)
        except UnstagedError as error:
            problems = [error.problem]
        finally:
            remove_folder(root, STAGING)
    return ({} if problems else StagedFiles(root, "", staged.written)), problems


def check_places(root: Path, files: StagedFiles) -> list[Problem]:
    """Return where a file cannot be put, or one that no build writes cannot be removed; and which staged file is gone."""
    strays, problems = find_strays(root, files)
    problems += files.find_lost()
    problems += filter(None, (check_place(root, file) for file in (*files, *strays)))
    return list(dict.fromkeys(problems))  # one link may be on the way to many files


def move_files(root: Path, files: StagedFiles) -> list[Problem]:
    """Move in what has changed, data before descriptors, and remove what no build writes. Ends at the first problem."""
    ordered = sorted(files, key=lambda name: (name.endswith(DESCRIPTOR), name))
    changed = (name for name in ordered if is_changed(root, name, files))
    done = chain(
        (move_file(root, files.place(name), name) for name in changed),
        (remove_file(root, name) for name in find_strays(root, files)[0]),
        (remove_empty_folder(root, folder) for folder in find_left_folders(root, files)),
    )
    return list(islice(filter(None, done), 1))


def is_changed(root: Path, name: str, files: StagedFiles) -> bool:
    """Whether a file is another than what is in its place, by the hash of both."""
    there = read_unwatched(root, name, files.written[name].size)
    return not isinstance(there, bytes) or measure_content(there) != files.written[name]


def find_strays(root: Path, files: Collection[str]) -> tuple[list[str], list[Problem]]:
    """Return what is in the folders of the build and no build writes, and which of the folders cannot be read.

    The pages are in one of them, and are no part of the build.
    """
    folders = [CSV_FOLDER, PARQUET_FOLDER, LEXICON_FOLDER, SITE_FOLDER]
    within = {name.rpartition("/")[0] for name in files if name.startswith(f"{BUILD_FOLDER}/")} - {BUILD_FOLDER}
    folders += sorted(within.difference(folders))
    folders += find_left_folders(root, files)
    listed = {folder: list_files(root, folder) for folder in (BUILD_FOLDER, *folders)}
    names = [name for folder, (names, _) in listed.items() if folder != SITE_FOLDER for name in names]
    known = {str(one) for folder in folders for one in (PurePosixPath(folder), *PurePosixPath(folder).parents)}
    strays = [name for name in names if name not in files and name not in known]
    return strays, [problem for _, problems in listed.values() for problem in problems]


def find_left_folders(root: Path, files: Collection[str]) -> list[str]:
    """Return the folders in which an earlier build put the parts of tables that are not split now."""
    folders = [f"{folder}/{table}" for folder in (CSV_FOLDER, PARQUET_FOLDER) for table in sorted(list_tables(files))]
    used = {name.rpartition("/")[0] for name in files}
    return [folder for folder in folders if folder not in used and has_folder(root, folder)]


def validate_csv(folder: Path) -> Iterator[Problem]:
    """Validate the staged CSV package with frictionless, as a user will."""
    import frictionless

    report = frictionless.validate(str(folder / DESCRIPTOR))
    for error in report.errors:
        yield Problem(DESCRIPTOR, 0, 0, error.message)
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", 0) or 0
            yield Problem(
                str(task.place),
                row,
                1 if row else 0,
                error.message,
                NOT_PUBLISHED,
            )


def validate_json_schemas(files: Mapping[str, bytes], metadata: Metadata) -> Iterator[Problem]:
    """Check that the generated JSON Schemas are such, and that metadata.yaml fits the one of it."""
    import jsonschema

    draft = jsonschema.Draft202012Validator
    for name in (ANNOTATION_SCHEMA, METADATA_SCHEMA):
        try:
            draft.check_schema(json.loads(files[name]))
        except jsonschema.SchemaError as error:
            yield Problem(name, 0, 0, f"not a JSON Schema: {error.message}", "report this as a fault of the build")
    written = {key: value for key, value in metadata.items() if key not in COMPLETED}
    for fault in draft(json.loads(files[METADATA_SCHEMA]), format_checker=draft.FORMAT_CHECKER).iter_errors(written):
        yield Problem(METADATA, 0, 0, fault.message, f"{METADATA_SCHEMA} and its model differ: report this")


def compare_files(root: Path, files: Mapping[str, bytes], schemas: Schemas) -> Iterator[Problem]:
    """Say which files, and of tables which cells, are not what a build writes."""
    strays, problems = find_strays(root, files)
    for name, wanted in files.items():
        content = read_file(root, name, LARGEST_FILE + len(wanted))
        if isinstance(content, Problem):
            problems.append(content)
        elif content is None:
            problems.append(Problem(name, 0, 0, "is missing", REBUILD))
        elif content != wanted:
            problems += explain_content(name, content, wanted, schemas)
    for folder in find_left_folders(root, files):
        problems.append(Problem(folder, 0, 0, "unexpected folder: the build does not write it", REBUILD))
    for name in strays:
        unexpected = Problem(make_visible(name), 0, 0, "unexpected file: the build does not write it", REBUILD)
        problems.append(check_place(root, name) or unexpected)
    yield from dict.fromkeys(problems)  # one link may be on the way to many files


def explain_content(name: str, present: bytes, wanted: bytes, schemas: Schemas) -> Iterator[Problem]:
    """Name the cells that differ where a table can still be read, else the first line that differs."""
    table = schemas.get(name_table(name))
    problems: list[Problem] = []
    if table:
        records, found = read_published(name, present)
        problems = [replace(problem, advice=REBUILD) for problem in found] or [
            Problem(name, one["line"], 1, describe_difference(table, one), REBUILD)
            for one in compare_records(table.key, records, read_published(name, wanted)[0])
        ]
    yield from problems or [Problem(name, find_first_line(present, wanted), 1, "differs from what the build makes", REBUILD)]


def read_published(name: str, content: bytes) -> tuple[Records, list[Problem]]:
    """Return the records of a CSV or Parquet file, and what is wrong with its form."""
    if name.endswith(".csv"):
        _, records, problems = read_csv(name, content)
        return records, problems
    try:
        return list(enumerate(read_parquet(content), 1)), []
    except (ValueError, OSError, NotImplementedError, KeyError) as error:
        return [], [Problem(name, 0, 0, f"cannot be read: {shorten(str(error))}")]


def describe_difference(table: Table, one: dict[str, Any]) -> str:
    """Say in words what compare_records has found."""
    row = "/".join([table.name, *map(str, one.get("row", ()))])
    old, new = one.get("old"), one.get("new")
    if one["kind"] == "columns":
        return f"the columns are {', '.join(map(str, old or ()))}, and must be {', '.join(new or ())}"
    return {
        "doubled": f"{row} is there twice, first in line {one.get('first')}",
        "surplus": f"{row} is in this table, and the build makes no such row",
        "missing": f"{row} is missing",
        "cell": f"{row}/{one.get('field')} is {show_value(old)}, and must be {show_value(new)}",
        "order": "the rows are in another order",
    }[one["kind"]]


def show_value(value: Any) -> str:
    """Return a value as a message shows it."""
    return "empty" if value in (None, "") else f"«{shorten(str(value))}»"
