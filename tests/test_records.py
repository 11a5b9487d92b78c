"""The records of a table file: read from CSV, and compared by key."""

from __future__ import annotations

import csv

import pytest

from curation.records import Records, compare_records, find_first_line, read_csv

WANTED = b"id,name\na,Ann\nb,Bob\nc,Cyd\n"


def read(content: bytes) -> Records:
    _, records, problems = read_csv("x.csv", content)
    assert not problems
    return records


@pytest.mark.parametrize(
    ("present", "found"),
    [
        (WANTED, []),
        (b"id,name\na,Ann\nb,Bo\nc,Cyd\n", [("cell", 3, ("b",), "name", "Bo", "Bob")]),
        (b"id,name\na,Ann\nc,Cyd\n", [("missing", 0, ("b",))]),
        (b"id,name\na,Ann\nb,Bob\nd,Dee\nc,Cyd\n", [("surplus", 4, ("d",))]),
        (b"id,name\na,Ann\nb,Bob\nc,Cyd\na,Ann\n", [("doubled", 5, ("a",), 2)]),
        (b"id,name\nb,Bob\na,Ann\nc,Cyd\n", [("order", 0)]),
        (b"id,title\na,Ann\nb,Bob\nc,Cyd\n", [("columns", 1, ["id", "title"], ["id", "name"])]),
        (
            b'id,name\na,"A\nn"\nb,Bo\nc,Cyd\n',
            [("cell", 3, ("a",), "name", "A\nn", "Ann"), ("cell", 4, ("b",), "name", "Bo", "Bob")],
        ),
    ],
)
def test_each_difference_of_a_table_is_found_with_its_line(present: bytes, found: list[tuple[object, ...]]) -> None:
    assert [tuple(one.values()) for one in compare_records(["id"], read(present), read(WANTED))] == found


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id,name\na,Ann\n\xff,Bob\n", "x.csv:3:1: not UTF-8"),
        (b'id,name\na,"Ann"x\n', "x.csv:2:1: not CSV"),
        (b"id,name\na\nb,Bob\n", "x.csv:2:1: 1 fields, and the header has 2"),
        (b"id,name\na,Ann,x\n", "x.csv:2:1: 3 fields, and the header has 2"),
    ],
)
def test_a_fault_of_a_csv_file_is_named_with_its_line(content: bytes, message: str) -> None:
    _, _, (problem,) = read_csv("x.csv", content)
    assert str(problem).startswith(message)


def test_a_cell_of_any_length_is_read_whatever_the_limit_was() -> None:
    csv.field_size_limit(10)
    assert read(b"id\n" + b"x" * 200_000 + b"\n")[0][1] == {"id": "x" * 200_000}


def test_the_first_line_that_differs_is_found() -> None:
    assert [find_first_line(b"a\nb\n", other) for other in (b"a\nb\n", b"x\nb\n", b"a\n", b"a\nb\nc\n", b"")] == [
        0,
        1,
        2,
        3,
        1,
    ]
