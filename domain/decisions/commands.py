"""Every command that an office can give."""

from __future__ import annotations

from domain.application.commands import CaseCommand, SubmitApplication
from domain.office.log_decisions import LogCommand, OpenLog
from domain.office.officer import HandOver, OfficerCommand
from domain.office.people import LinkPersons
from domain.office.reference import AdoptCalendarYear, AdoptEdition
from domain.office.register import RegisterCommand
from domain.treasury.batch import ExportPayment, OrderPayment, RecordBankReply, ReleasePayment
from domain.treasury.fund import OpenFund
from domain.treasury.recoveries import OffsetRecovery, ReceiveRecovery

Command = (
    OpenLog
    | LogCommand
    | OfficerCommand
    | HandOver
    | AdoptEdition
    | AdoptCalendarYear
    | RegisterCommand
    | SubmitApplication
    | CaseCommand
    | OpenFund
    | OrderPayment
    | ReleasePayment
    | ExportPayment
    | RecordBankReply
    | ReceiveRecovery
    | OffsetRecovery
    | LinkPersons
)
