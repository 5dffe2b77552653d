"""How a verb is declared: click's decorators, help in the officer's language, and the options that all verbs share."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from cli.parameters import COMMAND_ID, SETTING
from presentation.language import LANGUAGES, N_, _
from usecases.session.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])


class Option(click.Option):
    """An option whose help is shown in the officer's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        untranslated, self.help = self.help, _(self.help)
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = untranslated


class Verb(click.Command):
    """A command with translated help. It takes the shared options after the verb as well as before the group."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += shared_options(hidden=True)

    def get_short_help_str(self, limit: int = 45) -> str:
        return _short(self.help or "")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _format_help_text(self, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(_("Options shared by all verbs: see `bailu --help`."))


class LazyGroup(click.Group):
    """A group whose verbs are imported only when one is called, so that `--help` costs no database driver.

    `verbs` maps each name to its short help. The verb `write-off` of the package `cli.recovery` is the attribute
    `command` of the module `cli.recovery.write_off`; a Python keyword gets a trailing underscore (`import_`).
    """

    command_class = Verb

    def __init__(self, *args: Any, package: str, verbs: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.package = package
        self.verbs = dict(verbs)
        declared = {parameter.name for parameter in self.params}
        self.params += [shared for shared in shared_options(hidden=True) if shared.name not in declared]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.verbs, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.verbs:
            command: click.Command = importlib.import_module(module_of(self.package, cmd_name)).command
            return command
        return super().get_command(ctx, cmd_name)

    def get_short_help_str(self, limit: int = 45) -> str:
        return _short(self.help or "")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _format_help_text(self, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl(list(self._offered(ctx)))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """As click's own, but without importing every verb."""
        verbs = [CompletionItem(name, help=short) for name, short in self._offered(ctx) if name.startswith(incomplete)]
        return [*verbs, *click.Command.shell_complete(self, ctx, incomplete)]

    def _offered(self, ctx: click.Context) -> Iterator[tuple[str, str]]:
        """Each verb or subgroup with its short help."""
        for name in self.list_commands(ctx):
            if name in self.verbs:
                yield name, _short(self.verbs[name])
            else:
                command = self.get_command(ctx, name)
                if command is not None and not command.hidden:
                    yield name, command.get_short_help_str()


def module_of(package: str, verb: str) -> str:
    """The module in which a verb or a group of a package is."""
    name = verb.replace("-", "_")
    return f"{package}.{name}_" if keyword.iskeyword(name) else f"{package}.{name}"


LazyGroup.group_class = LazyGroup


def _short(help_text: str) -> str:
    """The first line of a help text, without the full stop."""
    return _(help_text).split("\n", 1)[0].rstrip(".。")


def _format_help_text(command: click.Command, formatter: click.HelpFormatter) -> None:
    if command.help:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(command.help))


def option(*names: str, **attributes: Any) -> Callable[[_F], _F]:
    return click.option(*names, cls=Option, **attributes)


OUTPUTS = ("table", "json", "jsonl", "csv", "xlsx")

output_option = option(
    "-o", "--output", type=click.Choice(OUTPUTS), help=N_("Form of the answer; a table on a terminal, CSV in a pipe.")
)
yes_option = option("--yes", is_flag=True, help=N_("Do not ask before acting."))
dry_run_option = option("--dry-run", is_flag=True, help=N_("Show what would be recorded, and record nothing."))
command_id_option = option(
    "--command-id",
    type=COMMAND_ID,
    metavar="UUID",
    help=N_("Repeat safely: the same id is answered with its first result."),
)


def money_options(verb: _F) -> _F:
    """What every verb that moves money takes."""
    return yes_option(dry_run_option(command_id_option(verb)))


def shared_options(*, hidden: bool = False) -> list[click.Parameter]:
    """The options of `bailu` itself, which every verb takes, too."""

    def keep(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value is not None and not ctx.resilient_parsing:
            ctx.ensure_object(Settings).set_flag(parameter.name, value)

    def declare(names: Sequence[str], **attributes: Any) -> Option:
        return Option(names, expose_value=False, callback=keep, hidden=hidden, default=None, **attributes)

    return [
        declare(
            ["--store"], type=SETTING, metavar="URL", help=N_("The store: a file, sqlite:///FILE or postgresql://…")
        ),
        declare(
            ["--views"],
            type=SETTING,
            metavar="URL",
            help=N_("The read models' database; beside the store unless said otherwise"),
        ),
        declare(["officer", "--as"], type=SETTING, metavar="OFFICER", help=N_("The officer who acts.")),
        declare(["--lang"], type=click.Choice(LANGUAGES), help=N_("Language of the answers.")),
        declare(["--debug"], is_flag=True, flag_value=True, help=N_("Show the traceback of an internal error.")),
    ]
