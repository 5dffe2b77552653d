from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.words.file_problems import SENTENCES, sentence
from usecases.intake.application import ApplicationFile
from usecases.intake.documents import tree_of
from usecases.intake.evaluation import read_evaluation
from usecases.intake.submission import read_application

TODAY = date(2024, 5, 6)


def application() -> dict[str, Any]:
    """The example of the design, its placeholders made valid."""
    return {
        "scheme": "key-enterprise-training",
        "policy": "xiamen-2023-187",
        "documents": [{"name": "花名册", "sha256": "ab" * 32, "number": "2024-1"}],
        "applicant": {"kind": "organisation", "name": "厦门虚构电子有限公司", "uscc": "91350200M0001B2C3D"},
        "authority": "torch",
        "received_on": "2024-05-06",
        "account": {"holder": "厦门虚构电子有限公司", "bank": "虚构银行厦门分行", "number": "3502000012345678"},
        "facts": {},
        "lines": [
            {
                "person": {"name": "示例甲", "id_kind": "resident-id", "id_number": "11010519491231002X"},
                "facts": {
                    "employee": True,
                    "hours_total": 40,
                    "hours_offline": 20,
                    "exam_passed": True,
                    "certificate_kind": "internal",
                    "certificate_no": "NB-0001",
                    "certificate_on": "2024-04-30",
                    "occupation": "6-31-01-03",
                },
            }
        ],
    }


