"""A policy edition as people and programs read it: its schemes, amounts, conditions and limits, each with the clause
that it stands on, and what was interpreted where the notice is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from domain.entitlement.amounts import Amount
from domain.entitlement.edition import Edition, Interpretation
from domain.entitlement.limits import Limit
from domain.entitlement.paid_by import PaidBy
from domain.entitlement.rules import Names, Rule, Source
from domain.entitlement.scheme import Scheme
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields
from presentation.words.policy_rules import amount_rule_in_words, called, condition_in_words
from usecases.intake.editions import scheme_in


class Bilingual(Row):
    """What something is called; as text, in the officer's language."""

    zh: str
    en: str

    def __str__(self) -> str:
        return called(Names(zh=self.zh, en=self.en))


class ReceiptWindow(Row, rename={"from_": "from"}):
    """The days of receipt to which the edition applies, both included."""

    from_: date
    to: date
    clause: str
    interpretation: str | None


class NoticeTerm(Row):
    """For how many working days an approved application stands on public notice."""

    working_days: int
    clause: str
    interpretation: str | None


class AmountOfLine(Row):
    """What a line is worth: in words, and at most, in fen."""

    says: str
    most_fen: int | None
    clause: str
    interpretation: str | None


class Requirement(Row):
    """A condition of a scheme, about an application as a whole or about each line."""

    about: Annotated[str, Heading(N_("Of"), Kind.LABEL)]
    condition: Annotated[str, Heading(N_("Condition"), Kind.NAME)]
    clause: Annotated[str, Heading(N_("Clause"), Kind.NAME)]
    interpretation: Annotated[str | None, Heading(N_("Interpretation"), Kind.NAME)]
    requires: Annotated[str, Heading(N_("Requires"))]


class AskedFact(Row):
    """A fact that an application declares; one that is `verified` counts only once an officer has verified it."""

    about: Annotated[str, Heading(N_("Of"), Kind.LABEL)]
    fact: Annotated[str, Heading(N_("Fact"), Kind.NAME)]
    name: Annotated[Bilingual, Heading(N_("Name"))]
    type: Annotated[str, Heading(N_("Type"), Kind.LABEL)]
    required: Annotated[bool, Heading(N_("Required"), Kind.NAME)]
    verified: Annotated[bool, Heading(N_("Verified"), Kind.NAME)]


class Paymaster(Row):
    """Which government pays the applicant; of some choices of a `fact` alone, where they stand on their own."""

    government: str
    fact: str | None
    choice: str | None
    clause: str
    interpretation: str | None


class SchemeBudget(Row):
    """The most that a scheme may ever approve."""

    amount_fen: int
    clause: str
    interpretation: str | None


class SchemeDetails(Row):
    """A scheme with everything about it."""

    scheme: str
    name: Bilingual
    clause: str
    line_about: str
    amount: AmountOfLine
    conditions: tuple[Requirement, ...]
    facts: tuple[AskedFact, ...]
    limits: tuple[str, ...]
    paid_by: tuple[Paymaster, ...]
    budget: SchemeBudget | None


class LimitDetails(Row):
    """A limit that crosses lines and applications."""

    limit: Annotated[str, Heading(N_("Limit"), Kind.NAME)]
    name: Annotated[Bilingual, Heading(N_("Name"))]
    clause: Annotated[str, Heading(N_("Clause"), Kind.NAME)]
    interpretation: Annotated[str | None, Heading(N_("Interpretation"), Kind.NAME)]
    over: Annotated[str, Heading(N_("Counts over"), Kind.LABEL)]
    waivable: Annotated[bool, Heading(N_("May be waived"), Kind.NAME)]


class InterpretationDetails(Row):
    """A reading that was taken where the notice is silent or ambiguous."""

    interpretation: str
    clause: str
    question: Bilingual
    reading: Bilingual
    other_readings: tuple[Bilingual, ...]
    settled_by: Bilingual


class EditionDetails(Row):
    """An edition, or what it has about one scheme."""

    policy: str
    edition: str
    digest: str
    title: Bilingual
    document: str
    issued_on: date
    received: ReceiptWindow
    public_notice: NoticeTerm
    schemes: tuple[SchemeDetails, ...]
    limits: tuple[LimitDetails, ...]
    interpretations: tuple[InterpretationDetails, ...]


