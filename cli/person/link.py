"""`bailu person link`: one person under two documents. Limits count both as one from then on."""

from __future__ import annotations

import click

from cli.output import print_line, print_record
from cli.parameters import WORDS
from cli.person._lines import LineOfCase
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.link_persons import LineReference, link_persons
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "link",
    cls=Verb,
    help=N_(
        "Propose that the persons of two lines are one and the same, under two documents; a supervisor confirms it.\n\n"
        "Each is given as APPLICATION/LINE, so that no identity number is typed. What was approved before stays as it "
        "is; later decisions count both."
    ),
)
@click.argument("one", type=LineOfCase(), metavar="APPLICATION/LINE")
@click.argument("other", type=LineOfCase(), metavar="APPLICATION/LINE")
@option("--document", type=WORDS, required=True, help=N_("The evidence, such as the number of a certificate."))
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
    linked = link_persons(session, one, other, document=document, command_id=command_id, dry_run=dry_run)
    if print_record(linked.link, output):
        return
    if not linked.is_new:
        print_line(_("These are known to be one person already: nothing new."))
        return
    sentence = (
        _("%(one)s and %(other)s would be proposed to be one person.")
        if dry_run
        else _("%(one)s and %(other)s are proposed to be one person.")
    )
    print_line(sentence % {"one": linked.person_shown, "other": linked.other_shown})
    print_waiting(linked.link.proposal, dry_run=dry_run)
