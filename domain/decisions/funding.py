"""Which funds pay a case, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application.state.case import Case
from domain.decisions.repository import Repository
from domain.errors import NoSuchThing
from domain.office.proposed import OpenFund
from domain.office.roles import responsible
from domain.treasury.fund import Fund


def spendable(repository: Repository, case: Case, today: date) -> list[Fund]:
    """This year's funds of the authority that pays, and of no other, in the funding order of the case's edition.

    Closing-1: central funds first. Of one source, funds are drawn in the order of their opening.
    """
    order = [source.id for source in repository.edition(case.edition).funding_order]
    holder = responsible(case, "order-payment")
    funds = [
        fund
        for fund in repository.funds()
        if fund.year == today.year and fund.source in order and fund.holder == holder
    ]
    return sorted(funds, key=lambda fund: order.index(fund.source))


def all_funds(repository: Repository) -> Mapping[str, Fund]:
    """Every fund by its id."""
    return {fund.fund: fund for fund in repository.funds()}


def fund_is_of_a_policy(repository: Repository, command: OpenFund) -> None:
    """A fund has a source and a holder that some adopted policy names.

    Raises `NoSuchThing`: `no-policy-adopted`, `no-such-source`, `no-such-authority`.
    """
    editions = repository.newest_editions()
    if not editions:
        raise NoSuchThing("no-policy-adopted")
    sources = list(dict.fromkeys(source.id for edition in editions for source in edition.funding_order))
    if command.source not in sources:
        raise NoSuchThing("no-such-source", source=command.source, sources=", ".join(sources))
    authority_exists(repository, command.holder)


def authority_exists(repository: Repository, authority: str) -> None:
    """An authority is one that some adopted policy names. Raises `NoSuchThing("no-such-authority")`."""
    authorities = sorted({named for edition in repository.newest_editions() for named in edition.authorities})
    if authorities and authority not in authorities:
        raise NoSuchThing("no-such-authority", authority=authority, authorities=", ".join(authorities))
