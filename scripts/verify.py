#!/usr/bin/env python3
"""Verify the published files of us-central-asia-removals without the code that built them.

Usage: python verify.py PATH [--seeds DIR]

PATH is a folder or a .zip with datapackage.json at its top or in one top-level folder; DIR holds the sources' files.
Written from docs/format.md, docs/codebook.md and the published files, with the Python standard library alone (3.11 or
later). Tables, columns, codes and rules are those of schemas/, words those of build/lexicon/: without them nothing can be
verified. What belongs in each cell is made again from the published claims, and compared. One line a fault, sorted:
`table/row/column: what is there, what belongs there`; where two places contradict each other, a line for each of them.
Exit 0: no fault, 1: faults, 2: wrong command line. Where pyarrow can be imported, the content of the Parquet files is
compared with the CSV files, and where PyYAML can, metadata.yaml with the descriptors; where not, the last line says so.

That nothing was changed together, this program among it, only the hash of build/manifest-sha256.txt can say: it is in the
last line. Compare it with the one that the release notes print (docs/format.md).
"""

from __future__ import annotations

import argparse
import base64
import bisect
import calendar
import contextlib
import csv
import functools
import gc
import hashlib
import io
import itertools
import json
import math
import operator
import os
import re
import signal
import stat
import struct
import sys
import unicodedata
import uuid
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

Row = dict[str, str]
Key = tuple[str, str, str]
Json = dict[str, Any]
Where = Sequence[str]
Place = tuple[int, int]  # from where to where in a text
Cited = tuple[Where, str]  # a place of which a value is made, and what is there
Days = tuple[str | None, str | None]  # the first and the last, None at an open end
Dated = tuple[str, str, set[str]]  # an EDTF value, how its year is known, and what from outside the words its reading used
Given = tuple[int | None, date | None, str]  # a year, a day of publication and a country from outside the words
Derived = tuple[str, list["Claim"]]  # a value, and the claims that it rests on
Leaf = tuple[str, ...]  # the names and numbers that lead to a value in JSON
Wrong = Iterator[tuple[str, str]]  # a column with something wrong in it, and what belongs there

