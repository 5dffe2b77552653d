"""Draw rules on their way into the office: read, and proposed to another finance officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from domain.office.draw_rules import AdoptDrawRules
from policies.problems import PackInvalid
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.proposing import proposal_in
from usecases.errors import PackRefused
from usecases.intake.editions import pack_bytes
from usecases.session.officer_session import OfficerSession


class ProposedRules(Row):
    """What became of a table: `proposal` is what waits for a second person; `applies_from` is its first day."""

    rules: Annotated[str, Heading(N_("Draw rules"), Kind.NAME)]
    document: Annotated[str, Heading(N_("Document"))]
    applies_from: Annotated[date, Heading(N_("Applies from"))]
    allowed: int
    forbidden: int
    digest: Annotated[str, Heading(N_("Digest"), Kind.NAME)]
    recorded: bool
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesAdoption:
    """A table, and whether it `changes` anything: the office may have adopted it before."""

    rules: ProposedRules
    changes: bool


def adopt_draw_rules(
    session: OfficerSession, file: str, *, command_id: str | None = None, dry_run: bool = False
) -> RulesAdoption:
    """Propose to adopt the draw rules in a file.

    Raises `FilesRefused` and `PackRefused` for a file that is wrong, and the refusals of the command.
    """
    from policies.draw_rule_files import read_draw_rules

    try:
        rules, digest = read_draw_rules(pack_bytes(file))
    except PackInvalid as invalid:
        raise PackRefused(file, invalid.problems) from None
    command = AdoptDrawRules(rules=rules, digest=digest)
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    changes = bool(result.events) and not result.repeated
    proposed = ProposedRules(
        rules=rules.ref,
        document=rules.document,
        applies_from=rules.applies_from,
        allowed=len(rules.allowed),
        forbidden=len(rules.forbidden),
        digest=digest,
        recorded=changes and not dry_run,
        proposal=proposal_in(result) if not dry_run else None,
    )
    return RulesAdoption(rules=proposed, changes=changes)
