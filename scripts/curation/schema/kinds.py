"""The closed lists of the schema language and of the published tables. Each word is written here once."""

from __future__ import annotations

from enum import StrEnum


class FieldType(StrEnum):
    """The types of Table Schema that a field may have."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


class ParserName(StrEnum):
    """How a value is read from words (docs/schemas.md). claims/parsers.py has a parser for each."""

    VERBATIM = "verbatim"
    CODE = "code"
    REFERENCE = "reference"
    COUNTRY = "country"
    SUBDIVISION = "subdivision"
    QUANTITY = "quantity"
    DATE = "date"


class RuleName(StrEnum):
    """How several claims on one cell agree (docs/schemas.md). facts/rules.py has a rule for each."""

    SAME = "same"
    SINGLE = "single"
    SET = "set"
    FURTHEST = "furthest"
    INTERVAL = "interval"
    NARROWER = "narrower"
    WORDING = "wording"


class DerivationName(StrEnum):
    """How a value is made from other cells (docs/schemas.md). tables/derivations.py has a derivation for each."""

    ROW_ID = "row_id"
    SOURCE_IDS = "source_ids"
    ONE_SOURCE = "one_source"
    ORIGINS = "origins"
    SENTENCE = "sentence"
    COUNT_STATUS = "count_status"
    COUNTRY_NAME = "country_name"
    GATHER_COUNT = "gather_count"
    GATHER_ROWS = "gather_rows"
    GATHER_ALIKE = "gather_alike"
    CHARACTERS = "characters"
    CODINGS = "codings"


class PartName(StrEnum):
    """A part of a reading that has a column of its own."""

    PRINTED = "printed"
    LOW = "low"
    HIGH = "high"
    QUALIFIER = "qualifier"
    EARLIEST = "earliest"
    LATEST = "latest"
    PRECISION = "precision"
    DATE_BASIS = "date_basis"


class SpeakerPart(StrEnum):
    """What `by:` says about who speaks."""

    PERSON = "person"
    BODY = "body"
    VIA = "via"
    WORDS = "words"


class SpeakerKind(StrEnum):
    """What the rows of a table are, where they can say something."""

    PERSON = "person"
    BODY = "body"


class Basis(StrEnum):
    """How a value was obtained. The first of several is the best evidence."""

    VERBATIM = "verbatim"
    PARSED = "parsed"
    CODED = "coded"
    INFERRED = "inferred"
    DERIVED = "derived"
    REGISTERED = "registered"


class Certainty(StrEnum):
    """How surely a claim is made."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    PLANNED = "planned"


class DisagreementKind(StrEnum):
    """The kinds of disagreement for which the build has rules; a schema's list may have others, which rulings name."""

    PRECISION = "precision"
    WORDING = "wording"
    SCOPE = "scope"
    CONTRADICTION = "contradiction"
    SOURCE_ERROR = "source_error"


class ItemKind(StrEnum):
    """What an item of the account of a source is. Items at one place are in this order."""

    PASSAGE = "passage"
    QUOTATION = "quotation"
    DATE = "date"
    NUMBER = "number"
    COUNTRY = "country"
    NAME = "name"
    WORDS = "words"


class Treatment(StrEnum):
    """How an item of the account of a source is accounted for."""

    CODED = "coded"
    SET_ASIDE = "set_aside"


BASES = {
    ParserName.VERBATIM: Basis.VERBATIM,
    ParserName.CODE: Basis.CODED,
    ParserName.REFERENCE: Basis.CODED,
    ParserName.COUNTRY: Basis.PARSED,
    ParserName.SUBDIVISION: Basis.PARSED,
    ParserName.QUANTITY: Basis.PARSED,
    ParserName.DATE: Basis.PARSED,
}
"""The basis of a value that a parser reads, where no written reason overrules it."""

PARTS = {
    ParserName.QUANTITY: (PartName.PRINTED, PartName.LOW, PartName.HIGH, PartName.QUALIFIER),
    ParserName.DATE: (PartName.PRINTED, PartName.EARLIEST, PartName.LATEST, PartName.PRECISION, PartName.DATE_BASIS),
    ParserName.COUNTRY: (PartName.PRINTED,),
}
"""The parts that a parser's readings have."""
