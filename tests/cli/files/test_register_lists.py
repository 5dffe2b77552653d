from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from domain.entitlement.edition import Edition
from usecases.intake.registers import ListedBody, read_register

Write = Callable[..., Path]
HEADINGS = "统一社会信用代码,名称,有效期起,有效期止,依据文件,培训规模"
ROW = "91350200M0001B2C3D,厦门虚构电子有限公司,2024-01-01,2024-12-31,虚构〔2024〕1号,50"


@pytest.fixture
def table(tmp_path: Path) -> Write:
    def write(*rows: str) -> Path:
        path = tmp_path / "名单.csv"
        path.write_text("\n".join(rows), encoding="utf-8-sig")
        return path

    return write


def test_a_list_says_who_is_recognised_until_when_and_on_which_scale(table: Write, edition: Edition) -> None:
    parsed = read_register(table(HEADINGS, ROW), edition.registers["demonstration-enterprises"])
    assert parsed.problems == ()
    assert parsed.bodies == (
        ListedBody(
            row=2,
            uscc="91350200M0001B2C3D",
            name="厦门虚构电子有限公司",
            valid_from=date(2024, 1, 1),
            valid_to=date(2024, 12, 31),
            document="虚构〔2024〕1号",
            quota=50,
        ),
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ROW.replace("D,", "X,", 1), "uscc-check-digit"),
        (ROW.replace("厦门虚构电子有限公司", ""), "cell-blank"),
        (ROW.replace("2024-12-31", "2023-12-31"), "days-reversed"),
        (ROW.replace("2024-12-31", "2024-02-30"), "cell-no-such-day"),
        (ROW.replace("虚构〔2024〕1号", ""), "cell-blank"),
        (ROW.replace(",50", ",-1"), "cell-negative"),
    ],
)
def test_an_entry_without_code_name_days_or_document_is_refused(
    table: Write, edition: Edition, row: str, code: str
) -> None:
    parsed = read_register(table(HEADINGS, row), edition.registers["demonstration-enterprises"])
    assert parsed.bodies == ()
    assert [one.code for one in parsed.problems] == [code]


def test_a_body_is_listed_once_from_one_day(table: Write, edition: Edition) -> None:
    later = ROW.replace("2024-01-01", "2024-07-01")
    register = edition.registers["demonstration-enterprises"]
    assert read_register(table(HEADINGS, ROW, later), register).problems == ()
    assert [one.code for one in read_register(table(HEADINGS, ROW, ROW), register).problems] == ["row-twice"]


def test_a_scale_belongs_only_to_registers_that_have_one(table: Write, edition: Edition) -> None:
    parsed = read_register(table(HEADINGS, ROW), edition.registers["key-enterprises"])
    assert [one.code for one in parsed.problems] == ["column-unknown"]
