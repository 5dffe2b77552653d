"""Commands about several applications, each decided and recorded on its own: a refusal of one stops none of the others.

What became of each is told by `TaskOutcome`, and for programs by rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, TypeVar

from msgspec import UNSET, UnsetType

from domain.application.events import is_case_event
from domain.application.status import Status
from domain.decisions.commands import Command
from domain.entitlement.findings import Finding
from domain.errors import Refusal
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.case_events import event_sentence
from store.commands.executor import PreparedCommand, Result
from store.errors import StoreUnavailable
from store.vault.sealing import Sealer
from usecases.intake.sealing import sealed_reason
from usecases.session.officer_session import OfficerSession

Task = tuple[str, Callable[[], PreparedCommand | None]]
"""What it is about, a number or a file, and what makes the command; None when there is nothing new to record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOutcome:
    """What became of one task: what was recorded (None when nothing was to be recorded), or why it was refused."""

    about: str
    result: Result | None = None
    refusal: Refusal | None = None

    @property
    def repeated(self) -> bool:
        """Whether it was recorded before, under the same command id."""
        return self.result is not None and self.result.repeated


class _Outcome(Row):
    """What became of a command about an application."""

    number: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    done: Annotated[bool, Heading(N_("Done"))]
    repeated: Annotated[bool, Heading(N_("Recorded before"))]
    status: Annotated[Status | None, Heading(N_("Status"), Kind.LABEL)]
    refused: Annotated[str | None, Heading(N_("Refused"), Kind.NAME)]
    because: Annotated[str, Heading(N_("What happened, or why not"))]


class ApplicationOutcome(_Outcome):
    """What became of the one command that was given, with the ids of what it demanded, objected to or proposed."""

    recovery: str | UnsetType = UNSET
    objection: str | UnsetType = UNSET
    proposal: str | UnsetType = UNSET


class ListedOutcome(_Outcome):
    """What became of one of several commands. The ids are of what it proposed, objected to or demanded."""

    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME, minor=True)] = None
    objection: Annotated[str | None, Heading(N_("Objection"), Kind.NAME, minor=True)] = None
    recovery: Annotated[str | None, Heading(N_("Demand"), Kind.NAME, minor=True)] = None


_R = TypeVar("_R", bound=_Outcome)
_IDS = ("proposal", "objection", "recovery")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What the commands of one call have in common. `alone` is a call about one application that was named."""

    session: OfficerSession
    alone: bool
    command_id: str | None = None
    dry_run: bool = False

    def prepare(
        self, number: str, command: Command, *, clear: object = None, sealer: Sealer | None = None, part: str = ""
    ) -> PreparedCommand:
        """The command for one application. Each of several has its own command id, which follows from the given one,
        and so has each `part` of what is recorded about one.

        Raises `StoreUnavailable("command-id-form")` for an id that is no UUID.
        """
        return self.session.prepare(command, clear=clear, sealer=sealer, command_id=self._command_id(number, part))

    def prepare_with_reason(
        self, number: str, reason: str, command: Callable[[str], Command], *, part: str = ""
    ) -> PreparedCommand:
        """The command with a reason, which is sealed under the key of the applicant. Raises `NoSuchThing`."""
        with self.session.repository() as repository:
            case = repository.case(number)
        sealed, sealer = sealed_reason(self.session, case, reason)
        return self.prepare(number, command(sealed), clear=command(reason), sealer=sealer, part=part)

    def execute(self, tasks: Sequence[Task]) -> Iterator[TaskOutcome]:
        """What became of each task, as soon as it is durable; a finding that stands in a refusal is put in words."""
        for outcome in execute_tasks(self.session, tasks, dry_run=self.dry_run):
            yield with_findings_in_words(self.session, outcome, outcome.about)

    def row(self, row_type: type[_R], outcome: TaskOutcome) -> _R:
        """The outcome for programs."""
        status = None
        if outcome.refusal is None or outcome.refusal.code != "no-such-application":
            with self.session.repository() as repository:
                status = repository.case(outcome.about).status
        return row_type(
            number=outcome.about,
            done=outcome.result is not None and not self.dry_run,
            repeated=outcome.repeated,
            status=status,
            refused=outcome.refusal.code if outcome.refusal else None,
            because=because(outcome),
            **_ids(outcome),
        )

    def _command_id(self, number: str, part: str) -> str | None:
        if self.command_id is None or (self.alone and not part):
            return self.command_id
        try:
            return str(uuid.uuid5(uuid.UUID(self.command_id), f"{number} {part}"))
        except ValueError:
            raise StoreUnavailable("command-id-form", command_id=self.command_id) from None


def execute_tasks(session: OfficerSession, tasks: Sequence[Task], *, dry_run: bool = False) -> Iterator[TaskOutcome]:
    """What became of each task, in their order, as soon as it is durable. A refusal does not stop those after it."""
    without_command: dict[int, TaskOutcome] = {}
    given: list[int] = []

    def commands() -> Iterator[PreparedCommand]:
        for index, (about, make) in enumerate(tasks):
            try:
                command = make()
            except Refusal as refusal:
                without_command[index] = TaskOutcome(about=about, refusal=refusal)
                continue
            if command is None:
                without_command[index] = TaskOutcome(about=about)
            else:
                given.append(index)
                yield command

    results = _decided(session, commands()) if dry_run else session.execute_many(commands())
    reached = 0
    for count, result in enumerate(results):
        for index in range(reached, given[count]):
            yield without_command.pop(index)
        reached = given[count] + 1
        about = tasks[given[count]][0]
        if isinstance(result, Result):
            yield TaskOutcome(about=about, result=result)
        else:
            yield TaskOutcome(about=about, refusal=result)
    yield from without_command.values()


def because(outcome: TaskOutcome) -> str:
    """What happened, in words, or the sentence of the refusal."""
    if outcome.refusal is not None:
        from presentation.words.refusals import sentence

        return sentence(outcome.refusal.code, outcome.refusal.values)
    if outcome.result is None or not outcome.result.events:
        return _("nothing new")
    events = (recorded.event for recorded in outcome.result.events)
    # What a receipt restores in a fund is told with the fund.
    happened = _("; ").join(event_sentence(event) for event in events if is_case_event(event))
    if outcome.repeated:
        return _("recorded before, under the same command id (%(happened)s)") % {"happened": happened}
    return happened


def _decided(session: OfficerSession, commands: Iterable[PreparedCommand]) -> Iterator[Result | Refusal]:
    """Each command decided on its own, and nothing recorded."""
    for command in commands:
        try:
            yield session.execute(command, dry_run=True)
        except Refusal as refusal:
            yield refusal


def with_findings_in_words(session: OfficerSession, outcome: TaskOutcome, number: str) -> TaskOutcome:
    """The words of a finding take the edition of the case `number`, which its refusal does not hold."""
    refusal = outcome.refusal
    if refusal is None or not any(isinstance(value, Finding) for value in refusal.values.values()):
        return outcome
    from presentation.words import findings

    with session.repository() as repository:
        edition = repository.edition(repository.case(number).edition)
    words = {
        name: findings.because(value, edition) if isinstance(value, Finding) else value
        for name, value in refusal.values.items()
    }
    return replace(outcome, refusal=type(refusal)(refusal.code, **words))


def _ids(outcome: TaskOutcome) -> dict[str, str]:
    """What a program needs to go on: the ids of what was proposed, objected to or demanded."""
    events = [recorded.event for recorded in outcome.result.events] if outcome.result else []
    ids = ((name, getattr(event, name, None)) for event in events for name in _IDS)
    return {name: value for name, value in ids if value is not None}
