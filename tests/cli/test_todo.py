"""`bailu todo`: what waits for whom; never on what one proposed or assessed oneself, and with what was handed over."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.application.state.case import Case
from store.commands.repository import Repository
from tests.cli.application_files import CLOSED, PUBLISHED, certificate, introduction, submitted, trainee, training
from tests.cli.conftest import Bailu
from tests.cli.overpaid_cases import DEMANDED, DUE, LATER, RECEIVED, SERVED, demanded, overpaid
from tests.cli.payable_cases import CREDITED, FORMS, PAYABLE, RELEASED, answers, fund, ordered, paid
from tests.cli.payable_cases import training as payable_training


def listed(bureau: Bailu, *options: str, officer: str = "gao", clock: str = CLOSED) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = bureau("todo", *options, "-o", "json", officer=officer, clock=clock).json
    return rows


def acts(bureau: Bailu, *options: str, officer: str = "gao", clock: str = CLOSED) -> list[tuple[str, str]]:
    return [(row["act"], " ".join(row["roles"])) for row in listed(bureau, *options, officer=officer, clock=clock)]


@pytest.mark.parametrize(
    ("until", "act", "role"),
    [
        ("submitted", "accept", "clerk"),
        ("accepted", "verify", "clerk"),
        ("verified", "assess", "assessor"),
        ("assessed", "approve", "approver"),
        ("approved", "publish-notice", "clerk"),
        ("published", "close-notice", "clerk"),
        ("closed", "order-payment", "finance"),
    ],
)
def test_each_stage_waits_for_its_act_and_its_role(bureau: Bailu, until: str, act: str, role: str) -> None:
    submitted(bureau, training(), until=until)
    assert acts(bureau) == [(act, role)]


def test_what_was_assessed_as_not_eligible_waits_to_be_rejected(bureau: Bailu) -> None:
    submitted(bureau, training(trainee(1, category="general")), until="assessed")
    assert acts(bureau) == [("reject", "approver")]


def test_a_file_whose_backdated_receipt_was_declined_is_refused_and_the_list_says_so_too(bureau: Bailu) -> None:
    path = bureau.folder / "file.json"
    path.write_text(json.dumps(training(), ensure_ascii=False), encoding="utf-8")
    number = bureau("application", "submit", path, "-o", "json", officer="lin", clock=CLOSED).json["number"]
    assert acts(bureau) == [("confirm", "supervisor")]
    arguments = ("confirm", f"application-{number}/p1", "--decline", "--reason", "无凭据")
    assert bureau(*arguments, officer="xu", clock=CLOSED).code == 0
    assert acts(bureau) == [("refuse", "clerk")]
    (row,) = bureau("application", "list", "-o", "json", officer="gao", clock=CLOSED).json
    assert row["next_act"] == "refuse"


def test_the_list_and_todo_say_the_same_of_an_accepted_case(bureau: Bailu) -> None:
    submitted(bureau, training(), until="accepted")
    (row,) = bureau("application", "list", "-o", "json", officer="gao", clock=CLOSED).json
    assert [row["next_act"]] == [act for act, _role in acts(bureau)] == ["verify"]


def test_what_waits_is_read_from_what_is_open_alone(bureau: Bailu, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(bureau, training(), until="closed")
    assert acts(bureau) == [("order-payment", "finance")]

    def folded(self: Repository, number: str) -> Case:
        raise AssertionError(f"{number} was folded")

    monkeypatch.setattr(Repository, "case", folded)
    assert acts(bureau, "--mine", officer="wu") == [("order-payment", "finance")]


def test_mine_is_what_my_roles_my_authority_and_four_eyes_allow(bureau: Bailu) -> None:
    bureau.agreed("officer", "grant", "chen", "approver", officer="admin", second="xu")
    enrol = ("officer", "enrol", "fang", "--name", "方", "--role", "approver", "--authority", "350205")
    bureau.agreed(*enrol, officer="admin", second="xu")
    submitted(bureau, training(), until="assessed")
    assert acts(bureau, "--mine", officer="huang") == [("approve", "approver")]
    assert acts(bureau, "--mine", officer="chen") == [], "who assessed does not approve"
    assert acts(bureau, "--mine", officer="fang") == [], "of another authority"
    assert acts(bureau, "--mine", officer="lin") == []


def test_a_proposal_waits_for_another_than_its_proposer(bureau: Bailu) -> None:
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
    assert bureau(*arguments, officer="chen", clock=CLOSED).code == 0
    bureau.agreed("officer", "grant", "chen", "approver", officer="admin", second="xu", clock=CLOSED)
    (row,) = [row for row in listed(bureau, "--mine", officer="huang") if row["act"] == "confirm"]
    assert (row["of"], row["about"]) == ("milestone", "p1")
    assert listed(bureau, "--mine", officer="chen") == [], "the next milestone is reported once this one is confirmed"


def test_runs_wait_for_another_finance_officer_and_then_for_the_bank(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = payable_training(bureau)
    batch = ordered(bureau, number)
    assert acts(bureau, "--mine", officer="wu", clock=RELEASED) == []
    (row,) = listed(bureau, "--mine", officer="zheng", clock=RELEASED)
    assert (row["subject"], row["act"], row["amount_fen"]) == (batch, "release-payment", 300_000)
    bureau("payment", "release", batch, "--yes", officer="zheng", clock=RELEASED)
    assert acts(bureau, clock=RELEASED) == [("export-payment", "finance")]
    bureau("payment", "export", batch, "bank.csv", officer="wu", clock=RELEASED)
    assert acts(bureau, clock=RELEASED) == [("record-credits", "finance")]
    assert acts(bureau, "--mine", officer="wu", clock=RELEASED) == [], "who ordered does not record the answer"
    assert acts(bureau, "--mine", officer="zheng", clock=RELEASED) == [("record-credits", "finance")]


def test_a_settled_case_waits_for_nobody(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    paid(bureau, payable_training(bureau))
    assert listed(bureau, clock=CREDITED) == []


def test_a_register_proposal_waits_for_a_supervisor(bureau: Bailu) -> None:
    arguments = (
        "register",
        "add",
        "key-enterprises",
        "91350203M0001B2C3Q",
        "--from",
        "2024-01-01",
        "--document",
        "示1号",
    )
    ran = bureau(*arguments, officer="lin", clock=CLOSED)
    assert ran.code == 0, ran.err
    (row,) = listed(bureau, "--mine", officer="xu")
    assert (row["subject"], row["act"], row["of"]) == ("key-enterprises", "confirm", "register-entry")


def test_due_is_what_has_a_day_that_has_passed_or_is_near(bureau: Bailu) -> None:
    submitted(bureau, certificate(1), until="submitted")
    assert listed(bureau, "--due") == []
    (number,) = submitted(bureau, introduction(5), until="published")
    assert {row["act"]: row["due_on"] for row in listed(bureau, "--due", clock=PUBLISHED)} == {
        "milestone": "2024-04-10"
    }
    assert {row["act"]: row["due_on"] for row in listed(bureau, "--due", clock="2024-05-14")} == {
        "milestone": "2024-04-10",
        "close-notice": CLOSED,
    }
    assert bureau("public-notice", "close", number, officer="lin", clock=CLOSED).code == 0
    due = {row["act"]: row["due_on"] for row in listed(bureau, "--due", clock=CLOSED)}
    assert due == {"milestone": "2024-04-10"}


def test_a_demand_waits_to_be_served_and_then_for_its_day(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = overpaid(bureau)
    assert acts(bureau, clock=DEMANDED) == [("notify-recovery", "finance")]
    demanded(bureau, number)
    assert acts(bureau, clock=DEMANDED) == [("serve-recovery", "finance")]
    bureau("recovery", "serve", number, "--on", SERVED, "--due", DUE, "--yes", officer="wu", clock=SERVED)
    assert listed(bureau, "--due", clock=RECEIVED) == []
    row, reminding = listed(bureau, "--due", clock=LATER)
    assert (row["act"], row["due_on"], row["amount_fen"]) == ("receive-recovery", DUE, 100_000)
    assert (reminding["act"], reminding["about"]) == ("remind-recovery", "r1")
    arguments = ("recovery", "plan", number, "--part", "2024-11-30=400", "--part", "2025-01-31=600", "--yes")
    assert bureau(*arguments, officer="wu", clock=RECEIVED).code == 0
    assert [(row["due_on"], row["amount_fen"]) for row in listed(bureau, clock=RECEIVED)] == [("2024-11-30", 40_000)]
    arguments = ("recovery", "receive", number, "--amount", "400", "--on", RECEIVED, "--reference", "R1", "--yes")
    assert bureau(*arguments, officer="wu", clock=RECEIVED).code == 0
    (row,) = listed(bureau, "--mine", officer="zheng", clock=RECEIVED)
    assert (row["act"], row["of"]) == ("confirm", "receive-recovery")
    assert listed(bureau, "--mine", officer="wu", clock=RECEIVED) == [], "they said it"
    assert bureau("confirm", f"application-{number}", officer="zheng", clock=RECEIVED).code == 0
    assert [(row["due_on"], row["amount_fen"]) for row in listed(bureau, clock=RECEIVED)] == [("2025-01-31", 60_000)]


def test_a_payment_that_came_back_waits_for_an_account(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = payable_training(bureau)
    batch = paid(bureau, number)
    file = answers(bureau, (batch, number, "3000", "退回", CREDITED, "T1", "已销户"))
    assert bureau("payment", "import", file, "--yes", officer="zheng", clock=CREDITED).code == 0
    assert acts(bureau, "--mine", officer="zheng", clock=CREDITED) == []
    (row,) = listed(bureau, "--mine", officer="wu", clock=CREDITED)
    assert (row["subject"], row["act"], row["of"], row["about"]) == (batch, "confirm", "differing-reply", "p1")
    assert bureau("confirm", f"batch-{batch}", officer="wu", clock=CREDITED).code == 0
    assert acts(bureau, clock=CREDITED) == [("account", "clerk")]
    assert bureau("application", "account", number, "--same", officer="lin", clock=CREDITED).code == 0
    assert acts(bureau, clock=CREDITED) == [("confirm", "finance")]


def test_objections_and_suspensions_wait_too(bureau: Bailu) -> None:
    number = payable_training(bureau)
    arguments = ("public-notice", "object", number, "--lines", "1", "--reason", "非本单位职工")
    assert bureau(*arguments, officer="lin", clock=PAYABLE).code == 0
    assert acts(bureau, clock=PAYABLE) == [("answer-objection", "assessor"), ("order-payment", "finance")]
    assert bureau("application", "suspend", number, "--reason", "法院函", officer="lin", clock=PAYABLE).code == 0
    assert acts(bureau, clock=PAYABLE) == [("resume", "clerk")]


# Handing over


def test_handed_over_work_stands_in_the_list_of_who_took_it_and_no_longer_in_ones_own(bureau: Bailu) -> None:
    submitted(bureau, training(), until="verified")
    refused = bureau("officer", "hand-over", "chen", "lin", officer="admin", clock=CLOSED)
    assert refused.code == 65
    assert "officer grant" in refused.err
    assert bureau("officer", "hand-over", "chen", "lin", officer="xu", clock=CLOSED).code == 77
    bureau.agreed("officer", "grant", "lin", "assessor", officer="admin", second="xu", clock=CLOSED)
    assert bureau("officer", "hand-over", "chen", "lin", officer="admin", clock=CLOSED).code == 0
    (row,) = listed(bureau, "--mine", officer="lin")
    assert (row["act"], row["handed_over_by"]) == ("assess", "chen")
    assert listed(bureau, "--mine", officer="chen") == []
    assert bureau("officer", "suspend", "chen", officer="admin", clock=CLOSED).code == 0
    assert [row["handed_over_by"] for row in listed(bureau, "--mine", officer="lin")] == ["chen"]


def test_what_the_other_may_not_do_stays_with_whom_it_was(bureau: Bailu) -> None:
    for officer, role in (("huang", "assessor"), ("chen", "approver")):
        bureau.agreed("officer", "grant", officer, role, officer="admin", second="xu")
    submitted(bureau, training(), until="assessed")
    assert bureau("officer", "hand-over", "huang", "chen", officer="admin", clock=CLOSED).code == 0
    assert listed(bureau, "--mine", officer="chen") == [], "chen assessed it"
    assert acts(bureau, "--mine", officer="huang") == [("approve", "approver")]


def test_roles_are_named_in_the_officers_language(bureau: Bailu) -> None:
    ran = bureau("officer", "hand-over", "chen", "wu", officer="admin", BAILU_LANG="zh")
    assert (ran.code, "初审人员" in ran.err, "assessor" in ran.err) == (65, True, False)


def test_work_goes_round_in_no_circle(bureau: Bailu) -> None:
    assert bureau("officer", "hand-over", "wu", "zheng", officer="admin").code == 0
    back = bureau("officer", "hand-over", "zheng", "wu", officer="admin")
    assert (back.code, "hand over to zheng" in back.err) == (65, True)


def test_all_is_what_the_worklist_says(bureau: Bailu) -> None:
    """A verb with --all takes what `todo` lists for it, and nothing that only has the status."""
    number, other = submitted(bureau, training(), training(trainee(7)), until="accepted")
    assert {(row["subject"], row["act"]) for row in listed(bureau)} == {(number, "verify"), (other, "verify")}
    ran = bureau("application", "assess", "--all", officer="chen", clock=CLOSED)
    assert (ran.code, "Nothing to do." in ran.err) == (0, True)
    declared = ("application", "verify", "--all-declared", "--source", "就业失业登记")
    assert bureau(*declared, number, officer="sun", clock=CLOSED).code == 0
    ran = bureau("application", "assess", "--all", "-o", "json", officer="chen", clock=CLOSED)
    assert [row["number"] for row in ran.json] == [number]
    assert bureau("application", "approve", "--all", "--yes", officer="huang", clock=CLOSED).code == 0
    assert bureau(*declared, "--all", officer="sun", clock=CLOSED).code == 0
    assert [row["act"] for row in listed(bureau) if row["subject"] == other] == ["assess"]


def test_work_is_taken_back(bureau: Bailu) -> None:
    assert bureau("officer", "hand-over", "wu", "--back", officer="admin").code == 65
    assert bureau("officer", "hand-over", "wu", "zheng", officer="admin").code == 0
    assert bureau("officer", "hand-over", "wu", "zheng", officer="admin").code == 65
    shown = {row["officer"]: row["handed_over_to"] for row in bureau("officer", "list", "-o", "json").json}
    assert shown["wu"] == "zheng"
    assert bureau("officer", "hand-over", "wu", "--back", officer="admin").code == 0
    assert bureau("officer", "hand-over", "wu", officer="admin").code == 2


@pytest.mark.parametrize(("who", "to", "code"), [("wu", "wu", 65), ("wu", "nobody", 66), ("nobody", "wu", 66)])
def test_work_is_handed_to_another_officer_who_is_there(bureau: Bailu, who: str, to: str, code: int) -> None:
    assert bureau("officer", "hand-over", who, to, officer="admin").code == code


@pytest.mark.on_sqlite
def test_every_form_is_there_in_both_languages(bureau: Bailu) -> None:
    submitted(bureau, training(), introduction(5), until="closed")
    for lang, output in FORMS:
        assert bureau("todo", "-o", output, "--lang", lang, officer="gao", clock=CLOSED).code == 0
