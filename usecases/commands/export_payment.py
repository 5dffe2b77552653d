"""What goes to the bank: the order file of a run, made and put in its place."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Annotated

from domain.errors import NotAllowed
from domain.treasury.payment_run import to_export
from domain.treasury.run_commands import ExportPayment
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.planned import plan
from usecases.intake.bank import PaymentOrder, payment_file
from usecases.session.new_files import PromisedFile, is_there
from usecases.session.officer_session import OfficerSession


def bank_file(session: OfficerSession, batch: str) -> bytes:
    """The file of a run, with every account in full.

    Raises `NoSuchThing("no-such-batch")`, `NotAllowed("batch-standing")` for a run that the bank may not get, or has
    answered already, and `NotAllowed("payee-forgotten")` when an account cannot be opened.
    """
    with session.repository() as repository:
        run = repository.batch(batch)
        if not run.released or run.cancelled:
            raise NotAllowed("batch-standing", batch=batch, standing=run.status)
        cases = {number: repository.case(number) for number in run.items}
    in_flight = to_export(run, cases)
    orders = []
    for count, item in enumerate((run.items[number] for number in in_flight), 1):
        case = cases[item.application]
        assert case.account.account == item.account, "an account is not corrected while its payment is in flight"
        clear = session.unseal(case.applicant.party, case.account.sealed)
        if not clear:
            raise NotAllowed("payee-forgotten", application=item.application)
        order = PaymentOrder(
            batch=batch,
            item=count,
            holder=clear["holder"],
            bank=clear["bank"],
            account=clear["number"],
            amount_fen=in_flight[item.application].amount_fen,
            application=item.application,
        )
        orders.append(order)
    return payment_file(orders)


class ExportedRun(Row):
    """The file of a run; `rows` counts its payments, and `there_before` tells that this very file was in its place."""

    batch: str
    file: str
    sha256: Annotated[str, Heading(N_("SHA-256 of the file"), Kind.NAME)]
    rows: int
    recorded: bool
    there_before: bool


def export_to(
    session: OfficerSession, batch: str, path: Path, *, again: bool, dry_run: bool, command_id: str | None
) -> ExportedRun:
    """Record that the accounts of a run are shown, and then let the file appear.

    Raises the refusals of `bank_file` and of the command, `NotAllowed("file-exists")`, and `StoreUnavailable`.
    """
    content = bank_file(session, batch)
    rows = content.count(b"\r\n") - 1
    there_before = is_there(path, content)
    digest = sha256(content).hexdigest()
    command = ExportPayment(batch=batch, sha256=digest, rows=rows, again=again or there_before)
    planned = plan(session, session.prepare(command, command_id=command_id))
    if not there_before and not dry_run:
        with PromisedFile(path) as file:
            planned.execute()
            file.commit(content)
    return ExportedRun(
        batch=batch,
        file=str(path),
        sha256=command.sha256,
        rows=rows,
        recorded=not there_before and not dry_run,
        there_before=there_before,
    )
