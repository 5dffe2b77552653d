"""Two notices as they were reported, adopted beside the first: cases of all three side by side, settled to the fen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.application_files import ACCOUNT, person, written
from tests.cli.conftest import Bailu
from tests.cli.test_every_scheme import APPLICANT, done
from tests.cli.test_second_notice import paid

FIRM = "白鹭某公司"
RECEIVED = "2025-03-03"
GRADUATE = {
    "recruit_kind": "graduate-of-year", "contract_on": "2024-08-01", "unemployment_months": 3, "injury_months": 3,
    "pension_months": 3, "insured_here_before": False, "insured_now": True, "absorption_paid": False,
}  # fmt: skip


def handed_in(bureau: Bailu, policy: str, authority: str, scheme: str, *lines: dict[str, Any]) -> str:
    tree = {
        "scheme": scheme,
        "policy": policy,
        "applicant": {"kind": "organisation", "name": FIRM, "uscc": APPLICANT},
        "authority": authority,
        "received_on": RECEIVED,
        "account": {"holder": FIRM, "bank": "厦门银行", "number": ACCOUNT},
        "facts": {},
        "lines": [{"person": person(number), "facts": stated} for number, stated in enumerate(lines, start=1)],
    }
    file = written(bureau, tree, f"{scheme}.json")
    return str(bureau("application", "submit", file, "-o", "json", officer="lin", clock=RECEIVED).json["number"])


@pytest.mark.on_sqlite
def test_cases_of_two_notices_are_settled_beside_each_other_to_the_fen(bureau: Bailu) -> None:
    for notice in ("xiamen-2025-spring@1", "fuzhou-2024-posts@1"):
        bureau.agreed("policy", "adopt", notice, officer="lin", second="xu", clock="2025-01-21")
    spring = handed_in(
        bureau, "xiamen-2025-spring", "350200", "holiday-production", *[{"employee": True, "days_worked": 8}] * 418
    )
    posts = handed_in(
        bureau,
        "fuzhou-2024-posts",
        "fuzhou-hightech",
        "additional-post",
        GRADUATE,
        {**GRADUATE, "insured_here_before": True},
        {**GRADUATE, "recruit_kind": "young-unemployed", "age_at_contract": 24},
    )
    both = (spring, posts)
    done(bureau, "2025-03-04", "lin", "application", "accept", *both)
    done(bureau, "2025-03-05", "sun", "application", "verify", "--all-declared", "--source", "社会保险", *both)
    done(bureau, "2025-03-06", "chen", "application", "assess", *both)
    done(bureau, "2025-03-07", "huang", "application", "approve", *both)
    done(bureau, "2025-03-10", "lin", "public-notice", "publish", *both)
    done(bureau, "2025-03-18", "lin", "public-notice", "close", *both)
    for fund in (
        ("central", "--amount", 400_000),
        ("municipal", "--amount", 200_000),
        ("unemployment-insurance", "--amount", 5_000, "--holder", "fuzhou-hightech"),
    ):
        opened = ("fund", "open", *fund, "--year", 2025, "--document", "示〔2025〕1号", "--yes")
        bureau.agreed(*opened, officer="wu", second="xu", clock="2025-03-18")
    assert paid(bureau, spring, "500000.00", "2025-03-19") == ("settled", 500_000_00)
    assert paid(bureau, posts, "3000.00", "2025-03-20") == ("settled", 3_000_00)
    left = {fund["source"]: fund["left_fen"] for fund in bureau("fund", "list", "-o", "json", officer="wu").json}
    assert (left["central"], left["municipal"], left["unemployment-insurance"]) == (0, 100_000_00, 2_000_00)
    refused = bureau("application", "explain", posts, "--line", 2, "-o", "json", officer="gao", clock="2025-03-21").json
    (finding,) = [one for one in refused["lines"][0]["findings"] if one["outcome"] == "not_met"]
    assert (finding["condition"], finding["clause"]) == ("not-insured-before", "b2")
    assert bureau("doctor", officer="admin", clock="2025-03-21").code == 0
