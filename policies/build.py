"""From the tables of a checked pack to the edition that the domain works with."""

from __future__ import annotations

from collections.abc import Iterator

from domain.base import replace
from domain.entitlement.edition import (
    Advance,
    Authority,
    Clause,
    Edition,
    EntryKind,
    FundSource,
    Interpretation,
    Milestone,
    PaysNobody,
    RegisterKind,
    Standard,
)
from domain.entitlement.limits import Limit
from domain.entitlement.paid_by import Paid, PaidBy, Payer
from domain.entitlement.quotas import ProgrammeBudget
from domain.entitlement.receipt import AppliedBy, ReceiptFollows, ReceivedWithin
from domain.entitlement.rules import Names, Source
from domain.entitlement.scheme import Budget, FactsAsked, LineKind, Scheme
from domain.entitlement.standards import StandardKind
from domain.entitlement.uses import Over
from domain.entitlement.vocabulary import Choice, FactKind, FactType
from policies.build_rules import Citations, Raw, amount, condition, fen, limit, names, standard


def build(raw: Raw, digest: str) -> Edition:
    """The edition that `raw` describes. Its form must have been checked."""
    cited = Citations(raw.get("interpretations", {}))
    limits = {name: limit(name, table, cited, raw["facts"]) for name, table in raw.get("limits", {}).items()}
    standards = {name: _standard(name, table, cited) for name, table in raw.get("standards", {}).items()}
    kinds = {name: standard.kind for name, standard in standards.items()}
    schemes = {name: _scheme(name, table, limits, cited, kinds) for name, table in raw["schemes"].items()}
    received = raw["received"]
    return Edition(
        policy=raw["id"],
        number=raw["number"],
        digest=digest,
        title=names(raw["title"]),
        document_number=raw["document"],
        issued_on=raw["issued_on"],
        window=ReceivedWithin(
            id="acceptance-window", **cited.of(received), first=received["from"], last=received["to"]
        ),
        notice_working_days=raw["public_notice"]["working_days"],
        notice_source=cited.source(raw["public_notice"]),
        advance=Advance(percent=raw["advance"]["percent"], source=cited.source(raw["advance"])),
        vocabulary={name: _fact(name, table) for name, table in raw["facts"].items()},
        clauses={
            name: Clause(id=name, names=names(table), text=table["text"]) for name, table in raw["clauses"].items()
        },
        interpretations=_interpretations(raw),
        authorities={
            name: Authority(
                id=name,
                names=names(table),
                source=cited.source(table),
                government=Payer(table.get("government", Payer.DISTRICT)),
            )
            for name, table in raw["authorities"].items()
        },
        funding_order=tuple(
            FundSource(id=name, names=names(table), source=cited.source(table))
            for name, table in raw["funding_order"].items()
        ),
        registers={name: _register(name, table, cited) for name, table in raw.get("registers", {}).items()},
        standards=standards,
        milestones={name: _milestone(name, table, cited) for name, table in raw.get("milestones", {}).items()},
        limits={limit.id: limit for limit in (*limits.values(), *_budgets(schemes))},
        schemes=schemes,
        pays_nobody={name: _pays_nobody(name, table) for name, table in raw.get("pays_nobody", {}).items()},
        applies_from=raw.get("applies_from", received["from"]),
    )


def _budgets(schemes: dict[str, Scheme]) -> Iterator[Limit]:
    """The limits that keep the budgets of schemes: they have no table of their own."""
    for scheme in schemes.values():
        yield from (limit for limit in scheme.limits if isinstance(limit, ProgrammeBudget))


def _pays_nobody(name: str, table: Raw) -> PaysNobody:
    return PaysNobody(
        id=name, clause=table["clause"], names=names(table), why=names(table["why"]), quote=table["quote"]
    )


def _fact(name: str, table: Raw) -> FactKind:
    choices = table.get("choices", {})
    return FactKind(
        name=name,
        type=FactType(table["type"]),
        zh=table["zh"],
        en=table["en"],
        choices=tuple(Choice(value=value, zh=choice["zh"], en=choice["en"]) for value, choice in choices.items()),
    )


