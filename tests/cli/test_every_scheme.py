"""Every scheme of the notice, from the applicant's file to the bank's last credit, by the command line alone."""

from __future__ import annotations

from typing import Any

import pytest

from domain.entitlement.scheme import LineKind, Payer
from tests.cli.application_files import (
    ACCEPTED,
    ACCOUNT,
    APPROVED,
    ASSESSED,
    CLOSED,
    PUBLISHED,
    VERIFIED,
    person,
    written,
)
from tests.cli.application_files import SUBMITTED as RECEIVED
from tests.cli.conftest import EMPLOYER, Bailu
from tests.cli.payable_cases import fund
from tests.policies.documents import EDITION, GOOD, WHOLE, listed

APPLICANT = "91350203M0001B2C3Q"
"""On no register, until a test puts it there."""

ENTITLED_FEN = {
    "project-skills-training": 100_000,
    "project-entrepreneurship-training": 150_000,
    "skill-certificate": 150_000,
    "differentiated-training": 200_000,
    "new-apprenticeship": 500_000,
    "graduate-apprenticeship": 400_000,
    "key-enterprise-training": 120_000,
    "brics-training": 300_000,
    "guidance-base": 10_000_000,
    "taiwan-youth-base": 15_000_000,
    "hr-park": 100_000_000,
    "labour-cooperation-operator": 5_000_000,
    "gig-market": 80_000_000,
    "gig-station": 20_000_000,
    "incubation-base": 50_000_000,
    "service-131": 40_000,
    "expert-team": 3_000_000,
    "labour-introduction": 200_000,
    "recruitment-reward": 60_000,
    "hard-to-employ-insurance": 270_000,
    "public-post": 180_000,
    "staff-training-local": 55_000,
    "staff-training-away": 880_000,
    "yilubao": 5_001,
    "flexible-employment-insurance": 150_000,
}
"""What the line of `GOOD` is worth."""


def test_every_scheme_of_the_notice_is_tried() -> None:
    assert set(ENTITLED_FEN) == set(EDITION.schemes) == set(GOOD)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("scheme", ENTITLED_FEN)
def test_a_scheme_goes_from_a_file_to_settlement(bureau: Bailu, scheme: str) -> None:
    goes_to_settlement(bureau, scheme)


@pytest.mark.parametrize("scheme", [*ENTITLED_FEN][::6])
def test_schemes_of_every_sort_go_to_settlement_on_both_databases(bureau: Bailu, scheme: str) -> None:
    goes_to_settlement(bureau, scheme)


def goes_to_settlement(bureau: Bailu, scheme: str) -> None:
    recognised(bureau, scheme)
    submitted = bureau("application", "submit", handed_in(bureau, scheme), "-o", "json", officer="lin", clock=RECEIVED)
    number = submitted.json["number"]
    done(bureau, ACCEPTED, "lin", "application", "accept", number)
    if EDITION.schemes[scheme].verify:
        verify = ("application", "verify", "--all-declared", "--source", "比对", number)
        done(bureau, VERIFIED, "sun", *verify)
    done(bureau, ASSESSED, "chen", "application", "assess", number, *determining(scheme))
    done(bureau, APPROVED, "huang", "application", "approve", number)
    done(bureau, PUBLISHED, "lin", "public-notice", "publish", number)
    done(bureau, CLOSED, "lin", "public-notice", "close", number)
    stages = [(milestone, f"2024-{month:02d}") for milestone, month in reached(scheme)]
    for milestone, month in stages:
        report = ("application", "milestone", "--met", "--on", f"{month}-15", "--source", "社会保险", number, milestone)
        done(bureau, f"{month}-16", "chen", *report)
        done(bureau, f"{month}-17", "huang", "confirm", "--yes", f"application-{number}")
    paid(bureau, number, "2024-09-18" if stages else CLOSED)
    shown = bureau("application", "show", number, "-o", "json", officer="lin", clock="2024-10-10").json
    assert (shown["status"], shown["entitled_fen"]) == ("settled", ENTITLED_FEN[scheme])
    assert (shown["paid_fen"], shown["outstanding_fen"]) == (ENTITLED_FEN[scheme], 0)
    assert bureau("doctor", officer="admin", clock="2024-10-10").code == 0


