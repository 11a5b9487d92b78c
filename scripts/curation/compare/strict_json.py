"""JSON that every program reads alike, and JSON in which nothing is hidden."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

from curation.compare.unseen import escape_unseen
from curation.schema.read import take_once

DEEPEST = 32
"""Lists and objects in each other: three times as many as a descriptor has."""

LARGEST_WHOLE = 2**53
"""Up to here a double holds every whole number, and many programs read all numbers as doubles."""


def parse_json(text: str) -> Any:
    """Return what a JSON text says. Raises ValueError where it says nothing, or not the same to every program."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=take_once,
            parse_int=read_whole,
            parse_float=read_decimal,
            parse_constant=refuse_constant,
        )
    except RecursionError:
        raise ValueError("lists or objects lie too deep in each other") from None
    text.encode()  # half a surrogate pair is no character
    check_texts(value)
    return value


def read_whole(text: str) -> int:
    """Return a whole number. Raises ValueError for one that a double does not hold."""
    if len(text) > 17 or abs(int(text)) > LARGEST_WHOLE:
        raise ValueError("a whole number is too long to be read alike by all programs")
    return int(text)


def read_decimal(text: str) -> float:
    """Return a decimal number. Raises ValueError for one that a double does not hold as it is written."""
    number = float(text)
    if len(text) > 30 or not math.isfinite(number) or Decimal(repr(number)) != Decimal(text):
        raise ValueError("a decimal number is too long to be read alike by all programs")
    return number


def refuse_constant(name: str) -> Any:
    """Raise ValueError: NaN and Infinity are no JSON."""
    raise ValueError(f"{name} is no JSON")


def check_texts(value: Any) -> None:
    """Raise ValueError where lists and objects lie too deep in each other, or a text holds half a surrogate pair."""
    level = [value]
    for _ in range(DEEPEST):
        level = [part for one in level if isinstance(one, dict | list) for part in list_parts(one)]
        for text in level:
            if isinstance(text, str):
                text.encode()
    if level:
        raise ValueError("lists or objects lie too deep in each other")


def list_parts(value: dict[str, Any] | list[Any]) -> list[Any]:
    """Return the parts of a list or an object, keys too."""
    return [*value, *value.values()] if isinstance(value, dict) else value


def write_json(value: Any) -> str:
    r"""Return JSON in which each character that is not seen is escaped, in keys too: it says which one it was.

    >>> print(write_json({"a": "x\u202ey"}))
    {
      "a": "x\u202ey"
    }
    """
    return escape_unseen(json.dumps(value, indent=2, ensure_ascii=False), but="\n")
