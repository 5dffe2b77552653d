"""Asking before money moves: on a terminal by a question, in a script by `--yes`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cli.output import print_note
from presentation.language import N_, _

if TYPE_CHECKING:
    from usecases.commands.planned import Outcome, Plan

NOT_AGREED = 130
"""Exit code of an officer who answers no, as with Ctrl-C."""

_UNASKED = N_("Nobody can be asked here, since standard input is not a terminal: give --yes, or --dry-run to look.")


def agree(question: str, *, yes: bool) -> None:
    """Go on only if the officer agrees; `question` is in their language already.

    Raises `click.UsageError` where nobody can be asked, and leaves with `NOT_AGREED` when the answer is no.
    """
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise click.UsageError(_(_UNASKED))
    # Standard output is for data, and click's own question would write a part of itself there.
    click.echo(f"{question} [y/N] ", nl=False, err=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes", _("yes")):
        print_note(_("Nothing was recorded."))
        raise click.exceptions.Exit(NOT_AGREED)


def execute_agreed(plan: Plan, question: str, *, yes: bool, dry_run: bool) -> Outcome:
    """Record what was planned and shown, if the officer agrees; what became of it.

    Of a dry run, and where there is nothing new to record, nobody is asked. Raises what `agree` raises, and the
    `Refusal` of what has changed since it was planned.
    """
    if dry_run:
        return plan.unexecuted()
    if not plan.changes:
        return plan.settled()
    agree(question, yes=yes)
    return plan.execute()


def asked_here(*, yes: bool, dry_run: bool) -> bool:
    """Whether somebody is to see what is decided about. In a script a decision needs no --yes, because no money moves
    before it is ordered and released, which do.
    """
    return dry_run or not (yes or sys.stdin is None or not sys.stdin.isatty())
