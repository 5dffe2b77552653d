"""Every code that an assessment can emit has a sentence, in both languages, and nothing else has one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import domain.entitlement
from domain.application.decisions.striking import STRUCK
from domain.base import replace
from domain.entitlement.amounts import Award, Flat, Repeated
from domain.entitlement.assessment import assess, questions
from domain.entitlement.claim import AssessmentGiven, Doubt, Question, RegisterResult, Use
from domain.entitlement.comparing_limits import Excludes, Exclusive, Months, NoLower, NoOverlap
from domain.entitlement.conditions import AnyHolds, AtMost, EndsBy, Holds, InOrder, IsStated, OnlyWhen
from domain.entitlement.findings import Finding, Outcome, OwedBy
from domain.entitlement.limits import Sum, Times
from domain.entitlement.measured import Band, ByBand, CostCapped, PercentOf
from domain.entitlement.quotas import ProgrammeBudget
from domain.entitlement.receipt import AppliedBy, ReceiptFollows
from domain.entitlement.rules import Names, Period, Rule, Source, Span
from domain.entitlement.standards import Rate, StandardTable
from domain.entitlement.standing import two_names
from domain.entitlement.uses import NOT_STATED, Over
from domain.entitlement.vocabulary import FactType
from policies.evaluate import claim_from
from presentation.language import speak, speaking
from presentation.words.findings import SENTENCE_MAX, SENTENCES, STEPS, because, computed
from tests.domain.entitlement.stating import asked, stated
from tests.policies.documents import EDITION, GOOD, application, by_table, line, listed
from tests.policies.test_paid_twice import assessed, honest
from tests.standards import example_tables

ROOM = Path(next(iter(domain.entitlement.__path__)))
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def calls() -> Iterator[ast.Call]:
    for module in sorted(ROOM.glob("*.py")):
        yield from (
            node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        )


def texts(node: ast.AST) -> set[str]:
    return {child.value for child in ast.walk(node) if isinstance(child, ast.Constant) and isinstance(child.value, str)}


def emitted() -> set[str]:
    """The codes in calls of `met`, `not_met` and `unclear`, also where which of them is called is itself chosen."""
    codes: set[str] = set()
    for call in calls():
        called = {node.attr for node in ast.walk(call.func) if isinstance(node, ast.Attribute)}
        if called & {"met", "not_met"} and call.args:
            codes |= texts(call.args[0])
        if called & {"unclear"} and len(call.args) > 1:
            codes |= texts(call.args[1])  # Behind who owes it.
    return codes | {doubt.value for doubt in Doubt}


def steps() -> set[str]:
    codes: set[str] = set()
    for call in calls():
        if isinstance(call.func, ast.Name) and call.func.id == "Step":
            codes |= {text for word in call.keywords if word.arg == "code" for text in texts(word.value)}
    return codes


def test_every_code_that_can_be_emitted_has_a_sentence_and_no_other_has():
    assert emitted() == set(SENTENCES)
    assert steps() | {STRUCK} == set(STEPS)


def variations() -> Iterator[Finding]:
    """Findings of every shipped scheme: with facts good, missing, contrary and only declared, and limits used up."""
    for scheme, facts in GOOD.items():
        lines = [line(scheme, 1, occupation="电工", certificate_no="S-1") for _ in range(5)]
        lines += [line(scheme, 2, **{fact: None}) for fact in facts]
        lines += [line(scheme, 3, **{fact: not value}) for fact, value in facts.items() if isinstance(value, bool)]
        lines += [line(scheme, 4, **{fact: 1}) for fact, value in facts.items() if type(value) is int]
        lines += [line(scheme, 5, school_track="undergraduate", certificate_kind="institute")]
        lines += [line(scheme, 6, **{fact: "other"}) for fact in ("rating", "school_track") if fact in facts]
        for received_on in ("2023-01-01", "2024-05-06", "2025-01-01"):
            # The day of receipt says nothing of entries: those of one day are enough.
            entries = ((None, None, None), ("e", None, None), ("e", 0, "文号"), ("e", 9, "文号"))
            for entry, quota, document in entries if received_on == "2024-05-06" else entries[:1]:
                doubts = (None, *Doubt) if received_on == "2024-05-06" and entry is None else (None,)
                claim = claim_from(EDITION, application(scheme, *lines, received_on=received_on))
                declared = [replace(one, unverified=frozenset(one.facts)) for one in claim.lines]
                confirmed = [replace(one, confirmed=one.unverified) for one in declared]
                about_nobody = [replace(one, person=None) for one in claim.lines]
                asked_of = questions(EDITION, claim)
                doubtful = [RegisterResult(entry=None, doubt=doubt) for doubt in doubts]
                for result in (*doubtful, RegisterResult(entry="e", unlimited=True)) if len(doubts) > 1 else ():
                    answers = dict.fromkeys(asked_of, result)
                    assessment = assess(EDITION, claim, AssessmentGiven(answers=answers))
                    yield from (
                        *assessment.findings,
                        *(finding for one in assessment.lines for finding in one.findings),
                    )
                result = RegisterResult(entry=entry, quota=quota, document=document)
                answers = stating(scheme, asked_of, result)
                # What nobody verified, and lines about nobody, read no register: once a day is enough.
                others = () if entry else (tuple(declared), tuple(confirmed), tuple(about_nobody))
                for changed in (claim.lines, *others):
                    whole = replace(claim, lines=changed, applicant_kind="organisation")
                    assessment = assess(EDITION, whole, AssessmentGiven(answers=answers))
                    yield from assessment.findings
                    yield from (finding for one in assessment.lines for finding in one.findings)


def stating(
    scheme: str, asked_of: Iterable[Question], result: RegisterResult, **changed: Any
) -> dict[Question, RegisterResult]:
    """The answers of registers that state what is good, but for the facts that are `changed`."""
    states = {name: facts for name, facts in listed(scheme, **changed).items() if facts is not True}
    return {
        question: replace(result, key=question.key, facts=states.get(question.register, {})) for question in asked_of
    }


def of_payers() -> Iterator[Finding]:
    """Findings about who pays what districts pay."""
    claim = claim_from(EDITION, application("gig-market", {"entry": "e1"}, {"entry": "e2"}))
    asked_of = questions(EDITION, claim)
    for received_by, districts in (
        ("350200", (None, None)),
        ("350203", ("350211",) * 2),
        ("350200", ("350211", "torch")),
    ):
        named = zip(asked_of, districts, strict=True)
        answers = {asked: RegisterResult(entry="e", key=asked.key, authority=district) for asked, district in named}
        received = replace(claim, authority=received_by)
        yield from assess(EDITION, received, AssessmentGiven(answers=answers)).findings


def of_entries() -> Iterator[Finding]:
    """Findings of every shipped scheme whose entries state something else, or nothing, or belong to others."""
    entry = RegisterResult(entry="e", unlimited=True)
    others = (replace(entry, payee="OTHER"), replace(entry, authority="350211"))
    for scheme in EDITION.schemes:
        claim = claim_from(EDITION, application(scheme))
        asked_of = questions(EDITION, claim)
        registers = {question.register for question in asked_of}
        attributes = {fact: None for name in registers for fact in EDITION.registers[name].attributes}
        differing = [stating(scheme, asked_of, entry, **{fact: wrong}) for fact in attributes for wrong in wrongs(fact)]
        for answers in (*differing, *(stating(scheme, asked_of, other) for other in others)):
            assessment = assess(EDITION, claim, AssessmentGiven(answers=answers))
            yield from assessment.findings
            yield from (finding for one in assessment.lines for finding in one.findings)


def wrongs(fact: str) -> tuple[Any, ...]:
    kind = EDITION.vocabulary[fact]
    match kind.type:
        case FactType.BOOLEAN:
            return (None, False)
        case FactType.COUNT | FactType.FEN:
            return (None, 1, 50_000_000)
        case FactType.CHOICE:
            return (None, kind.choices[-1].value)
        case _:
            return (None,)


CITED = {"clause": "m09"}
EARLIER: dict[str, Any] = {
    "limit": "training-yearly",
    "subject": "person",
    "qualifier": "|1",
    "on": date(2024, 1, 1),
    "amount_fen": 1,
    "application": "earlier",
    "line": 1,
}
LIMITED = {"id": "training-yearly", **CITED, "names": Names(zh="限制", en="Limit")}
TOTAL = Times(**LIMITED, over=Over.PERSON, within=Period(first=date(2024, 1, 1), last=date(2024, 12, 31)))
LEVEL = NoLower(**LIMITED, over=Over.PERSON, fact="level", order=("1", "2"))
BUDGET = ProgrammeBudget(**LIMITED, over=Over.SCHEME, maximum_fen=5)
PERIOD = NoOverlap(**LIMITED, over=Over.PERSON, first="period_from", last="period_to")
PARK = Exclusive(**LIMITED, over=Over.SITE, fact="park_status", excluded_by={"district": frozenset({"municipal"})})
YEAR = Sum(**LIMITED, over=Over.PERSON, maximum_fen=5)
MONTHS = Months(**LIMITED, over=Over.PERSON, first="period_from", last="period_to", maximum=12)
NOT_TWICE = Excludes(**LIMITED, over=Over.PERSON, also=("another-2024/once",))
BY_DAY = Flat(**CITED, amount_fen=1, times=Repeated(fact="class_days", most=8, source=Source(clause="m11")))
EITHER = AnyHolds(id="rule", **CITED, alternatives=("first_time_in_city", "new_local_worker"))
DAYS = {"period_from": "2024-01-01", "period_to": "2024-12-31"}
BACKWARDS = {"period_from": "2025-01-01", "period_to": "2024-12-31"}
SITE = {"site": "园区", "park_status": "district"}


ENDED = Rate(id="all", excluded="停止补贴")
INSURED = {"benefit": "insurance", "period_from": "2024-01-01", "period_to": "2024-02-29", "employer_paid_fen": 5}


def by_tables(scheme: str, facts: Mapping[str, Any], *tables: StandardTable) -> Award:
    """What the amount of a shipped scheme makes of these facts, under tables of one standard."""
    return EDITION.schemes[scheme].amount.award(replace(stated(**facts), standards={tables[0].standard: tables}))


def of_standards() -> Iterator[Finding]:
    """Findings of amounts that a standard sets, or that stand for what it would say."""
    examples = example_tables()
    support, level = examples["hard-to-employ"], examples["new-apprenticeship"]
    flexible = examples["flexible-employment-insurance"]
    half = replace(flexible, number=2, applies_from=date(2024, 2, 1), rates=(Rate(id="all", amount_fen=1),))
    for fen in (0, 1):
        yield from (
            EDITION.schemes["service-131"].amount.award(stated(basis_document="文号", determined_fen=fen)).findings
        )
    for table, facts in (
        (support, INSURED),
        (support, {**INSURED, "employer_paid_fen": 0}),
        (support, {**INSURED, "period_to": "2024-02-28"}),
        (support, {**INSURED, "benefit": "other"}),
        (replace(support, applies_from=date(2024, 2, 1)), INSURED),
    ):
        yield from by_tables("hard-to-employ-insurance", facts, table).findings
    paid = {**INSURED, "contribution_paid_fen": 5}
    yield from by_tables("flexible-employment-insurance", paid, flexible, half).findings
    for table in (level, replace(level, rates=(Rate(id="all", amount_fen=1),))):
        yield from by_tables("new-apprenticeship", {"level": "none", "certificate_on": "2024-03-01"}, table).findings
    for daily_fen in (1, 200):
        insured = {**INSURED, "premium_fen": 100, "daily_premium_fen": daily_fen}
        yield from EDITION.schemes["yilubao"].amount.award(stated(**insured)).findings


def rules_to_come() -> Iterator[Finding | None]:
    """Findings of rules that no shipped scheme has yet."""
    yield IsStated(id="rule", **CITED, fact="project_no").examine(stated(project_no="XM-1"))
    yield LEVEL.examine(asked(), None, {})
    yield EITHER.examine(stated(first_time_in_city=True))
    yield EITHER.examine(stated(first_time_in_city=False, new_local_worker=False))
    for facts in (DAYS, BACKWARDS):
        yield InOrder(id="rule", **CITED, first="period_from", last="period_to").examine(stated(**facts))
        yield EndsBy(id="rule", **CITED, fact="period_from", last=date(2024, 12, 31)).examine(stated(**facts))
    for hours in (1, 3):
        yield AtMost(id="rule", **CITED, fact="hours_total", maximum=2).examine(stated(hours_total=hours))
    yield from of_standards()
    elsewhere = Use(
        limit="=name", subject="p", qualifier="n", on=date(2024, 5, 6), amount_fen=0, application="a-1", line=1
    )
    yield from two_names(EDITION.schemes["skill-certificate"], (elsewhere,))
    for times in (2, 9):
        yield from BY_DAY.award(stated(class_days=times)).findings
    yield from CostCapped(**CITED, fact="cost_fen", cap_fen=1).award(stated(cost_fen=2)).findings
    yield from PercentOf(**CITED, fact="premium_fen", percent=50).award(stated(premium_fen=2)).findings
    yield AppliedBy(id="rule", **CITED, kinds=("organisation",)).examine(stated(applicant_kind="person"))
    yield Rule(id="rule", **CITED).unclear(OwedBy.APPLICANT, "site-missing")
    yield ReceiptFollows(id="rule", **CITED, document="basis_document").examine(stated())
    required = Holds(id="rule", **CITED, fact="employee")
    yield OnlyWhen(id="rule", **CITED, fact="benefit", among=("post",), required=required).examine(
        stated(benefit="insurance")
    )
    bands = (Band(first=1, last=2, amount_fen=1, source=Source(clause="m09")),)
    yield from ByBand(**CITED, fact="hours_total", bands=bands).award(stated(hours_total=3)).findings
    for fen in (0, 2):
        yield from CostCapped(**CITED, fact="cost_fen", cap_fen=1).award(stated(cost_fen=fen)).findings
    yield NOT_TWICE.examine(asked(), None, {})
    yield NOT_TWICE.examine(asked(), None, {"": [Use(**EARLIER)]})
    early = replace(asked(), stated=stated(received_on=date(2023, 12, 31)))
    yield TOTAL.examine(early, TOTAL.use(early), {})
    for level, before in (("2", {}), ("2", {"|1": [Use(**EARLIER)]})):
        one = asked(facts={"level": level})
        yield LEVEL.examine(one, LEVEL.use(one), before)
    for limit, facts in ((PERIOD, DAYS), (MONTHS, DAYS), (PARK, SITE), (YEAR, {}), (BUDGET, {})):
        line_ = asked(facts=facts, amount_fen=5)
        use = limit.use(line_)
        assert use is not None
        before = {use.qualifier: [use], "municipal": [use]} if limit is PARK else {use.qualifier: [use]}
        if limit is MONTHS:
            earlier = replace(use, qualifier="|2023-01-01|2023-12-31")
            before = {earlier.qualifier: [earlier]}
        yield limit.examine(line_, use, {})
        yield limit.examine(line_, use, before)
        unknown = replace(line_, worth=Span(least_fen=1, most_fen=None))
        yield limit.examine(unknown, use, {})


def of_an_import() -> Finding | None:
    """Of a line that was settled elsewhere nobody wrote the occupation down."""
    limit = EDITION.limits["training-no-repeat"]
    line = asked(facts={"occupation": "电工", "level": "3", "certificate_on": "2024-03-05"})
    use = limit.use(line)
    assert use is not None
    earlier = replace(use, application="import-350200-2024-0001", qualifier=f"{NOT_STATED}|3")
    return limit.examine(line, use, {earlier.qualifier: [earlier]})


@cache
def every_finding() -> tuple[Finding, ...]:
    """Findings of all kinds, one of each that says the same."""
    return tuple(
        {
            repr(one): one
            for one in (*variations(), *of_entries(), *of_payers(), *rules_to_come(), of_an_import())
            if one is not None
        }.values()
    )


def test_every_sentence_finds_its_values_in_the_finding():
    findings = every_finding()
    sentences = {finding.code: because(finding, EDITION) for finding in findings}
    assert set(sentences) == set(SENTENCES)
    assert all("%" not in sentence.replace(" %", "") for sentence in sentences.values())


def test_every_step_of_a_computation_finds_its_values():
    rules = [
        *(scheme.amount for scheme in EDITION.schemes.values()),
        BY_DAY,
        CostCapped(**CITED, fact="cost_fen", cap_fen=1),
        PercentOf(**CITED, fact="premium_fen", percent=50),
    ]
    facts = {"class_days": 2, "basis_document": "文号", "cost_fen": 200_000, "premium_fen": 2, "school_track": "higher"}
    told = {}
    for rule in rules:
        determined_fen = getattr(rule, "cap_fen", 1)
        for step in rule.award(stated(determined_fen=determined_fen, **facts)).arithmetic:
            told[step.code] = computed(step.code, step.values, EDITION)
    for scheme in ("hard-to-employ-insurance", "flexible-employment-insurance", "expert-team"):
        for one in assessed(honest(scheme)).lines:
            told |= {step.code: computed(step.code, step.values, EDITION) for step in one.arithmetic}
    cut = assessed({**honest("expert-team"), "lines": [by_table("expert-team", services=n) for n in (20, 9)]}).lines[1]
    told |= {step.code: computed(step.code, step.values, EDITION) for step in cut.arithmetic}
    ended = replace(example_tables()["hard-to-employ"], number=2, applies_from=date(2024, 2, 1), rates=(ENDED,))
    facts = {"benefit": "post", "period_from": "2024-01-01", "period_to": "2024-02-29"}
    for step in by_tables("hard-to-employ-insurance", facts, example_tables()["hard-to-employ"], ended).arithmetic:
        told[step.code] = computed(step.code, step.values, EDITION)
    # What a revision takes out of an award, which no policy does.
    told[STRUCK] = computed(STRUCK, {"instalment": 2, "amount_fen": 100_000}, EDITION)
    assert set(told) == set(STEPS)


def share() -> Finding:
    values = {"fact": "hours_offline", "found": 20, "of": "hours_total", "total": 41, "percent": "48.8", "required": 50}
    return Finding(
        condition="offline-share", clause="m03", outcome=Outcome.NOT_MET, code="share-too-small", values=values
    )


def test_a_sentence_speaks_the_words_of_the_edition(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANGUAGE", "en")
    assert because(share(), EDITION) == (
        "Class hours offline: only 20 of 41 (Class hours in total), 48.8 %; at least 50 %."
    )
    assert because(share()) == because(share(), EDITION)


def test_choices_are_called_what_the_edition_calls_them(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANGUAGE", "en")
    values = {"fact": "certificate_kind", "found": "completion", "required": "qualification, skill-level"}
    finding = Finding(condition="certificate", clause="m01", outcome=Outcome.NOT_MET, code="not-among", values=values)
    assert because(finding, EDITION) == (
        "Kind of certificate: Completion certificate; required is one of: "
        "Vocational qualification certificate, Vocational skill level certificate."
    )


def test_amounts_are_said_in_yuan(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANGUAGE", "en")
    values = {"found_fen": 310_000, "floor_fen": 50_000, "cap_fen": 300_000}
    finding = Finding(
        condition="amount", clause="m01", outcome=Outcome.NOT_MET, code="determined-outside", values=values
    )
    assert because(finding, EDITION) == "3,100.00 yuan determined, outside 500.00 to 3,000.00 yuan."


def test_a_limit_is_called_what_the_edition_calls_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANGUAGE", "en")
    values = {"found": 3, "required": 3, "within": "2024", "earlier": "a/1 (2024-01-01)"}
    finding = Finding(
        condition="training-yearly", clause="closing-1", outcome=Outcome.NOT_MET, code="limit-reached", values=values
    )
    assert because(finding, EDITION) == (
        "At most 3 training subsidies a person and year: used 3 of 3 before, by a/1 (2024-01-01)."
    )


def test_nobody_is_told_of_a_least_amount_that_the_notice_does_not_name():
    rule = EDITION.schemes["gig-station"].amount
    within, over = (because(rule.award(stated(determined_fen=fen)).findings[0]) for fen in (20_000_000, 30_000_001))
    assert within == "200,000.00 yuan determined, at most 300,000.00 yuan."
    assert over == "300,000.01 yuan determined; it must be above zero and at most 300,000.00 yuan."
    floored = EDITION.schemes["skill-certificate"].amount.award(stated(determined_fen=49_999)).findings[0]
    assert because(floored) == "499.99 yuan determined, outside 500.00 to 3,000.00 yuan."


@pytest.mark.parametrize(
    ("language", "ending"),
    [
        (
            "en",
            "used 3 of 3 before, by 350203-2024-000007/2 (2024-03-01); an earlier application (2024-03-02); "
            "line 1 of this application (2024-03-03).",
        ),
        (
            "zh",
            "此前已用3次，上限3次，见350203-2024-000007第2行（2024-03-01）；此前的申请（2024-03-02）；"
            "本申请第1行（2024-03-03）。",
        ),
    ],
)
def test_earlier_uses_are_named_so_that_an_applicant_finds_them_again(
    monkeypatch: pytest.MonkeyPatch, language: str, ending: str
):
    monkeypatch.setenv("LANGUAGE", language)
    speak(language)
    earlier = "350203-2024-000007/2 (2024-03-01); earlier/1 (2024-03-02); here/1 (2024-03-03)"
    values = {"found": 3, "required": 3, "within": "2024", "earlier": earlier}
    limit = EDITION.limits["training-yearly"]
    finding = limit.finding(Outcome.NOT_MET, "limit-reached", values)
    assert because(finding, EDITION).endswith(ending)
    speak("en")


NAME = "厦门市虚构人力资源服务集团有限责任公司" * 8
LONGEST: dict[str, Any] = {
    "earlier": "; ".join(f"350203-2024-90000{day}/100{day} (2024-05-0{day})" for day in (1, 2, 3)),
    "more": 997,
    **dict.fromkeys(("used_fen", "asked_fen", "maximum_fen", "amount_fen", "found_fen", "cost_fen"), 9_999_999_900),
    **dict.fromkeys(("document", "entry", "payee"), NAME),
}
"""The most that a value of a finding can be: three culprits of a thousand, a hundred million yuan, an endless name."""


def at_its_longest(finding: Finding) -> Finding:
    values = {name: LONGEST.get(name, value) for name, value in finding.values.items()}
    if "earlier" in values:
        values["more"] = LONGEST["more"]
    if "register" in values or finding.code == "cited":
        values["found"] = NAME
    return replace(finding, values=values)


def test_no_sentence_is_longer_than_somebody_reads():
    findings = {repr(one): one for one in map(at_its_longest, every_finding())}
    longest: dict[str, str] = {}
    for language in ("en", "zh"):
        with speaking(language):
            for finding in findings.values():
                longest[finding.code] = max(longest.get(finding.code, ""), because(finding, EDITION), key=len)
    assert {code: text for code, text in longest.items() if len(text) > SENTENCE_MAX} == {}
    assert max(map(len, longest.values())) > SENTENCE_MAX * 3 // 4, "long ones were tried"


def test_earlier_uses_that_make_a_sentence_too_long_are_counted():
    finding = Finding(
        condition="training-yearly",
        outcome=Outcome.NOT_MET,
        clause="closing-1",
        code="sum-exceeded",
        values={**LONGEST, "earlier": LONGEST["earlier"]},
    )
    assert "(2024-05-01) and 999 more" in because(finding, EDITION)
    few = replace(finding, code="limit-reached", values={"found": 1, "required": 1, "earlier": LONGEST["earlier"]})
    assert because(few, EDITION).endswith("; 350203-2024-900003/1003 (2024-05-03).")
