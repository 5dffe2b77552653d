"""The second person's answer to proposals of any stream: each is confirmed or declined on its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.application.commands import ConfirmProposal
from domain.base import replace
from domain.errors import NoSuchThing, NotAllowed, Refusal
from domain.imports.imports import ConfirmImport
from domain.office.log_commands import ConfirmForLog
from domain.office.proposed import ConfirmForOffice
from domain.office.register import ConfirmEntry
from domain.proposals import ProposalId
from domain.treasury.run_commands import ConfirmForRun
from store.commands.executor import PreparedCommand
from store.commands.repository import Repository
from store.errors import StoreUnavailable
from usecases.commands.batch import TaskOutcome, execute_tasks, with_findings_in_words
from usecases.intake.editions import editions_of_registers
from usecases.intake.sealing import sealed_reason
from usecases.session.officer_session import OfficerSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to each proposal. A reason why they are declined is kept with applications, sealed."""

    declined: bool = False
    reason: str = ""
    command_id: str | None = None
    dry_run: bool = False


def answer_proposals(
    session: OfficerSession,
    proposals: Sequence[ProposalId],
    answer: Answer,
    given: Mapping[ProposalId, ProposalId] | None = None,
) -> Iterator[TaskOutcome]:
    """Give the answer to each; a refusal of one does not stop the others. Raises `StoreUnavailable("command-id-form")`
    for an id that is no UUID; of several, each has its own command id, which follows from the given one. `given` has
    the names as they were typed, where that was a stream alone: a repetition types them again, and finds nothing open.
    """
    alone = len(proposals) == 1
    typed = dict(given or {})
    if not alone:
        # Of several, each is what it was before the first of them was answered.
        meant = named_alone(session, proposals)
        typed, proposals = {name: typed.get(stream, stream) for name, stream in meant.items()}, list(meant)
    prepared = [
        _prepared(session, proposal, answer, typed.get(proposal, proposal), alone=alone) for proposal in proposals
    ]
    tasks = [(str(proposal), _made(command)) for proposal, command in zip(proposals, prepared, strict=True)]
    outcomes = execute_tasks(session, tasks, dry_run=answer.dry_run)
    for proposal, outcome in zip(proposals, outcomes, strict=True):
        yield _in_words(session, proposal, outcome)


def _made(prepared: PreparedCommand | Refusal) -> Callable[[], PreparedCommand]:
    def make() -> PreparedCommand:
        if isinstance(prepared, Refusal):
            raise prepared
        return prepared

    return make


def each_open(session: OfficerSession, proposals: Sequence[ProposalId]) -> list[ProposalId]:
    """Every open proposal of the streams that are named; of a stream without one, the name as it is: it is refused."""
    wanted: list[ProposalId] = []
    for proposal in proposals:
        names: Sequence[str] = ()
        if proposal.name is None:
            names = _open_in(session, proposal)
        wanted += [ProposalId(stream=proposal.stream, name=name) for name in names] or [proposal]
    return list(dict.fromkeys(wanted))


def named_alone(session: OfficerSession, proposals: Sequence[ProposalId]) -> dict[ProposalId, ProposalId]:
    """A stream that has one open proposal, as the name of it; every other name as it is. Each with how it was typed."""
    meant: dict[ProposalId, ProposalId] = {}
    for proposal in proposals:
        names = _open_in(session, proposal) if proposal.name is None else ()
        meant.setdefault(ProposalId(stream=proposal.stream, name=names[0]) if len(names) == 1 else proposal, proposal)
    return meant


def _open_in(session: OfficerSession, proposal: ProposalId) -> list[str]:
    with session.repository() as repository:
        if proposal.kind == "log":
            return list(repository.log().proposals.waiting)
        if proposal.kind == "office":
            return list(repository.office().waiting)
        if proposal.kind == "batch":
            return _of_run(repository, proposal.subject)
        if proposal.kind == "import":
            return _of_import(repository, proposal.subject)
        if proposal.kind == "debt":
            return _of_debts(repository, proposal.stream)
        if proposal.kind == "register":
            return list(repository.register(proposal.subject).proposals.waiting)
        try:
            return list(repository.case(proposal.subject).proposals)
        except Refusal:
            return []


