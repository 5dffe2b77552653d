"""The words in which a pack's tables are written, and the tables that have no rule in them. Pydantic checks them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from domain.text import first_invisible

YUAN_MAX = 10**12
TEXT_LENGTH_MAX = 5_000
"""A clause of a notice is a page at most."""


def _yuan(value: object) -> Decimal:
    """An amount of yuan, above zero and in whole fen. The bound comes first: a larger exponent would take for ever."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        yuan = Decimal(value)
        if yuan.is_finite() and 0 < yuan <= YUAN_MAX and yuan * 100 == int(yuan * 100):
            return yuan
    raise PydanticCustomError("amount", "an amount is a number of yuan above zero, in whole fen")


def _readable(text: str) -> str:
    if len(text) > TEXT_LENGTH_MAX:
        raise PydanticCustomError("text-too-long", "the text is too long", {"length_max": TEXT_LENGTH_MAX})
    at = first_invisible(text, allowed="\n")
    if at is not None:
        raise PydanticCustomError(
            "text-invisible", "a character cannot be seen", {"character": f"U+{ord(text[at]):04X}"}
        )
    return text


Yuan = Annotated[Decimal, BeforeValidator(_yuan), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Text = Annotated[str, StringConstraints(pattern=r"\S"), AfterValidator(_readable)]
"""Of some lines at most, and without characters that cannot be seen: officers are shown it, and letters quote it."""
Key = Annotated[str, AfterValidator(_readable)]
"""A key that an author chooses; which words it may be, the checks of the whole pack say."""
Percent = Annotated[int, Field(gt=0, le=100)]
Count = Annotated[int, Field(ge=1, le=10**9)]


class Table(BaseModel):
    """Any table of a pack. An unknown key is a mistake, never ignored, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Named(Table):
    """A table with what something is called."""

    zh: Text
    en: Text


class Sourced(Table):
    """A table with a value in it: it cites a clause, or an interpretation, or both."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["clause"]}, {"required": ["interpretation"]}]})

    clause: Text | None = None
    interpretation: Text | None = None


class NamedSource(Named, Sourced):
    """A fund, or whatever else has a name and a source."""


class AuthorityTable(NamedSource):
    """Of one that pays what the city pays, the pack says so; every other is a district's."""

    government: Literal["city", "district"] = "district"


class WindowTable(Sourced):
    from_: date = Field(alias="from")
    to: date


class PublicNoticeTable(Sourced):
    working_days: Count


class AdvanceTable(Sourced):
    percent: Percent


class Header(Table):
    """What stands at the head of the file."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    number: Count
    document: Text
    issued_on: date
    applies_from: date | None = None
    title: Named
    received: WindowTable
    public_notice: PublicNoticeTable
    advance: AdvanceTable
    interpreter: NamedSource


class RegisterTable(NamedSource):
    """Of what is no body an owner is named, who alone claims under it, unless the pack says that nobody owns it."""

    kind: Literal["body", "site", "project", "team", "product", "post"] = "body"
    attributes: list[Text] = Field(default_factory=list)
    owned: bool | None = None
    documents: Count = 1
    quota: Named | None = None


class MilestoneTable(NamedSource):
    fact: Text
    months: Count


class FactTable(Named):
    type: Literal["boolean", "count", "fen", "day", "text", "choice", "rank", "uscc", "certificate"]
    choices: dict[Key, Named] = Field(default_factory=dict)


class InterpretationTable(Table):
    clause: Text
    question: Named
    reading: Named
    others: Annotated[list[Named], Field(min_length=1)]


class PaysNobodyTable(Named):
    clause: Text
    quote: Text
    why: Named


class ClauseTable(Named):
    text: Text
