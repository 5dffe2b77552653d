"""What goes to the bank: the order files of a run, made by a bank profile and put in their places. ADR 0065."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

from domain.application.state.case import Case
from domain.errors import NotAllowed
from domain.treasury.batch import Batch
from domain.treasury.batch_events import ExportedFile
from domain.treasury.exporting import to_export
from domain.treasury.fund import Fund
from domain.treasury.messages import PaidThrough
from domain.treasury.run_commands import ExportPayment
from presentation.labels.vocabulary import label
from presentation.language import N_, speaking
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.planned import plan
from usecases.intake.bank.items import PaymentOrder
from usecases.intake.bank.orders import OrderFile, capitals, order_files
from usecases.intake.bank.profile import BankProfile
from usecases.intake.bank.profile_files import default_profile, profile_named
from usecases.session.new_files import PromisedFile, is_there
from usecases.session.officer_session import OfficerSession


def bank_files(session: OfficerSession, batch: str, profile: BankProfile) -> tuple[OrderFile, ...]:
    """The files of a run, with every account in full.

    Raises `NoSuchThing("no-such-batch")`, `NotAllowed("batch-standing")` for a run that the bank may not get, or has
    answered already, `NotAllowed("profile-pays-otherwise")` for a profile with other items than the run has,
    `NotAllowed("payee-forgotten")` when an account cannot be opened, and as `order_files`.
    """
    with session.repository() as repository:
        run = repository.batch(batch)
        if not run.released or run.cancelled:
            raise NotAllowed("batch-standing", batch=batch, standing=run.status)
        if profile.paid_through is not run.paid_through:
            through = run.paid_through.value
            raise NotAllowed("profile-pays-otherwise", batch=batch, profile=profile.name, through=through)
        cases = {number: repository.case(number) for number in run.applications}
        treasury = run.paid_through is PaidThrough.TREASURY
        funds = {fund.fund: fund for fund in repository.funds()} if treasury else {}
    return order_files(profile, _orders(session, run, cases, funds))


def _orders(
    session: OfficerSession, run: Batch, cases: Mapping[str, Case], funds: Mapping[str, Fund]
) -> list[PaymentOrder]:
    """The items of a run; `funds` are known where each fund's part is one."""
    orders: list[PaymentOrder] = []
    for key, in_flight in to_export(run, cases).items():
        item, case = run.items[key], cases[key.application]
        assert case.account.account == item.account, "an account is not corrected while its payment is in flight"
        clear = session.unseal(case.applicant.party, case.account.sealed)
        if not clear:
            raise NotAllowed("payee-forgotten", application=item.application)
        order = PaymentOrder(
            batch=run.batch,
            item=len(orders) + 1,
            holder=clear["holder"],
            bank=clear["bank"],
            account=clear["number"],
            union_number=clear.get("union_number"),
            amount_fen=in_flight.amount_fen,
            application=item.application,
            pay_on=session.today(),
            fund=_fund_values(funds[key.fund]) if key.fund is not None else {},
        )
        orders.append(order)
    return orders


def _fund_values(fund: Fund) -> dict[str, str]:
    """What profiles may ask of a fund, in the bank's language; what a fund does not have is blank."""
    indicator = fund.indicator
    with speaking("zh"):
        source = label(indicator.source)
    return {
        "fund": fund.fund,
        "source": source,
        "programme": indicator.programme,
        "year": str(fund.year),
        "indicator-document": indicator.document,
        "function-class": indicator.function or "",
        "economic-class": indicator.economic or "",
        "project": indicator.project or "",
    }


class WrittenFile(Row):
    """One file for the bank: its `rows` payments, and their total in figures and in capitals."""

    file: Annotated[str, Heading(N_("File"), Kind.NAME)]
    rows: Annotated[int, Heading(N_("Payments"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    capitals: Annotated[str, Heading(N_("In capitals"), Kind.NAME)]
    sha256: Annotated[str, Heading(N_("SHA-256 of the file"), Kind.NAME)]


class ExportedRun(Row):
    """The files of a run; `rows` counts its payments, and `there_before` tells that these very files were in their
    places.
    """

    batch: str
    profile: str
    files: tuple[WrittenFile, ...]
    rows: int
    amount_fen: int
    recorded: bool
    there_before: bool


def export_to(
    session: OfficerSession,
    batch: str,
    path: Path,
    *,
    profile: str | None,
    again: bool,
    dry_run: bool,
    command_id: str | None,
) -> ExportedRun:
    """Record that the accounts of a run are shown, and then let the files appear: at `path`, or where there are several
    beside it with -1, -2 and so on behind its name.

    Raises the refusals of `bank_files` and of the command, `NotAllowed("file-exists")`, `NotAllowed("order-file-name")`
    for a name that spreadsheets would open as something else, and `StoreUnavailable`.
    """
    chosen = profile_named(session.settings, profile) if profile else default_profile(session.settings)
    _opens_as_it_is(path, chosen)
    made = bank_files(session, batch, chosen)
    places = _places(path, len(made))
    there = [is_there(place, file.content) for place, file in zip(places, made, strict=True)]
    there_before = all(there)
    command = ExportPayment(
        batch=batch,
        profile=chosen.name,
        files=tuple(ExportedFile(sha256=one.sha256, rows=one.rows, amount_fen=one.amount_fen) for one in made),
        again=again or there_before,
    )
    planned = plan(session, session.prepare(command, command_id=command_id))
    if not there_before and not dry_run:
        with ExitStack() as promised:
            files = [promised.enter_context(PromisedFile(place)) for place in places]
            planned.execute()
            for file, one in zip(files, made, strict=True):
                file.commit(one.content)
    return ExportedRun(
        batch=batch,
        profile=chosen.name,
        files=tuple(_written(place, one) for place, one in zip(places, made, strict=True)),
        rows=sum(one.rows for one in made),
        amount_fen=sum(one.amount_fen for one in made),
        recorded=not there_before and not dry_run,
        there_before=there_before,
    )


def _opens_as_it_is(path: Path, profile: BankProfile) -> None:
    """Raises `NotAllowed("order-file-name")` for a name by which programs would take a file for something else."""
    suffix = {"csv": ".csv", "text": ".txt", "xlsx": ".xlsx", "pain.001": ".xml"}[profile.orders.format]
    written = path.suffix.lower()
    if written != suffix and (written in (".xls", ".xlsx", ".xml") or suffix in (".xlsx", ".xml")):
        raise NotAllowed("order-file-name", path=str(path), profile=profile.name, suffix=suffix)


def _places(path: Path, files: int) -> Sequence[Path]:
    if files == 1:
        return [path]
    return [path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(1, files + 1)]


def _written(place: Path, file: OrderFile) -> WrittenFile:
    return WrittenFile(
        file=str(place),
        rows=file.rows,
        amount_fen=file.amount_fen,
        capitals=capitals(file.amount_fen),
        sha256=file.sha256,
    )
