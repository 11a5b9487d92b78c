"""The columns of the tables that the build makes itself, and those that it needs of `sources`."""

from __future__ import annotations

from curation.schema.kinds import FieldType

SYSTEM_COLUMNS = {
    "claims": (
        "claim_id segment:integer table_name row_id field_name value basis reason year_given source_id passage:integer "
        "attributed_to attributed_words via certainty hedge_words hedge_start:integer exact prefix suffix "
        "char_start:integer char_end:integer in_sentence"
    ),
    "cells": (
        "table_name row_id field_name member:integer value basis rule source_id source_title attributed_to certainty "
        "hedge_words words in_sentence agreeing agreeing_source_ids others reason claim_ids"
    ),
    "disagreements": ("disagreement_id table_name row_id field_name kind readings ruling ruled_by reason evidence claim_ids"),
    "coverage": (
        "source_id passage:integer item:integer kind char_start:integer char_end:integer treatment claim_ids reason"
    ),
    "codings": (
        "source_id table_name row_id item:integer field_name stage compared reads of_value words first_coder second_coder "
        "alike:boolean difference settled_for reason"
    ),
    "evidence": "evidence_id url title publisher shows read_on:date",
    "sources": "seed_file sha256 language",
}
"""Names, each with its type where it is no string."""


def list_needed(table: str) -> dict[str, FieldType]:
    """Return the columns that the code needs in a table, each with its type.

    >>> list_needed("evidence")["read_on"]
    <FieldType.DATE: 'date'>
    """
    pairs = (column.partition(":") for column in SYSTEM_COLUMNS.get(table, "").split())
    return {name: FieldType(type_ or "string") for name, _, type_ in pairs}
