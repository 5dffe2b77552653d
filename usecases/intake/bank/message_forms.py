"""What a profile says of messages of ISO 20022: who pays, and which codes of the bank's answers mean what. ADR 0076.

Codes are those of the external code sets of ISO 20022, or a bank's own. What they mean is in `docs/bank-profiles.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from usecases.intake.bank.item_form import ItemForm, Required
from usecases.intake.forms import Form, Text

MessageName = Literal["camt.053", "camt.054", "pain.002"]
Words = Annotated[list[Text], Field(min_length=1)]


class Payer(Form):
    """Whose account pays, at which bank: by its `bic`, or by its `union_number` (联行号) as a member of CNAPS."""

    name: Annotated[Text, Field(min_length=1, max_length=140)]
    organisation_id: Annotated[Text, Field(pattern=r"^[A-Za-z0-9-]{1,35}$")] | None = None
    initiating_party: Annotated[Text, Field(min_length=1, max_length=140)] | None = None
    account: Annotated[Text, Field(pattern=r"^[A-Za-z0-9-]{1,34}$")]
    bic: Annotated[Text, Field(pattern=r"^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$")] | None = None
    union_number: Annotated[Text, Field(pattern=r"^\d{12}$")] | None = None


class MessageOrders(ItemForm):
    """How the bank wants its credit transfer initiations (pain.001.001.09)."""

    format: Literal["pain.001"]
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    payer: Payer | None = None
    batch_booking: bool = False
    bank_name: Required = "always"
    union_number: Required = "other-bank"


class Reason(Form):
    """What a code for why money did not arrive means, and whether it is the account's fault."""

    text: Text
    account: bool = False


class EntryStatuses(Form):
    """Of an entry of a statement or notification: what is booked, and what is not yet."""

    booked: Words
    pending: list[Text] = Field(default_factory=list)


class TransactionCodes(Form):
    """Bank transaction codes, a family by its beginning (`PMNT/ICDT`), or a bank's own: what is paid, what returned,
    and what is `aside` of a payment, such as its charges.
    """

    credited: Words
    returned: Words
    aside: list[Text] = Field(default_factory=list)


class ReportStatuses(Form):
    """Of a transaction in a status report. That money moved, the statement says, and no report. ADR 0076."""

    failed: Words
    unknown: list[Text] = Field(default_factory=list)


class MessageAnswers(Form):
    """Which messages are read, and what their codes mean."""

    messages: Annotated[list[MessageName], Field(min_length=1)]
    entries: EntryStatuses
    transactions: TransactionCodes
    statuses: ReportStatuses
    reasons: Mapping[Text, Reason] = Field(default_factory=dict)
