"""What a published column holds, as its descriptor and the rules of its cells say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ValueKind(StrEnum):
    """How a value is shown."""

    WORDS = "words"
    CODE = "code"
    DATE = "date"
    COUNTRY = "country"
    SUBDIVISION = "subdivision"
    QUANTITY = "quantity"
    NUMBER = "number"
    NAME = "name"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Label:
    """What one code means."""

    value: str
    label: str
    description: str


@dataclass(frozen=True)
class PublishedColumn:
    """One column. `of` is the column that it is a part of. `is_derived`: the build computes it for every row of a table;
    `is_repeating`: the row's page shows the same elsewhere."""

    name: str
    title: str
    description: str
    question: str
    type: str
    unit: str
    is_required: bool
    is_set: bool
    kind: ValueKind
    refers_to: str
    of: str
    is_derived: bool
    is_repeating: bool
    is_verbatim: bool
    labels: dict[str, Label]

    @property
    def is_part(self) -> bool:
        """Whether it is read together with another column, whose claims are its own."""
        return bool(self.of)

    @property
    def is_mechanical(self) -> bool:
        """Whether it says how a value is known or stored, and not what is the case."""
        return self.is_part or self.is_derived

    @property
    def is_numeric(self) -> bool:
        """Whether its values are numbers."""
        return self.type in ("integer", "number")


PARSED = {"date": ValueKind.DATE, "country": ValueKind.COUNTRY, "quantity": ValueKind.QUANTITY, "code": ValueKind.CODE}
NAMED = ("reference", "by", "gather")
COUNTRY_NAME = "country_name"
OF_ROWS = ("origins", "source_ids", "one_source", "gather_rows")
DERIVED = (*OF_ROWS, "row_id", "sentence", "gather_count", "gather_alike", COUNTRY_NAME)
"""What the build computes for every row of a table, and what of it names rows."""
DATES, COUNTRIES, SUBDIVISIONS = r"^(\d{4}(-\d{2}){0,2}", "^[A-Z]{3}", "^[A-Z]{2}-"
"""How the patterns of columns with dates, with countries and with parts of countries begin."""


def describe_column(
    field: dict[str, Any], names: list[str], cell: dict[str, str], is_set: bool, links: dict[tuple[str, ...], str]
) -> PublishedColumn:
    """Return a column of a descriptor. `cell` is a row of `cells` that it fills; it is empty where there is none."""
    name = field["name"]
    reader, _, part = cell.get("rule", "").partition(",")[0].partition(".")
    reader = "" if reader in NAMED and cell["basis"] == "verbatim" else reader
    of = find_main(name, names) if part or not cell else ""
    constraints = field.get("constraints", {})
    return PublishedColumn(
        name=name,
        title=field.get("title") or name,
        description=field.get("description") or "",
        question=field.get("question") or "",
        type=field.get("type") or "string",
        unit=field.get("unit") or "",
        is_required=bool(constraints.get("required")),
        is_set=is_set,
        kind=find_kind(field, reader if not part else "", links),
        refers_to=links.get((name,), ""),
        of=of,
        is_derived=reader in DERIVED,
        is_verbatim=cell.get("basis") == "verbatim" or part == "printed",
        is_repeating=reader in ("sentence", "one_source", "gather_rows", COUNTRY_NAME),
        labels=read_labels(field),
    )


def find_main(name: str, names: list[str]) -> str:
    """Return the column that one is a part of: the longest that its name begins with; empty where there is none.

    >>> find_main("seats_low", ["seats", "seats_low"])
    'seats'
    """
    return max((other for other in names if name.startswith(f"{other}_")), key=len, default="")


def find_kind(field: dict[str, Any], reader: str, links: dict[tuple[str, ...], str]) -> ValueKind:
    """Return how the values of a column are shown."""
    pattern, type_ = str(field.get("constraints", {}).get("pattern") or ""), field.get("type")
    if type_ == "boolean":
        return ValueKind.YES_NO
    if (field["name"],) in links:
        return ValueKind.NAME
    if read_labels(field):
        return ValueKind.CODE
    if type_ == "date" or pattern.startswith(DATES):
        return ValueKind.DATE
    if pattern.startswith(COUNTRIES):
        return ValueKind.COUNTRY
    if pattern.startswith(SUBDIVISIONS):
        return ValueKind.SUBDIVISION
    if type_ in ("integer", "number"):
        return ValueKind.QUANTITY if reader in ("quantity", "") else ValueKind.NUMBER
    return PARSED.get(reader, ValueKind.NAME if reader in (*NAMED, *OF_ROWS) else ValueKind.WORDS)


def read_labels(field: dict[str, Any]) -> dict[str, Label]:
    """Return what each code of a column means, by the standard's `categories`, or `itemCategories` of a set."""
    found = {}
    for one in field.get("categories") or field.get("itemCategories") or ():
        value = str(one["value"] if isinstance(one, dict) else one)
        about = one if isinstance(one, dict) else {}
        found[value] = Label(value, about.get("label") or unfold_code(value), about.get("description") or "")
    for value, meaning in (field.get("codes") or {}).items():
        found.setdefault(value, Label(value, unfold_code(value), meaning))
    return found


def unfold_code(code: str) -> str:
    """Return a code as words.

    >>> unfold_code("final_order_non_detained")
    'Final order non detained'
    """
    words = code.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
