"""`bailu confirm`: the second person's answer to proposals of any stream, each on its own. ADR 0036."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import click

from cli.batch_run import report_outcomes
from cli.output import print_line, print_listing, print_note, print_record
from cli.parameters import NAME, PROPOSAL, WORDS
from cli.prompt import agree, asked_here
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option, yes_option
from domain.office.roles import PERMISSIONS
from domain.proposals import ProposalId, parse
from domain.treasury.allotment_events import AllotmentMade
from domain.treasury.fund_events import FundCarriedIn, FundOpened
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.batch import TaskOutcome, because
from usecases.commands.confirm_proposals import Answer, answer_proposals, each_open, named_alone
from usecases.dossiers.proposals import shown
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_ACTS = tuple(
    act for act, permission in PERMISSIONS.items() if permission.second and act not in ("order-payment", "assess")
)


class AnsweredProposal(Row):
    """What became of one proposal; `refused` is the code of the refusal, `because` what happened, or why not."""

    proposal: Annotated[str, Heading(N_("Proposal"), Kind.NAME)]
    done: Annotated[bool, Heading(N_("Done"))]
    repeated: Annotated[bool, Heading(N_("Recorded before"))]
    outcome: Annotated[str, Heading(N_("Outcome"), Kind.LABEL)]
    refused: Annotated[str | None, Heading(N_("Refused"), Kind.NAME)]
    because: Annotated[str, Heading(N_("What happened, or why not"))]
    number: Annotated[str | None, Heading(N_("Number"), Kind.NAME)]
    """That a fund, or an allotment, got by it."""


@click.command(
    "confirm",
    cls=Verb,
    help=N_(
        "Confirm or decline what other officers proposed.\n\n"
        "ID is STREAM/pN, as `bailu proposals` lists them, such as application-350203-2024-000001/p1, "
        "register-key-enterprises/p3 or log/p1. STREAM alone is its only open proposal, or with --every each of "
        "them. With --all, everything that waits and that you may confirm; --act, --scheme and --authority narrow it."
    ),
)
@click.argument("ids", type=PROPOSAL, nargs=-1, metavar="ID...")
@option("--all", "every", is_flag=True, help=N_("Everything that waits and that you may confirm, in place of names."))
@option("--act", type=click.Choice(_ACTS), metavar="ACT", help=N_("With --all: only proposals of this kind."))
@option("--scheme", type=NAME, help=N_("With --all: only of this scheme."))
@option("--authority", type=NAME, help=N_("With --all: only of this authority, whose officers act."))
@option("--every", "each_of", is_flag=True, help=N_("Every open proposal of the streams that are named."))
@option("--decline", is_flag=True, help=N_("Decline instead; about applications this takes a --reason."))
@option("--reason", type=WORDS, help=N_("Why it is declined; it is kept sealed, with the applications."))
@yes_option
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    ids: tuple[str, ...],
    every: bool,
    act: str | None,
    scheme: str | None,
    authority: str | None,
    each_of: bool,
    decline: bool,
    reason: str | None,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> int:
    if every == bool(ids):
        raise click.UsageError(_("Which proposals? Give their names, or --all, but not both."))
    if (act or scheme or authority) and not every:
        raise click.UsageError(_("--act, --scheme and --authority narrow --all, and mean nothing without it."))
    if each_of and every:
        raise click.UsageError(_("--every is about streams that are named: it goes without --all."))
    if reason and not decline:
        raise click.UsageError(_("--decline and --reason belong together."))
    if command_id and (every or each_of):
        raise click.UsageError(_("--command-id goes with names: --all and --every may find others the next time."))
    session = OfficerSession(settings)
    if every:
        wanted = _waiting(session, act, scheme, authority)
    else:
        named = list(dict.fromkeys(map(parse, ids)))
        wanted = each_open(session, named) if each_of else named
    if decline and bool(reason) != any(proposal.kind == "application" for proposal in wanted) and wanted:
        raise click.UsageError(_("About applications --decline takes a --reason; registers keep none."))
    if not wanted:
        print_note(_("Nothing to do."))
    asked = asked_here(yes=yes, dry_run=dry_run)
    typed = {}
    if asked:
        # What is answered is what was shown, whatever is proposed meanwhile.
        typed = named_alone(session, wanted)
        wanted = list(typed)
    if asked and (count := _preview(session, wanted)):
        question = _("Decline %(count)s proposal(s)?") if decline else _("Confirm %(count)s proposal(s)?")
        agree(question % {"count": count}, yes=dry_run)
    answer = Answer(declined=decline, reason=reason or "", command_id=command_id, dry_run=dry_run)
    outcomes = answer_proposals(session, wanted, answer, typed)

    def show(reached: Sequence[TaskOutcome]) -> None:
        _print(reached, answer, output, alone=alone)

    alone = len(wanted) == 1 and not every
    return report_outcomes(outcomes, len(wanted), show, alone=alone)


def _waiting(session: OfficerSession, act: str | None, scheme: str | None, authority: str | None) -> list[ProposalId]:
    """A question to the read models, which catch up first; what they name is decided again under the lock."""
    from cli.views import asked_for_all
    from usecases.queries import proposals

    with asked_for_all(session, proposals.MODEL) as views:
        confirmations = proposals.open_proposals(session, views, mine=True, act=act, scheme=scheme, authority=authority)
    return [proposals.proposal_id(work) for work in confirmations]


def _preview(session: OfficerSession, wanted: Sequence[ProposalId]) -> int:
    """Show what was proposed, and the money that hangs on it; how many proposals."""
    count = 0
    for proposal in wanted:
        proposed = shown(session, proposal)
        if proposed is not None:
            count += 1
            print_note(proposed[0])
            for sentence in proposed[1]:
                print_note(f"  {sentence}")
    return count


def _print(answered: Sequence[TaskOutcome], answer: Answer, output: str | None, *, alone: bool) -> None:
    rows = [_answered(outcome, answer) for outcome in answered]
    if output in (None, "table"):
        for row in rows:
            (print_note if row.refused else print_line)(_line(row, dry_run=answer.dry_run))
    elif alone and len(rows) == 1:
        print_record(rows[0], output)
    else:
        print_listing(AnsweredProposal, rows, output)


def _line(row: AnsweredProposal, *, dry_run: bool) -> str:
    if row.refused:
        return f"{row.proposal}: {row.because}"
    sentence = N_("%(proposal)s would be: %(happened)s.") if dry_run else N_("%(proposal)s: %(happened)s.")
    return _(sentence) % {"proposal": row.proposal, "happened": row.because}


def _answered(outcome: TaskOutcome, answer: Answer) -> AnsweredProposal:
    given = "declined" if answer.declined else "confirmed"
    return AnsweredProposal(
        proposal=str(_answered_id(outcome)),
        done=outcome.result is not None and not answer.dry_run,
        repeated=outcome.repeated,
        outcome="refused" if outcome.refusal else given,
        refused=outcome.refusal.code if outcome.refusal else None,
        because=_because(outcome, given),
        number=_number(outcome),
    )


def _answered_id(outcome: TaskOutcome) -> ProposalId:
    """The proposal that was answered, also where only its stream was named."""
    asked = parse(outcome.about)
    events = outcome.result.events if outcome.result is not None else ()
    names = (name for recorded in events if (name := getattr(recorded.event, "proposal", None)) is not None)
    return ProposalId(stream=asked.stream, name=next(names, asked.name))


def _because(outcome: TaskOutcome, given: str) -> str:
    if outcome.refusal is not None or parse(outcome.about).kind == "application":
        return because(outcome)
    if outcome.repeated:
        return _("recorded before, under the same command id (%(happened)s)") % {"happened": label(given)}
    begun = _begun(outcome)
    if isinstance(begun, AllotmentMade):
        values = {"outcome": label(given), "number": begun.allotment}
        return _("%(outcome)s: the allotment %(number)s") % values
    if begun is not None:
        return _("%(outcome)s: the fund %(number)s") % {"outcome": label(given), "number": begun.fund}
    return label(given)


def _number(outcome: TaskOutcome) -> str | None:
    begun = _begun(outcome)
    if begun is None:
        return None
    return begun.allotment if isinstance(begun, AllotmentMade) else begun.fund


def _begun(outcome: TaskOutcome) -> FundOpened | FundCarriedIn | AllotmentMade | None:
    """The fund, or the allotment, that the confirmation began."""
    events = outcome.result.events if outcome.result is not None else ()
    beginning = (one.event for one in events if isinstance(one.event, FundOpened | FundCarriedIn | AllotmentMade))
    return next(beginning, None)
