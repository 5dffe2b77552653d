"""What a bank replies about the items of payment runs, whatever its file is."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from usecases.problems import Problem, problem


class BankResult(StrEnum):
    CREDITED = "credited"
    """成功: the money is on the account."""
    RETURNED = "returned"
    """退回: the money left and came back."""
    FAILED = "failed"
    """失败: the money never left."""
    UNKNOWN = "unknown"
    """处理中: the bank does not know yet; it is asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReply:
    """What the bank replies about one item. `value_on` is its value date and `reference` its own number for the
    movement; both may be missing only where nothing moved. `fund` is named where an item is what one fund pays, and
    `reason` says why money did not arrive, where the bank says it, and `account_at_fault` whether that is the account's
    fault, where its code tells (else its words do). `amount_fen` is missing only where nothing moved and a report
    does not repeat it.
    """

    row: int
    batch: str
    application: str
    fund: str | None = None
    amount_fen: int | None
    result: BankResult
    value_on: date | None
    reference: str | None
    reason: str | None
    account_at_fault: bool | None = None

    def of_fund(self, fund: str | None) -> BankReply:
        """The same about the item of this fund."""
        return replace(self, fund=fund)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReplies:
    """What a file of the bank holds: by which profile it was read, its replies, what is wrong with its other rows, the
    headings of columns that nobody reads; of a statement how many entries are `aside`, no payments of ours, and which
    are `unmatched`: credits that quote a run, and are no return of a payment.
    """

    profile: str | None
    replies: tuple[BankReply, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...] = ()
    aside: int = 0
    unmatched: tuple[int, ...] = ()


def repetitions(replies: Iterable[BankReply]) -> Iterator[Problem]:
    """A problem for each reply that says what an earlier one says in everything: that is a mistake somewhere."""
    first_row: dict[Hashable, int] = {}
    for reply in replies:
        content = (
            reply.batch, reply.application, reply.fund, reply.amount_fen,
            reply.result, reply.value_on, reply.reference, reply.reason,
        )  # fmt: skip
        first = first_row.setdefault(content, reply.row)
        if first != reply.row:
            yield problem("row-twice", first=first, second=reply.row)
