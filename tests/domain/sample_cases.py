"""What tests tell about: the officers of Siming, the calendar of 2024, and applications under the shipped edition.

Histories are told by running the acts of their days through the deciders, so every fact in them is one that could
have been recorded. `an_approved_training()` is everything up to and including the approval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from domain.application import commands as c
from domain.application.events import ReceiptCorrectionProposed, RecoveryOffsetProposed, RecoveryReceiptProposed
from domain.application.values import (
    Account,
    Applicant,
    ApplicantKind,
    Determination,
    Document,
    Line,
    VerifiedValue,
    ranges,
)
from domain.base import replace
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Value
from domain.imports.events import AbridgedLine
from domain.imports.imports import ImportLines
from domain.office.fund_proposals import OpenFund
from domain.office.indicator import Indicator, fund_number
from domain.office.officer import AppointDeputy, ExceptOfficer
from domain.office.reference import AdoptCalendarYear
from domain.office.register import ConfirmEntry, DeclareComplete
from domain.office.roles import Actor, Deputyship, Role, RoleException
from domain.office.sharing import DeclareSharing
from domain.treasury.batch_events import BatchProposed, ExportedFile
from domain.treasury.fund_events import FundOpened, fund_stream
from domain.treasury.messages import BankMessage
from domain.treasury.run_commands import AttachToRun, ExportPayment, OrderPayment, RecordBankReply, ReleasePayment
from policies.loader import load
from tests.declared import declared
from tests.domain.bank_messages import a_credit, a_reply
from tests.domain.given_when_then import ALIKE, History, Meeting, Minute, Office, answer_to
from tests.listing import listing

POLICY = "xiamen-2023-187"
CITY, SIMING, HAICANG, TORCH = "350200", "350203", "350205", "torch"


def actor(officer: str, *roles: Role, authority: str = SIMING) -> Actor:
    """An officer of an office that the city supervises."""
    return Actor(officer=officer, roles=frozenset(roles), authority=authority, supervised_by=CITY)


CHEN = actor("chen-jing", Role.CLERK)
LIN = actor("lin-mei", Role.ASSESSOR)
HUANG = actor("huang-bo", Role.APPROVER)
WU = actor("wu-yan", Role.FINANCE, authority=CITY)
ZHENG = actor("zheng-he", Role.FINANCE, authority=CITY)
XU = actor("xu-an", Role.SUPERVISOR)
CAI = actor("cai-ning", Role.INSPECTOR, authority=CITY)
YE = actor("ye-qing", Role.ADMINISTRATOR, authority=CITY)
SHEN = actor("shen-yue", Role.CLERK, authority=CITY)
JIANG = actor("jiang-he", Role.SUPERVISOR, authority=CITY)
BAI = actor("bai-lu", Role.ASSESSOR, authority=CITY)
HE = actor("he-an", Role.APPROVER, authority=CITY)
DESK = (JIANG, CHEN, LIN, HUANG, WU, ZHENG, XU, CAI, SHEN, YE)
"""JIANG is the second person of the office; SHEN and JIANG keep what holds for every district. WU and ZHENG pay what
the city pays, which is all that Siming decides here, and JIANG confirms what they demand back.
"""

OPENING = date(2024, 1, 2)
"""The first working day of the year, on which the office adopts what it works with."""

AUTHORITY = Actor(
    officer="authority-350200", roles=frozenset({Role.SUPERVISING_AUTHORITY}), authority=CITY, supervised_by=CITY
)
EXCEPTION = ExceptOfficer(
    officer=CHEN.officer,
    exception=RoleException(
        begins_on=date(2024, 1, 2),
        ends_on=date(2024, 12, 31),
        ceiling_fen=20_000_00,
        document="示备2024-1",
    ),
)

DEPUTY = AppointDeputy(
    officer=CHEN.officer,
    deputyship=Deputyship(
        absent=XU.officer, roles=(Role.SUPERVISOR,), begins_on=date(2024, 1, 2), ends_on=date(2024, 12, 31)
    ),
)

EXCEPTIONS_2024 = tuple(
    date(2024, month, day)
    for month, days in {
        1: (1,),
        2: (4, 12, 13, 14, 15, 16, 18),
        4: (4, 5, 7, 28),
        5: (1, 2, 3, 11),
        6: (10,),
        9: (14, 16, 17, 29),
        10: (1, 2, 3, 4, 7, 12),
    }.items()
    for day in days
)
"""国办发明电〔2023〕7号: weekdays off, and the weekend days worked in exchange."""

TRAINING, INTRODUCTION, KEY_TRAINING, CERTIFICATE = (
    "project-skills-training",
    "labour-introduction",
    "key-enterprise-training",
    "skill-certificate",
)
FIRST = "350203-2024-000001"
"""The number of the first application of a story."""

TRAINER = "91350203M0001B2C3X"
EMPLOYER = "91350200155000001P"
OPERATOR = "91350200MA2XN0001Q"


@cache
def edition() -> Edition:
    """The edition under which histories are told, loaded once."""
    return load(declared())


def also(actor: Actor, *roles: Role) -> Actor:
    """The same officer with more roles, or one of another authority with the same."""
    return replace(actor, roles=actor.roles | set(roles))


def of(authority: str, actor: Actor) -> Actor:
    """An officer like `actor` who works for another authority."""
    return replace(actor, officer=f"{actor.officer}-{authority}", authority=authority)


def at(authority: str, actor: Actor) -> Actor:
    """The same officer, who works for another authority."""
    return replace(actor, authority=authority)


def given(*histories: History) -> Meeting:
    return Meeting(Office(edition(), (minute for history in histories for minute in history)))


_BY_TWO_OF_FINANCE = BatchProposed | RecoveryReceiptProposed | RecoveryOffsetProposed | ReceiptCorrectionProposed


def told(*acts: tuple[object, Actor, date], after: History = ()) -> History:
    """`after`, and then everything that was recorded when officers did these acts on their days.

    What the bank did otherwise than ordered, and what came in, the other finance officer confirms at once.
    """
    office = Office(edition(), after)
    for command, by, on in acts:
        for minute in office.execute(command, by, on):
            if isinstance(minute.event, _BY_TWO_OF_FINANCE):
                office.execute(answer_to(minute), ZHENG if by.officer == WU.officer else WU, on)
    return tuple(office.history)


def proposed(command: object, by: Actor, on: date, *, after: History = ()) -> History:
    """`after`, and then what somebody proposed, which nobody has answered yet."""
    office = Office(edition(), after)
    office.execute(command, by, on)
    return tuple(office.history)


def agreed(*acts: tuple[object, Actor, Actor, date], after: History = ()) -> History:
    """`after`, and then what officers proposed on their days, each confirmed by the other at once."""
    office = Office(edition(), after)
    for command, by, second, on in acts:
        (proposal,) = office.execute(command, by, on)
        office.execute(answer_to(proposal), second, on)
    return tuple(office.history)


# What is handed in


def organisation(uscc: str) -> Applicant:
    return Applicant(kind=ApplicantKind.ORGANISATION, party=uscc, name="厦门市鹭江职业培训学校")


def account(number: str = "account-1", *, of_applicant: bool = True) -> Account:
    return Account(account=number, sealed=f"sealed-{number}", holder_is_applicant=of_applicant)


def trainee(number: int, person: str, **facts: Value) -> Line:
    stated: dict[str, Value] = {
        "category": "migrant-worker",
        "certificate_kind": "completion",
        "certificate_issuer": "厦门市鹭江职业培训学校",
        "certificate_on": "2024-08-30",
        "occupation": "6-18-02-04",
        "level": "5",
    }
    return Line(
        line=number,
        facts=stated | facts,
        person=person,
        id_kind="resident-id",
        birth_year=1988,
        certificate=f"certificate-{person}-{facts.get('certificate_on', stated['certificate_on'])}",
        sealed=f"sealed-{person}",
    )


def training(
    *people: str,
    received_on: date = date(2024, 9, 18),
    authority: str = SIMING,
    pays_to: Account | None = None,
    uscc: str = TRAINER,
    scheme: str = TRAINING,
    **facts: Value,
) -> c.SubmitApplication:
    """Project-based skills training of `people` (pseudonyms), 1 000 yuan each."""
    return c.SubmitApplication(
        scheme=scheme,
        policy=POLICY,
        authority=authority,
        received_on=received_on,
        applicant=organisation(uscc),
        account=pays_to or account("account-1" if uscc == TRAINER else f"account-{uscc}"),
        documents=(Document(sha256="5f" * 32, number="厦培〔2024〕18号", sealed="sealed-document"),),
        facts={"project_no": "XM-2024-018"},
        lines=tuple(trainee(number, person, **facts) for number, person in enumerate(people or PEOPLE, start=1)),
    )


PEOPLE = ("person-a", "person-b", "person-c")


def introduced(number: int, person: str, hired_on: date, **facts: Value) -> Line:
    stated: dict[str, Value] = {
        "employer_uscc": EMPLOYER,
        "hired_on": hired_on.isoformat(),
        "from_outside_city": True,
        "first_time_in_city": True,
        "dispatched": False,
    }
    return Line(line=number, facts=stated | facts, person=person, id_kind="resident-id", sealed=f"sealed-{person}")


def introduction(*hired: date, received_on: date = date(2024, 6, 5)) -> c.SubmitApplication:
    """Workers brought to a key enterprise, 1 000 yuan each after three months and again after six."""
    days = hired or (date(2024, 5, 31),)
    return c.SubmitApplication(
        scheme=INTRODUCTION,
        policy=POLICY,
        authority=SIMING,
        received_on=received_on,
        applicant=organisation(OPERATOR),
        account=account("account-of-operator"),
        documents=(),
        facts={},
        lines=tuple(introduced(number, f"worker-{number}", day) for number, day in enumerate(days, start=1)),
    )


def comparison(submitted: c.SubmitApplication, on: date, application: str = FIRST) -> c.VerifyFacts:
    """A comparison that confirms everything stated that the scheme wants verified."""
    return c.VerifyFacts(
        application=application,
        source="social-insurance",
        checked_on=on,
        values=_confirmed(submitted),
        file_sha256="c0" * 32,
    )


def _confirmed(submitted: c.SubmitApplication) -> tuple[VerifiedValue, ...]:
    wanted = edition().schemes[submitted.scheme].verify
    same: dict[tuple[str, Value], list[int]] = {}
    for line in submitted.lines:
        for fact, value in line.facts.items():
            if fact in wanted:
                same.setdefault((fact, value), []).append(line.line)
    whole = (VerifiedValue(fact=fact, value=value) for fact, value in submitted.facts.items() if fact in wanted)
    by_line = (VerifiedValue(fact=fact, value=value, lines=ranges(lines)) for (fact, value), lines in same.items())
    return (*whole, *by_line)


# Registers, calendar, funds


@cache
def the_calendar_of_2024() -> History:
    command = AdoptCalendarYear(year=2024, exceptions=EXCEPTIONS_2024, source="国办发明电〔2023〕7号")
    return agreed((command, SHEN, JIANG, OPENING))


def listed(register: str, key: str, *, quota: int | None = None, valid_to: date | None = None) -> History:
    """An entry that was proposed and confirmed."""
    entry = listing(
        policy="xiamen-2023-187",
        register=register,
        key=key,
        valid_from=date(2023, 9, 1),
        valid_to=valid_to,
        document="厦人社〔2023〕201号",
        quota=quota,
    )
    return told((entry, SHEN, OPENING), (ConfirmEntry(register=register, proposal=None), JIANG, OPENING))


def complete(register: str, through: date = OPENING) -> History:
    """A register that two people declared complete."""
    declared = DeclareComplete(
        policy="xiamen-2023-187", register=register, through=through, document="厦人社〔2024〕9号"
    )
    return told((declared, SHEN, through), (ConfirmEntry(register=register, proposal=None), JIANG, through))


@cache
def the_registers() -> History:
    return (*listed("labour-cooperation-operators", OPERATOR), *listed("key-enterprises", EMPLOYER))


def indicator(source: str, year: int = 2024, **told: Any) -> Indicator:
    """What a document says of employment subsidy money."""
    members = {"programme": "employment", "origin_year": year, "document": "厦财社〔2024〕1号", **told}
    return Indicator(source=source, **members)


def opening(
    source: str, amount_fen: int, year: int = 2024, holder: str = CITY, used_fen: int = 0, **told: Any
) -> OpenFund:
    """Of such money."""
    return OpenFund(
        holder=holder,
        year=year,
        indicator=indicator(source, year, **told),
        amount_fen=amount_fen,
        used_fen=used_fen,
        used_document="…" if used_fen else None,
    )


SOURCES = ("central", "provincial", "municipal", "district")


def fund(source: str, year: int = 2024, holder: str = CITY) -> str:
    """The number of the fund of a source, as `a_fund` opens it."""
    return fund_number(holder, year, SOURCES.index(source) + 1)


def a_fund(source: str, amount_fen: int, year: int = 2024, holder: str = CITY, **told: Any) -> History:
    """Employment subsidy money of the city, or of a district, under the number that stands for its source."""
    *before, last = agreed((opening(source, amount_fen, year, holder, **told), WU, JIANG, OPENING))
    number = fund(source, year, holder)
    assert isinstance(last.event, FundOpened)
    return (*before, Minute(fund_stream(number), replace(last.event, fund=number), last.by, last.on))


@cache
def central_money() -> History:
    return a_fund("central", 100_000_00)


# The training application's days: submitted on 2024-09-18, payable on 2024-10-11


@cache
def a_submitted_training() -> History:
    return told((training(), CHEN, date(2024, 9, 18)))


@cache
def an_accepted_training() -> History:
    return told((c.AcceptApplication(application=FIRST), CHEN, date(2024, 9, 19)), after=a_submitted_training())


@cache
def a_verified_training() -> History:
    on = date(2024, 9, 20)
    return told((comparison(training(), on), CHEN, on), after=an_accepted_training())


@cache
def an_assessed_training() -> History:
    return told((c.AssessApplication(application=FIRST), LIN, date(2024, 9, 24)), after=a_verified_training())


@cache
def a_training_found_against() -> History:
    """Verified on the day of `a_verified_training`: none of the trainees is of a priority group."""
    on = date(2024, 9, 20)
    confirmed = comparison(training(), on)
    nobody = (VerifiedValue(fact="category", value="general", lines=((1, 3),)),)
    return told(
        (replace(confirmed, values=nobody), CHEN, on),
        (c.AssessApplication(application=FIRST), LIN, date(2024, 9, 24)),
        after=an_accepted_training(),
    )


@cache
def an_approved_training() -> History:
    return told((c.ApproveApplication(application=FIRST), HUANG, date(2024, 9, 26)), after=an_assessed_training())


@cache
def a_training_approved_in_batches() -> History:
    """The third trainee was not compared, and so neither approved nor refused: 2 000 yuan, one line open."""
    on = date(2024, 9, 20)
    whole = comparison(training(), on)
    two = tuple(replace(value, lines=((1, 2),)) for value in whole.values)
    return told(
        (replace(whole, values=two), CHEN, on),
        (c.AssessApplication(application=FIRST), LIN, date(2024, 9, 24)),
        (c.ApproveApplication(application=FIRST, leaving_open=True), HUANG, date(2024, 9, 26)),
        after=an_accepted_training(),
    )


@cache
def a_training_that_can_be_followed_up(category: str = "veteran") -> History:
    """The third trainee was compared meanwhile."""
    on = date(2024, 9, 29)
    third = VerifiedValue(fact="category", value=category, lines=((3, 3),))
    compared = replace(comparison(training(), on), values=(third,))
    return told((compared, CHEN, on), after=a_training_approved_in_batches())


@cache
def a_training_paid_but_for_an_open_line() -> History:
    """2 000 yuan credited on `CREDIT_ON`; the third trainee is still open."""
    paid = a_credit(application=FIRST, amount_fen=2_000_00, value_on=CREDIT_ON, reference="B1")
    return told(
        (c.PublishNotice(application=FIRST), CHEN, date(2024, 9, 27)),
        (c.CloseNotice(application=FIRST), CHEN, date(2024, 10, 11)),
        (OrderPayment(applications=(FIRST,)), WU, date(2024, 10, 11)),
        (ReleasePayment(batch=BATCH), ZHENG, date(2024, 10, 12)),
        (exported(amount_fen=2_000_00), WU, date(2024, 10, 12)),
        (credited(BATCH, paid), ZHENG, CREDIT_ON),
        after=(*the_calendar_of_2024(), *central_money(), *a_training_approved_in_batches()),
    )


@cache
def a_published_training() -> History:
    """Five working days from 2024-09-27 over National Day: the notice closes on 2024-10-10."""
    return told(
        (c.PublishNotice(application=FIRST), CHEN, date(2024, 9, 27)),
        after=(*the_calendar_of_2024(), *an_approved_training()),
    )


@cache
def a_payable_training() -> History:
    return told((c.CloseNotice(application=FIRST), CHEN, date(2024, 10, 11)), after=a_published_training())


BATCH = "350200-2024-0001"
CREDIT_ON = date(2024, 10, 14)


@cache
def an_ordered_training() -> History:
    return told(
        (OrderPayment(applications=(FIRST,)), WU, date(2024, 10, 11)), after=(*central_money(), *a_payable_training())
    )


@cache
def a_released_training() -> History:
    return told((ReleasePayment(batch=BATCH), ZHENG, date(2024, 10, 12)), after=an_ordered_training())


def exported(batch: str = BATCH, amount_fen: int = 3_000_00, rows: int = 1) -> ExportPayment:
    """A run as one file of the plain profile."""
    file = ExportedFile(sha256="5f" * 32, rows=rows, amount_fen=amount_fen)
    return ExportPayment(batch=batch, profile="csv", files=(file,))


SENT = exported()
SIGNED = AttachToRun(batch=BATCH, name="审批表（签字）", sha256="7a" * 32, number="厦人社审〔2024〕31号")


@cache
def a_sent_training() -> History:
    """Its run is with the bank."""
    return told((SENT, WU, date(2024, 10, 12)), after=a_released_training())


@cache
def a_training_credited_early() -> History:
    """The bank paid it before it was released; nobody has said yet what that is."""
    early = a_credit(application=FIRST, amount_fen=3_000_00, value_on=date(2024, 11, 4), reference="B1")
    return told((credited(BATCH, early), ZHENG, date(2024, 11, 4)), after=an_ordered_training())


@cache
def a_settled_training() -> History:
    command = credited(BATCH, a_credit(application=FIRST, amount_fen=3_000_00, value_on=CREDIT_ON, reference="B1"))
    return told((command, ZHENG, CREDIT_ON), after=a_sent_training())


def credited(batch: str, *items: BankMessage) -> RecordBankReply:
    return a_reply(batch=batch, credited=items)


# The introduction's days: hired on 2024-05-31, so stage one is due on 2024-08-31 and stage two on 2024-11-30


def approved(submitted: c.SubmitApplication, number: str, *, after: History = ()) -> History:
    """Handed in, accepted, verified, assessed and approved, all on the day of receipt."""
    approve = c.ApproveApplication(application=number)
    return told((approve, HUANG, submitted.received_on), after=assessed(submitted, number, after=after))


def assessed(submitted: c.SubmitApplication, number: str, *, after: History = ()) -> History:
    """The same up to and including the assessment, whatever it found."""
    on = submitted.received_on
    return told(
        (submitted, CHEN, on),
        (c.AcceptApplication(application=number), CHEN, on),
        (comparison(submitted, on, number), CHEN, on),
        (c.AssessApplication(application=number), LIN, on),
        after=after,
    )


@cache
def an_approved_introduction(*hired: date) -> History:
    return approved(introduction(*hired), FIRST, after=(*the_calendar_of_2024(), *the_registers()))


@cache
def a_payable_introduction(*hired: date) -> History:
    """On notice from 2024-06-13 to 2024-06-20."""
    return told(
        (c.PublishNotice(application=FIRST), CHEN, date(2024, 6, 13)),
        (c.CloseNotice(application=FIRST), CHEN, date(2024, 6, 21)),
        after=an_approved_introduction(*hired),
    )


def milestone(
    name: str, reached_on: date, *, met: bool = True, lines: Iterable[int] = (), application: str = FIRST
) -> c.ReportMilestone:
    return c.ReportMilestone(
        application=application,
        milestone=name,
        lines=ranges(lines),
        met=met,
        reached_on=reached_on,
        source="social-insurance",
    )


def confirmed(application: str = FIRST, proposal: str | None = None) -> c.ConfirmProposal:
    return c.ConfirmProposal(application=application, proposal=proposal)


def determined(amounts_fen: Mapping[int, int], *, score_sheet: str | None = None) -> tuple[Determination, ...]:
    """As a body determined them, which scores where there is a `score_sheet`."""
    return tuple(
        Determination(
            lines=((line, line),),
            amount_fen=amount,
            reason="sealed-reason",
            body="市人社局",
            document="会议纪要〔2024〕7号",
            score_sheet=score_sheet,
        )
        for line, amount in amounts_fen.items()
    )


@cache
def an_introduction_paid_stage_one() -> History:
    """Stage one met on 2024-08-31, reported and paid in September."""
    return told(
        (milestone("employed-3-months", date(2024, 8, 31)), LIN, date(2024, 9, 2)),
        (confirmed(), HUANG, date(2024, 9, 3)),
        (OrderPayment(applications=(FIRST,)), WU, date(2024, 9, 4)),
        (ReleasePayment(batch=BATCH), ZHENG, date(2024, 9, 4)),
        (exported(amount_fen=1_000_00), WU, date(2024, 9, 4)),
        (
            credited(
                BATCH,
                a_credit(application=FIRST, amount_fen=1_000_00, value_on=date(2024, 9, 5), reference="B1"),
            ),
            ZHENG,
            date(2024, 9, 5),
        ),
        after=(*central_money(), *a_payable_introduction()),
    )


def minutes_of(history: History, stream: str) -> tuple[Minute, ...]:
    return tuple(minute for minute in history if minute.stream == stream)


SHARING = DeclareSharing(
    group="training",
    shared="limit",
    members=(f"{ALIKE}/training-yearly", f"{POLICY}/training-yearly"),
    document="厦人社〔2024〕9号",
)
BROUGHT = ImportLines(
    authority=SIMING,
    policy=POLICY,
    scheme=TRAINING,
    body="厦门市劳动就业中心",
    document="厦就业移〔2024〕1号",
    sha256="5f" * 32,
    lines=(
        AbridgedLine(
            line=1,
            settled_on=date(2023, 11, 6),
            amount_fen=1_000_00,
            facts={"occupation": "6-18-02-04", "level": "5"},
            applicant=TRAINER,
            applicant_kind="organisation",
            applicant_name="厦门市鹭江职业培训学校",
            number="旧2023-17",
            person="p:4f1d6c",
            sealed="v1.k.c2VhbGVk",
        ),
    ),
)
"""A line that another body settled, of which the certificate was not written down."""
