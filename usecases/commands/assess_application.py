"""初审: an application is assessed, with the amounts that the assessor determines and the reasons for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from domain.application.commands import AssessApplication
from domain.application.values import Determination, ranges
from domain.base import replace
from store.commands.executor import PreparedCommand
from store.vault.sealing import Sealer
from usecases.commands.application_files import existing_file
from usecases.commands.batch import Batch
from usecases.commands.table_rows import Places
from usecases.errors import refuse_file
from usecases.problems import Problem, Where, in_file_order, problem
from usecases.progress import OnNote
from usecases.session.officer_session import OfficerSession

if TYPE_CHECKING:
    from usecases.intake.determinations import DeterminedAmount


def read_amounts(
    session: OfficerSession, numbers: Sequence[str], path: Path, *, of_table: bool, note: OnNote
) -> Mapping[str, Sequence[Determination]]:
    """The amounts in the table at `path` by application, reasons still in the clear; `of_table` says that the table
    names the applications.

    Raises `FilesRefused` with everything that is wrong with the table, and as `Places` and `existing_file`.
    """
    from usecases.intake.determinations import read_determinations

    table = read_determinations(existing_file(path), session.today())
    problems = list(table.problems)
    places = Places(session, numbers, of_table=of_table)
    rows: dict[tuple[str, int], int] = {}
    lines: dict[str, dict[Determination, list[int]]] = {}
    for amount in table.amounts:
        place = places.of(amount.about)
        if isinstance(place, Problem):
            problems.append(place)
        elif place is not None:
            number, line = place
            first = rows.setdefault(place, amount.about.row)
            if first != amount.about.row:
                where = Where(row=amount.about.row)
                problems.append(problem("row-twice", where, first=first, second=amount.about.row))
            lines.setdefault(number, {}).setdefault(_of_no_line_yet(amount), []).append(line)
    if passed_over := places.passed_over():
        note(passed_over)
    if problems:
        raise refuse_file(path, in_file_order(problems))
    return {
        number: [replace(determination, lines=ranges(of_lines)) for determination, of_lines in amounts.items()]
        for number, amounts in lines.items()
    }


def _of_no_line_yet(amount: DeterminedAmount) -> Determination:
    """What rows of the same amount, reason and document have in common."""
    return Determination(
        lines=(),
        amount_fen=amount.amount_fen,
        reason=amount.reason,
        body=amount.body,
        document=amount.document,
        score_sheet=amount.score_sheet,
    )


def prepare_assessment(batch: Batch, number: str, determined: Sequence[Determination]) -> PreparedCommand:
    """The assessment, with the reason of each amount sealed under the key of the applicant."""
    clear = AssessApplication(application=number, determined=tuple(determined))
    if not determined:
        return batch.prepare(number, clear)
    with batch.session.repository() as repository:
        party = repository.case(number).applicant.party
    sealer = batch.session.sealing([party])
    command = AssessApplication(application=number, determined=sealed_determinations(sealer, party, determined))
    return batch.prepare(number, command, clear=clear, sealer=sealer)


def sealed_determinations(sealer: Sealer, party: str, determined: Sequence[Determination]) -> tuple[Determination, ...]:
    """With each reason sealed under the key of the applicant."""
    return tuple(
        replace(determination, reason=sealer.seal(party, {"reason": determination.reason}))
        for determination in determined
    )
