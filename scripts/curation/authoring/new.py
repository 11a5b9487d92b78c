"""A new source: registered, with the skeleton of its annotation."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from curation.files import (
    hold_lock,
    list_files,
    move_file,
    read_file,
    read_given,
    remove_file,
    remove_folder,
    write_files,
)
from curation.hashes import hash_content
from curation.paths import (
    ANNOTATION_SCHEMA,
    ANNOTATIONS,
    DECISIONS,
    EVIDENCE,
    NEW_STAGING,
    PLACES,
    PROPOSALS,
    REGISTER,
    SECOND,
    SEEDS,
    SETTLEMENTS,
)
from curation.portable import find_fault, find_same
from curation.problems import Problem, make_visible
from curation.proposals.article import Article, list_sentences, read_article
from curation.proposals.kept import dump_proposals, name_kept
from curation.proposals.memory import Memory
from curation.proposals.proposal import Proposal
from curation.proposals.propose import propose
from curation.proposals.write import list_written, write_proposals
from curation.schema.kinds import ParserName
from curation.schema.tables import ROW_ID, SOURCES, Schemas
from curation.sources.register import (
    SYSTEM_FILES,
    check_text,
    hash_text,
    list_register_lines,
    normalize_seed,
)
from curation.strict_yaml import Mapping, Node, is_blank, is_plain, parse_yaml, read_optional
from curation.text.countries import scan_countries
from curation.text.expressions import scan_expressions
from curation.text.folding import Span, fold_spaces
from curation.text.names import NameExpression
from curation.text.quotations import Quotation, scan_quotations

Files = dict[str, bytes]

OTHER_NAME = "give another name with --id"
RENAME = {SEEDS: "rename the file", ANNOTATIONS: OTHER_NAME, PROPOSALS: OTHER_NAME}


def add_source(
    root: Path, schemas: Schemas, file: Path, name: str, language: str, memory: Memory | None = None
) -> tuple[list[str], list[Problem]]:
    """Copy a text into seeds/, write the skeleton of its annotation and register it.

    With what a collection knows, the skeleton has proposals, which are kept in a file of their own too. Return the names
    of the files, or the first problem. Then nothing is written.
    """
    with hold_lock(root) as locked:
        left = locked or remove_folder(root, NEW_STAGING)  # of a call that was killed
        made = left or make_source(root, schemas, file, name, language, memory)
        if isinstance(made, Problem):
            return [], [made]
        problem = write_together(root, made)
        return ([], [problem]) if problem else (list(made), [])


def write_together(root: Path, files: Files) -> Problem | None:
    """Write new files, the last one last, since with it they count; return what prevents it. Then none of them is there."""
    changed = {name: content for name, content in files.items() if read_file(root, name) != content}
    *_, last = files
    moved: list[str] = []
    try:
        problem = write_files(root, NEW_STAGING, changed)
        for name in changed:
            problem = problem or move_file(root, f"{NEW_STAGING}/{name}", name)
            moved += [] if problem else [name]
        return problem
    finally:
        for name in moved if read_file(root, last) != files[last] else ():
            remove_file(root, name)
        remove_folder(root, NEW_STAGING)


def make_source(
    root: Path, schemas: Schemas, file: Path, name: str, language: str, memory: Memory | None = None
) -> Files | Problem:
    """Make the files of a new source, the register last; or say what prevents registering it."""
    seed = unicodedata.normalize("NFC", file.name)
    source_id = name or make_id(Path(seed).stem)

    def fail(message: str, advice: str) -> Problem:
        return Problem(make_visible(str(file)), 0, 0, message, advice)

    content = read_given(file)
    if isinstance(content, Problem):
        return content
    try:
        text = normalize_seed(content)
    except UnicodeDecodeError as error:
        return fail(f"not UTF-8: byte {error.start}", "convert it before it is registered")
    tree, problems = read_optional(root, REGISTER)
    found = [
        *check_language(schemas, language),
        *(fail(*wrong) for wrong in check_names(seed, source_id)),
        *filter(None, [check_text(make_visible(str(file)), text)]),
        *([] if text.strip() else [fail("the text is empty", "name a text file")]),
        *problems,
        *(problem for folder in (SEEDS, ANNOTATIONS) for problem in list_files(root, folder)[1]),
        *(fail(*wrong) for wrong in check_registered(tree, seed, source_id, hash_content(content))),
    ]
    if found:
        return found[0]
    annotation = f"{ANNOTATIONS}/{source_id}.yaml"
    entry = {"seed_file": seed, "sha256": hash_content(content), "language": language, "publisher_basis": "unknown"}
    article = read_article(source_id, text, memory) if memory else None
    proposals = list_written(article, propose(article)) if article else []
    files = {f"{SEEDS}/{seed}": content, annotation: write_skeleton(source_id, text, article, proposals).encode()}
    files |= {name_kept(source_id): dump_proposals(proposals)} if proposals else {}
    found = [fail(*wrong) for wrong in check_present(root, files)]
    register = add_entry(root, tree, source_id, entry)
    return found[0] if found else register if isinstance(register, Problem) else files | {REGISTER: register}


def check_language(schemas: Schemas, language: str) -> list[Problem]:
    """Check that the register can hold a language: the schema of sources says what a code looks like."""
    column = schemas[SOURCES].fields["language"]
    is_code = re.fullmatch(column.constraints.pattern or ".+", language) and (not column.codes or language in column.codes)
    if is_code and is_plain(language):
        return []
    message = f"{make_visible(language)!r} is no language code"
    return [Problem("--language", 0, 0, message, "write a code of ISO 639-1, such as en")]


def check_names(seed: str, source_id: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the names of a new source's files, and advice."""
    advice = "letters, digits, points, hyphens, underscores, as in 005_article.txt"
    if find_fault(seed):
        yield f"the file's name {find_fault(seed)}", f"rename it: {advice}"
    if find_same(seed, (PurePosixPath(REGISTER).name, *SYSTEM_FILES)):
        yield f"{seed} is the name of another file in {SEEDS}/", "rename the file"
    shown = make_visible(source_id)
    if not ROW_ID.fullmatch(source_id):
        yield f"{shown!r} is no name for a source", "give one with --id: lower-case letters, digits, hyphens"
    elif find_fault(source_id):
        yield f"{shown!r} is no name for a source: it {find_fault(source_id)}", "give another one with --id"
    if f"{ANNOTATIONS}/{source_id}.yaml" in (DECISIONS, EVIDENCE, PLACES) or f"{SECOND}/{source_id}.csv" == SETTLEMENTS:
        yield f"{shown} is the name of a file of all sources", "give another name with --id"


