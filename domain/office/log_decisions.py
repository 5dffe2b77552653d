"""What may be decided about the log itself: opening, restoring and closing it, and what two people say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import assert_never

from domain.base import Decision, Event
from domain.errors import NotAllowed, NotPermitted
from domain.office import officer_decisions
from domain.office.keys import fitting
from domain.office.log import (
    LINE,
    NUMBERS_SKIPPED,
    TREE,
    FaultProposed,
    Log,
    LogBackedUp,
    LogClosed,
    LogOpened,
    LogProposalConfirmed,
    LogProposalDeclined,
    LogRestored,
    OuterKeysIn,
    ReopeningProposed,
    SentProposed,
)
from domain.office.log_commands import (
    BackUpLog,
    CloseLog,
    ConfirmForLog,
    DeclareSent,
    LogCommand,
    OpenLog,
    ProposeFault,
    ProposeReopening,
    RestoreLog,
)
from domain.office.officer import Officer, OfficerCommand, OfficerEnrolled, authority_officer, officer_stream
from domain.office.rights import GrantProposed, RemovalProposed, RightsProposed, RotationProposed
from domain.office.roles import Actor, Role, acting, confirming, second_roles
from domain.office.rolls import still_proposed, still_proposes
from domain.proposals import meant
from domain.streams import LOG


def open_log(command: OpenLog) -> Decision:
    """Raises `NotAllowed`: `key-scheme`, `key-form`, `key-weak`, `role-of-authority`."""
    fitting(command.key)
    if command.officer.startswith(authority_officer("")):
        raise NotAllowed("role-of-authority")
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
        authority=command.supervised_by,
        key=command.key,
    )
    decision = {LOG: (opened,), officer_stream(command.officer): (enrolled,)}
    if command.supervising_key is None:
        return decision
    fitting(command.supervising_key)
    if command.supervising_key.public_key == command.key.public_key:
        raise NotAllowed("key-enrolled")
    name = authority_officer(command.supervised_by)
    above = OfficerEnrolled(
        officer=name,
        sealed="",
        roles=(Role.SUPERVISING_AUTHORITY,),
        authority=command.supervised_by,
        key=command.supervising_key,
    )
    return {**decision, officer_stream(name): (above,)}


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

    Raises `NotAllowed`: `log-closed`, `fault-open`, and `fault-declined` while nobody has confirmed what is wrong.
    """
    if state.closed and not isinstance(command, RestoreLog):
        raise NotAllowed("log-closed")
    faults = [name for name, opened in state.proposals.waiting.items() if isinstance(opened.event, FaultProposed)]
    meanwhile = ConfirmForLog | ProposeFault | ProposeReopening | RestoreLog | BackUpLog | OfficerCommand
    if faults and not isinstance(command, meanwhile):
        raise NotAllowed("fault-open", proposal=f"{LOG}/{faults[0]}")
    if state.unanswered and not isinstance(command, meanwhile):
        raise NotAllowed("fault-declined", position=state.unanswered[0].last)


def somebody_confirms(act: str, officer: str, officers: Mapping[str, Officer]) -> bool:
    """Whether anybody but this officer may confirm what is proposed by such an act."""
    seconds = second_roles(act)
    return any(other.at_work & set(seconds) for name, other in officers.items() if name != officer)


def is_about_fault(command: object, state: Log, size: int) -> bool:
    """Whether a command says, or answers, that what stands at the end of a log of this size does not verify.

    Raises `NotAllowed("fault-elsewhere")` for a declaration, or an answer to one, that leaves the end out.
    """
    told = [command] if isinstance(command, ProposeFault) else _faults_answered(command, state)
    if any(not fault.first <= size <= fault.last for fault in told):
        raise NotAllowed("fault-elsewhere", position=size)
    return bool(told)


def answers_fault(command: object, state: Log) -> bool:
    """Whether a command confirms or declines that a fault is known."""
    return bool(_faults_answered(command, state))


def answers_reopening(command: object, state: Log) -> bool:
    """Whether a command confirms or declines that the office is opened again."""
    return any(isinstance(event, ReopeningProposed) for event in _answered(command, state))


def _faults_answered(command: object, state: Log) -> list[ProposeFault | FaultProposed]:
    return [event for event in _answered(command, state) if isinstance(event, FaultProposed)]


def _answered(command: object, state: Log) -> list[Event]:
    """What a command may be the answer to: what it names, or where it names none, whatever waits."""
    if not isinstance(command, ConfirmForLog):
        return []
    waiting = state.proposals.waiting
    names = list(waiting) if command.proposal is None else [command.proposal]
    return [waiting[name].event for name in names if name in waiting]


