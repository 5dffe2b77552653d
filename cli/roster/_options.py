"""What both verbs about rosters take."""

from __future__ import annotations

from cli.parameters import FILE_OR_NAME
from cli.verbs import option
from presentation.language import N_

policy_option = option(
    "--policy", type=FILE_OR_NAME, metavar="POLICY", help=N_("The policy; the only one there is, unless said.")
)
