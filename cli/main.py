"""`bailu`: the entry point. Every error ends here, as one sentence and its exit code."""

from __future__ import annotations

import os
import sys
from functools import partial
from io import StringIO

import click

from cli.exit_codes import INTERNAL, INTERRUPTED, OK, UNAVAILABLE, USAGE, code_of
from cli.verbs import LazyGroup, Option, shared_options
from domain.errors import Refusal
from domain.text import visible
from presentation.language import N_, _, flagged, of_locale, speak
from store.errors import StoreError
from usecases.errors import AllRefused, FilesRefused, PackRefused, UsageError
from usecases.session.settings import Settings

VERBS = {
    "init": N_("Make a store, its outer keys and its first administrator."),
    "demo": N_("Watch a bureau at work on the shipped examples, on a simulated clock."),
    "todo": N_("What waits to be done, and for whom: cases, payment runs and registers."),
    "proposals": N_("What waits for a second person, over all cases and registers."),
    "confirm": N_("Confirm or decline what other officers proposed."),
    "doctor": N_("Check the store, its indexes, its keys and its read models."),
    "config": N_("Settings and where each comes from."),
    "policy": N_("Policy editions: check, adopt, show, evaluate."),
    "calendar": N_("Working days."),
    "officer": N_("Officers, their roles and keys."),
    "standard": N_("Standards: dated tables of rates beside a notice."),
    "limit": N_("Limits: what was settled elsewhere, so that it counts here."),
    "register": N_("Registers: who and what is recognised."),
    "roster": N_("Rosters: templates and checks."),
    "application": N_("Applications, from receipt to settlement."),
    "public-notice": N_("Public notices: approved applications stand on notice before anything is paid."),
    "fund": N_("Funds and what is left of them."),
    "book": N_("The books: accounts, months, and a journal that others can check."),
    "allotment": N_("Allotments: money of the city for districts, in advance and by what they achieve."),
    "bank": N_("Bank files: profiles of banks, and what an answer file would mean."),
    "payment": N_("Payment runs: order, release, export, import."),
    "recovery": N_("Recovery: what was paid too much, from the notice of it to the last fen."),
    "report": N_("Reports: sheets that a bureau prints, and charts."),
    "history": N_("Show every movement of money."),
    "person": N_("Persons: who they are, what they received, and which limits they have used."),
    "store": N_("The store as a whole: copy, backup, restore."),
    "projection": N_("Read models: status, catch-up, rebuild, verify."),
    "audit": N_("The audit log: trail and verification."),
}
"""Verbs and groups at the top, each with its short help."""


class Entry(LazyGroup):
    """The top of the command line."""

    def __init__(self) -> None:
        super().__init__(
            "bailu",
            package="cli",
            verbs=VERBS,
            help=N_(
                "Bailu (白鹭) keeps public employment subsidies, from the application file to the settled payment."
            ),
            params=shared_options(),
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        )
        self.params.append(_version_option())

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Caught here, since click would make exit code 1 of it, which is an internal error.
            _stop_writing()
            return OK


def main(argv: list[str] | None = None) -> None:
    """Run one command and exit with its code."""
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: list[str]) -> int:
    """Run one command; the exit code."""
    settings = Settings()
    settings.ask_passphrase = partial(_ask_passphrase, settings)
    speak(flagged(argv) or of_locale(os.environ))
    try:
        speak(flagged(argv) or settings["lang"])
        with settings.exit_stack:
            outcome = Entry().main(argv, prog_name="bailu", standalone_mode=False, obj=settings)
        sys.stdout.flush()
        return outcome if isinstance(outcome, int) else OK
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        _show(error)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        _print_message(_("Interrupted. What was acknowledged is recorded; nothing is half done."))
        return INTERRUPTED
    except (FilesRefused, PackRefused, AllRefused, UsageError) as refused:
        from cli.report_refusals import report

        return report(refused)
    except (Refusal, StoreError) as reason:
        return _report_reason(reason)
    except BrokenPipeError:
        _stop_writing()
        return OK
    except UnicodeEncodeError:
        # In ASCII, since the terminal can show nothing else.
        _print_message("This terminal cannot show Chinese. Set a UTF-8 locale, for example: export LANG=C.UTF-8")
        return UNAVAILABLE
    except Exception as error:
        return _internal(settings, error)


def _ask_passphrase(settings: Settings, officer: str) -> str:
    from cli.passphrases import of_officer

    return of_officer(settings, officer)


def _show(error: click.ClickException) -> None:
    """What click says quotes what was typed, as it is; a terminal is not to obey it."""
    with StringIO() as complaint:
        error.show(complaint)
        click.echo(visible(complaint.getvalue(), allowed="\n"), nl=False, err=True)


def _stop_writing() -> None:
    """Nobody reads any more, which is no error: what is still to be flushed goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version_option() -> Option:
    def print_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            from importlib.metadata import PackageNotFoundError, version

            try:
                click.echo(f"bailu {version('bailu')}")
            except PackageNotFoundError:
                click.echo("bailu " + _("(from a checkout, not installed)"))
            ctx.exit()

    text = N_("Show the version and exit.")
    return Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=print_version, help=text)


def _report_reason(reason: Refusal | StoreError) -> int:
    from presentation.words.refusals import sentence

    _print_message(sentence(reason.code, reason.values))
    return code_of(reason)


def _internal(settings: Settings, error: Exception) -> int:
    if settings.debug:
        import traceback

        traceback.print_exc()
    _print_message(
        _("Internal error (%(kind)s). Nothing more was recorded. Run again with --debug and report what it shows.")
        % {"kind": type(error).__name__}
    )
    return INTERNAL


def _print_message(sentence: str) -> None:
    click.echo(sentence, err=True)
