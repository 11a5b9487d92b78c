"""From a root folder to validated files in their places. A build that fails changes nothing."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from curation.accounting import account_for
from curation.annotations import FOLDER as ANNOTATIONS
from curation.annotations import read_annotation
from curation.catalogues import make_catalogues
from curation.claims import CodedSource, collect_speakers, make_claims
from curation.evidence import EVIDENCE, Cited, check_citations, check_identified, list_cited, read_evidence
from curation.facts import DECISIONS, PLACES, RULES, read_decisions, read_places
from curation.metadata import METADATA, Metadata, complete_metadata, read_metadata
from curation.overview import check_overviews
from curation.package import CSV_FOLDER, DESCRIPTOR, PARQUET_FOLDER, Files, make_files, to_arrow
from curation.pages import make_pages
from curation.problems import Problem, shorten, suggest_nearest
from curation.readings import PARSERS
from curation.rows import DERIVATIONS, Collection
from curation.schemas import FOLDER, Schemas, Table, read_schemas
from curation.second import Comparison, compare_with_second, count_codings
from curation.sources import REGISTER, Source, read_sources
from curation.tables import Built, build_tables

REBUILD = "run: curate build"
STAGING = ".curate-staging"
"""Lies under the root, so that each move from it is a rename within one file system."""


@dataclass(frozen=True)
class Prepared:
    """All that a build would write, and all that is wrong. `files` is empty where anything is."""

    schemas: Schemas
    problems: list[Problem]
    files: Files = field(default_factory=dict)
    metadata: Metadata = field(default_factory=dict)
    built: Built | None = None
    coded: tuple[CodedSource, ...] = ()
    comparison: Comparison | None = None

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_warning]


def prepare(root: Path) -> Prepared:
    """Go the whole way from seeds to published files in memory."""
    schemas, problems = read_schemas(root)
    problems += [*check_names(schemas), *check_overviews(schemas)]
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
    evidence, found = read_evidence(root)
    problems += found
    problems += find_unregistered(root, sources, problems)
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
    cited = [Cited(METADATA, 0, 0, text) for text in metadata.get("cautions", ())]
    cited += [*list_cited(annotations, sources.values()), *(decision.cites for decision in decisions.values())]
    problems += [*check_citations(evidence, [*cited, *comparison.cited]), *check_identified(evidence, sources.values())]
    codings = count_codings(root, sources)
    collection = Collection(schemas, sources, claims, decisions, places, speakers, codings, evidence)
    built, found = build_tables(collection)
    problems = drop_consequences(problems + found)
    prepared = Prepared(schemas, problems, built=built, coded=tuple(coded), comparison=comparison)
    if prepared.errors:
        return prepared
    metadata = complete_metadata(metadata, schemas, built.rows)
    files = make_files(schemas, metadata, built.rows)
    files |= make_catalogues(schemas, metadata, files)
    pages, found = make_pages(root, collection, metadata, built)
    return replace(prepared, files={} if found else files | pages, metadata=metadata, problems=problems + found)


def find_unregistered(root: Path, sources: dict[str, Source], known: list[Problem]) -> list[Problem]:
    """Find annotations of sources that are not registered; a source whose seed is at fault is reported already."""
    others = {DECISIONS, PLACES, EVIDENCE, *(f"{ANNOTATIONS}/{name}.yaml" for name in sources)}
    at_fault = " ".join(problem.message for problem in known if problem.file == REGISTER)
    return [
        Problem(file, 0, 0, f"unknown source {path.stem!r}", suggest_nearest(path.stem, sources))
        for path in sorted((root / ANNOTATIONS).glob("*.yaml"))
        if (file := f"{ANNOTATIONS}/{path.name}") not in others and f"{path.stem}:" not in at_fault
    ]


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
        with hold_lock(root) as is_held:
            if not is_held:
                return [Problem(str(root), 0, 0, "another build is running here", "wait for it to end, then build again")]
            return stage_and_move(root, staging, prepared)
    except OSError as error:
        what = Path(error.filename or root).name
        return [Problem(what, 0, 0, f"cannot be written: {error.strerror}", "every file is wholly old or new; build again")]


def stage_and_move(root: Path, staging: Path, prepared: Prepared) -> list[Problem]:
    shutil.rmtree(staging, ignore_errors=True)  # of a build that was killed
    try:
        write_files(staging, prepared.files)
        problems = [*validate_csv(staging), *validate_parquet(prepared)]
        if not problems:
            move_files(staging, root, prepared.files)
        return problems
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def hold_lock(folder: Path) -> Iterator[bool]:
    """Lock a folder against other builds. The system frees the lock of a process that is killed; no file is left.

    Windows has no such lock; there two builds at once are for their user to avoid.
    """
    try:
        import fcntl
    except ImportError:
        yield True
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


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
    for name, rows in prepared.built.rows.items() if prepared.built else ():
        table = prepared.schemas[name]
        file = f"{PARQUET_FOLDER}/{name}.parquet"
        records = read_parquet(prepared.files[file])
        wanted = [{column.name: to_arrow(row[column.name], column) for column in table.fields.values()} for row in rows]
        if records != wanted:
            yield Problem(file, 0, 0, "does not hold the rows that were built", "report this as a fault of the build")
        for column in (column for column in table.fields.values() if column.is_required):
            empty = [number for number, record in enumerate(records, 1) if record[column.name] is None]
            if empty:
                yield Problem(file, empty[0], 0, f"{column.name} is required and empty")


def check(root: Path) -> Prepared:
    """Check that all generated files are valid, complete and up to date."""
    prepared = prepare(root)
    if prepared.errors:
        return prepared
    problems = [*compare_files(root, prepared), *validate_parquet(prepared)]
    if not problems:
        problems += validate_csv(root)
    prepared.problems.extend(problems)
    return prepared


def compare_files(root: Path, prepared: Prepared) -> Iterator[Problem]:
    """Say which files, and of tables which cells, are not what a build writes."""
    for name, content in prepared.files.items():
        path = root / name
        if not path.is_file():
            yield Problem(name, 0, 0, "is missing", REBUILD)
        elif not holds(path, content):
            yield from compare_content(name, path.read_bytes(), prepared)
    for path in find_strays(root, prepared.files):
        yield Problem(path.relative_to(root).as_posix(), 0, 0, "unexpected file: the build does not write it", REBUILD)


def compare_content(name: str, present: bytes, prepared: Prepared) -> Iterator[Problem]:
    """Name the cells that differ where a table can still be read, else the first line that differs."""
    wanted = prepared.files[name]
    table = prepared.schemas.get(Path(name).stem)
    found: list[Problem] = []
    if table and Path(name).suffix in READERS:
        read = READERS[Path(name).suffix]
        try:
            found = list(compare_records(name, table, read(present), read(wanted)))
        except (ValueError, OSError, csv.Error, KeyError) as error:
            found = [Problem(name, 0, 0, f"cannot be read: {shorten(str(error))}", REBUILD)]
    yield from found or [Problem(name, find_first_difference(present, wanted), 1, "is not what a build writes", REBUILD)]


Records = list[dict[str, Any]]


def read_csv(content: bytes) -> Records:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def read_parquet(content: bytes) -> Records:
    """Read without threads: the files are small, and a thread that still ends when the process does can abort it."""
    from pyarrow.parquet import ParquetFile

    records: Records = ParquetFile(io.BytesIO(content), pre_buffer=False).read(use_threads=False).to_pylist()
    return records


READERS: dict[str, Callable[[bytes], Records]] = {".csv": read_csv, ".parquet": read_parquet}


def compare_records(name: str, table: Table, present: Records, wanted: Records) -> Iterator[Problem]:
    """Compare a table's rows by their keys: cells, rows that lack or are too many, columns, and the order."""

    def fail(line: int, message: str) -> Problem:
        return Problem(name, line, 1, message, REBUILD)

    if present and wanted and list(present[0]) != list(wanted[0]):
        yield fail(1, f"the columns are {', '.join(map(str, present[0]))}; wanted are {', '.join(wanted[0])}")
        return
    places = {tuple(row[column] for column in table.key): row for row in wanted}
    seen: dict[tuple[Any, ...], int] = {}
    for line, row in enumerate(present, 2):
        key = tuple(row[column] for column in table.key)
        label = "/".join([table.name, *map(str, key)])
        if key in seen:
            yield fail(line, f"{label} stands twice, first in row {seen[key]}")
        elif key not in places:
            yield fail(line, f"{label} is no row of this table")
        elif row != places[key]:
            for column, value in row.items():
                if value != places[key].get(column):
                    yield fail(line, f"{label}/{column} is {show(value)}, and {show(places[key].get(column))} belongs there")
        seen.setdefault(key, line)
    for key in places.keys() - seen.keys():
        yield fail(0, f"{'/'.join([table.name, *map(str, key)])} is missing")
    if seen.keys() == places.keys() and list(seen) != list(places):
        yield fail(0, "the rows stand in another order")


def show(value: Any) -> str:
    return "empty" if value in (None, "") else f"«{shorten(str(value))}»"


def find_first_difference(present: bytes, wanted: bytes) -> int:
    """Return the first line, from 1, on which two contents differ."""
    pairs = zip(present.split(b"\n"), wanted.split(b"\n"), strict=False)
    same = next((number for number, (one, other) in enumerate(pairs) if one != other), None)
    return min(present.count(b"\n"), wanted.count(b"\n")) + 1 if same is None else same + 1
