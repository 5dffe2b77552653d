"""What may be decided about the log itself: opening, restoring and closing it, and what two people say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import assert_never

from domain.base import Decision, Event, Struct
from domain.errors import NotAllowed, NotPermitted
from domain.office.keys import PublicKey, fitting
from domain.office.log import (
    LINE,
    NUMBERS_SKIPPED,
    TREE,
    FaultProposed,
    Log,
    LogClosed,
    LogOpened,
    LogProposalConfirmed,
    LogProposalDeclined,
    LogRestored,
    ReopeningProposed,
    SentProposed,
    SentRun,
)
from domain.office.officer import Officer, OfficerCommand, OfficerEnrolled, officer_stream
from domain.office.roles import Actor, Role, acting, confirming, second_role
from domain.proposals import meant
from domain.streams import LOG


class OpenLog(Struct):
    """Make the first administrator, who needs no one's leave because there is no one yet."""

    log: str
    supervised_by: str
    supervising_key: PublicKey | None
    pseudonyms: str
    simulated: bool
    officer: str
    sealed: str
    authority: str
    key: PublicKey


class RestoreLog(Struct):
    """Go on from a copy that was taken at this head."""

    log: str
    size: int
    root: str
    taken_at: datetime | None


class CloseLog(Struct):
    """Record nothing more here, because the copy of this identity goes on."""

    successor: str


class ProposeReopening(Struct):
    """Say what time it is, where the clock is not believed because the office was closed."""

    now: datetime


class ProposeFault(Struct):
    """Declare that what stands from `first` to `last` does not verify, and is known."""

    first: int
    last: int
    reason: str


class DeclareSent(Struct):
    """Say which runs had gone to the bank when the log was restored: none, or these."""

    runs: tuple[SentRun, ...]


class ConfirmForLog(Struct):
    """Confirm or decline what was proposed about the log; `proposal` None means the only one open."""

    proposal: str | None
    declined: bool = False


LogCommand = RestoreLog | CloseLog | ProposeReopening | ProposeFault | DeclareSent | ConfirmForLog


def open_log(command: OpenLog) -> Decision:
    """Raises `NotAllowed`: `key-scheme`, `key-form`, `key-weak`."""
    fitting(command.key)
    if command.supervising_key is not None:
        fitting(command.supervising_key)
    opened = LogOpened(
        log=command.log,
        authority=command.supervised_by,
        authority_key=command.supervising_key,
        pseudonyms=command.pseudonyms,
        tree=TREE,
        line=LINE,
        simulated=command.simulated,
    )
    enrolled = OfficerEnrolled(
        officer=command.officer,
        sealed=command.sealed,
        roles=(Role.ADMINISTRATOR,),
        authority=command.authority,
        key=command.key,
    )
    return {LOG: (opened,), officer_stream(command.officer): (enrolled,)}


def first_of_log(size: int, command: OpenLog, name: str, public_key: str) -> Decision:
    """The opening of a log of `size` events, by the administrator whom it enrols.

    Raises `NotAllowed("log-open")` when there are any, and `NotPermitted("wrong-key")`.
    """
    if size:
        raise NotAllowed("log-open")
    if public_key != command.key.public_key or name != command.officer:
        raise NotPermitted("wrong-key", officer=name)
    return open_log(command)


def takes_commands(state: Log, command: object) -> None:
    """A log that was closed only goes on from a copy. One with an open question about a fault waits for its answer, and
    for what may be needed to get one: the office is opened again, officers come and go, the log goes on from a copy.

    Raises `NotAllowed`: `log-closed`, `fault-open`.
    """
    if state.closed and not isinstance(command, RestoreLog):
        raise NotAllowed("log-closed")
    faults = [name for name, question in state.proposals.items() if isinstance(question.says, FaultProposed)]
    meanwhile = ConfirmForLog | ProposeFault | ProposeReopening | RestoreLog | OfficerCommand
    if faults and not isinstance(command, meanwhile):
        raise NotAllowed("fault-open", proposal=f"{LOG}/{faults[0]}")


def somebody_confirms(act: str, officer: str, officers: Mapping[str, Officer]) -> bool:
    """Whether anybody but this officer may confirm what is proposed by such an act."""
    second = second_role(act)
    return any(second in other.actor.roles for name, other in officers.items() if name != officer)