# What schemas/ may name: parsers (each with the basis of its claims), parts of a reading, agreement rules, derivations, and
# what of the speaker fills a column.
PARSERS = dict.fromkeys(("quantity", "date", "country", "subdivision"), "parsed") | {"verbatim": "verbatim"}
PARSERS |= {"code": "coded", "reference": "coded"}
PARTS = {"quantity": ("printed", "low", "high", "qualifier"), "country": ("printed",)}
PARTS |= {"date": ("printed", "earliest", "latest", "precision", "date_basis")}
AGREEMENTS = ("same", "single", "set", "furthest", "interval", "narrower", "wording")
DERIVED_SETS = ("source_ids", "origins", "gather_rows")
DERIVATIONS = (
    *DERIVED_SETS,
    "row_id",
    "one_source",
    "sentence",
    "count_status",
    "country_name",
    "gather_count",
    "gather_alike",
)
COUNTED = ("characters", "codings")  # these derivations rest on no words
SPEAKER = ("person", "body", "words", "via")
# The ways in which a column is filled, and the properties that each must have.
FILLS: dict[str, tuple[str, ...]] = {"parse": ("reads", "agree"), "part": ("part", "of"), "speaker": ("by",)}
FILLS |= {"derive": ("derive",), "gather": ("gather", "agree"), "register": ()}
SYSTEM = ("cells", "claims", "codings", "coverage", "disagreements", "evidence")  # known by name, as `sources`
DESCRIPTORS = {"datapackage.json": ("build/csv/", "csv"), "build/parquet/datapackage.json": ("build/parquet/", "parquet")}
MANIFEST = "build/manifest-sha256.txt"
# The files that say something about the data, all in the manifest; and the documents beside them in a release.
SOME = r"(datapackage|croissant|\.zenodo)\.json|metadata\.yaml|CITATION\.cff|schemas/[a-z][a-z0-9_]*(\.schema)?\.json"
SOME += (
    r"|annotations/(decisions|evidence|places)\.yaml|build/csv/[a-z][a-z0-9_]*\.csv|build/parquet/[a-z][a-z0-9_]*\.parquet"
)
SOME += r"|build/csv/(?P<csv>[a-z][a-z0-9_]*)/(?P=csv)-[0-9]{3}\.csv"  # the parts of a table that is split
SOME += r"|build/parquet/(?P<parquet>[a-z][a-z0-9_]*)/(?P=parquet)-[0-9]{3}\.parquet"
SOME += rf"|build/parquet/datapackage\.json|build/lexicon/[A-Za-z][A-Za-z0-9_-]*\.(csv|json|toml|txt)|{re.escape(MANIFEST)}"
LISTED = re.compile(SOME)
DOCUMENT = re.compile(
    r"[A-Z]+\.md|LICENSE(-[A-Z]+)?|docs/[a-z][a-z0-9_-]*\.md|docs/figures/[a-z][a-z0-9_-]*\.png|scripts/verify\.py"
)
TOP = re.compile(r"([^/]+/)?datapackage\.json")
# The folders that are read, and whether they hold nothing else.
FOLDERS = {"": False, "annotations": False, "build": True, "build/csv": True, "build/lexicon": True, "build/parquet": True}
FOLDERS |= {"schemas": True}
PARTS_FOLDER = re.compile("build/(csv|parquet)/[a-z][a-z0-9_]*")
PAGES = "build/site"  # the pages that `curate site` writes into a clone: no part of a package
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}  # of Windows, with any ending
DEVICES |= {f"{port}{number}" for port in ("COM", "LPT") for number in range(10)}
NEEDED: dict[str, Callable[[Data], object]] = dict.fromkeys(  # files without which a package is none, and when
    ("metadata.yaml", "croissant.json", "CITATION.cff", ".zenodo.json", *DESCRIPTORS), lambda data: True
)
NEEDED |= dict.fromkeys(("schemas/annotation.schema.json", "schemas/metadata.schema.json"), lambda data: True)
NEEDED["annotations/places.yaml"] = lambda data: data.registers.get("places")
NEEDED["annotations/evidence.yaml"] = lambda data: data.rows["evidence"]
NEEDED["annotations/decisions.yaml"] = lambda data: any(r["ruled_by"] == "decision" for r in data.rows["disagreements"])
# Of this program's own release; a test prints them where the words or the standard have changed.
READERS_SHA256 = "5c106ee4dd907f2b8924c0ea04b45e04cd363c82a378f08967fdeb8d0596162c"
CONTEXT_SHA256 = "ceaeb4afc12112361e7fc73954a002a45a1b8a89fbffac293e10e4455b2096b1"
# The shapes (see find_misfits) of a schema and of what is registered.
MISSING = object()  # of two JSON values that are compared one has nothing here
TEXT = re.compile("(?s).+")
CATEGORIES = [{"value": TEXT, "label": TEXT, "description": TEXT}]
LIMITS: Json = {"required?": bool, "unique?": bool, "pattern?": str, "minimum?": (int, float), "enum?": [TEXT]}
COLUMN: Json = {
    "name": re.compile("[a-z][a-z0-9_]*"),
    "type": re.compile("string|integer|number|boolean|date"),
    "title": TEXT,
}
COLUMN |= {
    "description": TEXT,
    "example": TEXT,
    "unit?": TEXT,
    "constraints?": LIMITS,
    "curation?": dict,
    "question?": TEXT,
}
COLUMN |= {"categories?": CATEGORIES, "itemCategories?": CATEGORIES, "categoriesOrdered?": bool}
KEYS = [{"fields": [str], "reference": {"resource": str, "fields": [str]}}]
SCHEMA: Json = {
    "$schema": re.compile(r"https://datapackage\.org/profiles/2\.0/tableschema\.json"),
    "name": TEXT,
    "title": TEXT,
}
SCHEMA |= {"description": TEXT, "fields": [COLUMN], "missingValues": [re.compile("")], "primaryKey": [str]}
SCHEMA |= {"foreignKeys?": KEYS, "curation?": dict, "rowTitle?": [TEXT]}
SCHEMA |= {"overview?": [{"label?": TEXT, "question?": TEXT, "fields?": [str], "join?": [str]}]}  # or a field alone
ABOUT: Json = {"name": re.compile(r"[a-z0-9][a-z0-9._-]*"), "id": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")}
ABOUT |= dict.fromkeys(("title", "description", "code_license"), TEXT) | {"homepage?": re.compile("https://[^ ]+")}
ABOUT |= {"doi?": re.compile(r"10\.[0-9]{4,}/[^ ]+"), "version": re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")}
ABOUT |= {"created": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "language": re.compile("[a-z]{2}"), "keywords": [TEXT]}
ABOUT |= {"licenses": [{"name": re.compile("[A-Za-z0-9.-]+"), "path": re.compile(r"https://\S+"), "title": TEXT}]}
ABOUT |= {"contributors": [{"title": TEXT, "roles": [TEXT]}], "spatial": [{"code": re.compile("[A-Z]{3}"), "title": TEXT}]}
ABOUT |= {"cautions": [TEXT], "tables": [TEXT], "method?": TEXT, "annotators?": TEXT}
ABOUT |= {"split?": {"*": re.compile("[1-9][0-9]{0,11}")}}  # how many rows a file of a table has
REGISTERS: Json = {"metadata": ABOUT, "places": {"*": TEXT}, "sources": {"*": {"*": str}}, "evidence": {"*": {"*": str}}}
REGISTERS |= {"attributions": {"*": {"*": [[str]]}}}
# Of two codings: what a kind of field is called, and how what was compared is called.
FIELDS = {"quantity": "numbers", "date": "dates", "country": "countries", "subdivision": "parts of countries"}
FIELDS |= {"code": "codes", "reference": "references to other rows", "speaker": "speakers of quotes"}
FIELDS |= {"verbatim": "words kept as printed"}
WHOLE = ("row", "cell")  # compared as there or not there
STEP = {"": 0, "this": 0, "the": 0, "last": -1, "next": 1}
# What a line of `cells` repeats of the first of its claims, and in which column the claim has it; and of a decision.
COPIED = {c: c for c in ("basis", "reason", "source_id", "attributed_to", "certainty", "hedge_words")} | {"words": "exact"}
RULED = {"reason": "reason", "rule": "ruled_by", "basis": "ruling"}
SPEAKING = ("attributed_to", "attributed_words", "via")
LINE = (
    *("basis", "rule", "reason", "claim_ids", "agreeing", "others", "agreeing_source_ids"),
    *("source_id", "source_title", "attributed_to", "words", "certainty", "hedge_words"),
)
FROM_LINE = operator.itemgetter(*LINE)
SHOWN = ("value", "attributed_to", "via", "certainty", "hedge_words")  # of a claim in `agreeing` and `others`
SIDE = 32  # code points of prefix and suffix
MOST_DIGITS = 15  # of a number: the most that every double holds as printed
# The most that is read: bytes of all files, of those in JSON, and of one seed; files; faults; characters of words that may be
# read as a number, a date or a country, and of a passage; the places that one place is in.
MOST_BYTES, MOST_JSON, MOST_SEED, MOST_FILES, MOST_FAULTS = 1 << 28, 1 << 24, 1 << 26, 1000, 100_000
MOST_NAMED = 100  # sources that descriptors name one by one
MOST_CELL, MOST_SAID = 1 << 20, 100_000  # characters of a cell, and of one in `claims`: all of it is of one passage
MOST_SHOWN, MOST_DIFFERING = 1000, 1000  # characters of a fault; leaves of a comparison
LONGEST_PATH = 400  # characters of a path
MOST_VERSION = 45  # of the zip standard that a member needs: a program that knows less refuses it
MOST_MEMORY, MOST_SECONDS = 1 << 32, 60  # that this process may take: bytes; seconds, and one more for each megabyte
MOST_READ, MOST_PASSAGE, MOST_PLACES, MOST_SPOTS, MOST_PAIRS = 400, 1 << 16, 100, 1000, 30
# By how much the lowest and the highest count are away from the number of a qualifier; None where there is no bound.
STEPS = {"exact": (0, 0), "more_than": (1, None), "at_least": (0, None), "up_to": (None, 0)}
STEPS |= {"less_than": (None, -1), "almost": (None, -1)}
CANONICAL = {"integer": r"-?(0|[1-9]\d*)", "number": r"-?(0|[1-9]\d*)(\.\d*[1-9])?", "boolean": "true|false"}
VISIBLE = bytes([9, 10, *range(32, 127)])  # in ASCII
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # general categories of Unicode that no reader sees, or that end a line
# Letters, marks and symbols without a picture, and what Unicode says is no character.
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\uffa0\ufff0-\ufffc"
BLANK += "\U00013441\U00013442\U00016fe4\U0001d159\U000e0000-\U000e0fff"
BLANK += "".join(chr(n) + chr(n + 1) for n in range(0xFFFE, 0x110000, 0x10000))
# Emoji (Unicode 17): those that a selector of style may follow, and all; what joins, styles and names them.
STYLED = "©®‼⁉™ℹ↔-↙↩↪⌚⌛⌨⏏⏩-⏳⏸-⏺Ⓜ▪▫▶◀◻-◾☀-☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸-☺♀♂♈-♓♟♠♣♥♦♨♻♾♿⚒-⚗⚙⚛⚜⚠⚡⚧⚪⚫⚰⚱⚽⚾⛄⛅⛈⛎"
STYLED += "⛏⛑⛓⛔⛩⛪⛰-⛵⛷-⛺⛽✂✅✈-✍✏✒✔✖✝✡✨✳✴❄❇❌❎❓-❕❗❣❤➕-➗➡➰➿⤴⤵⬅-⬇⬛⬜⭐⭕〰〽㊗㊙🀄🅰🅱🅾🅿🈂🈚🈯🈷🌍-🌏"
STYLED += "🌕🌜🌡🌤-🌬🌶🍸🍽🎓🎖🎗🎙-🎛🎞🎟🎧🎬-🎮🏂🏄🏆🏊-🏎🏔-🏠🏭🏳🏵🏷🐈🐕🐟🐦🐿👁👂👆-👉👍👎👓👪👽💣💰💳💻💿📋📚📟📤-📦📪-📭"
STYLED += "📷📹-📻📽🔈🔍🔒🔓🕉🕊🕐-🕧🕯🕰🕳-🕹🖇🖊-🖍🖐🖥🖨🖱🖲🖼🗂-🗄🗑-🗓🗜-🗞🗡🗣🗨🗯🗳🗺😐🚇🚍🚑🚔🚘🚭🚲🚹🚺🚼🛋🛍-🛏🛠-🛥🛩🛰🛳"
PICTURES = "©®‼⁉™ℹ↔-↙↩↪⌚⌛⌨⏏⏩-⏳⏸-⏺Ⓜ▪▫▶◀◻-◾☀-☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸-☺♀♂♈-♓♟♠♣♥♦♨♻♾♿⚒-⚗⚙⚛⚜⚠⚡⚧⚪⚫⚰⚱⚽⚾⛄⛅⛈⛎"
PICTURES += "⛏⛑⛓⛔⛩⛪⛰-⛵⛷-⛺⛽✂✅✈-✍✏✒✔✖✝✡✨✳✴❄❇❌❎❓-❕❗❣❤➕-➗➡➰➿⤴⤵⬅-⬇⬛⬜⭐⭕〰〽㊗㊙🀄🃏🅰🅱🅾🅿🆎🆑-🆚🈁🈂"
PICTURES += "🈚🈯🈲-🈺🉐🉑🌀-🌡🌤-🎓🎖🎗🎙-🎛🎞-🏰🏳-🏵🏷-🏺🐀-📽📿-🔽🕉-🕎🕐-🕧🕯🕰🕳-🕺🖇🖊-🖍🖐🖕🖖🖤🖥🖨🖱🖲🖼🗂-🗄🗑-🗓🗜-🗞🗡🗣🗨🗯🗳🗺-🙏🚀-🛅"
PICTURES += "🛋-🛒🛕-🛘🛜-🛥🛩🛫🛬🛰🛳-🛼🟠-🟫🟰🤌-🤺🤼-🥅🥇-🧿🩰-🩼🪀-🪊🪎-🫆🫈🫍-🫜🫟-🫪🫯-🫸"
ELEMENT = f"(?:[{STYLED}]\ufe0f|[{PICTURES}])[\U0001f3fb-\U0001f3ff]?"  # the last are tones of skin
FLAGS = "|".join("".join(chr(0xE0000 + ord(letter)) for letter in flag) for flag in ("gbeng", "gbsct", "gbwls"))
EMOJI = f"\U0001f3f4(?:{FLAGS})\U000e007f|[0-9#*]\ufe0f\u20e3|[{STYLED}]\ufe0e|{ELEMENT}(?:\u200d{ELEMENT})*"
OF_EMOJI = "\u200d\ufe0e\ufe0f\U000e0020-\U000e007f"  # what an emoji may begin or end with that was cut
NOTATION = re.compile(r"(?a:vague|unknown|(?:range {0}|[a-z_]+) {0})".format(r"\d{1,30}(?:\.\d{0,30}[1-9])?"))  # a quantity
MONTHS = {"01": "January", "02": "February", "03": "March", "04": "April", "05": "May", "06": "June", "07": "July"}
MONTHS |= {"08": "August", "09": "September", "10": "October", "11": "November", "12": "December"}
MONTHS |= {"21": "spring", "22": "summer", "23": "autumn"}  # as EDTF has them
URL = re.compile(r"https?://|\bwww\.")
CITED = re.compile(r"\[([a-z0-9][a-z0-9.-]*)\]")
MARKS = re.compile("[⟦⟧]")
NUMERAL = re.compile(r"(?<!\w)(?:[0-9]+(?:[.,][0-9]+)*|[a-z]+)")  # what may be a number, in small letters
WORD_START = re.compile(r"(?<![\w’'-])[\w$€£¥₽₹<>~≈±+]")
IN_WORD = re.compile(r"[\w’'%-]")
FIGURES, NAMING = ("quantity", "date"), ("country", "verbatim", "reference", "by")  # fields that account for these
OPENERS = ("since", "until", "before", "after", "about")  # of a date
BESIDE = {"last", "next", "this", "following", "past"}  # before what is no whole date
LAST_WORD, AFTER = re.compile(r"([\w’']+)[ ,.–-]+$"), re.compile("[ ,.–-]*")
GOES_BEFORE = re.compile(r"[0-9](?:st|nd|rd|th)?[,.]? ?-?$|[\w'’.$/-]$")
GOES_ON = re.compile(r"[\w'’/-]|[,.]{0,2} ?[0-9]|,? of\b")  # after what is no whole date
LOOK_BACK = 8  # so many words before a number or a date may belong to it
CLOSING_POINT = re.compile(r"(?<!\b[^\W\d_]\.[^\W\d_])\.$|,$")  # U.S. keeps its point


# ---- texts -----------------------------------------------------------------------------------------------------------


class InWords(str):
    """A rule in words; it is printed without quotation marks."""


def fold_space(text: str) -> str:
    """Each run of white space as one space."""
    folded = " ".join(text.split())
    return text if folded == text else folded  # each text is kept once


def list_hidden(text: str) -> list[str]:
    """The characters of a text that no text may hold: a tab and a line feed, and what emoji are made of, are none of them."""
    found = [c for c in sorted({*text} - {"\t", "\n"}) if unicodedata.category(c) in HIDDEN or re.match(f"[{BLANK}]", c)]
    plain = {*re.sub(EMOJI, "", text)} if found else set()
    return [c for c in found if c in plain]


@functools.lru_cache(maxsize=1 << 14)
def split_words(text: str) -> tuple[str, ...]:
    """The words of a text, without capitals: runs of letters, digits and underscores, points within and of initials aside."""
    return tuple(re.findall(r"\w+", re.sub(r"(?<=\w)[.'’](?=\w)|(?<=(?<!\w)\w)\.", "", text).casefold()))


def cut_middle(text: str) -> str:
    """A text without what is far from its beginning and its end, if it is long."""
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN // 2] + "…" + text[-MOST_SHOWN // 2 :]


def show_text(text: object) -> str:
    """A value as a fault prints it: on one line and not too long."""
    shown = json.dumps(cut_middle(text), ensure_ascii=False) if isinstance(text, str) else cut_middle(str(text))
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)
    return shown if len(shown) <= 160 else shown[:100] + "…" + shown[-59:]


def split_set(text: str) -> list[str]:
    """The members of a set as printed."""
    return text.split("|") if text else []


def print_number(number: Decimal) -> str:
    """A number without zeros that mean nothing: 2.5, not 2.50."""
    return f"{number.normalize():f}"


def parse_day(text: str | None) -> date | None:
    """The day of an ISO 8601 date."""
    try:
        return date.fromisoformat(text) if text and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


# ---- readers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of a reader, what they mean, the patterns that they make, and of dates the forms of what is read."""

    words: Json
    values: dict[str, Any]
    patterns: dict[str, re.Pattern[str]]
    forms: dict[str, re.Pattern[str]]
    whole: dict[str, re.Pattern[str]]  # patterns of a date that end with a word or a figure


@functools.lru_cache(maxsize=2)
def load_lexicons(content: bytes) -> dict[str, Lexicon]:
    """What readers.json has for the parsers, and for quotation marks."""
    found: dict[str, Lexicon] = {}
    for reader, part in json.loads(content.decode("utf-8")).items():
        lists = {f"<{name}>": words for name, words in part["lists"].items()}  # a pattern has them several times
        put_in = functools.partial(re.sub, "<names>|<long>|<several>", lambda match, lists=lists: lists[match[0]])
        patterns, forms = ({n: re.compile(put_in(p)) for n, p in part[kind].items()} for kind in ("patterns", "forms"))
        looked_for = [name for name in ("single", "period", "bare_single", "bare_period") if reader == "date"]
        whole = {name: re.compile(part["patterns"][name] + r"(?![\w’'-]|[,.][0-9])") for name in looked_for}
        found[reader] = Lexicon(part["words"], part["values"], patterns, forms, whole)
    return found


def multiply(numbers: Lexicon, text: str | None) -> Decimal:
    """The product of magnitudes that become larger: lakh crore; 0 where they do not."""
    scales = [numbers.values[word] for word in re.findall("[a-z]+", text or "")]
    return Decimal(0 if any(a <= b for b, a in itertools.pairwise(scales)) else math.prod(scales))


def add_words(numbers: Lexicon, text: str) -> tuple[Decimal, Decimal]:
    """What number words add up to, and the magnitude that they end with; zeros where they are no one number."""
    total, group, last, scale = 0, 0, math.inf, 1
    words = [word for word in re.findall("[a-z]+", text) if word not in ("a", "an", "and")]
    for word in words:
        value = numbers.values[word]
        scale = value if value >= 100 or word == "dozen" else 1
        if (value >= 1000 and value >= last) or (word in numbers.words["ordinals"] and word is not words[-1]):
            return Decimal(0), Decimal(0)
        group = group + value if scale == 1 else max(group, 1) * value
        if value >= 1000:
            total, group, last = total + group, 0, value
    return Decimal(total + group), Decimal(scale)


def read_numeral(numbers: Lexicon, text: str, is_percent: bool = False) -> tuple[Decimal, Decimal] | None:
    """The value of a numeral and the magnitude that it ends with; None where it is no number, or may be two."""
    if part := numbers.patterns["share"].fullmatch(text):
        top = part["top"] or "a"
        number = Decimal(top.replace(",", "")) if top[0].isdigit() else numbers.values.get(top, 1)
        value = number * multiply(numbers, part["of"]) / numbers.words["fractions"][part["share"]]
        return (value, Decimal(1)) if value and value == value.to_integral_value() else None
    added = re.fullmatch(r"(.+?)(?:[- ]and[- ](a|one|three)[- ](half|quarters?)(.*))?", text)
    text, top, of, more = added.groups("") if added else (text, "", "", "")
    half = Decimal(3 if top == "three" else 1) / (2 if of == "half" else 4) if of else Decimal(0)
    figure = re.fullmatch(r"([0-9.,]+)(?:st|nd|rd|th)?(.*)", text)
    value, scale = (Decimal(0), multiply(numbers, figure[2])) if figure else add_words(numbers, text)
    value, factor = Decimal(figure[1].replace(",", "")) * scale if figure else value, multiply(numbers, more)
    is_grouped = figure and not is_percent and re.fullmatch(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+", figure[1])
    return None if is_grouped or half > 1 or not scale * factor else ((value + scale * half) * factor, scale * factor)


def read_span(numbers: Lexicon, found: re.Match[str]) -> str | None:
    """The range of two numbers; None where it may be meant in two ways."""
    first, second = (read_numeral(numbers, found[name]) for name in ("low", "high"))
    if not first or not second or (found["joiner"] == "and") != ("between" in (found["opener"] or "")):
        return None
    (low, scale), (high, carried) = first, second
    is_small = scale == 1 and low < 1000 and "," not in found["low"]
    is_unclear = is_small and carried == 1 and low < 1000 <= high and low * 1000 < high
    low *= carried if is_small and not found["article"] else 1
    is_unclear = is_unclear or low >= high or (found["joiner"] == "or" and high > 2 * low)
    return None if is_unclear else f"range {print_number(low)} {print_number(high)}"


def repeats(numbers: Lexicon, one: re.Match[str]) -> bool:
    """Whether the number in brackets is the one before it, and one of the two is in words: ninety (90), 90 (ninety)."""
    texts = one["number"], one["repeated"]
    is_ordinal = any(re.split("[ -]", text)[-1] in numbers.words["ordinals"] for text in texts)
    is_ordinal = is_ordinal or any(re.search("[0-9](?:st|nd|rd|th)$", text) for text in texts)
    first, again = (read_numeral(numbers, text) for text in texts)
    has_words = [re.search("[a-z]", text) is not None for text in texts]
    is_same = first is not None and again is not None and first[0] == again[0]
    return is_same and has_words[0] != has_words[1] and not is_ordinal


@functools.lru_cache(maxsize=1 << 14)
def read_quantity(numbers: Lexicon, words: str) -> str | None:
    """`qualifier number` as the words say; None where this reading finds none, or several."""
    text = fold_space(words).lower()
    vague, span, couple, single = (numbers.patterns[one].fullmatch(text) for one in ("vague", "span", "couple", "single"))
    if vague or (span and not single):
        return "vague" if vague or not span else read_span(numbers, span)
    found = couple or single
    numeral = read_numeral(numbers, single["number"], bool(single["unit"])) if single and not couple else None
    if numeral and single and single["repeated"] and not repeats(numbers, single):
        return None
    if lasting := numbers.patterns["duration"].fullmatch(text):
        return read_duration(numbers, lasting)
    value = 2 * multiply(numbers, couple["of"] or couple["scale"]) if couple else numeral[0] if numeral else None
    name = None if found is None or value is None else name_qualifier(numbers, found, "about" if couple else "")
    return None if name is None or value is None else f"{name} {print_number(value)}"


def name_qualifier(numbers: Lexicon, found: re.Match[str], own: str = "") -> str | None:
    """The code of what is before and after a number, or of its own words; None where they do not go together."""
    lists = {"before": "qualifiers", "again": "qualifiers", "after": "qualifiers_after"}
    before, again, after = (numbers.words[name].get((found[at] or "").replace(" ", ""), "") for at, name in lists.items())
    turned = numbers.words["negation"]["turns"].get(before, "") if found["denied"] else before
    codes = {turned, after, own} - {"", "exact"}
    is_refused = (found["denied"] and not turned) or again not in ("", turned) or len(codes) > 1
    return None if is_refused else next(iter(codes), "exact")


def take_share(numbers: Lexicon, top: str | None, part: str | None) -> Decimal | None:
    """A half, a quarter or three quarters; 0 where there is none, None where it is no part."""
    count, bottom = numbers.values.get(top or "", 1), numbers.words["durations"]["parts"].get(part or "", 0)
    return Decimal(0) if not part else Decimal(count) / bottom if count < bottom else None


def read_duration(numbers: Lexicon, found: re.Match[str]) -> str | None:
    """How many units of time: a part of one, one, one or two, several and a half."""
    name, count = name_qualifier(numbers, found), read_numeral(numbers, found["number"] or "one")
    part, more_of = take_share(numbers, found["top"], found["part"]), take_share(numbers, found["times"], found["more_of"])
    if name is None or count is None or part is None or more_of is None:
        return None
    if found["more"]:
        other = read_numeral(numbers, found["more"])
        is_range = not (found["number"] or found["before"] or found["after"])
        return f"range 1 {print_number(other[0])}" if is_range and other and 1 < other[0] <= 2 else None
    if found["number"] and not more_of:  # the number is read without its unit
        return None
    return f"{name} {print_number(part or count[0] + more_of)}"


@functools.lru_cache(maxsize=1 << 14)
def bound_quantity(value: str, is_loose: bool) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and the highest number that a reading allows. Where it is loose it is no count, and has no steps of one."""
    name, *numbers = value.split(" ") if NOTATION.fullmatch(value) else (value,)
    given = [Decimal(n) for n in numbers]
    is_loose = is_loose or any(n != n.to_integral_value() for n in given)
    steps = STEPS.get(name, (None, None))
    low, high = (None if step is None or not given else given[0] + (0 if is_loose else step) for step in steps)
    return (given[0], given[-1]) if name == "range" else (low, high)


def take_given(text: str) -> Given:
    """What `year_given` holds: `2025: reason`, `2025-05-02: …`, `USA: reason`, joined by `; `."""
    found = re.findall(r"(?:^|; )(\d{4}|\d{4}-\d\d-\d\d|[A-Z]{3}): ", text) if text else ()
    if not found:
        return None, None, ""
    year, day, country = (next((f for f in found if len(f) == length), "") for length in (4, 10, 3))
    return int(year) if year else None, parse_day(day), country


@functools.lru_cache(maxsize=4096)
def take_parts(dates: Lexicon, text: str) -> tuple[Mapping[str, str], str]:
    """The parts of a simple date, in small letters, its form among them; and the weekday before it."""
    weekday = dates.patterns["weekday"].match(text)
    shown, day = (text[weekday.end() :], weekday[1] or "") if weekday else (text, "")
    form, found = next((name, found) for name, one in dates.forms.items() if (found := one.fullmatch(shown)))
    parts = {name: part.lower() for name, part in found.groupdict().items() if part}
    return {"year": "", "month": ""} | parts | {"form": form.partition("_")[0]}, day[:3].lower()


def name_month(months: int) -> str:
    """A month by the number of months before it, from the year 0 on."""
    return f"{months // 12:04}-{months % 12 + 1:02}"


def read_count(dates: Lexicon, word: str | None) -> int:
    """A number of days, weeks or months in words or digits; 0 where there is none."""
    return int(dates.words["numbers"].get(word) or word or 0)


def name_relative(dates: Lexicon, parts: Row, day: date) -> str:
    """The value of words that count from the day of the report; nothing where they give none."""
    number = read_count(dates, parts.get("number"))
    months = day.year * 12 + day.month - 1 + (-number if "ago" in parts else STEP.get(parts.get("which", ""), 0))
    month_then = name_month(months)
    if unit := parts.get("ago"):
        days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
        other = month_then if unit == "month" else f"{day.year - number:04}"
        return (f"{day - timedelta(days=number * days)}" if days else other) + "~" * (unit != "day")
    if word := parts.get("day_word"):
        steps = {"before yesterday": -2, "after tomorrow": 2, "yesterday": -1, "last night": -1, "tomorrow": 1}
        return str(day + timedelta(days=next((n for phrase, n in steps.items() if phrase in word), 0)))
    step, month = STEP[parts["which"]], dates.values.get(parts["month"])
    if month:
        return f"{day.year + step:04}-{month:02}" if (month - day.month) * step <= 0 else ""
    monday, sunday = day - timedelta(days=day.weekday()), day - timedelta(days=day.isoweekday() % 7)
    if parts["unit"] == "week":  # it may begin on Monday or on Sunday
        first, last = min(monday, sunday), max(monday, sunday) + timedelta(days=6)
        return f"{first + timedelta(weeks=step)}/{last + timedelta(weeks=step)}"
    if parts["unit"] == "weekend":
        return f"{monday + timedelta(days=5)}/{monday + timedelta(days=6)}" if step == 0 <= day.weekday() - 5 else ""
    return month_then


def name_ending(dates: Lexicon, parts: Row, number: int) -> Dated | None:
    """What the months up to one mean, in days where its last day is named; None of another day."""
    year, month, day = int(parts["year"]), dates.values[parts["month"]], parts.get("day")
    number = {"year": 12, "quarter": 3}.get(parts.get("length", ""), number)
    end = str(calendar.monthrange(year, month)[1])
    first, last = name_month(year * 12 + month - number), f"{year}-{month:02}"
    if not number or (day and re.sub(r"\D", "", day) != end):
        return None
    value = f"{first}-01/{last}-{end}" if day else last if number == 1 else f"{first}/{last}"
    return value, "explicit", set()


def name_figures(year: str, one: str, two: str) -> Dated | None:
    """The one day that figures can mean; None where either of them can be the month."""
    days = {day for month, n in ((one, two), (two, one)) if (day := parse_day(f"{year}-{month:0>2}-{n:0>2}"))}
    return (str(days.pop()), "explicit", set()) if len(days) == 1 else None


def name_moment(dates: Lexicon, parts: Row, given: Given) -> Dated | None:
    """What a simple date means; None where it is not read."""
    (known, day, country), words, year, form = given, dates.words, parts["year"], parts["form"]
    if value := parts.get("iso"):
        follows = len(value) == 7 and int(value[5:]) == (int(value[:4]) + 1) % 100
        return None if follows else (value, "explicit", set())
    if form == "figures":
        return name_figures(year, parts["one"], parts["two"]) if parts["sign"] == parts["again"] else None
    if value := parts.get("decade"):
        return f"{value}/{int(value) + 9}", "explicit", set()
    if value := parts.get("fiscal"):
        own, ends = words["fiscal_years"]["names"].get(parts.get("country")), int(value) + 2000 * (len(value) == 2)
        begins = words["fiscal_years"]["begins"].get(own or country, 1)
        value = f"{ends - 1:04}-{begins:02}/{ends:04}-{begins - 1:02}"
        return (value, "explicit", set() if own else {"country"}) if begins > 1 else None
    number = read_count(dates, parts.get("months"))
    if form == "ending":
        return name_ending(dates, parts, number)
    if form == "beginning":
        year = "this year"
    elif parts.get("unit") == "year" or (parts["month"] and parts.get("which") == "this"):
        year = f"{parts['which']} year"
    elif {"ago", "day_word", "which"} & parts.keys():
        value = name_relative(dates, parts, day) if day else ""
        return (value, "relative", {"day"}) if value else None
    days = [words["ordinals"].get(d) or int(re.sub(r"\D", "", d)) for d in map(parts.get, ("day", "last_day")) if d]
    is_apart = "and" in parts.get("dash", "") and days[1:] != [days[0] + 1]
    base, basis, used = known or (day and day.year), "explicit", set[str]()
    if not year.isdigit() and base:
        basis, used = "relative" if year else "inferred_year", {"year" if known else "day"}
        year = f"{base + STEP[year.removesuffix(' year')]:04}"
    if is_apart or days != sorted(days) or not year:
        return None
    if last := {"quarter": 4, "half": 2}.get(form, 0):
        number, each = words["ordinals"].get(parts["number"]) or int(re.sub(r"\D", "", parts["number"]) or last), 12 // last
        return f"{year}-{number * each - each + 1:02}/{year}-{number * each:02}", basis, used
    if form == "months":
        first, last = (1, number) if parts["number"] in ("first", "opening") else (13 - number, 12)
        return (f"{year}-{first:02}/{year}-{last:02}", basis, used) if 0 < number < 12 else None
    month = words["seasons"].get(parts.get("season")) or dates.values.get(parts["month"])
    year += f"-{month:02}" if month else ""
    return "/".join([f"{year}-{d:02}" for d in dict.fromkeys(days)] or [year]), basis, used


def move_year(year: str, by: int) -> str:
    """A printed year moved by some years; any other is as it is."""
    return f"{int(year) + by:04}" if year.isdigit() else year


@functools.lru_cache(maxsize=1 << 14)
def read_date(dates: Lexicon, words: str, given: Given) -> Dated | None:
    """What the words of a date or period mean; None where this reading finds none, or several."""
    text = fold_space(words)
    single, period = (dates.patterns[name].fullmatch(text) for name in ("single", "period"))
    found = single or period
    if found is None:
        return None
    around, is_list = found["around"].lower().replace(",", "").split(), False
    ends, weekdays = zip(*(take_parts(dates, found[name]) for name in ("first", "last")[: 1 if single else 2]), strict=True)
    ends = tuple(dict(one) for one in ends)
    first, last = ends[0], ends[-1]
    first["dash"] = "" if "between" in around else first.get("dash", "")
    first["year"] = ((single and single["last_year"]) or first["year"]).lower()
    if not single and all(one["month"] and "which" not in one for one in ends):  # a year of one end belongs to both
        is_list = bool(period and period["and"] and "between" not in around and last["year"] and not first["year"])
        turns = int(dates.values[first["month"]] > dates.values[last["month"]])  # from November to February 2025
        years = first["year"] or move_year(last["year"], -turns), last["year"] or move_year(first["year"], turns)
        first["year"], last["year"] = years
    read = [named for one in ends if (named := name_moment(dates, one, given))]
    openings = [code for code in ("since", "until", "before", "after", "about") if found[code]]
    openings += ["since"] * bool(found["from"]) + ["until"] * bool(found["to"])
    is_counted = first["form"] == "year" and text[: found.start("first")].strip().lower() in dates.words["not_before_a_year"]
    is_apart = found["from"] == "on" and "from" not in around
    if len(read) < len(ends) or len(openings) > (1 if single else 0) or is_counted or is_apart:
        return None
    value = read[0][0] if single else f"{read[0][0].split('/')[0]}/{read[1][0].split('/')[-1]}"
    edges = [parse_day((bound_date(one[0]) or ("", ""))[side - 1]) for side, one in enumerate(read)]
    is_part = bool(found["part"]) and not found["part"].lower().startswith(("year", "calendar"))
    value = open_date(value, "".join(openings), is_part)
    day, known = parse_day(value), {day for day in weekdays if day}
    is_wrong = day and known and known != {dates.words["weekdays"][day.weekday()][:3]}
    follows = not is_list or (edges[0] and edges[0] + timedelta(days=1) == edges[1])  # April and May 2025
    bases = {basis for _, basis, _ in read} - {"explicit"}
    basis = "relative" if "relative" in bases else next(iter(bases), "explicit")
    used = set[str]().union(*(used for _, _, used in read))
    return (value, basis, used) if bound_date(value) and follows and not is_wrong else None


def open_date(value: str, opening: str, is_part: bool) -> str:
    """A date opened as its words say: since 2021 is 2021/..; before the end of 2025 is within 2025."""
    first, _, last = value.partition("/")
    last = last or first
    if opening in ("before", "after") and not is_part:
        step = -1 if opening == "before" else 1
        day = parse_day((bound_date(first if step < 0 else last) or ("", ""))[step > 0])
        moved = str(day + timedelta(days=step)) if day else ""
        return f"../{moved[: len(first)]}" if step < 0 else f"{moved[: len(last)]}/.."
    return {"": value, "about": f"{value}~", "until": f"../{last}", "before": f"../{last}"}.get(opening, f"{first}/..")


@functools.lru_cache(maxsize=1 << 14)
def bound_date(value: str) -> Days | None:
    """The first and the last day that an EDTF date can mean, None at an open end; None where it is no date."""
    if value.endswith("~"):
        return (None, None) if bound_date(value[:-1]) else None
    days: list[str | None] = []
    parts = re.sub(r"^([0-9]{4})-2[1-3]$", r"\1", value).split("/")  # a season
    for part in parts:
        known = re.fullmatch(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?", part)
        year, first, last = (known[1], known[2] or "01", known[2] or "12") if known else ("", "", "")
        end = str(calendar.monthrange(int(year) or 1, int(last))[1]) if known else ""
        days += [f"{year}-{first}-{known[3] or '01'}", f"{year}-{last}-{known[3] or end}"] if known else [None, None]
        if not (known and parse_day(days[-1])) and not (part == ".." and len(parts) == 2):
            return None
    start, end_day = days[0], days[-1]
    is_date = len(parts) <= 2 and (start or end_day) and not (start and end_day and start > end_day)
    return (start, end_day) if is_date else None


@functools.lru_cache(maxsize=1 << 14)
def name_precision(value: str, starts: frozenset[int]) -> str:
    """How precise an EDTF date is, by its form; `starts` are the months in which fiscal years begin."""
    if re.fullmatch(r"\d{4}(-[01]\d(-\d\d)?)?", value):
        return ("year", "month", "day")[value.count("-")]
    first, last = (parse_day(bound) for bound in bound_date(value) or ("", ""))
    if not first or not last or len(value) not in (15, 21):
        return "unknown"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    is_fiscal = months == 12 and first.month in starts
    named = "quarter" if months == 3 and first.month % 3 == 1 else "fiscal_year" if is_fiscal else "unknown"
    return named if len(value) == 15 else "week" if (last - first).days in (6, 7) else "unknown"


def level_marks(text: str) -> str:
    """A text with one sort of dash and one of apostrophe."""
    return fold_space(re.sub("[’‘ʼʻ`´]", "'", re.sub("[‐‑‒–−]", "-", text)))


def find_names(countries: Lexicon, text: str) -> list[tuple[int, int, str]]:
    """The longest names in a text: start, end, and the code; no code where it is not sure that a country is meant."""
    found: list[tuple[int, int, str]] = []
    small = countries.words["small"]["words"]  # these may have any capitals
    for match in countries.patterns["name"].finditer(text):
        (start, end), shown = match.span(), match["name"] or ""
        code, *forms = countries.values.get(shown.lower(), [""])
        pairs = [[*zip(*(re.split(r"[ '-]", one) for one in (shown, form)), strict=False)] for form in forms]
        is_written = any(all(a in (b, b.upper()) or a.lower() in small for a, b in pair) for pair in pairs)
        beside = text[max(start - 1, 0) : start] + text[end : end + 1]
        is_sure = is_written and all(c.isascii() or c.isspace() or unicodedata.category(c)[0] in "PZ" for c in beside)
        found += [(start, end, code if is_sure else "")] if is_written or " " in shown or match["wrong"] else []
    return found


@functools.lru_cache(maxsize=1 << 14)
def read_country(countries: Lexicon, words: str) -> str | None:
    """The code of the one country that the words name; None where they name none, several, or one that is not sure."""
    text = level_marks(words)
    for word in re.findall(r"[^\W\d_]+", text):
        if re.search("[A-Za-z]", word) and any(not unicodedata.name(c, "").startswith("LATIN") for c in word):
            return None  # letters of two scripts
    hidden = "".join("\0" if unicodedata.category(c) == "Cf" else c for c in text)
    codes = {code for _, _, code in find_names(countries, hidden.replace("\0", ""))}
    return codes.pop() or None if len(codes) == 1 and not re.search(r"\w\0+\w", hidden) else None


def name_place(countries: Lexicon, place: str) -> str:
    """A country's code for a place that is a country's name and nothing else."""
    found = find_names(countries, level_marks(place)) if len(place) <= MOST_READ else []
    return found[0][2] or place if [one[:2] for one in found] == [(0, len(place))] else place


def read_subdivision(subdivisions: Lexicon, words: str) -> str | None:
    """The code of the subdivision of that name; None where several have it."""
    codes = subdivisions.values.get(unicodedata.normalize("NFC", fold_space(words)).casefold(), ())
    return min(codes) if len(codes) == 1 else None


READERS: dict[str, Callable[[Lexicon, str], str | None]] = {
    "quantity": read_quantity,
    "country": read_country,
    "subdivision": read_subdivision,
}


# ---- patterns of schemas ---------------------------------------------------------------------------------------------


class Automaton:
    """A pattern of a schema, matched in time linear in the text: all ways through it are followed at once.

    It knows letters, classes, groups, alternatives, `^`, `$` and the quantifiers, which is what schemas need. Python's
    own engine may never end with a pattern of twenty characters, and a pattern here may be an attacker's.
    """

    tokens = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?:|\{\d{1,3}(?:,(?:\d{1,3})?)?\}|.", re.DOTALL)
    kinds = re.compile(r"\\[dDwWsS]|\\[^A-Za-z0-9]|\[.*\]|[^\\]", re.DOTALL)
    most_states, most_steps = 500, 20_000

    def __init__(self, pattern: str) -> None:
        """Raises ValueError where the pattern holds something else, or is too long."""
        self.rest = [m[0] for m in self.tokens.finditer(pattern)][::-1]
        self.states: list[tuple[object, list[int]]] = [("found", [])]  # what a state waits for, and where it leads
        tree = self.read_choice()
        if self.rest:
            raise ValueError(f"{self.rest[-1]!r} is not understood")
        start = self.add(tree, 0)
        self.first, self.steps = start, dict[tuple[frozenset[int], str], frozenset[int]]()

    def read_choice(self) -> Any:
        """Alternatives: a list of sequences, each a list of parts."""
        choice: list[list[Any]] = [[]]
        while self.rest and self.rest[-1] != ")":
            token = self.rest.pop()
            if token == "|":
                choice.append([])
                continue
            if token in ("(", "(?:"):
                part: Any = self.read_choice()
                if not self.rest or self.rest.pop() != ")":
                    raise ValueError("a group that is not closed")
            elif token in ("^", "$"):
                part = token
            elif token in "*+?)" or (len(token) > 1 and token[0] == "{") or not self.kinds.fullmatch(token):
                raise ValueError(f"{token!r} is not understood")
            else:
                part = re.compile(token, re.DOTALL if token != "." else 0)
            choice[-1].append((part, *self.read_quantifier()))
        return choice

    def read_quantifier(self) -> tuple[int, int | None]:
        """How often a part occurs at least and at most; None where there is no limit."""
        token = self.rest[-1] if self.rest else ""
        times: tuple[int, int | None] | None = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(token)
        if len(token) > 2 and token[0] == "{":
            low, comma, high = token[1:-1].partition(",")
            times = int(low), int(high) if high else None if comma else int(low)
        if times:
            self.rest.pop()
            if self.rest and (self.rest[-1] in "*+?" or (len(self.rest[-1]) > 2 and self.rest[-1][0] == "{")):
                raise ValueError(f"{self.rest[-1]!r} after a quantifier is not understood")
        return times or (1, 1)

    def put(self, waits_for: object, leads_to: list[int]) -> int:
        """Add a state and return its number."""
        if len(self.states) >= self.most_states:
            raise ValueError("it is too long")
        self.states.append((waits_for, leads_to))
        return len(self.states) - 1

    def add(self, choice: Any, after: int) -> int:
        """Add the states of some alternatives, which lead to a state, and return the first."""
        starts = []
        for sequence in choice:
            start = after
            for part, low, high in reversed(sequence):
                if high is None:
                    loop = self.put("", [start])
                    self.states[loop][1].append(self.add_one(part, loop))
                    start = loop
                else:
                    end = start
                    for _ in range(high - low):
                        start = self.put("", [end, self.add_one(part, start)])
                for _ in range(low):
                    start = self.add_one(part, start)
            starts.append(start)
        return starts[0] if len(starts) == 1 else self.put("", starts)

    def add_one(self, part: Any, after: int) -> int:
        """Add the states of a part that occurs once."""
        return self.add(part, after) if isinstance(part, list) else self.put(part, [after])

    def follow(self, states: Iterable[int], is_start: bool, is_end: bool) -> frozenset[int]:
        """All states that can be reached from some without a character."""
        found, left = set[int](), [*states]
        while left:
            state = left.pop()
            if state not in found:
                found.add(state)
                waits_for, leads_to = self.states[state]
                left += (
                    leads_to if waits_for == "" or (waits_for == "^" and is_start) or (waits_for == "$" and is_end) else []
                )
        return frozenset(found)

    def step(self, states: frozenset[int], character: str) -> frozenset[int]:
        """The states after a character; the pattern may begin again at each place."""
        if len(self.steps) > self.most_steps:
            raise ValueError("a pattern that takes too long")
        waiting = [self.states[state] for state in states]
        reached = [n for what, to in waiting if isinstance(what, re.Pattern) and what.fullmatch(character) for n in to]
        found = self.steps[states, character] = self.follow([*reached, self.first], False, False)
        return found

    def matches(self, text: str) -> bool:
        """Whether the pattern is found somewhere in a text. Raises ValueError where it takes too long."""
        states = self.follow([self.first], True, not text)
        for character in text:
            if 0 in states:
                return True
            states = self.steps.get((states, character)) or self.step(states, character)
        return 0 in self.follow(states, not text, True)


@functools.lru_cache(maxsize=256)
def make_automaton(pattern: str) -> Automaton:
    """The automaton of a pattern. Raises ValueError."""
    return Automaton(pattern)


# ---- numbers, dates, names and quotations in a text ------------------------------------------------------------------


def lower_letters(text: str) -> str:
    """A text without capitals, in the same length."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def cut_window(text: str, start: int, end: int) -> tuple[str, int]:
    """What an expression that begins at a place can depend on, up to an end, and where it begins there. What is the same in
    many places of a text is read once: a text may be made of nothing else.
    """
    low = max(0, start - SIDE - 1)
    return text[low : min(start + MOST_READ, end)], start - low


def move_place(place: Place, by: int) -> Place:
    """A place in a window as a place in the text."""
    return place[0] + by, place[1] + by


@functools.lru_cache(maxsize=64)
def find_numbers(numbers: Lexicon, text: str, apart: tuple[Place, ...]) -> list[Place]:
    """The numbers outside some places, each with its qualifier and its unit; of one that may be read in another way its
    digits, of one without a figure (hundreds) the words that say so.
    """
    lower, found = lower_letters(text), list[Place]()
    for low, high in zip([0, *(end for _, end in apart)], [*(start for start, _ in apart), len(text)], strict=True):
        starts, reached = [m.start() for m in WORD_START.finditer(lower, low, high)], low
        read = functools.cache(lambda start, high=high: read_number(numbers, *cut_window(lower, start, high)))
        for word in NUMERAL.finditer(lower, low, high):
            at, is_digits = word.start(), word[0][0].isdigit()
            if at < reached or not (is_digits or word[0] in numbers.values):
                continue
            place = word.span() if is_digits else None
            for start in starts[max(0, bisect.bisect(starts, at) - LOOK_BACK) : bisect.bisect(starts, at)]:
                distance, one = read(start) if start >= reached else (-1, None)
                if one and start + distance == at:
                    place = move_place(one, start)
                    break
            if place:
                found.append(place)
                reached = place[1]
        found += [m.span() for m in numbers.patterns["open"].finditer(lower, low, high)]  # hundreds, several thousand
    return found


def is_money(sign: str) -> bool:
    """Whether a character is the sign of a currency."""
    return bool(sign) and unicodedata.category(sign) == "Sc"


@functools.lru_cache(maxsize=1 << 12)
def read_number(numbers: Lexicon, text: str, start: int) -> tuple[int, Place | None]:
    """How far from a place in a window the number is whose qualifier begins there; and if it is certain, from the same
    place on, where it is with its qualifier and its unit.
    """
    one = numbers.patterns["single"].match(text, start)
    if not one:
        return -1, None
    at, patterns = one.start("number"), numbers.patterns
    led_by = {"up_to": "sum", "over": "handed"}  # they add up to it, they hand it over
    is_led = any(patterns[name].match(text, start) and patterns[led_by[name]].search(text, 0, start) for name in led_by)
    if is_led or patterns["within"].match(text, start):
        return -1, None
    led = text[max(one.end("before"), one.end("again"), start) : at].lstrip()
    if one["repeated"] and not repeats(numbers, one):
        one = numbers.patterns["single"].match(text, start, one.end("number")) or one
    last = re.search(r"([a-z]+|[0-9%]) *$", text[max(0, start - SIDE) : start]) if start < at else None
    follows = last is not None and (last[1][0] in "0123456789%" or last[1] in numbers.values)
    if follows or re.search("[a-z.] ", led) or is_money(text[max(start - 1, 0) : start]):
        return at - start, None  # u.s. $5, a 5; what is between two numbers may belong to either
    end, after = max(one.end("number"), one.end("repeated") + 1, one.end("unit")), one["after"] or ""
    if IN_WORD.match(text, end) or is_money(text[end : end + 1]) or numbers.patterns["share"].fullmatch(one["number"]):
        digits = NUMERAL.match(text, at)
        return at - start, (0, digits.end() - start) if digits and digits[0][0].isdigit() else None
    if after.split(" ")[0] in ("or", "at", "and") and one.start("after") == end + 1 and text[end] == " ":
        beyond = re.compile(r"(?![\w'’-])[.,;:!?)\"”]*(?: ([a-z]+)|$)").match(text, one.end("after"))
        end = one.end("after") if beyond and beyond[1] not in {"than", *numbers.values} else end
    return at - start, (0, end - start)


@functools.lru_cache(maxsize=64)
def find_dates(dates: Lexicon, text: str) -> list[Place]:
    """The dates and periods of a text, each with what opens or narrows it, where that is certain; whole weekdays too."""
    starts, found, reached = [m.start() for m in re.finditer(r"(?<![\w'’.,-])\w", text)], list[Place](), 0
    follow = follow_words(dates, text)

    @functools.cache
    def begins(name: str, at: int) -> bool:
        one = dates.whole[f"bare_{name}"].match(text, at)
        return one is not None and (name == "period" or not goes_on(dates, text, end_date(one, "first")))

    @functools.cache
    def read(start: int) -> Sequence[tuple[int, int, Place | None]]:
        names = tuple(name for name in ("period", "single") if any(begins(name, at) for at in follow(start)))
        return read_dates(dates, *cut_window(text, start, len(text)), names) if names else ()

    for sign in dates.patterns["sign"].finditer(text):
        if (at := sign.start()) < reached:
            continue
        is_weekday = sign[0].lower() in dates.words["weekdays"] and not IN_WORD.match(text, sign.end())
        place = sign.span() if is_weekday else None
        for start in starts[max(0, bisect.bisect(starts, at) - LOOK_BACK) : bisect.bisect(starts, at)]:
            here = read(start) if start >= reached else ()
            if one := next((place for first, last, place in here if first <= at - start < last), None):
                place = move_place(one, start)
                break
        if place:
            found.append(place)
            reached = place[1]
    return found


@functools.lru_cache(maxsize=1 << 12)
def read_dates(dates: Lexicon, text: str, start: int, names: Sequence[str]) -> Sequence[tuple[int, int, Place | None]]:
    """The period and the date (`names`) whose words begin at a place in a window: from where to where the first of its dates
    is, and if it is certain the place of all of it, each from the same place on.
    """
    found: list[tuple[int, int, Place | None]] = []
    for name in names:
        one = dates.whole[name].match(text, start)
        ends = ("first", "last") if name == "period" else ("first",)
        for first, last, place in place_date(dates, text, one, ends) if one and not (len(ends) > 1 and one["and"]) else ():
            found.append((first - start, last - start, move_place(place, -start) if place else None))
    return found


def follow_words(dates: Lexicon, text: str) -> Callable[[int], list[int]]:
    """A function of a place that gives where the words are from there up to the first that may not come before a date: with
    one of them the date itself begins.
    """
    words = [*re.finditer(r"\w+", text)]
    starts, before = [word.start() for word in words], {*dates.words["before_a_date"]}
    last = [word.start() for word in words if word[0].lower() not in before] + [len(text)]

    def follow(start: int) -> list[int]:
        end = min(last[bisect.bisect_left(last, start)], start + MOST_READ)
        return starts[bisect.bisect_left(starts, start) : bisect.bisect(starts, end)]

    return follow


def place_date(dates: Lexicon, text: str, one: re.Match[str], ends: Sequence[str]) -> Iterator[tuple[int, int, Place | None]]:
    """Where the first of the dates that were found is, and all of it if that is certain; nothing where it is no date."""
    begin = one.start("first")
    if IN_WORD.match(text, max(begin - 1, 0), begin):
        return
    parts, days = zip(*(take_parts(dates, one[end]) for end in ends), strict=True)
    dated = (p["month"] and "which" not in p and re.search("[0-9]", one[end]) for p, end in zip(parts, ends, strict=True))
    if len(ends) > 1 and not all(dated):
        return
    if days[0] and not (parts[0].get("day") and days[0] == one["first"][:3].lower() and one["first"][3:6].isalpha()):
        begin += dates.patterns["weekday"].match(one["first"]).end()  # type: ignore[union-attr]
    opened, is_counted = begin, "ago" in parts[0] or "day_word" in parts[0]
    for group in ("part", *OPENERS) if len(ends) == 1 else ():
        between = ("",) if group == "part" else (" ", " the ")
        if one[group] and text[one.end(group) : opened] in between and not (group == "about" and is_counted):
            opened = one.start(group)
    end = end_date(one, ends[-1])
    yield *one.span("first"), (opened, end) if is_sure_date(dates, text, (opened, begin, end), one, parts[0]) else None


def end_date(one: re.Match[str], last: str) -> int:
    """Where a date ends: its closing point is none of it, and what says that it is open is."""
    point = one[last].endswith(".")
    suffixes = [] if point or last == "last" else [one.end(name) for name in ("from", "to") if one[name] not in (None, "on")]
    return max(one.end(last) - point, *suffixes, 0)


def goes_on(dates: Lexicon, text: str, end: int) -> bool:
    """Whether what follows a date may belong to it."""
    if GOES_ON.match(text, end):
        return True
    after = AFTER.match(text, end)
    return after is not None and dates.patterns["sign"].match(text, after.end()) is not None


def may_count(dates: Lexicon, text: str, begin: int, end: int) -> bool:
    """Whether the number behind a month may be of people and no day: in February 14 were returned."""
    last, word = LAST_WORD.search(text, max(0, begin - SIDE), begin), re.compile(" ([a-z]+)").match(text, end)
    is_led = last is not None and last[1].lower() in dates.words["two_readings"]["before"]
    counted = dates.words["two_readings"]["after"] + dates.words["relative"]["counted"]
    return text[end - 1 : end].isdigit() and (is_led or (word is not None and word[1] in counted))


def is_sure_date(
    dates: Lexicon, text: str, place: tuple[int, int, int], one: re.Match[str], parts: Mapping[str, str]
) -> bool:
    """Whether it is certain that a date is one: it is no other word, and nothing beside it may belong to it."""
    (opened, begin, end), words, sign = place, dates.words, dates.patterns["sign"]
    shown = text[begin:end].lower().rstrip(".")
    if shown in words["unclear_months"] or (shown.isalpha() and len(shown) < 5):
        return False
    if parts["form"] == "year" and (
        text[opened:begin].lower() not in ("since ", "until ", "before ", "after ") or re.match(" [a-z]", text[end : end + 2])
    ):
        return False  # it may be a count
    if goes_on(dates, text, end) or (parts["form"] == "day" and not parts["year"] and may_count(dates, text, begin, end)):
        return False
    before = text[max(0, opened - SIDE) : opened]
    last = LAST_WORD.search(before)
    if last and (last[1].lower() in words["ordinals"] or last[1].lower() in BESIDE or sign.match(last[1])):
        return False
    is_open = one["after"] in ("past", "following") or (opened < begin and bool(re.search(r"\b(?:or|and) $", before)))
    return not (is_open or GOES_BEFORE.search(before))


@functools.lru_cache(maxsize=64)
def find_sure_names(countries: Lexicon, text: str) -> list[Place]:
    """The names of countries and peoples of a text that are certain."""
    found, level = list[Place](), level_marks(text)
    for start, end, code in find_names(countries, level) if len(level) == len(text) else ():
        before = level[max(0, start - MOST_READ) : start].split(" ")[-5:]  # the words that are near
        last = re.search(r"(?<![\w.'])[\w.']+$", before[-2]) if len(before) > 1 and not before[-1] else None
        is_person = level[end : end + 1] == "'" and last and not last[0][0].islower()
        is_compound = any("-" in word for word in before) or level[end : end + 1] == "-"
        shown = level[start:end]
        may_be = code or shown in countries.words["ambiguous"]
        found += [(start, end)] if may_be and level[start].isupper() and not is_person and not is_compound else []
    return found


def find_quoted(marks: Lexicon, text: str, hidden: Container[int]) -> list[Place]:
    """The words between double marks, of paragraphs in which these are pairs of the same marks that nothing else can be.

    What is at hidden positions is no mark.
    """
    found: list[Place] = []
    pairs = {tuple(pair.split(" ")) for pair in marks.words["pairs"]}
    known = re.compile("|".join(map(re.escape, sorted(marks.words["double"], key=len, reverse=True))))
    for line in re.finditer(r"[^\n]+", text):
        here = [one for one in known.finditer(text, *line.span()) if one.start() not in hidden]
        both = [*zip(here[::2], here[1::2], strict=False)]
        inside = [(opener.end(), closer.start()) for opener, closer in both]
        around = [text[max(a - 2, line.start()) : a - 1] + "_" + text[b + 1 : min(b + 2, line.end())] for a, b in inside]
        is_sure = (
            len(here) % 2 == 0 and len({(a[0], b[0]) for a, b in both} & pairs) == len({(a[0], b[0]) for a, b in both}) == 1
        )
        is_sure = is_sure and all(re.fullmatch(r"[\s(\[—–]?_[\s,.;:!?)\]—–…]?", one) for one in around)
        is_sure = is_sure and all(re.fullmatch(r"(?![\s,.;:!?)])[^\n]*(?<![\s0-9])", text[a:b]) for a, b in inside)
        found += inside if is_sure and all(len(one[0]) == 1 for one in here) else []
    return found


# ---- the data --------------------------------------------------------------------------------------------------------


class Claim:
    """A claim: the row of its first span with white space folded, all its spans, and its place among all claims."""

    __slots__ = (
        *("basis", "cell", "hedge", "hedge_start", "id", "key", "number", "order", "rank", "reason", "row", "saying"),
        *("source", "spans", "speaker", "speaker_words", "value", "via", "way", "words"),
    )

    def __init__(self, row: Row, spans: list[tuple[int, int, Row]], order: int) -> None:
        """Give names to what is read often."""
        self.rank: tuple[bool | int, ...] = ()  # how good its evidence is: the best is the least
        self.saying = ""  # whether its row says who speaks: `by` where the claim does so itself
        self.row, self.spans, self.order = row, spans, order
        self.id, self.value, self.basis, self.reason = row["claim_id"], row["value"], row["basis"], row["reason"]
        self.cell, self.source, self.number = name_cell(row), row["source_id"], to_int(row["passage"])
        self.key = (self.source, row["passage"])
        self.speaker, self.speaker_words, self.via = self.way = row["attributed_to"], row["attributed_words"], row["via"]
        self.hedge, self.hedge_start = row["hedge_words"], to_int(row["hedge_start"])
        self.words = " … ".join(fold_space(span["exact"]) for _, _, span in spans)

    def name(self, column: str) -> Where:
        """The place of a column of the claim, for a fault: in the row of its first span."""
        return ["claims", self.id, self.row["segment"], column]

    def cite(self, *columns: str) -> list[Cited]:
        """Some of its columns, as places of which something was made."""
        return [(self.name(column), self.spans[0][2][column]) for column in columns]

    def print(self, value: str = "") -> str:
        """Its words as the columns `agreeing` and, with its value, `others` print them."""
        hedge = f" ({self.row['certainty']}: «{self.hedge}»)" if self.hedge else ""
        speaker = (f" by {self.speaker}" if self.speaker else "") + (f" via {self.via}" if self.via else "")
        return f"{self.source}: {value + ' ' if value else ''}«{self.words}»{speaker}{hedge}"


@dataclass(eq=False, slots=True)
class Line:
    """What belongs in a cell, or in a set as one member, and what it rests on."""

    value: str
    deciding: list[Claim]
    rule: str
    basis: str = "derived"
    reason: str = ""
    agreeing: Sequence[Claim] = ()
    others: Sequence[Claim] = ()

    def take_part(self, value: str, rule: str) -> Line:
        """The same for a part of its reading."""
        return Line(value, self.deciding, rule, self.basis, self.reason, self.agreeing, self.others)


class Field:
    """A column that has claims: the parser (or `by` or `gather`), the rule by which they agree, and how else it is filled."""

    def __init__(self, name: str, how: Json, refers: str, parts: dict[str, str]) -> None:
        """`parts` has the column of each part of the reading."""
        self.name, self.how, self.parts, self.rule = name, how, parts, str(how.get("agree", "same"))
        self.kind = {"parse": str(how.get("reads")), "speaker": "by"}.get(str(how.get("fill")), "gather")
        self.refers = str(how.get("refers_to") or refers)
        is_printed = self.kind == "verbatim" or how.get("by") == "words"
        self.folds = self.rule == "set" or (is_printed and self.rule in ("same", "single"))  # capitals do not count

    def fold(self, value: str) -> str:
        """A value as the rule compares it."""
        return " ".join(split_words(value)) if self.rule == "wording" else value.casefold() if self.folds else value

    def list_known(self, claims: list[Claim]) -> list[Claim]:
        """The claims between which the rule looks for agreement; by most rules `unknown` says nothing."""
        return [c for c in claims if c.value != "unknown" or self.rule in ("set", "wording", "narrower")] or claims


class Table:
    """A table as its schema describes it, and how its columns are filled."""

    def __init__(self, name: str, schema: Json) -> None:
        """Read what the verifier needs."""
        self.name, self.schema, self.curation = name, schema, take_dict(schema.get("curation"))
        self.columns = {f["name"]: f for f in list_of(dict, schema.get("fields")) if isinstance(f.get("name"), str)}
        self.key, self.headline = list_of(str, schema.get("primaryKey")), str(self.curation.get("headline"))
        links = [(take_dict(e.get("reference")), e.get("fields")) for e in list_of(dict, schema.get("foreignKeys"))]
        self.foreign = [(str(to.get("resource")), list_of(str, to.get("fields")), list_of(str, own)) for to, own in links]
        refers = {column: target for target, _, own in self.foreign for column in own}
        fills = {column: take_dict(spec.get("curation")) for column, spec in self.columns.items()}
        parts: dict[str, dict[str, str]] = defaultdict(dict)
        for column, how in fills.items():
            parts[str(how.get("of"))][str(how.get("part"))] = column
        coded = {c: how for c, how in fills.items() if how.get("fill") in ("parse", "speaker", "gather")}
        self.fields = {c: Field(c, how, refers.get(c, ""), parts[c]) for c, how in coded.items()}
        rest = {c: take_dict(how.get("otherwise")) if c in coded else how for c, how in fills.items()}
        self.derived = {c: how for c, how in rest.items() if how.get("fill") == "derive"}
        self.registered = [c for c, how in rest.items() if how.get("fill") == "register"]
        self.says = any(column.kind == "by" for column in self.fields.values())  # who speaks
        self.speakers = str(self.curation.get("speakers", ""))
        origin = take_dict(self.curation.get("rows_from"))
        self.gathers = str(origin.get("table", "")), str(origin.get("field", ""))
        self.sets = {c for c, how in self.derived.items() if how.get("derive") in DERIVED_SETS}
        self.sets |= {c for c, column in self.fields.items() if column.rule == "set"}
        self.sets |= {"evidence", "agreeing_source_ids"} if name in SYSTEM else set()

    def list_codes(self, column: str) -> list[str]:
        """The codes of a field, in the order of its list."""
        return [value for value, _, _ in list_categories(self.columns.get(column, {}))] or ["true", "false"]


class Groups(dict[tuple[str, ...], list[Claim]]):
    """Lists by key; one that is looked for and not there is empty, and is not kept."""

    def __missing__(self, key: tuple[str, ...]) -> list[Claim]:
        """An empty list."""
        return []


@dataclass
class Data:
    """The published files as read, and the faults found so far."""

    files: dict[str, bytes]
    faults: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # what could not be checked here, and why
    tables: dict[str, Table] = field(default_factory=dict)
    lexicons: dict[str, Lexicon] = field(default_factory=dict)  # by the parser that reads by them, and `marks`
    codes: dict[str, frozenset[str]] = field(default_factory=dict)  # of a parser
    names: dict[str, str] = field(default_factory=dict)  # of each country, by its code
    registers: Json = field(default_factory=dict)  # which place is in which; what is registered of sources and pages
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    index: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    bodies: dict[str, str] = field(default_factory=dict)  # of each person, if any, and of each body itself
    members: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))  # of a gathered table's row
    claims: dict[str, Claim] = field(default_factory=dict)
    groups: dict[tuple[str, ...], list[Claim]] = field(default_factory=Groups)
    """Claims by `cell`, `passage`, `source` and `speaker` (in a source, by which words)."""
    patterns: dict[str, Automaton] = field(default_factory=dict)  # of the schemas
    pool: dict[str, str] = field(default_factory=dict)  # each text once, however many cells hold it
    chains: dict[str, list[str]] = field(default_factory=dict)  # of each place all that it is in
    marked: dict[tuple[str, str], bool] = field(default_factory=dict)  # of a claim's sentence whether its words are marked
    loose: dict[Key, bool] = field(default_factory=dict)  # of a cell whether its unit says that it is no count
    sayings: dict[tuple[str, ...], set[tuple[Where, bool]]] = field(default_factory=dict)  # see runs_on
    starts: dict[tuple[str, ...], set[int]] = field(default_factory=lambda: defaultdict(set))  # of a hedge in a passage
    texts: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Of each passage how often its claims print it so."""
    passages: dict[tuple[str, str], str] = field(default_factory=dict)  # each as most of its claims print it
    parts: dict[str, dict[str, Passage]] = field(default_factory=lambda: defaultdict(dict))
    """The passages of the account, by source and number."""
    leads: set[tuple[Key, str]] = field(default_factory=set)  # cells, each with a claim that a line of it names first
    disputes: dict[Key, Row] = field(default_factory=dict)
    settled: dict[Key, list[Line]] = field(default_factory=dict)  # what the claims on a cell agree on, or a decision says

    @property
    def facts(self) -> list[Table]:
        """The tables of facts."""
        return [table for name, table in self.tables.items() if name not in SYSTEM]

    def add_fault(self, where: Where, there: object, belongs: object, cited: Iterable[Cited] = ()) -> None:
        """Note a fault, and one for each place of which the value was made: nobody knows which of them was changed."""
        if len(self.faults) >= MOST_FAULTS:
            more = f"More than {MOST_FAULTS} faults: the others are not listed"
            self.left_out += [more] if more not in self.left_out else []
            return
        place = "/".join("".join(c if c.isprintable() else "?" for c in cut_middle(str(part))) for part in where)
        shown = cut_middle(belongs) if isinstance(belongs, InWords) else show_text(belongs)
        self.faults.append(f"{place}: {show_text(there)}, {shown}")
        same = InWords(f"what {place} has, or there {show_text(belongs)}") if cited else InWords()
        for other, found in cited:
            self.add_fault(other, found, same)

    def expect(self, where: Where, there: object, belongs: object, cited: Iterable[Cited] = ()) -> bool:
        """Note a fault where two values differ."""
        if there != belongs:
            self.add_fault(where, there, belongs, cited)
        return there == belongs

    def require(self, holds: object, where: Where, there: object, belongs: str) -> None:
        """Note a fault, with the rule in words, where it does not hold."""
        if not holds:
            self.add_fault(where, there, InWords(belongs))

    def check_shape(self, where: Where, shape: Json, value: Json) -> None:
        """Note a fault for each part of a JSON object that is not of its shape; an empty one is a fault already."""
        for place, there, belongs in find_misfits(shape, value) if value else ():
            self.add_fault([*where, *place], there, InWords(belongs))

    def compare(self, where: Where, there: object, belongs: object) -> None:
        """Note a fault for each of the first leaves in which two JSON values differ."""
        for leaf, ours, theirs in itertools.islice(find_differing(there, belongs), MOST_DIFFERING):
            self.add_fault([*where, *leaf], ours, theirs)

    def find_field(self, cell: Key) -> Field | None:
        """How a cell with claims is filled; nothing for another one."""
        return self.tables[cell[0]].fields.get(cell[2]) if cell[0] in self.tables else None

    def name_row(self, table: str, row: Row) -> list[str]:
        """The place of a row, for a fault."""
        return [table, *(row.get(c, "") for c in self.tables[table].key)]


CELL: Callable[[Row], Key] = operator.itemgetter("table_name", "row_id", "field_name")
MEMBER: Callable[[Row], tuple[str, str, str, str]] = operator.itemgetter("table_name", "row_id", "field_name", "member")
BY_VALUE = operator.attrgetter("value")
BY_RANK = operator.attrgetter("rank")  # claims, the best evidence first; of each source
BY_SOURCE = operator.attrgetter("source", "rank")


def name_cell(row: Row) -> Key:
    """The cell that a row of `cells`, `claims` or `disagreements` is about."""
    return CELL(row)


def to_int(text: str) -> int:
    """A whole number, or -1 where the text is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else -1


