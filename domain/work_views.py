"""What the work about a case or a payment run depends on, as protocols: folded state and rows satisfy them alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Protocol

from domain.application.state.case import Case
from domain.application.state.clearing import Held
from domain.application.state.denied import Denied
from domain.application.state.letters import Letters
from domain.application.state.money import MoneyView
from domain.application.state.proceedings import ProceedingsView
from domain.application.state.stated import WHOLE_APPLICATION
from domain.base import Struct
from domain.entitlement.edition import Edition, milestone_due
from domain.proposals import Proposal


class OrderView(Protocol):
    """A bank item of a case in flight."""

    @property
    def ordered_by(self) -> str: ...
    @property
    def released(self) -> bool: ...


class CaseView(MoneyView, Protocol):
    """A case, as far as its work depends on it; see `domain.application.state.case.Case`."""

    @property
    def number(self) -> str: ...
    @property
    def authority(self) -> str: ...
    @property
    def payer(self) -> str | None: ...
    @property
    def proposals(self) -> Mapping[str, Proposal]: ...
    @property
    def unconfirmed(self) -> Collection[str]: ...
    @property
    def account_doubtful(self) -> bool: ...
    @property
    def eligible(self) -> bool | None: ...
    @property
    def undecided(self) -> bool: ...
    @property
    def open_lines(self) -> Collection[int]: ...
    @property
    def owed_by(self) -> Collection[str]: ...
    @property
    def awaits_correction(self) -> bool: ...
    @property
    def assessed_fen(self) -> int: ...
    @property
    def assessed_by(self) -> str: ...
    @property
    def assessors(self) -> Collection[str]: ...
    @property
    def releasers(self) -> Collection[str]: ...
    @property
    def orders(self) -> Mapping[str, OrderView]:
        """What is in flight, by `domain.application.payment_key`."""
        ...

    @property
    def in_doubt(self) -> Mapping[str, date]:
        """By item, as orders are: since when the bank does not know what became of it."""
        ...

    @property
    def on_clearing(self) -> Held:
        """By payment run: what of the case's payment no fund has given."""
        ...

    @property
    def denied(self) -> Denied | None:
        """What two officers had denied that the bank paid, and is to be paid by a third."""
        ...

    @property
    def letters(self) -> Letters: ...
    @property
    def recoveries(self) -> Mapping[str, ProceedingsView]: ...


class EditionView(Protocol):
    """What the edition of a case says of it."""

    def unverified(self, lines: Collection[int] = ()) -> bool:
        """Whether a comparison that the scheme wants has not answered for something that was declared: of the
        application or of `lines`; of any line where none is named.
        """
        ...

    def milestone_due(self, milestone: str, line: int) -> date | None:
        """The first day on which the milestone of the line can be seen; None while that is not stated."""
        ...


class ToAssign(Protocol):
    """Money that a bank moved without an order, or a fund, of ours behind it; `since` is its first value date."""

    @property
    def amount_fen(self) -> int: ...
    @property
    def since(self) -> date: ...


class AwaitedView(Protocol):
    """An item of which the bank owes another answer; `since` is the day of its last word."""

    @property
    def since(self) -> date: ...


class RunView(Protocol):
    """A payment run; `assessors` are those of its cases."""

    @property
    def batch(self) -> str: ...
    @property
    def authority(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def ordered_by(self) -> str: ...
    @property
    def assessors(self) -> Collection[str]: ...
    @property
    def exported(self) -> Collection[str]: ...
    @property
    def denied_by(self) -> Collection[str]:
        """Who proposed, or confirmed, that less was credited than was recorded, since a file was last made."""
        ...

    @property
    def deniers(self) -> Collection[str]:
        """Who had a credit denied of a case that is in flight in it: neither releases it nor hands it over."""
        ...

    @property
    def unmatched(self) -> Mapping[str, ToAssign]:
        """By application: what the bank moved that no order of ours is behind."""
        ...

    @property
    def awaited(self) -> Mapping[Any, AwaitedView]:
        """By item: what the bank spoke of, and owes another answer for."""
        ...

    @property
    def on_clearing(self) -> Mapping[str, ToAssign]:
        """By application: what of its payment no fund has given."""
        ...

    @property
    def proposals(self) -> Mapping[str, Proposal]: ...
    @property
    def amount_fen(self) -> int: ...


class UnderEdition(Struct):
    """An `EditionView`: a folded case, and the edition under which it is decided."""

    case: Case
    edition: Edition

    def unverified(self, lines: Collection[int] = ()) -> bool:
        wanted = self.edition.schemes[self.case.scheme].verify
        verified = self.case.verified
        stated = {WHOLE_APPLICATION: self.case.facts, **{line.line: line.facts for line in self.case.lines.values()}}
        return any(
            fact in wanted and fact not in verified.get(line, ())
            for line, facts in stated.items()
            if not lines or line in (WHOLE_APPLICATION, *lines)
            for fact in facts
        )

    def milestone_due(self, milestone: str, line: int) -> date | None:
        if milestone not in self.edition.milestones:
            return None
        (declared,) = (declared_line for declared_line in self.case.claim().lines if declared_line.line == line)
        return milestone_due(self.edition, milestone, declared)
