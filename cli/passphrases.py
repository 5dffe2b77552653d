"""The passphrase of an escrow or a key: read from a file, or asked for on a terminal, where nobody reads along."""

from __future__ import annotations

import os
import sys
import unicodedata
from getpass import getpass
from pathlib import Path

import click

from presentation.language import N_, _
from store.errors import StoreUnavailable
from usecases.session.settings import Settings

_UNASKED = N_("Nobody can be asked for the passphrase here: give --passphrase-file.")


def passphrase(file: Path | None, *, new: bool, of: str | None = None) -> str:
    """A `new` one is asked for twice; `of` is the question, unless it is that of an escrow.

    Raises `click.UsageError` where nobody can be asked, and StoreUnavailable: `no-such-file`, `passphrase-file-open`
    for a file that others can read.
    """
    if file is not None:
        return unicodedata.normalize("NFC", _read(file))
    if sys.stdin is None or not sys.stdin.isatty():
        raise click.UsageError(_(_UNASKED))
    answer = _hidden(of or _("Passphrase of the escrow"))
    if new and _hidden(_("The same again")) != answer:
        raise click.UsageError(_("The two passphrases differ."))
    # The same characters, typed on another machine, may come as other code points.
    return unicodedata.normalize("NFC", answer)


def of_officer(settings: Settings, officer: str) -> str:
    """The passphrase of an officer's key. Raises as `passphrase` does, and `StoreUnavailable("passphrase-unasked")`."""
    file = settings["passphrase_file"]
    if not file and (sys.stdin is None or not sys.stdin.isatty()):
        raise StoreUnavailable("passphrase-unasked", officer=officer)
    question = _("Passphrase of the key of %(officer)s") % {"officer": officer}
    return passphrase(Path(file) if file else None, new=False, of=question)


def _hidden(question: str) -> str:
    """A line that is typed without being shown. What was typed ahead counts, which `getpass` would throw away."""
    try:
        import termios
    except ImportError:
        return getpass(f"{question}: ")
    click.echo(f"{question}: ", nl=False, err=True)
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    silent = [*before]
    silent[3] &= ~termios.ECHO
    try:
        termios.tcsetattr(terminal, termios.TCSADRAIN, silent)
        line = sys.stdin.readline()
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        click.echo(err=True)
    if not line:
        raise click.Abort
    return line.rstrip("\r\n")


def _read(file: Path) -> str:
    """The first line of a file that only its owner can read."""
    try:
        with file.open(encoding="utf-8-sig") as opened:
            if os.name == "posix" and os.fstat(opened.fileno()).st_mode & 0o077:
                raise StoreUnavailable("passphrase-file-open", path=str(file))
            return opened.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = os.strerror(error.errno or 0) if isinstance(error, OSError) else "UTF-8"
        raise StoreUnavailable("passphrase-file-unreadable", path=str(file), reason=reason) from error
