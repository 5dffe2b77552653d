"""What is recorded about a register: entries, their ends, and until when it is complete; proposed, and answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.base import Event, Struct, event, field, first, second
from domain.entitlement.findings import Value
from domain.entitlement.written import folded


class Recognition(Struct):
    """The document that recognises, and the body whose document it is, where that is stated."""

    document: str
    body: str | None = None


class EntryContent(Struct):
    """What is listed, for whom, and what its documents say of it.

    Credit codes stand as normalised text; `facts` are the attributes that the notice's register has, by their names.
    """

    key: str
    """What is listed: the credit code of a body; of anything else its number, which stays over promotions."""
    name: str | None
    owner: str | None = None
    """The credit code of whose it is, who alone claims under it; None where it is nobody's in particular."""
    payee: str | None = None
    """The credit code of who claims and is paid in the owner's place."""
    second_party: str | None = None
    """Who does it together with the owner, such as the school of an apprenticeship."""
    parent: str | None = None
    """The entry or body under which it stands."""
    authority: str | None = None
    """The district that it lies in, which receives files about it, and pays what districts pay. ADR 0067."""
    facts: Mapping[str, Value] = field(default_factory=dict)
    valid_from: date
    valid_to: date | None
    documents: tuple[Recognition, ...]
    quota: int | None
    printed_on: str | None = None
    """The document, with its number, on which a code of these is printed that fails its check. ADR 0062."""

    @property
    def document(self) -> str:
        """The numbers of its documents, as a sentence has them."""
        return "；".join(one.document for one in self.documents)

    def valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def same_key(self, other: EntryContent) -> bool:
        return folded(self.key) == folded(other.key)

    def overlaps(self, other: EntryContent) -> bool:
        """Whether there is a day on which both are valid; none is, where an entry was replaced from its first day."""
        latest_first = max(self.valid_from, other.valid_from)
        return self.valid(latest_first) and other.valid(latest_first)


@event("register.entry-proposed.v1", first("register-entry", about="proposal", pair="proposal"))
class EntryProposed(Event):
    """An entry is to be added; or, from its first day on, to take the place of the entry `replaces`."""

    proposal: str
    entry: str
    policy: str
    """The notice for which it is listed."""
    content: EntryContent
    replaces: str | None = None

    @property
    def happened_on(self) -> date:
        return self.content.valid_from


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
