"""The closed vocabulary of limits: one below, at and above each, whoever used it before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.entitlement.claim import Question, RegisterResult, Use
from domain.entitlement.comparing_limits import Exclusive, NoOverlap
from domain.entitlement.findings import Finding, Outcome
from domain.entitlement.limits import Limit, Sum, Times
from domain.entitlement.quotas import Quota
from domain.entitlement.rules import Asking, Names, Source
from domain.entitlement.uses import Alike, Asked, Otherwise, Over, culprits
from domain.entitlement.written import folded, normalised
from tests.domain.entitlement.stating import RECEIVED, asked

SOURCE: dict[str, Any] = {"clause": "closing-1", "names": Names(zh="限制", en="Limit")}
YEAR_OF = Source(clause="closing-1", interpretation="year-of")
STAND_IN = Source(clause="m01", interpretation="stand-in")

YEARLY = Times(id="yearly", **SOURCE, over=Over.PERSON, maximum=3, day="certificate_on", yearly=YEAR_OF)
REPEAT = Times(
    id="repeat",
    **SOURCE,
    over=Over.PERSON,
    alike=(
        Alike(fact="occupation", otherwise=Otherwise.NOT_LIMITED, source=STAND_IN),
        Alike(fact="level", otherwise=Otherwise.NONE, source=STAND_IN),
    ),
)
CERTIFICATE = Times(
    id="certificate",
    **SOURCE,
    over=Over.CERTIFICATE,
    alike=(Alike(fact="issuer", otherwise=Otherwise.APPLICANT),),
)
SITE = Times(
    id="site",
    **SOURCE,
    over=Over.SITE,
    alike=(Alike(fact="tier", otherwise=Otherwise.NOT_LIMITED),),
)
OPERATOR = Times(id="operator", **SOURCE, over=Over.APPLICANT)
EXPERT = Sum(id="expert", **SOURCE, over=Over.APPLICANT, maximum_fen=5_000_000, yearly=YEAR_OF)
PERIOD = NoOverlap(
    id="period",
    **SOURCE,
    over=Over.PERSON,
    alike=(Alike(fact="benefit", otherwise=Otherwise.SCHEME),),
    first="from",
    last="to",
)
PARK = Exclusive(
    id="park",
    **SOURCE,
    over=Over.SITE,
    fact="status",
    excluded_by={
        "district": frozenset({"district", "municipal"}),
        "municipal": frozenset({"district", "municipal", "upgraded"}),
        "upgraded": frozenset({"upgraded", "municipal"}),
    },
)
QUOTA = Quota(id="quota", **SOURCE, over=Over.APPLICANT, asking=Asking(register="enterprises"))


def examine(limit: Limit, line: Asked, *before: Asked) -> Finding | None:
    """What the limit says of a line, after lines that counted."""
    earlier: dict[str, list[Use]] = {}
    use = limit.use(line)
    for one in before:
        used = limit.use(one)
        if used is not None and use is not None and used.subject == use.subject:
            earlier.setdefault(used.qualifier, []).append(used)
    return limit.examine(line, use, earlier)


def outcome(limit: Limit, line: Asked, *before: Asked) -> Outcome:
    finding = examine(limit, line, *before)
    assert finding is not None
    return finding.outcome


def on(day: str, number: int = 1) -> Asked:
    return asked(number, facts={"certificate_on": day})


@pytest.mark.parametrize(("before", "expected"), [(0, "met"), (2, "met"), (3, "not_met"), (4, "not_met")])
def test_a_count_in_a_year_is_reached_by_the_uses_of_that_year_only(before: int, expected: str):
    others = [on(f"2023-0{month}-01") for month in range(1, 6)]
    uses = [on(f"2024-0{month}-01", month) for month in range(1, before + 1)]
    assert outcome(YEARLY, on("2024-12-31"), *others, *uses) == Outcome(expected)


def test_whoever_leaves_out_the_day_that_decides_the_year_leaves_the_limit_unclear():
    finding = examine(YEARLY, asked())
    assert finding is not None
    assert (finding.outcome, finding.code, finding.values["fact"]) == (Outcome.UNCLEAR, "not-stated", YEARLY.day)


def test_uses_are_named_with_application_line_and_day_oldest_first():
    finding = examine(YEARLY, on("2024-09-01", 9), on("2024-03-01", 3), on("2024-01-01", 1), on("2024-02-01", 2))
    assert finding is not None
    assert finding.values["earlier"] == "here/1 (2024-01-01); here/2 (2024-02-01); here/3 (2024-03-01)"


@pytest.mark.parametrize(
    ("facts", "before", "expected", "interpretation"),
    [
        ({"occupation": "电工", "level": "4"}, {"occupation": "电工", "level": "4"}, "not_met", None),
        ({"occupation": "电工", "level": "3"}, {"occupation": "电工", "level": "4"}, "met", None),
        ({"occupation": "电工"}, {"occupation": "电 工"}, "not_met", "stand-in"),
        ({"level": "4"}, {"level": "4"}, "met", "stand-in"),
    ],
)
def test_uses_count_against_each_other_when_they_are_alike(
    facts: dict[str, Any], before: dict[str, Any], expected: str, interpretation: str | None
):
    finding = examine(REPEAT, asked(2, facts=facts), asked(1, facts=before))
    assert finding is not None
    assert (finding.outcome, finding.interpretation) == (Outcome(expected), interpretation)


def test_a_limit_that_does_not_apply_says_so_and_is_not_used():
    line = asked(facts={"level": "4"})
    finding = examine(REPEAT, line)
    assert finding is not None
    assert (finding.code, finding.values, REPEAT.use(line)) == ("limit-not-applying", {"fact": "occupation"}, None)


def test_a_limit_over_nothing_that_the_line_has_says_nothing():
    assert examine(CERTIFICATE, asked(certificate=None)) is None
    assert examine(YEARLY, asked(person=None)) is None
    assert examine(SITE, asked(facts={"tier": 1})) is None


@pytest.mark.parametrize(
    ("issuer", "before", "expected"),
    [(None, None, "not_met"), (None, "APPLICANT", "not_met"), ("a", "Ａ", "not_met"), ("a", "b", "met")],
)
def test_the_applicant_stands_in_for_an_issuer_that_is_not_stated(
    issuer: str | None, before: str | None, expected: str
):
    def line(number: int, issuer: str | None) -> Asked:
        return asked(number, certificate="C", facts={"issuer": issuer} if issuer else {})

    assert outcome(CERTIFICATE, line(2, issuer), line(1, before)) == Outcome(expected)


@pytest.mark.parametrize(
    ("facts", "before", "expected"),
    [
        ({"site": "园区 A", "tier": 1}, {"site": "园区A", "tier": 1}, "not_met"),
        ({"site": "园区 A", "tier": 2}, {"site": "园区A", "tier": 1}, "met"),
        ({"site": "园区 B", "tier": 1}, {"site": "园区A", "tier": 1}, "met"),
    ],
)
def test_a_site_is_awarded_once_a_tier(facts: dict[str, Any], before: dict[str, Any], expected: str):
    assert outcome(SITE, asked(2, facts=facts), asked(1, facts=before)) == Outcome(expected)


def test_an_operator_is_awarded_once():
    assert outcome(OPERATOR, asked(2), asked(1)) is Outcome.NOT_MET


@pytest.mark.parametrize(
    ("used_fen", "asked_fen", "expected"),
    [
        (0, 5_000_000, "met"),
        (2_000_000, 3_000_000, "met"),
        (2_000_000, 3_000_001, "not_met"),
        (5_000_000, 1, "not_met"),
    ],
)
def test_a_sum_may_reach_its_maximum_and_not_exceed_it(used_fen: int, asked_fen: int, expected: str):
    before = asked(1, amount_fen=used_fen)
    assert outcome(EXPERT, asked(2, amount_fen=asked_fen), before) == Outcome(expected)


def months(first: str, last: str, number: int = 1, **facts: Any) -> Asked:
    return asked(number, facts={"from": first, "to": last, **facts})


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-01-01", "2024-03-31", "met"),
        ("2024-01-01", "2024-04-01", "not_met"),
        ("2024-05-01", "2024-05-31", "not_met"),
        ("2024-01-01", "2024-12-31", "not_met"),
        ("2024-06-30", "2024-07-31", "not_met"),
        ("2024-07-01", "2024-07-31", "met"),
    ],
)
def test_two_periods_may_touch_and_may_not_share_a_day(first: str, last: str, expected: str):
    before = months("2024-04-01", "2024-06-30", benefit="insurance")
    assert outcome(PERIOD, months(first, last, 2, benefit="insurance"), before) == Outcome(expected)


def test_periods_of_other_benefits_or_other_persons_may_overlap():
    before = months("2024-04-01", "2024-06-30", benefit="insurance")
    assert outcome(PERIOD, months("2024-04-01", "2024-06-30", 2, benefit="post"), before) is Outcome.MET
    other = asked(2, person="other", facts={"from": "2024-04-01", "to": "2024-06-30", "benefit": "insurance"})
    assert outcome(PERIOD, other, before) is Outcome.MET


def test_a_period_without_a_benefit_is_of_its_scheme():
    before = months("2024-04-01", "2024-06-30")
    assert outcome(PERIOD, months("2024-06-30", "2024-07-31", 2), before) is Outcome.NOT_MET


@pytest.mark.parametrize(("limit", "facts"), [(PERIOD, {"from": "2024-01-01"}), (PARK, {"site": "园区"})])
def test_a_limit_is_unclear_while_a_fact_that_it_needs_is_not_stated(limit: Limit, facts: dict[str, Any]):
    assert outcome(limit, asked(facts=facts)) is Outcome.UNCLEAR


@pytest.mark.parametrize(
    ("awards", "expected"),
    [
        (["district"], ["met"]),
        (["district", "district"], ["met", "not_met"]),
        (["district", "municipal"], ["met", "not_met"]),
        (["municipal", "district"], ["met", "not_met"]),
        (["municipal", "upgraded"], ["met", "not_met"]),
        (["district", "upgraded"], ["met", "met"]),
        (["district", "upgraded", "upgraded"], ["met", "met", "not_met"]),
        (["upgraded", "municipal"], ["met", "not_met"]),
    ],
)
def test_a_park_is_awarded_as_district_or_municipal_and_upgraded_once_never_after_municipal(
    awards: list[str], expected: list[str]
):
    counted: list[Asked] = []
    outcomes = []
    for number, award in enumerate(awards, start=1):
        line = asked(number, facts={"site": "园区", "status": award})
        outcomes.append(outcome(PARK, line, *counted).value)
        if outcomes[-1] == "met":
            counted.append(line)
    assert outcomes == expected


@pytest.mark.parametrize(
    ("quota", "before", "code"),
    [(None, 9, "quota-not-set"), (2, 1, "quota-open"), (2, 2, "quota-reached"), (0, 0, "quota-reached")],
)
def test_a_quota_is_that_of_the_entry_that_answered(quota: int | None, before: int, code: str):
    question = Question(register="enterprises", key="APPLICANT", on=RECEIVED)
    answers = {question: RegisterResult(entry="entry-7", quota=quota)}
    finding = examine(QUOTA, asked(10, answers=answers), *(asked(number, answers=answers) for number in range(before)))
    assert finding is not None
    assert finding.code == code


def test_a_new_entry_of_the_register_brings_a_new_quota():
    question = Question(register="enterprises", key="APPLICANT", on=RECEIVED)
    old, new = ({question: RegisterResult(entry=entry, quota=1)} for entry in ("entry-7", "entry-8"))
    assert outcome(QUOTA, asked(2, answers=new), asked(1, answers=old)) is Outcome.MET


def test_nothing_is_said_of_the_quota_of_an_enterprise_that_is_not_listed():
    question = Question(register="enterprises", key="APPLICANT", on=RECEIVED)
    assert examine(QUOTA, asked(answers={question: RegisterResult(entry=None)})) is None


def test_a_waived_finding_keeps_what_it_found():
    finding = examine(OPERATOR, asked(2), asked(1))
    assert finding is not None
    assert (finding.waived.outcome, finding.waived.values, finding.waived.holds) == (
        Outcome.WAIVED,
        finding.values,
        True,
    )


def test_a_use_carries_the_day_and_the_amount_of_its_line():
    use = YEARLY.use(asked(3, facts={"certificate_on": "2024-04-30"}, amount_fen=120_000))
    assert use == Use(
        limit="yearly",
        subject="person",
        qualifier="2024",
        on=date(2024, 4, 30),
        amount_fen=120_000,
        application="here",
        line=3,
    )


@pytest.mark.parametrize(("text", "compared"), [("ab １２", "AB12"), ("Ａ|b", "A/B"), ("电 工", "电工")])
def test_written_numbers_are_compared_without_spaces_case_and_width(text: str, compared: str):
    assert normalised(text) == compared


SAME = {
    "S-2024-001": "Ｓ—2024．001",
    "软件园A座\u3164": "软件园 A座",
    "6-18-02-04\u115f": "６·18–02\u201204",
    "A座ˉ1": "A座-1",
    "1ˇ2": "1-2",
    "\u0661\u0662号": "12号",
    "二○一室": "二〇一室",
    "杏林街道·园博零工驿站": "杏林街道•园博零工驿站",
    "杏林街道・园博零工驿站": "杏林街道—园博零工驿站",
    "杏林街道「园博」零工驿站": "杏林街道“园博”零工驿站",
    "杏林街道 园博零工驿站": "杏林街道（园博）零工驿站",
    "A\u2010B\u2011C\u2212D": "abcd",
    "A|B~C": "A/B-C",
    "阿卜杜·热合曼": "阿卜杜\u2022热合曼",
}
"""Each written twice, as keyboards and spreadsheets do."""


@pytest.mark.parametrize(("text", "other"), SAME.items())
def test_limits_compare_letters_and_digits_alone(text: str, other: str):
    assert folded(text) == folded(other)
    assert not set(folded(text)) & set("|~?!"), "what separates the parts of a qualifier"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1-23", "1-24"),
        ("海沧产业园", "海沧园"),
        ("海沧产业园", "海沧产业园二期"),
        ("湖里大道1-12号", "湖里大道11-2号"),
        ("2024-1-12", "2024-11-2"),
        ("1.5", "15"),
        ("C++程序员", "C#程序员"),
        ("C++", "C"),
        ("佐佐木", "佐々木"),
    ],
)
def test_what_has_other_letters_or_digits_is_another(one: str, other: str):
    assert folded(one) != folded(other)


@pytest.mark.parametrize(("text", "kept"), [("", ""), (" ", ""), ("—", "“—”"), ("|", "“/”"), ("~·", "“/·”")])
def test_what_is_no_letter_at_all_stands_for_itself(text: str, kept: str):
    assert folded(text) == kept


def test_a_site_under_five_spellings_is_one_site():
    """Marks, widths and brackets: each of these was awarded, one after the other."""
    spellings = [
        "杏林街道·园博零工驿站",
        "杏林街道•园博零工驿站",
        "杏林街道—园博零工驿站",
        "杏林街道「园博」零工驿站",
        "杏林街道・园博零工驿站",
    ]
    sites = [asked(line, facts={"site": site}).subject(Over.SITE) for line, site in enumerate(spellings, start=1)]
    assert len(set(sites)) == 1


@pytest.mark.parametrize(
    ("count", "values"),
    [
        (0, {"earlier": ""}),
        (1, {"earlier": "a/1 (2024-01-01)"}),
        (3, {"earlier": "a/1 (2024-01-01); a/2 (2024-01-02); a/3 (2024-01-03)"}),
        (4, {"earlier": "a/1 (2024-01-01); a/2 (2024-01-02); a/3 (2024-01-03)", "more": 1}),
        (12, {"earlier": "a/1 (2024-01-01); a/2 (2024-01-02); a/3 (2024-01-03)", "more": 9}),
    ],
)
def test_the_oldest_three_uses_are_named_and_the_others_counted(count: int, values: dict[str, object]):
    uses = [
        Use(limit="l", subject="s", qualifier="", on=date(2024, 1, day), amount_fen=1, application="a", line=day)
        for day in range(count, 0, -1)
    ]
    assert culprits(uses) == values
