"""The way of the data: read, claim, resolve, tabulate, package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from curation.annotation.answers import DISTINCT, SAME, Answer, Answers, list_named_rows, read_answers, settle_answers
from curation.annotation.causes import Texts, forget_spoilt, read_annotation_texts, read_citing_texts
from curation.annotation.document import Annotation
from curation.annotation.evidence import Cited, check_citations, check_identified, list_cited, read_evidence
from curation.annotation.marks import hide_unread
from curation.annotation.reader import read_annotation
from curation.annotation.renaming import rename_annotation, rename_problems, rename_texts
from curation.annotation.rulings import RULED, read_places, read_rulings
from curation.claims.account import AccountItem, make_account
from curation.claims.claim import CodedSource, Speakers
from curation.claims.codings import read_codings
from curation.claims.coverage import account_for
from curation.claims.coverage_of_countries import account_for_countries
from curation.claims.double_coding import CodingComparison, compare_with_second
from curation.claims.extract import check_speakers, collect_speakers, make_claims
from curation.claims.row_fields import list_leads
from curation.claims.sheets import count_codings
from curation.claims.single_coding import check_alone, check_needed_reasons, check_together, sharpen_warnings
from curation.claims.units import apply_units
from curation.facts.resolve import Fact
from curation.files import has_file, list_files
from curation.package.citation import complete_metadata
from curation.package.csv_parquet import Files
from curation.package.documents import check_documents
from curation.package.generate import make_catalogues, make_files
from curation.package.manifest import write_manifest
from curation.package.parts import check_parts
from curation.package.publish import compare_files, publish, validate_csv, validate_json_schemas
from curation.package.readme import make_pages
from curation.package.registers import write_registers
from curation.package.staged import Output
from curation.paths import ANNOTATIONS, CHANGELOG, DECISIONS, DESCRIPTOR, EVIDENCE, MANIFEST, METADATA, PLACES, REGISTER
from curation.problems import Cause, Problem, drop_consequences, find_nearest, make_visible, suggest_nearest
from curation.progress import Follow, pass_on
from curation.schema.metadata import Metadata, read_metadata
from curation.schema.read import read_schemas
from curation.schema.tables import CellName, Schemas
from curation.sources.register import Source, list_registered, read_sources
from curation.strict_yaml import read_lists
from curation.tables.assemble import Built, build_tables
from curation.tables.constraints import warn_of_formulas
from curation.tables.defaults import complete_sources
from curation.tables.types import Collection, Tables


@dataclass(frozen=True)
class Prepared:
    """All that a build would write, and all that is wrong. `files` is empty where anything is."""

    schemas: Schemas
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    metadata: Metadata = field(default_factory=dict)
    built: Built | None = None
    coded: tuple[CodedSource, ...] = ()
    comparison: CodingComparison | None = None

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_warning]

    @property
    def tables(self) -> Tables:
        """The rows of each table; empty where the schemas are wrong."""
        return self.built.rows if self.built else {}

    @property
    def facts(self) -> dict[CellName, Fact]:
        """What the claims on each cell agree on; empty where the schemas are wrong."""
        return self.built.facts if self.built else {}

    def describe(self, done: str) -> list[str]:
        """Return the lines that say what was done, with the counts."""
        counts = {name: len(rows) for name, rows in self.tables.items()}
        facts = ", ".join(f"{name} {counts[name]}" for name, table in self.schemas.items() if table.is_fact)
        lines = [
            f"{done}: {len(self.coded)} sources, {counts['claims']} spans of words, {counts['cells']} cells ({facts})",
            f"disagreements shown: {counts['disagreements']}",
        ]
        return [*lines, *(self.comparison.describe() if self.comparison and self.comparison.cells else ())]

    def report(self, problems: Iterable[Problem]) -> Prepared:
        """Return the same with more problems."""
        return replace(self, problems=(*self.problems, *problems))


Package = Callable[[Callable[[Output], list[Problem]]], tuple[Mapping[str, bytes], list[Problem]]]
"""Lets a function make all files, and returns them, and what is wrong; then no files."""


def keep_files(make: Callable[[Output], list[Problem]]) -> tuple[Mapping[str, bytes], list[Problem]]:
    """Let a function make all files in memory."""
    files: Files = {}
    problems = make(files)
    return {} if problems else files, problems


def read_collection(root: Path, follow: Follow[Any] = pass_on, package: Package = keep_files) -> Prepared:
    """Go the whole way from seeds to published files. All that is wrong is collected, causes first."""
    schemas, problems = read_schemas(root)
    if problems:
        return Prepared(schemas, tuple(problems))
    metadata, found = read_metadata(root, schemas)
    problems += found
    sources, found = read_sources(root, schemas)
    problems += [*found, *find_unregistered(root, sources)]
    decisions, found = read_lists(root, DECISIONS, (RULED, SAME, DISTINCT))
    problems += found
    rulings, found = read_rulings(decisions.get(RULED), schemas)
    problems += found
    answers, found = read_answers(decisions, schemas)
    problems += found
    places, found = read_places(root)
    problems += found
    evidence, found = read_evidence(root)
    problems += found
    texts = read_annotation_texts(root, list_registered(root))
    codings = count_codings(root, sources)
    annotations, settled, found = read_annotations(root, sources, schemas, texts, answers, follow)
    problems += found
    texts = forget_spoilt(rename_texts(texts, settled), found)
    coded, account, speakers, found = make_codings(annotations, schemas, sources, texts, codings, follow)
    problems += found
    texts = forget_spoilt(texts, found)
    claims = apply_units(claim for one in coded for claim in one.claims)
    sources = complete_sources(schemas, sources, claims)
    compared, found = read_codings(root, sources, schemas)
    problems += found
    collection = Collection(
        schemas, sources, claims, rulings, places, speakers, codings, evidence, texts, settled, account, tuple(compared)
    )
    built, unsettled = build_tables(collection)
    comparison, different = compare_with_second(root, sources, annotations, claims, schemas, speakers)
    cited = [*(Cited(METADATA, 0, 0, text) for text in metadata.get("cautions", ())), *(answer.cites for answer in answers)]
    cited += [*list_cited(annotations, sources.values()), *(ruling.cites for ruling in rulings.values())]
    found = check_citations(evidence, [*cited, *comparison.cited], texts | read_citing_texts(root))
    found += check_identified(evidence, sources.values())
    # Rulings go stale because of all the others, and pages are cited by nothing where a ruling is lost.
    consequences = ("", DECISIONS, EVIDENCE)
    found = [*found, *unsettled, *different]
    problems += sorted(found, key=lambda problem: consequences.index(problem.file if problem.file in consequences else ""))
    problems += [*check_needed_reasons(coded, codings), *check_documents(root)]
    problems = list(hide_unread(drop_consequences(problems), annotations))
    prepared = Prepared(schemas, tuple(problems), built=built, coded=coded, comparison=comparison)
    return prepared if prepared.errors else make_package(root, prepared, collection, built, metadata, package)


def make_package(
    root: Path, prepared: Prepared, collection: Collection, built: Built, metadata: Metadata, package: Package
) -> Prepared:
    """Make every published file of a collection without errors; the manifest when all that it lists is known."""
    found = list(check_parts(metadata, built.rows))
    if found:
        return prepared.report(found)
    schemas, registers = prepared.schemas, write_registers(collection, metadata)
    completed = complete_metadata(metadata, schemas, built.rows)

    def make(files: Output) -> list[Problem]:
        problems = make_files(schemas, completed, built.rows, registers, files)
        files.update(make_catalogues(schemas, completed, built.rows, files))
        files[MANIFEST] = write_manifest(root, files)
        return [*problems, *make_pages(root, collection, completed, built, files)]

    files, found = package(make)
    return replace(prepared.report(found), files=files, metadata=completed)


def read_annotations(
    root: Path,
    sources: dict[str, Source],
    schemas: Schemas,
    texts: Texts,
    answers: Iterable[Answer],
    follow: Follow[Source],
) -> tuple[list[Annotation], Answers, list[Problem]]:
    """Read all annotations. Rows that the coders say are the same have one name from here on."""
    annotations: list[Annotation] = []
    problems: list[Problem] = []
    for source in follow(list(sources.values()), "reading sources"):
        annotation, found = read_annotation(root, source, schemas)
        problems += found
        annotations += [annotation] if annotation else []
    settled, found = settle_answers(answers, set(list_named_rows(annotations, schemas)), texts)
    problems = [*rename_problems(problems, settled), *found]
    return [rename_annotation(annotation, settled, schemas) for annotation in annotations], settled, problems


def make_codings(
    annotations: Sequence[Annotation],
    schemas: Schemas,
    sources: dict[str, Source],
    texts: Texts,
    codings: dict[str, int],
    follow: Follow[Annotation],
) -> tuple[tuple[CodedSource, ...], tuple[AccountItem, ...], Speakers, list[Problem]]:
    """Make the claims and accounts of all annotations. Speakers are those of all sources: each is read before any claim."""
    problems: list[Problem] = []
    slips: list[Problem] = []
    leads = list_leads(schemas)
    speakers = collect_speakers(annotations)
    problems += check_speakers(annotations, speakers, schemas, texts)
    coded: list[CodedSource] = []
    accounts: list[AccountItem] = []
    for annotation in follow(annotations, "finding words"):
        one, found = make_claims(annotation, speakers)
        account = make_account(one)
        unaccounted = [*account_for(one, account), *account_for_countries(one, account)]
        is_once = codings[annotation.source.id] == 1
        problems += [*found, *(sharpen_warnings(annotation, unaccounted) if is_once else unaccounted)]
        slips += check_alone(one, schemas, leads, is_once)
        coded.append(one)
        accounts += account
    problems += [*slips, *check_together(coded, schemas, speakers, sources, codings)]
    return tuple(coded), tuple(accounts), speakers, problems


def find_unregistered(root: Path, sources: dict[str, Source]) -> Iterator[Problem]:
    """Find annotations of sources that are not registered. The annotation that is meant may seem to be missing."""
    others = {DECISIONS, PLACES, EVIDENCE, *(f"{ANNOTATIONS}/{name}.yaml" for name in sources)}
    files, problems = list_files(root, ANNOTATIONS, ".yaml")
    yield from problems
    for file in files:
        if file not in others:
            stem = PurePosixPath(file).stem
            meant = f"{ANNOTATIONS}/{find_nearest(stem, sources)}.yaml"
            spoils = {Cause(file)} | ({Cause(meant)} if not has_file(root, meant) else set())
            follows = frozenset({Cause(file), Cause(REGISTER, row=stem)})
            message, advice = f"unknown source {stem!r}", suggest_nearest(stem, sources)
            yield Problem(make_visible(file), 0, 0, message, advice, spoils=frozenset(spoils), follows=follows)


def build(root: Path, follow: Follow[Any] = pass_on) -> Prepared:
    """Build the package, validate it while it is staged, and move it in file by file."""
    return read_collection(root, follow, partial(publish, root))


def check(root: Path) -> Prepared:
    """Check that all generated files are valid, complete and up to date."""
    prepared = read_collection(root)
    if prepared.errors or prepared.built is None:
        return prepared
    problems = [*compare_files(root, prepared.files, prepared.schemas)]
    problems += validate_json_schemas(prepared.files, prepared.metadata)
    # A coder can do nothing about words that a spreadsheet would run, so a build does not speak of them.
    warnings = warn_of_formulas(prepared.built.filled)
    return prepared.report([*(problems or validate_csv(root)), *warnings])


def release(root: Path, tag: str = "") -> tuple[Prepared, Files]:
    """Check all generated files, and write dist/ from them. Returns the files that were written, by their names there."""
    from curation.package.notes import write_notes  # a build needs none of it
    from curation.package.release import collect_files, make_assets, write_release
    from curation.site.make import make_site

    prepared = check(root)
    if prepared.errors or prepared.built is None:
        return prepared, {}
    collected, problems = collect_files(root, prepared.files)
    version = prepared.metadata["version"]
    if tag not in ("", f"v{version}"):
        advice = f"tag it v{version}, or move the version and build"
        problems.append(Problem(METADATA, 0, 0, f"the version is {version}, and the tag {make_visible(tag)}", advice))
    if problems:
        return prepared.report(problems), {}
    schemas, metadata = prepared.schemas, prepared.metadata
    rows: Tables = {name: [*made] for name, made in prepared.built.rows.items()}  # they are gone through many times
    notes = write_notes(collected[CHANGELOG].decode(), schemas, metadata, rows, prepared.coded, collected[MANIFEST])
    site, problems = make_site(DESCRIPTOR, "", collected.get)
    if problems:
        return prepared.report(problems), {}
    assets = make_assets(collected, schemas, metadata, rows, notes, site)
    problem = write_release(root, assets)
    return (prepared.report([problem]), {}) if problem else (prepared, assets)
