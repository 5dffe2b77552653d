"""Every recorded command decided again: with the same gathering and the same rules, on the state from before.

What a signature cannot say is whether the office could have decided that. No rule stands here: `decide` takes each
decision anew on the lines before it, and what comes out is compared with the lines that were recorded, byte for byte.
ADR 0044.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, zip_longest
from operator import attrgetter
from typing import NamedTuple

from audit.errors import ERRORS_MAX
from domain.base import Decision, Event, replace
from domain.calendar import legal_day
from domain.decisions.decide import decide
from domain.decisions.recorded.command import command_of
from domain.decisions.recorded.errors import NoSuchCommand
from domain.errors import Refusal
from domain.office.authorship import author
from domain.office.log_commands import OpenLog
from domain.office.log_decisions import first_of_log
from store.errors import StoreError
from store.line.codec import Line, encode, name_of
from store.line.envelope import opened
from store.log import Database, Reading, Row
from store.maintenance.integrity import ROWS_A_PAGE
from usecases.integrity.log_verification import AuditReport, LogError
from usecases.integrity.replayed_state import ReplayedState
from usecases.progress import OnProgress

_COLLECTED_EVERY = 50_000
"""New values between two looks for what refers to itself."""


@dataclass(slots=True)
class DecisionsReport:
    """How many commands were decided again, and what does not fit: at most `ERRORS_MAX` are listed, all are counted.

    Codes: `decision-differs`, `decision-refused`, `decision-unknown` for events that no command records, and
    `decision-broken` for a state that cannot be folded or decided on.
    """

    commands: int = 0
    errors: list[LogError] = field(default_factory=list)
    errors_total: int = 0

    def add(self, error: LogError) -> None:
        self.errors_total += 1
        if len(self.errors) < ERRORS_MAX:
            self.errors.append(error)


class _Part(NamedTuple):
    """One line of a command: its row, and what the line says; None for one that cannot be read."""

    row: Row
    line: Line[Event] | None
    command_id: str


def with_decisions(report: AuditReport, database: Database, on_progress: OnProgress) -> AuditReport:
    """The same report, with every command of the log that was verified decided again."""
    decisions = DecisionsReport()
    try:
        with database.reading() as view:
            decisions = decide_again(view, size=view.head().size, on_progress=on_progress)
    except StoreError as error:
        decisions.add(LogError(position=None, code="decisions-unread", values={"reason": error.code}))
    return replace(
        report,
        holds=report.holds and not decisions.errors_total,
        checked=(*report.checked, "decisions"),
        decided=decisions.commands,
        troubles=(*report.troubles, *decisions.errors),
        troubles_total=report.troubles_total + decisions.errors_total,
    )


def decide_again(view: Reading, *, size: int, on_progress: OnProgress) -> DecisionsReport:
    """Decide every command of the first `size` events again. After an error it goes on with what was recorded, since
    that is what happened.
    """
    report = DecisionsReport()
    state = ReplayedState(view)
    with _collecting_seldom():
        for _command_id, group in groupby(_parts(view, size, on_progress), key=attrgetter("command_id")):
            parts = tuple(group)
            report.commands += 1
            decided_otherwise = _decided_otherwise(state, parts)
            not_folded = _not_folded(state, parts)
            if error := decided_otherwise or not_folded:
                report.add(error)
    return report


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """States refer to one another in no circles: looking for some after every few hundred values costs a quarter."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED_EVERY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _parts(view: Reading, size: int, on_progress: OnProgress) -> Iterator[_Part]:
    position = 0
    while position < size and (rows := view.rows(after=position, limit=min(ROWS_A_PAGE, size - position))):
        for row in rows:
            yield _read(row)
        position = rows[-1].position
        on_progress(position, size)


def _read(row: Row) -> _Part:
    try:
        line = opened(row)
    except Exception as error:
        _ours_or_raised(error)
        return _Part(row, None, "?")
    return _Part(row, line, line.command_id)


def _decided_otherwise(state: ReplayedState, parts: Sequence[_Part]) -> LogError | None:
    """What differs when the command of these lines is decided on the state from before them."""
    first = parts[0]
    try:
        return _difference(parts, *_decided(state, parts))
    except NoSuchCommand as unknown:
        return _error(first, "decision-unknown", stream=unknown.stream, event=unknown.name)
    except Refusal as refusal:
        return _error(first, "decision-refused", **{**_plain(refusal.values), "refusal": refusal.code})
    except Exception as error:
        return _broken(first, error)


def _decided(state: ReplayedState, parts: Sequence[_Part]) -> tuple[Decision, date]:
    """The decision and its legal day. Raises what deciding raises."""
    first = parts[0].line
    assert first is not None, "the line can be read"
    command = command_of([(part.row.stream, part.line.data) for part in parts if part.line])
    today = legal_day(first.recorded_at)
    if isinstance(command, OpenLog):
        return first_of_log(state.position, command, first.actor, command.key.public_key), today
    officer = state.officer(first.actor)
    # Whether it was signed with the officer's key is for the verification of the lines.
    public_key = officer.public_key if officer else ""
    actor = author(officer, first.actor, public_key, today, state.log().supervised_by)
    return decide(state, command, actor, today), today


def _difference(parts: Sequence[_Part], decision: Decision, today: date) -> LogError | None:
    """Where the lines are first not those of the decision: other streams, another order, other events."""
    decided = [(stream, happened) for stream, events in decision.items() for happened in events]
    for part, pair in zip_longest(parts, decided):
        if part is None:
            stream, happened = pair
            return _error(parts[-1], "decision-differs", stream=stream, event=name_of(happened))
        if pair is None or not _is_recorded(part, today, *pair):
            return _error(part, "decision-differs", stream=part.row.stream, event=part.row.name)
    return None


def _is_recorded(part: _Part, today: date, stream: str, happened: Event) -> bool:
    row, line, _command_id = part
    if line is None or row.stream != stream or line.effective_on != (happened.happened_on or today):
        return False
    if row.name != name_of(happened):  # An event of an older shape is compared as it reads today.
        return happened == line.data
    return row.line.endswith(b',"data":' + encode(happened) + b"}")


def _not_folded(state: ReplayedState, parts: Sequence[_Part]) -> LogError | None:
    """Take the lines in as they are; the first of which no state can be made."""
    first_error: LogError | None = None
    for part in parts:
        try:
            if part.line:
                state.fold(part.row, part.line)
        except Exception as error:
            first_error = first_error or _broken(part, error)
    return first_error


def _broken(part: _Part, error: Exception) -> LogError:
    """Altered events can break a fold or a rule in any way: that is an error of the log, and never a crash."""
    _ours_or_raised(error)
    return _error(part, "decision-broken", reason=getattr(error, "code", type(error).__name__))


def _ours_or_raised(error: Exception) -> None:
    """Raises the error when it is none of the log's: when the store is not to be had, or there is no memory left."""
    unreadable = isinstance(error, StoreError) and error.code == "line-unreadable"
    if isinstance(error, StoreError | MemoryError) and not unreadable:
        raise error


def _error(part: _Part, code: str, /, **values: str | int) -> LogError:
    return LogError(position=part.row.position, code=code, values={"command_id": part.command_id, **values})


def _plain(values: Mapping[str, object]) -> dict[str, str | int]:
    return {name: value if isinstance(value, int) else str(value) for name, value in values.items()}
