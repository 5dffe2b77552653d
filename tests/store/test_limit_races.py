"""Eight desks that approve at once never beat a limit: of a park, a team, a worker's days, a quota or a budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from domain.application import commands as c
from domain.application.events import ApplicationAssessed
from domain.application.values import Line
from domain.base import replace
from domain.decisions.commands import Command
from domain.entitlement.claim import limit_key
from domain.entitlement.findings import Value
from domain.office.reference import AdoptEdition
from domain.office.register import ConfirmEntry
from policies.loader import load
from tests.bureau import Bureau, standard
from tests.declared import declared
from tests.domain import sample_cases as s
from tests.domain.sample_cases import CHEN, HUANG, LIN
from tests.listing import listing
from tests.store.test_casework import approve, in_processes

DESKS = 8
RECEIVED = date(2024, 9, 18)
BASES = [f"9135020000000000{session:02d}" for session in range(DESKS)]


def a_line(person: str | None = None, **events: Value) -> Line:
    return Line(line=1, facts=events, person=person, id_kind="resident-id" if person else None, sealed="sealed")


def applications(
    scheme: str, lines: Sequence[Line], *, usccs: Sequence[str] = (s.OPERATOR,) * DESKS
) -> list[c.SubmitApplication]:
    return [
        c.SubmitApplication(
            scheme=scheme,
            policy=s.POLICY,
            authority=s.SIMING,
            received_on=RECEIVED,
            applicant=s.organisation(uscc),
            account=s.account(f"account-of-{uscc}"),
            documents=(),
            facts={},
            lines=(line,),
        )
        for line, uscc in zip(lines, usccs, strict=True)
    ]


def sites() -> list[c.SubmitApplication]:
    """The same base, named by its number in other widths, and by its name."""
    lines = [
        a_line(entry=("FH-01", "ＦＨ－０１", "软件园孵化基地", "软 件园孵化基地")[session % 4])
        for session in range(DESKS)
    ]
    return applications("incubation-base", lines)


def parks() -> list[c.SubmitApplication]:
    """One park, which asks four times for each of two awards that exclude each other: it was promoted meanwhile."""
    files = applications("hr-park", [a_line(entry="HC-01") for _ in range(DESKS)])
    return [
        replace(file, received_on=RECEIVED if session % 2 else RECEIVED - timedelta(days=1))
        for session, file in enumerate(files)
    ]


def teams() -> list[c.SubmitApplication]:
    return applications("expert-team", [a_line(entry="ZJ-01") for _ in range(DESKS)])


def periods() -> list[c.SubmitApplication]:
    """Two employers and one person: every period shares a month with all others but those four desks on.

    The standard gives 900 yuan a month, and the employers paid 900 yuan in all.
    """
    stated: dict[str, Value] = {"category": "hard-to-employ", "benefit": "insurance", "employer_paid_fen": 900_00}
    lines = [
        a_line("person-a", **stated, period_from=f"2024-{quarter * 3 + month:02d}-01", period_to=last)
        for quarter, last in enumerate(("2024-03-31", "2024-06-30"))
        for month in (1, 2, 3, 1)
    ]
    employers = [s.EMPLOYER, s.OPERATOR] * (DESKS // 2)
    return applications("hard-to-employ-insurance", lines, usccs=employers)


def trainees(series: str, *employers: str) -> list[c.SubmitApplication]:
    """Post-skills training, 1 200 yuan each, of another person at every desk."""
    stated = {
        "employee": True,
        "hours_total": 40,
        "hours_offline": 20,
        "exam_passed": True,
        "certificate_on": "2024-04-30",
    }
    lines = [a_line(f"{series}-{session}", **stated, certificate_kind="internal") for session in range(DESKS)]
    return applications(
        "key-enterprise-training", lines, usccs=[employers[session % len(employers)] for session in range(8)]
    )


DETERMINED_FEN = {"expert-team": 20_000_00}


def assessed(bureau: Bureau, files: Sequence[c.SubmitApplication]) -> list[str]:
    """The numbers of applications that were assessed while none of them had used anything."""
    bureau.clock.day = RECEIVED
    numbers = []
    for file in files:
        number = bureau.act(file, by=CHEN).events[0].stream.removeprefix("application-")
        numbers.append(number)
        determined_fen = DETERMINED_FEN.get(file.scheme)
        determined = s.determined({1: determined_fen}) if determined_fen else ()
        bureau.act(c.AcceptApplication(application=number), by=CHEN)
        verified = s.comparison(file, RECEIVED, number)
        if verified.values:
            bureau.act(verified, by=CHEN)
        bureau.act(c.AssessApplication(application=number, determined=determined), by=LIN)
    return numbers


def enlisting(register: str, *keys: str, quota: int | None = None) -> Iterator[Command]:
    for key in keys:
        yield listing(
            policy="xiamen-2023-187",
            register=register,
            key=key,
            valid_from=date(2024, 1, 1),
            document="厦人社〔2024〕7号",
            quota=quota,
        )


def recognised(bureau: Bureau) -> None:
    """A base, a team, and a park that is promoted on the day on which half of the applications come in."""
    name, rated = "软件园孵化基地", {"rating": "national"}
    park = {"park_status": "district", "district_policy_issued": True}
    entries = (
        listing("incubation-bases", s.POLICY, "FH-01", name=name, owner=s.OPERATOR, facts=rated),
        listing("expert-teams", s.POLICY, "ZJ-01", owner=s.OPERATOR),
        listing("hr-parks", s.POLICY, "HC-01", owner=s.OPERATOR, facts=park),
        listing(
            "hr-parks",
            s.POLICY,
            "HC-01",
            valid_from=RECEIVED,
            owner=s.OPERATOR,
            facts=park | {"park_status": "municipal"},
            replaces="hr-parks/0001",
        ),
    )
    for entry in entries:
        bureau.act(entry, by=s.SHEN)
        bureau.act(ConfirmEntry(register=entry.register, proposal=None), by=s.JIANG)


def listed(bureau: Bureau, register: str, *keys: str, quota: int | None = None) -> None:
    for entry in enlisting(register, *keys, quota=quota):
        bureau.act(entry, by=s.SHEN)
        bureau.act(ConfirmEntry(register=register, proposal=None), by=s.JIANG)


class Race(NamedTuple):
    """Eight applications, how many of them may be approved, and what they are then worth together."""

    limit: str
    files: list[c.SubmitApplication]
    approved: int
    together_fen: set[int]
    otherwise: str = "overtaken"
    """What the other desks are told: of what is left, a team would be paid less than was assessed."""


def races() -> list[Race]:
    return [
        Race("site-once", sites(), 1, {800_000_00}),
        Race("park-award", parks(), 1, {1_000_000_00, 1_500_000_00}),
        Race("expert-year", teams(), 2, {40_000_00}, otherwise="reasons-changed"),
        Race("no-overlap", periods(), 2, {1_800_00}),
        Race("enterprise-quota", trainees("quota", s.EMPLOYER), 5, {6_000_00}),
    ]


def test_eight_desks_that_approve_at_once_never_beat_a_limit(bureau: Bureau) -> None:
    """Six limits at once, in the shipped edition with another sum as the programme's budget, which is reached soon."""
    bureau.agree(with_a_budget(yuan=8 * 1_200 + 1_199), by=s.SHEN, second=s.JIANG)
    bureau.agree(standard("hard-to-employ"), by=s.SHEN, second=s.JIANG)
    recognised(bureau)
    listed(bureau, "demonstration-enterprises", s.EMPLOYER, quota=5)
    listed(bureau, "demonstration-enterprises", s.OPERATOR, s.TRAINER, quota=100)
    handed_in = [assessed(bureau, race.files) for race in races()]
    handed_in.append(assessed(bureau, trainees("budget", s.OPERATOR, s.TRAINER)))
    answers = in_processes(bureau.database.url, approve, [(mine,) for mine in zip(*handed_in, strict=True)])
    told = [Counter(answers[index :: len(handed_in)]) for index in range(len(handed_in))]
    with bureau.database.reading() as view:
        uses = list(view.all_uses())
    for race, numbers, counts in zip(races(), handed_in, told, strict=False):
        taken = [use for use in uses if use.limit == limit_key(s.POLICY, race.limit) and use.application in numbers]
        if race.limit == "enterprise-quota":
            assert counts["done"] <= race.approved  # The budget may have been taken by others first.
        else:
            assert counts == {"done": race.approved, race.otherwise: DESKS - race.approved}, race.limit
            assert sum(use.amount_fen for use in taken) in race.together_fen, race.limit
        assert len(taken) == counts["done"], race.limit
    of_the_budget = [use for use in uses if use.limit == limit_key(s.POLICY, "key-enterprise-training-budget")]
    assert len(of_the_budget) == told[-1]["done"] + told[-2]["done"] == 8
    _and_a_fresh_assessment_says_so(bureau, handed_in[-1])
    _and_the_next_team_is_paid_what_is_left(bureau, handed_in[2])


