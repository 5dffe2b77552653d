"""Conditions about an application as it comes in: when it was received, and who applies."""

from __future__ import annotations

from datetime import date

from domain.entitlement.conditions import Condition
from domain.entitlement.findings import Finding
from domain.entitlement.rules import Stated


class ReceivedWithin(Condition):
    """The application was received from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def facts(self) -> tuple[str, ...]:
        return ()

    def test(self, stated: Stated) -> Finding:
        received_on, first, last = stated.received_on.isoformat(), self.first.isoformat(), self.last.isoformat()
        if stated.received_on < self.first:
            return self.not_met("received-too-early", found=received_on, first=first, last=last)
        if stated.received_on > self.last:
            return self.not_met("received-too-late", found=received_on, first=first, last=last)
        return self.met("received-in-time", found=received_on, first=first, last=last)


class AppliedBy(Condition):
    """The applicant is of one of the `kinds` whom the scheme pays: an organisation or a person."""

    kinds: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return ()

    def test(self, stated: Stated) -> Finding:
        if stated.applicant_kind in self.kinds:
            return self.met("applicant-fits", found=stated.applicant_kind)
        return self.not_met("applicant-does-not-fit", found=stated.applicant_kind, required=", ".join(self.kinds))


class ReceiptFollows(Condition):
    """The notice's own days of receipt do not bound the scheme: those of the document that `document` cites do."""

    document: str

    @property
    def facts(self) -> tuple[str, ...]:
        return ()

    def test(self, stated: Stated) -> Finding:
        return self.met("receipt-follows-document", fact=self.document, received_on=stated.received_on.isoformat())