def is_about_fault(command: object, state: Log, size: int) -> bool:
    """Whether a command says, or answers, that what stands at the end of a log of this size does not verify.

    Raises `NotAllowed("fault-elsewhere")` for a declaration that leaves the end out.
    """
    if isinstance(command, ProposeFault):
        if not command.first <= size <= command.last:
            raise NotAllowed("fault-elsewhere", position=size)
        return True
    return answers_fault(command, state)


def answers_fault(command: object, state: Log) -> bool:
    """Whether a command confirms or declines that a fault is known."""
    return _answers(command, state, FaultProposed)


def answers_reopening(command: object, state: Log) -> bool:
    """Whether a command confirms or declines that the office is opened again."""
    return _answers(command, state, ReopeningProposed)


def _answers(command: object, state: Log, kind: type[Event]) -> bool:
    if not isinstance(command, ConfirmForLog):
        return False
    wanted = state.proposals.values() if command.proposal is None else [state.proposals.get(command.proposal)]
    return any(question is not None and isinstance(question.says, kind) for question in wanted)


def decide(state: Log, command: LogCommand, actor: Actor, series: Callable[[], Mapping[str, int]]) -> Decision:
    """`series` gives the last number of every series there is; only a restore asks for it."""
    return {LOG: (_decided(state, command, actor, series),)}


def _decided(state: Log, command: LogCommand, actor: Actor, series: Callable[[], Mapping[str, int]]) -> Event:
    match command:
        case RestoreLog():
            acting(actor, "restore-log")
            return LogRestored(
                log=command.log,
                size=command.size,
                root=command.root,
                taken_at=command.taken_at,
                numbers=_numbers(state, series()),
            )
        case CloseLog():
            acting(actor, "close-log")
            return LogClosed(successor=command.successor)
        case ProposeReopening():
            acting(actor, "reopen-office")
            return ReopeningProposed(proposal=f"p{state.made + 1}", now=command.now)
        case ProposeFault():
            acting(actor, "declare-fault")
            if command.last < command.first or command.first < 1:
                raise NotAllowed("positions-out-of-order", first=command.first, last=command.last)
            return FaultProposed(
                proposal=f"p{state.made + 1}", first=command.first, last=command.last, reason=command.reason
            )
        case DeclareSent():
            return _declare(state, command, actor)
        case ConfirmForLog():
            question = meant(state.proposals, command.proposal, LOG)
            confirming(actor, question.proposal)
            if isinstance(question.says, SentProposed) and not command.declined and not state.undeclared:
                raise NotAllowed("nothing-restored")
            answer = LogProposalDeclined if command.declined else LogProposalConfirmed
            return answer(proposal=question.proposal.id, act=question.proposal.act)
    assert_never(command)


def _declare(state: Log, command: DeclareSent, actor: Actor) -> SentProposed:
    """Raises `NotAllowed`: `nothing-restored` where all is declared, `sent-twice` for a case in two runs or one number
    of two, `sent-amount` for nothing or less.
    """
    acting(actor, "declare-sent")
    if not state.undeclared:
        raise NotAllowed("nothing-restored")
    cases = Counter(item.application for run in command.runs for item in run.items)
    twice = next((case for case, times in cases.items() if times > 1), None)
    if twice is not None:
        raise NotAllowed("sent-twice", application=twice)
    runs = Counter(run.batch for run in command.runs)
    twice = next((batch for batch, times in runs.items() if times > 1), None)
    if twice is not None:
        raise NotAllowed("sent-run-twice", batch=twice)
    paid = ((run.batch, item) for run in command.runs for item in run.items)
    for batch, item in paid:
        if item.amount_fen <= 0:
            raise NotAllowed("sent-amount", batch=batch, application=item.application, amount_fen=item.amount_fen)
    return SentProposed(proposal=f"p{state.made + 1}", runs=command.runs)


def _numbers(state: Log, series: Mapping[str, int]) -> dict[str, int]:
    """What may have been given by now: also by a part of the log that an earlier restore has lost."""
    names = sorted({*series, *state.numbers})
    return {name: max(series.get(name, 0), _before(state, name)) for name in names}


def _before(state: Log, series: str) -> int:
    kind = series.partition("-")[0]
    return state.last_given(kind, series) if kind in NUMBERS_SKIPPED and state.restores else 0
