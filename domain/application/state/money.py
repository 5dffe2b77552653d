"""What balances of money add up to: payable, overpaid, the status of a demand, and what is due next.

Each rule is stated once, over a protocol: the folded case satisfies it, and so does a row of a read model. ADR 0025.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from domain.application.status import ORDERABLE, Status
from domain.application.values import OWED_BACK, contains


class Balances(Protocol):
    """One instalment, in fen: `entitled_fen` after revisions and forfeits, `paid_fen` after returns, `recovered_fen`
    with offsets. `payable` is the milestone that it waits for.
    """

    @property
    def entitled_fen(self) -> int: ...
    @property
    def payable(self) -> str: ...
    @property
    def waiting(self) -> bool: ...
    @property
    def forfeited(self) -> bool: ...
    @property
    def ordered_fen(self) -> int: ...
    @property
    def paid_fen(self) -> int: ...
    @property
    def recovered_fen(self) -> int: ...
    @property
    def written_off_fen(self) -> int: ...


class PartView(Protocol):
    """A part of a plan to pay back."""

    @property
    def due_on(self) -> date: ...
    @property
    def amount_fen(self) -> int: ...


class DemandView(Protocol):
    """A demand to pay back, from its proposal on, or from the notice before it: then `demanded_fen` is 0.
    `came_back_fen` is what was applied to it, offsets included.
    """

    @property
    def recovery(self) -> str: ...
    @property
    def approved(self) -> bool: ...
    @property
    def served_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def objected(self) -> bool: ...
    @property
    def plan(self) -> Sequence[PartView]: ...
    @property
    def demanded_fen(self) -> int: ...
    @property
    def came_back_fen(self) -> int: ...
    @property
    def reduced_fen(self) -> int: ...
    @property
    def written_off_fen(self) -> int: ...
    @property
    def cancelled(self) -> bool: ...
    @property
    def referred_to(self) -> str | None: ...


class NoticeView(Protocol):
    """The last public notice."""

    @property
    def lines(self) -> Sequence[tuple[int, int]]: ...
    @property
    def payable_from(self) -> date: ...


class ObjectionView(Protocol):
    """An open objection; without `lines` it is about the application as a whole."""

    @property
    def lines(self) -> Collection[int]: ...


class MoneyView(Protocol):
    """What decides whether money of a case can be ordered or demanded back."""

    @property
    def stage(self) -> Status: ...
    @property
    def suspended(self) -> bool: ...
    @property
    def owed_back(self) -> Balances: ...
    @property
    def sent_back(self) -> Collection[int]: ...
    @property
    def unpublished(self) -> Collection[int]: ...
    @property
    def notice(self) -> NoticeView | None: ...
    @property
    def notice_open(self) -> bool: ...
    @property
    def objections(self) -> Mapping[str, ObjectionView]: ...
    @property
    def recoveries(self) -> Mapping[str, DemandView]: ...
    def instalments(self) -> Iterable[tuple[tuple[int, int], Balances]]:
        """Each (line, instalment) with its balances."""


# One instalment


def forgiven_fen(item: Balances) -> int:
    """Of what was written off, that which is still too much."""
    return min(item.written_off_fen, max(0, item.paid_fen - item.recovered_fen - item.entitled_fen))


def over_fen(item: Balances) -> int:
    """What was paid too much and is not written off; negative while something is outstanding."""
    return item.paid_fen - item.recovered_fen - item.entitled_fen - forgiven_fen(item)


def open_fen(item: Balances) -> int:
    """What is left to be ordered; negative when too much was paid or is in flight."""
    return -over_fen(item) - item.ordered_fen


def waits(item: Balances) -> bool:
    """Whether it waits for its milestone; what was revised away waits for nothing."""
    return item.waiting and not item.forfeited and item.entitled_fen > 0


def due_open_fen(item: Balances) -> int:
    """The same of what is due by now: what waits for its milestone makes up for nothing that was paid too much."""
    return min(0, open_fen(item)) if waits(item) else open_fen(item)


# A case


def overpaid_fen(view: MoneyView) -> int:
    """What the payee has beyond what is due by now; a milestone that is met later makes it less. ADR 0074, ADR 0077."""
    return max(0, net_over_fen(view) + sum(forgiven_fen(item) for _, item in view.instalments()))


def collectable_fen(view: MoneyView) -> int:
    """What may be demanded back in all: overpaid and not written off."""
    return max(0, net_over_fen(view))


def net_over_fen(view: MoneyView) -> int:
    """The same, negative for what is outstanding."""
    over = [(item, over_fen(item)) for _, item in view.instalments()]
    return max(0, over_fen(view.owed_back)) + sum(max(0, fen) if waits(item) else fen for item, fen in over)


def outstanding_fen(view: MoneyView) -> int:
    """What the payee has yet to get; of a case that has ended, what was paid and came back."""
    return max(0, sum(item.entitled_fen - item.paid_fen + item.recovered_fen for _, item in view.instalments()))


def holds(view: MoneyView, line: int) -> bool:
    """Whether something stands against paying a line: an objection, or its public notice."""
    return line in held(view, (line,))


def held(view: MoneyView, lines: Iterable[int]) -> set[int]:
    """Those of `lines` that must not be paid now: for an objection, or for their public notice."""
    lines = set(lines)
    on_hold = lines.intersection(view.sent_back) | lines.intersection(view.unpublished)
    if view.notice_open and view.notice is not None:
        noticed = tuple(view.notice.lines)
        on_hold |= {line for line in lines if contains(noticed, line)}
    for objection in view.objections.values():
        on_hold |= lines.intersection(objection.lines) if objection.lines else lines
    return on_hold


def objected(view: MoneyView, line: int) -> bool:
    """Whether an objection stands against paying a line, or its answer, which sent the line back."""
    return line in view.sent_back or any(line in (one.lines or (line,)) for one in view.objections.values())


def payable(view: MoneyView) -> dict[tuple[int, int], int]:
    """What could be ordered now, by line and instalment: of lines neither held nor waiting, and never so much that
    more is ordered and paid than the case is entitled to. What is owed back stands first, but for so much as is
    overpaid in the case and not demanded yet.
    """
    if view.stage not in ORDERABLE or view.suspended:
        return {}
    amounts: dict[tuple[int, int], int] = {}
    back_fen = owed_back_fen(view) - undemanded_fen(view)
    if back_fen > 0:
        amounts[OWED_BACK] = back_fen
    stopped = held(view, {line for (line, _), _ in view.instalments()})
    opened = [(due, item, due_open_fen(item)) for due, item in view.instalments()]
    free = {due: fen for due, item, fen in opened if not item.waiting and due[0] not in stopped}
    left = min(sum(free.values()), sum(fen for _, _, fen in opened) - max(0, over_fen(view.owed_back)))
    for due in sorted(free):
        part = min(free[due], left)
        if part > 0:
            amounts[due] = part
            left -= part
    return amounts


def owed_back_fen(view: MoneyView) -> int:
    """What came in beyond what the payee owed, and is not ordered; 0 while nothing of the case can be paid."""
    return 0 if view.stage not in ORDERABLE or view.suspended else max(0, open_fen(view.owed_back))


def undemanded_fen(view: MoneyView) -> int:
    """What is overpaid and no approved demand is open for: so much of what is owed back stays here. ADR 0075."""
    approved = (demand_open_fen(demand) for demand in view.recoveries.values() if demand.approved)
    return max(0, collectable_fen(view) - sum(approved))


def payable_fen(view: MoneyView) -> int:
    return sum(payable(view).values())


# Demands


def demand_open_fen(demand: DemandView) -> int:
    if demand.cancelled:
        return 0
    return demand.demanded_fen - demand.reduced_fen - demand.came_back_fen - demand.written_off_fen


def demand_status(demand: DemandView) -> str:
    """`intended`, `proposed`, `approved`, `served`, `objected`, `planned`, `referred`, `partly`, or how it ended."""
    if demand.cancelled:
        return "cancelled"
    if not demand.approved:
        return "proposed" if demand.demanded_fen else "intended"
    if not demand_open_fen(demand):
        return "written-off" if demand.written_off_fen else ("done" if demand.came_back_fen else "cancelled")
    if demand.referred_to:
        return "referred"
    if demand.objected:
        return "objected"
    if demand.came_back_fen:
        return "partly"
    if demand.plan:
        return "planned"
    return "served" if demand.served_on else "approved"


def to_serve(demand: DemandView) -> bool:
    """Whether the payee is to be given it: approved and open, and not served yet, or objected to since."""
    return demand.approved and demand_open_fen(demand) > 0 and (demand.served_on is None or demand.objected)


def awaits_payee(demand: DemandView) -> bool:
    """Whether the payee is to pay now."""
    return demand.approved and demand_open_fen(demand) > 0 and not to_serve(demand)


def next_due(demand: DemandView) -> tuple[date | None, int]:
    """By when the payee has to pay next, and how much: of the first part of the plan that is not covered, what is left
    of it; without a plan all that is open, as served.
    """
    open_left_fen = demand_open_fen(demand)
    if not open_left_fen:
        return None, 0
    covered_fen = sum(part.amount_fen for part in demand.plan) - open_left_fen
    for part in demand.plan:
        covered_fen -= part.amount_fen
        if covered_fen < 0:
            return part.due_on, -covered_fen
    return demand.due_on, open_left_fen


def demanded_fen(view: MoneyView) -> int:
    """What is open of all demands, proposed ones included."""
    return sum(demand_open_fen(demand) for demand in view.recoveries.values())


def recovery_status(demands: Iterable[DemandView]) -> str:
    """The status of all demands together: `none`, `demanded`, `partly`, `done`, `written-off`, `referred`."""
    live = [demand for demand in demands if demand.approved and demand_status(demand) != "cancelled"]
    if not live:
        return "none"
    still_open = [demand for demand in live if demand_open_fen(demand)]
    if any(demand.referred_to for demand in still_open):
        return "referred"
    if still_open:
        return "partly" if any(demand.came_back_fen for demand in live) else "demanded"
    return "written-off" if any(demand.written_off_fen for demand in live) else "done"
