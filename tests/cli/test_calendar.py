"""`bailu calendar`: the working days that legal terms are counted by; nothing is guessed beyond the adopted years."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Bailu
from tests.domain.sample_cases import EXCEPTIONS_2024
from usecases.commands.adopt_calendar import exceptions_of

DECREED = {
    "source": "国办发明电〔2026〕1号",
    "off": ["2027-01-01", "2027-01-02", "2027-01-03"],
    "worked": ["2027-01-10"],
}
"""A Friday off with the weekend behind it, and a Sunday worked."""


def decreed(folder: Path, **keys: object) -> Path:
    path = folder / "days.json"
    path.write_text(json.dumps({**DECREED, **keys}, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_published_days_of_2024_are_those_of_the_notice() -> None:
    assert exceptions_of(2024) == EXCEPTIONS_2024


def test_years_are_adopted_from_what_was_published(bureau: Bailu) -> None:
    ran = bureau("calendar", "adopt", "2024", "2025", officer="lin")
    assert ran.code == 0
    assert "2024 is proposed with 27 exceptions (chinesecalendar" in ran.out
    assert bureau("confirm", "office", "--every", "--yes", officer="xu").code == 0
    years = {year["year"]: year for year in bureau("calendar", "show", "-o", "json").json}
    assert years[2024]["working_days"] == 251
    assert years[2025]["source"].startswith("chinesecalendar ")
    assert (years[2025]["officer"], years[2025]["recorded_at"]) == ("xu", "2023-09-04T01:00:00Z")


def test_adopting_a_year_again_changes_nothing(bureau: Bailu) -> None:
    bureau.agreed("calendar", "adopt", "2024", officer="lin", second="xu")
    before = bureau.log()
    ran = bureau("calendar", "adopt", "2024", officer="xu")
    assert ran.code == 0
    assert "nothing changed" in ran.out
    assert bureau.log() == before


def test_a_year_beyond_the_published_ones_is_one_sentence_and_adopts_nothing(bureau: Bailu) -> None:
    before = bureau.log()
    ran = bureau("calendar", "adopt", "2024", "2099", officer="xu")
    assert (ran.code, ran.out) == (66, "")
    assert ran.err.count("\n") == 1
    assert "2099" in ran.err
    assert bureau.log() == before


def test_only_a_clerk_or_supervisor_proposes_a_calendar(bureau: Bailu) -> None:
    assert bureau("calendar", "adopt", "2024", officer="chen").code == 77


def test_a_dry_run_adopts_nothing(bureau: Bailu) -> None:
    before = bureau.log()
    ran = bureau("calendar", "adopt", "2024", "--dry-run", officer="xu")
    assert ran.out.startswith("Would propose 2024 with 27 exceptions")
    assert bureau.log() == before


def test_a_file_names_days_off_and_days_worked_and_the_weekday_rule_is_no_exception(bureau: Bailu) -> None:
    ran = bureau("calendar", "adopt", decreed(bureau.folder), "-o", "json", officer="lin")
    told = {"year": 2027, "exceptions": 2, "source": DECREED["source"]}
    assert ran.json == [{**told, "recorded": True, "proposal": "office/p5"}]
    assert bureau("confirm", "office/p5", officer="xu").code == 0
    assert bureau.log()[-1]["data"]["exceptions"] == ["2027-01-01", "2027-01-10"]
    shown = bureau("calendar", "show", "2027", "-o", "json").json
    assert [(day["day"], day["worked"]) for day in shown] == [("2027-01-01", False), ("2027-01-10", True)]


def test_a_table_with_a_day_a_row_equals(bureau: Bailu) -> None:
    path = bureau.folder / "days.csv"
    path.write_text("日期,上班\n2027-01-01,否\n2027-01-02,否\n2027年1月10日,是\n", encoding="utf-8")
    ran = bureau("calendar", "adopt", path, "--source", "国办发明电〔2026〕1号", officer="xu")
    assert ran.code == 0
    assert bureau.log()[-1]["data"]["exceptions"] == ["2027-01-01", "2027-01-10"]


def test_days_without_a_source_are_not_adopted(bureau: Bailu) -> None:
    before = bureau.log()
    ran = bureau("calendar", "adopt", decreed(bureau.folder, source=None), officer="xu")
    assert ran.code == 65
    assert "--source" in ran.err
    assert bureau.log() == before


@pytest.mark.parametrize(
    ("keys", "phrase"),
    [
        ({"off": ["2027-02-30"]}, "off[0]: There is no day 2027-02-30."),
        ({"worked": ["2027-01-01"]}, "worked[0]: 2027-01-01 is said to be off and to be worked."),
        ({"holidays": []}, "“holidays” is not a key of this file."),
        ({"off": "2027-01-01"}, "off: “off” must be a list."),
        ({"off": [20270101]}, "off[0]: Must be a day such as 2024-05-06."),
        ({"off": [], "worked": []}, "Names no day."),
    ],
)
def test_a_file_with_mistakes_is_refused(bureau: Bailu, keys: dict[str, object], phrase: str) -> None:
    ran = bureau("calendar", "adopt", decreed(bureau.folder, **keys), officer="xu")
    assert (ran.code, ran.out) == (65, "")
    assert phrase in ran.err


def test_a_file_that_is_not_there_cannot_be_adopted(bureau: Bailu) -> None:
    assert bureau("calendar", "adopt", "nowhere.json", officer="xu").code == 66


def test_a_year_that_was_not_adopted_cannot_be_shown(bureau: Bailu) -> None:
    ran = bureau("calendar", "show", "2019")
    assert (ran.code, ran.out) == (66, "")
    assert "nothing is guessed" in ran.err


def test_a_replaced_year_is_shown_as_it_was_adopted_last(bureau: Bailu) -> None:
    assert [day["day"] for day in bureau("calendar", "show", "2025", "-o", "json").json] == []
    bureau.agreed("calendar", "adopt", "2025", officer="lin", second="xu")
    days = [date.fromisoformat(day["day"]) for day in bureau("calendar", "show", "2025", "-o", "json").json]
    assert tuple(days) == exceptions_of(2025)


def test_the_calendar_is_shown_in_chinese_as_well(bureau: Bailu) -> None:
    ran = bureau("calendar", "show", "2024", "--lang", "zh", "-o", "table")
    assert ran.code == 0
    assert "2024-10-01" in ran.out
