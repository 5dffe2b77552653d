"""`bailu application revise`: propose to decide anew what applications are entitled to, on the facts as they are
verified now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from cli.application.assess import determinations_in, sealed_determinations
from cli.batch_run import BatchRun
from cli.case_selection import LINES, choosing, reason_option
from cli.output import print_note
from cli.prompt import agree, asked_here
from cli.verbs import Verb, option, yes_option
from domain.application.commands import ReviseApplication
from domain.application.events import RevisionProposed
from domain.application.status import Ground
from domain.application.values import Determination, Ranges, expand
from domain.base import replace
from domain.errors import Refusal
from presentation.language import N_, _
from store.commands.executor import PreparedCommand
from usecases.dossiers.dossier import open_dossier
from usecases.dossiers.revision_sheet import revision_lines
from usecases.intake.sealing import sealed_reason


@click.command(
    "revise",
    cls=Verb,
    help=N_(
        "Propose to decide anew what applications are entitled to, on the facts as they are verified now.\n\n"
        "--strike takes lines out whatever the notice says, --revive brings them and their forfeited instalments "
        "back, --determinations sets amounts anew. What each line was entitled to and would be is shown first. An "
        "approver confirms."
    ),
)
@option("--ground", type=click.Choice([each.value for each in Ground]), required=True, help=N_("Why it is revised."))
@reason_option
@option("--strike", "struck", type=LINES, default=(), metavar="LINES", help=N_("Take these lines out."))
@option("--revive", "revived", type=LINES, default=(), metavar="LINES", help=N_("Bring these lines back."))
@option(
    "--determinations", type=click.Path(path_type=Path), metavar="FILE", help=N_("Amounts and reasons, as a table.")
)
@yes_option
@choosing(file="determinations")
def command(
    run: BatchRun,
    ground: str,
    reason: str,
    struck: Ranges,
    revived: Ranges,
    determinations: Path | None,
    yes: bool,
) -> int:
    if both := set(expand(struck)) & set(expand(revived)):
        raise click.UsageError(_("Line %(line)s is taken out and brought back: say which.") % {"line": min(both)})
    numbers = run.numbers()
    determined: Mapping[str, Sequence[Determination]] = {}
    if determinations and numbers:
        found = determinations_in(run, numbers, determinations)
        if isinstance(found, int):
            return found
        determined = found

    def clear(number: str) -> ReviseApplication:
        return ReviseApplication(
            application=number,
            ground=ground,
            reason=reason,
            struck=struck,
            revived=revived,
            determined=tuple(determined.get(number, ())),
        )

    said = {number: _prepare(run, clear(number)) for number in _known(run, numbers)}
    shown = sum(_preview(run, number, each) for number, each in said.items())
    if shown and asked_here(yes=yes, dry_run=run.dry_run):
        agree(_("Propose %(count)s revision(s)?") % {"count": shown}, yes=run.dry_run)
    return run.give(lambda number: said.get(number) or run.prepare(number, clear(number)), numbers)


def _known(run: BatchRun, numbers: Sequence[str]) -> list[str]:
    """Those that are there; of the others, the round says that they are not."""
    with run.session.repository() as repository:
        known = set(repository.names("application"))
    return [number for number in numbers if number in known]


def _prepare(run: BatchRun, clear: ReviseApplication) -> PreparedCommand:
    with run.session.repository() as repository:
        case = repository.case(clear.application)
    sealed, sealer = sealed_reason(run.session, case, clear.reason)
    determined = sealed_determinations(sealer, case.applicant.party, clear.determined)
    return run.prepare(
        clear.application, replace(clear, reason=sealed, determined=determined), clear=clear, sealer=sealer
    )


def _preview(run: BatchRun, number: str, said: PreparedCommand) -> bool:
    """Show what the revision would do. False when it is refused, which the round says."""
    try:
        planned = run.session.execute(said, dry_run=True)
    except Refusal:
        return False
    proposed = next((each.event for each in planned.events if isinstance(each.event, RevisionProposed)), None)
    if proposed is None or planned.repeated:
        return False
    dossier = open_dossier(run.session, number)
    print_note(f"{number}  {dossier.scheme_name}")
    for sentence in revision_lines(dossier, proposed):
        print_note(f"  {sentence}")
    return True
