"""Registers of recognised bodies: who is listed, from when to when, under which document, within which quota.

A register is a stream; what is listed in it is listed for one notice, and answers no other that has a register of the
same name (ADR 0056). An entry is proposed by a clerk and confirmed by a supervisor; until then it answers nothing.
That nobody is listed is an answer only for a day for which two people declared the register complete. ADR 0055.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from domain.base import Decision, Event, Struct, field, replace
from domain.entitlement.claim import Doubt, Question, RegisterResult
from domain.errors import NoSuchThing, NotAllowed
from domain.office.register_events import (
    CompletenessProposed as CompletenessProposed,
)
from domain.office.register_events import (
    EntryChange as EntryChange,
)
from domain.office.register_events import (
    EntryEndProposed as EntryEndProposed,
)
from domain.office.register_events import (
    EntryProposed as EntryProposed,
)
from domain.office.register_events import (
    RegisterEvent as RegisterEvent,
)
from domain.office.register_events import (
    RegisterProposalConfirmed as RegisterProposalConfirmed,
)
from domain.office.register_events import (
    RegisterProposalDeclined as RegisterProposalDeclined,
)
from domain.office.roles import Actor, acting, confirming
from domain.proposals import Proposal, Proposals, meant
from domain.streams import Kind, stream_name


def register_stream(register: str) -> str:
    return stream_name(Kind.REGISTER, register)


class AddEntry(Struct):
    register: str
    policy: str
    key: str
    name: str | None
    valid_from: date
    valid_to: date | None
    document: str
    quota: int | None


class EndEntry(Struct):
    register: str
    entry: str
    last_on: date
    document: str


class DeclareComplete(Struct):
    """Declare that whoever was recognised under a notice on a day up to `through` is listed, as `document` says."""

    register: str
    policy: str
    through: date
    document: str


class ConfirmEntry(Struct):
    """Confirm or decline what was proposed about a register; `proposal` None means the only one open."""

    register: str
    proposal: str | None
    declined: bool = False


class Entry(Struct):
    entry: str
    policy: str
    key: str
    name: str | None
    valid_from: date
    valid_to: date | None
    document: str
    quota: int | None


class Completeness(Struct):
    """Whoever was recognised on a day up to `through`, that day included, is listed, as `document` says."""

    through: date
    document: str


class Register(Struct):
    entries: Mapping[str, Entry] = field(default_factory=dict)
    by_key: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """By policy and key."""
    proposals: Proposals[EntryChange] = Proposals()
    complete: Mapping[str, Completeness] = field(default_factory=dict)
    """By policy: the declaration that reaches furthest."""

    def answer(self, question: Question, policy: str) -> RegisterResult:
        """What the register says under a notice of `question.key` on that legal day: the newest entry valid then."""
        for entry_id in reversed(self.by_key.get((policy, question.key), ())):
            entry = self.entries[entry_id]
            if _valid(entry, question.on):
                return RegisterResult(entry=entry.entry, document=entry.document, quota=entry.quota)
        return RegisterResult(entry=None, doubt=self._doubt(question, policy))

    def _doubt(self, question: Question, policy: str) -> Doubt | None:
        """Why it may be that somebody who is not listed was recognised all the same."""
        for waiting in self.proposals.waiting.values():
            change = waiting.event
            added = isinstance(change, EntryProposed) and (change.policy, change.key) == (policy, question.key)
            if isinstance(change, EntryProposed) and added and _valid(change, question.on):
                return Doubt.ENTRY_PROPOSED
        complete = self.complete.get(policy)
        return None if complete is not None and question.on <= complete.through else Doubt.INCOMPLETE


def _valid(entry: Entry | EntryProposed, on: date) -> bool:
    return entry.valid_from <= on and (entry.valid_to is None or on <= entry.valid_to)


def evolve(state: Register, happened: Event, by: str) -> Register:
    assert isinstance(happened, RegisterEvent), f"not an event of a register: {happened!r}"
    match happened:
        case EntryProposed() | EntryEndProposed() | CompletenessProposed():
            return replace(
                state,
                proposals=state.proposals.asked(_proposal(happened.proposal, by), happened),
            )
        case RegisterProposalConfirmed():
            change = state.proposals.waiting[happened.proposal].event
            confirmed = replace(state, proposals=state.proposals.answered(happened.proposal))
            return _changed(confirmed, change)
        case RegisterProposalDeclined():
            return replace(state, proposals=state.proposals.answered(happened.proposal))
    assert_never(happened)


def _proposal(name: str, by: str) -> Proposal:
    """What a register says holds for every authority: officers of the supervising one keep it."""
    return Proposal(id=name, act="register-entry", by=by)


def _changed(state: Register, change: EntryChange) -> Register:
    match change:
        case EntryProposed():
            return _entered(state, change)
        case EntryEndProposed():
            return _ended(state, change)
        case CompletenessProposed(policy=policy, through=through, document=document):
            before = state.complete.get(policy)
            if before is not None and through <= before.through:
                return state
            declared = Completeness(through=through, document=document)
            return replace(state, complete={**state.complete, policy: declared})
    assert_never(change)


def _entered(state: Register, change: EntryProposed) -> Register:
    entry = Entry(
        entry=change.entry,
        policy=change.policy,
        key=change.key,
        name=change.name,
        valid_from=change.valid_from,
        valid_to=change.valid_to,
        document=change.document,
        quota=change.quota,
    )
    listed = (entry.policy, entry.key)
    return replace(
        state,
        entries={**state.entries, entry.entry: entry},
        by_key={**state.by_key, listed: (*state.by_key.get(listed, ()), entry.entry)},
    )


def _ended(state: Register, change: EntryEndProposed) -> Register:
    ended = replace(state.entries[change.entry], valid_to=change.last_on)
    return replace(state, entries={**state.entries, change.entry: ended})


RegisterCommand = AddEntry | EndEntry | DeclareComplete | ConfirmEntry


def decide(state: Register, command: RegisterCommand, actor: Actor, today: date) -> Decision:
    return {register_stream(command.register): _decide(state, command, actor, today)}


def _decide(state: Register, command: RegisterCommand, actor: Actor, today: date) -> tuple[Event, ...]:
    match command:
        case AddEntry():
            return (_add(state, command, actor),)
        case EndEntry():
            return (_end(state, command, actor),)
        case DeclareComplete():
            return (_complete(state, command, actor, today),)
        case ConfirmEntry():
            return _confirm(state, command, actor)
    assert_never(command)


def _add(state: Register, command: AddEntry, actor: Actor) -> EntryProposed:
    acting(actor, "register-entry")
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise NotAllowed("dates-out-of-order", first=command.valid_from, last=command.valid_to)
    return EntryProposed(
        proposal=state.proposals.next_name,
        entry=f"{command.register}/{state.proposals.made + 1:04d}",
        policy=command.policy,
        key=command.key,
        name=command.name,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        document=command.document,
        quota=command.quota,
    )


def _end(state: Register, command: EndEntry, actor: Actor) -> EntryEndProposed:
    acting(actor, "register-entry")
    entry = state.entries.get(command.entry)
    if entry is None:
        raise NoSuchThing("no-such-entry", register=command.register, entry=command.entry)
    if command.last_on < entry.valid_from:
        raise NotAllowed("dates-out-of-order", first=entry.valid_from, last=command.last_on)
    if entry.valid_to is not None and command.last_on > entry.valid_to:
        raise NotAllowed("entry-ended", entry=command.entry, valid_to=entry.valid_to)
    return EntryEndProposed(
        proposal=state.proposals.next_name, entry=command.entry, last_on=command.last_on, document=command.document
    )


def _complete(state: Register, command: DeclareComplete, actor: Actor, today: date) -> CompletenessProposed:
    """Raises `NotAllowed("in-the-future")`, and `NotAllowed("complete-already")` where it would change nothing."""
    acting(actor, "register-entry")
    if command.through > today:
        raise NotAllowed("in-the-future", day=command.through, today=today)
    before = state.complete.get(command.policy)
    if before is not None and command.through <= before.through:
        raise NotAllowed("complete-already", register=command.register, through=before.through)
    return CompletenessProposed(
        proposal=state.proposals.next_name,
        policy=command.policy,
        through=command.through,
        document=command.document,
    )


def _confirm(state: Register, command: ConfirmEntry, actor: Actor) -> tuple[Event, ...]:
    opened = meant(state.proposals.waiting, command.proposal, command.register)
    confirming(actor, opened.proposal)
    answer = RegisterProposalDeclined if command.declined else RegisterProposalConfirmed
    return (answer(proposal=opened.proposal.id),)
