"""Lines that were settled elsewhere on their way into the office: read, sealed, checked by each limit, and proposed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from domain.decisions.importing import answers_for
from domain.decisions.numbers import next_import
from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing
from domain.imports.counting import uncounted
from domain.imports.events import AbridgedLine
from domain.imports.imports import ImportLines, TakeBackImport
from domain.office.roles import acting
from domain.streams import Kind as StreamKind
from domain.streams import prefix
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from store.commands.executor import Result
from store.vault.sealing import Sealer, Vault
from usecases.commands.proposing import proposal_in
from usecases.dossiers.imports import import_number
from usecases.errors import refuse_file
from usecases.intake.editions import adopted_policy, scheme_in
from usecases.intake.sealing import applicant_party, person_party, person_tokens, sealed_line
from usecases.problems import Problem, Where, problem
from usecases.session.officer_session import OfficerSession

if TYPE_CHECKING:
    from usecases.intake.abridged import DeclaredSettled


class ImportedLines(Row):
    """What became of a file: `proposal` is what waits for a second person."""

    policy: Annotated[str, Heading(N_("Policy"), Kind.NAME)]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME)]
    lines: Annotated[int, Heading(N_("Lines"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    sha256: Annotated[str, Heading(N_("SHA-256 of the file"), Kind.NAME)]
    recorded: bool
    repeated: bool
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]


def import_lines(
    session: OfficerSession,
    file: Path,
    *,
    policy: str | None,
    scheme: str,
    body: str,
    document: str,
    command_id: str | None = None,
    dry_run: bool = False,
) -> ImportedLines:
    """Propose the lines of a file, as `body` settled them by `document`.

    Raises `FilesRefused` with everything that is wrong with the file, `NoSuchThing`: `policy-not-adopted` and
    `no-such-scheme`, `UsageError` where several notices could be meant, and the refusals of the command.
    """
    # The libraries of spreadsheets take longer to load than a file to propose.
    from usecases.intake.abridged import read_settled

    today = session.today()
    policy = adopted_policy(session, policy)
    with session.repository() as repository:
        edition = repository.edition_for(policy, today)
        actor = session.actor(today)
    if actor is None:
        raise NoSuchThing("officer-unknown", officer=session.officer)
    acting(actor, "import-lines", actor.authority)
    kind = scheme_in(edition, scheme)
    read = read_settled(file, edition, kind, today)
    if read.problems:
        raise refuse_file(file, read.problems)
    content = file.read_bytes()
    lines, sealer = _sealed(session, edition, read.lines)
    command = ImportLines(
        authority=actor.authority,
        policy=policy,
        scheme=scheme,
        body=body,
        document=document,
        sha256=sha256(content).hexdigest(),
        lines=lines,
    )
    if problems := _not_countable(session, edition, command, read.lines):
        raise refuse_file(file, problems)
    clear = [policy, scheme, body, document, command.sha256]
    prepared = session.prepare(command, clear=clear, sealer=sealer, command_id=command_id, derived=True)
    result = session.execute(prepared, dry_run=dry_run)
    while result.repeated and _declined(session, result):
        again = str(uuid.uuid5(uuid.UUID(prepared.command_id), "declined"))
        prepared = session.prepare(command, clear=clear, sealer=sealer, command_id=again)
        result = session.execute(prepared, dry_run=dry_run)
    return ImportedLines(
        policy=policy,
        scheme=scheme,
        lines=len(lines),
        amount_fen=sum(line.amount_fen for line in lines),
        sha256=command.sha256,
        recorded=not dry_run,
        repeated=result.repeated,
        proposal=proposal_in(result) if not dry_run else None,
    )


class TakenBackImport(Row):
    """An import that is to count no more: `proposal` is what waits for a second person."""

    number: Annotated[str, Heading(N_("Import"), Kind.NAME)]
    recorded: bool
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]


def take_back_import(
    session: OfficerSession, name: str, document: str, *, command_id: str | None = None, dry_run: bool = False
) -> TakenBackImport:
    """Propose that an import counts no more. Raises `NotAllowed("import-form")` and the refusals of the command."""
    command = TakeBackImport(number=import_number(name), document=document)
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    return TakenBackImport(number=name, recorded=not dry_run, proposal=proposal_in(result) if not dry_run else None)


def _declined(session: OfficerSession, result: Result) -> bool:
    """Whether what was recorded before was declined, or taken back: then the same file may be proposed once more."""
    with session.repository() as repository:
        return repository.imported(result.events[0].stream.removeprefix(prefix(StreamKind.IMPORT))).ended


def _sealed(
    session: OfficerSession, edition: Edition, read: Sequence[DeclaredSettled]
) -> tuple[tuple[AbridgedLine, ...], Sealer]:
    vault = session.vault
    people = [_person(session, one) for one in read]
    parties = [applicant_party(vault, one.applicant) for one in read]
    sealer = session.sealing({*parties, *(person for person in people if person)})
    lines = []
    for number, (one, person, party) in enumerate(zip(read, people, parties, strict=True), 1):
        sealed = sealed_line(vault, sealer, edition, number, one.line, person, party)
        named = sealed.sealed
        if person is None and not one.applicant.uscc:
            named = _team(vault, sealer, party, one)
        lines.append(
            AbridgedLine(
                line=number,
                settled_on=one.settled_on,
                amount_fen=one.amount_fen,
                facts=sealed.facts,
                applicant=party,
                applicant_kind=one.applicant.kind,
                applicant_name=one.applicant.name if one.applicant.uscc else None,
                number=one.number,
                person=person,
                certificate=sealed.certificate,
                called=sealed.called,
                sealed=named,
            )
        )
    return tuple(lines), sealer


def _team(vault: Vault, sealer: Sealer, party: str, one: DeclaredSettled) -> str:
    """The sealed name of a team without a credit code, by which it is found, too."""
    name = one.applicant.name or ""
    sealer.enter(party, *person_tokens(vault, name, None))
    return sealer.seal(party, {"name": name})


def _person(session: OfficerSession, one: DeclaredSettled) -> str | None:
    person = one.line.person
    if person is None or not person.id_kind or not person.id_number:
        return None
    return person_party(session.vault, person.id_kind, person.id_number)


def _not_countable(
    session: OfficerSession, edition: Edition, command: ImportLines, read: Sequence[DeclaredSettled]
) -> list[Problem]:
    """Every row of which some limit cannot tell by whom or what it counts it, with the limit."""
    today = session.today()
    with session.repository() as repository:
        number = next_import(repository, command.authority, today)
        answers = answers_for(repository, edition, command, number, today)
    return [
        problem("line-not-countable", limit=missing.limit).at(Where(row=read[line - 1].row))
        for line, missing in uncounted(command, number, edition, answers)
    ]
