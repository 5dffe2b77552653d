"""`bailu init`: a store, its outer keys, and the first administrator with a key of their own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.output import print_line
from cli.parameters import FILE, NAME, WORDS_OR_NOTHING
from cli.passphrases import passphrase
from cli.verbs import Verb, option
from presentation.language import N_, _
from store.addresses import without_password
from usecases.commands.open_store import open_store
from usecases.intake.key_requests import read_request
from usecases.session.officer_keys import key_path
from usecases.session.settings import Settings

XIAMEN = "350200"
"""The city whose notice is shipped, by its code of administrative divisions (GB/T 2260)."""


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
@option(
    "--supervised-by",
    type=NAME,
    default=XIAMEN,
    show_default=True,
    help=N_("The authority whose officers may act for every other in this store, for good; the administrator is one."),
)
@option(
    "--supervising-key",
    "supervising",
    type=FILE,
    metavar="FILE",
    help=N_(
        "The request of the authority above the office (`bailu officer key new … --supervising`), whose key then "
        "stands in the first line of the log and confirms exceptions."
    ),
)
@option(
    "--pseudonyms",
    type=FILE,
    metavar="FILE",
    help=N_(
        "The pseudonym key of the city or province (`bailu store pseudonyms`), under which all its offices know a "
        "person by one pseudonym; otherwise the office has one of its own, for good."
    ),
)
@option("--passphrase-file", type=FILE, metavar="FILE", help=N_("Seal the administrator's key under this passphrase."))
@option("--simulated", is_flag=True, help=N_("A store for trying things out, on a simulated clock, for good."))
@click.pass_obj
def command(
    settings: Settings,
    administrator: str,
    name: str,
    supervised_by: str,
    supervising: Path | None,
    pseudonyms: Path | None,
    passphrase_file: Path | None,
    simulated: bool,
) -> None:
    session = open_store(
        settings,
        administrator,
        name,
        supervised_by=supervised_by,
        simulated=simulated,
        supervising=read_request(supervising) if supervising else None,
        passphrase=_passphrase(passphrase_file, simulated=simulated),
        pseudonyms=pseudonyms,
    )
    print_line(_("The store is %(store)s.") % {"store": without_password(settings["store"])})
    print_line(_("The outer keys are %(keys)s: keep a copy apart from the store.") % {"keys": settings["keys"]})
    if pseudonyms is not None:
        domain = {"fingerprint": session.vault.domain.fingerprint}
        print_line(_("Persons have the pseudonyms of the domain %(fingerprint)s.") % domain)
    key = key_path(Path(settings["officers"]), administrator)
    print_line(_("%(officer)s is the administrator, with the key %(key)s.") % {"officer": administrator, "key": key})
    print_line(_("Next, the second person, at their own desk:"))
    print_line("  bailu officer key new OFFICER --name … --role supervisor --role clerk --role finance")
    print_line(_("Then enrol them alone; whoever comes after them takes two:"))
    print_line(f"  bailu --as {administrator} officer enrol --request OFFICER.request.json")
    print_line(_("How many people an office takes: docs/how-to/open-an-office.md"))


def _passphrase(file: Path | None, *, simulated: bool) -> str | None:
    """Of the administrator's key: asked for on a terminal, unless the store is for trying things out."""
    if file is None and (simulated or sys.stdin is None or not sys.stdin.isatty()):
        return None
    return passphrase(file, new=True, of=_("Passphrase of the key"))
