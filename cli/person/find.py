"""`bailu person find`: the lines about whoever has a name, or a document whose number ends so; masked."""

from __future__ import annotations

import click

from cli.output import print_listing, print_note
from cli.parameters import WORDS
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "find",
    cls=Verb,
    help=N_(
        "Find a person by name, by the last four characters of their document's number, or by both.\n\n"
        "The name is compared whole, without spaces and without regard to width and case. What is shown are the lines "
        "of applications about whoever has all that is given, masked; `bailu person show APPLICATION/LINE` goes on "
        "from there."
    ),
)
@option("--name", type=WORDS, help=N_("The whole name."))
@option("--last4", type=WORDS, metavar="NNNN", help=N_("The last four characters of the document's number."))
@output_option
@click.pass_obj
def command(settings: Settings, name: str | None, last4: str | None, output: str | None) -> None:
    from cli.views import catching_up, print_position
    from usecases.queries.person_find import PersonLine, persons_like

    with catching_up() as on_progress:
        lines = persons_like(OfficerSession(settings), name=name, last4=last4, on_progress=on_progress)
    print_listing(PersonLine, lines.result, output)
    if not lines.result:
        print_note(_("Nobody was found."))
    print_position(lines)
