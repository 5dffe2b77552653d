"""A credit code that fails its check, as the licence has it: handed in, confirmed by a supervisor, found by its code.

ADR 0062.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.application_files import ACCEPTED, APPROVED, ASSESSED, SCHOOL, submitted, trainee, training, written
from tests.cli.conftest import UNLISTED, Bailu

CODE = f"{UNLISTED[:-1]}0"
COMPUTED = UNLISTED[-1]
LICENCE = {"document": "营业执照正本", "number": "示350203"}


def printed(**licence: str) -> dict[str, Any]:
    applicant: dict[str, Any] = {"kind": "organisation", "name": SCHOOL, "uscc": CODE}
    shown = {"uscc_as_printed": licence} if licence else {}
    return training(trainee(1), applicant={**applicant, **shown}, facts={"entry": "XM-9"})


@pytest.fixture
def listed(bureau: Bailu) -> Bailu:
    """The project of the school is listed, under the code of its licence."""
    states = ("project_kind=skills", "occupation=6-18-02-09", "level=5", "completed_on=2024-04-26")
    entry = (
        "training-projects",
        "XM-9",
        "--from",
        "2023-09-01",
        "--document",
        "示9号",
        "--quota",
        "9",
        "--owner",
        CODE,
    )
    of_project = [part for state in states for part in ("--state", state)]
    added = ("register", "add", *entry, *of_project, "--quota", "9", "--uscc-as-printed", "营业执照正本 示350203")
    ran = bureau(*added, officer="lin")
    assert ran.code == 0, ran.err
    assert bureau("confirm", "register-training-projects", "--yes", officer="xu").code == 0
    return bureau


def test_without_evidence_it_is_refused_and_nobody_is_told_what_would_fit(bureau: Bailu) -> None:
    size = len(bureau.log())
    ran = bureau("application", "submit", written(bureau, printed()), officer="lin", clock=ACCEPTED)
    assert (ran.code, len(bureau.log())) == (65, size)
    assert "uscc_as_printed" in ran.err
    assert f"“{COMPUTED}”" not in ran.err
    assert UNLISTED not in ran.err


def test_it_is_approved_once_a_supervisor_has_seen_code_check_and_evidence(listed: Bailu) -> None:
    bureau = listed
    (number,) = submitted(bureau, printed(**LICENCE), until="assessed")
    early = bureau("application", "approve", number, officer="huang", clock=APPROVED)
    assert (early.code, CODE in early.err) == (65, True)
    todo = bureau("todo", "-o", "json", officer="xu", clock=ASSESSED).json
    assert [work["act"] for work in todo if number in work["subject"]] == ["confirm"]
    sheet = bureau("confirm", f"application-{number}", "--dry-run", officer="xu", clock=APPROVED)
    assert sheet.code == 0, sheet.err
    for part in (CODE, f"would end in {COMPUTED}", "营业执照正本 示350203"):
        assert part in sheet.err
    assert bureau("confirm", f"application-{number}", "--yes", officer="xu", clock=APPROVED).code == 0
    assert bureau("application", "approve", number, officer="huang", clock=APPROVED).code == 0
    assert bureau("audit", "verify", "--decisions", officer="gao", clock=APPROVED).code == 0


def test_what_a_supervisor_declines_goes_back_to_the_applicant(listed: Bailu) -> None:
    bureau = listed
    (number,) = submitted(bureau, printed(**LICENCE), until="assessed")
    why = ("--decline", "--reason", "执照上不是此代码")
    assert bureau("confirm", f"application-{number}", *why, officer="xu", clock=APPROVED).code == 0
    assert bureau("application", "approve", number, officer="huang", clock=APPROVED).code == 65
    todo = bureau("todo", "-o", "json", officer="lin", clock=APPROVED).json
    assert [work["act"] for work in todo if number in work["subject"]] == ["request-correction"]


def test_its_payments_are_asked_for_by_the_code(bureau: Bailu) -> None:
    submitted(bureau, printed(**LICENCE))
    assert bureau("history", "--payee", CODE, "-o", "json", officer="gao", clock=ACCEPTED).code == 0
    assert bureau("history", "--payee", f"{CODE[:-1]}I", officer="gao", clock=ACCEPTED).code == 2


def test_an_entry_of_a_register_has_the_code_as_printed(bureau: Bailu) -> None:
    entry = ("register", "add", "key-enterprises", CODE, "--from", "2024-01-01", "--name", SCHOOL, "--document", "示1")
    refused = bureau(*entry, officer="lin", clock=ACCEPTED)
    assert (refused.code, UNLISTED in refused.err) == (65, False)
    on_licence = ("--uscc-as-printed", "营业执照正本 示350203")
    assert bureau(*entry, *on_licence, officer="lin", clock=ACCEPTED).code == 0
    fits = ("register", "add", "key-enterprises", UNLISTED, *entry[4:])
    assert bureau(*fits, *on_licence, officer="lin", clock=ACCEPTED).code == 65
    sheet = bureau("confirm", "register-key-enterprises", "--dry-run", officer="xu", clock=ACCEPTED)
    assert f"would end in {COMPUTED}" in sheet.err
    assert bureau("confirm", "register-key-enterprises", "--yes", officer="xu", clock=ACCEPTED).code == 0
    assert CODE in bureau("register", "list", "key-enterprises", "-o", "json", clock=ACCEPTED).out


def test_a_list_names_the_licence_in_a_column(bureau: Bailu) -> None:
    head = "统一社会信用代码,名称,有效期起,有效期止,依据文件,代码载明证照"
    row = f"{CODE},{SCHOOL},2024-01-01,,示1号"
    listing = bureau.folder / "list.csv"
    listing.write_text(f"{head}\n{row},\n", encoding="utf-8")
    assert bureau("register", "import", "key-enterprises", listing, officer="lin", clock=ACCEPTED).code == 65
    listing.write_text(f"{head}\n{row},营业执照正本 示350203\n", encoding="utf-8")
    assert bureau("register", "import", "key-enterprises", listing, officer="lin", clock=ACCEPTED).code == 0
