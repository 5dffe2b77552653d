"""`bailu book journal`: write the books as a Beancount journal."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line
from cli.parameters import FILE
from cli.verbs import Verb
from presentation.language import N_, _
from usecases.session.new_files import write_file
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "journal",
    cls=Verb,
    help=N_(
        "Write the books as a Beancount journal, which `bean-check` and others add up.\n\n"
        "Each event is a transaction in yuan; at the end of each month the balances of its accounts are asserted, of a "
        "closed month those that it was closed with. No name of a person is in it. A file that is there is never "
        "overwritten."
    ),
)
@click.argument("file", type=FILE)
@click.pass_obj
def command(settings: Settings, file: Path) -> None:
    from cli.views import catching_up, print_position
    from usecases.queries.journal import journal_of

    with catching_up() as on_progress:
        written = journal_of(OfficerSession(settings), on_progress=on_progress)
    journal = written.result
    write_file(file, journal.text.encode())
    print_line(
        _("%(file)s: %(transactions)s transaction(s), %(assertions)s balance(s) asserted.")
        % {"file": file, "transactions": journal.transactions, "assertions": journal.assertions}
    )
    print_position(written)