# ---- JSON ------------------------------------------------------------------------------------------------------------


def take_dict(value: object) -> Json:
    """A JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(kind: type, value: object) -> list[Any]:
    """What a JSON list has of a type; one value counts as a list of one."""
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, kind)]


def list_categories(spec: Json) -> list[tuple[str, str, str]]:
    """The codes of a field, each with its label and its meaning; of a set they are under `itemCategories`."""
    categories = list_of(dict, spec.get("categories", spec.get("itemCategories")))
    return [(str(one.get("value")), str(one.get("label")), str(one.get("description"))) for one in categories]


def list_leaves(value: object, where: Leaf = ()) -> Iterator[tuple[Leaf, str]]:
    """The values in a JSON value, each with the names and numbers that lead to it."""
    if isinstance(value, dict | list) and value:
        for name, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from list_leaves(part, (*where, str(name)))
    else:
        yield where, repr(value)


def find_differing(there: object, belongs: object, where: Leaf = ()) -> Iterator[tuple[Leaf, str | None, str | None]]:
    """The leaves in which two JSON values differ, one after the other, with what each of the two has there, if anything."""
    pairs: Iterable[tuple[object, object, object]] = ()
    if isinstance(there, dict) and isinstance(belongs, dict) and there and belongs:
        names = dict.fromkeys([*there, *belongs])
        pairs = ((name, there.get(name, MISSING), belongs.get(name, MISSING)) for name in names)
    elif isinstance(there, list) and isinstance(belongs, list) and there and belongs:
        listed = itertools.zip_longest(there, belongs, fillvalue=MISSING)
        pairs = ((number, *both) for number, both in enumerate(listed))
    elif not any(isinstance(value, dict | list) and value for value in (there, belongs)):
        ours, theirs = (None if value is MISSING else repr(value) for value in (there, belongs))
        yield from [(where, ours, theirs)] if ours != theirs else ()
    else:
        yield from ((leaf, found, None) for leaf, found in list_leaves(there, where) if there is not MISSING)
        yield from ((leaf, None, found) for leaf, found in list_leaves(belongs, where) if belongs is not MISSING)
    for name, one, other in pairs:
        yield from find_differing(one, other, (*where, str(name)))


def refuse_constant(name: str) -> None:
    """Refuse what Python reads and JSON does not have."""
    raise ValueError(name)


def make_object(pairs: list[tuple[str, Any]]) -> Json:
    """A JSON object of which no reader takes another value. Raises ValueError where a name is there twice."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


