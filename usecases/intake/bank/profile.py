"""A bank profile: how one bank wants its order files, and how it writes its answers. Data, and no program. ADR 0065.

Amounts are whole fen. Everything that a profile may say is a key here; what they mean is in `docs/bank-profiles.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Annotated, Literal

from pydantic import Field

from domain.treasury.messages import PaidThrough
from usecases.intake.bank.item_form import ItemForm, Required
from usecases.intake.bank.message_forms import MessageAnswers, MessageOrders
from usecases.intake.forms import Form, Text
from usecases.intake.text import folded

OrderValue = Literal[
    "batch", "item", "holder", "bank", "union-number", "account", "amount", "application", "remark",
    "fund", "source", "programme", "year", "indicator-document", "function-class", "economic-class", "project",
]  # fmt: skip
FUND_VALUES = frozenset(
    {"fund", "source", "programme", "year", "indicator-document", "function-class", "economic-class", "project"}
)
AnswerValue = Literal[
    "batch", "application", "fund", "amount", "result", "value-on", "reference", "reason", "remark"
]  # fmt: skip
ResultWord = Literal["credited", "returned", "failed", "unknown"]
TotalValue = Literal["count", "amount", "capitals"]
Encoding = Literal["utf-8-sig", "utf-8", "gbk", "gb18030"]

_NUMBERS = {
    "batch": r"(?<![A-Za-z0-9-])[A-Za-z0-9-]+?-\d{4}-\d{4}(?!\d)",
    "application": r"(?<![A-Za-z0-9-])[A-Za-z0-9-]+?-\d{4}-\d{6}(?!\d)",
    "fund": r"(?<![A-Za-z0-9-])[A-Za-z0-9-]+",
}
"""The form of each number that a remark may name."""
_PLACES = {**_NUMBERS, "item": r"\d+"}


class OrderColumn(Form):
    """One column of an order file: a `value` of the item, or the same `text` in every row."""

    heading: Text
    value: OrderValue | None = None
    text: Text | None = None
    required: Required = "never"


class TotalCell(Form):
    value: TotalValue | None = None
    text: Text | None = None


class Totals(Form):
    """A row with the totals of the file, above the headings or below the last item."""

    place: Literal["above", "below"]
    cells: Annotated[list[TotalCell], Field(min_length=1)]


class SummaryColumn(Form):
    heading: Text
    value: OrderValue | TotalValue | None = None
    text: Text | None = None


class Summary(Form):
    """A sheet of its own, before the list: a row for each fund, and one of all together."""

    sheet: Text
    columns: Annotated[list[SummaryColumn], Field(min_length=1)]


class Orders(ItemForm):
    """How the bank wants its order files."""

    format: Literal["csv", "text", "xlsx"]
    encoding: Encoding = "utf-8-sig"
    separator: Literal[",", "\t", ";", "|"] = ","
    for_spreadsheets: bool = False
    sheet: Text = "Sheet1"
    title: list[Text] = Field(default_factory=list)
    headings: bool = True
    columns: Annotated[list[OrderColumn], Field(min_length=1)]
    totals: Totals | None = None
    summary: Summary | None = None


def _usual_encodings() -> list[Encoding]:
    return ["utf-8-sig", "gb18030"]


class Answers(Form):
    """How the bank writes its answers. Headings are compared without marks, widths and spaces."""

    encodings: list[Encoding] = Field(default_factory=_usual_encodings, min_length=1)
    headings: Mapping[AnswerValue, Annotated[list[Text], Field(min_length=1)]]
    results: Mapping[ResultWord, list[Text]]
    remark: Text | None = None
    day_formats: list[Text] = Field(default_factory=list)
    totals: list[Text] = Field(default_factory=list)
    notes: list[Text] = Field(default_factory=list)
    ends: list[Text] = Field(default_factory=list)


class BankProfile(Form):
    """A bank's templates. `confirmed` by the bank, or in the usual shape and to be checked with it."""

    name: Annotated[Text, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Text
    title_en: Text | None = None
    confirmed: bool = False
    orders: ItemForm

    @property
    def paid_through(self) -> PaidThrough:
        """Through whom the runs are paid whose items its files have."""
        return PaidThrough.TREASURY if self.orders.item == "fund" else PaidThrough.BANK


class TableProfile(BankProfile):
    """Order files and answers are tables."""

    orders: Orders
    answers: Answers


class MessageProfile(BankProfile):
    """Order files and answers are messages of ISO 20022. ADR 0076."""

    orders: MessageOrders
    answers: MessageAnswers


def tables_among(profiles: Iterable[BankProfile]) -> tuple[TableProfile, ...]:
    """Those of the profiles whose files are tables."""
    return tuple(profile for profile in profiles if isinstance(profile, TableProfile))


def messages_among(profiles: Iterable[BankProfile]) -> tuple[MessageProfile, ...]:
    """Those of the profiles whose files are messages."""
    return tuple(profile for profile in profiles if isinstance(profile, MessageProfile))


def remark_of(template: str, values: Mapping[str, str]) -> str:
    """The remark of an item: the template with its numbers."""
    return template.format_map(values)


def remark_pattern(template: str) -> re.Pattern[str]:
    """What reads the numbers of a remark again, also where the bank writes something before or behind them."""
    parts: list[str] = []
    for literal, name, _form, _conversion in Formatter().parse(template):
        # Banks drop spaces, or add them.
        parts += [r"\s*" if piece.isspace() else re.escape(piece) for piece in re.split(r"(\s+)", literal)]
        if name is not None:
            parts.append(f"(?P<{name}>{_PLACES[name]})")
    return re.compile("".join(parts), re.ASCII)


def remark_names(template: str) -> tuple[str, ...] | None:
    """The numbers that a template names, or None for one that is not in order."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return None
    names = [name for _literal, name, _form, _conversion in parts if name is not None]
    plain = all(not form and not conversion for _literal, name, form, conversion in parts if name is not None)
    return tuple(names) if plain and set(names) <= set(_PLACES) and len(set(names)) == len(names) else None


def heading_key(heading: str) -> str:
    """By what headings are equal: without spaces, widths, and the marks that people put around them."""
    return folded(heading[:200]).strip("*:")


_DAY_PARTS = (("YYYY", "%Y"), ("YY", "%y"), ("MM", "%m"), ("DD", "%d"), ("hh", "%H"), ("mm", "%M"), ("ss", "%S"))


def day_format(form: str) -> str | None:
    """How `datetime.strptime` writes a form such as `DD/MM/YYYY hh:mm`; None for one without year, month and day."""
    written = form.replace("%", "%%")
    if not all(part in written for part in ("YY", "MM", "DD")):
        return None
    for part, directive in _DAY_PARTS:
        written = written.replace(part, directive, 1)
    return written
