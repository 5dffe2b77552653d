"""An officer's round: one verb on its way through the applications that it was given, one after the other.

A refusal of one does not stop the others, and the round ends with the worst of their exit codes. Of a single
application the refusal itself is raised.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from cli.output import print_line, print_listing, print_note, print_record
from cli.progress import watched
from cli.report_refusals import refusal_sentence as why_not
from cli.report_refusals import worst
from domain.application.status import Status
from domain.decisions.commands import Command
from domain.entitlement.findings import Finding
from domain.errors import Refusal
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.commands.executor import PreparedCommand, Result
from store.errors import StoreUnavailable
from store.vault.sealing import Sealer
from usecases.dossiers.timeline import event_sentence
from usecases.intake.sealing import sealed_reason
from usecases.session.officer_session import OfficerSession

_COLUMNS = (
    Column("number", N_("Application"), Kind.NAME),
    Column("done", N_("Done")),
    Column("repeated", N_("Recorded before")),
    Column("status", N_("Status"), Kind.LABEL),
    Column("refused", N_("Refused"), Kind.NAME),
    Column("because", N_("What happened, or why not")),
    Column("proposal", N_("Proposal"), Kind.NAME, minor=True),
    Column("objection", N_("Objection"), Kind.NAME, minor=True),
    Column("recovery", N_("Demand"), Kind.NAME, minor=True),
)

Task = tuple[str, Callable[[], PreparedCommand | None]]
"""What it is about, a number or a file, and what makes the command; None when there is nothing new to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one task: what was recorded (None when nothing was to be said), or why it was refused."""

    about: str
    result: Result | None = None
    refusal: Refusal | None = None


def outcomes(session: OfficerSession, tasks: Sequence[Task], *, dry_run: bool = False) -> Iterator[Outcome]:
    """What became of each task, in their order, as soon as it is durable. A refusal does not stop those after it."""
    unsaid: dict[int, Outcome] = {}
    said: list[int] = []

    def prepare() -> Iterator[PreparedCommand]:
        for index, (about, make) in enumerate(tasks):
            try:
                command = make()
            except Refusal as refusal:
                unsaid[index] = Outcome(about=about, refusal=refusal)
                continue
            if command is None:
                unsaid[index] = Outcome(about=about)
            else:
                said.append(index)
                yield command

    answers = _tried(session, prepare()) if dry_run else session.execute_many(prepare())
    reached = 0
    for count, answer in enumerate(answers):
        for index in range(reached, said[count]):
            yield unsaid.pop(index)
        reached = said[count] + 1
        about = tasks[said[count]][0]
        if isinstance(answer, Result):
            yield Outcome(about=about, result=answer)
        else:
            yield Outcome(about=about, refusal=answer)
    yield from unsaid.values()


def _tried(session: OfficerSession, saids: Iterator[PreparedCommand]) -> Iterator[Result | Refusal]:
    """Each command decided on its own, and nothing recorded."""
    for said in saids:
        try:
            yield session.execute(said, dry_run=True)
        except Refusal as refusal:
            yield refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filter of `--all`: the applications in a status, or those with something of this kind to be done."""

    status: Status | None = None
    action: str | None = None
    scheme: str | None = None
    authority: str | None = None


