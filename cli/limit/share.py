"""`bailu limit share`: propose that limits of several notices count as one."""

from __future__ import annotations

import click

from cli.output import print_line, print_record
from cli.parameters import NAME, WORDS
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.share_limits import share
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "share",
    cls=Verb,
    help=N_(
        "Propose that limits of several notices count as one; an approver of the city confirms it.\n\n"
        "Each MEMBER is written NOTICE/LIMIT. Limits may be shared that compare the same facts with the same choices; "
        "from then on a decision under one notice looks at what was used under all of them. Declared again, a group "
        "has the members that are named now."
    ),
)
@click.argument("group", type=NAME, metavar="GROUP")
@click.argument("members", type=WORDS, nargs=-1, metavar="[MEMBER]...")
@option("--registers", is_flag=True, help=N_("The members are registers: what one lists, the others list, too."))
@option("--end", is_flag=True, help=N_("End the group: from then on its members count apart."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document that says so."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    group: str,
    members: tuple[str, ...],
    registers: bool,
    end: bool,
    document: str,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    if end == bool(members):
        raise click.UsageError(_("Name the members of the group, or end it with --end."))
    shared = share(
        OfficerSession(settings),
        group,
        members,
        registers=registers,
        document=document,
        command_id=command_id,
        dry_run=dry_run,
    )
    if print_record(shared, output):
        return
    if not shared.recorded and not dry_run:
        print_line(_("The group %(group)s is declared so already: nothing changed.") % {"group": group})
        return
    print_line(_("The group %(group)s is proposed.") % {"group": group})
    print_waiting(shared.proposal, dry_run=dry_run)
