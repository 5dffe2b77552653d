"""What the whole notice needed of the vocabulary: conditions asked only sometimes, bands, levels, budgets, issuers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.claim import Use
from domain.entitlement.comparing_limits import NoLower
from domain.entitlement.conditions import Holds, OnlyWhen
from domain.entitlement.findings import Outcome
from domain.entitlement.limits import Times
from domain.entitlement.measured import Band, ByBand, CostCapped, PercentOf
from domain.entitlement.quotas import ProgrammeBudget
from domain.entitlement.receipt import ReceiptFollows
from domain.entitlement.rules import Names, Period, Source
from domain.entitlement.uses import Alike, Asked, Otherwise, Over, Tally, are_alike, together_fen
from tests.domain.entitlement.stating import CITED, asked, stated

SOURCE = Source(clause="m01")
LIMITED: dict[str, Any] = {"id": "limit", "clause": "m01", "names": Names(zh="限制", en="Limit")}
POLICY_NEEDED = OnlyWhen(
    **CITED, fact="status", among=("municipal", "upgraded"), required=Holds(**CITED, fact="issued")
)


@pytest.mark.parametrize(
    ("facts", "unverified", "outcome", "code"),
    [
        ({"status": "district"}, (), "met", "not-required"),
        ({"status": "district", "issued": False}, (), "met", "not-required"),
        ({"status": "municipal", "issued": True}, (), "met", "as-required"),
        ({"status": "municipal", "issued": False}, (), "not_met", "not-as-required"),
        ({"status": "upgraded"}, (), "unclear", "not-stated"),
        ({"issued": True}, (), "met", "as-required"),
        ({"issued": False}, (), "unclear", "not-stated"),
        ({"status": "district"}, ("status",), "unclear", "not-verified"),
        ({"status": "municipal", "issued": True}, ("issued",), "unclear", "not-verified"),
    ],
)
def test_a_condition_is_asked_only_where_a_choice_is_among_some(
    facts: dict[str, Any], unverified: tuple[str, ...], outcome: str, code: str
):
    finding = POLICY_NEEDED.examine(stated(unverified=frozenset(unverified), **facts))
    assert (finding.outcome, finding.code, finding.condition) == (Outcome(outcome), code, "rule")


def test_receipt_that_follows_a_document_is_always_met_and_says_of_which():
    finding = ReceiptFollows(**CITED, document="basis").examine(stated(received_on=date(2031, 1, 1)))
    assert (finding.outcome, finding.values) == (Outcome.MET, {"fact": "basis", "received_on": "2031-01-01"})


BANDS = ByBand(
    clause="m01",
    fact="hours",
    bands=(
        Band(first=40, last=79, amount_fen=500, source=SOURCE),
        Band(first=80, last=None, amount_fen=800, source=SOURCE),
    ),
)


@pytest.mark.parametrize(("hours", "amount_fen"), [(39, 0), (40, 500), (79, 500), (80, 800), (10_000, 800)])
def test_a_band_includes_both_of_its_ends(hours: int, amount_fen: int):
    assert BANDS.award(stated(hours=hours)).amount_fen == amount_fen
    assert BANDS.most_fen == 800


def test_a_band_needs_its_number_stated_and_verified_where_that_is_asked():
    assert [finding.code for finding in BANDS.award(stated()).findings] == ["not-stated"]
    declared = BANDS.award(stated(hours=40, unverified=frozenset({"hours"})))
    assert ([finding.code for finding in declared.findings], declared.amount_fen) == (["not-verified"], 0)


@pytest.mark.parametrize(
    "amount", [CostCapped(clause="m11", fact="fen", cap_fen=9), PercentOf(clause="m14", fact="fen", percent=50)]
)
def test_what_comes_to_nothing_is_no_award(amount: CostCapped | PercentOf):
    award = amount.award(stated(fen=0))
    assert [(finding.outcome, finding.code) for finding in award.findings] == [(Outcome.NOT_MET, "nothing-to-pay")]
    assert amount.award(stated(fen=1)).amount_fen == 1


LEVELS = NoLower(
    **LIMITED,
    over=Over.PERSON,
    alike=(Alike(fact="occupation", otherwise=Otherwise.NOT_LIMITED),),
    fact="level",
    order=("1", "2", "3"),
)


def used(line: Asked, limit: NoLower | Times) -> dict[str, list[Use]]:
    use = limit.use(line)
    return {use.qualifier: [use]} if use else {}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [("2", "1", "met"), ("2", "2", "met"), ("2", "3", "not_met"), ("none", "3", "met")],
)
def test_a_level_is_below_those_that_stand_before_it_in_the_order(before: str, now: str, expected: str):
    earlier = used(asked(1, facts={"occupation": "a", "level": before}), LEVELS)
    line = asked(2, facts={"occupation": "a", "level": now})
    finding = LEVELS.examine(line, LEVELS.use(line), earlier)
    assert finding is not None
    assert finding.outcome is Outcome(expected)


@pytest.mark.parametrize(("facts", "missing"), [({"occupation": "a"}, "level"), ({"level": "3"}, "occupation")])
def test_a_line_without_a_level_or_an_occupation_is_below_nothing(facts: dict[str, str], missing: str):
    line = asked(facts=facts)
    finding = LEVELS.examine(line, LEVELS.use(line), {})
    assert finding is not None
    assert (finding.code, finding.values["fact"]) == ("limit-not-applying", missing)


def test_a_limit_of_some_days_knows_no_others():
    days = Times(**LIMITED, over=Over.PERSON, day="on", within=Period(first=date(2024, 1, 1), last=date(2024, 12, 31)))
    for day, applies in (("2023-12-31", False), ("2024-01-01", True), ("2024-12-31", True), ("2025-01-01", False)):
        assert bool(days.use(asked(facts={"on": day}))) is applies


def test_a_budget_is_used_by_everybody_s_lines_together():
    budget = ProgrammeBudget(**LIMITED, over=Over.SCHEME, maximum_fen=250)
    lines = [asked(number, person=f"p{number}", amount_fen=100) for number in (1, 2, 3)]
    tally = Tally()
    outcomes = []
    for line in lines:
        use = budget.use(line)
        assert use is not None
        finding = budget.examine(line, use, {"": tally})
        assert finding is not None
        outcomes.append(finding.outcome)
        if finding.holds:
            tally.add(use)
    assert outcomes == [Outcome.MET, Outcome.MET, Outcome.NOT_MET]
    assert together_fen(tally) == together_fen(list(tally)) == 200


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("USCC~学校|COMPLETION", "USCC~学校|COMPLETION", True),
        ("USCC~学校|COMPLETION", "USCC~新校名|COMPLETION", True),
        ("USCC~学校|COMPLETION", "学校|COMPLETION", True),
        ("USCC~学校|COMPLETION", "学校|INTERNAL", False),
        ("USCC~学校|COMPLETION", "另一学校|COMPLETION", False),
        ("中心~!P|SKILL-LEVEL", "中心~!Q|SKILL-LEVEL", True),
        ("中心~!P|SKILL-LEVEL", "别处~!P|SKILL-LEVEL", False),
        ("中心~!P|SKILL-LEVEL", "?P|SKILL-LEVEL", True),
        ("中心~!P|SKILL-LEVEL", "?Q|SKILL-LEVEL", False),
        ("?P|SKILL-LEVEL", "?P|SKILL-LEVEL", True),
        ("a|b", "a", False),
    ],
)
def test_two_issuers_are_the_same_when_they_have_a_name_in_common(one: str, other: str, alike: bool):
    assert are_alike(one, other) is alike
    assert are_alike(other, one) is alike


def test_nobody_writes_the_signs_that_tell_issuers_apart():
    limit = Times(**LIMITED, over=Over.CERTIFICATE, alike=(Alike(fact="issuer", otherwise=Otherwise.APPLICANT),))
    line = asked(certificate="c", facts={"issuer": "？！～|别人"})
    assert limit.qualifier(line) == "别人"
    assert limit.qualifier(asked(certificate="c")) == "APPLICANT"


def test_what_a_scheme_does_not_ask_for_does_not_tell_sites_apart():
    tiers = Times(**LIMITED, over=Over.SITE, alike=(Alike(fact="tier", otherwise=Otherwise.SCHEME),))
    line = asked(person=None, facts={"site": "s", "tier": 3})
    assert tiers.qualifier(replace(line, asks=frozenset({"site"}))) == "scheme"
    assert tiers.qualifier(replace(line, asks=frozenset({"site", "tier"}))) == "3"


def test_a_line_about_the_applicant_itself_is_counted_over_the_applicant_whatever_site_it_names():
    once = Times(**LIMITED, over=Over.SITE)
    uses = [once.use(replace(asked(facts={"site": site}), about_applicant=True)) for site in ("a", "b")]
    assert {use.subject for use in uses if use} == {"APPLICANT"}
