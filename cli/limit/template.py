"""`bailu limit template`: the columns of a file of lines that were settled elsewhere."""

from __future__ import annotations

import click

from cli.parameters import NAME
from cli.verbs import Verb, option
from presentation.language import N_
from usecases.intake.editions import scheme_of
from usecases.session.settings import Settings


@click.command(
    "template",
    cls=Verb,
    help=N_(
        "Print the columns of a file of lines that were settled elsewhere, as CSV.\n\n"
        "What is not known of a line stays blank."
    ),
)
@click.argument("scheme", type=NAME, metavar="SCHEME")
@option("--policy", type=NAME, help=N_("The notice; may be left out where there is only one."))
@click.pass_obj
def command(settings: Settings, scheme: str, policy: str | None) -> None:
    # The libraries of spreadsheets take longer to load than a heading to print.
    from usecases.intake.abridged import settled_columns

    edition, kind = scheme_of(settings, policy, scheme)
    click.echo(",".join(column.heading for column in settled_columns(edition, kind)))
