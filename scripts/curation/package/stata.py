"""The tables as Stata files, with a label for each variable and for each code."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.schema.kinds import FieldType
from curation.schema.metadata import Metadata
from curation.schema.tables import Field, Table
from curation.tables.types import Row, format_value
from curation.text.folding import fold_spaces

if TYPE_CHECKING:
    import pandas

LONGEST_NAME, LONGEST_LABEL = 32, 80
"""The characters that Stata allows for a variable's name, and for the label of a variable or a file."""

LONGEST_FIXED, LONG = 2045, 128
"""The bytes of the longest text of a fixed width, and the width above which a text takes less room as a strL.

A key stays at a fixed width where it can: Stata merges by no strL.
"""

LARGEST_INTEGER, LARGEST_NUMBER = 2**53 - 1, 8.98e307
"""Up to which a double of Stata holds every whole number, and every number at all."""

FIRST_YEAR = 100
"""Stata shows no days of earlier years."""

TRUTHS: dict[float, str] = {0: "false", 1: "true"}

RESERVED = re.compile(
    r"_all|_b|byte|_coef|_cons|double|float|if|in|int|long|_n|_N|_pi|_pred|_rc|_se|_skip|str\d+|strL|using|with"
    r"|aggregate|array|boolean|break|case|catch|class|colvector|complex|const|continue|default|delegate|delete|do|else"
    r"|eltypedef|end|enum|explicit|export|external|for|friend|function|global|goto|inline|local|NULL|pragma|protected|quad"
    r"|rowvector|short|typedef|typename|virtual"
)
"""Words that name no variable in Stata or, from the second line on, in its language Mata."""


class Variable(NamedTuple):
    """A column as Stata holds it: its values, what each number is called, and how it is stored."""

    values: pandas.Series[Any]
    labels: dict[float, str]
    is_date: bool = False
    is_long: bool = False


def write_stata(table: Table, rows: Sequence[Row], metadata: Metadata) -> bytes:
    """Write a table in Stata's format 118 or 119 (UTF-8; Stata 14 and later). The time in it is the package's own day."""
    import pandas

    names = name_variables(table.fields)
    keys = {*table.key, *(own for own, _, _ in table.foreign_keys)}
    variables = {
        names[column.name]: make_variable(column, [row[column.name] for row in rows], column.name in keys)
        for column in table.fields.values()
    }
    buffer = io.BytesIO()
    pandas.DataFrame({name: variable.values for name, variable in variables.items()}).to_stata(
        buffer,
        write_index=False,
        version=None,  # 118, or 119 for more variables than it can hold
        byteorder="little",
        time_stamp=datetime.fromisoformat(metadata["created"]),
        data_label=cut_label(f"{table.title} ({metadata['name']} {metadata['version']})"),
        variable_labels={names[column.name]: label_variable(column, names[column.name]) for column in table.fields.values()},
        value_labels={name: variable.labels for name, variable in variables.items() if variable.labels},
        convert_dates={name: "td" for name, variable in variables.items() if variable.is_date},
        convert_strl=[name for name, variable in variables.items() if variable.is_long],
    )
    return buffer.getvalue()


def name_variables(names: Iterable[str]) -> dict[str, str]:
    """Return for each column the name of its variable: its own where Stata allows it, else the nearest that is free.

    >>> name_variables(["share", "if", "2nd", "a-b", "a_b", "str5"])
    {'share': 'share', 'if': '_if', '2nd': '_2nd', 'a-b': 'a_b_2', 'a_b': 'a_b', 'str5': '_str5'}
    >>> list(name_variables(["a" * 33, "a" * 34]).values()) == ["a" * 32, "a" * 30 + "_2"]
    True
    """
    columns = list(names)
    found = {name: name for name in columns if fit_name(name) == name}
    taken = set(found)
    for name in (name for name in columns if name not in found):
        free = fit_name(name)
        number = 1
        while free in taken:
            number += 1
            free = f"{fit_name(name)[: LONGEST_NAME - len(f'_{number}')]}_{number}"
        taken.add(free)
        found[name] = free
    return {name: found[name] for name in columns}


def fit_name(name: str) -> str:
    """Return a name as Stata allows it: ASCII letters, digits and underscores, no reserved word, cut to 32 characters."""
    plain = re.sub(r"\W", "_", name, flags=re.ASCII)
    needs_mark = RESERVED.fullmatch(plain) or not re.match("[A-Za-z_]", plain)
    return (f"_{plain}" if needs_mark else plain)[:LONGEST_NAME]


def label_variable(column: Field, variable: str) -> str:
    """Return a column's title, the unit of a number, and the column's own name in front where the variable has another."""
    unit = f" [{column.unit}]" if column.unit and column.type in (FieldType.INTEGER, FieldType.NUMBER) else ""
    own = "" if variable == column.name else f"{column.name}: "
    return cut_label(f"{own}{column.title}{unit}")


def cut_label(text: str) -> str:
    """Return a text on one line, cut to what Stata allows for a label."""
    line = fold_spaces(text)
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1]}…"


def make_variable(column: Field, values: list[Any], is_key: bool) -> Variable:
    """Return a column as Stata holds it. What Stata cannot hold as the column's type is text, as in the CSV file."""
    import pandas

    present = [value for value in values if value is not None]
    if column.categories and column.codes.keys() >= set(present):
        numbers = {code: number for number, code in enumerate(column.codes, 1)}
        coded = [None if value is None else numbers[value] for value in values]
        labels: dict[float, str] = {numbers[code]: category.label for code, category in column.codes.items()}
        return Variable(pandas.Series(coded, dtype="Int64"), labels)
    if column.type == FieldType.BOOLEAN:
        return Variable(pandas.Series(values, dtype="boolean"), TRUTHS)
    if column.type == FieldType.INTEGER and all(abs(int(value)) <= LARGEST_INTEGER for value in present):
        return Variable(pandas.Series(values, dtype="Int64"), {})
    if column.type == FieldType.NUMBER and all(abs(float(value)) <= LARGEST_NUMBER for value in present):
        return Variable(pandas.Series([None if value is None else float(value) for value in values], dtype="float64"), {})
    if column.type == FieldType.DATE and all(isinstance(day, date) and day.year >= FIRST_YEAR for day in present):
        return Variable(pandas.Series(values, dtype="datetime64[s]"), {}, is_date=True)
    texts = [format_value(value) for value in values]
    width = max((len(text.encode()) for text in texts), default=0)
    return Variable(pandas.Series(texts, dtype=object), {}, is_long=width > (LONGEST_FIXED if is_key else LONG))
