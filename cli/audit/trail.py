"""`bailu audit trail`: every event in order."""

from __future__ import annotations

from datetime import date

import click

from cli.output import print_listing
from cli.parameters import DAY, NAME, STREAM
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from usecases.integrity.log_trail import TrailEntry, audit_trail
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "trail", cls=Verb, help=N_("Show every event in order: when, who, what, and the command that it is a part of.")
)
@option("--application", type=NAME, help=N_("Only the events of this application."))
@option("--stream", type=STREAM, help=N_("Only the events of this stream, such as officer-lin."))
@option("--officer", "done_by", type=NAME, help=N_("Only what this officer did."))
@option("--from", "first", type=DAY, metavar="DATE", help=N_("Only what was recorded on this legal day or later."))
@option("--to", "last", type=DAY, metavar="DATE", help=N_("Only what was recorded on this legal day or earlier."))
@output_option
@click.pass_obj
def command(
    settings: Settings,
    application: str | None,
    stream: str | None,
    done_by: str | None,
    first: date | None,
    last: date | None,
    output: str | None,
) -> None:
    if application is not None and stream is not None:
        raise click.UsageError(_("Give --application or --stream, not both."))
    entries = audit_trail(
        OfficerSession(settings), application=application, stream=stream, officer=done_by, first=first, last=last
    )
    print_listing(TrailEntry, entries, output)
