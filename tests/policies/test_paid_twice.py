"""A limit cannot be turned off by leaving something out, misspelling it, dating it ahead, or declaring it otherwise.

For every scheme, somebody who was paid comes again for the same, and says each fact in every way in which people and
greedy people have said it: nobody is paid twice. And whoever comes for the first time and leaves a fact out is refused
by nothing: what is not known is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.assessment import Assessment, assess, questions
from domain.entitlement.claim import AssessmentGiven, Claim, Question, RegisterResult
from domain.entitlement.findings import Outcome, Value
from domain.entitlement.scheme import Scheme
from domain.entitlement.vocabulary import FactType
from domain.office.register_events import CompletenessProposed, EntryProposed, RegisterProposalConfirmed
from domain.office.register_state import Register, evolve
from policies.evaluate import STATED, claim_from
from tests.listing import content
from tests.policies.documents import EDITION, FIRM, GOOD, WHOLE, application, by_table, listed
from tests.standards import example_tables

POLICY = EDITION.policy
NAMED = "虚构条目·甲"
RECEIVED, FUTURE = "2024-05-06", "2031-05-06"

Document = dict[str, Any]
Attack = tuple[str, Document, frozenset[str]]
"""What is tried, the application that tries it, and the facts that nobody has compared."""


def spellings(text: str) -> Iterator[str]:
    """The same to whoever reads it: other widths, spaces, dots, dashes, brackets, letters that nobody sees."""
    yield text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    yield " ".join(text)
    yield text.lower()
    yield text.replace("-", "—").replace("·", "•")
    yield f"“{text}”"
    yield f"（{text}）"
    yield text + "\u3164"


@cache
def registers(scheme: str) -> Mapping[str, Register]:
    """Real registers in which everything that the scheme names is listed, once, and which are complete."""
    kind, states = EDITION.schemes[scheme], listed(scheme)
    folded: dict[str, Register] = {}
    for asking in dict.fromkeys((*kind.application_askings, *kind.line_askings)):
        key = FIRM["uscc"] if asking.key == "applicant" else str({**WHOLE, **GOOD[scheme]}[asking.key])
        facts = states[asking.register] if isinstance(states[asking.register], Mapping) else {}
        entry = content(key, name=NAMED, valid_from=date(2023, 1, 1), quota=1_000, facts=facts)
        document = "示1号"
        changes = (
            EntryProposed(proposal="p1", entry=f"{asking.register}/0001", policy=POLICY, content=entry),
            RegisterProposalConfirmed(proposal="p1"),
            CompletenessProposed(proposal="p2", policy=POLICY, through=date(2031, 12, 31), document=document),
            RegisterProposalConfirmed(proposal="p2"),
        )
        register = Register()
        for change in changes:
            register = evolve(register, change, "lin")
        folded[asking.register] = register
    return folded


def answers(scheme: str, claim: Claim) -> Mapping[Question, RegisterResult]:
    listing = registers(scheme)
    return {asked: listing[asked.register].answer(asked, POLICY) for asked in questions(EDITION, claim)}


def assessed(
    document: Document, after: Assessment | None = None, undeclared: frozenset[str] = frozenset()
) -> Assessment:
    """`undeclared` are facts that stand as declared; an evaluation takes all others for compared."""
    claim = claim_from(EDITION, document)
    lines = tuple(replace(one, facts=named(one.facts), unverified=undeclared) for one in claim.lines)
    claim = replace(claim, facts=named(claim.facts), lines=lines, unverified=undeclared)
    uses = () if after is None else tuple(replace(use, application="earlier") for use in after.uses)
    standards = {name: (table,) for name, table in example_tables().items()}
    given = AssessmentGiven(answers=answers(document["scheme"], claim), standards=standards, uses=uses)
    return assess(EDITION, claim, given)


def named(facts: Mapping[str, Value]) -> dict[str, Value]:
    """Without the entry that an evaluation takes for named where a document names none."""
    return {fact: value for fact, value in facts.items() if value != STATED}


def honest(scheme: str) -> Document:
    document = application(scheme, by_table(scheme))
    return {**document, "received_on": RECEIVED, "lines": [dict(one) for one in document["lines"]]}


def variants(scheme: Scheme, fact: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every way in which a fact may be said, with what is tried by it; None is not at all."""
    yield "left out", None
    kind = EDITION.vocabulary[fact]
    match kind.type:
        case FactType.TEXT | FactType.CERTIFICATE | FactType.USCC:
            yield "blank", "  "
            yield from (("misspelt", other) for other in spellings(str(value)))
            if fact == "entry":
                yield from (("called by its name", other) for other in (NAMED, *spellings(NAMED)))
        case FactType.DAY:
            yield "dated ahead", FUTURE
        case FactType.CHOICE | FactType.RANK:
            for choice in kind.choices:
                declared = int(choice.value) if kind.type is FactType.RANK else choice.value
                if declared != value and fact in scheme.verify:
                    yield "declared otherwise", declared
        case FactType.BOOLEAN if fact in scheme.verify:
            yield "declared otherwise", not value


