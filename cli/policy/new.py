"""`bailu policy new`: what an author begins with, a pack in order."""

from __future__ import annotations

import re
from pathlib import Path

import click

from cli.output import print_line, print_note, print_record
from cli.verbs import Verb, output_option
from domain.errors import NotAllowed
from policies import new_pack
from presentation.language import N_, _
from store.errors import StoreUnavailable
from usecases.intake.editions import today
from usecases.session.settings import Settings

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.command(
    "new",
    cls=Verb,
    help=N_(
        "Begin a policy file: a pack with one scheme, which is in order, to be replaced piece by piece.\n\n"
        "ID names the policy, such as xiamen-2025-12; FILE is ID.toml unless said. Nothing is overwritten."
    ),
)
@click.argument("policy", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@output_option
@click.pass_obj
def command(settings: Settings, policy: str, file: Path | None, output: str | None) -> None:
    if not _ID.fullmatch(policy):
        raise click.UsageError(_("%(id)s is no id of a policy: small letters, digits and hyphens.") % {"id": policy})
    path = file or Path(f"{policy}.toml")
    text = new_pack(policy, today(settings))
    try:
        with path.open("x", encoding="utf-8") as begun:
            begun.write(text)
    except FileExistsError:
        raise NotAllowed("file-there", path=str(path)) from None
    except OSError as error:
        raise StoreUnavailable("file-unwritable", path=str(path), reason=error.strerror) from error
    said = {"file": str(path), "policy": policy}
    if not print_record(said, output, ()):
        print_line(
            _("%(file)s is a pack of one scheme. Replace what it says, and check it: bailu policy check %(file)s")
            % said
        )
        print_note(_("How each table is written: docs/writing-a-policy.md. For an editor: bailu policy schema"))
