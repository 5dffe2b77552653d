"""初审与复核: what the policy makes of an application, and the second officer who stands by it."""

from __future__ import annotations

import json

import pytest

from tests.cli.application_files import (
    ACCEPTED,
    APPROVED,
    ASSESSED,
    SUBMITTED,
    certificate,
    person,
    resident,
    submitted,
    table,
    trainee,
    training,
)
from tests.cli.conftest import Bailu
from tests.cli.determined_cases import (
    BODY,
    BY_BODY,
    COLUMNS,
    MINUTES,
    OF_BODY,
    certificates_by_body,
    determining,
    recognised_teams,
    team,
)


def test_an_assessment_that_finds_against_an_application_is_recorded_and_rejected(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1, certificate_kind="skill-level")), until="verified")
    ran = bureau("application", "assess", number, officer="chen", clock=ASSESSED)
    assert (ran.code, ran.out) == (0, f"{number}: assessed: not eligible.\n")
    refused = bureau("application", "approve", number, officer="huang", clock=APPROVED)
    assert refused.code == 65
    assert "not eligible" in refused.err
    assert bureau("application", "reject", number, officer="huang", clock=APPROVED).out == f"{number}: rejected.\n"


def test_an_application_received_too_late_is_recorded_found_against_and_rejected(bureau: Bailu) -> None:
    file = bureau.folder / "late.json"
    file.write_text(json.dumps(training(received_on="2025-01-02"), ensure_ascii=False), encoding="utf-8")
    number = bureau("application", "submit", file, "-o", "json", officer="lin", clock="2025-01-02").json["number"]
    bureau("application", "accept", number, officer="lin", clock="2025-01-02")
    bureau("application", "assess", number, officer="chen", clock="2025-01-03")
    findings = bureau("application", "explain", number, "-o", "json", officer="huang").json["findings"]
    assert [(finding["clause"], finding["outcome"]) for finding in findings if finding["outcome"] != "met"] == [
        ("closing-3", "not_met")
    ]
    assert bureau("application", "reject", number, officer="huang", clock="2025-01-03").code == 0


def test_an_amount_is_determined_with_its_reason(bureau: Bailu) -> None:
    recognised_teams(bureau)
    (number,) = submitted(bureau, team(), until="accepted")
    typed = determining("1500.50", "按服务量核定")
    ran = bureau("application", "assess", number, *typed, officer="chen", clock=ASSESSED)
    assert ran.out == f"{number}: assessed: eligible, 1,500.50 yuan for 1 line(s).\n"
    explanation = bureau("application", "explain", number, "-o", "json", officer="huang").json
    assert explanation["determined"] == [
        {
            "lines": [[1, 1]],
            "amount_fen": 150_050,
            "reason": "按服务量核定",
            "body": BODY,
            "document": MINUTES,
            "score_sheet": None,
        }
    ]
    shown = bureau("application", "explain", number, officer="huang", clock=ASSESSED).out
    assert all(part in shown for part in ("Determined by a body", BODY, MINUTES, "按服务量核定"))
    assert "按服务量核定" not in json.dumps(bureau.log(), ensure_ascii=False)


def test_an_amount_outside_its_bounds_is_refused_to_whoever_types_it_and_never_clipped(bureau: Bailu) -> None:
    certificates_by_body(bureau)
    (number,) = submitted(bureau, certificate(1), until="verified")
    ran = bureau("application", "assess", number, *determining("3100", "高"), officer="chen", clock=ASSESSED)
    assert (ran.code, ran.out) == (65, "")
    assert ran.err.strip() == (
        f"{number}, line 1: 3,100.00 yuan determined, outside 500.00 to 3,000.00 yuan. Nothing was recorded."
    )
    assert bureau("application", "show", number, "-o", "json", officer="huang").json["status"] == "accepted"


def test_an_amount_above_the_most_that_there_is_is_refused_to_whoever_types_it(bureau: Bailu) -> None:
    recognised_teams(bureau)
    (number,) = submitted(bureau, team(), until="accepted")
    ran = bureau("application", "assess", number, *determining("50000.01", "高"), officer="chen", clock=ASSESSED)
    assert (ran.code, ran.out) == (65, "")
    assert "50,000.01 yuan determined; it must be above zero and at most 50,000.00 yuan" in ran.err
    assert bureau("application", "show", number, "-o", "json", officer="huang").json["status"] == "accepted"


def test_amounts_for_several_applications_come_from_a_table(bureau: Bailu) -> None:
    certificates_by_body(bureau)
    numbers = submitted(bureau, certificate(1), certificate(2), until="verified")
    amounts = table(
        bureau,
        "amounts.csv",
        ("申请编号", "行号", "证件号码", "核定金额(元)", "理由", *COLUMNS),
        (numbers[0], 1, "", "1500", "三级", *OF_BODY),
        (numbers[1], "", resident(2), "2000", "二级", *OF_BODY),
    )
    ran = bureau(
        "application", "assess", *numbers, "--determinations", amounts, "-o", "json", officer="chen", clock=ASSESSED
    )
    assert [row["because"] for row in ran.json] == [
        "assessed: eligible, 1,500.00 yuan for 1 line(s)",
        "assessed: eligible, 2,000.00 yuan for 1 line(s)",
    ]


