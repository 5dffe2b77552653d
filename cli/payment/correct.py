"""`bailu payment correct`: put right what was recorded wrongly of the bank's answer; both stay in the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import print_line, print_note, print_record
from cli.parameters import DAY, FILE, NAME, WORDS, YUAN
from cli.payment._which import MESSAGE_KINDS, which_options
from cli.prompt import agree
from cli.verbs import Verb, money_options, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from domain.treasury.messages import Correction
    from usecases.commands.planned import Plan


@click.command(
    "correct",
    cls=Verb,
    help=N_(
        "Put right what was recorded wrongly of the bank's answer; both stay in the log.\n\n"
        "Name the item, and with --what or --reference which message about it, and say what is right, or --never where "
        "the bank said nothing of the kind. With --file everything that is recorded of a wrong file is taken back. "
        "Another finance officer confirms it."
    ),
)
@click.argument("batch", type=NAME, required=False)
@click.argument("application", type=NAME, required=False)
@option("--because", type=WORDS, required=True, help=N_("Why it is wrong, such as: the file of another day."))
@option("--file", type=FILE, help=N_("The wrong file, in place of BATCH and APPLICATION."))
@which_options
@option("--never", is_flag=True, help=N_("The bank said nothing of the kind."))
@option("--instead", "kind", type=MESSAGE_KINDS, help=N_("What it said instead."))
@option("--right-fund", type=NAME, help=N_("The item that it was about, by its fund."))
@option("--amount", "amount_fen", type=YUAN, metavar="YUAN", help=N_("The right amount."))
@option("--on", "value_on", type=DAY, metavar="DATE", help=N_("The right value date."))
@option("--right-reference", type=WORDS, help=N_("The right number of the bank."))
@option(
    "--same-reference",
    type=WORDS,
    metavar="REASON",
    help=N_("Why it is right that something else stands under the right reference, too; recorded where it does."),
)
@option("--reason", type=WORDS, help=N_("The right reason of the bank."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    batch: str | None,
    application: str | None,
    because: str,
    file: Path | None,
    of_fund: str | None,
    what: str | None,
    reference: str | None,
    never: bool,
    kind: str | None,
    right_fund: str | None,
    amount_fen: int | None,
    value_on: date | None,
    right_reference: str | None,
    same_reference: str | None,
    reason: str | None,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    from usecases.commands.correct_reply import CorrectedReplies, Right, Which, plan_correction, plan_taking_back

    right = Right(
        fund=right_fund,
        kind=kind,
        amount_fen=amount_fen,
        value_on=value_on,
        reference=right_reference,
        reason=reason,
    )
    session = OfficerSession(settings)
    if file is not None:
        if batch or of_fund or what or reference or never or right.changes:
            raise click.UsageError(_("With --file nothing else says what is wrong: all of it is taken back."))
        corrections, plans = plan_taking_back(session, file, reason=because, command_id=command_id)
    else:
        if batch is None or application is None or never == right.changes:
            raise click.UsageError(_("Give BATCH and APPLICATION, and what is right or --never; or --file."))
        correction, planned = plan_correction(
            session,
            batch,
            application,
            recorded=Which(fund=of_fund, kind=what, reference=reference),
            right=None if never else right,
            reason=because,
            command_id=command_id,
            same_reference=same_reference,
        )
        corrections, plans = (correction,), (planned,)
    people = output in (None, "table")
    if people:
        _print(corrections)
    if not dry_run and any(plan.changes for plan in plans):
        agree(_("Propose %(count)s correction(s)?") % {"count": len(corrections)}, yes=yes)
        plans = _executed(plans)
    outcome = CorrectedReplies.of(plans, count=len(corrections), recorded=not dry_run)
    if print_record(outcome, output):
        return
    if dry_run:
        print_line(_("Nothing was recorded: this is what would be proposed."))
    elif outcome.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    for proposal in outcome.proposals:
        print_waiting(proposal)


def _print(corrections: Sequence[Correction]) -> None:
    from usecases.dossiers.differing_replies import correction_lines

    for number, sentence in correction_lines(corrections):
        print_note(f"{number}: {sentence}")


def _executed(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    from usecases.commands.planned import execute_together

    return execute_together(plans)
