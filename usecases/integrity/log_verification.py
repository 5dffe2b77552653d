"""The verification of a store's log: its lines by `audit.verify`, and whether they are filed as they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from time import perf_counter

from audit.merkle import Frontier
from audit.signing import ENVELOPE
from audit.verify import VerificationError, verify
from presentation.rows.columns import Row
from store.log import Database, Head, Reading
from store.maintenance.integrity import ROWS_A_PAGE, columns_fit
from usecases.progress import OnProgress

_CHECKED = ("lines", "leaves", "head", "versions", "parts")


class LogError(Row):
    """Something that does not fit, at a position of the log (None: the log as a whole). Codes: see `verify_log`."""

    position: int | None
    code: str
    values: Mapping[str, str | int]


class AuditReport(Row):
    """What was checked and what does not fit: errors of the lines, and then those of the store around them.

    `head` is what an inspector notes, to ask later whether the log still begins with this. At most
    `audit.verify.TROUBLES_MAX` errors of the lines are listed; all are counted.
    """

    holds: bool
    checked: tuple[str, ...]
    size: int
    root: str
    head: str
    signatures: int
    officers: tuple[str, ...]
    troubles: tuple[LogError, ...]
    troubles_total: int
    seconds: float
    leaves_per_second: int


def verify_log(
    database: Database, *, signatures: bool, noted: tuple[int, bytes] | None, on_progress: OnProgress
) -> AuditReport:
    """Verify the log as of one position; `noted` is the size and root of a head that it must begin with.

    Codes of the report, beside those of `audit.verify`: `object-missing`, `head-dated`, `columns-differ`,
    `noted-beyond`, `noted-differs`.
    """
    began = perf_counter()
    with database.reading() as view:
        head = view.head()
        lines = _Lines(view, head.size, on_progress, noted[0] if noted else 0)
        verification = verify(lines, size=head.size, root=head.root, signatures=signatures)
        missing_objects = [
            VerificationError(position=None, code="object-missing", values={"object": name})
            for name in view.missing_objects()
        ]
    around = [
        *missing_objects,
        *_dated(head, lines.last),
        *lines.misfiled,
        *(_noted(lines.beginning, *noted) if noted else ()),
    ]
    errors_total = verification.errors_total + len(around)
    seconds = perf_counter() - began
    root = verification.root.hex()
    return AuditReport(
        holds=not errors_total,
        checked=(*_CHECKED, *(["signatures"] if signatures else []), *(["earlier-head"] if noted else [])),
        size=verification.size,
        root=root,
        head=f"{verification.size}:{root}",
        signatures=verification.signatures,
        officers=verification.officers,
        troubles=tuple(
            LogError(position=error.position, code=error.code, values=error.values)
            for error in (*verification.errors, *around)
        ),
        troubles_total=errors_total,
        seconds=round(seconds, 3),
        leaves_per_second=round(verification.size / max(seconds, 1e-9)),
    )


class _Lines:
    """The lines of the log, which the verifier reads once; what it does not check is checked here on the way."""

    def __init__(self, view: Reading, size: int, on_progress: OnProgress, noted: int) -> None:
        self._view = view
        self._size = size
        self._on_progress = on_progress
        self._noted = noted
        self.beginning = Frontier()
        """The tree of as many lines as the noted head has, or of all if there are fewer."""
        self.misfiled: list[VerificationError] = []
        self.last = b""

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        position = 0
        while rows := self._view.rows(after=position, limit=ROWS_A_PAGE):
            wanted = self._noted - self.beginning.size
            if wanted > 0:
                self.beginning = self.beginning.extend(row.line for row in rows[:wanted])
            for row in rows:
                if not columns_fit(row):
                    self.misfiled.append(VerificationError(position=row.position, code="columns-differ", values={}))
                yield row.position, row.line
            position, self.last = rows[-1].position, rows[-1].line
            self._on_progress(position, self._size)


def _dated(head: Head, last: bytes) -> Iterator[VerificationError]:
    """The next event is never recorded before the head's instant, so a false one would misdate all that follows."""
    envelope = ENVELOPE.match(last)
    recorded_at = datetime.fromisoformat(envelope["instant"].decode()).replace(tzinfo=UTC) if envelope else None
    if head.recorded_at is not None and recorded_at is not None and head.recorded_at != recorded_at:
        values = {"head": head.recorded_at.isoformat(), "line": recorded_at.isoformat()}
        yield VerificationError(position=None, code="head-dated", values=values)


def _noted(beginning: Frontier, size: int, root: bytes) -> Iterator[VerificationError]:
    if beginning.size < size:
        yield VerificationError(position=None, code="noted-beyond", values={"noted": size, "found": beginning.size})
    elif beginning.root() != root:
        values = {"size": size, "noted": root.hex(), "found": beginning.root().hex()}
        yield VerificationError(position=None, code="noted-differs", values=values)
