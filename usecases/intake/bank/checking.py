"""An answer file of a bank as it would be read: by which profile, what each row means, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.file_problems import in_cell, sentence
from usecases.intake.bank.profile_files import profile_named, profiles
from usecases.intake.bank.replies import read_replies
from usecases.intake.bank.reply import BankReplies, BankReply, BankResult
from usecases.intake.editions import today
from usecases.problems import Problem
from usecases.session.settings import Settings


class ReplyRow(Row):
    """What one row of an answer says; `row` counts from 1."""

    row: Annotated[int, Heading(N_("Row"))]
    batch: Annotated[str, Heading(N_("Batch"), Kind.NAME)]
    application: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    fund: Annotated[str | None, Heading(N_("Fund"), Kind.NAME)]
    amount_fen: Annotated[int | None, Heading(N_("Amount (yuan)"))]
    result: Annotated[str, Heading(N_("The bank's answer"), Kind.LABEL)]
    value_on: Annotated[date | None, Heading(N_("Value date"))]
    reference: Annotated[str | None, Heading(N_("The bank's number"), Kind.NAME)]
    reason: Annotated[str | None, Heading(N_("Reason"))]


class ReplyProblem(Row):
    """One thing that is wrong; rows and columns count from 1, and neither is set for the file as a whole."""

    row: int | None
    column: int | None
    heading: str | None
    code: str
    problem: str


class CheckedReplies(Row):
    """An answer file, read by `profile`; `ignored` are the headings of columns that are not read, `aside` is how many
    entries of a statement are no payments of ours, `unmatched` the rows of those that only quote a run.
    """

    file: str
    profile: str | None
    replies: tuple[ReplyRow, ...]
    problems: tuple[ReplyProblem, ...]
    ignored: tuple[str, ...]
    aside: int
    unmatched: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepliesCheck:
    """The result for programs; for people the problems in sentences that say where, and notes. `missing` says that
    there is no file.
    """

    result: CheckedReplies
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    missing: bool


def check_replies(settings: Settings, path: Path, profile: str | None) -> RepliesCheck:
    """What an answer file would mean. Raises as `replies_of_file`."""
    file, notes = replies_of_file(settings, path, today(settings), profile)
    result = CheckedReplies(
        file=str(path),
        profile=file.profile,
        replies=tuple(map(_row, file.replies)),
        problems=tuple(map(_problem, file.problems)),
        ignored=file.ignored,
        aside=file.aside,
        unmatched=file.unmatched,
    )
    return RepliesCheck(
        result=result,
        sentences=tuple(sentence(problem, _) for problem in file.problems),
        notes=notes,
        missing=any(problem.code == "file-missing" for problem in file.problems),
    )


def replies_of_file(
    settings: Settings, path: Path, today: date, profile: str | None
) -> tuple[BankReplies, tuple[str, ...]]:
    """The replies in a file by the profile that is named, or else by the one that fits; and what the desk is told.

    Raises `UsageError` for a name that no profile has, and `FilesRefused` for a profile that is not in order.
    """
    offered = (profile_named(settings, profile),) if profile else profiles(settings)
    file = read_replies(path, today, offered, preferred=settings["bank_profile"])
    return file, tuple(_notes(file, settings["bank_profile"]))


def _notes(file: BankReplies, usual: str) -> list[str]:
    notes = []
    if file.profile not in (None, usual):
        notes.append(_("Read by the bank profile %(name)s.") % {"name": file.profile})
    if file.ignored:
        notes.append(_("Columns that are not read: %(headings)s.") % {"headings": ", ".join(file.ignored)})
    if file.aside and file.replies:
        notes.append(_("Entries that are no payments of ours, left aside: %(count)s.") % {"count": file.aside})
    if file.unmatched:
        rows = ", ".join(map(str, file.unmatched[:10])) + (" …" if len(file.unmatched) > 10 else "")
        notes.append(
            _("Credits that quote a run and are no returns, perhaps paid back by payees: row %(rows)s.")
            % {"rows": rows}
        )
    doubtful = [reply.application for reply in file.replies if reply.result is BankResult.UNKNOWN]
    if doubtful:
        shown = ", ".join(doubtful[:10]) + (" …" if len(doubtful) > 10 else "")
        notes.append(
            _("The bank does not know yet of %(count)s item(s), ask it again: %(numbers)s.")
            % {"count": len(doubtful), "numbers": shown}
        )
    return notes


def _row(reply: BankReply) -> ReplyRow:
    return ReplyRow(
        row=reply.row,
        batch=reply.batch,
        application=reply.application,
        fund=reply.fund,
        amount_fen=reply.amount_fen,
        result=reply.result.value,
        value_on=reply.value_on,
        reference=reply.reference,
        reason=reply.reason,
    )


def _problem(noted: Problem) -> ReplyProblem:
    return ReplyProblem(
        row=noted.where.row,
        column=noted.where.column,
        heading=noted.where.heading,
        code=noted.code,
        problem=in_cell(noted, _),
    )
