"""Sentences on people who hold no office, whose words are not coded: one of the returnees, a lawyer, critics."""

from __future__ import annotations

import re

from curation.proposals.article import BLANK, Sentence, find_any
from curation.proposals.memory import load_rules
from curation.proposals.naming import has_age

OTHER = re.compile(r"(?i)(?:one|Some|Several|Many|Others?|Another|An?|Two|Three|Her|His|Their)(?: [\w’'-]+){1,4}")
"""The beginning of a sentence on people without a name."""
ONE_OF_THEM = re.compile(r"(?i)(?:one|two|three|some|several|many|most) of (?:those|these|them)\b")
CLIENTS = re.compile(r"\b(?:his|her|their|my|our) clients?\b")
"""Whom only a lawyer has."""
DENIED = re.compile(
    r"(?i)\b(?:claims?|reports?|rumou?rs?|allegations?|posts?|suggestions?|assertions?)\b"
    r".* (?:is|are|was|were|do|does|as) (?:not (?:true|correct)|not correspond"
    r"|false|untrue|unfounded|incorrect|baseless|wrong|fake|misleading)\b"
)
"""What is said to be false, whoever has said it."""
ITEM = re.compile(r"^\d{1,2}\. ")
"""The number of a paragraph."""


def is_about_other(sentence: Sentence) -> bool:
    """Whether a sentence is on one of the people who are no officials: one of the returnees, a lawyer, Ana Ruiz, 24."""
    if has_age(sentence.bare) or CLIENTS.search(sentence.bare):
        return True
    subject = OTHER.match(ITEM.sub("", sentence.bare).lstrip(f"{BLANK}“”\"‘’', "))
    rules = load_rules()
    if subject is None:
        return False
    is_one = ONE_OF_THEM.match(subject.group()) is not None
    return is_one or find_any(subject.group(), (*rules["others"], *rules["alone"], *rules["people"])) is not None


def mentions_other(sentence: Sentence) -> bool:
    """Whether a sentence is about people whose statements are not coded: critics, lawyers, those who are wrong."""
    is_of_others = CLIENTS.search(sentence.bare) or DENIED.search(sentence.bare)
    return is_of_others is not None or find_any(sentence.bare, load_rules()["others"]) is not None
