"""What every profile says of the items that a bank is given, in a table or in a message. ADR 0065."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from usecases.intake.forms import Form, Text

Required = Literal["never", "other-bank", "always"]
"""Where an item needs a value: nowhere, for accounts of other banks, or everywhere."""


class OwnBank(Form):
    """By what an account is known to be at the bank itself: part of its bank's name, or the first three digits of its
    union number.
    """

    names: list[Text] = Field(default_factory=list)
    codes: list[Text] = Field(default_factory=list)


class ItemForm(Form):
    """What an item is, its remark, and how many of them, for how many fen, a file may have."""

    format: Text
    item: Literal["application", "fund"] = "application"
    remark: Text | None = None
    own_bank: OwnBank | None = None
    rows_max: Annotated[int, Field(ge=1)] | None = None
    amount_fen_max: Annotated[int, Field(ge=1)] | None = None
