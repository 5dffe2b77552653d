"""What every verb does that proposes something about an allotment: show it, ask, record, and tell who is waited for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from cli.output import print_line, print_record
from cli.prompt import execute_agreed
from cli.waiting import print_waiting
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.planned import Plan
from usecases.commands.proposing import proposal_in


class ProposedAllotmentAct(Row):
    """What became of the command. An allotment that is to be made has no number until it is confirmed."""

    allotment: Annotated[str | None, Heading(N_("Allotment"), Kind.NAME)]
    amount_fen: int | None
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]
    recorded: bool
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the officer wants it done."""

    yes: bool
    dry_run: bool
    output: str | None


def propose(
    planned: Plan,
    asked: Asked,
    what: str,
    values: Mapping[str, object],
    *,
    allotment: str | None,
    amount_fen: int | None,
) -> None:
    """`what` names what is proposed, with its `values`, as a part of a sentence that is translated already. Where it is
    recorded so already, nothing is proposed.
    """
    named = {"what": what % values}
    outcome = execute_agreed(planned, _("Propose to %(what)s?") % named, yes=asked.yes, dry_run=asked.dry_run)
    row = ProposedAllotmentAct(
        allotment=allotment,
        amount_fen=amount_fen,
        proposal=proposal_in(outcome) if outcome.recorded else None,
        recorded=outcome.recorded,
        repeated=outcome.repeated,
    )
    if print_record(row, asked.output):
        return
    if outcome.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    elif not outcome.events:
        print_line(_("It is recorded so already: nothing new."))
    elif asked.dry_run:
        print_line(_("Would propose to %(what)s.") % named)
    else:
        print_line(_("Proposed to %(what)s.") % named)
        print_waiting(row.proposal)
