"""What the notice leaves to standards, paid by the example tables, to the fen; and tables that are none."""

from __future__ import annotations

from typing import Any

import pytest

from policies import shipped
from policies.evaluate import evaluate
from policies.loader import load
from policies.problems import PackInvalid
from policies.standard_files import policy_of, read_standard
from presentation.language import speak
from presentation.words.findings import because, computed
from presentation.words.pack_problems import SENTENCES, sentence
from presentation.words.standards import rates_in_words
from tests.policies.documents import EDITION, application, by_table, finding, listed
from tests.policies.test_paid_twice import assessed, honest
from tests.standards import FOLDER, example_tables

CLAUSES = {"m01", "m02", "m04", "m07", "m09", "m11", "m14"}
TABLES = tuple(example_tables().values())


def paid(scheme: str, **facts: Any) -> dict[str, Any]:
    document = application(scheme, by_table(scheme, **facts), registers=listed(scheme, **facts))
    one: dict[str, Any] = evaluate(EDITION, document, tables=TABLES)["lines"][0]
    return one


@pytest.mark.parametrize(
    ("scheme", "facts", "amount_fen"),
    [
        ("skill-certificate", {"level": "5"}, 1_000_00),
        ("skill-certificate", {"level": "1"}, 3_000_00),
        ("skill-certificate", {"level": "none"}, 500_00),
        ("new-apprenticeship", {"level": "4"}, 4_000_00),
        ("new-apprenticeship", {"level": "2"}, 6_000_00),
        ("brics-training", {"hours_total": 79}, 2_000_00),
        ("brics-training", {"hours_total": 80}, 4_000_00),
        ("gig-market", {}, 1_000_000_00),
        ("gig-market", {"score": 89}, 600_000_00),
        ("gig-station", {}, 200_000_00),
        ("gig-station", {"score": 74}, 0),
        ("service-131", {}, 300_00),
        ("service-131", {"service_result": "未就业"}, 100_00),
        ("service-131", {"service_kind": "职业指导"}, 50_00),
        ("expert-team", {}, 50_000_00),
        ("expert-team", {"services": 24}, 48_000_00),
        # 26 services make 52 000 yuan; the notice gives at most 50 000.
        ("expert-team", {"services": 26}, 50_000_00),
        ("recruitment-reward", {}, 500_00),
        ("recruitment-reward", {"first_time_in_city": False, "new_local_worker": True}, 800_00),
        # Three months at 900 yuan, of which the employer paid 2 500.
        ("hard-to-employ-insurance", {}, 2_500_00),
        ("hard-to-employ-insurance", {"employer_paid_fen": 2_700_00}, 2_700_00),
        ("hard-to-employ-insurance", {"employer_paid_fen": 9_000_00}, 2_700_00),
        ("hard-to-employ-insurance", {"benefit": "post"}, 1_800_00),
        ("public-post", {}, 1_800_00),
        ("staff-training-local", {}, 1_350_00),
        ("staff-training-local", {"class_type": "长期班", "class_days": 5}, 2_000_00),
        ("flexible-employment-insurance", {}, 2_000_00),
        ("flexible-employment-insurance", {"contribution_paid_fen": 1}, 1),
    ],
)
def test_what_a_standard_sets_is_paid_to_the_fen(scheme: str, facts: dict[str, Any], amount_fen: int):
    one = paid(scheme, **facts)
    assert one["amount_fen"] == amount_fen
    assert finding(one, "amount")["outcome"] == ("met" if amount_fen else "not_met")


@pytest.mark.parametrize("scheme", ["gig-market", "gig-station"])
def test_a_score_that_nobody_stated_is_for_the_body_and_not_for_the_applicant(scheme: str):
    one = paid(scheme, score=None)
    assert (finding(one, "amount")["owed_by"], one["outcome"]) == ("office", "open")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.standard)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rate_is_said_in_words(table: Any, language: str, request: pytest.FixtureRequest):
    speak(language)
    request.addfinalizer(lambda: speak("en"))
    said = list(rates_in_words(EDITION, table))
    assert len(said) == len(table.rates) == len(set(said))
    assert all("%" not in one and len(one) <= 200 for one in said)


GOOD = """\
policy = "xiamen-2023-187"
standard = "skill-certificate"
number = 1
body = "某局"
document = "〔2024〕1号"
applies_from = 2024-01-01

[rates.all]
yuan = 1_000
"""


