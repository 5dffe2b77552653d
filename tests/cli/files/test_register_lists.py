from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from domain.entitlement.edition import Edition
from domain.office.register_events import Recognition
from tests.listing import content
from usecases.intake.registers import ListedEntry, read_register

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
    parsed = read_register(table(HEADINGS, ROW), edition, edition.registers["demonstration-enterprises"], str)
    assert parsed.problems == ()
    assert parsed.entries == (
        ListedEntry(
            row=2,
            content=content(
                "91350200M0001B2C3D",
                name="厦门虚构电子有限公司",
                valid_to=date(2024, 12, 31),
                document="虚构〔2024〕1号",
                quota=50,
            ),
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
    parsed = read_register(table(HEADINGS, row), edition, edition.registers["demonstration-enterprises"], str)
    assert parsed.entries == ()
    assert [one.code for one in parsed.problems] == [code]


def test_a_body_is_listed_once_from_one_day(table: Write, edition: Edition) -> None:
    later = ROW.replace("2024-01-01", "2024-07-01")
    register = edition.registers["demonstration-enterprises"]
    assert read_register(table(HEADINGS, ROW, later), edition, register, str).problems == ()
    twice = read_register(table(HEADINGS, ROW, ROW), edition, register, str)
    assert [one.code for one in twice.problems] == ["row-twice"]


def test_a_scale_belongs_only_to_registers_that_have_one(table: Write, edition: Edition) -> None:
    parsed = read_register(table(HEADINGS, ROW), edition, edition.registers["key-enterprises"], str)
    assert [one.code for one in parsed.problems] == ["column-unknown"]


SITES = "编号,名称,统一社会信用代码,有效期起,依据文件,认定单位,档次,评定日期"
SITE = "ZD-01,虚构大学基地,91350200M0001B2C3D,2024-01-01,虚构〔2024〕1号,虚构人社局,第二档,2023-12-20"


def test_what_is_no_body_has_a_number_an_owner_and_what_it_states(table: Write, edition: Edition) -> None:
    parsed = read_register(table(SITES, SITE), edition, edition.registers["guidance-bases"], str)
    assert parsed.problems == ()
    (entry,) = parsed.entries
    assert (entry.content.key, entry.content.owner) == ("ZD-01", "91350200M0001B2C3D")
    assert entry.content.facts == {"tier": 2, "rated_on": "2023-12-20"}
    assert entry.content.documents == (Recognition(document="虚构〔2024〕1号", body="虚构人社局"),)


@pytest.mark.parametrize(
    ("row", "code", "heading"),
    [
        (SITE.replace("ZD-01", ""), "cell-blank", "编号"),
        (SITE.replace("91350200M0001B2C3D", ""), "cell-blank", "统一社会信用代码"),
        (SITE.replace("M0001B2C3D", "M0001B2C3X"), "uscc-check-digit", "统一社会信用代码"),
        (SITE.replace("第二档", "第四档"), "cell-not-one-of", "档次"),
        (SITE.replace("2023-12-20", "去年"), "cell-not-a-day", "评定日期"),
        (SITE.replace("虚构人社局", "虚构人社局；虚构财政局"), "bodies-too-many", "认定单位"),
    ],
)
def test_a_row_of_a_list_says_what_is_wrong_with_it_and_where(
    table: Write, edition: Edition, row: str, code: str, heading: str
) -> None:
    parsed = read_register(table(SITES, row), edition, edition.registers["guidance-bases"], str)
    assert parsed.entries == ()
    assert [(one.code, one.where.row, one.where.heading) for one in parsed.problems] == [(code, 2, heading)]


def test_what_an_entry_need_not_state_may_be_blank(table: Write, edition: Edition) -> None:
    (entry,) = read_register(
        table(SITES, SITE.replace("第二档", "")), edition, edition.registers["guidance-bases"], str
    ).entries
    assert entry.content.facts == {"rated_on": "2023-12-20"}


OPERATORS = "统一社会信用代码,名称,有效期起,依据文件,认定单位,劳务输出地"
OPERATOR = (
    "91350200M0001B2C3D,虚构人力资源公司,2024-01-01,虚构〔2024〕1号；虚构州〔2024〕2号,虚构人社局；虚构州人社局,虚构州"
)


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (OPERATOR, []),
        (OPERATOR.replace("；虚构州〔2024〕2号", ""), ["documents-too-few", "bodies-too-many"]),
        (OPERATOR.replace("；虚构州人社局", ""), ["bodies-too-few"]),
    ],
)
def test_who_is_recognised_with_another_place_has_a_document_of_each(
    table: Write, edition: Edition, row: str, codes: list[str]
) -> None:
    parsed = read_register(table(OPERATORS, row), edition, edition.registers["labour-cooperation-operators"], str)
    assert [one.code for one in parsed.problems] == codes
    assert [len(entry.content.documents) for entry in parsed.entries] == ([2] if not codes else [])