def attacks(name: str) -> Iterator[Attack]:
    scheme, document = EDITION.schemes[name], honest(name)
    (one,) = document["lines"]
    for place, facts in (("application", document["facts"]), ("line", one["facts"])):
        for fact, value in facts.items():
            for tried, other in variants(scheme, fact, value):
                changed = {key: given for key, given in {**facts, fact: other}.items() if given is not None}
                undeclared = frozenset({fact}) if tried == "declared otherwise" else frozenset()
                if place == "application":
                    yield tried, {**document, "facts": changed}, undeclared
                else:
                    yield tried, {**document, "lines": [{**one, "facts": changed}]}, undeclared
    for fact in scheme.read:
        for other in {choice.value for choice in EDITION.vocabulary[fact].choices} or {"另一", "2031-01-01", "1"}:
            fitting = EDITION.vocabulary[fact].fits(other)
            if fitting:
                yield (
                    "stated in the entry's place",
                    {**document, "facts": {**document["facts"], fact: other}},
                    frozenset(),
                )
    for optional, other in (("certificate_no", "Z-9"), ("certificate_issuer", "另一机构"), ("site", "另一场所")):
        if optional not in one["facts"]:
            more = {**one["facts"], optional: other}
            yield "stated besides", {**document, "lines": [{**one, "facts": more}]}, frozenset()
    if "person" in one:
        for other in spellings(one["person"]["id_number"]):
            person = {**one["person"], "id_number": other}
            if "\u3164" not in other and "“" not in other and "（" not in other:  # Refused where files are read.
                yield "another person by the number", {**document, "lines": [{**one, "person": person}]}, frozenset()


def tried(name: str) -> Counter[str]:
    """How often each kind of attack on a scheme was tried; raises AssertionError with the first that was paid."""
    first = assessed(honest(name))
    assert first.amount_fen > 0
    counts: Counter[str] = Counter()
    for kind, document, undeclared in attacks(name):
        second = assessed(document, first, undeclared)
        assert second.amount_fen == 0, (name, kind, document)
        counts[kind] += 1
    return counts


@pytest.mark.parametrize("name", EDITION.schemes)
def test_nobody_is_paid_twice_whatever_they_say_of_each_fact(name: str):
    assert sum(tried(name).values()) >= 3


@pytest.mark.parametrize("name", EDITION.schemes)
def test_nobody_is_refused_for_what_they_leave_out(name: str):
    for kind, document, undeclared in attacks(name):
        if kind in ("left out", "blank"):
            alone = assessed(document, None, undeclared)
            findings = (*alone.findings, *(finding for one in alone.lines for finding in one.findings))
            assert not [finding for finding in findings if finding.outcome is Outcome.NOT_MET], (name, document)


def test_the_second_line_of_one_file_is_no_way_round_either():
    """The same once more in one file, named otherwise: of two lines one is paid."""
    for name in EDITION.schemes:
        document = honest(name)
        (one,) = document["lines"]
        other = {**one, "facts": dict(one["facts"])}
        if "entry" in one["facts"]:
            other["facts"]["entry"] = NAMED
        both = assessed({**document, "lines": [one, other]})
        assert both.amount_fen == assessed(document).amount_fen, name
