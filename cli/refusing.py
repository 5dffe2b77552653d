"""Saying no more than once: several problems of a file, or several numbers of which some are declined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn

import click

from cli.exit_codes import NO_SUCH_THING, REFUSED, code_of
from cli.files.problems import Problem
from cli.language import _
from cli.render import note
from domain.errors import Refusal


def refuse_file(path: object, problems: Sequence[Problem]) -> NoReturn:
    """Say what is wrong with a file, one sentence a problem, and leave: nothing of it was taken."""
    from cli.files.sentences import sentence

    for each in problems:
        note(f"{path}: {sentence(each, _)}")
    note(_("%(count)s problem(s). Nothing was recorded.") % {"count": len(problems)})
    missing = any(each.code == "file-missing" for each in problems)
    raise click.exceptions.Exit(NO_SUCH_THING if missing else REFUSED)


def refuse_all(refusals: Sequence[Refusal]) -> NoReturn:
    """Say why each was declined, and leave with the worst code: nothing was recorded."""
    for each in refusals:
        note(said(each))
    note(_("Nothing was recorded."))
    raise click.exceptions.Exit(worst(refusals))


def said(refusal: Refusal) -> str:
    from cli.sentences import sentence

    return sentence(refusal.code, refusal.values)


def worst(refusals: Iterable[Refusal]) -> int:
    """The highest exit code: what is not permitted weighs more than what does not exist, and that more than a no."""
    return max(map(code_of, refusals), default=0)
