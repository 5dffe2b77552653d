"""`bailu store backup`: one file with all that is in the store, and the outer keys in escrow under a passphrase."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cli.output import print_line
from cli.passphrases import passphrase
from cli.progress import measured
from cli.store._store import closing, escrow_option, keys_of, passphrase_option, recorded
from cli.verbs import Verb, option, output_option
from domain.errors import NotAllowed
from presentation.language import N_, _
from store.databases import open_database
from store.errors import StoreUnavailable
from store.maintenance.backup import back_up
from store.vault.escrow import put_in
from store.vault.sealing import OuterKeys
from usecases.session.officer_session import lock_timeout_s
from usecases.session.settings import Settings


@click.command(
    "backup",
    cls=Verb,
    help=N_(
        "Write one file with all that is in the store, and the outer keys in escrow under a passphrase.\n\n"
        "Officers' own keys are not in it. Whoever has the file and the passphrase can read every person's data."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
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
    with closing(open_database(settings["store"], lock_timeout_s=lock_timeout_s(settings))) as original:
        sealed = None
        if not without_keys:
            keys = OuterKeys.read(Path(settings["keys"]), expected=keys_of(original))
            sealed = put_in(keys, passphrase(passphrase_file, new=True))
        with measured(_("Copying")) as progress:
            found = back_up(original, file, escrow=None if escrow else sealed, on_progress=progress)
    if escrow and sealed:
        _write_private(escrow, sealed)
    if recorded(found, output, place=str(file), escrow=str(escrow or file) if sealed else None):
        return
    print_line(_("The backup is %(file)s.") % {"file": file})
    if without_keys:
        print_line(
            _("The outer keys are not in it: without %(keys)s nobody's name can be read.") % {"keys": settings["keys"]}
        )
    elif escrow:
        print_line(_("The escrow of the outer keys is %(file)s: keep it apart from the backup.") % {"file": escrow})


def _write_private(escrow: Path, sealed: str) -> None:
    try:
        descriptor = os.open(escrow, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(sealed + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise NotAllowed("file-there", path=str(escrow)) from None
    except OSError as error:
        raise StoreUnavailable("file-unwritable", path=str(escrow), reason=os.strerror(error.errno or 0)) from error
