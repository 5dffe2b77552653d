"""The turns of a case: objections, suspension, withdrawal, waivers, and revisions up and down, each by two people."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from domain.application.commands import VerifyFacts
from domain.application.values import VerifiedValue
from tests.cli.application_files import (
    APPROVED,
    ASSESSED,
    CLOSED,
    PUBLISHED,
    introduction,
    submitted,
    table,
    trainee,
    training,
)
from tests.cli.conftest import Bailu
from tests.cli.determined_cases import COLUMNS, OF_BODY, determining, recognised_teams, team
from tests.cli.overpaid_cases import LATER, REVISED, revise
from tests.cli.payable_cases import (
    CREDITED,
    PAYABLE,
    RELEASED,
    Class,
    answers,
    do,
    fund,
    imported,
    paid,
    released,
    sent,
)
from tests.cli.payable_cases import training as payable_training
from tests.cli.payable_cases import trainings as payable_trainings

OBJECTED = "2024-10-09"


def shown(bureau: Bailu, number: str, clock: str = LATER) -> dict[str, Any]:
    details: dict[str, Any] = bureau("application", "show", number, "-o", "json", officer="gao", clock=clock).json
    return details


def done(bureau: Bailu, *argv: object, officer: str, clock: str) -> str:
    ran = bureau(*argv, officer=officer, clock=clock)
    assert ran.code == 0, ran.err
    return ran.out


def object_to(bureau: Bailu, number: str, *lines: str, clock: str = OBJECTED) -> None:
    named = ("--lines", ",".join(lines)) if lines else ()
    arguments = ("public-notice", "object", number, *named, "--by", "third-party", "--reason", "非本单位职工")
    done(bureau, *arguments, officer="lin", clock=clock)


def resolve(bureau: Bailu, number: str, how: str, clock: str = OBJECTED) -> None:
    arguments = ("public-notice", "resolve", number, "o1", how, "--reason", "经查参保记录")
    done(bureau, *arguments, officer="chen", clock=clock)
    done(bureau, "confirm", f"application-{number}", officer="huang", clock=clock)


# Objections


def test_an_objection_holds_the_lines_it_names_while_the_others_are_paid(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = payable_training(bureau)
    object_to(bureau, number, "3", clock=PAYABLE)
    ran = bureau("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=PAYABLE)
    assert ran.json["amount_fen"] == 200_000
    case = shown(bureau, number)
    assert [instalment["held"] for instalment in case["instalments"]] == [False, False, True]
    assert case["objections"] == [
        {
            "objection": "o1",
            "standing": "open",
            "lines": [3],
            "received_on": PAYABLE,
            "raised_by": "third-party",
            "grounds": "非本单位职工",
        }
    ]


def test_a_run_that_was_ordered_before_the_objection_is_released_without_the_case(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    first, second = payable_trainings(bureau, Class((1,)), Class((2,)))
    ran = bureau("payment", "order", first, second, "--yes", "-o", "json", officer="wu", clock=PAYABLE)
    object_to(bureau, second, clock=PAYABLE)
    release = ("payment", "release", ran.json["batch"], "--yes")
    refused = bureau(*release, officer="zheng", clock="2024-10-12")
    assert refused.code == 65
    assert "--without" in refused.err
    assert bureau(*release, "--without", second, officer="zheng", clock="2024-10-12").code == 0


def test_upheld_on_notice_the_whole_case_goes_back_to_assessment_and_its_limits_are_free(bureau: Bailu) -> None:
    number = payable_training(bureau, until="2024-09-27")
    object_to(bureau, number)
    arguments = ("public-notice", "resolve", number, "o1", "--uphold", "--reason", "经查")
    done(bureau, *arguments, officer="chen", clock=OBJECTED)
    look = bureau("confirm", f"application-{number}", "--dry-run", officer="huang", clock=OBJECTED)
    assert "Objected: 非本单位职工" in look.err
    assert "3,000.00 yuan (RMB 叁仟元整) is not owed until it is approved again" in look.err
    assert bureau("confirm", f"application-{number}", officer="chen", clock=OBJECTED).code == 77
    done(bureau, "confirm", f"application-{number}", officer="huang", clock=OBJECTED)
    case = shown(bureau, number)
    assert (case["status"], case["entitled_fen"]) == ("accepted", 0)
    assert case["objections"][0]["standing"] == "upheld"
    assert bureau("doctor", officer="gao", clock=OBJECTED).code == 0, "the index of uses agrees with the facts"


def test_a_line_that_is_back_in_assessment_is_shown_as_such_until_a_revision(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = payable_training(bureau)
    object_to(bureau, number, "3", clock=PAYABLE)
    paid(bureau, number)
    resolve(bureau, number, "--uphold", clock=CREDITED)
    assert shown(bureau, number)["sent_back"] == [3]
    output = bureau("application", "show", number, "-o", "table", officer="gao", clock=CREDITED).out
    assert "Back in assessment until a revision decides: line(s) 3" in output
    assert "0.00 payable" not in output, "a line that is owed nothing has no instalment to pay"
    revise(bureau, number, "--strike", "3", ground="objection", clock=CREDITED)
    assert shown(bureau, number)["sent_back"] == []
    assert shown(bureau, number)["status"] == "settled"


def test_dismissed_the_case_goes_on(bureau: Bailu) -> None:
    number = payable_training(bureau)
    object_to(bureau, number, clock=PAYABLE)
    assert shown(bureau, number)["payable_fen"] == 0
    resolve(bureau, number, "--dismiss", clock=PAYABLE)
    assert shown(bureau, number)["payable_fen"] == 300_000
    again = bureau(
        "public-notice", "resolve", number, "o1", "--dismiss", "--reason", "经查", officer="chen", clock=PAYABLE
    )
    assert again.code == 66


def test_an_objection_is_answered_one_way_or_the_other(bureau: Bailu) -> None:
    number = payable_training(bureau)
    object_to(bureau, number, clock=PAYABLE)
    assert bureau("public-notice", "resolve", number, "o1", "--reason", "经查", officer="chen").code == 2
    arguments = ("public-notice", "object", number, "--lines", "9", "--reason", "无此人")
    assert bureau(*arguments, officer="lin", clock=PAYABLE).code == 65
    assert bureau(*arguments[:3], "--on", LATER, *arguments[5:], officer="lin", clock=PAYABLE).code == 65


# Suspension and withdrawal


def test_a_suspended_case_is_not_ordered_until_it_is_resumed(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = payable_training(bureau)
    done(bureau, "application", "suspend", number, "--reason", "法院函", officer="lin", clock=PAYABLE)
    case = shown(bureau, number)
    assert (case["status"], case["stage"], case["payable_fen"]) == ("suspended", "payable", 0)
    assert bureau("payment", "order", number, "--yes", officer="wu", clock=PAYABLE).code == 65
    assert bureau("application", "suspend", number, "--reason", "又", officer="lin", clock=PAYABLE).code == 65
    done(bureau, "application", "resume", "--all", officer="lin", clock=PAYABLE)
    assert shown(bureau, number)["status"] == "payable"
    assert bureau("application", "resume", number, officer="lin", clock=PAYABLE).code == 65


@pytest.mark.parametrize("until", ["submitted", "accepted", "assessed", "approved", "published", "closed"])
def test_a_case_is_withdrawn_at_every_stage_and_nothing_is_owed(bureau: Bailu, until: str) -> None:
    (number,) = submitted(bureau, training(), until=until)
    done(bureau, "application", "withdraw", number, "--reason", "单位撤回", officer="lin", clock=CLOSED)
    case = shown(bureau, number)
    assert (case["status"], case["entitled_fen"], case["outstanding_fen"]) == ("withdrawn", 0, 0)
    assert bureau("doctor", officer="gao", clock=CLOSED).code == 0


def test_in_a_payment_run_a_case_is_withdrawn_once_it_is_left_out_or_the_bank_has_answered(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    left_out, with_the_bank = payable_trainings(bureau, Class((1,)), Class((2,)))
    ran = bureau("payment", "order", left_out, with_the_bank, "--yes", "-o", "json", officer="wu", clock=PAYABLE)
    withdraw = ("application", "withdraw", left_out, "--reason", "单位撤回")
    refused = bureau(*withdraw, officer="lin", clock=PAYABLE)
    assert refused.code == 65
    assert f"bailu payment release {ran.json['batch']} --without {left_out}" in refused.err
    arguments = ("payment", "release", ran.json["batch"], "--without", left_out, "--yes")
    done(bureau, *arguments, officer="zheng", clock=RELEASED)
    done(bureau, *withdraw, officer="lin", clock=RELEASED)
    case = shown(bureau, left_out)
    assert (case["status"], case["entitled_fen"], case["ordered_fen"]) == ("withdrawn", 0, 0)
    assert bureau("application", "withdraw", with_the_bank, "--reason", "撤", officer="lin", clock=RELEASED).code == 65


def test_what_was_paid_of_a_withdrawn_case_stays_and_the_rest_is_given_up(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = payable_training(bureau)
    batch = sent(bureau, number)
    file = answers(
        bureau, (batch, number, 2_000, "成功", CREDITED, "B1", ""), (batch, number, 1_000, "失败", CREDITED, "", "限额")
    )
    imported(bureau, file, CREDITED)
    done(bureau, "application", "withdraw", number, "--reason", "单位撤回", officer="lin", clock=CREDITED)
    case = shown(bureau, number)
    assert (case["status"], case["entitled_fen"], case["paid_fen"]) == ("withdrawn", 200_000, 200_000)
    assert (case["outstanding_fen"], case["overpaid_fen"]) == (0, 0)
    assert bureau("doctor", officer="gao", clock=CREDITED).code == 0, "the uses of what was paid stay taken"


# Revision


def test_a_revision_shows_what_each_line_had_and_would_have(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = payable_training(bureau)
    paid(bureau, number)
    arguments = ("application", "revise", number, "--ground", "ineligible", "--reason", "不符合", "--strike", "2-3")
    ran = bureau(*arguments, "--dry-run", officer="chen", clock=REVISED)
    assert ran.code == 0
    for words in (
        "line(s) 2-3: 1,000.00 → 0.00 yuan a line (-1,000.00)",
        "Entitled in all: 3,000.00 yuan → 1,000.00 yuan (RMB 壹仟元整)",
        "Overpaid then: 2,000.00 yuan (RMB 贰仟元整), to be demanded back",
    ):
        assert words in ran.err
    assert shown(bureau, number)["proposals"] == []
    done(bureau, *arguments, officer="chen", clock=REVISED)
    assert bureau(*arguments, officer="chen", clock=REVISED).code == 65, "one at a time"
    look = bureau("confirm", f"application-{number}", "--dry-run", officer="huang", clock=REVISED)
    assert "Overpaid then: 2,000.00 yuan" in look.err
    assert "Reason: 不符合" in look.err
    assert bureau("confirm", f"application-{number}", officer="chen", clock=REVISED).code == 77
    done(bureau, "confirm", f"application-{number}", officer="huang", clock=REVISED)
    case = shown(bureau, number)
    assert (case["entitled_fen"], case["overpaid_fen"], case["outstanding_fen"]) == (100_000, 200_000, 0)


def test_a_line_that_a_revision_brings_back_goes_on_notice_before_it_is_paid(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = payable_training(bureau)
    paid(bureau, number)
    revise(bureau, number, "--strike", "3")
    revise(bureau, number, "--revive", "3", ground="correction", clock="2024-10-22")
    case = shown(bureau, number)
    assert (case["status"], case["entitled_fen"], case["outstanding_fen"]) == ("settled", 300_000, 0), "paid already"


def test_an_unpaid_line_that_comes_back_is_published_again(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = payable_training(bureau)
    revise(bureau, number, "--strike", "3", clock=PAYABLE)
    paid(bureau, number)
    assert shown(bureau, number)["status"] == "settled"
    revise(bureau, number, "--revive", "3", ground="correction")
    case = shown(bureau, number)
    assert (case["outstanding_fen"], case["payable_fen"]) == (100_000, 0)
    refused = bureau("payment", "order", number, "--yes", officer="wu", clock=REVISED)
    assert refused.code == 65
    assert "public-notice publish" in refused.err
    done(bureau, "public-notice", "publish", "--all", officer="lin", clock=REVISED)
    listed = bureau("public-notice", "list", "--open", "-o", "json", officer="gao", clock=REVISED).json
    assert [(row["line"], row["amount_fen"]) for row in listed] == [(3, 100_000)]
    done(bureau, "public-notice", "close", "--all", officer="lin", clock="2024-10-29")
    assert shown(bureau, number)["payable_fen"] == 100_000


def test_a_line_is_taken_out_or_brought_back_and_not_both(bureau: Bailu) -> None:
    number = payable_training(bureau)
    arguments = ("application", "revise", number, "--ground", "correction", "--reason", "复查")
    ran = bureau(*arguments, "--strike", "1-2", "--revive", "2", officer="chen", clock=PAYABLE)
    assert ran.code == 2
    assert "Line 2 is taken out and brought back" in ran.err


def test_nothing_is_revised_where_nothing_changes(bureau: Bailu) -> None:
    number = payable_training(bureau)
    arguments = ("application", "revise", number, "--ground", "correction", "--reason", "复查")
    ran = bureau(*arguments, officer="chen", clock=PAYABLE)
    assert ran.code == 65
    assert "everything comes out as it is" in ran.err
    assert bureau(*arguments[:2], "350203-2024-999999", *arguments[3:], officer="chen", clock=PAYABLE).code == 66


def test_several_applications_are_revised_and_confirmed_at_once(bureau: Bailu) -> None:
    numbers = payable_trainings(bureau, Class((1, 2)), Class((3, 4)))
    arguments = ("application", "revise", *numbers, "--ground", "duplicate", "--reason", "重复申报", "--strike", "2")
    done(bureau, *arguments, officer="chen", clock=PAYABLE)
    done(bureau, "confirm", "--all", "--act", "revise", officer="huang", clock=PAYABLE)
    assert [shown(bureau, number)["entitled_fen"] for number in numbers] == [100_000, 100_000]


def test_amounts_are_determined_anew_from_a_table(bureau: Bailu) -> None:
    recognised_teams(bureau)
    (number,) = submitted(bureau, team(), until="accepted")
    done(bureau, "application", "assess", number, *determining("1500", "两次"), officer="chen", clock=ASSESSED)
    done(bureau, "application", "approve", number, officer="huang", clock=APPROVED)
    file = table(
        bureau,
        "anew.csv",
        ("申请编号", "行号", "核定金额（元）", "理由", *COLUMNS),
        (number, 1, "2000.00", "服务次数核错", *OF_BODY),
    )
    arguments = (
        "application",
        "revise",
        number,
        "--ground",
        "correction",
        "--reason",
        "次数更正",
        "--determinations",
        file,
    )
    ran = bureau(*arguments, officer="chen", clock=PUBLISHED)
    assert "1,500.00 → 2,000.00" in ran.err
    done(bureau, "confirm", f"application-{number}", officer="huang", clock=PUBLISHED)
    assert shown(bureau, number)["entitled_fen"] == 200_000
    assert "服务次数核错" not in json.dumps(bureau.log(), ensure_ascii=False)


def test_a_revision_that_was_overtaken_says_so_and_changes_nothing(bureau: Bailu) -> None:
    number = payable_training(bureau)
    arguments = ("application", "revise", number, "--ground", "ineligible", "--reason", "不符合", "--strike", "3")
    done(bureau, *arguments, officer="chen", clock=PAYABLE)
    general = VerifiedValue(fact="category", value="general", lines=((2, 2),))
    command = VerifyFacts(
        application=number, source="就业登记", checked_on=date(2024, 10, 11), values=(general,), file_sha256="c0" * 32
    )
    do(bureau, command, "lin", PAYABLE)
    ran = bureau("confirm", f"application-{number}", officer="huang", clock=PAYABLE)
    assert ran.code == 65
    assert "propose it again" in ran.err
    assert shown(bureau, number)["entitled_fen"] == 300_000
    declined = ("confirm", f"application-{number}", "--decline", "--reason", "已过时")
    done(bureau, *declined, officer="huang", clock=PAYABLE)
    done(bureau, *arguments, officer="chen", clock=PAYABLE)
    done(bureau, "confirm", f"application-{number}", officer="huang", clock=PAYABLE)
    assert shown(bureau, number)["entitled_fen"] == 100_000


# Waivers


def test_a_limit_is_waived_by_an_approver_and_a_supervisor_and_then_counts_no_more(bureau: Bailu) -> None:
    numbers = [
        *submitted(bureau, *[training(trainee(1), facts={"entry": f"XM-{count}"}) for count in range(1, 5)],
                   until="verified")
    ]  # fmt: skip
    clock = CLOSED
    for number in numbers[:3]:
        done(bureau, "application", "assess", number, officer="chen", clock=clock)
        done(bureau, "application", "approve", number, officer="huang", clock=clock)
    last = numbers[3]
    done(bureau, "application", "assess", last, officer="chen", clock=clock)
    explained = bureau("application", "explain", last, "-o", "json", officer="gao", clock=clock).json
    limit = next(
        finding for line in explained["lines"] for finding in line["findings"] if finding["outcome"] == "not_met"
    )
    assert all(number in limit["because"] for number in numbers[:3]), "the refusal names the earlier cases"
    arguments = ("application", "waive", last, "--limit", limit["condition"], "--lines", "1", "--reason", "特殊情况")
    assert bureau(*arguments, officer="chen", clock=clock).code == 77
    done(bureau, *arguments, officer="huang", clock=clock)
    assert bureau("confirm", f"application-{last}", officer="huang", clock=clock).code == 77
    done(bureau, "confirm", f"application-{last}", officer="xu", clock=clock)
    assert shown(bureau, last)["waivers"] == [{"limit": limit["condition"], "line": 1}]
    assert bureau(*arguments, officer="huang", clock=clock).code == 65
    done(bureau, "application", "assess", last, officer="chen", clock=clock)
    done(bureau, "application", "approve", last, officer="huang", clock=clock)
    assert shown(bureau, last)["entitled_fen"] == 100_000


def test_only_a_limit_of_the_scheme_is_waived(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="accepted")
    arguments = ("application", "waive", number, "--limit", "no-such", "--reason", "特殊")
    assert bureau(*arguments, officer="huang", clock=CLOSED).code == 66


# Many at once


def test_backdated_receipts_are_confirmed_all_at_once(bureau: Bailu) -> None:
    clock = "2024-05-20"
    trees = [training(trainee(number), facts={"entry": f"XM-{number}"}) for number in (1, 2, 3)]
    numbers = []
    for count, tree in enumerate(trees):
        path = bureau.folder / f"{count}.json"
        path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
        numbers.append(bureau("application", "submit", path, "-o", "json", officer="lin", clock=clock).json["number"])
    assert bureau("application", "accept", *numbers, officer="lin", clock=clock).code == 65
    look = bureau("confirm", "--all", "--dry-run", officer="xu", clock=clock)
    assert look.err.count("Received on 2024-05-06") == 3
    ran = bureau("confirm", "--all", "--act", "backdated-receipt", officer="xu", clock=clock)
    assert ran.code == 0
    nothing = bureau("confirm", "--all", officer="xu", clock=clock)
    assert (nothing.code, nothing.err) == (0, "Nothing to do.\n")
    done(bureau, "application", "accept", *numbers, officer="lin", clock=clock)


def test_all_is_only_what_the_officer_may_confirm(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(5), until="closed")
    arguments = (
        "application",
        "milestone",
        number,
        "employed-3-months",
        "--met",
        "--on",
        "2024-04-10",
        "--source",
        "社保",
    )
    done(bureau, *arguments, officer="chen", clock=CLOSED)
    bureau.agreed("officer", "grant", "chen", "approver", officer="admin", second="xu", clock=CLOSED)
    for officer in ("chen", "xu"):
        assert bureau("confirm", "--all", officer=officer, clock=CLOSED).err == "Nothing to do.\n"
    assert bureau("confirm", "--all", officer="huang", clock=CLOSED).code == 0


def test_every_proposal_of_a_case_is_confirmed_with_one_word(bureau: Bailu) -> None:
    tree = introduction(5)
    tree["lines"].append({**introduction(6)["lines"][0]})
    (number,) = submitted(bureau, tree, until="closed")
    options = ("employed-3-months", "--met", "--on", "2024-04-10", "--source", "社保")
    for line in ("1", "2"):
        done(bureau, "application", "milestone", number, *options, "--lines", line, officer="chen", clock=CLOSED)
    done(bureau, "confirm", f"application-{number}", "--every", officer="huang", clock=CLOSED)
    assert shown(bureau, number)["proposals"] == []


def test_people_read_all_of_it_in_both_languages(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = payable_training(bureau)
    object_to(bureau, number, "3", clock=PAYABLE)
    released(bureau, number)
    done(bureau, "application", "suspend", number, "--reason", "法院函", officer="lin", clock=CREDITED)
    for lang, words in (
        ("en", ("Status: suspended (it was payable)", "Held, and not payable: line(s) 3", "third party")),
        ("zh", ("中止", "第三人")),
    ):
        ran = bureau("application", "show", number, "--lang", lang, officer="gao", clock=CREDITED)
        assert ran.code == 0
        for word in words:
            assert word in ran.out
