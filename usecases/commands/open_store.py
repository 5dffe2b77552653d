"""Opening a store: its database, its outer keys, and the first administrator with a key of their own. ADR 0013."""

from __future__ import annotations

import secrets
from pathlib import Path

from domain.office.officer import OpenLog
from store.databases import create, exists
from store.errors import StoreUnavailable
from store.vault.sealing import OuterKeys, Vault
from usecases.session.officer_keys import key_path, make_key
from usecases.session.officer_session import KEYS_META, Clock, OfficerSession, parse_instant
from usecases.session.settings import Settings


def open_store(settings: Settings, administrator: str, name: str, authority: str, *, simulated: bool) -> OfficerSession:
    """Make the store of the settings; the session of its administrator. Nothing that exists is overwritten.

    The setting `clock` is the first instant of a simulated store. Raises `StoreUnavailable`: `clock-form`,
    `clock-not-simulated`, `keys-exist`, `officer-key-exists`, and as `store.databases.create` does.
    """
    instant = parse_instant(settings["clock"]) if settings["clock"] else None
    if instant is not None and not simulated:
        raise StoreUnavailable("clock-not-simulated")
    if not exists(settings["store"]):
        # Otherwise there would be a store without keys, which an administrator of the database has to take away again.
        _require_no_keys(Path(settings["keys"]), key_path(Path(settings["officers"]), administrator))
    database = create(settings["store"])
    try:
        outer = OuterKeys.new()
        outer.write(Path(settings["keys"]))
        key = make_key(Path(settings["officers"]), administrator)
        with database.writing() as log:
            log.set_meta(KEYS_META, outer.fingerprint)
    finally:
        database.close()
    settings.set_flag("officer", administrator)
    session = OfficerSession(settings)
    if simulated:
        session.__dict__["clock"] = Clock(simulated=True, instant=instant or Clock(simulated=False)())
    sealer = Vault(outer).sealing({})
    command = OpenLog(
        log=secrets.token_hex(16),
        simulated=simulated,
        officer=administrator,
        sealed=sealer.seal(f"officer-{administrator}", {"name": name or administrator}),
        authority=authority,
        public_key=key.public_key,
    )
    session.execute(session.prepare(command, sealer=sealer))
    return session


def _require_no_keys(outer: Path, officer: Path) -> None:
    if outer.exists():
        raise StoreUnavailable("keys-exist", path=str(outer))
    if officer.exists():
        raise StoreUnavailable("officer-key-exists", path=str(officer))
