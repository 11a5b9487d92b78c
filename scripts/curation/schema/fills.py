"""How the cells of a column are filled: one of six kinds, which the key `fill` names."""

from __future__ import annotations

from typing import Annotated, Literal

import pydantic

from curation.schema.kinds import BASES, Basis, DerivationName, ParserName, PartName, RuleName, SpeakerPart


class Strict(pydantic.BaseModel):
    """A model of a hand-written file: an unknown key is an error, and nothing is changed after reading."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


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


class ParseFill(Strict):
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
    continued_by: dict[str, tuple[str, ...]] = {}
    """For a code: the ties that rows with it in neighbouring sentences of one speaker must share."""
    marks_error: dict[str, tuple[str, str]] = {}
    """For a code: the printed field that is wrong, and the field with its correction."""
    counts_unless: dict[str, tuple[str, ...]] = {}
    """The field with the unit, and those of its codes that are no counts: in them a strict bound does not move by one."""

    @property
    def basis(self) -> Basis:
        """How a value of this field is obtained, where no written reason overrules it."""
        return BASES[self.reads]


Fill = Annotated[
    ParseFill | PartFill | SpeakerFill | DeriveFill | GatherFill | RegisterFill, pydantic.Field(discriminator="fill")
]
