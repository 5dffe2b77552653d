"""The log itself: what it is, from its first event on, where a copy of it goes on, and what two people say about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from domain.base import CONSEQUENCE, Event, Struct, alone, event, field, first, replace, second
from domain.errors import NotAllowed
from domain.office.keys import PublicKey
from domain.proposals import Proposal

TREE = "rfc9162-sha256"
LINE = "bailu-line-v1"

NUMBERS_SKIPPED = {"application": 1_000, "batch": 100}
"""So many numbers of each series are left out behind a restore: the lost part of the log may have given them."""


class SentItem(Struct):
    """What a run pays in one application."""

    application: str
    amount_fen: int


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


Proposed = ReopeningProposed | FaultProposed | SentProposed
LogEvent = LogOpened | LogRestored | LogClosed | Proposed | LogProposalConfirmed | LogProposalDeclined


class OpenQuestion(Struct):
    """A proposal about the log together with what it says."""

    proposal: Proposal
    says: Proposed


class Log(Struct):
    """The log as its own stream tells of it."""

    log: str
    simulated: bool
    supervised_by: str
    successor: str | None = None
    """Where the log goes on since it was closed here."""
    restores: int = 0
    undeclared: bool = False
    """Since a restore nobody has said which runs had gone to the bank."""
    sent: Mapping[str, SentRun] = field(default_factory=dict)
    """Those runs, by number."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    proposals: Mapping[str, OpenQuestion] = field(default_factory=dict)
    made: int = 0

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


def evolve(state: Log | None, happened: Event, by: str) -> Log:
    assert isinstance(happened, LogEvent), f"not an event of the log: {happened!r}"
    if isinstance(happened, LogOpened):
        return Log(log=happened.log, simulated=happened.simulated, supervised_by=happened.authority)
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
        case LogProposalConfirmed():
            return _confirmed(_answered(state, happened.proposal), state.proposals[happened.proposal].says)
        case LogProposalDeclined():
            return _answered(state, happened.proposal)
    assert_never(happened)


def _asked(state: Log, says: Proposed, act: str, by: str) -> Log:
    question = OpenQuestion(proposal=Proposal(id=says.proposal, act=act, by=by), says=says)
    return replace(state, proposals={**state.proposals, says.proposal: question}, made=state.made + 1)


def _answered(state: Log, proposal: str) -> Log:
    return replace(state, proposals={name: open_ for name, open_ in state.proposals.items() if name != proposal})


def _confirmed(state: Log, says: Proposed) -> Log:
    if isinstance(says, SentProposed):
        # Whatever else was proposed about the same runs has been overtaken.
        left = {name: asked for name, asked in state.proposals.items() if not isinstance(asked.says, SentProposed)}
        sent = {**state.sent, **{run.batch: run for run in says.runs}}
        return replace(state, undeclared=False, sent=sent, proposals=left)
    return state
