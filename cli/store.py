"""`bailu store`: a store copied to another place, backed up, and restored, with its outer keys in escrow."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cli.output import print_line, print_note, print_record
from cli.passphrases import passphrase
from cli.progress import measured
from cli.verbs import group, option, output_option
from domain.errors import NotAllowed
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.addresses import without_password
from store.databases import open_database
from store.errors import StoreUnavailable
from store.log import Database
from store.maintenance.backup import back_up, escrow_in, open_backup
from store.maintenance.backup import restore as restored
from store.maintenance.copying import Copied, place_for_a_copy
from store.maintenance.copying import copy as copied
from store.vault.escrow import put_in, take_out
from store.vault.sealing import OuterKeys
from usecases.session.officer_session import KEYS_META, lock_timeout_s
from usecases.session.settings import Settings

_escrow_option = option(
    "--escrow",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Keep the escrow of the outer keys in FILE, apart from the backup."),
)
_passphrase_option = option(
    "--passphrase-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Read the passphrase of the escrow from FILE instead of asking for it."),
)
_COLUMNS = (
    Column("size", N_("Facts"), Kind.COUNT),
    Column("head", N_("Head"), Kind.NAME),
    Column("place", N_("Written to"), Kind.NAME),
    Column("escrow", N_("Escrow"), Kind.NAME),
    Column("keys", N_("Outer keys"), Kind.NAME),
)


@group("store", help=N_("The store as a whole: copy, backup, restore."))
def store() -> None:
    pass


@store.command(
    "copy",
    help=N_(
        "Copy a store to another place, from a file to PostgreSQL or the other way round.\n\n"
        "TO is made as by `bailu init`; a copy that was interrupted goes on. Let nobody write to FROM meanwhile, for "
        "that would not be in the copy. The outer keys are those of FROM."
    ),
)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@output_option
@click.pass_obj
def copy(settings: Settings, source: str, target: str, output: str | None) -> None:
    with (
        _closing(open_database(source, lock_timeout_s=lock_timeout_s(settings))) as original,
        _closing(place_for_a_copy(target)) as place,
        measured(_("Copying")) as progress,
    ):
        found = copied(original, place, on_progress=progress)
    place_said = without_password(target)
    if not _recorded(found, output, place=place_said):
        print_line(_("The store is %(store)s.") % {"store": place_said})


@store.command(
    "backup",
    help=N_(
        "Write one file with all that is in the store, and the outer keys in escrow under a passphrase.\n\n"
        "Officers' own keys are not in it. Whoever has the file and the passphrase can read every person's data."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@_escrow_option
@option("--without-keys", is_flag=True, help=N_("Leave the outer keys out: they are kept elsewhere."))
@_passphrase_option
@output_option
@click.pass_obj
def backup(
    settings: Settings,
    file: Path,
    escrow: Path | None,
    without_keys: bool,
    passphrase_file: Path | None,
    output: str | None,
) -> None:
    with _closing(open_database(settings["store"], lock_timeout_s=lock_timeout_s(settings))) as original:
        sealed = None
        if not without_keys:
            keys = OuterKeys.read(Path(settings["keys"]), expected=_keys_of(original))
            sealed = put_in(keys, passphrase(passphrase_file, new=True))
        with measured(_("Copying")) as progress:
            found = back_up(original, file, escrow=None if escrow else sealed, on_progress=progress)
    if escrow and sealed:
        _write_private(escrow, sealed)
    if _recorded(found, output, place=str(file), escrow=str(escrow or file) if sealed else None):
        return
    print_line(_("The backup is %(file)s.") % {"file": file})
    if without_keys:
        print_line(
            _("The outer keys are not in it: without %(keys)s nobody's name can be read.") % {"keys": settings["keys"]}
        )
    elif escrow:
        print_line(_("The escrow of the outer keys is %(file)s: keep it apart from the backup.") % {"file": escrow})


@store.command(
    "restore",
    help=N_(
        "Make the store anew from a backup, and its outer keys from the escrow.\n\n"
        "Nothing that exists is overwritten; a restore that was interrupted goes on."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@_escrow_option
@_passphrase_option
@output_option
@click.pass_obj
def restore(
    settings: Settings, file: Path, escrow: Path | None, passphrase_file: Path | None, output: str | None
) -> None:
    place = Path(settings["keys"])
    with _closing(open_backup(file)) as original:
        expected = _keys_of(original)
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
    if _recorded(found, output, place=made, keys=str(place) if there or keys is not None else None):
        return
    print_line(_("The store is %(store)s.") % {"store": made})
    if there or keys is not None:
        print_line(_("The outer keys are %(keys)s: keep a copy apart from the store.") % {"keys": place})
    else:
        print_line(_("The outer keys were not in the backup: put them at %(keys)s.") % {"keys": place})


@contextmanager
def _closing(database: Database) -> Iterator[Database]:
    try:
        yield database
    finally:
        database.close()


def _keys_of(database: Database) -> str | None:
    """The fingerprint of the outer keys that a store asks for."""
    with database.reading() as view:
        return view.meta(KEYS_META)


def _recorded(
    found: Copied, output: str | None, *, place: str, escrow: str | None = None, keys: str | None = None
) -> bool:
    """What was copied and read back; True when a program was told, which is all that it is told."""
    if found.began_at:
        print_note(_("It went on from position %(position)s.") % {"position": found.began_at})
    if found.mended:
        print_note(
            _("%(count)s entries of the indexes were not what the facts say; in the copy they are.")
            % {"count": found.mended}
        )
    head = {"size": found.head.size, "root": found.head.root.hex()}
    said = {"size": found.head.size, "head": "{size}:{root}".format(**head)}
    if print_record(said | {"place": place, "escrow": escrow, "keys": keys}, output, _COLUMNS):
        return True
    print_line(_("%(size)s facts, read back and the same. Head: %(size)s:%(root)s") % head)
    return False


def _read(escrow: Path) -> str:
    try:
        return escrow.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        raise StoreUnavailable("escrow-missing", path=str(escrow)) from None


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