def _of_run(repository: Repository, batch: str) -> list[str]:
    try:
        return list(repository.batch(batch).proposals.waiting)
    except Refusal:
        return []


def _of_import(repository: Repository, number: str) -> list[str]:
    try:
        return list(repository.imported(number).proposals.waiting)
    except Refusal:
        return []


def _of_debts(repository: Repository, number: str) -> list[str]:
    try:
        return list(repository.debts(number).proposals.waiting)
    except Refusal:
        return []


def _prepared(
    session: OfficerSession, proposal: ProposalId, answer: Answer, typed: ProposalId, *, alone: bool
) -> PreparedCommand | Refusal:
    command_id = answer.command_id if alone else _own_id(answer.command_id, typed)
    if proposal.name is None and not alone and (names := _open_in(session, proposal)):
        return NotAllowed("proposals-open", subject=proposal.subject, proposals=", ".join(names))
    if proposal.kind == "log":
        about_log = ConfirmForLog(proposal=proposal.name, declined=answer.declined)
        return session.prepare(about_log, clear=replace(about_log, proposal=typed.name), command_id=command_id)
    if proposal.kind == "office":
        about_office = ConfirmForOffice(proposal=proposal.name, declined=answer.declined)
        return session.prepare(about_office, clear=replace(about_office, proposal=typed.name), command_id=command_id)
    if proposal.kind == "batch":
        reply = ConfirmForRun(batch=proposal.subject, proposal=proposal.name, declined=answer.declined)
        return session.prepare(reply, clear=replace(reply, proposal=typed.name), command_id=command_id)
    if proposal.kind == "import":
        imported = ConfirmImport(number=proposal.subject, proposal=proposal.name, declined=answer.declined)
        return session.prepare(imported, clear=replace(imported, proposal=typed.name), command_id=command_id)
    if proposal.kind == "register":
        entry = ConfirmEntry(register=proposal.subject, proposal=proposal.name, declined=answer.declined)
        return session.prepare(entry, clear=replace(entry, proposal=typed.name), command_id=command_id)
    if proposal.kind == "debt":
        debts = ConfirmProposal(application=proposal.stream, proposal=proposal.name, declined=answer.declined)
        return session.prepare(debts, clear=replace(debts, proposal=typed.name), command_id=command_id)
    command = ConfirmProposal(
        application=proposal.subject, proposal=proposal.name, declined=answer.declined, reason=answer.reason
    )
    clear = replace(command, proposal=typed.name)
    if not answer.reason:
        return session.prepare(command, clear=clear, command_id=command_id)
    try:
        with session.repository() as repository:
            case = repository.case(proposal.subject)
    except Refusal as refusal:
        return refusal
    sealed, sealer = sealed_reason(session, case, answer.reason)
    return session.prepare(replace(command, reason=sealed), clear=clear, sealer=sealer, command_id=command_id)


def _own_id(given: str | None, proposal: ProposalId) -> str | None:
    if given is None:
        return None
    try:
        return str(uuid.uuid5(uuid.UUID(given), str(proposal)))
    except ValueError:
        raise StoreUnavailable("command-id-form", command_id=given) from None


def _in_words(session: OfficerSession, proposal: ProposalId, outcome: TaskOutcome) -> TaskOutcome:
    refusal = outcome.refusal
    if proposal.kind in ("log", "office", "batch", "debt", "import"):
        return outcome
    if proposal.kind != "register":
        return with_findings_in_words(session, outcome, proposal.subject)
    nothing_there = refusal is not None and refusal.code in ("nothing-proposed", "no-such-proposal")
    if nothing_there and proposal.subject not in editions_of_registers(session):
        return TaskOutcome(about=outcome.about, refusal=NoSuchThing("no-such-register", register=proposal.subject))
    return outcome
