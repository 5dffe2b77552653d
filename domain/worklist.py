"""What is to be done next, by whom, by when: one rule over whatever holds the state.

The folded case, a row of a read model, a payment run and a register satisfy the protocols below in the domain's own
types, so that `todo`, the list of applications and every verb with `--all` give the same answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from domain.application.status import ENDED, PAYING, Status
from domain.base import Struct
from domain.office.officer import Officer
from domain.office.roles import CITY, PERMISSIONS, Proposal, Role

RECEIPT, HOLDER = "backdated-receipt", "other-account-holder"
"""What a second officer has to confirm about a file."""
_ASSESSING = ("assess", "revise")
"""Not for those who released money of the case."""


class Work(Struct):
    """One thing that waits to be done.

    `action` is a key of `domain.office.roles.PERMISSIONS`, or a second half that is a verb of its own: `confirm`,
    `approve`, `reject`, `release-payment`. `of` is what a confirmation is of, `about` the proposal, demand, objection,
    milestone or payment run. None of `excluded` may do it: they proposed, ordered or assessed what it is about.
    `due_on` is the day from which a notice can be closed or a milestone seen, or by which a payee has to pay.
    `authority` is None where officers of every authority may.
    """

    subject: str
    authority: str | None
    action: str
    role: Role
    of: str | None = None
    about: str | None = None
    due_on: date | None = None
    excluded: tuple[str, ...] = ()
    amount_fen: int | None = None

    def fits(self, officer: Officer) -> bool:
        """Whether this officer may do it: by role, by authority, and by four eyes."""
        return (
            self.role in officer.roles
            and not officer.suspended
            and (self.authority is None or officer.authority in (self.authority, CITY))
            and officer.officer not in self.excluded
        )


class DemandView(Protocol):
    """A demand to pay back, as the rule needs it. Amounts in fen."""

    @property
    def recovery(self) -> str: ...

    @property
    def is_approved(self) -> bool: ...

    @property
    def is_served(self) -> bool:
        """The payee has it, and has not objected since."""
        ...

    @property
    def open_fen(self) -> int: ...

    @property
    def planned(self) -> Iterable[tuple[date, int]]:
        """The parts of its plan: by when, and how much."""
        ...

    @property
    def served_due_on(self) -> date | None:
        """By when all of it was to be paid when it was served."""
        ...


class CaseView(Protocol):
    """A case, as the rule needs it. Amounts in fen."""

    @property
    def number(self) -> str: ...

    @property
    def authority(self) -> str: ...

    @property
    def stage(self) -> Status: ...

    @property
    def suspended(self) -> bool: ...

    @property
    def proposals(self) -> Mapping[str, Proposal]:
        """Those that are open, in their order."""
        ...

    @property
    def unconfirmed(self) -> Collection[str]:
        """What is to be confirmed about the file, or was declined."""
        ...

    @property
    def unverified(self) -> bool:
        """Whether a comparison that the scheme wants has not answered for something that was declared."""
        ...

    @property
    def assessed(self) -> tuple[bool, int, str] | None:
        """Of the last assessment: whether it is eligible, what it entitles to, and who made it."""
        ...

    @property
    def releasers(self) -> Collection[str]: ...

    @property
    def unanswered(self) -> Iterable[str]:
        """The open objections about which nobody has proposed an answer."""
        ...

    @property
    def sent_back(self) -> Collection[int]: ...

    @property
    def unpublished(self) -> Collection[int]: ...

    @property
    def notice_payable_from(self) -> date | None:
        """Of the public notice that is running; None when none is."""
        ...

    @property
    def account_doubtful(self) -> bool: ...

    @property
    def payable_fen(self) -> int: ...

    @property
    def collectable_fen(self) -> int: ...

    @property
    def demanded_fen(self) -> int: ...

    @property
    def waiting(self) -> Iterable[tuple[str, date | None]]:
        """Of each line that waits, and of which no report is open: the next milestone, and when it can be seen."""
        ...

    @property
    def demands(self) -> Iterable[DemandView]: ...

    @property
    def orders(self) -> Iterable[tuple[str, str, bool]]:
        """Bank items in flight: the payment run, who ordered it, and whether it was released."""
        ...

    @property
    def assessors(self) -> Collection[str]: ...


class RunView(Protocol):
    """A payment run, as the rule needs it."""

    @property
    def batch(self) -> str: ...

    @property
    def authority(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def exported(self) -> Collection[str]: ...

    @property
    def ordered_by(self) -> str: ...

    @property
    def amount_fen(self) -> int: ...


def of_case(case: CaseView) -> Iterator[Work]:
    """Everything that waits about a case, what to begin with first; what a payment run waits for is the run's."""
    for proposal in case.proposals.values():
        yield _to_confirm(case.number, case.authority, proposal)
    if case.suspended:
        yield _begin(case, "resume")
        yield from _of_demands(case)
        return
    for objection in case.unanswered:
        yield _begin(case, "answer-objection", about=objection)
    yield from _on_the_way(case)
    if case.sent_back and case.stage not in ENDED and not _proposes(case, "revise"):
        yield _begin(case, "revise")
    yield from _to_pay(case)
    over_fen = case.collectable_fen - case.demanded_fen
    if over_fen > 0:
        yield _begin(case, "demand-recovery", amount_fen=over_fen)
    if case.notice_payable_from is not None:
        yield _begin(case, "close-notice", due_on=case.notice_payable_from)
    yield from _of_demands(case)
    yield from _milestones(case)


