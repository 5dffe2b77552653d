"""`bailu officer key new`: make a key at one's own desk, and the request that an administrator enrols it by."""

from __future__ import annotations

from pathlib import Path

import click

from audit.key_requests import ENROL, ROTATE, SUPERVISE
from cli.officer._roles import ROLES
from cli.output import print_line, print_note
from cli.parameters import FILE, NAME, WORDS
from cli.passphrases import passphrase
from cli.verbs import Verb, option
from domain.office.roles import Role
from presentation.language import N_, _
from usecases.commands.officers import make_key
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "new",
    cls=Verb,
    help=N_(
        "Make a key of one's own, sealed under a passphrase, and a request to have it enrolled.\n\n"
        "The key never leaves this desk: only the request does, and it proves that whoever made it holds the key. The "
        "key is a draft until the log has it. Where this desk does not reach the store, --log says the identity of the "
        "log, as `bailu doctor` says it."
    ),
)
@click.argument("officer_id", type=NAME, metavar="OFFICER")
@option("--name", type=WORDS, help=N_("The officer's name; it is sealed when it is enrolled."))
@option("--role", "roles", type=ROLES, multiple=True, help=N_("A role to ask for; give it again for more."))
@option("--authority", type=NAME, help=N_("The authority to work for; the supervising one unless said otherwise."))
@option("--lost", is_flag=True, help=N_("In the place of a key that was lost: the officer is enrolled already."))
@option("--supervising", is_flag=True, help=N_("For the authority above offices, which gives the request to `init`."))
@option("--log", type=NAME, metavar="ID", help=N_("The identity of the log, where the store is out of reach."))
@option("--no-passphrase", is_flag=True, help=N_("Leave the key unsealed: for machines, and for trying things out."))
@option("--passphrase-file", type=FILE, metavar="FILE", help=N_("Read the passphrase from FILE instead of asking."))
@option("--out", type=FILE, metavar="FILE", help=N_("Where the request goes; beside the key unless said otherwise."))
@click.pass_obj
def command(
    settings: Settings,
    officer_id: str,
    name: str | None,
    roles: tuple[str, ...],
    authority: str | None,
    lost: bool,
    supervising: bool,
    log: str | None,
    no_passphrase: bool,
    passphrase_file: Path | None,
    out: Path | None,
) -> None:
    if lost and supervising:
        raise click.UsageError(_("--lost and --supervising exclude each other."))
    if not (lost or supervising) and not (name and roles):
        raise click.UsageError(_("Say with --name and --role who is to be enrolled, and as what."))
    sealed_under = None if no_passphrase else passphrase(passphrase_file, new=True, of=_("Passphrase of the key"))
    request = make_key(
        OfficerSession(settings),
        officer_id,
        name=name or officer_id,
        roles=tuple(map(Role, roles)),
        authority=authority,
        purpose=ROTATE if lost else SUPERVISE if supervising else ENROL,
        log=log,
        passphrase=sealed_under,
        out=out,
    )
    print_line(_("The request is %(request)s: give it to an administrator.") % {"request": request})
    if supervising:
        print_note(_("They open the store with it: bailu init --supervising-key %(request)s") % {"request": request})
    else:
        print_note(_("They propose it: bailu officer enrol --request %(request)s") % {"request": request})
