"""An empty roster of a scheme, made ready to be filled in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from domain.calendar import LEGAL_ZONE
from presentation.rows.columns import Row
from usecases.intake.editions import scheme_of
from usecases.session.new_files import write_file
from usecases.session.settings import Settings


class EmptyRoster(Row):
    """Where the roster is, and of which scheme of which edition."""

    file: str
    scheme: str
    edition: str


def write_empty_roster(settings: Settings, scheme: str, file: Path | None, policy: str | None) -> EmptyRoster:
    """Write the workbook; without a file, one named for the scheme. Nothing that is there is overwritten.

    Raises `NotAllowed("file-there")`, `StoreUnavailable("file-unwritable")`, and as `scheme_of`.
    """
    from usecases.intake.template import template

    edition, wanted = scheme_of(settings, policy, scheme)
    path = file or Path(f"{scheme}.xlsx")
    write_file(path, template(edition, wanted, _made_at(settings)))
    return EmptyRoster(file=str(path), scheme=scheme, edition=edition.ref)


def _made_at(settings: Settings) -> datetime:
    """Now in Xiamen without a zone, which is how workbooks have it."""
    from usecases.session.officer_session import parse_instant

    clock = settings["clock"]
    now = parse_instant(clock).astimezone(LEGAL_ZONE) if clock else datetime.now(LEGAL_ZONE)
    return now.replace(tzinfo=None)
