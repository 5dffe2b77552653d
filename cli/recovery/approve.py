"""`bailu recovery approve`: approve, as a supervisor, what finance proposed about a demand: the demand itself, or to
reduce, cancel, write off or refer it.
"""

from __future__ import annotations

import click

from cli.case_selection import WORDS
from cli.recovery._demand_run import Act, about_demand
from cli.verbs import Verb, option
from domain.application.commands import (
    ConfirmProposal,
)
from domain.application.decisions.recovery import the_recovery
from domain.application.events import RecoveryChangeProposed, RecoveryDemanded
from domain.errors import NotAllowed
from domain.office.roles import Proposal
from presentation.language import N_, _
from usecases.dossiers.proposals import about


@click.command(
    "approve",
    cls=Verb,
    help=N_(
        "Approve, as a supervisor, what finance proposed about a demand: the demand itself, or to reduce, cancel, "
        "write off or refer it.\n\n"
        "With --decline and a --reason, decline it instead."
    ),
)
@option("--proposal", metavar="ID", help=N_("Which proposal, where several wait."))
@option("--decline", is_flag=True, help=N_("Decline it instead; takes a --reason."))
@option("--reason", type=WORDS, help=N_("Why it is declined; it is kept sealed."))
@about_demand
def command(act: Act, recovery: str | None, proposal: str | None, decline: bool, reason: str | None) -> None:
    if decline != bool(reason):
        raise click.UsageError(_("--decline and --reason belong together."))
    waiting = _waiting(act, recovery, proposal)
    wanted = proposal or (waiting.id if waiting else act.before("proposal"))
    if reason:
        said = act.prepare_with_reason(
            reason,
            lambda sealed: ConfirmProposal(application=act.number, proposal=wanted, declined=True, reason=sealed),
        )
    else:
        said = act.prepare(ConfirmProposal(application=act.number, proposal=wanted))
    question = _("Decline this?") if decline else _("Approve this?")
    act.give(said, question, lambda _planned: about(act.session, act.dossier, waiting) if waiting else ())


def _waiting(act: Act, recovery: str | None, proposal: str | None) -> Proposal | None:
    """What waits about the demand. Raises `NotAllowed`: `nothing-proposed` and `proposals-open`; and
    `NoSuchThing("no-such-recovery")`.

    None where a proposal is named that does not wait: the decision says what became of it.
    """
    if recovery is not None:
        the_recovery(act.case, recovery)
    found = [
        act.case.proposals[name]
        for name, event in act.case.proposed.items()
        if isinstance(event, RecoveryDemanded | RecoveryChangeProposed) and recovery in (None, event.recovery)
    ]
    if proposal is not None:
        return next((each for each in found if each.id == proposal), None)
    if len(found) > 1:
        names = ", ".join(each.id for each in found)
        raise NotAllowed("proposals-open", subject=act.number, proposals=names)
    if not found and act.terms.command_id is None:
        raise NotAllowed("nothing-proposed", subject=act.number)
    return found[0] if found else None
