"""How the cells of a column are filled: one of six kinds, which the key `fill` names."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

import pydantic
from pydantic.dataclasses import dataclass

from curation.schema.kinds import BASES, Basis, DerivationName, ParserName, PartName, RuleName, SpeakerPart

MONTHS = 12
"""Months of a year."""


STRICT = pydantic.ConfigDict(extra="forbid", frozen=True, defer_build=True)
"""An unknown key is an error, and nothing is changed after reading. What the build asks for each claim is a dataclass with
it, since the attributes of a model are read more slowly."""


class Strict(pydantic.BaseModel):
    """A model of a hand-written file: an unknown key is an error, and nothing is changed after reading.

    A model that is only a part of others is never made by itself (`defer_build`).
    """

    model_config = STRICT


class PartFill(Strict):
    """This column is a part of another field's reading."""

    fill: Literal["part"]
    part: PartName
    of: str
    """A parsed field of the same table, which is before this one."""


class SpeakerFill(Strict):
    """Filled from `by:`."""

    fill: Literal["speaker"]
    by: SpeakerPart


class DeriveFill(Strict):
    """Made from other cells by a derivation."""

    fill: Literal["derive"]
    derive: DerivationName
    from_field: str = ""
    """A field of the same table that the derivation looks at."""
    from_gathered: str = ""
    """A field of the gathered rows that the derivation looks at."""


class GatherFill(Strict):
    """In a gathered table: the claims on a field of the gathered rows agree here."""

    fill: Literal["gather"]
    gather: str
    agree: RuleName


class RegisterFill(Strict):
    """Known about the document: it is in seeds/sources.yaml."""

    fill: Literal["register"]
    default: str = ""
    """What an entry of the register means that does not have this line."""
    default_from: str = ""
    """The field whose value is taken where an entry does not have this line; where that is empty, the source's name."""


class Limit(Strict):
    """A figure of another row that the figures of this table may not exceed."""

    of: str
    """The field that names the other row."""
    field: str
    """The figure of the other row."""
    where: dict[str, tuple[str, ...]] = {}
    """The codes that a row of this table must have in other fields, for the limit to hold."""
    together_by: str = ""
    """The rows that have the same value here are parts of one whole and are added up; without it, each stands alone."""


class Requirement(Strict):
    """What another row must have, where this one has a code: a field that equals one of this row, or differs from it."""

    of: str
    """The field that names the other row."""
    field: str
    """The field of this row."""
    equals: str = ""
    """The field of the other row that has the same value."""
    differs_from: str = ""
    """The field of the other row that has another value."""
    or_in: tuple[str, ...] = ()
    """With `equals`: fields of the other row of which one may have the value instead, such as where it lands on its way."""

    @pydantic.model_validator(mode="after")
    def check_fields(self) -> Requirement:
        """Check that exactly one of the two comparisons is there."""
        if bool(self.equals) == bool(self.differs_from):
            raise ValueError("write either equals or differs_from")
        return self


class Link(Strict):
    """A field of the row that a reference names."""

    of: str
    """The field that names the other row."""
    field: str
    """The field of the other row."""


class Span(Strict):
    """How long a period lasts, and the month in which it begins."""

    of: str
    """The field with the period."""
    from_month: pydantic.StrictInt = 0
    """The month of the year in which it begins; 0 for any."""
    months: pydantic.StrictInt = 0
    """It lasts no longer than so many months."""
    days: pydantic.StrictInt = 0
    """It lasts no longer than so many days."""

    @pydantic.model_validator(mode="after")
    def check_length(self) -> Span:
        """Check that exactly one of the two lengths is there, and that the month is one."""
        if (self.months > 0) == (self.days > 0):
            raise ValueError("write either months or days")
        if not 0 <= self.from_month <= MONTHS:
            raise ValueError("from_month is a month, 1 to 12")
        return self


