"""`application explain`: what was required, declared, verified and found, readable by whoever applied."""

from __future__ import annotations

import re

from tests.cli.application_files import (
    ACCEPTED,
    ASSESSED,
    VERIFIED,
    introduction,
    person,
    submitted,
    table,
    trainee,
    training,
)
from tests.cli.conftest import Bailu

DECLARED = ("--all-declared", "--source", "就业登记")


def of_line(bureau: Bailu, number: str, line: int, condition: str) -> dict[str, object]:
    explanation = bureau("application", "explain", number, "-o", "json", officer="gao", clock=ASSESSED).json
    findings = next(candidate for candidate in explanation["lines"] if candidate["line"] == line)["findings"]
    return next(finding for finding in findings if finding["condition"] == condition)


def test_a_condition_shows_what_was_required_declared_and_verified(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="assessed")
    finding = of_line(bureau, number, 2, "priority-group")
    assert str(finding["required"]).startswith("“Category of person” is one of: Migrant worker; Unemployed person;")
    assert finding["declared"] == {"category": "unemployed"}
    assert finding["verified"] == {"category": {"value": "unemployed", "source": "就业登记", "checked_on": VERIFIED}}
    assert finding["because"] == "Category of person: Unemployed person."


def test_a_comparison_that_found_otherwise_is_shown_beside_what_was_declared(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1)), until="accepted")
    file = table(
        bureau, "verified.csv", ("行号", "人员类别", "核验来源", "核验日期"), (1, "一般人员", "就业登记", ACCEPTED)
    )
    assert bureau("application", "verify", number, file, officer="lin", clock=VERIFIED).code == 0
    assert bureau("application", "assess", number, officer="chen", clock=ASSESSED).code == 0
    finding = of_line(bureau, number, 1, "priority-group")
    assert (finding["outcome"], finding["declared"]) == ("not_met", {"category": "unemployed"})
    assert finding["verified"] == {"category": {"value": "general", "source": "就业登记", "checked_on": ACCEPTED}}


def test_what_is_verified_later_is_no_part_of_an_earlier_assessment(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1)), until="accepted")
    assert bureau("application", "assess", number, officer="chen", clock=VERIFIED).code == 0
    assert bureau("application", "verify", number, *DECLARED, officer="sun", clock=ASSESSED).code == 0
    finding = of_line(bureau, number, 1, "priority-group")
    assert (finding["outcome"], finding["verified"]) == ("unclear", {})


def test_an_applicant_reads_it_in_chinese(bureau: Bailu) -> None:
    lines = [trainee(1), trainee(2), trainee(3, category="general")]
    (number,) = submitted(bureau, training(*lines), until="assessed")
    ran = bureau("--lang", "zh", "application", "explain", number, "-o", "csv", officer="gao", clock=ASSESSED)
    rows = [row.split(",") for row in ran.out.splitlines()]
    for heading in ("要求", "申报内容", "核验结果", "结论", "认定说明", "条款"):
        assert heading in ran.out.splitlines()[0]
    assert any("1-2" in row and "人员类别：失业人员" in row for row in rows), ran.out
    assert any("3" in row and "不符合" in row and "人员类别：一般人员" in row for row in rows), ran.out
    assert f"人员类别：失业人员（就业登记，{VERIFIED}）" in ran.out
    output = bureau("--lang", "zh", "application", "explain", number, officer="gao", clock=ASSESSED).out
    assert "每行 1,000.00 元" in output or "1,000.00" in output
    assert "不符合" in output


def test_a_finding_names_the_entry_of_the_register_that_answered_and_its_document(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="assessed")
    finding = of_line(bureau, number, 1, "key-enterprise")
    assert "entry key-enterprises/0001, document 厦人社〔2023〕201号" in str(finding["because"])
    assert finding["declared"] == {"employer_uscc": "91350200155000001E", "hired_on": "2024-01-10"}


