"""Every command that an office can give."""

from __future__ import annotations

from domain.application.commands import CaseCommand, SubmitApplication
from domain.imports.debt_payouts import PayOut
from domain.imports.debts import ImportDebts
from domain.imports.imports import ImportCommand
from domain.office.allotment_proposals import AnyAllotmentCommand
from domain.office.book_months import CloseMonth
from domain.office.draw_rules import AdoptDrawRules
from domain.office.fund_proposals import AnyFundCommand
from domain.office.log_commands import LogCommand, OpenLog
from domain.office.officer import HandOver, OfficerCommand
from domain.office.people import JoinNames, LinkPersons
from domain.office.proposed import ConfirmForOffice
from domain.office.receipt_proposals import ReceiveAllotments
from domain.office.reference import AdoptCalendarYear, AdoptEdition, AdoptStandard
from domain.office.register import RegisterCommand
from domain.office.sharing import DeclareSharing
from domain.treasury.offsets import OffsetRecovery
from domain.treasury.receipts import CorrectReceipt
from domain.treasury.recoveries import ReceiveRecovery
from domain.treasury.run_commands import (
    AssignClearing,
    AttachToRun,
    ConfirmForRun,
    CorrectReply,
    ExportPayment,
    OrderPayment,
    RecordBankReply,
    ReleasePayment,
)

Command = (
    OpenLog
    | LogCommand
    | OfficerCommand
    | HandOver
    | AdoptEdition
    | AdoptStandard
    | AdoptCalendarYear
    | RegisterCommand
    | ImportCommand
    | ImportDebts
    | SubmitApplication
    | CaseCommand
    | AnyFundCommand
    | AnyAllotmentCommand
    | ReceiveAllotments
    | AdoptDrawRules
    | CloseMonth
    | ConfirmForOffice
    | OrderPayment
    | ReleasePayment
    | ExportPayment
    | AttachToRun
    | RecordBankReply
    | CorrectReply
    | AssignClearing
    | ConfirmForRun
    | ReceiveRecovery
    | CorrectReceipt
    | PayOut
    | OffsetRecovery
    | LinkPersons
    | DeclareSharing
    | JoinNames
)
