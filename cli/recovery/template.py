"""`bailu recovery template`: the columns of a file of demands from before this log."""

from __future__ import annotations

import click

from cli.verbs import Verb
from presentation.language import N_


@click.command(
    "template",
    cls=Verb,
    help=N_(
        "Print the columns of a file of demands from before this log, as CSV.\n\n"
        "A person has name, kind and number of the document, an organisation name and code; days are those of its "
        "decision, of its service, by which it was to be paid, and on which the term of a reminder ended."
    ),
)
def command() -> None:
    # The libraries of spreadsheets take longer to load than a heading to print.
    from usecases.intake.debts import COLUMNS

    click.echo(",".join(column.heading for column in COLUMNS))
