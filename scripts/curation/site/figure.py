"""A figure: its words, where its marks are, and the data behind it as a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from curation.site.values import ShownValue

WIDTH = 560
LABELS = 176
"""Where the marks begin: labels are left of it."""
LONGEST_BAR = WIDTH - LABELS - 64
LINE = 30
LONGEST_LABEL = 20
MOST_FIGURES = 6
"""Of each kind."""


@dataclass(frozen=True)
class Figure:
    """One figure: its words, the template that draws it with `marks`, and its data as a table."""

    name: str
    template: str
    title: str
    caption: str
    caveat: str
    alt: str
    marks: dict[str, Any]
    head: tuple[str, ...]
    rows: list[tuple[ShownValue, ...]] = field(default_factory=list)

    @property
    def warning(self) -> str:
        """The first sentence of the caveat: it is in bold."""
        return re.split(r"(?<=[.!?]) ", self.caveat, maxsplit=1)[0]

    @property
    def rest(self) -> str:
        """The other sentences of the caveat."""
        return self.caveat[len(self.warning) :].strip()
