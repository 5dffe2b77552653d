"""What is decided about allotments is decided by funds of the city and of the district, and by the notice. ADR 0069."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import assert_never

from domain.base import Decision
from domain.decisions.funding import all_funds, in_funding_order, made_or_received, the_fund
from domain.decisions.numbers import next_allotment, next_funds
from domain.decisions.repository import Repository
from domain.errors import NoSuchThing
from domain.office.allotment_proposals import (
    AnyAllotmentCommand,
    EvaluateAllotment,
    MakeAllotment,
    ReclaimAllotment,
    ReleaseAllotment,
    SettleAllotment,
)
from domain.office.draw_rules import in_force
from domain.treasury import allotment_acts, allotment_making
from domain.treasury.allotment import Allotment
from domain.treasury.fund import Fund
from domain.treasury.fund_returns import last_of
from domain.treasury.incoming import Incoming


def the_allotment(repository: Repository, number: str) -> Allotment:
    """Raises `NoSuchThing("no-such-allotment")`."""
    state = repository.allotment(number)
    if state is None:
        raise NoSuchThing("no-such-allotment", allotment=number)
    return state


def is_owed(repository: Repository, fund: Fund) -> bool:
    """Whether the allotment that a fund of a district is of is not settled, or is owed something. Of one that another
    log made, what was reclaimed and was not there.
    """
    if fund.allotment is None:
        return False
    allotment = made_or_received(repository, fund.allotment)
    if isinstance(allotment, Incoming):
        return allotment.owed_fen > 0
    return allotment is not None and (allotment.settled_on is None or allotment.due_fen > 0)


def reclaimable_of(repository: Repository, fund: Fund, today: date) -> int:
    """What its allotment can take back out of a fund of a district by now, in fen; where the city reclaims in another
    log, it says so there.
    """
    allotment = repository.allotment(fund.allotment) if fund.allotment is not None else None
    if allotment is None or allotment.settled_on is None:
        return 0
    parts = allotment_acts.reclaimable(allotment, all_funds(repository), today)
    return sum(part.amount_fen for part in parts if part.out_of == fund.fund)


def named_funds(repository: Repository, edition: str, names: Iterable[str]) -> Sequence[Fund]:
    """The funds of these numbers, in the funding order of the edition.

    Raises `NoSuchThing`: `no-such-fund`, `policy-not-adopted`, and `no-such-source` for one that the notice lacks.
    """
    order = [source.id for source in repository.edition(edition).funding_order]
    funds = [the_fund(repository, name) for name in dict.fromkeys(names)]
    for fund in funds:
        if fund.source not in order:
            raise NoSuchThing("no-such-source", source=fund.source, sources=", ".join(order))
    return in_funding_order(funds, order)


def about_allotment(repository: Repository, command: AnyAllotmentCommand, today: date) -> Decision:
    """Raises what the rule of the command raises, `NoSuchThing("no-such-allotment")`, and as `named_funds` does."""
    match command:
        case MakeAllotment():
            return allotment_making.make(_making(repository, command, today), command, today)
        case EvaluateAllotment():
            return allotment_acts.evaluate(the_allotment(repository, command.allotment), command)
        case ReleaseAllotment():
            allotment = the_allotment(repository, command.allotment)
            fresh = _fresh(repository, allotment)
            return allotment_acts.release(allotment, all_funds(repository), fresh, command, today)
        case SettleAllotment():
            allotment = the_allotment(repository, command.allotment)
            fresh = _fresh(repository, allotment)
            return allotment_acts.settle(allotment, all_funds(repository), fresh, command, today)
        case ReclaimAllotment():
            allotment = the_allotment(repository, command.allotment)
            return allotment_acts.reclaim(allotment, all_funds(repository), command, today)
    assert_never(command)


def _making(repository: Repository, command: MakeAllotment, today: date) -> allotment_making.Making:
    edition = repository.edition(command.edition)
    funds = named_funds(repository, command.edition, (part.fund for part in command.parts))
    return allotment_making.Making(
        edition=edition,
        rules=in_force(repository.editions(edition.policy).draw_rules, today),
        funds=tuple(funds),
        others=tuple(repository.allotments()),
        held=tuple(fund for fund in repository.funds() if fund.holder == command.receiver),
        number=next_allotment(repository, command.holder, command.year),
        fresh=next_funds(repository, command.receiver, command.year, len(funds)),
    )


def _fresh(repository: Repository, allotment: Allotment) -> tuple[str, ...]:
    """Numbers for funds that the district may need, one a part, of the year in which the city's money is by now."""
    funds = all_funds(repository)
    year = max(last_of(funds, part.fund).year for part in allotment.parts)
    return next_funds(repository, allotment.receiver, year, len(allotment.parts))
