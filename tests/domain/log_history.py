"""What tests tell about the log itself: opened, restored from a copy, and what two people say about it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from domain.office import log_decisions as d
from domain.office.log import SentItem, SentRun
from domain.streams import LOG
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History, Minute
from tests.domain.keys import OPENING_OF_LOG, public_key
from tests.domain.sample_cases import FIRST, OPENING, WU, XU, YE, ZHENG, told

TAKEN_AT = datetime(2024, 10, 10, 8, 30, tzinfo=UTC)

opening = d.OpenLog(
    log="0d9f5c1e",
    simulated=True,
    officer=YE.officer,
    sealed="a1:eWU=",
    key=public_key(YE.officer),
    **OPENING_OF_LOG,
)
restore = d.RestoreLog(log="7ac2b019", size=120, root="5f" * 32, taken_at=TAKEN_AT)
close = d.CloseLog(successor="7ac2b019")
reopen = d.ProposeReopening(now=datetime(2024, 12, 2, 1, 0, tzinfo=UTC))
fault = d.ProposeFault(first=118, last=119, reason="写入中断")
confirm = d.ConfirmForLog(proposal=None)
decline = d.ConfirmForLog(proposal=None, declined=True)
sent_nothing = d.DeclareSent(runs=())


def sent(*runs: tuple[str, tuple[tuple[str, int], ...]]) -> d.DeclareSent:
    """These runs, each with its applications and what it pays in them."""
    return d.DeclareSent(
        runs=tuple(
            SentRun(batch=batch, items=tuple(SentItem(application=case, amount_fen=fen) for case, fen in items))
            for batch, items in runs
        )
    )


sent_first = sent((s.BATCH, ((FIRST, 3_000_00),)))
"""The run of the sample training, as its order has it."""


@cache
def an_opened_log() -> History:
    return told((opening, YE, OPENING))


def about_log(history: History) -> History:
    """Only what stands in the stream of the log."""
    return tuple(minute for minute in history if minute.stream == LOG)


def restored(*, after: History = ()) -> History:
    """`after`, in a log that goes on from a copy of it."""
    return told((restore, YE, s.CREDIT_ON), after=(*an_opened_log(), *after))


def declared(command: d.DeclareSent, *, after: History) -> History:
    """Two finance officers have said what was sent."""
    return told((command, WU, s.CREDIT_ON), (confirm, ZHENG, s.CREDIT_ON), after=after)


def answered(command: object, *, declined: bool = False) -> History:
    """An administrator proposed something about the log, and a supervisor answered."""
    return told((command, YE, s.CREDIT_ON), (decline if declined else confirm, XU, s.CREDIT_ON), after=an_opened_log())


def minutes_of_log(*histories: History) -> tuple[Minute, ...]:
    return tuple(minute for history in histories for minute in about_log(history))
