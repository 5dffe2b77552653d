"""The draw rules that were adopted: which money each scheme may be paid from, since when, by which document."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from domain.office.draw_rules import DrawRules, Money, in_force
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from usecases.session.officer_session import OfficerSession


class ListedRule(Row):
    """One rule of a table; `schemes` is empty where it is about all. What is None does not tell money apart."""

    rules: Annotated[str, Heading(N_("Draw rules"), Kind.NAME)]
    applies_from: Annotated[date, Heading(N_("Applies from"))]
    in_force: Annotated[bool, Heading(N_("In force"))]
    document: Annotated[str, Heading(N_("Document"), minor=True)]
    body: Annotated[str, Heading(N_("Body"), minor=True)]
    rule: Annotated[str, Heading(N_("Rule"), Kind.NAME)]
    what: Annotated[str, Heading(N_("What"), Kind.LABEL)]
    schemes: Annotated[tuple[str, ...], Heading(N_("Schemes"))]
    source: Annotated[str | None, Heading(N_("Source"), Kind.LABEL)]
    programmes: Annotated[tuple[str, ...], Heading(N_("Programme"), minor=True)]
    function: Annotated[str | None, Heading(N_("Function"), Kind.NAME)]
    economic: Annotated[str | None, Heading(N_("Economic account"), Kind.NAME)]
    project: Annotated[str | None, Heading(N_("Project"), Kind.NAME, minor=True)]
    because: Annotated[str | None, Heading(N_("Because"), minor=True)]


def draw_rules(session: OfficerSession) -> list[ListedRule]:
    """Every rule of every table that was adopted, policy by policy."""
    rows: list[ListedRule] = []
    today = session.today()
    with session.repository() as repository:
        adopted = {edition.policy: repository.editions(edition.policy) for edition in repository.newest_editions()}
    for state in adopted.values():
        holding = in_force(state.draw_rules, today)
        for one in state.draw_rules:
            rows += _rows(one.rules, in_force=one.rules == holding)
    return rows


def _rows(rules: DrawRules, *, in_force: bool) -> list[ListedRule]:
    rows = [_row(rules, rule.id, "allowed", rule.schemes, rule.money, in_force=in_force) for rule in rules.allowed]
    return rows + [
        _row(rules, rule.id, "forbidden", rule.schemes, rule.money, rule.because, in_force=in_force)
        for rule in rules.forbidden
    ]


def _row(
    rules: DrawRules,
    rule: str,
    what: str,
    schemes: tuple[str, ...],
    money: Money,
    because: str | None = None,
    *,
    in_force: bool,
) -> ListedRule:
    return ListedRule(
        rules=rules.ref,
        applies_from=rules.applies_from,
        in_force=in_force,
        document=rules.document,
        body=rules.body,
        rule=rule,
        what=what,
        schemes=schemes,
        source=money.source,
        programmes=money.programmes,
        function=money.function,
        economic=money.economic,
        project=money.project,
        because=because,
    )


def money_in_words(money: Money) -> str:
    """Which money is meant, such as `central, function 20807`."""
    told = [
        label(money.source) if money.source else None,
        *money.programmes,
        _("function %(account)s") % {"account": money.function} if money.function else None,
        _("economic account %(account)s") % {"account": money.economic} if money.economic else None,
        _("project %(project)s") % {"project": money.project} if money.project else None,
    ]
    return _(", ").join(part for part in told if part) or _("any money")
