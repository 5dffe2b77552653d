"""What people type behind an option: days, moments, amounts in yuan. What cannot be read is a usage error."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import click

from domain.calendar import LEGAL_ZONE, start_of
from presentation.language import _


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


_BEYOND = 2**62
"""A position beyond every log."""


class Moment(click.ParamType[datetime | int]):
    """Up to where the log counts: an instant, the end of a legal day, or a position of the log."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime | int:
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


DAY = Day()
MOMENT = Moment()
HEAD = NotedHead()
YUAN = Yuan()
