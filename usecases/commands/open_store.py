"""Opening a store: its database, its outer keys, and the first administrator with a key of their own. ADR 0013."""

from __future__ import annotations

import secrets
from contextlib import closing
from pathlib import Path

from domain.office.keys import MadeBy, PublicKey, Scheme
from domain.office.log_decisions import OpenLog
from domain.office.officer import officer_stream
from domain.office.roles import CITY
from store.addresses import without_password
from store.databases import create, exists, open_database
from store.errors import StoreUnavailable
from store.log import OPENING
from store.vault.sealing import OuterKeys, Vault
from usecases.session.officer_keys import draft_key, draft_path, finish_key, key_path
from usecases.session.officer_session import KEYS_META, Clock, OfficerSession, parse_instant
from usecases.session.settings import Settings


def open_store(settings: Settings, administrator: str, name: str, authority: str, *, simulated: bool) -> OfficerSession:
    """Make the store of the settings; the session of its administrator. Nothing that exists is overwritten.

    Keys are drafts until the log has its first event, so that a run which was killed is finished by the next. The
    setting `clock` is the first instant of a simulated store. Raises `StoreUnavailable`: `clock-form`,
    `clock-not-simulated`, `keys-exist`, `officer-key-exists`, and as `store.databases.create` does.
    """
    stream = officer_stream(administrator)
    instant = parse_instant(settings["clock"]) if settings["clock"] else None
    if instant is not None and not simulated:
        raise StoreUnavailable("clock-not-simulated")
    keys, folder = Path(settings["keys"]), Path(settings["officers"])
    begun = exists(settings["store"])
    if begun and (fingerprint := _opened(settings["store"])) is not None:
        return _finished(settings, administrator, fingerprint)
    if not begun:
        _require_no_keys(keys, key_path(folder, administrator))
    outer = _new_keys(keys, begun=begun)
    _empty_store(settings["store"], outer.fingerprint, begun=begun)
    key = draft_key(folder, administrator)
    settings.set_flag("officer", administrator)
    session = OfficerSession(settings, opening=True)
    session.__dict__.update(key=key, vault=Vault(outer))
    session.__dict__["clock"] = Clock(simulated=simulated, instant=instant or Clock(simulated=False)())
    sealer = session.vault.sealing({})
    command = OpenLog(
        log=secrets.token_hex(16),
        supervised_by=CITY,
        supervising_key=None,
        pseudonyms=outer.domain_fingerprint,
        simulated=simulated,
        officer=administrator,
        sealed=sealer.seal(stream, {"name": name or administrator}),
        authority=authority,
        key=PublicKey(scheme=Scheme.ED25519, public_key=key.public_key, made_by=MadeBy.OFFICER),
    )
    session.execute(session.prepare(command, sealer=sealer))
    OuterKeys.finish(keys)
    finish_key(folder, administrator, session.now())
    return session


def _opened(url: str) -> str | None:
    """The fingerprint of the outer keys of a store that has events; None for one without."""
    with closing(open_database(url, allowing=OPENING)) as database, database.reading() as view:
        return view.meta(KEYS_META) or "" if view.head().size else None


def _finished(settings: Settings, administrator: str, fingerprint: str) -> OfficerSession:
    """The session of a run that was killed behind the first event: its keys take their places.

    Raises `StoreUnavailable("store-exists")` where nothing waits for that.
    """
    keys, folder = Path(settings["keys"]), Path(settings["officers"])
    waiting = _draft_of(keys)
    ours = waiting.exists() and OuterKeys.read(waiting).fingerprint == fingerprint
    if not ours and not (keys.exists() and draft_path(folder, administrator).exists()):
        raise StoreUnavailable("store-exists", path=without_password(settings["store"]))
    if ours:
        OuterKeys.finish(keys)
    settings.set_flag("officer", administrator)
    session = OfficerSession(settings)
    assert session.key is not None, "which puts a key that waits for its event in its place"
    return session


def _new_keys(keys: Path, *, begun: bool) -> OuterKeys:
    """The outer keys that wait for the store. Those that a run was killed in writing, before there was a store, hold
    nothing yet, and are made anew.
    """
    try:
        return OuterKeys.draft(keys)
    except StoreUnavailable as error:
        if begun or error.code != "keys-damaged":
            raise
        _draft_of(keys).unlink()
        return OuterKeys.draft(keys)


def _draft_of(keys: Path) -> Path:
    """Where `OuterKeys.draft` lets keys wait."""
    return keys.with_name(f"{keys.name}.draft")


def _empty_store(url: str, fingerprint: str, *, begun: bool) -> None:
    """A store without events, of these outer keys: a new one, or one whose opening was interrupted."""
    if not begun:
        create(url, {KEYS_META: fingerprint}).close()
        return
    with closing(open_database(url, allowing=OPENING)) as database, database.reading() as view:
        if view.head().size or view.meta(KEYS_META) != fingerprint:
            raise StoreUnavailable("store-exists", path=without_password(url))


def _require_no_keys(outer: Path, officer: Path) -> None:
    if outer.exists():
        raise StoreUnavailable("keys-exist", path=str(outer))
    if officer.exists():
        raise StoreUnavailable("officer-key-exists", path=str(officer))
