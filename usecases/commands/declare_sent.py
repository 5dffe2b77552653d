"""Which runs had gone to the bank when the store was restored: said by one finance officer, confirmed by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from domain.decisions.repository import Repository
from domain.errors import NoSuchThing
from domain.office.log import SentProposed, SentRun
from domain.office.log_commands import DeclareSent
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.log_proposals import proposal_of_log
from usecases.commands.planned import Outcome, Plan, plan
from usecases.errors import FilesRefused
from usecases.intake.bank.profile_files import profiles
from usecases.intake.sent_runs import read_sent_runs, runs_of
from usecases.session.officer_session import OfficerSession


class SentRunRow(Row):
    """A run that had been sent; `here` tells whether the restored log has it."""

    batch: Annotated[str, Heading(N_("Batch"), Kind.NAME)]
    count: Annotated[int, Heading(N_("Payments"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    here: Annotated[bool, Heading(N_("In this log"))]


class DeclaredSent(Row):
    """What became of the declaration."""

    proposal: Annotated[str, Heading(N_("Proposal"), Kind.NAME)]
    runs: tuple[SentRunRow, ...]
    recorded: bool
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDeclaration:
    """A declaration with its runs; `unknown` are applications that the restored log does not have."""

    plan: Plan
    rows: tuple[SentRunRow, ...]
    unknown: tuple[str, ...]

    @property
    def amount_fen(self) -> int:
        return sum(row.amount_fen for row in self.rows)

    def declared(self, outcome: Outcome) -> DeclaredSent:
        """What became of it."""
        proposed = outcome.events[0].event
        assert isinstance(proposed, SentProposed), "what was recorded is a proposal"
        return DeclaredSent(
            proposal=proposal_of_log(proposed.proposal),
            runs=self.rows,
            recorded=outcome.recorded,
            repeated=outcome.repeated,
        )


def plan_declaration(session: OfficerSession, files: Sequence[Path], *, command_id: str | None) -> PlannedDeclaration:
    """To declare the runs of these order files, or with none of them that nothing had been sent.

    Raises `FilesRefused` with everything that is wrong with the files, and the refusals of the command.
    """
    read = read_sent_runs(files, profiles(session.settings))
    problems = [(file.path, noted) for file in read for noted in file.problems]
    if problems:
        raise FilesRefused(problems)
    runs = tuple(runs_of(read))
    planned = plan(session, session.prepare(DeclareSent(runs=runs), command_id=command_id))
    with session.repository() as repository:
        rows = tuple(_row(repository, run) for run in runs)
        unknown = _unknown(repository, runs)
    return PlannedDeclaration(plan=planned, rows=rows, unknown=unknown)


def _row(repository: Repository, run: SentRun) -> SentRunRow:
    try:
        repository.batch(run.batch)
        here = True
    except NoSuchThing:
        here = False
    amount_fen = sum(item.amount_fen for item in run.items)
    return SentRunRow(batch=run.batch, count=len(run.items), amount_fen=amount_fen, here=here)


def _unknown(repository: Repository, runs: Sequence[SentRun]) -> tuple[str, ...]:
    """Handed in once more, these get another number, under which nobody sees that they were paid."""
    unknown = []
    for application in (item.application for run in runs for item in run.items):
        try:
            repository.case(application)
        except NoSuchThing:
            unknown.append(application)
    return tuple(unknown)
