"""`bailu payment release`: release a run that another finance officer ordered, or decline it."""

from __future__ import annotations

import click

from cli.output import print_line
from cli.parameters import NAME
from cli.payment._sheet import print_decided, print_sheet
from cli.prompt import execute_agreed
from cli.verbs import Verb, money_options, option, output_option
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.payment_run import plan_release
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "release",
    cls=Verb,
    help=N_(
        "Release a run that another finance officer ordered, or decline it.\n\n"
        "With --without, some of its applications are left out: their orders are cancelled, and can be made again."
    ),
)
@click.argument("batch", type=NAME)
@option("--decline", is_flag=True, help=N_("Cancel the order instead: nothing goes to the bank."))
@option(
    "--without",
    type=NAME,
    multiple=True,
    metavar="NUMBER",
    help=N_("Leave this application out; give it again for more."),
)
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    batch: str,
    decline: bool,
    without: tuple[str, ...],
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    if decline and without:
        raise click.UsageError(_("--decline is about the whole run: give it without --without."))
    session = OfficerSession(settings)
    release = plan_release(session, batch, declined=decline, without=without, command_id=command_id)
    sheet = release.sheet
    if output in (None, "table"):
        print_sheet(sheet)
        if without:
            print_line(_("Left out: %(numbers)s.") % {"numbers": ", ".join(without)})
    question = _("Decline %(amount)s in batch %(batch)s?") if decline else _("Release %(amount)s in batch %(batch)s?")
    question %= {"amount": amount_in_words(sheet.amount_fen), "batch": batch}
    outcome = execute_agreed(release.plan, question, yes=yes, dry_run=dry_run)
    if print_decided(sheet, outcome, output):
        return
    if outcome.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    elif not outcome.recorded:
        print_line(_("Nothing was recorded: this is what would be released or declined."))
    elif decline or not sheet.items:
        print_line(_("Batch %(batch)s is cancelled: nothing goes to the bank.") % {"batch": batch})
    else:
        print_line(_("Batch %(batch)s is released: export it for the bank.") % {"batch": batch})