def parse_json(content: bytes) -> Any:
    """A value in JSON. Raises ValueError, RecursionError and MemoryError."""
    if len(content) > MOST_JSON:
        raise ValueError("too large")
    return json.loads(content.decode("utf-8"), object_pairs_hook=make_object, parse_constant=refuse_constant)


def read_json(data: Data, path: str) -> Json:
    """A JSON object; empty, and a fault, where the file is none."""
    try:
        found = parse_json(data.files[path]) if path in data.files else "no file"
    except (ValueError, RecursionError, MemoryError) as error:
        found = f"{type(error).__name__}: {error}"
    belongs = "a published file" if found == "no file" else "a JSON object in UTF-8, each name once"
    data.require(isinstance(found, dict), [path], found, belongs)
    return take_dict(found)


def find_misfits(shape: Any, value: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object, str]]:
    """What in a JSON value is not of a shape: where, what is there, what belongs there.

    A shape is a type or several, a pattern of a text, a list with the shape of its items, or an object with the shape of
    each property: no other may be there, and those without `?` must. `*` means properties of any name.
    """
    if isinstance(shape, dict) and type(value) is dict:
        known = {name.removesuffix("?"): inner for name, inner in shape.items()}
        for name in sorted({*value, *(name for name in shape if name[-1] not in "?*")}):
            if name not in value or not (inner := known.get(name, known.get("*"))):
                yield (
                    (*where, name),
                    show_text(value[name]) if name in value else "nothing",
                    "a property that the build writes",
                )
            else:
                yield from find_misfits(inner, value[name], (*where, name))
    elif isinstance(shape, list) and type(value) is list:
        for number, item in enumerate(value):
            yield from find_misfits(shape[0], item, (*where, str(number)))
    elif isinstance(shape, re.Pattern):
        if type(value) is not str or not shape.fullmatch(value):
            yield where, value, f"a text like {shape.pattern}"
    elif isinstance(shape, dict | list) or type(value) not in (shape if isinstance(shape, tuple) else (shape,)):
        yield where, value, "an object" if isinstance(shape, dict) else "a list" if isinstance(shape, list) else str(shape)


# ---- schemas ---------------------------------------------------------------------------------------------------------


def read_schemas(data: Data) -> None:
    """The tables and how they are filled, of which every word is known; the readers and the registers of build/lexicon/."""
    paths = {f"schemas/{name}.json" for name in SYSTEM} | {p for p in data.files if re.fullmatch(r"schemas/[^/.]+\.json", p)}
    for path, schema in ((path, read_json(data, path)) for path in sorted(paths)):
        data.tables |= {path[8:-5]: Table(path[8:-5], schema)} if path in data.files else {}
        lines: Any = schema.get("overview")
        if isinstance(lines, list):
            lines = [{"fields": [one]} if isinstance(one, str) else one for one in lines]
        data.check_shape([path], SCHEMA, {**schema, "overview": lines} if "overview" in schema else schema)
        data.expect([path, "missingValues"], schema.get("missingValues", [""]), [""])
        data.expect([path, "name"], schema.get("name", path[8:-5]), path[8:-5])
    for table in data.tables.values():
        for column, spec in table.columns.items():
            check_field(data, table, column, spec)
        for other, targets, columns in table.foreign:
            there = {*data.tables[other].columns} if other in data.tables else set[str]()
            is_known = {*targets} <= there and {*columns} <= {*table.columns}
            is_known = is_known and 0 < len({*columns}) == len(columns) == len({*targets}) == len(targets)
            path = f"schemas/{table.name}.json"
            data.require(is_known, [path, "foreignKeys"], other, "a table with such columns, for columns of this one")
    data.registers = read_json(data, "build/lexicon/registers.json")
    data.check_shape(["build/lexicon/registers.json"], REGISTERS, data.registers)
    readers = data.files.get("build/lexicon/readers.json", b"")
    is_own = hashlib.sha256(readers).hexdigest() == READERS_SHA256
    data.require(
        is_own, ["build/lexicon/readers.json"], "other words or patterns", "those that this verify.py was written for"
    )
    data.lexicons = load_lexicons(readers) if is_own else {}
    data.codes = {kind: frozenset(one.words["codes"]) for kind, one in data.lexicons.items() if "codes" in one.words}
    countries = data.files.get("build/lexicon/countries.csv", b"").decode("utf-8", "replace")
    data.names = {row.get("alpha_3", ""): row.get("name", "") for row in csv.DictReader(io.StringIO(countries, newline=""))}
    known: dict[str, Iterable[object]] = {"fill": FILLS, "reads": PARSERS, "agree": AGREEMENTS, "by": SPEAKER}
    known |= {"derive": DERIVATIONS + COUNTED, "refers_to": data.tables, "table": data.tables, "covers": ["quotation"]}
    known |= {"speakers": ["person", "body"], "speaks_for": [True, False], "ties_neighbours": [True, False]}
    for table in data.facts:
        gathered = data.tables[table.gathers[0]].columns if table.gathers[0] in data.tables else {}
        own = known | dict.fromkeys(("gather", "from_gathered", "field"), gathered)
        own |= dict.fromkeys(("of", "from_field", "headline", "marks_error"), table.columns)
        own |= {"counts_unless": [code for column in table.columns for code in table.list_codes(column)]}
        for column, how in ((c, take_dict(spec.get("curation"))) for c, spec in [("", table.schema), *table.columns.items()]):
            place = [f"schemas/{table.name}.json", "curation", column]
            for where, leaf in list_leaves(how) if how else ():
                is_read = where[0] in {*own, "otherwise", "rows_from"}  # other properties serve the build alone
                named = next((part for part in reversed(where) if part in own), "") if is_read else ""
                is_known = not named or leaf in map(repr, own[named])
                data.require(is_known, [*place, *where], leaf, "a known word")
            of = table.fields.get(str(how.get("of")))
            missing = {*FILLS.get(str(how.get("fill")), ())} - how.keys()
            missing |= {"part"} if of and how.get("part") not in PARTS.get(of.kind, ()) else set()
            data.require(not missing, place, how, f"{missing}, as its fill needs")


def check_field(data: Data, table: Table, column: str, spec: Json) -> None:
    """The codes of a field are those of its enum, or of the pattern of a set of them, and its pattern can be matched."""
    limits, where = take_dict(spec.get("constraints")), [f"schemas/{table.name}.json", "fields", column]
    if (pattern := limits.get("pattern")) is not None:
        try:
            data.patterns[str(pattern)] = make_automaton(str(pattern))
        except (ValueError, RecursionError, re.error) as error:
            data.add_fault(
                [*where, "constraints", "pattern"], pattern, InWords(f"a pattern that is matched in linear time: {error}")
            )
    codes = [value for value, _, _ in list_categories(spec)]
    one = f"({'|'.join(codes)})"
    is_same = codes == limits.get("enum", []) or pattern == f"^{one}(\\|{one})*$"
    data.require(is_same, [*where, "categories"], codes, "the codes of its enum, or of its pattern")


# ---- manifest, descriptors and catalogues ----------------------------------------------------------------------------


def list_hashes(data: Data) -> dict[str, str]:
    """The SHA-256 that the manifest has of each path."""
    text = data.files.get(MANIFEST, b"").decode("utf-8", "replace")
    return {name: found for found, _, name in (line.partition("  ") for line in text.split("\n")) if name}


def check_manifest(data: Data) -> None:
    """The manifest lists each file about the data, with its SHA-256, and the files that belong to a package are there."""
    hashes = list_hashes(data)
    lines = "".join(f"{found}  {name}\n" for name, found in sorted(hashes.items()))
    is_sound = lines.encode() == data.files.get(MANIFEST, b"")
    data.require(is_sound, [MANIFEST], "a list of files", "lines of hash and path, sorted, each path once")
    needed = {name for name, is_there in NEEDED.items() if is_there(data)} | {*data.files} - {MANIFEST}
    for name in sorted({*hashes, *needed}):
        content = data.files.get(name)
        data.require(content is not None, [name], "no file", "a published file")
        if content is not None:
            data.expect([MANIFEST, name], hashes.get(name, "not listed"), hashlib.sha256(content).hexdigest())
    for name, belongs in refuse_names([*data.files]):
        data.add_fault([name], "a file", InWords(belongs))


def describe_heading(data: Data) -> Json:
    """What both descriptors say of the package, made of the registered metadata and of the tables."""
    about, sources = take_dict(data.registers.get("metadata")), data.rows["sources"]
    documents = []
    for row in sources:
        named = [row[name] for name in ("author", "publisher") if row.get(name)]
        one = {"title": f"{name_document(row)} ({', '.join([*named, row['source_id']])})"}
        one |= {"path": row["url"]} if row.get("url") else {}
        documents.append(one | {"version": f"sha256:{row['sha256']}"})
    if len(documents) > MOST_NAMED:
        documents = [{"title": f"{len(documents)} documents: the table sources lists them"}]
    dated = [(name, c) for name, of in data.tables.items() for c, spec in of.columns.items() if spec.get("type") == "date"]
    days = {row[column] for name, column in dated for row in data.rows[name]} - {""}
    copied: tuple[str, ...] = ("name", "id", "homepage", "title", "description", "version", "licenses", "keywords")
    copied += ("cautions", "spatial", "contributors", "method", "annotators")
    agreement = measure_agreement(data.rows["codings"])
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        **{name: about[name] for name in copied if name in about},
        "created": f"{about.get('created')}T00:00:00Z",
        "sources": documents,
        **({"agreement": agreement} if agreement else {}),
        "temporal": {"start": min(days), "end": max(days)} if days else {},
    }


def name_document(row: Row) -> str:
    """The title of a source, or what is printed where it has none."""
    return row.get("headline") or f"[Article without a headline, {row['source_id']}]"


def name_authors(about: Json) -> list[str]:
    """The names of those who are cited."""
    people = list_of(dict, about.get("contributors"))
    return [str(one.get("title")) for one in people if "creator" in list_of(str, one.get("roles"))]


def name_for_parquet(head: Json) -> Json:
    """The name and the id of the package of Parquet files, made of those of the other package."""
    is_id = ABOUT["id"].fullmatch(str(head.get("id")))
    own = str(uuid.uuid5(uuid.UUID(head["id"]), "build/parquet/datapackage.json")) if is_id else head.get("id")
    return {"name": f"{head.get('name')}-parquet", "id": own}


def hash_file(data: Data, path: str) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(data.files.get(path, b"")).hexdigest()


def find_size(data: Data, table: str) -> int:
    """How many rows a part of a table has; 0 where it is one file."""
    split = take_dict(take_dict(data.registers.get("metadata")).get("split"))
    return max(to_int(str(split.get(table, 0))), 0)


def list_paths(data: Data, table: str, kind: str) -> list[str]:
    """The files that belong to a table: one, or as many parts as its rows make, and one where there are none."""
    size = find_size(data, table)
    count = max(math.ceil(len(data.rows[table]) / size), 1) if size else 0
    parts = [f"build/{kind}/{table}/{table}-{number:03}.{kind}" for number in range(1, min(count, MOST_FILES) + 1)]
    return parts or [f"build/{kind}/{table}.{kind}"]


def join_parts(data: Data, paths: Iterable[str]) -> bytes:
    """The CSV file that parts make together: each begins with the header, which is one line."""
    contents = [data.files.get(path, b"") for path in paths]
    return b"".join([*contents[:1], *(content.partition(b"\n")[2] for content in contents[1:])])


def describe_files(data: Data, path: str) -> Json:
    """What a descriptor says of the files, by the registered order of the tables."""
    folder, ending = DESCRIPTORS[path]
    listed = list_hashes(data)  # where a file is missing its hash is that of the manifest: one fault
    lexicon = sorted(name for name in {*listed, *data.files} if name.startswith("build/lexicon/"))
    described = []
    for name in list_of(str, take_dict(data.registers.get("metadata")).get("tables")):
        paths, schema = list_paths(data, name, ending), data.tables[name].schema if name in data.tables else {}
        is_split, own = find_size(data, name) > 0, [one.removeprefix(folder) for one in paths]
        one: Json = {"name": name, "type": "table", "title": schema.get("title"), "description": schema.get("description")}
        if ending == "csv":
            whole = join_parts(data, paths)
            one |= {"path": paths if is_split else paths[0], "hash": f"sha256:{hashlib.sha256(whole).hexdigest()}"}
            one |= {"mediatype": "text/csv", "encoding": "utf-8", "bytes": len(whole)}
        else:  # of parts the folder is described, and each with its hash
            hashes = [{"path": p, "hash": f"sha256:{hash_file(data, f)}"} for p, f in zip(own, paths, strict=True)]
            one |= {"path": name, "parts": hashes} if is_split else hashes[0]
            one |= {"mediatype": "application/vnd.apache.parquet"}
        described.append(one | {"format": ending})
    found = {name: hash_file(data, name) if name in data.files else listed[name] for name in lexicon}
    hashes = [{"path": name, "hash": f"sha256:{found[name]}"} for name in lexicon]
    head = describe_heading(data)
    return head | ({} if ending == "csv" else name_for_parquet(head)) | {"lexicon": hashes, "resources": described}


def check_descriptors(data: Data, check_hashes: bool) -> None:
    """Both descriptors: nothing but what the build writes of metadata, tables, schemas and files, and every file in one."""
    for path, (folder, ending) in DESCRIPTORS.items():
        head = read_json(data, path)
        there = [take_dict(one) for one in head.get("resources") or () if isinstance(head.get("resources"), list)]
        resources, made = {str(one.get("name")): one for one in there}, describe_files(data, path)
        belongs = {str(one["name"]): one for one in made["resources"]}
        for mine, theirs in [(mine, resources.get(name, {})) for name, mine in belongs.items()] * (not check_hashes):
            mine |= {name: theirs[name] for name in ("hash", "bytes", "parts") if name in theirs and name in mine}
        made |= {} if check_hashes else {"lexicon": head.get("lexicon")}
        data.compare([path], {**head, "resources": []}, {**made, "resources": []})
        data.expect([path, "resources"], [str(one.get("name")) for one in there], [*belongs])
        data.expect([path, "resources"], sorted(belongs), sorted(data.tables))
        for name in belongs.keys() & resources.keys():
            schema = resources[name].get("schema")
            data.compare([path, name], {**resources[name], "schema": {}}, belongs[name] | {"schema": {}})
            ours = data.tables[name].schema if name in data.tables else {}
            fields = [
                {p: v for p, v in take_dict(one).items() if p != "curation"} for one in list_of(dict, ours.get("fields"))
            ]
            plain = {part: v for part, v in ours.items() if part != "curation"} | {"fields": fields}
            data.compare([f"schemas/{name}.json"], plain, schema)
        files = {file for name in data.tables for file in list_paths(data, name, ending)}
        files |= {f"{folder}datapackage.json"} & {path}
        for file in sorted(files ^ {name for name in data.files if name.startswith(folder)}):
            belongs_there = "a published file" if file in files else "not published by the descriptor"
            data.add_fault([file], "a file" if file in data.files else "no file", InWords(belongs_there))


def quote(text: object) -> str:
    """A text in quotes, as JSON and YAML have it."""
    return json.dumps(text, ensure_ascii=False)


def check_citation(data: Data) -> None:
    """CITATION.cff and .zenodo.json: what the build makes of the registered metadata."""
    about = take_dict(data.registers.get("metadata"))
    authors, sources = name_authors(about), data.rows["sources"]
    licence = (list_of(dict, about.get("licenses")) or [{}])[0]
    lines = ["# Generated by `make build`; edit schemas/ and metadata.yaml instead.", "cff-version: 1.2.0"]
    lines += ["message: Please cite this dataset as below.", "type: dataset", f"title: {quote(about.get('title'))}"]
    abstract = " ".join(str(about[name]) for name in ("description", "annotators") if name in about)
    lines += [f"abstract: {quote(abstract)}", f"version: {quote(about.get('version'))}"]
    lines += [f"date-released: {about.get('created')}", f"license: {licence.get('name')}"]
    lines += [f"url: {quote(about['homepage'])}"] if "homepage" in about else []
    lines += [f"doi: {about['doi']}"] if "doi" in about else []
    lines += ["identifiers:", "- type: other", f"  value: urn:uuid:{about.get('id')}"]
    lines += ["  description: The package, whatever its version.", "authors:", *(f"- name: {quote(one)}" for one in authors)]
    lines += ["keywords:", *(f"- {quote(word)}" for word in list_of(str, about.get("keywords")))]
    named = sources if len(sources) <= MOST_NAMED else []
    lines += ["references:"] * bool(named) + [line for row in named for line in refer_to(row)] + [""]
    there = data.files.get("CITATION.cff", b"").decode("utf-8", "replace").split("\n")
    for number, (line, belongs) in enumerate(itertools.zip_longest(there, lines), 1):
        data.expect(["CITATION.cff", f"line {number}"], line, belongs)
    head = describe_heading(data)
    record: Json = {"upload_type": "dataset", "access_right": "open", "title": about.get("title")}
    record |= {"description": write_paragraphs([str(about.get("description"))])}
    record |= {"notes": write_paragraphs(list_of(str, about.get("cautions")))}
    record |= {"version": about.get("version"), "publication_date": about.get("created")}
    record |= {"license": licence.get("name"), "creators": [{"name": author} for author in authors]}
    record |= {"keywords": about.get("keywords"), "references": [one["title"] for one in head["sources"]]}
    record |= {"locations": [{"place": one.get("title")} for one in list_of(dict, about.get("spatial"))]}
    method = [str(about[name]) for name in ("method", "annotators") if name in about] + explain_agreement(head)
    record |= {"method": write_paragraphs(method)} if method else {}
    published = read_json(data, ".zenodo.json")
    languages = data.files.get("build/lexicon/languages.csv")
    rows = csv.DictReader(io.StringIO((languages or b"").decode("utf-8", "replace"), newline=""))
    codes = {row.get("alpha_2"): row.get("alpha_3") for row in rows}
    if languages is None:  # that it is missing is a fault of its own
        codes = {about.get("language"): published["language"]} if "language" in published else {}
    record |= {"language": codes[about.get("language")]} if about.get("language") in codes else {}
    addresses = [row["url"] for row in named if row.get("url")]
    related = [{"identifier": one, "relation": "isDerivedFrom"} for one in addresses]
    record |= {"related_identifiers": related} if related else {}
    data.compare([".zenodo.json"], published, record)


def write_paragraphs(texts: Iterable[str]) -> str:
    """Texts as paragraphs of HTML."""
    escaped = (text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in texts)
    return "".join(f"<p>{text}</p>" for text in escaped)


def refer_to(row: Row) -> list[str]:
    """The lines that belong in CITATION.cff of a source."""
    author, publisher = row.get("author"), row.get("publisher")
    lines = ["- type: generic", f"  title: {quote(name_document(row))}", "  authors:"]
    lines += [f"  - name: {quote(author or publisher or '[Author not known]')}"]
    lines += ["  publisher:", f"    name: {quote(publisher)}"] if publisher else []
    lines += [f"  date-published: {row['published']}"] if row.get("published") else []
    lines += [f"  languages: [{row['language']}]", *([f"  url: {quote(row['url'])}"] if row.get("url") else [])]
    return [*lines, f"  notes: {quote(row['source_id'] + ' in the dataset')}"]


def describe_dataset(data: Data) -> Json:
    """What belongs in croissant.json beside its context: metadata, files, record sets."""
    about, head = take_dict(data.registers.get("metadata")), describe_heading(data)
    authors = name_authors(about)
    entries: Json = {"author": " and ".join(f"{{{author}}}" for author in authors), "title": f"{{{about.get('title')}}}"}
    entries |= {"year": str(about.get("created"))[:4], "version": about.get("version"), "doi": about.get("doi")}
    entries |= {"url": about.get("homepage")}
    cited = ", ".join(f"{name} = {{{value}}}" for name, value in entries.items() if value)
    found: Json = {"url": about.get("homepage"), "sameAs": f"https://doi.org/{about['doi']}" if "doi" in about else None}
    publishers = [
        str(one["title"]) for one in list_of(dict, about.get("contributors")) if "publisher" in list_of(str, one.get("roles"))
    ]
    found |= {"publisher": [{"@type": "sc:Organization", "name": one} for one in publishers]}
    found |= {"temporalCoverage": "/".join(head["temporal"].values())}
    tables = [data.tables[name] for name in list_of(str, about.get("tables")) if name in data.tables]
    kinds = [(table.name, kind) for table in tables for kind in ("csv", "parquet")]
    files = [(path, kind) for name, kind in kinds for path in list_paths(data, name, kind)]
    return {
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": about.get("title"),
        "alternateName": about.get("name"),
        "description": about.get("description"),
        "identifier": f"urn:uuid:{about.get('id')}",
        **{name: value for name, value in found.items() if value},
        "version": about.get("version"),
        "datePublished": about.get("created"),
        "license": (list_of(dict, about.get("licenses")) or [{}])[0].get("path"),
        "creator": [{"@type": "sc:Organization", "name": author} for author in authors],
        "keywords": about.get("keywords"),
        "inLanguage": about.get("language"),
        "isAccessibleForFree": True,
        "citeAs": f"@misc{{{about.get('name')}, {cited}}}",
        "spatialCoverage": [
            {"@type": "sc:Country", "name": one.get("title"), "identifier": one.get("code")}
            for one in list_of(dict, about.get("spatial"))
        ],
        **describe_origin(data, about, head),
        **describe_making(data, about, head, tables),
        "distribution": [
            *(describe_file(data, path, kind) for path, kind in files),
            *(describe_parts(table.name) for table in tables if find_size(data, table.name)),
        ],
        "recordSet": [
            *(describe_records(table, find_size(data, table.name) > 0) for table in tables),
            *(one for table in tables for one in describe_codes(table)),
        ],
    }


def explain_agreement(head: Json) -> list[str]:
    """How far two codings agreed, in words, where there are two."""
    alphas = [f"{one['kind']} {one['alpha']:.2f}" for one in head.get("agreement", ()) if "alpha" in one]
    agreed = f"Agreement of the two codings before they were compared, as Krippendorff's alpha: {', '.join(alphas)}."
    return [agreed] * bool(alphas)


def describe_origin(data: Data, about: Json, head: Json) -> Json:
    """What belongs in croissant.json of the documents, of the way the data were made, and of who made them."""
    works: list[Json] = []
    for row, one in zip(data.rows["sources"], head["sources"], strict=False):
        hexadecimal = row.get("sha256", "")
        digest = bytes.fromhex(hexadecimal) if re.fullmatch("([0-9a-f]{2})*", hexadecimal) else b""
        address = {"url": row["url"]} if row.get("url") else {}
        named = "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode().rstrip("=")
        work = {"@type": "sc:CreativeWork", "@id": f"sources#{row['source_id']}", "name": one["title"]}
        works.append(work | address | {"identifier": named})
    origin = [{"@id": work["@id"]} for work in works]
    if len(works) != len(data.rows["sources"]):
        works, origin = [{"@type": "sc:CreativeWork", "name": one["title"]} for one in head["sources"]], [{"@id": "sources"}]
    made: Json = {"prov:wasGeneratedBy": {"@type": "prov:Activity", "prov:label": about.get("method")}}
    made |= {"prov:wasAttributedTo": {"@type": "prov:Agent", "prov:label": about.get("annotators")}}
    made = {name: one for name, one in made.items() if one["prov:label"]}
    return {"isBasedOn": works, "prov:wasDerivedFrom": origin} | made


def describe_making(data: Data, about: Json, head: Json, tables: list[Table]) -> Json:
    """What belongs in croissant.json of the way the data were made, in the vocabulary for responsible AI."""
    sources, coders = data.rows["sources"], [about["annotators"]] if about.get("annotators") else []
    counts = sorted({row["codings"] for row in sources if row.get("codings")})
    said: Json = {
        "dataCollection": f"Documents from which the values are read: {len(sources)}. Each is a row of the table sources, "
        "with its address where it is known, and with the SHA-256 of its file.",
        "dataCollectionType": "Document analysis",
        "dataCollectionRawData": "The texts of the documents. They are not published in full: the package has the words that "
        "are evidence, each with its sentence.",
        "dataCollectionMissingData": "An empty cell is a missing value. The members of a set are joined by |.",
        "dataImputationProtocol": "None. A value rests on words of a document, or on a reason that is written beside it.",
        "dataAnnotationProtocol": about.get("method"),
        "dataAnnotationAnalysis": [t.schema.get("description") for t in tables if t.name in ("disagreements", "codings")]
        + explain_agreement(head),
        "annotationsPerItem": f"Codings of each document: {' to '.join(dict.fromkeys((counts[0], counts[-1])))}."
        if counts
        else "",
        "annotatorDemographics": coders,
        "machineAnnotationTools": [
            *coders,
            "The program that builds the package: it finds the words that the coders name in the texts, and reads numbers, "
            "dates and countries out of them (basis: parsed).",
        ],
        "dataLimitations": about.get("cautions"),
        "personalSensitiveInformation": [t.schema.get("description") for t in tables if t.speakers == "person"],
        "dataReleaseMaintenancePlan": "The version follows semantic versioning: a field added, removed or retyped is a major "
        "change (before 1.0.0 it raises the second number), rows added or removed are a minor change, corrections are a "
        "patch. CHANGELOG.md lists the changes.",
    }
    return {f"rai:{name}": value for name, value in said.items() if value}


