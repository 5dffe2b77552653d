"""`bailu application explain`: why this amount, or why none: the recorded assessment, condition by condition."""

from __future__ import annotations

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.parameters import NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_
from usecases.dossiers.explanation import Assessed, Explanation, assessed
from usecases.dossiers.explanation_sheet import (
    AwardRow,
    ConditionRow,
    DeterminationRow,
    award_rows,
    condition_rows,
    determination_rows,
    heading,
    source_lines,
)
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "explain",
    cls=Verb,
    help=N_(
        "Explain an assessment: for each line and condition what was required, declared, verified and found, by which "
        "clause, and how the amount was computed."
    ),
)
@click.argument("number", type=NAME)
@option("--line", type=click.IntRange(min=1), help=N_("Only this line."))
@output_option
@click.pass_obj
def command(settings: Settings, number: str, line: int | None, output: str | None) -> None:
    session = OfficerSession(settings)
    assessment = assessed(session, number, only=line)
    if output in ("csv", "xlsx"):
        print_listing(ConditionRow, condition_rows(assessment), output)
        return
    explanation = assessment.explanation(session)
    if not print_record(explanation, output):
        _print_sheet(assessment, explanation)


def _print_sheet(assessment: Assessed, explanation: Explanation) -> None:
    print_line(f"{explanation.number}  {assessment.dossier.scheme_name}")
    print_line(heading(assessment))
    print_line("")
    print_table(ConditionRow, condition_rows(assessment), title=N_("Conditions"))
    if awards := award_rows(assessment):
        print_table(AwardRow, awards, title=N_("Computation"))
    if explanation.determined:
        print_table(
            DeterminationRow, determination_rows(explanation.determined), title=N_("Determined by the assessor")
        )
    for source in source_lines(assessment):
        print_line(source)
