from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from domain.entitlement.edition import Edition
from usecases.intake.determinations import LineRef, read_determinations
from usecases.intake.verifications import read_verifications

TODAY = date(2024, 5, 6)
NUMBER = "11010519491231002X"
Write = Callable[..., Path]


@pytest.fixture
def table(tmp_path: Path) -> Write:
    def write(*rows: str) -> Path:
        path = tmp_path / "表.csv"
        path.write_text("\n".join(rows), encoding="utf-8-sig")
        return path

    return write


def about(row: int, **stated: object) -> LineRef:
    return LineRef(**{"row": row, "application": None, "line": None, "id_kind": None, "id_number": None, **stated})  # type: ignore[arg-type]


def test_amounts_are_determined_by_line_or_by_person(table: Write) -> None:
    parsed = read_determinations(
        table(
            "申请编号,行号,姓名,证件类型,证件号码,核定金额（元）,理由,核定机构,核定文号,评分表",
            "350200-2024-000001,1,,,,2000,按培训成本核定,市人社局,纪要1号,",
            f",,示例甲,,{NUMBER},1500.50,按等级核定,市人社局,纪要2号,评分表2号",
            ",,示例乙,护照,E12345678,900,按等级核定,区人社局,纪要3号,",
        ),
        TODAY,
    )
    assert parsed.problems == ()
    assert [one.about for one in parsed.amounts] == [
        about(2, application="350200-2024-000001", line=1),
        about(3, id_kind="resident-id", id_number=NUMBER),
        about(4, id_kind="passport", id_number="E12345678"),
    ]
    assert [one.amount_fen for one in parsed.amounts] == [200_000, 150_050, 90_000]
    assert parsed.amounts[0].reason == "按培训成本核定"
    assert [(one.body, one.document, one.score_sheet) for one in parsed.amounts] == [
        ("市人社局", "纪要1号", None),
        ("市人社局", "纪要2号", "评分表2号"),
        ("区人社局", "纪要3号", None),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",2000,理由,局,1号", "line-or-person"),
        ("0,2000,理由,局,1号", "cell-not-a-line"),
        ("x,2000,理由,局,1号", "cell-not-whole"),
        ("1,,理由,局,1号", "cell-blank"),
        ("1,2000,,局,1号", "cell-blank"),
        ("1,两千,理由,局,1号", "cell-not-yuan"),
        ("1,2000,理由,,1号", "cell-blank"),
        ("1,2000,理由,局,", "cell-blank"),
    ],
)
def test_a_determination_without_line_amount_reason_body_or_document_is_refused(
    table: Write, row: str, code: str
) -> None:
    parsed = read_determinations(table("行号,核定金额,理由,核定机构,会议纪要文号", row), TODAY)
    assert parsed.amounts == ()
    assert [one.code for one in parsed.problems] == [code]


def test_one_line_is_not_determined_twice(table: Write) -> None:
    parsed = read_determinations(
        table("行号,核定金额,理由,核定机构,核定文号", "1,2000,甲,局,1号", "1,1000,乙,局,1号"), TODAY
    )
    assert [(one.code, one.where.row) for one in parsed.problems] == [("row-twice", 3)]


def test_comparison_results_are_read_by_line_person_or_application(table: Write, edition: Edition) -> None:
    parsed = read_verifications(
        table(
            "行号,证件号码,是否本企业职工,人员类别,核验来源,核验日期",
            "1,,是,,社会保险登记,2024-05-05",
            f",{NUMBER},否,一般人员,社会保险登记,20240506",
            ",,是,,名录,2024-05-06",
        ),
        edition,
        TODAY,
    )
    assert parsed.problems == ()
    assert [one.about for one in parsed.results] == [
        about(2, line=1),
        about(3, id_kind="resident-id", id_number=NUMBER),
        about(4),
    ]
    assert [dict(one.facts) for one in parsed.results] == [
        {"employee": True},
        {"employee": False, "category": "general"},
        {"employee": True},
    ]
    assert parsed.results[0].checked_on == date(2024, 5, 5)


@pytest.mark.parametrize(
    ("headings", "row", "code"),
    [
        ("行号,是否本企业职工,来源,核验日期", "1,也许,社保,2024-05-05", "cell-not-yes-or-no"),
        ("行号,是否本企业职工,来源,核验日期", "1,是,,2024-05-05", "cell-blank"),
        ("行号,是否本企业职工,来源,核验日期", "1,是,社保,2024-05-07", "day-in-future"),
        ("行号,是否本企业职工,核验日期", "1,是,2024-05-05", "column-missing"),
        ("行号,来源,核验日期", "1,社保,2024-05-05", "facts-missing"),
        ("行号,证件号码,是否本企业职工,来源,核验日期", ",1,是,社保,2024-05-05", "id-length"),
    ],
)
def test_a_comparison_that_does_not_say_what_where_and_when_is_refused(
    table: Write, edition: Edition, headings: str, row: str, code: str
) -> None:
    parsed = read_verifications(table(headings, row), edition, TODAY)
    assert [one.code for one in parsed.problems] == [code]
