"""`bailu policy new`: what an author begins with, a pack in order."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_note, print_record
from cli.parameters import FILE, WORDS
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from usecases.intake.editions import today
from usecases.intake.packs import begin_pack, is_policy_id
from usecases.session.settings import Settings


@click.command(
    "new",
    cls=Verb,
    help=N_(
        "Begin a policy file: a pack with one scheme, which is in order, to be replaced piece by piece.\n\n"
        "ID names the policy, such as xiamen-2025-12; FILE is ID.toml unless said. Nothing is overwritten."
    ),
)
@click.argument("policy", type=WORDS, metavar="ID")
@click.argument("file", type=FILE, required=False)
@output_option
@click.pass_obj
def command(settings: Settings, policy: str, file: Path | None, output: str | None) -> None:
    if not is_policy_id(policy):
        raise click.UsageError(_("%(id)s is no id of a policy: small letters, digits and hyphens.") % {"id": policy})
    begun = begin_pack(policy, file or Path(f"{policy}.toml"), today(settings))
    if print_record(begun, output):
        return
    print_line(
        _("%(file)s is a pack of one scheme. Replace what it says, and check it: bailu policy check %(file)s")
        % {"file": begun.file}
    )
    print_note(_("How each table is written: docs/writing-a-policy.md. For an editor: bailu policy schema"))
