"""`bailu payment order`: order what is payable, as one run of one paying authority."""

from __future__ import annotations

import click

from cli.output import print_line, print_note
from cli.payment._payment import _answered, _show
from cli.prompt import agree
from cli.verbs import Verb, money_options, option, output_option
from domain.application.events import ApplicationReopened, NoticeClosed
from domain.application.state.case import application_stream
from domain.base import STORED_NAMES
from domain.errors import NotAllowed
from domain.treasury.batch import OrderPayment
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.dossiers.payment_sheet import sheet_of
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_ROWS_A_PAGE = 5_000


_SETTLING = ("application.settled.v1", "application.settled.v2")
"""As they are stored, also by earlier versions."""


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
    """The cases of which something can be ordered. Raises `NotAllowed("nothing-payable-at-all")`.

    A case is payable from the day its notice was closed, or it was opened again, until it is settled: the log names
    the few to look at.
    """
    opening = (STORED_NAMES[NoticeClosed], STORED_NAMES[ApplicationReopened])
    streams: dict[str, None] = {}
    position = 0
    with session.database.reading() as view:
        while rows := view.rows(after=position, limit=_ROWS_A_PAGE, names=(*opening, *_SETTLING)):
            for row in rows:
                if row.name in opening:
                    streams[row.stream] = None
                else:
                    streams.pop(row.stream, None)
            position = rows[-1].position
    found: list[str] = []
    left_out: dict[str, list[str]] = {}
    with session.repository() as repository:
        for stream in streams:
            case = repository.case(stream.removeprefix(application_stream("")))
            if case.payable() and authority in (None, case.authority) and scheme in (None, case.scheme):
                if "other-account-holder" in case.unconfirmed:
                    left_out.setdefault(_UNCONFIRMED, []).append(case.number)
                elif case.account_doubtful:
                    left_out.setdefault(_DOUBTFUL, []).append(case.number)
                else:
                    found.append(case.number)
    for said, numbers in left_out.items():
        print_note(_(said) % {"numbers": ", ".join(numbers)})
    if not found:
        raise NotAllowed("nothing-payable-at-all")
    return tuple(found)
