"""The bureau of the demonstration: its officers, its day, and how they give commands.

Every step is a command of `bailu` itself, shown as it could be typed.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from cli.output import print_line
from presentation.language import _, spoken
from usecases.session.settings import Settings

_CLI = Path(__file__).parents[1]
EXAMPLES = next(folder for folder in (_CLI / "examples", _CLI.parent / "examples") if folder.is_dir())
"""Within the package `cli` when installed, and in the project's own folder in a checkout."""


@dataclass(slots=True)
class Bureau:
    """The officers of a bureau, each giving commands on the day that the story has come to."""

    folder: Path
    day: str = "2024-04-29"

    def chapter(self, title: str) -> None:
        """Print the heading of a chapter; titles are given in English and shown in the officer's language."""
        print_line("")
        print_line(click.style(f"━━ {_(title)} ", bold=True, fg="cyan"))

    def comment(self, sentence: str) -> None:
        """Print a sentence that is not a command."""
        print_line("")
        print_line(click.style(_(sentence), italic=True))

    def on(self, day: str) -> None:
        """Move the story to this day."""
        self.day = day

    def submit(self, name: str, *more: str) -> None:
        """Submit the application of an example file."""
        self.give("lin", "application", "submit", self.example(name), *more)

    def example(self, name: str) -> str:
        """The path of a shipped example, as it is typed from the project's folder."""
        return f"{EXAMPLES.name}/{name}"

    def give(self, officer: str, *argv: str, expect: int = 0) -> None:
        """Show one command as it would be typed, and run it. Raises AssertionError for another exit code."""
        from cli.main import run

        shown = shlex.join(argv)
        print_line("")
        print_line(click.style(f"{self.day} ", dim=True) + click.style(f"{officer} $ ", fg="green") + f"bailu {shown}")
        # The example files are named as from the project's folder, where a reader would type this.
        with self._environment_of(officer), chdir(EXAMPLES.parent):
            code = run(list(argv))
        assert code == expect, f"the demo expects {expect}, and `bailu {shown}` gave {code}"

    def last_position(self) -> int:
        """The last position of the log so far."""
        from usecases.session.officer_session import OfficerSession

        with self._environment_of("wu"), OfficerSession(Settings()).database.reading() as view:
            return view.head().size

    @contextmanager
    def _environment_of(self, officer: str) -> Iterator[None]:
        settings = {
            "STORE": str(self.folder / "bailu.db"),
            "VIEWS": f"sqlite:///{self.folder / 'bailu.views.db'}",
            "KEYS": str(self.folder / "bailu.keys"),
            "OFFICERS": str(self.folder / "officers"),
            "CLOCK": self.day,
            "AS": officer,
            "LANG": spoken(),
        }
        before = {name: os.environ.get(f"BAILU_{name}") for name in settings}
        os.environ.update({f"BAILU_{name}": value for name, value in settings.items()})
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[f"BAILU_{name}"]
                else:
                    os.environ[f"BAILU_{name}"] = value
