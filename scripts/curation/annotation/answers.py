"""Written answers to the question whether rows are one fact: the lists `same` and `distinct` of decisions.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from curation.annotation.causes import Texts, trace_row
from curation.annotation.document import Annotation
from curation.annotation.evidence import Cited
from curation.annotation.rulings import list_texts
from curation.paths import DECISIONS
from curation.problems import Cause, Problem, shorten, suggest_nearest
from curation.schema.tables import SOURCES, Schemas
from curation.strict_yaml import Mapping as YamlMapping
from curation.strict_yaml import Node, Sequence
from curation.text.folding import fold_spaces

SAME, DISTINCT = "same", "distinct"
ANSWER_KEYS = ("rows", "reason")

ANSWERED = "same or distinct"
"""Stands for a field in the cause of what an answer makes unreliable: no field has such a name."""

RowName = tuple[str, str]
"""Table and row."""


@dataclass(frozen=True)
class Answer:
    """A coder's answer: these rows of one table are all one fact (`same`), or each is another one (`distinct`)."""

    key: str
    table: str
    rows: tuple[str, ...]
    reason: str
    line: int
    column: int

    @property
    def cites(self) -> Cited:
        return Cited(DECISIONS, self.line, self.column, self.reason)

    def fail(self, message: str, advice: str) -> Problem:
        """Return a problem. The questions about its rows may be open because of it."""
        spoils = frozenset(name_question(self.table, row) for row in self.rows)
        return Problem(DECISIONS, self.line, self.column, message, advice, spoils=spoils)


@dataclass(frozen=True)
class Answers:
    """All answers: under which name each other name of a row is published, and the answers `distinct` by pairs of rows."""

    published: Mapping[RowName, str] = field(default_factory=dict)
    distinct: Mapping[tuple[str, frozenset[str]], Answer] = field(default_factory=dict)
    """By the table and two names, both as they are published."""

    def name_row(self, table: str, row: str) -> str:
        """Return the name under which a row is published."""
        return self.published.get((table, row), row)

    @property
    def each_distinct(self) -> tuple[Answer, ...]:
        """The answers `distinct`, each once."""
        return tuple(dict.fromkeys(self.distinct.values()))


def name_question(table: str = "", row: str = "") -> Cause:
    """Return the questions about a row: an answer to them may not have been read. Left empty they are those about any."""
    return Cause(DECISIONS, table, row, ANSWERED)


def read_answers(lists: Mapping[str, Sequence], schemas: Schemas) -> tuple[list[Answer], list[Problem]]:
    """Read the lists `same` and `distinct` of annotations/decisions.yaml."""
    answers: list[Answer] = []
    problems: list[Problem] = []
    for key in (SAME, DISTINCT):
        for node in lists[key].items if key in lists else ():
            outcome = read_answer(key, node, schemas)
            (problems if isinstance(outcome, Problem) else answers).append(outcome)  # type: ignore[arg-type]
    return answers, problems


def read_answer(key: str, node: Node, schemas: Schemas) -> Answer | Problem:
    """Read one answer, or say what is wrong with it."""
    listed = node.get("rows") if isinstance(node, YamlMapping) else None
    names = [tuple(name.split("/")) for name in list_texts(listed)]

    def fail(message: str, advice: str) -> Problem:
        known = [name for name in names if len(name) == 2 and name[0] in schemas]
        spoils = {name_question(*name) for name in known} if known else {name_question()}
        return Problem(DECISIONS, node.line, node.column, f"{key}: {message}", advice, spoils=frozenset(spoils))

    if not isinstance(node, YamlMapping):
        return fail("not an answer", f"write {' and '.join(ANSWER_KEYS)}")
    for name, _ in node.items:
        if name.value not in ANSWER_KEYS:
            return fail(f"unknown key {name.value!r}", suggest_nearest(name.value, ANSWER_KEYS))
    tables = {table.name for table in schemas.values() if table.is_fact}
    for row in names:
        if len(row) != 2 or row[0] not in tables:
            return fail(f"{shorten('/'.join(row))!r} is no row", "write table/row")
    if not isinstance(listed, Sequence) or len(set(names)) < 2:
        return fail("fewer than two rows", "list them under 'rows:', each as table/row")
    if len(set(names)) < len(names):
        return fail("a row is there twice", "list each row once")
    if len({row[0] for row in names}) > 1:
        return fail("rows of several tables", "rows of one table can be one fact")
    if key == SAME and names[0][0] == SOURCES:
        return fail("a source is a document of its own", "two sources are never merged; remove one from the register")
    if not node.text("reason"):
        return fail("answer without a reason", "say why, citing words or evidence")
    reason = fold_spaces(node.text("reason"))
    return Answer(key, names[0][0], tuple(row[1] for row in names), reason, node.line, node.column)


