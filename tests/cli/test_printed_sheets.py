"""What stands on a printed sheet, as a workbook, as a page and as a PDF, and how charts are drawn."""

from __future__ import annotations

import sys
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Annotated
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from presentation.language import N_, speaking
from presentation.pdf import pdf_of
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.rows.workbook import wide
from presentation.sheets.charts import Chart, chart_lines, chart_svg
from presentation.sheets.page import printed_page
from presentation.sheets.printed import PrintedSheet
from presentation.sheets.widths import PAGE, lines_of, widths_of
from presentation.sheets.workbook import printed_workbook
from presentation.words.amounts import in_capitals, in_percent
from store.errors import StoreUnavailable
from tests.cli.test_letters import Page
from tests.pdf import needs_pdf


class PrintedLine(Row):
    """A line of the sheet that these tests print."""

    number: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    name: Annotated[str, Heading(N_("Applicant"))]
    on: Annotated[date | None, Heading(N_("Received on"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]


HOSTILE = '=HYPERLINK("http://x")<b>&\u202eevil'


def sheet(
    rows: int = 60,
    *,
    signing: tuple[str, ...] = (),
    name: str = "厦门虚构职业培训学校",
    particulars: tuple[tuple[str, str], ...] = (),
) -> PrintedSheet:
    lines = [
        PrintedLine(number=f"350200-2024-{at:06d}", name=name, on=date(2024, 5, 6), amount_fen=at * 100)
        for at in range(1, rows + 1)
    ]
    total_fen = sum(line.amount_fen for line in lines)
    return PrintedSheet(
        title="补贴资金发放明细表",
        office="厦门市人力资源和社会保障局",
        period="2024-05",
        number="350200-2024-0001",
        particulars=particulars,
        columns=columns(PrintedLine),
        rows=lines,
        total=PrintedLine(number="", name="", on=None, amount_fen=total_fen),
        in_words_fen=total_fen,
        notes=("A note.",),
        signing=signing,
    )


def opened(content: bytes) -> Worksheet:
    page = load_workbook(BytesIO(content)).active
    assert isinstance(page, Worksheet)
    return page


def texts(page: Worksheet) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]


def test_a_workbook_prints_as_it_is() -> None:
    with speaking("zh"):
        page = opened(printed_workbook(sheet()))
    told = texts(page)
    assert told[0] == ["补贴资金发放明细表"]
    assert told[1] == ["编制单位：厦门市人力资源和社会保障局", "单位：元"]
    assert told[2] == ["2024-05", "编号：350200-2024-0001"]
    assert told[3] == ["序号", "申请编号", "申请人", "收件日期", "金额"]
    assert told[4][:3] == [1, "350200-2024-000001", "厦门虚构职业培训学校"]
    assert told[4][-1] == 1
    assert told[63][0] == 60
    assert told[64] == ["合计", 1830]
    assert told[65] == ["人民币（大写）：壹仟捌佰叁拾元整"]
    assert told[66] == ["A note."]
    assert [word for word in ("制表：", "复核：", "日期：") if word not in str(told[68])] == []
    # Landscape A4, one page wide, as many long as it takes; headings on each, with the number of the page below.
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage is True
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$4:$4"
    assert page.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_a_text_stands_apart_from_the_amount_beside_it_and_a_day_in_the_middle() -> None:
    _count, number, name, day, amount = opened(printed_workbook(sheet()))[5]
    assert [(cell.alignment.horizontal, cell.alignment.indent) for cell in (number, name)] == [("left", 1)] * 2
    assert (day.alignment.horizontal, amount.alignment.indent) == ("center", 0)


def test_the_same_sheet_is_the_same_file() -> None:
    assert printed_workbook(sheet()) == printed_workbook(sheet())
    assert printed_page(sheet()) == printed_page(sheet())


def test_who_signs_has_a_box_and_nobody_prepares_besides() -> None:
    signed = sheet(2, signing=("经办意见", "局长意见"))
    told = [str(cell) for row in texts(opened(printed_workbook(signed))) for cell in row]
    assert [told.count(who) for who in ("经办意见", "局长意见", "Prepared by:")] == [1, 1, 0]
    read = Page(printed_page(signed))
    assert "经办意见" in read.text
    assert "Prepared by:" not in read.text


SHOWN = (
    "补贴资金发放明细表",
    "单位：元",
    "序号",
    "350200-2024-000060",
    "合计",
    "1,830.00",
    "壹仟捌佰叁拾元整",
    "复核：",
)


def test_particulars_stand_above_the_table() -> None:
    particular = sheet(2, particulars=(("实施单位", "火炬高新区管委会"), ("得分", "75.00")))
    told = texts(opened(printed_workbook(particular)))
    assert told[3:6] == [["实施单位", "火炬高新区管委会"], ["得分", "75.00"], []]
    assert told[6][0] == "No."
    assert opened(printed_workbook(particular)).print_title_rows == "$7:$7"
    read = Page(printed_page(particular))
    assert read.text.index("火炬高新区管委会") < read.text.index("350200-2024-000001")
    assert read.elements.count("table") == 2


def test_a_page_has_what_the_workbook_has_and_fetches_nothing() -> None:
    with speaking("zh"):
        content = printed_page(sheet())
    read = Page(content)
    assert [shown for shown in SHOWN if shown not in read.text] == []
    assert read.addresses == []
    assert read.elements.count("thead") == 1
    assert b"counter(pages)" in content


def test_what_people_wrote_stays_text_on_paper() -> None:
    cell = opened(printed_workbook(sheet(1, name=HOSTILE))).cell(row=5, column=3)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    read = Page(printed_page(sheet(1, name=HOSTILE)))
    assert "b" not in read.elements
    assert "\u202e" not in read.text


def test_an_empty_sheet_can_be_printed() -> None:
    assert ["Total", 0] in texts(opened(printed_workbook(sheet(0))))
    assert "Total" in Page(printed_page(sheet(0))).text


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 8, 1), ("短", 8, 1), ("一二三四", 8, 1), ("一二三四五", 8, 2), ("one two three", 8, 2), ("a\nb", 8, 2)],
)
def test_a_row_is_as_high_as_what_wraps_in_it(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_long_texts_give_way_and_amounts_do_not() -> None:
    wide, narrow = (widths_of(sheet(3, name=name)) for name in ("很长的名称" * 30, "名称"))
    assert wide[2] > narrow[2]
    assert sum(wide) < PAGE * 1.2
    assert wide[4] == narrow[4]


@pytest.mark.parametrize(("amount_fen", "capitals"), [(0, "零元整"), (105, "壹元零伍分"), (-300_000, "负叁仟元整")])
def test_amounts_in_capitals(amount_fen: int, capitals: str) -> None:
    assert in_capitals(amount_fen) == capitals


@pytest.mark.parametrize(
    ("share", "percent"),
    [(Fraction(0), "0.00%"), (Fraction(2, 3), "66.67%"), (Fraction(1, 800), "0.13%"), (Fraction(1), "100.00%")],
)
def test_a_share_is_read_in_per_cent(share: Fraction, percent: str) -> None:
    assert in_percent(share) == percent


# PDF


def test_a_page_becomes_a_pdf() -> None:
    needs_pdf()
    assert pdf_of(b"<h1>Paid</h1><img src='file:///etc/hostname'>").startswith(b"%PDF")


def test_where_nothing_makes_a_pdf_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(StoreUnavailable) as refused:
        pdf_of(b"")
    assert refused.value.code == "pdf-missing"


# Charts


CHART = Chart(title="Disbursed", labels=("2024-05", "2024-06"), series={"central": (0, 200_00), "省级": (-50, 100_00)})


def test_bars_of_blocks_are_as_long_as_the_amounts() -> None:
    assert list(chart_lines(CHART)) == [
        "2024-05  省级      -0.50  -",
        f"2024-06  central  200.00  {'█' * 40}",
        f"2024-06  省级     100.00  {'█' * 20}",
    ]


LONG = Chart(
    title="", labels=("Torch High-tech Zone Committee: 33.33%",), series={"预下达": (1,), "Achieved": (-(10**9),)}
)


@pytest.mark.parametrize("chart", [CHART, LONG])
@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
def test_bars_are_as_short_as_the_terminal_is_narrow(chart: Chart, width: int) -> None:
    lines = list(chart_lines(chart, width))
    named = [line for line in lines if not line.endswith(("█", "▌", "-"))]
    assert len(named) in (0, len(lines) // 2)
    assert all(wide(line) <= width for line in lines if line not in named)
    longest = max(len(line.rpartition("  ")[2]) for line in lines if line not in named)
    assert longest == 40 or max(map(wide, (line for line in lines if line not in named))) >= width - 1


def test_a_chart_of_nothing_has_no_bars() -> None:
    nothing = Chart(title="Disbursed", labels=("2024-05",), series={"central": (0,)})
    assert list(chart_lines(nothing)) == []
    assert chart_svg(Chart(title="Disbursed", labels=(), series={})).startswith(b"<svg")


def test_a_drawing_has_no_more_series_than_colours_and_the_smallest_are_one_together() -> None:
    for many, legends in ((1, 0), (2, 2), (8, 8), (9, 8), (22, 8)):
        series = {f"scheme-{number:02}": (100 * number, 1) for number in range(1, many + 1)}
        drawn = ElementTree.fromstring(chart_svg(Chart(title="Disbursed", labels=("May", "June"), series=series)))  # noqa: S314
        texts = ["".join(element.itertext()) for element in drawn.iter() if element.tag.endswith("}text")]
        named = [text for text in texts if text.startswith("scheme-") or text.endswith(" others")]
        assert len(named) == legends
        if many > 8:
            assert named == [*(f"scheme-{number:02}" for number in range(many - 6, many + 1)), f"{many - 7} others"]
    in_terminal = chart_lines(Chart(title="Disbursed", labels=("May",), series=dict.fromkeys("abcdefghij", (100,))))
    assert len(list(in_terminal)) == 10


def test_labels_are_slanted_that_have_no_room_side_by_side() -> None:
    for label, slanted in (("2024-05", False), ("Torch High-tech Zone Committee, achieved 75.00%", True)):
        chart = Chart(title="Disbursed", labels=(label,) * 4, series={"central": (100,) * 4})
        assert (b"rotate(25" in chart_svg(chart)) == slanted


def test_a_chart_is_the_same_file_each_time_and_runs_and_fetches_nothing() -> None:
    content = chart_svg(CHART)
    assert content == chart_svg(CHART)
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(content).iter()}  # noqa: S314
    assert not tags & {"script", "image", "a", "use", "foreignObject"}
    assert "省级" in content.decode()
    assert content.count(b"http") == content.count(b"http://www.w3.org/2000/svg") == 1
