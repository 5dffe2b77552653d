"""The worked examples of the design that need a store: a stage lost, a fourth training, a file that came too late."""

from __future__ import annotations

from tests.cli.application_files import CLOSED, certificate, introduction, submitted, trainee, training, written
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import fund, with_the_bank
from tests.cli.standards import adopt_standards

THREE, SIX = "employed-3-months", "employed-6-months"


def done(bureau: Bailu, day: str, officer: str, *words: object) -> None:
    ran = bureau(*words, officer=officer, clock=day)
    assert ran.code == 0, (words, ran.out, ran.err)


def test_a_worker_who_leaves_after_four_months_leaves_the_case_settled_at_1000_yuan(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    report = ("application", "milestone", number)
    done(bureau, CLOSED, "chen", *report, THREE, "--met", "--on", "2024-04-10", "--source", "社会保险")
    done(bureau, CLOSED, "huang", "confirm", f"application-{number}", "--yes")
    fund(bureau, "central", 5_000)
    batch = bureau("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=CLOSED).json["batch"]
    done(bureau, CLOSED, "zheng", "payment", "release", batch, "--yes")
    with_the_bank(bureau, batch, CLOSED)
    answers = bureau.folder / "answers.csv"
    row = f"{batch},{number},1000.00,成功,{CLOSED},B1,\r\n"
    answers.write_text("批次号,申请编号,金额(元),结果,入账日期,银行流水号,原因\r\n" + row, encoding="utf-8-sig")
    done(bureau, CLOSED, "zheng", "payment", "import", answers, "--yes")
    done(bureau, CLOSED, "chen", *report, SIX, "--missed", "--on", "2024-05-10", "--source", "社会保险")
    done(bureau, CLOSED, "huang", "confirm", f"application-{number}", "--yes")
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=CLOSED).json
    assert (shown["status"], shown["entitled_fen"], shown["paid_fen"]) == ("settled", 100_000, 100_000)


def test_a_fourth_training_in_2024_is_refused_and_names_the_three(bureau: Bailu) -> None:
    adopt_standards(bureau, "skill-certificate")
    days = ("2024-01-15", "2024-02-15", "2024-03-15", "2024-04-15")
    trees = [
        certificate(5, level="4", certificate_on=day, certificate_no=f"S-{day}", occupation=f"6-18-02-{number:02d}")
        for number, day in enumerate(days)
    ]
    numbers = submitted(bureau, *trees, until="verified")
    for number in numbers[:3]:
        done(bureau, "2024-05-09", "chen", "application", "assess", number)
        done(bureau, "2024-05-10", "huang", "application", "approve", number)
    done(bureau, "2024-05-11", "chen", "application", "assess", numbers[3])
    assert bureau("application", "approve", numbers[3], officer="huang", clock="2024-05-11").code == 65
    (line,) = bureau("application", "explain", numbers[3], "-o", "json", officer="gao", clock="2024-05-11").json[
        "lines"
    ]
    (refusing,) = [finding for finding in line["findings"] if finding["outcome"] == "not_met"]
    assert (refusing["condition"], refusing["clause"]) == ("training-yearly", "closing-1")
    assert all(f"{number}/1 ({day})" in refusing["because"] for number, day in zip(numbers, days[:3], strict=False))


def test_an_application_received_on_2025_01_02_is_recorded_found_against_and_rejected(bureau: Bailu) -> None:
    late = "2025-01-02"
    tree = training(trainee(1), received_on=late)
    number = bureau("application", "submit", written(bureau, tree), "-o", "json", officer="lin", clock=late).json[
        "number"
    ]
    done(bureau, late, "lin", "application", "accept", number)
    done(bureau, late, "sun", "application", "verify", "--all-declared", "--source", "就业登记", number)
    done(bureau, late, "chen", "application", "assess", number)
    explanation = bureau("application", "explain", number, "-o", "json", officer="gao", clock=late).json
    against = [
        (finding["condition"], finding["clause"])
        for finding in explanation["findings"]
        if finding["outcome"] == "not_met"
    ]
    assert (explanation["eligible"], against) == (False, [("acceptance-window", "closing-3")])
    assert bureau("application", "approve", number, officer="huang", clock=late).code == 65
    done(bureau, late, "huang", "application", "reject", number)
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=late).json
    assert (shown["status"], shown["entitled_fen"]) == ("rejected", 0)


def test_what_was_received_in_time_is_assessed_in_2025_all_the_same(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1)))
    day = "2025-02-10"
    done(bureau, day, "lin", "application", "accept", number)
    done(bureau, day, "sun", "application", "verify", "--all-declared", "--source", "就业登记", number)
    done(bureau, day, "chen", "application", "assess", number)
    done(bureau, day, "huang", "application", "approve", number)
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=day).json
    assert (shown["status"], shown["entitled_fen"]) == ("approved", 100_000)
