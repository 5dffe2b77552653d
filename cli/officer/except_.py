"""`bailu officer except`: propose that an officer of a small office has roles that exclude each other."""

from __future__ import annotations

from datetime import date

import click

from cli.output import print_line, print_record
from cli.parameters import DAY, NAME, WORDS, YUAN
from cli.verbs import Verb, option, output_option
from cli.waiting import print_waiting
from domain.office.officer import ExceptOfficer
from domain.office.roles import RoleException
from presentation.language import N_, _
from usecases.commands.officers import ProposedOfficer, change_officer
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "except",
    cls=Verb,
    help=N_(
        "Propose that an officer of a small office may have roles that exclude each other (finance with assessor or "
        "approver), and pay what they decided, for a time and up to a ceiling; the supervising authority confirms it. "
        "Nobody releases what they ordered, or confirms what they proposed, under an exception either."
    ),
)
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@option("--from", "begins_on", type=DAY, metavar="DATE", required=True, help=N_("Its first day."))
@option("--to", "ends_on", type=DAY, metavar="DATE", required=True, help=N_("Its last day."))
@option(
    "--ceiling", "ceiling_fen", type=YUAN, metavar="YUAN", required=True, help=N_("The most that a payment may be.")
)
@option("--document", type=WORDS, required=True, help=N_("The number of the document that asks for it."))
@output_option
@click.pass_obj
def command(
    settings: Settings,
    officer_id: str,
    begins_on: date,
    ends_on: date,
    ceiling_fen: int,
    document: str,
    output: str | None,
) -> None:
    exception = RoleException(begins_on=begins_on, ends_on=ends_on, ceiling_fen=ceiling_fen, document=document)
    asked = ExceptOfficer(officer=officer_id, exception=exception)
    proposal = change_officer(OfficerSession(settings), asked)
    if print_record(ProposedOfficer(officer=officer_id, proposal=proposal, key=None), output):
        return
    print_line(_("Proposed."))
    print_waiting(proposal)
