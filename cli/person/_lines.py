"""A line of an application as somebody names it, whose person is meant."""

from __future__ import annotations

import re

import click

from presentation.language import _
from usecases.commands.link_persons import LineReference


class LineOfCase(click.ParamType[LineReference]):
    """A line of an application, as `350203-2024-000001/3`."""

    name = "application/line"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> LineReference:
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"\s*(\S+)/(\d{1,5})\s*", str(value), re.ASCII)
        if not match:
            self.fail(
                _("%(text)s: write APPLICATION/LINE, such as 350203-2024-000001/3.") % {"text": value}, param, ctx
            )
        return match[1], int(match[2])
