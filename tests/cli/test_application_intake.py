"""收件: files and rosters become applications, all or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.application_files import (
    ACCEPTED,
    ACCOUNT,
    SCHOOL,
    SUBMITTED,
    certificate,
    introduction,
    person,
    resident,
    submitted,
    table,
    trainee,
    training,
    written,
)
from tests.cli.conftest import Bailu

HEADINGS = ("姓名", "证件类型", "证件号码", "人员类别", "证书类别")


def test_a_file_becomes_an_application_with_a_number_of_its_authority_and_year(bureau: Bailu) -> None:
    ran = bureau("application", "submit", written(bureau, training()), "-o", "json", officer="lin", clock=SUBMITTED)
    answer = ran.json
    assert (answer["number"], answer["status"], answer["repeated"]) == ("350203-2024-000001", "submitted", False)
    assert (answer["scheme"], answer["edition"], answer["lines"]) == ("project-skills-training", "xiamen-2023-187@1", 3)


def test_the_same_file_again_changes_nothing_and_says_so(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    size = len(bureau.log())
    again = written(bureau, dict(reversed(training().items())), "renamed.json")
    ran = bureau("application", "submit", again, officer="lin", clock=ACCEPTED)
    assert ran.code == 0
    assert ran.out == f"{again}: already submitted as {number}.\n"
    assert len(bureau.log()) == size


def test_the_day_of_receipt_is_today_unless_the_file_or_the_officer_says_another(bureau: Bailu) -> None:
    tree = training()
    del tree["received_on"]
    file = written(bureau, tree)
    today = bureau("application", "submit", file, "--dry-run", "-o", "json", officer="lin", clock=SUBMITTED)
    dated = bureau(
        "application", "submit", file, "--on", "2024-05-02", "--dry-run", "-o", "json", officer="lin", clock=SUBMITTED
    )
    assert (today.json["received_on"], dated.json["received_on"]) == (SUBMITTED, "2024-05-02")


def test_a_file_without_a_policy_is_held_against_the_one_that_has_its_scheme(bureau: Bailu) -> None:
    tree = training()
    del tree["policy"]
    ran = bureau("application", "submit", written(bureau, tree), "-o", "json", officer="lin", clock=SUBMITTED)
    assert ran.json["edition"] == "xiamen-2023-187@1"


def test_a_dry_run_says_the_number_that_it_would_be_and_records_nothing(bureau: Bailu) -> None:
    size = len(bureau.log())
    ran = bureau("application", "submit", written(bureau, training()), "--dry-run", officer="lin", clock=SUBMITTED)
    assert ran.code == 0
    assert "would be 350203-2024-000001" in ran.out
    assert len(bureau.log()) == size


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_problem_of_a_file_is_listed_and_nothing_is_recorded(bureau: Bailu, lang: str) -> None:
    size = len(bureau.log())
    bad = training(trainee(1, hours=3), {"person": {**person(2), "id_number": resident(2)[:17]}, "facts": {}})
    bad["authority"] = "350299"
    good = written(bureau, training(), "good.json")
    for files in ((written(bureau, bad, "bad.json"),), (good, written(bureau, bad, "bad.json"))):
        ran = bureau("application", "submit", *files, "--lang", lang, officer="lin", clock=SUBMITTED)
        assert ran.code == 65
        assert ran.out == ""
        assert len(ran.err.splitlines()) == 2
    assert len(bureau.log()) == size


def test_problems_with_the_words_of_the_edition_are_listed_together(bureau: Bailu) -> None:
    size = len(bureau.log())
    bad = training(trainee(1, hours=3), trainee(2, category="idle"), authority="350299")
    ran = bureau("application", "submit", written(bureau, bad), officer="lin", clock=SUBMITTED)
    assert ran.code == 65
    assert len(ran.err.splitlines()) == 4
    for phrase in ("350299", "hours", "unemployed", "3 problem(s). Nothing was recorded."):
        assert phrase in ran.err
    assert len(bureau.log()) == size


def test_a_file_that_is_not_there_is_no_such_thing(bureau: Bailu) -> None:
    ran = bureau("application", "submit", "nowhere.json", officer="lin", clock=SUBMITTED)
    assert (ran.code, ran.err) == (66, "There is no file nowhere.json.\n")


def test_a_policy_that_was_not_adopted_is_no_such_thing(bureau: Bailu) -> None:
    file = written(bureau, training(policy="fuzhou-2024-1"))
    assert bureau("application", "submit", file, officer="lin", clock=SUBMITTED).code == 66


def test_the_lines_may_come_from_a_roster(bureau: Bailu) -> None:
    file = written(bureau, training(lines=[]))
    rows = [(f"王小{n}", "居民身份证", resident(n), "失业人员", "培训合格证") for n in range(1, 5)]
    roster = table(bureau, "roster.csv", HEADINGS, *rows)
    ran = bureau("application", "submit", file, "--roster", roster, "-o", "json", officer="lin", clock=SUBMITTED)
    assert ran.json["lines"] == 4


def test_every_problem_of_a_roster_is_listed_by_row_and_nothing_is_recorded(bureau: Bailu) -> None:
    size = len(bureau.log())
    file = written(bureau, training(lines=[], authority="350299"))
    roster = table(
        bureau,
        "roster.csv",
        HEADINGS,
        ("王小1", "居民身份证", resident(1)[:17], "失业人员", "培训合格证"),
        ("王小2", "居民身份证", resident(2), "闲人", "培训合格证"),
    )
    ran = bureau("application", "submit", file, "--roster", roster, officer="lin", clock=SUBMITTED)
    assert ran.code == 65
    assert [line.partition(":")[0] for line in ran.err.splitlines()[:3]] == [str(roster), str(roster), str(file)]
    assert "Row 2" in ran.err
    assert "Row 3" in ran.err
    assert len(bureau.log()) == size


def test_lines_in_the_file_and_in_a_roster_are_one_too_many(bureau: Bailu) -> None:
    file = written(bureau, training())
    roster = table(bureau, "roster.csv", HEADINGS, ("王小1", "居民身份证", resident(1), "失业人员", "培训合格证"))
    assert bureau("application", "submit", file, "--roster", roster, officer="lin", clock=SUBMITTED).code == 65


def test_a_roster_belongs_to_one_file(bureau: Bailu) -> None:
    one, two = written(bureau, training(), "one.json"), written(bureau, certificate(9), "two.json")
    assert bureau("application", "submit", one, two, "--roster", one, officer="lin", clock=SUBMITTED).code == 2


def test_several_files_are_handed_in_together(bureau: Bailu) -> None:
    files = [written(bureau, tree, f"{n}.json") for n, tree in enumerate((training(), certificate(9), training()))]
    ran = bureau("application", "submit", *files, "-o", "json", officer="lin", clock=SUBMITTED)
    assert [(row["number"], row["repeated"]) for row in ran.json] == [
        ("350203-2024-000001", False),
        ("350203-2024-000002", False),
        ("350203-2024-000001", True),
    ]


def test_only_a_clerk_takes_files_in(bureau: Bailu) -> None:
    ran = bureau("application", "submit", written(bureau, training()), officer="chen", clock=SUBMITTED)
    assert ran.code == 77
    assert "clerk" in ran.err


@pytest.mark.parametrize("stated_in", ["in the file", "by the officer"])
def test_a_receipt_is_never_in_the_future(bureau: Bailu, stated_in: str) -> None:
    size = len(bureau.log())
    in_file = stated_in == "in the file"
    file = written(bureau, training(received_on="2024-05-07" if in_file else SUBMITTED))
    options = () if in_file else ("--on", "2024-05-07")
    ran = bureau("application", "submit", file, *options, officer="lin", clock=SUBMITTED)
    assert ran.code == 65
    assert "future" in ran.err
    assert len(bureau.log()) == size


def test_a_receipt_dated_back_waits_for_a_supervisor(bureau: Bailu) -> None:
    file = written(bureau, training(received_on="2024-04-20"))
    ran = bureau("application", "submit", file, officer="lin", clock=SUBMITTED)
    assert "a second officer must confirm (p1): a receipt dated back" in ran.out
    number = "350203-2024-000001"
    assert bureau("application", "accept", number, officer="lin", clock=ACCEPTED).code == 65
    assert bureau("confirm", f"application-{number}", officer="lin", clock=ACCEPTED).code == 77
    assert bureau("confirm", f"application-{number}", officer="xu", clock=ACCEPTED).code == 0
    assert bureau("application", "accept", number, officer="lin", clock=ACCEPTED).code == 0


def test_what_is_personal_stands_sealed_in_the_log(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1, certificate_no="证书-甲-1")))
    bureau("application", "request-correction", number, "--reason", "王小1的证书看不清", officer="lin", clock=ACCEPTED)
    text = json.dumps(bureau.log(), ensure_ascii=False)
    for personal in ("王小1", resident(1), ACCOUNT, "证书-甲-1", "看不清", "花名册"):
        assert personal not in text
    assert SCHOOL in text, "an organisation's name is public"


# Corrections


def _asked_for(bureau: Bailu, tree: dict[str, Any], lines: str = "1-2,3") -> str:
    (number,) = submitted(bureau, tree)
    ran = bureau(
        "application", "request-correction", number, "--lines", lines, "--reason", "缺合格证",
        officer="lin", clock=ACCEPTED,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return number


def test_a_corrected_file_replaces_the_one_before_and_lines_keep_their_numbers(bureau: Bailu) -> None:
    number = _asked_for(bureau, training())
    file = written(bureau, training(trainee(3), trainee(4), trainee(1)))
    assert bureau("application", "correct", number, file, officer="lin", clock=ACCEPTED).code == 0
    shown = bureau("application", "show", number, "-o", "json", officer="lin").json
    assert shown["status"] == "submitted"
    assert [line["line"] for line in shown["lines"]] == [1, 3, 4]
    assert shown["timeline"][1]["happened"] == "correction requested of line(s) 1-3: 缺合格证"


@pytest.mark.parametrize(("tree", "phrase"), [(certificate(9), "scheme"), (training(authority="350205"), "authority")])
def test_a_correction_changes_neither_scheme_nor_authority(bureau: Bailu, tree: dict[str, Any], phrase: str) -> None:
    number = _asked_for(bureau, training())
    size = len(bureau.log())
    ran = bureau("application", "correct", number, written(bureau, tree), officer="lin", clock=ACCEPTED)
    assert ran.code == 65
    assert phrase in ran.err
    assert len(bureau.log()) == size


def test_a_correction_does_not_change_the_applicant(bureau: Bailu) -> None:
    number = _asked_for(bureau, certificate(8), "1")
    ran = bureau("application", "correct", number, written(bureau, certificate(9)), officer="lin", clock=ACCEPTED)
    assert ran.code == 65
    assert "cannot change the applicant" in ran.err


def test_a_correction_with_a_problem_records_nothing(bureau: Bailu) -> None:
    number = _asked_for(bureau, training())
    size = len(bureau.log())
    file = written(bureau, training(trainee(1, hours=3)))
    assert bureau("application", "correct", number, file, officer="lin", clock=ACCEPTED).code == 65
    assert len(bureau.log()) == size


def test_an_account_of_somebody_else_is_confirmed_by_finance(bureau: Bailu) -> None:
    tree = introduction(5)
    tree["account"]["holder"] = "别人"
    (number,) = submitted(bureau, tree)
    proposals = bureau("application", "show", number, "-o", "json", officer="lin").json["proposals"]
    assert [(proposal["proposal"], proposal["act"], " ".join(proposal["roles"])) for proposal in proposals] == [
        ("p1", "other-account-holder", "finance")
    ]
    declined = bureau(
        "confirm", f"application-{number}", "--decline", "--reason", "不是申请人", officer="wu", clock=ACCEPTED
    )
    assert declined.code == 0
    timeline = bureau("application", "show", number, "-o", "json", officer="lin").json["timeline"]
    assert timeline[-1]["happened"].endswith("declined (an account that is not in the applicant's name): 不是申请人")


@pytest.mark.parametrize(("authority", "noted"), [("350200", True), ("350206", False), ("torch", False)])
def test_a_file_that_asks_the_city_for_what_districts_pay_is_pointed_out(
    bureau: Bailu, authority: str, noted: bool
) -> None:
    market = training(
        {"facts": {"site": "湖里零工市场"}}, scheme="gig-market", authority=authority, facts={}, documents=[]
    )
    ran = bureau("application", "submit", written(bureau, market), "-o", "json", officer="lin", clock=SUBMITTED)
    assert ran.code == 0, ran.err
    assert ("is paid by a district (closing-2), and this file names City of Xiamen" in ran.err) is noted


def test_what_the_city_pays_is_handed_in_without_a_word_about_districts(bureau: Bailu) -> None:
    for authority in ("350200", "350203"):
        file = written(bureau, {**certificate(7 if authority == "350200" else 8), "authority": authority})
        ran = bureau("application", "submit", file, "-o", "json", officer="lin", clock=SUBMITTED)
        assert "is paid by" not in ran.err
