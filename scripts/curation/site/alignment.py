"""Several wordings of one text, cut into segments that all have and segments in which they differ."""

from __future__ import annotations

from collections.abc import Sequence

from curation.package.printings import Piece as AlignedPiece
from curation.package.printings import mark_differences

Aligned = list[AlignedPiece]
"""The pieces of one wording, each with whether it differs; one that differs and is empty is a gap."""


def align_texts(texts: Sequence[str]) -> list[Aligned]:
    """Return each wording in as many pieces as the others have, so that they can stand below each other.

    >>> align_texts(["to return home", "to return back home"])
    [[('to return', False), ('', True), ('home', False)], [('to return', False), ('back', True), ('home', False)]]
    """
    return mark_differences(texts)
