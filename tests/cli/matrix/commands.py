"""Every command there is, with arguments that fit some case, run or person of the office of the matrix.

Each sequence is one command, about each thing that it could be about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from domain.application import commands as c
from domain.application.status import ServiceWay, Status
from domain.application.values import Document, PlannedPart, VerifiedValue
from domain.base import replace
from domain.decisions.commands import Command
from domain.decisions.repository import Repository
from domain.imports.imports import ConfirmImport, TakeBackImport
from domain.office.book_months import CloseMonth
from domain.office.log import OuterKeysIn
from domain.office.log_commands import (
    BackUpLog,
    CloseLog,
    ConfirmForLog,
    DeclareSent,
    ProposeFault,
    ProposeReopening,
    RestoreLog,
)
from domain.office.officer import (
    AppointDeputy,
    EndDeputyship,
    EnrolOfficer,
    ExceptOfficer,
    GrantRole,
    HandOver,
    ReportKeyLost,
    RevokeRole,
    RotateKey,
    SuspendOfficer,
)
from domain.office.people import JoinNames, LinkPersons
from domain.office.proposed import ConfirmForOffice
from domain.office.reference import AdoptCalendarYear
from domain.office.register import ConfirmEntry, DeclareComplete, EndEntry
from domain.office.roles import Deputyship, Role, RoleException
from domain.treasury import run_commands as runs
from domain.treasury.offsets import OffsetRecovery
from domain.treasury.recoveries import ReceiveRecovery
from tests.bureau import adoption, standard
from tests.cli.conftest import POLICY
from tests.cli.matrix.calls import NOBODY
from tests.cli.matrix.cases import TODAY
from tests.cli.matrix.furnishing import settled
from tests.cli.matrix.staff import ADMINISTRATOR, ONE_ROLE, alone
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit, a_failure, a_reply
from tests.domain.keys import public_key
from tests.domain.sample_cases import CITY, opening
from tests.listing import listing

ON, SOME = date.fromisoformat(TODAY), ((1, 1),)
MILESTONE = "employed-3-months"
DAYS = {"begins_on": ON, "ends_on": date(2024, 12, 31)}


def of_cases(repository: Repository, numbers: Sequence[str]) -> Iterator[Sequence[Command]]:
    """The commands about one case, each for all of the cases."""
    case = repository.case(numbers[0])
    account, applicant, lines = case.account, case.applicant, tuple(case.lines.values())
    paper = Document(sha256="0c" * 32, number="1", sealed="")
    checked = VerifiedValue(fact="category", value="unemployed", lines=SOME)
    makers: tuple[Callable[[str], Command], ...] = (
        lambda n: c.RequestCorrection(application=n, lines=(), reason=""),
        lambda n: c.CorrectApplication(
            application=n, applicant=applicant, account=account, documents=(), facts=case.facts, lines=lines
        ),
        lambda n: c.AcceptApplication(application=n),
        lambda n: c.RefuseApplication(application=n, clause="m03", reason=""),
        lambda n: c.VerifyFacts(
            application=n, source="就业登记", checked_on=ON, values=(checked,), file_sha256="c0" * 32
        ),
        lambda n: c.AssessApplication(application=n),
        lambda n: c.SendBackApplication(application=n, reason=""),
        lambda n: c.ApproveApplication(application=n),
        lambda n: c.RejectApplication(application=n),
        lambda n: c.ApproveApplication(application=n, leaving_open=True),
        lambda n: c.FollowUpApplication(application=n),
        lambda n: c.PublishNotice(application=n),
        lambda n: c.CloseNotice(application=n),
        lambda n: c.ReportMilestone(
            application=n, milestone=MILESTONE, lines=SOME, met=True, reached_on=date(2024, 4, 10), source="社保"
        ),
        lambda n: c.SuspendApplication(application=n, reason=""),
        lambda n: c.ResumeApplication(application=n),
        lambda n: c.AttachDocuments(application=n, documents=(paper,)),
        lambda n: c.ProposeAccount(application=n, account=replace(account, account="acct-other")),
        lambda n: c.RaiseObjection(application=n, lines=SOME, received_on=ON, raised_by="applicant", grounds=""),
        lambda n: c.AnswerObjection(application=n, objection="o1", upheld=True, reason=""),
        lambda n: c.TakeBackDecision(application=n, reason=""),
        lambda n: c.RequestWaiver(application=n, limit="training-yearly", lines=SOME, reason=""),
        lambda n: c.ReviseApplication(application=n, ground="ineligible", reason="", struck=SOME),
        lambda n: c.NotifyRecovery(application=n, ground="ineligible", basis="m01", days=5, reason=""),
        lambda n: c.IssueLetter(application=n, letter="recovery-notice", about="r1", sha256="0c" * 32),
        lambda n: c.ServeLetter(
            application=n, letter="recovery-notice", about="r1", way=ServiceWay.LEFT, served_on=ON
        ),
        lambda n: c.HearRecovery(application=n, recovery="r1", received_on=ON, summary=""),
        lambda n: c.DemandRecovery(application=n, recovery="r1", reason=""),
        lambda n: c.RemindRecovery(application=n, recovery="r1"),
        lambda n: c.ServeRecovery(application=n, recovery="r1", served_on=ON, due_on=date(2024, 8, 1)),
        lambda n: c.ObjectToRecovery(application=n, recovery="r1", received_on=ON, grounds=""),
        lambda n: c.PlanRecovery(
            application=n, recovery="r1", parts=(PlannedPart(due_on=date(2024, 8, 1), amount_fen=100_000),)
        ),
        lambda n: ReceiveRecovery(
            application=n, recovery="r1", amount_fen=100, received_on=ON, reference=f"S-{n}"
        ),
        lambda n: c.ReduceRecovery(application=n, recovery="r1", amount_fen=100, reason=""),
        lambda n: c.CancelRecovery(application=n, recovery="r1", reason=""),
        lambda n: c.WriteOffRecovery(application=n, recovery="r1", reason=""),
        lambda n: c.ReferRecovery(application=n, recovery="r1", referred_to="police", reason=""),
        lambda n: c.IssueLetter(application=n, letter="receipt", about=None, sha256="0c" * 32),
        lambda n: c.IssueLetter(application=n, letter="recovery-demand", about="r1", sha256="0c" * 32),
        lambda n: c.ServeLetter(application=n, letter="receipt", about=None, way=ServiceWay.LEFT, served_on=ON),
        lambda n: c.RefuseOverdue(application=n),
        lambda n: c.WithdrawApplication(application=n, reason=""),
        lambda n: runs.OrderPayment(applications=(n,)),
    )  # fmt: skip
    for received_on in (ON, date(2024, 5, 6)):
        yield [
            c.SubmitApplication(
                scheme=case.scheme,
                policy=POLICY,
                authority=case.authority,
                received_on=received_on,
                applicant=applicant,
                account=replace(account, holder_is_applicant=received_on == ON),
                documents=(),
                facts={**case.facts, "project_no": f"XM-{received_on}"},
                lines=lines,
            )
        ]
    yield from ([maker(number) for number in numbers] for maker in makers)
    payable = [number for number in numbers if repository.case(number).status is Status.PAYABLE]
    yield [
        OffsetRecovery(application=number, recovery="r1", against=other)
        for number in numbers
        for other in payable
        if repository.case(number).recoveries
    ]
    for declined in (False, True):
        yield [
            c.ConfirmProposal(application=number, proposal=name, declined=declined)
            for number in numbers
            for name in repository.case(number).proposals
        ]


def of_runs(repository: Repository, batches: Sequence[str]) -> Iterator[Sequence[Command]]:
    """The commands about payment runs."""
    for declined in (False, True):
        yield [runs.ReleasePayment(batch=batch, declined=declined) for batch in batches]
        yield [
            runs.ConfirmForRun(batch=batch, proposal=name, declined=declined)
            for batch in batches
            for name in repository.batch(batch).proposals.waiting
        ]
    yield [s.exported(batch, repository.batch(batch).amount_fen) for batch in batches]
    items = [(batch, item) for batch in batches for item in repository.batch(batch).items.values()]
    for share in (1, 2):
        yield [
            a_reply(
                batch=batch,
                credited=(
                    a_credit(
                        application=item.application,
                        amount_fen=item.amount_fen // share,
                        value_on=date(2024, 5, 22),
                        reference=f"S-{item.application}",
                    ),
                ),
            )
            for batch, item in items
        ]
    yield [
        a_reply(batch=batch, failed=(a_failure(application=item.application, failed_on=date(2024, 5, 22), reason=""),))
        for batch, item in items
    ]


def of_office(repository: Repository, numbers: Sequence[str]) -> Iterator[Sequence[Command]]:
    """The commands about what the whole office works with."""
    cases = [case for case in map(repository.case, numbers) if 1 in case.lines]
    persons = [case.person(case.lines[1]) for case in cases]
    pairs = [(one, other) for one, other in pairwise(persons) if one and other]
    yield [opening("central", 100, year=2026, holder=CITY)]
    yield [CloseMonth(authority=CITY, month="2023-02", through=0, balances=())]
    yield [replace(adoption(), edition="xiamen-2023-187@3", digest="0e" * 32)]
    yield [standard("gig-market")]
    yield [AdoptCalendarYear(year=2027, exceptions=(), source="示9")]
    yield [LinkPersons(person=one, other=other, document="示10", lines=()) for one, other in pairs]
    called = zip(persons, (case.called(case.lines[1]) for case in cases), strict=True)
    yield [
        JoinNames(person=person, name=name, other="0" * 32, document="示10", lines=())
        for person, name in called
        if person and name
    ]
    of_register: dict[str, Any] = {"register": "key-enterprises", "document": "示11"}
    yield [listing(policy=POLICY, key=NOBODY, valid_from=ON, **of_register)]
    yield [DeclareComplete(policy=POLICY, through=ON, **of_register)]
    yield [EndEntry(entry="key-enterprises/0001", last_on=ON, **of_register)]
    yield [replace(settled(), sha256="6e" * 32, document="示12", body="示二局")]
    for declined in (False, True):
        yield [TakeBackImport(number=one.number, document="示15") for one in repository.imports()]
        imports = [one for one in repository.imports() if one.waits]
        yield [ConfirmImport(number=one.number, proposal=None, declined=declined) for one in imports]
        waiting = repository.office().waiting
        yield [ConfirmForOffice(proposal=name, declined=declined) for name in waiting]
        names = repository.register("key-enterprises").proposals.waiting
        yield [ConfirmEntry(register="key-enterprises", proposal=name, declined=declined) for name in names]


def of_rights(repository: Repository, officer: str) -> Iterator[Sequence[Command]]:
    """The commands about officers and their keys: of the officer themselves, of others, and of somebody new."""
    others = [officer, "promoted", ADMINISTRATOR, "off-pays", "off-administrator", *map(alone, ONE_ROLE)]
    for roles in ((Role.SUPERVISOR,), (Role.ADMINISTRATOR,), (Role.FINANCE,)):
        made = EnrolOfficer(officer="nobody-yet", sealed="", roles=roles, authority=CITY, key=public_key("nobody-yet"))
        yield [made]
    yield [GrantRole(officer=other, role=role) for other in others for role in ONE_ROLE]
    yield [RotateKey(officer=other, key=public_key(f"new-{other}")) for other in others if other != officer]
    exception = RoleException(ceiling_fen=100, document="示12", **DAYS)
    yield [ExceptOfficer(officer=other, exception=exception) for other in others]
    for absent, role in (("wu", Role.FINANCE), ("chen", Role.APPROVER), (ADMINISTRATOR, Role.ADMINISTRATOR)):
        deputyship = Deputyship(absent=absent, roles=(role,), **DAYS)
        yield [AppointDeputy(officer=other, deputyship=deputyship) for other in others if other != absent]
    yield [EndDeputyship(officer="leaving", absent="huang")]
    yield [HandOver(officer="leaving", to=other) for other in others]
    for declined in (False, True):
        yield [ConfirmForLog(proposal=name, declined=declined) for name in repository.log().proposals.waiting]
    yield [RevokeRole(officer=other, role=role) for other in others for role in ONE_ROLE]
    keys = ((other, state.public_key) for other in others if (state := repository.officer(other)) is not None)
    yield [ReportKeyLost(officer=other, public_key=key, since=ON) for other, key in keys]
    yield [SuspendOfficer(officer=other) for other in others[1:]]


def of_log() -> Iterator[Sequence[Command]]:
    """The commands about the log itself, after which little else is taken: they are only looked at."""
    yield [RestoreLog(log="7ac2b019", size=1, root="5f" * 32, taken_at=None)]
    yield [BackUpLog(outer_keys=kind) for kind in OuterKeysIn]
    yield [CloseLog(successor="7ac2b019")]
    yield [ProposeReopening(now=datetime(2025, 1, 2, tzinfo=UTC))]
    yield [ProposeFault(first=1, last=10_000, reason="示13")]
    yield [DeclareSent(runs=())]
