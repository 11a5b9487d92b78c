"""Freeze the two codings as they were before they were compared: one CSV line per unit on which they can agree.

The input is a folder with the repository's first commit, and the code that reads and matches the codings is that commit's
own (docs/methodology.md has the commands):

    PYTHONPATH=FOLDER/scripts python tests/proof/first_codings.py FOLDER > annotations/second/before_comparison/units.csv

The modules are imported by name, since they are that commit's and not those that lie beside this file.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

COLUMNS = ("source", "table", "row", "field", "reads", "compared", "of", "words", "first", "second")
YES = "yes"
THE_SOURCE = "the source"
"""Speaker of what the source says itself."""
OR = " or "
"""Joins what the second coder gave where one value has several speakers or certainties, as in settlements.csv."""

Unit = tuple[str, ...]


def list_units(root: Path) -> list[Unit]:
    """Return the units of all sources that are coded twice, without repetitions, in a fixed order."""
    second: Any = import_module("curation.second")
    annotations: Any = import_module("curation.annotations")
    claims: Any = import_module("curation.claims")
    schemas, problems = import_module("curation.schemas").read_schemas(root)
    sources, found = import_module("curation.sources").read_sources(root, schemas)
    problems += found
    coded = []
    for source in sources.values():
        annotation, found = annotations.read_annotation(root, source, schemas)
        problems += found
        coded.append(annotation)
    speakers = claims.collect_speakers(coded, schemas)
    made = []
    for annotation in coded:
        one, found = claims.make_claims(annotation, schemas, speakers)
        problems += found
        made += one.claims
    sheets, found = second.read_sheets(root, sources, schemas)
    problems += found
    if problems:
        sys.exit("\n".join(map(str, problems)))
    names = second.collect_names(made, schemas)
    units: set[Unit] = set()
    for source, lines in sheets.items():
        first = [claim for claim in made if claim.source == source and not claim.field.curation.get("ties_sources")]
        rows = second.match_rows(lines, first)
        compared = second.group_cells(lines, first, rows)
        units |= {(source, *unit) for unit in list_rows(compared, schemas)}
        for (table, row, _), (line_group, claim_group) in compared.items():
            for unit in list_values(second, line_group, claim_group, names, rows, speakers):
                units.add((source, table, row, *unit))
    return sorted(units)


def list_rows(compared: Any, schemas: Any) -> Iterator[Unit]:
    """Yield a unit for each row, and for each row of both codings one for each cell that a coder could fill."""
    first = {(table, row) for (table, row, _), (_, claims) in compared.items() if claims}
    second = {(table, row) for (table, row, _), (lines, _) in compared.items() if lines}
    for table, row in first | second:
        yield table, row, "", "", "row", "", "", answer((table, row) in first), answer((table, row) in second)
    for table, row in first & second:
        for column in schemas[table].fields.values():
            if not {"reads", "by"} & set(column.curation) or column.curation.get("ties_sources"):
                continue
            lines, claims = compared.get((table, row, column.name), ((), ()))
            yield table, row, column.name, name_reading(column), "cell", "", "", answer(claims), answer(lines)


def answer(given: object) -> str:
    return YES if given else ""


def list_values(second: Any, lines: Any, claims: Any, names: Any, rows: Any, speakers: Any) -> Iterator[Unit]:
    """Yield the units of one cell: its values, and for each value of both codings its speaker and its certainty.

    This pairs as `compare_cell` of that commit does. Codes and references pair by value alone, and count once a cell. What
    is read out of words also pairs by words, and counts once for each wording.
    """
    column = (claims or lines)[0].field
    reads = name_reading(column)
    by = column.curation.get("by")
    is_exact = reads not in ("code", "reference", "speaker")
    read = {line.number: second.resolve_value(line, names, rows) for line in lines}

    def overlap(line: Any, claim: Any) -> bool:
        return not is_exact or bool(second.share_words(line, claim))

    def name(compared: str, of: str, item: Any, one: str, other: str) -> Unit:
        return column.name, reads, compared, of, item.words if is_exact else "", one, other

    alike = [
        [line for line in lines if read[line.number] == claim.reading.value and overlap(line, claim)] for claim in claims
    ]
    matched = {line.number for same in alike for line in same}
    unmatched = [line for line in lines if line.number not in matched]
    for claim, same in zip(claims, alike, strict=True):
        value = claim.reading.value
        if same:
            yield name("value", "", claim, value, value)
            if by:
                continue  # these columns are the attribution
            speaker = claim.attribution.speaker
            said_by = {names.get(line.by.casefold(), line.by) for line in same}
            if speaker not in said_by and speakers.body_of(speaker) in said_by:
                said_by.add(speaker)  # the comparison takes the body of a person for the person
            given = OR.join(sorted(other or THE_SOURCE for other in said_by))
            yield name("speaker", value, claim, speaker or THE_SOURCE, given)
            given = OR.join(sorted({line.certainty for line in same}))
            yield name("certainty", value, claim, claim.attribution.certainty, given)
            continue
        near = [line for line in unmatched if overlap(line, claim)]
        if near:
            unmatched.remove(near[0])
        yield name("value", "", claim, value, read[near[0].number] if near else "")
    for line in unmatched:
        yield name("value", "", line, "", read[line.number])


def name_reading(column: Any) -> str:
    by = column.curation.get("by")
    if not by:
        return str(column.curation["reads"])
    return "verbatim" if by == "words" else "speaker"


def main() -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(list_units(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
