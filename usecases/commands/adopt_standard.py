"""A table of a standard on its way into the office: read, checked against the notice, and proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from domain.errors import NoSuchThing
from domain.office.reference import AdoptStandard
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.proposing import proposal_in
from usecases.intake.editions import editions_of, pack_bytes
from usecases.intake.standards import read_for_some, standard_policy
from usecases.session.officer_session import OfficerSession


class AdoptedStandard(Row):
    """What became of a table: `proposal` is what waits for a second person; `applies_from` is its first day."""

    policy: Annotated[str, Heading(N_("Policy"), Kind.NAME)]
    standard: Annotated[str, Heading(N_("Standard"), Kind.NAME)]
    document: Annotated[str, Heading(N_("Document"))]
    applies_from: Annotated[date, Heading(N_("Applies from"))]
    rates: Annotated[int, Heading(N_("Rates"))]
    digest: Annotated[str, Heading(N_("Digest"), Kind.NAME)]
    recorded: bool
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardAdoption:
    """A table, and whether it `changes` anything: the office may have adopted it before."""

    standard: AdoptedStandard
    changes: bool


def adopt_standard(
    session: OfficerSession, file: str, *, command_id: str | None = None, dry_run: bool = False
) -> StandardAdoption:
    """Propose to adopt the table in a file.

    Raises `FilesRefused` and `PackRefused` for a file that is wrong, `NoSuchThing("policy-not-adopted")`, and the
    refusals of the command.
    """
    content = pack_bytes(file)
    policy = standard_policy(file, content)
    editions = editions_of(session, policy)
    if not editions:
        raise NoSuchThing("policy-not-adopted", policy=policy)
    table, digest = read_for_some(file, content, editions)
    command = AdoptStandard(policy=policy, table=table, digest=digest)
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    changes = bool(result.events) and not result.repeated
    adopted = AdoptedStandard(
        policy=policy,
        standard=table.ref,
        document=table.document,
        applies_from=table.applies_from,
        rates=len(table.rates),
        digest=digest,
        recorded=changes and not dry_run,
        proposal=proposal_in(result) if not dry_run else None,
    )
    return StandardAdoption(standard=adopted, changes=changes)
