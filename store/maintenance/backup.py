"""A backup: one SQLite file, whichever database the store is on, which is a store of its own and says so.

It holds the log, person keys, command ids and indexes as of one moment, and, unless they are kept apart, the outer
keys in escrow. Nobody works on a backup; `audit verify` and the other inspectors' questions read it as they read a
store.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path

from domain.errors import NotAllowed
from store.databases import create, open_database
from store.errors import StoreUnavailable
from store.files import give_name, workshop
from store.log import BACKUP, COPYING, STATE_META, Database
from store.maintenance.copying import Copied, GoOn, Progress, copy, place_for_a_copy

ESCROW_META = "escrow"
"""Under this name a backup has the outer keys, sealed under a passphrase."""


def back_up(
    source: Database, file: Path, *, escrow: str | None, on_progress: Progress, begin: Callable[[], None] = lambda: None
) -> Copied:
    """Write a backup, whole or not at all; no file is overwritten. `begin` is called once there is a place for it.

    Raises NotAllowed("file-there"), StoreUnavailable: `disk-full`, `store-io` and as `copy` does; and StoreBusy.
    """
    file = file.absolute()
    if os.path.lexists(file):
        raise NotAllowed("file-there", path=str(file))
    with _draft_of(file) as draft:
        target = create(str(draft), {STATE_META: COPYING})
        try:
            begin()
            also = {ESCROW_META: escrow} if escrow else {}
            copied = copy(source, target, on_progress=on_progress, state=BACKUP, also=also)
        finally:
            target.close()
        _make_one_file(draft)
        try:
            give_name(draft, file)
        except FileExistsError:
            raise NotAllowed("file-there", path=str(file)) from None
    return copied


def open_backup(file: Path) -> Database:
    """Raises NotAllowed("not-a-backup"), StoreUnavailable: `store-missing`, `store-corrupt`, `store-not-ours` …"""
    database = open_database(str(file), read_only=True, allowing=BACKUP)
    with database.reading() as view:
        if view.meta(STATE_META) == BACKUP:
            return database
    database.close()
    raise NotAllowed("not-a-backup", path=str(file))


def escrow_in(backup: Database) -> str | None:
    with backup.reading() as view:
        return view.meta(ESCROW_META)


def restore(backup: Database, url: str, *, on_progress: Progress, go_on: GoOn | None = None) -> Copied:
    """Make the store at `url` what the backup holds; goes on if it was interrupted. Raises as `copy` does."""
    target = place_for_a_copy(url)
    try:
        return copy(backup, target, on_progress=on_progress, go_on=go_on)
    finally:
        target.close()


@contextmanager
def _draft_of(file: Path) -> Iterator[Path]:
    """Where a file is made before it gets its name."""
    try:
        with workshop(file.parent) as draft:
            yield draft
    except OSError as error:
        raise StoreUnavailable("store-io", path=str(file), reason=os.strerror(error.errno or 0)) from error


def _make_one_file(draft: Path) -> None:
    """Fold the write-ahead log into the file, and leave it with none: a backup is one file, on whatever medium."""
    raw = sqlite3.connect(draft, isolation_level=None)
    try:
        (mode,) = raw.execute("PRAGMA journal_mode=DELETE").fetchone()
        if mode != "delete":
            raise OSError(ENOSPC, os.strerror(ENOSPC))
    except sqlite3.Error as error:
        raise StoreUnavailable("store-io", path=str(draft), reason=str(error)) from error
    finally:
        raw.close()
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
