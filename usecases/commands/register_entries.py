"""Entries of registers, put forward: one by one or as a list. Another officer confirms each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from domain.base import replace
from domain.errors import NoSuchThing, NotAllowed, NotPermitted, Refusal
from domain.office.register import AddEntry, CompletenessProposed, DeclareComplete, EndEntry, EntryChange
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from store.commands.executor import PreparedCommand, Result
from usecases.errors import refuse_file
from usecases.intake.editions import register_kind, register_kinds
from usecases.intake.identity import uscc
from usecases.problems import Problem
from usecases.progress import Watch, unwatched
from usecases.session.officer_session import OfficerSession


class ProposedEntry(Row):
    """What was proposed, and about which entry."""

    register: Annotated[str, Heading(N_("Register"), Kind.NAME)]
    proposal: Annotated[str, Heading(N_("Proposal"), Kind.NAME)]
    entry: Annotated[str | None, Heading(N_("Entry"), Kind.NAME)]
    recorded: bool
    repeated: bool


class ImportedList(Row):
    """How many rows a list had, and what became of them."""

    register: Annotated[str, Heading(N_("Register"), Kind.NAME)]
    rows: Annotated[int, Heading(N_("Rows"))]
    proposed: Annotated[int, Heading(N_("Proposed"))]
    repeated: Annotated[int, Heading(N_("Recorded before"))]
    refused: Annotated[int, Heading(N_("Refused"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImport:
    """What became of a list, and why some of its rows were declined."""

    counts: ImportedList
    refusals: tuple[Refusal, ...]


def propose_entry(
    session: OfficerSession, entry: AddEntry, *, command_id: str | None = None, dry_run: bool = False
) -> ProposedEntry:
    """Propose an entry; its key is a unified social credit code as somebody typed it.

    Raises `NoSuchThing("no-such-register")`, `NotAllowed("register-without-quota")`, `FilesRefused` for a code that is
    wrong, and the refusals of the command.
    """
    kind = register_kind(session, entry.register, entry.policy)
    if entry.quota is not None and kind.quota is None:
        raise NotAllowed("register-without-quota", register=entry.register)
    code = uscc(entry.key)
    if isinstance(code, Problem):
        raise refuse_file(entry.key, [code])
    return _propose(session, replace(entry, key=code), command_id=command_id, dry_run=dry_run)


def propose_end(
    session: OfficerSession, end: EndEntry, *, command_id: str | None = None, dry_run: bool = False
) -> ProposedEntry:
    """Propose that an entry ends. Raises `NoSuchThing("no-such-register")` and the refusals of the command."""
    if end.register not in register_kinds(session):
        raise NoSuchThing("no-such-register", register=end.register)
    return _propose(session, end, command_id=command_id, dry_run=dry_run)


def propose_complete(
    session: OfficerSession, declared: DeclareComplete, *, command_id: str | None = None, dry_run: bool = False
) -> ProposedEntry:
    """Propose that a register is complete up to a day. Raises `NoSuchThing("no-such-register")` and the refusals of the
    command.
    """
    register_kind(session, declared.register, declared.policy)
    return _propose(session, declared, command_id=command_id, dry_run=dry_run)


def import_list(
    session: OfficerSession, register: str, policy: str, file: Path, *, watch: Watch = unwatched
) -> ListImport:
    """Propose the entries of a list for a notice, each on its own; those of an earlier import are left as they are.

    Raises `NoSuchThing("no-such-register")`, `FilesRefused` with everything that is wrong with the list, and
    `NotPermitted` for want of a role.
    """
    # The libraries of spreadsheets take longer to load than an entry to propose.
    from usecases.intake.registers import read_register

    listed = read_register(file, register_kind(session, register, policy))
    if listed.problems:
        raise refuse_file(file, listed.problems)
    commands = [
        AddEntry(
            register=register,
            policy=policy,
            key=body.uscc,
            name=body.name,
            valid_from=body.valid_from,
            valid_to=body.valid_to,
            document=body.document,
            quota=body.quota,
        )
        for body in listed.bodies
    ]
    prepared = (session.prepare(command, derived=True) for command in commands)
    results = list(watch(_execute_each(session, prepared), len(commands), _("Importing")))
    refusals = tuple(result for result in results if isinstance(result, Refusal))
    repeated = sum(isinstance(result, Result) and result.repeated for result in results)
    counts = ImportedList(
        register=register,
        rows=len(results),
        proposed=len(results) - repeated - len(refusals),
        repeated=repeated,
        refused=len(refusals),
    )
    return ListImport(counts=counts, refusals=refusals)


def _propose(
    session: OfficerSession, command: AddEntry | EndEntry | DeclareComplete, *, command_id: str | None, dry_run: bool
) -> ProposedEntry:
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    proposed = result.events[0].event
    assert isinstance(proposed, EntryChange), "what was recorded is a proposal"
    return ProposedEntry(
        register=command.register,
        proposal=proposed.proposal,
        entry=None if isinstance(proposed, CompletenessProposed) else proposed.entry,
        recorded=not dry_run,
        repeated=result.repeated,
    )


def _execute_each(session: OfficerSession, prepared: Iterable[PreparedCommand]) -> Iterator[Result | Refusal]:
    """Each command on its own. Raises the first `NotPermitted` for want of a role: it is the same for all of them."""
    for result in session.execute_many(prepared):
        if isinstance(result, NotPermitted) and result.code == "role-missing":
            raise result
        yield result
