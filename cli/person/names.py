"""`bailu person names`: two names under one number, such as before and after a change of name."""

from __future__ import annotations

import click

from cli.output import print_line, print_record
from cli.parameters import WORDS
from cli.person._lines import LineOfCase
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.link_persons import LineReference, join_names
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "names",
    cls=Verb,
    help=N_(
        "Propose that the two names under which one number stands are of its holder; a supervisor confirms it.\n\n"
        "Each is given as APPLICATION/LINE, and 0 is the line of an applicant. Until it is confirmed, lines about this "
        "number are not approved. A name that was mistyped is corrected instead."
    ),
)
@click.argument("one", type=LineOfCase(), metavar="APPLICATION/LINE")
@click.argument("other", type=LineOfCase(), metavar="APPLICATION/LINE")
@option(
    "--document",
    type=WORDS,
    required=True,
    help=N_("The evidence, such as the number of the record of a change of name."),
)
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    one: LineReference,
    other: LineReference,
    document: str,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    joined = join_names(session, one, other, document=document, command_id=command_id, dry_run=dry_run)
    if print_record(joined.link, output):
        return
    if not joined.is_new:
        print_line(_("These names are joined already: nothing new."))
        return
    sentence = (
        _("%(one)s and %(other)s would be proposed to be two names of one person.")
        if dry_run
        else _("%(one)s and %(other)s are proposed to be two names of one person.")
    )
    print_line(sentence % {"one": joined.person_shown, "other": joined.other_shown})
    print_waiting(joined.link.proposal, dry_run=dry_run)
