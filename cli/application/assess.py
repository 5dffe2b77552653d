"""`bailu application assess`: assess applications, with the amounts that the assessor determines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from cli.batch_run import BatchRun
from cli.case_selection import LINES, choosing
from cli.output import print_note
from cli.parameters import FILE, WORDS, YUAN
from cli.verbs import Verb, option
from domain.application.values import Determination, Ranges, expand
from presentation.language import N_, _
from usecases.commands.assess_application import prepare_assessment, read_amounts


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
@option("--determinations", type=FILE, metavar="FILE", help=N_("Amounts and reasons, as a table."))
@option("--determine", type=LineAmount(), multiple=True, metavar="LINE=YUAN", help=N_("Determine an amount."))
@option("--reason", type=WORDS, help=N_("Why these amounts, for --determine; it is kept sealed."))
@option("--body", type=WORDS, help=N_("Which body determined them, for --determine."))
@option("--document", type=WORDS, help=N_("The number of its minutes, for --determine."))
@option("--score-sheet", type=WORDS, help=N_("The number of the score sheet, where the body scores."))
@choosing("assess", file="determinations")
def command(
    run: BatchRun,
    determinations: Path | None,
    determine: Sequence[tuple[Ranges, int]],
    reason: str | None,
    body: str | None,
    document: str | None,
    score_sheet: str | None,
) -> int:
    told = [bool(determine), bool(reason), bool(body), bool(document)]
    if any(told) != all(told) or (score_sheet and not determine):
        raise click.UsageError(_("--determine, --reason, --body and --document belong together."))
    if determine and determinations:
        raise click.UsageError(_("Give --determine or --determinations, but not both."))
    numbers = run.numbers()
    determined: Mapping[str, Sequence[Determination]] = {}
    if reason and body and document:
        if len(numbers) != 1:
            raise click.UsageError(_("--determine is about one application; for several, give --determinations."))
        determined = {numbers[0]: _typed(determine, reason, body, document, score_sheet)}
    elif determinations and numbers:
        determined = read_amounts(run.session, numbers, determinations, of_table=run.of_table, note=print_note)
    return run.give(lambda number: prepare_assessment(run.batch, number, determined.get(number, ())), numbers)


def _typed(
    determine: Sequence[tuple[Ranges, int]], reason: str, body: str, document: str, score_sheet: str | None
) -> list[Determination]:
    seen: set[int] = set()
    for lines, _fen in determine:
        if twice := seen.intersection(expand(lines)):
            raise click.UsageError(_("Line %(line)s is determined twice.") % {"line": min(twice)})
        seen.update(expand(lines))
    return [
        Determination(
            lines=lines, amount_fen=amount_fen, reason=reason, body=body, document=document, score_sheet=score_sheet
        )
        for lines, amount_fen in determine
    ]
