"""Persons and bodies in words: those that the collection knows, and new ones by their offices and heads."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from curation.claims.code_words import index_phrases
from curation.proposals.article import Article, find_any
from curation.proposals.memory import Memory, load_rules
from curation.text.countries import find_countries
from curation.text.folding import Span
from curation.text.lexicon import load_words
from curation.text.phrases import match_phrases

OPENING = re.compile(r"(?:(?:The|A|An|In|On|At|For|But|And) )*")
"""Words with a capital at the start of a sentence that begin no name."""
OUTLETS = ("news_agency", "newspaper", "unnamed_media")
TITLE = re.compile(r"(?:Mr|Ms|Mrs|Dr|Gen|Sen|Rep|Gov|Lt|Col)\.? ")
CAPITALIZED = r"[A-Z][\w’'-]*[\w](?<!’s)(?<!'s)"
SHORT_NAME = re.compile(r" \(([A-Z][\w.-]*)\)")
"""The short name of a body, in parentheses behind its name."""
PERSON = re.compile(rf"{CAPITALIZED}(?:(?: [A-Z]\.)?(?: (?:al|bin|ibn|de|da|dos|el|van|von|der))? {CAPITALIZED}){{1,3}}")


@dataclass(frozen=True)
class Named:
    """A speaker whom words name. Positions are those of the words."""

    id: str
    is_person: bool
    is_known: bool
    kind: str
    """Of a body its `organization_type`, where it is known or its words say it."""
    span: Span
    """Where the name is: of a person without the office."""

    @property
    def is_outlet(self) -> bool:
        return self.kind in OUTLETS

    @property
    def is_official(self) -> bool:
        """Whether what it says is a statement: a person in office, or a body that is no outlet, company or group."""
        return self.is_person or self.kind not in (*OUTLETS, "ngo", "company", "airline")


def name_speaker(words: str, memory: Memory) -> Named | None:
    """Return whom words name: a known person, a new person in office, a known body or a new one; None where no one."""
    found = list(match_phrases(words, memory.names.whole))
    persons = [one for one in found if any(memory.is_person.get(name) for name in one[2])]
    for start, end, ids in persons:
        person = next(name for name in sorted(ids) if memory.is_person.get(name))
        if len([name for name in ids if memory.is_person.get(name)]) == 1:
            return Named(person, True, True, "", (start, end))
    person_span = find_person(words, memory)
    if person_span:
        return Named(make_row_id(words[slice(*person_span)]), True, False, "", person_span)
    return find_surname(words, memory) or next(find_bodies(words, memory), None)


def find_surname(words: str, memory: Memory) -> Named | None:
    """Return the person whom words name by the surname alone, where the text has the full name too."""
    for match in re.finditer(CAPITALIZED, words):
        person = memory.surnames.get(match.group())
        if person:
            return Named(person, True, False, "", match.span())
    return None


def learn_names(article: Article) -> Article:
    """Return a text with what it says of names itself: whose surname one is, and which body a short name means."""
    memory = article.memory
    surnames: dict[str, set[str]] = defaultdict(set)
    short_names: dict[str, str] = {}
    for sentence in article.sentences:
        for part in re.split(r"[;:“”\"]", sentence.text):
            span = find_person(part, memory)
            if span:
                name = part[slice(*span)]
                surnames[name.rsplit(" ", 1)[-1]].add(make_row_id(name))
        for body in find_bodies(sentence.text, memory):
            short = SHORT_NAME.match(sentence.text, body.span[1])
            if short and not body.is_known:
                short_names.setdefault(short[1], body.id)
            bare = drop_country(sentence.text[slice(*body.span)])
            if bare and not body.is_known:
                short_names.setdefault(bare, body.id)
    alone = {surname: next(iter(persons)) for surname, persons in surnames.items() if len(persons) == 1}
    return replace(article, memory=replace(memory, surnames=alone, short_names=short_names))


def find_bodies(words: str, memory: Memory) -> Iterator[Named]:
    """Yield the bodies that words name, known and new ones, in their order."""
    known = {}
    for start, end, ids in match_phrases(words, memory.names.whole):
        bodies = [name for name in ids if not memory.is_person.get(name, True)]
        if len(bodies) == 1 and not words[start:end].islower():
            known[start, end] = bodies[0]
    for name, body in memory.short_names.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", words):
            known.setdefault(match.span(), body)
    roles = [start for start, _, _ in list_roles(words, memory)]
    spans = [
        (start, min([end, *(role - 1 for role in roles if start <= role < end)])) for start, end in list_body_spans(words)
    ]
    spans = [drop_rank(words, span) for span in spans]
    spans = [span for span in spans if span[0] < span[1] and is_body(words[slice(*span)])]
    for span, body in known.items():
        around = [one for one in spans if one[0] <= span[0] and span[1] <= one[1]]
        if not around:
            spans.append(span)
        elif around[0] != span and not is_form(memory, body, words[slice(*around[0])]):
            known = {one: name for one, name in known.items() if one != span}
    for span in sorted(spans):
        name = words[slice(*span)]
        inside = [body for one, body in known.items() if span[0] <= one[0] and one[1] <= span[1]]
        kind = find_body_kind(name, memory)
        body = inside[0] if inside else find_same_body(name, kind, memory)
        if body:
            yield Named(body, False, True, memory.value("organizations", body, "organization_type"), span)
        else:
            yield Named(make_body_id(name), False, False, kind, span)


TELLING = re.compile(r"[A-Z][a-z]+ (?:\w+ )*[A-Z][a-z]+")
"""The name of an agency that means the same without its country or its head: Homeland Security."""
ONE_EACH = ("foreign_ministry", "head_of_state")
"""Kinds of bodies of which a country has one."""


def find_same_body(name: str, kind: str, memory: Memory) -> str:
    """Return the known body that another name means: a country has one foreign ministry."""
    countries = {code for code, _ in find_countries(name)}
    bare = drop_country(name) or name
    if kind == "national_agency" and TELLING.search(bare):
        same = {body for body, forms in memory.forms.items() if any(bare in form for form in forms)}
        return next(iter(same)) if len(same) == 1 else ""
    if kind not in ONE_EACH or len(countries) != 1:
        return ""
    for body, is_person in memory.is_person.items():
        is_kind = not is_person and memory.value("organizations", body, "organization_type") == kind
        if is_kind and memory.value("organizations", body, "country") in countries:
            return body
    return ""


def drop_country(name: str) -> str:
    """Return the name of a body without its country at either end; nothing where it has none, or only a word is left.

    >>> drop_country("Ministry of Foreign Affairs of Colombia"), drop_country("Uzbek media")
    ('Ministry of Foreign Affairs', '')
    """
    for _, country in find_countries(name):
        bare = re.sub(rf"(?: (?:of|in) (?:the )?{re.escape(country)}$)|(?:^{re.escape(country)}(?:’s|'s)? )", "", name)
        if bare != name and " " in bare:
            return bare
    return ""


def is_form(memory: Memory, body: str, name: str) -> bool:
    """Whether a name is one that the collection has for a body."""
    return any(name.casefold() == form.casefold() for form in memory.forms.get(body, ()))


def find_person(words: str, memory: Memory) -> Span | None:
    """Return where words have the name of a person beside an office: DHS Secretary Kristi Noem; Ana Ruiz, a spokeswoman."""
    roles = list(list_roles(words, memory))
    if not roles:
        return None
    blank = words
    for start, end, _ in roles:
        blank = blank[:start] + "." * (end - start) + blank[end:]
    for match in PERSON.finditer(TITLE.sub(lambda title: "." * len(title.group()), blank)):
        start, text = skip_portfolio(match.start(), match.group())
        if " " not in text:
            continue
        if not find_any(text, load_rules()["bodies"]) and not find_countries(text) and not says_kind(text, memory):
            return start, start + len(text)
    return None


def skip_portfolio(start: int, name: str) -> tuple[int, str]:
    """Return a name, and where it starts, without what its bearer is minister of, and without a word that only opens a sentence."""
    left_out = {*load_rules()["portfolios"], *load_words("coding")["common"]}
    while " " in name and name.split(" ", 1)[0].lower() in left_out:
        first, name = name.split(" ", 1)
        start += len(first) + 1
    return start, name


def list_roles(words: str, memory: Memory) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and code of each office that words have."""
    parse = memory.schemas["officials"].fields["role"].parse
    listed = index_phrases(tuple(parse.words.items()) if parse else ())
    for start, end, codes in match_phrases(words, listed):
        yield start, end, sorted(codes)[0]


