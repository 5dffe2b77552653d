"""The verification of a store's log: its lines by `audit.verify`, and whether they are filed as they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import TypeVar

from audit.commits import Head, head_of
from audit.errors import VerificationError
from audit.line import envelope_of
from audit.merkle import Frontier
from audit.rules import Rules
from audit.verify import verify
from domain.shapes.table import table
from presentation.rows import columns
from store.errors import StoreError, StoreUnavailable
from store.line.envelope import command_key, is_written_so
from store.log import BACKUP, COPYING, STATE_META, Database, Reading, Row
from store.maintenance.integrity import ROWS_A_PAGE, columns_fit
from store.tip import EMPTY, Tip
from usecases.integrity.rights_for_a_time import (
    DeputyOf,
    ExceptionOf,
    LostKeyOf,
    deputyships_of,
    exceptions_of,
    lost_keys_of,
)
from usecases.progress import OnProgress

_CHECKED = ("schema", "lines", "leaves", "head", "versions", "parts", "commits", "permissions")


_T = TypeVar("_T")
_BEFORE_ALL = -(2**62)
AHEAD_MAX = timedelta(days=1)
"""So far the clock of whoever verifies may be behind the office's."""


class LogError(columns.Row):
    """Something that does not fit, at a position of the log (None: the log as a whole). Codes: see `verify_log`."""

    position: int | None
    code: str
    values: Mapping[str, str | int]
    declared: bool = False
    """Two people declared that the office knows of it."""


class AuditReport(columns.Row):
    """What was checked and what does not fit: errors of the lines, and then those of the store around them.

    `head` is what an inspector notes, to ask later whether the log still begins with this; `roles` is the head of the
    tree of who may do what. `by_office_keys` are signatures under keys that somebody else than their officer made;
    `keys_of_office` are the officers who sign with such a key now.
    At most `audit.errors.ERRORS_MAX` errors of the lines are listed; all are counted. `decided` is how many commands
    were decided again, None where nobody asked for it.
    """

    holds: bool
    checked: tuple[str, ...]
    size: int
    root: str
    head: str
    roles: str
    commands: int
    commits: int
    signatures: int
    by_office_keys: int
    officers: tuple[str, ...]
    keys_of_office: tuple[str, ...]
    exceptions: tuple[ExceptionOf, ...]
    deputyships: tuple[DeputyOf, ...]
    lost_keys: tuple[LostKeyOf, ...]
    troubles: tuple[LogError, ...]
    troubles_total: int
    seconds: float
    leaves_per_second: int
    decided: int | None = None


def verify_log(
    database: Database, *, signatures: bool, noted: tuple[int, bytes] | None, on_progress: OnProgress
) -> AuditReport:
    """Verify the log as of one position; `noted` is the size and root of a head that it must begin with.

    Codes of the report, beside those of `audit.verify`: `object-missing`, `object-altered`, `object-foreign`,
    `file-damaged`, `state-unknown`, `store-half-copied`, `log-empty`, `head-malformed`, `head-dated`, `time-ahead`,
    `row-outside`, `columns-differ`, `event-unreadable`, `command-misfiled`, `noted-beyond`, `noted-differs`.
    """
    began = perf_counter()
    damages = [
        VerificationError(position=None, code="file-damaged", values={"damage": damage}) for damage in _damage(database)
    ]
    with database.reading() as view:
        tip = _tip(view)
        lines = _Lines(view, on_progress, noted[0] if noted else 0)
        head = (tip or EMPTY).head
        commits = lines.until_damaged(view.commits(after=_BEFORE_ALL))
        verification = verify(
            lines, commits, size=head.size, root=head.root, rules=Rules(table()), signatures=signatures
        )
        headed = _headed(tip, lines.last, verification.roles, simulated=lines.simulated)
        around = [*damages, *lines.until_damaged(_beside(view)), *headed, *lines.misfiled]
    around += [*(_noted(lines.beginning, *noted) if noted else ())]
    errors_total = verification.errors_total + len(around)
    seconds = perf_counter() - began
    root = verification.root.hex()
    return AuditReport(
        holds=not errors_total,
        checked=(*_CHECKED, *(["signatures"] if signatures else []), *(["earlier-head"] if noted else [])),
        size=verification.size,
        root=root,
        head=f"{verification.size}:{root}",
        roles=str(verification.roles),
        commands=verification.commands,
        commits=verification.commits,
        signatures=verification.signatures,
        by_office_keys=verification.by_office_keys,
        officers=verification.officers,
        keys_of_office=verification.keys_of_office,
        exceptions=exceptions_of(verification),
        deputyships=deputyships_of(verification),
        lost_keys=lost_keys_of(verification),
        troubles=tuple(
            LogError(position=error.position, code=error.code, values=_plain(error.values), declared=error.declared)
            for error in (*verification.errors, *around)
        ),
        troubles_total=errors_total,
        seconds=round(seconds, 3),
        leaves_per_second=round(verification.size / max(seconds, 1e-9)),
    )


def _plain(values: Mapping[str, object]) -> dict[str, str | int]:
    return {name: value if isinstance(value, str | int) else str(value) for name, value in values.items()}


