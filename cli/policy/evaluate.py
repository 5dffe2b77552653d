"""`bailu policy evaluate`: what would this application get? Without a store and without an officer."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.parameters import FILE, FILE_OR_NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from presentation.rows.columns import columns
from presentation.words.amounts import amount_in_words
from usecases.dossiers.evaluation import EvaluatedFile, FindingSummary, LineSummary, evaluate_file
from usecases.intake.editions import edition_of, today
from usecases.session.settings import Settings


@click.command(
    "evaluate",
    cls=Verb,
    help=N_(
        "What would this application get? Neither a store nor an officer is needed.\n\n"
        "Declared facts count as verified. What a store would know stands in the file: “registers” and “used”. "
        "With --policy, it is asked of a pack that is still being written, or of an edition that was adopted here."
    ),
)
@click.argument("file", type=FILE)
@option("--roster", type=FILE, metavar="FILE", help=N_("The lines, as a workbook or CSV."))
@option(
    "--policy",
    type=FILE_OR_NAME,
    help=N_("A pack file (.toml) or an edition; without it, the one that the file names."),
)
@option(
    "--standard",
    "standards",
    type=FILE_OR_NAME,
    multiple=True,
    metavar="FILE",
    help=N_("A table of rates that holds beside the notice; may be given several times."),
)
@option("--findings", "all_findings", is_flag=True, help=N_("Show what is met, too."))
@output_option
@click.pass_obj
def command(
    settings: Settings,
    file: Path,
    roster: Path | None,
    policy: str | None,
    standards: tuple[str, ...],
    all_findings: bool,
    output: str | None,
) -> None:
    edition = edition_of(settings, policy) if policy else None
    evaluated = evaluate_file(file, roster=roster, edition=edition, standards=standards, today=today(settings))
    if output in ("csv", "xlsx"):
        print_listing(LineSummary, evaluated.lines(), output)
    elif not print_record(evaluated.evaluation, output):
        _print_sheet(evaluated, all_findings)


def _print_sheet(evaluated: EvaluatedFile, all_findings: bool) -> None:
    evaluation = evaluated.evaluation
    values = {"name": evaluated.scheme_name, "scheme": evaluation.scheme, "edition": evaluated.edition.ref}
    print_line(_("%(name)s (%(scheme)s), under %(edition)s") % values)
    if evaluation.lines:
        print_table(columns(LineSummary, without={"why"}), evaluated.lines())
    if findings := evaluated.findings(met=all_findings):
        title = N_("Findings") if all_findings else N_("Findings that need a look")
        print_table(FindingSummary, findings, title=title)
    else:
        print_line(_("Every condition is met."))
    if not evaluation.lines:
        print_note(_("The file has no lines: nothing is claimed."))
    if evaluation.eligible:
        print_line(_("Eligible: %(amount)s.") % {"amount": amount_in_words(evaluation.amount_fen)})
    else:
        print_line(_("Not eligible: %(amount)s.") % {"amount": amount_in_words(0)})