def describe_file(data: Data, file: str, kind: str) -> Json:
    """What belongs in croissant.json of a file."""
    name = file.rpartition("/")[2]
    kind = "text/csv" if kind == "csv" else "application/x-parquet"
    about = {"@type": "cr:FileObject", "@id": name, "name": name, "contentUrl": file, "encodingFormat": kind}
    return about | {"contentSize": f"{len(data.files.get(file, b''))} B", "sha256": hash_file(data, file)}


def describe_parts(table: str) -> Json:
    """What belongs in croissant.json of the Parquet files of a table that is split."""
    about = {"@type": "cr:FileSet", "@id": f"{table}.parquet", "name": f"{table}.parquet"}
    return about | {"encodingFormat": "application/x-parquet", "includes": f"build/parquet/{table}/*.parquet"}


def describe_records(table: Table, is_split: bool) -> Json:
    """What belongs in croissant.json of a table."""
    said, is_fact = str(table.schema.get("description")), table.name not in SYSTEM
    if is_fact:
        said += (
            " The exact words behind each cell, their source and their speaker stand in the table cells of the same release"
        )
        said += f": table_name = {table.name}, row_id = {', '.join(table.key)}, field_name = the column."
    about: Json = {"@type": "cr:RecordSet", "@id": table.name, "name": table.name, "description": said}
    about |= {"prov:wasDerivedFrom": {"@id": "claims"}} if is_fact or table.name == "cells" else {}
    fields = [describe_coded(table, name) for name in table.columns]
    fields = [name_set(one) for one in fields] if is_split else fields
    return about | {"key": [{"@id": f"{table.name}/{name}"} for name in table.key], "field": fields}


def name_set(said: Any) -> Any:
    """What is said of fields of one file, said of the fields of a set of files."""
    if isinstance(said, list):
        return [name_set(one) for one in said]
    return {"fileSet" if n == "fileObject" else n: name_set(one) for n, one in said.items()} if type(said) is dict else said