@dataclass(config=STRICT, kw_only=True)
class ParseFill:
    """Coders write this field: a parser reads its value from words."""

    fill: Literal["parse"]
    reads: ParserName
    agree: RuleName
    otherwise: Annotated[DeriveFill | RegisterFill, pydantic.Field(discriminator="fill")] | None = None
    """What fills the cell where there is no claim."""
    covers: Literal["", "quotation"] = ""
    """Its claims account for quotations."""
    refers_to: str = ""
    """The table whose rows the members of this set name. A single reference is a `foreignKeys` entry."""
    names_row: pydantic.StrictBool = False
    """Its words name the row: by them a second coding's references are resolved."""
    speaks_for: pydantic.StrictBool = False
    """It names the body for which a person speaks."""
    ties_sources: pydantic.StrictBool = False
    """It ties rows across sources. A blind coder of one source cannot give it, so it is not compared."""
    ties_neighbours: pydantic.StrictBool = False
    """It ties rows of one source in sentences side by side; each name ties at least two."""
    continued_by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For a code: the ties that rows with it in neighbouring sentences of one speaker must share."""
    marks_error: dict[str, tuple[str, str]] = field(default_factory=dict)
    """For a code: the printed field that is wrong, and the field with its correction."""
    only_where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Another field of the row, and those of its codes with which this field may have a value."""
    leaves_open: tuple[str, ...] = ()
    """Codes that say that the sources leave it open: a ruling may take one, whether a source says it or not."""
    counts_unless: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The field with the unit, and those of its codes that are no counts: in them a strict bound does not move by one."""
    lies_in: str = ""
    """The field with the country in which this place lies."""
    at_most: Limit | None = None
    """The figure of another row that this one may not exceed."""
    differs_from: tuple[str, ...] = ()
    """Fields whose values this one never has, unless a written reason says why. Of a set, each member counts."""
    same_as: Link | None = None
    """A field of another row whose value this one has, unless a written reason says why."""
    only_with: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """For a code: other fields of the row, each with the codes that go with it; an empty text is an empty cell."""
    lasts: dict[str, Span] = field(default_factory=dict)
    """For a code: how long the period in another field lasts. A correction of the period takes its place."""
    not_planned: tuple[str, ...] = ()
    """Codes that say that something is done. What is planned, or said with a word of the future, has none of them."""
    no_row_of: str = ""
    """The table whose rows these words do not name, unless a written reason says why."""
    gathers_speakers: tuple[str, ...] = ()
    """It names everyone who speaks in the source, and whom these references (TABLE.FIELD) name by words of the source."""
    not_before: str = ""
    """The field with a date before which this one cannot be."""
    requires: dict[str, Requirement] = field(default_factory=dict)
    """For a code: what the row that another field names must have."""
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For a code: phrases that say it. Words that say another code, and not the claim's own, are an error."""
    fixed_phrases: tuple[str, ...] = ()
    """Phrases that say none of the codes, though a phrase of one is in them: of their own accord."""
    currencies: tuple[str, ...] = ()
    """Codes that are a currency's (ISO 4217), in small letters. Words beside which another one is named do not say them."""
    ordinals: str = ""
    """The code that every ordinal says, in letters or digits, beside its phrases: sixth, 21st."""
    needs_words: tuple[str, ...] = ()
    """Codes whose words must hold one of their phrases in a source that was coded once, unless there is a reason."""
    needs_reason: tuple[str, ...] = ()
    """Codes that need a reason in a source that was coded once."""
    prints: str = ""
    """The field with codes whose words it has as printed: they may not say another code than the row has."""
    goes_with: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For a code, or * for any value: fields that a row with it has too, where its source was coded once."""
    narrows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For a code: the wider codes that words do not say which hold a phrase of this one alone."""
    not_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For a code: phrases that do not say it, unless a verb of speech is in its words too: acts, which are no speech."""
    said_with: tuple[str, ...] = ()
    """Phrases of which the sentence, or the reason, has one in a source that was coded once: paid, funded, at the expense."""
    outside_quotations: pydantic.StrictBool = False
    """Its words do not stand between quotation marks, unless there is a reason."""
    opens_text: pydantic.StrictBool = False
    """Its words open the text and do not end as a sentence does, unless there is a reason."""
    asked_by: tuple[str, ...] = ()
    """Phrases that ask for this field where they stand in the sentence of an attributed row, in a source coded once."""
    outlets: tuple[str, ...] = ()
    """Codes of the bodies through which words come: media."""
    unnamed: tuple[str, ...] = ()
    """Codes of bodies without a name: a source that describes one in two ways speaks of two."""
    after: tuple[str, ...] = ()
    """Phrases directly before its words: from, to. Words after those of another such field alone are an error."""

    @property
    def basis(self) -> Basis:
        """How a value of this field is obtained, where no written reason overrules it."""
        return BASES[self.reads]


Fill = Annotated[
    ParseFill | PartFill | SpeakerFill | DeriveFill | GatherFill | RegisterFill, pydantic.Field(discriminator="fill")
]
