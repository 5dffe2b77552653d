"""The log itself: what it is, where a copy of it goes on, what two people declare about it, and who may write in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from domain.base import CONSEQUENCE, Event, Otherwise, Struct, alone, event, field, first, replace, second
from domain.errors import NotAllowed
from domain.office.keys import PublicKey
from domain.office.rights import (
    RightsProposed,
    act_of,
)
from domain.proposals import Proposal, Proposals

TREE = "rfc9162-sha256"
LINE = "bailu-line-v1"

NUMBERS_SKIPPED = {"application": 1_000, "batch": 100, "import": 100, "debt": 100, "fund": 10, "allotment": 10}
"""So many numbers of each series are left out behind a restore: the lost part of the log may have given them."""


class OuterKeysIn(StrEnum):
    """What of the outer keys goes with a backup."""

    NONE = "none"
    ESCROW = "escrow"
    """All of them, sealed under a passphrase."""


class SentItem(Struct):
    """What a run pays in one application; with `fund` what that fund pays of it."""

    application: str
    amount_fen: int
    fund: str | None = None


class SentRun(Struct):
    """A payment run as it went to the bank."""

    batch: str
    items: tuple[SentItem, ...]


@event("log.opened.v1", CONSEQUENCE)
class LogOpened(Event):
    """The first event of every store. `simulated` marks a store on a simulated clock, for good."""

    log: str
    """A random identity of this log, so that two stores can never be taken for one another."""
    authority: str
    """The authority that supervises all others: its officers may act on every case."""
    authority_key: PublicKey | None
    """Its key, under which it confirms what the office itself cannot."""
    pseudonyms: str
    """The fingerprint of the key under which persons have their pseudonyms: only logs of one domain can be joined."""
    tree: str
    line: str
    simulated: bool


@event("log.restored.v1", alone("restore-log"))
class LogRestored(Event):
    """The log goes on from a copy. What the original recorded behind `size` is not here, and may have gone out."""

    log: str
    """A new random identity."""
    size: int
    root: str
    """Of the head at which the copy was taken, in hexadecimal digits."""
    taken_at: datetime | None
    """When the last event before it had been recorded."""
    numbers: Mapping[str, int]
    """The last number of each series, or behind an earlier restore the last that may have been given."""


@event("log.closed.v1", alone("close-log"))
class LogClosed(Event):
    """Nothing is recorded here any more: the log goes on in one copy, and from any other only as from a backup."""

    successor: str
    """The identity of that copy."""


@event(
    "log.backed-up.v1",
    alone("back-up", otherwise=Otherwise(member="outer_keys", values=("escrow",), permission="back-up-with-keys")),
)
class LogBackedUp(Event):
    """A backup is taken of what stands up to here, this line included."""

    outer_keys: OuterKeysIn
    """Whether whoever has it, and a passphrase, can open names."""


@event("log.reopening-proposed.v1", first("reopen-office", about="proposal", pair="proposal"))
class ReopeningProposed(Event):
    """The office was closed for longer than a clock is believed: an administrator says what time it is."""

    proposal: str
    now: datetime


@event("log.fault-proposed.v1", first("declare-fault", about="proposal", pair="proposal"))
class FaultProposed(Event):
    """What stands from `first` to `last` does not verify, and the office knows of it."""

    proposal: str
    first: int
    last: int
    reason: str
    head_verifies: bool
    """Whether the last commit in front of it does: if not, work goes on only once what is wrong was confirmed."""


@event("log.sent-proposed.v1", first("declare-sent", about="proposal", pair="proposal"))
class SentProposed(Event):
    """The runs that went to the bank between the copy and the restore, as the files say that the bank got."""

    proposal: str
    runs: tuple[SentRun, ...]


@event("log.proposal-confirmed.v1", second(outcome="confirmed", about="proposal", pair="proposal"))
class LogProposalConfirmed(Event):
    proposal: str
    act: str


@event("log.proposal-declined.v1", second(outcome="declined", about="proposal", pair="proposal"))
class LogProposalDeclined(Event):
    proposal: str
    act: str


Proposed = ReopeningProposed | FaultProposed | SentProposed | RightsProposed
LogEvent = LogOpened | LogRestored | LogClosed | LogBackedUp | Proposed | LogProposalConfirmed | LogProposalDeclined


class Log(Struct):
    """The log as its own stream tells of it."""

    log: str
    simulated: bool
    supervised_by: str
    pseudonyms: str = ""
    """The fingerprint of the pseudonym key of its domain."""
    successor: str | None = None
    """Where the log goes on since it was closed here."""
    restores: int = 0
    undeclared: bool = False
    """Since a restore nobody has said which runs had gone to the bank."""
    sent: Mapping[str, SentRun] = field(default_factory=dict)
    """Those runs, by number."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    proposals: Proposals[Proposed] = Proposals()
    declared_faults: tuple[tuple[int, int], ...] = ()
    """First and last position of what was confirmed not to verify."""
    unanswered: tuple[FaultProposed, ...] = ()
    """Faults at the end of the log that were declined: they are there, whatever was wrong with how they were told."""

    @property
    def closed(self) -> bool:
        return self.successor is not None

    def last_given(self, kind: str, series: str) -> int:
        """The last number of a series that may have been given in a part of the log that was lost."""
        if series in self.numbers:
            return self.numbers[series] + NUMBERS_SKIPPED[kind]
        return self.restores * NUMBERS_SKIPPED[kind]

    def declared(self) -> None:
        """Raises `NotAllowed("restored-undeclared")` while money may go out twice."""
        if self.undeclared:
            raise NotAllowed("restored-undeclared")


