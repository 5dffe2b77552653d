"""`bailu payment import`: record a bank's answer file: credits, returned payments, and payments that were not carried
out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.bank._options import profile_option
from cli.fund_moves import print_fund_moves
from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.parameters import FILE, WORDS
from cli.prompt import agree
from cli.verbs import Verb, money_options, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from presentation.rows.columns import columns
from presentation.words.amounts import amount_in_words
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    # Help does not wait for what reads workbooks.
    from usecases.commands.import_bank_replies import BankReplyImport, NewReplies, RunReplies


@click.command(
    "import",
    cls=Verb,
    help=N_(
        "Record a bank's answer file: credits, returned payments, and payments that were not carried out.\n\n"
        "All of it or nothing, days or months later, also of a settled case. The same file again changes nothing. What "
        "differs from the order, another finance officer confirms; whoever ordered a run does not import its answer."
    ),
)
@click.argument("file", type=FILE)
@profile_option
@option(
    "--same-reference",
    type=WORDS,
    metavar="REASON",
    help=N_("Why a reference of these stands for something else, too."),
)
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    file: Path,
    profile: str | None,
    same_reference: str | None,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    from usecases.commands.import_bank_replies import ImportedReplies, RunReplies, plan_bank_replies

    session = OfficerSession(settings)
    replies = plan_bank_replies(session, file, profile=profile, same_reference=same_reference, command_id=command_id)
    for note in replies.notes:
        print_note(note)
    if output in (None, "table"):
        print_table(columns(RunReplies, without=_nothing_in(replies.rows)), replies.rows)
        for remark in replies.remarks():
            print_note(remark)
        print_fund_moves(replies.fund_moves())
    if replies.new.count and not dry_run:
        agree(_question(replies.new), yes=yes)
        replies = replies.record()
    elif not dry_run:
        replies.settle()
    recorded = bool(replies.new.count) and not dry_run
    if output in ("csv", "xlsx"):
        print_listing(RunReplies, replies.rows, output)
        return
    if print_record(ImportedReplies(batches=replies.rows, recorded=recorded), output):
        return
    if recorded:
        print_line(_done(replies))
        for proposal in replies.proposals:
            print_waiting(proposal)
    elif replies.new.count:
        print_line(_("Nothing was recorded: this is what would be."))
    else:
        print_line(_("Everything in this file was recorded before: nothing new."))


def _nothing_in(rows: Sequence[RunReplies]) -> set[str]:
    """The columns of what did not happen."""
    empty = set() if any(row.returned for row in rows) else {"returned", "returned_fen"}
    empty = empty if any(row.proposal for row in rows) else {*empty, "proposal"}
    empty = empty if any(row.unknown for row in rows) else {*empty, "unknown"}
    return empty if any(row.failed for row in rows) else {*empty, "failed"}


def _question(new: NewReplies) -> str:
    """What is to be agreed to; returns and failures are named only where there are any."""
    question = _("Record %(count)s credit(s), together %(amount)s?")
    if new.returned or new.failed:
        question = _(
            "Record %(count)s credit(s), together %(amount)s, %(returned)s return(s), together "
            "%(returned_amount)s, and %(failed)s payment(s) that were not carried out?"
        )
    return question % {
        "count": new.credited,
        "amount": amount_in_words(new.credited_fen),
        "returned": new.returned,
        "returned_amount": amount_in_words(new.returned_fen),
        "failed": new.failed,
    }


def _done(replies: BankReplyImport) -> str:
    """What was recorded, in one sentence."""
    sentence = _("%(new)s answer(s) of the bank recorded.")
    if replies.new.credited_fen:
        sentence = _("%(new)s answer(s) of the bank recorded, %(amount)s newly credited.")
    if replies.money_missing:
        sentence += " " + _("Where money did not arrive, a clerk gives an account with `bailu application account`.")
    return sentence % {"new": replies.new.count, "amount": amount_in_words(replies.new.credited_fen)}
