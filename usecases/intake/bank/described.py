"""Bank profiles as a desk reads them: the list, and one with its columns, limits and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from domain.money import yuan
from presentation.language import N_, _, spoken
from presentation.rows.columns import Heading, Kind, Row
from usecases.intake.bank.item_form import ItemForm, Required
from usecases.intake.bank.message_forms import MessageOrders
from usecases.intake.bank.profile import BankProfile, MessageProfile, TableProfile
from usecases.intake.bank.profile_files import profile_named, profiles
from usecases.session.settings import Settings


class ListedProfile(Row):
    """A profile as it is listed; `confirmed` tells whether the bank's own template was compared with it."""

    name: Annotated[str, Heading(N_("Profile"), Kind.NAME)]
    title: Annotated[str, Heading(N_("Bank template"))]
    format: Annotated[str, Heading(N_("Form of the file"), Kind.NAME)]
    encoding: Annotated[str | None, Heading(N_("Encoding"), Kind.NAME)]
    rows_max: Annotated[int | None, Heading(N_("Rows at most"))]
    file_amount_fen: Annotated[int | None, Heading(N_("At most a file (yuan)"))]
    confirmed: Annotated[bool, Heading(N_("Checked with the bank"))]
    default: Annotated[bool, Heading(N_("By default"))]


class ColumnRow(Row):
    """A column of the order file: a value of the item, or the same text in every row."""

    heading: Annotated[str, Heading(N_("Heading"), Kind.NAME)]
    value: Annotated[str, Heading(N_("Value"), Kind.NAME)]
    text: Annotated[str, Heading(N_("Text"))]
    required: Annotated[str | None, Heading(N_("Required"), Kind.NAME)]


class AnswerRow(Row):
    """What is read of an answer: a value, with the headings or words for it."""

    value: Annotated[str, Heading(N_("Value"), Kind.NAME)]
    words: Annotated[str, Heading(N_("Headings or words"))]


class DescribedProfile(ListedProfile):
    """A profile whole; `lines` say in sentences how files are made."""

    lines: tuple[str, ...]
    columns: tuple[ColumnRow, ...]
    answers: tuple[AnswerRow, ...]


def listed(settings: Settings) -> list[ListedProfile]:
    """The profiles at hand. Raises as `profiles`."""
    return [ListedProfile(**_members(settings, profile)) for profile in profiles(settings)]


def described(settings: Settings, name: str) -> DescribedProfile:
    """One profile, by its name or the path of its file. Raises as `profile_named`."""
    profile = profile_named(settings, name)
    columns, answers = _of_tables(profile) if isinstance(profile, TableProfile) else _of_messages(profile)
    return DescribedProfile(
        **_members(settings, profile),
        lines=tuple(_lines(profile.orders)),
        columns=tuple(columns),
        answers=tuple(answers),
    )


def _of_tables(profile: TableProfile) -> tuple[list[ColumnRow], list[AnswerRow]]:
    answers = profile.answers
    rows = [AnswerRow(value=value, words="、".join(headings)) for value, headings in answers.headings.items()]
    rows += [AnswerRow(value=f"result: {result}", words="、".join(words)) for result, words in answers.results.items()]
    marks = {"totals": answers.totals, "notes": answers.notes, "ends": answers.ends, "days": answers.day_formats}
    rows += [AnswerRow(value=name, words="、".join(words)) for name, words in marks.items() if words]
    columns = [_column(one.heading, one.value, one.text, one.required) for one in profile.orders.columns]
    return columns, rows


def _of_messages(profile: BankProfile) -> tuple[list[ColumnRow], list[AnswerRow]]:
    assert isinstance(profile, MessageProfile), "a profile has tables or messages"
    orders, answers, payer = profile.orders, profile.answers, profile.orders.payer
    columns = [_column("PmtId/EndToEndId", "batch/application/fund" if orders.item == "fund" else "batch/application")]
    columns += [
        _column("Amt/InstdAmt", "amount"),
        _column("Cdtr/Nm", "holder"),
        _column("CdtrAcct/Id/Othr/Id", "account"),
    ]
    columns += [_column("CdtrAgt/FinInstnId/Nm", "bank", required=orders.bank_name)]
    columns += [_column("CdtrAgt/FinInstnId/ClrSysMmbId/MmbId", "union-number", required=orders.union_number)]
    columns += [_column("RmtInf/Ustrd", "remark")] if orders.remark is not None else []
    if payer is not None:
        columns += [_column("Dbtr/Nm", text=payer.name), _column("DbtrAcct/Id/Othr/Id", text=payer.account)]
        columns += [_column("DbtrAgt/FinInstnId", text=payer.bic or payer.union_number)]
    words: dict[str, Sequence[str]] = {
        "messages": answers.messages,
        "Sts: booked": answers.entries.booked,
        "Sts: pending": answers.entries.pending,
        "BkTxCd: credited": answers.transactions.credited,
        "BkTxCd: returned": answers.transactions.returned,
        "BkTxCd: aside": answers.transactions.aside,
        "TxSts: failed": answers.statuses.failed,
        "TxSts: unknown": answers.statuses.unknown,
        "account at fault": [code for code, reason in answers.reasons.items() if reason.account],
    }
    return columns, [AnswerRow(value=value, words="、".join(several)) for value, several in words.items() if several]


def _column(heading: str, value: str | None = None, text: str | None = None, required: Required = "never") -> ColumnRow:
    return ColumnRow(
        heading=heading, value=value or "", text=text or "", required=None if required == "never" else required
    )


def _members(settings: Settings, profile: BankProfile) -> dict[str, Any]:
    orders = profile.orders
    return {
        "name": profile.name,
        "title": profile.title_en if spoken() == "en" and profile.title_en else profile.title,
        "format": orders.format,
        "encoding": getattr(orders, "encoding", None) if orders.format != "xlsx" else None,
        "rows_max": orders.rows_max,
        "file_amount_fen": orders.amount_fen_max,
        "confirmed": profile.confirmed,
        "default": profile.name == settings["bank_profile"],
    }


def _lines(orders: ItemForm) -> Iterator[str]:
    if orders.item == "fund":
        yield _("An item is what one fund pays of an application.")
    if orders.rows_max is not None or orders.amount_fen_max is not None:
        yield _("A run that has more makes several files.")
    if orders.own_bank is not None:
        names = ", ".join([*orders.own_bank.names, *orders.own_bank.codes])
        yield _("Accounts at the bank itself have a file of their own: %(names)s.") % {"names": names}
    if orders.remark is not None:
        yield _("The remark names run and application: %(remark)s.") % {"remark": orders.remark}
    if isinstance(orders, MessageOrders) and orders.payer is None:
        yield _("It does not say yet who pays ([orders.payer]): copy it, name the payer, and export by the copy.")
    if orders.amount_fen_max is not None:
        yield _("At most %(amount)s yuan a file.") % {"amount": yuan(orders.amount_fen_max)}
