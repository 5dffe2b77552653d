"""`bailu payment order`: order what is payable, as one run of one paying authority."""

from __future__ import annotations

import click

from cli.output import print_line, print_note
from cli.parameters import NAME, WORDS
from cli.payment._sheet import print_decided, print_sheet
from cli.prompt import execute_agreed
from cli.shared_account import shared_account_option
from cli.verbs import Verb, money_options, option, output_option
from domain.treasury.messages import PaidThrough
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.payment_run import ordered_sheet, plan_order, usual_way
from usecases.dossiers.payable_cases import DOUBTFUL, UNCONFIRMED, account_reasons, owed_back_alone
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_LEFT_OUT = {
    UNCONFIRMED: N_("Left out, because finance has not confirmed their accounts: %(numbers)s."),
    DOUBTFUL: N_("Left out, because the bank did not accept their accounts: %(numbers)s."),
}


@click.command(
    "order",
    cls=Verb,
    help=N_(
        "Order what is payable, as one run of one paying authority.\n\n"
        "Shows first what each case is paid, and the funds that the run draws on. Another finance officer releases it. "
        "Through the treasury each fund pays an item of its own."
    ),
)
@click.argument("numbers", type=NAME, nargs=-1)
@option("--all", "everything", is_flag=True, help=N_("Everything that is payable."))
@option("--payer", type=NAME, help=N_("With --all: only the cases of this paying authority."))
@option("--scheme", type=NAME, help=N_("With --all: only the cases of this scheme."))
@option(
    "--through",
    type=click.Choice(("bank", "treasury")),
    help=N_("How the run is paid; as the bank profile that is set has it, if not said."),
)
@shared_account_option
@option(
    "--despite-demands",
    type=WORDS,
    metavar="REASON",
    help=N_("Why something is owed back to a payee who owes, too; recorded, sealed, where one does."),
)
@option("--net", is_flag=True, help=N_("Keep what is owed back for demands of the same case, and order the rest."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    numbers: tuple[str, ...],
    everything: bool,
    payer: str | None,
    scheme: str | None,
    through: str | None,
    shared_account: str | None,
    despite_demands: str | None,
    net: bool,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    if everything == bool(numbers) or (numbers and (payer or scheme)):
        raise click.UsageError(_("Give the numbers, or --all with or without --payer and --scheme."))
    session = OfficerSession(settings)
    payable = numbers or _payable(session, payer, scheme, through)
    order = plan_order(
        session,
        payable,
        command_id=command_id,
        through=through,
        shared_account=shared_account,
        despite_demands=despite_demands,
        net=net,
    )
    sheet, people = order.sheet, output in (None, "table")
    if people:
        print_sheet(sheet)
    question = _("Order %(amount)s for %(count)s application(s)?")
    question %= {"amount": amount_in_words(sheet.amount_fen), "count": sheet.applications}
    outcome = execute_agreed(order.plan, question, yes=yes, dry_run=dry_run)
    if outcome.recorded and not outcome.repeated and (recorded := ordered_sheet(session, outcome)) != sheet:
        print_note(_("Meanwhile somebody else was at work on these cases or funds. This is what was recorded:"))
        sheet = recorded
        if people:
            print_sheet(sheet)
    if print_decided(sheet, outcome, output):
        return
    if outcome.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    elif outcome.recorded:
        print_line(_("Batch %(batch)s is ordered. Another finance officer releases it.") % {"batch": sheet.batch})
    else:
        print_line(_("Nothing was recorded: this is what would be ordered."))


def _payable(session: OfficerSession, payer: str | None, scheme: str | None, through: str | None) -> tuple[str, ...]:
    """The cases of which something can be ordered, with a note about those that are left out: a question to the read
    models, which catch up first.
    """
    from cli.views import asked_for_all
    from usecases.queries import selection

    with asked_for_all(session, selection.WORKLIST, selection.REGISTER) as views:
        payable = selection.payable(views, scheme=scheme, payer=payer)
    for reason, numbers in account_reasons(session, payable.left_out).items():
        print_note(_(_LEFT_OUT[reason]) % {"numbers": ", ".join(numbers)})
    if (through or usual_way(session)) == PaidThrough.BANK:
        return payable.numbers
    owed_back = owed_back_alone(session, payable.numbers)
    if owed_back:
        note = _("Left out, because the treasury does not pay what is owed back: %(numbers)s.")
        print_note(note % {"numbers": ", ".join(owed_back)})
    return tuple(number for number in payable.numbers if number not in owed_back)
