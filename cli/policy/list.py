"""`bailu policy list`: list the policy editions: those adopted, and those that come with bailu."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, option, output_option
from presentation.language import N_
from usecases.dossiers.policy_editions import ListedEdition, policy_editions
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the policy editions: those adopted, and those that come with bailu."))
@option("--examples", is_flag=True, help=N_("The examples that come with bailu, too."))
@output_option
@click.pass_obj
def command(settings: Settings, examples: bool, output: str | None) -> None:
    print_listing(ListedEdition, policy_editions(settings, examples=examples), output)
