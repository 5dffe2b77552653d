"""Bank profiles as a desk reads them: the list, and one with its columns, limits and words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from domain.money import yuan
from presentation.language import N_, _, spoken
from presentation.rows.columns import Heading, Kind, Row
from usecases.intake.bank.profile import BankProfile, Orders
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
    answers = profile.answers
    rows = [AnswerRow(value=value, words="、".join(headings)) for value, headings in answers.headings.items()]
    rows += [AnswerRow(value=f"result: {result}", words="、".join(words)) for result, words in answers.results.items()]
    marks = {"totals": answers.totals, "notes": answers.notes, "ends": answers.ends, "days": answers.day_formats}
    rows += [AnswerRow(value=name, words="、".join(words)) for name, words in marks.items() if words]
    columns = [
        ColumnRow(
            heading=one.heading,
            value=one.value or "",
            text=one.text or "",
            required=None if one.required == "never" else one.required,
        )
        for one in profile.orders.columns
    ]
    return DescribedProfile(
        **_members(settings, profile),
        lines=tuple(_lines(profile.orders)),
        columns=tuple(columns),
        answers=tuple(rows),
    )


def _members(settings: Settings, profile: BankProfile) -> dict[str, Any]:
    orders = profile.orders
    return {
        "name": profile.name,
        "title": profile.title_en if spoken() == "en" and profile.title_en else profile.title,
        "format": orders.format,
        "encoding": None if orders.format == "xlsx" else orders.encoding,
        "rows_max": orders.rows_max,
        "file_amount_fen": orders.amount_fen_max,
        "confirmed": profile.confirmed,
        "default": profile.name == settings["bank_profile"],
    }


def _lines(orders: Orders) -> Iterator[str]:
    if orders.item == "fund":
        yield _("An item is what one fund pays of an application.")
    if orders.rows_max is not None or orders.amount_fen_max is not None:
        yield _("A run that has more makes several files.")
    if orders.own_bank is not None:
        names = ", ".join([*orders.own_bank.names, *orders.own_bank.codes])
        yield _("Accounts at the bank itself have a file of their own: %(names)s.") % {"names": names}
    if orders.remark is not None:
        yield _("The remark names run and application: %(remark)s.") % {"remark": orders.remark}
    if orders.amount_fen_max is not None:
        yield _("At most %(amount)s yuan a file.") % {"amount": yuan(orders.amount_fen_max)}
