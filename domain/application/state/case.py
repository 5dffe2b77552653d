"""The state of a case: what its events add up to, no more (see `evolve`)."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping
from datetime import date

from domain.application import events as f
from domain.application.state import money
from domain.application.state.balances import Item, Objection, Order, Payment, Recovery
from domain.application.state.clearing import Held
from domain.application.state.denied import Denied
from domain.application.state.identities import names, payee
from domain.application.state.letters import REFUSAL, Letters, last_served
from domain.application.state.money_index import money_uses, same_money
from domain.application.state.stated import Stated
from domain.application.state.striking import Struck
from domain.application.status import ENDED, InstalmentStatus, Status
from domain.application.values import (
    Award,
    Determination,
    Due,
    LimitUse,
    expand,
)
from domain.base import Event, field
from domain.entitlement.claim import Use, limit_key
from domain.entitlement.findings import OwedBy
from domain.proposals import Proposal
from domain.streams import Kind, stream_name


def application_stream(number: str) -> str:
    return stream_name(Kind.APPLICATION, number)


CODE_AS_PRINTED = "code-as-printed"
"""Asks a second officer whether a code that fails its check stands so on the applicant's licence. ADR 0062."""
NOTHING_OWED = Item(entitled_fen=0)
NOTHING_STRUCK = Struck()