UNOPENED = Log(log="", simulated=False, supervised_by="")
"""Before the first event."""


def same_domain(pseudonyms: str, others: str) -> None:
    """Persons of two logs, or of a log and of keys, are the same by their pseudonyms only under one pseudonym key: both
    are given by their fingerprints. Whoever joins two logs asks this of their first events. ADR 0052.

    Raises `NotAllowed("pseudonyms-differ")`.
    """
    if pseudonyms != others:
        raise NotAllowed("pseudonyms-differ", expected=pseudonyms, found=others)


def evolve(state: Log | None, happened: Event, by: str) -> Log:
    assert isinstance(happened, LogEvent), f"not an event of the log: {happened!r}"
    if isinstance(happened, LogOpened):
        return Log(
            log=happened.log,
            simulated=happened.simulated,
            supervised_by=happened.authority,
            pseudonyms=happened.pseudonyms,
        )
    assert state is not None, "a log begins with its opening"
    match happened:
        case LogRestored():
            return replace(
                state,
                log=happened.log,
                successor=None,
                restores=state.restores + 1,
                undeclared=state.undeclared or state.successor != happened.log,
                numbers=happened.numbers,
            )
        case LogClosed():
            return replace(state, successor=happened.successor)
        case ReopeningProposed():
            return _asked(state, happened, "reopen-office", by)
        case FaultProposed():
            return _asked(state, happened, "declare-fault", by)
        case SentProposed():
            return _asked(state, happened, "declare-sent", by)
        case LogBackedUp():
            return state
        case _ if isinstance(happened, RightsProposed):
            return _asked(state, happened, act_of(happened), by, about=happened.officer, authority=happened.authority)
        case LogProposalConfirmed():
            return _confirmed(state, happened.proposal)
        case LogProposalDeclined():
            return _declined(state, happened.proposal)
    assert_never(happened)


def _asked(
    state: Log, proposed: Proposed, act: str, by: str, *, about: str | None = None, authority: str | None = None
) -> Log:
    proposal = Proposal(id=proposed.proposal, act=act, by=by, about=about, authority=authority)
    return replace(state, proposals=state.proposals.asked(proposal, proposed))


def _confirmed(state: Log, name: str) -> Log:
    proposed = state.proposals.waiting[name].event
    after = replace(state, proposals=state.proposals.answered(name))
    if isinstance(proposed, FaultProposed):
        declared = (proposed.first, proposed.last)
        left = tuple(fault for fault in state.unanswered if not _covered(fault, (declared,)))
        return replace(after, unanswered=left, declared_faults=(*state.declared_faults, declared))
    if not isinstance(proposed, SentProposed):
        return after
    # Whatever else was proposed about the same runs has been overtaken.
    sent = {**state.sent, **{run.batch: run for run in proposed.runs}}
    return replace(after, undeclared=False, sent=sent, proposals=after.proposals.without(SentProposed))


def _declined(state: Log, name: str) -> Log:
    proposed = state.proposals.waiting[name].event
    after = replace(state, proposals=state.proposals.answered(name))
    if not isinstance(proposed, FaultProposed) or proposed.head_verifies:
        return after
    if not _covered(proposed, state.declared_faults):
        return replace(after, unanswered=(*state.unanswered, proposed))
    return after


def _covered(fault: FaultProposed, declared: Iterable[tuple[int, int]]) -> bool:
    """Whether the end of the log that was told of is in what has been declared."""
    return any(first <= fault.last <= last for first, last in declared)
