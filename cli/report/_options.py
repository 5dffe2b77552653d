"""What verbs of reports take: a time, who decides and who pays, and where the sheet and the chart go."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from cli.parameters import DAY, FILE, MOMENT, NAME
from cli.verbs import option, output_option
from presentation.language import N_, _

_F = TypeVar("_F", bound=Callable[..., Any])

SHEETS = (".xlsx", ".pdf", ".html")


class Month(click.ParamType[tuple[int, int]]):
    """A month, as 2024-06."""

    name = "month"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        written = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", str(value), re.ASCII)
        if written is None or int(written[1]) == 0:
            self.fail(_("%(text)s is not a month: write 2024-06.") % {"text": value}, param, ctx)
        return int(written[1]), int(written[2])


class Named(click.ParamType[Path]):
    """A file whose name ends in one of some ways, by which it is told what is written."""

    name = "file"

    def __init__(self, *endings: str) -> None:
        self._endings = endings

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path: Path = FILE.convert(value, param, ctx)
        if path.suffix.lower() not in self._endings:
            sentence = _("%(file)s: the name of the file ends in %(endings)s.")
            self.fail(sentence % {"file": path, "endings": " / ".join(self._endings)}, param, ctx)
        return path


YEAR = click.IntRange(1900, 9999)

month_option = option("--month", type=Month(), metavar="MONTH", help=N_("Of this month, and since New Year: 2024-06."))
year_option = option("--year", type=YEAR, metavar="YEAR", help=N_("Of this year; the present one, if nothing is said."))
scheme_option = option("--scheme", type=NAME, help=N_("Only of this scheme."))
authority_option = option("--authority", type=NAME, help=N_("Only of this deciding authority."))
payer_option = option("--payer", type=NAME, help=N_("Only of this paying authority."))
source_option = option("--source", type=NAME, help=N_("Only of this source of money, such as central."))
as_of_option = option("--as-of", type=DAY, metavar="DATE", help=N_("Only what took effect by this day."))
known_at_option = option(
    "--known-at", type=MOMENT, metavar="INSTANT|POSITION", help=N_("Only what had been recorded by then.")
)
chart_option = option(
    "--chart", type=Named(".svg"), metavar="FILE", help=N_("Write the chart to this file, which ends in .svg.")
)


def sheet_options(verb: _F) -> _F:
    """Where the printed sheet goes, and the form of the answer where none is written."""
    out = option(
        "--out",
        type=Named(*SHEETS),
        metavar="FILE",
        help=N_("Print the sheet to this file: .xlsx, .pdf or .html. A file that is there is never overwritten."),
    )
    return out(output_option(verb))
