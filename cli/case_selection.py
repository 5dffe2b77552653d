"""What is typed about applications: which ones, which of their lines, and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click

from cli.batch_run import BatchRun, Wanted
from cli.parameters import FILE_OR_NAME, NAME, WORDS
from cli.verbs import command_id_option, dry_run_option, option, output_option
from domain.application.status import Status
from domain.application.values import Due, Ranges, expand, ranges
from domain.streams import checked
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_LINE_MAX = 10_000
"""No application has a line beyond this one; a slip such as 1-99999999 is not expanded."""


class Lines(click.ParamType[Ranges]):
    """Line numbers, as `1-3,7`."""

    name = "lines"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Ranges:
        if isinstance(value, tuple):
            return value
        numbers: set[int] = set()
        for part in str(value).split(","):
            match = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part, re.ASCII)
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
            if not 0 < first <= last <= _LINE_MAX:
                self.fail(_("%(text)s does not name lines: write 1-3,7.") % {"text": value}, param, ctx)
            numbers.update(range(first, last + 1))
        return ranges(numbers)


LINES = Lines()


class Stages(NamedTuple):
    """Whole lines, and single instalments of others."""

    lines: Ranges = ()
    items: tuple[Due, ...] = ()

    @property
    def every_line(self) -> set[int]:
        return {*expand(self.lines), *(due.line for due in self.items)}


class LinesOrStages(click.ParamType[Stages]):
    """Line numbers, each perhaps with an instalment: `1-3,7/2`."""

    name = "lines"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Stages:
        if isinstance(value, Stages):
            return value
        whole: list[str] = []
        items: set[Due] = set()
        for part in str(value).split(","):
            lines, slash, instalment = part.partition("/")
            if not slash:
                whole.append(part)
            elif re.fullmatch(r"\s*[1-9]\d?\s*", instalment, re.ASCII):
                items |= {Due(line, int(instalment)) for line in expand(LINES.convert(lines, param, ctx))}
            else:
                self.fail(_("%(text)s does not name instalments: write 7/2.") % {"text": value}, param, ctx)
        return Stages(LINES.convert(",".join(whole), param, ctx) if whole else (), tuple(sorted(items)))


STAGES = LinesOrStages()

reason_option = option("--reason", type=WORDS, required=True, help=N_("Why, in your own words; it is kept sealed."))
lines_option = option("--lines", type=LINES, default=(), metavar="LINES", help=N_("Only these lines, such as 1-3,7."))


def choosing(
    awaited: Status | str | None = None,
    *,
    last: str = "",
    unless: str = "",
    file: str = "",
    maybe: str = "",
    maybe_like: re.Pattern[str] | None = None,
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Let a verb act on several applications: it is given a `BatchRun` in the place of the options that this adds.

    `awaited` is what `--all` looks for unless a status is said: a status, or the action (see `domain.worklist`) that is
    to be done; without it, a status must be said. With `last`, what that names (such as `FILE`) comes after the
    numbers, and the verb is given it as `last`: None when the flag `unless` makes it superfluous. What `maybe` names
    may come there, and is told by looking like `maybe_like`. Where no application is named, they are those that the
    table named by the parameter `file` is about.
    """

    def declare(verb: Callable[..., int]) -> Callable[..., int]:
        @click.argument(
            "numbers",
            nargs=-1,
            type=FILE_OR_NAME if last else NAME,
            metavar=f"NUMBER... {last or (f'[{maybe}]' if maybe else '')}".strip(),
        )
        @option("--all", "every", is_flag=True, help=N_("All applications that the filter finds, in place of numbers."))
        @option("--status", type=click.Choice([value.value for value in Status]), help=N_("With --all: this status."))
        @option("--scheme", type=NAME, help=N_("With --all: only of this scheme."))
        @option("--authority", type=NAME, help=N_("With --all: only of this authority, whose officers act."))
        @dry_run_option
        @command_id_option
        @output_option
        @click.pass_obj
        def chosen(
            settings: Settings,
            /,
            numbers: tuple[str, ...],
            every: bool,
            status: str | None,
            scheme: str | None,
            authority: str | None,
            dry_run: bool,
            command_id: str | None,
            output: str | None,
            **others: Any,
        ) -> int:
            if last:
                numbers, others["last"] = _parted(numbers, last) if not others.get(unless) else (numbers, None)
            if maybe_like is not None:
                given = bool(numbers and maybe_like.fullmatch(numbers[-1]))
                numbers, others["maybe"] = _parted(numbers, maybe) if given else (numbers, None)
            if last:
                numbers = tuple(map(checked, numbers))
            of_table = bool(file and others.get(file) and not numbers and not every)
            if of_table:
                numbers = _named_in(others[file])
            _unambiguous(numbers, every, filtered=any((status, scheme, authority)))
            if every and awaited is None and status is None:
                raise click.UsageError(_("With --all, say which --status the applications are in."))
            run = BatchRun(
                session=OfficerSession(settings),
                named=numbers,
                of_table=of_table,
                wanted=_filter(Status(status) if status else awaited, scheme, authority) if every else None,
                output=output,
                command_id=command_id,
                dry_run=dry_run,
            )
            return verb(run, **others)

        return chosen

    return declare


def _parted(arguments: tuple[str, ...], last: str) -> tuple[tuple[str, ...], str]:
    if not arguments:
        raise click.UsageError(_("%(last)s is missing.") % {"last": last})
    return arguments[:-1], arguments[-1]


def _named_in(path: object) -> tuple[str, ...]:
    from usecases.intake.determinations import applications_in

    return tuple(applications_in(Path(str(path))))


def _unambiguous(numbers: tuple[str, ...], every: bool, *, filtered: bool) -> None:
    if every and numbers:
        raise click.UsageError(_("Give numbers, or --all with a filter, but not both."))
    if filtered and not every:
        raise click.UsageError(_("--status, --scheme and --authority narrow --all, and mean nothing without it."))
    if not every and not numbers:
        raise click.UsageError(_("Which applications? Give their numbers, or --all, or a table that names them."))


def _filter(awaited: Status | str | None, scheme: str | None, authority: str | None) -> Wanted:
    status = awaited if isinstance(awaited, Status) else None
    return Wanted(status=status, action=None if status else awaited, scheme=scheme, authority=authority)
