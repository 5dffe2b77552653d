"""`bailu officer`: who may act, in which roles, with which key."""

from __future__ import annotations

from pathlib import Path

import click

from cli.officer.acts import acts
from cli.output import print_line, print_listing
from cli.verbs import command_id_option, group, option, output_option
from domain.office.officer import (
    EnrolOfficer,
    GrantRole,
    HandOver,
    OfficerCommand,
    RevokeRole,
    RotateKey,
    SuspendOfficer,
)
from domain.office.roles import CITY, Role
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.errors import StoreUnavailable
from usecases.session.officer_keys import key_path, make_key
from usecases.session.officer_session import OFFICER_ID, OfficerSession
from usecases.session.settings import Settings

_ROLES = click.Choice([role.value for role in Role])

_COLUMNS = (
    Column("officer", N_("Officer"), Kind.NAME),
    Column("name", N_("Name")),
    Column("roles", N_("Roles"), Kind.LABEL),
    Column("authority", N_("Authority"), Kind.NAME),
    Column("suspended", N_("Suspended")),
    Column("handed_over_to", N_("Handed over to"), Kind.NAME),
    Column("public_key", N_("Public key"), Kind.NAME),
)


@group("officer", help=N_("Officers, their roles and keys."))
def officer() -> None:
    pass


@officer.command("enrol", help=N_("Enrol an officer and make their key; hand the key file over in person."))
@click.argument("who", metavar="OFFICER")
@option("--name", required=True, help=N_("The officer's name; it is sealed."))
@option("--role", "roles", type=_ROLES, multiple=True, required=True, help=N_("A role; give it again for more."))
@option("--authority", default=CITY, show_default=True, help=N_("The paying authority whose cases they work on."))
@command_id_option
@click.pass_obj
def enrol(
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


@officer.command("list", help=N_("List the officers."))
@output_option
@click.pass_obj
def list_officers(settings: Settings, output: str | None) -> None:
    session = OfficerSession(settings)
    with session.repository() as repository:
        known = [found for name in repository.names("officer") if (found := repository.officer(name))]
    rows = [
        {
            "officer": each.officer,
            "name": session.unseal(f"officer-{each.officer}", each.sealed).get("name", ""),
            "roles": sorted(each.roles),
            "authority": each.authority,
            "suspended": each.suspended,
            "handed_over_to": each.handed_over_to,
            "public_key": each.public_key,
        }
        for each in known
    ]
    print_listing(_COLUMNS, rows, output)


@officer.command("grant", help=N_("Grant a role."))
@click.argument("who", metavar="OFFICER")
@click.argument("role", type=_ROLES)
@click.pass_obj
def grant(settings: Settings, who: str, role: str) -> None:
    _do(settings, GrantRole(officer=who, role=Role(role)))


@officer.command("revoke", help=N_("Revoke a role."))
@click.argument("who", metavar="OFFICER")
@click.argument("role", type=_ROLES)
@click.pass_obj
def revoke(settings: Settings, who: str, role: str) -> None:
    _do(settings, RevokeRole(officer=who, role=Role(role)))


@officer.command("suspend", help=N_("Suspend an officer until a role is granted again."))
@click.argument("who", metavar="OFFICER")
@click.pass_obj
def suspend(settings: Settings, who: str) -> None:
    _do(settings, SuspendOfficer(officer=who))


@officer.command("rotate-key", help=N_("Give an officer a new key; the old file is kept beside it."))
@click.argument("who", metavar="OFFICER")
@click.pass_obj
def rotate_key(settings: Settings, who: str) -> None:
    session = OfficerSession(settings)
    folder = Path(settings["officers"])
    fresh = make_key(folder, f"{who}.new")
    try:
        session.execute(session.prepare(RotateKey(officer=who, public_key=fresh.public_key)))
    except Exception:
        key_path(folder, f"{who}.new").unlink()
        raise
    if _key(settings, who).exists():
        _key(settings, who).replace(folder / f"{who}.{session.now():%Y%m%dT%H%M%S}.old.pem")
    key_path(folder, f"{who}.new").replace(_key(settings, who))
    print_line(_("%(officer)s signs with the key %(key)s from now on.") % {"officer": who, "key": _key(settings, who)})


@officer.command(
    "hand-over",
    help=N_(
        "Hand the open work of an officer over to another: it stands in the other's `todo --mine` from then on.\n\n"
        "It gives nobody a role: grant what is missing first. With --back, it is the officer's own again."
    ),
)
@click.argument("who", metavar="FROM")
@click.argument("to", metavar="[TO]", required=False)
@option("--back", is_flag=True, help=N_("Take it back: the work is FROM's own again."))
@command_id_option
@click.pass_obj
def hand_over(settings: Settings, who: str, to: str | None, back: bool, command_id: str | None) -> None:
    if back == bool(to):
        raise click.UsageError(_("Say to whom, or --back, but not both."))
    session = OfficerSession(settings)
    session.execute(session.prepare(HandOver(officer=who, to=to), command_id=command_id))
    if back:
        print_line(_("The work of %(officer)s is their own again.") % {"officer": who})
    else:
        print_line(
            _("The open work of %(officer)s stands in the list of %(to)s from now on.") % {"officer": who, "to": to}
        )


officer.add_command(acts)


def _do(settings: Settings, command: OfficerCommand) -> None:
    session = OfficerSession(settings)
    session.execute(session.prepare(command))
    print_line(_("Recorded."))


def _key(settings: Settings, who: str) -> Path:
    return key_path(Path(settings["officers"]), who)