def edition_details(edition: Edition, scheme: str | None = None) -> EditionDetails:
    """The edition; with `scheme`, only that one, its limits, and the interpretations that these lean on.

    Raises `NoSuchThing("no-such-scheme")`.
    """
    chosen = list(edition.schemes.values()) if scheme is None else [scheme_in(edition, scheme)]
    received = ReceiptWindow(from_=edition.window.first, to=edition.window.last, **_source(edition.window))
    schemes = tuple(_scheme(one, edition) for one in chosen)
    limits = tuple(map(_limit, {limit.id: limit for one in chosen for limit in one.limits}.values()))
    whole = len(chosen) == len(edition.schemes)
    cited = set(edition.interpretations) if whole else set(_cited((schemes, limits, received)))
    return EditionDetails(
        policy=edition.policy,
        edition=edition.ref,
        digest=edition.digest,
        title=_names(edition.title),
        document=edition.document_number,
        issued_on=edition.issued_on,
        received=received,
        public_notice=NoticeTerm(working_days=edition.notice_working_days, **_source(edition.notice_source)),
        schemes=schemes,
        limits=limits,
        interpretations=tuple(map(_interpretation, _chosen(edition.interpretations, cited))),
    )


def _scheme(scheme: Scheme, edition: Edition) -> SchemeDetails:
    budget = scheme.budget
    return SchemeDetails(
        scheme=scheme.id,
        name=_names(scheme.names),
        clause=scheme.clause,
        line_about=scheme.line_kind.value,
        amount=AmountOfLine(
            says=amount_rule_in_words(scheme.amount, edition),
            most_fen=scheme.amount.most_fen,
            **_source(scheme.amount),
        ),
        conditions=tuple(_conditions(scheme, edition)),
        facts=tuple(_facts(scheme, edition)),
        limits=tuple(limit.id for limit in scheme.limits),
        paid_by=tuple(_paymasters(scheme.paid_by)),
        budget=SchemeBudget(amount_fen=budget.amount_fen, **_source(budget.source)) if budget else None,
    )


def _paymasters(paid_by: PaidBy) -> Iterator[Paymaster]:
    for choice, paid in ((None, paid_by.otherwise), *paid_by.among.items()):
        fact = None if choice is None else paid_by.fact
        yield Paymaster(government=paid.government.value, fact=fact, choice=choice, **_source(paid.source))


def _conditions(scheme: Scheme, edition: Edition) -> Iterator[Requirement]:
    for about, rules in (
        ("application", (scheme.receipt or edition.window, scheme.applicant, *scheme.application_conditions)),
        ("line", scheme.line_conditions),
    ):
        for rule in rules:
            requires = condition_in_words(rule, edition)
            yield Requirement(about=about, condition=rule.id, **_source(rule), requires=requires)


def _facts(scheme: Scheme, edition: Edition) -> Iterator[AskedFact]:
    for about, asked in (("application", scheme.application_facts), ("line", scheme.line_facts)):
        for fact in asked:
            kind = edition.vocabulary[fact]
            yield AskedFact(
                about=about,
                fact=fact,
                name=Bilingual(zh=kind.zh, en=kind.en),
                type=kind.type.value,
                required=fact in asked.required,
                verified=fact in scheme.verify,
            )
    for fact in dict.fromkeys(
        fact for one in (*scheme.application_entries, *scheme.line_entries) for fact in one.reads
    ):
        kind = edition.vocabulary[fact]
        name = Bilingual(zh=kind.zh, en=kind.en)
        yield AskedFact(about="entry", fact=fact, name=name, type=kind.type.value, required=False, verified=True)


def _limit(limit: Limit) -> LimitDetails:
    return LimitDetails(
        limit=limit.id,
        name=_names(limit.names),
        **_source(limit),
        over=limit.over.value,
        waivable=limit.waivable,
    )


def _interpretation(interpretation: Interpretation) -> InterpretationDetails:
    return InterpretationDetails(
        interpretation=interpretation.id,
        clause=interpretation.clause,
        question=_names(interpretation.question),
        reading=_names(interpretation.reading),
        other_readings=tuple(map(_names, interpretation.other_readings)),
        settled_by=_names(interpretation.settled_by),
    )


def _chosen(interpretations: Mapping[str, Interpretation], cited: set[str]) -> Iterable[Interpretation]:
    return [interpretation for interpretation in interpretations.values() if interpretation.id in cited]


def _source(source: Source | Rule | Amount) -> dict[str, Any]:
    return {"clause": source.clause, "interpretation": source.interpretation}


def _names(names: Names) -> Bilingual:
    return Bilingual(zh=names.zh, en=names.en)


def _cited(part: object) -> Iterator[str]:
    """The interpretations that anything within `part` leans on."""
    if isinstance(part, Row):
        values = fields(part)
        if values.get("interpretation"):
            yield values["interpretation"]
        for value in values.values():
            yield from _cited(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _cited(value)
