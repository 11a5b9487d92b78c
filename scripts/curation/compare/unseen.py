"""Characters that a reader does not see, written as escapes: what is shown of a package holds none of them."""

from __future__ import annotations

from collections.abc import Iterable

from curation.characters import is_refused


def is_unseen(character: str) -> bool:
    r"""Return whether a character is not seen, turns the direction of others, or steers a terminal.

    >>> [is_unseen(character) for character in "a\u00e9 \n\x1b\u00a0\u202e\u3164"]
    [False, False, False, True, True, True, True, True]
    """
    return not character.isprintable() or is_refused(character)


def escape_character(character: str) -> str:
    r"""Return how JSON escapes a character: in UTF-16, in which those beyond U+FFFF are two.

    >>> escape_character("\u202e"), escape_character("\U000e0041")
    ('\\u202e', '\\udb40\\udc41')
    """
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def escape_unseen(text: str, but: Iterable[str] = ()) -> str:
    r"""Return the text with an escape for each character that is not seen; `but` are left as they are.

    >>> escape_unseen("a\n\u202eb", but="\n")
    'a\n\\u202eb'
    """
    unseen = {ord(one): escape_character(one) for one in set(text).difference(but) if is_unseen(one)}
    return text.translate(unseen) if unseen else text


def show_text(text: str) -> str:
    r"""Return the text on one line: each line feed as an arrow, and escapes for all that is not seen.

    >>> show_text("a\n\u202eb")
    'a⏎\\u202eb'
    """
    return escape_unseen(text.replace("\n", "⏎"))
