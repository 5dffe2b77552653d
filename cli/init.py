"""`bailu init`: a store, its outer keys, and the first administrator with a key of their own."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from cli.output import print_line
from cli.verbs import Verb, option
from domain.office.officer import OpenLog
from domain.office.roles import CITY
from presentation.language import N_, _
from store.addresses import without_password
from store.databases import create, exists
from store.errors import StoreUnavailable
from store.vault.sealing import OuterKeys, Vault
from usecases.session.officer_keys import key_path, make_key
from usecases.session.officer_session import KEYS_META, Clock, OfficerSession, parse_instant
from usecases.session.settings import Settings


@click.command(
    "init",
    cls=Verb,
    help=N_(
        "Make a store, its outer keys and its first administrator.\n\n"
        "Keep a copy of the outer keys in a safe place apart from the store: whoever loses them loses every payee."
    ),
)
@option("--administrator", default="admin", show_default=True, help=N_("The first administrator's officer id."))
@option("--name", default="", help=N_("The administrator's name."))
@option("--authority", default=CITY, show_default=True, help=N_("The administrator's authority."))
@option("--simulated", is_flag=True, help=N_("A store for trying things out, on a simulated clock, for good."))
@click.pass_obj
def command(settings: Settings, administrator: str, name: str, authority: str, simulated: bool) -> None:
    open_store(settings, administrator, name, authority, simulated=simulated)
    print_line(_("The store is %(store)s.") % {"store": without_password(settings["store"])})
    print_line(_("The outer keys are %(keys)s: keep a copy apart from the store.") % {"keys": settings["keys"]})
    key = key_path(Path(settings["officers"]), administrator)
    print_line(_("%(officer)s is the administrator, with the key %(key)s.") % {"officer": administrator, "key": key})
    print_line(_("Next: bailu --as %(officer)s officer enrol …") % {"officer": administrator})


def open_store(settings: Settings, administrator: str, name: str, authority: str, *, simulated: bool) -> OfficerSession:
    """Make the store; nothing that exists is overwritten. A clock may be given for a simulated one."""
    instant = parse_instant(settings["clock"]) if settings["clock"] else None
    if instant is not None and not simulated:
        raise StoreUnavailable("clock-not-simulated")
    if not exists(settings["store"]):
        # Otherwise there would be a store without keys, which an administrator of the database has to take away again.
        _no_keys_there(Path(settings["keys"]), key_path(Path(settings["officers"]), administrator))
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


def _no_keys_there(outer: Path, officer: Path) -> None:
    if outer.exists():
        raise StoreUnavailable("keys-exist", path=str(outer))
    if officer.exists():
        raise StoreUnavailable("officer-key-exists", path=str(officer))
