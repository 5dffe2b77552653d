"""阶段与确认: `milestone` proposes, and `confirm` is the second pair of eyes for whatever was proposed about a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

import click

from cli.application.choice import WORDS, choosing, lines_option
from cli.application.milestone_roster import report_roster
from cli.application.review import asked_here
from cli.application.round import Round, Task
from cli.asking import agree, amount_said
from cli.desk import Said
from cli.dossier import Dossier, open_dossier
from cli.language import N_, _
from cli.parameters import DAY
from cli.render import label, note
from cli.timeline import happened
from cli.verbs import Verb, option, yes_option
from domain.application.commands import ConfirmProposal, ReportMilestone
from domain.application.state import Case
from domain.application.status import Standing
from domain.application.values import Ranges, expand
from domain.errors import NoSuchThing
from domain.office.roles import Proposal


@click.command(
    "milestone",
    cls=Verb,
    help=N_(
        "Propose that lines met or missed a milestone: all that wait for it, unless some are named.\n\n"
        "With --roster there is no milestone to name: a table says it for each worker, with the result, its day, and "
        "who says so."
    ),
)
@option("--met/--missed", "met", default=None, help=N_("What became of it."))
@option("--on", "on", type=DAY, metavar="DATE", help=N_("When it was met, or the last day before the miss."))
@option("--source", type=WORDS, help=N_("Who says so, such as the social insurance register."))
@option("--roster", type=click.Path(path_type=Path), metavar="FILE", help=N_("The results of many, as a table."))
@lines_option
@choosing(last="MILESTONE", unless="roster")
def milestone(
    going: Round,
    last: str | None,
    met: bool | None,
    on: date | None,
    source: str | None,
    roster: Path | None,
    lines: Ranges,
) -> int:
    if roster is not None:
        if met is not None or on or source or lines:
            raise click.UsageError(_("A roster says the result, its day and its source for each row."))
        return report_roster(going, roster)
    if met is None:
        raise click.UsageError(_("Say --met or --missed."))
    if last is None or on is None or source is None:
        raise click.UsageError(_("Say --on and --source: when, and who says so."))
    reported = partial(ReportMilestone, milestone=last, lines=lines, met=met, reached_on=on, source=source)
    return going.give(lambda number: going.saying(number, reported(application=number)))


@click.command(
    "confirm",
    cls=Verb,
    help=N_("Confirm what another officer proposed, as the second person; or decline it, with a reason."),
)
@option("--proposal", metavar="ID", help=N_("Which proposal, where several wait."))
@option(
    "--every", "all_proposals", is_flag=True, help=N_("Every proposal that waits, such as those that a roster made.")
)
@option("--decline", is_flag=True, help=N_("Decline it instead; takes a --reason."))
@option("--reason", type=WORDS, help=N_("Why it is declined; it is kept sealed."))
@yes_option
@choosing()
def confirm(
    going: Round, proposal: str | None, all_proposals: bool, decline: bool, reason: str | None, yes: bool
) -> int:
    if decline != bool(reason):
        raise click.UsageError(_("--decline and --reason belong together."))
    if all_proposals and (proposal or decline):
        raise click.UsageError(_("--every goes without --proposal and without --decline."))
    numbers = going.numbers()
    if asked_here(yes=yes, dry_run=going.dry_run) and (
        count := sum(_preview(going, each, proposal) for each in numbers)
    ):
        question = _("Decline %(count)s proposal(s)?") if decline else _("Confirm %(count)s proposal(s)?")
        agree(question % {"count": count}, yes=going.dry_run)

    def saying(number: str) -> Said:
        if not reason:
            return going.saying(number, ConfirmProposal(application=number, proposal=proposal))
        return going.saying_why(
            number,
            reason,
            lambda said: ConfirmProposal(application=number, proposal=proposal, declined=True, reason=said),
        )

    return going.work([*_each(going, numbers)]) if all_proposals else going.give(saying, numbers)


def _each(going: Round, numbers: Iterable[str]) -> Iterable[Task]:
    """A confirmation of each proposal that waits."""
    for number in numbers:
        for waiting in open_dossier(going.desk, number).case.proposals:
            command = ConfirmProposal(application=number, proposal=waiting)
            yield number, partial(going.saying, number, command, part=waiting)


def _preview(going: Round, number: str, wanted: str | None) -> int:
    """Show what was proposed, and the money that hangs on it; how many proposals. What is not there, the round says."""
    try:
        dossier = open_dossier(going.desk, number)
    except NoSuchThing:
        return 0
    proposals = [each for each in dossier.case.proposals.values() if wanted in (None, each.id)]
    for proposal in proposals:
        note(f"{number}  {dossier.scheme_name}")
        for sentence in _about(dossier, proposal):
            note(f"  {sentence}")
    return len(proposals)


def _about(dossier: Dossier, proposal: Proposal) -> Iterable[str]:
    case = dossier.case
    reported = case.reported.get(proposal.id)
    if reported is None:
        yield f"{proposal.id}, {proposal.by}: {label(proposal.act)}"
        return
    yield f"{proposal.by}: {happened(reported)}"
    source = dossier.edition.milestones[reported.milestone].source
    clause = source.clause + (f" ({source.interpretation})" if source.interpretation else "")
    yield _("By %(clause)s") % {"clause": clause}
    amount = amount_said(_at_stake_fen(case, reported.milestone, set(expand(reported.lines)), met=reported.met))
    yield (_("Payable then: %(amount)s") if reported.met else _("Forfeited then: %(amount)s")) % {"amount": amount}


def _at_stake_fen(case: Case, milestone: str, lines: set[int], *, met: bool) -> int:
    """What becomes payable when the milestone was met, or is lost when it was missed, with all that comes later."""
    waiting = {due: item for due, item in case.items.items() if item.standing is Standing.WAITING and due.line in lines}
    reached = {due.line: due.instalment for due, item in waiting.items() if item.payable == milestone}
    return sum(
        item.amount_fen
        for due, item in waiting.items()
        if item.payable == milestone or (not met and due.instalment > reached.get(due.line, due.instalment))
    )
