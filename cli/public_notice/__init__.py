"""`bailu public-notice`: 公示, what is on notice until when, with the names of people masked."""

from __future__ import annotations

from datetime import date

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, lines_option, reason_option
from cli.parameters import DAY
from cli.public_notice.list import list_notices
from cli.verbs import group, option
from domain.application.commands import AnswerObjection, CloseNotice, PublishNotice, RaiseObjection
from domain.application.values import Ranges
from presentation.language import N_, _


@group("public-notice", help=N_("Public notices: approved applications stand on notice before anything is paid."))
def public_notice() -> None:
    pass


@public_notice.command(
    "publish",
    help=N_("Put applications on public notice from today on: approved ones, and lines that a revision added."),
)
@choosing("publish-notice")
def publish(run: BatchRun) -> int:
    return run.give(lambda number: run.prepare(number, PublishNotice(application=number)))


@public_notice.command("close", help=N_("Close notices that have run their time; what they awarded is payable then."))
@choosing("close-notice")
def close(run: BatchRun) -> int:
    return run.give(lambda number: run.prepare(number, CloseNotice(application=number)))


@public_notice.command(
    "object",
    help=N_(
        "Record an objection to what was decided: the lines that it names are held, and the others are paid.\n\n"
        "Without --lines it is against the whole application."
    ),
)
@lines_option
@option("--on", type=DAY, metavar="DATE", help=N_("When it was received; today if not said."))
@option(
    "--by",
    "raised_by",
    type=click.Choice(["applicant", "third-party"]),
    default="applicant",
    show_default=True,
    help=N_("Who objects."),
)
@reason_option
@choosing()
def object_to(run: BatchRun, lines: Ranges, on: date | None, raised_by: str, reason: str) -> int:
    received_on = on or run.session.today()
    return run.give(
        lambda number: run.prepare_with_reason(
            number,
            reason,
            lambda said: RaiseObjection(
                application=number, lines=lines, received_on=received_on, raised_by=raised_by, grounds=said
            ),
        )
    )


@public_notice.command(
    "resolve",
    help=N_(
        "Propose to uphold or to dismiss an objection, such as o1; an approver confirms.\n\n"
        "Upheld, its lines go back to assessment, what is unpaid of them is not owed, and their limits are free."
    ),
)
@option("--uphold/--dismiss", "upheld", default=None, help=N_("What is answered."))
@reason_option
@choosing(last="OBJECTION")
def resolve(run: BatchRun, last: str, upheld: bool | None, reason: str) -> int:
    if upheld is None:
        raise click.UsageError(_("Say --uphold or --dismiss."))
    return run.give(
        lambda number: run.prepare_with_reason(
            number,
            reason,
            lambda said: AnswerObjection(application=number, objection=last, upheld=upheld, reason=said),
        )
    )


public_notice.add_command(list_notices)