LOWER_HEADS = r"(?:foreign |interior |defen[cs]e |justice )?(?:ministry|embassy|consulate|government|parliament|police|presidential office)"
"""The head of a body's name in small letters: Kazakhstan's embassy."""


def list_body_spans(words: str) -> Iterator[Span]:
    """Yield where words have the name of a body: from its first capital to its head and what follows "of"."""
    within = "|".join(load_rules()["within_name"])
    whole = rf"(?:(?:[A-Z]\.){{2,}}|{CAPITALIZED}|[A-Z]{{2,}})(?:’s|'s)?"
    place = rf"(?: (?:in|to) (?:the )?{whole}(?: {whole})*)?"
    small = rf"{LOWER_HEADS}(?:(?<=embassy){place}|(?<=consulate){place})?"
    ending = "officials?|authorities|government|police|media|news agency|administration"
    unnamed = r"(?:(?:senior|government|administration|embassy|ministry|consular|immigration|border|police) )*(?:officials?|authorities)\b"
    mission = rf"(?:(?<=Embassy){place}|(?<=Consulate){place}|(?<=Mission){place})?"
    pattern = rf"{whole}(?: {small}(?: officials?\b)?|(?:(?: (?:{within}))* {whole}| (?:{ending})\b)*{mission})|{unnamed}"
    for match in re.finditer(rf"(?<!\w)(?:{pattern})", words):
        if is_body(match.group()):
            yield match.start() + measure_opening(match.group()), match.end()


