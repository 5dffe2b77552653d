"""`bailu recovery list`: demands by age and ground."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Bailu
from tests.cli.payable_cases import FORMS, TRAINER, fund
from tests.cli.returned_cases import DUE, SERVED, demanded, overpaid, received


@pytest.fixture
def owing(bureau: Bailu) -> tuple[Bailu, str]:
    """One demand of 1 000 yuan, served on 2024-10-25 and due on 2024-11-25, of which 400 came in."""
    fund(bureau, "central", 50_000)
    number = overpaid(bureau)
    demanded(bureau, number)
    received(bureau, number, 400)
    return bureau, number


def listed(bureau: Bailu, *options: object, clock: str = "2024-11-25") -> list[dict[str, object]]:
    rows: list[dict[str, object]] = bureau("recovery", "list", *options, "-o", "json", clock=clock).json
    return rows


def test_a_demand_says_what_is_open_since_when_and_by_when(owing: tuple[Bailu, str]) -> None:
    bureau, number = owing
    (row,) = listed(bureau)
    told = {
        "application": number, "recovery": "r1", "payee": TRAINER, "ground": "ineligible", "basis": "m01",
        "standing": "partly", "demanded_fen": 100_000, "received_fen": 40_000, "offset_fen": 0, "open_fen": 60_000,
        "served_on": SERVED, "due_on": DUE, "next_due_on": DUE, "age_days": 31, "overdue": False, "plan": [],
    }  # fmt: skip
    assert {name: row[name] for name in told} == told


def test_demands_are_filtered_by_ground_authority_payee_age_and_whether_they_are_overdue(
    owing: tuple[Bailu, str],
) -> None:
    bureau, number = owing
    assert len(listed(bureau, "--ground", "ineligible", "--authority", "350203", "--payee", TRAINER)) == 1
    assert listed(bureau, "--ground", "false-claim") == []
    assert listed(bureau, "--authority", "350205") == []
    assert listed(bureau, "--payee", "91350200155000001E") == []
    assert listed(bureau, "--application", number) == listed(bureau)
    assert listed(bureau, "--older-than", 31) == []
    assert len(listed(bureau, "--older-than", 30)) == 1
    assert listed(bureau, "--overdue") == []
    (late,) = listed(bureau, "--overdue", clock="2024-11-26")
    assert late["overdue"] is True


def test_a_demand_of_which_nothing_is_open_is_listed_only_when_asked_for(owing: tuple[Bailu, str]) -> None:
    bureau, number = owing
    received(bureau, number, 600)
    assert listed(bureau) == []
    (row,) = listed(bureau, "--all")
    assert (row["standing"], row["open_fen"], row["next_due_on"]) == ("done", 0, None)


def test_demands_are_added_up_by_ground_and_by_age(owing: tuple[Bailu, str]) -> None:
    bureau, _number = owing
    sums = {"demands": 1, "demanded_fen": 100_000, "open_fen": 60_000}
    assert listed(bureau, "--by", "ground") == [{"group": "ineligible", **sums, "overdue_fen": 0}]
    ages = {
        clock: [row["group"] for row in listed(bureau, "--by", "age", clock=clock)]
        for clock in ("2024-11-24", "2024-11-25", "2025-01-24", "2025-10-26")
    }
    assert ages == {
        "2024-11-24": ["age-30"], "2024-11-25": ["age-90"], "2025-01-24": ["age-365"], "2025-10-26": ["age-older"],
    }  # fmt: skip
    assert listed(bureau, "--by", "age", clock="2024-12-01")[0]["overdue_fen"] == 60_000


def test_of_a_plan_only_the_parts_whose_day_is_over_are_overdue(owing: tuple[Bailu, str]) -> None:
    bureau, number = owing
    arguments = ("recovery", "plan", number, "--part", "2024-12-01=200", "--part", "2025-02-01=400", "--yes")
    assert bureau(*arguments, officer="wu", clock="2024-11-20").code == 0
    days = ("2024-12-01", "2024-12-02", "2025-02-01", "2025-02-02")
    assert [listed(bureau, clock=day)[0]["overdue_fen"] for day in days] == [0, 20_000, 20_000, 60_000]
    (age,) = listed(bureau, "--by", "age", clock="2024-12-02")
    assert (age["open_fen"], age["overdue_fen"]) == (60_000, 20_000)


def test_people_read_how_much_is_open_and_overdue(owing: tuple[Bailu, str]) -> None:
    bureau, _number = owing
    ran = bureau("recovery", "list", "-o", "table", clock="2024-11-26")
    assert "1 demand(s), open 600.00 yuan, of that overdue 600.00 yuan." in ran.out
    assert "ineligible on review" in ran.out
    assert "The read models stand at position" in ran.err


@pytest.mark.on_sqlite
def test_every_form_is_there_in_both_languages(owing: tuple[Bailu, str]) -> None:
    bureau, _number = owing
    for lang, output in FORMS:
        for by in ((), ("--by", "age")):
            assert bureau("recovery", "list", *by, "-o", output, "--lang", lang, clock=DUE).code == 0
    assert "复查不符合条件" in bureau("recovery", "list", "-o", "table", "--lang", "zh", clock=DUE).out
    assert bureau("recovery", "--help", "--lang", "zh").code == 0
