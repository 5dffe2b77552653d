"""`bailu officer enrol`: propose officers, by the requests that they made themselves, or with a key of the office."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cli.officer._roles import ROLES
from cli.output import print_line, print_listing, print_note
from cli.parameters import FILE, NAME, WORDS
from cli.report_refusals import refusal_sentence, worst
from cli.verbs import Verb, command_id_option, option, output_option
from cli.waiting import print_waiting
from domain.errors import Refusal
from domain.office.roles import Role
from presentation.language import N_, _
from usecases.commands.officers import ProposedOfficer, enrol_by_request, enrol_officer
from usecases.intake.key_requests import requests_in
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "enrol",
    cls=Verb,
    help=N_(
        "Propose officers; another administrator or a supervisor confirms them.\n\n"
        "With --request, those whose requests `bailu officer key new` wrote, or a folder of them: their keys are their "
        "own. Without, one officer with a key that the office makes, which the log says for good: hand it over in "
        "person."
    ),
)
@click.argument("officer_id", type=NAME, metavar="[OFFICER]", required=False)
@option(
    "--request", "requests", type=FILE, multiple=True, metavar="FILE", help=N_("A request, or a folder of requests.")
)
@option("--name", type=WORDS, help=N_("The officer's name; it is sealed."))
@option("--role", "roles", type=ROLES, multiple=True, help=N_("A role; give it again for more."))
@option(
    "--authority",
    type=NAME,
    help=N_("The authority whose cases they work on; the supervising one unless said otherwise."),
)
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    officer_id: str | None,
    requests: tuple[Path, ...],
    name: str | None,
    roles: tuple[str, ...],
    authority: str | None,
    command_id: str | None,
    output: str | None,
) -> int:
    session = OfficerSession(settings)
    if requests:
        if officer_id or name or roles:
            raise click.UsageError(_("A request says itself whose it is, and what for."))
        asked = requests_in(requests)
        if command_id and len(asked) > 1:
            raise click.UsageError(_("A command id goes with one request."))
        proposed: list[ProposedOfficer] = []
        refusals: list[Refusal] = []
        try:
            for request in asked:
                try:
                    proposed.append(enrol_by_request(session, request, command_id))
                except Refusal as refusal:
                    if len(asked) == 1:
                        raise
                    # One of a folder stops none of the others.
                    refusals.append(refusal)
                    print_note(f"{request.officer}: {refusal_sentence(refusal)}")
        finally:
            _show(proposed, output)
        return worst(refusals)
    if not (officer_id and name and roles):
        raise click.UsageError(_("Give --request, or the officer with --name and --role."))
    _show([enrol_officer(session, officer_id, name, tuple(map(Role, roles)), authority, command_id)], output)
    return 0


def _show(proposed: Sequence[ProposedOfficer], output: str | None) -> None:
    if output is None:
        for officer in proposed:
            _print(officer)
    elif proposed:
        print_listing(ProposedOfficer, proposed, output)


def _print(proposed: ProposedOfficer) -> None:
    values = {"officer": proposed.officer, "key": proposed.key}
    if proposed.replaces:
        print_line(_("Another key is proposed for %(officer)s.") % values)
        print_waiting(proposed.proposal)
        return
    if proposed.proposal is None:
        if proposed.key:
            print_line(_("%(officer)s is enrolled, with the key %(key)s.") % values)
        else:
            print_line(_("%(officer)s is enrolled.") % values)
        return
    print_line(_("%(officer)s is proposed.") % values)
    if proposed.key:
        print_line(_("The office made the key %(key)s: hand it over in person.") % values)
    print_waiting(proposed.proposal)
