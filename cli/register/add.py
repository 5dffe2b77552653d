"""`bailu register add`: propose an entry; it answers nothing until a supervisor has confirmed it."""

from __future__ import annotations

from datetime import date

import click

from cli.parameters import DAY
from cli.register._register import print_proposed
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from domain.errors import NotAllowed
from domain.office.register import AddEntry
from presentation.language import N_
from usecases.intake.editions import known_register
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("add", cls=Verb, help=N_("Propose an entry; it answers nothing until a supervisor has confirmed it."))
@click.argument("name", metavar="REGISTER")
@click.argument("key", metavar="USCC")
@option("--name", "called", help=N_("The name of who is listed."))
@option("--from", "valid_from", type=DAY, required=True, help=N_("The first day of the recognition."))
@option("--to", "valid_to", type=DAY, help=N_("The last day of the recognition; open unless said."))
@option("--document", required=True, help=N_("The number of the document that recognises."))
@option("--quota", type=click.IntRange(min=1), help=N_("How many lines the recognition allows, where it says so."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    name: str,
    key: str,
    called: str | None,
    valid_from: date,
    valid_to: date | None,
    document: str,
    quota: int | None,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    if quota is not None and known_register(session, name).quota is None:
        raise NotAllowed("register-without-quota", register=name)
    command = AddEntry(
        register=name,
        key=_code(session, name, key),
        name=called,
        valid_from=valid_from,
        valid_to=valid_to,
        document=document,
        quota=quota,
    )
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    print_proposed(result, name, output, dry_run=dry_run)


def _code(session: OfficerSession, name: str, key: str) -> str:
    """The unified social credit code, normalised; leaves with what is wrong with it."""
    from usecases.errors import refuse_file
    from usecases.intake.identity import uscc
    from usecases.problems import Problem

    known_register(session, name)
    found = uscc(key)
    if isinstance(found, Problem):
        raise refuse_file(key, [found])
    return found
