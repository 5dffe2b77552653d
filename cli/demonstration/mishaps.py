"""The chapter of the demo in which something goes wrong: a payment that comes back, and one that was too much."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

from cli.demonstration.bank import answer, send_back
from presentation.language import N_

WORKER, PROJECT, SECOND = "350200-2024-000001", "350200-2024-000002", "350200-2024-000004"
_FIRST_RUN, _AGAIN = "350200-2024-0001", "350200-2024-0002"
_ACCOUNT = {"holder": "苏示六九", "bank": "虚构银行厦门分行", "number": "9900000000000069"}


class Office(Protocol):
    """What the chapter needs of the bureau in which it plays."""

    folder: Path

    def chapter(self, title: str) -> None: ...
    def aside(self, sentence: str) -> None: ...
    def on(self, day: str) -> None: ...
    def give(self, officer: str, *argv: str, expect: int = 0) -> None: ...


def mishaps(office: Office) -> None:
    office.chapter(N_("5. What goes wrong, and comes back"))
    _returned(office)
    _too_much(office)


def _returned(office: Office) -> None:
    folder = office.folder
    office.aside(
        N_("The bank sends a payment back, after the case was settled; the account is put right by two people:")
    )
    office.on("2024-06-17")
    asked = folder / f"{_FIRST_RUN}.csv"
    back = send_back(asked, folder / "returned.csv", WORKER, "2024-06-14", "账户已销户")
    office.give("wu", "payment", "import", str(back), "--yes")
    office.give("wu", "payment", "order", WORKER, "--yes", expect=65)
    account = _written(folder / "account.json", _ACCOUNT)
    office.give("lin", "application", "account", WORKER, account)
    office.give("wu", "confirm", f"application-{WORKER}")
    office.give("wu", "payment", "order", WORKER, "--yes")
    office.give("zheng", "payment", "release", _AGAIN, "--yes")
    asked = folder / f"{_AGAIN}.csv"
    office.give("zheng", "payment", "export", _AGAIN, str(asked))
    office.on("2024-06-19")
    office.give("wu", "payment", "import", str(answer(asked, folder / "again.csv", "2024-06-18")), "--yes")


def _too_much(office: Office) -> None:
    office.aside(N_("One trainee turns out not to be eligible: revised down, and demanded back by two people:"))
    office.on("2024-06-20")
    office.give(
        "chen",
        *("application", "revise", PROJECT, "--ground", "ineligible"),
        *("--strike", "500", "--reason", "核查发现该学员不属于补贴对象"),
    )
    office.give("huang", "confirm", f"application-{PROJECT}")
    office.give(
        "wu",
        *("recovery", "demand", PROJECT, "--ground", "ineligible", "--basis", "示追2024-1"),
        *("--reason", "该学员不属于补贴对象", "--yes"),
    )
    office.give("xu", "recovery", "approve", PROJECT, "--yes")
    office.give("wu", "recovery", "serve", PROJECT, "--due", "2024-07-20", "--yes")
    office.aside(N_("A part of it comes back:"))
    office.on("2024-06-25")
    office.give(
        "wu",
        *("recovery", "receive", PROJECT, "--amount", "400", "--reference", "20240625R0001", "--yes"),
    )
    office.aside(N_("The rest is kept back from the school's next class:"))
    office.give("lin", "application", "submit", _written(office.folder / "next-class.json", _next_class()))
    office.give("lin", "application", "accept", SECOND)
    office.give("lin", "application", "verify", SECOND, "--all-declared", "--source", "就业失业登记")
    office.give("chen", "application", "assess", SECOND)
    office.give("huang", "application", "approve", SECOND, "--yes")
    office.give("lin", "public-notice", "publish", SECOND)
    office.on("2024-07-03")
    office.give("lin", "public-notice", "close", SECOND)
    office.give("wu", "recovery", "offset", PROJECT, "--against", SECOND, "--yes")
    office.give("wu", "recovery", "show", PROJECT)
    office.aside(N_("What waits for the two of finance now:"))
    office.give("zheng", "todo", "--mine", "-o", "table")


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
        "facts": {"project_no": "XM-2024-示-08"},
        "lines": [
            {
                "person": {"name": name, "id_kind": "resident-id", "id_number": number},
                "facts": {"category": "unemployed", "certificate_kind": "completion"},
            }
            for name, number in (("沈示一百", "350299199001010010"), ("韦示百一", "350299199001010029"))
        ],
    }
