"""What payment runs wait for: a release, a file, the bank, and what it moved without an order; and confirmations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from domain.base import replace
from domain.office.roles import PERMISSIONS, second_roles
from domain.proposals import Proposal
from domain.treasury.batch_events import batch_stream
from domain.work import Work
from domain.work_views import RunView

_RIGHTS = ("give-rights", "replace-administrator", "except-officer", "appoint-deputy", "take-rights")


def of_run(run: RunView) -> Iterator[Work]:
    """A run waits for its release, its file, or the bank, and what the bank did otherwise for another officer. Nobody
    releases what they ordered or assessed, nor takes in the answer to what they ordered.
    """
    for proposal in run.proposals.values():
        yield confirmation(batch_stream(run.batch), run.authority, proposal)
    yield from _assignments(run)
    match run.status:
        case "ordered":
            yield to_release(
                run.batch, run.authority, (run.ordered_by, *sorted(run.deniers)), run.assessors, run.amount_fen
            )
        case "released" | "partly-credited" if not run.exported:
            yield to_export(run)
        case "released" | "partly-credited":
            # Whether it is handed over once more is for somebody who had no part in denying the credit.
            if run.denied_by and run.status == "released":
                yield to_export(run)
            yield to_answer(run)


def _assignments(run: RunView) -> Iterator[Work]:
    """What no order, or no fund, of ours is behind, a case an entry: `payment assign` ends it, or `payment correct`
    where the bank never said so. What somebody proposed of a case is answered first.
    """
    asked = {proposal.about for proposal in run.proposals.values() if proposal.act == "assign-clearing"}
    unmatched = ((name, one.amount_fen, one.since) for name, one in run.unmatched.items())
    on_clearing = ((name, one.amount_fen, one.since) for name, one in run.on_clearing.items())
    for application, amount_fen, since in sorted((*unmatched, *on_clearing)):
        if application not in asked:
            yield to_assign(run.batch, run.authority, application, amount_fen, since)


def to_assign(batch: str, authority: str, application: str, amount_fen: int, since: date) -> Work:
    return Work(
        stream=batch_stream(batch),
        authority=authority,
        action="assign-clearing",
        roles=PERMISSIONS["assign-clearing"].first,
        about=application,
        due_on=since,
        amount_fen=amount_fen,
    )


def to_export(run: RunView) -> Work:
    return about_run(run.batch, run.authority, "export-payment", run.amount_fen, tuple(sorted(run.deniers)))


def to_answer(run: RunView) -> Work:
    """Where the bank has spoken and owes another answer, it is asked since the day on which it first did."""
    since = min((one.since for one in run.awaited.values()), default=None)
    work = about_run(run.batch, run.authority, "record-credits", run.amount_fen, excluded=(run.ordered_by,))
    return replace(work, due_on=since)


def to_release(
    batch: str, authority: str, excluded: Iterable[str], assessors: Iterable[str], amount_fen: int | None
) -> Work:
    """`excluded` ordered it, or had a credit denied of what it pays."""
    return Work(
        stream=batch_stream(batch),
        authority=authority,
        action="release-payment",
        roles=second_roles("order-payment"),
        of="order-payment",
        excluded=tuple(dict.fromkeys(excluded)),
        barred=tuple(sorted(assessors)),
        amount_fen=amount_fen,
    )


def about_run(batch: str, authority: str, action: str, amount_fen: int | None, excluded: tuple[str, ...] = ()) -> Work:
    return Work(
        stream=batch_stream(batch),
        authority=authority,
        action=action,
        roles=PERMISSIONS[action].first,
        excluded=excluded,
        amount_fen=amount_fen,
    )


def confirmation(stream: str, authority: str | None, proposal: Proposal, barred: tuple[str, ...] = ()) -> Work:
    return Work(
        stream=stream,
        authority=authority,
        action="confirm",
        roles=second_roles(proposal.act),
        of=proposal.act,
        about=proposal.id,
        excluded=(proposal.by, *_subject_of(proposal)),
        barred=barred,
    )


def _subject_of(proposal: Proposal) -> tuple[str, ...]:
    """Nobody confirms a right of their own."""
    return (proposal.about,) if proposal.act in _RIGHTS and proposal.about else ()