def _and_a_fresh_assessment_says_so(bureau: Bureau, numbers: Sequence[str]) -> None:
    """What remains of the budget is not enough for one more."""
    again = refused(bureau, numbers)[0]
    bureau.act(c.SendBackApplication(application=again, reason="sealed"), by=HUANG)
    recorded = bureau.act(c.AssessApplication(application=again), by=LIN).events[0].event
    assert isinstance(recorded, ApplicationAssessed)
    (budget,) = [
        line_finding.finding
        for line_finding in recorded.line_findings
        if line_finding.finding.condition.endswith("-budget")
    ]
    assert (budget.clause, budget.interpretation, budget.code) == ("m03", "budget-hard", "budget-exhausted")
    assert (budget.values["used_fen"], budget.values["maximum_fen"]) == (9_600_00, 10_799_00)


def _and_the_next_team_is_paid_what_is_left(bureau: Bureau, numbers: Sequence[str]) -> None:
    """Of 50 000 yuan a year; nobody's determination stands for more, and nobody is refused for it."""
    again = refused(bureau, numbers)[0]
    bureau.act(c.SendBackApplication(application=again, reason="sealed"), by=HUANG)
    assess = c.AssessApplication(application=again, determined=s.determined({1: 20_000_00}))
    recorded = bureau.act(assess, by=LIN).events[0].event
    assert isinstance(recorded, ApplicationAssessed)
    assert (recorded.eligible, recorded.entitled_fen) == (True, 10_000_00)
    bureau.act(c.ApproveApplication(application=again), by=HUANG)
    with bureau.database.reading() as view:
        taken = [use for use in view.all_uses() if use.limit == limit_key(s.POLICY, "expert-year")]
    assert sum(use.amount_fen for use in taken) == 50_000_00


def refused(bureau: Bureau, numbers: Sequence[str]) -> list[str]:
    with bureau.executor.repository() as repository:
        return [number for number in numbers if repository.case(number).approval is None]


def with_a_budget(yuan: int) -> AdoptEdition:
    pack = declared().decode()
    changed = pack.replace("budget = { yuan = 20_000_000", f"budget = {{ yuan = {yuan}").replace(
        "\nnumber = 1\n", "\nnumber = 9\n"
    )
    edition = load(changed.encode())
    budget = edition.schemes["key-enterprise-training"].budget
    assert budget is not None
    assert (edition.ref, budget.amount_fen) == (f"{s.POLICY}@9", yuan * 100)
    return AdoptEdition(
        policy=edition.policy,
        edition=edition.ref,
        digest=edition.digest,
        applies_from=edition.applies_from,
        content=changed,
    )
