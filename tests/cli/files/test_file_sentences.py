from __future__ import annotations

import re
from pathlib import Path

import pytest

import cli
import usecases
from presentation.words.file_problems import PLACES, SENTENCES, in_cell, sentence
from usecases.problems import Problem, Where

SOURCES = [
    path.read_text(encoding="utf-8")
    for package in (usecases, cli)
    for path in Path(package.__file__).parent.rglob("*.py")
]


def test_every_code_of_a_problem_has_a_sentence() -> None:
    codes = {code for source in SOURCES for code in re.findall(r"""problem\(\s*"([a-z0-9-]+)\"""", source)}
    assert codes <= set(SENTENCES)


def test_no_sentence_is_without_a_problem() -> None:
    quoted = {word for source in SOURCES for word in re.findall(r'"([a-z0-9-]+)"', source)}
    assert {code.removesuffix("-near") for code in SENTENCES} <= quoted


@pytest.mark.parametrize("template", [*SENTENCES.values(), *PLACES.values()])
def test_templates_only_have_named_values(template: str) -> None:
    assert not re.search(r"%(?!\(\w+\)s)", template)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Where(), "Must not be blank."),
        (Where(row=7), "Row 7: Must not be blank."),
        (Where(row=7, column=1, heading="姓名"), "Row 7, 姓名: Must not be blank."),
        (Where(path="account.number"), "account.number: Must not be blank."),
        (Where(path="lines[6]"), "Line 7: Must not be blank."),
        (Where(path="lines[6].person.name"), "Line 7, person.name: Must not be blank."),
    ],
)
def test_a_sentence_says_where(where: Where, expected: str) -> None:
    assert sentence(Problem(code="cell-blank", where=where)) == expected


def test_a_sentence_is_said_in_the_language_of_the_officer() -> None:
    chinese = {
        SENTENCES["uscc-length"]: "统一社会信用代码应为 18 位，填写的是 %(length)s 位",
        PLACES["row"]: "第 %(row)s 行：%(said)s",
    }
    problem = Problem(code="uscc-length", values={"length": 17}, where=Where(row=7))
    assert sentence(problem, chinese.__getitem__) == "第 7 行：统一社会信用代码应为 18 位，填写的是 17 位"
    assert in_cell(problem, chinese.__getitem__) == "统一社会信用代码应为 18 位，填写的是 17 位"
