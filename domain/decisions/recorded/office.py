"""The commands about officers and about what the office decides by, by the event that leads what they record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from domain.base import Event
from domain.decisions.recorded.errors import NoSuchCommand, subject_of
from domain.imports import events as i
from domain.imports import imports
from domain.office import officer as o
from domain.office import register as registers
from domain.office import register_events as r
from domain.office.log import (
    FaultProposed,
    LogBackedUp,
    LogClosed,
    LogEvent,
    LogOpened,
    LogProposalConfirmed,
    LogProposalDeclined,
    LogRestored,
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
from domain.office.proposed import (
    ConfirmForOffice,
    OfficeEvent,
    OfficeProposalConfirmed,
    OfficeProposalDeclined,
    SharedCommand,
    as_command,
)
from domain.office.rights import (
    DeputyProposed,
    EnrolmentProposed,
    ExceptionProposed,
    GrantProposed,
    RemovalProposed,
    RotationProposed,
)
from domain.office.taking_away import asked_to_take
from domain.streams import LOG, OFFICE


def opening(stream: str, leading: LogOpened, after: Sequence[tuple[str, Event]]) -> OpenLog:
    """Who opened the log is enrolled by the same command."""
    match after:
        case [(_, o.OfficerEnrolled() as first), *_]:
            return OpenLog(
                log=leading.log,
                supervised_by=leading.authority,
                supervising_key=leading.authority_key,
                pseudonyms=leading.pseudonyms,
                simulated=leading.simulated,
                officer=first.officer,
                sealed=first.sealed,
                key=first.key,
            )
    raise NoSuchCommand(stream, leading)


def _enrolment(leading: o.SecondPersonEnrolled | EnrolmentProposed) -> o.EnrolOfficer:
    return o.EnrolOfficer(
        officer=leading.officer,
        sealed=leading.sealed,
        roles=leading.roles,
        authority=leading.authority,
        key=leading.key,
    )


def about_officer(stream: str, leading: o.OfficerEvent) -> o.OfficerCommand | o.HandOver:
    officer = subject_of(stream, "officer", leading)
    match leading:
        case o.SecondPersonEnrolled():
            return _enrolment(leading)
        case o.OfficerEnrolled() | o.RoleGranted() | o.KeyReplaced() | o.ExceptionGranted() | o.DeputyAppointed():
            raise NoSuchCommand(stream, leading)
        case o.RoleRevoked(role=role):
            return o.RevokeRole(officer=officer, role=role)
        case o.OfficerSuspended():
            return o.SuspendOfficer(officer=officer)
        case o.KeyLost(public_key=public_key, since=since):
            return o.ReportKeyLost(officer=officer, public_key=public_key, since=since)
        case o.DeputyshipEnded(absent=absent):
            return o.EndDeputyship(officer=officer, absent=absent)
        case o.KeyRotated(key=key):
            return o.RotateKey(officer=officer, key=key)
        case o.WorkHandedOver(to=to):
            return o.HandOver(officer=officer, to=to)
    assert_never(leading)


def about_log(stream: str, leading: LogEvent) -> LogCommand | o.OfficerCommand:
    if stream != LOG:
        raise NoSuchCommand(stream, leading)
    match leading:
        case LogRestored(log=log, size=size, root=root, taken_at=taken_at):
            return RestoreLog(log=log, size=size, root=root, taken_at=taken_at)
        case LogBackedUp(outer_keys=outer_keys):
            return BackUpLog(outer_keys=outer_keys)
        case LogClosed(successor=successor):
            return CloseLog(successor=successor)
        case ReopeningProposed(now=now):
            return ProposeReopening(now=now)
        case FaultProposed(first=first, last=last, reason=reason, head_verifies=verifies):
            return ProposeFault(first=first, last=last, reason=reason, head_verifies=verifies)
        case SentProposed(runs=runs):
            return DeclareSent(runs=runs)
        case EnrolmentProposed():
            return _enrolment(leading)
        case GrantProposed(officer=officer, role=role):
            return o.GrantRole(officer=officer, role=role)
        case RotationProposed(officer=officer, key=key):
            return o.RotateKey(officer=officer, key=key)
        case ExceptionProposed(officer=officer, exception=exception):
            return o.ExceptOfficer(officer=officer, exception=exception)
        case RemovalProposed():
            return asked_to_take(leading)
        case DeputyProposed(officer=officer, deputyship=deputyship):
            return o.AppointDeputy(officer=officer, deputyship=deputyship)
        case LogProposalConfirmed(proposal=proposal):
            return ConfirmForLog(proposal=proposal)
        case LogProposalDeclined(proposal=proposal):
            return ConfirmForLog(proposal=proposal, declined=True)
        case LogOpened():
            raise NoSuchCommand(stream, leading)
    assert_never(leading)


def about_register(stream: str, leading: r.RegisterEvent) -> registers.RegisterCommand:
    register = subject_of(stream, "register", leading)
    match leading:
        case r.EntryProposed():
            return registers.AddEntry(
                register=register,
                policy=leading.policy,
                content=leading.content,
                replaces=leading.replaces,
            )
        case r.EntryEndProposed(entry=entry, last_on=last_on, document=document):
            return registers.EndEntry(register=register, entry=entry, last_on=last_on, document=document)
        case r.CompletenessProposed(policy=policy, through=through, document=document):
            return registers.DeclareComplete(register=register, policy=policy, through=through, document=document)
        case r.RegisterProposalConfirmed(proposal=proposal):
            return registers.ConfirmEntry(register=register, proposal=proposal)
        case r.RegisterProposalDeclined(proposal=proposal):
            return registers.ConfirmEntry(register=register, proposal=proposal, declined=True)
    assert_never(leading)


def about_import(stream: str, leading: i.ImportEvent) -> imports.ImportCommand:
    number = subject_of(stream, "import", leading)
    match leading:
        case i.LinesProposed():
            return imports.ImportLines(
                authority=leading.authority,
                policy=leading.policy,
                scheme=leading.scheme,
                body=leading.body,
                document=leading.document,
                sha256=leading.sha256,
                lines=leading.lines,
            )
        case i.ImportTakingBackProposed(document=document):
            return imports.TakeBackImport(number=number, document=document)
        case i.ImportConfirmed(proposal=proposal):
            return imports.ConfirmImport(number=number, proposal=proposal)
        case i.ImportDeclined(proposal=proposal):
            return imports.ConfirmImport(number=number, proposal=proposal, declined=True)
    assert_never(leading)


def about_office(stream: str, leading: OfficeEvent) -> SharedCommand | ConfirmForOffice:
    if stream != OFFICE:
        raise NoSuchCommand(stream, leading)
    match leading:
        case OfficeProposalConfirmed(proposal=proposal):
            return ConfirmForOffice(proposal=proposal)
        case OfficeProposalDeclined(proposal=proposal):
            return ConfirmForOffice(proposal=proposal, declined=True)
        case _:
            return as_command(leading)
