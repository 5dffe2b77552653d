"""The notice that was written by the guide alone, adopted beside the first, from files to the bank's last credit."""

from __future__ import annotations

from typing import Any

from tests.cli.application_files import ACCOUNT, person, written
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import with_the_bank
from tests.cli.test_every_scheme import APPLICANT, done

FIRM = "白鹭某公司"
RECEIVED = "2025-03-03"


def handed_in(bureau: Bailu, scheme: str, *facts: dict[str, Any]) -> str:
    tree = {
        "scheme": scheme,
        "policy": "egret-2025",
        "applicant": {"kind": "organisation", "name": FIRM, "uscc": APPLICANT},
        "authority": "350200",
        "received_on": RECEIVED,
        "account": {"holder": FIRM, "bank": "厦门银行", "number": ACCOUNT},
        "facts": {},
        "lines": [{"person": person(number), "facts": stated} for number, stated in enumerate(facts, start=1)],
    }
    file = written(bureau, tree, f"{scheme}.json")
    return str(bureau("application", "submit", file, "-o", "json", officer="lin", clock=RECEIVED).json["number"])


def test_a_second_notice_is_paid_by_its_pack_and_no_line_of_code(bureau: Bailu) -> None:
    bureau.agreed("policy", "adopt", "egret-2025@1", officer="lin", second="xu", clock="2025-01-20")
    listed = ("register", "add", "training-partners", APPLICANT, "--from", "2025-02-01", "--document", "示〔2025〕4号")
    done(bureau, "2025-02-03", "lin", *listed)
    done(bureau, "2025-02-05", "xu", "confirm", "register-training-partners")
    passed = {"employee": True, "exam_passed": True, "certificate_on": "2025-02-28"}
    classes = [{**passed, "hours_total": hours} for hours in (39, 79, 80, 120)]
    course = handed_in(bureau, "course", *classes)
    kept = handed_in(bureau, "kept", {"hired_on": "2025-02-28", "dispatched": False})
    both = (course, kept)
    done(bureau, "2025-03-04", "lin", "application", "accept", *both)
    done(bureau, "2025-03-05", "sun", "application", "verify", "--all-declared", "--source", "社会保险", course)
    done(bureau, "2025-03-06", "chen", "application", "assess", *both)
    done(bureau, "2025-03-07", "huang", "application", "approve", *both)
    done(bureau, "2025-03-10", "lin", "public-notice", "publish", *both)
    done(bureau, "2025-03-14", "lin", "public-notice", "close", *both)
    fund = ("fund", "open", "district", "--amount", 3_100, "--year", 2025, "--document", "示〔2025〕1号", "--yes")
    bureau.agreed(*fund, officer="wu", second="xu", clock="2025-03-17")
    assert paid(bureau, course, "2500.00", "2025-03-18") == ("settled", 250_000)
    met = ("application", "milestone", kept, "kept-6-months", "--met", "--on", "2025-08-28", "--source", "社会保险")
    done(bureau, "2025-08-29", "chen", *met)
    done(bureau, "2025-08-29", "huang", "confirm", f"application-{kept}")
    assert paid(bureau, kept, "600.00", "2025-09-01") == ("settled", 60_000)
    refused = bureau(
        "application", "explain", course, "--line", 1, "-o", "json", officer="gao", clock="2025-09-02"
    ).json
    (finding,) = [finding for finding in refused["lines"][0]["findings"] if finding["outcome"] == "not_met"]
    assert (finding["condition"], finding["clause"]) == ("amount", "a1")
    assert finding["because"] == "Class hours in total: 39; the notice names no rate for this number."
    assert bureau("doctor", officer="admin", clock="2025-09-02").code == 0


def paid(bureau: Bailu, number: str, yuan: str, day: str) -> tuple[str, int]:
    ordered = bureau("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=day).json
    done(bureau, day, "zheng", "payment", "release", ordered["batch"], "--yes")
    with_the_bank(bureau, ordered["batch"], day)
    answers = bureau.folder / f"{number}.csv"
    rows = "批次号,申请编号,金额(元),结果,入账日期,银行流水号,原因\r\n"
    answers.write_text(f"{rows}{ordered['batch']},{number},{yuan},成功,{day},{number},\r\n", encoding="utf-8-sig")
    done(bureau, day, "zheng", "payment", "import", answers, "--yes")
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=day).json
    return shown["status"], shown["paid_fen"]
