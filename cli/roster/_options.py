"""What both verbs about rosters take."""

from __future__ import annotations

from cli.verbs import option
from presentation.language import N_

policy_option = option("--policy", metavar="POLICY", help=N_("The policy; the only one there is, unless said."))
