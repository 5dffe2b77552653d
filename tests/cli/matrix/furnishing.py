"""The office of the matrix, put in place: everybody at work, a case at every stage, a proposal of every kind."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from audit.key_requests import SUPERVISE
from domain.application.commands import ConfirmProposal
from domain.base import replace
from domain.decisions.commands import Command
from domain.imports.debt_events import BroughtDebt
from domain.imports.debt_payouts import PayOut
from domain.imports.debts import ImportDebts, debt_stream
from domain.imports.events import AbridgedLine
from domain.imports.imports import ConfirmImport, ImportLines
from domain.office.allotment_notice import (
    AllotmentNotice,
    AllotmentTerms,
    EntryKind,
    NotedAllotment,
    NoticeEntry,
    NoticePart,
    Side,
)
from domain.office.allotment_proposals import (
    Achievement,
    EvaluateAllotment,
    MakeAllotment,
    PartOfFund,
    ReclaimAllotment,
    ReleaseAllotment,
    SettleAllotment,
    Target,
)
from domain.office.book_months import CloseMonth
from domain.office.fund_proposals import (
    CarryOverFund,
    CloseFund,
    IncreaseFund,
    OpenFund,
    PlanFund,
    SurrenderFund,
    TransferFund,
)
from domain.office.indicator import Indicator, allotment_number, fund_number
from domain.office.keys import PublicKey
from domain.office.log_commands import ConfirmForLog
from domain.office.officer import (
    AppointDeputy,
    EnrolOfficer,
    ExceptOfficer,
    GrantRole,
    ReportKeyLost,
    RotateKey,
    SuspendOfficer,
)
from domain.office.proposed import ConfirmForOffice
from domain.office.receipt_proposals import ReceiveAllotments
from domain.office.reference import AdoptCalendarYear
from domain.office.register import AddEntry, ConfirmEntry
from domain.office.roles import Deputyship, Role, RoleException
from domain.treasury.recoveries import ReceiveRecovery
from tests.cli.application_files import trainee, training
from tests.cli.conftest import EMPLOYER, OPERATOR, PROJECT, UNLISTED, enrol_second, the_policy, the_projects
from tests.cli.matrix.cases import TODAY, ask, pay, take_in
from tests.cli.matrix.desks import Desks, settings
from tests.cli.matrix.staff import ADMINISTRATOR, AUTHORITY, FAR, OFFICERS, SECOND, SUSPENDED
from tests.cli.standards import DRAW_RULES, example
from tests.domain.sample_cases import CITY, EXCEPTIONS_2024, opening
from tests.listing import listing
from usecases.commands.adopt_draw_rules import adopt_draw_rules
from usecases.commands.adopt_edition import adopt_edition
from usecases.commands.adopt_standard import adopt_standard
from usecases.commands.link_persons import join_names, link_persons
from usecases.commands.officers import enrol_officer, make_key
from usecases.commands.open_store import open_store
from usecases.commands.proposing import proposal_in
from usecases.intake.key_requests import read_request
from usecases.session.officer_keys import draft_key, finish_key
from usecases.session.officer_session import OfficerSession

OPENING = "2024-01-02"
SECOND_EDITION = "xiamen-2023-187@2"
NOTES = "matrix.json"
DAYS = {"begins_on": date(2024, 7, 1), "ends_on": date(2024, 12, 31)}
GRANT, ROTATION = "give-rights (grant)", "give-rights (key)"
"""The other two kinds of rights that an administrator proposes."""


@dataclass(frozen=True, slots=True)
class Office:
    """What a call needs to name: cases and runs by what is to be done with them, and proposals by their act."""

    numbers: dict[str, str]
    batches: dict[str, str]
    proposals: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> Office:
        return cls(**json.loads((folder / NOTES).read_text("utf-8")))


def furnish(url: str, folder: Path) -> None:
    """Put the office in place at `url`, with its keys in the folder, and what `Office.read` gives beside them."""
    _open(url, folder)
    with Desks.of(url, folder) as desks:
        _enrol(desks, frozenset({CITY}))
        _adopt(desks)
        _enrol(desks, frozenset({FAR}))  # which the notice names, and nobody before it
        numbers = take_in(desks)
        batches = pay(desks, numbers)
        _allot(desks)
        proposals = {**ask(desks, numbers, batches), **_ask_of_office(desks, numbers), **_ask_of_rights(desks)}
        for officer in dict.fromkeys(SUSPENDED.values()):
            desks.act(ADMINISTRATOR, TODAY, SuspendOfficer(officer=officer))
    office = Office(numbers=numbers, batches=batches, proposals=proposals)
    (folder / NOTES).write_text(json.dumps(asdict(office), ensure_ascii=False), encoding="utf-8")


def _open(url: str, folder: Path) -> None:
    """A simulated store under an authority, whose key lies with the others since this is one desk for all."""
    above = OfficerSession(settings(url, folder, AUTHORITY, OPENING))
    request = make_key(above, AUTHORITY, name=AUTHORITY, purpose=SUPERVISE)
    opening = settings(url, folder, ADMINISTRATOR, OPENING)
    session = open_store(
        opening, ADMINISTRATOR, "管理员", supervised_by=CITY, simulated=True, supervising=read_request(request)
    )
    finish_key(folder / "officers", AUTHORITY, session.now())
    session.close()


def _enrol(desks: Desks, authorities: frozenset[str]) -> None:
    """Those of the authorities; the first of them is the second person, whom the administrator enrols alone."""
    admin = desks.at(ADMINISTRATOR, OPENING)
    for officer, (roles, authority) in OFFICERS.items():
        if authority in authorities:
            if officer == SECOND:
                enrol_second(admin, officer, roles, authority)
            else:
                enrol_officer(admin, officer, officer, roles, authority)
                desks.act(SECOND, OPENING, ConfirmForLog(proposal=None))
                finish_key(desks.folder / "officers", officer, admin.now())


def _adopt(desks: Desks) -> None:
    years = ((2023, ()), (2024, EXCEPTIONS_2024), (2025, ()))
    source = "国办发明电〔2023〕7号"
    adoptions: tuple[tuple[str, Command], ...] = (
        ("lin", the_policy()),
        *(("lin", AdoptCalendarYear(year=year, exceptions=days, source=source)) for year, days in years),
        ("wu", _fund("central")),
        ("wu", opening("central", 1_000_00, holder=CITY, document="示2024-2")),
        ("wu", opening("district", 100, holder=CITY, used_fen=100)),
        ("wu", opening("district", 100, holder=CITY, used_fen=100, document="示2024-2")),
        ("wu", opening("municipal", 1_000_00, holder=CITY)),
        ("wu", opening("municipal", 10_000_00, holder=CITY, document="示2024-2")),
        ("wu", opening("central", 500_00, year=2023, holder=CITY)),
        ("wu", opening("central", 500_00, year=2022, holder=CITY)),
    )
    for officer, command in adoptions:
        desks.act(officer, OPENING, command)
        desks.act(SECOND, OPENING, ConfirmForOffice(proposal=None))
    for register, key in (("key-enterprises", EMPLOYER), ("labour-cooperation-operators", OPERATOR)):
        desks.act("lin", OPENING, _entry(register, key))
        desks.act(SECOND, OPENING, ConfirmEntry(register=register, proposal=None))
    for entry in the_projects():
        desks.act("lin", OPENING, entry)
        desks.act(SECOND, OPENING, ConfirmEntry(register=entry.register, proposal=None))


def _entry(register: str, key: str) -> AddEntry:
    first_day = date(2024, 1, 2)
    return listing(
        policy="xiamen-2023-187",
        register=register,
        key=key,
        valid_from=first_day,
        document="示1号",
    )


def owed() -> ImportDebts:
    """A demand that another body made."""
    debt = BroughtDebt(
        recovery="r1",
        payee=UNLISTED,
        payee_kind="organisation",
        payee_name="某公司",
        scheme="gig-market",
        ground="overpaid",
        open_fen=1000_00,
        paid_year=2023,
        document="示追2号",
        decided_on=date(2024, 1, 5),
    )
    return ImportDebts(
        authority=CITY, body="示局", document="示7号", treasury="待缴国库", sha256="7f" * 32, debts=(debt,)
    )


def _paid_on(desks: Desks) -> str:
    """Of another such demand more came in than was open; what goes beyond waits to be paid back."""
    brought = owed()
    debt = replace(brought.debts[0], document="示追1号")
    receipt = ReceiveRecovery(
        application=PAID_FILE,
        recovery="r1",
        amount_fen=1_100_00,
        received_on=date.fromisoformat(TODAY[:10]),
        reference="R-paid",
    )
    yes = ConfirmProposal(application=PAID_FILE, proposal=None)
    desks.act("wu", TODAY, replace(brought, sha256="8f" * 32, debts=(debt,)))
    desks.act(SECOND, TODAY, yes)
    desks.act("wu", TODAY, receipt)
    desks.act("zhao", TODAY, yes)
    return _proposed(desks, "wu", PayOut(application=PAID_FILE, to="r1", amount_fen=100_00, document="示财8"))


def settled() -> ImportLines:
    """A line that another body settled."""
    line = AbridgedLine(
        line=1,
        settled_on=date(2024, 1, 5),
        amount_fen=1000_00,
        facts={},
        applicant=UNLISTED,
        applicant_kind="organisation",
        applicant_name="某公司",
        number="旧2",
    )
    return ImportLines(
        authority=CITY,
        policy="xiamen-2023-187",
        scheme="labour-cooperation-operator",
        body="示局",
        document="示5号",
        sha256="5f" * 32,
        lines=(line,),
    )


def _fund(source: str) -> OpenFund:
    return opening(source, 100_000_00, holder=CITY)


PAID_FILE = debt_stream(f"{CITY}-2024-0001")
FUND, OTHER_FUND, EMPTY_FUND, ASKED_EMPTY_FUND, ASKED_FUND = (fund_number(CITY, 2024, number) for number in range(1, 6))
FUND_TO_ALLOT = fund_number(CITY, 2024, 6)
ALLOTMENT, EVALUATED_ALLOTMENT, ASKED_ALLOTMENT, RELEASED_ALLOTMENT, SETTLED_ALLOTMENT = (
    allotment_number(CITY, 2024, number) for number in range(1, 6)
)
FUND_OF_2023, FUND_OF_2022 = (fund_number(CITY, year, 1) for year in (2023, 2022))


def _of_funds(desks: Desks) -> dict[str, str]:
    """What waits for a second person about funds; a fund for each, so that none of it is in the way of another."""
    given: dict[str, Command] = {
        "open-fund": _fund("provincial"),
        "increase-fund": IncreaseFund(fund=FUND, amount_fen=100, document="示2024-3"),
        "transfer-fund": TransferFund(fund=FUND, to=OTHER_FUND, amount_fen=100, document="示2024-4"),
        "carry-over-fund": CarryOverFund(fund=FUND_OF_2023, amount_fen=500_00),
        "surrender-fund": SurrenderFund(fund=ASKED_FUND, amount_fen=1_000_00, treasury_due_fen=0, document="示2024-5"),
        "plan-fund": PlanFund(fund=FUND, month=date(2024, 5, 1), amount_fen=100, document="示2024-6"),
        "close-fund": CloseFund(fund=ASKED_EMPTY_FUND),
        "close-month": CloseMonth(authority=CITY, month="2022-12", through=0, balances=()),
        "make-allotment": _allotting(50),
        "release-allotment": ReleaseAllotment(allotment=RELEASED_ALLOTMENT, amount_fen=1, document="示2024-7"),
        "settle-allotment": SettleAllotment(allotment=ASKED_ALLOTMENT, amount_fen=150, document="示2024-8"),
        "reclaim-allotment": ReclaimAllotment(allotment=SETTLED_ALLOTMENT, amount_fen=350, document="示2024-9"),
        "receive-allotment": ReceiveAllotments(notice=notice("350200-2024-A901"), file_sha256="9d" * 32),
    }
    rules = adopt_draw_rules(desks.at("wu", TODAY), str(DRAW_RULES)).rules.proposal
    assert rules is not None
    asked = {act: _proposed(desks, "wu", command) for act, command in given.items()}
    evaluation = _proposed(desks, "lin", _evaluation(ALLOTMENT, 7))
    return {**asked, "evaluate-allotment": evaluation, "adopt-draw-rules": rules}


def _allotting(amount_fen: int) -> MakeAllotment:
    return MakeAllotment(
        holder=CITY,
        edition="xiamen-2023-187@1",
        receiver="350203",
        year=2024,
        schemes=("key-enterprise-training",),
        document="示2024-6",
        parts=(PartOfFund(fund=FUND_TO_ALLOT, amount_fen=amount_fen),),
        targets=(Target(what="培训", quantity=10, unit="人次", due_on=date(2024, 12, 31)),),
    )


def notice(number: str) -> AllotmentNotice:
    """Of an allotment to Siming in another log."""
    made = _allotting(1_000)
    indicator = Indicator(source="central", programme="employment", origin_year=2024, document="示2024-11")
    part = NoticePart(part="350200-2024-F901", fund="350200-2024-F901", year=2024, indicator=indicator, amount_fen=700)
    terms = AllotmentTerms(
        allotment=number,
        edition=made.edition,
        year=made.year,
        schemes=made.schemes,
        document=made.document,
        total_fen=1_000,
        advance_percent=70,
        targets=made.targets,
    )
    advance = NoticeEntry(
        number=1, kind=EntryKind.ADVANCED, document=made.document, value_on=date(2024, 3, 1), parts=(part,)
    )
    return AllotmentNotice(
        side=Side.ALLOTTED,
        giver=CITY,
        holder=made.receiver,
        log="log-of-another",
        position=9,
        root="7e" * 32,
        allotments=(NotedAllotment(terms=terms, entries=(advance,)),),
    )


def _evaluation(allotment: str, quantity: int) -> EvaluateAllotment:
    achievements = (Achievement(target=1, quantity=quantity),)
    return EvaluateAllotment(allotment=allotment, achievements=achievements, document="示2024-10")


def _allot(desks: Desks) -> None:
    """Five allotments: of one nothing is evaluated, of the others half is, and one is settled so."""
    settling = SettleAllotment(allotment=SETTLED_ALLOTMENT, amount_fen=150, document="示2024-8")
    halves = (EVALUATED_ALLOTMENT, ASKED_ALLOTMENT, RELEASED_ALLOTMENT, SETTLED_ALLOTMENT)
    acts: list[tuple[str, str, Command]] = [
        ("wu", "zhao", replace(_allotting(1_000), document=f"示2024-6/{number}")) for number in range(5)
    ]
    acts += [("lin", SECOND, _evaluation(allotment, 5)) for allotment in halves]
    for by, second, command in [*acts, ("wu", "zhao", settling)]:
        desks.act(by, TODAY, command)
        desks.act(second, TODAY, ConfirmForOffice(proposal=None))


def _ask_of_office(desks: Desks, numbers: dict[str, str]) -> dict[str, str]:
    """What waits for a second person of what the whole office works with, and of a file that came in late."""
    lin = desks.at("lin", TODAY)
    edition = adopt_edition(lin, SECOND_EDITION).edition.proposal
    standard = adopt_standard(lin, str(example("skill-certificate"))).standard.proposal
    lines = ((numbers["accept"], 1), (numbers["verify"], 1))
    link = link_persons(lin, *lines, document="公证书2024-1").link.proposal
    names = join_names(lin, (numbers["named"], 1), (numbers["renamed-asked"], 1), document="更名证明1").link.proposal
    assert edition is not None
    assert standard is not None
    assert link is not None
    assert names is not None
    counted = settled()
    line = replace(counted.lines[0], applicant=OPERATOR, number="旧1")
    desks.act("chen", TODAY, replace(counted, sha256="6a" * 32, lines=(line,)))
    desks.act("huang", TODAY, ConfirmImport(number=f"{CITY}-2024-0001", proposal=None))
    late = training(trainee(901), facts={"entry": PROJECT, "project_no": "late"}, received_on="2024-05-06")
    return {
        "adopt-policy": edition,
        "adopt-standard": standard,
        "link-persons": link,
        "two-names": names,
        "adopt-calendar": _proposed(desks, "lin", AdoptCalendarYear(year=2026, exceptions=(), source="示2026")),
        "import-lines": _proposed(desks, "chen", settled()),
        "pay-out-recovery": _paid_on(desks),
        "import-recovery": _proposed(desks, "wu", owed()),
        "register-entry": _proposed(desks, "lin", _entry("key-enterprises", UNLISTED)),
        **_of_funds(desks),
        "backdated-receipt": f"application-{desks.submit(late, TODAY)}/p1",
        "code-as-printed": f"application-{numbers['printed']}/p1",
        "other-account-holder": f"application-{numbers['other-holder']}/p1",
    }


def _ask_of_rights(desks: Desks) -> dict[str, str]:
    """What waits of rights: by an administrator, and by a supervisor of an administrator. Each kind has its name."""
    newcomer = EnrolOfficer(
        officer="newcomer", sealed="", roles=(Role.CLERK,), authority=CITY, key=_key(desks, "newcomer")
    )
    lost = "lost-administrator"
    desks.act(ADMINISTRATOR, TODAY, _deputy("leaving", "huang", Role.APPROVER))
    desks.act(SECOND, TODAY, ConfirmForLog(proposal=None))
    return {
        "give-rights": _proposed(desks, ADMINISTRATOR, newcomer),
        GRANT: _proposed(desks, ADMINISTRATOR, GrantRole(officer="promoted", role=Role.CLERK)),
        ROTATION: _proposed(desks, ADMINISTRATOR, RotateKey(officer="locked-out", key=_key(desks, "locked-out"))),
        "appoint-deputy": _proposed(desks, ADMINISTRATOR, _deputy("promoted", "chen", Role.CLERK)),
        "take-rights": _proposed(desks, ADMINISTRATOR, _authority_lost(desks)),
        "except-officer": _proposed(desks, ADMINISTRATOR, _exception("promoted")),
        "replace-administrator": _proposed(desks, SECOND, RotateKey(officer=lost, key=_key(desks, lost))),
    }


def _exception(officer: str) -> ExceptOfficer:
    asked = RoleException(ceiling_fen=1_000_00, document="示7号", **DAYS)
    return ExceptOfficer(officer=officer, exception=asked)


def _deputy(officer: str, absent: str, role: Role) -> AppointDeputy:
    return AppointDeputy(officer=officer, deputyship=Deputyship(absent=absent, roles=(role,), **DAYS))


def _authority_lost(desks: Desks) -> ReportKeyLost:
    with desks.at(ADMINISTRATOR, TODAY).repository() as repository:
        above = repository.officer(AUTHORITY)
    assert above is not None
    return ReportKeyLost(officer=AUTHORITY, public_key=above.public_key, since=date(2024, 5, 2))


def _key(desks: Desks, officer: str) -> PublicKey:
    """A key that the office makes and that waits in a draft."""
    return draft_key(desks.folder / "officers", officer).made_by_office()


def _proposed(desks: Desks, officer: str, command: Command) -> str:
    proposal = proposal_in(desks.act(officer, TODAY, command))
    assert proposal is not None, command
    return proposal
