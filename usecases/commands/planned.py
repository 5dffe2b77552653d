"""The way of a command that moves money: decided first without recording, shown and agreed to, and then recorded.

What is recorded is decided again under the lock, on what the store holds by then; so it may differ from the plan, and
may be refused after all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.errors import Refusal
from store.commands.executor import PreparedCommand, Result
from store.line.envelope import Recorded
from usecases.errors import AllRefused
from usecases.session.officer_session import OfficerSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a command. `recorded` says whether the log holds its events, `repeated` whether it held them
    before, under the same command id.
    """

    events: tuple[Recorded, ...]
    recorded: bool
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A command and what it would record; of one that was recorded before, what it did record."""

    session: OfficerSession
    prepared: PreparedCommand
    result: Result

    @property
    def events(self) -> tuple[Recorded, ...]:
        return self.result.events

    @property
    def repeated(self) -> bool:
        """Whether it was recorded before, under the same command id."""
        return self.result.repeated

    @property
    def changes(self) -> bool:
        """Whether it would record something new, so that there is something to agree to."""
        return bool(self.events) and not self.repeated

    def unexecuted(self) -> Outcome:
        """The outcome where the plan is only looked at."""
        return Outcome(events=self.events, recorded=self.repeated, repeated=self.repeated)

    def settled(self) -> Outcome:
        """The outcome where it changes nothing. Raises as `OfficerSession.settle` does."""
        self.session.settle()
        return self.unexecuted()

    def execute(self) -> Outcome:
        """Record it. Raises the `Refusal` of what has changed since it was planned."""
        result = self.session.execute(self.prepared)
        return Outcome(events=result.events, recorded=True, repeated=result.repeated)


def plan(session: OfficerSession, prepared: PreparedCommand) -> Plan:
    """Decide a command without recording it. Raises the `Refusal` that declines it."""
    return Plan(session=session, prepared=prepared, result=session.execute(prepared, dry_run=True))


def plan_together(session: OfficerSession, commands: Sequence[PreparedCommand]) -> tuple[Plan, ...]:
    """Plans of commands of which all are to be recorded or none. Raises `AllRefused` with every reason why not."""
    plans, refusals = [], []
    for prepared in commands:
        try:
            plans.append(plan(session, prepared))
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals:
        raise AllRefused(refusals)
    return tuple(plans)


def plan_each(
    session: OfficerSession, numbers: Iterable[str], prepare_for: Callable[[str], PreparedCommand]
) -> Iterator[tuple[str, Plan]]:
    """Plans of commands that do not depend on each other, with the applications that they are about; those that are
    declined are left out.
    """
    for number in numbers:
        try:
            planned = plan(session, prepare_for(number))
        except Refusal:
            continue
        yield number, planned


def execute_together(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Record plans that belong together, in one transaction where they are not more than it holds; each with what came
    of it, which is nothing where somebody else was faster.

    Raises the first `Refusal`, of what has changed since they were planned; the others are recorded, so that giving
    the commands again records only what is missing.
    """
    if not plans:
        return ()
    results = list(plans[0].session.execute_many([plan.prepared for plan in plans]))
    executed = []
    for one, result in zip(plans, results, strict=True):
        if isinstance(result, Refusal):
            raise result
        executed.append(Plan(session=one.session, prepared=one.prepared, result=result))
    return tuple(executed)
