"""The proceedings of a recovery at the desk: told, heard, demanded, served, reminded, and before the court."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from domain.proposals import ProposalId
from tests.cli.conftest import Bailu
from tests.cli.overpaid_cases import demanded, overpaid, revise, shown
from tests.cli.payable_cases import fund
from tests.cli.test_letters import Page, says
from usecases.dossiers.proposals import shown as shown_proposal

# The day of the notice, the last day of its term, and the day after it.
TOLD, LAST, OVER = "2024-10-22", "2024-10-27", "2024-10-28"
SERVED, DUE, LATE = "2024-10-29", "2024-11-28", "2024-11-29"
REASON = ("--reason", "不符合条件")
NOTIFY = ("--ground", "ineligible", "--basis", "closing-6", "--days", "5", *REASON)


def two_funds(bureau: Bailu) -> str:
    fund(bureau, "central", 2_500)
    return fund(bureau, "municipal", 50_000)


@pytest.fixture
def funded(bailu: Bailu, prepared: Callable[..., str]) -> Bailu:
    prepared(two_funds)
    return bailu


def did(bureau: Bailu, *argv: object, clock: str, officer: str = "wu") -> Any:
    ran = bureau(*argv, officer=officer, clock=clock)
    assert ran.code == 0, ran.err
    return ran


def letter(bureau: Bailu, number: str, kind: str, *more: str, clock: str) -> Page:
    out = bureau.folder / f"{kind}-{clock}.html"
    did(bureau, "application", "letter", number, kind, *more, "--out", out, clock=clock)
    return Page(out.read_bytes())


def serve(bureau: Bailu, number: str, kind: str, *more: str, clock: str) -> Any:
    way = ("--letter", kind, "--way", "in-person", "--on", clock, "--receipt", "送达回证9号")
    return did(bureau, "application", "serve", number, *way, *more, clock=clock)


def todo(bureau: Bailu, clock: str) -> list[tuple[str, str | None, str | None]]:
    rows = bureau("todo", "-o", "json", officer="wu", clock=clock).json
    return [(row["act"], row["about"], row["due_on"]) for row in rows]


def verified(bureau: Bailu, clock: str) -> None:
    did(bureau, "audit", "verify", "--decisions", officer="cai", clock=clock)
    did(bureau, "doctor", officer="gao", clock=clock)


def notified(bureau: Bailu, number: str) -> None:
    did(bureau, "recovery", "notify", number, *NOTIFY, "--yes", clock=TOLD)
    letter(bureau, number, "recovery-notice", clock=TOLD)
    serve(bureau, number, "recovery-notice", clock=TOLD)


@pytest.mark.on_both
def test_each_step_before_a_demand_stands_in_todo_with_its_day(funded: Bailu) -> None:
    number = overpaid(funded)
    assert todo(funded, TOLD) == [("notify-recovery", None, None)]
    early = funded("recovery", "demand", number, *REASON, "--yes", officer="wu", clock=TOLD)
    assert (early.code, "`bailu recovery notify` first" in early.err) == (65, True)
    told = did(funded, "recovery", "notify", number, *NOTIFY, "--yes", clock=TOLD)
    assert f"{number}: notice r1 that 1,000.00 yuan is to be demanded back" in told.out
    assert todo(funded, TOLD) == [("serve-recovery-letter", "recovery-notice", None)]
    read = letter(funded, number, "recovery-notice", clock=TOLD)
    says(read, "拟追回告知书", "1,000.00元（大写：壹仟元整）", "不符合条件", "5日内", "陈述、申辩", "不是追回决定")
    unserved = funded("recovery", "demand", number, *REASON, "--yes", officer="wu", clock=TOLD)
    assert (unserved.code, "is not served yet" in unserved.err) == (65, True)
    serve(funded, number, "recovery-notice", clock=TOLD)
    assert todo(funded, LAST) == [("hear-recovery", "r1", LAST)]
    awaited = funded("recovery", "demand", number, *REASON, "--yes", officer="wu", clock=LAST)
    assert (awaited.code, f"until the end of {LAST}" in awaited.err) == (65, True)
    assert todo(funded, OVER) == [("hear-recovery", "r1", LAST), ("demand-recovery", "r1", OVER)]
    (row,) = funded("recovery", "list", "-o", "json", officer="gao", clock=OVER).json
    assert (row["standing"], row["demanded_fen"], row["open_fen"]) == ("intended", 0, 0)
    did(funded, "recovery", "heard", number, "--none", "--yes", clock=OVER)
    demand = did(funded, "recovery", "demand", "--all", *REASON, "--yes", "-o", "json", clock=OVER)
    assert [(one["number"], one["recovery"]) for one in demand.json] == [(number, "r1")]
    did(funded, "recovery", "approve", number, "--yes", officer="xu", clock=OVER)
    assert todo(funded, OVER) == [("serve-recovery", "r1", None)]
    verified(funded, OVER)


@pytest.mark.on_both
def test_what_is_not_paid_is_reminded_of_and_goes_to_the_court_in_its_term(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    did(funded, "recovery", "serve", number, "--on", SERVED, "--due", DUE, "--yes", clock=SERVED)
    assert todo(funded, DUE) == [("receive-recovery", "r1", DUE)]
    assert funded("recovery", "remind", number, "--yes", officer="wu", clock=DUE).code == 65
    assert todo(funded, LATE) == [("receive-recovery", "r1", DUE), ("remind-recovery", "r1", LATE)]
    did(funded, "recovery", "remind", number, "--yes", clock=LATE)
    assert ("serve-recovery-letter", "recovery-reminder", None) in todo(funded, LATE)
    read = letter(funded, number, "recovery-reminder", "--pay-to", "财政专户 6217", clock=LATE)
    says(
        read,
        "催告书",
        "2024年10月29日",
        "1,000.00元",
        "第五十四条",
        "十日（工作日）内",
        "财政专户 6217",
        "申请强制执行",
    )
    serve(funded, number, "recovery-reminder", clock=LATE)
    (demand,) = funded("recovery", "show", number, "-o", "json", officer="gao", clock=LATE).json["demands"]
    days = {name: demand[name] for name in ("remedies_until", "reminder_until", "court_from", "court_until")}
    assert days == {
        "remedies_until": "2025-04-29",
        "reminder_until": "2024-12-13",
        "court_from": "2025-04-30",
        "court_until": "2025-07-29",
    }
    seen = funded("recovery", "show", number, officer="gao", clock=LATE).out
    assert "The court can be asked from 2025-04-30 to 2025-07-29" in seen
    court = ("recovery", "refer", number, "--to", "court", "--reason", "逾期未退", "--yes")
    early = funded(*court, officer="wu", clock="2025-04-29")
    assert (early.code, "from 2025-04-30 on" in early.err) == (65, True)
    late = funded(*court, officer="wu", clock="2025-07-30")
    assert (late.code, "until 2025-07-29" in late.err) == (65, True)
    assert ("refer-recovery", "r1", "2025-07-29") in todo(funded, "2025-04-30")
    assert ("refer-recovery", "r1", "2025-07-29") not in todo(funded, "2025-04-29")
    did(funded, *court, clock="2025-04-30")
    did(funded, "recovery", "approve", number, "--yes", officer="xu", clock="2025-04-30")
    assert shown(funded, number, "2025-04-30")["recovery"] == "referred"
    verified(funded, "2025-04-30")


def test_a_statement_is_recorded_sealed_and_shown(funded: Bailu) -> None:
    number = overpaid(funded)
    notified(funded, number)
    said = ("--summary", "学员王某当时已失业", "--on", TOLD)
    did(funded, "recovery", "heard", number, *said, "--yes", clock=TOLD)
    assert "学员王某" not in str(funded.log())
    assert (
        "statement to notice r1, received on 2024-10-22"
        in funded("application", "show", number, officer="gao", clock=TOLD).out
    )
    did(funded, "recovery", "demand", number, *REASON, "--yes", clock=TOLD)
    for wrong in ((), ("--none", "--summary", "…"), ("--none", "--on", TOLD)):
        assert funded("recovery", "heard", number, *wrong, "--yes", officer="wu", clock=TOLD).code == 2


def test_a_notice_is_dropped_by_two_people(funded: Bailu) -> None:
    number = overpaid(funded)
    notified(funded, number)
    did(funded, "recovery", "cancel", number, "--reason", "申辩成立", "--yes", clock=TOLD)
    did(funded, "recovery", "approve", number, "--yes", officer="xu", clock=TOLD)
    (demand,) = funded("recovery", "show", number, "-o", "json", officer="gao", clock=TOLD).json["demands"]
    assert demand["standing"] == "cancelled"
    verified(funded, TOLD)


@pytest.mark.on_both
def test_one_reference_is_taken_twice_only_with_a_reason_that_the_second_officer_reads(funded: Bailu) -> None:
    number = overpaid(funded, struck="3")
    demanded(funded, number)
    revise(funded, number, "--strike", "2", clock=TOLD)
    second = demanded(funded, number)
    take = ("--amount", "500", "--on", TOLD, "--reference", "R1", "--yes")
    did(funded, "recovery", "receive", number, "r1", *take, clock=TOLD)
    did(funded, "confirm", f"application-{number}", "--yes", officer="zheng", clock=TOLD)
    refused = funded("recovery", "receive", number, second, *take, officer="wu", clock=TOLD)
    assert (refused.code, f"R1 stands for {number} r1 already" in refused.err) == (65, True)
    other = ("--amount", "501", "--on", TOLD, "--reference", "R1", "--yes")
    differing = funded("recovery", "receive", number, "r1", *other, officer="wu", clock=TOLD)
    assert (differing.code, "500.00 yuan of 2024-10-22" in differing.err) == (65, True)
    assert "501.00 yuan of 2024-10-22 now" in differing.err
    assert "nothing new" in did(funded, "recovery", "receive", number, "r1", *take, clock=TOLD).out
    both = ("--same-reference", "一笔转账退还两项")
    did(funded, "recovery", "receive", number, second, *take, *both, clock=TOLD)
    assert "一笔转账" not in str(funded.log())
    session = funded.session("zheng", TOLD)
    sheet = shown_proposal(session, ProposalId(stream=f"application-{number}", name=None))
    session.close()
    assert sheet is not None
    assert "Why something else stands under the reference, too: 一笔转账退还两项" in sheet[1]
    did(funded, "confirm", f"application-{number}", "--yes", officer="zheng", clock=TOLD)
    verified(funded, TOLD)


@pytest.mark.on_both
def test_what_is_owed_back_to_a_payee_who_owes_is_kept_or_ordered_with_a_reason(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    received = ("--amount", "1200", "--on", TOLD, "--reference", "R1", "--yes")
    did(funded, "recovery", "receive", number, *received, clock=TOLD)
    did(funded, "confirm", f"application-{number}", "--yes", officer="zheng", clock=TOLD)
    revise(funded, number, "--strike", "2", clock=TOLD)
    assert demanded(funded, number) == "r2"
    refused = funded("payment", "order", number, "--yes", officer="wu", clock=TOLD)
    assert refused.code == 65
    assert f"bailu recovery offset {number} r2 --against {number}" in refused.err
    look = did(funded, "payment", "order", number, "--despite-demands", "已约定分期", "--dry-run", clock=TOLD)
    assert "its payee owes 1,000.00 yuan" in look.out
    assert "paid back although the payee owes, because: 已约定分期" in look.out
    unserved = funded("recovery", "offset", number, "r2", "--against", number, "--yes", officer="wu", clock=TOLD)
    assert (unserved.code, "not served yet" in unserved.err) == (65, True)
    did(funded, "recovery", "serve", number, "r2", "--on", TOLD, "--due", DUE, "--yes", clock=TOLD)
    full = funded("payment", "order", number, "--net", "--yes", officer="wu", clock=TOLD)
    assert (full.code, "nothing is left to be paid" in full.err) == (65, True)
    kept = did(funded, "recovery", "offset", number, "r2", "--against", number, "--yes", clock=TOLD)
    assert "Owed back no more, but taken for the demand: 200.00 yuan" in kept.out
    did(funded, "confirm", f"application-{number}", "--yes", officer="zheng", clock=TOLD)
    case = shown(funded, number, TOLD)
    assert (case["owed_back_fen"], case["recoveries"][1]["open_fen"]) == (0, 80_000)
    totals = [
        (row["kind"], row["amount_fen"], row["recovery"])
        for row in funded("history", "--application", number, "-o", "json", officer="gao", clock=TOLD).json
        if row["kind"] == "offset"
    ]
    assert totals == [("offset", 20_000, "r2"), ("offset", -20_000, "r2")]
    verified(funded, TOLD)


def test_an_order_that_nets_keeps_a_part_back_when_another_officer_releases_it(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    for demand, yuan in (("r1", "1200"), ("r2", "900")):
        if demand == "r2":
            revise(funded, number, "--strike", "2", clock=TOLD)
            demanded(funded, number)
        received = ("--amount", yuan, "--on", TOLD, "--reference", f"R-{demand}", "--yes")
        did(funded, "recovery", "receive", number, demand, *received, clock=TOLD)
        did(funded, "confirm", f"application-{number}", "--yes", officer="zheng", clock=TOLD)
    did(funded, "recovery", "serve", number, "r2", "--on", TOLD, "--due", DUE, "--yes", clock=TOLD)
    ordered = did(funded, "payment", "order", number, "--net", "--yes", clock=TOLD)
    assert "100.00 yuan that are owed back are kept for a demand of the same case" in ordered.out
    assert "its payee owes" not in ordered.out
    run = funded("payment", "list", "-o", "json", officer="wu", clock=TOLD).json[-1]
    assert (run["amount_fen"], shown(funded, number, TOLD)["recoveries"][1]["open_fen"]) == (10_000, 10_000)
    did(funded, "payment", "release", run["batch"], "--yes", officer="zheng", clock=TOLD)
    assert shown(funded, number, TOLD)["recoveries"][1]["open_fen"] == 0
    verified(funded, TOLD)


def test_money_that_comes_in_after_a_write_off_undoes_it(funded: Bailu) -> None:
    number = overpaid(funded)
    demanded(funded, number)
    did(funded, "recovery", "write-off", number, "--reason", "企业已注销", "--yes", clock=TOLD)
    did(funded, "recovery", "approve", number, "--yes", officer="xu", clock=TOLD)
    received = ("--amount", "300", "--on", TOLD, "--reference", "R1", "--yes")
    did(funded, "recovery", "receive", number, "r1", *received, clock=TOLD)
    answered = did(funded, "confirm", f"application-{number}", "--yes", officer="zheng", clock=TOLD)
    assert "300.00 yuan of it was written off before" in answered.out
    (demand,) = funded("recovery", "show", number, "-o", "json", officer="gao", clock=TOLD).json["demands"]
    assert (demand["received_fen"], demand["written_off_fen"], demand["open_fen"]) == (30_000, 70_000, 0)
    verified(funded, TOLD)
