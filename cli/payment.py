"""`bailu payment`: runs of payments, ordered by one finance officer, released by another, answered by the bank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cli.asking import agree, amount_said
from cli.desk import Desk
from cli.language import N_, _
from cli.payment_sheet import ANSWERS, ITEMS, Sheet, ordering_facts, sheet_of, steps_of
from cli.render import Column, Kind, listing, note, record, say, table
from cli.settings import Settings
from cli.verbs import command_id_option, dry_run_option, group, money_options, option, output_option
from domain.application.facts import ApplicationSettled, NoticeClosed
from domain.application.state import application_stream
from domain.errors import NotAllowed
from domain.facts import STORED_NAMES
from domain.treasury.batch import Batch, OrderPayment, ReleasePayment

_ROWS_A_PAGE = 5_000

_BATCHES = (
    Column("batch", N_("Batch"), Kind.NAME),
    Column("authority", N_("Authority"), Kind.NAME),
    Column("standing", N_("Standing"), Kind.LABEL),
    Column("count", N_("Applications"), Kind.COUNT),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("credited_fen", N_("Credited (yuan)"), Kind.MONEY),
    Column("ordered_on", N_("Ordered on"), Kind.DAY),
    Column("ordered_by", N_("Ordered by"), Kind.NAME),
)
_STEPS = (
    Column("what", N_("What"), Kind.LABEL),
    Column("recorded_at", N_("When"), Kind.INSTANT),
    Column("officer", N_("Officer"), Kind.NAME),
    Column("sha256", N_("SHA-256 of the file"), Kind.NAME),
)
_CREDITS = (
    Column("batch", N_("Batch"), Kind.NAME),
    Column("count", N_("Credits"), Kind.COUNT),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("new", N_("Of these new"), Kind.COUNT),
)


@group("payment", help=N_("Payment runs: order, release, export, import."))
def payment() -> None:
    pass


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
    desk = Desk(settings)
    said = desk.saying(OrderPayment(applications=numbers or _payable(desk, authority, scheme)), command_id=command_id)
    planned = desk.execute(said, dry_run=True)
    sheet = sheet_of(desk, planned.facts, recorded=planned.repeated)
    _show(sheet, output)
    if not dry_run and not planned.repeated:
        asked = _("Order %(amount)s for %(count)s application(s)?")
        agree(asked % {"amount": amount_said(sheet.amount_fen), "count": len(sheet.items)}, yes=yes)
        done = sheet_of(desk, desk.execute(said).facts, recorded=True)
        if done.values() != sheet.values():
            note(_("Meanwhile somebody else was at work on these cases or funds. This is what was recorded:"))
            _show(done, output)
            sheet = done
    if _answered(sheet, output, recorded=planned.repeated or not dry_run, repeated=planned.repeated):
        return
    if planned.repeated:
        say(_("Recorded before, under the same command id: nothing new."))
    elif dry_run:
        say(_("Nothing was recorded: this is what would be ordered."))
    else:
        say(_("Batch %(batch)s is ordered. Another finance officer releases it.") % {"batch": sheet.batch})


@payment.command("release", help=N_("Release a run that another finance officer ordered, or decline it."))
@click.argument("batch")
@option("--decline", is_flag=True, help=N_("Cancel the order instead: nothing goes to the bank."))
@money_options
@output_option
@click.pass_obj
def release(
    settings: Settings,
    batch: str,
    decline: bool,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    desk = Desk(settings)
    said = desk.saying(ReleasePayment(batch=batch, declined=decline), command_id=command_id)
    planned = desk.execute(said, dry_run=True)
    sheet = sheet_of(desk, ordering_facts(desk, batch), recorded=True)
    _show(sheet, output)
    if not dry_run and not planned.repeated:
        asked = _("Decline %(amount)s in batch %(batch)s?") if decline else _("Release %(amount)s in batch %(batch)s?")
        agree(asked % {"amount": amount_said(sheet.amount_fen), "batch": batch}, yes=yes)
        desk.execute(said)
    if _answered(sheet, output, recorded=planned.repeated or not dry_run, repeated=planned.repeated):
        return
    if planned.repeated:
        say(_("Recorded before, under the same command id: nothing new."))
    elif dry_run:
        say(_("Nothing was recorded: this is what would be released or declined."))
    elif decline:
        say(_("Batch %(batch)s is cancelled: nothing goes to the bank.") % {"batch": batch})
    else:
        say(_("Batch %(batch)s is released: export it for the bank.") % {"batch": batch})


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
    from cli.bank_exchange import export_to

    done = export_to(Desk(settings), batch, file, again=again, dry_run=dry_run, command_id=command_id)
    if record(done.values(), output, (Column("sha256", N_("SHA-256 of the file"), Kind.NAME),)):
        return
    if done.there_before:
        say(_("%(file)s is there already, exactly so. Nothing was recorded.") % {"file": file})
    elif dry_run:
        say(_("Would write %(rows)s account(s) in full to %(file)s.") % {"rows": done.rows, "file": file})
    else:
        said = _("%(file)s is written: %(rows)s payment(s), SHA-256 %(sha256)s.")
        say(said % {"file": file, "rows": done.rows, "sha256": done.sha256})


@payment.command(
    "import",
    help=N_(
        "Record the credits of a bank's answer file: all of them or none.\n\n"
        "The same file again changes nothing. This version records credits; it refuses returned and failed payments."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@money_options
@output_option
@click.pass_obj
def import_file(
    settings: Settings, file: Path, yes: bool, dry_run: bool, command_id: str | None, output: str | None
) -> None:
    from cli.bank_exchange import Credits

    read = Credits.read(Desk(settings), file, command_id)
    read.check()
    if read.new and not dry_run:
        asked = _("Record %(count)s credit(s), together %(amount)s?")
        agree(asked % {"count": read.new, "amount": amount_said(read.new_fen)}, yes=yes)
        read.record()
    if output in ("csv", "xlsx"):
        listing(_CREDITS, read.rows(), output)
        return
    if record({"batches": read.rows(), "recorded": bool(read.new) and not dry_run}, output, _CREDITS):
        return
    table(_CREDITS, read.rows())
    if not read.new:
        say(_("Everything in this file was recorded before: nothing new."))
    elif dry_run:
        say(_("Nothing was recorded: this is what would be."))
    else:
        say(
            _("%(count)s credit(s) recorded, together %(amount)s.")
            % {"count": read.new, "amount": amount_said(read.new_fen)}
        )


@payment.command("list", help=N_("List the payment runs."))
@option("--authority", help=N_("Only the runs of this paying authority."))
@output_option
@click.pass_obj
def list_batches(settings: Settings, authority: str | None, output: str | None) -> None:
    with Desk(settings).books() as books:
        found = [books.batch(name) for name in books.names("batch")]
    listing(_BATCHES, [_row(each) for each in found if authority in (None, each.authority)], output)


@payment.command("show", help=N_("Show one payment run: its items, its funds, and what the bank answered."))
@click.argument("batch")
@output_option
@click.pass_obj
def show(settings: Settings, batch: str, output: str | None) -> None:
    desk = Desk(settings)
    with desk.books() as books:
        found = books.batch(batch)
    sheet = sheet_of(desk, ordering_facts(desk, batch), recorded=True, credited=found.credited)
    steps = steps_of(desk, batch)
    if output in ("csv", "xlsx"):
        listing((*ITEMS, *ANSWERS), sheet.items, output)
    elif not record({**sheet.values(), **_row(found), "steps": steps}, output, _BATCHES):
        table(_BATCHES, [_row(found)])
        sheet.show(answers=True)
        table(_STEPS, steps)


def _payable(desk: Desk, authority: str | None, scheme: str | None) -> tuple[str, ...]:
    """The cases of which something can be ordered. Raises `NotAllowed("nothing-payable-at-all")`.

    A case is payable from the day its notice was closed until it is settled, so the log names the few to look at.
    """
    closed, settled = STORED_NAMES[NoticeClosed], STORED_NAMES[ApplicationSettled]
    streams: dict[str, None] = {}
    position = 0
    with desk.database.reading() as view:
        while rows := view.rows(after=position, limit=_ROWS_A_PAGE, names=(closed, settled)):
            for row in rows:
                if row.name == closed:
                    streams[row.stream] = None
                else:
                    streams.pop(row.stream, None)
            position = rows[-1].position
    found: list[str] = []
    unconfirmed: list[str] = []
    with desk.books() as books:
        for stream in streams:
            case = books.case(stream.removeprefix(application_stream("")))
            if case.payable() and authority in (None, case.authority) and scheme in (None, case.scheme):
                (unconfirmed if "other-account-holder" in case.unconfirmed else found).append(case.number)
    if unconfirmed:
        said = _("Left out, because finance has not confirmed their accounts: %(numbers)s.")
        note(said % {"numbers": ", ".join(unconfirmed)})
    if not found:
        raise NotAllowed("nothing-payable-at-all")
    return tuple(found)


def _show(sheet: Sheet, output: str | None) -> None:
    if output in (None, "table"):
        sheet.show()


def _answered(sheet: Sheet, output: str | None, **outcome: bool) -> bool:
    """Give a program its answer. False when a person is reading."""
    if output in ("csv", "xlsx"):
        listing(ITEMS, sheet.items, output)
        return True
    return record({**sheet.values(), **outcome}, output, ITEMS)


def _row(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.batch,
        "authority": batch.authority,
        "standing": batch.standing,
        "count": len(batch.items),
        "amount_fen": batch.amount_fen,
        "credited_fen": sum(item.amount_fen for item in batch.credited.values()),
        "ordered_on": batch.ordered_on,
        "ordered_by": batch.ordered_by,
    }
