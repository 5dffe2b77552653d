"""One account for two payees: shown at submission, approval and order, where whoever goes on says why.

ADR 0062.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.application_files import (
    ACCOUNT,
    APPROVED,
    CLOSED,
    PUBLISHED,
    SUBMITTED,
    submitted,
    trainee,
    training,
    written,
)
from tests.cli.conftest import OPERATOR, Bailu
from tests.cli.payable_cases import fund

pytestmark = pytest.mark.on_both

WHY = ("--shared-account", "两单位共用集团结算中心账户")
OTHERS = {"kind": "organisation", "name": "厦门市某某培训中心", "uscc": OPERATOR}


def others(**changes: object) -> dict[str, Any]:
    """A training of another school, paid to the account of the first, whose number is written otherwise."""
    spelt = f"{ACCOUNT[:4]} {ACCOUNT[4:8]}-{ACCOUNT[8:]}"
    account = {"holder": OTHERS["name"], "bank": "厦门银行", "number": spelt}
    return training(trainee(8), applicant=OTHERS, account=account, **changes)


def test_the_desk_is_told_when_it_is_handed_in(bureau: Bailu) -> None:
    first, second = submitted(bureau, training(trainee(1)), training(trainee(2)))
    file = written(bureau, others())
    ran = bureau("application", "submit", file, "-o", "json", officer="lin", clock=SUBMITTED)
    assert ran.json["shared_account"] == [first, second]
    assert f"another applicant is paid to the same account: {first}, {second}" in ran.err
    assert ACCOUNT not in ran.err + ran.out


def test_an_organisation_is_paid_for_its_own_cases(bureau: Bailu) -> None:
    submitted(bureau, training(trainee(1)))
    file = written(bureau, training(trainee(2)))
    ran = bureau("application", "submit", file, "-o", "json", officer="lin", clock=SUBMITTED)
    assert (ran.json["shared_account"], ran.err) == ([], "")


def test_whoever_approves_and_whoever_orders_says_why(bureau: Bailu) -> None:
    number, other = submitted(bureau, training(trainee(1)), others(), until="verified")
    assert bureau("application", "assess", number, officer="chen", clock=APPROVED).code == 0
    refused = bureau("application", "approve", number, officer="huang", clock=APPROVED)
    assert (refused.code, other in refused.err, "--shared-account" in refused.err) == (65, True, True)
    approved = bureau("application", "approve", number, *WHY, officer="huang", clock=APPROVED)
    assert approved.code == 0, approved.err
    for verb, day in (("publish", PUBLISHED), ("close", CLOSED)):
        assert bureau("public-notice", verb, number, officer="lin", clock=day).code == 0
    fund(bureau, "central", 50_000)
    refused = bureau("payment", "order", number, "--yes", officer="wu", clock=CLOSED)
    assert (refused.code, other in refused.err) == (65, True)
    ordered = bureau("payment", "order", number, *WHY, "--yes", officer="wu", clock=CLOSED)
    assert ordered.code == 0, ordered.err
    batch = bureau("payment", "list", "-o", "json", officer="wu", clock=CLOSED).json[0]["batch"]
    sheet = bureau("payment", "release", batch, "--dry-run", officer="zheng", clock=CLOSED)
    assert f"{number}: another applicant is paid to the same account, because: {WHY[1]}" in sheet.out
    shown = bureau("payment", "show", batch, "-o", "json", officer="wu", clock=CLOSED).json
    assert [item["shared_account"] for item in shown["items"]] == [WHY[1]]
    assert all(WHY[1] not in str(entry) for entry in bureau.log())
    assert bureau("audit", "verify", "--decisions", officer="gao", clock=CLOSED).code == 0


def test_a_reason_is_not_recorded_where_the_account_is_nobody_elses(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1)), until="assessed")
    assert bureau("application", "approve", number, *WHY, officer="huang", clock=APPROVED).code == 0
    approved = [entry for entry in bureau.log() if entry["name"] == "application.approved.v1"]
    assert [entry["data"]["shared_account"] for entry in approved] == [None]
