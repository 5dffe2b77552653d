"""`bailu store restore`: make the store anew from a backup, and its outer keys from the escrow."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line
from cli.passphrases import passphrase
from cli.progress import measured
from cli.store._store import closing, escrow_option, keys_of, passphrase_option, recorded
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from store.addresses import without_password
from store.errors import StoreUnavailable
from store.maintenance.backup import escrow_in, open_backup
from store.maintenance.backup import restore as restored
from store.vault.escrow import take_out
from store.vault.sealing import OuterKeys
from usecases.session.settings import Settings


@click.command(
    "restore",
    cls=Verb,
    help=N_(
        "Make the store anew from a backup, and its outer keys from the escrow.\n\n"
        "Nothing that exists is overwritten; a restore that was interrupted goes on."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@escrow_option
@passphrase_option
@output_option
@click.pass_obj
def command(
    settings: Settings, file: Path, escrow: Path | None, passphrase_file: Path | None, output: str | None
) -> None:
    place = Path(settings["keys"])
    with closing(open_backup(file)) as original:
        expected = keys_of(original)
        there = place.exists()
        sealed = _read(escrow) if escrow else escrow_in(original)
        keys = None
        if there:
            OuterKeys.read(place, expected=expected)
        elif sealed:
            keys = take_out(sealed, passphrase(passphrase_file, new=False))
            if keys.fingerprint != expected:
                raise StoreUnavailable("keys-wrong", path=str(escrow or file))
        with measured(_("Copying")) as progress:
            found = restored(original, settings["store"], on_progress=progress)
    if keys is not None:
        keys.write(place)
    made = without_password(settings["store"])
    if recorded(found, output, place=made, keys=str(place) if there or keys is not None else None):
        return
    print_line(_("The store is %(store)s.") % {"store": made})
    if there or keys is not None:
        print_line(_("The outer keys are %(keys)s: keep a copy apart from the store.") % {"keys": place})
    else:
        print_line(_("The outer keys were not in the backup: put them at %(keys)s.") % {"keys": place})


def _read(escrow: Path) -> str:
    try:
        return escrow.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        raise StoreUnavailable("escrow-missing", path=str(escrow)) from None
