"""What a verification tells besides errors of who may do what: rights for a time, and keys that were reported lost."""

from __future__ import annotations

from audit.verify import Verification
from presentation.rows import columns


class ExceptionOf(columns.Row):
    """岗位兼任备案: from the first to the last day the officer may decide and pay, up to the ceiling a payment."""

    officer: str
    begins_on: str
    ends_on: str
    ceiling_fen: int


class DeputyOf(columns.Row):
    """AB岗: from the first to the last day the officer has these roles of another, who is absent."""

    officer: str
    absent: str
    roles: tuple[str, ...]
    begins_on: str
    ends_on: str


class LostKeyOf(columns.Row):
    """A key that was reported lost: how many commits it has signed since the day from which it is not trusted, and the
    positions of the first and the last line in them.
    """

    officer: str
    since: str
    commits: int
    first: int | None
    last: int | None


def exceptions_of(verification: Verification) -> tuple[ExceptionOf, ...]:
    return tuple(
        ExceptionOf(
            officer=officer,
            begins_on=exception.begins_on,
            ends_on=exception.ends_on,
            ceiling_fen=exception.ceiling_fen,
        )
        for officer, exception in verification.exceptions
    )


def deputyships_of(verification: Verification) -> tuple[DeputyOf, ...]:
    return tuple(
        DeputyOf(
            officer=officer,
            absent=deputyship.absent,
            roles=tuple(sorted(deputyship.roles)),
            begins_on=deputyship.begins_on,
            ends_on=deputyship.ends_on,
        )
        for officer, deputyship in verification.deputyships
    )


def lost_keys_of(verification: Verification) -> tuple[LostKeyOf, ...]:
    return tuple(
        LostKeyOf(officer=key.officer, since=key.since, commits=key.commits, first=key.first, last=key.last)
        for key in verification.lost_keys
    )