def measure_opening(name: str) -> int:
    """Return the length of the words before a name that only open a sentence."""
    opening = OPENING.match(name)
    return opening.end() if opening else 0


def drop_rank(words: str, span: Span) -> Span:
    """Return the span of a body's name without a rank that begins the office after it: Frontex Deputy Executive Director."""
    match = re.search(r"(?: (?:Deputy|Acting|Executive|Vice|Senior|Assistant|Chief|of|for|the|and))+$", words[slice(*span)])
    span = (span[0], span[0] + match.start()) if match else span
    return (span[0], span[0]) if re.search(r"\bOfficials? Performing\b", words[slice(*span)]) else span


def is_body(name: str) -> bool:
    """Whether a name has the head of a body's name, or is its initials or an address."""
    rules = load_rules()
    tokens = {token.lower() for token in re.findall(r"\w+", name)}
    if len(tokens) == 1 and tokens & {*rules["bare"]}:
        return False
    is_initials = re.fullmatch(r"[A-Z]{2,5}", name) and not find_countries(name)
    return bool(tokens & {*rules["bodies"], *rules["outlets"]} or is_initials or re.fullmatch(r"\w+\.\w{2,3}", name))


def says_kind(name: str, memory: Memory) -> bool:
    """Whether a name says what kind of body it is."""
    parse = memory.schemas["organizations"].fields["organization_type"].parse
    return any(True for _ in match_phrases(name, index_phrases(tuple(parse.words.items()) if parse else ())))


def find_body_kind(name: str, memory: Memory) -> str:
    """Return the kind of a body whose name says it; that of an outlet by its head."""
    parse = memory.schemas["organizations"].fields["organization_type"].parse
    listed = index_phrases(tuple(parse.words.items()) if parse else ())
    for _, _, codes in match_phrases(name, listed):
        return sorted(codes)[0]
    tokens = [token.lower() for token in re.findall(r"\w+", name)]
    if tokens and tokens[-1] in load_rules()["outlets"]:
        return "newspaper"
    if tokens and tokens[-1] == "government":
        return "government"
    if "officials" in tokens or "official" in tokens:
        return "unnamed_official"
    if find_any(name, ["ministry", "department of", "department"]):
        return "national_agency" if find_any(name, ["U.S.", "US", "DHS"]) or "department" in tokens else "ministry"
    return "national_agency"


def make_row_id(name: str) -> str:
    """Return the name of a row for a person or a thing, by the rules of docs/coding.md.

    >>> make_row_id("Ximena Peña"), make_row_id("the New York Times")
    ('ximena-pena', 'new-york-times')
    """
    plain = strip_accents(name).lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=\w)[.'’](?=\w)", "", plain))
    return "-".join(word for word in words if word not in ("the", "a", "an")) or "row"


def strip_accents(text: str) -> str:
    """Return a text without the accents of its letters."""
    return "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))


def make_body_id(name: str) -> str:
    """Return the name of a row for a body: of a state its country and the initials, of any other its usual name."""
    countries = find_countries(name)
    if not countries:
        return make_row_id(name)
    code = {"USA": "us"}.get(countries[0][0], countries[0][0].lower())
    rest = strip_accents(name.replace(countries[0][1], " "))
    words = [word for word in re.findall(r"[A-Za-z]+", rest) if word.lower() not in ("of", "the", "for", "and", "s")]
    if not words:
        return code
    is_named = all(word[:1].isupper() for word in words) and len(words) > 1
    return f"{code}-{''.join(word[0] for word in words).lower()}" if is_named else f"{code}-{make_row_id(' '.join(words))}"
