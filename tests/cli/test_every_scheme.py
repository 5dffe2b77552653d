"""Every scheme of the notice, from the applicant's file to the bank's last credit, by the command line alone.

What the notice leaves to a standard is paid by the example tables, which two people adopt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from domain.entitlement.determined import Determined
from domain.entitlement.paid_by import Payer
from domain.entitlement.scheme import LineKind
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
from tests.cli.determined_cases import determining
from tests.cli.payable_cases import fund, with_the_bank
from tests.cli.standards import NAMES, adopt_standards
from tests.policies.documents import EDITION, GOOD, WHOLE, listed

APPLICANT = "91350203M0001B2C3Q"
"""On no register, until a test puts it there."""

ENTITLED_FEN = {
    "project-skills-training": 100_000,
    "project-entrepreneurship-training": 150_000,
    "skill-certificate": 150_000,  # A certificate of level 3: 1 500 yuan.
    "differentiated-training": 200_000,
    "new-apprenticeship": 500_000,  # A plan for level 3: 5 000 yuan.
    "graduate-apprenticeship": 400_000,
    "key-enterprise-training": 120_000,
    "brics-training": 200_000,  # 40 hours, of the band from 40 to 79: 2 000 yuan.
    "guidance-base": 10_000_000,
    "taiwan-youth-base": 15_000_000,
    "hr-park": 100_000_000,
    "labour-cooperation-operator": 5_000_000,
    "gig-market": 100_000_000,  # A score of 92, of the band from 90 on: 1 000 000 yuan.
    "gig-station": 20_000_000,  # A score of 75, the first of the band to 89: 200 000 yuan.
    "incubation-base": 50_000_000,
    "service-131": 30_000,  # Recommended for a post, and employed: 300 yuan.
    "expert-team": 3_000_000,  # 15 services at 2 000 yuan.
    "labour-introduction": 200_000,
    "recruitment-reward": 50_000,  # For the first time in the city: 500 yuan.
    "hard-to-employ-insurance": 265_055,  # 3 months at 900 yuan are 2 700.00; the employer paid 2 650.55.
    "public-post": 180_000,  # 3 months at 600 yuan.
    "staff-training-local": 135_000,  # 3 days at 450 yuan.
    "staff-training-away": 880_000,
    "yilubao": 5_001,  # Half of 100.01 yuan; at 1.10 yuan a day, 91 days may cost 100.10.
    "flexible-employment-insurance": 66_667,  # Two thirds of 1 000 yuan: 666.66 2/3.
}
"""What the line that is handed in is worth: that of `GOOD`, with what the tables ask for."""

STATED: Mapping[str, Mapping[str, Any]] = {
    "gig-market": {"score": 92},
    "gig-station": {"score": 75},
    "service-131": {"service_kind": "岗位推荐", "service_result": "已就业"},
    "expert-team": {"services": 15},
    "recruitment-reward": {"hired_on": "2024-03-15"},
    "hard-to-employ-insurance": {"employer_paid_fen": 265_055},
    "flexible-employment-insurance": {"contribution_paid_fen": 100_000},
}
"""What the tables of a scheme look at besides."""

ENTRIES: Mapping[str, Mapping[str, Any]] = {
    "new-apprenticeship": {"level": "3"},
    "brics-training": {"hours_total": 40},
    "staff-training-local": {"class_type": "短期班", "class_days": 3},
    "yilubao": {"daily_premium_fen": 110},
}
"""What its entries state for them."""

DETERMINED_FEN = {"gig-market": 80_000_000, "gig-station": 20_000_000, "expert-team": 3_000_000}
"""What a body determines, where there is no table."""


def test_every_scheme_of_the_notice_is_tried() -> None:
    assert set(ENTITLED_FEN) == set(EDITION.schemes) == set(GOOD)


def test_every_standard_of_the_notice_has_its_table() -> None:
    assert {name for scheme in ENTITLED_FEN for name in standards(scheme)} == set(EDITION.standards) == set(NAMES)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("scheme", ENTITLED_FEN)
def test_a_scheme_goes_from_a_file_to_settlement(bureau: Bailu, scheme: str) -> None:
    goes_to_settlement(bureau, scheme)


@pytest.mark.parametrize("scheme", [*ENTITLED_FEN][::6])
def test_schemes_of_every_sort_go_to_settlement_on_both_databases(bureau: Bailu, scheme: str) -> None:
    goes_to_settlement(bureau, scheme)


@pytest.mark.parametrize("scheme", DETERMINED_FEN)
def test_a_scheme_without_a_table_is_paid_what_its_body_determined(bureau: Bailu, scheme: str) -> None:
    sheet = ("--score-sheet", "评分表1号") if scheme.startswith("gig") else ()
    typed = determining(f"{DETERMINED_FEN[scheme] / 100:.2f}", "按评分核定", *sheet)
    goes_to_settlement(bureau, scheme, typed, entitled_fen=DETERMINED_FEN[scheme])


def goes_to_settlement(
    bureau: Bailu, scheme: str, determined: tuple[str, ...] = (), entitled_fen: int | None = None
) -> None:
    """By the tables of the scheme, unless somebody `determined` what it gets."""
    if not determined:
        adopt_standards(bureau, *standards(scheme))
    entitled_fen = entitled_fen or ENTITLED_FEN[scheme]
    recognised(bureau, scheme)
    submitted = bureau("application", "submit", handed_in(bureau, scheme), "-o", "json", officer="lin", clock=RECEIVED)
    number = submitted.json["number"]
    done(bureau, ACCEPTED, "lin", "application", "accept", number)
    if EDITION.schemes[scheme].verify:
        verify = ("application", "verify", "--all-declared", "--source", "比对", number)
        done(bureau, VERIFIED, "sun", *verify)
    done(bureau, ASSESSED, "chen", "application", "assess", number, *determined)
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
    assert (shown["status"], shown["entitled_fen"]) == ("settled", entitled_fen)
    assert (shown["paid_fen"], shown["outstanding_fen"]) == (entitled_fen, 0)
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
        states = listed(scheme, **ENTRIES.get(scheme, {}))[asking.register]
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
    facts = {
        name: value
        for name, value in {**GOOD[scheme], **STATED.get(scheme, {})}.items()
        if name not in ("determined_fen", "basis_document")
    }
    if "employer_uscc" in facts:
        facts["employer_uscc"] = EMPLOYER
    kind = EDITION.schemes[scheme]
    by_person = kind.applicant.kinds == ("person",)
    about_person = kind.line_kind is LineKind.PERSON and not by_person
    who = person(1) if by_person else {"name": "厦门某单位", "uscc": APPLICANT}
    tree = {
        "scheme": scheme,
        "applicant": {"kind": "person" if by_person else "organisation", **who},
        "authority": "torch" if kind.paid_by.one is Payer.DISTRICT else "350200",
        "received_on": RECEIVED,
        "account": {"holder": who["name"], "bank": "厦门银行", "number": ACCOUNT},
        **({"entry": WHOLE["entry"]} if "entry" in kind.application_facts else {}),
        "lines": [{"facts": facts, **({"person": person(2)} if about_person else {})}],
    }
    return written(bureau, tree)


def standards(scheme: str) -> tuple[str, ...]:
    """The standards by which it is paid: one, or none."""
    amount = EDITION.schemes[scheme].amount
    return (amount.standard.id,) if isinstance(amount, Determined) and amount.standard else ()


def reached(scheme: str) -> list[tuple[str, int]]:
    """Its milestones, in the month of 2024 after they fell due: the worker of `GOOD` was hired on 2024-03-15."""
    return [(name, 3 + EDITION.milestones[name].months) for name in EDITION.schemes[scheme].milestones]


def paid(bureau: Bailu, number: str, day: str) -> None:
    """Ordered from central funds of who pays it, released by another, and credited in full by the bank."""
    payer = bureau("application", "show", number, "-o", "json", officer="lin", clock=day).json["payer"]
    fund(bureau, "central", 2_000_000, payer)
    ordered = bureau("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=day).json
    done(bureau, day, "zheng", "payment", "release", ordered["batch"], "--yes")
    with_the_bank(bureau, ordered["batch"], day)
    amount_fen = bureau("application", "show", number, "-o", "json", officer="lin", clock=day).json["entitled_fen"]
    rows = "批次号,申请编号,金额(元),结果,入账日期,银行流水号,原因\r\n"
    rows += f"{ordered['batch']},{number},{amount_fen / 100:.2f},成功,{day},B1,\r\n"
    answers = bureau.folder / "answers.csv"
    answers.write_text(rows, encoding="utf-8-sig")
    done(bureau, day, "zheng", "payment", "import", answers, "--yes")


def done(bureau: Bailu, day: str, officer: str, *words: object) -> None:
    ran = bureau(*words, officer=officer, clock=day)
    assert ran.code == 0, (words, ran.out, ran.err)
