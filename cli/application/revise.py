"""变更与豁免: `revise` proposes to decide a case anew, `waive` asks that a limit be waived; both are confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from cli.application.assess import determinations_in, sealed_determinations
from cli.application.choice import LINES, choosing, lines_option, reason_option
from cli.application.review import asked_here
from cli.application.round import Round
from cli.prompt import agree
from cli.render import note
from cli.verbs import Verb, option, yes_option
from domain.application.commands import RequestWaiver, ReviseApplication
from domain.application.events import RevisionProposed
from domain.application.status import Ground
from domain.application.values import Determination, Ranges, expand, ranges
from domain.errors import Refusal
from presentation.language import N_, _
from usecases.dossiers.dossier import open_dossier
from usecases.dossiers.revision_sheet import revision_lines
from usecases.intake.sealing import sealed_reason
from usecases.session.desk import Said


@click.command(
    "waive",
    cls=Verb,
    help=N_("Ask, as an approver, that a limit be waived for some lines or for all; a supervisor grants it."),
)
@option("--limit", required=True, metavar="LIMIT", help=N_("The limit, by its id in the notice (`bailu policy show`)."))
@lines_option
@reason_option
@choosing()
def waive(going: Round, limit: str, lines: Ranges, reason: str) -> int:
    def saying(number: str) -> Said:
        with going.desk.books() as books:
            named = lines or ranges(books.case(number).lines)
        return going.saying_why(
            number, reason, lambda said: RequestWaiver(application=number, limit=limit, lines=named, reason=said)
        )

    return going.give(saying)


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
def revise(
    going: Round,
    ground: str,
    reason: str,
    struck: Ranges,
    revived: Ranges,
    determinations: Path | None,
    yes: bool,
) -> int:
    if both := set(expand(struck)) & set(expand(revived)):
        raise click.UsageError(_("Line %(line)s is taken out and brought back: say which.") % {"line": min(both)})
    numbers = going.numbers()
    determined: Mapping[str, Sequence[Determination]] = {}
    if determinations and numbers:
        found = determinations_in(going, numbers, determinations)
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

    said = {number: _saying(going, clear(number)) for number in _known(going, numbers)}
    shown = sum(_preview(going, number, each) for number, each in said.items())
    if shown and asked_here(yes=yes, dry_run=going.dry_run):
        agree(_("Propose %(count)s revision(s)?") % {"count": shown}, yes=going.dry_run)
    return going.give(lambda number: said.get(number) or going.saying(number, clear(number)), numbers)


def _known(going: Round, numbers: Sequence[str]) -> list[str]:
    """Those that are there; of the others, the round says that they are not."""
    with going.desk.books() as books:
        known = set(books.names("application"))
    return [number for number in numbers if number in known]


def _saying(going: Round, clear: ReviseApplication) -> Said:
    with going.desk.books() as books:
        case = books.case(clear.application)
    sealed, sealer = sealed_reason(going.desk, case, clear.reason)
    determined = sealed_determinations(sealer, case.applicant.party, clear.determined)
    return going.saying(
        clear.application, replace(clear, reason=sealed, determined=determined), clear=clear, sealer=sealer
    )


def _preview(going: Round, number: str, said: Said) -> bool:
    """Show what the revision would do. False when it is refused, which the round says."""
    try:
        planned = going.desk.execute(said, dry_run=True)
    except Refusal:
        return False
    proposed = next((each.fact for each in planned.facts if isinstance(each.fact, RevisionProposed)), None)
    if proposed is None or planned.repeated:
        return False
    dossier = open_dossier(going.desk, number)
    note(f"{number}  {dossier.scheme_name}")
    for sentence in revision_lines(dossier, proposed):
        note(f"  {sentence}")
    return True
