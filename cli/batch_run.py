"""One verb at work on the applications that it was given, one after the other, and what became of each in print.

A refusal of one does not stop the others, and the exit code is the worst of theirs. Of a single application the
refusal itself is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from cli.output import print_line, print_listing, print_note, print_record
from cli.progress import watched
from cli.report_refusals import worst
from domain.application.status import Status
from domain.decisions.commands import Command
from presentation.language import N_, _
from store.commands.executor import PreparedCommand
from store.vault.sealing import Sealer
from usecases.commands.batch import ApplicationOutcome, Batch, ListedOutcome, Task, TaskOutcome, because
from usecases.session.officer_session import OfficerSession


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

    @property
    def alone(self) -> bool:
        """One application was named: its result is one object, and its refusal is the answer."""
        return self.wanted is None and len(self.named) == 1

    @property
    def batch(self) -> Batch:
        """What makes and gives the commands."""
        return Batch(session=self.session, alone=self.alone, command_id=self.command_id, dry_run=self.dry_run)

    def numbers(self, *also: str) -> list[str]:
        """The applications, each once, in the order given or, with a filter, in that of their numbers. A filter for
        what is to be done finds those, too, with something of `also` to be done.
        """
        if self.wanted is None:
            return list(dict.fromkeys(self.named))
        return [*selected(self.session, self.wanted, also)]

    def prepare(
        self, number: str, command: Command, *, clear: object = None, sealer: Sealer | None = None, part: str = ""
    ) -> PreparedCommand:
        """As `Batch.prepare`."""
        return self.batch.prepare(number, command, clear=clear, sealer=sealer, part=part)

    def prepare_with_reason(
        self, number: str, reason: str, command: Callable[[str], Command], *, part: str = ""
    ) -> PreparedCommand:
        """As `Batch.prepare_with_reason`."""
        return self.batch.prepare_with_reason(number, reason, command, part=part)

    def give(self, prepare_for: Callable[[str], PreparedCommand | None], numbers: Sequence[str] | None = None) -> int:
        """Give the command that `prepare_for` makes for each application, which were found before or are now.

        The worst exit code.
        """
        applications = self.numbers() if numbers is None else numbers
        return self.work([(number, partial(prepare_for, number)) for number in applications])

    def work(self, tasks: Sequence[Task]) -> int:
        """Do the tasks, print what became of each, and return the worst exit code."""
        if not tasks:
            print_note(_("Nothing to do."))
        return report_outcomes(self.batch.execute(tasks), len(tasks), self._print, alone=self.alone and len(tasks) == 1)

    def _print(self, outcomes: Sequence[TaskOutcome]) -> None:
        if self.output in (None, "table"):
            for outcome in outcomes:
                (print_note if outcome.refusal else print_line)(self._line(outcome))
            return
        batch = self.batch
        if self.alone and len(outcomes) == 1:
            print_record(batch.row(ApplicationOutcome, outcomes[0]), self.output, ListedOutcome)
        else:
            print_listing(ListedOutcome, [batch.row(ListedOutcome, outcome) for outcome in outcomes], self.output)
        for outcome in outcomes:
            if outcome.refusal:
                print_note(self._line(outcome))

    def _line(self, outcome: TaskOutcome) -> str:
        if outcome.refusal:
            return about_number(outcome.about, because(outcome))
        sentence = N_("%(number)s would be: %(happened)s.") if self.dry_run else N_("%(number)s: %(happened)s.")
        return _(sentence) % {"number": outcome.about, "happened": because(outcome)}


def selected(session: OfficerSession, wanted: Wanted, also: Sequence[str] = ()) -> tuple[str, ...]:
    """The applications that `--all` means: a question to the read models, which catch up first. What they name is
    decided again under the lock.
    """
    from cli.views import asked_for_all
    from usecases.queries import selection

    narrowed = {"scheme": wanted.scheme, "authority": wanted.authority}
    if wanted.action is not None:
        with asked_for_all(session, selection.WORKLIST) as views:
            today = session.today()
            return selection.to_do(views, [wanted.action, *also], today=today, actor=session.actor(today), **narrowed)
    assert wanted.status is not None, "a filter has a status or an action"
    with asked_for_all(session, selection.REGISTER) as views:
        return selection.in_status(views, wanted.status, **narrowed)


def report_outcomes(
    outcomes: Iterable[TaskOutcome], total: int, show: Callable[[Sequence[TaskOutcome]], None], *, alone: bool
) -> int:
    """Watch the tasks, have what became of them shown, and return the worst exit code.

    Raises the refusal of the one task when it is `alone`.
    """
    reached: list[TaskOutcome] = []
    try:
        for outcome in watched(outcomes, total, _("Recording")):
            reached.append(outcome)
    except BaseException:
        # What was recorded is shown before what stopped the work half-way.
        if reached:
            show(reached)
        raise
    refusals = [outcome.refusal for outcome in reached if outcome.refusal is not None]
    if refusals and alone:
        raise refusals[0]
    show(reached)
    return worst(refusals)


def about_number(number: str, sentence: str) -> str:
    """A sentence that names the application which it is about."""
    return sentence if number in sentence else f"{number}: {sentence}"
