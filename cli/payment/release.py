"""`bailu payment release`: release a run that another finance officer ordered, or decline it."""

from __future__ import annotations

import click

from cli.output import print_line
from cli.payment._payment import _answered, _show
from cli.prompt import agree
from cli.verbs import Verb, money_options, option, output_option
from domain.treasury.batch import ReleasePayment
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.dossiers.payment_sheet import ordering_facts, sheet_of
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
@click.argument("batch")
@option("--decline", is_flag=True, help=N_("Cancel the order instead: nothing goes to the bank."))
@option("--without", multiple=True, metavar="NUMBER", help=N_("Leave this application out; give it again for more."))
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
    said = session.prepare(ReleasePayment(batch=batch, declined=decline, without=without), command_id=command_id)
    planned = session.execute(said, dry_run=True)
    sheet = sheet_of(session, ordering_facts(session, batch), recorded=True, without=without)
    _show(sheet, output)
    if without and output in (None, "table"):
        print_line(_("Left out: %(numbers)s.") % {"numbers": ", ".join(without)})
    if not dry_run and not planned.repeated:
        asked = _("Decline %(amount)s in batch %(batch)s?") if decline else _("Release %(amount)s in batch %(batch)s?")
        agree(asked % {"amount": amount_in_words(sheet.amount_fen), "batch": batch}, yes=yes)
        session.execute(said)
    if _answered(sheet, output, recorded=planned.repeated or not dry_run, repeated=planned.repeated):
        return
    if planned.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    elif dry_run:
        print_line(_("Nothing was recorded: this is what would be released or declined."))
    elif decline or not sheet.items:
        print_line(_("Batch %(batch)s is cancelled: nothing goes to the bank.") % {"batch": batch})
    else:
        print_line(_("Batch %(batch)s is released: export it for the bank.") % {"batch": batch})
