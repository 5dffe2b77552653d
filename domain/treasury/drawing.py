"""Drawing on funds: central money goes first (closing-1), each fund to its last fen before the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.application.values import HELD_FOR_PAYEE, Draw
from domain.base import Struct, replace
from domain.errors import NotAllowed
from domain.treasury.fund import Fund


class Barred(Struct):
    """A fund that would do but for a draw rule, or because its allotment is for other schemes; `because` is of the
    negative list, None where nothing allows it.
    """

    fund: str
    account: str | None
    because: str | None
    allotment: str | None = None


class Spendable(Struct):
    """The funds that may pay, in their order, and of those that rules or their allotment keep out what they are."""

    funds: tuple[Fund, ...]
    rules: str | None = None
    """The reference of the table that chose them, such as `xiamen-2023-187/draw-rules@1`."""
    scheme: str | None = None
    barred: tuple[Barred, ...] = ()


def only(spendable: Spendable, fund: str) -> Spendable:
    """The fund, where it may pay; else why it may not."""
    return replace(
        spendable,
        funds=tuple(one for one in spendable.funds if one.fund == fund),
        barred=tuple(one for one in spendable.barred if one.fund == fund),
    )


def held(owed_back_fen: int) -> tuple[Draw, ...]:
    """What is owed back comes out of what was received, not out of a fund."""
    held_for_payee = Draw(fund=HELD_FOR_PAYEE, source=HELD_FOR_PAYEE, amount_fen=owed_back_fen)
    return (held_for_payee,) if owed_back_fen else ()


def drawing(asked: Sequence[tuple[Spendable, int]], day: date) -> list[tuple[Draw, ...]]:
    """Divide each amount, in fen, over its own funds in their order, each fund to its last fen before the next, as of
    a day.

    Raises `NotAllowed` with what is needed and what there is, both in fen: of all together, and where that would do, of
    the first whose own funds the others have used up. It is `funds-short`, and where draw rules chose the funds
    `rules-short`; where their negative list keeps money out that there is, `fund-forbidden`, or where an allotment for
    other schemes does, `allotment-for-other`.
    """
    funds = {fund.fund: fund for own, _ in asked for fund in own.funds}
    left = {name: fund.least_fen(day) for name, fund in funds.items()}
    needed, available = sum(amount for _, amount in asked), sum(left.values())
    if needed > available:
        ruled = next((own for own, amount in asked if amount and (own.rules or own.barred)), None)
        raise _short(ruled or Spendable(funds=()), needed, available)
    # Who has fewer funds draws first, so that nobody takes from them what is to be had elsewhere.
    drawn = {
        number: _drawn(*asked[number], left)
        for number in sorted(range(len(asked)), key=lambda i: len(asked[i][0].funds))
    }
    return [drawn[number] for number in range(len(asked))]


def _drawn(own: Spendable, amount_fen: int, left: dict[str, int]) -> tuple[Draw, ...]:
    """What each of the funds gives toward one amount; `left` is what they all still have."""
    draws: list[Draw] = []
    missing = amount_fen
    for fund in own.funds:
        given = min(missing, left[fund.fund])
        if given:
            draws.append(Draw(fund=fund.fund, source=fund.source, amount_fen=given))
            left[fund.fund] -= given
            missing -= given
    if missing:
        raise _short(own, amount_fen, amount_fen - missing)
    return tuple(draws)


def _short(own: Spendable, needed_fen: int, available_fen: int) -> NotAllowed:
    sums = {"needed_fen": needed_fen, "available_fen": available_fen}
    ruled = {**sums, "rules": own.rules, "scheme": own.scheme}
    forbidden = next((one for one in own.barred if one.because is not None), None)
    if forbidden is not None:
        account = forbidden.account or forbidden.fund
        return NotAllowed("fund-forbidden", fund=forbidden.fund, account=account, because=forbidden.because, **ruled)
    other = next((one for one in own.barred if one.allotment is not None), None)
    if other is not None:
        told = {**sums, "fund": other.fund, "allotment": other.allotment, "scheme": own.scheme}
        return NotAllowed("allotment-for-other", **told)
    if own.rules is None:
        return NotAllowed("funds-short", **sums)
    barred = ", ".join(one.fund for one in own.barred) or "-"
    return NotAllowed("rules-short", barred=barred, **ruled)
