"""The verification of a store's log: what `audit.verify` finds in its lines, and whether they are filed as they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from audit.merkle import Frontier
from audit.signing import ENVELOPE
from audit.verify import Verification, VerificationError, verify
from presentation.language import N_, _
from store.log import Database, Head, Reading
from store.maintenance.integrity import ROWS_A_PAGE, columns_fit
from usecases.progress import OnProgress

_SENTENCES = {
    "line-malformed": N_("The line is not one that this log writes."),
    "position-gap": N_("Position %(expected)s is missing before it."),
    "version-gap": N_("%(stream)s: version %(expected)s was expected, and %(found)s found."),
    "time-goes-back": N_("Recorded at %(recorded_at)s, which is before the fact in front of it (%(after)s)."),
    "part-missing": N_("Command %(command_id)s: part %(part)s of %(of)s is missing or out of its place."),
    "signature-missing": N_("Officer %(actor)s did not sign."),
    "signature-invalid": N_("The signature is not that of officer %(actor)s over these facts."),
    "officer-unknown": N_("Nobody was enrolled as %(actor)s by then."),
    "size-differs": N_("The head speaks of %(head)s facts, and there are %(found)s."),
    "root-differs": N_("The facts are not those of the head: its root is %(head)s, theirs is %(found)s."),
    "object-missing": N_("The store lacks %(object)s: somebody took it away."),
    "head-dated": N_("The head says that the last fact was recorded at %(head)s; its line says %(line)s."),
    "columns-differ": N_("The fact is filed under another stream, version or name than its line says."),
    "noted-beyond": N_("The head that was noted has %(noted)s facts, but the log only %(found)s: facts were removed."),
    "noted-differs": N_(
        "The first %(size)s facts are not those of the noted head: %(noted)s was noted, %(found)s found."
    ),
}
_WHAT = ("lines", "leaves", "head", "versions", "parts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was checked and found; `errors` are those of the lines, and then those of the store around them."""

    what: tuple[str, ...]
    found: Verification
    errors: tuple[VerificationError, ...]
    errors_total: int
    seconds: float

    @property
    def holds(self) -> bool:
        return not self.errors_total

    @property
    def rate(self) -> float:
        """Leaves a second."""
        return self.found.size / max(self.seconds, 1e-9)

    @property
    def head(self) -> str:
        """What an inspector notes, to ask later whether the log still begins with this."""
        return f"{self.found.size}:{self.found.root.hex()}"

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"position": each.position, "code": each.code, "said": _(_SENTENCES[each.code]) % each.values}
            for each in self.errors
        ]

    def values(self) -> dict[str, Any]:
        return {
            "holds": self.holds,
            "checked": self.what,
            "size": self.found.size,
            "root": self.found.root.hex(),
            "head": self.head,
            "signatures": self.found.signatures,
            "officers": self.found.officers,
            "troubles": [{"position": each.position, "code": each.code, "values": each.values} for each in self.errors],
            "troubles_total": self.errors_total,
            "seconds": round(self.seconds, 3),
            "leaves_per_second": round(self.rate),
        }


def verify_log(
    database: Database, *, signatures: bool, noted: tuple[int, bytes] | None, on_progress: OnProgress
) -> Checked:
    """Verify the log as of one moment; `noted` is the size and root of a head that it must begin with."""
    began = perf_counter()
    with database.reading() as view:
        head = view.head()
        lines = _Lines(view, head.size, on_progress, noted[0] if noted else 0)
        found = verify(lines, size=head.size, root=head.root, signatures=signatures)
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
    return Checked(
        what=(*_WHAT, *(["signatures"] if signatures else []), *(["earlier-head"] if noted else [])),
        found=found,
        errors=(*found.errors, *around),
        errors_total=found.errors_total + len(around),
        seconds=perf_counter() - began,
    )


class _Lines:
    """The lines of the log, for the verifier to read once; what else is to be seen on the way is seen here."""

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
    """The next fact is never recorded before the head's instant, so a false one would misdate all that follows."""
    envelope = ENVELOPE.match(last)
    said = datetime.fromisoformat(envelope["instant"].decode()).replace(tzinfo=UTC) if envelope else None
    if head.recorded_at is not None and said is not None and head.recorded_at != said:
        values = {"head": head.recorded_at.isoformat(), "line": said.isoformat()}
        yield VerificationError(position=None, code="head-dated", values=values)


def _noted(beginning: Frontier, size: int, root: bytes) -> Iterator[VerificationError]:
    if beginning.size < size:
        yield VerificationError(position=None, code="noted-beyond", values={"noted": size, "found": beginning.size})
    elif beginning.root() != root:
        values = {"size": size, "noted": root.hex(), "found": beginning.root().hex()}
        yield VerificationError(position=None, code="noted-differs", values=values)
