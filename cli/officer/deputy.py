"""`bailu officer deputy`: propose that an officer stands in for another who is absent."""

from __future__ import annotations

from datetime import date

import click

from cli.officer._roles import ROLES
from cli.output import print_line, print_record
from cli.parameters import DAY, NAME
from cli.verbs import Verb, command_id_option, option, output_option
from cli.waiting import print_waiting
from domain.office.roles import Role
from presentation.language import N_, _
from usecases.commands.officers import ProposedOfficer, appoint_deputy, end_deputyship
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "deputy",
    cls=Verb,
    help=N_(
        "Propose that an officer stands in for another of the same authority who is absent (AB岗): from the first day "
        "to the last they have that officer's roles besides their own, and that officer's work in `bailu todo --mine`. "
        "An administrator or a supervisor confirms it.\n\n"
        "Roles that exclude each other do not come so either, and nobody confirms what they proposed. With --end, the "
        "absent officer is back: it ends at once, and waits for nobody."
    ),
)
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@option("--for", "absent", type=NAME, metavar="ABSENT", required=True, help=N_("The officer who is absent."))
@option("--from", "begins_on", type=DAY, metavar="DATE", help=N_("Its first day."))
@option("--to", "ends_on", type=DAY, metavar="DATE", help=N_("Its last day."))
@option(
    "--role", "roles", type=ROLES, multiple=True, help=N_("Only this role of theirs; give it again for more. Else all.")
)
@option("--end", is_flag=True, help=N_("End it now."))
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    officer_id: str,
    absent: str,
    begins_on: date | None,
    ends_on: date | None,
    roles: tuple[str, ...],
    end: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    if end:
        if begins_on or ends_on or roles:
            raise click.UsageError(_("--end ends the whole of it, now."))
        end_deputyship(session, officer_id, absent, command_id)
        if not print_record(ProposedOfficer(officer=officer_id, proposal=None, key=None), output):
            names = {"officer": officer_id, "absent": absent}
            print_line(_("%(officer)s does not stand in for %(absent)s any more.") % names)
        return
    if begins_on is None or ends_on is None:
        raise click.UsageError(_("Say with --from and --to how long, or --end."))
    wished = tuple(map(Role, roles))
    proposed = appoint_deputy(session, officer_id, absent, wished, begins_on, ends_on, command_id)
    if print_record(proposed, output):
        return
    print_line(_("Proposed."))
    print_waiting(proposed.proposal)
