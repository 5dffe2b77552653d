"""Cases that money is waiting for: trainings that were handed in, verified, assessed, approved and on notice.

`training(bureau)` gives the number of a case that is payable from 2024-10-11 on. Every act is the officer's own, on
its day, and persons are sealed at the border as the clerk's file would have them.
"""

from __future__ import annotations

import contextlib
import json
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from stdnum.cn import ric

from domain.application import commands as c
from domain.application.events import RecoveryOffsetProposed, RecoveryReceiptProposed
from domain.application.values import VerifiedValue
from domain.decisions.commands import Command
from domain.office.log_commands import ConfirmForLog
from domain.office.proposed import LinkProposed
from domain.office.roles import Role
from domain.treasury.batch_events import BatchReplyProposed
from domain.treasury.messages import ItemKey
from tests import stores
from tests.cli.conftest import POLICY, PROJECT, TRAINER, Bailu
from tests.domain.given_when_then import Minute, answer_to
from tests.stores import Hand
from usecases.commands.officers import enrol_officer
from usecases.intake.sealing import submission
from usecases.intake.submission import read_application
from usecases.session.officer_keys import finish_key

ACCOUNT = "6222021234567890123"
PAYABLE = "2024-10-11"
RELEASED = "2024-10-12"
CREDITED = "2024-10-14"


FORMS = (("en", "json"), ("en", "jsonl"), ("en", "csv"), ("en", "xlsx"), ("en", "table"), ("zh", "table"))
"""Every form of an answer, and people's in both languages."""
PEOPLE = (1, 2, 3)


class Class(NamedTuple):
    """A training class: its trainees, any numbers below 1000 that tell them apart, and the authority that pays."""

    people: tuple[int, ...] = PEOPLE
    authority: str = "350203"


def training(bureau: Bailu, *people: int, until: str = PAYABLE) -> str:
    """One payable training, 1 000 yuan a trainee; with `until` an earlier day, only as far as it had come by then."""
    return trainings(bureau, Class(people or PEOPLE), until=until)[0]


def trainings(bureau: Bailu, *classes: Class, until: str = PAYABLE) -> list[str]:
    """Several, which go the way of a case side by side, since no fact is recorded before the one in front of it."""
    numbers = [submitted(bureau, training_class) for training_class in classes]
    for day, officer, act in (
        ("2024-09-19", "lin", lambda number, _class: c.AcceptApplication(application=number)),
        ("2024-09-20", "lin", _comparison),
        ("2024-09-24", "chen", lambda number, _class: c.AssessApplication(application=number)),
        ("2024-09-26", "huang", lambda number, _class: c.ApproveApplication(application=number)),
        ("2024-09-27", "lin", lambda number, _class: c.PublishNotice(application=number)),
        (PAYABLE, "lin", lambda number, _class: c.CloseNotice(application=number)),
    ):
        if day <= until:
            for number, training_class in zip(numbers, classes, strict=True):
                do(bureau, act(number, training_class), officer, day)
    return numbers


def _comparison(number: str, handed_in: Class) -> c.VerifyFacts:
    checked = VerifiedValue(fact="category", value="migrant-worker", lines=((1, len(handed_in.people)),))
    return c.VerifyFacts(
        application=number, source="就业登记", checked_on=date(2024, 9, 20), values=(checked,), file_sha256="c0" * 32
    )


def submitted(bureau: Bailu, handed_in: Class = Class()) -> str:  # noqa: B008  it is frozen
    """The number of a training that was only handed in."""
    file = bureau.folder / "training.json"
    file.write_text(json.dumps(_file(handed_in), ensure_ascii=False), encoding="utf-8")
    session = bureau.session("lin", "2024-09-18")
    application, problems = read_application(file, session.today())
    assert application is not None, problems
    with session.repository() as repository:
        edition = repository.edition_for(POLICY, date(2024, 9, 18))
    result = session.execute(submission(session, edition, application, date(2024, 9, 18)))
    session.close()
    return result.events[0].stream.removeprefix("application-")


def fund(bureau: Bailu, source: str, yuan: int, holder: str = "350200") -> str:
    """A fund of 2024, of a district by a document of its own; its number."""
    document = "厦财社〔2024〕1号" if holder == "350200" else f"{holder}财〔2024〕1号"
    bureau.agreed(
        "fund", "open", source, "--amount", yuan, "--year", 2024, "--document", document,
        "--holder", holder, "--yes", officer="wu", second="xu", clock="2024-01-02",
    )  # fmt: skip
    session = bureau.session("wu", "2024-01-02")
    with session.repository() as repository:
        number = repository.funds()[-1].fund
    session.close()
    return number


