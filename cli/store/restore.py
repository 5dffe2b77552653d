"""`bailu store restore`: the store made from a backup, and its outer keys from the escrow."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from cli.output import print_line
from cli.parameters import FILE
from cli.passphrases import passphrase
from cli.progress import measured
from cli.store._copies import escrow_option, passphrase_option, print_copy
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from usecases.integrity.store_copies import restore_store
from usecases.session.settings import Settings


@click.command(
    "restore",
    cls=Verb,
    help=N_(
        "Make the store anew from a backup, and its outer keys from the escrow.\n\n"
        "Nothing that exists is overwritten; a restore that was interrupted goes on. It ends with a line of the "
        "administrator, and before money goes out, finance declares what had gone out since the backup: "
        "`bailu payment declare-sent`."
    ),
)
@click.argument("file", type=FILE)
@escrow_option
@passphrase_option
@output_option
@click.pass_obj
def command(
    settings: Settings, file: Path, escrow: Path | None, passphrase_file: Path | None, output: str | None
) -> None:
    ask = partial(passphrase, passphrase_file, new=False)
    result = restore_store(settings, file, escrow=escrow, ask_passphrase=ask, measure=measured)
    if print_copy(result, output):
        return
    print_line(_("The store is %(store)s.") % {"store": result.row.place})
    if result.row.keys is not None:
        print_line(_("The outer keys are %(keys)s: keep a copy apart from the store.") % {"keys": result.row.keys})
    else:
        print_line(_("The outer keys were not in the backup: put them at %(keys)s.") % {"keys": Path(settings["keys"])})
