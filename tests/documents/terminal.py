"""A terminal that runs the commands of a page: `bailu` in this process, by its entry point, the rest in a shell.

ADR 0038.
"""

from __future__ import annotations

import atexit
import io
import json
import math
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cli import progress
from cli.main import run
from store.databases import open_database
from store.log import Reading

ROOT = Path(__file__).parent.parent.parent
COLUMNS = "160"
_PROGRESS = re.compile(r"\x1b\[\?25l.*?\x1b\[\?25h\s*(?:\x1b\[1A\x1b\[2K)?|\r.*?\x1b\[K", re.DOTALL)
"""What a progress bar draws, or a line that tells the pace of slow work, and takes away again when it ends."""
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_DEMO = re.compile(r"bailu demo --keep ([a-z-]+)")
"""Its office is played once and copied: pages begin with it."""
TOLD = "echo $?"
"""Tells the exit code of the command before it, which otherwise has to be 0."""


class _Screen(io.StringIO):
    """What is printed, as on a terminal: tables, and both streams in their order."""

    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


class _Keyboard(io.StringIO):
    """A terminal at which nobody answers: a command that asks is refused its answer, as when a page is pasted."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event that a command recorded: its stored name, its officer and stream, and what it holds."""

    name: str
    actor: str
    stream: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, its exit code, and the events that it recorded."""

    printed: list[str]
    code: int
    recorded: tuple[Recorded, ...] = ()


def arguments(command: str) -> list[str] | None:
    """What the program is given by a command line; None when the line runs another program."""
    return shlex.split(command.replace("\\\n", " "))[1:] if command.startswith("bailu ") else None


@dataclass(slots=True)
class Terminal:
    """A shell in a folder of its own, which has the examples and the documents of the checkout beside it."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    code: int = 0

    def run(self, command: str) -> Ran:
        """Run one command line of a page."""
        if command.startswith("export "):
            self.environment |= dict(word.split("=", 1) for word in shlex.split(command)[1:])
            return Ran([], 0)
        if command == TOLD:
            return Ran([str(self.code)], 0)
        if demo := _DEMO.fullmatch(command):
            shutil.copytree(demo_office(), self.folder / demo[1])
            return Ran([], 0)
        argv = arguments(command)
        ran = self._shell(command) if argv is None else self._bailu(argv)
        self.code = ran.code
        return ran

    def _bailu(self, argv: list[str]) -> Ran:
        before = self._size()
        screen = _Screen()
        with self._here(), _printing_to(screen):
            code = run(argv)
        # A store that another verb than `init` has made holds what was recorded elsewhere.
        recorded = self._recorded_after(before) if before or argv[0] == "init" else []
        return Ran(_lines(screen.getvalue(), self.folder), code, tuple(recorded))

    def _shell(self, command: str) -> Ran:
        with self._here():
            ran = subprocess.run(
                ["sh", "-c", command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
            )
        return Ran(_lines(ran.stdout, self.folder), ran.returncode)

    def _size(self) -> int:
        with self._view() as view:
            return view.head().size if view else 0

    def _recorded_after(self, position: int) -> list[Recorded]:
        with self._view() as view:
            rows = view.rows(after=position, limit=view.head().size) if view else []
        return [_recorded(row.name, json.loads(row.line)) for row in rows]

    @contextmanager
    def _view(self) -> Iterator[Reading | None]:
        """The store that the environment names; None before there is one."""
        store = self.folder / self.environment.get("BAILU_STORE", "no-store")
        if not store.is_file():
            yield None
            return
        database = open_database(str(store), forensic=True)
        try:
            with database.reading() as view:
                yield view
        finally:
            database.close()

    @contextmanager
    def _here(self) -> Iterator[None]:
        kept = dict(os.environ)
        for name in [name for name in os.environ if name.startswith("BAILU_")]:
            del os.environ[name]
        home = str(self.folder / "home")
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        os.environ |= {"HOME": home, "XDG_DATA_HOME": home, "COLUMNS": COLUMNS, "NO_COLOR": "1", "TERM": "xterm"}
        os.environ |= {"PATH": programs, **self.environment}
        try:
            with chdir(self.folder):
                yield
        finally:
            os.environ.clear()
            os.environ.update(kept)


def _recorded(name: str, line: dict[str, Any]) -> Recorded:
    return Recorded(name, line["actor"], line["stream"], line["data"])


@contextmanager
def terminal() -> Iterator[Terminal]:
    """A terminal in a folder that is there for one page."""
    with tempfile.TemporaryDirectory(prefix="bailu-page-") as name:
        folder = Path(name)
        for beside in ("examples", "docs", "policies"):
            (folder / beside).symlink_to(ROOT / beside)
        yield Terminal(folder)


@cache
def demo_office() -> Path:
    """The folder that `bailu demo --keep` fills, once a process."""
    folder = Path(tempfile.mkdtemp(prefix="bailu-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with terminal() as desk, desk._here(), _printing_to(_Screen()):
        assert run(["--lang", "en", "demo", "--keep", str(folder / "office")]) == 0
    return folder / "office"


@contextmanager
def _printing_to(screen: io.StringIO) -> Iterator[None]:
    kept = sys.stdout, sys.stderr, sys.stdin, progress._SLOW_S
    sys.stdout = sys.stderr = screen
    sys.stdin = _Keyboard()
    progress._SLOW_S = math.inf  # What a page shows does not depend on how fast the machine is.
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.stdin, progress._SLOW_S = kept


def _lines(text: str, folder: Path) -> list[str]:
    plain = _STYLE.sub("", _PROGRESS.sub("", text)).replace(f"{folder}/", "")
    return [line.rstrip() for line in plain.splitlines()]
