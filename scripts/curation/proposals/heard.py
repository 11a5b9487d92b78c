"""Whom a text means by a noun or a pronoun: the minister, the embassy, it; of those whom it has named before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.proposals.article import Sentence
from curation.proposals.bodies import Named, find_bodies
from curation.proposals.memory import Memory, load_rules
from curation.proposals.naming import list_persons_in_office
from curation.proposals.offices import find_offices, list_roles
from curation.text.countries import find_countries

PAPER = re.compile(
    r"^(?:an? )?(?:[\w-]+ )?(?:statement|release|report|letter|post|note|figures|data) "
    r"(?:(?:issued|released|published|given) )?(?:by|from|of) (?=the )| on (?:mon|tues|wednes|thurs|fri|satur|sun)day$"
)
"""What a body speaks by, before the body, and the day behind it: a statement issued by the mission on Friday."""
SPOKESMAN = re.compile(
    r"(?:an? |the )?(?:\w+ )?spokes\w+ (?:for|of) (?:the|its|their) (\w+)|(?:an? |the )(\w+) spokes(?:man|woman|person)"
)
"""Somebody without a name who speaks for a body: a spokeswoman for the ministry."""
OWN_DATA = re.compile(
    r"(?:(?:the|an?) )?(?P<whose>\w+)(?:['’]s)? (?:own )?(?:\w+ )?"
    r"(?:data|figures|records|statistics|numbers|reports?|table|documents?|manifest|register)(?: (?:from|for|of) .*)?"
)
"""The figures of a body: agency data, the ministry's own annual report."""
SOMEBODY = re.compile(r"spokes(?:man|woman|person)\b")
"""Words of somebody who speaks for a body."""
OWN_PAPER = re.compile(r"(?:the|its|their) (?:[\w-]+ )?(?:statement|release|communiqu[eé]|letter|note|bulletin|answer|reply)")
"""A paper without its author: that of whoever spoke last."""
SPEAKS_FOR = re.compile(r"(?:an?|the|its) spokes(?:man|woman|person)")
"""Somebody without a name who speaks for the body that spoke before."""
MISSIONS = ("mission", "embassy", "consulate", "high commission")
"""Nouns for an embassy."""
AGENCIES = ("national_agency", "international_organization")
"""Kinds of bodies that are called an agency, whatever their names are."""
OFFICIAL = ("official", "officer", "diplomat", "envoy")
"""Nouns that mean whoever spoke last."""


@dataclass
class Heard:
    """Those whom a text has named so far, the last at the end, each with the words by which it can be meant later."""

    is_release: bool = False
    """Whether the text is a release: then "the ministry" is the first that it names, else the last one."""
    persons: list[tuple[Named, frozenset[str]]] = field(default_factory=list)
    bodies: list[tuple[Named, str]] = field(default_factory=list)
    spoken: set[str] = field(default_factory=set)
    """The bodies that have spoken."""
    person: Named | None = None
    """The person who spoke or was named last; none where a body spoke after."""
    body: Named | None = None
    """The body that spoke last; none where a person spoke after."""

    def hear(self, speaker: Named, words: str) -> None:
        """Keep who spoke last, by which words: of a body a spokeswoman, whom "she" means later."""
        self.spoken.add(speaker.id)
        self.person, self.body = (speaker, None) if speaker.is_person else (None, speaker)
        if not speaker.is_person and SOMEBODY.search(words):
            self.person = speaker

    def mention(self, named: Named) -> None:
        """Keep who was named last in a sentence without a speaker."""
        self.person, self.body = (named, None) if named.is_person else (None, named)

    def forget(self) -> None:
        """Keep nobody as the one who spoke last: the text speaks of others."""
        self.person = self.body = None

    def read(self, memory: Memory, sentence: Sentence) -> None:
        """Keep whom a sentence names outside quotations."""
        text = sentence.bare
        for named in list_persons_in_office(text, memory):
            titles = [text[slice(*office)] for office in find_offices(text, named.span, memory)]
            self.persons.append((named, frozenset(word.lower() for one in titles for word in re.findall(r"[\w-]+", one))))
        self.bodies += [(body, text[slice(*body.span)]) for body in find_bodies(text, memory)]

    def resolve(self, words: str, memory: Memory) -> Named | None:
        """Return whom words mean that are no name; nothing where they may mean several."""
        bare = words.strip()
        lower = bare.lower()
        if lower in (*load_rules()["pronouns"], "him", "her"):
            return self.person
        if lower == "it":
            return self.body
        if SPEAKS_FOR.fullmatch(lower):
            spokesman = lower.split(" ")[-1]
            return self.body or (self.find_person(spokesman, memory) if lower.startswith("the ") else None)
        if OWN_PAPER.fullmatch(lower):
            return self.body or self.person
        data = OWN_DATA.fullmatch(lower)
        if data and data["whose"] in (*load_rules()["bare"], "its", "their"):
            return self.body if data["whose"] in ("its", "their") else self.find_body(data["whose"])
        lower = read_spokesman(PAPER.sub("", lower))
        noun = re.sub("^(?:the|this|that) ", "", lower)
        if noun in OFFICIAL:
            return self.person or (self.body if self.body and self.body.kind == "unnamed_official" else None)
        is_meant_so = noun != lower or noun == "police"
        if is_meant_so or bare[:1].isupper():
            return self.find_person(noun, memory) or (self.find_body(noun) if is_meant_so else None)
        return None

    def find_person(self, noun: str, memory: Memory) -> Named | None:
        """Return the person whose office a noun names; of several persons none."""
        if not any((start, end) == (0, len(noun)) for start, end, _ in list_roles(noun, memory)):
            return None
        words = set(re.findall(r"[\w-]+", noun))
        meant = {one.id: one for one, title in self.persons if words <= title}
        return next(iter(meant.values())) if len(meant) == 1 else None

    def find_body(self, noun: str) -> Named | None:
        """Return the body that a noun means: the last one with it in its name, or of the kind that it names."""
        if noun not in {*load_rules()["bare"], *MISSIONS} or noun in OFFICIAL:
            return None
        meant = [body for body, name in reversed(self.bodies) if is_meant(noun, body, name.lower())]
        # A release means its own government, and calls others by their country.
        is_foreign = noun == "government" and any(find_countries(name) for _, name in self.bodies if noun in name.lower())
        likely = meant[-1 if self.is_release else 0] if meant and not is_foreign else None
        return next((body for body in meant if body.id in self.spoken), likely)


def read_spokesman(words: str) -> str:
    """Return the body that a spokesman without a name speaks for, as the text means it; other words as they are."""
    spokesman = SPOKESMAN.fullmatch(words)
    return f"the {spokesman[1] or spokesman[2]}" if spokesman else words


def is_meant(noun: str, body: Named, name: str) -> bool:
    """Whether a noun can mean a body."""
    if not body.is_official or body.kind == "unnamed_official":
        return False
    if noun in MISSIONS:
        return body.kind == "embassy"
    return re.search(rf"\b{noun}\b", name) is not None or (noun == "agency" and body.kind in AGENCIES)
