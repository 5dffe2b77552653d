"""`bailu payment`: runs of payments, ordered by one finance officer, released by another, answered by the bank."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_listing, print_note, print_record
from cli.payment.sheet import show_sheet
from cli.prompt import agree
from cli.verbs import LazyGroup, command_id_option, dry_run_option, money_options, option, output_option
from domain.errors import NotAllowed
from domain.treasury.batch import OrderPayment, ReleasePayment
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.amounts import amount_said
from usecases.dossiers.payment_sheet import ITEMS, Sheet, ordering_facts, sheet_of
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_UNCONFIRMED = N_("Left out, because finance has not confirmed their accounts: %(numbers)s.")
_DOUBTFUL = N_("Left out, because the bank did not accept their accounts: %(numbers)s.")

payment = LazyGroup(
    "payment",
    help=N_("Payment runs: order, release, export, import."),
    subcommands={
        "list": ("cli.payment.show", "list_batches", N_("List the payment runs")),
        "show": (
            "cli.payment.show",
            "show",
            N_("Show one payment run: its items, its funds, and what the bank answered"),
        ),
    },
)


@payment.command(
    "order",
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
def order(
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
        agree(asked % {"amount": amount_said(sheet.amount_fen), "count": len(sheet.items)}, yes=yes)
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


@payment.command(
    "release",
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
def release(
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
        agree(asked % {"amount": amount_said(sheet.amount_fen), "batch": batch}, yes=yes)
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


@payment.command(
    "export",
    help=N_(
        "Write the file of a released run for the bank, with every account in full.\n\n"
        "That accounts were shown is recorded, with the digest of the file, before the file is in its place. "
        "A file that is there is never overwritten."
    ),
)
@click.argument("batch")
@click.argument("file", type=click.Path(path_type=Path))
@option("--again", is_flag=True, help=N_("Make another file of a run, when the first never reached the bank."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def export(
    settings: Settings, batch: str, file: Path, again: bool, dry_run: bool, command_id: str | None, output: str | None
) -> None:
    from usecases.commands.export_payment import export_to

    done = export_to(OfficerSession(settings), batch, file, again=again, dry_run=dry_run, command_id=command_id)
    if print_record(done.values(), output, (Column("sha256", N_("SHA-256 of the file"), Kind.NAME),)):
        return
    if done.there_before:
        print_line(_("%(file)s is there already, exactly so. Nothing was recorded.") % {"file": file})
    elif dry_run:
        print_line(_("Would write %(rows)s account(s) in full to %(file)s.") % {"rows": done.rows, "file": file})
    else:
        said = _("%(file)s is written: %(rows)s payment(s), SHA-256 %(sha256)s.")
        print_line(said % {"file": file, "rows": done.rows, "sha256": done.sha256})


@payment.command(
    "import",
    help=N_(
        "Record a bank's answer file: credits, returned payments, and payments that were not carried out.\n\n"
        "All of it or nothing, days or months later, also of a settled case. The same file again changes nothing."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@money_options
@output_option
@click.pass_obj
def import_file(
    settings: Settings, file: Path, yes: bool, dry_run: bool, command_id: str | None, output: str | None
) -> None:
    from cli.payment.bank_replies import COLUMNS, BankReplies
    from cli.payment.bank_replies import show as show_answers

    read = BankReplies.read(OfficerSession(settings), file, command_id)
    read.check()
    people = output in (None, "table")
    if people:
        show_answers(read.rows())
        read.show_turns()
    if read.new and not dry_run:
        agree(read.question(), yes=yes)
        read.record()
    if output in ("csv", "xlsx"):
        print_listing(COLUMNS, read.rows(), output)
        return
    if print_record({"batches": read.rows(), "recorded": bool(read.new) and not dry_run}, output, COLUMNS):
        return
    if not read.new:
        print_line(_("Everything in this file was recorded before: nothing new."))
    elif dry_run:
        print_line(_("Nothing was recorded: this is what would be."))
    else:
        print_line(read.done())


def _payable(session: OfficerSession, authority: str | None, scheme: str | None) -> tuple[str, ...]:
    """The cases of which something can be ordered: a question to the read models, which catch up first. Raises
    `NotAllowed("nothing-payable-at-all")`.
    """
    from cli.views import caught_up
    from usecases.queries import selection

    with caught_up(session, selection.WORKLIST, selection.REGISTER) as views:
        found = selection.payable(views, scheme=scheme, authority=authority)
    left_out: dict[str, list[str]] = {}
    with session.repository() as repository:
        for number in found.left_out:
            unconfirmed = "other-account-holder" in repository.case(number).unconfirmed
            left_out.setdefault(_UNCONFIRMED if unconfirmed else _DOUBTFUL, []).append(number)
    for said, numbers in left_out.items():
        print_note(_(said) % {"numbers": ", ".join(numbers)})
    if not found.numbers:
        raise NotAllowed("nothing-payable-at-all")
    return found.numbers


def _show(sheet: Sheet, output: str | None) -> None:
    if output in (None, "table"):
        show_sheet(sheet)


def _answered(sheet: Sheet, output: str | None, **outcome: bool) -> bool:
    """Give a program its answer. False when a person is reading."""
    if output in ("csv", "xlsx"):
        print_listing(ITEMS, sheet.items, output)
        return True
    return print_record({**sheet.values(), **outcome}, output, ITEMS)
