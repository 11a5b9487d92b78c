"""From a root folder to validated files in their places. A build that fails changes nothing."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curation.accounting import account_for
from curation.annotations import read_annotation
from curation.claims import CodedSource, collect_speakers, make_claims
from curation.facts import RULES, read_decisions, read_places
from curation.package import CSV_FOLDER, DESCRIPTOR, PARQUET_FOLDER, Files, make_files, read_metadata, to_arrow
from curation.problems import Problem, suggest_nearest
from curation.readings import PARSERS
from curation.schemas import FOLDER, Schemas, read_schemas
from curation.second import Comparison, compare_with_second, count_codings
from curation.sources import read_sources
from curation.tables import DERIVATIONS, Built, Collection, build_tables

STAGING = ".curate-staging"
"""Lies under the root, so that each move from it is a rename within one file system."""


@dataclass(frozen=True)
class Prepared:
    """All that a build would write, and all that is wrong. `files` is empty where anything is."""

    schemas: Schemas
    problems: list[Problem]
    files: Files = field(default_factory=dict)
    built: Built | None = None
    coded: tuple[CodedSource, ...] = ()
    comparison: Comparison | None = None

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_warning]


def prepare(root: Path) -> Prepared:
    """Go the whole way from seeds to published files in memory."""
    schemas, problems = read_schemas(root)
    problems += check_names(schemas)
    if problems:
        return Prepared(schemas, problems)
    metadata, found = read_metadata(root, schemas)
    problems += found
    sources, found = read_sources(root, schemas)
    problems += found
    decisions, found = read_decisions(root, schemas)
    problems += found
    places, found = read_places(root)
    problems += found
    annotations = []
    for source in sources.values():
        annotation, found = read_annotation(root, source, schemas)
        problems += found
        annotations += [annotation] if annotation else []
    speakers = collect_speakers(annotations, schemas)
    coded = []
    for annotation in annotations:
        one, found = make_claims(annotation, schemas, speakers)
        problems += [*found, *account_for(one)]
        coded.append(one)
    claims = tuple(claim for one in coded for claim in one.claims)
    comparison, found = compare_with_second(root, sources, claims, schemas, speakers)
    problems += found
    collection = Collection(schemas, sources, claims, decisions, places, speakers, count_codings(root, sources))
    built, found = build_tables(collection)
    problems = drop_consequences(problems + found)
    prepared = Prepared(schemas, problems, {}, built, tuple(coded), comparison)
    if prepared.errors:
        return prepared
    return Prepared(schemas, problems, make_files(schemas, metadata, built.rows), built, tuple(coded), comparison)


def drop_consequences(problems: list[Problem]) -> list[Problem]:
    """Leave out what may only follow from other errors, such as a row that lacks a field whose anchor was not found."""
    roots = [problem for problem in problems if not problem.may_follow]
    has_error = any(not problem.is_warning for problem in roots)
    return sorted(set(roots if has_error else problems))


def check_names(schemas: Schemas) -> list[Problem]:
    """Check that every parser, rule and derivation that a schema names is registered."""
    known = {"reads": PARSERS.keys(), "agree": RULES.keys(), "derive": DERIVATIONS.keys()}
    return [
        Problem(
            f"{FOLDER}/{table.name}.json",
            0,
            0,
            f"{column.name}: {key} {column.curation[key]!r} is unknown",
            suggest_nearest(str(column.curation[key]), names),
        )
        for table in schemas.values()
        for column in table.fields.values()
        for key, names in known.items()
        if key in column.curation and column.curation[key] not in names
    ]


# Staging


def build(root: Path) -> Prepared:
    """Build, validate while staged, and move in file by file."""
    prepared = prepare(root)
    if not prepared.errors:
        problems = publish(root, prepared)
        prepared.problems.extend(problems)
    return prepared


def publish(root: Path, prepared: Prepared) -> list[Problem]:
    staging = root / STAGING
    try:
        make_staging(staging)
    except FileExistsError:
        return [Problem(STAGING, 0, 0, "another build is running here", "wait for it to end; if none is, remove this folder")]
    except OSError as error:
        return [Problem(STAGING, 0, 0, f"cannot be made: {error.strerror}", "the root folder must be writable")]
    try:
        write_files(staging, prepared.files)
        problems = [*validate_csv(staging), *validate_parquet(prepared)]
        if not problems:
            move_files(staging, root, prepared.files)
        return problems
    except OSError as error:
        return [
            Problem(
                error.filename or str(root),
                0,
                0,
                f"cannot be written: {error.strerror}",
                "nothing that is not whole was moved in; build again",
            )
        ]
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def make_staging(staging: Path) -> None:
    """Make the staging folder, which is also the lock: a folder whose build was killed is removed first."""
    if staging.is_dir() and not is_alive(staging):
        shutil.rmtree(staging)
    staging.mkdir()
    (staging / "pid").write_text(str(os.getpid()))


def is_alive(staging: Path) -> bool:
    try:
        os.kill(int((staging / "pid").read_text()), 0)
    except (OSError, ValueError):
        return False
    return True


def write_files(folder: Path, files: Files) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def move_files(staging: Path, root: Path, files: Files) -> None:
    """Move in what has changed, data before descriptors, and remove what no build writes."""
    for name in sorted(files, key=lambda name: (name.endswith(DESCRIPTOR), name)):
        if not holds(root / name, files[name]):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).replace(root / name)
    for path in find_strays(root, files):
        path.unlink()


def holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def find_strays(root: Path, files: Files) -> list[Path]:
    """Return the files in the folders of published tables that no build writes."""
    return [
        path
        for folder in (CSV_FOLDER, PARQUET_FOLDER)
        for path in sorted((root / folder).glob("*"))
        if f"{folder}/{path.name}" not in files
    ]


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
                "mend the coding or the schema; nothing was published",
            )


def validate_parquet(prepared: Prepared) -> Iterator[Problem]:
    """Read each Parquet file back: its rows must be those that were built, and no required cell may be null."""
    import pyarrow.parquet

    for name, rows in prepared.built.rows.items() if prepared.built else ():
        table = prepared.schemas[name]
        file = f"{PARQUET_FOLDER}/{name}.parquet"
        records = pyarrow.parquet.read_table(io.BytesIO(prepared.files[file])).to_pylist()
        wanted = [{column.name: to_arrow(row[column.name], column) for column in table.fields.values()} for row in rows]
        if records != wanted:
            yield Problem(file, 0, 0, "does not hold the rows that were built", "report this as a fault of the build")
        for column in (column for column in table.fields.values() if column.is_required):
            empty = [number for number, record in enumerate(records, 1) if record[column.name] is None]
            if empty:
                yield Problem(file, empty[0], 0, f"{column.name} is required and empty")


def check(root: Path) -> Prepared:
    """Say whether what lies here is valid, complete and what a build would write."""
    prepared = prepare(root)
    if prepared.errors:
        return prepared
    problems = [*compare_files(root, prepared.files), *validate_parquet(prepared)]
    if not problems:
        problems += validate_csv(root)
    prepared.problems.extend(problems)
    return prepared


def compare_files(root: Path, files: Files) -> Iterable[Problem]:
    advice = "run: curate build"
    for name, content in files.items():
        path = root / name
        if not path.is_file():
            yield Problem(name, 0, 0, "is missing", advice)
        elif not holds(path, content):
            yield Problem(name, find_first_difference(path.read_bytes(), content), 1, "is not what a build writes", advice)
    for path in find_strays(root, files):
        yield Problem(path.relative_to(root).as_posix(), 0, 0, "is written by no build", advice)


def find_first_difference(present: bytes, wanted: bytes) -> int:
    """Return the first line, from 1, on which two contents differ."""
    pairs = zip(present.split(b"\n"), wanted.split(b"\n"), strict=False)
    same = next((number for number, (one, other) in enumerate(pairs) if one != other), None)
    return min(present.count(b"\n"), wanted.count(b"\n")) + 1 if same is None else same + 1
