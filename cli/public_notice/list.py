"""`bailu public-notice list`: what is or was on notice until when, line by line, with the names of people masked."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.parameters import NAME
from cli.verbs import Verb, option, output_option
from presentation.language import N_
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List what is or was on public notice, line by line, with names masked."))
@option("--open", "only_open", is_flag=True, help=N_("Only what is on notice now."))
@option("--authority", type=NAME, help=N_("Only of this deciding authority."))
@output_option
@click.pass_obj
def command(settings: Settings, only_open: bool, authority: str | None, output: str | None) -> None:
    from cli.views import catching_up, print_position
    from usecases.queries.public_notice import NoticeLine, notice_lines

    with catching_up() as on_progress:
        lines = notice_lines(
            OfficerSession(settings), authority=authority, only_open=only_open, on_progress=on_progress
        )
    print_listing(NoticeLine, lines.result, output)
    print_position(lines)