def decide(
    state: Log,
    command: LogCommand,
    actor: Actor,
    *,
    series: Callable[[], Mapping[str, int]],
    officers: Callable[[], Mapping[str, Officer]],
    today: date,
) -> Decision:
    """`series` gives the last number of every series there is, which a restore asks for; `officers` everybody, which a
    confirmation of somebody's rights does.
    """
    if isinstance(command, ConfirmForLog):
        return _answer(state, command, actor, officers, today)
    return {LOG: (_decided(state, command, actor, series),)}


def _answer(
    state: Log, command: ConfirmForLog, actor: Actor, officers: Callable[[], Mapping[str, Officer]], today: date
) -> Decision:
    opened = meant(state.proposals.waiting, command.proposal, LOG)
    confirming(actor, opened.proposal)
    if isinstance(opened.event, RemovalProposed) and opened.event.officer == actor.officer:
        # Who could decline what stops them could not be stopped.
        raise NotPermitted("own-removal", officer=actor.officer)
    if command.declined:
        return {LOG: (LogProposalDeclined(proposal=opened.proposal.id, act=opened.proposal.act),)}
    if isinstance(opened.event, SentProposed) and not state.undeclared:
        raise NotAllowed("nothing-restored")
    yes = LogProposalConfirmed(proposal=opened.proposal.id, act=opened.proposal.act)
    if not isinstance(opened.event, RightsProposed):
        return {LOG: (yes,)}
    everybody = officers()
    still_proposed(opened.proposal, everybody, today)
    if isinstance(opened.event, GrantProposed | RotationProposed):
        _nothing_left(state, opened.event.officer, everybody, today)
    return {LOG: (yes,), **officer_decisions.confirmed(opened.event, everybody, actor, today)}


def _nothing_left(state: Log, officer: str, officers: Mapping[str, Officer], today: date) -> None:
    """Whoever comes back to work finds nothing of theirs waiting from before they were stopped: it may be a thief's."""
    for name, opened in state.proposals.waiting.items():
        theirs = isinstance(opened.event, RightsProposed) and opened.proposal.by == officer
        if theirs and not still_proposes(opened.proposal, officers, today):
            raise NotAllowed("proposals-left", officer=officer, proposal=f"{LOG}/{name}")


def _decided(
    state: Log,
    command: RestoreLog | CloseLog | BackUpLog | ProposeReopening | ProposeFault | DeclareSent,
    actor: Actor,
    series: Callable[[], Mapping[str, int]],
) -> Event:
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
        case BackUpLog(outer_keys=outer_keys):
            may_back_up(actor, outer_keys)
            return LogBackedUp(outer_keys=outer_keys)
        case CloseLog():
            acting(actor, "close-log")
            return LogClosed(successor=command.successor)
        case ProposeReopening():
            acting(actor, "reopen-office")
            return ReopeningProposed(proposal=state.proposals.next_name, now=command.now)
        case ProposeFault():
            acting(actor, "declare-fault")
            if command.last < command.first or command.first < 1:
                raise NotAllowed("positions-out-of-order", first=command.first, last=command.last)
            return FaultProposed(
                proposal=state.proposals.next_name,
                first=command.first,
                last=command.last,
                reason=command.reason,
                head_verifies=command.head_verifies,
            )
        case DeclareSent():
            return _declare(state, command, actor)
    assert_never(command)


def may_back_up(actor: Actor, outer_keys: OuterKeysIn) -> None:
    """A machine may, as long as no names can be opened with what it takes."""
    acting(actor, "back-up" if outer_keys is OuterKeysIn.NONE else "back-up-with-keys")


def _declare(state: Log, command: DeclareSent, actor: Actor) -> SentProposed:
    """Raises `NotAllowed`: `nothing-restored` where all is declared, `sent-twice` for a case in two runs or one number
    of two, `sent-amount` for nothing or less.
    """
    acting(actor, "declare-sent")
    if not state.undeclared:
        raise NotAllowed("nothing-restored")
    items = [(item.application, run.batch, item.fund) for run in command.runs for item in run.items]
    # In one run the treasury pays a case in an item for each fund.
    alone = Counter(application for application, _, _ in {(*item[:2], item[2] is None) for item in items})
    twice = next((application for application, times in alone.items() if times > 1), None)
    twice = twice or next((item[0] for item, times in Counter(items).items() if times > 1), None)
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
    return SentProposed(proposal=state.proposals.next_name, runs=command.runs)


def _numbers(state: Log, series: Mapping[str, int]) -> dict[str, int]:
    """What may have been given by now: also by a part of the log that an earlier restore has lost."""
    names = sorted({*series, *state.numbers})
    return {name: max(series.get(name, 0), _before(state, name)) for name in names}


def _before(state: Log, series: str) -> int:
    kind = series.partition("-")[0]
    return state.last_given(kind, series) if kind in NUMBERS_SKIPPED and state.restores else 0