class Case(Stated):
    """An application as its events have made it."""

    lines_made: int
    """The highest line number ever given; numbers are never reused."""
    stage: Status
    """Where the case stands, or stood when it was suspended; see `status`."""
    version: int
    suspended: bool = False
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    proposals_made: int = 0
    unconfirmed: frozenset[str] = frozenset()
    """Acts about the file that wait for a second officer, or that one has declined; see `ConfirmationRequired`."""
    declared_by: Mapping[str, str] = field(default_factory=dict)
    """By such an act: who declared what it is about, and never confirms it, however often it is asked again."""
    proposed: Mapping[str, Event] = field(default_factory=dict)
    """What each open proposal would do, where its event says more than the act."""
    taken_in_by: frozenset[str] = frozenset()
    """Everyone who took in the application or a correction of it: none of them vouches for what it declares."""
    assessment: f.ApplicationAssessed | None = None
    assessed_version: int = 0
    assessed_by: str = ""
    assessors: frozenset[str] = frozenset()
    """Everyone who ever assessed or approved the case: none of them may release its money."""
    releasers: frozenset[str] = frozenset()
    """Everyone who ever released money of the case: none of them may assess or approve it."""
    approval: f.ApplicationApproved | None = None
    payers: frozenset[str] = frozenset()
    """Everyone who was to pay it since it was approved: the books of each had the grant."""
    awards: tuple[Award, ...] = ()
    """As approved, or as last revised."""
    awarded_at: Mapping[int, int] = field(default_factory=dict)
    """By line: the version of the case with the decision that awarded it. Who came first comes first, in limits too."""
    counted: tuple[LimitUse, ...] = ()
    """The uses of limits that the case holds."""
    granted: tuple[LimitUse, ...] = ()
    """The uses of each line when it was last awarded, whatever became of the award."""
    determined: tuple[Determination, ...] = ()
    waived: frozenset[tuple[str, int]] = frozenset()
    """(limit, line) pairs that a supervisor waived."""
    struck: Struck = NOTHING_STRUCK
    """What revisions took out, whatever the policy says of it."""
    sent_back: frozenset[int] = frozenset()
    """Lines that an upheld objection sent back: held until a revision decides on them."""
    open_lines: frozenset[int] = frozenset()
    """Lines on which something is not known that decides, as last assessed: neither awarded nor refused."""
    owed_by: frozenset[OwedBy] = frozenset()
    """Who owes what is not known."""
    notice: f.NoticePublished | None = None
    """The last public notice."""
    notice_open: bool = False
    unpublished: frozenset[int] = frozenset()
    """Entitled lines that were not on public notice yet."""
    items: Mapping[Due, Item] = field(default_factory=dict)
    owed_back: Item = NOTHING_OWED
    """Money received beyond what was demanded; its `entitled_fen` is all that ever was."""
    orders: Mapping[str, Order] = field(default_factory=dict)
    """What is in flight, by `payment_key`: a run pays a case in one item, or in one for each fund. ADR 0072."""
    payments: Mapping[str, Payment] = field(default_factory=dict)
    """By item, in the order in which they were credited."""
    lapsed: Mapping[str, Order] = field(default_factory=dict)
    """By item: what was ordered and cancelled, failed or returned; a bank may credit it all the same."""
    in_doubt: Mapping[str, date] = field(default_factory=dict)
    """By item: since when the bank does not know what became of it."""
    on_clearing: Held = field(default_factory=dict)
    """By batch: what of its payment no fund has given."""
    denied: Denied | None = None
    account_doubtful: bool = False
    """A bank returned a payment, or did not carry it out: nothing is ordered until two officers stood by an account."""
    objections: Mapping[str, Objection] = field(default_factory=dict)
    objections_made: int = 0
    awaits_correction: bool = False
    """A correction is asked for of lines that an approval left open, while the others go on."""
    asked_of: frozenset[int] = frozenset()
    """The lines that the last correction request named, or `WHOLE_APPLICATION`."""
    asked_facts: frozenset[str] = frozenset()
    """The facts that it asked about."""
    corrected_to: Status = Status.SUBMITTED
    """Where the case goes on once the correction that was asked for has come."""
    refused_in: Status = Status.SUBMITTED
    """Where the case stood when it was not accepted: submitted, or waiting for a correction."""
    letters: Letters = ()
    """As they were issued and served; those of an earlier refusal, or correction request, are none of these."""
    recoveries: Mapping[str, Recovery] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        return Status.SUSPENDED if self.suspended else self.stage

    @property
    def correction_asked(self) -> bool:
        """Whether a correction is waited for: of the whole case, or of lines that its approval left open."""
        return self.stage is Status.CORRECTION_REQUESTED or self.awaits_correction

    @property
    def refusal_issued(self) -> bool:
        """Whether the refusal, or rejection, is out in the world: a letter of it was served. ADR 0054."""
        return last_served(self.letters, REFUSAL) is not None

    @property
    def policy(self) -> str:
        """The notice under which the case is decided, in whichever edition."""
        return self.edition.partition("@")[0]

    @property
    def uses(self) -> tuple[Use, ...]:
        """The limit uses that this case holds: a pure function of its events."""
        return tuple(self.spelled_out(self.counted))

    @property
    def indexed_uses(self) -> tuple[Use, ...]:
        """The same by the key of each limit, as the index over all cases has them: two notices share no limit. Beside
        them stand the names and the account, until the case ends without a payment; and what is looked up of money.
        """
        called = {use.limit: limit_key(self.policy, use.limit) for use in self.counted}
        identities = () if self._void else (*names(self), payee(self))
        return (*self.spelled_out(self.counted, called), *identities, *money_uses(self))

    def indexed_as(self, other: Case) -> bool:
        """Whether both hold the same in the index."""
        return self._indexed == other._indexed and same_money(self, other)

    @property
    def _indexed(self) -> tuple[object, ...]:
        return (self.counted, self.lines, self.applicant, self.account, self._void)

    @property
    def _void(self) -> bool:
        return self.stage in ENDED and not self.payments

    def spelled_out(self, counted: Iterable[LimitUse], called: Mapping[str, str] | None = None) -> Iterator[Use]:
        """The uses of these lines, one by one, by the names in `called` where a limit has another there."""
        for use in counted:
            limit = (called or {}).get(use.limit, use.limit)
            for line in expand(use.lines):
                yield Use(
                    limit=limit,
                    subject=use.subject or self.subject(self.lines[line], use.over),
                    qualifier=use.qualifier,
                    on=use.on,
                    amount_fen=use.amount_fen,
                    application=self.number,
                    line=line,
                )

    # Balances of money, in fen

    @property
    def entitled_fen(self) -> int:
        """After revisions and forfeits."""
        return sum(item.entitled_fen for item in self.items.values())

    @property
    def ordered_fen(self) -> int:
        """In flight for lines; what is owed back is not counted."""
        return sum(item.ordered_fen for item in self.items.values())

    @property
    def paid_fen(self) -> int:
        """Credited, less what banks returned."""
        return sum(item.paid_fen for item in self.items.values())

    @property
    def recovered_fen(self) -> int:
        """Money that came back from the payee, offsets included."""
        return sum(item.recovered_fen for item in self.items.values())

    @property
    def written_off_fen(self) -> int:
        return sum(item.written_off_fen for item in self.items.values())

    @property
    def net_paid_fen(self) -> int:
        return self.paid_fen - self.recovered_fen

    @property
    def overpaid_fen(self) -> int:
        return money.overpaid_fen(self)

    @property
    def collectable_fen(self) -> int:
        return money.collectable_fen(self)

    @property
    def demanded_fen(self) -> int:
        return money.demanded_fen(self)

    @property
    def outstanding_fen(self) -> int:
        return money.outstanding_fen(self)

    def instalments(self) -> ItemsView[Due, Item]:
        return self.items.items()

    def orders_of(self, batch: str) -> tuple[Order, ...]:
        """What of one run is in flight."""
        return tuple(order for order in self.orders.values() if order.batch == batch)

    def payable(self) -> dict[Due, int]:
        return {Due(*due): fen for due, fen in money.payable(self).items()}

    @property
    def payable_fen(self) -> int:
        return money.payable_fen(self)

    def holds(self, line: int) -> bool:
        return money.holds(self, line)

    def objected(self, line: int) -> bool:
        return money.objected(self, line)

    def settled_once(self) -> bool:
        """Whether nothing is open, payable, in flight or waiting, and nothing owed has yet to be on public notice: then
        only a settlement is left to be recorded.
        """
        return not (
            self.orders
            or self.open_lines
            or self.sent_back
            or self.notice_open
            or any(due.line in self.unpublished and item.open_fen > 0 for due, item in self.items.items())
            or self.owed_back.open_fen > 0
            or any(item.waiting and item.entitled_fen for item in self.items.values())
            or sum(item.open_fen for item in self.items.values()) > 0
        )

    def dues_in(self, *statuses: InstalmentStatus) -> Iterator[Due]:
        return (due for due, item in self.items.items() if item.status in statuses)

    @property
    def recovery(self) -> str:
        return money.recovery_status(self.recoveries.values())

    # What was assessed

    @property
    def eligible(self) -> bool | None:
        """What the last assessment found; None before the first."""
        return self.assessment.eligible if self.assessment else None

    @property
    def undecided(self) -> bool:
        """Whether something that is not known decides: about the case, or about some of its lines."""
        if self.stage is Status.ASSESSED and self.assessment is not None:
            return self.assessment.undecided
        return bool(self.open_lines)

    @property
    def assessed_fen(self) -> int:
        return self.assessment.entitled_fen if self.assessment else 0