def settle_answers(answers: Iterable[Answer], named: set[RowName], texts: Texts) -> tuple[Answers, list[Problem]]:
    """Return what the answers come to, and report those about rows that no annotation names, or against each other.

    `named` are the rows as the coders name them.
    """
    published: dict[RowName, str] = {}
    distinct: dict[tuple[str, frozenset[str]], Answer] = {}
    problems: list[Problem] = []
    sound: list[Answer] = []
    for answer in answers:
        unknown = [row for row in answer.rows if (answer.table, row) not in named]
        problems += [report_unknown(answer, row, named, texts) for row in unknown]
        sound += [] if unknown else [answer]
    merged: dict[RowName, Answer] = {}
    for answer in sound:
        if answer.key != SAME:
            continue
        first, *others = answer.rows
        twice = [row for row in answer.rows if (answer.table, row) in merged]
        if twice:
            message = f"{SAME}: {answer.table}/{twice[0]} is in two answers"
            problems.append(answer.fail(message, "list all names of one row in one answer"))
            continue
        merged |= {(answer.table, row): answer for row in answer.rows}
        published |= {(answer.table, row): first for row in others}
    settled = Answers(published)
    for answer in sound:
        for one, other in combinations(answer.rows, 2) if answer.key == DISTINCT else ():
            pair = frozenset({settled.name_row(answer.table, one), settled.name_row(answer.table, other)})
            if len(pair) < 2:
                message = f"{DISTINCT}: {answer.table}/{one} and {answer.table}/{other} are said to be the same, too"
                problems.append(answer.fail(message, f"remove one of the two answers, here or under '{SAME}'"))
            elif (answer.table, pair) in distinct:
                message = f"{DISTINCT}: {' and '.join(f'{answer.table}/{row}' for row in sorted(pair))} are in two answers"
                problems.append(answer.fail(message, "keep one"))
            else:
                distinct[answer.table, pair] = answer
    return Answers(published, distinct), problems


def report_unknown(answer: Answer, row: str, named: set[RowName], texts: Texts) -> Problem:
    """Report an answer about a row that no annotation names. It may be named where a file could not be read."""
    known = [name for table, name in named if table == answer.table]
    problem = answer.fail(f"{answer.key}: no row {answer.table}/{row}", suggest_nearest(row, known))
    return Problem(
        problem.file,
        problem.line,
        problem.column,
        problem.message,
        problem.advice,
        spoils=problem.spoils,
        follows=trace_row(texts, answer.table, row),
    )


def list_named_rows(annotations: Iterable[Annotation], schemas: Schemas) -> Iterator[RowName]:
    """Yield every row as the coders name it: where its cells are, or of a gathered table, where a cell has it as value."""
    gathered = {(table.curation.rows_from.table, table.curation.rows_from.field): table.name
                for table in schemas.values() if table.curation.rows_from}  # fmt: skip
    for annotation in annotations:
        yield SOURCES, annotation.source.id
        for passage in annotation.passages:
            for row in passage.rows:
                yield row.table.name, row.id
                for cell in row.cells:
                    name = gathered.get((cell.table, cell.field.name))
                    if name:
                        yield name, cell.notation.value
