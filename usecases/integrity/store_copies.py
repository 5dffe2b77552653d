"""Copies of a store: to another place, into a backup with the outer keys in escrow, and back from one."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

from domain.errors import NotAllowed
from domain.office.authorship import author
from domain.office.log import OuterKeysIn
from domain.office.log_commands import BackUpLog, CloseLog
from domain.office.log_decisions import may_back_up
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from store.addresses import without_password
from store.databases import exists, open_database
from store.errors import StoreUnavailable
from store.log import Author, Database
from store.maintenance.backup import back_up, escrow_in, open_backup, restore
from store.maintenance.copying import Copied, copy, identity_of, is_whole_copy, place_for_a_copy
from store.maintenance.restoring import restoring
from store.vault.escrow import put_in, take_out
from store.vault.sealing import OuterKeys
from usecases.progress import Measure, unmeasured
from usecases.session.new_files import PromisedFile
from usecases.session.officer_session import KEYS_META, OfficerSession, lock_timeout_s
from usecases.session.settings import Settings

_ESCROW_LENGTH_MAX = 100_000
"""A device may be read without an end."""

AskPassphrase = Callable[[], str]
"""Is called when the passphrase of an escrow is needed, and not before."""


class CopyRow(Row):
    """A copy that was read back: `size` events, `head` as SIZE:ROOT, and where it, the escrow and the keys are."""

    size: Annotated[int, Heading(N_("Events"))]
    head: Annotated[str, Heading(N_("Head"), Kind.NAME)]
    place: Annotated[str, Heading(N_("Written to"), Kind.NAME)]
    escrow: Annotated[str | None, Heading(N_("Escrow"), Kind.NAME)] = None
    keys: Annotated[str | None, Heading(N_("Outer keys"), Kind.NAME)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyResult:
    """The copy, at which position this run went on with it (0: began it), and how many index entries it corrected."""

    row: CopyRow
    resumed_at: int
    corrected: int


def copy_store(
    settings: Settings, source: str, target: str, *, close: bool = False, measure: Measure = unmeasured
) -> CopyResult:
    """Copy the store at `source` to `target`, where the log goes on under an identity of its own. With `close`, the
    source records, once the target is known to take it, that it goes on there and nowhere else: then nothing can leave
    the house twice.

    Raises `NotAllowed("log-closed")` where it goes on elsewhere already, as `store.maintenance.copying.copy` does, and
    what declines the administrator.
    """
    with closing(open_database(source, lock_timeout_s=lock_timeout_s(settings))) as original:
        session = OfficerSession(settings)
        session.__dict__["database"] = original
        if close and _successor(session) is not None and not exists(target):
            raise NotAllowed("log-closed")
        with closing(place_for_a_copy(target)) as place, measure(_("Copying")) as on_progress:
            identity = identity_of(place)
            if close:
                _close(session, original, place, identity)
            go_on = restoring(Author(session.officer, session.key), session.clock, identity)
            copied = copy(original, place, on_progress=on_progress, go_on=go_on)
    return _result(copied, place=without_password(target))


def back_up_store(
    settings: Settings,
    file: Path,
    *,
    escrow: Path | None,
    ask_passphrase: AskPassphrase | None,
    measure: Measure = unmeasured,
) -> CopyResult:
    """Record that the officer of the settings takes a backup, and write one file with the whole store. With
    `ask_passphrase`, the outer keys go into escrow: in it, or in `escrow`. A closed log records nothing.

    Raises what declines the officer, `NotAllowed("file-there")`, `StoreUnavailable` for keys that are missing or not
    this store's and for an escrow that cannot be written, and as `store.maintenance.backup.back_up` does.
    """
    apart = _promised(escrow, file) if escrow and ask_passphrase else nullcontext()
    session = OfficerSession(settings)
    with apart as promised:
        original, sealed = session.database, None
        if ask_passphrase is not None:
            keys = OuterKeys.read(Path(settings["keys"]), expected=_fingerprint_of_keys(original))
            sealed = put_in(keys, ask_passphrase())
        announce = partial(_announce, session, OuterKeysIn.ESCROW if sealed else OuterKeysIn.NONE)
        with measure(_("Copying")) as on_progress:
            copied = back_up(original, file, escrow=None if escrow else sealed, on_progress=on_progress, begin=announce)
        if promised and sealed:
            promised.commit(f"{sealed}\n".encode("ascii"))
    return _result(copied, place=str(file), escrow=str(escrow or file) if sealed else None)


def restore_store(
    settings: Settings,
    file: Path,
    *,
    escrow: Path | None,
    ask_passphrase: AskPassphrase,
    measure: Measure = unmeasured,
) -> CopyResult:
    """Make the store of the settings from a backup, and its outer keys from the escrow unless they are there already.

    Raises `NotAllowed("not-a-backup")`, `StoreUnavailable`: `escrow-missing`, `passphrase-wrong`, `keys-wrong`; and as
    `store.maintenance.copying.copy` does.
    """
    path = Path(settings["keys"])
    with closing(open_backup(file)) as original:
        session = OfficerSession(settings)
        session.__dict__["database"] = original
        go_on = restoring(Author(session.officer, session.key), session.clock)
        expected = _fingerprint_of_keys(original)
        keys_exist = path.exists()
        sealed = _read_escrow(escrow) if escrow else escrow_in(original)
        keys = None
        if keys_exist:
            OuterKeys.read(path, expected=expected)
        elif sealed:
            keys = take_out(sealed, ask_passphrase())
            if keys.fingerprint != expected:
                raise StoreUnavailable("keys-wrong", path=str(escrow or file))
        with _promised_keys(path) if keys else nullcontext() as promised:
            with measure(_("Copying")) as on_progress:
                copied = restore(original, settings["store"], on_progress=on_progress, go_on=go_on)
            if keys and promised:
                promised.commit(keys.text().encode("ascii"))
    return _result(
        copied,
        place=without_password(settings["store"]),
        keys=str(path) if keys_exist or keys is not None else None,
    )


def _close(session: OfficerSession, original: Database, place: Database, identity: str | None) -> None:
    """Record that nothing follows here; again, where a copy was interrupted behind that, changes nothing.

    Raises NotAllowed: `copy-target-taken` for a place that is whole already, `log-closed` for another than the one in
    which the log goes on, and as `copy` does.
    """
    successor = _successor(session)
    if successor is None:
        if identity is None or is_whole_copy(original, place):
            raise NotAllowed("copy-target-taken")
        session.execute(session.prepare(CloseLog(successor=identity)))
    elif successor != identity:
        raise NotAllowed("log-closed")
    else:
        session.settle()


def _announce(session: OfficerSession, outer_keys: OuterKeysIn) -> None:
    """Have the log say who takes a backup, before it is taken. One that was closed is only asked whether they may."""
    with session.repository() as repository:
        log, officer = repository.log(), repository.officer(session.officer)
    if not log.closed:
        session.execute(session.prepare(BackUpLog(outer_keys=outer_keys)))
        return
    actor = author(officer, session.officer, session.key.public_key, session.today(), log.supervised_by)
    may_back_up(actor, outer_keys)


def _successor(session: OfficerSession) -> str | None:
    """Where a closed log goes on."""
    with session.repository() as repository:
        return repository.log().successor


def _promised(escrow: Path, file: Path) -> PromisedFile:
    """A place for an escrow, found out before there is a backup that would be without keys."""
    if os.path.lexists(escrow) or os.path.realpath(escrow) == os.path.realpath(file):
        raise NotAllowed("file-there", path=str(escrow))
    return PromisedFile(escrow)


def _promised_keys(path: Path) -> PromisedFile:
    """A place for outer keys, found out before there is a store that would be without them."""
    with suppress(OSError):  # What is wrong with the folder is told of the file.
        path.parent.mkdir(parents=True, exist_ok=True)
    return PromisedFile(path)


def _result(copied: Copied, *, place: str, escrow: str | None = None, keys: str | None = None) -> CopyResult:
    head = f"{copied.head.size}:{copied.head.root.hex()}"
    row = CopyRow(size=copied.head.size, head=head, place=place, escrow=escrow, keys=keys)
    return CopyResult(row=row, resumed_at=copied.began_at, corrected=copied.mended)


def _fingerprint_of_keys(database: Database) -> str | None:
    """The fingerprint of the outer keys that belong to a store."""
    with database.reading() as view:
        return view.meta(KEYS_META)


def _read_escrow(escrow: Path) -> str:
    try:
        with escrow.open(encoding="ascii") as file:
            return file.read(_ESCROW_LENGTH_MAX)
    except (OSError, UnicodeDecodeError):
        raise StoreUnavailable("escrow-missing", path=str(escrow)) from None
