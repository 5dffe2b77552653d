"""Which funds pay a case, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.application.state.case import Case
from domain.decisions.repository import Repository
from domain.errors import NoSuchThing
from domain.office.draw_rules import DrawRules, in_force
from domain.office.fund_proposals import OpenFund
from domain.office.roles import responsible
from domain.treasury.drawing import Barred, Spendable
from domain.treasury.fund import Fund


def spendable(repository: Repository, case: Case, today: date) -> Spendable:
    """This year's funds of the authority that pays, and of no other, in the funding order of the case's edition,
    and of these what the draw rules of the day allow its scheme, if any are adopted.

    Closing-1: central funds first. Of one source, money of earlier years goes first, then in the order of opening.
    """
    edition = repository.edition(case.edition)
    order = [source.id for source in edition.funding_order]
    holder = responsible(case, "order-payment")
    funds = [
        fund
        for fund in repository.funds()
        if fund.open and fund.year == today.year and fund.source in order and fund.holder == holder
    ]
    in_order = in_funding_order(funds, order)
    rules = in_force(repository.editions(edition.policy).draw_rules, today)
    return Spendable(funds=tuple(in_order)) if rules is None else _allowed(in_order, rules, case.scheme)


def in_funding_order(funds: Iterable[Fund], order: Sequence[str]) -> list[Fund]:
    """By their source, all of which are in `order`; of one source money of earlier years first."""
    return sorted(funds, key=lambda fund: (order.index(fund.source), fund.indicator.origin_year))


def _allowed(funds: Sequence[Fund], rules: DrawRules, scheme: str) -> Spendable:
    allowed = tuple(fund for fund in funds if rules.allows(scheme, fund.indicator))
    return Spendable(
        funds=allowed,
        rules=rules.ref,
        scheme=scheme,
        barred=tuple(_barred(fund, rules, scheme) for fund in funds if fund not in allowed and fund.balance_fen),
    )


def _barred(fund: Fund, rules: DrawRules, scheme: str) -> Barred:
    forbidden = rules.forbids(scheme, fund.indicator)
    account = fund.indicator.function or fund.indicator.economic
    return Barred(fund=fund.fund, account=account, because=forbidden.because if forbidden else None)


def all_funds(repository: Repository) -> Mapping[str, Fund]:
    """Every fund by its id."""
    return {fund.fund: fund for fund in repository.funds()}


def the_fund(repository: Repository, fund: str) -> Fund:
    """Raises `NoSuchThing("no-such-fund")`."""
    state = repository.fund(fund)
    if state is None:
        raise NoSuchThing("no-such-fund", fund=fund)
    return state


def fund_is_of_a_policy(repository: Repository, command: OpenFund) -> None:
    """A fund has a source and a holder that some adopted policy names.

    Raises `NoSuchThing`: `no-policy-adopted`, `no-such-source`, `no-such-authority`.
    """
    editions = repository.newest_editions()
    if not editions:
        raise NoSuchThing("no-policy-adopted")
    sources = list(dict.fromkeys(source.id for edition in editions for source in edition.funding_order))
    if command.indicator.source not in sources:
        raise NoSuchThing("no-such-source", source=command.indicator.source, sources=", ".join(sources))
    authority_exists(repository, command.holder)


def authority_exists(repository: Repository, authority: str) -> None:
    """An authority is one that some adopted policy names. Raises `NoSuchThing("no-such-authority")`."""
    authorities = sorted({named for edition in repository.newest_editions() for named in edition.authorities})
    if authorities and authority not in authorities:
        raise NoSuchThing("no-such-authority", authority=authority, authorities=", ".join(authorities))