def check_registered(tree: Node | None, seed: str, source_id: str, digest: str) -> Iterator[tuple[str, str]]:
    """Yield in what a new source is one that is registered, or would be on some system, and advice."""
    for source, key, value in list_register_lines(tree):
        if source == source_id:
            yield f"{source_id} is registered already", "give another name with --id"
        elif find_same(source_id, [source]):
            yield f"{source} is registered, and is the same name on some systems", "give another name with --id"
        elif key == "sha256" and value == digest:
            yield f"the same bytes are registered as {source}", "code each document once"
        elif key == "seed_file" and find_same(seed, [value]):
            yield f"{value} is registered as {source}, and is the same name on some systems", "rename the file"


def check_present(root: Path, files: Files) -> Iterator[tuple[str, str]]:
    """Yield which files of a new source would replace another file, on this system or on some, and advice.

    What is there already as it would be written is left by a call that was ended, or the text was put there by hand.
    """
    for name, content in files.items():
        folder = PurePosixPath(name).parent.as_posix()
        present, _ = list_files(root, folder)
        same = find_same(name, [other for other in present if other != name])
        if same:
            yield f"{make_visible(same)} exists already, and is the same name on some systems", RENAME[folder]
        elif name in present and read_file(root, name) != content:
            yield f"{name} exists already", RENAME[folder]


def add_entry(root: Path, tree: Node | None, source_id: str, entry: dict[str, str]) -> bytes | Problem:
    """Return the register with one more entry at its end. Reading it must give this entry, and the others as they were."""
    content = read_file(root, REGISTER)
    before = "" if is_blank(tree) or not isinstance(content, bytes) else content.decode().rstrip("\n") + "\n"
    top = tree.get(SOURCES) if isinstance(tree, Mapping) else None
    indent = " " * (top.items[0][0].column - 1 if isinstance(top, Mapping) else 2)
    lines = [f"{indent}{quote_text(source_id)}:", *(f"{indent}  {key}: {quote_text(text)}" for key, text in entry.items())]
    after = (before or f"{SOURCES}:\n") + "\n".join(lines) + "\n"
    read, problems = parse_yaml(after, REGISTER)
    wanted = [*list_register_lines(tree), *((source_id, key, text) for key, text in entry.items())]
    if problems or list_register_lines(read) != wanted:
        return Problem(REGISTER, 0, 0, "an entry cannot be added at its end", f"end it with the mapping {SOURCES!r}")
    return after.encode()