def describe_column(table: Table, column: str, name: str) -> Json:
    """What belongs in croissant.json of a field that has the values of a column."""
    kinds = {"string": "Text", "integer": "Integer", "number": "Float", "boolean": "Boolean", "date": "Date"}
    spec = table.columns.get(column, {})
    said = [f"{spec.get('title')}. {spec.get('description')}", *([f"Unit: {spec['unit']}."] if "unit" in spec else [])]
    source = {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": column}}
    about: Json = {"@type": "cr:Field", "@id": name, "name": name.rpartition("/")[2]}
    about |= {"description": fold_space(" ".join(said))}
    return about | {"dataType": f"sc:{kinds.get(str(spec.get('type')))}", "source": source}


def describe_coded(table: Table, column: str) -> Json:
    """What belongs in croissant.json of a column: with the list of its codes, or with what its values were derived from."""
    name = f"{table.name}/{column}"
    about, is_set = describe_column(table, column, name), "itemCategories" in table.columns[column]
    if list_categories(table.columns[column]):
        code = describe_column(table, column, f"{name}/members" if is_set else f"{name}/code")
        code |= {"description": "The members of the set." if is_set else "The code."}
        code["source"] |= {"transform": {"separator": "|"}} if is_set else {}
        code |= {"isArray": True} if is_set else {}
        return about | {"annotation": code | {"references": {"field": {"@id": f"{table.name}.{column}.codes/code"}}}}
    if column != "value" or table.name not in ("cells", "claims"):
        return about
    means = {"source_id": "prov:wasQuotedFrom", "words": "prov:value", "exact": "prov:value"}
    places = ("words", "in_sentence") if table.name == "cells" else ("exact", "char_start", "char_end", "in_sentence")
    parts = [
        describe_column(table, part, f"{name}/derived_from/{part}")
        | ({"equivalentProperty": means[part]} if part in means else {})
        for part in ("source_id", *places)
    ]
    words = "The words from which the value of the same row was derived, and where they are."
    derived: Json = {"@type": "cr:Field", "@id": f"{name}/derived_from", "name": "derived_from", "description": words}
    derived |= {"dataType": "prov:Entity", "equivalentProperty": "prov:wasDerivedFrom", "subField": parts}
    return about | {"annotation": derived}


def describe_codes(table: Table) -> Iterator[Json]:
    """What belongs in croissant.json of the lists of codes of a table's columns."""
    for column, spec in table.columns.items():
        name, parts = f"{table.name}.{column}.codes", ("code", "name", "description")
        codes = [{f"{name}/{part}": text for part, text in zip(parts, code, strict=True)} for code in list_categories(spec)]
        about: Json = {"@type": "cr:RecordSet", "@id": name, "name": name, "dataType": "sc:Enumeration"}
        about |= {"description": f"The codes of the column {column} of the table {table.name}."}
        about |= {"key": {"@id": f"{name}/code"}, "data": codes}
        fields = [{"@type": "cr:Field", "@id": f"{name}/{part}", "name": part, "dataType": "sc:Text"} for part in parts]
        yield from [about | {"field": fields}] if codes else []


def check_croissant(data: Data) -> None:
    """croissant.json: the standard's context, and what the build makes of metadata, files and schemas."""
    there = read_json(data, "croissant.json")
    context = json.dumps(there.pop("@context", {}), sort_keys=True).encode()
    is_standard = hashlib.sha256(context).hexdigest() == CONTEXT_SHA256
    data.require(is_standard, ["croissant.json", "@context"], "another context", "the one of the standard")
    data.compare(["croissant.json"], there, describe_dataset(data))


def check_metadata(data: Data) -> None:
    """metadata.yaml says what is registered, where PyYAML can be imported."""
    try:
        import yaml
    except ImportError:
        data.left_out.append("metadata.yaml not compared with the descriptors: PyYAML is not installed")
        return
    text = data.files.get("metadata.yaml", b"").decode("utf-8", "replace")
    try:
        is_plain_text = len(text) < 1 << 20 and not any(isinstance(one, yaml.AliasToken) for one in yaml.scan(text))
        found = yaml.load(text, Loader=yaml.BaseLoader) if is_plain_text else "aliases, or too long"
    except (yaml.YAMLError, RecursionError) as error:
        found = str(error)
    data.compare(["metadata.yaml"], found, data.registers.get("metadata"))


# ---- tables ----------------------------------------------------------------------------------------------------------


def read_table(data: Data, name: str) -> None:
    """Read the rows of a table from its CSV file, or from all its parts, which have as many rows as metadata.yaml says."""
    size, folder = find_size(data, name), f"build/csv/{name}/"
    parts = sorted(path for path in data.files if path.startswith(folder)) or [f"{folder}{name}-001.csv"]
    for number, path in enumerate(parts if size else [f"build/csv/{name}.csv"], 1):
        before = len(data.rows[name])
        read_part(data, name, path)
        rows, is_last = len(data.rows[name]) - before, number == len(parts)
        is_full = rows == size or (is_last and rows < size and (rows > 0 or number == 1)) or not size
        data.require(is_full, [path, "rows"], rows, f"{size}, as metadata.yaml says; fewer in the last part")


def read_part(data: Data, name: str, path: str) -> None:
    """Read a CSV file into rows; note every way in which it is not the table that format.md describes."""
    columns = [*data.tables[name].columns]
    content = data.files.get(path, b"")
    text = content.decode("utf-8", "replace")
    hidden = any(list_hidden(c) for c in {*content.translate(None, VISIBLE).decode("utf-8", "replace")})  # or may be in emoji
    wrong: dict[str, object] = {"no file": path not in data.files, "bytes that are not UTF-8": not is_utf8(content)}
    wrong |= {"a byte order mark": text[:1] == "\ufeff", "CR LF": "\r\n" in text, "a NUL": "\0" in text}
    for what in (what for what, is_there in wrong.items() if is_there):
        data.add_fault([path], what, InWords("a table in UTF-8 with LF, in which an empty field is a missing value"))
    records = csv.reader((match[0] for match in re.finditer(r"[^\n]*\n|[^\n]+", text)), strict=True)
    header, keep, rows = next(records, []), data.pool.setdefault, data.rows[name]
    data.expect([path, "header"], header, columns)
    is_plain_csv, at = text.startswith(write_record(header)), len(write_record(header))
    names = header if len({*header}) == len(header) else columns
    most = MOST_SAID if name == "claims" else MOST_CELL
    for number, record in enumerate(records, 1):
        line = write_record(record)
        is_plain_csv, at = is_plain_csv and text.startswith(line, at), at + len(line)
        if len(record) != len(names):
            data.add_fault([path, f"record {number}", "fields"], len(record), len(names))
            continue
        is_short = len(line) <= most or max(map(len, record)) <= most
        short = record if is_short else [value if len(value) <= most else "" for value in record]  # not looked into
        row = dict(zip(names, map(keep, short, short), strict=True))
        row = row if names == columns else dict.fromkeys(columns, "") | row
        rows.append(row)
        for column, value in zip(names, record, strict=True) if not is_short else ():
            belongs = f"at most {most} characters"
            data.require(len(value) <= most, [*data.name_row(name, row), column], value, belongs)
        for column, value in row.items() if hidden else ():
            cut = {"prefix": f"^[{OF_EMOJI}]{{,6}}", "suffix": f"[{OF_EMOJI}]{{,6}}$"}.get(column, "$^")
            found = "".join(list_hidden(re.sub(cut, "", value)))
            data.require(not found, [*data.name_row(name, row), column], found, "characters that a reader sees")
    data.require(is_plain_csv, [path], "quotes", "in quotes what needs them and nothing else, LF after each record")


def is_utf8(content: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        return content.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False


def write_record(record: list[str]) -> str:
    """A record of a CSV file: in quotes only what needs them."""
    line = ",".join(record)
    if '"' in line or line.count(",") >= len(record) or "\n" in line or "\r" in line:
        quoted = ['"' + f.replace('"', '""') + '"' if '"' in f or "," in f or "\n" in f or "\r" in f else f for f in record]
        line = ",".join(quoted)
    return line + "\n"


def find_wrong(spec: Json, patterns: Mapping[str, Automaton], is_set: bool, values: set[str]) -> dict[str, str]:
    """What cells should be by their field's type and constraints, by what they are instead."""
    limits, kind = take_dict(spec.get("constraints")), str(spec.get("type"))
    pattern, codes = patterns.get(str(limits.get("pattern", ""))), limits.get("enum")
    wrong = {"": "a value (required)"} if limits.get("required") else {}
    if kind == "string" and not is_set and not pattern and codes is None:
        return wrong
    least, known, form = limits.get("minimum"), frozenset(codes or ()), re.compile(CANONICAL.get(kind, "(?s:.+)"))
    for value in values - {""}:
        if not form.fullmatch(value) or (kind == "date" and parse_day(value) is None):
            wrong[value] = f"of type {kind}, plainly printed"
        elif kind in ("integer", "number") and len(re.sub(r"\D", "", value)) > MOST_DIGITS:
            wrong[value] = f"of at most {MOST_DIGITS} digits"
        elif kind in ("integer", "number") and least is not None and Decimal(value) < Decimal(str(least)):
            wrong[value] = f"at least {least}"
        elif (codes is not None and value not in known) or (pattern and not pattern.matches(value)):
            wrong[value] = "one of the field's codes, or as its pattern says"
        elif is_set and "|" in value:
            members = split_set(value)
            if members != sorted({v.casefold(): v for v in sorted(members)}.values()):
                wrong[value] = "a set: sorted, each member once"
    return wrong


def check_table(data: Data, name: str) -> None:
    """Types, constraints, unique values and keys of one table, and the order of its rows."""
    table, rows = data.tables[name], data.rows[name]
    unique = [[c] for c, spec in table.columns.items() if take_dict(spec.get("constraints")).get("unique")]
    for column, spec in table.columns.items():
        values = {*map(operator.itemgetter(column), rows)}
        wrong = find_wrong(spec, data.patterns, column in table.sets, values)
        for row in (row for row in rows if row[column] in wrong) if not values.isdisjoint(wrong) else ():
            data.add_fault([*data.name_row(name, row), column], row[column], InWords(wrong[row[column]]))
    for columns in [table.key, *unique]:
        keyed = [*map(operator.itemgetter(*columns), rows)]
        counts = Counter(keyed if len({*keyed}) < len(keyed) else ())
        for row in (row for row, key in zip(rows, keyed, strict=True) if counts[key] > 1) if counts else ():
            for column in columns:
                data.add_fault([*data.name_row(name, row), column], row[column], InWords(f"unique ({', '.join(columns)})"))
    for other, targets, columns in table.foreign:
        there = {tuple(row.get(c, "") for c in targets) for row in data.rows[other]} | {("",) * len(columns)}
        known = {value if len(columns) > 1 else value[0] for value in there}
        strays = [
            row for row, value in zip(rows, map(operator.itemgetter(*columns), rows), strict=True) if value not in known
        ]
        for row in strays:
            value = "|".join(row[c] for c in columns)
            data.add_fault([*data.name_row(name, row), *columns], value, InWords(f"names a row of {other}"))
    positions = {(t, c): n for t, of in data.tables.items() for n, c in enumerate(of.columns)}
    keys: list[tuple[str | int, ...]] = [tuple(row[c] for c in table.key) for row in rows]
    if name == "claims":
        keys = [(row["source_id"], to_int(row["passage"])) for row in rows]
    elif name == "cells":
        cells = map(name_cell, rows)
        keys = [
            (of, key, positions.get((of, c), -1), to_int(r["member"])) for (of, key, c), r in zip(cells, rows, strict=True)
        ]
    elif name == "coverage":
        keys = [(row["source_id"], to_int(row["passage"]), to_int(row["item"])) for row in rows]
    elif name == "codings":
        keys = [(row["source_id"], row["table_name"], row["row_id"], to_int(row["item"])) for row in rows]
    for row in itertools.compress(rows[1:], map(operator.gt, keys, keys[1:])):
        data.add_fault(data.name_row(name, row), "a row out of order", InWords("sorted"))


# ---- Parquet ---------------------------------------------------------------------------------------------------------


def check_parquet(data: Data) -> None:
    """The Parquet files hold the same as the CSV files, where pyarrow can be imported."""
    try:
        from pyarrow import parquet
    except ImportError:
        data.left_out.append("Parquet content not compared: pyarrow is not installed")
        return
    for name, table in data.tables.items():
        size = find_size(data, name) or len(data.rows[name])
        for number, path in enumerate(list_paths(data, name, "parquet")):
            rows = data.rows[name][number * size : (number + 1) * size]
            if path in data.files:
                run_check(data, path, compare_parquet, table, path, rows, parquet)


def compare_parquet(data: Data, table: Table, path: str, rows: list[Row], parquet: Any) -> None:
    """One Parquet file against the schema and the CSV file: columns, types, texts, and the value in each row."""
    file = parquet.ParquetFile(io.BytesIO(data.files[path]), pre_buffer=False)
    groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    data.expect([path, "rows"], file.metadata.num_rows, len(rows))
    data.expect([path, "columns"], file.schema_arrow.names, [*table.columns])
    size = sum(group.total_byte_size for group in groups)
    data.require(size <= MOST_BYTES, [path], f"{size} bytes when unpacked", f"at most {MOST_BYTES}")
    if file.metadata.num_rows != len(rows) or file.schema_arrow.names != [*table.columns] or size > MOST_BYTES:
        return
    compare_texts(data, table, path, file.schema_arrow)
    kinds = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}
    types = {name: kinds.get(str(spec.get("type"))) for name, spec in table.columns.items()}
    texts = [name for name, kind in types.items() if kind == "string"]
    packed = parquet.ParquetFile(io.BytesIO(data.files[path]), pre_buffer=False, read_dictionary=texts)
    for name, kind in types.items():
        if data.expect([path, name, "type"], str(file.schema_arrow.field(name).type), kind):
            found = itertools.chain.from_iterable(map(list_values, packed.read([name], use_threads=False).column(0).chunks))
            for row, value in zip(rows, found, strict=True):
                if value != (row[name] if kind != "double" or not row[name] else repr(float(row[name]))):
                    data.expect([path, *data.name_row(table.name, row)[1:], name], value, row[name])


def list_values(chunk: Any) -> list[str]:
    """The values of a piece of a column as a CSV file writes them (a double as Python does); a null as an empty field."""
    if hasattr(chunk, "dictionary"):
        words = ["an empty text" if word == "" else word for word in chunk.dictionary.to_pylist()]
        return ["" if index is None else words[index] for index in chunk.indices.to_pylist()]
    return ["" if one is None else str(one).lower() if isinstance(one, bool) else str(one) for one in chunk.to_pylist()]


def compare_texts(data: Data, table: Table, path: str, schema: Any) -> None:
    """What a Parquet file says of itself and its columns, as far as schema and metadata say it, and how pandas reads it."""
    about, fields = take_dict(data.registers.get("metadata")), list_of(dict, table.schema.get("fields"))
    said = {key.decode(): text.decode() for key, text in (schema.metadata or {}).items()}
    belongs = {"title": table.schema.get("title"), "description": table.schema.get("description")}
    belongs |= {"package": about.get("name"), "version": about.get("version")}
    belongs |= {"license": (list_of(dict, about.get("licenses")) or [{}])[0].get("path")}
    belongs |= {"cautions": "\n".join(list_of(str, about.get("cautions")))}
    pandas = parse_json(said.pop("pandas", "{}").encode())
    data.expect([path, "texts"], sorted(said.keys() - {"ARROW:schema"}), sorted([*belongs, "provenance"]))
    data.compare([path], {name: said.get(name) for name in belongs}, belongs)
    kinds = {"string": ("object", "str"), "integer": ("Int64",), "number": ("Float64",), "boolean": ("boolean",)}
    there = list_of(dict, pandas.get("columns"))
    indexes = [pandas.get(name) for name in ("index_columns", "column_indexes")]
    data.expect([path, "pandas"], (*indexes, [one.get("field_name") for one in there]), ([], [], [*table.columns]))
    for one, (name, spec) in zip(there, table.columns.items(), strict=False):
        is_plain_type = one.get("numpy_type") in kinds.get(str(spec.get("type")), ("object",))
        is_plain_type = is_plain_type and one.get("name") == name and one.get("metadata") is None
        data.require(is_plain_type, [path, name, "pandas"], one, "the column's own name and type")
    for spec, column in zip(fields, schema, strict=True):
        texts = {key.decode(): text.decode() for key, text in (column.metadata or {}).items()}
        belongs = {name: spec[name] for name in ("title", "question", "description", "example", "unit") if name in spec}
        codes = [dict(zip(("value", "label", "description"), one, strict=True)) for one in list_categories(spec)]
        belongs |= {"categories": json.dumps(codes, ensure_ascii=False)} if codes else {}
        data.expect(
            [path, column.name, "texts"], sorted(texts.keys() - {"PARQUET:field_id"}), sorted([*belongs, "filled_by"])
        )
        data.compare([path, column.name], {name: texts.get(name) for name in belongs}, belongs)
        data.expect(
            [path, column.name, "nullable"], column.nullable, not take_dict(spec.get("constraints")).get("required", False)
        )


# ---- claims ----------------------------------------------------------------------------------------------------------


def index_rows(data: Data) -> None:
    """Rows by key, disagreements by cell, speakers, claims, and passages."""
    for name, table in data.tables.items():
        data.index[name] = {row[table.key[0]]: row for row in data.rows[name]} if len(table.key) == 1 else {}
        origin, tie = table.gathers
        for row in data.rows[origin] if origin else ():
            data.members[name, row[tie]].append(row[data.tables[origin].key[0]])
        serves = [c for c, one in table.fields.items() if one.how.get("speaks_for") is True]
        for key, row in data.index[name].items() if table.speakers else ():
            data.bodies[key] = "".join(row[c] for c in serves) if table.speakers == "person" else key
    data.disputes = {name_cell(row): row for row in data.rows["disagreements"]}
    numbers: Counter[str] = Counter()
    around = {"prefix", "suffix", "in_sentence"}  # these are folded where they are looked at
    take_folded = operator.itemgetter(*(column for column in data.tables["claims"].columns if column not in around))
    for claim_id, group in itertools.groupby(data.rows["claims"], operator.itemgetter("claim_id")):
        rows = [*group]
        whole = "|".join(take_folded(rows[0]))
        is_folded = whole == fold_space(whole) and "| " not in whole and " |" not in whole
        first = rows[0] if is_folded else {column: fold_space(value) for column, value in rows[0].items()}
        stem = f"{'/'.join(name_cell(first))}@{first['source_id']}"
        numbers[stem] += 1
        belongs = f"{stem}#{numbers[stem]}"
        for known in (claim_id, belongs) if claim_id != belongs else ():  # the row as it is named, and as it should be
            data.add_fault(["claims", known, first["segment"], "claim_id"], claim_id, belongs)
        parts = re.split("[/@#]", claim_id) if claim_id != belongs else ()
        for name, part in zip(("table_name", "row_id", "field_name", "source_id"), parts, strict=False):
            data.expect(["claims", claim_id, first["segment"], name], first[name], part)
        if claim_id not in data.claims:
            spans = [(to_int(row["char_start"]), to_int(row["char_end"]), row) for row in rows]
            data.claims[claim_id] = claim = Claim(first, spans, len(data.claims))
            if (column := data.find_field(claim.cell)) and data.tables[claim.cell[0]].says:
                claim.saying = "by" if column.kind == "by" else "saying"
            ways = [("cell", *claim.cell), ("passage", *claim.key), ("source", claim.source)]
            for way in (*ways, ("speaker", claim.source, *claim.way)) if claim.speaker_words else ways:
                data.groups.setdefault(way, []).append(claim)
            if claim.hedge:
                data.starts[*claim.key, claim.hedge].add(claim.hedge_start)
    for claims in (claims for way, claims in data.groups.items() if way[0] == "passage"):
        least = min((c.hedge_start for c in claims if c.hedge_start >= 0), default=math.inf)
        fields = Counter(row for row, _ in {(c.cell[:2], c.cell[2]) for c in claims})
        for c in claims:  # on words before inferred, asserted before hedged, before a hedge, with much of the row, first
            weak = c.basis == "inferred", c.row["certainty"] != "asserted", least < c.spans[0][0], fields[c.cell[:2]] < 3
            c.rank = (*weak, c.order)
    for line in data.rows["cells"]:
        if (cell := name_cell(line)) in data.disputes:
            data.leads.add((cell, line["claim_ids"].partition("|")[0]))
    read_passages(data)


def check_claims(data: Data) -> None:
    """Every claim by itself, and what the claims of a source or of a passage have in common."""
    years: dict[str, set[int]] = defaultdict(set)
    named = {(c.source, c.speaker) for c in data.claims.values() if c.speaker_words}
    speaking = {table.name for table in data.facts if table.speakers}
    named |= {(c.source, c.cell[1]) for c in data.claims.values() if c.cell[0] in speaking}
    for claim in data.claims.values():
        length = to_int(data.index["sources"].get(claim.source, {}).get("characters", ""))
        check_spans(data, claim, length)
        is_known = claim.speaker in data.bodies and (claim.source, claim.speaker) in named
        is_known = is_known if claim.speaker else not claim.speaker_words and not claim.via
        if not is_known:
            data.add_fault(
                claim.name("attributed_to"), claim.speaker, InWords("a person or body whom words of the source name")
            )
        for column, belongs in itertools.chain(judge_words(data, claim, length), judge_value(data, claim)):
            data.add_fault(claim.name(column), claim.row[column], InWords(belongs))
        years[claim.source] |= {year for year in take_given(claim.row["year_given"])[:1] if year}
    for source, found in years.items():
        belongs = "one year for all dates of the source without one"
        data.require(len(found) < 2, ["claims", source, "value"], sorted(found), belongs)
    for claims in (claims for way, claims in data.groups.items() if way[0] == "passage"):
        check_attributions(data, claims)
    check_passages(data)
    check_pieces(data)


def check_spans(data: Data, claim: Claim, length: int) -> None:
    """Numbers, lengths and surroundings of a claim's spans; what all its spans share."""
    own = {"segment", "exact", "prefix", "suffix", "char_start", "char_end", "in_sentence"}
    reached, shared = 0, claim.spans[0][2]
    for number, (start, end, row) in enumerate(claim.spans, 1):
        size, where = len(row["exact"]), ["claims", claim.id, row["segment"]]
        belongs = {} if row is shared else {column: value for column, value in shared.items() if column not in own}
        belongs |= {"segment": str(number), "char_start": str(end - size), "char_end": str(start + size)}
        for column, value in belongs.items():
            if row[column] != value:
                cited = [([*where, "exact"], row["exact"])] if column == "char_end" else []
                data.add_fault([*where, column], row[column], value, cited)
        if row["segment"] != str(number):
            data.add_fault(["claims", claim.id, str(number), "segment"], row["segment"], str(number))
        after = min(SIDE, max(length - end, 0)) if length >= 0 else len(row["suffix"])
        for column, wanted in (("prefix", min(SIDE, max(start, 0))), ("suffix", after)):
            if len(row[column]) != wanted:
                data.add_fault([*where, column], len(row[column]), wanted)
        if not reached <= start or not (length < 0 or end <= length):
            data.add_fault([*where, "char_start"], start, InWords(f"from {reached} to {length}"))
        reached = end


def judge_words(data: Data, claim: Claim, length: int) -> Wrong:
    """Who speaks, how surely, and by which words: the hedge is as far from the claim's words as the passage has it."""
    passage, words, hedge, start = data.passages.get(claim.key), claim.speaker_words, claim.hedge, claim.hedge_start
    if claim.via and data.bodies.get(claim.via) != claim.via:
        yield "via", "a body"
    for column in ("certainty", "hedge_words") if bool(hedge) != (claim.row["certainty"] != "asserted") else ():
        yield column, "words where hedged or planned, and only there"
    if passage is not None and hedge not in passage:
        yield "hedge_words", "words of the passage"
    if passage is not None and words not in passage and not runs_on(data, claim):
        yield "attributed_words", "words of the passage, or of the sentence of its quotation that names the speaker"
    filled = data.find_field(claim.cell)
    if filled and filled.kind == "by":
        by = {"person": claim.speaker, "body": data.bodies.get(claim.speaker), "via": claim.via, "words": words}
        if claim.value != by.get(str(filled.how.get("by"))):
            yield "value", f"who speaks: {by}"
        if (words or passage) not in (None, claim.words):
            yield "exact", "the words of the attribution"
    if bool(hedge) != (start >= 0):
        yield "hedge_start", "given with the words of a hedge, and only there"
    if hedge and start >= 0:
        spots, own = find_all(hedge, passage or ""), find_all(claim.row["exact"], passage or "")
        if 0 <= length < start + len(hedge):
            yield "hedge_start", f"within {length} characters"
        if len(data.starts[*claim.key, hedge]) > 1 >= len(spots):
            yield "hedge_start", f"one position for one hedge, not {len(data.starts[*claim.key, hedge])}"
        gap = claim.spans[0][0] - start  # in the source it may hold more white space than in the passage
        gaps = {at - spot for at in own[:MOST_PAIRS] for spot in spots[:MOST_PAIRS]}
        if gaps and not any(gap == g or (gap * g > 0 and abs(gap) > abs(g)) for g in gaps):
            yield "hedge_start", "as far before the claim's words as in the passage"


def judge_value(data: Data, claim: Claim) -> Wrong:
    """The value of a claim, by its basis and by how its column is filled."""
    found, value, given = data.find_field(claim.cell), claim.value, claim.row["year_given"]
    if not found or found.kind == "gather" or claim.cell[1] not in data.index[claim.cell[0]]:
        yield "claim_id", "on a row, and on a column with claims"
        return
    kind, words = found.kind, claim.words
    basis = PARSERS.get(kind) or ("verbatim" if found.how.get("by") == "words" else "coded")
    for column in ("basis", "reason") if claim.basis != ("inferred" if claim.reason else basis) else ():
        yield column, f"{basis}, or inferred with a reason"
    if len(words) > MOST_READ and kind in ("date", *READERS) and claim.basis == basis:
        yield "value", f"read from at most {MOST_READ} characters"
    elif kind == "date" and claim.basis == basis:
        read = read_date(data.lexicons[kind], words, take_given(given)) or ("", "", set())
        if value != read[0]:
            yield "value", f"what «{words}» says: {read[0]}"
        held = {name for name, one in zip(("year", "day", "country"), take_given(given), strict=True) if one}
        if value != read[0] or held != read[2] or bool(held) != bool(given):
            yield "year_given", "what the reading took from outside the words, and its reason"
    elif kind in READERS and claim.basis == basis and value != READERS[kind](data.lexicons[kind], words):
        yield "value", f"the {kind} that «{words}» says"
    if kind == "verbatim" and claim.basis == basis and value != words:
        yield "value", "the words"
    if (kind == "quantity" and not NOTATION.fullmatch(value)) or (kind == "date" and not bound_date(value)):
        yield "value", f"a {kind}{' in EDTF' if kind == 'date' else ''}"
    known = data.codes.get(kind, (value,))
    if value not in (data.tables[claim.cell[0]].list_codes(found.name) if kind == "code" else known):
        yield "value", "a known code"
    if found.refers and value not in data.index[found.refers]:
        yield "value", f"a row of {found.refers}"


def runs_on(data: Data, claim: Claim) -> bool:
    """Whether claims by the same words, on the sentence with these words, show that its quotation runs on to a claim."""
    way, key = (claim.source, *claim.way), (*claim.key, claim.speaker)
    if way not in data.sayings:  # of the rows on sentences with the words whether the claim is one on the speaker itself
        there = [c for c in data.groups["speaker", *way] if claim.speaker_words in data.passages.get(c.key, "")]
        data.sayings[way] = {(c.cell[:2], is_by) for c in there for is_by in {False, c.saying == "by"}}
    if key not in data.sayings:
        beside = data.groups["passage", *claim.key]
        data.sayings[key] = {(c.cell[:2], False) for c in beside if c.speaker == claim.speaker and c.saying}
    if claim.saying:
        return (claim.cell[:2], True) in data.sayings[way]
    return not data.sayings[key].isdisjoint(data.sayings[way]) if data.sayings[key] else bool(data.sayings[way])


def check_attributions(data: Data, claims: list[Claim]) -> None:
    """The claims of a passage are attributed as its coder wrote, and those of a saying all in one way."""
    firsts = {c.cell[:2]: c for c in reversed(claims)}
    written = take_dict(take_dict(data.registers.get("attributions")).get(claims[0].source)).get(claims[0].row["passage"], [])
    ways = {tuple(way) for way in written}
    belongs = InWords(f"one of {show_text(written)} as registered, and one for a saying")
    for c in claims:
        first = firsts[c.cell[:2]]
        is_right = c.way in ways and (c.way == first.way or not c.saying)
        for column in SPEAKING if not is_right else ():
            data.add_fault(c.name(column), ", ".join(c.way), belongs, first.cite(column) if c.saying else ())


def check_passages(data: Data) -> None:
    """The claims' words are in their passages and marked there, with what is around them, and the passage is one text."""
    tops = {key: texts.most_common(2) for key, texts in data.texts.items()}
    clear = {key for key, top in tops.items() if len(top) == 1 or top[0][1] > top[1][1]}
    for claim, (start, end, row) in ((c, span) for c in data.claims.values() for span in c.spans):
        part = data.parts[claim.source].get(claim.key[1])
        if part is None:
            data.add_fault(claim.name("passage"), claim.number, InWords("a passage of the account"))
            continue
        where, sentence, text = ["claims", claim.id, row["segment"]], row["in_sentence"], part.text
        pieces, words = MARKS.split(sentence), fold_space(row["exact"])
        if "".join(pieces) != text or claim.key not in clear:
            belongs = InWords(f"the text of its passage, as in other claims: «{text}»")
            data.add_fault([*where, "in_sentence"], sentence, belongs)
        is_marked = len(pieces) == 3 and sentence.count("⟦") == 1 and pieces[1] == words
        spots = [len(pieces[0])] if is_marked else find_all(words, text)
        is_beside = any(fits_at(text, row, at) for at in spots)
        if not is_marked or not is_beside:
            data.add_fault([*where, "in_sentence"], sentence, InWords(f"«{row['exact']}» marked where it is"))
        is_held = part.start <= start and end <= part.end and words in text
        if not is_held:
            data.add_fault(claim.name("passage"), claim.number, InWords("the passage with the claim's words"))
            continue
        for column in ("prefix", "suffix") if not (is_beside and fits_around(part, row, start, end)) else ():
            data.add_fault([*where, column], row[column], InWords("what is beside the words"), cite_place(part))
        (first, last), (least, most) = part.fold(start), part.fold(end)
        fits = any(first <= at <= last and least <= at + len(words) <= most for at in spots)
        for column in ("char_start", "char_end") if not fits else ():
            data.add_fault([*where, column], row[column], InWords(f"where «{sentence}» has the words"), cite_place(part))


def cite_place(part: Passage) -> list[Cited]:
    """Where the account says that a passage is."""
    return [(part.name(part.rows[0], column), part.rows[0][column]) for column in ("char_start", "char_end")]


def fits_around(part: Passage, row: Row, start: int, end: int) -> bool:
    """Whether a passage ends within the words around a span as the account says, with white space up to the next one."""
    before = row["prefix"][::-1], start - part.start, part.start - part.before
    for beside, length, gap in (before, (row["suffix"], part.end - end, part.after - part.end)):
        inside, outside = beside[:length], beside[length : length + gap]
        if length < len(beside) and (inside[-1:].isspace() or outside.strip()):
            return False
    return True


def fits_at(passage: str, row: Row, at: int) -> bool:
    """Whether the words of a span can be there in their passage, with what the span has before and after them."""
    words, prefix, suffix = fold_space(row["exact"]), fold_space(row["prefix"]), fold_space(row["suffix"])
    before, after = (
        passage[max(at - 3 * SIDE, 0) : at].rstrip(),
        passage[at + len(words) : at + len(words) + 3 * SIDE].lstrip(),
    )
    begins = before.endswith(prefix) or prefix.endswith(before)
    return begins and (after.startswith(suffix) or suffix.startswith(after)) and passage.startswith(words, at)


def find_all(words: str, text: str) -> list[int]:
    """Where some words are in a text, one after the other, as often as they are looked for."""
    found, at = list[int](), text.find(words)
    while at >= 0 and len(found) < MOST_SPOTS:
        found.append(at)
        at = text.find(words, at + max(len(words), 1))
    return found


def check_pieces(data: Data) -> None:
    """Rebuild each source from the claims' pieces: one character at one position."""
    pieces: dict[str, list[tuple[int, str, Claim, str | None, str]]] = defaultdict(list)
    for claim in data.claims.values():
        own = pieces[claim.source]
        for start, end, row in claim.spans:
            own.append((start - len(row["prefix"]), row["prefix"], claim, row["segment"], "prefix"))
            own.append((start, row["exact"], claim, row["segment"], "exact"))
            own.append((end, row["suffix"], claim, row["segment"], "suffix"))
        if claim.hedge and claim.hedge_start >= 0:  # only its first word: white space within may be folded
            own.append((claim.hedge_start, claim.hedge.split(" ", 1)[0], claim, None, "hedge_words"))
    for own in pieces.values():
        split = find_split([(start, text) for start, text, *_ in own])
        places = sorted(split)
        votes = {at: Counter[str]() for at in places}
        spots = [places[bisect.bisect_left(places, one[0]) : bisect.bisect_left(places, one[0] + len(one[1]))] for one in own]
        for (start, text, *_), some in zip(own, spots, strict=True) if split else ():
            for at in some:
                votes[at][text[at - start]] += 1
        tops = {at: [*said.most_common(2), ("", 0)][:2] for at, said in votes.items()}
        for (start, text, claim, segment, column), some in zip(own, spots, strict=True) if split else ():
            for at in [at for at in some if text[at - start] != tops[at][0][0] or tops[at][0][1] == tops[at][1][1]][:1]:
                belongs = InWords(f"other claims have «{tops[at][0][0]}» or «{tops[at][1][0]}» at position {at}")
                for name in ("hedge_start", column) if segment is None else (column,):
                    place = claim.name(name) if segment is None else ["claims", claim.id, segment, name]
                    data.add_fault(place, text, belongs)


def find_split(pieces: list[tuple[int, str]]) -> set[int]:
    """The positions at which not all pieces of a text have the same character."""
    split, base, known = set[int](), 0, ""  # what is known of the text from a position on
    for start, text in sorted(pieces):
        if start - base > len(known):  # nothing that is known reaches so far
            base, known = start, ""
        elif start - base > 1 << 16 and start - base > len(known) // 2:  # what ends before is not needed any more
            base, known = start, known[start - base :]
        at = start - base
        shared = text[: len(known) - at]
        if not known.startswith(shared, at):
            split |= {start + n for n, (a, b) in enumerate(zip(shared, known[at : at + len(shared)], strict=True)) if a != b}
        known += text[len(shared) :]
    return split


# ---- the account -----------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Passage:
    """A passage of the account: where it is, its rows there, and if it has claims its text with white space folded."""

    key: tuple[str, str]
    rows: list[Row]
    text: str
    start: int
    end: int
    before: int = 0  # where the passage before it ends
    after: int = 0  # where the next one begins, or the text ends
    places: Sequence[int] = ()  # where each position of the source is in the folded text, if the source is there
    owners: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    """Its claims, by the kinds of items for which they may account."""

    def name(self, row: Row, column: str) -> Where:
        """Where a column of an item is, for a fault."""
        return ["coverage", *self.key, row["item"], column]

    def fold(self, at: int) -> Place:
        """The least and the greatest position in the folded text of a position of the source: white space may be longer."""
        at, most = at - self.start, len(self.text)
        if 0 <= at < len(self.places):
            return self.places[at], self.places[at]
        return max(0, min(at, at - (self.end - self.start - most), most)), max(0, min(at, most))

    def spread(self, row: Row) -> Place:
        """The widest place that an item can have in the folded text."""
        return self.fold(to_int(row["char_start"]))[0], self.fold(to_int(row["char_end"]))[1]


def read_passages(data: Data) -> None:
    """The passages of the account, each with its text as most of its claims print it."""
    for row in data.rows["claims"]:
        data.texts[row["source_id"], row["passage"]][row["in_sentence"].replace("⟦", "").replace("⟧", "")] += 1
    for place, texts in data.texts.items():
        passage = texts.most_common(1)[0][0]
        belongs = f"a passage of at most {MOST_PASSAGE} characters"
        data.require(len(passage) <= MOST_PASSAGE, ["claims", *place], passage, belongs)
        data.passages[place] = passage if len(passage) <= MOST_PASSAGE else ""
    last: Passage | None = None
    for key, group in itertools.groupby(data.rows["coverage"], lambda row: (row["source_id"], row["passage"])):
        rows = [*group]
        start, end = to_int(rows[0]["char_start"]), to_int(rows[0]["char_end"])
        length = to_int(data.index["sources"].get(key[0], {}).get("characters", ""))
        data.parts[key[0]][key[1]] = part = Passage(key, rows, data.passages.get(key, ""), start, end, -1, length)
        for claim in data.groups.get(("passage", *key), ()):
            for kind in list_kinds(data, claim, part):
                part.owners[kind].append(claim)
        if last and last.key[0] == key[0]:
            part.before, last.after = last.end, start
        last = part


def check_account(data: Data) -> None:
    """Passages follow one another in each text, and all items in them are accounted for."""
    for place, part in itertools.chain.from_iterable(enumerate(parts.values(), 1) for parts in data.parts.values()):
        data.expect(part.name(part.rows[0], "passage"), part.key[1], str(place))
        is_placed = part.before < part.start < part.end <= part.after and part.end - part.start >= len(part.text)
        belongs = f"after {part.before}, up to {part.after} at most, and not shorter than its text, {len(part.text)}"
        for column in ("char_start", "char_end") if not is_placed else ():
            data.add_fault(part.name(part.rows[0], column), part.rows[0][column], InWords(belongs))
        for number, row in enumerate(part.rows):
            check_item(data, part, row, number)
        check_expressions(data, part)
    for source in (name for name in data.index["sources"] if not data.parts[name]):
        data.add_fault(["coverage", source], "no passage", InWords("the account of its text"))


def check_item(data: Data, part: Passage, row: Row, place: int) -> None:
    """An item is in its passage, in the order of the text, and under the words of its claims, or has a reason."""
    start, end = to_int(row["char_start"]), to_int(row["char_end"])
    first, last = (to_int(part.rows[max(place - 1, 0)][column]) for column in ("char_start", "char_end"))
    is_held = part.start <= start < end <= part.end and (first, -last) <= (start, -end)
    if row["item"] != str(place):
        data.add_fault(part.name(row, "item"), row["item"], str(place))
    if (row["kind"] == "passage") != (not place):
        data.add_fault(part.name(row, "kind"), row["kind"], InWords("passage for item 0 alone"))
    if place and not part.owners["passage"]:
        data.add_fault(part.name(row, "item"), place, InWords("no item in a passage without claims"))
    owners = find_owners(part, row)
    ids, left = "|".join(c.id for c in owners), cut_away((start, end), join_spans(owners))
    if place and left:  # of a country's name, in the words by which claims are attributed or hedged
        is_held = is_held and (not owners or any(is_attributed(part, row, c) for c in owners))
    for column in ("char_start", "char_end") if not is_held else ():
        data.add_fault(part.name(row, column), row[column], InWords(f"in its passage, in order, and under «{ids}»"))
    belongs = {"claim_ids": ids, "treatment": "coded" if ids else "set_aside"}
    for column, value in belongs.items():
        if row[column] != value:
            data.add_fault(part.name(row, column), row[column], value)
    if bool(row["reason"]) != (not ids):
        data.add_fault(part.name(row, "reason"), row["reason"], InWords("why no claim accounts for it"))


def list_kinds(data: Data, claim: Claim, part: Passage) -> Sequence[str]:
    """The kinds of items for which a claim may account, by how its field is filled."""
    field = data.find_field(claim.cell)
    if field is None or field.how.get("covers") == "quotation":
        return ("passage", "quotation") if field else ("passage",)
    is_whole = [(start, end) for start, end, _ in claim.spans] == [(part.start, part.end)]
    kinds = ("country", "name") if field.kind in NAMING and not is_whole else ()
    return ("passage", *kinds, *(("number", "date") if field.kind in FIGURES else ()))


def find_owners(part: Passage, row: Row) -> list[Claim]:
    """The claims that account for an item: of a passage all; else those of fitting fields with words of it."""
    start, end, kind = to_int(row["char_start"]), to_int(row["char_end"]), row["kind"]
    beside = part.owners[kind]
    owners = [c for c in beside if kind == "passage" or any(low < end and start < high for low, high, _ in c.spans)]
    if kind == "name" and cut_away((start, end), join_spans(owners)):
        return []
    given = {*split_set(row["claim_ids"])} if kind == "country" and not owners else set()
    return owners or [c for c in part.owners["passage"] if c.id in given and is_attributed(part, row, c)]


def is_attributed(part: Passage, row: Row, claim: Claim) -> bool:
    """Whether an item may be in the words by which a claim of its passage is attributed or hedged."""
    start, end = part.fold(to_int(row["char_start"]))[1], part.fold(to_int(row["char_end"]))[0]
    said = filter(None, (claim.speaker_words, claim.hedge))
    spots = [m.span() for words in said for m in re.finditer(re.escape(words), part.text)]
    return any(low <= start and end <= high for low, high in spots)


def cut_away(whole: Place, joined: Sequence[Place]) -> list[Place]:
    """What is left of a place without the others; they are in order, and none touches another."""
    left, reached, first = list[Place](), whole[0], max(0, bisect.bisect(joined, whole) - 1)
    for start, end in (joined[at] for at in range(first, len(joined))):
        if start >= whole[1]:
            break
        left += [(reached, start)] if start > reached else []
        reached = max(reached, end)
    return left + [(reached, whole[1])] * (reached < whole[1])


def check_expressions(data: Data, part: Passage) -> None:
    """Whatever this reading finds in a passage with claims is in the account, whole, with what qualifies or opens it."""
    places: dict[str, list[Place]] = defaultdict(list)
    for row in part.rows[1:]:
        places[row["kind"]].append(part.spread(row))
    apart, lexicons = [*itertools.chain(places["date"], places["name"])], data.lexicons
    found = {"number": find_numbers(lexicons["quantity"], part.text, tuple(join_places(apart)))}
    found |= {"date": find_dates(lexicons["date"], part.text), "country": find_sure_names(lexicons["country"], part.text)}
    for kind, others in {"number": apart, "date": places["name"], "country": apart + places["number"]}.items():
        joined, where = join_places(places[kind] + others), ["coverage", *part.key, kind]
        left = ((place, [part.text[slice(*one)] for one in cut_away(place, joined)]) for place in found[kind])
        cut = {
            (part.text[slice(*place)], *some) for place, some in left if any(map(str.strip, some))
        }  # one may be there often
        for expression, *some in sorted(cut):
            data.add_fault(where, expression, InWords(f"whole in the account, with «{'», «'.join(some)}»"))
    names = {m.span() for m in lexicons["name"].patterns["name"].finditer(part.text)} if places["name"] else set()
    for row in (row for row in part.rows if row["kind"] == "name"):
        is_known = (part.end - part.start > len(part.text) and not part.places) or part.spread(row) in names
        data.require(is_known, part.name(row, "kind"), row["kind"], "a name that contains a number, and all of it")
    words = [part.spread(row) for row in part.rows[1:] if row["treatment"] == "set_aside"]
    hidden = {at for start, end in words if " " not in part.text[start:end] for at in range(start, end)}
    words += [(part.fold(start)[0], part.fold(end)[1]) for start, end in join_spans(part.owners["quotation"])]
    check_quoted_places(data, part.key, part.text, hidden, words + places["quotation"])


def check_quoted_places(data: Data, where: Where, text: str, hidden: Container[int], places: Iterable[Place]) -> None:
    """Every word between quotation marks in a text is in one of some places."""
    joined = join_places(places)
    found = find_quoted(data.lexicons["marks"], text, hidden)
    left = ((place, " … ".join(text[slice(*one)] for one in cut_away(place, joined))) for place in found)
    for words, rest in sorted({(text[slice(*place)], rest) for place, rest in left if any(map(str.isalnum, rest))}):
        data.add_fault(["coverage", *where, "quotation"], words, InWords(f"in the account, with «{rest}»"))


def join_spans(claims: Iterable[Claim]) -> list[Place]:
    """The spans of claims, in order and joined."""
    return join_places((start, end) for claim in claims for start, end, _ in claim.spans)


def join_places(places: Iterable[Place]) -> list[Place]:
    """Places in order, those that touch as one."""
    joined: list[Place] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def check_tiles(data: Data, source: str, text: str, places: Sequence[int]) -> None:
    """The account of a source against its text: white space between passages, and in them the words that the claims print."""
    reached, known, hidden = 0, list[Place](), set[int]()
    for part in data.parts[source].values():
        inside, whole, left = text[part.start : part.end], part.rows[0], text[reached : part.start].strip()
        is_bare, reached = inside == inside.strip(), part.end
        for column, belongs in (("char_start", f"where a passage begins, after «{left}»"), ("char_end", "where it ends")):
            data.require(is_bare and not left, part.name(whole, column), whole[column], belongs)
        is_text = part.text in ("", fold_space(inside))
        data.require(is_text, part.name(whole, "char_end"), part.text, f"the text «{fold_space(inside)}»")
        if part.text and len(part.text) < part.end - part.start and is_text:
            part.places = [*(place - places[part.start] for place in places[part.start : part.end]), len(part.text)]
            for number, row in enumerate(part.rows):
                check_item(data, part, row, number)
            check_expressions(data, part)
        for row in part.rows[1:]:
            start, end = to_int(row["char_start"]), to_int(row["char_end"])
            is_aside = row["treatment"] == "set_aside"
            known += [(start, end)] if is_aside or row["kind"] == "quotation" else []
            hidden |= {*range(start, end)} if is_aside and not re.search(r"\s", text[start:end]) else set()
        known += [] if part.text else [(part.start, part.end)]
    data.require(not text[reached:].strip(), ["coverage", source], text[reached:], "a passage of the account")
    check_quoted_places(data, [source], text, hidden, known)


# ---- from claims to cells --------------------------------------------------------------------------------------------


def bound_claim(data: Data, kind: str, claim: Claim) -> tuple[Any, Any]:
    """The least and the greatest number, or the first and the last day, that a claim allows; None for no bound."""
    if kind != "quantity":
        return bound_date(claim.value) or (None, None)
    if claim.cell not in data.loose:
        units = take_dict(data.tables[claim.cell[0]].fields[claim.cell[2]].how.get("counts_unless"))
        named = ((c.value, codes) for unit, codes in units.items() for c in data.groups["cell", *claim.cell[:2], unit])
        data.loose[claim.cell] = any(value in codes for value, codes in named)
    by_unit = data.loose[claim.cell]
    patterns, after = data.lexicons["quantity"].patterns, claim.spans[-1][2]["suffix"].lower().lstrip()
    words = claim.words[:MOST_READ].lower()
    is_loose = patterns["no_count"].search(words) or patterns["money"].match(after) or patterns["duration"].fullmatch(words)
    return bound_quantity(claim.value, by_unit or bool(is_loose))


def agree_interval(data: Data, kind: str, claims: list[Claim]) -> tuple[str, list[Claim]] | None:
    """The greatest lower and the least upper bound of quantities or dates, and the claims that set them."""
    bounds = {c.id: bound_claim(data, kind, c) for c in claims}
    low = max((low for low, _ in bounds.values() if low is not None), default=None)
    high = min((high for _, high in bounds.values() if high is not None), default=None)
    if low is not None and high is not None and low > high:
        return None
    if whole := [c for c in claims if bounds[c.id] == (low, high)]:
        vague = {"about": 1, "vague": 2, "unknown": 3}
        best = min(whole, key=lambda c: (vague.get(c.value.split(" ", 1)[0], 0), c.rank))
        return best.value, sorted((c for c in whole if c.value == best.value), key=BY_RANK)
    best_first, ends = sorted(claims, key=BY_RANK), [*dict.fromkeys(bound for bound in (low, high) if bound is not None)]
    setters = [next(c for c in best_first if bounds[c.id][side] == bound) for side, bound in enumerate((low, high))]
    name = "range" if len(ends) > 1 else "exact"
    value = " ".join([name, *map(print_number, ends)]) if kind == "quantity" else "/".join(ends)
    return value, setters


def widen_place(data: Data, place: str) -> list[str]:
    """A place, with a country by its code, and all that it is in."""
    if place not in data.chains:
        found, wider = [name_place(data.lexicons["country"], place)], take_dict(data.registers.get("places"))
        while (one := wider.get(found[-1])) and one not in found and len(found) < MOST_PLACES:
            found.append(one)
        data.chains[place] = found
    return data.chains[place]


def agree_claims(data: Data, column: Field, claims: list[Claim]) -> tuple[str, list[Claim]] | None:
    """The value on which claims agree by a rule other than `set`, and those that decide it; None where they do not agree."""
    rule, known = column.rule, column.list_known(claims)
    values = {column.fold(c.value) for c in known}
    if rule == "interval":
        return agree_interval(data, column.kind, known)
    if rule == "narrower":
        chains = {c.id: widen_place(data, c.value) for c in claims}
        narrowest = max(claims, key=lambda c: len(chains[c.id]))
        chain = chains[narrowest.id]
        deciding = sorted((c for c in claims if chains[c.id] == chain), key=BY_RANK)
        return (narrowest.value, deciding) if all(one[0] in chain for one in chains.values()) else None
    if rule == "furthest":
        codes = data.tables[claims[0].cell[0]].list_codes(claims[0].cell[2])
        value = max(values, key=lambda v: codes.index(v) if v in codes else -1)
    elif len(values) > 1 or (rule == "single" and len({c.source for c in claims}) > 1):
        return None
    else:
        value = sorted(claims, key=BY_RANK)[0].value if rule == "wording" else max(c.value for c in known)
    return value, sorted((c for c in known if rule == "wording" or c.value == value), key=BY_RANK)


def find_basis(deciding: Sequence[Claim]) -> tuple[str, str]:
    """The basis and the reason of a value that some claims decide."""
    basis = min((c.basis for c in deciding), key=("verbatim", "parsed", "coded", "inferred").index)
    given = deciding[0].row["year_given"]
    if basis == "inferred":
        return basis, next((c.reason for c in deciding if c.reason), "")
    return basis, f"year {given}" if given and re.match(r"\d{4}:", given) else given


def settle_cell(data: Data, cell: Key, column: Field, claims: list[Claim]) -> list[Line]:
    """What the claims on a cell agree on, or a decision says; of a set each member. Nothing where they disagree."""
    if column.rule == "set":
        return list_members(column, claims)
    dispute = data.disputes.get(cell)
    is_ruled = dispute is not None and dispute["ruled_by"] == "decision"
    if dispute and is_ruled:
        value = dispute["ruling"]
        chosen = sorted((c for c in claims if value and c.value == value), key=BY_RANK)
        # Which source the ruling takes, if any, is not published; its claims are before the others.
        taken = {c.source for c in chosen[1:] if (cell, c.id) in data.leads}
        deciding = sorted(chosen, key=lambda c: bool(taken) and c.source not in taken) or claims
        basis, reason = find_basis(deciding)[0] if chosen else "inferred", dispute["reason"]
    elif len(claims) == 1:
        return [Line(claims[0].value, claims, f"{column.kind}, {column.rule}", *find_basis(claims))]
    elif agreed := agree_claims(data, column, claims):
        value, deciding = agreed
        basis, reason = find_basis(deciding)
    else:
        values = "; ".join(dict.fromkeys(c.value for c in claims))
        data.add_fault(cell, values, InWords(f"agree by {column.rule}, or a decision"), cite_dispute(data, cell, "ruled_by"))
        return []
    same = [c for c in claims if column.fold(c.value) == column.fold(value)]
    apart = {c.id for c in [*same, *(() if is_ruled else deciding)]}
    others = [c for c in ([c for c in claims if c.value != "unknown"] or claims) if c.id not in apart]
    rule, first = f"{column.kind}, {'decision' if is_ruled else column.rule}", deciding[0]
    agreeing = sorted((c for c in same if c.source != first.source), key=BY_SOURCE)
    return [Line(value, deciding, rule, basis, reason, agreeing, others)]


def list_members(column: Field, claims: list[Claim]) -> list[Line]:
    """The members of a set: values that differ in capitals alone are one, in the last form by code point."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=BY_RANK):
        groups[claim.value.casefold()].append(claim)
    lines = []
    for same in groups.values():
        value = max(c.value for c in same)
        first = next(c for c in same if c.value == value)
        basis, reason = (first.basis, first.reason) if len(groups) > 1 else find_basis([first])
        agreeing = sorted((c for c in same if c.source != first.source), key=BY_SOURCE)
        lines.append(Line(value, [first], f"{column.kind}, set", basis, reason, agreeing))
    return sorted(lines, key=lambda line: line.value)


def spread_parts(data: Data, column: Field, line: Line) -> Iterator[tuple[str, str, str]]:
    """The column, the value and the parser of a reading and of each of its parts."""
    kind, value, first = column.kind, line.value, line.deciding[0]
    is_combined = all(c.value != value for c in line.deciding)
    printed = " … ".join(dict.fromkeys(c.words for c in line.deciding[: None if is_combined else 1]))
    parts: tuple[str, ...] = (value, printed)
    if kind == "quantity":
        bounds = bound_quantity(value, False) if is_combined else bound_claim(data, kind, first)
        exact = value.removeprefix("exact ") if value.startswith("exact ") else ""
        parts = exact, printed, *("" if bound is None else print_number(bound) for bound in bounds), value.split(" ", 1)[0]
    elif kind == "date":
        lexicon, is_inferred = data.lexicons["date"], "inferred" in (line.basis, first.basis)
        read = None if is_inferred else read_date(lexicon, first.words, take_given(first.row["year_given"]))
        precision = name_precision(value, frozenset(lexicon.words["fiscal_years"]["begins"].values()))
        basis = "from_other_source" if is_inferred else (read or ("", ""))[1]
        parts += (*(bound or "" for bound in bound_date(value) or ("", "")), precision, basis)
    yield column.name, parts[0], kind
    for part, found in zip(PARTS.get(kind, ()), parts[1:], strict=False):
        if part in column.parts:
            yield column.parts[part], found, f"{kind}.{part}"


def find_claims(data: Data, cell: Key) -> list[Claim]:
    """The claims on a cell; of a column that is gathered those on the rows that its row gathers."""
    column = data.find_field(cell)
    if not column or column.kind != "gather":
        return data.groups["cell", *cell]
    origin, name = data.tables[cell[0]].gathers[0], str(column.how.get("gather"))
    found = [c for row in data.members[cell[:2]] for c in data.groups["cell", origin, row, name]]
    return sorted(found, key=lambda c: c.order)


def make_cells(data: Data, table: Table, row: Row) -> dict[str, list[Line]]:
    """All cells of a row that the published claims give, each (of a set each member) with what it rests on."""
    key = row[table.key[0]]
    cells = {name: [Line(row[name], [], "register", "registered")] for name in table.registered}
    said: dict[str, list[Claim]] = {}
    for name, column in table.fields.items():
        cell = (table.name, key, name)
        claims = find_claims(data, cell)
        if claims and (lines := settle_cell(data, cell, column, claims)):
            cells[name], said[name] = lines, claims
            data.settled[cell] = lines
            agreed = lines[0].rule.split(", ")[1]
            is_one = column.rule != "set" and lines[0].value
            for part, value, parser in spread_parts(data, column, lines[0]) if is_one else ():
                cells[part] = [lines[0].take_part(value, f"{parser}, {agreed}")]
    rests = order_claims(data, table, key, said)
    for name in table.derived.keys() - said.keys():
        rule = str(table.derived[name].get("derive"))
        made = [(row[name], [])] if rule in COUNTED else derive_cell(data, table, key, name, said, rests)
        cells[name] = [Line(value, claims, rule) for value, claims in made]
    return {name: lines if all(map(BY_VALUE, lines)) else [*filter(BY_VALUE, lines)] for name, lines in cells.items()}


def order_claims(data: Data, table: Table, key: str, said: dict[str, list[Claim]]) -> tuple[list[Claim], ...]:
    """The claims on a row: all, those that decide its headline, and with the others of its headline after them."""
    every = [c for claims in said.values() for c in claims]
    every.sort(key=lambda c: (c.source, c.number, c.spans[0][:2], c.order))
    headline = table.headline
    if headline in said:
        leads = [c for line in data.settled[table.name, key, headline] for c in line.deciding]
        leading = {c.id for c in leads}
        return every, leads, [*leads, *(c for c in said[headline] if c.id not in leading)]
    leading = {c.id for one in said for line in data.settled[table.name, key, one] for c in line.deciding}
    return every, [c for c in every if c.id in leading], every


def derive_cell(
    data: Data, table: Table, key: str, name: str, said: dict[str, list[Claim]], rests: tuple[list[Claim], ...]
) -> Iterable[Derived]:
    """A derived cell of a row, of a set each member, with the claims that it rests on; `said` are those on each field."""
    how, headline, members = table.derived[name], table.headline, data.members[table.name, key]
    rule, looks_at = str(how.get("derive")), str(how.get("from_field"))
    every, leads, ordered = rests
    if not every:  # a registered source on whose row nothing is coded
        data.require(table.name == "sources", [table.name, key], "no claims", "a row with claims")
        return [({"row_id": key, "count_status": "not_stated"}.get(rule, ""), [])]
    if rule == "source_ids":
        return sorted({c.source: [c] for c in reversed([*ordered, *every])}.items())
    if rule == "origins":  # the body, or the body that the source cites for the same, or the source
        groups = {c.id: (c.source, c.cell[2], c.value) if headline in said else (c.source,) for c in ordered}
        cited = {groups[c.id]: data.bodies.get(c.speaker, "") for c in reversed(ordered) if c.speaker}
        origins = [(data.bodies.get(c.speaker) or cited.get(groups[c.id]) or c.source, c) for c in reversed(leads)]
        return sorted({origin: [c] for origin, c in origins}.items())
    if rule == "gather_rows":
        gathered: dict[str, list[Claim]] = defaultdict(list)
        for c in ordered:
            gathered[c.cell[1]].append(c)
        return [(one, gathered[one]) for one in sorted(members)]
    if rule == "gather_alike":
        texts = [c for c in ordered if c.cell[2] == how.get("from_gathered")]
        is_alike = len({split_words(c.value) for c in texts}) == 1
        return [(str(is_alike).lower() if len(members) > 1 else "", texts)]
    there = data.index[table.name][key].get(name, "")
    settled: Sequence[Line] = data.settled.get((table.name, key, looks_at), ())
    looked = [c for line in settled for c in line.deciding] if looks_at in said else ordered[:1]
    if rule == "country_name":  # without the list of names, whose lack is a fault, no name is checked
        names = "|".join(data.names.get(line.value, "") for line in settled if line.value) if data.names else there
        return [(names, looked if looks_at in said and names else [])]
    if rule == "count_status":
        is_stated = looks_at in said and settled[0].value not in ("", "vague", "unknown")
        return [("stated" if is_stated else "not_stated", looked)]
    if rule == "one_source":
        return [(ordered[0].source if len({c.source for c in every}) == 1 else "", ordered[:1])]
    made = {"row_id": (key, ordered[:1]), "gather_count": (str(len(members)), ordered)}
    made |= {"sentence": (data.passages.get(ordered[0].key, there), ordered[:1])}
    return [made[rule]]


def check_facts(data: Data) -> None:
    """Every cell of the fact tables against its claims, and its lines in `cells` against both."""
    rest = dict(zip(map(MEMBER, data.rows["cells"]), data.rows["cells"], strict=True))
    for table, row in ((of, row) for of in data.facts for row in data.rows[of.name]):
        made = make_cells(data, table, row)
        for column, there in row.items():
            lines = made.get(column, ())
            if not there and not lines:
                continue
            cell = (table.name, row[table.key[0]], column)
            if there != (belongs := lines[0].value if len(lines) == 1 else "|".join([line.value for line in lines])):
                cited = [one for c in data.groups["cell", *cell] for one in c.cite("value")]
                data.add_fault(cell, there, belongs, cited + cite_dispute(data, cell, "ruling"))
            by_value = {line.value: line for line in reversed(lines)} if len(lines) > 1 else {}
            for number, member in enumerate(split_set(there) if column in table.sets else [there] * bool(there), 1):
                where, line = ["cells", *cell, str(number)], rest.pop((*cell, str(number)), None)
                if line is None:
                    data.add_fault(where, "no line", member)
                    continue
                if line["value"] != member:
                    data.add_fault([*where, "value"], line["value"], member, [(cell, there)])
                if one := by_value.get(member, lines[number - 1] if number <= len(lines) else None):
                    check_line(data, where, line, one)
    for line in rest.values():
        cell = name_cell(line)
        value = data.index[cell[0]].get(cell[1], {}).get(cell[2])
        cited = [(cell, value)] if value else []
        data.add_fault(data.name_row("cells", line), "a line", InWords("no such cell or member"), cited)


def cite_dispute(data: Data, cell: Key, column: str) -> list[Cited]:
    """A column of the disagreement on a cell, if there is one."""
    row = data.disputes.get(cell)
    return [(["disagreements", row["disagreement_id"], column], row[column])] if row else []


def check_line(data: Data, where: Where, line: Row, made: Line) -> None:
    """A line of `cells` against what the cell rests on."""
    first, is_derived = made.deciding[0] if made.deciding else None, made.basis == "derived"
    said, sides = dict[str, dict[str, Claim]](), ("", "", "")
    if made.agreeing or made.others:
        said = {"agreeing": {c.print(): c for c in made.agreeing}, "others": {c.print(c.value): c for c in made.others}}
        sources = "|".join(sorted({c.source for c in made.agreeing}))
        sides = "; ".join(said["agreeing"]), "; ".join(said["others"]), sources
    ids = "|".join([c.id for c in made.deciding])
    belongs = (made.basis, made.rule, made.reason, ids, *sides, *name_first(data, first, is_derived))
    there = FROM_LINE(line)
    for column, found, value in zip(LINE, there, belongs, strict=True) if there != belongs else ():
        if found != value:
            cited = [] if is_derived or column not in RULED else cite_dispute(data, name_cell(line), RULED[column])
            if first and column in COPIED and (column != "reason" or not made.rule.endswith("decision")):
                cited += first.cite("year_given" if column == "reason" and first.row["year_given"] else COPIED[column])
            cited += [one for text, c in said.get(column, {}).items() if text not in found for one in c.cite(*SHOWN)]
            data.add_fault([*where, column], found, value, cited)
    words, passage = (first.words, data.passages.get(first.key, "")) if first else ("", "")
    if not is_marked(data, line["in_sentence"], first, passage):
        belongs_there = InWords(f"«{show_text(InWords(words))}» marked in «{show_text(InWords(passage))}»")
        data.add_fault(
            [*where, "in_sentence"], line["in_sentence"], belongs_there, first.cite("in_sentence") if first else []
        )


def name_first(data: Data, first: Claim | None, is_derived: bool) -> tuple[str, ...]:
    """What a line of `cells` says of the first of its claims: from its source to the words of its hedge."""
    if not first:
        return ("",) * 6
    printed = data.groups["cell", "sources", first.source, data.tables["sources"].headline]
    title = printed[0].words if printed else f"[Article without a headline, {first.source}]"
    hedge = ("", "") if is_derived else (first.row["certainty"], first.hedge)
    return first.source, title, first.speaker, first.words, *hedge


def is_marked(data: Data, sentence: str, first: Claim | None, passage: str) -> bool:
    """Whether a sentence is the passage of a claim with the claim's words marked, where they are."""
    if first is None:
        return not sentence
    if (first.id, sentence) not in data.marked:
        pieces = MARKS.split(sentence)
        spots = zip(first.spans, [*itertools.accumulate(map(len, pieces))][::2], strict=False)
        fits = "".join(pieces) == passage and all(fits_at(passage, row, start) for (_, _, row), start in spots)
        data.marked[first.id, sentence] = fits and " … ".join(pieces[1::2]) == first.words
    return data.marked[first.id, sentence]


# ---- quotations, registers, disagreements ----------------------------------------------------------------------------


def check_quoted(data: Data, table: Table, column: Field) -> None:
    """The quoted words of a column are cut, and their mode of quotation coded, as the marks around them say."""
    marks, before, is_open = data.lexicons["marks"], None, False  # whether a sentence before leaves a quotation open
    ties = [name for name, one in table.fields.items() if one.how.get("ties_neighbours") is True]
    claims = [c for row in data.rows[table.name] for c in data.groups["cell", table.name, row[table.key[0]], column.name]]
    for claim in sorted(claims, key=lambda c: (c.source, c.spans[0][0])):
        row = data.index[table.name][claim.cell[1]]
        where, text = [table.name, claim.cell[1]], row[column.name]
        doubles = [at for at, character in enumerate(text) if character in marks.words["double"]]
        ends = (doubles[:1] == [0]) + (doubles[-1:] == [len(text) - 1])  # marks whose partner is there too, or outside
        is_bare = not (ends and len(doubles) % 2) and not ends == len(doubles) == 2 and not CLOSING_POINT.search(text)
        data.require(is_bare, [*where, column.name], text, "no outer marks, no closing point")
        opened = [bool(marks.patterns["opened"].search(span["prefix"])) for _, _, span in claim.spans]
        closed = [marks.patterns["closed"].match(span["suffix"]) for _, _, span in claim.spans]
        is_open = is_open and before is not None and before.source == claim.source and claim.number - before.number <= 1
        is_bare = not any(opened) and not any(found and found["double"] for found in closed)
        is_direct = opened[0] or closed[-1] or is_open or any(row[tie] for tie in ties)
        fits = {"direct": is_direct, "direct_partial": all(opened) and all(closed), "block": is_bare, "reported": is_bare}
        for name in (name for name, one in table.fields.items() if one.kind == "code"):
            data.require(fits.get(row[name], True), [*where, name], row[name], "as the marks around the words say")
        before, is_open = claim, not closed[-1] and (opened[0] or is_open)


def check_registers(data: Data) -> None:
    """What is registered is in the tables, reasons cite what is registered, and it is known how a publisher is known."""
    for table in data.facts:
        for column in (column for column in table.fields.values() if column.how.get("covers") == "quotation"):
            check_quoted(data, table, column)
    columns_of = {"sources": data.tables["sources"].registered, "evidence": [*data.tables["evidence"].columns][1:]}
    for name, columns in columns_of.items():
        register, rows = take_dict(data.registers.get(name)), data.index[name]
        for key in sorted({*register, *rows}):
            row, entry = rows.get(key, {}), take_dict(register.get(key))
            data.require(row and entry, [name, key], "a row" if row else "no row", "as in the register")
            for one in columns if row and entry else ():
                if one in entry or (name, key, one) not in data.settled:  # else its words say it
                    data.expect([name, key, one], row[one], entry.get(one, ""))
    citing = ("claims", "cells", "disagreements", "coverage", "codings")
    for of, row in ((name, row) for name in citing for row in data.rows[name]):
        for one in ("reason", "year_given", "evidence"):
            if text := row.get(one, ""):
                cited = split_set(text) if one == "evidence" else CITED.findall(text)
                if URL.search(text) or not {*cited} <= data.index["evidence"].keys():
                    data.add_fault([*data.name_row(of, row), one], text, InWords("rows of evidence, and no address"))
    for row in data.rows["sources"] if {"publisher", "publisher_basis"} <= data.tables["sources"].columns.keys() else ():
        bases = {c.basis for c in data.groups["cell", "sources", row["source_id"], "publisher"]}
        basis = "unknown" if not row["publisher"] else "inferred" if bases == {"inferred"} else "stated"
        basis = "same_text" if row["publisher"] and (not bases or row["publisher_basis"] == "same_text") else basis
        where, is_known = ["sources", row["source_id"], "publisher_basis"], row.get("url") and row.get("identified_by")
        is_right = row["publisher_basis"] == basis and (basis != "same_text" or is_known)
        data.require(is_right, where, row["publisher_basis"], f"{basis}; same_text with an address and the evidence")


def list_readings(claims: list[Claim]) -> str:
    """Each value with its sources and their words."""
    values: dict[str, dict[str, dict[str, None]]] = {}
    for claim in claims:
        values.setdefault(claim.value, {}).setdefault(claim.source, {})[f"«{claim.words}»"] = None
    said = {value: [f"{source}: {' / '.join(words)}" for source, words in some.items()] for value, some in values.items()}
    return "; ".join(f"{value} ({', '.join(sources)})" for value, sources in said.items())


def say_words(claims: Iterable[Claim]) -> tuple[str, bool]:
    """The words of claims as a list in a sentence, each once whatever its capitals; whether there are several."""
    words: dict[str, str] = {}
    for claim in claims:
        words.setdefault(claim.words.casefold(), f"«{claim.words}»")
    shown = [*words.values()][:3] + ([f"{len(words) - 3} more"] if len(words) > 3 else [])
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:]))), len(words) > 1