@pytest.mark.parametrize(
    ("found", "put", "line", "code"),
    [
        ('"skill-certificate"', '"certificates"', 2, "no-such-standard"),
        ('"xiamen-2023-187"', '"other"', 1, "standard-of-other-policy"),
        ("number = 1\n", "", 1, "missing-key"),
        ("number = 1", "number = 0", 3, "out-of-range"),
        ("yuan = 1_000", "yuan = 3_100", 8, "rate-outside-bounds"),
        ("yuan = 1_000", "yuan = 499.99", 8, "rate-outside-bounds"),
        ("yuan = 1_000", "yuan = 1_000_000_000.01", 8, "rate-too-much"),
        ("yuan = 1_000", "yuan = 1.001", 9, "not-an-amount"),
        ("yuan = 1_000", "yuan = -1", 9, "not-an-amount"),
        ("yuan = 1_000", "", 8, "rate-says-one-thing"),
        ("yuan = 1_000", 'yuan = 1_000\nexcluded = "无"', 8, "rate-says-one-thing"),
        ("yuan = 1_000", 'share = "2/3"', 8, "rate-of-nothing-paid"),
        ("yuan = 1_000", "yuan = 1_000\nat_most_paid = true", 8, "rate-of-nothing-paid"),
        ("yuan = 1_000", "yuan = 1_000\n[rates.more]\nyuan = 2_000", 10, "rates-meet"),
        ("yuan = 1_000", 'yuan = 1_000\nwhen = { level = "9" }', 8, "rate-value-unfit"),
        ("yuan = 1_000", "yuan = 1_000\nwhen = { level = { from = 1, to = 2 } }", 8, "rate-value-unfit"),
        ("yuan = 1_000", "yuan = 1_000\nwhen = { employee = true }", 8, "rate-over-other-fact"),
        ("yuan = 1_000", "yuan = 1_000\nwenn = {}", 10, "unknown-key"),
        ("[rates.all]\nyuan = 1_000\n", "", 1, "missing-key"),
        ("applies_from = 2024-01-01", "applies_from = 2024-01-01\napplies_to = 2023-12-31", 7, "dates-out-of-order"),
        ("policy =", "policy", 1, "not-toml"),
    ],
)
def test_a_mistake_of_a_table_is_found_where_it_stands(found: str, put: str, line: int, code: str):
    with pytest.raises(PackInvalid) as wrong:
        read_standard(GOOD.replace(found, put, 1).encode(), EDITION)
    assert [(problem.line, problem.code) for problem in wrong.value.problems] == [(line, code)]
    for problem in wrong.value.problems:
        assert problem.code in SENTENCES
        assert "%(" not in sentence(problem)


def test_a_share_of_more_than_was_paid_is_none():
    table = (FOLDER / "flexible-employment-insurance.toml").read_text()
    with pytest.raises(PackInvalid, match="share-above-one"):
        read_standard(table.replace('"2/3"', '"3/2"').encode(), EDITION)
    assert policy_of(table.encode()) == EDITION.policy


@pytest.mark.parametrize(
    ("scheme", "amount"),
    [
        ("hard-to-employ-insurance", "2,500.00"),
        ("flexible-employment-insurance", "2,000.00"),
        ("expert-team", "50,000.00"),
    ],
)
def test_what_was_computed_is_said_with_its_table_and_document(scheme: str, amount: str):
    (one,) = assessed(honest(scheme)).lines
    steps = [computed(step.code, step.values, EDITION) for step in one.arithmetic]
    said = next(because(part, EDITION) for part in one.findings if part.condition == "amount")
    assert amount in steps[-1]
    assert amount in said
    assert all("示例标准〔2023〕" in text for text in (steps[0], said))


@pytest.mark.parametrize(
    ("found", "put", "code"),
    [
        ('limits = ["introduction-once"]', 'limits = ["introduction-once", "expert-year"]', "clip-with-stages"),
        ('rule = "determined", standard = "gig-market", ', 'rule = "determined", ', "standard-unused"),
    ],
)
def test_a_pack_neither_cuts_what_is_paid_in_stages_nor_has_standards_for_nothing(found: str, put: str, code: str):
    text = shipped(EDITION.policy).decode()
    assert found in text
    with pytest.raises(PackInvalid, match=code):
        load(text.replace(found, put).encode())
