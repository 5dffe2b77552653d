"""What waits for a second person in the streams of registers, of the office, of the log and of imports."""

from __future__ import annotations

from typing import Any

import msgspec

from domain.proposals import Proposal
from domain.streams import Kind, prefix
from projections.events.entries import Entry
from projections.worklist.allotments import PROPOSES

_SENT = "declare-sent"
_RIGHTS = frozenset(
    f"log.{right}-proposed.v1" for right in ("enrolment", "grant", "rotation", "exception", "deputy", "removal")
)
_ACTS_ON_FUNDS = ("increase", "transfer", "carry-over", "surrender", "plan", "close")
_OPENED = {
    "debt.lines-proposed.v1": "import-recovery",
    "debt.receipt-proposed.v1": "receive-recovery",
    "debt.receipt-correction-proposed.v1": "correct-receipt",
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

    def happened(self, entry: Entry[Any]) -> None:
        name = entry.data.proposal
        if entry.name.endswith("-proposed.v1"):
            self.proposals[name] = _proposal(entry)
            return
        answered = self.proposals.pop(name, None)
        if entry.name == "log.proposal-confirmed.v1" and answered is not None and answered.act == _SENT:
            # Whatever else was proposed about the same runs has been overtaken.
            self.proposals = {other: one for other, one in self.proposals.items() if one.act != _SENT}


def _proposal(entry: Entry[Any]) -> Proposal:
    name, by = entry.data.proposal, entry.actor
    act = _OPENED.get(entry.name) or entry.data.act
    if entry.name in _RIGHTS:
        return Proposal(id=name, act=act, by=by, about=entry.data.officer, authority=entry.data.authority)
    authority = getattr(entry.data, _AUTHORITY_IN[entry.name]) if entry.name in _AUTHORITY_IN else None
    if entry.stream.startswith(prefix(Kind.DEBT)):
        authority = entry.subject.rsplit("-", 2)[0]  # Their number begins with whose they are.
    about = entry.data.allotment if entry.name in PROPOSES else None
    return Proposal(id=name, act=act, by=by, about=about, authority=authority)
