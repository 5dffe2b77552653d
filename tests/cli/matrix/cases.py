"""The cases of the office of the matrix: how far each has come, by what is to be done with it.

A case is named for what a call does with it (`order`), or for what was proposed of it and waits (`waive-asked`). All go
their way side by side, since no fact is recorded before the one in front of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from typing import Any

from domain.application import commands as c
from domain.application.values import Account, VerifiedValue
from domain.base import replace
from domain.decisions.commands import Command
from domain.treasury.messages import Assignment, AssignTo, BankMessage, Correction
from domain.treasury.offsets import OffsetRecovery
from domain.treasury.receipts import CorrectReceipt
from domain.treasury.recoveries import ReceiveRecovery
from domain.treasury.run_commands import AssignClearing, ConfirmForRun, CorrectReply, OrderPayment, ReleasePayment
from tests.cli.application_files import CLOSED, SCHOOL, SUBMITTED, introduction, person, trainee, training
from tests.cli.conftest import PROJECT, UNLISTED
from tests.cli.demanded_case import CREDITED, DEMANDED, REVISED
from tests.cli.matrix.desks import Desks
from tests.cli.noticed import before_a_demand, letter
from tests.domain.bank_messages import a_credit, a_reply
from tests.domain.sample_cases import exported
from usecases.commands.batch import Batch
from usecases.commands.proposing import proposal_in
from usecases.commands.verify_facts import prepare_all_declared

SERVED, DUE, TODAY = "2024-06-07", "2024-07-08", "2024-06-12"
"""`TODAY` is the day of every call."""
PRINTED: dict[str, Any] = {
    "applicant": {
        "kind": "organisation",
        "name": SCHOOL,
        "uscc": f"{UNLISTED[:-1]}0",
        "uscc_as_printed": {"document": "营业执照正本", "number": "示350203"},
    },
    "account": {"holder": SCHOOL, "bank": "厦门银行", "number": "6222021234567890888"},
}
"""An applicant whose code fails its check, and stands so on the licence; and their account."""

Act = Callable[[str], Command]
STAGES: tuple[tuple[str, str, str, Act | None], ...] = (
    ("accepted", "2024-05-07", "lin", lambda number: c.AcceptApplication(application=number)),
    ("verified", "2024-05-08", "zhao", None),
    ("assessed", "2024-05-09", "chen", lambda number: c.AssessApplication(application=number)),
    ("approved", "2024-05-10", "huang", lambda number: c.ApproveApplication(application=number)),
    ("published", "2024-05-13", "lin", lambda number: c.PublishNotice(application=number)),
    ("closed", CLOSED, "lin", lambda number: c.CloseNotice(application=number)),
)
_ORDER = ("submitted", *(stage for stage, *_rest in STAGES))
OPENED = ("follow-up", "follow-up-asked")
"""Those of which the second line was not compared before the approval, and is since."""
NAMED = ("named", "renamed", "renamed-asked")
"""One person, under three names."""
REACHED: dict[str, tuple[str, ...]] = {
    "submitted": (
        "accept", "refuse", "request-correction", "withdraw", "correct", "correct-other", "attach", "other-holder",
        "serve-letter", "take-back-refusal", "refusal-asked",
        "take-back-refusal", "refusal-asked", "transfer", "transfer-asked", "printed", "correct-printed",
        *NAMED,
    ),
    "accepted": ("verify", "suspend", "resume"),
    "verified": ("assess", "waive", "waive-asked"),
    "assessed": ("approve", "send-back", "reject", "approve-asked", "take-back-rejection", "rejection-asked"),
    "approved": ("publish", *OPENED),
    "published": ("close", "object", "resolve", "resolve-asked"),
    "closed": (
        "order", "account", "account-asked", "against", "revise", "milestone", "milestone-asked",
        "release", "release-asked", "export", "import", "differ", "differ-asked",
        "put-right", "put-right-asked", "assign", "assign-asked",
    ),
}  # fmt: skip
"""How far each has come that was never paid."""
AGAINST = ("reject", "take-back-rejection", "rejection-asked")
"""Those of which no line is eligible."""
REVISED_ONLY = (
    "notify", "notice-letter", "heard", "demand", "revise-asked", "demand-asked", "demand-approve",
)  # fmt: skip
DUNNED = (
    "serve", "object-demand", "plan", "receive", "offset", "reduce", "cancel", "write-off", "refer", "demand-letter",
    "receive-asked", "offset-asked", "reduce-asked", "cancel-asked", "write-off-asked", "refer-asked",
    "receipt-wrong", "receipt-asked",
    "reduce-approve", "cancel-approve", "write-off-approve", "refer-approve", "remind",
)  # fmt: skip
"""Those of which too much was paid, and was demanded back."""
INTRODUCED = ("milestone", "milestone-asked")
ANSWERED = ("put-right", "put-right-asked", "assign", "assign-asked")
"""Those of which the bank spoke; of the latter two before anybody released them."""
RUNS = ("release", "release-asked", "export", "import", "differ", "differ-asked", *ANSWERED)
"""Each is alone in a payment run."""


def take_in(desks: Desks) -> dict[str, str]:
    """Every case by its name, each as far as its stage, on the day on which notices were closed."""
    people = count(1)
    numbers: dict[str, str] = {}
    until: dict[str, str] = {}
    names = [(stage, name) for stage, all_of in REACHED.items() for name in all_of]
    for stage, name in (*names, *(("closed", name) for name in (*REVISED_ONLY, *DUNNED))):
        numbers[name], until[name] = desks.submit(_file(name, people), SUBMITTED), stage
    for stage, day, officer, act in STAGES:
        for name, number in numbers.items():
            if _ORDER.index(until[name]) >= _ORDER.index(stage):
                _advance(desks, number, officer, day, _OF_OPENED.get(stage, act) if name in OPENED else act)
    for name in OPENED:
        desks.act("zhao", CLOSED, _compared(2)(numbers[name]))
    return numbers


def _compared(line: int) -> Act:
    checked = VerifiedValue(fact="category", value="unemployed", lines=((line, line),))
    return lambda number: c.VerifyFacts(
        application=number,
        source="就业登记",
        checked_on=date.fromisoformat(SUBMITTED),
        values=(checked,),
        file_sha256="c0" * 32,
    )


_OF_OPENED: dict[str, Act] = {
    "verified": _compared(1),
    "approved": lambda number: c.ApproveApplication(application=number, leaving_open=True),
}


def _file(name: str, people: Iterator[int]) -> dict[str, Any]:
    if name in INTRODUCED:
        return introduction(next(people))
    facts = {"certificate_kind": "skill-level"} if name in AGAINST else {}
    lines = [trainee(next(people), **facts) for _line in range(2 if name in (*REVISED_ONLY, *DUNNED, *OPENED) else 1)]
    tree = training(*lines, facts={"entry": PROJECT, "project_no": name})
    if name == "other-holder":
        tree["account"] = {**tree["account"], "holder": "厦门市某某咨询公司"}
    if name in NAMED:
        tree["lines"][0]["person"] = {**person(900), "name": f"王{NAMED.index(name)}"}
    if name in ("printed", "correct-printed"):
        tree |= PRINTED
    return tree


def _advance(desks: Desks, number: str, officer: str, day: str, act: Act | None) -> None:
    if act is not None:
        desks.act(officer, day, act(number))
        return
    desk = desks.at(officer, day)
    prepared = prepare_all_declared(
        Batch(session=desk, alone=True, command_id=None, dry_run=False), ("就业登记", date.fromisoformat(day)), number
    )
    assert prepared is not None
    desk.execute(prepared)


def pay(desks: Desks, numbers: dict[str, str]) -> dict[str, str]:
    """What was ordered, released and paid, by the name of the run; then what was found paid too much, and demanded."""
    paid = (*REVISED_ONLY, *DUNNED)
    batches = {name: _ordered(desks, numbers[name]) for name in RUNS}
    batches["paid"] = _ordered(desks, *(numbers[name] for name in paid))
    for name in ("export", "import", "differ", "differ-asked", *ANSWERED, "paid"):
        if "assign" in name:
            continue
        desks.act("zhao", CLOSED, ReleasePayment(batch=batches[name]))
        if name == "paid":
            desks.act("wu", CLOSED, exported(batches[name], len(paid) * 2_000_00, len(paid)))
        elif name != "export":
            desks.act("wu", CLOSED, exported(batches[name], 1_000_00, 1))
    for name in ANSWERED:
        answer = a_reply(batch=batches[name], credited=(_credited(numbers[name], 1_000),))
        desks.act("zhao", CREDITED, answer)
        if "assign" in name:
            desks.act("wu", CREDITED, ConfirmForRun(batch=batches[name], proposal=None))
    credited = tuple(_credited(numbers[name], 2_000) for name in paid)
    desks.act("zhao", CREDITED, a_reply(batch=batches["paid"], credited=credited))
    for name in paid:
        revision = c.ReviseApplication(application=numbers[name], ground="ineligible", reason="", struck=((1, 1),))
        desks.act("chen", REVISED, revision)
        if name != "revise-asked":
            desks.act("huang", REVISED, c.ConfirmProposal(application=numbers[name], proposal=None))
    for name in ("demand-asked", "demand-approve", *DUNNED):
        for command in before_a_demand(numbers[name], DEMANDED):
            desks.act("wu", DEMANDED, command)
        demand = c.DemandRecovery(application=numbers[name], recovery="r1", reason="")
        desks.act("wu", DEMANDED, demand)
        if name in DUNNED:
            desks.act("xu", DEMANDED, c.ConfirmProposal(application=numbers[name], proposal=None))
    for command in before_a_demand(numbers["demand"], DEMANDED):
        desks.act("wu", DEMANDED, command)
    notice = c.NotifyRecovery(application="", ground="ineligible", basis="closing-6", days=5, reason="")
    for name in ("heard", "notice-letter"):
        desks.act("wu", DEMANDED, replace(notice, application=numbers[name]))
    to_issue, _to_serve = letter(numbers["notice-letter"], "r1", "recovery-notice", DEMANDED)
    desks.act("wu", DEMANDED, to_issue)
    for command in letter(numbers["heard"], "r1", "recovery-notice", DEMANDED):
        desks.act("wu", DEMANDED, command)
    days = {"served_on": date.fromisoformat(SERVED), "due_on": date.fromisoformat(DUE)}
    desks.act(
        "wu",
        SERVED,
        c.ServeRecovery(
            application=numbers["remind"],
            recovery="r1",
            served_on=date.fromisoformat(DEMANDED),
            due_on=date.fromisoformat(SERVED),
        ),
    )
    for name in DUNNED:
        if name not in ("serve", "demand-letter", "remind"):
            desks.act("wu", SERVED, c.ServeRecovery(application=numbers[name], recovery="r1", **days))
    return batches


def _ordered(desks: Desks, *numbers: str) -> str:
    result = desks.act("wu", CLOSED, OrderPayment(applications=numbers))
    return next(fact.stream.removeprefix("batch-") for fact in result.events if fact.stream.startswith("batch-"))


def _credited(number: str, yuan: int) -> BankMessage:
    return a_credit(
        application=number, amount_fen=yuan * 100, value_on=date.fromisoformat(CREDITED), reference=f"B-{number}"
    )


def ask(desks: Desks, numbers: dict[str, str], batches: dict[str, str]) -> dict[str, str]:
    """Do what a call needs besides, and propose of cases what waits: the proposals by their acts."""
    for command in (
        c.RequestCorrection(application=numbers["correct"], lines=(), reason=""),
        c.RequestCorrection(application=numbers["correct-other"], lines=(), reason=""),
        c.RequestCorrection(application=numbers["correct-printed"], lines=(), reason=""),
        c.SuspendApplication(application=numbers["resume"], reason=""),
        c.IssueLetter(application=numbers["serve-letter"], letter="receipt", about=None, sha256="0c" * 32),
        _objection(numbers["resolve"]),
        _objection(numbers["resolve-asked"]),
        _refusal(numbers["take-back-refusal"]),
        _refusal(numbers["refusal-asked"]),
    ):
        desks.act("lin", TODAY, command)
    for name in ("take-back-rejection", "rejection-asked"):
        desks.act("huang", TODAY, c.RejectApplication(application=numbers[name]))
    differing = a_reply(batch=batches["differ-asked"], credited=(_credited(numbers["differ-asked"], 900),))
    for name in ("receipt-wrong", "receipt-asked"):
        desks.act("wu", TODAY, _receipt(numbers[name], f"R-{name}"))
        desks.act("zhao", TODAY, c.ConfirmProposal(application=numbers[name], proposal=None))
    asked: dict[str, tuple[str, Command]] = {
        "answer-objection": ("chen", _answer(numbers["resolve-asked"])),
        "take-back-refusal": ("lin", _taking_back(numbers["refusal-asked"])),
        "take-back-rejection": ("chen", _taking_back(numbers["rejection-asked"])),
        "transfer": ("chen", _transfer(numbers["transfer-asked"])),
        "waive": ("huang", _waiver(numbers["waive-asked"])),
        "account": ("lin", _account(numbers["account-asked"], desks.account_of(numbers["other-holder"]))),
        "follow-up": ("chen", c.FollowUpApplication(application=numbers["follow-up-asked"])),
        "milestone": ("chen", _milestone(numbers["milestone-asked"])),
        "receive-recovery": ("wu", _receipt(numbers["receive-asked"])),
        "correct-receipt": ("wu", _correction(numbers["receipt-asked"])),
        "offset-recovery": ("wu", _offset(numbers["offset-asked"], numbers["against"])),
        "differing-reply": ("zhao", differing),
        "correct-reply": ("zhao", _never(batches["put-right-asked"], _credited(numbers["put-right-asked"], 1_000))),
        "assign-clearing": ("zhao", _to_the_bank(batches["assign-asked"], _credited(numbers["assign-asked"], 1_000))),
    }
    for change, of in _CHANGES.items():
        desks.act("wu", TODAY, of(numbers[f"{change}-approve"]))
        asked[f"{change}-recovery"] = ("wu", of(numbers[f"{change}-asked"]))
    waiting = {act: proposal_in(desks.act(officer, TODAY, command)) for act, (officer, command) in asked.items()}
    for act, name in (("revise", "revise-asked"), ("demand-recovery", "demand-asked")):
        waiting[act] = f"application-{numbers[name]}"
    return {act: proposal for act, proposal in waiting.items() if proposal is not None}


def _demand(number: str) -> dict[str, Any]:
    return {"application": number, "recovery": "r1", "reason": ""}


_CHANGES: dict[str, Act] = {
    "reduce": lambda number: c.ReduceRecovery(amount_fen=50_000, **_demand(number)),
    "cancel": lambda number: c.CancelRecovery(**_demand(number)),
    "write-off": lambda number: c.WriteOffRecovery(**_demand(number)),
    "refer": lambda number: c.ReferRecovery(referred_to="police", **_demand(number)),
}


def _never(batch: str, recorded: BankMessage) -> Command:
    wrong = (Correction(recorded=recorded, instead=None),)
    return CorrectReply(batch=batch, corrections=wrong, reasons={recorded.application: "录入有误"})


def _to_the_bank(batch: str, message: BankMessage) -> Command:
    beyond = Assignment(
        application=message.application,
        fund=message.fund,
        to=AssignTo.BANK,
        amount_fen=1_000_00,
        document="银行函8",
        message=message.key,
    )
    return AssignClearing(batch=batch, assignment=beyond)


def _answer(number: str) -> Command:
    return c.AnswerObjection(application=number, objection="o1", upheld=False, reason="")


def _refusal(number: str) -> Command:
    return c.RefuseApplication(application=number, clause="m03", reason="")


def _taking_back(number: str) -> Command:
    return c.TakeBackDecision(application=number, reason="")


def _transfer(number: str) -> Command:
    return c.TransferApplication(application=number, to="350206", reason="")


def _waiver(number: str) -> Command:
    return c.RequestWaiver(application=number, limit="training-yearly", lines=((1, 1),), reason="")


def _account(number: str, account: Account) -> Command:
    return c.ProposeAccount(application=number, account=account)


def _objection(number: str) -> Command:
    return c.RaiseObjection(
        application=number, lines=((1, 1),), received_on=date(2024, 5, 14), raised_by="third-party", grounds=""
    )


def _milestone(number: str) -> Command:
    return c.ReportMilestone(
        application=number,
        milestone="employed-3-months",
        lines=((1, 1),),
        met=True,
        reached_on=date(2024, 4, 10),
        source="社会保险登记",
    )


def _offset(number: str, against: str) -> Command:
    return OffsetRecovery(application=number, recovery="r1", against=against, amount_fen=30_000)


def _correction(number: str) -> Command:
    return CorrectReceipt(application=number, recovery="r1", reference="R-receipt-asked", instead=None, reason="")


def _receipt(number: str, reference: str = "R-0") -> Command:
    return ReceiveRecovery(
        application=number, recovery="r1", amount_fen=30_000, received_on=date(2024, 6, 11), reference=reference
    )
