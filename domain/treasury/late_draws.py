"""Drawing once more what an order gave up, where the bank paid it after all: as if it had never come back. ADR 0064."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from domain.application.values import BANK_ERROR, CLEARING, Draw
from domain.base import Decision, Event, Struct, replace
from domain.treasury.dues import due_of
from domain.treasury.fund import Fund, FundDrawn, evolve
from domain.treasury.fund_events import FundPassedIn, FundPassedOn, fund_stream
from domain.treasury.fund_returns import chain_of


class Back(Struct):
    """What was carried over, or passed on, into a fund comes back from there as of its first day."""

    out_of: str
    to: str
    on: date


class LateDraw(Struct):
    """What a fund, or a clearing account, gives once more, in fen."""

    fund: str
    source: str
    value_on: date
    amount_fen: int
    due_fen: int = 0
    """What of it was due to the treasury."""
    back: tuple[Back, ...] = ()
    """The way by which it comes back to this fund, from the one in which the money is by now."""

    @property
    def draw(self) -> Draw:
        return Draw(fund=self.fund, source=self.source, amount_fen=self.amount_fen)


def drawing_late(funds: Mapping[str, Fund], batch: str, drawn: Sequence[Draw], value_on: date) -> tuple[LateDraw, ...]:
    """What an order of a run drew and gave up, drawn once more as of the day on which the bank paid it after all: out
    of what became due to the treasury by it, as far as that was not surrendered, then of those funds, or of what they
    were carried over into, as far as they have it on every day since. What is missing stands on `BANK_ERROR`. `funds`
    are as they stand by then, with whatever the same command has drawn already.
    """
    left = dict(funds)
    late: list[LateDraw] = []
    for draw in drawn:
        missing_fen = draw.amount_fen
        if draw.fund not in CLEARING:
            for most in _there(left, batch, draw.fund, value_on):
                if part := _at_most(most, missing_fen):
                    late.append(part)
                    left = after_draws(left, (part,), batch)
                    missing_fen -= part.amount_fen
        if missing_fen:
            account = draw.fund if draw.fund in CLEARING else BANK_ERROR
            late.append(LateDraw(fund=account, source=account, value_on=value_on, amount_fen=missing_fen))
    return tuple(late)


def _there(funds: Mapping[str, Fund], batch: str, fund: str, value_on: date) -> Iterator[LateDraw]:
    """Where there may be something, and how much at most. What came back before the fund was opened that it is in by
    now was in those before it until then: it is drawn there, and comes back from year end to year end, as far as each
    of these funds has it all the time.
    """
    chain = chain_of(funds, fund)
    of_fund, last = chain[0], chain[-1]
    due_fen = due_of(of_fund.dues, batch, value_on)
    yield LateDraw(fund=fund, source=of_fund.source, value_on=value_on, amount_fen=due_fen, due_fen=due_fen)
    if value_on >= last.opened_on:
        there_fen = last.least_fen(value_on)
        yield LateDraw(fund=last.fund, source=last.source, value_on=value_on, amount_fen=there_fen)
        return
    # What each has until the next was opened.
    until = [*(one.opened_on for one in chain[1:]), date.max]
    lasting_fen = [one.least_fen(one.opened_on, before=end) for one, end in zip(chain, until, strict=True)]
    for number, one in enumerate(chain[:-1]):
        part_fen = min(one.least_fen(value_on, before=until[number]), *lasting_fen[number + 1 :])
        lasting_fen[number + 1 :] = [fen - part_fen for fen in lasting_fen[number + 1 :]]
        back = tuple(Back(out_of=later.fund, to=to.fund, on=later.opened_on) for to, later in pairwise(chain[number:]))
        yield LateDraw(fund=one.fund, source=one.source, value_on=value_on, amount_fen=part_fen, back=back)


def _at_most(late: LateDraw, amount_fen: int) -> LateDraw | None:
    fen = min(late.amount_fen, amount_fen)
    return replace(late, amount_fen=fen, due_fen=min(late.due_fen, fen)) if fen else None


def after_draws(funds: Mapping[str, Fund], late: Iterable[LateDraw], batch: str) -> dict[str, Fund]:
    """The funds with what was drawn late."""
    return after_moves(funds, drawn_late(late, batch))


def after_moves(funds: Mapping[str, Fund], moves: Decision) -> dict[str, Fund]:
    after = dict(funds)
    for fund in funds:
        for happened in moves.get(fund_stream(fund), ()):
            after[fund] = evolve(after[fund], happened)
    return after


def drawn_late(late: Iterable[LateDraw], batch: str) -> Decision:
    """One event a fund and day, with what comes back to it before."""
    drawn: Counter[tuple[str, date]] = Counter()
    due: Counter[tuple[str, date]] = Counter()
    back: Counter[Back] = Counter()
    for one in late:
        if one.fund not in CLEARING:
            drawn[one.fund, one.value_on] += one.amount_fen
            due[one.fund, one.value_on] += one.due_fen
            for year_end in one.back:
                back[year_end] += one.amount_fen
    moves: dict[str, tuple[Event, ...]] = {}

    def write(fund: str, happened: Event) -> None:
        moves[fund_stream(fund)] = (*moves.get(fund_stream(fund), ()), happened)

    # The last year end first, so that each fund has what it gives back.
    for year_end, fen in sorted(back.items(), key=lambda item: (item[0].on, item[0].to), reverse=True):
        write(year_end.out_of, FundPassedOn(to=year_end.to, amount_fen=fen, value_on=year_end.on))
        write(year_end.to, FundPassedIn(out_of=year_end.out_of, amount_fen=fen, value_on=year_end.on))
    for (fund, day), fen in sorted(drawn.items()):
        write(fund, FundDrawn(batch=batch, amount_fen=fen, due_fen=due[fund, day], value_on=day))
    return moves
