"""Opening a store: its database, its outer keys, and the first administrator with a key of their own. ADR 0013."""

from __future__ import annotations

import secrets
from contextlib import closing
from pathlib import Path

from audit.key_requests import ENROL
from domain.errors import NotAllowed
from domain.office.log import same_domain
from domain.office.log_commands import OpenLog
from domain.office.officer import authority_officer, officer_stream
from store.addresses import without_password
from store.databases import create, exists, open_database
from store.errors import StoreUnavailable
from store.log import OPENING
from store.vault.pseudonym_key import PseudonymKey
from store.vault.sealing import OuterKeys, Vault, draft_of
from usecases.intake.key_requests import KeyRequest, for_any_log
from usecases.session.officer_keys import draft_key, draft_path, finish_key, key_path
from usecases.session.officer_session import KEYS_META, Clock, OfficerSession, lock_timeout_s, parse_instant
from usecases.session.settings import Settings


def open_store(
    settings: Settings,
    administrator: str,
    name: str,
    *,
    supervised_by: str,
    simulated: bool,
    supervising: KeyRequest | None = None,
    passphrase: str | None = None,
    pseudonyms: Path | None = None,
) -> OfficerSession:
    """Make the store of the settings; the session of its administrator. Nothing that exists is overwritten.

    Keys are drafts until the log has its first event, so that a run which was killed is finished by the next. The
    setting `clock` is the first instant of a simulated store. `supervised_by` is the authority whose officers act for
    every other, as the administrator does, `supervising` the request of its key, `passphrase` that of the
    administrator's key, `pseudonyms` the file with the pseudonym key of the domain (ADR 0052).

    Raises `StoreUnavailable`: `clock-form`, `clock-not-simulated`, `keys-exist`, `officer-key-exists`, and as
    `store.databases.create` and `PseudonymKey.read` do; `NotAllowed("pseudonyms-differ")` where keys with another
    pseudonym key wait for the store already.
    """
    stream = officer_stream(administrator)
    if administrator.startswith(authority_officer("")):
        raise NotAllowed("role-of-authority")
    if supervising is not None and (
        not for_any_log(supervising) or supervising.officer != authority_officer(supervised_by)
    ):
        raise NotAllowed("request-elsewhere", officer=supervising.officer, log=supervising.log)
    instant = parse_instant(settings["clock"]) if settings["clock"] else None
    if instant is not None and not simulated:
        raise StoreUnavailable("clock-not-simulated")
    domain = PseudonymKey.read(pseudonyms) if pseudonyms else None
    keys, folder = Path(settings["keys"]), Path(settings["officers"])
    begun = exists(settings["store"])
    if begun and (fingerprint := _opened(settings["store"])) is not None:
        return _finished(settings, administrator, fingerprint, domain)
    if not begun:
        _require_no_keys(keys, key_path(folder, administrator))
    outer = _new_keys(keys, domain, begun=begun)
    _empty_store(settings, outer.fingerprint, begun=begun)
    key = draft_key(folder, administrator, passphrase)
    settings.set_flag("officer", administrator)
    session = OfficerSession(settings, opening=True)
    session.__dict__.update(key=key, vault=Vault(outer))
    session.__dict__["clock"] = Clock(simulated=simulated, instant=instant or Clock(simulated=False)())
    sealer = session.vault.sealing({})
    command = OpenLog(
        log=(log := secrets.token_hex(16)),
        supervised_by=supervised_by,
        supervising_key=supervising.key if supervising else None,
        pseudonyms=outer.domain.fingerprint,
        simulated=simulated,
        officer=administrator,
        sealed=sealer.seal(stream, {"name": name or administrator}),
        key=key.made_by_officer(ENROL, log, administrator),
    )
    session.execute(session.prepare(command, sealer=sealer))
    OuterKeys.finish(keys)
    finish_key(folder, administrator, session.now())
    return session


def _opened(url: str) -> str | None:
    """The fingerprint of the outer keys of a store that has events; None for one without."""
    with closing(open_database(url, allowing=OPENING)) as database, database.reading() as view:
        return view.meta(KEYS_META) or "" if view.head().size else None


def _finished(settings: Settings, administrator: str, fingerprint: str, domain: PseudonymKey | None) -> OfficerSession:
    """The session of a run that was killed behind the first event: its keys take their places.

    Raises `StoreUnavailable("store-exists")` where nothing waits for that, `NotAllowed("pseudonyms-differ")`.
    """
    keys, folder = Path(settings["keys"]), Path(settings["officers"])
    waiting = draft_of(keys)
    ours = waiting.exists() and OuterKeys.read(waiting).fingerprint == fingerprint
    if not ours and not (keys.exists() and draft_path(folder, administrator).exists()):
        raise StoreUnavailable("store-exists", path=without_password(settings["store"]))
    _require_domain(OuterKeys.read(waiting if ours else keys), domain)
    if ours:
        OuterKeys.finish(keys)
    settings.set_flag("officer", administrator)
    session = OfficerSession(settings)
    session.settle()
    assert session.key is not None, "which puts a key that waits for its event in its place"
    return session


def _new_keys(keys: Path, domain: PseudonymKey | None, *, begun: bool) -> OuterKeys:
    """The outer keys that wait for the store. Those that a run was killed in writing, before there was a store, hold
    nothing yet, and are made anew.
    """
    try:
        outer = OuterKeys.draft(keys, domain)
    except StoreUnavailable as error:
        if begun or error.code != "keys-damaged":
            raise
        draft_of(keys).unlink()
        outer = OuterKeys.draft(keys, domain)
    _require_domain(outer, domain)
    return outer


def _require_domain(keys: OuterKeys, domain: PseudonymKey | None) -> None:
    """Keys that another run has begun with stay as they are: this one may only say the same of them, or nothing."""
    if domain is not None:
        same_domain(keys.domain.fingerprint, domain.fingerprint)


def _empty_store(settings: Settings, fingerprint: str, *, begun: bool) -> None:
    """A store without events, of these outer keys: a new one, or one whose opening was interrupted."""
    url = settings["store"]
    if not begun:
        create(url, {KEYS_META: fingerprint}, lock_timeout_s=lock_timeout_s(settings)).close()
        return
    with closing(open_database(url, allowing=OPENING)) as database, database.reading() as view:
        if view.head().size or view.meta(KEYS_META) != fingerprint:
            raise StoreUnavailable("store-exists", path=without_password(url))


def _require_no_keys(outer: Path, officer: Path) -> None:
    if outer.exists():
        raise StoreUnavailable("keys-exist", path=str(outer))
    if officer.exists():
        raise StoreUnavailable("officer-key-exists", path=str(officer))
