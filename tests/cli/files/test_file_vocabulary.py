from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.edition import Edition
from domain.entitlement.scheme import FactsAsked, LineKind
from usecases.intake.application import (
    ApplicationFile,
    DeclaredAccount,
    DeclaredApplicant,
    DeclaredLine,
    DeclaredPerson,
    DeclaredUse,
    EvaluationFile,
)
from usecases.intake.check import check

PERSON = DeclaredPerson(name="示例甲", id_kind="resident-id", id_number="11010519491231002X", birth_year=1949)
LINE = DeclaredLine(person=PERSON, facts={"employee": True, "hours_total": 40, "certificate_no": "NB-1"})


def application(**other: Any) -> ApplicationFile:
    values: dict[str, Any] = {
        "scheme": "key-enterprise-training",
        "policy": "xiamen-2023-187",
        "authority": "torch",
        "received_on": date(2024, 5, 6),
        "applicant": DeclaredApplicant(kind="organisation", name="厦门虚构电子有限公司", uscc="91350200M0001B2C3D"),
        "account": DeclaredAccount(holder="厦门虚构电子有限公司", bank="虚构银行", number="3502000012345678"),
        "documents": (),
        "facts": {},
        "lines": (LINE,),
    }
    return ApplicationFile(**{**values, **other})


def evaluation(**other: Any) -> EvaluationFile:
    values: dict[str, Any] = {
        "scheme": "key-enterprise-training",
        "policy": None,
        "authority": None,
        "received_on": None,
        "applicant": None,
        "facts": {},
        "lines": (),
    }
    return EvaluationFile(**{**values, **other})


def complaints(document: Any, edition: Edition) -> list[tuple[str, str]]:
    _, problems = check(document, edition)
    return [(one.code, one.where.path) for one in problems]


def with_fact(name: str, value: bool | int | str) -> ApplicationFile:
    return application(lines=(dataclasses.replace(LINE, facts={**LINE.facts, name: value}),))


def test_a_file_in_the_words_of_the_edition_has_no_problems(edition: Edition) -> None:
    checked, problems = check(application(), edition)
    assert problems == ()
    assert checked == application()
    assert complaints(application(policy="xiamen-2023-187@1"), edition) == []
    assert complaints(application(policy=None), edition) == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"policy": "xiamen-2023-188"}, [("policy-unknown-near", "policy")]),
        ({"scheme": "key-enterprize-training"}, [("scheme-unknown-near", "scheme")]),
        ({"scheme": "z"}, [("scheme-unknown", "scheme")]),
        ({"authority": "350299"}, [("authority-unknown-near", "authority")]),
        ({"facts": {"hour_total": 1}}, [("fact-unknown-near", "facts.hour_total")]),
        ({"lines": ()}, [("lines-missing", "lines")]),
        ({"lines": (dataclasses.replace(LINE, person=None),)}, [("person-missing", "lines[0]")]),
        ({"lines": (LINE, LINE)}, [("line-twice", "lines[1]")]),
    ],
)
def test_words_that_the_edition_does_not_know_are_named(
    edition: Edition, other: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert complaints(application(**other), edition) == expected


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("employee", 1, "not-true-or-false"),
        ("employee", "是", "not-true-or-false"),
        ("hours_total", True, "not-a-whole-number"),
        ("hours_total", "40", "not-a-whole-number"),
        ("hours_total", -1, "number-too-small"),
        ("hours_total", 1_000_001, "number-too-large"),
        ("cost_fen", "1200.00", "not-whole-fen"),
        ("cost_fen", -1, "number-too-small"),
        ("certificate_on", 20240430, "not-text"),
        ("certificate_on", "2024-02-30", "not-a-day"),
        ("certificate_on", "2024/4/30", "not-a-day"),
        ("certificate_kind", "diploma", "not-one-of"),
        ("certificate_kind", "内部", "not-one-of"),
        ("level", 3, "not-one-of"),
        ("tier", "1", "not-one-of"),
        ("tier", 4, "not-one-of"),
        ("tier", True, "not-one-of"),
        ("employer_uscc", "91350200M0001B2C3X", "uscc-check-digit"),
        ("occupation", 6, "not-text"),
        ("occupation", "", "text-empty"),
    ],
)
def test_a_fact_of_the_wrong_type_is_named(edition: Edition, name: str, value: bool | int | str, code: str) -> None:
    assert complaints(with_fact(name, value), edition) == [(code, f"lines[0].facts.{name}")]


