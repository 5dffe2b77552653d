"""`bailu application show`: one case, folded from its own events."""

from __future__ import annotations

import click

from cli.output import print_line, print_record, print_table
from cli.parameters import NAME
from cli.verbs import Verb, output_option
from presentation.language import N_
from usecases.dossiers.case_details import CaseDetails, case_details
from usecases.dossiers.case_sheet import (
    LineRow,
    ObjectionRow,
    ProposalRow,
    head_lines,
    line_rows,
    money_lines,
    objection_rows,
    proposal_rows,
)
from usecases.dossiers.demand_sheet import COLUMNS as DEMANDS
from usecases.dossiers.dossier import Dossier, open_dossier
from usecases.dossiers.letters_of_case import LetterDetails
from usecases.dossiers.timeline import TimelineEntry
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("show", cls=Verb, help=N_("Show one application: its money, lines, proposals, and all that happened."))
@click.argument("number", type=NAME)
@output_option
@click.pass_obj
def command(settings: Settings, number: str, output: str | None) -> None:
    session = OfficerSession(settings)
    dossier = open_dossier(session, number)
    details = case_details(session, dossier)
    if not print_record(details, output):
        _print_sheet(session, dossier, details)


def _print_sheet(session: OfficerSession, dossier: Dossier, details: CaseDetails) -> None:
    for sentence in (*head_lines(session, dossier, details), "", *money_lines(details), ""):
        print_line(sentence)
    print_table(LineRow, line_rows(dossier.case, details), title=N_("Lines"))
    if details.objections:
        print_table(ObjectionRow, objection_rows(details), title=N_("Objections"))
    if details.recoveries:
        print_table(DEMANDS, details.recoveries, title=N_("Demands"))
    if details.letters:
        print_table(LetterDetails, details.letters, title=N_("Letters"))
    if details.proposals:
        print_table(ProposalRow, proposal_rows(dossier.case, details), title=N_("Waiting for a second officer"))
    print_table(TimelineEntry, details.timeline, title=N_("What happened"))
