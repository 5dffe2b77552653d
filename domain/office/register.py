"""Registers: entries are proposed by a clerk and confirmed by a supervisor; until then they answer nothing."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from domain.base import Decision, Event, Struct, replace
from domain.errors import NoSuchThing, NotAllowed
from domain.office.register_events import (
    CompletenessProposed,
    EntryContent,
    EntryEndProposed,
    EntryProposed,
    RegisterProposalConfirmed,
    RegisterProposalDeclined,
)
from domain.office.register_state import Entry, Register
from domain.office.roles import Actor, acting, confirming
from domain.proposals import meant
from domain.streams import Kind, stream_name


def register_stream(register: str) -> str:
    return stream_name(Kind.REGISTER, register)


class AddEntry(Struct):
    """Add an entry for a notice; with `replaces`, in the place of that entry from its own first day on."""

    register: str
    policy: str
    content: EntryContent
    replaces: str | None = None


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
    """Raises `NotAllowed("dates-out-of-order")`, and `("entry-overlaps")` or `("entry-waiting")` where another entry of
    the same key is valid on one of its days, or is proposed for one.
    """
    acting(actor, "register-entry")
    content = command.content
    if content.valid_to is not None and content.valid_to < content.valid_from:
        raise NotAllowed("dates-out-of-order", first=content.valid_from, last=content.valid_to)
    if command.replaces is not None:
        _replaceable(state, command, command.replaces)
    _only_one_a_day(state, command.policy, content, command.replaces, ending=True)
    for waiting in state.waiting_for(command.policy, content.key):
        if waiting.content.overlaps(content):
            raise NotAllowed("entry-waiting", key=content.key, entry=waiting.entry, proposal=waiting.proposal)
    return EntryProposed(
        proposal=state.proposals.next_name,
        entry=f"{command.register}/{state.proposals.made + 1:04d}",
        policy=command.policy,
        content=content,
        replaces=command.replaces,
    )


def _replaceable(state: Register, command: AddEntry, number: str) -> None:
    """An entry is replaced by one of the same key, from one of its own days on, and not before its first. Raises
    `NoSuchThing("no-such-entry")`, `NotAllowed("replaced-by-another-key")`, `("dates-out-of-order")`.
    """
    replaced, content = _entry(state, command.register, number), command.content
    if replaced.policy != command.policy or not replaced.content.same_key(content):
        raise NotAllowed("replaced-by-another-key", entry=number, key=replaced.content.key, found=content.key)
    if content.valid_from < replaced.content.valid_from:
        raise NotAllowed("dates-out-of-order", first=replaced.content.valid_from, last=content.valid_from)
    # What is to change was read before an end that waits: confirmed after it, it would bring the entry back.
    for opened in state.proposals.waiting.values():
        if isinstance(opened.event, EntryEndProposed) and opened.event.entry == number:
            raise NotAllowed("entry-waiting", key=content.key, entry=number, proposal=opened.proposal.id)


def _only_one_a_day(
    state: Register, policy: str, content: EntryContent, replaces: str | None, *, ending: bool = False
) -> None:
    """Raises `NotAllowed("entry-overlaps")`. With `ending`, an end that is proposed counts already."""
    listed = list(state.of_key(policy, content.key))
    if not listed:
        return
    waiting = [opened.event for opened in state.proposals.waiting.values()] if ending else []
    ends = {end.entry: end.last_on for end in waiting if isinstance(end, EntryEndProposed)}
    for entry in listed:
        standing = entry.content
        if entry.entry in ends:
            standing = replace(standing, valid_to=ends[entry.entry])
        if entry.entry != replaces and standing.overlaps(content):
            raise NotAllowed("entry-overlaps", key=content.key, entry=entry.entry)


def _end(state: Register, command: EndEntry, actor: Actor) -> EntryEndProposed:
    acting(actor, "register-entry")
    ended = _entry(state, command.register, command.entry).content
    for opened in state.proposals.waiting.values():
        if isinstance(opened.event, EntryProposed) and opened.event.replaces == command.entry:
            raise NotAllowed("entry-waiting", key=ended.key, entry=opened.event.entry, proposal=opened.proposal.id)
    if command.last_on < ended.valid_from:
        raise NotAllowed("dates-out-of-order", first=ended.valid_from, last=command.last_on)
    if ended.valid_to is not None and command.last_on > ended.valid_to:
        raise NotAllowed("entry-ended", entry=command.entry, valid_to=ended.valid_to)
    return EntryEndProposed(
        proposal=state.proposals.next_name, entry=command.entry, last_on=command.last_on, document=command.document
    )


def _entry(state: Register, register: str, number: str) -> Entry:
    """Raises `NoSuchThing("no-such-entry")`."""
    entry = state.entries.get(number)
    if entry is None:
        raise NoSuchThing("no-such-entry", register=register, entry=number)
    return entry


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
    """Raises `NotAllowed("entry-overlaps")` or `("entry-ended")` where another confirmation came before."""
    opened = meant(state.proposals.waiting, command.proposal, command.register)
    confirming(actor, opened.proposal)
    if command.declined:
        return (RegisterProposalDeclined(proposal=opened.proposal.id),)
    change = opened.event
    if isinstance(change, EntryProposed):
        _only_one_a_day(state, change.policy, change.content, change.replaces)
    if isinstance(change, EntryEndProposed):
        valid_to = state.entries[change.entry].content.valid_to
        if valid_to is not None and change.last_on > valid_to:
            raise NotAllowed("entry-ended", entry=change.entry, valid_to=valid_to)
    return (RegisterProposalConfirmed(proposal=opened.proposal.id),)
