"""What people type behind an option: text, names, files, days, moments, amounts in yuan.

Text has no type of click's own: whatever an officer types passes one of these before it reaches an event, the name of a
stream or a file (`tests/test_texts.py`). What cannot be read is a usage error, and a name or a file that there cannot
be is refused.
"""

from __future__ import annotations

import errno
import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from domain.errors import NotAllowed
from domain.text import first_invisible, visible
from presentation.language import _


class Words(click.ParamType[str]):
    """Free text: normalised, of a bounded length, and without characters that cannot be seen."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from presentation.words.file_problems import sentence
        from usecases.intake.text import free_text
        from usecases.problems import Problem

        text = free_text(str(value))
        if isinstance(text, Problem):
            self.fail(sentence(text, _), param, ctx)
        return text


class WordsOrNothing(Words):
    """The same, or nothing at all."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return "" if value == "" else super().convert(value, param, ctx)


class Identifier(click.ParamType[str]):
    """What the office calls something: a number, an officer, a register, a scheme, a fund. Its alphabet is that of the
    names of streams; anything else is refused as a command is, with `NotAllowed("name-form")`.
    """

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from domain.streams import checked

        return checked(str(value))


class NumberedName(Identifier):
    """The same, with a number behind it: `skill-certificate@1`."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        named, at, number = str(value).partition("@")
        return super().convert(named, param, ctx) + (at + super().convert(number, param, ctx) if at else "")


class StreamName(click.ParamType[str]):
    """The whole name of a stream. Raises `NotAllowed("name-form")`."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from domain.streams import checked_stream

        return checked_stream(str(value))


class ProposalName(click.ParamType[str]):
    """The name of a proposal, or a stream that has only one. Raises `NotAllowed("proposal-id-form")`."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from domain.proposals import parse

        return str(parse(str(value)))


class CommandId(click.ParamType[str]):
    """A UUID. Raises `StoreUnavailable("command-id-form")`."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from usecases.session.officer_session import checked_command_id

        return checked_command_id(str(value))


class FilePath(click.Path):
    """A file or a folder, there or not; with `folder`, one that may be made. Raises `NotAllowed("path-form")` for what
    no file can be called, a folder that is not there as well.
    """

    def __init__(self, *, folder: bool = False) -> None:
        super().__init__(path_type=Path)
        self._folder = folder

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = _possible(str(value))
        # A `Path` forgets the stroke at its end, and a file would take the place of the folder that was meant.
        if not self._folder and path.endswith(os.sep) and not os.path.isdir(path):
            raise NotAllowed("path-form", path=path)
        return Path(path)


class FileOrName(click.ParamType[str]):
    """A file, or the name or year of what is known without one. Raises `NotAllowed("path-form")`."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return _possible(str(value))


def _possible(path: str) -> str:
    """The path, also where nothing is there, or nothing that may be looked at: whoever opens it is told."""
    try:
        Path(path).stat()
    except OSError as error:
        if error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
            raise NotAllowed("path-form", path=path) from None
    except ValueError:
        raise NotAllowed("path-form", path=path) from None
    return path


class SettingText(click.ParamType[str]):
    """The address of a database, or another setting."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if first_invisible(str(value)) is not None:
            self.fail(_("%(text)s has characters that cannot be seen.") % {"text": visible(str(value))}, param, ctx)
        return str(value)


class Day(click.ParamType[date]):
    """A legal day, as 2024-05-06."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(_("%(text)s is not a day: write 2024-05-06.") % {"text": value}, param, ctx)


class MonthOfBooks(click.ParamType[str]):
    """A month of the books, as 2024-10."""

    name = "month"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text, re.ASCII):
                raise ValueError
            date.fromisoformat(f"{text}-01")
        except ValueError:
            self.fail(_("%(text)s is not a month: write 2024-10.") % {"text": value}, param, ctx)
        return text


_BEYOND = 2**62
"""A position beyond every log."""


class Moment(click.ParamType[datetime | int]):
    """Up to where the log counts: an instant, the end of a legal day, or a position of the log."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime | int:
        from domain.calendar import LEGAL_ZONE, start_of

        if isinstance(value, datetime | int):
            return value
        text = str(value)
        if text.isascii() and text.isdigit():
            return min(int(text), _BEYOND)
        try:
            if len(text) == 10:
                return start_of(date.fromisoformat(text) + timedelta(days=1)) - timedelta(microseconds=1)
            instant = datetime.fromisoformat(text)
        except (ValueError, OverflowError):
            sentence = _("%(text)s is no moment: write 2024-05-06, 2024-05-06T09:00:00+08:00, or a position.")
            self.fail(sentence % {"text": value}, param, ctx)
        return (instant if instant.tzinfo else instant.replace(tzinfo=LEGAL_ZONE)).astimezone(UTC)


class NotedHead(click.ParamType[tuple[int, bytes]]):
    """A head of the log as `audit verify` prints it: its size and its root."""

    name = "head"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, bytes]:
        if isinstance(value, tuple):
            return value
        size, _colon, root = str(value).strip().partition(":")
        if not re.fullmatch(r"\d{1,15}", size, re.ASCII) or not re.fullmatch(r"[0-9a-fA-F]{64}", root):
            self.fail(
                _("%(text)s is no head: write SIZE:ROOT as `bailu audit verify` says it.") % {"text": value}, param, ctx
            )
        return int(size), bytes.fromhex(root)


class Yuan(click.ParamType[int]):
    """An amount in yuan, never negative and with at most two decimals; becomes integer fen."""

    name = "yuan"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        from presentation.words.file_problems import sentence
        from usecases.intake.cells import fen
        from usecases.problems import Problem

        if isinstance(value, int):
            return value
        amount_fen = fen(str(value))
        if isinstance(amount_fen, Problem):
            self.fail(f"{value}: {sentence(amount_fen, _)}", param, ctx)
        return amount_fen


WORDS = Words()
WORDS_OR_NOTHING = WordsOrNothing()
NAME = Identifier()
NUMBERED = NumberedName()
STREAM = StreamName()
PROPOSAL = ProposalName()
COMMAND_ID = CommandId()
FILE = FilePath()
FOLDER = FilePath(folder=True)
FILE_OR_NAME = FileOrName()
SETTING = SettingText()
DAY = Day()
MOMENT = Moment()
MONTH = MonthOfBooks()
HEAD = NotedHead()
YUAN = Yuan()
