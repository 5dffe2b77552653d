"""The way of a verb about a demand: decided without recording, shown with its money, agreed to, and recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from cli.fund_moves import print_fund_moves
from cli.output import print_line, print_listing, print_note, print_record
from cli.prompt import agree
from cli.verbs import money_options, output_option
from domain.application.state.case import Case, application_stream
from domain.decisions.commands import Command
from domain.errors import NotAllowed
from domain.money import yuan
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from store.commands.executor import PreparedCommand, Result
from store.commands.repository import changed_by
from store.line.envelope import Recorded, read_all
from usecases.dossiers.demand_sheet import COLUMNS, demand_values
from usecases.dossiers.dossier import Dossier, applicant_shown, open_dossier
from usecases.dossiers.fund_moves import fund_moves
from usecases.dossiers.timeline import event_sentence
from usecases.intake.sealing import sealed_reason
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a verb is to go: the options that all of them share."""

    yes: bool
    dry_run: bool
    command_id: str | None
    output: str | None

    @property
    def people(self) -> bool:
        return self.output in (None, "table")


def about_demand(verb: Callable[..., None]) -> Callable[..., None]:
    """A verb about one demand: it gets the act, and which demand is meant where there are several."""

    @wraps(verb)
    def acting(
        settings: Settings,
        number: str,
        yes: bool,
        dry_run: bool,
        command_id: str | None,
        output: str | None,
        **said: Any,
    ) -> None:
        terms = Terms(yes=yes, dry_run=dry_run, command_id=command_id, output=output)
        verb(Act(OfficerSession(settings), number, terms), **said)

    named = click.argument("recovery", required=False, metavar="[DEMAND]")(acting)
    return click.argument("number")(settled(named))


def settled(verb: _F) -> _F:
    """What every verb about money takes, and the settings of the run."""
    given: Any = click.pass_obj(verb)
    found: _F = money_options(output_option(given))
    return found


