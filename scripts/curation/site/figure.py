"""A figure: its words, where its marks are, and the data behind it as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from curation.site.values import ShownValue, join_words
from curation.site.whole import Site

WIDTH = 560
LABELS = 176
"""Where the marks begin: labels are left of it."""
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


def describe_sources(site: Site, sources: Sequence[str]) -> str:
    """Return the names of some articles, or how many they are."""
    return join_words([site.names.name_source(one) for one in sources]) if len(sources) <= 4 else f"{len(sources)} articles"
