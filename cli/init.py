"""`bailu init`: a store, its outer keys, and the first administrator with a key of their own."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line
from cli.parameters import NAME, WORDS_OR_NOTHING
from cli.verbs import Verb, option
from domain.office.roles import CITY
from presentation.language import N_, _
from store.addresses import without_password
from usecases.commands.open_store import open_store
from usecases.session.officer_keys import key_path
from usecases.session.settings import Settings


@click.command(
    "init",
    cls=Verb,
    help=N_(
        "Make a store, its outer keys and its first administrator.\n\n"
        "Keep a copy of the outer keys in a safe place apart from the store: whoever loses them loses every payee."
    ),
)
@option(
    "--administrator", type=NAME, default="admin", show_default=True, help=N_("The first administrator's officer id.")
)
@option("--name", type=WORDS_OR_NOTHING, default="", help=N_("The administrator's name."))
@option("--authority", type=NAME, default=CITY, show_default=True, help=N_("The administrator's authority."))
@option("--simulated", is_flag=True, help=N_("A store for trying things out, on a simulated clock, for good."))
@click.pass_obj
def command(settings: Settings, administrator: str, name: str, authority: str, simulated: bool) -> None:
    open_store(settings, administrator, name, authority, simulated=simulated)
    print_line(_("The store is %(store)s.") % {"store": without_password(settings["store"])})
    print_line(_("The outer keys are %(keys)s: keep a copy apart from the store.") % {"keys": settings["keys"]})
    key = key_path(Path(settings["officers"]), administrator)
    print_line(_("%(officer)s is the administrator, with the key %(key)s.") % {"officer": administrator, "key": key})
    print_line(_("Next: bailu --as %(officer)s officer enrol …") % {"officer": administrator})
