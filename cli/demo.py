"""`bailu demo`: a bureau at work for some weeks, on the shipped examples and a simulated clock."""

from __future__ import annotations

import shlex
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from cli.demonstration.bureau import Bureau
from cli.demonstration.chapters import REFUSED, TRAINING_CLASS, play
from cli.output import print_note
from cli.parameters import FOLDER
from cli.verbs import Verb, option
from domain.errors import NotAllowed
from presentation.language import N_, _
from usecases.session.settings import Settings


@click.command(
    "demo",
    cls=Verb,
    help=N_(
        "Watch a bureau at work on the shipped examples, on a simulated clock.\n\n"
        "With --keep, the store and its keys stay in DIR, to go on with."
    ),
)
@option("--keep", metavar="DIR", type=FOLDER, help=N_("Keep the store and its keys in DIR."))
@click.pass_obj
def command(settings: Settings, keep: Path | None) -> None:
    with ExitStack() as stack:
        if keep is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bailu-demo-")))
        else:
            folder = keep
            if folder.exists() and any(folder.iterdir()):
                raise NotAllowed("folder-not-empty", path=str(folder))
            folder.mkdir(parents=True, exist_ok=True)
        play(Bureau(folder.absolute()))
    _print_how_to_go_on(keep)


def _print_how_to_go_on(keep: Path | None) -> None:
    print_note("")
    if keep is None:
        print_note(_("To go on from here, run `bailu demo --keep DIR`: the store and its keys stay in DIR."))
        return
    print_note(_("The store is kept. To go on, as any of the officers:"))
    print_note(f"  export BAILU_STORE={shlex.quote(str(keep.absolute() / 'bailu.db'))} BAILU_AS=wu")
    print_note(f"  bailu application show {TRAINING_CLASS}")
    print_note("  bailu history --scheme labour-introduction --as-of 2024-06-30")
    print_note("  bailu audit trail --application " + REFUSED)
