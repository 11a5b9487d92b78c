"""Whether the codes of a field are consistent: listed where the standard has them, each with a label of its own."""

from __future__ import annotations

from collections.abc import Iterator

from curation.schema.kinds import FieldType, RuleName
from curation.schema.patterns import check_pattern
from curation.schema.tables import Field, make_set_pattern

Said = tuple[str, str]
"""What is wrong, and what to do."""


def check_codes(column: Field) -> Iterator[Said]:
    """Check that a closed list is under `categories`, with labels and meanings, and the same list in the constraints.

    The codes of a set are under `itemCategories`, since by the standard a cell holds one of its `categories`.
    """
    codes, constraints = list(column.codes), column.constraints
    if column.is_set and column.categories:
        yield "categories: a cell of a set holds several codes", "name this list itemCategories"
    elif column.item_categories and not column.is_set:
        yield "itemCategories: the field holds no set", "name this list categories"
    elif column.is_set and codes:
        if constraints.pattern != make_set_pattern(codes):
            yield "pattern and itemCategories differ", f"write the pattern {make_set_pattern(codes)}"
    elif list(constraints.enum) != codes:
        yield "enum and categories differ", "list the same codes in the same order, each with its label"
    if codes and column.type != FieldType.STRING:
        yield f"categories: type is {column.type}", "codes are strings"
    if column.categories and column.rule == RuleName.FURTHEST and not column.categories_ordered:
        yield f"agree is {RuleName.FURTHEST}, without categoriesOrdered", "write true: by this rule the order has a meaning"
    if column.categories_ordered is not None and not column.categories:
        yield "categoriesOrdered without categories", "leave it out"
    yield from check_labels(column)
    if constraints.pattern:
        yield from check_pattern(constraints.pattern)


def check_labels(column: Field) -> Iterator[Said]:
    """Check that each code is there once, and has a label of its own: readers see it in the code's place."""
    codes = (*column.categories, *column.item_categories)
    for code in codes:
        if not code.label.strip() or code.label != code.label.strip():
            yield f"code {code.value!r} has the label {code.label!r}", "write what readers see in its place"
    for what, named in (("code", [code.value for code in codes]), ("label", [code.label for code in codes])):
        for name in sorted({name for name in named if named.count(name) > 1}):
            yield f"the {what} {name!r} is there twice", "each code has its own, by which a reader recognizes it"
