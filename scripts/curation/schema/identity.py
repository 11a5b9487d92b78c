"""When two rows of a table may be one fact under two names, as a schema says it."""

from __future__ import annotations

from typing import Annotated

import pydantic

from curation.schema.fills import Strict

EMPTY = ""
"""Stands for an empty cell in a group of codes that are alike."""


class NearDates(Strict):
    """Dates that lie close together: all those of a row are one interval, from the first day to the last."""

    fields: tuple[str, ...] = pydantic.Field(min_length=1)
    days: Annotated[pydantic.StrictInt, pydantic.Field(ge=0)]
    """How many days may lie between the intervals of two rows. A row without a date is near any other."""


class Identity(Strict):
    """What two rows have in common that may be one fact. All of it must hold."""

    equal: tuple[str, ...] = ()
    """Columns that are equal, capitals and white space aside, of names marks too. Two empty cells are equal."""
    spelled: dict[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    """For a column in `equal` or `last_word`: columns with other spellings. Any of one row is equal to any of the other."""
    last_word: tuple[str, ...] = ()
    """Columns whose last words are equal: the surname of a name."""
    equal_where: dict[str, dict[str, tuple[str, ...]]] = pydantic.Field(default_factory=dict)
    """For a code of a column in `equal`: more columns that are equal, and not empty, where the rows have this code."""
    equal_or_empty: tuple[str, ...] = ()
    """Columns that are equal, or empty in one of the rows."""
    alike_codes: dict[str, tuple[tuple[str, ...], ...]] = pydantic.Field(default_factory=dict)
    """For a column: groups of codes that count as equal here; an empty text is an empty cell."""
    near: NearDates | None = None
    compatible: tuple[str, ...] = ()
    """Quantities whose bounds overlap, or lie no farther apart than a fifth of the greater."""
    alternatives: tuple[Identity, ...] = ()
    """Other ways in which two rows may be one fact: all of one of them is enough."""

    @property
    def ways(self) -> tuple[Identity, ...]:
        """Each way in which two rows may be one fact."""
        return (self, *(way for other in self.alternatives for way in other.ways))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is compared, each once."""
        more = (name for codes in self.equal_where.values() for names in codes.values() for name in names)
        spelled = (name for names in self.spelled.values() for name in names)
        dates = self.near.fields if self.near else ()
        own = (*self.equal, *self.last_word, *spelled, *more, *self.equal_or_empty, *dates, *self.compatible)
        return tuple(dict.fromkeys((*own, *(name for other in self.alternatives for name in other.columns))))

    @property
    def open_columns(self) -> tuple[str, ...]:
        """The columns that tell two rows apart only where both have a value."""
        own = (*self.equal_or_empty, *(self.near.fields if self.near else ()), *self.compatible)
        return tuple(dict.fromkeys((*own, *(name for other in self.alternatives for name in other.open_columns))))
