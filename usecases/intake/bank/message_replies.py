"""Answers of a bank that are messages of ISO 20022, by the profile whose account they are about. ADR 0076."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from usecases.intake.bank.message import Message, read_message
from usecases.intake.bank.profile import MessageProfile
from usecases.intake.bank.reply import BankReplies, repetitions
from usecases.intake.bank.statement import StatementReader, account_number
from usecases.intake.bank.status_report import ReportReader
from usecases.problems import Problem, Where, in_file_order, problem

_PLACES: Mapping[str, str] = {
    "camt.053": "BkToCstmrStmt/Stmt",
    "camt.054": "BkToCstmrDbtCdtNtfctn/Ntfctn",
    "pain.002": "CstmrPmtStsRpt",
}
_STATEMENTS = frozenset({"camt.053", "camt.054"})
ENTRIES_MAX = 20_000


def message_replies(content: bytes, today: date, profiles: Sequence[MessageProfile], preferred: str) -> BankReplies:
    """The bank's replies in a message. Of several `profiles` the one is taken whose account it is about; where that
    does not tell, `preferred`, or it is asked which.
    """
    message = read_message(content)
    if isinstance(message, Problem):
        return BankReplies(profile=None, replies=(), problems=(message,))
    profile = _chosen(message, profiles, preferred)
    if isinstance(profile, Problem):
        return BankReplies(profile=None, replies=(), problems=(profile,))
    if message.name in _STATEMENTS:
        reader: StatementReader | ReportReader = StatementReader(profile, today)
    else:
        reader = ReportReader(profile)
    replies = reader.replies(message.document.all(_PLACES[message.name]))
    problems = list(reader.problems)
    if len(replies) > ENTRIES_MAX:
        problems.append(problem("too-many-rows", rows_max=ENTRIES_MAX))
    for twice in repetitions(replies):
        problems.append(twice.at(Where(row=int(twice.values["second"]))))
    if not replies and not problems:
        problems.append(problem("entries-none-ours", count=reader.aside + len(reader.unmatched)))
    return BankReplies(
        profile=profile.name,
        replies=tuple(replies),
        problems=in_file_order(problems),
        aside=reader.aside,
        unmatched=tuple(reader.unmatched),
    )


def _chosen(message: Message, profiles: Sequence[MessageProfile], preferred: str) -> MessageProfile | Problem:
    """A profile that says who pays before one that is a pattern only."""
    reading = [profile for profile in profiles if message.name in profile.answers.messages]
    reading = [profile for profile in reading if profile.orders.payer is not None] or reading
    accounts = {account_number(one) for one in message.document.all(_PLACES[message.name])}
    fitting = [one for one in reading if one.orders.payer is not None and one.orders.payer.account in accounts]
    fitting = fitting or reading
    if not fitting:
        names = ", ".join(profile.name for profile in profiles)
        return problem("message-of-no-profile", name=message.name, names=names)
    if len(fitting) > 1:
        fitting = [profile for profile in fitting if profile.name == preferred] or fitting
    if len(fitting) > 1:
        return problem("profiles-several", names=", ".join(profile.name for profile in fitting))
    return fitting[0]
