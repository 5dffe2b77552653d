"""The draw rules that were adopted: which money each scheme may be paid from, since when, by which document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from domain.office.draw_rules import Allowed, DrawRules, Forbidden, Money, in_force
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from usecases.session.officer_session import OfficerSession


class ListedRule(Row):
    """What a rule of a table says of one scheme; `scheme` is None where it is about all. What is None of the money does
    not tell it apart.
    """

    rules: Annotated[str, Heading(N_("Draw rules"), Kind.NAME)]
    applies_from: Annotated[date, Heading(N_("Applies from"))]
    in_force: Annotated[bool, Heading(N_("In force"))]
    document: Annotated[str, Heading(N_("Document"), minor=True)]
    body: Annotated[str, Heading(N_("Body"), minor=True)]
    rule: Annotated[str, Heading(N_("Rule"), Kind.NAME)]
    what: Annotated[str, Heading(N_("What"), Kind.LABEL)]
    scheme: Annotated[str | None, Heading(N_("Scheme"), Kind.NAME)]
    source: Annotated[str | None, Heading(N_("Source"), Kind.LABEL)]
    programmes: Annotated[tuple[str, ...], Heading(N_("Programme"), minor=True)]
    function: Annotated[str | None, Heading(N_("Function"), Kind.NAME)]
    economic: Annotated[str | None, Heading(N_("Economic account"), Kind.NAME)]
    project: Annotated[str | None, Heading(N_("Project"), Kind.NAME, minor=True)]
    because: Annotated[str | None, Heading(N_("Because"), minor=True)]


def draw_rules(session: OfficerSession) -> list[ListedRule]:
    """Every rule of every table that was adopted, policy by policy and scheme by scheme."""
    rows: list[ListedRule] = []
    today = session.today()
    with session.repository() as repository:
        adopted = [repository.editions(edition.policy).draw_rules for edition in repository.newest_editions()]
    for of_policy in adopted:
        holding = in_force(of_policy, today)
        for one in of_policy:
            rows += _rows(one.rules, holds=one.rules == holding)
    return rows


def _rows(rules: DrawRules, *, holds: bool) -> Iterator[ListedRule]:
    every: tuple[Allowed | Forbidden, ...] = (*rules.allowed, *rules.forbidden)
    for rule in every:
        for scheme in rule.schemes or (None,):
            yield ListedRule(
                rules=rules.ref,
                applies_from=rules.applies_from,
                in_force=holds,
                document=rules.document,
                body=rules.body,
                rule=rule.id,
                what="allowed" if isinstance(rule, Allowed) else "forbidden",
                scheme=scheme,
                source=rule.money.source,
                programmes=rule.money.programmes,
                function=rule.money.function,
                economic=rule.money.economic,
                project=rule.money.project,
                because=rule.because if isinstance(rule, Forbidden) else None,
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
