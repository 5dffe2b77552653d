"""`bailu store`: a store copied to another place, backed up, and restored, with its outer keys in escrow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cli.output import print_line, print_note, print_record
from cli.verbs import option
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.log import Database
from store.maintenance.copying import Copied
from usecases.session.officer_session import KEYS_META

escrow_option = option(
    "--escrow",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Keep the escrow of the outer keys in FILE, apart from the backup."),
)


passphrase_option = option(
    "--passphrase-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Read the passphrase of the escrow from FILE instead of asking for it."),
)


COLUMNS = (
    Column("size", N_("Facts"), Kind.COUNT),
    Column("head", N_("Head"), Kind.NAME),
    Column("place", N_("Written to"), Kind.NAME),
    Column("escrow", N_("Escrow"), Kind.NAME),
    Column("keys", N_("Outer keys"), Kind.NAME),
)


@contextmanager
def closing(database: Database) -> Iterator[Database]:
    try:
        yield database
    finally:
        database.close()


def keys_of(database: Database) -> str | None:
    """The fingerprint of the outer keys that a store asks for."""
    with database.reading() as view:
        return view.meta(KEYS_META)


def recorded(
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
    if print_record(said | {"place": place, "escrow": escrow, "keys": keys}, output, COLUMNS):
        return True
    print_line(_("%(size)s facts, read back and the same. Head: %(size)s:%(root)s") % head)
    return False
