"""初审: `assess`, with the amounts that the assessor determines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from cli.batch_run import BatchRun
from cli.case_selection import LINES, WORDS, choosing
from cli.output import print_note
from cli.parameters import YUAN
from cli.verbs import Verb, option
from domain.application.commands import AssessApplication
from domain.application.status import Status
from domain.application.values import Determination, Ranges, expand, ranges
from domain.base import replace
from presentation.language import N_, _
from store.commands.executor import PreparedCommand
from store.vault.sealing import Sealer
from usecases.commands.application_files import there
from usecases.commands.table_rows import Places
from usecases.errors import refuse_file
from usecases.problems import Problem, Where, in_file_order, problem


class LineAmount(click.ParamType[tuple[Ranges, int]]):
    """Lines and an amount in yuan, as `1=1500` or `1-3,7=1500.00`."""

    name = "lines=yuan"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Ranges, int]:
        if isinstance(value, tuple):
            return value
        lines, equals, amount = str(value).partition("=")
        if not equals:
            self.fail(_("%(text)s: write LINE=YUAN, such as 1=1500.") % {"text": value}, param, ctx)
        return LINES.convert(lines, param, ctx), YUAN.convert(amount, param, ctx)


@click.command(
    "assess",
    cls=Verb,
    help=N_("Assess applications under their edition. Also what the policy says no to is recorded, with its findings."),
)
@option(
    "--determinations", type=click.Path(path_type=Path), metavar="FILE", help=N_("Amounts and reasons, as a table.")
)
@option("--determine", type=LineAmount(), multiple=True, metavar="LINE=YUAN", help=N_("Determine an amount."))
@option("--reason", type=WORDS, help=N_("Why these amounts, for --determine; it is kept sealed."))
@choosing(Status.ACCEPTED, file="determinations")
def command(
    run: BatchRun, determinations: Path | None, determine: Sequence[tuple[Ranges, int]], reason: str | None
) -> int:
    if bool(determine) != bool(reason):
        raise click.UsageError(_("--determine and --reason belong together."))
    if determine and determinations:
        raise click.UsageError(_("Give --determine or --determinations, but not both."))
    numbers = run.numbers()
    determined: Mapping[str, Sequence[Determination]] = {}
    if reason:
        if len(numbers) != 1:
            raise click.UsageError(_("--determine is about one application; for several, give --determinations."))
        determined = {numbers[0]: _typed(determine, reason)}
    elif determinations and numbers:
        found = determinations_in(run, numbers, determinations)
        if isinstance(found, int):
            return found
        determined = found
    return run.give(lambda number: _prepare(run, number, determined.get(number, ())), numbers)


def determinations_in(run: BatchRun, numbers: Sequence[str], path: Path) -> Mapping[str, Sequence[Determination]] | int:
    """The amounts in a table by application, reasons still in the clear; or an exit code, what is wrong being said."""
    found, problems = _read(run, numbers, there(path))
    if problems:
        raise refuse_file(path, problems)
    return found


def _typed(determine: Sequence[tuple[Ranges, int]], reason: str) -> list[Determination]:
    seen: set[int] = set()
    for lines, _fen in determine:
        if twice := seen.intersection(expand(lines)):
            raise click.UsageError(_("Line %(line)s is determined twice.") % {"line": min(twice)})
        seen.update(expand(lines))
    return [Determination(lines=lines, amount_fen=amount_fen, reason=reason) for lines, amount_fen in determine]


def _read(
    run: BatchRun, numbers: Sequence[str], path: Path
) -> tuple[Mapping[str, Sequence[Determination]], Sequence[Problem]]:
    """The amounts in the table by application, reasons still in the clear, and everything that is wrong with it."""
    from usecases.intake.determinations import read_determinations

    table = read_determinations(path, run.session.today())
    problems = list(table.problems)
    places = Places(run.session, numbers, of_table=run.of_table)
    rows: dict[tuple[str, int], int] = {}
    lines: dict[str, dict[tuple[int, str], list[int]]] = {}
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
            lines.setdefault(number, {}).setdefault((amount.amount_fen, amount.reason), []).append(line)
    if passed_over := places.passed_over():
        print_note(passed_over)
    return {
        number: [
            Determination(lines=ranges(found), amount_fen=amount_fen, reason=reason)
            for (amount_fen, reason), found in amounts.items()
        ]
        for number, amounts in lines.items()
    }, in_file_order(problems)


def _prepare(run: BatchRun, number: str, determined: Sequence[Determination]) -> PreparedCommand:
    clear = AssessApplication(application=number, determined=tuple(determined))
    if not determined:
        return run.prepare(number, clear)
    with run.session.repository() as repository:
        party = repository.case(number).applicant.party
    sealer = run.session.sealing([party])
    command = AssessApplication(application=number, determined=sealed_determinations(sealer, party, determined))
    return run.prepare(number, command, clear=clear, sealer=sealer)


def sealed_determinations(sealer: Sealer, party: str, determined: Sequence[Determination]) -> tuple[Determination, ...]:
    """With each reason sealed under the key of the applicant."""
    return tuple(replace(each, reason=sealer.seal(party, {"reason": each.reason})) for each in determined)
