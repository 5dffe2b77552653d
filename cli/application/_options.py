"""What the verbs take that hand in files of applications."""

from __future__ import annotations

from cli.parameters import FILE
from cli.verbs import option
from presentation.language import N_

roster_option = option("--roster", type=FILE, metavar="FILE", help=N_("The lines, as a workbook or CSV."))
