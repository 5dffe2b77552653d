"""`bailu policy adopt`: adopt a policy edition: a file, or one that comes with bailu, by its id."""

from __future__ import annotations

import click

from cli.exit_codes import OK
from cli.output import print_line, print_record
from cli.policy._keeping import EDITIONS
from cli.verbs import Verb, command_id_option, dry_run_option, output_option
from domain.office.reference import AdoptEdition
from presentation.language import N_, _
from usecases.intake.editions import pack
from usecases.intake.packs import read_pack
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("adopt", cls=Verb, help=N_("Adopt a policy edition: a file, or one that comes with bailu, by its id."))
@click.argument("file")
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(settings: Settings, file: str, dry_run: bool, command_id: str | None, output: str | None) -> int:
    content = pack(file)
    edition = read_pack(file, content)
    session = OfficerSession(settings)
    command = AdoptEdition(
        policy=edition.policy,
        edition=edition.ref,
        digest=edition.digest,
        applies_from=edition.applies_from,
        content=content.decode(),
    )
    result = session.execute(session.prepare(command, command_id=command_id, derived=True), dry_run=dry_run)
    said = {
        "edition": edition.ref,
        "digest": edition.digest,
        "applies_from": edition.applies_from,
        "recorded": bool(result.events) and not result.repeated and not dry_run,
    }
    if print_record(said, output, EDITIONS):
        return OK
    if not result.events or result.repeated:
        print_line(_("The edition %(edition)s was adopted before: nothing changed.") % said)
    elif dry_run:
        print_line(_("Would adopt the edition %(edition)s, for what is received from %(applies_from)s on.") % said)
    else:
        print_line(_("The edition %(edition)s is adopted, for what is received from %(applies_from)s on.") % said)
    return OK
