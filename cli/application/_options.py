"""What the verbs take that hand in files of applications."""

from __future__ import annotations

from pathlib import Path

import click

from cli.verbs import option
from presentation.language import N_

roster_option = option(
    "--roster", type=click.Path(path_type=Path), metavar="FILE", help=N_("The lines, as a workbook or CSV.")
)
