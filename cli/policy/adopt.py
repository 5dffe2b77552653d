"""`bailu policy adopt`: adopt a policy edition: a file, or one that comes with bailu, by its id."""

from __future__ import annotations

import click

from cli.output import print_line, print_record
from cli.parameters import FILE_OR_NAME
from cli.verbs import Verb, command_id_option, dry_run_option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.adopt_edition import adopt_edition
from usecases.dossiers.policy_editions import ListedEdition
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "adopt",
    cls=Verb,
    help=N_(
        "Propose to adopt a policy edition: a file, or one that comes with bailu, by its id; a supervisor confirms it."
    ),
)
@click.argument("file", type=FILE_OR_NAME)
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(settings: Settings, file: str, dry_run: bool, command_id: str | None, output: str | None) -> None:
    adoption = adopt_edition(OfficerSession(settings), file, command_id=command_id, dry_run=dry_run)
    edition = adoption.edition
    if print_record(edition, output, ListedEdition):
        return
    values = {"edition": edition.edition, "applies_from": edition.applies_from}
    if not adoption.changes:
        print_line(_("The edition %(edition)s was adopted before: nothing changed.") % values)
    elif dry_run:
        print_line(_("Would propose the edition %(edition)s, for what is received from %(applies_from)s on.") % values)
    else:
        print_line(_("The edition %(edition)s is proposed, for what is received from %(applies_from)s on.") % values)
        print_waiting(edition.proposal)