def test_a_fact_that_the_scheme_does_not_ask_for_is_kept(edition: Edition) -> None:
    checked, problems = check(with_fact("tier", 2), edition)
    assert problems == ()
    assert checked.lines[0].facts["tier"] == 2


def test_facts_are_kept_normalised(edition: Edition) -> None:
    checked, problems = check(with_fact("employer_uscc", "91350200m0001b2c3d "), edition)
    assert problems == ()
    assert checked.lines[0].facts["employer_uscc"] == "91350200M0001B2C3D"


def test_the_lines_of_an_applicant_in_person_are_about_the_applicant(edition: Edition) -> None:
    worker = DeclaredApplicant(kind="person", name="示例甲", id_kind="passport", id_number="E12345678")
    line = DeclaredLine(facts={"certificate_kind": "skill-level", "certificate_no": "A1"})
    assert (
        complaints(
            application(scheme="skill-certificate", authority="350200", applicant=worker, lines=(line,)), edition
        )
        == []
    )


def test_one_person_may_have_two_certificates(edition: Edition) -> None:
    other = dataclasses.replace(LINE, facts={**LINE.facts, "certificate_no": "NB-2"})
    assert complaints(application(lines=(LINE, other)), edition) == []
    same = dataclasses.replace(LINE, facts={**LINE.facts, "certificate_no": "nb -1"})
    assert complaints(application(lines=(LINE, same)), edition) == [("line-twice", "lines[1]")]


def test_a_line_about_a_site_names_the_site_and_nobody(edition: Edition) -> None:
    asked = FactsAsked(required=("site",))
    scheme = replace(edition.schemes["key-enterprise-training"], line_kind=LineKind.SITE, line_facts=asked)
    sites = replace(edition, schemes={scheme.id: scheme})
    base = DeclaredLine(facts={"site": "示例基地"})
    assert complaints(application(lines=(base,)), sites) == []
    assert complaints(application(lines=(base, base)), sites) == [("line-twice", "lines[1]")]
    assert complaints(application(lines=(LINE,)), sites) == [
        ("person-not-asked", "lines[0]"),
        ("site-missing", "lines[0]"),
    ]


def test_lines_that_say_nothing_are_not_the_same(edition: Edition) -> None:
    worker = DeclaredApplicant(kind="person", name="示例甲", id_kind="passport", id_number="E12345678")
    nothing = DeclaredLine(facts={})
    given = application(scheme="skill-certificate", applicant=worker, lines=(nothing, nothing))
    assert complaints(given, edition) == []


def test_an_evaluation_is_checked_for_its_words_alone(edition: Edition) -> None:
    line = DeclaredLine(facts={"employer_uscc": "91350200XXXXXXXXXX", "hours_total": 40})
    use = DeclaredUse(limit="training-yearly", line=1, count=3)
    assert complaints(evaluation(lines=(line, line), used=(use,), registers={"key-enterprises": True}), edition) == []
    assert complaints(evaluation(used=(use,), registers={"z": True}), edition) == [
        ("register-unknown", "registers.z"),
        ("line-unknown", "used[0].line"),
    ]
    wrong = dataclasses.replace(use, limit="training-year")
    assert complaints(evaluation(lines=(line,), used=(wrong,)), edition) == [("limit-unknown-near", "used[0].limit")]
