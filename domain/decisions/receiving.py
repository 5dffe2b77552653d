"""What receiving a notice of allotments is decided on. ADR 0079."""

from __future__ import annotations

from collections import Counter
from datetime import date

from domain.base import Decision
from domain.decisions.funding import all_funds, authority_exists
from domain.decisions.numbers import next_funds
from domain.decisions.repository import Repository
from domain.office.receipt_proposals import ReceiveAllotments
from domain.treasury.receiving import Receiving, receive


def receiving(repository: Repository, command: ReceiveAllotments, today: date) -> Decision:
    """Raises what `receive` raises, `NoSuchThing`: `no-such-authority`, `policy-not-adopted`; and `series-full`."""
    notice = command.notice
    authority_exists(repository, notice.holder)
    years = Counter(part.year for one in notice.allotments for entry in one.entries for part in entry.parts)
    by = Receiving(
        editions={one.terms.edition: repository.edition(one.terms.edition) for one in notice.allotments},
        incoming={one.allotment: one for one in repository.all_incoming()},
        made_here=frozenset(one.allotment for one in repository.allotments()),
        funds=all_funds(repository),
        fresh={year: next_funds(repository, notice.holder, year, count) for year, count in years.items()},
    )
    return receive(by, command, today)
