"""`bailu officer enrol`: enrol an officer and make their key; hand the key file over in person."""

from __future__ import annotations

from pathlib import Path

import click

from cli.officer._officer import ROLES, _key
from cli.output import print_line
from cli.verbs import Verb, command_id_option, option
from domain.office.officer import (
    EnrolOfficer,
)
from domain.office.roles import CITY, Role
from presentation.language import N_, _
from store.errors import StoreUnavailable
from usecases.session.officer_keys import make_key
from usecases.session.officer_session import OFFICER_ID, OfficerSession
from usecases.session.settings import Settings


@click.command("enrol", cls=Verb, help=N_("Enrol an officer and make their key; hand the key file over in person."))
@click.argument("who", metavar="OFFICER")
@option("--name", required=True, help=N_("The officer's name; it is sealed."))
@option("--role", "roles", type=ROLES, multiple=True, required=True, help=N_("A role; give it again for more."))
@option("--authority", default=CITY, show_default=True, help=N_("The paying authority whose cases they work on."))
@command_id_option
@click.pass_obj
def command(
    settings: Settings, who: str, name: str, roles: tuple[str, ...], authority: str, command_id: str | None
) -> None:
    enrol_officer(OfficerSession(settings), who, name, tuple(Role(role) for role in roles), authority, command_id)
    print_line(_("%(officer)s is enrolled, with the key %(key)s.") % {"officer": who, "key": _key(settings, who)})


def enrol_officer(
    session: OfficerSession, who: str, name: str, roles: tuple[Role, ...], authority: str, command_id: str | None = None
) -> None:
    """Enrol; if the log declines, the key that was made for it goes again."""
    if not OFFICER_ID.fullmatch(who):
        raise StoreUnavailable("officer-form", officer=who)
    key = make_key(Path(session.settings["officers"]), who)
    sealer = session.sealing([f"officer-{who}"])
    command = EnrolOfficer(
        officer=who,
        sealed=sealer.seal(f"officer-{who}", {"name": name}),
        roles=roles,
        authority=authority,
        public_key=key.public_key,
    )
    try:
        session.execute(
            session.prepare(command, clear=[who, name, roles, authority], sealer=sealer, command_id=command_id)
        )
    except Exception:
        _key(session.settings, who).unlink()
        raise
