"""What waits for a second person in the streams of registers, of the office, of the log and of imports."""

from __future__ import annotations

from typing import Any

import msgspec

from domain.imports.debt_events import TREASURY
from domain.proposals import Proposal
from domain.streams import Kind, prefix
from projections.events import event_views as s
from projections.events.entries import Entry
from projections.worklist.allotments import PROPOSES
from projections.worklist.funds import ENDS

_SENT = "declare-sent"
_PAYOUT = "debt.payout-proposed.v1"
_REVERSED = "debt.receipt-reversed.v1"
MOVES_DUES = frozenset({"debt.received.v1", _REVERSED, "debt.paid-out.v1"})
"""What changes what is to be paid on of demands from before this log."""
_RIGHTS = frozenset(
    f"log.{right}-proposed.v1" for right in ("enrolment", "grant", "rotation", "exception", "deputy", "removal")
)
_ACTS_ON_FUNDS = ("increase", "transfer", "plan")
_OPENED = {
    "debt.lines-proposed.v1": "import-recovery",
    "debt.receipt-proposed.v1": "receive-recovery",
    "debt.receipt-correction-proposed.v1": "correct-receipt",
    _PAYOUT: "pay-out-recovery",
    "import.lines-proposed.v1": "import-lines",
    "import.taking-back-proposed.v1": "import-lines",
    "register.entry-proposed.v1": "register-entry",
    "register.end-proposed.v1": "register-entry",
    "register.completeness-proposed.v1": "register-entry",
    "log.reopening-proposed.v1": "reopen-office",
    "log.fault-proposed.v1": "declare-fault",
    "log.sent-proposed.v1": _SENT,
    "log.exception-proposed.v1": "except-officer",
    "log.deputy-proposed.v1": "appoint-deputy",
    "log.removal-proposed.v1": "take-rights",
    "office.fund-proposed.v1": "open-fund",
    **{f"office.fund-{act}-proposed.v1": f"{act}-fund" for act in _ACTS_ON_FUNDS},
    **ENDS,
    "office.allotment-proposed.v1": "make-allotment",
    **PROPOSES,
    "office.allotment-receipt-proposed.v1": "receive-allotment",
    "office.draw-rules-proposed.v1": "adopt-draw-rules",
    "office.month-close-proposed.v1": "close-month",
    "office.edition-proposed.v1": "adopt-policy",
    "office.standard-proposed.v1": "adopt-standard",
    "office.calendar-year-proposed.v1": "adopt-calendar",
    "office.link-proposed.v1": "link-persons",
    "office.sharing-proposed.v1": "share-limits",
    "office.names-proposed.v1": "two-names",
}
"""Which act an event proposes; an event about somebody's rights says it itself."""


_AUTHORITY_IN = {
    "import.lines-proposed.v1": "authority",
    "import.taking-back-proposed.v1": "authority",
    "office.month-close-proposed.v1": "authority",
    **{name: "holder" for name in _OPENED if name.startswith(("office.fund-", "office.allotment-"))},
}
"""The member of such a proposal that says whose officers answer it."""


class Register(msgspec.Struct, gc=False):
    """The open proposals about a register, the office or the log; `name` is that of the stream."""

    name: str
    proposals: dict[str, Proposal] = {}
    due_fen: dict[str, int] = {}
    """Of demands from before this log, what is to be paid on of what came in: `domain.imports.debts.Debts.due_fen`."""

    @property
    def authority(self) -> str:
        """Whose demands from before this log they are: with that their number begins."""
        return self.name.partition("-")[2].rsplit("-", 2)[0]

    def moved(self, entry: Entry[Any]) -> None:
        """Money came in, or was paid on."""
        data = entry.data
        if isinstance(data, s.DebtPaidOut):
            self._due(data.to, -data.amount_fen)
            return
        sign = -1 if entry.name == _REVERSED else 1
        self._due(TREASURY, sign * data.treasury_due_fen)
        self._due(data.recovery, sign * data.beyond_fen)

    def _due(self, to: str, fen: int) -> None:
        self.due_fen = {**self.due_fen, to: self.due_fen.get(to, 0) + fen}

    def happened(self, entry: Entry[Any]) -> None:
        name = entry.data.proposal
        if entry.name.endswith("-proposed.v1"):
            self.proposals[name] = _proposal(entry)
            return
        answered = self.proposals.pop(name, None)
        if entry.name == "log.proposal-confirmed.v1" and answered is not None and answered.act == _SENT:
            # Whatever else was proposed about the same runs has been overtaken.
            self.proposals = {other: one for other, one in self.proposals.items() if one.act != _SENT}


_ABOUT = {_PAYOUT: "to", **dict.fromkeys(ENDS, "fund"), **dict.fromkeys(PROPOSES, "allotment")}
"""In which member an event of a proposal says what it is about."""


def _proposal(entry: Entry[Any]) -> Proposal:
    name, by = entry.data.proposal, entry.actor
    act = _OPENED.get(entry.name) or entry.data.act
    if entry.name in _RIGHTS:
        return Proposal(id=name, act=act, by=by, about=entry.data.officer, authority=entry.data.authority)
    authority = getattr(entry.data, _AUTHORITY_IN[entry.name]) if entry.name in _AUTHORITY_IN else None
    if entry.stream.startswith(prefix(Kind.DEBT)):
        authority = Register(name=entry.stream).authority
    return Proposal(id=name, act=act, by=by, about=_about(entry), authority=authority)


def _about(entry: Entry[Any]) -> str | None:
    """As in `domain.office.proposed`."""
    member = _ABOUT.get(entry.name)
    return getattr(entry.data, member) if member is not None else None
