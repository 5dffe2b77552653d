"""`bailu policy impact`: who would have got more or less under another edition. Nothing is recorded, nobody is paid."""

from __future__ import annotations

import click

from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.parameters import FILE_OR_NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.dossiers.edition_impact import EditionImpact, ImpactOnCase, edition_impact
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "impact",
    cls=Verb,
    help=N_(
        "Assess the cases that were decided under A as if under B, and list who would get more or less.\n\n"
        "A case is compared as it was last decided, after revisions. "
        "B may be a file or an edition that was not adopted. Nothing is recorded and nobody is paid."
    ),
)
@click.argument("first", type=FILE_OR_NAME, metavar="A")
@click.argument("second", type=FILE_OR_NAME, metavar="B")
@option("--all", "unchanged", is_flag=True, help=N_("List those who would get the same, too."))
@output_option
@click.pass_obj
def command(settings: Settings, first: str, second: str, unchanged: bool, output: str | None) -> None:
    impact = edition_impact(OfficerSession(settings), first, second, unchanged=unchanged)
    if output in ("csv", "xlsx", "jsonl"):
        print_listing(ImpactOnCase, impact.cases, output)
    elif not print_record(impact, output):
        _print_sheet(impact)


def _print_sheet(impact: EditionImpact) -> None:
    if impact.cases:
        print_table(ImpactOnCase, impact.cases)
    counts = {
        "cases_count": impact.cases_count,
        "from": impact.from_,
        "more_count": impact.more_count,
        "less_count": impact.less_count,
    }
    print_line(
        _("Of %(cases_count)s case(s) decided under %(from)s, %(more_count)s would get more and %(less_count)s less.")
        % counts
    )
    totals = {
        "before": amount_in_words(impact.before_fen),
        "after": amount_in_words(impact.after_fen),
        "to": impact.to,
    }
    print_line(_("Together %(before)s as decided, %(after)s under %(to)s.") % totals)
    print_note(_("Nothing was recorded and nobody is paid by this."))
