"""The words by which a coder names a span of the text: the shortest ones that the build finds again at this place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.annotation.document import Passage
from curation.claims.selectors import find_words
from curation.text.folding import FoldedText, Span

LONGEST = 48
"""Characters of words that are written out; longer ones are written from the first words to the last."""
SHOWN = 3
"""Words at each end of a longer span, so that the coder sees what is meant."""
MOST_WORDS = 8
"""Words at the ends of a span, or around it, that are tried."""
MARKS = re.compile(r"<-|--|\.\.\.|<|>|\\")


def choose_words(text: FoldedText, passage: Passage, span: Span) -> str:
    """Return words that `find_words` finds in a passage at exactly this span; nothing where there are none."""
    return next((words for words in list_notations(text, passage, span) if find_words(text, passage, words) == span), "")


def list_notations(text: FoldedText, passage: Passage, span: Span) -> Iterator[str]:
    """Yield notations of a span: whole if it is short, first ... last, whole, and in a frame that grows on both sides."""
    whole = text.folded[slice(*span)]
    words = whole.split(" ")
    if len(whole) <= LONGEST:
        yield escape(whole)
    for count in range(SHOWN, min(MOST_WORDS, (len(words) - 1) // 2) + 1) if len(whole) > LONGEST else ():
        first, last = " ".join(words[:count]), " ".join(words[-count:])
        yield f"{escape(first)} ... {escape(last)}"
    yield escape(whole)
    before = text.folded[passage.start : span[0]].split(" ")
    after = text.folded[span[1] : passage.end].split(" ")
    for count in range(1, MOST_WORDS + 1):
        left, right = " ".join(before[-count - 1 :]), " ".join(after[: count + 1])
        yield f"{escape(left)}<{escape(whole)}>"
        yield f"<{escape(whole)}>{escape(right)}"
        yield f"{escape(left)}<{escape(whole)}>{escape(right)}"


def escape(words: str) -> str:
    r"""Return words with a backslash before each mark of the notation.

    >>> escape("a -- b <c>")
    'a \\-- b \\<c\\>'
    """
    return MARKS.sub(lambda mark: "\\" + mark.group(), words)