class Act:
    """One act about a case, on its way from a command to a recorded fact."""

    def __init__(self, session: OfficerSession, number: str, terms: Terms) -> None:
        self.session = session
        self.number = number
        self.terms = terms
        self.dossier: Dossier = open_dossier(self.session, number)

    @property
    def case(self) -> Case:
        return self.dossier.case

    def demand(self, named: str | None) -> str:
        """The demand that is meant: the only one that is open, unless it is named; of a command that was recorded
        before under its id, the one that it was about.

        Raises `NotAllowed`: `recovery-unsaid` and `nothing-demanded`.
        """
        if named is not None:
            return named
        if before := self.before("recovery"):
            return before
        run = [each.recovery for each in self.case.recoveries.values() if each.open_fen]
        if len(run) == 1 or len(self.case.recoveries) == 1:
            return (run or list(self.case.recoveries))[0]
        if not run:
            raise NotAllowed("nothing-demanded", application=self.number)
        raise NotAllowed("recovery-unsaid", application=self.number, recoveries=", ".join(run))

    def before(self, name: str) -> str | None:
        """What was said under `name` when the command with the given id was recorded."""
        if self.terms.command_id is None:
            return None
        with self.session.database.reading() as view:
            known = view.command(self.terms.command_id.lower())
            rows = view.rows(after=known.first_position - 1, limit=known.count) if known else []
        return next((found for each in read_all(rows) if (found := getattr(each.event, name, None))), None)

    def prepare(self, command: Command) -> PreparedCommand:
        return self.session.prepare(command, command_id=self.terms.command_id)

    def prepare_with_reason(self, reason: str, command: Callable[[str], Command]) -> PreparedCommand:
        """The command with a reason, sealed under the key of the applicant."""
        sealed, sealer = sealed_reason(self.session, self.case, reason)
        return self.session.prepare(
            command(sealed), clear=command(reason), sealer=sealer, command_id=self.terms.command_id
        )

    def give(
        self, said: PreparedCommand, question: str, shows: Callable[[Result], Iterable[str]] | None = None
    ) -> None:
        """Decide, show, ask, and record. `question` and what `shows` gives are said in the officer's language."""
        planned = self.session.execute(said, dry_run=True)
        result, recorded = planned, planned.repeated
        if self.terms.people:
            self._show(planned, shows)
        if not self.terms.dry_run and not planned.repeated and planned.events:
            agree(question, yes=self.terms.yes)
            result, recorded = self.session.execute(said), True
        self._answer(result, recorded=recorded)

    def _show(self, planned: Result, shows: Callable[[Result], Iterable[str]] | None) -> None:
        payee = applicant_shown(self.session, self.case).name
        print_line(f"{self.number}  {self.dossier.scheme_name}  {payee}")
        for sentence in (*(shows(planned) if shows else ()), *_positions(self.case, self._after(planned))):
            print_line(f"  {sentence}")
        print_fund_moves(fund_moves(self.session, planned.events, recorded=planned.repeated))

    def _after(self, result: Result) -> Case:
        """The case as it stands once the facts are recorded."""
        if result.repeated:
            return self.case
        return changed_by(self.case, tuple(each.event for each in self._of_case(result)), self.session.officer)

    def _of_case(self, result: Result) -> tuple[Recorded, ...]:
        stream = application_stream(self.number)
        return tuple(each for each in result.events if each.stream == stream)

    def _answer(self, result: Result, *, recorded: bool) -> None:
        words = [
            (each.stream.removeprefix(application_stream("")), event_sentence(each.event))
            for each in result.events
            if each.stream.startswith(application_stream(""))
        ]
        after = self._after(result)
        touched = {getattr(each.event, "recovery", None) for each in result.events}
        known = self.dossier.recorded if result.repeated else (*self.dossier.recorded, *self._of_case(result))
        demands = [demand_values(each, known) for each in after.recoveries.values() if each.recovery in touched]
        values = {
            "number": self.number,
            "status": after.status,
            "recorded": recorded,
            "repeated": result.repeated,
            "proposal": next((p for each in result.events if (p := getattr(each.event, "proposal", None))), None),
            "recovery": after.recovery,
            "overpaid_fen": after.overpaid_fen,
            "recovered_fen": after.recovered_fen,
            "written_off_fen": after.written_off_fen,
            "owed_back_fen": max(0, after.owed_back.open_fen),
            "demands": demands,
            "happened": [f"{number}: {said}" for number, said in words],
            "funds": fund_moves(self.session, result.events, recorded=recorded),
        }
        if self.terms.output in ("csv", "xlsx"):
            print_listing(COLUMNS, demands, self.terms.output)
            return
        if print_record(values, self.terms.output, COLUMNS):
            return
        if not result.events or result.repeated:
            print_line(_("Recorded before: nothing new."))
        elif not recorded:
            print_note(_("Nothing was recorded: this is what would be."))
        else:
            for number, said in words:
                print_line(_("%(number)s: %(happened)s.") % {"number": number, "happened": said})


def _positions(before: Case, after: Case) -> Iterator[str]:
    """What is left: of the demands, of what was overpaid, and of what is owed back; only what changes is said."""
    for recovery in after.recoveries.values():
        known = before.recoveries.get(recovery.recovery)
        was_fen = known.open_fen if known else 0
        if recovery.open_fen != was_fen:
            yield _("Open of demand %(recovery)s: %(before)s yuan → %(after)s") % {
                "recovery": recovery.recovery,
                "before": yuan(was_fen),
                "after": amount_in_words(recovery.open_fen),
            }
    for sentence, was_fen, is_fen in (
        (N_("Overpaid: %(before)s yuan → %(after)s"), before.overpaid_fen, after.overpaid_fen),
        (
            N_("Owed back to the payee: %(before)s yuan → %(after)s"),
            max(0, before.owed_back.open_fen),
            max(0, after.owed_back.open_fen),
        ),
    ):
        if was_fen != is_fen:
            yield _(sentence) % {"before": yuan(was_fen), "after": amount_in_words(is_fen)}
