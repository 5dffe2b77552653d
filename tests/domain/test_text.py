"""Which characters of a text may be kept, and where the first stands that may not."""

from __future__ import annotations

import pytest

from domain.text import document_key, first_invisible, reference_key, visible


@pytest.mark.parametrize("typed", ["T1", "Ｔ1", "t1", " t 1 ", "Ｔ\u3000１", "t\u00a01"])
def test_references_that_differ_by_width_case_or_spaces_are_the_same(typed: str) -> None:
    assert reference_key(typed) == "t1"
    assert reference_key(reference_key(typed)) == "t1"


@pytest.mark.parametrize("other", ["T2", "T11", "T-1", "1T", ""])
def test_references_of_other_letters_digits_or_marks_are_others(other: str) -> None:
    assert reference_key(other) != "t1"


@pytest.mark.parametrize(
    ("text", "allowed", "first"),
    [
        ("", "", None),
        ("王小明", "", None),
        ("王\u3000小明", "", None),
        ("a\nb", "", 1),
        ("a\nb", "\n", None),
        ("a\nb\u200b", "\n", 3),
        ("\u202eab\u200b", "", 0),
        ("ab\u200b\u202e\u200b", "", 2),
        ("ab\u202e\u200b\u202e", "", 2),
        ("a\ufffd", "", 1),
        ("a\ufffd", "\ufffd", None),
        (f"a{chr(0xD800)}", "", 1),
        ("a\uffff", "", 1),
        ("\ue000\u3164", "", None),
    ],
)
def test_the_first_character_that_cannot_be_kept_is_found_where_it_stands(
    text: str, allowed: str, first: int | None
) -> None:
    assert first_invisible(text, allowed) == first
    assert (visible(text, allowed) == text) == (first is None or text[first] == "\ufffd")


@pytest.mark.parametrize(
    "typed",
    ["厦财社[2024]1号", "厦财社(2024) 1 号", "厦财社【２０２４】１号", "厦财社［2024］1号"],
)
def test_numbers_of_documents_are_the_same_in_other_widths_brackets_and_blanks(typed: str) -> None:
    assert document_key(typed) == document_key("厦财社〔2024〕1号")


_LATER = (
    *("「2024」9号", "『2024』9号", "〖2024〗9号", "〘2024〙9号", "〚2024〛9号", "{2024}9号", "<2024>9号", "2024年9号"),
    *("〔2024年〕9号", "2024年第9号", "〔2024〕9號", "〔2024〕第9号", "〔2024〕09号", "〔2024〕9号文"),
    "〔2024〕第０９號文件",
)


@pytest.mark.parametrize("typed", _LATER)
def test_a_number_of_a_document_is_one_however_year_and_number_are_written(typed: str) -> None:
    assert document_key(f"厦财社{typed}") == document_key("厦财社〔2024〕9号")
    assert document_key(document_key(f"厦财社{typed}")) == document_key(f"厦财社{typed}")


@pytest.mark.parametrize("other", ["厦财社〔2024〕9号第1项", "厦财社〔2024〕90号", "厦财社20249号", "厦财社〔2024〕9"])
def test_a_line_of_a_document_or_another_number_is_another(other: str) -> None:
    assert document_key(other) != document_key("厦财社〔2024〕9号")


@pytest.mark.parametrize("other", ["厦财社〔2024〕11号", "厦财社〔2023〕1号", "厦财社2024-1号", "闽财社〔2024〕1号"])
def test_numbers_of_other_documents_are_others(other: str) -> None:
    assert document_key(other) != document_key("厦财社〔2024〕1号")
