"""The chapter of the demo in which something goes wrong: a payment that comes back, and one that was too much."""

from __future__ import annotations

import json
from pathlib import Path

from cli.demonstration.bank import answer, send_back
from cli.demonstration.bureau import Bureau
from domain.application.state.case import application_stream
from domain.treasury.batch_events import batch_stream
from presentation.language import N_

WORKER, PROJECT, SECOND = "350200-2024-000001", "350200-2024-000002", "350200-2024-000003"
_FIRST_RUN, _AGAIN = "350200-2024-0001", "350200-2024-0002"
_ACCOUNT = {"holder": "苏示六九", "bank": "虚构银行厦门分行", "number": "9900000000000069"}


def mishaps(bureau: Bureau) -> None:
    """Chapter 5."""
    bureau.chapter(N_("5. What goes wrong, and comes back"))
    _returned(bureau)
    _too_much(bureau)


def _returned(bureau: Bureau) -> None:
    folder = bureau.folder
    bureau.comment(
        N_("The bank sends a payment back, after the case was settled; the account is put right by two people:")
    )
    bureau.on("2024-06-17")
    asked = folder / f"{_FIRST_RUN}.csv"
    back = send_back(asked, folder / "returned.csv", WORKER, "2024-06-14", "账户已销户")
    bureau.give("zheng", "payment", "import", str(back), "--yes")
    bureau.give("wu", "confirm", batch_stream(_FIRST_RUN), "--yes")
    bureau.give("wu", "payment", "order", WORKER, "--yes", expect=65)
    account = _written(folder / "account.json", _ACCOUNT)
    bureau.give("lin", "application", "account", WORKER, account)
    bureau.give("wu", "confirm", application_stream(WORKER), "--yes")
    bureau.give("wu", "payment", "order", WORKER, "--yes")
    bureau.give("zheng", "payment", "release", _AGAIN, "--yes")
    asked = folder / f"{_AGAIN}.csv"
    bureau.give("zheng", "payment", "export", _AGAIN, str(asked))
    bureau.on("2024-06-19")
    bureau.give("zheng", "payment", "import", str(answer(asked, folder / "again.csv", "2024-06-18")), "--yes")


def _too_much(bureau: Bureau) -> None:
    bureau.comment(
        N_("One trainee turns out not to be eligible: revised down, told and heard, and demanded back by two people:")
    )
    bureau.on("2024-06-20")
    bureau.give(
        "chen",
        *("application", "revise", PROJECT, "--ground", "ineligible"),
        *("--strike", "500", "--reason", "核查发现该学员不属于补贴对象", "--yes"),
    )
    bureau.give("huang", "confirm", application_stream(PROJECT), "--yes")
    bureau.give(
        "wu",
        *("recovery", "notify", PROJECT, "--ground", "ineligible", "--basis", "示追2024-1", "--days", "5"),
        *("--reason", "该学员不属于补贴对象", "--yes"),
    )
    notice = str(bureau.folder / "notice.html")
    bureau.give("wu", "application", "letter", PROJECT, "recovery-notice", "--out", notice)
    bureau.give(
        "wu",
        *("application", "serve", PROJECT, "--letter", "recovery-notice", "--way", "in-person", "--on", "2024-06-20"),
    )
    bureau.give("wu", "recovery", "heard", PROJECT, "--summary", "无异议", "--yes")
    bureau.give("wu", "recovery", "demand", PROJECT, "--reason", "该学员不属于补贴对象", "--yes")
    bureau.give("xu", "recovery", "approve", PROJECT, "--yes")
    bureau.give("wu", "recovery", "serve", PROJECT, "--due", "2024-07-20", "--yes")
    bureau.comment(N_("A part of it comes back:"))
    bureau.on("2024-06-25")
    bureau.give(
        "wu",
        *("recovery", "receive", PROJECT, "--amount", "400", "--reference", "20240625R0001", "--yes"),
    )
    bureau.give("zheng", "confirm", application_stream(PROJECT), "--yes")
    bureau.comment(N_("The rest is kept back from the school's next class:"))
    bureau.give("lin", "application", "submit", _written(bureau.folder / "next-class.json", _next_class()))
    bureau.give("lin", "application", "accept", SECOND)
    bureau.give("chen", "application", "verify", SECOND, "--all-declared", "--source", "就业失业登记")
    bureau.give("chen", "application", "assess", SECOND)
    bureau.give("huang", "application", "approve", SECOND, "--yes")
    bureau.give("lin", "public-notice", "publish", SECOND)
    bureau.on("2024-07-03")
    bureau.give("lin", "public-notice", "close", SECOND)
    bureau.give("wu", "recovery", "offset", PROJECT, "--against", SECOND, "--yes")
    bureau.give("zheng", "confirm", application_stream(PROJECT), "--yes")
    bureau.give("wu", "recovery", "show", PROJECT)
    bureau.comment(N_("What waits for the two of finance now:"))
    bureau.give("zheng", "todo", "--mine", "-o", "table")


def _written(path: Path, tree: object) -> str:
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=2), encoding="utf-8")
    return str(path)


def _next_class() -> dict[str, object]:
    school = "厦门虚构职业培训学校"
    return {
        "scheme": "project-skills-training",
        "policy": "xiamen-2023-187",
        "applicant": {"kind": "organisation", "name": school, "uscc": "91350299XN00000021"},
        "authority": "350200",
        "account": {"holder": school, "bank": "虚构银行厦门分行", "number": "9900000000000002"},
        "entry": "XM-2024-示-08",
        "lines": [
            {
                "person": {"name": name, "id_kind": "resident-id", "id_number": number},
                "facts": {"category": "unemployed", "certificate_kind": "completion"},
            }
            for name, number in (("沈示一百", "350299199001010010"), ("韦示百一", "350299199001010029"))
        ],
    }
