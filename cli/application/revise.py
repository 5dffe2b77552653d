"""`bailu application revise`: propose to decide anew what applications are entitled to, on the facts as they are
verified now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from cli.batch_run import BatchRun
from cli.case_selection import STAGES, Stages, choosing, reason_option
from cli.output import print_note
from cli.parameters import FILE
from cli.preview import print_preview
from cli.prompt import agree, asked_here
from cli.verbs import Verb, option, yes_option
from domain.application.commands import ReviseApplication
from domain.application.status import Ground
from domain.application.values import Determination, expand
from presentation.language import N_, _
from usecases.commands.assess_application import read_amounts
from usecases.commands.revise_application import existing, prepare_revision, revision_preview


@click.command(
    "revise",
    cls=Verb,
    help=N_(
        "Propose to decide anew what applications are entitled to, on the facts as they are verified now.\n\n"
        "--strike takes lines out whatever the notice says, --revive brings them and their forfeited instalments "
        "back; 3/2 is the second instalment of line 3 alone. --determinations sets amounts anew. What each line was "
        "entitled to and would be is shown first. An approver confirms."
    ),
)
@option(
    "--ground", type=click.Choice([ground.value for ground in Ground]), required=True, help=N_("Why it is revised.")
)
@reason_option
@option("--strike", "struck", type=STAGES, default=Stages(), metavar="LINES", help=N_("Take these out: 1-3,7/2."))
@option("--revive", "revived", type=STAGES, default=Stages(), metavar="LINES", help=N_("Bring these back."))
@option("--determinations", type=FILE, metavar="FILE", help=N_("Amounts and reasons, as a table."))
@yes_option
@choosing(file="determinations")
def command(
    run: BatchRun,
    ground: str,
    reason: str,
    struck: Stages,
    revived: Stages,
    determinations: Path | None,
    yes: bool,
) -> int:
    both = {*expand(struck.lines)} & revived.every_line | {*expand(revived.lines)} & struck.every_line
    both |= {due.line for due in {*struck.items} & {*revived.items}}
    if both:
        raise click.UsageError(_("Line %(line)s is taken out and brought back: say which.") % {"line": min(both)})
    numbers = run.numbers()
    determined: Mapping[str, Sequence[Determination]] = {}
    if determinations and numbers:
        determined = read_amounts(run.session, numbers, determinations, of_table=run.of_table, note=print_note)

    def clear(number: str) -> ReviseApplication:
        return ReviseApplication(
            application=number,
            ground=ground,
            reason=reason,
            struck=struck.lines,
            revived=revived.lines,
            struck_items=struck.items,
            revived_items=revived.items,
            determined=tuple(determined.get(number, ())),
        )

    prepared = {number: prepare_revision(run.batch, clear(number)) for number in existing(run.session, numbers)}
    previews = [revision_preview(run.session, number, revision) for number, revision in prepared.items()]
    shown = [preview for preview in previews if preview is not None]
    for preview in shown:
        print_preview(preview)
    if shown and asked_here(yes=yes, dry_run=run.dry_run):
        agree(_("Propose %(count)s revision(s)?") % {"count": len(shown)}, yes=run.dry_run)
    return run.give(lambda number: prepared.get(number) or run.prepare(number, clear(number)), numbers)
