"""`bailu officer rotate-key`: give an officer a new key; the old file is kept beside it."""

from __future__ import annotations

from pathlib import Path

import click

from cli.officer._officer import _key
from cli.output import print_line
from cli.verbs import Verb
from domain.office.officer import (
    RotateKey,
)
from presentation.language import N_, _
from usecases.session.officer_keys import key_path, make_key
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("rotate-key", cls=Verb, help=N_("Give an officer a new key; the old file is kept beside it."))
@click.argument("who", metavar="OFFICER")
@click.pass_obj
def command(settings: Settings, who: str) -> None:
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