def _interpretations(raw: Raw) -> dict[str, Interpretation]:
    return {
        name: Interpretation(
            id=name,
            clause=table["clause"],
            question=names(table["question"]),
            reading=names(table["reading"]),
            other_readings=tuple(names(other) for other in table["others"]),
            settled_by=names(raw["interpreter"]),
        )
        for name, table in raw.get("interpretations", {}).items()
    }


def _register(name: str, table: Raw, cited: Citations) -> RegisterKind:
    kind = EntryKind(table.get("kind", EntryKind.BODY))
    return RegisterKind(
        id=name,
        names=names(table),
        source=cited.source(table),
        kind=kind,
        attributes=tuple(table.get("attributes", ())),
        owned=table.get("owned", kind is not EntryKind.BODY),
        documents=table.get("documents", 1),
        quota=names(table["quota"]) if "quota" in table else None,
    )


def _standard(name: str, table: Raw, cited: Citations) -> Standard:
    return Standard(names=names(table), source=cited.source(table), kind=standard(name, table))


def _milestone(name: str, table: Raw, cited: Citations) -> Milestone:
    source = cited.source(table)
    return Milestone(id=name, names=names(table), fact=table["fact"], months=table["months"], source=source)


def _scheme(
    name: str, table: Raw, limits: dict[str, Limit], cited: Citations, standards: dict[str, StandardKind]
) -> Scheme:
    applicant, receipt = table["applicant"], table.get("receipt")
    budget = _budget(table["budget"], cited) if "budget" in table else None
    own = (_on(limits[key], table["clause"]) for key in table.get("limits", []))
    retained = (*own, *((_retained(name, budget),) if budget else ()))
    return Scheme(
        id=name,
        clause=table["clause"],
        names=names(table),
        applicant=AppliedBy(id="applicant-kind", **cited.of(applicant), kinds=tuple(applicant["kinds"])),
        line_kind=LineKind(table["about"]),
        application_facts=_facts(table.get("application_facts", {})),
        line_facts=_facts(table.get("line_facts", {})),
        verify={fact: cited.source(source) for fact, source in table.get("verify", {}).items()},
        application_conditions=tuple(
            condition(key, rule, cited) for key, rule in table.get("application_conditions", {}).items()
        ),
        line_conditions=tuple(condition(key, rule, cited) for key, rule in table.get("line_conditions", {}).items()),
        amount=amount(table["amount"], cited, standards),
        limits=retained,
        paid_by=_paid_by(table["paid_by"], cited),
        budget=budget,
        receipt=_receipt(receipt, cited) if receipt else None,
        running_on={fact: cited.source(source) for fact, source in table.get("running_on", {}).items()},
    )


def _paid_by(table: Raw, cited: Citations) -> PaidBy:
    among = {choice: _paid(paid, cited) for choice, paid in table.get("among", {}).items()}
    return PaidBy(otherwise=_paid(table, cited), fact=table.get("fact"), among=among)


def _paid(table: Raw, cited: Citations) -> Paid:
    return Paid(government=Payer(table["government"]), source=cited.source(table))


def _on(limit: Limit, clause: str) -> Limit:
    """The limit as a scheme has it: one that no clause names stands on the scheme's clause, and so do its parts."""
    if limit.named:
        return limit
    parts = (
        replace(part, source=Source(clause=clause, interpretation=limit.interpretation))
        if part.source and part.source.interpretation == limit.interpretation
        else part
        for part in limit.alike
    )
    return replace(limit, clause=clause, alike=tuple(parts))


def _budget(table: Raw, cited: Citations) -> Budget:
    return Budget(amount_fen=fen(table["yuan"]), source=cited.source(table))


def _retained(scheme: str, budget: Budget) -> ProgrammeBudget:
    return ProgrammeBudget(
        id=f"{scheme}-budget",
        clause=budget.source.clause,
        interpretation=budget.source.interpretation,
        names=Names(zh="项目资金总额", en="Budget of the programme"),
        over=Over.SCHEME,
        maximum_fen=budget.amount_fen,
    )


def _receipt(table: Raw, cited: Citations) -> ReceiptFollows:
    return ReceiptFollows(id="acceptance-window", **cited.of(table), document=table["follows"])


def _facts(table: Raw) -> FactsAsked:
    return FactsAsked(required=tuple(table.get("required", [])), optional=tuple(table.get("optional", [])))
