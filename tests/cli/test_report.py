"""`bailu report`: what a bureau prints agrees with what its verbs answer, and shows nobody's number."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs
from openpyxl import load_workbook

from cli import output
from domain.errors import NotAllowed
from tests.cli.conftest import Bailu, Ran
from tests.cli.payable_cases import ACCOUNT, Class, fund, resident, training, trainings
from tests.cli.returned_cases import credited, demanded, overpaid, received
from tests.cli.test_letters import Page
from usecases.queries.public_notice import notice_lines
from usecases.queries.views import AsOf
from usecases.reports.notice import notice

HOUSE = Path(__file__).parents[2]
RUN, ALLOTMENT, LATER = "350200-2024-0001", "350200-2024-A001", "2024-12-02"
VERBS = (
    ("approval", "--run", RUN),
    ("disbursement", RUN),
    ("usage",),
    ("usage", "--month", "2024-10", "--by", "group", "--by", "account", "--by", "payer"),
    ("ledger",),
    ("funds", "--year", "2024"),
    ("notice", "--published-on", "2024-09-27", "--number", "厦人社公示〔2024〕5号"),
    ("allotments", "--year", "2024"),
    ("performance", ALLOTMENT),
    ("disbursed", "--by", "source"),
    ("demands",),
)


LOADED = (
    (("approval", "--run", RUN), ("sqlalchemy", "projections", "weasyprint", "pygal", "xlsxwriter", "jinja2")),
    (("disbursed",), ("weasyprint", "pygal", "xlsxwriter", "jinja2", "openpyxl")),
)
"""What is asked, and what nothing waits for by then."""


@pytest.fixture
def told(bailu: Bailu, prepared: Callable[..., str]) -> tuple[Bailu, str]:
    """A case of three trainees: paid, one of them struck, demanded back, and half of that received."""
    return bailu, prepared(half_recovered)


def half_recovered(bureau: Bailu) -> str:
    fund(bureau, "central", 2_000)
    fund(bureau, "municipal", 50_000)
    number = overpaid(bureau)
    demanded(bureau, number)
    received(bureau, number, 500)
    allotted(bureau)
    evaluated(bureau)
    return number


def allotted(bureau: Bailu, yuan: int = 10_000, clock: str = "2024-11-29") -> None:
    """To a district, out of the city's second fund."""
    targets = ("--target", "零工市场", 4, "家", "2024-11-30", "--target", "零工驿站", 3, "个", "2024-12-31")
    make = ("allotment", "make", "350203", "--amount", yuan, "--year", 2024, "--document", "厦财社〔2024〕30号")
    of_what = ("--scheme", "gig-market", "--scheme", "gig-station", "--fund", "350200-2024-F002")
    weights = ("--weight", 2, "--weight", 1)
    bureau.agreed(*make, *of_what, *targets, *weights, "--yes", officer="wu", second="zheng", clock=clock)


def evaluated(bureau: Bailu) -> None:
    """Half of one target of two is achieved, and nobody evaluated the other."""
    evaluate = ("allotment", "evaluate", ALLOTMENT, "--achieved", 1, 2, "--document", "厦人社绩〔2024〕3号")
    bureau.agreed(*evaluate, "--yes", officer="lin", second="xu", clock="2024-12-01")


def report(bureau: Bailu, *argv: object) -> Ran:
    return bureau("report", *argv, officer="wu", clock=LATER)


