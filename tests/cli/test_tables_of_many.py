"""Tables that name their applications: comparisons and determinations of a whole office, without typing numbers."""

from __future__ import annotations

from typing import Any

from tests.cli.application_files import ASSESSED, VERIFIED, certificate, submitted, table, training
from tests.cli.conftest import Bailu
from tests.cli.determined_cases import COLUMNS, OF_BODY, certificates_by_body, recognised_teams, team

COMPARED = ("申请编号", "行号", "人员类别", "核验来源", "核验日期")
DETERMINED = ("申请编号", "行号", "核定金额（元）", "理由", *COLUMNS)


def shown(bureau: Bailu, number: str) -> dict[str, Any]:
    details: dict[str, Any] = bureau("application", "show", number, "-o", "json", officer="gao", clock=ASSESSED).json
    return details


def test_comparison_results_of_many_applications_are_recorded_from_one_table(bureau: Bailu) -> None:
    one, two = submitted(bureau, training(), training(facts={"entry": "XM-2"}), until="accepted")
    rows = [(number, line, "失业人员", "就业登记", "2024-05-08") for number in (one, two) for line in (1, 2, 3)]
    file = table(bureau, "results.csv", COMPARED, *rows)
    ran = bureau("application", "verify", file, officer="lin", clock=VERIFIED)
    assert ran.code == 0, ran.err
    for number in (one, two):
        assert all(line["verified"]["category"]["value"] == "unemployed" for line in shown(bureau, number)["lines"])


def test_a_table_that_names_an_application_which_is_not_there_records_nothing(bureau: Bailu) -> None:
    (one,) = submitted(bureau, training(), until="accepted")
    rows = [(number, 1, "失业人员", "就业登记", "2024-05-08") for number in (one, "350203-2024-000999")]
    size = len(bureau.log())
    ran = bureau("application", "verify", table(bureau, "r.csv", COMPARED, *rows), officer="lin", clock=VERIFIED)
    assert ran.code == 66
    assert "350203-2024-000999" in ran.err
    assert len(bureau.log()) == size


def test_a_table_that_names_none_asks_which(bureau: Bailu) -> None:
    submitted(bureau, training(), until="accepted")
    file = table(bureau, "r.csv", COMPARED[1:], (1, "失业人员", "就业登记", "2024-05-08"))
    assert bureau("application", "verify", file, officer="lin", clock=VERIFIED).code == 2


def test_many_are_assessed_with_the_amounts_of_one_table(bureau: Bailu) -> None:
    recognised_teams(bureau, 1, 2)
    numbers = submitted(bureau, team(1), team(2), until="accepted")
    rows = [(number, 1, f"{count}500.00", "核定", *OF_BODY) for count, number in enumerate(numbers, 1)]
    file = table(bureau, "amounts.csv", DETERMINED, *rows)
    ran = bureau("application", "assess", "--determinations", file, officer="chen", clock=ASSESSED)
    assert ran.code == 0, ran.err
    assert [shown(bureau, number)["status"] for number in numbers] == ["assessed", "assessed"]
    explanation = bureau("application", "explain", numbers[1], "-o", "json", officer="gao").json
    assert explanation["amount_fen"] == 250_000


def test_everything_that_is_wrong_with_a_table_is_said_at_once(bureau: Bailu) -> None:
    certificates_by_body(bureau)
    one, two = submitted(bureau, certificate(1), certificate(2), until="verified")
    rows = [
        (one, 1, "1500.00", "核定", *OF_BODY),
        ("350203-2024-000999", 1, "1500.00", "核定", *OF_BODY),
        (two, 7, "一千", "", *OF_BODY),
    ]
    size = len(bureau.log())
    file = table(bureau, "amounts.csv", DETERMINED, *rows)
    ran = bureau("application", "assess", "--determinations", file, officer="chen", clock=ASSESSED)
    assert (ran.code, ran.out) == (66, "")
    complaints = ran.err.splitlines()
    assert [line.partition("Row ")[2][:1] for line in complaints[:-1]] == ["3", "4", "4"]
    assert "There is no application 350203-2024-000999." in complaints[0]
    assert complaints[-1] == "3 problem(s). Nothing was recorded."
    assert len(bureau.log()) == size
