"""`bailu roster template`: write an empty roster of a scheme, as a workbook with drop-down lists and notes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import print_line, print_record
from cli.verbs import output_option
from domain.calendar import LEGAL_ZONE
from domain.errors import NotAllowed
from presentation.language import N_, _
from store.errors import StoreUnavailable
from usecases.session.officer_session import parse_instant
from usecases.session.settings import Settings

if TYPE_CHECKING:
    pass
from cli.roster._roster import _scheme, policy_option
from cli.verbs import Verb


@click.command(
    "template", cls=Verb, help=N_("Write an empty roster of a scheme, as a workbook with drop-down lists and notes.")
)
@click.argument("scheme")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@policy_option
@output_option
@click.pass_obj
def command(settings: Settings, scheme: str, file: Path | None, policy: str | None, output: str | None) -> None:
    from usecases.intake.template import template as write

    edition, wanted = _scheme(settings, policy, scheme)
    path = file or Path(f"{scheme}.xlsx")
    _reserve(path)
    write(edition, wanted, path, _made_at(settings))
    if not print_record({"file": str(path), "scheme": scheme, "edition": edition.ref}, output, ()):
        print_line(_("The roster %(file)s is ready to be filled in.") % {"file": path})


def _reserve(path: Path) -> None:
    """Make the file, so that nothing which is there already is overwritten."""
    try:
        path.open("xb").close()
    except FileExistsError:
        raise NotAllowed("file-there", path=str(path)) from None
    except OSError as error:
        raise StoreUnavailable("file-unwritable", path=str(path), reason=error.strerror) from error


def _made_at(settings: Settings) -> datetime:
    """Now in Xiamen without a zone, which is how workbooks have it."""
    clock = settings["clock"]
    now = parse_instant(clock).astimezone(LEGAL_ZONE) if clock else datetime.now(LEGAL_ZONE)
    return now.replace(tzinfo=None)