def say_date(value: str) -> str:
    """An EDTF date in words."""
    first, slash, last = value.partition("/")
    if slash:
        is_open = "until " if first == ".." else "since " if last == ".." else ""
        return is_open + " to ".join(say_date(one) for one in (first, last) if one != "..")
    year, month, day, *_ = [*value.removesuffix("~").split("-"), "", ""]
    words = day.lstrip("0"), MONTHS.get(month, month), year
    return "about " * value.endswith("~") + " ".join(filter(None, words))


def say_value(data: Data, cell: Key, value: str) -> str:
    """A value in words: a number, a date, what a code is called; any other value as it is."""
    kind, spec = data.tables[cell[0]].fields[cell[2]].kind, data.tables[cell[0]].columns[cell[2]]
    if kind == "date":
        return say_date(value)
    if kind == "quantity":
        qualifier, *numbers = value.split(" ")
        said = " to ".join(re.sub(r"(?<![.\d])\d+", lambda found: f"{int(found[0]):,}", number) for number in numbers)
        return f"{'' if qualifier in ('exact', 'range') else qualifier.replace('_', ' ')} {said}".strip()
    labels = {str(one.get("value")): str(one.get("label")) for one in list_of(dict, spec.get("categories"))}
    said = labels.get(value, "")
    return (said[:1].lower() if said[1:2].islower() else said[:1]) + said[1:] or value


def make_errors(data: Data) -> dict[Key, Row]:
    """What belongs in `disagreements` of each printed error."""
    found: dict[Key, Row] = {}
    for (table, row, name), lines in data.settled.items():
        marks = take_dict(data.tables[table].fields[name].how.get("marks_error"))
        printed, corrected = list_of(str, marks.get(lines[0].value)) or ("", "")
        wrong, right = (data.settled.get((table, row, one), [None])[0] for one in (printed, corrected))
        data.require(not printed or (wrong and right), (table, row, name), lines[0].value, f"with {printed} and {corrected}")
        if wrong and right:
            said = say_value(data, (table, row, corrected), right.value)
            reason = f"«{wrong.deciding[0].words}» is a printed error for {said}: {right.reason}"
            evidence = "|".join(sorted({*CITED.findall(right.reason), *CITED.findall(lines[0].reason)}))
            found[table, row, printed] = {"kind": "source_error", "ruling": wrong.value, "ruled_by": "inference"}
            found[table, row, printed] |= {"reason": reason, "evidence": evidence}
    return found


def make_dispute(data: Data, cell: Key, column: Field, claims: list[Claim]) -> Row | None:
    """What belongs in `disagreements` of a cell on which claims differ; of a decision what is there."""
    there, rule, value = data.disputes.get(cell, {}), column.rule, data.settled[cell][0].value
    values = {widen_place(data, c.value)[0] for c in claims} if rule == "narrower" else set()
    values = values or {column.fold(c.value) for c in column.list_known(claims)}
    if len(values) < 2 or rule in ("set", "furthest"):
        return None
    if there.get("ruled_by") == "decision":
        is_kind = there["kind"] != "precision" or agree_claims(data, column, claims)
        cited = "|".join(sorted({*split_set(there["evidence"]), *CITED.findall(there["reason"])}))
        return {**there, "kind": there["kind"] if is_kind else "none that the rule could settle", "evidence": cited}
    said, deciding = say_value(data, cell, value), data.settled[cell][0].deciding
    if all(c.value != value for c in deciding):
        low, high = (f"«{c.words}»" for c in deciding)
        reason = f"Together they leave {said}: {low} sets the lower end, {high} the upper end."
    elif rule == "narrower":
        wider = [c for c in claims if widen_place(data, c.value)[0] != widen_place(data, value)[0]]
        reason = f"{said[:1].upper()}{said[1:]} fits all of them: it lies in {say_words(wider)[0]}."
    else:
        words, are_several = say_words(c for c in column.list_known(claims) if c.value != value)
        reason = (
            f"{said[:1].upper()}{said[1:]} fits all of them: {words} {'do' if are_several else 'does'} not contradict it."
        )
    return {"kind": "precision", "ruling": value, "ruled_by": "rule", "reason": reason, "evidence": ""}


