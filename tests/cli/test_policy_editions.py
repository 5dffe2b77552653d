"""Editions side by side: what differs, who would get more or less, and which one decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies import shipped
from tests.cli import payable_cases, returned_cases
from tests.cli.application_files import certificate, submitted, table, written
from tests.cli.conftest import POLICY, Bailu
from tests.cli.standards import adopt_standards

DETERMINED = "2024-05-09"


def decided(bureau: Bailu, *numbers: str) -> None:
    """Assessed at the 1 500 yuan of the standard and approved, one after the other."""
    for number in numbers:
        assert bureau("application", "assess", number, officer="chen", clock=DETERMINED).code == 0
        ran = bureau("application", "approve", number, officer="huang", clock="2024-05-10")
        assert ran.code == 0, ran.err


def four_certificates_of_one_worker(bureau: Bailu) -> list[str]:
    """Two of 2023 and two of 2024: within the three a year of the notice."""
    adopt_standards(bureau, "skill-certificate")
    days = ("2023-12-25", "2023-12-26", "2024-02-01", "2024-03-01")
    trees = [
        certificate(5, level="4", certificate_on=day, certificate_no=f"S-{number}", occupation=f"6-18-02-{number:02d}")
        for number, day in enumerate(days)
    ]
    return submitted(bureau, *trees, until="verified")


def test_impact_lists_who_would_get_less_and_records_nothing(bureau: Bailu) -> None:
    numbers = four_certificates_of_one_worker(bureau)
    decided(bureau, *numbers)
    before = len(bureau.log())
    ran = bureau("policy", "impact", POLICY, f"{POLICY}@2", "-o", "json", clock="2024-06-01")
    told = ran.json
    assert (told["from"], told["to"], told["cases_count"]) == (f"{POLICY}@1", f"{POLICY}@2", 4)
    assert (told["more_count"], told["less_count"]) == (0, 1)
    assert (told["before_fen"], told["after_fen"]) == (480_000, 360_000)
    (row,) = told["cases"]
    assert (row["number"], row["difference_fen"], row["clause"]) == (numbers[3], -120_000, "amendment-1")
    assert "used 3 of 3 before" in row["because"]
    assert len(bureau.log()) == before
    shown = bureau("application", "show", numbers[3], "-o", "json", officer="gao").json
    assert shown["entitled_fen"] == 120_000


def test_impact_is_said_to_people_in_their_language(bureau: Bailu) -> None:
    decided(bureau, *four_certificates_of_one_worker(bureau))
    ran = bureau("--lang", "zh", "policy", "impact", f"{POLICY}@1", f"{POLICY}@2", "-o", "table", clock="2024-06-01")
    assert "共 4 件" in ran.out, ran.out
    assert "不支付任何款项" in ran.err
    same = bureau("policy", "impact", f"{POLICY}@1", f"{POLICY}@1", "-o", "json", clock="2024-06-01").json
    assert (same["cases"], same["before_fen"]) == ([], same["after_fen"])
    every = bureau("policy", "impact", POLICY, f"{POLICY}@1", "--all", "-o", "json", clock="2024-06-01").json
    assert len(every["cases"]) == 4


def test_what_was_rejected_and_would_be_paid_is_listed_as_more(bureau: Bailu, tmp_path: Path) -> None:
    adopt_standards(bureau, "skill-certificate")
    (number,) = submitted(bureau, certificate(5, level="4", certificate_kind="institute"), until="verified")
    assert bureau("application", "assess", number, officer="chen", clock=DETERMINED).code == 0
    assert bureau("application", "reject", number, officer="huang", clock="2024-05-10").code == 0
    wider = (
        shipped(POLICY)
        .decode()
        .replace(
            'accepted = ["qualification", "skill-level"]', 'accepted = ["qualification", "skill-level", "institute"]'
        )
    )
    file = tmp_path / "wider.toml"
    file.write_text(wider, encoding="utf-8")
    told = bureau("policy", "impact", POLICY, file, "-o", "json", clock="2024-06-01").json
    assert (told["more_count"], told["cases"][0]["difference_fen"]) == (1, 120_000)


def test_a_revised_case_is_compared_as_revised_and_what_was_struck_stays_out(bureau: Bailu) -> None:
    payable_cases.fund(bureau, "central", 5_000)
    returned_cases.overpaid(bureau)
    same = bureau("policy", "impact", POLICY, f"{POLICY}@1", "--all", "-o", "json", clock="2024-11-01").json
    assert (same["more_count"], same["less_count"]) == (0, 0)
    assert (same["before_fen"], same["after_fen"]) == (200_000, 200_000)


def test_a_case_that_an_objection_sent_back_is_decided_no_more(bureau: Bailu) -> None:
    number = payable_cases.training(bureau, until="2024-09-27")
    for officer, words in (
        ("lin", ("public-notice", "object", number, "--reason", "不符")),
        ("chen", ("public-notice", "resolve", number, "o1", "--uphold", "--reason", "属实")),
        ("huang", ("confirm", f"application-{number}", "--yes")),
    ):
        ran = bureau(*words, officer=officer, clock="2024-09-28")
        assert ran.code == 0, ran.err
    told = bureau("policy", "impact", POLICY, f"{POLICY}@1", "--all", "-o", "json", clock="2024-11-01").json
    assert (told["cases_count"], told["before_fen"]) == (0, 0)


def test_an_edition_that_was_not_adopted_decided_no_case(bureau: Bailu) -> None:
    assert bureau("policy", "impact", f"{POLICY}@2", f"{POLICY}@1").code == 66
    assert bureau("policy", "impact", POLICY, f"{POLICY}@7").code == 66


def test_a_case_keeps_its_edition_and_the_day_of_receipt_selects_it(bureau: Bailu) -> None:
    (early,) = submitted(bureau, certificate(5))
    bureau.agreed("policy", "adopt", f"{POLICY}@2", officer="lin", second="xu", clock="2024-05-06")
    tree = certificate(6, certificate_no="S-6")
    late = bureau("application", "submit", written(bureau, tree), "-o", "json", officer="lin", clock="2024-05-07").json
    old = {**certificate(7, certificate_no="S-7"), "received_on": "2023-12-19"}
    dated = bureau("application", "submit", written(bureau, old), "-o", "json", officer="lin", clock="2024-05-07").json
    editions = [
        bureau("application", "show", number, "-o", "json", officer="gao", clock="2024-05-08").json["edition"]
        for number in (early, late["number"], dated["number"])
    ]
    assert editions == [f"{POLICY}@1", f"{POLICY}@2", f"{POLICY}@1"]


def test_diff_names_every_place_that_differs(bureau: Bailu, tmp_path: Path) -> None:
    changed = shipped(POLICY).decode().replace("percent = 50, clause", "percent = 60, clause", 1)
    file = tmp_path / "changed.toml"
    file.write_text(changed, encoding="utf-8")
    told = bureau("policy", "diff", POLICY, file, "-o", "json").json
    assert told == [
        {
            "change": "changed",
            "where": "schemes.key-enterprise-training.line_conditions.offline-share.percent",
            "before": 50,
            "after": 60,
        }
    ]
    ran = bureau("policy", "diff", POLICY, POLICY, "-o", "table")
    assert (ran.code, "say the same" in ran.err) == (0, True)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("output", ["json", "jsonl", "csv", "xlsx", "table"])
def test_diff_coverage_and_impact_come_in_every_form(bureau: Bailu, output: str) -> None:
    decided(bureau, *four_certificates_of_one_worker(bureau)[:1])
    for words in (("diff", POLICY, f"{POLICY}@2"), ("coverage",), ("impact", POLICY, f"{POLICY}@2", "--all")):
        ran = bureau("policy", *words, "-o", output, clock="2024-06-01")
        assert ran.code == 0, ran.err
        assert ran.raw


def test_another_file_under_an_adopted_edition_is_refused_since_a_changed_reading_is_another_edition(
    bureau: Bailu, tmp_path: Path
) -> None:
    reading = shipped(POLICY).decode().replace("按整数课时精确比较，不作四舍五入。", "按四舍五入后的百分比比较。", 1)
    file = tmp_path / "reading.toml"
    file.write_text(reading, encoding="utf-8")
    assert bureau("policy", "adopt", file, officer="xu").code == 65


def test_coverage_lists_every_clause_with_what_implements_it_or_why_it_pays_nobody(bailu: Bailu) -> None:
    told = {row["clause"]: row for row in bailu("policy", "coverage", "-o", "json").json}
    assert list(told) == [*(f"m{number:02d}" for number in range(1, 15)), "closing-1", "closing-2", "closing-3"]
    for row in told.values():
        assert row["implemented_by"] or row["pays_nobody"]
        assert row["wording_tests"]
        assert bool(row["tests"]) == (row["coverage"] == "implemented")
    assert {row["clause"] for row in told.values() if row["coverage"] == "pays-nobody"} == {"m10", "m12", "m13"}
    assert told["m10"]["implemented_by"] == {}
    assert told["m10"]["pays_nobody"][0]["why"] == "Investment in the service itself."
    assert told["m06"]["implemented_by"] == {
        "schemes": ["hr-park", "labour-cooperation-operator"],
        "limits": ["park-award", "site-once"],
        "registers": ["labour-cooperation-operators", "hr-parks"],
    }
    assert "all-three-insurances" in told["m14"]["interpretations"]
    root = Path(__file__).parents[2]
    for row in told.values():
        for test in (*row["tests"], *row["wording_tests"]):
            path, _, name = test.partition("::")
            assert f"def {name}(" in (root / path).read_text("utf-8")


def test_what_no_test_of_behaviour_proves_is_not_called_implemented(bailu: Bailu) -> None:
    """Payment by districts is declared, until their money comes from allotments alone."""
    told = {row["clause"]: row for row in bailu("policy", "coverage", "-o", "json").json}
    assert (told["closing-2"]["coverage"], told["closing-2"]["tests"]) == ("declared-only", [])
    assert told["closing-2"]["implemented_by"]["whole"] == ["advance", "authorities", "paid_by"]
    noted = bailu("policy", "coverage", "-o", "csv").err
    assert "Declared, but no test proves that anything comes of it: closing-2.\n" in noted
    assert "没有测试证明其实际作用：closing-2" in bailu("--lang", "zh", "policy", "coverage", "-o", "csv").err


def test_a_list_of_editions_shows_examples_only_when_asked(bailu: Bailu) -> None:
    assert [row["edition"] for row in bailu("policy", "list", "-o", "json").json] == [f"{POLICY}@1"]
    assert f"{POLICY}@2" in {row["edition"] for row in bailu("policy", "list", "--examples", "-o", "json").json}


def test_the_example_is_shown_and_checked_when_it_is_named(bailu: Bailu) -> None:
    assert bailu("policy", "check", f"{POLICY}@2").code == 0
    assert bailu("policy", "show", f"{POLICY}@2", "-o", "json").json["edition"] == f"{POLICY}@2"
    assert bailu("policy", "show", POLICY, "-o", "json").json["edition"] == f"{POLICY}@1"


def test_a_table_of_a_bureau_is_no_policy(bureau: Bailu) -> None:
    file = table(bureau, "x.toml", ("a", "b"))
    for words in (("diff", file, POLICY), ("impact", POLICY, file), ("adopt", file)):
        ran = bureau("policy", *words, officer="xu")
        assert (ran.code, f"{file}:1: " in ran.err) == (65, True)
    assert bureau("policy", "diff", POLICY, "nothing.toml").code == 66
