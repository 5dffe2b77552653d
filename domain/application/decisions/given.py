"""What a decision about a case may know beyond the case; the store gathers it under the log's lock, never the CLI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.application.state.case import Case, application_stream
from domain.application.status import Status
from domain.application.values import Sealed
from domain.base import Struct, field
from domain.calendar import WorkingDays, months_after
from domain.entitlement.claim import Question, RegisterResult, Use
from domain.entitlement.edition import Edition
from domain.entitlement.standards import StandardTable
from domain.errors import NotAllowed, NotPermitted
from domain.office.people import NOBODY_LINKED, People
from domain.office.roles import Actor
from domain.streams import Kind, prefix


class Given(Struct):
    """`today` is the legal day of the decision; `uses` are those of other applications; `number` is for a new one."""

    actor: Actor
    today: date
    edition: Edition | None = None
    register_results: Mapping[Question, RegisterResult] = field(default_factory=dict)
    standards: Mapping[str, tuple[StandardTable, ...]] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    names_apart: Mapping[int, tuple[Use, ...]] = field(default_factory=dict)
    sharing_account: tuple[str, ...] = ()
    """The cases of other applicants that are paid to the same account."""
    people: People = NOBODY_LINKED
    working_days: WorkingDays | None = None
    number: str = ""

    @property
    def the_edition(self) -> Edition:
        assert self.edition is not None, "this decision is given its edition"
        return self.edition


def in_status(case: Case, act: str, *allowed: Status) -> None:
    """Raises `NotAllowed("status")` when `act` has no place in the status of the case."""
    if case.status not in allowed:
        raise NotAllowed("status", application=case.number, act=act, status=case.status.value)


def in_stage(case: Case, act: str, *allowed: Status) -> None:
    """The same by where the case stands, suspended or not."""
    if case.stage not in allowed:
        raise NotAllowed("status", application=case.number, act=act, status=case.status.value)


def not_status(case: Case, act: str, *refused: Status) -> None:
    """Raises `NotAllowed("status")` when `act` has no place any more, or not yet, in the status of the case."""
    if case.status in refused:
        raise NotAllowed("status", application=case.number, act=act, status=case.status.value)


def released_nothing(case: Case, actor: Actor) -> None:
    """Nobody both assesses or approves a case and releases money of it, but by an exception. Raises
    `NotPermitted("released-it")`.
    """
    if actor.officer in case.releasers and actor.exception is None:
        raise NotPermitted("released-it", officer=actor.officer, application=case.number)


NAMED_MAX = 3
"""So many other cases does a refusal name, and counts them all. ADR 0057."""


def why_shared(case: Case, sharing: Sequence[str], reason: Sealed | None) -> Sealed | None:
    """The reason for which money goes to an account that is another applicant's, too; None where it is nobody else's,
    whatever was said. Raises `NotAllowed("account-shared")` without a reason.
    """
    if not sharing:
        return None
    if reason is None:
        others = ", ".join(sharing[:NAMED_MAX]) + (f", … ({len(sharing)})" if len(sharing) > NAMED_MAX else "")
        raise NotAllowed("account-shared", application=case.number, others=others)
    return reason


def why_despite(case: Case, owing: Sequence[Use], reason: Sealed | None) -> Sealed | None:
    """The reason for which something is owed back to a payee who owes, too; None where nothing is, whatever was given.
    Raises `NotAllowed` without a reason: `payee-owes`, or `payee-owes-before` where no case stands behind what is owed,
    so that nothing can be offset.
    """
    if not owing:
        return None
    if reason is None:
        named = [f"{use.application} {use.qualifier}" for use in owing]
        demands = ", ".join(named[:NAMED_MAX]) + (f", … ({len(named)})" if len(named) > NAMED_MAX else "")
        of_case = next((use for use in owing if not use.application.startswith(prefix(Kind.DEBT))), None)
        if of_case is None:
            raise NotAllowed("payee-owes-before", application=case.number, demands=demands)
        values = {"demands": demands, "debtor": of_case.application, "recovery": of_case.qualifier}
        raise NotAllowed("payee-owes", application=case.number, **values)
    return reason


def has_lines(case: Case, lines: Iterable[int]) -> None:
    """Raises `NotAllowed("no-such-line")` for the first of `lines` that the case does not have."""
    unknown = set(lines) - set(case.lines)
    if unknown:
        raise NotAllowed("no-such-line", application=case.number, line=min(unknown))


def not_in_future(day: date, today: date) -> None:
    """Reported events lie in the past. Raises `NotAllowed("in-the-future")`."""
    if day > today:
        raise NotAllowed("in-the-future", day=day, today=today)


AHEAD_MONTHS = 60
"""So far ahead may a day be on which somebody has to pay."""


def not_too_far(day: date, today: date) -> None:
    """A slip of the year sets no day that nobody lives to see. Raises `NotAllowed("too-far-ahead")`."""
    last = months_after(today, AHEAD_MONTHS)
    if day > last:
        raise NotAllowed("too-far-ahead", day=day, last=last)


def account_settled(case: Case) -> None:
    """An account whose replacement waits for its confirmation is not paid to. Raises `NotAllowed("account-waits")`."""
    waiting = next((proposal.id for proposal in case.proposals.values() if proposal.act == "account"), None)
    if waiting is not None:
        raise NotAllowed(
            "account-waits", application=case.number, proposal=f"{application_stream(case.number)}/{waiting}"
        )
