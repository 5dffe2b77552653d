"""What a register is: its entries, what waits for a second officer, and what it answers for a notice on a legal day.

A register is a stream; what is listed in it is listed for one notice, and answers no other that has a register of the
same name (ADR 0056). An entry has a key of its own, which stays over promotions, and at most one entry of a key is
valid on a day. That nobody is listed is an answer only for a day for which two people declared the register complete
(ADR 0055). What the entry states, whoever names it does not (ADR 0058).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import assert_never

from domain.base import Event, Struct, field, replace
from domain.entitlement.claim import Doubt, Question, RegisterResult
from domain.entitlement.written import folded
from domain.office.register_events import (
    CompletenessProposed,
    EntryChange,
    EntryContent,
    EntryEndProposed,
    EntryProposed,
    RegisterEvent,
    RegisterProposalConfirmed,
    RegisterProposalDeclined,
)
from domain.proposals import Proposal, Proposals


class Entry(Struct):
    entry: str
    policy: str
    content: EntryContent
    series: str
    """The entry that was changed into this one, however often; its own number, where none was."""


class Completeness(Struct):
    """Whoever was recognised on a day up to `through`, that day included, is listed, as `document` says."""

    through: date
    document: str


Listed = Mapping[tuple[str, str], tuple[str, ...]]
"""Numbers of entries, by their policy and by something as `folded`."""


class Register(Struct):
    entries: Mapping[str, Entry] = field(default_factory=dict)
    by_key: Listed = field(default_factory=dict)
    by_name: Listed = field(default_factory=dict)
    waiting: Listed = field(default_factory=dict)
    """Proposals to add, by policy and by key: of a long list each would look through all the others."""
    proposals: Proposals[EntryChange] = Proposals()
    complete: Mapping[str, Completeness] = field(default_factory=dict)
    """By policy: the declaration that reaches furthest."""

    def answer(self, question: Question, policy: str) -> RegisterResult:
        """What the register says under a notice of `question.key` on that legal day: the entry of that key, or else the
        only one of that name.
        """
        asked = (policy, folded(question.key))
        listed = self._valid(self.by_key.get(asked, ()), question.on)
        listed = listed or self._valid(self.by_name.get(asked, ()), question.on)
        if len({folded(entry.content.key) for entry in listed}) > 1:
            return RegisterResult(entry=None, doubt=Doubt.AMBIGUOUS)
        if not listed:
            return RegisterResult(entry=None, doubt=self._doubt(question, policy))
        content = listed[-1].content
        return RegisterResult(
            entry=listed[-1].entry,
            series=listed[-1].series,
            key=content.key,
            payee=content.payee or content.owner,
            authority=content.authority,
            facts=content.facts,
            document=content.document,
            quota=content.quota,
        )

    def waiting_for(self, policy: str, key: str) -> Iterator[EntryProposed]:
        """What is proposed of a key for a notice, the oldest first."""
        for proposal in self.waiting.get((policy, folded(key)), ()):
            proposed = self.proposals.waiting[proposal].event
            assert isinstance(proposed, EntryProposed), "only these are kept by key"
            yield proposed

    def of_key(self, policy: str, key: str) -> Iterator[Entry]:
        """The entries of a key for a notice, the oldest first."""
        return (self.entries[entry] for entry in self.by_key.get((policy, folded(key)), ()))

    def _valid(self, entries: tuple[str, ...], on: date) -> list[Entry]:
        return [entry for entry in map(self.entries.__getitem__, entries) if entry.content.valid(on)]

    def _doubt(self, question: Question, policy: str) -> Doubt | None:
        """Why it may be that somebody who is not listed was recognised all the same."""
        asked = folded(question.key)
        for waiting in self.proposals.waiting.values():
            change = waiting.event
            if not isinstance(change, EntryProposed) or change.policy != policy:
                continue
            called = {folded(change.content.key), folded(change.content.name or "")}
            if asked in called and change.content.valid(question.on):
                return Doubt.ENTRY_PROPOSED
        complete = self.complete.get(policy)
        return None if complete is not None and question.on <= complete.through else Doubt.INCOMPLETE


def evolve(state: Register, happened: Event, by: str) -> Register:
    assert isinstance(happened, RegisterEvent), f"not an event of a register: {happened!r}"
    match happened:
        case EntryProposed() | EntryEndProposed() | CompletenessProposed():
            asked = replace(state, proposals=state.proposals.asked(_proposal(happened.proposal, by), happened))
            if not isinstance(happened, EntryProposed):
                return asked
            under = (happened.policy, folded(happened.content.key))
            return replace(asked, waiting={**asked.waiting, under: (*asked.waiting.get(under, ()), happened.proposal)})
        case RegisterProposalConfirmed():
            change = state.proposals.waiting[happened.proposal].event
            return _changed(_answered(state, change), change)
        case RegisterProposalDeclined():
            return _answered(state, state.proposals.waiting[happened.proposal].event)
    assert_never(happened)


def _answered(state: Register, change: EntryChange) -> Register:
    answered = replace(state, proposals=state.proposals.answered(change.proposal))
    if not isinstance(change, EntryProposed):
        return answered
    under = (change.policy, folded(change.content.key))
    others = tuple(proposal for proposal in state.waiting[under] if proposal != change.proposal)
    without = {key: proposals for key, proposals in state.waiting.items() if key != under}
    return replace(answered, waiting={**without, under: others} if others else without)


def _proposal(name: str, by: str) -> Proposal:
    """What a register says holds for every authority: officers of the supervising one keep it."""
    return Proposal(id=name, act="register-entry", by=by)


def _changed(state: Register, change: EntryChange) -> Register:
    match change:
        case EntryProposed():
            return _entered(state, change)
        case EntryEndProposed(entry=entry, last_on=last_on):
            return _ended(state, entry, last_on)
        case CompletenessProposed(policy=policy, through=through, document=document):
            before = state.complete.get(policy)
            if before is not None and through <= before.through:
                return state
            declared = Completeness(through=through, document=document)
            return replace(state, complete={**state.complete, policy: declared})
    assert_never(change)


def _entered(state: Register, change: EntryProposed) -> Register:
    content = change.content
    if change.replaces is not None:
        before = content.valid_from - timedelta(days=1)
        valid_to = state.entries[change.replaces].content.valid_to
        state = _ended(state, change.replaces, before if valid_to is None else min(before, valid_to))
    series = change.entry if change.replaces is None else state.entries[change.replaces].series
    entry = Entry(entry=change.entry, policy=change.policy, content=content, series=series)
    return replace(
        state,
        entries={**state.entries, entry.entry: entry},
        by_key=_listed(state.by_key, change, content.key),
        by_name=_listed(state.by_name, change, content.name) if content.name else state.by_name,
    )


def _listed(listed: Listed, change: EntryProposed, called: str) -> Listed:
    under = (change.policy, folded(called))
    return {**listed, under: (*listed.get(under, ()), change.entry)}


def _ended(state: Register, number: str, last_on: date) -> Register:
    """An entry that is replaced from its first day on is valid on no day."""
    entry = state.entries[number]
    ended = replace(entry, content=replace(entry.content, valid_to=last_on))
    return replace(state, entries={**state.entries, number: ended})
