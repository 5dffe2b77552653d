"""Entries of registers, put forward: one by one or as a list. Another officer confirms each."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from domain.base import replace
from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing, NotPermitted, Refusal
from domain.office.register import AddEntry, DeclareComplete, EndEntry
from domain.office.register_events import CompletenessProposed, EntryChange, EntryContent, EntryProposed
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from store.commands.executor import PreparedCommand, Result
from usecases.dossiers.similar_names import similar_entries
from usecases.errors import refuse_file
from usecases.intake.application import DeclaredApplicant
from usecases.intake.cells import CellValue
from usecases.intake.editions import edition_of_register, editions_of_registers
from usecases.intake.entries import EntryDraft, PartyOf, content_of
from usecases.intake.sealing import applicant_party
from usecases.progress import Watch, unwatched
from usecases.session.officer_session import OfficerSession


class ProposedEntry(Row):
    """What was proposed, and about which entry."""

    register: Annotated[str, Heading(N_("Register"), Kind.NAME)]
    proposal: Annotated[str, Heading(N_("Proposal"), Kind.NAME)]
    entry: Annotated[str | None, Heading(N_("Entry"), Kind.NAME)]
    recorded: bool
    repeated: bool
    similar: tuple[str, ...] = ()
    """Entries of other keys with nearly the same name, as `KEY NAME`."""


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
    session: OfficerSession,
    register: str,
    policy: str,
    draft: EntryDraft,
    *,
    command_id: str | None = None,
    dry_run: bool = False,
) -> ProposedEntry:
    """Propose an entry as somebody typed it.

    Raises `NoSuchThing("no-such-register")`, `FilesRefused` for what its register cannot have, and the refusals of the
    command.
    """
    content = _content(session, edition_of_register(session, register, policy), register, draft)
    command = AddEntry(register=register, policy=policy, content=content)
    with session.repository() as repository:
        near = similar_entries(repository.register(register), policy, content)
    return _propose(session, command, command_id=command_id, dry_run=dry_run, similar=near)


def propose_change(
    session: OfficerSession,
    register: str,
    entry: str,
    changes: Mapping[str, Any],
    facts: Mapping[str, CellValue],
    *,
    command_id: str | None = None,
    dry_run: bool = False,
) -> ProposedEntry:
    """Propose that an entry is another from a day on: it keeps its key, and what is not among `changes` (members of
    `EntryDraft`) or `facts`; blank text takes a fact away.

    Raises `NoSuchThing("no-such-register")` or `("no-such-entry")`, and as `propose_entry`.
    """
    having = editions_of_registers(session).get(register)
    if having is None:
        raise NoSuchThing("no-such-register", register=register)
    with session.repository() as repository:
        standing = repository.register(register).entries.get(entry)
    if standing is None:
        raise NoSuchThing("no-such-entry", register=register, entry=entry)
    edition = having[standing.policy]
    before = standing.content
    unchanged = {name: getattr(before, name) for name in _UNCHANGED}
    as_listed = frozenset(("owner", "payee", "printed_on")) - changes.keys()
    said: dict[str, Any] = {**unchanged, **changes, "facts": facts, "as_listed": as_listed}
    content = _content(session, edition, register, EntryDraft(key=before.key, **said))
    retained = {fact: value for fact, value in before.facts.items() if fact not in facts}
    stated = {**retained, **content.facts}
    attributes = edition.registers[register].attributes
    content = replace(content, facts={fact: stated[fact] for fact in attributes if fact in stated})
    command = AddEntry(register=register, policy=standing.policy, content=content, replaces=entry)
    return _propose(session, command, command_id=command_id, dry_run=dry_run)


_UNCHANGED = ("name", "valid_to", "owner", "payee", "second_party", "parent", "authority", "quota", "printed_on")


def _content(session: OfficerSession, edition: Edition, register: str, draft: EntryDraft) -> EntryContent:
    content, problems = content_of(edition, edition.registers[register], draft, _teams(session))
    if content is None:
        raise refuse_file(draft.key, problems)
    return content


def _teams(session: OfficerSession) -> PartyOf:
    """The pseudonyms that the applications of teams without a credit code have."""
    return lambda name: applicant_party(session.vault, DeclaredApplicant(kind="organisation", name=name))


def propose_end(
    session: OfficerSession, end: EndEntry, *, command_id: str | None = None, dry_run: bool = False
) -> ProposedEntry:
    """Propose that an entry ends. Raises `NoSuchThing("no-such-register")` and the refusals of the command."""
    if end.register not in editions_of_registers(session):
        raise NoSuchThing("no-such-register", register=end.register)
    return _propose(session, end, command_id=command_id, dry_run=dry_run)


def propose_complete(
    session: OfficerSession, declared: DeclareComplete, *, command_id: str | None = None, dry_run: bool = False
) -> ProposedEntry:
    """Propose that a register is complete up to a day. Raises `NoSuchThing("no-such-register")` and the refusals of the
    command.
    """
    edition_of_register(session, declared.register, declared.policy)
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

    edition = edition_of_register(session, register, policy)
    listed = read_register(file, edition, edition.registers[register], _teams(session))
    if listed.problems:
        raise refuse_file(file, listed.problems)
    commands = [AddEntry(register=register, policy=policy, content=entry.content) for entry in listed.entries]
    prepared = [session.prepare(command, derived=True) for command in commands]
    results = list(watch(_execute_each(session, prepared), len(commands), _("Importing")))
    while declined := _declined(session, register, results):
        again = [
            session.prepare(commands[row], command_id=str(uuid.uuid5(uuid.UUID(prepared[row].command_id), "declined")))
            for row in declined
        ]
        for row, one, result in zip(declined, again, _execute_each(session, again), strict=True):
            prepared[row], results[row] = one, result
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


def _declined(session: OfficerSession, register: str, results: Sequence[Result | Refusal]) -> list[int]:
    """The rows that an earlier import proposed and that were declined: they may be proposed once more."""
    with session.repository() as repository:
        state = repository.register(register)
    waiting = {
        opened.event.entry for opened in state.proposals.waiting.values() if isinstance(opened.event, EntryProposed)
    }
    standing = waiting | state.entries.keys()
    return [
        row
        for row, result in enumerate(results)
        if isinstance(result, Result) and result.repeated and _entry_of(result) not in standing
    ]


def _entry_of(result: Result) -> str:
    proposed = result.events[0].event
    assert isinstance(proposed, EntryProposed), "what was recorded is a proposal"
    return proposed.entry


def _propose(
    session: OfficerSession,
    command: AddEntry | EndEntry | DeclareComplete,
    *,
    command_id: str | None,
    dry_run: bool,
    similar: Sequence[str] = (),
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
        similar=tuple(similar),
    )


def _execute_each(session: OfficerSession, prepared: Iterable[PreparedCommand]) -> Iterator[Result | Refusal]:
    """Each command on its own. Raises the first `NotPermitted` for want of a role: it is the same for all of them."""
    for result in session.execute_many(prepared):
        if isinstance(result, NotPermitted) and result.code == "role-missing":
            raise result
        yield result
