from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usecases.intake import text
from usecases.problems import Problem


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("张\u202e三", "text-invisible"),  # right-to-left override
        ("张\u2067三", "text-invisible"),
        ("张\u200b三", "text-invisible"),
        ("\ufeff张三", "text-invisible"),
        ("张\x07三", "text-invisible"),
        ("张\x1b[31m三", "text-invisible"),
        ("张\n三", "text-invisible"),
        ("张\u2028三", "text-invisible"),
        ("张\ud800三", "text-invisible"),
        ("张\uffff三", "text-invisible"),
        ("张\ufffd三", "text-garbled"),
        ("", "text-empty"),
        ("  \u3000", "text-empty"),
        ("甲" * 501, "text-too-long"),
    ],
)
def test_text_that_cannot_be_seen_or_kept_is_refused(typed: str, code: str) -> None:
    problem = text.free_text(typed)
    assert isinstance(problem, Problem)
    assert problem.code == code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        (" 阿依古丽·买买提 ", "阿依古丽·买买提"),
        ("Mary  Ann Smith", "Mary Ann Smith"),
        ("厦门白鹭(示例)有限公司", "厦门白鹭(示例)有限公司"),
        ("𠮷野", "𠮷野"),
    ],
)
def test_a_name_loses_only_the_spaces_that_say_nothing(typed: str, kept: str) -> None:
    assert text.name(typed) == kept


def test_full_width_brackets_stay_in_names_and_are_folded_in_numbers() -> None:
    assert text.name("厦门（示例）公司") == "厦门（示例）公司"
    assert text.number("厦人社（2024） 1 号ａ") == "厦人社(2024)1号A"


@given(st.text(max_size=600))
def test_text_that_is_kept_can_be_stored_and_is_kept_again(typed: str) -> None:
    kept = text.free_text(typed)
    if isinstance(kept, str):
        assert kept.encode()
        assert text.free_text(kept) == kept


@given(st.text(max_size=100))
def test_what_a_problem_shows_of_a_file_can_always_be_printed(typed: str) -> None:
    shown = text.shown(typed)
    assert len(shown) <= 41
    assert not any(text.flaw(character) for character in shown.replace("\ufffd", ""))
