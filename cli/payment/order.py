"""`bailu payment order`: order what is payable, as one run of one paying authority."""

from __future__ import annotations

import click

from cli.output import print_line, print_note
from cli.payment._payment import _answered, _show
from cli.prompt import agree
from cli.verbs import Verb, money_options, option, output_option
from domain.errors import NotAllowed
from domain.treasury.batch import OrderPayment
from domain.worklist import HOLDER
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.dossiers.payment_sheet import sheet_of
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_UNCONFIRMED = N_("Left out, because finance has not confirmed their accounts: %(numbers)s.")


_DOUBTFUL = N_("Left out, because the bank did not accept their accounts: %(numbers)s.")


@click.command(
    "order",
    cls=Verb,
    help=N_(
        "Order what is payable, as one run of one paying authority.\n\n"
        "Shows first what each case is paid, and the funds that the run draws on. Another finance officer releases it."
    ),
)
@click.argument("numbers", nargs=-1)
@option("--all", "everything", is_flag=True, help=N_("Everything that is payable."))
@option("--authority", help=N_("With --all: only the cases of this paying authority."))
@option("--scheme", help=N_("With --all: only the cases of this scheme."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    numbers: tuple[str, ...],
    everything: bool,
    authority: str | None,
    scheme: str | None,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    if everything == bool(numbers) or (numbers and (authority or scheme)):
        raise click.UsageError(_("Give the numbers, or --all with or without --authority and --scheme."))
    session = OfficerSession(settings)
    said = session.prepare(
        OrderPayment(applications=numbers or _payable(session, authority, scheme)), command_id=command_id
    )
    planned = session.execute(said, dry_run=True)
    sheet = sheet_of(session, planned.events, recorded=planned.repeated)
    _show(sheet, output)
    if not dry_run and not planned.repeated:
        asked = _("Order %(amount)s for %(count)s application(s)?")
        agree(asked % {"amount": amount_in_words(sheet.amount_fen), "count": len(sheet.items)}, yes=yes)
        done = sheet_of(session, session.execute(said).events, recorded=True)
        if done.values() != sheet.values():
            print_note(_("Meanwhile somebody else was at work on these cases or funds. This is what was recorded:"))
            _show(done, output)
            sheet = done
    if _answered(sheet, output, recorded=planned.repeated or not dry_run, repeated=planned.repeated):
        return
    if planned.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    elif dry_run:
        print_line(_("Nothing was recorded: this is what would be ordered."))
    else:
        print_line(_("Batch %(batch)s is ordered. Another finance officer releases it.") % {"batch": sheet.batch})


def _payable(session: OfficerSession, authority: str | None, scheme: str | None) -> tuple[str, ...]:
    """The cases of which something can be ordered; of those that their account leaves out, the numbers are shown.

    A question first, of the read models brought to the head; the run is decided again under the lock. Raises
    `NotAllowed("nothing-payable-at-all")`.
    """
    from cli.views import caught_up
    from usecases.queries.worklist import MODELS, payable

    with caught_up(session, *MODELS) as views:
        numbers = payable(views, scheme=scheme, authority=authority)
    ready: list[str] = []
    left_out: dict[str, list[str]] = {}
    with session.repository() as repository:
        for case in map(repository.case, numbers):
            if HOLDER in case.unconfirmed:
                left_out.setdefault(_UNCONFIRMED, []).append(case.number)
            elif case.account_doubtful:
                left_out.setdefault(_DOUBTFUL, []).append(case.number)
            elif case.payable():
                ready.append(case.number)
    for sentence, numbers in left_out.items():
        print_note(_(sentence) % {"numbers": ", ".join(numbers)})
    if not ready:
        raise NotAllowed("nothing-payable-at-all")
    return tuple(ready)
