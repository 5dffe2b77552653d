"""`confirm`: the second pair of eyes for whatever was proposed about a case, one at a time or a whole office's."""

from __future__ import annotations

from functools import partial

import click

from cli.application.approve import asked_here
from cli.batch_run import BatchRun, Task
from cli.case_selection import WORDS, choosing
from cli.output import print_note
from cli.prompt import agree
from cli.verbs import Verb, option, yes_option
from domain.application.commands import ConfirmProposal
from domain.application.state.case import Case
from domain.errors import NoSuchThing, NotPermitted
from domain.office.roles import PERMISSIONS, Actor, Proposal, confirming
from presentation.language import N_, _
from store.commands.executor import PreparedCommand
from usecases.dossiers.dossier import open_dossier
from usecases.dossiers.proposals import about

_ACTS = tuple(
    act for act, each in PERMISSIONS.items() if each.second is not None and act not in ("order-payment", "assess")
)


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
@option("--act", type=click.Choice(_ACTS), metavar="ACT", help=N_("With --all: only proposals of this kind."))
@option("--decline", is_flag=True, help=N_("Decline it instead; takes a --reason."))
@option("--reason", type=WORDS, help=N_("Why it is declined; it is kept sealed."))
@yes_option
@choosing("confirm")
def command(
    run: BatchRun,
    proposal: str | None,
    every_proposal: bool,
    act: str | None,
    decline: bool,
    reason: str | None,
    yes: bool,
) -> int:
    if decline != bool(reason):
        raise click.UsageError(_("--decline and --reason belong together."))
    if act and run.wanted is None:
        raise click.UsageError(_("--act narrows --all, and means nothing without it."))
    if proposal and (every_proposal or run.wanted is not None):
        raise click.UsageError(_("--proposal names one: it goes without --every and without --all."))
    chosen: list[tuple[str, str | None]]
    if run.wanted:
        chosen = _waiting(run, act)
    elif every_proposal:
        chosen = [each for number in run.numbers() for each in _open_in(run, number)]
    else:
        chosen = [(number, proposal) for number in run.numbers()]
    if asked_here(yes=yes, dry_run=run.dry_run) and (count := sum(_preview(run, *each) for each in chosen)):
        question = _("Decline %(count)s proposal(s)?") if decline else _("Confirm %(count)s proposal(s)?")
        agree(question % {"count": count}, yes=run.dry_run)
    tasks: list[Task] = [(number, partial(_prepare, run, number, each, reason)) for number, each in chosen]
    return run.work(tasks)


def _prepare(run: BatchRun, number: str, proposal: str | None, reason: str | None) -> PreparedCommand:
    part = proposal or ""
    if not reason:
        return run.prepare(number, ConfirmProposal(application=number, proposal=proposal), part=part)
    return run.prepare_with_reason(
        number,
        reason,
        lambda said: ConfirmProposal(application=number, proposal=proposal, declined=True, reason=said),
        part=part,
    )


def _open_in(run: BatchRun, number: str) -> list[tuple[str, str | None]]:
    """Every proposal of one application; where there is none, the decision says so."""
    with run.session.repository() as repository:
        return [(number, each) for each in repository.case(number).proposals] or [(number, None)]


def _waiting(run: BatchRun, act: str | None) -> list[tuple[str, str | None]]:
    """Every open proposal that this officer may confirm: what is not theirs to confirm is left to whose it is."""
    found: list[tuple[str, str | None]] = []
    for number in run.numbers():
        with run.session.repository() as repository:
            case, officer = repository.case(number), repository.officer(run.session.officer)
        if officer is None:
            raise NotPermitted("officer-unknown", officer=run.session.officer)
        found += [
            (number, each.id)
            for each in case.proposals.values()
            if act in (None, each.act) and may_confirm(officer.actor, case, each)
        ]
    return found


def may_confirm(actor: Actor, case: Case, proposal: Proposal) -> bool:
    try:
        confirming(actor, proposal, case.authority)
    except NotPermitted:
        return False
    return True


def _preview(run: BatchRun, number: str, wanted: str | None) -> int:
    """Show what was proposed, and the money that hangs on it; how many proposals. What is not there, the round says."""
    try:
        dossier = open_dossier(run.session, number)
    except NoSuchThing:
        return 0
    proposals = [each for each in dossier.case.proposals.values() if wanted in (None, each.id)]
    for proposal in proposals:
        print_note(f"{number}  {dossier.scheme_name}")
        for sentence in about(run.session, dossier, proposal):
            print_note(f"  {sentence}")
    return len(proposals)
