"""The name and number of a document stand in the log for everybody: nobody's identity or card number is among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest

from domain.application.values import Document, ReceiptValues
from domain.base import Struct, replace
from domain.decisions.commands import Command
from domain.decisions.documents import DOCUMENTS, OF_TYPE, is_personal, typed_references
from domain.treasury.messages import Correction
from domain.treasury.receipts import CorrectReceipt
from domain.treasury.run_commands import AttachToRun, CorrectReply
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.sample_cases import WU, given
from tests.domain.sample_commands import FUND, LATER

CARD = "350203199001010018"

TEXTS = {
    # Of a person
    CARD: True,
    f"王小明的身份证 {CARD}": True,
    "350203 19900101 0018": True,
    "350203-19900101-0018": True,
    "３５０２０３１９９００１０１００１８": True,
    "11010519491231002x": True,
    f"见 3 号附件 {CARD}": True,
    "6222021234567890128": True,
    "银行卡 6222 0212 3456 7890 128": True,
    "4111111111111111": True,
    "350203/19900101/0018": True,
    "350203_19900101_0018": True,
    "350203,19900101,0018": True,
    "350203：19900101、0018": True,
    "35O2O3199OO1O1OO18": True,
    "35020319900l0l0018": True,
    "110101900307775": True,
    "身份证110101 900307 775": True,
    # Of a document
    "厦财社〔2024〕9号": False,
    "示2024-2": False,
    "审批表（签字）": False,
    "350203199001010017": False,  # fails its check
    "350203199013010015": False,  # a month that there is not
    "6222021234567890123": False,  # fails its check
    f"1{CARD}": False,  # longer than an identity card
    "2335000000412345": False,  # a certificate: no card begins so
    "91350200M0001B2C3D": False,
    "FP-20240506-0000000001": False,
    "110101900230775": False,  # a day that there is not
    "350200240709001": False,  # of 1924: by its authority and its day
    "350200-2024-000001": False,
    "SWIFT-1O0": False,
    "": False,
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_number_of_a_person_is_told_from_that_of_a_document(text: str) -> None:
    assert is_personal(text) is TEXTS[text]


TAKES_A_DOCUMENT = {
    "AddEntry": {"Recognition.document"},
    "AdoptDrawRules": {"DrawRules.document", "Forbidden.because"},
    "AdoptStandard": {"StandardTable.document"},
    "AssessApplication": {"Determination.document", "Determination.score_sheet"},
    "AssignClearing": {"Assignment.document"},
    "AttachDocuments": {"Document.number"},
    "AttachToRun": {"AttachToRun.name", "AttachToRun.number"},
    "CorrectApplication": {"Document.number"},
    "DeclareComplete": {"DeclareComplete.document"},
    "DeclareSharing": {"DeclareSharing.document"},
    "DemandRecovery": {"DemandRecovery.basis"},
    "EndEntry": {"EndEntry.document"},
    "EvaluateAllotment": {"EvaluateAllotment.document"},
    "ExceptOfficer": {"RoleException.document"},
    "FollowUpApplication": {"Determination.document", "Determination.score_sheet"},
    "ImportDebts": {"ImportDebts.document", "BroughtDebt.document", "BroughtDebt.number"},
    "ImportLines": {"ImportLines.document", "AbridgedLine.number"},
    "IncreaseFund": {"IncreaseFund.document"},
    "JoinNames": {"JoinNames.document"},
    "LinkPersons": {"LinkPersons.document"},
    "MakeAllotment": {"MakeAllotment.document", "Target.unit", "Target.what"},
    "NotifyRecovery": {"NotifyRecovery.basis"},
    "OpenFund": {
        "Indicator.document",
        "Indicator.programme",
        "Indicator.project",
        "Indicator.vouchers",
        "OpenFund.used_document",
    },
    "PayOut": {"PayOut.document"},
    "PlanFund": {"PlanFund.document"},
    "ReceiveAllotments": {
        "AllotmentTerms.document",
        "Indicator.document",
        "Indicator.programme",
        "Indicator.project",
        "Indicator.vouchers",
        "NoticeEntry.document",
        "Target.unit",
        "Target.what",
    },
    "ReclaimAllotment": {"ReclaimAllotment.document"},
    "ReleaseAllotment": {"ReleaseAllotment.document"},
    "ReviseApplication": {"Determination.document", "Determination.score_sheet"},
    "SettleAllotment": {"SettleAllotment.document"},
    "SubmitApplication": {"Document.number"},
    "SurrenderFund": {"SurrenderFund.document"},
    "TakeBackImport": {"TakeBackImport.document"},
    "TransferFund": {"TransferFund.document"},
}
"""Every command with the name or number of a document in it: what a new one takes is written here."""


def commands_in(union: Any) -> Iterator[type[Struct]]:
    if isinstance(union := getattr(union, "__value__", union), type):
        yield union
    for member in get_args(union):
        yield from commands_in(member)


def below(kind: type[Struct]) -> Iterator[type[Struct]]:
    yield kind
    for hint in get_type_hints(kind).values():
        yield from (inner for struct in structs_in(hint) for inner in below(struct))


def structs_in(hint: Any) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for argument in get_args(hint):
        yield from structs_in(argument)


def test_every_text_of_a_document_that_a_command_takes_is_looked_at() -> None:
    takes = {}
    for command in commands_in(Command):
        texts = {
            f"{kind.__name__}.{name}"
            for kind in below(command)
            for name in kind.__struct_fields__
            if name in DOCUMENTS | OF_TYPE.get(kind, frozenset())
        }
        if texts:
            takes[command.__name__] = texts
    assert takes == TAKES_A_DOCUMENT


ATTACHED = AttachToRun(batch="350200-2024-0001", name="审批表", sha256="0" * 64)
REFUSED = {
    "a name": replace(ATTACHED, name=f"王小明的身份证 {CARD}"),
    "a number": replace(ATTACHED, number=CARD),
    "deep in the command": replace(FUND, indicator=replace(FUND.indicator, vouchers=("1", CARD))),
    "of a document that is handed in": replace(
        s.training(), documents=(Document(sha256=None, number=CARD, sealed="…"),)
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_document_with_the_number_of_a_person_is_refused(name: str) -> None:
    given().when(REFUSED[name], by=WU, on=LATER).declined("document-names-somebody")


def test_references_that_are_typed_name_nobody_and_those_of_a_bank_are_its_own() -> None:
    named = f"王小明{CARD}"
    receipt = t.received(400_00, reference=named)
    given(t.an_approved_demand()).when(receipt, by=WU, on=t.LATER).declined("reference-names-somebody", reference=named)
    # Of a bank that numbers by its authority and its day.
    assert (
        given(t.an_approved_demand()).when(t.received(400_00, reference="350203202407090019"), by=WU, on=t.LATER).events
    )
    wrong = CorrectReceipt(
        application=s.FIRST,
        recovery="r1",
        reference=named,
        instead=ReceiptValues(amount_fen=1, received_on=t.LATER, reference=CARD),
        reason="",
    )
    message = a_credit(application=s.FIRST, amount_fen=1, value_on=t.LATER, reference=named)
    renamed = Correction(recorded=message, instead=replace(message, reference=CARD))
    correct = CorrectReply(batch=s.BATCH, corrections=(renamed,), reasons={})
    right = replace(renamed, instead=replace(message, amount_fen=2))
    # What is recorded can be put right whatever it is called.
    for command, typed in (
        (wrong, [CARD]),
        (replace(wrong, instead=None), []),
        (replace(wrong, instead=ReceiptValues(amount_fen=1, received_on=t.LATER, reference=named)), []),
        (correct, [CARD]),
        (replace(correct, corrections=(right,)), []),
    ):
        assert list(typed_references(command)) == typed


NAMES_NO_PERSON = frozenset({
    "account", "against", "allotment", "application", "applications", "authority", "batch", "body", "digest",
    "draw_on", "economic", "edition", "fund", "function", "ground", "holder", "id", "month", "out_of", "payee",
    "payee_kind", "payee_name", "policy", "profile", "programmes", "project", "proposal", "receiver", "recovery",
    "referred_to", "scheme", "schemes", "sha256", "source", "to", "treasury", "without",
})  # fmt: skip
"""Numbers that an office gives, codes of the state, pseudonyms, and names that are public: never free text."""
ABOUT_MONEY = (
    "domain.treasury", "domain.imports.debt", "domain.office.allotment", "domain.office.fund_proposals",
    "domain.office.draw_rules", "domain.office.book_months", "domain.application.recovery_commands",
)  # fmt: skip
TYPED_OR_OF_THE_BANK = {"BankMessage.reference", "CorrectReceipt.reference", "ReceiptValues.reference"}
TYPED_OR_OF_THE_BANK |= {"ReceiveRecovery.reference"}


def test_every_other_text_about_runs_receipts_funds_and_allotments_is_sealed_or_names_no_person() -> None:
    about_money = [command for command in commands_in(Command) if command.__module__.startswith(ABOUT_MONEY)]
    assert len(about_money) > 30
    texts = {
        f"{kind.__name__}.{name}": declared
        for command in about_money
        for kind in below(command)
        for name, declared in vars(kind).get("__annotations__", {}).items()
        if "str" in re.findall(r"\w+", re.sub(r"Mapping\[str, ", "", declared))
        if name not in NAMES_NO_PERSON | DOCUMENTS | OF_TYPE.get(kind, frozenset())
    }
    assert texts.keys() == TYPED_OR_OF_THE_BANK
