"""`bailu store backup`: one file with all that is in the store."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from cli.output import print_line
from cli.parameters import FILE
from cli.passphrases import passphrase
from cli.progress import measured
from cli.store._copies import escrow_option, passphrase_option, print_copy
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from usecases.integrity.store_copies import back_up_store
from usecases.session.settings import Settings


@click.command(
    "backup",
    cls=Verb,
    help=N_(
        "Write one file with all that is in the store, and the outer keys in escrow under a passphrase; the log says "
        "who took it.\n\n"
        "Officers' own keys are not in it. Whoever has the file and the passphrase can read every person's data. A "
        "machine that was enrolled with the role service takes backups by a timer, with --without-keys: it needs no "
        "outer keys, and opens no names."
    ),
)
@click.argument("file", type=FILE)
@escrow_option
@option("--without-keys", is_flag=True, help=N_("Leave the outer keys out: they are kept elsewhere."))
@passphrase_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    file: Path,
    escrow: Path | None,
    without_keys: bool,
    passphrase_file: Path | None,
    output: str | None,
) -> None:
    if without_keys and escrow:
        raise click.UsageError(_("--without-keys leaves no keys for --escrow."))
    ask = None if without_keys else partial(passphrase, passphrase_file, new=True)
    result = back_up_store(settings, file, escrow=escrow, ask_passphrase=ask, measure=measured)
    if print_copy(result, output):
        return
    print_line(_("The backup is %(file)s.") % {"file": file})
    if without_keys:
        print_line(
            _("The outer keys are not in it: without %(keys)s nobody's name can be read.") % {"keys": settings["keys"]}
        )
    elif escrow:
        print_line(_("The escrow of the outer keys is %(file)s: keep it apart from the backup.") % {"file": escrow})