def test_a_table_of_amounts_with_a_problem_assesses_nothing(bureau: Bailu) -> None:
    (number,) = submitted(bureau, certificate(1), until="verified")
    size = len(bureau.log())
    amounts = table(
        bureau,
        "amounts.csv",
        ("行号", "证件号码", "核定金额(元)", "理由", *COLUMNS),
        (1, "", "1500", "三级", *OF_BODY),
        ("", resident(1), "1600", "三级", *OF_BODY),
        (2, "", "1600", "三级", *OF_BODY),
    )
    ran = bureau("application", "assess", number, "--determinations", amounts, officer="chen", clock=ASSESSED)
    assert ran.code == 65
    assert "Row 3: The same as row 2." in ran.err
    assert f"Row 4: {number} has no line 2." in ran.err
    assert len(bureau.log()) == size


@pytest.mark.parametrize(
    "options",
    [
        ("--determine", "1=1500"),
        ("--reason", "三级"),
        BY_BODY,
        ("--determine", "1=1500", *BY_BODY),
        ("--determine", "1=1500", "--reason", "三级"),
        ("--determine", "1=1500", "--reason", "三级", "--body", BODY),
        ("--determine", "1=1500", "--reason", "三级", "--document", MINUTES),
        ("--score-sheet", "评分表1号"),
        ("--determine", "1", "--reason", "三级", *BY_BODY),
        ("--determine", "0=1500", "--reason", "三级", *BY_BODY),
        ("--determine", "1=15.001", "--reason", "三级", *BY_BODY),
        ("--determine", "1-2=1500", "--determine", "2=1600", "--reason", "三级", *BY_BODY),
        ("--determine", "1=1500", "--reason", "三级", *BY_BODY, "--determinations", "x.csv"),
        ("--determine", "1=1500", "--reason", "带\u202e控制符", *BY_BODY),
    ],
)
def test_a_determination_is_an_amount_for_lines_a_reason_and_the_document_of_a_body(
    bureau: Bailu, options: tuple[str, ...]
) -> None:
    assert bureau("application", "assess", "350203-2024-000001", *options, officer="chen").code == 2


# The second pair of eyes


def test_nobody_approves_their_own_assessment(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), until="assessed")
    assert bureau.agreed("officer", "grant", "chen", "approver", officer="admin", second="xu", clock=APPROVED).code == 0
    size = len(bureau.log())
    for verb in (("approve",), ("send-back", "--reason", "再看"), ("reject",)):
        ran = bureau("application", *verb, *numbers, officer="chen", clock=APPROVED)
        assert ran.code == 77
        assert "their own work" in ran.err
    assert len(bureau.log()) == size


@pytest.mark.parametrize("officer", ["lin", "chen", "wu", "xu", "gao", "admin"])
def test_only_an_approver_approves(bureau: Bailu, officer: str) -> None:
    numbers = submitted(bureau, training(), until="assessed")
    size = len(bureau.log())
    assert bureau("application", "approve", *numbers, officer=officer, clock=APPROVED).code == 77
    assert len(bureau.log()) == size


def test_what_was_sent_back_is_assessed_again(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="assessed")
    back = bureau("application", "send-back", number, "--reason", "第2行再查", officer="huang", clock=APPROVED)
    assert back.out == f"{number}: sent back to be assessed again.\n"
    assert bureau("application", "approve", number, officer="huang", clock=APPROVED).code == 65
    assert bureau("application", "assess", number, officer="chen", clock=APPROVED).code == 0
    assert bureau("application", "approve", number, officer="huang", clock=APPROVED).code == 0
    timeline = bureau("application", "show", number, "-o", "json", officer="huang").json["timeline"]
    assert [entry["happened"] for entry in timeline if entry["fact"] == "application.sent-back.v1"] == [
        "sent back to be assessed again: 第2行再查"
    ]


def test_a_limit_that_was_used_up_since_the_assessment_is_named_in_words(bureau: Bailu) -> None:
    same = {"certificate_no": "HG-1", "certificate_issuer": "厦门市职业技能鉴定中心"}
    first, second = submitted(
        bureau, training(trainee(1, **same)), training(trainee(1, **same), trainee(2)), until="assessed"
    )
    assert bureau("application", "approve", first, officer="huang", clock=APPROVED).code == 0
    ran = bureau("application", "approve", second, officer="huang", clock=APPROVED)
    assert ran.code == 65
    assert f"used 1 of 1 before, by {first}/1 (" in ran.err
    assert "Send it back and assess again." in ran.err


def test_withdrawing_frees_the_limits_and_ends_the_case(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="approved")
    assert bureau("application", "withdraw", number, "--reason", "不申请了", officer="lin", clock=APPROVED).code == 0
    shown = bureau("application", "show", number, "-o", "json", officer="lin").json
    assert (shown["status"], shown["entitled_fen"], shown["outstanding_fen"]) == ("withdrawn", 0, 0)


def test_a_refusal_cites_a_clause_that_there_is(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    unknown = bureau(
        "application", "refuse", number, "--clause", "m99", "--reason", "不属于本通知", officer="lin", clock=ACCEPTED
    )
    assert unknown.code == 66
    ran = bureau(
        "application", "refuse", number, "--clause", "m01", "--reason", "不属于本通知", officer="lin", clock=ACCEPTED
    )
    assert ran.out == f"{number}: not accepted, by m01.\n"


def test_people_are_never_named_by_a_refusal(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    ran = bureau("application", "approve", number, officer="huang", clock=SUBMITTED)
    assert ran.code == 65
    assert person(1)["name"] not in ran.err
