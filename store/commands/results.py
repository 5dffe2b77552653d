"""What a command is given as, and what came of it, as the log has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.base import Decision
from domain.calendar import legal_day
from domain.decisions.commands import Command
from domain.errors import Refusal
from domain.office.authorship import same_command
from store.line.envelope import Recorded, read_all
from store.log import CommandRecord, NewRow, PersonKey, PersonToken, Reading, Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedCommand:
    """One command as an officer gives it.

    `fingerprint` is a digest of its body (keyed, where the log seals a part), `new_keys` are the person keys under
    which its personal data was sealed, `person_tokens` what those persons are to be found by.
    """

    command_id: str
    fingerprint: str
    officer: str
    signer: Signer
    command: Command
    new_keys: tuple[PersonKey, ...] = ()
    person_tokens: tuple[PersonToken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a command recorded; `repeated` when it was recorded before, under the same command id."""

    events: tuple[Recorded, ...]
    repeated: bool = False


def outcome_of(log: Reading, request: PreparedCommand, result: Result | Refusal) -> Result | Refusal | None:
    """What a command recorded; None if it is not there. What recorded nothing has nothing to look for."""
    if not isinstance(result, Result) or not result.events:
        return result
    recorded = log.command(request.command_id)
    if recorded is None:
        return None
    return Result(events=_recorded(log, recorded.first_position, recorded.count), repeated=result.repeated)


def repeated(log: Reading, recorded: CommandRecord, request: PreparedCommand) -> Result:
    same_command(recorded.fingerprint, request.fingerprint, request.command_id)
    return Result(events=_recorded(log, recorded.first_position, recorded.count), repeated=True)


def _recorded(log: Reading, first: int, count: int) -> tuple[Recorded, ...]:
    return tuple(read_all(log.rows(after=first - 1, limit=count)))


def as_recorded(
    decision: Decision, rows: Sequence[NewRow], first: int, request: PreparedCommand, recorded_at: datetime
) -> tuple[Recorded, ...]:
    """What reading the rows back would give, without reading them back."""
    events = (happened for events in decision.values() for happened in events)
    return tuple(
        Recorded(
            position=position,
            stream=row.stream,
            version=row.version,
            name=row.name,
            recorded_at=recorded_at,
            effective_on=happened.happened_on or legal_day(recorded_at),
            actor=request.officer,
            command_id=request.command_id,
            event=happened,
        )
        for position, (row, happened) in enumerate(zip(rows, events, strict=True), first)
    )