def test_what_a_limit_looks_at_is_shown_of_one_line(bureau: Bailu) -> None:
    lines = [trainee(number, certificate_issuer=f"机构{number}", certificate_no=f"Z-{number}") for number in (1, 2)]
    (number,) = submitted(bureau, training(*lines), until="assessed")
    of_all = bureau("application", "explain", number, "-o", "csv", officer="gao", clock=ASSESSED).out
    assert "机构1" not in of_all
    of_one = bureau("application", "explain", number, "--line", 1, "-o", "csv", officer="gao", clock=ASSESSED).out
    assert "Issuer of the certificate: 机构1" in of_one
    assert "Certificate number" not in of_one


def test_of_a_thousand_lines_it_is_a_screenful_and_what_fails_comes_first(bureau: Bailu) -> None:
    """Every third line is refused for its category, and of the others the second of each person for the first."""
    lines = [
        trainee(
            number % 500,
            category="unemployed" if number % 3 else "general",
            occupation="6-18-02-01",
            certificate_no=f"Z-{number}",
        )
        for number in range(1000)
    ]
    (number,) = submitted(bureau, training(*lines), until="assessed")
    explain = ("application", "explain", number)
    brief = bureau(*explain, officer="gao", clock=ASSESSED).out
    for shown in (brief, bureau("--lang", "zh", *explain, officer="gao", clock=ASSESSED).out):
        assert 20 < len(shown.splitlines()) <= 100, shown
    conditions = brief.partition("Conditions")[2].partition("Computation")[0]
    outcomes = [word for word in re.split(r"\s{2,}", conditions) if word in ("not met", "unclear", "met")]
    assert outcomes == sorted(outcomes, key=["not met", "unclear", "met"].index)
    assert {"not met", "met"} <= set(outcomes)
    assert "1, 4, 7 and 331 more" in conditions
    assert "line 502" in " ".join(conditions.split())
    assert brief.splitlines()[-1] == "Not all of it: --line shows one line, --all shows everything."
    whole = bureau(*explain, "--all", officer="gao", clock=ASSESSED).out
    assert len(whole.splitlines()) > 300
    one = bureau(*explain, "--line", 1000, officer="gao", clock=ASSESSED).out
    assert f"by {number}/500 (" in " ".join(one.split())


def test_two_facts_of_which_the_same_is_said_are_two_rows(bureau: Bailu) -> None:
    """Both days of each period are ahead, each line's other ones: who reads of the first day must learn of the last."""
    lines = [
        {
            "person": person(number),
            "facts": {
                "category": "hard-to-employ",
                "benefit": "insurance",
                "period_from": f"2024-06-{number:02d}",
                "period_to": f"2024-07-{number:02d}",
            },
        }
        for number in range(1, 29)
    ]
    facts = {"basis_document": "厦人社〔2022〕88号"}
    (number,) = submitted(bureau, training(*lines, scheme="hard-to-employ-insurance", facts=facts), until="accepted")
    compared = ((line, "就业困难人员", "社会保险补贴", "就业登记", VERIFIED) for line in range(1, 29))
    results = table(bureau, "results.csv", ("行号", "人员类别", "补贴项目", "核验来源", "核验日期"), *compared)
    ran = bureau("application", "verify", number, results, officer="sun", clock=VERIFIED)
    assert ran.code == 0, ran.err
    assert bureau("application", "assess", number, officer="chen", clock=ASSESSED).code == 0
    shown = bureau("application", "explain", number, officer="gao", clock=ASSESSED).out
    assert "Not all of it" in shown
    assert re.split(r"\s{2,}", shown).count("unclear") == 5, "each day, their order, the end of the term, the amount"
    assert shown.count("No day lies after the receipt") == 2, "a row for each day"
    assert "Each line says whom" not in shown
    one = bureau("application", "explain", number, "--line", 1, "-o", "json", officer="gao", clock=ASSESSED).json
    ahead = [finding for finding in one["lines"][0]["findings"] if finding["condition"] == "day-passed"]
    assert {finding["required"] for finding in ahead} == {"No day lies after the receipt"}
    assert [finding["declared"] for finding in ahead] == [{"period_from": "2024-06-01"}, {"period_to": "2024-07-01"}]


def test_what_fits_is_shown_whole(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1), trainee(2, category="general")), until="assessed")
    ran = bureau("application", "explain", number, officer="gao", clock=ASSESSED)
    assert ran.out == bureau("application", "explain", number, "--all", officer="gao", clock=ASSESSED).out
    assert "Not all of it" not in ran.out
