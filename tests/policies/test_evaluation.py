"""The evaluation of an application file that needs no store."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from domain.errors import NotAllowed
from policies.evaluate import claim_from, evaluate
from tests.policies.documents import EDITION, FIRM, WHOLE, WORKER, answer, application, finding, line, listed


def test_the_answer_is_plain_json_with_the_keys_of_the_contract():
    evaluation = answer(application("key-enterprise-training"))
    assert json.loads(json.dumps(evaluation)) == evaluation
    assert list(evaluation) == [
        "scheme",
        "policy",
        "digest",
        "eligible",
        "undecided",
        "amount_fen",
        "findings",
        "lines",
    ]
    assert (evaluation["policy"], evaluation["digest"]) == ("xiamen-2023-187", EDITION.digest)
    assert list(evaluation["lines"][0]) == ["line", "eligible", "outcome", "amount_fen", "instalments", "findings"]
    assert {"condition", "clause", "outcome", "code", "values"} <= set(evaluation["findings"][0])


def test_the_same_document_has_the_same_answer():
    assert answer(application("labour-introduction")) == answer(application("labour-introduction"))


def test_days_may_be_days_of_toml_or_text():
    one = line("labour-introduction", hired_on=date(2024, 3, 15))
    document = application("labour-introduction", one, received_on=date(2024, 5, 6))
    assert answer(document) == answer(application("labour-introduction"))


def test_today_stands_in_for_a_day_of_receipt_that_is_not_stated():
    registers = listed("key-enterprise-training", completed_on="2023-12-31")
    document = application("key-enterprise-training", registers=registers, received_on=None)
    assert evaluate(EDITION, document, today=date(2025, 1, 1))["eligible"] is False
    assert evaluate(EDITION, document, today=date(2024, 1, 1))["eligible"] is True
    with pytest.raises(NotAllowed, match="received-on-missing"):
        evaluate(EDITION, document)


def test_declared_facts_count_as_verified():
    claim = claim_from(EDITION, application("labour-introduction"))
    assert (claim.unverified, claim.lines[0].unverified) == (frozenset(), frozenset())


def test_a_register_that_is_not_given_lists_nobody():
    assert answer(application("key-enterprise-training", registers=None))["eligible"] is False


def test_whoever_is_not_named_is_somebody_and_each_line_is_about_another_person():
    facts = line("key-enterprise-training")["facts"]
    evaluation = answer(application("key-enterprise-training", {"facts": facts}, {"facts": facts}, applicant=None))
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (True, 240_000)


def test_a_worker_who_is_not_named_is_whom_the_line_is_about():
    assert answer(application("skill-certificate", applicant=None))["eligible"] is True
    nobody = {"facts": line("skill-certificate")["facts"]}
    assert answer(application("skill-certificate", nobody, applicant=None))["eligible"] is True


def test_an_applicant_who_is_a_person_is_the_same_person_as_on_a_line():
    claim = claim_from(EDITION, application("skill-certificate", {"facts": {}, "person": WORKER}, applicant=WORKER))
    assert claim.lines[0].person == claim.applicant


def test_a_team_without_a_code_is_known_by_its_name():
    team = {"kind": "organisation", "name": "专家 团队", "uscc_absent_because": "a team of individuals"}
    assert claim_from(EDITION, application("key-enterprise-training", applicant=team)).applicant == "专家团队"
    assert claim_from(EDITION, application("key-enterprise-training", applicant=FIRM)).applicant == FIRM["uscc"]


def test_an_earlier_use_is_like_the_one_its_line_would_be():
    registers = listed("differentiated-training", occupation="电工", level="4")
    used = [{"limit": "training-no-repeat", "line": 1}]
    document = application("differentiated-training", registers=registers, used=used)
    assert finding(answer(document)["lines"][0], "training-no-repeat")["values"]["within"] == "电工|4"
    assert answer(document)["eligible"] is False


def test_an_entry_states_its_attributes_and_nothing_of_one_that_is_only_listed():
    document = application("guidance-base", registers={"guidance-bases": {"tier": 3}})
    assert answer(document)["amount_fen"] == 15_000_000
    for registers in ({"guidance-bases": True}, {"guidance-bases": {}}):
        one = answer(application("guidance-base", registers=registers))["lines"][0]
        assert (finding(one, "guidance-base")["outcome"], finding(one, "amount")["code"]) == ("met", "not-in-entry")


def test_a_table_of_an_entry_has_its_quota_and_document_beside_its_attributes():
    entry = {**listed("brics-training")["brics-projects"], "quota": 1, "document": "厦技师〔2024〕1号"}
    trainees = [line("brics-training", number) for number in (1, 2)]
    evaluation = answer(application("brics-training", *trainees, registers={"brics-projects": entry}))
    verdict = finding(evaluation, "institute-approved")
    assert (verdict["code"], verdict["values"]["document"]) == ("listed-by-document", "厦技师〔2024〕1号")
    assert [one["eligible"] for one in evaluation["lines"]] == [True, False]


def test_the_entry_stands_beside_the_facts_or_among_them():
    other = application("guidance-base", {"entry": "示指基-01", "facts": {}})
    assert answer(other) == answer(application("guidance-base"))
    project = application("differentiated-training")
    named = {name: value for name, value in project.items() if name != "facts"}
    assert answer({**named, "entry": project["facts"]["entry"]}) == answer(project)


def test_where_no_entry_is_named_the_one_is_meant_that_is_told_of():
    evaluation = answer(application("guidance-base", {"facts": {}}))
    assert (evaluation["eligible"], evaluation["amount_fen"]) == (True, 10_000_000)


def test_a_line_that_names_no_entry_means_the_one_that_the_application_names():
    scheme = "key-enterprise-training"
    lines = [line(scheme, 1), line(scheme, 1, entry="班-1"), line(scheme, 2, entry="班-2")]
    evaluation = answer(application(scheme, *lines, entry="班-1"))
    values = [finding(one, "class")["values"]["found"] for one in evaluation["lines"]]
    assert values == ["班-1", "班-1", "班-2"]
    assert finding(evaluation["lines"][1], "project-once")["outcome"] == "not_met"


def test_an_earlier_use_of_one_line_is_no_use_of_another():
    lines = [line("differentiated-training", 1), line("differentiated-training", 2)]
    used = [{"limit": "training-yearly", "line": 2, "count": 3, "amount_fen": 0}]
    evaluation = answer(application("differentiated-training", *lines, used=used))
    assert [one["eligible"] for one in evaluation["lines"]] == [True, False]


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"scheme": "unknown"}, "unknown-scheme"),
        ({"facts": {"hours": 40}}, "unknown-fact"),
        ({"facts": {"hours_total": "40"}}, "fact-not-fitting"),
        ({"facts": {"hours_total": -1}}, "fact-not-fitting"),
        ({"facts": {"employee": 1}}, "fact-not-fitting"),
        ({"facts": {"certificate_on": "30.4.2024"}}, "fact-not-fitting"),
        ({"facts": {"school_track": "primary"}}, "fact-not-fitting"),
        ({"facts": {"tier": 4}}, "fact-not-fitting"),
        ({"registers": {"enterprise-classes": {"hours_total": "40"}}}, "fact-not-fitting"),
        ({"registers": {"enterprise-classes": {"hours": 40}}}, "unknown-fact"),
        ({"used": [{"limit": "unknown", "line": 1}]}, "unknown-limit"),
        ({"used": [{"limit": "training-yearly", "line": 2}]}, "unknown-line"),
    ],
)
def test_a_document_that_does_not_fit_the_edition_is_refused(keys: dict[str, Any], code: str):
    with pytest.raises(NotAllowed) as refused:
        answer({**application("key-enterprise-training"), **keys})
    assert refused.value.code == code


def test_a_fact_that_the_scheme_does_not_ask_for_is_kept_and_ignored():
    evaluation = answer(application("key-enterprise-training", line("key-enterprise-training", tier=3, premium_fen=1)))
    assert evaluation == answer(application("key-enterprise-training"))


def test_what_an_entry_states_counts_for_nothing_where_an_applicant_states_it():
    declared = line("key-enterprise-training", hours_total=39, certificate_on="2023-01-01", project_no="另")
    evaluation = answer(application("key-enterprise-training", declared, facts={**WHOLE, "hours_offline": 1}))
    assert evaluation == answer(application("key-enterprise-training"))
