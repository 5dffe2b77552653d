"""What applicants hand in, and how it goes its way through the bureau, every act by the command line on its own day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from stdnum.cn import ric

from tests.cli.conftest import EMPLOYER, OPERATOR, PROJECT, TRAINER, Bailu

ACCOUNT = "6222021234567890123"
SCHOOL = "厦门市鹭江职业培训学校"
SUBMITTED, ACCEPTED, VERIFIED, ASSESSED, APPROVED, PUBLISHED = (f"2024-05-{day:02d}" for day in (6, 7, 8, 9, 10, 13))
CLOSES, CLOSED = "2024-05-20", "2024-05-21"
"""Five working days after the publication, and the day after."""

WAY = (
    ("accepted", ACCEPTED, "lin", ("application", "accept")),
    ("verified", VERIFIED, "sun", ("application", "verify", "--all-declared", "--source", "就业登记")),
    ("assessed", ASSESSED, "chen", ("application", "assess")),
    ("approved", APPROVED, "huang", ("application", "approve")),
    ("published", PUBLISHED, "lin", ("public-notice", "publish")),
    ("closed", CLOSED, "lin", ("public-notice", "close")),
)


def resident(number: int) -> str:
    """The valid identity number of an invented person."""
    digits = f"35020319900101{number:03d}"
    return digits + str(ric.calc_check_digit(digits + "0"))


def person(number: int) -> dict[str, str]:
    return {"name": f"王小{number}", "id_kind": "resident-id", "id_number": resident(number)}


def trainee(number: int, **facts: object) -> dict[str, Any]:
    return {"person": person(number), "facts": {"category": "unemployed", "certificate_kind": "completion", **facts}}


def training(*lines: Mapping[str, Any], **changes: object) -> dict[str, Any]:
    """A training of 1 000 yuan a trainee; three trainees unless others are given."""
    return {
        "scheme": "project-skills-training",
        "policy": "xiamen-2023-187",
        "documents": [{"name": "王小1等三人花名册", "number": "HMC-1"}],
        "applicant": {"kind": "organisation", "name": SCHOOL, "uscc": TRAINER},
        "authority": "350203",
        "received_on": SUBMITTED,
        "account": {"holder": SCHOOL, "bank": "厦门银行", "number": ACCOUNT},
        "facts": {"entry": PROJECT},
        "lines": list(lines) or [trainee(number) for number in (1, 2, 3)],
        **changes,
    }


def certificate(number: int, **facts: object) -> dict[str, Any]:
    """A worker's own application for a certificate, whose amount the assessor determines."""
    who = person(number)
    stated = {
        "certificate_kind": "skill-level",
        "local_worker": True,
        "certificate_no": f"S-{number}",
        "certificate_on": "2024-03-15",
        "occupation": "6-18-02-04",
        "level": "3",
        **facts,
    }
    return training(
        {"facts": stated},
        scheme="skill-certificate",
        applicant={"kind": "person", **who},
        account={"holder": who["name"], "bank": "厦门银行", "number": f"{ACCOUNT[:-5]}{number:05d}"},
        facts={},
    )


def introduction(number: int) -> dict[str, Any]:
    """A worker introduced on 2024-01-10: 1 000 yuan after three months of employment, and 1 000 after six."""
    facts = {
        "employer_uscc": EMPLOYER,
        "hired_on": "2024-01-10",
        "from_outside_city": True,
        "first_time_in_city": True,
        "dispatched": False,
    }
    return training(
        {"person": person(number), "facts": facts},
        scheme="labour-introduction",
        applicant={"kind": "organisation", "name": "厦门劳务公司", "uscc": OPERATOR},
        account={"holder": "厦门劳务公司", "bank": "厦门银行", "number": f"{ACCOUNT[:-5]}99999"},
        facts={},
    )


def written(bureau: Bailu, tree: Mapping[str, Any], name: str = "file.json") -> Path:
    path = bureau.folder / name
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    return path


def table(bureau: Bailu, name: str, *rows: Iterable[object]) -> Path:
    """A CSV table as a spreadsheet saves it."""
    path = bureau.folder / name
    path.write_text("".join(",".join(map(str, row)) + "\r\n" for row in rows), encoding="utf-8-sig")
    return path


def submitted(bureau: Bailu, *trees: Mapping[str, Any], until: str = "submitted", later: int = 0) -> list[str]:
    """The numbers of applications that were handed in and brought on their way, side by side, `until` they are so;
    all of it so many days `later`.
    """

    def on(day: str) -> str:
        return (date.fromisoformat(day) + timedelta(days=later)).isoformat()

    numbers = []
    for tree in trees:
        ran = bureau("application", "submit", written(bureau, tree), "-o", "json", officer="lin", clock=on(SUBMITTED))
        numbers.append(str(ran.json["number"]))
    for reached, day, officer, act in WAY if until != "submitted" else ():
        ran = bureau(*act, *numbers, officer=officer, clock=on(day))
        assert ran.code == 0, ran.err
        if reached == until:
            break
    return numbers