class _Lines:
    """The lines of the log, which the verifier reads once; what it does not check is checked here on the way."""

    def __init__(self, view: Reading, on_progress: OnProgress, noted: int) -> None:
        self._view = view
        self._on_progress = on_progress
        self._noted = noted
        self.beginning = Frontier()
        """The tree of as many lines as the noted head has, or of all if there are fewer."""
        self.misfiled: list[VerificationError] = []
        self.last = b""
        self.simulated = False

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        position, size = 0, self._view.counts().greatest
        filed = self.until_damaged(self._view.commands_filed())
        command = next(filed, None)
        while rows := [*self.until_damaged(self._page(position))]:
            wanted = self._noted - self.beginning.size
            if wanted > 0:
                self.beginning = self.beginning.extend(row.line for row in rows[:wanted])
            if not position:
                self.simulated = b'"simulated":true' in _bytes(rows[0].line)
            for row in rows:
                line = _bytes(row.line)
                if not columns_fit(row._replace(line=line)):
                    self._misfiled(row.position, "columns-differ")
                elif not is_written_so(row.name, line):
                    self._misfiled(row.position, "event-unreadable")
                while command is not None and command[0] < row.position:
                    command = next(filed, None)
                here = command[1] if command is not None and command[0] == row.position else None
                if here != _command_of(line):
                    self._misfiled(row.position, "command-misfiled")
                yield row.position, line
            position, self.last = rows[-1].position, _bytes(rows[-1].line)
            self._on_progress(position, size)

    def _page(self, position: int) -> Iterator[Row]:
        yield from self._view.table_rows(after=position, limit=ROWS_A_PAGE)

    def until_damaged(self, things: Iterable[_T]) -> Iterator[_T]:
        """As many as the database can still read; that it cannot go on is an error of the log as a whole."""
        try:
            yield from things
        except StoreError as error:
            damage = {"damage": error.code}
            self.misfiled.append(VerificationError(position=None, code="file-damaged", values=damage))

    def _misfiled(self, position: int, code: str) -> None:
        self.misfiled.append(VerificationError(position=position, code=code, values={}))


def _bytes(value: object) -> bytes:
    """A line, or nothing, where somebody has made the column hold something else."""
    return value if isinstance(value, bytes) else b""


def _damage(database: Database) -> list[str]:
    """What the database itself has to say: an index that leads elsewhere shows there, and nowhere else."""
    try:
        return database.check()
    except StoreUnavailable as error:
        return [error.code]


def _command_of(line: bytes) -> bytes | None:
    """The command id that has to be filed with a line: with the last one of each command."""
    envelope = envelope_of(line)
    if envelope is None or envelope["part"] != envelope["parts"]:
        return None
    try:
        return command_key(envelope["command_id"].decode())
    except ValueError:
        return None


def _tip(view: Reading) -> Tip | None:
    try:
        return view.tip()
    except StoreUnavailable:
        return None


def _beside(view: Reading) -> Iterator[VerificationError]:
    """What is wrong with the tables themselves."""
    yield from _schema(view)
    yield from _outside(view)
    state = view.meta(STATE_META)
    if state == COPYING:
        yield VerificationError(position=None, code="store-half-copied", values={})
    elif state and state != BACKUP:
        yield VerificationError(position=None, code="state-unknown", values={"state": state})


def _schema(view: Reading) -> Iterator[VerificationError]:
    for name, how in view.schema_differences():
        yield VerificationError(position=None, code=f"object-{how}", values={"object": name})


def _outside(view: Reading) -> Iterator[VerificationError]:
    """Whatever is in the table of events and not at a position from 1 on; and a second head."""
    if view.heads() > 1:
        yield VerificationError(position=None, code="head-malformed", values={})
    rows, least, greatest = view.counts()
    if rows and (least != 1 or greatest != rows):
        values = {"rows": rows, "least": least, "greatest": greatest}
        yield VerificationError(position=None, code="row-outside", values=values)


def _headed(tip: Tip | None, last: bytes, roles: Head, *, simulated: bool) -> Iterator[VerificationError]:
    """The head of the store beside what it is made of: its instant, its frontiers, its last commit."""
    if tip is None:
        yield VerificationError(position=None, code="head-malformed", values={})
        return
    if not tip.frontier.size:
        yield VerificationError(position=None, code="log-empty", values={})
    envelope = envelope_of(last)
    recorded_at = datetime.fromisoformat(envelope["instant"].decode()).replace(tzinfo=UTC) if envelope else None
    if recorded_at is not None and tip.recorded_at != recorded_at:
        # The next event is never recorded before the head's instant, so a false one would misdate all that follows.
        head = tip.recorded_at.isoformat() if tip.recorded_at else "–"
        yield VerificationError(
            position=None, code="head-dated", values={"head": head, "line": recorded_at.isoformat()}
        )
    if recorded_at is not None and recorded_at > datetime.now(UTC) + AHEAD_MAX and not simulated:
        yield VerificationError(position=None, code="time-ahead", values={"recorded_at": recorded_at.isoformat()})
    if head_of(tip.roles) != roles or not tip.vouched:
        yield VerificationError(position=None, code="head-malformed", values={})


def _noted(beginning: Frontier, size: int, root: bytes) -> Iterator[VerificationError]:
    if beginning.size < size:
        yield VerificationError(position=None, code="noted-beyond", values={"noted": size, "found": beginning.size})
    elif beginning.root() != root:
        values = {"size": size, "noted": root.hex(), "found": beginning.root().hex()}
        yield VerificationError(position=None, code="noted-differs", values=values)
