"""A policy edition on its way into the office: read, checked and adopted, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from domain.office.reference import AdoptEdition
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.proposing import proposal_in
from usecases.intake.editions import pack_bytes
from usecases.intake.packs import read_pack
from usecases.session.officer_session import OfficerSession


class AdoptedEdition(Row):
    """What became of an edition: `proposal` is what waits for a second person; `applies_from` is the first day
    of receipt that selects it.
    """

    edition: Annotated[str, Heading(N_("Edition"), Kind.NAME)]
    digest: Annotated[str, Heading(N_("Digest"), Kind.NAME)]
    applies_from: Annotated[date, Heading(N_("Applies from"))]
    recorded: bool
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionAdoption:
    """An edition, and whether it `changes` anything: the office may have adopted it before."""

    edition: AdoptedEdition
    changes: bool


def adopt_edition(
    session: OfficerSession, file: str, *, command_id: str | None = None, dry_run: bool = False
) -> EditionAdoption:
    """Propose to adopt the edition of a file, or one that comes with bailu, by its id.

    Raises `FilesRefused` and `PackRefused` for a file that is wrong, and the refusals of the command.
    """
    content = pack_bytes(file)
    edition = read_pack(file, content)
    command = AdoptEdition(
        policy=edition.policy,
        edition=edition.ref,
        digest=edition.digest,
        applies_from=edition.applies_from,
        content=content.decode(),
    )
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    changes = bool(result.events) and not result.repeated
    adopted = AdoptedEdition(
        edition=edition.ref,
        digest=edition.digest,
        applies_from=edition.applies_from,
        recorded=changes and not dry_run,
        proposal=proposal_in(result) if not dry_run else None,
    )
    return EditionAdoption(edition=adopted, changes=changes)