def quote_text(text: str) -> str:
    """Return a text as YAML, in quotation marks where some reader takes it for a number, a date or a truth value.

    >>> quote_text("en"), quote_text("no"), quote_text("2025-04-30")
    ('en', "'no'", "'2025-04-30'")
    """
    return text if is_plain(text) and is_read_as_text(text) else "'" + text.replace("'", "''") + "'"


def is_read_as_text(text: str) -> bool:
    """Return whether a reader of YAML 1.1 takes a text for itself, and for nothing that it cannot make.

    >>> [is_read_as_text(text) for text in ("en", "no", "=", "2025-99-99")]
    [True, False, False, False]
    """
    import yaml

    try:
        return bool(yaml.safe_load(text) == text)
    except (yaml.YAMLError, ValueError):
        return False


def make_id(stem: str) -> str:
    """Make a source's name from its file's: 005_2bf3… becomes s005, a word stays a word."""
    number = re.match(r"(\d+)_", stem)
    words = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return f"s{number[1]}" if number else f"s{words}" if words[:1].isdigit() else words


def write_skeleton(source_id: str, text: str, article: Article | None = None, proposals: Sequence[Proposal] = ()) -> str:
    """Write an annotation's frame: each sentence a passage, beneath it what must still be coded, and what is proposed."""
    lines = [
        f"# yaml-language-server: $schema=../{ANNOTATION_SCHEMA}",
        f"source: {quote_text(source_id)}",
        f"text_sha256: {hash_text(text)}",
        "# Dates without a year need it here, with the reason: year: 2025 -- how it is known",
        "passages:",
    ]
    quotations = scan_quotations(text)
    sentences = list(list_sentences(text))
    for index, span in enumerate(sentences):
        of_passage = [one for one in proposals if one.passage == index + 1]
        lines += write_passage(text, span, list_covered(article, of_passage) if article else ())
        lines += write_quotations(text, sentences, index, quotations)
        lines += write_proposals(article, of_passage) if article else ()
        if not of_passage:
            lines.append("  # uncoded: the reason, where the sentence has no place in the tables")
    return "\n".join(lines) + "\n"


def list_covered(article: Article, proposals: Sequence[Proposal]) -> list[Span]:
    """Return the spans of a sentence that are proposed as values, and need no task. A quotation covers no value."""
    schemas = article.memory.schemas
    start = min((article.sentences[one.passage - 1].passage.start for one in proposals), default=0)
    fields = [(one, schemas[one.table].fields[one.field]) for one in proposals if one.table]
    values = [
        one for one, column in fields if column.reads not in (ParserName.VERBATIM, ParserName.CODE, ParserName.REFERENCE)
    ]
    return [(first - start, last - start) for one in values for first, last in one.spans]


def write_passage(text: str, span: Span, covered: Sequence[Span] = ()) -> Iterator[str]:
    """Yield the lines of one passage: its sentence, and the numbers, dates and countries that must be coded in it."""
    sentence = fold_spaces(text[slice(*span)])
    countries = [name for name in scan_countries(sentence) if name.can_be_country]
    yield "- in: >-"
    yield f"    {sentence}"
    for item in sorted([*scan_expressions(sentence), *countries], key=lambda item: item.start):
        if any(start <= item.start and item.end <= end for start, end in covered):
            continue
        task = "not to code: name" if item.kind == NameExpression.kind else f"to code: {item.kind}"
        yield f"  # {task} «{sentence[item.start : item.end]}»"


def write_quotations(text: str, sentences: Sequence[Span], index: int, quotations: Sequence[Quotation]) -> Iterator[str]:
    """Yield a line for each quotation in a sentence: the whole one where it begins, its part where it goes on."""
    start, end = sentences[index]
    number = bisect_right(quotations, start, key=lambda quotation: quotation.end)
    while number < len(quotations) and quotations[number].start < end:
        quotation, number = quotations[number], number + 1
        what = " ".join(filter(None, ("quotation", quotation.fault)))
        here = fold_spaces(text[max(quotation.start, start) : min(quotation.end, end)])
        count = bisect_left(sentences, quotation.end, key=lambda span: span[0]) - index
        if quotation.start < start:
            yield f"  # to code: {what}, continued: «{here}»"
        else:
            over = f", over {count} passages; here «{here}»" if count > 1 else ""
            yield f"  # to code: {what} «{fold_spaces(text[quotation.start : quotation.end])}»{over}"
