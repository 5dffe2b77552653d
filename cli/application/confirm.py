"""`bailu application confirm`: the second pair of eyes for what was proposed, one at a time or a whole office's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import click

from cli.batch_run import BatchRun, Task
from cli.case_selection import WORDS, choosing
from cli.preview import print_preview
from cli.prompt import agree, asked_here
from cli.verbs import Verb, option, yes_option
from presentation.language import N_, _
from store.commands.executor import PreparedCommand
from usecases.commands.case_proposals import (
    PROPOSAL_KINDS,
    ProposalReference,
    confirmable_proposals,
    confirmation,
    open_proposals,
)
from usecases.dossiers.proposals import proposal_previews


@click.command(
    "confirm",
    cls=Verb,
    help=N_(
        "Confirm what another officer proposed, as the second person; or decline it, with a reason.\n\n"
        "With --all, everything that waits and that you may confirm; --act narrows it to one kind, such as "
        "backdated-receipt."
    ),
)
@option("--proposal", metavar="ID", help=N_("Which proposal, where several wait."))
@option("--every", "every_proposal", is_flag=True, help=N_("Every proposal that waits, of each of these applications."))
@option(
    "--act",
    "kind",
    type=click.Choice(PROPOSAL_KINDS),
    metavar="ACT",
    help=N_("With --all: only proposals of this kind."),
)
@option("--decline", is_flag=True, help=N_("Decline it instead; takes a --reason."))
@option("--reason", type=WORDS, help=N_("Why it is declined; it is kept sealed."))
@yes_option
@choosing("confirm")
def command(
    run: BatchRun,
    proposal: str | None,
    every_proposal: bool,
    kind: str | None,
    decline: bool,
    reason: str | None,
    yes: bool,
) -> int:
    if decline != bool(reason):
        raise click.UsageError(_("--decline and --reason belong together."))
    if kind and run.wanted is None:
        raise click.UsageError(_("--act narrows --all, and means nothing without it."))
    if proposal and (every_proposal or run.wanted is not None):
        raise click.UsageError(_("--proposal names one: it goes without --every and without --all."))
    chosen: Iterable[ProposalReference]
    if run.wanted:
        chosen = confirmable_proposals(run.session, run.numbers(), kind)
    elif every_proposal:
        chosen = open_proposals(run.session, run.numbers())
    else:
        chosen = (ProposalReference(application=number, proposal=proposal) for number in run.numbers())
    references = list(chosen)
    if asked_here(yes=yes, dry_run=run.dry_run) and (count := sum(_show(run, each) for each in references)):
        question = _("Decline %(count)s proposal(s)?") if decline else _("Confirm %(count)s proposal(s)?")
        agree(question % {"count": count}, yes=run.dry_run)
    tasks: list[Task] = [(each.application, partial(_prepare, run, each, reason)) for each in references]
    return run.work(tasks)


def _show(run: BatchRun, reference: ProposalReference) -> int:
    """Show what was proposed, and the money that hangs on it; how many proposals."""
    previews = proposal_previews(run.session, reference.application, reference.proposal)
    for preview in previews:
        print_preview(preview)
    return len(previews)


def _prepare(run: BatchRun, reference: ProposalReference, reason: str | None) -> PreparedCommand:
    confirmed = confirmation(run.session, reference, reason=reason)
    return run.prepare(
        reference.application,
        confirmed.command,
        clear=confirmed.clear,
        sealer=confirmed.sealer,
        part=reference.proposal or "",
    )
