"""`python -m benchmarks.notice`: how fast the rules are, and what share of a command they take.

Assessments a second of a 500-line roster, through the whole command and in the rules alone; what the rules take when
the programme's budget is nearly used up; and a citizen's calculator as a process. What runs in this process is measured
in its own CPU seconds, since the machine may have others to serve.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.office import OPENED, Office
from domain.application import commands as c
from domain.application.decisions import applied_policy
from domain.application.values import Account, Applicant, ApplicantKind, Line, VerifiedValue
from domain.entitlement.assessment import assess, questions
from domain.entitlement.claim import AssessmentGiven, RegisterResult, Use
from domain.office.register import AddEntry, ConfirmEntry
from domain.office.register_events import EntryContent, Recognition
from policies.evaluate import claim_from
from policies.loader import load
from tests.declared import declared

LINES = 500
FIRM = "91350200M0001B2C3X"
RUNS = 15
HOUSE = Path(__file__).parents[1]


def a_roster(*, people: str = "person") -> c.SubmitApplication:
    """Post-skills training of 500 employees: register, quota, seven conditions, five limits and the budget."""
    lines = tuple(
        Line(
            line=number,
            person=f"{people}-{number}",
            certificate=f"certificate-{people}-{number}",
            facts={
                "employee": True,
                "hours_total": 40,
                "hours_offline": 20,
                "exam_passed": True,
                "certificate_kind": "internal",
                "certificate_no": f"C{number}",
                "certificate_on": "2023-12-29",
                "occupation": "6-31-01-03",
                "level": "4",
            },
        )
        for number in range(1, LINES + 1)
    )
    return c.SubmitApplication(
        scheme="key-enterprise-training",
        policy="xiamen-2023-187",
        authority="torch",
        received_on=OPENED.date(),
        applicant=Applicant(kind=ApplicantKind.ORGANISATION, party=FIRM, name="某公司"),
        account=Account(account="account", sealed="", holder_is_applicant=True),
        documents=(),
        facts={},
        lines=lines,
    )


def through_the_command() -> tuple[list[float], list[float]]:
    """Seconds of each `assess` command on a real store, and of the rules within it."""
    in_rules: list[float] = []
    real = applied_policy.apply_policy  # type: ignore[attr-defined]

    def timed(*given: object) -> object:
        began = time.process_time()
        try:
            return real(*given)  # type: ignore[arg-type]
        finally:
            in_rules.append(time.process_time() - began)

    with tempfile.TemporaryDirectory() as folder:
        office = Office.found(Path(folder) / "bailu.db")
        entry = AddEntry(
            policy="xiamen-2023-187",
            register="demonstration-enterprises",
            content=EntryContent(
                key=FIRM,
                name=None,
                valid_from=office.clock().date(),
                valid_to=None,
                documents=(Recognition(document="benchmark"),),
                quota=100_000,
            ),
        )
        office.do("lin", entry)
        office.do("xu", ConfirmEntry(register="demonstration-enterprises", proposal=None))
        number = office.do("lin", a_roster()).events[0].stream.removeprefix("application-")
        every = ((1, LINES),)
        checked = VerifiedValue(fact="employee", value=True, lines=every)
        office.do("lin", c.AcceptApplication(application=number))
        office.do(
            "lin",
            c.VerifyFacts(
                application=number,
                source="比对",
                checked_on=office.clock().date(),
                values=(checked,),
                file_sha256="c0" * 32,
            ),
        )
        office.do("chen", c.AssessApplication(application=number))
        applied_policy.apply_policy = timed  # type: ignore[assignment, attr-defined]
        try:
            whole = [
                _cpu_seconds(lambda: office.do("chen", c.AssessApplication(application=number))) for _ in range(RUNS)
            ]
        finally:
            applied_policy.apply_policy = real  # type: ignore[attr-defined]
        office.database.close()
    return whole, in_rules


def near_the_end_of_the_budget() -> tuple[float, float]:
    """Seconds that the rules take for a roster while nothing is approved, and while 16 166 lines are."""
    edition = load(declared())
    submitted = a_roster()
    document = {
        "scheme": submitted.scheme,
        "received_on": submitted.received_on,
        "applicant": {"kind": "organisation", "uscc": FIRM},
        "registers": {"demonstration-enterprises": True},
        "lines": [{"facts": line.facts} for line in submitted.lines],
    }
    claim = claim_from(edition, document)
    answers = {question: RegisterResult(entry="e", unlimited=True) for question in questions(edition, claim)}
    used = tuple(
        Use(
            limit="key-enterprise-training-budget",
            subject="key-enterprise-training",
            qualifier="",
            on=claim.received_on,
            amount_fen=120_000,
            application=f"earlier-{number // LINES}",
            line=number % LINES,
        )
        for number in range(16_666 - LINES)
    )
    empty, full = AssessmentGiven(answers=answers), AssessmentGiven(answers=answers, uses=used)
    assert assess(edition, claim, full).eligible
    return (
        statistics.median(_cpu_seconds(lambda: assess(edition, claim, empty)) for _ in range(RUNS)),
        statistics.median(_cpu_seconds(lambda: assess(edition, claim, full)) for _ in range(RUNS)),
    )


def whole_process(*words: str) -> float:
    """The median of seconds that a command takes as a process of its own."""
    command = [sys.executable, "-m", "cli.main", *words]
    if (console := Path(sys.executable).with_name("bailu")).exists():
        command = [str(console), *words]
    return statistics.median(
        _seconds(lambda: subprocess.run(command, cwd=HOUSE, check=True, stdout=subprocess.DEVNULL)) for _ in range(RUNS)
    )


def main() -> int:
    whole, in_rules = through_the_command()
    command, rules = statistics.median(whole), statistics.median(in_rules)
    print(f"assess, {LINES} lines, whole command: {1 / command:,.1f}/s ({command * 1000:.1f} ms)")
    print(f"  of which in the rules: {rules * 1000:.1f} ms, {100 * rules / command:.0f} %")
    print(f"rules alone: {1 / rules:,.1f} assessments/s of {LINES} lines, {LINES / rules:,.0f} lines/s")
    empty, full = near_the_end_of_the_budget()
    print(f"rules with 16 166 uses of the budget: {full * 1000:.1f} ms, with none: {empty * 1000:.1f} ms")
    process = whole_process("policy", "evaluate", "examples/refused-for-its-hours.json", "-o", "json")
    click = statistics.median(
        _seconds(lambda: subprocess.run([sys.executable, "-c", "import click"], check=True)) for _ in range(RUNS)
    )
    print(f"policy evaluate, whole process: {process:.3f} s ({process / click:.1f} x `python -c 'import click'`)")
    return 0


def _cpu_seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
