"""收件: `submit` and `correct`, from files and rosters. All or nothing: one problem, and nothing is recorded."""

from __future__ import annotations

from pathlib import Path

import click

from cli.verbs import option
from presentation.language import N_

_FILE = click.Path(path_type=Path)


roster_option = option("--roster", type=_FILE, metavar="FILE", help=N_("The lines, as a workbook or CSV."))
