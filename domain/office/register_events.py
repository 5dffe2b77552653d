"""What is recorded about a register: entries, their ends, and until when it is complete; proposed, and answered."""

from __future__ import annotations

from datetime import date

from domain.base import Event, event, first, second


@event("register.entry-proposed.v1", first("register-entry", about="proposal", pair="proposal"))
class EntryProposed(Event):
    proposal: str
    entry: str
    policy: str
    """The notice for which it is listed."""
    key: str
    """What is listed: a USCC, or the name of a site."""
    name: str | None
    valid_from: date
    valid_to: date | None
    document: str
    quota: int | None

    @property
    def happened_on(self) -> date:
        return self.valid_from


@event("register.end-proposed.v1", first("register-entry", about="proposal", pair="proposal"))
class EntryEndProposed(Event):
    """The entry is to answer no more after `last_on`."""

    proposal: str
    entry: str
    last_on: date
    document: str

    @property
    def happened_on(self) -> date:
        return self.last_on


@event("register.completeness-proposed.v1", first("register-entry", about="proposal", pair="proposal"))
class CompletenessProposed(Event):
    """Whoever was recognised under a notice on a day up to `through`, that day included, is listed."""

    proposal: str
    policy: str
    through: date
    document: str

    @property
    def happened_on(self) -> date:
        return self.through


@event(
    "register.proposal-confirmed.v1", second("register-entry", outcome="confirmed", about="proposal", pair="proposal")
)
class RegisterProposalConfirmed(Event):
    proposal: str


@event("register.proposal-declined.v1", second("register-entry", outcome="declined", about="proposal", pair="proposal"))
class RegisterProposalDeclined(Event):
    proposal: str


EntryChange = EntryProposed | EntryEndProposed | CompletenessProposed

RegisterEvent = (
    EntryProposed | EntryEndProposed | CompletenessProposed | RegisterProposalConfirmed | RegisterProposalDeclined
)