def recognised(bureau: Bailu, scheme: str) -> None:
    """Put the applicant, or what it names, on each register that the scheme asks, as one officer proposes and another
    confirms; the employer of `labour-introduction` is listed already.
    """
    kind = EDITION.schemes[scheme]
    for asking in dict.fromkeys((*kind.application_askings, *kind.line_askings)):
        register = EDITION.registers[asking.register]
        if asking.key == "employer_uscc":
            continue
        key = APPLICANT if asking.key == "applicant" else str({**WHOLE, **GOOD[scheme]}[asking.key])
        add = ["register", "add", asking.register, key, "--from", "2024-01-01"]
        for number in range(register.documents):
            add += ["--document", f"厦人社〔2024〕{number}号", "--body", "厦门市人社局"]
        add += ["--quota", "100"] if register.quota else []
        add += ["--owner", APPLICANT] if register.owned else []
        states = listed(scheme)[asking.register]
        for fact, value in states.items() if isinstance(states, dict) else ():
            add += ["--state", f"{fact}={typed(fact, value)}"]
        done(bureau, "2024-01-02", "lin", *add)
        done(bureau, "2024-01-03", "xu", "confirm", f"register-{asking.register}")


def typed(fact: str, value: object) -> str:
    """A value as a person types it: yuan, and yes or no."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{int(str(value)) / 100:.2f}" if fact.endswith("_fen") else str(value)


def handed_in(bureau: Bailu, scheme: str) -> Any:
    facts = {name: value for name, value in GOOD[scheme].items() if name != "determined_fen"}
    if "employer_uscc" in facts:
        facts["employer_uscc"] = EMPLOYER
    kind = EDITION.schemes[scheme]
    by_person = kind.applicant.kinds == ("person",)
    about_person = kind.line_kind is LineKind.PERSON and not by_person
    who = person(1) if by_person else {"name": "厦门某单位", "uscc": APPLICANT}
    tree = {
        "scheme": scheme,
        "applicant": {"kind": "person" if by_person else "organisation", **who},
        "authority": "torch" if kind.payer is Payer.DISTRICT else "350200",
        "received_on": RECEIVED,
        "account": {"holder": who["name"], "bank": "厦门银行", "number": ACCOUNT},
        **({"entry": WHOLE["entry"]} if "entry" in kind.application_facts else {}),
        "lines": [{"facts": facts, **({"person": person(2)} if about_person else {})}],
    }
    return written(bureau, tree)


def determining(scheme: str) -> tuple[object, ...]:
    determined_fen = GOOD[scheme].get("determined_fen")
    return ("--determine", f"1={determined_fen / 100:.2f}", "--reason", "按标准核定") if determined_fen else ()


def reached(scheme: str) -> list[tuple[str, int]]:
    """Its milestones, in the month of 2024 after they fell due: the worker of `GOOD` was hired on 2024-03-15."""
    return [(name, 3 + EDITION.milestones[name].months) for name in EDITION.schemes[scheme].milestones]


def paid(bureau: Bailu, number: str, day: str) -> None:
    """Ordered from central funds, released by another, and credited in full by the bank."""
    fund(bureau, "central", 2_000_000)
    ordered = bureau("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=day).json
    done(bureau, day, "zheng", "payment", "release", ordered["batch"], "--yes")
    amount_fen = bureau("application", "show", number, "-o", "json", officer="lin", clock=day).json["entitled_fen"]
    rows = "批次号,申请编号,金额(元),结果,入账日期,银行流水号,原因\r\n"
    rows += f"{ordered['batch']},{number},{amount_fen / 100:.2f},成功,{day},B1,\r\n"
    answers = bureau.folder / "answers.csv"
    answers.write_text(rows, encoding="utf-8-sig")
    done(bureau, day, "zheng", "payment", "import", answers, "--yes")


def done(bureau: Bailu, day: str, officer: str, *words: object) -> None:
    ran = bureau(*words, officer=officer, clock=day)
    assert ran.code == 0, (words, ran.out, ran.err)