TOML = """
scheme = "key-enterprise-training"
policy = "xiamen-2023-187"
authority = "torch"
received_on = 2024-05-06

[applicant]
kind = "organisation"
name = "厦门虚构电子有限公司"
uscc = "91350200M0001B2C3D"

[account]
holder = "厦门虚构电子有限公司"
bank = "虚构银行厦门分行"
number = "3502 0000 1234 5678"

[[documents]]
name = "花名册"
sha256 = "sha256:ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB"
number = "2024-1"

[[lines]]
person = { name = "示例甲", id_kind = "resident-id", id_number = "11010519491231002x" }

[lines.facts]
occupation = "6-31-01-03"
employee = true
hours_total = 40
hours_offline = 20
exam_passed = true
certificate_kind = "internal"
certificate_no = "NB-0001"
certificate_on = 2024-04-30
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(content: object, name: str = "申请.json") -> Path:
        path = tmp_path / name
        if not isinstance(content, bytes | str):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def read(path: Path) -> ApplicationFile:
    document, problems = read_application(path, TODAY)
    assert problems == ()
    assert document is not None
    return document


def problems_of(path: Path) -> list[tuple[str, str]]:
    document, problems = read_application(path, TODAY)
    assert document is None
    assert all(sentence(problem) for problem in problems)
    return [(problem.code, problem.where.path) for problem in problems]


def test_the_example_of_the_design_is_read(written: Callable[..., Path]) -> None:
    document = read(written(application()))
    assert document.received_on == TODAY
    assert document.lines[0].person is not None
    assert document.lines[0].person.birth_year == 1949
    assert document.lines[0].facts["hours_total"] == 40
    assert document.account.number == "3502000012345678"


def test_policy_documents_and_day_of_receipt_may_be_left_out(written: Callable[..., Path]) -> None:
    given = application()
    for key in ("policy", "documents", "received_on"):
        del given[key]
    document = read(written(given))
    assert (document.policy, document.documents, document.received_on) == (None, (), None)


def test_the_same_application_as_json_and_toml_is_the_same_command(written: Callable[..., Path]) -> None:
    from_json = read(written(application()))
    shuffled = dict(reversed(application().items()))
    assert read(written(TOML, "申请.toml")).canonical() == from_json.canonical()
    assert read(written(json.dumps(shuffled, indent=4), "b.json")).canonical() == from_json.canonical()


def test_another_content_is_another_command(written: Callable[..., Path]) -> None:
    changed = application()
    changed["lines"][0]["facts"]["hours_total"] = 41
    assert read(written(application())).canonical() != read(written(changed)).canonical()


def without(path: str) -> Callable[[dict[str, Any]], object]:
    def change(given: dict[str, Any]) -> object:
        *groups, last = path.split(".")
        for group in groups:
            given = given[int(group)] if isinstance(given, list) else given[group]
        return given.pop(last)

    return change


def having(path: str, value: object) -> Callable[[dict[str, Any]], object]:
    def change(given: dict[str, Any]) -> object:
        *groups, last = path.split(".")
        for group in groups:
            given = given[int(group)] if isinstance(given, list) else given[group]
        given[last] = value
        return None

    return change


LICENCE = {"document": "营业执照正本", "number": "示350200"}


def printed(code: str, **licence: str) -> Callable[[dict[str, Any]], object]:
    """The code as it stands on a document."""

    def change(given: dict[str, Any]) -> object:
        given["applicant"] |= {"uscc": code, "uscc_as_printed": licence}
        return None

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (without("scheme"), [("key-missing", "scheme")]),
        (without("authority"), [("key-missing", "authority")]),
        (without("account"), [("key-missing", "account")]),
        (without("applicant"), [("key-missing", "applicant")]),
        (without("account.number"), [("key-missing", "account.number")]),
        (without("lines.0.person.name"), [("key-missing", "lines[0].person.name")]),
        (without("lines.0.person.id_kind"), [("key-missing", "lines[0].person.id_kind")]),
        (having("schema", "x"), [("key-unknown", "schema")]),
        (having("lines.0.person.age", 3), [("key-unknown", "lines[0].person.age")]),
        (having("registers", {}), [("key-unknown", "registers")]),
        (having("scheme", 3), [("not-text", "scheme")]),
        (having("lines", {}), [("not-a-list", "lines")]),
        (having("lines.0.person", "示例甲"), [("not-a-group", "lines[0].person")]),
        (having("applicant.kind", "firm"), [("not-one-of", "applicant.kind")]),
        (having("lines.0.person.id_kind", "id"), [("not-one-of", "lines[0].person.id_kind")]),
        (having("lines.0.facts.hours_total", None), [("fact-not-a-value", "lines[0].facts.hours_total")]),
        (having("lines.0.facts.hours_total", [1]), [("fact-not-a-value", "lines[0].facts.hours_total")]),
        (having("lines.0.facts.cost_fen", 1200.0), [("number-not-whole", "lines[0].facts.cost_fen")]),
        (having("lines.0.facts.cost_fen", 10**16), [("number-too-large", "lines[0].facts.cost_fen")]),
        (having("received_on", "2024-02-30"), [("not-a-day", "received_on")]),
        (having("received_on", "2024-5-6"), [("not-a-day", "received_on")]),
        (having("received_on", "20240506"), [("not-a-day", "received_on")]),
        (having("received_on", "2024-05-07"), [("day-in-future", "received_on")]),
        (having("documents.0.sha256", "…"), [("sha256-form", "documents[0].sha256")]),
        (having("applicant.name", "示例\u202e"), [("text-invisible", "applicant.name")]),
        (having("applicant.uscc", "91350200M0001B2C3X"), [("uscc-check-digit", "applicant.uscc")]),
        (printed("91350200M0001B2C3X", document="营业执照"), [("key-missing", "applicant.uscc_as_printed.number")]),
        (printed("91350200M0001B2C3X", number="示1"), [("key-missing", "applicant.uscc_as_printed.document")]),
        (
            printed("91350200M0001B2C3X", document="", number="示1"),
            [("text-empty", "applicant.uscc_as_printed.document")],
        ),
        (printed("91350200M0001B2C3D", **LICENCE), [("uscc-fits", "applicant.uscc_as_printed")]),
        (printed("91350200M0001B2C3", **LICENCE), [("uscc-length", "applicant.uscc")]),
        (printed("91350200MI001B2C3X", **LICENCE), [("uscc-characters", "applicant.uscc")]),
        (without("applicant.uscc"), [("uscc-or-reason", "applicant")]),
        (having("applicant.uscc_absent_because", "x"), [("uscc-or-reason", "applicant")]),
        (having("applicant.id_number", "1"), [("key-not-for-kind", "applicant.id_number")]),
        (having("account.number", "12"), [("account-form", "account.number")]),
        (
            having("lines.0.person.id_number", "110105194912310021"),
            [("id-check-digit", "lines[0].person.id_number")],
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(
    written: Callable[..., Path], change: Callable[[dict[str, Any]], object], expected: list[tuple[str, str]]
) -> None:
    given = application()
    change(given)
    assert problems_of(written(given)) == expected


def test_a_code_as_printed_is_taken_with_the_document_that_has_it(written: Callable[..., Path]) -> None:
    given = application()
    printed("91350200m0001b2c3x", **LICENCE)(given)
    applicant = read(written(given)).applicant
    assert (applicant.uscc, applicant.uscc_printed_on) == ("91350200M0001B2C3X", "营业执照正本 示350200")
    given["applicant"] = {"kind": "person", "name": "示例甲", "id_kind": "passport", "id_number": "e12345678"}
    given["applicant"]["uscc_as_printed"] = LICENCE
    assert problems_of(written(given)) == [("key-not-for-kind", "applicant.uscc_as_printed")]
    given["applicant"] = {
        "kind": "organisation",
        "name": "示例队",
        "uscc_absent_because": "x",
        "uscc_as_printed": LICENCE,
    }
    assert problems_of(written(given)) == [("key-missing", "applicant.uscc")]


def test_all_mistakes_of_content_are_named_at_once(written: Callable[..., Path]) -> None:
    given = application()
    given["applicant"]["uscc"] = "1"
    given["account"]["number"] = "1"
    given["lines"][0]["person"]["id_number"] = "1"
    assert [code for code, _ in problems_of(written(given))] == ["uscc-length", "account-form", "id-length"]


def test_a_team_without_a_code_says_why(written: Callable[..., Path]) -> None:
    given = application()
    del given["applicant"]["uscc"]
    given["applicant"]["uscc_absent_because"] = "专家团队,未登记"
    assert read(written(given)).applicant.uscc is None


def test_a_person_applies_with_an_identity_document(written: Callable[..., Path]) -> None:
    given = application()
    given["applicant"] = {"kind": "person", "name": "示例甲", "id_kind": "passport", "id_number": "e12345678"}
    assert read(written(given)).applicant.id_number == "E12345678"
    given["applicant"]["uscc"] = "91350200M0001B2C3D"
    assert problems_of(written(given)) == [("key-not-for-kind", "applicant.uscc")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"{", "json-syntax"),
        (b"[]", "not-an-object"),
        (b"3", "not-an-object"),
        ("{}".encode("utf-16"), "encoding-utf-16"),
        ('{"名": 1}'.encode("gb18030"), "encoding-not-utf-8"),
        (b"[" * 200_000, "nested-too-deep"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, "nested-too-deep"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "number-too-large"),
        (b'{"scheme": "a", "scheme": "b"}', "key-twice"),
        (b'{"scheme": NaN}', "number-not-whole"),
        (b'{"scheme": -Infinity}', "number-not-whole"),
        (b'{"scheme": 1e999999999}', "number-not-whole"),
        (b'{"scheme": "\\ud800"}', "text-invisible"),
        (b'{"a\\u202eb": 1, "scheme": ""}', "key-unknown"),
    ],
)
def test_what_is_not_an_application_is_said_without_a_traceback(
    written: Callable[..., Path], content: bytes, code: str
) -> None:
    assert problems_of(written(content))[0][0] == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("scheme = ", "toml-syntax"),
        ("scheme = 1.5", "number-not-whole"),
        ("scheme = 2024-05-06T10:00:00", "moment-not-day"),
        ("scheme = 10:00:00", "moment-not-day"),
        ("scheme = nan", "number-not-whole"),
        ("a = " + "[" * 5_000, "nested-too-deep"),
    ],
)
def test_what_is_not_toml_is_said_without_a_traceback(written: Callable[..., Path], content: str, code: str) -> None:
    assert problems_of(written(content, "申请.toml"))[0][0] == code


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "none.json") == [("file-missing", "")]
    assert problems_of(tmp_path) == [("file-unreadable", "")]


def test_more_lines_than_a_roster_may_have_are_refused(written: Callable[..., Path]) -> None:
    given = application()
    given["lines"] = [{"facts": {}}] * 10_001
    assert problems_of(written(given)) == [("too-many-lines", "lines")]


def test_an_evaluation_needs_no_account_no_names_and_no_valid_numbers(written: Callable[..., Path]) -> None:
    given = application()
    del given["account"], given["authority"], given["lines"][0]["person"]["name"]
    given["applicant"]["uscc"] = "91350200M0001B2C3X"
    given["documents"][0]["sha256"] = "…"
    given["registers"] = {"demonstration-enterprises": True}
    given["used"] = [{"limit": "training-yearly", "line": 1, "count": 3, "amount_fen": 0}]
    evaluation, problems = read_evaluation(written(given))
    assert problems == ()
    assert evaluation is not None
    assert evaluation.registers == {"demonstration-enterprises": True}
    assert evaluation.used[0].count == 3
    assert evaluation.lines[0].facts["hours_offline"] == 20


def test_an_evaluation_of_the_scheme_alone_is_read(written: Callable[..., Path]) -> None:
    evaluation, problems = read_evaluation(written({"scheme": "hr-park"}))
    assert problems == ()
    assert evaluation is not None
    assert evaluation.lines == ()


def test_the_day_of_an_evaluation_may_lie_ahead_but_must_be_a_day(written: Callable[..., Path]) -> None:
    ahead, problems = read_evaluation(written({"scheme": "hr-park", "received_on": "2025-01-02"}))
    assert problems == ()
    assert ahead is not None
    assert ahead.received_on == date(2025, 1, 2)
    _, problems = read_evaluation(written({"scheme": "hr-park", "received_on": "2025-02-29"}))
    assert [(problem.code, problem.where.path) for problem in problems] == [("not-a-day", "received_on")]


def test_an_evaluation_names_unknown_keys_and_amounts_with_a_point(written: Callable[..., Path]) -> None:
    _, unknown = read_evaluation(written({"scheme": "hr-park", "usd": []}))
    assert [(problem.code, problem.where.path) for problem in unknown] == [("key-unknown", "usd")]
    _, pointed = read_evaluation(written({"scheme": "x", "used": [{"limit": "y", "line": 1, "amount_fen": 1.0}]}))
    assert [(problem.code, problem.where.path) for problem in pointed] == [("number-not-whole", "used[0].amount_fen")]
    _, early = read_evaluation(written({"scheme": "x", "used": [{"limit": "y", "line": 0}]}))
    assert [(problem.code, problem.where.path) for problem in early] == [("number-too-small", "used[0].line")]


def test_a_place_is_said_in_lines_that_count_from_one(written: Callable[..., Path]) -> None:
    given = application()
    given["lines"][0]["person"]["id_number"] = "110105194912310021"
    _, problems = read_application(written(given), TODAY)
    expected = (
        "Line 1, person.id_number: The check digit does not fit the number: "
        "compare it with the document, digit by digit."
    )
    assert sentence(problems[0]) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=12,
)


@given(content=st.binary(max_size=300), toml=st.booleans())
def test_any_bytes_are_answered(content: bytes, toml: bool) -> None:
    _, problems = tree_of(content, toml=toml)
    assert all(problem.code in SENTENCES for problem in problems)


@given(change=st.dictionaries(st.sampled_from([*application(), "registers", "used", "x"]), JSON, max_size=4))
def test_any_json_in_the_place_of_any_key_is_answered(
    tmp_path_factory: pytest.TempPathFactory, change: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps({**application(), **change}), encoding="utf-8", errors="replace")
    document, problems = read_application(path, TODAY)
    assert (document is None) is bool(problems)
    assert all(sentence(problem) for problem in problems)
    evaluation, problems = read_evaluation(path)
    assert (evaluation is None) is bool(problems)
