"""`bailu standard`: tables of rates that two people adopt beside the notice, and what is paid by them and without."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.application_files import (
    APPROVED,
    ASSESSED,
    SCHOOL,
    SUBMITTED,
    certificate,
    submitted,
    table,
    trainee,
    training,
)
from tests.cli.conftest import POLICY, TRAINER, Bailu
from tests.cli.determined_cases import COLUMNS, OF_BODY, determining, recognised_teams, team
from tests.cli.payable_cases import FORMS
from tests.cli.standards import NAMES, adopt_standards, changed, example, rewritten
from tests.cli.test_recognition import listed

BENEFITS = "hard-to-employ"


def adopting(bureau: Bailu, file: Path, *options: str, officer: str = "lin") -> Any:
    return bureau("standard", "adopt", file, *options, officer=officer)


def rows(bureau: Bailu, **of: str) -> list[dict[str, Any]]:
    """The listed standards of which this is said."""
    every: list[dict[str, Any]] = bureau("standard", "list", "-o", "json").json
    return [row for row in every if of.items() <= row.items()]


# adopt


def test_a_table_is_proposed_by_one_and_adopted_by_another_who_reads_every_rate(bureau: Bailu) -> None:
    ran = adopting(bureau, example(BENEFITS))
    assert ran.out == "The table hard-to-employ@1 is proposed, 2 rate(s), from 2023-01-01 on.\n"
    assert "It waits for another person: bailu confirm office/p5" in ran.err
    assert rows(bureau, standard=BENEFITS)[0]["document"] is None, "it is not adopted yet"
    before = len(bureau.log())
    shown = bureau("confirm", "office/p5", "--dry-run", officer="xu").err
    digest = bureau.log()[-1]["data"]["digest"]
    assert [line.strip() for line in shown.splitlines() if line.strip()] == [
        "office/p5",
        "lin: adopt the Rates of insurance and post subsidies no. 1, from 2023-01-01 on",
        "By 示例标准〔2023〕9号 of 厦门市人力资源和社会保障局",
        "Benefit Social insurance subsidy: 900.00 yuan a head and month, at most “Insurance that the employer paid”",
        "Benefit Post subsidy: 600.00 yuan a head and month",
        f"Digest of its file: {digest}",
    ]
    assert len(bureau.log()) == before
    assert bureau("confirm", "office/p5", "--yes", officer="xu").out == "office/p5: confirmed.\n"
    fact = bureau.log()[-1]
    assert (fact["name"], fact["stream"]) == ("policy.standard-adopted.v1", f"policy-{POLICY}")
    assert [rate["amount_fen"] for rate in fact["data"]["table"]["rates"]] == [90_000, 60_000]


@pytest.mark.parametrize("name", NAMES)
def test_every_example_can_be_adopted_and_says_each_of_its_rates_before_it_is(bureau: Bailu, name: str) -> None:
    proposed = json.loads(adopting(bureau, example(name), "-o", "json").out)
    assert (proposed["standard"], proposed["recorded"]) == (f"{name}@1", True)
    shown = bureau("confirm", proposed["proposal"], "--dry-run", officer="xu").err
    bureau("confirm", proposed["proposal"], "--yes", officer="xu")
    sheet = bureau("standard", "show", name, "-o", "json").json
    assert len(sheet["rates"]) == proposed["rates"] >= 1
    for rate in sheet["rates"]:
        assert (f"{rate['when']}: {rate['worth']}" if rate["when"] else rate["worth"]) in shown


def test_what_is_shown_is_no_adoption_and_says_so(bureau: Bailu) -> None:
    size = len(bureau.log())
    ran = adopting(bureau, example(BENEFITS), "--dry-run")
    assert ran.out == "Would propose the table hard-to-employ@1, 2 rate(s), from 2023-01-01 on.\n"
    assert json.loads(adopting(bureau, example(BENEFITS), "--dry-run", "-o", "json").out)["proposal"] is None
    assert len(bureau.log()) == size


def test_the_same_file_again_changes_nothing_and_another_under_its_number_is_refused(bureau: Bailu) -> None:
    adopt_standards(bureau, BENEFITS)
    size = len(bureau.log())
    again = adopting(bureau, example(BENEFITS))
    assert (again.code, again.out) == (0, "The table hard-to-employ@1 was adopted before: nothing changed.\n")
    told = json.loads(adopting(bureau, example(BENEFITS), "-o", "json").out)
    assert (told["recorded"], told["proposal"]) == (False, None)
    other = changed(bureau, BENEFITS, ("yuan = 900", "yuan = 901"))
    ran = adopting(bureau, other)
    assert (ran.code, ran.out) == (65, "")
    assert f"The table hard-to-employ@1 was adopted with other content ({told['digest']})." in ran.err
    assert "Changed rates are a new number." in ran.err
    assert len(bureau.log()) == size


def test_a_later_table_has_the_next_number_and_one_from_an_earlier_day_is_refused(bureau: Bailu) -> None:
    adopt_standards(bureau, BENEFITS)
    later = changed(bureau, BENEFITS, ("number = 1", "number = 2"), ("2023-01-01", "2024-02-01"), ("= 600", "= 700"))
    bureau.agreed("standard", "adopt", later, officer="lin", second="xu")
    assert [row["applies_from"] for row in rows(bureau, name="Rates of insurance and post subsidies")] == [
        "2023-01-01",
        "2024-02-01",
    ]
    assert bureau("standard", "show", BENEFITS, "-o", "json").json["standard"] == "hard-to-employ@2"
    early = changed(bureau, BENEFITS, ("number = 1", "number = 3"), ("2023-01-01", "2024-01-31"))
    ran = adopting(bureau, early)
    assert ran.code == 65
    assert "2024-02-01" in ran.err


def test_it_takes_two_people_of_the_city_who_may(bureau: Bailu) -> None:
    for officer in ("chen", "huang", "wu", "gao", "admin"):
        assert adopting(bureau, example(BENEFITS), officer=officer).code == 77, officer
    assert adopting(bureau, example(BENEFITS)).code == 0
    again = adopting(bureau, example(BENEFITS))
    assert (again.code, "proposes the same already" in again.err) == (65, True)
    for officer in ("lin", "sun", "chen", "admin"):
        assert bureau("confirm", "office", "--yes", officer=officer).code == 77, officer
    assert adopting(bureau, example("gig-market"), officer="xu").code == 0
    own = bureau("confirm", "office/p6", "--yes", officer="xu")
    assert own.code == 77
    assert "may not confirm their own work (adoption of a standard): it takes a second person" in own.err
    assert not [fact for fact in bureau.log() if fact["name"] == "policy.standard-adopted.v1"]


def test_a_table_that_was_declined_holds_for_nothing(bureau: Bailu) -> None:
    adopting(bureau, example(BENEFITS))
    assert bureau("confirm", "office", "--decline", "--yes", officer="xu").code == 0
    assert bureau("standard", "show", BENEFITS).code == 66
    assert adopting(bureau, example(BENEFITS)).code == 0, "it can be proposed anew"


def test_what_waits_is_on_the_list_of_the_supervisor(bureau: Bailu) -> None:
    adopting(bureau, example(BENEFITS))
    waiting = bureau("proposals", "--mine", "-o", "json", officer="xu").json
    assert [(row["proposal"], row["act"]) for row in waiting] == [("office/p5", "adopt-standard")]
    works = bureau("todo", "-o", "json", officer="xu").json
    assert [(work["act"], work["of"], work["about"]) for work in works] == [("confirm", "adopt-standard", "p5")]
    assert bureau("confirm", "--all", "--act", "adopt-standard", "--yes", officer="xu").code == 0
    assert rows(bureau, standard="hard-to-employ@1")


# What is wrong with a file

OF_LEVEL_3 = '[rates.three]\nwhen = { level = "3" }\n'
WRONG = {
    "above the most of the notice": (
        OF_LEVEL_3 + "yuan = 3_100\n",
        "8: rates.three: 3,100.00 yuan is outside of what the clause m01 allows: 500.00 to 3,000.00 yuan.",
    ),
    "below the least of the notice": (
        OF_LEVEL_3 + "yuan = 499.99\n",
        "8: rates.three: 499.99 yuan is outside of what the clause m01 allows: 500.00 to 3,000.00 yuan.",
    ),
    "two rates that meet": (
        OF_LEVEL_3 + 'yuan = 1_000\n\n[rates.cook]\nwhen = { occupation = "厨师" }\nyuan = 900\n',
        "12: rates.cook: three and cook could both hold of one line: let them exclude each other.",
    ),
    "broken TOML": (OF_LEVEL_3 + "yuan = \n", "10: (file): The file is not TOML: "),
    "no rates": ("", "1: (file): “rates” is missing."),
    "an amount that is none": (
        OF_LEVEL_3 + "yuan = -3\n",
        "10: rates.three.yuan: -3 is not an amount: a number of yuan above zero, in whole fen.",
    ),
    "half a fen": (OF_LEVEL_3 + "yuan = 1_000.005\n", "10: rates.three.yuan: 1000.005 is not an amount: "),
    "nothing said": (OF_LEVEL_3, "8: rates.three: Say one of three: “yuan”, “share” or “excluded”."),
    "two things said": (
        OF_LEVEL_3 + 'yuan = 1_000\nexcluded = "不予补贴"\n',
        "8: rates.three: Say one of three: “yuan”, “share” or “excluded”.",
    ),
    "another fact": (
        "[rates.long]\nwhen = { hours_total = 40 }\nyuan = 1_000\n",
        "8: rates.long: The standard does not look at hours_total; it looks at: level, occupation.",
    ),
    "a choice that there is not": (
        '[rates.nine]\nwhen = { level = "9" }\nyuan = 1_000\n',
        "8: rates.nine: This is no value of level (choice).",
    ),
    "a share of nothing": (
        OF_LEVEL_3 + 'share = "2/3"\n',
        "8: rates.three: The standard skill-certificate knows no sum that was paid.",
    ),
    "a key that there is not": (OF_LEVEL_3 + "yuan = 1_000\nyen = 5\n", "11: rates.three.yen: "),
}


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("rates", "sentence"), WRONG.values(), ids=WRONG)
def test_a_file_that_is_wrong_is_refused_in_a_sentence_with_its_line(bureau: Bailu, rates: str, sentence: str) -> None:
    file = rewritten(bureau, rates)
    size = len(bureau.log())
    ran = adopting(bureau, file)
    assert (ran.code, ran.out) == (65, "")
    (complaint,) = ran.err.splitlines()
    assert complaint.startswith(f"{file}:{sentence}")
    assert len(bureau.log()) == size


@pytest.mark.on_sqlite
def test_everything_that_is_wrong_with_a_file_is_said_at_once(bureau: Bailu) -> None:
    file = rewritten(bureau, OF_LEVEL_3 + 'yuan = 3_100\n\n[rates.nine]\nwhen = { level = "9" }\nyuan = 400\n')
    ran = adopting(bureau, file)
    assert ran.code == 65
    assert [line.split(":")[1:3] for line in ran.err.splitlines()] == [
        ["8", " rates.three"],
        ["12", " rates.nine"],
        ["12", " rates.nine"],
    ]


HEADS = {
    "body": (('body = "示例局"\n', ""), "1: (file): “body” is missing."),
    "document": (('document = "示例标准〔2024〕1号"\n', ""), "1: (file): “document” is missing."),
    "number": (("number = 1", "number = 0"), "3: number: "),
    "a sign that turns the line around": (("示例局", "示\\u202e例局"), "4: body: "),
    "a sign that a terminal obeys": (("〔2024〕", "\\u001b[31m"), "5: document: "),
    "day": (("2024-01-01", '"2024-13-01"'), "6: applies_from: "),
    "standard": (
        ("skill-certificate", "nosuch"),
        "2: standard: The notice leaves nothing to a standard nosuch; it has: ",
    ),
    "order": (
        ("applies_from = 2024-01-01", "applies_from = 2024-01-01\napplies_to = 2023-12-31"),
        "7: applies_to: The dates are out of order: 2024-01-01 and 2023-12-31.",
    ),
}


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("change", "sentence"), HEADS.values(), ids=HEADS)
def test_a_head_that_is_wrong_is_refused_in_a_sentence_with_its_line(
    bureau: Bailu, change: tuple[str, str], sentence: str
) -> None:
    file = rewritten(bureau, OF_LEVEL_3 + "yuan = 1_000\n")
    text = file.read_text("utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change), encoding="utf-8")
    ran = adopting(bureau, file)
    assert (ran.code, ran.out) == (65, "")
    assert ran.err.startswith(f"{file}:{sentence}"), ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.on_sqlite
def test_a_table_stands_beside_a_notice_that_is_adopted(bureau: Bailu) -> None:
    file = rewritten(bureau, OF_LEVEL_3 + "yuan = 1_000\n")
    text = file.read_text("utf-8")
    file.write_text(text.replace(POLICY, "xiamen-2020-1"), encoding="utf-8")
    ran = adopting(bureau, file)
    assert (ran.code, "The policy xiamen-2020-1 was not adopted" in ran.err) == (66, True)
    file.write_text(text.replace(f'policy = "{POLICY}"\n', ""), encoding="utf-8")
    ran = adopting(bureau, file)
    assert (ran.code, "“policy” is missing" in ran.err) == (65, True), ran.err


@pytest.mark.on_sqlite
def test_a_file_that_is_not_there_cannot_be_adopted(bureau: Bailu) -> None:
    ran = adopting(bureau, Path("nowhere.toml"))
    assert (ran.code, "nowhere.toml: There is no such file." in ran.err) == (66, True)
    assert bureau("standard", "adopt", officer="lin").code == 2


# list, show


def test_every_standard_is_listed_with_its_tables_or_without_one(bureau: Bailu) -> None:
    assert {row["standard"] for row in rows(bureau)} == set(NAMES)
    assert all(row["document"] is row["applies_from"] is row["officer"] is None for row in rows(bureau))
    adopt_standards(bureau, BENEFITS)
    (row,) = rows(bureau, standard="hard-to-employ@1")
    assert row == {
        "policy": POLICY,
        "standard": "hard-to-employ@1",
        "name": "Rates of insurance and post subsidies",
        "unit": "person-month",
        "document": "示例标准〔2023〕9号",
        "applies_from": "2023-01-01",
        "applies_to": None,
        "adopted_at": row["adopted_at"],
        "officer": "xu",
    }
    assert len(rows(bureau)) == len(NAMES)


def test_a_table_is_shown_rate_by_rate(bureau: Bailu) -> None:
    adopt_standards(bureau, BENEFITS)
    shown = bureau("standard", "show", BENEFITS, "-o", "table").out
    head = shown.splitlines()[:3]
    assert head == [
        f"Rates of insurance and post subsidies no. 1 (hard-to-employ@1, {POLICY})",
        "By 示例标准〔2023〕9号 of 厦门市人力资源和社会保障局",
        "Applies from 2023-01-01 on",
    ]
    assert "900.00 yuan a head and month, at most “Insurance that the employer paid”" in shown
    sheet = bureau("standard", "show", BENEFITS, "-o", "json").json
    assert [(rate["rate"], rate["amount_fen"]) for rate in sheet["rates"]] == [("insurance", 90_000), ("post", 60_000)]
    told = csv.DictReader(io.StringIO(bureau("standard", "show", BENEFITS, "-o", "csv").out.removeprefix("\ufeff")))
    assert [(row["Rate"], row["A unit (yuan)"]) for row in told] == [("insurance", "900.00"), ("post", "600.00")]


def test_a_table_is_shown_by_its_number(bureau: Bailu) -> None:
    adopt_standards(bureau, BENEFITS)
    later = changed(bureau, BENEFITS, ("number = 1", "number = 2"), ("= 600", "= 700"))
    bureau.agreed("standard", "adopt", later, officer="lin", second="xu")
    worth = {}
    for number in (1, 2):
        sheet = bureau("standard", "show", f"{BENEFITS}@{number}", "-o", "json").json
        worth[sheet["standard"]] = sheet["rates"][1]["amount_fen"]
    assert worth == {"hard-to-employ@1": 60_000, "hard-to-employ@2": 70_000}
    assert bureau("standard", "show", f"{BENEFITS}@3").code == 66


def test_a_standard_without_a_table_is_not_there(bureau: Bailu) -> None:
    for name in (BENEFITS, "nosuch"):
        ran = bureau("standard", "show", name)
        assert ran.code == 66
        assert f"No table of a standard {name} was adopted: `bailu standard list` lists them." in ran.err


@pytest.mark.on_sqlite
def test_every_form_is_there_in_both_languages(bureau: Bailu) -> None:
    adopt_standards(bureau, BENEFITS, "gig-market")
    for lang, output in FORMS:
        for words in (("list",), ("show", BENEFITS), ("show", "gig-market")):
            ran = bureau("standard", *words, "-o", output, "--lang", lang)
            assert ran.code == 0, (words, output, lang, ran.err)
            assert ran.out
    told = bureau("standard", "list", "-o", "table", "--lang", "zh").out
    assert "就业困难人员社保补贴、岗位补贴标准" in told


# What is paid, by a table and without one


def assessing(bureau: Bailu, number: str, *typed: str, clock: str = ASSESSED) -> Any:
    return bureau("application", "assess", number, *typed, officer="chen", clock=clock)


def amount_of(bureau: Bailu, number: str) -> dict[str, Any]:
    """What was found of the amount of line 1."""
    explained = bureau("application", "explain", number, "-o", "json", officer="gao", clock=APPROVED).json
    findings: list[dict[str, Any]] = explained["lines"][0]["findings"]
    return next(finding for finding in findings if finding["condition"] == "amount")


def market(entry: str, **facts: object) -> dict[str, Any]:
    return training(
        {"entry": entry, "facts": facts},
        scheme="gig-market",
        applicant={"kind": "organisation", "name": SCHOOL, "uscc": TRAINER},
        authority="torch",
        facts={},
    )


def test_an_amount_that_is_left_to_a_standard_is_nobodys_to_type(bureau: Bailu) -> None:
    (number,) = submitted(bureau, certificate(1), until="verified")
    size = len(bureau.log())
    for _adopted in range(2):
        ran = assessing(bureau, number, *determining("1500", "三级"))
        assert (ran.code, ran.out) == (65, "")
        assert "the amount is left to the standard skill-certificate" in ran.err
        assert len(bureau.log()) == size
        adopt_standards(bureau, "skill-certificate")
        size = len(bureau.log())


def test_an_amount_by_a_standard_is_not_typed_in_a_revision_either(bureau: Bailu) -> None:
    adopt_standards(bureau, "skill-certificate")
    (number,) = submitted(bureau, certificate(1), until="verified")
    assert assessing(bureau, number).code == 0
    assert bureau("application", "approve", number, officer="huang", clock=APPROVED).code == 0
    amounts = table(bureau, "anew.csv", ("行号", "核定金额（元）", "理由", *COLUMNS), (1, "2500.00", "更正", *OF_BODY))
    revise = ("application", "revise", number, "--ground", "correction", "--reason", "更正", "--yes")
    ran = bureau(*revise, "--determinations", amounts, officer="chen", clock=APPROVED)
    assert (ran.code, ran.out) == (65, "")
    assert "the amount is left to the standard skill-certificate" in ran.err


def test_what_a_scheme_does_not_leave_to_anybody_is_not_typed(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1)), until="verified")
    size = len(bureau.log())
    ran = assessing(bureau, number, *determining("1500", "高"))
    assert (ran.code, ran.out) == (65, "")
    assert f"{number}, line 1: project-skills-training leaves no amount to be determined." in ran.err
    assert len(bureau.log()) == size


def test_an_application_waits_for_a_standard_refuses_nobody_and_goes_through_after_the_adoption(bureau: Bailu) -> None:
    (number,) = submitted(bureau, certificate(1), until="verified")
    assert assessing(bureau, number).out == f"{number}: assessed: undecided.\n"
    case = bureau("application", "show", number, "-o", "json", officer="gao", clock=ASSESSED).json
    assert (case["undecided"], case["open_lines"], case["owed_by"]) == (True, [1], ["office"])
    found = amount_of(bureau, number)
    assert (found["outcome"], found["owed_by"], found["code"]) == ("unclear", "office", "no-standard")
    assert found["because"] == "No Rates of skill certificates is adopted for 2024-03-15."
    works = bureau("todo", "-o", "json", officer="chen", clock=ASSESSED).json
    assert [(work["subject"], work["act"]) for work in works] == [(number, "assess")]
    for verb in ("approve", "reject"):
        ran = bureau("application", verb, number, officer="huang", clock=APPROVED)
        assert (ran.code, "undecided" in ran.err) == (65, True)
    adopt_standards(bureau, "skill-certificate")
    assert assessing(bureau, number).out == f"{number}: assessed: eligible, 1,500.00 yuan for 1 line(s).\n"
    ran = bureau("application", "approve", number, officer="huang", clock=APPROVED)
    assert ran.out == f"{number}: approved: 1,500.00 yuan for 1 line(s).\n"
    assert amount_of(bureau, number)["because"] == (
        "1,500.00 yuan by the Rates of skill certificates no. 1, 示例标准〔2023〕1号."
    )
    shown = bureau("application", "explain", number, officer="gao", clock=APPROVED).out
    assert "Rates of skill certificates no. 1, 示例标准〔2023〕1号: 1 × 1,500.00 yuan" in shown
    assert bureau("audit", "verify", "--decisions", officer="gao", clock=APPROVED).code == 0


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2024-03-16", "2024-12-31", "no-standard"),
        ("2024-03-15", "2024-03-15", "by-standard"),
        ("2023-01-01", "2024-03-14", "no-standard"),
    ],
)
def test_a_table_holds_from_its_first_day_to_its_last(bureau: Bailu, first: str, last: str, code: str) -> None:
    """The certificate is of 2024-03-15."""
    dated = ("applies_from = 2023-01-01", f"applies_from = {first}\napplies_to = {last}")
    bureau.agreed("standard", "adopt", changed(bureau, "skill-certificate", dated), officer="lin", second="xu")
    (number,) = submitted(bureau, certificate(1), until="verified")
    assert assessing(bureau, number).code == 0
    assert amount_of(bureau, number)["code"] == code


def test_a_decided_case_keeps_the_table_by_which_it_was_decided(bureau: Bailu) -> None:
    adopt_standards(bureau, "skill-certificate")
    first, second = submitted(bureau, certificate(1), certificate(2), until="verified")
    assessing(bureau, first)
    assert bureau("application", "approve", first, officer="huang", clock=APPROVED).code == 0
    lower = changed(bureau, "skill-certificate", ("number = 1", "number = 2"), ("yuan = 1_500", "yuan = 1_300"))
    bureau.agreed("standard", "adopt", lower, officer="lin", second="xu", clock=APPROVED)
    kept = bureau("application", "show", first, "-o", "json", officer="gao", clock=APPROVED).json
    assert kept["entitled_fen"] == 150_000
    assert assessing(bureau, second, clock=APPROVED).out == (
        f"{second}: assessed: eligible, 1,300.00 yuan for 1 line(s).\n"
    )
    assert bureau("audit", "verify", "--decisions", officer="gao", clock=APPROVED).code == 0


def test_a_body_that_scores_files_its_sheet(bureau: Bailu) -> None:
    listed(bureau, "gig-markets", "SC-01")
    (number,) = submitted(bureau, market("SC-01"), until="accepted")
    typed = determining("800000", "评分92分")
    ran = assessing(bureau, number, *typed)
    assert (ran.code, ran.out) == (65, "")
    assert f"{number}, line 1: the body scores: name its score sheet, too." in ran.err
    ran = assessing(bureau, number, *typed, "--score-sheet", "评分表1号")
    assert ran.out == f"{number}: assessed: eligible, 800,000.00 yuan for 1 line(s).\n"
    (determined,) = bureau("application", "explain", number, "-o", "json", officer="gao", clock=ASSESSED).json[
        "determined"
    ]
    assert determined["score_sheet"] == "评分表1号"


def test_what_a_table_sets_no_body_determines_once_the_score_is_verified(bureau: Bailu) -> None:
    listed(bureau, "gig-markets", "SC-01")
    adopt_standards(bureau, "gig-market")
    (number,) = submitted(bureau, market("SC-01", score=92), until="verified")
    ran = assessing(bureau, number, *determining("800000", "评分92分", "--score-sheet", "评分表1号"))
    assert (ran.code, ran.out) == (65, "")
    assert f"{number}, line 1: the table gig-market@1 sets the amount, and nobody determines another." in ran.err
    assert assessing(bureau, number).out == f"{number}: assessed: eligible, 1,000,000.00 yuan for 1 line(s).\n"


def test_a_score_that_is_too_low_is_refused_by_the_provision_of_the_table(bureau: Bailu) -> None:
    listed(bureau, "gig-markets", "SC-01")
    adopt_standards(bureau, "gig-market")
    (number,) = submitted(bureau, market("SC-01", score=74), until="verified")
    assert assessing(bureau, number).out == f"{number}: assessed: not eligible.\n"
    found = amount_of(bureau, number)
    assert (found["outcome"], found["code"]) == ("not_met", "excluded-by-standard")
    assert "评分不足75分的不予奖补" in found["because"]


def test_a_score_that_nobody_verified_pays_nobody_and_the_office_owes_it(bureau: Bailu) -> None:
    listed(bureau, "gig-markets", "SC-01")
    listed(bureau, "gig-markets", "SC-02")
    adopt_standards(bureau, "gig-market")
    declared, unsaid = submitted(bureau, market("SC-01", score=92), market("SC-02"), until="accepted")
    for number, code in ((declared, "not-verified"), (unsaid, "not-stated")):
        assert assessing(bureau, number).out == f"{number}: assessed: undecided.\n"
        found = amount_of(bureau, number)
        assert (found["outcome"], found["owed_by"], found["code"]) == ("unclear", "office", code)


def test_a_table_that_is_adopted_after_the_assessment_sends_it_back(bureau: Bailu) -> None:
    recognised_teams(bureau)
    (number,) = submitted(bureau, team(), until="accepted")
    assert assessing(bureau, number, *determining("30000", "15次")).code == 0
    adopt_standards(bureau, "expert-team")
    ran = bureau("application", "approve", number, officer="huang", clock=APPROVED)
    assert ran.code == 65, ran.out
    case = bureau("application", "show", number, "-o", "json", officer="gao", clock=APPROVED).json
    assert case["entitled_fen"] == 0


def test_months_are_paid_each_by_the_table_of_its_first_day(bureau: Bailu) -> None:
    """January at 600 yuan, February and March at 700: 2 000 yuan."""
    adopt_standards(bureau, BENEFITS)
    later = changed(bureau, BENEFITS, ("number = 1", "number = 2"), ("2023-01-01", "2024-02-01"), ("= 600", "= 700"))
    bureau.agreed("standard", "adopt", later, officer="lin", second="xu")
    facts = {
        "category": "hard-to-employ",
        "benefit": "post",
        "period_from": "2024-01-01",
        "period_to": "2024-03-31",
    }
    lines = [{**trainee(1), "facts": facts}, {**trainee(2), "facts": {**facts, "period_to": "2024-03-30"}}]
    tree = training(*lines, scheme="hard-to-employ-insurance", facts={})
    (number,) = submitted(bureau, tree, until="verified")
    assessing(bureau, number)
    explained = bureau("application", "explain", number, "-o", "json", officer="gao", clock=ASSESSED).json
    assert [(line["outcome"], line["amount_fen"]) for line in explained["lines"]] == [
        ("eligible", 200_000),
        ("open", 0),
    ]
    (unclear,) = [finding for finding in explained["lines"][1]["findings"] if finding["outcome"] == "unclear"]
    assert (unclear["code"], unclear["owed_by"]) == ("not-whole-months", "applicant")


# policy evaluate


def test_a_file_is_evaluated_under_tables_that_stand_beside_the_notice(bureau: Bailu) -> None:
    file = bureau.folder / "file.json"
    tree = certificate(1)
    applicant = {key: tree["applicant"][key] for key in ("kind", "name", "id_kind", "id_number")}
    document = {
        "scheme": "skill-certificate",
        "applicant": applicant,
        "authority": "350200",
        "received_on": SUBMITTED,
        "lines": tree["lines"],
    }
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    evaluate = ("policy", "evaluate", file, "-o", "json")
    assert bureau(*evaluate).json["lines"][0]["amount_fen"] == 0
    given = ("--standard", example("gig-market"), "--standard", example("skill-certificate"))
    assert bureau(*evaluate, *given).json["lines"][0]["amount_fen"] == 150_000
    wrong = rewritten(bureau, OF_LEVEL_3 + "yuan = 3_100\n")
    ran = bureau(*evaluate, "--standard", wrong)
    assert (ran.code, f"{wrong}:8: rates.three: 3,100.00 yuan" in ran.err) == (65, True)