def test_every_report_is_told_and_printed_and_shows_nobodys_number(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    for count, argv in enumerate(VERBS):
        table = report(bureau, *argv, "-o", "table", "--lang", "zh")
        assert table.code == 0, table.err
        assert "合计：" in table.out
        printed = report(bureau, *argv, "--out", f"{count}.xlsx", "--lang", "zh", "-o", "json")
        assert [list(file) for file in printed.json] == [["file", "sha256"]]
        page = load_workbook(bureau.folder / f"{count}.xlsx").active
        assert page is not None
        cells = [str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell is not None]
        assert cells[1].startswith("编制单位：厦门市")
        assert cells.count("合计") == 1
        assert any(cell.startswith("人民币（大写）：") for cell in cells)
        for secret in (ACCOUNT, resident(1), "学员1"):
            assert secret not in table.out + "".join(cells)


def test_what_was_used_agrees_with_the_history_and_the_case(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    (row,) = report(bureau, "usage", "--year", "2024", "-o", "json").json
    case = bureau("application", "show", number, "-o", "json", officer="wu").json
    assert (row["scheme"], row["organisations"], row["people"], row["times"]) == (case["scheme"], 1, 3, 3)
    assert (row["paid_fen"], row["recovered_fen"]) == (case["paid_fen"], case["recovered_fen"]) == (300_000, 50_000)
    (ledger,) = report(bureau, "ledger", "-o", "json").json
    amounts = ("entitled_fen", "paid_fen", "recovered_fen", "outstanding_fen")
    assert [ledger[name] for name in amounts] == [case[name] for name in amounts]
    by_source = report(bureau, "usage", "--year", "2024", "--by", "source", "-o", "json").json
    assert [(one["source"], one["paid_fen"]) for one in by_source] == [("central", 200_000), ("municipal", 100_000)]


def test_as_of_a_day_and_as_known_then(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    position = next(one["position"] for one in bureau("history", "-o", "json").json if one["kind"] == "recovered")
    for asked, recovered in ((("--as-of", "2024-10-31"), 0), (("--known-at", position - 1), 0), ((), 50_000)):
        (row,) = report(bureau, "usage", "--year", "2024", *asked, "-o", "json").json
        assert (row["paid_fen"], row["recovered_fen"]) == (300_000, recovered)
    assert report(bureau, "usage", "--year", "2024", "--as-of", "2024-10-01", "-o", "json").json == []
    headings = report(bureau, "usage", "--year", "2024", "--as-of", "2024-10-01", "-o", "csv").out.strip("\ufeff\r\n")
    assert headings == "Scheme,Organisations,Persons,Person-times,Paid (yuan),Recovered (yuan)"


def test_a_month_has_what_was_used_since_new_year_beside_it(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    (november,) = report(bureau, "usage", "--month", "2024-11", "--by", "group", "-o", "json").json
    assert november["group"] == "migrant-worker"
    assert (november["people"], november["paid_fen"], november["recovered_fen"]) == (0, 0, 50_000)
    assert (november["people_year"], november["times_year"], november["paid_year_fen"]) == (3, 3, 300_000)


@pytest.mark.on_sqlite
def test_two_cases_of_one_payee_are_one_organisation(bureau: Bailu) -> None:
    fund(bureau, "municipal", 50_000)
    first, second = trainings(bureau, Class((1, 2)), Class((3, 4, 5), authority="350206"))
    credited(bureau, first, yuan=2_000)
    credited(bureau, second, yuan=3_000, reference="B2")
    (row,) = report(bureau, "usage", "-o", "json").json
    assert (row["organisations"], row["people"], row["times"], row["paid_fen"]) == (1, 5, 5, 500_000)
    rows = report(bureau, "usage", "--by", "authority", "-o", "json").json
    assert sorted((one["authority"], one["organisations"], one["people"]) for one in rows) == [
        ("350203", 1, 2),
        ("350206", 1, 3),
    ]


def test_the_sheets_of_a_run_have_its_items_with_names_for_ids(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    (item,) = report(bureau, "disbursement", RUN, "-o", "json").json
    assert (item["application"], item["result"], item["amount_fen"]) == (number, "credited", 300_000)
    assert (item["account"], item["payee"]) == ("6222***********0123", "厦门市鹭江职业培训学校")
    of_run = report(bureau, "approval", "--run", RUN, "-o", "json").json
    of_case = report(bureau, "approval", number, "-o", "json").json
    assert (of_run[0]["count"], of_run[0]["amount_fen"]) == (3, 300_000)
    assert (of_case[0]["count"], of_case[0]["amount_fen"]) == (2, 200_000)
    shown = report(bureau, "approval", "--run", RUN, "-o", "table").out
    assert "Project-based vocational skills training" in shown
    assert "Together: Payments 3; Amount (yuan) 3,000.00." in shown


def test_an_allotment_and_its_targets_are_told_as_of_a_day(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    asked = ("allotments", "--year", "2024", "--authority", "350203")
    (row,) = report(bureau, *asked, "-o", "json").json
    assert (row["holder"], row["receiver_name"], row["achieved"]) == ("350200", "Siming District", "1/3")
    amounts = ("total_fen", "advance_fen", "reserved_fen", "released_fen", "spent_fen", "left_fen", "owed_fen")
    assert [row[name] // 100 for name in amounts] == [10_000, 7_000, 3_000, 0, 0, 7_000, 0]
    (before,) = report(bureau, *asked, "--as-of", "2024-11-30", "-o", "json").json
    assert (before["achieved"], before["reserved_fen"]) == ("0", 3_000_00)
    assert report(bureau, *asked, "--as-of", "2024-11-28", "-o", "json").json == []
    first, second = report(bureau, "performance", ALLOTMENT, "-o", "json").json
    assert (first["achieved"], first["share"], first["evaluation"], first["evaluated_on"]) == (
        *(2, "1/2", "厦人社绩〔2024〕3号", "2024-12-01"),
    )
    assert (second["achieved"], second["share"], second["evaluated_on"]) == (None, "0", None)


def test_what_is_to_be_paid_is_held_against_what_the_funds_have_left(bureau: Bailu) -> None:
    fund(bureau, "central", 2_000)
    fund(bureau, "municipal", 800)
    allotted(bureau, yuan=300, clock="2024-09-02")
    training(bureau, until="2024-09-27")
    asked = ("report", "forecast", "--payer", "350200")
    (row,) = bureau(*asked, "-o", "json", officer="wu", clock="2024-09-27").json
    assert (row["month"], row["on_notice_fen"], row["needed_fen"]) == ("2024-10", 300_000, 300_000)
    # 210 yuan are advanced to the district, and 90 reserved for it.
    assert row["sources"] == [
        {"source": "central", "amount_fen": 200_000},
        {"source": "municipal", "amount_fen": 50_000},
    ]
    assert (row["short_fen"], row["left_fen"]) == (50_000, 0)
    told = bureau(*asked, "-o", "table", "--lang", "zh", officer="wu", clock="2024-09-27").out
    for phrase in ("待定行：0行，涉及0件申请", "中央 2,000.00；市级 500.00", "缺口（元） 500.00"):
        assert phrase in told
    assert bureau(*asked, "--out", "forecast.xlsx", officer="wu", clock="2024-09-27").code == 0
    assert bureau("report", "forecast", "--payer", "torch", "-o", "json", officer="wu", clock="2024-09-27").json == []


def test_the_self_assessment_has_the_money_the_score_and_its_reading(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    assert "Score: 33.33 of 100" in report(bureau, "performance", ALLOTMENT, "-o", "table").out
    report(bureau, "performance", ALLOTMENT, "--out", "performance.html", "--lang", "zh")
    page = Page((bureau.folder / "performance.html").read_bytes())
    for phrase in (
        *("绩效自评表", "编号：350200-2024-A001", "厦财社〔2024〕30号（预算年度：2024）", "零工市场奖补、", "得分"),
        *("7,000.00，其中预下达7,000.00（10,000.00的70%）", "0.00（执行率0.00%）", "33.33分（满分100分）"),
        *("单项最高计为100%", "实施单位自评意见", "主管部门意见", "柒仟元整"),
    ):
        assert phrase in page.text
    assert "制表：" not in page.text


def test_what_was_assessed_can_be_signed_before_it_is_approved(bureau: Bailu) -> None:
    number = training(bureau, until="2024-09-24")
    (row,) = report(bureau, "approval", number, "-o", "json").json
    assert (row["count"], row["amount_fen"]) == (3, 300_000)
    early = training(bureau, 4, until="2024-09-19")
    ran = report(bureau, "approval", early)
    assert ran.code == 65
    assert "has not been assessed yet" in ran.err


def test_a_notice_is_of_what_was_published_on_a_day(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    rows = report(bureau, "notice", "--published-on", "2024-09-27", "-o", "json").json
    assert [(row["application"], row["line"], row["name"]) for row in rows] == [
        (number, line, "学**") for line in (1, 2, 3)
    ]
    for argv, phrase in (
        (("--published-on", "2024-09-26"), "Nothing was put on public notice on 2024-09-26."),
        (("--published-on", "2024-09-27", "350203-2024-000999"), "350203-2024-000999"),
    ):
        ran = report(bureau, "notice", *argv)
        assert ran.code == 65
        assert phrase in ran.err


def test_what_closes_on_different_days_is_not_one_notice(
    told: tuple[Bailu, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau, _number = told
    session = bureau.session("lin", LATER)
    answer = notice_lines(session, authority=None, only_open=False)
    first, *others = answer.result
    later = structs.replace(first, closes_on=first.closes_on + timedelta(days=1))
    differing = AsOf(result=(later, *others), position=answer.position, behind=0)
    monkeypatch.setattr("usecases.reports.notice.notice_lines", lambda *_args, **_kwargs: differing)
    with pytest.raises(NotAllowed) as refused:
        notice(session, number="", published_on=first.published_on, authority=None)
    assert refused.value.code == "notice-terms-differ"
    assert refused.value.values["terms"] == f"{first.closes_on}, {later.closes_on}"
    session.close()


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (None, ["合计：金额 1,000.00；已到账 20.00；笔数 3。"]),
        (43, ["合计：金额 1,000.00；已到账 20.00；笔数 3。"]),
        (42, ["合计：金额 1,000.00；已到账 20.00；", "笔数 3。"]),
        (34, ["合计：金额 1,000.00；", "已到账 20.00；笔数 3。"]),
        (10, ["合计：金额 1,000.00；", "已到账 20.00；", "笔数 3。"]),
    ],
)
def test_totals_fold_between_two_of_them(
    width: int | None, lines: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "width_most", lambda: width)
    output.print_in_parts("合计：金额 1,000.00；已到账 20.00；笔数 3。", "；")
    assert capsys.readouterr().out.splitlines() == lines


def test_charts_go_into_files_and_stand_below_the_table(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    shown = report(bureau, "disbursed", "--by", "source", "-o", "table").out
    assert "2024-10  central    2,000.00  " + "█" * 40 in shown
    shown = report(bureau, "demands", "-o", "table", "--lang", "zh").out
    assert ("█" in shown, "账龄 " in shown, "分组" in shown) == (True, True, False)
    ran = report(bureau, "disbursed", "--chart", "chart.svg")
    assert (ran.code, ran.out[:22]) == (0, "chart.svg is written: ")
    assert (bureau.folder / "chart.svg").read_bytes().startswith(b"<svg")
    shown = report(bureau, "allotments", "-o", "table").out
    assert "Siming District  Advanced" in shown
    assert "Siming District: 33.33%  Achieved, of the total  3,333.33  " + "█" * 19 in shown
    assert report(bureau, "allotments", "--chart", "allotments.svg").code == 0
    assert "Siming District: 33.33%" in (bureau.folder / "allotments.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("argv", "code", "phrase"),
    [
        (("usage", "--month", "2024-13"), 2, "is not a month"),
        (("usage", "--month", "2024-10", "--year", "2024"), 2, "but not both"),
        (("usage", "--out", "sheet.doc"), 2, ".xlsx / .pdf / .html"),
        (("disbursed", "--chart", "chart.png"), 2, ".svg"),
        (("approval",), 2, "or a run with --run"),
        (("approval", "350203-2024-000001", "--run", RUN), 2, "or a run with --run"),
        (("approval", "350203-2024-000999"), 66, "350203-2024-000999"),
        (("disbursement", "350200-2024-0999"), 66, "350200-2024-0999"),
        (("performance", "350200-2024-A999"), 66, "There is no allotment 350200-2024-A999"),
        (("performance", ALLOTMENT, "--as-of", "2024-11-28"), 66, "was made after 2024-11-28"),
        (("usage", "--out", "there.xlsx"), 65, "there.xlsx"),
    ],
)
def test_what_cannot_be_printed_is_told(told: tuple[Bailu, str], argv: tuple[str, ...], code: int, phrase: str) -> None:
    bureau, _number = told
    (bureau.folder / "there.xlsx").write_bytes(b"mine")
    ran = report(bureau, *argv)
    assert ran.code == code, ran.err
    assert phrase in ran.err
    assert (bureau.folder / "there.xlsx").read_bytes() == b"mine"


# PDF


def test_a_letter_becomes_a_pdf_beside_its_page(told: tuple[Bailu, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presentation.pdf.pdf_of", lambda page: b"%PDF of " + page[:20])
    bureau, number = told
    letter = ("application", "letter", number, "approval", "--pdf", "--out", "letter.html")
    ran = bureau(*letter, officer="lin", clock=LATER)
    assert ran.code == 0, ran.err
    assert "letter.pdf is written: the same page as a PDF." in ran.out
    assert (bureau.folder / "letter.pdf").read_bytes().startswith(b"%PDF")
    size = len(bureau.log())
    # A PDF is never twice the same to the byte: one that is there stays, and nothing is recorded.
    assert bureau(*letter, officer="lin", clock=LATER).code == 65
    assert len(bureau.log()) == size


def test_without_the_extra_it_is_told_how_to_install_it(
    told: tuple[Bailu, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau, number = told
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    size = len(bureau.log())
    for argv in (
        ("report", "usage", "--out", "usage.pdf"),
        ("application", "letter", number, "approval", "--pdf", "--out", "letter.html"),
    ):
        ran = bureau(*argv, officer="lin", clock=LATER)
        assert ran.code == 69
        assert "pip install 'bailu[pdf]'" in ran.err
    assert len(bureau.log()) == size
    assert not (bureau.folder / "letter.html").exists()


# What was signed


def test_the_scan_of_what_was_signed_becomes_a_document_of_the_run(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    (bureau.folder / "scans").mkdir()
    (bureau.folder / "scans" / "signed.pdf").write_bytes(b"signed")
    attach = (
        "payment",
        "attach",
        RUN,
        "scans/signed.pdf",
        "--document",
        "审批表（签字）",
        "--number",
        "厦人社审〔2024〕31号",
    )
    size = len(bureau.log())
    tried = bureau(*attach, "--dry-run", officer="wu", clock=LATER)
    assert "would attach 审批表（签字）" in tried.out
    assert len(bureau.log()) == size
    assert bureau(*attach, "-o", "json", officer="wu", clock=LATER).json["attached"] is True
    again = bureau(*attach, officer="zheng", clock=LATER)
    assert (again.code, len(bureau.log())) == (0, size + 1)
    assert "has this document already, as 审批表（签字）, number 厦人社审〔2024〕31号" in again.out
    renamed = bureau(*attach[:4], "--document", "另一名称", "-o", "json", officer="zheng", clock=LATER).json
    assert (renamed["document"], renamed["number"], renamed["attached"]) == (
        "审批表（签字）", "厦人社审〔2024〕31号", False,
    )  # fmt: skip
    named = bureau(*attach[:4], "--document", "王小明的身份证 350203199001010018", officer="wu", clock=LATER)
    assert (named.code, "number of an identity card or a bank card" in named.err) == (65, True)
    step = bureau("payment", "show", RUN, "-o", "json", officer="wu").json["steps"][-1]
    assert step["document"] == "审批表（签字） 厦人社审〔2024〕31号"
    assert step["sha256"] == bureau.log()[-1]["data"]["sha256"]
    checked = bureau("doctor", "--documents", "scans", "-o", "table", officer="wu", clock=LATER)
    assert "1 document(s) match" in checked.out
    assert "0 file(s) that no application and no run names." in checked.out
    assert bureau(*attach, officer="lin", clock=LATER).code == 77


@pytest.mark.on_sqlite
def test_a_report_loads_nothing_that_it_does_not_need(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    script = (
        "import sys\n"
        "from cli.main import run\n"
        f"for argv, heavy in {LOADED!r}:\n"
        "    assert run(['report', *argv, '-o', 'json']) == 0\n"
        "    print([name for name in heavy if name in sys.modules], file=sys.stderr)\n"
    )
    environ = {**os.environ, "BAILU_AS": "wu", "BAILU_CLOCK": LATER, "PYTHONPATH": str(HOUSE)}
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=bureau.folder, env=environ, capture_output=True, text=True, check=True
    )
    assert [line for line in ran.stderr.splitlines() if line.startswith("[")] == ["[]", "[]"]