def of_orders(case: CaseView) -> Iterator[Work]:
    """What the payment runs wait for in which a case is: the same work as `of_run` says of a run as a whole."""
    for batch, ordered_by, released in case.orders:
        if released or not case.suspended:
            yield Work(
                subject=case.number,
                authority=case.authority,
                action="record-credits" if released else "release-payment",
                role=Role.FINANCE,
                of=None if released else "order-payment",
                about=batch,
                excluded=() if released else _officers(ordered_by, *case.assessors),
            )


def of_run(run: RunView, assessors: Iterable[str]) -> Iterator[Work]:
    """A payment run that waits for its release, its file, or the bank. Nobody releases what they ordered."""
    if run.status == "ordered":
        yield Work(
            subject=run.batch,
            authority=run.authority,
            action="release-payment",
            role=Role.FINANCE,
            excluded=_officers(run.ordered_by, *assessors),
            amount_fen=run.amount_fen,
        )
    elif run.status in ("released", "partly-credited"):
        action = "record-credits" if run.exported or run.status == "partly-credited" else "export-payment"
        yield Work(
            subject=run.batch,
            authority=run.authority,
            action=action,
            role=PERMISSIONS[action].first,
            amount_fen=run.amount_fen,
        )


def of_register(register: str, proposals: Iterable[Proposal]) -> Iterator[Work]:
    """What is proposed about a register; its entries are the city's, and supervisors of every authority may confirm."""
    for proposal in proposals:
        yield _to_confirm(register, None, proposal)


def next_due(demand: DemandView) -> tuple[date | None, int]:
    """By when the next part is due that what was received since the plan does not cover, and how much of it is left;
    without a plan all that is open, as served. In fen.
    """
    parts = list(demand.planned)
    covered_fen = sum(amount_fen for _due_on, amount_fen in parts) - demand.open_fen
    for due_on, amount_fen in parts:
        covered_fen -= amount_fen
        if covered_fen < 0:
            return due_on, -covered_fen
    return demand.served_due_on, demand.open_fen


def _to_confirm(subject: str, authority: str | None, proposal: Proposal) -> Work:
    second = PERMISSIONS[proposal.act].second
    assert second is not None, "what waits for a second officer has a role for them"
    return Work(
        subject=subject,
        authority=authority,
        action="confirm",
        role=second,
        of=proposal.act,
        about=proposal.id,
        excluded=_officers(proposal.by),
    )


def _begin(
    case: CaseView, action: str, *, about: str | None = None, due_on: date | None = None, amount_fen: int | None = None
) -> Work:
    """Something that an officer with the first role of its permission begins."""
    return Work(
        subject=case.number,
        authority=case.authority,
        action=action,
        role=PERMISSIONS[action].first,
        about=about,
        due_on=due_on,
        excluded=_officers(*case.releasers) if action in _ASSESSING else (),
        amount_fen=amount_fen,
    )


def _on_the_way(case: CaseView) -> Iterator[Work]:
    """From the receipt to the public notice."""
    match case.stage:
        case Status.SUBMITTED if RECEIPT not in case.unconfirmed:
            yield _begin(case, "accept")
        case Status.SUBMITTED if not _proposes(case, RECEIPT):
            # A supervisor did not stand by the day of receipt: nothing but a refusal is left.
            yield _begin(case, "refuse")
        case Status.CORRECTION_REQUESTED:
            yield _begin(case, "correct")
        case Status.ACCEPTED:
            yield _begin(case, "verify" if case.unverified else "assess")
        case Status.ASSESSED:
            assert case.assessed is not None, "an assessed case has its assessment"
            eligible, entitled_fen, assessor = case.assessed
            yield Work(
                subject=case.number,
                authority=case.authority,
                action="approve" if eligible else "reject",
                role=Role.APPROVER,
                of="assess",
                excluded=_officers(assessor),
                amount_fen=entitled_fen,
            )
        case stage if stage in (Status.APPROVED, *PAYING) and case.notice_payable_from is None:
            if not set(case.unpublished) <= set(case.sent_back):
                yield _begin(case, "publish-notice")


def _to_pay(case: CaseView) -> Iterator[Work]:
    """An account first: nothing is ordered to one that the bank did not take, or that nobody has confirmed."""
    if case.account_doubtful:
        if (case.stage not in ENDED or case.payable_fen) and not _proposes(case, "account"):
            yield _begin(case, "account")
    elif HOLDER in case.unconfirmed:
        if case.payable_fen and not _proposes(case, "account") and not _proposes(case, HOLDER):
            yield _begin(case, "account")
    elif case.payable_fen:
        yield _begin(case, "order-payment", amount_fen=case.payable_fen)


def _of_demands(case: CaseView) -> Iterator[Work]:
    """What the payee does goes on, also while a case is suspended."""
    for demand in case.demands:
        if not demand.is_approved or not demand.open_fen:
            continue
        if not demand.is_served:
            yield _begin(case, "serve-recovery", about=demand.recovery, amount_fen=demand.open_fen)
        else:
            due_on, due_fen = next_due(demand)
            yield _begin(case, "receive-recovery", about=demand.recovery, due_on=due_on, amount_fen=due_fen)


def _milestones(case: CaseView) -> Iterator[Work]:
    """Each milestone that lines wait for next, with the earliest day on which one of them can be seen."""
    if case.stage in ENDED:
        return
    days: dict[str, list[date | None]] = {}
    for milestone, due_on in case.waiting:
        days.setdefault(milestone, []).append(due_on)
    for milestone, due in sorted(days.items()):
        yield _begin(case, "milestone", about=milestone, due_on=min((day for day in due if day), default=None))


def _officers(*officers: str) -> tuple[str, ...]:
    return tuple(sorted(set(officers)))


def _proposes(case: CaseView, act: str) -> bool:
    return any(proposal.act == act for proposal in case.proposals.values())
