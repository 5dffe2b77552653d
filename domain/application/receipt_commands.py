"""What an officer can ask of a file: its receipt, correction, acceptance, refusal, withdrawal, and its transfer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application.addressed import ForApplication as ForApplication
from domain.application.values import Account, Applicant, Document, Line, Ranges, Sealed
from domain.base import Struct
from domain.entitlement.findings import Value


class SubmitApplication(Struct):
    scheme: str
    policy: str
    authority: str
    received_on: date
    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]
    """Numbered from 1 in the order of the file."""


class RequestCorrection(ForApplication):
    lines: Ranges
    reason: Sealed
    facts: tuple[str, ...] = ()


class CorrectApplication(ForApplication):
    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]


class AcceptApplication(ForApplication):
    pass


class RefuseApplication(ForApplication):
    """不予受理."""

    clause: str
    reason: Sealed


class RefuseOverdue(ForApplication):
    """逾期未补正."""


class WithdrawApplication(ForApplication):
    reason: Sealed


class TransferApplication(ForApplication):
    """移送: another authority is competent, and goes on with the file under the same number."""

    to: str
    reason: Sealed
