"""`bailu roster`: an empty roster to fill in, and what is wrong with one that was filled in. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "roster",
    package="cli.roster",
    help=N_("Rosters: templates and checks."),
    verbs={
        "template": N_("Write an empty roster of a scheme, as a workbook with drop-down lists and notes"),
        "check": N_("Check a roster: every row that has something wrong, and a copy beside it with those cells marked"),
    },
)
