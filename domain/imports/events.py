"""What is recorded about lines that were settled elsewhere: proposed, and answered by a second person. ADR 0060."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application.values import LimitUse, Sealed
from domain.base import Event, Struct, event, first, second
from domain.entitlement.findings import Value


class AbridgedLine(Struct):
    """One line as its body settled it: whom it is about and what was paid. `applicant`, `person` and `certificate` are
    pseudonyms, but for the credit code of an organisation; what limits do not compare is not taken over.
    """

    line: int
    settled_on: date
    """The legal day that stands for the receipt: by it limits count what has no day of its own."""
    amount_fen: int
    facts: Mapping[str, Value]
    applicant: str
    applicant_kind: str
    applicant_name: str | None = None
    """Where it is public: that of an organisation."""
    number: str | None = None
    """Its number where it was settled."""
    person: str | None = None
    certificate: str | None = None
    called: str | None = None
    """The pseudonym of the person's name under their number. ADR 0062."""
    sealed: Sealed | None = None
    """The name and number of the person, or the name of a team, and the number of the certificate."""


@event("import.lines-proposed.v1", first("import-lines", about="proposal", pair="proposal"))
class LinesProposed(Event):
    """Lines of a scheme, as `body` settled them by `document`, from the file whose SHA-256 is `sha256`."""

    proposal: str
    authority: str
    policy: str
    edition: str
    digest: str
    scheme: str
    body: str
    document: str
    sha256: str
    lines: tuple[AbridgedLine, ...]


@event("import.taking-back-proposed.v1", first("import-lines", about="proposal", pair="proposal"))
class ImportTakingBackProposed(Event):
    """What was brought in is to count no more: it was wrong, or more is known of it by now."""

    proposal: str
    authority: str
    document: str


@event("import.proposal-confirmed.v1", second("import-lines", outcome="confirmed", about="proposal", pair="proposal"))
class ImportConfirmed(Event):
    """From now on the limits count the lines; `uses` are what each made of them: nothing, where it was taken back."""

    proposal: str
    uses: tuple[LimitUse, ...]


@event("import.proposal-declined.v1", second("import-lines", outcome="declined", about="proposal", pair="proposal"))
class ImportDeclined(Event):
    proposal: str


ImportEvent = LinesProposed | ImportTakingBackProposed | ImportConfirmed | ImportDeclined
ImportProposed = LinesProposed | ImportTakingBackProposed