def third_finance_officer(bureau: Bailu, name: str, clock: str) -> None:
    """Beside wu and zheng, of the city."""
    with contextlib.ExitStack() as desks:
        admin, supervisor = (bureau.session(officer, clock) for officer in ("admin", "xu"))
        for session in (admin, supervisor):
            desks.callback(session.close)
        enrol_officer(admin, name, name, (Role.FINANCE,), "350200")
        supervisor.execute(supervisor.prepare(ConfirmForLog(proposal=None)))
        finish_key(bureau.folder / "officers", name, admin.now())


def ordered(bureau: Bailu, *numbers: str) -> str:
    """The batch that orders what is payable in these cases, on the first day that it can be."""
    ran = bureau("payment", "order", *numbers, "--yes", "-o", "json", officer="wu", clock=PAYABLE)
    return str(ran.json["batch"])


def released(bureau: Bailu, *numbers: str) -> str:
    """The batch, released by the other finance officer."""
    batch = ordered(bureau, *numbers)
    assert bureau("payment", "release", batch, "--yes", officer="zheng", clock=RELEASED).code == 0
    return batch


def sent(bureau: Bailu, *numbers: str) -> str:
    """The batch, released, and its file made for the bank."""
    batch = released(bureau, *numbers)
    with_the_bank(bureau, batch, RELEASED)
    return batch


def with_the_bank(bureau: Bailu, batch: str, clock: str) -> None:
    """The file of the run is made: what the bank answers of less, two officers stand by."""
    ran = bureau("payment", "export", batch, f"{batch}.csv", officer="wu", clock=clock)
    assert ran.code == 0, ran.err


def answers(bureau: Bailu, *rows: tuple[object, ...]) -> Path:
    """A bank's answer file: rows of batch, application, yuan, result, value date, reference and reason."""
    file = bureau.folder / "answers.csv"
    lines = ["批次号,申请编号,金额(元),结果,入账日期,银行流水号,原因", *(",".join(map(str, row)) for row in rows)]
    file.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")
    return file


def paid(bureau: Bailu, *numbers: str) -> str:
    """The batch, credited in full on 2024-10-14 under the references B1, B2 and so on."""
    batch = sent(bureau, *numbers)
    session = bureau.session("wu", CREDITED)
    with session.repository() as repository:
        items = repository.batch(batch).items
    session.close()
    rows = [
        (batch, number, items[ItemKey(number, None)].amount_fen // 100, "成功", CREDITED, f"B{count}", "")
        for count, number in enumerate(numbers, 1)
    ]
    imported(bureau, answers(bureau, *rows), CREDITED)
    return batch


def imported(bureau: Bailu, file: Path, clock: str) -> None:
    """What the bank answered, imported by who released, and what differs confirmed by who ordered."""
    bureau.agreed("payment", "import", file, "--yes", officer="zheng", second="wu", clock=clock)


def tampering(bureau: Bailu) -> AbstractContextManager[Hand]:
    """The hand of somebody who has the store: triggers are out of the way, and are put back so that nobody sees."""
    return stores.tampering(bureau.url)


OTHER = {"lin": "xu", "wu": "zheng", "zheng": "wu"}
"""Who stands by what an officer proposes of money and persons."""


def do(bureau: Bailu, command: Command, officer: str, clock: str) -> None:
    """The officer's command; what it proposes about persons or what came in, the other officer confirms at once."""
    session = bureau.session(officer, clock)
    (first, *_), kinds = session.execute(session.prepare(command)).events, (LinkProposed, BatchReplyProposed)
    session.close()
    if isinstance(first.event, (*kinds, RecoveryReceiptProposed, RecoveryOffsetProposed)):
        answer = answer_to(Minute(first.stream, first.event, officer, first.effective_on))
        do(bureau, answer, OTHER[officer], clock)


def resident(person: int) -> str:
    """The number of an identity card that nobody has, with its right check digit."""
    number = f"35020319880101{person:03d}"
    return number + str(ric.calc_check_digit(f"{number}0"))


def _file(handed_in: Class) -> dict[str, object]:
    return {
        "scheme": "project-skills-training",
        "policy": POLICY,
        "applicant": {"kind": "organisation", "name": "厦门市鹭江职业培训学校", "uscc": TRAINER},
        "authority": handed_in.authority,
        "received_on": "2024-09-18",
        "account": {"holder": "厦门市鹭江职业培训学校", "bank": "中国工商银行厦门湖滨支行", "number": ACCOUNT},
        "facts": {"entry": PROJECT},
        "lines": [
            {
                "person": {"name": f"学员{person}", "id_kind": "resident-id", "id_number": resident(person)},
                "facts": {
                    "category": "migrant-worker",
                    "certificate_kind": "completion",
                    "certificate_no": f"ZS-{person}",
                },
            }
            for person in handed_in.people
        ],
    }
