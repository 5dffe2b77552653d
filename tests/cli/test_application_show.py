"""What is asked about applications: one of them, why its amount, and the list of all."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.cli.application_files import (
    ACCEPTED,
    ACCOUNT,
    APPROVED,
    ASSESSED,
    CLOSED,
    CLOSES,
    PUBLISHED,
    SCHOOL,
    SUBMITTED,
    certificate,
    introduction,
    person,
    resident,
    submitted,
    trainee,
    training,
)
from tests.cli.conftest import Bailu

FORMS = ("table", "json", "jsonl", "csv", "xlsx")


def test_a_case_is_shown_with_the_keys_of_the_contract(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="closed")
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=CLOSED).json
    money = {
        "number": number,
        "scheme": "project-skills-training",
        "status": "payable",
        "entitled_fen": 300_000,
        "ordered_fen": 0,
        "paid_fen": 0,
        "recovered_fen": 0,
        "outstanding_fen": 300_000,
        "recovery": "none",
        "edition": "xiamen-2023-187@1",
        "published_on": PUBLISHED,
        "closes_on": CLOSES,
        "payable_from": CLOSED,
    }
    assert {key: shown[key] for key in money} == money
    assert shown["instalments"] == [
        {
            "line": line,
            "instalment": 1,
            "amount_fen": 100_000,
            "payable": "on-approval",
            "standing": "payable",
            "held": False,
            "entitled_fen": 100_000,
            "ordered_fen": 0,
            "paid_fen": 0,
            "recovered_fen": 0,
            "written_off_fen": 0,
        }
        for line in (1, 2, 3)
    ]
    assert [line["entitled_fen"] for line in shown["lines"]] == [100_000] * 3
    assert [entry["officer"] for entry in shown["timeline"]] == ["lin", "lin", "sun", "chen", "huang", "lin", "lin"]


def test_a_case_is_shown_to_people_with_its_money_in_figures_and_in_capitals(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="approved")
    ran = bureau("application", "show", number, officer="gao", clock=APPROVED)
    for phrase in (
        f"{number}  Project-based vocational skills training",
        SCHOOL,
        "Status: approved",
        "Entitled: 3,000.00 yuan (RMB 叁仟元整)",
        "approved: 3,000.00 yuan for 3 line(s)",
    ):
        assert phrase in ran.out


@pytest.mark.on_sqlite
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("verb", ["show", "explain"])
def test_no_form_of_an_answer_shows_a_whole_name_or_number(bureau: Bailu, verb: str, form: str) -> None:
    lines = [trainee(1, certificate_no="证书-甲-1"), trainee(2)]
    for tree in (training(*lines), certificate(3, certificate_no="证书-甲-3")):
        (number,) = submitted(bureau, tree, until="assessed")
        ran = bureau("application", verb, number, "-o", form, officer="gao", clock=ASSESSED)
        assert ran.code == 0
        for whole in (*(resident(n) for n in (1, 2, 3)), *(person(n)["name"] for n in (1, 2, 3)), ACCOUNT, "证书-甲"):
            assert whole not in ran.out
    if (verb, form) == ("show", "json"):
        assert (json.loads(ran.out)["applicant"]["name"], json.loads(ran.out)["applicant"]["id_number"]) == (
            "王**",
            f"3502**********{resident(3)[-4:]}",
        )


def test_an_assessment_is_explained_line_by_line_with_its_arithmetic(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1), trainee(2, category="general")), until="assessed")
    explanation = bureau("application", "explain", number, "-o", "json", officer="gao").json
    assert (explanation["eligible"], explanation["amount_fen"], explanation["assessed_by"]) == (True, 100_000, "chen")
    first, second = explanation["lines"]
    assert (first["eligible"], first["amount_fen"]) == (True, 100_000)
    assert first["instalments"] == [{"instalment": 1, "amount_fen": 100_000, "payable": "on-approval"}]
    assert [step["said"] for step in first["arithmetic"]] == ["1,000.00 yuan a line"]
    assert (second["eligible"], second["amount_fen"], second["instalments"]) == (False, 0, [])
    (failing,) = (finding for finding in second["findings"] if finding["outcome"] != "met")
    assert (failing["condition"], failing["clause"], failing["outcome"]) == ("priority-group", "m01", "not_met")
    assert failing["because"].startswith("Category of person: None of the priority groups; required is one of:")


def test_one_line_is_explained_by_itself(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1), trainee(2, category="general")), until="assessed")
    explanation = bureau("application", "explain", number, "--line", 2, "-o", "json", officer="gao").json
    assert [line["line"] for line in explanation["lines"]] == [2]
    output = bureau("application", "explain", number, "--line", 2, officer="gao").out
    assert "not met" in output
    assert "1,000.00 yuan a line" not in output
    assert bureau("application", "explain", number, "--line", 3, officer="gao").code == 65


def test_an_explanation_names_the_clauses_and_the_readings_it_leans_on(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="assessed")
    output = bureau("application", "explain", number, officer="gao").out
    assert "m01: Skills training for all kinds of workers" in output
    assert "acceptance-window: From the day of issue, 2023-08-24." in output


def test_what_was_not_assessed_cannot_be_explained(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    ran = bureau("application", "explain", number, officer="gao")
    assert (ran.code, ran.err) == (65, f"{number} has not been assessed yet.\n")


def test_the_list_is_narrowed_by_status_scheme_and_authority(bureau: Bailu) -> None:
    one, two, three = submitted(
        bureau, training(), certificate(8), training(authority="350205", facts={"entry": "XM-2"})
    )
    bureau("application", "accept", one, officer="lin", clock=ACCEPTED)

    def listed(*options: str) -> list[str]:
        ran = bureau("application", "list", *options, "-o", "json", officer="gao", clock=ACCEPTED)
        return [row["number"] for row in ran.json]

    assert listed() == [one, two, three]
    assert listed("--status", "accepted") == [one]
    assert listed("--scheme", "skill-certificate") == [two]
    assert listed("--authority", "350205") == [three]
    assert listed("--status", "settled") == []


def test_the_list_has_the_state_and_the_money_of_each_case(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="approved")
    (row,) = bureau("application", "list", "-o", "json", officer="gao", clock=APPROVED).json
    assert (row["number"], row["status"], row["received_on"]) == (number, "approved", SUBMITTED)
    assert (row["entitled_fen"], row["outstanding_fen"], row["lines"]) == (200_000, 200_000, 1)
    table = bureau("application", "list", officer="gao", clock=APPROVED)
    assert "2000.00" in list(csv.reader(io.StringIO(table.out.lstrip("\ufeff"))))[1]
