"""Which funds pay a case, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.application.state.case import Case
from domain.decisions.repository import Repository
from domain.errors import NoSuchThing
from domain.office.draw_rules import Forbidden, in_force
from domain.office.fund_proposals import OpenFund
from domain.office.roles import responsible
from domain.treasury.allotment import Allotment
from domain.treasury.drawing import Barred, Spendable
from domain.treasury.fund import Fund
from domain.treasury.incoming import Incoming


def spendable(repository: Repository, case: Case, today: date) -> Spendable:
    """This year's funds of the authority that pays, and of no other, in the funding order of the case's edition,
    and of these what the draw rules of the day allow its scheme, if any are adopted, and what was allotted for it.

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
    rules = in_force(repository.editions(edition.policy).draw_rules, today)
    allowed: list[Fund] = []
    barred: list[tuple[Fund, Barred]] = []
    for fund in in_funding_order(funds, order):
        if rules is not None and not rules.allows(case.scheme, fund.indicator):
            barred.append((fund, _barred(fund, rules.forbids(case.scheme, fund.indicator))))
        elif fund.allotment is not None and not _allotted_for(repository, fund.allotment, case):
            barred.append((fund, _barred(fund, None, fund.allotment)))
        else:
            allowed.append(fund)
    return Spendable(
        funds=tuple(allowed),
        rules=rules.ref if rules is not None else None,
        scheme=case.scheme,
        barred=tuple(one for fund, one in barred if fund.balance_fen),
    )


def in_funding_order(funds: Iterable[Fund], order: Sequence[str]) -> list[Fund]:
    """By their source, all of which are in `order`; of one source money of earlier years first."""
    return sorted(funds, key=lambda fund: (order.index(fund.source), fund.indicator.origin_year))


def _allotted_for(repository: Repository, number: str, case: Case) -> bool:
    """An allotment is for schemes of one notice, whichever edition of it a case is decided by."""
    allotment = made_or_received(repository, number)
    assert allotment is not None, "a fund that names an allotment was opened by it"
    return case.scheme in allotment.schemes and case.policy == allotment.edition.partition("@")[0]


def made_or_received(repository: Repository, number: str) -> Allotment | Incoming | None:
    """The allotment of this number, made in this log or received from another."""
    return repository.allotment(number) or repository.incoming(number)


def _barred(fund: Fund, forbidden: Forbidden | None, allotment: str | None = None) -> Barred:
    account = fund.indicator.function or fund.indicator.economic
    because = forbidden.because if forbidden else None
    return Barred(fund=fund.fund, account=account, because=because, allotment=allotment)


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