@dataclass(kw_only=True)
class BatchRun:
    """One verb at work on the applications that were `named` or, when there is a filter, on all that it finds."""

    session: OfficerSession
    named: tuple[str, ...] = ()
    of_table: bool = False
    """Whether it was a table that named them."""
    wanted: Wanted | None = None
    output: str | None = None
    command_id: str | None = None
    dry_run: bool = False
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def alone(self) -> bool:
        """One application was named: its result is one object, and its refusal is the answer."""
        return self.wanted is None and len(self.named) == 1

    def numbers(self) -> list[str]:
        """The applications, each once, in the order given or, with a filter, in that of their numbers."""
        return list(dict.fromkeys(self.named)) if self.wanted is None else [*self._found(self.wanted)]

    def prepare(
        self, number: str, command: Command, *, clear: object = None, sealer: Sealer | None = None, part: str = ""
    ) -> PreparedCommand:
        """The command for one application. Each of several has its own command id, which follows from the given one,
        and so has each `part` of what is said about one.
        """
        return self.session.prepare(command, clear=clear, sealer=sealer, command_id=self._command_id(number, part))

    def prepare_with_reason(
        self, number: str, reason: str, command: Callable[[str], Command], *, part: str = ""
    ) -> PreparedCommand:
        """The command with a reason, which is sealed under the key of the applicant whom it is about."""
        with self.session.repository() as repository:
            case = repository.case(number)
        sealed, sealer = sealed_reason(self.session, case, reason)
        return self.prepare(number, command(sealed), clear=command(reason), sealer=sealer, part=part)

    def give(self, prepare_for: Callable[[str], PreparedCommand], numbers: Sequence[str] | None = None) -> int:
        """Give the command that `prepare_for` makes for each application, which were found before or are now.

        The worst exit code.
        """
        found = self.numbers() if numbers is None else numbers
        return self.work([(number, partial(prepare_for, number)) for number in found])

    def work(self, tasks: Sequence[Task]) -> int:
        """Do the tasks, print what became of each, and return the worst exit code."""
        if not tasks:
            print_note(_("Nothing to do."))
        try:
            for outcome in watched(outcomes(self.session, tasks, dry_run=self.dry_run), len(tasks), _("Recording")):
                self.outcomes.append(self._in_words(outcome))
        except BaseException:
            # Before what stopped the round half-way, what was recorded is said.
            if self.outcomes:
                self._print()
            raise
        refused = [outcome.refusal for outcome in self.outcomes if outcome.refusal is not None]
        if refused and self.alone and len(tasks) == 1:
            raise refused[0]
        self._print()
        return worst(refused)

    def _found(self, wanted: Wanted) -> tuple[str, ...]:
        """A question to the read models, which catch up first; what they name is decided again under the lock."""
        from cli.views import caught_up
        from usecases.queries import selection

        narrowed = {"scheme": wanted.scheme, "authority": wanted.authority}
        if wanted.action is not None:
            with caught_up(self.session, selection.WORKLIST) as views:
                return selection.to_do(views, [wanted.action], **narrowed)
        assert wanted.status is not None, "a filter has a status or an action"
        with caught_up(self.session, selection.REGISTER) as views:
            return selection.in_status(views, wanted.status, **narrowed)

    def _command_id(self, number: str, part: str) -> str | None:
        if self.command_id is None or (self.alone and not part):
            return self.command_id
        try:
            return str(uuid.uuid5(uuid.UUID(self.command_id), f"{number} {part}"))
        except ValueError:
            raise StoreUnavailable("command-id-form", command_id=self.command_id) from None

    def _in_words(self, outcome: Outcome) -> Outcome:
        """The outcome, with a finding that stands in its refusal in words, which take the edition of the case."""
        refusal = outcome.refusal
        if refusal is None or not any(isinstance(value, Finding) for value in refusal.values.values()):
            return outcome
        from presentation.words.findings import because

        with self.session.repository() as repository:
            edition = repository.edition(repository.case(outcome.about).edition)
        words = {
            name: because(value, edition) if isinstance(value, Finding) else value
            for name, value in refusal.values.items()
        }
        return replace(outcome, refusal=type(refusal)(refusal.code, **words))

    def _print(self) -> None:
        if self.output in (None, "table"):
            for outcome in self.outcomes:
                (print_note if outcome.refusal else print_line)(self._line(outcome))
            return
        rows = [self._row(outcome) for outcome in self.outcomes]
        if self.alone and len(rows) == 1:
            print_record(rows[0], self.output, _COLUMNS)
        else:
            print_listing(_COLUMNS, rows, self.output)
        for outcome in self.outcomes:
            if outcome.refusal:
                print_note(self._line(outcome))

    def _line(self, outcome: Outcome) -> str:
        if outcome.refusal:
            said = _because(outcome)
            return said if outcome.about in said else f"{outcome.about}: {said}"
        sentence = N_("%(number)s would be: %(happened)s.") if self.dry_run else N_("%(number)s: %(happened)s.")
        return _(sentence) % {"number": outcome.about, "happened": _because(outcome)}

    def _row(self, outcome: Outcome) -> dict[str, Any]:
        status = None
        if outcome.refusal is None or outcome.refusal.code != "no-such-application":
            with self.session.repository() as repository:
                status = repository.case(outcome.about).status
        return {
            "number": outcome.about,
            "done": outcome.result is not None and not self.dry_run,
            "repeated": outcome.result is not None and outcome.result.repeated,
            "status": status,
            "refused": outcome.refusal.code if outcome.refusal else None,
            "because": _because(outcome),
            **_made(outcome),
        }


def _made(outcome: Outcome) -> dict[str, Any]:
    """What a program needs to go on: the ids of what was proposed, objected to or demanded."""
    events = [each.event for each in outcome.result.events] if outcome.result else []
    made = ((name, getattr(event, name, None)) for event in events for name in ("recovery", "objection", "proposal"))
    return {name: value for name, value in made if value is not None}


def _because(outcome: Outcome) -> str:
    """What happened, in words, or the sentence of the refusal."""
    if outcome.refusal is not None:
        return why_not(outcome.refusal)
    if outcome.result is None or not outcome.result.events:
        return _("nothing new")
    said = "; ".join(event_sentence(each.event) for each in outcome.result.events)
    if outcome.result.repeated:
        return _("recorded before, under the same command id (%(happened)s)") % {"happened": said}
    return said
