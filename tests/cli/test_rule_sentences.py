"""What an edition asks for and gives, in words: every kind of rule of the closed vocabularies has a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.entitlement.amounts import (
    Amount,
    ByChoice,
    Flat,
    Repeated,
    Stage,
    Staged,
)
from domain.entitlement.conditions import (
    AllStated,
    AnyHolds,
    AtLeast,
    AtLeastShare,
    AtMost,
    Condition,
    EndsBy,
    Holds,
    InOrder,
    IsStated,
    NotMoreThan,
    OneOf,
    OnlyWhen,
)
from domain.entitlement.determined import ByBody, Cost, Determined
from domain.entitlement.measured import Band, ByBand, CostCapped, PercentOf
from domain.entitlement.receipt import AppliedBy, ReceiptFollows, ReceivedWithin
from domain.entitlement.recognition import OnRegister
from domain.entitlement.rules import Asking, Source
from policies import shipped
from policies.loader import load
from presentation.words.policy_rules import amount_rule_in_words, condition_in_words
from tests.cli.conftest import POLICY

RULE: dict[str, Any] = {"id": "rule", "clause": "m01"}
AMOUNT: dict[str, Any] = {"clause": "m01"}
WANTED = Source(clause="m01")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def test_every_kind_of_condition_has_a_sentence() -> None:
    edition = load(shipped(POLICY))
    parts: list[tuple[Condition, str]] = [
        (Holds(**RULE, fact="employee", wanted=False), "“Employee of the enterprise” is no"),
        (AnyHolds(**RULE, alternatives=("employee", "graduated")), "At least one is yes: Employee of the enterprise; "),
        (OneOf(**RULE, fact="certificate_kind", accepted=("internal",)), "is one of: "),
        (AtLeast(**RULE, fact="cost_fen", minimum=120_000), "is at least 1,200.00"),
        (AtMost(**RULE, fact="hours_total", maximum=40), "is at most 40"),
        (AtLeastShare(**RULE, fact="hours_offline", of="hours_total", percent=50), "is at least 50 % of"),
        (NotMoreThan(**RULE, fact="hours_offline", of="hours_total"), "is not more than"),
        (InOrder(**RULE, first="hired_on", last="certificate_on"), "is not after"),
        (EndsBy(**RULE, fact="hired_on", last=date(2024, 12, 31)), "is not after 2024-12-31"),
        (IsStated(**RULE, fact="project_no"), "is stated"),
        (OnRegister(**RULE, asking=Asking(register="key-enterprises", key="employer_uscc", on="hired_on")), "On the "),
        (ReceivedWithin(**RULE, first=date(2024, 1, 1), last=date(2024, 12, 31)), "from 2024-01-01 to 2024-12-31"),
        (AppliedBy(**RULE, kinds=("organisation", "person")), "The applicant is: organisation; person"),
        (
            OnlyWhen(**RULE, fact="benefit", among=("post",), required=Holds(**RULE, fact="employee")),
            "Where “Benefit” is one of Post subsidy: “Employee of the enterprise” is yes",
        ),
        (AllStated(**RULE, particulars=("occupation", "level")), "Occupation; Skill level"),
        (
            OnRegister(
                **RULE,
                asking=Asking(register="guidance-bases", key="entry"),
                reads={"site": "key", "tier": "tier"},
            ),
            "On the Register of career guidance bases, as of “day of receipt”: Register entry; "
            "the entry states Name or number of the site; Tier",
        ),
        (ReceiptFollows(**RULE, document="basis_document"), "as the document cited as"),
    ]
    assert {type(rule).__name__ for rule, _ in parts} == {kind.__name__ for kind in Condition.__subclasses__()}
    for rule, part in parts:
        assert part in condition_in_words(rule, edition)


def test_every_kind_of_amount_has_a_sentence() -> None:
    edition = load(shipped(POLICY))
    track: dict[str, Any] = {
        "fact": "school_track",
        "amounts_fen": {"higher": 400_000},
        "unsettled": {"undergraduate": "x"},
    }
    stage = Stage(milestone="employed-3-months", amount_fen=100_000, source=WANTED)
    bands = (
        Band(first=1, last=40, amount_fen=10_000, source=WANTED),
        Band(first=41, last=None, amount_fen=20_000, source=WANTED),
    )
    parts: list[tuple[Amount, str]] = [
        (Flat(**AMOUNT, amount_fen=100_000), "1,000.00 yuan"),
        (
            Flat(**AMOUNT, amount_fen=15_000, times=Repeated(fact="class_days", most=8, source=WANTED)),
            "150.00 yuan, times “Days of the class”, of which there are at most 8",
        ),
        (ByChoice(**AMOUNT, **track), "not settled"),
        (Determined(**AMOUNT, floor_fen=50_000, cap_fen=300_000), "500.00 to 3,000.00 yuan"),
        (Determined(**AMOUNT, cap_fen=200_000, cost=Cost(fact="cost_fen", source=WANTED)), "2,000.00 yuan; not above"),
        (
            Determined(**AMOUNT, cap_fen=200_000, fact="standard_fen"),
            "“Standard a trainee”, as the entry fixes it; nothing where that is above 2,000.00 yuan",
        ),
        (
            Determined(**AMOUNT, standard=edition.standards["hard-to-employ"].kind, document="basis_document"),
            "By the Rates of insurance and post subsidies (a head and month)",
        ),
        (
            Determined(**AMOUNT, by=ByBody(source=WANTED), cap_fen=200_000),
            "Determined by a body, by its document; at most 2,000.00 yuan",
        ),
        (
            Determined(
                **AMOUNT,
                standard=edition.standards["expert-team"].kind,
                by=ByBody(source=WANTED),
                cap_fen=5_000_000,
            ),
            "By the Rates of expert teams (each time); determined by a body, by its document; at most 50,000.00 yuan",
        ),
        (CostCapped(**AMOUNT, fact="cost_fen", cap_fen=1_000_000), "at most 10,000.00 yuan"),
        (PercentOf(**AMOUNT, fact="cost_fen", percent=50), "50 % of"),
        (ByBand(**AMOUNT, fact="hours_total", bands=bands), "1 to 40 100.00; 41 and more 200.00"),
        (Staged(**AMOUNT, stages=(stage,)), "1,000.00 yuan: Employed for 3 months"),
    ]
    assert {type(rule).__name__ for rule, _ in parts} == {kind.__name__ for kind in Amount.__subclasses__()}
    for rule, part in parts:
        assert part in amount_rule_in_words(rule, edition)


def test_a_band_of_an_amount_is_read_in_yuan() -> None:
    edition = load(shipped(POLICY))
    source = Source(clause="m01")
    bands = (
        Band(first=100_000, last=199_999, amount_fen=5_000, source=source),
        Band(first=200_000, last=None, amount_fen=10_000, source=source),
    )
    sentence = amount_rule_in_words(ByBand(**AMOUNT, fact="cost_fen", bands=bands), edition)
    assert sentence.endswith("1,000.00 to 1,999.99 50.00; 2,000.00 and more 100.00")