def check_disagreements(data: Data) -> None:
    """A row for every cell on which claims differ and for every printed error, and nothing else."""
    rest, errors = dict(data.disputes), make_errors(data)
    for row in data.rows["disagreements"]:
        for column, part in zip(("table_name", "row_id", "field_name"), row["disagreement_id"].split("/"), strict=False):
            data.expect(["disagreements", row["disagreement_id"], column], row[column], part)
    for cell, where in ((cell, ["disagreements", "/".join(cell)]) for cell in data.settled):
        claims, row = find_claims(data, cell), rest.pop(cell, {})
        made = errors.get(cell) or make_dispute(data, cell, data.tables[cell[0]].fields[cell[2]], claims)
        belongs = "a row where claims differ, or one is a printed error"
        data.require(bool(row) == bool(made), where, "a row" if row else "no row", belongs)
        if row and made:
            made |= {"disagreement_id": "/".join(cell), "claim_ids": "|".join(c.id for c in claims)}
            made |= {"readings": list_readings(claims)}
            for column, value in made.items():
                cited = [place for c in claims for place in c.cite("value", "exact")] if column == "readings" else []
                data.expect([*where, column], row[column], value, cited)
    for stray in rest.values():
        data.add_fault(["disagreements", stray["disagreement_id"]], "a row", InWords("no cell with claims that differ"))


# ---- two codings -----------------------------------------------------------------------------------------------------


def pair_coders(row: Row) -> tuple[str, str]:
    """What the two coders wrote; of several speakers or certainties of the second the one that is the first coder's."""
    first, second = row["first_coder"], row["second_coder"]
    is_alike = row["compared"] in ("speaker", "certainty") and first in second.split(" or ")
    return first, first if is_alike else second


def name_difference(row: Row) -> str:
    """In what the two coders differ; nothing where they agree, and for rows and cells as a whole."""
    first, second = pair_coders(row)
    if first == second or row["compared"] in WHOLE:
        return ""
    both = "words" if row["reads"] == "verbatim" else "value"
    by_value = both if first and second else "only_first" if first else "only_second"
    return {"speaker": "attribution", "certainty": "certainty"}.get(row["compared"], by_value)


def compute_alpha(variables: Iterable[Iterable[tuple[str, str]]]) -> float | None:
    """Krippendorff's alpha of nominal data by two coders: differences found and those by chance, summed over the variables.

    None where chance makes no difference.
    """
    found = chance = 0.0
    for pairs in (list(pairs) for pairs in variables):
        counts, size = Counter(value for pair in pairs for value in pair), 2 * len(pairs)
        found += 2 * sum(first != second for first, second in pairs)
        chance += sum(count * (size - count) for count in counts.values()) / (size - 1)
    return 1 - found / chance if chance else None


def measure_agreement(rows: Iterable[Row]) -> list[Json]:
    """How far the codings agreed before they were compared: on values, by kind of field, and on what is coded at all."""
    blind = [row for row in rows if row["stage"] == "blind"]
    by_what = {what: [row for row in blind if row["compared"] == what] for what in ("value", "speaker", "certainty", *WHOLE)}
    both = [row for row in by_what["value"] if row["first_coder"] and row["second_coder"]]
    groups = [(f"value: {name}", [row for row in both if row["reads"] == kind], True) for kind, name in FIELDS.items()]
    groups += [("value: all kinds", both, True), ("speaker of a value", by_what["speaker"], False)]
    groups += [("certainty of a value", by_what["certainty"], False), ("whether a cell is coded", by_what["cell"], True)]
    measured: list[Json] = []
    for kind, found, is_by_field in groups:
        variables: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        for row in found:
            variables[(row["table_name"], row["field_name"]) if is_by_field else ()].append(pair_coders(row))
        alike = sum(first == second for pairs in variables.values() for first, second in pairs)
        alpha = compute_alpha(variables.values())
        measured.append({"kind": kind, "units": len(found), "alike": alike})
        measured[-1] |= {} if alpha is None else {"alpha": round(alpha, 6)}
    for what in ("value", "row"):
        alike = sum(bool(row["first_coder"] and row["second_coder"]) for row in by_what[what])
        measured.append({"kind": f"whether a {what} is coded", "units": len(by_what[what]), "alike": alike})
    return [one for one in measured if one["units"]]


def index_codings(rows: Iterable[Row]) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The values that both coders have, with their words; and for each coder the rows and the cells with a value."""
    shared, coded = set[tuple[str, ...]](), set[tuple[str, ...]]()
    for row in rows:
        if row["stage"] == "blind" and row["compared"] == "value":
            key = row["source_id"], row["table_name"], row["row_id"]
            if row["first_coder"] == row["second_coder"]:
                shared.add((*key, row["field_name"], row["first_coder"], row["words"]))
            for column in ("first_coder", "second_coder"):
                coded |= {(column, *key, ""), (column, *key, row["field_name"])} if row[column] else set()
    return shared, coded


def check_codings(data: Data) -> None:
    """Each row of `codings` is about a known column, and says of itself what it shows."""
    counts: Counter[tuple[str, ...]] = Counter()
    shared, coded = index_codings(data.rows["codings"])
    for row in data.rows["codings"]:
        where, key = data.name_row("codings", row), (row["source_id"], row["table_name"], row["row_id"])
        counts[key] += 1
        table = data.tables.get(row["table_name"])
        is_whole, is_later = row["compared"] == "row", row["stage"] == "later"
        is_named = table is not None and table.name not in SYSTEM
        data.require(is_named, [*where, "table_name"], row["table_name"], "a table of facts")
        is_field = row["field_name"] in table.columns if table and not is_whole else not row["field_name"]
        data.require(is_field or not is_named, [*where, "field_name"], row["field_name"], "a column, and none of a row")
        data.require(bool(row["reads"]) != is_whole, [*where, "reads"], row["reads"], "how the column is read")
        is_of = bool(row["of_value"]) == (row["compared"] in ("speaker", "certainty"))
        data.require(is_of, [*where, "of_value"], row["of_value"], "given of a speaker and a certainty, and only there")
        data.require(not row["words"] or row["compared"] not in WHOLE, [*where, "words"], row["words"], "none: no value")
        data.expect([*where, "item"], row["item"], str(counts[key]))
        first, second = pair_coders(row)
        data.expect([*where, "alike"], row["alike"], str(first == second).lower())
        belongs = name_difference(row)
        same = ("value", "words") if is_later and belongs in ("value", "words") else (belongs,)  # a code of other words
        is_right = row["difference"] in same
        data.require(is_right, [*where, "difference"], row["difference"], belongs or "no difference")
        is_settled = bool(row["settled_for"]) == bool(row["reason"]) and not (row["settled_for"] and not row["difference"])
        is_settled = is_settled and (bool(row["settled_for"]) or not is_later)
        data.require(is_settled, [*where, "settled_for"], row["settled_for"], "for whom a difference was settled, and why")
        if row["stage"] == "blind" and row["of_value"]:
            is_shared = (*key, row["field_name"], row["of_value"], row["words"]) in shared
            data.require(is_shared, [*where, "of_value"], row["of_value"], "a value that both coders have, by these words")
        elif row["stage"] == "blind" and row["compared"] in WHOLE:
            for column in ("first_coder", "second_coder"):
                is_coded = (column, *key, row["field_name"]) in coded
                data.expect([*where, column], row[column], "yes" if is_coded else "")
        is_there = row["first_coder"] or row["second_coder"] or row["compared"] == "cell"
        data.require(is_there, [*where, "first_coder"], "", "what one of the coders wrote")


# ---- seeds -----------------------------------------------------------------------------------------------------------


def check_seeds(data: Data, seeds: Callable[[str], bytes | None]) -> None:
    """The sources' files: hash, length, and every word where the claims place it."""
    for row in data.rows["sources"]:
        found = seeds(row["seed_file"])
        where, content = ["sources", row["source_id"]], found or b""
        decoded = content.decode("utf-8", "replace")
        text = unicodedata.normalize("NFC", decoded.removeprefix("\ufeff")).replace("\r\n", "\n")
        is_sound = found is not None and decoded.encode() == content and not list_hidden(text)
        data.require(is_sound, [*where, "seed_file"], row["seed_file"], "a file in UTF-8, of characters that a reader sees")
        data.expect([*where, "sha256"], row["sha256"], hashlib.sha256(content).hexdigest())
        data.expect([*where, "characters"], row["characters"], str(len(text)))
        check_text(data, row["source_id"], text)


def check_text(data: Data, source: str, text: str) -> None:
    """The claims of one source against its text."""
    folded: list[str] = []
    places = []  # of each position of the text its position with white space folded
    for character in text:
        folded += [] if character.isspace() and folded[-1:] == [" "] else [" " if character.isspace() else character]
        places.append(len(folded) - 1)
    whole = "".join(folded)
    for claim in data.groups["source", source]:
        for start, end, row in claim.spans:
            low, high = max(start, 0), max(end, 0)
            belongs = {"exact": text[low:high], "prefix": text[max(low - SIDE, 0) : low], "suffix": text[high : high + SIDE]}
            for column, words in belongs.items():
                data.expect(["claims", claim.id, row["segment"], column], row[column], words)
        for column, words in (("attributed_words", claim.speaker_words), ("hedge_words", claim.hedge)):
            data.require(words in whole, claim.name(column), words, "words of the source")
        part, at = data.parts[source].get(claim.key[1]), claim.hedge_start
        if claim.hedge and 0 <= at < len(places):
            there = text[at : at + 2 * len(claim.hedge) + SIDE]
            is_there = fold_space(there).startswith(claim.hedge) and not there[:1].isspace()
            is_there = is_there and (part is None or part.start <= at < part.end)
            data.require(is_there, claim.name("hedge_start"), at, f"where «{claim.hedge}» begins, not «{there[:SIDE]}»")
    check_tiles(data, source, text, places)


# ---- all checks ------------------------------------------------------------------------------------------------------


def run_check(data: Data, name: str, check: Callable[..., None], *arguments: object) -> None:
    """Run a check; what it cannot carry out on broken files is a fault, never a traceback."""
    try:
        check(data, *arguments)
    except Exception as error:
        data.add_fault([name], f"{type(error).__name__}: {error}", InWords("files on which the check can be carried out"))


def verify_data(files: dict[str, bytes], seeds: Callable[[str], bytes | None] | None, check_hashes: bool) -> Data:
    """Run all checks and return the data with its faults. `seeds` gives the bytes of a source's file by its name."""
    data = Data(files)
    csv.field_size_limit(MOST_BYTES)
    run_check(data, "schemas", read_schemas)
    if {*SYSTEM} <= data.tables.keys() and data.lexicons:  # else nothing can be read
        for check, name in itertools.product((read_table, check_table), data.tables):
            run_check(data, name, check, name)
        for whole in (check_citation, check_croissant, check_metadata, check_manifest, check_parquet) if check_hashes else ():
            run_check(data, whole.__name__, whole)
        run_check(data, "descriptors", check_descriptors, check_hashes)
        steps = (index_rows, check_claims, check_account, check_facts, check_registers, check_disagreements, check_codings)
        for step in steps:
            run_check(data, step.__name__, step)
        if seeds is not None:
            run_check(data, "seeds", check_seeds, seeds)
    data.faults = sorted({*data.faults})
    return data


def verify_files(files: dict[str, bytes], seeds: dict[str, bytes] | None, *, check_hashes: bool = True) -> list[str]:
    """The faults of published files given as {path: bytes}, and of the sources' files given as {name: bytes}.

    Without hashes the tables alone are checked: neither the manifest nor the Parquet files.
    """
    return verify_data(files, seeds.get if seeds is not None else None, check_hashes).faults


# ---- folders and zips ------------------------------------------------------------------------------------------------


@dataclass
class Member:
    """A file in a zip, as the directory describes it, and where its bytes begin."""

    name: bytes
    offset: int
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int = 0


def is_plain(part: str) -> bool:
    """Whether each system writes a part of a name as it is, and takes it for no device."""
    stem = unicodedata.normalize("NFKC", part.partition(".")[0].rstrip(" "))  # COM² is COM2 to it
    is_free = stem.upper() not in DEVICES and not re.search(r'[<>:"|?*\\/]|[. ]$|^ |^$', part)
    return (
        is_free
        and len(part) <= 200
        and part.isprintable()
        and not any(map(list_hidden, part))  # an emoji may hold some: no name
        and unicodedata.normalize("NFC", part) == part
    )


def fold_name(name: str) -> str:
    """A name as file systems compare it that know no capitals, take a backslash for a slash and compose letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.replace("\\", "/")).casefold())


def refuse_names(files: Sequence[str], folders: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Each name that a package may not have, and why: every program must unpack it to the same places."""
    above = {"/".join(name.split("/")[:depth]) for name in files for depth in range(1, name.count("/") + 1)}
    taken = {fold_name(name): name for name in above}
    for name in files:
        folded = fold_name(name)
        if not all(map(is_plain, name.split("/"))) or len(name) > LONGEST_PATH:
            yield name, "no plain path"
        elif not (LISTED.fullmatch(name) or DOCUMENT.fullmatch(name)):
            yield name, "no file of a package"
        elif folded in taken:
            yield name, f"the same for some system as {taken[folded]}"
        taken[folded] = name
    yield from ((name, "no folder of a package") for name in folders if name not in above)


def read_at(file: BinaryIO, start: int, length: int) -> bytes:
    """Some bytes of a file."""
    file.seek(start)
    return file.read(length)


def is_harmless(extra: bytes) -> bool:
    """Whether the extra fields of a member are times and owners alone: others give it another name or size."""
    while extra:
        kind, size = struct.unpack("<HH", extra[:4]) if len(extra) >= 4 else (0, 0)
        if kind not in (0x5455, 0x5855, 0x7855, 0x7875, 0x000A) or len(extra) < 4 + size or b"PK" in extra:
            return False
        extra = extra[4 + size :]
    return True


def list_zipped(file: BinaryIO, size: int) -> dict[str, Member]:
    """The members of a zip by name, where each program finds the same ones: one directory at its end lists them, nothing is
    before, between and after them, and the two headers of each say the same. Raises ValueError.
    """
    *disks, count, length, start, comment = struct.unpack("<4s4H2LH", read_at(file, max(size - 22, 0), 22).rjust(22))
    is_whole = disks == [b"PK\5\6", 0, 0, count] and not comment and start + length == size - 22
    if not is_whole or count > MOST_FILES or length > count << 10:
        raise ValueError(f"no zip that ends with one directory of at most {MOST_FILES} members")
    directory, at, reached = read_at(file, start, length), 0, 0
    members: dict[str, Member] = {}
    for _ in range(count):
        head = struct.unpack("<4s6H3L5H2L", directory[at : at + 46].ljust(46))
        mark, _, version, flags, method, _, _, crc, packed, unpacked, named, extra, note, disk, _, mode, offset = head
        name, more = directory[at + 46 : at + 46 + named], directory[at + 46 + named : at + 46 + named + extra]
        shown = name.decode("utf-8" if flags & 0x800 else "ascii")
        is_plain_member = method in (0, 8) and not (flags & ~0x80E or note or disk) and version <= MOST_VERSION
        if mark != b"PK\1\2" or not is_plain_member or not is_harmless(more):
            raise ValueError(f"{show_text(shown)}, a member stored or deflated, without passwords, comments and extras")
        is_folder, kind = shown.endswith("/"), stat.S_IFMT(mode >> 16)
        is_kind = kind in (0, stat.S_IFDIR if is_folder else stat.S_IFREG) and not mode >> 16 & 0o7000
        is_kind = is_kind and not mode & 0xFFFF & ~(0xB7 if is_folder else 0xA7)  # of Windows: a plain file or folder
        is_sized = packed <= unpacked + 1024 if method else packed == unpacked
        if not is_kind or not is_sized or (is_folder and unpacked) or shown in members:
            raise ValueError(f"{show_text(shown)}, regular files and folders, each once")
        members[shown] = Member(name, offset, flags, method, crc, packed, unpacked)
        at += 46 + named + extra
    for member in sorted(members.values(), key=operator.attrgetter("offset")):
        if member.offset != reached:
            raise ValueError("something between the members, nothing")
        reached = find_end(file, member)
    if reached != start or at != length:
        raise ValueError("something beside the members, nothing")
    return members


def find_end(file: BinaryIO, member: Member) -> int:
    """Where a member ends whose own header says the same as the directory. Raises ValueError."""
    mark, version, flags, method, _, _, *sizes, named, extra = struct.unpack(
        "<4s5H3L2H", read_at(file, member.offset, 30).ljust(30)
    )
    name, more = file.read(named), file.read(extra)
    given, is_later = [member.crc, member.packed, member.size], flags & 8  # they are after it, and may be nothing before it
    same = (mark, flags, method, name) == (b"PK\3\4", member.flags, member.method, member.name)
    same = same and version <= MOST_VERSION
    same = same and all(one == other or (is_later and not one) for one, other in zip(sizes, given, strict=True))
    member.start = member.offset + 30 + named + extra
    end = member.start + member.packed
    after, repeated = read_at(file, end, 16), struct.pack("<3L", *given)
    following = 16 if after == b"PK\7\x08" + repeated else 12 if after[:12] == repeated else -1
    if not same or not is_harmless(more) or (is_later and following < 0):
        raise ValueError(f"{show_text(name.decode('utf-8', 'replace'))}, a header that says the same as the directory")
    return end + following if is_later else end


def unpack(file: BinaryIO, member: Member) -> bytes:
    """The bytes of a member. No more is unpacked than its header says. Raises ValueError and zlib.error."""
    content = read_at(file, member.start, member.packed)
    if member.method:
        packer = zlib.decompressobj(-zlib.MAX_WBITS)
        content = packer.decompress(content, member.size + 1)
        content = content if packer.eof and not packer.unused_data else b""
    if len(content) != member.size or zlib.crc32(content) != member.crc:
        raise ValueError("a member with another size or checksum than its header says")
    return content


def check_sizes(sizes: Mapping[str, int]) -> None:
    """Raise ValueError where the files that are to be read are too large."""
    for kind, most in (("", MOST_BYTES), (".json", MOST_JSON)):
        of_kind = {name: size for name, size in sizes.items() if name.endswith(kind)}
        total = sum(of_kind.values())
        if total > most:
            largest = max(of_kind, key=lambda name: of_kind[name])
            raise ValueError(f"{total} bytes of files{kind and f' in {kind}'}, at most {most}; the largest is {largest}")


def read_zip(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """The files of a zip that say something about the data, and the names that it may not have. Raises ValueError."""
    with path.open("rb") as file:
        members = list_zipped(file, path.stat().st_size)
        tops = [name.removesuffix("datapackage.json") for name in members if TOP.fullmatch(name)]
        top = tops[0] if len(tops) == 1 else ""
        strays = [(name, "one top with datapackage.json") for name in members if not name.startswith(top)]
        inner = {
            name.removeprefix(top): member
            for name, member in members.items()
            if name.startswith(top) and (name != top or not top)
        }
        strays += refuse_names([n for n in inner if n[-1:] != "/"], [n[:-1] for n in inner if n[-1:] == "/"])
        strays += [(top, "no plain path")] if top and not is_plain(top[:-1]) else []
        strays += [("datapackage.json", "there, once")] if len(tops) != 1 else []
        listed = {name: member for name, member in inner.items() if LISTED.fullmatch(name)}
        check_sizes({name: member.size for name, member in listed.items()})
        files = {name: unpack(file, member) for name, member in listed.items()} if not strays else {}
    return files, [f"{show_text(name)}: {belongs}" for name, belongs in strays]


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a regular file. Links are not followed, pipes and devices not opened. Raises OSError and ValueError."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError(f"{show_text(path.name)}, a regular file")
    ways = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, ways), "rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{show_text(path.name)}, at most {most} bytes")
    return content


def read_folder(root: Path) -> tuple[dict[str, bytes], list[str]]:
    """The files of a folder that say something about the data, and what is no such file where only these may be.

    Raises OSError and ValueError.
    """
    sizes: dict[str, int] = {}
    faults: list[str] = []
    folders = [""]
    for folder in folders:
        with os.scandir(root / folder) as entries:
            for entry in entries:
                name, about = f"{folder}/{entry.name}".lstrip("/"), entry.stat(follow_symlinks=False)
                is_folder, is_listed = name in FOLDERS or PARTS_FOLDER.fullmatch(name), LISTED.fullmatch(name)
                folders += [name] if is_folder and stat.S_ISDIR(about.st_mode) else []
                sizes |= {name: about.st_size} if is_listed else {}
                is_kind = (stat.S_ISDIR if is_folder else stat.S_ISREG)(about.st_mode) or not (is_folder or is_listed)
                is_known = is_folder or is_listed or (name == PAGES and stat.S_ISDIR(about.st_mode))
                if not is_kind or (not is_known and FOLDERS.get(folder, True)):
                    belongs = f"a {'folder' if is_folder else 'regular file'}" if not is_kind else "no file of a package"
                    faults.append(f"{show_text(name)}: {belongs}")
                if len(faults) > MOST_FILES:
                    raise ValueError(f"{show_text(folder)}, at most {MOST_FILES} other files")
    held = {name.rpartition("/")[0] for name in sizes}
    empty = [folder for folder in folders if PARTS_FOLDER.fullmatch(folder) and folder not in held]
    faults += [f"{show_text(folder)}: no folder of a package" for folder in empty]
    check_sizes(sizes)
    return {name: read_file(root / name, size) for name, size in sizes.items()} if not faults else {}, faults


def read_package(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """The files of a folder or zip that say something about the data, named from where datapackage.json is: at the top,
    or one folder below; and what else is there that must not be. Raises OSError, ValueError and zlib.error.
    """
    if not path.is_dir():
        if not path.is_file():
            raise ValueError("a folder or a regular file")
        return read_zip(path)
    if os.path.lexists(path / "datapackage.json"):
        return read_folder(path)
    tops = [one for one in path.iterdir() if one.is_dir() and not one.is_symlink() and (one / "datapackage.json").is_file()]
    return read_folder(tops[0] if len(tops) == 1 else path)


# ---- the command line ------------------------------------------------------------------------------------------------


class OutOfTimeError(BaseException):
    """More processor time was taken than any package without faults needs. No check may catch it."""


@contextlib.contextmanager
def limit_process(size: int) -> Iterator[None]:
    """End the work with an error where it takes far more time than files of this size need, or memory (not on Windows)."""

    def stop(*_: object) -> None:
        raise OutOfTimeError(f"more than {seconds} s of processor time, files that can be verified in that time")

    seconds, is_limited = MOST_SECONDS + size // 1_000_000, hasattr(signal, "setitimer")
    gc.disable()  # rows and claims are many and stay
    if is_limited:
        import resource

        signal.signal(signal.SIGPROF, stop)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        before = resource.getrlimit(resource.RLIMIT_DATA)
        most = MOST_MEMORY if before[1] < 0 else min(MOST_MEMORY, before[1])
        resource.setrlimit(resource.RLIMIT_DATA, (most, before[1]))
    try:
        yield
    finally:
        gc.enable()
        if is_limited:
            signal.setitimer(signal.ITIMER_PROF, 0)
            resource.setrlimit(resource.RLIMIT_DATA, before)


def main(arguments: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Verify the published files; exit code 0: no fault, 1: faults.")
    parser.add_argument("path", type=Path, help="a folder, or a .zip")
    parser.add_argument("--seeds", type=Path, help="the folder of the sources' files")
    given = parser.parse_args(arguments)
    if not os.access(given.path, os.F_OK) or not (given.seeds or Path()).is_dir():
        parser.error(f"no such file or folder: {given.path if not os.access(given.path, os.F_OK) else given.seeds}")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        files, strays = read_package(given.path)
        seeds = functools.partial(read_seed, given.seeds) if given.seeds else None
        with limit_process(sum(map(len, files.values()))):
            data = verify_data(files, seeds, True) if files else None
    except (OutOfTimeError, MemoryError, RecursionError, OSError, ValueError, zlib.error) as error:
        print(f"{given.path}: {type(error).__name__}: {show_text(error)}")
        return 1
    if data is None or strays:
        print(
            "\n".join([*strays, f"{given.path}: {len(strays)} names that a package may not have; nothing else was verified"])
        )
        return 1
    print("\n".join([*data.faults, *summarize(data, given.seeds)]))
    return 1 if data.faults else 0


def read_seed(folder: Path, name: str) -> bytes | None:
    """The bytes of a source's file; None where there is none that can be read."""
    try:
        return read_file(folder / name, MOST_SEED) if is_plain(name) else None
    except (OSError, ValueError):
        return None


def summarize(data: Data, seeds: object) -> Iterator[str]:
    """What was verified, what was not, and the hash that is another one when any file changes."""
    rows = Counter({name: len(found) for name, found in data.rows.items()})
    counted = f"{len(data.files)} files, {sum(rows[t.name] for t in data.facts)} rows of {len(data.facts)} fact tables, "
    counted += f"{rows['cells']} cells, {len(data.claims)} claims in {rows['claims']} spans, "
    counted += f"{rows['disagreements']} disagreements, {rows['sources'] if seeds else 'no'} sources' files: "
    yield counted + f"{len(data.faults)} fault{'' if len(data.faults) == 1 else 's'}"
    yield from data.left_out
    yield f"SHA-256 of {MANIFEST}: {hashlib.sha256(data.files.get(MANIFEST, b'')).hexdigest()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
