"""`bailu officer acts`: who did what, and who stood by whose work."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Bailu
from tests.cli.payable_cases import FORMS, fund
from tests.cli.returned_cases import demanded, overpaid


@pytest.fixture
def told(bureau: Bailu) -> tuple[Bailu, str]:
    fund(bureau, "central", 50_000)
    number = overpaid(bureau)
    demanded(bureau, number, served=False)
    return bureau, number


def test_every_second_pair_of_eyes_is_one_row(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    rows = bureau("officer", "acts", "--application", number, "--pairs", "-o", "json").json
    assert [(row["act"], row["first_officer"], row["officer"], row["outcome"]) for row in rows] == [
        ("assess", "chen", "huang", "approved"),
        ("order-payment", "wu", "zheng", "released"),
        ("revise", "chen", "huang", "confirmed"),
        ("demand-recovery", "wu", "xu", "confirmed"),
    ]
    everything = bureau("officer", "acts", "-o", "json").json
    by_position = {row["position"]: row for row in everything}
    assert [by_position[row["first_position"]]["officer"] for row in rows] == ["chen", "wu", "chen", "wu"]
    assert {row["act"] for row in everything} >= {
        "adopt-policy",
        "adopt-calendar",
        "give-rights",
        "second-person",
        "register-entry",
    }


def test_acts_are_asked_by_officer_and_by_act(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    by_wu = bureau("officer", "acts", "--officer", "wu", "-o", "json").json
    paying = ["open-fund", "order-payment", "export-payment"]
    noticed = ["notify-recovery", "issue-demand", "serve-recovery-letter", "hear-recovery"]
    assert [row["act"] for row in by_wu] == [*paying, *noticed, "demand-recovery"]
    by_zheng = bureau("officer", "acts", "--officer", "zheng", "-o", "json").json
    assert [row["act"] for row in by_zheng] == ["order-payment", "record-credits"]
    assert {row["application"] for row in by_wu} == {None, number}
    assessed = bureau("officer", "acts", "--act", "assess", "-o", "json").json
    assert [row["part"] for row in assessed] == ["first", "second"]


def test_who_asks_and_who_is_asked_about_are_two_officers(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    by_wu = bureau("officer", "acts", "--officer", "wu", "--as", "lin", "-o", "json").json
    assert {row["officer"] for row in by_wu} == {"wu"}
    everything = bureau("officer", "acts", "--as", "lin", "-o", "json").json
    assert {row["officer"] for row in everything} > {"wu", "chen"}


def test_an_officer_or_an_application_that_is_not_there_is_no_such_thing(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    assert bureau("officer", "acts", "--officer", "nobody").code == 66
    assert bureau("officer", "acts", "--application", "350203-2024-999999").code == 66


def test_every_form_is_there_in_both_languages(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    for lang, output in FORMS:
        assert bureau("officer", "acts", "--application", number, "-o", output, "--lang", lang).code == 0
    assert "提出追回" in bureau("officer", "acts", "--application", number, "-o", "table", "--lang", "zh").out
