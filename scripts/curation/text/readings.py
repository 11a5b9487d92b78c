"""A value read from words, or the reason why it was not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

Value = str | int | bool | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A value: its canonical notation, which is published with the claim, and the parts that columns are made of.

    A quantity's canonical notation is its qualifier and its number or numbers (`more_than 100`, `range 5 10`, `vague`),
    a date's is EDTF, a country's ISO 3166-1 alpha-3. `bounds` are the lowest and highest value or day that it can mean.
    """

    value: str
    parts: Mapping[str, Value] = field(default_factory=dict)
    bounds: tuple[Any, Any] = (None, None)


@dataclass(frozen=True)
class Unread:
    """Why words or a value could not be read."""

    message: str
    advice: str = ""


Outcome = Reading | Unread
