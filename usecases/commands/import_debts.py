"""Demands from before this log on their way into the office: read, sealed, and proposed."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from domain.errors import NoSuchThing
from domain.imports.debt_events import BroughtDebt
from domain.imports.debts import ImportDebts
from domain.office.roles import acting
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from store.vault.sealing import Sealer
from usecases.commands.proposing import proposal_in
from usecases.errors import refuse_file
from usecases.intake.sealing import applicant_party, person_tokens
from usecases.session.officer_session import OfficerSession

if TYPE_CHECKING:
    from usecases.intake.debts import DeclaredDebt


class ImportedDebts(Row):
    """What became of a file: `proposal` is what waits for a second person."""

    debts: Annotated[int, Heading(N_("Demands"))]
    open_fen: Annotated[int, Heading(N_("Open (yuan)"))]
    sha256: Annotated[str, Heading(N_("SHA-256 of the file"), Kind.NAME)]
    recorded: bool
    repeated: bool
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]


def import_debts(
    session: OfficerSession,
    file: Path,
    *,
    body: str,
    document: str,
    treasury: str,
    command_id: str | None = None,
    dry_run: bool = False,
) -> ImportedDebts:
    """Propose the demands of a file, as `body` handed them over by `document`; what comes in is due to `treasury`.

    Raises `FilesRefused` with everything that is wrong with the file, and the refusals of the command.
    """
    # The libraries of spreadsheets take longer to load than a file to propose.
    from usecases.intake.debts import read_debts

    today = session.today()
    with session.repository() as repository:
        editions = repository.newest_editions()
        actor = session.actor(today)
    if actor is None:
        raise NoSuchThing("officer-unknown", officer=session.officer)
    acting(actor, "import-recovery", actor.authority)
    schemes = {
        word: scheme.id
        for edition in editions
        for scheme in edition.schemes.values()
        for word in (scheme.names.zh, scheme.id)
    }
    read = read_debts(file, schemes, today)
    if read.problems:
        raise refuse_file(file, read.problems)
    debts, sealer = _sealed(session, read.rows)
    command = ImportDebts(
        authority=actor.authority,
        body=body,
        document=document,
        treasury=treasury,
        sha256=sha256(file.read_bytes()).hexdigest(),
        debts=debts,
    )
    clear = [body, document, treasury, command.sha256]
    prepared = session.prepare(command, clear=clear, sealer=sealer, command_id=command_id)
    result = session.execute(prepared, dry_run=dry_run)
    return ImportedDebts(
        debts=len(debts),
        open_fen=sum(debt.open_fen for debt in debts),
        sha256=command.sha256,
        recorded=not dry_run,
        repeated=result.repeated,
        proposal=proposal_in(result) if not dry_run else None,
    )


def _sealed(session: OfficerSession, rows: Sequence[DeclaredDebt]) -> tuple[tuple[BroughtDebt, ...], Sealer]:
    vault = session.vault
    parties = [applicant_party(vault, row.payee) for row in rows]
    sealer = session.sealing(set(parties))
    debts = []
    for number, (row, party) in enumerate(zip(rows, parties, strict=True), 1):
        payee, sealed = row.payee, None
        if not payee.uscc:
            hidden = {
                "name": payee.name,
                "id_number": payee.id_number,
                "uscc_absent_because": payee.uscc_absent_because,
            }
            sealed = sealer.seal(party, {name: value for name, value in hidden.items() if value})
            sealer.enter(party, *person_tokens(vault, payee.name, payee.id_number))
        debts.append(
            BroughtDebt(
                recovery=f"r{number}",
                payee=party,
                payee_kind=payee.kind,
                payee_name=payee.name if payee.uscc else None,
                sealed=sealed,
                scheme=row.scheme,
                ground=row.ground,
                open_fen=row.open_fen,
                paid_year=row.paid_year,
                document=row.document,
                decided_on=row.decided_on,
                served_on=row.served_on,
                due_on=row.due_on,
                reminder_until=row.reminder_until,
                number=row.number,
            )
        )
    return tuple(debts), sealer
