"""The grammar of lexicon/grammar.toml with all words put in: regular expressions that any program can use as they are."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from curation.package.csv_parquet import write_json
from curation.text.countries import list_country_codes
from curation.text.country_names import load_names
from curation.text.currency_names import load_currencies
from curation.text.lexicon import load_words
from curation.text.names import load_name_pattern
from curation.text.subdivisions import load_subdivisions

Json = dict[str, Any]
NUMBERS = ("numbers", "ordinals", "magnitudes", "late_magnitudes", "abbreviations")
LAST_YEAR = ("last", "this", "next", "year", "the")
"""Words of the grammar itself that may stand before a date."""

PLACEHOLDER = re.compile(r"\{(?:([a-z_][a-z_0-9]*)|:([a-z_.+^]+)(?::(\d+)-(\d*))?)\}")


def write_readers() -> bytes:
    """Return for each reader the words that it looks at, what words mean, and its patterns with all words put in."""
    readers = {reader: describe_reader(reader, part) for reader, part in load_words("grammar").items()}
    names = describe_patterns(name=load_name_pattern().pattern)
    subdivisions = index_subdivisions(load_subdivisions())
    return write_json(readers | {"name": names, "subdivision": subdivisions}, indent=0)  # deep: a seventh was spaces


def describe_patterns(**patterns: str) -> Json:
    """Return what is published of patterns that need nothing else."""
    return {"words": {}, "values": {}, "lists": {}, "patterns": patterns, "forms": {}}


def index_subdivisions(subdivisions: Mapping[str, Sequence[str]]) -> Json:
    """Return what is published of the names of subdivisions and their codes."""
    values = {name: list(codes) for name, codes in subdivisions.items()}
    words = {"codes": sorted({*chain(*values.values())})}
    return {"words": words, "values": values, "lists": {}, "patterns": {}, "forms": {}}


def describe_reader(reader: str, part: Json) -> Json:
    """Return the words, values, patterns and forms of one reader."""
    words, pieces, values, lists = (
        dict(load_words(part["words"])),
        dict(part["pieces"]),
        dict[str, Any](),
        dict[str, Iterable[str]](),
    )
    if reader == "quantity":
        values = {word: value for name in NUMBERS for word, value in words[name].items()}
        words["currencies"] = sorted({name.lower() for name in load_currencies() if " " in name})
    elif reader == "date":
        values = {month: number for number, names in enumerate(words["months"], 1) for month in names}
    elif reader == "country":
        values = {name: [meaning.code, *meaning.forms] for name, meaning in load_names().items()}
        words["codes"] = sorted(list_country_codes())
        long_names = [name for name, (_, *forms) in values.items() if not any(form.isupper() for form in forms)]
        lists = {"names": values, "long": long_names, "several": [name for name in values if re.search(r"\W", name)]}
    elif reader == "marks":
        marks = {mark for pair in words["pairs"] + words["reversed_pairs"] for mark in pair.split(" ")}
        words |= {"marks": sorted(marks), "double": sorted(marks - {*words["apostrophes"]})}
    for name, piece in pieces.items():  # each names only those before it
        pieces[name] = expand(piece, pieces, words)
    forms = {name: expand(form, pieces, words) for name, form in part.get("forms", {}).items()}
    pieces["simple"] = f"(?:{'|'.join(re.sub(r'[?]P<[a-z_]+>', '?:', form) for form in forms.values())})"
    patterns = {name: expand(pattern, pieces, words) for name, pattern in part["patterns"].items()}
    kept = {name: words[name] for name in part["keeps"]}
    for name in ("qualifiers", "qualifiers_after") if reader == "quantity" else ():
        kept[name] = {phrase.replace(" ", ""): code for code, phrases in words[name].items() for phrase in phrases}
    if reader == "date":
        leading = list_words([words[name] for name in ("around_a_date", "strengthening", "opening", "parts")])
        kept["before_a_date"] = sorted({*LAST_YEAR, *chain(*(re.findall(r"\w+", phrase) for phrase, _ in leading))})
    return {
        "words": kept,
        "values": values,
        "lists": {name: choose(listed) for name, listed in lists.items()},
        "patterns": patterns,
        "forms": forms,
    }


def expand(pattern: str, pieces: Json, words: Json) -> str:
    """Return a pattern with its pieces, which are whole already, and its lists of words put in."""

    def put_in(match: re.Match[str]) -> str:
        name, path, low, high = match.groups()
        if name:
            return str(pieces[name])
        parts = (functools.reduce(lambda part, key: part[key], one.split("."), words) for one in path.rstrip("^").split("+"))
        found = [pair for part in parts for pair in list_words(part)]
        known = [word for word, value in found if low is None or int(low) <= value <= int(high or 10**18)]
        return choose([shown(word) for word in known for shown in (str.title, str.upper)] if path.endswith("^") else known)

    return PLACEHOLDER.sub(put_in, pattern)


def list_words(part: Any) -> Iterator[tuple[str, Any]]:
    """Yield the words of a part of a lexicon, each with its value if it has one."""
    for word, value in part.items() if isinstance(part, dict) else ((one, one) for one in part):
        if isinstance(value, list | dict):
            yield from list_words(value)
        else:
            yield word, value


def choose(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first; a mark that is a word may lack the spaces beside it.

    >>> choose(["us $", "more than", "more"])
    'more(?:\\\\ than)?|us ?\\\\$'
    """
    ordered = sorted(map(spell_word, dict.fromkeys(words)), key=itemgetter(0), reverse=True)
    return "|".join(list_branches([characters for _, characters in ordered]))


@functools.cache
def spell_word(word: str) -> tuple[int, list[str]]:
    """Return how long a word is as a pattern, and the pattern of each of its characters. Most words are in several lists."""
    escaped = re.escape(word)
    return len(escaped), re.findall(r" \?|\\?.", re.sub(r"\\ (?=\W)|(?<=[^\w\\])\\ ", " ?", escaped))


def list_branches(words: Iterable[Sequence[str]]) -> list[str]:
    """Return the alternatives of a pattern of words given as characters: what several begin with is there, and tried, once.

    >>> list_branches(["mali", "malta", "may", "iran"])
    ['ma(?:l(?:i|ta)|y)', 'iran']
    """
    by_first: dict[str, list[Sequence[str]]] = {}
    for word in filter(None, words):
        by_first.setdefault(word[0], []).append(word[1:])
    branches = []
    for first, rests in by_first.items():
        if len(rests) == 1:
            branches.append("".join([first, *rests[0]]))
            continue
        after, is_ended = list_branches(rests), not all(rests)  # one of the words ends here
        is_group = is_ended or len(after) > 1
        rest = f"(?:{'|'.join(after)})" if after and is_group else "".join(after)
        branches.append(first + rest + "?" * bool(after and is_ended))
    return branches
