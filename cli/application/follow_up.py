"""`bailu application follow-up`: decide on lines that an approval left open, as far as they can be decided now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.output import print_note
from cli.parameters import FILE
from cli.preview import print_preview
from cli.prompt import agree, asked_here
from cli.verbs import Verb, option, yes_option
from domain.application.values import Determination
from presentation.language import N_, _
from usecases.commands.assess_application import read_amounts
from usecases.commands.follow_up_application import follow_up_preview, prepare_follow_up
from usecases.commands.revise_application import existing


@click.command(
    "follow-up",
    cls=Verb,
    help=N_(
        "Decide on lines that an approval left open, as far as they can be decided now.\n\n"
        "What would be awarded, refused and left open is shown first. An approver confirms; what is awarded goes on a "
        "public notice of its own before it is paid."
    ),
)
@option("--determinations", type=FILE, metavar="FILE", help=N_("Amounts and reasons, as a table."))
@yes_option
@choosing("follow-up", file="determinations")
def command(run: BatchRun, determinations: Path | None, yes: bool) -> int:
    numbers = run.numbers()
    determined: Mapping[str, Sequence[Determination]] = {}
    if determinations and numbers:
        determined = read_amounts(run.session, numbers, determinations, of_table=run.of_table, note=print_note)
    prepared = {
        number: prepare_follow_up(run.batch, number, determined.get(number, ()))
        for number in existing(run.session, numbers)
    }
    previews = [follow_up_preview(run.session, number, one) for number, one in prepared.items()]
    shown = [preview for preview in previews if preview is not None]
    for preview in shown:
        print_preview(preview)
    if shown and asked_here(yes=yes, dry_run=run.dry_run):
        agree(_("Propose %(count)s follow-up decision(s)?") % {"count": len(shown)}, yes=run.dry_run)
    return run.give(lambda number: prepared.get(number) or prepare_follow_up(run.batch, number, ()), numbers)
