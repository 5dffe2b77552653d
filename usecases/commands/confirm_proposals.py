"""The second person's answer to proposals of any stream: each is confirmed or declined on its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.application.commands import ConfirmProposal
from domain.entitlement.findings import Finding
from domain.errors import NoSuchThing, NotAllowed, Refusal
from domain.office.register import ConfirmEntry
from domain.proposals import ProposalId
from store.commands.executor import PreparedCommand, Result
from store.errors import StoreUnavailable
from usecases.intake.editions import register_kinds
from usecases.intake.sealing import sealed_reason
from usecases.session.officer_session import OfficerSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to each proposal. A reason why they are declined is kept with applications, sealed."""

    declined: bool = False
    reason: str = ""
    command_id: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of one proposal: what was recorded, or why not."""

    proposal: ProposalId
    result: Result | None = None
    refusal: Refusal | None = None


def answer_proposals(session: OfficerSession, proposals: Sequence[ProposalId], answer: Answer) -> Iterator[Answered]:
    """Give the answer to each; a refusal of one does not stop the others. Raises `StoreUnavailable("command-id-form")`
    for an id that is no UUID; of several, each has its own command id, which follows from the given one.
    """
    alone = len(proposals) == 1
    if not alone:
        # Of several, each is what it was before the first of them was answered.
        proposals = named_alone(session, proposals)
    prepared = [_prepared(session, each, answer, alone=alone) for each in proposals]
    ready = [each for each in prepared if isinstance(each, PreparedCommand)]
    results = _tried(session, ready) if answer.dry_run else session.execute_many(ready)
    for proposal, each in zip(proposals, prepared, strict=True):
        became = next(results) if isinstance(each, PreparedCommand) else each
        if isinstance(became, Result):
            yield Answered(proposal=proposal, result=became)
        else:
            yield Answered(proposal=proposal, refusal=_in_words(session, proposal, became))


def each_open(session: OfficerSession, proposals: Sequence[ProposalId]) -> list[ProposalId]:
    """Every open proposal of the streams that are named; of a stream without one, the name as it is: it is refused."""
    found: list[ProposalId] = []
    for proposal in proposals:
        names: Sequence[str] = ()
        if proposal.name is None:
            names = _open_in(session, proposal)
        found += [ProposalId(stream=proposal.stream, name=name) for name in names] or [proposal]
    return list(dict.fromkeys(found))


def named_alone(session: OfficerSession, proposals: Sequence[ProposalId]) -> list[ProposalId]:
    """A stream that has one open proposal, as the name of it; every other name as it is."""
    found: list[ProposalId] = []
    for proposal in proposals:
        names = _open_in(session, proposal) if proposal.name is None else ()
        found.append(ProposalId(stream=proposal.stream, name=names[0]) if len(names) == 1 else proposal)
    return list(dict.fromkeys(found))


def _open_in(session: OfficerSession, proposal: ProposalId) -> list[str]:
    with session.repository() as repository:
        if proposal.kind == "register":
            return list(repository.register(proposal.subject).proposals)
        try:
            return list(repository.case(proposal.subject).proposals)
        except Refusal:
            return []


def _prepared(
    session: OfficerSession, proposal: ProposalId, answer: Answer, *, alone: bool
) -> PreparedCommand | Refusal:
    command_id = answer.command_id if alone else _own_id(answer.command_id, proposal)
    if proposal.name is None and not alone and (names := _open_in(session, proposal)):
        return NotAllowed("proposals-open", subject=proposal.subject, proposals=", ".join(names))
    if proposal.kind == "register":
        entry = ConfirmEntry(register=proposal.subject, proposal=proposal.name, declined=answer.declined)
        return session.prepare(entry, command_id=command_id)
    clear = ConfirmProposal(
        application=proposal.subject, proposal=proposal.name, declined=answer.declined, reason=answer.reason
    )
    if not answer.reason:
        return session.prepare(clear, command_id=command_id)
    try:
        with session.repository() as repository:
            case = repository.case(proposal.subject)
    except Refusal as refusal:
        return refusal
    sealed, sealer = sealed_reason(session, case, answer.reason)
    command = ConfirmProposal(
        application=proposal.subject, proposal=proposal.name, declined=answer.declined, reason=sealed
    )
    return session.prepare(command, clear=clear, sealer=sealer, command_id=command_id)


def _own_id(given: str | None, proposal: ProposalId) -> str | None:
    if given is None:
        return None
    try:
        return str(uuid.uuid5(uuid.UUID(given), str(proposal)))
    except ValueError:
        raise StoreUnavailable("command-id-form", command_id=given) from None


def _tried(session: OfficerSession, prepared: Sequence[PreparedCommand]) -> Iterator[Result | Refusal]:
    """Each decided on its own, and nothing recorded."""
    for each in prepared:
        try:
            yield session.execute(each, dry_run=True)
        except Refusal as refusal:
            yield refusal


def _in_words(session: OfficerSession, proposal: ProposalId, refusal: Refusal) -> Refusal:
    """The refusal, with a finding in it in words, which take the edition of the case."""
    nothing_there = proposal.kind == "register" and refusal.code in ("nothing-proposed", "no-such-proposal")
    if nothing_there and proposal.subject not in register_kinds(session):
        return NoSuchThing("no-such-register", register=proposal.subject)
    if not any(isinstance(value, Finding) for value in refusal.values.values()):
        return refusal
    from presentation.words.findings import because

    with session.repository() as repository:
        edition = repository.edition(repository.case(proposal.subject).edition)
    words = {
        name: because(value, edition) if isinstance(value, Finding) else value for name, value in refusal.values.items()
    }
    return type(refusal)(refusal.code, **words)
