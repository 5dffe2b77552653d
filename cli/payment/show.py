"""`bailu payment list` and `show`: what was ordered, what went to the bank, and what the bank answered."""

from __future__ import annotations

from typing import Any

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.payment.sheet import show_sheet
from cli.verbs import Verb, option, output_option
from domain.treasury.batch import Batch
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.dossiers.payment_sheet import ANSWERS, ITEMS, dropped_from, ordering_facts, sheet_of, steps_of
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_BATCHES = (
    Column("batch", N_("Batch"), Kind.NAME),
    Column("authority", N_("Authority"), Kind.NAME),
    Column("standing", N_("Standing"), Kind.LABEL),
    Column("count", N_("Applications"), Kind.COUNT),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("credited_fen", N_("Credited (yuan)"), Kind.MONEY),
    Column("returned_fen", N_("Returned (yuan)"), Kind.MONEY),
    Column("failed", N_("Not carried out"), Kind.COUNT, minor=True),
    Column("ordered_on", N_("Ordered on"), Kind.DAY),
    Column("ordered_by", N_("Ordered by"), Kind.NAME),
)
_STEPS = (
    Column("what", N_("What"), Kind.LABEL),
    Column("recorded_at", N_("When"), Kind.INSTANT),
    Column("officer", N_("Officer"), Kind.NAME),
    Column("sha256", N_("SHA-256 of the file"), Kind.NAME),
)


@click.command("list", cls=Verb, help=N_("List the payment runs."))
@option("--authority", help=N_("Only the runs of this paying authority."))
@output_option
@click.pass_obj
def list_batches(settings: Settings, authority: str | None, output: str | None) -> None:
    with OfficerSession(settings).repository() as repository:
        found = [repository.batch(name) for name in repository.names("batch")]
    print_listing(_BATCHES, [_row(each) for each in found if authority in (None, each.authority)], output)


@click.command("show", cls=Verb, help=N_("Show one payment run: its items, its funds, and what the bank answered."))
@click.argument("batch")
@output_option
@click.pass_obj
def show(settings: Settings, batch: str, output: str | None) -> None:
    session = OfficerSession(settings)
    with session.repository() as repository:
        found = repository.batch(batch)
    ordering = ordering_facts(session, batch)
    dropped = dropped_from(found, ordering)
    sheet = sheet_of(session, ordering, recorded=True, run=found, without=dropped)
    steps = steps_of(session, batch)
    if output in ("csv", "xlsx"):
        print_listing((*ITEMS, *ANSWERS[1:]), sheet.items, output)
    elif not print_record({**sheet.values(), **_row(found), "left_out": dropped, "steps": steps}, output, _BATCHES):
        print_table(_BATCHES, [_row(found)])
        show_sheet(sheet)
        if dropped:
            print_line(_("Left out: %(numbers)s.") % {"numbers": ", ".join(dropped)})
        print_table(_STEPS, steps)


def _row(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.batch,
        "authority": batch.authority,
        "standing": batch.status,
        "count": len(batch.items),
        "amount_fen": batch.amount_fen,
        "credited_fen": sum(item.amount_fen for item in batch.credited.values()),
        "returned_fen": sum(item.amount_fen for item in batch.returned),
        "failed": len(batch.failed),
        "ordered_on": batch.ordered_on,
        "ordered_by": batch.ordered_by,
    }
