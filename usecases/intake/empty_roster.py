"""An empty roster of a scheme, made ready to be filled in."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from domain.calendar import LEGAL_ZONE
from domain.entitlement.edition import Edition
from domain.entitlement.scheme import Scheme
from domain.entitlement.vocabulary import ENTRY
from presentation.rows.columns import Row
from usecases.intake.editions import scheme_of, store_exists
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
    made_at = _made_at(settings)
    write_file(path, template(edition, wanted, made_at, _nameable(settings, edition, wanted, made_at.date())))
    return EmptyRoster(file=str(path), scheme=scheme, edition=edition.ref)


def _nameable(settings: Settings, edition: Edition, scheme: Scheme, on: date) -> list[tuple[str, str]]:
    """The entries in force that a line of the scheme may name; none where there is no store to ask."""
    registers = [one.asking.register for one in scheme.line_entries if one.asking.key == ENTRY]
    if not registers or not store_exists(settings):
        return []
    from usecases.session.officer_session import OfficerSession

    with OfficerSession(settings).repository() as repository:
        listed = (entry for name in registers for entry in repository.register(name).entries.values())
        contents = [entry.content for entry in listed if entry.policy == edition.policy and entry.content.valid(on)]
    return [(content.key, content.name or "") for content in contents]


def _made_at(settings: Settings) -> datetime:
    """Now in Xiamen without a zone, which is how workbooks have it."""
    from usecases.session.officer_session import parse_instant

    clock = settings["clock"]
    now = parse_instant(clock).astimezone(LEGAL_ZONE) if clock else datetime.now(LEGAL_ZONE)
    return now.replace(tzinfo=None)
