from __future__ import annotations

import time
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from presentation.words.file_problems import sentence
from usecases.intake.table import csv_rows, rows_of
from usecases.intake.workbook import Row, guard, open_workbook, sheet_rows
from usecases.problems import Problem

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(content: bytes, change: Callable[[str, bytes], bytes | None], **added: bytes) -> bytes:
    """The same zip with each part changed, or left out where the change gives None."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            kept = change(part, old.read(part))
            if kept is not None:
                new.writestr(part, kept)
        for part, data in added.items():
            new.writestr(part, data)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    return rewritten(workbook(("x",)), lambda part, data: xml if part == SHEET else data)


def sheet(body: bytes, prolog: bytes = b"") -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        b'<?xml version="1.0"?>'
        + prolog
        + b'<worksheet xmlns="'
        + main
        + b'"><sheetData>'
        + body
        + b"</sheetData></worksheet>"
    )


def codes(content: bytes) -> list[str]:
    return [row.code for row in sheet_rows(content) if isinstance(row, Problem)]


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10 if level else b"&a;" * 10) for level in range(9)
    )
    + b"]>"
)


def cells(*places: str) -> bytes:
    """A row of the number of its first cell."""
    row = places[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    inner = "".join(f'<c r="{place}"><v>{number}</v></c>' for number, place in enumerate(places, 1))
    return f'<row r="{row}">{inner}</row>'.encode()


def laughing(encoding: str) -> bytes:
    declared = sheet(b"<row/>", LAUGHS).decode().replace("?>", f' encoding="{encoding}"?>', 1)
    return with_sheet(declared.encode(encoding))


def wide_row() -> bytes:
    # Beside so many equal cells, something that cannot be compressed, or it would be refused as a bomb.
    noise = Random(1).randbytes(100_000).hex().encode()
    return with_sheet(sheet(b"<row>" + b"<c/>" * 2_000_000 + b"<!--" + noise + b"--></row>"))


def laughing_styles() -> bytes:
    return rewritten(workbook(("x",)), lambda part, data: LAUGHS if part == "xl/styles.xml" else data)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: with_sheet(sheet(b"<row><c><v>&a8;</v></c></row>", LAUGHS)), "workbook-bomb"),
        (lambda: with_sheet(sheet(b"<row/>", b"<!DOCTYPE x>")), "workbook-bomb"),
        (lambda: with_sheet(sheet(b"<row/>", b"<!-- " + b"x" * 100_000 + b" --><!DOCTYPE x>")), "workbook-bomb"),
        (lambda: laughing("utf-16"), "workbook-bomb"),
        (laughing_styles, "workbook-bomb"),
        (wide_row, "workbook-too-large"),
        (lambda: with_sheet(sheet(b"<row>" * 100 + b"</row>" * 100)), "workbook-too-large"),
        (
            lambda: rewritten(workbook(("x",)), lambda part, data: data, **{f"p{n}": b"" for n in range(300)}),
            "workbook-too-large",
        ),
        (lambda: rewritten(workbook(("x",)), lambda part, data: data, bomb=b"\0" * 50_000_000), "workbook-bomb"),
        (lambda: bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "workbook-xls"),
        (lambda: bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "workbook-encrypted"),
        (lambda: b"PK\x03\x04 and then nothing", "workbook-damaged"),
        (lambda: workbook(("x",))[:-100], "workbook-damaged"),
        (lambda: b"<html>", "workbook-not"),
        (lambda: b"", "workbook-not"),
        (lambda: rewritten(workbook(("x",)), lambda part, data: None if part == SHEET else data), "workbook-empty"),
        (lambda: with_sheet(b"<worksheet"), "workbook-damaged"),
        (lambda: with_sheet(sheet(b'<row r="x"><c/></row>')), "workbook-damaged"),
        (lambda: with_sheet(sheet(b'<row><c t="s"><v>9999</v></c></row>')), "workbook-damaged"),
        (lambda: with_sheet(sheet(b'<row r="999999999"><c><v>1</v></c></row>')), "workbook-damaged"),
        (lambda: with_sheet(sheet(cells("A1") + cells("A3") + cells("A2"))), "workbook-damaged"),
        (lambda: with_sheet(sheet(cells("A1") + cells("A2") + cells("A2"))), "workbook-damaged"),
        (lambda: with_sheet(sheet(cells("A2") + b"<row r='2'/>")), "workbook-damaged"),
        (lambda: with_sheet(sheet(b"<row/><row/>" + cells("A1"))), "workbook-damaged"),
        (lambda: with_sheet(sheet(cells("A1", "A1"))), "workbook-damaged"),
        (lambda: with_sheet(sheet(cells("AA1", "Z1"))), "workbook-damaged"),
        (lambda: with_sheet(sheet(cells("A2", "B3"))), "workbook-damaged"),
        (lambda: with_sheet(sheet(b"<row r='1'><c r='A1'><v>1</v></c><c r='1'/></row>")), "workbook-damaged"),
    ],
)
def test_a_workbook_that_must_not_be_opened_is_refused(content: Callable[[], bytes], code: str) -> None:
    assert codes(content()) == [code]


def test_rows_and_cells_in_order_are_read_also_where_places_are_left_out() -> None:
    content = with_sheet(sheet(cells("A2", "C2", "AA2") + b"<row><c><v>3</v></c><c r='C3'><v>4</v></c></row>"))
    first, second = (row for row in sheet_rows(content) if isinstance(row, Row))
    assert (first.row, first.cells[0], first.cells[2], first.cells[26]) == (2, 1, 2, 3)
    assert (second.row, second.cells) == (3, (3, None, 4))


def test_more_than_the_columns_of_a_roster_are_refused() -> None:
    assert codes(with_sheet(sheet(b'<row r="1"><c r="XFD1"><v>1</v></c></row>'))) == ["too-many-columns"]


def test_a_zip_bomb_costs_neither_time_nor_memory() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(3):
            bomb.writestr(f"xl/{number}.xml", b"\0" * 30_000_000)
    content = out.getvalue()
    tracemalloc.start()
    before = time.perf_counter()
    problem = guard(content)
    seconds, (_, peak) = time.perf_counter() - before, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problem is not None
    assert problem.code == "workbook-too-large"
    assert seconds < 1
    assert peak < 10_000_000


def test_a_zip_that_lies_about_its_sizes_is_not_inflated_beyond_them() -> None:
    honest = rewritten(workbook(("x",)), lambda part, data: data, bomb=b"\0" * 50_000_000)
    lying = honest.replace((50_000_000).to_bytes(4, "little"), (50_000).to_bytes(4, "little"))
    assert lying != honest
    tracemalloc.start()
    assert codes(lying) == ["workbook-damaged"]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_formula_is_seen_and_named_by_its_cell() -> None:
    rows = list(sheet_rows(workbook(("姓名", "课时"), ("示例甲", "=1+39"))))
    assert rows[0] == Row(row=1, cells=("姓名", "课时"))
    assert isinstance(rows[1], Problem)
    assert (rows[1].code, rows[1].where.row, rows[1].where.column) == ("formula", 2, 2)
    assert rows[1].values == {"cell": "B2"}
    assert rows[2] == Row(row=2, cells=("示例甲",))


def test_an_error_value_is_named_by_its_cell() -> None:
    content = with_sheet(sheet(b'<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'))
    assert codes(content) == ["cell-error"]


def test_text_that_begins_like_a_formula_stays_text() -> None:
    book = Workbook()
    book.active["A1"] = "=1+1"
    book.active["A1"].data_type = "s"
    assert list(sheet_rows(saved(book))) == [Row(row=1, cells=("=1+1",))]


def test_the_roster_sheet_is_found_by_its_title_and_hidden_sheets_are_passed_over() -> None:
    book = Workbook()
    book.active.append(("hidden",))
    book.active.sheet_state = "hidden"
    book.create_sheet("别的").append(("first visible",))
    assert list(sheet_rows(saved(book))) == [Row(row=1, cells=("first visible",))]
    book.create_sheet("花名册").append(("roster",))
    assert list(sheet_rows(saved(book))) == [Row(row=1, cells=("roster",))]


def test_blank_rows_keep_their_numbers_and_are_skipped() -> None:
    assert list(sheet_rows(workbook(("a",), (None,), ("  ",), ("b", None)))) == [
        Row(row=1, cells=("a",)),
        Row(row=4, cells=("b",)),
    ]


def test_what_a_file_is_called_does_not_hide_what_it_is() -> None:
    assert list(rows_of(workbook(("a",)), workbook=False)) == [Row(row=1, cells=("a",))]
    problem = next(iter(rows_of(b"a,b\n", workbook=True)))
    assert isinstance(problem, Problem)
    assert problem.code == "workbook-not"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_as_excel_and_banks_write_it(encoding: str) -> None:
    assert list(csv_rows('姓名,备注\r\n示例甲,"a,\nb"\r\n'.encode(encoding))) == [
        Row(row=1, cells=("姓名", "备注")),
        Row(row=2, cells=("示例甲", "a,\nb")),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("姓名".encode("utf-16"), "encoding-utf-16"),
        ("姓名".encode("utf-16-le") + b"\0\0", "encoding-utf-16"),
        (b"\xff\xff\xff", "encoding-unknown"),
        (b'"a" b,c\n', "csv-damaged"),
        (b'"a', "csv-damaged"),
        (b'"' + b"a" * 200_000 + b'"', "csv-damaged"),
        (b"=1+1,b", "formula"),
    ],
)
def test_csv_that_cannot_be_read_is_refused(content: bytes, code: str) -> None:
    assert [row.code for row in csv_rows(content) if isinstance(row, Problem)] == [code]


def test_csv_that_keeps_digits_by_a_trick_is_read() -> None:
    assert list(csv_rows(b'="00123",1\n')) == [Row(row=1, cells=("00123", "1"))]
    assert list(csv_rows(b"00123\t,1\n")) == [Row(row=1, cells=("00123\t", "1"))]


@given(st.binary(max_size=400))
def test_any_bytes_are_answered_as_csv_and_as_a_workbook(content: bytes) -> None:
    for workbook_expected in (True, False):
        for row in rows_of(content, workbook=workbook_expected):
            assert sentence(row) if isinstance(row, Problem) else row.cells


GOOD = workbook(("姓名", "证件号码"), ("示例甲", "11010519491231002X"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    part=st.sampled_from(zipfile.ZipFile(BytesIO(GOOD)).namelist()),
    at=st.integers(0, 3_000),
    put=st.binary(min_size=1, max_size=12)
    | st.sampled_from([b"<row>", b"</c>", b'r="0"', b'r="-1"', b't="b"', b"&x;", b"1e999"]),
)
def test_a_workbook_broken_anywhere_is_answered(part: str, at: int, put: bytes) -> None:
    broken = rewritten(GOOD, lambda name, data: data[:at] + put + data[at:] if name == part else data)
    for row in sheet_rows(broken):
        assert sentence(row) if isinstance(row, Problem) else row.cells
    assert open_workbook(broken, read_only=False) is not None
